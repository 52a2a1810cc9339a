//! A running (or suspended) piece of code, and generators.

use std::cell::{Cell as StdCell, RefCell};
use std::fmt;
use std::rc::Rc;

use super::raise::Handled;
use crate::compile::{Block, Code};
use crate::span::Span;
use crate::value::{Attrs, Cell, Module, Value};

pub(crate) struct Frame {
    pub code: Rc<Code>,
    pub pc: usize,
    pub stack: Vec<Value>,
    pub locals: Vec<Option<Value>>,
    pub cells: Vec<Cell>,
    pub temps: Vec<Value>,
    pub globals: Rc<Module>,
    /// The namespace of a class body.
    pub namespace: Option<Rc<Attrs>>,
    pub blocks: Vec<Block>,
    /// Exceptions being handled, while the frame is suspended.
    pub suspended: Vec<Handled>,
    pub catching: usize,
    /// Where its own handled exceptions begin, while it runs.
    pub handled_base: usize,
    /// The place of an exception that is raised again.
    pub reraised_at: Option<Span>,
    /// An exception to raise when a generator goes on.
    pub thrown: Option<crate::error::Error>,
    pub started: bool,
}

/// How a frame ended or paused.
pub(crate) enum Exit {
    Return(Value),
    Yield(Value),
}

impl Frame {
    pub fn new(code: Rc<Code>, globals: Rc<Module>, closure: &[Cell]) -> Frame {
        let mut cells: Vec<Cell> = code.cells.iter().map(|_| Cell::default()).collect();
        cells.extend(closure.iter().cloned());
        Frame {
            pc: 0,
            stack: Vec::new(),
            locals: vec![None; code.locals.len()],
            cells,
            temps: vec![Value::None; code.temps as usize],
            globals,
            namespace: None,
            blocks: Vec::new(),
            suspended: Vec::new(),
            catching: 0,
            handled_base: 0,
            reraised_at: None,
            thrown: None,
            started: false,
            code,
        }
    }
}

/// What a generator object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GeneratorKind {
    Generator,
    Coroutine,
    AsyncGenerator,
}

/// A generator or coroutine.
pub struct Generator {
    pub(crate) kind: GeneratorKind,
    pub(crate) name: Rc<str>,
    /// `None` while it runs and after it has ended.
    pub(crate) frame: RefCell<Option<Box<Frame>>>,
    pub(crate) running: StdCell<bool>,
}

impl Generator {
    pub(crate) fn type_name(&self) -> &'static str {
        match self.kind {
            GeneratorKind::Generator => "generator",
            GeneratorKind::Coroutine => "coroutine",
            GeneratorKind::AsyncGenerator => "async_generator",
        }
    }
}

impl fmt::Debug for Generator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Generator({})", self.name)
    }
}
