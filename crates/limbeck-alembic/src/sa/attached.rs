//! What belongs to a table as scripts see it: its constraints, foreign keys and indexes, with columns as objects.

use std::rc::Rc;

use limbeck_ops::{Constraint, ForeignKey, IndexElement, Name};
use limbeck_python::{Result, Value, Vm};

use crate::sa::classes::classes;
use crate::sa::column::ForeignKeyObject;
use crate::sa::constraints::{ConstraintObject, IndexObject};
use crate::sa::expr;
use crate::sa::metadata::MetaDataObject;
use crate::sa::naming::name_constraint;
use crate::sa::table::{ColumnCollection, TableObject, convention_of};
use crate::sa::table_sets::TableSet;

fn table_of(table: &Value) -> Option<Rc<TableObject>> {
    table.downcast::<TableObject>()
}

/// The columns of a table with these names, by key.
fn columns(table: &Value, names: &[Name]) -> Vec<(String, Value)> {
    let Some(object) = table_of(table) else { return Vec::new() };
    object.as_from_clause();
    let columns = object.columns.borrow();
    names
        .iter()
        .filter_map(|name| columns.iter().find(|column| column.data.borrow().name.text == name.text))
        .map(|column| (column.key.borrow().clone(), Value::shared(column)))
        .collect()
}

fn text(value: Option<&String>) -> Value {
    value.map_or(Value::None, Value::str)
}

/// The names of the columns that a constraint is about.
pub fn column_names(constraint: &Constraint) -> Vec<Name> {
    match constraint {
        Constraint::PrimaryKey(key) => key.columns.clone(),
        Constraint::ForeignKey(key) => key.columns.clone(),
        Constraint::Unique(key) => key.columns.clone(),
        Constraint::Check(_) | Constraint::Exclude(_) => Vec::new(),
    }
}

/// The columns of a constraint as objects, once it belongs to a table.
pub fn constraint_columns(constraint: &ConstraintObject) -> Option<Vec<(String, Value)>> {
    let table = constraint.owner.clone()?;
    Some(columns(&table, &column_names(&constraint.constraint.borrow())))
}

/// What a constraint was told besides, whether or not it belongs to a table.
///
/// # Errors
/// When an option can't be shown.
pub fn told(vm: &mut Vm, constraint: &Constraint, name: &str) -> Result<Option<Value>> {
    let (deferral, options) = match constraint {
        Constraint::PrimaryKey(key) => (&key.deferral, Some(&key.options)),
        Constraint::ForeignKey(key) => (&key.deferral, Some(&key.options)),
        Constraint::Unique(key) => (&key.deferral, Some(&key.options)),
        Constraint::Check(check) => (&check.deferral, Some(&check.options)),
        Constraint::Exclude(exclude) => (&exclude.deferral, None),
    };
    Ok(match (name, options) {
        ("deferrable", _) => Some(deferral.deferrable.map_or(Value::None, Value::Bool)),
        ("initially", _) => Some(text(deferral.initially.as_ref())),
        ("kwargs" | "dialect_kwargs", Some(options)) => Some(super::dialect_arguments::options_value(vm, options)?),
        _ => None,
    })
}

/// An attribute of a constraint.
pub fn constraint_attr(vm: &Vm, object: &ConstraintObject, name: &str) -> Option<Value> {
    let constraint = object.constraint.borrow();
    let names = column_names(&constraint);
    let strings = || Value::list(names.iter().map(|name| Value::str(&name.text)).collect());
    Some(match name {
        "name" => constraint.name().name().map_or(Value::None, |name| Value::str(&name.text)),
        "column_keys" => strings(),
        "columns" | "c" => match constraint_columns(object) {
            Some(columns) => Value::object(ColumnCollection::new(columns)),
            None => strings(),
        },
        "table" | "parent" => object.owner.clone().unwrap_or(Value::None),
        _ => match &*constraint {
            Constraint::ForeignKey(key) => return key_attr(vm, object, key, name),
            Constraint::Check(check) if name == "sqltext" => expr::element(vm, check.condition.clone()),
            _ => return None,
        },
    })
}

fn key_attr(vm: &Vm, object: &ConstraintObject, key: &ForeignKey, name: &str) -> Option<Value> {
    let _ = vm;
    Some(match name {
        "elements" => Value::list(elements(key, object.owner.as_ref())),
        "referred_table" => object.owner.as_ref().and_then(|table| referred_table(table, key))?,
        "ondelete" => text(key.on_delete.as_ref()),
        "onupdate" => text(key.on_update.as_ref()),
        _ => return None,
    })
}

/// The table that a key refers to, among those of the same MetaData.
fn referred_table(table: &Value, key: &ForeignKey) -> Option<Value> {
    let object = table_of(table)?;
    if key.referred_table == object.name {
        return Some(table.clone());
    }
    let metadata = object.metadata.as_ref()?.downcast::<MetaDataObject>()?;
    let wanted = key.referred_table.to_string();
    metadata.tables.borrow().iter().find(|(name, _)| *name == wanted).map(|(_, table)| table.clone())
}

