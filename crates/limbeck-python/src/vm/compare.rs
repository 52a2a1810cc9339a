//! Comparison, membership, instance checks.

use std::cmp::Ordering;
use std::rc::Rc;

use super::Vm;
use crate::error::{Error, Result};
use crate::value::{Args, Class, CompareOp, Int, Kind, Set, Value, ViewKind};

impl Vm {
    /// A rich comparison; the answer may be any value.
    pub fn compare(&mut self, op: CompareOp, left: &Value, right: &Value) -> Result<Value> {
        for value in [left, right] {
            if let Value::Unresolved(unresolved) = value {
                return Ok(Value::Unresolved(unresolved.derive(&format!(" {} …", op.symbol()))));
            }
        }
        if let Some(answer) = builtin_compare(op, left, right) {
            return Ok(Value::Bool(answer));
        }
        if let Some(value) = self.special_compare(op, left, right)? {
            return Ok(value);
        }
        let (left_inner, right_inner) = (left.payload(), right.payload());
        if let Some(answer) = builtin_compare(op, left_inner, right_inner) {
            return Ok(Value::Bool(answer));
        }
        if let Some(answer) = self.deeper(|vm| vm.container_compare(op, left_inner, right_inner))? {
            return Ok(answer);
        }
        for value in [left, right] {
            if let Value::Instance(instance) = value
                && let Some(unresolved) = instance.class().unresolved_base()
                && !left.is_same(right)
            {
                return Ok(Value::Unresolved(unresolved.derive(&format!(" {} …", op.symbol()))));
            }
        }
        match op {
            CompareOp::Eq => Ok(Value::Bool(left.is_same(right))),
            CompareOp::Ne => Ok(Value::Bool(!left.is_same(right))),
            CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => Err(Error::type_error(format!(
                "'{}' not supported between instances of '{}' and '{}'",
                op.symbol(),
                left.type_name(),
                right.type_name()
            ))),
        }
    }

    /// A comparison of built-in values; `None`: they do not know each other.
    pub(super) fn builtin_comparison(&mut self, op: CompareOp, left: &Value, right: &Value) -> Result<Option<Value>> {
        match builtin_compare(op, left, right) {
            Some(answer) => Ok(Some(Value::Bool(answer))),
            None => self.deeper(|vm| vm.container_compare(op, left, right)),
        }
    }

    fn special_compare(&mut self, op: CompareOp, left: &Value, right: &Value) -> Result<Option<Value>> {
        let right_first = match (left, right) {
            (Value::Instance(a), Value::Instance(b)) => {
                !Rc::ptr_eq(a.class(), b.class()) && b.class().is_subclass_of(a.class())
            }
            _ => false,
        };
        if right_first && let Some(value) = self.ask_compare(op.swapped(), right, left)? {
            return Ok(Some(value));
        }
        if let Some(value) = self.ask_compare(op, left, right)? {
            return Ok(Some(value));
        }
        if !right_first && let Some(value) = self.ask_compare(op.swapped(), right, left)? {
            return Ok(Some(value));
        }
        Ok(None)
    }

    fn ask_compare(&mut self, op: CompareOp, this: &Value, other: &Value) -> Result<Option<Value>> {
        match this {
            Value::Instance(_)
            | Value::Object(_)
            | Value::Decimal(_)
            | Value::Date(_)
            | Value::Time(_)
            | Value::DateTime(_)
            | Value::TimeDelta(_)
            | Value::Uuid(_) => {
                let class = self.class_of(this);
                if let Some(attr) = class.lookup(op.method()) {
                    let bound = self.bind_attr(attr, this, None)?;
                    let value = self.call_value(&bound, Args::of([other.clone()]))?;
                    return Ok(Some(value).filter(|value| !matches!(value, Value::NotImplemented)));
                }
                // `!=` is the opposite of a defined `==`.
                if op == CompareOp::Ne
                    && let Some(attr) = class.lookup("__eq__")
                {
                    let bound = self.bind_attr(attr, this, None)?;
                    let value = self.call_value(&bound, Args::of([other.clone()]))?;
                    if !matches!(value, Value::NotImplemented) {
                        return Ok(Some(Value::Bool(!self.truth(&value)?)));
                    }
                    return Ok(None);
                }
                if let Value::Object(object) = this.payload() {
                    return Rc::clone(object).compare(this, self, op, other);
                }
                Ok(None)
            }
            Value::Class(class) => {
                let Some(attr) = class.metaclass().and_then(|meta| meta.lookup(op.method())) else { return Ok(None) };
                let bound = self.bind_attr(attr, this, None)?;
                let value = self.call_value(&bound, Args::of([other.clone()]))?;
                Ok(Some(value).filter(|value| !matches!(value, Value::NotImplemented)))
            }
            _ => Ok(None),
        }
    }

