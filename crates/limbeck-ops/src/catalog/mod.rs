//! Catalogs: what is in a database, or what the operations of a chain of revisions would leave in one.
//!
//! Everything is held in the words of the server: types as its own display writes them (`numeric(10,4)`), defaults and
//! conditions as SQL text. Two catalogs of the same dialect can be compared.

mod diff;
mod entry;
mod fold;
mod name;
mod sameness;

pub use diff::{
    Change, ColumnChange, Constraint, ConstraintAspect, Difference, IndexAspect, Object, SequenceAspect, Sides, diff,
};
pub use entry::{
    CheckEntry, ColumnEntry, ComputedEntry, Doubt, EnumEntry, ExcludeEntry, ForeignKeyEntry, IdentityEntry,
    IndexElementEntry, IndexEntry, KeyEntry, SequenceEntry, Sql, TableEntry, ViewEntry,
};
pub use fold::{Fold, MysqlFacts};
pub use name::ObjectName;
pub use sameness::{Sameness, same_expression, same_expression_of, same_query};

use std::collections::{BTreeMap, BTreeSet};

use crate::DialectName;

/// What a database has, or should have.
#[derive(Clone, Debug, PartialEq)]
pub struct Catalog {
    /// The dialect whose words it is held in.
    pub dialect: DialectName,
    /// The schema of unqualified names: `public`; empty on SQLite.
    pub default_schema: String,
    /// Schemas besides the default one.
    pub schemas: BTreeSet<String>,
    /// Tables, partitions included.
    pub tables: BTreeMap<ObjectName, TableEntry>,
    /// Views, materialized ones included.
    pub views: BTreeMap<ObjectName, ViewEntry>,
    /// Enums.
    pub enums: BTreeMap<ObjectName, EnumEntry>,
    /// Sequences that stand on their own: neither of an identity nor of a serial column.
    pub sequences: BTreeMap<ObjectName, SequenceEntry>,
    /// Why anything at all may differ: statements that could not be understood and name nothing.
    pub doubts: Vec<Doubt>,
}

impl Catalog {
    /// An empty catalog.
    pub fn new(dialect: DialectName, default_schema: impl Into<String>) -> Catalog {
        Catalog {
            dialect,
            default_schema: default_schema.into(),
            schemas: BTreeSet::new(),
            tables: BTreeMap::new(),
            views: BTreeMap::new(),
            enums: BTreeMap::new(),
            sequences: BTreeMap::new(),
            doubts: Vec::new(),
        }
    }
}
