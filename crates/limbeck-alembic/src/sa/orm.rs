//! Mapped classes, as far as statements need them, and what `sqlalchemy.orm` (written in the language of scripts, see
//! `python/orm.py`) needs of the objects here.

use std::rc::Rc;

use limbeck_ops::Constraint;
use limbeck_python::{Args, Error, Module, Result, Signature, Value, Vm};

use crate::sa::column::ColumnObject;
use crate::sa::names::text_of;
use crate::sa::query::selected_entities;
use crate::sa::table::{FromObject, TableObject};

/// The table of a mapped class (`__table__`) or of an alias of one, if `value` is one.
///
/// # Errors
/// When looking the attribute up fails.
pub fn table_of(vm: &mut Vm, value: &Value) -> Result<Option<Value>> {
    let class = match value {
        Value::Class(class) => class,
        Value::Instance(instance) if instance.class().lookup("__limbeck_alias__").is_some() => instance.class(),
        _ => return Ok(None),
    };
    if class.lookup("__table__").is_none() && class.lookup("__limbeck_alias__").is_none() {
        return Ok(None);
    }
    let table = vm.get_attr(value, "__table__")?;
    let readable = table.downcast_ref::<TableObject>().is_some() || table.downcast_ref::<FromObject>().is_some();
    Ok(readable.then_some(table))
}

/// What a join is made of: its target and condition, or those of the relationship that it goes along (`Pet.owner`), in
/// two steps where that has a table between.
///
/// # Errors
/// When the relationship can't be followed.
pub fn join_steps(vm: &mut Vm, target: &Value, on: &Value) -> Result<Vec<(Value, Value)>> {
    let goes_along =
        |value: &Value| matches!(value, Value::Instance(one) if one.class().lookup("limbeck_join").is_some());
    let mut steps = vec![(target.clone(), on.clone())];
    if let Some(relationship) = [on, target].into_iter().find(|value| goes_along(value)) {
        let made = vm.call_method(relationship, "limbeck_join", Args::of([target.clone()]))?;
        steps.clear();
        for step in vm.iterate(&made)? {
            if let Some([target, on]) = step.as_sequence().as_deref() {
                steps.push((target.clone(), on.clone()));
            }
        }
    }
    for (target, on) in &mut steps {
        let Some(table) = table_of(vm, target)? else { continue };
        if let Some(criterion) = criterion_of(vm, target, &table)? {
            if on.is_none() {
                return Err(Error::unsupported(
                    "a join without a condition to a class that shares its table with others",
                ));
            }
            let both = crate::sa::expr::join(
                limbeck_ops::ListOp::And,
                vec![crate::sa::constraints::filter_condition(vm, on)?, criterion],
            );
            *on = crate::sa::expr::element(vm, both);
        }
        *target = table;
    }
    Ok(steps)
}

/// What tells the rows of a mapped class from those of others in its table (single-table inheritance).
///
/// # Errors
/// When the class can't be asked.
pub fn criterion_of(vm: &mut Vm, value: &Value, table: &Value) -> Result<Option<limbeck_ops::Expr>> {
    let class = match value {
        Value::Class(class) => class,
        Value::Instance(instance) => instance.class(),
        _ => return Ok(None),
    };
    if class.lookup("limbeck_criterion").is_none() {
        return Ok(None);
    }
    let criterion = vm.call_method(value, "limbeck_criterion", Args::of([table.clone()]))?;
    if criterion.is_none() { Ok(None) } else { crate::sa::expr::to_expr(vm, &criterion).map(Some) }
}

const LIBRARIES: &[(&str, &str)] = &[
    ("_limbeck_declarative", include_str!("python/declarative.py")),
    ("_limbeck_session", include_str!("python/session.py")),
    ("_limbeck_query", include_str!("python/query.py")),
    ("sqlalchemy.orm", include_str!("python/orm.py")),
    ("sqlalchemy.event", include_str!("python/event.py")),
    ("_limbeck_ddl", include_str!("python/ddl.py")),
    ("_limbeck_dbapi", include_str!("python/dbapi.py")),
    ("sqlalchemy.ext.hybrid", include_str!("python/hybrid.py")),
    ("sqlalchemy.ext.mutable", include_str!("python/mutable.py")),
    ("sqlalchemy.ext.associationproxy", include_str!("python/associationproxy.py")),
    ("_limbeck_ranges", include_str!("python/ranges.py")),
    ("_limbeck_rows", include_str!("python/rows.py")),
    ("sqlalchemy.ext.compiler", include_str!("python/compiler.py")),
    ("sqlalchemy.sql.operators", include_str!("python/operators.py")),
];

