use crate::TableName;

/// `op.create_table_comment`, `op.drop_table_comment`.
#[derive(Clone, Debug, PartialEq)]
pub struct TableComment {
    /// The table.
    pub table: TableName,
    /// The comment; `None` drops it.
    pub comment: Option<String>,
}
