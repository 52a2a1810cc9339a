//! SQL text as tokens with their places, and the cursor that statements are read with.

use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::tokenizer::{Location, Token as Raw, Tokenizer, Whitespace};

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A keyword or a name without quotes, in lower case.
    Word(String),
    /// A name in double quotes, without them.
    Quoted(String),
    /// A string, without its quotes.
    Text(String),
    /// A number.
    Number(String),
    /// Anything else.
    Symbol(String),
}

/// A token and where in the text it stands, in bytes.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Token {
    pub(crate) fn is_symbol(&self, symbol: &str) -> bool {
        matches!(&self.kind, Kind::Symbol(text) if text == symbol)
    }

    pub(crate) fn is_word(&self, word: &str) -> bool {
        matches!(&self.kind, Kind::Word(text) if text == word)
    }

    /// The name that it may be.
    pub(crate) fn name(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(name) | Kind::Quoted(name) => Some(name),
            Kind::Text(_) | Kind::Number(_) | Kind::Symbol(_) => None,
        }
    }
}

/// A statement, or a part of one, that can't be read or that contradicts what is known.
#[derive(Debug)]
pub(crate) struct Trouble;

pub(crate) type Read<T> = Result<T, Trouble>;

/// The tokens of a text, comments and spaces left out.
pub(crate) fn tokens(sql: &str) -> Read<Vec<Token>> {
    let dialect = PostgreSqlDialect {};
    let raw = Tokenizer::new(&dialect, sql).tokenize_with_location().map_err(|_| Trouble)?;
    let mut lines = vec![0usize];
    lines.extend(sql.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1));
    // Tokens come in order, so that one walk over each line finds all columns of it.
    let mut walk = (0u64, 1u64, 0usize);
    let mut offset = |place: Location| -> usize {
        let start = usize::try_from(place.line.saturating_sub(1))
            .ok()
            .and_then(|line| lines.get(line).copied())
            .unwrap_or(sql.len());
        if walk.0 != place.line || walk.1 > place.column {
            walk = (place.line, 1, start);
        }
        while walk.1 < place.column {
            match sql.get(walk.2..).and_then(|rest| rest.chars().next()) {
                Some(one) => walk.2 += one.len_utf8(),
                None => break,
            }
            walk.1 += 1;
        }
        walk.2
    };
    let mut found = Vec::with_capacity(raw.len());
    for one in raw {
        let (start, end) = (offset(one.span.start), offset(one.span.end));
        let kind = match one.token {
            Raw::EOF | Raw::Whitespace(Whitespace::Space | Whitespace::Newline | Whitespace::Tab) => continue,
            Raw::Whitespace(Whitespace::SingleLineComment { .. } | Whitespace::MultiLineComment(_)) => continue,
            Raw::Word(word) if word.quote_style.is_some() => Kind::Quoted(word.value),
            Raw::Word(word) => Kind::Word(word.value.to_lowercase()),
            Raw::SingleQuotedString(text)
            | Raw::EscapedStringLiteral(text)
            | Raw::UnicodeStringLiteral(text)
            | Raw::NationalStringLiteral(text) => Kind::Text(text),
            Raw::DollarQuotedString(text) => Kind::Text(text.value),
            Raw::Number(text, _) => Kind::Number(text),
            other => Kind::Symbol(other.to_string()),
        };
        found.push(Token { kind, start, end });
    }
    Ok(found)
}

