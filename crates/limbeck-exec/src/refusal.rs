//! Why there is no connection, told so that it can be looked at and not only read.

use limbeck_messages::{Message, connect as says};
use limbeck_ops::HostError;

use crate::url::UrlError;

/// How far an attempt to connect comes, in order: what stands before was well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The URL makes sense.
    Url,
    /// The host name resolves.
    Host,
    /// A server answers at the port; on SQLite, the file is there.
    Port,
    /// TLS is as `sslmode` asks.
    Tls,
    /// User and password are right; on SQLite, the file may be opened.
    Login,
    /// The database is there and takes the session.
    Database,
}

/// Why a database can't be connected to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Where it stopped.
    pub stage: Stage,
    /// One sentence: what failed.
    pub message: Message,
    /// The next step.
    pub help: Message,
}

impl Refusal {
    pub(crate) fn new(stage: Stage, message: Message, help: Message) -> Refusal {
        Refusal { stage, message, help }
    }
}

impl From<Refusal> for HostError {
    fn from(refusal: Refusal) -> Self {
        HostError::Connect { message: refusal.message, help: refusal.help }
    }
}

impl From<UrlError> for Refusal {
    fn from(error: UrlError) -> Self {
        let (message, help) = match &error {
            UrlError::Form => (says::no_url().quoting(&error.to_string()), says::no_url_help()),
            UrlError::Port(port) => (says::url_port(port), says::url_port_help()),
            UrlError::Dialect(name) => (says::url_dialect(name), says::url_dialect_help()),
        };
        Refusal::new(Stage::Url, message, help)
    }
}

/// Why an attempt came to nothing.
#[derive(Debug)]
pub enum NotConnected {
    /// For a reason that people can mend.
    Refused(Box<Refusal>),
    /// For another: interrupted, or not supported.
    Host(HostError),
}

impl From<Refusal> for NotConnected {
    fn from(refusal: Refusal) -> Self {
        NotConnected::Refused(Box::new(refusal))
    }
}

impl From<UrlError> for NotConnected {
    fn from(error: UrlError) -> Self {
        Refusal::from(error).into()
    }
}

impl From<HostError> for NotConnected {
    fn from(error: HostError) -> Self {
        NotConnected::Host(error)
    }
}

impl From<NotConnected> for HostError {
    fn from(error: NotConnected) -> Self {
        match error {
            NotConnected::Refused(refusal) => (*refusal).into(),
            NotConnected::Host(error) => error,
        }
    }
}
