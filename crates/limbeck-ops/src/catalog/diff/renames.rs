//! Columns that were renamed: found first, so that the keys and indexes of them are not all said to differ.

use super::columns::is_same_type;
use super::{Change, Sides};
use crate::catalog::fold::rename_column_in;
use crate::catalog::{Catalog, ObjectName, TableEntry};

/// The expected catalog with the columns called as they are called in the actual one, and the renames.
pub(super) fn follow(expected: &Catalog, actual: &Catalog) -> (Catalog, Vec<(ObjectName, Change)>) {
    let mut followed = expected.clone();
    let mut changes = Vec::new();
    for (name, entry) in &expected.tables {
        let Some(there) = actual.tables.get(name) else { continue };
        for (from, to) in renamed(expected, entry, there) {
            if rename_column_in(&mut followed, std::slice::from_ref(name), &from, &to) {
                let change = Change::ColumnRenamed(Sides { expected: from, actual: to });
                changes.push((name.clone(), change));
            }
        }
    }
    (followed, changes)
}

/// Missing and extra columns of the same type at the same place.
fn renamed(catalog: &Catalog, expected: &TableEntry, actual: &TableEntry) -> Vec<(String, String)> {
    let lacks = |entry: &TableEntry, name: &str| !entry.columns.iter().any(|one| one.name == name);
    let mut found = Vec::new();
    for (at, column) in expected.columns.iter().enumerate().filter(|(_, one)| lacks(actual, &one.name)) {
        if let Some(there) = actual.columns.get(at)
            && lacks(expected, &there.name)
            && is_same_type(catalog, &column.type_text, &there.type_text)
        {
            found.push((column.name.clone(), there.name.clone()));
        }
    }
    found
}
