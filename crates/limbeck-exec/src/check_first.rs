//! `checkfirst=True`: whether an operation finds its work done already.

use limbeck_ops::{HostError, Name, Operation, Reflection, ReflectionRequest, TableName};

/// Asks the database a question.
pub(crate) type Ask<'a> = &'a mut dyn FnMut(&ReflectionRequest) -> Result<Reflection, HostError>;

/// Whether the operation is to be left out. Named types are the dialect's own business.
pub(crate) fn is_done(operation: &Operation, ask: Ask<'_>) -> Result<bool, HostError> {
    match operation {
        Operation::CreateTable(op) if op.check_first => has_table(&op.table.name, ask),
        Operation::DropTable(op) if op.check_first => has_table(&op.table, ask).map(|there| !there),
        Operation::CreateIndex(op) if op.check_first => {
            let name = op.index.name.name().map(|name| name.text.clone());
            Ok(match ask(&ReflectionRequest::Table(op.index.table.clone()))? {
                Reflection::Table(table) => table.indexes.iter().any(|index| Some(&index.name) == name.as_ref()),
                Reflection::NoTable
                | Reflection::Names(_)
                | Reflection::Enums(_)
                | Reflection::Sequences(_)
                | Reflection::Domains(_)
                | Reflection::Text(_) => false,
            })
        }
        Operation::SequenceDdl(op) if op.check_first => {
            let name = op.sequence.name.as_ref().map(|name| name.text.clone());
            let there = has_sequence(op.sequence.schema.clone(), name.as_deref(), ask)?;
            Ok(there == op.create)
        }
        Operation::CreateTable(_)
        | Operation::DropTable(_)
        | Operation::CreateIndex(_)
        | Operation::SequenceDdl(_)
        | Operation::Construct(_)
        | Operation::NamedType(_)
        | Operation::RenameTable(_)
        | Operation::AddColumn(_)
        | Operation::DropColumn(_)
        | Operation::AlterColumn(_)
        | Operation::DropIndex(_)
        | Operation::AddConstraint(_)
        | Operation::DropConstraint(_)
        | Operation::TableComment(_)
        | Operation::Execute(_)
        | Operation::BulkInsert(_)
        | Operation::Batch(_) => Ok(false),
    }
}

fn has_table(name: &TableName, ask: Ask<'_>) -> Result<bool, HostError> {
    Ok(ask(&ReflectionRequest::Table(name.clone()))? != Reflection::NoTable)
}

fn has_sequence(schema: Option<Name>, name: Option<&str>, ask: Ask<'_>) -> Result<bool, HostError> {
    Ok(match ask(&ReflectionRequest::Sequences(schema))? {
        Reflection::Sequences(found) => found.iter().any(|sequence| Some(sequence.name.as_str()) == name),
        Reflection::Table(_)
        | Reflection::NoTable
        | Reflection::Names(_)
        | Reflection::Enums(_)
        | Reflection::Domains(_)
        | Reflection::Text(_) => false,
    })
}

/// Whether types are created or dropped only where that is not done yet.
pub(crate) fn checks_types(operation: &Operation) -> bool {
    match operation {
        Operation::NamedType(op) => op.check_first,
        Operation::CreateTable(op) => op.check_first,
        Operation::DropTable(op) => op.check_first,
        Operation::RenameTable(_)
        | Operation::AddColumn(_)
        | Operation::DropColumn(_)
        | Operation::AlterColumn(_)
        | Operation::CreateIndex(_)
        | Operation::DropIndex(_)
        | Operation::AddConstraint(_)
        | Operation::DropConstraint(_)
        | Operation::TableComment(_)
        | Operation::Execute(_)
        | Operation::BulkInsert(_)
        | Operation::SequenceDdl(_)
        | Operation::Construct(_)
        | Operation::Batch(_) => false,
    }
}
