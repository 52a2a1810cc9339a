//! SQLite's catalog: pragmas, and the text of CREATE TABLE for what they leave out.

use limbeck_ops::{
    Column, Computed, ConstraintName, Datum, Expr, HostError, Name, NumberOptions, Origin, ReflectedCheck,
    ReflectedColumn, ReflectedForeignKey, ReflectedIndex, ReflectedKey, ReflectedTable, Reflection, ReflectionRequest,
    ServerDefault, StringOptions, TableName, TextClause, Type, TypeKind,
};

use super::sqlite_ddl::{Declared, constraints, index_elements};
use crate::sqlite::SqliteHost;

/// Answers a question about the database.
pub(crate) fn reflect(
    host: &mut SqliteHost,
    request: &ReflectionRequest,
    origin: &Origin,
) -> Result<Reflection, HostError> {
    match request {
        ReflectionRequest::Schemas => {
            names(host, "SELECT name FROM pragma_database_list WHERE name <> 'temp' ORDER BY seq", origin)
        }
        ReflectionRequest::DefaultSchema => Ok(Reflection::Names(vec!["main".to_owned()])),
        ReflectionRequest::Tables(schema) => master(host, "table", schema.as_ref(), origin),
        ReflectionRequest::Views(schema) => master(host, "view", schema.as_ref(), origin),
        ReflectionRequest::MaterializedViews(_) => Ok(Reflection::Names(Vec::new())),
        ReflectionRequest::Enums(_) => Ok(Reflection::Enums(Vec::new())),
        ReflectionRequest::Domains(_) => Ok(Reflection::Domains(Vec::new())),
        ReflectionRequest::ForeignTables(_) | ReflectionRequest::Relations(..) | ReflectionRequest::Type(_) => {
            Ok(Reflection::Names(Vec::new()))
        }
        ReflectionRequest::Exists(name) => exists(host, name, origin),
        ReflectionRequest::TableOid(_) => Ok(Reflection::NoTable),
        ReflectionRequest::TemporaryTables => temporary(host, "table", origin),
        ReflectionRequest::TemporaryViews => temporary(host, "view", origin),
        ReflectionRequest::ViewDefinition(name) => {
            let sql = format!("SELECT sql FROM {} WHERE name = ? AND type = 'view'", masters(name.schema.as_ref()));
            let found = host.select(&sql, &[&name.name.text], origin)?.first().and_then(|row| text(row, 0));
            Ok(found.map_or(Reflection::NoTable, Reflection::Text))
        }
        ReflectionRequest::Sequences(_) => Ok(Reflection::Sequences(Vec::new())),
        ReflectionRequest::Table(name) => table(host, name, origin),
    }
}

fn names(host: &mut SqliteHost, sql: &str, origin: &Origin) -> Result<Reflection, HostError> {
    let rows = host.select(sql, &[], origin)?;
    Ok(Reflection::Names(rows.iter().filter_map(|row| text(row, 0)).collect()))
}

fn prefix(schema: Option<&Name>) -> String {
    schema.map(|schema| format!("\"{}\".", schema.text.replace('"', "\"\""))).unwrap_or_default()
}

/// Where statements are kept: those of temporary tables lie apart, and are found without a schema only.
fn masters(schema: Option<&Name>) -> String {
    match schema {
        Some(_) => format!("{}sqlite_master", prefix(schema)),
        None => "(SELECT * FROM sqlite_master UNION ALL SELECT * FROM sqlite_temp_master)".to_owned(),
    }
}

fn master(host: &mut SqliteHost, kind: &str, schema: Option<&Name>, origin: &Origin) -> Result<Reflection, HostError> {
    let sql = format!(
        "SELECT name FROM {}sqlite_master WHERE type = '{kind}' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name",
        prefix(schema)
    );
    names(host, &sql, origin)
}

