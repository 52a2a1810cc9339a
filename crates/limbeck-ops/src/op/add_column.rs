use crate::{Column, Constraint, ForeignKey, Index, TableName};

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

impl AddColumn {
    /// The foreign key that `inline_references` writes with the column, and not in a statement of its own: the only one
    /// that the column brings, if it is of one column.
    pub fn inline_reference(&self) -> Option<&ForeignKey> {
        let mut keys = self.constraints.iter().filter_map(|one| match one {
            Constraint::ForeignKey(key) => Some(key),
            Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Check(_) | Constraint::Exclude(_) => None,
        });
        let key = keys.next()?;
        (self.inline_references && keys.next().is_none() && key.columns.len() == 1).then_some(key)
    }
}
