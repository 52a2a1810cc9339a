//! The classes of built-in values.

use std::collections::HashMap;
use std::rc::Rc;

use super::{GeneratorKind, Vm};
use crate::value::{Class, ClassBuilder, Kind, Value, ViewKind};

/// The classes of built-in values and the built-in exceptions.
pub(crate) struct Types {
    by_kind: HashMap<Kind, Rc<Class>>,
    exceptions: HashMap<Rc<str>, Rc<Class>>,
    exception: Rc<Class>,
    pub object: Rc<Class>,
    pub coroutine: Rc<Class>,
    pub async_generator: Rc<Class>,
    pub builtin_method: Rc<Class>,
}

impl Types {
    pub fn new() -> Types {
        let mut exceptions = HashMap::new();
        let exception = crate::builtins::exceptions::build(&mut exceptions);
        let object = ClassBuilder::new("object").build();
        Types {
            by_kind: HashMap::new(),
            exceptions,
            exception,
            object,
            coroutine: ClassBuilder::new("coroutine").kind(Kind::Generator).build(),
            async_generator: ClassBuilder::new("async_generator").kind(Kind::Generator).build(),
            builtin_method: ClassBuilder::new("builtin_function_or_method").kind(Kind::Native).build(),
        }
    }

    pub fn set(&mut self, kind: Kind, class: Rc<Class>) {
        self.by_kind.insert(kind, class);
    }

    pub fn get(&self, kind: Kind) -> Rc<Class> {
        self.by_kind.get(&kind).map_or_else(|| Rc::clone(&self.object), Rc::clone)
    }

    pub fn exception(&self, name: &str) -> Rc<Class> {
        self.exceptions.get(name).map_or_else(|| Rc::clone(&self.exception), Rc::clone)
    }

    pub fn exceptions(&self) -> impl Iterator<Item = &Rc<Class>> {
        self.exceptions.values()
    }
}

impl Vm {
    /// The class of a built-in type.
    pub fn builtin_class(&self, kind: Kind) -> Rc<Class> {
        self.types.get(kind)
    }

    /// `type(value)`
    pub fn class_of(&self, value: &Value) -> Rc<Class> {
        let kind = match value {
            Value::None => Kind::NoneType,
            Value::Bool(_) => Kind::Bool,
            Value::Int(_) => Kind::Int,
            Value::Float(_) => Kind::Float,
            Value::Str(_) => Kind::Str,
            Value::Bytes(_) => Kind::Bytes,
            Value::List(_) => Kind::List,
            Value::Tuple(_) => Kind::Tuple,
            Value::Dict(_) => Kind::Dict,
            Value::Set(_) => Kind::Set,
            Value::FrozenSet(_) => Kind::FrozenSet,
            Value::Range(_) => Kind::Range,
            Value::Slice(_) => Kind::Slice,
            Value::DictView(view) => match view.kind {
                ViewKind::Keys => Kind::DictKeys,
                ViewKind::Values => Kind::DictValues,
                ViewKind::Items => Kind::DictItems,
            },
            Value::Ellipsis => Kind::Ellipsis,
            Value::NotImplemented => Kind::NotImplemented,
            Value::Decimal(_) => Kind::Decimal,
            Value::Date(_) => Kind::Date,
            Value::Time(_) => Kind::Time,
            Value::DateTime(_) => Kind::DateTime,
            Value::TimeDelta(_) => Kind::TimeDelta,
            Value::Uuid(_) => Kind::Uuid,
            Value::Function(_) => Kind::Function,
            Value::Native(_) => Kind::Native,
            Value::Method(method) => match method.function {
                Value::Native(_) => return Rc::clone(&self.types.builtin_method),
                _ => Kind::Method,
            },
            Value::Class(class) => return class.metaclass().unwrap_or_else(|| self.types.get(Kind::Type)),
            Value::Instance(instance) => return Rc::clone(instance.class()),
            Value::Module(_) => Kind::Module,
            Value::Iterator(_) => Kind::Iterator,
            Value::Generator(generator) => match generator.kind {
                GeneratorKind::Generator => Kind::Generator,
                GeneratorKind::Coroutine => return Rc::clone(&self.types.coroutine),
                GeneratorKind::AsyncGenerator => return Rc::clone(&self.types.async_generator),
            },
            Value::Property(_) => Kind::Property,
            Value::StaticMethod(_) => Kind::StaticMethod,
            Value::ClassMethod(_) => Kind::ClassMethod,
            Value::Super(_) => Kind::Super,
            Value::Unresolved(_) => Kind::Unresolved,
            Value::Object(object) => return object.class(self),
        };
        self.types.get(kind)
    }
}
