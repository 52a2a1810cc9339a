//! `limbeck verify`: whether the database has what its revisions make, told table by table.

mod json;
mod report;
mod scratch;
mod text;
mod words_of;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use limbeck_graph::RevisionId;
use limbeck_messages::verify as words;
use limbeck_ops::catalog::{Catalog, Difference, ObjectName, diff};

use crate::commands::open;
use crate::convert::host_failure;
use crate::expected;
use crate::failure::{Failure, FailureKind};
use crate::look::Look;
use crate::run::{EnvArguments, Job, run};
use crate::settings::Settings;

pub(crate) use json::reports as json;
pub(crate) use report::Report;
pub(crate) use text::describe;

/// How `verify` goes about it.
#[derive(Clone, Debug, Default)]
pub struct VerifyOptions {
    /// Only these tables; all where it is empty.
    pub tables: Vec<String>,
    /// The revision whose schema is expected; the database's own where there is none.
    pub at: Option<String>,
    /// Whether what nobody expects, and what is uncertain, counts as a difference.
    pub strict: bool,
    /// Whether standard output is one JSON document.
    pub json: bool,
    /// Replays the chain in a scratch database.
    pub scratch: Option<Scratch>,
}

/// Where a chain is replayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scratch {
    /// In a database made for it on the same server, and dropped afterwards.
    Temporary,
    /// In the empty database of a URL.
    Url(String),
}

/// `verify`.
///
/// # Errors
/// [`FailureKind::Answer`] where the database differs; otherwise when the project can't be read, the database is out of
/// reach, or a table is not known.
pub fn verify(settings: &Settings, options: &VerifyOptions) -> Result<(), Failure> {
    let reports = reports(settings, options)?;
    if options.json {
        let document = serde_json::json!({ "version": 1, "command": "verify", "databases": json(&reports) });
        settings.reporter.print(&format!("{document:#}\n"));
    } else {
        for report in &reports {
            settings.reporter.print(&describe(report, settings.language));
        }
    }
    let fails = |report: &Report| !report.is_right() || (options.strict && !report.is_exact());
    match reports.iter().any(fails) {
        true => Err(Failure::new(FailureKind::Answer, words::differs())),
        false => Ok(()),
    }
}

/// A database and what is expected of it.
struct Compared {
    url: String,
    rows: Vec<RevisionId>,
    /// Whether the rows are those of `--at`, and not the database's own.
    are_asked_for: bool,
    expected: Catalog,
    /// What is expected where the database came down from the heads, if that is not the same.
    after_a_downgrade: Option<Catalog>,
    actual: Catalog,
    version_table: ObjectName,
}

/// The reports on every database that env.py runs.
pub(crate) fn reports(settings: &Settings, options: &VerifyOptions) -> Result<Vec<Report>, Failure> {
    let project = open(settings)?;
    let compared: Rc<RefCell<Vec<Compared>>> = Rc::default();
    let (found, at) = (Rc::clone(&compared), options.at.clone());
    let replays = options.scratch.is_some();
    let looker = Box::new(move |look: &mut Look<'_, '_>| {
        let one = compare(look, at.as_deref(), replays)?;
        found.borrow_mut().push(one);
        Ok(())
    });
    run(settings, &project, EnvArguments::default(), Job::Look(looker))?;
    let mut compared = compared.take();
    if let Some(scratch) = &options.scratch {
        let [one] = compared.as_mut_slice() else {
            return Err(Failure::new(FailureKind::Usage, words::scratch_one_database()));
        };
        let replayed = scratch::replay(settings, scratch, &one.url, &one.rows)?;
        one.expected = scratch::with_default_schema(replayed, &one.actual.default_schema);
    }
    let reports: Vec<Report> = compared.into_iter().map(|one| report::report(one, &options.tables)).collect();
    refuse_unknown_tables(&reports, &options.tables)?;
    Ok(reports)
}

fn refuse_unknown_tables(reports: &[Report], tables: &[String]) -> Result<(), Failure> {
    for table in tables {
        if !reports.iter().any(|report| report.tables.iter().any(|one| one.is_called(table))) {
            return Err(Failure::new(FailureKind::Usage, words::no_such_table(table)).with_help(words::see_inspect()));
        }
    }
    Ok(())
}

fn compare(look: &mut Look<'_, '_>, at: Option<&str>, replays: bool) -> Result<Compared, Failure> {
    let rows = match at {
        Some(at) => look.project.graph.resolve(at)?.iter().map(|member| member.id.clone()).collect(),
        None => look.rows()?,
    };
    // A row that no file has is refused before anything is compared.
    look.project.graph.resolve_applied(&rows)?;
    let expected = match replays {
        true => empty(look)?,
        false => expected::at(look, &rows)?,
    };
    let actual = look.snapshot()?;
    let version_table = look.version_table_in(&actual);
    let differs = !replays && !diff(&expected, &actual).iter().all(Difference::is_extra_object);
    let after_a_downgrade = if differs && at.is_none() { expected::after_a_downgrade(look, &rows)? } else { None };
    Ok(Compared {
        url: look.url(),
        rows,
        are_asked_for: at.is_some(),
        expected,
        after_a_downgrade,
        actual,
        version_table,
    })
}

fn empty(look: &mut Look<'_, '_>) -> Result<Catalog, Failure> {
    look.stand_in()?.stand_in().catalog().map_err(|error| host_failure(&error))
}

/// The schemas that a catalog has something in.
fn schemas(catalog: &Catalog) -> BTreeSet<String> {
    let names = catalog.tables.keys().chain(catalog.views.keys()).chain(catalog.enums.keys());
    let mut schemas: BTreeSet<String> = names.chain(catalog.sequences.keys()).map(|name| name.schema.clone()).collect();
    schemas.insert(catalog.default_schema.clone());
    schemas
}
