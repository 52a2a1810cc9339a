//! SQLite 3.35 and later through rusqlite, bundled.

mod anew;
mod error;
mod functions;
mod host;
mod open;
mod value;
mod watch;

pub(crate) use host::SqliteHost;
pub(crate) use open::file_path;
