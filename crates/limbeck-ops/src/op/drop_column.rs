use crate::{Name, Options, TableName};

/// `op.drop_column`.
#[derive(Clone, Debug, PartialEq)]
pub struct DropColumn {
    /// The table.
    pub table: TableName,
    /// The column.
    pub column: Name,
    /// `IF EXISTS`
    pub if_exists: bool,
    /// Further options (`mssql_drop_check`, …), among them the `existing_type` whose check goes with the column.
    pub options: Options,
}
