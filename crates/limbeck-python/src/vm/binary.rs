//! Operators.

use std::rc::Rc;

use super::Vm;
use super::arithmetic::{float_binary, int_to_float};
use crate::error::{Error, Result};
use crate::value::{Args, BinaryOp, Int, Set, UnaryOp, Value, ViewKind};

enum Number {
    Int(Int),
    Float(f64),
}

fn number(value: &Value) -> Option<Number> {
    match value.payload() {
        Value::Int(int) => Some(Number::Int(int.clone())),
        Value::Bool(value) => Some(Number::Int(Int::Small(i64::from(*value)))),
        Value::Float(float) => Some(Number::Float(*float)),
        _ => None,
    }
}

impl Vm {
    /// A binary operator.
    pub fn binary(&mut self, op: BinaryOp, left: &Value, right: &Value) -> Result<Value> {
        match (op, left, right) {
            (BinaryOp::Add, Value::Int(Int::Small(a)), Value::Int(Int::Small(b))) => {
                if let Some(sum) = a.checked_add(*b) {
                    return Ok(Value::int(sum));
                }
            }
            (BinaryOp::Sub, Value::Int(Int::Small(a)), Value::Int(Int::Small(b))) => {
                if let Some(difference) = a.checked_sub(*b) {
                    return Ok(Value::int(difference));
                }
            }
            _ => {}
        }
        match self.try_binary(op, left, right)? {
            Some(value) => Ok(value),
            None => Err(self.no_operator(op.symbol(), left, right, op)),
        }
    }

    fn no_operator(&self, symbol: &str, left: &Value, right: &Value, op: BinaryOp) -> Error {
        match (op, left.payload(), right.payload()) {
            (BinaryOp::Add, Value::Str(_), _) if !symbol.ends_with('=') => {
                return Error::type_error(format!("can only concatenate str (not \"{}\") to str", right.type_name()));
            }
            (BinaryOp::Add, Value::List(_), _) if !symbol.ends_with('=') => {
                return Error::type_error(format!("can only concatenate list (not \"{}\") to list", right.type_name()));
            }
            (BinaryOp::Add, Value::Tuple(_), _) => {
                return Error::type_error(format!(
                    "can only concatenate tuple (not \"{}\") to tuple",
                    right.type_name()
                ));
            }
            (BinaryOp::Add, Value::Bytes(_), _) => {
                return Error::type_error(format!("can't concat {} to bytes", right.type_name()));
            }
            (BinaryOp::Add, Value::Str(_), _) => {
                return Error::type_error(format!("can only concatenate str (not \"{}\") to str", right.type_name()));
            }
            (BinaryOp::Mul, Value::Str(_) | Value::List(_) | Value::Tuple(_) | Value::Bytes(_), other)
            | (BinaryOp::Mul, other, Value::Str(_) | Value::List(_) | Value::Tuple(_) | Value::Bytes(_)) => {
                return Error::type_error(format!(
                    "can't multiply sequence by non-int of type '{}'",
                    other.type_name()
                ));
            }
            _ => {}
        }
        let symbol = match (op, symbol) {
            (BinaryOp::Pow, "**=") => "**=",
            (BinaryOp::Pow, _) => "** or pow()",
            (_, symbol) => symbol,
        };
        Error::type_error(format!(
            "unsupported operand type(s) for {symbol}: '{}' and '{}'",
            left.type_name(),
            right.type_name()
        ))
    }

    /// An augmented assignment's operator.
    pub(super) fn in_place(&mut self, op: BinaryOp, left: Value, right: &Value) -> Result<Value> {
        let (_, _, in_place) = op.methods();
        match (&left, op) {
            (Value::List(list), BinaryOp::Add) => {
                let items = self.iterate(right)?;
                self.check_size(list.len() + items.len())?;
                list.with(|all| all.extend(items));
                return Ok(left);
            }
            (Value::List(list), BinaryOp::Mul) => {
                if let Value::List(repeated) = self.binary(op, &left, right)? {
                    list.replace(repeated.to_vec());
                    return Ok(left);
                }
            }
            (Value::Set(set), BinaryOp::Or | BinaryOp::And | BinaryOp::Sub | BinaryOp::Xor) => {
                if let Value::Set(result) = self.binary(op, &left, right)? {
                    let items = result.items();
                    set.clear();
                    for item in items {
                        set.add(self, item)?;
                    }
                    return Ok(left);
                }
            }
            (Value::Dict(dict), BinaryOp::Or) => {
                if let Some(items) = self.mapping_items(right)? {
                    for (key, value) in items {
                        dict.insert(self, key, value)?;
                    }
                    return Ok(left);
                }
            }
            (Value::Instance(_) | Value::Object(_), _) => {
                if let Some(method) = self.type_attr(&left, in_place) {
                    let bound = self.bind_attr(method, &left, None)?;
                    let value = self.call_value(&bound, Args::of([right.clone()]))?;
                    if !matches!(value, Value::NotImplemented) {
                        return Ok(value);
                    }
                }
            }
            _ => {}
        }
        match self.try_binary(op, &left, right)? {
            Some(value) => Ok(value),
            None => Err(self.no_operator(&format!("{}=", op.symbol()), &left, right, op)),
        }
    }

