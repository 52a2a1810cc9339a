//! MySQL's and MariaDB's statements, folded as PostgreSQL's are.
//!
//! What a server writes back (`SHOW CREATE TABLE`) is read by the same code, so that both sides of a comparison are in the
//! same words. Width of integers, order of columns and engines are left out. A statement on the schema ends MySQL's
//! transaction, and so nothing of it is ever taken back.

mod alter;
mod column;
mod constraint;
mod create;
mod expression;
mod facts;
mod table;
mod tokens;
mod types;

use std::collections::{BTreeMap, BTreeSet};

pub use self::facts::MysqlFacts;
use self::table::Definition;
use self::tokens::{Cursor, Kind, Read, Token, Unread, tokens};
use super::super::{ObjectName, Sql, ViewEntry};
use super::{Fold, Touched};
use crate::Origin;

/// What the catalog does not say of a table.
#[derive(Clone, Debug, Default)]
pub(super) struct Hidden {
    /// Its collation.
    collation: String,
    /// Indexes that foreign keys brought, which go when another one serves.
    implied: BTreeSet<String>,
}

/// What is known beside the catalog.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    facts: MysqlFacts,
    hidden: BTreeMap<ObjectName, Hidden>,
    temporary: BTreeSet<String>,
}

impl State {
    pub fn new(facts: MysqlFacts) -> State {
        State { facts, ..State::default() }
    }

    pub fn facts(&self) -> &MysqlFacts {
        &self.facts
    }
}

/// Words that begin statements which change nothing of the schema.
const IDLE: &[&str] = &[
    "insert",
    "update",
    "delete",
    "replace",
    "select",
    "set",
    "with",
    "do",
    "show",
    "start",
    "begin",
    "commit",
    "rollback",
    "savepoint",
    "release",
    "lock",
    "unlock",
    "analyze",
    "optimize",
    "check",
    "flush",
    "grant",
    "revoke",
    "truncate",
    "load",
    "explain",
    "describe",
    "desc",
    "table",
    "values",
    "kill",
    "repair",
];

/// Objects of which the catalog has nothing.
const UNTOLD: &[&str] = &[
    "trigger",
    "procedure",
    "function",
    "event",
    "user",
    "role",
    "server",
    "tablespace",
    "database",
    "schema",
    "package",
];

/// Executes a text of one or more statements.
pub(super) fn statement(fold: &mut Fold, sql: &str, origin: &Origin) {
    let all = tokens(sql);
    if is_untold(&all) {
        return;
    }
    for part in all.split(|token| token.is_sign(';')).filter(|part| !part.is_empty()) {
        let text = match (part.first(), part.last()) {
            (Some(first), Some(last)) => sql.get(first.start..last.end).unwrap_or(sql),
            _ => sql,
        };
        if read(fold, &mut Cursor::new(sql, part)).is_err() {
            fold.touch_words(words(part).into_iter());
        }
        fold.put_doubts(text, origin);
    }
}

/// Reads what a server says that a table or view of a schema is.
pub(super) fn definition(fold: &mut Fold, schema: &str, sql: &str) {
    schema.clone_into(&mut fold.mysql.facts.schema);
    statement(fold, sql, &Origin::internal());
    fold.mysql.facts.schema.clear();
}

/// The names in a text.
pub(super) fn words_of(sql: &str) -> Vec<String> {
    words(&tokens(sql))
}

fn words(tokens: &[Token]) -> Vec<String> {
    tokens
        .iter()
        .filter_map(|token| match &token.kind {
            Kind::Word(text) | Kind::Name(text) => Some(text.clone()),
            Kind::Text(_) | Kind::Number(_) | Kind::Sign(_) => None,
        })
        .collect()
}

/// Whether a statement makes, changes or drops something with a body of its own, semicolons and all.
fn is_untold(tokens: &[Token]) -> bool {
    let begins = tokens.first().is_some_and(|token| ["create", "alter", "drop"].iter().any(|word| token.is(word)));
    let object = tokens
        .iter()
        .skip(1)
        .take(12)
        .find(|token| UNTOLD.iter().chain(&["table", "view", "index", "sequence"]).any(|word| token.is(word)));
    begins && object.is_some_and(|token| UNTOLD.iter().any(|word| token.is(word)))
}

