//! Rows: `tuple_(…)`, the type that it has (`TupleType`), and what plain values are beside it.

use std::rc::Rc;

use limbeck_ops::{Bind, Datum, Expr, Type, TypeKind};
use limbeck_python::{Args, Class, Result, Signature, Value, Vm};

use crate::errors;
use crate::sa::expr::{as_expr, beside, bind_for, compared_type, element, to_expr, type_of};
use crate::sa::types::{TypeObject, coerce_type, type_value};
use crate::values::to_datum;

/// The type of a row of such parts.
pub fn row_type(parts: Vec<Type>) -> Type {
    Type::new(TypeKind::Tuple { parts, shown: String::new() })
}

/// `tuple_(…)`
///
/// # Errors
/// When an element can't stand in SQL.
pub fn tuple(vm: &mut Vm, args: Args) -> Result<Value> {
    let bound = Signature::parse("(*clauses, types=None)").bind("tuple_", args)?;
    let clauses = bound.rest().to_vec();
    let mut types = Vec::new();
    if let Some(given) = bound.some("types") {
        for ty in vm.iterate(&given)? {
            types.push(coerce_type(vm, &ty)?);
        }
        if types.len() != clauses.len() {
            let shown = vm.repr(&Value::tuple(clauses))?;
            let message = format!("Wrong number of elements for {}-tuple: {shown} ", types.len());
            return Err(errors::argument_error(vm, &message));
        }
    }
    let mut items = Vec::with_capacity(clauses.len());
    for (at, value) in clauses.iter().enumerate() {
        let expr = to_expr(vm, value)?;
        let is_plain = as_expr(vm, value)?.is_none();
        items.push(match (expr, types.get(at)) {
            (Expr::Bind(mut bind), Some(ty)) if is_plain && ty.kind != TypeKind::Null => {
                bind.ty = ty.clone();
                Expr::Bind(bind)
            }
            (expr, _) => expr,
        });
    }
    Ok(element(vm, Expr::Tuple(items)))
}

/// `TupleType(…)`
///
/// # Errors
/// When an argument is no type.
pub fn tuple_type(vm: &mut Vm, class: &Rc<Class>, args: Args) -> Result<TypeObject> {
    let mut parts = Vec::with_capacity(args.positional.len());
    for value in &args.positional {
        parts.push(coerce_type(vm, value)?);
    }
    Ok(TypeObject::new(class, row_type(parts)))
}

/// The row that a plain value is beside one: whatever Python iterates, as long as both last.
///
/// # Errors
/// When Python can't iterate it.
pub fn beside_row(vm: &mut Vm, value: &Value, parts: &[Expr]) -> Result<Expr> {
    let mut row = Vec::with_capacity(parts.len());
    for (value, part) in vm.iterate(value)?.iter().zip(parts) {
        let is_plain = as_expr(vm, value)?.is_none();
        row.push(match beside(vm, value, Some(part))? {
            Expr::Bind(bind) if is_plain => Expr::Bind(Bind { name: "param".to_owned(), ..bind }),
            expr => expr,
        });
    }
    Ok(Expr::Tuple(row))
}

/// The one value that a plain value is beside an expression that has the type of a row and is none.
///
/// # Errors
/// When Python can't iterate it.
pub fn beside_typed_row(vm: &mut Vm, value: &Value, operand: &Expr) -> Result<Expr> {
    let items = vm.iterate(value)?;
    let mut row = Vec::with_capacity(items.len());
    for item in &items {
        row.push(to_datum(vm, item)?);
    }
    let mut expr = bind_for(Datum::List(row), Some(operand));
    if let Expr::Bind(bind) = &mut expr {
        note_repr(vm, &mut bind.ty)?;
    }
    Ok(expr)
}

/// What `in_()` makes of a list beside something that has the type of a row, where nothing in it is SQL: one value.
///
/// # Errors
/// When something in it can't stand in SQL, or the first is no row.
pub fn plain_rows(vm: &mut Vm, left: &Expr, given: &[Value]) -> Result<Option<Expr>> {
    let ty = type_of(left);
    if !matches!(ty.kind, TypeKind::Tuple { .. }) {
        return Ok(None);
    }
    let mut rows = Vec::with_capacity(given.len());
    for value in given {
        if as_expr(vm, value)?.is_some() {
            return Ok(None);
        }
        let items = match vm.iterate(value) {
            Ok(items) => items,
            // The first decides about the type of all; another is in nobody's way before it is written.
            Err(error) if rows.is_empty() || error.exception_class() != Some("TypeError") => return Err(error),
            Err(_) => {
                rows.push(to_datum(vm, value)?);
                continue;
            }
        };
        let mut row = Vec::with_capacity(items.len());
        for item in &items {
            row.push(to_datum(vm, item)?);
        }
        rows.push(Datum::List(row));
    }
    let ty = rows.first().map_or_else(|| ty.clone(), |row| compared_type(&ty, row));
    let value = Some(Datum::List(rows));
    Ok(Some(Expr::Bind(Bind { name: "param".to_owned(), value, ty, unique: true, expanding: true })))
}

/// Notes how Python shows the type of a value, if that is a row's: a message about it needs that.
///
/// # Errors
/// When a part of it can't be shown.
pub fn note_repr(vm: &mut Vm, ty: &mut Type) -> Result<()> {
    if matches!(ty.kind, TypeKind::Tuple { .. }) {
        let value = type_value(vm, ty);
        let text = vm.repr(&value)?.to_string();
        if let TypeKind::Tuple { shown, .. } = &mut ty.kind {
            *shown = text;
        }
    }
    Ok(())
}
