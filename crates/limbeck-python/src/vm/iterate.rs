//! Iteration and unpacking.

use std::rc::Rc;

use super::Vm;
use crate::error::{Error, Result};
use crate::value::{Args, Value};

impl Vm {
    /// `iter(value)`
    pub fn iter(&mut self, value: &Value) -> Result<Value> {
        if let Some(iterator) = value.builtin_iter() {
            return Ok(iterator);
        }
        match value {
            Value::Unresolved(unresolved) => return Err(self.unresolved_error(unresolved, "is iterated over")),
            Value::Instance(_) | Value::Object(_) => {
                if let Some(method) = self.class_of(value).lookup("__iter__") {
                    if method.is_none() {
                        return Err(not_iterable(value));
                    }
                    let bound = self.bind_attr(method, value, None)?;
                    let iterator = self.call_value(&bound, Args::none())?;
                    let is_iterator = match &iterator {
                        Value::Iterator(_) | Value::Generator(_) | Value::Object(_) | Value::Unresolved(_) => true,
                        other => self.type_attr(other, "__next__").is_some(),
                    };
                    if !is_iterator {
                        return Err(Error::type_error(format!(
                            "iter() returned non-iterator of type '{}'",
                            iterator.type_name()
                        )));
                    }
                    return Ok(iterator);
                }
                if let Value::Object(object) = value.payload() {
                    if let Some(iterable) = Rc::clone(object).iter(value, self)? {
                        return if iterable.is_same(value) { Ok(iterable) } else { self.iter(&iterable) };
                    }
                } else if let Some(iterator) = value.payload().builtin_iter() {
                    return Ok(iterator);
                }
                if let Some(method) = self.class_of(value).lookup("__getitem__") {
                    let bound = self.bind_attr(method, value, None)?;
                    let mut at = 0;
                    return Ok(Value::iterator("iterator", move |vm| {
                        let item = vm.call_value(&bound, Args::of([Value::int(at)]));
                        at += 1;
                        match item {
                            Ok(item) => Ok(Some(item)),
                            Err(error) if vm.error_is(&error, "IndexError") || vm.error_is(&error, "StopIteration") => {
                                Ok(None)
                            }
                            Err(error) => Err(error),
                        }
                    }));
                }
                if let Some(unresolved) = self.class_of(value).unresolved_base() {
                    return Err(self.unresolved_error(unresolved, "is iterated over"));
                }
            }
            Value::Class(class) => {
                if let Some(method) = class.metaclass().and_then(|meta| meta.lookup("__iter__")) {
                    let bound = self.bind_attr(method, value, None)?;
                    let iterable = self.call_value(&bound, Args::none())?;
                    return self.iter(&iterable);
                }
                if let Some(unresolved) = class.unresolved_base() {
                    return Err(self.unresolved_error(unresolved, "is iterated over"));
                }
            }
            _ => {}
        }
        Err(not_iterable(value))
    }

    /// The next item of an iterator; `None` at the end.
    pub fn next(&mut self, iterator: &Value) -> Result<Option<Value>> {
        self.step()?;
        match iterator {
            Value::Iterator(iter) => Rc::clone(iter).next(self),
            Value::Generator(generator) => Ok(self.resume(generator, Value::None, None)?.ok()),
            Value::Object(object) => match Rc::clone(object).next(iterator, self)? {
                Some(item) => Ok(item),
                None => self.next_by_method(iterator),
            },
            Value::Unresolved(unresolved) => Err(self.unresolved_error(unresolved, "is iterated over")),
            _ => self.next_by_method(iterator),
        }
    }

