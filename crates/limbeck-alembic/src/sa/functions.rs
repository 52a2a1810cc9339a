//! Functions of `sqlalchemy` itself: `text`, `func`, `and_`, `case`, `cast`, `bindparam` and their kin.

use std::rc::Rc;

use limbeck_ops::{Bind, Datum, Expr, FunctionCall, ListOp, Name, NumberOptions, TextClause, Type, TypeKind, UnaryOp};
use limbeck_python::{Args, Class, ClassBuilder, Error, Module, Object, Result, Signature, Value, Vm};

use crate::errors;
use crate::sa::classes::classes;
use crate::sa::execution_options;
use crate::sa::expr::{
    self, ExprObject, beside, boolean_type, element, negate, null_type, string_type, to_expr, type_of,
};
use crate::sa::names::{required_name, text_of};
use crate::sa::types::coerce_type;
use crate::values::to_datum;

/// `func`, and `func.package` on the way to a function.
#[derive(Debug)]
struct FunctionGenerator {
    path: Vec<Name>,
}

impl Object for FunctionGenerator {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        Rc::clone(&classes(vm).opaque)
    }

    fn get_attr(&self, _this: &Value, _vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        if name.starts_with("__") {
            return Ok(None);
        }
        let mut path = self.path.clone();
        // A trailing underscore escapes Python's keywords.
        path.push(Name::new(name.strip_suffix('_').unwrap_or(name)));
        Ok(Some(Value::object(FunctionGenerator { path })))
    }

    fn is_callable(&self) -> bool {
        !self.path.is_empty()
    }

    fn call(&self, _this: &Value, vm: &mut Vm, args: Args) -> Result<Value> {
        if let Some(class) = crate::sa::constructs::registered(vm, &self.path) {
            return vm.call(&Value::Class(class), args);
        }
        let ty = match args.keyword.iter().find(|(key, _)| &**key == "type_") {
            Some((_, value)) => Some(coerce_type(vm, value)?),
            None => None,
        };
        let mut arguments = Vec::new();
        let name = self.path.last().map_or("", |name| name.text.as_str()).to_lowercase();
        if let ("next_value", [only]) = (name.as_str(), args.positional.as_slice())
            && only.downcast_ref::<crate::sa::column::Generated>().is_some()
        {
            return vm.call_method(only, "next_value", Args::none());
        }
        if name == "cast" && self.path.len() == 1 {
            let bound = Signature::parse("(expression, type_)").bind("Cast.__init__", args)?;
            return cast(vm, Args::of([bound.value("expression"), bound.value("type_")]), false);
        }
        if let ("extract", [field, value]) = (name.as_str(), args.positional.as_slice())
            && self.path.len() == 1
        {
            let (field, inner) = (text_of(field)?, to_expr(vm, value)?);
            return Ok(element(vm, Expr::Extract { field, expr: Box::new(inner) }));
        }
        for value in &args.positional {
            arguments.push(match value.as_str() {
                // SQLAlchemy takes it for a string; the count is the same.
                Some("*") if name == "count" && !crate::runtime::current_context(vm).is_ok_and(|c| c.as_sql) => {
                    Expr::Star
                }
                // A bind inside a function is named after the function.
                _ => match beside(vm, value, None)? {
                    Expr::Bind(bind) if bind.unique && bind.name == "param" => {
                        Expr::Bind(Bind { name: name.clone(), ..bind })
                    }
                    expr => expr,
                },
            });
        }
        let is_text_search = self.path.len() == 1 && TEXT_SEARCH.contains(&name.as_str());
        if is_text_search && arguments.len() > 1 && crate::runtime::current_context(vm).is_ok_and(|c| c.as_sql) {
            // The configuration: what is no expression is a value of it, which has no literal.
            if let (Some(Expr::Bind(bind)), Some(given)) = (arguments.first_mut(), args.positional.first())
                && expr::as_expr(vm, given)?.is_none()
            {
                bind.ty = Type::new(TypeKind::PgSimple("REGCONFIG".to_owned()));
            }
        }
        if name == "count" && arguments.is_empty() {
            arguments.push(Expr::Star);
        }
        let ty = ty.unwrap_or_else(|| function_type(&name, &arguments));
        let mut path = self.path.clone();
        // A function that SQLAlchemy has a class for is found in any case of letters, and goes by the name of the class.
        if let [only] = path.as_mut_slice()
            && has_class(&name)
        {
            only.text.clone_from(&name);
        }
        let mut call = FunctionCall { name: path, args: arguments, ty, written: None };
        crate::sa::compiled::write_call(vm, &mut call)?;
        Ok(element(vm, Expr::Function(call)))
    }
}

