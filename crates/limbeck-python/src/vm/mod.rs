//! The evaluator and its interface for hosts.
//!
//! **Stack.** A call of a script's function recurses in Rust: allow about 4 KB of stack for a level in a release build
//! and 40 KB in a debug build. With the default recursion limit of 1,000 run scripts on a thread with
//! [`STACK_SIZE`] bytes of stack.

mod arithmetic;
mod attr;
mod binary;
mod call;
mod class;
mod compare;
mod format;
mod frame;
mod import;
mod instructions;
mod item;
mod iterate;
mod matching;
mod operator_methods;
mod options;
mod percent;
mod raise;
mod run;
mod stack;
mod text;
mod truth;
mod types;

use std::any::{Any, TypeId};
use std::cell::Cell;
use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;
use std::sync::atomic::Ordering;

use indexmap::IndexMap;

use crate::compile::Code;
use crate::error::{Error, Result};
use crate::span::{Frame as CallFrame, Location, SourceFile, Span};
use crate::value::{Args, Class, Module, Reason, Unresolved, Value};

pub use frame::Generator;
pub(crate) use frame::GeneratorKind;
pub use import::{Importer, ModuleSource};
pub use options::{Console, Options, StdConsole};
pub(crate) use raise::Handled;
pub(crate) use text::{ascii, is_printable, str_repr};
pub(crate) use types::Types;

/// Stack that a thread needs to run scripts with the default recursion limit.
pub const STACK_SIZE: usize = 64 << 20;

type ModuleBuilder = Rc<dyn Fn(&mut Vm) -> Result<Rc<Module>>>;

struct Active {
    code: Rc<Code>,
    module: Rc<str>,
    pc: Cell<usize>,
}

/// An evaluator: modules, limits, and what the host registered.
pub struct Vm {
    pub(crate) options: Options,
    files: Vec<SourceFile>,
    pub(crate) types: Types,
    pub(crate) builtins: Rc<Module>,
    pub(crate) modules: IndexMap<Rc<str>, Value>,
    native: HashMap<String, ModuleBuilder>,
    importer: Option<Rc<dyn Importer>>,
    stubs: HashMap<String, Value>,
    states: HashMap<TypeId, Rc<dyn Any>>,
    frames: Vec<Active>,
    pub(crate) handled: Vec<Handled>,
    steps: u64,
    strict: usize,
    catching: usize,
    importing: Vec<String>,
    repr_open: Vec<usize>,
    native_depth: usize,
}

/// Functions hold the module that they were written in, modules their functions, and methods their class: without help
/// none of them would ever be freed.
impl Drop for Vm {
    fn drop(&mut self) {
        let mut emptied = Vec::new();
        for value in self.modules.values() {
            let Value::Module(module) = value else { continue };
            let names = std::mem::take(&mut *module.attrs.borrow_mut());
            for held in names.values() {
                if let Value::Class(class) = held
                    && !class.native
                {
                    emptied.push(std::mem::take(&mut *class.attrs.borrow_mut()));
                }
            }
            emptied.push(names);
        }
    }
}

impl Vm {
    /// A new evaluator with the built-ins and the standard library registered.
    pub fn new(options: Options) -> Vm {
        let types = Types::new();
        let mut vm = Vm {
            options,
            files: Vec::new(),
            types,
            builtins: Rc::new(Module::new("builtins")),
            modules: IndexMap::new(),
            native: HashMap::new(),
            importer: None,
            stubs: HashMap::new(),
            states: HashMap::new(),
            frames: Vec::new(),
            handled: Vec::new(),
            steps: 0,
            strict: 0,
            catching: 0,
            importing: Vec::new(),
            repr_open: Vec::new(),
            native_depth: 0,
        };
        crate::builtins::install(&mut vm);
        crate::stdlib::register(&mut vm);
        vm
    }

    /// Registers a native module under its dotted name; it is built at the first import. A later registration
    /// replaces an earlier one, the standard library's included.
    pub fn register_module(&mut self, name: &str, build: impl Fn(&mut Vm) -> Result<Rc<Module>> + 'static) {
        self.native.insert(name.to_owned(), Rc::new(build));
    }

    /// Registers a module written in the language of scripts. Its code has no places: errors, calls and tracebacks point
    /// to the script that used it, as for the standard library.
    pub fn register_library(&mut self, name: &'static str, text: &'static str) {
        self.register_module(name, move |vm| vm.eval_library(name, text));
    }

