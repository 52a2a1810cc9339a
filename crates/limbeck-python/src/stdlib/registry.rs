//! The modules that are plain libraries: no part of the language leans on them.

use super::{
    binascii, copy, datetime, decimal, files, hashlib, json, math, mersenne, re, source, time, uuid, zoneinfo,
};
use crate::error::Error;
use crate::value::Value;
use crate::vm::Vm;

const IN_PYTHON: &[(&str, &str)] = &[
    ("collections", include_str!("python/collections.py")),
    ("csv", include_str!("python/csv.py")),
    ("fnmatch", include_str!("python/fnmatch.py")),
    ("functools", include_str!("python/functools.py")),
    ("glob", include_str!("python/glob.py")),
    ("io", include_str!("python/io.py")),
    ("itertools", include_str!("python/itertools.py")),
    ("json", include_str!("python/json.py")),
    ("operator", include_str!("python/operator.py")),
    ("os", include_str!("python/os.py")),
    ("pathlib", include_str!("python/pathlib.py")),
    ("posixpath", include_str!("python/posixpath.py")),
    ("random", include_str!("python/random.py")),
    ("secrets", include_str!("python/secrets.py")),
    ("textwrap", include_str!("python/textwrap.py")),
];

/// Sets the classes of value kinds that belong to modules.
pub(super) fn classes(vm: &mut Vm) {
    datetime::classes(vm);
    decimal::classes(vm);
    uuid::classes(vm);
}

/// Registers them.
pub(super) fn register(vm: &mut Vm) {
    vm.register_module("datetime", datetime::module);
    vm.register_module("_files", files::module);
    vm.register_module("_json", json::module);
    vm.register_module("_random", mersenne::module);
    vm.register_module("_system_random", hashlib::system_random);
    vm.register_module("base64", binascii::base64);
    vm.register_module("binascii", binascii::binascii);
    vm.register_module("copy", copy::module);
    vm.register_module("decimal", decimal::module);
    vm.register_module("hashlib", hashlib::hashlib);
    vm.register_module("hmac", hashlib::hmac);
    vm.register_module("math", math::module);
    vm.register_module("re", re::module);
    vm.register_module("uuid", uuid::module);
    vm.register_module("zlib", binascii::zlib);
    vm.register_module("time", time::module);
    vm.register_module("zoneinfo", zoneinfo::module);
    vm.register_module("os.path", |vm| match vm.import("posixpath")? {
        Value::Module(module) => Ok(module),
        other => Err(Error::type_error(format!("'{}' object is not a module", other.type_name()))),
    });
    for (name, text) in IN_PYTHON {
        source::register(vm, name, text);
    }
}
