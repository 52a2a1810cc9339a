//! `_json`: reading and writing JSON, for the module `json`.

use std::fmt::Write;
use std::rc::Rc;

use num_bigint::BigInt;

use crate::error::{Error, Result};
use crate::value::{Args, Dict, Int, Module, Value};
use crate::vm::Vm;

/// How values are written.
struct Encoder {
    default: Value,
    ascii: bool,
    indent: Option<Rc<str>>,
    item_separator: Rc<str>,
    key_separator: Rc<str>,
    sort: bool,
    allow_nan: bool,
    skip_keys: bool,
    /// Containers being written, by identity.
    open: Vec<usize>,
    out: String,
}

fn text(value: &str, ascii: bool, out: &mut String) {
    out.push('"');
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c if (c as u32) < 0x20 || (ascii && (c as u32) > 0x7e) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

impl Encoder {
    fn float(&self, vm: &mut Vm, value: f64) -> Result<Rc<str>> {
        if value.is_finite() {
            return vm.repr(&Value::Float(value));
        }
        let name = if value.is_nan() {
            "NaN"
        } else if value > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        };
        if self.allow_nan {
            return Ok(Rc::from(name));
        }
        Err(Error::value_error("Out of range float values are not JSON compliant"))
    }

    fn key(&self, vm: &mut Vm, key: &Value) -> Result<Option<Rc<str>>> {
        Ok(match key.payload() {
            Value::Str(text) => Some(Rc::clone(text)),
            Value::Float(float) => Some(self.float(vm, *float)?),
            Value::Bool(true) => Some(Rc::from("true")),
            Value::Bool(false) => Some(Rc::from("false")),
            Value::None => Some(Rc::from("null")),
            Value::Int(int) => Some(vm.repr(&Value::Int(int.clone()))?),
            Value::Unresolved(unresolved) => return Err(vm.unresolved_error(unresolved, "is written as JSON")),
            _ if self.skip_keys => None,
            _ => {
                return Err(Error::type_error(format!(
                    "keys must be str, int, float, bool or None, not {}",
                    key_type(vm, key)
                )));
            }
        })
    }

    fn line(&mut self, depth: usize) {
        if let Some(indent) = &self.indent {
            self.out.push('\n');
            for _ in 0..depth {
                self.out.push_str(indent);
            }
        }
    }

    fn value(&mut self, vm: &mut Vm, value: &Value, depth: usize) -> Result<()> {
        vm.step()?;
        vm.check_text(self.out.len())?;
        match value.payload() {
            Value::None => self.out.push_str("null"),
            Value::Bool(true) => self.out.push_str("true"),
            Value::Bool(false) => self.out.push_str("false"),
            Value::Str(string) => text(string, self.ascii, &mut self.out),
            Value::Int(int) => {
                let shown = vm.repr(&Value::Int(int.clone()))?;
                self.out.push_str(&shown);
            }
            Value::Float(float) => {
                let shown = self.float(vm, *float)?;
                self.out.push_str(&shown);
            }
            inner @ (Value::List(_) | Value::Tuple(_)) => {
                let items = inner.as_sequence().unwrap_or_default();
                self.enclosed(vm, inner, |this, vm| this.items(vm, &items, depth))?;
            }
            inner @ Value::Dict(dict) => {
                let dict = Rc::clone(dict);
                self.enclosed(vm, inner, |this, vm| this.members(vm, &dict, depth))?;
            }
            Value::Unresolved(unresolved) => return Err(vm.unresolved_error(unresolved, "is written as JSON")),
            inner => {
                let (inner, default) = (inner.clone(), self.default.clone());
                self.enclosed(vm, &inner, |this, vm| {
                    let other = vm.call(&default, Args::of([value.clone()]))?;
                    this.value(vm, &other, depth)
                })?;
            }
        }
        Ok(())
    }

    fn enclosed(
        &mut self,
        vm: &mut Vm,
        container: &Value,
        write: impl FnOnce(&mut Self, &mut Vm) -> Result<()>,
    ) -> Result<()> {
        let identity = container.identity();
        if self.open.contains(&identity) {
            return Err(Error::value_error("Circular reference detected"));
        }
        self.open.push(identity);
        let result = vm.deeper(|vm| write(self, vm));
        self.open.pop();
        result
    }

    fn items(&mut self, vm: &mut Vm, items: &[Value], depth: usize) -> Result<()> {
        self.out.push('[');
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                let separator = Rc::clone(&self.item_separator);
                self.out.push_str(&separator);
            }
            self.line(depth + 1);
            self.value(vm, item, depth + 1)?;
        }
        if !items.is_empty() {
            self.line(depth);
        }
        self.out.push(']');
        Ok(())
    }

    fn members(&mut self, vm: &mut Vm, dict: &Dict, depth: usize) -> Result<()> {
        let mut members = dict.items();
        if self.sort {
            let pairs = members.into_iter().map(|(key, value)| Value::tuple(vec![key, value])).collect();
            let list = Value::list(pairs);
            let key = crate::value::NativeFn::new("key", |_, args| {
                let pair = args.positional.first().and_then(Value::as_sequence).unwrap_or_default();
                Ok(pair.into_iter().next().unwrap_or_default())
            });
            vm.call_method(&list, "sort", Args::none().with("key", key))?;
            members = list
                .as_sequence()
                .unwrap_or_default()
                .into_iter()
                .filter_map(|pair| {
                    let pair = pair.as_sequence()?;
                    Some((pair.first()?.clone(), pair.get(1)?.clone()))
                })
                .collect();
        }
        self.out.push('{');
        let mut first = true;
        for (key, value) in members {
            let Some(key) = self.key(vm, &key)? else { continue };
            if !first {
                let separator = Rc::clone(&self.item_separator);
                self.out.push_str(&separator);
            }
            first = false;
            self.line(depth + 1);
            text(&key, self.ascii, &mut self.out);
            let separator = Rc::clone(&self.key_separator);
            self.out.push_str(&separator);
            self.value(vm, &value, depth + 1)?;
        }
        if !first {
            self.line(depth);
        }
        self.out.push('}');
        Ok(())
    }
}

