use std::cell::RefCell;
use std::rc::Rc;

use limbeck_messages::Message;
use thiserror::Error;

use crate::{
    Datum, Dialect, JournalState, Operation, Origin, Params, Query, Reflection, ReflectionRequest, StepJournal,
    TableName,
};

/// When the host must have carried out what it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// Before the call returns: the script could catch the error, or reads the effect.
    Now,
    /// At the latest when something else needs an answer: the host may send statements without waiting.
    Deferred,
}

/// A column of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerColumn {
    /// Its name.
    pub name: String,
}

/// What a query gives back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Columns; empty for a statement that returns no rows.
    pub columns: Vec<AnswerColumn>,
    /// Whether the statement returns rows at all (even none).
    pub returns_rows: bool,
    /// Rows, a value a column.
    pub rows: Vec<Vec<Datum>>,
    /// Rows affected or returned; -1 where the driver does not know, as in the Python DB-API.
    pub row_count: i64,
    /// The key of the row inserted last, where SQLAlchemy would know it.
    pub inserted_primary_key: Vec<Datum>,
    /// SQLite: rowid of the row inserted last.
    pub last_row_id: Option<i64>,
}

/// The kinds of database error that scripts tell apart: the DB-API's classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerErrorKind {
    /// A constraint is violated.
    Integrity,
    /// The statement is wrong: syntax, a missing table.
    Programming,
    /// The server or connection failed, out of the script's control.
    Operational,
    /// A value does not fit.
    Data,
    /// The server's own fault.
    Internal,
    /// Not supported by the server.
    NotSupported,
    /// The driver was used wrongly.
    Interface,
}

/// An error that the database reported.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct ServerError {
    /// Its kind.
    pub kind: ServerErrorKind,
    /// The server's message, first line.
    pub message: String,
    /// SQLSTATE, or SQLite's extended code.
    pub code: Option<String>,
    /// The server's DETAIL.
    pub detail: Option<String>,
    /// The server's HINT.
    pub hint: Option<String>,
    /// The server's CONTEXT (PL/pgSQL).
    pub context: Option<String>,
    /// Character in the statement, from 1.
    pub position: Option<u32>,
    /// Name of the constraint that it concerns.
    pub constraint: Option<String>,
    /// The statement.
    pub statement: String,
    /// Where the statement came from.
    pub origin: Origin,
    /// Whether the connection is gone.
    pub disconnected: bool,
}

/// Why a host could not do what it was asked.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum HostError {
    /// The database refused.
    #[error(transparent)]
    Server(Box<ServerError>),
    /// It can't be put into SQL: SQLAlchemy's CompileError, ArgumentError and the like, in their words.
    #[error("{message}")]
    Compile {
        /// SQLAlchemy's or Alembic's name of the exception: `CompileError`, `NotImplementedError`…
        class: &'static str,
        /// The message.
        message: String,
        /// Where it was asked for.
        origin: Origin,
    },
    /// limbeck does not do this, though Alembic may.
    #[error("{what} is not supported")]
    Unsupported {
        /// What.
        what: String,
        /// Where it was asked for.
        origin: Origin,
    },
    /// Needs a database, but this is `--sql`.
    #[error("{what} needs a database, but this is offline mode (--sql)")]
    Offline {
        /// What.
        what: String,
        /// Where it was asked for.
        origin: Origin,
    },
    /// The database could not be reached.
    #[error("{message}")]
    Connect {
        /// One sentence: what failed.
        message: Message,
        /// The next step.
        help: Message,
    },
    /// A step that was left half done can't be gone on with.
    #[error("{message}")]
    Journal {
        /// One sentence: why.
        message: Message,
        /// What to look at, and how to go on.
        help: Message,
        /// The statement.
        origin: Origin,
    },
    /// Ctrl-C.
    #[error("interrupted")]
    Interrupted,
}

impl HostError {
    /// Where it came from, if that is known.
    pub fn origin(&self) -> Option<&Origin> {
        match self {
            HostError::Server(error) => Some(&error.origin),
            HostError::Compile { origin, .. }
            | HostError::Unsupported { origin, .. }
            | HostError::Offline { origin, .. }
            | HostError::Journal { origin, .. } => Some(origin),
            HostError::Connect { .. } | HostError::Interrupted => None,
        }
    }
}

