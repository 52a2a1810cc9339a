//! Finite decimal numbers, their text and their rounding, after the General Decimal Arithmetic specification. Knows
//! nothing of contexts and values.

use std::cmp::Ordering;

use bigdecimal::BigDecimal;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, Zero};

/// How digits are dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rounding {
    Up,
    Down,
    Ceiling,
    Floor,
    HalfUp,
    HalfDown,
    HalfEven,
    ZeroFiveUp,
}

impl Rounding {
    pub const ALL: [Rounding; 8] = [
        Rounding::Up,
        Rounding::Down,
        Rounding::Ceiling,
        Rounding::Floor,
        Rounding::HalfUp,
        Rounding::HalfDown,
        Rounding::HalfEven,
        Rounding::ZeroFiveUp,
    ];

    /// The constant's name, which is its value too.
    pub fn name(self) -> &'static str {
        match self {
            Rounding::Up => "ROUND_UP",
            Rounding::Down => "ROUND_DOWN",
            Rounding::Ceiling => "ROUND_CEILING",
            Rounding::Floor => "ROUND_FLOOR",
            Rounding::HalfUp => "ROUND_HALF_UP",
            Rounding::HalfDown => "ROUND_HALF_DOWN",
            Rounding::HalfEven => "ROUND_HALF_EVEN",
            Rounding::ZeroFiveUp => "ROUND_05UP",
        }
    }

    pub fn named(name: &str) -> Option<Rounding> {
        Rounding::ALL.into_iter().find(|rounding| rounding.name() == name)
    }
}

/// `10 ** n`
pub(super) fn pow10(n: u64) -> BigInt {
    BigInt::from(10).pow(u32::try_from(n).unwrap_or(u32::MAX))
}

/// A number: `coefficient * 10 ** exponent`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    pub coefficient: BigInt,
    pub exponent: i64,
}

impl Number {
    pub fn new(coefficient: impl Into<BigInt>, exponent: i64) -> Number {
        Number { coefficient: coefficient.into(), exponent }
    }

    pub fn of(decimal: &BigDecimal) -> Number {
        let (coefficient, scale) = decimal.as_bigint_and_exponent();
        Number { coefficient, exponent: scale.saturating_neg() }
    }

    pub fn to_decimal(&self) -> BigDecimal {
        BigDecimal::new(self.coefficient.clone(), self.exponent.saturating_neg())
    }

    pub fn is_zero(&self) -> bool {
        self.coefficient.is_zero()
    }

    pub fn is_negative(&self) -> bool {
        self.coefficient.is_negative()
    }

    /// The digits of the coefficient, without a sign.
    pub fn digits(&self) -> String {
        self.coefficient.magnitude().to_string()
    }

    /// How many there are; one for zero.
    pub fn length(&self) -> i64 {
        if self.coefficient.bits() < 60 {
            let small = self.coefficient.iter_u64_digits().next().unwrap_or(0);
            return i64::from(small.checked_ilog10().unwrap_or(0)) + 1;
        }
        self.digits().len() as i64
    }

    /// Exponent of the first digit.
    pub fn adjusted(&self) -> i64 {
        self.exponent + self.length() - 1
    }

    /// The same number with another exponent; digits that do not fit are rounded away.
    pub fn rescaled(&self, exponent: i64, rounding: Rounding) -> Number {
        if self.is_zero() {
            return Number::new(0, exponent);
        }
        let up = self.exponent - exponent;
        if up >= 0 {
            return Number::new(&self.coefficient * pow10(up.unsigned_abs()), exponent);
        }
        Number::new(self.dropping(up.unsigned_abs(), rounding), exponent)
    }

    /// The coefficient without its last digits.
    fn dropping(&self, count: u64, rounding: Rounding) -> BigInt {
        let (quotient, half, exact) = if count > self.length() as u64 {
            (BigInt::zero(), Ordering::Less, self.is_zero())
        } else {
            let unit = pow10(count);
            let (quotient, rest) = self.coefficient.div_rem(&unit);
            (quotient, (rest.abs() * 2i32).cmp(&unit), rest.is_zero())
        };
        let negative = self.is_negative();
        let away = !exact
            && match rounding {
                Rounding::Up => true,
                Rounding::Down => false,
                Rounding::Ceiling => !negative,
                Rounding::Floor => negative,
                Rounding::HalfUp => half.is_ge(),
                Rounding::HalfDown => half.is_gt(),
                Rounding::HalfEven => half.is_gt() || (half.is_eq() && quotient.is_odd()),
                Rounding::ZeroFiveUp => (&quotient % 5i32).is_zero(),
            };
        match (away, negative) {
            (false, _) => quotient,
            (true, false) => quotient + 1,
            (true, true) => quotient - 1,
        }
    }

    /// At most so many digits.
    pub fn rounded(&self, precision: i64, rounding: Rounding) -> Number {
        let excess = self.length() - precision;
        if excess <= 0 {
            return self.clone();
        }
        let shorter = self.rescaled(self.exponent + excess, rounding);
        // 9.99 became 10.0.
        if shorter.length() > precision { shorter.rescaled(shorter.exponent + 1, rounding) } else { shorter }
    }

