//! Which tables statements touch.

use std::collections::BTreeSet;

use limbeck_exec::rehearsal::StandIn;

/// The names of the tables that a stand-in has.
pub(super) fn names(stand_in: &StandIn) -> BTreeSet<String> {
    stand_in.table_names().into_iter().collect()
}

/// The names among `names` that stand in statements as identifiers, in the order of their first appearance.
pub(super) fn mentioned<'s>(statements: impl Iterator<Item = &'s str>, names: &BTreeSet<String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for sql in statements {
        for word in identifiers(sql) {
            if names.contains(&word) && !found.contains(&word) {
                found.push(word);
            }
        }
    }
    found
}

/// The identifiers of a statement: words outside of string literals and comments, and what stands in double quotes.
fn identifiers(sql: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut chars = sql.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\'' => while chars.next().is_some_and(|c| c != '\'') {},
            '"' => found.push(chars.by_ref().take_while(|c| *c != '"').collect()),
            '-' if chars.peek() == Some(&'-') => while chars.next().is_some_and(|c| c != '\n') {},
            c if c.is_alphabetic() || c == '_' => {
                let mut word = String::from(c);
                while let Some(c) = chars.next_if(|c| c.is_alphanumeric() || matches!(c, '_' | '$')) {
                    word.push(c);
                }
                found.push(word);
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_literals_and_comments_are_not_touched() {
        let names = ["pet", "owner", "Kind"].map(str::to_owned).into();
        let sql = ["-- owner\nALTER TABLE pet ADD COLUMN k VARCHAR DEFAULT 'owner'", r#"DROP TABLE "Kind""#];
        assert_eq!(mentioned(sql.into_iter(), &names), ["pet", "Kind"]);
    }
}
