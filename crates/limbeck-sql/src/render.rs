//! The crate's entry points.

use limbeck_ops::{Datum, Dialect, Name, Operation, Params, Query, TableName, Type};

use crate::ddl::TypeMemo;
use crate::error::SqlError;
use crate::quoting::{Style, quoted, requires_quotes};
use crate::statement::{Mode, Statement};

/// All statements of an operation in order.
///
/// `check_first` flags are the caller's business: it asks the database before it asks for the statements.
///
/// # Errors
/// Where SQLAlchemy or Alembic would refuse, in their words; what limbeck does not do yet is named.
pub fn operation(dialect: &Dialect, op: &Operation, mode: Mode) -> Result<Vec<Statement>, SqlError> {
    operation_in_run(dialect, op, mode, &mut TypeMemo::new())
}

/// As [`operation`], with what earlier operations of the run did: a type that one `create_table` made is not made again
/// by the next, as in SQLAlchemy.
///
/// # Errors
/// As [`operation`].
pub fn operation_in_run(
    dialect: &Dialect,
    op: &Operation,
    mode: Mode,
    memo: &mut TypeMemo,
) -> Result<Vec<Statement>, SqlError> {
    crate::ddl::operation(&Style::new(dialect, mode)?, op, mode, memo)
}

/// The statements of a query: one, or for many parameter sets as many as it takes.
///
/// # Errors
/// Where SQLAlchemy would refuse, in its words; a bind parameter without a value is refused in both modes.
pub fn query(dialect: &Dialect, query: &Query, params: &Params, mode: Mode) -> Result<Vec<Statement>, SqlError> {
    crate::compile::statements(Style::new(dialect, mode)?, query, params, mode)
}

/// What `str(statement.compile(dialect, compile_kwargs={"literal_binds": …}))` prints.
///
/// # Errors
/// As [`query`].
pub fn render_query(dialect: &Dialect, query: &Query, literal_binds: bool) -> Result<String, SqlError> {
    crate::compile::printed(Style::compiled(dialect)?, query, literal_binds)
}

/// What `statement.compile().params` has: the placeholders by name, with the values that they have.
///
/// # Errors
/// As [`query`].
pub fn placeholders(query: &Query) -> Result<Vec<(String, Datum)>, SqlError> {
    crate::compile::placeholders(Style::compiled(&Dialect::generic())?, query)
}

/// The SQL text of a type.
///
/// # Errors
/// When the dialect has no such type.
pub fn render_type(dialect: &Dialect, ty: &Type) -> Result<String, SqlError> {
    crate::compile::types::render(&Style::compiled(dialect)?, ty)
}

/// A value as SQLAlchemy's literal processors write it.
///
/// # Errors
/// When the type has no literal form, or the value does not fit it.
pub fn literal(dialect: &Dialect, value: &Datum, ty: &Type) -> Result<String, SqlError> {
    crate::compile::literal::literal(&Style::compiled(dialect)?, value, ty)
}

/// An identifier, quoted if it has to be, as the server reads it.
pub fn quote(dialect: &Dialect, name: &Name) -> String {
    let flavour = crate::flavour::flavour(dialect);
    let needed = name.quote.unwrap_or_else(|| requires_quotes(flavour, &name.text));
    if needed { quoted(flavour, &name.text) } else { name.text.clone() }
}

/// A table with its schema, quoted as [`quote`] does.
pub fn quote_table(dialect: &Dialect, table: &TableName) -> String {
    match &table.schema {
        Some(schema) if !schema.text.is_empty() => {
            format!("{}.{}", quote(dialect, schema), quote(dialect, &table.name))
        }
        Some(_) | None => quote(dialect, &table.name),
    }
}
