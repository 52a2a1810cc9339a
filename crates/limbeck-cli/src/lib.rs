//! The command line of limbeck: arguments, output, exit codes.
//!
//! The binary is thin: it reads arguments as Alembic does, hands them to the library [`limbeck`], and shows what comes
//! back. It must never know what a revision, a statement or a script is. It is a library only so that its parts can be
//! tested.

pub mod arguments;
pub mod console;
pub mod events;
pub mod interrupt;
pub mod logging;
pub mod mask;
pub mod panic;
pub mod progress;
pub mod question;
pub mod render;
mod run;

pub use run::{run, version};
