//! `str` and `repr`.

use std::rc::Rc;

use super::Vm;
use crate::error::{Error, Result};
use crate::value::{Args, Value, ViewKind};

/// `repr` of a float, as CPython writes it.
pub(crate) fn float_repr(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf".to_owned() } else { "-inf".to_owned() };
    }
    let text = format!("{value:e}");
    let Some((digits, exponent)) = text.split_once('e') else { return text };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        let plain = format!("{value}");
        if plain.contains('.') { plain } else { format!("{plain}.0") }
    } else {
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{digits}e{sign}{:02}", exponent.abs())
    }
}

/// `repr` of a string.
pub(crate) fn str_repr(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if c == quote => {
                out.push('\\');
                out.push(c);
            }
            _ if is_printable(c) => out.push(c),
            _ => escape(c, &mut out),
        }
    }
    out.push(quote);
    out
}

fn escape(c: char, out: &mut String) {
    use std::fmt::Write;
    let code = c as u32;
    let _ = if code < 0x100 {
        write!(out, "\\x{code:02x}")
    } else if code < 0x10000 {
        write!(out, "\\u{code:04x}")
    } else {
        write!(out, "\\U{code:08x}")
    };
}

/// Roughly `str.isprintable` for one character: Rust's debug escapes mark what is not.
pub(crate) fn is_printable(c: char) -> bool {
    match c {
        ' ' => true,
        '\'' | '"' | '\\' => true,
        _ if c.is_whitespace() => false,
        _ => {
            let mut escaped = c.escape_debug();
            escaped.next() == Some(c) || (c as u32 >= 0x300 && !c.is_control() && is_mark(c))
        }
    }
}

/// Combining marks, which `escape_debug` escapes but Python prints.
fn is_mark(c: char) -> bool {
    !matches!(c as u32, 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff | 0xe000..=0xf8ff | 0xfff9..=0xfffb | 0xe0001..=0xe007f | 0xd800..=0xdfff)
        && c.escape_debug().count() > 1
        && !c.is_alphanumeric()
        && (0x300..0xe0000).contains(&(c as u32))
        && matches!(c as u32, 0x300..=0x36f | 0x483..=0x489 | 0x591..=0x5c7 | 0x610..=0x61a | 0x64b..=0x65f | 0x900..=0x903 | 0x93a..=0x94f | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x20d0..=0x20ff | 0xfe00..=0xfe0f | 0xfe20..=0xfe2f)
}

/// `ascii()` of a `repr`.
pub(crate) fn ascii(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii() { out.push(c) } else { escape(c, &mut out) }
    }
    out
}

/// `repr` of bytes.
pub(crate) fn bytes_repr(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    let mut out = format!("b{quote}");
    for byte in bytes {
        match byte {
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            _ if char::from(*byte) == quote => {
                out.push('\\');
                out.push(quote);
            }
            0x20..=0x7e => out.push(char::from(*byte)),
            _ => {
                let _ = write!(out, "\\x{byte:02x}");
            }
        }
    }
    out.push(quote);
    out
}

impl Vm {
    /// `str(value)`
    pub fn str(&mut self, value: &Value) -> Result<Rc<str>> {
        match value {
            Value::Str(text) => Ok(Rc::clone(text)),
            Value::Unresolved(unresolved) => Err(self.unresolved_error(unresolved, "is turned into text")),
            Value::Instance(instance) => {
                if let Some(method) = instance.class().lookup("__str__") {
                    return self.text_from(&method, value, "__str__");
                }
                if value.as_exception().is_some() {
                    return self.exception_str(value);
                }
                match instance.payload() {
                    Some(Value::Object(object)) => {
                        if let Some(text) = Rc::clone(object).str(value, self)? {
                            return Ok(Rc::from(text));
                        }
                    }
                    Some(payload) if instance.class().lookup("__repr__").is_none() => {
                        return self.str(&payload.clone());
                    }
                    Some(Value::Str(text)) => return Ok(Rc::clone(text)),
                    _ => {}
                }
                self.repr(value)
            }
            Value::Object(object) => {
                if let Some(text) = Rc::clone(object).str(value, self)? {
                    return Ok(Rc::from(text));
                }
                match self.class_of(value).lookup("__str__") {
                    Some(method) => self.text_from(&method, value, "__str__"),
                    None => self.repr(value),
                }
            }
            Value::Decimal(_)
            | Value::Date(_)
            | Value::Time(_)
            | Value::DateTime(_)
            | Value::TimeDelta(_)
            | Value::Uuid(_) => match self.class_of(value).lookup("__str__") {
                Some(method) => self.text_from(&method, value, "__str__"),
                None => self.repr(value),
            },
            Value::Class(class) => match class.metaclass().and_then(|meta| meta.lookup("__str__")) {
                Some(method) => self.text_from(&method, value, "__str__"),
                None => self.repr(value),
            },
            _ => self.repr(value),
        }
    }

