//! `op.batch_alter_table`: a block of operations on one table.

use std::cell::RefCell;
use std::rc::Rc;

use limbeck_ops::op::{Batch, BatchOperation, Recreate};
use limbeck_ops::{
    Constraint, ConstraintName, DialectName, Name, NamingConvention, Operation, ReflectedTable, Table, TableName, Type,
    TypeKind, columns_in,
};
use limbeck_python::{Args, Bound, Class, ClassBuilder, Error, Object, Result, Signature, Span, Value, Vm};

use super::{OPERATIONS, Target, operate};
use crate::errors;
use crate::runtime::{current_context, origin};
use crate::sa::classes::classes;
use crate::sa::metadata::naming_convention;
use crate::sa::names::{optional_name, required_name, text_of};
use crate::sa::naming::{is_elsewhere, name_constraint, type_checks};
use crate::sa::table::{TableObject, build_part, convention_of};

/// What `reflect_kwargs` says of looking at the database.
#[derive(Debug, Default)]
struct Reflection {
    /// `column_reflect` listeners.
    listeners: Vec<Value>,
    include_columns: Option<Vec<String>>,
}

/// An open block.
#[derive(Debug)]
pub struct BatchState {
    /// The table.
    pub table: TableName,
    /// `naming_convention`
    pub convention: Option<NamingConvention>,
    recreate: Recreate,
    copy_from: Option<Table>,
    /// `table_args` and `table_kwargs`
    table_args: Table,
    /// `reflect_args`, and what of `reflect_kwargs` is the table's
    reflect_args: Table,
    reflection: Reflection,
    partial_reordering: Vec<Vec<Name>>,
    operations: RefCell<Vec<BatchOperation>>,
}

impl BatchState {
    /// Adds an operation to the block.
    ///
    /// # Errors
    /// Where Alembic refuses at once; the host refuses when the block ends.
    pub fn push(
        &self,
        vm: &mut Vm,
        operation: Operation,
        span: Span,
        insert_before: Option<Name>,
        insert_after: Option<Name>,
    ) -> Result<()> {
        let placed = insert_before.is_some() || insert_after.is_some();
        let dialect = current_context(vm)?.dialect.name;
        if placed && matches!(operation, Operation::AddColumn(_)) && !self.needs_copy(dialect) {
            return Err(errors::command_error(
                vm,
                "Can't specify insert_before or insert_after when using ALTER; please specify recreate='always'",
            ));
        }
        let origin = origin(vm, span);
        self.operations.borrow_mut().push(BatchOperation {
            operation,
            insert_before,
            insert_after,
            index_name: None,
            origin,
        });
        Ok(())
    }

    /// Tells the name that the script gave the index of the last operation.
    pub fn give_index_name(&self, name: ConstraintName) {
        if let Some(last) = self.operations.borrow_mut().last_mut() {
            last.index_name = Some(name);
        }
    }

    /// The table as the script wants it to be looked at, where that is not as ever.
    fn reflected(&self, vm: &mut Vm, span: Span) -> Result<Option<ReflectedTable>> {
        let Reflection { listeners, include_columns } = &self.reflection;
        if self.copy_from.is_some() || (listeners.is_empty() && include_columns.is_none()) {
            return Ok(None);
        }
        let context = current_context(vm)?;
        if context.as_sql {
            return Ok(None);
        }
        let bind = context.connection.clone();
        let mut table = crate::sa::inspect::listened(vm, &bind, &self.table, listeners, span)?;
        if let Some(included) = include_columns {
            table.keep_columns(included);
        }
        Ok(Some(table))
    }

    /// Whether the block ends in a table made anew, whatever is in it.
    pub fn always_copies(&self) -> bool {
        self.recreate == Recreate::Always
    }

