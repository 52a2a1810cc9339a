//! Finding things by the names that statements use, and the names that are taken.

use super::naming::quoted;
use super::tokens::{Read, Trouble};
use super::type_text::user_type;
use super::{Fold, TEMPORARY, Touched};
use crate::catalog::{IndexEntry, ObjectName, TableEntry};

/// What a name in the namespace of relations stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Table(ObjectName),
    View(ObjectName),
    Sequence(ObjectName),
    /// A sequence that belongs to a column.
    Owned(ObjectName),
    /// An index, or the index of a constraint, by the table or materialized view that has it.
    Index(ObjectName, String),
}

impl Fold {
    /// The schemas that a name is looked for in.
    fn schemas_of(&self, parts: &[String]) -> Vec<String> {
        match parts {
            [.., schema, _] => vec![schema.clone()],
            _ => {
                let mut schemas = vec![TEMPORARY.to_owned()];
                schemas.extend(self.search_path.iter().cloned());
                schemas
            }
        }
    }

    /// What something new of this name is called in full.
    pub(super) fn new_name(&mut self, parts: &[String]) -> Read<ObjectName> {
        let (schema, name) = match parts {
            [name] => (self.search_path.first().cloned().ok_or(Trouble)?, name),
            [.., schema, name] => (schema.clone(), name),
            [] => return Err(Trouble),
        };
        if schema != self.catalog.default_schema && schema != TEMPORARY {
            // It is there, or else the statement would have failed.
            self.catalog.schemas.insert(schema.clone());
        }
        Ok(ObjectName::new(schema, name.clone()))
    }

    fn find<T>(&self, parts: &[String], get: impl Fn(&ObjectName) -> Option<T>) -> Option<T> {
        let name = parts.last()?;
        self.schemas_of(parts).into_iter().find_map(|schema| get(&ObjectName::new(schema, name.clone())))
    }

    /// The table of a name.
    pub(super) fn table_named(&self, parts: &[String]) -> Option<ObjectName> {
        self.find(parts, |name| self.catalog.tables.contains_key(name).then(|| name.clone()))
    }

    /// The view of a name.
    pub(super) fn view_named(&self, parts: &[String]) -> Option<ObjectName> {
        self.find(parts, |name| self.catalog.views.contains_key(name).then(|| name.clone()))
    }

    /// The enum of a name.
    pub(super) fn enum_named(&self, parts: &[String]) -> Option<ObjectName> {
        self.find(parts, |name| self.catalog.enums.contains_key(name).then(|| name.clone()))
    }

    /// The domain, composite type or range of a name.
    pub(super) fn other_type_named(&self, parts: &[String]) -> Option<ObjectName> {
        self.find(parts, |name| self.other_types.contains(name).then(|| name.clone()))
    }

    /// Whatever has a name that tables, views, sequences and indexes share.
    pub(super) fn relation_named(&self, parts: &[String]) -> Option<Relation> {
        self.find(parts, |name| self.relation(name))
    }

    /// As [`Fold::relation_named`], with the schema.
    pub(super) fn relation(&self, name: &ObjectName) -> Option<Relation> {
        if self.catalog.tables.contains_key(name) {
            return Some(Relation::Table(name.clone()));
        }
        if self.catalog.views.contains_key(name) {
            return Some(Relation::View(name.clone()));
        }
        if self.owned.contains_key(name) {
            return Some(Relation::Owned(name.clone()));
        }
        if self.catalog.sequences.contains_key(name) {
            return Some(Relation::Sequence(name.clone()));
        }
        let of_table = self.catalog.tables.iter().find(|(table, entry)| {
            table.schema == name.schema
                && (entry.indexes.iter().any(|index| index.name == name.name)
                    || has_index_constraint(entry, &name.name))
        });
        let of_view = || {
            self.catalog.views.iter().find(|(view, entry)| {
                view.schema == name.schema && entry.indexes.iter().any(|index| index.name == name.name)
            })
        };
        of_table
            .map(|(table, _)| table)
            .or_else(|| of_view().map(|(view, _)| view))
            .map(|owner| Relation::Index(owner.clone(), name.name.clone()))
    }

