//! `timedelta`: exact microseconds.

use std::rc::Rc;

use chrono::TimeDelta;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::ToPrimitive;

use super::operand;
use crate::error::{Error, Result};
use crate::value::{Args, Class, ClassBuilder, Int, Kind, Value, hash};
use crate::vm::Vm;

const DAY: i128 = 86_400_000_000;
const MAX_DAYS: i128 = 999_999_999;

/// The length in microseconds.
pub(crate) fn micros_of(delta: &TimeDelta) -> i128 {
    i128::from(delta.num_seconds()) * 1_000_000 + i128::from(delta.subsec_nanos() / 1000)
}

fn delta_of(micros: i128) -> Result<TimeDelta> {
    let days = micros.div_euclid(DAY);
    if days.abs() > i128::from(i32::MAX) {
        return Err(Error::exception("OverflowError", "Python int too large to convert to C int"));
    }
    if days.abs() > MAX_DAYS {
        return Err(Error::exception("OverflowError", format!("days={days}; must have magnitude <= 999999999")));
    }
    let seconds = micros.div_euclid(1_000_000);
    i64::try_from(seconds)
        .ok()
        .and_then(|seconds| TimeDelta::new(seconds, (micros.rem_euclid(1_000_000) * 1000) as u32))
        .ok_or_else(|| Error::exception("OverflowError", "timedelta is out of range"))
}

/// A `timedelta` of so many microseconds.
pub(crate) fn timedelta(micros: i128) -> Result<Value> {
    delta_of(micros).map(Value::TimeDelta)
}

fn own(this: &Value) -> i128 {
    match this.payload() {
        Value::TimeDelta(delta) => micros_of(delta),
        _ => 0,
    }
}

fn as_delta(value: &Value) -> Option<i128> {
    match value.payload() {
        Value::TimeDelta(delta) => Some(micros_of(delta)),
        _ => None,
    }
}

fn big(value: &Int) -> Result<i128> {
    value
        .to_big()
        .to_i128()
        .ok_or_else(|| Error::exception("OverflowError", "Python int too large to convert to C int"))
}

/// Rounds to the nearest even integer on a tie.
fn round_half_even(value: f64) -> f64 {
    let rounded = value.round();
    if (value - value.trunc()).abs() == 0.5 && rounded % 2.0 != 0.0 { rounded - value.signum() } else { rounded }
}

const UNITS: [(&str, i128); 7] = [
    ("days", DAY),
    ("seconds", 1_000_000),
    ("microseconds", 1),
    ("milliseconds", 1000),
    ("minutes", 60_000_000),
    ("hours", 3_600_000_000),
    ("weeks", 7 * DAY),
];

fn construct(_: &mut Vm, _: &Rc<Class>, args: Args) -> Result<Value> {
    if args.positional.len() > UNITS.len() {
        return Err(Error::type_error(format!(
            "__new__() takes at most 7 arguments ({} given)",
            args.positional.len() + args.keyword.len()
        )));
    }
    let given = args.positional.len();
    let mut parts: Vec<(&str, i128, Value)> =
        UNITS.iter().zip(args.positional).map(|((name, unit), value)| (*name, *unit, value)).collect();
    for (name, value) in args.keyword {
        match UNITS.iter().position(|(known, _)| **known == *name) {
            Some(at) if at < given => {
                return Err(Error::type_error(format!(
                    "argument for __new__() given by name ('{name}') and position ({})",
                    at + 1
                )));
            }
            Some(at) => parts.extend(UNITS.get(at).map(|(name, unit)| (*name, *unit, value))),
            None => return Err(Error::type_error(format!("'{name}' is an invalid keyword argument for __new__()"))),
        }
    }
    let mut total: i128 = 0;
    let mut leftover = 0.0;
    let overflow = || Error::exception("OverflowError", "Python int too large to convert to C int");
    for (name, unit, value) in parts {
        if let Some(int) = value.as_integer() {
            let part = big(&int)?.checked_mul(unit).ok_or_else(overflow)?;
            total = total.checked_add(part).ok_or_else(overflow)?;
        } else if let Some(float) = value.as_float() {
            if float.is_nan() {
                return Err(Error::value_error("cannot convert float NaN to integer"));
            }
            if float.is_infinite() {
                return Err(Error::exception("OverflowError", "cannot convert float infinity to integer"));
            }
            let whole = float.trunc();
            let part = (whole as i128).checked_mul(unit).ok_or_else(overflow)?;
            let fraction = (float - whole) * unit as f64;
            total =
                total.checked_add(part).and_then(|t| t.checked_add(fraction.trunc() as i128)).ok_or_else(overflow)?;
            leftover += fraction - fraction.trunc();
        } else {
            return Err(Error::type_error(format!(
                "unsupported type for timedelta {name} component: {}",
                value.type_name()
            )));
        }
    }
    if leftover != 0.0 {
        let odd = if total.is_odd() { 1.0 } else { 0.0 };
        let whole = 2.0 * round_half_even((leftover + odd) * 0.5) - odd;
        let whole = if (leftover - leftover.trunc()).abs() == 0.5 { whole } else { leftover.round() };
        total = total.saturating_add(whole as i128);
    }
    timedelta(total)
}