/// Names of modules that only sort the names of `sqlalchemy.orm` differently.
const ALIASES: &[&str] = &[
    "sqlalchemy.orm.session",
    "sqlalchemy.orm.query",
    "sqlalchemy.orm.attributes",
    "sqlalchemy.orm.decl_api",
    "sqlalchemy.orm.exc",
    "sqlalchemy.orm.relationships",
    "sqlalchemy.orm.mapper",
    "sqlalchemy.orm.scoping",
    "sqlalchemy.orm.util",
    "sqlalchemy.orm.base",
    "sqlalchemy.orm.properties",
    "sqlalchemy.orm.strategy_options",
    "sqlalchemy.orm.collections",
    "sqlalchemy.ext.declarative",
    "sqlalchemy.ext.declarative.api",
    "sqlalchemy.ext.declarative.base",
    "sqlalchemy.ext.orderinglist",
];

/// Registers `sqlalchemy.orm` and the extensions that go with it.
pub fn register(vm: &mut Vm) {
    for (name, text) in LIBRARIES {
        vm.register_library(name, text);
    }
    for name in ALIASES {
        vm.register_module(name, move |vm| match vm.import("sqlalchemy.orm")? {
            Value::Module(orm) => {
                let module = Module::new(name);
                for (key, value) in orm.attrs.borrow().iter() {
                    module.set(key, value.clone());
                }
                Ok(Rc::new(module))
            }
            _ => Err(Error::runtime_error("sqlalchemy.orm is no module")),
        });
    }
    vm.register_module("sqlalchemy.ext.automap", |_vm| {
        let refuse = |name: &'static str| move |_: &mut Vm, _: Args| -> Result<Value> { Err(Error::unsupported(name)) };
        Ok(Rc::new(
            Module::new("sqlalchemy.ext.automap")
                .function("automap_base", refuse("`sqlalchemy.ext.automap.automap_base()`")),
        ))
    });
    vm.register_module("_limbeck_sa", |_vm| Ok(Rc::new(natives())));
}

/// `big` as `Big`.
fn capital(word: &str) -> String {
    let mut rest = word.chars();
    match rest.next() {
        Some(first) => first.to_uppercase().chain(rest).collect(),
        None => String::new(),
    }
}

