//! Replaying a chain in an empty database, for chains whose schema can't be told without one.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use limbeck_exec::scratch::ScratchDatabase;
use limbeck_graph::RevisionId;
use limbeck_messages::verify as words;
use limbeck_ops::catalog::{Catalog, ObjectName};

use super::Scratch;
use crate::commands::{open, upgrade};
use crate::convert::host_failure;
use crate::failure::{Failure, FailureKind};
use crate::look::Look;
use crate::run::{EnvArguments, Job, run};
use crate::settings::Settings;

/// What a chain up to these rows leaves in an empty database.
///
/// # Errors
/// When the database can't be made or is not empty, or a revision fails in it.
pub(super) fn replay(
    settings: &Settings,
    scratch: &Scratch,
    url: &str,
    rows: &[RevisionId],
) -> Result<Catalog, Failure> {
    match scratch {
        Scratch::Url(url) => replay_in(settings, url, rows),
        Scratch::Temporary => {
            let database = ScratchDatabase::create(url).map_err(|error| {
                let failure = host_failure(&error);
                match failure.help {
                    Some(_) => failure,
                    None => failure.with_help(words::scratch_help()),
                }
            })?;
            let replayed = replay_in(settings, database.url(), rows);
            // What went wrong in the replay is the failure to tell.
            let dropped = database.remove().map_err(|error| host_failure(&error));
            replayed.and_then(|catalog| dropped.map(|()| catalog))
        }
    }
}

fn replay_in(settings: &Settings, url: &str, rows: &[RevisionId]) -> Result<Catalog, Failure> {
    let settings = Settings { url: Some(url.to_owned()), ..settings.clone() };
    let before = read(&settings)?;
    if !before.tables.is_empty() || !before.views.is_empty() {
        return Err(
            Failure::new(FailureKind::Usage, words::scratch_not_empty()).with_help(words::scratch_not_empty_help())
        );
    }
    for row in rows {
        upgrade(&settings, row.as_str(), false, None)?;
    }
    read(&settings)
}

fn read(settings: &Settings) -> Result<Catalog, Failure> {
    let project = open(settings)?;
    let found: Rc<RefCell<Option<Catalog>>> = Rc::default();
    let kept = Rc::clone(&found);
    let looker = Box::new(move |look: &mut Look<'_, '_>| {
        *kept.borrow_mut() = Some(look.snapshot()?);
        Ok(())
    });
    run(settings, &project, EnvArguments::default(), Job::Look(looker))?;
    found.take().ok_or_else(|| Failure::new(FailureKind::Project, words::nothing_configured()))
}

/// The catalog with its default schema under another name: on MySQL the schema is the database.
pub(super) fn with_default_schema(mut catalog: Catalog, schema: &str) -> Catalog {
    let own = std::mem::replace(&mut catalog.default_schema, schema.to_owned());
    if own == schema {
        return catalog;
    }
    let rename = |name: &mut ObjectName| {
        if name.schema == own {
            schema.clone_into(&mut name.schema);
        }
    };
    fn renamed<T>(all: BTreeMap<ObjectName, T>, rename: &impl Fn(&mut ObjectName)) -> BTreeMap<ObjectName, T> {
        let one = |(mut name, entry)| {
            rename(&mut name);
            (name, entry)
        };
        all.into_iter().map(one).collect()
    }
    catalog.tables = renamed(catalog.tables, &rename);
    catalog.views = renamed(catalog.views, &rename);
    catalog.enums = renamed(catalog.enums, &rename);
    catalog.sequences = renamed(catalog.sequences, &rename);
    for entry in catalog.tables.values_mut() {
        entry.foreign_keys.iter_mut().for_each(|key| rename(&mut key.referred_table));
        entry.parent.iter_mut().for_each(rename);
    }
    catalog
}