/// The name of a function that a script holds without calling it: `sqlalchemy.sql.functions.concat`.
pub fn generator_name(value: &Value) -> Option<String> {
    value.downcast_ref::<FunctionGenerator>()?.path.last().map(|name| name.text.clone())
}

/// PostgreSQL's functions of text search, which take a configuration first.
pub const TEXT_SEARCH: &[&str] =
    &["to_tsvector", "to_tsquery", "plainto_tsquery", "phraseto_tsquery", "websearch_to_tsquery", "ts_headline"];

/// A call of a function by its name, as `func.name(…)` makes it.
///
/// # Errors
/// When an argument can't stand in SQL.
pub fn named(vm: &mut Vm, name: &str, args: Args) -> Result<Value> {
    let generator = Value::object(FunctionGenerator { path: vec![Name::new(name)] });
    vm.call(&generator, args)
}

/// The functions that SQLAlchemy has classes for in `sqlalchemy.sql.functions`.
const KNOWN: &[&str] = &[
    "array_agg",
    "char_length",
    "coalesce",
    "concat",
    "count",
    "cume_dist",
    "current_date",
    "current_time",
    "current_timestamp",
    "current_user",
    "dense_rank",
    "localtime",
    "localtimestamp",
    "max",
    "min",
    "now",
    "percent_rank",
    "random",
    "rank",
    "session_user",
    "sum",
    "sysdate",
    "user",
];

/// More of them, which make something of their own of their arguments.
const KNOWN_BESIDE: &[&str] = &[
    "aggregate_strings",
    "cube",
    "grouping_sets",
    "mode",
    "next_value",
    "percentile_cont",
    "percentile_disc",
    "rollup",
];

/// Those of `sqlalchemy.dialects.postgresql` for hstore.
const HSTORE: &[&str] =
    &["akeys", "avals", "defined", "delete", "hstore", "hstore_to_array", "hstore_to_matrix", "slice"];

/// Whether SQLAlchemy has a class for a function, by its name in small letters.
pub fn has_class(name: &str) -> bool {
    [KNOWN, KNOWN_BESIDE, HSTORE, TEXT_SEARCH].iter().any(|names| names.contains(&name))
}

/// Sets those functions in a module, as `sqlalchemy.sql.functions` has them.
pub fn fill_classes(module: &Module) {
    for name in KNOWN {
        module.set(name, Value::object(FunctionGenerator { path: vec![Name::new(*name)] }));
    }
}

/// `postgresql.array_agg(…)`: the function with PostgreSQL's own type of arrays.
///
/// # Errors
/// When an argument can't stand in SQL.
pub fn postgresql_array_agg(vm: &mut Vm, args: Args) -> Result<Value> {
    let made = named(vm, "array_agg", args)?;
    match to_expr(vm, &made)? {
        Expr::Function(mut call) => {
            // Of an array it makes no other array.
            let of_array = call.args.first().is_some_and(|arg| matches!(type_of(arg).kind, TypeKind::Array { .. }));
            if let TypeKind::Array { generic, .. } = &mut call.ty.kind
                && !of_array
            {
                *generic = false;
            }
            Ok(element(vm, Expr::Function(call)))
        }
        other => Ok(element(vm, other)),
    }
}

/// PostgreSQL's array of a type.
pub fn array_of(item: Type) -> TypeKind {
    TypeKind::Array { item: Box::new(item), dimensions: None, generic: false, zero_indexes: false }
}

