//! SQLite's schema: pragmas of all tables at once, and the text of each statement for what they leave out.

use std::collections::BTreeMap;

use limbeck_ops::catalog::{
    Catalog, CheckEntry, ColumnEntry, ComputedEntry, ForeignKeyEntry, IndexElementEntry, IndexEntry, KeyEntry,
    ObjectName, Sql, TableEntry, ViewEntry,
};
use limbeck_ops::{Datum, DialectName, HostError, SharedHost};

use super::{Schemas, ask, literal, text};
use crate::inspect::sqlite_ddl::{self, Declared};

type Row = Vec<Datum>;
/// Rows by the table that their first column names.
type ByTable = BTreeMap<String, Vec<Row>>;

/// Reads the database: the file itself, whose schema has no name here, and those attached to it.
pub(super) fn read(host: &SharedHost, schemas: &Schemas) -> Result<Catalog, HostError> {
    let mut catalog = Catalog::new(DialectName::Sqlite, "");
    let attached = ask(host, "SELECT name FROM pragma_database_list WHERE name <> 'temp' ORDER BY seq".to_owned())?;
    for row in attached.rows {
        let Some(database) = text(&row, 0) else { continue };
        let schema = if database == "main" { String::new() } else { database.clone() };
        let wanted = match schemas {
            Schemas::All => true,
            Schemas::Named(names) => schema.is_empty() || names.contains(&schema),
        };
        if wanted {
            read_schema(host, &mut catalog, &database, &schema)?;
        }
    }
    complete_foreign_keys(&mut catalog);
    Ok(catalog)
}

fn read_schema(host: &SharedHost, catalog: &mut Catalog, database: &str, schema: &str) -> Result<(), HostError> {
    if !schema.is_empty() {
        catalog.schemas.insert(schema.to_owned());
    }
    let master = format!("\"{}\".sqlite_master", database.replace('"', "\"\""));
    let database = literal(database);
    // The columns of a virtual table are its module's business, and the module need not be there.
    let tables = format!(
        "SELECT m.name, m.sql FROM {master} m JOIN pragma_table_list l ON l.schema = {database} AND l.name = m.name \
         WHERE m.type = 'table' AND l.type = 'table' AND m.name NOT LIKE 'sqlite~_%' ESCAPE '~'"
    );
    let of_each = |columns: &str, pragma: &str| {
        let sql = format!(
            "SELECT t.name, {columns} FROM ({tables}) t, pragma_{pragma}(t.name, {database}) p ORDER BY t.name, p.rowid"
        );
        ask(host, sql).map(|answer| by_table(answer.rows))
    };
    let mut columns = of_each("p.name, p.type, p.\"notnull\", p.dflt_value, p.pk, p.hidden", "table_xinfo")?;
    let mut keys = of_each("p.id, p.\"table\", p.\"from\", p.\"to\", p.on_update, p.on_delete", "foreign_key_list")?;
    let sql = format!(
        "SELECT t.name, p.name, p.\"unique\", p.origin, x.cid, x.name, x.\"desc\", x.coll, \
         (SELECT i.sql FROM {master} i WHERE i.type = 'index' AND i.name = p.name) \
         FROM ({tables}) t, pragma_index_list(t.name, {database}) p, pragma_index_xinfo(p.name, {database}) x \
         WHERE x.key = 1 ORDER BY t.name, p.name, x.seqno"
    );
    let mut indexes = by_table(ask(host, sql)?.rows);
    for row in ask(host, tables.clone())?.rows {
        let Some(name) = text(&row, 0) else { continue };
        let declared = text(&row, 1).map(|sql| sqlite_ddl::constraints(&sql)).unwrap_or_default();
        let take = |map: &mut ByTable| map.remove(&name).unwrap_or_default();
        let table = table(schema, &declared, &take(&mut columns), &take(&mut keys), &take(&mut indexes));
        catalog.tables.insert(ObjectName::new(schema, name), table);
    }
    let views = format!("SELECT m.name, m.sql FROM {master} m WHERE m.type = 'view'");
    for row in ask(host, views)?.rows {
        let (Some(name), Some(sql)) = (text(&row, 0), text(&row, 1)) else { continue };
        // A view on what is no longer there has no columns that SQLite could tell.
        let columns = ask(host, format!("SELECT name FROM pragma_table_xinfo({}, {database})", literal(&name)));
        let view = ViewEntry {
            query: Sql(sqlite_ddl::view_query(&sql).unwrap_or(&sql).to_owned()),
            columns: columns
                .map(|answer| answer.rows)
                .unwrap_or_default()
                .iter()
                .filter_map(|row| text(row, 0))
                .collect(),
            materialized: false,
            indexes: Vec::new(),
            comment: None,
            doubts: Vec::new(),
        };
        catalog.views.insert(ObjectName::new(schema, name), view);
    }
    Ok(())
}

