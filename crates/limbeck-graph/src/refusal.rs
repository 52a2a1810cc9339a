//! Errors on the way, before it is known which command they stop.

use crate::{PlanError, RevisionId};

/// The exceptions of Alembic's `revision.py`. What they say to people depends on the command: see [`Context`].
#[derive(Debug)]
pub(crate) enum Refusal {
    RangeNotAncestor,
    MultipleHeads {
        argument: String,
        heads: Vec<RevisionId>,
    },
    NotLocated {
        identifier: String,
        reason: String,
    },
    /// Says the same whatever the command.
    Plain(PlanError),
}

impl From<PlanError> for Refusal {
    fn from(error: PlanError) -> Self {
        Self::Plain(error)
    }
}

/// Where a refusal happens: the arguments of Alembic's `_catch_revision_errors`.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Context<'a> {
    Upgrade { destination: &'a str },
    Downgrade { destination: &'a str },
    Stamp,
    Range { start: &'a str, end: &'a str },
    NewRevision,
    CurrentHead,
    Lookup,
}

impl Context<'_> {
    /// The refusal as people will read it. `applied` are the rows of the version table: what can't be located because
    /// of them is told apart.
    pub fn explain(self, refusal: Refusal, applied: &[RevisionId]) -> PlanError {
        match refusal {
            Refusal::Plain(error) => error,
            Refusal::NotLocated { identifier, reason } => {
                match applied.iter().find(|row| **row == identifier.as_str()) {
                    Some(row) => PlanError::UnknownApplied { revision: row.clone() },
                    None => PlanError::NotLocated { identifier, reason },
                }
            }
            Refusal::MultipleHeads { argument, heads } => self.multiple_heads(argument, heads),
            Refusal::RangeNotAncestor => match self {
                Self::Upgrade { destination } => PlanError::NotAnUpgradeTarget { destination: destination.to_owned() },
                Self::Downgrade { destination } => {
                    PlanError::NotADowngradeTarget { destination: destination.to_owned() }
                }
                Self::Range { start, end } => {
                    PlanError::RangeNotAncestor { start: start.to_owned(), end: end.to_owned() }
                }
                // Only the walks above compare two ends.
                Self::Stamp | Self::NewRevision | Self::CurrentHead | Self::Lookup => {
                    PlanError::RangeNotAncestor { start: "base".to_owned(), end: "heads".to_owned() }
                }
            },
        }
    }

    fn multiple_heads(self, argument: String, heads: Vec<RevisionId>) -> PlanError {
        let given = match self {
            Self::Upgrade { destination } | Self::Downgrade { destination } => destination,
            Self::Range { end, .. } => end,
            Self::Lookup => "",
            Self::Stamp => return PlanError::MultipleHeadsToStamp { heads },
            Self::NewRevision => return PlanError::MultipleHeadsToExtend { heads },
            Self::CurrentHead => return PlanError::MultipleCurrentHeads { heads },
        };
        let argument = if given.is_empty() { argument } else { given.to_owned() };
        PlanError::MultipleHeads { argument, heads }
    }
}
