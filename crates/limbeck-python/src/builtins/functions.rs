//! The built-in functions.

use std::rc::Rc;

use super::{between, exactly};
use crate::error::{Error, Result};
use crate::value::{Args, BinaryOp, CompareOp, Int, NativeFn, Value};
use crate::vm::Vm;

/// Adds the functions to the `builtins` module.
pub(super) fn install(vm: &mut Vm) {
    let builtins = Rc::clone(&vm.builtins);
    let add = |name: &str, call: fn(&mut Vm, Args) -> Result<Value>| {
        builtins.set(name, NativeFn::new(name, call));
    };
    add("print", print);
    add("len", |vm, args| {
        let [value] = exactly::<1>("len", args)?;
        Ok(Value::from(vm.len(&value)?))
    });
    add("repr", |vm, args| {
        let [value] = exactly::<1>("repr", args)?;
        Ok(Value::Str(vm.repr(&value)?))
    });
    add("ascii", |vm, args| {
        let [value] = exactly::<1>("ascii", args)?;
        let text = vm.repr(&value)?;
        let mut out = String::new();
        for c in text.chars() {
            let code = c as u32;
            if c.is_ascii() {
                out.push(c);
            } else if code < 0x100 {
                out.push_str(&format!("\\x{code:02x}"));
            } else if code < 0x10000 {
                out.push_str(&format!("\\u{code:04x}"));
            } else {
                out.push_str(&format!("\\U{code:08x}"));
            }
        }
        Ok(Value::from(out))
    });
    add("isinstance", |vm, args| {
        let [value, class] = exactly::<2>("isinstance", args)?;
        Ok(Value::Bool(vm.is_instance(&value, &class)?))
    });
    add("issubclass", issubclass);
    add("callable", |vm, args| {
        let [value] = exactly::<1>("callable", args)?;
        Ok(Value::Bool(match &value {
            Value::Function(_) | Value::Native(_) | Value::Method(_) | Value::Class(_) | Value::StaticMethod(_) => true,
            Value::Instance(_) => {
                vm.type_attr(&value, "__call__").is_some()
                    || matches!(value.payload(), Value::Object(object) if object.is_callable())
            }
            Value::Object(object) => object.is_callable() || vm.type_attr(&value, "__call__").is_some(),
            Value::Unresolved(unresolved) => {
                return Err(vm.unresolved_error(unresolved, "is asked whether it is callable"));
            }
            _ => false,
        }))
    });
    add("getattr", |vm, args| {
        let mut args = between("getattr", args, 2, 3)?.into_iter();
        let (Some(object), Some(name), default) = (args.next(), args.next(), args.next()) else {
            return Ok(Value::None);
        };
        let Some(name) = name.as_rc_str() else {
            return Err(Error::type_error(format!("attribute name must be string, not '{}'", name.type_name())));
        };
        match default {
            Some(default) => Ok(vm.try_attr(&object, &name)?.unwrap_or(default)),
            None => vm.get_attr(&object, &name),
        }
    });
    add("setattr", |vm, args| {
        let [object, name, value] = exactly::<3>("setattr", args)?;
        let Some(name) = name.as_rc_str() else {
            return Err(Error::type_error(format!("attribute name must be string, not '{}'", name.type_name())));
        };
        vm.set_attr(&object, &name, value)?;
        Ok(Value::None)
    });
    add("delattr", |vm, args| {
        let [object, name] = exactly::<2>("delattr", args)?;
        vm.del_attr(&object, name.as_str().unwrap_or_default())?;
        Ok(Value::None)
    });
    add("hasattr", |vm, args| {
        let [object, name] = exactly::<2>("hasattr", args)?;
        match name.as_rc_str() {
            Some(name) => Ok(Value::Bool(vm.has_attr(&object, &name)?)),
            None => Err(Error::type_error(format!("attribute name must be string, not '{}'", name.type_name()))),
        }
    });
    add("iter", |vm, args| {
        let args = between("iter", args, 1, 2)?;
        match args.as_slice() {
            [value] => vm.iter(value),
            [callable, sentinel] => {
                let (callable, sentinel) = (callable.clone(), sentinel.clone());
                Ok(Value::iterator("callable_iterator", move |vm| {
                    let value = vm.call_value(&callable, Args::none())?;
                    Ok(if vm.equal(&value, &sentinel)? { None } else { Some(value) })
                }))
            }
            _ => Ok(Value::None),
        }
    });
    for (name, call) in [("next", next as fn(&mut Vm, Args) -> Result<Value>), ("anext", next)] {
        add(name, call);
    }
    add("aiter", |vm, args| {
        let [value] = exactly::<1>("aiter", args)?;
        vm.iter(&value)
    });
    add("id", |_, args| {
        let [value] = exactly::<1>("id", args)?;
        Ok(Value::from(value.identity()))
    });
    add("hash", |vm, args| {
        let [value] = exactly::<1>("hash", args)?;
        if let Value::Unresolved(unresolved) = &value {
            return Err(vm.unresolved_error(unresolved, "is hashed"));
        }
        Ok(Value::int(vm.hash(&value)? as i64))
    });
    add("abs", |vm, args| {
        let [value] = exactly::<1>("abs", args)?;
        match value.payload() {
            Value::Float(float) => Ok(Value::Float(float.abs())),
            Value::Int(_) | Value::Bool(_) => match value.as_integer() {
                Some(int) if int.is_negative() => Ok(Value::Int(Int::from_big(-int.to_big()))),
                int => Ok(Value::from(int)),
            },
            _ => match vm.type_attr(&value, "__abs__") {
                Some(method) => {
                    let bound = vm.bind_attr(method, &value, None)?;
                    vm.call_value(&bound, Args::none())
                }
                None => Err(Error::type_error(format!("bad operand type for abs(): '{}'", value.type_name()))),
            },
        }
    });
    add("sum", sum);
    add("min", |vm, args| extreme(vm, args, "min", CompareOp::Lt));
    add("max", |vm, args| extreme(vm, args, "max", CompareOp::Gt));
    add("any", |vm, args| {
        let [value] = exactly::<1>("any", args)?;
        let iterator = vm.iter(&value)?;
        while let Some(item) = vm.next(&iterator)? {
            if vm.truth(&item)? {
                return Ok(Value::Bool(true));
            }
        }
        Ok(Value::Bool(false))
    });
    add("all", |vm, args| {
        let [value] = exactly::<1>("all", args)?;
        let iterator = vm.iter(&value)?;
        while let Some(item) = vm.next(&iterator)? {
            if !vm.truth(&item)? {
                return Ok(Value::Bool(false));
            }
        }
        Ok(Value::Bool(true))
    });
    add("sorted", |vm, mut args| {
        if args.positional.is_empty() {
            return Err(Error::type_error("sorted expected 1 argument, got 0"));
        }
        let source = args.positional.remove(0);
        let items = vm.iterate(&source)?;
        Ok(Value::list(super::list::sort(vm, items, args, "sort")?))
    });
    add("divmod", |vm, args| {
        let [a, b] = exactly::<2>("divmod", args)?;
        let quotient = vm.binary(BinaryOp::FloorDiv, &a, &b)?;
        let remainder = vm.binary(BinaryOp::Mod, &a, &b)?;
        Ok(Value::tuple(vec![quotient, remainder]))
    });
    add("pow", pow);
    add("round", super::number::round);
    add("chr", |_, args| {
        let [value] = exactly::<1>("chr", args)?;
        let code = value.as_int().ok_or_else(|| {
            Error::type_error(format!("'{}' object cannot be interpreted as an integer", value.type_name()))
        })?;
        if !(0..0x11_0000).contains(&code) {
            return Err(Error::value_error("chr() arg not in range(0x110000)"));
        }
        match u32::try_from(code).ok().and_then(char::from_u32) {
            Some(c) => Ok(Value::from(c.to_string())),
            None => Err(Error::unsupported("a string with half a surrogate pair")),
        }
    });
    add("ord", |_, args| {
        let [value] = exactly::<1>("ord", args)?;
        if let Some([byte]) = value.as_bytes() {
            return Ok(Value::int(i64::from(*byte)));
        }
        let Some(text) = value.as_str() else {
            return Err(Error::type_error(format!(
                "ord() expected string of length 1, but {} found",
                value.type_name()
            )));
        };
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => Ok(Value::from(c as u32)),
            _ => Err(Error::type_error(format!(
                "ord() expected a character, but string of length {} found",
                text.chars().count()
            ))),
        }
    });
    for (name, radix, prefix) in [("hex", 16, "0x"), ("oct", 8, "0o"), ("bin", 2, "0b")] {
        builtins.set(
            name,
            NativeFn::new(name, move |vm, args| {
                let [value] = exactly::<1>(name, args)?;
                let Some(int) = value.as_integer().or(vm.index(&value)?.map(Int::Small)) else {
                    return Err(Error::type_error(format!(
                        "'{}' object cannot be interpreted as an integer",
                        value.type_name()
                    )));
                };
                let sign = if int.is_negative() { "-" } else { "" };
                Ok(Value::from(format!("{sign}{prefix}{}", int.to_big().magnitude().to_str_radix(radix))))
            }),
        );
    }
    let add = |name: &str, call: fn(&mut Vm, Args) -> Result<Value>| {
        builtins.set(name, NativeFn::new(name, call));
    };
    add("format", |vm, args| {
        let args = between("format", args, 1, 2)?;
        let spec = args.get(1).and_then(Value::as_rc_str).unwrap_or_else(|| Rc::from(""));
        let value = args.into_iter().next().unwrap_or_default();
        Ok(Value::Str(vm.format(&value, &spec)?))
    });
    add("vars", |vm, args| {
        let args = between("vars", args, 0, 1)?;
        match args.first() {
            Some(value) => match vm.try_attr(value, "__dict__")? {
                Some(dict) => Ok(dict),
                None => Err(Error::type_error("vars() argument must have __dict__ attribute")),
            },
            None => Err(Error::unsupported("`vars()` without an argument")),
        }
    });
    add("dir", dir);
    for name in ["eval", "exec", "compile", "input", "breakpoint", "locals"] {
        builtins.set(
            name,
            NativeFn::new(name, move |_, _| Err(Error::unsupported(format!("the built-in function `{name}()`")))),
        );
    }
    let add = |name: &str, call: fn(&mut Vm, Args) -> Result<Value>| {
        builtins.set(name, NativeFn::new(name, call));
    };
    add("globals", super::namespace::globals);
    add("open", crate::stdlib::open_file);
    add("__import__", |vm, args| {
        let name = args.positional.first().and_then(Value::as_rc_str).unwrap_or_else(|| Rc::from(""));
        let first = name.split('.').next().unwrap_or("");
        vm.import(&name)?;
        vm.import(first)
    });
    super::iterators::install(&builtins);
}

