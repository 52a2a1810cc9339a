//! One step of a plan, and what it is called in logs.

use std::fmt;
use std::path::PathBuf;

use crate::id::comma;
use crate::{Member, RevisionId};

/// What a run does at one time: a revision up or down, or a change of the version table alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Run `upgrade()` of a revision.
    Upgrade(RevisionStep),
    /// Run `downgrade()` of a revision.
    Downgrade(RevisionStep),
    /// Only write the version table.
    Stamp(StampStep),
}

/// The revision of a step: Alembic's `RevisionStep`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionStep {
    /// The revision to run.
    pub revision: RevisionId,
    /// Its `down_revision`: what logs name.
    pub parents: Vec<RevisionId>,
    /// Its parents and the dependencies that no ancestor has already: what the version table counts in.
    pub normalized_parents: Vec<RevisionId>,
    /// The first paragraph of its docstring.
    pub doc: String,
    /// Its file.
    pub path: PathBuf,
}

impl RevisionStep {
    pub(crate) fn new(member: Member<'_>) -> Self {
        Self {
            revision: member.id.clone(),
            parents: member.down_revisions.clone(),
            normalized_parents: member.normalized_parent_ids(),
            doc: member.doc().to_owned(),
            path: member.path.clone(),
        }
    }
}

/// A change of the version table without a script: Alembic's `StampStep`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StampStep {
    /// Rows that are there before.
    pub from: Vec<RevisionId>,
    /// Rows that are there afterwards.
    pub to: Vec<RevisionId>,
    /// Whether the way leads up.
    pub is_upgrade: bool,
    /// Whether a branch appears in the table or leaves it, rather than being moved.
    pub is_branch_move: bool,
}

impl Step {
    /// The revision whose script runs; none for a stamp.
    pub fn revision(&self) -> Option<&RevisionId> {
        match self {
            Self::Upgrade(step) | Self::Downgrade(step) => Some(&step.revision),
            Self::Stamp(_) => None,
        }
    }

    /// Alembic's name of the function that runs: `upgrade`, `downgrade`, `stamp_revision`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Upgrade(_) => "upgrade",
            Self::Downgrade(_) => "downgrade",
            Self::Stamp(_) => "stamp_revision",
        }
    }

    /// Whether the step leads up. What `on_version_apply` sees as `step.is_upgrade`.
    pub fn is_upgrade(&self) -> bool {
        match self {
            Self::Upgrade(_) => true,
            Self::Downgrade(_) => false,
            Self::Stamp(step) => step.is_upgrade,
        }
    }

    /// What logs name on the left of the arrow: no dependencies.
    pub fn from_ids(&self) -> &[RevisionId] {
        match self {
            Self::Upgrade(step) => &step.parents,
            Self::Downgrade(step) => std::slice::from_ref(&step.revision),
            Self::Stamp(step) => &step.from,
        }
    }

    /// What logs name on the right of the arrow: no dependencies.
    pub fn to_ids(&self) -> &[RevisionId] {
        match self {
            Self::Upgrade(step) => std::slice::from_ref(&step.revision),
            Self::Downgrade(step) => &step.parents,
            Self::Stamp(step) => &step.to,
        }
    }

    /// The upper end, whichever way the step leads: `up_revision_ids` of Alembic's `MigrationInfo`.
    pub fn up_ids(&self) -> &[RevisionId] {
        match self {
            Self::Upgrade(step) | Self::Downgrade(step) => std::slice::from_ref(&step.revision),
            Self::Stamp(step) if step.is_upgrade => &step.to,
            Self::Stamp(step) => &step.from,
        }
    }

    /// The lower end with dependencies: `down_revision_ids` of Alembic's `MigrationInfo`.
    pub fn down_ids(&self) -> &[RevisionId] {
        match self {
            Self::Upgrade(step) | Self::Downgrade(step) => &step.normalized_parents,
            Self::Stamp(step) if step.is_upgrade => &step.from,
            Self::Stamp(step) => &step.to,
        }
    }

    /// `upgrade a -> b`: what offline mode writes as `-- Running …`.
    pub fn short_log(&self) -> String {
        format!("{} {} -> {}", self.name(), comma(self.from_ids()), comma(self.to_ids()))
    }
}

/// `upgrade a -> b, text`: what the log line `Running …` says.
impl fmt::Display for Step {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.short_log())?;
        match self {
            Self::Upgrade(step) | Self::Downgrade(step) if !step.doc.is_empty() => {
                write!(out, ", {}", step.doc)
            }
            Self::Upgrade(_) | Self::Downgrade(_) | Self::Stamp(_) => Ok(()),
        }
    }
}
