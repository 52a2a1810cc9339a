//! What only the text of a CREATE TABLE tells on SQLite: names of constraints, checks, and what is generated.

use super::pg_constraints::unwrapped;

/// A word or sign of the statement.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// A bare word.
    Word(String),
    /// A name in quotes, taken off.
    Quoted(String),
    /// The text between brackets.
    Group(String),
    /// Anything else.
    Other,
    Comma,
}

impl Token {
    fn is(&self, word: &str) -> bool {
        matches!(self, Token::Word(text) if text.eq_ignore_ascii_case(word))
    }

    fn name(&self) -> Option<&str> {
        match self {
            Token::Word(text) | Token::Quoted(text) => Some(text),
            Token::Group(_) | Token::Other | Token::Comma => None,
        }
    }
}

/// A constraint as the statement declares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Declared {
    PrimaryKey {
        name: Option<String>,
    },
    Unique {
        name: Option<String>,
        columns: Vec<String>,
    },
    Check {
        name: Option<String>,
        condition: String,
    },
    ForeignKey {
        name: Option<String>,
        columns: Vec<String>,
        table: String,
        deferrable: Option<bool>,
        initially: Option<String>,
        /// Whether SQLAlchemy's pattern finds it: a constraint of the table that lists the columns there.
        is_found: bool,
        /// `MATCH`, behind which that pattern sees nothing.
        has_match: bool,
    },
    Generated {
        column: String,
        expr: String,
    },
    Collation {
        column: String,
        name: String,
    },
}

/// The constraints of a CREATE TABLE in their order; of unique constraints and foreign keys those of the table go before
/// those of a column, as SQLAlchemy finds them.
pub(crate) fn constraints(sql: &str) -> Vec<Declared> {
    let body = tokens(sql).into_iter().find_map(|token| match token {
        Token::Group(body) => Some(body),
        Token::Word(_) | Token::Quoted(_) | Token::Other | Token::Comma => None,
    });
    let tokens = tokens(&body.unwrap_or_default());
    let (mut found, mut of_columns) = (Vec::new(), Vec::new());
    for part in tokens.split(|token| *token == Token::Comma) {
        for constraint in entry(part) {
            match constraint {
                Declared::Unique { .. } | Declared::ForeignKey { .. } if !starts_constraint(part.first()) => {
                    of_columns.push(constraint);
                }
                constraint => found.push(constraint),
            }
        }
    }
    found.extend(of_columns);
    found
}

/// The elements of a CREATE INDEX as they are written.
pub(crate) fn index_elements(sql: &str) -> Vec<String> {
    let list = tokens(sql).into_iter().find_map(|token| match token {
        Token::Group(list) => Some(list),
        Token::Word(_) | Token::Quoted(_) | Token::Other | Token::Comma => None,
    });
    let list = list.unwrap_or_default();
    let mut elements = vec![String::new()];
    let mut rest = list.as_str();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' | '`' | '[' | '\'' => quoted_length(rest, first),
            '(' => group_length(rest),
            c => c.len_utf8(),
        };
        let (piece, after) = rest.split_at(length);
        match elements.last_mut() {
            Some(element) if piece != "," => element.push_str(piece),
            Some(_) | None => elements.push(String::new()),
        }
        rest = after;
    }
    elements.into_iter().map(|element| element.trim().to_owned()).collect()
}

/// The bare words outside of brackets, each with its place.
fn words(sql: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(rest) = sql.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.chars().next().unwrap_or_default();
        let length = match first {
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' | '`' | '[' | '\'' => quoted_length(rest, first),
            '(' => group_length(rest),
            c if c.is_alphanumeric() || c == '_' => {
                let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).unwrap_or(rest.len());
                words.extend(rest.get(..length).map(|word| (at, word)));
                length
            }
            c => c.len_utf8(),
        };
        at += length.max(1);
    }
    words
}

/// What follows the first of a word outside of brackets.
fn after<'s>(sql: &'s str, word: &str) -> Option<&'s str> {
    let (at, found) = words(sql).into_iter().find(|(_, found)| found.eq_ignore_ascii_case(word))?;
    sql.get(at + found.len()..).map(str::trim)
}

/// What follows `AS` in a CREATE VIEW.
pub(crate) fn view_query(sql: &str) -> Option<&str> {
    after(sql, "AS").map(|query| query.trim_end_matches(';').trim_end())
}

/// What follows `WHERE` in a CREATE INDEX.
pub(crate) fn index_predicate(sql: &str) -> Option<&str> {
    after(sql, "WHERE").map(|condition| condition.trim_end_matches(';').trim_end())
}

