//! Subscripts.

use std::rc::Rc;

use super::Vm;
use crate::error::{Error, Result};
use crate::value::{Args, Range, Slice, Value};

/// A slice against a length: the indices it selects.
struct Selection {
    start: i64,
    step: i64,
    count: usize,
}

impl Selection {
    fn indices(&self) -> impl Iterator<Item = usize> + use<> {
        let (start, step) = (self.start, self.step);
        (0..self.count).map(move |at| (start + step * at as i64) as usize)
    }
}

impl Vm {
    /// An integer for an index, through `__index__`.
    pub(crate) fn index(&mut self, value: &Value) -> Result<Option<i64>> {
        if let Some(int) = value.as_integer() {
            return match int.to_i64() {
                Some(small) => Ok(Some(small)),
                None => Err(Error::index_error("cannot fit 'int' into an index-sized integer")),
            };
        }
        match value {
            Value::Unresolved(unresolved) => Err(self.unresolved_error(unresolved, "is used as an index")),
            Value::Instance(instance) => match instance.class().lookup("__index__") {
                Some(method) => {
                    let bound = self.bind_attr(method, value, None)?;
                    Ok(self.call_value(&bound, Args::none())?.as_int())
                }
                None => Ok(None),
            },
            _ => Ok(None),
        }
    }

    fn slice_part(&mut self, part: &Value) -> Result<Option<i64>> {
        if part.is_none() {
            return Ok(None);
        }
        if let Some(int) = part.as_integer() {
            // Far ends are clamped.
            return Ok(Some(int.to_i64().unwrap_or(if int.is_negative() { i64::MIN / 4 } else { i64::MAX / 4 })));
        }
        match self.index(part)? {
            Some(index) => Ok(Some(index)),
            None => Err(Error::type_error("slice indices must be integers or None or have an __index__ method")),
        }
    }

    /// Start, stop and step of a slice for a length (`slice.indices`).
    pub(crate) fn slice_bounds(&mut self, slice: &Slice, len: usize) -> Result<(i64, i64, i64)> {
        let len = len as i64;
        let step = self.slice_part(&slice.step)?.unwrap_or(1).clamp(i64::MIN / 4, i64::MAX / 4);
        if step == 0 {
            return Err(Error::value_error("slice step cannot be zero"));
        }
        let (low, high) = if step > 0 { (0, len) } else { (-1, len - 1) };
        let clamp = |part: Option<i64>, default: i64| match part {
            None => default,
            Some(at) if at < 0 => at.saturating_add(len).max(low),
            Some(at) => at.min(high),
        };
        let start = clamp(self.slice_part(&slice.start)?, if step > 0 { low } else { high });
        let stop = clamp(self.slice_part(&slice.stop)?, if step > 0 { high } else { low });
        Ok((start, stop, step))
    }

    fn select(&mut self, slice: &Slice, len: usize) -> Result<Selection> {
        let (start, stop, step) = self.slice_bounds(slice, len)?;
        let count = Range { start, stop, step }.len();
        Ok(Selection { start, step, count })
    }

    fn position(&mut self, what: &str, key: &Value, len: usize) -> Result<usize> {
        let Some(index) = self.index(key)? else {
            return Err(Error::type_error(format!(
                "{what} indices must be integers or slices, not {}",
                key.type_name()
            )));
        };
        let at = if index < 0 { index + len as i64 } else { index };
        if at < 0 || at >= len as i64 {
            let what = if what == "byte" { "" } else { what };
            return Err(Error::index_error(format!("{what} index out of range").trim_start().to_owned()));
        }
        Ok(at as usize)
    }

