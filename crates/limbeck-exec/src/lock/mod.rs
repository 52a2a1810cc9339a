//! The lock that every run that writes holds, so that two runs on one database come one after the other.
//!
//! PostgreSQL: a session-level advisory lock on a connection of its own, outside any transaction, so that neither
//! CREATE INDEX CONCURRENTLY nor a rolled back step gets in its way. The server gives it back when the connection ends,
//! also after a crash. Behind a pooler that hands each transaction to another server connection, such a lock means
//! nothing: connect directly.
//!
//! MySQL and MariaDB: `GET_LOCK`, likewise on a connection of its own.
//!
//! SQLite: an operating-system lock on a file beside the database, `<file>-limbeck-lock`. SQLite's own locks can't
//! serve, since the steps themselves take and give them back. The operating system gives the lock back when the process
//! ends, however it ends; the file is removed with the lock, and one that was left behind by a crash means nothing.

mod mysql;
mod postgres;
mod sqlite;

use std::fmt;
use std::sync::mpsc;
use std::time::Duration;

use limbeck_messages::{Message, lock as messages};
use limbeck_ops::{DialectName, HostError, SharedHost};
use limbeck_sql::version::VersionTable;
use thiserror::Error;

use crate::connect::url_error;
use crate::options::ConnectOptions;
use crate::url::Url;

/// How to wait for the lock.
#[derive(Clone, Copy, Debug)]
pub struct LockOptions {
    /// How long to wait for another run to end.
    pub wait: Duration,
    /// How often to look.
    pub interval: Duration,
}

impl Default for LockOptions {
    fn default() -> Self {
        LockOptions { wait: Duration::ZERO, interval: Duration::from_millis(100) }
    }
}

/// Who holds the lock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LockHolder {
    /// Process id: of the server's process on PostgreSQL, of the session on MySQL, of limbeck on SQLite.
    pub pid: Option<i64>,
    /// The session's name.
    pub application_name: Option<String>,
    /// The role.
    pub user: Option<String>,
    /// The address that it comes from.
    pub client: Option<String>,
    /// When its session began.
    pub since: Option<String>,
}

impl LockHolder {
    /// Who it is, in words.
    pub fn message(&self) -> Message {
        messages::holder(
            self.pid,
            self.application_name.as_deref(),
            self.user.as_deref(),
            self.client.as_deref(),
            self.since.as_deref(),
        )
    }
}

impl fmt::Display for LockHolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

/// Why the lock is not held.
#[derive(Debug, Error)]
pub enum LockError {
    /// Another run holds it.
    #[error("another run holds the lock on this database: {holder}")]
    Held {
        /// Who.
        holder: Box<LockHolder>,
        /// How long was waited.
        waited: Duration,
    },
    /// The lock could not be asked for.
    #[error(transparent)]
    Host(#[from] HostError),
}

enum Kind {
    Postgres(Box<postgres::PostgresLock>),
    Mysql(Box<mysql::MysqlLock>),
    /// Held for its drop.
    Sqlite {
        _lock: sqlite::SqliteLock,
    },
    /// A database in memory is nobody else's.
    Nothing,
}

/// The lock on a database, held until dropped.
pub struct RunLock {
    kind: Kind,
}

impl RunLock {
    /// Takes the lock on a database's version table, or waits for it as the options say.
    ///
    /// # Errors
    /// [`LockError::Held`] when another run still holds it after the wait.
    pub fn acquire(
        url: &str,
        table: &VersionTable,
        connect: &ConnectOptions,
        options: &LockOptions,
    ) -> Result<RunLock, LockError> {
        RunLock::acquire_telling(url, table, connect, options, &mut |_| {})
    }

    /// As [`RunLock::acquire`]; tells once who holds the lock, if it has to wait.
    fn acquire_telling(
        url: &str,
        table: &VersionTable,
        connect: &ConnectOptions,
        options: &LockOptions,
        tell: &mut dyn FnMut(LockHolder),
    ) -> Result<RunLock, LockError> {
        let url = Url::parse(url).map_err(url_error)?;
        let kind = match url.dialect().map_err(url_error)? {
            DialectName::Postgresql => {
                Kind::Postgres(Box::new(postgres::PostgresLock::acquire(&url, table, connect, options, tell)?))
            }
            DialectName::Sqlite => match crate::sqlite::file_path(&url, connect) {
                Some(path) => Kind::Sqlite { _lock: sqlite::SqliteLock::acquire(&path, connect, options, tell)? },
                None => Kind::Nothing,
            },
            DialectName::Mysql | DialectName::Mariadb => {
                Kind::Mysql(Box::new(mysql::MysqlLock::acquire(&url, table, connect, options, tell)?))
            }
        };
        Ok(RunLock { kind })
    }

    /// Who holds the lock on the version table of a database that is connected to, if anybody does. Takes nothing.
    ///
    /// # Errors
    /// When the connection is lost.
    pub fn holder(
        host: &SharedHost,
        url: &str,
        table: &VersionTable,
        connect: &ConnectOptions,
    ) -> Result<Option<LockHolder>, HostError> {
        let url = Url::parse(url).map_err(url_error)?;
        match url.dialect().map_err(url_error)? {
            DialectName::Postgresql => postgres::holder(host, table),
            DialectName::Sqlite => Ok(crate::sqlite::file_path(&url, connect).and_then(|path| sqlite::holder(&path))),
            DialectName::Mysql | DialectName::Mariadb => mysql::holder(host, table),
        }
    }

    /// Whether the lock is still held: a PostgreSQL server may have ended the session.
    pub fn is_held(&mut self) -> bool {
        match &mut self.kind {
            Kind::Postgres(lock) => lock.is_held(),
            Kind::Mysql(lock) => lock.is_held(),
            Kind::Sqlite { .. } | Kind::Nothing => true,
        }
    }

    /// Begins to take the lock in a thread of its own, while other things are prepared.
    pub fn begin(url: &str, table: &VersionTable, connect: &ConnectOptions, options: LockOptions) -> PendingLock {
        let (url, table) = (url.to_owned(), table.clone());
        // The handlers belong to this thread, and the lock's session has nothing to tell them.
        let ConnectOptions { application_name, connect_timeout, interrupt, base_dir, statistics, .. } = connect.clone();
        let (sender, holder) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            let connect = ConnectOptions {
                application_name,
                connect_timeout,
                interrupt,
                base_dir,
                statistics,
                ..ConnectOptions::default()
            };
            // Whoever waits for the lock may have gone.
            let mut tell = |holder| drop(sender.send(holder));
            RunLock::acquire_telling(&url, &table, &connect, &options, &mut tell)
        });
        PendingLock { thread, holder }
    }
}

/// A lock that is being taken.
pub struct PendingLock {
    thread: std::thread::JoinHandle<Result<RunLock, LockError>>,
    /// Who holds it, if it was not free; closed with the end of the thread.
    holder: mpsc::Receiver<LockHolder>,
}

impl PendingLock {
    /// Waits until the lock is held or refused; tells who holds it, if it is not free.
    ///
    /// # Errors
    /// As [`RunLock::acquire`].
    pub fn wait(self, tell: impl Fn(&LockHolder)) -> Result<RunLock, LockError> {
        for holder in &self.holder {
            tell(&holder);
        }
        self.thread.join().unwrap_or_else(|_| {
            Err(LockError::Host(HostError::Connect {
                message: messages::thread_ended(),
                help: limbeck_messages::connect::try_again(),
            }))
        })
    }
}
