use crate::Sequence;

/// `op.execute(CreateSequence(…))`, `Sequence.create(bind)` and their opposites.
#[derive(Clone, Debug, PartialEq)]
pub struct SequenceDdl {
    /// The sequence.
    pub sequence: Sequence,
    /// Create (true) or drop.
    pub create: bool,
    /// `checkfirst`, `IF NOT EXISTS`, `IF EXISTS`.
    pub check_first: bool,
}
