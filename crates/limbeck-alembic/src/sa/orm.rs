//! Mapped classes, as far as statements need them: the table behind a class.

use limbeck_python::{Result, Value, Vm};

/// The table of a mapped class (`__table__`), if `value` is one.
///
/// # Errors
/// When looking the attribute up fails.
pub fn table_of(vm: &mut Vm, value: &Value) -> Result<Option<Value>> {
    let Value::Class(class) = value else { return Ok(None) };
    if class.lookup("__table__").is_none() {
        return Ok(None);
    }
    let table = vm.get_attr(value, "__table__")?;
    Ok(table.downcast_ref::<crate::sa::table::TableObject>().is_some().then_some(table))
}
