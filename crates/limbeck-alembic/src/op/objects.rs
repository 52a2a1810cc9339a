//! What operations as objects need (`alembic.operations.ops`, in `shims/python/alembic_ops.py`): constraints and indexes
//! that a script holds, and functions of `op` whose implementation a project has replaced.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use limbeck_ops::op::AddConstraint;
use limbeck_ops::{Operation, TableName};
use limbeck_python::{Args, Bound, Error, Result, Value, Vm};

use crate::sa::constraints::{ConstraintObject, IndexObject};
use crate::sa::names::{optional_name, required_name};

/// Functions of `op` that go through the implementation of a project.
#[derive(Debug, Default)]
struct Replaced {
    names: RefCell<Vec<String>>,
    /// How many built-in implementations are at work, for which nothing is replaced.
    built_in: Cell<usize>,
}

/// `replace_operation(name)`: from now on the function makes an object and invokes it.
pub(crate) fn replace(vm: &mut Vm, bound: &Bound) -> Result<Value> {
    let name = required_name(&bound.value("name"))?.text;
    let replaced = vm.state::<Replaced>().unwrap_or_else(|| {
        let replaced = Rc::new(Replaced::default());
        vm.insert_state(Rc::clone(&replaced));
        replaced
    });
    replaced.names.borrow_mut().push(name);
    Ok(Value::None)
}

/// `built_in(function)`: calls a function that reaches the built-in implementations, whatever has been replaced.
pub(crate) fn built_in(vm: &mut Vm, bound: &Bound) -> Result<Value> {
    let function = bound.value("function");
    let Some(replaced) = vm.state::<Replaced>() else { return vm.call(&function, Args::none()) };
    replaced.built_in.set(replaced.built_in.get() + 1);
    let done = vm.call(&function, Args::none());
    replaced.built_in.set(replaced.built_in.get() - 1);
    done
}

/// Whether a function's implementation has been replaced.
pub(super) fn replaced(vm: &Vm, name: &str) -> bool {
    vm.state::<Replaced>().is_some_and(|replaced| {
        replaced.built_in.get() == 0 && replaced.names.borrow().iter().any(|known| known == name)
    })
}

/// Calls a function whose implementation has been replaced; `block` is the batch block, or none.
pub(super) fn call_replaced(vm: &mut Vm, name: &str, block: Value, args: Args) -> Result<Value> {
    let keywords = Value::dict(args.keyword.iter().map(|(key, value)| (key.to_string(), value.clone())));
    let arguments = [Value::str(name), block, Value::tuple(args.positional), keywords];
    super::registered(vm, "replaced", Args { span: args.span, ..Args::of(arguments) })
}

/// `of_table(item, table, schema)`: a constraint or an index that belongs to a table by name.
pub(crate) fn of_table(bound: &Bound) -> Result<Value> {
    let table =
        TableName { schema: optional_name(&bound.value("schema"))?, name: required_name(&bound.value("table"))? };
    let item = bound.value("item");
    if let Some(object) = item.downcast_ref::<ConstraintObject>() {
        *object.table.borrow_mut() = Some(table);
    } else if let Some(object) = item.downcast_ref::<IndexObject>() {
        object.index.borrow_mut().table = table;
    }
    Ok(item)
}

/// `add_constraint(constraint)`: adds a constraint to the table that it belongs to.
pub(crate) fn add_constraint(vm: &mut Vm, bound: &Bound) -> Result<Value> {
    let item = bound.value("constraint");
    let Some(object) = item.downcast_ref::<ConstraintObject>() else {
        return Err(Error::type_error(format!("expected a constraint, got '{}'", item.type_name())));
    };
    let Some(table) = object.table.borrow().clone() else {
        return Err(Error::value_error("the constraint belongs to no table"));
    };
    let constraint = object.written(&table);
    let span = vm.current_span();
    super::operate(vm, Operation::AddConstraint(AddConstraint { table, constraint }), span)?;
    Ok(Value::None)
}
