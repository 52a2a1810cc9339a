//! Values as PyMySQL writes them into the text.

use chrono::{Datelike, NaiveDateTime, NaiveTime, Timelike};
use limbeck_ops::{Datum, Interval, Type};

use crate::compile::prepare::{after_epoch, is_after_epoch};
use crate::compile::python;
use crate::error::SqlError;
use crate::quoting::Style;

/// A value as SQL text.
pub(super) fn adapt(style: &Style<'_>, value: &Datum, ty: &Type) -> Result<String, SqlError> {
    Ok(match value {
        Datum::Null => "NULL".to_owned(),
        Datum::Bool(value) => i32::from(*value).to_string(),
        Datum::Int(_) | Datum::BigInt(_) | Datum::Decimal(_) => python::text(value),
        Datum::Float(value) if value.is_finite() => {
            let text = python::float(*value);
            if text.contains('e') { text } else { format!("{text}e0") }
        }
        Datum::Float(_) | Datum::DecimalNan | Datum::DecimalInfinity { .. } => {
            return Err(SqlError::of(
                "ProgrammingError",
                format!("{} can not be used with MySQL", python::text(value)),
            ));
        }
        Datum::Str(text) => quoted(text),
        Datum::Bytes(bytes) if bytes.is_empty() => "''".to_owned(),
        Datum::Bytes(bytes) => format!("x'{}'", bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()),
        Datum::Date(date) => format!("'{}'", python::iso_date(*date)),
        Datum::Time(value, _) => format!("'{}'", time(*value)),
        Datum::DateTime(value, _) => format!("'{}'", date_time(*value)),
        Datum::Interval(value) if is_after_epoch(style, ty) => {
            format!("'{}'", date_time(after_epoch(value)?))
        }
        Datum::Interval(value) => span(value),
        Datum::Uuid(value) => format!("'{value}'"),
        Datum::List(items) => {
            let items: Result<Vec<_>, _> = items.iter().map(|item| adapt(style, item, ty)).collect();
            format!("({})", items?.join(","))
        }
        Datum::Map(_) => return Err(SqlError::of("TypeError", "dict can not be used as parameter")),
        Datum::Enum(member) if member.is_value => return adapt(style, &member.value, ty),
        Datum::Enum(member) => quoted(&member.name),
        Datum::Server { text, .. } => quoted(text),
    })
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('\'');
    for c in text.chars() {
        match c {
            '\0' => out.push_str("\\0"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\u{1a}' => out.push_str("\\Z"),
            '"' | '\'' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

fn time(value: NaiveTime) -> String {
    let micros = (value.nanosecond() / 1000) % 1_000_000;
    let whole = format!("{:02}:{:02}:{:02}", value.hour(), value.minute(), value.second());
    if micros == 0 { whole } else { format!("{whole}.{micros:06}") }
}

fn date_time(value: NaiveDateTime) -> String {
    let date = value.date();
    format!("{:04}-{:02}-{:02} {}", date.year(), date.month(), date.day(), time(value.time()))
}

/// A `timedelta` by itself is a TIME.
fn span(value: &Interval) -> String {
    let days = i64::from(value.days) + 30 * i64::from(value.months);
    let micros = i128::from(days) * 86_400_000_000 + i128::from(value.micros);
    let sign = if micros < 0 { "-" } else { "" };
    let micros = micros.unsigned_abs();
    let seconds = micros / 1_000_000;
    let fraction = match micros % 1_000_000 {
        0 => String::new(),
        rest => format!(".{rest:06}"),
    };
    format!("'{sign}{:02}:{:02}:{:02}{fraction}'", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
