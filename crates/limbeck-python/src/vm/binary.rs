//! Operators.

use std::rc::Rc;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Pow, Signed, ToPrimitive, Zero};

use super::Vm;
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

fn zero_division(message: &str) -> Error {
    Error::exception("ZeroDivisionError", message)
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

    fn builtin_binary(&mut self, op: BinaryOp, left: &Value, right: &Value) -> Result<Option<Value>> {
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

    fn check_bits(&self, bits: u64) -> Result<()> {
        if bits > self.options.int_bits {
            return Err(Error::limit(format!("an integer would have more than {} bits", self.options.int_bits)));
        }
        Ok(())
    }

    fn int_binary(&mut self, op: BinaryOp, a: &Int, b: &Int) -> Result<Option<Value>> {
        if let (Int::Small(x), Int::Small(y)) = (a, b) {
            let fast = match op {
                BinaryOp::Add => x.checked_add(*y),
                BinaryOp::Sub => x.checked_sub(*y),
                BinaryOp::Mul => x.checked_mul(*y),
                BinaryOp::And => Some(x & y),
                BinaryOp::Or => Some(x | y),
                BinaryOp::Xor => Some(x ^ y),
                BinaryOp::FloorDiv if *y != 0 && (*x != i64::MIN || *y != -1) => Some(Integer::div_floor(x, y)),
                BinaryOp::Mod if *y != 0 && (*x != i64::MIN || *y != -1) => Some(Integer::mod_floor(x, y)),
                BinaryOp::RShift if *y >= 0 => Some(x >> (*y).min(63)),
                BinaryOp::LShift if (0..62).contains(y) && x.unsigned_abs().leading_zeros() as i64 > *y + 1 => {
                    Some(x << y)
                }
                _ => None,
            };
            if let Some(value) = fast {
                return Ok(Some(Value::int(value)));
            }
        }
        let big = |value: BigInt| Ok(Some(Value::Int(Int::from_big(value))));
        match op {
            BinaryOp::Add => big(a.to_big() + b.to_big()),
            BinaryOp::Sub => big(a.to_big() - b.to_big()),
            BinaryOp::Mul => {
                self.check_bits(a.bits() + b.bits())?;
                big(a.to_big() * b.to_big())
            }
            BinaryOp::Div => {
                if b.is_zero() {
                    return Err(zero_division("division by zero"));
                }
                Ok(Some(Value::Float(divide(a, b)?)))
            }
            BinaryOp::FloorDiv | BinaryOp::Mod => {
                if b.is_zero() {
                    return Err(zero_division(if op == BinaryOp::Mod {
                        "integer modulo by zero"
                    } else {
                        "integer division or modulo by zero"
                    }));
                }
                let (quotient, remainder) = a.to_big().div_mod_floor(&b.to_big());
                big(if op == BinaryOp::Mod { remainder } else { quotient })
            }
            BinaryOp::Pow => {
                if b.is_negative() {
                    if a.is_zero() {
                        return Err(zero_division("0.0 cannot be raised to a negative power"));
                    }
                    return float_binary(op, int_to_float(a)?, int_to_float(b)?);
                }
                let small = matches!(a, Int::Small(-1..=1));
                let exponent = match b.to_i64() {
                    Some(exponent) => exponent as u64,
                    None if small => u64::from(!(b.to_big() % 2u32).is_zero()) + 2,
                    None => return Err(Error::limit("an integer power is too large")),
                };
                let exponent = if small && exponent > 2 { exponent % 2 + 2 } else { exponent };
                self.check_bits(a.bits().saturating_mul(exponent))?;
                big(Pow::pow(a.to_big(), exponent))
            }
            BinaryOp::LShift | BinaryOp::RShift => {
                if b.is_negative() {
                    return Err(Error::value_error("negative shift count"));
                }
                let Some(shift) = b.to_i64().map(|n| n as u64) else {
                    if op == BinaryOp::RShift || a.is_zero() {
                        return Ok(Some(Value::int(if a.is_negative() { -1 } else { 0 })));
                    }
                    return Err(Error::limit("an integer shift is too large"));
                };
                if op == BinaryOp::LShift {
                    if a.is_zero() {
                        return Ok(Some(Value::int(0)));
                    }
                    self.check_bits(a.bits().saturating_add(shift))?;
                    big(a.to_big() << shift)
                } else {
                    big(a.to_big() >> shift.min(a.bits() + 1))
                }
            }
            BinaryOp::And => big(a.to_big() & b.to_big()),
            BinaryOp::Or => big(a.to_big() | b.to_big()),
            BinaryOp::Xor => big(a.to_big() ^ b.to_big()),
            BinaryOp::MatMul => Ok(None),
        }
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

fn int_to_float(value: &Int) -> Result<f64> {
    let float = value.to_f64();
    if float.is_infinite() {
        return Err(Error::exception("OverflowError", "int too large to convert to float"));
    }
    Ok(float)
}

/// True division, right also where both are too large for a float.
fn divide(a: &Int, b: &Int) -> Result<f64> {
    if let (Int::Small(x), Int::Small(y)) = (a, b)
        && x.unsigned_abs() < 1 << 53
        && y.unsigned_abs() < 1 << 53
    {
        return Ok(*x as f64 / *y as f64);
    }
    let (x, y) = (a.to_big(), b.to_big());
    let negative = x.is_negative() != y.is_negative();
    let (x, y) = (x.abs(), y.abs());
    // Scale so that the quotient has 66 bits or more, and keep a sticky bit: rounding happens once, in `to_f64`.
    let shift = 66 + y.bits() as i64 - x.bits() as i64;
    let (scaled, rest) = if shift >= 0 { (x << shift as u64).div_rem(&y) } else { x.div_rem(&(y << (-shift) as u64)) };
    let scaled = if rest.is_zero() { scaled } else { scaled | BigInt::from(1) };
    let quotient = scaled.to_f64().unwrap_or(f64::INFINITY);
    let mut result = quotient;
    let mut left = -shift;
    while left != 0 {
        let part = left.clamp(-1000, 1000);
        result *= 2f64.powi(part as i32);
        left -= part;
    }
    if result.is_infinite() {
        return Err(Error::exception("OverflowError", "integer division result too large for a float"));
    }
    Ok(if negative { -result } else { result })
}

fn float_binary(op: BinaryOp, a: f64, b: f64) -> Result<Option<Value>> {
    Ok(Some(Value::Float(match op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => a * b,
        BinaryOp::Div => {
            if b == 0.0 {
                return Err(zero_division("float division by zero"));
            }
            a / b
        }
        BinaryOp::FloorDiv => {
            if b == 0.0 {
                return Err(zero_division("float floor division by zero"));
            }
            float_divmod(a, b).0
        }
        BinaryOp::Mod => {
            if b == 0.0 {
                return Err(zero_division("float modulo"));
            }
            float_divmod(a, b).1
        }
        BinaryOp::Pow => {
            if a == 0.0 && b < 0.0 {
                return Err(zero_division("0.0 cannot be raised to a negative power"));
            }
            if a < 0.0 && a.is_finite() && b.fract() != 0.0 && b.is_finite() {
                return Err(Error::unsupported("a complex number (a negative number to a fractional power)"));
            }
            let result = a.powf(b);
            if result.is_infinite() && a.is_finite() && b.is_finite() {
                return Err(Error::exception("OverflowError", "(34, 'Numerical result out of range')"));
            }
            result
        }
        BinaryOp::MatMul | BinaryOp::And | BinaryOp::Or | BinaryOp::Xor | BinaryOp::LShift | BinaryOp::RShift => {
            return Ok(None);
        }
    })))
}

/// CPython's `float_divmod`.
pub(crate) fn float_divmod(a: f64, b: f64) -> (f64, f64) {
    let mut remainder = a % b;
    let mut quotient = (a - remainder) / b;
    if remainder != 0.0 {
        if (b < 0.0) != (remainder < 0.0) {
            remainder += b;
            quotient -= 1.0;
        }
    } else {
        remainder = 0.0f64.copysign(b);
    }
    let floor = if quotient != 0.0 {
        let floor = quotient.floor();
        if quotient - floor > 0.5 { floor + 1.0 } else { floor }
    } else {
        0.0f64.copysign(a / b)
    };
    (floor, remainder)
}
