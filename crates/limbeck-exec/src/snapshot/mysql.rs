//! The schema of MySQL and MariaDB, table by table, as the inspector reads it.
//!
//! The database itself has no schema name here, so that the same tables in another database are the same.

use limbeck_ops::catalog::{
    Catalog, CheckEntry, ColumnEntry, ComputedEntry, ForeignKeyEntry, IndexElementEntry, IndexEntry, KeyEntry,
    ObjectName, SequenceEntry, Sql, TableEntry, ViewEntry,
};
use limbeck_ops::{
    Autoincrement, Expr, HostError, Name, Origin, ReflectedColumn, ReflectedForeignKey, ReflectedIndex, ReflectedKey,
    ReflectedTable, Reflection, ReflectionRequest, ServerDefault, SharedHost, TableName, TypeKind,
};

use super::{Schemas, ask, literal, text};

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

/// Reads the database of the connection, and other databases of the server that are asked for by name: all of them are
/// other people's too often.
pub(super) fn read(host: &SharedHost, schemas: &Schemas) -> Result<Catalog, HostError> {
    let dialect = host.borrow().dialect();
    let mut catalog = Catalog::new(dialect.name, "");
    let own = names(host, &ReflectionRequest::DefaultSchema)?.into_iter().next().unwrap_or_default();
    read_schema(host, &mut catalog, &own, None)?;
    if let Schemas::Named(wanted) = schemas {
        for schema in names(host, &ReflectionRequest::Schemas)? {
            let is_other = schema != own && !OWN.contains(&schema.as_str());
            if is_other && wanted.contains(&schema) {
                catalog.schemas.insert(schema.clone());
                read_schema(host, &mut catalog, &own, Some(Name::new(schema)))?;
            }
        }
    }
    Ok(catalog)
}

fn read_schema(host: &SharedHost, catalog: &mut Catalog, own: &str, schema: Option<Name>) -> Result<(), HostError> {
    let shown = schema.as_ref().map(|schema| schema.text.clone()).unwrap_or_default();
    for name in names(host, &ReflectionRequest::Tables(schema.clone()))? {
        let request = ReflectionRequest::Table(TableName::with_schema(schema.clone(), name.as_str()));
        if let Reflection::Table(read) = reflect(host, &request)? {
            catalog.tables.insert(ObjectName::new(&shown, name), table(*read, own));
        }
    }
    for name in names(host, &ReflectionRequest::Sequences(schema.clone()))? {
        catalog.sequences.insert(ObjectName::new(&shown, name), SequenceEntry::default());
    }
    let database = schema.as_ref().map_or(own, |schema| schema.text.as_str());
    let sql = format!(
        "SELECT TABLE_NAME, VIEW_DEFINITION FROM information_schema.VIEWS WHERE TABLE_SCHEMA = {}",
        literal(&database.replace('\\', "\\\\").replace('%', "%%"))
    );
    for row in ask(host, sql)?.rows {
        let (Some(name), Some(query)) = (text(&row, 0), text(&row, 1)) else { continue };
        let request = ReflectionRequest::Table(TableName::with_schema(schema.clone(), name.as_str()));
        // A view on what is no longer there has no columns that the server could tell.
        let columns = match reflect(host, &request) {
            Ok(Reflection::Table(read)) => read.columns.into_iter().map(|one| one.column.name.text).collect(),
            Ok(_) | Err(_) => Vec::new(),
        };
        let view = ViewEntry {
            query: Sql(query.replace(&format!("`{}`.", database.replace('`', "``")), "")),
            columns,
            materialized: false,
            indexes: Vec::new(),
            comment: None,
            doubts: Vec::new(),
        };
        catalog.views.insert(ObjectName::new(&shown, name), view);
    }
    Ok(())
}

