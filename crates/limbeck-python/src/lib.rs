//! The language of migration scripts: a subset of Python 3.12, evaluated in a sandbox.
//!
//! Scripts are compiled to instructions of a small stack machine and run under limits (steps, recursion, sizes). What
//! they import comes from native modules that the host registers, from modules of the project (an [`Importer`]), or is
//! [`Value::Unresolved`]: harmless until something depends on it.
//!
//! This crate knows nothing of SQL, Alembic or SQLAlchemy, and the parser it uses does not show in its interface.
//!
//! ```
//! use limbeck_python::{Args, Module, Options, Value, Vm};
//! use std::{path::Path, rc::Rc};
//!
//! let mut vm = Vm::new(Options::default());
//! vm.register_module("host", |_| {
//!     Ok(Rc::new(Module::new("host").function_with("double", "(x)", |vm, args| {
//!         let x = args.value("x");
//!         vm.binary(limbeck_python::BinaryOp::Add, &x, &x)
//!     })))
//! });
//! let module = vm.eval_module("script", Path::new("script.py"), "from host import double\ny = double(21)\n").unwrap();
//! assert_eq!(module.get("y").and_then(|y| y.as_int()), Some(42));
//! ```

mod bind;
mod builtins;
mod compile;
mod data_flow;
mod error;
mod handlers;
mod header;
mod span;
mod stdlib;
mod value;
mod vm;

pub use bind::{Bound, Signature};
pub use data_flow::{DependentPart, dependent_parts};
pub use error::{Error, LimitError, Raised, Result, SyntaxError, UnresolvedError, Unsupported};
pub use header::{Header, HeaderValue, read_header};
pub use span::{Frame, Location, Span};
pub use value::{
    Args, Attrs, BinaryOp, BoundMethod, Class, ClassBuilder, ClassMethod, CompareOp, DateTime, Decimal, Dict, DictView,
    Function, Instance, Int, Iter, Kind, List, Module, NativeFn, Object, Property, Range, Reason, Set, Slice,
    StaticMethod, Super, Time, Tuple, UnaryOp, Unresolved, Value, ViewKind,
};
pub use vm::{Console, Generator, Importer, ModuleSource, Options, STACK_SIZE, StdConsole, Vm};
