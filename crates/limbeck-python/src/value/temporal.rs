//! Data of `decimal` and `datetime` values. What they can do lies with their modules in `stdlib`.

use bigdecimal::BigDecimal;

use super::Value;

/// A `decimal.Decimal`.
#[derive(Debug, Clone)]
pub enum Decimal {
    /// A number; its scale is kept (`1.50` is not `1.5`).
    Finite(BigDecimal),
    /// Infinity; negative when true.
    Infinity(bool),
    /// Not a number.
    NaN,
}

/// A `datetime.time`.
#[derive(Debug, Clone)]
pub struct Time {
    /// Hours to microseconds.
    pub time: chrono::NaiveTime,
    /// The `tzinfo` object.
    pub tz: Option<Value>,
}

/// A `datetime.datetime`.
#[derive(Debug, Clone)]
pub struct DateTime {
    /// Date and time as the clock shows them.
    pub naive: chrono::NaiveDateTime,
    /// The `tzinfo` object.
    pub tz: Option<Value>,
}
