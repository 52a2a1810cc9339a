//! Python's `int`: machine words while they fit, big integers beyond.

use std::cmp::Ordering;
use std::fmt;
use std::rc::Rc;

use num_bigint::BigInt;
use num_traits::{FromPrimitive, Signed, ToPrimitive};

/// An integer without upper bound. Always normalised: what fits an `i64` is `Small`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Int {
    /// Fits 64 bits.
    Small(i64),
    /// Does not.
    Big(Rc<BigInt>),
}

impl Int {
    /// From a big integer, normalised.
    pub fn from_big(value: BigInt) -> Int {
        match value.to_i64() {
            Some(small) => Int::Small(small),
            None => Int::Big(Rc::new(value)),
        }
    }

    /// As a big integer.
    pub fn to_big(&self) -> BigInt {
        match self {
            Int::Small(value) => BigInt::from(*value),
            Int::Big(value) => (**value).clone(),
        }
    }

    /// As an `i64` if it fits.
    pub fn to_i64(&self) -> Option<i64> {
        match self {
            Int::Small(value) => Some(*value),
            Int::Big(_) => None,
        }
    }

    /// The nearest float; infinite when too large.
    pub fn to_f64(&self) -> f64 {
        match self {
            Int::Small(value) => *value as f64,
            Int::Big(value) => value.to_f64().unwrap_or(f64::INFINITY),
        }
    }

    /// From a float without fraction.
    pub fn from_f64(value: f64) -> Option<Int> {
        BigInt::from_f64(value).map(Int::from_big)
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        matches!(self, Int::Small(0))
    }

    /// Whether it is below 0.
    pub fn is_negative(&self) -> bool {
        match self {
            Int::Small(value) => *value < 0,
            Int::Big(value) => value.is_negative(),
        }
    }

    /// Number of bits of the absolute value.
    pub fn bits(&self) -> u64 {
        match self {
            Int::Small(value) => 64 - u64::from(value.unsigned_abs().leading_zeros()),
            Int::Big(value) => value.bits(),
        }
    }
}

impl PartialOrd for Int {
    fn partial_cmp(&self, other: &Int) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Int {
    fn cmp(&self, other: &Int) -> Ordering {
        match (self, other) {
            (Int::Small(a), Int::Small(b)) => a.cmp(b),
            (Int::Small(_) | Int::Big(_), Int::Small(_) | Int::Big(_)) => self.to_big().cmp(&other.to_big()),
        }
    }
}

impl fmt::Display for Int {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Int::Small(value) => write!(f, "{value}"),
            Int::Big(value) => write!(f, "{value}"),
        }
    }
}

impl From<i64> for Int {
    fn from(value: i64) -> Int {
        Int::Small(value)
    }
}

impl From<BigInt> for Int {
    fn from(value: BigInt) -> Int {
        Int::from_big(value)
    }
}
