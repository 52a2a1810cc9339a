//! PostgreSQL's rows put together to a catalog.

use std::collections::HashMap;

use limbeck_ops::catalog::{
    Catalog, CheckEntry, ColumnEntry, ComputedEntry, EnumEntry, ExcludeEntry, ForeignKeyEntry, IdentityEntry,
    IndexElementEntry, IndexEntry, KeyEntry, ObjectName, SequenceEntry, Sql, TableEntry, ViewEntry,
};
use limbeck_ops::{DialectName, HostError, Origin, ServerErrorKind, SharedHost};
use serde_json::Value;

use super::postgres_sql::statement;
use super::{Schemas, ask, text};
use crate::inspect::pg_constraints::{Entry, unwrapped};
use crate::postgres::error::driver_error;

/// The rows of a relation.
#[derive(Default)]
struct Parts {
    relation: Option<Entry>,
    columns: Vec<Entry>,
    constraints: Vec<Entry>,
    indexes: Vec<Entry>,
}

/// Reads the database.
pub(super) fn read(host: &SharedHost, schemas: &Schemas) -> Result<Catalog, HostError> {
    // Without a version it is a server that hides its own: then as the oldest that is supported.
    let major = host.borrow().dialect().version.map_or(13, |(major, _, _)| major);
    let sql = statement(major, schemas);
    let mut catalog = Catalog::new(DialectName::Postgresql, "public");
    let mut relations: HashMap<String, Parts> = HashMap::new();
    for row in ask(host, sql.clone())?.rows {
        let object = serde_json::from_str::<Value>(&text(&row, 2).unwrap_or_default()).map_err(|error| {
            driver_error(ServerErrorKind::Internal, error.to_string(), &sql, &Origin::internal(), false)
        })?;
        let entry = Entry(object);
        let number = text(&row, 1).unwrap_or_default();
        match text(&row, 0).unwrap_or_default().as_str() {
            "default_schema" => catalog.default_schema = entry.text("name").unwrap_or(catalog.default_schema),
            "schema" => _ = catalog.schemas.insert(entry.required("name")),
            "relation" => relations.entry(number).or_default().relation = Some(entry),
            "column" => relations.entry(number).or_default().columns.push(entry),
            "constraint" => relations.entry(number).or_default().constraints.push(entry),
            "index" => relations.entry(number).or_default().indexes.push(entry),
            "enum" => {
                let labels = entry.texts("labels");
                catalog.enums.insert(object_name(&entry), EnumEntry { labels, doubts: Vec::new() });
            }
            _ => _ = catalog.sequences.insert(object_name(&entry), sequence(&entry, "bigint")),
        }
    }
    catalog.schemas.remove(&catalog.default_schema);
    for parts in relations.into_values() {
        add(&mut catalog, parts);
    }
    Ok(catalog)
}

fn object_name(entry: &Entry) -> ObjectName {
    ObjectName::new(entry.required("schema"), entry.required("name"))
}

fn sql(entry: &Entry, key: &str) -> Option<Sql> {
    entry.text(key).map(Sql)
}

fn add(catalog: &mut Catalog, mut parts: Parts) {
    let Some(relation) = parts.relation else { return };
    parts.columns.sort_by_key(|entry| entry.number("number"));
    parts.constraints.sort_by_key(|entry| entry.text("name"));
    parts.indexes.sort_by_key(|entry| entry.text("name"));
    let name = object_name(&relation);
    let indexes = parts.indexes.iter().map(index).collect();
    let kind = relation.required("kind");
    if kind == "v" || kind == "m" {
        let query = relation.required("query");
        let view = ViewEntry {
            query: Sql(query.trim().trim_end_matches(';').to_owned()),
            columns: parts.columns.iter().map(|entry| entry.required("name")).collect(),
            materialized: kind == "m",
            indexes,
            comment: relation.text("comment"),
            doubts: Vec::new(),
        };
        catalog.views.insert(name, view);
        return;
    }
    let mut table = TableEntry {
        columns: parts.columns.iter().map(column).collect(),
        indexes,
        comment: relation.text("comment"),
        partition_key: sql(&relation, "partition_key"),
        parent: relation.text("parent").map(|parent| ObjectName::new(relation.required("parent_schema"), parent)),
        ..TableEntry::default()
    };
    for entry in &parts.constraints {
        match entry.required("type").as_str() {
            "p" => table.primary_key = Some(key(entry)),
            "u" => table.uniques.push(key(entry)),
            "c" => table.checks.push(CheckEntry {
                name: entry.text("name"),
                condition: Sql(entry.required("condition")),
                validated: entry.is("validated"),
                no_inherit: entry.is("no_inherit"),
            }),
            "x" => table.excludes.push(exclude(entry)),
            _ => table.foreign_keys.push(foreign_key(entry)),
        }
    }
    catalog.tables.insert(name, table);
}

