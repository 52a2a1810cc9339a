//! What a traversal is given at its ends.

use crate::RevisionId;

/// One identifier as typed, the rows of the version table, or nothing. Python tells a string from a tuple at many places;
/// a string may hold symbols and relative counts, a tuple holds what a database recorded.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Identifiers<'a> {
    Typed(&'a str),
    Rows(&'a [RevisionId]),
}

impl<'a> Identifiers<'a> {
    /// `util.to_tuple`.
    pub fn each(self) -> Vec<&'a str> {
        match self {
            Self::Typed(text) => vec![text],
            Self::Rows(rows) => rows.iter().map(RevisionId::as_str).collect(),
        }
    }
}

/// Where a walk can be: at a revision, before the first one, or (in Python: `None`) nowhere.
///
/// `base` as a symbol is *nothing* in Alembic; only a walk downwards that leaves the graph ends at *base*.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Point {
    Revision(usize),
    Base,
    Nothing,
}

impl Point {
    pub fn revision(self) -> Option<usize> {
        match self {
            Self::Revision(position) => Some(position),
            Self::Base | Self::Nothing => None,
        }
    }
}
