//! Places in scripts. Every value of interest, every call and every error carries a [`Span`]; the [`crate::Vm`] that
//! read the file turns it into a [`Location`] for people.

use std::path::PathBuf;
use std::rc::Rc;

/// A range of bytes in one of the files a [`crate::Vm`] has read. Small and `Copy`; only meaningful to that `Vm`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Span {
    /// Number of the file plus one; 0 is "no place".
    pub(crate) file: u32,
    /// First byte.
    pub(crate) start: u32,
    /// Byte after the last one.
    pub(crate) end: u32,
}

impl Span {
    /// No place in a script: the call came from the host.
    pub const NONE: Span = Span { file: 0, start: 0, end: 0 };

    /// Whether this span points nowhere.
    pub fn is_none(&self) -> bool {
        self.file == 0
    }
}

/// A place in a script as people read it. Lines and columns start at 1; columns count characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Path as it was given when the file was read.
    pub path: PathBuf,
    /// First line.
    pub line: usize,
    /// First column.
    pub column: usize,
    /// Last line.
    pub end_line: usize,
    /// Column after the last character.
    pub end_column: usize,
    /// Text of the first line, without its line break.
    pub source_line: String,
}

/// One level of the call stack or of a traceback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Name of the function, `<module>` for the top level of a file.
    pub function: Rc<str>,
    /// Where in it.
    pub span: Span,
}

/// A file that was read, kept for locations and messages.
#[derive(Debug)]
pub(crate) struct SourceFile {
    pub path: PathBuf,
    pub text: Rc<str>,
    line_starts: Vec<u32>,
}

impl SourceFile {
    pub fn new(path: PathBuf, text: Rc<str>) -> SourceFile {
        let mut line_starts = vec![0];
        line_starts.extend(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i as u32 + 1));
        SourceFile { path, text, line_starts }
    }

    /// Line (from 0) of a byte offset.
    fn line_of(&self, offset: u32) -> usize {
        self.line_starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    fn column_of(&self, line: usize, offset: u32) -> usize {
        let start = self.line_starts.get(line).copied().unwrap_or(0) as usize;
        let upto = self.text.get(start..(offset as usize).max(start)).unwrap_or("");
        upto.chars().count() + 1
    }

    pub fn locate(&self, start: u32, end: u32) -> Location {
        let line = self.line_of(start);
        let end_line = self.line_of(end.max(start));
        let from = self.line_starts.get(line).copied().unwrap_or(0) as usize;
        let to = self.line_starts.get(line + 1).map_or(self.text.len(), |next| *next as usize);
        let source_line = self.text.get(from..to).unwrap_or("").trim_end_matches(['\n', '\r']).to_owned();
        Location {
            path: self.path.clone(),
            line: line + 1,
            column: self.column_of(line, start),
            end_line: end_line + 1,
            end_column: self.column_of(end_line, end.max(start)),
            source_line,
        }
    }
}
