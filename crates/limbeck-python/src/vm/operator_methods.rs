//! Operators of built-in values by the names of their methods: `(1).__add__(2)`, `super().__lt__(other)`.
//! They are made when asked for and take no part in how operators are evaluated.

use super::Vm;
use crate::builtins::exactly;
use crate::error::Result;
use crate::value::{BinaryOp, CompareOp, Kind, NativeFn, UnaryOp, Value};

type Call = Box<dyn Fn(&mut Vm, &Value, Value) -> Result<Option<Value>>>;

const BINARY: [BinaryOp; 13] = [
    BinaryOp::Add,
    BinaryOp::Sub,
    BinaryOp::Mul,
    BinaryOp::Div,
    BinaryOp::FloorDiv,
    BinaryOp::Mod,
    BinaryOp::Pow,
    BinaryOp::MatMul,
    BinaryOp::And,
    BinaryOp::Or,
    BinaryOp::Xor,
    BinaryOp::LShift,
    BinaryOp::RShift,
];

const COMPARE: [CompareOp; 6] =
    [CompareOp::Eq, CompareOp::Ne, CompareOp::Lt, CompareOp::Le, CompareOp::Gt, CompareOp::Ge];

/// Whether values of a kind know an operator.
fn knows(kind: Kind, op: BinaryOp) -> bool {
    match kind {
        Kind::Int | Kind::Bool => op != BinaryOp::MatMul,
        Kind::Float => matches!(
            op,
            BinaryOp::Add
                | BinaryOp::Sub
                | BinaryOp::Mul
                | BinaryOp::Div
                | BinaryOp::FloorDiv
                | BinaryOp::Mod
                | BinaryOp::Pow
        ),
        Kind::Str | Kind::Bytes => matches!(op, BinaryOp::Add | BinaryOp::Mul | BinaryOp::Mod),
        Kind::List | Kind::Tuple => matches!(op, BinaryOp::Add | BinaryOp::Mul),
        Kind::Dict => op == BinaryOp::Or,
        Kind::Set | Kind::FrozenSet | Kind::DictKeys | Kind::DictItems => {
            matches!(op, BinaryOp::And | BinaryOp::Or | BinaryOp::Xor | BinaryOp::Sub)
        }
        _ => false,
    }
}

fn is_number(kind: Kind) -> bool {
    matches!(kind, Kind::Int | Kind::Bool | Kind::Float)
}

impl Vm {
    /// The method of a built-in kind by its name, unbound.
    pub(super) fn operator_method(&self, kind: Kind, name: &str) -> Option<Value> {
        if !name.starts_with("__") || !is_built_in(kind) {
            return None;
        }
        let method = |call: Call| {
            let shown = name.to_owned();
            let native = NativeFn::method(name, move |vm, this, args| {
                let [other] = exactly::<1>(&shown, args)?;
                Ok(call(vm, this, other)?.unwrap_or(Value::NotImplemented))
            });
            Some(Value::from(native))
        };
        for op in BINARY.into_iter().filter(|op| knows(kind, *op)) {
            let (plain, reflected, _) = op.methods();
            if name == plain {
                return method(Box::new(move |vm, this, other| vm.builtin_binary(op, this.payload(), other.payload())));
            }
            if name == reflected {
                return method(Box::new(move |vm, this, other| vm.builtin_binary(op, other.payload(), this.payload())));
            }
        }
        if let Some(op) = COMPARE.into_iter().find(|op| op.method() == name) {
            return method(Box::new(move |vm, this, other| vm.builtin_comparison(op, this.payload(), other.payload())));
        }
        let unary = [UnaryOp::Neg, UnaryOp::Pos, UnaryOp::Invert].into_iter().find(|op| op.method() == name);
        if let Some(op) = unary.filter(|op| is_number(kind) && !(kind == Kind::Float && *op == UnaryOp::Invert)) {
            let shown = name.to_owned();
            return Some(Value::from(NativeFn::method(name, move |vm, this, args| {
                let [] = exactly::<0>(&shown, args)?;
                let inner = this.payload().clone();
                vm.unary(op, &inner)
            })));
        }
        None
    }
}

fn is_built_in(kind: Kind) -> bool {
    is_number(kind)
        || matches!(
            kind,
            Kind::Str
                | Kind::Bytes
                | Kind::List
                | Kind::Tuple
                | Kind::Dict
                | Kind::Set
                | Kind::FrozenSet
                | Kind::DictKeys
                | Kind::DictItems
                | Kind::Range
                | Kind::NoneType
        )
}