fn table(read: ReflectedTable, own: &str) -> TableEntry {
    let indexes = read.indexes.into_iter().filter(|index| !index.unique).map(index).collect();
    TableEntry {
        columns: read.columns.into_iter().map(column).collect(),
        primary_key: read.primary_key.map(key),
        uniques: read.unique_constraints.into_iter().map(key).collect(),
        checks: read
            .checks
            .into_iter()
            .map(|check| CheckEntry {
                name: check.name,
                condition: Sql(check.condition),
                validated: true,
                no_inherit: false,
            })
            .collect(),
        foreign_keys: read.foreign_keys.into_iter().map(|one| foreign_key(one, own)).collect(),
        indexes,
        comment: read.comment,
        ..TableEntry::default()
    }
}

fn expression(expr: &Expr) -> Sql {
    match expr {
        Expr::Text(text) => Sql(text.text.clone()),
        // The inspector gives nothing but text.
        _ => Sql(String::new()),
    }
}

/// What is computed, without the brackets that belong to `AS (…)`.
fn without_brackets(sql: Sql) -> Sql {
    match sql.0.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        Some(inside) => Sql(inside.to_owned()),
        None => sql,
    }
}

fn column(read: ReflectedColumn) -> ColumnEntry {
    let column = read.column;
    let collation = match &column.ty.kind {
        TypeKind::Mysql { text, .. } => text.collation.clone(),
        TypeKind::Enum(options) => options.text.collation.clone(),
        _ => None,
    };
    ColumnEntry {
        name: column.name.text,
        type_text: read.type_text,
        ty: None,
        nullable: column.nullable,
        default: match &column.server_default {
            Some(ServerDefault::Expr(expr)) => Some(expression(expr)),
            Some(ServerDefault::Str(text)) => Some(Sql(text.clone())),
            Some(ServerDefault::Fetched) | None => None,
        },
        is_serial: column.autoincrement == Autoincrement::Yes,
        comment: column.comment,
        identity: None,
        computed: column.computed.map(|computed| ComputedEntry {
            expression: without_brackets(expression(&computed.expr)),
            stored: computed.persisted == Some(true),
        }),
        collation,
    }
}

fn key(read: ReflectedKey) -> KeyEntry {
    KeyEntry { name: read.name, columns: read.columns, ..KeyEntry::default() }
}

fn foreign_key(read: ReflectedForeignKey, own: &str) -> ForeignKeyEntry {
    let schema = read.referred_table.schema.map(|schema| schema.text).filter(|schema| schema != own);
    ForeignKeyEntry {
        name: read.name,
        columns: read.columns,
        referred_table: ObjectName::new(schema.unwrap_or_default(), read.referred_table.name.text),
        referred_columns: read.referred_columns,
        on_update: read.on_update,
        on_delete: read.on_delete,
        match_kind: None,
        deferrable: false,
        deferred: false,
        validated: true,
    }
}

fn index(read: ReflectedIndex) -> IndexEntry {
    let method = match read.definition.as_deref().and_then(|text| text.split(' ').next()) {
        Some("FULLTEXT") => "fulltext",
        Some("SPATIAL") => "spatial",
        Some(_) | None => "",
    };
    let element = |(column, text): (Option<String>, String)| {
        let descending = text.ends_with(" DESC");
        let text = text.strip_suffix(" DESC").unwrap_or(&text);
        let is_column = column.as_ref().is_some_and(|name| text.len() == name.replace('`', "``").len() + 2);
        IndexElementEntry {
            expression: Sql(column.filter(|_| is_column).unwrap_or_else(|| text.to_owned())),
            is_column,
            descending,
            // By default NULLs come last only where the order is turned round; nothing else can be said.
            nulls_first: descending,
            operator_class: None,
            collation: None,
        }
    };
    IndexEntry {
        name: read.name,
        elements: read.columns.into_iter().zip(read.expressions).map(element).collect(),
        unique: read.unique,
        method: method.to_owned(),
        predicate: None,
        include: Vec::new(),
        nulls_not_distinct: false,
        with: Vec::new(),
        valid: true,
    }
}
