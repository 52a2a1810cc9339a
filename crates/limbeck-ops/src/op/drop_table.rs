use crate::{TableName, Type};

/// `op.drop_table`, `Table.drop(bind)`.
#[derive(Clone, Debug, PartialEq)]
pub struct DropTable {
    /// The table.
    pub table: TableName,
    /// `IF EXISTS`
    pub if_exists: bool,
    /// `checkfirst=True` of `Table.drop`: nothing happens where the table does not exist.
    pub check_first: bool,
    /// Named types that go with the table: only `Table.drop(bind)` gives them, `op.drop_table` does not.
    pub types: Vec<Type>,
}
