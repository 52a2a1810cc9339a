//! Where the database stands, in words.

use limbeck_exec::Standing;
use limbeck_graph::{RevisionId, Step};
use limbeck_messages::{Message, scripts, standing as messages, units};

/// The rows of a version table as a place: `base` where there are none.
pub(crate) fn place(rows: &[RevisionId]) -> String {
    if rows.is_empty() {
        return "base".to_owned();
    }
    rows.iter().map(RevisionId::as_str).collect::<Vec<_>>().join(", ")
}

/// Nothing was done.
pub(crate) fn unchanged(rows: &[RevisionId]) -> Message {
    messages::unchanged(place(rows))
}

/// What was done is rolled back.
pub(crate) fn back_at(rows: &[RevisionId]) -> Message {
    messages::back_at(place(rows))
}

/// After a step that failed.
pub(crate) fn after(standing: &Standing, step: &Step) -> Message {
    let place = place(&standing.heads);
    let state = if standing.partly_applied {
        let step = standing.half_done.as_ref().map_or(step, |half| &half.step);
        messages::at_with_a_part(place, revision(step).unwrap_or_else(messages::next_revision))
    } else if standing.unchanged && standing.steps_rolled_back == 0 {
        messages::unchanged(place)
    } else if standing.unchanged || standing.steps_rolled_back > 0 {
        messages::back_at(place)
    } else {
        messages::at(place)
    };
    match standing.steps_kept {
        0 => state,
        kept => messages::kept(state, units::revisions(kept)),
    }
}

/// A step that an earlier run left half done.
pub(crate) fn with_a_part(rows: &[RevisionId], step: &str) -> Message {
    let revision = step.rsplit(' ').next().unwrap_or(step);
    messages::at_with_a_part(place(rows), scripts::revision(revision))
}

/// The revision of a step, in words.
pub(crate) fn revision(step: &Step) -> Option<Message> {
    step.revision().map(|revision| scripts::revision(revision.as_str()))
}
