//! What has to be looked after while a table is made anew, as <https://www.sqlite.org/lang_altertable.html#otheralter>
//! has it: rows that refer to the table are not deleted with the old one, and views and triggers that name it do not keep
//! the new one from its name. When it is done, neither may have been broken by it.

use std::collections::BTreeMap;

use limbeck_ops::{HostError, Origin, ServerErrorKind, TableName};
use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::error::{of, server_error};

const FOREIGN_KEYS: DbConfig = DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY;

/// How things stood before.
pub(super) struct Precautions {
    /// Whether the database enforces foreign keys.
    is_enforced: bool,
    /// Whether renaming a table left views and triggers alone already.
    was_legacy: bool,
    /// Rows without the row that they refer to; `None` where SQLite can't tell.
    orphans: Option<i64>,
    /// Views, and tables with triggers, that don't work, with the reason.
    broken: BTreeMap<String, String>,
}

impl Precautions {
    /// Looks, and takes them.
    pub fn take(connection: &Connection, table: &TableName, origin: &Origin) -> Result<Precautions, HostError> {
        let failed = |error: rusqlite::Error| server_error(&error, "PRAGMA legacy_alter_table", origin);
        let is_enforced = connection.db_config(FOREIGN_KEYS).map_err(failed)?;
        let was_legacy = connection.query_row("PRAGMA legacy_alter_table", [], |row| row.get(0)).map_err(failed)?;
        let orphans = if is_enforced { orphans(connection, table) } else { None };
        let broken = broken(connection, table).map_err(failed)?;
        // The pragma has no effect inside a transaction; this has.
        connection.set_db_config(FOREIGN_KEYS, false).map_err(failed)?;
        connection.execute_batch("PRAGMA legacy_alter_table = ON").map_err(failed)?;
        Ok(Precautions { is_enforced, was_legacy, orphans, broken })
    }

    /// Puts the connection back to how it was.
    pub fn end(&self, connection: &Connection, origin: &Origin) -> Result<(), HostError> {
        let failed = |error: rusqlite::Error| server_error(&error, "PRAGMA legacy_alter_table", origin);
        connection.set_db_config(FOREIGN_KEYS, self.is_enforced).map_err(failed)?;
        let legacy = if self.was_legacy { "ON" } else { "OFF" };
        connection.execute_batch(&format!("PRAGMA legacy_alter_table = {legacy}")).map_err(failed)
    }

    /// Refuses what the new table breaks, in SQLite's words. `last` is the statement that gave it its name.
    pub fn check(
        &self,
        connection: &Connection,
        table: &TableName,
        last: &str,
        origin: &Origin,
    ) -> Result<(), HostError> {
        if self.is_enforced
            && let Some(before) = self.orphans
            && orphans(connection, table).is_none_or(|after| after > before)
        {
            return Err(of(ServerErrorKind::Integrity, "FOREIGN KEY constraint failed", last, origin));
        }
        let now = broken(connection, table).map_err(|error| server_error(&error, last, origin))?;
        match now.into_iter().find(|(what, _)| !self.broken.contains_key(what)) {
            Some((what, why)) => Err(of(ServerErrorKind::Operational, format!("error in {what}: {why}"), last, origin)),
            None => Ok(()),
        }
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn schema(table: &TableName) -> &str {
    table.schema.as_ref().map_or("main", |schema| schema.text.as_str())
}

/// The rows of the table, and those that refer to it, that refer to nothing.
fn orphans(connection: &Connection, table: &TableName) -> Option<i64> {
    let (schema, name) = (schema(table), table.name.text.as_str());
    let referring = format!(
        "SELECT DISTINCT m.name FROM {}.sqlite_master AS m JOIN pragma_foreign_key_list(m.name, ?1) AS k \
         WHERE m.type = 'table' AND k.\"table\" = ?2 COLLATE NOCASE AND m.name <> ?2 COLLATE NOCASE",
        quoted(schema)
    );
    let mut statement = connection.prepare(&referring).ok()?;
    let children = statement.query_map([schema, name], |row| row.get::<_, String>(0)).ok()?;
    let count = |child: &str, parent: &str| -> Option<i64> {
        let sql = "SELECT count(*) FROM pragma_foreign_key_check(?1, ?2) WHERE ?3 IN ('', parent COLLATE NOCASE)";
        connection.query_row(sql, [child, schema, parent], |row| row.get(0)).ok()
    };
    let mut all = count(name, "")?;
    for child in children {
        all += count(&child.ok()?, name)?;
    }
    Some(all)
}

/// The views that can't be read, and the tables whose triggers can't be run.
fn broken(connection: &Connection, table: &TableName) -> rusqlite::Result<BTreeMap<String, String>> {
    let schema_name = schema(table);
    let schema = quoted(schema_name);
    let mut found = BTreeMap::new();
    let mut note = |what: String, sql: &str| {
        if let Err(error) = connection.prepare(sql) {
            let why = match &error {
                rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
                rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
                other => other.to_string(),
            };
            found.entry(what).or_insert(why);
        }
    };
    let names = |condition: &str| -> rusqlite::Result<Vec<String>> {
        let sql = format!("SELECT DISTINCT tbl_name FROM {schema}.sqlite_master WHERE type = '{condition}' ORDER BY 1");
        connection.prepare(&sql)?.query_map([], |row| row.get(0))?.collect()
    };
    for view in names("view")? {
        note(format!("view {view}"), &format!("SELECT * FROM {schema}.{}", quoted(&view)));
    }
    for name in names("trigger")? {
        let (what, target) = (format!("triggers of {name}"), format!("{schema}.{}", quoted(&name)));
        let columns: Vec<String> = connection
            .prepare("SELECT name FROM pragma_table_info(?1, ?2)")?
            .query_map([&name, schema_name], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let set: Vec<String> = columns.iter().map(|name| format!("{0} = {0}", quoted(name))).collect();
        note(what.clone(), &format!("INSERT INTO {target} DEFAULT VALUES"));
        note(what.clone(), &format!("UPDATE {target} SET {}", set.join(", ")));
        note(what, &format!("DELETE FROM {target}"));
    }
    Ok(found)
}
