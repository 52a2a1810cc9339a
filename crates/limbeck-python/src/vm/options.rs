//! Limits and the world outside, as a script may see it.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::span::Span;

/// Where scripts print and log to.
pub trait Console {
    /// `print()`: text with its line end.
    fn print(&self, text: &str);
    /// `sys.stderr.write()`, `print(file=sys.stderr)`.
    fn print_error(&self, text: &str) {
        eprint!("{text}");
    }
    /// A record of `logging`. `level` is Python's number (INFO is 20).
    fn log(&self, logger: &str, level: i32, level_name: &str, message: &str);
    /// `logging.config.fileConfig(file)`.
    fn configure_logging(&self, file: &Path);
    /// `warnings.warn`.
    fn warn(&self, category: &str, message: &str, span: Span);
}

/// Prints to the process's standard streams; log records below WARNING are dropped, as Python does by default.
#[derive(Debug, Default)]
pub struct StdConsole;

impl Console for StdConsole {
    fn print(&self, text: &str) {
        print!("{text}");
    }
    fn log(&self, _logger: &str, level: i32, _level_name: &str, message: &str) {
        if level >= 30 {
            eprintln!("{message}");
        }
    }
    fn configure_logging(&self, _file: &Path) {}
    fn warn(&self, category: &str, message: &str, _span: Span) {
        eprintln!("{category}: {message}");
    }
}

/// Limits and surroundings of a [`crate::Vm`].
#[derive(Clone)]
pub struct Options {
    /// Instructions and native loop rounds in all.
    pub steps: u64,
    /// Depth of calls; beyond it `RecursionError`, as in Python.
    pub recursion: usize,
    /// Items in one collection.
    pub collection: usize,
    /// Bytes in one string.
    pub text: usize,
    /// Bits of one integer.
    pub int_bits: u64,
    /// Files below it may be read.
    pub root: Option<PathBuf>,
    /// Environment variables; `None`: those of the process.
    pub env: Option<HashMap<String, String>>,
    /// `sys.argv`
    pub argv: Vec<String>,
    /// Where output goes.
    pub console: Rc<dyn Console>,
    /// Set from outside, it stops the evaluation.
    pub interrupt: Arc<AtomicBool>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            steps: 2_000_000_000,
            recursion: 1000,
            collection: 5_000_000,
            text: 128 << 20,
            int_bits: 4 << 20,
            root: None,
            env: None,
            argv: Vec::new(),
            console: Rc::new(StdConsole),
            interrupt: Arc::new(AtomicBool::new(false)),
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("steps", &self.steps)
            .field("recursion", &self.recursion)
            .finish_non_exhaustive()
    }
}
