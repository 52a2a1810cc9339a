//! `"…%s…" % values`

use super::Vm;
use super::format::{FormatSpec, format_float};
use super::text::ascii;
use crate::error::{Error, Result};
use crate::value::{Int, Value};

impl Vm {
    pub(super) fn percent_format(&mut self, format: &str, values: &Value) -> Result<String> {
        let positional: Vec<Value> = match values {
            Value::Tuple(items) => items.to_vec(),
            other => vec![other.clone()],
        };
        let is_mapping = matches!(values.payload(), Value::Dict(_))
            || (matches!(values, Value::Instance(_) | Value::Object(_))
                && self.type_attr(values, "__getitem__").is_some());
        let mut used = 0;
        let mut out = String::new();
        let mut named = false;
        let mut chars = format.char_indices().peekable();
        while let Some((_, c)) = chars.next() {
            if c != '%' {
                out.push(c);
                continue;
            }
            let mut key = None;
            if let Some((_, '(')) = chars.peek() {
                chars.next();
                let mut name = String::new();
                let mut depth = 1;
                loop {
                    match chars.next() {
                        Some((_, '(')) => {
                            depth += 1;
                            name.push('(');
                        }
                        Some((_, ')')) => {
                            depth -= 1;
                            if depth == 0 {
                                break;
                            }
                            name.push(')');
                        }
                        Some((_, c)) => name.push(c),
                        None => return Err(Error::value_error("incomplete format key")),
                    }
                }
                key = Some(name);
            }
            let mut spec = FormatSpec::default();
            let mut left = false;
            while let Some((_, flag @ ('#' | '0' | '-' | ' ' | '+'))) = chars.peek().copied() {
                chars.next();
                match flag {
                    '#' => spec.alternate = true,
                    '0' => spec.zero = true,
                    '-' => left = true,
                    ' ' => {
                        spec.sign.get_or_insert(' ');
                    }
                    _ => spec.sign = Some('+'),
                }
            }
            let mut take = |vm: &mut Vm| -> Result<Value> {
                if let Some(name) = &key {
                    if !is_mapping {
                        return Err(Error::type_error("format requires a mapping"));
                    }
                    return vm.get_item(values, &Value::str(name));
                }
                used += 1;
                positional
                    .get(used - 1)
                    .cloned()
                    .ok_or_else(|| Error::type_error("not enough arguments for format string"))
            };
            let mut digits = |vm: &mut Vm, take: &mut dyn FnMut(&mut Vm) -> Result<Value>| -> Result<Option<usize>> {
                if let Some((_, '*')) = chars.peek() {
                    chars.next();
                    let value = take(vm)?;
                    return match value.as_int() {
                        Some(n) if (0..1 << 20).contains(&n) => Ok(Some(n as usize)),
                        Some(_) => Ok(Some(0)),
                        None => Err(Error::type_error("* wants int")),
                    };
                }
                let mut number = None;
                while let Some((_, c)) = chars.peek().copied() {
                    let Some(digit) = c.to_digit(10) else { break };
                    chars.next();
                    let next = number.unwrap_or(0usize) * 10 + digit as usize;
                    if next > 1 << 24 {
                        return Err(Error::value_error("width too big"));
                    }
                    number = Some(next);
                }
                Ok(number)
            };
            spec.width = digits(self, &mut take)?.unwrap_or(0);
            let mut dot = false;
            if let Some((_, '.')) = chars.peek() {
                dot = true;
            }
            if dot {
                chars.next();
                let mut precision = 0usize;
                if let Some((_, '*')) = chars.peek() {
                    chars.next();
                    precision = take(self)?.as_int().unwrap_or(0).max(0) as usize;
                } else {
                    while let Some((_, c)) = chars.peek().copied() {
                        let Some(digit) = c.to_digit(10) else { break };
                        chars.next();
                        precision = precision * 10 + digit as usize;
                        if precision > 1 << 20 {
                            return Err(Error::value_error("precision too big"));
                        }
                    }
                }
                spec.precision = Some(precision.min(1 << 20));
            }
            while matches!(chars.peek(), Some((_, 'l' | 'h' | 'L'))) {
                chars.next();
            }
            let Some((position, kind)) = chars.next() else { return Err(Error::value_error("incomplete format")) };
            if kind == '%' {
                out.push('%');
                continue;
            }
            if key.is_some() {
                named = true;
            }
            let value = take(self)?;
            spec.align = Some(if left {
                '<'
            } else if spec.zero {
                '='
            } else {
                '>'
            });
            if spec.zero && !left {
                spec.fill = Some('0');
            }
            let text = self.percent_one(kind, position, spec, &value)?;
            out.push_str(&text);
            self.check_text(out.len())?;
        }
        if !named && used < positional.len() && !(is_mapping && used == 0) {
            return Err(Error::type_error("not all arguments converted during string formatting"));
        }
        Ok(out)
    }

