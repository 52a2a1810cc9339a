//! The part of the standard library that migration scripts use: one file a module.
//!
//! A module is registered in [`register`] and built at its first import: in Rust (`|vm| -> Result<Rc<Module>>`), or in
//! Python where that is shorter (`python/*.py`, see [`source`]; places of errors in them are those of their callers).
//! A module that gives methods to a kind of [`Value`] (`datetime`, `decimal`, `uuid`) has a `classes` function that
//! [`classes`] calls when the `Vm` is made: it sets the class of the kind with `vm.types.set(Kind::Date, class)`.
//! Values of these kinds find methods, operators (`__add__`, `__eq__`, `__lt__`, `__neg__` …), `__str__`, `__repr__`,
//! `__format__` and `__hash__` in the class of their kind.

mod abc;
mod binascii;
mod collections_abc;
mod copy;
mod datetime;
mod decimal;
mod enumeration;
mod files;
mod future;
mod hashlib;
mod helpers;
mod html;
mod json;
mod literals;
mod math;
mod mersenne;
mod named;
mod re;
mod registry;
mod source;
mod structs;
mod sys;
mod time;
pub(crate) mod typing;
mod tz;
mod uuid;
mod zoneinfo;

use crate::error::Result;
use crate::value::{Args, Value};
use crate::vm::Vm;

/// Sets the classes of value kinds that belong to modules.
fn classes(vm: &mut Vm) {
    registry::classes(vm);
}

/// Registers all modules.
pub(crate) fn register(vm: &mut Vm) {
    classes(vm);
    registry::register(vm);
    vm.register_module("builtins", |vm| Ok(std::rc::Rc::clone(&vm.builtins)));
    vm.register_module("_limbeck", helpers::module);
    vm.register_module("__future__", future::module);
    vm.register_module("abc", abc::module);
    vm.register_module("collections.abc", collections_abc::module);
    vm.register_module("enum", enumeration::module);
    vm.register_module("sys", sys::module);
    vm.register_module("typing", typing::module);
    vm.register_module("typing_extensions", typing::module);
    for (name, text) in [
        ("_namedtuple", include_str!("python/namedtuple.py")),
        ("asyncio", include_str!("python/asyncio.py")),
        ("contextlib", include_str!("python/contextlib.py")),
        ("dataclasses", include_str!("python/dataclasses.py")),
        ("inspect", include_str!("python/inspect.py")),
        ("logging", include_str!("python/logging.py")),
        ("logging.config", include_str!("python/logging_config.py")),
        ("types", include_str!("python/types.py")),
        ("warnings", include_str!("python/warnings.py")),
    ] {
        source::register(vm, name, text);
    }
}

/// `open(…)`
pub(crate) fn open_file(vm: &mut Vm, args: Args) -> Result<Value> {
    let io = vm.import("io")?;
    let open = vm.get_attr(&io, "open")?;
    vm.call(&open, args)
}
