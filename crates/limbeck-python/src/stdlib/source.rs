//! Modules of the standard library that are written in Python themselves.

use crate::vm::Vm;

/// Registers a module by its text.
pub(super) fn register(vm: &mut Vm, name: &'static str, text: &'static str) {
    vm.register_module(name, move |vm| vm.eval_library(name, text));
}