    /// `object[key]`
    pub fn get_item(&mut self, object: &Value, key: &Value) -> Result<Value> {
        match object {
            Value::Dict(dict) => {
                return match Rc::clone(dict).get(self, key)? {
                    Some(value) => Ok(value),
                    None => Err(self.key_error(key)),
                };
            }
            Value::List(list) => {
                if let Value::Slice(slice) = key {
                    let items = list.to_vec();
                    let selection = self.select(slice, items.len())?;
                    return Ok(Value::list(selection.indices().filter_map(|at| items.get(at).cloned()).collect()));
                }
                let at = self.position("list", key, list.len())?;
                return list.get(at).ok_or_else(|| Error::index_error("list index out of range"));
            }
            Value::Unresolved(unresolved) => return Ok(Value::Unresolved(unresolved.derive("[…]"))),
            Value::Class(class) => return self.class_item(class, object, key),
            Value::Instance(instance) => {
                if let Some(method @ Value::Function(_)) = instance.class().lookup("__getitem__") {
                    let bound = self.bind_attr(method, object, None)?;
                    return self.call_value(&bound, Args::of([key.clone()]));
                }
                match instance.payload() {
                    Some(Value::Object(inner)) => {
                        if let Some(value) = Rc::clone(inner).get_item(object, self, key)? {
                            return Ok(value);
                        }
                    }
                    Some(payload @ Value::Dict(dict)) => {
                        if let Some(value) = Rc::clone(dict).get(self, key)? {
                            return Ok(value);
                        }
                        let _ = payload;
                        return match instance.class().lookup("__missing__") {
                            Some(missing) => {
                                let bound = self.bind_attr(missing, object, None)?;
                                self.call_value(&bound, Args::of([key.clone()]))
                            }
                            None => Err(self.key_error(key)),
                        };
                    }
                    Some(payload) => return self.get_item(&payload.clone(), key),
                    None => {}
                }
                if let Some(method) = instance.class().lookup("__getitem__") {
                    let bound = self.bind_attr(method, object, None)?;
                    return self.call_value(&bound, Args::of([key.clone()]));
                }
                if let Some(unresolved) = instance.class().unresolved_base() {
                    return Ok(Value::Unresolved(unresolved.derive("[…]")));
                }
            }
            Value::Object(inner) => {
                if let Some(value) = Rc::clone(inner).get_item(object, self, key)? {
                    return Ok(value);
                }
                if let Some(method) = self.class_of(object).lookup("__getitem__") {
                    let bound = self.bind_attr(method, object, None)?;
                    return self.call_value(&bound, Args::of([key.clone()]));
                }
            }
            Value::Str(text) => return self.str_item(text, key),
            Value::Tuple(items) => {
                if let Value::Slice(slice) = key {
                    let selection = self.select(slice, items.len())?;
                    return Ok(Value::tuple(selection.indices().filter_map(|at| items.get(at).cloned()).collect()));
                }
                let at = self.position("tuple", key, items.len())?;
                return items.get(at).cloned().ok_or_else(|| Error::index_error("tuple index out of range"));
            }
            Value::Bytes(bytes) => {
                if let Value::Slice(slice) = key {
                    let selection = self.select(slice, bytes.len())?;
                    let part: Vec<u8> = selection.indices().filter_map(|at| bytes.get(at).copied()).collect();
                    return Ok(Value::bytes(part));
                }
                let at = self.position("byte", key, bytes.len())?;
                return Ok(bytes.get(at).map_or(Value::None, |byte| Value::int(i64::from(*byte))));
            }
            Value::Range(range) => {
                if let Value::Slice(slice) = key {
                    let (start, stop, step) = self.slice_bounds(slice, range.len())?;
                    let part = Range {
                        start: range.start + range.step * start,
                        stop: range.start + range.step * stop,
                        step: range.step * step,
                    };
                    return Ok(Value::Range(Rc::new(part)));
                }
                let at = match self.position("range object", key, range.len()) {
                    Err(error) if self.error_is(&error, "TypeError") => {
                        return Err(Error::type_error(format!(
                            "range indices must be integers or slices, not {}",
                            key.type_name()
                        )));
                    }
                    other => other?,
                };
                return Ok(range.get(at).map_or(Value::None, Value::int));
            }
            _ => {}
        }
        Err(Error::type_error(format!("'{}' object is not subscriptable", object.type_name())))
    }

