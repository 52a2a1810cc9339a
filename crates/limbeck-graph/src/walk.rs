//! A number of steps up or down the graph.

use crate::identifiers::Point;
use crate::refusal::Refusal;
use crate::resolve::LineageFilter;
use crate::{Graph, PlanError};

/// How far to walk.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Steps {
    pub down: bool,
    pub count: usize,
    /// Past the end of the graph there is nothing; without this, the walk stays at the end.
    pub no_overwalk: bool,
}

/// Alembic's `_walk`. From nowhere the way up leads to the bases and the way down to the heads. The label narrows the
/// way up only.
pub(crate) fn walk(graph: &Graph, start: Point, steps: Steps, label: Option<&str>) -> Result<Point, Refusal> {
    let mut at = start;
    let mut filter = None;
    if let Some(label) = label.filter(|label| !label.is_empty() && !steps.down && steps.count > 0) {
        filter = Some(LineageFilter::new(graph, label, false)?);
    }
    for _ in 0..steps.count {
        let next = if steps.down { parents(graph, at) } else { children(graph, at, filter.as_mut())? };
        at = match next.as_slice() {
            [] if steps.no_overwalk => return Ok(Point::Nothing),
            [] => return Ok(at),
            [next] => *next,
            _ => return Err(PlanError::AmbiguousWalk.into()),
        };
    }
    Ok(at)
}

fn children(graph: &Graph, at: Point, filter: Option<&mut LineageFilter<'_>>) -> Result<Vec<Point>, Refusal> {
    let mut children = match at {
        Point::Revision(position) => graph.links[position].children.clone(),
        Point::Base | Point::Nothing => graph.bases.clone(),
    };
    if let Some(filter) = filter {
        let mut kept = Vec::new();
        for child in children {
            if filter.admits(child)? {
                kept.push(child);
            }
        }
        children = kept;
    }
    Ok(children.into_iter().map(Point::Revision).collect())
}

fn parents(graph: &Graph, at: Point) -> Vec<Point> {
    let parents = match at {
        Point::Base => return Vec::new(),
        Point::Revision(position) => &graph.links[position].parents,
        Point::Nothing => &graph.heads,
    };
    if parents.is_empty() { vec![Point::Base] } else { parents.iter().copied().map(Point::Revision).collect() }
}
