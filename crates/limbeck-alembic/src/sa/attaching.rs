//! The order in which SQLAlchemy puts a table together: of several faults of a script the first is the one that is told.
//!
//! Each column comes with what it brings, then each constraint and index; a naming convention names it at that moment.

use std::rc::Rc;

use limbeck_ops::{
    Constraint, ConstraintName, Deferral, ForeignKey, Index, IndexElement, Name, NamingConvention, Options, PrimaryKey,
    TableName,
};
use limbeck_python::{Error, Result, Value, Vm};

use crate::errors;
use crate::sa::column::{ColumnObject, Generated, column_constraints};
use crate::sa::constraints::{ConstraintObject, IndexObject, one_table};
use crate::sa::naming::{name_constraint, name_index};
use crate::sa::table::is_own;

/// Refuses what can't be put into a table: columns without a name, constraints and indexes over columns that it does not
/// have, and those that the convention can't name.
///
/// # Errors
/// In SQLAlchemy's words.
pub fn attach(vm: &mut Vm, name: &TableName, items: &[Value], convention: &NamingConvention) -> Result<()> {
    let mut table = Growing { name, columns: Vec::new(), key: Vec::new(), convention };
    // The key that each table has to begin with.
    table.name_key(vm)?;
    for item in items {
        if let Some(column) = item.downcast::<ColumnObject>() {
            table.take_column(vm, column)?;
        } else if let Some(constraint) = item.downcast::<ConstraintObject>() {
            let inner = constraint.named();
            table.knows_columns(vm, &inner, &constraint.named_columns)?;
            if let Constraint::ForeignKey(key) = &inner {
                one_table(vm, name, &key.columns, &constraint.referred_tables)?;
            }
            table.name(vm, &inner)?;
        } else if let Some(index) = item.downcast::<IndexObject>() {
            let index = index.named();
            for element in &index.elements {
                if let IndexElement::Column(column) = element {
                    table.knows(vm, "Index", std::slice::from_ref(column))?;
                }
            }
            name_index(vm, name, &index, convention, false)?;
        }
    }
    Ok(())
}

/// A table as far as it is put together.
struct Growing<'a> {
    name: &'a TableName,
    columns: Vec<Rc<ColumnObject>>,
    /// The columns with `primary_key=True`.
    key: Vec<Name>,
    convention: &'a NamingConvention,
}

