//! Types written in the project: the functions that their values pass through on the way to the database and back
//! (`process_bind_param`, `process_result_value`, and the processors of older types).

use std::cell::RefCell;
use std::rc::Rc;

use limbeck_ops::{Bind, Datum, Expr, Name, Type, TypeKind};
use limbeck_python::{Args, Error, Result, Value, Vm};

use crate::sa::types::TypeObject;
use crate::values::to_datum;

/// The types of scripts that change values, by number.
#[derive(Debug, Default)]
struct Decorators {
    types: RefCell<Vec<Value>>,
}

/// The methods that make a type one whose values are changed.
const METHODS: &[&str] = &[
    "process_bind_param",
    "process_result_value",
    "process_literal_param",
    "bind_processor",
    "result_processor",
    "bind_expression",
    "column_expression",
    "literal_processor",
];

/// Whether a class that is no part of SQLAlchemy itself defines a method of a type.
fn defines(value: &Value, method: &str) -> bool {
    let Value::Instance(instance) = value else { return false };
    instance.class().mro().iter().any(|class| class.is_from_script() && class.attrs.borrow().contains_key(method))
}

/// The number of a type object, if its values are changed.
pub fn number(vm: &mut Vm, value: &Value) -> Option<u32> {
    if enum_class(value).is_none() && !METHODS.iter().any(|method| defines(value, method)) && !is_pickle(vm, value) {
        return None;
    }
    let known = match vm.state::<Decorators>() {
        Some(known) => known,
        None => {
            let made = Rc::new(Decorators::default());
            vm.insert_state(Rc::clone(&made));
            made
        }
    };
    let mut types = known.types.borrow_mut();
    let at = types.iter().position(|ty| ty.is_same(value)).unwrap_or_else(|| {
        types.push(value.clone());
        types.len() - 1
    });
    u32::try_from(at).ok()
}

/// The Python class of `sa.Enum(PythonEnum)`.
fn enum_class(value: &Value) -> Option<Value> {
    value.downcast_ref::<TypeObject>().and_then(|object| object.enum_class.clone())
}

/// The member of an enum class that a label of the database stands for.
fn member(vm: &mut Vm, ty: &Type, class: &Value, value: Value) -> Result<Value> {
    let TypeKind::Enum(e) = &ty.kind else { return Ok(value) };
    let Some(at) = value.as_str().and_then(|text| e.labels.iter().position(|label| label == text)) else {
        return Ok(value);
    };
    let members = crate::sa::types::enum_members(vm, class, "enum", false)?;
    let name = e.member_names.get(at);
    Ok(members.into_iter().find(|(known, _)| Some(known) == name).map_or(value, |(_, member)| member))
}

/// Whether it is a project's own kind of `PickleType`.
fn is_pickle(vm: &Vm, value: &Value) -> bool {
    let Value::Instance(instance) = value else { return false };
    let classes = crate::sa::classes::classes(vm);
    classes.types.generic("PickleType").is_some_and(|pickle| instance.class().is_subclass_of(pickle))
}

/// The object whose `dumps` and `loads` a `PickleType` goes through.
fn pickler(vm: &mut Vm, decorator: &Value) -> Result<Value> {
    let pickler = vm.get_attr(decorator, "pickler")?;
    if pickler.is_none() { Err(Error::unsupported("pickling")) } else { Ok(pickler) }
}

fn of(vm: &Vm, ty: &Type) -> Option<Value> {
    let at = usize::try_from(ty.decorator?).ok()?;
    vm.state::<Decorators>()?.types.borrow().get(at).cloned()
}

