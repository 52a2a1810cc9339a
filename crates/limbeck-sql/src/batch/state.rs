//! What a block makes of a table, operation by operation: Alembic's `ApplyBatchImpl`.

use limbeck_ops::op::{AddColumn, Batch, BatchOperation, DropConstraint};
use limbeck_ops::{
    CheckConstraint, Column, Constraint, ConstraintName, Expr, Index, Name, Operation, OptionValue, Options, Table,
    TableName,
};

use super::order::Ordering;
use super::{ExistingTable, follow};
use crate::ddl::constraint::type_check_exists;
use crate::error::SqlError;
use crate::quoting::Style;

/// A column of the new table.
pub(super) struct Kept {
    /// The name by which the block knows it: the one it had.
    pub key: String,
    /// The column, renamed if it is.
    pub column: Column,
    /// What is copied into it; new and generated columns have nothing.
    pub source: Option<Expr>,
}

pub(super) struct State {
    pub table: Table,
    pub columns: Vec<Kept>,
    pub order: Ordering,
    pub table_args: Option<Box<Table>>,
    pub options: Options,
    /// Checks that the types of columns bring, with their columns.
    pub type_checks: Vec<(String, Constraint)>,
    pub named: Vec<(String, Constraint)>,
    pub unnamed: Vec<Constraint>,
    pub indexes: Vec<(String, Index)>,
    pub new_indexes: Vec<(String, Index)>,
    /// Indexes that the new table does not get: those of columns with `index=True`.
    left_behind: Vec<String>,
    pub expression_indexes: Vec<(String, String)>,
    pub triggers: Vec<String>,
    pub dropped: Vec<String>,
    pub warnings: Vec<String>,
    /// Whether the columns are those of `copy_from`, whose checks can be told apart.
    given: bool,
    /// The checks that are written with those columns, by name.
    column_checks: Vec<(String, String)>,
    /// Names of the checks that the block adds.
    pub added_checks: Vec<String>,
}

fn missing(name: &str) -> SqlError {
    SqlError::of("KeyError", format!("'{name}'"))
}

fn needs_name() -> SqlError {
    SqlError::of("ValueError", "Constraint must have a name")
}

/// Where Alembic's own code can't take a keyword that it passes on.
fn unexpected(function: &str, keyword: &str) -> SqlError {
    SqlError::of("TypeError", format!("ApplyBatchImpl.{function}() got an unexpected keyword argument '{keyword}'"))
}

/// A constraint of a table that is made anew: no convention is in force there.
fn by_no_convention(mut constraint: Constraint) -> Constraint {
    if *constraint.name() == ConstraintName::Awaited {
        *constraint.name_mut() = ConstraintName::Unnamed;
    }
    constraint
}

/// The name of a constraint or index as text.
fn text(name: &ConstraintName) -> Option<&str> {
    name.name().map(|name| name.text.as_str()).filter(|text| !text.is_empty())
}

/// The checks that are written with columns, by their names: of several of one name the last one counts.
fn column_checks(table: &Table) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for column in &table.columns {
        for name in column.constraints.iter().filter_map(|one| text(one.name())) {
            found.retain(|(known, _)| known != name);
            found.push((name.to_owned(), column.name.text.clone()));
        }
    }
    found
}

impl State {
    pub fn new(batch: &Batch, existing: ExistingTable) -> Result<State, SqlError> {
        let ExistingTable { table, reflected, expression_indexes, triggers } = existing;
        let mut options = batch.table_args.as_ref().map(|args| args.options.clone()).unwrap_or_default();
        for (key, value) in &table.options.items {
            if options.get(key).is_none() {
                options.set(key, value.clone());
            }
        }
        let mut state = State {
            columns: super::columns::kept(&table),
            order: Ordering::new(
                table.columns.iter().map(|column| column.name.text.clone()).collect(),
                &batch.partial_reordering,
            ),
            table_args: batch.table_args.clone(),
            options,
            type_checks: Vec::new(),
            named: Vec::new(),
            unnamed: Vec::new(),
            indexes: Vec::new(),
            new_indexes: Vec::new(),
            left_behind: Vec::new(),
            expression_indexes,
            triggers,
            dropped: Vec::new(),
            warnings: Vec::new(),
            given: !reflected,
            added_checks: Vec::new(),
            column_checks: if reflected { Vec::new() } else { column_checks(&table) },
            table,
        };
        state.take_constraints(reflected, batch)?;
        state.take_indexes();
        Ok(state)
    }