    fn container_compare(&mut self, op: CompareOp, left: &Value, right: &Value) -> Result<Option<Value>> {
        match (left, right) {
            (Value::List(a), Value::List(b)) => self.sequence_compare(op, &a.to_vec(), &b.to_vec()).map(Some),
            (Value::Tuple(a), Value::Tuple(b)) => self.sequence_compare(op, a, b).map(Some),
            (Value::Dict(a), Value::Dict(b)) => {
                let equal = match op {
                    CompareOp::Eq | CompareOp::Ne => {
                        if a.len() != b.len() {
                            false
                        } else {
                            let mut equal = true;
                            for (key, value) in a.items() {
                                match b.get(self, &key)? {
                                    Some(other) if self.equal(&value, &other)? => {}
                                    _ => {
                                        equal = false;
                                        break;
                                    }
                                }
                            }
                            equal
                        }
                    }
                    CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => return Ok(None),
                };
                Ok(Some(Value::Bool(equal == (op == CompareOp::Eq))))
            }
            _ => {
                let (Some(a), Some(b)) = (self.as_set(left)?, self.as_set(right)?) else { return Ok(None) };
                let answer = match op {
                    CompareOp::Eq => a.len() == b.len() && self.is_subset(&a, &b)?,
                    CompareOp::Ne => a.len() != b.len() || !self.is_subset(&a, &b)?,
                    CompareOp::Le => self.is_subset(&a, &b)?,
                    CompareOp::Lt => a.len() < b.len() && self.is_subset(&a, &b)?,
                    CompareOp::Ge => self.is_subset(&b, &a)?,
                    CompareOp::Gt => b.len() < a.len() && self.is_subset(&b, &a)?,
                };
                Ok(Some(Value::Bool(answer)))
            }
        }
    }

    fn as_set(&mut self, value: &Value) -> Result<Option<Rc<Set>>> {
        Ok(match value {
            Value::Set(set) | Value::FrozenSet(set) => Some(Rc::clone(set)),
            Value::DictView(view) => match view.kind {
                ViewKind::Keys => Some(Rc::new(Set::from_items(self, view.dict.keys())?)),
                ViewKind::Items => {
                    let items = view.dict.items().into_iter().map(|(key, value)| Value::tuple(vec![key, value]));
                    Some(Rc::new(Set::from_items(self, items)?))
                }
                ViewKind::Values => None,
            },
            _ => None,
        })
    }

