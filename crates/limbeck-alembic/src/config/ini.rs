//! Python's `configparser`, as far as Alembic uses it: sections, continuation lines, `%(name)s` interpolation.

use std::path::Path;

use indexmap::IndexMap;
use thiserror::Error;

/// The section whose values every other section inherits.
const DEFAULT_SECTION: &str = "DEFAULT";
/// `configparser.MAX_INTERPOLATION_DEPTH`.
const MAX_DEPTH: usize = 10;

/// What is wrong with an ini file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IniError {
    /// A line before the first section header.
    #[error("line {line} of {path} stands before any [section]: {text:?}")]
    NoSection {
        /// The file.
        path: String,
        /// Line from 1.
        line: usize,
        /// The line.
        text: String,
    },
    /// A line that is neither a header, a key nor a continuation.
    #[error("line {line} of {path} has no `key = value`: {text:?}")]
    NotAKey {
        /// The file.
        path: String,
        /// Line from 1.
        line: usize,
        /// The line.
        text: String,
    },
    /// A section that stands twice.
    #[error("section [{section}] stands twice in {path}, again at line {line}")]
    DuplicateSection {
        /// The file.
        path: String,
        /// Line from 1.
        line: usize,
        /// The section.
        section: String,
    },
    /// A key that stands twice in a section.
    #[error("key `{key}` stands twice in section [{section}] of {path}, again at line {line}")]
    DuplicateKey {
        /// The file.
        path: String,
        /// Line from 1.
        line: usize,
        /// The section.
        section: String,
        /// The key.
        key: String,
    },
    /// `%` in a value that is neither `%%` nor `%(name)s`.
    #[error("'%' must be followed by '%' or '(', found: {found:?} (key `{key}` in section [{section}])")]
    Percent {
        /// The section.
        section: String,
        /// The key.
        key: String,
        /// What follows.
        found: String,
    },
    /// `%(name)s` of a name that is not there.
    #[error("`%({name})s` in key `{key}` of section [{section}] names no key")]
    MissingReference {
        /// The section.
        section: String,
        /// The key.
        key: String,
        /// The name.
        name: String,
    },
    /// References that go round.
    #[error("value of `{key}` in section [{section}] refers to itself")]
    Recursion {
        /// The section.
        section: String,
        /// The key.
        key: String,
    },
}

/// A parsed ini file, which `env.py` may go on changing.
#[derive(Clone, Debug, Default)]
pub struct Ini {
    defaults: IndexMap<String, String>,
    sections: IndexMap<String, IndexMap<String, String>>,
}

impl Ini {
    /// An ini without a file, with the values that every section inherits.
    pub fn new(defaults: &[(&str, &str)]) -> Self {
        Ini {
            defaults: defaults.iter().map(|(key, value)| (key.to_lowercase(), (*value).to_owned())).collect(),
            sections: IndexMap::new(),
        }
    }

    /// Reads the text of an ini file into this one.
    ///
    /// # Errors
    /// [`IniError`] with the line.
    pub fn read(&mut self, path: &Path, text: &str) -> Result<(), IniError> {
        let shown = path.display().to_string();
        let mut section: Option<String> = None;
        let mut key: Option<(String, usize)> = None; // the key being continued, and its indentation
        let mut seen_keys: std::collections::HashSet<(String, String)> = std::collections::HashSet::new();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (index, raw) in text.lines().enumerate() {
            let line = index + 1;
            let value = raw.trim();
            let is_comment = value.starts_with('#') || value.starts_with(';');
            if is_comment || value.is_empty() {
                // An empty line may belong to a value of several lines; a comment never does.
                if value.is_empty()
                    && !is_comment
                    && let (Some(section), Some((key, _))) = (&section, &key)
                {
                    self.append(section, key, "");
                } else if !is_comment {
                    key = None;
                }
                continue;
            }
            let indent = raw.len() - raw.trim_start().len();
            if let (Some(section), Some((key, key_indent))) = (&section, &key)
                && indent > *key_indent
            {
                self.append(section, key, value);
                continue;
            }
            if let Some(header) = value.strip_prefix('[').and_then(|rest| rest.rfind(']').map(|end| &rest[..end])) {
                let name = header.to_owned();
                if name != DEFAULT_SECTION {
                    if self.sections.contains_key(&name) {
                        return Err(IniError::DuplicateSection { path: shown, line, section: name });
                    }
                    self.sections.insert(name.clone(), IndexMap::new());
                }
                section = Some(name);
                key = None;
                continue;
            }
            let Some(current) = &section else {
                return Err(IniError::NoSection { path: shown, line, text: value.to_owned() });
            };
            let Some(split) = value.find(['=', ':']).filter(|split| *split > 0) else {
                return Err(IniError::NotAKey { path: shown, line, text: value.to_owned() });
            };
            let name = value[..split].trim().to_lowercase();
            if !seen_keys.insert((current.clone(), name.clone())) {
                return Err(IniError::DuplicateKey { path: shown, line, section: current.clone(), key: name });
            }
            self.set(current, &name, value[split + 1..].trim());
            key = Some((name, indent));
        }
        self.trim_values();
        Ok(())
    }

    fn append(&mut self, section: &str, key: &str, line: &str) {
        let map = if section == DEFAULT_SECTION { Some(&mut self.defaults) } else { self.sections.get_mut(section) };
        if let Some(value) = map.and_then(|map| map.get_mut(key)) {
            value.push('\n');
            value.push_str(line);
        }
    }

    fn trim_values(&mut self) {
        for map in std::iter::once(&mut self.defaults).chain(self.sections.values_mut()) {
            for value in map.values_mut() {
                value.truncate(value.trim_end().len());
            }
        }
    }

