//! `str`.

use std::rc::Rc;

use super::between;
use super::str_search::{affix, bounds, find, is_space, partition, split, split_lines, string, text};
use crate::error::{Error, Result};
use crate::value::{Args, Class, ClassBuilder, Value};
use crate::vm::Vm;

/// `str(…)`
pub(super) fn make(vm: &mut Vm, _: &Rc<Class>, mut args: Args) -> Result<Value> {
    let named = args.take_keyword("object");
    let encoding = args.take_keyword("encoding");
    let errors = args.take_keyword("errors");
    let args = between("str", args, 0, 3)?;
    let Some(value) = named.or_else(|| args.first().cloned()) else { return Ok(Value::str("")) };
    let encoding = encoding.or_else(|| args.get(1).cloned());
    if encoding.is_some() || errors.is_some() {
        let Some(bytes) = value.as_bytes() else {
            return Err(Error::type_error(format!(
                "decoding to str: need a bytes-like object, {} found",
                value.type_name()
            )));
        };
        let encoding = encoding.as_ref().and_then(Value::as_str).unwrap_or("utf-8");
        let errors = errors.as_ref().or(args.get(2)).and_then(Value::as_str).unwrap_or("strict");
        return super::bytes::decode(vm, bytes, encoding, errors);
    }
    Ok(Value::Str(vm.str(&value)?))
}

/// `strip`, `lstrip`, `rstrip`
fn strip(this: &Value, args: Args, name: &str, left: bool, right: bool) -> Result<Value> {
    let args = between(name, args, 0, 1)?;
    let own = text(this, name)?;
    let set: Option<Vec<char>> = match args.first() {
        None | Some(Value::None) => None,
        Some(value) => match value.as_str() {
            Some(chars) => Some(chars.chars().collect()),
            None => return Err(Error::type_error(format!("{name} arg must be None or str"))),
        },
    };
    let gone = |c: char| set.as_ref().map_or_else(|| is_space(c), |set| set.contains(&c));
    let mut out = own;
    if left {
        out = out.trim_start_matches(gone);
    }
    if right {
        out = out.trim_end_matches(gone);
    }
    Ok(if out.len() == own.len() { this.payload().clone() } else { Value::str(out) })
}

/// `ljust`, `rjust`, `center`
fn justify(vm: &mut Vm, this: &Value, args: Args, name: &str) -> Result<Value> {
    let args = between(name, args, 1, 2)?;
    let own = text(this, name)?;
    let width = match args.first() {
        Some(value) => vm.index(value)?.ok_or_else(|| {
            Error::type_error(format!("'{}' object cannot be interpreted as an integer", value.type_name()))
        })?,
        None => 0,
    };
    let fill = match args.get(1) {
        Some(fill) => fill
            .as_str()
            .filter(|fill| fill.chars().count() == 1)
            .ok_or_else(|| Error::type_error("The fill character must be exactly one character long"))?,
        None => " ",
    };
    let len = own.chars().count() as i64;
    let missing = (width - len).max(0) as usize;
    vm.check_text(own.len() + missing * fill.len())?;
    let (left, right) = match name {
        "ljust" => (0, missing),
        "rjust" => (missing, 0),
        _ => {
            let left = missing / 2 + (missing & width as usize & 1);
            (left, missing - left)
        }
    };
    Ok(Value::from(format!("{}{own}{}", fill.repeat(left), fill.repeat(right))))
}

fn title(own: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in own.chars() {
        if c.is_alphabetic() {
            if inside {
                out.extend(c.to_lowercase());
            } else {
                out.extend(c.to_uppercase());
            }
            inside = true;
        } else {
            out.push(c);
            inside = false;
        }
    }
    out
}

fn test(this: &Value, name: &str, all: fn(char) -> bool) -> Result<Value> {
    let own = text(this, name)?;
    Ok(Value::Bool(!own.is_empty() && own.chars().all(all)))
}

/// `isupper` and `islower`
fn cased(this: &Value, name: &str, wrong: fn(char) -> bool, right: fn(char) -> bool) -> Result<Value> {
    let own = text(this, name)?;
    Ok(Value::Bool(own.chars().any(right) && !own.chars().any(wrong)))
}

fn is_identifier(own: &str) -> bool {
    let mut chars = own.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_') && chars.all(|c| c.is_alphanumeric() || c == '_')
}