/// The expression of an element of an index, without its direction and collation; whether it names a collation.
pub(crate) fn element_expression(element: &str) -> (&str, bool) {
    let mut text = element.trim();
    if let Some((at, last)) = words(text).pop()
        && (last.eq_ignore_ascii_case("ASC") || last.eq_ignore_ascii_case("DESC"))
    {
        text = text.get(..at).unwrap_or(text).trim_end();
    }
    let collate = words(text).into_iter().rfind(|(_, word)| word.eq_ignore_ascii_case("COLLATE"));
    if let Some((at, _)) = collate {
        text = text.get(..at).unwrap_or(text).trim_end();
    }
    (unwrapped(text).unwrap_or(text), collate.is_some())
}

fn tokens(sql: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            c if c.is_whitespace() => (None, c.len_utf8()),
            '-' if rest.starts_with("--") => (None, rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => (None, rest.find("*/").map_or(rest.len(), |end| end + 2)),
            '"' | '`' | '[' | '\'' => {
                let length = quoted_length(rest, first);
                let close = if first == '[' { ']' } else { first };
                let inner = rest.get(1..length).unwrap_or_default();
                let inner = inner.strip_suffix(close).unwrap_or(inner);
                let text = inner.replace(&format!("{close}{close}"), &close.to_string());
                (Some(if first == '\'' { Token::Other } else { Token::Quoted(text) }), length)
            }
            '(' => {
                let length = group_length(rest);
                let inner = rest.get(1..length).unwrap_or_default();
                (Some(Token::Group(inner.strip_suffix(')').unwrap_or(inner).to_owned())), length)
            }
            ',' => (Some(Token::Comma), 1),
            c if c.is_alphanumeric() || c == '_' => {
                let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).unwrap_or(rest.len());
                (rest.get(..length).map(|word| Token::Word(word.to_owned())), length)
            }
            c => (Some(Token::Other), c.len_utf8()),
        };
        tokens.extend(token);
        rest = rest.get(length.max(1)..).unwrap_or_default();
    }
    tokens
}

fn quoted_length(text: &str, open: char) -> usize {
    let close = if open == '[' { ']' } else { open };
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == close {
            if open != '[' && chars.peek().is_some_and(|(_, next)| *next == close) {
                chars.next();
                continue;
            }
            return at + 1;
        }
    }
    text.len()
}

fn group_length(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        at += match c {
            '"' | '`' | '[' | '\'' => quoted_length(rest, c),
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '(' => {
                depth += 1;
                1
            }
            ')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
                1
            }
            c => c.len_utf8(),
        };
    }
    text.len()
}

/// The names in a list of columns.
fn columns(list: &str) -> Vec<String> {
    let tokens = tokens(list);
    let first_names = tokens.split(|token| *token == Token::Comma).filter_map(|part| part.first()?.name());
    first_names.map(str::to_owned).collect()
}

