//! `op.alter_column`.

use limbeck_ops::op::{AlterColumn, Change, DefaultChange};
use limbeck_ops::{Constraint, Name, Operation, ServerDefault, TableName, Type};
use limbeck_python::{Args, Result, Signature, Value, Vm};

use super::Target;
use crate::sa::column::{Generated, server_default};
use crate::sa::constraints::string_option;
use crate::sa::dialect_arguments::free_options;
use crate::sa::names::{optional_name, required_name};
use crate::sa::table::{name_table, type_check};
use crate::sa::types::coerce_type;

const REST: &str = "*, nullable=None, comment=False, server_default=False, new_column_name=None, type_=None, existing_type=None, existing_server_default=False, existing_nullable=None, existing_comment=None, schema=None, autoincrement=None, existing_autoincrement=None, name=None, insert_before=None, insert_after=None, **kw)";

/// `op.alter_column(table, column, …)`.
pub fn alter_column(vm: &mut Vm, target: &Target, args: Args) -> Result<Value> {
    let span = args.span;
    let signature = match &target.batch {
        Some(_) => format!("(column_name, {REST}"),
        None => format!("(table_name, column_name, {REST}"),
    };
    let bound = Signature::parse(&signature).bind("alter_column", args)?;
    let table = target.table(&bound, "table_name")?;
    let column = required_name(&bound.value("column_name"))?;
    let optional_type = |vm: &mut Vm, value: Value| -> Result<Option<Type>> {
        if value.is_none() { Ok(None) } else { coerce_type(vm, &value).map(Some) }
    };
    let in_force = match bound.value("type_") {
        Value::None => bound.value("existing_type"),
        given => given,
    };
    let new_type = optional_type(vm, bound.value("type_"))?;
    let existing_type = optional_type(vm, bound.value("existing_type"))?;
    let flag = |vm: &mut Vm, value: Value| -> Result<Option<bool>> {
        if value.is_none() { Ok(None) } else { vm.truth(&value).map(Some) }
    };
    let new_name = match optional_name(&bound.value("new_column_name"))? {
        Some(name) => Some(name),
        None => optional_name(&bound.value("name"))?,
    };
    let comment = match bound.value("comment") {
        Value::Bool(false) => Change::Keep,
        Value::None => Change::Drop,
        value => string_option(&value)?.map_or(Change::Drop, Change::Set),
    };
    let checks = (
        checks(vm, target, &table, &column, existing_type.as_ref().filter(|_| new_type.is_some()))?,
        checks(vm, target, &table, &column, new_type.as_ref())?,
    );
    let operation = Operation::AlterColumn(Box::new(AlterColumn {
        nullable: flag(vm, bound.value("nullable"))?,
        server_default: change(vm, bound.value("server_default"))?,
        comment,
        new_name,
        new_type,
        existing_type,
        existing_server_default: change(vm, bound.value("existing_server_default"))?,
        existing_nullable: flag(vm, bound.value("existing_nullable"))?,
        existing_comment: string_option(&bound.value("existing_comment"))?,
        type_is_class: matches!(in_force, Value::Class(_)),
        autoincrement: bound.value("autoincrement").as_bool(),
        existing_autoincrement: bound.value("existing_autoincrement").as_bool(),
        type_checks: checks,
        options: free_options(vm, bound.kwargs())?,
        table,
        column,
    }));
    target.run(vm, operation, span)?;
    Ok(Value::None)
}

fn change(vm: &mut Vm, value: Value) -> Result<Change<DefaultChange>> {
    Ok(match value {
        Value::Bool(false) => Change::Keep,
        Value::None => Change::Drop,
        value => match value.downcast_ref::<Generated>() {
            Some(Generated::Computed(computed)) => Change::Set(DefaultChange::Computed(computed.clone())),
            Some(Generated::Identity(identity)) => Change::Set(DefaultChange::Identity(identity.clone())),
            Some(Generated::Sequence(_)) | None => match server_default(vm, &value)? {
                Some(ServerDefault::Fetched) | None => Change::Keep,
                Some(default) => Change::Set(DefaultChange::Default(default)),
            },
        },
    })
}

/// The checks that a Boolean or Enum type brings, named by the convention.
fn checks(
    vm: &mut Vm,
    target: &Target,
    table: &TableName,
    column: &Name,
    ty: Option<&Type>,
) -> Result<Vec<Constraint>> {
    let Some(check) = ty.and_then(|ty| type_check(column, ty)) else { return Ok(Vec::new()) };
    let convention = target.convention(vm)?;
    let mut holder = limbeck_ops::Table {
        name: table.clone(),
        columns: Vec::new(),
        constraints: vec![check],
        indexes: Vec::new(),
        comment: None,
        prefixes: Vec::new(),
        options: limbeck_ops::Options::none(),
    };
    name_table(vm, &mut holder, &convention)?;
    Ok(holder.constraints)
}
