//! What `ALTER TABLE` does to one column.

use super::column::{read_default, read_generated};
use super::expression_text::{mentions, names, rename_column};
use super::sequence::sequence_options;
use super::tokens::{Cursor, Read, Trouble};
use super::{Fold, Touched};
use crate::catalog::{Catalog, ColumnEntry, ObjectName, SequenceEntry, TableEntry};

impl Fold {
    fn column_mut(&mut self, table: &ObjectName, column: &str) -> Read<&mut ColumnEntry> {
        self.table_mut(table)?.columns.iter_mut().find(|one| one.name == column).ok_or(Trouble)
    }

    /// `ALTER COLUMN name …`
    pub(super) fn alter_column(&mut self, family: &[ObjectName], action: &mut Cursor<'_>) -> Read<()> {
        let [table, ..] = family else { return Err(Trouble) };
        let name = action.name()?;
        if action.eat("set data type") || action.eat("type") {
            let text = self.read_type_text(action)?;
            let collation = if action.eat("collate") { action.qualified()?.pop() } else { None };
            if action.eat("using") {
                action.rest();
            }
            for one in family {
                let column = self.column_mut(one, &name)?;
                column.type_text.clone_from(&text);
                column.collation.clone_from(&collation);
                column.ty = None;
            }
            // The sequence of an identity column takes the column's new type.
            let identity = self.column_mut(table, &name)?.identity.as_mut();
            if let Some(identity) = identity.filter(|identity| !identity.sequence.type_text.is_empty()) {
                identity.sequence.type_text = text;
            }
            return Ok(());
        }
        if action.eat("set default") {
            let default = read_default(action)?;
            for one in family {
                let column = self.column_mut(one, &name)?;
                if column.identity.is_some() || column.computed.is_some() {
                    return Err(Trouble);
                }
                column.default.clone_from(&default);
                self.tell_serial(one, &name);
            }
            return Ok(());
        }
        if action.eat("drop default") {
            for one in family {
                let column = self.column_mut(one, &name)?;
                if column.computed.is_some() || column.identity.is_some() {
                    return Err(Trouble);
                }
                column.default = None;
                column.is_serial = false;
            }
            return Ok(());
        }
        if action.eat("set not null") {
            for one in family {
                self.column_mut(one, &name)?.nullable = false;
            }
            return Ok(());
        }
        if action.eat("drop not null") {
            for one in family {
                let entry = self.table(one)?;
                let in_key = entry.primary_key.as_ref().is_some_and(|key| key.columns.contains(&name));
                let column = self.column_mut(one, &name)?;
                if in_key || column.identity.is_some() {
                    return Err(Trouble);
                }
                column.nullable = true;
            }
            return Ok(());
        }
        if action.eat("add generated") {
            let column = self.column_mut(table, &name)?;
            if column.identity.is_some() || column.default.is_some() || column.nullable {
                return Err(Trouble);
            }
            read_generated(action, column)?;
            if column.computed.is_some() {
                return Err(Trouble);
            }
            let sequence = column.identity.as_ref().map(|identity| identity.sequence.clone()).ok_or(Trouble)?;
            self.make_owned(table, &name, true, sequence);
            return Ok(());
        }
        if action.eat("drop identity") {
            let if_exists = action.eat("if exists");
            let column = self.column_mut(table, &name)?;
            if column.identity.take().is_none() && !if_exists {
                return Err(Trouble);
            }
            self.owned.retain(|_, one| !(one.is_identity && one.table == *table && one.column == name));
            return Ok(());
        }
        if action.eat("drop expression") {
            let if_exists = action.eat("if exists");
            for one in family {
                if self.column_mut(one, &name)?.computed.take().is_none() && !if_exists {
                    return Err(Trouble);
                }
            }
            return Ok(());
        }
        if action.is_at("set generated") || action.is_word("restart") || is_sequence_option(action) {
            return self.alter_identity(table, &name, action);
        }
        let harmless = ["set statistics", "set storage", "set compression"];
        let options = |word: &str| action.is_word(word) && action.peek_at(1).is_some_and(|token| token.is_symbol("("));
        if harmless.iter().any(|words| action.is_at(words)) || options("set") || options("reset") {
            self.column_mut(table, &name)?;
            action.rest();
            return Ok(());
        }
        Err(Trouble)
    }

    /// `SET GENERATED ALWAYS SET INCREMENT BY 2 RESTART`
    fn alter_identity(&mut self, table: &ObjectName, name: &str, action: &mut Cursor<'_>) -> Read<()> {
        let column = self.column_mut(table, name)?;
        let identity = column.identity.as_mut().ok_or(Trouble)?;
        while !action.is_done() {
            if action.eat("set generated always") {
                identity.always = true;
            } else if action.eat("set generated by default") {
                identity.always = false;
            } else {
                action.eat("set");
                let before = action.clone();
                sequence_options(action, &mut identity.sequence)?;
                if before.raw() == action.raw() {
                    return Err(Trouble);
                }
            }
        }
        let sequence: SequenceEntry = identity.sequence.clone();
        for owned in self.owned.values_mut() {
            if owned.is_identity && owned.table == *table && owned.column == name {
                owned.sequence = sequence.clone();
            }
        }
        Ok(())
    }

    /// `RENAME COLUMN`: everything that mentions the column follows.
    pub(super) fn rename_column(&mut self, table: &ObjectName, from: &str, to: &str) -> Read<()> {
        let family = self.family(table);
        if !rename_column_in(&mut self.catalog, &family, from, to) {
            return Err(Trouble);
        }
        for owned in self.owned.values_mut().filter(|owned| family.contains(&owned.table) && owned.column == from) {
            to.clone_into(&mut owned.column);
        }
        let views = self.catalog.views.iter().filter(|(_, view)| names(&view.query.0, &table.name));
        self.touched.extend(views.map(|(view, _)| Touched::View(view.clone())));
        Ok(())
    }