impl Growing<'_> {
    fn take_column(&mut self, vm: &mut Vm, column: Rc<ColumnObject>) -> Result<()> {
        let data = column.data.borrow().clone();
        if data.name.text.is_empty() {
            return Err(errors::argument_error(
                vm,
                "Column must be constructed with a non-blank name or assign a non-blank .name before adding to a Table.",
            ));
        }
        if column.is_sentinel && self.columns.iter().any(|one| one.is_sentinel) {
            return Err(errors::argument_error(vm, "a Table may have only one explicit sentinel column"));
        }
        self.columns.push(Rc::clone(&column));
        if data.primary_key {
            self.key.push(data.name.clone());
            self.name_key(vm)?;
        }
        if data.index {
            let index = Index {
                name: ConstraintName::Unnamed,
                table: self.name.clone(),
                elements: vec![IndexElement::Column(data.name.clone())],
                unique: data.unique,
                options: Options::none(),
            };
            name_index(vm, self.name, &index, self.convention, false)?;
        }
        let mut constraints = column_constraints(vm, &column, self.name);
        if let [unique @ Constraint::Unique(_), ..] = constraints.as_slice() {
            self.name(vm, unique)?;
            constraints.remove(0);
        }
        let is_sequence = |value: &Value| matches!(value.downcast_ref(), Some(Generated::Sequence(_)));
        let changes = column.on_update.as_ref().is_some_and(is_sequence);
        if data.identity.is_some() && (data.sequence.is_some() || changes) {
            return Err(errors::argument_error(vm, "An column cannot specify both Identity and Sequence."));
        }
        for constraint in constraints {
            self.name(vm, &constraint)?;
        }
        for constraint in &column.constraints {
            let inner = constraint.constraint.borrow().clone();
            self.name(vm, &inner)?;
        }
        Ok(())
    }

    fn name_key(&self, vm: &mut Vm) -> Result<()> {
        let key = PrimaryKey {
            name: ConstraintName::Unnamed,
            columns: self.key.clone(),
            deferral: Deferral::default(),
            options: Options::none(),
            implicit: true,
        };
        self.name(vm, &Constraint::PrimaryKey(key))
    }

    fn name(&self, vm: &mut Vm, constraint: &Constraint) -> Result<()> {
        if let Constraint::ForeignKey(key) = constraint {
            self.referred_columns_known(vm, key)?;
        }
        name_constraint(vm, self.name, constraint, self.convention).map(|_| ())
    }

    fn has(&self, name: &Name) -> bool {
        self.columns
            .iter()
            .any(|column| column.data.borrow().name.text == name.text || *column.key.borrow() == name.text)
    }

    fn knows(&self, vm: &mut Vm, kind: &str, names: &[Name]) -> Result<()> {
        match names.iter().find(|name| !self.has(name)) {
            None => Ok(()),
            Some(name) => Err(errors::sqlalchemy_error(
                vm,
                "ConstraintColumnNotFoundError",
                &format!("Can't create {kind} on table '{}': no column named '{name}' is present.", self.name.name),
            )),
        }
    }

    fn knows_columns(&self, vm: &mut Vm, constraint: &Constraint, excluded: &[Name]) -> Result<()> {
        match constraint {
            Constraint::PrimaryKey(key) => self.knows(vm, "PrimaryKeyConstraint", &key.columns),
            Constraint::ForeignKey(key) => self.knows(vm, "ForeignKeyConstraint", &key.columns),
            Constraint::Unique(key) => self.knows(vm, "UniqueConstraint", &key.columns),
            Constraint::Exclude(_) => self.knows(vm, "ExcludeConstraint", excluded),
            Constraint::Check(_) => Ok(()),
        }
    }

    /// A convention that asks for the columns that a foreign key refers to needs their table; none but this is there yet.
    fn referred_columns_known(&self, vm: &mut Vm, key: &ForeignKey) -> Result<()> {
        let asks = self.convention.template("fk").is_some_and(|template| template.contains("%(referred_column_"));
        let (Some(own), Some(there)) = (key.columns.first(), key.referred_columns.first()) else { return Ok(()) };
        if !asks || key.name != ConstraintName::Unnamed {
            return Ok(());
        }
        if is_own(key, self.name) {
            // A column that is not named is called as the one here.
            let named = |(own, there): (&Name, &Name)| if there.text.is_empty() { own.clone() } else { there.clone() };
            let mut referred = key.columns.iter().zip(&key.referred_columns).map(named);
            return match referred.find(|name| !self.has(name)) {
                None => Ok(()),
                Some(missing) => {
                    let message = format!(
                        "Could not initialize target column for ForeignKey '{}.{missing}' on table '{}': table '{}' has no column named '{missing}'",
                        key.referred_table, self.name.name, key.referred_table.name
                    );
                    Err(errors::sqlalchemy_error(vm, "NoReferencedColumnError", &message))
                }
            };
        }
        let there = if there.text.is_empty() { "None" } else { &there.text };
        Err(no_referenced_table(vm, self.name, own, &key.referred_table, there))
    }
}

/// SQLAlchemy's refusal of a foreign key to a table that it does not know.
pub fn no_referenced_table(vm: &mut Vm, table: &TableName, own: &Name, referred: &TableName, there: &str) -> Error {
    let message = format!(
        "Foreign key associated with column '{}.{own}' could not find table '{referred}' with which to generate a foreign key to target column '{there}'",
        table.name
    );
    errors::sqlalchemy_error(vm, "NoReferencedTableError", &message)
}
