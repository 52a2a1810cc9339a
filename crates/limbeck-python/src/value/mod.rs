//! The values of scripts: an enum with reference-counted contents, cheap to clone.

mod class;
mod containers;
mod convert;
mod exception;
mod function;
pub(crate) mod hash;
mod int;
mod iterator;
mod module;
mod object;
mod temporal;
mod unresolved;

use std::fmt;
use std::rc::Rc;

pub use class::{Class, ClassBuilder, ClassMethod, Instance, Kind, Property, StaticMethod, Super};
pub use containers::{Dict, DictView, List, Range, Set, Slice, Tuple, ViewKind};
pub use function::{Args, BoundMethod, Function, NativeFn};
pub(crate) use function::{Cell, NativeCall};
pub use int::Int;
pub use iterator::Iter;
pub use module::Module;
pub use object::{BinaryOp, CompareOp, Object, UnaryOp};
pub use temporal::{DateTime, Decimal, Time};
pub use unresolved::{Reason, Unresolved};

use crate::vm::Generator;

/// Attributes of a module, class, instance or function, in order of assignment.
pub type Attrs = std::cell::RefCell<indexmap::IndexMap<Rc<str>, Value>>;

/// Any value of a script. Cloning is cheap.
#[derive(Clone, Default)]
pub enum Value {
    /// `None`
    #[default]
    None,
    /// `True`, `False`
    Bool(bool),
    /// `int`
    Int(Int),
    /// `float`
    Float(f64),
    /// `str`
    Str(Rc<str>),
    /// `bytes`
    Bytes(Rc<[u8]>),
    /// `list`
    List(Rc<List>),
    /// `tuple`
    Tuple(Rc<Tuple>),
    /// `dict`
    Dict(Rc<Dict>),
    /// `set`
    Set(Rc<Set>),
    /// `frozenset`
    FrozenSet(Rc<Set>),
    /// `range`
    Range(Rc<Range>),
    /// `slice`
    Slice(Rc<Slice>),
    /// `dict.keys()` and the like
    DictView(Rc<DictView>),
    /// `...`
    Ellipsis,
    /// `NotImplemented`
    NotImplemented,
    /// `decimal.Decimal`
    Decimal(Rc<Decimal>),
    /// `datetime.date`
    Date(chrono::NaiveDate),
    /// `datetime.time`
    Time(Rc<Time>),
    /// `datetime.datetime`
    DateTime(Rc<DateTime>),
    /// `datetime.timedelta`
    TimeDelta(chrono::TimeDelta),
    /// `uuid.UUID`
    Uuid(uuid::Uuid),
    /// A function of a script
    Function(Rc<Function>),
    /// A function of the host
    Native(Rc<NativeFn>),
    /// A function bound to its first argument
    Method(Rc<BoundMethod>),
    /// A class
    Class(Rc<Class>),
    /// An object of a class that a script defined, and exceptions
    Instance(Rc<Instance>),
    /// A module
    Module(Rc<Module>),
    /// An iterator
    Iterator(Rc<Iter>),
    /// A generator
    Generator(Rc<Generator>),
    /// `property`
    Property(Rc<Property>),
    /// `staticmethod`
    StaticMethod(Rc<StaticMethod>),
    /// `classmethod`
    ClassMethod(Rc<ClassMethod>),
    /// `super()`
    Super(Rc<Super>),
    /// Something that could not be imported, or came from it
    Unresolved(Rc<Unresolved>),
    /// An object of the host
    Object(Rc<dyn Object>),
}

impl Value {
    /// A string.
    pub fn str(text: impl AsRef<str>) -> Value {
        Value::Str(Rc::from(text.as_ref()))
    }

    /// An integer.
    pub fn int(value: i64) -> Value {
        Value::Int(Int::Small(value))
    }

    /// Bytes.
    pub fn bytes(bytes: impl AsRef<[u8]>) -> Value {
        Value::Bytes(Rc::from(bytes.as_ref()))
    }

