//! The one trait of host objects.

use std::any::Any;
use std::fmt::Debug;
use std::rc::Rc;

use super::{Args, Class, Value};
use crate::error::{Error, Result};
use crate::vm::Vm;

/// Unary operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnaryOp {
    /// `-x`
    Neg,
    /// `+x`
    Pos,
    /// `~x`
    Invert,
}

/// Binary operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinaryOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
    /// `//`
    FloorDiv,
    /// `%`
    Mod,
    /// `**`
    Pow,
    /// `@`
    MatMul,
    /// `&`
    And,
    /// `|`
    Or,
    /// `^`
    Xor,
    /// `<<`
    LShift,
    /// `>>`
    RShift,
}

impl BinaryOp {
    /// The symbol.
    pub fn symbol(self) -> &'static str {
        match self {
            BinaryOp::Add => "+",
            BinaryOp::Sub => "-",
            BinaryOp::Mul => "*",
            BinaryOp::Div => "/",
            BinaryOp::FloorDiv => "//",
            BinaryOp::Mod => "%",
            BinaryOp::Pow => "**",
            BinaryOp::MatMul => "@",
            BinaryOp::And => "&",
            BinaryOp::Or => "|",
            BinaryOp::Xor => "^",
            BinaryOp::LShift => "<<",
            BinaryOp::RShift => ">>",
        }
    }

    /// The special method, its reflected and its in-place form.
    pub(crate) fn methods(self) -> (&'static str, &'static str, &'static str) {
        match self {
            BinaryOp::Add => ("__add__", "__radd__", "__iadd__"),
            BinaryOp::Sub => ("__sub__", "__rsub__", "__isub__"),
            BinaryOp::Mul => ("__mul__", "__rmul__", "__imul__"),
            BinaryOp::Div => ("__truediv__", "__rtruediv__", "__itruediv__"),
            BinaryOp::FloorDiv => ("__floordiv__", "__rfloordiv__", "__ifloordiv__"),
            BinaryOp::Mod => ("__mod__", "__rmod__", "__imod__"),
            BinaryOp::Pow => ("__pow__", "__rpow__", "__ipow__"),
            BinaryOp::MatMul => ("__matmul__", "__rmatmul__", "__imatmul__"),
            BinaryOp::And => ("__and__", "__rand__", "__iand__"),
            BinaryOp::Or => ("__or__", "__ror__", "__ior__"),
            BinaryOp::Xor => ("__xor__", "__rxor__", "__ixor__"),
            BinaryOp::LShift => ("__lshift__", "__rlshift__", "__ilshift__"),
            BinaryOp::RShift => ("__rshift__", "__rrshift__", "__irshift__"),
        }
    }
}

impl UnaryOp {
    /// The special method.
    pub(crate) fn method(self) -> &'static str {
        match self {
            UnaryOp::Neg => "__neg__",
            UnaryOp::Pos => "__pos__",
            UnaryOp::Invert => "__invert__",
        }
    }

    /// The symbol.
    pub fn symbol(self) -> &'static str {
        match self {
            UnaryOp::Neg => "-",
            UnaryOp::Pos => "+",
            UnaryOp::Invert => "~",
        }
    }
}

/// Comparisons that objects can answer; `is` and `in` are not among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompareOp {
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

impl CompareOp {
    /// The symbol.
    pub fn symbol(self) -> &'static str {
        match self {
            CompareOp::Eq => "==",
            CompareOp::Ne => "!=",
            CompareOp::Lt => "<",
            CompareOp::Le => "<=",
            CompareOp::Gt => ">",
            CompareOp::Ge => ">=",
        }
    }

    /// The special method.
    pub(crate) fn method(self) -> &'static str {
        match self {
            CompareOp::Eq => "__eq__",
            CompareOp::Ne => "__ne__",
            CompareOp::Lt => "__lt__",
            CompareOp::Le => "__le__",
            CompareOp::Gt => "__gt__",
            CompareOp::Ge => "__ge__",
        }
    }

    /// The comparison with its sides exchanged.
    pub fn swapped(self) -> CompareOp {
        match self {
            CompareOp::Eq => CompareOp::Eq,
            CompareOp::Ne => CompareOp::Ne,
            CompareOp::Lt => CompareOp::Gt,
            CompareOp::Le => CompareOp::Ge,
            CompareOp::Gt => CompareOp::Lt,
            CompareOp::Ge => CompareOp::Le,
        }
    }
}

/// Gives every [`Object`] its way back to the concrete type.
pub trait AsAny {
    /// For `downcast_ref`.
    fn as_any(&self) -> &dyn Any;
    /// For [`Value::downcast`].
    fn as_any_rc(self: Rc<Self>) -> Rc<dyn Any>;
}

impl<T: Any> AsAny for T {
    fn as_any(&self) -> &dyn Any {
        self
    }
    fn as_any_rc(self: Rc<Self>) -> Rc<dyn Any> {
        self
    }
}

