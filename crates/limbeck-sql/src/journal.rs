//! The journal: limbeck's own table beside the version table, which exists while a step that is not one transaction is
//! unfinished.

use limbeck_ops::{Dialect, DialectName, Name, TableName};

use crate::compile::literal::string;
use crate::error::SqlError;
use crate::quoting::{Style, md5_hex};
use crate::statement::Mode;
use crate::version::VersionTable;

/// The beginning of the table's name, and all of it beside `alembic_version`.
const NAME: &str = "limbeck_journal";
/// The shortest limit of a name among the servers.
const MAX_NAME: usize = 63;

/// The journal that belongs to a version table: `limbeck_journal` for `alembic_version`, and
/// `limbeck_journal_<version table>` for others, in the version table's schema.
pub fn table_of(version_table: &VersionTable) -> TableName {
    let name = match version_table.name.as_str() {
        "alembic_version" => NAME.to_owned(),
        other => {
            let full = format!("{NAME}_{other}");
            if full.len() <= MAX_NAME {
                full
            } else {
                let head: String = full.chars().take(MAX_NAME - 33 - 8).collect();
                format!("{head}_{}", md5_hex(full.as_bytes()))
            }
        }
    };
    TableName::with_schema(version_table.schema.as_deref().map(Name::from), Name::from(name.as_str()))
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row<'r> {
    /// Its number in the step; ascending, with gaps.
    pub ordinal: i64,
    /// `upgrade 3f2a`
    pub step: &'r str,
    /// The rows of the version table before the step.
    pub heads: &'r str,
    /// The digest of the script.
    pub script: &'r str,
    /// The digest of the statement.
    pub hash: &'r str,
    /// Where the script gives it.
    pub place: &'r str,
    /// Its text, or the beginning of it.
    pub statement: &'r str,
    /// Whether it is done; otherwise it was about to be sent.
    pub is_finished: bool,
    /// What the server answered.
    pub answer: Option<&'r str>,
    /// How the objects that it changes looked before it.
    pub before: Option<&'r str>,
    /// The session that sent it.
    pub session: Option<&'r str>,
}

/// `CREATE TABLE IF NOT EXISTS`.
///
/// # Errors
/// When the dialect is not supported.
pub fn create(dialect: &Dialect, table: &TableName) -> Result<String, SqlError> {
    let style = Style::new(dialect, Mode::Online)?;
    let (at, options) = match dialect.name {
        DialectName::Mysql | DialectName::Mariadb => {
            ("DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP", " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4")
        }
        DialectName::Postgresql | DialectName::Sqlite => ("TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL", ""),
    };
    Ok(format!(
        "CREATE TABLE IF NOT EXISTS {} (ordinal INTEGER NOT NULL PRIMARY KEY, step VARCHAR(255) NOT NULL, \
         heads TEXT NOT NULL, script VARCHAR(64) NOT NULL, hash VARCHAR(64) NOT NULL, place TEXT NOT NULL, \
         statement TEXT NOT NULL, state VARCHAR(8) NOT NULL, answer TEXT, looked TEXT, session VARCHAR(64), \
         noted_at {at}){options}",
        style.table(table)
    ))
}

/// `INSERT` of rows.
///
/// # Errors
/// When the dialect is not supported.
pub fn insert(dialect: &Dialect, table: &TableName, rows: &[Row<'_>]) -> Result<String, SqlError> {
    let style = Style::new(dialect, Mode::Online)?;
    let text = |text: &str| string(&style, text);
    let optional = |value: Option<&str>| value.map_or_else(|| "NULL".to_owned(), |value| string(&style, value));
    let values: Vec<String> = rows
        .iter()
        .map(|row| {
            format!(
                "({}, {}, {}, {}, {}, {}, {}, '{}', {}, {}, {})",
                row.ordinal,
                text(row.step),
                text(row.heads),
                text(row.script),
                text(row.hash),
                text(row.place),
                text(row.statement),
                state(row.is_finished),
                optional(row.answer),
                optional(row.before),
                optional(row.session),
            )
        })
        .collect();
    Ok(format!(
        "INSERT INTO {} (ordinal, step, heads, script, hash, place, statement, state, answer, looked, session) VALUES {}",
        style.table(table),
        values.join(", ")
    ))
}

fn state(is_finished: bool) -> &'static str {
    if is_finished { "finished" } else { "started" }
}

