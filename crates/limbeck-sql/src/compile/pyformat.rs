//! Placeholders in text: `:name` of `text()`, and the driver's own paramstyles.

use limbeck_ops::{Datum, Params, Type, TypeKind};

use super::{Compiler, Scope, missing};
use crate::error::SqlError;

/// A piece of `text()`.
pub(crate) enum Piece<'t> {
    /// Text, escapes resolved.
    Text(&'t str),
    /// The name of a bind.
    Bind(&'t str),
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Cuts text at its binds: `(?<![:\w\\]):(\w+)(?![:\w])`; `\:name` loses its backslash (`\\(:\w*)(?![:\w])`).
pub(crate) fn text_pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut previous = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c == '\\' && text[at + 1..].starts_with(':') {
            let colon = at + 1;
            let word = word_length(&text[colon + 1..]);
            let end = colon + 1 + word;
            if !text[end..].starts_with(':') {
                pieces.push(Piece::Text(&text[start..at]));
                start = colon;
                previous = text[..end].chars().next_back();
                at = end;
                continue;
            }
        }
        if c == ':' && !previous.is_some_and(|before| before == ':' || before == '\\' || is_word(before)) {
            let length = word_length(&text[at + 1..]);
            let end = at + 1 + length;
            if length > 0 && !text[end..].starts_with(':') {
                pieces.push(Piece::Text(&text[start..at]));
                pieces.push(Piece::Bind(&text[at + 1..end]));
                start = end;
                previous = text[..end].chars().next_back();
                at = end;
                continue;
            }
        }
        previous = Some(c);
        at += c.len_utf8();
    }
    pieces.push(Piece::Text(&text[start..]));
    pieces
}

fn word_length(text: &str) -> usize {
    text.find(|c| !is_word(c)).unwrap_or(text.len())
}

impl Compiler<'_> {
    /// SQL in the driver's own paramstyle (`exec_driver_sql`).
    pub fn driver_text(&mut self, sql: &str, params: &Params) -> Result<String, SqlError> {
        match self.style.flavour.default_paramstyle() {
            "pyformat" | "format" => self.pyformat(sql, params),
            _ => self.qmark(sql, params),
        }
    }

    fn untyped_value(&mut self, value: &Datum) -> Result<String, SqlError> {
        self.driver_value(value, &Type::new(TypeKind::Null))
    }

    /// psycopg2: `%s`, `%(name)s`, `%%`.
    fn pyformat(&mut self, sql: &str, params: &Params) -> Result<String, SqlError> {
        let has_params = match params {
            Params::None => false,
            Params::One(values) => !values.is_empty(),
            Params::Positional(values) => !values.is_empty(),
            Params::Many(_) => {
                return Err(SqlError::Unsupported("exec_driver_sql with many parameter sets".to_owned()));
            }
        };
        let mut out = String::with_capacity(sql.len());
        let mut rest = sql;
        let mut position = 0;
        while let Some(at) = rest.find('%') {
            out.push_str(&rest[..at]);
            let after = &rest[at + 1..];
            if let Some(tail) = after.strip_prefix('%') {
                out.push('%');
                rest = tail;
            } else if let Some(tail) = after.strip_prefix('s') {
                let value = match params {
                    Params::Positional(values) => values.get(position),
                    Params::None | Params::One(_) | Params::Many(_) => None,
                };
                position += 1;
                let Some(value) = value else {
                    return Err(SqlError::of("IndexError", "list index out of range"));
                };
                out.push_str(&self.untyped_value(value)?);
                rest = tail;
            } else if let Some((name, tail)) = after.strip_prefix('(').and_then(|inner| inner.split_once(")s")) {
                let value = match params {
                    Params::One(values) => values.iter().find(|(key, _)| key == name).map(|(_, value)| value),
                    Params::None | Params::Positional(_) | Params::Many(_) => None,
                };
                let Some(value) = value else { return Err(missing(name)) };
                out.push_str(&self.untyped_value(value)?);
                rest = tail;
            } else if has_params {
                return Err(SqlError::of(
                    "ValueError",
                    "unsupported format character after '%' (a literal percent is written '%%')",
                ));
            } else {
                out.push('%');
                rest = after;
            }
        }
        out.push_str(rest);
        Ok(out)
    }

    /// SQLite: `?` and `:name` outside quotes and comments.
    fn qmark(&mut self, sql: &str, params: &Params) -> Result<String, SqlError> {
        let mut out = String::with_capacity(sql.len());
        let mut position = 0;
        let mut at = 0;
        while let Some(c) = sql[at..].chars().next() {
            let rest = &sql[at..];
            let skipped = match c {
                '\'' | '"' | '`' => rest[1..].find(c).map_or(rest.len(), |end| end + 2),
                '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
                '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
                _ => 0,
            };
            if skipped > 0 {
                out.push_str(&rest[..skipped]);
                at += skipped;
                continue;
            }
            match (c, params) {
                ('?', Params::Positional(values)) => {
                    let Some(value) = values.get(position) else {
                        return Err(SqlError::of("ProgrammingError", "Incorrect number of bindings supplied"));
                    };
                    position += 1;
                    out.push_str(&self.untyped_value(value)?);
                    at += 1;
                }
                (':', Params::One(values)) if word_length(&rest[1..]) > 0 => {
                    let name = &rest[1..1 + word_length(&rest[1..])];
                    let Some((_, value)) = values.iter().find(|(key, _)| key == name) else {
                        return Err(missing(name));
                    };
                    out.push_str(&self.untyped_value(value)?);
                    at += 1 + name.len();
                }
                _ => {
                    out.push(c);
                    at += c.len_utf8();
                }
            }
        }
        Ok(out)
    }

    /// A scope that nothing surrounds.
    pub fn top(&self) -> Scope<'static> {
        Scope::top()
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, text_pieces};

    fn show(text: &str) -> String {
        text_pieces(text)
            .into_iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.to_owned(),
                Piece::Bind(name) => format!("<{name}>"),
            })
            .collect()
    }

    #[test]
    fn binds_are_found_as_sqlalchemy_finds_them() {
        for (text, expected) in [
            ("a :b c", "a <b> c"),
            ("a::int", "a::int"),
            ("':x'", "'<x>'"),
            (r"\:x", ":x"),
            (r"a\:b :c", "a:b <c>"),
            (":a:", ":a:"),
            (":ab:", ":ab:"),
            (r"\:a:b", r"\:a:b"),
            ("10:30", "10:30"),
            (r"\\:x", r"\:x"),
            ("::a", "::a"),
            (":é", "<é>"),
            (":", ":"),
            (r"\:", ":"),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }
}
