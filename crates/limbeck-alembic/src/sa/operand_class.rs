//! Which operand of a comparison Python asks: the right one comes first where its class is a subclass of the left one's
//! (the data model's rule for rich comparisons), and `a < b` is written `b > a`.

use limbeck_ops::{BinaryOp, Expr, UnaryOp};
use limbeck_python::Value;

use crate::sa::column::ColumnObject;
use crate::sa::expr::{affinity, is_plain_boolean};
use crate::sa::functions::has_class;

/// SQLAlchemy's classes of expressions that have subclasses, and these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperandClass {
    /// `sa.column(…)`, `sa.literal_column(…)`
    ColumnClause,
    /// `sa.Column(…)`
    Column,
    /// A function that has no class of its own.
    Function,
    /// A function of a class of its own: `func.max(…)`.
    GenericFunction,
    /// One operand: `-x`, `x.desc()`.
    Unary,
    /// `EXISTS (…)`
    Exists,
    /// Two operands.
    Binary,
    /// `mysql.match(…)`
    MysqlMatch,
    /// Three and more operands: `a + b + c`.
    ExpressionList,
    /// `and_(…)`, `or_(…)`, `postgresql.array([…])`
    ListSubclass,
    /// `sa.literal(…)`
    Bind,
    /// `op.inline_literal(…)`
    InlineLiteral,
    /// `sa.cast(…)`
    Cast,
    /// `sa.try_cast(…)`
    TryCast,
    /// Of no class that is among these.
    Other,
}

impl OperandClass {
    /// Whether the class is a subclass of another.
    pub fn is_narrower_than(self, other: OperandClass) -> bool {
        let base = match self {
            OperandClass::Column => OperandClass::ColumnClause,
            OperandClass::GenericFunction => OperandClass::Function,
            OperandClass::Exists => OperandClass::Unary,
            OperandClass::MysqlMatch => OperandClass::Binary,
            OperandClass::ListSubclass => OperandClass::ExpressionList,
            OperandClass::InlineLiteral => OperandClass::Bind,
            OperandClass::TryCast => OperandClass::Cast,
            OperandClass::ColumnClause
            | OperandClass::Function
            | OperandClass::Unary
            | OperandClass::Binary
            | OperandClass::ExpressionList
            | OperandClass::Bind
            | OperandClass::Cast
            | OperandClass::Other => return false,
        };
        base == other
    }
}

/// The class of an operand, which was given as a value.
pub fn of(value: &Value, expr: &Expr) -> OperandClass {
    match expr {
        Expr::Column(_) if value.downcast_ref::<ColumnObject>().is_some_and(|column| !column.is_light.get()) => {
            OperandClass::Column
        }
        Expr::Column(_) => OperandClass::ColumnClause,
        Expr::Function(_) | Expr::NextValue { .. } if is_known(expr) => OperandClass::GenericFunction,
        Expr::Function(_) => OperandClass::Function,
        Expr::Unary { op: UnaryOp::Exists, .. } => OperandClass::Exists,
        // Of a boolean value they are of a class of their own, `AsBoolean`.
        Expr::Unary { op: UnaryOp::Not, expr } if is_plain_boolean(expr) => OperandClass::Other,
        Expr::Unary { op: UnaryOp::IsTrue | UnaryOp::Any | UnaryOp::All, .. } => OperandClass::Other,
        Expr::Unary { .. } => OperandClass::Unary,
        Expr::Binary { op: BinaryOp::MysqlMatch { .. }, .. } => OperandClass::MysqlMatch,
        Expr::Binary { op, left, right, ty } if is_associative(op) => {
            let is_same = |side: &Expr| matches!(side, Expr::Binary { op: inner, ty: of, .. } if inner == op && affinity(&of.kind) == affinity(&ty.kind));
            if is_same(left) || is_same(right) { OperandClass::ExpressionList } else { OperandClass::Binary }
        }
        Expr::Binary { .. } => OperandClass::Binary,
        Expr::List { .. } | Expr::Array { .. } => OperandClass::ListSubclass,
        Expr::Bind(_) => OperandClass::Bind,
        Expr::Literal { .. } => OperandClass::InlineLiteral,
        Expr::Cast { tries: true, .. } => OperandClass::TryCast,
        Expr::Cast { .. } => OperandClass::Cast,
        Expr::Text(_)
        | Expr::Star
        | Expr::Null
        | Expr::True
        | Expr::False
        | Expr::NextValue { .. }
        | Expr::Between { .. }
        | Expr::TypeCoerce { .. }
        | Expr::Case { .. }
        | Expr::Tuple(_)
        | Expr::Grouping(_)
        | Expr::Label { .. }
        | Expr::Subquery(_)
        | Expr::Extract { .. }
        | Expr::Over { .. }
        | Expr::Filter { .. }
        | Expr::WithinGroup { .. }
        | Expr::AggregateOrderBy { .. }
        | Expr::Identifier(_)
        | Expr::Foreign(_) => OperandClass::Other,
    }
}

/// Whether operands of a chain of the operator stand in one list (`operators.is_associative`).
fn is_associative(op: &BinaryOp) -> bool {
    matches!(op, BinaryOp::Add | BinaryOp::Mul | BinaryOp::Concat | BinaryOp::BitXor)
}

/// Whether an expression is a function of SQLAlchemy's `GenericFunction` classes.
fn is_known(expr: &Expr) -> bool {
    match expr {
        Expr::Function(call) => match call.name.as_slice() {
            [name] => has_class(&name.text.to_lowercase()),
            _ => false,
        },
        Expr::NextValue { .. } => true,
        _ => false,
    }
}