    /// Whether the block may end in a table made anew.
    pub fn may_copy(&self, dialect: DialectName) -> bool {
        match self.recreate {
            Recreate::Always => true,
            Recreate::Never => false,
            Recreate::Auto => dialect == DialectName::Sqlite,
        }
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
                                || add.constraints.iter().any(|one| {
                                    !matches!(one, Constraint::ForeignKey(_)) || add.inline_reference().is_none()
                                })
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
            let mut copy_from = self.state.copy_from.clone().map(Box::new);
            if let Some(table) = &mut copy_from {
                super::tables::skip_types_of_block(vm, table)?;
            }
            let batch = Batch {
                table: self.state.table.clone(),
                recreate: self.state.recreate,
                copy_from,
                table_args: Some(Box::new(self.state.table_args.clone())),
                reflect_args: Some(Box::new(self.state.reflect_args.clone())),
                reflected: self.state.reflected(vm, self.span)?.map(Box::new),
                partial_reordering: self.state.partial_reordering.clone(),
                naming_convention: self.state.convention.clone(),
                operations,
            };
            operate(vm, Operation::Batch(batch), self.span)?;
        } else {
            let context = current_context(vm)?;
            for mut item in operations {
                if let Operation::AddColumn(add) = &mut item.operation {
                    add.constraints.retain(|one| !is_elsewhere(one));
                }
                super::alter::warn(vm, &item.operation)?;
                if let Operation::AddColumn(add) = &item.operation
                    && super::left_out(dialect, &add.constraints)
                {
                    super::warn(vm, super::IMPLICIT);
                }
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
            let args = told_once(name, args)?;
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
        .class_method("implementation_for", |vm, _class, args| super::implementation_for(vm, args))
        .method("invoke", |vm, this, args| {
            let bound = Signature::parse("(operation)").bind_method("AbstractOperations.invoke", args)?;
            super::registered(vm, "invoke", Args::of([bound.value("operation"), this.clone()]))
        })
        .method("f", |vm, _this, args| super::final_name(vm, args))
        .method("run_async", |vm, _this, args| super::data::run_async(vm, args))
        .method("inline_literal", |vm, _this, args| crate::sa::functions::inline_literal(vm, args))
        .method("get_bind", |vm, _this, args| super::get_bind(vm, args))
        .method("get_context", |vm, _this, args| super::get_context(vm, args))
        .build()
}

/// Refuses arguments that a block has told already, as Python refuses what is given twice.
fn told_once(function: &str, mut args: Args) -> Result<Args> {
    let (class, positions) = match function {
        "alter_column" => ("AlterColumnOp", 1),
        "drop_column" => ("DropColumnOp", 1),
        "create_index" => ("CreateIndexOp", 2),
        "drop_index" => ("DropIndexOp", 1),
        "create_foreign_key" => ("CreateForeignKeyOp", 4),
        "create_check_constraint" => ("CreateCheckConstraintOp", 2),
        "create_unique_constraint" => ("CreateUniqueConstraintOp", 2),
        "create_exclude_constraint" => ("CreateExcludeConstraintOp", args.positional.len()),
        _ => return Ok(args),
    };
    // Too many or too few are refused first.
    if args.positional.len() > positions || args.positional.len() + args.keyword.len() <= positions {
        return Ok(args);
    }
    let overwritten = matches!(function, "create_unique_constraint" | "create_exclude_constraint");
    args.keyword.retain(|(name, _)| !(overwritten && &**name == "schema"));
    let given = |name: &str| args.keyword.iter().any(|(known, _)| &**known == name);
    let by_keyword = match function {
        "create_foreign_key" => given("source_schema").then_some("source_schema"),
        "drop_index" if given("table_name") => Some("table_name"),
        _ => given("schema").then_some("schema"),
    };
    if let Some(name) = by_keyword {
        return Err(Error::type_error(format!(
            "alembic.operations.ops.{class}() got multiple values for keyword argument '{name}'"
        )));
    }
    if given("table_name") && function != "create_foreign_key" {
        return Err(Error::type_error(format!("{class}.__init__() got multiple values for argument 'table_name'")));
    }
    Ok(args)
}

/// Keywords and their values.
type Keywords = Vec<(Rc<str>, Value)>;

/// A dictionary of keywords among the arguments.
fn keywords(bound: &Bound, name: &str) -> Result<Keywords> {
    let Some(value) = bound.some(name) else { return Ok(Vec::new()) };
    match value.as_dict() {
        Some(dict) => Ok(dict.items().into_iter().filter_map(|(key, value)| Some((key.as_rc_str()?, value))).collect()),
        None => Err(Error::type_error(format!("{name} takes a dictionary, not '{}'", value.type_name()))),
    }
}

/// What `table_args` or `reflect_args` add to a table.
fn part(vm: &mut Vm, name: Name, items: &Value, keywords: &[(Rc<str>, Value)]) -> Result<Table> {
    let items = if items.is_none() { Vec::new() } else { vm.iterate(items)? };
    build_part(vm, name, &items, keywords, None)?.to_table(vm, &NamingConvention::default())
}

/// `reflect_kwargs`: what is about looking at the database, and what is the table's.
fn keywords_of_reflection(vm: &mut Vm, bound: &Bound) -> Result<(Reflection, Keywords)> {
    let mut reflection = Reflection::default();
    let mut rest = Vec::new();
    for (key, value) in keywords(bound, "reflect_kwargs")? {
        match &*key {
            "listeners" => {
                for pair in vm.iterate(&value)? {
                    let pair = vm.iterate(&pair)?;
                    match pair.as_slice() {
                        [event, listener] if event.as_str() == Some("column_reflect") => {
                            reflection.listeners.push(listener.clone());
                        }
                        _ => {
                            return Err(Error::unsupported(
                                "a listener of `reflect_kwargs` other than `column_reflect`",
                            ));
                        }
                    }
                }
            }
            "include_columns" => {
                let names = vm.iterate(&value)?;
                reflection.include_columns = Some(names.iter().map(text_of).collect::<Result<_>>()?);
            }
            _ => rest.push((key, value)),
        }
    }
    Ok((reflection, rest))
}

/// `op.batch_alter_table(table, …)`.
pub fn batch_alter_table(vm: &mut Vm, _target: &Target, args: Args) -> Result<Value> {
    let span = args.span;
    let bound = Signature::parse(
        "(table_name, schema=None, recreate='auto', partial_reordering=None, copy_from=None, table_args=(), table_kwargs=None, reflect_args=(), reflect_kwargs=None, naming_convention=None)",
    )
    .bind_method("AbstractOperations.batch_alter_table", args)?;
    let convention = match bound.value("naming_convention") {
        Value::None => None,
        value => Some(naming_convention(vm, &value)?),
    };
    let recreate = match bound.value("recreate").as_str() {
        Some("auto") => Recreate::Auto,
        Some("always") => Recreate::Always,
        Some("never") => Recreate::Never,
        _ => return Err(Error::value_error("recreate may be one of 'auto', 'always', or 'never'.")),
    };
    let copy_from = match bound.value("copy_from") {
        Value::None => None,
        value => match value.downcast::<TableObject>() {
            Some(table) => {
                let convention = convention_of(table.metadata.as_ref());
                let mut table = table.to_table(vm, &convention)?;
                copied_checks(vm, &mut table, &convention)?;
                Some(table)
            }
            None if value.is_unresolved() => return Err(errors::needed(vm, &value, "is the table to copy from")),
            None => {
                return Err(Error::attribute_error(format!("'{}' object has no attribute 'name'", value.type_name())));
            }
        },
    };
    let name = required_name(&bound.value("table_name"))?;
    let temporary: String = format!("_alembic_tmp_{name}").chars().take(50).collect();
    let keywords = keywords(&bound, "table_kwargs")?;
    let table_args = part(vm, Name::new(temporary), &bound.value("table_args"), &keywords)?;
    let mut keywords = keywords_of_reflection(vm, &bound)?;
    let reflect_args = part(vm, name.clone(), &bound.value("reflect_args"), &keywords.1)?;
    let reflection = std::mem::take(&mut keywords.0);
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
        table: TableName { schema: optional_name(&bound.value("schema"))?, name },
        convention,
        recreate,
        copy_from,
        table_args,
        reflect_args,
        reflection,
        partial_reordering,
        operations: RefCell::new(Vec::new()),
    };
    let class = Rc::clone(&classes(vm).batch);
    Ok(Value::object(BatchObject { class, state: Rc::new(state), span }))
}

/// The checks that enums with variants bring to a table that is made anew: a copy of such a type has lost the variants.
fn copied_checks(vm: &mut Vm, table: &mut Table, convention: &NamingConvention) -> Result<()> {
    let dialect = current_context(vm)?.dialect.name;
    for at in 0..table.columns.len() {
        let Some(column) = table.columns.get(at) else { continue };
        let (name, ty) = (column.name.clone(), column.ty.clone());
        if !matches!(ty.kind, TypeKind::Enum(_)) || ty.variants.iter().all(|(known, _)| *known != dialect) {
            continue;
        }
        let of_column = |one: &Constraint| {
            matches!(one, Constraint::Check(check) if check.from_type.is_some()
                && columns_in(&check.condition).first().is_some_and(|column| column.name.text == name.text))
        };
        table.constraints.retain(|one| !of_column(one));
        for mut check in type_checks(vm, &name, &Type::new(ty.kind)) {
            *check.name_mut() = name_constraint(vm, &table.name, &check, convention)?;
            table.constraints.push(check);
        }
    }
    Ok(())
}
