use crate::Type;

/// `Enum(…).create(bind)`, `.drop(bind)`, `CREATE TYPE` and `DROP TYPE`.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedType {
    /// An ENUM or a DOMAIN.
    pub ty: Type,
    /// Create (true) or drop.
    pub create: bool,
    /// `checkfirst`: nothing happens where it is already so.
    pub check_first: bool,
}
