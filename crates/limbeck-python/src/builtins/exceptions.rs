//! The hierarchy of built-in exceptions.

use std::collections::HashMap;
use std::rc::Rc;

use crate::error::{Error, Result};
use crate::value::{Args, Class, ClassBuilder, Kind, Value};
use crate::vm::Vm;

/// Each exception after its base.
const HIERARCHY: &[(&str, &str)] = &[
    ("SystemExit", "BaseException"),
    ("KeyboardInterrupt", "BaseException"),
    ("GeneratorExit", "BaseException"),
    ("Exception", "BaseException"),
    ("StopIteration", "Exception"),
    ("StopAsyncIteration", "Exception"),
    ("ArithmeticError", "Exception"),
    ("FloatingPointError", "ArithmeticError"),
    ("OverflowError", "ArithmeticError"),
    ("ZeroDivisionError", "ArithmeticError"),
    ("AssertionError", "Exception"),
    ("AttributeError", "Exception"),
    ("BufferError", "Exception"),
    ("EOFError", "Exception"),
    ("ImportError", "Exception"),
    ("ModuleNotFoundError", "ImportError"),
    ("LookupError", "Exception"),
    ("IndexError", "LookupError"),
    ("KeyError", "LookupError"),
    ("MemoryError", "Exception"),
    ("NameError", "Exception"),
    ("UnboundLocalError", "NameError"),
    ("OSError", "Exception"),
    ("BlockingIOError", "OSError"),
    ("ChildProcessError", "OSError"),
    ("ConnectionError", "OSError"),
    ("BrokenPipeError", "ConnectionError"),
    ("ConnectionAbortedError", "ConnectionError"),
    ("ConnectionRefusedError", "ConnectionError"),
    ("ConnectionResetError", "ConnectionError"),
    ("FileExistsError", "OSError"),
    ("FileNotFoundError", "OSError"),
    ("InterruptedError", "OSError"),
    ("IsADirectoryError", "OSError"),
    ("NotADirectoryError", "OSError"),
    ("PermissionError", "OSError"),
    ("ProcessLookupError", "OSError"),
    ("TimeoutError", "OSError"),
    ("ReferenceError", "Exception"),
    ("RuntimeError", "Exception"),
    ("NotImplementedError", "RuntimeError"),
    ("RecursionError", "RuntimeError"),
    ("SyntaxError", "Exception"),
    ("IndentationError", "SyntaxError"),
    ("SystemError", "Exception"),
    ("TypeError", "Exception"),
    ("ValueError", "Exception"),
    ("UnicodeError", "ValueError"),
    ("UnicodeDecodeError", "UnicodeError"),
    ("UnicodeEncodeError", "UnicodeError"),
    ("Warning", "Exception"),
    ("BytesWarning", "Warning"),
    ("DeprecationWarning", "Warning"),
    ("FutureWarning", "Warning"),
    ("ImportWarning", "Warning"),
    ("PendingDeprecationWarning", "Warning"),
    ("ResourceWarning", "Warning"),
    ("RuntimeWarning", "Warning"),
    ("SyntaxWarning", "Warning"),
    ("UnicodeWarning", "Warning"),
    ("UserWarning", "Warning"),
];

/// Makes all of them; gives `Exception`.
pub(crate) fn build(all: &mut HashMap<Rc<str>, Rc<Class>>) -> Rc<Class> {
    let root = ClassBuilder::new("BaseException")
        .kind(Kind::Exception)
        .method("__init__", init)
        .method("with_traceback", |_, this, _| Ok(this.clone()))
        .method("add_note", add_note)
        .build();
    all.insert(Rc::from("BaseException"), Rc::clone(&root));
    for (name, base) in HIERARCHY {
        let base = all.get(*base).map_or_else(|| Rc::clone(&root), Rc::clone);
        let mut builder = ClassBuilder::new(name).base(&base).kind(Kind::Exception);
        match *name {
            "StopIteration" => {
                builder = builder
                    .property("value", |_, this| Ok(this.exception_args().into_iter().next().unwrap_or_default()));
            }
            "SystemExit" => {
                builder = builder.property("code", |_, this| {
                    let mut args = this.exception_args();
                    Ok(if args.len() > 1 { Value::tuple(args) } else { args.pop().unwrap_or_default() })
                });
            }
            "OSError" => {
                builder = builder
                    .property("errno", |_, this| Ok(os_part(this, 0)))
                    .property("strerror", |_, this| Ok(os_part(this, 1)))
                    .property("filename", |_, this| Ok(os_part(this, 2)))
                    .method("__str__", |vm, this, _| {
                        let args = this.exception_args();
                        Ok(Value::from(match args.as_slice() {
                            [errno, text] => format!("[Errno {}] {}", vm.str(errno)?, vm.str(text)?),
                            [errno, text, file, ..] => {
                                format!("[Errno {}] {}: {}", vm.str(errno)?, vm.str(text)?, vm.repr(file)?)
                            }
                            [one] => vm.str(one)?.to_string(),
                            [] => String::new(),
                        }))
                    });
            }
            "ImportError" => {
                builder = builder
                    .method("__init__", |vm, this, mut args| {
                        for name in ["name", "path", "name_from"] {
                            let value = args.take_keyword(name).unwrap_or_default();
                            vm.set_attr(this, name, value)?;
                        }
                        init(vm, this, args)
                    })
                    .class_attr("name", Value::None)
                    .class_attr("path", Value::None)
                    .property("msg", |_, this| Ok(this.exception_args().into_iter().next().unwrap_or_default()));
            }
            "AttributeError" | "NameError" => {
                builder = builder
                    .method("__init__", |vm, this, mut args| {
                        for name in ["name", "obj"] {
                            if let Some(value) = args.take_keyword(name) {
                                vm.set_attr(this, name, value)?;
                            }
                        }
                        init(vm, this, args)
                    })
                    .class_attr("name", Value::None)
                    .class_attr("obj", Value::None);
            }
            _ => {}
        }
        all.insert(Rc::from(*name), builder.build());
    }
    all.get("Exception").map_or(root, Rc::clone)
}

fn os_part(this: &Value, at: usize) -> Value {
    let args = this.exception_args();
    if args.len() < 2 { Value::None } else { args.get(at).cloned().unwrap_or_default() }
}

/// `BaseException.__init__`
fn init(_: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    if !args.keyword.is_empty() {
        return Err(Error::type_error(format!("{}() takes no keyword arguments", this.type_name())));
    }
    if let Value::Instance(instance) = this {
        instance.set("args", Value::tuple(args.positional));
    }
    Ok(Value::None)
}

fn add_note(_: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let [note] = super::exactly::<1>("BaseException.add_note", args)?;
    if note.as_str().is_none() {
        return Err(Error::type_error(format!("note must be a str, not '{}'", note.type_name())));
    }
    if let Value::Instance(instance) = this {
        match instance.get("__notes__") {
            Some(Value::List(notes)) => notes.push(note),
            _ => instance.set("__notes__", Value::list(vec![note])),
        }
    }
    Ok(Value::None)
}
