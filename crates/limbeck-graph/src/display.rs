//! How a revision reads in `history`, `heads`, `current`, `branches` and `show`.

use crate::Member;
use crate::id::comma;
use crate::python::split_lines;

/// What a line about a revision tells: the arguments of Alembic's `cmd_format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LineOptions {
    /// `DOWN (dependencies) -> ` before the identifier.
    pub parents: bool,
    /// `(labels)` behind it.
    pub labels: bool,
    /// `(branchpoint)` and `(mergepoint)`.
    pub tree: bool,
    /// `, ` and the first paragraph of the docstring.
    pub doc: bool,
    /// Whether the revision is to be marked as `(current)`.
    pub is_current: bool,
}

impl LineOptions {
    /// As in `history`.
    pub const HISTORY: Self = Self { parents: true, labels: true, tree: true, doc: true, is_current: false };
    /// As in `heads`.
    pub const HEADS: Self = Self { parents: false, labels: true, tree: false, doc: false, is_current: false };
    /// As in `current`.
    pub const CURRENT: Self = Self { parents: false, labels: false, tree: true, doc: false, is_current: false };
    /// As in `branches`.
    pub const BRANCHES: Self = Self { parents: false, labels: true, tree: true, doc: false, is_current: false };
}

impl Member<'_> {
    /// The line about the revision: Alembic's `Script._head_only`.
    pub fn line(&self, options: LineOptions) -> String {
        let mut line = String::new();
        if options.parents {
            line.push_str(&self.parents_text());
            if !self.depends_on.is_empty() {
                line.push_str(&format!(" ({})", comma(&self.depends_on)));
            }
            line.push_str(" -> ");
        }
        line.push_str(self.id.as_str());
        if options.labels && !self.labels().is_empty() {
            line.push_str(&format!(" ({})", comma(self.labels())));
        }
        if self.is_effective_head() {
            line.push_str(" (head)");
        } else if self.is_head() {
            line.push_str(" (effective head)");
        }
        if options.is_current {
            line.push_str(" (current)");
        }
        if options.tree && self.is_branch_point() {
            line.push_str(" (branchpoint)");
        }
        if options.tree && self.is_merge_point() {
            line.push_str(" (mergepoint)");
        }
        if options.doc {
            line.push_str(", ");
            line.push_str(self.doc());
        }
        line
    }

    /// The block about the revision that `--verbose` and `show` print, its last line ended: Alembic's `Script.log_entry`.
    pub fn log_entry(&self, is_current: bool) -> String {
        let mut entry = format!("Rev: {}", self.id);
        let marks = [
            (self.is_head(), " (head)"),
            (self.is_branch_point(), " (branchpoint)"),
            (self.is_merge_point(), " (mergepoint)"),
            (is_current, " (current)"),
        ];
        for (_, mark) in marks.iter().filter(|(holds, _)| *holds) {
            entry.push_str(mark);
        }
        let above = if self.is_merge_point() { "Merges" } else { "Parent" };
        entry.push_str(&format!("\n{above}: {}\n", self.parents_text()));
        if !self.depends_on.is_empty() {
            entry.push_str(&format!("Also depends on: {}\n", comma(&self.depends_on)));
        }
        if self.is_branch_point() {
            let children: Vec<_> = self.children().iter().map(|child| child.id.clone()).collect();
            entry.push_str(&format!("Branches into: {}\n", comma(&children)));
        }
        if !self.labels().is_empty() {
            entry.push_str(&format!("Branch names: {}\n", comma(self.labels())));
        }
        entry.push_str(&format!("Path: {}\n\n", self.path.display()));
        let paragraphs: Vec<String> = split_lines(self.long_doc()).iter().map(|line| format!("    {line}")).collect();
        entry.push_str(&paragraphs.join("\n"));
        entry.push('\n');
        entry
    }

    /// `_format_down_revision`.
    fn parents_text(&self) -> String {
        if self.is_base() { "<base>".to_owned() } else { comma(&self.down_revisions) }
    }
}
