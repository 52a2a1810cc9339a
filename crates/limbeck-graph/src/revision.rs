//! One revision, as its file declares it.

use std::path::PathBuf;

use crate::RevisionId;

/// What the header of a revision file says. Nothing here depends on other revisions; what does is asked of
/// [`Member`](crate::Member).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The variable `revision`.
    pub id: RevisionId,
    /// The variable `down_revision`; empty for a base, several for a merge.
    pub down_revisions: Vec<RevisionId>,
    /// The variable `depends_on`: full identifiers or branch labels, in the words of the file.
    pub depends_on: Vec<String>,
    /// The variable `branch_labels`.
    pub branch_labels: Vec<String>,
    /// The docstring of the file as Python sees it, not yet stripped. Empty without one.
    pub docstring: String,
    /// Where the file lies.
    pub path: PathBuf,
}

impl Revision {
    /// A revision with an identifier and nothing else.
    pub fn new(id: impl Into<RevisionId>, path: impl Into<PathBuf>) -> Self {
        Self {
            id: id.into(),
            down_revisions: Vec::new(),
            depends_on: Vec::new(),
            branch_labels: Vec::new(),
            docstring: String::new(),
            path: path.into(),
        }
    }

    /// The whole docstring without white space at its ends: Alembic's `Script.longdoc`.
    pub fn long_doc(&self) -> &str {
        self.docstring.trim_matches(is_python_space)
    }

    /// The first paragraph of the docstring, which may have several lines: Alembic's `Script.doc`.
    pub fn doc(&self) -> &str {
        let doc = self.long_doc();
        doc.split_once("\n\n").map_or(doc, |(first, _)| first)
    }

    /// Whether the revision follows no other one. It may still depend on others.
    pub fn is_base(&self) -> bool {
        self.down_revisions.is_empty()
    }

    /// Whether the revision follows several others.
    pub fn is_merge_point(&self) -> bool {
        self.down_revisions.len() > 1
    }
}

/// What `str.strip()` takes away: Unicode white space and the four separators of ASCII.
pub(crate) fn is_python_space(letter: char) -> bool {
    letter.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doc_is_the_first_paragraph() {
        let mut revision = Revision::new("a", "a.py");
        revision.docstring = "\n  add pets\nand owners\n\nRevision ID: a\n".into();
        assert_eq!(revision.doc(), "add pets\nand owners");
        assert_eq!(revision.long_doc(), "add pets\nand owners\n\nRevision ID: a");
        revision.docstring = " \n\n ".into();
        assert_eq!(revision.doc(), "");
    }
}
