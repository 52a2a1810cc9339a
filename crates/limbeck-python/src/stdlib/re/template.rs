//! Replacement texts: `\1`, `\g<name>`.

use std::rc::Rc;

use super::matched::Match;
use super::pattern::{Pattern, as_text};
use crate::error::{Error, Result};
use crate::value::Value;
use crate::vm::Vm;

enum Piece {
    Text(String),
    Group(usize),
}

/// A replacement text.
pub(super) struct Template {
    pieces: Vec<Piece>,
}

impl Template {
    /// The text for a match.
    pub fn fill(&self, found: &Match) -> String {
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Group(group) => out.push_str(found.text(*group).unwrap_or("")),
            }
        }
        out
    }
}

/// Reads a replacement text.
pub(super) fn parse(vm: &mut Vm, value: &Value, pattern: &Pattern) -> Result<Template> {
    let text: Rc<str> = match (value.as_rc_str(), value.as_bytes()) {
        (Some(text), _) => text,
        (None, Some(bytes)) => as_text(bytes),
        (None, None) => {
            return Err(Error::type_error(format!(
                "decoding to str: need a bytes-like object, {} found",
                value.type_name()
            )));
        }
    };
    let chars: Vec<char> = text.chars().collect();
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut at = 0;
    while let Some(c) = chars.get(at).copied() {
        at += 1;
        if c != '\\' {
            plain.push(c);
            continue;
        }
        let start = at - 1;
        let Some(c) = chars.get(at).copied() else {
            return Err(super::failure(vm, "bad escape (end of pattern)", start, &text));
        };
        at += 1;
        let group = match c {
            'g' => {
                if chars.get(at) != Some(&'<') {
                    return Err(super::failure(vm, "missing <", at, &text));
                }
                at += 1;
                let name_at = at;
                let Some(length) = chars.iter().skip(at).position(|c| *c == '>') else {
                    let message = if at == chars.len() { "missing group name" } else { "missing >, unterminated name" };
                    return Err(super::failure(vm, message, name_at, &text));
                };
                let name: String = chars.iter().skip(at).take(length).collect();
                at += length + 1;
                if name.is_empty() {
                    return Err(super::failure(vm, "missing group name", name_at, &text));
                }
                if let Ok(number) = name.parse::<usize>() {
                    (number, name_at)
                } else {
                    let valid = name.chars().all(|c| c.is_alphanumeric() || c == '_');
                    match pattern.translated.names.iter().find(|(known, _)| **known == *name) {
                        Some((_, number)) => (*number, name_at),
                        None if valid && !name.starts_with(|c: char| c.is_ascii_digit()) => {
                            let class = vm.builtin_exception("IndexError");
                            let message = format!("unknown group name {}", crate::vm::str_repr(&name));
                            return Err(vm.new_exception(&class, vec![Value::from(message)]));
                        }
                        None => {
                            let message = format!("bad character in group name {}", crate::vm::str_repr(&name));
                            return Err(super::failure(vm, &message, name_at, &text));
                        }
                    }
                }
            }
            '0' => {
                let mut value = 0;
                for _ in 0..2 {
                    match chars.get(at).and_then(|c| c.to_digit(8)) {
                        Some(digit) => {
                            value = value * 8 + digit;
                            at += 1;
                        }
                        None => break,
                    }
                }
                plain.extend(char::from_u32(value));
                continue;
            }
            '1'..='9' => {
                let mut digits = c.to_string();
                if let Some(second) = chars.get(at).filter(|c| c.is_ascii_digit()) {
                    let third = chars.get(at + 1).copied().filter(|c| c.is_digit(8));
                    if let (true, true, Some(third)) = (c.is_digit(8), second.is_digit(8), third) {
                        let octal: String = [c, *second, third].iter().collect();
                        at += 2;
                        plain.extend(u32::from_str_radix(&octal, 8).ok().and_then(char::from_u32));
                        continue;
                    }
                    digits.push(*second);
                    at += 1;
                }
                (digits.parse().unwrap_or(usize::MAX), start + 1)
            }
            _ => {
                match c {
                    'a' => plain.push('\u{7}'),
                    'b' => plain.push('\u{8}'),
                    'f' => plain.push('\u{c}'),
                    'n' => plain.push('\n'),
                    'r' => plain.push('\r'),
                    't' => plain.push('\t'),
                    'v' => plain.push('\u{b}'),
                    '\\' => plain.push('\\'),
                    _ if c.is_ascii_alphabetic() => {
                        return Err(super::failure(vm, &format!("bad escape \\{c}"), start, &text));
                    }
                    other => plain.extend(['\\', other]),
                }
                continue;
            }
        };
        let (number, place) = group;
        if number > pattern.translated.groups {
            return Err(super::failure(vm, &format!("invalid group reference {number}"), place, &text));
        }
        if !plain.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut plain)));
        }
        pieces.push(Piece::Group(number));
    }
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    Ok(Template { pieces })
}
