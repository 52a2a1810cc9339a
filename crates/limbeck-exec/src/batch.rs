//! `batch_alter_table` where the table is not made anew: its operations one by one.

use limbeck_ops::op::{Batch, Recreate};
use limbeck_ops::{DialectName, HostError, Operation, Origin, ServerDefault};

/// The operations of a block, each with its place.
///
/// # Errors
/// When the block needs the table to be made anew, which is not supported yet.
pub(crate) fn operations<'b>(
    batch: &'b Batch,
    dialect: DialectName,
    origin: &Origin,
) -> Result<Vec<(&'b Operation, &'b Origin)>, HostError> {
    let recreate = match batch.recreate {
        Recreate::Always => true,
        Recreate::Never => false,
        Recreate::Auto => match dialect {
            DialectName::Sqlite => batch.operations.iter().any(|inner| needs_recreation(&inner.operation)),
            DialectName::Postgresql | DialectName::Mysql => false,
        },
    };
    if recreate {
        let what = format!("batch_alter_table on {} in a way that makes the table anew", batch.table);
        return Err(HostError::Unsupported { what, origin: origin.clone() });
    }
    Ok(batch.operations.iter().map(|inner| (&inner.operation, &inner.origin)).collect())
}

/// Alembic's `SQLiteImpl.requires_recreate_in_batch`.
fn needs_recreation(operation: &Operation) -> bool {
    match operation {
        Operation::AddColumn(add) => {
            let stored = add.column.computed.as_ref().is_some_and(|computed| computed.persisted == Some(true));
            // Foreign keys and the like are added as constraints, which SQLite can't.
            stored || !add.constraints.is_empty() || matches!(add.column.server_default, Some(ServerDefault::Expr(_)))
        }
        Operation::CreateIndex(_) | Operation::DropIndex(_) => false,
        Operation::CreateTable(_)
        | Operation::DropTable(_)
        | Operation::RenameTable(_)
        | Operation::DropColumn(_)
        | Operation::AlterColumn(_)
        | Operation::AddConstraint(_)
        | Operation::DropConstraint(_)
        | Operation::TableComment(_)
        | Operation::Execute(_)
        | Operation::BulkInsert(_)
        | Operation::NamedType(_)
        | Operation::SequenceDdl(_)
        | Operation::Batch(_) => true,
    }
}