fn temporary(host: &mut SqliteHost, kind: &str, origin: &Origin) -> Result<Reflection, HostError> {
    let sql = format!(
        "SELECT name FROM sqlite_temp_master WHERE type = '{kind}' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name"
    );
    names(host, &sql, origin)
}

fn text(row: &[Datum], column: usize) -> Option<String> {
    match row.get(column) {
        Some(Datum::Str(text)) => Some(text.clone()),
        Some(Datum::Int(value)) => Some(value.to_string()),
        Some(_) | None => None,
    }
}

fn int(row: &[Datum], column: usize) -> i64 {
    match row.get(column) {
        Some(Datum::Int(value)) => *value,
        Some(_) | None => 0,
    }
}

/// A pragma about a table or index of a schema, as a table.
fn pragma(
    host: &mut SqliteHost,
    columns: &str,
    pragma: &str,
    name: &str,
    schema: Option<&Name>,
    origin: &Origin,
) -> Result<Vec<Vec<Datum>>, HostError> {
    match schema {
        Some(schema) => {
            host.select(&format!("SELECT {columns} FROM pragma_{pragma}(?, ?)"), &[name, &schema.text], origin)
        }
        None => host.select(&format!("SELECT {columns} FROM pragma_{pragma}(?)"), &[name], origin),
    }
}

fn exists(host: &mut SqliteHost, name: &TableName, origin: &Origin) -> Result<Reflection, HostError> {
    let schema = name.schema.as_ref();
    if let Some(schema) = schema {
        let known = host.select("SELECT name FROM pragma_database_list WHERE name <> 'temp'", &[], origin)?;
        if !known.iter().any(|row| text(row, 0).as_deref() == Some(schema.text.as_str())) {
            return Ok(Reflection::Names(Vec::new()));
        }
    }
    let infos = pragma(host, "name", "table_info", &name.name.text, schema, origin)?;
    Ok(Reflection::Names(infos.first().map(|_| name.name.text.clone()).into_iter().collect()))
}

fn table(host: &mut SqliteHost, name: &TableName, origin: &Origin) -> Result<Reflection, HostError> {
    let schema = name.schema.as_ref();
    let bare = name.name.text.as_str();
    let columns = "name, type, \"notnull\", dflt_value, pk, hidden";
    let infos = pragma(host, columns, "table_xinfo", bare, schema, origin)?;
    if infos.is_empty() {
        return Ok(Reflection::NoTable);
    }
    let master = masters(schema);
    let sql = format!("SELECT sql FROM {master} WHERE type = 'table' AND name = ? COLLATE NOCASE");
    let create_sql = host.select(&sql, &[bare], origin)?.first().and_then(|row| text(row, 0));
    let own = format!("{}sqlite_master", prefix(schema));
    let sql = format!("SELECT sql FROM {own} WHERE type = 'trigger' AND tbl_name = ? COLLATE NOCASE ORDER BY rowid");
    let triggers = host.select(&sql, &[bare], origin)?.iter().filter_map(|row| text(row, 0)).collect();
    let declared = create_sql.as_deref().map(constraints).unwrap_or_default();

    let mut keys: Vec<(i64, String)> =
        infos.iter().filter(|row| int(row, 4) > 0).map(|row| (int(row, 4), text(row, 0).unwrap_or_default())).collect();
    keys.sort();
    let primary_key = (!keys.is_empty()).then(|| ReflectedKey {
        name: declared.iter().find_map(|constraint| match constraint {
            Declared::PrimaryKey { name } => name.clone(),
            Declared::Unique { .. }
            | Declared::Check { .. }
            | Declared::ForeignKey { .. }
            | Declared::Generated { .. }
            | Declared::Collation { .. } => None,
        }),
        columns: keys.into_iter().map(|(_, name)| name).collect(),
        ..ReflectedKey::default()
    });
    let mut table = ReflectedTable {
        name: name.clone(),
        columns: infos.iter().filter(|row| int(row, 5) != 1).map(|row| column(row, &declared)).collect(),
        primary_key,
        foreign_keys: foreign_keys(host, name, &declared, origin)?,
        unique_constraints: Vec::new(),
        checks: Vec::new(),
        indexes: Vec::new(),
        comment: None,
        options: create_sql.as_deref().map(table_options).unwrap_or_default(),
        create_sql,
        triggers,
    };
    let automatic = add_indexes(host, &mut table, origin)?;
    add_declared(&mut table, declared, automatic);
    Ok(Reflection::Table(Box::new(table)))
}

