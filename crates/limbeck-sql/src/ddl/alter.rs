//! `add_column` and `alter_column`: Alembic's `ddl/base.py`.

use limbeck_ops::op::{AddColumn, AlterColumn, Change, DefaultChange};
use limbeck_ops::{Constraint, Name, TableName};

use super::column::{ColumnSite, default_text};
use super::{constraint, table};
use crate::compile::types;
use crate::error::SqlError;
use crate::quoting::Style;

/// `ALTER TABLE name`
pub(crate) fn alter_table(style: &Style<'_>, table: &TableName) -> String {
    format!("ALTER TABLE {}", style.dotted_table(table))
}

/// `ALTER TABLE name ALTER COLUMN name`
pub(crate) fn alter_column_head(style: &Style<'_>, table: &TableName, column: &Name) -> String {
    format!("{} ALTER COLUMN {}", alter_table(style, table), style.quote(column))
}

/// ADD COLUMN, then what the column brings: constraints, indexes, its comment.
pub(crate) fn add_column(style: &Style<'_>, op: &AddColumn) -> Result<Vec<String>, SqlError> {
    let mut inline: Vec<Constraint> = op.constraints.iter().filter(|one| is_column_check(one)).cloned().collect();
    if inline.is_empty() {
        inline = op.column.constraints.iter().filter(|one| is_column_check(one)).cloned().collect();
    }
    let site = ColumnSite::added(&op.table.name.text, &op.column, &op.constraints);
    let if_not_exists = if op.if_not_exists { "IF NOT EXISTS " } else { "" };
    let mut text =
        format!("{} ADD COLUMN {if_not_exists}{}", alter_table(style, &op.table), style.flavour.column(style, &site)?);
    if op.inline_primary_key && op.column.primary_key {
        text.push_str(" PRIMARY KEY");
    }
    let referred = op.inline_reference();
    if let Some(key) = referred {
        constraint::referred_columns_known(&op.table, key)?;
        let column = key.referred_columns.first().map(|name| style.quote(name)).unwrap_or_default();
        text.push_str(&format!(" REFERENCES {} ({column})", style.table(&key.referred_table)));
        text.push_str(&constraint::foreign_key_tail(style, key)?);
    }
    for one in &inline {
        if let Constraint::Check(check) = one {
            text.push_str(&format!(" {}", style.flavour.check(style, check, true)?));
        }
    }
    let mut texts = vec![text];
    for one in &op.constraints {
        let skipped = match one {
            Constraint::PrimaryKey(_) => true,
            Constraint::ForeignKey(_) => referred.is_some(),
            Constraint::Check(_) => is_column_check(one),
            Constraint::Unique(_) | Constraint::Exclude(_) => false,
        };
        if !skipped {
            texts.extend(constraint::add(style, &op.table, one)?);
        }
    }
    for index in &op.indexes {
        texts.push(style.flavour.create_index(style, index, false)?);
    }
    if let Some(comment) = op.column.comment.as_deref().filter(|_| style.flavour.supports_comments()) {
        texts.push(table::column_comment(style, &style.table(&op.table), &op.column.name, Some(comment)));
    }
    Ok(texts)
}

/// A check written with the column rather than brought by its type.
fn is_column_check(constraint: &Constraint) -> bool {
    matches!(constraint, Constraint::Check(check) if check.from_type.is_none())
}

/// Checks of the old type, the changes, checks of the new type.
pub(crate) fn alter_column(style: &Style<'_>, op: &AlterColumn) -> Result<Vec<String>, SqlError> {
    let mut texts = Vec::new();
    if op.existing_type.is_some() && op.new_type.is_some() {
        for one in &op.type_checks.0 {
            texts.extend(constraint::drop_type_check(style, &op.table, one)?);
        }
    }
    texts.extend(style.flavour.alter_column(style, op)?);
    if op.new_type.is_some() {
        for one in &op.type_checks.1 {
            if constraint::type_check_exists(style, one) {
                texts.extend(constraint::add(style, &op.table, one)?);
            }
        }
    }
    Ok(texts)
}

/// The changes in the order that most dialects have: NULL, DEFAULT, TYPE, COMMENT, RENAME.
pub(crate) fn generic_alter_column(
    style: &Style<'_>,
    op: &AlterColumn,
    with_type: bool,
    rename: &str,
) -> Result<Vec<String>, SqlError> {
    let head = alter_column_head(style, &op.table, &op.column);
    let mut texts = Vec::new();
    if let Some(nullable) = op.nullable {
        texts.push(format!("{head} {}", if nullable { "DROP NOT NULL" } else { "SET NOT NULL" }));
    }
    texts.extend(style.flavour.alter_default(style, op, &head)?);
    if let Some(ty) = op.new_type.as_ref().filter(|_| with_type) {
        texts.push(format!("{head} TYPE {}", types::render(style, ty)?));
    }
    let comment = match &op.comment {
        Change::Keep => None,
        Change::Drop => Some(None),
        Change::Set(comment) => Some(Some(comment.as_str())),
    };
    if let Some(comment) = comment {
        if !style.flavour.supports_comments() {
            return Err(SqlError::of(
                "UnsupportedCompilationError",
                format!(
                    "Compiler <{} object> can't render element of type <class 'alembic.ddl.base.ColumnComment'>: <class 'alembic.ddl.base.ColumnComment'> construct has no default compilation handler.",
                    style.flavour.ddl_compiler()
                ),
            ));
        }
        texts.push(table::column_comment(style, &style.dotted_table(&op.table), &op.column, comment));
    }
    if let Some(name) = &op.new_name {
        texts.push(format!(
            "{} {rename} {} TO {}",
            alter_table(style, &op.table),
            style.quote(&op.column),
            style.quote(name)
        ));
    }
    Ok(texts)
}

/// SET DEFAULT, DROP DEFAULT; computed columns can't be altered, identity columns only on PostgreSQL.
pub(crate) fn default_statement(style: &Style<'_>, op: &AlterColumn, head: &str) -> Result<Option<String>, SqlError> {
    let is = |change: &Change<DefaultChange>, test: fn(&DefaultChange) -> bool| match change {
        Change::Set(default) => test(default),
        Change::Keep | Change::Drop => false,
    };
    if op.server_default == Change::Keep {
        return Ok(None);
    }
    let computed: fn(&DefaultChange) -> bool = |default| matches!(default, DefaultChange::Computed(_));
    if is(&op.server_default, computed) || is(&op.existing_server_default, computed) {
        return Err(SqlError::compile(
            "Adding or removing a \"computed\" construct, e.g. GENERATED ALWAYS AS, to or from an existing column is not supported.",
        ));
    }
    let identity: fn(&DefaultChange) -> bool = |default| matches!(default, DefaultChange::Identity(_));
    if is(&op.server_default, identity) || is(&op.existing_server_default, identity) {
        return Err(SqlError::compile(
            "Adding, removing or modifying an \"identity\" construct, e.g. GENERATED AS IDENTITY, to or from an existing column is not supported in this dialect.",
        ));
    }
    Ok(Some(match &op.server_default {
        Change::Set(DefaultChange::Default(default)) => match default_text(style, default)? {
            Some(text) => format!("{head} SET DEFAULT {text}"),
            None => return Err(SqlError::of("AssertionError", "FetchedValue() can't be the new default of a column")),
        },
        Change::Set(DefaultChange::Refused(message)) => return Err(SqlError::of("ArgumentError", message.clone())),
        Change::Set(DefaultChange::Computed(_) | DefaultChange::Identity(_)) | Change::Keep | Change::Drop => {
            format!("{head} DROP DEFAULT")
        }
    }))
}
