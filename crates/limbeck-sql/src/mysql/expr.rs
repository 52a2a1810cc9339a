//! Expressions of MySQL: SQLAlchemy's `MySQLCompiler`.

use limbeck_ops::{BinaryOp, Expr, FunctionCall, NumberOptions, Type, TypeKind};

use crate::compile::json_path::json_path;
use crate::compile::types::{Affinity, affinity};
use crate::compile::{Compiler, Op, Scope, type_of};
use crate::error::SqlError;

/// Functions with a form of their own.
pub(super) fn function(c: &mut Compiler<'_>, s: &Scope<'_>, call: &FunctionCall) -> Result<Option<String>, SqlError> {
    let [name] = call.name.as_slice() else { return Ok(None) };
    match (name.text.to_lowercase().as_str(), call.args.as_slice()) {
        ("random", args) => Ok(Some(format!("rand({})", c.comma_list(&s.forgotten(), args)?))),
        ("sysdate", _) => Ok(Some("SYSDATE()".to_owned())),
        ("rollup", args) => Ok(Some(format!("{} WITH ROLLUP", c.comma_list(s, args)?))),
        ("aggregate_strings", [expr, delimiter]) => {
            let expr = c.operand(s, expr, Op::Comma)?;
            Ok(Some(format!("group_concat({expr} SEPARATOR {})", c.operand(s, delimiter, Op::Comma)?)))
        }
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
        BinaryOp::Concat => {
            let mut parts = Vec::new();
            joined(c, left, ty, &mut parts);
            joined(c, right, ty, &mut parts);
            let mut texts = Vec::with_capacity(parts.len());
            for part in parts {
                texts.push(c.operand(&s.inner(), part, Op::Binary(op))?);
            }
            format!("concat({})", texts.join(", "))
        }
        BinaryOp::IsDistinctFrom => {
            let s = &s.forgotten();
            let left = c.operand(s, left, Op::Binary(op))?;
            format!("NOT ({left} <=> {})", c.operand(s, right, Op::Binary(op))?)
        }
        BinaryOp::IsNotDistinctFrom => {
            let s = &s.forgotten();
            let left = c.operand(s, left, Op::Binary(op))?;
            format!("{left} <=> {}", c.operand(s, right, Op::Binary(op))?)
        }
        BinaryOp::RegexpMatch(None) => c.generic_binary(&calm(s), op, left, right, " REGEXP ")?,
        BinaryOp::NotRegexpMatch(None) => c.generic_binary(&calm(s), op, left, right, " NOT REGEXP ")?,
        BinaryOp::RegexpMatch(Some(flags)) => regexp(c, s, op, left, right, ("", flags))?,
        BinaryOp::NotRegexpMatch(Some(flags)) => regexp(c, s, op, left, right, ("NOT ", flags))?,
        BinaryOp::RegexpReplace(flags) => c.regexp_replace(s, op, left, right, flags.as_deref())?,
        BinaryOp::Match(_) => {
            let left = c.operand(s, left, Op::Binary(op))?;
            against(c, s, op, (left, right), (true, false, false))?
        }
        BinaryOp::MysqlMatch { boolean, natural, expansion } => {
            let columns = match left {
                Expr::Tuple(items) => c.comma_list(s, items)?,
                other => c.expr(s, other)?,
            };
            against(c, s, op, (columns, right), (*boolean, *natural, *expansion))?
        }
        BinaryOp::JsonItem | BinaryOp::JsonPath => json(c, s, op, left, &json_path(right), ty)?,
        BinaryOp::JsonItemText => c.generic_binary(&eager(s), op, left, &json_path(right), " ->> ")?,
        BinaryOp::JsonPathText => c.generic_binary(&eager(s), op, left, &json_path(right), " #>> ")?,
        _ => return Ok(None),
    };
    Ok(Some(text))
}

/// `regexp_match` with flags: MySQL has a function, MariaDB takes them in the pattern.
fn regexp(
    c: &mut Compiler<'_>,
    s: &Scope<'_>,
    op: &BinaryOp,
    left: &Expr,
    right: &Expr,
    (negation, flags): (&str, &str),
) -> Result<String, SqlError> {
    let flags = crate::compile::literal::string(&c.style, flags);
    let left = c.operand(s, left, Op::Binary(op))?;
    let right_scope = if c.style.dialect.mariadb { s.forgotten() } else { *s };
    let right = c.operand(&right_scope, right, Op::Binary(op))?;
    Ok(if c.style.dialect.mariadb {
        format!("{left} {negation}REGEXP CONCAT('(?', {flags}, ')', {right})")
    } else {
        format!("{negation}REGEXP_LIKE({left}, {right}, {flags})")
    })
}

