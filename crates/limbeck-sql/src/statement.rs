use limbeck_ops::{Datum, Dialect};

/// What a statement is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// For the database: what Alembic's driver would send.
    Online,
    /// For `--sql`: text with its values as literals, as SQLAlchemy compiles it.
    Offline,
}

/// One statement.
///
/// For SQLite online it has `?` placeholders and `binds`; for PostgreSQL and MySQL values are written into the text, as
/// psycopg2 and PyMySQL do, and `binds` is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statement {
    /// The text, without a terminator; DDL keeps the white space around it that SQLAlchemy gives it.
    pub sql: String,
    /// Values for the placeholders: only NULL, integers, floats, text and bytes.
    pub binds: Vec<Datum>,
}

impl Statement {
    /// A statement without values.
    pub fn text(sql: impl Into<String>) -> Self {
        Statement { sql: sql.into(), binds: Vec::new() }
    }
}

/// What `--sql` writes for one statement: Alembic's `_exec` strips it, turns tabs into four spaces and adds the
/// terminator; `static_output` ends it with an empty line.
pub fn offline_text(statement: &Statement, _dialect: &Dialect) -> String {
    format!("{};\n\n", statement.sql.replace('\t', "    ").trim_matches(is_python_space))
}

/// What Python's `str.strip()` takes away.
pub(crate) fn is_python_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}