    /// Whether a relation's name is taken.
    pub(super) fn is_relation(&self, schema: &str, name: &str) -> bool {
        self.relation(&ObjectName::new(schema, name)).is_some()
    }

    /// Whether a constraint of a schema has this name.
    pub(super) fn is_constraint(&self, schema: &str, name: &str) -> bool {
        self.catalog
            .tables
            .iter()
            .filter(|(table, _)| table.schema == schema)
            .any(|(_, entry)| constraint_names(entry).any(|one| one == name))
    }

    /// A table that must be there.
    pub(super) fn table(&self, name: &ObjectName) -> Read<&TableEntry> {
        self.catalog.tables.get(name).ok_or(Trouble)
    }

    /// As [`Fold::table`], to be changed.
    pub(super) fn table_mut(&mut self, name: &ObjectName) -> Read<&mut TableEntry> {
        self.catalog.tables.get_mut(name).ok_or(Trouble)
    }

    /// The indexes of a table or materialized view.
    pub(super) fn indexes_mut(&mut self, name: &ObjectName) -> Option<&mut Vec<IndexEntry>> {
        match self.catalog.tables.get_mut(name) {
            Some(entry) => Some(&mut entry.indexes),
            None => self.catalog.views.get_mut(name).map(|entry| &mut entry.indexes),
        }
    }

    /// A table with its partitions and children, and theirs.
    pub(super) fn family(&self, name: &ObjectName) -> Vec<ObjectName> {
        let mut family = vec![name.clone()];
        let mut at = 0;
        while let Some(parent) = family.get(at).cloned() {
            for (child, entry) in &self.catalog.tables {
                if entry.parent.as_ref() == Some(&parent) && !family.contains(child) {
                    family.push(child.clone());
                }
            }
            at += 1;
        }
        family
    }

    /// How a type that scripts made is shown.
    pub(super) fn shown_type(&self, name: &ObjectName) -> String {
        let schema = (name.schema != self.catalog.default_schema).then_some(name.schema.as_str());
        user_type(schema, &name.name)
    }

    /// The text of a type's name, where scripts made the type.
    pub(super) fn find_type(&self, parts: &[String]) -> Option<String> {
        let name = self.enum_named(parts).or_else(|| self.other_type_named(parts));
        match (name, parts) {
            (Some(name), _) => Some(self.shown_type(&name)),
            (None, [schema, name]) if *schema == self.catalog.default_schema => Some(quoted(name)),
            (None, _) => None,
        }
    }

    /// How a sequence is written inside of `nextval('…'::regclass)`.
    pub(super) fn shown_sequence(&self, name: &ObjectName) -> String {
        self.shown_type(name)
    }

    /// Marks the views whose queries name something.
    pub(super) fn touch_views_naming(&mut self, name: &str) {
        let views = self.catalog.views.iter().filter(|(_, view)| super::expression_text::names(&view.query.0, name));
        self.touched.extend(views.map(|(view, _)| Touched::View(view.clone())));
    }
}

/// The names of a table's constraints.
pub(super) fn constraint_names(entry: &TableEntry) -> impl Iterator<Item = &str> {
    let keys = entry.primary_key.iter().chain(&entry.uniques).map(|key| &key.name);
    let checks = entry.checks.iter().map(|check| &check.name);
    let excludes = entry.excludes.iter().map(|exclude| &exclude.name);
    let foreign_keys = entry.foreign_keys.iter().map(|key| &key.name);
    keys.chain(checks).chain(excludes).chain(foreign_keys).filter_map(|name| name.as_deref())
}

/// Whether a constraint that is held by an index has this name.
pub(super) fn has_index_constraint(entry: &TableEntry, name: &str) -> bool {
    entry.primary_key.iter().chain(&entry.uniques).any(|key| key.name.as_deref() == Some(name))
        || entry.excludes.iter().any(|exclude| exclude.name.as_deref() == Some(name))
}
