use std::time::Instant;

use limbeck_ops::{Answer, Datum, HostError, Origin, Params, Query, SharedHost};
use limbeck_sql::version::VersionTable;

use super::{LockError, LockHolder, LockOptions};
use crate::mysql::Session;
use crate::options::ConnectOptions;
use crate::url::Url;

/// A session that holds a lock by name; the server takes it back with the session.
pub(super) struct MysqlLock {
    session: Session,
    name: String,
}

/// The lock's name: such locks are the whole server's, so the database counts too. FNV-1a, which does not change
/// between builds, since names are cut at 64 characters.
fn name(table: &VersionTable, database: &str) -> String {
    let schema = table.schema.as_deref().unwrap_or(database);
    let hash = format!("{schema}\0{}", table.name)
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("limbeck-{hash:016x}")
}

fn holder_sql(name: &str) -> String {
    format!(
        "SELECT p.ID, p.USER, p.HOST, DATE_FORMAT(NOW() - INTERVAL p.TIME SECOND, '%Y-%m-%d %H:%i:%S') \
         FROM information_schema.PROCESSLIST p WHERE p.ID = IS_USED_LOCK('{name}')"
    )
}

/// Who holds the lock, asked over a connection that is there.
pub(super) fn holder(host: &SharedHost, table: &VersionTable) -> Result<Option<LockHolder>, HostError> {
    let ask = |sql: String| -> Result<Answer, HostError> {
        host.borrow_mut().query(&Query::Driver(sql), &Params::None, &Origin::internal())
    };
    let database = ask("SELECT DATABASE()".to_owned())?.rows.into_iter().next().and_then(|row| row.into_iter().next());
    let database = match database {
        Some(Datum::Str(name)) => name,
        Some(_) | None => String::new(),
    };
    let sql = holder_sql(&name(table, &database)).replace('%', "%%");
    let row = ask(sql)?.rows.into_iter().next();
    let text = |row: &[Datum], column: usize| match row.get(column) {
        Some(Datum::Str(text)) => Some(text.clone()),
        Some(_) | None => None,
    };
    Ok(row.map(|row| LockHolder {
        pid: match row.first() {
            Some(Datum::Int(pid)) => Some(*pid),
            Some(_) | None => None,
        },
        application_name: None,
        user: text(&row, 1),
        client: text(&row, 2),
        since: text(&row, 3),
    }))
}

impl MysqlLock {
    pub fn acquire(
        url: &Url,
        table: &VersionTable,
        connect: &ConnectOptions,
        options: &LockOptions,
        tell: &mut dyn FnMut(LockHolder),
    ) -> Result<MysqlLock, LockError> {
        let mut session = Session::connect(url, connect).map_err(HostError::from)?;
        let database = session.value("SELECT DATABASE()")?.unwrap_or_default();
        let mut lock = MysqlLock { session, name: name(table, &database) };
        let take = format!("SELECT GET_LOCK('{}', 0)", lock.name);
        // The session is to live as long as the run, however long its statements take.
        lock.session.value("SET SESSION wait_timeout = 2147483")?;
        let since = Instant::now();
        let mut has_told = false;
        loop {
            if lock.session.value(&take)?.as_deref() == Some("1") {
                return Ok(lock);
            }
            if since.elapsed() >= options.wait {
                return Err(LockError::Held { holder: Box::new(lock.holder()?), waited: since.elapsed() });
            }
            if !has_told {
                has_told = true;
                tell(lock.holder()?);
            }
            if connect.interrupted() {
                return Err(LockError::Host(HostError::Interrupted));
            }
            std::thread::sleep(options.interval.min(options.wait.saturating_sub(since.elapsed())));
        }
    }

    pub fn is_held(&mut self) -> bool {
        // The connection is alive as long as it answers, and the lock lives as long as the connection.
        self.session.value("SELECT 1").is_ok()
    }

    fn holder(&mut self) -> Result<LockHolder, HostError> {
        let rows = self.session.rows(&holder_sql(&self.name), &Origin::internal())?;
        let mut row = rows.into_iter().next().unwrap_or_default().into_iter();
        let mut next = || row.next().flatten();
        Ok(LockHolder {
            pid: next().and_then(|pid| pid.parse().ok()),
            application_name: None,
            user: next(),
            client: next(),
            since: next(),
        })
    }
}