fn key_type(vm: &Vm, key: &Value) -> Rc<str> {
    Rc::clone(&vm.class_of(key).name)
}

fn encode(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let get = |at: usize| args.get(at).cloned().unwrap_or_default();
    let text = |at: usize| get(at).as_rc_str().unwrap_or_else(|| Rc::from(""));
    let mut encoder = Encoder {
        default: get(1),
        ascii: vm.truth(&get(2))?,
        indent: get(3).as_rc_str(),
        item_separator: text(4),
        key_separator: text(5),
        sort: vm.truth(&get(6))?,
        allow_nan: vm.truth(&get(7))?,
        skip_keys: vm.truth(&get(8))?,
        open: Vec::new(),
        out: String::new(),
    };
    encoder.value(vm, &get(0), 0)?;
    Ok(Value::from(encoder.out))
}

/// Reads a text.
struct Decoder {
    chars: Vec<char>,
    document: Value,
    failure: Value,
    object_hook: Option<Value>,
    pairs_hook: Option<Value>,
    parse_float: Option<Value>,
    parse_int: Option<Value>,
    parse_constant: Option<Value>,
    strict: bool,
}

impl Decoder {
    fn fail<T>(&self, vm: &mut Vm, message: &str, at: usize) -> Result<T> {
        let args = vec![Value::str(message), self.document.clone(), Value::from(at)];
        let error = vm.call(&self.failure, Args::of(args))?;
        Err(vm.raise_value(error))
    }

    fn peek(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    fn blanks(&self, mut at: usize) -> usize {
        while matches!(self.peek(at), Some(' ' | '\t' | '\n' | '\r')) {
            at += 1;
        }
        at
    }

    fn word(&self, at: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(offset, c)| self.peek(at + offset) == Some(c))
    }

