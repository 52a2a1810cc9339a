//! SELECTs inside statements: `exists()`, and what they leave to the SELECTs around them.

use std::rc::Rc;

use limbeck_ops::{Expr, Query, Select, UnaryOp};
use limbeck_python::{Args, Class, ClassBuilder, NativeFn, Object, Result, Value, Vm};

use crate::sa::classes::classes;
use crate::sa::expr::{self, element, to_expr};
use crate::sa::query::{add_entities, as_select, change, conditions, query_value};
use crate::sa::table::as_from;

/// `correlate(…)` and `correlate_except(…)` of a SELECT.
///
/// # Errors
/// When a value is no table.
pub fn correlate(vm: &mut Vm, this: &Value, args: &Args, except: bool) -> Result<Value> {
    change(vm, this, |vm, query| correlate_select(vm, query, &args.positional, except))
}

fn correlate_select(vm: &mut Vm, query: &mut Select, values: &[Value], except: bool) -> Result<()> {
    let mut named = Vec::new();
    for value in values.iter().filter(|value| !value.is_none()) {
        let table = crate::sa::orm::table_of(vm, value)?;
        named.extend(as_from(table.as_ref().unwrap_or(value)));
    }
    let none = values.first().is_none_or(Value::is_none);
    let list = if except { &mut query.correlate_except } else { &mut query.correlate };
    match list {
        Some(known) if !none => known.extend(named),
        _ => *list = Some(named),
    }
    Ok(())
}

/// The methods that a scalar subquery has of its SELECT; `None`: it has none of this name.
pub fn scalar_method(query: &Select, name: &str) -> Option<Value> {
    let edit: fn(&mut Vm, &mut Select, &[Value]) -> Result<()> = match name {
        "correlate" => |vm, query, values| correlate_select(vm, query, values, false),
        "correlate_except" => |vm, query, values| correlate_select(vm, query, values, true),
        "where" => |vm, query, values| {
            query.filters.extend(conditions(vm, values)?);
            Ok(())
        },
        _ => return None,
    };
    let query = query.clone();
    let method = NativeFn::new(name, move |vm, args| {
        let mut query = query.clone();
        edit(vm, &mut query, &args.positional)?;
        Ok(element(vm, Expr::Subquery(Box::new(query))))
    });
    Some(method.into())
}

/// `sa.exists(…)`.
///
/// # Errors
/// When the argument can't be selected.
pub fn exists(vm: &mut Vm, args: Args) -> Result<Value> {
    let query = match args.positional.as_slice() {
        [] => Select { columns: vec![Expr::Star], ..Select::default() },
        [only] if as_select(only).is_some() => as_select(only).unwrap_or_default(),
        values => {
            let values = match values {
                [only] => only.as_sequence().unwrap_or_else(|| vec![only.clone()]),
                values => values.to_vec(),
            };
            let mut query = Select::default();
            add_entities(vm, &mut query, &values)?;
            query
        }
    };
    Ok(exists_value(vm, query))
}

/// `EXISTS (…)` of a SELECT.
pub fn exists_value(vm: &Vm, query: Select) -> Value {
    Value::object(ExistsObject { class: Rc::clone(&classes(vm).exists), query })
}

/// `exists()` before it is an expression: it takes `where` and `select_from` still.
#[derive(Debug)]
struct ExistsObject {
    class: Rc<Class>,
    query: Select,
}

impl Object for ExistsObject {
    fn class(&self, _vm: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }

    fn get_attr(&self, _this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        if name == "__clause_element__" {
            let value = exists_expr(vm, self.query.clone());
            let function = NativeFn::new(name, move |_vm, _args| Ok(value.clone()));
            return Ok(Some(function.into()));
        }
        Ok(None)
    }

    fn str(&self, _this: &Value, vm: &mut Vm) -> Result<Option<String>> {
        let value = exists_expr(vm, self.query.clone());
        let query = Query::Expr(Box::new(to_expr(vm, &value)?));
        crate::sa::engine::printed(vm, &query, false).map(Some)
    }

    fn unary(&self, _this: &Value, vm: &mut Vm, op: limbeck_python::UnaryOp) -> Result<Option<Value>> {
        match op {
            limbeck_python::UnaryOp::Invert => {
                let inner =
                    Expr::Unary { op: UnaryOp::Exists, expr: Box::new(Expr::Subquery(Box::new(self.query.clone()))) };
                Ok(Some(element(vm, expr::negate(inner))))
            }
            limbeck_python::UnaryOp::Neg | limbeck_python::UnaryOp::Pos => Ok(None),
        }
    }

    fn binary(
        &self,
        _this: &Value,
        vm: &mut Vm,
        op: limbeck_python::BinaryOp,
        other: &Value,
        reflected: bool,
    ) -> Result<Option<Value>> {
        let own = exists_expr(vm, self.query.clone());
        expr::binary(vm, &own, op, other, reflected)
    }
}

fn exists_expr(vm: &Vm, query: Select) -> Value {
    element(vm, Expr::Unary { op: UnaryOp::Exists, expr: Box::new(Expr::Subquery(Box::new(query))) })
}

/// The class of `exists()`.
pub fn exists_class(column_element: &Rc<Class>) -> Rc<Class> {
    let edit = |apply: fn(&mut Vm, &mut Select, &[Value]) -> Result<()>| {
        move |vm: &mut Vm, this: &Value, args: Args| {
            let Some(object) = this.downcast::<ExistsObject>() else { return Ok(Value::None) };
            let mut query = object.query.clone();
            apply(vm, &mut query, &args.positional)?;
            Ok(Value::object(ExistsObject { class: Rc::clone(&object.class), query }))
        }
    };
    ClassBuilder::new("Exists")
        .module("sqlalchemy.sql.selectable")
        .base(column_element)
        .method("compile", |vm, this, args| {
            let expr = to_expr(vm, this)?;
            crate::sa::engine::compiled(vm, Query::Expr(Box::new(expr)), args)
        })
        .method(
            "where",
            edit(|vm, query, values| {
                query.filters.extend(conditions(vm, values)?);
                Ok(())
            }),
        )
        .method(
            "select_from",
            edit(|_vm, query, values| {
                query.from.extend(values.iter().filter_map(as_from));
                Ok(())
            }),
        )
        .method("correlate", edit(|vm, query, values| correlate_select(vm, query, values, false)))
        .method("correlate_except", edit(|vm, query, values| correlate_select(vm, query, values, true)))
        .method("select", |vm, this, _args| {
            let Some(object) = this.downcast::<ExistsObject>() else { return Ok(Value::None) };
            let inner =
                Expr::Unary { op: UnaryOp::Exists, expr: Box::new(Expr::Subquery(Box::new(object.query.clone()))) };
            Ok(query_value(vm, Query::Select(Box::new(Select { columns: vec![inner], ..Select::default() }))))
        })
        .build()
}
