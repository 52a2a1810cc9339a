//! `CREATE TABLE`.

use super::column::{NewColumn, plain_column};
use super::constraint::{Body, Pending, is_constraint};
use super::tokens::{Cursor, Read, Trouble};
use super::{Fold, TEMPORARY, Touched};
use crate::catalog::{IndexEntry, KeyEntry, ObjectName, Sql, TableEntry};

/// What the parentheses of a `CREATE TABLE` hold.
#[derive(Default)]
struct Contents {
    columns: Vec<NewColumn>,
    constraints: Vec<Pending>,
    /// Indexes of a `LIKE … INCLUDING INDEXES`.
    indexes: Vec<IndexEntry>,
}

impl Fold {
    pub(super) fn create_table(&mut self, cursor: &mut Cursor<'_>, temporary: bool) -> Read<()> {
        let if_not_exists = cursor.eat("if not exists");
        let parts = cursor.qualified()?;
        let mut name = self.new_name(&parts)?;
        if temporary {
            name.schema = TEMPORARY.to_owned();
        }
        if self.relation(&name).is_some() {
            return if if_not_exists { Ok(()) } else { Err(Trouble) };
        }
        let outcome = self.create_table_named(cursor, &name);
        if outcome.is_err() {
            // It is there, whatever its columns are.
            self.catalog.tables.entry(name.clone()).or_default();
            self.touched.insert(Touched::Table(name));
        }
        outcome
    }

    fn create_table_named(&mut self, cursor: &mut Cursor<'_>, name: &ObjectName) -> Read<()> {
        let mut entry = TableEntry::default();
        let mut contents = Contents::default();
        if cursor.eat("partition of") {
            let parent = cursor.qualified()?;
            let parent = self.table_named(&parent).ok_or(Trouble)?;
            return self.create_partition(cursor, name, parent);
        }
        let is_query = |cursor: &Cursor<'_>| cursor.is_word("as");
        if cursor.is_symbol("(") {
            // `CREATE TABLE t (a, b) AS SELECT …` names columns alone.
            let inner = cursor.parenthesized()?;
            let mut rest = cursor.clone();
            rest.until(is_query);
            if rest.is_done() {
                for part in inner.split() {
                    self.read_content(&mut part.clone(), &mut contents)?;
                }
            }
        }
        let mut parents = Vec::new();
        if cursor.eat("inherits") {
            for mut part in cursor.parenthesized()?.split() {
                let parent = part.qualified()?;
                parents.push(self.table_named(&parent).ok_or(Trouble)?);
            }
        }
        if cursor.eat("partition by") {
            let mut key = cursor
                .until(|cursor| cursor.is_word("using") || cursor.is_word("with") || cursor.is_word("tablespace"));
            entry.partition_key = Some(partition_key(&mut key)?);
        }
        let _options = cursor.until(is_query);
        if cursor.eat("as") {
            self.touched.insert(Touched::Table(name.clone()));
        }
        if !parents.is_empty() {
            self.inherit_columns(&parents, &mut contents)?;
            entry.parent = parents.first().cloned();
            if parents.len() > 1 {
                self.touched.insert(Touched::Table(name.clone()));
            }
        }
        self.make_table(name, entry, contents)?;
        for parent in parents {
            let checks: Vec<_> = self.table(&parent)?.checks.iter().filter(|one| !one.no_inherit).cloned().collect();
            let entry = self.table_mut(name)?;
            for check in checks {
                if !entry.checks.iter().any(|one| one.name == check.name) {
                    entry.checks.push(check);
                }
            }
        }
        Ok(())
    }

    fn read_content(&mut self, cursor: &mut Cursor<'_>, contents: &mut Contents) -> Read<()> {
        if cursor.eat("like") {
            return self.read_like(cursor, contents);
        }
        if is_constraint(cursor) {
            contents.constraints.push(self.read_table_constraint(cursor)?);
        } else {
            contents.columns.push(self.read_column(cursor)?);
        }
        cursor.expect_end()
    }

    /// `LIKE table INCLUDING …`
    fn read_like(&mut self, cursor: &mut Cursor<'_>, contents: &mut Contents) -> Read<()> {
        let parts = cursor.qualified()?;
        let source = self.table_named(&parts).ok_or(Trouble)?;
        let source = self.table(&source)?.clone();
        let kinds = ["comments", "constraints", "defaults", "generated", "identity", "indexes"];
        let mut included: Vec<&str> = Vec::new();
        while !cursor.is_done() {
            let include = cursor.eat("including");
            if !include {
                cursor.expect("excluding")?;
            }
            let word = cursor.name()?;
            for kind in kinds.iter().filter(|kind| word == "all" || word == **kind) {
                included.retain(|one| one != kind);
                if include {
                    included.push(kind);
                }
            }
        }
        let has = |kind: &str| included.contains(&kind);
        for column in &source.columns {
            let mut new = plain_column(column.name.clone(), column.type_text.clone());
            new.nullable = column.nullable;
            new.collation = column.collation.clone();
            if has("defaults") {
                new.default = column.default.clone();
            }
            if has("comments") {
                new.comment = column.comment.clone();
            }
            if has("identity") {
                new.identity = column.identity.clone();
                // The server copies the bounds of the sequence, and leaves its type to be bigint.
                let bound = match column.type_text.as_str() {
                    "smallint" => Some(i64::from(i16::MAX)),
                    "integer" => Some(i64::from(i32::MAX)),
                    _ => None,
                };
                if let Some(identity) = &mut new.identity {
                    identity.sequence.type_text = "bigint".to_owned();
                    identity.sequence.max_value = identity.sequence.max_value.or(bound);
                }
            }
            if has("generated") {
                new.computed = column.computed.clone();
            }
            contents.columns.push(NewColumn { entry: new, is_serial: false, constraints: Vec::new() });
        }
        if has("constraints") {
            for check in source.checks {
                contents.constraints.push(Pending::new(check.name, Body::Check(check.condition)));
            }
        }
        if has("indexes") {
            let primary = source.primary_key.into_iter().map(|key| (key, true));
            for (key, primary) in primary.chain(source.uniques.into_iter().map(|key| (key, false))) {
                let KeyEntry { columns, include, nulls_not_distinct, deferrable, deferred, .. } = key;
                let body = Body::Key { primary, columns, include, nulls_not_distinct };
                contents.constraints.push(Pending { deferrable, deferred, ..Pending::new(None, body) });
            }
            let unnamed = source.indexes.into_iter().map(|index| IndexEntry { name: String::new(), ..index });
            contents.indexes.extend(unnamed);
        }
        Ok(())
    }

