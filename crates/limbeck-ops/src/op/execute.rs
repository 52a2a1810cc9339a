use crate::{Options, Query};

/// `op.execute`.
#[derive(Clone, Debug, PartialEq)]
pub struct Execute {
    /// The statement.
    pub query: Query,
    /// Whether rows that it returns matter to nobody: always so here.
    pub execution_options: Options,
}
