//! Arithmetic in a context, after the General Decimal Arithmetic specification (as `_pydecimal` of CPython spells it).

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

use super::context::{Context, MAX_EXPONENT};
use super::number::{Number, Rounding, pow10};
use crate::error::{Error, Result};
use crate::value::Decimal;
use crate::vm::Vm;

/// Digits of a power that are still computed exactly before they are rounded.
const EXACT_DIGITS: i64 = 4_000;

/// A finite operand, or what the operation makes of a special one.
enum Operand {
    Number(Number),
    Infinity(bool),
}

fn operand(value: &Decimal) -> Option<Operand> {
    match value {
        Decimal::Finite(number) => Some(Operand::Number(Number::of(number))),
        Decimal::Infinity(negative) => Some(Operand::Infinity(*negative)),
        Decimal::NaN => None,
    }
}

pub(super) fn is_negative(value: &Decimal) -> bool {
    match value {
        Decimal::Finite(number) => number.sign() == num_bigint::Sign::Minus,
        Decimal::Infinity(negative) => *negative,
        Decimal::NaN => false,
    }
}

/// The number with the other sign, unrounded.
pub(super) fn negated(value: &Decimal) -> Decimal {
    match value {
        Decimal::Finite(number) => Decimal::Finite(-number.clone()),
        Decimal::Infinity(negative) => Decimal::Infinity(!negative),
        Decimal::NaN => Decimal::NaN,
    }
}

/// `+x`
pub(super) fn plus(vm: &mut Vm, context: &Context, value: &Decimal) -> Result<Decimal> {
    match value {
        Decimal::Finite(number) => context.finish(vm, Number::of(number)),
        Decimal::Infinity(_) | Decimal::NaN => Ok(value.clone()),
    }
}

/// `a + b`
pub(super) fn add(vm: &mut Vm, context: &Context, a: &Decimal, b: &Decimal) -> Result<Decimal> {
    let (Some(a), Some(b)) = (operand(a), operand(b)) else { return Ok(Decimal::NaN) };
    let (a, b) = match (a, b) {
        (Operand::Infinity(a), Operand::Infinity(b)) if a != b => return context.invalid(vm),
        (Operand::Infinity(negative), _) | (_, Operand::Infinity(negative)) => return Ok(Decimal::Infinity(negative)),
        (Operand::Number(a), Operand::Number(b)) => (a, b),
    };
    let precision = context.precision.get();
    let lowest = a.exponent.min(b.exponent);
    let sum = match (a.is_zero(), b.is_zero()) {
        (true, true) => Number::new(0, lowest),
        (true, false) => b.rescaled(lowest.max(b.exponent - precision - 1), context.rounding.get()),
        (false, true) => a.rescaled(lowest.max(a.exponent - precision - 1), context.rounding.get()),
        (false, false) => {
            let (high, mut low) = if a.exponent >= b.exponent { (a, b) } else { (b, a) };
            let negligible = high.exponent + (-1).min(high.length() - precision - 2);
            if low.adjusted() < negligible {
                low = Number::new(low.coefficient.signum(), negligible);
            }
            let exponent = high.exponent.min(low.exponent);
            let high = high.rescaled(exponent, Rounding::Down);
            let low = low.rescaled(exponent, Rounding::Down);
            Number::new(high.coefficient + low.coefficient, exponent)
        }
    };
    context.finish(vm, sum)
}

/// `a * b`
pub(super) fn multiply(vm: &mut Vm, context: &Context, a: &Decimal, b: &Decimal) -> Result<Decimal> {
    let negative = is_negative(a) != is_negative(b);
    let (Some(a), Some(b)) = (operand(a), operand(b)) else { return Ok(Decimal::NaN) };
    match (a, b) {
        (Operand::Number(a), Operand::Number(b)) => {
            context.finish(vm, Number::new(a.coefficient * b.coefficient, a.exponent + b.exponent))
        }
        (Operand::Number(zero), Operand::Infinity(_)) | (Operand::Infinity(_), Operand::Number(zero))
            if zero.is_zero() =>
        {
            context.invalid(vm)
        }
        _ => Ok(Decimal::Infinity(negative)),
    }
}

