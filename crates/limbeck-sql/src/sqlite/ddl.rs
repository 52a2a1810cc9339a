//! Tables and indexes of SQLite: SQLAlchemy's `SQLiteDDLCompiler`.

use limbeck_ops::{
    Autoincrement, CheckConstraint, Column, ForeignKey, Index, Name, OptionValue, Options, PrimaryKey, Table,
    TableName, UniqueConstraint,
};

use crate::compile::types::{self, Affinity, affinity};
use crate::ddl::{
    ColumnSite, computed, constraint, default_text, element_text, is_word, keyword_phrase, option_text, option_where,
};
use crate::error::SqlError;
use crate::quoting::Style;

/// A column; expressions as defaults get brackets.
pub(super) fn column(style: &Style<'_>, site: &ColumnSite<'_>) -> Result<String, SqlError> {
    let column = site.column;
    let ty = types::render(style, &column.ty)?;
    let mut text = format!("{} {ty}", style.quote(&column.name));
    if let Some(default) = &column.server_default
        && let Some(default) = default_text(style, default)?
    {
        let constant = default.trim_start().starts_with(['\'', '"', '(']);
        if !constant && default.chars().any(|c| !is_word(c)) {
            text.push_str(&format!(" DEFAULT ({default})"));
        } else {
            text.push_str(&format!(" DEFAULT {default}"));
        }
    }
    if !column.nullable {
        text.push_str(" NOT NULL");
        text.push_str(&on_conflict(style, column.options.get("sqlite_on_conflict_not_null"))?);
    }
    if column.primary_key {
        if column.autoincrement == Autoincrement::Yes && !site.simple_key() {
            return Err(SqlError::compile("SQLite does not support autoincrement for composite primary keys"));
        }
        if inline_key(style, site) {
            text.push_str(" PRIMARY KEY");
            text.push_str(&on_conflict(style, column.options.get("sqlite_on_conflict_primary_key"))?);
            text.push_str(" AUTOINCREMENT");
        }
    }
    if let Some(one) = &column.computed {
        text.push_str(&format!(" {}", computed(style, one)?));
    }
    Ok(text)
}

/// AUTOINCREMENT only goes with a key that is written with its column.
fn inline_key(style: &Style<'_>, site: &ColumnSite<'_>) -> bool {
    site.sqlite_autoincrement
        && site.simple_key()
        && affinity(style, &site.column.ty) == Affinity::Integer
        && !site.has_foreign_key
}

fn on_conflict(style: &Style<'_>, value: Option<&OptionValue>) -> Result<String, SqlError> {
    match value {
        None | Some(OptionValue::None) => Ok(String::new()),
        Some(value) => Ok(format!(" ON CONFLICT {}", option_text(style, value)?)),
    }
}

/// ON CONFLICT of a constraint, or of the one column that it is about.
fn constraint_conflict(
    style: &Style<'_>,
    options: &Options,
    columns: &[Name],
    table: Option<&Table>,
    column_option: &str,
) -> Result<String, SqlError> {
    let own = on_conflict(style, options.get("sqlite_on_conflict"))?;
    match (own.is_empty(), columns) {
        (true, [only]) => {
            on_conflict(style, column_of(table, only).and_then(|column| column.options.get(column_option)))
        }
        _ => Ok(own),
    }
}

fn column_of<'t>(table: Option<&'t Table>, name: &Name) -> Option<&'t Column> {
    table?.columns.iter().find(|column| column.name.text == name.text)
}

/// PRIMARY KEY, unless it is written with its column.
pub(super) fn primary_key(
    style: &Style<'_>,
    key: &PrimaryKey,
    table: Option<&Table>,
) -> Result<Option<String>, SqlError> {
    if key.columns.is_empty() {
        return Ok(None);
    }
    if let (Some(table), [only]) = (table, key.columns.as_slice())
        && let Some(column) = column_of(Some(table), only)
        && inline_key(style, &ColumnSite::of_table(table, column))
    {
        return Ok(None);
    }
    let mut text = constraint::primary_key(style, key, table)?;
    text.push_str(&constraint::deferral(&key.deferral)?);
    text.push_str(&constraint_conflict(style, &key.options, &key.columns, table, "sqlite_on_conflict_primary_key")?);
    Ok(Some(text))
}

