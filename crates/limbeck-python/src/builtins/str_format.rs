//! `str.format`.

use std::rc::Rc;

use crate::error::{Error, Result};
use crate::value::{Args, Value};
use crate::vm::Vm;

/// Where the fields find their values.
struct Source<'a> {
    args: Option<&'a Args>,
    mapping: Option<&'a Value>,
    /// The next automatic number; `None` once fields were numbered by hand.
    next: usize,
    automatic: Option<bool>,
}

/// `text.format(*args, **kwargs)`
pub(crate) fn format(vm: &mut Vm, text: &str, args: &Args) -> Result<String> {
    let mut source = Source { args: Some(args), mapping: None, next: 0, automatic: None };
    expand(vm, text, &mut source, 2)
}

/// `text.format_map(mapping)`
pub(crate) fn format_map(vm: &mut Vm, text: &str, mapping: &Value) -> Result<String> {
    let mut source = Source { args: None, mapping: Some(mapping), next: 0, automatic: None };
    expand(vm, text, &mut source, 2)
}

fn expand(vm: &mut Vm, text: &str, source: &mut Source<'_>, depth: usize) -> Result<String> {
    if depth == 0 {
        return Err(Error::value_error("Max string recursion exceeded"));
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(rest.get(..at).unwrap_or(""));
        let brace = rest.as_bytes().get(at).copied();
        let after = rest.get(at + 1..).unwrap_or("");
        if brace == Some(b'}') {
            match after.strip_prefix('}') {
                Some(tail) => {
                    out.push('}');
                    rest = tail;
                    continue;
                }
                None => return Err(Error::value_error("Single '}' encountered in format string")),
            }
        }
        if let Some(tail) = after.strip_prefix('{') {
            out.push('{');
            rest = tail;
            continue;
        }
        if after.is_empty() {
            return Err(Error::value_error("Single '{' encountered in format string"));
        }
        let end = field_end(after)?;
        let field = after.get(..end).unwrap_or("");
        rest = after.get(end + 1..).unwrap_or("");
        out.push_str(&one_field(vm, field, source, depth)?);
        vm.check_text(out.len())?;
    }
    out.push_str(rest);
    Ok(out)
}

fn field_end(text: &str) -> Result<usize> {
    let mut depth = 1;
    let mut bracket = false;
    for (at, c) in text.char_indices() {
        match c {
            '[' => bracket = true,
            ']' => bracket = false,
            '{' if !bracket => depth += 1,
            '}' if !bracket => {
                depth -= 1;
                if depth == 0 {
                    return Ok(at);
                }
            }
            _ => {}
        }
    }
    Err(Error::value_error("expected '}' before end of string"))
}

fn one_field(vm: &mut Vm, field: &str, source: &mut Source<'_>, depth: usize) -> Result<Rc<str>> {
    let mut name_end = field.len();
    let mut bracket = false;
    for (at, c) in field.char_indices() {
        match c {
            '[' => bracket = true,
            ']' => bracket = false,
            '!' | ':' if !bracket => {
                name_end = at;
                break;
            }
            _ => {}
        }
    }
    let (name, tail) = field.split_at(name_end);
    let (conversion, spec) = match tail.strip_prefix('!') {
        Some(tail) => {
            let mut chars = tail.chars();
            let Some(conversion) = chars.next() else {
                return Err(Error::value_error("unmatched '{' in format spec"));
            };
            let tail = chars.as_str();
            match tail.strip_prefix(':') {
                Some(spec) => (Some(conversion), spec),
                None if tail.is_empty() => (Some(conversion), ""),
                None => return Err(Error::value_error("expected ':' after conversion specifier")),
            }
        }
        None => (None, tail.strip_prefix(':').unwrap_or("")),
    };
    let mut value = lookup(vm, name, source)?;
    if let Some(conversion) = conversion {
        value = match conversion {
            's' => Value::Str(vm.str(&value)?),
            'r' => Value::Str(vm.repr(&value)?),
            'a' => {
                let text = vm.repr(&value)?;
                Value::from(crate::vm::ascii(&text))
            }
            other => {
                return Err(Error::value_error(format!("Unknown conversion specifier {other}")));
            }
        };
    }
    let spec = if spec.contains(['{', '}']) { expand(vm, spec, source, depth - 1)? } else { spec.to_owned() };
    vm.format(&value, &spec)
}

fn lookup(vm: &mut Vm, name: &str, source: &mut Source<'_>) -> Result<Value> {
    let first_end = name.find(['.', '[']).unwrap_or(name.len());
    let (first, mut rest) = name.split_at(first_end);
    let mut value = match source.args {
        Some(args) => {
            let number = if first.is_empty() {
                if source.automatic == Some(false) {
                    return Err(Error::value_error(
                        "cannot switch from manual field specification to automatic field numbering",
                    ));
                }
                source.automatic = Some(true);
                source.next += 1;
                Some(source.next - 1)
            } else if first.bytes().all(|b| b.is_ascii_digit()) {
                if source.automatic == Some(true) {
                    return Err(Error::value_error(
                        "cannot switch from automatic field numbering to manual field specification",
                    ));
                }
                source.automatic = Some(false);
                first.parse::<usize>().ok()
            } else {
                None
            };
            match number {
                Some(number) => match args.positional.get(number) {
                    Some(value) => value.clone(),
                    None => {
                        return Err(Error::index_error(format!(
                            "Replacement index {number} out of range for positional args tuple"
                        )));
                    }
                },
                None => match args.keyword.iter().find(|(known, _)| &**known == first) {
                    Some((_, value)) => value.clone(),
                    None => return Err(vm.key_error(&Value::str(first))),
                },
            }
        }
        None => {
            let mapping = source.mapping.cloned().unwrap_or_default();
            vm.get_item(&mapping, &Value::str(first))?
        }
    };
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            let (attr, tail) = after.split_at(end);
            if attr.is_empty() {
                return Err(Error::value_error("Empty attribute in format string"));
            }
            value = vm.get_attr(&value, attr)?;
            rest = tail;
        } else if let Some(after) = rest.strip_prefix('[') {
            let Some((key, tail)) = after.split_once(']') else {
                return Err(Error::value_error("Missing ']' in format string"));
            };
            if key.is_empty() {
                return Err(Error::value_error("Empty attribute in format string"));
            }
            let key = match key.parse::<i64>() {
                Ok(number) if key.bytes().all(|b| b.is_ascii_digit()) => Value::int(number),
                _ => Value::str(key),
            };
            value = vm.get_item(&value, &key)?;
            rest = tail;
        } else {
            return Err(Error::value_error("Only '.' or '[' may follow ']' in format field specifier"));
        }
    }
    Ok(value)
}
