//! The stack of a frame, and the errors of names.

use std::rc::Rc;

use super::frame::Frame;
use crate::error::Error;
use crate::value::Value;

impl Frame {
    #[inline]
    pub fn push(&mut self, value: Value) {
        self.stack.push(value);
    }

    #[inline]
    pub fn pop(&mut self) -> Value {
        self.stack.pop().unwrap_or_default()
    }

    #[inline]
    pub fn top(&self) -> Value {
        self.stack.last().cloned().unwrap_or_default()
    }

    /// The value `depth` places from the top (1 is the top).
    pub fn peek(&self, depth: u32) -> Option<Value> {
        let at = self.stack.len().checked_sub(depth as usize)?;
        self.stack.get(at).cloned()
    }

    pub fn take(&mut self, count: u32) -> Vec<Value> {
        let at = self.stack.len().saturating_sub(count as usize);
        self.stack.split_off(at)
    }
}

pub(super) fn name(names: &[Rc<str>], number: u32) -> &Rc<str> {
    // The compiler numbers names as it adds them; index 0 exists whenever an instruction names one.
    &names[number as usize]
}

#[cold]
pub(super) fn not_defined(name: &str) -> Error {
    Error::exception("NameError", format!("name '{name}' is not defined"))
}

#[cold]
pub(super) fn unbound(frame: &Frame, number: u32) -> Error {
    let name = frame.code.locals.get(number as usize).map_or("?", |name| name);
    Error::exception(
        "UnboundLocalError",
        format!("cannot access local variable '{name}' where it is not associated with a value"),
    )
}

#[cold]
pub(super) fn unbound_cell(frame: &Frame, number: u32) -> Error {
    let number = number as usize;
    match number.checked_sub(frame.code.cells.len()) {
        None => {
            let name = frame.code.cells.get(number).map_or("?", |name| name);
            Error::exception(
                "UnboundLocalError",
                format!("cannot access local variable '{name}' where it is not associated with a value"),
            )
        }
        Some(free) => {
            let name = frame.code.frees.get(free).map_or("?", |name| name);
            Error::exception(
                "NameError",
                format!(
                    "cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
                ),
            )
        }
    }
}

/// A function's name in messages about its arguments.
pub(super) fn callee_name(callee: &Value) -> String {
    match callee {
        Value::Function(function) => format!("{}.{}", function.globals.name, function.qualname.borrow()),
        Value::Class(class) => class.full_name(),
        Value::Native(native) => native.name.to_string(),
        other => other.type_name().to_string(),
    }
}