fn parts(micros: i128) -> (i128, i128, i128) {
    let rest = micros.rem_euclid(DAY);
    (micros.div_euclid(DAY), rest / 1_000_000, rest % 1_000_000)
}

/// `str(timedelta)`
fn text(micros: i128) -> String {
    let (days, seconds, rest) = parts(micros);
    let mut out = String::new();
    if days != 0 {
        out.push_str(&format!("{days} day{}, ", if days.abs() == 1 { "" } else { "s" }));
    }
    out.push_str(&format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60));
    if rest != 0 {
        out.push_str(&format!(".{rest:06}"));
    }
    out
}

/// `repr(timedelta)`
pub(super) fn repr(micros: i128) -> String {
    let (days, seconds, rest) = parts(micros);
    let named: Vec<String> = [("days", days), ("seconds", seconds), ("microseconds", rest)]
        .into_iter()
        .filter(|(_, value)| *value != 0)
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    format!("datetime.timedelta({})", if named.is_empty() { "0".to_owned() } else { named.join(", ") })
}

/// Division with the result rounded to the nearest even.
fn divide_nearest(a: i128, b: i128) -> i128 {
    let (quotient, rest) = a.div_mod_floor(&b);
    let twice = rest * 2;
    let bigger = if b > 0 { twice > b } else { twice < b };
    if bigger || (twice == b && quotient.is_odd()) { quotient + 1 } else { quotient }
}

fn by_ratio(micros: i128, factor: f64, divide: bool) -> Result<Value> {
    let (mut top, mut bottom) = ratio(factor)?;
    if divide {
        std::mem::swap(&mut top, &mut bottom);
    }
    let product = BigInt::from(micros) * top;
    let (quotient, rest) = product.div_mod_floor(&bottom);
    let twice: BigInt = rest * 2;
    let bigger = if bottom.sign() == num_bigint::Sign::Minus { twice < bottom } else { twice > bottom };
    let up = bigger || (twice == bottom && quotient.is_odd());
    let result = if up { quotient + 1 } else { quotient };
    timedelta(
        result
            .to_i128()
            .ok_or_else(|| Error::exception("OverflowError", "Python int too large to convert to C int"))?,
    )
}

/// A float as an exact fraction.
fn ratio(value: f64) -> Result<(BigInt, BigInt)> {
    if value.is_nan() {
        return Err(Error::value_error("cannot convert NaN to integer ratio"));
    }
    if value.is_infinite() {
        return Err(Error::exception("OverflowError", "cannot convert Infinity to integer ratio"));
    }
    let (mantissa, exponent, sign) = num_traits::Float::integer_decode(value);
    let top = BigInt::from(mantissa) * i32::from(sign);
    Ok(if exponent >= 0 {
        (top << exponent as usize, BigInt::from(1))
    } else {
        (top, BigInt::from(1) << exponent.unsigned_abs() as usize)
    })
}

fn zero_division(message: &str) -> Error {
    Error::exception("ZeroDivisionError", message)
}

fn multiply(this: &Value, args: &Args) -> Result<Value> {
    let (micros, other) = (own(this), operand(args));
    if let Some(int) = other.as_integer() {
        let product = BigInt::from(micros) * int.to_big();
        return timedelta(
            product
                .to_i128()
                .ok_or_else(|| Error::exception("OverflowError", "Python int too large to convert to C int"))?,
        );
    }
    match other.as_float() {
        Some(float) => by_ratio(micros, float, false),
        None => Ok(Value::NotImplemented),
    }
}

fn int_value(value: i128) -> Value {
    Value::Int(Int::from_big(BigInt::from(value)))
}

