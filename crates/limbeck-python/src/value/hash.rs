//! Hashing and key equality that need no evaluation. Numbers that are equal hash alike, whatever their type.

use std::hash::{DefaultHasher, Hash, Hasher};

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::{Int, Value};

const MODULUS: i64 = (1 << 61) - 1;

/// Hash of anything Rust can hash.
pub(crate) fn hash_any(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Hash of a string.
pub(crate) fn hash_str(text: &str) -> u64 {
    hash_any(&text)
}

/// CPython's hash of an integer.
pub(crate) fn hash_int(value: &Int) -> u64 {
    let reduced = match value {
        Int::Small(value) => value % MODULUS,
        Int::Big(value) => (&**value % BigInt::from(MODULUS)).to_i64().unwrap_or(0),
    };
    (if reduced == -1 { -2 } else { reduced }) as u64
}

/// Hash of a float, equal to that of an equal integer.
pub(crate) fn hash_float(value: f64) -> u64 {
    if value.fract() == 0.0
        && let Some(int) = Int::from_f64(value)
    {
        return hash_int(&int);
    }
    value.to_bits() ^ 0x5bd1_e995
}

impl Value {
    /// Whether both are equal as keys, when that can be told without evaluating anything.
    pub(crate) fn same_key(&self, other: &Value) -> Option<bool> {
        match (self, other) {
            (Value::Str(a), Value::Str(b)) => Some(a == b),
            (Value::Int(a), Value::Int(b)) => Some(a == b),
            (Value::Str(_), Value::Int(_) | Value::None | Value::Bool(_) | Value::Float(_) | Value::Tuple(_))
            | (Value::Int(_) | Value::None | Value::Bool(_) | Value::Float(_) | Value::Tuple(_), Value::Str(_)) => {
                Some(false)
            }
            _ if self.is_same(other) => Some(true),
            _ => None,
        }
    }
}
