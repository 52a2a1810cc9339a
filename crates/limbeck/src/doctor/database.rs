//! All checks inside one database.

use std::collections::BTreeSet;

use limbeck_alembic::Project;
use limbeck_exec::ConnectOptions;
use limbeck_exec::lock::RunLock;
use limbeck_messages::{doctor as says, lock};
use limbeck_sql::version::VersionTable;

use super::connection::{Attempt, Session};
use super::finding::{Check, Finding, Mark, fill};
use super::versions::{self, Recorded};
use super::{half_done, pending, server};
use crate::convert::host_failure;
use crate::failure::{Failure, FailureKind};
use crate::look::Look;

/// What was found of a database.
pub(super) struct Examined {
    /// The URL, its password masked.
    pub url: String,
    /// In the order of the checks.
    pub findings: Vec<Finding>,
    /// What it records.
    pub recorded: Recorded,
    /// The command that records what is there, where that is the next step.
    pub stamp: Option<String>,
}

impl Examined {
    /// A database of which no more is known than how far the attempt to reach it came.
    pub fn unreached(attempt: &Attempt) -> Examined {
        let mut findings = attempt.findings.clone();
        fill(&mut findings, &Check::INSIDE);
        let url = limbeck_exec::url::masked(&attempt.url);
        Examined { url, findings, recorded: Recorded::default(), stamp: None }
    }
}

/// Where the checks look.
pub(super) struct Place<'p> {
    pub attempt: &'p Attempt,
    pub session: &'p Session,
    pub table: &'p VersionTable,
    pub project: Option<&'p Project>,
}

/// Checks one after the other. `look` is env.py's context, without which revisions can't be rehearsed.
///
/// # Errors
/// When the connection is lost or the run interrupted.
pub(super) fn examine(place: &Place<'_>, look: Option<&mut Look<'_, '_>>) -> Result<Examined, Failure> {
    let host_error = |error| host_failure(&error);
    let file = place.session.file.as_deref();
    let mut examined = Examined::unreached(place.attempt);
    let mut findings = vec![server::version(place.session), server::writable(place.session, file)];
    let mut recorded = Recorded::default();
    let mut table = versions::table(place.session, place.table, &mut recorded).map_err(host_error)?;
    let known = place.project.map(|project| versions::known(project, &mut recorded));
    let mut up_to_date = place.project.map(|project| versions::up_to_date(project, &mut recorded));

    let mut schemas: BTreeSet<String> = place.table.schema.clone().into_iter().collect();
    let half_done = half_done::check(place.session, place.table, &recorded).map_err(host_error)?;
    let (schema, locks) = match look {
        // What the revisions that are pending would find is there in part.
        _ if half_done.mark == Mark::Wrong => (
            Finding::not_checked_because(Check::Schema, &half_done.found),
            Finding::not_checked_because(Check::Locks, &half_done.found),
        ),
        Some(look) => match pending::look_ahead(look, &recorded) {
            Ok(Some(pending)) => {
                schemas.extend(pending.schemas);
                examined.stamp = pending.stamp;
                let locks = match file {
                    _ if recorded.behind == Some(0) => Finding::right(Check::Locks, says::nothing_pending()),
                    Some(path) => pending::file_lock(path),
                    None => pending::locks(place.session, &pending.touched)?,
                };
                (pending.schema, locks)
            }
            Ok(None) => (Finding::not_checked(Check::Schema), Finding::not_checked(Check::Locks)),
            Err(failure) if failure.kind == FailureKind::Interrupted => return Err(failure),
            Err(failure) => (
                Finding::not_checked_because(Check::Schema, &failure.message),
                Finding::not_checked_because(Check::Locks, &failure.message),
            ),
        },
        None => (Finding::not_checked(Check::Schema), Finding::not_checked(Check::Locks)),
    };
    schemas.remove("");
    // An upgrade would fail: what asks for one has to ask for this first.
    if schema.mark == Mark::Wrong {
        let first = examined.stamp.as_ref().map_or_else(says::mend_first, says::stamp_first);
        for finding in up_to_date.iter_mut().chain([&mut table]).filter(|finding| finding.mark == Mark::Warning) {
            finding.next = Some(first.clone());
        }
    }
    findings.push(server::check_rights(place.session, &schemas).map_err(host_error)?);
    findings.push(table);
    findings.extend(known);
    findings.extend(up_to_date);
    findings.push(half_done);
    findings.push(schema);
    findings.push(locks);
    let options = ConnectOptions::default();
    let holder = RunLock::holder(&place.session.host, &place.attempt.url, place.table, &options).map_err(host_error)?;
    findings.push(match holder {
        None => Finding::right(Check::OtherRun, says::other_run_none()),
        Some(holder) => {
            let text = lock::holder(
                holder.pid,
                holder.application_name.as_deref(),
                holder.user.as_deref(),
                holder.client.as_deref(),
                holder.since.as_deref(),
            );
            Finding::wrong(Check::OtherRun, says::other_run_held(text), says::other_run_help())
        }
    });
    let order = |finding: &Finding| Check::INSIDE.iter().position(|check| *check == finding.check);
    fill(&mut findings, &Check::INSIDE);
    findings.sort_by_key(order);
    examined.findings = place.attempt.findings.iter().cloned().chain(findings).collect();
    examined.recorded = recorded;
    Ok(examined)
}
