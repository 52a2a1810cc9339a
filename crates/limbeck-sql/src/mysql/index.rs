//! Indexes: SQLAlchemy's `MySQLDDLCompiler.visit_create_index` and `visit_drop_index`.

use limbeck_ops::op::DropIndex;
use limbeck_ops::{BinaryOp, Expr, Index, IndexElement, Name, OptionValue, TableName, UnaryOp};

use super::{own_option, shared_option, using};
use crate::compile::types::affinity;
use crate::ddl::{element_text, option_text};
use crate::error::SqlError;
use crate::quoting::Style;

/// CREATE INDEX.
pub(super) fn create(style: &Style<'_>, index: &Index, if_not_exists: bool) -> Result<String, SqlError> {
    let mut texts = Vec::with_capacity(index.elements.len());
    for element in &index.elements {
        texts.push(bracketed(style, element)?);
    }
    let Some(name) = style.constraint_name(&index.name)? else {
        return Err(SqlError::compile("CREATE INDEX requires that the index have a name"));
    };
    let unique = if index.unique { "UNIQUE " } else { "" };
    let prefix = match own_option(style, &index.options, "prefix") {
        Some(prefix) => format!("{} ", option_text(style, prefix)?),
        None => String::new(),
    };
    let prefix = if prefix == " " { String::new() } else { prefix };
    let if_not_exists = if if_not_exists { "IF NOT EXISTS " } else { "" };
    let mut elements = Vec::with_capacity(index.elements.len());
    for (element, text) in index.elements.iter().zip(texts) {
        elements.push(with_length(style, index, element, text)?);
    }
    let mut text = format!(
        "CREATE {unique}{prefix}INDEX {if_not_exists}{name} ON {} ({})",
        style.table(&index.table),
        elements.join(", ")
    );
    if let Some(parser) = shared_option(style, &index.options, "with_parser") {
        text.push_str(&format!(" WITH PARSER {}", option_text(style, parser)?));
    }
    text.push_str(&using(style, &index.options)?);
    Ok(text)
}

/// An element; operators and functions get brackets.
fn bracketed(style: &Style<'_>, element: &IndexElement) -> Result<String, SqlError> {
    let text = element_text(style, element, false)?;
    Ok(if needs_brackets(style, element) { format!("({text})") } else { text })
}

/// An element with the length of its prefix.
fn with_length(style: &Style<'_>, index: &Index, element: &IndexElement, text: String) -> Result<String, SqlError> {
    let length = match own_option(style, &index.options, "length") {
        Some(OptionValue::Map(lengths)) => {
            let by = |key: &str| lengths.iter().find(|(name, _)| name == key).map(|(_, length)| length);
            let Some(name) = own_name(element) else {
                return Err(SqlError::of(
                    "AttributeError",
                    "an element of the index has no name by which `mysql_length` could know it",
                ));
            };
            by(&name.text).or_else(|| by(&text))
        }
        other => other,
    };
    match length {
        None => Ok(text),
        Some(length) => Ok(format!("{text}({})", option_text(style, length)?)),
    }
}

/// Whether SQLAlchemy has put three operands or more in one list: sums, products and concatenations of one kind of type.
fn is_chain(style: &Style<'_>, expr: &Expr) -> bool {
    let Expr::Binary { op: op @ (BinaryOp::Add | BinaryOp::Mul | BinaryOp::Concat), left, right, ty } = expr else {
        return false;
    };
    let same = |side: &Expr| match side {
        Expr::Binary { op: other, ty: inner, .. } => other == op && affinity(style, inner) == affinity(style, ty),
        _ => false,
    };
    same(left) || same(right)
}

fn needs_brackets(style: &Style<'_>, element: &IndexElement) -> bool {
    match element {
        IndexElement::Column(_) => false,
        IndexElement::Expr(expr) => match expr {
            Expr::Binary { .. } if is_chain(style, expr) => false,
            Expr::Binary { .. } | Expr::Between { .. } | Expr::Function(_) | Expr::NextValue { .. } => true,
            Expr::Unary { op, .. } => !matches!(op, UnaryOp::Desc | UnaryOp::Asc),
            _ => false,
        },
    }
}

fn own_name(element: &IndexElement) -> Option<&Name> {
    match element {
        IndexElement::Column(name) => Some(name),
        IndexElement::Expr(Expr::Column(column)) => Some(&column.name),
        IndexElement::Expr(Expr::Label { name, .. }) => Some(name),
        IndexElement::Expr(Expr::Function(call)) => call.name.last(),
        IndexElement::Expr(_) => None,
    }
}

/// DROP INDEX, which names the table; Alembic makes one up where the script has none.
pub(super) fn drop(style: &Style<'_>, op: &DropIndex) -> Result<String, SqlError> {
    let Some(name) = style.constraint_name(&op.name)? else {
        return Err(SqlError::compile("DROP INDEX requires that the index have a name"));
    };
    let if_exists = if op.if_exists { "IF EXISTS " } else { "" };
    let table = op.table.clone().unwrap_or_else(|| Name::from("no_table"));
    let table = TableName { schema: op.schema.clone(), name: table };
    Ok(format!("\nDROP INDEX {if_exists}{name} ON {}", style.table(&table)))
}