/// An object of the host.
///
/// `this` is the value the script holds: the object itself, or the instance of a script's subclass whose payload it is.
/// Every method may answer "not here" (`Ok(None)`); then the methods of [`Object::class`] are asked (`__len__` and so
/// on), and in the end the script gets the `TypeError` or `AttributeError` that CPython would raise.
#[allow(unused_variables)]
pub trait Object: AsAny + Any + Debug {
    /// Its class: for `type()`, `isinstance`, methods and messages.
    fn class(&self, vm: &Vm) -> Rc<Class>;

    /// Name of the class, when no `Vm` is at hand.
    fn type_name(&self) -> Rc<str> {
        Rc::from("object")
    }

    /// An attribute; methods and attributes of the class are looked up when this has none.
    fn get_attr(&self, this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        Ok(None)
    }

    /// Assignment to an attribute; whether it was taken.
    fn set_attr(&self, this: &Value, vm: &mut Vm, name: &str, value: Value) -> Result<bool> {
        Ok(false)
    }

    /// `del x.name`; whether it was taken.
    fn del_attr(&self, this: &Value, vm: &mut Vm, name: &str) -> Result<bool> {
        Ok(false)
    }

    /// Names for `dir()`.
    fn attr_names(&self) -> Vec<Rc<str>> {
        Vec::new()
    }

    /// Whether `callable(x)`.
    fn is_callable(&self) -> bool {
        false
    }

    /// A call. Only asked when [`Object::is_callable`].
    fn call(&self, this: &Value, vm: &mut Vm, args: Args) -> Result<Value> {
        Err(Error::type_error(format!("'{}' object is not callable", self.type_name())))
    }

    /// A unary operator.
    fn unary(&self, this: &Value, vm: &mut Vm, op: UnaryOp) -> Result<Option<Value>> {
        Ok(None)
    }

    /// A binary operator. `reflected`: `this` stands on the right.
    fn binary(&self, this: &Value, vm: &mut Vm, op: BinaryOp, other: &Value, reflected: bool) -> Result<Option<Value>> {
        Ok(None)
    }

    /// A comparison; the answer may be any value (an SQL expression). `op` is seen from `this`: for `1 < x` it is `Gt`.
    fn compare(&self, this: &Value, vm: &mut Vm, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        Ok(None)
    }

    /// `this[key]`
    fn get_item(&self, this: &Value, vm: &mut Vm, key: &Value) -> Result<Option<Value>> {
        Ok(None)
    }

    /// `this[key] = value`; whether it was taken.
    fn set_item(&self, this: &Value, vm: &mut Vm, key: &Value, value: Value) -> Result<bool> {
        Ok(false)
    }

    /// `del this[key]`; whether it was taken.
    fn del_item(&self, this: &Value, vm: &mut Vm, key: &Value) -> Result<bool> {
        Ok(false)
    }

    /// `item in this`; without an answer, the items are iterated.
    fn contains(&self, this: &Value, vm: &mut Vm, item: &Value) -> Result<Option<bool>> {
        Ok(None)
    }

    /// `len(this)`
    fn len(&self, this: &Value, vm: &mut Vm) -> Result<Option<usize>> {
        Ok(None)
    }

    /// Something iterable that stands for it: a list, or an iterator made with [`Value::iterator`].
    fn iter(&self, this: &Value, vm: &mut Vm) -> Result<Option<Value>> {
        Ok(None)
    }

    /// `next(this)`: `Ok(None)` when it is no iterator, `Ok(Some(None))` at the end.
    fn next(&self, this: &Value, vm: &mut Vm) -> Result<Option<Option<Value>>> {
        Ok(None)
    }

    /// Truth; without an answer, `len` decides, and what has no length is true.
    fn truth(&self, this: &Value, vm: &mut Vm) -> Result<Option<bool>> {
        Ok(None)
    }

    /// `with this as x`: gives `x`. `Ok(None)`: not a context manager.
    fn enter(&self, this: &Value, vm: &mut Vm) -> Result<Option<Value>> {
        Ok(None)
    }

    /// The end of a `with` block. `exception`: what left the block. Answers whether it is swallowed.
    fn exit(&self, this: &Value, vm: &mut Vm, exception: Option<&Value>) -> Result<Option<bool>> {
        Ok(None)
    }

    /// Whether [`Object::exit`] may swallow an exception; see [`Vm::exception_may_be_caught`].
    fn may_swallow(&self) -> bool {
        false
    }

    /// `str(this)`; without an answer, `repr`.
    fn str(&self, this: &Value, vm: &mut Vm) -> Result<Option<String>> {
        Ok(None)
    }

    /// `repr(this)`
    fn repr(&self, this: &Value, vm: &mut Vm) -> Result<Option<String>> {
        Ok(None)
    }

    /// `hash(this)`; by identity without an answer.
    fn hash(&self, this: &Value, vm: &mut Vm) -> Result<Option<u64>> {
        Ok(None)
    }
}
