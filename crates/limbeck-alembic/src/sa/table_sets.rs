//! The sets of a table: `table.constraints`, `table.indexes`, `column.foreign_keys`. What a script takes out of the first
//! two is gone from the table, too.

use std::rc::Rc;

use limbeck_ops::{Constraint, ForeignKey};
use limbeck_python::{Args, Class, Error, NativeFn, Object, Result, Value, Vm};

use crate::sa::classes::classes;
use crate::sa::column::ForeignKeyObject;
use crate::sa::constraints::{ConstraintObject, IndexObject};
use crate::sa::table::TableObject;

/// A set as it was when it was asked for, and the table that it belongs to.
#[derive(Debug)]
pub struct TableSet {
    table: Option<Rc<TableObject>>,
    items: Vec<Value>,
}

impl TableSet {
    /// The set of these.
    pub fn of(table: Option<Rc<TableObject>>, items: Vec<Value>) -> Value {
        Value::object(TableSet { table, items })
    }
}

fn is_key(key: &ForeignKey, other: &ForeignKey) -> bool {
    key.columns == other.columns
        && key.referred_table == other.referred_table
        && key.referred_columns == other.referred_columns
}

/// Whether both are the same constraint, index or foreign key: each time a table is asked it makes new objects.
fn is_one(a: &Value, b: &Value) -> bool {
    if a.is_same(b) {
        return true;
    }
    if let (Some(a), Some(b)) = (a.downcast::<ConstraintObject>(), b.downcast::<ConstraintObject>()) {
        return *a.constraint.borrow() == *b.constraint.borrow();
    }
    if let (Some(a), Some(b)) = (a.downcast::<IndexObject>(), b.downcast::<IndexObject>()) {
        return *a.index.borrow() == *b.index.borrow();
    }
    match (a.downcast_ref::<ForeignKeyObject>(), b.downcast_ref::<ForeignKeyObject>()) {
        (Some(a), Some(b)) => is_key(&a.key, &b.key),
        _ => false,
    }
}

fn take_out(table: &TableObject, item: &Value) {
    if let Some(object) = item.downcast::<ConstraintObject>() {
        let gone = object.constraint.borrow();
        table.constraints.borrow_mut().retain(|(_, constraint)| *constraint != *gone);
        if let Constraint::ForeignKey(gone) = &*gone {
            for column in table.columns.borrow().iter() {
                column.table_keys.borrow_mut().retain(|key| {
                    key.referred_table != gone.referred_table
                        || !key.columns.iter().all(|column| gone.columns.contains(column))
                });
            }
        }
    }
    if let Some(object) = item.downcast::<IndexObject>() {
        let gone = object.index.borrow();
        table.indexes.borrow_mut().retain(|index| {
            index.elements != gone.elements || (index.name != gone.name && index.name.name().is_some())
        });
    }
}

impl Object for TableSet {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        Rc::clone(&classes(vm).opaque)
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("set")
    }

    fn get_attr(&self, this: &Value, _vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        let this = this.clone();
        Ok(match name {
            "discard" | "remove" => {
                let strict = name == "remove";
                let function = NativeFn::new(name, move |vm, args: Args| {
                    let item = args.positional.first().cloned().unwrap_or_default();
                    let Some(set) = this.downcast::<TableSet>() else { return Ok(Value::None) };
                    let known = set.items.iter().any(|known| is_one(known, &item));
                    if strict && !known {
                        let shown = vm.repr(&item)?;
                        return Err(Error::exception("KeyError", shown.to_string()));
                    }
                    if let (true, Some(table)) = (known, &set.table) {
                        take_out(table, &item);
                    }
                    Ok(Value::None)
                });
                Some(function.into())
            }
            _ => None,
        })
    }

    fn contains(&self, _this: &Value, _vm: &mut Vm, item: &Value) -> Result<Option<bool>> {
        Ok(Some(self.items.iter().any(|known| is_one(known, item))))
    }

    fn len(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<usize>> {
        Ok(Some(self.items.len()))
    }

    fn iter(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<Value>> {
        Ok(Some(Value::list(self.items.clone())))
    }

    fn truth(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<bool>> {
        Ok(Some(!self.items.is_empty()))
    }
}
