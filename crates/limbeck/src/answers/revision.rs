//! A revision as a JSON object.

use limbeck_graph::{Member, RevisionId};
use serde_json::{Value, json};

use crate::convert::shown;

/// Revisions in their order; `rows` are those of the version table, where they are known.
pub(super) fn documents<'g>(members: impl IntoIterator<Item = Member<'g>>, rows: Option<&[RevisionId]>) -> Value {
    members.into_iter().map(|member| document(member, rows)).collect()
}

/// A revision.
pub(super) fn document(member: Member<'_>, rows: Option<&[RevisionId]>) -> Value {
    let ids = |ids: &[RevisionId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    let children: Vec<String> = member.children().iter().map(|child| child.id.to_string()).collect();
    json!({
        "revision": member.id.to_string(),
        "down_revisions": ids(&member.down_revisions),
        "depends_on": member.depends_on,
        "branch_labels": member.labels(),
        "children": children,
        "is_base": member.is_base(),
        "is_head": member.is_head(),
        "is_branch_point": member.is_branch_point(),
        "is_merge_point": member.is_merge_point(),
        "is_current": rows.map(|rows| rows.contains(&member.id)),
        "message": member.doc(),
        "description": member.long_doc(),
        "path": shown(&member.path),
    })
}