    /// A list.
    pub fn list(items: Vec<Value>) -> Value {
        Value::List(Rc::new(List::new(items)))
    }

    /// A tuple.
    pub fn tuple(items: Vec<Value>) -> Value {
        Value::Tuple(Rc::new(Tuple::new(items)))
    }

    /// A dictionary with string keys.
    pub fn dict<K: AsRef<str>>(items: impl IntoIterator<Item = (K, Value)>) -> Value {
        let dict = Dict::new();
        for (key, value) in items {
            dict.insert_str(key.as_ref(), value);
        }
        Value::Dict(Rc::new(dict))
    }

    /// An object of the host.
    pub fn object(object: impl Object) -> Value {
        Value::Object(Rc::new(object))
    }

    /// An object that others hold too.
    pub fn shared<T: Object>(object: &Rc<T>) -> Value {
        Value::Object(Rc::clone(object) as Rc<dyn Object>)
    }

    /// Whether it is `None`.
    pub fn is_none(&self) -> bool {
        matches!(self, Value::None)
    }

    /// Whether it is unresolved.
    pub fn is_unresolved(&self) -> bool {
        matches!(self, Value::Unresolved(_))
    }

    /// The built-in value inside an instance of a class that inherits from a built-in or native one; otherwise the
    /// value itself.
    pub fn payload(&self) -> &Value {
        match self {
            Value::Instance(instance) => instance.payload().map_or(self, Value::payload),
            _ => self,
        }
    }

