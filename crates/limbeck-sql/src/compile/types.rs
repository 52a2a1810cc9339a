//! Types: SQLAlchemy's `GenericTypeCompiler`.

use limbeck_ops::{DialectName, EnumType, NumberOptions, StringOptions, Type, TypeKind};

use crate::error::SqlError;
use crate::quoting::Style;

/// The SQL text of a type.
pub(crate) fn render(style: &Style<'_>, ty: &Type) -> Result<String, SqlError> {
    let kind = &ty.for_dialect(style.dialect.name).kind;
    if let Some(text) = style.flavour.render_type(style, kind)? {
        return Ok(text);
    }
    match kind {
        TypeKind::Null => Err(SqlError::compile(
            "Can't generate DDL for NullType(); did you forget to specify a type on this Column?",
        )),
        TypeKind::Integer => Ok("INTEGER".to_owned()),
        TypeKind::SmallInteger => Ok("SMALLINT".to_owned()),
        TypeKind::BigInteger => Ok("BIGINT".to_owned()),
        TypeKind::Numeric(options) => Ok(number("NUMERIC", options)),
        TypeKind::Decimal(options) => Ok(number("DECIMAL", options)),
        TypeKind::Float(_) | TypeKind::UpperFloat(_) => Ok("FLOAT".to_owned()),
        TypeKind::Real(_) => Ok("REAL".to_owned()),
        TypeKind::Double(_) | TypeKind::UpperDouble(_) => Ok("DOUBLE".to_owned()),
        TypeKind::DoublePrecision(_) => Ok("DOUBLE PRECISION".to_owned()),
        TypeKind::Boolean { .. } => Ok("BOOLEAN".to_owned()),
        TypeKind::Date => Ok("DATE".to_owned()),
        TypeKind::DateTime { .. } | TypeKind::UpperDateTime { .. } | TypeKind::Interval(_) => Ok("DATETIME".to_owned()),
        TypeKind::Timestamp { .. } => Ok("TIMESTAMP".to_owned()),
        TypeKind::Time { .. } => Ok("TIME".to_owned()),
        TypeKind::String(options) | TypeKind::Unicode(options) | TypeKind::Varchar(options) => {
            Ok(string("VARCHAR", options))
        }
        TypeKind::Text(options) | TypeKind::UnicodeText(options) => Ok(string("TEXT", options)),
        TypeKind::Char(options) => Ok(string("CHAR", options)),
        TypeKind::Nchar(options) => Ok(string("NCHAR", options)),
        TypeKind::Nvarchar(options) => Ok(string("NVARCHAR", options)),
        TypeKind::Clob(_) => Ok("CLOB".to_owned()),
        TypeKind::LargeBinary(_) | TypeKind::Blob(_) | TypeKind::Pickle => Ok("BLOB".to_owned()),
        TypeKind::Binary(options) => Ok(binary("BINARY", options)),
        TypeKind::Varbinary(options) => Ok(binary("VARBINARY", options)),
        TypeKind::Json { .. } | TypeKind::PgJson { .. } => Ok("JSON".to_owned()),
        TypeKind::Uuid { native, .. } => {
            Ok(if *native && style.flavour.native_uuid() { "UUID" } else { "CHAR(32)" }.to_owned())
        }
        TypeKind::UpperUuid { .. } => Ok("UUID".to_owned()),
        TypeKind::Enum(options) => {
            if is_native_enum(style, options) {
                let kind = if options.postgresql || options.mysql { "ENUM" } else { "Enum" };
                return named(style, kind, options.name.as_ref(), options.schema.as_ref());
            }
            match enum_length(options) {
                0 => render(style, &Type::new(TypeKind::Varchar(StringOptions::default()))),
                length => Ok(format!("VARCHAR({length})")),
            }
        }
        TypeKind::Array { .. } => Err(cannot_render(style, "ARRAY")),
        TypeKind::PgJsonb { .. } => Err(cannot_render(style, "JSONB")),
        TypeKind::PgInterval(_) => Err(cannot_render(style, "INTERVAL")),
        TypeKind::PgBit { .. } => Err(cannot_render(style, "BIT")),
        TypeKind::PgDomain { .. } => Err(cannot_render(style, "DOMAIN")),
        TypeKind::PgSimple(name) => Err(cannot_render(style, name)),
        TypeKind::Citext(_) => Err(cannot_render(style, "CITEXT")),
        TypeKind::Mysql { name, number: numbers, text, .. } => match name.as_str() {
            "INTEGER" | "BIGINT" | "SMALLINT" | "DATE" | "DATETIME" | "FLOAT" | "DOUBLE" | "REAL" | "JSON"
            | "BOOLEAN" | "BLOB" | "TIMESTAMP" | "TIME" => Ok(name.clone()),
            "NUMERIC" | "DECIMAL" => Ok(number(name, numbers)),
            "VARCHAR" | "CHAR" | "NCHAR" | "NVARCHAR" | "TEXT" => Ok(string(name, text)),
            "BINARY" | "VARBINARY" => Ok(binary(name, text)),
            other => Err(cannot_render(style, other)),
        },
        TypeKind::Sqlite(name) if style.dialect.name == DialectName::Sqlite => Ok(name.clone()),
        TypeKind::Sqlite(name) => Ok(name.trim_end_matches("_CHAR").to_owned()),
        TypeKind::SqliteMoment { name, as_text: true, .. } if style.dialect.name == DialectName::Sqlite => {
            Ok(format!("{name}_CHAR"))
        }
        TypeKind::SqliteMoment { name, .. } => Ok(name.clone()),
        TypeKind::Tuple { .. } => Err(cannot_render(style, "TupleType")),
        TypeKind::Raw { text, .. } => Ok(text.clone()),
    }
}

