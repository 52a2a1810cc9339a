//! The version table: Alembic's `version_table_impl` and `HeadMaintainer`.

use limbeck_ops::{Dialect, Name, TableName};

use crate::error::SqlError;
use crate::quoting::Style;
use crate::statement::{Mode, Statement};

/// The table that records which revisions are applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionTable {
    /// `version_table`; default `alembic_version`.
    pub name: String,
    /// `version_table_schema`
    pub schema: Option<String>,
    /// `version_table_pk`: whether `version_num` is the primary key.
    pub pk: bool,
    /// The type of `version_num` in SQL, where the project's `version_table_impl` has another one than `VARCHAR(32)`.
    pub version_type: Option<String>,
}

impl Default for VersionTable {
    fn default() -> Self {
        VersionTable { name: "alembic_version".to_owned(), schema: None, pk: true, version_type: None }
    }
}

impl VersionTable {
    /// The table's name as operations have it.
    pub fn table_name(&self) -> TableName {
        TableName::with_schema(self.schema.as_deref().map(Name::from), Name::from(self.name.as_str()))
    }
}

/// `CREATE TABLE`.
///
/// # Errors
/// When the dialect is not supported.
pub fn create(dialect: &Dialect, table: &VersionTable, mode: Mode) -> Result<Statement, SqlError> {
    let style = Style::new(dialect, mode)?;
    let version_type = table.version_type.as_deref().unwrap_or("VARCHAR(32)");
    let mut sql =
        format!("\nCREATE TABLE {} (\n\tversion_num {version_type} NOT NULL", style.table(&table.table_name()));
    if table.pk {
        let name = limbeck_ops::ConstraintName::Given(Name::new(format!("{}_pkc", table.name)));
        let name = style.constraint_name(&name)?.unwrap_or_default();
        sql.push_str(&format!(", \n\tCONSTRAINT {name} PRIMARY KEY (version_num)"));
    }
    sql.push_str("\n)\n\n");
    Ok(Statement::text(sql))
}

/// `INSERT` of a revision.
///
/// # Errors
/// When the dialect is not supported.
pub fn insert(dialect: &Dialect, table: &VersionTable, revision: &str, mode: Mode) -> Result<Statement, SqlError> {
    let style = Style::new(dialect, mode)?;
    let name = style.table(&table.table_name());
    let mut sql = format!("INSERT INTO {name} (version_num) VALUES ({})", raw(&style, revision));
    if table.pk && style.flavour.returns_keys() {
        let column = style.flavour.returning_column(&name, "version_num");
        sql.push_str(&format!(" RETURNING {column}"));
    }
    Ok(Statement::text(sql))
}

/// `UPDATE` from one revision to another.
///
/// # Errors
/// When the dialect is not supported.
pub fn update(
    dialect: &Dialect,
    table: &VersionTable,
    from: &str,
    to: &str,
    mode: Mode,
) -> Result<Statement, SqlError> {
    let style = Style::new(dialect, mode)?;
    let name = style.table(&table.table_name());
    let (from, to) = (raw(&style, from), raw(&style, to));
    Ok(Statement::text(format!("UPDATE {name} SET version_num={to} WHERE {name}.version_num = {from}")))
}

/// `DELETE` of a revision.
///
/// # Errors
/// When the dialect is not supported.
pub fn delete(dialect: &Dialect, table: &VersionTable, revision: &str, mode: Mode) -> Result<Statement, SqlError> {
    let style = Style::new(dialect, mode)?;
    let name = style.table(&table.table_name());
    Ok(Statement::text(format!("DELETE FROM {name} WHERE {name}.version_num = {}", raw(&style, revision))))
}

/// `DELETE` of all revisions (`stamp --purge`).
///
/// # Errors
/// When the dialect is not supported.
pub fn delete_all(dialect: &Dialect, table: &VersionTable, mode: Mode) -> Result<Statement, SqlError> {
    let style = Style::new(dialect, mode)?;
    Ok(Statement::text(format!("DELETE FROM {}", style.table(&table.table_name()))))
}

/// `SELECT` of the applied revisions.
///
/// # Errors
/// When the dialect is not supported.
pub fn select(dialect: &Dialect, table: &VersionTable, mode: Mode) -> Result<Statement, SqlError> {
    let style = Style::new(dialect, mode)?;
    let name = style.table(&table.table_name());
    Ok(Statement::text(format!("SELECT {name}.version_num \nFROM {name}")))
}

/// Alembic writes revisions as `literal_column("'%s'")`; quotes inside, which it would leave alone, are doubled here.
fn raw(style: &Style<'_>, revision: &str) -> String {
    format!("'{}'", style.percents(&revision.replace('\'', "''")))
}
