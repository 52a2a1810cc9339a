use std::collections::BTreeMap;

use limbeck_ops::catalog::ObjectName;
use limbeck_ops::{DialectName, HostError, SharedHost};

use super::{ask, is, text};

/// What a server tells of itself and of the session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Server {
    /// Its version as it writes it: `15.8`, `3.50.2`.
    pub version: String,
    /// Its version: major, minor, patch.
    pub number: Option<(u32, u32, u32)>,
    /// The role; empty on SQLite.
    pub user: String,
    /// The database; empty on SQLite.
    pub database: String,
    /// Whether it is a standby, which nobody can write to.
    pub is_standby: bool,
    /// Whether sessions of this role in this database only read unless they ask for more.
    pub is_read_only: bool,
    /// TLS version and cipher, where TLS is used.
    pub tls: Option<String>,
}

impl Server {
    /// Whether limbeck supports this version: PostgreSQL 13, SQLite 3.35, MySQL 5.7, MariaDB 10, or later.
    pub fn is_supported(&self, dialect: DialectName) -> bool {
        let least = match dialect {
            DialectName::Postgresql => (13, 0, 0),
            DialectName::Sqlite => (3, 35, 0),
            DialectName::Mysql | DialectName::Mariadb => (5, 7, 0),
        };
        self.number.is_none_or(|number| number >= least)
    }
}

/// Asks a server about itself.
///
/// # Errors
/// When the connection is lost.
pub fn server(host: &SharedHost) -> Result<Server, HostError> {
    let dialect = host.borrow().dialect();
    let sql = match dialect.name {
        // pg_settings tells what the session began with, before it was made read-only for probing.
        DialectName::Postgresql => {
            "SELECT pg_catalog.current_setting('server_version'), current_user::text, pg_catalog.current_database()::text, \
             pg_catalog.pg_is_in_recovery(), (SELECT reset_val = 'on' FROM pg_catalog.pg_settings \
             WHERE name = 'default_transaction_read_only'), \
             (SELECT version || ', ' || cipher FROM pg_catalog.pg_stat_ssl WHERE pid = pg_catalog.pg_backend_pid() AND ssl)"
        }
        DialectName::Sqlite => "SELECT sqlite_version()",
        DialectName::Mysql | DialectName::Mariadb => {
            "SELECT VERSION(), SUBSTRING_INDEX(USER(), '@', 1), DATABASE(), 0, @@global.read_only = 1, \
             NULL"
        }
    };
    let row = ask(host, sql.to_owned())?.rows.into_iter().next().unwrap_or_default();
    Ok(Server {
        version: text(&row, 0).unwrap_or_default(),
        number: dialect.version,
        user: text(&row, 1).unwrap_or_default(),
        database: text(&row, 2).unwrap_or_default(),
        is_standby: is(&row, 3),
        is_read_only: is(&row, 4),
        tls: text(&row, 5),
    })
}

/// How many rows the server thinks that tables have, for those that it has ever counted. SQLite does not count.
///
/// # Errors
/// When the connection is lost.
pub fn row_estimates(host: &SharedHost) -> Result<BTreeMap<ObjectName, u64>, HostError> {
    if host.borrow().dialect().name != DialectName::Postgresql {
        return Ok(BTreeMap::new());
    }
    // Partitioned tables of version 13 have no number of their own.
    let sql = "SELECT n.nspname::text, c.relname::text, c.reltuples::bigint::text FROM pg_catalog.pg_class c \
               JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'm') \
               AND c.reltuples >= 0 AND c.relpages + c.reltuples > 0";
    let rows = ask(host, sql.to_owned())?.rows;
    let entry = |row: &Vec<limbeck_ops::Datum>| {
        Some((ObjectName::new(text(row, 0)?, text(row, 1)?), text(row, 2)?.parse().ok()?))
    };
    Ok(rows.iter().filter_map(entry).collect())
}
