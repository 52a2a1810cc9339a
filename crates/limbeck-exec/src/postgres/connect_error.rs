//! Why a connection failed: one sentence, and what to do next.

use std::io;

use limbeck_messages::{Message, connect as says};
use tokio_postgres::error::DbError;

use super::settings::{Address, Settings, Target};
use crate::refusal::{Refusal, Stage};

/// Why an attempt failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// The host name does not resolve.
    Resolve(io::Error),
    /// The network or the operating system refused.
    Io(io::Error),
    /// Nobody answered in time.
    Timeout,
    /// The server has no TLS, but it is required.
    NoTls,
    /// The TLS handshake failed, or the certificates on this side.
    Tls(Message),
    /// The server asks for a password.
    NoPassword,
    /// The server refused.
    Server(Box<DbError>),
    /// The server is a standby, but a writable one is required.
    ReadOnly,
    /// Anything else.
    Other(Message),
}

impl Failure {
    /// Reads an error of tokio-postgres.
    pub fn new(error: tokio_postgres::Error) -> Failure {
        if let Some(db) = error.as_db_error() {
            return Failure::Server(Box::new(db.clone()));
        }
        let text = error.to_string();
        match error.into_source() {
            Some(source) => match source.downcast::<io::Error>() {
                Ok(io) => Failure::Io(*io),
                Err(other) if other.to_string() == "password missing" => Failure::NoPassword,
                Err(other) => Failure::Other(format!("{text}: {other}").into()),
            },
            None => Failure::Other(text.into()),
        }
    }

    /// Whether the server itself answered, so that another host is no remedy.
    pub fn is_final(&self) -> bool {
        match self {
            Failure::NoPassword => true,
            Failure::Server(error) => !error.code().code().starts_with("57P"),
            Failure::Resolve(_)
            | Failure::Io(_)
            | Failure::Timeout
            | Failure::NoTls
            | Failure::Tls(_)
            | Failure::ReadOnly
            | Failure::Other(_) => false,
        }
    }

    /// What people are told.
    pub fn describe(self, target: &Target, settings: &Settings) -> Refusal {
        let place = place(target);
        let host = match &target.address {
            Address::Tcp(host, _) => host.clone(),
            Address::Unix(path) => path.display().to_string(),
        };
        let (stage, message, help) = match self {
            Failure::Resolve(error) => (Stage::Host, says::no_host(host, resolver_text(&error)), says::no_host_help()),
            Failure::Io(error) => {
                let (message, help) = io_failure(&error, target, &place);
                (Stage::Port, message, help)
            }
            Failure::Timeout => (Stage::Port, says::no_answer(place), says::no_answer_help()),
            Failure::NoTls => (Stage::Tls, says::no_tls(place), says::no_tls_help()),
            Failure::Tls(text) => (Stage::Tls, says::tls_failed(place, text), says::tls_failed_help()),
            Failure::NoPassword => (Stage::Login, says::no_password(place), says::no_password_help()),
            Failure::ReadOnly => (Stage::Database, says::standby(place), says::standby_help()),
            Failure::Other(text) => (Stage::Port, says::failed(place, text), says::failed_server_help()),
            Failure::Server(error) => server_failure(&error, &place, settings),
        };
        Refusal::new(stage, message, help)
    }
}

/// What the resolver says, without the words that its caller puts before it.
fn resolver_text(error: &io::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(": ").map_or(text.clone(), |(_, reason)| reason.to_lowercase())
}

fn place(target: &Target) -> String {
    match &target.address {
        Address::Tcp(host, Some(address)) if host.is_empty() => format!("{address}:{}", target.port),
        Address::Tcp(host, _) if host.contains(':') => format!("[{host}]:{}", target.port),
        Address::Tcp(host, _) => format!("{host}:{}", target.port),
        Address::Unix(folder) => socket_path(folder, target.port),
    }
}

/// The file of a Unix socket.
pub(super) fn socket_path(folder: &std::path::Path, port: u16) -> String {
    folder.join(format!(".s.PGSQL.{port}")).display().to_string()
}

fn io_failure(error: &io::Error, target: &Target, place: &str) -> (Message, Message) {
    match (error.kind(), &target.address) {
        (io::ErrorKind::ConnectionRefused, _) => (says::refused(place), says::refused_help()),
        (io::ErrorKind::NotFound, Address::Unix(_)) => (says::no_socket(place), says::refused_help()),
        (io::ErrorKind::PermissionDenied, Address::Unix(_)) => (says::socket_denied(place), says::socket_denied_help()),
        (io::ErrorKind::TimedOut, _) => (says::no_answer(place), says::no_answer_help()),
        (io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset, _) => {
            (says::closed_at_once(place), says::closed_at_once_help())
        }
        (_, _) => (says::failed(place, error.to_string()), says::failed_help()),
    }
}

fn server_failure(error: &DbError, place: &str, settings: &Settings) -> (Stage, Message, Message) {
    let user = settings.user.as_deref().map_or_else(says::system_user, Message::from);
    let database = settings.database.as_deref().or(settings.user.as_deref());
    let database = database.map_or_else(says::same_name, Message::from);
    let reason = error.message();
    // Messages are translated by the server; the name of its function is not.
    match (error.code().code(), error.routine().unwrap_or_default()) {
        ("28P01", _) => (Stage::Login, says::wrong_password(user, place), says::wrong_password_help()),
        ("28000", "InitializeSessionUserId") if reason.contains("not permitted") => {
            (Stage::Login, says::no_login(&user, place), says::no_login_help(&user))
        }
        ("28000", "InitializeSessionUserId") => (Stage::Login, says::no_role(&user, place), says::no_role_help(&user)),
        ("28000", "ClientAuthentication") => {
            (Stage::Login, says::not_let_in(place, user, database, reason), says::not_let_in_help())
        }
        ("28000", _) => (Stage::Login, says::user_refused(place, user, reason), says::user_refused_help()),
        ("3D000", _) => (Stage::Database, says::no_database(&database, place), says::no_database_help(&database)),
        ("42501", _) => (
            Stage::Database,
            says::no_connect_right(&user, &database, place),
            says::no_connect_right_help(&database, &user),
        ),
        ("53300", _) => (Stage::Database, says::full(place, reason), says::full_help()),
        ("57P03", _) => (Stage::Port, says::not_ready(place, reason), says::not_ready_help()),
        (_, _) => (Stage::Database, says::server_refused(place, reason), says::server_refused_help()),
    }
}
