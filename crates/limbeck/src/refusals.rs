//! Refusals of targets, plans, version rows and whole graphs as messages: Alembic's words in English, and translated
//! elsewhere with the original behind them, since that is what people search for.

use std::path::PathBuf;

use limbeck_graph::{GraphError, HeadsError, PlanError, RevisionId, RowCountError, Warning};
use limbeck_messages::{Message, refusals as messages};

use crate::convert::shown;
use crate::failure::{Failure, FailureKind};

fn list<T: ToString>(items: &[T]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn files(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

/// What a refusal says.
fn plan_message(error: &PlanError) -> Message {
    let alembic = error.to_string();
    match error {
        PlanError::NotLocated { identifier, .. } => messages::not_located(identifier).quoting(&alembic),
        PlanError::UnknownApplied { revision } => messages::not_located(revision.as_str()).quoting(&alembic),
        PlanError::MultipleHeads { argument, .. } => messages::multiple_heads(argument).quoting(&alembic),
        PlanError::MultipleHeadsToStamp { .. } => messages::multiple_heads_to_stamp().quoting(&alembic),
        PlanError::MultipleHeadsToExtend { .. } => messages::multiple_heads_to_extend().quoting(&alembic),
        PlanError::MultipleCurrentHeads { .. } => messages::multiple_current_heads().quoting(&alembic),
        PlanError::NotAnUpgradeTarget { destination } => messages::not_an_upgrade_target(destination).quoting(&alembic),
        PlanError::NotADowngradeTarget { destination } => {
            messages::not_a_downgrade_target(destination).quoting(&alembic)
        }
        PlanError::NoBranchToDowngrade => messages::no_branch_to_downgrade().quoting(&alembic),
        PlanError::RangeNotAncestor { start, end } => messages::range_not_ancestor(start, end).quoting(&alembic),
        PlanError::Overlap { revision, others } => messages::overlap(revision.as_str(), list(others)).quoting(&alembic),
        PlanError::AmbiguousWalk => messages::ambiguous_walk().quoting(&alembic),
        PlanError::WalkedTooFar => messages::walked_too_far().quoting(&alembic),
        PlanError::AmbiguousUpgrade => messages::ambiguous_upgrade().quoting(&alembic),
        PlanError::RelativeTooFar { relative, count } => messages::relative_too_far(relative, count).quoting(&alembic),
        PlanError::RangeNotAllowed => messages::range_not_allowed().quoting(&alembic),
        PlanError::DowngradeNeedsRange => messages::downgrade_needs_range().quoting(&alembic),
        PlanError::HistoryNeedsRange => messages::history_needs_range().quoting(&alembic),
        PlanError::SeveralStarts => messages::several_starts().quoting(&alembic),
        PlanError::PurgeWithSql => messages::purge_with_sql().quoting(&alembic),
        PlanError::NotOnAllHeads => messages::not_on_all_heads().quoting(&alembic),
        PlanError::NotUpToDate => messages::not_up_to_date().quoting(&alembic),
        PlanError::NotAHead { revision } => messages::not_a_head(revision.as_str()).quoting(&alembic),
        PlanError::DuplicateHeads => messages::duplicate_heads().quoting(&alembic),
        PlanError::IllegalCharacters { characters, revision } => {
            messages::illegal_characters(characters, revision).quoting(&alembic)
        }
        PlanError::TooManyColons { range } => messages::too_many_colons(range),
        PlanError::EmptyIdentifier { target } => messages::empty_identifier(target),
        PlanError::NotARevision { target } => messages::not_a_revision(target),
        PlanError::AmbiguousDowngrade { target, branch, applied } => {
            let found = if applied.is_empty() { messages::none() } else { list(applied).into() };
            messages::ambiguous_downgrade(target, branch, found)
        }
        PlanError::NotABranch { revision, labels } => messages::not_a_branch(revision.as_str(), labels),
        PlanError::StampInTheMiddle { destination } => messages::stamp_in_the_middle(destination.as_str()),
    }
}

impl From<PlanError> for Failure {
    fn from(error: PlanError) -> Self {
        let message = plan_message(&error);
        match error {
            PlanError::UnknownApplied { revision } => {
                Failure::new(FailureKind::Project, message).with_help(messages::unknown_applied_help(revision.as_str()))
            }
            PlanError::NotLocated { reason, .. } => {
                Failure::new(FailureKind::Usage, message).with_help(messages::not_located_help(reason))
            }
            PlanError::NotOnAllHeads => Failure::new(FailureKind::Answer, message),
            PlanError::MultipleHeads { heads, .. } => {
                Failure::new(FailureKind::Usage, message).with_help(messages::heads_are(list::<RevisionId>(&heads)))
            }
            _ => Failure::new(FailureKind::Usage, message),
        }
    }
}

/// What Alembic warns of.
pub(crate) fn warning(warning: Warning) -> Message {
    match warning {
        Warning::AmbiguousDowngrade => messages::downgrade_is_ambiguous().quoting(&warning.to_string()),
    }
}

/// A step that does not fit the rows.
pub(crate) fn heads_message(error: &HeadsError) -> Message {
    match error {
        HeadsError::UnknownApplied { revision } => messages::not_located(revision.as_str()).quoting(&error.to_string()),
        HeadsError::AlreadyRecorded { revision } => messages::already_recorded(revision.as_str()),
        HeadsError::NotRecorded { revision } => messages::not_recorded(revision.as_str()),
        HeadsError::Ambiguous { .. } => messages::ambiguous_row().quoting(&error.to_string()),
        HeadsError::Shapeless { from, to } => messages::shapeless_stamp(from.len(), to.len()),
    }
}

/// Rows that another program changed.
pub(crate) fn rows_message(error: &RowCountError) -> Message {
    let alembic = error.to_string();
    match error {
        RowCountError::Delete { version, table, found } => {
            messages::row_to_delete_missing(version.as_str(), table, found).quoting(&alembic)
        }
        RowCountError::Update { from, to, table, found } => {
            messages::row_to_update_missing(from.as_str(), to.as_str(), table, found).quoting(&alembic)
        }
    }
}

fn defect(error: &GraphError) -> Message {
    match error {
        GraphError::EmptyId { path } => messages::empty_id(path.display()),
        GraphError::IllegalCharacters { characters, revision, path } => {
            messages::illegal_id(characters, revision.as_str(), path.display())
        }
        GraphError::DuplicateId { revision, paths } => messages::duplicate_id(revision.as_str(), files(paths)),
        GraphError::DuplicateLabel { label, revision, used_by, paths } => {
            messages::duplicate_label(label, revision.as_str(), used_by.as_str(), files(paths))
        }
        GraphError::MissingParent { parent, revision, path } => {
            messages::missing_parent(parent.as_str(), revision.as_str(), path.display())
        }
        GraphError::MissingDependency { dependency, revision, path } => {
            messages::missing_dependency(dependency, revision.as_str(), path.display())
        }
        GraphError::SelfLoop { revision, path } => messages::self_loop(revision.as_str(), path.display()),
        GraphError::DependencySelfLoop { revision, path } => {
            messages::dependency_self_loop(revision.as_str(), path.display())
        }
        GraphError::Cycle { revisions, paths } => messages::cycle(list(revisions), files(paths)),
        GraphError::DependencyCycle { revisions, paths } => messages::dependency_cycle(list(revisions), files(paths)),
    }
}

/// Every defect of a graph, with its files.
pub(crate) fn graph_failure(errors: &[GraphError]) -> Failure {
    let mut message = Message::default();
    for error in errors {
        let defect = defect(error);
        message = if message.is_empty() { defect } else { messages::and_also(message, defect) };
        let shown: Vec<String> = error.paths().iter().map(|path| shown(path)).collect();
        let missing: Vec<String> = shown.into_iter().filter(|path| !message.to_string().contains(path)).collect();
        if !missing.is_empty() {
            message = message.then(" ", &format!("({})", missing.join(", ")).into());
        }
    }
    Failure::new(FailureKind::Project, message).with_help(messages::graph_help())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english(error: &PlanError) {
        assert_eq!(plan_message(error).to_string(), error.to_string());
    }

    #[test]
    fn english_stays_in_the_words_of_the_errors() {
        let id = RevisionId::from("ab12");
        let text = || "ab12".to_owned();
        for error in [
            PlanError::TooManyColons { range: text() },
            PlanError::EmptyIdentifier { target: text() },
            PlanError::NotARevision { target: text() },
            PlanError::AmbiguousDowngrade { target: text(), branch: text(), applied: vec![] },
            PlanError::AmbiguousDowngrade { target: text(), branch: text(), applied: vec![id.clone(), id.clone()] },
            PlanError::NotABranch { revision: id.clone(), labels: 0 },
            PlanError::StampInTheMiddle { destination: id.clone() },
        ] {
            english(&error);
        }
        let paths = vec![PathBuf::from("a.py"), PathBuf::from("b.py")];
        let path = PathBuf::from("a.py");
        for error in [
            GraphError::EmptyId { path: path.clone() },
            GraphError::IllegalCharacters { characters: text(), revision: id.clone(), path: path.clone() },
            GraphError::DuplicateId { revision: id.clone(), paths: paths.clone() },
            GraphError::DuplicateLabel {
                label: text(),
                revision: id.clone(),
                used_by: id.clone(),
                paths: paths.clone(),
            },
            GraphError::MissingParent { parent: id.clone(), revision: id.clone(), path: path.clone() },
            GraphError::MissingDependency { dependency: text(), revision: id.clone(), path: path.clone() },
            GraphError::SelfLoop { revision: id.clone(), path: path.clone() },
            GraphError::DependencySelfLoop { revision: id.clone(), path },
            GraphError::Cycle { revisions: vec![id.clone(), id.clone()], paths: paths.clone() },
            GraphError::DependencyCycle { revisions: vec![id.clone()], paths },
        ] {
            assert_eq!(defect(&error).to_string(), error.to_string());
        }
        for error in [
            HeadsError::AlreadyRecorded { revision: id.clone() },
            HeadsError::NotRecorded { revision: id.clone() },
            HeadsError::Shapeless { from: vec![id.clone()], to: vec![] },
        ] {
            assert_eq!(heads_message(&error).to_string(), error.to_string());
        }
    }
}
