//! What the caller says about connections, and what connections tell about themselves.

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use limbeck_ops::Origin;

/// A message of the server that is no error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// `NOTICE`, `WARNING`, `INFO`…
    pub severity: String,
    /// The message.
    pub message: String,
    /// DETAIL.
    pub detail: Option<String>,
    /// HINT.
    pub hint: Option<String>,
}

/// Receives the server's notices. Called while the host works, so it must not use the host itself.
pub type NoticeHandler = Rc<dyn Fn(&Notice)>;

/// Receives each statement as it is given, with where it came from; it may be sent later. It must not use the host itself.
pub type StatementHandler = Rc<dyn Fn(&str, &Origin)>;

/// Receives what Alembic logs of its own accord while it works: the logger's name and the line. It must not use the host
/// itself.
pub type LogHandler = Rc<dyn Fn(&str, &str)>;

/// How connections are made.
#[derive(Clone, Default)]
pub struct ConnectOptions {
    /// The name that the server shows for the session, unless the URL or PGAPPNAME gives one.
    pub application_name: Option<String>,
    /// How long to wait for a server to accept, unless the URL or PGCONNECT_TIMEOUT says so.
    pub connect_timeout: Option<Duration>,
    /// Set to true by Ctrl-C: the statement that runs is cancelled and gives
    /// [`HostError::Interrupted`](limbeck_ops::HostError::Interrupted).
    pub interrupt: Option<Arc<AtomicBool>>,
    /// Receives notices and warnings.
    pub notices: Option<NoticeHandler>,
    /// Receives lines for the log.
    pub log: Option<LogHandler>,
    /// Receives the statements.
    pub statements: Option<StatementHandler>,
    /// The folder that relative paths of SQLite files start from; default the current one.
    pub base_dir: Option<std::path::PathBuf>,
    /// Counts what connections do.
    pub statistics: Arc<Statistics>,
}

impl ConnectOptions {
    pub(crate) fn tell_statement(&self, sql: &str, origin: &Origin) {
        if let Some(handler) = &self.statements {
            handler(sql, origin);
        }
    }

    /// Whether Ctrl-C was pressed.
    pub fn interrupted(&self) -> bool {
        self.interrupt.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed))
    }
}

/// Counts of what the connections of one [`ConnectOptions`] did.
#[derive(Debug, Default)]
pub struct Statistics {
    connections: AtomicU64,
    statements: AtomicU64,
    round_trips: AtomicU64,
    kept: AtomicU64,
}

impl Statistics {
    /// Connections opened.
    pub fn connections(&self) -> u64 {
        self.connections.load(Ordering::Relaxed)
    }

    /// Statements sent.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Times that an answer was waited for.
    pub fn round_trips(&self) -> u64 {
        self.round_trips.load(Ordering::Relaxed)
    }

    /// Times that something became permanent: commits, and statements that ran outside any transaction and may have
    /// written.
    pub fn kept(&self) -> u64 {
        self.kept.load(Ordering::Relaxed)
    }

    pub(crate) fn add_connection(&self) {
        self.connections.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn add_statements(&self, count: u64) {
        self.statements.fetch_add(count, Ordering::Relaxed);
    }

    pub(crate) fn add_round_trip(&self) {
        self.round_trips.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn add_kept(&self) {
        self.kept.fetch_add(1, Ordering::Relaxed);
    }
}
