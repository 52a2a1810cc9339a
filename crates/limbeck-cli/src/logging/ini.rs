//! The sections of an ini file that `logging.config.fileConfig` reads, as Python's configparser reads them.
//!
//! It knows lines, and must never know what a logger is. Interpolation does not take place: the values that it could
//! change (formats) are read raw by Python too.

use std::collections::HashMap;

/// Sections with their keys; keys are in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sections(HashMap<String, HashMap<String, String>>);

impl Sections {
    /// Reads a text that limbeck has read as a project's configuration before: lines that make no sense are left out.
    pub(super) fn read(text: &str) -> Self {
        let mut sections: HashMap<String, HashMap<String, String>> = HashMap::new();
        let mut section = None;
        let mut key: Option<(String, usize)> = None;
        for line in text.trim_start_matches('\u{feff}').lines() {
            let value = line.trim();
            if value.starts_with(['#', ';']) {
                continue;
            }
            let Some(current): Option<&mut HashMap<String, String>> =
                section.as_ref().and_then(|name: &String| sections.get_mut(name))
            else {
                section = header(value).map(str::to_owned);
                sections.extend(section.clone().map(|name| (name, HashMap::new())));
                continue;
            };
            let indent = line.len() - line.trim_start().len();
            let continued = key.as_ref().filter(|(_, start)| value.is_empty() || indent > *start);
            if let Some((name, _)) = continued {
                if let Some(old) = current.get_mut(name) {
                    old.push('\n');
                    old.push_str(value);
                }
            } else if let Some(name) = header(value) {
                sections.entry(name.to_owned()).or_default();
                section = Some(name.to_owned());
                key = None;
            } else if let Some((name, value)) = value.split_once(['=', ':']) {
                let name = name.trim().to_lowercase();
                current.insert(name.clone(), value.trim().to_owned());
                key = Some((name, indent));
            }
        }
        for values in sections.values_mut() {
            for value in values.values_mut() {
                value.truncate(value.trim_end().len());
            }
        }
        Sections(sections)
    }

    /// The value of a key, or of the same key in `[DEFAULT]`.
    pub(super) fn get(&self, section: &str, key: &str) -> Option<&str> {
        let of = |section: &str| self.0.get(section).and_then(|values| values.get(key));
        self.0.get(section)?;
        of(section).or_else(|| of("DEFAULT")).map(String::as_str)
    }

    /// The names in a list of names, as in `keys = root, alembic`.
    pub(super) fn names(&self, section: &str, key: &str) -> Option<Vec<&str>> {
        let list = self.get(section, key)?;
        Some(list.split(',').map(str::trim).filter(|name| !name.is_empty()).collect())
    }
}

fn header(line: &str) -> Option<&str> {
    let rest = line.strip_prefix('[')?;
    rest.rfind(']').map(|end| &rest[..end])
}
