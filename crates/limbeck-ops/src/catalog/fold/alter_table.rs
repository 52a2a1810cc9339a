//! `ALTER TABLE`.

use super::constraint::{Body, Pending, is_constraint, read_attributes};
use super::expression_text::rename_table;
use super::relations::{Relation, constraint_names};
use super::tokens::{Cursor, Read, Trouble};
use super::{Fold, Touched};
use crate::catalog::{IndexEntry, KeyEntry, ObjectName, Sql, TableEntry};

impl Fold {
    pub(super) fn alter_table(&mut self, cursor: &mut Cursor<'_>) -> Read<()> {
        if cursor.eat("all in tablespace") {
            return Ok(());
        }
        let if_exists = cursor.eat("if exists");
        let only = cursor.eat("only");
        let parts = cursor.qualified()?;
        cursor.eat_symbol("*");
        let table = match self.relation_named(&parts) {
            Some(Relation::Table(table)) => table,
            Some(other) => return self.alter_relation(&other, cursor),
            None if if_exists => return Ok(()),
            None => return self.unknown_table(&parts),
        };
        if cursor.eat("rename constraint") {
            let from = cursor.name()?;
            cursor.expect("to")?;
            let to = cursor.name()?;
            cursor.expect_end()?;
            return self.rename_constraint(&table, &from, to);
        }
        if cursor.eat("rename to") {
            let new = ObjectName::new(table.schema.clone(), cursor.name()?);
            cursor.expect_end()?;
            return self.rename_relation_to(&Relation::Table(table), new);
        }
        if cursor.eat("rename") {
            cursor.eat("column");
            let from = cursor.name()?;
            cursor.expect("to")?;
            let to = cursor.name()?;
            cursor.expect_end()?;
            return self.rename_column(&table, &from, &to);
        }
        if cursor.eat("set schema") {
            let schema = cursor.name()?;
            cursor.expect_end()?;
            let new = self.new_name(&[schema, table.name.clone()])?;
            return self.rename_relation_to(&Relation::Table(table), new);
        }
        let mut outcome = Ok(());
        // The server adds constraints after it has added and dropped columns.
        let adds_constraint = |action: &Cursor<'_>| {
            let mut action = action.clone();
            action.eat("add") && is_constraint(&action)
        };
        let (mut last, first): (Vec<_>, Vec<_>) = cursor.rest().split().into_iter().partition(adds_constraint);
        // Foreign keys come after the keys that they lead to.
        last.sort_by_key(|action| action.tokens().iter().any(|token| token.is_word("references")));
        for mut action in first.into_iter().chain(last) {
            // The other actions of the statement still say what they say.
            if self.alter_table_action(&table, only, &mut action).is_err() || !action.is_done() {
                outcome = Err(Trouble);
            }
        }
        if outcome.is_err() {
            self.touched.insert(Touched::Table(table));
        }
        outcome
    }

    /// `ALTER TABLE` of what is no table.
    fn alter_relation(&mut self, relation: &Relation, cursor: &mut Cursor<'_>) -> Read<()> {
        if cursor.eat("rename to") {
            let new = cursor.name()?;
            return self.rename_relation(relation, new);
        }
        if cursor.eat("owner to") {
            return Ok(());
        }
        Err(Trouble)
    }

    fn alter_table_action(&mut self, table: &ObjectName, only: bool, action: &mut Cursor<'_>) -> Read<()> {
        let family = if only { vec![table.clone()] } else { self.family(table) };
        if action.eat("add") {
            if is_constraint(action) {
                let pending = self.read_table_constraint(action)?;
                return self.add_constraint(table, pending);
            }
            action.eat("column");
            let if_not_exists = action.eat("if not exists");
            let column = self.read_column(action)?;
            for one in family {
                let entry = self.table(&one)?;
                if entry.columns.iter().any(|old| old.name == column.entry.name) {
                    if if_not_exists || one != *table {
                        continue;
                    }
                    return Err(Trouble);
                }
                let mut column = column.clone();
                self.settle_column(&one, &mut column);
                self.table_mut(&one)?.columns.push(column.entry);
                for pending in column.constraints.into_iter().filter(|_| one == *table) {
                    self.add_constraint(&one, pending)?;
                }
            }
            return Ok(());
        }
        if action.eat("drop constraint") {
            let if_exists = action.eat("if exists");
            let name = action.name()?;
            let cascade = is_cascade(action);
            return self.drop_constraint(table, &name, if_exists, cascade);
        }
        if action.eat("drop") {
            action.eat("column");
            let if_exists = action.eat("if exists");
            let column = action.name()?;
            let cascade = is_cascade(action);
            return self.drop_column(&family, &column, if_exists, cascade);
        }
        if action.eat("alter constraint") {
            let name = action.name()?;
            let entry = self.table_mut(table)?;
            let key = entry.foreign_keys.iter_mut().find(|key| key.name.as_deref() == Some(name.as_str()));
            let key = key.ok_or(Trouble)?;
            let mut pending = Pending::new(None, Body::Check(Sql(String::new())));
            (pending.deferrable, pending.deferred) = (key.deferrable, key.deferred);
            read_attributes(action, &mut pending);
            (key.deferrable, key.deferred) = (pending.deferrable, pending.deferred && pending.deferrable);
            return Ok(());
        }
        if action.eat("alter") {
            action.eat("column");
            return self.alter_column(&family, action);
        }
        if action.eat("validate constraint") {
            let name = action.name()?;
            for one in family {
                let entry = self.table_mut(&one)?;
                let is_it = |one: &Option<String>| one.as_deref() == Some(name.as_str());
                let mut found = false;
                for check in entry.checks.iter_mut().filter(|check| is_it(&check.name)) {
                    check.validated = true;
                    found = true;
                }
                for key in entry.foreign_keys.iter_mut().filter(|key| is_it(&key.name)) {
                    key.validated = true;
                    found = true;
                }
                if !found && one == *table {
                    return Err(Trouble);
                }
            }
            return Ok(());
        }
        if action.eat("attach partition") {
            let parts = action.qualified()?;
            let child = self.table_named(&parts).ok_or(Trouble)?;
            action.rest();
            return self.attach(table, &child);
        }
        if action.eat("detach partition") {
            let parts = action.qualified()?;
            let child = self.table_named(&parts).ok_or(Trouble)?;
            if !action.eat("concurrently") {
                action.eat("finalize");
            }
            return self.detach(table, &child);
        }
        if action.eat("inherit") {
            let parts = action.qualified()?;
            let parent = self.table_named(&parts).ok_or(Trouble)?;
            self.table_mut(table)?.parent = Some(parent);
            return Ok(());
        }
        if action.eat("no inherit") {
            action.qualified()?;
            self.table_mut(table)?.parent = None;
            return Ok(());
        }
        let harmless = ["enable", "disable", "force", "no", "owner", "cluster", "set", "reset", "replica", "depends"];
        if harmless.iter().any(|word| action.is_word(word)) {
            action.rest();
            return Ok(());
        }
        Err(Trouble)
    }

    /// `ATTACH PARTITION`: what the partition has as its parent has it is its parent's from now on.
    fn attach(&mut self, parent: &ObjectName, child: &ObjectName) -> Read<()> {
        let source = self.table(parent)?.clone();
        self.attached.insert(child.clone());
        let entry = self.table_mut(child)?;
        entry.parent = Some(parent.clone());
        let has_key = |key: &KeyEntry| source.uniques.iter().any(|one| one.columns == key.columns);
        entry.uniques.retain(|key| !has_key(key));
        if source.primary_key.is_some() {
            entry.primary_key = None;
        }
        entry.checks.retain(|check| !source.checks.iter().any(|one| one.name == check.name));
        entry.foreign_keys.retain(|key| {
            !source
                .foreign_keys
                .iter()
                .any(|one| one.columns == key.columns && one.referred_table == key.referred_table)
        });
        entry.indexes.retain(|index| {
            !source.indexes.iter().any(|one| {
                one.elements == index.elements && one.unique == index.unique && one.predicate == index.predicate
            })
        });
        Ok(())
    }

    /// `DETACH PARTITION`: the partition keeps what it had from its parent, and now as its own.
    fn detach(&mut self, parent: &ObjectName, child: &ObjectName) -> Read<()> {
        let source = self.table(parent)?.clone();
        if self.attached.remove(child) {
            // Its keys and indexes have the names that they had before.
            self.touched.insert(Touched::Table(child.clone()));
        }
        let entry = self.table_mut(child)?;
        entry.parent = None;
        entry.checks.extend(source.checks.into_iter().filter(|check| !check.no_inherit));
        entry.foreign_keys.extend(source.foreign_keys);
        let primary = source.primary_key.into_iter().map(|key| (key, true));
        for (key, primary) in primary.chain(source.uniques.into_iter().map(|key| (key, false))) {
            let KeyEntry { columns, include, nulls_not_distinct, deferrable, deferred, .. } = key;
            let body = Body::Key { primary, columns, include, nulls_not_distinct };
            self.add_constraint(child, Pending { deferrable, deferred, ..Pending::new(None, body) })?;
        }
        for index in source.indexes {
            self.add_index(child, IndexEntry { name: String::new(), ..index });
        }
        Ok(())
    }

    fn rename_constraint(&mut self, table: &ObjectName, from: &str, to: String) -> Read<()> {
        let entry = self.table(table)?;
        if constraint_names(entry).any(|one| one == to) {
            return Err(Trouble);
        }
        if super::relations::has_index_constraint(entry, from) {
            return self.rename_index(table, from, to);
        }
        for one in self.family(table) {
            let entry = self.table_mut(&one)?;
            let checks = entry.checks.iter_mut().map(|check| &mut check.name);
            let keys = entry.foreign_keys.iter_mut().map(|key| &mut key.name);
            match checks.chain(keys).find(|name| name.as_deref() == Some(from)) {
                Some(name) => *name = Some(to.clone()),
                None if one == *table => return Err(Trouble),
                None => (),
            }
        }
        Ok(())
    }

    /// Gives a relation another name in its schema.
    pub(super) fn rename_relation(&mut self, relation: &Relation, new: String) -> Read<()> {
        let schema = match relation {
            Relation::Table(name) | Relation::View(name) | Relation::Sequence(name) | Relation::Owned(name) => {
                name.schema.clone()
            }
            Relation::Index(owner, name) => return self.rename_index(owner, name, new),
        };
        self.rename_relation_to(relation, ObjectName::new(schema, new))
    }

    /// Gives a relation another name and schema.
    pub(super) fn rename_relation_to(&mut self, relation: &Relation, new: ObjectName) -> Read<()> {
        if self.relation(&new).is_some() {
            return Err(Trouble);
        }
        match relation {
            Relation::Table(name) => self.move_table(name, new),
            Relation::View(name) => {
                self.touch_views_naming(&name.name);
                if let Some(view) = self.catalog.views.remove(name) {
                    self.catalog.views.insert(new, view);
                }
            }
            Relation::Sequence(name) | Relation::Owned(name) => {
                return self.move_sequence(name, new);
            }
            Relation::Index(owner, name) => return self.rename_index(&owner.clone(), &name.clone(), new.name),
        }
        Ok(())
    }

    /// Moves a table: what refers to it follows, and the names of its keys, indexes and sequences stay.
    pub(super) fn move_table(&mut self, name: &ObjectName, new: ObjectName) {
        let Some(mut entry) = self.catalog.tables.remove(name) else { return };
        for text in expressions_mut(&mut entry) {
            text.0 = rename_table(&text.0, &name.name, &new.name);
        }
        self.catalog.tables.insert(new.clone(), entry);
        for entry in self.catalog.tables.values_mut() {
            for key in entry.foreign_keys.iter_mut().filter(|key| key.referred_table == *name) {
                key.referred_table = new.clone();
            }
            if entry.parent.as_ref() == Some(name) {
                entry.parent = Some(new.clone());
            }
        }
        let moved: Vec<ObjectName> =
            self.owned.iter().filter(|(_, owned)| owned.table == *name).map(|(sequence, _)| sequence.clone()).collect();
        for sequence in moved {
            if let Some(mut owned) = self.owned.remove(&sequence) {
                owned.table = new.clone();
                // With the table the schema of its sequences changes too.
                let there = ObjectName::new(new.schema.clone(), sequence.name.clone());
                let (before, after) = (self.next_value(&sequence), self.next_value(&there));
                if let Some(entry) = self.catalog.tables.get_mut(&new) {
                    for column in entry.columns.iter_mut().filter(|one| one.default.as_ref() == Some(&before)) {
                        column.default = Some(after.clone());
                    }
                }
                self.owned.insert(there, owned);
            }
        }
        self.touch_views_naming(&name.name);
    }
}

/// The expressions of a table that may mention its columns.
pub(super) fn expressions_mut(entry: &mut TableEntry) -> impl Iterator<Item = &mut Sql> {
    let computed = entry.columns.iter_mut().filter_map(|column| column.computed.as_mut());
    let checks = entry.checks.iter_mut().map(|check| &mut check.condition);
    let excludes = entry
        .excludes
        .iter_mut()
        .flat_map(|exclude| exclude.elements.iter_mut().map(|(element, _)| element).chain(exclude.predicate.as_mut()));
    let indexes = entry.indexes.iter_mut().flat_map(|index| {
        let elements = index.elements.iter_mut().filter(|element| !element.is_column);
        elements.map(|element| &mut element.expression).chain(index.predicate.as_mut())
    });
    computed.map(|one| &mut one.expression).chain(checks).chain(excludes).chain(indexes).chain(&mut entry.partition_key)
}

/// `CASCADE` or `RESTRICT`, where it comes next.
pub(super) fn is_cascade(cursor: &mut Cursor<'_>) -> bool {
    let cascade = cursor.eat("cascade");
    if !cascade {
        cursor.eat("restrict");
    }
    cascade
}
