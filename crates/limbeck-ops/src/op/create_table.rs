use crate::Table;

/// `op.create_table`, `Table.create(bind)`.
#[derive(Clone, Debug, PartialEq)]
pub struct CreateTable {
    /// The table with everything in it.
    pub table: Table,
    /// `IF NOT EXISTS`
    pub if_not_exists: bool,
    /// `checkfirst=True` of `Table.create`: nothing happens where the table exists.
    pub check_first: bool,
}
