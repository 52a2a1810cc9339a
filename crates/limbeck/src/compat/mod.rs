//! `limbeck compat`: what of a project limbeck runs, told without a database.

mod text;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use limbeck_graph::{RevisionId, Step, downgrade_plan, upgrade_plan};
use limbeck_messages::{Message, compat as words};
use serde_json::{Value, json};

use crate::commands::open;
use crate::convert::shown;
use crate::failure::{Failure, FailureKind, Place};
use crate::look::Look;
use crate::rehearsal::{StepRecord, Trouble};
use crate::run::{Job, run_without_database};
use crate::settings::Settings;

/// What is told of a revision.
struct Revision {
    id: RevisionId,
    path: String,
    problems: Vec<Problem>,
}

/// Why a revision does not run.
struct Problem {
    direction: &'static str,
    trouble: Trouble,
    message: Message,
    place: Option<Place>,
}

/// How a revision stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Runs,
    Depends,
    Refused,
}

impl Verdict {
    fn sign(self) -> &'static str {
        match self {
            Verdict::Runs => "✅",
            Verdict::Depends => "⚠",
            Verdict::Refused => "❌",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Verdict::Runs => "runs",
            Verdict::Depends => "depends",
            Verdict::Refused => "refused",
        }
    }
}

impl Revision {
    fn verdict(&self) -> Verdict {
        let has = |trouble| self.problems.iter().any(|problem| problem.trouble == trouble);
        match (has(Trouble::Unsupported), has(Trouble::Unresolved)) {
            (true, _) => Verdict::Refused,
            (false, true) => Verdict::Depends,
            // What a script raises on an empty database says nothing about limbeck.
            (false, false) => Verdict::Runs,
        }
    }
}

/// What is told of a project.
struct Report {
    env_py: Option<Failure>,
    revisions: Vec<Revision>,
}

impl Report {
    fn count(&self, verdict: Verdict) -> usize {
        self.revisions.iter().filter(|revision| revision.verdict() == verdict).count()
    }
}

/// `compat`.
///
/// # Errors
/// When the project can't be read; [`FailureKind::Answer`] where limbeck does not run all of it.
pub fn compat(settings: &Settings, json: bool) -> Result<(), Failure> {
    let report = report(settings)?;
    let output = if json { document(&report) } else { text::describe(&report, settings.language) };
    settings.reporter.print(&output);
    let runs = report.env_py.is_none() && report.count(Verdict::Runs) == report.revisions.len();
    match runs {
        true => Ok(()),
        false => Err(Failure::new(FailureKind::Answer, words::some_do_not()).with_help(words::some_do_not_help())),
    }
}

fn report(settings: &Settings) -> Result<Report, Failure> {
    let project = open(settings)?;
    let records: Rc<RefCell<Option<Vec<StepRecord>>>> = Rc::default();
    let found = Rc::clone(&records);
    let looker = move |look: &mut Look<'_, '_>| {
        // An env.py that runs several databases runs the same revisions on each.
        if found.borrow().is_none() {
            let steps = rehearse(look)?;
            *found.borrow_mut() = Some(steps);
        }
        Ok(())
    };
    // What env.py says meanwhile is told as its own line, or does not matter.
    let first = run_without_database(settings, &project, Job::Look(Box::new(looker.clone())));
    if let Err(failure) = &first
        && failure.kind == FailureKind::Interrupted
    {
        return Err(failure.clone());
    }
    let env_py = match (records.borrow().is_some(), first) {
        (true, _) => None,
        (false, Err(failure)) => Some(failure),
        (false, Ok(())) => Some(Failure::new(FailureKind::Script, limbeck_messages::verify::nothing_configured())),
    };
    if records.borrow().is_none() {
        let without = Settings { no_env: true, ..settings.clone() };
        // The scripts' modules were evaluated in the evaluator that ended.
        let project = open(settings)?;
        run_without_database(&without, &project, Job::Look(Box::new(looker)))?;
    }
    let records = records.take().unwrap_or_default();
    let mut by_id: HashMap<RevisionId, Revision> = HashMap::new();
    let mut order = Vec::new();
    for record in records {
        let (Step::Upgrade(step) | Step::Downgrade(step)) = &record.step else { continue };
        let revision = by_id.entry(step.revision.clone()).or_insert_with(|| {
            order.push(step.revision.clone());
            Revision { id: step.revision.clone(), path: shown(&step.path), problems: Vec::new() }
        });
        if let (Some(trouble), Some(failure)) = (record.trouble, &record.failure) {
            let direction = if record.step.is_upgrade() { "upgrade" } else { "downgrade" };
            let place = failure.place().cloned();
            revision.problems.push(Problem { direction, trouble, message: failure.message.clone(), place });
        }
    }
    let revisions = order.iter().filter_map(|id| by_id.remove(id)).collect();
    Ok(Report { env_py, revisions })
}

/// Every revision up, and every revision down again.
fn rehearse(look: &mut Look<'_, '_>) -> Result<Vec<StepRecord>, Failure> {
    let graph = &look.project.graph;
    let heads: Vec<RevisionId> = graph.heads().iter().map(|head| head.id.clone()).collect();
    let up = upgrade_plan(graph, &[], "heads")?;
    let down = downgrade_plan(graph, &heads, "base")?;
    let mut rehearsal = look.stand_in()?;
    let mut records = rehearsal.run(look, &up.steps)?.steps;
    records.extend(rehearsal.run(look, &down.steps)?.steps);
    Ok(records)
}

fn document(report: &Report) -> String {
    let place = |place: &Option<Place>| match place {
        Some(place) => json!({ "path": place.path, "line": place.line, "column": place.column }),
        None => Value::Null,
    };
    let revision = |revision: &Revision| {
        let problem = |problem: &Problem| {
            let kind = match problem.trouble {
                Trouble::Unresolved => "unresolved",
                Trouble::Unsupported => "unsupported",
                Trouble::Raised => "raised",
            };
            json!({
                "direction": problem.direction,
                "kind": kind,
                "message": problem.message.to_string(),
                "at": place(&problem.place),
            })
        };
        json!({
            "revision": revision.id.to_string(),
            "path": revision.path,
            "verdict": revision.verdict().name(),
            "problems": revision.problems.iter().map(problem).collect::<Vec<_>>(),
        })
    };
    let document = json!({
        "version": 1,
        "command": "compat",
        "env_py": report.env_py.as_ref().map(|failure| failure.message.to_string()),
        "revisions": report.revisions.iter().map(revision).collect::<Vec<_>>(),
        "totals": {
            "runs": report.count(Verdict::Runs),
            "depends": report.count(Verdict::Depends),
            "refused": report.count(Verdict::Refused),
        },
    });
    format!("{document:#}\n")
}
