//! From the state of a database and a target to the steps in between.

use std::fmt;

use crate::collect::{self, Collected};
use crate::identifiers::{Identifiers, Point};
use crate::order::newest_first;
use crate::refusal::{Context, Refusal};
use crate::traverse::{Edges, reach};
use crate::{Graph, Member, PlanError, RevisionId, RevisionStep, StampStep, Step};

/// Steps in the order in which they run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The steps; empty when the database is at the target.
    pub steps: Vec<Step>,
    /// What the user should be told before.
    pub warnings: Vec<Warning>,
}

/// Something that Alembic warns of and does all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// `downgrade -N` while several revisions are recorded: the first one decides.
    AmbiguousDowngrade,
}

impl fmt::Display for Warning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AmbiguousDowngrade => out.write_str(
                "downgrade -1 from multiple heads is ambiguous; this usage will be disallowed in a future release.",
            ),
        }
    }
}

/// The steps from what is applied up to the target: Alembic's `_upgrade_revs`.
///
/// `applied` are the rows of the version table in the order in which the database gives them. The target is an identifier
/// or relative (`+1`, `label@+1`, `REV-1`).
pub fn upgrade_plan(graph: &Graph, applied: &[RevisionId], target: &str) -> Result<Plan, PlanError> {
    let lower = Identifiers::Rows(applied);
    let collected = collect::for_upgrade(graph, Identifiers::Typed(target), lower);
    let context = Context::Upgrade { destination: target };
    let (mut order, warnings) = in_order(graph, collected).map_err(|refusal| context.explain(refusal, applied))?;
    order.reverse();
    let step = |at| Step::Upgrade(RevisionStep::new(Member::new(graph, at)));
    Ok(Plan { steps: order.into_iter().map(step).collect(), warnings })
}

/// The steps from what is applied down to the target: Alembic's `_downgrade_revs`.
pub fn downgrade_plan(graph: &Graph, applied: &[RevisionId], target: &str) -> Result<Plan, PlanError> {
    let collected = collect::for_downgrade(graph, Identifiers::Rows(applied), target);
    let context = Context::Downgrade { destination: target };
    let (order, warnings) = in_order(graph, collected).map_err(|refusal| context.explain(refusal, applied))?;
    let step = |at| Step::Downgrade(RevisionStep::new(Member::new(graph, at)));
    Ok(Plan { steps: order.into_iter().map(step).collect(), warnings })
}

/// Newest first.
pub(crate) fn in_order(
    graph: &Graph,
    collected: Result<Collected, Refusal>,
) -> Result<(Vec<usize>, Vec<Warning>), Refusal> {
    let collected = collected?;
    let order = newest_first(graph, &collected.revisions, &collected.heads)
        // Alembic asserts that nothing is left over. It happens where a range is only held together by dependencies.
        .ok_or(Refusal::RangeNotAncestor)?;
    Ok((order, collected.warning.into_iter().collect()))
}

/// The changes of the version table that make it say `targets`: Alembic's `_stamp_revs`. No target means `base`.
pub fn stamp_plan(graph: &Graph, applied: &[RevisionId], targets: &[&str]) -> Result<Plan, PlanError> {
    let steps = stamp_steps(graph, applied, targets).map_err(|refusal| Context::Stamp.explain(refusal, applied))?;
    Ok(Plan { steps: steps.into_iter().map(Step::Stamp).collect(), warnings: Vec::new() })
}

fn stamp_steps(graph: &Graph, applied: &[RevisionId], targets: &[&str]) -> Result<Vec<StampStep>, Refusal> {
    let mut rows = Vec::new();
    for point in graph.points(Identifiers::Rows(applied))? {
        rows.push(graph.needed(point, "current")?);
    }
    let targets = if targets.is_empty() { &["base"] } else { targets };
    // Only rows above or below a target are touched; in other branches they stay.
    let mut touched: Vec<usize> = Vec::new();
    for target in targets.iter().filter(|target| !target.is_empty()) {
        for row in graph.on_lineage(target, true, rows.clone(), |row| Ok(*row))? {
            if !touched.contains(&row) {
                touched.push(row);
            }
        }
    }
    let mut destinations = Vec::new();
    for target in targets {
        for point in graph.points(Identifiers::Typed(target))? {
            destinations.push((point, *target));
        }
    }
    if destinations.is_empty() {
        destinations.push((Point::Nothing, "base"));
    }
    let mut steps = Vec::new();
    for (point, target) in destinations {
        if point == Point::Nothing {
            steps.extend(touched.iter().map(|row| StampStep {
                from: vec![graph.id(*row).clone()],
                to: Vec::new(),
                is_upgrade: false,
                is_branch_move: true,
            }));
            continue;
        }
        let destination = graph.needed(point, target)?;
        steps.extend(stamp_to(graph, &touched, destination)?);
    }
    Ok(steps)
}

fn stamp_to(graph: &Graph, touched: &[usize], destination: usize) -> Result<Option<StampStep>, Refusal> {
    if touched.contains(&destination) {
        return Ok(None);
    }
    let holds_a_row = |edges| {
        let set = reach(graph, &[destination], edges);
        touched.iter().any(|row| set.contains(*row))
    };
    let above = holds_a_row(Edges::AllChildren);
    let below = holds_a_row(Edges::NormalizedParents);
    let to = vec![graph.id(destination).clone()];
    match (above, below) {
        (true, true) => Err(PlanError::StampInTheMiddle { destination: graph.id(destination).clone() }.into()),
        (false, false) => Ok(Some(StampStep { from: Vec::new(), to, is_upgrade: true, is_branch_move: true })),
        (true, false) | (false, true) => {
            Ok(Some(StampStep { from: graph.ids(touched), to, is_upgrade: below, is_branch_move: false }))
        }
    }
}
