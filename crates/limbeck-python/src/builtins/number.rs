//! `int` and `float`.

use std::rc::Rc;

use num_bigint::{BigInt, Sign};
use num_traits::Num;

use super::{between, exactly};
use crate::error::{Error, Result};
use crate::value::{Args, BinaryOp, Class, ClassBuilder, Int, Value};
use crate::vm::Vm;

/// `int(…)`
pub(super) fn make_int(vm: &mut Vm, _: &Rc<Class>, mut args: Args) -> Result<Value> {
    let base = args.take_keyword("base");
    let args = super::at_most("int", args, 2)?;
    let base = base.or_else(|| args.get(1).cloned());
    let Some(value) = args.first() else { return Ok(Value::int(0)) };
    if let Value::Unresolved(unresolved) = value {
        return Err(vm.unresolved_error(unresolved, "is turned into a number"));
    }
    if let Some(base) = base {
        let Some(base) = vm.index(&base)? else {
            return Err(Error::type_error(format!(
                "'{}' object cannot be interpreted as an integer",
                base.type_name()
            )));
        };
        if base != 0 && !(2..=36).contains(&base) {
            return Err(Error::value_error("int() base must be >= 2 and <= 36, or 0"));
        }
        let text = match (value.as_str(), value.as_bytes()) {
            (Some(text), _) => text.to_owned(),
            (None, Some(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
            (None, None) => return Err(Error::type_error("int() can't convert non-string with explicit base")),
        };
        return match parse_int(&text, base as u32) {
            Some(int) => Ok(Value::Int(int)),
            None => Err(Error::value_error(format!("invalid literal for int() with base {base}: {}", vm.repr(value)?))),
        };
    }
    match value.payload() {
        Value::Int(int) => Ok(Value::Int(int.clone())),
        Value::Bool(flag) => Ok(Value::int(i64::from(*flag))),
        Value::Float(float) => {
            if float.is_nan() {
                return Err(Error::value_error("cannot convert float NaN to integer"));
            }
            if float.is_infinite() {
                return Err(Error::exception("OverflowError", "cannot convert float infinity to integer"));
            }
            Ok(Int::from_f64(float.trunc()).map_or(Value::int(0), Value::Int))
        }
        Value::Str(text) => match parse_int(text, 10) {
            Some(int) => Ok(Value::Int(int)),
            None => Err(Error::value_error(format!(
                "invalid literal for int() with base 10: {}",
                vm.repr(&Value::Str(Rc::clone(text)))?
            ))),
        },
        Value::Bytes(bytes) => match parse_int(&String::from_utf8_lossy(bytes), 10) {
            Some(int) => Ok(Value::Int(int)),
            None => Err(Error::value_error(format!("invalid literal for int() with base 10: {}", vm.repr(value)?))),
        },
        _ => {
            for method in ["__int__", "__index__", "__trunc__"] {
                if let Some(method) = vm.type_attr(value, method) {
                    let bound = vm.bind_attr(method, value, None)?;
                    return vm.call_value(&bound, Args::none());
                }
            }
            Err(Error::type_error(format!(
                "int() argument must be a string, a bytes-like object or a real number, not '{}'",
                value.type_name()
            )))
        }
    }
}

/// An integer literal as `int()` takes it: blanks around, underscores between digits, a prefix when it fits the base.
fn parse_int(text: &str, base: u32) -> Option<Int> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let lower = digits.to_lowercase();
    let (base, digits) = match (lower.get(..2), base) {
        (Some("0x"), 0 | 16) => (16, lower.get(2..)?),
        (Some("0o"), 0 | 8) => (8, lower.get(2..)?),
        (Some("0b"), 0 | 2) => (2, lower.get(2..)?),
        (_, 0) => {
            if lower.len() > 1 && lower.starts_with('0') && lower.bytes().any(|b| b != b'0' && b != b'_') {
                return None;
            }
            (10, lower.as_str())
        }
        (_, base) => (base, lower.as_str()),
    };
    let digits = digits.strip_prefix('_').filter(|_| lower.len() != digits.len()).unwrap_or(digits);
    if digits.is_empty() || digits.starts_with('_') || digits.ends_with('_') || digits.contains("__") {
        return None;
    }
    let clean: String = digits
        .chars()
        .filter(|c| *c != '_')
        .map(|c| c.to_digit(10).map_or(c, |digit| char::from_digit(digit, 10).unwrap_or(c)))
        .collect();
    if !clean.bytes().all(|b| b.is_ascii_alphanumeric()) || clean.len() > 4300 && base == 10 {
        return None;
    }
    let value = BigInt::from_str_radix(&clean, base).ok()?;
    Some(Int::from_big(if negative { -value } else { value }))
}

/// `float(…)`
pub(super) fn make_float(vm: &mut Vm, _: &Rc<Class>, args: Args) -> Result<Value> {
    let args = between("float", args, 0, 1)?;
    let Some(value) = args.first() else { return Ok(Value::Float(0.0)) };
    match value.payload() {
        Value::Float(float) => Ok(Value::Float(*float)),
        Value::Int(_) | Value::Bool(_) => {
            let float = value.as_integer().map_or(0.0, |int| int.to_f64());
            if float.is_infinite() {
                return Err(Error::exception("OverflowError", "int too large to convert to float"));
            }
            Ok(Value::Float(float))
        }
        Value::Str(text) => match parse_float(text) {
            Some(float) => Ok(Value::Float(float)),
            None => Err(Error::value_error(format!("could not convert string to float: {}", vm.repr(value)?))),
        },
        Value::Unresolved(unresolved) => Err(vm.unresolved_error(unresolved, "is turned into a number")),
        _ => {
            if let Some(method) = vm.type_attr(value, "__float__") {
                let bound = vm.bind_attr(method, value, None)?;
                return vm.call_value(&bound, Args::none());
            }
            match vm.index(value)? {
                Some(index) => Ok(Value::Float(index as f64)),
                None => Err(Error::type_error(format!(
                    "float() argument must be a string or a real number, not '{}'",
                    value.type_name()
                ))),
            }
        }
    }
}

fn parse_float(text: &str) -> Option<f64> {
    let text = text.trim().to_lowercase();
    let unsigned = text.trim_start_matches(['+', '-']);
    if text.len() - unsigned.len() > 1 {
        return None;
    }
    let negative = text.starts_with('-');
    let sign = if negative { -1.0 } else { 1.0 };
    match unsigned {
        "inf" | "infinity" => return Some(sign * f64::INFINITY),
        "nan" => return Some(f64::NAN),
        _ => {}
    }
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        || unsigned.contains("__")
        || unsigned.starts_with('_')
        || unsigned.ends_with('_')
    {
        return None;
    }
    unsigned.replace('_', "").parse::<f64>().ok().map(|value| sign * value)
}

/// `round(…)`
pub(super) fn round(vm: &mut Vm, mut args: Args) -> Result<Value> {
    let digits = args.take_keyword("ndigits");
    let args = between("round", args, 1, 2)?;
    let digits = digits.or_else(|| args.get(1).cloned()).filter(|value| !value.is_none());
    let Some(value) = args.first() else { return Ok(Value::None) };
    let digits = match &digits {
        Some(digits) => match vm.index(digits)? {
            Some(digits) => Some(digits),
            None => {
                return Err(Error::type_error(format!(
                    "'{}' object cannot be interpreted as an integer",
                    digits.type_name()
                )));
            }
        },
        None => None,
    };
    match value.payload() {
        Value::Int(_) | Value::Bool(_) => {
            let Some(int) = value.as_integer() else { return Ok(Value::None) };
            match digits {
                Some(digits) if digits < 0 && digits > -10_000 => {
                    let unit = BigInt::from(10).pow((-digits) as u32);
                    let whole = int.to_big();
                    let rest = num_integer::Integer::mod_floor(&whole, &unit);
                    let down = &whole - &rest;
                    let twice = &rest * 2;
                    let up = twice > unit || (twice == unit && num_integer::Integer::is_odd(&(&down / &unit)));
                    Ok(Value::Int(Int::from_big(if up { down + unit } else { down })))
                }
                _ => Ok(Value::Int(int)),
            }
        }
        Value::Float(float) => match digits {
            None => {
                if float.is_nan() {
                    return Err(Error::value_error("cannot convert float NaN to integer"));
                }
                if float.is_infinite() {
                    return Err(Error::exception("OverflowError", "cannot convert float infinity to integer"));
                }
                Ok(Int::from_f64(float.round_ties_even()).map_or(Value::int(0), Value::Int))
            }
            Some(digits) => Ok(Value::Float(round_float(*float, digits))),
        },
        _ => match vm.type_attr(value, "__round__") {
            Some(method) => {
                let bound = vm.bind_attr(method, value, None)?;
                let args = match digits {
                    Some(digits) => Args::of([Value::int(digits)]),
                    None => Args::none(),
                };
                vm.call_value(&bound, args)
            }
            None => Err(Error::type_error(format!("type {} doesn't define __round__ method", value.type_name()))),
        },
    }
}

/// Rounds the exact decimal value of a float, ties to even, as CPython does.
fn round_float(value: f64, digits: i64) -> f64 {
    if !value.is_finite() || digits > 330 {
        return value;
    }
    if digits < -310 {
        return 0.0f64.copysign(value);
    }
    if digits >= 0 {
        // Rust's formatting rounds the exact value half to even.
        return format!("{value:.*}", digits as usize).parse().unwrap_or(value);
    }
    let unit = 10f64.powi((-digits) as i32);
    (value / unit).round_ties_even() * unit
}

/// Methods of `int`.
pub(super) fn int_methods(builder: ClassBuilder) -> ClassBuilder {
    builder
        .method("bit_length", |_, this, _| Ok(Value::int(this.as_integer().map_or(0, |int| int.bits() as i64))))
        .method("bit_count", |_, this, _| {
            let ones = this
                .as_integer()
                .map_or(0, |int| int.to_big().magnitude().iter_u64_digits().map(u64::count_ones).sum::<u32>());
            Ok(Value::from(ones))
        })
        .method("conjugate", |_, this, _| Ok(Value::from(this.as_integer())))
        .method("is_integer", |_, _, _| Ok(Value::Bool(true)))
        .method("as_integer_ratio", |_, this, _| Ok(Value::tuple(vec![Value::from(this.as_integer()), Value::int(1)])))
        .method("__index__", |_, this, _| Ok(Value::from(this.as_integer())))
        .method("__int__", |_, this, _| Ok(Value::from(this.as_integer())))
        .method("__abs__", |_, this, _| {
            Ok(Value::from(this.as_integer().map(|int| Int::from_big(int.to_big().magnitude().clone().into()))))
        })
        .method_with("to_bytes", "(length=1, byteorder='big', *, signed=False)", |vm, this, args| {
            let int = this.as_integer().unwrap_or(Int::Small(0));
            let length = vm.index(&args.value("length"))?.unwrap_or(1).clamp(0, 1 << 20) as usize;
            let signed = vm.truth(&args.value("signed"))?;
            if int.is_negative() && !signed {
                return Err(Error::exception("OverflowError", "can't convert negative int to unsigned"));
            }
            let big = int.to_big();
            let mut bytes = if signed { big.to_signed_bytes_be() } else { big.to_bytes_be().1 };
            if int.is_zero() {
                bytes.clear();
            }
            if bytes.len() > length {
                return Err(Error::exception("OverflowError", "int too big to convert"));
            }
            let fill = if int.is_negative() { 0xff } else { 0 };
            let mut all = vec![fill; length - bytes.len()];
            all.extend(bytes);
            if args.value("byteorder").as_str() == Some("little") {
                all.reverse();
            }
            Ok(Value::bytes(all))
        })
        .class_method("from_bytes", |vm, _, mut args| {
            let order = args.take_keyword("byteorder");
            let signed = match args.take_keyword("signed") {
                Some(signed) => vm.truth(&signed)?,
                None => false,
            };
            let args = between("from_bytes", args, 1, 2)?;
            let mut bytes = match args.first().and_then(Value::as_bytes) {
                Some(bytes) => bytes.to_vec(),
                None => Vec::new(),
            };
            let order = order.or_else(|| args.get(1).cloned());
            if order.as_ref().and_then(Value::as_str) == Some("little") {
                bytes.reverse();
            }
            let value =
                if signed { BigInt::from_signed_bytes_be(&bytes) } else { BigInt::from_bytes_be(Sign::Plus, &bytes) };
            Ok(Value::Int(Int::from_big(value)))
        })
}

/// Methods of `float`.
pub(super) fn float_methods(builder: ClassBuilder) -> ClassBuilder {
    builder
        .method("is_integer", |_, this, _| {
            Ok(Value::Bool(this.as_float().is_some_and(|float| float.is_finite() && float.fract() == 0.0)))
        })
        .method("conjugate", |_, this, _| Ok(Value::Float(this.as_float().unwrap_or(0.0))))
        .method("__float__", |_, this, _| Ok(Value::Float(this.as_float().unwrap_or(0.0))))
        .method("__trunc__", |_, this, _| {
            Ok(this.as_float().and_then(|float| Int::from_f64(float.trunc())).map_or(Value::int(0), Value::Int))
        })
        .method("as_integer_ratio", |_, this, _| {
            let float = this.as_float().unwrap_or(0.0);
            if !float.is_finite() {
                return Err(Error::exception("OverflowError", "cannot convert Infinity to integer ratio"));
            }
            let mut numerator = float;
            let mut denominator = BigInt::from(1);
            while numerator.fract() != 0.0 {
                numerator *= 2.0;
                denominator *= 2;
            }
            let numerator = Int::from_f64(numerator).unwrap_or(Int::Small(0));
            Ok(Value::tuple(vec![Value::Int(numerator), Value::Int(Int::from_big(denominator))]))
        })
        .method("hex", |_, _, _| Err(Error::unsupported("`float.hex()`")))
        .class_method("fromhex", |_, _, _| Err(Error::unsupported("`float.fromhex()`")))
        .method("__divmod__", |vm, this, args| {
            let [other] = exactly::<1>("__divmod__", args)?;
            let quotient = vm.binary(BinaryOp::FloorDiv, this, &other)?;
            let remainder = vm.binary(BinaryOp::Mod, this, &other)?;
            Ok(Value::tuple(vec![quotient, remainder]))
        })
}
