//! The modules that are plain libraries: no part of the language leans on them.

use super::{datetime, re, source, time, zoneinfo};
use crate::vm::Vm;

const IN_PYTHON: &[(&str, &str)] = &[
    ("collections", include_str!("python/collections.py")),
    ("functools", include_str!("python/functools.py")),
    ("operator", include_str!("python/operator.py")),
    ("textwrap", include_str!("python/textwrap.py")),
];

/// Sets the classes of value kinds that belong to modules.
pub(super) fn classes(vm: &mut Vm) {
    datetime::classes(vm);
}

/// Registers them.
pub(super) fn register(vm: &mut Vm) {
    vm.register_module("datetime", datetime::module);
    vm.register_module("re", re::module);
    vm.register_module("time", time::module);
    vm.register_module("zoneinfo", zoneinfo::module);
    for (name, text) in IN_PYTHON {
        source::register(vm, name, text);
    }
}
