//! Why a connection failed: one sentence, and what to do next.

use std::io;

use limbeck_messages::{Message, connect as says, connect_mysql as says_mysql};
use mysql::{DriverError, Error, MySqlError};

use super::settings::{Address, Settings};
use crate::refusal::{Refusal, Stage};

/// Host and port, or the socket.
pub(super) fn place(settings: &Settings) -> String {
    match &settings.address {
        Address::Tcp(host, port) if host.contains(':') => format!("[{host}]:{port}"),
        Address::Tcp(host, port) => format!("{host}:{port}"),
        Address::Unix(path) => path.clone(),
    }
}

/// What people are told.
pub(super) fn describe(error: &Error, settings: &Settings) -> Refusal {
    let place = place(settings);
    if let Some(reason) = tls_failure(error, settings) {
        return Refusal::new(Stage::Tls, says::tls_failed(place, reason), says_mysql::tls_failed_help());
    }
    let (stage, message, help) = match error {
        Error::MySqlError(error) => server_failure(error, &place, settings),
        Error::IoError(error) => io_failure(error.kind(), &error.to_string(), &place, settings),
        Error::DriverError(DriverError::CouldNotConnect(Some((_, text, kind)))) => {
            io_failure(*kind, text, &place, settings)
        }
        Error::DriverError(DriverError::ConnectTimeout | DriverError::Timeout) => {
            (Stage::Port, says::no_answer(place), says::no_answer_help())
        }
        Error::DriverError(DriverError::TlsNotSupported) => {
            (Stage::Tls, says_mysql::no_tls(place), says_mysql::no_tls_help())
        }
        Error::TlsError(error) => {
            (Stage::Tls, says::tls_failed(place, error.to_string()), says_mysql::tls_failed_help())
        }
        Error::DriverError(DriverError::UnknownAuthPlugin(plugin)) => {
            (Stage::Login, says_mysql::unknown_plugin(place, plugin), says_mysql::unknown_plugin_help())
        }
        other => (Stage::Port, says::failed(place, other.to_string()), says_mysql::failed_server_help()),
    };
    Refusal::new(stage, message, help)
}

/// The driver tells of a failed handshake as of a broken packet: the words of rustls are inside.
fn tls_failure(error: &Error, settings: &Settings) -> Option<String> {
    settings.tls.as_ref()?;
    let text = match error {
        Error::CodecError(error) => error.to_string(),
        Error::IoError(error) if error.kind() == io::ErrorKind::InvalidData => error.to_string(),
        _ => return None,
    };
    // "IO error: `invalid peer certificate: …'"
    let inside = text.split_once('`').map(|(_, rest)| rest.trim_end_matches([' ', '}', '\'', '`']).to_owned());
    Some(inside.unwrap_or(text))
}

fn io_failure(kind: io::ErrorKind, text: &str, place: &str, settings: &Settings) -> (Stage, Message, Message) {
    let is_socket = matches!(settings.address, Address::Unix(_));
    let (message, help) = match kind {
        io::ErrorKind::ConnectionRefused => (says_mysql::refused(place), says::refused_help()),
        io::ErrorKind::NotFound if is_socket => (says_mysql::no_socket(place), says::refused_help()),
        io::ErrorKind::PermissionDenied if is_socket => (says::socket_denied(place), says::socket_denied_help()),
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => (says::no_answer(place), says::no_answer_help()),
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => {
            (says::closed_at_once(place), says_mysql::closed_at_once_help())
        }
        _ => (says::failed(place, text), says::failed_help()),
    };
    (Stage::Port, message, help)
}

/// A host name that does not resolve.
pub(super) fn unresolved(host: &str, error: &io::Error) -> Refusal {
    let text = error.to_string();
    let reason = text.rsplit_once(": ").map_or(text.clone(), |(_, reason)| reason.to_lowercase());
    Refusal::new(Stage::Host, says::no_host(host, reason), says::no_host_help())
}

fn server_failure(error: &MySqlError, place: &str, settings: &Settings) -> (Stage, Message, Message) {
    let user = settings.user.as_deref().map_or_else(says::system_user, Message::from);
    let database = settings.database.clone().unwrap_or_default();
    let reason = &error.message;
    // https://mariadb.com/kb/en/mariadb-error-codes/, the same numbers on MySQL.
    match error.code {
        1045 | 1698 if settings.password.is_none() => {
            (Stage::Login, says::no_password(place), says_mysql::no_password_help())
        }
        1045 | 1698 => (Stage::Login, says::wrong_password(user, place), says::wrong_password_help()),
        1044 => (
            Stage::Database,
            says_mysql::no_database_right(&user, &database, place),
            says_mysql::no_database_right_help(&database, &user),
        ),
        1049 => (Stage::Database, says::no_database(&database, place), says_mysql::no_database_help(&database)),
        1129 | 1130 => (Stage::Login, says::not_let_in(place, user, &database, reason), says_mysql::not_let_in_help()),
        1040 | 1203 | 1226 => (Stage::Database, says::full(place, reason), says::full_help()),
        1053 | 1927 => (Stage::Port, says::not_ready(place, reason), says::not_ready_help()),
        3159 => (Stage::Tls, says_mysql::tls_required(place), says_mysql::tls_required_help()),
        _ => (Stage::Database, says::server_refused(place, reason), says::server_refused_help()),
    }
}
