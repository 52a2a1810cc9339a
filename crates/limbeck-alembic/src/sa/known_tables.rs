//! The tables that scripts make: an index or a constraint over columns of one belongs to it at once
//! (`ColumnCollectionMixin._check_attach`).

use std::cell::RefCell;
use std::rc::{Rc, Weak};
use std::sync::Arc;

use limbeck_ops::{Expr, From};
use limbeck_python::{Value, Vm};

use super::classes::classes;
use super::column::ColumnObject;
use super::constraints::{ConstraintObject, IndexObject, table_of};
use super::expr::ExprObject;
use super::table::TableObject;

/// The tables that are still there.
#[derive(Debug, Default)]
pub struct KnownTables(RefCell<Vec<Weak<TableObject>>>);

/// Notes a table.
pub fn remember(vm: &Vm, table: &Value) {
    let Some(table) = table.downcast::<TableObject>() else { return };
    let classes = classes(vm);
    let mut known = classes.tables.0.borrow_mut();
    known.retain(|one| one.strong_count() > 0);
    known.push(Rc::downgrade(&table));
}

/// The table whose columns are of a FROM clause.
fn owner(vm: &Vm, from: &Arc<From>) -> Option<Rc<TableObject>> {
    let classes = classes(vm);
    let known = classes.tables.0.borrow();
    known.iter().filter_map(Weak::upgrade).find(|table| table.is_known_as(from))
}

/// What a column, or a list of columns, or an expression is of.
pub fn from_behind(value: &Value) -> Option<Arc<From>> {
    if let Some(parts) = value.as_sequence() {
        return parts.iter().find_map(from_behind);
    }
    match value.downcast::<ColumnObject>() {
        Some(column) => column.table.get().cloned(),
        None => table_of_expr(&value.downcast_ref::<ExprObject>()?.expr),
    }
}

fn table_of_expr(expr: &Expr) -> Option<Arc<From>> {
    limbeck_ops::columns_in(expr).into_iter().find_map(|column| column.table.clone()).or_else(|| table_of(expr))
}

/// Gives an index to the table of its columns.
pub fn attach_index(vm: &Vm, index: &IndexObject, over: &[Value]) {
    if let Some(table) = over.iter().find_map(from_behind).and_then(|from| owner(vm, &from)) {
        table.add_index(index);
    }
}

/// Gives a constraint to the table of its columns.
pub fn attach_constraint(vm: &Vm, constraint: &ConstraintObject, over: &[Value]) {
    if let Some(table) = over.iter().find_map(from_behind).and_then(|from| owner(vm, &from)) {
        table.add_constraint(constraint);
    }
}