/// The type of the functions that SQLAlchemy knows.
fn function_type(name: &str, args: &[Expr]) -> Type {
    match name {
        "count" | "char_length" | "rank" | "dense_rank" => Type::new(TypeKind::Integer),
        "now" | "current_timestamp" | "localtime" | "localtimestamp" | "sysdate" => {
            Type::new(TypeKind::DateTime { timezone: false })
        }
        "current_date" => Type::new(TypeKind::Date),
        "current_time" => Type::new(TypeKind::Time { timezone: false, precision: None }),
        "concat" | "current_user" | "session_user" | "user" => string_type(),
        "cume_dist" | "percent_rank" => Type::new(TypeKind::Numeric(NumberOptions::default())),
        "coalesce" | "max" | "min" | "sum" => {
            let known = |ty: &Type| ty.kind != limbeck_ops::TypeKind::Null;
            args.iter().map(type_of).find(known).unwrap_or_else(null_type)
        }
        "array_agg" => {
            let item = args.first().map_or_else(null_type, type_of);
            match item.kind {
                TypeKind::Array { .. } => item,
                _ => Type::new(TypeKind::Array {
                    item: Box::new(item),
                    dimensions: None,
                    generic: true,
                    zero_indexes: false,
                }),
            }
        }
        "hstore" | "delete" | "slice" => Type::new(TypeKind::PgSimple("HSTORE".to_owned())),
        "akeys" | "avals" | "hstore_to_array" | "hstore_to_matrix" => {
            Type::new(array_of(Type::new(TypeKind::Text(limbeck_ops::StringOptions::default()))))
        }
        "defined" => boolean_type(),
        "random" => null_type(),
        _ => null_type(),
    }
}

/// The class of `text(…)`.
pub fn text_class() -> Rc<Class> {
    ClassBuilder::new("TextClause")
        .module("sqlalchemy.sql.elements")
        .call_hook(|vm, _class, args| text(vm, args))
        .method("compile", |vm, this, args| match this.downcast_ref::<ExprObject>().map(|object| object.expr.clone()) {
            Some(Expr::Text(text)) => crate::sa::engine::compiled(vm, limbeck_ops::Query::Text(text), args),
            Some(_) | None => Err(Error::type_error("expected text()")),
        })
        .method("self_group", |_vm, this, _args| Ok(this.clone()))
        .method("bindparams", |vm, this, args| {
            let Some(Expr::Text(text)) = this.downcast_ref::<ExprObject>().map(|object| object.expr.clone()) else {
                return Err(Error::type_error("expected text()"));
            };
            let mut text = text;
            for value in &args.positional {
                match value.downcast_ref::<ExprObject>().map(|object| &object.expr) {
                    Some(Expr::Bind(bind)) => set_bind(&mut text, bind.clone()),
                    _ => return Err(errors::argument_error(vm, "bindparams() takes bindparam() objects")),
                }
            }
            for (key, value) in &args.keyword {
                let known = text.binds.iter().find(|bind| bind.name == **key).cloned();
                let datum = match &known {
                    Some(bind) => crate::sa::decorators::bind(vm, &bind.ty, value)?,
                    None => to_datum(vm, value)?,
                };
                let expanding = known.as_ref().is_some_and(|bind| bind.expanding);
                let ty = known
                    .map(|bind| bind.ty)
                    .filter(|ty| ty.kind != TypeKind::Null)
                    .unwrap_or_else(|| expr::literal_type(&datum));
                if !names_bind(&text.text, key) {
                    return Err(errors::argument_error(
                        vm,
                        &format!("This text() construct doesn't define a bound parameter named '{key}'"),
                    ));
                }
                let bind = Bind { name: key.to_string(), value: Some(datum), ty, unique: false, expanding };
                set_bind(&mut text, bind);
            }
            Ok(element(vm, Expr::Text(text)))
        })
        .method("columns", text_columns)
        .method("subquery", |vm, this, args| text_source(vm, this, args, false))
        .method("alias", |vm, this, args| text_source(vm, this, args, false))
        .method("cte", |vm, this, args| text_source(vm, this, args, true))
        .method("execution_options", execution_options::of_statement)
        .build()
}

fn text_of_value(this: &Value) -> Result<TextClause> {
    match this.downcast_ref::<ExprObject>().map(|object| object.expr.clone()) {
        Some(Expr::Text(text)) => Ok(text),
        Some(_) | None => Err(Error::type_error("expected text()")),
    }
}

