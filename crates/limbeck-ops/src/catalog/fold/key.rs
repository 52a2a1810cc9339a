//! Constraints as a table holds them: their names, what they imply, and how they leave.

use super::constraint::{Body, Pending};
use super::expression_text::mentions;
use super::index::addition;
use super::naming::{free_name, joined, quoted};
use super::tokens::{Read, Trouble};
use super::{Fold, Touched};
use crate::catalog::{CheckEntry, ExcludeEntry, ForeignKeyEntry, IndexElementEntry, KeyEntry, ObjectName, Sql};

/// An element of an `EXCLUDE` as an expression.
fn as_expression(element: IndexElementEntry) -> Sql {
    if element.is_column { Sql(quoted(&element.expression.0)) } else { element.expression }
}

impl Fold {
    /// Adds a constraint to a table, with a name of the server's where it has none.
    pub(super) fn add_constraint(&mut self, table: &ObjectName, pending: Pending) -> Read<()> {
        let Pending { name, body, deferrable, deferred, not_valid, no_inherit } = pending;
        let schema = table.schema.clone();
        if let Some(name) = &name {
            let taken = super::relations::constraint_names(self.table(table)?).any(|one| one == name);
            let taken_by_index =
                matches!(body, Body::Key { .. } | Body::Exclude { .. }) && self.is_relation(&schema, name);
            if taken || taken_by_index {
                return Err(Trouble);
            }
        }
        // A name of an index must be free among relations and among constraints.
        let index_name = |fold: &Fold, second: Option<&str>, label: &str| {
            free_name(&table.name, second, label, |name| {
                fold.is_relation(&schema, name) || fold.is_constraint(&schema, name)
            })
        };
        match body {
            Body::Key { primary, columns, include, nulls_not_distinct } => {
                let name = name.unwrap_or_else(|| {
                    if primary {
                        index_name(self, None, "pkey")
                    } else {
                        let addition = joined(columns.iter().chain(&include).map(String::as_str));
                        index_name(self, Some(&addition), "key")
                    }
                });
                self.demand_columns(table, &columns);
                let key = KeyEntry {
                    name: Some(name),
                    columns,
                    include,
                    nulls_not_distinct,
                    deferrable,
                    deferred,
                    comment: None,
                };
                self.insert_key(table, key, primary)
            }
            Body::KeyOfIndex { primary, index } => {
                let entry = self.table_mut(table)?;
                let at = entry.indexes.iter().position(|one| one.name == index).ok_or(Trouble)?;
                let index = entry.indexes.remove(at);
                let key = KeyEntry {
                    name: Some(name.unwrap_or(index.name)),
                    columns: index.elements.into_iter().map(|element| element.expression.0).collect(),
                    include: index.include,
                    nulls_not_distinct: index.nulls_not_distinct,
                    deferrable,
                    deferred,
                    comment: None,
                };
                self.insert_key(table, key, primary)
            }
            Body::Check(condition) => {
                let entry = self.table(table)?;
                let mut columns = entry.columns.iter().filter(|column| mentions(&condition.0, &column.name));
                let only = columns.next().filter(|_| columns.next().is_none()).map(|column| column.name.clone());
                let name = name.unwrap_or_else(|| {
                    free_name(&table.name, only.as_deref(), "check", |name| self.is_constraint(&schema, name))
                });
                let check = CheckEntry { name: Some(name), condition, validated: !not_valid, no_inherit };
                // Children have the checks of their parent; what a partition has from its parent is told of that alone.
                let alone = no_inherit || self.table(table)?.partition_key.is_some();
                let family = if alone { vec![table.clone()] } else { self.family(table) };
                for one in family {
                    self.table_mut(&one)?.checks.push(check.clone());
                }
                Ok(())
            }
            Body::Exclude { method, elements, predicate } => {
                let entries: Vec<_> = elements.iter().map(|(element, _)| element.clone()).collect();
                let name = name.unwrap_or_else(|| index_name(self, Some(&addition(&entries, &[])), "excl"));
                let exclude = ExcludeEntry {
                    name: Some(name),
                    method,
                    elements: elements.into_iter().map(|(element, with)| (as_expression(element), with)).collect(),
                    predicate,
                    deferrable,
                    deferred,
                };
                self.table_mut(table)?.excludes.push(exclude);
                Ok(())
            }
            Body::ForeignKey { columns, table: referred_table, referred, on_update, on_delete, match_kind } => {
                self.demand_columns(table, &columns);
                let found = self.table_named(&referred_table);
                if found.is_none() {
                    self.touched.insert(Touched::Table(table.clone()));
                }
                let there = match found {
                    Some(there) => there,
                    None => self.new_name(&referred_table)?,
                };
                let referred_columns = match self.catalog.tables.get(&there) {
                    Some(entry) if referred.is_empty() => match &entry.primary_key {
                        Some(key) => key.columns.clone(),
                        None => {
                            self.touched.insert(Touched::Table(table.clone()));
                            Vec::new()
                        }
                    },
                    Some(_) | None => referred,
                };
                self.demand_columns(&there, &referred_columns);
                let name = name.unwrap_or_else(|| {
                    let addition = joined(columns.iter().map(String::as_str));
                    free_name(&table.name, Some(&addition), "fkey", |name| self.is_constraint(&schema, name))
                });
                let key = ForeignKeyEntry {
                    name: Some(name),
                    columns,
                    referred_table: there,
                    referred_columns,
                    on_update,
                    on_delete,
                    match_kind,
                    deferrable,
                    deferred,
                    validated: !not_valid,
                };
                self.table_mut(table)?.foreign_keys.push(key);
                Ok(())
            }
        }
    }

