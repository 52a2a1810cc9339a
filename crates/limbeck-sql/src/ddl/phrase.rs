//! Words of SQL that scripts give as text: SQLAlchemy's `validate_sql_phrase`.

use crate::compile::python;
use crate::error::SqlError;

/// The pattern that `ON UPDATE`, `INITIALLY` and `MATCH` have to match.
pub(crate) const KEYWORDS: &str = r"^\w+(?:\s+\w+)*$";

/// Python's `\w`.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Words with white space between them.
pub(crate) fn is_keyword_phrase(text: &str) -> bool {
    !text.is_empty()
        && text.starts_with(is_word)
        && text.trim_end_matches('\n').ends_with(is_word)
        && text.chars().all(|c| is_word(c) || c.is_whitespace())
}

/// SQLAlchemy's refusal.
pub(crate) fn refuse_phrase(text: &str, pattern: &str) -> SqlError {
    SqlError::compile(format!(
        "Unexpected SQL phrase: {} (matching against {})",
        python::quoted(text),
        python::quoted(pattern)
    ))
}

/// A phrase as it is, if it is one.
pub(crate) fn keyword_phrase(text: &str) -> Result<&str, SqlError> {
    if is_keyword_phrase(text) { Ok(text) } else { Err(refuse_phrase(text, KEYWORDS)) }
}
