//! The schema that revisions make, told without running them on the database.

use limbeck_graph::{RevisionId, Step};
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

/// What a database should have after each of some steps, which follow these rows.
///
/// # Errors
/// As [`at`].
pub(crate) fn along(
    look: &mut Look<'_, '_>,
    rows: &[RevisionId],
    steps: &[Step],
) -> Result<Vec<(RevisionId, Catalog)>, Failure> {
    let way = way_to(&look.project.graph, rows)?;
    let mut rehearsal = look.stand_in()?;
    rehearsal.run(look, &way)?;
    let mut catalogs = Vec::new();
    for step in steps {
        rehearsal.run(look, std::slice::from_ref(step))?;
        let Some(revision) = step.revision() else { continue };
        let catalog = rehearsal.stand_in().catalog().map_err(|error| host_failure(&error))?;
        catalogs.push((revision.clone(), catalog));
    }
    Ok(catalogs)
}