fn by_table(rows: Vec<Row>) -> ByTable {
    let mut map = ByTable::new();
    for row in rows {
        map.entry(text(&row, 0).unwrap_or_default()).or_default().push(row);
    }
    map
}

fn int(row: &[Datum], column: usize) -> i64 {
    match row.get(column) {
        Some(Datum::Int(value)) => *value,
        Some(_) | None => 0,
    }
}

fn table(schema: &str, declared: &[Declared], columns: &[Row], keys: &[Row], indexes: &[Row]) -> TableEntry {
    let mut table = TableEntry {
        columns: columns.iter().filter(|row| int(row, 6) != 1).map(|row| column(row, declared)).collect(),
        primary_key: primary_key(columns, declared),
        foreign_keys: foreign_keys(schema, keys, declared),
        ..TableEntry::default()
    };
    let automatic = add_indexes(&mut table, indexes);
    add_declared(&mut table, declared, automatic);
    table
}

fn column(row: &[Datum], declared: &[Declared]) -> ColumnEntry {
    let name = text(row, 1).unwrap_or_default();
    let (mut type_text, hidden) = (text(row, 2).unwrap_or_default(), int(row, 6));
    let (mut collation, mut expression) = (None, None);
    for constraint in declared {
        match constraint {
            Declared::Generated { column, expr } if column.eq_ignore_ascii_case(&name) => {
                expression = Some(Sql(expr.clone()));
            }
            Declared::Collation { column, name: collating } if column.eq_ignore_ascii_case(&name) => {
                collation = Some(collating.clone());
            }
            Declared::Generated { .. }
            | Declared::Collation { .. }
            | Declared::PrimaryKey { .. }
            | Declared::Unique { .. }
            | Declared::Check { .. }
            | Declared::ForeignKey { .. } => {}
        }
    }
    if hidden > 0
        && let Some(start) = type_text.to_ascii_uppercase().find("GENERATED ALWAYS")
    {
        type_text.truncate(start);
    }
    ColumnEntry {
        name,
        type_text: type_text.trim().to_owned(),
        ty: None,
        nullable: int(row, 3) == 0,
        default: text(row, 4).map(Sql),
        is_serial: false,
        comment: None,
        identity: None,
        computed: (hidden > 0).then(|| ComputedEntry {
            expression: expression.unwrap_or_else(|| Sql(String::new())),
            stored: hidden == 3,
        }),
        collation,
    }
}

fn key(name: Option<String>, columns: Vec<String>) -> KeyEntry {
    KeyEntry { name, columns, ..KeyEntry::default() }
}

fn primary_key(columns: &[Row], declared: &[Declared]) -> Option<KeyEntry> {
    let mut numbered: Vec<(i64, String)> = columns
        .iter()
        .filter(|row| int(row, 5) > 0)
        .map(|row| (int(row, 5), text(row, 1).unwrap_or_default()))
        .collect();
    numbered.sort();
    let name = declared.iter().find_map(|constraint| match constraint {
        Declared::PrimaryKey { name } => name.clone(),
        Declared::Unique { .. }
        | Declared::Check { .. }
        | Declared::ForeignKey { .. }
        | Declared::Generated { .. }
        | Declared::Collation { .. } => None,
    });
    (!numbered.is_empty()).then(|| key(name, numbered.into_iter().map(|(_, column)| column).collect()))
}

fn foreign_keys(schema: &str, rows: &[Row], declared: &[Declared]) -> Vec<ForeignKeyEntry> {
    let mut keys: Vec<(i64, ForeignKeyEntry)> = Vec::new();
    for row in rows {
        let id = int(row, 1);
        if keys.last().is_none_or(|(last, _)| *last != id) {
            let action = |column| text(row, column).filter(|action| action != "NO ACTION");
            let entry = ForeignKeyEntry {
                name: None,
                columns: Vec::new(),
                referred_table: ObjectName::new(schema, text(row, 2).unwrap_or_default()),
                referred_columns: Vec::new(),
                on_update: action(5),
                on_delete: action(6),
                match_kind: None,
                deferrable: false,
                deferred: false,
                validated: true,
            };
            keys.push((id, entry));
        }
        if let Some((_, key)) = keys.last_mut() {
            key.columns.extend(text(row, 3));
            key.referred_columns.extend(text(row, 4));
        }
    }
    // SQLite counts them from the last.
    let mut keys: Vec<ForeignKeyEntry> = keys.into_iter().rev().map(|(_, key)| key).collect();
    let mut named = vec![false; keys.len()];
    for constraint in declared {
        let Declared::ForeignKey { name, columns, table, deferrable, initially, .. } = constraint else { continue };
        let found = keys.iter_mut().zip(&mut named).find(|(key, named)| {
            !**named
                && key.referred_table.name.eq_ignore_ascii_case(table)
                && key.columns.len() == columns.len()
                && key.columns.iter().zip(columns).all(|(a, b)| a.eq_ignore_ascii_case(b))
        });
        if let Some((key, named)) = found {
            *named = true;
            key.name.clone_from(name);
            key.deferrable = *deferrable == Some(true);
            key.deferred = key.deferrable && initially.as_deref() == Some("DEFERRED");
        }
    }
    keys
}

