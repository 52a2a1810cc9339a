//! The identifier of a revision.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// The full identifier of a revision, as its file declares it or the version table records it.
///
/// Cheap to clone. It is text without any promise: an identifier read from a database may name no revision at all.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RevisionId(Arc<str>);

impl RevisionId {
    /// An identifier with this text.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// The text of the identifier.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RevisionId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Debug for RevisionId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, out)
    }
}

impl From<&str> for RevisionId {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for RevisionId {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl AsRef<str> for RevisionId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for RevisionId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for RevisionId {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for RevisionId {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

/// Identifiers (or any texts) with commas between them: Alembic's `format_as_comma`.
pub(crate) fn comma<T: AsRef<str>>(items: &[T]) -> String {
    let mut text = String::new();
    for (position, item) in items.iter().enumerate() {
        if position > 0 {
            text.push_str(", ");
        }
        text.push_str(item.as_ref());
    }
    text
}
