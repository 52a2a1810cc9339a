use super::ObjectName;
use crate::{Origin, Type};

/// SQL text of an expression. Equal texts are equal; different ones may still mean the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sql(pub String);

/// Why something of a catalog may not be as it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// A statement that limbeck can't read.
    Statement {
        /// The statement.
        sql: String,
        /// Where it was executed.
        origin: Origin,
    },
    /// The revision asked the database about its rows, and what it did afterwards may depend on the answer.
    Data {
        /// The query.
        sql: String,
        /// Where it was asked.
        origin: Origin,
    },
    /// The revision's script failed without a database behind it.
    Script {
        /// What it said.
        message: String,
        /// Where.
        origin: Origin,
    },
}

impl Doubt {
    /// Where it came from.
    pub fn origin(&self) -> &Origin {
        match self {
            Doubt::Statement { origin, .. } | Doubt::Data { origin, .. } | Doubt::Script { origin, .. } => origin,
        }
    }
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableEntry {
    /// Columns in order.
    pub columns: Vec<ColumnEntry>,
    /// Primary key.
    pub primary_key: Option<KeyEntry>,
    /// Unique constraints.
    pub uniques: Vec<KeyEntry>,
    /// Checks; `NOT NULL` is no check.
    pub checks: Vec<CheckEntry>,
    /// `EXCLUDE` constraints.
    pub excludes: Vec<ExcludeEntry>,
    /// Foreign keys.
    pub foreign_keys: Vec<ForeignKeyEntry>,
    /// Indexes, but for those of the constraints above.
    pub indexes: Vec<IndexEntry>,
    /// Comment.
    pub comment: Option<String>,
    /// `PARTITION BY …`, as `RANGE (created_at)`.
    pub partition_key: Option<Sql>,
    /// The table that it is a partition or child of.
    pub parent: Option<ObjectName>,
    /// Why it may differ from what stands here; empty where all is certain.
    pub doubts: Vec<Doubt>,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnEntry {
    /// Its name.
    pub name: String,
    /// The type as the server's display writes it (`format_type` of PostgreSQL; the declared text on SQLite).
    pub type_text: String,
    /// The type as a script gave it, where one did.
    pub ty: Option<Type>,
    /// Whether NULL is allowed.
    pub nullable: bool,
    /// `DEFAULT`; `nextval(…)` of a serial column too.
    pub default: Option<Sql>,
    /// The sequence that belongs to the column (`SERIAL`): its default then is that sequence's next value.
    pub is_serial: bool,
    /// Comment.
    pub comment: Option<String>,
    /// `GENERATED … AS IDENTITY`
    pub identity: Option<IdentityEntry>,
    /// `GENERATED ALWAYS AS (…)`
    pub computed: Option<ComputedEntry>,
    /// The collation, where it is not the type's own.
    pub collation: Option<String>,
}

/// `GENERATED … AS IDENTITY`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IdentityEntry {
    /// `ALWAYS` rather than `BY DEFAULT`.
    pub always: bool,
    /// The sequence behind it.
    pub sequence: SequenceEntry,
}

/// A computed column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComputedEntry {
    /// The expression.
    pub expression: Sql,
    /// `STORED` rather than `VIRTUAL`.
    pub stored: bool,
}

/// A primary key or unique constraint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyEntry {
    /// Its name; `None` where the server keeps none (SQLite).
    pub name: Option<String>,
    /// Columns in order.
    pub columns: Vec<String>,
    /// `INCLUDE`
    pub include: Vec<String>,
    /// `NULLS NOT DISTINCT`
    pub nulls_not_distinct: bool,
    /// `DEFERRABLE`
    pub deferrable: bool,
    /// `INITIALLY DEFERRED`
    pub deferred: bool,
    /// Comment.
    pub comment: Option<String>,
}

