//! Expressions of SQLite: SQLAlchemy's `SQLiteCompiler`.

use limbeck_ops::{BinaryOp, Expr, FunctionCall, Type};

use crate::compile::json_path::json_path as path;
use crate::compile::types::{Affinity, affinity};
use crate::compile::{Compiler, Op, Scope};
use crate::error::SqlError;

/// Functions with a form of their own.
pub(super) fn function(c: &mut Compiler<'_>, s: &Scope<'_>, call: &FunctionCall) -> Result<Option<String>, SqlError> {
    let Some(name) = call.name.last() else { return Ok(None) };
    Ok(match name.text.to_lowercase().as_str() {
        "now" => Some("CURRENT_TIMESTAMP".to_owned()),
        "localtimestamp" => Some("DATETIME(CURRENT_TIMESTAMP, 'localtime')".to_owned()),
        "char_length" => Some(format!("length({})", c.comma_list(&s.forgotten(), &call.args)?)),
        "aggregate_strings" => Some(format!("group_concat({})", c.comma_list(&s.forgotten(), &call.args)?)),
        _ => None,
    })
}

/// Operators with a form of their own.
pub(super) fn binary(
    c: &mut Compiler<'_>,
    s: &Scope<'_>,
    op: &BinaryOp,
    left: &Expr,
    right: &Expr,
    ty: &Type,
) -> Result<Option<String>, SqlError> {
    let text = match op {
        BinaryOp::TrueDiv => {
            let left = c.operand(s, left, Op::Binary(op))?;
            format!("{left} / ({} + 0.0)", c.operand(s, right, Op::Binary(op))?)
        }
        BinaryOp::IsDistinctFrom => {
            let s = &s.forgotten();
            let left = c.operand(s, left, Op::Binary(op))?;
            format!("{left} IS NOT {}", c.operand(s, right, Op::Binary(op))?)
        }
        BinaryOp::IsNotDistinctFrom => {
            let s = &s.forgotten();
            let left = c.operand(s, left, Op::Binary(op))?;
            format!("{left} IS {}", c.operand(s, right, Op::Binary(op))?)
        }
        BinaryOp::RegexpMatch(_) => c.generic_binary(&calm(s), op, left, right, " REGEXP ")?,
        BinaryOp::NotRegexpMatch(_) => c.generic_binary(&calm(s), op, left, right, " NOT REGEXP ")?,
        BinaryOp::BitXor => {
            let either = c.generic_binary(&eager(s), op, left, right, " | ")?;
            format!("({either} - {})", c.generic_binary(&eager(s), op, left, right, " & ")?)
        }
        BinaryOp::JsonItem | BinaryOp::JsonPath => {
            let inner = s.inner();
            let left = c.operand(&inner, left, Op::Binary(op))?;
            let right = c.operand(&inner, &path(right), Op::Binary(op))?;
            let text = format!("JSON_EXTRACT({left}, {right})");
            match affinity(&c.style, ty) {
                Affinity::Json | Affinity::Null => format!("JSON_QUOTE({text})"),
                _ => text,
            }
        }
        BinaryOp::JsonItemText => c.generic_binary(&eager(s), op, left, &path(right), " ->> ")?,
        BinaryOp::JsonPathText => c.generic_binary(&eager(s), op, left, &path(right), " #>> ")?,
        _ => return Ok(None),
    };
    Ok(Some(text))
}

fn eager<'s>(s: &Scope<'s>) -> Scope<'s> {
    Scope { eager: true, ..*s }
}

fn calm<'s>(s: &Scope<'s>) -> Scope<'s> {
    Scope { eager: false, ..*s }
}

/// `EXTRACT` through STRFTIME.
pub(super) fn extract(c: &mut Compiler<'_>, s: &Scope<'_>, field: &str, expr: &Expr) -> Result<String, SqlError> {
    let format = match field {
        "month" => "%m",
        "day" => "%d",
        "year" => "%Y",
        "second" => "%S",
        "hour" => "%H",
        "doy" => "%j",
        "minute" => "%M",
        "epoch" => "%s",
        "dow" => "%w",
        "week" => "%W",
        "quarter" | "milliseconds" | "microseconds" | "timezone_hour" | "timezone_minute" => field,
        other => return Err(SqlError::compile(format!("{other} is not a valid extract argument."))),
    };
    Ok(format!("CAST(STRFTIME('{format}', {}) AS INTEGER)", c.expr(s, expr)?))
}