/// The class.
pub(super) fn class() -> Rc<Class> {
    let constant = |micros: i128| delta_of(micros).map_or(Value::None, Value::TimeDelta);
    let mut builder = ClassBuilder::new("timedelta")
        .module("datetime")
        .kind(Kind::TimeDelta)
        .value_constructor(construct)
        .class_attr("min", constant(-MAX_DAYS * DAY))
        .class_attr("max", constant(MAX_DAYS * DAY + DAY - 1))
        .class_attr("resolution", constant(1))
        .property("days", |_, this| Ok(int_value(parts(own(this)).0)))
        .property("seconds", |_, this| Ok(int_value(parts(own(this)).1)))
        .property("microseconds", |_, this| Ok(int_value(parts(own(this)).2)))
        .method("total_seconds", |_, this, _| {
            let micros = own(this);
            let whole = micros / 1_000_000;
            let exact = if whole.abs() < 1 << 52 && micros.abs() >= 1 << 53 {
                // Beyond 2^53 microseconds the quotient must be rounded once only.
                BigInt::from(micros).to_f64().unwrap_or(0.0) / 1e6
            } else {
                micros as f64 / 1e6
            };
            Ok(Value::Float(exact))
        })
        .method("__str__", |_, this, _| Ok(Value::from(text(own(this)))))
        .method("__repr__", |_, this, _| Ok(Value::from(repr(own(this)))))
        .method("__hash__", |_, this, _| Ok(Value::int(hash::hash_any(&own(this)) as i64 >> 2)))
        .method("__abs__", |_, this, _| timedelta(own(this).abs()))
        .method("__neg__", |_, this, _| timedelta(-own(this)))
        .method("__pos__", |_, this, _| Ok(this.clone()))
        .method("__bool__", |_, this, _| Ok(Value::Bool(own(this) != 0)))
        .method("__mul__", |_, this, args| multiply(this, &args))
        .method("__rmul__", |_, this, args| multiply(this, &args))
        .method("__add__", |_, this, args| match as_delta(operand(&args)) {
            Some(other) => timedelta(own(this) + other),
            None => Ok(Value::NotImplemented),
        })
        .method("__sub__", |_, this, args| match as_delta(operand(&args)) {
            Some(other) => timedelta(own(this) - other),
            None => Ok(Value::NotImplemented),
        })
        .method("__truediv__", |_, this, args| {
            let other = operand(&args);
            if let Some(by) = as_delta(other) {
                if by == 0 {
                    return Err(zero_division("division by zero"));
                }
                return Ok(Value::Float(own(this) as f64 / by as f64));
            }
            if let Some(int) = other.as_integer() {
                let by = big(&int)?;
                if by == 0 {
                    return Err(zero_division("integer division or modulo by zero"));
                }
                return timedelta(divide_nearest(own(this), by));
            }
            match other.as_float() {
                Some(0.0) => Err(zero_division("integer division or modulo by zero")),
                Some(float) => by_ratio(own(this), float, true),
                None => Ok(Value::NotImplemented),
            }
        })
        .method("__floordiv__", |_, this, args| {
            let other = operand(&args);
            let (by, is_delta) = match (as_delta(other), other.as_integer()) {
                (Some(by), _) => (by, true),
                (None, Some(int)) => (big(&int)?, false),
                (None, None) => return Ok(Value::NotImplemented),
            };
            if by == 0 {
                return Err(zero_division("integer division or modulo by zero"));
            }
            let quotient = Integer::div_floor(&own(this), &by);
            if is_delta { Ok(int_value(quotient)) } else { timedelta(quotient) }
        })
        .method("__mod__", |_, this, args| match as_delta(operand(&args)) {
            Some(0) => Err(zero_division("integer division or modulo by zero")),
            Some(by) => timedelta(own(this).mod_floor(&by)),
            None => Ok(Value::NotImplemented),
        })
        .method("__divmod__", |_, this, args| match as_delta(operand(&args)) {
            Some(0) => Err(zero_division("integer division or modulo by zero")),
            Some(by) => {
                let (quotient, rest) = own(this).div_mod_floor(&by);
                Ok(Value::tuple(vec![int_value(quotient), timedelta(rest)?]))
            }
            None => Ok(Value::NotImplemented),
        });
    for (name, op) in super::COMPARISONS {
        builder = builder.method(name, move |_, this, args| match as_delta(operand(&args)) {
            Some(other) => Ok(super::ordered(op, own(this).cmp(&other))),
            None => Ok(Value::NotImplemented),
        });
    }
    builder.build()
}
