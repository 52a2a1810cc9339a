//! `op.execute` and `op.bulk_insert`.

use limbeck_ops::op::{BulkInsert, Execute};
use limbeck_ops::{Expr, Name, Operation, Options, TypeKind};
use limbeck_python::{Args, Error, Result, Signature, Value, Vm};

use super::Target;
use crate::errors;
use crate::runtime::current_context;
use crate::sa::column::ColumnObject;
use crate::sa::names::text_of;
use crate::sa::query::to_query;
use crate::sa::table::TableObject;

/// `op.execute(sqltext, execution_options=None)`.
pub fn execute(vm: &mut Vm, _target: &Target, args: Args) -> Result<Value> {
    let span = args.span;
    let bound = Signature::parse("(sqltext, *, execution_options=None)").bind_method("execute", args)?;
    crate::sa::execution_options::refuse_all(&bound.value("execution_options"))?;
    let statement = bound.value("sqltext");
    // In a batch block too a statement runs at once, before what the block collects.
    if let Some(operation) = crate::sa::ddl::operation_of(vm, &statement) {
        super::operate(vm, operation, span)?;
        return Ok(Value::None);
    }
    if current_context(vm)?.as_sql && !statement.is_unresolved() && is_plain(&statement) {
        let kind = statement.type_name();
        return Err(Error::attribute_error(format!("'{kind}' object has no attribute 'compile'")));
    }
    let query = to_query(vm, &statement)?;
    super::operate(vm, Operation::Execute(Execute { query, execution_options: Options::none() }), span)?;
    Ok(Value::None)
}

/// `op.run_async(async_function, *args, **kw)`.
pub fn run_async(vm: &mut Vm, args: Args) -> Result<Value> {
    let span = args.span;
    let bound =
        Signature::parse("(async_function, *args, **kw_args)").bind_method("AbstractOperations.run_async", args)?;
    let context = current_context(vm)?;
    if vm.state::<crate::sa::engine::AsyncEngine>().is_none() {
        return Err(Error::value_error("Cannot call run_async with a sync engine"));
    }
    if context.as_sql {
        return Err(Error::exception("NotImplementedError", "Cannot call run_async in SQL mode"));
    }
    let mut positional = vec![context.connection.clone()];
    positional.extend(bound.rest().iter().cloned());
    let function = bound.value("async_function");
    let value = vm.call(&function, Args { positional, keyword: bound.kwargs().to_vec(), span })?;
    vm.await_value(&value)
}

/// Whether a value is Python's own and no statement.
fn is_plain(value: &Value) -> bool {
    matches!(
        value.payload(),
        Value::None | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::List(_) | Value::Dict(_)
    ) || value.as_sequence().is_some()
}

/// `op.bulk_insert(table, rows, multiinsert=True)`.
pub fn bulk_insert(vm: &mut Vm, target: &Target, args: Args) -> Result<Value> {
    let span = args.span;
    let bound = Signature::parse("(table, rows, *, multiinsert=True)").bind_method("bulk_insert", args)?;
    let value = match crate::sa::orm::table_of(vm, &bound.value("table"))? {
        Some(table) => table,
        None => bound.value("table"),
    };
    if value.is_unresolved() {
        return Err(errors::needed(vm, &value, "is the table of bulk_insert()"));
    }
    let Some(table) = value.downcast::<TableObject>() else {
        return Err(Error::attribute_error(format!("'{}' object has no attribute 'insert'", value.type_name())));
    };
    let rows_value = bound.value("rows");
    if rows_value.is_unresolved() {
        return Err(errors::needed(vm, &rows_value, "is the rows of bulk_insert()"));
    }
    if !matches!(rows_value.payload(), Value::List(_)) {
        return Err(Error::type_error("List expected"));
    }
    let items = rows_value.as_sequence().unwrap_or_default();
    let columns: Vec<_> = table.columns.borrow().iter().map(|column| column.data.borrow().clone()).collect();
    let keys: Vec<String> = table.columns.borrow().iter().map(|column| column.key.borrow().clone()).collect();
    let callables: Vec<std::rc::Rc<ColumnObject>> =
        table.columns.borrow().iter().filter(|column| column.default_callable.is_some()).cloned().collect();
    let offline = current_context(vm)?.as_sql;
    let mut rows = Vec::with_capacity(items.len());
    for item in items {
        let Some(dict) = item.as_dict().cloned() else {
            return Err(Error::type_error("List of dictionaries expected"));
        };
        let mut row: Vec<(Name, Expr)> = Vec::new();
        let mut unconsumed = Vec::new();
        for (key, value) in dict.items() {
            let key = match key.downcast::<ColumnObject>() {
                Some(column) => column.key.borrow().clone(),
                None => text_of(&key)?,
            };
            // Its key is what a column goes by.
            if !keys.contains(&key) && columns.iter().any(|column| column.name.text == key) {
                let is_expression = crate::sa::expr::as_expr(vm, &value)?.is_some();
                if !is_expression && current_context(vm)?.as_sql {
                    let error = Error::exception("KeyError", key);
                    return Err(first_fault(vm, &table.name, columns, rows, error));
                }
                unconsumed.push(key);
                continue;
            }
            let name = keys
                .iter()
                .position(|known| *known == key)
                .and_then(|at| columns.get(at))
                .map_or_else(|| Name::new(key.as_str()), |column| column.name.clone());
            match bound_value(vm, &value, &name, &columns) {
                Ok(expr) => row.push((name, expr)),
                Err(error) => return Err(first_fault(vm, &table.name, columns, rows, error)),
            }
        }
        if !unconsumed.is_empty() {
            // It is found out when the values of the row are written.
            rows.push(row);
            let message = format!("Unconsumed column names: {}", unconsumed.join(", "));
            let error = errors::compile_error(vm, &message);
            return Err(first_fault(vm, &table.name, columns, rows, error));
        }
        // Such defaults are computed when a statement is executed.
        for column in callables.iter().filter(|_| !offline) {
            let name = column.data.borrow().name.clone();
            if row.iter().all(|(known, _)| known.text != name.text) {
                let callable = column.default_callable.clone().unwrap_or(Value::None);
                if callable.is_unresolved() {
                    return Err(errors::needed(
                        vm,
                        &callable,
                        "is the default of a column that bulk_insert() leaves out",
                    ));
                }
                let takes_context = matches!(&callable, Value::Function(function) if function.parameters().len() == 1);
                let arguments = if takes_context { Args::of([Value::None]) } else { Args::none() };
                let value = vm.call(&callable, arguments)?;
                let expr = bound_value(vm, &value, &name, &columns)?;
                row.push((name, expr));
            }
        }
        rows.push(row);
    }
    let multi_insert = vm.truth(&bound.value("multiinsert"))?;
    let operation = Operation::BulkInsert(BulkInsert { table: table.name.clone(), columns, rows, multi_insert });
    target.run(vm, operation, span)?;
    Ok(Value::None)
}