/// A check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckEntry {
    /// Its name.
    pub name: Option<String>,
    /// The condition.
    pub condition: Sql,
    /// Whether rows that were there before were checked (`NOT VALID` otherwise).
    pub validated: bool,
    /// `NO INHERIT`
    pub no_inherit: bool,
}

/// An `EXCLUDE` constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExcludeEntry {
    /// Its name.
    pub name: Option<String>,
    /// `gist`, …
    pub method: String,
    /// Expression and operator of each element.
    pub elements: Vec<(Sql, String)>,
    /// Predicate.
    pub predicate: Option<Sql>,
    /// `DEFERRABLE`
    pub deferrable: bool,
    /// `INITIALLY DEFERRED`
    pub deferred: bool,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKeyEntry {
    /// Its name.
    pub name: Option<String>,
    /// Columns here.
    pub columns: Vec<String>,
    /// The table there.
    pub referred_table: ObjectName,
    /// Columns there.
    pub referred_columns: Vec<String>,
    /// `ON UPDATE`, upper case; `None` is NO ACTION.
    pub on_update: Option<String>,
    /// `ON DELETE`, upper case; `None` is NO ACTION.
    pub on_delete: Option<String>,
    /// `MATCH FULL`: `FULL`; `None` is SIMPLE.
    pub match_kind: Option<String>,
    /// `DEFERRABLE`
    pub deferrable: bool,
    /// `INITIALLY DEFERRED`
    pub deferred: bool,
    /// Whether rows that were there before were checked (`NOT VALID` otherwise).
    pub validated: bool,
}

/// An element of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexElementEntry {
    /// A column's name or the text of an expression.
    pub expression: Sql,
    /// Whether it is a plain column.
    pub is_column: bool,
    /// `DESC`
    pub descending: bool,
    /// Whether NULLs come first: by default only where `DESC`.
    pub nulls_first: bool,
    /// The operator class, where it is not the type's default.
    pub operator_class: Option<String>,
    /// `COLLATE`, where it is not the column's own.
    pub collation: Option<String>,
}

/// An index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexEntry {
    /// Its name.
    pub name: String,
    /// Elements in order.
    pub elements: Vec<IndexElementEntry>,
    /// `UNIQUE`
    pub unique: bool,
    /// `btree`, `gin`…; empty on SQLite.
    pub method: String,
    /// `WHERE`
    pub predicate: Option<Sql>,
    /// `INCLUDE`
    pub include: Vec<String>,
    /// `NULLS NOT DISTINCT`
    pub nulls_not_distinct: bool,
    /// `WITH (…)`, sorted, as `fillfactor=70`.
    pub with: Vec<String>,
    /// Whether it can be used: a failed `CREATE INDEX CONCURRENTLY` leaves one that can't.
    pub valid: bool,
}

/// A view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewEntry {
    /// Its query, as it was written or as the server writes it back.
    pub query: Sql,
    /// Names of its columns, where they are known.
    pub columns: Vec<String>,
    /// Whether it is materialized.
    pub materialized: bool,
    /// Indexes of a materialized view.
    pub indexes: Vec<IndexEntry>,
    /// Comment.
    pub comment: Option<String>,
    /// Why it may differ.
    pub doubts: Vec<Doubt>,
}

/// An enum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EnumEntry {
    /// Labels in order.
    pub labels: Vec<String>,
    /// Why it may differ.
    pub doubts: Vec<Doubt>,
}

/// A sequence. `None` is the server's default for the type and direction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SequenceEntry {
    /// `smallint`, `integer`, `bigint`; empty is the default.
    pub type_text: String,
    /// `START WITH`
    pub start: Option<i64>,
    /// `INCREMENT BY`
    pub increment: Option<i64>,
    /// `MINVALUE`
    pub min_value: Option<i64>,
    /// `MAXVALUE`
    pub max_value: Option<i64>,
    /// `CACHE`
    pub cache: Option<i64>,
    /// `CYCLE`
    pub cycle: bool,
    /// Why it may differ.
    pub doubts: Vec<Doubt>,
}
