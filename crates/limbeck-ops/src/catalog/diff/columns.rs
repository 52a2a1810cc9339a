//! Columns.

use super::sequences;
use super::{Change, ColumnChange, Sides};
use crate::catalog::{
    Catalog, ColumnEntry, IdentityEntry, Sameness, Sql, TableEntry, same_expression, same_expression_of,
};

pub(super) fn compare(
    catalog: &Catalog,
    expected: &TableEntry,
    actual: &TableEntry,
    changes: &mut Vec<(Change, Sameness)>,
) {
    let find = |entry: &TableEntry, name: &str| entry.columns.iter().find(|one| one.name == name).cloned();
    for column in &expected.columns {
        match find(actual, &column.name) {
            None => changes.push((Change::ColumnMissing(column.clone()), Sameness::Different)),
            Some(there) => {
                let type_of = |name: &str| find(expected, name).map(|column| column.type_text);
                for (change, sameness) in compare_column(catalog, column, &there, &type_of) {
                    changes.push((Change::Column(column.name.clone(), change), sameness));
                }
            }
        }
    }
    for column in &actual.columns {
        if find(expected, &column.name).is_none() {
            changes.push((Change::ColumnExtra(column.clone()), Sameness::Different));
        }
    }
}

fn sides<T: Clone>(expected: &T, actual: &T) -> Sides<T> {
    Sides { expected: expected.clone(), actual: actual.clone() }
}

fn compare_column(
    catalog: &Catalog,
    expected: &ColumnEntry,
    actual: &ColumnEntry,
    type_of: &dyn Fn(&str) -> Option<String>,
) -> Vec<(ColumnChange, Sameness)> {
    let mut changes = Vec::new();
    let mut push = |change, sameness| changes.push((change, sameness));
    if !is_same_type(catalog, &expected.type_text, &actual.type_text) {
        push(ColumnChange::Type(sides(&expected.type_text, &actual.type_text)), Sameness::Different);
    }
    if expected.nullable != actual.nullable {
        push(ColumnChange::Nullable(sides(&expected.nullable, &actual.nullable)), Sameness::Different);
    }
    if !(expected.is_serial && actual.is_serial) {
        let sameness = same_default(expected.default.as_ref(), actual.default.as_ref());
        if sameness != Sameness::Same {
            push(ColumnChange::Default(sides(&expected.default, &actual.default)), sameness);
        }
    }
    if expected.comment != actual.comment {
        push(ColumnChange::Comment(sides(&expected.comment, &actual.comment)), Sameness::Different);
    }
    if let Some(aspects) = identity(expected.identity.as_ref(), actual.identity.as_ref(), &actual.type_text) {
        push(ColumnChange::Identity(sides(&expected.identity, &actual.identity), aspects), Sameness::Different);
    }
    let computed = match (&expected.computed, &actual.computed) {
        (None, None) => Sameness::Same,
        (Some(one), Some(two)) => same_expression_of(&one.expression.0, &two.expression.0, type_of)
            .and(Sameness::of(one.stored == two.stored)),
        (Some(_), None) | (None, Some(_)) => Sameness::Different,
    };
    if computed != Sameness::Same {
        push(ColumnChange::Computed(sides(&expected.computed, &actual.computed)), computed);
    }
    let plain = |collation: &Option<String>| {
        let name = collation.as_deref().map(|text| text.rsplit('.').next().unwrap_or_default().trim_matches('"'));
        name.filter(|name| *name != "default").map(str::to_owned)
    };
    if plain(&expected.collation) != plain(&actual.collation) {
        push(ColumnChange::Collation(sides(&expected.collation, &actual.collation)), Sameness::Different);
    }
    changes
}

/// None where both are the same, else the options of the sequence that differ.
fn identity(
    expected: Option<&IdentityEntry>,
    actual: Option<&IdentityEntry>,
    ty: &str,
) -> Option<Vec<super::SequenceAspect>> {
    match (expected, actual) {
        (None, None) => None,
        (Some(one), Some(two)) => {
            let aspects = sequences::aspects(&one.sequence, &two.sequence, ty);
            (one.always != two.always || !aspects.is_empty()).then_some(aspects)
        }
        (Some(_), None) | (None, Some(_)) => Some(Vec::new()),
    }
}

/// A default of NULL is none. What MySQL does on an update stands behind it.
fn same_default(expected: Option<&Sql>, actual: Option<&Sql>) -> Sameness {
    let halves = |sql: Option<&Sql>| match sql.and_then(|sql| sql.0.split_once(" ON UPDATE ")) {
        Some((default, moment)) => (Some(Sql(default.to_owned())), Some(Sql(moment.to_owned()))),
        None => (sql.cloned(), None),
    };
    let ((one, one_moment), (two, two_moment)) = (halves(expected), halves(actual));
    if one_moment.is_some() || two_moment.is_some() {
        let moments = match (&one_moment, &two_moment) {
            (Some(one), Some(two)) => same_expression(&one.0, &two.0),
            (Some(_) | None, Some(_) | None) => Sameness::Different,
        };
        return same_default(one.as_ref(), two.as_ref()).and(moments);
    }
    let is_null = |text: &Sql| same_expression("NULL", &text.0) == Sameness::Same;
    match (expected, actual) {
        (None, None) => Sameness::Same,
        (Some(one), Some(two)) => same_expression(&one.0, &two.0),
        (Some(one), None) | (None, Some(one)) => Sameness::of(is_null(one)),
    }
}

/// Types as `format_type` shows them: the schema is left out or not depending on the path of who asks.
pub(super) fn is_same_type(catalog: &Catalog, expected: &str, actual: &str) -> bool {
    if expected == actual {
        return true;
    }
    let split = |text: &str| -> (Option<String>, String) {
        // Spaces inside of modifiers say nothing.
        let text = text.replace(['"', ' '], "");
        match text.split_once('.') {
            Some((schema, name)) if !schema.contains('(') => {
                ((schema != catalog.default_schema).then(|| schema.to_owned()), name.to_owned())
            }
            Some(_) | None => (None, text),
        }
    };
    let ((one_schema, one), (two_schema, two)) = (split(expected), split(actual));
    // A type that no script made is of an extension, and that may be in any schema.
    let made = catalog
        .enums
        .keys()
        .any(|name| name.schema == catalog.default_schema && name.name.replace(' ', "") == one.trim_end_matches("[]"));
    one == two && (one_schema == two_schema || one_schema.is_none() && !made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DialectName;
    use crate::catalog::{EnumEntry, ObjectName};

    #[test]
    fn schemas_of_types_are_told_apart_where_scripts_made_them() {
        let mut catalog = Catalog::new(DialectName::Postgresql, "public");
        catalog.enums.insert(ObjectName::new("public", "mood"), EnumEntry::default());
        for (expected, actual, same) in [
            ("mood", "public.mood", true),
            ("mood[]", "public.mood[]", true),
            ("mood", "s.mood", false),
            ("s.mood", "mood", false),
            ("citext", "extensions.citext", true),
            ("vector(3)", "extensions.vector(4)", false),
            ("geometry(Point, 4326)", "geometry(Point,4326)", true),
            ("numeric(10,4)", "numeric(8,2)", false),
        ] {
            assert_eq!(is_same_type(&catalog, expected, actual), same, "{expected} {actual}");
        }
    }
}