fn next(vm: &mut Vm, args: Args) -> Result<Value> {
    let args = between("next", args, 1, 2)?;
    let Some(iterator) = args.first() else { return Ok(Value::None) };
    if let Value::Generator(generator) = iterator {
        return match vm.resume(generator, Value::None, None)? {
            Ok(value) => Ok(value),
            Err(result) => match args.get(1) {
                Some(default) => Ok(default.clone()),
                None => Err(vm.stop_iteration(result)),
            },
        };
    }
    match vm.next(iterator)? {
        Some(value) => Ok(value),
        None => match args.get(1) {
            Some(default) => Ok(default.clone()),
            None => Err(vm.stop_iteration(Value::None)),
        },
    }
}

fn print(vm: &mut Vm, mut args: Args) -> Result<Value> {
    let separator = args.take_keyword("sep").filter(|value| !value.is_none());
    let end = args.take_keyword("end").filter(|value| !value.is_none());
    let file = args.take_keyword("file").filter(|value| !value.is_none());
    args.take_keyword("flush");
    if let Some((name, _)) = args.keyword.first() {
        return Err(Error::type_error(format!("'{name}' is an invalid keyword argument for print()")));
    }
    let mut text = String::new();
    for (at, value) in args.positional.iter().enumerate() {
        if at > 0 {
            text.push_str(separator.as_ref().and_then(Value::as_str).unwrap_or(" "));
        }
        text.push_str(&vm.str(value)?);
    }
    text.push_str(end.as_ref().and_then(Value::as_str).unwrap_or("\n"));
    match file {
        Some(file) => {
            vm.call_method(&file, "write", Args::of([Value::from(text)]))?;
        }
        None => vm.options.console.print(&text),
    }
    Ok(Value::None)
}

