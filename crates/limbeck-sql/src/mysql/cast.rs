//! CAST, which knows few types: SQLAlchemy's `MySQLCompiler.visit_cast` and `visit_typeclause`.

use limbeck_ops::{EnumType, Expr, StringOptions, Type, TypeKind};

use super::column::check_double;
use super::{is_at_least, types};
use crate::compile::types::{Affinity, affinity, render};
use crate::compile::{Compiler, Op, Scope};
use crate::error::SqlError;
use crate::quoting::Style;

/// `CAST(x AS type)`; where there is no such type in CAST, just the operand, as SQLAlchemy does with a warning.
pub(super) fn cast(c: &mut Compiler<'_>, s: &Scope<'_>, expr: &Expr, ty: &Type) -> Result<String, SqlError> {
    check_double(ty.for_dialect(c.style.dialect.name))?;
    match target(&c.style, ty)? {
        Some(target) => Ok(format!("CAST({} AS {target})", c.expr(&s.inner(), expr)?)),
        None => {
            // SQLAlchemy warns that the cast is left out, and names the type: it has to be one that MySQL knows.
            render(&c.style, ty)?;
            c.operand(&s.inner(), expr, Op::None)
        }
    }
}

fn target(style: &Style<'_>, ty: &Type) -> Result<Option<String>, SqlError> {
    let resolved = ty.for_dialect(style.dialect.name);
    let text = |options: &StringOptions| {
        let spec = options.length.map_or_else(|| "CHAR".to_owned(), |length| format!("CHAR({length})"));
        types::extended(&spec, options)
    };
    Ok(match (affinity(style, resolved), &resolved.kind) {
        (Affinity::Integer, TypeKind::Mysql { number, .. }) if number.unsigned => Some("UNSIGNED INTEGER".to_owned()),
        (Affinity::Integer, _) => Some("SIGNED INTEGER".to_owned()),
        (Affinity::DateTime, TypeKind::Timestamp { .. }) => Some("DATETIME".to_owned()),
        (Affinity::DateTime, TypeKind::Mysql { name, .. }) if name == "TIMESTAMP" => Some("DATETIME".to_owned()),
        (Affinity::Date | Affinity::DateTime | Affinity::Time, _) => Some(render(style, resolved)?),
        (Affinity::Interval, TypeKind::Interval(_)) => Some("DATETIME".to_owned()),
        (Affinity::Numeric, kind) if is_float(kind) => {
            if is_at_least(style, (8, 0, 17), (10, 4, 5)) {
                Some(render(style, resolved)?)
            } else {
                None
            }
        }
        (Affinity::Numeric, _) => Some(render(style, resolved)?.replace("NUMERIC", "DECIMAL")),
        (Affinity::Enum, TypeKind::Enum(options)) if !(options.native || options.postgresql) => {
            Some(text(&StringOptions { length: Some(longest(options)), ..StringOptions::default() }))
        }
        (Affinity::String, TypeKind::Char(options)) => Some(text(options)),
        (Affinity::String, TypeKind::Mysql { name, .. }) if name == "SET" => None,
        (Affinity::String, TypeKind::Mysql { name, text: options, .. }) if name == "CHAR" => Some(text(options)),
        (Affinity::String, TypeKind::Mysql { text: options, .. }) => {
            let mut options = options.clone();
            options.modifiers.retain(|modifier| modifier != "NATIONAL");
            Some(text(&options))
        }
        (Affinity::String, kind) => Some(text(&StringOptions { length: length(kind), ..StringOptions::default() })),
        (Affinity::Binary, _) => Some("BINARY".to_owned()),
        (Affinity::Json, _) => Some("JSON".to_owned()),
        (
            Affinity::Null
            | Affinity::Boolean
            | Affinity::Enum
            | Affinity::Interval
            | Affinity::Uuid
            | Affinity::Array
            | Affinity::Other,
            _,
        ) => None,
    })
}

fn longest(options: &EnumType) -> u64 {
    let longest = options.labels.iter().map(|label| label.chars().count() as u64).max();
    options.length.or(longest).unwrap_or_default()
}

fn is_float(kind: &TypeKind) -> bool {
    match kind {
        TypeKind::Mysql { name, .. } => matches!(name.as_str(), "FLOAT" | "DOUBLE" | "REAL"),
        kind => !matches!(kind, TypeKind::Numeric(_) | TypeKind::Decimal(_)),
    }
}

fn length(kind: &TypeKind) -> Option<u64> {
    match kind {
        TypeKind::String(options)
        | TypeKind::Unicode(options)
        | TypeKind::Text(options)
        | TypeKind::UnicodeText(options)
        | TypeKind::Varchar(options)
        | TypeKind::Nchar(options)
        | TypeKind::Nvarchar(options)
        | TypeKind::Clob(options)
        | TypeKind::Citext(options) => options.length,
        _ => None,
    }
}
