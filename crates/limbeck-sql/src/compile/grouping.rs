//! Brackets: SQLAlchemy's `operators.is_precedent` and the `self_group` methods.

use limbeck_ops::{BinaryOp, Expr, ListOp, Type, TypeKind, UnaryOp};

use super::types::{Affinity, affinity};
use crate::quoting::Style;

/// An operator that an operand stands against.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Op<'o> {
    /// Between two operands.
    Binary(&'o BinaryOp),
    /// Before or after one.
    Unary(UnaryOp),
    /// AND, OR.
    List(ListOp),
    /// BETWEEN
    Between,
    /// FILTER
    Filter,
    /// `,`
    Comma,
    /// `AS`
    As,
    /// A condition by itself (WHERE).
    Condition,
    /// `self_group()` without an operator.
    None,
}

/// What has to be done to an operand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grouping {
    /// Nothing.
    Plain,
    /// Brackets.
    Brackets,
    /// It is a boolean value where a condition is wanted.
    AsCondition,
}

const SMALLEST: i32 = -100;
const LARGEST: i32 = 100;

fn binary_precedence(op: &BinaryOp) -> i32 {
    match op {
        BinaryOp::JsonItem
        | BinaryOp::JsonItemText
        | BinaryOp::JsonPath
        | BinaryOp::JsonPathText
        | BinaryOp::ArrayItem => 15,
        BinaryOp::Mul | BinaryOp::TrueDiv | BinaryOp::FloorDiv | BinaryOp::Mod => 8,
        BinaryOp::Add | BinaryOp::Sub | BinaryOp::BitXor => 7,
        BinaryOp::Slice => SMALLEST,
        BinaryOp::Concat
        | BinaryOp::RegexpMatch(_)
        | BinaryOp::NotRegexpMatch(_)
        | BinaryOp::RegexpReplace(_)
        | BinaryOp::Match(_)
        | BinaryOp::NotMatch(_)
        | BinaryOp::MysqlMatch { .. }
        | BinaryOp::Ilike(_)
        | BinaryOp::NotIlike(_)
        | BinaryOp::Like(_)
        | BinaryOp::NotLike(_)
        | BinaryOp::In
        | BinaryOp::NotIn
        | BinaryOp::Is
        | BinaryOp::IsNot
        | BinaryOp::Eq
        | BinaryOp::Ne
        | BinaryOp::IsDistinctFrom
        | BinaryOp::IsNotDistinctFrom
        | BinaryOp::Gt
        | BinaryOp::Lt
        | BinaryOp::Ge
        | BinaryOp::Le => 5,
        BinaryOp::Collate => 4,
        BinaryOp::Custom(_, precedence, _) | BinaryOp::Eager(_, precedence, _) => *precedence,
    }
}

fn precedence(op: Op<'_>) -> i32 {
    match op {
        Op::Binary(op) => binary_precedence(op),
        Op::Unary(op) => match op {
            UnaryOp::Any | UnaryOp::All => 15,
            UnaryOp::Neg | UnaryOp::BitNot => 8,
            UnaryOp::Distinct | UnaryOp::Not | UnaryOp::IsTrue => 5,
            UnaryOp::Desc | UnaryOp::Asc => 3,
            UnaryOp::Exists => 0,
            UnaryOp::NullsFirst | UnaryOp::NullsLast => LARGEST,
        },
        Op::List(ListOp::And) => 3,
        Op::List(ListOp::Or) => 2,
        Op::Between => 5,
        Op::Filter => 6,
        Op::Comma | Op::As => -1,
        Op::Condition => -10,
        Op::None => LARGEST,
    }
}

/// Whether `(a op b) op c` needs no brackets.
fn is_natural_self_precedent(op: Op<'_>) -> bool {
    match op {
        Op::Binary(op) => matches!(
            op,
            BinaryOp::Add
                | BinaryOp::Mul
                | BinaryOp::Concat
                | BinaryOp::Eager(..)
                | BinaryOp::ArrayItem
                | BinaryOp::JsonItem
                | BinaryOp::JsonItemText
                | BinaryOp::JsonPath
                | BinaryOp::JsonPathText
        ),
        Op::List(_) => true,
        Op::Unary(_) | Op::Between | Op::Filter | Op::Comma | Op::As | Op::Condition | Op::None => false,
    }
}

fn is_precedent(own: i32, op: Op<'_>, against: Op<'_>) -> bool {
    if op == against && is_natural_self_precedent(op) {
        return false;
    }
    against == Op::None || own <= precedence(against)
}

