//! One table or view, as `\d` shows it.

use limbeck_messages::{Language, Message, inspect as says};
use limbeck_ops::catalog::{IndexEntry, ObjectName, TableEntry, ViewEntry};

use super::Inspected;
use super::grid::{Align, Grid, on_one_line};
use super::list::grid;
use super::phrases;

/// All that is known of an object; the URL of its database first where there are several.
pub(super) fn text(inspected: &Inspected, name: &ObjectName, several: bool, language: Language) -> String {
    let mut text = if several { format!("{}\n", inspected.url) } else { String::new() };
    if let Some(table) = inspected.catalog.tables.get(name) {
        text.push_str(&table_text(inspected, name, table, language));
    } else if let Some(view) = inspected.catalog.views.get(name) {
        text.push_str(&view_text(name, view, language));
    }
    text
}

fn title(what: Message, comment: Option<&String>, language: Language) -> String {
    let title = match comment {
        Some(comment) => says::with_comment(what, on_one_line(comment)),
        None => what,
    };
    format!("{}\n", title.text(language))
}

/// A heading and lines of a name and what it stands for; nothing where there are none.
fn part(heading: Message, lines: impl IntoIterator<Item = (String, String)>, language: Language) -> String {
    let mut grid = Grid::new([("", Align::Left), ("", Align::Left)]);
    for (name, text) in lines {
        grid.row([name, text]);
    }
    if grid.is_empty() { String::new() } else { format!("{}\n{}", heading.text(language), grid.text("  ")) }
}

fn indexes(indexes: &[IndexEntry], language: Language) -> String {
    let lines = indexes.iter().map(|index| {
        let valid = if index.valid { String::new() } else { format!(" {}", says::not_valid().text(language)) };
        (index.name.clone(), format!("{}{valid}", phrases::index(index)))
    });
    part(says::indexes(), lines, language)
}

fn table_text(inspected: &Inspected, name: &ObjectName, table: &TableEntry, language: Language) -> String {
    let own = inspected.catalog.default_schema.as_str();
    let mut text = title(says::table(name.to_string()), table.comment.as_ref(), language);
    let mut columns = grid(
        language,
        [
            (says::column(), Align::Left),
            (says::kind(), Align::Left),
            (says::null(), Align::Left),
            (says::default(), Align::Left),
            (says::comment(), Align::Left),
        ],
    );
    for column in &table.columns {
        let null = if column.nullable { says::yes() } else { says::no() };
        columns.row([
            column.name.as_str(),
            &phrases::type_of(column),
            null.text(language),
            &phrases::default(column),
            column.comment.as_deref().unwrap_or_default(),
        ]);
    }
    text.push_str(&columns.text("  "));
    let named = |name: &Option<String>| name.clone().unwrap_or_default();
    let key = |key: &limbeck_ops::catalog::KeyEntry| (named(&key.name), phrases::key(key));
    let parts = [
        part(says::primary_key(), table.primary_key.iter().map(key), language),
        indexes(&table.indexes, language),
        part(says::uniques(), table.uniques.iter().map(key), language),
        part(says::checks(), table.checks.iter().map(|it| (named(&it.name), phrases::check(it))), language),
        part(says::excludes(), table.excludes.iter().map(|it| (named(&it.name), phrases::exclude(it))), language),
        part(
            says::foreign_keys(),
            table.foreign_keys.iter().map(|it| (named(&it.name), phrases::foreign_key(it, own))),
            language,
        ),
        part(says::referenced_by(), referenced_by(inspected, name), language),
    ];
    for part in parts {
        text.push_str(&part);
    }
    if let Some(key) = &table.partition_key {
        text.push_str(&format!("{}\n", says::partitioned_by(&key.0).text(language)));
    }
    if let Some(parent) = &table.parent {
        text.push_str(&format!("{}\n", says::partition_of(parent.shown(own)).text(language)));
    }
    text
}

/// The foreign keys of other tables, and of this one, that point here.
fn referenced_by(inspected: &Inspected, name: &ObjectName) -> Vec<(String, String)> {
    let own = inspected.catalog.default_schema.as_str();
    let tables = inspected.catalog.tables.iter();
    let keys = tables.flat_map(|(from, table)| table.foreign_keys.iter().map(move |key| (from, key)));
    keys.filter(|(_, key)| key.referred_table == *name)
        .map(|(from, key)| {
            let columns = format!("({}) → ({})", key.columns.join(", "), key.referred_columns.join(", "));
            (from.shown(own), format!("{columns}{}", phrases::key_options(key)))
        })
        .collect()
}

fn view_text(name: &ObjectName, view: &ViewEntry, language: Language) -> String {
    let what = match view.materialized {
        true => says::materialized_view(name.to_string()),
        false => says::view(name.to_string()),
    };
    let mut text = title(what, view.comment.as_ref(), language);
    let mut columns = grid(language, [(says::column(), Align::Left)]);
    for column in &view.columns {
        columns.row([column]);
    }
    text.push_str(&columns.text("  "));
    text.push_str(&indexes(&view.indexes, language));
    text.push_str(&format!("{}\n", says::query().text(language)));
    for line in view.query.0.lines() {
        text.push_str(&format!("  {}\n", line.trim_end()));
    }
    text
}
