//! The schema of MySQL and MariaDB, as SQLAlchemy's inspector asks for it: `SHOW CREATE TABLE` and its kin.

use limbeck_ops::{
    HostError, Name, Origin, ReflectedSequence, ReflectedTable, Reflection, ReflectionRequest, TableName,
};

use super::mysql_ddl;
use crate::mysql::MysqlHost;

/// Answers a question about the database.
pub(crate) fn reflect(
    host: &mut MysqlHost,
    request: &ReflectionRequest,
    origin: &Origin,
) -> Result<Reflection, HostError> {
    match request {
        ReflectionRequest::Schemas => names(host, "SHOW SCHEMAS", origin),
        ReflectionRequest::DefaultSchema => names(host, "SELECT DATABASE()", origin),
        ReflectionRequest::Tables(schema) => relations(host, &["BASE TABLE"], schema.as_ref(), origin),
        ReflectionRequest::Views(schema) => relations(host, &["VIEW", "SYSTEM VIEW"], schema.as_ref(), origin),
        ReflectionRequest::MaterializedViews(_) => Ok(Reflection::Names(Vec::new())),
        ReflectionRequest::Enums(_) => Ok(Reflection::Enums(Vec::new())),
        ReflectionRequest::Domains(_) => Ok(Reflection::Domains(Vec::new())),
        ReflectionRequest::ForeignTables(_)
        | ReflectionRequest::Relations(..)
        | ReflectionRequest::Type(_)
        | ReflectionRequest::TemporaryTables
        | ReflectionRequest::TemporaryViews => Ok(Reflection::Names(Vec::new())),
        ReflectionRequest::Exists(name) => exists(host, name, origin),
        ReflectionRequest::TableOid(_) => Ok(Reflection::NoTable),
        ReflectionRequest::ViewDefinition(name) => {
            let sql = show_create(host, name, origin)?;
            let is_other = |sql: &String| !sql.to_ascii_uppercase().starts_with("CREATE TABLE");
            Ok(sql.filter(is_other).map_or(Reflection::NoTable, Reflection::Text))
        }
        ReflectionRequest::Sequences(schema) => {
            let of = match schema {
                Some(schema) => format!("'{}'", schema.text.replace('\\', "\\\\").replace('\'', "''")),
                None => "DATABASE()".to_owned(),
            };
            let sql = format!(
                "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_TYPE='SEQUENCE' AND TABLE_SCHEMA={of}"
            );
            let Reflection::Names(found) = names(host, &sql, origin)? else {
                return Ok(Reflection::Sequences(Vec::new()));
            };
            let schema = schema.as_ref().map(|schema| schema.text.clone());
            let sequence = |name| ReflectedSequence { name, schema: schema.clone() };
            Ok(Reflection::Sequences(found.into_iter().map(sequence).collect()))
        }
        ReflectionRequest::Table(name) => table(host, name, origin),
    }
}

fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

fn names(host: &mut MysqlHost, sql: &str, origin: &Origin) -> Result<Reflection, HostError> {
    let rows = host.select(sql, origin)?;
    Ok(Reflection::Names(rows.into_iter().filter_map(|row| row.into_iter().next().flatten()).collect()))
}

fn relations(
    host: &mut MysqlHost,
    kinds: &[&str],
    schema: Option<&Name>,
    origin: &Origin,
) -> Result<Reflection, HostError> {
    let of = schema.map(|schema| format!(" FROM {}", quoted(&schema.text))).unwrap_or_default();
    let rows = host.select(&format!("SHOW FULL TABLES{of}"), origin)?;
    let of_kind = |row: Vec<Option<String>>| {
        let mut row = row.into_iter();
        let name = row.next().flatten()?;
        kinds.contains(&row.next().flatten()?.as_str()).then_some(name)
    };
    Ok(Reflection::Names(rows.into_iter().filter_map(of_kind).collect()))
}

fn full_name(name: &TableName) -> String {
    match &name.schema {
        Some(schema) => format!("{}.{}", quoted(&schema.text), quoted(&name.name.text)),
        None => quoted(&name.name.text),
    }
}

/// The statement that makes a table or view; `None` where there is none.
fn show_create(host: &mut MysqlHost, name: &TableName, origin: &Origin) -> Result<Option<String>, HostError> {
    match host.select(&format!("SHOW CREATE TABLE {}", full_name(name)), origin) {
        Ok(rows) => Ok(rows.into_iter().next().and_then(|row| row.into_iter().nth(1).flatten())),
        // No such table, no such database.
        Err(HostError::Server(error)) if matches!(error.code.as_deref(), Some("1146" | "1049" | "1051")) => Ok(None),
        Err(error) => Err(error),
    }
}

/// `DESCRIBE` knows the connection's temporary tables too.
fn exists(host: &mut MysqlHost, name: &TableName, origin: &Origin) -> Result<Reflection, HostError> {
    match host.select(&format!("DESCRIBE {}", full_name(name)), origin) {
        Ok(rows) => Ok(Reflection::Names(rows.first().map(|_| name.name.text.clone()).into_iter().collect())),
        Err(error) if is_missing(&error) => Ok(Reflection::Names(Vec::new())),
        Err(error) => Err(error),
    }
}

/// No such table, no such database.
fn is_missing(error: &HostError) -> bool {
    match error {
        HostError::Server(error) => matches!(error.code.as_deref(), Some("1146" | "1049" | "1051")),
        _ => false,
    }
}

fn is_table(sql: &str) -> bool {
    sql.starts_with("CREATE TABLE") || sql.starts_with("CREATE TEMPORARY TABLE")
}

fn table(host: &mut MysqlHost, name: &TableName, origin: &Origin) -> Result<Reflection, HostError> {
    let Some(sql) = show_create(host, name, origin)? else { return Ok(Reflection::NoTable) };
    let read =
        if is_table(&sql) { mysql_ddl::table(name, &mysql_ddl::in_backticks(&sql)) } else { view(host, name, origin)? };
    Ok(Reflection::Table(Box::new(read)))
}

/// The columns of a view, which its definition does not list.
fn view(host: &mut MysqlHost, name: &TableName, origin: &Origin) -> Result<ReflectedTable, HostError> {
    let mut read = mysql_ddl::table(name, "");
    for row in host.select(&format!("DESCRIBE {}", full_name(name)), origin)? {
        let text = |at: usize| row.get(at).cloned().flatten().unwrap_or_default();
        let (of, default) = (text(1), text(4));
        // SQLAlchemy takes every column of a view as nullable, and its defaults for literals.
        let default = match default.as_str() {
            "" | "NULL" => String::new(),
            moment if of.starts_with("timestamp") && moment.starts_with('C') => format!(" DEFAULT {moment}"),
            literal => format!(" DEFAULT '{}'", literal.replace('\'', "''")),
        };
        read.columns.extend(mysql_ddl::column(&format!("{} {of}{default}", quoted(&text(0)))));
    }
    Ok(read)
}
