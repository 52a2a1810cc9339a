//! Counts with their nouns.

use crate::{Message, messages};

messages! {
    /// One revision.
    one_revision() { en: "1 revision", zh: "1 个版本" }
    /// Revisions.
    many_revisions(count) { en: "{count} revisions", zh: "{count} 个版本" }
    /// One statement.
    one_statement() { en: "1 statement", zh: "1 条语句" }
    /// Statements.
    many_statements(count) { en: "{count} statements", zh: "{count} 条语句" }
    /// One table.
    one_table() { en: "1 table", zh: "1 张表" }
    /// Tables.
    many_tables(count) { en: "{count} tables", zh: "{count} 张表" }
}

/// `1 revision`, `2 revisions`.
pub fn revisions(count: usize) -> Message {
    if count == 1 { one_revision() } else { many_revisions(count) }
}

/// `1 statement`, `2 statements`.
pub fn statements(count: usize) -> Message {
    if count == 1 { one_statement() } else { many_statements(count) }
}

/// `1 table`, `2 tables`.
pub fn tables(count: usize) -> Message {
    if count == 1 { one_table() } else { many_tables(count) }
}
