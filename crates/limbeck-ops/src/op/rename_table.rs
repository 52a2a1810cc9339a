use crate::{Name, TableName};

/// `op.rename_table`.
#[derive(Clone, Debug, PartialEq)]
pub struct RenameTable {
    /// The table.
    pub table: TableName,
    /// The new name, in the same schema.
    pub new_name: Name,
}