/// Whether an enum is a type of the server.
pub(crate) fn is_native_enum(style: &Style<'_>, options: &EnumType) -> bool {
    style.flavour.native_enum() && (options.native || options.postgresql)
}

/// A type that is created by name.
pub(crate) fn named(
    style: &Style<'_>,
    class: &str,
    name: Option<&limbeck_ops::Name>,
    schema: Option<&limbeck_ops::Name>,
) -> Result<String, SqlError> {
    match (name, schema) {
        (Some(name), Some(schema)) if !name.text.is_empty() => {
            Ok(format!("{}.{}", style.quote(schema), style.quote(name)))
        }
        (Some(name), None) if !name.text.is_empty() => Ok(style.quote(name)),
        (Some(_) | None, Some(_) | None) => Err(SqlError::compile(format!("PostgreSQL {class} type requires a name."))),
    }
}

/// Length of the VARCHAR that stands for an enum.
fn enum_length(options: &EnumType) -> u64 {
    options
        .length
        .unwrap_or_else(|| options.labels.iter().map(|label| label.chars().count() as u64).max().unwrap_or_default())
}

/// SQLAlchemy's refusal of a type; it prints the address of its compiler, which nobody can reproduce.
pub(crate) fn cannot_render(style: &Style<'_>, name: &str) -> SqlError {
    let compiler = style.flavour.type_compiler();
    SqlError::of(
        "UnsupportedCompilationError",
        format!("Compiler <{compiler} object> can't render element of type {name}"),
    )
}

/// SQLAlchemy's refusal of an expression.
pub(crate) fn cannot_compile(style: &Style<'_>, name: &str) -> SqlError {
    let compiler = style.flavour.statement_compiler();
    SqlError::of(
        "UnsupportedCompilationError",
        format!("Compiler <{compiler} object> can't render element of type {name}"),
    )
}

/// `NAME(precision, scale)`
pub(crate) fn number(name: &str, options: &NumberOptions) -> String {
    match (options.precision, options.scale) {
        (Some(precision), Some(scale)) => format!("{name}({precision}, {scale})"),
        (Some(precision), None) => format!("{name}({precision})"),
        (None, Some(_) | None) => name.to_owned(),
    }
}

/// `NAME(length) COLLATE "…"`
pub(crate) fn string(name: &str, options: &StringOptions) -> String {
    let mut text = name.to_owned();
    if let Some(length) = options.length.filter(|length| *length > 0) {
        text.push_str(&format!("({length})"));
    }
    if let Some(collation) = options.collation.as_deref().filter(|collation| !collation.is_empty()) {
        text.push_str(&format!(" COLLATE \"{collation}\""));
    }
    text
}

fn binary(name: &str, options: &StringOptions) -> String {
    match options.length {
        Some(length) if length > 0 => format!("{name}({length})"),
        Some(_) | None => name.to_owned(),
    }
}

