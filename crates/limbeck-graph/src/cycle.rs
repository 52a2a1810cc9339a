//! Finds circles of revisions, and names exactly the revisions that form one.

use crate::Revision;
use crate::graph::Links;
use crate::graph_error::GraphError;

/// Refuses circles. Circles over `down_revision` alone come first; those that need a dependency are searched when there
/// are none, as in Alembic's `_detect_cycles`.
pub(crate) fn refuse(revisions: &[Revision], links: &[Links]) -> Result<(), Vec<GraphError>> {
    let named = |circle: &[usize]| {
        let one = |position: &usize| &revisions[*position];
        (circle.iter().map(|at| one(at).id.clone()).collect(), circle.iter().map(|at| one(at).path.clone()).collect())
    };
    if let Some(circle) = find(links.len(), |at| links[at].parents.clone()) {
        let (revisions, paths) = named(&circle);
        return Err(vec![GraphError::Cycle { revisions, paths }]);
    }
    if let Some(circle) = find(links.len(), |at| links[at].all_parents().collect()) {
        let (revisions, paths) = named(&circle);
        return Err(vec![GraphError::DependencyCycle { revisions, paths }]);
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Unseen,
    OnTheWay,
    Done,
}

/// The first circle met on the way down, starting in load order. The way is a list, not the call stack: a chain of
/// revisions may be longer than any stack.
fn find(size: usize, parents: impl Fn(usize) -> Vec<usize>) -> Option<Vec<usize>> {
    let mut state = vec![State::Unseen; size];
    for start in 0..size {
        if state[start] != State::Unseen {
            continue;
        }
        state[start] = State::OnTheWay;
        let mut way = vec![(start, parents(start).into_iter())];
        while let Some((at, rest)) = way.last_mut() {
            let Some(next) = rest.next() else {
                state[*at] = State::Done;
                way.pop();
                continue;
            };
            match state[next] {
                State::Unseen => {
                    state[next] = State::OnTheWay;
                    way.push((next, parents(next).into_iter()));
                }
                State::OnTheWay => {
                    return Some(way.iter().map(|(at, _)| *at).skip_while(|at| *at != next).collect());
                }
                State::Done => {}
            }
        }
    }
    None
}
