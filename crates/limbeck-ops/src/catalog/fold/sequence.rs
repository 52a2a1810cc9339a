//! Sequences: those that stand on their own, and those of columns.

use super::naming::free_name;
use super::relations::Relation;
use super::tokens::{Cursor, Read, Trouble};
use super::type_text::read_type;
use super::{Fold, Owned, TEMPORARY, Touched};
use crate::catalog::{ObjectName, SequenceEntry, Sql};

/// What `OWNED BY` says.
pub(super) enum OwnedBy {
    Nothing,
    Column(Vec<String>),
}

impl Fold {
    pub(super) fn create_sequence(&mut self, cursor: &mut Cursor<'_>, temporary: bool) -> Read<()> {
        let if_not_exists = cursor.eat("if not exists");
        let parts = cursor.qualified()?;
        let mut name = self.new_name(&parts)?;
        if temporary {
            name.schema = TEMPORARY.to_owned();
        }
        if self.relation(&name).is_some() {
            return if if_not_exists { Ok(()) } else { Err(Trouble) };
        }
        let mut sequence = SequenceEntry::default();
        let owner = sequence_options(cursor, &mut sequence)?;
        cursor.expect_end()?;
        self.catalog.sequences.insert(name.clone(), sequence);
        match owner {
            Some(OwnedBy::Column(parts)) => self.own_sequence(&name, &parts),
            Some(OwnedBy::Nothing) | None => Ok(()),
        }
    }

