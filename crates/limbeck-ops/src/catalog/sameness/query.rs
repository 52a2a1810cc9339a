//! Queries of views, which the server writes anew in full: names qualified, parentheses and casts added.

use std::collections::BTreeSet;

use super::Sameness;
use crate::catalog::fold::tokens::{Kind, Token, tokens};

/// Words that the server adds, leaves out or writes in another way.
const IDLE: &[&str] = &["as", "asc", "inner", "outer", "all", "cast", "any", "array", "in", "like", "ilike", "not"];

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
    let mut kept = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let next = tokens.get(at + 1);
        match &token.kind {
            // `table.column`: the column says it.
            Kind::Word(_) | Kind::Quoted(_) if next.is_some_and(|one| one.is_symbol(".")) => at += 1,
            Kind::Word(word) if IDLE.contains(&word.as_str()) => (),
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
            Kind::Symbol(symbol) if ["(", ")", ";", "[", "]"].contains(&symbol.as_str()) => (),
            Kind::Symbol(symbol) if symbol == "!=" => kept.push("<>".to_owned()),
            Kind::Symbol(symbol) | Kind::Number(symbol) => kept.push(symbol.clone()),
            Kind::Text(text) => kept.push(format!("'{text}'")),
        }
        at += 1;
    }
    // `a AS a`, and `FROM t t`, say it twice.
    kept.dedup();
    kept
}

/// The strings, but for those with a digit: dates and the like are written anew, and `ORDER BY 1` loses its number.
fn literals(tokens: &[Token]) -> BTreeSet<&str> {
    let strings = tokens.iter().filter_map(|token| match &token.kind {
        Kind::Text(text) => Some(text.as_str()),
        Kind::Number(_) | Kind::Word(_) | Kind::Quoted(_) | Kind::Symbol(_) => None,
    });
    strings.filter(|text| !text.contains(|one: char| one.is_ascii_digit())).collect()
}
