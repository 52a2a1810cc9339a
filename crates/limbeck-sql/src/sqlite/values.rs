//! Values of SQLite: what pysqlite takes, and SQLAlchemy's storage formats of dates and times.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use limbeck_ops::{Datum, Type, TypeKind};

use crate::compile::prepare::{after_epoch, is_after_epoch, prepare, refused};
use crate::compile::python;
use crate::compile::types::{Affinity, affinity};
use crate::error::SqlError;
use crate::quoting::Style;

fn date(value: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", value.year(), value.month(), value.day())
}

fn time(value: NaiveTime) -> String {
    let micros = (value.nanosecond() / 1000) % 1_000_000;
    format!("{:02}:{:02}:{:02}.{micros:06}", value.hour(), value.minute(), value.second())
}

fn date_time(value: NaiveDateTime) -> String {
    format!("{} {}", date(value.date()), time(value.time()))
}

/// A date or time in its storage format, if the type is one and the value fits it.
fn stored(of: Affinity, value: &Datum) -> Option<String> {
    match (of, value) {
        (Affinity::Date, Datum::Date(value)) => Some(date(*value)),
        (Affinity::Date, Datum::DateTime(value, _)) => Some(date(value.date())),
        (Affinity::DateTime, Datum::DateTime(value, _)) => Some(date_time(*value)),
        (Affinity::DateTime, Datum::Date(value)) => Some(date_time(value.and_time(NaiveTime::MIN))),
        (Affinity::Time, Datum::Time(value, _)) => Some(time(*value)),
        _ => None,
    }
}

/// A date or time in the form that its type asks for; `None` where the form asks for what it has not.
fn formatted(of: Affinity, value: &Datum, format: &str) -> Option<String> {
    let (day, clock) = match (of, value) {
        (Affinity::Date | Affinity::DateTime, Datum::Date(day)) => (Some(*day), Some(NaiveTime::MIN)),
        (Affinity::Date | Affinity::DateTime, Datum::DateTime(at, _)) => (Some(at.date()), Some(at.time())),
        (Affinity::Time, Datum::Time(clock, _)) => (None, Some(*clock)),
        _ => return None,
    };
    let clock = clock.filter(|_| of != Affinity::Date);
    let part = |name: &str| match name {
        "year" => day.map(|day| i64::from(day.year())),
        "month" => day.map(|day| i64::from(day.month())),
        "day" => day.map(|day| i64::from(day.day())),
        "hour" => clock.map(|clock| i64::from(clock.hour())),
        "minute" => clock.map(|clock| i64::from(clock.minute())),
        "second" => clock.map(|clock| i64::from(clock.second())),
        "microsecond" => clock.map(|clock| i64::from(clock.nanosecond() / 1000 % 1_000_000)),
        _ => None,
    };
    let mut out = String::new();
    let mut rest = format;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        if let Some(after) = after.strip_prefix('%') {
            out.push('%');
            rest = after;
            continue;
        }
        let (name, after) = after.strip_prefix('(')?.split_once(')')?;
        let (spec, after) = after.split_at(after.find(['d', 'i', 's'])?);
        let number = part(name)?;
        let width: usize = if spec.is_empty() { 0 } else { spec.parse().ok()? };
        match spec.starts_with('0') {
            true => out.push_str(&format!("{number:0width$}")),
            false => out.push_str(&format!("{number:width$}")),
        }
        rest = after.get(1..)?;
    }
    out.push_str(rest);
    Some(out)
}

/// A date or time as a type stores it.
fn stored_as(style: &Style<'_>, value: &Datum, kind: &TypeKind) -> Option<String> {
    let of = affinity(style, &Type::new(kind.clone()));
    match kind {
        TypeKind::SqliteMoment { format: Some(format), .. } => formatted(of, value, format),
        _ => stored(of, value),
    }
}

/// Literals of dates and times.
pub(crate) fn literal(style: &Style<'_>, value: &Datum, kind: &TypeKind) -> Option<String> {
    stored_as(style, value, kind).map(|text| format!("'{text}'"))
}

fn unsupported(class: &str) -> SqlError {
    SqlError::of("ProgrammingError", format!("Error binding parameter: type '{class}' is not supported"))
}

/// `float(value)`: SQLite has no decimal numbers.
fn float(value: &Datum) -> Result<Datum, SqlError> {
    let text = match value {
        Datum::Float(value) => return Ok(Datum::Float(*value)),
        Datum::Bool(value) => return Ok(Datum::Float(f64::from(u8::from(*value)))),
        Datum::DecimalNan => return Ok(Datum::Float(f64::NAN)),
        Datum::DecimalInfinity { negative } => return Ok(Datum::Float(python::infinity(*negative))),
        other => python::text(other),
    };
    text.trim()
        .parse()
        .map(Datum::Float)
        .map_err(|_| refused("ValueError", &format!("could not convert string to float: {}", python::repr(value))))
}

/// A value as pysqlite binds it.
pub(super) fn bind(style: &Style<'_>, value: &Datum, ty: &Type) -> Result<Datum, SqlError> {
    let of = affinity(style, ty);
    let value = prepare(style, value, ty)?;
    if let Some(text) = stored_as(style, &value, &ty.for_dialect(style.dialect.name).kind) {
        return Ok(Datum::Str(text));
    }
    let wanted = match of {
        Affinity::Date => Some(("Date", "date objects")),
        Affinity::DateTime => Some(("DateTime", "datetime and date objects")),
        Affinity::Time => Some(("Time", "time objects")),
        _ => None,
    };
    if let Some((name, objects)) = wanted
        && value != Datum::Null
    {
        return Err(refused("TypeError", &format!("SQLite {name} type only accepts Python {objects} as input.")));
    }
    if of == Affinity::Numeric && value != Datum::Null {
        return float(&value);
    }
    match value {
        Datum::Null | Datum::Int(_) | Datum::Float(_) | Datum::Str(_) | Datum::Bytes(_) => Ok(value),
        Datum::Bool(value) => Ok(Datum::Int(i64::from(value))),
        Datum::BigInt(_) => Err(SqlError::of("OverflowError", "Python int too large to convert to SQLite INTEGER")),
        Datum::Decimal(_) | Datum::DecimalNan | Datum::DecimalInfinity { .. } => Err(unsupported("decimal.Decimal")),
        Datum::Date(value) => Ok(Datum::Str(python::iso_date(value))),
        Datum::DateTime(value, offset) => Ok(Datum::Str(python::iso_datetime(value, offset, ' '))),
        Datum::Time(..) => Err(unsupported("datetime.time")),
        Datum::Interval(value) if is_after_epoch(style, ty) => after_epoch(&value).map(|at| Datum::Str(date_time(at))),
        Datum::Interval(_) => Err(unsupported("datetime.timedelta")),
        Datum::Uuid(_) => Err(unsupported("uuid.UUID")),
        Datum::List(_) => Err(unsupported("list")),
        Datum::Map(_) => Err(unsupported("dict")),
        Datum::Enum(member) if member.is_value => match *member.value {
            Datum::Str(_) | Datum::Int(_) | Datum::Float(_) | Datum::Bytes(_) => Ok(*member.value),
            _ => Err(unsupported(&member.class)),
        },
        Datum::Enum(member) => Err(unsupported(&member.class)),
        Datum::Server { text, .. } => Ok(Datum::Str(text)),
    }
}