/// `UPDATE` of a row whose statement is done.
///
/// # Errors
/// When the dialect is not supported.
pub fn finish(dialect: &Dialect, table: &TableName, ordinal: i64, answer: &str) -> Result<String, SqlError> {
    let style = Style::new(dialect, Mode::Online)?;
    let (name, answer) = (style.table(table), string(&style, answer));
    Ok(format!("UPDATE {name} SET state = 'finished', answer = {answer} WHERE ordinal = {ordinal}"))
}

/// `DELETE` of rows.
///
/// # Errors
/// When the dialect is not supported.
pub fn forget(dialect: &Dialect, table: &TableName, ordinals: &[i64]) -> Result<String, SqlError> {
    let style = Style::new(dialect, Mode::Online)?;
    let numbers: Vec<String> = ordinals.iter().map(ToString::to_string).collect();
    Ok(format!("DELETE FROM {} WHERE ordinal IN ({})", style.table(table), numbers.join(", ")))
}

/// `DELETE` of all rows.
///
/// # Errors
/// When the dialect is not supported.
pub fn empty(dialect: &Dialect, table: &TableName) -> Result<String, SqlError> {
    Ok(format!("DELETE FROM {}", Style::new(dialect, Mode::Online)?.table(table)))
}

/// `DROP TABLE`.
///
/// # Errors
/// When the dialect is not supported.
pub fn drop(dialect: &Dialect, table: &TableName) -> Result<String, SqlError> {
    Ok(format!("DROP TABLE {}", Style::new(dialect, Mode::Online)?.table(table)))
}

/// `SELECT` of all rows: the columns of [`Row`] in their order, `state` as text.
///
/// # Errors
/// When the dialect is not supported.
pub fn select(dialect: &Dialect, table: &TableName) -> Result<String, SqlError> {
    Ok(format!(
        "SELECT ordinal, step, heads, script, hash, place, statement, state, answer, looked, session FROM {} \
         ORDER BY ordinal",
        Style::new(dialect, Mode::Online)?.table(table)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beside(name: &str, schema: Option<&str>) -> String {
        let table =
            VersionTable { name: name.to_owned(), schema: schema.map(str::to_owned), ..VersionTable::default() };
        Style::new(&Dialect::offline(DialectName::Postgresql), Mode::Online).unwrap().table(&table_of(&table))
    }

    #[test]
    fn each_version_table_has_a_journal_of_its_own() {
        assert_eq!(beside("alembic_version", None), "limbeck_journal");
        assert_eq!(beside("alembic_version", Some("Ops")), "\"Ops\".limbeck_journal");
        assert_eq!(beside("versions_b", None), "limbeck_journal_versions_b");
        let (one, other) = (beside(&"v".repeat(63), None), beside(&"v".repeat(62), None));
        assert!(one.len() <= MAX_NAME && one != other, "{one}");
    }

    #[test]
    fn values_are_literals() {
        let row = Row { ordinal: 3, step: "upgrade a", statement: "it's \\ 100%", answer: Some("1"), ..Row::default() };
        let sql = |name| insert(&Dialect::offline(name), &TableName::new("j"), std::slice::from_ref(&row)).unwrap();
        let columns = "(ordinal, step, heads, script, hash, place, statement, state, answer, looked, session)";
        assert_eq!(
            sql(DialectName::Postgresql),
            format!(
                "INSERT INTO j {columns} VALUES (3, 'upgrade a', '', '', '', '', 'it''s \\ 100%', 'started', '1', NULL, NULL)"
            )
        );
        assert!(sql(DialectName::Mysql).contains("'it''s \\\\ 100%'"));
    }
}