/// What values of a type have in common: SQLAlchemy's `_type_affinity`, as far as text depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Affinity {
    Null,
    Integer,
    Numeric,
    Boolean,
    String,
    Enum,
    Date,
    DateTime,
    Time,
    Interval,
    Binary,
    Json,
    Uuid,
    Array,
    Other,
}

/// The affinity of a type.
pub(crate) fn affinity(style: &Style<'_>, ty: &Type) -> Affinity {
    match &ty.for_dialect(style.dialect.name).kind {
        TypeKind::Null => Affinity::Null,
        TypeKind::Integer | TypeKind::SmallInteger | TypeKind::BigInteger => Affinity::Integer,
        TypeKind::Numeric(_)
        | TypeKind::Decimal(_)
        | TypeKind::Float(_)
        | TypeKind::UpperFloat(_)
        | TypeKind::Real(_)
        | TypeKind::Double(_)
        | TypeKind::UpperDouble(_)
        | TypeKind::DoublePrecision(_) => Affinity::Numeric,
        TypeKind::Boolean { .. } => Affinity::Boolean,
        TypeKind::Date => Affinity::Date,
        TypeKind::DateTime { .. } | TypeKind::UpperDateTime { .. } | TypeKind::Timestamp { .. } => Affinity::DateTime,
        TypeKind::Time { .. } => Affinity::Time,
        TypeKind::Interval(_) | TypeKind::PgInterval(_) => Affinity::Interval,
        TypeKind::String(_)
        | TypeKind::Unicode(_)
        | TypeKind::Text(_)
        | TypeKind::UnicodeText(_)
        | TypeKind::Varchar(_)
        | TypeKind::Char(_)
        | TypeKind::Nchar(_)
        | TypeKind::Nvarchar(_)
        | TypeKind::Clob(_)
        | TypeKind::Citext(_) => Affinity::String,
        TypeKind::LargeBinary(_)
        | TypeKind::Blob(_)
        | TypeKind::Binary(_)
        | TypeKind::Varbinary(_)
        | TypeKind::Pickle => Affinity::Binary,
        TypeKind::Json { .. } | TypeKind::PgJson { .. } | TypeKind::PgJsonb { .. } => Affinity::Json,
        TypeKind::Uuid { .. } | TypeKind::UpperUuid { .. } => Affinity::Uuid,
        TypeKind::Enum(_) => Affinity::Enum,
        TypeKind::Array { .. } => Affinity::Array,
        TypeKind::PgSimple(name) => match name.as_str() {
            "BYTEA" => Affinity::Binary,
            _ => Affinity::Other,
        },
        TypeKind::PgBit { .. } | TypeKind::PgDomain { .. } | TypeKind::Tuple { .. } | TypeKind::Raw { .. } => {
            Affinity::Other
        }
        TypeKind::Mysql { name, .. } => match name.as_str() {
            "INTEGER" | "BIGINT" | "SMALLINT" | "TINYINT" | "MEDIUMINT" => Affinity::Integer,
            "NUMERIC" | "DECIMAL" | "FLOAT" | "DOUBLE" | "REAL" => Affinity::Numeric,
            "VARCHAR" | "CHAR" | "NCHAR" | "NVARCHAR" | "TEXT" | "TINYTEXT" | "MEDIUMTEXT" | "LONGTEXT" | "SET" => {
                Affinity::String
            }
            "DATETIME" | "TIMESTAMP" => Affinity::DateTime,
            "TIME" => Affinity::Time,
            "DATE" => Affinity::Date,
            "JSON" => Affinity::Json,
            "BOOLEAN" => Affinity::Boolean,
            "BLOB" | "TINYBLOB" | "MEDIUMBLOB" | "LONGBLOB" | "BINARY" | "VARBINARY" => Affinity::Binary,
            _ => Affinity::Other,
        },
        TypeKind::Sqlite(name) | TypeKind::SqliteMoment { name, .. } => match name.trim_end_matches("_CHAR") {
            "DATE" => Affinity::Date,
            "DATETIME" => Affinity::DateTime,
            "TIME" => Affinity::Time,
            "JSON" => Affinity::Json,
            _ => Affinity::Other,
        },
    }
}
