//! The order in which revisions are run and shown: Alembic's `_topological_sort`.

use crate::Graph;
use crate::set::RevisionSet;
use crate::traverse::{Edges, related};

/// Puts revisions in order, newest first, each before those that it follows or depends on. Of several lines, the one of
/// the head that was loaded first is followed down as far as no other head needs the revision.
///
/// `None` if some of the revisions can't be reached from the heads through the others.
pub(crate) fn newest_first(graph: &Graph, revisions: &RevisionSet, heads: &[usize]) -> Option<Vec<usize>> {
    let mut todo = revisions.clone();
    let heads = graph.set(heads.iter().copied().filter(|head| todo.contains(*head)));
    let mut heads: Vec<usize> = heads.iter().collect();
    let mut ancestors = Ancestors::new(graph, revisions, &heads);
    let mut output = Vec::new();
    let mut at = 0;
    while let Some(candidate) = heads.get(at).copied() {
        // As long as another head is above the candidate, that one goes first.
        let above = heads.iter().enumerate().position(|(other, head)| other != at && ancestors.hold(*head, candidate));
        if let Some(above) = above {
            at = above;
            continue;
        }
        if todo.contains(candidate) {
            todo.remove(candidate);
            output.push(candidate);
        }
        let next: Vec<usize> = graph.links[candidate]
            .normalized_parents
            .iter()
            .copied()
            .filter(|parent| todo.contains(*parent) && !heads.contains(parent))
            .collect();
        match next.split_first() {
            None => {
                heads.remove(at);
                at = at.saturating_sub(1);
            }
            Some((first, others)) => {
                heads[at] = *first;
                heads.extend(others);
            }
        }
    }
    todo.is_empty().then_some(output)
}

/// For each revision the set of its ancestors. Worked out at the first question: a single line never asks.
struct Ancestors<'g> {
    graph: &'g Graph,
    /// The position of a revision among those in question, which are the columns of the table.
    columns: Vec<Option<usize>>,
    width: usize,
    heads: Vec<usize>,
    rows: Option<Vec<RevisionSet>>,
}

impl<'g> Ancestors<'g> {
    fn new(graph: &'g Graph, revisions: &RevisionSet, heads: &[usize]) -> Self {
        let mut columns = vec![None; graph.len()];
        let mut width = 0;
        for revision in revisions.iter() {
            columns[revision] = Some(width);
            width += 1;
        }
        Self { graph, columns, width, heads: heads.to_vec(), rows: None }
    }

    fn hold(&mut self, head: usize, candidate: usize) -> bool {
        let Some(column) = self.columns[candidate] else {
            return false;
        };
        let rows = match self.rows.take() {
            Some(rows) => rows,
            None => self.fill(),
        };
        let held = rows[head].contains(column);
        self.rows = Some(rows);
        held
    }

    fn fill(&self) -> Vec<RevisionSet> {
        let mut rows = vec![RevisionSet::new(0); self.graph.len()];
        let mut in_question = related(self.graph, &self.heads, Edges::NormalizedParents);
        in_question.sort_by_key(|at| self.graph.links[*at].height);
        for at in in_question {
            let mut row = RevisionSet::new(self.width);
            if let Some(column) = self.columns[at] {
                row.insert(column);
            }
            for parent in &self.graph.links[at].normalized_parents {
                row.unite(&rows[*parent]);
            }
            rows[at] = row;
        }
        rows
    }
}
