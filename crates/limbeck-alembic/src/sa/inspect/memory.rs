//! What an inspector remembers: SQLAlchemy's `reflection.cache`. A script that changes a table sees what was there before
//! through the inspector that it asked before, until `clear_cache()`.

use std::rc::Rc;

use limbeck_python::{Result, Value, Vm};

use super::InspectorObject;

/// The answer to the same question, if there was one; otherwise it is asked.
///
/// # Errors
/// What asking raises: that is not remembered.
pub(super) fn remembered(
    vm: &mut Vm,
    this: &Value,
    function: &str,
    names: &[&str],
    schema: &Value,
    ask: impl FnOnce(&mut Vm) -> Result<Value>,
) -> Result<Value> {
    let Some(inspector) = this.downcast::<InspectorObject>() else { return ask(vm) };
    let mut positional: Vec<Value> = names.iter().map(Value::str).collect();
    if !schema.is_none() {
        positional.push(schema.clone());
    }
    let key = Value::tuple(vec![Value::str(function), Value::tuple(positional), Value::tuple(Vec::new())]);
    let cache = Rc::clone(&inspector.info_cache);
    if let Some(known) = cache.get(vm, &key)? {
        return Ok(known);
    }
    let answer = ask(vm)?;
    cache.insert(vm, key, answer.clone())?;
    Ok(answer)
}
