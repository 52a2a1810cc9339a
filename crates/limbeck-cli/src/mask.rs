//! Passwords never reach a screen or a log: whatever is printed of errors, warnings and log records passes here.
//!
//! It knows what a database URL and a `password=…` look like, and errs on the side of hiding too much. The SQL of offline
//! mode and the output of commands do not pass here: the library masks the URLs that it prints itself.

use std::borrow::Cow;
use std::ops::Range;

const KEYS: [&str; 4] = ["password=", "passwd=", "pwd=", "sslpassword="];

/// The text with every password replaced by `***`.
pub fn mask(text: &str) -> Cow<'_, str> {
    replace(text, secrets(text, false), |_| "***".to_owned())
}

/// A line of source with every password replaced by as many `*`, so that columns stay where they were.
pub fn mask_source(line: &str) -> Cow<'_, str> {
    replace(line, secrets(line, true), |secret| "*".repeat(secret.chars().count()))
}

fn replace(text: &str, ranges: Vec<Range<usize>>, with: impl Fn(&str) -> String) -> Cow<'_, str> {
    if ranges.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for range in ranges {
        if range.start >= done {
            out.push_str(&text[done..range.start]);
            out.push_str(&with(&text[range.clone()]));
            done = range.end;
        }
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

/// Byte ranges of passwords, in order. In source code the value of a key counts only where it is written out.
fn secrets(text: &str, is_source: bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("://") {
        found.extend(in_url(text, at));
    }
    let lower = text.to_ascii_lowercase();
    for key in KEYS {
        for (at, _) in lower.match_indices(key) {
            let starts_a_word = !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            if starts_a_word {
                found.extend(after_key(text, at + key.len(), is_source));
            }
        }
    }
    found.sort_by_key(|range| (range.start, usize::MAX - range.end));
    found
}

/// The password of the URL whose `://` stands at `at`.
///
/// SQLAlchemy ends it at the first `@`, people forget to encode theirs: the last one before the URL ends counts.
fn in_url(text: &str, at: usize) -> Option<Range<usize>> {
    if !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let start = at + 3;
    let rest = &text[start..];
    let line = &rest[..rest.find(char::is_whitespace).unwrap_or(rest.len())];
    // Another URL in the same list has its own password.
    let line = &line[..line.find("://").unwrap_or(line.len())];
    let quoted = &line[..line.find(['"', '\'', '`']).unwrap_or(line.len())];
    let token = if quoted.contains('@') { quoted } else { line };
    let user_end = token.find([':', '/', '@', '?', '#'])?;
    if !token[user_end..].starts_with(':') {
        return None;
    }
    let password = user_end + 1;
    let end = token.rfind('@').filter(|end| *end > password)?;
    Some(start + password..start + end)
}

/// The value that begins at `start`.
fn after_key(text: &str, start: usize, is_source: bool) -> Option<Range<usize>> {
    let rest = text.get(start..)?;
    let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'));
    let (from, len) = match quote {
        Some(quote) => (start + 1, rest[1..].find(quote).unwrap_or(rest.len() - 1)),
        None if is_source && !in_string(text, start) => return None,
        None => (start, rest.find(|c: char| c.is_whitespace() || "&;,'\"`)".contains(c)).unwrap_or(rest.len())),
    };
    (len > 0).then_some(from..from + len)
}

/// Whether the place stands inside a string literal of the line, as far as one line can tell.
fn in_string(line: &str, at: usize) -> bool {
    let mut open = None;
    for c in line[..at].chars() {
        match open {
            Some(quote) if c == quote => open = None,
            None if c == '\'' || c == '"' => open = Some(c),
            Some(_) | None => {}
        }
    }
    open.is_some()
}
