//! Arithmetic of integers and floats.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Pow, Signed, ToPrimitive, Zero};

use super::Vm;
use crate::error::{Error, Result};
use crate::value::{BinaryOp, Int, Value};

fn zero_division(message: &str) -> Error {
    Error::exception("ZeroDivisionError", message)
}

impl Vm {
    fn check_bits(&self, bits: u64) -> Result<()> {
        if bits > self.options.int_bits {
            return Err(Error::limit(format!("an integer would have more than {} bits", self.options.int_bits)));
        }
        Ok(())
    }

    pub(super) fn int_binary(&mut self, op: BinaryOp, a: &Int, b: &Int) -> Result<Option<Value>> {
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
}

pub(super) fn int_to_float(value: &Int) -> Result<f64> {
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

pub(super) fn float_binary(op: BinaryOp, a: f64, b: f64) -> Result<Option<Value>> {
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
