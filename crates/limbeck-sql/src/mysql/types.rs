//! Types of MySQL: SQLAlchemy's `MySQLTypeCompiler`.

use limbeck_ops::{EnumType, NumberOptions, StringOptions, TypeKind};

use crate::compile::types::cannot_render;
use crate::error::SqlError;
use crate::quoting::Style;

/// A type that is not rendered as elsewhere.
pub(super) fn render(style: &Style<'_>, kind: &TypeKind) -> Result<Option<String>, SqlError> {
    Ok(Some(match kind {
        TypeKind::Float(options) | TypeKind::UpperFloat(options) => sized("FLOAT", options.precision),
        TypeKind::Boolean { .. } => "BOOL".to_owned(),
        TypeKind::String(options) | TypeKind::Unicode(options) | TypeKind::Varchar(options) => {
            varchar(style, "VARCHAR", options)?
        }
        TypeKind::Nvarchar(options) => varchar(style, "NVARCHAR", &national(options))?,
        TypeKind::Text(options) | TypeKind::UnicodeText(options) => extended(&sized("TEXT", options.length), options),
        TypeKind::Char(options) => extended(&sized("CHAR", options.length), options),
        TypeKind::Nchar(options) => extended(&sized("CHAR", options.length), &national(options)),
        TypeKind::LargeBinary(options) | TypeKind::Blob(options) => sized("BLOB", options.length),
        TypeKind::Varbinary(options) => match options.length {
            Some(length) => format!("VARBINARY({length})"),
            None => return Err(SqlError::of("TypeError", "%d format: a real number is required, not NoneType")),
        },
        TypeKind::Enum(options) if options.native || options.postgresql => {
            extended(&listed(style, "ENUM", &options.labels), &text_of(options))
        }
        TypeKind::PgBit { length, varying } => sized("BIT", if *varying { *length } else { length.or(Some(1)) }),
        TypeKind::Mysql { name, number, text, values, fsp, .. } => own(style, name, number, text, values, *fsp)?,
        _ => return Ok(None),
    }))
}

fn text_of(options: &EnumType) -> StringOptions {
    StringOptions { length: None, ..options.text.clone() }
}

/// The types of `sqlalchemy.dialects.mysql`.
fn own(
    style: &Style<'_>,
    name: &str,
    number: &NumberOptions,
    text: &StringOptions,
    values: &[String],
    fsp: Option<u32>,
) -> Result<String, SqlError> {
    Ok(match name {
        "INTEGER" | "BIGINT" | "SMALLINT" | "MEDIUMINT" | "TINYINT" => {
            signed(&sized(name, number.display_width), number)
        }
        "YEAR" => sized(name, number.display_width),
        "NUMERIC" | "DECIMAL" => signed(&crate::compile::types::number(name, number), number),
        "DOUBLE" | "REAL" | "FLOAT" => match (number.precision, number.scale) {
            (Some(precision), Some(scale)) => signed(&format!("{name}({precision}, {scale})"), number),
            (Some(precision), None) if name == "FLOAT" => signed(&format!("FLOAT({precision})"), number),
            (Some(_) | None, Some(_) | None) => signed(name, number),
        },
        "BIT" => sized(name, text.length),
        "DATETIME" | "TIMESTAMP" | "TIME" => sized(name, fsp.filter(|fsp| *fsp > 0)),
        "VARCHAR" => varchar(style, name, text)?,
        "NVARCHAR" => varchar(style, name, &national(text))?,
        "CHAR" => extended(&sized("CHAR", text.length), text),
        "NCHAR" => extended(&sized("CHAR", text.length), &national(text)),
        "TEXT" => extended(&sized(name, text.length), text),
        "TINYTEXT" | "MEDIUMTEXT" | "LONGTEXT" => extended(name, text),
        "SET" => extended(&listed(style, name, values), text),
        "TINYBLOB" | "MEDIUMBLOB" | "LONGBLOB" | "DATE" | "JSON" => name.to_owned(),
        "BLOB" | "BINARY" | "VARBINARY" => sized(name, text.length),
        "INET4" | "INET6" if style.dialect.name == limbeck_ops::DialectName::Mariadb => name.to_owned(),
        other => return Err(cannot_render(style, other)),
    })
}

fn sized(name: &str, size: Option<impl std::fmt::Display>) -> String {
    match size {
        Some(size) => format!("{name}({size})"),
        None => name.to_owned(),
    }
}

fn signed(spec: &str, number: &NumberOptions) -> String {
    let unsigned = if number.unsigned { " UNSIGNED" } else { "" };
    let zerofill = if number.zerofill { " ZEROFILL" } else { "" };
    format!("{spec}{unsigned}{zerofill}")
}

fn national(options: &StringOptions) -> StringOptions {
    let mut options = options.clone();
    options.modifiers.push("NATIONAL".to_owned());
    options
}

fn varchar(style: &Style<'_>, class: &str, options: &StringOptions) -> Result<String, SqlError> {
    match options.length {
        Some(length) => Ok(extended(&format!("VARCHAR({length})"), options)),
        None => Err(SqlError::compile(format!("{class} requires a length on dialect {}", style.dialect.name))),
    }
}

/// Character set and collation behind a type; the national character set goes before it.
pub(super) fn extended(spec: &str, options: &StringOptions) -> String {
    let is = |modifier: &str| options.modifiers.iter().any(|one| one == modifier);
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let charset = match given(&options.charset) {
        Some(charset) => format!(" CHARACTER SET {charset}"),
        None if is("ASCII") => " ASCII".to_owned(),
        None if is("UNICODE") => " UNICODE".to_owned(),
        None => String::new(),
    };
    let collation = match given(&options.collation) {
        Some(collation) => format!(" COLLATE {collation}"),
        None if is("BINARY") => " BINARY".to_owned(),
        None => String::new(),
    };
    if is("NATIONAL") { format!("NATIONAL {spec}{collation}") } else { format!("{spec}{charset}{collation}") }
}

/// `ENUM('a','b')`
fn listed(style: &Style<'_>, name: &str, values: &[String]) -> String {
    let values: Vec<_> = values.iter().map(|value| crate::compile::literal::string(style, value)).collect();
    format!("{name}({})", values.join(","))
}