/// The `ForeignKey` objects of a constraint, one a column.
fn elements(key: &ForeignKey, table: Option<&Value>) -> Vec<Value> {
    let pairs = key.columns.iter().zip(&key.referred_columns);
    pairs
        .map(|(own, there)| {
            let mut parts = Vec::new();
            if let Some(table) = table {
                let target = referred_table(table, key)
                    .and_then(|referred| columns(&referred, std::slice::from_ref(there)).pop())
                    .map(|(_, column)| column);
                parts.push((columns(table, std::slice::from_ref(own)).pop().map(|(_, column)| column), target));
            }
            let (parent, target) = parts.pop().unwrap_or_default();
            let key = ForeignKey { columns: vec![own.clone()], referred_columns: vec![there.clone()], ..key.clone() };
            Value::object(ForeignKeyObject { key, target, parent, table: table.cloned() })
        })
        .collect()
}

/// `foreign_key.constraint`.
pub fn constraint_of(vm: &Vm, key: &ForeignKey, table: Option<&Value>) -> Value {
    let constraint = Constraint::ForeignKey(key.clone());
    let class = Rc::clone(classes(vm).constraints.class_of(&constraint));
    Value::object(ConstraintObject::new(&class, constraint).of_table(table.cloned()))
}

/// An attribute of a table that tells what belongs to it.
pub fn table_attr(vm: &mut Vm, this: &Value, name: &str) -> Option<Value> {
    let table = table_of(this)?;
    let mut constraints = table.constraints.borrow().clone();
    let convention = convention_of(table.metadata.as_ref());
    if !convention.templates.is_empty() {
        for (_, constraint) in &mut constraints {
            // A name that can't be made is told when the table is created.
            if let Ok(named) = name_constraint(vm, &table.name, constraint, &convention) {
                *constraint.name_mut() = named;
            }
        }
    }
    of_constraints(vm, this, name, &table, &constraints)
}

fn of_constraints(
    vm: &Vm,
    this: &Value,
    name: &str,
    table: &Rc<TableObject>,
    constraints: &[(u64, Constraint)],
) -> Option<Value> {
    let object = |constraint: &Constraint| {
        let class = Rc::clone(classes(vm).constraints.class_of(constraint));
        Value::object(ConstraintObject::new(&class, constraint.clone()).of_table(Some(this.clone())))
    };
    Some(match name {
        "primary_key" => {
            let explicit = constraints.iter().find_map(|(_, constraint)| match constraint {
                Constraint::PrimaryKey(key) => Some(key.clone()),
                _ => None,
            });
            let mut key = explicit.unwrap_or_else(|| limbeck_ops::PrimaryKey {
                name: limbeck_ops::ConstraintName::Unnamed,
                columns: Vec::new(),
                deferral: limbeck_ops::Deferral::default(),
                options: limbeck_ops::Options::none(),
                implicit: true,
            });
            let flagged = table.columns.borrow();
            let all = flagged.iter().filter(|column| {
                let data = column.data.borrow();
                data.primary_key || key.columns.contains(&data.name)
            });
            let mut names: Vec<Name> = all.map(|column| column.data.borrow().name.clone()).collect();
            names.sort_by_key(|name| key.columns.iter().position(|known| known.text == name.text));
            key.columns = names;
            object(&Constraint::PrimaryKey(key))
        }
        "constraints" => {
            let mut list: Vec<Value> = constraints.iter().map(|(_, constraint)| object(constraint)).collect();
            // Every table of SQLAlchemy has a primary key, an empty one if need be.
            if !constraints.iter().any(|(_, constraint)| matches!(constraint, Constraint::PrimaryKey(_))) {
                list.extend(of_constraints(vm, this, "primary_key", table, constraints));
            }
            TableSet::of(Some(Rc::clone(table)), list)
        }
        "foreign_key_constraints" => TableSet::of(
            Some(Rc::clone(table)),
            constraints
                .iter()
                .filter(|(_, constraint)| matches!(constraint, Constraint::ForeignKey(_)))
                .map(|(_, constraint)| object(constraint))
                .collect(),
        ),
        "foreign_keys" => TableSet::of(
            Some(Rc::clone(table)),
            constraints
                .iter()
                .flat_map(|(_, constraint)| match constraint {
                    Constraint::ForeignKey(key) => elements(key, Some(this)),
                    _ => Vec::new(),
                })
                .collect(),
        ),
        _ => return None,
    })
}

/// The columns and expressions of an index of a table.
pub fn index_parts(vm: &Vm, object: &IndexObject) -> (Vec<(String, Value)>, Vec<Value>) {
    let index = object.index.borrow();
    let mut found = Vec::new();
    let mut all = Vec::new();
    for element in &index.elements {
        match element {
            IndexElement::Column(name) => {
                let column = object.owner.as_ref().and_then(|table| columns(table, std::slice::from_ref(name)).pop());
                all.push(column.as_ref().map_or_else(|| Value::str(&name.text), |(_, column)| column.clone()));
                found.extend(column);
            }
            IndexElement::Expr(expr) => all.push(expr::element(vm, expr.clone())),
        }
    }
    (found, all)
}
