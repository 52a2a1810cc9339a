//! Truth, identity, hashing.

use std::rc::Rc;

use super::Vm;
use crate::error::{Error, Result};
use crate::value::hash::{hash_any, hash_float, hash_int, hash_str};
use crate::value::{Args, Decimal, Value};

impl Vm {
    /// Whether a value counts as true.
    pub fn truth(&mut self, value: &Value) -> Result<bool> {
        Ok(match value {
            Value::None => false,
            Value::Bool(value) => *value,
            Value::Int(value) => !value.is_zero(),
            Value::Float(value) => *value != 0.0,
            Value::Str(text) => !text.is_empty(),
            Value::Bytes(bytes) => !bytes.is_empty(),
            Value::List(list) => !list.is_empty(),
            Value::Tuple(items) => !items.is_empty(),
            Value::Dict(dict) => !dict.is_empty(),
            Value::Set(set) | Value::FrozenSet(set) => !set.is_empty(),
            Value::Range(range) => !range.is_empty(),
            Value::DictView(view) => !view.dict.is_empty(),
            Value::Decimal(decimal) => match &**decimal {
                Decimal::Finite(number) => !num_traits::Zero::is_zero(number),
                Decimal::Infinity(_) | Decimal::NaN => true,
            },
            Value::TimeDelta(delta) => !delta.is_zero(),
            Value::Unresolved(unresolved) => {
                return Err(self.unresolved_error(unresolved, "decides what happens next"));
            }
            Value::Instance(instance) => {
                if let Some(method) = instance.class().lookup("__bool__") {
                    let bound = self.bind_attr(method, value, None)?;
                    return match self.call_value(&bound, Args::none())? {
                        Value::Bool(truth) => Ok(truth),
                        Value::Unresolved(unresolved) => {
                            Err(self.unresolved_error(&unresolved, "decides what happens next"))
                        }
                        other => Err(Error::type_error(format!(
                            "__bool__ should return bool, returned {}",
                            other.type_name()
                        ))),
                    };
                }
                if matches!(instance.class().lookup("__len__"), Some(Value::Function(_))) {
                    return Ok(self.len(value)? != 0);
                }
                match instance.payload() {
                    Some(payload @ Value::Object(object)) => {
                        let _ = payload;
                        return self.object_truth(value, &Rc::clone(object));
                    }
                    Some(payload) => return self.truth(&payload.clone()),
                    None => {}
                }
                // A script's class with an unresolved base may define `__bool__` there.
                match instance.class().unresolved_base() {
                    Some(unresolved) => {
                        return Err(self.unresolved_error(unresolved, "decides what happens next"));
                    }
                    None => true,
                }
            }
            Value::Object(object) => return self.object_truth(value, &Rc::clone(object)),
            Value::Class(class) => {
                // Only metaclasses change the truth of a class; enumerations keep it.
                let _ = class;
                true
            }
            _ => true,
        })
    }

    fn object_truth(&mut self, value: &Value, object: &Rc<dyn crate::value::Object>) -> Result<bool> {
        if let Some(truth) = object.truth(value, self)? {
            return Ok(truth);
        }
        if let Some(method) = self.type_attr(value, "__bool__") {
            let bound = self.bind_attr(method, value, None)?;
            let result = self.call_value(&bound, Args::none())?;
            return self.truth(&result);
        }
        if let Some(len) = object.len(value, self)? {
            return Ok(len != 0);
        }
        if let Some(method) = self.type_attr(value, "__len__") {
            let bound = self.bind_attr(method, value, None)?;
            let result = self.call_value(&bound, Args::none())?;
            return self.truth(&result);
        }
        Ok(true)
    }

    /// `is`; with something unresolved the answer is unresolved too.
    pub(super) fn is_operator(&self, left: &Value, right: &Value, invert: bool) -> Value {
        match (left, right) {
            (Value::Unresolved(a), other) | (other, Value::Unresolved(a)) => {
                if left.is_same(right) {
                    return Value::Bool(!invert);
                }
                let _ = other;
                Value::Unresolved(a.derive(if invert { " (is not …)" } else { " (is …)" }))
            }
            _ => Value::Bool(left.is_same(right) != invert),
        }
    }

