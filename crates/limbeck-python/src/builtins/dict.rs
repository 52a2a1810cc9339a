//! `dict` and its views.

use std::rc::Rc;

use super::{between, exactly, no_keywords};
use crate::error::{Error, Result};
use crate::value::{Args, ClassBuilder, Dict, DictView, Value, ViewKind};
use crate::vm::Vm;

fn dict<'a>(this: &'a Value, method: &str) -> Result<&'a Rc<Dict>> {
    this.as_dict().ok_or_else(|| {
        Error::type_error(format!(
            "descriptor '{method}' for 'dict' objects doesn't apply to a '{}' object",
            this.type_name()
        ))
    })
}

/// What `dict(…)` and `dict.update(…)` take.
pub(crate) fn update(vm: &mut Vm, dict: &Rc<Dict>, name: &str, args: Args) -> Result<()> {
    if args.positional.len() > 1 {
        return Err(Error::type_error(format!("{name} expected at most 1 argument, got {}", args.positional.len())));
    }
    if let Some(source) = args.positional.first() {
        match vm.mapping_items(source)? {
            Some(items) => {
                for (key, value) in items {
                    dict.insert(vm, key, value)?;
                }
            }
            None => {
                let iterator = vm.iter(source)?;
                let mut at = 0;
                while let Some(pair) = vm.next(&iterator)? {
                    let items = match vm.iterate(&pair) {
                        Err(error) if vm.error_is(&error, "TypeError") => {
                            return Err(Error::type_error(format!(
                                "cannot convert dictionary update sequence element #{at} to a sequence"
                            )));
                        }
                        other => other?,
                    };
                    match <[Value; 2]>::try_from(items) {
                        Ok([key, value]) => dict.insert(vm, key, value)?,
                        Err(items) => {
                            return Err(Error::value_error(format!(
                                "dictionary update sequence element #{at} has length {}; 2 is required",
                                items.len()
                            )));
                        }
                    }
                    at += 1;
                }
            }
        }
    }
    for (key, value) in args.keyword {
        dict.insert(vm, Value::Str(key), value)?;
    }
    Ok(())
}

fn view(this: &Value, kind: ViewKind) -> Result<Value> {
    Ok(Value::DictView(Rc::new(DictView { dict: Rc::clone(dict(this, "keys")?), kind })))
}

/// Methods of `dict`.
pub(super) fn methods(builder: ClassBuilder) -> ClassBuilder {
    builder
        .class_attr("__hash__", Value::None)
        .method("__init__", |vm, this, args| {
            let dict = Rc::clone(dict(this, "__init__")?);
            update(vm, &dict, "dict", args)?;
            Ok(Value::None)
        })
        .method("get", |vm, this, args| {
            let args = between("get", args, 1, 2)?;
            let key = args.first().cloned().unwrap_or_default();
            let found = Rc::clone(dict(this, "get")?).get(vm, &key)?;
            Ok(found.or_else(|| args.get(1).cloned()).unwrap_or_default())
        })
        .method("setdefault", |vm, this, args| {
            let args = between("setdefault", args, 1, 2)?;
            let key = args.first().cloned().unwrap_or_default();
            let dict = Rc::clone(dict(this, "setdefault")?);
            if let Some(value) = dict.get(vm, &key)? {
                return Ok(value);
            }
            let value = args.get(1).cloned().unwrap_or_default();
            dict.insert(vm, key, value.clone())?;
            Ok(value)
        })
        .method("pop", |vm, this, args| {
            let args = between("pop", args, 1, 2)?;
            let key = args.first().cloned().unwrap_or_default();
            match (Rc::clone(dict(this, "pop")?).remove(vm, &key)?, args.get(1)) {
                (Some(value), _) => Ok(value),
                (None, Some(default)) => Ok(default.clone()),
                (None, None) => Err(vm.key_error(&key)),
            }
        })
        .method("popitem", |vm, this, args| {
            exactly::<0>("dict.popitem", args)?;
            match dict(this, "popitem")?.pop_last() {
                Some((key, value)) => Ok(Value::tuple(vec![key, value])),
                None => Err(vm.key_error(&Value::str("popitem(): dictionary is empty"))),
            }
        })
        .method("update", |vm, this, args| {
            let dict = Rc::clone(dict(this, "update")?);
            update(vm, &dict, "update", args)?;
            Ok(Value::None)
        })
        .method("clear", |_, this, args| {
            exactly::<0>("dict.clear", args)?;
            dict(this, "clear")?.clear();
            Ok(Value::None)
        })
        .method("copy", |_, this, args| {
            exactly::<0>("dict.copy", args)?;
            Ok(Value::from(dict(this, "copy")?.copy()))
        })
        .method("keys", |_, this, args| {
            exactly::<0>("dict.keys", args)?;
            view(this, ViewKind::Keys)
        })
        .method("values", |_, this, args| {
            exactly::<0>("dict.values", args)?;
            view(this, ViewKind::Values)
        })
        .method("items", |_, this, args| {
            exactly::<0>("dict.items", args)?;
            view(this, ViewKind::Items)
        })
        .class_method("fromkeys", |vm, _, args| {
            no_keywords("fromkeys", &args)?;
            let args = between("fromkeys", args, 1, 2)?;
            let value = args.get(1).cloned().unwrap_or_default();
            let dict = Rc::new(Dict::new());
            if let Some(source) = args.first() {
                for key in vm.iterate(source)? {
                    dict.insert(vm, key, value.clone())?;
                }
            }
            Ok(Value::Dict(dict))
        })
        .method("__getitem__", super::list::getitem)
        .method("__setitem__", super::list::setitem)
        .method("__delitem__", |vm, this, args| {
            let [key] = exactly::<1>("__delitem__", args)?;
            let inner = this.payload().clone();
            vm.del_item(&inner, &key)?;
            Ok(Value::None)
        })
        .method("__len__", super::list::length)
        .method("__contains__", super::list::contains)
        .method("__iter__", super::list::iter)
}

/// Methods of the views.
pub(super) fn view_methods(builder: ClassBuilder) -> ClassBuilder {
    builder
        .method("isdisjoint", |vm, this, args| {
            let [other] = exactly::<1>("isdisjoint", args)?;
            for item in vm.iterate(&other)? {
                if vm.contains(this, &item)? {
                    return Ok(Value::Bool(false));
                }
            }
            Ok(Value::Bool(true))
        })
        .method("__len__", super::list::length)
        .method("__iter__", super::list::iter)
        .property("mapping", |_, this| match this {
            Value::DictView(view) => Ok(Value::Dict(Rc::clone(&view.dict))),
            _ => Ok(Value::None),
        })
}
