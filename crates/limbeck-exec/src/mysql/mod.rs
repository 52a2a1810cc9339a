//! MySQL and MariaDB through the `mysql` crate.

mod connect;
mod connect_error;
mod decode;
pub(crate) mod error;
mod host;
mod session;
mod settings;
mod watch;

pub(crate) use host::MysqlHost;
pub(crate) use session::Session;
