//! The journal between runs: what it says of a step that is unfinished, and how it goes.

use limbeck_graph::RevisionId;
use limbeck_messages::{Message, journal as says};
use limbeck_ops::{Datum, DialectName, HostError, NotedStatement, Origin, Params, Query, Resume, SharedHost};
use limbeck_sql::journal as sql;
use limbeck_sql::version::VersionTable;

use crate::sql::host_error;
use crate::version_table;

/// A step that an earlier run left half done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfinished {
    /// `upgrade 3f2a`
    pub step: String,
    /// The rows of the version table before it.
    pub heads: String,
    /// Its statements that are noted.
    pub noted: Vec<NotedStatement>,
}

impl Unfinished {
    /// How many of its statements are done.
    pub fn finished(&self) -> usize {
        self.noted.iter().filter(|one| one.is_finished).count()
    }

    /// The statement that was running when the run ended, where there is one.
    pub fn running(&self) -> Option<&NotedStatement> {
        self.noted.iter().rev().find(|one| !one.is_finished)
    }

    /// Whether the version table is as it was before the step. Otherwise somebody has moved it since, and the journal
    /// says nothing any more.
    pub fn is_at(&self, heads: &[RevisionId]) -> bool {
        self.heads == place(heads)
    }
}

/// The rows of a version table as the journal writes them.
pub(crate) fn place(heads: &[RevisionId]) -> String {
    let mut heads: Vec<&str> = heads.iter().map(RevisionId::as_str).collect();
    heads.sort_unstable();
    heads.join(",")
}

fn ask(host: &SharedHost, sql: String) -> Result<Vec<Vec<Datum>>, HostError> {
    let query = Query::Driver(sql.replace('%', "%%"));
    Ok(host.borrow_mut().query(&query, &Params::None, &Origin::internal())?.rows)
}

fn refused(error: limbeck_sql::SqlError) -> HostError {
    host_error(error, &Origin::internal())
}

/// Whether the journal of a version table is there.
///
/// # Errors
/// When the database refuses.
pub fn is_there(host: &SharedHost, table: &VersionTable) -> Result<bool, HostError> {
    let journal = sql::table_of(table);
    let named = VersionTable { name: journal.name.text, ..table.clone() };
    version_table::exists(host, &named)
}

/// What the journal of a version table says; `None` where there is none, or nothing in it.
///
/// # Errors
/// When the database refuses.
pub fn read(host: &SharedHost, table: &VersionTable) -> Result<Option<Unfinished>, HostError> {
    if is_there(host, table)? { read_rows(host, table) } else { Ok(None) }
}

fn read_rows(host: &SharedHost, table: &VersionTable) -> Result<Option<Unfinished>, HostError> {
    let dialect = host.borrow().dialect();
    let rows = ask(host, sql::select(&dialect, &sql::table_of(table)).map_err(refused)?)?;
    let mut found: Option<Unfinished> = None;
    for row in rows {
        let text = |column: usize| match row.get(column) {
            Some(Datum::Str(text)) => Some(text.clone()),
            Some(Datum::Int(number)) => Some(number.to_string()),
            Some(_) | None => None,
        };
        let needed = |column: usize| text(column).unwrap_or_default();
        let noted = NotedStatement {
            ordinal: match row.first() {
                Some(Datum::Int(ordinal)) => *ordinal,
                Some(_) | None => 0,
            },
            script: needed(3),
            hash: needed(4),
            place: needed(5),
            text: needed(6),
            is_finished: needed(7) == "finished",
            answer: text(8),
            before: text(9),
            session: text(10),
        };
        let unfinished =
            found.get_or_insert_with(|| Unfinished { step: needed(1), heads: needed(2), noted: Vec::new() });
        unfinished.noted.push(noted);
    }
    Ok(found)
}

/// What earlier runs left, for [`crate::RunOptions`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earlier {
    /// Whether the table is there.
    pub is_there: bool,
    /// The step that is half done.
    pub unfinished: Option<Unfinished>,
    /// How it is to be gone on with.
    pub resume: Resume,
}

/// Reads what earlier runs left, where the journal is there, and drops a journal that says nothing any more: the version
/// table has moved since, or the user gives it up. Gives also what people have to be told.
///
/// # Errors
/// When the database refuses.
pub fn earlier(
    host: &SharedHost,
    table: &VersionTable,
    heads: &[RevisionId],
    resume: Resume,
) -> Result<(Earlier, Option<Message>), HostError> {
    let unfinished = read_rows(host, table)?;
    let warning = match &unfinished {
        Some(unfinished) if resume == Resume::Anew => says::dropped(&unfinished.step),
        Some(unfinished) if !unfinished.is_at(heads) => says::stale(&unfinished.step),
        Some(_) | None => return Ok((Earlier { is_there: true, unfinished, resume }, None)),
    };
    drop_journal(host, table)?;
    Ok((Earlier { is_there: false, unfinished: None, resume }, Some(warning)))
}

/// Takes the rows out of the journal, in the transaction that is open; where DDL is a part of it, with the table.
pub(crate) fn clear(host: &SharedHost, table: &VersionTable) -> Result<(), HostError> {
    let dialect = host.borrow().dialect();
    let journal = sql::table_of(table);
    let statement = match dialect.name {
        DialectName::Mysql | DialectName::Mariadb => sql::empty(&dialect, &journal),
        DialectName::Postgresql | DialectName::Sqlite => sql::drop(&dialect, &journal),
    };
    ask(host, statement.map_err(refused)?).map(|_| ())
}

/// Takes single rows out.
pub(crate) fn forget(host: &SharedHost, table: &VersionTable, ordinals: &[i64]) -> Result<(), HostError> {
    let dialect = host.borrow().dialect();
    ask(host, sql::forget(&dialect, &sql::table_of(table), ordinals).map_err(refused)?).map(|_| ())
}

/// Drops the table where nothing is in it.
pub(crate) fn drop_if_empty(host: &SharedHost, table: &VersionTable) -> Result<(), HostError> {
    if is_there(host, table)? && read(host, table)?.is_none() {
        drop_journal(host, table)?;
    }
    Ok(())
}

/// Drops the journal of a version table, whatever is in it; it has to be there.
///
/// # Errors
/// When the database refuses.
pub fn drop_journal(host: &SharedHost, table: &VersionTable) -> Result<(), HostError> {
    let dialect = host.borrow().dialect();
    ask(host, sql::drop(&dialect, &sql::table_of(table)).map_err(refused)?).map(|_| ())
}
