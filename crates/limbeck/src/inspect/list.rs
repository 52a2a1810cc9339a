//! All tables, and the foreign keys between them.

use limbeck_messages::{Language, Message, inspect as says};
use limbeck_ops::catalog::ObjectName;

use super::Inspected;
use super::grid::{Align, Grid};

/// The lists of one database; its URL first where there are several.
pub(super) fn text(inspected: &Inspected, several: bool, language: Language) -> String {
    let catalog = &inspected.catalog;
    let mut parts = Vec::new();
    if several {
        parts.push(format!("{}\n", inspected.url));
    }
    let part = |heading: Message, grid: &Grid| format!("{}\n{}", heading.text(language), grid.text("  "));
    let tables = tables(inspected, language);
    match tables.is_empty() {
        true => parts.push(format!("{}\n", says::no_tables().text(language))),
        false => parts.push(part(says::tables(), &tables)),
    }
    let mut views = grid(
        language,
        [
            (says::schema(), Align::Left),
            (says::name(), Align::Left),
            (says::column_count(), Align::Right),
            (says::comment(), Align::Left),
        ],
    );
    for (name, view) in &catalog.views {
        let count = view.columns.len().to_string();
        views.row([&name.schema, &name.name, &count, view.comment.as_deref().unwrap_or_default()]);
    }
    let mut enums =
        grid(language, [(says::schema(), Align::Left), (says::name(), Align::Left), (says::labels(), Align::Left)]);
    for (name, entry) in &catalog.enums {
        enums.row([&name.schema, &name.name, &entry.labels.join(", ")]);
    }
    let mut sequences = grid(language, [(says::schema(), Align::Left), (says::name(), Align::Left)]);
    for name in catalog.sequences.keys() {
        sequences.row([&name.schema, &name.name]);
    }
    let lists = [(says::views(), views), (says::enums(), enums), (says::sequences(), sequences)];
    let lists = lists.into_iter().chain([(says::foreign_keys(), foreign_keys(inspected, language))]);
    parts.extend(lists.filter(|(_, grid)| !grid.is_empty()).map(|(heading, grid)| part(heading, &grid)));
    parts.join("\n")
}

/// An empty grid with headings in a language.
pub(super) fn grid<const N: usize>(language: Language, columns: [(Message, Align); N]) -> Grid {
    Grid::new(columns.map(|(heading, align)| (heading.text(language).to_owned(), align)))
}

fn tables(inspected: &Inspected, language: Language) -> Grid {
    let mut grid = grid(
        language,
        [
            (says::schema(), Align::Left),
            (says::name(), Align::Left),
            (says::column_count(), Align::Right),
            (says::rows(), Align::Right),
            (says::comment(), Align::Left),
        ],
    );
    for (name, table) in &inspected.catalog.tables {
        let rows = inspected.rows.get(name).map(u64::to_string).unwrap_or_default();
        let columns = table.columns.len().to_string();
        grid.row([&name.schema, &name.name, &columns, &rows, table.comment.as_deref().unwrap_or_default()]);
    }
    grid
}

/// What the guide asks of information_schema: table and column, foreign table and column, and what is done on deletion.
fn foreign_keys(inspected: &Inspected, language: Language) -> Grid {
    let own = &inspected.catalog.default_schema;
    let mut grid = grid(
        language,
        [
            (says::table_of_key(), Align::Left),
            (says::column(), Align::Left),
            (says::referred_table(), Align::Left),
            (says::referred_column(), Align::Left),
            (Message::verbatim("ON DELETE"), Align::Left),
            (Message::verbatim("ON UPDATE"), Align::Left),
        ],
    );
    let tables: Vec<(&ObjectName, _)> = inspected.catalog.tables.iter().collect();
    for (name, table) in tables {
        for key in &table.foreign_keys {
            grid.row([
                name.shown(own),
                key.columns.join(", "),
                key.referred_table.shown(own),
                key.referred_columns.join(", "),
                key.on_delete.clone().unwrap_or_default(),
                key.on_update.clone().unwrap_or_default(),
            ]);
        }
    }
    grid
}
