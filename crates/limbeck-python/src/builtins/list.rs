//! `list`, `tuple` and `range`, and sorting.

use std::rc::Rc;

use super::{between, exactly};
use crate::error::{Error, Result};
use crate::value::{Args, ClassBuilder, List, Value};
use crate::vm::Vm;

fn list<'a>(this: &'a Value, method: &str) -> Result<&'a Rc<List>> {
    match this.payload() {
        Value::List(list) => Ok(list),
        _ => Err(Error::type_error(format!(
            "descriptor '{method}' for 'list' objects doesn't apply to a '{}' object",
            this.type_name()
        ))),
    }
}

/// Sorts with `key` and `reverse`, stable.
pub(crate) fn sort(vm: &mut Vm, items: Vec<Value>, mut args: Args, name: &str) -> Result<Vec<Value>> {
    let key = args.take_keyword("key").filter(|key| !key.is_none());
    let reverse = match args.take_keyword("reverse") {
        Some(reverse) => vm.truth(&reverse)?,
        None => false,
    };
    if let Some((keyword, _)) = args.keyword.first() {
        return Err(Error::type_error(format!("{name}() got an unexpected keyword argument '{keyword}'")));
    }
    if !args.positional.is_empty() {
        return Err(Error::type_error(format!("{name}() takes no positional arguments")));
    }
    let mut ranked = Vec::with_capacity(items.len());
    for item in items {
        let rank = match &key {
            Some(key) => vm.call_value(key, Args::of([item.clone()]))?,
            None => item.clone(),
        };
        ranked.push((rank, item));
    }
    if reverse {
        ranked.reverse();
    }
    let mut sorted = merge_sort(vm, ranked)?;
    if reverse {
        sorted.reverse();
    }
    Ok(sorted.into_iter().map(|(_, item)| item).collect())
}

/// Comparison may fail, which the sorts of the standard library do not foresee.
fn merge_sort(vm: &mut Vm, items: Vec<(Value, Value)>) -> Result<Vec<(Value, Value)>> {
    let mut runs: Vec<Vec<(Value, Value)>> = items.into_iter().map(|item| vec![item]).collect();
    while runs.len() > 1 {
        let mut merged = Vec::with_capacity(runs.len().div_ceil(2));
        let mut pairs = runs.into_iter();
        while let Some(left) = pairs.next() {
            match pairs.next() {
                Some(right) => merged.push(merge(vm, left, right)?),
                None => merged.push(left),
            }
        }
        runs = merged;
    }
    Ok(runs.pop().unwrap_or_default())
}

fn merge(vm: &mut Vm, left: Vec<(Value, Value)>, right: Vec<(Value, Value)>) -> Result<Vec<(Value, Value)>> {
    let mut out = Vec::with_capacity(left.len() + right.len());
    let mut left = left.into_iter().peekable();
    let mut right = right.into_iter().peekable();
    loop {
        match (left.peek(), right.peek()) {
            (Some((a, _)), Some((b, _))) => {
                vm.step()?;
                if vm.less(b, a)? {
                    out.extend(right.next());
                } else {
                    out.extend(left.next());
                }
            }
            (Some(_), None) => out.extend(left.next()),
            (None, _) => {
                out.extend(right);
                return Ok(out);
            }
        }
    }
}

/// Index of a value between bounds, for `index`.
fn find(vm: &mut Vm, items: &[Value], args: Args, name: &str, what: &str) -> Result<Value> {
    let args = between(name, args, 1, 3)?;
    let wanted = args.first().cloned().unwrap_or_default();
    let bound = |vm: &mut Vm, at: usize, default: usize| -> Result<usize> {
        match args.get(at) {
            Some(value) => {
                let index = vm.index(value)?.unwrap_or(0);
                let index = if index < 0 { index + items.len() as i64 } else { index };
                Ok(index.clamp(0, items.len() as i64) as usize)
            }
            None => Ok(default),
        }
    };
    let start = bound(vm, 1, 0)?;
    let stop = bound(vm, 2, items.len())?;
    for (at, item) in items.iter().enumerate().take(stop).skip(start) {
        if item.is_same(&wanted) || vm.equal(item, &wanted)? {
            return Ok(Value::from(at));
        }
    }
    Err(Error::value_error(match what {
        "list" => format!("{} is not in list", vm.repr(&wanted)?),
        _ => format!("{what}.index(x): x not in {what}"),
    }))
}

fn count(vm: &mut Vm, items: &[Value], args: Args, name: &str) -> Result<Value> {
    let [wanted] = exactly::<1>(name, args)?;
    let mut count = 0;
    for item in items {
        if item.is_same(&wanted) || vm.equal(item, &wanted)? {
            count += 1;
        }
    }
    Ok(Value::int(count))
}

