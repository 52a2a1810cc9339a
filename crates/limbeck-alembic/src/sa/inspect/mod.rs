//! `sa.inspect(bind)` and reflection into `Table` objects.

mod dicts;
mod flags;
mod listen;
mod load;
mod many;
mod memory;
mod metadata;
mod sorted;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use limbeck_ops::{DialectName, HostError, Name, ReflectedTable, Reflection, ReflectionRequest, TableName};
use limbeck_python::{Args, Bound, Class, ClassBuilder, Dict, Error, Object, Result, Signature, Span, Value, Vm};

use crate::errors::{self, IntoScript};
use crate::runtime::{current_context, origin};
use crate::sa::classes::classes;
use crate::sa::engine::{ConnectionObject, EngineObject};
use crate::sa::names::{optional_name, required_name};
use crate::sa::table::TableObject;

pub use flags::Flags;
pub use listen::listened;
pub use load::{Wanted, reflect_table};
pub use metadata::reflect_metadata;

/// `sa.inspect(bind)`.
#[derive(Debug)]
pub struct InspectorObject {
    class: Rc<Class>,
    bind: Value,
    /// What it was told: it does not ask for the same thing twice.
    info_cache: Rc<Dict>,
    /// MySQL: the tables read, of which each method tells a part.
    read: RefCell<HashMap<TableName, ReflectedTable>>,
}

impl Object for InspectorObject {
    fn class(&self, _vm: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }

    fn type_name(&self) -> Rc<str> {
        Rc::clone(&self.class.name)
    }

    fn get_attr(&self, _this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        Ok(match name {
            "bind" => Some(self.bind.clone()),
            "engine" if self.bind.downcast::<ConnectionObject>().is_some() => Some(vm.get_attr(&self.bind, "engine")?),
            "engine" => Some(self.bind.clone()),
            "info_cache" => Some(Value::Dict(Rc::clone(&self.info_cache))),
            "dialect" => {
                let dialect = crate::sa::engine::dialect_of(vm, &self.bind);
                Some(crate::sa::dialect::dialect_value(vm, dialect))
            }
            "default_schema_name" => Some(default_schema(vm, &self.bind)?),
            _ => None,
        })
    }
}

/// `sa.inspect(subject)`.
///
/// # Errors
/// When the subject is neither a connection nor an engine.
pub fn inspect(vm: &mut Vm, args: Args) -> Result<Value> {
    let bound = Signature::parse("(subject, raiseerr=True)").bind("inspect", args)?;
    let bind = bound.value("subject");
    if bind.is_unresolved() {
        return Err(errors::needed(vm, &bind, "is inspected"));
    }
    // A mapped class: its mapper, which is not that of a parent. An object of one: its state.
    if let Value::Class(class) = &bind {
        let mapper = class.attrs.borrow().get("__mapper__").cloned();
        match mapper {
            Some(mapper) => return Ok(mapper),
            None if !vm.truth(&bound.value("raiseerr"))? => return Ok(Value::None),
            None => {}
        }
    }
    if let Value::Instance(instance) = &bind
        && instance.class().attrs.borrow().contains_key("__mapper__")
    {
        let session = vm.import("_limbeck_session")?;
        return vm.call_method(&session, "state_of", Args::of([bind]));
    }
    if bind.downcast::<InspectorObject>().is_some() || bind.downcast::<TableObject>().is_some() {
        return Ok(bind);
    }
    if !matches!(bind.payload(), Value::Object(_) | Value::Instance(_)) {
        let class = Value::Class(vm.class_of(&bind));
        let message = format!("No inspection system is available for object of type {}", vm.repr(&class)?);
        return Err(errors::sqlalchemy_error(vm, "NoInspectionAvailable", &message));
    }
    let class = match crate::sa::engine::dialect_of(vm, &bind).name {
        DialectName::Postgresql => Rc::clone(&classes(vm).pg_inspector),
        DialectName::Sqlite | DialectName::Mysql | DialectName::Mariadb => Rc::clone(&classes(vm).inspector),
    };
    Ok(Value::object(InspectorObject { class, bind, info_cache: Rc::default(), read: RefCell::default() }))
}

