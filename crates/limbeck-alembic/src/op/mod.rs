//! `alembic.op`: every call becomes an [`Operation`] for the current context's host.

mod alter;
mod batch;
mod constraints;
mod data;
pub(crate) mod objects;
mod tables;

use std::rc::Rc;

use limbeck_ops::{
    Constraint, DialectName, Name, NamingConvention, Operation, SharedHost, TableName, Timing, TypeCheck,
};
use limbeck_python::{Args, Bound, Class, ClassBuilder, Error, Module, Result, Signature, Span, Value, Vm};

use crate::errors::{self, IntoScript};
use crate::runtime::{current_context, origin};
use crate::sa::names::{conventional, optional_name, required_name};

pub use batch::batch_class;

/// Where an operation goes: straight to the host, or into an open `batch_alter_table` block.
#[derive(Clone, Debug, Default)]
pub struct Target {
    /// The block's table: then the calls leave the table's name out.
    pub batch: Option<Rc<batch::BatchState>>,
}

impl Target {
    /// The table of a call: the block's, or the one that the call names.
    fn table(&self, bound: &Bound, parameter: &str) -> Result<TableName> {
        match &self.batch {
            Some(batch) => Ok(batch.table.clone()),
            None => Ok(TableName {
                schema: optional_name(&bound.value("schema"))?,
                name: required_name(&bound.value(parameter))?,
            }),
        }
    }

    /// The naming convention in force; that of a batch block is for what the database has without a name.
    fn convention(&self, vm: &Vm) -> Result<NamingConvention> {
        Ok(current_context(vm)?.convention.clone())
    }

    /// A signature with the table parameter only where the call needs one.
    fn signature(&self, table: &str, rest: &str) -> Signature {
        let rest = rest.trim_start_matches('(');
        match &self.batch {
            // A block has told the schema.
            Some(_) => {
                Signature::parse(&format!("({}", rest.replace(", schema=None", "").replace("schema=None, ", "")))
            }
            None => Signature::parse(&format!("({table}, {rest}")),
        }
    }

    fn run(&self, vm: &mut Vm, operation: Operation, span: Span) -> Result<()> {
        match &self.batch {
            Some(batch) => batch.push(vm, operation, span, None, None),
            None => operate(vm, operation, span),
        }
    }
}

/// Gives an operation to the current host.
///
/// # Errors
/// What the database raises.
pub fn operate(vm: &mut Vm, operation: Operation, span: Span) -> Result<()> {
    let operation = crate::sa::compiled::written_by_project(vm, &operation)?.unwrap_or(operation);
    let context = current_context(vm)?;
    let origin = origin(vm, span);
    let host: SharedHost = Rc::clone(&context.host);
    let timing = if vm.exception_may_be_caught() { Timing::Now } else { Timing::Deferred };
    let done = host.borrow_mut().operate(&operation, &origin, timing);
    done.into_script(vm)
}

/// Alembic's warning for the check of a type that SQLite can't add.
const IMPLICIT: &str = "Skipping unsupported ALTER for creation of implicit constraint. Please refer to the batch mode feature which allows for SQLite migrations using a copy-and-move strategy.";

/// Whether SQLite leaves out a check that a type brings.
fn left_out(dialect: DialectName, constraints: &[Constraint]) -> bool {
    let from_type = |one: &Constraint| matches!(one, Constraint::Check(check) if check.from_type.is_some_and(|kind| kind != TypeCheck::Elsewhere));
    dialect == DialectName::Sqlite && constraints.iter().any(from_type)
}

/// Warns as Alembic does.
fn warn(vm: &mut Vm, message: &str) {
    let span = vm.current_span();
    vm.options().console.warn("UserWarning", message, span);
}

/// An optional flag such as `if_exists`.
fn flag(vm: &mut Vm, bound: &Bound, name: &str) -> Result<bool> {
    let value = bound.value(name);
    vm.truth(&value)
}

/// The names in a list of strings or columns.
fn names(vm: &mut Vm, value: &Value) -> Result<Vec<Name>> {
    if value.is_unresolved() {
        return Err(errors::needed(vm, value, "is a list of columns"));
    }
    let values = vm.iterate(value)?;
    for value in &values {
        if value.is_none() || value.as_str() == Some("") {
            return Err(errors::argument_error(
                vm,
                "Column must be constructed with a non-blank name or assign a non-blank .name before adding to a Table.",
            ));
        }
        let is_clause = value.downcast_ref::<crate::sa::column::ColumnObject>().is_none()
            && value.as_str().is_none()
            && crate::sa::expr::as_expr(vm, value)?.is_some();
        let is_no_name =
            matches!(value, Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::List(_) | Value::Dict(_));
        if is_clause || is_no_name {
            let shown = vm.repr(value)?;
            return Err(errors::argument_error(
                vm,
                &format!("'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got {shown}"),
            ));
        }
    }
    crate::sa::constraints::column_names(vm, &values)
}

type Function = fn(&mut Vm, &Target, Args) -> Result<Value>;