/// `text(…).columns(*columns, **types)`.
fn text_columns(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let mut text = text_of_value(this)?;
    for value in &args.positional {
        match expr::to_expr(vm, value)? {
            Expr::Column(column) => text.columns.push((column.name, column.ty)),
            _ => return Err(errors::argument_error(vm, "columns() takes columns")),
        }
    }
    for (key, value) in &args.keyword {
        let ty = crate::sa::types::coerce_type(vm, value)?;
        text.columns.push((Name::new(&**key), ty));
    }
    Ok(element(vm, Expr::Text(text)))
}

/// What reads from the rows of a text.
fn text_source(vm: &mut Vm, this: &Value, args: Args, cte: bool) -> Result<Value> {
    let bound = Signature::parse("(name=None, recursive=False, nesting=False)").bind("subquery", args)?;
    let text = text_of_value(this)?;
    let name = crate::sa::names::optional_name(&bound.value("name"))?;
    let columns = text.columns.clone();
    let from = if cte {
        limbeck_ops::From::Cte(std::sync::Arc::new(limbeck_ops::Cte {
            name,
            query: limbeck_ops::Query::Text(text),
            recursive: vm.truth(&bound.value("recursive"))?,
            nesting: vm.truth(&bound.value("nesting"))?,
            prefixes: Vec::new(),
            suffixes: Vec::new(),
        }))
    } else {
        let text = TextClause { text: format!("({})", text.text), ..text };
        limbeck_ops::From::Alias { from: std::sync::Arc::new(limbeck_ops::From::Text(text)), name }
    };
    Ok(crate::sa::table::FromObject::over(vm, from, columns))
}

fn names_bind(text: &str, name: &str) -> bool {
    let mark = format!(":{name}");
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(&mark)) {
        let start = from + at;
        let end = start + mark.len();
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        if !matches!(before, Some(':' | '\\')) && !is_word(after) {
            return true;
        }
        from = end;
    }
    false
}

fn set_bind(text: &mut TextClause, bind: Bind) {
    match text.binds.iter_mut().find(|known| known.name == bind.name) {
        Some(known) => *known = bind,
        None => text.binds.push(bind),
    }
}

fn text(vm: &mut Vm, args: Args) -> Result<Value> {
    let bound = Signature::parse("(text, bind=None, bindparams=None, typemap=None)").bind("text", args)?;
    let value = bound.value("text");
    if value.is_unresolved() {
        return Err(errors::needed(vm, &value, "is SQL text"));
    }
    let text = text_of(&value)?;
    Ok(element(vm, expr::text_expr(&text)))
}

fn bindparam(vm: &mut Vm, args: Args) -> Result<Value> {
    let bound = Signature::parse(
        "(key=None, value=..., type_=None, unique=False, required=None, quote=None, callable_=None, expanding=False, isoutparam=False, literal_execute=False)",
    )
    .bind("bindparam", args)?;
    let given = match bound.value("callable_") {
        Value::None => bound.given("value"),
        callable => Some(vm.call(&callable, Args::none())?),
    };
    let value = given.map(|value| to_datum(vm, &value)).transpose()?;
    let expanding = vm.truth(&bound.value("expanding"))?;
    let ty = match (bound.value("type_"), &value) {
        // The first value decides about the type of all.
        (Value::None, Some(Datum::List(items))) if expanding && !items.is_empty() => {
            items.first().map_or_else(null_type, expr::literal_type)
        }
        (Value::None, Some(datum)) => expr::literal_type(datum),
        (Value::None, None) => null_type(),
        (ty, _) => coerce_type(vm, &ty)?,
    };
    let name = match bound.value("key") {
        Value::None => "param".to_owned(),
        key => text_of(&key)?,
    };
    let bind =
        Bind { unique: bound.value("key").is_none() || vm.truth(&bound.value("unique"))?, name, value, ty, expanding };
    Ok(element(vm, Expr::Bind(bind)))
}

fn literal(vm: &mut Vm, args: Args) -> Result<Value> {
    let bound = Signature::parse("(value, type_=None, literal_execute=False)").bind("literal", args)?;
    let value = bound.value("value");
    if !value.is_unresolved() && expr::as_expr(vm, &value)?.is_some() {
        let shown = vm.repr(&value)?;
        return Err(errors::argument_error(vm, &format!("Literal Python value expected, got {shown}.")));
    }
    let datum = to_datum(vm, &value)?;
    let ty = match bound.value("type_") {
        Value::None if expr::is_derived(&value) => expr::null_type(),
        Value::None => expr::literal_type(&datum),
        ty => coerce_type(vm, &ty)?,
    };
    let bind = Bind { name: "param".to_owned(), value: Some(datum), ty, unique: true, expanding: false };
    Ok(element(vm, Expr::Bind(bind)))
}

