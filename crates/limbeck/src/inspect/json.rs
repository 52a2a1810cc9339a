//! What a database has, for programs: `docs/inspect.schema.json`. The names are those of the catalog.

use limbeck_ops::catalog::{
    CheckEntry, ColumnEntry, ExcludeEntry, ForeignKeyEntry, IndexEntry, KeyEntry, ObjectName, SequenceEntry, Sql,
    TableEntry, ViewEntry,
};
use serde_json::{Value, json};

use super::Inspected;

/// The document of all databases, with a line end.
pub(super) fn document(databases: impl IntoIterator<Item = Value>) -> String {
    let databases: Vec<Value> = databases.into_iter().collect();
    format!("{:#}\n", json!({ "version": 1, "command": "inspect", "databases": databases }))
}

/// A database: these of its tables and views, and with `everything` the rest too.
pub(super) fn database<'n>(
    inspected: &Inspected,
    names: impl IntoIterator<Item = &'n ObjectName>,
    everything: bool,
) -> Value {
    let catalog = &inspected.catalog;
    let names: Vec<&ObjectName> = names.into_iter().collect();
    let tables = names.iter().filter_map(|name| catalog.tables.get(name).map(|it| table(inspected, name, it)));
    let tables: Vec<Value> = tables.collect();
    let views = catalog.views.iter().filter(|(name, _)| everything || names.contains(name));
    let views: Vec<Value> = views.map(|(name, entry)| view(name, entry)).collect();
    let mut database = json!({
        "url": inspected.url,
        "dialect": catalog.dialect.as_str(),
        "default_schema": catalog.default_schema,
        "tables": tables,
        "views": views,
    });
    if everything && let Some(object) = database.as_object_mut() {
        let enums = catalog
            .enums
            .iter()
            .map(|(name, entry)| json!({ "schema": name.schema, "name": name.name, "labels": entry.labels }));
        object.insert("schemas".to_owned(), json!(catalog.schemas));
        object.insert("enums".to_owned(), enums.collect());
        object.insert(
            "sequences".to_owned(),
            catalog.sequences.iter().map(|(name, it)| sequence(Some(name), it)).collect(),
        );
    }
    database
}

fn sql(text: &Option<Sql>) -> Option<&str> {
    text.as_ref().map(|text| text.0.as_str())
}

fn name_of(name: &ObjectName) -> Value {
    json!({ "schema": name.schema, "name": name.name })
}

fn table(inspected: &Inspected, name: &ObjectName, table: &TableEntry) -> Value {
    let tables = inspected.catalog.tables.iter();
    let pointing = tables.flat_map(|(from, table)| table.foreign_keys.iter().map(move |key| (from, key)));
    let pointing = pointing
        .filter(|(_, key)| key.referred_table == *name)
        .map(|(from, key)| json!({ "schema": from.schema, "table": from.name, "foreign_key": foreign_key(key) }));
    json!({
        "schema": name.schema,
        "name": name.name,
        "comment": table.comment,
        "estimated_rows": inspected.rows.get(name),
        "columns": table.columns.iter().map(column).collect::<Vec<_>>(),
        "primary_key": table.primary_key.as_ref().map(key),
        "uniques": table.uniques.iter().map(key).collect::<Vec<_>>(),
        "checks": table.checks.iter().map(check).collect::<Vec<_>>(),
        "excludes": table.excludes.iter().map(exclude).collect::<Vec<_>>(),
        "foreign_keys": table.foreign_keys.iter().map(foreign_key).collect::<Vec<_>>(),
        "indexes": table.indexes.iter().map(index).collect::<Vec<_>>(),
        "partition_key": sql(&table.partition_key),
        "parent": table.parent.as_ref().map(name_of),
        "referenced_by": pointing.collect::<Vec<_>>(),
    })
}

fn column(column: &ColumnEntry) -> Value {
    json!({
        "name": column.name,
        "type_text": column.type_text,
        "nullable": column.nullable,
        "default": sql(&column.default),
        "is_serial": column.is_serial,
        "comment": column.comment,
        "identity": column.identity.as_ref().map(|identity| {
            json!({ "always": identity.always, "sequence": sequence(None, &identity.sequence) })
        }),
        "computed": column.computed.as_ref().map(|computed| {
            json!({ "expression": computed.expression.0, "stored": computed.stored })
        }),
        "collation": column.collation,
    })
}

fn key(key: &KeyEntry) -> Value {
    json!({
        "name": key.name,
        "columns": key.columns,
        "include": key.include,
        "nulls_not_distinct": key.nulls_not_distinct,
        "deferrable": key.deferrable,
        "deferred": key.deferred,
        "comment": key.comment,
    })
}

fn check(check: &CheckEntry) -> Value {
    json!({
        "name": check.name,
        "condition": check.condition.0,
        "validated": check.validated,
        "no_inherit": check.no_inherit,
    })
}

fn exclude(exclude: &ExcludeEntry) -> Value {
    let elements = exclude
        .elements
        .iter()
        .map(|(expression, operator)| json!({ "expression": expression.0, "operator": operator }));
    json!({
        "name": exclude.name,
        "method": exclude.method,
        "elements": elements.collect::<Vec<_>>(),
        "predicate": sql(&exclude.predicate),
        "deferrable": exclude.deferrable,
        "deferred": exclude.deferred,
    })
}

fn foreign_key(key: &ForeignKeyEntry) -> Value {
    json!({
        "name": key.name,
        "columns": key.columns,
        "referred_table": name_of(&key.referred_table),
        "referred_columns": key.referred_columns,
        "on_update": key.on_update,
        "on_delete": key.on_delete,
        "match_kind": key.match_kind,
        "deferrable": key.deferrable,
        "deferred": key.deferred,
        "validated": key.validated,
    })
}

fn index(index: &IndexEntry) -> Value {
    let elements = index.elements.iter().map(|element| {
        json!({
            "expression": element.expression.0,
            "is_column": element.is_column,
            "descending": element.descending,
            "nulls_first": element.nulls_first,
            "operator_class": element.operator_class,
            "collation": element.collation,
        })
    });
    json!({
        "name": index.name,
        "elements": elements.collect::<Vec<_>>(),
        "unique": index.unique,
        "method": index.method,
        "predicate": sql(&index.predicate),
        "include": index.include,
        "nulls_not_distinct": index.nulls_not_distinct,
        "with": index.with,
        "valid": index.valid,
    })
}

fn view(name: &ObjectName, view: &ViewEntry) -> Value {
    json!({
        "schema": name.schema,
        "name": name.name,
        "comment": view.comment,
        "columns": view.columns,
        "materialized": view.materialized,
        "query": view.query.0,
        "indexes": view.indexes.iter().map(index).collect::<Vec<_>>(),
    })
}

fn sequence(name: Option<&ObjectName>, sequence: &SequenceEntry) -> Value {
    let mut value = json!({
        "type_text": sequence.type_text,
        "start": sequence.start,
        "increment": sequence.increment,
        "min_value": sequence.min_value,
        "max_value": sequence.max_value,
        "cache": sequence.cache,
        "cycle": sequence.cycle,
    });
    if let (Some(name), Some(object)) = (name, value.as_object_mut()) {
        object.insert("schema".to_owned(), json!(name.schema));
        object.insert("name".to_owned(), json!(name.name));
    }
    value
}