    fn percent_one(&mut self, kind: char, position: usize, mut spec: FormatSpec, value: &Value) -> Result<String> {
        match kind {
            's' | 'r' | 'a' => {
                let text = match kind {
                    's' => self.str(value)?.to_string(),
                    'r' => self.repr(value)?.to_string(),
                    _ => ascii(&self.repr(value)?),
                };
                let text: String = match spec.precision {
                    Some(precision) => text.chars().take(precision).collect(),
                    None => text,
                };
                let missing = spec.width.saturating_sub(text.chars().count());
                let blanks = " ".repeat(missing);
                Ok(if spec.align == Some('<') { format!("{text}{blanks}") } else { format!("{blanks}{text}") })
            }
            'd' | 'i' | 'u' | 'x' | 'X' | 'o' => {
                let int = match value.payload() {
                    Value::Float(float) if matches!(kind, 'd' | 'i' | 'u') => Int::from_f64(float.trunc()),
                    Value::Decimal(_) => {
                        let int = self.builtin_class(crate::value::Kind::Int);
                        self.instantiate(&int, crate::value::Args::of([value.clone()]))?.as_integer()
                    }
                    _ => value.as_integer(),
                };
                let Some(int) = int else {
                    if let Value::Unresolved(unresolved) = value {
                        return Err(self.unresolved_error(unresolved, "is turned into text"));
                    }
                    let what = if matches!(kind, 'd' | 'i' | 'u') { "a real number is" } else { "an integer is" };
                    return Err(Error::type_error(format!(
                        "%{kind} format: {what} required, not {}",
                        value.type_name()
                    )));
                };
                let magnitude = int.to_big().magnitude().clone();
                let (digits, prefix) = match kind {
                    'x' => (magnitude.to_str_radix(16), "0x"),
                    'X' => (magnitude.to_str_radix(16).to_uppercase(), "0X"),
                    'o' => (magnitude.to_str_radix(8), "0o"),
                    _ => (magnitude.to_string(), ""),
                };
                let digits = match spec.precision {
                    Some(precision) if digits.len() < precision => {
                        format!("{}{digits}", "0".repeat(precision - digits.len()))
                    }
                    _ => digits,
                };
                spec.precision = None;
                Ok(spec.number(int.is_negative(), if spec.alternate { prefix } else { "" }, &digits, 3))
            }
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                let float = match value.payload() {
                    Value::Float(float) => Some(*float),
                    Value::Decimal(_) => {
                        let class = self.builtin_class(crate::value::Kind::Float);
                        self.instantiate(&class, crate::value::Args::of([value.clone()]))?.as_float()
                    }
                    _ => value.as_integer().map(|int| int.to_f64()),
                };
                let Some(float) = float else {
                    return Err(Error::type_error(format!("must be real number, not {}", value.type_name())));
                };
                spec.kind = Some(kind);
                format_float(float, &spec)
            }
            'c' => {
                let c = match (value.as_str(), value.as_int()) {
                    (Some(text), _) => {
                        let mut chars = text.chars();
                        chars.next().filter(|_| chars.next().is_none())
                    }
                    (None, Some(code)) => u32::try_from(code).ok().and_then(char::from_u32),
                    (None, None) => None,
                };
                let c = c.ok_or_else(|| Error::type_error("%c requires int or char"))?;
                let missing = " ".repeat(spec.width.saturating_sub(1));
                Ok(if spec.align == Some('<') { format!("{c}{missing}") } else { format!("{missing}{c}") })
            }
            _ => Err(Error::value_error(format!(
                "unsupported format character '{kind}' (0x{:x}) at index {position}",
                kind as u32
            ))),
        }
    }
}