    /// The value of an expression, where `names` are the only names besides the built-in ones.
    ///
    /// # Errors
    /// When it is no expression, or raises.
    pub fn eval_expression(&mut self, text: &str, names: &crate::value::Dict) -> Result<Value> {
        let module = self.scratch_module(names);
        // The line break keeps a comment in the text from swallowing the bracket.
        let source = SourceFile::new("<expression>".into(), Rc::from(format!("__value__ = (\n{text}\n)")));
        let code = crate::compile::compile_module(&source, 0)?;
        let mut frame = frame::Frame::new(code, Rc::clone(&module), &[]);
        self.run(&mut frame)?;
        Ok(module.get("__value__").unwrap_or_default())
    }

    fn scratch_module(&self, names: &crate::value::Dict) -> Rc<Module> {
        let module = Rc::new(Module::new("__expression__"));
        for (name, value) in names.items() {
            if let Some(name) = name.as_str() {
                module.set(name, value);
            }
        }
        module.set("__builtins__", Value::Module(Rc::clone(&self.builtins)));
        module
    }

    /// A module that has been imported, or is being imported.
    pub fn loaded_module(&self, dotted: &str) -> Option<Rc<Module>> {
        match self.modules.get(dotted) {
            Some(Value::Module(module)) => Some(Rc::clone(module)),
            _ => None,
        }
    }

    /// How modules of the project are found.
    pub fn set_importer(&mut self, importer: Rc<dyn Importer>) {
        self.importer = Some(importer);
    }

    /// Gives a name that could not be imported a value: `"app.config.SCHEMA"`.
    pub fn set_stub(&mut self, dotted: &str, value: Value) {
        self.stubs.insert(dotted.to_owned(), value);
    }

    /// The value given to something derived from an unresolved name: an attribute, or with `()` the result of a call.
    pub(crate) fn derived_stub(&self, unresolved: &Unresolved, suffix: &str) -> Option<Value> {
        if self.stubs.is_empty() {
            return None;
        }
        self.stubs.get(&format!("{}{suffix}", unresolved.name).replace("(…)", "()")).cloned()
    }