    fn try_binary(&mut self, op: BinaryOp, left: &Value, right: &Value) -> Result<Option<Value>> {
        if let Value::Unresolved(unresolved) = left {
            return Ok(Some(Value::Unresolved(unresolved.derive(&format!(" {} …", op.symbol())))));
        }
        let plain = |value: &Value| {
            !matches!(
                value,
                Value::Instance(_)
                    | Value::Object(_)
                    | Value::Class(_)
                    | Value::Decimal(_)
                    | Value::Date(_)
                    | Value::Time(_)
                    | Value::DateTime(_)
                    | Value::TimeDelta(_)
                    | Value::Unresolved(_)
            )
        };
        if plain(left) && plain(right) {
            return self.builtin_binary(op, left, right);
        }
        let (method, reflected, _) = op.methods();
        // A subclass on the right goes first when it overrides the reflected method.
        let right_first = match (left, right) {
            (Value::Instance(a), Value::Instance(b)) => {
                !Rc::ptr_eq(a.class(), b.class())
                    && b.class().is_subclass_of(a.class())
                    && b.class().attrs.borrow().contains_key(reflected)
            }
            _ => false,
        };
        if right_first && let Some(value) = self.special_binary(op, reflected, right, left, true)? {
            return Ok(Some(value));
        }
        if let Some(value) = self.special_binary(op, method, left, right, false)? {
            return Ok(Some(value));
        }
        if let Value::Unresolved(unresolved) = right {
            if op == BinaryOp::Mod && left.as_str().is_some() {
                return Err(self.unresolved_error(unresolved, "is turned into text"));
            }
            return Ok(Some(Value::Unresolved(unresolved.derive(&format!(" {} …", op.symbol())))));
        }
        if !right_first && let Some(value) = self.special_binary(op, reflected, right, left, true)? {
            return Ok(Some(value));
        }
        if let Some(value) = self.builtin_binary(op, left.payload(), right.payload())? {
            return Ok(Some(value));
        }
        for value in [left, right] {
            if let Value::Instance(instance) = value
                && let Some(unresolved) = instance.class().unresolved_base()
            {
                return Ok(Some(Value::Unresolved(unresolved.derive(&format!(" {} …", op.symbol())))));
            }
        }
        Ok(None)
    }

    /// Asks one operand: a native object directly, otherwise its special method.
    fn special_binary(
        &mut self,
        op: BinaryOp,
        method: &str,
        this: &Value,
        other: &Value,
        reflected: bool,
    ) -> Result<Option<Value>> {
        match this {
            Value::Instance(_) | Value::Object(_) => {
                if let Some(attr) = self.type_attr(this, method) {
                    let bound = self.bind_attr(attr, this, None)?;
                    let value = self.call_value(&bound, Args::of([other.clone()]))?;
                    if !matches!(value, Value::NotImplemented) {
                        return Ok(Some(value));
                    }
                }
                if let Value::Object(object) = this.payload() {
                    return Rc::clone(object).binary(this, self, op, other, reflected);
                }
                Ok(None)
            }
            Value::Class(class) => {
                if op == BinaryOp::Or
                    && let Some(value) = self.union_type(this, other, reflected)?
                {
                    return Ok(Some(value));
                }
                let Some(attr) = class.metaclass().and_then(|meta| meta.lookup(method)) else { return Ok(None) };
                let bound = self.bind_attr(attr, this, None)?;
                let value = self.call_value(&bound, Args::of([other.clone()]))?;
                Ok(Some(value).filter(|value| !matches!(value, Value::NotImplemented)))
            }
            Value::Decimal(_) | Value::Date(_) | Value::Time(_) | Value::DateTime(_) | Value::TimeDelta(_) => {
                let Some(attr) = self.type_attr(this, method) else { return Ok(None) };
                let bound = self.bind_attr(attr, this, None)?;
                let value = self.call_value(&bound, Args::of([other.clone()]))?;
                Ok(Some(value).filter(|value| !matches!(value, Value::NotImplemented)))
            }
            _ => Ok(None),
        }
    }

