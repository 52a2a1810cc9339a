//! Values as SQL literals: SQLAlchemy's literal processors and `render_literal_value`.

use bigdecimal::{One, Zero};
use limbeck_ops::{Datum, EnumType, Type, TypeKind};

use super::python;
use super::types::{Affinity, affinity};
use crate::error::SqlError;
use crate::quoting::Style;

/// A value as SQL text.
pub(crate) fn literal(style: &Style<'_>, value: &Datum, ty: &Type) -> Result<String, SqlError> {
    style.flavour.check_type(style, ty)?;
    // Even JSON: a bind without a value is NULL before its type is asked.
    if *value == Datum::Null {
        return Ok("NULL".to_owned());
    }
    let text = literal_itself(style, value, ty)?;
    Ok(if style.backslash_escapes { text.replace('\\', "\\\\") } else { text })
}

/// The value as the processor of its type writes it: what becomes of backslashes is decided elsewhere.
fn literal_itself(style: &Style<'_>, value: &Datum, ty: &Type) -> Result<String, SqlError> {
    let kind = &ty.for_dialect(style.dialect.name).kind;
    if let Datum::Enum(member) = value
        && member.is_value
        && matches!(
            affinity(style, ty),
            Affinity::String | Affinity::Integer | Affinity::Numeric | Affinity::Boolean | Affinity::Uuid
        )
    {
        return literal_itself(style, &member.value, ty).map_err(|_| could_not_render(style, value, ty));
    }
    let own = match kind {
        // MySQL has a TIME of its own in place of SQLite's.
        TypeKind::Sqlite(name) | TypeKind::SqliteMoment { name, .. }
            if name.starts_with("TIME") && style.dialect.name.is_mysql() =>
        {
            None
        }
        // The types of SQLite have a form of their own everywhere.
        TypeKind::Sqlite(_) | TypeKind::SqliteMoment { .. } => {
            let own = crate::sqlite::literal(style, value, kind);
            let of = affinity(style, ty);
            if own.is_none() && matches!(of, Affinity::Date | Affinity::DateTime | Affinity::Time) {
                return Err(could_not_render(style, value, ty));
            }
            own
        }
        // So does PostgreSQL's interval.
        TypeKind::PgInterval(_) => crate::postgres::interval_literal(value),
        TypeKind::PgSimple(name) if name == "JSONPATH" => Some(crate::postgres::path_literal(style, value)?),
        // SQLite has timestamps in place of intervals.
        TypeKind::Interval(_) if style.dialect.name == limbeck_ops::DialectName::Sqlite => {
            let moment = TypeKind::DateTime { timezone: false };
            Some(style.flavour.literal(style, value, &moment)?.ok_or_else(|| could_not_render(style, value, ty))?)
        }
        _ => style.flavour.literal(style, value, kind)?,
    };
    match own {
        Some(text) => Ok(text),
        None => generic(style, value, ty),
    }
}

/// A string as SQL text, where SQLAlchemy renders one of its own accord.
pub(crate) fn string(style: &Style<'_>, text: &str) -> String {
    let quoted = format!("'{}'", style.percents(&text.replace('\'', "''")));
    if style.backslash_escapes { quoted.replace('\\', "\\\\") } else { quoted }
}

/// Types that do something of their own with `None`.
pub(crate) fn keeps_none(kind: &TypeKind) -> bool {
    match kind {
        TypeKind::Json { none_as_null } | TypeKind::PgJson { none_as_null } | TypeKind::PgJsonb { none_as_null } => {
            !none_as_null
        }
        _ => false,
    }
}

