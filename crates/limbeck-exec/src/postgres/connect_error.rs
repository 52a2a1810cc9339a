//! Why a connection failed: one sentence, and what to do next.

use std::io;

use limbeck_ops::HostError;
use tokio_postgres::error::DbError;

use super::settings::{Address, Settings, Target};

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
    Tls(String),
    /// The server asks for a password.
    NoPassword,
    /// The server refused.
    Server(Box<DbError>),
    /// The server is a standby, but a writable one is required.
    ReadOnly,
    /// Anything else.
    Other(String),
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
                Err(other) => Failure::Other(format!("{text}: {other}")),
            },
            None => Failure::Other(text),
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

    /// The error that people see.
    pub fn describe(self, target: &Target, settings: &Settings) -> HostError {
        let place = place(target);
        let host = match &target.address {
            Address::Tcp(host, _) => host.clone(),
            Address::Unix(path) => path.display().to_string(),
        };
        let (message, help) = match self {
            Failure::Resolve(error) => (
                format!("the host name {host:?} of the database can't be resolved ({})", resolver_text(&error)),
                "check the host in the database URL, and the network's name service".to_owned(),
            ),
            Failure::Io(error) => io_failure(&error, target, &place),
            Failure::Timeout => (
                format!("no answer from {place} in time"),
                "check host and port in the database URL, and whether a firewall is in between".to_owned(),
            ),
            Failure::NoTls => (
                format!("the server at {place} does not speak TLS, but sslmode requires it"),
                "switch TLS on at the server, or connect with sslmode=prefer".to_owned(),
            ),
            Failure::Tls(text) => (
                format!("TLS with the server at {place} failed: {text}"),
                "check sslmode, sslrootcert and the server's certificate".to_owned(),
            ),
            Failure::NoPassword => (
                format!("the server at {place} asks for a password, and none was given"),
                "put the password into the database URL, PGPASSWORD or the file ~/.pgpass".to_owned(),
            ),
            Failure::ReadOnly => (
                format!("the server at {place} is read-only, but target_session_attrs asks for a writable one"),
                "connect to the primary server".to_owned(),
            ),
            Failure::Other(text) => (
                format!("the connection to {place} failed: {text}"),
                "check that a PostgreSQL server listens there".to_owned(),
            ),
            Failure::Server(error) => server_failure(&error, &place, settings),
        };
        HostError::Connect { message, help }
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

fn io_failure(error: &io::Error, target: &Target, place: &str) -> (String, String) {
    match (error.kind(), &target.address) {
        (io::ErrorKind::ConnectionRefused, _) => (
            format!("no PostgreSQL server listens at {place} (connection refused)"),
            "start the server, or correct host and port in the database URL".to_owned(),
        ),
        (io::ErrorKind::NotFound, Address::Unix(_)) => (
            format!("no PostgreSQL server listens on the socket {place}"),
            "start the server, or correct host and port in the database URL".to_owned(),
        ),
        (io::ErrorKind::PermissionDenied, Address::Unix(_)) => (
            format!("this user may not use the socket {place}"),
            "connect by host name, or as a user who may open the socket".to_owned(),
        ),
        (io::ErrorKind::TimedOut, _) => (
            format!("no answer from {place} in time"),
            "check host and port in the database URL, and whether a firewall is in between".to_owned(),
        ),
        (io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset, _) => (
            format!("the server at {place} closed the connection at once"),
            "check that it is a PostgreSQL server, and look into its log".to_owned(),
        ),
        (_, _) => (
            format!("the connection to {place} failed: {error}"),
            "check host and port in the database URL, and the network".to_owned(),
        ),
    }
}

fn server_failure(error: &DbError, place: &str, settings: &Settings) -> (String, String) {
    let user = settings.user.as_deref().unwrap_or("the operating system's user");
    let database = settings.database.as_deref().or(settings.user.as_deref()).unwrap_or("of the same name");
    let message = error.message();
    // Messages are translated by the server; the name of its function is not.
    match (error.code().code(), error.routine().unwrap_or_default()) {
        ("28P01", _) => (
            format!("the password for user {user:?} at {place} is wrong, or there is no such user"),
            "correct user and password in the database URL".to_owned(),
        ),
        ("28000", "InitializeSessionUserId") if message.contains("not permitted") => (
            format!("the role {user:?} may not log in at {place}"),
            format!("let an administrator run: ALTER ROLE \"{user}\" LOGIN"),
        ),
        ("28000", "InitializeSessionUserId") => (
            format!("the role {user:?} does not exist at {place}"),
            format!("correct the user in the database URL, or let an administrator run: CREATE ROLE \"{user}\" LOGIN"),
        ),
        ("28000", "ClientAuthentication") => (
            format!(
                "the server at {place} does not let user {user:?} into database {database:?} from here ({message})"
            ),
            "add a line for this user, database and address to the server's pg_hba.conf, or try another sslmode"
                .to_owned(),
        ),
        ("28000", _) => (
            format!("the server at {place} refused user {user:?}: {message}"),
            "check the server's pg_hba.conf and the user in the database URL".to_owned(),
        ),
        ("3D000", _) => (
            format!("the database {database:?} does not exist at {place}"),
            format!("create it (createdb {database}), or correct its name in the database URL"),
        ),
        ("42501", _) => (
            format!("the role {user:?} may not connect to the database {database:?} at {place}"),
            format!("let its owner run: GRANT CONNECT ON DATABASE \"{database}\" TO \"{user}\""),
        ),
        ("53300", _) => (
            format!("the server at {place} has no connection left ({message})"),
            "close other sessions, or raise max_connections".to_owned(),
        ),
        ("57P03", _) => (
            format!("the server at {place} does not take connections yet ({message})"),
            "wait until it has started, and try again".to_owned(),
        ),
        (_, _) => (
            format!("the server at {place} refused the connection: {message}"),
            "look into the server's log".to_owned(),
        ),
    }
}
