//! Small graphs in one line each.

use limbeck_graph::{Graph, GraphError, Revision, RevisionId};

/// Reads `b < a` (parents), `c < a b | d` (and dependencies), `e < c # label` (and labels), one revision a line.
pub fn revisions(text: &str) -> Vec<Revision> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| {
            let (line, labels) = line.split_once('#').unwrap_or((line, ""));
            let (line, dependencies) = line.split_once('|').unwrap_or((line, ""));
            let (id, parents) = line.split_once('<').unwrap_or((line, ""));
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            let id = id.trim();
            let mut revision = Revision::new(id, format!("versions/{id}.py"));
            revision.down_revisions = words(parents).into_iter().map(RevisionId::from).collect();
            revision.depends_on = words(dependencies);
            revision.branch_labels = words(labels);
            revision
        })
        .collect()
}

pub fn graph(text: &str) -> Graph {
    Graph::new(revisions(text)).expect("a good graph")
}

pub fn defects(text: &str) -> Vec<GraphError> {
    Graph::new(revisions(text)).expect_err("a bad graph")
}

pub fn ids(texts: &[&str]) -> Vec<RevisionId> {
    texts.iter().map(|text| RevisionId::from(*text)).collect()
}