/// Foreign keys that name no columns mean the primary key there.
fn complete_foreign_keys(catalog: &mut Catalog) {
    let keys: Vec<(ObjectName, Vec<String>)> = catalog
        .tables
        .iter()
        .filter_map(|(name, table)| Some((name.clone(), table.primary_key.as_ref()?.columns.clone())))
        .collect();
    let same = |a: &ObjectName, b: &ObjectName| a.schema == b.schema && a.name.eq_ignore_ascii_case(&b.name);
    for table in catalog.tables.values_mut() {
        for key in &mut table.foreign_keys {
            // SQLite finds tables whatever the case of their names.
            let Some((name, columns)) = keys.iter().find(|(name, _)| same(name, &key.referred_table)) else { continue };
            key.referred_table.clone_from(name);
            if key.referred_columns.is_empty() {
                key.referred_columns.clone_from(columns);
            }
        }
    }
}

/// Adds the indexes that were created as such; gives the columns of those that SQLite keeps for unique constraints.
fn add_indexes(table: &mut TableEntry, rows: &[Row]) -> Vec<Vec<String>> {
    let mut automatic = Vec::new();
    for rows in rows.chunk_by(|a, b| text(a, 1) == text(b, 1)) {
        let Some(first) = rows.first() else { continue };
        match text(first, 3).unwrap_or_default().as_str() {
            "c" => {
                let definition = text(first, 8).unwrap_or_default();
                let written = sqlite_ddl::index_elements(&definition);
                let elements = rows.iter().enumerate().map(|(at, row)| element(row, written.get(at), table)).collect();
                table.indexes.push(IndexEntry {
                    name: text(first, 1).unwrap_or_default(),
                    elements,
                    unique: int(first, 2) != 0,
                    method: String::new(),
                    predicate: sqlite_ddl::index_predicate(&definition).map(|text| Sql(text.to_owned())),
                    include: Vec::new(),
                    nulls_not_distinct: false,
                    with: Vec::new(),
                    valid: true,
                });
            }
            "u" => automatic.push(rows.iter().filter_map(|row| text(row, 5)).collect()),
            _ => {}
        }
    }
    automatic
}

fn element(row: &[Datum], written: Option<&String>, table: &TableEntry) -> IndexElementEntry {
    let column = text(row, 5);
    let descending = int(row, 6) != 0;
    let own = column.as_ref().and_then(|name| table.columns.iter().find(|column| column.name == *name));
    let own = own.and_then(|column| column.collation.clone()).unwrap_or_else(|| "BINARY".to_owned());
    let (expression, collated) = sqlite_ddl::element_expression(written.map(String::as_str).unwrap_or_default());
    let collation = text(row, 7).filter(|name| match column {
        Some(_) => !name.eq_ignore_ascii_case(&own),
        None => collated,
    });
    IndexElementEntry {
        is_column: column.is_some(),
        expression: Sql(column.unwrap_or_else(|| expression.to_owned())),
        descending,
        // Its indexes have no NULLS FIRST: it is as by default.
        nulls_first: descending,
        operator_class: None,
        collation,
    }
}

fn add_declared(table: &mut TableEntry, declared: &[Declared], mut automatic: Vec<Vec<String>>) {
    for constraint in declared {
        match constraint {
            Declared::Check { name, condition } => table.checks.push(CheckEntry {
                name: name.clone(),
                condition: Sql(condition.clone()),
                validated: true,
                no_inherit: false,
            }),
            // Only what SQLite keeps an index of its own for is a constraint.
            Declared::Unique { name, columns } => {
                let same = |known: &Vec<String>| {
                    known.len() == columns.len() && known.iter().zip(columns).all(|(a, b)| a.eq_ignore_ascii_case(b))
                };
                if let Some(position) = automatic.iter().position(same) {
                    let columns = automatic.remove(position);
                    table.uniques.push(key(name.clone(), columns));
                }
            }
            Declared::PrimaryKey { .. }
            | Declared::ForeignKey { .. }
            | Declared::Generated { .. }
            | Declared::Collation { .. } => {}
        }
    }
}