/// The schema that names without one are in.
///
/// # Errors
/// What the database raises.
pub fn default_schema(vm: &mut Vm, bind: &Value) -> Result<Value> {
    Ok(match ask(vm, bind, &ReflectionRequest::DefaultSchema, Span::NONE)? {
        Reflection::Names(names) => names.first().map_or(Value::None, Value::str),
        _ => Value::None,
    })
}

/// Asks the database behind a `bind`.
///
/// # Errors
/// What the database raises; offline it is refused.
pub fn ask(vm: &mut Vm, bind: &Value, request: &ReflectionRequest, span: Span) -> Result<Reflection> {
    // Before env.py has configured a context, an engine is asked over a connection of its own.
    let mut own = None;
    let host = match (bind.downcast::<ConnectionObject>(), bind.downcast::<EngineObject>()) {
        (Some(connection), _) => connection.host(vm)?,
        (None, Some(engine)) if current_context(vm).is_err() => {
            let connection = engine.connect(bind, vm)?;
            let host = match connection.downcast::<ConnectionObject>() {
                Some(object) => object.host(vm)?,
                None => Rc::clone(&current_context(vm)?.host),
            };
            own = Some(connection);
            host
        }
        (None, _) => Rc::clone(&current_context(vm)?.host),
    };
    let origin = origin(vm, span);
    let answer = host.borrow_mut().reflect(request, &origin);
    if let Some(connection) = own {
        vm.call_method(&connection, "close", Args::none())?;
    }
    answer.into_script(vm)
}

/// Names of the tables of a schema.
///
/// # Errors
/// What the database raises.
pub fn table_names(vm: &mut Vm, bind: &Value, schema: Option<Name>, span: Span) -> Result<Vec<String>> {
    match ask(vm, bind, &ReflectionRequest::Tables(schema), span)? {
        Reflection::Names(names) => Ok(names),
        _ => Ok(Vec::new()),
    }
}

/// Names of the views of a schema, those of materialized views after them.
///
/// # Errors
/// What the database raises.
fn view_names(vm: &mut Vm, bind: &Value, schema: Option<&Name>, span: Span) -> Result<Vec<String>> {
    let mut requests = vec![ReflectionRequest::Views(schema.cloned())];
    if crate::sa::engine::dialect_of(vm, bind).name == DialectName::Postgresql {
        requests.push(ReflectionRequest::MaterializedViews(schema.cloned()));
    }
    let mut found = Vec::new();
    for request in requests {
        if let Reflection::Names(names) = ask(vm, bind, &request, span)? {
            found.extend(names);
        }
    }
    Ok(found)
}

fn table(vm: &mut Vm, bind: &Value, name: &TableName, span: Span) -> Result<Option<ReflectedTable>> {
    match ask(vm, bind, &ReflectionRequest::Table(name.clone()), span) {
        Ok(Reflection::Table(table)) => Ok(Some(*table)),
        Ok(_) => Ok(None),
        Err(error) if is_of_broken_view(&error) => {
            let parts = name.schema.iter().chain([&name.name]);
            let full: Vec<String> = parts.map(|part| format!("`{}`", part.text.replace('`', "``"))).collect();
            let message = format!("Table or view named {} could not be reflected: {}", full.join("."), error.message());
            Err(errors::sqlalchemy_error(vm, UNREFLECTABLE, &message))
        }
        Err(error) => Err(error),
    }
}

/// What is raised of a view that refers to something that is gone.
const UNREFLECTABLE: &str = "UnreflectableTableError";

/// MySQL does not tell the columns of such a view.
fn is_of_broken_view(error: &Error) -> bool {
    matches!(errors::host_error(error), Some(HostError::Server(server)) if server.code.as_deref() == Some("1356"))
}

fn exists(vm: &mut Vm, bind: &Value, name: TableName, span: Span) -> Result<bool> {
    Ok(matches!(ask(vm, bind, &ReflectionRequest::Exists(name), span)?, Reflection::Names(names) if !names.is_empty()))
}

/// What is read of a table, with the dialect that tells it.
struct Told {
    table: ReflectedTable,
    dialect: DialectName,
}

