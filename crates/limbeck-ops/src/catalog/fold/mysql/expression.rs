//! Expressions in words that the comparison of expressions knows: PostgreSQL's quotes and operators.

use super::tokens::{Kind, Token};

/// The text of an expression. Names are in lower case, since MySQL does not tell them apart by it.
pub(super) fn expression(tokens: &[Token]) -> String {
    let mut out = String::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let next = tokens.get(at + 1);
        let adjoins = next.is_some_and(|next| next.start == token.end);
        let piece = match &token.kind {
            // `_utf8mb4'text'`, which the server adds.
            Kind::Word(word) if word.starts_with('_') && matches!(next.map(|one| &one.kind), Some(Kind::Text(_))) => {
                String::new()
            }
            Kind::Word(word) if matches!(word.as_str(), "b" | "B" | "x" | "X" | "n" | "N") && adjoins => {
                word.to_lowercase()
            }
            // `cast(… as char charset utf8mb4)`, `character set` likewise.
            Kind::Word(word) if word.eq_ignore_ascii_case("charset") => {
                at += 1;
                String::new()
            }
            Kind::Word(word) => plain_word(word, next),
            Kind::Name(name) => name_text(&name.to_lowercase()),
            Kind::Text(text) => format!("'{}'", text.replace('\'', "''")),
            Kind::Number(number) => number.to_lowercase(),
            Kind::Sign('|') if adjoins && next.is_some_and(|next| next.is_sign('|')) => {
                at += 1;
                "or".to_owned()
            }
            Kind::Sign('&') if adjoins && next.is_some_and(|next| next.is_sign('&')) => {
                at += 1;
                "and".to_owned()
            }
            Kind::Sign('!') if next.is_some_and(|next| next.is_sign('=')) => {
                at += 1;
                "<>".to_owned()
            }
            Kind::Sign('!') => "not".to_owned(),
            Kind::Sign(sign) => sign.to_string(),
        };
        let glued = matches!(piece.as_str(), "(" | ")" | "," | ".")
            || out.ends_with(['(', '.'])
            || (matches!(token.kind, Kind::Sign(_) | Kind::Text(_)) && at > 0 && glues(tokens, at));
        if !piece.is_empty() {
            if !out.is_empty() && !glued {
                out.push(' ');
            }
            out.push_str(&piece);
        }
        at += 1;
    }
    out
}

/// Whether a token belongs to the sign or letter right before it (`<=`, `b'1'`).
fn glues(tokens: &[Token], at: usize) -> bool {
    let (Some(before), Some(token)) = (at.checked_sub(1).and_then(|at| tokens.get(at)), tokens.get(at)) else {
        return false;
    };
    let letter = matches!(&before.kind, Kind::Word(word) if word.len() == 1) && matches!(token.kind, Kind::Text(_));
    let signs = matches!(before.kind, Kind::Sign('<' | '>' | '!' | '=' | '-'))
        && matches!(token.kind, Kind::Sign('<' | '>' | '='));
    before.end == token.start && (letter || signs)
}

fn plain_word(word: &str, next: Option<&Token>) -> String {
    let lower = word.to_lowercase();
    match lower.as_str() {
        "true" => "1".to_owned(),
        "false" => "0".to_owned(),
        "mod" if !next.is_some_and(|next| next.is_sign('(')) => "%".to_owned(),
        "div" => "#".to_owned(),
        "regexp" | "rlike" => "~*".to_owned(),
        // Names of one moment.
        "now" | "localtime" | "localtimestamp" | "current_timestamp" => moment(next),
        "current_date" if !next.is_some_and(|next| next.is_sign('(')) => "curdate()".to_owned(),
        _ if next.is_some_and(|next| next.is_sign('(')) => {
            SYNONYMS.iter().find(|(other, _)| *other == lower).map_or(lower, |(_, name)| (*name).to_owned())
        }
        _ => lower,
    }
}

/// Functions that the server writes back by another name.
const SYNONYMS: &[(&str, &str)] = &[
    ("length", "octet_length"),
    ("character_length", "char_length"),
    ("lower", "lcase"),
    ("upper", "ucase"),
    ("substring", "substr"),
    ("mid", "substr"),
    ("power", "pow"),
    ("ceil", "ceiling"),
    ("day", "dayofmonth"),
    ("sha1", "sha"),
    ("std", "stddev"),
];

fn moment(next: Option<&Token>) -> String {
    let called = next.is_some_and(|next| next.is_sign('('));
    if called { "now".to_owned() } else { "now()".to_owned() }
}

/// A name, in quotes where it has to be.
pub(super) fn name_text(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && !name.is_empty();
    if plain && !RESERVED.contains(&name) { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// Words that can't be names of columns in an expression without quotes.
const RESERVED: &[&str] = &[
    "all",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "between",
    "case",
    "cast",
    "check",
    "collate",
    "column",
    "constraint",
    "create",
    "current_date",
    "default",
    "desc",
    "distinct",
    "div",
    "do",
    "else",
    "end",
    "except",
    "exists",
    "false",
    "for",
    "foreign",
    "from",
    "grant",
    "group",
    "having",
    "ilike",
    "in",
    "interval",
    "into",
    "is",
    "like",
    "limit",
    "not",
    "null",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "position",
    "primary",
    "references",
    "select",
    "some",
    "substring",
    "table",
    "then",
    "to",
    "trim",
    "true",
    "union",
    "unique",
    "user",
    "using",
    "when",
    "where",
    "with",
];

/// Without the brackets that hold all of it.
pub(super) fn unwrapped(tokens: &[Token]) -> &[Token] {
    let mut tokens = tokens;
    while let [first, inner @ .., last] = tokens
        && first.is_sign('(')
        && last.is_sign(')')
        && is_balanced(inner)
    {
        tokens = inner;
    }
    tokens
}

fn is_balanced(tokens: &[Token]) -> bool {
    let mut depth = 0;
    for token in tokens {
        depth += i32::from(token.is_sign('(')) - i32::from(token.is_sign(')'));
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}
