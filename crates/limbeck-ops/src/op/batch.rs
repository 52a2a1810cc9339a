use crate::{Constraint, Name, NamingConvention, Operation, Options, Origin, Table, TableName};

/// `op.batch_alter_table`.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// The table.
    pub table: TableName,
    /// `recreate`: auto, always, never.
    pub recreate: Recreate,
    /// `copy_from`: the table as it is, instead of reflection.
    pub copy_from: Option<Box<Table>>,
    /// `table_args`: further constraints and indexes.
    pub table_args: Vec<Constraint>,
    /// `table_kwargs`
    pub options: Options,
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
    /// Where it was called.
    pub origin: Origin,
}
