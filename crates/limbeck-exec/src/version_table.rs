//! The version table: reading it, creating it, and writing it with the row counts checked.

use limbeck_graph::{RevisionId, RowCountError, VersionChange};
use limbeck_ops::{
    Datum, DialectName, HostError, Name, Operation, Options, Origin, Params, Query, SharedHost, TableName, Timing,
    op::Execute,
};
use limbeck_sql::version::{self, VersionTable};
use limbeck_sql::{Mode, Statement, offline_text};
use thiserror::Error;

use crate::sql::host_error;

/// Why the version table could not be written.
#[derive(Debug, Error)]
pub enum VersionError {
    /// The database refused.
    #[error(transparent)]
    Host(#[from] HostError),
    /// A row was not there once.
    #[error(transparent)]
    Rows(#[from] RowCountError),
}

fn mode(host: &SharedHost) -> Mode {
    if host.borrow().is_offline() { Mode::Offline } else { Mode::Online }
}

fn query(host: &SharedHost, statement: Statement) -> Result<limbeck_ops::Answer, HostError> {
    host.borrow_mut().query(&Query::Driver(statement.sql), &Params::None, &Origin::internal())
}

fn execute(host: &SharedHost, statement: Statement) -> Result<(), HostError> {
    if host.borrow().is_offline() {
        let text = offline_text(&statement, &host.borrow().dialect());
        host.borrow_mut().emit(text.trim_end_matches('\n'));
        return Ok(());
    }
    let execute = Execute { query: Query::Driver(statement.sql), execution_options: Options::none() };
    host.borrow_mut().operate(&Operation::Execute(execute), &Origin::internal(), Timing::Deferred)
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Whether the version table is there: SQLAlchemy's `has_table`.
///
/// # Errors
/// When the database refuses.
pub fn exists(host: &SharedHost, table: &VersionTable) -> Result<bool, HostError> {
    Ok(!look(host, table.schema.as_deref(), &[&table.name])?.tables.is_empty())
}

/// Tables that were looked for.
struct Found {
    /// Name and schema of those that are there, as the server writes them.
    tables: Vec<(String, Option<String>)>,
    /// Where a table is made that names no schema.
    default_schema: Option<String>,
}

impl Found {
    fn get(&self, name: &str) -> Option<&(String, Option<String>)> {
        self.tables.iter().find(|(found, _)| found.eq_ignore_ascii_case(name))
    }
}

/// Looks for tables of a schema, in one question.
fn look(host: &SharedHost, schema: Option<&str>, names: &[&str]) -> Result<Found, HostError> {
    let dialect = host.borrow().dialect().name;
    let list = names.iter().map(|name| literal(name)).collect::<Vec<_>>().join(", ");
    let sql = match dialect {
        DialectName::Postgresql => {
            let schema = match schema {
                Some(schema) => format!("n.nspname = {}", literal(schema)),
                None => "pg_catalog.pg_table_is_visible(c.oid) AND n.nspname <> 'pg_catalog'".to_owned(),
            };
            format!(
                "SELECT pg_catalog.current_schema()::text, t.name, t.schema FROM (SELECT 1) AS one LEFT JOIN \
                 (SELECT c.relname::text AS name, n.nspname::text AS schema FROM pg_catalog.pg_class c \
                 JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
                 WHERE c.relname IN ({list}) AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND {schema}) AS t ON true"
            )
        }
        DialectName::Sqlite => {
            let schema = schema.map(|schema| format!("\"{}\".", schema.replace('"', "\"\"")));
            format!(
                "SELECT NULL, name, NULL FROM {}sqlite_master \
                 WHERE type IN ('table', 'view') AND name COLLATE NOCASE IN ({list})",
                schema.unwrap_or_default()
            )
        }
        DialectName::Mysql | DialectName::Mariadb => {
            let schema = schema.map_or_else(|| "DATABASE()".to_owned(), literal);
            format!(
                "SELECT DATABASE(), t.TABLE_NAME, t.TABLE_SCHEMA FROM (SELECT 1) AS one LEFT JOIN \
                 (SELECT TABLE_NAME, TABLE_SCHEMA FROM information_schema.TABLES WHERE TABLE_SCHEMA = {schema} \
                 AND TABLE_NAME IN ({list})) AS t ON 1 = 1"
            )
        }
    };
    let mut found = Found { tables: Vec::new(), default_schema: None };
    for row in query(host, Statement { sql, binds: Vec::new() })?.rows {
        let mut texts = row.into_iter().map(|datum| match datum {
            Datum::Str(text) => Some(text),
            other => matches!(other, Datum::Server { .. }).then(String::new),
        });
        found.default_schema = texts.next().flatten();
        if let Some(name) = texts.next().flatten() {
            found.tables.push((name, texts.next().flatten()));
        }
    }
    Ok(found)
}

/// The version table and the journal beside it when a run begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// The rows of the version table.
    pub heads: Vec<RevisionId>,
    /// The journal, with the schema that it is in or would be made in: a script may choose another one on its way.
    pub journal: TableName,
    /// Whether it is there.
    pub has_journal: bool,
}

/// Reads the version table, unless it is to be purged, and whether the journal is there: as many questions as [`heads`]
/// asks.
///
/// # Errors
/// When the database refuses.
pub fn start(host: &SharedHost, table: &VersionTable, purge: bool) -> Result<Start, HostError> {
    let mut journal = limbeck_sql::journal::table_of(table);
    let found = look(host, table.schema.as_deref(), &[&table.name, &journal.name.text])?;
    let (own, beside) = (found.get(&journal.name.text), found.get(&table.name));
    if journal.schema.is_none() {
        let schema = own.or(beside).and_then(|(_, schema)| schema.clone()).or(found.default_schema.clone());
        journal.schema = schema.as_deref().map(Name::from);
    }
    let heads = if beside.is_some() && !purge { rows(host, table)? } else { Vec::new() };
    Ok(Start { heads, journal, has_journal: own.is_some() })
}

/// The rows of the version table; none where there is no table.
///
/// # Errors
/// When the database refuses.
pub fn heads(host: &SharedHost, table: &VersionTable) -> Result<Vec<RevisionId>, HostError> {
    if exists(host, table)? { rows(host, table) } else { Ok(Vec::new()) }
}

fn rows(host: &SharedHost, table: &VersionTable) -> Result<Vec<RevisionId>, HostError> {
    let dialect = host.borrow().dialect();
    let statement = version::select(&dialect, table, mode(host)).map_err(internal)?;
    let rows = query(host, statement)?.rows;
    let text = |row: Vec<Datum>| match row.into_iter().next() {
        Some(Datum::Str(text)) => Some(RevisionId::from(text)),
        Some(_) | None => None,
    };
    Ok(rows.into_iter().filter_map(text).collect())
}

fn internal(error: limbeck_sql::SqlError) -> HostError {
    host_error(error, &Origin::internal())
}

/// Creates the version table.
///
/// # Errors
/// When the database refuses.
pub fn create(host: &SharedHost, table: &VersionTable) -> Result<(), HostError> {
    let dialect = host.borrow().dialect();
    execute(host, version::create(&dialect, table, mode(host)).map_err(internal)?)
}

/// Alembic's `_ensure_version_table`: creates it where it is missing, empties it if asked, in a transaction of its own
/// unless one is open.
///
/// # Errors
/// When the database refuses.
pub fn ensure(host: &SharedHost, table: &VersionTable, purge: bool) -> Result<(), HostError> {
    let origin = Origin::internal();
    let own_transaction = host.borrow().depth() == 0;
    let missing = !exists(host, table)?;
    if !missing && !purge {
        return Ok(());
    }
    if own_transaction {
        host.borrow_mut().begin(&origin)?;
    }
    let work = || {
        if missing {
            create(host, table)?;
        }
        if purge {
            let dialect = host.borrow().dialect();
            execute(host, version::delete_all(&dialect, table, mode(host)).map_err(internal)?)?;
        }
        if own_transaction { host.borrow_mut().commit(&origin) } else { host.borrow_mut().flush() }
    };
    work().inspect_err(|_| {
        if own_transaction {
            // The first error is the one to tell.
            let _rolled_back = host.borrow_mut().rollback(&origin);
        }
    })
}

/// Writes changes of the version table, and checks that each touched the one row it should.
///
/// # Errors
/// In Alembic's words when a row was not there, or there more than once.
pub fn record(host: &SharedHost, table: &VersionTable, changes: &[VersionChange]) -> Result<(), VersionError> {
    let dialect = host.borrow().dialect();
    let mode = mode(host);
    for change in changes {
        let statement = match change {
            VersionChange::Insert(revision) => version::insert(&dialect, table, revision.as_str(), mode),
            VersionChange::Delete(revision) => version::delete(&dialect, table, revision.as_str(), mode),
            VersionChange::Update { from, to } => version::update(&dialect, table, from.as_str(), to.as_str(), mode),
        }
        .map_err(internal)?;
        match (change, mode) {
            (VersionChange::Insert(_), _) | (_, Mode::Offline) => execute(host, statement)?,
            (VersionChange::Delete(_) | VersionChange::Update { .. }, Mode::Online) => {
                let found = query(host, statement)?.row_count;
                change.check_rows(&table.name, u64::try_from(found).unwrap_or(0))?;
            }
        }
    }
    Ok(())
}
