//! Indexes.

use limbeck_ops::op::DropIndex;
use limbeck_ops::{Expr, IndexElement, OptionValue, TextClause};

use crate::compile::{ddl_expr, ddl_grouped, python};
use crate::error::SqlError;
use crate::quoting::Style;

/// DROP INDEX.
pub(crate) fn drop(style: &Style<'_>, op: &DropIndex) -> Result<String, SqlError> {
    let Some(name) = style.constraint_name(&op.name)? else {
        return Err(SqlError::compile("DROP INDEX requires that the index have a name"));
    };
    let concurrently = if style.flavour.drops_concurrently() && op.options.is_true("postgresql_concurrently") {
        "CONCURRENTLY "
    } else {
        ""
    };
    let if_exists = if op.if_exists { "IF EXISTS " } else { "" };
    let schema = match op.schema.as_ref().filter(|schema| !schema.text.is_empty()) {
        Some(schema) => format!("{}.", style.quote(schema)),
        None => String::new(),
    };
    Ok(format!("\nDROP INDEX {concurrently}{if_exists}{schema}{name}"))
}

/// An element; expressions get the brackets of `self_group()` where the dialect wants them.
pub(crate) fn element_text(style: &Style<'_>, element: &IndexElement, grouped: bool) -> Result<String, SqlError> {
    match element {
        IndexElement::Column(name) => Ok(style.quote(name)),
        IndexElement::Expr(expr @ Expr::Column(_)) => ddl_expr(style, expr),
        IndexElement::Expr(expr) if grouped => ddl_grouped(style, expr),
        IndexElement::Expr(expr) => ddl_expr(style, expr),
    }
}

/// The predicate of an index.
pub(crate) fn option_where(style: &Style<'_>, value: Option<&OptionValue>) -> Result<Option<String>, SqlError> {
    match value {
        None | Some(OptionValue::None) => Ok(None),
        Some(OptionValue::Expr(expr)) => ddl_expr(style, expr).map(Some),
        Some(OptionValue::Str(text)) => {
            let clause = TextClause { text: text.clone(), binds: Vec::new(), columns: Vec::new() };
            ddl_expr(style, &Expr::Text(clause)).map(Some)
        }
        Some(OptionValue::Bool(value)) => ddl_expr(style, if *value { &Expr::True } else { &Expr::False }).map(Some),
        Some(OptionValue::Int(_) | OptionValue::Type(_) | OptionValue::List(_) | OptionValue::Map(_)) => {
            Err(SqlError::of("ArgumentError", "SQL expression element expected as the predicate of an index"))
        }
    }
}

/// An option's value as Python's `%s` prints it.
pub(crate) fn option_text(style: &Style<'_>, value: &OptionValue) -> Result<String, SqlError> {
    Ok(match value {
        OptionValue::None => "None".to_owned(),
        OptionValue::Bool(value) => python::repr(&limbeck_ops::Datum::Bool(*value)),
        OptionValue::Int(value) => value.to_string(),
        OptionValue::Str(text) => text.clone(),
        OptionValue::Expr(expr) => ddl_expr(style, expr)?,
        OptionValue::Type(ty) => crate::compile::types::render(style, ty)?,
        OptionValue::List(_) | OptionValue::Map(_) => {
            return Err(SqlError::Unsupported("a list as the value of a storage parameter".to_owned()));
        }
    })
}
