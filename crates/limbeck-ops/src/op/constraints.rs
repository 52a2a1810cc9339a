use crate::{Constraint, ConstraintName, TableName};

/// `op.create_primary_key`, `create_foreign_key`, `create_unique_constraint`, `create_check_constraint`, `create_exclude_constraint`.
#[derive(Clone, Debug, PartialEq)]
pub struct AddConstraint {
    /// The table.
    pub table: TableName,
    /// The constraint, conventions applied.
    pub constraint: Constraint,
}

/// `op.drop_constraint`.
#[derive(Clone, Debug, PartialEq)]
pub struct DropConstraint {
    /// The table.
    pub table: TableName,
    /// The name; unnamed is refused by the dialect in Alembic's words.
    pub name: ConstraintName,
    /// `type_`, where the script named it: foreignkey, primary, unique, check.
    pub kind: Option<ConstraintKind>,
    /// `IF EXISTS`
    pub if_exists: bool,
}

/// Values of `drop_constraint(type_=…)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstraintKind {
    /// `foreignkey`
    ForeignKey,
    /// `primary`
    Primary,
    /// `unique`
    Unique,
    /// `check`
    Check,
}
