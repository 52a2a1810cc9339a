//! PostgreSQL: SQLAlchemy's `dialects/postgresql` and Alembic's `ddl/postgresql`.

mod reserved;

use crate::flavour::Flavour;

/// PostgreSQL through psycopg2.
pub(crate) struct Postgres;

impl Flavour for Postgres {
    fn reserved_words(&self) -> &'static [&'static str] {
        reserved::RESERVED_WORDS
    }

    fn max_identifier_length(&self) -> usize {
        63
    }

    fn default_paramstyle(&self) -> &'static str {
        "pyformat"
    }

    fn escapes_backslashes_before_connecting(&self) -> bool {
        true
    }

    fn native_boolean(&self) -> bool {
        true
    }

    fn div_is_floordiv(&self) -> bool {
        true
    }

    fn supports_alter(&self) -> bool {
        true
    }

    fn supports_comments(&self) -> bool {
        true
    }

    fn returning_column(&self, table: &str, column: &str) -> String {
        format!("{table}.{column}")
    }

    fn returning_has_table(&self) -> bool {
        true
    }
}
