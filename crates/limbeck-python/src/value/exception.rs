//! Exceptions are instances; what the evaluator notes in them lies in their attributes.

use std::rc::Rc;

use super::{Class, Instance, Kind, Value};

impl Value {
    /// A new exception with its arguments; `__init__` does not run.
    pub(crate) fn new_exception(class: &Rc<Class>, args: Vec<Value>) -> Value {
        let instance = Instance::new(Rc::clone(class));
        instance.set("args", Value::tuple(args));
        Value::Instance(Rc::new(instance))
    }

    /// The instance, when it is an exception.
    pub fn as_exception(&self) -> Option<&Rc<Instance>> {
        match self {
            Value::Instance(instance) if instance.class().kind == Kind::Exception => Some(instance),
            _ => None,
        }
    }

    /// The exception's `args`.
    pub fn exception_args(&self) -> Vec<Value> {
        match self.as_exception().and_then(|instance| instance.get("args")) {
            Some(args) => args.as_sequence().unwrap_or_default(),
            None => Vec::new(),
        }
    }
}
