//! The revisions of a project and how they hang together.

use std::collections::HashMap;
use std::sync::Arc;

use crate::graph_error::GraphError;
use crate::set::RevisionSet;
use crate::{Member, Revision, RevisionId, build, cycle, labels};

/// All revisions of a project, checked: identifiers are unique, parents and dependencies exist, nothing goes in circles.
///
/// Revisions keep the order in which they were given; wherever Alembic's order hangs on the order of loading, this one
/// counts. Alembic loads the files of a folder sorted by name, the folders in the order of `version_locations`, and the
/// caller should do the same. Where Alembic leaves an order to Python's hashes (children of a revision, several
/// normalized dependencies, labels, current revisions), it is this order too.
#[derive(Debug)]
pub struct Graph {
    pub(crate) revisions: Vec<Revision>,
    /// Identifiers and labels; Alembic's `_revision_map`.
    pub(crate) positions: HashMap<Arc<str>, usize>,
    /// Labels in the order in which they were declared, with their revision. In Alembic's map they follow the identifiers.
    pub(crate) declared_labels: Vec<(String, usize)>,
    pub(crate) links: Vec<Links>,
    pub(crate) heads: Vec<usize>,
    pub(crate) effective_heads: Vec<usize>,
    pub(crate) bases: Vec<usize>,
}

/// The neighbours of one revision, by position.
#[derive(Debug, Default, Clone)]
pub(crate) struct Links {
    /// `down_revision` word for word: a parent named twice is here twice.
    pub parents: Vec<usize>,
    /// `depends_on` without what it names twice.
    pub dependencies: Vec<usize>,
    /// Parents, then the dependencies that no ancestor has already: `_normalized_down_revisions`.
    pub normalized_parents: Vec<usize>,
    /// Revisions with this one as a parent: `nextrev`.
    pub children: Vec<usize>,
    /// Children and revisions that depend on this one: `_all_nextrev`.
    pub all_children: Vec<usize>,
    /// The opposite of `normalized_parents`.
    pub normalized_children: Vec<usize>,
    /// The branch labels that hold here, the revision's own first.
    pub labels: Vec<String>,
    /// The length of the longest way down to a base, dependencies included.
    pub height: usize,
}

impl Links {
    /// Parents, then dependencies: `_all_down_revisions`.
    pub fn all_parents(&self) -> impl Iterator<Item = usize> + '_ {
        self.parents.iter().chain(&self.dependencies).copied()
    }
}

impl Graph {
    /// Puts revisions together, given in load order.
    ///
    /// # Errors
    /// All defects that can be told independently of each other, in load order; cycles are searched when there is no
    /// other defect.
    pub fn new(revisions: Vec<Revision>) -> Result<Self, Vec<GraphError>> {
        let (positions, declared_labels) = build::positions(&revisions)?;
        let mut links = build::links(&revisions, &positions)?;
        cycle::refuse(&revisions, &links)?;
        build::set_heights(&mut links);
        build::normalize_dependencies(&mut links);
        let matching = |wanted: &dyn Fn(&Links) -> bool| {
            (0..links.len()).filter(|position| wanted(&links[*position])).collect::<Vec<_>>()
        };
        let mut graph = Self {
            heads: matching(&|links| links.children.is_empty()),
            effective_heads: matching(&|links| links.all_children.is_empty()),
            bases: matching(&|links| links.parents.is_empty()),
            revisions,
            positions,
            declared_labels,
            links,
        };
        labels::propagate(&mut graph);
        Ok(graph)
    }

    /// How many revisions there are.
    pub fn len(&self) -> usize {
        self.revisions.len()
    }

    /// Whether there is no revision at all.
    pub fn is_empty(&self) -> bool {
        self.revisions.is_empty()
    }

    /// All revisions in load order.
    pub fn revisions(&self) -> impl Iterator<Item = Member<'_>> {
        (0..self.len()).map(|position| Member::new(self, position))
    }

    /// The revision with exactly this identifier. Labels, prefixes and symbols are for [`Graph::resolve`].
    pub fn revision(&self, id: &str) -> Option<Member<'_>> {
        let position = *self.positions.get(id)?;
        let member = Member::new(self, position);
        (member.id.as_str() == id).then_some(member)
    }

    /// Revisions that no other one follows: `get_heads()`.
    pub fn heads(&self) -> Vec<Member<'_>> {
        self.members(&self.heads)
    }

    /// Revisions that no other one follows or depends on: what the version table holds after `upgrade heads`.
    pub fn effective_heads(&self) -> Vec<Member<'_>> {
        self.members(&self.effective_heads)
    }

    /// Revisions that follow no other one.
    pub fn bases(&self) -> Vec<Member<'_>> {
        self.members(&self.bases)
    }

    pub(crate) fn members(&self, positions: &[usize]) -> Vec<Member<'_>> {
        positions.iter().map(|position| Member::new(self, *position)).collect()
    }

    pub(crate) fn id(&self, position: usize) -> &RevisionId {
        &self.revisions[position].id
    }

    pub(crate) fn ids(&self, positions: &[usize]) -> Vec<RevisionId> {
        positions.iter().map(|position| self.id(*position).clone()).collect()
    }

    pub(crate) fn set(&self, members: impl IntoIterator<Item = usize>) -> RevisionSet {
        RevisionSet::of(self.len(), members)
    }
}
