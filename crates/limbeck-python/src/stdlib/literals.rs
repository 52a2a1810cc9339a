//! `ast`, as far as `literal_eval` goes.

use std::rc::Rc;

use ruff_python_ast::{Expr, Stmt, UnaryOp as Sign};
use ruff_text_size::Ranged;

use crate::compile;
use crate::error::{Error, Result};
use crate::value::{Dict, Module, Set, UnaryOp, Value};
use crate::vm::Vm;

fn malformed(expr: &Expr) -> Error {
    let at = u32::from(expr.range().start());
    Error::value_error(format!("malformed node or string at offset {at}"))
}

/// The value of an expression that is made of literals alone. How deep it is was checked before it was parsed.
fn value(vm: &mut Vm, expr: &Expr) -> Result<Value> {
    Ok(match expr {
        Expr::StringLiteral(literal) => Value::str(literal.value.to_str()),
        Expr::BytesLiteral(literal) => Value::bytes(literal.value.bytes().collect::<Vec<u8>>()),
        Expr::NumberLiteral(literal) => compile::number(&literal.value).ok_or_else(|| malformed(expr))?,
        Expr::BooleanLiteral(literal) => Value::Bool(literal.value),
        Expr::NoneLiteral(_) => Value::None,
        Expr::EllipsisLiteral(_) => Value::Ellipsis,
        Expr::List(list) => Value::list(all(vm, &list.elts)?),
        Expr::Tuple(tuple) => Value::tuple(all(vm, &tuple.elts)?),
        Expr::Set(set) => {
            let items = all(vm, &set.elts)?;
            Value::Set(Rc::new(Set::from_items(vm, items)?))
        }
        Expr::Dict(dict) => {
            let made = Dict::new();
            for item in &dict.items {
                let Some(key) = &item.key else { return Err(malformed(expr)) };
                let (key, item) = (value(vm, key)?, value(vm, &item.value)?);
                made.insert(vm, key, item)?;
            }
            Value::Dict(Rc::new(made))
        }
        Expr::UnaryOp(unary) if matches!(&*unary.operand, Expr::NumberLiteral(_)) => {
            let operand = value(vm, &unary.operand)?;
            match unary.op {
                Sign::USub => vm.unary(UnaryOp::Neg, &operand)?,
                Sign::UAdd => operand,
                Sign::Invert | Sign::Not => return Err(malformed(expr)),
            }
        }
        _ => return Err(malformed(expr)),
    })
}

fn all(vm: &mut Vm, parts: &[Expr]) -> Result<Vec<Value>> {
    parts.iter().map(|part| value(vm, part)).collect()
}

/// The module.
pub(super) fn module(_: &mut Vm) -> Result<Rc<Module>> {
    Ok(Rc::new(Module::new("ast").function_with("literal_eval", "(node_or_string)", |vm, args| {
        let given = args.value("node_or_string");
        if given.is_unresolved() {
            return Ok(given);
        }
        let Some(text) = given.as_str() else {
            return Err(Error::value_error(format!("malformed node or string: {}", vm.repr(&given)?)));
        };
        vm.check_text(text.len())?;
        let tree = compile::parse_prefix(text.trim_start_matches([' ', '\t']))
            .map_err(|_| Error::exception("SyntaxError", "invalid syntax"))?;
        match tree.body.as_slice() {
            [Stmt::Expr(only)] => value(vm, &only.value),
            _ => Err(Error::exception("SyntaxError", "invalid syntax")),
        }
    })))
}
