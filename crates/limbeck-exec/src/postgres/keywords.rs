//! What the first words of a statement tell, without parsing it.

/// The words and signs of a text in their order, comments and quoted pieces left out.
fn words(sql: &str) -> impl Iterator<Item = &str> {
    let mut rest = sql;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start();
            let first = rest.chars().next()?;
            let skipped = if rest.starts_with("--") {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            } else if first.is_alphanumeric() || first == '_' {
                let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
                let (word, after) = rest.split_at(end);
                rest = after;
                return Some(word);
            } else if first == ';' {
                let (sign, after) = rest.split_at(1);
                rest = after;
                return Some(sign);
            } else {
                first.len_utf8()
            };
            rest = rest.get(skipped..).unwrap_or_default();
        }
    })
}

/// The first word in capitals.
pub(crate) fn first_word(sql: &str) -> String {
    words(sql).find(|word| *word != ";").unwrap_or_default().to_ascii_uppercase()
}

/// Whether the text may end or begin a transaction: one of these words begins a statement in it.
///
/// May say yes where a `;` stands in quotes; never no where it is so.
pub(crate) fn may_control_transactions(sql: &str) -> bool {
    const WORDS: &[&str] = &["COMMIT", "END", "ROLLBACK", "ABORT", "BEGIN", "START", "PREPARE"];
    let mut at_start = true;
    words(sql).any(|word| {
        let found = at_start && WORDS.iter().any(|known| word.eq_ignore_ascii_case(known));
        at_start = word == ";";
        found
    })
}

/// `COPY … FROM STDIN` or `TO STDOUT`: needs data that a statement has not.
pub(crate) fn copies_through_the_client(sql: &str) -> Option<&'static str> {
    let mut at_start = true;
    let mut copying = false;
    for word in words(sql) {
        if at_start {
            copying = word.eq_ignore_ascii_case("copy");
        }
        if copying && word.eq_ignore_ascii_case("stdin") {
            return Some("can't execute COPY FROM: use the copy_from() method instead");
        }
        if copying && word.eq_ignore_ascii_case("stdout") {
            return Some("can't execute COPY TO: use the copy_to() method instead");
        }
        at_start = word == ";";
    }
    None
}

/// Whether a command tag is of a command that leaves nothing behind.
pub(crate) fn leaves_nothing(tag: &str) -> bool {
    matches!(
        tag.split(' ').next().unwrap_or_default(),
        "" | "SELECT"
            | "SHOW"
            | "SET"
            | "RESET"
            | "EXPLAIN"
            | "FETCH"
            | "BEGIN"
            | "START"
            | "ROLLBACK"
            | "DISCARD"
            | "LOCK"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transaction_words_count_where_a_statement_begins() {
        for sql in ["COMMIT", " /* x */ commit;", "select 1; Rollback", "-- x\nBEGIN", "end", "prepare transaction 'x'"]
        {
            assert!(may_control_transactions(sql), "{sql}");
        }
        for sql in ["select 'commit'", "create table begin_x()", "select case when a then b end", ""] {
            assert!(!may_control_transactions(sql), "{sql}");
        }
        assert_eq!(first_word("  (select 1)"), "SELECT");
        assert!(copies_through_the_client("copy t from stdin").is_some());
        assert!(copies_through_the_client("copy t from '/x'").is_none());
    }
}
