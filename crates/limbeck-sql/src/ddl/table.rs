//! CREATE TABLE and DROP TABLE.

use limbeck_ops::op::{CreateTable, DropTable};
use limbeck_ops::{Constraint, Name, Table, TableName};

use super::column::ColumnSite;
use super::constraint;
use super::types::{self, TypeMemo};
use crate::compile::literal;
use crate::error::SqlError;
use crate::quoting::Style;

/// Types, the table, its indexes, its comments.
pub(crate) fn create(style: &Style<'_>, op: &CreateTable, memo: &mut TypeMemo) -> Result<Vec<String>, SqlError> {
    let table = &op.table;
    let mut texts = types::of_columns(style, table, memo)?;
    texts.push(create_table(style, table, op.if_not_exists)?);
    for index in &table.indexes {
        texts.push(style.flavour.create_index(style, index, false)?);
    }
    if style.flavour.supports_comments() {
        if let Some(text) = &table.comment {
            texts.push(table_comment(style, &table.name, Some(text)));
        }
        for column in &table.columns {
            if let Some(comment) = &column.comment {
                texts.push(column_comment(style, &style.table(&table.name), &column.name, Some(comment)));
            }
        }
    }
    Ok(texts)
}

/// `COMMENT ON TABLE`
pub(crate) fn table_comment(style: &Style<'_>, table: &TableName, comment: Option<&str>) -> String {
    let comment = comment.map_or_else(|| "NULL".to_owned(), |comment| literal::string(style, comment));
    format!("COMMENT ON TABLE {} IS {comment}", style.table(table))
}

/// `COMMENT ON COLUMN`; `table` is quoted already.
pub(crate) fn column_comment(style: &Style<'_>, table: &str, column: &Name, comment: Option<&str>) -> String {
    let comment = comment.map_or_else(|| "NULL".to_owned(), |comment| literal::string(style, comment));
    format!("COMMENT ON COLUMN {table}.{} IS {comment}", style.quote(column))
}

fn create_table(style: &Style<'_>, table: &Table, if_not_exists: bool) -> Result<String, SqlError> {
    let mut text = "\nCREATE ".to_owned();
    if !table.prefixes.is_empty() {
        text.push_str(&format!("{} ", table.prefixes.join(" ")));
    }
    text.push_str("TABLE ");
    if if_not_exists {
        text.push_str("IF NOT EXISTS ");
    }
    text.push_str(&format!("{} (", style.table(&table.name)));
    let mut separator = "\n";
    for column in table.columns.iter().filter(|column| !column.system) {
        let one = column_text(style, &ColumnSite::of_table(table, column), &column.constraints)
            .map_err(|error| in_column(error, table, &column.name.text))?;
        text.push_str(&format!("{separator}\t{one}"));
        separator = ", \n";
    }
    let mut constraints = Vec::new();
    for one in ordered(&table.constraints) {
        let deferred = matches!(one, Constraint::ForeignKey(key) if key.use_alter && style.flavour.supports_alter());
        if deferred || !constraint::type_check_exists(style, one) {
            continue;
        }
        if let Some(text) = constraint::text(style, &table.name, one, Some(table))? {
            constraints.push(text);
        }
    }
    if !constraints.is_empty() {
        text.push_str(&format!("{separator}\t{}", constraints.join(", \n\t")));
    }
    text.push_str(&format!("\n){}\n\n", style.flavour.after_create_table(style, table)?));
    Ok(text)
}

/// A column and the checks written with it.
pub(crate) fn column_text(
    style: &Style<'_>,
    site: &ColumnSite<'_>,
    constraints: &[Constraint],
) -> Result<String, SqlError> {
    let mut text = style.flavour.column(style, site)?;
    for constraint in constraints {
        match constraint {
            Constraint::Check(check) if check.from_type.is_none() => {
                text.push_str(&format!(" {}", style.flavour.check(style, check, true)?));
            }
            Constraint::Check(_)
            | Constraint::PrimaryKey(_)
            | Constraint::ForeignKey(_)
            | Constraint::Unique(_)
            | Constraint::Exclude(_) => {}
        }
    }
    Ok(text)
}

/// The primary key goes first.
fn ordered(constraints: &[Constraint]) -> impl Iterator<Item = &Constraint> {
    let is_key = |constraint: &&Constraint| matches!(constraint, Constraint::PrimaryKey(_));
    constraints.iter().filter(is_key).chain(constraints.iter().filter(move |constraint| !is_key(constraint)))
}

/// SQLAlchemy says which column it could not compile.
fn in_column(error: SqlError, table: &Table, column: &str) -> SqlError {
    match error {
        SqlError::Compile { class: "CompileError" | "UnsupportedCompilationError", message } => {
            SqlError::compile(format!("(in table '{}', column '{column}'): {message}", table.name.name))
        }
        other => other,
    }
}

/// DROP TABLE, and the types that go with it.
pub(crate) fn drop(style: &Style<'_>, op: &DropTable) -> Result<Vec<String>, SqlError> {
    let if_exists = if op.if_exists { "IF EXISTS " } else { "" };
    let mut texts = vec![format!("\nDROP TABLE {if_exists}{}", style.table(&op.table))];
    for ty in &op.types {
        texts.extend(types::drop(style, ty)?);
    }
    Ok(texts)
}
