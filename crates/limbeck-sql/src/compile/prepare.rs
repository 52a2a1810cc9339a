//! Values on their way to the driver: SQLAlchemy's bind processors, as far as dialects share them.

use chrono::TimeDelta;
use limbeck_ops::{Datum, Interval, Type, TypeKind};

use super::literal::{enum_label, keeps_none};
use super::python;
use super::types::{Affinity, affinity};
use crate::error::SqlError;
use crate::quoting::Style;

/// A bind processor's exception, as SQLAlchemy wraps it.
pub(crate) fn refused(class: &str, message: &str) -> SqlError {
    SqlError::of("StatementError", format!("(builtins.{class}) {message}"))
}

/// Whether a type keeps spans as moments after 1970 where the database has no type for them: `Interval` does,
/// PostgreSQL's own INTERVAL hands them to the driver as they are.
pub(crate) fn is_after_epoch(style: &Style<'_>, ty: &Type) -> bool {
    matches!(ty.for_dialect(style.dialect.name).kind, TypeKind::Interval(_))
}

/// The moment that stands for a span of time where there is no such type.
pub(crate) fn after_epoch(span: &Interval) -> Result<chrono::NaiveDateTime, SqlError> {
    let days = TimeDelta::days(i64::from(span.days) + 30 * i64::from(span.months));
    let epoch = chrono::DateTime::UNIX_EPOCH.naive_utc();
    epoch
        .checked_add_signed(days)
        .and_then(|at| at.checked_add_signed(TimeDelta::microseconds(span.micros)))
        .ok_or_else(|| refused("OverflowError", "date value out of range"))
}

/// Names for a message, as SQLAlchemy's `repr_tuple_names` shortens them: four at most, eleven characters of each.
fn few_names(names: &[String]) -> String {
    let short = |name: &String| match name.char_indices().nth(11) {
        Some((at, _)) => format!("{}..", name.get(..at).unwrap_or(name)),
        None => name.clone(),
    };
    match names {
        [first, second, third, _, .., last] => {
            format!("{}, {}, {}, ..., {}", short(first), short(second), short(third), short(last))
        }
        names => names.iter().map(short).collect::<Vec<_>>().join(", "),
    }
}

/// A value in the form that its type gives it.
pub(crate) fn prepare(style: &Style<'_>, value: &Datum, ty: &Type) -> Result<Datum, SqlError> {
    let kind = &ty.for_dialect(style.dialect.name).kind;
    if *value == Datum::Null && !keeps_none(kind) {
        return Ok(Datum::Null);
    }
    match affinity(style, ty) {
        Affinity::Json => python::json(value).map(Datum::Str).map_err(|message| refused("TypeError", &message)),
        Affinity::Enum => {
            let TypeKind::Enum(options) = kind else { return Ok(value.clone()) };
            enum_label(options, value).map(Datum::Str).ok_or_else(|| {
                let shown = match value {
                    Datum::Enum(member) => member.name.clone(),
                    other => python::text(other),
                };
                let name = options.name.as_ref().map_or("None", |name| name.text.as_str());
                refused(
                    "LookupError",
                    &format!(
                        "'{shown}' is not among the defined enum values. Enum name: {name}. Possible values: {}",
                        few_names(&options.labels)
                    ),
                )
            })
        }
        Affinity::Boolean => match value {
            Datum::Bool(_) => Ok(value.clone()),
            Datum::Int(value @ (0 | 1)) => Ok(Datum::Bool(*value == 1)),
            Datum::Int(_) => {
                Err(refused("ValueError", &format!("Value {} is not None, True, or False", python::repr(value))))
            }
            other => Err(refused("TypeError", &format!("Not a boolean value: {}", python::repr(other)))),
        },
        Affinity::Interval if matches!(kind, TypeKind::Interval(fields) if fields.emulated) => match value {
            Datum::Interval(span) => after_epoch(span).map(|at| Datum::DateTime(at, None)),
            other => Ok(other.clone()),
        },
        Affinity::Uuid => {
            let native = style.flavour.native_uuid() && !matches!(kind, TypeKind::Uuid { native: false, .. });
            Ok(match value {
                Datum::Uuid(value) if !native => Datum::Str(value.simple().to_string()),
                Datum::Str(text) if !native => Datum::Str(text.replace('-', "")),
                other => other.clone(),
            })
        }
        Affinity::Array => match (value, kind) {
            (Datum::List(items), TypeKind::Array { item, .. }) => {
                let items: Result<Vec<_>, _> = items
                    .iter()
                    .map(|value| match value {
                        Datum::List(_) => prepare(style, value, ty),
                        other => prepare(style, other, item),
                    })
                    .collect();
                Ok(Datum::List(items?))
            }
            (other, _) => Ok(other.clone()),
        },
        Affinity::Binary => match value {
            Datum::Str(_) => Err(refused("TypeError", "string argument without an encoding")),
            other => Ok(other.clone()),
        },
        Affinity::Null
        | Affinity::Integer
        | Affinity::Numeric
        | Affinity::String
        | Affinity::Date
        | Affinity::DateTime
        | Affinity::Time
        | Affinity::Interval
        | Affinity::Other => Ok(value.clone()),
    }
}
