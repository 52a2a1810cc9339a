//! `_limbeck`: what the modules written in Python need of the evaluator.

use std::path::Path;
use std::rc::Rc;

use crate::bind::Signature;
use crate::error::Result;
use crate::value::{Args, Dict, Module, Set, Value};
use crate::vm::{GeneratorKind, Vm};

fn text(value: Option<&Value>) -> Rc<str> {
    value.and_then(Value::as_rc_str).unwrap_or_else(|| Rc::from(""))
}

/// The module.
pub(super) fn module(_: &mut Vm) -> Result<Rc<Module>> {
    Ok(Rc::new(
        Module::new("_limbeck")
            .function("bind", bind)
            .function("alias_name", |_, args| {
                Ok(args.positional.first().and_then(super::typing::alias_name).map_or(Value::None, Value::Str))
            })
            .function("await_value", |vm, args| {
                let value = args.positional.into_iter().next().unwrap_or_default();
                vm.await_value(&value)
            })
            .function("is_coroutine", |_, args| {
                Ok(Value::Bool(matches!(
                    args.positional.first(),
                    Some(Value::Generator(generator)) if generator.kind == GeneratorKind::Coroutine
                )))
            })
            .function("is_awaitable", |vm, args| {
                // What the host's asynchronous objects give is plain values here.
                Ok(Value::Bool(match args.positional.first() {
                    Some(Value::Generator(generator)) => generator.kind == GeneratorKind::Coroutine,
                    Some(value @ Value::Instance(_)) => vm.type_attr(value, "__await__").is_some(),
                    Some(Value::Object(_) | Value::Unresolved(_)) => true,
                    _ => false,
                }))
            })
            .function("is_coroutine_function", |_, args| {
                Ok(Value::Bool(match args.positional.first() {
                    Some(Value::Function(function)) => function.code.is_async && !function.code.is_generator,
                    Some(Value::Method(method)) => {
                        matches!(&method.function, Value::Function(function) if function.code.is_async)
                    }
                    _ => false,
                }))
            })
            .function("current_exception", |vm, _| {
                Ok(vm.handled.last().map_or(Value::None, |handled| handled.value.clone()))
            })
            .function("log", |vm, args| {
                let level = args.positional.get(1).and_then(Value::as_int).unwrap_or(0);
                let (logger, name, message) =
                    (text(args.positional.first()), text(args.positional.get(2)), text(args.positional.get(3)));
                let level = i32::try_from(level).unwrap_or(i32::MAX);
                vm.options().console.log(&logger, level, &name, &message);
                Ok(Value::None)
            })
            .function("configure_logging", |vm, args| {
                vm.options().console.configure_logging(Path::new(&*text(args.positional.first())));
                Ok(Value::None)
            })
            .function("warn", |vm, args| {
                let span = vm.current_span();
                let (category, message) = (text(args.positional.first()), text(args.positional.get(1)));
                vm.options().console.warn(&category, &message, span);
                Ok(Value::None)
            })
            .function("deepcopy", |vm, args| {
                let value = args.positional.into_iter().next().unwrap_or_default();
                deep_copy(vm, &value)
            }),
    ))
}

/// `bind(function, [(name, has_default, keyword_only), …], args, kwargs)`: the arguments by name.
fn bind(vm: &mut Vm, args: Args) -> Result<Value> {
    let mut parts = args.positional.into_iter();
    let mut part = || parts.next().unwrap_or_default();
    let (function, parameters, positional, keyword) = (part(), part(), part(), part());
    let mut signature = Signature::default();
    for parameter in vm.iterate(&parameters)? {
        if let Some([name, has_default, keyword_only]) = parameter.as_sequence().as_deref() {
            signature.push(
                &text(Some(name)),
                has_default.as_bool().unwrap_or(false),
                keyword_only.as_bool().unwrap_or(false),
            );
        }
    }
    // The object itself counts as an argument in messages.
    let mut given = vec![Value::None];
    given.extend(positional.as_sequence().unwrap_or_default());
    let keyword = match keyword.as_dict() {
        Some(dict) => dict.items().into_iter().filter_map(|(key, value)| Some((key.as_rc_str()?, value))).collect(),
        None => Vec::new(),
    };
    signature.insert_first("self");
    let bound = signature.bind(&text(Some(&function)), Args { positional: given, keyword, span: args.span })?;
    let dict = Dict::new();
    for (name, value) in bound.all_given().into_iter().skip(1) {
        dict.insert_str(&name, value);
    }
    Ok(Value::from(dict))
}

/// A copy of nested built-in containers; other values are shared.
pub(super) fn deep_copy(vm: &mut Vm, value: &Value) -> Result<Value> {
    vm.deeper(|vm| {
        Ok(match value {
            Value::List(list) => {
                let mut items = Vec::new();
                for item in list.to_vec() {
                    items.push(deep_copy(vm, &item)?);
                }
                Value::list(items)
            }
            Value::Tuple(all) => {
                let mut items = Vec::new();
                for item in all.iter() {
                    items.push(deep_copy(vm, item)?);
                }
                Value::tuple(items)
            }
            Value::Dict(dict) => {
                let copy = Dict::new();
                for (key, item) in dict.items() {
                    let item = deep_copy(vm, &item)?;
                    copy.insert(vm, key, item)?;
                }
                Value::from(copy)
            }
            Value::Set(set) => Value::Set(Rc::new(Set::from_items(vm, set.items())?)),
            other => other.clone(),
        })
    })
}