fn join(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let [source] = super::exactly::<1>("str.join", args)?;
    let own = text(this, "join")?;
    let items = match vm.iterate(&source) {
        Err(error)
            if vm.error_is(&error, "TypeError")
                && source.builtin_iter().is_none()
                && !matches!(source, Value::Instance(_) | Value::Object(_)) =>
        {
            return Err(Error::type_error("can only join an iterable"));
        }
        other => other?,
    };
    let mut out = String::new();
    for (at, item) in items.iter().enumerate() {
        let Some(part) = item.as_str() else {
            if let Value::Unresolved(unresolved) = item {
                return Err(vm.unresolved_error(unresolved, "is joined to a text"));
            }
            return Err(Error::type_error(format!(
                "sequence item {at}: expected str instance, {} found",
                item.type_name()
            )));
        };
        if at > 0 {
            out.push_str(own);
        }
        out.push_str(part);
        vm.check_text(out.len())?;
    }
    Ok(Value::from(out))
}

fn replace(vm: &mut Vm, this: &Value, mut args: Args) -> Result<Value> {
    let count = args.take_keyword("count");
    let args = between("replace", args, 2, 3)?;
    let own = text(this, "replace")?;
    let mut parts = Vec::new();
    for (at, value) in args.iter().take(2).enumerate() {
        match value {
            Value::Unresolved(_) => {
                string(Some(value), "replace")?;
            }
            _ => parts.push(value.as_rc_str().ok_or_else(|| {
                Error::type_error(format!("replace() argument {} must be str, not {}", at + 1, value.type_name()))
            })?),
        }
    }
    let [from, to] = parts.as_slice() else { return Ok(this.clone()) };
    let count = match count.or_else(|| args.get(2).cloned()) {
        Some(count) => vm.index(&count)?.unwrap_or(-1),
        None => -1,
    };
    let growth = own.len().saturating_mul(to.len().saturating_add(1));
    if to.len() > from.len() {
        let hits = if from.is_empty() { own.len() + 1 } else { own.matches(&**from).count() };
        vm.check_text(own.len() + hits.saturating_mul(to.len() - from.len()).min(growth + to.len()))?;
    }
    Ok(Value::from(if count < 0 { own.replace(&**from, to) } else { own.replacen(&**from, to, count as usize) }))
}

fn expand_tabs(vm: &mut Vm, this: &Value, mut args: Args) -> Result<Value> {
    let size = args.take_keyword("tabsize");
    let args = super::at_most("expandtabs", args, 1)?;
    let size = match size.or_else(|| args.first().cloned()) {
        Some(size) => vm.index(&size)?.unwrap_or(8).clamp(0, 1000) as usize,
        None => 8,
    };
    let mut out = String::new();
    let mut column = 0;
    for c in text(this, "expandtabs")?.chars() {
        match c {
            '\t' if size > 0 => {
                let missing = size - column % size;
                out.push_str(&" ".repeat(missing));
                column += missing;
            }
            '\t' => {}
            '\n' | '\r' => {
                out.push(c);
                column = 0;
            }
            _ => {
                out.push(c);
                column += 1;
            }
        }
        vm.check_text(out.len())?;
    }
    Ok(Value::from(out))
}

fn translate(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let [table] = super::exactly::<1>("str.translate", args)?;
    let mut out = String::new();
    for c in text(this, "translate")?.to_owned().chars() {
        let key = Value::from(c as u32);
        let found = match vm.get_item(&table, &key) {
            Ok(value) => Some(value),
            Err(error) if vm.error_is(&error, "LookupError") => None,
            Err(error) => return Err(error),
        };
        match found {
            None => out.push(c),
            Some(Value::None) => {}
            Some(value) => match (value.as_str(), value.as_int()) {
                (Some(text), _) => out.push_str(text),
                (None, Some(code)) => out.extend(u32::try_from(code).ok().and_then(char::from_u32)),
                (None, None) => {
                    return Err(Error::type_error("character mapping must return integer, None or str"));
                }
            },
        }
    }
    Ok(Value::from(out))
}

