//! Operations: what `alembic.op` asks for. One file an operation; a new one starts here, and the exhaustive matches
//! over [`Operation`] show every place that must answer for it.

mod add_column;
mod alter_column;
mod batch;
mod bulk_insert;
mod comments;
mod constraints;
mod construct;
mod create_index;
mod create_table;
mod drop_column;
mod drop_index;
mod drop_table;
mod execute;
mod rename_table;
mod sequence;
mod types;

pub use add_column::AddColumn;
pub use alter_column::{AlterColumn, Change, DefaultChange};
pub use batch::{Batch, BatchOperation, Recreate};
pub use bulk_insert::BulkInsert;
pub use comments::TableComment;
pub use constraints::{AddConstraint, ConstraintKind, DropConstraint};
pub use construct::{Construct, ConstructKind};
pub use create_index::CreateIndex;
pub use create_table::CreateTable;
pub use drop_column::DropColumn;
pub use drop_index::DropIndex;
pub use drop_table::DropTable;
pub use execute::Execute;
pub use rename_table::RenameTable;
pub use sequence::SequenceDdl;
pub use types::NamedType;

use crate::TableName;

/// An operation of `alembic.op`.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// See [`CreateTable`].
    CreateTable(Box<CreateTable>),
    /// See [`DropTable`].
    DropTable(DropTable),
    /// See [`RenameTable`].
    RenameTable(RenameTable),
    /// See [`AddColumn`].
    AddColumn(Box<AddColumn>),
    /// See [`DropColumn`].
    DropColumn(DropColumn),
    /// See [`AlterColumn`].
    AlterColumn(Box<AlterColumn>),
    /// See [`CreateIndex`].
    CreateIndex(CreateIndex),
    /// See [`DropIndex`].
    DropIndex(DropIndex),
    /// See [`AddConstraint`].
    AddConstraint(AddConstraint),
    /// See [`DropConstraint`].
    DropConstraint(DropConstraint),
    /// See [`TableComment`].
    TableComment(TableComment),
    /// See [`Execute`].
    Execute(Execute),
    /// See [`BulkInsert`].
    BulkInsert(BulkInsert),
    /// See [`NamedType`].
    NamedType(NamedType),
    /// See [`SequenceDdl`].
    SequenceDdl(SequenceDdl),
    /// See [`Construct`].
    Construct(Construct),
    /// See [`Batch`].
    Batch(Batch),
}

impl Operation {
    /// The name by which scripts call it, for messages.
    pub fn function(&self) -> &'static str {
        match self {
            Operation::CreateTable(_) => "create_table",
            Operation::DropTable(_) => "drop_table",
            Operation::RenameTable(_) => "rename_table",
            Operation::AddColumn(_) => "add_column",
            Operation::DropColumn(_) => "drop_column",
            Operation::AlterColumn(_) => "alter_column",
            Operation::CreateIndex(_) => "create_index",
            Operation::DropIndex(_) => "drop_index",
            Operation::AddConstraint(add) => match &add.constraint {
                crate::Constraint::PrimaryKey(_) => "create_primary_key",
                crate::Constraint::ForeignKey(_) => "create_foreign_key",
                crate::Constraint::Unique(_) => "create_unique_constraint",
                crate::Constraint::Check(_) => "create_check_constraint",
                crate::Constraint::Exclude(_) => "create_exclude_constraint",
            },
            Operation::DropConstraint(_) => "drop_constraint",
            Operation::TableComment(comment) => {
                if comment.dropped {
                    "drop_table_comment"
                } else {
                    "create_table_comment"
                }
            }
            Operation::Execute(_) => "execute",
            Operation::BulkInsert(_) => "bulk_insert",
            Operation::NamedType(_) => "create_type",
            Operation::SequenceDdl(_) => "create_sequence",
            Operation::Construct(_) => "execute",
            Operation::Batch(_) => "batch_alter_table",
        }
    }

    /// The table it works on, where there is just one.
    pub fn table(&self) -> Option<&TableName> {
        match self {
            Operation::CreateTable(op) => Some(&op.table.name),
            Operation::DropTable(op) => Some(&op.table),
            Operation::RenameTable(op) => Some(&op.table),
            Operation::AddColumn(op) => Some(&op.table),
            Operation::DropColumn(op) => Some(&op.table),
            Operation::AlterColumn(op) => Some(&op.table),
            Operation::CreateIndex(op) => Some(&op.index.table),
            Operation::AddConstraint(op) => Some(&op.table),
            Operation::DropConstraint(op) => Some(&op.table),
            Operation::TableComment(op) => Some(&op.table),
            Operation::BulkInsert(op) => Some(&op.table),
            Operation::Construct(op) => Some(&op.table),
            Operation::Batch(op) => Some(&op.table),
            Operation::DropIndex(_) | Operation::Execute(_) | Operation::NamedType(_) | Operation::SequenceDdl(_) => {
                None
            }
        }
    }
}
