//! `op.alter_column`.

use limbeck_ops::op::{AlterColumn, Change, DefaultChange};
use limbeck_ops::{Constraint, DialectName, Operation, TableName, Type};
use limbeck_python::{Args, Error, Result, Signature, Value, Vm};

use super::Target;
use crate::runtime::current_context;
use crate::sa::column::{ColumnObject, DefaultObject, Generated, server_default, unfit_argument, unfit_default};
use crate::sa::constraints::string_option;
use crate::sa::dialect_arguments::free_options;
use crate::sa::names::{optional_name, required_name};
use crate::sa::naming::{name_table, type_checks};
use crate::sa::table::give_schema;
use crate::sa::types::coerce_type;

const CHANGES: &[&str] =
    &["nullable", "comment", "server_default", "new_column_name", "type_", "autoincrement", "name"];

const REST: &str = "*, nullable=None, comment=False, server_default=False, new_column_name=None, type_=None, existing_type=None, existing_server_default=False, existing_nullable=None, existing_comment=None, schema=None, autoincrement=None, existing_autoincrement=None, name=..., insert_before=None, insert_after=None, **kw)";

/// `op.alter_column(table, column, …)`.
pub fn alter_column(vm: &mut Vm, target: &Target, args: Args) -> Result<Value> {
    let span = args.span;
    let signature = match &target.batch {
        Some(_) => format!("(column_name, {REST}"),
        None => format!("(table_name, column_name, {REST}"),
    };
    let bound = Signature::parse(&signature).bind_method("alter_column", args)?;
    let table = target.table(&bound, "table_name")?;
    let column = match bound.value("column_name").downcast::<ColumnObject>() {
        // Alembic takes a Column in place of the name as long as there is nothing to change.
        Some(column) if CHANGES.iter().all(|change| bound.given(change).is_none()) => column.data.borrow().name.clone(),
        _ => required_name(&bound.value("column_name"))?,
    };
    let optional_type = |vm: &mut Vm, value: Value| -> Result<Option<Type>> {
        if value.is_none() { Ok(None) } else { coerce_type(vm, &value).map(Some) }
    };
    let in_force = match bound.value("type_") {
        Value::None => bound.value("existing_type"),
        given => given,
    };
    if let Value::Str(_) = bound.value("type_") {
        let wanted = match current_context(vm)?.dialect.name {
            DialectName::Postgresql => "_variant_mapping",
            DialectName::Sqlite | DialectName::Mysql | DialectName::Mariadb => "_type_affinity",
        };
        return Err(Error::attribute_error(format!("'str' object has no attribute '{wanted}'")));
    }
    let mut new_type = optional_type(vm, bound.value("type_"))?;
    if let Some(ty) = new_type.as_mut().filter(|_| target.batch.is_some()) {
        // Alembic makes a table of it before the block ends, and so before the type is written.
        give_schema(ty, &table);
    }
    let existing_type = optional_type(vm, bound.value("existing_type"))?;
    let dialect = current_context(vm)?.dialect.name;
    let server_default = match bound.value("server_default") {
        // A table that is made anew gets a `DefaultClause` of whatever the default is.
        value
            if value.downcast_ref::<DefaultObject>().is_some()
                && target.batch.as_ref().is_some_and(|batch| batch.may_copy(dialect)) =>
        {
            unfit_argument(vm, &value)?.map_or(Change::Keep, |message| Change::Set(DefaultChange::Refused(message)))
        }
        value => change(vm, value)?,
    };
    let flag = |vm: &mut Vm, value: Value| -> Result<Option<bool>> {
        if value.is_none() { Ok(None) } else { vm.truth(&value).map(Some) }
    };
    let new_name = optional_name(&bound.value("new_column_name"))?;
    let using = bound.kwargs().iter().find(|(key, _)| &**key == "postgresql_using").map(|(_, value)| value.clone());
    if let Some(using) = using
        && new_type.is_some()
        && current_context(vm)?.dialect.name == DialectName::Postgresql
    {
        // Alembic asks whether there is any, which a clause does not answer.
        vm.truth(&using)?;
    }
    if bound.given("name").is_some() {
        let class = match (&target.batch, current_context(vm)?.dialect.name) {
            (Some(_), _) => "operations.batch.BatchOperationsImpl",
            (None, DialectName::Postgresql) => "ddl.postgresql.PostgresqlImpl",
            (None, DialectName::Sqlite) => "ddl.sqlite.SQLiteImpl",
            (None, DialectName::Mysql) => "ddl.mysql.MySQLImpl",
            (None, DialectName::Mariadb) => "ddl.mysql.MariaDBImpl",
        };
        return Err(Error::type_error(format!(
            "alembic.{class}.alter_column() got multiple values for keyword argument 'name'"
        )));
    }
    let comment = match bound.value("comment") {
        Value::Bool(false) => Change::Keep,
        Value::None => Change::Drop,
        Value::Bool(true) => return Err(Error::exception("AssertionError", "")),
        value => string_option(&value)?.map_or(Change::Drop, Change::Set),
    };
    let of_type = |vm: &Vm, ty: Option<&Type>| ty.map(|ty| type_checks(vm, &column, ty)).unwrap_or_default();
    let (old, new) =
        (of_type(vm, existing_type.as_ref().filter(|_| new_type.is_some())), of_type(vm, new_type.as_ref()));
    let checks = (named(vm, target, &table, old)?, named(vm, target, &table, new)?);
    let operation = Operation::AlterColumn(Box::new(AlterColumn {
        nullable: flag(vm, bound.value("nullable"))?,
        server_default,
        comment,
        new_name,
        new_type,
        existing_type,
        existing_server_default: change(vm, bound.value("existing_server_default"))?,
        existing_nullable: flag(vm, bound.value("existing_nullable"))?,
        existing_comment: string_option(&bound.value("existing_comment"))?,
        type_is_class: matches!(in_force, Value::Class(_)),
        autoincrement: flag(vm, bound.value("autoincrement"))?,
        existing_autoincrement: flag(vm, bound.value("existing_autoincrement"))?,
        type_checks: checks,
        options: free_options(vm, bound.kwargs())?,
        table,
        column,
    }));
    if target.batch.is_none() {
        warn(vm, &operation)?;
    }
    target.run(vm, operation, span)?;
    Ok(Value::None)
}