/// `MATCH … AGAINST`, with the modes in brackets.
fn against(
    c: &mut Compiler<'_>,
    s: &Scope<'_>,
    op: &BinaryOp,
    (columns, right): (String, &Expr),
    (boolean, natural, expansion): (bool, bool, bool),
) -> Result<String, SqlError> {
    if boolean && (natural || expansion) {
        return Err(SqlError::compile(format!(
            "Invalid MySQL match flags: in_boolean_mode={}, in_natural_language_mode={}, with_query_expansion={}",
            python_bool(boolean),
            python_bool(natural),
            python_bool(expansion)
        )));
    }
    let mut against = c.operand(s, right, Op::Binary(op))?;
    if boolean {
        against.push_str(" IN BOOLEAN MODE");
    }
    if natural {
        against.push_str(" IN NATURAL LANGUAGE MODE");
    }
    if expansion {
        against.push_str(" WITH QUERY EXPANSION");
    }
    Ok(format!("MATCH ({columns}) AGAINST ({against})"))
}

fn python_bool(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

/// The operands of a chain of concatenations of one type.
fn joined<'e>(c: &Compiler<'_>, expr: &'e Expr, ty: &Type, out: &mut Vec<&'e Expr>) {
    let mut waiting = vec![expr];
    while let Some(expr) = waiting.pop() {
        match expr {
            Expr::Binary { op: BinaryOp::Concat, left, right, ty: inner }
                if affinity(&c.style, inner) == affinity(&c.style, ty) =>
            {
                waiting.push(right);
                waiting.push(left);
            }
            other => out.push(other),
        }
    }
}

fn eager<'s>(s: &Scope<'s>) -> Scope<'s> {
    Scope { eager: true, ..*s }
}

fn calm<'s>(s: &Scope<'s>) -> Scope<'s> {
    Scope { eager: false, ..*s }
}

/// An element of JSON; where the result is no JSON, JSON's null becomes NULL.
fn json(
    c: &mut Compiler<'_>,
    s: &Scope<'_>,
    op: &BinaryOp,
    left: &Expr,
    right: &Expr,
    ty: &Type,
) -> Result<String, SqlError> {
    let mut extract = || -> Result<String, SqlError> {
        let inner = s.inner();
        let document = c.operand(&inner, left, Op::Binary(op))?;
        Ok(format!("JSON_EXTRACT({document}, {})", c.operand(&inner, right, Op::Binary(op))?))
    };
    let text = extract()?;
    let (style, resolved) = (c.style, ty.for_dialect(c.style.dialect.name));
    // An element whose type nobody told is as its document is.
    let of = match affinity(&style, resolved) {
        Affinity::Null => type_of(left).map_or(Affinity::Json, |ty| affinity(&style, ty)),
        known => known,
    };
    let result = match of {
        Affinity::Json => return Ok(text),
        Affinity::Integer => format!("ELSE CAST({text} AS SIGNED INTEGER)"),
        Affinity::Numeric => match &resolved.kind {
            TypeKind::Numeric(NumberOptions { precision: Some(precision), scale: Some(scale), .. })
            | TypeKind::Decimal(NumberOptions { precision: Some(precision), scale: Some(scale), .. }) => {
                format!("ELSE CAST({text} AS DECIMAL({precision}, {scale}))")
            }
            _ => format!("ELSE {text}+0.0000000000000000000000"),
        },
        Affinity::Boolean => "WHEN true THEN true ELSE false".to_owned(),
        Affinity::String | Affinity::Enum => format!("ELSE JSON_UNQUOTE({text})"),
        Affinity::Null
        | Affinity::Date
        | Affinity::DateTime
        | Affinity::Time
        | Affinity::Interval
        | Affinity::Binary
        | Affinity::Uuid
        | Affinity::Array
        | Affinity::Other => format!("ELSE {text}"),
    };
    Ok(format!("CASE {text} WHEN 'null' THEN NULL {result} END"))
}