    fn class_item(&mut self, class: &Rc<crate::value::Class>, object: &Value, key: &Value) -> Result<Value> {
        if let Some(method) = class.metaclass().and_then(|meta| meta.lookup("__getitem__")) {
            let bound = self.bind_attr(method, object, None)?;
            return self.call_value(&bound, Args::of([key.clone()]));
        }
        if let Some(method) = class.lookup("__class_getitem__") {
            let bound = self.bind_attr(method, object, Some(class))?;
            return self.call_value(&bound, Args::of([key.clone()]));
        }
        if let Some(alias) = crate::stdlib::typing::class_alias(self, class, key) {
            return Ok(alias);
        }
        if let Some(unresolved) = class.unresolved_base() {
            return Ok(Value::Unresolved(unresolved.derive("[…]")));
        }
        Err(Error::type_error(format!("type '{}' is not subscriptable", class.name)))
    }

    fn str_item(&mut self, text: &Rc<str>, key: &Value) -> Result<Value> {
        if text.is_ascii() {
            if let Value::Slice(slice) = key {
                let selection = self.select(slice, text.len())?;
                if selection.step == 1 {
                    let start = selection.start.max(0) as usize;
                    return Ok(Value::str(text.get(start..start + selection.count).unwrap_or("")));
                }
                let bytes = text.as_bytes();
                let part: String =
                    selection.indices().filter_map(|at| bytes.get(at)).map(|byte| char::from(*byte)).collect();
                return Ok(Value::from(part));
            }
            let at = self.string_position(key, text.len())?;
            return Ok(Value::str(text.get(at..=at).unwrap_or("")));
        }
        let chars: Vec<char> = text.chars().collect();
        if let Value::Slice(slice) = key {
            let selection = self.select(slice, chars.len())?;
            let part: String = selection.indices().filter_map(|at| chars.get(at)).collect();
            return Ok(Value::from(part));
        }
        let at = self.string_position(key, chars.len())?;
        Ok(Value::from(chars.get(at).map(char::to_string).unwrap_or_default()))
    }

    fn string_position(&mut self, key: &Value, len: usize) -> Result<usize> {
        match self.position("string", key, len) {
            Err(error) if self.error_is(&error, "TypeError") => {
                Err(Error::type_error(format!("string indices must be integers, not '{}'", key.type_name())))
            }
            other => other,
        }
    }

    /// `object[key] = value`
    pub fn set_item(&mut self, object: &Value, key: &Value, value: Value) -> Result<()> {
        match object {
            Value::Dict(dict) => return Rc::clone(dict).insert(self, key.clone(), value),
            Value::List(list) => {
                if let Value::Slice(slice) = key {
                    return self.set_slice(list, slice, &value);
                }
                let at = match self.position("list", key, list.len()) {
                    Err(error) if self.error_is(&error, "IndexError") => {
                        return Err(Error::index_error("list assignment index out of range"));
                    }
                    other => other?,
                };
                let old = list.with(|items| items.get_mut(at).map(|slot| std::mem::replace(slot, value)));
                drop(old);
                return Ok(());
            }
            Value::Unresolved(_) => return Ok(()),
            Value::Instance(instance) => {
                if let Some(method @ Value::Function(_)) = instance.class().lookup("__setitem__") {
                    let bound = self.bind_attr(method, object, None)?;
                    self.call_value(&bound, Args::of([key.clone(), value]))?;
                    return Ok(());
                }
                match instance.payload() {
                    Some(Value::Object(inner)) if Rc::clone(inner).set_item(object, self, key, value.clone())? => {
                        return Ok(());
                    }
                    Some(Value::Object(_)) => {}
                    Some(payload) => return self.set_item(&payload.clone(), key, value),
                    None => {}
                }
            }
            Value::Object(inner) => {
                if Rc::clone(inner).set_item(object, self, key, value.clone())? {
                    return Ok(());
                }
                if let Some(method) = self.class_of(object).lookup("__setitem__") {
                    let bound = self.bind_attr(method, object, None)?;
                    self.call_value(&bound, Args::of([key.clone(), value]))?;
                    return Ok(());
                }
            }
            _ => {}
        }
        Err(Error::type_error(format!("'{}' object does not support item assignment", object.type_name())))
    }

