//! Which branch labels hold at which revision.

use crate::Graph;
use crate::graph::Links;
use crate::traverse::{Edges, related};

/// Gives the labels of each labelled revision to the revisions above it, and to those below it as far as the branch goes
/// without fork or merge: Alembic's `_add_branches`.
///
/// As there, the way down begins at the descendant that was visited last, and labels that a revision has by then
/// inherited travel on with its own. Labelled revisions take their turns in load order (in Alembic: in the order of a set).
pub(crate) fn propagate(graph: &mut Graph) {
    let labelled: Vec<usize> = (0..graph.len()).filter(|at| !graph.revisions[*at].branch_labels.is_empty()).collect();
    for at in &labelled {
        let own = graph.revisions[*at].branch_labels.clone();
        add(&mut graph.links[*at], &own);
    }
    for start in labelled {
        let carried = graph.links[start].labels.clone();
        let above = related(graph, &[start], Edges::Children);
        for at in &above {
            add(&mut graph.links[*at], &carried);
        }
        let mut at = above.last().copied().unwrap_or(start);
        loop {
            let links = &mut graph.links[at];
            if links.all_children.len() > 1 || links.parents.len() > 1 {
                break;
            }
            add(links, &carried);
            match links.parents.first() {
                Some(parent) => at = *parent,
                None => break,
            }
        }
    }
}

fn add(links: &mut Links, labels: &[String]) {
    for label in labels {
        if !links.labels.contains(label) {
            links.labels.push(label.clone());
        }
    }
}