    fn text_from(&mut self, method: &Value, value: &Value, name: &str) -> Result<Rc<str>> {
        let bound = self.bind_attr(method.clone(), value, None)?;
        let result = self.call_value(&bound, Args::none())?;
        match (&result, result.as_rc_str()) {
            (_, Some(text)) => Ok(text),
            (Value::Unresolved(unresolved), None) => Err(self.unresolved_error(unresolved, "is turned into text")),
            (other, None) => Err(Error::type_error(format!("{name} returned non-string (type {})", other.type_name()))),
        }
    }

    fn exception_str(&mut self, value: &Value) -> Result<Rc<str>> {
        let args = value.exception_args();
        let is_key_error = match value {
            Value::Instance(instance) => instance.class().is_subclass_of(&self.types.exception("KeyError")),
            _ => false,
        };
        match args.as_slice() {
            [] => Ok(Rc::from("")),
            [one] if is_key_error => self.repr(one),
            [one] => self.str(one),
            all => self.repr(&Value::tuple(all.to_vec())),
        }
    }

    /// `repr(value)`
    pub fn repr(&mut self, value: &Value) -> Result<Rc<str>> {
        Ok(match value {
            Value::None => Rc::from("None"),
            Value::Bool(true) => Rc::from("True"),
            Value::Bool(false) => Rc::from("False"),
            Value::Int(int) => {
                if int.bits() > 14_284 {
                    return Err(Error::value_error(
                        "Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit",
                    ));
                }
                Rc::from(int.to_string())
            }
            Value::Float(float) => Rc::from(float_repr(*float)),
            Value::Str(text) => Rc::from(str_repr(text)),
            Value::Bytes(bytes) => Rc::from(bytes_repr(bytes)),
            Value::Ellipsis => Rc::from("Ellipsis"),
            Value::NotImplemented => Rc::from("NotImplemented"),
            Value::List(list) => self.repr_items(value, &list.to_vec(), "[", "]", "[...]")?,
            Value::Tuple(items) => {
                let close = if items.len() == 1 { ",)" } else { ")" };
                self.repr_items(value, items, "(", close, "(...)")?
            }
            Value::Set(set) => {
                if set.is_empty() {
                    Rc::from("set()")
                } else {
                    self.repr_items(value, &set.items(), "{", "}", "set(...)")?
                }
            }
            Value::FrozenSet(set) => {
                if set.is_empty() {
                    Rc::from("frozenset()")
                } else {
                    self.repr_items(value, &set.items(), "frozenset({", "})", "frozenset(...)")?
                }
            }
            Value::Dict(dict) => {
                let items = dict.items();
                self.guarded(value, "{...}", |vm| {
                    let mut out = String::from("{");
                    for (at, (key, item)) in items.iter().enumerate() {
                        if at > 0 {
                            out.push_str(", ");
                        }
                        out.push_str(&vm.repr(key)?);
                        out.push_str(": ");
                        out.push_str(&vm.repr(item)?);
                        vm.check_text(out.len())?;
                    }
                    out.push('}');
                    Ok(Rc::from(out))
                })?
            }
            Value::DictView(view) => {
                let (name, items) = match view.kind {
                    ViewKind::Keys => ("dict_keys([", view.dict.keys()),
                    ViewKind::Values => ("dict_values([", view.dict.values()),
                    ViewKind::Items => (
                        "dict_items([",
                        view.dict.items().into_iter().map(|(key, value)| Value::tuple(vec![key, value])).collect(),
                    ),
                };
                self.repr_items(value, &items, name, "])", "...")?
            }
            Value::Range(range) => Rc::from(if range.step == 1 {
                format!("range({}, {})", range.start, range.stop)
            } else {
                format!("range({}, {}, {})", range.start, range.stop, range.step)
            }),
            Value::Slice(slice) => {
                let parts = [&slice.start, &slice.stop, &slice.step];
                let mut texts = Vec::new();
                for part in parts {
                    texts.push(self.repr(part)?.to_string());
                }
                Rc::from(format!("slice({})", texts.join(", ")))
            }
            Value::Class(class) => {
                if let Some(method) = class.metaclass().and_then(|meta| meta.lookup("__repr__")) {
                    return self.text_from(&method, value, "__repr__");
                }
                Rc::from(format!("<class '{}'>", class.full_name()))
            }
            Value::Function(function) => {
                Rc::from(format!("<function {} at 0x{:x}>", function.qualname.borrow(), value.identity()))
            }
            Value::Native(native) => Rc::from(format!("<built-in function {}>", native.name)),
            Value::Method(method) => match &method.function {
                Value::Native(native) => Rc::from(format!(
                    "<built-in method {} of {} object at 0x{:x}>",
                    native.name,
                    method.receiver.type_name(),
                    method.receiver.identity()
                )),
                other => {
                    let name = match other {
                        Value::Function(function) => function.qualname.borrow().to_string(),
                        _ => "?".to_owned(),
                    };
                    let receiver = self.repr(&method.receiver.clone())?;
                    Rc::from(format!("<bound method {name} of {receiver}>"))
                }
            },
            Value::Module(module) => Rc::from(match &module.path {
                Some(path) => format!("<module '{}' from '{}'>", module.name, path.display()),
                None => format!("<module '{}' (built-in)>", module.name),
            }),
            Value::Unresolved(unresolved) => {
                return Err(self.unresolved_error(unresolved, "is turned into text"));
            }
            Value::Instance(instance) => {
                if let Some(method) = instance.class().lookup("__repr__") {
                    return self.text_from(&method, value, "__repr__");
                }
                if value.as_exception().is_some() {
                    let args = value.exception_args();
                    let name = Rc::clone(&instance.class().name);
                    let inner = match args.as_slice() {
                        [one] => format!("({})", self.repr(one)?),
                        all => self.repr(&Value::tuple(all.to_vec()))?.to_string(),
                    };
                    return Ok(Rc::from(format!("{name}{inner}")));
                }
                match instance.payload() {
                    Some(Value::Object(object)) => {
                        if let Some(text) = Rc::clone(object).repr(value, self)? {
                            return Ok(Rc::from(text));
                        }
                        self.plain_repr(value)
                    }
                    Some(payload) => {
                        let text = self.repr(&payload.clone())?;
                        match payload {
                            Value::Set(_) => {
                                let inner = text.strip_prefix("set()").map_or(&*text, |_| "");
                                Rc::from(format!("{}({inner})", instance.class().name))
                            }
                            _ => text,
                        }
                    }
                    None => self.plain_repr(value),
                }
            }
            Value::Object(object) => {
                if let Some(text) = Rc::clone(object).repr(value, self)? {
                    return Ok(Rc::from(text));
                }
                match self.class_of(value).lookup("__repr__") {
                    Some(method) => return self.text_from(&method, value, "__repr__"),
                    None => self.plain_repr(value),
                }
            }
            Value::Decimal(_)
            | Value::Date(_)
            | Value::Time(_)
            | Value::DateTime(_)
            | Value::TimeDelta(_)
            | Value::Uuid(_) => match self.class_of(value).lookup("__repr__") {
                Some(method) => return self.text_from(&method, value, "__repr__"),
                None => self.plain_repr(value),
            },
            Value::Super(inner) => Rc::from(format!("<super: <class '{}'>>", inner.class.full_name())),
            Value::Generator(generator) => {
                Rc::from(format!("<{} object {} at 0x{:x}>", generator.type_name(), generator.name, value.identity()))
            }
            Value::Iterator(_) | Value::Property(_) | Value::StaticMethod(_) | Value::ClassMethod(_) => {
                Rc::from(format!("<{} object at 0x{:x}>", value.type_name(), value.identity()))
            }
        })
    }

    pub(crate) fn plain_repr(&self, value: &Value) -> Rc<str> {
        Rc::from(format!("<{} object at 0x{:x}>", self.class_of(value).full_name(), value.identity()))
    }

    /// Shows a container once: inside itself it is an ellipsis.
    fn guarded(&mut self, value: &Value, again: &str, f: impl FnOnce(&mut Vm) -> Result<Rc<str>>) -> Result<Rc<str>> {
        let id = value.identity();
        if self.repr_open.contains(&id) {
            return Ok(Rc::from(again));
        }
        self.repr_open.push(id);
        let result = self.deeper(f);
        self.repr_open.pop();
        result.map_err(|error| match self.error_is(&error, "RecursionError") {
            true => Error::exception(
                "RecursionError",
                "maximum recursion depth exceeded while getting the repr of an object",
            ),
            false => error,
        })
    }

    fn repr_items(&mut self, value: &Value, items: &[Value], open: &str, close: &str, again: &str) -> Result<Rc<str>> {
        self.guarded(value, again, |vm| {
            let mut out = String::from(open);
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                out.push_str(&vm.repr(item)?);
                vm.check_text(out.len())?;
            }
            out.push_str(close);
            Ok(Rc::from(out))
        })
    }
}
