//! From the target of an upgrade or a downgrade to revisions: `_parse_upgrade_target` and `_parse_downgrade_target`.

use crate::identifiers::{Identifiers, Point};
use crate::plan::Warning;
use crate::refusal::Refusal;
use crate::relative::Relative;
use crate::set::RevisionSet;
use crate::traverse::{Edges, reach, related};
use crate::walk::walk;
use crate::{Graph, PlanError};

/// The revisions to upgrade to.
pub(crate) fn of_upgrade(
    graph: &Graph,
    current: Identifiers<'_>,
    target: Identifiers<'_>,
    exact: bool,
) -> Result<Vec<usize>, Refusal> {
    let (typed, relative) = match target {
        Identifiers::Typed(typed) => (typed, Relative::parse(typed)),
        Identifiers::Rows(_) => ("current", None),
    };
    let points = match relative {
        None => graph.points(target)?,
        Some(relative) => vec![of_relative_upgrade(graph, current, &relative, exact)?],
    };
    points.into_iter().map(|point| graph.needed(point, typed)).collect()
}

fn of_relative_upgrade(
    graph: &Graph,
    current: Identifiers<'_>,
    relative: &Relative<'_>,
    exact: bool,
) -> Result<Point, Refusal> {
    let upwards = !relative.number.negative && !relative.number.is_zero();
    let Some(symbol) = relative.symbol else {
        if !upwards {
            return Err(relative.wrong_direction());
        }
        let start = start_of_upgrade(graph, current, relative.label)?;
        return match walk(graph, start, relative.steps(exact), relative.label)? {
            Point::Nothing => Err(relative.too_far()),
            point => Ok(point),
        };
    };
    let start = match relative.label.filter(|_| !upwards) {
        Some(label) => graph.point(&format!("{label}@{symbol}"))?,
        None => graph.point(symbol)?,
    };
    let label = relative.label.filter(|_| upwards);
    let start = start.map_or(Point::Nothing, Point::Revision);
    match walk(graph, start, relative.steps(exact), label)? {
        // Alembic has no words for this: it asserts that there is a revision.
        Point::Nothing | Point::Base if !relative.number.is_zero() => Err(relative.too_far()),
        point => Ok(point),
    }
}

/// Where `+N` counts from.
fn start_of_upgrade(graph: &Graph, current: Identifiers<'_>, label: Option<&str>) -> Result<Point, Refusal> {
    let Some(label) = label else {
        return match current.each().as_slice() {
            [] => Ok(Point::Nothing),
            [one] => Ok(graph.point(one)?.map_or(Point::Nothing, Point::Revision)),
            _ => Err(PlanError::AmbiguousUpgrade.into()),
        };
    };
    let tops = graph.points(current)?;
    let on_branch = graph.on_lineage(label, false, tops.clone(), |top| match top {
        Point::Revision(position) => Ok(*position),
        // The lower end of a history range may count down to the base, which Alembic then looks up as an identifier.
        Point::Base => graph.located("base", None),
        Point::Nothing => graph.needed(*top, "current"),
    })?;
    let starts = if on_branch.is_empty() {
        // No head of the database is on the branch, so look for the tips of what is applied of it.
        let mut positions = Vec::new();
        for top in tops {
            positions.push(graph.needed(top, "current")?);
        }
        let active = related(graph, &positions, Edges::NormalizedParents);
        let active = graph.on_lineage(label, false, active, |at| Ok(*at))?;
        let mut tips = graph.set(active.iter().copied());
        for at in &active {
            for below in &graph.links[*at].normalized_parents {
                tips.remove(*below);
            }
        }
        tips.iter().map(Point::Revision).collect()
    } else {
        on_branch
    };
    match starts.as_slice() {
        [] => Ok(Point::Nothing),
        [start] => Ok(*start),
        _ => Err(PlanError::AmbiguousUpgrade.into()),
    }
}

/// Where a downgrade ends.
#[derive(Debug)]
pub(crate) struct DowngradeTarget {
    /// The branch to stay on.
    pub label: Option<String>,
    /// The revision that stays; none to take back all.
    pub point: Point,
    pub warning: Option<Warning>,
}