    fn take_constraints(&mut self, reflected: bool, batch: &Batch) -> Result<(), SqlError> {
        let mut named = self.table.clone();
        if let Some(convention) = batch.naming_convention.as_ref().filter(|_| reflected) {
            convention.apply(&mut named).map_err(|error| SqlError::of("InvalidRequestError", error.to_string()))?;
        }
        let check = |one: &Constraint| matches!(one, Constraint::Check(check) if check.from_type.is_none());
        let restated = batch.table_args.iter().flat_map(|args| &args.constraints).any(check);
        for one in named.constraints {
            if let Constraint::Check(CheckConstraint { from_type: Some(_), .. }) = &one {
                if let Some(column) = follow::columns(&one).into_iter().next() {
                    self.type_checks.push((column, by_no_convention(one)));
                }
                continue;
            }
            let name = text(one.name()).map(str::to_owned);
            match (name, &one) {
                (None, Constraint::Check(_)) if reflected => {
                    let warning = format!(
                        "Unnamed CHECK constraint on reflected table '{}' is being omitted from the table recreate; pass the constraint explicitly using batch_alter_table.table_args.  Naming CHECK constraints avoids this going forward.",
                        self.table.name.name
                    );
                    if !restated && !self.warnings.contains(&warning) {
                        self.warnings.push(warning);
                    }
                }
                (Some(name), _) => self.set_named(name, one),
                (None, _) => self.unnamed.push(one),
            }
        }
        Ok(())
    }

    fn take_indexes(&mut self) {
        for index in &self.table.indexes {
            // The index of a column with index=True is left behind, as Alembic does; its name is one of a convention.
            let of_column = |column: &Column| {
                column.index
                    && matches!(index.name, ConstraintName::Final(_))
                    && matches!(index.elements.as_slice(), [limbeck_ops::IndexElement::Column(name)] if *name == column.name)
            };
            let Some(name) = text(&index.name) else { continue };
            match self.given && self.table.columns.iter().any(of_column) {
                true => self.left_behind.push(name.to_owned()),
                false => self.indexes.push((name.to_owned(), index.clone())),
            }
        }
    }

    fn set_named(&mut self, name: String, constraint: Constraint) {
        match self.named.iter_mut().find(|(known, _)| *known == name) {
            Some(entry) => entry.1 = constraint,
            None => self.named.push((name, constraint)),
        }
    }

    /// The column of the new table by its old name.
    pub fn column_mut(&mut self, name: &str) -> Result<&mut Kept, SqlError> {
        self.columns.iter_mut().find(|kept| kept.key == name).ok_or_else(|| missing(name))
    }

