//! Exceptions: making them, raising, matching, context.

use std::rc::Rc;

use super::Vm;
use crate::error::{Error, Raised, RaisedState, Result};
use crate::span::Span;
use crate::value::{Args, Kind, Value};

/// An exception being handled by an `except` or `finally`.
#[derive(Debug, Clone)]
pub(crate) struct Handled {
    pub value: Value,
    pub raised: Raised,
    pub frame_span: Span,
}

impl Vm {
    /// An exception object as an error.
    pub(crate) fn raise_value(&mut self, value: Value) -> Error {
        let class = value.type_name().to_string();
        let message = self.exception_message(&value);
        Error::Raised(Box::new(Raised {
            state: RaisedState::Value(value, class, message),
            traceback: Vec::new(),
            span: Span::NONE,
        }))
    }

    /// `str(exception)`; an exception whose `__str__` fails has no message.
    pub(crate) fn exception_message(&mut self, value: &Value) -> String {
        self.str(value).map(|text| text.to_string()).unwrap_or_default()
    }

    /// `KeyError(key)`
    pub(crate) fn key_error(&mut self, key: &Value) -> Error {
        let class = self.types.exception("KeyError");
        let value = Value::new_exception(&class, vec![key.clone()]);
        self.raise_value(value)
    }

    /// `StopIteration(value)`
    pub(crate) fn stop_iteration(&mut self, value: Value) -> Error {
        let class = self.types.exception("StopIteration");
        let args = if value.is_none() { Vec::new() } else { vec![value] };
        let value = Value::new_exception(&class, args);
        self.raise_value(value)
    }

    /// Makes the exception object of an error raised by native code.
    pub(crate) fn complete(&mut self, error: Error) -> Error {
        match error {
            Error::Raised(mut raised) => {
                self.materialise(&mut raised);
                Error::Raised(raised)
            }
            other => other,
        }
    }

    pub(crate) fn materialise(&mut self, raised: &mut Raised) -> Value {
        match &raised.state {
            RaisedState::Value(value, _, _) => value.clone(),
            RaisedState::Pending(class, message) => {
                let class = self.types.exception(class);
                let args = if message.is_empty() { Vec::new() } else { vec![Value::str(message)] };
                let value = Value::new_exception(&class, args);
                let text = self.exception_message(&value);
                raised.state = RaisedState::Value(value.clone(), class.name.to_string(), text);
                if let Some(current) = self.handled.last() {
                    set_context(&value, &current.value);
                }
                value
            }
        }
    }

    /// Whether an error is an exception of (a subclass of) the built-in class.
    pub fn error_is(&self, error: &Error, class: &str) -> bool {
        match error {
            Error::Raised(raised) => match &raised.state {
                RaisedState::Pending(name, _) => {
                    self.types.exception(name).is_subclass_of(&self.types.exception(class))
                }
                RaisedState::Value(value, _, _) => match value {
                    Value::Instance(instance) => instance.class().is_subclass_of(&self.types.exception(class)),
                    _ => false,
                },
            },
            Error::Syntax(_) | Error::Unsupported(_) | Error::Unresolved(_) | Error::Limit(_) | Error::Interrupted => {
                false
            }
        }
    }

    /// `raise value from cause`
    pub(crate) fn raise_statement(&mut self, value: Value, cause: Option<Value>) -> Result<Error> {
        let exception = self.as_raisable(value)?;
        if let Some(cause) = cause {
            let cause = match cause {
                Value::None => Value::None,
                other => match self.as_raisable(other) {
                    Ok(cause) => cause,
                    Err(error) if self.error_is(&error, "TypeError") => {
                        return Err(Error::type_error("exception causes must derive from BaseException"));
                    }
                    Err(error) => return Err(error),
                },
            };
            if let Value::Instance(instance) = &exception {
                instance.set("__cause__", cause);
                instance.set("__suppress_context__", Value::Bool(true));
            }
        }
        if let Some(current) = self.handled.last() {
            set_context(&exception, &current.value);
        }
        Ok(self.raise_value(exception))
    }

    /// An exception from an exception or its class.
    pub(crate) fn as_raisable(&mut self, value: Value) -> Result<Value> {
        match &value {
            Value::Class(class) if class.kind == Kind::Exception => {
                let made = self.call_value(&value, Args::none())?;
                match made.as_exception() {
                    Some(_) => Ok(made),
                    None => Err(Error::type_error(format!(
                        "calling {} should have returned an instance of BaseException, not {}",
                        value.type_name(),
                        made.type_name()
                    ))),
                }
            }
            Value::Unresolved(unresolved) => Err(self.unresolved_error(unresolved, "is raised")),
            Value::Class(class) if class.unresolved_base().is_some() => Err(match class.unresolved_base() {
                Some(unresolved) => self.unresolved_error(unresolved, "is a base of a raised exception"),
                None => Error::type_error("exceptions must derive from BaseException"),
            }),
            _ if value.as_exception().is_some() => Ok(value),
            _ => Err(Error::type_error("exceptions must derive from BaseException")),
        }
    }

    /// Whether an exception matches what stands after `except`.
    pub(crate) fn exception_matches(&mut self, exception: &Value, classes: &Value) -> Result<bool> {
        match classes {
            Value::Tuple(all) => {
                // A class that matches decides before an unresolved one is asked.
                let mut unresolved = None;
                for class in all.iter() {
                    match class {
                        Value::Unresolved(name) => unresolved = unresolved.or(Some(name)),
                        _ => {
                            if self.exception_matches(exception, class)? {
                                return Ok(true);
                            }
                        }
                    }
                }
                match unresolved {
                    Some(name) => Err(self.unresolved_error(name, "is compared with an exception")),
                    None => Ok(false),
                }
            }
            Value::Class(class) => {
                let Value::Instance(instance) = exception else { return Ok(false) };
                if class.kind != Kind::Exception {
                    if let Some(unresolved) = class.unresolved_base() {
                        return Err(self.unresolved_error(unresolved, "is compared with an exception"));
                    }
                    return Err(not_an_exception());
                }
                Ok(instance.class().is_subclass_of(class))
            }
            Value::Unresolved(unresolved) => Err(self.unresolved_error(unresolved, "is compared with an exception")),
            _ => Err(not_an_exception()),
        }
    }

    /// Class, value and traceback as `__exit__` gets them.
    pub(crate) fn exception_triple(&self, exception: &Value) -> Vec<Value> {
        vec![Value::Class(self.class_of(exception)), exception.clone(), Value::None]
    }
}

fn not_an_exception() -> Error {
    Error::type_error("catching classes that do not inherit from BaseException is not allowed")
}

/// Notes what was being handled when the exception was raised.
fn set_context(exception: &Value, current: &Value) {
    if let Value::Instance(instance) = exception
        && !exception.is_same(current)
        && instance.get("__context__").is_none_or(|old| old.is_none())
    {
        // No cycles: `current` must not have this exception in its own chain.
        let mut walk = Some(current.clone());
        let mut rounds = 0;
        while let Some(Value::Instance(other)) = walk {
            if Rc::ptr_eq(&other, instance) || rounds > 1000 {
                return;
            }
            rounds += 1;
            walk = other.get("__context__");
        }
        instance.set("__context__", current.clone());
    }
}