    /// The text of a `str`, also of an instance of a subclass (a `str` enum, say).
    pub fn as_str(&self) -> Option<&str> {
        match self.payload() {
            Value::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The shared text of a `str`.
    pub fn as_rc_str(&self) -> Option<Rc<str>> {
        match self.payload() {
            Value::Str(text) => Some(Rc::clone(text)),
            _ => None,
        }
    }

    /// The number of an `int` that fits 64 bits; `bool` counts as `int`.
    pub fn as_int(&self) -> Option<i64> {
        match self.payload() {
            Value::Int(value) => value.to_i64(),
            Value::Bool(value) => Some(i64::from(*value)),
            _ => None,
        }
    }

    /// The integer of an `int` or `bool`.
    pub fn as_integer(&self) -> Option<Int> {
        match self.payload() {
            Value::Int(value) => Some(value.clone()),
            Value::Bool(value) => Some(Int::Small(i64::from(*value))),
            _ => None,
        }
    }

    /// The number of a `float` (not of an `int`).
    pub fn as_float(&self) -> Option<f64> {
        match self.payload() {
            Value::Float(value) => Some(*value),
            _ => None,
        }
    }

    /// The value of a `bool`.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The content of `bytes`.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self.payload() {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The items of a list or tuple.
    pub fn as_sequence(&self) -> Option<Vec<Value>> {
        match self.payload() {
            Value::List(list) => Some(list.to_vec()),
            Value::Tuple(tuple) => Some(tuple.to_vec()),
            _ => None,
        }
    }

    /// The dictionary of a `dict`.
    pub fn as_dict(&self) -> Option<&Rc<Dict>> {
        match self.payload() {
            Value::Dict(dict) => Some(dict),
            _ => None,
        }
    }

    /// The class, if this is one.
    pub fn as_class(&self) -> Option<&Rc<Class>> {
        match self {
            Value::Class(class) => Some(class),
            _ => None,
        }
    }

    /// The host's object of type `T`: the value itself, or the payload of an instance of a script's subclass.
    pub fn downcast<T: Object>(&self) -> Option<Rc<T>> {
        match self.payload() {
            Value::Object(object) => Rc::clone(object).as_any_rc().downcast::<T>().ok(),
            _ => None,
        }
    }

    /// Like [`Value::downcast`], borrowed.
    pub fn downcast_ref<T: Object>(&self) -> Option<&T> {
        match self.payload() {
            Value::Object(object) => (**object).as_any().downcast_ref::<T>(),
            _ => None,
        }
    }

    /// Whether both are the same object (`is`).
    pub fn is_same(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::None, Value::None)
            | (Value::Ellipsis, Value::Ellipsis)
            | (Value::NotImplemented, Value::NotImplemented) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
            (Value::Str(a), Value::Str(b)) => Rc::ptr_eq(a, b) || a == b,
            (Value::Bytes(a), Value::Bytes(b)) => Rc::ptr_eq(a, b),
            (Value::List(a), Value::List(b)) => Rc::ptr_eq(a, b),
            (Value::Tuple(a), Value::Tuple(b)) => Rc::ptr_eq(a, b) || (a.is_empty() && b.is_empty()),
            (Value::Dict(a), Value::Dict(b)) => Rc::ptr_eq(a, b),
            (Value::Set(a), Value::Set(b)) => Rc::ptr_eq(a, b),
            (Value::FrozenSet(a), Value::FrozenSet(b)) => Rc::ptr_eq(a, b),
            (Value::Range(a), Value::Range(b)) => Rc::ptr_eq(a, b),
            (Value::Slice(a), Value::Slice(b)) => Rc::ptr_eq(a, b),
            (Value::DictView(a), Value::DictView(b)) => Rc::ptr_eq(a, b),
            (Value::Decimal(a), Value::Decimal(b)) => Rc::ptr_eq(a, b),
            (Value::Date(a), Value::Date(b)) => a == b,
            (Value::Time(a), Value::Time(b)) => Rc::ptr_eq(a, b),
            (Value::DateTime(a), Value::DateTime(b)) => Rc::ptr_eq(a, b),
            (Value::TimeDelta(a), Value::TimeDelta(b)) => a == b,
            (Value::Uuid(a), Value::Uuid(b)) => a == b,
            (Value::Function(a), Value::Function(b)) => Rc::ptr_eq(a, b),
            (Value::Native(a), Value::Native(b)) => Rc::ptr_eq(a, b),
            (Value::Method(a), Value::Method(b)) => Rc::ptr_eq(a, b),
            (Value::Class(a), Value::Class(b)) => Rc::ptr_eq(a, b),
            (Value::Instance(a), Value::Instance(b)) => Rc::ptr_eq(a, b),
            (Value::Module(a), Value::Module(b)) => Rc::ptr_eq(a, b),
            (Value::Iterator(a), Value::Iterator(b)) => Rc::ptr_eq(a, b),
            (Value::Generator(a), Value::Generator(b)) => Rc::ptr_eq(a, b),
            (Value::Property(a), Value::Property(b)) => Rc::ptr_eq(a, b),
            (Value::StaticMethod(a), Value::StaticMethod(b)) => Rc::ptr_eq(a, b),
            (Value::ClassMethod(a), Value::ClassMethod(b)) => Rc::ptr_eq(a, b),
            (Value::Super(a), Value::Super(b)) => Rc::ptr_eq(a, b),
            (Value::Unresolved(a), Value::Unresolved(b)) => Rc::ptr_eq(a, b),
            (Value::Object(a), Value::Object(b)) => std::ptr::addr_eq(Rc::as_ptr(a), Rc::as_ptr(b)),
            _ => false,
        }
    }

