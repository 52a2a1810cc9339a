//! Expressions that MySQL and MariaDB write back in other words: `not a > 1` as `a <= 1`, `date(a)` as a cast.
//!
//! Where such a word stands, and columns and literals are the same, a difference is not sure.

use std::collections::BTreeSet;

use super::{Change, ColumnChange, Constraint};
use crate::catalog::Sameness;
use crate::catalog::fold::tokens::{Kind, tokens};

/// Words behind which the server writes something else.
const REWRITTEN: &[&str] = &[
    "not",
    "date",
    "time",
    "timestamp",
    "date_add",
    "date_sub",
    "adddate",
    "subdate",
    "datediff",
    "position",
    "instr",
    "mod",
    "isnull",
    "convert",
    "binary",
    "in",
    "and",
    "or",
    "xor",
];

/// Takes back what was too sure.
pub(super) fn soften(changes: &mut [(Change, Sameness)]) {
    let nameless: Vec<String> = changes.iter().filter_map(|(change, _)| nameless_check(change)).collect();
    for (change, sameness) in changes.iter_mut().filter(|(_, sameness)| *sameness == Sameness::Different) {
        let unsure = match texts(change) {
            Some((expected, actual)) => is_rewritten(&expected, &actual),
            None => nameless_check(change).is_some_and(|text| {
                nameless
                    .iter()
                    .any(|other| *other != text && (is_rewritten(&text, other) || is_rewritten(other, &text)))
            }),
        };
        if unsure {
            *sameness = Sameness::Unsure;
        }
    }
}

/// The two texts of a change that is one of an expression.
fn texts(change: &Change) -> Option<(String, String)> {
    if let Change::Column(_, ColumnChange::Default(sides)) = change {
        return Some((sides.expected.as_ref()?.0.clone(), sides.actual.as_ref()?.0.clone()));
    }
    if let Change::Column(_, ColumnChange::Computed(sides)) = change {
        let (expected, actual) = (sides.expected.as_ref()?, sides.actual.as_ref()?);
        let alike = expected.stored == actual.stored;
        return alike.then(|| (expected.expression.0.clone(), actual.expression.0.clone()));
    }
    let Change::ConstraintChanged(sides, _) = change else { return None };
    let (Constraint::Check(expected), Constraint::Check(actual)) = (&sides.expected, &sides.actual) else {
        return None;
    };
    Some((expected.condition.0.clone(), actual.condition.0.clone()))
}

/// The condition of a check that a column has, and so has no name.
fn nameless_check(change: &Change) -> Option<String> {
    let (Change::ConstraintMissing(Constraint::Check(check)) | Change::ConstraintExtra(Constraint::Check(check))) =
        change
    else {
        return None;
    };
    check.name.is_none().then(|| check.condition.0.clone())
}

fn is_rewritten(expected: &str, actual: &str) -> bool {
    let (Ok(one), Ok(two)) = (tokens(expected), tokens(actual)) else { return true };
    let has_word = one.iter().any(|token| REWRITTEN.iter().any(|word| token.is_word(word)));
    has_word && said(&one) == said(&two)
}

/// Literals, and words that are neither functions nor such as the server puts in.
fn said(tokens: &[crate::catalog::fold::tokens::Token]) -> BTreeSet<String> {
    const IDLE: &[&str] = &["cast", "as", "interval", "null", "is", "datetime", "char", "charset"];
    let mut said = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate() {
        let called = tokens.get(at + 1).is_some_and(|next| next.is_symbol("("));
        match &token.kind {
            Kind::Word(word) if called || IDLE.contains(&word.as_str()) || REWRITTEN.contains(&word.as_str()) => {}
            // A number stands for a condition as `<> 0`.
            Kind::Number(number) if number == "0" => {}
            Kind::Word(text) | Kind::Quoted(text) | Kind::Text(text) | Kind::Number(text) => {
                said.insert(text.clone());
            }
            Kind::Symbol(_) => {}
        }
    }
    said
}
