//! What pending revisions would meet: tables that are there before their time, and sessions in the way.

use std::collections::BTreeSet;

use limbeck_exec::probe::{Busy, is_locked_file, sessions};
use limbeck_graph::{Heads, RevisionId, Step, upgrade_plan};
use limbeck_messages::{Message, doctor as says, lock};
use limbeck_ops::catalog::{Catalog, ObjectName, diff};

use super::connection::Session;
use super::finding::{Check, Finding};
use super::versions::Recorded;
use crate::convert::host_failure;
use crate::failure::Failure;
use crate::look::Look;
use crate::rehearsal::way_to;

/// At most so many tables are named.
const SHOWN: usize = 10;

/// What was found, and what the answers to the guide's questions need of it.
pub(super) struct Pending {
    pub schema: Finding,
    /// The tables that pending revisions touch and that are there.
    pub touched: Vec<ObjectName>,
    /// Schemas that pending revisions create tables in.
    pub schemas: BTreeSet<String>,
    /// The command that records what is there, where that is the next step.
    pub stamp: Option<String>,
}

/// A state on the way up.
struct Candidate {
    revision: Option<RevisionId>,
    rows: Vec<RevisionId>,
    differences: usize,
}

/// Compares the database with what it should have now and after each pending revision.
///
/// # Errors
/// When the connection is lost, or interrupted.
pub(super) fn look_ahead(look: &mut Look<'_, '_>, recorded: &Recorded) -> Result<Option<Pending>, Failure> {
    let Some(rows) = &recorded.rows else { return Ok(None) };
    // From an unknown revision no way leads up: then every revision may be the one that is there.
    let is_known = recorded.unknown.is_empty();
    let from = if is_known { rows.clone() } else { Vec::new() };
    let steps = upgrade_plan(&look.project().graph, &from, "heads")?.steps;
    if steps.is_empty() && is_known {
        let schema = Finding::right(Check::Schema, says::nothing_pending());
        return Ok(Some(Pending { schema, touched: Vec::new(), schemas: BTreeSet::new(), stamp: None }));
    }
    let actual = look.snapshot()?;

    let way = way_to(&look.project().graph, &from)?;
    let mut rehearsal = look.stand_in()?;
    rehearsal.run(look, &way)?;
    let catalog =
        |rehearsal: &crate::rehearsal::Rehearsal| rehearsal.stand_in().catalog().map_err(|error| host_failure(&error));
    let now = catalog(&rehearsal)?;
    let mut candidates =
        vec![Candidate { revision: None, rows: from.clone(), differences: differences(&now, &actual) }];
    let mut there: Vec<ObjectName> = Vec::new();
    let mut touched: BTreeSet<String> = BTreeSet::new();
    let mut schemas: BTreeSet<String> = BTreeSet::new();
    let mut reached = from;
    for step in &steps {
        let rehearsed = rehearsal.run(look, std::slice::from_ref(step))?;
        touched.extend(rehearsed.steps.into_iter().flat_map(|record| record.tables));
        let expected = catalog(&rehearsal)?;
        for name in expected.tables.keys().filter(|name| !now.tables.contains_key(name)) {
            schemas.insert(name.schema.clone());
            if actual.tables.contains_key(name) && !there.contains(name) {
                there.push(name.clone());
            }
        }
        reached = after(look, &reached, step);
        candidates.push(Candidate {
            revision: step.revision().cloned(),
            rows: reached.clone(),
            differences: differences(&expected, &actual),
        });
    }
    let (schema, stamp) = judge(&candidates, &there, &actual, is_known);
    let own = actual.default_schema.as_str();
    let is_touched = |name: &&ObjectName| touched.contains(&name.shown(own)) || touched.contains(&name.to_string());
    let touched = actual.tables.keys().filter(is_touched).cloned().collect();
    Ok(Some(Pending { schema, touched, schemas, stamp }))
}

fn differences(expected: &Catalog, actual: &Catalog) -> usize {
    diff(expected, actual).iter().filter(|difference| difference.is_certain()).count()
}

