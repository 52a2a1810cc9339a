//! The part of the standard library that migration scripts use: one file a module.
//!
//! A module is registered in [`register`] and built at its first import. A module that only adds methods to a kind of
//! [`Value`] (`datetime`, `decimal`, `uuid`) gives the classes in a `classes` function that [`register`] calls at once,
//! with [`Types::set`](crate::vm::Types): values of these kinds find their methods and operators (`__add__`, `__eq__`,
//! `__lt__`, `__str__`, `__repr__`, `__format__`, `__hash__` …) in the class of their kind.

pub(crate) mod typing;

use crate::error::{Error, Result};
use crate::value::{Args, Value};
use crate::vm::Vm;

/// Registers all modules.
pub(crate) fn register(vm: &mut Vm) {
    vm.register_module("typing", typing::module);
    vm.register_module("builtins", |vm| Ok(std::rc::Rc::clone(&vm.builtins)));
}

/// `open(…)`
pub(crate) fn open_file(_: &mut Vm, _: Args) -> Result<Value> {
    Err(Error::unsupported("the built-in function `open()`"))
}