    fn value(&self, vm: &mut Vm, at: usize) -> Result<(Value, usize)> {
        vm.step()?;
        match self.peek(at) {
            Some('"') => {
                let (text, end) = self.string(vm, at + 1)?;
                Ok((Value::from(text), end))
            }
            Some('{') => vm.deeper(|vm| self.object(vm, at + 1)),
            Some('[') => vm.deeper(|vm| self.array(vm, at + 1)),
            Some('n') if self.word(at, "null") => Ok((Value::None, at + 4)),
            Some('t') if self.word(at, "true") => Ok((Value::Bool(true), at + 4)),
            Some('f') if self.word(at, "false") => Ok((Value::Bool(false), at + 5)),
            Some('N') if self.word(at, "NaN") => self.constant(vm, "NaN", f64::NAN, at),
            Some('I') if self.word(at, "Infinity") => self.constant(vm, "Infinity", f64::INFINITY, at),
            Some('-') if self.word(at, "-Infinity") => self.constant(vm, "-Infinity", f64::NEG_INFINITY, at),
            Some('-' | '0'..='9') => self.number(vm, at),
            _ => self.fail(vm, "Expecting value", at),
        }
    }

    fn constant(&self, vm: &mut Vm, name: &str, value: f64, at: usize) -> Result<(Value, usize)> {
        let value = match &self.parse_constant {
            Some(hook) => vm.call(hook, Args::of([Value::str(name)]))?,
            None => Value::Float(value),
        };
        Ok((value, at + name.len()))
    }

    fn number(&self, vm: &mut Vm, start: usize) -> Result<(Value, usize)> {
        let digits = |mut at: usize| {
            while self.peek(at).is_some_and(|c| c.is_ascii_digit()) {
                at += 1;
            }
            at
        };
        let mut at = start + usize::from(self.peek(start) == Some('-'));
        at = match self.peek(at) {
            Some('0') => at + 1,
            Some('1'..='9') => digits(at),
            _ => return self.fail(vm, "Expecting value", start),
        };
        let mut is_float = false;
        if self.peek(at) == Some('.') && digits(at + 1) > at + 1 {
            at = digits(at + 1);
            is_float = true;
        }
        if matches!(self.peek(at), Some('e' | 'E')) {
            let after = at + 1 + usize::from(matches!(self.peek(at + 1), Some('+' | '-')));
            if digits(after) > after {
                at = digits(after);
                is_float = true;
            }
        }
        let text: String = self.chars.get(start..at).unwrap_or(&[]).iter().collect();
        let hook = if is_float { &self.parse_float } else { &self.parse_int };
        if let Some(hook) = hook {
            return Ok((vm.call(hook, Args::of([Value::from(text)]))?, at));
        }
        if is_float {
            return Ok((Value::Float(text.parse().unwrap_or(f64::NAN)), at));
        }
        if text.len() > 4300 {
            return Err(Error::value_error(format!(
                "Exceeds the limit (4300 digits) for integer string conversion: value has {} digits; use sys.set_int_max_str_digits() to increase the limit",
                text.trim_start_matches('-').len()
            )));
        }
        let int = match text.parse::<i64>() {
            Ok(small) => Int::Small(small),
            Err(_) => Int::from_big(text.parse::<BigInt>().unwrap_or_default()),
        };
        Ok((Value::Int(int), at))
    }

    fn unit(&self, vm: &mut Vm, at: usize) -> Result<u32> {
        let digits: String = self.chars.get(at..at + 4).unwrap_or(&[]).iter().collect();
        match u32::from_str_radix(&digits, 16) {
            Ok(unit) if digits.len() == 4 && !digits.starts_with('+') => Ok(unit),
            _ => self.fail(vm, "Invalid \\uXXXX escape", at - 1),
        }
    }

    fn string(&self, vm: &mut Vm, start: usize) -> Result<(String, usize)> {
        let mut out = String::new();
        let mut at = start;
        loop {
            let Some(c) = self.peek(at) else {
                return self.fail(vm, "Unterminated string starting at", start - 1);
            };
            match c {
                '"' => return Ok((out, at + 1)),
                '\\' => {
                    let Some(escaped) = self.peek(at + 1) else {
                        return self.fail(vm, "Unterminated string starting at", start - 1);
                    };
                    at += 2;
                    match escaped {
                        '"' | '\\' | '/' => out.push(escaped),
                        'b' => out.push('\u{8}'),
                        'f' => out.push('\u{c}'),
                        'n' => out.push('\n'),
                        'r' => out.push('\r'),
                        't' => out.push('\t'),
                        'u' => {
                            let mut code = self.unit(vm, at)?;
                            at += 4;
                            if (0xd800..0xdc00).contains(&code) && self.word(at, "\\u") {
                                let low = self.unit(vm, at + 2)?;
                                if (0xdc00..0xe000).contains(&low) {
                                    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                                    at += 6;
                                }
                            }
                            match char::from_u32(code) {
                                Some(c) => out.push(c),
                                None => return Err(Error::unsupported("a lone surrogate in a JSON text")),
                            }
                        }
                        _ => return self.fail(vm, "Invalid \\escape", at - 2),
                    }
                }
                c if (c as u32) < 0x20 && self.strict => return self.fail(vm, "Invalid control character at", at),
                c => {
                    out.push(c);
                    at += 1;
                }
            }
        }
    }