/// Whether an operator yields a condition.
fn is_boolean(op: &BinaryOp) -> bool {
    match op {
        BinaryOp::Custom(_, _, boolean) | BinaryOp::Eager(_, _, boolean) => *boolean,
        BinaryOp::Add
        | BinaryOp::Sub
        | BinaryOp::Mul
        | BinaryOp::TrueDiv
        | BinaryOp::FloorDiv
        | BinaryOp::Mod
        | BinaryOp::Concat
        | BinaryOp::Collate
        | BinaryOp::BitXor
        | BinaryOp::Slice
        | BinaryOp::RegexpReplace(_)
        | BinaryOp::JsonItem
        | BinaryOp::JsonItemText
        | BinaryOp::JsonPath
        | BinaryOp::JsonPathText
        | BinaryOp::ArrayItem => false,
        BinaryOp::Eq
        | BinaryOp::Ne
        | BinaryOp::Lt
        | BinaryOp::Le
        | BinaryOp::Gt
        | BinaryOp::Ge
        | BinaryOp::Is
        | BinaryOp::IsNot
        | BinaryOp::IsDistinctFrom
        | BinaryOp::IsNotDistinctFrom
        | BinaryOp::Like(_)
        | BinaryOp::NotLike(_)
        | BinaryOp::Ilike(_)
        | BinaryOp::NotIlike(_)
        | BinaryOp::In
        | BinaryOp::NotIn
        | BinaryOp::RegexpMatch(_)
        | BinaryOp::NotRegexpMatch(_)
        | BinaryOp::Match(_)
        | BinaryOp::NotMatch(_)
        | BinaryOp::MysqlMatch { .. } => true,
    }
}

/// The operator that negates a comparison.
pub(crate) fn negated(op: &BinaryOp) -> Option<BinaryOp> {
    Some(match op {
        BinaryOp::Eq => BinaryOp::Ne,
        BinaryOp::Ne => BinaryOp::Eq,
        BinaryOp::Lt => BinaryOp::Ge,
        BinaryOp::Ge => BinaryOp::Lt,
        BinaryOp::Gt => BinaryOp::Le,
        BinaryOp::Le => BinaryOp::Gt,
        BinaryOp::Is => BinaryOp::IsNot,
        BinaryOp::IsNot => BinaryOp::Is,
        BinaryOp::IsDistinctFrom => BinaryOp::IsNotDistinctFrom,
        BinaryOp::IsNotDistinctFrom => BinaryOp::IsDistinctFrom,
        BinaryOp::Like(escape) => BinaryOp::NotLike(escape.clone()),
        BinaryOp::NotLike(escape) => BinaryOp::Like(escape.clone()),
        BinaryOp::Ilike(escape) => BinaryOp::NotIlike(escape.clone()),
        BinaryOp::NotIlike(escape) => BinaryOp::Ilike(escape.clone()),
        BinaryOp::In => BinaryOp::NotIn,
        BinaryOp::NotIn => BinaryOp::In,
        BinaryOp::RegexpMatch(flags) => BinaryOp::NotRegexpMatch(flags.clone()),
        BinaryOp::NotRegexpMatch(flags) => BinaryOp::RegexpMatch(flags.clone()),
        BinaryOp::Match(config) => BinaryOp::NotMatch(config.clone()),
        BinaryOp::NotMatch(config) => BinaryOp::Match(config.clone()),
        BinaryOp::Add
        | BinaryOp::Sub
        | BinaryOp::Mul
        | BinaryOp::TrueDiv
        | BinaryOp::FloorDiv
        | BinaryOp::Mod
        | BinaryOp::Concat
        | BinaryOp::Collate
        | BinaryOp::BitXor
        | BinaryOp::Slice
        | BinaryOp::RegexpReplace(_)
        | BinaryOp::MysqlMatch { .. }
        | BinaryOp::JsonItem
        | BinaryOp::JsonItemText
        | BinaryOp::JsonPath
        | BinaryOp::JsonPathText
        | BinaryOp::ArrayItem
        | BinaryOp::Eager(..)
        | BinaryOp::Custom(..) => return None,
    })
}

/// `contains()`, `startswith()` and `endswith()` come as LIKE with `'%' ||` or `|| '%'`: SQLAlchemy puts no brackets
/// inside, and gives the whole the lowest precedence.
pub(crate) fn is_like_pattern(op: &BinaryOp, right: &Expr) -> bool {
    fn has_percent(expr: &Expr) -> bool {
        match expr {
            Expr::Column(column) => column.is_literal && column.name.text == "'%'",
            Expr::Binary { op: BinaryOp::Concat, left, right, .. } => has_percent(left) || has_percent(right),
            Expr::Function(call) => call.args.iter().any(has_percent),
            _ => false,
        }
    }
    matches!(op, BinaryOp::Like(_) | BinaryOp::NotLike(_) | BinaryOp::Ilike(_) | BinaryOp::NotIlike(_))
        && matches!(right, Expr::Binary { op: BinaryOp::Concat, .. })
        && has_percent(right)
}

