//! Walking the graph from above, as `history` shows it.

use crate::collect;
use crate::identifiers::Identifiers;
use crate::plan::in_order;
use crate::python::repr_of_tuple;
use crate::refusal::Context;
use crate::{Graph, Member, PlanError, RevisionId};

/// Revisions from a walk, and what the user should be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk<'g> {
    /// Newest first.
    pub revisions: Vec<Member<'g>>,
    /// What Alembic warns of on the way.
    pub warnings: Vec<crate::Warning>,
}

impl Graph {
    /// All revisions, newest first: `walk_revisions()`, the order of `history` and `branches`.
    pub fn walk(&self) -> Vec<Member<'_>> {
        walk(self, Identifiers::Typed("base"), Identifiers::Typed("heads"))
            .map(|walk| walk.revisions)
            // The whole graph is never refused: `heads` don't reach each other, and everything lies below them.
            .unwrap_or_default()
    }
}

/// The range of `history -r`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistoryRange<'a> {
    /// The lower end; empty for `base`.
    pub start: &'a str,
    /// The upper end; empty for `heads`.
    pub end: &'a str,
}

impl<'a> HistoryRange<'a> {
    /// Everything.
    pub const ALL: HistoryRange<'static> = HistoryRange { start: "", end: "" };

    /// Reads `[start]:[end]`.
    pub fn parse(argument: &'a str) -> Result<Self, PlanError> {
        let trimmed = argument.trim_matches(crate::revision::is_python_space);
        match trimmed.split_once(':') {
            None => Err(PlanError::HistoryNeedsRange),
            Some((_, end)) if end.contains(':') => Err(PlanError::TooManyColons { range: argument.to_owned() }),
            Some((start, end)) => Ok(Self { start, end }),
        }
    }

    /// Whether an end is `current`, so that the rows of the version table are needed.
    pub fn needs_current(self) -> bool {
        self.start == "current" || self.end == "current"
    }
}

/// The revisions in a range, newest first and both ends included, as `history` shows them. `applied` stands in for
/// `current` at one end of the range, the upper one if both say so; nothing applied is like an empty end.
pub fn history<'g>(graph: &'g Graph, range: HistoryRange<'_>, applied: &[RevisionId]) -> Result<Walk<'g>, PlanError> {
    let lower_end = Identifiers::Typed(if range.start.is_empty() { "base" } else { range.start });
    let upper_end = Identifiers::Typed(if range.end.is_empty() { "heads" } else { range.end });
    let current = |default| match applied {
        [] => Identifiers::Typed(default),
        rows => Identifiers::Rows(rows),
    };
    let (lower, upper) = if range.end == "current" {
        (lower_end, current("heads"))
    } else if range.start == "current" {
        (current("base"), upper_end)
    } else {
        (lower_end, upper_end)
    };
    walk(graph, lower, upper)
}

fn walk<'g>(graph: &'g Graph, lower: Identifiers<'_>, upper: Identifiers<'_>) -> Result<Walk<'g>, PlanError> {
    let (order, warnings) = in_order(graph, collect::for_range(graph, upper, lower)).map_err(|refusal| {
        let rows = match (upper, lower) {
            (Identifiers::Rows(rows), _) | (_, Identifiers::Rows(rows)) => rows,
            (Identifiers::Typed(_), Identifiers::Typed(_)) => &[],
        };
        let (start, end) = (shown(lower), shown(upper));
        let context = Context::Range { start: &start, end: &end };
        context.explain(refusal, rows)
    })?;
    Ok(Walk { revisions: graph.members(&order), warnings })
}

/// How Alembic's messages show the end of a range; rows as a Python tuple.
fn shown(identifiers: Identifiers<'_>) -> String {
    match identifiers {
        Identifiers::Typed(text) => text.to_owned(),
        Identifiers::Rows(rows) => repr_of_tuple(rows),
    }
}
