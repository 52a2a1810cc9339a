//! What a run tells while it goes on: one stream of events, for people and programs alike.

use std::path::Path;
use std::time::Duration;

use limbeck_messages::Message;

/// Python's levels of log records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// 10
    Debug,
    /// 20
    Info,
    /// 30
    Warning,
    /// 40
    Error,
}

impl Level {
    /// Python's name of the level.
    pub fn name(self) -> &'static str {
        match self {
            Level::Debug => "DEBUG",
            Level::Info => "INFO",
            Level::Warning => "WARNING",
            Level::Error => "ERROR",
        }
    }
}

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Runs `upgrade()`.
    Upgrade,
    /// Runs `downgrade()`.
    Downgrade,
    /// Only writes the version table.
    Stamp,
}

impl Direction {
    /// Its name for programs.
    pub fn name(self) -> &'static str {
        match self {
            Direction::Upgrade => "upgrade",
            Direction::Downgrade => "downgrade",
            Direction::Stamp => "stamp",
        }
    }
}

/// How far a run is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The steps are known.
    Planned {
        /// The database, its password masked; empty in offline mode.
        url: String,
        /// The rows of its version table.
        at: Vec<String>,
        /// How many steps there are.
        steps: usize,
    },
    /// Waiting for the lock that another run holds.
    WaitingForLock {
        /// Who holds it, as far as the server tells.
        holder: Message,
    },
    /// A step begins.
    Step {
        /// From 1.
        number: usize,
        /// Of how many.
        steps: usize,
        /// What is done.
        direction: Direction,
        /// The revision whose script runs; none for a stamp.
        revision: Option<String>,
        /// The revisions on the left of the arrow.
        from: Vec<String>,
        /// The revisions on the right of it.
        to: Vec<String>,
        /// `upgrade a -> b, text`.
        text: String,
    },
    /// A step is done (not yet committed, where the run is one transaction).
    StepDone {
        /// From 1.
        number: usize,
        /// How long it took.
        elapsed: Duration,
        /// The rows of the version table by now.
        at: Vec<String>,
    },
    /// All steps are done and committed.
    Finished {
        /// How many were run.
        steps: usize,
        /// How long the run took.
        elapsed: Duration,
    },
}

/// Receives what a run prints, logs and reports.
pub trait Reporter {
    /// Text for standard output, line ends included.
    fn print(&self, text: &str);

    /// What a script prints, which Python sends to standard output too.
    fn print_of_script(&self, text: &str) {
        self.print(text);
    }

    /// A log record, as Alembic and the scripts write them through Python's `logging`.
    fn log(&self, logger: &str, level: Level, message: &str);

    /// `logging.config.fileConfig(file)`: from now on records go where the ini says.
    fn configure_logging(&self, file: &Path);

    /// A warning of limbeck or of a script (`warnings.warn`), with its place if there is one.
    fn warn(&self, message: &Message, place: Option<&str>);

    /// A statement that is about to be sent.
    fn statement(&self, _sql: &str) {}

    /// How far the run is.
    fn progress(&self, progress: &Progress);
}
