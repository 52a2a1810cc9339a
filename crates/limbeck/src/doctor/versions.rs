//! What the database records, and how it fits the project.

use limbeck_alembic::Project;
use limbeck_exec::probe::table_rights;
use limbeck_exec::version_table;
use limbeck_graph::{RevisionId, upgrade_plan};
use limbeck_messages::{Message, doctor as says, units};
use limbeck_ops::HostError;
use limbeck_sql::version::VersionTable;

use super::connection::Session;
use super::finding::{Check, Finding};
use super::git::{self, History};
use crate::failure::Failure;

/// What is recorded.
#[derive(Clone, Debug, Default)]
pub(super) struct Recorded {
    /// The rows, where they can be read.
    pub rows: Option<Vec<RevisionId>>,
    /// Those that no file of the project has.
    pub unknown: Vec<RevisionId>,
    /// How many revisions are pending, where that is known.
    pub behind: Option<usize>,
}

/// The name of the version table as people write it.
fn shown(table: &VersionTable) -> String {
    match &table.schema {
        Some(schema) => format!("{schema}.{}", table.name),
        None => table.name.clone(),
    }
}

fn listed(rows: &[RevisionId]) -> String {
    rows.iter().map(RevisionId::as_str).collect::<Vec<_>>().join(", ")
}

/// Checks that the version table is there and can be read.
///
/// # Errors
/// When the connection is lost or the run interrupted.
pub(super) fn table(session: &Session, table: &VersionTable, recorded: &mut Recorded) -> Result<Finding, HostError> {
    let name = shown(table);
    let check = Check::VersionTable;
    if !version_table::exists(&session.host, table)? {
        recorded.rows = Some(Vec::new());
        return Ok(Finding::warning(check, says::version_table_missing(name), says::version_table_missing_help()));
    }
    let rights = table_rights(&session.host, table)?;
    let user = session.server.user.as_str();
    if rights.is_some_and(|rights| !rights.read) {
        let help = says::version_table_rights_help(&name, user);
        return Ok(Finding::wrong(check, says::version_table_unreadable(name, user), help));
    }
    let rows = match version_table::heads(&session.host, table) {
        Ok(rows) => rows,
        Err(HostError::Server(error)) if !error.disconnected => {
            let found = says::version_table_odd(name, &error.message);
            return Ok(Finding::wrong(check, found, says::version_table_odd_help()));
        }
        Err(error) => return Err(error),
    };
    let list = listed(&rows);
    recorded.rows = Some(rows);
    if rights.is_some_and(|rights| !rights.write) {
        let help = says::version_table_rights_help(&name, user);
        return Ok(Finding::wrong(check, says::version_table_unwritable(name, user), help));
    }
    Ok(match list.is_empty() {
        true => Finding::warning(check, says::version_table_empty(name), says::version_table_missing_help()),
        false => Finding::right(check, says::version_table_fine(name, list)),
    })
}

/// Checks that the project has every recorded revision, and looks for the others in its git history.
pub(super) fn known(project: &Project, recorded: &mut Recorded) -> Finding {
    let check = Check::RevisionKnown;
    let Some(rows) = &recorded.rows else { return Finding::not_checked(check) };
    recorded.unknown = rows.iter().filter(|row| project.graph.revision(row.as_str()).is_none()).cloned().collect();
    let Some(first) = recorded.unknown.first() else {
        return Finding::right(
            check,
            if rows.is_empty() { says::revision_none() } else { says::revision_fine(listed(rows)) },
        );
    };
    let mut details: Vec<Message> = Vec::new();
    let mut next = None;
    for revision in &recorded.unknown {
        details.push(match git::search(&project.script_location, revision.as_str()) {
            History::None => says::no_git(),
            History::Unknown => says::revision_not_in_git(),
            History::Seen(seen) => {
                // The commit that took the file away has it no more; the one before has.
                let commit = if seen.is_removal { format!("{}^", seen.commit) } else { seen.commit.clone() };
                next.get_or_insert(says::revision_in_git_help(commit, format!(":/{}", seen.file)));
                match seen.is_removal {
                    true => says::revision_removed_in_git(seen.file, seen.commit, seen.date, seen.subject),
                    false => says::revision_in_git(seen.file, seen.commit, seen.date, seen.subject),
                }
            }
        });
    }
    let unknown = if recorded.unknown.len() == 1 { first.to_string() } else { listed(&recorded.unknown) };
    let next = next.unwrap_or_else(says::revision_unknown_help);
    Finding::wrong(check, says::revision_unknown(unknown), next).with_details(details)
}

/// Checks how many revisions are pending.
pub(super) fn up_to_date(project: &Project, recorded: &mut Recorded) -> Finding {
    let check = Check::UpToDate;
    let Some(rows) = recorded.rows.as_ref().filter(|_| recorded.unknown.is_empty()) else {
        return Finding::not_checked(check);
    };
    let plan = match upgrade_plan(&project.graph, rows, "heads") {
        Ok(plan) => plan,
        Err(error) => {
            let failure = Failure::from(error);
            let help = failure.help.unwrap_or_else(says::version_table_odd_help);
            return Finding::wrong(check, failure.message, help);
        }
    };
    let count = plan.steps.len();
    recorded.behind = Some(count);
    let Some(first) = plan.steps.first() else { return Finding::right(check, says::at_head()) };
    let help = if project.graph.heads().len() > 1 { says::behind_heads_help() } else { says::behind_help() };
    let found = says::behind(units::revisions(count));
    Finding::warning(check, found, help).with_details([says::next_is(first.to_string())])
}