fn add_declared(table: &mut ReflectedTable, declared: Vec<Declared>, mut automatic: Vec<Vec<String>>) {
    for constraint in declared {
        match constraint {
            Declared::Check { name, condition } => {
                table.checks.push(ReflectedCheck { name, condition, ..ReflectedCheck::default() })
            }
            // Only what SQLite keeps an index of its own for is a constraint.
            Declared::Unique { name, columns } => {
                if let Some(position) = automatic.iter().position(|known| *known == columns) {
                    automatic.remove(position);
                    table.unique_constraints.push(ReflectedKey { name, columns, ..ReflectedKey::default() });
                }
            }
            Declared::PrimaryKey { .. }
            | Declared::ForeignKey { .. }
            | Declared::Generated { .. }
            | Declared::Collation { .. } => {}
        }
    }
}

fn expression(text: String) -> Expr {
    Expr::Text(TextClause { text, binds: Vec::new(), columns: Vec::new() })
}

fn column(row: &[Datum], declared: &[Declared]) -> ReflectedColumn {
    let name = text(row, 0).unwrap_or_default();
    let type_text = text(row, 1).unwrap_or_default();
    let hidden = int(row, 5);
    let mut upper = type_text.to_uppercase();
    if hidden > 0 {
        upper = upper.replace("GENERATED", "").replace("ALWAYS", "").trim().to_owned();
    }
    let mut column = Column::new(name.clone(), parse_type(&upper));
    column.nullable = int(row, 2) == 0;
    column.nullable_given = true;
    column.primary_key = int(row, 4) > 0;
    column.server_default = text(row, 3).map(|text| ServerDefault::Expr(expression(text)));
    if hidden > 0 {
        let expr = declared.iter().find_map(|constraint| match constraint {
            Declared::Generated { column, expr } if column.eq_ignore_ascii_case(&name) => Some(expr.clone()),
            Declared::Generated { .. }
            | Declared::Collation { .. }
            | Declared::PrimaryKey { .. }
            | Declared::Unique { .. }
            | Declared::Check { .. }
            | Declared::ForeignKey { .. } => None,
        });
        column.computed = Some(Computed { expr: expression(expr.unwrap_or_default()), persisted: Some(hidden == 3) });
    }
    ReflectedColumn { column, type_text }
}

