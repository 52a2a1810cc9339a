use crate::{Column, Constraint, Table, TableName};

/// A construct of SQLAlchemy's DDL that is no operation of Alembic: written as the dialect's compiler writes it, also
/// where Alembic's operation for it would refuse.
#[derive(Clone, Debug, PartialEq)]
pub struct Construct {
    /// The table.
    pub table: TableName,
    /// What is known of the table of a column; `None` for a column of no table.
    pub whole: Option<Box<Table>>,
    /// What it does to the table.
    pub kind: ConstructKind,
}

/// The classes of constructs.
#[derive(Clone, Debug, PartialEq)]
pub enum ConstructKind {
    /// `AddConstraint`
    AddConstraint(Box<Constraint>),
    /// `DropConstraint`
    DropConstraint {
        /// The constraint.
        constraint: Box<Constraint>,
        /// `CASCADE`
        cascade: bool,
        /// `IF EXISTS`
        if_exists: bool,
    },
    /// `SetTableComment`; `None` is `DropTableComment`.
    TableComment(Option<Option<String>>),
    /// `SetColumnComment`
    ColumnComment(Box<Column>),
    /// `DropColumnComment`
    NoColumnComment(Box<Column>),
    /// `SetConstraintComment`; without a comment `DropConstraintComment`.
    ConstraintComment {
        /// The constraint.
        constraint: Box<Constraint>,
        /// The comment.
        comment: Option<String>,
    },
    /// `CreateColumn`: the column's text in CREATE TABLE.
    Column(Box<Column>),
}