fn generic(style: &Style<'_>, value: &Datum, ty: &Type) -> Result<String, SqlError> {
    let failed = || could_not_render(style, value, ty);
    let on_sqlite = style.dialect.name == limbeck_ops::DialectName::Sqlite;
    let kind = &ty.for_dialect(style.dialect.name).kind;
    match affinity(style, ty) {
        Affinity::String => match value {
            Datum::Str(text) => Ok(quoted(style, text)),
            _ => Err(failed()),
        },
        Affinity::Enum => {
            let TypeKind::Enum(options) = kind else { return Err(failed()) };
            enum_label(options, value).map(|label| quoted(style, &label)).ok_or_else(failed)
        }
        Affinity::Integer => match value {
            Datum::Bool(value) => Ok(i32::from(*value).to_string()),
            Datum::Int(_) | Datum::BigInt(_) => Ok(python::text(value)),
            Datum::Float(value) if value.is_finite() => Ok(format!("{:.0}", value.trunc() + 0.0)),
            Datum::Decimal(value) if value.fractional_digit_count().unsigned_abs() < 1000 => {
                Ok(value.with_scale(0).to_string())
            }
            Datum::Str(text) if is_integer(text.trim()) => Ok(text.trim().trim_start_matches('+').to_owned()),
            Datum::Uuid(value) => Ok(value.as_u128().to_string()),
            _ => Err(failed()),
        },
        Affinity::Numeric => match value {
            Datum::Bool(_) | Datum::Int(_) | Datum::BigInt(_) | Datum::Float(_) | Datum::Decimal(_) => {
                Ok(python::text(value))
            }
            Datum::DecimalNan | Datum::DecimalInfinity { .. } => Ok(python::text(value)),
            Datum::Str(text) if text.trim().parse::<bigdecimal::BigDecimal>().is_ok() => Ok(text.clone()),
            _ => Err(failed()),
        },
        Affinity::Boolean => match value {
            Datum::Bool(value) => Ok(boolean(style, *value).to_owned()),
            Datum::Int(value @ (0 | 1)) => Ok(boolean(style, *value == 1).to_owned()),
            Datum::Float(value) if *value == 0.0 || *value == 1.0 => Ok(boolean(style, *value == 1.0).to_owned()),
            Datum::Decimal(value) if value.is_zero() || value.is_one() => Ok(boolean(style, value.is_one()).to_owned()),
            _ => Err(failed()),
        },
        Affinity::Date => match value {
            Datum::Date(date) => Ok(format!("'{}'", python::iso_date(*date))),
            Datum::DateTime(value, _) => Ok(format!("'{}'", python::iso_date(value.date()))),
            // `isoformat()` is all that SQLAlchemy asks for; SQLite's own type wants a date.
            Datum::Time(time, offset) if !on_sqlite => Ok(format!("'{}'", python::iso_time(*time, *offset))),
            _ => Err(failed()),
        },
        Affinity::DateTime => match value {
            Datum::Date(date) => Ok(format!("'{}'", python::iso_date(*date))),
            Datum::DateTime(value, offset) => Ok(format!("'{}'", python::iso_datetime(*value, *offset, ' '))),
            Datum::Time(time, offset) if !on_sqlite => Ok(format!("'{}'", python::iso_time(*time, *offset))),
            _ => Err(failed()),
        },
        Affinity::Time => match value {
            Datum::Time(time, offset) => Ok(format!("'{}'", python::iso_time(*time, *offset))),
            Datum::DateTime(value, offset) if !on_sqlite => {
                Ok(format!("'{}'", python::iso_time(value.time(), *offset)))
            }
            Datum::Date(date) if !on_sqlite => Ok(format!("'{}'", python::iso_date(*date))),
            _ => Err(failed()),
        },
        Affinity::Binary => match value {
            Datum::Bytes(bytes) => {
                let text = std::str::from_utf8(bytes).map_err(|_| failed())?;
                Ok(format!("'{}'", text.replace('\'', "''")))
            }
            _ => Err(failed()),
        },
        Affinity::Uuid => uuid(style, value, kind).ok_or_else(failed),
        Affinity::Array => {
            let TypeKind::Array { item, dimensions, .. } = kind else { return Err(failed()) };
            let is_path = matches!(&item.kind, TypeKind::PgSimple(name) if name == "JSONPATH");
            if matches!(affinity(style, item), Affinity::Null | Affinity::Json | Affinity::Other) && !is_path {
                return Err(no_renderer(style, value, ty));
            }
            array(style, value, item, *dimensions, ty).map_err(|_| failed())
        }
        // Where there is no such type it is a timestamp: `isoformat()` is all that SQLAlchemy asks for.
        Affinity::Interval if !is_native_interval(style, kind) && !matches!(kind, TypeKind::PgInterval(_)) => {
            match value {
                Datum::Date(date) => Ok(format!("'{}'", python::iso_date(*date))),
                Datum::DateTime(value, offset) => Ok(format!("'{}'", python::iso_datetime(*value, *offset, ' '))),
                Datum::Time(time, offset) => Ok(format!("'{}'", python::iso_time(*time, *offset))),
                _ => Err(failed()),
            }
        }
        Affinity::Interval => Err(failed()),
        Affinity::Null | Affinity::Json | Affinity::Other => Err(no_renderer(style, value, ty)),
    }
}

/// A string in quotes; what becomes of backslashes is decided elsewhere.
pub(crate) fn quoted(style: &Style<'_>, text: &str) -> String {
    format!("'{}'", style.percents(&text.replace('\'', "''")))
}