    /// `int | None`
    fn union_type(&mut self, this: &Value, other: &Value, reflected: bool) -> Result<Option<Value>> {
        if !matches!(other, Value::Class(_) | Value::None | Value::Object(_)) {
            return Ok(None);
        }
        let parts = if reflected { vec![other.clone(), this.clone()] } else { vec![this.clone(), other.clone()] };
        Ok(Some(crate::stdlib::typing::union(self, parts)))
    }

    pub(super) fn builtin_binary(&mut self, op: BinaryOp, left: &Value, right: &Value) -> Result<Option<Value>> {
        if let (Some(a), Some(b)) = (number(left), number(right)) {
            if let (Value::Bool(x), Value::Bool(y)) = (left, right) {
                match op {
                    BinaryOp::And => return Ok(Some(Value::Bool(x & y))),
                    BinaryOp::Or => return Ok(Some(Value::Bool(x | y))),
                    BinaryOp::Xor => return Ok(Some(Value::Bool(x ^ y))),
                    _ => {}
                }
            }
            return match (a, b) {
                (Number::Int(a), Number::Int(b)) => self.int_binary(op, &a, &b),
                (Number::Int(a), Number::Float(b)) => float_binary(op, int_to_float(&a)?, b),
                (Number::Float(a), Number::Int(b)) => float_binary(op, a, int_to_float(&b)?),
                (Number::Float(a), Number::Float(b)) => float_binary(op, a, b),
            };
        }
        match (op, left, right) {
            (BinaryOp::Add, Value::Str(a), Value::Str(b)) => {
                self.check_text(a.len() + b.len())?;
                let mut text = String::with_capacity(a.len() + b.len());
                text.push_str(a);
                text.push_str(b);
                Ok(Some(Value::from(text)))
            }
            (BinaryOp::Add, Value::List(a), Value::List(b)) => {
                self.check_size(a.len() + b.len())?;
                let mut items = a.to_vec();
                items.extend(b.to_vec());
                Ok(Some(Value::list(items)))
            }
            (BinaryOp::Add, Value::Tuple(a), Value::Tuple(b)) => {
                self.check_size(a.len() + b.len())?;
                Ok(Some(Value::tuple(a.iter().chain(b.iter()).cloned().collect())))
            }
            (BinaryOp::Add, Value::Bytes(a), Value::Bytes(b)) => {
                self.check_text(a.len() + b.len())?;
                Ok(Some(Value::bytes([&**a, &**b].concat())))
            }
            (BinaryOp::Mod, Value::Str(format), _) => {
                let text = self.percent_format(format, right)?;
                Ok(Some(Value::from(text)))
            }
            (BinaryOp::Mul, sequence, count) | (BinaryOp::Mul, count, sequence)
                if number(count).is_some()
                    && matches!(sequence, Value::Str(_) | Value::List(_) | Value::Tuple(_) | Value::Bytes(_)) =>
            {
                self.repeat(sequence, count)
            }
            (BinaryOp::Or, Value::Dict(a), Value::Dict(b)) => {
                let result = a.copy();
                for (key, value) in b.items() {
                    result.insert(self, key, value)?;
                }
                Ok(Some(Value::from(result)))
            }
            (BinaryOp::Or | BinaryOp::And | BinaryOp::Sub | BinaryOp::Xor, a, b) => {
                let (Some(first), Some(second)) = (as_set_items(a), as_set_items(b)) else {
                    if op == BinaryOp::Or && matches!((a, b), (Value::None, Value::Object(_))) {
                        return Ok(Some(crate::stdlib::typing::union(self, vec![a.clone(), b.clone()])));
                    }
                    return Ok(None);
                };
                let result = self.set_operation(op, first, second)?;
                Ok(Some(match a {
                    Value::FrozenSet(_) => Value::FrozenSet(Rc::new(result)),
                    _ => Value::Set(Rc::new(result)),
                }))
            }
            _ => Ok(None),
        }
    }

