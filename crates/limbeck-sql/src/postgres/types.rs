//! Types of PostgreSQL: SQLAlchemy's `PGTypeCompiler`.

use limbeck_ops::{Datum, NumberOptions, Type, TypeKind};

use crate::compile::{python, types};
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
        TypeKind::Array { item, dimensions } => {
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
        (TypeKind::Interval(_), value) => interval_literal(value),
        _ => None,
    }
}

/// A literal of PostgreSQL's interval, which SQLAlchemy writes so everywhere.
pub(crate) fn interval_literal(value: &Datum) -> Option<String> {
    match value {
        Datum::Interval(value) => Some(format!("make_interval(secs=>{})", python::float(python::total_seconds(value)))),
        _ => None,
    }
}
