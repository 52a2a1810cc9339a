//! Python's syntax of regular expressions, rewritten for the engine.
//!
//! Everything is read and written anew, so that no character means to the engine what it does not mean to Python:
//! literals are escaped, classes are spelled out, `$` and `\Z` become what Python means by them.

mod escape;

use std::fmt::Write;
use std::rc::Rc;

/// Flags with Python's numbers.
pub(super) mod flag {
    pub const IGNORECASE: i64 = 2;
    pub const LOCALE: i64 = 4;
    pub const MULTILINE: i64 = 8;
    pub const DOTALL: i64 = 16;
    pub const UNICODE: i64 = 32;
    pub const VERBOSE: i64 = 64;
    pub const DEBUG: i64 = 128;
    pub const ASCII: i64 = 256;
}

/// What is wrong with a pattern.
#[derive(Debug)]
pub(super) enum Failure {
    /// Python's message and the position.
    Syntax(String, usize),
    /// Right for Python, but not for the engine.
    Unsupported(String),
}

/// A rewritten pattern.
#[derive(Debug)]
pub(super) struct Translated {
    pub text: String,
    pub flags: i64,
    /// Names of groups with their numbers.
    pub names: Vec<(Rc<str>, usize)>,
    pub groups: usize,
    /// For each group the order in which the groups end in the pattern.
    pub closing: Vec<usize>,
}

struct Translator<'a> {
    chars: &'a [char],
    at: usize,
    flags: i64,
    bytes: bool,
    names: Vec<(Rc<str>, usize)>,
    groups: usize,
    open: Vec<usize>,
    closing: Vec<usize>,
    /// Groups that conditions ask for, which may come later, with the place.
    conditions: Vec<(usize, usize)>,
    depth: usize,
}

type Outcome<T> = Result<T, Failure>;

fn syntax<T>(message: impl Into<String>, at: usize) -> Outcome<T> {
    Err(Failure::Syntax(message.into(), at))
}

/// Rewrites a pattern.
pub(super) fn translate(pattern: &str, flags: i64, bytes: bool) -> Outcome<Translated> {
    let chars: Vec<char> = pattern.chars().collect();
    let mut translator = Translator {
        chars: &chars,
        at: 0,
        flags,
        bytes,
        names: Vec::new(),
        groups: 0,
        open: Vec::new(),
        closing: vec![0],
        conditions: Vec::new(),
        depth: 0,
    };
    translator.leading_flags()?;
    let text = translator.alternatives()?;
    if translator.at < chars.len() {
        return syntax("unbalanced parenthesis", translator.at);
    }
    if let Some((number, at)) = translator.conditions.iter().find(|(number, _)| *number > translator.groups) {
        return syntax(format!("invalid group reference {number}"), *at);
    }
    let mut flags = translator.flags;
    if !bytes && flags & flag::ASCII == 0 {
        flags |= flag::UNICODE;
    }
    Ok(Translated { text, flags, names: translator.names, groups: translator.groups, closing: translator.closing })
}

/// A character as itself.
fn literal(c: char, out: &mut String) {
    if c.is_alphanumeric() || c == '_' || !c.is_ascii() {
        out.push(c);
    } else {
        let _ = write!(out, "\\x{:02X}", c as u32);
    }
}

fn flag_of(letter: char) -> Option<i64> {
    Some(match letter {
        'i' => flag::IGNORECASE,
        'L' => flag::LOCALE,
        'm' => flag::MULTILINE,
        's' => flag::DOTALL,
        'u' => flag::UNICODE,
        'x' => flag::VERBOSE,
        'a' => flag::ASCII,
        _ => return None,
    })
}