    /// `|`, `&`, `-`, `^` of sets.
    pub(crate) fn set_operation(&mut self, op: BinaryOp, first: Vec<Value>, second: Vec<Value>) -> Result<Set> {
        let result = Set::new();
        match op {
            BinaryOp::And | BinaryOp::Sub => {
                let other = Set::from_items(self, second)?;
                for item in first {
                    if other.contains(self, &item)? == (op == BinaryOp::And) {
                        result.add(self, item)?;
                    }
                }
            }
            BinaryOp::Xor => {
                let a = Set::from_items(self, first.clone())?;
                let b = Set::from_items(self, second.clone())?;
                for item in first {
                    if !b.contains(self, &item)? {
                        result.add(self, item)?;
                    }
                }
                for item in second {
                    if !a.contains(self, &item)? {
                        result.add(self, item)?;
                    }
                }
            }
            _ => {
                for item in first.into_iter().chain(second) {
                    result.add(self, item)?;
                }
            }
        }
        Ok(result)
    }

    fn repeat(&mut self, sequence: &Value, count: &Value) -> Result<Option<Value>> {
        let Some(Number::Int(count)) = number(count) else { return Ok(None) };
        let count = if count.is_negative() { 0 } else { count.to_i64().map_or(usize::MAX, |n| n as usize) };
        Ok(Some(match sequence {
            Value::Str(text) => {
                self.check_text(text.len().saturating_mul(count))?;
                Value::from(if text.is_empty() { String::new() } else { text.repeat(count) })
            }
            Value::Bytes(bytes) => {
                self.check_text(bytes.len().saturating_mul(count))?;
                Value::bytes(if bytes.is_empty() { Vec::new() } else { bytes.repeat(count) })
            }
            Value::List(list) => {
                self.check_size(list.len().saturating_mul(count))?;
                let items = list.to_vec();
                Value::list(if items.is_empty() { items } else { cycle(&items, count) })
            }
            Value::Tuple(items) => {
                self.check_size(items.len().saturating_mul(count))?;
                Value::tuple(if items.is_empty() { Vec::new() } else { cycle(items, count) })
            }
            _ => return Ok(None),
        }))
    }

    /// A unary operator.
    pub fn unary(&mut self, op: UnaryOp, value: &Value) -> Result<Value> {
        match value {
            Value::Unresolved(unresolved) => {
                return Ok(Value::Unresolved(unresolved.derive(&format!(" ({} …)", op.symbol()))));
            }
            Value::Instance(_)
            | Value::Object(_)
            | Value::Decimal(_)
            | Value::TimeDelta(_)
            | Value::Date(_)
            | Value::Time(_)
            | Value::DateTime(_) => {
                if let Some(method) = self.type_attr(value, op.method()) {
                    let bound = self.bind_attr(method, value, None)?;
                    return self.call_value(&bound, Args::none());
                }
                if let Value::Object(object) = value.payload()
                    && let Some(result) = Rc::clone(object).unary(value, self, op)?
                {
                    return Ok(result);
                }
            }
            _ => {}
        }
        match (op, number(value)) {
            (UnaryOp::Neg, Some(Number::Int(Int::Small(n)))) if n != i64::MIN => Ok(Value::int(-n)),
            (UnaryOp::Neg, Some(Number::Int(n))) => Ok(Value::Int(Int::from_big(-n.to_big()))),
            (UnaryOp::Neg, Some(Number::Float(n))) => Ok(Value::Float(-n)),
            (UnaryOp::Pos, Some(Number::Int(n))) => Ok(Value::Int(n)),
            (UnaryOp::Pos, Some(Number::Float(n))) => Ok(Value::Float(n)),
            (UnaryOp::Invert, Some(Number::Int(n))) => Ok(Value::Int(Int::from_big(!n.to_big()))),
            _ => Err(Error::type_error(format!("bad operand type for unary {}: '{}'", op.symbol(), value.type_name()))),
        }
    }
}

fn cycle(items: &[Value], count: usize) -> Vec<Value> {
    let mut all = Vec::with_capacity(items.len() * count);
    for _ in 0..count {
        all.extend_from_slice(items);
    }
    all
}

fn as_set_items(value: &Value) -> Option<Vec<Value>> {
    match value.payload() {
        Value::Set(set) | Value::FrozenSet(set) => Some(set.items()),
        Value::DictView(view) => match view.kind {
            ViewKind::Keys => Some(view.dict.keys()),
            ViewKind::Items => {
                Some(view.dict.items().into_iter().map(|(key, value)| Value::tuple(vec![key, value])).collect())
            }
            ViewKind::Values => None,
        },
        _ => None,
    }
}
