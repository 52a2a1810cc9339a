//! Operations: Alembic's `toimpl.py` and `impl.py` over SQLAlchemy's `DDLCompiler`.

use limbeck_ops::Operation;

use crate::error::SqlError;
use crate::quoting::Style;
use crate::statement::{Mode, Statement};

pub(crate) fn operation(_style: &Style<'_>, op: &Operation, _mode: Mode) -> Result<Vec<Statement>, SqlError> {
    Err(SqlError::Unsupported(op.function().to_owned()))
}
