use std::time::Instant;

use limbeck_ops::{Datum, HostError, Origin, Params, Query, ServerErrorKind, SharedHost};
use limbeck_sql::version::VersionTable;

use super::{LockError, LockHolder, LockOptions};
use crate::options::ConnectOptions;
use crate::postgres::error::{driver_error, server_error};
use crate::postgres::{QueryFailure, Session};
use crate::url::Url;

/// A session that holds an advisory lock; the server takes it back with the session.
pub(super) struct PostgresLock {
    session: Session,
}

/// The lock's key: PostgreSQL keeps the keys of each database apart, so the version table's name is all that counts.
/// FNV-1a, which does not change between builds.
fn key(table: &VersionTable) -> i64 {
    let name = format!("limbeck\0{}\0{}", table.schema.as_deref().unwrap_or_default(), table.name);
    let hash = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    hash.cast_signed()
}

fn holder_sql(key: i64) -> String {
    // A 64-bit key is shown as its two halves.
    let bits = key.cast_unsigned();
    let (high, low) = (bits >> 32, bits & 0xffff_ffff);
    format!(
        "SELECT l.pid, a.application_name, a.usename::text, pg_catalog.host(a.client_addr), \
         pg_catalog.to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS TZ') \
         FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid \
         WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.classid = {high} AND l.objid = {low} \
         AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())"
    )
}

/// Who holds the lock, asked over a connection that is there.
pub(super) fn holder(host: &SharedHost, table: &VersionTable) -> Result<Option<LockHolder>, HostError> {
    let query = Query::Driver(holder_sql(key(table)));
    let answer = host.borrow_mut().query(&query, &Params::None, &Origin::internal())?;
    let text = |row: &[Datum], column: usize| match row.get(column) {
        Some(Datum::Str(text)) => Some(text.clone()),
        Some(_) | None => None,
    };
    Ok(answer.rows.first().map(|row| LockHolder {
        pid: match row.first() {
            Some(Datum::Int(pid)) => Some(*pid),
            Some(_) | None => None,
        },
        application_name: text(row, 1),
        user: text(row, 2),
        client: text(row, 3),
        since: text(row, 4),
    }))
}

impl PostgresLock {
    pub fn acquire(
        url: &Url,
        table: &VersionTable,
        connect: &ConnectOptions,
        options: &LockOptions,
        tell: &mut dyn FnMut(LockHolder),
    ) -> Result<PostgresLock, LockError> {
        let mut lock = PostgresLock { session: Session::connect(url, connect).map_err(HostError::from)? };
        let key = key(table);
        let since = Instant::now();
        let mut has_told = false;
        loop {
            if lock.value(&format!("SELECT pg_catalog.pg_try_advisory_lock({key})"))?.as_deref() == Some("t") {
                return Ok(lock);
            }
            if since.elapsed() >= options.wait {
                let holder = Box::new(lock.holder(key)?);
                return Err(LockError::Held { holder, waited: since.elapsed() });
            }
            if !has_told {
                has_told = true;
                tell(lock.holder(key)?);
            }
            if connect.interrupted() {
                return Err(LockError::Host(HostError::Interrupted));
            }
            std::thread::sleep(options.interval.min(options.wait.saturating_sub(since.elapsed())));
        }
    }

    pub fn is_held(&mut self) -> bool {
        // The connection is alive as long as it answers, and the lock lives as long as the connection.
        self.value("SELECT 1").is_ok()
    }

    fn holder(&mut self, key: i64) -> Result<LockHolder, HostError> {
        let sql = holder_sql(key);
        let mut row = self.row(&sql)?.into_iter();
        let mut next = || row.next().flatten();
        Ok(LockHolder {
            pid: next().and_then(|pid| pid.parse().ok()),
            application_name: next(),
            user: next(),
            client: next(),
            since: next(),
        })
    }

    fn value(&mut self, sql: &str) -> Result<Option<String>, HostError> {
        Ok(self.row(sql)?.into_iter().next().flatten())
    }

    fn row(&mut self, sql: &str) -> Result<Vec<Option<String>>, HostError> {
        let result = self.session.run(&[sql]).pop().unwrap_or_default();
        let origin = Origin::internal();
        match result.failure {
            _ if self.session.was_interrupted() => Err(HostError::Interrupted),
            Some(QueryFailure::Server(error)) => Err(server_error(&error, sql, &origin, self.session.is_lost())),
            Some(QueryFailure::Lost(message)) => {
                Err(driver_error(ServerErrorKind::Operational, message, sql, &origin, true))
            }
            None => Ok(result.rows.into_iter().next_back().and_then(|mut rows| rows.pop()).unwrap_or_default()),
        }
    }
}