    /// Whether a section is there.
    pub fn has_section(&self, section: &str) -> bool {
        self.sections.contains_key(section)
    }

    /// The names of the sections.
    pub fn sections(&self) -> impl Iterator<Item = &str> {
        self.sections.keys().map(String::as_str)
    }

    /// Adds an empty section, if it is not there.
    pub fn add_section(&mut self, section: &str) {
        self.sections.entry(section.to_owned()).or_default();
    }

    /// Sets a raw value (`%` is `%%`), making the section if need be.
    pub fn set(&mut self, section: &str, key: &str, value: &str) {
        let key = key.to_lowercase();
        if section == DEFAULT_SECTION {
            self.defaults.insert(key, value.to_owned());
        } else {
            self.sections.entry(section.to_owned()).or_default().insert(key, value.to_owned());
        }
    }

    /// Removes a key from a section.
    pub fn remove(&mut self, section: &str, key: &str) {
        if let Some(map) = self.sections.get_mut(section) {
            map.shift_remove(&key.to_lowercase());
        }
    }

    fn raw(&self, section: &str, key: &str) -> Option<&str> {
        self.sections.get(section).and_then(|map| map.get(key)).or_else(|| self.defaults.get(key)).map(String::as_str)
    }

    /// Whether a key is there, in the section or inherited.
    pub fn has_option(&self, section: &str, key: &str) -> bool {
        self.has_section(section) && self.raw(section, &key.to_lowercase()).is_some()
    }

    /// A value, interpolated; `None` where the section or key is not there.
    ///
    /// # Errors
    /// When the interpolation fails.
    pub fn get(&self, section: &str, key: &str) -> Result<Option<String>, IniError> {
        let key = key.to_lowercase();
        if !self.has_section(section) {
            return Ok(None);
        }
        match self.raw(section, &key) {
            Some(raw) => self.interpolate(section, &key, raw, 1).map(Some),
            None => Ok(None),
        }
    }

    /// All keys and interpolated values of a section, inherited ones first.
    ///
    /// # Errors
    /// When an interpolation fails.
    pub fn items(&self, section: &str) -> Result<Vec<(String, String)>, IniError> {
        let mut keys: Vec<&String> = self.defaults.keys().collect();
        if let Some(map) = self.sections.get(section) {
            keys.extend(map.keys().filter(|key| !self.defaults.contains_key(*key)));
        }
        let mut items = Vec::new();
        for key in keys {
            if let Some(raw) = self.raw(section, key) {
                items.push((key.clone(), self.interpolate(section, key, raw, 1)?));
            }
        }
        Ok(items)
    }

    fn interpolate(&self, section: &str, key: &str, raw: &str, depth: usize) -> Result<String, IniError> {
        if depth > MAX_DEPTH {
            return Err(IniError::Recursion { section: section.to_owned(), key: key.to_owned() });
        }
        let mut out = String::new();
        let mut rest = raw;
        while let Some(start) = rest.find('%') {
            out.push_str(&rest[..start]);
            rest = &rest[start + 1..];
            if let Some(after) = rest.strip_prefix('%') {
                out.push('%');
                rest = after;
                continue;
            }
            let Some((name, after)) = rest.strip_prefix('(').and_then(|inner| inner.split_once(")s")) else {
                return Err(IniError::Percent {
                    section: section.to_owned(),
                    key: key.to_owned(),
                    found: format!("%{rest}"),
                });
            };
            let name = name.to_lowercase();
            let Some(value) = self.raw(section, &name) else {
                return Err(IniError::MissingReference { section: section.to_owned(), key: key.to_owned(), name });
            };
            if value.contains('%') {
                out.push_str(&self.interpolate(section, &name, value, depth + 1)?);
            } else {
                out.push_str(value);
            }
            rest = after;
        }
        out.push_str(rest);
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Ini {
        let mut ini = Ini::new(&[("here", "/project")]);
        ini.read(Path::new("alembic.ini"), text).expect("well formed");
        ini
    }

    #[test]
    fn values_continue_on_indented_lines_and_interpolate() {
        let ini = read("[alembic]\nScript_Location = %(here)s/a\nlong = one\n  two\n\n  # note\n  three\nlast: x%%y\n");
        assert_eq!(ini.get("alembic", "script_location").unwrap().as_deref(), Some("/project/a"));
        assert_eq!(ini.get("alembic", "long").unwrap().as_deref(), Some("one\ntwo\n\nthree"));
        assert_eq!(ini.get("alembic", "last").unwrap().as_deref(), Some("x%y"));
        assert_eq!(ini.get("other", "last").unwrap(), None);
    }

    #[test]
    fn defects_name_their_line() {
        let mut ini = Ini::default();
        let error = ini.read(Path::new("a.ini"), "[a]\nx = 1\nx = 2\n").unwrap_err();
        assert_eq!(error.to_string(), "key `x` stands twice in section [a] of a.ini, again at line 3");
        let error = Ini::default().read(Path::new("a.ini"), "x = 1\n").unwrap_err();
        assert_eq!(error.to_string(), "line 1 of a.ini stands before any [section]: \"x = 1\"");
        let error = read("[a]\nx = %(y)s").get("a", "x").unwrap_err();
        assert_eq!(error.to_string(), "`%(y)s` in key `x` of section [a] names no key");
        let error = read("[a]\nx = %(x)s").get("a", "x").unwrap_err();
        assert_eq!(error.to_string(), "value of `x` in section [a] refers to itself");
        let error = read("[a]\nx = 5%").get("a", "x").unwrap_err();
        assert_eq!(error.to_string(), "'%' must be followed by '%' or '(', found: \"%\" (key `x` in section [a])");
    }
}
