//! `copy`.

use std::collections::HashMap;
use std::rc::Rc;

use crate::error::{Error, Result};
use crate::value::{Args, Dict, Instance, Module, Set, Value};
use crate::vm::Vm;

/// Values copied so far, by identity; the originals are kept so that identities stay theirs.
#[derive(Default)]
struct Memo {
    done: HashMap<usize, Value>,
    kept: Vec<Value>,
    /// What scripts' `__deepcopy__` get.
    shared: Rc<Dict>,
}

fn own_method(vm: &Vm, value: &Value, name: &str) -> Option<Value> {
    match value {
        Value::Instance(_) | Value::Object(_) => vm.class_of(value).lookup(name),
        _ => None,
    }
}

/// Members of enumerations are one of a kind.
fn is_single(vm: &Vm, value: &Value) -> bool {
    matches!(value, Value::Instance(_))
        && vm.class_of(value).mro().iter().any(|class| &*class.name == "Enum" && &*class.module == "enum")
}

fn bare(instance: &Instance, payload: Option<Value>) -> Rc<Instance> {
    let copy = Instance::new(Rc::clone(instance.class()));
    if let Some(payload) = payload {
        copy.set_payload(payload);
    }
    Rc::new(copy)
}

fn shallow(vm: &mut Vm, value: &Value) -> Result<Value> {
    if is_single(vm, value) {
        return Ok(value.clone());
    }
    if let Some(method) = own_method(vm, value, "__copy__") {
        let bound = vm.bind_attr(method, value, None)?;
        return vm.call(&bound, Args::none());
    }
    Ok(match value {
        Value::List(list) => Value::list(list.to_vec()),
        Value::Dict(dict) => Value::from(dict.copy()),
        Value::Set(set) => Value::Set(Rc::new(set.copy())),
        Value::Instance(instance) => {
            let payload = match instance.payload() {
                Some(payload) => Some(shallow(vm, &payload.clone())?),
                None => None,
            };
            let copy = bare(instance, payload);
            *copy.attrs.borrow_mut() = instance.attrs.borrow().clone();
            Value::Instance(copy)
        }
        Value::Generator(_) | Value::Iterator(_) | Value::Module(_) => {
            return Err(Error::type_error(format!("cannot pickle '{}' object", value.type_name())));
        }
        Value::Object(_) => {
            return Err(Error::unsupported(format!("copying an object of type `{}`", value.type_name())));
        }
        other => other.clone(),
    })
}

fn deep(vm: &mut Vm, value: &Value, memo: &mut Memo) -> Result<Value> {
    vm.step()?;
    let identity = match value {
        _ if is_single(vm, value) => return Ok(value.clone()),
        Value::List(_) | Value::Dict(_) | Value::Set(_) | Value::Tuple(_) | Value::Instance(_) | Value::Object(_) => {
            value.identity()
        }
        Value::Generator(_) | Value::Iterator(_) | Value::Module(_) => {
            return Err(Error::type_error(format!("cannot pickle '{}' object", value.type_name())));
        }
        other => return Ok(other.clone()),
    };
    if let Some(done) = memo.done.get(&identity) {
        return Ok(done.clone());
    }
    memo.kept.push(value.clone());
    if let Some(method) = own_method(vm, value, "__deepcopy__") {
        let bound = vm.bind_attr(method, value, None)?;
        let copy = vm.call(&bound, Args::of([Value::Dict(Rc::clone(&memo.shared))]))?;
        memo.done.insert(identity, copy.clone());
        return Ok(copy);
    }
    vm.deeper(|vm| match value {
        Value::List(list) => {
            let copy = Value::list(Vec::new());
            memo.done.insert(identity, copy.clone());
            if let Value::List(target) = &copy {
                for item in list.to_vec() {
                    target.push(deep(vm, &item, memo)?);
                }
            }
            Ok(copy)
        }
        Value::Dict(dict) => {
            let target = Rc::new(Dict::new());
            memo.done.insert(identity, Value::Dict(Rc::clone(&target)));
            for (key, item) in dict.items() {
                let key = deep(vm, &key, memo)?;
                let item = deep(vm, &item, memo)?;
                target.insert(vm, key, item)?;
            }
            Ok(Value::Dict(target))
        }
        Value::Set(set) => {
            let mut items = Vec::new();
            for item in set.items() {
                items.push(deep(vm, &item, memo)?);
            }
            Ok(Value::Set(Rc::new(Set::from_items(vm, items)?)))
        }
        Value::Tuple(tuple) => {
            let mut items = Vec::new();
            let mut same = true;
            for item in tuple.iter() {
                let copy = deep(vm, item, memo)?;
                same &= copy.is_same(item);
                items.push(copy);
            }
            let copy = if same { value.clone() } else { Value::tuple(items) };
            memo.done.insert(identity, copy.clone());
            Ok(copy)
        }
        Value::Instance(instance) => {
            // The built-in value inside may refer back to the instance only through its items, which come later.
            let payload = match instance.payload() {
                Some(payload) => Some(deep(vm, &payload.clone(), memo)?),
                None => None,
            };
            let copy = bare(instance, payload);
            memo.done.insert(identity, Value::Instance(Rc::clone(&copy)));
            let attrs = instance.attrs.borrow().clone();
            for (name, item) in attrs {
                let item = deep(vm, &item, memo)?;
                copy.set(&name, item);
            }
            Ok(Value::Instance(copy))
        }
        other => Err(Error::unsupported(format!("copying an object of type `{}`", other.type_name()))),
    })
}

/// The module.
pub(super) fn module(vm: &mut Vm) -> Result<Rc<Module>> {
    let base = vm.builtin_exception("Exception");
    let error = crate::value::ClassBuilder::new("Error").module("copy").base(&base).build();
    Ok(Rc::new(
        Module::new("copy")
            .function_with("copy", "(x)", |vm, args| shallow(vm, &args.value("x")))
            .function_with("deepcopy", "(x, memo=None)", |vm, args| {
                let mut memo = Memo::default();
                if let Some(shared) = args.value("memo").as_dict() {
                    memo.shared = Rc::clone(shared);
                }
                deep(vm, &args.value("x"), &mut memo)
            })
            .with("Error", Rc::clone(&error))
            .with("error", error),
    ))
}
