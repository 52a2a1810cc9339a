//! Values as pysqlite takes and gives them.

use limbeck_ops::Datum;
use rusqlite::types::{Value, ValueRef};

/// A value for a placeholder; none where pysqlite has no adapter for its type.
pub(super) fn bind(datum: &Datum) -> Option<Value> {
    match datum {
        Datum::Null => Some(Value::Null),
        Datum::Bool(value) => Some(Value::Integer(i64::from(*value))),
        Datum::Int(value) => Some(Value::Integer(*value)),
        Datum::Float(value) => Some(Value::Real(*value)),
        Datum::Str(text) => Some(Value::Text(text.clone())),
        Datum::Bytes(bytes) => Some(Value::Blob(bytes.clone())),
        Datum::BigInt(_)
        | Datum::Decimal(_)
        | Datum::DecimalNan
        | Datum::DecimalInfinity { .. }
        | Datum::Date(_)
        | Datum::Time(..)
        | Datum::DateTime(..)
        | Datum::Interval(_)
        | Datum::Uuid(_)
        | Datum::List(_)
        | Datum::Map(_)
        | Datum::Enum(_)
        | Datum::Server { .. } => None,
    }
}

/// A value of a row; none where a text is not UTF-8.
pub(super) fn datum(value: ValueRef<'_>) -> Option<Datum> {
    Some(match value {
        ValueRef::Null => Datum::Null,
        ValueRef::Integer(value) => Datum::Int(value),
        ValueRef::Real(value) => Datum::Float(value),
        ValueRef::Text(bytes) => Datum::Str(std::str::from_utf8(bytes).ok()?.to_owned()),
        ValueRef::Blob(bytes) => Datum::Bytes(bytes.to_vec()),
    })
}
