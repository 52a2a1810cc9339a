//! Commands that answer with a JSON document: `docs/answers.schema.json`.
//!
//! Each prints one document, at its end and only if it went well. Lists are in the order of Alembic's own output.

mod moves;
mod revision;

use std::cell::RefCell;
use std::rc::Rc;

use limbeck_alembic::Project;
use limbeck_graph::{HistoryRange, RevisionId, check_heads, history as history_walk};
use serde_json::{Value, json};

use crate::commands::open;
use crate::failure::Failure;
use crate::run::{EnvArguments, Job, run};
use crate::settings::Settings;

pub use moves::{downgrade, ensure_version, stamp, upgrade};
use revision::{document, documents};

fn print(settings: &Settings, document: &Value) {
    settings.reporter.print(&format!("{document:#}\n"));
}

/// What a function says of each database that env.py configures.
fn of_databases(
    settings: &Settings,
    project: &Rc<Project>,
    ask: impl Fn(&Project, &[RevisionId], &str) -> Result<Value, Failure> + 'static,
) -> Result<Vec<Value>, Failure> {
    let answers: Rc<RefCell<Vec<Value>>> = Rc::default();
    let found = Rc::clone(&answers);
    let job = Job::Read(Box::new(move |project, rows, url| {
        let answer = ask(project, rows, url)?;
        found.borrow_mut().push(answer);
        Ok(())
    }));
    run(settings, project, EnvArguments::default(), job)?;
    Ok(answers.take())
}

/// `current --json`.
///
/// # Errors
/// As [`crate::current`].
pub fn current(settings: &Settings, check: bool) -> Result<(), Failure> {
    let project = open(settings)?;
    let databases = of_databases(settings, &project, move |project, rows, url| {
        if check {
            check_heads(&project.graph, rows)?;
        }
        let members = project.graph.all_current(rows)?;
        Ok(json!({ "url": url, "revisions": documents(members, Some(rows)) }))
    })?;
    print(settings, &json!({ "version": 1, "command": "current", "databases": databases }));
    Ok(())
}

/// `heads --json`.
///
/// # Errors
/// As [`crate::heads`].
pub fn heads(settings: &Settings, resolve_dependencies: bool) -> Result<(), Failure> {
    let project = open(settings)?;
    let members = if resolve_dependencies { project.graph.effective_heads() } else { project.graph.heads() };
    print(settings, &json!({ "version": 1, "command": "heads", "revisions": documents(members, None) }));
    Ok(())
}

/// `branches --json`.
///
/// # Errors
/// As [`crate::branches`].
pub fn branches(settings: &Settings) -> Result<(), Failure> {
    let project = open(settings)?;
    let members = project.graph.walk().into_iter().filter(|member| member.is_branch_point());
    print(settings, &json!({ "version": 1, "command": "branches", "revisions": documents(members, None) }));
    Ok(())
}

/// `show --json`.
///
/// # Errors
/// As [`crate::show`].
pub fn show(settings: &Settings, revision: &str) -> Result<(), Failure> {
    let project = open(settings)?;
    let revisions = if revision == "current" {
        let found = of_databases(settings, &project, |project, rows, _url| {
            Ok(documents(project.graph.resolve_applied(rows)?, Some(rows)))
        })?;
        found.into_iter().filter_map(|list| list.as_array().cloned()).flatten().collect()
    } else {
        documents(project.graph.resolve(revision)?, None)
    };
    print(settings, &json!({ "version": 1, "command": "show", "revisions": revisions }));
    Ok(())
}

/// `history --json`.
///
/// # Errors
/// As [`crate::history`].
pub fn history(settings: &Settings, range: Option<&str>, indicate_current: bool) -> Result<(), Failure> {
    let project = open(settings)?;
    let parsed = range.map_or(Ok(HistoryRange::ALL), HistoryRange::parse)?;
    let revisions = if parsed.needs_current() || indicate_current {
        let range = range.map(str::to_owned);
        let reporter = Rc::clone(&settings.reporter);
        let found = of_databases(settings, &project, move |project, rows, _url| {
            let range = range.as_deref().map_or(Ok(HistoryRange::ALL), HistoryRange::parse)?;
            let walk = history_walk(&project.graph, range, rows)?;
            walk.warnings.iter().for_each(|warning| reporter.warn(&crate::refusals::warning(*warning), None));
            Ok(documents(walk.revisions, indicate_current.then_some(rows)))
        })?;
        found.into_iter().filter_map(|list| list.as_array().cloned()).flatten().collect()
    } else {
        let walk = history_walk(&project.graph, parsed, &[])?;
        walk.warnings.iter().for_each(|warning| settings.reporter.warn(&crate::refusals::warning(*warning), None));
        Value::from_iter(walk.revisions.into_iter().map(|member| document(member, None)))
    };
    print(settings, &json!({ "version": 1, "command": "history", "revisions": revisions }));
    Ok(())
}