fn column(entry: &Entry) -> ColumnEntry {
    let default = sql(entry, "default");
    let filled = |key: &str| entry.text(key).filter(|text| !text.is_empty());
    let (default, computed) = match (filled("generated"), default) {
        (Some(kind), Some(expression)) => (None, Some(ComputedEntry { expression, stored: kind == "s" })),
        (_, default) => (default, None),
    };
    ColumnEntry {
        name: entry.required("name"),
        type_text: entry.required("type"),
        ty: None,
        nullable: !entry.is("not_null"),
        default,
        is_serial: entry.is("serial"),
        comment: entry.text("comment"),
        identity: filled("identity").map(|kind| IdentityEntry {
            always: kind == "a",
            sequence: sequence(entry, &entry.required("column_type")),
        }),
        computed,
        collation: entry.text("collation"),
    }
}

/// What is the server's default for a sequence of its type and direction is left out.
fn sequence(entry: &Entry, default_type: &str) -> SequenceEntry {
    let type_text = entry.required("type_text");
    let (smallest, largest) = match type_text.as_str() {
        "smallint" => (i64::from(i16::MIN), i64::from(i16::MAX)),
        "integer" => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    };
    let increment = entry.number("increment").unwrap_or(1);
    let (min, max) = if increment < 0 { (smallest, -1) } else { (1, largest) };
    let own = |key: &str, default: i64| entry.number(key).filter(|value| *value != default);
    let start = match increment {
        ..0 => entry.number("max").unwrap_or(max),
        0.. => entry.number("min").unwrap_or(min),
    };
    SequenceEntry {
        start: own("start", start),
        increment: own("increment", 1),
        min_value: own("min", min),
        max_value: own("max", max),
        cache: own("cache", 1),
        cycle: entry.is("cycle"),
        type_text: if type_text == default_type { String::new() } else { type_text },
        doubts: Vec::new(),
    }
}

fn key(entry: &Entry) -> KeyEntry {
    KeyEntry {
        name: entry.text("name"),
        columns: entry.texts("columns"),
        include: entry.texts("include"),
        nulls_not_distinct: entry.is("nulls_not_distinct"),
        deferrable: entry.is("deferrable"),
        deferred: entry.is("deferred"),
        comment: entry.text("comment"),
    }
}

fn exclude(entry: &Entry) -> ExcludeEntry {
    let elements = entry.0.get("elements").and_then(Value::as_array);
    let part = |pair: &Value, at: usize| pair.get(at).and_then(Value::as_str).unwrap_or_default().to_owned();
    ExcludeEntry {
        name: entry.text("name"),
        method: entry.required("method"),
        elements: elements.into_iter().flatten().map(|pair| (Sql(part(pair, 0)), part(pair, 1))).collect(),
        predicate: sql(entry, "predicate"),
        deferrable: entry.is("deferrable"),
        deferred: entry.is("deferred"),
    }
}

fn foreign_key(entry: &Entry) -> ForeignKeyEntry {
    let action = |key: &str| match entry.required(key).as_str() {
        "r" => Some("RESTRICT"),
        "c" => Some("CASCADE"),
        "n" => Some("SET NULL"),
        "d" => Some("SET DEFAULT"),
        _ => None,
    };
    let set_columns = entry.texts("set_columns");
    let on_delete = action("on_delete").map(|action| match set_columns.as_slice() {
        [] => action.to_owned(),
        columns => format!("{action} ({})", columns.join(", ")),
    });
    ForeignKeyEntry {
        name: entry.text("name"),
        columns: entry.texts("columns"),
        referred_table: ObjectName::new(entry.required("referred_schema"), entry.required("referred_table")),
        referred_columns: entry.texts("referred_columns"),
        on_update: action("on_update").map(str::to_owned),
        on_delete,
        match_kind: match entry.required("match").as_str() {
            "f" => Some("FULL".to_owned()),
            "p" => Some("PARTIAL".to_owned()),
            _ => None,
        },
        deferrable: entry.is("deferrable"),
        deferred: entry.is("deferred"),
        validated: entry.is("validated"),
    }
}

fn index(entry: &Entry) -> IndexEntry {
    let definition = entry.required("definition");
    let elements = entry.0.get("elements").and_then(Value::as_array);
    let mut with = entry.texts("with");
    with.sort();
    IndexEntry {
        name: entry.required("name"),
        elements: elements.into_iter().flatten().map(|object| element(&Entry(object.clone()), &definition)).collect(),
        unique: entry.is("unique"),
        method: entry.required("method"),
        predicate: sql(entry, "predicate"),
        include: entry.texts("include"),
        nulls_not_distinct: entry.is("nulls_not_distinct"),
        with,
        valid: entry.is("valid"),
    }
}

fn element(entry: &Entry, definition: &str) -> IndexElementEntry {
    let (column, text) = (entry.text("column"), entry.required("text"));
    let options = entry.number("options").unwrap_or(0);
    // The collation of an expression is its own unless the index says COLLATE, and only its definition tells.
    let collation =
        entry.text("collation").filter(|_| column.is_some() || definition.contains(&format!("{text} COLLATE ")));
    IndexElementEntry {
        is_column: column.is_some(),
        expression: Sql(column.unwrap_or_else(|| unwrapped(&text).map(str::to_owned).unwrap_or(text))),
        descending: options & 1 != 0,
        nulls_first: options & 2 != 0,
        operator_class: entry.text("operator_class"),
        collation,
    }
}
