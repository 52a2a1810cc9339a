use std::fmt;
use std::sync::Arc;

/// One call on the way from the script to an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The script's path as it is shown to people.
    pub path: Arc<str>,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// The function that contains the call; `<module>` at the top.
    pub function: Arc<str>,
}

impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.path, self.line, self.column)
    }
}

/// Where in the scripts a value, an operation or a statement came from: the calls, innermost last.
///
/// Empty for what limbeck itself does (version rows, the lock).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The calls, outermost first.
    pub frames: Arc<[Frame]>,
}

impl Origin {
    /// The origin of what limbeck does of its own accord.
    pub fn internal() -> Self {
        Origin::default()
    }

    /// An origin of one place.
    pub fn at(path: &str, line: u32, column: u32) -> Self {
        let frame = Frame { path: path.into(), line, column, function: "<module>".into() };
        Origin { frames: Arc::from([frame]) }
    }

    /// The innermost call.
    pub fn place(&self) -> Option<&Frame> {
        self.frames.last()
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place() {
            Some(frame) => frame.fmt(f),
            None => f.write_str("limbeck"),
        }
    }
}