/// SQLAlchemy's `_resolve_type_affinity`: known names, else SQLite's rules of affinity.
fn parse_type(upper: &str) -> Type {
    let end = upper.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ' ')).unwrap_or(upper.len());
    let (name, rest) = upper.split_at(end);
    let args = rest.strip_prefix('(').and_then(|rest| rest.split(')').next()).unwrap_or_default();
    let numbers: Vec<u32> =
        args.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect();
    let first = numbers.first().copied();
    let string = || match numbers.len() {
        0 | 1 => StringOptions { length: first.map(u64::from), ..StringOptions::default() },
        _ => StringOptions::default(),
    };
    let number = || NumberOptions { precision: first, scale: numbers.get(1).copied(), ..NumberOptions::default() };
    match name {
        "BIGINT" => TypeKind::BigInteger,
        "SMALLINT" => TypeKind::SmallInteger,
        "INT" | "INTEGER" => TypeKind::Integer,
        "BLOB" => TypeKind::Blob(string()),
        "BOOL" | "BOOLEAN" => {
            TypeKind::Boolean { create_constraint: false, name: ConstraintName::Unnamed, is_match: false }
        }
        "CHAR" => TypeKind::Char(string()),
        "VARCHAR" => TypeKind::Varchar(string()),
        "NVARCHAR" => TypeKind::Nvarchar(string()),
        "NCHAR" => TypeKind::Nchar(string()),
        "TEXT" => TypeKind::Text(string()),
        "DATE" | "DATE_CHAR" => TypeKind::Sqlite("DATE".to_owned()),
        "DATETIME" | "DATETIME_CHAR" => TypeKind::Sqlite("DATETIME".to_owned()),
        "TIME" | "TIME_CHAR" => TypeKind::Sqlite("TIME".to_owned()),
        "JSON" => TypeKind::Sqlite("JSON".to_owned()),
        "TIMESTAMP" => TypeKind::Timestamp { timezone: false, precision: None },
        "DECIMAL" => TypeKind::Decimal(number()),
        "NUMERIC" => TypeKind::Numeric(number()),
        "REAL" => TypeKind::Real(number()),
        "FLOAT" => TypeKind::UpperFloat(number()),
        "DOUBLE" => TypeKind::UpperDouble(number()),
        other if other.contains("INT") => TypeKind::Integer,
        other if ["CHAR", "CLOB", "TEXT"].iter().any(|part| other.contains(part)) => TypeKind::Text(string()),
        other if other.is_empty() || other.contains("BLOB") => TypeKind::Null,
        other if ["REAL", "FLOA", "DOUB"].iter().any(|part| other.contains(part)) => TypeKind::Real(number()),
        _ => TypeKind::Numeric(number()),
    }
    .into()
}

/// Those of the table first, in the statement's order, then those written with a column, in the order of the pragma, as
/// SQLAlchemy has them.
fn foreign_keys(
    host: &mut SqliteHost,
    table: &TableName,
    declared: &[Declared],
    origin: &Origin,
) -> Result<Vec<ReflectedForeignKey>, HostError> {
    let schema = table.schema.as_ref();
    let columns = "id, \"table\", \"from\", \"to\", on_update, on_delete";
    let rows = pragma(host, columns, "foreign_key_list", &table.name.text, schema, origin)?;
    let mut keys: Vec<(i64, ReflectedForeignKey)> = Vec::new();
    for row in &rows {
        let id = int(row, 0);
        if keys.last().is_none_or(|(last, _)| *last != id) {
            let action = |column| text(row, column).filter(|action| action != "NO ACTION");
            let referred = text(row, 1).unwrap_or_default();
            keys.push((
                id,
                ReflectedForeignKey {
                    name: None,
                    columns: Vec::new(),
                    referred_table: TableName::with_schema(schema.cloned(), Name::new(referred)),
                    referred_columns: Vec::new(),
                    on_update: action(4),
                    on_delete: action(5),
                    deferrable: None,
                    initially: None,
                    match_kind: None,
                    comment: None,
                },
            ));
        }
        if let Some((_, key)) = keys.last_mut() {
            key.columns.extend(text(row, 2));
            key.referred_columns.extend(text(row, 3));
        }
    }
    for (_, key) in &mut keys {
        if key.referred_columns.is_empty() {
            let referred = key.referred_table.name.text.clone();
            let mut infos = pragma(host, "pk, name", "table_info", &referred, schema, origin)?;
            infos.retain(|row| int(row, 0) > 0);
            infos.sort_by_key(|row| int(row, 0));
            key.referred_columns = infos.iter().filter_map(|row| text(row, 1)).collect();
        }
    }
    let mut unnamed: Vec<ReflectedForeignKey> = keys.into_iter().map(|(_, key)| key).collect();
    let pragma_order: Vec<Vec<String>> = unnamed.iter().map(|key| key.columns.clone()).collect();
    let position_in =
        |order: &[Vec<String>], key: &ReflectedForeignKey| order.iter().position(|each| *each == key.columns);
    let (mut ordered, mut rest) = (Vec::new(), Vec::new());
    for constraint in declared {
        let Declared::ForeignKey { name, columns, table, deferrable, initially, is_found, has_match } = constraint
        else {
            continue;
        };
        let same = |key: &ReflectedForeignKey| {
            key.referred_table.name.text.eq_ignore_ascii_case(table)
                && key.columns.len() == columns.len()
                && key.columns.iter().zip(columns).all(|(a, b)| a.eq_ignore_ascii_case(b))
        };
        let Some(position) = unnamed.iter().position(same) else { continue };
        let mut key = unnamed.remove(position);
        // SQLAlchemy keeps the columns of a key that it does not find in the statement, and nothing else.
        if *is_found {
            key.name.clone_from(name);
        }
        if *is_found && !has_match {
            (key.deferrable, key.initially) = (*deferrable, initially.clone());
        } else {
            (key.on_update, key.on_delete) = (None, None);
        }
        if *is_found {
            ordered.push(key);
        } else {
            rest.push((position_in(&pragma_order, &key), key));
        }
    }
    rest.extend(unnamed.into_iter().map(|key| (position_in(&pragma_order, &key), key)));
    rest.sort_by_key(|(position, _)| *position);
    ordered.extend(rest.into_iter().map(|(_, key)| key));
    Ok(ordered)
}

