//! `batch_alter_table` that makes a table anew: Alembic's `operations/batch.py`, "move and copy".
//!
//! A table under a temporary name, the rows copied into it, the old table dropped, the new one renamed, its indexes
//! made. What is known of the table comes in as data, from `copy_from` or from the database; nothing here asks for it.
//!
//! Where limbeck keeps more than Alembic: triggers and indexes on expressions are made again (Alembic loses them), a
//! foreign key of the table to itself follows a renamed column, generated columns are not copied into, and colons in
//! reflected defaults stay colons.

mod build;
mod columns;
mod follow;
mod order;
mod state;

use limbeck_ops::op::Batch;
use limbeck_ops::{Constraint, Dialect, Table};
use thiserror::Error;

use self::state::State;
use crate::ddl::TypeMemo;
use crate::error::SqlError;
use crate::quoting::Style;
use crate::statement::{Mode, Statement};

/// The table of a block as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct ExistingTable {
    /// The table.
    pub table: Table,
    /// Whether it was read from the database rather than given as `copy_from`.
    pub reflected: bool,
    /// Indexes on expressions by name, as the statements that make them.
    pub expression_indexes: Vec<(String, String)>,
    /// Statements that make its triggers.
    pub triggers: Vec<String>,
}

impl ExistingTable {
    /// The table with what `reflect_args` says of it: columns in place of the database's or beside them, constraints and
    /// indexes beside them.
    #[must_use]
    pub fn with(mut self, args: &Table) -> Self {
        for column in &args.columns {
            match self.table.columns.iter_mut().find(|known| known.name.text == column.name.text) {
                Some(known) => {
                    // The foreign keys of a column go with it.
                    let replaced = known.name.text.clone();
                    self.table.constraints.retain(|one| match one {
                        Constraint::ForeignKey(key) => key.columns.iter().all(|name| name.text != replaced),
                        Constraint::PrimaryKey(_)
                        | Constraint::Unique(_)
                        | Constraint::Check(_)
                        | Constraint::Exclude(_) => true,
                    });
                    *known = column.clone();
                }
                None => self.table.columns.push(column.clone()),
            }
        }
        for (key, value) in &args.options.items {
            self.table.options.set(key, value.clone());
        }
        self.table.constraints.extend(args.constraints.iter().cloned());
        self.table.indexes.extend(args.indexes.iter().map(|index| {
            let mut index = index.clone();
            index.table = self.table.name.clone();
            index
        }));
        self
    }

    /// A table that the script gave.
    pub fn given(table: Table) -> Self {
        ExistingTable { table, reflected: false, expression_indexes: Vec::new(), triggers: Vec::new() }
    }
}

/// What makes a table anew.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recreation {
    /// The statements in order.
    pub statements: Vec<Statement>,
    /// What is lost on the way, in Alembic's words where it warns too.
    pub warnings: Vec<String>,
}

/// An operation of the block that can't be done.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{error}")]
pub struct BatchError {
    /// Why.
    pub error: SqlError,
    /// The position of the operation in the block; `None` where it is the block itself.
    pub operation: Option<usize>,
}

impl From<SqlError> for BatchError {
    fn from(error: SqlError) -> Self {
        BatchError { error, operation: None }
    }
}

/// The statements that make the table of a block anew.
///
/// `execute` inside the block is the caller's business: Alembic runs it before anything else of the block.
///
/// # Errors
/// Where SQLAlchemy or Alembic would refuse, in their words.
pub fn batch(dialect: &Dialect, batch: &Batch, existing: ExistingTable, mode: Mode) -> Result<Recreation, BatchError> {
    statements(&Style::new(dialect, mode)?, batch, existing, mode, &mut TypeMemo::new())
}

/// As [`batch`], inside a run.
pub(crate) fn statements(
    style: &Style<'_>,
    batch: &Batch,
    existing: ExistingTable,
    mode: Mode,
    memo: &mut TypeMemo,
) -> Result<Recreation, BatchError> {
    let mut state = State::new(batch, existing)?;
    for (position, inner) in batch.operations.iter().enumerate() {
        state.apply(style, inner).map_err(|error| BatchError { error, operation: Some(position) })?;
    }
    Ok(state.finish(style, mode, memo)?)
}

/// The statements of a block without a database: `copy_from` has to tell what the table is.
pub(crate) fn of_operation(
    style: &Style<'_>,
    batch: &Batch,
    mode: Mode,
    memo: &mut TypeMemo,
) -> Result<Vec<Statement>, SqlError> {
    match (&batch.copy_from, mode) {
        (Some(table), Mode::Online | Mode::Offline) => {
            let existing = ExistingTable::given(Table::clone(table));
            let done = statements(style, batch, existing, mode, memo).map_err(|error| error.error)?;
            Ok(done.statements)
        }
        (None, Mode::Offline) => Err(SqlError::of(
            "CommandError",
            format!(
                "This operation cannot proceed in --sql mode; batch mode with dialect {} requires a live database connection with which to reflect the table \"{}\". To generate a batch SQL migration script using table \"move and copy\", a complete Table object should be passed to the \"copy_from\" argument of the batch_alter_table() method so that table reflection can be skipped.",
                style.dialect.name, batch.table.name
            ),
        )),
        (None, Mode::Online) => Err(SqlError::Unsupported(format!(
            "batch_alter_table on {} in a way that makes the table anew",
            batch.table
        ))),
    }
}