/// `column(…)`, or `literal_column(…)`.
///
/// # Errors
/// When the name is none.
pub fn column(vm: &mut Vm, args: Args, is_literal: bool) -> Result<Value> {
    let function = if is_literal { "literal_column" } else { "column" };
    let bound = Signature::parse("(text, type_=None, is_literal=False, _selectable=None)").bind(function, args)?;
    let name = required_name(&bound.value("text"))?;
    let ty = match bound.value("type_") {
        // SQLAlchemy takes any object here; one that is no type matters only to statements.
        given if given.as_str().is_some() => limbeck_ops::Type::new(limbeck_ops::TypeKind::Null),
        given => coerce_type(vm, &given)?,
    };
    let is_literal = is_literal || vm.truth(&bound.value("is_literal"))?;
    Ok(element(vm, expr::bare_column(name, ty, is_literal)))
}

fn list(vm: &mut Vm, args: Args, op: ListOp) -> Result<Value> {
    let mut items = Vec::new();
    for value in &args.positional {
        items.push(crate::sa::constraints::filter_condition(vm, value)?);
    }
    if items.is_empty() {
        return Ok(element(vm, Expr::List { op, items }));
    }
    let joined = expr::join(op, items);
    Ok(element(vm, joined))
}

fn case(vm: &mut Vm, args: Args) -> Result<Value> {
    let bound = Signature::parse("(*whens, value=None, else_=None)").bind("case", args)?;
    let value = match bound.value("value") {
        Value::None => None,
        value => Some(Box::new(to_expr(vm, &value)?)),
    };
    let mut pairs = Vec::new();
    for item in bound.rest() {
        if let Some(dict) = item.as_dict() {
            pairs.extend(dict.items());
            continue;
        }
        if item.as_sequence().is_none() && expr::as_expr(vm, item)?.is_some() {
            return Err(Error::exception(
                "NotImplementedError",
                "Operator 'getitem' is not supported on this expression",
            ));
        }
        let parts = item.as_sequence().unwrap_or_default();
        let is_pair = parts.len() == 2 && parts.iter().all(|part| part.as_sequence().is_none());
        let listed = if is_pair { vec![item.clone()] } else { parts };
        for pair in listed {
            match pair.as_sequence().as_deref() {
                Some([condition, result]) => pairs.push((condition.clone(), result.clone())),
                _ => return Err(errors::argument_error(vm, "case() takes (condition, result) pairs")),
            }
        }
    }
    let mut whens = Vec::new();
    for (condition, result) in pairs {
        whens.push((to_expr(vm, &condition)?, to_expr(vm, &result)?));
    }
    let otherwise = match bound.given("else_") {
        None | Some(Value::None) => None,
        Some(value) => Some(Box::new(to_expr(vm, &value)?)),
    };
    // The last result that has a type gives it to all.
    let ty = whens
        .iter()
        .rev()
        .map(|(_, result)| type_of(result))
        .chain(otherwise.iter().map(|expr| type_of(expr)))
        .find(|ty| ty.kind != TypeKind::Null)
        .unwrap_or_else(null_type);
    Ok(element(vm, Expr::Case { value, whens, otherwise, ty }))
}

/// Whether `None` is a value of a type: JSON's null.
fn keeps_none(ty: &limbeck_ops::Type) -> bool {
    use limbeck_ops::TypeKind;
    match ty.kind {
        TypeKind::Json { none_as_null } | TypeKind::PgJson { none_as_null } | TypeKind::PgJsonb { none_as_null } => {
            !none_as_null
        }
        _ => false,
    }
}

