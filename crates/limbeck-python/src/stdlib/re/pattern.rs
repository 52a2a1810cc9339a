//! Compiled patterns, and searching with them.

use std::cell::OnceCell;
use std::rc::Rc;

use fancy_regex::{Regex, RegexBuilder, RegexInput};

use super::translate::{Translated, flag};
use crate::error::{Error, Result};
use crate::value::{Class, CompareOp, Object, Value, hash};
use crate::vm::Vm;

/// The byte ranges of the groups, the whole match first.
pub(super) type Spans = Vec<Option<(usize, usize)>>;

/// A compiled pattern.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// As the script wrote it; of a pattern of bytes each byte is a character.
    pub source: Rc<str>,
    pub bytes: bool,
    pub translated: Translated,
    search: Regex,
    /// The same, for the whole of the text.
    full: OnceCell<Option<Regex>>,
    /// The same, for matches that are not empty.
    not_empty: OnceCell<Option<Regex>>,
}

/// A text that is searched.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    /// The value the script gave.
    pub value: Value,
    pub text: Rc<str>,
    pub bytes: bool,
}

fn build(text: &str, not_empty: bool) -> std::result::Result<Regex, fancy_regex::Error> {
    RegexBuilder::new(text).backtrack_limit(5_000_000).find_not_empty(not_empty).build()
}

impl Pattern {
    pub fn new(source: Rc<str>, bytes: bool, translated: Translated) -> Result<Pattern> {
        let search = build(&translated.text, false).map_err(|error| {
            let shown = if source.chars().count() > 60 { "this one" } else { &source };
            Error::unsupported(format!("the regular expression `{shown}` ({})", first_line(&error.to_string())))
        })?;
        Ok(Pattern { source, bytes, translated, search, full: OnceCell::new(), not_empty: OnceCell::new() })
    }

    /// Checks a text and takes it.
    pub fn subject(&self, value: &Value) -> Result<Subject> {
        match (value.as_rc_str(), value.as_bytes()) {
            (Some(text), _) if !self.bytes => Ok(Subject { value: value.clone(), text, bytes: false }),
            (None, Some(bytes)) if self.bytes => {
                Ok(Subject { value: value.clone(), text: as_text(bytes), bytes: true })
            }
            (Some(_), _) => Err(Error::type_error("cannot use a bytes pattern on a string-like object")),
            (None, Some(_)) => Err(Error::type_error("cannot use a string pattern on a bytes-like object")),
            (None, None) => {
                Err(Error::type_error(format!("expected string or bytes-like object, got '{}'", value.type_name())))
            }
        }
    }

    /// The first match at or after a byte position.
    pub fn find(&self, text: &str, from: usize, how: How) -> Result<Option<Spans>> {
        if from > text.len() {
            return Ok(None);
        }
        let regex = match how {
            How::Search | How::Match => Some(&self.search),
            How::Full => {
                self.full.get_or_init(|| build(&format!("(?:{})\\z", self.translated.text), false).ok()).as_ref()
            }
            How::NotEmpty => self.not_empty.get_or_init(|| build(&self.translated.text, true).ok()).as_ref(),
        };
        let Some(regex) = regex else { return Ok(None) };
        let input = RegexInput::new(text).from_pos(from).anchored(matches!(how, How::Match | How::Full));
        let found = regex.captures_input(input).map_err(|error| {
            Error::limit(format!("the regular expression `{}` takes too long: {error}", self.source))
        })?;
        Ok(found.map(|found| {
            (0..=self.translated.groups).map(|group| found.get(group).map(|part| (part.start(), part.end()))).collect()
        }))
    }

    /// All matches as Python finds them one after the other.
    pub fn next_match(&self, text: &str, at: &mut usize, after_empty: &mut bool) -> Result<Option<Spans>> {
        let found = if *after_empty {
            // At the place of an empty match only another that is not empty may follow.
            let here = self
                .find(text, *at, How::NotEmpty)?
                .filter(|spans| spans.first().copied().flatten().is_some_and(|(start, _)| start == *at));
            match here {
                Some(spans) => Some(spans),
                None => match text.get(*at..).and_then(|rest| rest.chars().next()) {
                    Some(c) => self.find(text, *at + c.len_utf8(), How::Search)?,
                    None => None,
                },
            }
        } else {
            self.find(text, *at, How::Search)?
        };
        if let Some(Some((start, end))) = found.as_ref().and_then(|spans| spans.first()) {
            *at = *end;
            *after_empty = start == end;
        }
        Ok(found)
    }

