//! `sa.inspect(bind)` and reflection into `Table` objects.

mod dicts;
mod listen;
mod load;
mod metadata;
mod sorted;

use std::rc::Rc;

use limbeck_ops::{DialectName, Name, ReflectedTable, Reflection, ReflectionRequest, TableName};
use limbeck_python::{Args, Class, ClassBuilder, Error, Object, Result, Signature, Span, Value, Vm};

use crate::errors::{self, IntoScript};
use crate::runtime::{current_context, origin};
use crate::sa::classes::classes;
use crate::sa::engine::{ConnectionObject, EngineObject};
use crate::sa::names::{optional_name, required_name};

pub use listen::listened;
pub use load::{Wanted, reflect_table};
pub use metadata::reflect_metadata;

/// `sa.inspect(bind)`.
#[derive(Debug)]
pub struct InspectorObject {
    class: Rc<Class>,
    bind: Value,
}

impl Object for InspectorObject {
    fn class(&self, _vm: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("Inspector")
    }

    fn get_attr(&self, _this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        Ok(match name {
            "bind" | "engine" => Some(self.bind.clone()),
            "dialect" => {
                let dialect = crate::sa::engine::dialect_of(vm, &self.bind);
                Some(crate::sa::dialect::dialect_value(vm, dialect))
            }
            "default_schema_name" => match ask(vm, &self.bind, &ReflectionRequest::DefaultSchema, Span::NONE)? {
                Reflection::Names(names) => Some(names.first().map_or(Value::None, Value::str)),
                _ => Some(Value::None),
            },
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
    if matches!(bind, Value::Class(_)) {
        return Err(Error::unsupported("`inspect()` of a mapped class"));
    }
    if !matches!(bind.payload(), Value::Object(_) | Value::Instance(_)) {
        let class = Value::Class(vm.class_of(&bind));
        let message = format!("No inspection system is available for object of type {}", vm.repr(&class)?);
        return Err(errors::sqlalchemy_error(vm, "NoInspectionAvailable", &message));
    }
    Ok(Value::object(InspectorObject { class: Rc::clone(&classes(vm).inspector), bind }))
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
    match ask(vm, bind, &ReflectionRequest::Table(name.clone()), span)? {
        Reflection::Table(table) => Ok(Some(*table)),
        _ => Ok(None),
    }
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

fn named_table(function: &str, args: Args) -> Result<TableName> {
    let bound = Signature::parse("(table_name, schema=None, **kw)").bind(function, args)?;
    let schema = optional_name(&bound.value("schema"))?;
    Ok(TableName { schema, name: required_name(&bound.value("table_name"))? })
}

fn needed_table(vm: &mut Vm, this: &Value, args: Args, function: &str) -> Result<Told> {
    let span = args.span;
    let name = named_table(function, args)?;
    let dialect = dialect_name(vm, this);
    let has_none = match dialect {
        DialectName::Sqlite => function == "get_table_comment",
        DialectName::Postgresql => function == "get_table_options",
        DialectName::Mysql | DialectName::Mariadb => false,
    };
    if has_none {
        return Err(not_implemented(vm));
    }
    match table(vm, &bind_of(this), &name, span)? {
        Some(table) => Ok(Told { table, dialect }),
        None => Err(no_such_table(vm, dialect, &name, function)),
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

fn names_of(vm: &mut Vm, this: &Value, args: Args, make: fn(Option<Name>) -> ReflectionRequest) -> Result<Value> {
    let span = args.span;
    let bound = Signature::parse("(schema=None, **kw)").bind("get_table_names", args)?;
    let request = make(optional_name(&bound.value("schema"))?);
    match ask(vm, &bind_of(this), &request, span)? {
        Reflection::Names(names) => Ok(strings(names)),
        _ => Ok(Value::list(Vec::new())),
    }
}

/// What SQLAlchemy's dialects leave out.
fn not_implemented(vm: &mut Vm) -> Error {
    errors::sqlalchemy_error(vm, "NotImplementedError", "")
}

/// What only the inspector of PostgreSQL has.
fn postgresql_only(vm: &mut Vm, this: &Value, name: &str) -> Result<()> {
    match dialect_name(vm, this) {
        DialectName::Postgresql => Ok(()),
        DialectName::Sqlite | DialectName::Mysql | DialectName::Mariadb => {
            Err(Error::attribute_error(format!("'Inspector' object has no attribute '{name}'")))
        }
    }
}

/// A part of a table as the inspector tells it.
type Part = fn(&mut Vm, &Told) -> Result<Value>;

fn part(vm: &mut Vm, this: &Value, args: Args, function: &str, part: Part) -> Result<Value> {
    let told = needed_table(vm, this, args, function)?;
    part(vm, &told)
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

/// `get_multi_…(schema=None, filter_names=None)`: of all tables, or those named, views among them.
fn multi(vm: &mut Vm, this: &Value, args: Args, part: Part) -> Result<Value> {
    let span = args.span;
    let bound =
        Signature::parse("(schema=None, filter_names=None, kind=None, scope=None, **kw)").bind("get_multi", args)?;
    let (bind, dialect) = (bind_of(this), dialect_name(vm, this));
    if !bound.value("kind").is_none() || !bound.value("scope").is_none() {
        return Err(Error::unsupported("`kind` and `scope` of an inspector's `get_multi_…`"));
    }
    let schema = optional_name(&bound.value("schema"))?;
    let mut names = table_names(vm, &bind, schema.clone(), span)?;
    let wanted = bound.value("filter_names");
    if !wanted.is_none() {
        let mut kept = Vec::new();
        for name in vm.iterate(&wanted)? {
            kept.push(required_name(&name)?.text);
        }
        names.retain(|name| kept.contains(name));
    }
    let mut found = Vec::new();
    for name in names {
        let full = TableName { schema: schema.clone(), name: Name::new(name) };
        let Some(table) = table(vm, &bind, &full, span)? else { continue };
        let value = part(vm, &Told { table, dialect })?;
        let schema = schema.as_ref().map_or(Value::None, |schema| Value::str(&schema.text));
        found.push((Value::tuple(vec![schema, Value::str(&full.name.text)]), value));
    }
    let dict = limbeck_python::Dict::new();
    for (key, value) in found {
        dict.insert(vm, key, value)?;
    }
    Ok(Value::Dict(Rc::new(dict)))
}

/// The class `Inspector`.
pub fn inspector_class() -> Rc<Class> {
    let mut builder = ClassBuilder::new("Inspector")
        .module("sqlalchemy.engine.reflection")
        .class_method("from_engine", |vm, _class, args| inspect(vm, args))
        .method("get_table_names", |vm, this, args| names_of(vm, this, args, ReflectionRequest::Tables))
        .method("get_view_names", |vm, this, args| names_of(vm, this, args, ReflectionRequest::Views))
        .method("get_materialized_view_names", |vm, this, args| match dialect_name(vm, this) {
            DialectName::Postgresql => names_of(vm, this, args, ReflectionRequest::MaterializedViews),
            DialectName::Sqlite | DialectName::Mysql | DialectName::Mariadb => Err(not_implemented(vm)),
        })
        .method("get_schema_names", |vm, this, args| names_of(vm, this, args, |_| ReflectionRequest::Schemas))
        .method("get_temp_table_names", |vm, this, args| temporary(vm, this, args, ReflectionRequest::TemporaryTables))
        .method("get_temp_view_names", |vm, this, args| temporary(vm, this, args, ReflectionRequest::TemporaryViews))
        .method("get_foreign_table_names", |vm, this, args| {
            postgresql_only(vm, this, "get_foreign_table_names")?;
            names_of(vm, this, args, ReflectionRequest::ForeignTables)
        })
        .method("get_sequence_names", |vm, this, args| {
            let span = args.span;
            let bound = Signature::parse("(schema=None, **kw)").bind("get_sequence_names", args)?;
            let names = sequences(vm, this, optional_name(&bound.value("schema"))?, span)?;
            Ok(strings(names))
        })
        .method("has_sequence", |vm, this, args| {
            let span = args.span;
            let bound = Signature::parse("(sequence_name, schema=None, **kw)").bind("has_sequence", args)?;
            let wanted = required_name(&bound.value("sequence_name"))?;
            if dialect_name(vm, this) == DialectName::Sqlite {
                return Err(not_implemented(vm));
            }
            let names = sequences(vm, this, optional_name(&bound.value("schema"))?, span)?;
            Ok(Value::Bool(names.contains(&wanted.text)))
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
        .method("get_enums", |vm, this, args| {
            postgresql_only(vm, this, "get_enums")?;
            let span = args.span;
            let bound = Signature::parse("(schema=None, **kw)").bind("get_enums", args)?;
            let request = ReflectionRequest::Enums(optional_name(&bound.value("schema"))?);
            match ask(vm, &bind_of(this), &request, span)? {
                Reflection::Enums(list) => Ok(Value::list(list.into_iter().map(dicts::enumeration).collect())),
                _ => Ok(Value::list(Vec::new())),
            }
        })
        .method("get_domains", |vm, this, args| {
            postgresql_only(vm, this, "get_domains")?;
            let span = args.span;
            let bound = Signature::parse("(schema=None, **kw)").bind("get_domains", args)?;
            let request = ReflectionRequest::Domains(optional_name(&bound.value("schema"))?);
            match ask(vm, &bind_of(this), &request, span)? {
                Reflection::Domains(list) => Ok(Value::list(list.into_iter().map(dicts::domain).collect())),
                _ => Ok(Value::list(Vec::new())),
            }
        })
        .method("get_view_definition", |vm, this, args| {
            let span = args.span;
            let bound = Signature::parse("(view_name, schema=None, **kw)").bind("get_view_definition", args)?;
            let name = TableName {
                schema: optional_name(&bound.value("schema"))?,
                name: required_name(&bound.value("view_name"))?,
            };
            match ask(vm, &bind_of(this), &ReflectionRequest::ViewDefinition(name.clone()), span)? {
                Reflection::Text(text) => Ok(Value::from(text)),
                _ => {
                    let dialect = dialect_name(vm, this);
                    Err(no_such_table(vm, dialect, &name, "get_view_definition"))
                }
            }
        })
        .method("has_table", |vm, this, args| {
            let span = args.span;
            let name = named_table("has_table", args)?;
            Ok(Value::Bool(table(vm, &bind_of(this), &name, span)?.is_some()))
        })
        .method("has_index", |vm, this, args| {
            let span = args.span;
            let bound = Signature::parse("(table_name, index_name, schema=None, **kw)").bind("has_index", args)?;
            let wanted = required_name(&bound.value("index_name"))?;
            let name = TableName {
                schema: optional_name(&bound.value("schema"))?,
                name: required_name(&bound.value("table_name"))?,
            };
            let found = table(vm, &bind_of(this), &name, span)?;
            Ok(Value::Bool(found.is_some_and(|table| table.indexes.iter().any(|index| index.name == wanted.text))))
        })
        .method("get_sorted_table_and_fkc_names", sorted::of_schema)
        .method("sort_tables_on_foreign_key_dependency", sorted::of_schemas)
        .method("clear_cache", |_vm, _this, _args| Ok(Value::None));
    for (one, many, how) in PARTS {
        builder = builder
            .method(one, move |vm, this, args| part(vm, this, args, one, *how))
            .method(many, move |vm, this, args| multi(vm, this, args, *how));
    }
    builder.build()
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

fn temporary(vm: &mut Vm, this: &Value, args: Args, request: ReflectionRequest) -> Result<Value> {
    if dialect_name(vm, this).is_mysql() {
        return Err(not_implemented(vm));
    }
    match ask(vm, &bind_of(this), &request, args.span)? {
        Reflection::Names(names) => Ok(strings(names)),
        _ => Ok(Value::list(Vec::new())),
    }
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
    Ok(Value::Bool(table(vm, &bound.value("connection"), &name, span)?.is_some()))
}
