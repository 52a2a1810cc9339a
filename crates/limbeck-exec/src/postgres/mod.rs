//! PostgreSQL 13 to 17 through tokio-postgres.

mod connect;
mod connect_error;
mod decode;
pub(crate) mod error;
mod host;
pub(crate) mod keywords;
mod observe;
mod passfile;
mod session;
mod settings;
mod tls;

pub use connect::Way;
pub(crate) use host::PostgresHost;
pub(crate) use session::{QueryFailure, Session};
