//! SQLite's errors in the classes of Python's `sqlite3` (`_pysqlite_seterror`).

use limbeck_ops::{HostError, Origin, ServerError, ServerErrorKind};
use rusqlite::ffi;

fn kind(primary: i32) -> ServerErrorKind {
    match primary {
        ffi::SQLITE_INTERNAL | ffi::SQLITE_NOTFOUND | ffi::SQLITE_CORRUPT => ServerErrorKind::Internal,
        ffi::SQLITE_TOOBIG => ServerErrorKind::Data,
        ffi::SQLITE_CONSTRAINT | ffi::SQLITE_MISMATCH => ServerErrorKind::Integrity,
        ffi::SQLITE_MISUSE | ffi::SQLITE_RANGE => ServerErrorKind::Interface,
        _ => ServerErrorKind::Operational,
    }
}

/// The error of a statement.
pub(super) fn server_error(error: &rusqlite::Error, statement: &str, origin: &Origin) -> HostError {
    let (code, message, position) = match error {
        rusqlite::Error::SqliteFailure(code, message) => (Some(code), message.clone(), None),
        rusqlite::Error::SqlInputError { error, msg, sql, offset } => {
            let characters = usize::try_from(*offset).ok().and_then(|offset| sql.get(..offset));
            let position = characters.and_then(|before| u32::try_from(before.chars().count() + 1).ok());
            (Some(error), Some(msg.clone()), position)
        }
        _ => (None, None, None),
    };
    let Some(code) = code else {
        return of(ServerErrorKind::Interface, error.to_string(), statement, origin);
    };
    let primary = code.extended_code & 0xff;
    if primary == ffi::SQLITE_INTERRUPT {
        return HostError::Interrupted;
    }
    let hint = match primary {
        ffi::SQLITE_READONLY => Some("the file or its folder is read-only for this user, or was opened with mode=ro"),
        ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => Some("another program is writing: wait until it has finished"),
        ffi::SQLITE_CANTOPEN => Some("SQLite must be able to create its journal in the file's folder"),
        ffi::SQLITE_FULL => Some("the disk is full"),
        _ => None,
    };
    HostError::Server(Box::new(ServerError {
        kind: kind(primary),
        message: message.unwrap_or_else(|| code.to_string()),
        code: Some(code.extended_code.to_string()),
        detail: None,
        hint: hint.map(str::to_owned),
        context: None,
        position,
        constraint: None,
        statement: statement.to_owned(),
        origin: origin.clone(),
        disconnected: false,
    }))
}

/// An error of the driver itself.
pub(super) fn of(kind: ServerErrorKind, message: impl Into<String>, statement: &str, origin: &Origin) -> HostError {
    HostError::Server(Box::new(ServerError {
        kind,
        message: message.into(),
        code: None,
        detail: None,
        hint: None,
        context: None,
        position: None,
        constraint: None,
        statement: statement.to_owned(),
        origin: origin.clone(),
        disconnected: false,
    }))
}