fn read(fold: &mut Fold, cursor: &mut Cursor<'_>) -> Read<()> {
    let first = cursor.peek().and_then(Token::name).unwrap_or_default().to_lowercase();
    if IDLE.contains(&first.as_str()) {
        return Ok(());
    }
    if cursor.take("create") {
        return create(fold, cursor);
    }
    if cursor.take_any(&["alter online table", "alter ignore table", "alter table"]) {
        return alter::table(fold, cursor);
    }
    if cursor.take_any(&["drop temporary table", "drop table"]) {
        let _ = cursor.take("if exists");
        return each_name(fold, cursor, |fold, name| {
            fold.catalog.tables.remove(&name);
            fold.mysql.hidden.remove(&name);
        });
    }
    if cursor.take("drop view") {
        let _ = cursor.take("if exists");
        return each_name(fold, cursor, |fold, name| drop(fold.catalog.views.remove(&name)));
    }
    if cursor.take("drop sequence") {
        let _ = cursor.take("if exists");
        return each_name(fold, cursor, |fold, name| drop(fold.catalog.sequences.remove(&name)));
    }
    if cursor.take("drop index") {
        let _ = cursor.take("if exists");
        let index = cursor.name()?;
        if !cursor.take("on") {
            return Err(Unread);
        }
        let name = constraint::table_name(cursor, &fold.mysql.facts)?;
        return Definition::of(fold, &name)?.drop_index(&index);
    }
    if cursor.take_any(&["rename table", "rename tables"]) {
        loop {
            let _ = cursor.take("if exists");
            let from = constraint::table_name(cursor, &fold.mysql.facts)?;
            if !cursor.take("to") {
                return Err(Unread);
            }
            let to = constraint::table_name(cursor, &fold.mysql.facts)?;
            table::rename(fold, &from, &to)?;
            if !cursor.take_sign(',') {
                return Ok(());
            }
        }
    }
    Err(Unread)
}

fn each_name(fold: &mut Fold, cursor: &mut Cursor<'_>, gone: impl Fn(&mut Fold, ObjectName)) -> Read<()> {
    loop {
        let name = constraint::table_name(cursor, &fold.mysql.facts)?;
        if !fold.mysql.temporary.remove(&name.name) {
            gone(fold, name);
        }
        if !cursor.take_sign(',') {
            return Ok(());
        }
    }
}

fn create(fold: &mut Fold, cursor: &mut Cursor<'_>) -> Read<()> {
    let replaces = cursor.take("or replace");
    let temporary = cursor.take("temporary");
    if cursor.take("table") {
        return create::table(fold, cursor, temporary, replaces);
    }
    if cursor.take("sequence") {
        let _ = cursor.take("if not exists");
        let name = constraint::table_name(cursor, &fold.mysql.facts)?;
        fold.catalog.sequences.entry(name).or_default();
        return Ok(());
    }
    let mut ahead = cursor.clone();
    // `ALGORITHM=… DEFINER=… SQL SECURITY …` before it.
    while !ahead.is_at_end() && !ahead.take("view") {
        if ahead.peek().is_some_and(|token| ["index", "on", "as"].iter().any(|word| token.is(word))) {
            return create::index(fold, cursor);
        }
        ahead.next();
    }
    view(fold, &mut ahead, replaces)
}

fn view(fold: &mut Fold, cursor: &mut Cursor<'_>, replaces: bool) -> Read<()> {
    let keeps = cursor.take("if not exists");
    let name = constraint::table_name(cursor, &fold.mysql.facts)?;
    let columns = match cursor.peek() {
        Some(token) if token.is_sign('(') => constraint::names(cursor)?,
        Some(_) | None => Vec::new(),
    };
    if !cursor.take("as") {
        return Err(Unread);
    }
    let query = Sql(expression::expression(cursor.rest()));
    if keeps && fold.catalog.views.contains_key(&name) {
        return Ok(());
    }
    let entry =
        ViewEntry { query, columns, materialized: false, indexes: Vec::new(), comment: None, doubts: Vec::new() };
    if fold.catalog.views.insert(name.clone(), entry).is_some() && !replaces {
        fold.touched.insert(Touched::View(name));
    }
    Ok(())
}
