//! Errors of the server, in the DB-API's classes.

use limbeck_ops::{HostError, Origin, ServerError, ServerErrorKind};
use tokio_postgres::error::{DbError, ErrorPosition};

/// The class of psycopg2's exception for an SQLSTATE (`base_exception_from_sqlstate`). Classes that psycopg2 leaves
/// at `DatabaseError` count as internal.
pub(crate) fn kind(sqlstate: &str) -> ServerErrorKind {
    match sqlstate.get(..2).unwrap_or_default() {
        "08" => ServerErrorKind::Operational,
        "0A" => ServerErrorKind::NotSupported,
        "20" | "21" => ServerErrorKind::Programming,
        "22" => ServerErrorKind::Data,
        "23" => ServerErrorKind::Integrity,
        "24" | "25" => ServerErrorKind::Internal,
        "26" | "27" | "28" | "34" => ServerErrorKind::Operational,
        "2B" | "2D" | "2F" | "38" | "39" | "3B" => ServerErrorKind::Internal,
        "3D" | "3F" | "42" | "44" => ServerErrorKind::Programming,
        "40" | "53" | "54" | "55" | "57" | "58" | "HV" => ServerErrorKind::Operational,
        _ => ServerErrorKind::Internal,
    }
}

/// The error of a statement.
pub(crate) fn server_error(error: &DbError, statement: &str, origin: &Origin, disconnected: bool) -> HostError {
    HostError::Server(Box::new(ServerError {
        kind: kind(error.code().code()),
        message: error.message().lines().next().unwrap_or_default().to_owned(),
        code: Some(error.code().code().to_owned()),
        detail: error.detail().map(str::to_owned),
        hint: error.hint().map(str::to_owned),
        context: error.where_().map(str::to_owned),
        position: match error.position() {
            Some(ErrorPosition::Original(position)) => Some(*position),
            Some(ErrorPosition::Internal { .. }) | None => None,
        },
        constraint: error.constraint().map(str::to_owned),
        statement: statement.to_owned(),
        origin: origin.clone(),
        disconnected,
    }))
}

/// An error without the server's own words: the connection is gone, or the driver was used wrongly.
pub(crate) fn driver_error(
    kind: ServerErrorKind,
    message: impl Into<String>,
    statement: &str,
    origin: &Origin,
    disconnected: bool,
) -> HostError {
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
        disconnected,
    }))
}
