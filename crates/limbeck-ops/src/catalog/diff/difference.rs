//! What a difference is.

use super::super::{
    CheckEntry, ColumnEntry, ComputedEntry, Doubt, ExcludeEntry, ForeignKeyEntry, IdentityEntry, IndexEntry, KeyEntry,
    ObjectName, SequenceEntry, Sql,
};

/// One difference between what was expected and what is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The object that it is about.
    pub object: Object,
    /// What differs.
    pub change: Change,
    /// Why the expected side may be wrong: the doubts of the object and of the whole catalog.
    pub doubts: Vec<Doubt>,
    /// Whether both texts of an expression could be read, and surely differ. Always true where no texts are compared.
    pub is_sure: bool,
}

impl Difference {
    /// Whether the expected side is sure, and the difference too.
    pub fn is_certain(&self) -> bool {
        self.is_sure && self.doubts.is_empty()
    }

    /// Whether it is a whole table, view, enum, sequence or schema that nobody expects: listed apart.
    pub fn is_extra_object(&self) -> bool {
        matches!(self.change, Change::Extra)
    }
}

/// What a difference is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Object {
    /// A schema.
    Schema(String),
    /// An enum.
    Enum(ObjectName),
    /// A sequence that stands on its own.
    Sequence(ObjectName),
    /// A table.
    Table(ObjectName),
    /// A view.
    View(ObjectName),
}

/// A value of both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sides<T> {
    /// As it should be.
    pub expected: T,
    /// As it is.
    pub actual: T,
}

/// What differs.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The object is not there.
    Missing,
    /// The object is there, and nobody expects it.
    Extra,
    /// The table's comment.
    TableComment(Sides<Option<String>>),
    /// `PARTITION BY`
    PartitionKey(Sides<Option<Sql>>),
    /// The table that it is a partition or child of.
    Parent(Sides<Option<ObjectName>>),
    /// A column is not there.
    ColumnMissing(ColumnEntry),
    /// A column is there, and nobody expects it.
    ColumnExtra(ColumnEntry),
    /// A column of the same type and place has another name.
    ColumnRenamed(Sides<String>),
    /// An attribute of the column of this name differs.
    Column(String, ColumnChange),
    /// A constraint is not there.
    ConstraintMissing(Constraint),
    /// A constraint is there, and nobody expects it.
    ConstraintExtra(Constraint),
    /// The same constraint has another name.
    ConstraintRenamed(Sides<Constraint>),
    /// A constraint of the same name says something else.
    ConstraintChanged(Sides<Constraint>, Vec<ConstraintAspect>),
    /// An index is not there.
    IndexMissing(IndexEntry),
    /// An index is there, and nobody expects it.
    IndexExtra(IndexEntry),
    /// The same index has another name.
    IndexRenamed(Sides<IndexEntry>),
    /// An index of the same name is another.
    IndexChanged(Sides<IndexEntry>, Vec<IndexAspect>),
    /// The labels of an enum, or their order.
    EnumLabels(Sides<Vec<String>>),
    /// Options of a sequence.
    Sequence(Sides<SequenceEntry>, Vec<SequenceAspect>),
    /// The query of a view.
    ViewQuery(Sides<Sql>),
    /// Whether the view is materialized.
    ViewMaterialized(Sides<bool>),
    /// The view's comment.
    ViewComment(Sides<Option<String>>),
}

/// What differs of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum ColumnChange {
    /// Its type.
    Type(Sides<String>),
    /// Whether NULL is allowed.
    Nullable(Sides<bool>),
    /// Its default.
    Default(Sides<Option<Sql>>),
    /// Its comment.
    Comment(Sides<Option<String>>),
    /// `GENERATED … AS IDENTITY`, and the options of its sequence.
    Identity(Sides<Option<IdentityEntry>>, Vec<SequenceAspect>),
    /// `GENERATED ALWAYS AS (…)`
    Computed(Sides<Option<ComputedEntry>>),
    /// Its collation.
    Collation(Sides<Option<String>>),
}

/// A constraint of any kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Constraint {
    /// `PRIMARY KEY`
    PrimaryKey(KeyEntry),
    /// `UNIQUE`
    Unique(KeyEntry),
    /// `CHECK`
    Check(CheckEntry),
    /// `EXCLUDE`
    Exclude(ExcludeEntry),
    /// `FOREIGN KEY`
    ForeignKey(ForeignKeyEntry),
}

impl Constraint {
    /// Its name, where it has one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Constraint::PrimaryKey(one) | Constraint::Unique(one) => one.name.as_deref(),
            Constraint::Check(one) => one.name.as_deref(),
            Constraint::Exclude(one) => one.name.as_deref(),
            Constraint::ForeignKey(one) => one.name.as_deref(),
        }
    }
}

/// What differs of a constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConstraintAspect {
    /// Its columns, or their order.
    Columns,
    /// `INCLUDE`
    Include,
    /// `NULLS NOT DISTINCT`
    NullsNotDistinct,
    /// The condition of a check.
    Condition,
    /// `NO INHERIT`
    NoInherit,
    /// The table that a foreign key leads to.
    ReferredTable,
    /// The columns that a foreign key leads to.
    ReferredColumns,
    /// `ON DELETE`
    OnDelete,
    /// `ON UPDATE`
    OnUpdate,
    /// `MATCH`
    Match,
    /// `DEFERRABLE`
    Deferrable,
    /// `INITIALLY DEFERRED`
    Deferred,
    /// `NOT VALID`
    Validated,
    /// The index method of an `EXCLUDE`.
    Method,
    /// The elements of an `EXCLUDE`.
    Elements,
    /// The predicate of an `EXCLUDE`.
    Predicate,
    /// Its comment.
    Comment,
}

/// What differs of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum IndexAspect {
    /// `UNIQUE`
    Unique,
    /// `btree`, `gin`…
    Method,
    /// Its columns and expressions, their order, directions, operator classes and collations.
    Elements,
    /// `WHERE`
    Predicate,
    /// `INCLUDE`
    Include,
    /// `NULLS NOT DISTINCT`
    NullsNotDistinct,
    /// `WITH (…)`
    With,
    /// It can't be used: a `CREATE INDEX CONCURRENTLY` failed.
    Invalid,
}

/// What differs of a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SequenceAspect {
    /// `AS`
    Type,
    /// `START WITH`
    Start,
    /// `INCREMENT BY`
    Increment,
    /// `MINVALUE`
    MinValue,
    /// `MAXVALUE`
    MaxValue,
    /// `CACHE`
    Cache,
    /// `CYCLE`
    Cycle,
}
