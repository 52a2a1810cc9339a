//! Which revisions lie between two states: `_collect_upgrade_revisions` and `_collect_downgrade_revisions`.

use crate::identifiers::{Identifiers, Point};
use crate::plan::Warning;
use crate::refusal::Refusal;
use crate::set::RevisionSet;
use crate::target::{self, DowngradeTarget};
use crate::traverse::{Edges, reach, reach_apart};
use crate::{Graph, PlanError};

/// Revisions to go through, and those to begin with when they are put in order.
pub(crate) struct Collected {
    pub revisions: RevisionSet,
    pub heads: Vec<usize>,
    pub warning: Option<Warning>,
}

/// What an upgrade of `lower` to `upper` has to run.
pub(crate) fn for_upgrade(graph: &Graph, upper: Identifiers<'_>, lower: Identifiers<'_>) -> Result<Collected, Refusal> {
    let targets = target::of_upgrade(graph, lower, upper, true)?;
    let mut revisions = reach_apart(graph, &targets, Edges::NormalizedParents)?;
    let mut current = Vec::new();
    for point in graph.points(lower)? {
        current.push(graph.needed(point, "current")?);
    }
    revisions.subtract(&reach_apart(graph, &current, Edges::NormalizedParents)?);
    Ok(Collected { revisions, heads: targets, warning: None })
}

/// The revisions from `upper` down to `lower`, both included, as far as they lie above `lower`.
pub(crate) fn for_range(graph: &Graph, upper: Identifiers<'_>, lower: Identifiers<'_>) -> Result<Collected, Refusal> {
    let mut targets = target::of_upgrade(graph, lower, upper, false)?;
    if let Identifiers::Typed(typed) = lower
        && let Some((branch, _)) = typed.split_once('@')
    {
        let label = label_of_branch(graph, branch)?;
        targets.retain(|target| graph.links[*target].labels.contains(&label));
    }
    let mut revisions = reach_apart(graph, &targets, Edges::NormalizedParents)?;
    let points = graph.points(lower)?;
    let is_required = |point: &Point| match point {
        Point::Revision(position) => revisions.contains(*position),
        Point::Base => false,
        Point::Nothing => true,
    };
    if !points.iter().all(is_required) {
        return Err(Refusal::RangeNotAncestor);
    }
    let mut warning = None;
    let mut current = Vec::new();
    let mut ends = Vec::new();
    if points.first() == Some(&Point::Nothing) {
        // `lower` counts down past the bases; the walk is taken again, and stays at the end.
        let Identifiers::Typed(typed) = lower else {
            return Err(PlanError::WalkedTooFar.into());
        };
        let end = target::of_downgrade(graph, upper, typed, false)?;
        warning = end.warning;
        match end.point {
            Point::Revision(position) => {
                current.push(position);
                ends.push(position);
            }
            Point::Base => {}
            Point::Nothing => return Err(PlanError::WalkedTooFar.into()),
        }
    } else {
        for point in points {
            let position = graph.needed(point, "current")?;
            current.push(position);
            ends.push(position);
        }
    }
    revisions.subtract(&reach_apart(graph, &current, Edges::NormalizedParents)?);
    for end in ends {
        revisions.insert(end);
    }
    if !current.is_empty() {
        revisions.intersect(&reach_apart(graph, &current, Edges::Children)?);
    }
    Ok(Collected { revisions, heads: targets, warning })
}

/// The label that the part before `@` in the lower end of a range means.
fn label_of_branch(graph: &Graph, branch: &str) -> Result<String, Refusal> {
    let Some(position) = graph.point(branch)? else {
        return Ok(branch.to_owned());
    };
    if *graph.id(position) != branch {
        return Ok(branch.to_owned());
    }
    match graph.links[position].labels.as_slice() {
        [label] => Ok(label.clone()),
        labels => Err(PlanError::NotABranch { revision: graph.id(position).clone(), labels: labels.len() }.into()),
    }
}

/// What a downgrade of `upper` to `lower` has to take back.
pub(crate) fn for_downgrade(graph: &Graph, upper: Identifiers<'_>, lower: &str) -> Result<Collected, Refusal> {
    let target: DowngradeTarget = target::of_downgrade(graph, upper, lower, true)?;
    let roots = target::roots_of_downgrade(graph, &target)?;
    let mut heads = Vec::new();
    for point in graph.points(upper)? {
        heads.push(graph.needed(point, "current")?);
    }
    // Whatever follows the roots or depends on them goes too, as far as it is applied.
    let mut revisions = reach(graph, &roots, Edges::AllChildren);
    revisions.intersect(&reach(graph, &heads, Edges::NormalizedParents));
    if let Some(position) = target.point.revision()
        && revisions.is_empty()
        && !heads.contains(&position)
    {
        return Err(Refusal::RangeNotAncestor);
    }
    Ok(Collected { revisions, heads, warning: target.warning })
}
