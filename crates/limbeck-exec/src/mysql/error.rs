//! Errors of the server, in the DB-API's classes.

use limbeck_ops::{HostError, Origin, ServerError, ServerErrorKind};
use mysql::{Error, MySqlError};

/// The class of PyMySQL's exception for an error code (`pymysql.err`); what it does not list is internal below 1000,
/// else operational.
fn kind(code: u16) -> ServerErrorKind {
    match code {
        1007 | 1008 | 1064 | 1091 | 1102 | 1103 | 1110 | 1111 | 1113 | 1146 | 1149 | 1247 => {
            ServerErrorKind::Programming
        }
        1230..=1232 | 1265 | 1263 | 1264 | 1406 | 1441 | 1365 => ServerErrorKind::Data,
        1022 | 1048 | 1062 | 1169 | 1215..=1217 | 1364 | 1451 | 1452 | 1557 | 1761 | 1762 | 1859 | 3819 | 4025 => {
            ServerErrorKind::Integrity
        }
        1235 | 1286 | 1193..=1196 => ServerErrorKind::NotSupported,
        0..=999 => ServerErrorKind::Internal,
        _ => ServerErrorKind::Operational,
    }
}

/// Errors after which the connection is of no use (`is_disconnect`).
fn is_disconnect(code: u16) -> bool {
    matches!(code, 1927 | 2006 | 2013 | 2014 | 2045 | 2055 | 4031 | 1053)
}

fn hint(code: u16) -> Option<&'static str> {
    match code {
        1205 => Some("another session holds a lock on these rows or this table: end it, or wait"),
        1213 => Some("two sessions waited for each other: run it again"),
        1290 => Some("the server is read-only: connect to the primary server"),
        1142 | 1227 | 1370 | 1410 => Some("let an administrator grant the right"),
        1071 => Some("index a prefix of the column (mysql_length), or shorten it"),
        1170 => Some("a TEXT or BLOB column needs a prefix length in an index (mysql_length)"),
        1153 | 2020 => Some("raise max_allowed_packet at the server"),
        _ => None,
    }
}

/// The error of a statement.
pub(crate) fn host_error(error: &Error, statement: &str, origin: &Origin) -> HostError {
    let (kind, message, code, hint, disconnected) = match error {
        Error::MySqlError(MySqlError { code, message, .. }) => {
            (kind(*code), message.clone(), Some(code.to_string()), hint(*code), is_disconnect(*code))
        }
        Error::IoError(error) => {
            let message = format!("Lost connection to MySQL server during query ({error})");
            (ServerErrorKind::Operational, message, Some("2013".to_owned()), None, true)
        }
        Error::FromValueError(_) | Error::FromRowError(_) => {
            (ServerErrorKind::Interface, "the driver could not read a value".to_owned(), None, None, false)
        }
        other => (ServerErrorKind::Operational, other.to_string(), None, None, true),
    };
    HostError::Server(Box::new(ServerError {
        kind,
        constraint: constraint(&message),
        message,
        code,
        detail: None,
        hint: hint.map(str::to_owned),
        context: None,
        position: None,
        statement: statement.to_owned(),
        origin: origin.clone(),
        disconnected,
    }))
}

/// The constraint that a message names: ``CONSTRAINT `fk` FOREIGN KEY``, `for key 'uq'`, ``CONSTRAINT `ck` failed``.
fn constraint(message: &str) -> Option<String> {
    let (start, end) = if let Some(at) = message.find("CONSTRAINT `") {
        (at + "CONSTRAINT `".len(), '`')
    } else {
        (message.find("for key '")? + "for key '".len(), '\'')
    };
    let rest = message.get(start..)?;
    rest.find(end).and_then(|end| rest.get(..end)).map(|name| name.rsplit('.').next().unwrap_or(name).to_owned())
}
