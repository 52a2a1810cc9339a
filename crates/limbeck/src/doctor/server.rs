//! The server behind the session: its version, whether it can be written, and what the role may do.

use std::collections::BTreeSet;
use std::path::Path;

use limbeck_exec::probe::{Rights, rights};
use limbeck_messages::{Message, doctor as says};
use limbeck_ops::{DialectName, HostError};

use super::connection::Session;
use super::finding::{Check, Finding};

/// At most so many tables are named.
const SHOWN: usize = 10;

/// Whether limbeck supports the server.
pub(super) fn version(session: &Session) -> Finding {
    let dialect = session.host.borrow().dialect().name;
    let (name, least) = match dialect {
        DialectName::Postgresql => ("PostgreSQL", "13"),
        DialectName::Sqlite => ("SQLite", "3.35"),
        DialectName::Mysql => ("MySQL", "8.0"),
        DialectName::Mariadb => ("MariaDB", "10.5"),
    };
    let version = format!("{name} {}", session.server.version);
    match session.server.is_supported(dialect) {
        true => Finding::right(Check::ServerVersion, version.as_str()),
        false => Finding::wrong(
            Check::ServerVersion,
            says::version_old(version, format!("{name} {least}")),
            says::version_old_help(),
        ),
    }
}

/// Whether a run could write, rights aside.
pub(super) fn writable(session: &Session, file: Option<&Path>) -> Finding {
    let wrong = |found: Message, next: Message| Finding::wrong(Check::Writable, found, next);
    if session.server.is_standby {
        return wrong(says::standby(), says::standby_help());
    }
    if session.server.is_read_only {
        return wrong(says::read_only(), says::read_only_help(&session.server.database));
    }
    if let Some(path) = file {
        // Opening for appending changes nothing.
        if std::fs::OpenOptions::new().append(true).open(path).is_err() {
            return wrong(says::file_read_only(path.display().to_string()), says::file_read_only_help());
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        if std::fs::metadata(folder).is_ok_and(|metadata| metadata.permissions().readonly()) {
            return wrong(says::folder_read_only(folder.display().to_string()), says::file_read_only_help());
        }
    }
    Finding::right(Check::Writable, says::writable_fine())
}

/// Whether the role may create in the default schema and those of the version table and the pending revisions.
///
/// # Errors
/// When the connection is lost.
pub(super) fn check_rights(session: &Session, schemas: &BTreeSet<String>) -> Result<Finding, HostError> {
    let Some(rights) = rights(&session.host, schemas)? else {
        let is_mysql = session.host.borrow().dialect().name.is_mysql();
        let told = if is_mysql { says::rights_of_statements() } else { says::rights_none() };
        return Ok(Finding::right(Check::Rights, told));
    };
    Ok(judge(&rights, schemas))
}

fn judge(rights: &Rights, wanted: &BTreeSet<String>) -> Finding {
    let user = rights.user.as_str();
    let wrong = |found: Message, next: Message| Finding::wrong(Check::Rights, found, next);
    if rights.default_schema.is_none() {
        return wrong(says::rights_no_schema(), says::rights_no_schema_help());
    }
    for schema in &rights.schemas {
        let (name, owner) = (schema.name.as_str(), schema.owner.as_str());
        match (schema.usage, schema.create) {
            (true, true) => {}
            (false, _) => {
                return wrong(says::rights_no_usage(user, name, owner), says::rights_schema_help(name, user));
            }
            (true, false) => {
                return wrong(says::rights_no_create(user, name, owner), says::rights_schema_help(name, user));
            }
        }
    }
    let missing = wanted.iter().find(|name| !rights.schemas.iter().any(|schema| schema.name == **name));
    if let Some(schema) = missing.filter(|_| !rights.create_schemas) {
        return wrong(says::rights_schema_missing(schema), says::rights_schema_missing_help(schema, user));
    }
    if let Some((_, owner)) = rights.tables_of_others.first() {
        let own = rights.default_schema.as_deref().unwrap_or_default();
        let mut names: Vec<String> = rights.tables_of_others.iter().map(|(name, _)| name.shown(own)).collect();
        let count = names.len();
        if count > SHOWN {
            names.truncate(SHOWN);
            names.push("…".to_owned());
        }
        return Finding::warning(
            Check::Rights,
            says::tables_of_others(count, names.join(", ")),
            says::tables_of_others_help(user, owner),
        );
    }
    let names: Vec<&str> = rights.schemas.iter().map(|schema| schema.name.as_str()).collect();
    Finding::right(Check::Rights, says::rights_fine(user, names.join(", ")))
}