    /// Without trailing zeros.
    pub fn stripped(&self) -> Number {
        if self.is_zero() {
            return Number::new(0, 0);
        }
        let digits = self.digits();
        let zeros = digits.len() - digits.trim_end_matches('0').len();
        self.rescaled(self.exponent + zeros as i64, Rounding::Down)
    }

    /// As a fraction in lowest terms.
    pub fn ratio(&self) -> (BigInt, BigInt) {
        let number = self.stripped();
        if number.exponent >= 0 {
            return (number.rescaled(0, Rounding::Down).coefficient, BigInt::from(1));
        }
        // Nothing but twos and fives can be common.
        let power = number.exponent.unsigned_abs();
        let twos = number.coefficient.trailing_zeros().unwrap_or(0).min(power);
        let mut top: BigInt = number.coefficient >> twos;
        let mut fives = power;
        while fives > 0 && (&top % 5i32).is_zero() {
            top /= 5i32;
            fives -= 1;
        }
        let bottom = BigInt::from(5).pow(u32::try_from(fives).unwrap_or(u32::MAX)) << (power - twos);
        (top, bottom)
    }

    pub fn compared(&self, other: &Number) -> Ordering {
        let sign = |number: &Number| number.coefficient.sign();
        if sign(self) != sign(other) || self.is_zero() {
            return self.coefficient.signum().cmp(&other.coefficient.signum());
        }
        let far = self.adjusted().cmp(&other.adjusted());
        if far.is_ne() {
            return if self.is_negative() { far.reverse() } else { far };
        }
        let exponent = self.exponent.min(other.exponent);
        let (a, b) = (self.rescaled(exponent, Rounding::Down), other.rescaled(exponent, Rounding::Down));
        a.coefficient.cmp(&b.coefficient)
    }

    /// `str(Decimal)`; `engineering`: exponents are multiples of three.
    pub fn text(&self, engineering: bool) -> String {
        let digits = self.digits();
        let left = self.exponent + digits.len() as i64;
        let point = if self.exponent <= 0 && left > -6 {
            left
        } else if !engineering {
            1
        } else if self.is_zero() {
            (left + 1).rem_euclid(3) - 1
        } else {
            (left - 1).rem_euclid(3) + 1
        };
        let (whole, fraction) = split(&digits, point);
        let mut out = String::from(if self.is_negative() { "-" } else { "" });
        out.push_str(&whole);
        if !fraction.is_empty() {
            out.push('.');
            out.push_str(&fraction);
        }
        if left != point {
            out.push_str(&format!("E{:+}", left - point));
        }
        out
    }
}

/// Digits with a point after so many of them.
pub(super) fn split(digits: &str, point: i64) -> (String, String) {
    match usize::try_from(point) {
        Ok(0) | Err(_) => ("0".to_owned(), format!("{}{digits}", "0".repeat(point.unsigned_abs() as usize))),
        Ok(point) if point >= digits.len() => (format!("{digits}{}", "0".repeat(point - digits.len())), String::new()),
        Ok(point) => {
            let (whole, fraction) = digits.split_at(point);
            (whole.to_owned(), fraction.to_owned())
        }
    }
}

/// What a text says.
#[derive(Debug, Clone)]
pub(super) enum Parsed {
    Number(Number),
    Infinity(bool),
    NaN,
    Signaling,
}

/// Reads `Decimal('…')`.
pub(super) fn parse(text: &str) -> Option<Parsed> {
    let text: String = text.trim().chars().filter(|c| *c != '_').collect();
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let lower = rest.to_ascii_lowercase();
    if lower == "inf" || lower == "infinity" {
        return Some(Parsed::Infinity(negative));
    }
    let digits_only = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if let Some(payload) = lower.strip_prefix("nan") {
        return digits_only(payload).then_some(Parsed::NaN);
    }
    if let Some(payload) = lower.strip_prefix("snan") {
        return digits_only(payload).then_some(Parsed::Signaling);
    }
    let (mantissa, exponent) = match lower.split_once('e') {
        Some((mantissa, exponent)) => {
            let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            if digits.is_empty() || !digits_only(digits) {
                return None;
            }
            let limit = if exponent.starts_with('-') { i64::MIN / 4 } else { i64::MAX / 4 };
            (mantissa, exponent.parse::<i64>().unwrap_or(limit).clamp(i64::MIN / 4, i64::MAX / 4))
        }
        None => (lower.as_str(), 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.len() + fraction.len() == 0 || !digits_only(whole) || !digits_only(fraction) {
        return None;
    }
    let coefficient: BigInt = format!("{whole}{fraction}").parse().ok()?;
    let coefficient = if negative { -coefficient } else { coefficient };
    Some(Parsed::Number(Number::new(coefficient, exponent - fraction.len() as i64)))
}

/// The exact value of a float that is finite.
pub(super) fn of_float(value: f64) -> Number {
    let (mantissa, exponent, sign) = num_traits::Float::integer_decode(value);
    if mantissa == 0 {
        return Number::new(0, 0);
    }
    let shift = mantissa.trailing_zeros();
    let mantissa = BigInt::from(mantissa >> shift) * i32::from(sign);
    let exponent = i64::from(exponent) + i64::from(shift);
    let power = u32::try_from(exponent.unsigned_abs()).unwrap_or(0);
    if exponent >= 0 {
        Number::new(mantissa << power as usize, 0)
    } else {
        Number::new(mantissa * BigInt::from(5).pow(power), exponent)
    }
}
