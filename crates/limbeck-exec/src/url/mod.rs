//! Database URLs, read exactly as `sqlalchemy.engine.url` reads them.

mod parse;

use std::fmt;

use limbeck_ops::DialectName;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use thiserror::Error;

/// What `urllib.parse.quote(…, safe=" +")` leaves as it is.
const QUOTE: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'_').remove(b'.').remove(b'-').remove(b'~').remove(b' ').remove(b'+');
/// What `urllib.parse.quote_plus` leaves as it is, apart from the space.
const QUOTE_PLUS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'.').remove(b'-').remove(b'~').remove(b' ');
/// Query options whose value is a secret.
const SECRETS: &[&str] = &["password", "passwd", "pwd", "sslpassword", "passfile"];

/// A database URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url {
    /// Dialect and driver, `postgresql+psycopg2`.
    pub driver_name: String,
    /// User.
    pub username: Option<String>,
    /// Password.
    pub password: Option<String>,
    /// Host, of IPv6 without brackets.
    pub host: Option<String>,
    /// Port.
    pub port: Option<u16>,
    /// Database, not percent-decoded, as in SQLAlchemy.
    pub database: Option<String>,
    /// Options behind the question mark in their order; a name may come more than once.
    pub query: Vec<(String, String)>,
}

/// Why a text is no database URL that limbeck can use.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum UrlError {
    /// It has not the form of a URL.
    #[error("Could not parse SQLAlchemy URL from given URL string")]
    Form,
    /// The port is not a number.
    #[error("the port in the database URL is not a number: {0:?}")]
    Port(String),
    /// The dialect is one that limbeck does not know.
    #[error("the database URL names the dialect {0:?}; limbeck knows postgresql, mysql, mariadb and sqlite")]
    Dialect(String),
}

impl Url {
    /// Reads a URL.
    ///
    /// # Errors
    /// When it has not the form of a URL, or its port is no number.
    pub fn parse(text: &str) -> Result<Url, UrlError> {
        parse::parse(text)
    }

    /// The name of the dialect: the driver's name up to the plus sign.
    pub fn backend(&self) -> &str {
        self.driver_name.split('+').next().unwrap_or_default()
    }

    /// The driver of Python behind the plus sign, if one is named.
    pub fn driver(&self) -> Option<&str> {
        self.driver_name.split_once('+').map(|(_, driver)| driver)
    }

    /// The dialect.
    ///
    /// `postgres` counts as `postgresql`: SQLAlchemy 1.3 took it, and hosting services still give such URLs.
    ///
    /// # Errors
    /// When limbeck does not know it.
    pub fn dialect(&self) -> Result<DialectName, UrlError> {
        match self.backend() {
            "postgresql" | "postgres" => Ok(DialectName::Postgresql),
            "sqlite" => Ok(DialectName::Sqlite),
            "mysql" => Ok(DialectName::Mysql),
            "mariadb" => Ok(DialectName::Mariadb),
            other => Err(UrlError::Dialect(other.to_owned())),
        }
    }

    /// The last value of an option.
    pub fn option(&self, name: &str) -> Option<&str> {
        self.query.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All values of an option.
    pub fn options<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.query.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The URL as text, password included: `render_as_string(hide_password=False)`.
    pub fn with_password(&self) -> String {
        self.render(false)
    }

    fn render(&self, masked: bool) -> String {
        let mut text = format!("{}://", self.driver_name);
        if let Some(username) = &self.username {
            text.extend(utf8_percent_encode(username, QUOTE));
            match &self.password {
                Some(_) if masked => text.push_str(":***"),
                Some(password) => {
                    text.push(':');
                    text.extend(utf8_percent_encode(password, QUOTE));
                }
                None => {}
            }
            text.push('@');
        }
        match &self.host {
            Some(host) if host.contains(':') => text.push_str(&format!("[{host}]")),
            Some(host) => text.push_str(host),
            None => {}
        }
        if let Some(port) = self.port {
            text.push_str(&format!(":{port}"));
        }
        if let Some(database) = &self.database {
            text.push('/');
            text.push_str(database);
        }
        let mut query = self.query.clone();
        query.sort_by(|a, b| a.0.cmp(&b.0));
        for (position, (key, value)) in query.iter().enumerate() {
            text.push(if position == 0 { '?' } else { '&' });
            text.push_str(&plus(key));
            text.push('=');
            if masked && SECRETS.contains(&key.as_str()) {
                text.push_str("***");
            } else {
                text.push_str(&plus(value));
            }
        }
        text
    }
}

fn plus(text: &str) -> String {
    utf8_percent_encode(text, QUOTE_PLUS).to_string().replace(' ', "+")
}

/// The masked form: `render_as_string()`, with the secrets among the options masked too.
impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(true))
    }
}

/// The masked form of a text that should be a URL, for messages: what can't be read is not shown at all.
pub fn masked(text: &str) -> String {
    match Url::parse(text) {
        Ok(url) => url.to_string(),
        Err(_) => match text.split_once("://") {
            Some((scheme, _)) => format!("{scheme}://…"),
            None => "…".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests;