impl Translator<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += 1;
        Some(c)
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.at += 1;
        }
        found
    }

    fn is_ascii_only(&self) -> bool {
        self.bytes || self.flags & flag::ASCII != 0
    }

    /// `(?im)` at the very beginning.
    fn leading_flags(&mut self) -> Outcome<()> {
        while self.chars.get(self.at..self.at + 2) == Some(['(', '?'].as_slice()) {
            let mut end = self.at + 2;
            let mut flags = 0;
            while let Some(bit) = self.chars.get(end).and_then(|c| flag_of(*c)) {
                flags |= bit;
                end += 1;
            }
            if end == self.at + 2 || self.chars.get(end) != Some(&')') {
                return Ok(());
            }
            if flags & flag::LOCALE != 0 {
                return Err(Failure::Unsupported("the flag re.LOCALE".to_owned()));
            }
            self.flags |= flags;
            self.at = end + 1;
        }
        Ok(())
    }

    fn alternatives(&mut self) -> Outcome<String> {
        self.depth += 1;
        if self.depth > 60 {
            return Err(Failure::Unsupported("a regular expression nested this deeply".to_owned()));
        }
        let mut out = String::new();
        loop {
            out.push_str(&self.sequence()?);
            if !self.eat('|') {
                self.depth -= 1;
                return Ok(out);
            }
            out.push('|');
        }
    }

    fn skip_verbose(&mut self) {
        while self.flags & flag::VERBOSE != 0 {
            match self.peek() {
                Some(' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}') => self.at += 1,
                Some('#') => {
                    while self.peek().is_some_and(|c| c != '\n') {
                        self.at += 1;
                    }
                }
                _ => return,
            }
        }
    }

    fn sequence(&mut self) -> Outcome<String> {
        let mut out = String::new();
        loop {
            self.skip_verbose();
            let Some(c) = self.peek() else { return Ok(out) };
            if matches!(c, '|' | ')') {
                return Ok(out);
            }
            let start = self.at;
            let Some((atom, repeatable)) = self.atom()? else { continue };
            self.skip_verbose();
            let place = self.at;
            match self.quantifier()? {
                None => out.push_str(&atom),
                Some(_) if !repeatable => return syntax("nothing to repeat", place),
                Some(quantifier) => {
                    let _ = start;
                    let _ = write!(out, "(?:{atom}){quantifier}");
                    let again = self.at;
                    if self.quantifier()?.is_some() {
                        return syntax("multiple repeat", again);
                    }
                }
            }
        }
    }

    /// `*`, `+?`, `{2,3}+` and so on.
    fn quantifier(&mut self) -> Outcome<Option<String>> {
        let start = self.at;
        let base = match self.peek() {
            Some(c @ ('*' | '+' | '?')) => {
                self.at += 1;
                c.to_string()
            }
            Some('{') => match self.bounds()? {
                Some(text) => text,
                None => {
                    self.at = start;
                    return Ok(None);
                }
            },
            _ => return Ok(None),
        };
        let mode = match self.peek() {
            Some(c @ ('?' | '+')) => {
                self.at += 1;
                c.to_string()
            }
            _ => String::new(),
        };
        Ok(Some(base + &mode))
    }

    fn bounds(&mut self) -> Outcome<Option<String>> {
        let start = self.at;
        self.at += 1;
        let number = |this: &mut Self| {
            let mut digits = String::new();
            while let Some(c) = this.peek().filter(char::is_ascii_digit) {
                digits.push(c);
                this.at += 1;
            }
            digits
        };
        let low = number(self);
        let comma = self.eat(',');
        let high = if comma { number(self) } else { low.clone() };
        if !self.eat('}') || (low.is_empty() && high.is_empty() && !comma) {
            return Ok(None);
        }
        if low.is_empty() && !comma {
            return Ok(None);
        }
        let least: u64 = if low.is_empty() { 0 } else { low.parse().unwrap_or(u64::MAX) };
        let most: Option<u64> = if high.is_empty() { None } else { Some(high.parse().unwrap_or(u64::MAX)) };
        if most.is_some_and(|most| most < least) {
            return syntax("min repeat greater than max repeat", start + 1);
        }
        if least > 1000 || most.is_some_and(|most| most > 1000) {
            return Err(Failure::Unsupported("a repetition of more than 1000 in a regular expression".to_owned()));
        }
        Ok(Some(match most {
            Some(most) => format!("{{{least},{most}}}"),
            None => format!("{{{least},}}"),
        }))
    }

    /// One atom, and whether it may be repeated. `None`: nothing that matches (a comment, say).
    fn atom(&mut self) -> Outcome<Option<(String, bool)>> {
        let start = self.at;
        let Some(c) = self.next() else { return Ok(None) };
        let text = match c {
            '.' => if self.flags & flag::DOTALL != 0 { "(?s:.)" } else { "(?-s:[^\\n])" }.to_owned(),
            '^' => {
                let text = if self.flags & flag::MULTILINE != 0 { "(?m:^)" } else { "\\A" };
                return Ok(Some((text.to_owned(), true)));
            }
            '$' => {
                let text = if self.flags & flag::MULTILINE != 0 { "(?m:$)" } else { "(?=\\n?\\z)" };
                return Ok(Some((text.to_owned(), true)));
            }
            '[' => self.class(start)?,
            '(' => return self.group(start),
            '\\' => self.escape(start)?,
            '*' | '+' | '?' => return syntax("nothing to repeat", start),
            '{' => {
                self.at = start;
                if self.quantifier()?.is_some() {
                    return syntax("nothing to repeat", start);
                }
                self.at = start + 1;
                self.cased('{')
            }
            other => self.cased(other),
        };
        Ok(Some((text, true)))
    }

    /// A literal character under the flags.
    fn cased(&self, c: char) -> String {
        let mut text = String::new();
        literal(c, &mut text);
        self.fold(text)
    }

    /// A pattern of one character under the flag for case.
    fn fold(&self, text: String) -> String {
        if self.flags & flag::IGNORECASE != 0 { format!("(?i:{text})") } else { text }
    }

    fn group_name(&mut self, end: char, what: usize) -> Outcome<String> {
        let mut name = String::new();
        loop {
            match self.next() {
                Some(c) if c == end => break,
                Some(c) => name.push(c),
                None if name.is_empty() => return syntax("missing group name", what),
                None => return syntax(format!("missing {end}, unterminated name"), what),
            }
        }
        if name.is_empty() {
            return syntax("missing group name", what);
        }
        Ok(name)
    }

    fn checked_name(&mut self, end: char) -> Outcome<String> {
        let at = self.at;
        let name = self.group_name(end, at)?;
        let mut chars = name.chars();
        let is_name = chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
            && chars.all(|c| c.is_alphanumeric() || c == '_');
        if !is_name {
            return syntax(format!("bad character in group name {}", crate::vm::str_repr(&name)), at);
        }
        Ok(name)
    }

    fn group(&mut self, start: usize) -> Outcome<Option<(String, bool)>> {
        let flags = self.flags;
        let mut capture = None;
        let prefix = if self.eat('?') {
            match self.next() {
                None => return syntax("unexpected end of pattern", self.at),
                Some('P') => match self.next() {
                    Some('<') => {
                        let at = self.at;
                        let name = self.checked_name('>')?;
                        if let Some((_, number)) = self.names.iter().find(|(known, _)| **known == *name) {
                            return syntax(
                                format!(
                                    "redefinition of group name {} as group {}; was group {number}",
                                    crate::vm::str_repr(&name),
                                    self.groups + 1
                                ),
                                at,
                            );
                        }
                        self.groups += 1;
                        capture = Some(self.groups);
                        self.names.push((Rc::from(name), self.groups));
                        "(".to_owned()
                    }
                    Some('=') => {
                        let at = self.at;
                        let name = self.checked_name(')')?;
                        let Some(number) = self.names.iter().find(|(known, _)| **known == *name).map(|(_, n)| *n)
                        else {
                            return syntax(format!("unknown group name {}", crate::vm::str_repr(&name)), at);
                        };
                        return self.back_reference(number, at).map(|text| Some((text, true)));
                    }
                    Some(other) => return syntax(format!("unknown extension ?P{other}"), start + 1),
                    None => return syntax("unexpected end of pattern", self.at),
                },
                Some(':') => "(?:".to_owned(),
                Some('=') => "(?=".to_owned(),
                Some('!') => "(?!".to_owned(),
                Some('>') => "(?>".to_owned(),
                Some('#') => {
                    while let Some(c) = self.next() {
                        if c == ')' {
                            return Ok(None);
                        }
                    }
                    return syntax("missing ), unterminated comment", start);
                }
                Some('<') => match self.next() {
                    Some('=') => "(?<=".to_owned(),
                    Some('!') => "(?<!".to_owned(),
                    Some(other) => return syntax(format!("unknown extension ?<{other}"), start + 1),
                    None => return syntax("unexpected end of pattern", self.at),
                },
                Some('(') => return self.conditional().map(|text| Some((text, true))),
                Some(c) if c == '-' || flag_of(c).is_some() => {
                    self.at -= 1;
                    self.scoped_flags(start)?;
                    "(?:".to_owned()
                }
                Some(other) => return syntax(format!("unknown extension ?{other}"), start + 1),
            }
        } else {
            self.groups += 1;
            capture = Some(self.groups);
            "(".to_owned()
        };
        if let Some(number) = capture {
            self.open.push(number);
            self.closing.push(0);
        }
        let inner = self.alternatives()?;
        if !self.eat(')') {
            return syntax("missing ), unterminated subpattern", start);
        }
        if let Some(number) = capture {
            self.open.pop();
            let order = self.closing.iter().max().copied().unwrap_or(0) + 1;
            if let Some(slot) = self.closing.get_mut(number) {
                *slot = order;
            }
        }
        self.flags = flags;
        Ok(Some((format!("{prefix}{inner})"), true)))
    }

    /// `i-s:` of `(?i-s:…)`.
    fn scoped_flags(&mut self, start: usize) -> Outcome<()> {
        let (mut on, mut off, mut minus) = (0, 0, false);
        loop {
            match self.next() {
                Some(':') => break,
                Some('-') if !minus => minus = true,
                Some(')') if !minus => {
                    return syntax("global flags not at the start of the expression", start);
                }
                Some(c) => match flag_of(c) {
                    Some(flag::LOCALE) => return Err(Failure::Unsupported("the flag re.LOCALE".to_owned())),
                    Some(bit) if minus => off |= bit,
                    Some(bit) => on |= bit,
                    None => return syntax("unknown flag", self.at - 1),
                },
                None => return syntax("missing -, : or )", self.at),
            }
        }
        self.flags = (self.flags | on) & !off;
        Ok(())
    }

    /// `(?(1)yes|no)`
    fn conditional(&mut self) -> Outcome<String> {
        let at = self.at;
        let name = self.group_name(')', at)?;
        let number = match name.parse::<usize>() {
            Ok(number) => number,
            Err(_) => match self.names.iter().find(|(known, _)| **known == *name) {
                Some((_, number)) => *number,
                None => return syntax(format!("unknown group name {}", crate::vm::str_repr(&name)), at),
            },
        };
        if number == 0 {
            return syntax("bad group number", at);
        }
        self.conditions.push((number, at));
        let flags = self.flags;
        let yes = self.sequence()?;
        let no = if self.eat('|') { self.sequence()? } else { String::new() };
        if self.peek() == Some('|') {
            return syntax("conditional backref with more than two branches", self.at);
        }
        if !self.eat(')') {
            return syntax("missing ), unterminated subpattern", at.saturating_sub(3));
        }
        self.flags = flags;
        Ok(format!("(?({number})(?:{yes})|(?:{no}))"))
    }

    fn back_reference(&self, number: usize, at: usize) -> Outcome<String> {
        if number > self.groups {
            return syntax(format!("invalid group reference {number}"), at);
        }
        if self.open.contains(&number) {
            let escape = self.chars.get(at.saturating_sub(1)) == Some(&'\\');
            return syntax("cannot refer to an open group", if escape { at - 1 } else { at });
        }
        let text = format!("(?:\\{number})");
        Ok(if self.flags & flag::IGNORECASE != 0 { format!("(?i:{text})") } else { text })
    }
}
