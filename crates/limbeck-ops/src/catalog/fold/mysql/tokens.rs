//! Words and signs of MySQL's SQL.

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A bare word, as it was written.
    Word(String),
    /// A name in backticks, without them.
    Name(String),
    /// A text, decoded.
    Text(String),
    /// A number, also in hexadecimal.
    Number(String),
    /// Anything else.
    Sign(char),
}

/// A token and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
}

impl Token {
    pub fn is(&self, word: &str) -> bool {
        matches!(&self.kind, Kind::Word(text) if text.eq_ignore_ascii_case(word))
    }

    pub fn is_sign(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }

    /// The name that a bare word or one in backticks is.
    pub fn name(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(text) | Kind::Name(text) => Some(text),
            Kind::Text(_) | Kind::Number(_) | Kind::Sign(_) => None,
        }
    }
}

/// The tokens of a text; comments are none, but what `/*! … */` holds counts.
pub(super) fn tokens(sql: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = sql.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.chars().next().unwrap_or_default();
        let (kind, length) = match first {
            '-' if rest.starts_with("-- ") || rest.starts_with("--\n") => (None, rest.find('\n').unwrap_or(rest.len())),
            '#' => (None, rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*!") => {
                (None, rest.get(3..).map_or(3, |text| 3 + text.chars().take_while(char::is_ascii_digit).count()))
            }
            '/' if rest.starts_with("/*") => (None, rest.find("*/").map_or(rest.len(), |end| end + 2)),
            '*' if rest.starts_with("*/") => (None, 2),
            '`' => {
                let (text, length) = quoted(rest, '`');
                (Some(Kind::Name(text)), length)
            }
            '\'' | '"' => {
                let (text, length) = quoted(rest, first);
                (Some(Kind::Text(text)), length)
            }
            c if c.is_whitespace() => (None, c.len_utf8()),
            c if c.is_ascii_digit() => {
                let length = number_length(rest);
                (rest.get(..length).map(|text| Kind::Number(text.to_owned())), length)
            }
            c if is_word(c) => {
                let length = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
                (rest.get(..length).map(|text| Kind::Word(text.to_owned())), length)
            }
            c => (Some(Kind::Sign(c)), c.len_utf8()),
        };
        let length = length.max(1);
        found.extend(kind.map(|kind| Token { kind, start: at, end: at + length }));
        at += length;
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | '@')
}

fn number_length(text: &str) -> usize {
    let mut length = 0;
    let mut before = ' ';
    for c in text.chars() {
        let sign = matches!(c, '+' | '-') && matches!(before, 'e' | 'E') && !text.starts_with("0x");
        if !(c.is_ascii_alphanumeric() || c == '.' || sign) {
            break;
        }
        length += c.len_utf8();
        before = c;
    }
    length
}

/// What stands in quotes, and how long it is with them.
fn quoted(text: &str, quote: char) -> (String, usize) {
    let mut out = String::new();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && quote != '`' {
            match chars.next() {
                Some((_, 'n')) => out.push('\n'),
                Some((_, 't')) => out.push('\t'),
                Some((_, 'r')) => out.push('\r'),
                Some((_, '0')) => out.push('\0'),
                // Only LIKE takes these for themselves.
                Some((_, kept @ ('%' | '_'))) => out.extend(['\\', kept]),
                Some((_, kept)) => out.push(kept),
                None => {}
            }
        } else if c == quote {
            if chars.next_if(|(_, next)| *next == quote).is_none() {
                return (out, at + c.len_utf8());
            }
            out.push(quote);
        } else {
            out.push(c);
        }
    }
    (out, text.len())
}

/// Reads tokens one after the other.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'t> {
    pub sql: &'t str,
    tokens: &'t [Token],
    at: usize,
}

/// The statement is none that is known.
#[derive(Debug)]
pub(super) struct Unread;

pub(super) type Read<T> = Result<T, Unread>;

impl<'t> Cursor<'t> {
    pub fn new(sql: &'t str, tokens: &'t [Token]) -> Cursor<'t> {
        Cursor { sql, tokens, at: 0 }
    }

    pub fn peek(&self) -> Option<&'t Token> {
        self.tokens.get(self.at)
    }

    pub fn next(&mut self) -> Option<&'t Token> {
        let token = self.tokens.get(self.at);
        self.at += 1;
        token
    }

    pub fn is_at_end(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// Takes these words, if all of them come next.
    pub fn take(&mut self, words: &str) -> bool {
        let mut ahead = self.at;
        for word in words.split(' ') {
            if !self.tokens.get(ahead).is_some_and(|token| token.is(word)) {
                return false;
            }
            ahead += 1;
        }
        self.at = ahead;
        true
    }

    pub fn take_sign(&mut self, sign: char) -> bool {
        let there = self.peek().is_some_and(|token| token.is_sign(sign));
        self.at += usize::from(there);
        there
    }

    /// Takes the first of some texts of words that comes next.
    pub fn take_any(&mut self, all: &[&str]) -> bool {
        all.iter().any(|words| self.take(words))
    }

    pub fn name(&mut self) -> Read<String> {
        self.next().and_then(Token::name).map(str::to_owned).ok_or(Unread)
    }

    pub fn text(&mut self) -> Read<String> {
        match self.next().map(|token| &token.kind) {
            Some(Kind::Text(text)) => Ok(text.clone()),
            Some(Kind::Word(_) | Kind::Name(_) | Kind::Number(_) | Kind::Sign(_)) | None => Err(Unread),
        }
    }

    /// The tokens in round brackets that come next.
    pub fn group(&mut self) -> Read<&'t [Token]> {
        if !self.take_sign('(') {
            return Err(Unread);
        }
        let start = self.at;
        let mut depth = 1;
        while let Some(token) = self.next() {
            depth += i32::from(token.is_sign('(')) - i32::from(token.is_sign(')'));
            if depth == 0 {
                return self.tokens.get(start..self.at - 1).ok_or(Unread);
            }
        }
        Err(Unread)
    }

    /// The rest, from here on.
    pub fn rest(&mut self) -> &'t [Token] {
        let rest = self.tokens.get(self.at..).unwrap_or_default();
        self.at = self.tokens.len();
        rest
    }

    /// The tokens up to the next comma outside of brackets, which is taken.
    pub fn part(&mut self) -> &'t [Token] {
        let start = self.at;
        let mut depth = 0;
        while let Some(token) = self.peek() {
            if depth == 0 && token.is_sign(',') {
                break;
            }
            depth += i32::from(token.is_sign('(')) - i32::from(token.is_sign(')'));
            self.at += 1;
        }
        let part = self.tokens.get(start..self.at).unwrap_or_default();
        self.at += 1;
        part
    }
}

/// The parts between commas outside of brackets.
pub(super) fn parts<'t>(sql: &'t str, tokens: &'t [Token]) -> Vec<&'t [Token]> {
    let mut cursor = Cursor::new(sql, tokens);
    let mut found = Vec::new();
    while !cursor.is_at_end() {
        found.push(cursor.part());
    }
    found
}