    /// Whether every item of `a` is in `b`.
    pub(crate) fn is_subset(&mut self, a: &Set, b: &Set) -> Result<bool> {
        for item in a.items() {
            if !b.contains(self, &item)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn sequence_compare(&mut self, op: CompareOp, a: &[Value], b: &[Value]) -> Result<Value> {
        if a.len() != b.len() {
            match op {
                CompareOp::Eq => return Ok(Value::Bool(false)),
                CompareOp::Ne => return Ok(Value::Bool(true)),
                CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => {}
            }
        }
        for (x, y) in a.iter().zip(b) {
            self.step()?;
            if !x.is_same(y) && !self.equal(x, y)? {
                return match op {
                    CompareOp::Eq => Ok(Value::Bool(false)),
                    CompareOp::Ne => Ok(Value::Bool(true)),
                    CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => self.compare(op, x, y),
                };
            }
        }
        Ok(Value::Bool(by_order(op, a.len().cmp(&b.len()))))
    }

    /// `left == right` as a truth.
    pub fn equal(&mut self, left: &Value, right: &Value) -> Result<bool> {
        match self.compare(CompareOp::Eq, left, right)? {
            Value::Bool(answer) => Ok(answer),
            other => self.truth(&other),
        }
    }

    /// `left < right` as a truth.
    pub fn less(&mut self, left: &Value, right: &Value) -> Result<bool> {
        let answer = self.compare(CompareOp::Lt, left, right)?;
        self.truth(&answer)
    }

    /// `item in container`
    pub fn contains(&mut self, container: &Value, item: &Value) -> Result<bool> {
        if let Value::Unresolved(unresolved) = container {
            return Err(self.unresolved_error(unresolved, "is searched with `in`"));
        }
        match container {
            Value::Instance(_) | Value::Object(_) => {
                if let Value::Object(object) = container.payload()
                    && let Some(answer) = Rc::clone(object).contains(container, self, item)?
                {
                    return Ok(answer);
                }
                if let Some(method) = self.class_of(container).lookup("__contains__") {
                    let bound = self.bind_attr(method, container, None)?;
                    let answer = self.call_value(&bound, Args::of([item.clone()]))?;
                    return self.truth(&answer);
                }
            }
            Value::Class(class) => {
                if let Some(method) = class.metaclass().and_then(|meta| meta.lookup("__contains__")) {
                    let bound = self.bind_attr(method, container, None)?;
                    let answer = self.call_value(&bound, Args::of([item.clone()]))?;
                    return self.truth(&answer);
                }
            }
            _ => {}
        }
        match container.payload() {
            Value::Str(text) => match item.as_str() {
                Some(part) => Ok(text.contains(part)),
                None => match item {
                    Value::Unresolved(unresolved) => Err(self.unresolved_error(unresolved, "is searched for")),
                    _ => Err(Error::type_error(format!(
                        "'in <string>' requires string as left operand, not {}",
                        item.type_name()
                    ))),
                },
            },
            Value::Bytes(bytes) => match (item.as_bytes(), item.as_int()) {
                (Some(part), _) => Ok(part.is_empty() || bytes.windows(part.len()).any(|window| window == part)),
                (None, Some(byte)) => Ok(bytes.iter().any(|b| i64::from(*b) == byte)),
                (None, None) => {
                    Err(Error::type_error(format!("a bytes-like object is required, not '{}'", item.type_name())))
                }
            },
            Value::Dict(dict) => Ok(Rc::clone(dict).get(self, item)?.is_some()),
            Value::Set(set) | Value::FrozenSet(set) => match item {
                // A set is looked up by its frozen form.
                Value::Set(inner) => Rc::clone(set).contains(self, &Value::FrozenSet(Rc::new(inner.copy()))),
                _ => Rc::clone(set).contains(self, item),
            },
            Value::DictView(view) if view.kind == ViewKind::Keys => {
                let dict = Rc::clone(&view.dict);
                Ok(dict.get(self, item)?.is_some())
            }
            Value::Range(range) if item.as_int().is_some() => Ok(range.contains(item.as_int().unwrap_or(0))),
            Value::List(_) | Value::Tuple(_) | Value::Range(_) | Value::DictView(_) => {
                for candidate in self.iterate(container)? {
                    if candidate.is_same(item) || self.equal(&candidate, item)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            _ => {
                let iterator = match self.iter(container) {
                    Err(error) if self.error_is(&error, "TypeError") => {
                        return Err(Error::type_error(format!(
                            "argument of type '{}' is not iterable",
                            container.type_name()
                        )));
                    }
                    other => other?,
                };
                while let Some(candidate) = self.next(&iterator)? {
                    if candidate.is_same(item) || self.equal(&candidate, item)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
        }
    }

    /// `isinstance(value, class)`; `class` may be a tuple or a union.
    pub fn is_instance(&mut self, value: &Value, class: &Value) -> Result<bool> {
        match class {
            Value::Tuple(all) => {
                let mut pending = None;
                for one in all.iter() {
                    match self.is_instance(value, one) {
                        Ok(true) => return Ok(true),
                        Ok(false) => {}
                        Err(error @ Error::Unresolved(_)) => pending = pending.or(Some(error)),
                        Err(error) => return Err(error),
                    }
                }
                match pending {
                    Some(error) => Err(error),
                    None => Ok(false),
                }
            }
            Value::Class(class) => {
                if let Value::Unresolved(unresolved) = value {
                    return Err(self.unresolved_error(unresolved, "is asked for its type"));
                }
                let own = self.class_of(value);
                if self.is_subclass(&own, class) {
                    return Ok(true);
                }
                let check = class.attrs.borrow().get("__instancecheck__").cloned();
                if let Some(check) = check {
                    let bound = self.bind_attr(check, &Value::Class(Rc::clone(class)), None)?;
                    let answer = self.call_value(&bound, Args::of([value.clone()]))?;
                    return self.truth(&answer);
                }
                Ok(false)
            }
            Value::Unresolved(unresolved) => {
                // A plain value can be no instance of a class from elsewhere.
                match value {
                    Value::None
                    | Value::Bool(_)
                    | Value::Int(_)
                    | Value::Float(_)
                    | Value::Str(_)
                    | Value::Bytes(_)
                    | Value::List(_)
                    | Value::Tuple(_)
                    | Value::Dict(_) => {}
                    _ => {}
                }
                Err(self.unresolved_error(unresolved, "is used by isinstance()"))
            }
            Value::None => Ok(value.is_none()),
            other => match crate::stdlib::typing::alternatives(other) {
                Some(all) => {
                    for one in all {
                        if self.is_instance(value, &one)? {
                            return Ok(true);
                        }
                    }
                    Ok(false)
                }
                None => Err(Error::type_error("isinstance() arg 2 must be a type, a tuple of types, or a union")),
            },
        }
    }

    /// `issubclass` of two classes: by inheritance, and `int` for `bool`, `date` for `datetime`.
    pub fn is_subclass(&self, class: &Rc<Class>, other: &Rc<Class>) -> bool {
        class.is_subclass_of(other)
            || Rc::ptr_eq(other, &self.types.object)
            || (other.kind == Kind::Type && &*other.name == "type" && class.lookup("__is_metaclass__").is_some())
    }
}

fn by_order(op: CompareOp, order: Ordering) -> bool {
    match op {
        CompareOp::Eq => order == Ordering::Equal,
        CompareOp::Ne => order != Ordering::Equal,
        CompareOp::Lt => order == Ordering::Less,
        CompareOp::Le => order != Ordering::Greater,
        CompareOp::Gt => order == Ordering::Greater,
        CompareOp::Ge => order != Ordering::Less,
    }
}

/// Compares an integer and a float exactly.
fn int_float(int: &Int, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    if float.is_infinite() {
        return Some(if float > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    let whole = Int::from_f64(float.trunc())?;
    Some(int.cmp(&whole).then_with(|| {
        let fraction = float.fract();
        0.0f64.partial_cmp(&fraction).unwrap_or(Ordering::Equal)
    }))
}

/// Comparisons of simple values. `None`: not simple, or no order between them.
fn builtin_compare(op: CompareOp, left: &Value, right: &Value) -> Option<bool> {
    let order = match (left, right) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Str(a), Value::Str(b)) => Some(a.cmp(b)),
        (Value::Bytes(a), Value::Bytes(b)) => Some(a.cmp(b)),
        (Value::Float(a), Value::Float(b)) => match a.partial_cmp(b) {
            Some(order) => Some(order),
            None => return Some(op == CompareOp::Ne),
        },
        (Value::Bool(_), Value::Int(_)) | (Value::Int(_), Value::Bool(_)) | (Value::Bool(_), Value::Bool(_)) => {
            Some(left.as_integer()?.cmp(&right.as_integer()?))
        }
        (Value::Int(_) | Value::Bool(_), Value::Float(b)) => match int_float(&left.as_integer()?, *b) {
            Some(order) => Some(order),
            None => return Some(op == CompareOp::Ne),
        },
        (Value::Float(a), Value::Int(_) | Value::Bool(_)) => match int_float(&right.as_integer()?, *a) {
            Some(order) => Some(order.reverse()),
            None => return Some(op == CompareOp::Ne),
        },
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::TimeDelta(a), Value::TimeDelta(b)) => Some(a.cmp(b)),
        (Value::Uuid(a), Value::Uuid(b)) => Some(a.cmp(b)),
        (Value::Range(a), Value::Range(b)) if matches!(op, CompareOp::Eq | CompareOp::Ne) => {
            let same =
                a.len() == b.len() && (a.is_empty() || (a.start == b.start && (a.len() == 1 || a.step == b.step)));
            return Some(same == (op == CompareOp::Eq));
        }
        (Value::Method(a), Value::Method(b)) if matches!(op, CompareOp::Eq | CompareOp::Ne) => {
            let same = a.receiver.is_same(&b.receiver) && a.function.is_same(&b.function);
            return Some(same == (op == CompareOp::Eq));
        }
        (Value::None, Value::None) if matches!(op, CompareOp::Eq | CompareOp::Ne) => {
            return Some(op == CompareOp::Eq);
        }
        _ => None,
    }?;
    Some(by_order(op, order))
}
