//! What happens to native objects, told to the listeners of `sqlalchemy.event` (`python/event.py`) once there are any.

use std::rc::Rc;

use limbeck_ops::Operation;
use limbeck_python::{Args, Result, Span, Value, Vm};

use crate::runtime::current_context;
use crate::sa::column::ColumnObject;
use crate::sa::names::text_of;

/// The function that calls the listeners.
#[derive(Debug)]
struct Listening(Value);

/// There is a listener now: `function(what, *objects)` is told of what happens.
pub fn listening(vm: &mut Vm, function: Value) {
    vm.insert_state(Rc::new(Listening(function)));
}

fn happened<const N: usize>(vm: &mut Vm, objects: [Value; N]) -> Result<Value> {
    match vm.state::<Listening>() {
        Some(listening) => vm.call(&listening.0, Args { span: vm.current_span(), ..Args::of(objects) }),
        None => Ok(Value::None),
    }
}

fn is_listening(vm: &Vm) -> bool {
    vm.state::<Listening>().is_some()
}

/// The URL that listeners of `do_connect` leave, if there are any.
///
/// # Errors
/// What a listener raises.
pub fn to_connect(vm: &mut Vm, engine: &Value, url: &str) -> Result<Option<String>> {
    if !is_listening(vm) {
        return Ok(None);
    }
    let left = happened(vm, [Value::str("to_connect"), engine.clone(), Value::str(url)])?;
    text_of(&left).map(Some)
}

/// `connect`, `checkout` and `engine_connect`.
///
/// # Errors
/// What a listener raises, or a refusal where one would change statements.
pub fn connected(vm: &mut Vm, engine: &Value, connection: &Value) -> Result<()> {
    happened(vm, [Value::str("connected"), engine.clone(), connection.clone()]).map(drop)
}

/// `before_parent_attach` and `after_parent_attach` of a new table and its columns, or of columns added to it.
///
/// # Errors
/// What a listener raises.
pub fn attached(vm: &mut Vm, table: &Value, columns: Option<&[Rc<ColumnObject>]>) -> Result<()> {
    if !is_listening(vm) {
        return Ok(());
    }
    let columns = columns.map_or(Value::None, |columns| Value::list(columns.iter().map(Value::shared).collect()));
    happened(vm, [Value::str("attached"), table.clone(), columns]).map(drop)
}

/// Carries out what creates or drops a table between the events before and after it (`before_create`, …), or only does so
/// where nobody listens. `tables` are those of a MetaData that is created as a whole.
///
/// # Errors
/// What a listener raises, or `run`.
pub fn around_ddl(
    vm: &mut Vm,
    create: bool,
    target: &Value,
    bind: &Value,
    tables: Option<&[Value]>,
    run: impl FnOnce(&mut Vm) -> Result<()>,
) -> Result<()> {
    if !is_listening(vm) {
        return run(vm);
    }
    let (before, after) = if create { ("before_create", "after_create") } else { ("before_drop", "after_drop") };
    let bind = match bind {
        Value::None => current_context(vm)?.connection.clone(),
        given => given.clone(),
    };
    let tables = tables.map_or(Value::None, |tables| Value::list(tables.to_vec()));
    let tell = |vm: &mut Vm, event: &str| {
        let objects = [Value::str("ddl"), Value::str(event), target.clone(), bind.clone(), tables.clone()];
        happened(vm, objects).map(drop)
    };
    tell(vm, before)?;
    run(vm)?;
    tell(vm, after)
}

/// Creates or drops a table on a `bind`, with the events around it.
///
/// # Errors
/// What a listener or the database raises.
pub fn table_ddl(vm: &mut Vm, create: bool, table: &Value, bind: &Value, check_first: bool, span: Span) -> Result<()> {
    around_ddl(vm, create, table, bind, None, |vm| {
        let operation: Operation = crate::sa::table::table_ddl(vm, table, create, check_first)?;
        crate::sa::engine::operate_on(vm, bind, operation, span)
    })
}