fn make_translation(vm: &mut Vm, args: Args) -> Result<Value> {
    let args = between("maketrans", args, 1, 3)?;
    let dict = crate::value::Dict::new();
    match args.as_slice() {
        [mapping] => {
            let Some(items) = vm.mapping_items(mapping)? else {
                return Err(Error::type_error("if you give only one argument to maketrans it must be a dict"));
            };
            for (key, value) in items {
                let key = match key.as_str() {
                    Some(text) => {
                        let mut chars = text.chars();
                        match (chars.next(), chars.next()) {
                            (Some(c), None) => Value::from(c as u32),
                            _ => {
                                return Err(Error::value_error("string keys in translate table must be of length 1"));
                            }
                        }
                    }
                    None => key,
                };
                dict.insert(vm, key, value)?;
            }
        }
        [from, to, rest @ ..] => {
            let (Some(from), Some(to)) = (from.as_str(), to.as_str()) else {
                return Err(Error::type_error("maketrans() arguments must be strings"));
            };
            if from.chars().count() != to.chars().count() {
                return Err(Error::value_error("the first two maketrans arguments must have equal length"));
            }
            for (a, b) in from.chars().zip(to.chars()) {
                dict.insert(vm, Value::from(a as u32), Value::from(b as u32))?;
            }
            if let Some(gone) = rest.first().and_then(Value::as_str) {
                for c in gone.chars() {
                    dict.insert(vm, Value::from(c as u32), Value::None)?;
                }
            }
        }
        [] => {}
    }
    Ok(Value::from(dict))
}

/// A method without arguments that makes a new string.
fn simple(builder: ClassBuilder, name: &'static str, make: fn(&str) -> String) -> ClassBuilder {
    builder.method(name, move |_, this, args| {
        super::exactly::<0>(&format!("str.{name}"), args)?;
        Ok(Value::from(make(text(this, name)?)))
    })
}

fn capitalize(own: &str) -> String {
    let mut chars = own.chars();
    match chars.next() {
        Some(first) => title_char(first) + &chars.as_str().to_lowercase(),
        None => String::new(),
    }
}

fn title_char(c: char) -> String {
    // ß and the ligatures have a title case of their own.
    let upper: String = c.to_uppercase().collect();
    let mut chars = upper.chars();
    match chars.next() {
        Some(first) if upper.chars().count() > 1 => first.to_string() + &chars.as_str().to_lowercase(),
        _ => upper,
    }
}

fn swapcase(own: &str) -> String {
    let mut out = String::new();
    for c in own.chars() {
        if c.is_uppercase() {
            out.extend(c.to_lowercase());
        } else {
            out.extend(c.to_uppercase());
        }
    }
    out
}

