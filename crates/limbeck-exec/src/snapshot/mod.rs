//! A whole database as a [`Catalog`]: all tables at once, in a handful of queries.
//!
//! What belongs to an extension and what is temporary is left out, and so is what a partition has from its parent (its
//! keys, constraints and indexes), apart from the columns.

pub(crate) mod mysql;
mod postgres;
mod postgres_sql;
mod sqlite;

use std::collections::BTreeSet;

use limbeck_ops::catalog::Catalog;
use limbeck_ops::{Answer, Datum, DialectName, HostError, Origin, Params, Query, SharedHost};

/// Which schemas are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Schemas {
    /// All but those of the server itself.
    #[default]
    All,
    /// The default schema and these.
    Named(BTreeSet<String>),
}

/// Reads what a database has.
///
/// On PostgreSQL it is one statement, and so one moment: what other sessions commit meanwhile is wholly there or not at
/// all. Names of types, and tables in expressions, are qualified where the connection's `search_path` does not find
/// them.
///
/// # Errors
/// When the database refuses or the connection is lost; for dialects without a connector.
pub fn read(host: &SharedHost, schemas: &Schemas) -> Result<Catalog, HostError> {
    let name = host.borrow().dialect().name;
    match name {
        DialectName::Postgresql => postgres::read(host, schemas),
        DialectName::Sqlite => sqlite::read(host, schemas),
        DialectName::Mysql | DialectName::Mariadb => mysql::read(host, schemas),
    }
}

/// Asks in the words of the server.
fn ask(host: &SharedHost, sql: String) -> Result<Answer, HostError> {
    host.borrow_mut().query(&Query::Driver(sql), &Params::None, &Origin::internal())
}

fn text(row: &[Datum], column: usize) -> Option<String> {
    match row.get(column) {
        Some(Datum::Str(text)) => Some(text.clone()),
        Some(Datum::Int(value)) => Some(value.to_string()),
        Some(Datum::Server { text, .. }) => Some(text.clone()),
        Some(_) | None => None,
    }
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
