//! From a URL to a host.

use std::cell::RefCell;
use std::rc::Rc;

use limbeck_ops::{Connector, DialectName, HostError, SharedHost};

use crate::mysql::MysqlHost;
use crate::options::ConnectOptions;
use crate::postgres::PostgresHost;
use crate::refusal::Refusal;
use crate::sqlite::SqliteHost;
use crate::url::{Url, UrlError};

/// Opens a connection to the database that a SQLAlchemy URL names.
///
/// # Errors
/// [`HostError::Connect`] with one sentence a cause and the next step; [`HostError::Unsupported`] for dialects
/// without a connector; [`HostError::Interrupted`].
pub fn connect(url: &str, options: &ConnectOptions) -> Result<SharedHost, HostError> {
    let url = Url::parse(url).map_err(url_error)?;
    match url.dialect().map_err(url_error)? {
        DialectName::Postgresql => Ok(Rc::new(RefCell::new(PostgresHost::connect(&url, options)?))),
        DialectName::Sqlite => Ok(Rc::new(RefCell::new(SqliteHost::connect(&url, options)?))),
        name @ (DialectName::Mysql | DialectName::Mariadb) => {
            Ok(Rc::new(RefCell::new(MysqlHost::connect(&url, name, options)?)))
        }
    }
}

/// A URL that can't be used, as an error of connecting.
pub(crate) fn url_error(error: UrlError) -> HostError {
    Refusal::from(error).into()
}

/// A [`Connector`] with fixed options.
#[derive(Clone, Default)]
pub struct Databases {
    /// How connections are made.
    pub options: ConnectOptions,
}

impl Connector for Databases {
    fn connect(&self, url: &str) -> Result<SharedHost, HostError> {
        connect(url, &self.options)
    }
}