/// `NoSuchTableError` with the name as the dialect's inspector puts it.
fn no_such_table(vm: &mut Vm, dialect: DialectName, name: &TableName, function: &str) -> Error {
    let quoted = |mark: char, text: &str| {
        let doubled = text.replace(mark, &format!("{mark}{mark}"));
        format!("{mark}{doubled}{mark}")
    };
    let schema = name.schema.as_ref().map(|schema| schema.text.as_str());
    let schema = match (dialect, function) {
        (DialectName::Mysql | DialectName::Mariadb, _) => schema.map(|schema| quoted('`', schema)),
        (DialectName::Postgresql, _)
        | (DialectName::Sqlite, "get_columns" | "get_indexes" | "get_unique_constraints" | "get_view_definition") => {
            schema.map(str::to_owned)
        }
        (DialectName::Sqlite, _) => schema.map(|schema| quoted('"', schema)),
    };
    let table = if dialect.is_mysql() { quoted('`', &name.name.text) } else { name.name.text.clone() };
    let message = schema.map_or_else(|| table.clone(), |schema| format!("{schema}.{table}"));
    errors::sqlalchemy_error(vm, "NoSuchTableError", &message)
}

fn table_of(bound: &Bound) -> Result<TableName> {
    let schema = optional_name(&bound.value("schema"))?;
    Ok(TableName { schema, name: required_name(&bound.value("table_name"))? })
}

/// The table that a method tells a part of.
fn needed_table(vm: &mut Vm, this: &Value, name: &TableName, function: &str, span: Span) -> Result<Told> {
    let dialect = dialect_name(vm, this);
    let has_none = match dialect {
        DialectName::Sqlite => function == "get_table_comment",
        DialectName::Postgresql => function == "get_table_options",
        DialectName::Mysql | DialectName::Mariadb => false,
    };
    if has_none {
        return Err(not_implemented(vm));
    }
    let inspector = this.downcast::<InspectorObject>().filter(|_| dialect.is_mysql());
    if let Some(table) = inspector.as_ref().and_then(|inspector| inspector.read.borrow().get(name).cloned()) {
        return Ok(Told { table, dialect });
    }
    match table(vm, &bind_of(this), name, span)? {
        Some(table) => {
            if let Some(inspector) = inspector {
                inspector.read.borrow_mut().insert(name.clone(), table.clone());
            }
            Ok(Told { table, dialect })
        }
        None => Err(no_such_table(vm, dialect, name, function)),
    }
}

fn dialect_name(vm: &mut Vm, this: &Value) -> DialectName {
    crate::sa::engine::dialect_of(vm, &bind_of(this)).name
}

fn bind_of(this: &Value) -> Value {
    this.downcast::<InspectorObject>().map_or(Value::None, |inspector| inspector.bind.clone())
}

fn strings(names: impl IntoIterator<Item = String>) -> Value {
    Value::list(names.into_iter().map(Value::from).collect())
}

/// The methods that tell names of a schema.
fn names_of(
    vm: &mut Vm,
    this: &Value,
    args: Args,
    function: &'static str,
    make: fn(Option<Name>) -> ReflectionRequest,
) -> Result<Value> {
    let span = args.span;
    let bound = Signature::parse("(schema=None, sqlite_include_internal=False, **kw)").bind(function, args)?;
    if dialect_name(vm, this) == DialectName::Sqlite && vm.truth(&bound.value("sqlite_include_internal"))? {
        return Err(Error::unsupported("`sqlite_include_internal` of an inspector"));
    }
    names_in(vm, this, function, &bound.value("schema"), make, span)
}

fn names_in(
    vm: &mut Vm,
    this: &Value,
    function: &'static str,
    schema: &Value,
    make: fn(Option<Name>) -> ReflectionRequest,
    span: Span,
) -> Result<Value> {
    let request = make(optional_name(schema)?);
    memory::remembered(vm, this, function, &[], schema, |vm| match ask(vm, &bind_of(this), &request, span)? {
        Reflection::Names(names) => Ok(strings(names)),
        _ => Ok(Value::list(Vec::new())),
    })
}

/// What SQLAlchemy's dialects leave out.
fn not_implemented(vm: &mut Vm) -> Error {
    errors::sqlalchemy_error(vm, "NotImplementedError", "")
}

/// A part of a table as the inspector tells it.
type Part = fn(&mut Vm, &Told) -> Result<Value>;

/// What a method tells of one table.
fn part(vm: &mut Vm, this: &Value, function: &'static str, name: &TableName, part: Part, span: Span) -> Result<Value> {
    let schema = name.schema.as_ref().map_or(Value::None, |schema| Value::str(&schema.text));
    memory::remembered(vm, this, function, &[&name.name.text], &schema, |vm| {
        let told = needed_table(vm, this, name, function, span)?;
        part(vm, &told)
    })
}