fn cast(vm: &mut Vm, args: Args, keep: bool) -> Result<Value> {
    let bound = Signature::parse("(expression, type_)").bind("cast", args)?;
    let ty = coerce_type(vm, &bound.value("type_"))?;
    let value = bound.value("expression");
    let inner = match expr::as_expr(vm, &value)? {
        Some(expr) => expr,
        None if value.is_none() && !keeps_none(&ty) => Expr::Null,
        None => {
            let datum = to_datum(vm, &value)?;
            let bind =
                Bind { name: "param".to_owned(), value: Some(datum), ty: ty.clone(), unique: true, expanding: false };
            Expr::Bind(bind)
        }
    };
    if keep {
        // `type_coerce`: the same SQL, another type in Python.
        let typed = match inner {
            Expr::Bind(bind) => Expr::Bind(Bind { ty, ..bind }),
            Expr::Literal { value, .. } => Expr::Literal { value, ty },
            other => Expr::TypeCoerce { expr: Box::new(other), ty },
        };
        return Ok(element(vm, typed));
    }
    Ok(element(vm, Expr::Cast { expr: Box::new(inner), ty, tries: false }))
}

fn wrap(op: UnaryOp) -> impl Fn(&mut Vm, Args) -> Result<Value> {
    move |vm, args| {
        let bound = Signature::parse("(expr)").bind("expression", args)?;
        let value = bound.value("expr");
        let orders = matches!(op, UnaryOp::Desc | UnaryOp::Asc | UnaryOp::NullsFirst | UnaryOp::NullsLast);
        let is_name = value.as_str().is_some();
        let expr = if is_name && orders { Expr::Identifier(required_name(&value)?) } else { to_expr(vm, &value)? };
        Ok(element(vm, Expr::Unary { op, expr: Box::new(expr) }))
    }
}

/// `postgresql.array([…])`.
///
/// # Errors
/// When an element can't stand in SQL.
pub fn array(vm: &mut Vm, args: Args) -> Result<Value> {
    let bound = Signature::parse("(clauses, type_=None, **kw)").bind("array", args)?;
    let mut items = Vec::new();
    for value in vm.iterate(&bound.value("clauses"))? {
        items.push(to_expr(vm, &value)?);
    }
    let item = match bound.value("type_") {
        Value::None => None,
        ty => Some(coerce_type(vm, &ty)?),
    };
    Ok(element(vm, array_over(items, item)))
}

/// An array of these; without a type of the items the first one has it.
pub fn array_over(items: Vec<Expr>, item: Option<Type>) -> Expr {
    let item = item.unwrap_or_else(|| items.first().map_or_else(null_type, type_of));
    let ty = match item.kind {
        TypeKind::Array { .. } => item,
        _ => Type::new(array_of(item)),
    };
    Expr::Array { items, ty }
}

/// `postgresql.aggregate_order_by(expr, *order_by)`.
///
/// # Errors
/// When a part can't stand in SQL.
pub fn aggregate_order_by(vm: &mut Vm, args: Args) -> Result<Value> {
    let bound = Signature::parse("(target, *order_by)").bind("aggregate_order_by", args)?;
    let inner = to_expr(vm, &bound.value("target"))?;
    let order_by = expr::order_by(vm, bound.rest())?;
    Ok(element(vm, Expr::AggregateOrderBy { expr: Box::new(inner), order_by }))
}

