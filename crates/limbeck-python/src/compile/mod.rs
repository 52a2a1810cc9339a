//! From text to instructions. The only part of the crate, and of the workspace, that knows the parser; nothing of it
//! shows outside.

mod code;
mod depth;
mod expr;
mod function;
mod pattern;
mod scope;
mod stmt;
mod unit;

use std::path::Path;
use std::rc::Rc;

pub(crate) use code::{Block, Code, Instr};
pub(crate) use expr::number;
pub(crate) use unit::Failure;

use crate::error::{Error, SyntaxError, Unsupported};
use crate::span::{SourceFile, Span};

/// Compiles a file. `file` is its number in the `Vm`, see [`Span`].
pub(crate) fn compile_module(source: &SourceFile, file: u32) -> Result<Rc<Code>, Error> {
    compile_text(&source.text, file).map_err(|failure| failure.into_error(source, file))
}

fn compile_text(text: &str, file: u32) -> Result<Rc<Code>, Failure> {
    depth::check(text)?;
    let parsed = ruff_python_parser::parse_module(text).map_err(parse_failure)?;
    unit::compile(parsed.syntax(), text, file)
}

fn parse_failure(error: ruff_python_parser::ParseError) -> Failure {
    Failure::syntax(error.error.to_string(), error.location)
}

/// Parses a file or the beginning of one for [`crate::read_header`].
pub(crate) fn parse_prefix(text: &str) -> Result<ruff_python_ast::ModModule, Failure> {
    depth::check(text)?;
    ruff_python_parser::parse_module(text).map(|parsed| parsed.into_syntax()).map_err(parse_failure)
}

impl Failure {
    /// With its place.
    pub(crate) fn into_error(self, source: &SourceFile, file: u32) -> Error {
        let span = Span { file, start: self.start, end: self.end };
        if self.unsupported {
            return Error::Unsupported(Box::new(Unsupported { what: self.message, span, traceback: Vec::new() }));
        }
        let location = source.locate(self.start, self.end);
        Error::Syntax(Box::new(SyntaxError {
            message: self.message,
            path: location.path,
            line: location.line,
            column: location.column,
            end_line: location.end_line,
            end_column: location.end_column,
            source_line: location.source_line,
            span,
        }))
    }
}

/// Whether a path looks like a package's `__init__.py`.
pub(crate) fn is_package_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "__init__.py")
}
