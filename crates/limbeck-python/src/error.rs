//! What can go wrong while a script is read or evaluated. Only [`Error::Raised`] is visible to the script itself;
//! everything else ends the evaluation.

use std::fmt;
use std::path::PathBuf;

use crate::span::{Frame, Span};
use crate::value::Value;
use crate::vm::Vm;

/// Result of evaluation.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of reading or evaluating a script.
#[derive(Debug, Clone)]
pub enum Error {
    /// A Python exception nobody caught (yet).
    Raised(Box<Raised>),
    /// The text is not Python.
    Syntax(Box<SyntaxError>),
    /// A part of Python, or of a module, that limbeck does not implement.
    Unsupported(Box<Unsupported>),
    /// Something depends on a name that limbeck could not import.
    Unresolved(Box<UnresolvedError>),
    /// A limit of [`crate::Options`] was reached.
    Limit(Box<LimitError>),
    /// The interrupt flag of [`crate::Options`] was set.
    Interrupted,
}

/// A raised exception on its way up.
#[derive(Debug, Clone)]
pub struct Raised {
    pub(crate) state: RaisedState,
    /// The calls it came through, outermost first; empty until it has left the first frame.
    pub traceback: Vec<Frame>,
    /// Frames are collected innermost first.
    pub(crate) span: Span,
}

/// Native code raises without a `Vm` at hand, so the exception object is made later.
#[derive(Debug, Clone)]
pub(crate) enum RaisedState {
    /// Class name of a built-in exception and the message.
    Pending(&'static str, String),
    /// The exception object.
    Value(Value, String, String),
}

/// A syntax error with its place.
#[derive(Debug, Clone)]
pub struct SyntaxError {
    /// What is wrong.
    pub message: String,
    /// The file.
    pub path: PathBuf,
    /// Line from 1.
    pub line: usize,
    /// Column from 1, in characters.
    pub column: usize,
    /// Last line.
    pub end_line: usize,
    /// Column after the last character.
    pub end_column: usize,
    /// Text of the first line.
    pub source_line: String,
    /// The place, when the file is known to a `Vm`.
    pub span: Span,
}

/// Something not implemented.
#[derive(Debug, Clone)]
pub struct Unsupported {
    /// What it is, as in "`async for` over …".
    pub what: String,
    /// Where.
    pub span: Span,
    /// The calls that led there, outermost first.
    pub traceback: Vec<Frame>,
}

/// An unresolved name was needed.
#[derive(Debug, Clone)]
pub struct UnresolvedError {
    /// The dotted name, as the script spells it.
    pub name: String,
    /// What needed it, as in "is called for its effect".
    pub needed: String,
    /// Why it is unresolved.
    pub reason: String,
    /// Where it was needed.
    pub span: Span,
    /// Where it was imported.
    pub imported: Span,
    /// The calls that led there, outermost first.
    pub traceback: Vec<Frame>,
}

/// A limit was reached.
#[derive(Debug, Clone)]
pub struct LimitError {
    /// Which one, with its value.
    pub what: String,
    /// Where.
    pub span: Span,
    /// The calls that led there, outermost first.
    pub traceback: Vec<Frame>,
}

impl Error {
    /// A built-in exception by its class name, for example `Error::exception("KeyError", "x")`.
    pub fn exception(class: &'static str, message: impl Into<String>) -> Error {
        Error::Raised(Box::new(Raised {
            state: RaisedState::Pending(class, message.into()),
            traceback: Vec::new(),
            span: Span::NONE,
        }))
    }

    /// `TypeError`.
    pub fn type_error(message: impl Into<String>) -> Error {
        Error::exception("TypeError", message)
    }

    /// `ValueError`.
    pub fn value_error(message: impl Into<String>) -> Error {
        Error::exception("ValueError", message)
    }

    /// `AttributeError`.
    pub fn attribute_error(message: impl Into<String>) -> Error {
        Error::exception("AttributeError", message)
    }

    /// `IndexError`.
    pub fn index_error(message: impl Into<String>) -> Error {
        Error::exception("IndexError", message)
    }

    /// `RuntimeError`.
    pub fn runtime_error(message: impl Into<String>) -> Error {
        Error::exception("RuntimeError", message)
    }

    /// Something limbeck does not implement; the evaluator adds the place.
    pub fn unsupported(what: impl Into<String>) -> Error {
        Error::Unsupported(Box::new(Unsupported { what: what.into(), span: Span::NONE, traceback: Vec::new() }))
    }

    /// A limit was reached; the evaluator adds the place.
    pub fn limit(what: impl Into<String>) -> Error {
        Error::Limit(Box::new(LimitError { what: what.into(), span: Span::NONE, traceback: Vec::new() }))
    }