    /// Marks a table that lacks a column which a statement says it has.
    fn demand_columns(&mut self, table: &ObjectName, columns: &[String]) {
        let Some(entry) = self.catalog.tables.get(table) else { return };
        let missing = columns.iter().any(|name| !entry.columns.iter().any(|column| column.name == *name));
        if missing && entry.doubts.is_empty() {
            self.touched.insert(Touched::Table(table.clone()));
        }
    }

    fn insert_key(&mut self, table: &ObjectName, key: KeyEntry, primary: bool) -> Read<()> {
        if primary {
            for one in self.family(table) {
                for column in self.table_mut(&one)?.columns.iter_mut().filter(|one| key.columns.contains(&one.name)) {
                    column.nullable = false;
                }
            }
        }
        let entry = self.table_mut(table)?;
        if !primary {
            entry.uniques.push(key);
        } else if entry.primary_key.is_some() {
            return Err(Trouble);
        } else {
            entry.primary_key = Some(key);
        }
        Ok(())
    }

    /// Drops a constraint by name.
    pub(super) fn drop_constraint(
        &mut self,
        table: &ObjectName,
        name: &str,
        if_exists: bool,
        cascade: bool,
    ) -> Read<()> {
        let entry = self.table_mut(table)?;
        let is_it = |one: &Option<String>| one.as_deref() == Some(name);
        let mut key = None;
        if entry.primary_key.as_ref().is_some_and(|key| is_it(&key.name)) {
            key = entry.primary_key.take();
        } else if let Some(at) = entry.uniques.iter().position(|key| is_it(&key.name)) {
            key = Some(entry.uniques.remove(at));
        } else if let Some(at) = entry.foreign_keys.iter().position(|key| is_it(&key.name)) {
            entry.foreign_keys.remove(at);
        } else if let Some(at) = entry.excludes.iter().position(|exclude| is_it(&exclude.name)) {
            entry.excludes.remove(at);
        } else if let Some(at) = entry.checks.iter().position(|check| is_it(&check.name)) {
            entry.checks.remove(at);
            for one in self.family(table).into_iter().skip(1) {
                self.table_mut(&one)?.checks.retain(|check| !is_it(&check.name));
            }
        } else {
            return if if_exists { Ok(()) } else { Err(Trouble) };
        }
        let Some(key) = key else { return Ok(()) };
        self.drop_references(table, &key, cascade)
    }

    /// Foreign keys lean on a key: with it they go, or it may not go.
    fn drop_references(&mut self, table: &ObjectName, key: &KeyEntry, cascade: bool) -> Read<()> {
        let same = |columns: &[String]| {
            columns.len() == key.columns.len() && columns.iter().all(|column| key.columns.contains(column))
        };
        // Another key of the same columns may be what they lean on.
        let entry = self.table(table)?;
        let other = entry.primary_key.iter().chain(&entry.uniques).any(|one| same(&one.columns));
        let mut leaning = Vec::new();
        for (name, entry) in &mut self.catalog.tables {
            let leans = |one: &ForeignKeyEntry| one.referred_table == *table && same(&one.referred_columns);
            if entry.foreign_keys.iter().any(leans) {
                leaning.push(name.clone());
            }
            if cascade && !other {
                entry.foreign_keys.retain(|one| !leans(one));
            }
        }
        if leaning.is_empty() || cascade && !other {
            return Ok(());
        }
        if other && !cascade {
            // It was dropped, so that nothing can have leaned on it.
            return Ok(());
        }
        self.touched.extend(leaning.into_iter().map(Touched::Table));
        Err(Trouble)
    }
}
