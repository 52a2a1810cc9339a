//! The pieces of a statement, as far as the journal has to know them.

use limbeck_ops::DialectName;

/// A piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'s> {
    /// A bare word or number.
    Word(&'s str),
    /// A name in quotes, with them.
    Quoted(&'s str),
    /// A literal.
    Literal,
    /// Any other sign.
    Sign(char),
}

impl<'s> Token<'s> {
    /// Whether it is this word, given in capitals.
    pub fn is(&self, word: &str) -> bool {
        matches!(self, Token::Word(text) if text.eq_ignore_ascii_case(word))
    }

    /// Whether it is one of these words, given in capitals.
    pub fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    /// The text of a name as the statement writes it.
    pub fn name(&self) -> Option<&'s str> {
        match self {
            Token::Word(text) | Token::Quoted(text) => Some(text),
            Token::Literal | Token::Sign(_) => None,
        }
    }
}

/// The pieces in their order, without comments.
pub(super) fn tokens(sql: &str, dialect: DialectName) -> Vec<Token<'_>> {
    let is_mysql = matches!(dialect, DialectName::Mysql | DialectName::Mariadb);
    let mut found = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let end = if first.is_whitespace() {
            first.len_utf8()
        } else if rest.starts_with("--") || (is_mysql && first == '#') {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            // What MySQL reads inside `/*! … */` is part of the statement.
            match is_mysql && (rest.starts_with("/*!") || rest.starts_with("/*M!")) {
                true => after_version(rest),
                false => rest.find("*/").map_or(rest.len(), |end| end + 2),
            }
        } else if is_mysql && rest.starts_with("*/") {
            2
        } else if first == '\'' || (is_mysql && first == '"') {
            found.push(Token::Literal);
            quoted(rest, first, is_mysql)
        } else if first == '"' || first == '`' {
            let end = quoted(rest, first, false);
            found.extend(rest.get(..end).map(Token::Quoted));
            end
        } else if let Some(end) = dollar_quoted(rest).filter(|_| dialect == DialectName::Postgresql) {
            found.push(Token::Literal);
            end
        } else if first.is_alphanumeric() || first == '_' {
            let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$'))).unwrap_or(rest.len());
            found.extend(rest.get(..end).map(Token::Word));
            end
        } else {
            found.push(Token::Sign(first));
            first.len_utf8()
        };
        rest = rest.get(end..).unwrap_or_default();
    }
    found
}

/// Where a quoted piece ends.
fn quoted(text: &str, quote: char, backslashes: bool) -> usize {
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = characters.next() {
        if backslashes && c == '\\' {
            characters.next();
        } else if c == quote {
            match characters.peek() {
                Some((_, next)) if *next == quote => {
                    characters.next();
                }
                Some(_) | None => return at + c.len_utf8(),
            }
        }
    }
    text.len()
}

/// Where `$tag$ … $tag$` ends.
fn dollar_quoted(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('$')?;
    let tag = inside.get(..inside.find('$')?)?;
    if tag.starts_with(|c: char| c.is_ascii_digit()) || tag.contains(|c: char| !(c.is_alphanumeric() || c == '_')) {
        return None;
    }
    let fence = format!("${tag}$");
    let body = text.get(fence.len()..)?;
    Some(body.find(&fence).map_or(text.len(), |end| fence.len() + end + fence.len()))
}

/// The end of `/*!50110 ` or `/*M!100100 `.
fn after_version(text: &str) -> usize {
    let start = text.find('!').map_or(0, |at| at + 1);
    let digits = text.get(start..).unwrap_or_default().chars().take_while(char::is_ascii_digit).count();
    start + digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_comments_hide_what_is_in_them() {
        let words = |sql, dialect| -> Vec<String> {
            let known = tokens(sql, dialect).into_iter().filter_map(|token| token.name().map(str::to_owned));
            known.collect()
        };
        assert_eq!(
            words("ALTER /* x */ TABLE `a``b` -- y\n ADD c VARCHAR(9) DEFAULT 'it''s \\' z'", DialectName::Mysql),
            ["ALTER", "TABLE", "`a``b`", "ADD", "c", "VARCHAR", "9", "DEFAULT"]
        );
        assert_eq!(
            words("DO $x$ begin; drop table a; $x$ LANGUAGE \"p\"\"l\"", DialectName::Postgresql),
            ["DO", "LANGUAGE", "\"p\"\"l\""]
        );
        assert_eq!(words("/*!50003 CREATE*/ TRIGGER t # no\n", DialectName::Mysql), ["CREATE", "TRIGGER", "t"]);
        for odd in ["'", "\"", "`", "$a$", "/*", "/*!", "--", "é'", "$", "'\\"] {
            for dialect in [DialectName::Mysql, DialectName::Postgresql, DialectName::Sqlite] {
                tokens(odd, dialect);
            }
        }
    }
}
