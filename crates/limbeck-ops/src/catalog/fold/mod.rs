//! What a chain of statements leaves in an empty PostgreSQL, MySQL or MariaDB database, told without one.
//!
//! The statements are those that would be sent: what `op.*` is rendered to and what `op.execute` was given are read by
//! one reader. What it can't read, and what contradicts what it knows, becomes a [`Doubt`] of what the statement names,
//! or of the whole catalog where it names nothing known.

mod alter_column;
mod alter_table;
mod column;
mod comment;
mod constraint;
mod create_table;
mod do_block;
mod drop;
mod enums;
pub(crate) mod expression_text;
mod functions;
mod index;
mod key;
mod mysql;
pub(crate) mod naming;
mod others;
mod relations;
mod sequence;
mod statement;
pub(crate) mod tokens;
mod type_text;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use self::tokens::{Cursor, Token, statements, tokens};
use super::{Catalog, Doubt, ObjectName, SequenceEntry};
use crate::{DialectName, Origin};

pub(crate) use self::alter_column::rename_column_in;
pub use self::mysql::MysqlFacts;
use self::tokens::Kind;

/// The schema that temporary tables are held in; they are gone when the connection is.
pub(crate) const TEMPORARY: &str = "pg_temp";

/// Folds statements into a catalog.
#[derive(Clone, Debug)]
pub struct Fold {
    catalog: Catalog,
    search_path: Vec<String>,
    /// Sequences that belong to a column.
    owned: BTreeMap<ObjectName, Owned>,
    /// Domains, composite types and ranges: only their names matter.
    other_types: BTreeSet<ObjectName>,
    /// Partitions that were tables of their own.
    attached: BTreeSet<ObjectName>,
    /// Functions that the chain made, with those bodies that may change the catalog when they are called.
    functions: BTreeMap<String, Vec<String>>,
    /// The path from before a `SET LOCAL`, which ends with the transaction.
    path_after: Option<Vec<String>>,
    /// What the statement that is being read makes uncertain.
    touched: BTreeSet<Touched>,
    /// What `SAVEPOINT` kept.
    saves: Vec<(String, Fold)>,
    /// What is known besides of MySQL's tables.
    mysql: mysql::State,
}

/// A sequence of a column.
#[derive(Clone, Debug)]
struct Owned {
    table: ObjectName,
    column: String,
    is_identity: bool,
    sequence: SequenceEntry,
}

/// A thing that a doubt is put on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Touched {
    Table(ObjectName),
    View(ObjectName),
    Enum(ObjectName),
    Sequence(ObjectName),
    Everything,
}

impl Fold {
    /// A fold that begins with an empty database. Names without a schema are made in `default_schema`.
    ///
    /// The statements are read as PostgreSQL's, or as those of MySQL and MariaDB, whose own database is the empty schema.
    pub fn new(dialect: DialectName, default_schema: impl Into<String>) -> Fold {
        let default_schema = default_schema.into();
        Fold {
            search_path: vec![default_schema.clone()],
            catalog: Catalog::new(dialect, default_schema),
            owned: BTreeMap::new(),
            other_types: BTreeSet::new(),
            attached: BTreeSet::new(),
            functions: BTreeMap::new(),
            path_after: None,
            touched: BTreeSet::new(),
            saves: Vec::new(),
            mysql: mysql::State::default(),
        }
    }

    /// A fold of MySQL's or MariaDB's statements, on a server and a database of which this is known.
    pub fn mysql(dialect: DialectName, facts: MysqlFacts) -> Fold {
        Fold { mysql: mysql::State::new(facts), ..Fold::new(dialect, "") }
    }

    fn is_mysql(&self) -> bool {
        self.catalog.dialect.is_mysql()
    }

    /// Reads what a MySQL or MariaDB server writes of a table or view of a schema (`SHOW CREATE TABLE`).
    pub fn definition(&mut self, schema: &str, sql: &str) {
        mysql::definition(self, schema, sql);
    }

    /// What is known of the MySQL or MariaDB server and its database.
    pub fn mysql_facts(&self) -> &MysqlFacts {
        self.mysql.facts()
    }

    /// What the statements so far leave. Temporary tables are in the schema `pg_temp`, which [`super::diff`] leaves out.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// What the statements left, without temporary tables.
    pub fn into_catalog(mut self) -> Catalog {
        self.catalog.tables.retain(|name, _| name.schema != TEMPORARY);
        self.catalog.views.retain(|name, _| name.schema != TEMPORARY);
        self.catalog.sequences.retain(|name, _| name.schema != TEMPORARY);
        self.catalog
    }

    /// Executes a text of one or more statements.
    pub fn statement(&mut self, sql: &str, origin: &Origin) {
        if self.is_mysql() {
            return mysql::statement(self, sql, origin);
        }
        let Ok(tokens) = tokens(sql) else {
            self.touch_words(sql.split(|one: char| !one.is_alphanumeric() && one != '_').map(str::to_lowercase));
            self.put_doubts(sql, origin);
            return;
        };
        for part in statements(&tokens) {
            let text = match (part.first(), part.last()) {
                (Some(first), Some(last)) => sql.get(first.start..last.end).unwrap_or(sql),
                _ => sql,
            };
            if self.read(&mut Cursor::new(sql, part)).is_err() {
                self.touch_words(named(part).into_iter());
            }
            self.tell_owned();
            self.put_doubts(text, origin);
        }
    }

