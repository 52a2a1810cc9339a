//! The schema of MySQL and MariaDB: what the server writes of each table, read as the statements of scripts are.
//!
//! The database itself has no schema name here, so that the same tables in another database are the same.

use limbeck_ops::catalog::{Catalog, Fold, MysqlFacts};
use limbeck_ops::{DialectName, HostError, Name, Origin, Reflection, ReflectionRequest, SharedHost};

use super::{Schemas, ask, literal, text};
use crate::inspect::mysql_ddl;

/// Schemas of the server itself.
const OWN: &[&str] = &["information_schema", "mysql", "performance_schema", "sys"];

fn reflect(host: &SharedHost, request: &ReflectionRequest) -> Result<Reflection, HostError> {
    host.borrow_mut().reflect(request, &Origin::internal())
}

fn names(host: &SharedHost, request: &ReflectionRequest) -> Result<Vec<String>, HostError> {
    Ok(match reflect(host, request)? {
        Reflection::Names(names) => names,
        Reflection::Sequences(found) => found.into_iter().map(|sequence| sequence.name).collect(),
        Reflection::Table(_)
        | Reflection::NoTable
        | Reflection::Enums(_)
        | Reflection::Domains(_)
        | Reflection::Text(_) => Vec::new(),
    })
}

/// What decides here what becomes of a statement.
///
/// # Errors
/// When the database refuses or the connection is lost.
pub(crate) fn facts(host: &SharedHost) -> Result<MysqlFacts, HostError> {
    let answer = ask(host, "SELECT DATABASE(), @@collation_database, VERSION()".to_owned())?;
    let row = answer.rows.first().map(Vec::as_slice).unwrap_or_default();
    let mut facts = MysqlFacts {
        is_mariadb: text(row, 2).is_some_and(|version| version.contains("MariaDB")),
        database: text(row, 0).unwrap_or_default(),
        collation: text(row, 1).unwrap_or_default(),
        ..MysqlFacts::default()
    };
    let sql = "SELECT CHARACTER_SET_NAME, DEFAULT_COLLATE_NAME FROM information_schema.CHARACTER_SETS";
    for row in ask(host, sql.to_owned())?.rows {
        if let (Some(charset), Some(collation)) = (text(&row, 0), text(&row, 1)) {
            facts.collations.insert(charset, collation);
        }
    }
    // MariaDB's later versions let it be chosen: `utf8mb4=utf8mb4_uca1400_ai_ci,…`.
    let chosen = ask(host, "SHOW VARIABLES LIKE 'character_set_collations'".to_owned())?;
    for pair in chosen.rows.first().and_then(|row| text(row, 1)).unwrap_or_default().split(',') {
        if let Some((charset, collation)) = pair.split_once('=') {
            facts.collations.insert(charset.trim().to_owned(), collation.trim().to_owned());
        }
    }
    Ok(facts)
}

/// Reads the database of the connection, and other databases of the server that are asked for by name: all of them are
/// other people's too often.
pub(super) fn read(host: &SharedHost, schemas: &Schemas) -> Result<Catalog, HostError> {
    let dialect: DialectName = host.borrow().dialect().name;
    let facts = facts(host)?;
    let own = facts.database.clone();
    let mut fold = Fold::mysql(dialect, facts);
    let mut others = Vec::new();
    read_schema(host, &mut fold, &own, None)?;
    if let Schemas::Named(wanted) = schemas {
        for schema in names(host, &ReflectionRequest::Schemas)? {
            if schema != own && !OWN.contains(&schema.as_str()) && wanted.contains(&schema) {
                read_schema(host, &mut fold, &own, Some(Name::new(schema.as_str())))?;
                others.push(schema);
            }
        }
    }
    let mut catalog = fold.into_catalog();
    catalog.schemas.extend(others);
    Ok(catalog)
}

/// Percent signs are doubled in the words of the driver.
fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "``").replace('%', "%%"))
}

fn read_schema(host: &SharedHost, fold: &mut Fold, own: &str, schema: Option<Name>) -> Result<(), HostError> {
    let shown = schema.as_ref().map(|schema| schema.text.clone()).unwrap_or_default();
    let database = schema.as_ref().map_or(own, |schema| schema.text.as_str()).to_owned();
    for name in names(host, &ReflectionRequest::Tables(schema.clone()))? {
        let answer = ask(host, format!("SHOW CREATE TABLE {}.{}", quoted(&database), quoted(&name)))?;
        if let Some(sql) = answer.rows.first().and_then(|row| text(row, 1)) {
            fold.definition(&shown, &mysql_ddl::in_backticks(&sql));
        }
    }
    for name in names(host, &ReflectionRequest::Sequences(schema.clone()))? {
        fold.definition(&shown, &format!("CREATE SEQUENCE `{}`", name.replace('`', "``")));
    }
    let sql = format!(
        "SELECT TABLE_NAME, VIEW_DEFINITION FROM information_schema.VIEWS WHERE TABLE_SCHEMA = {}",
        literal(&database.replace('\\', "\\\\").replace('%', "%%"))
    );
    for row in ask(host, sql)?.rows {
        let (Some(name), Some(query)) = (text(&row, 0), text(&row, 1)) else { continue };
        let query = query.replace(&format!("`{}`.", database.replace('`', "``")), "");
        fold.definition(&shown, &format!("CREATE VIEW `{}` AS {query}", name.replace('`', "``")));
    }
    Ok(())
}
