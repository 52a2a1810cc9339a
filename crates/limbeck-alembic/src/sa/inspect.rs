//! `sa.inspect(bind)` and reflection into `Table` objects.

use std::rc::Rc;

use limbeck_ops::{
    Constraint, ConstraintName, Deferral, DialectName, ForeignKey, Name, Options, PrimaryKey, ReflectedTable,
    Reflection, ReflectionRequest, ServerDefault, TableName,
};
use limbeck_python::{Args, Class, ClassBuilder, Error, Object, Result, Signature, Span, Value, Vm};

use crate::errors::{self, IntoScript};
use crate::runtime::{current_context, origin};
use crate::sa::classes::classes;
use crate::sa::column::ColumnObject;
use crate::sa::constraints::ConstraintObject;
use crate::sa::engine::ConnectionObject;
use crate::sa::names::{optional_name, required_name};
use crate::sa::table::build_table;
use crate::sa::types::type_value;

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
    Ok(Value::object(InspectorObject { class: Rc::clone(&classes(vm).inspector), bind }))
}

/// Asks the database behind a `bind`.
///
/// # Errors
/// What the database raises; offline it is refused.
pub fn ask(vm: &mut Vm, bind: &Value, request: &ReflectionRequest, span: Span) -> Result<Reflection> {
    let host = match bind.downcast::<ConnectionObject>() {
        Some(connection) => connection.host(vm)?,
        None => Rc::clone(&current_context(vm)?.host),
    };
    let origin = origin(vm, span);
    let answer = host.borrow_mut().reflect(request, &origin);
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

fn table(vm: &mut Vm, bind: &Value, name: &TableName, span: Span) -> Result<Option<ReflectedTable>> {
    match ask(vm, bind, &ReflectionRequest::Table(name.clone()), span)? {
        Reflection::Table(table) => Ok(Some(*table)),
        _ => Ok(None),
    }
}

fn needed_table(vm: &mut Vm, this: &Value, args: Args, function: &str) -> Result<ReflectedTable> {
    let span = args.span;
    let bound = Signature::parse("(table_name, schema=None, **kw)").bind(function, args)?;
    let schema = optional_name(&bound.value("schema"))?;
    let name = TableName { schema, name: required_name(&bound.value("table_name"))? };
    let bind = bind_of(this);
    match table(vm, &bind, &name, span)? {
        Some(table) => Ok(table),
        None => Err(errors::sqlalchemy_error(vm, "NoSuchTableError", &name.name.text)),
    }
}

fn bind_of(this: &Value) -> Value {
    this.downcast::<InspectorObject>().map_or(Value::None, |inspector| inspector.bind.clone())
}

fn strings(names: impl IntoIterator<Item = String>) -> Value {
    Value::list(names.into_iter().map(Value::from).collect())
}

fn text(value: Option<&String>) -> Value {
    value.map_or(Value::None, Value::str)
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

fn default_text(vm: &mut Vm, default: Option<&ServerDefault>) -> Result<Value> {
    Ok(match default {
        None | Some(ServerDefault::Fetched) => Value::None,
        Some(ServerDefault::Str(text)) => Value::str(text),
        Some(ServerDefault::Expr(limbeck_ops::Expr::Text(text))) => Value::str(&text.text),
        Some(ServerDefault::Expr(expr)) => {
            let query = limbeck_ops::Query::Expr(Box::new(expr.clone()));
            Value::from(crate::sa::engine::render_query(vm, &query, &Value::None, true)?)
        }
    })
}

/// A column as the inspector of MySQL tells it: `autoincrement` of integers only, and what it is computed from.
fn mysql_column(vm: &mut Vm, column: &limbeck_ops::Column) -> Result<Value> {
    let mut items = vec![
        ("name".to_owned(), Value::str(&column.name.text)),
        ("type".to_owned(), type_value(vm, &column.ty)),
        ("default".to_owned(), default_text(vm, column.server_default.as_ref())?),
        ("comment".to_owned(), text(column.comment.as_ref())),
        ("nullable".to_owned(), Value::Bool(column.nullable)),
    ];
    let numbered = match column.autoincrement {
        limbeck_ops::Autoincrement::Yes => Some(true),
        limbeck_ops::Autoincrement::No => Some(false),
        limbeck_ops::Autoincrement::Auto | limbeck_ops::Autoincrement::IgnoreForeignKey => None,
    };
    if let Some(numbered) = numbered {
        items.push(("autoincrement".to_owned(), Value::Bool(numbered)));
    }
    if let Some(computed) = &column.computed {
        let default = ServerDefault::Expr(computed.expr.clone());
        let mut parts = vec![("sqltext".to_owned(), default_text(vm, Some(&default))?)];
        if let Some(persisted) = computed.persisted {
            parts.push(("persisted".to_owned(), Value::Bool(persisted)));
        }
        items.push(("computed".to_owned(), Value::dict(parts)));
    }
    Ok(Value::dict(items))
}

fn is_mysql(vm: &mut Vm, this: &Value) -> Option<DialectName> {
    let dialect = crate::sa::engine::dialect_of(vm, &bind_of(this)).name;
    dialect.is_mysql().then_some(dialect)
}

/// An index as the inspector of MySQL tells it.
fn mysql_index(index: &limbeck_ops::ReflectedIndex, dialect: DialectName) -> Value {
    let flavour = index.definition.as_deref().and_then(|text| text.split_once(" KEY ")).map(|(flavour, _)| flavour);
    let mut items = vec![
        ("name".to_owned(), Value::str(&index.name)),
        ("column_names".to_owned(), Value::list(index.columns.iter().map(|name| text(name.as_ref())).collect())),
        ("unique".to_owned(), Value::Bool(index.unique)),
    ];
    let mut options = Vec::new();
    if let Some(flavour) = flavour {
        if !index.unique {
            options.push((format!("{dialect}_prefix"), Value::str(flavour)));
        }
        items.push(("type".to_owned(), Value::str(flavour)));
    }
    // `` `name`(10) ``
    let length = |text: &String| text.rsplit_once("`(")?.1.trim_end_matches(" DESC").strip_suffix(')')?.parse().ok();
    let lengths: Vec<(String, Value)> = index
        .columns
        .iter()
        .zip(&index.expressions)
        .filter_map(|(name, text)| Some((name.clone()?, Value::int(length(text)?))))
        .collect();
    if !lengths.is_empty() {
        options.push((format!("{dialect}_length"), Value::dict(lengths)));
    }
    if !options.is_empty() {
        items.push(("dialect_options".to_owned(), Value::dict(options)));
    }
    Value::dict(items)
}

fn columns(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let table = needed_table(vm, this, args, "get_columns")?;
    let mut out = Vec::new();
    if is_mysql(vm, this).is_some() {
        for reflected in &table.columns {
            out.push(mysql_column(vm, &reflected.column)?);
        }
        return Ok(Value::list(out));
    }
    for reflected in &table.columns {
        let column = &reflected.column;
        let mut items = vec![
            ("name".to_owned(), Value::str(&column.name.text)),
            ("type".to_owned(), type_value(vm, &column.ty)),
            ("nullable".to_owned(), Value::Bool(column.nullable)),
            ("default".to_owned(), default_text(vm, column.server_default.as_ref())?),
            ("comment".to_owned(), text(column.comment.as_ref())),
        ];
        let is_serial = column.autoincrement == limbeck_ops::Autoincrement::Yes;
        items.push(("autoincrement".to_owned(), Value::Bool(is_serial)));
        if table.primary_key.as_ref().is_some_and(|key| key.columns.contains(&column.name.text)) {
            items.push(("primary_key".to_owned(), Value::int(1)));
        }
        out.push(Value::dict(items));
    }
    Ok(Value::list(out))
}

fn foreign_keys(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let table = needed_table(vm, this, args, "get_foreign_keys")?;
    let list = table
        .foreign_keys
        .iter()
        .map(|key| {
            let mut options = Vec::new();
            for (name, value) in [
                ("onupdate", &key.on_update),
                ("ondelete", &key.on_delete),
                ("initially", &key.initially),
                ("match", &key.match_kind),
            ] {
                if let Some(value) = value {
                    options.push((name, Value::str(value)));
                }
            }
            if let Some(deferrable) = key.deferrable {
                options.push(("deferrable", Value::Bool(deferrable)));
            }
            Value::dict([
                ("name", text(key.name.as_ref())),
                ("constrained_columns", strings(key.columns.clone())),
                (
                    "referred_schema",
                    key.referred_table.schema.as_ref().map_or(Value::None, |schema| Value::str(&schema.text)),
                ),
                ("referred_table", Value::str(&key.referred_table.name.text)),
                ("referred_columns", strings(key.referred_columns.clone())),
                ("options", Value::dict(options)),
            ])
        })
        .collect();
    Ok(Value::list(list))
}

fn indexes(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let table = needed_table(vm, this, args, "get_indexes")?;
    if let Some(dialect) = is_mysql(vm, this) {
        return Ok(Value::list(table.indexes.iter().map(|index| mysql_index(index, dialect)).collect()));
    }
    let list = table
        .indexes
        .iter()
        .map(|index| {
            let mut items = vec![
                ("name".to_owned(), Value::str(&index.name)),
                ("unique".to_owned(), Value::Bool(index.unique)),
                (
                    "column_names".to_owned(),
                    Value::list(index.columns.iter().map(|name| text(name.as_ref())).collect()),
                ),
            ];
            if index.columns.iter().any(Option::is_none) {
                items.push(("expressions".to_owned(), strings(index.expressions.clone())));
            }
            if let Some(constraint) = &index.duplicates_constraint {
                items.push(("duplicates_constraint".to_owned(), Value::str(constraint)));
            }
            let mut options = Vec::new();
            if let Some(method) = index.method.as_ref().filter(|method| *method != "btree") {
                options.push(("postgresql_using", Value::str(method)));
            }
            if let Some(predicate) = &index.predicate {
                options.push(("postgresql_where", Value::str(predicate)));
            }
            items.push(("dialect_options".to_owned(), Value::dict(options)));
            Value::dict(items)
        })
        .collect();
    Ok(Value::list(list))
}

/// The class `Inspector`.
pub fn inspector_class() -> Rc<Class> {
    ClassBuilder::new("Inspector")
        .module("sqlalchemy.engine.reflection")
        .class_method("from_engine", |vm, _class, args| inspect(vm, args))
        .method("get_table_names", |vm, this, args| names_of(vm, this, args, ReflectionRequest::Tables))
        .method("get_view_names", |vm, this, args| names_of(vm, this, args, ReflectionRequest::Views))
        .method("get_materialized_view_names", |vm, this, args| {
            names_of(vm, this, args, ReflectionRequest::MaterializedViews)
        })
        .method("get_schema_names", |vm, this, args| names_of(vm, this, args, |_| ReflectionRequest::Schemas))
        .method("get_sequence_names", |vm, this, args| {
            let span = args.span;
            let bound = Signature::parse("(schema=None, **kw)").bind("get_sequence_names", args)?;
            let request = ReflectionRequest::Sequences(optional_name(&bound.value("schema"))?);
            match ask(vm, &bind_of(this), &request, span)? {
                Reflection::Sequences(list) => Ok(strings(list.into_iter().map(|sequence| sequence.name))),
                _ => Ok(Value::list(Vec::new())),
            }
        })
        .method("get_enums", |vm, this, args| {
            let span = args.span;
            let bound = Signature::parse("(schema=None, **kw)").bind("get_enums", args)?;
            let request = ReflectionRequest::Enums(optional_name(&bound.value("schema"))?);
            match ask(vm, &bind_of(this), &request, span)? {
                Reflection::Enums(list) => Ok(Value::list(
                    list.into_iter()
                        .map(|one| {
                            Value::dict([
                                ("name", Value::from(one.name)),
                                ("schema", Value::from(one.schema)),
                                ("visible", Value::Bool(one.visible)),
                                ("labels", strings(one.labels)),
                            ])
                        })
                        .collect(),
                )),
                _ => Ok(Value::list(Vec::new())),
            }
        })
        .method("has_table", |vm, this, args| {
            let span = args.span;
            let bound = Signature::parse("(table_name, schema=None, **kw)").bind("has_table", args)?;
            let name = TableName {
                schema: optional_name(&bound.value("schema"))?,
                name: required_name(&bound.value("table_name"))?,
            };
            Ok(Value::Bool(table(vm, &bind_of(this), &name, span)?.is_some()))
        })
        .method("has_index", |vm, this, args| {
            let bound = Signature::parse("(table_name, index_name, schema=None, **kw)").bind("has_index", args)?;
            let wanted = required_name(&bound.value("index_name"))?;
            let inner = Args::of([bound.value("table_name"), bound.value("schema")]);
            let table = needed_table(vm, this, inner, "has_index")?;
            Ok(Value::Bool(table.indexes.iter().any(|index| index.name == wanted.text)))
        })
        .method("get_columns", columns)
        .method("get_pk_constraint", |vm, this, args| {
            let table = needed_table(vm, this, args, "get_pk_constraint")?;
            if is_mysql(vm, this).is_some() {
                let columns = table.primary_key.map(|key| key.columns).unwrap_or_default();
                return Ok(Value::dict([("constrained_columns", strings(columns)), ("name", Value::None)]));
            }
            let (name, columns) = match table.primary_key {
                Some(key) => (text(key.name.as_ref()), key.columns),
                None => (Value::None, Vec::new()),
            };
            Ok(Value::dict([("constrained_columns", strings(columns)), ("name", name), ("comment", Value::None)]))
        })
        .method("get_foreign_keys", foreign_keys)
        .method("get_indexes", indexes)
        .method("get_unique_constraints", |vm, this, args| {
            let table = needed_table(vm, this, args, "get_unique_constraints")?;
            if is_mysql(vm, this).is_some() {
                let one = |key: &limbeck_ops::ReflectedKey| {
                    Value::dict([
                        ("name", text(key.name.as_ref())),
                        ("column_names", strings(key.columns.clone())),
                        ("duplicates_index", text(key.name.as_ref())),
                    ])
                };
                return Ok(Value::list(table.unique_constraints.iter().map(one).collect()));
            }
            let list = table
                .unique_constraints
                .iter()
                .map(|key| {
                    Value::dict([
                        ("column_names", strings(key.columns.clone())),
                        ("name", text(key.name.as_ref())),
                        ("comment", text(key.comment.as_ref())),
                    ])
                })
                .collect();
            Ok(Value::list(list))
        })
        .method("get_check_constraints", |vm, this, args| {
            let table = needed_table(vm, this, args, "get_check_constraints")?;
            let has_comments = is_mysql(vm, this).is_none();
            let list = table
                .checks
                .iter()
                .map(|check| {
                    let mut items =
                        vec![("name", text(check.name.as_ref())), ("sqltext", Value::str(&check.condition))];
                    if has_comments {
                        items.push(("comment", Value::None));
                    }
                    Value::dict(items)
                })
                .collect();
            Ok(Value::list(list))
        })
        .method("get_table_comment", |vm, this, args| {
            let table = needed_table(vm, this, args, "get_table_comment")?;
            Ok(Value::dict([("text", text(table.comment.as_ref()))]))
        })
        .method("clear_cache", |_vm, _this, _args| Ok(Value::None))
        .build()
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

/// A `Table` object of a table as the database has it (`autoload_with`).
///
/// # Errors
/// `NoSuchTableError`, or what the database raises.
pub fn reflect_table(vm: &mut Vm, bind: &Value, name: &TableName, metadata: &Value, span: Span) -> Result<Value> {
    let bind = if bind.is_none() { Value::None } else { bind.clone() };
    let Some(reflected) = table(vm, &bind, name, span)? else {
        return Err(errors::sqlalchemy_error(vm, "NoSuchTableError", &name.name.text));
    };
    let key_columns = reflected.primary_key.as_ref().map(|key| key.columns.clone()).unwrap_or_default();
    let mut items = Vec::new();
    for one in &reflected.columns {
        let mut column = one.column.clone();
        column.primary_key = key_columns.contains(&column.name.text);
        let type_value = type_value(vm, &column.ty);
        items.push(Value::object(ColumnObject::from_data(vm, column, type_value)));
    }
    let names = |list: &[String]| list.iter().map(|name| Name::new(name.as_str())).collect::<Vec<_>>();
    let constraint_name = |name: &Option<String>| {
        name.as_ref().map_or(ConstraintName::Unnamed, |name| ConstraintName::Final(Name::new(name.as_str())))
    };
    let mut constraints = Vec::new();
    if let Some(key) = &reflected.primary_key {
        constraints.push(Constraint::PrimaryKey(PrimaryKey {
            name: constraint_name(&key.name),
            columns: names(&key.columns),
            deferral: Deferral::default(),
            options: Options::none(),
        }));
    }
    for key in &reflected.foreign_keys {
        constraints.push(Constraint::ForeignKey(ForeignKey {
            name: constraint_name(&key.name),
            columns: names(&key.columns),
            referred_table: key.referred_table.clone(),
            referred_columns: names(&key.referred_columns),
            on_update: key.on_update.clone(),
            on_delete: key.on_delete.clone(),
            match_kind: key.match_kind.clone(),
            deferral: Deferral { deferrable: key.deferrable, initially: key.initially.clone() },
            use_alter: false,
            options: Options::none(),
        }));
    }
    for constraint in constraints {
        let class = Rc::clone(classes(vm).constraints.class_of(&constraint));
        items.push(Value::object(ConstraintObject::new(&class, constraint)));
    }
    let schema = name.schema.as_ref().map_or(Value::None, |schema| Value::str(&schema.text));
    let table = build_table(vm, name.name.clone(), &items, &[(Rc::from("schema"), schema)], Some(metadata.clone()))?;
    table.as_from_clause();
    Ok(Value::object(table))
}