/// The methods that tell a part of one table; with `multi` in their name, of many.
const PARTS: &[(&str, &str, Part)] = &[
    ("get_columns", "get_multi_columns", dicts::columns),
    ("get_pk_constraint", "get_multi_pk_constraint", dicts::primary_key),
    ("get_foreign_keys", "get_multi_foreign_keys", dicts::foreign_keys),
    ("get_indexes", "get_multi_indexes", dicts::indexes),
    ("get_unique_constraints", "get_multi_unique_constraints", dicts::unique_constraints),
    ("get_check_constraints", "get_multi_check_constraints", dicts::checks),
    ("get_table_comment", "get_multi_table_comment", dicts::comment),
    ("get_table_options", "get_multi_table_options", dicts::options),
];

/// The class `Inspector`.
pub fn inspector_class() -> Rc<Class> {
    let mut builder = ClassBuilder::new("Inspector")
        .module("sqlalchemy.engine.reflection")
        .class_method("from_engine", |vm, _class, args| inspect(vm, args))
        .method("get_table_names", |vm, this, args| {
            names_of(vm, this, args, "get_table_names", ReflectionRequest::Tables)
        })
        .method("get_view_names", |vm, this, args| names_of(vm, this, args, "get_view_names", ReflectionRequest::Views))
        .method("get_materialized_view_names", |vm, this, args| match dialect_name(vm, this) {
            DialectName::Postgresql => {
                names_of(vm, this, args, "get_materialized_view_names", ReflectionRequest::MaterializedViews)
            }
            DialectName::Sqlite | DialectName::Mysql | DialectName::Mariadb => Err(not_implemented(vm)),
        })
        .method("get_schema_names", |vm, this, args| {
            names_of(vm, this, args, "get_schema_names", |_| ReflectionRequest::Schemas)
        })
        .method("get_temp_table_names", |vm, this, args| temporary(vm, this, args, "get_temp_table_names"))
        .method("get_temp_view_names", |vm, this, args| temporary(vm, this, args, "get_temp_view_names"))
        .method("get_sequence_names", |vm, this, args| {
            let span = args.span;
            let bound = Signature::parse("(schema=None, **kw)").bind("get_sequence_names", args)?;
            let schema = bound.value("schema");
            memory::remembered(vm, this, "get_sequence_names", &[], &schema, |vm| {
                Ok(strings(sequences(vm, this, optional_name(&schema)?, span)?))
            })
        })
        .method("has_sequence", |vm, this, args| {
            let span = args.span;
            let bound = Signature::parse("(sequence_name, schema=None, **kw)").bind("has_sequence", args)?;
            let (wanted, schema) = (required_name(&bound.value("sequence_name"))?, bound.value("schema"));
            memory::remembered(vm, this, "has_sequence", &[&wanted.text], &schema, |vm| {
                let names = sequences(vm, this, optional_name(&schema)?, span)?;
                Ok(Value::Bool(names.contains(&wanted.text)))
            })
        })
        .method("has_schema", |vm, this, args| {
            let span = args.span;
            let bound = Signature::parse("(schema_name, **kw)").bind("has_schema", args)?;
            let wanted = required_name(&bound.value("schema_name"))?;
            match ask(vm, &bind_of(this), &ReflectionRequest::Schemas, span)? {
                Reflection::Names(names) => Ok(Value::Bool(names.contains(&wanted.text))),
                _ => Ok(Value::Bool(false)),
            }
        })
        .method("get_view_definition", |vm, this, args| {
            let span = args.span;
            let bound = Signature::parse("(view_name, schema=None, **kw)").bind("get_view_definition", args)?;
            let (schema, name) = (bound.value("schema"), required_name(&bound.value("view_name"))?);
            let name = TableName { schema: optional_name(&schema)?, name };
            let text = name.name.text.as_str();
            memory::remembered(vm, this, "get_view_definition", &[text], &schema, |vm| {
                match ask(vm, &bind_of(this), &ReflectionRequest::ViewDefinition(name.clone()), span)? {
                    Reflection::Text(text) => Ok(Value::from(text)),
                    _ => {
                        let dialect = dialect_name(vm, this);
                        Err(no_such_table(vm, dialect, &name, "get_view_definition"))
                    }
                }
            })
        })
        .method("has_table", |vm, this, args| {
            let span = args.span;
            let bound = Signature::parse("(table_name, schema=None, **kw)").bind("has_table", args)?;
            has_table(vm, this, table_of(&bound)?, span)
        })
        .method("has_index", |vm, this, args| {
            let span = args.span;
            let bound = Signature::parse("(table_name, index_name, schema=None, **kw)").bind("has_index", args)?;
            let (wanted, name) = (bound.value("index_name"), table_of(&bound)?);
            let is_there = has_table(vm, this, name.clone(), span)?;
            if !vm.truth(&is_there)? {
                return Ok(Value::Bool(false));
            }
            let indexes = part(vm, this, "get_indexes", &name, dicts::indexes, span)?;
            for index in vm.iterate(&indexes)? {
                let own = vm.get_item(&index, &Value::str("name"))?;
                if vm.equal(&own, &wanted)? {
                    return Ok(Value::Bool(true));
                }
            }
            Ok(Value::Bool(false))
        })
        .method("reflect_table", into_table)
        .method("get_sorted_table_and_fkc_names", sorted::of_schema)
        .method("sort_tables_on_foreign_key_dependency", sorted::of_schemas)
        .method("clear_cache", |_vm, this, _args| {
            if let Some(inspector) = this.downcast::<InspectorObject>() {
                inspector.info_cache.clear();
                inspector.read.borrow_mut().clear();
            }
            Ok(Value::None)
        });
    for (one, several, how) in PARTS {
        builder = builder
            .method(one, move |vm, this, args| {
                let span = args.span;
                let signature =
                    Signature::parse("(table_name, schema=None, postgresql_ignore_search_path=False, **kw)");
                let bound = signature.bind(one, args)?;
                if dialect_name(vm, this) == DialectName::Postgresql
                    && vm.truth(&bound.value("postgresql_ignore_search_path"))?
                {
                    return Err(Error::unsupported("`postgresql_ignore_search_path` of an inspector"));
                }
                part(vm, this, one, &table_of(&bound)?, *how, span)
            })
            .method(several, move |vm, this, args| many::told(vm, this, args, one, *how));
    }
    builder.build()
}

