//! Columns in the text of expressions: which ones it mentions, and their renames.

use super::naming::quoted;
use super::tokens::{Kind, Token, tokens};

/// Words that can't be a column's name without quotes.
const NEVER_COLUMNS: &[&str] = &[
    "all",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "between",
    "case",
    "cast",
    "collate",
    "current_date",
    "current_time",
    "current_timestamp",
    "current_user",
    "desc",
    "distinct",
    "else",
    "end",
    "exists",
    "false",
    "from",
    "ilike",
    "in",
    "is",
    "isnull",
    "like",
    "localtime",
    "localtimestamp",
    "not",
    "notnull",
    "null",
    "or",
    "similar",
    "some",
    "symmetric",
    "then",
    "true",
    "when",
];

/// Whether the token at a place can be a reference to the column `name`, and not a function, a type or a keyword.
fn is_reference(tokens: &[Token], at: usize, name: &str) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    let after = tokens.get(at + 1);
    let is_word = match &token.kind {
        Kind::Word(word) => {
            if NEVER_COLUMNS.contains(&word.as_str()) || after.is_some_and(|one| matches!(one.kind, Kind::Text(_))) {
                return false;
            }
            true
        }
        Kind::Quoted(_) => false,
        Kind::Text(_) | Kind::Number(_) | Kind::Symbol(_) => return false,
    };
    if token.name() != Some(name) || after.is_some_and(|one| one.is_symbol("(") || one.is_symbol(".")) {
        return false;
    }
    let Some(before) = before else { return true };
    if before.is_symbol("::") || before.is_word("as") || before.is_word("collate") {
        return false;
    }
    // `EXTRACT(day FROM …)`
    let is_field = is_word
        && before.is_symbol("(")
        && after.is_some_and(|one| one.is_word("from"))
        && at.checked_sub(2).and_then(|at| tokens.get(at)).is_some_and(|one| one.is_word("extract"));
    !is_field
}

/// Whether an expression mentions a column. A text that can't be read is said to.
pub(crate) fn mentions(expression: &str, column: &str) -> bool {
    match tokens(expression) {
        Ok(tokens) => (0..tokens.len()).any(|at| is_reference(&tokens, at, column)),
        Err(_) => expression.contains(column),
    }
}

/// Whether a name stands in a text as a token of its own.
pub(crate) fn names(text: &str, name: &str) -> bool {
    match tokens(text) {
        Ok(tokens) => tokens.iter().any(|token| token.name() == Some(name)),
        Err(_) => text.contains(name),
    }
}

/// Whether a string stands in a text.
pub(crate) fn has_text(text: &str, wanted: &str) -> bool {
    match tokens(text) {
        Ok(tokens) => tokens.iter().any(|token| matches!(&token.kind, Kind::Text(one) if one == wanted)),
        Err(_) => text.contains(wanted),
    }
}

/// An expression after a column was renamed.
pub(crate) fn rename_column(expression: &str, from: &str, to: &str) -> String {
    replace(expression, |tokens, at| is_reference(tokens, at, from).then(|| quoted(to)))
}

/// An expression after its table was renamed: `old.column` becomes `new.column`.
pub(crate) fn rename_table(expression: &str, from: &str, to: &str) -> String {
    replace(expression, |tokens, at| {
        let is_qualifier =
            tokens.get(at)?.name() == Some(from) && tokens.get(at + 1).is_some_and(|one| one.is_symbol("."));
        is_qualifier.then(|| quoted(to))
    })
}

/// An expression after a label of an enum was renamed.
pub(crate) fn rename_text(expression: &str, from: &str, to: &str) -> String {
    replace(expression, |tokens, at| match &tokens.get(at)?.kind {
        Kind::Text(text) if text == from => Some(format!("'{}'", to.replace('\'', "''"))),
        Kind::Text(_) | Kind::Word(_) | Kind::Quoted(_) | Kind::Number(_) | Kind::Symbol(_) => None,
    })
}

fn replace(expression: &str, new: impl Fn(&[Token], usize) -> Option<String>) -> String {
    let Ok(tokens) = tokens(expression) else { return expression.to_owned() };
    let mut text = String::with_capacity(expression.len());
    let mut done = 0;
    for (at, token) in tokens.iter().enumerate() {
        if let Some(new) = new(&tokens, at) {
            text.push_str(expression.get(done..token.start).unwrap_or_default());
            text.push_str(&new);
            done = token.end;
        }
    }
    text.push_str(expression.get(done..).unwrap_or_default());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_references_are_renamed() {
        for (before, after) in [
            ("a > 0", "\"B b\" > 0"),
            ("pet.a > 0 AND A < 9", "pet.\"B b\" > 0 AND \"B b\" < 9"),
            ("a(a) = 'a'", "a(\"B b\") = 'a'"),
            ("x::a = 1", "x::a = 1"),
            ("\"A\" = \"a\"", "\"A\" = \"B b\""),
            ("ä > a", "ä > \"B b\""),
        ] {
            assert_eq!(rename_column(before, "a", "B b"), after);
        }
        assert_eq!(rename_column("extract(day from day)", "day", "d"), "extract(day from d)");
        assert_eq!(rename_column("day > date '2020-01-01'", "date", "d"), "day > date '2020-01-01'");
    }
}
