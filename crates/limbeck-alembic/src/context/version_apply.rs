//! What `on_version_apply` callbacks are given.

use std::rc::Rc;

use limbeck_graph::{RevisionId, Step};
use limbeck_python::{Module, Result, Set, Value, Vm};

use super::context_value;
use crate::runtime::current_context;

/// The keywords of a callback: `ctx`, `step`, `heads`, `run_args`.
///
/// # Errors
/// When there is no context.
pub fn version_apply_arguments(vm: &mut Vm, step: &Step, heads: &[RevisionId]) -> Result<Vec<(Rc<str>, Value)>> {
    let context = current_context(vm)?;
    let ids = |ids: &[RevisionId]| Value::tuple(ids.iter().map(|id| Value::str(id.as_str())).collect());
    let first = |ids: &[RevisionId]| ids.first().map_or(Value::None, |id| Value::str(id.as_str()));
    let is_stamp = matches!(step, Step::Stamp(_));
    // `MigrationInfo`, as far as callbacks read it.
    let info = Module::new("MigrationInfo")
        .with("is_upgrade", Value::Bool(step.is_upgrade()))
        .with("is_stamp", Value::Bool(is_stamp))
        .with("is_migration", Value::Bool(!is_stamp))
        .with("up_revision_id", first(step.up_ids()))
        .with("up_revision_ids", ids(step.up_ids()))
        .with("down_revision_ids", ids(step.down_ids()))
        .with("source_revision_ids", ids(step.from_ids()))
        .with("destination_revision_ids", ids(step.to_ids()));
    let rows: Vec<Value> = heads.iter().map(|id| Value::str(id.as_str())).collect();
    let rows = Set::from_items(vm, rows)?;
    let no_arguments = Value::dict(Vec::<(String, Value)>::new());
    Ok(vec![
        (Rc::from("ctx"), context_value(vm, &context)),
        (Rc::from("step"), Value::Module(Rc::new(info))),
        (Rc::from("heads"), Value::Set(Rc::new(rows))),
        (Rc::from("run_args"), no_arguments),
    ])
}
