use crate::{ConstraintName, Name, NamingConvention, Operation, Origin, ReflectedTable, Table, TableName};

/// `op.batch_alter_table`.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// The table.
    pub table: TableName,
    /// `recreate`: auto, always, never.
    pub recreate: Recreate,
    /// `copy_from`: the table as it is, instead of reflection.
    pub copy_from: Option<Box<Table>>,
    /// `table_args` and `table_kwargs`: what the new table has besides, as a table of which the name says nothing.
    pub table_args: Option<Box<Table>>,
    /// `reflect_args`: what stands in place of, or beside, what the database has; likewise.
    pub reflect_args: Option<Box<Table>>,
    /// The table as the database has it, where the script has looked already (`reflect_kwargs`).
    pub reflected: Option<Box<ReflectedTable>>,
    /// `partial_reordering`: column groups.
    pub partial_reordering: Vec<Vec<Name>>,
    /// `naming_convention` of the block.
    pub naming_convention: Option<NamingConvention>,
    /// The operations of the block in order.
    pub operations: Vec<BatchOperation>,
}

/// `recreate=…`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Recreate {
    /// SQLite: when an operation needs it.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// An operation inside the block, with where a new column goes.
#[derive(Clone, Debug, PartialEq)]
pub struct BatchOperation {
    /// The operation; its table is the block's.
    pub operation: Operation,
    /// `insert_before`
    pub insert_before: Option<Name>,
    /// `insert_after`
    pub insert_after: Option<Name>,
    /// The name of an index as the script gave it, where no convention is in force as soon as the table is made anew.
    pub index_name: Option<ConstraintName>,
    /// Where it was called.
    pub origin: Origin,
}