/// The functions that work on a table, in a batch block as outside.
const OPERATIONS: &[(&str, Function)] = &[
    ("add_column", tables::add_column),
    ("drop_column", tables::drop_column),
    ("alter_column", alter::alter_column),
    ("create_index", tables::create_index),
    ("drop_index", tables::drop_index),
    ("create_primary_key", constraints::create_primary_key),
    ("create_foreign_key", constraints::create_foreign_key),
    ("create_unique_constraint", constraints::create_unique_constraint),
    ("create_check_constraint", constraints::create_check_constraint),
    ("create_exclude_constraint", constraints::create_exclude_constraint),
    ("drop_constraint", constraints::drop_constraint),
    ("create_table_comment", tables::create_table_comment),
    ("drop_table_comment", tables::drop_table_comment),
    ("execute", data::execute),
];

/// Functions that a batch block does not have.
const TOP_LEVEL: &[(&str, Function)] = &[
    ("create_table", tables::create_table),
    ("drop_table", tables::drop_table),
    ("rename_table", tables::rename_table),
    ("bulk_insert", data::bulk_insert),
    ("batch_alter_table", batch::batch_alter_table),
];

/// The module `alembic.op`.
pub fn module() -> Module {
    let mut module = Module::new("alembic.op");
    for (name, function) in OPERATIONS.iter().chain(TOP_LEVEL) {
        module = module.function(name, move |vm, args| match objects::replaced(vm, name) {
            true => objects::call_replaced(vm, name, Value::None, args),
            false => function(vm, &Target::default(), args),
        });
    }
    module
        .function("f", final_name)
        .function("inline_literal", crate::sa::functions::inline_literal)
        .function("get_bind", get_bind)
        .function("get_context", get_context)
        .function("run_async", data::run_async)
        .function("invoke", |vm, args| {
            let bound = Signature::parse("(operation)").bind_method("AbstractOperations.invoke", args)?;
            registered(vm, "invoke", Args::of([bound.value("operation")]))
        })
        .function("context", |vm, args| {
            let bound = Signature::parse("(migration_context)").bind_method("Operations.context", args)?;
            let operations = registered(vm, "make", Args::none())?;
            vm.call_method(&operations, "context", Args::of([bound.value("migration_context")]))
        })
        .function("register_operation", |vm, args| registered(vm, "register_operation", args))
        .function("implementation_for", implementation_for)
        .function("__getattr__", |vm, args| {
            // Operations that the project has registered.
            let name = args.positional.first().and_then(Value::as_str).unwrap_or_default().to_owned();
            let found = if name.starts_with("__") { Value::None } else { registered(vm, "find", args)? };
            if found.is_none() {
                return Err(Error::attribute_error(format!("module 'alembic.op' has no attribute '{name}'")));
            }
            Ok(found)
        })
}

/// The operations of `alembic.op`, by name.
pub fn operation_names() -> impl Iterator<Item = &'static str> {
    OPERATIONS.iter().chain(TOP_LEVEL).map(|(name, _)| *name)
}

/// Calls a function of `_limbeck_operations`.
fn registered(vm: &mut Vm, function: &str, args: Args) -> Result<Value> {
    let module = vm.import("_limbeck_operations")?;
    vm.call_method(&module, function, args)
}

/// The class `Operations`: what it makes has the functions of `alembic.op`, and it registers further ones.
pub fn operations_class() -> Rc<Class> {
    ClassBuilder::new("Operations")
        .module("alembic.operations.base")
        .call_hook(|vm, _class, args| registered(vm, "make", args))
        .class_method("register_operation", |vm, _class, args| registered(vm, "register_operation", args))
        .class_method("implementation_for", |vm, _class, args| implementation_for(vm, args))
        .class_method("context", |vm, _class, _args| {
            let operations = registered(vm, "make", Args::none())?;
            vm.call_method(&operations, "context", Args::of([Value::None]))
        })
        .build()
}

/// `op.implementation_for(op_cls, replace=False)`.
fn implementation_for(vm: &mut Vm, args: Args) -> Result<Value> {
    let bound =
        Signature::parse("(op_cls, replace=False)").bind_method("AbstractOperations.implementation_for", args)?;
    registered(vm, "implementation_for", Args::of([bound.value("op_cls"), bound.value("replace")]))
}

/// `op.get_bind()`.
fn get_bind(vm: &mut Vm, args: Args) -> Result<Value> {
    Signature::parse("()").bind_method("AbstractOperations.get_bind", args)?;
    Ok(current_context(vm)?.connection.clone())
}

/// `op.get_context()`.
fn get_context(vm: &mut Vm, args: Args) -> Result<Value> {
    Signature::parse("()").bind_method("AbstractOperations.get_context", args)?;
    let context = current_context(vm)?;
    Ok(crate::context::context_value(vm, &context))
}

/// `op.f(name)`.
fn final_name(vm: &mut Vm, args: Args) -> Result<Value> {
    let bound = Signature::parse("(name)").bind_method("AbstractOperations.f", args)?;
    conventional(vm, &bound.value("name"))
}
