//! The journal between runs: what it says of a step that is unfinished, and how it goes.

use limbeck_graph::RevisionId;
use limbeck_messages::{Message, journal as says};
use limbeck_ops::{
    Datum, DialectName, HostError, NotedStatement, Origin, Params, Query, Resume, SharedHost, TableName,
};
use limbeck_sql::journal as sql;
use limbeck_sql::version::VersionTable;

use crate::sql::host_error;
use crate::version_table::{self, Start};

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

/// What the journal of a version table says; `None` where there is none, or nothing in it.
///
/// # Errors
/// When the database refuses.
pub fn read(host: &SharedHost, table: &VersionTable) -> Result<Option<Unfinished>, HostError> {
    let journal = sql::table_of(table);
    let named = VersionTable { name: journal.name.text.clone(), ..table.clone() };
    if version_table::exists(host, &named)? { read_rows(host, &journal) } else { Ok(None) }
}

fn read_rows(host: &SharedHost, journal: &TableName) -> Result<Option<Unfinished>, HostError> {
    let dialect = host.borrow().dialect();
    let rows = ask(host, sql::select(&dialect, journal).map_err(refused)?)?;
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
    /// The table, where it is known to be in a schema.
    pub journal: Option<TableName>,
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
pub fn earlier(host: &SharedHost, start: &Start, resume: Resume) -> Result<(Earlier, Option<Message>), HostError> {
    let journal = Some(start.journal.clone());
    let none = Earlier { journal: journal.clone(), resume, ..Earlier::default() };
    if !start.has_journal {
        return Ok((none, None));
    }
    let unfinished = read_rows(host, &start.journal)?;
    let warning = match &unfinished {
        Some(unfinished) if resume == Resume::Anew => says::dropped(&unfinished.step),
        Some(unfinished) if !unfinished.is_at(&start.heads) => says::stale(&unfinished.step),
        Some(_) | None => return Ok((Earlier { journal, is_there: true, unfinished, resume }, None)),
    };
    drop_journal(host, &start.journal)?;
    Ok((none, Some(warning)))
}

/// Takes the rows out of the journal, in the transaction that is open; where DDL is a part of it, with the table.
pub(crate) fn clear(host: &SharedHost, journal: &TableName) -> Result<(), HostError> {
    let dialect = host.borrow().dialect();
    let statement = match dialect.name {
        DialectName::Mysql | DialectName::Mariadb => sql::empty(&dialect, journal),
        DialectName::Postgresql | DialectName::Sqlite => sql::drop(&dialect, journal),
    };
    ask(host, statement.map_err(refused)?).map(|_| ())
}

/// Takes single rows out.
pub(crate) fn forget(host: &SharedHost, journal: &TableName, ordinals: &[i64]) -> Result<(), HostError> {
    let dialect = host.borrow().dialect();
    ask(host, sql::forget(&dialect, journal, ordinals).map_err(refused)?).map(|_| ())
}

/// Drops the table where nothing is in it; it has to be there.
pub(crate) fn drop_if_empty(host: &SharedHost, journal: &TableName) -> Result<(), HostError> {
    if read_rows(host, journal)?.is_none() { drop_journal(host, journal) } else { Ok(()) }
}

/// Drops a journal, whatever is in it; it has to be there.
///
/// # Errors
/// When the database refuses.
pub fn drop_journal(host: &SharedHost, journal: &TableName) -> Result<(), HostError> {
    let dialect = host.borrow().dialect();
    ask(host, sql::drop(&dialect, journal).map_err(refused)?).map(|_| ())
}
