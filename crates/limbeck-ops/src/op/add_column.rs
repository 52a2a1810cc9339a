use crate::{Column, Constraint, Index, TableName};

/// `op.add_column`.
#[derive(Clone, Debug, PartialEq)]
pub struct AddColumn {
    /// The table.
    pub table: TableName,
    /// The column; foreign keys among its constraints become statements of their own.
    pub column: Column,
    /// Constraints that the column brings (foreign keys, checks, `unique=True`), conventions applied.
    pub constraints: Vec<Constraint>,
    /// Indexes that the column brings (`index=True`), conventions applied.
    pub indexes: Vec<Index>,
    /// `IF NOT EXISTS`
    pub if_not_exists: bool,
    /// `inline_references`
    pub inline_references: bool,
    /// `inline_primary_key`
    pub inline_primary_key: bool,
}