/// What `expr.self_group(against)` does.
pub(crate) fn grouping(style: &Style<'_>, expr: &Expr, against: Op<'_>) -> Grouping {
    let brackets = |yes: bool| if yes { Grouping::Brackets } else { Grouping::Plain };
    match expr {
        Expr::Text(_) => brackets(matches!(against, Op::Binary(BinaryOp::In | BinaryOp::NotIn))),
        Expr::Label { expr, .. } | Expr::TypeCoerce { expr, .. } => grouping(style, expr, against),
        Expr::Binary { op: BinaryOp::Slice, .. } => Grouping::Plain,
        Expr::Binary { op, right, .. } => {
            let own = if is_like_pattern(op, right) { SMALLEST } else { binary_precedence(op) };
            let precedent = is_precedent(own, Op::Binary(op), against);
            brackets(precedent || (against == Op::Unary(UnaryOp::Not) && !is_boolean(op)))
        }
        Expr::Between { .. } => brackets(is_precedent(5, Op::Between, against)),
        Expr::List { op, items } => match folded(*op, items).as_slice() {
            [one] => grouping(style, one, against),
            [] => Grouping::Plain,
            _ => brackets(is_precedent(precedence(Op::List(*op)), Op::List(*op), against)),
        },
        Expr::Unary { op, expr: inner } => match op {
            UnaryOp::Desc | UnaryOp::Asc | UnaryOp::NullsFirst | UnaryOp::NullsLast | UnaryOp::IsTrue => {
                Grouping::Plain
            }
            UnaryOp::Not => match &**inner {
                Expr::Binary { op, right, .. } if negated(op).is_some() && !is_quantified(right) => {
                    let own = if is_like_pattern(op, right) { SMALLEST } else { 5 };
                    brackets(is_precedent(own, Op::Binary(op), against))
                }
                Expr::Between { .. } => brackets(is_precedent(5, Op::Between, against)),
                Expr::True | Expr::False => Grouping::Plain,
                inner if is_value(inner) && affinity_of(style, inner) == Affinity::Boolean => Grouping::Plain,
                _ => brackets(is_precedent(5, Op::Unary(UnaryOp::Not), against)),
            },
            UnaryOp::Neg | UnaryOp::BitNot | UnaryOp::Distinct | UnaryOp::Exists | UnaryOp::Any | UnaryOp::All => {
                brackets(is_precedent(precedence(Op::Unary(*op)), Op::Unary(*op), against))
            }
        },
        Expr::Filter { .. } => brackets(is_precedent(6, Op::Filter, against)),
        Expr::Array { .. } => brackets(is_collection(against)),
        Expr::Subquery(_) | Expr::Grouping(_) | Expr::Tuple(_) => Grouping::Plain,
        Expr::Null => brackets(matches!(against, Op::Unary(UnaryOp::Any | UnaryOp::All))),
        Expr::Star | Expr::Identifier(_) | Expr::Foreign(_) | Expr::AggregateOrderBy { .. } => Grouping::Plain,
        Expr::Function(call)
            if against == Op::Binary(&BinaryOp::ArrayItem) && affinity(style, &call.ty) == Affinity::Array =>
        {
            Grouping::Brackets
        }
        Expr::Bind(_)
        | Expr::Literal { .. }
        | Expr::Column(_)
        | Expr::True
        | Expr::False
        | Expr::Function(_)
        | Expr::NextValue { .. }
        | Expr::Cast { .. }
        | Expr::Case { .. }
        | Expr::Extract { .. }
        | Expr::Over { .. }
        | Expr::WithinGroup { .. } => match against {
            Op::List(_) | Op::Condition if affinity_of(style, expr) == Affinity::Boolean => Grouping::AsCondition,
            Op::Unary(UnaryOp::Any | UnaryOp::All) => Grouping::Brackets,
            Op::Binary(_)
            | Op::Unary(_)
            | Op::List(_)
            | Op::Between
            | Op::Filter
            | Op::Comma
            | Op::As
            | Op::Condition
            | Op::None => Grouping::Plain,
        },
    }
}

/// Whether the right side of a comparison is ANY or ALL of something: such a comparison has no opposite.
pub(crate) fn is_quantified(right: &Expr) -> bool {
    matches!(right, Expr::Unary { op: UnaryOp::Any | UnaryOp::All, .. })
}

fn is_collection(against: Op<'_>) -> bool {
    matches!(against, Op::Unary(UnaryOp::Any | UnaryOp::All) | Op::Binary(BinaryOp::ArrayItem))
}

