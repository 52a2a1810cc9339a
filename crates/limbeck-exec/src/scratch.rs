//! Databases that are made for a moment.

use std::time::{SystemTime, UNIX_EPOCH};

use limbeck_ops::op::Execute;
use limbeck_ops::{DialectName, HostError, Operation, Options, Origin, Query, SharedHost, Timing};

use crate::connect::{connect, url_error};
use crate::options::ConnectOptions;
use crate::url::Url;

/// An empty database on the server of another, or an empty SQLite file.
#[derive(Debug)]
pub struct ScratchDatabase {
    url: String,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// A database of a server, made through the connection of this URL.
    Server { through: String, name: String },
    /// A file.
    Sqlite { path: std::path::PathBuf },
}

impl ScratchDatabase {
    /// Makes one beside the database of a URL.
    ///
    /// # Errors
    /// When the server can't be reached, or the role may not create databases.
    pub fn create(beside: &str) -> Result<ScratchDatabase, HostError> {
        let url = Url::parse(beside).map_err(url_error)?;
        let nanoseconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.subsec_nanos());
        let name = format!("limbeck_scratch_{}_{nanoseconds}", std::process::id());
        match url.dialect().map_err(url_error)? {
            DialectName::Sqlite => {
                let path = std::env::temp_dir().join(format!("{name}.db"));
                let url = format!("sqlite:///{}", path.to_string_lossy().replace('\\', "/"));
                Ok(ScratchDatabase { url, kind: Kind::Sqlite { path } })
            }
            DialectName::Postgresql => {
                let host = connect(beside, &options())?;
                run(&host, &format!("CREATE DATABASE {name}"))?;
                let url = Url { database: Some(name.clone()), ..url }.with_password();
                Ok(ScratchDatabase { url, kind: Kind::Server { through: beside.to_owned(), name } })
            }
            DialectName::Mysql | DialectName::Mariadb => {
                let host = connect(beside, &options())?;
                run(&host, &format!("CREATE DATABASE {name}"))?;
                let url = Url { database: Some(name.clone()), ..url }.with_password();
                Ok(ScratchDatabase { url, kind: Kind::Server { through: beside.to_owned(), name } })
            }
        }
    }

    /// Its URL, with the password.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Drops it.
    ///
    /// # Errors
    /// When the server refuses or is gone.
    pub fn remove(self) -> Result<(), HostError> {
        match &self.kind {
            Kind::Server { through, name } => {
                let host = connect(through, &options())?;
                run(&host, &format!("DROP DATABASE IF EXISTS {name}"))
            }
            Kind::Sqlite { path } => {
                // The files beside it are there only while it is written.
                let _removed = std::fs::remove_file(path);
                Ok(())
            }
        }
    }
}

fn options() -> ConnectOptions {
    ConnectOptions { application_name: Some("limbeck scratch".to_owned()), ..ConnectOptions::default() }
}

fn run(host: &SharedHost, sql: &str) -> Result<(), HostError> {
    let execute = Execute { query: Query::Driver(sql.to_owned()), execution_options: Options::none() };
    host.borrow_mut().operate(&Operation::Execute(execute), &Origin::internal(), Timing::Now)
}
