use std::path::Path;

use limbeck_ops::catalog::ObjectName;
use limbeck_ops::{DialectName, HostError, SharedHost};
use rusqlite::{Connection, OpenFlags};

use super::{ask, literal, text};

/// Another session that holds a lock on a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Busy {
    /// The server's process; `None` for a prepared transaction, which has none.
    pub pid: Option<i64>,
    /// The role.
    pub user: Option<String>,
    /// What it calls itself.
    pub application: Option<String>,
    /// Where it comes from.
    pub client: Option<String>,
    /// What it is doing: `active`, `idle in transaction`…
    pub state: Option<String>,
    /// When its transaction began.
    pub since: Option<String>,
    /// When its last statement began.
    pub query_since: Option<String>,
    /// Its last statement, where the role may see it.
    pub query: Option<String>,
    /// The tables.
    pub tables: Vec<ObjectName>,
    /// Kinds of lock: `AccessShareLock`…
    pub modes: Vec<String>,
}

/// Asks which other sessions hold locks on tables. Autovacuum gives way by itself and does not count.
///
/// # Errors
/// When the connection is lost.
pub fn sessions(host: &SharedHost, tables: &[ObjectName]) -> Result<Vec<Busy>, HostError> {
    if host.borrow().dialect().name != DialectName::Postgresql || tables.is_empty() {
        return Ok(Vec::new());
    }
    let pairs: Vec<String> =
        tables.iter().map(|name| format!("({}, {})", literal(&name.schema), literal(&name.name))).collect();
    let sql = format!(
        "SELECT l.pid, a.usename::text, a.application_name, pg_catalog.host(a.client_addr), a.state, \
         pg_catalog.to_char(a.xact_start, 'YYYY-MM-DD HH24:MI:SS TZ'), \
         pg_catalog.to_char(a.query_start, 'YYYY-MM-DD HH24:MI:SS TZ'), pg_catalog.\"left\"(a.query, 200), \
         n.nspname::text, c.relname::text, l.mode \
         FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation \
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid \
         WHERE l.locktype = 'relation' AND l.granted AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid() \
         AND a.backend_type IS DISTINCT FROM 'autovacuum worker' \
         AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()) \
         AND (n.nspname, c.relname) IN ({}) ORDER BY a.xact_start, l.pid, n.nspname, c.relname, l.mode",
        pairs.join(", ")
    );
    let mut found: Vec<Busy> = Vec::new();
    for row in ask(host, sql)?.rows {
        let pid = text(&row, 0).and_then(|pid| pid.parse().ok());
        if found.last().is_none_or(|last| last.pid != pid) {
            found.push(Busy {
                pid,
                user: text(&row, 1),
                application: text(&row, 2).filter(|name| !name.is_empty()),
                client: text(&row, 3),
                state: text(&row, 4),
                since: text(&row, 5),
                query_since: text(&row, 6),
                query: text(&row, 7).filter(|query| !query.is_empty()),
                tables: Vec::new(),
                modes: Vec::new(),
            });
        }
        let Some(session) = found.last_mut() else { continue };
        let name = ObjectName::new(text(&row, 8).unwrap_or_default(), text(&row, 9).unwrap_or_default());
        let mode = text(&row, 10).unwrap_or_default();
        if !session.tables.contains(&name) {
            session.tables.push(name);
        }
        if !session.modes.contains(&mode) {
            session.modes.push(mode);
        }
    }
    Ok(found)
}

/// Whether another program is writing to a SQLite file. Takes the writer's place for a moment and gives it back.
pub fn is_locked_file(path: &Path) -> bool {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let Ok(connection) = Connection::open_with_flags(path, flags) else { return false };
    let begun = connection
        .busy_timeout(std::time::Duration::ZERO)
        .and_then(|()| connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK"));
    let code = begun.err().and_then(|error| error.sqlite_error_code());
    matches!(code, Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked))
}
