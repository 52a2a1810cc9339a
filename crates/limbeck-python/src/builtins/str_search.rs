//! Searching in strings and taking them apart.

use std::rc::Rc;

use super::between;
use crate::error::{Error, Result};
use crate::value::{Args, Value};
use crate::vm::Vm;

pub(super) fn text<'a>(this: &'a Value, method: &str) -> Result<&'a str> {
    this.as_str().ok_or_else(|| {
        Error::type_error(format!(
            "descriptor '{method}' for 'str' objects doesn't apply to a '{}' object",
            this.type_name()
        ))
    })
}

/// A string argument.
pub(super) fn string(value: Option<&Value>, method: &str) -> Result<Rc<str>> {
    match value {
        Some(Value::Unresolved(unresolved)) => Err(Error::Unresolved(Box::new(crate::error::UnresolvedError {
            name: unresolved.name.to_string(),
            needed: format!("is passed to str.{method}()"),
            reason: unresolved.reason.describe(),
            span: crate::span::Span::NONE,
            imported: unresolved.reason.span,
            traceback: Vec::new(),
        }))),
        Some(value) => value
            .as_rc_str()
            .ok_or_else(|| Error::type_error(format!("{method}() argument must be str, not {}", value.type_name()))),
        None => Err(Error::type_error(format!("{method}() takes at least 1 argument (0 given)"))),
    }
}

/// Bounds `start` and `end` in characters, as byte positions.
pub(super) fn bounds(vm: &mut Vm, text: &str, args: &[Value]) -> Result<Option<(usize, usize)>> {
    let len = text.chars().count() as i64;
    let mut bound = |at: usize, default: i64| -> Result<i64> {
        match args.get(at) {
            None | Some(Value::None) => Ok(default),
            Some(value) => {
                let index = vm.index(value)?.ok_or_else(|| {
                    Error::type_error("slice indices must be integers or None or have an __index__ method")
                })?;
                Ok(if index < 0 { (index + len).max(0) } else { index })
            }
        }
    };
    let start = bound(1, 0)?;
    let end = bound(2, len)?.min(len);
    if start > end {
        return Ok(None);
    }
    let byte = |at: i64| text.char_indices().nth(at as usize).map_or(text.len(), |(byte, _)| byte);
    Ok(Some((byte(start), byte(end))))
}

pub(super) fn find(vm: &mut Vm, this: &Value, args: Args, name: &str, last: bool) -> Result<Option<usize>> {
    let args = between(name, args, 1, 3)?;
    let own = text(this, name)?;
    let wanted = match args.first() {
        Some(value) if value.as_str().is_none() && !value.is_unresolved() => {
            return Err(Error::type_error(format!("must be str, not {}", value.type_name())));
        }
        value => string(value, name)?,
    };
    let Some((start, end)) = bounds(vm, own, &args)? else { return Ok(None) };
    let part = own.get(start..end).unwrap_or("");
    let found = if last { part.rfind(&*wanted) } else { part.find(&*wanted) };
    Ok(found.map(|at| own.get(..start + at).unwrap_or("").chars().count()))
}

/// `startswith` and `endswith`
pub(super) fn affix(vm: &mut Vm, this: &Value, args: Args, name: &str, end: bool) -> Result<Value> {
    let args = between(name, args, 1, 3)?;
    let own = text(this, name)?;
    let wrong = |value: &Value| {
        Error::type_error(format!("{name} first arg must be str or a tuple of str, not {}", value.type_name()))
    };
    let wanted: Vec<Rc<str>> = match args.first() {
        Some(Value::Tuple(items)) => {
            items.iter().map(|item| item.as_rc_str().ok_or_else(|| wrong(item))).collect::<Result<_>>()?
        }
        Some(Value::Unresolved(_)) | None => vec![string(args.first(), name)?],
        Some(value) => vec![value.as_rc_str().ok_or_else(|| wrong(value))?],
    };
    let Some((from, to)) = bounds(vm, own, &args)? else { return Ok(Value::Bool(false)) };
    let part = own.get(from..to).unwrap_or("");
    Ok(Value::Bool(wanted.iter().any(|one| if end { part.ends_with(&**one) } else { part.starts_with(&**one) })))
}

pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\x1c'..='\x1f')
}

/// `split` and `rsplit`
pub(super) fn split(vm: &mut Vm, this: &Value, mut args: Args, name: &str, from_right: bool) -> Result<Value> {
    let separator = args.take_keyword("sep");
    let most = args.take_keyword("maxsplit");
    let args = super::at_most(name, args, 2)?;
    let separator = separator.or_else(|| args.first().cloned()).filter(|value| !value.is_none());
    let most = match most.or_else(|| args.get(1).cloned()) {
        Some(value) => vm.index(&value)?.unwrap_or(-1),
        None => -1,
    };
    let most = if most < 0 { usize::MAX } else { most as usize };
    let own = text(this, name)?;
    let parts: Vec<&str> = match &separator {
        Some(separator) => {
            let Some(separator) = separator.as_str() else {
                return Err(Error::type_error(format!("must be str or None, not {}", separator.type_name())));
            };
            if separator.is_empty() {
                return Err(Error::value_error("empty separator"));
            }
            if from_right {
                let mut parts: Vec<&str> = own.rsplitn(most.saturating_add(1), separator).collect();
                parts.reverse();
                parts
            } else {
                own.splitn(most.saturating_add(1), separator).collect()
            }
        }
        None if from_right => {
            let mut parts = Vec::new();
            let mut rest = own.trim_end_matches(is_space);
            while !rest.is_empty() {
                if parts.len() == most {
                    parts.push(rest);
                    break;
                }
                match rest.rfind(is_space) {
                    Some(at) => {
                        let width = rest.get(at..).and_then(|r| r.chars().next()).map_or(1, char::len_utf8);
                        parts.push(rest.get(at + width..).unwrap_or(""));
                        rest = rest.get(..at).unwrap_or("").trim_end_matches(is_space);
                    }
                    None => {
                        parts.push(rest);
                        break;
                    }
                }
            }
            parts.reverse();
            parts
        }
        None => {
            let mut parts = Vec::new();
            let mut rest = own.trim_start_matches(is_space);
            while !rest.is_empty() {
                if parts.len() == most {
                    parts.push(rest.trim_end_matches(is_space));
                    break;
                }
                match rest.find(is_space) {
                    Some(at) => {
                        parts.push(rest.get(..at).unwrap_or(""));
                        rest = rest.get(at..).unwrap_or("").trim_start_matches(is_space);
                    }
                    None => {
                        parts.push(rest);
                        break;
                    }
                }
            }
            parts
        }
    };
    vm.check_size(parts.len())?;
    Ok(Value::list(parts.into_iter().map(Value::str).collect()))
}

pub(super) fn split_lines(own: &str, keep: bool) -> Vec<Value> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut chars = own.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if matches!(c, '\n' | '\r' | '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            let mut end = at + c.len_utf8();
            if c == '\r' && matches!(chars.peek(), Some((_, '\n'))) {
                chars.next();
                end += 1;
            }
            lines.push(Value::str(own.get(start..if keep { end } else { at }).unwrap_or("")));
            start = end;
        }
    }
    if start < own.len() {
        lines.push(Value::str(own.get(start..).unwrap_or("")));
    }
    lines
}

pub(super) fn partition(this: &Value, args: Args, name: &str, last: bool) -> Result<Value> {
    let [separator] = super::exactly::<1>(name, args)?;
    let own = text(this, name)?;
    let Some(by) = separator.as_str() else {
        return Err(Error::type_error(format!("must be str, not {}", separator.type_name())));
    };
    if by.is_empty() {
        return Err(Error::value_error("empty separator"));
    }
    let found = if last { own.rsplit_once(by) } else { own.split_once(by) };
    let parts = match found {
        Some((before, after)) => [before, by, after],
        None if last => ["", "", own],
        None => [own, "", ""],
    };
    Ok(Value::tuple(parts.into_iter().map(Value::str).collect()))
}
