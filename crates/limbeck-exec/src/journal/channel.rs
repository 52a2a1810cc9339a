//! The connection as the journal uses it.

use limbeck_ops::{Dialect, HostError};

/// A row as text.
pub(crate) type TextRow = Vec<Option<String>>;

/// A connection that the journal writes on.
///
/// What goes through here is not counted as something that the script made permanent.
pub(crate) trait Channel {
    /// The dialect.
    fn dialect(&self) -> Dialect;

    /// Whether a statement now becomes part of a transaction that is open.
    fn in_transaction(&self) -> bool;

    /// Runs a statement of the journal.
    fn own(&mut self, sql: &str) -> Result<Vec<TextRow>, HostError>;

    /// Runs a statement of the journal that would end the transaction of this connection, over another one.
    fn own_elsewhere(&mut self, sql: &str) -> Result<(), HostError>;

    /// Notes that a statement of the script has become permanent.
    fn count_kept(&mut self);

    /// Whether Ctrl-C was pressed.
    fn is_interrupted(&self) -> bool;
}