/// UNIQUE.
pub(super) fn unique(
    style: &Style<'_>,
    key: &UniqueConstraint,
    table: Option<&Table>,
) -> Result<Option<String>, SqlError> {
    if key.columns.is_empty() {
        return Ok(None);
    }
    let mut text = constraint::unique(style, key, "")?;
    text.push_str(&constraint::deferral(&key.deferral)?);
    text.push_str(&constraint_conflict(style, &key.options, &key.columns, table, "sqlite_on_conflict_unique")?);
    Ok(Some(text))
}

/// CHECK.
pub(super) fn check(style: &Style<'_>, check: &CheckConstraint, in_column: bool) -> Result<String, SqlError> {
    let text = constraint::check(style, check)?;
    let conflict = on_conflict(style, check.options.get("sqlite_on_conflict"))?;
    if in_column && !conflict.is_empty() {
        return Err(SqlError::compile("SQLite does not support on conflict clause for column check constraint"));
    }
    Ok(format!("{text}{conflict}"))
}

/// FOREIGN KEY; databases can't refer to each other, so a key into another schema is left out.
pub(super) fn foreign_key(style: &Style<'_>, table: &TableName, key: &ForeignKey) -> Result<Option<String>, SqlError> {
    constraint::referred_columns_known(table, key)?;
    let schema = |name: &TableName| name.schema.as_ref().map(|schema| schema.text.clone());
    if schema(table) != schema(&key.referred_table) {
        return Ok(None);
    }
    constraint::foreign_key(style, table, key, &style.quote(&key.referred_table.name)).map(Some)
}

/// The action of ON DELETE, if it is one.
pub(super) fn on_delete(key: &ForeignKey) -> Result<Option<&str>, SqlError> {
    key.on_delete.as_deref().map(keyword_phrase).transpose()
}

/// WITHOUT ROWID and STRICT.
pub(super) fn after_create_table(table: &Table) -> String {
    let mut options = Vec::new();
    if table.options.get("sqlite_with_rowid").is_some() && !table.options.is_true("sqlite_with_rowid") {
        options.push("WITHOUT ROWID");
    }
    if table.options.is_true("sqlite_strict") {
        options.push("STRICT");
    }
    if options.is_empty() { String::new() } else { format!("\n {}", options.join(",\n ")) }
}

/// CREATE INDEX: the schema goes with the index, not with the table.
pub(super) fn create_index(style: &Style<'_>, index: &Index, if_not_exists: bool) -> Result<String, SqlError> {
    let Some(name) = style.constraint_name(&index.name)? else {
        return Err(SqlError::compile("CREATE INDEX requires that the index have a name"));
    };
    let unique = if index.unique { "UNIQUE " } else { "" };
    let if_not_exists = if if_not_exists { "IF NOT EXISTS " } else { "" };
    let schema = match index.table.schema.as_ref().filter(|schema| !schema.text.is_empty()) {
        Some(schema) => format!("{}.", style.quote(schema)),
        None => String::new(),
    };
    let elements: Result<Vec<_>, _> =
        index.elements.iter().map(|element| element_text(style, element, false)).collect();
    let mut text = format!(
        "CREATE {unique}INDEX {if_not_exists}{schema}{name} ON {} ({})",
        style.quote(&index.table.name),
        elements?.join(", ")
    );
    if let Some(condition) = option_where(style, index.options.get("sqlite_where"))? {
        text.push_str(&format!(" WHERE {condition}"));
    }
    Ok(text)
}