/// The revision to downgrade to.
pub(crate) fn of_downgrade(
    graph: &Graph,
    current: Identifiers<'_>,
    target: &str,
    exact: bool,
) -> Result<DowngradeTarget, Refusal> {
    let Some(relative) = Relative::parse(target) else {
        let (label, symbol) = match target.rsplit_once('@') {
            Some((label, symbol)) => (Some(label), symbol),
            None => (None, target),
        };
        return Ok(DowngradeTarget {
            label: label.filter(|label| !label.is_empty()).map(str::to_owned),
            point: graph.point(symbol)?.map_or(Point::Nothing, Point::Revision),
            warning: None,
        });
    };
    let mut label = relative.label.map(str::to_owned);
    let mut warning = None;
    let start = if !relative.number.negative {
        let Some(symbol) = relative.symbol else {
            return Err(relative.too_far());
        };
        graph.point(symbol)?
    } else {
        let symbol = match (relative.symbol, &label) {
            (Some(symbol), _) => symbol.to_owned(),
            (None, Some(label)) => applied_on_branch(graph, current, target, label)?,
            (None, None) => {
                let rows = current.each();
                let Some(first) = rows.first() else {
                    return Err(relative.too_far());
                };
                if rows.iter().any(|row| row != first) {
                    warning = Some(Warning::AmbiguousDowngrade);
                }
                label = Some((*first).to_owned());
                (*first).to_owned()
            }
        };
        match &label {
            Some(label) => graph.point(&format!("{label}@{symbol}"))?,
            None => graph.point(&symbol)?,
        }
    };
    let start = start.map_or(Point::Nothing, Point::Revision);
    let upwards = label.as_deref().filter(|_| !relative.number.negative);
    match walk(graph, start, relative.steps(exact), upwards)? {
        Point::Nothing if relative.symbol.is_none() => Err(relative.too_far()),
        Point::Nothing => Err(PlanError::WalkedTooFar.into()),
        point => Ok(DowngradeTarget { label, point, warning }),
    }
}

/// The applied revision that `label@-N` counts from.
fn applied_on_branch(graph: &Graph, current: Identifiers<'_>, target: &str, label: &str) -> Result<String, Refusal> {
    let rows = current.each();
    let mut on_branch = graph.on_lineage(label, false, rows.clone(), |row| graph.located(row, None))?;
    let dependencies;
    if on_branch.is_empty() {
        // All of the branch may be applied as dependencies of another one.
        let current = graph.all_current_positions(&rows)?;
        dependencies = graph.on_lineage(label, false, current, |at| Ok(*at))?;
        on_branch = dependencies.iter().map(|at| graph.id(*at).as_str()).collect();
    }
    match on_branch.as_slice() {
        [one] => Ok((*one).to_owned()),
        several => Err(PlanError::AmbiguousDowngrade {
            target: target.to_owned(),
            branch: label.to_owned(),
            applied: several.iter().map(|row| (*row).into()).collect(),
        }
        .into()),
    }
}

/// The revisions that a downgrade begins to take back, before it is known which of them are applied.
pub(crate) fn roots_of_downgrade(graph: &Graph, target: &DowngradeTarget) -> Result<Vec<usize>, Refusal> {
    let (roots, count) = match target.point.revision() {
        None => {
            // Alembic counts a base once more for each label that it declares, and then looks at the branch.
            let is_base = |(_, at): &&(String, usize)| graph.links[*at].parents.is_empty();
            let labels = graph.declared_labels.iter().filter(is_base).count();
            (graph.bases.clone(), graph.bases.len() + labels)
        }
        Some(position) => {
            let children = graph.links[position].children.clone();
            let count = children.len();
            (children, count)
        }
    };
    let Some(label) = target.label.as_deref().filter(|_| count > 1) else {
        return Ok(roots);
    };
    let ancestors: RevisionSet = reach(graph, &[graph.branch(label)?], Edges::Parents);
    let kept: Vec<usize> = roots.into_iter().filter(|root| ancestors.contains(*root)).collect();
    if kept.is_empty() {
        return Err(PlanError::NoBranchToDowngrade.into());
    }
    Ok(kept)
}
