//! Columns, defaults, computed and identity columns, sequences.

use limbeck_ops::op::SequenceDdl;
use limbeck_ops::{
    Autoincrement, Column, Computed, Constraint, DialectName, Identity, Sequence, ServerDefault, Table, Type,
};

use crate::compile::types::{self, Affinity, affinity};
use crate::compile::{ddl_default, ddl_expr, literal};
use crate::error::SqlError;
use crate::quoting::Style;

/// A column where it is declared.
pub(crate) struct ColumnSite<'a> {
    /// The column.
    pub column: &'a Column,
    /// Whether the server numbers it.
    pub autoincrement: bool,
    /// Whether it is the whole primary key.
    pub sole_key: bool,
    /// Whether the primary key has one column, this or another.
    pub simple_key: bool,
    /// Whether a foreign key begins at it.
    pub has_foreign_key: bool,
    /// Whether the table asks for SQLite's AUTOINCREMENT.
    pub sqlite_autoincrement: bool,
}

impl<'a> ColumnSite<'a> {
    /// A column of a table that is created.
    pub fn of_table(style: &Style<'_>, table: &'a Table, column: &'a Column) -> Result<Self, SqlError> {
        let key: &[limbeck_ops::Name] = table.primary_key().map(|key| key.columns.as_slice()).unwrap_or_default();
        let has_foreign_key = begins_foreign_key(&table.constraints, column);
        let in_key = key.iter().any(|name| name.text == column.name.text);
        let sole_key = in_key && key.len() == 1;
        let of_key = |name: &limbeck_ops::Name| table.columns.iter().find(|column| column.name.text == name.text);
        let mut numbered = key.iter().filter_map(of_key).filter(|column| column.autoincrement == Autoincrement::Yes);
        if let (true, Some(first), Some(second)) =
            (in_key && style.dialect.name != DialectName::Sqlite, numbered.next(), numbered.next())
        {
            return Err(SqlError::of(
                "ArgumentError",
                format!(
                    "Only one Column may be marked autoincrement=True, found both {} and {}.",
                    second.name, first.name
                ),
            ));
        }
        Ok(ColumnSite {
            column,
            autoincrement: is_autoincrement(style, &table.name.name.text, column, has_foreign_key, in_key, sole_key)?,
            sole_key,
            simple_key: key.len() == 1,
            has_foreign_key,
            sqlite_autoincrement: table.options.is_true("sqlite_autoincrement"),
        })
    }

    /// A column that is added to a table.
    pub fn added(
        style: &Style<'_>,
        table: &str,
        column: &'a Column,
        constraints: &[Constraint],
    ) -> Result<Self, SqlError> {
        let has_foreign_key =
            begins_foreign_key(constraints, column) || begins_foreign_key(&column.constraints, column);
        let key = column.primary_key;
        Ok(ColumnSite {
            column,
            autoincrement: is_autoincrement(style, table, column, has_foreign_key, key, key)?,
            sole_key: key,
            simple_key: true,
            has_foreign_key,
            sqlite_autoincrement: false,
        })
    }
}

fn begins_foreign_key(constraints: &[Constraint], column: &Column) -> bool {
    constraints.iter().any(|constraint| match constraint {
        Constraint::ForeignKey(key) => key.columns.iter().any(|name| name.text == column.name.text),
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Check(_) | Constraint::Exclude(_) => false,
    })
}

/// SQLAlchemy's `PrimaryKeyConstraint._autoincrement_column`.
fn is_autoincrement(
    style: &Style<'_>,
    table: &str,
    column: &Column,
    has_foreign_key: bool,
    in_key: bool,
    sole_key: bool,
) -> Result<bool, SqlError> {
    if !in_key {
        return Ok(false);
    }
    // Variants do not count here.
    let base = Type { variants: Vec::new(), ..column.ty.clone() };
    let numeric = matches!(affinity(style, &base), Affinity::Integer | Affinity::Numeric);
    match column.autoincrement {
        Autoincrement::No => Ok(false),
        Autoincrement::Yes if numeric => Ok(true),
        Autoincrement::Yes => Err(SqlError::of(
            "ArgumentError",
            format!(
                "Column type {} on column '{table}.{}' is not compatible with autoincrement=True",
                literal::type_name(style, &column.ty),
                column.name
            ),
        )),
        Autoincrement::Auto | Autoincrement::IgnoreForeignKey => Ok(sole_key
            && numeric
            && column.default.is_none()
            && !column.python_default
            && column.server_default.is_none()
            && column.computed.is_none()
            && (!has_foreign_key || column.autoincrement == Autoincrement::IgnoreForeignKey)),
    }
}

