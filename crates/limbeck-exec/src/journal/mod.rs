//! The journal of steps that are not one transaction.
//!
//! Where a database takes its own DDL back with the transaction, a step that fails leaves nothing, and there is nothing
//! to note. MySQL and MariaDB commit with every statement on the schema, and a script may leave its transaction
//! (`autocommit_block()`, `commit()`): what it did so far then stays. Each such statement is noted in a table of
//! limbeck's own beside the version table (see `limbeck_sql::journal`), so that the step can be gone on with.
//!
//! What always holds:
//!
//! - A step that is one transaction pays nothing: its statements are only counted in memory, and there is no table.
//! - A statement that changes rows is noted in the transaction in which it changes them. Both are there or neither.
//! - A statement that commits by itself is noted as *started* before it is sent (on MySQL in the transaction that it
//!   ends itself by beginning) and as *finished* behind it. One that was only started when the run ended is asked of the
//!   catalog, which was looked at before ([`catalog`]); where that tells nothing certain, the run is refused.
//! - The rows go in the transaction that writes the step's version row, and the table with the last of them. So the
//!   journal is there only while a step is unfinished, and Alembic never finds it otherwise.
//! - Noted statements are known by their text and place, in their order ([`matching`]): a script that gives something
//!   else where a statement is noted as done is refused.
//!
//! Statements that leave nothing behind (SELECT, SET, temporary tables) are never noted and always run.

mod answer;
mod catalog;
mod channel;
mod control;
mod digest;
mod finding;
mod keeper;
mod lasting;
mod lexer;
mod matching;
mod plan;
mod spent;
mod step;
mod subject;
mod unfinished;
mod writing;

pub(crate) use channel::{Channel, TextRow};
pub use digest::digest;
pub(crate) use keeper::{Before, Keeper, Ticket};
pub(crate) use spent::Spent;
pub(crate) use step::Track;
pub use step::{HalfDone, name};
pub use unfinished::{Earlier, Unfinished, drop_journal, earlier, read};
