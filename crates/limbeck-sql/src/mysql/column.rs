//! Columns: SQLAlchemy's `MySQLDDLCompiler.get_column_specification`.

use limbeck_ops::{Type, TypeKind};

use super::is_at_least;
use crate::compile::{literal, types};
use crate::ddl::{ColumnSite, computed, default_text};
use crate::error::SqlError;
use crate::quoting::Style;

/// Name, type, GENERATED, NOT NULL, COMMENT, then AUTO_INCREMENT or DEFAULT.
pub(super) fn column(style: &Style<'_>, site: &ColumnSite<'_>) -> Result<String, SqlError> {
    let column = site.column;
    let mut text = format!("{} {}", style.quote(&column.name), types::render(style, &column.ty)?);
    if let Some(one) = &column.computed {
        text.push_str(&format!(" {}", computed(style, one)?));
    }
    let ty = column.ty.for_dialect(style.dialect.name);
    check_double(ty)?;
    let nullable = column.nullable || (style.dialect.mariadb && column.computed.is_some() && !column.nullable_given);
    if !nullable {
        text.push_str(" NOT NULL");
    } else if is_timestamp(ty) {
        text.push_str(" NULL");
    }
    if let Some(comment) = &column.comment {
        text.push_str(&format!(" COMMENT {}", literal::string(style, comment)));
    }
    let from_sequence = column.sequence.as_ref().is_some_and(|sequence| !sequence.optional);
    // SQLAlchemy believes in sequences once it has seen MariaDB 10.3.
    let has_sequences = style.dialect.mariadb && is_at_least(style, (0, 0, 0), (10, 3, 0));
    let has_default = column.server_default.is_some() || column.computed.is_some();
    if site.is_autoincrement(style)? && !has_default && !(from_sequence && has_sequences) {
        text.push_str(" AUTO_INCREMENT");
    } else if let Some(default) = &column.server_default
        && let Some(default) = default_text(style, default)?
    {
        if needs_brackets(style, &default) {
            text.push_str(&format!(" DEFAULT ({default})"));
        } else {
            text.push_str(&format!(" DEFAULT {default}"));
        }
    }
    Ok(text)
}

/// SQLAlchemy makes its own DOUBLE of the generic one, and that takes both numbers or none.
pub(super) fn check_double(ty: &Type) -> Result<(), SqlError> {
    match &ty.kind {
        TypeKind::Double(options) | TypeKind::UpperDouble(options) | TypeKind::DoublePrecision(options)
            if options.precision.is_some() != options.scale.is_some() =>
        {
            Err(SqlError::of("ArgumentError", "You must specify both precision and scale or omit both altogether."))
        }
        _ => Ok(()),
    }
}

fn is_timestamp(ty: &Type) -> bool {
    match &ty.kind {
        TypeKind::Timestamp { .. } => true,
        TypeKind::Mysql { name, .. } => name == "TIMESTAMP",
        _ => false,
    }
}

/// Whether a default is an expression that the server wants in brackets; older servers take none.
fn needs_brackets(style: &Style<'_>, default: &str) -> bool {
    if !is_at_least(style, (8, 0, 13), (10, 2, 1)) {
        return false;
    }
    let lower = default.to_lowercase();
    let bracketed = default.trim_start().starts_with(['\'', '"', '(']);
    let first_line = default.split('\n').next().unwrap_or_default();
    let composed = first_line.chars().any(|c| !crate::ddl::is_word(c)) || default.contains('\n');
    !bracketed && !has_on_update(&lower) && !is_precise_now(&lower) && composed
}

/// `ON +UPDATE`
fn has_on_update(lower: &str) -> bool {
    lower
        .match_indices("on ")
        .any(|(at, found)| lower[at + found.len()..].trim_start_matches(' ').starts_with("update"))
}

/// `now(6)`, `current_timestamp(6)` at the beginning.
fn is_precise_now(lower: &str) -> bool {
    ["now(", "current_timestamp("].iter().any(|word| {
        lower.strip_prefix(word).is_some_and(|rest| {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            digits > 0 && rest[digits..].starts_with(')')
        })
    })
}
