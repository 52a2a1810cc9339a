//! `batch_alter_table` as a host carries it out: its operations one by one, or the table made anew.

mod indexes;
mod reflected;

use limbeck_ops::op::{Batch, Recreate};
use limbeck_ops::{DialectName, HostError, Operation, Origin, Reflection, ReflectionRequest, ServerDefault, TypeKind};
use limbeck_sql::{ExistingTable, Mode, Recreation};

use crate::sql::host_error;

/// An operation of a block with its place.
pub(crate) type Inner<'b> = (&'b Operation, &'b Origin);

/// What a block takes.
pub(crate) enum Plan<'b> {
    /// Each operation by itself.
    Each(Vec<Inner<'b>>),
    /// What runs first, then the table made anew.
    Anew(Vec<Inner<'b>>),
}

/// How a block is carried out.
pub(crate) fn plan(batch: &Batch, dialect: DialectName) -> Plan<'_> {
    let recreate = match batch.recreate {
        Recreate::Always => true,
        Recreate::Never => false,
        Recreate::Auto => match dialect {
            DialectName::Sqlite => batch.operations.iter().any(|inner| needs_recreation(&inner.operation)),
            DialectName::Postgresql | DialectName::Mysql | DialectName::Mariadb => false,
        },
    };
    let inner = batch.operations.iter().map(|inner| (&inner.operation, &inner.origin));
    if recreate {
        // Alembic runs them when they are called, before the block ends.
        Plan::Anew(inner.filter(|(operation, _)| matches!(operation, Operation::Execute(_))).collect())
    } else {
        Plan::Each(inner.collect())
    }
}

/// Alembic's `SQLiteImpl.requires_recreate_in_batch`.
fn needs_recreation(operation: &Operation) -> bool {
    match operation {
        Operation::AddColumn(add) => {
            let stored = add.column.computed.as_ref().is_some_and(|computed| computed.persisted == Some(true));
            // Foreign keys and the like are added as constraints, which SQLite can't.
            stored || !add.constraints.is_empty() || matches!(add.column.server_default, Some(ServerDefault::Expr(_)))
        }
        Operation::CreateIndex(_) | Operation::DropIndex(_) | Operation::Execute(_) => false,
        Operation::CreateTable(_)
        | Operation::DropTable(_)
        | Operation::RenameTable(_)
        | Operation::DropColumn(_)
        | Operation::AlterColumn(_)
        | Operation::AddConstraint(_)
        | Operation::DropConstraint(_)
        | Operation::TableComment(_)
        | Operation::BulkInsert(_)
        | Operation::NamedType(_)
        | Operation::SequenceDdl(_)
        | Operation::Construct(_)
        | Operation::Batch(_) => true,
    }
}

/// Takes the defaults of columns that own a sequence away: with Alembic they become SERIAL again. Returns what it logs.
///
/// `owned`: the columns, each with its sequence.
pub(crate) fn forget_serial_defaults(
    table: &mut limbeck_ops::ReflectedTable,
    owned: &[(String, String)],
) -> Vec<String> {
    let mut lines = Vec::new();
    for reflected in &mut table.columns {
        let column = &mut reflected.column;
        let whole = matches!(column.ty.kind, TypeKind::Integer | TypeKind::BigInteger);
        let counted = matches!(
            &column.server_default,
            Some(ServerDefault::Expr(limbeck_ops::Expr::Text(clause))) if clause.text.starts_with("nextval(")
        );
        let name = &column.name.text;
        if whole
            && counted
            && let Some((_, sequence)) = owned.iter().find(|(owner, _)| owner == name)
        {
            lines.push(format!(
                "Detected sequence named '{sequence}' as owned by integer column '{}({name})', assuming SERIAL and omitting",
                table.name.name
            ));
            column.server_default = None;
        }
    }
    lines
}

/// The statements that make the table anew, online; the table is read from the database unless the script gave it.
pub(crate) fn recreation(
    dialect: &limbeck_ops::Dialect,
    batch: &Batch,
    origin: &Origin,
    ask: &mut dyn FnMut(&ReflectionRequest) -> Result<Reflection, HostError>,
) -> Result<Recreation, HostError> {
    let existing = match &batch.copy_from {
        Some(table) => ExistingTable::given(limbeck_ops::Table::clone(table)),
        None => match match &batch.reflected {
            Some(known) => Reflection::Table(known.clone()),
            None => ask(&ReflectionRequest::Table(batch.table.clone()))?,
        } {
            Reflection::Table(table) => {
                let existing = reflected::existing(*table, dialect.name);
                match &batch.reflect_args {
                    Some(args) => existing.with(args),
                    None => existing,
                }
            }
            Reflection::NoTable
            | Reflection::Names(_)
            | Reflection::Enums(_)
            | Reflection::Sequences(_)
            | Reflection::Domains(_)
            | Reflection::Text(_) => {
                return Err(HostError::Compile {
                    class: "NoSuchTableError",
                    message: batch.table.name.text.clone(),
                    origin: origin.clone(),
                });
            }
        },
    };
    limbeck_sql::batch(dialect, batch, existing, Mode::Online).map_err(|failed| {
        let inner = failed.operation.and_then(|position| batch.operations.get(position));
        host_error(failed.error, inner.map_or(origin, |inner| &inner.origin))
    })
}
