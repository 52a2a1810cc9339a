//! The schema that revisions make, told without running them on the database.

use limbeck_graph::{RevisionId, downgrade_plan};
use limbeck_ops::catalog::Catalog;

use crate::convert::host_failure;
use crate::failure::Failure;
use crate::look::Look;
use crate::rehearsal::way_to;

/// What a database should have at these rows of the version table.
///
/// # Errors
/// When a row is no revision of the project, or interrupted.
pub(crate) fn at(look: &mut Look<'_, '_>, rows: &[RevisionId]) -> Result<Catalog, Failure> {
    let way = way_to(&look.project.graph, rows)?;
    let mut rehearsal = look.stand_in()?;
    rehearsal.run(look, &way)?;
    rehearsal.stand_in().catalog().map_err(|error| host_failure(&error))
}

/// What a database has at a revision when it went up to the heads and came back: a `downgrade()` may leave things behind.
/// `None` where there is no such way, or the database is at the heads.
///
/// # Errors
/// As [`at`].
pub(crate) fn after_a_downgrade(look: &mut Look<'_, '_>, rows: &[RevisionId]) -> Result<Option<Catalog>, Failure> {
    let graph = &look.project.graph;
    let heads: Vec<RevisionId> = graph.heads().iter().map(|head| head.id.clone()).collect();
    let target = match rows {
        [] => "base",
        [one] => one.as_str(),
        _ => return Ok(None),
    };
    let Ok(down) = downgrade_plan(graph, &heads, target) else { return Ok(None) };
    if down.steps.is_empty() {
        return Ok(None);
    }
    let up = way_to(graph, &heads)?;
    let mut rehearsal = look.stand_in()?;
    rehearsal.run(look, &up)?;
    let back = rehearsal.run(look, &down.steps)?;
    if back.steps.iter().any(|step| step.failure.is_some()) {
        return Ok(None);
    }
    rehearsal.stand_in().catalog().map(Some).map_err(|error| host_failure(&error))
}
