use crate::TableName;

/// `op.create_table_comment`, `op.drop_table_comment`.
#[derive(Clone, Debug, PartialEq)]
pub struct TableComment {
    /// The table.
    pub table: TableName,
    /// The comment.
    pub comment: Option<String>,
    /// Whether it is dropped; a comment that is set can be `None` too.
    pub dropped: bool,
}