    /// Does one operation of the block.
    pub fn apply(&mut self, style: &Style<'_>, inner: &BatchOperation) -> Result<(), SqlError> {
        match &inner.operation {
            Operation::AddColumn(op) => {
                self.add_column(style, op, inner.insert_before.as_ref(), inner.insert_after.as_ref())
            }
            Operation::DropColumn(op) => {
                self.drop_column(&op.column)?;
                // With a column of such a type goes its check.
                if let Some(OptionValue::Type(ty)) = op.options.get("existing_type")
                    && let Some(name) = super::columns::type_name(ty)
                {
                    self.forget_named(&name);
                }
                Ok(())
            }
            Operation::AlterColumn(op) => {
                if op.existing_type.is_some() && op.new_type.is_some() {
                    for one in op.type_checks.0.iter().filter(|one| type_check_exists(style, one)) {
                        self.drop_type_check(one);
                    }
                }
                self.alter_column(style, op)?;
                if op.new_type.is_some() {
                    for one in op.type_checks.1.iter().filter(|one| type_check_exists(style, one)) {
                        self.add_constraint(one)?;
                    }
                }
                Ok(())
            }
            Operation::AddConstraint(op) => self.add_constraint(&op.constraint),
            Operation::DropConstraint(op) => self.drop_constraint(op),
            Operation::CreateIndex(op) => {
                if op.if_not_exists {
                    return Err(unexpected("create_index", "if_not_exists"));
                }
                // Without a name it takes the place of another such.
                let name = inner.index_name.clone().unwrap_or_else(|| op.index.name.clone());
                let key = text(&name).unwrap_or_default().to_owned();
                self.create_index(key, Index { name, ..op.index.clone() });
                Ok(())
            }
            Operation::DropIndex(op) => {
                if op.if_exists {
                    return Err(unexpected("drop_index", "if_exists"));
                }
                let name = text(&op.name).unwrap_or_default();
                let count =
                    |state: &State| state.indexes.len() + state.expression_indexes.len() + state.left_behind.len();
                let before = count(self);
                self.indexes.retain(|(known, _)| known != name);
                self.expression_indexes.retain(|(known, _)| known != name);
                self.left_behind.retain(|known| known != name);
                if before == count(self) {
                    return Err(SqlError::of("ValueError", format!("No such index: '{name}'")));
                }
                Ok(())
            }
            // A comment goes with the new table or, on SQLite, nowhere; execute has run already.
            Operation::TableComment(_) | Operation::Execute(_) => Ok(()),
            Operation::CreateTable(_)
            | Operation::DropTable(_)
            | Operation::RenameTable(_)
            | Operation::BulkInsert(_)
            | Operation::NamedType(_)
            | Operation::SequenceDdl(_)
            | Operation::Construct(_)
            | Operation::Batch(_) => {
                Err(SqlError::of("NotImplementedError", format!("Can't {} in batch mode", inner.operation.function())))
            }
        }
    }

    fn create_index(&mut self, name: String, index: Index) {
        match self.new_indexes.iter_mut().find(|(known, _)| *known == name) {
            Some(entry) => entry.1 = index,
            None => self.new_indexes.push((name, index)),
        }
    }

    fn add_column(
        &mut self,
        style: &Style<'_>,
        op: &AddColumn,
        before: Option<&Name>,
        after: Option<&Name>,
    ) -> Result<(), SqlError> {
        let key = op.column.name.text.clone();
        self.order.add(&key, before, after)?;
        let mut kept = Kept { key: key.clone(), column: op.column.clone(), source: None };
        super::columns::not_created(&mut kept.column.ty, false);
        super::columns::forget(&mut kept.column.ty);
        match self.columns.iter_mut().find(|known| known.key == key) {
            Some(known) => *known = kept,
            None => self.columns.push(kept),
        }
        self.type_checks.retain(|(column, _)| *column != key);
        let repeated = super::columns::brings_checks_again(&op.column.ty, style.dialect.name);
        for one in &op.constraints {
            let written_with_column = match one {
                Constraint::Check(check) => check.from_type.is_none(),
                Constraint::PrimaryKey(_) => true,
                Constraint::ForeignKey(_) => op.inline_reference().is_some(),
                Constraint::Unique(_) | Constraint::Exclude(_) => false,
            };
            if !written_with_column {
                self.add_constraint(one)?;
            }
            if let Some(ty) = repeated.filter(|_| type_check_exists(style, one))
                && let Constraint::Check(check) = one
                && check.from_type.is_some()
            {
                let name = super::columns::check_name(ty);
                self.type_checks.push((key.clone(), Constraint::Check(CheckConstraint { name, ..check.clone() })));
            }
        }
        for index in &op.indexes {
            self.create_index(text(&index.name).unwrap_or_default().to_owned(), index.clone());
        }
        Ok(())
    }

