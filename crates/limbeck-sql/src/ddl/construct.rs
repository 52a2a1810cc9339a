//! Constructs of SQLAlchemy's DDL that are no operations of Alembic (`sqlalchemy.sql.ddl`).

use limbeck_ops::op::{ConstraintKind, Construct, ConstructKind, DropConstraint, TableComment};
use limbeck_ops::{Constraint, TableName};

use super::column::ColumnSite;
use super::{constraint, table};
use crate::compile::literal;
use crate::error::SqlError;
use crate::quoting::Style;

/// The statement of a construct.
pub(crate) fn text(style: &Style<'_>, op: &Construct) -> Result<String, SqlError> {
    let site = |column| match &op.whole {
        Some(table) => ColumnSite::of_table(table, column),
        None => ColumnSite::alone(column),
    };
    let head = || format!("ALTER TABLE {}", style.table(&op.table));
    Ok(match &op.kind {
        ConstructKind::AddConstraint(added) => {
            let text = constraint::text(style, &op.table, added, None)?;
            format!("{} ADD {}", head(), text.unwrap_or_default())
        }
        ConstructKind::DropConstraint { constraint, cascade, if_exists } => {
            drop(style, &op.table, constraint, *cascade, *if_exists)?
        }
        // A comment that is set to nothing is written as NULL, also where that is no comment.
        ConstructKind::TableComment(Some(None)) if style.dialect.name.is_mysql() => {
            format!("{} COMMENT NULL", head())
        }
        ConstructKind::TableComment(comment) => {
            let (table, dropped) = (op.table.clone(), comment.is_none());
            let comment = comment.clone().flatten();
            style.flavour.table_comment(style, &TableComment { table, comment, dropped })
        }
        ConstructKind::ColumnComment(column) if style.dialect.name.is_mysql() => {
            let name = style.quote(&column.name);
            format!("{} CHANGE {name} {}", head(), style.flavour.column(style, &site(column))?)
        }
        ConstructKind::ColumnComment(column) => {
            table::column_comment(style, &style.table(&op.table), &column.name, column.comment.as_deref())
        }
        // This one leaves the schema out.
        ConstructKind::NoColumnComment(column) => {
            table::column_comment(style, &style.quote(&op.table.name), &column.name, None)
        }
        ConstructKind::ConstraintComment { constraint, comment } => {
            if !style.flavour.has_named_types() {
                let class = if comment.is_some() { "SetConstraintComment" } else { "DropConstraintComment" };
                let message = format!(
                    "Compiler <{} object> can't render element of type <class 'sqlalchemy.sql.ddl.{class}'>",
                    style.flavour.ddl_compiler()
                );
                return Err(SqlError::of("UnsupportedCompilationError", message));
            }
            let name = style.constraint_name(constraint.name())?.unwrap_or_default();
            let comment = comment.as_deref().map_or_else(|| "NULL".to_owned(), |text| literal::string(style, text));
            format!("COMMENT ON CONSTRAINT {name} ON {} IS {comment}", style.table(&op.table))
        }
        ConstructKind::Column(column) => table::column_text(style, &site(column), &column.constraints)?,
    })
}

fn drop(
    style: &Style<'_>,
    table: &TableName,
    constraint: &Constraint,
    cascade: bool,
    if_exists: bool,
) -> Result<String, SqlError> {
    let kind = match constraint {
        Constraint::PrimaryKey(_) => Some(ConstraintKind::Primary),
        Constraint::ForeignKey(_) => Some(ConstraintKind::ForeignKey),
        Constraint::Unique(_) => Some(ConstraintKind::Unique),
        Constraint::Check(_) => Some(ConstraintKind::Check),
        Constraint::Exclude(_) => None,
    };
    // MySQL's words have no place for options.
    let words = !style.dialect.name.is_mysql();
    let name = constraint.name().clone();
    let op = DropConstraint { table: table.clone(), name, kind, if_exists: if_exists && words };
    let text = style.flavour.drop_constraint(style, &op)?;
    Ok(if cascade && words { format!("{text} CASCADE") } else { text })
}