/// The datum that a value becomes in a place of this type.
///
/// # Errors
/// What the type's functions raise.
pub fn bind(vm: &mut Vm, ty: &Type, value: &Value) -> Result<Datum> {
    let Some(decorator) = of(vm, ty) else { return to_datum(vm, value) };
    // The literal of `None` is NULL before its type is asked.
    if value.is_none() && is_offline(vm) {
        return Ok(Datum::Null);
    }
    if defines(&decorator, "bind_expression") && !is_offline(vm) {
        return Err(Error::unsupported(format!(
            "a value for the type `{}`, which has a `bind_expression()`,",
            decorator.type_name()
        )));
    }
    if is_pickle(vm, &decorator) && !value.is_none() {
        let pickler = pickler(vm, &decorator)?;
        let value = vm.call_method(&pickler, "dumps", Args::of([value.clone(), Value::int(5)]))?;
        return to_datum(vm, &value);
    }
    let dialect = crate::sa::engine::current_dialect_object(vm);
    let mut value = value.clone();
    // What is written into the text has a function of its own.
    if defines(&decorator, "process_literal_param") && is_offline(vm) {
        value = vm.call_method(&decorator, "process_literal_param", Args::of([value, dialect]))?;
        return to_datum(vm, &value);
    }
    if defines(&decorator, "process_bind_param") {
        value = vm.call_method(&decorator, "process_bind_param", Args::of([value, dialect.clone()]))?;
    }
    if defines(&decorator, "bind_processor") {
        let processor = vm.call_method(&decorator, "bind_processor", Args::of([dialect]))?;
        if !processor.is_none() {
            value = vm.call(&processor, Args::of([value]))?;
        }
    }
    to_datum(vm, &value)
}

/// Whether values are written into the text of a script.
fn is_offline(vm: &Vm) -> bool {
    crate::runtime::current_context(vm).is_ok_and(|context| context.as_sql)
}

/// The SQL that a type of the project makes of a value, where it has an expression or a literal of its own for it.
///
/// # Errors
/// What the type's functions raise.
pub fn bind_expression(vm: &mut Vm, ty: &Type, value: &Value) -> Result<Option<Expr>> {
    let Some(decorator) = of(vm, ty) else { return Ok(None) };
    if defines(&decorator, "literal_processor") && is_offline(vm) && !value.is_none() {
        let dialect = crate::sa::engine::current_dialect_object(vm);
        let processor = vm.call_method(&decorator, "literal_processor", Args::of([dialect]))?;
        let text = vm.call(&processor, Args::of([value.clone()]))?;
        let text = vm.str(&text)?;
        return Ok(Some(crate::sa::expr::bare_column(Name::new(&*text), ty.clone(), true)));
    }
    if !defines(&decorator, "bind_expression") || !is_offline(vm) {
        return Ok(None);
    }
    let bind = Bind {
        name: "param".to_owned(),
        value: Some(bind(vm, ty, value)?),
        ty: ty.clone(),
        unique: true,
        expanding: false,
    };
    let bind = crate::sa::expr::element(vm, Expr::Bind(bind));
    let made = vm.call_method(&decorator, "bind_expression", Args::of([bind]))?;
    crate::sa::expr::as_expr(vm, &made)
}

/// What a type of the project reads in place of a column, where it has an expression for that.
///
/// # Errors
/// What the type's function raises.
pub fn column_expression(vm: &mut Vm, ty: &Type, column: &Expr) -> Result<Option<Expr>> {
    let Some(decorator) = of(vm, ty).filter(|decorator| defines(decorator, "column_expression")) else {
        return Ok(None);
    };
    let column = crate::sa::expr::element(vm, column.clone());
    let made = vm.call_method(&decorator, "column_expression", Args::of([column]))?;
    let made = crate::sa::expr::as_expr(vm, &made)?;
    Ok(made.map(|made| Expr::TypeCoerce { expr: Box::new(made), ty: ty.clone() }))
}

/// What a value that came from the database is for a script.
///
/// # Errors
/// What the type's functions raise.
pub fn result(vm: &mut Vm, ty: &Type, value: Value) -> Result<Value> {
    let Some(decorator) = of(vm, ty) else { return Ok(value) };
    if let Some(class) = enum_class(&decorator)
        && !METHODS.iter().any(|method| defines(&decorator, method))
    {
        return member(vm, ty, &class, value);
    }
    if is_pickle(vm, &decorator) && !value.is_none() {
        let pickler = pickler(vm, &decorator)?;
        return vm.call_method(&pickler, "loads", Args::of([value]));
    }
    let dialect = crate::sa::engine::current_dialect_object(vm);
    let mut value = value;
    if defines(&decorator, "result_processor") {
        let processor = vm.call_method(&decorator, "result_processor", Args::of([dialect.clone(), Value::None]))?;
        if !processor.is_none() {
            value = vm.call(&processor, Args::of([value]))?;
        }
    }
    if defines(&decorator, "process_result_value") {
        value = vm.call_method(&decorator, "process_result_value", Args::of([value, dialect]))?;
    }
    Ok(value)
}
