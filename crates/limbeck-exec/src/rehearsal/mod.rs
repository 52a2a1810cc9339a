//! Hosts that stand in for a database while scripts are rehearsed: nothing of what they are asked reaches a server.
//!
//! SQLite's stand-in is SQLite itself, in memory. Those of the others fold statements into a catalog, answer inspection from
//! it, and answer every question about rows as an empty database would.

mod about_itself;
mod about_mysql;
mod postgres;
mod reflected;
mod witness;

use std::cell::RefCell;
use std::rc::Rc;

use limbeck_ops::catalog::{Catalog, Doubt, Fold, MysqlFacts};
use limbeck_ops::{Dialect, DialectName, HostError, Origin, Reflection, ReflectionRequest, SharedHost};

use crate::connect::connect;
use crate::options::ConnectOptions;
use crate::postgres::keywords::first_word;
use crate::snapshot::{self, Schemas};

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
    /// The catalog, but for SQLite.
    fold: Option<Rc<RefCell<Fold>>>,
    /// What is doubtful where SQLite itself stands in, with the text that names it.
    doubts: RefCell<Vec<(Option<String>, Doubt)>>,
}

impl StandIn {
    /// A stand-in for the database behind a host, of the same dialect and version, empty yet.
    ///
    /// # Errors
    /// When the database can't tell its default schema.
    pub fn of(real: &SharedHost, deeds: DeedHandler) -> Result<StandIn, HostError> {
        let dialect = real.borrow().dialect();
        let schema = match dialect.name {
            DialectName::Sqlite => String::new(),
            DialectName::Mysql | DialectName::Mariadb => {
                let fold = Fold::mysql(dialect.name, snapshot::mysql::facts(real)?);
                return Ok(StandIn::folding(dialect, fold, deeds));
            }
            DialectName::Postgresql => {
                let asked = real.borrow_mut().reflect(&ReflectionRequest::DefaultSchema, &Origin::internal())?;
                match asked {
                    Reflection::Names(names) => names.into_iter().next().unwrap_or_else(|| "public".to_owned()),
                    Reflection::Table(_)
                    | Reflection::NoTable
                    | Reflection::Enums(_)
                    | Reflection::Sequences(_)
                    | Reflection::Domains(_)
                    | Reflection::Text(_) => "public".to_owned(),
                }
            }
        };
        StandIn::without_database(dialect, &schema, deeds)
    }

    /// A stand-in for a database of a dialect that need not be there, empty yet.
    ///
    /// # Errors
    /// When SQLite can't open a database in memory.
    pub fn without_database(dialect: Dialect, schema: &str, deeds: DeedHandler) -> Result<StandIn, HostError> {
        match dialect.name {
            DialectName::Sqlite => Ok(StandIn { host: sqlite(deeds)?, fold: None, doubts: RefCell::default() }),
            DialectName::Postgresql => {
                let fold = Fold::new(dialect.name, schema);
                Ok(StandIn::folding(dialect, fold, deeds))
            }
            DialectName::Mysql | DialectName::Mariadb => {
                let is_mariadb = dialect.name == DialectName::Mariadb;
                let fold = Fold::mysql(dialect.name, MysqlFacts { is_mariadb, ..MysqlFacts::default() });
                Ok(StandIn::folding(dialect, fold, deeds))
            }
        }
    }

    fn folding(dialect: Dialect, fold: Fold, deeds: DeedHandler) -> StandIn {
        let fold = Rc::new(RefCell::new(fold));
        let host = postgres::PostgresStandIn::new(dialect, Rc::clone(&fold), deeds);
        StandIn { host: Rc::new(RefCell::new(host)), fold: Some(fold), doubts: RefCell::default() }
    }

    /// The host on which scripts run.
    pub fn host(&self) -> &SharedHost {
        &self.host
    }

    /// What it has by now, with the doubts.
    ///
    /// # Errors
    /// When SQLite can't read its own tables.
    pub fn catalog(&self) -> Result<Catalog, HostError> {
        if let Some(fold) = &self.fold {
            return Ok(fold.borrow().clone().into_catalog());
        }
        let mut catalog = snapshot::read(&self.host, &Schemas::All)?;
        for (text, doubt) in &*self.doubts.borrow() {
            let Some(text) = text else {
                catalog.doubts.push(doubt.clone());
                continue;
            };
            let words: Vec<&str> = words(text).collect();
            for (_, entry) in catalog.tables.iter_mut().filter(|(name, _)| words.contains(&name.name.as_str())) {
                entry.doubts.push(doubt.clone());
            }
        }
        Ok(catalog)
    }

    /// The tables that are there by now, without their schema.
    pub fn table_names(&self) -> Vec<String> {
        if let Some(fold) = &self.fold {
            return fold.borrow().catalog().tables.keys().map(|name| name.name.clone()).collect();
        }
        match self.host.borrow_mut().reflect(&ReflectionRequest::Tables(None), &Origin::internal()) {
            Ok(Reflection::Names(names)) => names,
            Ok(
                Reflection::Table(_)
                | Reflection::NoTable
                | Reflection::Enums(_)
                | Reflection::Sequences(_)
                | Reflection::Domains(_)
                | Reflection::Text(_),
            )
            | Err(_) => Vec::new(),
        }
    }

    /// Notes that anything may differ.
    pub fn doubt_everything(&self, doubt: Doubt) {
        match &self.fold {
            Some(fold) => fold.borrow_mut().doubt_everything(doubt),
            None => self.doubts.borrow_mut().push((None, doubt)),
        }
    }

    /// Notes that what a text names may differ; a text that names nothing known is left alone. Whether it names something.
    pub fn doubt(&self, text: &str, doubt: Doubt) -> bool {
        let Some(fold) = &self.fold else {
            let names = self.table_names();
            self.doubts.borrow_mut().push((Some(text.to_owned()), doubt));
            return words(text).any(|word| names.iter().any(|name| name == word));
        };
        let mut fold = fold.borrow_mut();
        let catalog = fold.catalog();
        let known = |word: &str| {
            let names = catalog.tables.keys().chain(catalog.views.keys());
            names.chain(catalog.enums.keys()).chain(catalog.sequences.keys()).any(|name| name.name == word)
        };
        let names_something = words(text).any(known);
        if names_something {
            fold.doubt(text, doubt);
        }
        names_something
    }
}

/// Whether a statement is one that the host itself sends around those of scripts.
fn controls_transactions(sql: &str) -> bool {
    matches!(first_word(sql).as_str(), "BEGIN" | "COMMIT" | "ROLLBACK" | "SAVEPOINT" | "RELEASE")
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

fn sqlite(deeds: DeedHandler) -> Result<SharedHost, HostError> {
    let told = Rc::clone(&deeds);
    let options = ConnectOptions {
        statements: Some(Rc::new(move |sql, origin| {
            if !origin.frames.is_empty() && !controls_transactions(sql) {
                told(Deed::Statement { sql: sql.to_owned(), origin: origin.clone() });
            }
        })),
        ..ConnectOptions::default()
    };
    let host = connect("sqlite://", &options)?;
    Ok(witness::Witness::shared(host, deeds))
}