/// `a / b`
pub(super) fn divide(vm: &mut Vm, context: &Context, a: &Decimal, b: &Decimal) -> Result<Decimal> {
    let negative = is_negative(a) != is_negative(b);
    let (Some(a), Some(b)) = (operand(a), operand(b)) else { return Ok(Decimal::NaN) };
    let (a, b) = match (a, b) {
        (Operand::Infinity(_), Operand::Infinity(_)) => return context.invalid(vm),
        (Operand::Infinity(_), Operand::Number(_)) => return Ok(Decimal::Infinity(negative)),
        (Operand::Number(_), Operand::Infinity(_)) => {
            return Ok(Decimal::Finite(Number::new(0, context.tiny()).to_decimal()));
        }
        (Operand::Number(a), Operand::Number(b)) => (a, b),
    };
    if b.is_zero() {
        return by_zero(vm, context, &a, negative);
    }
    let ideal = a.exponent - b.exponent;
    if a.is_zero() {
        return context.finish(vm, Number::new(0, ideal));
    }
    let shift = b.length() - a.length() + context.precision.get() + 1;
    let exponent = ideal - shift;
    let (top, bottom) = if shift >= 0 {
        (a.coefficient * pow10(shift.unsigned_abs()), b.coefficient)
    } else {
        (a.coefficient, b.coefficient * pow10(shift.unsigned_abs()))
    };
    let (quotient, rest) = top.div_rem(&bottom);
    let quotient = if rest.is_zero() {
        shortened(Number::new(quotient, exponent), ideal)
    } else {
        Number::new(sticky(quotient, negative), exponent)
    };
    context.finish(vm, quotient)
}

/// Marks an inexact coefficient, so that it does not look like a tie.
fn sticky(coefficient: BigInt, negative: bool) -> BigInt {
    if !(&coefficient % 5i32).is_zero() {
        return coefficient;
    }
    if negative { coefficient - 1 } else { coefficient + 1 }
}

/// Without trailing zeros, as far as the ideal exponent.
fn shortened(number: Number, ideal: i64) -> Number {
    let bare = number.stripped();
    if bare.exponent <= ideal {
        return bare;
    }
    if number.exponent >= ideal { number } else { bare.rescaled(ideal, Rounding::Down) }
}

fn by_zero(vm: &mut Vm, context: &Context, a: &Number, negative: bool) -> Result<Decimal> {
    if a.is_zero() {
        return context.raise(vm, "InvalidOperation", "DivisionUndefined", Decimal::NaN);
    }
    context.raise(vm, "DivisionByZero", "DivisionByZero", Decimal::Infinity(negative))
}

/// Quotient and remainder of two finite numbers; `None`: the quotient has too many digits.
fn whole_division(context: &Context, a: &Number, b: &Number) -> Option<(Number, Number)> {
    let ideal = a.exponent.min(b.exponent);
    let distance = a.adjusted() - b.adjusted();
    if a.is_zero() || distance <= -2 {
        return Some((Number::new(0, 0), a.rescaled(ideal, context.rounding.get())));
    }
    if distance > context.precision.get() {
        return None;
    }
    let (top, bottom) = (a.rescaled(ideal, Rounding::Down), b.rescaled(ideal, Rounding::Down));
    let (quotient, rest) = top.coefficient.div_rem(&bottom.coefficient);
    let quotient = Number::new(quotient, 0);
    (quotient.length() <= context.precision.get()).then(|| (quotient, Number::new(rest, ideal)))
}

