use limbeck_ops::Type;

use crate::error::SqlError;
use crate::quoting::Style;

pub(crate) fn render(_style: &Style<'_>, _ty: &Type) -> Result<String, SqlError> {
    Err(SqlError::Unsupported("a type".to_owned()))
}
