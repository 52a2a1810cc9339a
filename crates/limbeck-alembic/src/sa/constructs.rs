//! Classes that a project derives from `FunctionElement`, `GenericFunction`, `ColumnElement` and `ColumnClause`: what
//! their objects are made of. What functions of the project write for them lies in `compiled.rs`.

use std::cell::RefCell;
use std::rc::Rc;

use limbeck_ops::{Bind, Expr, FunctionCall, Name, Type};
use limbeck_python::{Args, Class, ClassBuilder, Error, Object, Result, Value, Vm};

use crate::sa::expr::{ExprObject, beside, null_type};
use crate::sa::names::required_name;
use crate::sa::types::{TypeObject, coerce_type};

/// The project's classes below `GenericFunction`: package, identifier in small letters, class.
#[derive(Default)]
struct Registered {
    list: RefCell<Vec<(String, String, Rc<Class>)>>,
}

/// The class `FunctionElement`, or with a name `GenericFunction`.
pub fn function_class(name: &'static str, base: &Rc<Class>) -> Rc<Class> {
    let generic = name == "GenericFunction";
    let builder = ClassBuilder::new(name).module("sqlalchemy.sql.functions").base(base).constructor(
        move |vm, class, args| -> Result<Rc<dyn Object>> {
            only_for_scripts(class)?;
            let call = function_call(vm, class, args, generic)?;
            Ok(Rc::new(ExprObject::new(class, Expr::Function(call))))
        },
    );
    if generic { builder.on_subclass(register).build() } else { builder.build() }
}

/// The class `ColumnClause`, whose objects are columns.
pub fn column_clause_class(base: &Rc<Class>) -> Rc<Class> {
    ClassBuilder::new("ColumnClause")
        .module("sqlalchemy.sql.elements")
        .base(base)
        .constructor(|vm, class, args| -> Result<Rc<dyn Object>> {
            let column = crate::sa::functions::column(vm, args, false)?;
            let expr = crate::sa::expr::to_expr(vm, &column)?;
            Ok(Rc::new(ExprObject::new(class, expr)))
        })
        .build()
}

/// What an object of a project's class below `ColumnElement` is: an expression without a name or arguments.
///
/// # Errors
/// When the class is SQLAlchemy's own.
pub fn bare(vm: &mut Vm, class: &Rc<Class>) -> Result<Rc<dyn Object>> {
    only_for_scripts(class)?;
    let ty = own_type(vm, class)?;
    let call = FunctionCall { name: Vec::new(), args: Vec::new(), ty, written: None };
    Ok(Rc::new(ExprObject::new(class, Expr::Function(call))))
}

fn only_for_scripts(class: &Rc<Class>) -> Result<()> {
    if class.is_from_script() {
        return Ok(());
    }
    Err(Error::type_error(format!("cannot create '{}.{}' instances", class.module, class.name)))
}

/// The attribute `type` of a class, where it is a type.
fn own_type(vm: &mut Vm, class: &Rc<Class>) -> Result<Type> {
    match class.lookup("type") {
        Some(value @ Value::Class(_)) => coerce_type(vm, &value),
        Some(value) if value.downcast_ref::<TypeObject>().is_some() || matches!(value, Value::Instance(_)) => {
            coerce_type(vm, &value)
        }
        Some(_) | None => Ok(null_type()),
    }
}

fn function_call(vm: &mut Vm, class: &Rc<Class>, args: Args, generic: bool) -> Result<FunctionCall> {
    let own = class.attrs.borrow().get("name").cloned();
    let named = if generic { own } else { class.lookup("name") };
    let name = match named.filter(|value| value.as_str().is_some()) {
        Some(value) => Some(required_name(&value)?),
        None => generic.then(|| Name::new(&*class.name)),
    };
    let mut args = args;
    let ty = match args.take_keyword("type_") {
        Some(value) => coerce_type(vm, &value)?,
        None => own_type(vm, class)?,
    };
    let mut arguments = Vec::with_capacity(args.positional.len());
    for value in &args.positional {
        arguments.push(match (beside(vm, value, None)?, &name) {
            // A bind inside a function is named after the function.
            (Expr::Bind(bind), Some(name)) if bind.unique && bind.name == "param" => {
                Expr::Bind(Bind { name: name.text.clone(), ..bind })
            }
            (expr, _) => expr,
        });
    }
    Ok(FunctionCall { name: name.into_iter().collect(), args: arguments, ty, written: None })
}

/// Notes a class, for `func` to find it.
fn register(vm: &mut Vm, class: &Rc<Class>) -> Result<()> {
    let own = |key: &str| class.attrs.borrow().get(key).and_then(|value| value.as_str().map(str::to_owned));
    let name = own("name").unwrap_or_else(|| class.name.to_string());
    let identifier = own("identifier").unwrap_or(name).to_lowercase();
    let package = own("package").unwrap_or_default();
    let registered = match vm.state::<Registered>() {
        Some(known) => known,
        None => {
            let made = Rc::new(Registered::default());
            vm.insert_state(Rc::clone(&made));
            made
        }
    };
    registered.list.borrow_mut().push((package, identifier, Rc::clone(class)));
    Ok(())
}

/// The class of the project that `func.package.name` is.
pub fn registered(vm: &Vm, path: &[Name]) -> Option<Rc<Class>> {
    let registered = vm.state::<Registered>()?;
    let (package, identifier) = match path {
        [only] => ("", only.text.to_lowercase()),
        [package, name] => (package.text.as_str(), name.text.to_lowercase()),
        _ => return None,
    };
    let list = registered.list.borrow();
    let fits = |(known, name, _): &&(String, String, Rc<Class>)| known == package && *name == identifier;
    list.iter().rev().find(fits).map(|(_, _, class)| Rc::clone(class))
}
