//! `limbeck inspect`: the tables of a database, or one of them, as `\dt` and `\d` of psql show them.

mod find;
pub(crate) mod grid;
pub(crate) mod json;
mod list;
mod one;
pub(crate) mod phrases;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

pub(crate) use find::distance;

use limbeck_exec::probe::row_estimates;
use limbeck_messages::inspect as says;
use limbeck_ops::catalog::{Catalog, ObjectName};

use crate::commands::open;
use crate::convert::host_failure;
use crate::examine::Glance;
use crate::failure::{Failure, FailureKind};
use crate::look::Look;
use crate::run::{EnvArguments, Job, run};
use crate::settings::Settings;

/// A database that was read.
struct Inspected {
    /// The URL, its password masked.
    url: String,
    /// What it has.
    catalog: Catalog,
    /// About how many rows its tables have.
    rows: BTreeMap<ObjectName, u64>,
}

/// `inspect`: prints the tables and foreign keys of the database, or all about one table.
///
/// With `json`, one document for all databases that env.py configures: `docs/inspect.schema.json`.
///
/// # Errors
/// When the project can't be read, the database is out of reach, or no table has that name.
pub fn inspect(settings: &Settings, table: Option<&str>, json: bool) -> Result<(), Failure> {
    let project = open(settings)?;
    let found: Rc<RefCell<Vec<Inspected>>> = Rc::default();
    let into = Rc::clone(&found);
    let examiner = Glance(move |look: &mut Look<'_, '_>| {
        let host = look.host();
        let inspected = Inspected {
            url: limbeck_exec::url::masked(&look.url()),
            catalog: look.snapshot_with_version_table()?,
            rows: row_estimates(host).map_err(|error| host_failure(&error))?,
        };
        into.borrow_mut().push(inspected);
        Ok(())
    });
    run(settings, &project, EnvArguments::default(), Job::Examine(Rc::new(examiner)))?;
    let databases = found.take();
    if databases.is_empty() {
        return Err(Failure::new(FailureKind::Project, says::nothing_configured()));
    }
    let text = match table {
        None if json => json::document(databases.iter().map(|it| json::database(it, it.catalog.tables.keys(), true))),
        None => {
            let texts = databases.iter().map(|it| list::text(it, databases.len() > 1, settings.language));
            texts.collect::<Vec<_>>().join("\n")
        }
        Some(name) => one_table(settings, &databases, name, json)?,
    };
    settings.reporter.print(&text);
    Ok(())
}

/// The table in those databases that have it.
fn one_table(settings: &Settings, databases: &[Inspected], name: &str, json: bool) -> Result<String, Failure> {
    let mut texts = Vec::new();
    let mut documents = Vec::new();
    let mut missing = None;
    for inspected in databases {
        let object = match find::find(&inspected.catalog, name) {
            Ok(object) => object,
            Err(failure) => {
                missing.get_or_insert(failure);
                continue;
            }
        };
        if json {
            documents.push(json::database(inspected, [&object], false));
        } else {
            texts.push(one::text(inspected, &object, databases.len() > 1, settings.language));
        }
    }
    match (missing, json) {
        (Some(failure), _) if texts.is_empty() && documents.is_empty() => Err(failure),
        (_, true) => Ok(json::document(documents)),
        (_, false) => Ok(texts.join("\n")),
    }
}