/// A place among the tokens of a text.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'a> {
    sql: &'a str,
    tokens: &'a [Token],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(sql: &'a str, tokens: &'a [Token]) -> Self {
        Cursor { sql, tokens, at: 0 }
    }

    pub(crate) fn tokens(&self) -> &'a [Token] {
        self.tokens
    }

    pub(crate) fn is_done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    pub(crate) fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    pub(crate) fn peek_at(&self, ahead: usize) -> Option<&'a Token> {
        self.tokens.get(self.at + ahead)
    }

    pub(crate) fn next(&mut self) -> Option<&'a Token> {
        let token = self.tokens.get(self.at);
        self.at += usize::from(token.is_some());
        token
    }

    pub(crate) fn is_word(&self, word: &str) -> bool {
        self.peek().is_some_and(|token| token.is_word(word))
    }

    pub(crate) fn is_symbol(&self, symbol: &str) -> bool {
        self.peek().is_some_and(|token| token.is_symbol(symbol))
    }

    /// Whether these words come next, as in `if not exists`.
    pub(crate) fn is_at(&self, words: &str) -> bool {
        words.split(' ').enumerate().all(|(ahead, word)| self.peek_at(ahead).is_some_and(|token| token.is_word(word)))
    }

    /// Passes these words where they come next.
    pub(crate) fn eat(&mut self, words: &str) -> bool {
        let found = self.is_at(words);
        if found {
            self.at += words.split(' ').count();
        }
        found
    }

    pub(crate) fn eat_symbol(&mut self, symbol: &str) -> bool {
        let found = self.is_symbol(symbol);
        self.at += usize::from(found);
        found
    }

    pub(crate) fn expect(&mut self, words: &str) -> Read<()> {
        if self.eat(words) { Ok(()) } else { Err(Trouble) }
    }

    pub(crate) fn expect_symbol(&mut self, symbol: &str) -> Read<()> {
        if self.eat_symbol(symbol) { Ok(()) } else { Err(Trouble) }
    }

    pub(crate) fn expect_end(&self) -> Read<()> {
        if self.is_done() { Ok(()) } else { Err(Trouble) }
    }

    /// A name, folded as PostgreSQL folds it and cut to the length that it keeps.
    pub(crate) fn name(&mut self) -> Read<String> {
        let name = self.peek().and_then(Token::name).ok_or(Trouble)?;
        self.at += 1;
        Ok(super::naming::cut(name, 63).to_owned())
    }

    /// A name with the schema that stands before it.
    pub(crate) fn qualified(&mut self) -> Read<Vec<String>> {
        let mut parts = vec![self.name()?];
        while self.eat_symbol(".") {
            parts.push(self.name()?);
        }
        Ok(parts)
    }

    /// A string.
    pub(crate) fn text(&mut self) -> Read<String> {
        match self.next().map(|token| &token.kind) {
            Some(Kind::Text(text)) => Ok(text.clone()),
            Some(Kind::Word(_) | Kind::Quoted(_) | Kind::Number(_) | Kind::Symbol(_)) | None => Err(Trouble),
        }
    }

    /// A whole number with its sign.
    pub(crate) fn integer(&mut self) -> Read<i64> {
        let negative = self.eat_symbol("-");
        if !negative {
            self.eat_symbol("+");
        }
        match self.next().map(|token| &token.kind) {
            Some(Kind::Number(text)) => {
                let text = if negative { format!("-{text}") } else { text.clone() };
                text.parse().map_err(|_| Trouble)
            }
            Some(Kind::Word(_) | Kind::Quoted(_) | Kind::Text(_) | Kind::Symbol(_)) | None => Err(Trouble),
        }
    }

    /// `(a, b)`
    pub(crate) fn names(&mut self) -> Read<Vec<String>> {
        self.expect_symbol("(")?;
        let mut names = vec![self.name()?];
        while self.eat_symbol(",") {
            names.push(self.name()?);
        }
        self.expect_symbol(")")?;
        Ok(names)
    }

    /// What stands between the parentheses that come next.
    pub(crate) fn parenthesized(&mut self) -> Read<Cursor<'a>> {
        self.expect_symbol("(")?;
        let start = self.at;
        let mut depth = 1usize;
        while let Some(token) = self.next() {
            if token.is_symbol("(") {
                depth += 1;
            } else if token.is_symbol(")") {
                depth -= 1;
                if depth == 0 {
                    return Ok(self.part(start, self.at - 1));
                }
            }
        }
        Err(Trouble)
    }

    /// What stands before the next token, outside of parentheses, that `ends` the part.
    pub(crate) fn until(&mut self, ends: impl Fn(&Cursor<'a>) -> bool) -> Cursor<'a> {
        let start = self.at;
        let mut depth = 0usize;
        while let Some(token) = self.peek() {
            if depth == 0 && (ends(self) || token.is_symbol(")")) {
                break;
            }
            if token.is_symbol("(") || token.is_symbol("[") {
                depth += 1;
            } else if token.is_symbol(")") || token.is_symbol("]") {
                depth = depth.saturating_sub(1);
            }
            self.at += 1;
        }
        self.part(start, self.at)
    }

    /// The parts between commas outside of parentheses; none of nothing.
    pub(crate) fn split(mut self) -> Vec<Cursor<'a>> {
        let mut parts = Vec::new();
        while !self.is_done() {
            let before = self.at;
            parts.push(self.until(|cursor| cursor.is_symbol(",")));
            if !self.eat_symbol(",") && self.at == before {
                break;
            }
        }
        parts
    }

    /// Everything that is left.
    pub(crate) fn rest(&mut self) -> Cursor<'a> {
        let part = self.part(self.at, self.tokens.len());
        self.at = self.tokens.len();
        part
    }

    /// The text of what is left, as it was written.
    pub(crate) fn raw(&self) -> &'a str {
        let left = self.tokens.get(self.at..).unwrap_or_default();
        match (left.first(), left.last()) {
            (Some(first), Some(last)) => self.sql.get(first.start..last.end).unwrap_or_default(),
            _ => "",
        }
    }

    fn part(&self, start: usize, end: usize) -> Cursor<'a> {
        Cursor { sql: self.sql, tokens: self.tokens.get(start..end).unwrap_or_default(), at: 0 }
    }
}

/// The statements of a text: between semicolons, but for those of an SQL function's body.
pub(crate) fn statements(tokens: &[Token]) -> Vec<&[Token]> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut depth = 0usize;
    let mut parentheses = 0usize;
    for (at, token) in tokens.iter().enumerate() {
        if token.is_symbol("(") {
            parentheses += 1;
        } else if token.is_symbol(")") {
            parentheses = parentheses.saturating_sub(1);
        } else if token.is_word("atomic") && at > 0 && tokens.get(at - 1).is_some_and(|one| one.is_word("begin")) {
            depth = 1;
        } else if depth > 0 && token.is_word("case") {
            depth += 1;
        } else if depth > 0 && token.is_word("end") {
            depth -= 1;
        } else if depth == 0 && parentheses == 0 && token.is_symbol(";") {
            found.push(tokens.get(start..at).unwrap_or_default());
            start = at + 1;
        }
    }
    found.push(tokens.get(start..).unwrap_or_default());
    found.retain(|one| !one.is_empty());
    found
}
