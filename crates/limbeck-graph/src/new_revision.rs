//! What a new revision may be based on: the checks of Alembic's `generate_revision`.

use crate::identifiers::{Identifiers, Point};
use crate::refusal::Context;
use crate::{Graph, Member, PlanError, build};

/// Refuses an identifier for a new revision that could not be told from the notation of targets.
pub fn check_new_id(id: &str) -> Result<(), PlanError> {
    match build::illegal_characters(id) {
        None if id.is_empty() => Err(PlanError::EmptyIdentifier { target: String::new() }),
        None => Ok(()),
        Some(characters) => Err(PlanError::IllegalCharacters { characters, revision: id.to_owned() }),
    }
}

/// The revisions that a new one will follow: one for `head`, several for a merge, none for `base`.
///
/// Without `splice` each of them has to be a head.
pub fn new_revision_parents<'g>(graph: &'g Graph, heads: &[&str], splice: bool) -> Result<Vec<Member<'g>>, PlanError> {
    let mut points = Vec::new();
    for head in heads {
        let found = graph.points(Identifiers::Typed(head));
        let found = found.map_err(|refusal| Context::NewRevision.explain(refusal, &[]))?;
        points.extend(found.into_iter().map(|point| (point, *head)));
    }
    let is_repeated = |(at, (point, _)): (usize, &(Point, &str))| points[..at].iter().any(|(other, _)| other == point);
    if points.iter().enumerate().any(is_repeated) {
        return Err(PlanError::DuplicateHeads);
    }
    let mut parents = Vec::new();
    for (point, head) in &points {
        match point {
            Point::Revision(position) => parents.push(Member::new(graph, *position)),
            // Counting down past the beginning is as good as `base`, as long as it stands alone.
            Point::Nothing if points.len() == 1 => {}
            Point::Nothing | Point::Base => {
                return Err(PlanError::NotARevision { target: (*head).to_owned() });
            }
        }
    }
    match parents.iter().find(|parent| !splice && !parent.is_head()) {
        Some(parent) => Err(PlanError::NotAHead { revision: parent.id.clone() }),
        None => Ok(parents),
    }
}

/// What a new revision will say it depends on: labels stay labels, the rest becomes full identifiers.
pub fn new_revision_dependencies(graph: &Graph, depends_on: &[&str]) -> Result<Vec<String>, PlanError> {
    let mut resolved = Vec::with_capacity(depends_on.len());
    for name in depends_on {
        let Some(member) = graph.resolve_one(name)? else {
            return Err(PlanError::NotARevision { target: (*name).to_owned() });
        };
        if member.labels().iter().any(|label| label == name) {
            resolved.push((*name).to_owned());
        } else {
            resolved.push(member.id.to_string());
        }
    }
    Ok(resolved)
}
