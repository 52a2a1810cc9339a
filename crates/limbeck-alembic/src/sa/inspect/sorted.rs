//! Tables in the order of their foreign keys: `get_sorted_table_and_fkc_names` and its sister for several schemas.

use std::collections::{BTreeMap, BTreeSet};

use limbeck_ops::{Name, TableName};
use limbeck_python::{Args, Result, Signature, Span, Value, Vm};

use super::{bind_of, many, table};
use crate::sa::names::optional_name;

/// Schema and name, as the inspector's keys have them.
type Key = (Option<String>, String);

/// A table and the names of those of its foreign keys that do not belong to a cycle.
type Entry = (Key, Vec<Option<String>>);

struct Sorted {
    tables: Vec<Entry>,
    /// The foreign keys to be made after all tables.
    later: Vec<(Key, Option<String>)>,
}

/// `get_sorted_table_and_fkc_names(schema=None)`.
///
/// # Errors
/// What the database raises.
pub fn of_schema(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let span = args.span;
    let bound = Signature::parse("(schema=None, **kw)").bind("get_sorted_table_and_fkc_names", args)?;
    let schema = optional_name(&bound.value("schema"))?;
    let sorted = sort(vm, this, &[schema], span)?;
    let name = |key: &Key| Value::str(&key.1);
    Ok(told(&sorted, name))
}

/// `sort_tables_on_foreign_key_dependency(consider_schemas=(None,))`.
///
/// # Errors
/// What the database raises.
pub fn of_schemas(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let span = args.span;
    let signature = Signature::parse("(consider_schemas=None, **kw)");
    let bound = signature.bind("sort_tables_on_foreign_key_dependency", args)?;
    let schemas = match bound.given("consider_schemas") {
        Some(schemas) => vm.iterate(&schemas)?.iter().map(optional_name).collect::<Result<Vec<_>>>()?,
        None => vec![None],
    };
    let sorted = sort(vm, this, &schemas, span)?;
    let pair = |key: &Key| Value::tuple(vec![key.0.as_ref().map_or(Value::None, Value::str), Value::str(&key.1)]);
    Ok(told(&sorted, pair))
}

fn told(sorted: &Sorted, shown: fn(&Key) -> Value) -> Value {
    let key_name = |name: &Option<String>| name.as_ref().map_or(Value::None, Value::str);
    let mut entries = Vec::new();
    for (table, keys) in &sorted.tables {
        let keys = keys.iter().map(|key| Value::tuple(vec![shown(table), key_name(key)])).collect();
        entries.push(Value::tuple(vec![shown(table), Value::list(keys)]));
    }
    let later = sorted.later.iter().map(|(table, key)| Value::tuple(vec![shown(table), key_name(key)])).collect();
    entries.push(Value::tuple(vec![Value::None, Value::list(later)]));
    Value::list(entries)
}

fn sort(vm: &mut Vm, this: &Value, schemas: &[Option<Name>], span: Span) -> Result<Sorted> {
    let bind = bind_of(this);
    let mut tables: Vec<Key> = Vec::new();
    let mut key_names: BTreeMap<Key, BTreeSet<Option<String>>> = BTreeMap::new();
    // From the table referred to, to the one that refers.
    let mut edges: BTreeSet<(Key, Key)> = BTreeSet::new();
    for schema in schemas {
        let kinds = limbeck_ops::RelationKinds::TABLES;
        let names = many::names(vm, this, schema.as_ref(), kinds, &[], "get_foreign_keys", span)?;
        for name in names {
            let full = TableName { schema: schema.clone(), name: Name::new(name.as_str()) };
            let Some(read) = table(vm, &bind, &full, span)? else { continue };
            let own: Key = (schema.as_ref().map(|schema| schema.text.clone()), name);
            for key in &read.foreign_keys {
                let referred = &key.referred_table;
                let referred = (referred.schema.as_ref().map(|schema| schema.text.clone()), referred.name.text.clone());
                if referred != own {
                    edges.insert((referred, own.clone()));
                }
            }
            key_names.insert(own.clone(), read.foreign_keys.iter().map(|key| key.name.clone()).collect());
            tables.push(own);
        }
    }
    let mut later = BTreeSet::new();
    if in_order(&tables, &edges).len() < tables.len() {
        // SQLAlchemy names no edges but all of them where some are in a cycle.
        for (_, child) in std::mem::take(&mut edges) {
            let names = key_names.get(&child).into_iter().flatten();
            later.extend(names.map(|name| (child.clone(), name.clone())));
        }
    }
    let put_off: BTreeSet<&Option<String>> = later.iter().map(|(_, name)| name).collect();
    let mut sorted = Vec::new();
    for table in in_order(&tables, &edges) {
        let names = key_names.get(&table).into_iter().flatten();
        let names = names.filter(|name| !put_off.contains(name)).cloned().collect();
        sorted.push((table, names));
    }
    Ok(Sorted { tables: sorted, later: later.into_iter().collect() })
}

/// The tables level by level, each level in the order given; those in a cycle are left out.
fn in_order(tables: &[Key], edges: &BTreeSet<(Key, Key)>) -> Vec<Key> {
    let mut rest: Vec<&Key> = tables.iter().collect();
    let mut sorted = Vec::new();
    loop {
        let waiting: BTreeSet<&Key> = rest.iter().copied().collect();
        let is_ready = |table: &&Key| !edges.iter().any(|(parent, child)| child == *table && waiting.contains(parent));
        let (ready, left): (Vec<&Key>, Vec<&Key>) = rest.into_iter().partition(is_ready);
        if ready.is_empty() {
            return sorted;
        }
        sorted.extend(ready.into_iter().cloned());
        rest = left;
    }
}
