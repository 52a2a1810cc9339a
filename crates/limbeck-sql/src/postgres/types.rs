//! Types of PostgreSQL: SQLAlchemy's `PGTypeCompiler`.

use limbeck_ops::{Datum, DialectName, NumberOptions, Type, TypeKind};

use crate::compile::{literal, python, types};
use crate::error::SqlError;
use crate::quoting::Style;

/// A type that is not rendered as elsewhere.
pub(super) fn render(style: &Style<'_>, kind: &TypeKind) -> Result<Option<String>, SqlError> {
    Ok(Some(match kind {
        TypeKind::Float(options) | TypeKind::UpperFloat(options) => float(options),
        TypeKind::Double(_) => "DOUBLE PRECISION".to_owned(),
        TypeKind::DateTime { timezone } => timestamp("TIMESTAMP", None, *timezone),
        TypeKind::Timestamp { timezone, precision } => timestamp("TIMESTAMP", *precision, *timezone),
        TypeKind::Time { timezone, precision } => timestamp("TIME", *precision, *timezone),
        TypeKind::Interval(fields) if fields.emulated => timestamp("TIMESTAMP", None, false),
        TypeKind::Interval(fields) => interval(None, fields.precision),
        TypeKind::PgInterval(fields) => interval(fields.fields.as_deref(), fields.precision),
        TypeKind::LargeBinary(_) | TypeKind::Pickle => "BYTEA".to_owned(),
        TypeKind::PgJsonb { .. } => "JSONB".to_owned(),
        TypeKind::PgBit { length, varying } => match (varying, length) {
            (true, Some(length)) => format!("BIT VARYING({length})"),
            (true, None) => "BIT VARYING".to_owned(),
            (false, length) => format!("BIT({})", length.unwrap_or(1)),
        },
        TypeKind::PgDomain { name, schema, .. } => types::named(style, "DOMAIN", Some(name), schema.as_ref())?,
        TypeKind::PgSimple(name) => name.clone(),
        TypeKind::Citext(_) => "CITEXT".to_owned(),
        TypeKind::Array { item, dimensions, .. } => {
            let inner = types::render(style, item)?;
            let brackets = "[]".repeat(dimensions.unwrap_or(1).min(1000) as usize);
            match inner.find(" COLLATE") {
                Some(at) => format!("{}{brackets}{}", &inner[..at], &inner[at..]),
                None => format!("{inner}{brackets}"),
            }
        }
        TypeKind::Sqlite(name) => match name.trim_end_matches("_CHAR") {
            "DATETIME" => timestamp("TIMESTAMP", None, false),
            "TIME" => timestamp("TIME", None, false),
            _ => return Ok(None),
        },
        TypeKind::SqliteMoment { name, timezone, .. } if name == "DATETIME" => timestamp("TIMESTAMP", None, *timezone),
        TypeKind::SqliteMoment { name, timezone, .. } if name == "TIME" => timestamp("TIME", None, *timezone),
        TypeKind::Mysql { name, number, timezone, .. } => match name.as_str() {
            "FLOAT" => float(number),
            "TIMESTAMP" => timestamp("TIMESTAMP", None, *timezone),
            "TIME" => timestamp("TIME", None, *timezone),
            _ => return Ok(None),
        },
        _ => return Ok(None),
    }))
}

fn float(options: &NumberOptions) -> String {
    match options.precision {
        Some(precision) if precision > 0 => format!("FLOAT({precision})"),
        Some(_) | None => "FLOAT".to_owned(),
    }
}

fn timestamp(name: &str, precision: Option<u32>, timezone: bool) -> String {
    let precision = precision.map(|precision| format!("({precision})")).unwrap_or_default();
    format!("{name}{precision} {} TIME ZONE", if timezone { "WITH" } else { "WITHOUT" })
}

