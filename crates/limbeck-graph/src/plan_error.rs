//! Why an identifier, a range or a plan is refused, in Alembic's words.

use thiserror::Error;

use crate::RevisionId;
use crate::id::comma;

/// A refusal of a target or of the state of the database. Where Alembic has a message, `Display` is that message to the
/// byte; the last group is for cases in which Alembic ends in a traceback.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlanError {
    /// No revision, or more than one, answers to an identifier.
    #[error("Can't locate revision identified by '{identifier}'")]
    NotLocated {
        /// The part of the target that could not be found.
        identifier: String,
        /// Why, in the words of the exception that Alembic hides behind this message.
        reason: String,
    },
    /// The database is at a revision that no file has. In Alembic the same message as for a wrong target.
    #[error("Can't locate revision identified by '{revision}'")]
    UnknownApplied {
        /// The row of the version table.
        revision: RevisionId,
    },
    /// `head` where there are several.
    #[error(
        "Multiple head revisions are present for given argument '{argument}'; please specify a specific target \
         revision, '<branchname>@{argument}' to narrow to a specific head, or 'heads' for all heads"
    )]
    MultipleHeads {
        /// The target.
        argument: String,
        /// The heads it could mean.
        heads: Vec<RevisionId>,
    },
    /// `stamp head` where there are several.
    #[error("Multiple heads are present; please specify a single target revision")]
    MultipleHeadsToStamp {
        /// The heads it could mean.
        heads: Vec<RevisionId>,
    },
    /// A new revision on `head` where there are several.
    #[error(
        "Multiple heads are present; please specify the head revision on which the new revision should be based, or \
         perform a merge."
    )]
    MultipleHeadsToExtend {
        /// The heads it could mean.
        heads: Vec<RevisionId>,
    },
    /// One head is asked for and there are several.
    #[error(
        "The script directory has multiple heads (due to branching).Please use get_heads(), or merge the branches \
         using alembic merge."
    )]
    MultipleCurrentHeads {
        /// The heads.
        heads: Vec<RevisionId>,
    },
    /// The target is not above what is applied.
    #[error("Destination {destination} is not a valid upgrade target from current head(s)")]
    NotAnUpgradeTarget {
        /// The target.
        destination: String,
    },
    /// The target is not below what is applied.
    #[error("Destination {destination} is not a valid downgrade target from current head(s)")]
    NotADowngradeTarget {
        /// The target.
        destination: String,
    },
    /// The branch of the target has nothing to downgrade.
    #[error("Not a valid downgrade target from current heads")]
    NoBranchToDowngrade,
    /// The ends of a history range are not on one line.
    #[error("Requested range {start}:{end} does not refer to ancestor/descendant revisions along the same branch")]
    RangeNotAncestor {
        /// The lower end.
        start: String,
        /// The upper end.
        end: String,
    },
    /// One of several starting points lies below another.
    #[error("Requested revision {revision} overlaps with other requested revisions {}", comma(.others))]
    Overlap {
        /// The revision.
        revision: RevisionId,
        /// The others, in load order.
        others: Vec<RevisionId>,
    },
    /// A relative target comes to a fork.
    #[error("Ambiguous walk")]
    AmbiguousWalk,
    /// A relative target counts past the end of the graph.
    #[error("Walked too far")]
    WalkedTooFar,
    /// `+N` from several applied revisions.
    #[error("Ambiguous upgrade from multiple current revisions")]
    AmbiguousUpgrade,
    /// A relative target counts past the end of the graph, or in the wrong direction.
    #[error("Relative revision {relative} didn't produce {count} migrations")]
    RelativeTooFar {
        /// The number as written.
        relative: String,
        /// The number of steps.
        count: String,
    },
    /// `a:b` without `--sql`.
    #[error("Range revision not allowed")]
    RangeNotAllowed,
    /// `downgrade --sql` without a range.
    #[error("downgrade with --sql requires <fromrev>:<torev>")]
    DowngradeNeedsRange,
    /// `history -r` without a colon.
    #[error("History range requires [start]:[end], [start]:, or :[end]")]
    HistoryNeedsRange,
    /// `stamp --sql a:b c:d`.
    #[error("Stamp operation with --sql only supports a single starting revision at a time")]
    SeveralStarts,
    /// `stamp --purge --sql`.
    #[error("Can't use --purge with --sql mode")]
    PurgeWithSql,
    /// `current --check-heads`.
    #[error("Database is not on all head revisions")]
    NotOnAllHeads,
    /// A new revision would not be based on what the database has.
    #[error("Target database is not up to date.")]
    NotUpToDate,
    /// A new revision on a revision that others follow already.
    #[error(
        "Revision {revision} is not a head revision; please specify --splice to create a new branch from this revision"
    )]
    NotAHead {
        /// The revision.
        revision: RevisionId,
    },
    /// A new revision on the same revision twice.
    #[error("Duplicate head revisions specified")]
    DuplicateHeads,
    /// A new revision with an identifier that could not be written as a target.
    #[error("Character(s) '{characters}' not allowed in revision identifier '{revision}'")]
    IllegalCharacters {
        /// The characters, sorted, with commas between them.
        characters: String,
        /// The identifier.
        revision: String,
    },

    // From here on Alembic has no message.
    /// A target with more than one colon.
    #[error("more than one ':' in the range '{range}'")]
    TooManyColons {
        /// The argument.
        range: String,
    },
    /// A target, or a part of one, is empty.
    #[error("the revision identifier in '{target}' is empty")]
    EmptyIdentifier {
        /// The target as far as it is known.
        target: String,
    },
    /// A target means the empty state, or nothing at all, where a revision is needed.
    #[error("'{target}' does not lead to a revision")]
    NotARevision {
        /// The target.
        target: String,
    },
    /// `label@-N` where not exactly one applied revision is on the branch.
    #[error("'{target}' needs exactly one applied revision on branch '{branch}', found {}", count(.applied))]
    AmbiguousDowngrade {
        /// The target.
        target: String,
        /// The branch.
        branch: String,
        /// The applied revisions on it.
        applied: Vec<RevisionId>,
    },
    /// The lower end `REV@…` of a range names a revision that has no label, or several.
    #[error("revision {revision} can't stand for a branch: it has {labels} branch labels")]
    NotABranch {
        /// The revision.
        revision: RevisionId,
        /// How many labels it has.
        labels: usize,
    },
    /// A stamp target has applied revisions above and below it.
    #[error("can't stamp {destination}: applied revisions lie both above and below it")]
    StampInTheMiddle {
        /// The target.
        destination: RevisionId,
    },
}

fn count(ids: &[RevisionId]) -> String {
    if ids.is_empty() { "none".to_owned() } else { comma(ids) }
}
