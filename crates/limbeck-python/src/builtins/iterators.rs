//! Built-in functions that make iterators, and `super`.

use std::rc::Rc;

use super::{between, exactly, no_keywords};
use crate::error::{Error, Result};
use crate::value::{Args, BinaryOp, Module, NativeFn, Super, Value};
use crate::vm::Vm;

/// `zip`, `map`, `filter`, `enumerate`, `reversed`, `super`: classes in Python, functions here.
pub(super) fn install(builtins: &Rc<Module>) {
    let add = |name: &str, call: fn(&mut Vm, Args) -> Result<Value>| {
        builtins.set(name, NativeFn::new(name, call));
    };
    add("enumerate", |vm, mut args| {
        let start = args.take_keyword("start");
        let source = args.take_keyword("iterable");
        let mut positional = args.positional.into_iter();
        let Some(source) = source.or_else(|| positional.next()) else {
            return Err(Error::type_error("enumerate() missing required argument 'iterable' (pos 1)"));
        };
        let iterator = vm.iter(&source)?;
        let mut count = start.or_else(|| positional.next()).unwrap_or(Value::int(0));
        if count.as_integer().is_none() {
            return Err(Error::type_error(format!(
                "'{}' object cannot be interpreted as an integer",
                count.type_name()
            )));
        }
        Ok(Value::iterator("enumerate", move |vm| {
            let Some(item) = vm.next(&iterator)? else { return Ok(None) };
            let next = vm.binary(BinaryOp::Add, &count, &Value::int(1))?;
            let number = std::mem::replace(&mut count, next);
            Ok(Some(Value::tuple(vec![number, item])))
        }))
    });
    add("zip", |vm, mut args| {
        let strict = match args.take_keyword("strict") {
            Some(strict) => vm.truth(&strict)?,
            None => false,
        };
        no_keywords("zip", &args)?;
        let mut iterators = Vec::new();
        for (at, source) in args.positional.iter().enumerate() {
            iterators.push(match vm.iter(source) {
                Err(error) if vm.error_is(&error, "TypeError") => {
                    return Err(Error::type_error(format!("zip argument #{} must support iteration", at + 1)));
                }
                other => other?,
            });
        }
        Ok(Value::iterator("zip", move |vm| {
            if iterators.is_empty() {
                return Ok(None);
            }
            let mut items = Vec::with_capacity(iterators.len());
            for (at, iterator) in iterators.iter().enumerate() {
                match vm.next(iterator)? {
                    Some(item) => items.push(item),
                    None => {
                        if strict {
                            let arguments = |n: usize| {
                                if n == 1 { "argument 1".to_owned() } else { format!("arguments 1-{n}") }
                            };
                            if at > 0 {
                                return Err(Error::value_error(format!(
                                    "zip() argument {} is shorter than {}",
                                    at + 1,
                                    arguments(at)
                                )));
                            }
                            for (later, iterator) in iterators.iter().enumerate().skip(1) {
                                if vm.next(iterator)?.is_some() {
                                    return Err(Error::value_error(format!(
                                        "zip() argument {} is longer than {}",
                                        later + 1,
                                        arguments(later)
                                    )));
                                }
                            }
                        }
                        return Ok(None);
                    }
                }
            }
            Ok(Some(Value::tuple(items)))
        }))
    });
    add("map", |vm, args| {
        no_keywords("map", &args)?;
        let mut positional = args.positional.into_iter();
        let Some(function) = positional.next() else {
            return Err(Error::type_error("map() must have at least two arguments."));
        };
        let mut iterators = Vec::new();
        for source in positional {
            iterators.push(vm.iter(&source)?);
        }
        if iterators.is_empty() {
            return Err(Error::type_error("map() must have at least two arguments."));
        }
        Ok(Value::iterator("map", move |vm| {
            let mut items = Vec::with_capacity(iterators.len());
            for iterator in &iterators {
                match vm.next(iterator)? {
                    Some(item) => items.push(item),
                    None => return Ok(None),
                }
            }
            vm.call_value(&function, Args::of(items)).map(Some)
        }))
    });
    add("filter", |vm, args| {
        let [function, source] = exactly::<2>("filter", args)?;
        let iterator = vm.iter(&source)?;
        Ok(Value::iterator("filter", move |vm| {
            while let Some(item) = vm.next(&iterator)? {
                let keep = match &function {
                    Value::None => vm.truth(&item)?,
                    function => {
                        let answer = vm.call_value(function, Args::of([item.clone()]))?;
                        vm.truth(&answer)?
                    }
                };
                if keep {
                    return Ok(Some(item));
                }
            }
            Ok(None)
        }))
    });
    add("reversed", |vm, args| {
        let [source] = exactly::<1>("reversed", args)?;
        if let Value::List(list) = source.payload() {
            return Ok(Value::reversed_list(list));
        }
        if let Some(method) = vm.type_attr(&source, "__reversed__") {
            let bound = vm.bind_attr(method, &source, None)?;
            return vm.call_value(&bound, Args::none());
        }
        let mut items = match source.payload() {
            Value::Tuple(_)
            | Value::Str(_)
            | Value::Bytes(_)
            | Value::Range(_)
            | Value::Dict(_)
            | Value::DictView(_) => vm.iterate(&source)?,
            _ if vm.type_attr(&source, "__getitem__").is_some() && vm.type_attr(&source, "__len__").is_some() => {
                let mut items = Vec::new();
                for at in 0..vm.len(&source)? {
                    items.push(vm.get_item(&source, &Value::from(at))?);
                }
                items
            }
            _ => {
                return Err(Error::type_error(format!("'{}' object is not reversible", source.type_name())));
            }
        };
        Ok(Value::iterator("reversed", move |_| Ok(items.pop())))
    });
    add("super", |_, args| {
        let args = between("super", args, 0, 2)?;
        let (class, receiver) = match args.as_slice() {
            [] => return Err(Error::runtime_error("super(): no arguments")),
            [class, receiver] => (class.clone(), receiver.clone()),
            _ => return Err(Error::unsupported("`super()` with one argument")),
        };
        match class {
            Value::Class(class) => Ok(Value::Super(Rc::new(Super { class, receiver }))),
            other => Err(Error::type_error(format!("super() argument 1 must be a type, not {}", other.type_name()))),
        }
    });
}
