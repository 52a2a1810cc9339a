//! Parts of a table in the words of SQL, which are the same in every language.

use limbeck_ops::catalog::{
    CheckEntry, ColumnEntry, ExcludeEntry, ForeignKeyEntry, IndexElementEntry, IndexEntry, KeyEntry,
};

/// The default of a column, or what stands in its place.
pub(crate) fn default(column: &ColumnEntry) -> String {
    if let Some(identity) = &column.identity {
        let when = if identity.always { "ALWAYS" } else { "BY DEFAULT" };
        return format!("GENERATED {when} AS IDENTITY");
    }
    if let Some(computed) = &column.computed {
        let kind = if computed.stored { "STORED" } else { "VIRTUAL" };
        return format!("GENERATED ALWAYS AS ({}) {kind}", computed.expression.0);
    }
    column.default.as_ref().map(|default| default.0.clone()).unwrap_or_default()
}

/// The type of a column with its collation.
pub(crate) fn type_of(column: &ColumnEntry) -> String {
    match &column.collation {
        Some(collation) => format!("{} COLLATE {collation}", column.type_text),
        None => column.type_text.clone(),
    }
}

fn list(names: &[String]) -> String {
    format!("({})", names.join(", "))
}

fn deferral(deferrable: bool, deferred: bool) -> &'static str {
    match (deferrable, deferred) {
        (_, true) => " DEFERRABLE INITIALLY DEFERRED",
        (true, false) => " DEFERRABLE",
        (false, false) => "",
    }
}

/// A primary key or unique constraint, without its name.
pub(crate) fn key(key: &KeyEntry) -> String {
    let mut text = String::new();
    if key.nulls_not_distinct {
        text.push_str("NULLS NOT DISTINCT ");
    }
    text.push_str(&list(&key.columns));
    if !key.include.is_empty() {
        text.push_str(&format!(" INCLUDE {}", list(&key.include)));
    }
    text + deferral(key.deferrable, key.deferred)
}

/// A check, without its name.
pub(crate) fn check(check: &CheckEntry) -> String {
    let mut text = format!("({})", check.condition.0);
    if check.no_inherit {
        text.push_str(" NO INHERIT");
    }
    if !check.validated {
        text.push_str(" NOT VALID");
    }
    text
}

/// An exclusion constraint, without its name.
pub(crate) fn exclude(exclude: &ExcludeEntry) -> String {
    let elements: Vec<String> =
        exclude.elements.iter().map(|(element, operator)| format!("{} WITH {operator}", element.0)).collect();
    let mut text = format!("USING {} {}", exclude.method, list(&elements));
    if let Some(predicate) = &exclude.predicate {
        text.push_str(&format!(" WHERE ({})", predicate.0));
    }
    text + deferral(exclude.deferrable, exclude.deferred)
}

/// What follows the columns of a foreign key: matching, actions, deferral.
pub(crate) fn key_options(key: &ForeignKeyEntry) -> String {
    let mut text = String::new();
    for (word, value) in [("MATCH", &key.match_kind), ("ON UPDATE", &key.on_update), ("ON DELETE", &key.on_delete)] {
        if let Some(value) = value {
            text.push_str(&format!(" {word} {value}"));
        }
    }
    text.push_str(deferral(key.deferrable, key.deferred));
    if !key.validated {
        text.push_str(" NOT VALID");
    }
    text
}

/// A foreign key, without its name.
pub(crate) fn foreign_key(key: &ForeignKeyEntry, default_schema: &str) -> String {
    format!(
        "{} → {} {}{}",
        list(&key.columns),
        key.referred_table.shown(default_schema),
        list(&key.referred_columns),
        key_options(key)
    )
}

fn element(element: &IndexElementEntry) -> String {
    let mut text = match element.is_column || element.expression.0.ends_with(')') {
        true => element.expression.0.clone(),
        false => format!("({})", element.expression.0),
    };
    if let Some(collation) = &element.collation {
        text.push_str(&format!(" COLLATE {collation}"));
    }
    if let Some(class) = &element.operator_class {
        text.push_str(&format!(" {class}"));
    }
    match (element.descending, element.nulls_first) {
        (false, false) => {}
        (true, true) => text.push_str(" DESC"),
        (true, false) => text.push_str(" DESC NULLS LAST"),
        (false, true) => text.push_str(" NULLS FIRST"),
    }
    text
}

/// An index, without its name and whether it is valid.
pub(crate) fn index(index: &IndexEntry) -> String {
    let elements: Vec<String> = index.elements.iter().map(element).collect();
    let mut text = String::new();
    if index.unique {
        text.push_str("UNIQUE ");
    }
    if !index.method.is_empty() {
        text.push_str(&format!("{} ", index.method));
    }
    text.push_str(&list(&elements));
    if !index.include.is_empty() {
        text.push_str(&format!(" INCLUDE {}", list(&index.include)));
    }
    if index.nulls_not_distinct {
        text.push_str(" NULLS NOT DISTINCT");
    }
    if !index.with.is_empty() {
        text.push_str(&format!(" WITH {}", list(&index.with)));
    }
    if let Some(predicate) = &index.predicate {
        text.push_str(&format!(" WHERE {}", predicate.0));
    }
    text
}