fn interval(fields: Option<&str>, precision: Option<u32>) -> String {
    let fields = fields.map(|fields| format!(" {fields}")).unwrap_or_default();
    let precision = precision.map(|precision| format!(" ({precision})")).unwrap_or_default();
    format!("INTERVAL{fields}{precision}")
}

/// The cast after a bound value: types that psycopg2's values do not tell the server.
pub(super) fn bind_cast(style: &Style<'_>, ty: &Type) -> Result<Option<String>, SqlError> {
    let resolved = ty.for_dialect(style.dialect.name);
    let casts = match &resolved.kind {
        TypeKind::Json { .. }
        | TypeKind::PgJson { .. }
        | TypeKind::PgJsonb { .. }
        | TypeKind::Uuid { native: true, .. }
        | TypeKind::UpperUuid { .. }
        | TypeKind::Array { .. } => true,
        TypeKind::PgSimple(name) => name.ends_with("RANGE"),
        TypeKind::Mysql { name, .. } => name == "JSON",
        _ => false,
    };
    if casts { Ok(Some(format!("::{}", types::render(style, ty)?))) } else { Ok(None) }
}

/// Literals that only PostgreSQL has.
pub(super) fn literal(value: &Datum, kind: &TypeKind) -> Option<String> {
    match (kind, value) {
        (TypeKind::Interval(fields), value) if !fields.emulated => interval_literal(value),
        _ => None,
    }
}

/// The literal of a JSON path: the steps in braces, on other databases in their own notation.
pub(crate) fn path_literal(style: &Style<'_>, value: &Datum) -> Result<String, SqlError> {
    let text = match style.dialect.name {
        DialectName::Postgresql => path_text(value),
        DialectName::Sqlite | DialectName::Mysql | DialectName::Mariadb => dollar_path(value),
    };
    match text {
        Some(text) => Ok(literal::quoted(style, &text)),
        None => {
            let ty = Type::new(TypeKind::PgSimple("JSONPATH".to_owned()));
            Err(literal::could_not_render(style, value, &ty))
        }
    }
}

/// `$."a"[1]`, whose steps are those of a list, or the characters of a string.
fn dollar_path(value: &Datum) -> Option<String> {
    let steps = match value {
        Datum::Str(text) => text.chars().map(|c| Datum::Str(c.to_string())).collect(),
        Datum::List(items) => items.clone(),
        Datum::Map(items) => items.iter().map(|(key, _)| Datum::Str(key.clone())).collect(),
        Datum::Bytes(bytes) => bytes.iter().map(|byte| Datum::Int(i64::from(*byte))).collect(),
        _ => return None,
    };
    let step = |step: &Datum| match step {
        Datum::Bool(_) | Datum::Int(_) | Datum::BigInt(_) => format!("[{}]", python::text(step)),
        step => format!(".\"{}\"", python::text(step)),
    };
    Some(format!("${}", steps.iter().map(step).collect::<String>()))
}

/// A JSON path as text; SQLAlchemy puts the parts of a list into braces, and takes whatever is false for an empty one.
fn path_text(value: &Datum) -> Option<String> {
    let parts: Vec<String> = match value {
        Datum::Str(text) => return Some(text.clone()),
        Datum::List(items) => items.iter().map(python::text).collect(),
        Datum::Map(items) => items.iter().map(|(key, _)| key.clone()).collect(),
        Datum::Bytes(bytes) => bytes.iter().map(u8::to_string).collect(),
        Datum::Bool(false) | Datum::Int(0) => Vec::new(),
        Datum::Float(value) if *value == 0.0 => Vec::new(),
        _ => return None,
    };
    Some(format!("{{{}}}", parts.join(", ")))
}

/// A literal of PostgreSQL's interval, which SQLAlchemy writes so everywhere.
pub(crate) fn interval_literal(value: &Datum) -> Option<String> {
    match value {
        Datum::Interval(value) => Some(format!("make_interval(secs=>{})", python::float(python::total_seconds(value)))),
        _ => None,
    }
}