    fn drop_column(&mut self, name: &Name) -> Result<(), SqlError> {
        let name = name.text.as_str();
        let position = self.columns.iter().position(|kept| kept.key == name).ok_or_else(|| missing(name))?;
        let Some(known) = self.order.existing.iter().position(|known| known == name) else {
            return Err(SqlError::of("ValueError", "list.remove(x): x not in list"));
        };
        self.columns.remove(position);
        self.order.existing.remove(known);
        self.type_checks.retain(|(column, _)| column != name);
        self.dropped.push(name.to_owned());
        let of_table = self.table.primary_key().map(|key| key.columns.clone());
        let named = self.named.iter_mut().map(|(_, one)| one);
        for one in named.chain(&mut self.unnamed) {
            if let Constraint::PrimaryKey(key) = one
                && Some(&key.columns) == of_table.as_ref()
            {
                key.columns.retain(|column| column.text != name);
            }
        }
        if let Some(key) = self.table.constraints.iter_mut().find_map(|one| match one {
            Constraint::PrimaryKey(key) => Some(key),
            Constraint::ForeignKey(_) | Constraint::Unique(_) | Constraint::Check(_) | Constraint::Exclude(_) => None,
        }) {
            key.columns.retain(|column| column.text != name);
        }
        Ok(())
    }

    fn add_constraint(&mut self, constraint: &Constraint) -> Result<(), SqlError> {
        let of_type = matches!(constraint, Constraint::Check(check) if check.from_type.is_some());
        if matches!(constraint, Constraint::PrimaryKey(_)) {
            self.unnamed.retain(|one| !matches!(one, Constraint::PrimaryKey(_)));
        }
        if let Some(name) = text(constraint.name()) {
            self.added_checks.retain(|known| known != name);
            if matches!(constraint, Constraint::Check(_)) && !of_type {
                self.added_checks.push(name.to_owned());
            }
        }
        match text(constraint.name()) {
            Some(name) => self.set_named(name.to_owned(), constraint.clone()),
            None if of_type => self.unnamed.push(by_no_convention(constraint.clone())),
            None => return Err(needs_name()),
        }
        Ok(())
    }

    /// The check of the type that a column had.
    fn drop_type_check(&mut self, constraint: &Constraint) {
        if let Some(name) = text(constraint.name()) {
            self.named.retain(|(known, _)| known != name);
        }
    }

    fn drop_constraint(&mut self, op: &DropConstraint) -> Result<(), SqlError> {
        let Some(name) = text(&op.name) else { return Err(needs_name()) };
        if let Some(at) = self.column_checks.iter().position(|(known, _)| known == name) {
            let (_, column) = self.column_checks.remove(at);
            let none = || SqlError::of("ValueError", format!("No such constraint: '{name}'"));
            let kept = self.column_mut(&column).map_err(|_| none())?;
            kept.column.constraints.retain(|one| text(one.name()) != Some(name));
            return Ok(());
        }
        let Some(position) = self.named.iter().position(|(known, _)| known == name) else {
            if op.if_exists {
                return Ok(());
            }
            return Err(SqlError::of("ValueError", format!("No such constraint: '{name}'")));
        };
        if let (_, Constraint::PrimaryKey(key)) = self.named.remove(position) {
            for column in &key.columns {
                if let Ok(kept) = self.column_mut(&column.text) {
                    kept.column.primary_key = false;
                }
            }
        }
        Ok(())
    }

    /// Takes the check of a type's name away, as Alembic does where a column of that type is renamed.
    pub fn forget_named(&mut self, name: &str) {
        self.named.retain(|(known, _)| known != name);
    }

    /// The table's name.
    pub fn name(&self) -> &TableName {
        &self.table.name
    }
}