/// `inspector.reflect_table(table, include_columns, exclude_columns=(), resolve_fks=True)`: reads into a table that is there.
fn into_table(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let span = args.span;
    let signature = Signature::parse("(table, include_columns, exclude_columns=(), resolve_fks=True, **kw)");
    let bound = signature.bind("reflect_table", args)?;
    let value = bound.value("table");
    let Some((table, metadata)) = value.downcast::<TableObject>().and_then(|table| {
        let metadata = table.metadata.clone()?;
        Some((table, metadata))
    }) else {
        return Err(Error::type_error("reflect_table() takes a Table of a MetaData"));
    };
    let named = |vm: &mut Vm, argument: &str| -> Result<Vec<String>> {
        vm.iterate(&bound.value(argument))?.iter().map(crate::sa::names::text_of).collect()
    };
    let include = match bound.value("include_columns").is_none() {
        true => None,
        false => Some(named(vm, "include_columns")?),
    };
    let exclude = named(vm, "exclude_columns")?;
    let wanted = Wanted { include, exclude, resolve_keys: vm.truth(&bound.value("resolve_fks"))? };
    let reflected = reflect_table(vm, &bind_of(this), &table.name, &metadata, &wanted, span);
    // The table stays the one that its MetaData knows, whatever came of it.
    crate::sa::metadata::register(&metadata, &table.name, value.clone());
    if let Some(read) = reflected?.downcast::<TableObject>() {
        table.take_over(&read);
    }
    Ok(Value::None)
}