/// What follows DEFAULT.
pub(crate) fn default_text(style: &Style<'_>, default: &ServerDefault) -> Result<Option<String>, SqlError> {
    match default {
        ServerDefault::Str(text) => Ok(Some(literal::string(style, text))),
        ServerDefault::Expr(expr) => ddl_default(style, expr).map(Some),
        ServerDefault::Fetched => Ok(None),
    }
}

/// `GENERATED ALWAYS AS (…)`, as most dialects have it.
pub(crate) fn computed(style: &Style<'_>, computed: &Computed) -> Result<String, SqlError> {
    let stored = match computed.persisted {
        Some(true) => " STORED",
        Some(false) => " VIRTUAL",
        None => "",
    };
    Ok(format!("GENERATED ALWAYS AS ({}){stored}", ddl_expr(style, &computed.expr)?))
}

/// `GENERATED … AS IDENTITY (…)`
pub(crate) fn identity(identity: &Identity) -> String {
    let when = if identity.always { "ALWAYS" } else { "BY DEFAULT" };
    let options = sequence_options(&identity.sequence);
    let options = if options.is_empty() { String::new() } else { format!(" ({options})") };
    format!("GENERATED {when} AS IDENTITY{options}")
}

/// Options of a sequence or identity column.
pub(crate) fn sequence_options(sequence: &Sequence) -> String {
    let mut parts = Vec::new();
    let mut number = |word: &str, value: Option<i64>| {
        if let Some(value) = value {
            parts.push(format!("{word} {value}"));
        }
    };
    number("INCREMENT BY", sequence.increment);
    number("START WITH", sequence.start);
    number("MINVALUE", sequence.min_value);
    number("MAXVALUE", sequence.max_value);
    if sequence.no_min_value.is_some() {
        parts.push("NO MINVALUE".to_owned());
    }
    if sequence.no_max_value.is_some() {
        parts.push("NO MAXVALUE".to_owned());
    }
    if let Some(cache) = sequence.cache {
        parts.push(format!("CACHE {cache}"));
    }
    if let Some(cycle) = sequence.cycle {
        parts.push(if cycle { "CYCLE" } else { "NO CYCLE" }.to_owned());
    }
    parts.join(" ")
}

/// CREATE SEQUENCE, DROP SEQUENCE.
pub(crate) fn sequence(style: &Style<'_>, op: &SequenceDdl) -> Result<String, SqlError> {
    let Some(name) = &op.sequence.name else {
        return Err(SqlError::Unsupported("a sequence without a name".to_owned()));
    };
    let name = match &op.sequence.schema {
        Some(schema) => format!("{}.{}", style.quote(schema), style.quote(name)),
        None => style.quote(name),
    };
    if !op.create {
        let if_exists = if op.check_first { "IF EXISTS " } else { "" };
        return Ok(format!("DROP SEQUENCE {if_exists}{name}"));
    }
    let if_not_exists = if op.check_first { "IF NOT EXISTS " } else { "" };
    let mut text = format!("CREATE SEQUENCE {if_not_exists}{name}");
    if let Some(ty) = op.sequence.data_type.as_deref().filter(|_| style.flavour.supports_sequences()) {
        text.push_str(&format!(" AS {}", types::render(style, ty)?));
    }
    let options = style.flavour.sequence_words(sequence_options(&op.sequence));
    if !options.is_empty() {
        text.push_str(&format!(" {options}"));
    }
    Ok(text)
}
