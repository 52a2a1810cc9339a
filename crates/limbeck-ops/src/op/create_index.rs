use crate::Index;

/// `op.create_index`, `Index.create(bind)`.
#[derive(Clone, Debug, PartialEq)]
pub struct CreateIndex {
    /// The index.
    pub index: Index,
    /// `IF NOT EXISTS`
    pub if_not_exists: bool,
    /// `checkfirst=True`
    pub check_first: bool,
}