/// The rows after a step.
fn after(look: &Look<'_, '_>, rows: &[RevisionId], step: &Step) -> Vec<RevisionId> {
    let mut heads = Heads::new(&look.project().graph, rows);
    match heads.apply(step) {
        Ok(_) => heads.rows().to_vec(),
        Err(_) => rows.to_vec(),
    }
}

fn judge(
    candidates: &[Candidate],
    there: &[ObjectName],
    actual: &Catalog,
    is_known: bool,
) -> (Finding, Option<String>) {
    let check = Check::Schema;
    // Of several that fit alike the lowest: what follows may be about rows, and has yet to run.
    let best = candidates.iter().min_by_key(|candidate| candidate.differences);
    let best = best.and_then(|best| Some((best, best.revision.as_ref()?)));
    let own = actual.default_schema.as_str();
    let mut names: Vec<String> = there.iter().map(|name| name.shown(own)).collect();
    if names.len() > SHOWN {
        names.truncate(SHOWN);
        names.push("…".to_owned());
    }
    let found = says::schema_there(names.join(", "));
    let Some((best, revision)) = best else {
        return match names.is_empty() {
            true => (Finding::right(check, says::schema_fine()), None),
            false => (Finding::wrong(check, found, says::schema_odd_help()), None),
        };
    };
    let rows: Vec<&str> = best.rows.iter().map(RevisionId::as_str).collect();
    let purge = if is_known { "" } else { "--purge " };
    let command = format!("limbeck stamp {purge}{}", rows.join(" "));
    let is_exact = best.differences == 0;
    let (like, next) = match is_exact {
        true => (says::schema_is(revision.as_str()), says::schema_help(&command)),
        false => (
            says::schema_is_like(revision.as_str(), best.differences),
            says::schema_like_help(&command, revision.as_str()),
        ),
    };
    let finding = match (names.is_empty(), is_exact) {
        // Then all that is there is there by right, and only the record is wrong.
        _ if !is_known => Finding::wrong(check, like, next),
        (false, _) => Finding::wrong(check, found, next).with_details([like]),
        (true, true) => Finding::wrong(check, like, next),
        (true, false) => Finding::warning(check, like, next),
    };
    (finding, Some(command))
}

/// Whether other sessions hold locks on the tables that pending revisions touch.
///
/// # Errors
/// When the connection is lost.
pub(super) fn locks(session: &Session, touched: &[ObjectName]) -> Result<Finding, Failure> {
    let found = sessions(&session.host, touched).map_err(|error| host_failure(&error))?;
    let Some(first) = found.first() else { return Ok(Finding::right(Check::Locks, says::locks_fine())) };
    let help = first.pid.map_or_else(says::locks_prepared_help, says::locks_help);
    let details = found.iter().map(describe);
    Ok(Finding::wrong(Check::Locks, says::locks_held(found.len()), help).with_details(details))
}

fn describe(busy: &Busy) -> Message {
    let tables: Vec<&str> = busy.tables.iter().map(|name| name.name.as_str()).collect();
    let holder = match busy.pid {
        None => says::prepared_transaction(),
        Some(_) => {
            lock::holder(busy.pid, busy.application.as_deref(), busy.user.as_deref(), busy.client.as_deref(), None)
        }
    };
    let modes = busy.modes.join(", ");
    let state = busy.state.as_ref().map_or(modes.clone(), |state| format!("{state}, {modes}"));
    let mut text = says::session(holder, state, tables.join(", "));
    if let Some(since) = &busy.since {
        text = says::session_since(text, since);
    }
    match (&busy.query, &busy.query_since) {
        (Some(query), Some(time)) => says::session_query(text, time, super::text::on_one_line(query)),
        (_, _) => text,
    }
}

/// Whether another program writes to a SQLite file.
pub(super) fn file_lock(path: &std::path::Path) -> Finding {
    match is_locked_file(path) {
        true => Finding::wrong(Check::Locks, says::file_locked(), says::file_locked_help()),
        false => Finding::right(Check::Locks, says::file_not_locked()),
    }
}