/// Methods of `list`.
pub(super) fn methods(builder: ClassBuilder) -> ClassBuilder {
    builder
        .class_attr("__hash__", Value::None)
        .method("__init__", |vm, this, args| {
            let args = between("list", args, 0, 1)?;
            let items = match args.first() {
                Some(source) => vm.iterate(source)?,
                None => Vec::new(),
            };
            list(this, "__init__")?.replace(items);
            Ok(Value::None)
        })
        .method("append", |vm, this, args| {
            let [value] = exactly::<1>("list.append", args)?;
            let list = list(this, "append")?;
            vm.check_size(list.len() + 1)?;
            list.push(value);
            Ok(Value::None)
        })
        .method("extend", |vm, this, args| {
            let [source] = exactly::<1>("list.extend", args)?;
            let items = vm.iterate(&source)?;
            let list = list(this, "extend")?;
            vm.check_size(list.len() + items.len())?;
            list.with(|all| all.extend(items));
            Ok(Value::None)
        })
        .method("insert", |vm, this, args| {
            let [index, value] = exactly::<2>("list.insert", args)?;
            let list = list(this, "insert")?;
            let len = list.len() as i64;
            let Some(index) = vm.index(&index)? else {
                return Err(Error::type_error(format!(
                    "'{}' object cannot be interpreted as an integer",
                    index.type_name()
                )));
            };
            let at = if index < 0 { (index + len).max(0) } else { index.min(len) };
            list.with(|all| all.insert(at as usize, value));
            Ok(Value::None)
        })
        .method("remove", |vm, this, args| {
            let [wanted] = exactly::<1>("list.remove", args)?;
            let list = list(this, "remove")?;
            for (at, item) in list.to_vec().iter().enumerate() {
                if item.is_same(&wanted) || vm.equal(item, &wanted)? {
                    let old = list.with(|all| if at < all.len() { Some(all.remove(at)) } else { None });
                    drop(old);
                    return Ok(Value::None);
                }
            }
            Err(Error::value_error("list.remove(x): x not in list"))
        })
        .method("pop", |vm, this, args| {
            let args = between("pop", args, 0, 1)?;
            let list = list(this, "pop")?;
            if list.is_empty() {
                return Err(Error::index_error("pop from empty list"));
            }
            let index = match args.first() {
                Some(index) => vm.index(index)?.ok_or_else(|| {
                    Error::type_error(format!("'{}' object cannot be interpreted as an integer", index.type_name()))
                })?,
                None => -1,
            };
            let len = list.len() as i64;
            let at = if index < 0 { index + len } else { index };
            if at < 0 || at >= len {
                return Err(Error::index_error("pop index out of range"));
            }
            Ok(list.with(|all| all.remove(at as usize)))
        })
        .method("clear", |_, this, args| {
            exactly::<0>("list.clear", args)?;
            list(this, "clear")?.replace(Vec::new());
            Ok(Value::None)
        })
        .method("copy", |_, this, args| {
            exactly::<0>("list.copy", args)?;
            Ok(Value::list(list(this, "copy")?.to_vec()))
        })
        .method("reverse", |_, this, args| {
            exactly::<0>("list.reverse", args)?;
            list(this, "reverse")?.with(|all| all.reverse());
            Ok(Value::None)
        })
        .method("sort", |vm, this, args| {
            let list = list(this, "sort")?;
            let items = list.to_vec();
            let sorted = sort(vm, items, args, "sort")?;
            list.replace(sorted);
            Ok(Value::None)
        })
        .method("index", |vm, this, args| {
            let items = list(this, "index")?.to_vec();
            find(vm, &items, args, "index", "list")
        })
        .method("count", |vm, this, args| {
            let items = list(this, "count")?.to_vec();
            count(vm, &items, args, "list.count")
        })
        .method("__getitem__", getitem)
        .method("__setitem__", setitem)
        .method("__len__", length)
        .method("__contains__", contains)
        .method("__iter__", iter)
}

pub(super) fn getitem(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let [key] = exactly::<1>("__getitem__", args)?;
    let inner = this.payload().clone();
    vm.get_item(&inner, &key)
}

pub(super) fn setitem(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let [key, value] = exactly::<2>("__setitem__", args)?;
    let inner = this.payload().clone();
    vm.set_item(&inner, &key, value)?;
    Ok(Value::None)
}

pub(super) fn length(vm: &mut Vm, this: &Value, _: Args) -> Result<Value> {
    let inner = this.payload().clone();
    Ok(Value::from(vm.len(&inner)?))
}

pub(super) fn contains(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let [item] = exactly::<1>("__contains__", args)?;
    let inner = this.payload().clone();
    Ok(Value::Bool(vm.contains(&inner, &item)?))
}

pub(super) fn iter(vm: &mut Vm, this: &Value, _: Args) -> Result<Value> {
    let inner = this.payload().clone();
    vm.iter(&inner)
}

/// Methods of `tuple`.
pub(super) fn tuple_methods(builder: ClassBuilder) -> ClassBuilder {
    builder
        .method("index", |vm, this, args| {
            let items = this.as_sequence().unwrap_or_default();
            find(vm, &items, args, "index", "tuple")
        })
        .method("count", |vm, this, args| {
            let items = this.as_sequence().unwrap_or_default();
            count(vm, &items, args, "tuple.count")
        })
        .method("__getitem__", getitem)
        .method("__len__", length)
        .method("__contains__", contains)
        .method("__iter__", iter)
}

/// Methods of `range`.
pub(super) fn range_methods(builder: ClassBuilder) -> ClassBuilder {
    builder
        .method("index", |vm, this, args| {
            let [wanted] = exactly::<1>("range.index", args)?;
            if let (Value::Range(range), Some(number)) = (this, wanted.as_int())
                && range.contains(number)
            {
                return Ok(Value::int((number - range.start) / range.step));
            }
            Err(Error::value_error(format!("{} is not in range", vm.repr(&wanted)?)))
        })
        .method("count", |vm, this, args| {
            let items = vm.iterate(this)?;
            count(vm, &items, args, "range.count")
        })
}
