//! Queries and expressions: SQLAlchemy's `SQLCompiler`.

pub(crate) mod literal;
pub(crate) mod types;

use limbeck_ops::{Params, Query};

use crate::error::SqlError;
use crate::quoting::Style;
use crate::statement::{Mode, Statement};

pub(crate) fn statements(
    _style: Style<'_>,
    _query: &Query,
    _params: &Params,
    _mode: Mode,
) -> Result<Vec<Statement>, SqlError> {
    Err(SqlError::Unsupported("execute".to_owned()))
}

pub(crate) fn printed(_style: Style<'_>, _query: &Query, _literal_binds: bool) -> Result<String, SqlError> {
    Err(SqlError::Unsupported("compile".to_owned()))
}