    /// Puts a doubt on the tables, views, enums and sequences that a text names, or on the whole catalog where it names
    /// none of them: for a revision whose script failed or asked for data, with the SQL that it depends on.
    pub fn doubt(&mut self, text: &str, doubt: Doubt) {
        let words = match self.is_mysql() {
            true => mysql::words_of(text),
            false => tokens(text).map(|tokens| named(&tokens)).unwrap_or_default(),
        };
        self.touch_words(words.into_iter());
        self.spread(&doubt);
    }

    /// Puts a doubt on the whole catalog.
    pub fn doubt_everything(&mut self, doubt: Doubt) {
        self.catalog.doubts.push(doubt);
    }

    /// Keeps the state under a name, as `SAVEPOINT` does. The first of them stands for the transaction: with its release
    /// a `SET LOCAL` ends.
    pub fn savepoint(&mut self, name: &str) {
        let saves = std::mem::take(&mut self.saves);
        let copy = self.clone();
        self.saves = saves;
        self.saves.push((name.to_owned(), copy));
    }

    /// Goes back to the last savepoint of that name, which stays; false where there is none.
    pub fn rollback_to(&mut self, name: &str) -> bool {
        let Some(at) = self.saves.iter().rposition(|(one, _)| one == name) else { return false };
        let mut saves = std::mem::take(&mut self.saves);
        saves.truncate(at + 1);
        // A statement on the schema is never taken back on MySQL.
        if let Some((_, copy)) = saves.last().filter(|_| !self.catalog.dialect.is_mysql()) {
            *self = copy.clone();
        }
        self.saves = saves;
        true
    }

    /// Forgets the last savepoint of that name and those after it; false where there is none.
    pub fn release(&mut self, name: &str) -> bool {
        let Some(at) = self.saves.iter().rposition(|(one, _)| one == name) else { return false };
        self.saves.truncate(at);
        if self.saves.is_empty()
            && let Some(path) = self.path_after.take()
        {
            self.search_path = path;
        }
        true
    }

    /// Marks what these names stand for; everything, where they are names of nothing known.
    fn touch_words(&mut self, words: impl Iterator<Item = String>) {
        let words: BTreeSet<String> = words.collect();
        let before = self.touched.len();
        for (name, entry) in &self.catalog.tables {
            let named = words.contains(&name.name)
                || entry.indexes.iter().any(|index| words.contains(&index.name))
                || entry
                    .primary_key
                    .iter()
                    .chain(&entry.uniques)
                    .any(|key| key.name.as_ref().is_some_and(|name| words.contains(name) && name.contains('_')));
            if named {
                self.touched.insert(Touched::Table(name.clone()));
            }
        }
        for name in self.catalog.views.keys().filter(|name| words.contains(&name.name)) {
            self.touched.insert(Touched::View(name.clone()));
        }
        for name in self.catalog.enums.keys().filter(|name| words.contains(&name.name)) {
            self.touched.insert(Touched::Enum(name.clone()));
        }
        for name in self.catalog.sequences.keys().filter(|name| words.contains(&name.name)) {
            self.touched.insert(Touched::Sequence(name.clone()));
        }
        if self.touched.len() == before && before == 0 {
            self.touched.insert(Touched::Everything);
        }
    }

    fn put_doubts(&mut self, sql: &str, origin: &Origin) {
        if !self.touched.is_empty() {
            self.spread(&Doubt::Statement { sql: sql.trim().to_owned(), origin: origin.clone() });
        }
    }

    fn spread(&mut self, doubt: &Doubt) {
        for touched in std::mem::take(&mut self.touched) {
            let doubts = match &touched {
                Touched::Table(name) => self.catalog.tables.get_mut(name).map(|entry| &mut entry.doubts),
                Touched::View(name) => self.catalog.views.get_mut(name).map(|entry| &mut entry.doubts),
                Touched::Enum(name) => self.catalog.enums.get_mut(name).map(|entry| &mut entry.doubts),
                Touched::Sequence(name) => self.catalog.sequences.get_mut(name).map(|entry| &mut entry.doubts),
                Touched::Everything => Some(&mut self.catalog.doubts),
            };
            // What the statement made uncertain and then dropped is certainly gone.
            if let Some(doubts) = doubts
                && !doubts.contains(doubt)
            {
                doubts.push(doubt.clone());
            }
        }
    }
}

/// The names in a statement, and the words of the strings that it may execute.
fn named(tokens: &[Token]) -> Vec<String> {
    let mut words = Vec::new();
    for token in tokens {
        match &token.kind {
            Kind::Word(word) | Kind::Quoted(word) => words.push(word.clone()),
            Kind::Text(text) => words.extend(
                text.split(|one: char| !one.is_alphanumeric() && one != '_')
                    .filter(|word| !word.is_empty())
                    .flat_map(|word| [word.to_lowercase(), word.to_owned()]),
            ),
            Kind::Number(_) | Kind::Symbol(_) => (),
        }
    }
    words
}
