//! `set` and `frozenset`.

use std::rc::Rc;

use super::{between, exactly, no_keywords};
use crate::error::{Error, Result};
use crate::value::{Args, BinaryOp, ClassBuilder, Set, Value};
use crate::vm::Vm;

fn set<'a>(this: &'a Value, method: &str) -> Result<&'a Rc<Set>> {
    match this.payload() {
        Value::Set(set) | Value::FrozenSet(set) => Ok(set),
        _ => Err(Error::type_error(format!(
            "descriptor '{method}' for 'set' objects doesn't apply to a '{}' object",
            this.type_name()
        ))),
    }
}

fn like(this: &Value, result: Set) -> Value {
    match this.payload() {
        Value::FrozenSet(_) => Value::FrozenSet(Rc::new(result)),
        _ => Value::Set(Rc::new(result)),
    }
}

fn combine(vm: &mut Vm, this: &Value, args: Args, op: BinaryOp, name: &str) -> Result<Set> {
    no_keywords(name, &args)?;
    let mut result = set(this, name)?.copy();
    for other in &args.positional {
        let items = vm.iterate(other)?;
        result = vm.set_operation(op, result.items(), items)?;
    }
    Ok(result)
}

fn replace(vm: &mut Vm, this: &Value, result: Set) -> Result<Value> {
    let set = Rc::clone(set(this, "update")?);
    let items = result.items();
    set.clear();
    for item in items {
        set.add(vm, item)?;
    }
    Ok(Value::None)
}

/// Methods of both.
pub(super) fn frozen_methods(builder: ClassBuilder) -> ClassBuilder {
    builder
        .method("union", |vm, this, args| {
            let result = combine(vm, this, args, BinaryOp::Or, "union")?;
            Ok(like(this, result))
        })
        .method("intersection", |vm, this, args| {
            let result = combine(vm, this, args, BinaryOp::And, "intersection")?;
            Ok(like(this, result))
        })
        .method("difference", |vm, this, args| {
            let result = combine(vm, this, args, BinaryOp::Sub, "difference")?;
            Ok(like(this, result))
        })
        .method("symmetric_difference", |vm, this, args| {
            let result = combine(vm, this, args, BinaryOp::Xor, "symmetric_difference")?;
            Ok(like(this, result))
        })
        .method("issubset", |vm, this, args| {
            let [other] = exactly::<1>("issubset", args)?;
            let items = vm.iterate(&other)?;
            let other = Set::from_items(vm, items)?;
            let own = Rc::clone(set(this, "issubset")?);
            Ok(Value::Bool(vm.is_subset(&own, &other)?))
        })
        .method("issuperset", |vm, this, args| {
            let [other] = exactly::<1>("issuperset", args)?;
            let items = vm.iterate(&other)?;
            let other = Set::from_items(vm, items)?;
            let own = Rc::clone(set(this, "issuperset")?);
            Ok(Value::Bool(vm.is_subset(&other, &own)?))
        })
        .method("isdisjoint", |vm, this, args| {
            let [other] = exactly::<1>("isdisjoint", args)?;
            let own = Rc::clone(set(this, "isdisjoint")?);
            for item in vm.iterate(&other)? {
                if own.contains(vm, &item)? {
                    return Ok(Value::Bool(false));
                }
            }
            Ok(Value::Bool(true))
        })
        .method("copy", |_, this, args| {
            exactly::<0>("copy", args)?;
            Ok(like(this, set(this, "copy")?.copy()))
        })
        .method("__contains__", super::list::contains)
        .method("__len__", super::list::length)
        .method("__iter__", super::list::iter)
}

/// Methods of `set`.
pub(super) fn methods(builder: ClassBuilder) -> ClassBuilder {
    frozen_methods(builder)
        .class_attr("__hash__", Value::None)
        .method("__init__", |vm, this, args| {
            let args = between("set", args, 0, 1)?;
            let own = Rc::clone(set(this, "__init__")?);
            own.clear();
            if let Some(source) = args.first() {
                for item in vm.iterate(source)? {
                    own.add(vm, item)?;
                }
            }
            Ok(Value::None)
        })
        .method("add", |vm, this, args| {
            let [item] = exactly::<1>("set.add", args)?;
            Rc::clone(set(this, "add")?).add(vm, item)?;
            Ok(Value::None)
        })
        .method("discard", |vm, this, args| {
            let [item] = exactly::<1>("set.discard", args)?;
            Rc::clone(set(this, "discard")?).remove(vm, &item)?;
            Ok(Value::None)
        })
        .method("remove", |vm, this, args| {
            let [item] = exactly::<1>("set.remove", args)?;
            if Rc::clone(set(this, "remove")?).remove(vm, &item)? { Ok(Value::None) } else { Err(vm.key_error(&item)) }
        })
        .method("pop", |vm, this, args| {
            exactly::<0>("set.pop", args)?;
            match set(this, "pop")?.pop() {
                Some(item) => Ok(item),
                None => Err(vm.key_error(&Value::str("pop from an empty set"))),
            }
        })
        .method("clear", |_, this, args| {
            exactly::<0>("set.clear", args)?;
            set(this, "clear")?.clear();
            Ok(Value::None)
        })
        .method("update", |vm, this, args| {
            let result = combine(vm, this, args, BinaryOp::Or, "update")?;
            replace(vm, this, result)
        })
        .method("intersection_update", |vm, this, args| {
            let result = combine(vm, this, args, BinaryOp::And, "intersection_update")?;
            replace(vm, this, result)
        })
        .method("difference_update", |vm, this, args| {
            let result = combine(vm, this, args, BinaryOp::Sub, "difference_update")?;
            replace(vm, this, result)
        })
        .method("symmetric_difference_update", |vm, this, args| {
            let result = combine(vm, this, args, BinaryOp::Xor, "symmetric_difference_update")?;
            replace(vm, this, result)
        })
}
