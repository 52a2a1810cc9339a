//! Expressions of PostgreSQL: SQLAlchemy's `PGCompiler`.

use limbeck_ops::{BinaryOp, Datum, Expr, FunctionCall, Type, TypeKind};

use crate::compile::types::{Affinity, affinity};
use crate::compile::{Compiler, Op, Scope, types};
use crate::error::SqlError;

/// Functions with a form of their own.
pub(super) fn function(c: &mut Compiler<'_>, s: &Scope<'_>, call: &FunctionCall) -> Result<Option<String>, SqlError> {
    let Some(name) = call.name.last() else { return Ok(None) };
    match (name.text.to_lowercase().as_str(), call.args.as_slice()) {
        ("substring", [text, start]) => {
            let text = c.operand(s, text, Op::Comma)?;
            Ok(Some(format!("SUBSTRING({text} FROM {})", c.operand(s, start, Op::Comma)?)))
        }
        ("substring", [text, start, length, ..]) => {
            let text = c.operand(s, text, Op::Comma)?;
            let start = c.operand(s, start, Op::Comma)?;
            Ok(Some(format!("SUBSTRING({text} FROM {start} FOR {})", c.operand(s, length, Op::Comma)?)))
        }
        ("aggregate_strings", args) => Ok(Some(format!("string_agg({})", c.comma_list(&s.forgotten(), args)?))),
        _ => Ok(None),
    }
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
        BinaryOp::Ilike(escape) => c.like(s, op, left, right, " ILIKE ", escape.as_deref())?,
        BinaryOp::NotIlike(escape) => c.like(s, op, left, right, " NOT ILIKE ", escape.as_deref())?,
        BinaryOp::RegexpMatch(flags) => regexp(c, s, op, left, right, ("~", flags.as_deref()))?,
        BinaryOp::NotRegexpMatch(flags) => regexp(c, s, op, left, right, ("!~", flags.as_deref()))?,
        BinaryOp::RegexpReplace(flags) => c.regexp_replace(s, op, left, right, flags.as_deref())?,
        BinaryOp::Match(config) => {
            let left = c.operand(s, left, Op::Binary(op))?;
            let right = c.operand(s, right, Op::Binary(op))?;
            match config.as_deref().filter(|config| !config.is_empty()) {
                Some(config) => {
                    let config = crate::compile::literal::string(&c.style, config);
                    format!("{left} @@ plainto_tsquery({config}, {right})")
                }
                None => format!("{left} @@ plainto_tsquery({right})"),
            }
        }
        BinaryOp::BitXor => c.generic_binary(&calm(s), op, left, right, " # ")?,
        BinaryOp::JsonItem => json(c, s, op, left, right, ty, (" -> ", " ->> "))?,
        BinaryOp::JsonPath => {
            let right = path(right);
            json(c, s, op, left, &right, ty, (" #> ", " #>> "))?
        }
        BinaryOp::JsonItemText => c.generic_binary(&eager(s), op, left, right, " ->> ")?,
        BinaryOp::JsonPathText => c.generic_binary(&eager(s), op, left, &path(right), " #>> ")?,
        BinaryOp::ArrayItem => {
            let left = c.operand(&s.inner(), left, Op::Binary(op))?;
            format!("{left}[{}]", c.operand(&s.inner(), right, Op::Binary(op))?)
        }
        _ => return Ok(None),
    };
    Ok(Some(text))
}

/// `regexp_match`, whose flags are told in the operator or in the pattern.
fn regexp(
    c: &mut Compiler<'_>,
    s: &Scope<'_>,
    op: &BinaryOp,
    left: &Expr,
    right: &Expr,
    (sign, flags): (&str, Option<&str>),
) -> Result<String, SqlError> {
    match flags {
        None => c.generic_binary(&calm(s), op, left, right, &format!(" {sign} ")),
        Some("i") => c.generic_binary(&calm(s), op, left, right, &format!(" {sign}* ")),
        Some(flags) => {
            let left = c.operand(s, left, Op::Binary(op))?;
            let flags = crate::compile::literal::string(&c.style, flags);
            Ok(format!("{left} {sign} CONCAT('(?', {flags}, ')', {})", c.operand(s, right, Op::Binary(op))?))
        }
    }
}

fn eager<'s>(s: &Scope<'s>) -> Scope<'s> {
    Scope { eager: true, ..*s }
}

fn calm<'s>(s: &Scope<'s>) -> Scope<'s> {
    Scope { eager: false, ..*s }
}

/// An element of JSON; where the result is no JSON, its text is cast.
fn json(
    c: &mut Compiler<'_>,
    s: &Scope<'_>,
    op: &BinaryOp,
    left: &Expr,
    right: &Expr,
    ty: &Type,
    (as_json, as_text): (&str, &str),
) -> Result<String, SqlError> {
    if !matches!(affinity(&c.style, ty), Affinity::Json | Affinity::Null) {
        let text = c.generic_binary(&eager(s), op, left, right, as_text)?;
        let ty = types::render(&c.style, ty)?;
        return Ok(c.cast_text(&text, &ty));
    }
    let subscripts = c.style.dialect.version.is_none_or(|(major, ..)| major >= 14);
    let is_jsonb = crate::compile::type_of(left)
        .is_some_and(|ty| matches!(ty.for_dialect(c.style.dialect.name).kind, TypeKind::PgJsonb { .. }));
    if *op == BinaryOp::JsonItem && subscripts && is_jsonb {
        let inner = eager(&s.inner());
        let text = c.operand(&inner, left, Op::Binary(op))?;
        let text = match left {
            Expr::Function(_) | Expr::Cast { .. } => format!("({text})"),
            _ => text,
        };
        return Ok(format!("{text}[{}]", c.operand(&inner, right, Op::Binary(op))?));
    }
    c.generic_binary(&eager(s), op, left, right, as_json)
}

/// A path as PostgreSQL reads it: `{a, 1}`.
fn path(expr: &Expr) -> Expr {
    let written = |value: &Datum| match value {
        Datum::List(items) => {
            let parts: Vec<_> = items.iter().map(crate::compile::python::text).collect();
            Datum::Str(format!("{{{}}}", parts.join(", ")))
        }
        other => other.clone(),
    };
    match expr {
        Expr::Bind(bind) => {
            let mut bind = bind.clone();
            bind.value = bind.value.as_ref().map(written);
            bind.ty = Type::new(TypeKind::Text(limbeck_ops::StringOptions::default()));
            bind.expanding = false;
            Expr::Bind(bind)
        }
        other => other.clone(),
    }
}
