//! What sets one dialect apart: each folder implements [`Flavour`] once.

use limbeck_ops::{Dialect, DialectName};

use crate::error::SqlError;

/// The dialect's part in SQL text: SQLAlchemy's and Alembic's subclasses for one dialect.
pub(crate) trait Flavour: Sync {
    /// Words that need quotes as identifiers.
    fn reserved_words(&self) -> &'static [&'static str];
    /// Longest identifier in characters.
    fn max_identifier_length(&self) -> usize;
    /// SQLAlchemy's `paramstyle` unless told otherwise.
    fn default_paramstyle(&self) -> &'static str;
    /// Whether literals double backslashes while the server is unknown.
    fn escapes_backslashes_before_connecting(&self) -> bool;
    /// Whether `true` and `false` exist.
    fn native_boolean(&self) -> bool;
    /// Whether `/` between integers cuts.
    fn div_is_floordiv(&self) -> bool;
    /// Whether constraints can be altered: decides about `use_alter`.
    fn supports_alter(&self) -> bool;
    /// Whether `COMMENT ON` exists.
    fn supports_comments(&self) -> bool;
    /// A column in RETURNING; `table` is quoted already.
    fn returning_column(&self, table: &str, column: &str) -> String;
    /// Whether RETURNING names the table.
    fn returning_has_table(&self) -> bool;
}

/// The flavour of a dialect.
pub(crate) fn flavour(dialect: &Dialect) -> Result<&'static dyn Flavour, SqlError> {
    match dialect.name {
        DialectName::Postgresql => Ok(&crate::postgres::Postgres),
        DialectName::Sqlite => Ok(&crate::sqlite::Sqlite),
        DialectName::Mysql => Err(SqlError::Unsupported("mysql".to_owned())),
    }
}
