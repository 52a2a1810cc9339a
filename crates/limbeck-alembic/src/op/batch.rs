//! `op.batch_alter_table`: a block of operations on one table.

use std::cell::RefCell;
use std::rc::Rc;

use limbeck_ops::op::{Batch, BatchOperation, Recreate};
use limbeck_ops::{DialectName, Name, NamingConvention, Operation, Table, TableName};
use limbeck_python::{Args, Class, ClassBuilder, Error, Object, Result, Signature, Span, Value, Vm};

use super::{OPERATIONS, Target, operate};
use crate::errors;
use crate::runtime::{current_context, origin};
use crate::sa::classes::classes;
use crate::sa::constraints::ConstraintObject;
use crate::sa::dialect_arguments::dialect_options;
use crate::sa::names::{optional_name, required_name, text_of};
use crate::sa::table::{TableObject, naming_convention};

/// An open block.
#[derive(Debug)]
pub struct BatchState {
    /// The table.
    pub table: TableName,
    /// `naming_convention`
    pub convention: Option<NamingConvention>,
    recreate: Recreate,
    copy_from: Option<Table>,
    table_args: Vec<limbeck_ops::Constraint>,
    /// `table_kwargs`
    options: limbeck_ops::Options,
    partial_reordering: Vec<Vec<Name>>,
    operations: RefCell<Vec<BatchOperation>>,
}

impl BatchState {
    /// Adds an operation to the block.
    ///
    /// # Errors
    /// None so far; the host refuses when the block ends.
    pub fn push(
        &self,
        vm: &mut Vm,
        operation: Operation,
        span: Span,
        insert_before: Option<Name>,
        insert_after: Option<Name>,
    ) -> Result<()> {
        let origin = origin(vm, span);
        self.operations.borrow_mut().push(BatchOperation { operation, insert_before, insert_after, origin });
        Ok(())
    }

    /// Whether SQLite must copy the table for this block (`BatchOperationsImpl._should_recreate`).
    fn needs_copy(&self, dialect: DialectName) -> bool {
        match self.recreate {
            Recreate::Always => true,
            Recreate::Never => false,
            Recreate::Auto => {
                dialect == DialectName::Sqlite
                    && self.operations.borrow().iter().any(|item| match &item.operation {
                        // ALTER TABLE of SQLite takes plain columns with constant defaults.
                        Operation::AddColumn(add) => {
                            matches!(add.column.server_default, Some(limbeck_ops::ServerDefault::Expr(_)))
                                || !add.constraints.is_empty()
                                || add.column.computed.as_ref().is_some_and(|computed| computed.persisted == Some(true))
                        }
                        Operation::CreateIndex(_) | Operation::DropIndex(_) | Operation::Execute(_) => false,
                        _ => true,
                    })
            }
        }
    }
}

/// What `with op.batch_alter_table(…) as batch_op` gives.
#[derive(Debug)]
struct BatchObject {
    class: Rc<Class>,
    state: Rc<BatchState>,
    span: Span,
}

impl Object for BatchObject {
    fn class(&self, _vm: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("BatchOperations")
    }

    fn get_attr(&self, this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        let table = &self.state.table;
        Ok(match name {
            // Operations that the project has registered find the table here.
            "impl" | "operations" => Some(this.clone()),
            "table_name" => Some(Value::str(&table.name.text)),
            "schema" => Some(table.schema.as_ref().map_or(Value::None, |schema| Value::str(&schema.text))),
            "dialect" => {
                let dialect = current_context(vm)?.dialect.clone();
                Some(crate::sa::dialect::dialect_value(vm, dialect))
            }
            "migration_context" => {
                let context = current_context(vm)?;
                Some(crate::context::context_value(vm, &context))
            }
            name if name.starts_with("__") || self.class.lookup(name).is_some() => None,
            name => {
                let found = super::registered(vm, "find_of_block", Args::of([this.clone(), Value::str(name)]))?;
                if found.is_none() { None } else { Some(found) }
            }
        })
    }

    fn enter(&self, this: &Value, _vm: &mut Vm) -> Result<Option<Value>> {
        Ok(Some(this.clone()))
    }

    fn exit(&self, _this: &Value, vm: &mut Vm, exception: Option<&Value>) -> Result<Option<bool>> {
        if exception.is_some() {
            return Ok(Some(false));
        }
        let operations = std::mem::take(&mut *self.state.operations.borrow_mut());
        let dialect = current_context(vm)?.dialect.name;
        *self.state.operations.borrow_mut() = operations.clone();
        if self.state.needs_copy(dialect) {
            let batch = Batch {
                table: self.state.table.clone(),
                recreate: self.state.recreate,
                copy_from: self.state.copy_from.clone().map(Box::new),
                table_args: self.state.table_args.clone(),
                options: self.state.options.clone(),
                partial_reordering: self.state.partial_reordering.clone(),
                naming_convention: self.state.convention.clone(),
                operations,
            };
            operate(vm, Operation::Batch(batch), self.span)?;
        } else {
            let context = current_context(vm)?;
            for item in operations {
                let timing =
                    if vm.exception_may_be_caught() { limbeck_ops::Timing::Now } else { limbeck_ops::Timing::Deferred };
                let done = context.host.borrow_mut().operate(&item.operation, &item.origin, timing);
                errors::IntoScript::into_script(done, vm)?;
            }
        }
        self.state.operations.borrow_mut().clear();
        Ok(Some(false))
    }
}