    /// `hash(value)` as the tables of dictionaries use it.
    pub fn hash(&mut self, value: &Value) -> Result<u64> {
        Ok(match value {
            Value::Str(text) => hash_str(text),
            Value::Int(int) => hash_int(int),
            Value::Bool(value) => u64::from(*value),
            Value::Float(float) => hash_float(*float),
            Value::None => 0x0bad_cafe,
            Value::Bytes(bytes) => hash_any(bytes),
            Value::Tuple(items) => {
                let items = Rc::clone(items);
                self.deeper(|vm| {
                    let mut hash: u64 = 0x345_678;
                    for item in items.iter() {
                        hash = (hash ^ vm.hash(item)?).wrapping_mul(1_000_003).rotate_left(5);
                    }
                    Ok(hash)
                })?
            }
            Value::FrozenSet(set) => {
                let mut hash = 0x1234_5678u64;
                for item in set.items() {
                    hash = hash.wrapping_add(self.hash(&item)?.wrapping_mul(0x9E37_79B9_7F4A_7C15));
                }
                hash
            }
            Value::Decimal(decimal) => match &**decimal {
                Decimal::Finite(number) => {
                    let normal = number.normalized();
                    if normal.is_integer() {
                        let (digits, _) = normal.with_scale(0).into_bigint_and_exponent();
                        hash_int(&crate::value::Int::from_big(digits))
                    } else {
                        use num_traits::ToPrimitive;
                        hash_float(normal.to_f64().unwrap_or(0.0))
                    }
                }
                Decimal::Infinity(negative) => hash_float(if *negative { f64::NEG_INFINITY } else { f64::INFINITY }),
                Decimal::NaN => 0,
            },
            Value::Date(date) => hash_any(date),
            Value::TimeDelta(delta) => hash_any(delta),
            Value::Uuid(uuid) => hash_any(uuid),
            Value::Time(_) | Value::DateTime(_) => match self.type_attr(value, "__hash__") {
                Some(method) => {
                    let bound = self.bind_attr(method, value, None)?;
                    let result = self.call_value(&bound, Args::none())?;
                    result.as_integer().map_or(0, |int| hash_int(&int))
                }
                None => match value {
                    Value::Time(time) => hash_any(&time.time),
                    Value::DateTime(datetime) => hash_any(&datetime.naive),
                    _ => 0,
                },
            },
            Value::List(_) | Value::Dict(_) | Value::Set(_) | Value::Slice(_) | Value::DictView(_) => {
                return Err(unhashable(value));
            }
            Value::Range(range) => hash_any(&(range.start, range.stop, range.step)),
            Value::Instance(instance) => {
                match instance.class().lookup("__hash__") {
                    Some(Value::None) => return Err(unhashable(value)),
                    Some(method @ Value::Function(_)) => {
                        let bound = self.bind_attr(method, value, None)?;
                        let result = self.call_value(&bound, Args::none())?;
                        return match result.as_integer() {
                            Some(int) => Ok(hash_int(&int)),
                            None => Err(Error::type_error("__hash__ method should return an integer")),
                        };
                    }
                    Some(method @ Value::Native(_)) => {
                        let bound = self.bind_attr(method, value, None)?;
                        let result = self.call_value(&bound, Args::none())?;
                        return Ok(result.as_integer().map_or(0, |int| hash_int(&int)));
                    }
                    _ => {}
                }
                match instance.payload() {
                    Some(Value::Object(_)) | None => value.identity() as u64 >> 4,
                    Some(payload) => return self.hash(&payload.clone()),
                }
            }
            Value::Object(object) => {
                let object = Rc::clone(object);
                match object.hash(value, self)? {
                    Some(hash) => hash,
                    None => match object.class(self).lookup("__hash__") {
                        Some(Value::None) => return Err(unhashable(value)),
                        Some(method) => {
                            let bound = self.bind_attr(method, value, None)?;
                            let result = self.call_value(&bound, Args::none())?;
                            result.as_integer().map_or(0, |int| hash_int(&int))
                        }
                        None => value.identity() as u64 >> 4,
                    },
                }
            }
            Value::Method(method) => {
                (method.receiver.identity() as u64 >> 4) ^ (method.function.identity() as u64).rotate_left(17)
            }
            _ => value.identity() as u64 >> 4,
        })
    }
}

fn unhashable(value: &Value) -> Error {
    Error::type_error(format!("unhashable type: '{}'", value.type_name()))
}
