//! Ancestors and descendants. All walks keep their own list of what is to do; none recurses.

use crate::graph::Links;
use crate::refusal::Refusal;
use crate::set::RevisionSet;
use crate::{Graph, PlanError};

/// Which neighbours a walk goes on to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edges {
    /// `down_revision`.
    Parents,
    /// `down_revision` and the dependencies that count.
    NormalizedParents,
    /// `down_revision` and all dependencies.
    AllParents,
    /// The other way.
    Children,
    /// The other way.
    NormalizedChildren,
    /// The other way.
    AllChildren,
}

impl Edges {
    fn push(self, links: &Links, todo: &mut Vec<usize>) {
        match self {
            Self::Parents => todo.extend(&links.parents),
            Self::NormalizedParents => todo.extend(&links.normalized_parents),
            Self::AllParents => todo.extend(links.all_parents()),
            Self::Children => todo.extend(&links.children),
            Self::NormalizedChildren => todo.extend(&links.normalized_children),
            Self::AllChildren => todo.extend(&links.all_children),
        }
    }
}

/// The revisions in reach of `starts`, these included, in Alembic's order of visiting.
pub(crate) fn related(graph: &Graph, starts: &[usize], edges: Edges) -> Vec<usize> {
    let mut seen = graph.set([]);
    let mut visited = Vec::new();
    let mut todo = Vec::new();
    for start in starts {
        todo.push(*start);
        while let Some(at) = todo.pop() {
            if seen.insert(at) {
                visited.push(at);
                edges.push(&graph.links[at], &mut todo);
            }
        }
    }
    visited
}

/// [`related`] as a set.
pub(crate) fn reach(graph: &Graph, starts: &[usize], edges: Edges) -> RevisionSet {
    graph.set(related(graph, starts, edges))
}

/// [`reach`] for starts that must not reach each other: `_iterate_related_revisions` with `check`.
pub(crate) fn reach_apart(graph: &Graph, starts: &[usize], edges: Edges) -> Result<RevisionSet, Refusal> {
    let all_starts = graph.set(starts.iter().copied());
    let mut seen = graph.set([]);
    let mut todo = Vec::new();
    for start in starts {
        todo.push(*start);
        let mut overlaps = graph.set([]);
        while let Some(at) = todo.pop() {
            // A revision seen from an earlier start is not walked again, but it counts as met.
            if at != *start && all_starts.contains(at) {
                overlaps.insert(at);
            }
            if seen.insert(at) {
                edges.push(&graph.links[at], &mut todo);
            }
        }
        if !overlaps.is_empty() {
            let others: Vec<usize> = overlaps.iter().collect();
            return Err(Refusal::Plain(PlanError::Overlap {
                revision: graph.id(*start).clone(),
                others: graph.ids(&others),
            }));
        }
    }
    Ok(seen)
}

/// Revisions that share a lineage with one of `roots`: those above, those below and the roots.
///
/// With dependencies the two directions see different edges in Alembic's `_shares_lineage` (all of them upwards, the
/// normalized ones downwards, looking from the revision that is asked about), so they do here, seen from the root.
pub(crate) fn lineage(graph: &Graph, roots: &[usize], with_dependencies: bool) -> RevisionSet {
    let (down, up) = if with_dependencies {
        (Edges::AllParents, Edges::NormalizedChildren)
    } else {
        (Edges::Parents, Edges::Children)
    };
    let mut set = reach(graph, roots, down);
    set.unite(&reach(graph, roots, up));
    set
}

/// Whether `revision` is one of `tips` or below one of them. Walks only where the answer can still be found.
pub(crate) fn is_at_or_below(graph: &Graph, revision: usize, tips: &[usize]) -> bool {
    let height = graph.links[revision].height;
    let mut seen = std::collections::HashSet::new();
    let mut todo = tips.to_vec();
    while let Some(at) = todo.pop() {
        if at == revision {
            return true;
        }
        if graph.links[at].height > height && seen.insert(at) {
            todo.extend(&graph.links[at].normalized_parents);
        }
    }
    false
}
