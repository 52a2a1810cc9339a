//! Functions of scripts and of the host, and the arguments of a call.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use super::{Attrs, Module, Value};
use crate::bind::{Bound, Signature};
use crate::compile::Code;
use crate::error::Result;
use crate::span::Span;
use crate::vm::Vm;

/// The arguments of a call.
#[derive(Debug, Clone, Default)]
pub struct Args {
    /// By position.
    pub positional: Vec<Value>,
    /// By keyword, in order.
    pub keyword: Vec<(Rc<str>, Value)>,
    /// The call expression in the script; [`Span::NONE`] when the host calls.
    pub span: Span,
}

impl Args {
    /// No arguments.
    pub fn none() -> Args {
        Args::default()
    }

    /// Positional arguments only.
    pub fn of(positional: impl Into<Vec<Value>>) -> Args {
        Args { positional: positional.into(), ..Args::default() }
    }

    /// Adds a keyword argument (builder style).
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Args {
        self.keyword.push((Rc::from(name), value.into()));
        self
    }

    /// Sets the place of the call (builder style).
    #[must_use]
    pub fn at(mut self, span: Span) -> Args {
        self.span = span;
        self
    }

    /// Takes a keyword argument out.
    pub fn take_keyword(&mut self, name: &str) -> Option<Value> {
        let at = self.keyword.iter().position(|(key, _)| &**key == name)?;
        Some(self.keyword.remove(at).1)
    }

    /// Whether there are none at all.
    pub fn is_empty(&self) -> bool {
        self.positional.is_empty() && self.keyword.is_empty()
    }
}

/// A variable shared by a function and the functions inside it.
pub(crate) type Cell = Rc<RefCell<Option<Value>>>;

/// A function of a script.
pub struct Function {
    /// Its name; can be changed (`f.__name__ = …`).
    pub(crate) name: RefCell<Rc<str>>,
    pub(crate) qualname: RefCell<Rc<str>>,
    pub(crate) code: Rc<Code>,
    pub(crate) globals: Rc<Module>,
    /// Defaults of the last positional parameters.
    pub(crate) defaults: RefCell<Vec<Value>>,
    /// Defaults of keyword-only parameters by name.
    pub(crate) keyword_defaults: Vec<(Rc<str>, Value)>,
    pub(crate) closure: Vec<Cell>,
    pub(crate) attrs: Attrs,
    /// The class whose body defined it, for `super()`.
    pub(crate) annotations: RefCell<Option<Value>>,
}

impl Function {
    /// Its name.
    pub fn name(&self) -> Rc<str> {
        Rc::clone(&self.name.borrow())
    }

    /// Names of its parameters, without `*args` and `**kwargs`.
    pub fn parameters(&self) -> Vec<Rc<str>> {
        self.code.params.names.clone()
    }

    /// How many of its parameters have no default.
    pub fn required(&self) -> usize {
        self.code.params.names.len().saturating_sub(self.defaults.borrow().len() + self.keyword_defaults.len())
    }

    /// Whether it takes any keyword (`**kwargs`).
    pub fn takes_any_keyword(&self) -> bool {
        self.code.params.kwargs.is_some()
    }

    /// Where it is defined.
    pub fn span(&self) -> Span {
        self.code.span
    }

    /// The documentation string.
    pub fn doc(&self) -> Option<Rc<str>> {
        self.code.doc.clone()
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Function({})", self.name())
    }
}

/// How a native function is called.
#[derive(Clone)]
#[allow(clippy::type_complexity)]
pub(crate) enum NativeCall {
    Function(Rc<dyn Fn(&mut Vm, Args) -> Result<Value>>),
    Method(Rc<dyn Fn(&mut Vm, &Value, Args) -> Result<Value>>),
}

/// A function of the host.
pub struct NativeFn {
    /// Its name.
    pub name: Rc<str>,
    /// Module or class it belongs to, for messages.
    pub(crate) owner: Rc<str>,
    pub(crate) call: NativeCall,
    pub(crate) attrs: Attrs,
}

impl NativeFn {
    /// A function.
    pub fn new(name: &str, call: impl Fn(&mut Vm, Args) -> Result<Value> + 'static) -> NativeFn {
        NativeFn {
            name: Rc::from(name),
            owner: Rc::from("builtins"),
            call: NativeCall::Function(Rc::new(call)),
            attrs: Attrs::default(),
        }
    }

    /// A function with a signature.
    pub fn with_signature(
        name: &'static str,
        signature: &'static str,
        call: impl Fn(&mut Vm, Bound) -> Result<Value> + 'static,
    ) -> NativeFn {
        let signature = Signature::parse(signature);
        NativeFn::new(name, move |vm, args| {
            let bound = signature.bind(name, args)?;
            call(vm, bound)
        })
    }

    /// A method: its first argument is the object.
    pub fn method(name: &str, call: impl Fn(&mut Vm, &Value, Args) -> Result<Value> + 'static) -> NativeFn {
        NativeFn {
            name: Rc::from(name),
            owner: Rc::from("builtins"),
            call: NativeCall::Method(Rc::new(call)),
            attrs: Attrs::default(),
        }
    }

    pub(crate) fn in_module(mut self, owner: &Rc<str>) -> NativeFn {
        self.owner = Rc::clone(owner);
        self
    }
}

impl fmt::Debug for NativeFn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NativeFn({})", self.name)
    }
}

/// A function bound to its first argument.
#[derive(Debug)]
pub struct BoundMethod {
    /// The first argument.
    pub receiver: Value,
    /// The function.
    pub function: Value,
}
