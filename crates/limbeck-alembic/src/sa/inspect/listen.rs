//! A table of the database after the script's `column_reflect` listeners have seen its columns.

use limbeck_ops::{ReflectedTable, ServerDefault, TableName};
use limbeck_python::{Args, Result, Span, Value, Vm};

use super::{Told, dicts, inspect, table};
use crate::errors;
use crate::sa::column::server_default;
use crate::sa::constraints::string_option;
use crate::sa::expr::text_expr;
use crate::sa::table::named_table;
use crate::sa::types::coerce_type;

/// The table as the listeners leave it: they change type, nullability, default and comment of a column.
///
/// # Errors
/// `NoSuchTableError`, what the database raises, or what a listener raises.
pub fn listened(
    vm: &mut Vm,
    bind: &Value,
    name: &TableName,
    listeners: &[Value],
    span: Span,
) -> Result<ReflectedTable> {
    let Some(found) = table(vm, bind, name, span)? else {
        return Err(errors::sqlalchemy_error(vm, "NoSuchTableError", &name.name.text));
    };
    let inspector = inspect(vm, Args { span, ..Args::of([bind.clone()]) })?;
    let mut told = Told { table: found, dialect: crate::sa::engine::dialect_of(vm, bind).name };
    let infos = dicts::columns(vm, &told)?;
    let infos = vm.iterate(&infos)?;
    for (info, reflected) in infos.into_iter().zip(&mut told.table.columns) {
        let Some(dict) = info.as_dict() else { continue };
        let get = |key: &str| dict.get_str(key).unwrap_or_default();
        let (ty, default) = (get("type"), get("default"));
        for listener in listeners {
            let of_table = named_table(vm, name);
            vm.call(listener, Args { span, ..Args::of([inspector.clone(), of_table, info.clone()]) })?;
        }
        let column = &mut reflected.column;
        if !get("type").is_same(&ty) {
            column.ty = coerce_type(vm, &get("type"))?;
        }
        column.nullable = vm.truth(&get("nullable"))?;
        column.comment = string_option(&get("comment"))?;
        if !get("default").is_same(&default) {
            let changed = get("default");
            // A string is SQL here, as what the inspector tells is.
            column.server_default = match changed.as_str() {
                Some(text) => Some(ServerDefault::Expr(text_expr(text))),
                None => server_default(vm, &changed)?,
            };
        }
    }
    Ok(told.table)
}
