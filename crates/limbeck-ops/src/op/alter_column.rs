use crate::{Computed, Constraint, Identity, Name, Options, ServerDefault, TableName, Type};

/// `op.alter_column`.
#[derive(Clone, Debug, PartialEq)]
pub struct AlterColumn {
    /// The table.
    pub table: TableName,
    /// The column.
    pub column: Name,
    /// `nullable`
    pub nullable: Option<bool>,
    /// `server_default`, `comment`: left alone, dropped or set.
    pub server_default: Change<DefaultChange>,
    /// `comment`
    pub comment: Change<String>,
    /// `new_column_name`
    pub new_name: Option<Name>,
    /// `type_`
    pub new_type: Option<Type>,
    /// `existing_type`
    pub existing_type: Option<Type>,
    /// `existing_server_default`
    pub existing_server_default: Change<DefaultChange>,
    /// `existing_nullable`
    pub existing_nullable: Option<bool>,
    /// `existing_comment`
    pub existing_comment: Option<String>,
    /// Whether the type in force, `type_` or else `existing_type`, was given as a class rather than an instance: Alembic
    /// treats moments of MySQL differently by it.
    pub type_is_class: bool,
    /// `autoincrement`
    pub autoincrement: Option<bool>,
    /// `existing_autoincrement`
    pub existing_autoincrement: Option<bool>,
    /// Checks of the existing type that go first, and of the new one that come last, conventions applied.
    pub type_checks: (Vec<Constraint>, Vec<Constraint>),
    /// Dialect options (`postgresql_using`, `mysql_…`).
    pub options: Options,
}

/// What a parameter that is `False` by default says: leave it, drop it (`None`), or set it.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Change<T> {
    /// Not given (`False`).
    #[default]
    Keep,
    /// `None`.
    Drop,
    /// A value.
    Set(T),
}

/// A default in `alter_column`.
#[derive(Clone, Debug, PartialEq)]
pub enum DefaultChange {
    /// A server default.
    Default(ServerDefault),
    /// `Computed(…)`
    Computed(Computed),
    /// `Identity(…)`
    Identity(Identity),
    /// What can be no default; SQLAlchemy says so, in these words, when it comes to write it.
    Refused(String),
}
