//! What `filter_by()` of a statement is about.

use std::sync::Arc;

use limbeck_ops::{Expr, From, Name, Query, Select};
use limbeck_python::{Args, Result, Value, Vm};

use crate::errors;
use crate::sa::expr::{self, ExprObject, element};
use crate::sa::outputs::outputs;
use crate::sa::query::{QueryObject, query_value};
use crate::sa::table::{FromObject, as_from};

/// What `filter_by()` of a select is about: what was joined last, else what the statement reads from, else the first thing
/// selected, where a column stands for its table; and what a refusal names.
pub(super) fn filtered(vm: &mut Vm, select: &Value, entity: Value) -> Result<(Value, Value)> {
    let is_collection = entity.downcast_ref::<crate::sa::table::ColumnCollection>().is_some();
    let is_text = entity.as_str().is_some();
    let is_expression = is_collection || is_text || as_from(&entity).is_some() || expr::as_expr(vm, &entity)?.is_some();
    let same = |value: Value| (value.clone(), value);
    let Some(object) = select.downcast_ref::<QueryObject>().filter(|_| is_expression) else { return Ok(same(entity)) };
    if let Some(joined) = &object.joined {
        return Ok(same(joined.clone()));
    }
    let untyped = |names: &[Name]| names.iter().map(|name| (name.clone(), expr::null_type())).collect::<Vec<_>>();
    let of_table = |vm: &Vm, from: &Arc<From>| match &**from {
        From::Subquery { select, .. } => FromObject::columns_over(vm, from, outputs(&mut Select::clone(select))),
        From::Cte(cte) => match &cte.query {
            Query::Select(select) => match select.from.first().map(|from| &**from) {
                Some(From::Values { columns, .. }) if select.columns.is_empty() => {
                    FromObject::columns_over(vm, from, untyped(columns))
                }
                _ => FromObject::columns_over(vm, from, outputs(&mut Select::clone(select))),
            },
            Query::Insert(_)
            | Query::Update(_)
            | Query::Delete(_)
            | Query::Text(_)
            | Query::Driver(_)
            | Query::Expr(_) => crate::sa::table::from_value(vm, from),
        },
        // A function that stands there by itself is what it is about.
        From::Function { call, shape, .. } if shape.bare => match nearest_table(call) {
            Some(found) => crate::sa::table::from_value(vm, &found),
            None => crate::sa::table::from_value(vm, from),
        },
        From::Function { shape, .. } => FromObject::columns_over(vm, from, shape.columns.clone()),
        From::Values { columns, .. } => FromObject::columns_over(vm, from, untyped(columns)),
        From::Table(..) | From::Alias { .. } | From::Join { .. } | From::Text(_) | From::Sample { .. } => {
            crate::sa::table::from_value(vm, from)
        }
    };
    if let Some(from) = object.select().and_then(|query| query.from.first()) {
        return Ok(same(if as_from(&entity).as_ref() == Some(from) { entity } else { of_table(vm, from) }));
    }
    if is_collection {
        return Ok(same(entity));
    }
    let found = expr::as_expr(vm, &entity)?.as_ref().and_then(nearest_table);
    Ok((found.map_or_else(|| entity.clone(), |from| of_table(vm, &from)), entity))
}

/// The table of the column nearest to the root of an expression that has one; what a function is about counts as near as it.
fn nearest_table(expr: &Expr) -> Option<Arc<From>> {
    let of_function = match expr {
        Expr::Over { function, .. } | Expr::Filter { function, .. } | Expr::WithinGroup { function, .. } => {
            nearest_table(function)
        }
        _ => None,
    };
    of_function.or_else(|| limbeck_ops::all_columns_in(expr).into_iter().find_map(|column| column.table.clone()))
}

/// The comparisons that `filter_by(name=value, …)` asks for.
pub(super) fn criteria(vm: &mut Vm, holder: &Value, shown: &Value, args: &Args) -> Result<Vec<Value>> {
    let columns = match as_from(holder) {
        Some(_) => vm.get_attr(holder, "c")?,
        None => holder.clone(),
    };
    let is_expression = as_from(holder).is_none() && holder.downcast_ref::<ExprObject>().is_some();
    let mut criteria = Vec::new();
    for (name, value) in &args.keyword {
        if is_expression || !vm.has_attr(&columns, name)? {
            let collection = shown.downcast_ref::<crate::sa::table::ColumnCollection>();
            let shown = match (as_from(shown), collection) {
                (Some(from), _) => shown_from(vm, &from)?,
                (None, Some(columns)) => {
                    let mut shown = Vec::new();
                    for (_, column) in columns.items() {
                        shown.push(vm.str(column)?.to_string());
                    }
                    shown.join(", ")
                }
                (None, None) => vm.str(shown)?.to_string(),
            };
            let message = format!("Entity namespace for \"{shown}\" has no property \"{name}\"");
            return Err(errors::invalid_request(vm, &message));
        }
        let column = vm.get_attr(&columns, name)?;
        criteria.push(vm.compare(limbeck_python::CompareOp::Eq, &column, value)?);
    }
    Ok(criteria)
}

/// Something to read from as `str()` shows it.
///
/// # Errors
/// When it can't be put into SQL.
pub fn shown_from(vm: &mut Vm, from: &Arc<From>) -> Result<String> {
    match &**from {
        From::Table(table, _) => Ok(table.to_string()),
        From::Text(text) => Ok(text.text.clone()),
        From::Subquery { select, lateral, .. } => {
            let select = query_value(vm, Query::Select(Box::new(Select::clone(select))));
            let text = vm.str(&select)?;
            Ok(if *lateral { format!("LATERAL ({text})") } else { text.to_string() })
        }
        From::Function { call, shape, .. } => {
            let call = element(vm, (**call).clone());
            let lateral = if shape.lateral { "LATERAL " } else { "" };
            let numbered = if shape.ordinality { " WITH ORDINALITY" } else { "" };
            Ok(format!("{lateral}{}{numbered}", vm.str(&call)?))
        }
        From::Alias { from: inner, .. } => match &**inner {
            From::Table(..) => Ok(String::new()),
            _ => shown_from(vm, inner),
        },
        From::Cte(cte) => {
            let query = query_value(vm, cte.query.clone());
            Ok(vm.str(&query)?.to_string())
        }
        From::Values { .. } => {
            let alone =
                query_value(vm, Query::Select(Box::new(Select { from: vec![Arc::clone(from)], ..Select::default() })));
            Ok(vm.str(&alone)?.to_string())
        }
        From::Join { .. } | From::Sample { .. } => {
            let all = Select { columns: vec![Expr::Star], from: vec![Arc::clone(from)], ..Select::default() };
            let all = query_value(vm, Query::Select(Box::new(all)));
            let text = vm.str(&all)?.to_string();
            Ok(text.split_once("FROM ").map(|(_, from)| from.to_owned()).unwrap_or(text))
        }
    }
}