    /// The number of a group by name or number.
    pub fn group_number(&self, group: &Value) -> Option<usize> {
        if let Some(number) = group.as_int() {
            return usize::try_from(number).ok().filter(|number| *number <= self.translated.groups);
        }
        let name = group.as_str()?;
        self.translated.names.iter().find(|(known, _)| &**known == name).map(|(_, number)| *number)
    }
}

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Search,
    Match,
    Full,
    NotEmpty,
}

/// Bytes as characters of the same numbers.
pub(super) fn as_text(bytes: &[u8]) -> Rc<str> {
    Rc::from(bytes.iter().map(|byte| char::from(*byte)).collect::<String>())
}

/// The inverse of [`as_text`].
pub(super) fn as_bytes(text: &str) -> Value {
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    Value::bytes(bytes)
}

impl Subject {
    /// A part of it as the script sees it.
    pub fn part(&self, start: usize, end: usize) -> Value {
        self.wrap(self.text.get(start..end).unwrap_or(""))
    }

    pub fn wrap(&self, text: &str) -> Value {
        if self.bytes { as_bytes(text) } else { Value::str(text) }
    }

    /// A byte position as a number of characters.
    pub fn position(&self, at: usize) -> i64 {
        if self.text.is_ascii() {
            return at as i64;
        }
        self.text.get(..at).map_or(0, |part| part.chars().count()) as i64
    }

    /// A number of characters as a byte position, within bounds.
    pub fn byte_position(&self, characters: i64) -> usize {
        let count = usize::try_from(characters).unwrap_or(0);
        if self.text.is_ascii() {
            return count.min(self.text.len());
        }
        self.text.char_indices().nth(count).map_or(self.text.len(), |(at, _)| at)
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next_back().unwrap_or("")
}

impl Object for Pattern {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        super::classes(vm).map_or_else(|| vm.builtin_class(crate::value::Kind::Object), |c| Rc::clone(&c.pattern))
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("re.Pattern")
    }

    fn repr(&self, _: &Value, vm: &mut Vm) -> Result<Option<String>> {
        let source = if self.bytes { as_bytes(&self.source) } else { Value::str(&self.source) };
        let source = vm.repr(&source)?;
        let mut flags = Vec::new();
        for (bit, name) in [
            (flag::ASCII, "ASCII"),
            (flag::IGNORECASE, "IGNORECASE"),
            (flag::LOCALE, "LOCALE"),
            (flag::MULTILINE, "MULTILINE"),
            (flag::DOTALL, "DOTALL"),
            (flag::VERBOSE, "VERBOSE"),
            (flag::DEBUG, "DEBUG"),
        ] {
            if self.translated.flags & bit != 0 {
                flags.push((bit, name));
            }
        }
        flags.sort();
        let shown: String = source.chars().take(200).collect();
        Ok(Some(if flags.is_empty() {
            format!("re.compile({shown})")
        } else {
            let names: Vec<String> = flags.into_iter().map(|(_, name)| format!("re.{name}")).collect();
            format!("re.compile({shown}, {})", names.join("|"))
        }))
    }

    fn compare(&self, _: &Value, _: &mut Vm, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let Some(other) = other.downcast_ref::<Pattern>() else { return Ok(None) };
        let same =
            self.source == other.source && self.bytes == other.bytes && self.translated.flags == other.translated.flags;
        Ok(match op {
            CompareOp::Eq => Some(Value::Bool(same)),
            CompareOp::Ne => Some(Value::Bool(!same)),
            CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => None,
        })
    }

    fn hash(&self, _: &Value, _: &mut Vm) -> Result<Option<u64>> {
        Ok(Some(hash::hash_any(&(&*self.source, self.bytes, self.translated.flags))))
    }
}