/// `true` and `false` as the dialect has them.
pub(crate) fn boolean(style: &Style<'_>, value: bool) -> &'static str {
    match (style.flavour.boolean_words(), value) {
        (true, true) => "true",
        (true, false) => "false",
        (false, true) => "1",
        (false, false) => "0",
    }
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// What an enum stores for a value: the label of the member that it is or is equal to, or a string as it is.
pub(crate) fn enum_label(options: &EnumType, value: &Datum) -> Option<String> {
    match value {
        Datum::Enum(member) => {
            // A member of another class is no more than the value that it is.
            if options.python_class.as_ref() == Some(&member.class)
                && let Some(at) = options.member_names.iter().position(|name| *name == member.name)
            {
                return options.labels.get(at).cloned();
            }
            if member.is_value { enum_label(options, &member.value) } else { None }
        }
        Datum::Str(text) if options.labels.contains(text) => Some(text.clone()),
        value => match options.equal_values.iter().find(|(equal, _)| equal == value) {
            Some((_, label)) => Some(label.clone()),
            None => match value {
                Datum::Str(text) if !options.validate_strings => Some(text.clone()),
                _ => None,
            },
        },
    }
}

/// Whether values of a type are UUIDs of Python that the server knows as such.
pub(crate) fn is_native_uuid(style: &Style<'_>, ty: &Type) -> bool {
    match &ty.for_dialect(style.dialect.name).kind {
        TypeKind::Uuid { as_uuid, native } => *as_uuid && *native && style.flavour.native_uuid(),
        TypeKind::UpperUuid { as_uuid } => *as_uuid && style.flavour.native_uuid(),
        _ => false,
    }
}

fn uuid(style: &Style<'_>, value: &Datum, kind: &TypeKind) -> Option<String> {
    let (as_uuid, native) = match kind {
        TypeKind::Uuid { as_uuid, native } => (*as_uuid, *native && style.flavour.native_uuid()),
        TypeKind::UpperUuid { as_uuid } => (*as_uuid, style.flavour.native_uuid()),
        _ => return None,
    };
    match value {
        Datum::Uuid(value) if as_uuid && native => Some(format!("'{value}'")),
        Datum::Uuid(value) if as_uuid => Some(format!("'{}'", value.simple())),
        // `str()` of whatever it is.
        other if as_uuid && native => Some(format!("'{}'", python::text(other).replace('\'', "''"))),
        Datum::Str(text) if !as_uuid => Some(format!("'{}'", text.replace('-', "").replace('\'', "''"))),
        _ => None,
    }
}

/// `ARRAY[…]` as `ARRAY.literal_processor` makes it: of whatever Python iterates, to the depth of `dimensions`, or, without
/// them, as deep as the first element goes.
fn array(
    style: &Style<'_>,
    value: &Datum,
    item: &Type,
    dimensions: Option<u32>,
    ty: &Type,
) -> Result<String, SqlError> {
    let items: Vec<Datum> = match value {
        Datum::List(items) => items.clone(),
        Datum::Str(text) => text.chars().map(|c| Datum::Str(c.to_string())).collect(),
        Datum::Map(pairs) => pairs.iter().map(|(key, _)| Datum::Str(key.clone())).collect(),
        Datum::Bytes(bytes) => bytes.iter().map(|byte| Datum::Int(i64::from(*byte))).collect(),
        _ => return Err(could_not_render(style, value, ty)),
    };
    if dimensions == Some(0) {
        return Err(could_not_render(style, value, ty));
    }
    let innermost = match dimensions {
        Some(dimensions) => dimensions == 1,
        None => !matches!(items.first(), Some(Datum::List(_))),
    };
    let one = |value: &Datum| match value {
        Datum::Null if innermost => none_in_array(style, item).ok_or_else(|| could_not_render(style, value, ty)),
        Datum::Null => Err(could_not_render(style, value, ty)),
        value if innermost => literal_itself(style, value, item),
        value => array(style, value, item, dimensions.map(|depth| depth.saturating_sub(1)), ty),
    };
    // The array of any database has brackets alone.
    let generic = matches!(ty.for_dialect(style.dialect.name).kind, TypeKind::Array { generic: true, .. });
    let word = if generic && !style.flavour.has_arrays() { "" } else { "ARRAY" };
    Ok(format!("{word}[{}]", items.iter().map(one).collect::<Result<Vec<_>, _>>()?.join(", ")))
}

/// What the literal processor of a type makes of `None`, which nobody keeps from it inside an array.
fn none_in_array(style: &Style<'_>, item: &Type) -> Option<String> {
    let own = matches!(item.for_dialect(style.dialect.name).kind, TypeKind::Sqlite(_) | TypeKind::SqliteMoment { .. });
    let on_sqlite = own || style.dialect.name == limbeck_ops::DialectName::Sqlite;
    match affinity(style, item) {
        Affinity::Boolean => Some(boolean(style, false).to_owned()),
        Affinity::Uuid if is_native_uuid(style, item) => Some("'None'".to_owned()),
        Affinity::Date | Affinity::DateTime | Affinity::Time if on_sqlite => Some("'None'".to_owned()),
        _ => None,
    }
}

/// Whether spans of time are a type of the server.
fn is_native_interval(style: &Style<'_>, kind: &TypeKind) -> bool {
    let emulated = matches!(kind, TypeKind::Interval(fields) if fields.emulated);
    style.dialect.name == limbeck_ops::DialectName::Postgresql && !emulated
}

/// How SQLAlchemy's messages name a type: as its dialect-less compiler prints it.
pub(crate) fn type_name(style: &Style<'_>, ty: &Type) -> String {
    // Whatever variants it has.
    let ty = &Type::new(ty.kind.clone());
    if style.dialect.name != limbeck_ops::DialectName::Sqlite {
        let generic = limbeck_ops::Dialect::offline(limbeck_ops::DialectName::Sqlite);
        return match Style::compiled(&generic) {
            Ok(style) => type_name(&style, ty),
            Err(_) => String::new(),
        };
    }
    match &ty.kind {
        TypeKind::Null => "NULL".to_owned(),
        TypeKind::Array { .. } => "ARRAY".to_owned(),
        TypeKind::PgJsonb { .. } => "JSONB".to_owned(),
        TypeKind::DateTime { .. } | TypeKind::UpperDateTime { .. } | TypeKind::Interval(_) => "DATETIME".to_owned(),
        TypeKind::Timestamp { .. } => "TIMESTAMP".to_owned(),
        TypeKind::Time { .. } => "TIME".to_owned(),
        TypeKind::LargeBinary(_) | TypeKind::Pickle => "BLOB".to_owned(),
        TypeKind::Uuid { .. } => "CHAR(32)".to_owned(),
        TypeKind::Enum(options) if options.mysql => "ENUM".to_owned(),
        TypeKind::Enum(options) => {
            let options = EnumType { native: false, postgresql: false, ..options.clone() };
            super::types::render(style, &Type::new(TypeKind::Enum(options))).unwrap_or_default()
        }
        TypeKind::PgSimple(name) => name.clone(),
        TypeKind::Citext(_) => "CITEXT".to_owned(),
        TypeKind::Sqlite(name) | TypeKind::SqliteMoment { name, .. } => name.clone(),
        TypeKind::Mysql { name, .. } => super::types::render(style, ty).unwrap_or_else(|_| name.clone()),
        TypeKind::PgBit { .. } => "BIT".to_owned(),
        TypeKind::PgInterval(_) => "INTERVAL".to_owned(),
        TypeKind::PgDomain { .. } => "DOMAIN".to_owned(),
        TypeKind::Tuple { shown, .. } => shown.clone(),
        _ => super::types::render(style, ty).unwrap_or_default(),
    }
}

/// SQLAlchemy's refusal of a value that its type cannot render.
pub(crate) fn could_not_render(style: &Style<'_>, value: &Datum, ty: &Type) -> SqlError {
    SqlError::compile(format!(
        "Could not render literal value \"{}\" with datatype {}; see parent stack trace for more detail.",
        python::repr(value),
        type_name(style, ty)
    ))
}

/// The refusal of an SQL expression where a value is wanted.
pub(crate) fn no_value(style: &Style<'_>, shown: &str, ty: &Type) -> SqlError {
    let name = type_name(style, ty);
    SqlError::compile(match affinity(style, ty) {
        Affinity::Null | Affinity::Json | Affinity::Other => {
            format!("No literal value renderer is available for literal value \"{shown}\" with datatype {name}")
        }
        Affinity::Integer
        | Affinity::Numeric
        | Affinity::String
        | Affinity::Enum
        | Affinity::Boolean
        | Affinity::Date
        | Affinity::DateTime
        | Affinity::Time
        | Affinity::Interval
        | Affinity::Binary
        | Affinity::Uuid
        | Affinity::Array => format!(
            "Could not render literal value \"{shown}\" with datatype {name}; see parent stack trace for more detail."
        ),
    })
}

fn no_renderer(style: &Style<'_>, value: &Datum, ty: &Type) -> SqlError {
    SqlError::compile(format!(
        "No literal value renderer is available for literal value \"{}\" with datatype {}",
        python::repr(value),
        type_name(style, ty)
    ))
}
