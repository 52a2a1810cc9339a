//! What `on_version_apply` callbacks are given.

use std::rc::Rc;

use limbeck_graph::{RevisionId, Step};
use limbeck_python::{Args, Module, Result, Set, Value, Vm};

use super::context_value;
use crate::runtime::current_context;

/// The arguments of `context.run_migrations()`.
struct RunArguments(Value);

/// Keeps the arguments of `context.run_migrations()` for the callbacks.
pub fn note_arguments(vm: &mut Vm, keywords: &[(Rc<str>, Value)]) {
    let arguments = Value::dict(keywords.iter().map(|(key, value)| (key.to_string(), value.clone())));
    vm.insert_state(Rc::new(RunArguments(arguments)));
}

/// The revisions of these identifiers, as `alembic.script` has them.
fn revisions(vm: &mut Vm, ids: &[RevisionId]) -> Result<Value> {
    let module = vm.import("alembic.script")?;
    let class = vm.get_attr(&module, "ScriptDirectory")?;
    let directory = vm.call(&class, Args::none())?;
    let ids = Value::tuple(ids.iter().map(|id| Value::str(id.as_str())).collect());
    vm.call_method(&directory, "get_revisions", Args::of([ids]))
}

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
    for (name, of) in [
        ("up_revisions", step.up_ids()),
        ("down_revisions", step.down_ids()),
        ("source_revisions", step.from_ids()),
        ("destination_revisions", step.to_ids()),
    ] {
        let found = revisions(vm, of)?;
        if name == "up_revisions" {
            let first = found.as_sequence().and_then(|all| all.first().cloned()).unwrap_or_default();
            info.set("up_revision", first);
        }
        info.set(name, found);
    }
    let rows: Vec<Value> = heads.iter().map(|id| Value::str(id.as_str())).collect();
    let rows = Set::from_items(vm, rows)?;
    let arguments = vm
        .state::<RunArguments>()
        .map_or_else(|| Value::dict(Vec::<(String, Value)>::new()), |arguments| arguments.0.clone());
    Ok(vec![
        (Rc::from("ctx"), context_value(vm, &context)),
        (Rc::from("step"), Value::Module(Rc::new(info))),
        (Rc::from("heads"), Value::Set(Rc::new(rows))),
        (Rc::from("run_args"), arguments),
    ])
}