/// `a // b`, rounded towards zero.
pub(super) fn divide_whole(vm: &mut Vm, context: &Context, a: &Decimal, b: &Decimal) -> Result<Decimal> {
    let negative = is_negative(a) != is_negative(b);
    let (Some(a), Some(b)) = (operand(a), operand(b)) else { return Ok(Decimal::NaN) };
    let (a, b) = match (a, b) {
        (Operand::Infinity(_), Operand::Infinity(_)) => return context.invalid(vm),
        (Operand::Infinity(_), Operand::Number(_)) => return Ok(Decimal::Infinity(negative)),
        (Operand::Number(_), Operand::Infinity(_)) => return Ok(Decimal::Finite(Number::new(0, 0).to_decimal())),
        (Operand::Number(a), Operand::Number(b)) => (a, b),
    };
    if b.is_zero() {
        return by_zero(vm, context, &a, negative);
    }
    match whole_division(context, &a, &b) {
        Some((quotient, _)) => Ok(Decimal::Finite(quotient.to_decimal())),
        None => context.raise(vm, "InvalidOperation", "DivisionImpossible", Decimal::NaN),
    }
}

/// `a % b`; the sign is that of `a`.
pub(super) fn remainder(vm: &mut Vm, context: &Context, a: &Decimal, b: &Decimal) -> Result<Decimal> {
    let whole = a.clone();
    let (Some(a), Some(b)) = (operand(a), operand(b)) else { return Ok(Decimal::NaN) };
    let (a, b) = match (a, b) {
        (Operand::Infinity(_), _) => return context.invalid(vm),
        (Operand::Number(_), Operand::Infinity(_)) => return plus(vm, context, &whole),
        (Operand::Number(a), Operand::Number(b)) => (a, b),
    };
    if b.is_zero() {
        let shown = if a.is_zero() { "DivisionUndefined" } else { "InvalidOperation" };
        return context.raise(vm, "InvalidOperation", shown, Decimal::NaN);
    }
    match whole_division(context, &a, &b) {
        Some((_, rest)) => context.finish(vm, rest),
        None => context.raise(vm, "InvalidOperation", "DivisionImpossible", Decimal::NaN),
    }
}

/// `a ** b` for whole `b`.
pub(super) fn power(vm: &mut Vm, context: &Context, a: &Decimal, b: &Decimal) -> Result<Decimal> {
    let (Some(base), Some(exponent)) = (operand(a), operand(b)) else { return Ok(Decimal::NaN) };
    let Operand::Number(exponent) = exponent else {
        return Err(Error::unsupported("a power of a Decimal with an infinite exponent"));
    };
    let whole = exponent.rescaled(0, Rounding::Down);
    if whole.compared(&exponent).is_ne() {
        return Err(Error::unsupported("a power of a Decimal with a fractional exponent"));
    }
    let odd = whole.coefficient.is_odd();
    let one = || Decimal::Finite(Number::new(1, 0).to_decimal());
    let base = match base {
        Operand::Number(base) => base,
        Operand::Infinity(_) if whole.is_zero() => return Ok(one()),
        Operand::Infinity(negative) if !whole.is_negative() => return Ok(Decimal::Infinity(negative && odd)),
        Operand::Infinity(_) => return Ok(Decimal::Finite(Number::new(0, 0).to_decimal())),
    };
    if whole.is_zero() {
        return if base.is_zero() { context.invalid(vm) } else { Ok(one()) };
    }
    if base.is_zero() {
        return if whole.is_negative() {
            Ok(Decimal::Infinity(false))
        } else {
            let exponent = whole.coefficient.to_i64().and_then(|n| n.checked_mul(base.exponent)).unwrap_or(0);
            context.finish(vm, Number::new(0, exponent))
        };
    }
    let Some(times) = whole.coefficient.magnitude().to_u32() else {
        return Err(Error::unsupported("a power of a Decimal with so large an exponent"));
    };
    let precision = context.precision.get();
    if base.length().saturating_mul(i64::from(times)) <= EXACT_DIGITS.max(precision) {
        let exact = Number::new(base.coefficient.pow(times), base.exponent * i64::from(times));
        if !whole.is_negative() {
            return context.finish(vm, exact);
        }
        return divide(vm, context, &one(), &Decimal::Finite(exact.to_decimal()));
    }
    let wide = context.clone();
    wide.precision.set(precision + 16);
    wide.rounding.set(Rounding::HalfEven);
    let mut result = one();
    let mut square = Decimal::Finite(base.to_decimal());
    let mut left = times;
    while left > 0 {
        if left & 1 == 1 {
            result = multiply(vm, &wide, &result, &square)?;
        }
        left >>= 1;
        if left > 0 {
            square = multiply(vm, &wide, &square, &square)?;
        }
    }
    if whole.is_negative() {
        result = divide(vm, &wide, &one(), &result)?;
    }
    plus(vm, context, &result)
}