    fn array(&self, vm: &mut Vm, start: usize) -> Result<(Value, usize)> {
        let mut items = Vec::new();
        let mut at = self.blanks(start);
        if self.peek(at) == Some(']') {
            return Ok((Value::list(items), at + 1));
        }
        loop {
            let (item, end) = self.value(vm, at)?;
            items.push(item);
            vm.check_size(items.len())?;
            at = self.blanks(end);
            match self.peek(at) {
                Some(']') => return Ok((Value::list(items), at + 1)),
                Some(',') => at = self.blanks(at + 1),
                _ => return self.fail(vm, "Expecting ',' delimiter", at),
            }
        }
    }

    fn object(&self, vm: &mut Vm, start: usize) -> Result<(Value, usize)> {
        const NO_NAME: &str = "Expecting property name enclosed in double quotes";
        let mut pairs = Vec::new();
        let mut at = self.blanks(start);
        if self.peek(at) == Some('}') {
            return Ok((self.hooked(vm, pairs)?, at + 1));
        }
        loop {
            if self.peek(at) != Some('"') {
                return self.fail(vm, NO_NAME, at);
            }
            let (key, end) = self.string(vm, at + 1)?;
            at = self.blanks(end);
            if self.peek(at) != Some(':') {
                return self.fail(vm, "Expecting ':' delimiter", at);
            }
            at = self.blanks(at + 1);
            let (value, end) = self.value(vm, at)?;
            pairs.push((key, value));
            at = self.blanks(end);
            match self.peek(at) {
                Some('}') => return Ok((self.hooked(vm, pairs)?, at + 1)),
                Some(',') => at = self.blanks(at + 1),
                _ => return self.fail(vm, "Expecting ',' delimiter", at),
            }
        }
    }

    fn hooked(&self, vm: &mut Vm, pairs: Vec<(String, Value)>) -> Result<Value> {
        if let Some(hook) = &self.pairs_hook {
            let pairs = pairs.into_iter().map(|(key, value)| Value::tuple(vec![Value::from(key), value])).collect();
            return vm.call(hook, Args::of([Value::list(pairs)]));
        }
        let dict = Value::dict(pairs);
        match &self.object_hook {
            Some(hook) => vm.call(hook, Args::of([dict])),
            None => Ok(dict),
        }
    }
}

fn decode(vm: &mut Vm, args: &[Value]) -> Result<Value> {
    let get = |at: usize| args.get(at).cloned().unwrap_or_default();
    let hook = |at: usize| Some(get(at)).filter(|hook| !hook.is_none());
    let document = get(0);
    let decoder = Decoder {
        chars: document.as_str().unwrap_or("").chars().collect(),
        failure: get(3),
        object_hook: hook(4),
        pairs_hook: hook(5),
        parse_float: hook(6),
        parse_int: hook(7),
        parse_constant: hook(8),
        strict: vm.truth(&get(9))?,
        document,
    };
    let whole = vm.truth(&get(2))?;
    let start = get(1).as_int().unwrap_or(0).max(0) as usize;
    let at = if whole { decoder.blanks(start) } else { start };
    let (value, end) = decoder.value(vm, at)?;
    if whole {
        let end = decoder.blanks(end);
        if end != decoder.chars.len() {
            return decoder.fail(vm, "Extra data", end);
        }
    }
    Ok(Value::tuple(vec![value, Value::from(end)]))
}

/// The module.
pub(super) fn module(_: &mut Vm) -> Result<Rc<Module>> {
    Ok(Rc::new(
        Module::new("_json")
            .function("encode", |vm, args| encode(vm, &args.positional))
            .function("decode", |vm, args| decode(vm, &args.positional)),
    ))
}
