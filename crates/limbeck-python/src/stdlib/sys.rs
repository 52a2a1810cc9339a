//! `sys`: a few facts about the interpreter that scripts ask for.

use std::rc::Rc;

use crate::error::Result;
use crate::value::{Args, Class, ClassBuilder, Dict, Module, Object, Value};
use crate::vm::Vm;

/// `sys.stdout` and `sys.stderr`
#[derive(Debug)]
struct Stream {
    class: Rc<Class>,
    error: bool,
}

impl Object for Stream {
    fn class(&self, _: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }
    fn type_name(&self) -> Rc<str> {
        Rc::clone(&self.class.name)
    }
}

fn write(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let [text] = crate::builtins::exactly::<1>("write", args)?;
    let Some(text) = text.as_str() else {
        return Err(crate::error::Error::type_error(format!("write() argument must be str, not {}", text.type_name())));
    };
    match this.downcast_ref::<Stream>() {
        Some(stream) if stream.error => vm.options().console.print_error(text),
        _ => vm.options().console.print(text),
    }
    Ok(Value::from(text.chars().count()))
}

/// The module.
pub(super) fn module(vm: &mut Vm) -> Result<Rc<Module>> {
    let stream = ClassBuilder::new("TextIOWrapper")
        .module("_io")
        .method("write", write)
        .method("flush", |_, _, _| Ok(Value::None))
        .method("isatty", |_, _, _| Ok(Value::Bool(false)))
        .class_attr("encoding", Value::str("utf-8"))
        .build();
    let module = Module::new("sys");
    module.set("stdout", Value::object(Stream { class: Rc::clone(&stream), error: false }));
    module.set("stderr", Value::object(Stream { class: stream, error: true }));
    module.set("argv", Value::list(vm.options().argv.iter().map(Value::str).collect()));
    module.set("path", Value::list(Vec::new()));
    module.set("maxsize", Value::int(i64::MAX));
    module.set(
        "platform",
        Value::str(if cfg!(windows) {
            "win32"
        } else if cfg!(target_os = "macos") {
            "darwin"
        } else {
            "linux"
        }),
    );
    module.set("byteorder", Value::str("little"));
    module.set("executable", Value::str(""));
    module.set("prefix", Value::str(""));
    module.set("version", Value::str("3.12.0 (limbeck)"));
    module.set("version_info", version_info(vm)?);
    module.set("modules", loaded_modules(vm));
    let module = module
        .function("exit", |vm, args| {
            let class = vm.builtin_exception("SystemExit");
            Err(vm.new_exception(&class, args.positional))
        })
        .function("exc_info", |vm, _| {
            let current = vm.handled.last().map(|handled| handled.value.clone());
            Ok(Value::tuple(match current {
                Some(exception) => vm.exception_triple(&exception),
                None => vec![Value::None, Value::None, Value::None],
            }))
        })
        .function("getrecursionlimit", |vm, _| Ok(Value::from(vm.options().recursion)))
        .function("setrecursionlimit", |_, _| Ok(Value::None))
        .function("getdefaultencoding", |_, _| Ok(Value::str("utf-8")))
        .function("intern", |_, args| Ok(args.positional.into_iter().next().unwrap_or_default()));
    Ok(Rc::new(module))
}

/// A named tuple that compares like `(3, 12)`.
fn version_info(vm: &mut Vm) -> Result<Value> {
    let named = vm.import("_namedtuple")?;
    let fields = ["major", "minor", "micro", "releaselevel", "serial"];
    let fields = Value::list(fields.into_iter().map(Value::str).collect());
    let make = vm.get_attr(&named, "make")?;
    let class = vm.call(&make, Args::of([Value::str("version_info"), fields]))?;
    vm.call(&class, Args::of([Value::int(3), Value::int(12), Value::int(0), Value::str("final"), Value::int(0)]))
}

/// The modules loaded so far; those that come later are added. Changing it changes no import.
fn loaded_modules(vm: &Vm) -> Value {
    let dict = Dict::new();
    for (name, module) in &vm.modules {
        if !module.is_unresolved() {
            dict.insert_str(name, module.clone());
        }
    }
    Value::from(dict)
}
