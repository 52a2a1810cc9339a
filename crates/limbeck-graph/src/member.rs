//! A revision seen in its graph.

use std::ops::Deref;

use crate::{Graph, Revision, RevisionId};

/// A revision together with the graph it is part of: what the file says, and what follows from the other files.
#[derive(Clone, Copy)]
pub struct Member<'g> {
    graph: &'g Graph,
    position: usize,
}

impl<'g> Member<'g> {
    pub(crate) fn new(graph: &'g Graph, position: usize) -> Self {
        Self { graph, position }
    }

    fn links(self) -> &'g crate::graph::Links {
        &self.graph.links[self.position]
    }

    /// What the file says, for as long as the graph lives.
    pub fn revision(self) -> &'g Revision {
        &self.graph.revisions[self.position]
    }

    /// Revisions with this one as `down_revision`: Alembic's `nextrev`, in load order.
    pub fn children(self) -> Vec<Member<'g>> {
        self.graph.members(&self.links().children)
    }

    /// The revisions that `depends_on` means.
    pub fn dependencies(self) -> Vec<Member<'g>> {
        self.graph.members(&self.links().dependencies)
    }

    /// `down_revision`, then the dependencies that no ancestor has already. The version table counts in these.
    pub fn normalized_parents(self) -> Vec<Member<'g>> {
        self.graph.members(&self.links().normalized_parents)
    }

    /// The labels of the branches that this revision is on, its own first.
    pub fn labels(self) -> &'g [String] {
        &self.links().labels
    }

    /// Whether no other revision follows.
    pub fn is_head(self) -> bool {
        self.links().children.is_empty()
    }

    /// Whether no other revision follows or depends on this one.
    pub fn is_effective_head(self) -> bool {
        self.links().all_children.is_empty()
    }

    /// Whether several revisions follow.
    pub fn is_branch_point(self) -> bool {
        self.links().children.len() > 1
    }

    /// The identifiers of `down_revision` and the dependencies that count.
    pub(crate) fn normalized_parent_ids(self) -> Vec<RevisionId> {
        self.graph.ids(&self.links().normalized_parents)
    }
}

impl Deref for Member<'_> {
    type Target = Revision;

    fn deref(&self) -> &Revision {
        &self.graph.revisions[self.position]
    }
}

impl PartialEq for Member<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.graph, other.graph) && self.position == other.position
    }
}

impl Eq for Member<'_> {}

impl std::fmt::Debug for Member<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Member({})", self.id)
    }
}
