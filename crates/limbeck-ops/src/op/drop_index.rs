use crate::{ConstraintName, Name, Options};

/// `op.drop_index`.
#[derive(Clone, Debug, PartialEq)]
pub struct DropIndex {
    /// The index.
    pub name: ConstraintName,
    /// Its table, where the script named it (MySQL needs it).
    pub table: Option<Name>,
    /// The schema.
    pub schema: Option<Name>,
    /// `IF EXISTS`
    pub if_exists: bool,
    /// Dialect options (`postgresql_concurrently`).
    pub options: Options,
}
