//! Failures as people need them: what happened, where, what state the database is in, and what to do next.

use std::fmt;

use limbeck_messages::Message;

/// The kinds of failure, which are also the exit codes of the binary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FailureKind {
    /// 1: the command's answer is no (`current --check-heads`).
    Answer,
    /// 2: the arguments make no sense, or name a revision that does not exist.
    Usage,
    /// 3: the project can't be read.
    Project,
    /// 4: a script can't be evaluated.
    Script,
    /// 5: the database refused, or can't be reached; it is as it was.
    Database,
    /// 6: partly applied: the database stands between two revisions, or an earlier one was committed.
    Partial,
    /// 7: another run holds the lock.
    Locked,
    /// 130: interrupted by Ctrl-C.
    Interrupted,
}

impl FailureKind {
    /// The exit code.
    pub fn exit_code(self) -> u8 {
        match self {
            FailureKind::Answer => 1,
            FailureKind::Usage => 2,
            FailureKind::Project => 3,
            FailureKind::Script => 4,
            FailureKind::Database => 5,
            FailureKind::Partial => 6,
            FailureKind::Locked => 7,
            FailureKind::Interrupted => 130,
        }
    }
}

/// A place in a script or configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, relative to the current folder where it lies below it.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Column after the last character on the line; equal to `column` if only the start is known.
    pub end_column: usize,
    /// The text of the line.
    pub source_line: String,
    /// The function that it stands in.
    pub function: String,
}

/// Why a command failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Its kind.
    pub kind: FailureKind,
    /// What happened: lower case, no final period.
    pub message: Message,
    /// The calls that led there, outermost first; the last is the place of the failure.
    pub places: Vec<Place>,
    /// The SQL statement that the database refused.
    pub statement: Option<String>,
    /// What the server added: DETAIL, HINT, CONTEXT, SQLSTATE, each with its label.
    pub server_notes: Vec<(String, String)>,
    /// The state of the database, as in `unchanged, at 91bc`.
    pub database: Option<Message>,
    /// The next step.
    pub help: Option<Message>,
}

impl Failure {
    /// A failure with nothing but its kind and message.
    pub fn new(kind: FailureKind, message: impl Into<Message>) -> Self {
        Failure {
            kind,
            message: message.into(),
            places: Vec::new(),
            statement: None,
            server_notes: Vec::new(),
            database: None,
            help: None,
        }
    }

    /// Adds the next step.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Message>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The place of the failure.
    pub fn place(&self) -> Option<&Place> {
        self.places.last()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message.fmt(f)?;
        if let Some(place) = self.place() {
            write!(f, " ({}:{}:{})", place.path, place.line, place.column)?;
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}
