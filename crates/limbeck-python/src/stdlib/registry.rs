//! The modules that are plain libraries: no part of the language leans on them.

use super::{
    binascii, copy, datetime, decimal, files, hashlib, html, json, literals, math, mersenne, re, source, structs, time,
    uuid, zoneinfo,
};
use crate::error::Error;
use crate::value::{Module, Value};
use crate::vm::Vm;

const IN_PYTHON: &[(&str, &str)] = &[
    ("bisect", include_str!("python/bisect.py")),
    ("calendar", include_str!("python/calendar.py")),
    ("codecs", include_str!("python/codecs.py")),
    ("collections", include_str!("python/collections.py")),
    ("concurrent.futures", include_str!("python/futures.py")),
    ("configparser", include_str!("python/configparser.py")),
    ("contextvars", include_str!("python/contextvars.py")),
    ("csv", include_str!("python/csv.py")),
    ("fnmatch", include_str!("python/fnmatch.py")),
    ("fractions", include_str!("python/fractions.py")),
    ("functools", include_str!("python/functools.py")),
    ("glob", include_str!("python/glob.py")),
    ("heapq", include_str!("python/heapq.py")),
    ("html", include_str!("python/html.py")),
    ("importlib", include_str!("python/importlib.py")),
    ("importlib.util", include_str!("python/importlib_util.py")),
    ("importlib.resources", include_str!("python/importlib_resources.py")),
    ("io", include_str!("python/io.py")),
    ("ipaddress", include_str!("python/ipaddress.py")),
    ("itertools", include_str!("python/itertools.py")),
    ("json", include_str!("python/json.py")),
    ("locale", include_str!("python/locale.py")),
    ("operator", include_str!("python/operator.py")),
    ("os", include_str!("python/os.py")),
    ("pathlib", include_str!("python/pathlib.py")),
    ("platform", include_str!("python/platform.py")),
    ("posixpath", include_str!("python/posixpath.py")),
    ("pprint", include_str!("python/pprint.py")),
    ("random", include_str!("python/random.py")),
    ("secrets", include_str!("python/secrets.py")),
    ("_refused", include_str!("python/refused.py")),
    ("shlex", include_str!("python/shlex.py")),
    ("shutil", include_str!("python/shutil.py")),
    ("statistics", include_str!("python/statistics.py")),
    ("string", include_str!("python/string.py")),
    ("tempfile", include_str!("python/tempfile.py")),
    ("textwrap", include_str!("python/textwrap.py")),
    ("threading", include_str!("python/threading.py")),
    ("traceback", include_str!("python/traceback.py")),
    ("urllib.parse", include_str!("python/urllib_parse.py")),
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
    vm.register_module("_html", html::module);
    vm.register_module("_json", json::module);
    vm.register_module("_random", mersenne::module);
    vm.register_module("_system_random", hashlib::system_random);
    vm.register_module("base64", binascii::base64);
    vm.register_module("binascii", binascii::binascii);
    vm.register_module("copy", copy::module);
    vm.register_module("decimal", decimal::module);
    vm.register_module("hashlib", hashlib::hashlib);
    vm.register_module("hmac", hashlib::hmac);
    vm.register_module("ast", literals::module);
    vm.register_module("math", math::module);
    vm.register_module("re", re::module);
    vm.register_module("uuid", uuid::module);
    vm.register_module("zlib", binascii::zlib);
    vm.register_module("struct", structs::module);
    vm.register_module("time", time::module);
    vm.register_module("zoneinfo", zoneinfo::module);
    vm.register_module("os.path", |vm| match vm.import("posixpath")? {
        Value::Module(module) => Ok(module),
        other => Err(Error::type_error(format!("'{}' object is not a module", other.type_name()))),
    });
    vm.register_module("_limbeck_import", |_| {
        Ok(std::rc::Rc::new(
            Module::new("_limbeck_import")
                .function_with("load", "(name)", |vm, args| {
                    let name = args.value("name");
                    match name.as_str() {
                        Some(name) if !name.is_empty() => vm.import(name),
                        Some(_) => Err(Error::value_error("Empty module name")),
                        None => Err(Error::type_error(format!("module name must be str, not {}", name.type_name()))),
                    }
                })
                .function_with("known", "(name)", |vm, args| {
                    Ok(Value::Bool(args.value("name").as_str().is_some_and(|name| vm.is_importable(name))))
                })
                .function_with("from_file", "(name, path)", |_, args| {
                    let (name, path) = (args.value("name"), args.value("path"));
                    let (Some(name), Some(path)) = (name.as_str(), path.as_str()) else {
                        return Err(Error::type_error("module name and path must be str"));
                    };
                    Ok(Value::Module(std::rc::Rc::new(Module::from_file(name, path.into(), false))))
                })
                .function_with("run", "(module)", |vm, args| match args.value("module") {
                    Value::Module(module) => files::run(vm, &module),
                    other => Err(Error::type_error(format!("'{}' object is not a module", other.type_name()))),
                }),
        ))
    });
    for name in
        ["subprocess", "socket", "multiprocessing", "http.client", "urllib.request", "smtplib", "ftplib", "ctypes"]
    {
        vm.register_module(name, move |vm| {
            let refused = vm.import("_refused")?;
            let class = vm.get_attr(&refused, "_Refused")?;
            let module = Module::new(name);
            module.set(
                "__getattr__",
                crate::value::NativeFn::new("__getattr__", move |vm, args| {
                    let attr = args.positional.first().and_then(Value::as_rc_str).unwrap_or_else(|| "".into());
                    if attr.starts_with("__") {
                        return Err(Error::attribute_error(format!("module '{name}' has no attribute '{attr}'")));
                    }
                    if attr.ends_with("Error") || attr.ends_with("Expired") || matches!(&*attr, "timeout" | "error") {
                        return Ok(Value::Class(vm.builtin_exception("OSError")));
                    }
                    vm.call(&class, crate::value::Args::of([Value::from(format!("{name}.{attr}"))]))
                }),
            );
            Ok(std::rc::Rc::new(module))
        });
    }
    for (name, text) in IN_PYTHON {
        source::register(vm, name, text);
    }
}