    fn inherit_columns(&self, parents: &[ObjectName], contents: &mut Contents) -> Read<()> {
        let own = std::mem::take(&mut contents.columns);
        for parent in parents {
            for column in &self.table(parent)?.columns {
                if !contents.columns.iter().any(|one| one.entry.name == column.name) {
                    let mut entry = column.clone();
                    entry.is_serial = false;
                    entry.identity = None;
                    entry.comment = None;
                    contents.columns.push(NewColumn { entry, is_serial: false, constraints: Vec::new() });
                }
            }
        }
        for mut column in own {
            match contents.columns.iter_mut().find(|one| one.entry.name == column.entry.name) {
                Some(inherited) => {
                    column.entry.nullable &= inherited.entry.nullable;
                    column.entry.default = column.entry.default.or(inherited.entry.default.take());
                    *inherited = column;
                }
                None => contents.columns.push(column),
            }
        }
        Ok(())
    }

    fn create_partition(&mut self, cursor: &mut Cursor<'_>, name: &ObjectName, parent: ObjectName) -> Read<()> {
        let mut contents = Contents::default();
        self.inherit_columns(std::slice::from_ref(&parent), &mut contents)?;
        if cursor.is_symbol("(") {
            for mut part in cursor.parenthesized()?.split() {
                if is_constraint(&part) {
                    contents.constraints.push(self.read_table_constraint(&mut part)?);
                } else {
                    let column = part.name()?;
                    part.eat("with options");
                    let column = contents.columns.iter_mut().find(|one| one.entry.name == column).ok_or(Trouble)?;
                    self.read_column_constraints(&mut part, column)?;
                }
            }
        }
        if !cursor.eat("default") {
            cursor.expect("for values")?;
        }
        let mut entry = TableEntry { parent: Some(parent), ..TableEntry::default() };
        cursor.until(|cursor| cursor.is_at("partition by"));
        if cursor.eat("partition by") {
            let mut key = cursor
                .until(|cursor| cursor.is_word("using") || cursor.is_word("with") || cursor.is_word("tablespace"));
            entry.partition_key = Some(partition_key(&mut key)?);
        }
        // Its keys, checks and indexes are those of its parent, and are told of that alone.
        self.make_table(name, entry, contents)
    }

    /// Puts a table together in the order in which the server chooses names.
    fn make_table(&mut self, name: &ObjectName, mut entry: TableEntry, contents: Contents) -> Read<()> {
        let mut pending = Vec::new();
        for mut column in contents.columns {
            self.settle_column(name, &mut column);
            if entry.columns.iter().any(|one| one.name == column.entry.name) {
                return Err(Trouble);
            }
            entry.columns.push(column.entry);
            pending.append(&mut column.constraints);
        }
        pending.extend(contents.constraints);
        self.catalog.tables.insert(name.clone(), entry);
        let (mut checks, mut keys, mut rest) = (Vec::new(), Vec::new(), Vec::new());
        for one in pending {
            match one.body {
                Body::Check(_) => checks.push(one),
                Body::Key { .. } | Body::KeyOfIndex { .. } | Body::Exclude { .. } => keys.push(one),
                Body::ForeignKey { .. } => rest.push(one),
            }
        }
        // Names that were given are taken before names are chosen.
        checks.sort_by_key(|one| one.name.is_none());
        keys.sort_by_key(|one| !matches!(one.body, Body::Key { primary: true, .. }));
        for one in checks.into_iter().chain(merged(keys)).chain(rest) {
            self.add_constraint(name, one)?;
        }
        for index in contents.indexes {
            self.add_index(name, index);
        }
        Ok(())
    }
}

/// Keys of one statement without those that are there twice, as in `PRIMARY KEY (id), UNIQUE (id)`
/// (`transformIndexConstraints` of PostgreSQL's sources).
fn merged(keys: Vec<Pending>) -> Vec<Pending> {
    let mut kept: Vec<Pending> = Vec::new();
    for key in keys {
        let twin = kept.iter_mut().find(|prior| {
            let same = match (&prior.body, &key.body) {
                (
                    Body::Key { columns, include, nulls_not_distinct, .. },
                    Body::Key { columns: also, include: included, nulls_not_distinct: distinct, .. },
                ) => columns == also && include == included && nulls_not_distinct == distinct,
                _ => false,
            };
            same && prior.deferrable == key.deferrable && prior.deferred == key.deferred
        });
        match twin {
            Some(prior) => prior.name = prior.name.take().or(key.name),
            None => kept.push(key),
        }
    }
    kept
}

/// `RANGE (created_at)`
fn partition_key(cursor: &mut Cursor<'_>) -> Read<Sql> {
    let strategy = cursor.name()?;
    let columns = cursor.parenthesized()?;
    cursor.expect_end()?;
    Ok(Sql(format!("{} ({})", strategy.to_uppercase(), columns.raw())))
}