    /// Keeps data of the host.
    pub fn insert_state<T: 'static>(&mut self, state: Rc<T>) {
        self.states.insert(TypeId::of::<T>(), state);
    }

    /// Data of the host.
    pub fn state<T: 'static>(&self) -> Option<Rc<T>> {
        self.states.get(&TypeId::of::<T>()).and_then(|state| Rc::clone(state).downcast::<T>().ok())
    }

    /// The options it was made with.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// A built-in exception class by name; `Exception` when there is none of that name.
    pub fn builtin_exception(&self, name: &str) -> Rc<Class> {
        self.types.exception(name)
    }

    /// Calls anything callable.
    pub fn call(&mut self, callee: &Value, args: Args) -> Result<Value> {
        let result = self.call_value(callee, args);
        result.map_err(|error| self.complete(error))
    }

    /// Calls `upgrade()` and the like: until it returns, a call that stands alone and is unresolved is an error, since
    /// its effect would be lost.
    pub fn call_entry(&mut self, callee: &Value, args: Args) -> Result<Value> {
        self.strict += 1;
        let result = self.call(callee, args);
        self.strict -= 1;
        result
    }

    /// Whether [`Vm::call_entry`] is active.
    pub fn in_entry(&self) -> bool {
        self.strict > 0
    }

    /// Calls a method.
    pub fn call_method(&mut self, object: &Value, name: &str, args: Args) -> Result<Value> {
        let method = self.get_attr(object, name)?;
        self.call(&method, args)
    }

    /// The place of a span. `None` for [`Span::NONE`].
    pub fn locate(&self, span: Span) -> Option<Location> {
        let file = self.files.get((span.file as usize).checked_sub(1)?)?;
        Some(file.locate(span.start, span.end))
    }

    /// The text of a span.
    pub fn source_text(&self, span: Span) -> Option<&str> {
        let file = self.files.get((span.file as usize).checked_sub(1)?)?;
        file.text.get(span.start as usize..span.end as usize)
    }

    /// The file of a span.
    pub fn path_of(&self, span: Span) -> Option<&Path> {
        self.files.get((span.file as usize).checked_sub(1)?).map(|file| &*file.path)
    }

    /// The active calls, outermost first.
    pub fn call_stack(&self) -> Vec<CallFrame> {
        self.frames
            .iter()
            .filter(|active| active.code.file != 0)
            .map(|active| CallFrame {
                function: Rc::clone(&active.code.name),
                span: active.code.span_at(active.pc.get()),
            })
            .collect()
    }

    /// The innermost place in a script that is being evaluated.
    pub fn current_span(&self) -> Span {
        self.frames
            .iter()
            .rev()
            .find(|active| active.code.file != 0)
            .map_or(Span::NONE, |active| active.code.span_at(active.pc.get()))
    }

    /// Whether the innermost place in a script stands in a `try` with a handler that names the exception: its author has
    /// thought of it.
    pub fn is_handled_here(&self, exception: &str) -> bool {
        let span = self.current_span();
        let file = (span.file as usize).checked_sub(1).and_then(|at| self.files.get(at));
        file.is_some_and(|file| crate::handlers::is_handled(&file.text, span.start, exception))
    }

    /// The place of a call: inside limbeck's own modules, which have no places, that of the script's call.
    #[inline]
    pub(crate) fn call_span(&self, span: Span) -> Span {
        if span.is_none() { self.current_span() } else { span }
    }

    /// The module whose code runs, limbeck's own aside.
    pub(crate) fn current_module_name(&self) -> Rc<str> {
        self.frames
            .iter()
            .rev()
            .find(|active| active.code.file != 0)
            .map_or_else(|| Rc::from("__main__"), |active| Rc::clone(&active.module))
    }

    /// Whether the script may catch an exception raised now: somewhere in the active calls there is a `try` with
    /// handlers, or a `with` over a manager written in Python. Hosts that delay work do it at once then.
    pub fn exception_may_be_caught(&self) -> bool {
        self.catching > 0
    }

    /// An exception as an error, ready to be returned.
    pub fn new_exception(&mut self, class: &Rc<Class>, args: Vec<Value>) -> Error {
        let value = Value::new_exception(class, args);
        self.raise_value(value)
    }

    /// An unresolved value for a dotted name.
    pub fn unresolved(&self, name: &str, reason: impl Into<String>) -> Value {
        let reason = Reason { message: reason.into(), chain: self.importing.clone(), span: self.current_span() };
        Value::Unresolved(Rc::new(Unresolved { name: Rc::from(name), reason: Rc::new(reason) }))
    }

    /// The error of something that needs an unresolved value.
    pub fn unresolved_error(&self, unresolved: &Unresolved, needed: &str) -> Error {
        Error::Unresolved(Box::new(crate::error::UnresolvedError {
            name: unresolved.name.to_string(),
            needed: needed.to_owned(),
            reason: unresolved.reason.describe(),
            span: self.current_span(),
            imported: unresolved.reason.span,
            traceback: Vec::new(),
        }))
    }

    pub(crate) fn add_file(&mut self, path: &Path, text: &str) -> u32 {
        self.files.push(SourceFile::new(path.to_owned(), Rc::from(text)));
        u32::try_from(self.files.len()).unwrap_or(0)
    }

    pub(crate) fn file(&self, number: u32) -> Option<&SourceFile> {
        self.files.get((number as usize).checked_sub(1)?)
    }

    /// Counts a step of native work.
    #[inline]
    pub(crate) fn step(&mut self) -> Result<()> {
        self.steps += 1;
        if self.steps & 0x3ff == 0 { self.check_limits() } else { Ok(()) }
    }

    #[cold]
    #[inline(never)]
    fn check_limits(&mut self) -> Result<()> {
        if self.options.interrupt.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        if self.steps > self.options.steps {
            return Err(Error::limit(format!("the script took more than {} steps", self.options.steps)));
        }
        Ok(())
    }

    /// Refuses collections above the limit.
    pub(crate) fn check_size(&self, len: usize) -> Result<()> {
        if len > self.options.collection {
            return Err(Error::limit(format!("a collection would have more than {} items", self.options.collection)));
        }
        Ok(())
    }

    /// Refuses texts above the limit.
    pub(crate) fn check_text(&self, len: usize) -> Result<()> {
        if len > self.options.text {
            return Err(Error::limit(format!("a string would have more than {} bytes", self.options.text)));
        }
        Ok(())
    }

    /// Guards native recursion (`repr`, comparison, hashing of nested values).
    pub(crate) fn deeper<T>(&mut self, f: impl FnOnce(&mut Vm) -> Result<T>) -> Result<T> {
        if self.native_depth + self.frames.len() > self.options.recursion {
            return Err(Error::exception("RecursionError", "maximum recursion depth exceeded"));
        }
        self.native_depth += 1;
        let result = f(self);
        self.native_depth -= 1;
        result
    }
}