    fn set_slice(&mut self, list: &Rc<crate::value::List>, slice: &Slice, value: &Value) -> Result<()> {
        let items = match self.iterate(value) {
            Err(error) if self.error_is(&error, "TypeError") => {
                return Err(Error::type_error("can only assign an iterable"));
            }
            other => other?,
        };
        let (start, stop, step) = self.slice_bounds(slice, list.len())?;
        if step == 1 {
            let (start, stop) = (start.max(0) as usize, stop.max(start).max(0) as usize);
            self.check_size(list.len() + items.len())?;
            let old: Vec<Value> = list.with(|all| {
                let (start, stop) = (start.min(all.len()), stop.min(all.len()));
                all.splice(start..stop, items).collect()
            });
            drop(old);
            return Ok(());
        }
        let selection = Selection { start, step, count: Range { start, stop, step }.len() };
        if selection.count != items.len() {
            return Err(Error::value_error(format!(
                "attempt to assign sequence of size {} to extended slice of size {}",
                items.len(),
                selection.count
            )));
        }
        let mut old = Vec::new();
        list.with(|all| {
            for (at, item) in selection.indices().zip(items) {
                if let Some(slot) = all.get_mut(at) {
                    old.push(std::mem::replace(slot, item));
                }
            }
        });
        Ok(())
    }

    /// `del object[key]`
    pub fn del_item(&mut self, object: &Value, key: &Value) -> Result<()> {
        match object {
            Value::Dict(dict) => {
                return match Rc::clone(dict).remove(self, key)? {
                    Some(_) => Ok(()),
                    None => Err(self.key_error(key)),
                };
            }
            Value::List(list) => {
                if let Value::Slice(slice) = key {
                    let selection = self.select(slice, list.len())?;
                    let gone: std::collections::HashSet<usize> = selection.indices().collect();
                    let all = list.to_vec();
                    let kept = all.into_iter().enumerate().filter(|(at, _)| !gone.contains(at)).map(|(_, v)| v);
                    list.replace(kept.collect());
                    return Ok(());
                }
                let at = match self.position("list", key, list.len()) {
                    Err(error) if self.error_is(&error, "IndexError") => {
                        return Err(Error::index_error("list assignment index out of range"));
                    }
                    other => other?,
                };
                let old = list.with(|items| items.remove(at));
                drop(old);
                return Ok(());
            }
            Value::Unresolved(_) => return Ok(()),
            Value::Instance(instance) => {
                if let Some(method @ Value::Function(_)) = instance.class().lookup("__delitem__") {
                    let bound = self.bind_attr(method, object, None)?;
                    self.call_value(&bound, Args::of([key.clone()]))?;
                    return Ok(());
                }
                match instance.payload() {
                    Some(Value::Object(inner)) if Rc::clone(inner).del_item(object, self, key)? => return Ok(()),
                    Some(Value::Object(_)) => {}
                    Some(payload) => return self.del_item(&payload.clone(), key),
                    None => {}
                }
            }
            Value::Object(inner) => {
                if Rc::clone(inner).del_item(object, self, key)? {
                    return Ok(());
                }
                if let Some(method) = self.class_of(object).lookup("__delitem__") {
                    let bound = self.bind_attr(method, object, None)?;
                    self.call_value(&bound, Args::of([key.clone()]))?;
                    return Ok(());
                }
            }
            _ => {}
        }
        Err(Error::type_error(format!("'{}' object doesn't support item deletion", object.type_name())))
    }
}
