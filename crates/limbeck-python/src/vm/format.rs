//! `format()` and the format specifications of f-strings.

use std::rc::Rc;

use num_traits::ToPrimitive;

use super::Vm;
use super::text::{ascii, float_repr};
use crate::error::{Error, Result};
use crate::value::{Args, Int, Value};

/// A parsed format specification.
#[derive(Debug, Clone, Default)]
pub(crate) struct FormatSpec {
    pub fill: Option<char>,
    pub align: Option<char>,
    pub sign: Option<char>,
    pub alternate: bool,
    /// `z`: no negative zero.
    pub coerce: bool,
    pub zero: bool,
    pub width: usize,
    pub grouping: Option<char>,
    pub precision: Option<usize>,
    pub kind: Option<char>,
}

impl FormatSpec {
    /// Parses `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.
    pub fn parse(spec: &str, type_name: &str) -> Result<FormatSpec> {
        let invalid =
            || Error::value_error(format!("Invalid format specifier '{spec}' for object of type '{type_name}'"));
        let chars: Vec<char> = spec.chars().collect();
        let mut parsed = FormatSpec::default();
        let mut at = 0;
        let is_align = |c: Option<&char>| matches!(c, Some('<' | '>' | '=' | '^'));
        if is_align(chars.get(1)) {
            parsed.fill = chars.first().copied();
            parsed.align = chars.get(1).copied();
            at = 2;
        } else if is_align(chars.first()) {
            parsed.align = chars.first().copied();
            at = 1;
        }
        if let Some(sign @ ('+' | '-' | ' ')) = chars.get(at) {
            parsed.sign = Some(*sign);
            at += 1;
        }
        if chars.get(at) == Some(&'z') {
            parsed.coerce = true;
            at += 1;
        }
        if chars.get(at) == Some(&'#') {
            parsed.alternate = true;
            at += 1;
        }
        if chars.get(at) == Some(&'0') {
            parsed.zero = true;
            at += 1;
        }
        let number = |at: &mut usize| -> Result<Option<usize>> {
            let start = *at;
            while chars.get(*at).is_some_and(char::is_ascii_digit) {
                *at += 1;
            }
            if start == *at {
                return Ok(None);
            }
            let text: String = chars.get(start..*at).unwrap_or(&[]).iter().collect();
            text.parse()
                .map(Some)
                .ok()
                .filter(|n| n.is_some_and(|n| n < 1 << 24))
                .ok_or_else(|| Error::value_error("Too many decimal digits in format string"))
        };
        parsed.width = number(&mut at)?.unwrap_or(0);
        if let Some(grouping @ (',' | '_')) = chars.get(at) {
            parsed.grouping = Some(*grouping);
            at += 1;
            if matches!(chars.get(at), Some(',' | '_')) {
                return Err(Error::value_error("Cannot specify both ',' and '_'."));
            }
        }
        if chars.get(at) == Some(&'.') {
            at += 1;
            parsed.precision =
                Some(number(&mut at)?.ok_or_else(|| Error::value_error("Format specifier missing precision"))?);
        }
        if let Some(kind) = chars.get(at) {
            parsed.kind = Some(*kind);
            at += 1;
        }
        if at < chars.len() {
            return Err(invalid());
        }
        if parsed.zero && parsed.align.is_none() {
            parsed.align = Some('=');
            parsed.fill.get_or_insert('0');
        } else if parsed.zero && parsed.fill.is_none() {
            parsed.fill = Some('0');
        }
        Ok(parsed)
    }

    /// Fills up to the width. `numeric`: aligned to the right by default.
    fn pad(&self, sign: &str, body: &str, numeric: bool) -> String {
        let len = sign.chars().count() + body.chars().count();
        let missing = self.width.saturating_sub(len);
        let fill = self.fill.unwrap_or(' ').to_string();
        match self.align.unwrap_or(if numeric { '>' } else { '<' }) {
            '<' => format!("{sign}{body}{}", fill.repeat(missing)),
            '^' => {
                let left = missing / 2;
                format!("{}{sign}{body}{}", fill.repeat(left), fill.repeat(missing - left))
            }
            '=' => format!("{sign}{}{body}", fill.repeat(missing)),
            _ => format!("{}{sign}{body}", fill.repeat(missing)),
        }
    }

    /// Finishes a number: sign, grouping, zero padding.
    pub fn number(&self, negative: bool, prefix: &str, digits: &str, group: usize) -> String {
        let sign = match (negative, self.sign) {
            (true, _) => "-",
            (false, Some('+')) => "+",
            (false, Some(' ')) => " ",
            (false, _) => "",
        };
        let sign = format!("{sign}{prefix}");
        let (whole, rest) = match digits.find(|c: char| !c.is_ascii_hexdigit()) {
            Some(at) if group == 3 => digits.split_at(at),
            _ if group == 3 => match digits.find(['.', 'e', 'E', '%']) {
                Some(at) => digits.split_at(at),
                None => (digits, ""),
            },
            _ => (digits, ""),
        };
        let Some(separator) = self.grouping else { return self.pad(&sign, digits, true) };
        let mut whole = whole.to_owned();
        if self.align == Some('=') && self.fill == Some('0') {
            // Zeros take part in the grouping.
            let fixed = sign.chars().count() + rest.len();
            while grouped(&whole, separator, group).len() + fixed < self.width {
                let longer = format!("0{whole}");
                if grouped(&longer, separator, group).len() + fixed > self.width + 1 {
                    break;
                }
                whole = longer;
            }
        }
        let body = format!("{}{rest}", grouped(&whole, separator, group));
        self.pad(&sign, &body, true)
    }
}

