//! limbeck as a library: Alembic projects, run without Python.
//!
//! Each command of Alembic is a function that takes [`Settings`] and prints through a [`Reporter`]; what goes wrong
//! comes back as a [`Failure`] that knows its place, the state of the database and the next step. Scripts are evaluated
//! recursively: call from a thread with [`STACK_SIZE`] bytes of stack.

pub mod answers;
mod commands;
mod compat;
mod convert;
mod doctor;
mod examine;
mod expected;
mod failure;
mod inspect;
mod look;
mod migrate;
mod plan;
mod refusals;
mod rehearsal;
mod report;
mod run;
mod settings;
mod standing;
mod verify;

pub use commands::{branches, current, downgrade, ensure_version, heads, history, show, stamp, upgrade};
pub use compat::compat;
pub use doctor::doctor;
pub use failure::{Failure, FailureKind, Place};
pub use inspect::inspect;
pub use limbeck_alembic::ConfigOptions;
pub use limbeck_exec::url::masked as mask_url;
pub use limbeck_messages::{Language, Message};
pub use limbeck_ops::Resume;
pub use limbeck_python::STACK_SIZE;
pub use migrate::{Answer, MigrateOptions, migrate};
pub use plan::plan;
pub use report::{Direction, Level, Progress, Reporter};
pub use settings::Settings;
pub use verify::{Scratch, VerifyOptions, verify};
