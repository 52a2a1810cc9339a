//! Connections, inspection, locks, transactions, the version table, and applying steps.
//!
//! The one crate that talks to databases. It takes operations and queries as data, lets limbeck-sql make text of them,
//! and answers with data; it must never know Python, nor how a project's files look. The interface is synchronous:
//! the event loop below tokio-postgres is hidden inside each connection.

mod apply;
mod batch;
mod check_first;
mod connect;
mod inspect;
pub mod journal;
pub mod lock;
mod mysql;
mod offline;
mod options;
mod postgres;
pub mod probe;
mod refusal;
pub mod rehearsal;
pub mod scratch;
pub mod snapshot;
mod sql;
mod sqlite;
mod transactions;
pub mod url;
pub mod version_table;

pub use apply::{ApplyError, Cause, Event, Report, RunOptions, Runner, Standing, apply};
pub use connect::{Databases, connect};
pub use offline::{OfflineHost, TextSink};
pub use options::{ConnectOptions, LogHandler, Notice, NoticeHandler, StatementHandler, Statistics};
pub use postgres::Way;
pub use refusal::{NotConnected, Refusal, Stage};
pub use transactions::{AutocommitBlock, Scope, Transactions};