    /// The exception object, once it exists (always, for an error that came out of the [`Vm`]).
    pub fn exception_value(&self) -> Option<&Value> {
        match self {
            Error::Raised(raised) => match &raised.state {
                RaisedState::Value(value, _, _) => Some(value),
                RaisedState::Pending(..) => None,
            },
            Error::Syntax(_) | Error::Unsupported(_) | Error::Unresolved(_) | Error::Limit(_) | Error::Interrupted => {
                None
            }
        }
    }

    /// Class name of the exception; `None` for errors that are no exceptions.
    pub fn exception_class(&self) -> Option<&str> {
        match self {
            Error::Raised(raised) => Some(match &raised.state {
                RaisedState::Pending(class, _) => class,
                RaisedState::Value(_, class, _) => class,
            }),
            Error::Syntax(_) | Error::Unsupported(_) | Error::Unresolved(_) | Error::Limit(_) | Error::Interrupted => {
                None
            }
        }
    }

    /// The message alone: `str(exception)`, or what was unsupported, unresolved and so on.
    pub fn message(&self) -> String {
        match self {
            Error::Raised(raised) => match &raised.state {
                RaisedState::Pending(_, message) => message.clone(),
                RaisedState::Value(_, _, message) => message.clone(),
            },
            Error::Syntax(error) => error.message.clone(),
            Error::Unsupported(error) => error.what.clone(),
            Error::Unresolved(error) => {
                format!("`{}` {}, but it is unresolved: {}", error.name, error.needed, error.reason)
            }
            Error::Limit(error) => error.what.clone(),
            Error::Interrupted => "interrupted".to_owned(),
        }
    }

    /// Where it happened: the innermost place in a script.
    pub fn span(&self) -> Span {
        match self {
            Error::Raised(raised) => raised.span,
            Error::Syntax(error) => error.span,
            Error::Unsupported(error) => error.span,
            Error::Unresolved(error) => error.span,
            Error::Limit(error) => error.span,
            Error::Interrupted => Span::NONE,
        }
    }

    /// The calls that led to the error, outermost first, the place of the error last.
    pub fn traceback(&self) -> &[Frame] {
        match self {
            Error::Raised(raised) => &raised.traceback,
            Error::Unsupported(error) => &error.traceback,
            Error::Unresolved(error) => &error.traceback,
            Error::Limit(error) => &error.traceback,
            Error::Syntax(_) | Error::Interrupted => &[],
        }
    }

    /// A Python-like traceback, with the lines of source.
    pub fn render_traceback(&self, vm: &Vm) -> String {
        use fmt::Write;
        let mut out = String::new();
        if !self.traceback().is_empty() {
            out.push_str("Traceback (most recent call last):\n");
        }
        for frame in self.traceback() {
            if let Some(location) = vm.locate(frame.span) {
                let _ = writeln!(
                    out,
                    "  File \"{}\", line {}, in {}\n    {}",
                    location.path.display(),
                    location.line,
                    frame.function,
                    location.source_line.trim()
                );
            }
        }
        let _ = write!(out, "{self}");
        out
    }

    /// Notes the place, unless a more exact one is known already.
    pub(crate) fn at(mut self, place: Span) -> Error {
        let span = match &mut self {
            Error::Raised(raised) => &mut raised.span,
            Error::Unsupported(error) => &mut error.span,
            Error::Unresolved(error) => &mut error.span,
            Error::Limit(error) => &mut error.span,
            Error::Syntax(_) | Error::Interrupted => return self,
        };
        if span.is_none() {
            *span = place;
        }
        self
    }

    /// Adds the next outer frame.
    pub(crate) fn push_frame(&mut self, frame: Frame) {
        let traceback = match self {
            Error::Raised(raised) => &mut raised.traceback,
            Error::Unsupported(error) => &mut error.traceback,
            Error::Unresolved(error) => &mut error.traceback,
            Error::Limit(error) => &mut error.traceback,
            Error::Syntax(_) | Error::Interrupted => return,
        };
        traceback.insert(0, frame);
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = self.message();
        match self {
            Error::Raised(_) => {
                let class = self.exception_class().unwrap_or("Exception");
                if message.is_empty() { f.write_str(class) } else { write!(f, "{class}: {message}") }
            }
            Error::Syntax(error) => {
                write!(f, "{}:{}:{}: syntax error: {message}", error.path.display(), error.line, error.column)
            }
            Error::Unsupported(_) => write!(f, "{message} is not supported"),
            Error::Unresolved(_) | Error::Limit(_) | Error::Interrupted => f.write_str(&message),
        }
    }
}

impl std::error::Error for Error {}
