//! A session: statements in, answers out.

use limbeck_ops::{Answer, AnswerColumn, Datum, HostError, Origin};
use mysql::Conn;
use mysql::prelude::Queryable;

use super::connect::{address, connect};
use super::decode;
use super::error::host_error;
use super::watch::Watch;
use crate::options::ConnectOptions;
use crate::refusal::NotConnected;
use crate::url::Url;

/// A connection that Ctrl-C reaches.
pub(crate) struct Session {
    connection: Conn,
    watch: Option<Watch>,
    address: String,
    has_tls: bool,
    /// Version, and whether it is MariaDB.
    server: ((u32, u32, u32), bool),
}

impl Session {
    pub fn connect(url: &Url, options: &ConnectOptions) -> Result<Session, NotConnected> {
        let (connection, settings) = connect(url, options)?;
        let watch =
            options.interrupt.clone().map(|flag| Watch::start(connection.connection_id(), settings.opts(), flag));
        let mut session = Session {
            connection,
            watch,
            address: address(&settings),
            has_tls: settings.tls.is_some(),
            server: ((0, 0, 0), false),
        };
        let version = session.value("SELECT VERSION()")?.unwrap_or_default();
        session.server = (numbers(&version), version.to_ascii_lowercase().contains("mariadb"));
        Ok(session)
    }

    /// Version, and whether it is MariaDB.
    pub fn server(&self) -> ((u32, u32, u32), bool) {
        self.server
    }

    /// Where the server is.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Whether TLS is used.
    pub fn has_tls(&self) -> bool {
        self.has_tls
    }

    /// Runs a text and gives the answer of its first statement; errors of later ones count too.
    pub fn run(&mut self, sql: &str, origin: &Origin) -> Result<Answer, HostError> {
        if let Some(watch) = &self.watch {
            watch.set_active(true);
        }
        let result = answer(&mut self.connection, sql);
        if let Some(watch) = &self.watch {
            watch.set_active(false);
            if result.is_err() && watch.has_killed() {
                return Err(HostError::Interrupted);
            }
        }
        result.map_err(|error| host_error(&error, sql, origin))
    }

    /// As [`Session::run`], where Ctrl-C must not get in the way.
    pub fn run_to_the_end(&mut self, sql: &str, origin: &Origin) -> Result<(), HostError> {
        answer(&mut self.connection, sql).map(|_| ()).map_err(|error| host_error(&error, sql, origin))
    }

    /// As [`Session::rows`], where Ctrl-C must not get in the way. The order to kill an earlier query may come late and
    /// meet this one, which then is run again.
    pub fn rows_to_the_end(&mut self, sql: &str) -> Result<Vec<Vec<Option<String>>>, HostError> {
        let interrupted = |error: &mysql::Error| matches!(error, mysql::Error::MySqlError(error) if error.code == 1317);
        let result = match answer(&mut self.connection, sql) {
            Err(error) if interrupted(&error) => answer(&mut self.connection, sql),
            other => other,
        };
        let rows = result.map_err(|error| host_error(&error, sql, &Origin::internal()))?.rows;
        Ok(rows.into_iter().map(|row| row.iter().map(text).collect()).collect())
    }

    /// The first value of the first row, as text.
    pub fn value(&mut self, sql: &str) -> Result<Option<String>, HostError> {
        let rows = self.run(sql, &Origin::internal())?.rows;
        Ok(rows.into_iter().next().and_then(|row| row.into_iter().next()).and_then(|datum| text(&datum)))
    }

    /// Rows as text.
    pub fn rows(&mut self, sql: &str, origin: &Origin) -> Result<Vec<Vec<Option<String>>>, HostError> {
        let rows = self.run(sql, origin)?.rows;
        Ok(rows.into_iter().map(|row| row.iter().map(text).collect()).collect())
    }
}

fn text(datum: &Datum) -> Option<String> {
    match datum {
        Datum::Null => None,
        Datum::Str(text) => Some(text.clone()),
        Datum::Int(number) => Some(number.to_string()),
        Datum::BigInt(number) => Some(number.to_string()),
        Datum::Decimal(number) => Some(number.to_string()),
        Datum::Float(number) => Some(number.to_string()),
        Datum::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        Datum::DateTime(value, _) => Some(value.to_string()),
        Datum::Date(value) => Some(value.to_string()),
        Datum::Bool(_)
        | Datum::DecimalNan
        | Datum::DecimalInfinity { .. }
        | Datum::Time(..)
        | Datum::Interval(_)
        | Datum::Uuid(_)
        | Datum::List(_)
        | Datum::Map(_)
        | Datum::Enum(_)
        | Datum::Server { .. } => None,
    }
}

fn answer(connection: &mut Conn, sql: &str) -> Result<Answer, mysql::Error> {
    let mut first: Option<Answer> = None;
    let mut result = connection.query_iter(sql)?;
    while let Some(set) = result.iter() {
        let columns = set.columns().as_ref().to_vec();
        let (affected, inserted) = (set.affected_rows(), set.last_insert_id());
        let mut rows = Vec::new();
        for row in set {
            let values = row?.unwrap();
            rows.push(columns.iter().zip(values).map(|(column, value)| decode::datum(column, value)).collect());
        }
        if first.is_none() {
            let returns_rows = !columns.is_empty();
            let count = if returns_rows { rows.len() as u64 } else { affected };
            first = Some(Answer {
                columns: columns.iter().map(|column| AnswerColumn { name: column.name_str().into_owned() }).collect(),
                returns_rows,
                rows,
                row_count: i64::try_from(count).unwrap_or(i64::MAX),
                inserted_primary_key: Vec::new(),
                last_row_id: inserted.and_then(|id| i64::try_from(id).ok()).filter(|id| *id != 0),
            });
        }
    }
    Ok(first.unwrap_or_else(|| Answer { row_count: -1, ..Answer::default() }))
}

/// `10.11.14-MariaDB-0+deb12u2`, `5.5.5-10.4.1-MariaDB`, `8.0.36`
fn numbers(version: &str) -> (u32, u32, u32) {
    let version = version.strip_prefix("5.5.5-").unwrap_or(version);
    let mut parts = version.split(['.', '-', '+']).map(|part| part.parse().ok());
    let mut next = || parts.next().flatten().unwrap_or(0);
    (next(), next(), next())
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn versions_are_read() {
        assert_eq!(numbers("10.11.14-MariaDB-0+deb12u2"), (10, 11, 14));
        assert_eq!(numbers("5.5.5-10.4.1-MariaDB"), (10, 4, 1));
        assert_eq!(numbers("8.0.36"), (8, 0, 36));
        assert_eq!(numbers("9.1-x"), (9, 1, 0));
    }
}