fn issubclass(vm: &mut Vm, args: Args) -> Result<Value> {
    let [class, other] = exactly::<2>("issubclass", args)?;
    let class = match &class {
        Value::Class(class) => Rc::clone(class),
        Value::Unresolved(unresolved) => return Err(vm.unresolved_error(unresolved, "is used by issubclass()")),
        _ => return Err(Error::type_error("issubclass() arg 1 must be a class")),
    };
    let all = match &other {
        Value::Tuple(items) => items.to_vec(),
        one => crate::stdlib::typing::alternatives(one).unwrap_or_else(|| vec![one.clone()]),
    };
    for one in all {
        match &one {
            Value::Class(other) => {
                if vm.is_subclass(&class, other) {
                    return Ok(Value::Bool(true));
                }
            }
            Value::Unresolved(unresolved) => return Err(vm.unresolved_error(unresolved, "is used by issubclass()")),
            _ => return Err(Error::type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union")),
        }
    }
    Ok(Value::Bool(false))
}

fn sum(vm: &mut Vm, mut args: Args) -> Result<Value> {
    let start = args.take_keyword("start");
    let args = between("sum", args, 1, 2)?;
    let mut total = start.or_else(|| args.get(1).cloned()).unwrap_or(Value::int(0));
    if matches!(total, Value::Str(_)) {
        return Err(Error::type_error("sum() can't sum strings [use ''.join(seq) instead]"));
    }
    let source = args.first().cloned().unwrap_or_default();
    let iterator = vm.iter(&source)?;
    while let Some(item) = vm.next(&iterator)? {
        total = vm.binary(BinaryOp::Add, &total, &item)?;
    }
    Ok(total)
}

fn extreme(vm: &mut Vm, mut args: Args, name: &str, op: CompareOp) -> Result<Value> {
    let key = args.take_keyword("key").filter(|key| !key.is_none());
    let default = args.take_keyword("default");
    if let Some((keyword, _)) = args.keyword.first() {
        return Err(Error::type_error(format!("{name}() got an unexpected keyword argument '{keyword}'")));
    }
    let items = match args.positional.as_slice() {
        [] => return Err(Error::type_error(format!("{name} expected at least 1 argument, got 0"))),
        [one] => vm.iterate(one)?,
        many => many.to_vec(),
    };
    let mut best: Option<(Value, Value)> = None;
    for item in items {
        let rank = match &key {
            Some(key) => vm.call_value(key, Args::of([item.clone()]))?,
            None => item.clone(),
        };
        let better = match &best {
            None => true,
            Some((_, best_rank)) => {
                let answer = vm.compare(op, &rank, best_rank)?;
                vm.truth(&answer)?
            }
        };
        if better {
            best = Some((item, rank));
        }
    }
    match (best, default) {
        (Some((item, _)), _) => Ok(item),
        (None, Some(default)) => Ok(default),
        (None, None) => Err(Error::value_error(format!("{name}() arg is an empty sequence"))),
    }
}

fn pow(vm: &mut Vm, args: Args) -> Result<Value> {
    let args = between("pow", args, 2, 3)?;
    match args.as_slice() {
        [base, exponent] => vm.binary(BinaryOp::Pow, base, exponent),
        [base, exponent, modulus] => match (base.as_integer(), exponent.as_integer(), modulus.as_integer()) {
            (Some(base), Some(exponent), Some(modulus)) => {
                if modulus.is_zero() {
                    return Err(Error::value_error("pow() 3rd argument cannot be 0"));
                }
                if exponent.is_negative() {
                    return Err(Error::unsupported("`pow()` with a negative exponent and a modulus"));
                }
                let (base, modulus) = (base.to_big(), modulus.to_big());
                let result = base.modpow(&exponent.to_big(), &modulus);
                Ok(Value::Int(Int::from_big(result)))
            }
            _ => Err(Error::type_error("pow() 3rd argument not allowed unless all arguments are integers")),
        },
        _ => Ok(Value::None),
    }
}

fn dir(vm: &mut Vm, args: Args) -> Result<Value> {
    let args = between("dir", args, 0, 1)?;
    let Some(value) = args.first() else { return Err(Error::unsupported("`dir()` without an argument")) };
    let mut names: Vec<String> = Vec::new();
    match value {
        Value::Module(module) => names.extend(module.attrs.borrow().keys().map(|name| name.to_string())),
        Value::Class(class) => {
            for class in class.mro() {
                names.extend(class.attrs.borrow().keys().map(|name| name.to_string()));
            }
        }
        Value::Unresolved(unresolved) => return Err(vm.unresolved_error(unresolved, "is listed by dir()")),
        other => {
            if let Value::Instance(instance) = other {
                names.extend(instance.attrs.borrow().keys().map(|name| name.to_string()));
            }
            if let Value::Object(object) = other.payload() {
                names.extend(object.attr_names().iter().map(|name| name.to_string()));
            }
            for class in vm.class_of(other).mro() {
                names.extend(class.attrs.borrow().keys().map(|name| name.to_string()));
            }
        }
    }
    names.sort();
    names.dedup();
    Ok(Value::list(names.into_iter().map(Value::from).collect()))
}