/// `x.sqrt()`
pub(super) fn square_root(vm: &mut Vm, context: &Context, value: &Decimal) -> Result<Decimal> {
    let number = match operand(value) {
        None => return Ok(Decimal::NaN),
        Some(Operand::Infinity(false)) => return Ok(Decimal::Infinity(false)),
        Some(Operand::Infinity(true)) => return context.invalid(vm),
        Some(Operand::Number(number)) => number,
    };
    let ideal = number.exponent.div_euclid(2);
    if number.is_zero() {
        return context.finish(vm, Number::new(0, ideal));
    }
    if number.is_negative() {
        return context.invalid(vm);
    }
    // An even exponent, and digits enough for one more than the result has.
    let wanted = 2 * (context.precision.get() + 1);
    let mut shift = (wanted - number.length()).max(0) + 1;
    if (number.exponent - shift).is_odd() {
        shift += 1;
    }
    let radicand = number.coefficient * pow10(shift.unsigned_abs());
    let root = radicand.sqrt();
    let exponent = (number.exponent - shift) / 2;
    let exact = &root * &root == radicand;
    let result =
        if exact { shortened(Number::new(root, exponent), ideal) } else { Number::new(sticky(root, false), exponent) };
    let half_even = context.clone();
    half_even.rounding.set(Rounding::HalfEven);
    half_even.finish(vm, result)
}

/// `x.quantize(pattern)`
pub(super) fn quantize(
    vm: &mut Vm,
    context: &Context,
    value: &Decimal,
    pattern: &Decimal,
    rounding: Rounding,
) -> Result<Decimal> {
    let (Some(number), Some(pattern)) = (operand(value), operand(pattern)) else { return Ok(Decimal::NaN) };
    let (number, exponent) = match (number, pattern) {
        (Operand::Infinity(negative), Operand::Infinity(_)) => return Ok(Decimal::Infinity(negative)),
        (Operand::Infinity(_), Operand::Number(_)) | (Operand::Number(_), Operand::Infinity(_)) => {
            return context.invalid(vm);
        }
        (Operand::Number(number), Operand::Number(pattern)) => (number, pattern.exponent),
    };
    if !(context.tiny()..=MAX_EXPONENT).contains(&exponent) {
        return context.invalid(vm);
    }
    let precision = context.precision.get();
    if !number.is_zero() && number.adjusted() - exponent + 1 > precision {
        return context.invalid(vm);
    }
    let result = number.rescaled(exponent, rounding);
    if !result.is_zero() && (result.adjusted() > MAX_EXPONENT || result.length() > precision) {
        return context.invalid(vm);
    }
    Ok(Decimal::Finite(result.to_decimal()))
}

/// The order of two numbers; `None` when one is not a number.
pub(super) fn compared(a: &Decimal, b: &Decimal) -> Option<Ordering> {
    let rank = |negative: bool| if negative { -1 } else { 1 };
    Some(match (operand(a)?, operand(b)?) {
        (Operand::Number(a), Operand::Number(b)) => a.compared(&b),
        (Operand::Infinity(a), Operand::Infinity(b)) => rank(a).cmp(&rank(b)),
        (Operand::Infinity(a), Operand::Number(_)) => rank(a).cmp(&0),
        (Operand::Number(_), Operand::Infinity(b)) => 0.cmp(&rank(b)),
    })
}