    /// A number that identifies the object while it lives (`id`).
    pub fn identity(&self) -> usize {
        fn address<T: ?Sized>(rc: &Rc<T>) -> usize {
            Rc::as_ptr(rc).cast::<u8>() as usize
        }
        match self {
            Value::None => 16,
            Value::Ellipsis => 32,
            Value::NotImplemented => 48,
            Value::Bool(value) => 64 + 16 * usize::from(*value),
            Value::Int(value) => hash::hash_int(value) as usize,
            Value::Float(value) => value.to_bits() as usize,
            Value::Str(x) => hash::hash_str(x) as usize,
            Value::Bytes(x) => address(x),
            Value::List(x) => address(x),
            Value::Tuple(x) => address(x),
            Value::Dict(x) => address(x),
            Value::Set(x) | Value::FrozenSet(x) => address(x),
            Value::Range(x) => address(x),
            Value::Slice(x) => address(x),
            Value::DictView(x) => address(x),
            Value::Decimal(x) => address(x),
            Value::Date(x) => hash::hash_any(x) as usize,
            Value::Time(x) => address(x),
            Value::DateTime(x) => address(x),
            Value::TimeDelta(x) => hash::hash_any(x) as usize,
            Value::Uuid(x) => hash::hash_any(x) as usize,
            Value::Function(x) => address(x),
            Value::Native(x) => address(x),
            Value::Method(x) => address(x),
            Value::Class(x) => address(x),
            Value::Instance(x) => address(x),
            Value::Module(x) => address(x),
            Value::Iterator(x) => address(x),
            Value::Generator(x) => address(x),
            Value::Property(x) => address(x),
            Value::StaticMethod(x) => address(x),
            Value::ClassMethod(x) => address(x),
            Value::Super(x) => address(x),
            Value::Unresolved(x) => address(x),
            Value::Object(x) => address(x),
        }
    }

    /// Name of the type as error messages of Python spell it.
    pub fn type_name(&self) -> Rc<str> {
        let name: &'static str = match self {
            Value::None => "NoneType",
            Value::Bool(_) => "bool",
            Value::Int(_) => "int",
            Value::Float(_) => "float",
            Value::Str(_) => "str",
            Value::Bytes(_) => "bytes",
            Value::List(_) => "list",
            Value::Tuple(_) => "tuple",
            Value::Dict(_) => "dict",
            Value::Set(_) => "set",
            Value::FrozenSet(_) => "frozenset",
            Value::Range(_) => "range",
            Value::Slice(_) => "slice",
            Value::DictView(view) => match view.kind {
                ViewKind::Keys => "dict_keys",
                ViewKind::Values => "dict_values",
                ViewKind::Items => "dict_items",
            },
            Value::Ellipsis => "ellipsis",
            Value::NotImplemented => "NotImplementedType",
            Value::Decimal(_) => "decimal.Decimal",
            Value::Date(_) => "datetime.date",
            Value::Time(_) => "datetime.time",
            Value::DateTime(_) => "datetime.datetime",
            Value::TimeDelta(_) => "datetime.timedelta",
            Value::Uuid(_) => "UUID",
            Value::Function(_) => "function",
            Value::Native(_) => "builtin_function_or_method",
            Value::Method(method) => match method.function {
                Value::Native(_) => "builtin_function_or_method",
                _ => "method",
            },
            Value::Class(class) => match class.metaclass() {
                Some(meta) => return Rc::clone(&meta.name),
                None => "type",
            },
            Value::Instance(instance) => return instance.class().name.clone(),
            Value::Module(_) => "module",
            Value::Iterator(iter) => return Rc::from(iter.type_name()),
            Value::Generator(generator) => generator.type_name(),
            Value::Property(_) => "property",
            Value::StaticMethod(_) => "staticmethod",
            Value::ClassMethod(_) => "classmethod",
            Value::Super(_) => "super",
            Value::Unresolved(_) => "unresolved",
            Value::Object(object) => return object.type_name(),
        };
        Rc::from(name)
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::None => f.write_str("None"),
            Value::Bool(value) => write!(f, "{value}"),
            Value::Int(value) => write!(f, "{value}"),
            Value::Float(value) => write!(f, "{value:?}"),
            Value::Str(text) => write!(f, "{text:?}"),
            Value::Object(object) => write!(f, "{object:?}"),
            Value::Unresolved(unresolved) => write!(f, "<unresolved {}>", unresolved.name),
            Value::Tuple(items) => f.debug_list().entries(items.iter().take(8)).finish(),
            _ => write!(f, "<{}>", self.type_name()),
        }
    }
}
