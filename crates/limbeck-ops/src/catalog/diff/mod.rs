//! How two catalogs differ.
//!
//! Nothing here has words for people: a difference is data. Order of columns is no difference, and neither is the way in
//! which the server writes back an expression.

mod columns;
mod constraints;
mod difference;
mod indexes;
mod mysql;
mod pairs;
mod renames;
mod sequences;

pub use difference::{
    Change, ColumnChange, Constraint, ConstraintAspect, Difference, IndexAspect, Object, SequenceAspect, Sides,
};

use super::fold::TEMPORARY;
use super::sameness::same_query;
use super::{Catalog, Doubt, EnumEntry, ObjectName, Sameness, TableEntry, ViewEntry};

/// Compares what was expected with what is there: schemas, enums, sequences, tables and views, each in order of name.
///
/// Both catalogs are of one dialect. Schemas, tables, views, enums and sequences that only `actual` has are
/// [`Change::Extra`]; what else only it has is a difference of the table that has it.
pub fn diff(expected: &Catalog, actual: &Catalog) -> Vec<Difference> {
    let (renamed, renames) = renames::follow(expected, actual);
    let expected = &renamed;
    let mut found = Found { expected, differences: Vec::new() };
    for schema in &expected.schemas {
        if schema != TEMPORARY && !actual.schemas.contains(schema) {
            found.push(Object::Schema(schema.clone()), &[], Change::Missing);
        }
    }
    for schema in actual.schemas.difference(&expected.schemas) {
        found.push(Object::Schema(schema.clone()), &[], Change::Extra);
    }
    for (name, entry) in &expected.enums {
        found.compare_enum(name, entry, actual.enums.get(name));
    }
    for name in actual.enums.keys().filter(|name| !expected.enums.contains_key(name)) {
        found.push(Object::Enum(name.clone()), &[], Change::Extra);
    }
    for (name, entry) in expected.sequences.iter().filter(|(name, _)| name.schema != TEMPORARY) {
        let object = Object::Sequence(name.clone());
        match actual.sequences.get(name) {
            None => found.push(object, &entry.doubts, Change::Missing),
            Some(there) => {
                let aspects = sequences::aspects(entry, there, "bigint");
                if !aspects.is_empty() {
                    let sides = Sides { expected: entry.clone(), actual: there.clone() };
                    found.push(object, &entry.doubts, Change::Sequence(sides, aspects));
                }
            }
        }
    }
    for name in actual.sequences.keys().filter(|name| !expected.sequences.contains_key(name)) {
        found.push(Object::Sequence(name.clone()), &[], Change::Extra);
    }
    for (name, entry) in expected.tables.iter().filter(|(name, _)| name.schema != TEMPORARY) {
        for change in renames.iter().filter(|(table, _)| table == name).map(|(_, change)| change) {
            found.push(Object::Table(name.clone()), &entry.doubts, change.clone());
        }
        match actual.tables.get(name) {
            None => found.push(Object::Table(name.clone()), &entry.doubts, Change::Missing),
            Some(there) => found.compare_table(name, entry, there),
        }
    }
    for name in actual.tables.keys().filter(|name| !expected.tables.contains_key(name)) {
        found.push(Object::Table(name.clone()), &[], Change::Extra);
    }
    for (name, entry) in expected.views.iter().filter(|(name, _)| name.schema != TEMPORARY) {
        match actual.views.get(name) {
            None => found.push(Object::View(name.clone()), &entry.doubts, Change::Missing),
            Some(there) => found.compare_view(name, entry, there),
        }
    }
    for name in actual.views.keys().filter(|name| !expected.views.contains_key(name)) {
        found.push(Object::View(name.clone()), &[], Change::Extra);
    }
    found.differences
}

/// The differences so far.
struct Found<'a> {
    expected: &'a Catalog,
    differences: Vec<Difference>,
}

impl Found<'_> {
    fn push(&mut self, object: Object, doubts: &[Doubt], change: Change) {
        self.push_as(object, doubts, change, Sameness::Different);
    }

    /// Adds a change whose texts compare like this.
    fn push_as(&mut self, object: Object, doubts: &[Doubt], change: Change, sameness: Sameness) {
        let doubts = doubts.iter().chain(&self.expected.doubts).cloned().collect();
        self.differences.push(Difference { object, change, doubts, is_sure: sameness != Sameness::Unsure });
    }

    fn compare_enum(&mut self, name: &ObjectName, entry: &EnumEntry, there: Option<&EnumEntry>) {
        let object = Object::Enum(name.clone());
        match there {
            None => self.push(object, &entry.doubts, Change::Missing),
            Some(there) if there.labels != entry.labels => {
                let sides = Sides { expected: entry.labels.clone(), actual: there.labels.clone() };
                self.push(object, &entry.doubts, Change::EnumLabels(sides));
            }
            Some(_) => (),
        }
    }

    fn compare_table(&mut self, name: &ObjectName, entry: &TableEntry, there: &TableEntry) {
        let mut changes = Vec::new();
        if entry.comment != there.comment {
            let sides = Sides { expected: entry.comment.clone(), actual: there.comment.clone() };
            changes.push((Change::TableComment(sides), Sameness::Different));
        }
        if entry.parent != there.parent {
            let sides = Sides { expected: entry.parent.clone(), actual: there.parent.clone() };
            changes.push((Change::Parent(sides), Sameness::Different));
        }
        let key =
            |entry: &TableEntry| entry.partition_key.as_ref().map(|key| key.0.to_lowercase().replace([' ', '"'], ""));
        if key(entry) != key(there) {
            let sides = Sides { expected: entry.partition_key.clone(), actual: there.partition_key.clone() };
            let both = entry.partition_key.is_some() && there.partition_key.is_some();
            changes.push((Change::PartitionKey(sides), if both { Sameness::Unsure } else { Sameness::Different }));
        }
        columns::compare(self.expected, entry, there, &mut changes);
        constraints::compare(entry, there, &mut changes);
        indexes::compare(entry, there, &mut changes);
        if self.expected.dialect.is_mysql() {
            mysql::soften(&mut changes);
        }
        for (change, sameness) in changes {
            self.push_as(Object::Table(name.clone()), &entry.doubts, change, sameness);
        }
    }

    fn compare_view(&mut self, name: &ObjectName, entry: &ViewEntry, there: &ViewEntry) {
        let object = Object::View(name.clone());
        if entry.materialized != there.materialized {
            let sides = Sides { expected: entry.materialized, actual: there.materialized };
            self.push(object.clone(), &entry.doubts, Change::ViewMaterialized(sides));
        }
        let sameness = same_query(&entry.query.0, &there.query.0);
        if sameness != Sameness::Same {
            let sides = Sides { expected: entry.query.clone(), actual: there.query.clone() };
            self.push_as(object.clone(), &entry.doubts, Change::ViewQuery(sides), sameness);
        }
        if entry.comment != there.comment {
            let sides = Sides { expected: entry.comment.clone(), actual: there.comment.clone() };
            self.push(object.clone(), &entry.doubts, Change::ViewComment(sides));
        }
        let mut changes = Vec::new();
        indexes::compare_lists(&entry.indexes, &there.indexes, false, &|_| None, &mut changes);
        for (change, sameness) in changes {
            self.push_as(object.clone(), &entry.doubts, change, sameness);
        }
    }
}
