//! The modules that are plain libraries: no part of the language leans on them.

use super::{binascii, copy, datetime, hashlib, json, math, mersenne, re, source, time, uuid, zoneinfo};
use crate::vm::Vm;

const IN_PYTHON: &[(&str, &str)] = &[
    ("collections", include_str!("python/collections.py")),
    ("functools", include_str!("python/functools.py")),
    ("itertools", include_str!("python/itertools.py")),
    ("json", include_str!("python/json.py")),
    ("operator", include_str!("python/operator.py")),
    ("random", include_str!("python/random.py")),
    ("secrets", include_str!("python/secrets.py")),
    ("textwrap", include_str!("python/textwrap.py")),
];

/// Sets the classes of value kinds that belong to modules.
pub(super) fn classes(vm: &mut Vm) {
    datetime::classes(vm);
    uuid::classes(vm);
}

/// Registers them.
pub(super) fn register(vm: &mut Vm) {
    vm.register_module("datetime", datetime::module);
    vm.register_module("_json", json::module);
    vm.register_module("_random", mersenne::module);
    vm.register_module("_system_random", hashlib::system_random);
    vm.register_module("base64", binascii::base64);
    vm.register_module("binascii", binascii::binascii);
    vm.register_module("copy", copy::module);
    vm.register_module("hashlib", hashlib::hashlib);
    vm.register_module("hmac", hashlib::hmac);
    vm.register_module("math", math::module);
    vm.register_module("re", re::module);
    vm.register_module("uuid", uuid::module);
    vm.register_module("zlib", binascii::zlib);
    vm.register_module("time", time::module);
    vm.register_module("zoneinfo", zoneinfo::module);
    for (name, text) in IN_PYTHON {
        source::register(vm, name, text);
    }
}
