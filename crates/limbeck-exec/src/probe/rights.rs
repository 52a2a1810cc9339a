use std::collections::BTreeSet;

use limbeck_ops::catalog::ObjectName;
use limbeck_ops::{DialectName, HostError, SharedHost};
use limbeck_sql::version::VersionTable;

use super::{ask, is, literal, text};

/// What a role may do in a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaRights {
    /// The schema.
    pub name: String,
    /// Its owner.
    pub owner: String,
    /// Whether it may look names up in it.
    pub usage: bool,
    /// Whether it may create in it.
    pub create: bool,
}

/// What a role may do in a PostgreSQL database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// The role.
    pub user: String,
    /// Where unqualified names are created; `None` where the `search_path` finds no schema.
    pub default_schema: Option<String>,
    /// Whether it may create schemas.
    pub create_schemas: bool,
    /// The schemas that are there among those asked for, the default one first.
    pub schemas: Vec<SchemaRights>,
    /// Tables in them that belong to a role which it is no member of, with that role: they can't be altered.
    pub tables_of_others: Vec<(ObjectName, String)>,
}

/// What a role may do with a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableRights {
    /// `SELECT`
    pub read: bool,
    /// `INSERT`, `UPDATE` and `DELETE`
    pub write: bool,
}

/// Asks what the role may do in the default schema and these; `None` where the dialect has no rights.
///
/// # Errors
/// When the connection is lost.
pub fn rights(host: &SharedHost, schemas: &BTreeSet<String>) -> Result<Option<Rights>, HostError> {
    if host.borrow().dialect().name != DialectName::Postgresql {
        return Ok(None);
    }
    let row = ask(
        host,
        "SELECT current_user::text, pg_catalog.current_schema()::text, \
         pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')"
            .to_owned(),
    )?;
    let row = row.rows.into_iter().next().unwrap_or_default();
    let mut rights = Rights {
        user: text(&row, 0).unwrap_or_default(),
        default_schema: text(&row, 1),
        create_schemas: is(&row, 2),
        ..Rights::default()
    };
    let names: Vec<String> = rights.default_schema.iter().chain(schemas).map(|name| literal(name)).collect();
    if names.is_empty() {
        return Ok(Some(rights));
    }
    let condition = format!("n.nspname IN ({})", names.join(", "));
    let found = ask(
        host,
        format!(
            "SELECT n.nspname::text, pg_catalog.pg_get_userbyid(n.nspowner)::text, \
             pg_catalog.has_schema_privilege(n.oid, 'USAGE'), pg_catalog.has_schema_privilege(n.oid, 'CREATE') \
             FROM pg_catalog.pg_namespace n WHERE {condition} \
             ORDER BY n.nspname <> pg_catalog.current_schema(), n.nspname"
        ),
    )?;
    rights.schemas = found
        .rows
        .iter()
        .map(|row| SchemaRights {
            name: text(row, 0).unwrap_or_default(),
            owner: text(row, 1).unwrap_or_default(),
            usage: is(row, 2),
            create: is(row, 3),
        })
        .collect();
    let tables = ask(
        host,
        format!(
            "SELECT n.nspname::text, c.relname::text, pg_catalog.pg_get_userbyid(c.relowner)::text \
             FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE c.relkind IN ('r', 'p') AND {condition} AND NOT pg_catalog.pg_has_role(c.relowner, 'USAGE') \
             AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e \
                WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid AND e.deptype = 'e') \
             ORDER BY n.nspname, c.relname"
        ),
    )?;
    rights.tables_of_others = tables
        .rows
        .iter()
        .map(|row| {
            let name = ObjectName::new(text(row, 0).unwrap_or_default(), text(row, 1).unwrap_or_default());
            (name, text(row, 2).unwrap_or_default())
        })
        .collect();
    Ok(Some(rights))
}

/// Asks what the role may do with the version table; `None` where there is no table, or the dialect has no rights.
///
/// # Errors
/// When the connection is lost.
pub fn table_rights(host: &SharedHost, table: &VersionTable) -> Result<Option<TableRights>, HostError> {
    if host.borrow().dialect().name != DialectName::Postgresql {
        return Ok(None);
    }
    let schema = table.schema.as_deref().map_or_else(
        || "pg_catalog.pg_table_is_visible(c.oid)".to_owned(),
        |schema| format!("n.nspname = {}", literal(schema)),
    );
    let privilege = |name: &str| format!("pg_catalog.has_table_privilege(c.oid, '{name}')");
    let sql = format!(
        "SELECT pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND {}, {} AND {} AND {} FROM pg_catalog.pg_class c \
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         WHERE c.relname = {} AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND {schema}",
        privilege("SELECT"),
        privilege("INSERT"),
        privilege("UPDATE"),
        privilege("DELETE"),
        literal(&table.name)
    );
    Ok(ask(host, sql)?.rows.first().map(|row| TableRights { read: is(row, 0), write: is(row, 1) }))
}