fn natives() -> Module {
    Module::new("_limbeck_sa")
        .function_with("add_constraint", "(constraint)", |vm, bound| crate::op::objects::add_constraint(vm, &bound))
        .function_with("of_table", "(item, table, schema)", |_vm, bound| crate::op::objects::of_table(&bound))
        .function_with("own_implementations", "()", |vm, _bound| {
            crate::context::implementation::asked(vm);
            Ok(Value::None)
        })
        .function_with("built_in", "(function)", |vm, bound| crate::op::objects::built_in(vm, &bound))
        .function_with("replace_operation", "(name)", |vm, bound| crate::op::objects::replace(vm, &bound))
        .function_with("listening", "(function)", |vm, bound| {
            crate::sa::events::listening(vm, bound.value("function"));
            Ok(Value::None)
        })
        .function("driver_statement", |vm, args| {
            let span = args.span;
            let bound = Signature::parse("(connection, statement, parameters)").bind("execute", args)?;
            let statement = text_of(&bound.value("statement"))?;
            let (connection, parameters) = (bound.value("connection"), bound.value("parameters"));
            crate::sa::engine::driver_statement(vm, &connection, &statement, &parameters, span)
        })
        .function_with("unsupported", "(what)", |_vm, bound| Err(Error::unsupported(text_of(&bound.value("what"))?)))
        .function_with("entities", "(statement)", |_vm, bound| {
            let pairs = selected_entities(&bound.value("statement"));
            Ok(Value::list(
                pairs
                    .into_iter()
                    .map(|(entity, width)| {
                        let width = i64::try_from(width).unwrap_or(i64::MAX);
                        Value::tuple(vec![entity, Value::int(width)])
                    })
                    .collect(),
            ))
        })
        .function_with("parameters", "(function)", |_vm, bound| {
            let function = match bound.value("function") {
                Value::Method(method) => method.function.clone(),
                other => other,
            };
            Ok(match function {
                Value::Function(function) => Value::list(function.parameters().iter().map(Value::str).collect()),
                _ => Value::None,
            })
        })
        .function_with("register_compiler", "(class_, specs, function)", |vm, bound| {
            let specs = vm.iterate(&bound.value("specs"))?;
            crate::sa::compiled::register(vm, &bound.value("class_"), &specs, &bound.value("function"))?;
            Ok(Value::None)
        })
        .function_with("quoted_identifier", "(name)", |vm, bound| {
            let name = crate::sa::names::required_name(&bound.value("name"))?;
            Ok(crate::sa::expr::element(vm, limbeck_ops::Expr::Identifier(name)))
        })
        .function_with("render", "(element, literal_binds=True, plain=False)", |vm, bound| {
            let element = bound.value("element");
            // Online no values go with the text.
            let offline = crate::runtime::current_context(vm).is_ok_and(|context| context.as_sql);
            let literal = vm.truth(&bound.value("literal_binds"))? || !offline;
            // `visit_function()`: whatever the project writes for the class.
            if let (true, Some(object)) =
                (vm.truth(&bound.value("plain"))?, element.downcast_ref::<crate::sa::expr::ExprObject>())
            {
                let query = limbeck_ops::Query::Expr(Box::new(object.expr.clone()));
                return crate::sa::engine::render_query(vm, &query, &Value::None, literal).map(Value::from);
            }
            if let Some(text) = element.as_str() {
                return Ok(Value::str(text));
            }
            let query = match element.downcast::<crate::sa::query::QueryObject>() {
                Some(object) => object.query.clone(),
                None => limbeck_ops::Query::Expr(Box::new(crate::sa::expr::to_expr(vm, &element)?)),
            };
            crate::sa::engine::render_query(vm, &query, &Value::None, literal).map(Value::from)
        })
        .function_with("type_text", "(type_, dialect, name)", |vm, bound| {
            // `compiler.visit_INTEGER(type_)`: the type of that name, `visit_big_integer` as `BigInteger`.
            let name = text_of(&bound.value("name"))?;
            let camel: String = name.split('_').map(capital).collect();
            let types = &crate::sa::classes::classes(vm).types;
            let class = types.generic(&name).or_else(|| types.generic(&camel)).cloned();
            let Some(class) = class else {
                return Err(Error::unsupported(format!("`compiler.visit_{name}()`")));
            };
            let made = vm.call(&Value::Class(class), Args::none())?;
            let Some(object) = made.downcast::<crate::sa::types::TypeObject>() else { return Ok(Value::None) };
            let mut ty = object.ty.borrow().clone();
            // With the arguments of the type that it is asked about.
            if let Some(given) = bound.value("type_").downcast::<crate::sa::types::TypeObject>() {
                let given = given.ty.borrow().kind.clone();
                if std::mem::discriminant(&ty.kind) == std::mem::discriminant(&given) {
                    ty.kind = given;
                } else if let (Some(own), Some(options)) = (ty.kind.string_options_mut(), given.string_options()) {
                    own.clone_from(options);
                }
            }
            let dialect = crate::sa::engine::dialect_of(vm, &bound.value("dialect"));
            match crate::sa::render::type_text(vm, &dialect, &ty) {
                Some(text) => Ok(Value::from(text)),
                None => Err(crate::errors::compile_error(vm, "Can't render element of this type")),
            }
        })
        .function_with("unresolved_because", "(name, reason)", |vm, bound| {
            let (name, reason) = (text_of(&bound.value("name"))?, text_of(&bound.value("reason"))?);
            Ok(vm.unresolved(&name, reason))
        })
        .function_with("is_handled_here", "(exception)", |vm, bound| {
            Ok(Value::Bool(vm.is_handled_here(&text_of(&bound.value("exception"))?)))
        })
        .function_with("bind", "(url)", |vm, bound| match crate::runtime::current_context(vm) {
            // The connection of the run, or before there is one an engine for the application's URL.
            Ok(context) => Ok(context.connection.clone()),
            Err(_) => crate::sa::engine::engine_value(vm, &bound.value("url"), false),
        })
        .function_with("references", "(instance)", |_vm, bound| match bound.value("instance") {
            Value::Instance(instance) => Ok(Value::int(i64::try_from(Rc::strong_count(&instance)).unwrap_or(i64::MAX))),
            _ => Err(Error::type_error("references() takes an object")),
        })
        .function_with("is_unresolved", "(value)", |_vm, bound| Ok(Value::Bool(bound.value("value").is_unresolved())))
        .function_with("why", "(value)", |_vm, bound| {
            // Why a value is unresolved, or where the evaluation of a module stopped.
            Ok(match bound.value("value") {
                Value::Unresolved(unresolved) => Value::from(unresolved.reason.describe()),
                Value::Module(module) => match module.stopped() {
                    Some(reason) => Value::from(reason.describe()),
                    None => Value::None,
                },
                _ => Value::None,
            })
        })
        .function("attempt", |vm, args| {
            // Whether a call went through, whatever stopped it; and what it gave.
            let mut positional = args.positional;
            if positional.is_empty() {
                return Err(Error::type_error("attempt() takes a function"));
            }
            let function = positional.remove(0);
            let called = vm.call(&function, Args { positional, keyword: args.keyword, span: args.span });
            match called {
                Ok(value) => Ok(Value::tuple(vec![Value::Bool(true), value])),
                Err(error @ (Error::Limit(_) | Error::Interrupted)) => Err(error),
                Err(error) => Ok(Value::tuple(vec![Value::Bool(false), Value::from(error.to_string())])),
            }
        })
        .function_with("restricted", "(statement, select)", |vm, bound| {
            crate::sa::query::restricted(vm, &bound.value("statement"), &bound.value("select"))
        })
        .function_with("result", "(keys, rows)", |vm, bound| {
            let mut keys = Vec::new();
            for key in vm.iterate(&bound.value("keys"))? {
                keys.push(text_of(&key)?);
            }
            let mut rows = Vec::new();
            for row in vm.iterate(&bound.value("rows"))? {
                rows.push(vm.iterate(&row)?);
            }
            Ok(crate::sa::result::result_of_values(vm, keys, rows))
        })
        .function_with("evaluate", "(text, names)", |vm, bound| {
            let source = text_of(&bound.value("text"))?;
            match bound.value("names").as_dict().cloned() {
                Some(names) => vm.eval_expression(&source, &names),
                None => Err(Error::type_error("evaluate() takes a dictionary of names")),
            }
        })
        .function_with("foreign_keys", "(table)", |_vm, bound| {
            let Some(table) = bound.value("table").downcast::<TableObject>() else {
                return Ok(Value::list(Vec::new()));
            };
            let names =
                |list: &[limbeck_ops::Name]| Value::list(list.iter().map(|name| Value::str(&name.text)).collect());
            let keys = table
                .constraints
                .borrow()
                .iter()
                .filter_map(|(_, constraint)| match constraint {
                    Constraint::ForeignKey(key) => Some(Value::tuple(vec![
                        names(&key.columns),
                        Value::from(key.referred_table.to_string()),
                        names(&key.referred_columns),
                    ])),
                    _ => None,
                })
                .collect();
            Ok(Value::list(keys))
        })
        .function_with("column_flags", "(column)", |_vm, bound| {
            let Some(column) = bound.value("column").downcast::<ColumnObject>() else { return Ok(Value::None) };
            let data = column.data.borrow();
            let untyped = column.type_value.borrow().is_none();
            Ok(Value::tuple(vec![Value::Bool(data.nullable_given), Value::Bool(untyped), Value::str(&data.name.text)]))
        })
        .function_with("name_column", "(column, name)", |_vm, bound| {
            let value = bound.value("column");
            if let Some(column) = value.downcast::<ColumnObject>() {
                let name = text_of(&bound.value("name"))?;
                if column.data.borrow().name.text.is_empty() {
                    column.data.borrow_mut().name = limbeck_ops::Name::new(&*name);
                    if column.key.borrow().is_empty() {
                        *column.key.borrow_mut() = name;
                    }
                }
            }
            Ok(value)
        })
        .function_with("set_type", "(column, type_)", |vm, bound| {
            if let Some(column) = bound.value("column").downcast::<ColumnObject>() {
                let mut ty = bound.value("type_");
                if let Value::Class(_) = ty {
                    ty = vm.call(&ty, Args::none())?;
                }
                column.data.borrow_mut().ty = crate::sa::types::coerce_type(vm, &ty)?;
                *column.type_value.borrow_mut() = ty;
            }
            Ok(Value::None)
        })
        .function_with("set_nullable", "(column, nullable)", |vm, bound| {
            if let Some(column) = bound.value("column").downcast::<ColumnObject>() {
                column.data.borrow_mut().nullable = vm.truth(&bound.value("nullable"))?;
            }
            Ok(Value::None)
        })
        .function_with("own", "(object, name, default=None)", |_vm, bound| {
            let object = bound.value("object");
            let name = bound.value("name");
            let found = match (&object, name.as_str()) {
                (Value::Instance(instance), Some(name)) => instance.get(name),
                (Value::Class(class), Some(name)) => class.attrs.borrow().get(name).cloned(),
                _ => None,
            };
            Ok(found.unwrap_or_else(|| bound.value("default")))
        })
        .function("module_names", |vm, args| {
            let name = args.positional.first().map(text_of).transpose()?.unwrap_or_default();
            Ok(match vm.loaded_module(&name) {
                Some(module) => {
                    Value::dict(module.attrs.borrow().iter().map(|(key, value)| (Rc::clone(key), value.clone())))
                }
                None => Value::dict(Vec::<(String, Value)>::new()),
            })
        })
}
