//! Operations and queries to SQL statements, byte for byte what Alembic and SQLAlchemy emit.
//!
//! A dialect is one folder with one [`flavour::Flavour`]; what dialects share (SQLAlchemy's `SQLCompiler` and
//! `DDLCompiler`) is in `compile` and `ddl`. This crate knows nothing of Python or connections and does no I/O. It is
//! the only place where identifiers and values become SQL text.

mod batch;
mod compile;
mod ddl;
mod error;
mod flavour;
mod generic;
pub mod journal;
mod mysql;
mod postgres;
mod quoting;
mod render;
mod split;
mod sqlite;
mod statement;
pub mod version;

pub use batch::{BatchError, ExistingTable, Recreation, batch};
pub use ddl::TypeMemo;
pub use error::SqlError;
pub use render::{
    literal, operation, operation_in_run, placeholders, query, quote, quote_table, render_query, render_type,
};
pub use split::split_statements;
pub use statement::{Mode, Statement, offline_text};
