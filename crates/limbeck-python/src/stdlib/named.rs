//! Tuples with named fields, as `time.struct_time` is one.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::error::Result;
use crate::value::{Class, ClassBuilder, Instance, Kind, Value};
use crate::vm::Vm;

#[derive(Default)]
struct Known(RefCell<HashMap<&'static str, Rc<Class>>>);

/// The class of a kind of named tuple. `shown`: its name in `repr`.
pub(super) fn class(
    vm: &mut Vm,
    module: &str,
    name: &'static str,
    fields: &'static [&'static str],
    shown: &'static str,
) -> Rc<Class> {
    if vm.state::<Known>().is_none() {
        vm.insert_state(Rc::new(Known::default()));
    }
    let known = vm.state::<Known>();
    if let Some(class) = known.as_ref().and_then(|known| known.0.borrow().get(shown).cloned()) {
        return class;
    }
    let tuple = vm.builtin_class(Kind::Tuple);
    let mut builder = ClassBuilder::new(name).module(module).base(&tuple);
    for (at, field) in fields.iter().enumerate() {
        builder = builder.property(field, move |_, this| {
            Ok(this.as_sequence().and_then(|items| items.get(at).cloned()).unwrap_or_default())
        });
    }
    let class = builder
        .method("__repr__", move |vm, this, _| {
            let mut parts = Vec::new();
            for (field, item) in fields.iter().zip(this.as_sequence().unwrap_or_default()) {
                parts.push(format!("{field}={}", vm.repr(&item)?));
            }
            Ok(Value::from(format!("{shown}({})", parts.join(", "))))
        })
        .build();
    if let Some(known) = known {
        known.0.borrow_mut().insert(shown, Rc::clone(&class));
    }
    class
}

/// A named tuple.
pub(super) fn named_tuple(
    vm: &mut Vm,
    module: &str,
    name: &'static str,
    fields: &'static [&'static str],
    shown: &'static str,
    values: Vec<Value>,
) -> Result<Value> {
    let class = class(vm, module, name, fields, shown);
    Ok(of_class(class, values))
}

/// A named tuple of a class made by [`class`].
pub(super) fn of_class(class: Rc<Class>, values: Vec<Value>) -> Value {
    let instance = Instance::new(class);
    instance.set_payload(Value::tuple(values));
    Value::Instance(Rc::new(instance))
}