/// What is told of rows of which a later one can't be written: Alembic writes one after the other.
fn first_fault(
    vm: &mut Vm,
    table: &limbeck_ops::TableName,
    columns: Vec<limbeck_ops::Column>,
    rows: Vec<Vec<(Name, Expr)>>,
    error: Error,
) -> Error {
    let Ok(context) = current_context(vm) else { return error };
    if !context.as_sql || rows.is_empty() {
        return error;
    }
    let earlier = Operation::BulkInsert(BulkInsert { table: table.clone(), columns, rows, multi_insert: true });
    let written = crate::runtime::environment(vm)
        .map(|environment| environment.runtime.render_operation(&context.dialect, &earlier));
    match written {
        Ok(written) => errors::IntoScript::into_script(written, vm).err().unwrap_or(error),
        Err(_) => error,
    }
}

/// A value of a row, by the type that the table gives the column, even where that is none.
fn bound_value(vm: &mut Vm, value: &Value, name: &Name, columns: &[limbeck_ops::Column]) -> Result<Expr> {
    let Some(column) = columns.iter().find(|column| column.name.text == name.text) else {
        return crate::sa::dml::row_value(vm, value, name, columns);
    };
    if crate::sa::expr::as_expr(vm, value)?.is_some() {
        let expr = crate::sa::dml::row_value(vm, value, name, columns)?;
        let offline = current_context(vm)?.as_sql;
        // Offline a parameter is no value either: only what is written as a literal passes.
        return Ok(match expr {
            Expr::Bind(_) if offline => Expr::Grouping(Box::new(expr)),
            expr => expr,
        });
    }
    let value = match crate::sa::decorators::bind(vm, &column.ty, value) {
        Err(error) if !value.is_unresolved() && !matches!(column.ty.kind, TypeKind::Null) => {
            return Err(not_literal(vm, value, &column.ty)?.unwrap_or(error));
        }
        datum => Some(datum?),
    };
    let (name, ty) = (name.text.clone(), column.ty.clone());
    Ok(Expr::Bind(limbeck_ops::Bind { name, value, ty, unique: false, expanding: false }))
}

/// What SQLAlchemy says of a value that can't be written as one of a type; `None` where nothing is written.
fn not_literal(vm: &mut Vm, value: &Value, ty: &limbeck_ops::Type) -> Result<Option<Error>> {
    let context = current_context(vm)?;
    if !context.as_sql {
        return Ok(None);
    }
    let Ok(ty) = context.host.borrow().render_type(ty) else { return Ok(None) };
    let shown = vm.repr(value)?;
    let message = format!(
        "Could not render literal value \"{shown}\" with datatype {ty}; see parent stack trace for more detail."
    );
    Ok(Some(errors::compile_error(vm, &message)))
}