/// Expressions that are values rather than operators.
pub(crate) fn is_value(expr: &Expr) -> bool {
    match expr {
        Expr::Bind(_)
        | Expr::Literal { .. }
        | Expr::Column(_)
        | Expr::Function(_)
        | Expr::Cast { .. }
        | Expr::TypeCoerce { .. }
        | Expr::Case { .. }
        | Expr::Over { .. }
        | Expr::WithinGroup { .. }
        | Expr::Filter { .. }
        | Expr::Grouping(_)
        | Expr::Subquery(_) => true,
        Expr::Label { expr, .. } => is_value(expr),
        Expr::Text(_)
        | Expr::Star
        | Expr::Null
        | Expr::True
        | Expr::False
        | Expr::NextValue { .. }
        | Expr::Unary { .. }
        | Expr::Binary { .. }
        | Expr::List { .. }
        | Expr::Between { .. }
        | Expr::Tuple(_)
        | Expr::Extract { .. }
        | Expr::AggregateOrderBy { .. }
        | Expr::Array { .. }
        | Expr::Foreign(_)
        | Expr::Identifier(_) => false,
    }
}

/// Whether what stands in brackets is a condition by its operator, on databases without booleans too
/// (`_is_implicitly_boolean`).
pub(crate) fn is_condition(expr: &Expr) -> bool {
    match expr {
        Expr::Grouping(inner) => match &**inner {
            Expr::Binary { op, .. } => is_boolean(op),
            Expr::List { .. } | Expr::Between { .. } => true,
            inner => is_condition(inner),
        },
        Expr::Label { expr, .. } => is_condition(expr),
        _ => false,
    }
}

/// The operands of AND or OR, those of the same operator inside opened, as SQLAlchemy does when it builds them.
fn opened(op: ListOp, items: &[Expr]) -> Vec<&Expr> {
    let mut waiting: Vec<&Expr> = items.iter().rev().collect();
    let mut out = Vec::with_capacity(items.len());
    while let Some(item) = waiting.pop() {
        match item {
            Expr::List { op: inner, items } if *inner == op && items.len() > 1 => waiting.extend(items.iter().rev()),
            other => out.push(other),
        }
    }
    out
}

/// AND and OR without the constants that decide nothing, or just the one that decides all.
pub(crate) fn folded(op: ListOp, items: &[Expr]) -> Vec<&Expr> {
    let (neutral, decisive) = match op {
        ListOp::And => (Expr::True, Expr::False),
        ListOp::Or => (Expr::False, Expr::True),
    };
    let items = opened(op, items);
    if let Some(one) = items.iter().find(|item| ***item == decisive) {
        return vec![one];
    }
    let kept: Vec<&Expr> = items.iter().copied().filter(|item| **item != neutral).collect();
    if kept.is_empty() { items.into_iter().take(1).collect() } else { kept }
}

/// The type of an expression, where it has one.
pub(crate) fn type_of(expr: &Expr) -> Option<&Type> {
    match expr {
        Expr::Bind(bind) => Some(&bind.ty),
        Expr::Literal { ty, .. }
        | Expr::Binary { ty, .. }
        | Expr::Cast { ty, .. }
        | Expr::TypeCoerce { ty, .. }
        | Expr::Case { ty, .. }
        | Expr::Array { ty, .. } => Some(ty),
        Expr::Column(column) => Some(&column.ty),
        Expr::Function(call) => Some(&call.ty),
        Expr::Label { expr, .. } | Expr::Grouping(expr) | Expr::AggregateOrderBy { expr, .. } => type_of(expr),
        Expr::Unary { op: UnaryOp::Neg | UnaryOp::BitNot | UnaryOp::Distinct, expr } => type_of(expr),
        Expr::Over { function, .. } | Expr::Filter { function, .. } | Expr::WithinGroup { function, .. } => {
            type_of(function)
        }
        Expr::Subquery(select) => select.columns.first().and_then(type_of),
        Expr::Text(_)
        | Expr::Star
        | Expr::Null
        | Expr::True
        | Expr::False
        | Expr::NextValue { .. }
        | Expr::Unary { .. }
        | Expr::List { .. }
        | Expr::Between { .. }
        | Expr::Tuple(_)
        | Expr::Extract { .. }
        | Expr::Foreign(_)
        | Expr::Identifier(_) => None,
    }
}

/// The affinity of an expression's type.
pub(crate) fn affinity_of(style: &Style<'_>, expr: &Expr) -> Affinity {
    match expr {
        Expr::True | Expr::False | Expr::List { .. } | Expr::Between { .. } => Affinity::Boolean,
        Expr::Unary { op: UnaryOp::Not | UnaryOp::IsTrue | UnaryOp::Exists, .. } => Affinity::Boolean,
        Expr::NextValue { .. } | Expr::Extract { .. } => Affinity::Integer,
        Expr::Grouping(expr) | Expr::Label { expr, .. } => affinity_of(style, expr),
        other => type_of(other).map_or(Affinity::Null, |ty| affinity(style, ty)),
    }
}

/// The generic NUMERIC, to which division casts.
pub(crate) fn numeric() -> Type {
    Type::new(TypeKind::Numeric(limbeck_ops::NumberOptions::default()))
}