    pub(super) fn alter_sequence(&mut self, cursor: &mut Cursor<'_>) -> Read<()> {
        let if_exists = cursor.eat("if exists");
        let parts = cursor.qualified()?;
        let name = match self.relation_named(&parts) {
            Some(Relation::Sequence(name) | Relation::Owned(name)) => name,
            Some(Relation::Table(_) | Relation::View(_) | Relation::Index(..)) => return Err(Trouble),
            None => return if if_exists { Ok(()) } else { Err(Trouble) },
        };
        if cursor.eat("rename to") {
            let new = ObjectName::new(name.schema.clone(), cursor.name()?);
            return self.move_sequence(&name, new);
        }
        if cursor.eat("set schema") {
            let schema = cursor.name()?;
            let new = self.new_name(&[schema, name.name.clone()])?;
            return self.move_sequence(&name, new);
        }
        if cursor.eat("owner to") || cursor.eat("set logged") || cursor.eat("set unlogged") {
            return Ok(());
        }
        let mut sequence = match (self.owned.get(&name), self.catalog.sequences.get(&name)) {
            (Some(owned), _) => owned.sequence.clone(),
            (None, Some(sequence)) => sequence.clone(),
            (None, None) => return Err(Trouble),
        };
        let owner = sequence_options(cursor, &mut sequence)?;
        cursor.expect_end()?;
        if let Some(owned) = self.owned.get_mut(&name) {
            owned.sequence = sequence.clone();
            let (table, column, is_identity) = (owned.table.clone(), owned.column.clone(), owned.is_identity);
            if is_identity
                && let Some(entry) = self.catalog.tables.get_mut(&table)
                && let Some(column) = entry.columns.iter_mut().find(|one| one.name == column)
                && let Some(identity) = &mut column.identity
            {
                identity.sequence = sequence;
            }
        } else {
            self.catalog.sequences.insert(name.clone(), sequence);
        }
        match owner {
            Some(OwnedBy::Column(parts)) => self.own_sequence(&name, &parts),
            Some(OwnedBy::Nothing) => {
                if let Some(owned) = self.owned.remove(&name) {
                    if let Ok(entry) = self.table_mut(&owned.table)
                        && let Some(column) = entry.columns.iter_mut().find(|one| one.name == owned.column)
                    {
                        column.is_serial = false;
                    }
                    self.catalog.sequences.insert(name, owned.sequence);
                }
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Gives a sequence another name and schema: defaults of columns follow.
    pub(super) fn move_sequence(&mut self, name: &ObjectName, new: ObjectName) -> Read<()> {
        if self.relation(&new).is_some() {
            return Err(Trouble);
        }
        let (before, after) = (self.next_value(name), self.next_value(&new));
        let written = format!("'{name}'");
        for entry in self.catalog.tables.values_mut() {
            for default in entry.columns.iter_mut().filter_map(|column| column.default.as_mut()) {
                if *default == before || default.0.contains(&written) && default.0.starts_with("nextval") {
                    *default = after.clone();
                }
            }
        }
        if let Some(sequence) = self.catalog.sequences.remove(name) {
            self.catalog.sequences.insert(new.clone(), sequence);
        }
        if let Some(owned) = self.owned.remove(name) {
            self.owned.insert(new, owned);
        }
        Ok(())
    }

    /// `nextval('…'::regclass)`
    pub(super) fn next_value(&self, sequence: &ObjectName) -> Sql {
        Sql(format!("nextval('{}'::regclass)", self.shown_sequence(sequence).replace('\'', "''")))
    }

    /// `OWNED BY table.column`
    fn own_sequence(&mut self, name: &ObjectName, parts: &[String]) -> Read<()> {
        let [table @ .., column] = parts else { return Err(Trouble) };
        let table = self.table_named(table).ok_or(Trouble)?;
        let alone = self.catalog.sequences.remove(name);
        let sequence = match (self.owned.remove(name), alone) {
            (Some(owned), _) => owned.sequence,
            (None, Some(sequence)) => sequence,
            (None, None) => return Err(Trouble),
        };
        if let Ok(entry) = self.table_mut(&table)
            && entry.doubts.is_empty()
            && !entry.columns.iter().any(|one| one.name == *column)
        {
            return Err(Trouble);
        }
        let owned = Owned { table: table.clone(), column: column.clone(), is_identity: false, sequence };
        self.owned.insert(name.clone(), owned);
        self.tell_serial(&table, column);
        Ok(())
    }

    /// Says anew whether a column's default is the next value of a sequence that belongs to it.
    pub(super) fn tell_serial(&mut self, table: &ObjectName, column: &str) {
        let own: Vec<ObjectName> = self
            .owned
            .iter()
            .filter(|(_, owned)| owned.table == *table && owned.column == column && !owned.is_identity)
            .map(|(name, _)| name.clone())
            .collect();
        if let Ok(entry) = self.table_mut(table)
            && let Some(column) = entry.columns.iter_mut().find(|one| one.name == column)
        {
            let sequence = column.default.as_ref().and_then(|default| sequence_of(&default.0));
            column.is_serial = sequence.is_some_and(|sequence| own.iter().any(|one| one.name == sequence));
        }
    }

    /// A sequence that belongs to a column which does not take from it is told of on its own.
    pub(super) fn tell_owned(&mut self) {
        for (name, owned) in &self.owned {
            let column = self.catalog.tables.get(&owned.table);
            let column = column.and_then(|entry| entry.columns.iter().find(|one| one.name == owned.column));
            let default = column.and_then(|column| column.default.as_ref());
            let taken = default.and_then(|default| sequence_of(&default.0)).is_some_and(|one| one == name.name);
            if owned.is_identity || taken {
                self.catalog.sequences.remove(name);
            } else {
                self.catalog.sequences.insert(name.clone(), owned.sequence.clone());
            }
        }
    }

    /// The sequence behind a serial or identity column of a table, with a name of its own.
    pub(super) fn make_owned(
        &mut self,
        table: &ObjectName,
        column: &str,
        is_identity: bool,
        sequence: SequenceEntry,
    ) -> ObjectName {
        let schema = table.schema.clone();
        let name = free_name(&table.name, Some(column), "seq", |name| self.is_relation(&schema, name));
        let name = ObjectName::new(schema, name);
        let owned = Owned { table: table.clone(), column: column.to_owned(), is_identity, sequence };
        self.owned.insert(name.clone(), owned);
        name
    }

    /// Drops the sequences of a column, or of a whole table.
    pub(super) fn drop_owned(&mut self, table: &ObjectName, column: Option<&str>) {
        let gone = |owned: &Owned| owned.table == *table && column.is_none_or(|column| owned.column == column);
        for (name, _) in self.owned.iter().filter(|(_, owned)| gone(owned)) {
            self.catalog.sequences.remove(name);
        }
        self.owned.retain(|_, owned| !gone(owned));
    }

    /// `DROP SEQUENCE`
    pub(super) fn drop_sequence(&mut self, parts: &[String], if_exists: bool, cascade: bool) -> Read<()> {
        let name = match self.relation_named(parts) {
            Some(Relation::Sequence(name) | Relation::Owned(name)) => name,
            Some(Relation::Table(_) | Relation::View(_) | Relation::Index(..)) => return Err(Trouble),
            None => return if if_exists { Ok(()) } else { Err(Trouble) },
        };
        let mut used = false;
        let mut tables = Vec::new();
        for (table, entry) in &mut self.catalog.tables {
            for column in &mut entry.columns {
                let default = column.default.as_ref().and_then(|default| sequence_of(&default.0));
                if default.as_deref() == Some(name.name.as_str()) {
                    used = true;
                    column.default = None;
                    column.is_serial = false;
                    tables.push(table.clone());
                }
            }
        }
        let identity = self.owned.get(&name).is_some_and(|owned| owned.is_identity);
        if identity || used && !cascade {
            self.touched.extend(tables.into_iter().map(Touched::Table));
            return Err(Trouble);
        }
        self.catalog.sequences.remove(&name);
        self.owned.remove(&name);
        Ok(())
    }
}

/// The name, without its schema, of the sequence in `nextval('…')`.
pub(crate) fn sequence_of(default: &str) -> Option<String> {
    let tokens = super::tokens::tokens(default).ok()?;
    let mut cursor = Cursor::new(default, &tokens);
    while cursor.eat_symbol("(") || cursor.eat("pg_catalog") && cursor.eat_symbol(".") {}
    if !cursor.eat("nextval") {
        return None;
    }
    cursor.expect_symbol("(").ok()?;
    while cursor.eat_symbol("(") {}
    let text = cursor.text().ok()?;
    let tokens = super::tokens::tokens(&text).ok()?;
    Cursor::new(&text, &tokens).qualified().ok()?.pop()
}

/// Reads the options of a sequence, up to something that is none.
pub(super) fn sequence_options(cursor: &mut Cursor<'_>, sequence: &mut SequenceEntry) -> Read<Option<OwnedBy>> {
    let mut owner = None;
    loop {
        if cursor.eat("as") {
            sequence.type_text = read_type(cursor, &|_| None)?.text;
        } else if cursor.eat("increment") {
            cursor.eat("by");
            sequence.increment = Some(cursor.integer()?);
        } else if cursor.eat("minvalue") {
            sequence.min_value = Some(cursor.integer()?);
        } else if cursor.eat("no minvalue") || cursor.eat("nominvalue") {
            sequence.min_value = None;
        } else if cursor.eat("maxvalue") {
            sequence.max_value = Some(cursor.integer()?);
        } else if cursor.eat("no maxvalue") || cursor.eat("nomaxvalue") {
            sequence.max_value = None;
        } else if cursor.eat("start") {
            cursor.eat("with");
            sequence.start = Some(cursor.integer()?);
        } else if cursor.eat("restart") {
            if cursor.eat("with") || cursor.peek().is_some_and(|token| matches!(token.kind, super::Kind::Number(_))) {
                cursor.integer()?;
            }
        } else if cursor.eat("cache") {
            sequence.cache = Some(cursor.integer()?);
        } else if cursor.eat("no cycle") || cursor.eat("nocycle") {
            sequence.cycle = false;
        } else if cursor.eat("cycle") {
            sequence.cycle = true;
        } else if cursor.eat("sequence name") {
            cursor.qualified()?;
        } else if cursor.eat("owned by none") {
            owner = Some(OwnedBy::Nothing);
        } else if cursor.eat("owned by") {
            owner = Some(OwnedBy::Column(cursor.qualified()?));
        } else {
            return Ok(owner);
        }
    }
}