/// Whether an entry that begins so is a constraint of the table.
fn starts_constraint(first: Option<&Token>) -> bool {
    const WORDS: &[&str] = &["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];
    first.is_some_and(|first| WORDS.iter().any(|word| first.is(word)))
}

/// The constraints of one entry between commas: a column or a table constraint.
fn entry(tokens: &[Token]) -> Vec<Declared> {
    let mut found = Vec::new();
    let starts_constraint =
        |token: &Token| ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"].iter().any(|word| token.is(word));
    let column = tokens.first().filter(|token| !starts_constraint(token)).and_then(Token::name);
    let mut name: Option<String> = None;
    for (at, token) in tokens.iter().enumerate() {
        let next = |offset: usize| tokens.get(at + offset);
        if token.is("CONSTRAINT") {
            name = next(1).and_then(Token::name).map(str::to_owned);
        } else if token.is("PRIMARY") && next(1).is_some_and(|token| token.is("KEY")) {
            found.push(Declared::PrimaryKey { name: name.take() });
        } else if token.is("UNIQUE") {
            let listed = match next(1) {
                Some(Token::Group(list)) => columns(list),
                Some(_) | None => column.map(str::to_owned).into_iter().collect(),
            };
            found.push(Declared::Unique { name: name.take(), columns: listed });
        } else if token.is("CHECK") {
            if let Some(Token::Group(condition)) = next(1) {
                found.push(Declared::Check { name: name.take(), condition: condition.trim().to_owned() });
            }
        } else if token.is("AS") && column.is_some() {
            if let (Some(Token::Group(expr)), Some(column)) = (next(1), column) {
                found.push(Declared::Generated { column: column.to_owned(), expr: expr.trim().to_owned() });
            }
        } else if token.is("COLLATE") {
            if let (Some(name), Some(column)) = (next(1).and_then(Token::name), column) {
                found.push(Declared::Collation { column: column.to_owned(), name: name.to_owned() });
            }
        } else if token.is("REFERENCES") {
            let listed = match at.checked_sub(1).and_then(|before| tokens.get(before)) {
                Some(Token::Group(list)) if column.is_none() => columns(list),
                Some(_) | None => column.map(str::to_owned).into_iter().collect(),
            };
            let rest = tokens.get(at..).unwrap_or_default();
            let deferrable = rest.iter().position(|token| token.is("DEFERRABLE"));
            let negated = deferrable.and_then(|at| rest.get(at.checked_sub(1)?)).is_some_and(|token| token.is("NOT"));
            let initially = rest.iter().position(|token| token.is("INITIALLY")).and_then(|at| rest.get(at + 1)?.name());
            let lists = matches!(next(2), Some(Token::Group(_)));
            let has_match = next(3).is_some_and(|token| token.is("MATCH"));
            found.push(Declared::ForeignKey {
                is_found: column.is_none() && lists,
                has_match,
                name: name.take(),
                columns: listed,
                table: next(1).and_then(Token::name).unwrap_or_default().to_owned(),
                deferrable: deferrable.map(|_| !negated),
                initially: initially.map(str::to_ascii_uppercase),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_of_columns_and_tables() {
        let sql = r#"CREATE TABLE "a (b" (
            id INTEGER NOT NULL CONSTRAINT "p k" PRIMARY KEY, -- a, comment (
            x VARCHAR(10) DEFAULT 'a, (b' UNIQUE CHECK (x <> ')'),
            y INT REFERENCES other (id) ON DELETE CASCADE,
            z INT GENERATED ALWAYS AS (y + 1) STORED,
            CONSTRAINT ck CHECK (y > 0 AND (y < 9)), UNIQUE (x, "y"),
            CONSTRAINT fk FOREIGN KEY(x, y) REFERENCES "o t"(a, b) DEFERRABLE INITIALLY deferred
        ) WITHOUT ROWID"#;
        let name = |text: &str| Some(text.to_owned());
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            constraints(sql),
            [
                Declared::PrimaryKey { name: name("p k") },
                Declared::Check { name: None, condition: "x <> ')'".into() },
                Declared::Generated { column: "z".into(), expr: "y + 1".into() },
                Declared::Check { name: name("ck"), condition: "y > 0 AND (y < 9)".into() },
                Declared::Unique { name: None, columns: list(&["x", "y"]) },
                Declared::ForeignKey {
                    name: name("fk"),
                    columns: list(&["x", "y"]),
                    table: "o t".into(),
                    deferrable: Some(true),
                    initially: name("DEFERRED"),
                    is_found: true,
                    has_match: false,
                },
                Declared::Unique { name: None, columns: list(&["x"]) },
                Declared::ForeignKey {
                    name: None,
                    columns: list(&["y"]),
                    table: "other".into(),
                    deferrable: None,
                    initially: None,
                    is_found: false,
                    has_match: false,
                },
            ]
        );
        assert_eq!(
            constraints("CREATE TABLE t (a TEXT COLLATE NOCASE NOT NULL, b TEXT)"),
            [Declared::Collation { column: "a".into(), name: "NOCASE".into() }]
        );
        for broken in ["", "CREATE", "(", "(a", "('", "(\"", "(a, CHECK", "(é, [", "((((("] {
            constraints(broken);
        }
    }

    #[test]
    fn views_and_indexes() {
        assert_eq!(view_query("CREATE VIEW \"as\" (a) AS\n SELECT 1 AS a;"), Some("SELECT 1 AS a"));
        assert_eq!(view_query("CREATE VIEW"), None);
        assert_eq!(index_predicate("CREATE INDEX i ON t (a, (b where)) where\ta > 1"), Some("a > 1"));
        assert_eq!(index_predicate("CREATE INDEX i ON t (a)"), None);
        assert_eq!(element_expression("lower(a) COLLATE NOCASE desc"), ("lower(a)", true));
        assert_eq!(element_expression("(a + b) ASC"), ("a + b", false));
        assert_eq!(element_expression("é"), ("é", false));
        assert_eq!(element_expression(""), ("", false));
    }
}
