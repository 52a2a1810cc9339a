use std::cell::RefCell;
use std::rc::Rc;

use limbeck_messages::connect as says;
use limbeck_ops::op::Execute;
use limbeck_ops::{DialectName, HostError, Operation, Options, Origin, Query, SharedHost, Timing};

use super::reading::{LeftOut, ReadingHost};
use crate::mysql::MysqlHost;
use crate::options::ConnectOptions;
use crate::postgres::{PostgresHost, Way};
use crate::refusal::{NotConnected, Refusal, Stage};
use crate::sqlite::{SqliteHost, file_path};
use crate::url::Url;

/// A database that was reached, and that this connection can't change.
pub struct Reached {
    /// The connection; its transactions are read-only, and what would write is left out.
    pub host: SharedHost,
    /// What was left out so far.
    pub left_out: LeftOut,
    /// The address of the server, or the path of the file.
    pub address: String,
    /// Whether TLS is used; `None` where there is no server.
    pub way: Option<Way>,
}

/// Connects to read and nothing else. A SQLite file that is not there is not made.
///
/// # Errors
/// [`NotConnected::Refused`], which tells how far the attempt came; else what has nothing to do with the database.
pub fn reach(url: &str, options: &ConnectOptions) -> Result<Reached, NotConnected> {
    match open(url, options) {
        Err(NotConnected::Host(HostError::Unsupported { what, .. })) => {
            Err(Refusal::new(Stage::Url, says::not_supported(what), says::not_supported_help()).into())
        }
        other => other,
    }
}

/// Refuses a SQLite file that is not there, which connecting would make.
///
/// # Errors
/// [`Refusal`], also for what is no URL.
pub fn refuse_missing_file(url: &str, options: &ConnectOptions) -> Result<(), Refusal> {
    let url = Url::parse(url)?;
    match url.dialect()? {
        DialectName::Sqlite => missing_file(&url, options),
        DialectName::Postgresql | DialectName::Mysql | DialectName::Mariadb => Ok(()),
    }
}

fn missing_file(url: &Url, options: &ConnectOptions) -> Result<(), Refusal> {
    let Some(path) = file_path(url, options).filter(|path| !path.exists()) else { return Ok(()) };
    // Where the folder is missing, opening tells so.
    match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) if !folder.exists() => Ok(()),
        Some(_) | None => {
            let missing = says::sqlite_no_file(path.display().to_string());
            Err(Refusal::new(Stage::Port, missing, says::sqlite_no_file_help()))
        }
    }
}

fn open(url: &str, options: &ConnectOptions) -> Result<Reached, NotConnected> {
    let url = Url::parse(url)?;
    let (host, address, way, statement): (SharedHost, _, _, _) = match url.dialect()? {
        DialectName::Postgresql => {
            let host = PostgresHost::connect(&url, options)?;
            let (address, way) = host.way();
            (Rc::new(RefCell::new(host)), address, Some(way), "SET default_transaction_read_only TO on")
        }
        DialectName::Sqlite => {
            missing_file(&url, options)?;
            let path = file_path(&url, options);
            let address = path.map_or_else(|| ":memory:".to_owned(), |path| path.display().to_string());
            (Rc::new(RefCell::new(SqliteHost::connect(&url, options)?)), address, None, "PRAGMA query_only = ON")
        }
        name @ (DialectName::Mysql | DialectName::Mariadb) => {
            let host = MysqlHost::connect(&url, name, options)?;
            let (address, has_tls) = host.way();
            let way = if has_tls { Way::Tls } else { Way::NotAsked };
            (Rc::new(RefCell::new(host)), address, Some(way), "SET SESSION TRANSACTION READ ONLY")
        }
    };
    let execute = Execute { query: Query::Driver(statement.to_owned()), execution_options: Options::none() };
    host.borrow_mut().operate(&Operation::Execute(execute), &Origin::internal(), Timing::Now)?;
    let left_out = LeftOut::default();
    let host: SharedHost = Rc::new(RefCell::new(ReadingHost::new(host, Rc::clone(&left_out))));
    Ok(Reached { host, left_out, address, way })
}
