//! Columns, defaults, computed and identity columns, sequences.

use limbeck_ops::op::SequenceDdl;
use limbeck_ops::{Autoincrement, Column, Computed, Constraint, Identity, Name, Sequence, ServerDefault, Table, Type};

use crate::compile::types::{self, Affinity, affinity};
use crate::compile::{ddl_default, ddl_expr, literal};
use crate::error::SqlError;
use crate::quoting::Style;

/// A column where it is declared.
pub(crate) struct ColumnSite<'a> {
    /// The column.
    pub column: &'a Column,
    /// The name of its table.
    table: &'a str,
    /// The columns of the primary key, this one or others.
    key: Vec<Keyed<'a>>,
    /// Whether a foreign key begins at it.
    pub has_foreign_key: bool,
    /// Whether the table asks for SQLite's AUTOINCREMENT.
    pub sqlite_autoincrement: bool,
}

/// A column of a primary key.
struct Keyed<'a> {
    column: &'a Column,
    has_foreign_key: bool,
}

impl<'a> ColumnSite<'a> {
    /// A column of a table that is created.
    pub fn of_table(table: &'a Table, column: &'a Column) -> Self {
        ColumnSite {
            column,
            table: &table.name.name.text,
            key: key_of(table),
            has_foreign_key: begins_foreign_key(&table.constraints, column),
            sqlite_autoincrement: table.options.is_true("sqlite_autoincrement"),
        }
    }

    /// A column of no table: it is in no key.
    pub fn alone(column: &'a Column) -> Self {
        let has_foreign_key = begins_foreign_key(&column.constraints, column);
        ColumnSite { column, table: "", key: Vec::new(), has_foreign_key, sqlite_autoincrement: false }
    }

    /// A column that is added to a table.
    pub fn added(table: &'a str, column: &'a Column, constraints: &[Constraint]) -> Self {
        let has_foreign_key =
            begins_foreign_key(constraints, column) || begins_foreign_key(&column.constraints, column);
        let key = if column.primary_key { vec![Keyed { column, has_foreign_key }] } else { Vec::new() };
        ColumnSite { column, table, key, has_foreign_key, sqlite_autoincrement: false }
    }

    /// Whether the primary key has just one column, this or another.
    pub fn simple_key(&self) -> bool {
        self.key.len() == 1
    }

    /// Whether the server numbers it. A dialect asks where SQLAlchemy does: keys that can't be numbered are refused then.
    pub fn is_autoincrement(&self, style: &Style<'_>) -> Result<bool, SqlError> {
        Ok(numbered(style, self.table, &self.key)?.is_some_and(|one| one.name.text == self.column.name.text))
    }
}

/// The column of a table that the server numbers.
pub(crate) fn autoincrement_column<'a>(style: &Style<'_>, table: &'a Table) -> Result<Option<&'a Column>, SqlError> {
    numbered(style, &table.name.name.text, &key_of(table))
}

fn key_of(table: &Table) -> Vec<Keyed<'_>> {
    let names: &[Name] = table.primary_key().map(|key| key.columns.as_slice()).unwrap_or_default();
    let found = names.iter().filter_map(|name| table.columns.iter().find(|column| column.name.text == name.text));
    found.map(|column| Keyed { column, has_foreign_key: begins_foreign_key(&table.constraints, column) }).collect()
}

fn begins_foreign_key(constraints: &[Constraint], column: &Column) -> bool {
    constraints.iter().any(|constraint| match constraint {
        Constraint::ForeignKey(key) => key.columns.iter().any(|name| name.text == column.name.text),
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Check(_) | Constraint::Exclude(_) => false,
    })
}

/// SQLAlchemy's `PrimaryKeyConstraint._autoincrement_column`.
fn numbered<'a>(style: &Style<'_>, table: &str, key: &[Keyed<'a>]) -> Result<Option<&'a Column>, SqlError> {
    if let [only] = key
        && only.column.autoincrement != Autoincrement::Yes
    {
        return Ok(numbers_itself(style, only).then_some(only.column));
    }
    let mut found: Option<&Column> = None;
    for one in key.iter().filter(|one| one.column.autoincrement == Autoincrement::Yes) {
        let column = one.column;
        if !is_number(style, column) {
            return Err(SqlError::of(
                "ArgumentError",
                format!(
                    "Column type {} on column '{table}.{}' is not compatible with autoincrement=True",
                    literal::type_name(style, &column.ty),
                    column.name
                ),
            ));
        }
        if let Some(first) = found {
            return Err(SqlError::of(
                "ArgumentError",
                format!(
                    "Only one Column may be marked autoincrement=True, found both {} and {}.",
                    column.name, first.name
                ),
            ));
        }
        found = Some(column);
    }
    Ok(found)
}

/// Whether values of a column are numbers; its variants do not count here.
fn is_number(style: &Style<'_>, column: &Column) -> bool {
    let base = Type { variants: Vec::new(), ..column.ty.clone() };
    matches!(affinity(style, &base), Affinity::Integer | Affinity::Numeric)
}

/// Whether the one column of a key is numbered without being told so.
fn numbers_itself(style: &Style<'_>, one: &Keyed<'_>) -> bool {
    let column = one.column;
    match column.autoincrement {
        Autoincrement::No | Autoincrement::Yes => false,
        Autoincrement::Auto | Autoincrement::IgnoreForeignKey => {
            is_number(style, column)
                && column.default.is_none()
                && !column.python_default
                && column.server_default.is_none()
                && column.computed.is_none()
                && (!one.has_foreign_key || column.autoincrement == Autoincrement::IgnoreForeignKey)
        }
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