/// A database as a running script sees it, or a text sink that stands for one (`--sql`).
///
/// A host is one connection. Transactions nest as a stack: [`Host::begin`] opens a transaction, or inside one a
/// savepoint. Statements given with [`Timing::Deferred`] may fail later, in any later call; the error carries the
/// origin of the statement that failed.
pub trait Host {
    /// The dialect.
    fn dialect(&self) -> Dialect;

    /// Whether this is a text sink without a database.
    fn is_offline(&self) -> bool;

    /// Carries out an operation.
    ///
    /// # Errors
    /// When it can't be put into SQL, or the database refuses it.
    fn operate(&mut self, operation: &Operation, origin: &Origin, timing: Timing) -> Result<(), HostError>;

    /// Runs a query and returns its answer.
    ///
    /// # Errors
    /// As [`Host::operate`].
    fn query(&mut self, query: &Query, params: &Params, origin: &Origin) -> Result<Answer, HostError>;

    /// The SQL text of a query with its values rendered as literals (`compile(literal_binds)`, `str(query)`).
    ///
    /// # Errors
    /// When it can't be put into SQL.
    fn render(&self, query: &Query, literal_binds: bool) -> Result<String, HostError>;

    /// The SQL text of a type.
    ///
    /// # Errors
    /// When the dialect has no such type.
    fn render_type(&self, ty: &crate::Type) -> Result<String, HostError>;

    /// Asks about the database as it is.
    ///
    /// # Errors
    /// As [`Host::query`]; always offline.
    fn reflect(&mut self, request: &ReflectionRequest, origin: &Origin) -> Result<Reflection, HostError>;

    /// Opens a transaction, or a savepoint inside one.
    ///
    /// # Errors
    /// When the database refuses.
    fn begin(&mut self, origin: &Origin) -> Result<(), HostError>;

    /// Commits the innermost transaction or releases the innermost savepoint.
    ///
    /// # Errors
    /// When the database refuses, deferred constraints included.
    fn commit(&mut self, origin: &Origin) -> Result<(), HostError>;

    /// Rolls the innermost transaction or savepoint back.
    ///
    /// # Errors
    /// When the connection is gone.
    fn rollback(&mut self, origin: &Origin) -> Result<(), HostError>;

    /// How many transactions and savepoints are open: 0 is autocommit.
    fn depth(&self) -> usize;

    /// Waits for every deferred statement.
    ///
    /// # Errors
    /// The first error among them.
    fn flush(&mut self) -> Result<(), HostError>;

    /// Whether every statement is to be permanent by itself (`isolation_level="AUTOCOMMIT"`): then [`Host::begin`] opens
    /// no transaction.
    fn set_autocommit(&mut self, _is_autocommit: bool) {}

    /// Whether it is so.
    fn is_autocommit(&self) -> bool {
        false
    }

    /// The script of a step begins: what it makes permanent before its version row is written is noted in the journal,
    /// and what an earlier attempt noted there as done is not done again.
    ///
    /// # Errors
    /// When the database refuses.
    fn begin_journal(&mut self, _journal: StepJournal) -> Result<(), HostError> {
        Ok(())
    }

    /// The script of the step has ended: nothing is noted any more. Called once transactions that failed are rolled
    /// back; `succeeded` tells whether the script went through.
    ///
    /// # Errors
    /// [`HostError::Journal`] when something that is noted as done does not fit the script.
    fn end_journal(&mut self, _succeeded: bool) -> Result<JournalState, HostError> {
        Ok(JournalState::default())
    }

    /// Once the open transaction has ended, these rows are taken out of the journal, and it is dropped if nothing is in
    /// it then.
    fn spend_journal(&mut self, _table: TableName, _refused: Vec<i64>) {}

    /// Writes text into the output of `--sql` mode (`context.static_output`, `emit_begin`); does nothing online.
    fn emit(&mut self, text: &str);
}

/// A host shared between the script that runs and the run around it.
pub type SharedHost = Rc<RefCell<dyn Host>>;

/// Opens hosts by URL: what `create_engine(url).connect()` needs.
pub trait Connector {
    /// Connects.
    ///
    /// # Errors
    /// [`HostError::Connect`], each cause told apart.
    fn connect(&self, url: &str) -> Result<SharedHost, HostError>;
}
