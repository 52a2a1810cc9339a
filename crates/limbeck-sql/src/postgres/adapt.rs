//! Values as psycopg2 writes them into the text.

use limbeck_ops::{Datum, Interval};

use crate::compile::python;
use crate::error::SqlError;

/// A value as SQL text.
pub(super) fn adapt(value: &Datum) -> Result<String, SqlError> {
    Ok(match value {
        Datum::Null => "NULL".to_owned(),
        Datum::Bool(value) => value.to_string(),
        Datum::Int(value) => spaced(value.to_string()),
        Datum::BigInt(value) => spaced(value.to_string()),
        Datum::Float(value) => match python::float(*value).as_str() {
            "nan" => "'NaN'::float".to_owned(),
            "inf" => "'Infinity'::float".to_owned(),
            "-inf" => "'-Infinity'::float".to_owned(),
            other => spaced(other.to_owned()),
        },
        Datum::Decimal(value) => spaced(python::decimal(value)),
        // All that is no number is one to psycopg2.
        Datum::DecimalNan | Datum::DecimalInfinity { .. } => "'NaN'::numeric".to_owned(),
        Datum::Str(text) => quoted(text)?,
        Datum::Bytes(bytes) => {
            let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("'\\x{digits}'::bytea")
        }
        Datum::Date(date) => format!("'{}'::date", python::iso_date(*date)),
        Datum::Time(time, offset) => {
            let zone = if offset.is_some() { "timetz" } else { "time" };
            format!("'{}'::{zone}", python::iso_time(*time, *offset))
        }
        Datum::DateTime(value, offset) => {
            let zone = if offset.is_some() { "timestamptz" } else { "timestamp" };
            format!("'{}'::{zone}", python::iso_datetime(*value, *offset, 'T'))
        }
        Datum::Interval(value) => interval(value),
        Datum::Uuid(value) => format!("'{value}'::uuid"),
        Datum::List(items) => list(items)?,
        Datum::Map(items) => {
            let keys: Result<Vec<_>, _> = items.iter().map(|(key, _)| quoted(key)).collect();
            let values: Result<Vec<_>, _> = items.iter().map(|(_, value)| adapt(value)).collect();
            if items.is_empty() {
                "''::hstore".to_owned()
            } else {
                format!("hstore(ARRAY[{}], ARRAY[{}])", keys?.join(","), values?.join(","))
            }
        }
        Datum::Enum(member) if member.is_value => return adapt(&member.value),
        Datum::Enum(member) => {
            return Err(SqlError::of("ProgrammingError", format!("can't adapt type '{}'", member.class)));
        }
        Datum::Server { text, .. } => quoted(text)?,
    })
}

/// A minus sign could make a comment of what stands before it.
fn spaced(text: String) -> String {
    if text.starts_with('-') { format!(" {text}") } else { text }
}

fn quoted(text: &str) -> Result<String, SqlError> {
    if text.contains('\0') {
        return Err(SqlError::of("ValueError", "A string literal cannot contain NUL (0x00) characters."));
    }
    Ok(format!("'{}'", text.replace('\'', "''")))
}

fn interval(value: &Interval) -> String {
    let months = if value.months == 0 { String::new() } else { format!("{} months ", value.months) };
    format!("'{months}{} days {} seconds'::interval", python::days(value), python::seconds(value))
}

/// Lists: ARRAY can't hold nothing but NULLs, so psycopg2 writes those as text.
fn list(items: &[Datum]) -> Result<String, SqlError> {
    if items.is_empty() {
        return Ok("'{}'".to_owned());
    }
    let mut parts = Vec::with_capacity(items.len());
    let mut only_nulls = true;
    for item in items {
        match item {
            Datum::List(inner) if inner.is_empty() => {
                only_nulls = false;
                parts.push("ARRAY[]".to_owned());
            }
            Datum::List(_) => {
                let text = adapt(item)?;
                only_nulls &= text.starts_with('\'');
                parts.push(text);
            }
            Datum::Null => parts.push("NULL".to_owned()),
            other => {
                only_nulls = false;
                parts.push(adapt(other)?);
            }
        }
    }
    if only_nulls {
        let parts: Vec<_> = parts.iter().map(|part| part.trim_matches('\'')).collect();
        return Ok(format!("'{{{}}}'", parts.join(",")));
    }
    Ok(format!("ARRAY[{}]", parts.join(",")))
}