/// The class `PGInspector`: what only PostgreSQL has.
pub fn pg_inspector_class(base: &Rc<Class>) -> Rc<Class> {
    ClassBuilder::new("PGInspector")
        .module("sqlalchemy.dialects.postgresql.base")
        .base(base)
        .method("get_foreign_table_names", |vm, this, args| {
            names_of(vm, this, args, "get_foreign_table_names", ReflectionRequest::ForeignTables)
        })
        .method("get_table_oid", |vm, this, args| {
            let span = args.span;
            let bound = Signature::parse("(table_name, schema=None)").bind("get_table_oid", args)?;
            let (name, schema) = (table_of(&bound)?, bound.value("schema"));
            let text = name.name.text.as_str();
            memory::remembered(vm, this, "get_table_oid", &[text], &schema, |vm| {
                match ask(vm, &bind_of(this), &ReflectionRequest::TableOid(name.clone()), span)? {
                    Reflection::Text(oid) => Ok(Value::int(oid.parse().unwrap_or_default())),
                    _ => Err(no_such_table(vm, DialectName::Postgresql, &name, "get_table_oid")),
                }
            })
        })
        .method("has_type", |vm, this, args| {
            let span = args.span;
            let bound = Signature::parse("(type_name, schema=None, **kw)").bind("has_type", args)?;
            let (schema, name) = (bound.value("schema"), required_name(&bound.value("type_name"))?);
            let name = TableName { schema: optional_name(&schema)?, name };
            let text = name.name.text.as_str();
            memory::remembered(vm, this, "has_type", &[text], &schema, |vm| {
                let answer = ask(vm, &bind_of(this), &ReflectionRequest::Type(name.clone()), span)?;
                Ok(Value::Bool(matches!(answer, Reflection::Names(names) if !names.is_empty())))
            })
        })
        .method("get_enums", |vm, this, args| {
            let span = args.span;
            let bound = Signature::parse("(schema=None, **kw)").bind("get_enums", args)?;
            let schema = bound.value("schema");
            let request = ReflectionRequest::Enums(optional_name(&schema)?);
            memory::remembered(vm, this, "get_enums", &[], &schema, |vm| {
                match ask(vm, &bind_of(this), &request, span)? {
                    Reflection::Enums(list) => Ok(Value::list(list.into_iter().map(dicts::enumeration).collect())),
                    _ => Ok(Value::list(Vec::new())),
                }
            })
        })
        .method("get_domains", |vm, this, args| {
            let span = args.span;
            let bound = Signature::parse("(schema=None, **kw)").bind("get_domains", args)?;
            let schema = bound.value("schema");
            let request = ReflectionRequest::Domains(optional_name(&schema)?);
            memory::remembered(vm, this, "get_domains", &[], &schema, |vm| {
                match ask(vm, &bind_of(this), &request, span)? {
                    Reflection::Domains(list) => Ok(Value::list(list.into_iter().map(dicts::domain).collect())),
                    _ => Ok(Value::list(Vec::new())),
                }
            })
        })
        .build()
}

fn has_table(vm: &mut Vm, this: &Value, name: TableName, span: Span) -> Result<Value> {
    let schema = name.schema.as_ref().map_or(Value::None, |schema| Value::str(&schema.text));
    let text = name.name.text.clone();
    memory::remembered(vm, this, "has_table", &[&text], &schema, |vm| {
        Ok(Value::Bool(exists(vm, &bind_of(this), name, span)?))
    })
}

fn sequences(vm: &mut Vm, this: &Value, schema: Option<Name>, span: Span) -> Result<Vec<String>> {
    if dialect_name(vm, this) == DialectName::Sqlite {
        return Err(not_implemented(vm));
    }
    match ask(vm, &bind_of(this), &ReflectionRequest::Sequences(schema), span)? {
        Reflection::Sequences(list) => Ok(list.into_iter().map(|sequence| sequence.name).collect()),
        _ => Ok(Vec::new()),
    }
}

fn temporary(vm: &mut Vm, this: &Value, args: Args, function: &'static str) -> Result<Value> {
    if dialect_name(vm, this).is_mysql() {
        return Err(not_implemented(vm));
    }
    names_of(
        vm,
        this,
        args,
        function,
        match function {
            "get_temp_view_names" => |_| ReflectionRequest::TemporaryViews,
            _ => |_| ReflectionRequest::TemporaryTables,
        },
    )
}

/// `dialect.has_table(connection, name, schema=None)`.
///
/// # Errors
/// What the database raises.
pub fn dialect_has_table(vm: &mut Vm, args: Args) -> Result<Value> {
    let span = args.span;
    let bound = Signature::parse("(connection, table_name, schema=None, **kw)").bind("has_table", args)?;
    let name =
        TableName { schema: optional_name(&bound.value("schema"))?, name: required_name(&bound.value("table_name"))? };
    Ok(Value::Bool(exists(vm, &bound.value("connection"), name, span)?))
}
