use limbeck_ops::{Datum, Type};

use crate::error::SqlError;
use crate::quoting::Style;

pub(crate) fn literal(_style: &Style<'_>, _value: &Datum, _ty: &Type) -> Result<String, SqlError> {
    Err(SqlError::Unsupported("a literal".to_owned()))
}
