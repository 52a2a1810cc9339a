//! Modules.

use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use std::rc::Rc;

use super::{Args, Attrs, NativeFn, Reason, Unresolved, Value};
use crate::bind::{Bound, Signature};
use crate::error::Result;
use crate::vm::Vm;

/// A module, native or evaluated.
pub struct Module {
    /// Dotted name.
    pub name: Rc<str>,
    /// Its names.
    pub attrs: Attrs,
    /// The file, for modules of the project.
    pub path: Option<PathBuf>,
    /// Whether a name it lacks is unresolved (native modules, which know only a part of the original) rather than an
    /// `AttributeError`.
    pub(crate) partial: bool,
    pub(crate) is_package: bool,
    /// `from __future__ import annotations` and the like are noted here.
    pub(crate) evaluated: Cell<bool>,
    /// Why its evaluation stopped halfway: the names it lacks are unresolved for this reason.
    pub(crate) failure: RefCell<Option<Rc<Reason>>>,
    /// `from … import *` of something unresolved: names that nothing else defines may come from there.
    pub(crate) wild: RefCell<Option<Rc<Unresolved>>>,
}

impl Module {
    /// An empty native module.
    pub fn new(name: &str) -> Module {
        Module {
            name: Rc::from(name),
            attrs: Attrs::default(),
            path: None,
            partial: true,
            is_package: false,
            evaluated: Cell::new(true),
            failure: RefCell::new(None),
            wild: RefCell::new(None),
        }
    }

    pub(crate) fn from_file(name: &str, path: PathBuf, is_package: bool) -> Module {
        Module {
            name: Rc::from(name),
            attrs: Attrs::default(),
            path: Some(path),
            partial: false,
            is_package,
            evaluated: Cell::new(false),
            failure: RefCell::new(None),
            wild: RefCell::new(None),
        }
    }

    /// Why its evaluation stopped halfway, if it did.
    pub fn stopped(&self) -> Option<Rc<Reason>> {
        self.failure.borrow().clone()
    }

    /// Sets a name.
    pub fn set(&self, name: &str, value: impl Into<Value>) {
        self.attrs.borrow_mut().insert(Rc::from(name), value.into());
    }

    /// Sets a name (builder style).
    #[must_use]
    pub fn with(self, name: &str, value: impl Into<Value>) -> Module {
        self.set(name, value);
        self
    }

    /// A name's value.
    pub fn get(&self, name: &str) -> Option<Value> {
        self.attrs.borrow().get(name).cloned()
    }

    /// Adds a function that takes its arguments as they come (builder style).
    #[must_use]
    pub fn function(self, name: &'static str, call: impl Fn(&mut Vm, Args) -> Result<Value> + 'static) -> Module {
        let function = NativeFn::new(name, call).in_module(&self.name);
        self.with(name, function)
    }

    /// Adds a function with a signature, see [`Signature::parse`] (builder style).
    #[must_use]
    pub fn function_with(
        self,
        name: &'static str,
        signature: &'static str,
        call: impl Fn(&mut Vm, Bound) -> Result<Value> + 'static,
    ) -> Module {
        let signature = Signature::parse(signature);
        self.function(name, move |vm, args| {
            let bound = signature.bind(name, args)?;
            call(vm, bound)
        })
    }
}

impl std::fmt::Debug for Module {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Module({})", self.name)
    }
}
