use crate::{Column, Expr, Name, TableName};

/// `op.bulk_insert`.
#[derive(Clone, Debug, PartialEq)]
pub struct BulkInsert {
    /// The table.
    pub table: TableName,
    /// Its columns as the script declared them.
    pub columns: Vec<Column>,
    /// Rows: column and value, which may be an `inline_literal` or expression.
    pub rows: Vec<Vec<(Name, Expr)>>,
    /// `multiinsert`
    pub multi_insert: bool,
}
