//! limbeck as a library: Alembic projects, run without Python.

mod failure;
mod report;

pub use failure::{Failure, FailureKind, Place};
pub use limbeck_alembic::ConfigOptions;
pub use report::{Level, Progress, Reporter};