    fn next_by_method(&mut self, iterator: &Value) -> Result<Option<Value>> {
        let Some(method) = self.type_attr(iterator, "__next__") else {
            return Err(Error::type_error(format!("'{}' object is not an iterator", iterator.type_name())));
        };
        let bound = self.bind_attr(method, iterator, None)?;
        match self.call_value(&bound, Args::none()) {
            Ok(item) => Ok(Some(item)),
            Err(error) if self.error_is(&error, "StopIteration") => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// All items.
    pub fn iterate(&mut self, value: &Value) -> Result<Vec<Value>> {
        match value {
            Value::List(list) => return Ok(list.to_vec()),
            Value::Tuple(items) => return Ok(items.to_vec()),
            _ => {}
        }
        let iterator = self.iter(value)?;
        let mut items = Vec::new();
        while let Some(item) = self.next(&iterator)? {
            items.push(item);
            self.check_size(items.len())?;
        }
        Ok(items)
    }

    /// Keys and values of a mapping; `None` when it is none.
    pub(crate) fn mapping_items(&mut self, value: &Value) -> Result<Option<Vec<(Value, Value)>>> {
        match value.payload() {
            Value::Dict(dict) => return Ok(Some(dict.items())),
            Value::Unresolved(unresolved) => return Err(self.unresolved_error(unresolved, "is unpacked")),
            _ => {}
        }
        let Some(keys) = self.try_attr(value, "keys")? else { return Ok(None) };
        let keys = self.call_value(&keys, Args::none())?;
        let mut items = Vec::new();
        for key in self.iterate(&keys)? {
            let item = self.get_item(value, &key)?;
            items.push((key, item));
        }
        Ok(Some(items))
    }

    /// `a, b = value`
    pub(super) fn unpack(&mut self, value: &Value, count: usize) -> Result<Vec<Value>> {
        if let Value::Unresolved(unresolved) = value {
            // Parts of something unresolved are unresolved.
            return Ok((0..count).map(|at| Value::Unresolved(unresolved.derive(&format!("[{at}]")))).collect());
        }
        if let Value::Tuple(items) = value
            && items.len() == count
        {
            return Ok(items.to_vec());
        }
        let iterator = self.unpack_iter(value)?;
        let mut items = Vec::with_capacity(count);
        while items.len() < count {
            match self.next(&iterator)? {
                Some(item) => items.push(item),
                None => {
                    return Err(Error::value_error(format!(
                        "not enough values to unpack (expected {count}, got {})",
                        items.len()
                    )));
                }
            }
        }
        if self.next(&iterator)?.is_some() {
            return Err(Error::value_error(format!("too many values to unpack (expected {count})")));
        }
        Ok(items)
    }

    fn unpack_iter(&mut self, value: &Value) -> Result<Value> {
        match self.iter(value) {
            Err(error)
                if self.error_is(&error, "TypeError")
                    && error.message() == format!("'{}' object is not iterable", value.type_name()) =>
            {
                Err(Error::type_error(format!("cannot unpack non-iterable {} object", value.type_name())))
            }
            other => other,
        }
    }

    /// `a, *b, c = value`
    pub(super) fn unpack_star(&mut self, value: &Value, before: usize, after: usize) -> Result<Vec<Value>> {
        let iterator = self.unpack_iter(value)?;
        let mut items = self.iterate(&iterator)?;
        if items.len() < before + after {
            return Err(Error::value_error(format!(
                "not enough values to unpack (expected at least {}, got {})",
                before + after,
                items.len()
            )));
        }
        let tail = items.split_off(items.len() - after);
        let middle = items.split_off(before);
        items.push(Value::list(middle));
        items.extend(tail);
        Ok(items)
    }

    /// `len(value)`
    pub fn len(&mut self, value: &Value) -> Result<usize> {
        match value {
            Value::Unresolved(unresolved) => return Err(self.unresolved_error(unresolved, "is measured by len()")),
            Value::Instance(_) | Value::Object(_) => {
                if let Value::Object(object) = value.payload()
                    && let Some(len) = Rc::clone(object).len(value, self)?
                {
                    return Ok(len);
                }
                if let Some(method @ (Value::Function(_) | Value::Native(_))) = self.class_of(value).lookup("__len__") {
                    let bound = self.bind_attr(method, value, None)?;
                    let result = self.call_value(&bound, Args::none())?;
                    return match result.as_int() {
                        Some(len) if len < 0 => Err(Error::value_error("__len__() should return >= 0")),
                        Some(len) => Ok(len as usize),
                        None => Err(Error::type_error(format!(
                            "'{}' object cannot be interpreted as an integer",
                            result.type_name()
                        ))),
                    };
                }
            }
            Value::Class(class) => {
                if let Some(method) = class.metaclass().and_then(|meta| meta.lookup("__len__")) {
                    let bound = self.bind_attr(method, value, None)?;
                    let result = self.call_value(&bound, Args::none())?;
                    return Ok(result.as_int().unwrap_or(0).max(0) as usize);
                }
            }
            _ => {}
        }
        Ok(match value.payload() {
            Value::Str(text) => {
                if text.is_ascii() {
                    text.len()
                } else {
                    text.chars().count()
                }
            }
            Value::Bytes(bytes) => bytes.len(),
            Value::List(list) => list.len(),
            Value::Tuple(items) => items.len(),
            Value::Dict(dict) => dict.len(),
            Value::Set(set) | Value::FrozenSet(set) => set.len(),
            Value::Range(range) => range.len(),
            Value::DictView(view) => view.dict.len(),
            _ => return Err(Error::type_error(format!("object of type '{}' has no len()", value.type_name()))),
        })
    }
}

fn not_iterable(value: &Value) -> Error {
    Error::type_error(format!("'{}' object is not iterable", value.type_name()))
}