/// Adds the indexes that were created as such; gives the columns of those that SQLite keeps for constraints.
fn add_indexes(
    host: &mut SqliteHost,
    table: &mut ReflectedTable,
    origin: &Origin,
) -> Result<Vec<Vec<String>>, HostError> {
    let schema = table.name.schema.clone();
    let schema = schema.as_ref();
    let mut automatic = Vec::new();
    for row in pragma(host, "name, \"unique\", origin", "index_list", &table.name.name.text, schema, origin)? {
        let name = text(&row, 0).unwrap_or_default();
        let infos = pragma(host, "name, \"desc\"", "index_xinfo", &name, schema, origin)?;
        let key_count = pragma(host, "name", "index_info", &name, schema, origin)?.len();
        let columns: Vec<Option<String>> = infos.iter().take(key_count).map(|row| text(row, 0)).collect();
        if text(&row, 2).as_deref() != Some("c") {
            automatic.push(columns.into_iter().flatten().collect());
            continue;
        }
        let sql = format!("SELECT sql FROM {}sqlite_master WHERE type = 'index' AND name = ?", prefix(schema));
        let definition = host.select(&sql, &[&name], origin)?.first().and_then(|row| text(row, 0));
        table.indexes.push(ReflectedIndex {
            expressions: definition.as_deref().map(index_elements).unwrap_or_default(),
            columns,
            unique: int(&row, 1) != 0,
            predicate: definition.as_deref().and_then(predicate),
            definition,
            name,
            ..ReflectedIndex::default()
        });
    }
    table.indexes.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(automatic)
}

/// The words behind the bracket that ends the columns.
fn table_options(sql: &str) -> Vec<(String, String)> {
    let tail = sql.rsplit(')').next().unwrap_or_default().to_ascii_uppercase();
    let words: Vec<&str> =
        tail.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()).collect();
    let mut options = Vec::new();
    if words.windows(2).any(|pair| pair == ["WITHOUT", "ROWID"]) {
        options.push(("with_rowid".to_owned(), "False".to_owned()));
    }
    if words.contains(&"STRICT") {
        options.push(("strict".to_owned(), "True".to_owned()));
    }
    options
}

/// What follows WHERE in a CREATE INDEX.
fn predicate(definition: &str) -> Option<String> {
    let close = definition.rfind(") WHERE ").or_else(|| definition.to_ascii_uppercase().rfind(") WHERE "))?;
    definition.get(close + ") WHERE ".len()..).map(|text| text.trim().to_owned())
}
