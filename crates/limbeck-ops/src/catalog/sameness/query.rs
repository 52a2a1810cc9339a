//! Queries of views, which the server writes anew in full: names qualified, parentheses and casts added.

use std::collections::BTreeSet;

use super::Sameness;
use crate::catalog::fold::tokens::{Kind, Token, tokens};

/// Words that the server adds, leaves out or writes in another way.
const IDLE: &[&str] = &["as", "asc", "inner", "outer", "cast", "array"];

/// Compares the query of a view with the one that a PostgreSQL server writes back.
///
/// Where both are the same but for parentheses, casts, qualifiers and aliases, they are the same; where a literal
/// stands in only one of them they differ. What is between can't be told from the text alone.
pub fn same_query(expected: &str, actual: &str) -> Sameness {
    let plain = |text: &str| text.trim().trim_end_matches(';').trim_end().to_owned();
    if plain(expected) == plain(actual) {
        return Sameness::Same;
    }
    let (Ok(expected), Ok(actual)) = (tokens(expected), tokens(actual)) else { return Sameness::Unsure };
    if idle_apart(&expected) == idle_apart(&actual) {
        return Sameness::Same;
    }
    let (expected, actual) = (literals(&expected), literals(&actual));
    let changed = expected.iter().any(|one| !actual.contains(one)) || actual.iter().any(|one| !expected.contains(one));
    if changed { Sameness::Different } else { Sameness::Unsure }
}

/// The tokens that say something.
fn idle_apart(tokens: &[Token]) -> Vec<String> {
    let partners = partners(tokens);
    let mut kept: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let next = tokens.get(at + 1);
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        let next_is = |words: &[&str]| next.is_some_and(|one| words.iter().any(|word| one.is_word(word)));
        match &token.kind {
            // `table.column`: the column says it.
            Kind::Word(_) | Kind::Quoted(_) if next.is_some_and(|one| one.is_symbol(".")) => at += 1,
            Kind::Word(word) if word == "not" && next_is(&["in", "like", "ilike"]) => {
                at += 1;
                let operator = [("in", "<>"), ("like", "!~~"), ("ilike", "!~~*")];
                let found = operator.iter().find(|(word, _)| next_is(&[word]));
                kept.extend(found.map(|(_, symbol)| (*symbol).to_owned()));
            }
            Kind::Word(word) if word == "in" => kept.push("=".to_owned()),
            Kind::Word(word) if word == "like" => kept.push("~~".to_owned()),
            Kind::Word(word) if word == "ilike" => kept.push("~~*".to_owned()),
            Kind::Word(word) if word == "as" && is_own_label(tokens, &partners, at) => at += 1,
            Kind::Word(word) if IDLE.contains(&word.as_str()) => (),
            // `= ANY (…)`, but not `UNION ALL`.
            Kind::Word(word) if ["any", "all"].contains(&word.as_str()) && before.is_some_and(is_operator) => (),
            // `interval '1 day'`
            Kind::Word(_) if next.is_some_and(|one| matches!(one.kind, Kind::Text(_))) => (),
            Kind::Word(word) | Kind::Quoted(word) => kept.push(word.clone()),
            Kind::Symbol(symbol) if symbol == "::" => {
                // The type after it, in as many words as it has.
                at += 1;
                while let Some(next) = tokens.get(at + 1)
                    && ["varying", "precision", "without", "with", "time", "zone"].iter().any(|one| next.is_word(one))
                {
                    at += 1;
                }
                if tokens.get(at + 1).is_some_and(|one| one.is_symbol("[")) {
                    at += 2;
                }
            }
            Kind::Symbol(symbol) if symbol == "(" || symbol == ")" => {
                let open = partners.get(at).copied().flatten().map_or(at, |other| other.min(at));
                if binds(tokens, &partners, open) {
                    kept.push(symbol.clone());
                }
            }
            Kind::Symbol(symbol) if [";", "[", "]"].contains(&symbol.as_str()) => (),
            Kind::Symbol(symbol) if symbol == "!=" => kept.push("<>".to_owned()),
            Kind::Symbol(symbol) | Kind::Number(symbol) => kept.push(symbol.clone()),
            Kind::Text(text) => kept.push(format!("'{text}'")),
        }
        at += 1;
    }
    // `a AS a`, and `FROM t t`, say it twice.
    kept.dedup_by(|one, two| one == two && one != "(" && one != ")");
    kept
}

fn is_operator(token: &Token) -> bool {
    matches!(&token.kind, Kind::Symbol(symbol) if !["(", ")", ",", ";"].contains(&symbol.as_str()))
}

/// The parenthesis that belongs to each.
fn partners(tokens: &[Token]) -> Vec<Option<usize>> {
    let mut partners = vec![None; tokens.len()];
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.is_symbol("(") {
            open.push(at);
        } else if token.is_symbol(")")
            && let Some(start) = open.pop()
        {
            if let Some(partner) = partners.get_mut(start) {
                *partner = Some(at);
            }
            if let Some(partner) = partners.get_mut(at) {
                *partner = Some(start);
            }
        }
    }
    partners
}

/// Whether parentheses hold what binds loosely, so that without them another thing would be meant.
fn binds(tokens: &[Token], partners: &[Option<usize>], open: usize) -> bool {
    let Some(close) = partners.get(open).copied().flatten() else { return true };
    let mut at = open + 1;
    while at < close {
        let Some(token) = tokens.get(at) else { return true };
        if token.is_word("select") || token.is_word("with") {
            return false;
        }
        if token.is_word("or") || ["+", "-", "||"].iter().any(|symbol| token.is_symbol(symbol)) {
            return true;
        }
        at = match partners.get(at).copied().flatten() {
            Some(partner) if partner > at => partner + 1,
            Some(_) | None => at + 1,
        };
    }
    false
}

/// `count(*) AS count`: the name that it has anyway.
fn is_own_label(tokens: &[Token], partners: &[Option<usize>], at: usize) -> bool {
    let label = tokens.get(at + 1).and_then(Token::name);
    let function = at
        .checked_sub(1)
        .and_then(|close| partners.get(close).copied().flatten())
        .and_then(|open| open.checked_sub(1))
        .and_then(|name| tokens.get(name))
        .and_then(Token::name);
    label.is_some() && label == function
}

/// The strings, but for those with a digit: dates and the like are written anew, and `ORDER BY 1` loses its number.
fn literals(tokens: &[Token]) -> BTreeSet<&str> {
    let strings = tokens.iter().filter_map(|token| match &token.kind {
        Kind::Text(text) => Some(text.as_str()),
        Kind::Number(_) | Kind::Word(_) | Kind::Quoted(_) | Kind::Symbol(_) => None,
    });
    strings.filter(|text| !text.contains(|one: char| one.is_ascii_digit())).collect()
}
