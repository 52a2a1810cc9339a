//! `abc`

use std::rc::Rc;

use crate::error::{Error, Result};
use crate::value::{ClassBuilder, ClassMethod, Kind, Module, NativeFn, Property, StaticMethod, Value};
use crate::vm::Vm;

/// Marks a method as abstract.
fn mark(value: &Value) -> Result<Value> {
    match value {
        Value::Function(function) => {
            function.attrs.borrow_mut().insert(Rc::from("__isabstractmethod__"), Value::Bool(true));
        }
        Value::Property(property) => {
            mark(&property.get)?;
        }
        Value::ClassMethod(inner) => {
            mark(&inner.function)?;
        }
        Value::StaticMethod(inner) => {
            mark(&inner.function)?;
        }
        _ => {}
    }
    Ok(value.clone())
}

/// The module.
pub(super) fn module(vm: &mut Vm) -> Result<Rc<Module>> {
    let type_class = vm.builtin_class(Kind::Type);
    let meta = ClassBuilder::new("ABCMeta")
        .module("abc")
        .base(&type_class)
        .class_attr("__is_metaclass__", Value::Bool(true))
        .method("register", |_, _, _| Err(Error::unsupported("`ABCMeta.register()`")))
        .build();
    let base = ClassBuilder::new("ABC").module("abc").build();
    *base.metaclass.borrow_mut() = Some(Rc::clone(&meta));
    let decorator = |name: &'static str, wrap: fn(Value) -> Value| {
        NativeFn::new(name, move |_, args| {
            let [function] = crate::builtins::exactly::<1>(name, args)?;
            mark(&function)?;
            Ok(wrap(function))
        })
    };
    let module = Module::new("abc");
    module.set("ABCMeta", Value::Class(meta));
    module.set("ABC", Value::Class(base));
    module.set("abstractmethod", decorator("abstractmethod", |function| function));
    module.set(
        "abstractproperty",
        decorator("abstractproperty", |function| Value::Property(Rc::new(Property::read_only(function)))),
    );
    module.set(
        "abstractclassmethod",
        decorator("abstractclassmethod", |function| Value::ClassMethod(Rc::new(ClassMethod { function }))),
    );
    module.set(
        "abstractstaticmethod",
        decorator("abstractstaticmethod", |function| Value::StaticMethod(Rc::new(StaticMethod { function }))),
    );
    Ok(Rc::new(module))
}