/// What Alembic warns of where it alters a column in place.
pub(super) fn warn(vm: &mut Vm, operation: &Operation) -> Result<()> {
    let Operation::AlterColumn(op) = operation else { return Ok(()) };
    let dialect = current_context(vm)?.dialect.name;
    if !dialect.is_mysql() && (op.autoincrement.is_some() || op.existing_autoincrement.is_some()) {
        super::warn(vm, "autoincrement and existing_autoincrement only make sense for MySQL");
    }
    if op.new_type.is_some() && super::left_out(dialect, &op.type_checks.1) {
        super::warn(vm, super::IMPLICIT);
    }
    Ok(())
}

fn change(vm: &mut Vm, value: Value) -> Result<Change<DefaultChange>> {
    Ok(match value {
        Value::Bool(false) => Change::Keep,
        Value::None => Change::Drop,
        value if let Some(message) = unfit_default(vm, &value)? => Change::Set(DefaultChange::Refused(message)),
        value => match value.downcast_ref::<Generated>() {
            Some(Generated::Computed(computed)) => Change::Set(DefaultChange::Computed(computed.clone())),
            Some(Generated::Identity(identity)) => Change::Set(DefaultChange::Identity(identity.clone())),
            Some(Generated::Sequence(_)) | None => match server_default(vm, &value)? {
                None => Change::Keep,
                Some(default) => Change::Set(DefaultChange::Default(default)),
            },
        },
    })
}

/// The checks that a Boolean or Enum type brings, named by the convention.
pub(super) fn named(
    vm: &mut Vm,
    target: &Target,
    table: &TableName,
    checks: Vec<Constraint>,
) -> Result<Vec<Constraint>> {
    if checks.is_empty() {
        return Ok(checks);
    }
    let convention = target.convention(vm)?;
    let mut holder = limbeck_ops::Table {
        name: table.clone(),
        columns: Vec::new(),
        constraints: checks,
        indexes: Vec::new(),
        comment: None,
        prefixes: Vec::new(),
        options: limbeck_ops::Options::none(),
    };
    name_table(vm, &mut holder, &convention)?;
    Ok(holder.constraints)
}