/// Methods of `str`.
pub(super) fn methods(builder: ClassBuilder) -> ClassBuilder {
    let mut builder = builder;
    for (name, make) in [
        ("upper", (|own| own.to_uppercase()) as fn(&str) -> String),
        ("lower", |own| own.to_lowercase()),
        ("casefold", |own| own.to_lowercase().replace('ß', "ss")),
        ("title", title),
        ("capitalize", capitalize),
        ("swapcase", swapcase),
    ] {
        builder = simple(builder, name, make);
    }
    for (name, left, right) in [("strip", true, true), ("lstrip", true, false), ("rstrip", false, true)] {
        builder = builder.method(name, move |_, this, args| strip(this, args, name, left, right));
    }
    for (name, all) in [
        (
            "isdigit",
            (|c: char| c.is_ascii_digit() || (!c.is_ascii() && c.is_numeric() && !is_fraction(c))) as fn(char) -> bool,
        ),
        ("isdecimal", |c| {
            c.is_ascii_digit() || (!c.is_ascii() && c.is_numeric() && !is_fraction(c) && !is_superscript(c))
        }),
        ("isnumeric", char::is_numeric),
        ("isalpha", char::is_alphabetic),
        ("isalnum", char::is_alphanumeric),
        ("isspace", is_space),
    ] {
        builder = builder.method(name, move |_, this, _| test(this, name, all));
    }
    for name in ["ljust", "rjust", "center"] {
        builder = builder.method(name, move |vm, this, args| justify(vm, this, args, name));
    }
    builder
        .method("isupper", |_, this, _| cased(this, "isupper", char::is_lowercase, char::is_uppercase))
        .method("islower", |_, this, _| cased(this, "islower", char::is_uppercase, char::is_lowercase))
        .method("istitle", |_, this, _| {
            let own = text(this, "istitle")?;
            Ok(Value::Bool(own.chars().any(char::is_alphabetic) && title(own) == own))
        })
        .method("isascii", |_, this, _| Ok(Value::Bool(text(this, "isascii")?.is_ascii())))
        .method("isidentifier", |_, this, _| Ok(Value::Bool(is_identifier(text(this, "isidentifier")?))))
        .method("isprintable", |_, this, _| {
            let own = text(this, "isprintable")?;
            Ok(Value::Bool(own.chars().all(crate::vm::is_printable)))
        })
        .method("split", |vm, this, args| split(vm, this, args, "split", false))
        .method("rsplit", |vm, this, args| split(vm, this, args, "rsplit", true))
        .method("splitlines", |vm, this, mut args| {
            let keep = args.take_keyword("keepends");
            let args = super::at_most("splitlines", args, 1)?;
            let keep = match keep.or_else(|| args.first().cloned()) {
                Some(keep) => vm.truth(&keep)?,
                None => false,
            };
            Ok(Value::list(split_lines(text(this, "splitlines")?, keep)))
        })
        .method("join", join)
        .method("replace", replace)
        .method("startswith", |vm, this, args| affix(vm, this, args, "startswith", false))
        .method("endswith", |vm, this, args| affix(vm, this, args, "endswith", true))
        .method("find", |vm, this, args| Ok(find(vm, this, args, "find", false)?.map_or(Value::int(-1), Value::from)))
        .method("rfind", |vm, this, args| Ok(find(vm, this, args, "rfind", true)?.map_or(Value::int(-1), Value::from)))
        .method("index", |vm, this, args| match find(vm, this, args, "index", false)? {
            Some(at) => Ok(Value::from(at)),
            None => Err(Error::value_error("substring not found")),
        })
        .method("rindex", |vm, this, args| match find(vm, this, args, "rindex", true)? {
            Some(at) => Ok(Value::from(at)),
            None => Err(Error::value_error("substring not found")),
        })
        .method("count", |vm, this, args| {
            let args = between("count", args, 1, 3)?;
            let own = text(this, "count")?;
            let wanted = string(args.first(), "count")?;
            let Some((start, end)) = bounds(vm, own, &args)? else { return Ok(Value::int(0)) };
            let part = own.get(start..end).unwrap_or("");
            Ok(Value::from(if wanted.is_empty() { part.chars().count() + 1 } else { part.matches(&*wanted).count() }))
        })
        .method("partition", |_, this, args| partition(this, args, "str.partition", false))
        .method("rpartition", |_, this, args| partition(this, args, "str.rpartition", true))
        .method("removeprefix", |_, this, args| {
            let [prefix] = super::exactly::<1>("str.removeprefix", args)?;
            let own = text(this, "removeprefix")?;
            let prefix = string(Some(&prefix), "removeprefix")?;
            Ok(Value::str(own.strip_prefix(&*prefix).unwrap_or(own)))
        })
        .method("removesuffix", |_, this, args| {
            let [suffix] = super::exactly::<1>("str.removesuffix", args)?;
            let own = text(this, "removesuffix")?;
            let suffix = string(Some(&suffix), "removesuffix")?;
            Ok(Value::str(own.strip_suffix(&*suffix).unwrap_or(own)))
        })
        .method("zfill", |vm, this, args| {
            let [width] = super::exactly::<1>("str.zfill", args)?;
            let own = text(this, "zfill")?;
            let width = vm.index(&width)?.unwrap_or(0);
            let missing = (width - own.chars().count() as i64).max(0) as usize;
            vm.check_text(own.len() + missing)?;
            let (sign, rest) = match own.strip_prefix(['+', '-']) {
                Some(rest) => (own.get(..1).unwrap_or(""), rest),
                None => ("", own),
            };
            Ok(Value::from(format!("{sign}{}{rest}", "0".repeat(missing))))
        })
        .method("expandtabs", expand_tabs)
        .method("translate", translate)
        .static_method("maketrans", make_translation)
        .method_with("encode", "(encoding='utf-8', errors='strict')", |vm, this, args| {
            let (encoding, errors) = (args.value("encoding"), args.value("errors"));
            let own = text(this, "encode")?;
            super::bytes::encode(vm, own, encoding.as_str().unwrap_or("utf-8"), errors.as_str().unwrap_or("strict"))
        })
        .method("format", |vm, this, args| {
            let own: Rc<str> = Rc::from(text(this, "format")?);
            Ok(Value::from(super::str_format::format(vm, &own, &args)?))
        })
        .method("format_map", |vm, this, args| {
            let [mapping] = super::exactly::<1>("str.format_map", args)?;
            let own: Rc<str> = Rc::from(text(this, "format_map")?);
            Ok(Value::from(super::str_format::format_map(vm, &own, &mapping)?))
        })
        .method("__getitem__", super::list::getitem)
        .method("__len__", super::list::length)
        .method("__contains__", super::list::contains)
        .method("__iter__", super::list::iter)
}

fn is_fraction(c: char) -> bool {
    matches!(c, '\u{bc}'..='\u{be}' | '\u{2150}'..='\u{218b}' | '\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{4e00}'..='\u{9fff}')
        || (c.is_numeric() && c.is_alphabetic())
}

fn is_superscript(c: char) -> bool {
    matches!(c, '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}'..='\u{209c}' | '\u{2460}'..='\u{24ff}')
}