    /// `DROP COLUMN`
    pub(super) fn drop_column(
        &mut self,
        family: &[ObjectName],
        column: &str,
        if_exists: bool,
        cascade: bool,
    ) -> Read<()> {
        let [table, ..] = family else { return Err(Trouble) };
        if !self.table(table)?.columns.iter().any(|one| one.name == column) {
            return if if_exists { Ok(()) } else { Err(Trouble) };
        }
        let mut outcome = Ok(());
        for one in family {
            let used = self.catalog.tables.iter().any(|(name, entry)| {
                name != one
                    && entry
                        .foreign_keys
                        .iter()
                        .any(|key| key.referred_table == *one && key.referred_columns.iter().any(|name| name == column))
            });
            let computed = self.table(one)?.columns.iter().any(|other| {
                other.name != column
                    && other.computed.as_ref().is_some_and(|computed| mentions(&computed.expression.0, column))
            });
            if (used || computed) && !cascade {
                outcome = Err(Trouble);
            }
            let views = self.catalog.views.iter().filter(|(_, view)| names(&view.query.0, &one.name));
            let views: Vec<Touched> = views.map(|(view, _)| Touched::View(view.clone())).collect();
            self.touched.extend(views);
            self.remove_column(one, column);
        }
        outcome
    }

    /// Takes a column out, and with it all that leans on it.
    pub(super) fn remove_column(&mut self, table: &ObjectName, column: &str) {
        let Ok(entry) = self.table_mut(table) else { return };
        let has = |columns: &[String]| columns.iter().any(|one| one == column);
        entry.columns.retain(|one| one.name != column);
        let mut keys = Vec::new();
        if let Some(key) = entry.primary_key.take_if(|key| has(&key.columns) || has(&key.include)) {
            keys.push(key);
        }
        let gone = |columns: &[String], include: &[String]| has(columns) || has(include);
        keys.extend(entry.uniques.extract_if(.., |key| gone(&key.columns, &key.include)));
        entry.checks.retain(|check| !mentions(&check.condition.0, column));
        entry.excludes.retain(|exclude| {
            let mut texts = exclude.elements.iter().map(|(element, _)| element).chain(exclude.predicate.as_ref());
            !texts.any(|text| mentions(&text.0, column) || text.0 == column)
        });
        entry.foreign_keys.retain(|key| !has(&key.columns));
        entry.indexes.retain(|index| {
            let in_element = index.elements.iter().any(|element| match element.is_column {
                true => element.expression.0 == column,
                false => mentions(&element.expression.0, column),
            });
            let in_predicate = index.predicate.as_ref().is_some_and(|text| mentions(&text.0, column));
            !(in_element || in_predicate || has(&index.include))
        });
        let computed: Vec<String> = entry
            .columns
            .iter()
            .filter(|one| one.computed.as_ref().is_some_and(|computed| mentions(&computed.expression.0, column)))
            .map(|one| one.name.clone())
            .collect();
        for other in self.catalog.tables.values_mut() {
            other.foreign_keys.retain(|key| {
                let same = |columns: &[String]| {
                    columns.len() == key.referred_columns.len()
                        && columns.iter().all(|one| key.referred_columns.contains(one))
                };
                !(key.referred_table == *table
                    && (has(&key.referred_columns) || keys.iter().any(|one| same(&one.columns))))
            });
        }
        self.drop_owned(table, Some(column));
        for one in computed {
            self.remove_column(table, &one);
        }
    }
}

/// Renames a column of these tables, and wherever it is mentioned; false where that can't be.
pub(crate) fn rename_column_in(catalog: &mut Catalog, tables: &[ObjectName], from: &str, to: &str) -> bool {
    for one in tables {
        let Some(entry) = catalog.tables.get_mut(one) else { return false };
        if entry.columns.iter().any(|column| column.name == to) {
            return false;
        }
        let Some(column) = entry.columns.iter_mut().find(|column| column.name == from) else { return false };
        to.clone_into(&mut column.name);
        for text in super::alter_table::expressions_mut(entry) {
            text.0 = rename_column(&text.0, from, to);
        }
        for name in column_names_mut(entry).filter(|name| *name == from) {
            to.clone_into(name);
        }
    }
    for key in catalog.tables.values_mut().flat_map(|entry| &mut entry.foreign_keys) {
        if tables.contains(&key.referred_table) {
            for name in key.referred_columns.iter_mut().filter(|name| *name == from) {
                to.clone_into(name);
            }
        }
    }
    true
}

fn is_sequence_option(action: &Cursor<'_>) -> bool {
    let words = ["increment", "minvalue", "maxvalue", "no", "start", "restart", "cache", "cycle", "sequence", "owned"];
    action.is_word("set") && words.iter().any(|word| action.peek_at(1).is_some_and(|token| token.is_word(word)))
}

/// The names of a table's columns in its keys and indexes.
fn column_names_mut(entry: &mut TableEntry) -> impl Iterator<Item = &mut String> {
    let keys = entry.primary_key.iter_mut().chain(&mut entry.uniques);
    let keys = keys.flat_map(|key| key.columns.iter_mut().chain(&mut key.include));
    let foreign_keys = entry.foreign_keys.iter_mut().flat_map(|key| &mut key.columns);
    let indexes = entry.indexes.iter_mut().flat_map(|index| {
        let elements = index.elements.iter_mut().filter(|element| element.is_column);
        elements.map(|element| &mut element.expression.0).chain(&mut index.include)
    });
    keys.chain(foreign_keys).chain(indexes)
}