/// Sets the functions of `sqlalchemy` in a module.
pub fn fill(vm: &mut Vm, module: Module) -> Module {
    let constant = |vm: &mut Vm, expr: Expr| element(vm, expr);
    let (null, yes, no) = (constant(vm, Expr::Null), constant(vm, Expr::True), constant(vm, Expr::False));
    module
        .with("func", Value::object(FunctionGenerator { path: Vec::new() }))
        .function("text", text)
        .function("values", crate::sa::table::values)
        .function("tablesample", crate::sa::table::tablesample)
        .function("bindparam", bindparam)
        .function("literal", literal)
        .function("column", |vm, args| column(vm, args, false))
        .function("literal_column", |vm, args| column(vm, args, true))
        .function("null", move |_vm, _args| Ok(null.clone()))
        .function("true", move |_vm, _args| Ok(yes.clone()))
        .function("false", move |_vm, _args| Ok(no.clone()))
        .function("and_", |vm, args| list(vm, args, ListOp::And))
        .function("or_", |vm, args| list(vm, args, ListOp::Or))
        .function("not_", |vm, args| {
            let bound = Signature::parse("(clause)").bind("not_", args)?;
            let inner = crate::sa::expr::operand(vm, &bound.value("clause"))?;
            Ok(element(vm, negate(inner)))
        })
        .function("case", case)
        .function("cast", |vm, args| cast(vm, args, false))
        .function("try_cast", |vm, args| {
            let cast = cast(vm, args, false)?;
            Ok(match to_expr(vm, &cast)? {
                Expr::Cast { expr, ty, .. } => element(vm, Expr::Cast { expr, ty, tries: true }),
                _ => cast,
            })
        })
        .function("collate", |vm, args| {
            let bound = Signature::parse("(expression, collation)").bind("collate", args)?;
            let left = to_expr(vm, &bound.value("expression"))?;
            let ty = type_of(&left);
            let right = Box::new(Expr::Identifier(required_name(&bound.value("collation"))?));
            let op = limbeck_ops::BinaryOp::Collate;
            Ok(element(vm, Expr::Binary { op, left: Box::new(left), right, ty }))
        })
        .function("bitwise_not", |vm, args| {
            let bound = Signature::parse("(expr)").bind("bitwise_not", args)?;
            let inner = to_expr(vm, &bound.value("expr"))?;
            Ok(element(vm, Expr::Unary { op: UnaryOp::BitNot, expr: Box::new(inner) }))
        })
        .function("funcfilter", |vm, args| on_first(vm, args, "filter", expr::filter))
        .function("over", |vm, args| on_first(vm, args, "over", expr::over))
        .function("within_group", |vm, args| on_first(vm, args, "within_group", expr::within_group))
        .function("type_coerce", |vm, args| cast(vm, args, true))
        .function("extract", |vm, args| {
            let bound = Signature::parse("(field, expr)").bind("extract", args)?;
            let field = text_of(&bound.value("field"))?;
            let inner = to_expr(vm, &bound.value("expr"))?;
            Ok(element(vm, Expr::Extract { field, expr: Box::new(inner) }))
        })
        .function("tuple_", crate::sa::rows::tuple)
        .function("distinct", wrap(UnaryOp::Distinct))
        .function("asc", wrap(UnaryOp::Asc))
        .function("desc", wrap(UnaryOp::Desc))
        .function("nulls_first", wrap(UnaryOp::NullsFirst))
        .function("nullsfirst", wrap(UnaryOp::NullsFirst))
        .function("nulls_last", wrap(UnaryOp::NullsLast))
        .function("nullslast", wrap(UnaryOp::NullsLast))
        .function("any_", wrap(UnaryOp::Any))
        .function("all_", wrap(UnaryOp::All))
        .function("between", |vm, args| {
            on_first(vm, args, "between", |vm, this, args| vm.call_method(this, "between", args))
        })
        .function("label", |vm, args| {
            let bound = Signature::parse("(name, element, type_=None)").bind("label", args)?;
            let inner = to_expr(vm, &bound.value("element"))?;
            Ok(element(vm, Expr::Label { expr: Box::new(inner), name: required_name(&bound.value("name"))? }))
        })
}

/// A function that is a method of its first argument.
fn on_first(vm: &mut Vm, args: Args, method: &str, make: fn(&mut Vm, &Value, Args) -> Result<Value>) -> Result<Value> {
    let mut positional = args.positional;
    if positional.is_empty() {
        return Err(Error::type_error(format!("{method}() missing 1 required positional argument: 'expr'")));
    }
    let first = positional.remove(0);
    let first = to_expr(vm, &first)?;
    let first = element(vm, first);
    make(vm, &first, Args { positional, keyword: args.keyword, span: args.span })
}

/// A literal that stands in the SQL text even online: `op.inline_literal`.
///
/// # Errors
/// When the value can't stand in SQL.
pub fn inline_literal(vm: &mut Vm, args: Args) -> Result<Value> {
    let bound = Signature::parse("(value, type_=None)").bind_method("AbstractOperations.inline_literal", args)?;
    let value: Datum = to_datum(vm, &bound.value("value"))?;
    let ty = match bound.value("type_") {
        Value::None => expr::literal_type(&value),
        ty => coerce_type(vm, &ty)?,
    };
    Ok(element(vm, Expr::Literal { value, ty }))
}