fn grouped(digits: &str, separator: char, group: usize) -> String {
    let mut out = String::new();
    let len = digits.len();
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && (len - at).is_multiple_of(group) {
            out.push(separator);
        }
        out.push(c);
    }
    out
}

/// `%e` with at least two digits of exponent.
fn exponential(value: f64, precision: usize) -> String {
    let text = format!("{value:.precision$e}");
    match text.split_once('e') {
        Some((digits, exponent)) => {
            let exponent: i32 = exponent.parse().unwrap_or(0);
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{digits}e{sign}{:02}", exponent.abs())
        }
        None => text,
    }
}

/// `%g` of a value that is not negative.
pub(crate) fn format_float_general(value: f64, precision: usize, alternate: bool) -> String {
    let precision = precision.max(1);
    if value == 0.0 {
        return if alternate { format!("0.{}", "0".repeat(precision - 1)) } else { "0".to_owned() };
    }
    let scientific = exponential(value, precision - 1);
    let exponent: i32 = scientific.split_once('e').and_then(|(_, e)| e.parse().ok()).unwrap_or(0);
    let trim = |text: &str| -> String {
        if alternate || !text.contains('.') {
            return text.to_owned();
        }
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    if exponent < -4 || exponent >= precision as i32 {
        match scientific.split_once('e') {
            Some((digits, tail)) => format!("{}e{tail}", trim(digits)),
            None => scientific,
        }
    } else {
        let decimals = (precision as i32 - 1 - exponent).max(0) as usize;
        trim(&format!("{value:.decimals$}"))
    }
}

impl Vm {
    /// One `{value!conversion:spec}` of an f-string.
    #[inline(never)]
    pub(super) fn format_value(&mut self, value: &Value, conversion: u8, spec: &str) -> Result<Rc<str>> {
        if let Value::Unresolved(unresolved) = value {
            return Err(self.unresolved_error(unresolved, "is turned into text"));
        }
        match conversion {
            b's' => {
                let text = self.str(value)?;
                self.format(&Value::Str(text), spec)
            }
            b'r' => {
                let text = self.repr(value)?;
                self.format(&Value::Str(text), spec)
            }
            b'a' => {
                let text = self.repr(value)?;
                self.format(&Value::from(ascii(&text)), spec)
            }
            _ => self.format(value, spec),
        }
    }

    /// `format(value, spec)`
    pub fn format(&mut self, value: &Value, spec: &str) -> Result<Rc<str>> {
        match value {
            Value::Str(text) if spec.is_empty() => return Ok(Rc::clone(text)),
            Value::Unresolved(unresolved) => return Err(self.unresolved_error(unresolved, "is turned into text")),
            Value::Instance(_)
            | Value::Object(_)
            | Value::Decimal(_)
            | Value::Date(_)
            | Value::Time(_)
            | Value::DateTime(_)
            | Value::TimeDelta(_)
            | Value::Uuid(_) => {
                if let Some(method) = self.class_of(value).lookup("__format__") {
                    let bound = self.bind_attr(method, value, None)?;
                    let result = self.call_value(&bound, Args::of([Value::str(spec)]))?;
                    return result.as_rc_str().ok_or_else(|| {
                        Error::type_error(format!("__format__ must return a str, not {}", result.type_name()))
                    });
                }
            }
            _ => {}
        }
        if spec.is_empty() {
            return self.str(value);
        }
        if spec.len() > 1000 {
            return Err(Error::value_error("Too many decimal digits in format string"));
        }
        let type_name = value.type_name();
        let text = match value.payload() {
            Value::Str(text) => {
                let parsed = FormatSpec::parse(spec, &type_name)?;
                match parsed.kind {
                    None | Some('s') => {}
                    Some(kind) => return Err(unknown_code(kind, "str")),
                }
                if parsed.sign.is_some() {
                    return Err(Error::value_error("Sign not allowed in string format specifier"));
                }
                if parsed.align == Some('=') && !parsed.zero {
                    return Err(Error::value_error("'=' alignment not allowed in string format specifier"));
                }
                if let Some(grouping) = parsed.grouping {
                    return Err(Error::value_error(format!("Cannot specify '{grouping}' with 's'.")));
                }
                let body: String = match parsed.precision {
                    Some(precision) => text.chars().take(precision).collect(),
                    None => text.to_string(),
                };
                let mut parsed = parsed;
                if parsed.align == Some('=') {
                    parsed.align = Some('<');
                }
                parsed.pad("", &body, false)
            }
            Value::Int(int) => self.format_int(int, &FormatSpec::parse(spec, &type_name)?)?,
            Value::Bool(flag) => {
                self.format_int(&Int::Small(i64::from(*flag)), &FormatSpec::parse(spec, &type_name)?)?
            }
            Value::Float(float) => format_float(*float, &FormatSpec::parse(spec, &type_name)?)?,
            _ => {
                return Err(Error::type_error(format!("unsupported format string passed to {type_name}.__format__")));
            }
        };
        self.check_text(text.len())?;
        Ok(Rc::from(text))
    }

    fn format_int(&mut self, int: &Int, spec: &FormatSpec) -> Result<String> {
        let kind = spec.kind.unwrap_or('d');
        if matches!(kind, 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') {
            let float = int.to_f64();
            if float.is_infinite() {
                return Err(Error::exception("OverflowError", "int too large to convert to float"));
            }
            return format_float(float, spec);
        }
        if spec.coerce {
            return Err(Error::value_error("Negative zero coercion (z) not allowed in integer format specifier"));
        }
        if spec.precision.is_some() {
            return Err(Error::value_error("Precision not allowed in integer format specifier"));
        }
        let magnitude = int.to_big().magnitude().clone();
        let (digits, prefix, group) = match kind {
            'd' | 'n' => (magnitude.to_string(), "", 3),
            'x' => (magnitude.to_str_radix(16), "0x", 4),
            'X' => (magnitude.to_str_radix(16).to_uppercase(), "0X", 4),
            'o' => (magnitude.to_str_radix(8), "0o", 4),
            'b' => (magnitude.to_str_radix(2), "0b", 4),
            'c' => {
                let Some(c) = magnitude.to_u32().and_then(char::from_u32) else {
                    return Err(Error::exception("OverflowError", "%c arg not in range(0x110000)"));
                };
                return Ok(spec.pad("", &c.to_string(), true));
            }
            _ => return Err(unknown_code(kind, "int")),
        };
        if group == 4 && spec.grouping == Some(',') {
            return Err(Error::value_error(format!("Cannot specify ',' with '{kind}'.")));
        }
        Ok(spec.number(int.is_negative(), if spec.alternate { prefix } else { "" }, &digits, group))
    }
}

fn unknown_code(kind: char, type_name: &str) -> Error {
    Error::value_error(format!("Unknown format code '{kind}' for object of type '{type_name}'"))
}

/// A float by a specification.
pub(crate) fn format_float(value: f64, spec: &FormatSpec) -> Result<String> {
    let magnitude = value.abs();
    let kind = spec.kind;
    let digits = if value.is_nan() {
        "nan".to_owned()
    } else if value.is_infinite() {
        "inf".to_owned()
    } else {
        match kind {
            None => match spec.precision {
                None => float_repr(magnitude),
                Some(precision) => {
                    let text = format_float_general(magnitude, precision, false);
                    // At least one digit after the point, unless it is scientific.
                    let exponent_at = exponential(magnitude, precision.max(1) - 1)
                        .split_once('e')
                        .and_then(|(_, e)| e.parse::<i32>().ok())
                        .unwrap_or(0);
                    if exponent_at >= precision.max(1) as i32 - 1 && !text.contains('e') && magnitude != 0.0 {
                        exponential_trimmed(magnitude, precision.max(1) - 1)
                    } else if text.contains(['.', 'e']) {
                        text
                    } else {
                        format!("{text}.0")
                    }
                }
            },
            Some('f' | 'F') => {
                let precision = spec.precision.unwrap_or(6);
                let text = format!("{magnitude:.precision$}");
                if spec.alternate && precision == 0 { format!("{text}.") } else { text }
            }
            Some('e') => exponential(magnitude, spec.precision.unwrap_or(6)),
            Some('E') => exponential(magnitude, spec.precision.unwrap_or(6)).to_uppercase(),
            Some('g' | 'n') => format_float_general(magnitude, spec.precision.unwrap_or(6), spec.alternate),
            Some('G') => format_float_general(magnitude, spec.precision.unwrap_or(6), spec.alternate).to_uppercase(),
            Some('%') => {
                let precision = spec.precision.unwrap_or(6);
                format!("{:.precision$}%", magnitude * 100.0)
            }
            Some(other) => return Err(unknown_code(other, "float")),
        }
    };
    let digits = if matches!(kind, Some('F' | 'E' | 'G')) { digits.to_uppercase() } else { digits };
    let negative = value.is_sign_negative()
        && !value.is_nan()
        && !(spec.coerce && digits.bytes().all(|b| !b.is_ascii_digit() || b == b'0'));
    Ok(spec.number(negative, "", &digits, 3))
}

fn exponential_trimmed(value: f64, precision: usize) -> String {
    let text = exponential(value, precision);
    match text.split_once('e') {
        Some((digits, tail)) if digits.contains('.') => {
            format!("{}e{tail}", digits.trim_end_matches('0').trim_end_matches('.'))
        }
        _ => text,
    }
}
