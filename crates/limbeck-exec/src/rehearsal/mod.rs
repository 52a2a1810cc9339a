//! Hosts that stand in for a database while scripts are rehearsed: nothing of what they are asked reaches a server.
//!
//! SQLite's stand-in is SQLite itself, in memory. PostgreSQL's folds statements into a catalog, answers inspection from
//! it, and answers every question about rows as an empty database would.

mod witness;

use std::rc::Rc;

use limbeck_ops::catalog::Doubt;
use limbeck_ops::{DialectName, HostError, Origin, Reflection, ReflectionRequest, SharedHost};

use crate::connect::connect;
use crate::options::ConnectOptions;

/// What a script did on a stand-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// A statement that it would send.
    Statement {
        /// The statement.
        sql: String,
        /// Where it came from.
        origin: Origin,
    },
    /// Rows that it asked for: what it does next may depend on them.
    Question {
        /// The query.
        sql: String,
        /// Where it was asked.
        origin: Origin,
    },
}

/// Receives deeds in order. It must not use the host.
pub type DeedHandler = Rc<dyn Fn(Deed)>;

/// A stand-in for a database.
pub struct StandIn {
    host: SharedHost,
}

impl StandIn {
    /// A stand-in for the database behind a host, of the same dialect and version, empty yet.
    ///
    /// # Errors
    /// When the database can't tell its default schema; [`HostError::Unsupported`] for a dialect without a stand-in.
    pub fn of(real: &SharedHost, deeds: DeedHandler) -> Result<StandIn, HostError> {
        match real.borrow().dialect().name {
            DialectName::Sqlite => Ok(StandIn { host: sqlite(deeds)? }),
            DialectName::Postgresql | DialectName::Mysql => Err(HostError::Unsupported {
                what: "a rehearsal on this dialect".to_owned(),
                origin: Origin::internal(),
            }),
        }
    }

    /// The host on which scripts run.
    pub fn host(&self) -> &SharedHost {
        &self.host
    }

    /// The tables that are there by now, without their schema.
    pub fn table_names(&self) -> Vec<String> {
        match self.host.borrow_mut().reflect(&ReflectionRequest::Tables(None), &Origin::internal()) {
            Ok(Reflection::Names(names)) => names,
            Ok(Reflection::Table(_) | Reflection::NoTable | Reflection::Enums(_) | Reflection::Sequences(_))
            | Err(_) => Vec::new(),
        }
    }

    /// Notes that anything may differ from here on.
    pub fn doubt(&self, _doubt: Doubt) {}
}

fn sqlite(deeds: DeedHandler) -> Result<SharedHost, HostError> {
    let told = Rc::clone(&deeds);
    let options = ConnectOptions {
        statements: Some(Rc::new(move |sql, origin| {
            if !origin.frames.is_empty() {
                told(Deed::Statement { sql: sql.to_owned(), origin: origin.clone() });
            }
        })),
        ..ConnectOptions::default()
    };
    let host = connect("sqlite://", &options)?;
    Ok(witness::Witness::shared(host, deeds))
}
