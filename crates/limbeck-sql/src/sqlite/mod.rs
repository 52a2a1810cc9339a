//! SQLite: SQLAlchemy's `dialects/sqlite` and Alembic's `ddl/sqlite`.

mod reserved;

use crate::flavour::Flavour;

/// SQLite through pysqlite.
pub(crate) struct Sqlite;

impl Flavour for Sqlite {
    fn reserved_words(&self) -> &'static [&'static str] {
        reserved::RESERVED_WORDS
    }

    fn max_identifier_length(&self) -> usize {
        9999
    }

    fn default_paramstyle(&self) -> &'static str {
        "qmark"
    }

    fn escapes_backslashes_before_connecting(&self) -> bool {
        false
    }

    fn native_boolean(&self) -> bool {
        false
    }

    fn div_is_floordiv(&self) -> bool {
        true
    }

    fn supports_alter(&self) -> bool {
        false
    }

    fn supports_comments(&self) -> bool {
        false
    }

    fn returning_column(&self, _table: &str, column: &str) -> String {
        column.to_owned()
    }

    fn returning_has_table(&self) -> bool {
        false
    }
}