/// The class of batch blocks, with the operations that leave the table's name out.
pub fn batch_class() -> Rc<Class> {
    let mut builder = ClassBuilder::new("BatchOperations").module("alembic.operations.base");
    for (name, function) in OPERATIONS {
        builder = builder.method(name, move |vm, this, args| {
            let Some(object) = this.downcast::<BatchObject>() else {
                return Err(Error::type_error("expected a batch block"));
            };
            if super::objects::replaced(vm, name) {
                return super::objects::call_replaced(vm, name, this.clone(), args);
            }
            function(vm, &Target { batch: Some(Rc::clone(&object.state)) }, args)
        });
    }
    builder
        .class_method("register_operation", |vm, _class, args| super::registered(vm, "register_block_operation", args))
        .class_method("implementation_for", |vm, _class, args| super::registered(vm, "implementation_for", args))
        .method("invoke", |vm, this, args| {
            let bound = Signature::parse("(operation)").bind("invoke", args)?;
            super::registered(vm, "invoke", Args::of([bound.value("operation"), this.clone()]))
        })
        .method("f", |vm, _this, args| super::final_name(vm, args))
        .method("inline_literal", |vm, _this, args| crate::sa::functions::inline_literal(vm, args))
        .method("get_bind", |vm, _this, _args| Ok(current_context(vm)?.connection.clone()))
        .method("get_context", |vm, _this, _args| {
            let context = current_context(vm)?;
            Ok(crate::context::context_value(vm, &context))
        })
        .build()
}

/// `op.batch_alter_table(table, …)`.
pub fn batch_alter_table(vm: &mut Vm, _target: &Target, args: Args) -> Result<Value> {
    let span = args.span;
    let bound = Signature::parse(
        "(table_name, schema=None, recreate='auto', partial_reordering=None, copy_from=None, table_args=(), table_kwargs=None, reflect_args=(), reflect_kwargs=None, naming_convention=None)",
    )
    .bind_method("batch_alter_table", args)?;
    let convention = match bound.value("naming_convention") {
        Value::None => None,
        value => Some(naming_convention(vm, &value)?),
    };
    let recreate = match text_of(&bound.value("recreate"))?.as_str() {
        "auto" => Recreate::Auto,
        "always" => Recreate::Always,
        "never" => Recreate::Never,
        _ => return Err(Error::value_error("recreate may be one of 'auto', 'always', or 'never'.")),
    };
    let copy_from = match bound.value("copy_from") {
        Value::None => None,
        value => match value.downcast::<TableObject>() {
            Some(table) => Some(table.to_table(vm, &convention.clone().unwrap_or_default())?),
            None => return Err(Error::type_error("copy_from takes a Table")),
        },
    };
    for name in ["reflect_args", "reflect_kwargs"] {
        if let Some(value) = bound.given(name)
            && vm.truth(&value)?
        {
            return Err(Error::unsupported(format!("`{name}` of batch_alter_table")));
        }
    }
    let mut options = limbeck_ops::Options::none();
    if let Some(keywords) = bound.some("table_kwargs") {
        let Some(dict) = keywords.as_dict().cloned() else {
            return Err(Error::type_error("table_kwargs takes a dictionary"));
        };
        let keywords: Vec<(Rc<str>, Value)> =
            dict.items().into_iter().filter_map(|(key, value)| Some((key.as_rc_str()?, value))).collect();
        options = dialect_options(vm, "Table", &keywords)?;
    }
    let mut table_args = Vec::new();
    for value in vm.iterate(&bound.value("table_args"))? {
        match value.downcast::<ConstraintObject>() {
            Some(object) => table_args.push(object.constraint.borrow().clone()),
            None => return Err(Error::unsupported("an element of `table_args` that is no constraint")),
        }
    }
    let mut partial_reordering = Vec::new();
    if let Some(groups) = bound.some("partial_reordering") {
        for group in vm.iterate(&groups)? {
            let mut list = Vec::new();
            for name in vm.iterate(&group)? {
                list.push(required_name(&name)?);
            }
            partial_reordering.push(list);
        }
    }
    let state = BatchState {
        table: TableName {
            schema: optional_name(&bound.value("schema"))?,
            name: required_name(&bound.value("table_name"))?,
        },
        convention,
        recreate,
        copy_from,
        table_args,
        options,
        partial_reordering,
        operations: RefCell::new(Vec::new()),
    };
    let class = Rc::clone(&classes(vm).batch);
    Ok(Value::object(BatchObject { class, state: Rc::new(state), span }))
}
