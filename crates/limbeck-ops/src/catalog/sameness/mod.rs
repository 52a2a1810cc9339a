//! Whether two texts of an expression mean the same, one as a script wrote it and one as the server writes it back.

mod compare;
mod interval;
mod literal;
mod normal;
mod query;

pub use query::same_query;

use self::compare::compare;
use self::normal::normal;

/// An answer to "is it the same?".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sameness {
    /// It is.
    Same,
    /// One of both can't be read, or the difference may be one of the server's writing.
    Unsure,
    /// A literal, an operator, a function or a column differs.
    Different,
}

impl Sameness {
    /// The answer for a thing whose parts have these answers.
    pub fn and(self, other: Sameness) -> Sameness {
        self.max(other)
    }

    pub(crate) fn of(same: bool) -> Sameness {
        if same { Sameness::Same } else { Sameness::Different }
    }
}

/// Texts longer than this are compared as they stand.
const LONGEST: usize = 8000;

/// Compares an expression with the one that a PostgreSQL server writes back.
///
/// The server parses what it is given and writes it anew: with parentheses, with casts, `IN (…)` as `= ANY (ARRAY[…])`,
/// `BETWEEN` as two comparisons, `LIKE` as `~~`. Such differences are none.
pub fn same_expression(expected: &str, actual: &str) -> Sameness {
    same_expression_of(expected, actual, &|_| None)
}

/// As [`same_expression`], where `type_of` knows the types of columns: a cast of a column to its own type is one that
/// the server leaves out.
pub fn same_expression_of(expected: &str, actual: &str, type_of: &dyn Fn(&str) -> Option<String>) -> Sameness {
    if expected.trim() == actual.trim() {
        return Sameness::Same;
    }
    if expected.len() > LONGEST || actual.len() > LONGEST {
        return Sameness::Unsure;
    }
    match (normal(expected), normal(actual)) {
        (Some(expected), Some(actual)) => compare(&expected, &actual, type_of),
        (Some(_) | None, Some(_) | None) => Sameness::Unsure,
    }
}
