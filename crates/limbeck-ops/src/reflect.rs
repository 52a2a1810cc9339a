use crate::{Column, Name, TableName};

/// What a script or limbeck itself asks about the database as it is (`sa.inspect(bind)`, autoload, verify).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReflectionRequest {
    /// Names of schemas.
    Schemas,
    /// Names of tables of a schema (`None`: the default one).
    Tables(Option<Name>),
    /// Names of views of a schema.
    Views(Option<Name>),
    /// Names of materialized views of a schema.
    MaterializedViews(Option<Name>),
    /// A whole table; [`Reflection::NoTable`] where there is none.
    Table(TableName),
    /// Whether there is a table or view of the name: its name, or no name.
    Exists(TableName),
    /// Enums of a schema; `*` is all schemas.
    Enums(Option<Name>),
    /// Sequences of a schema.
    Sequences(Option<Name>),
    /// Domains of a schema; `*` is all schemas.
    Domains(Option<Name>),
    /// Names of foreign tables of a schema.
    ForeignTables(Option<Name>),
    /// PostgreSQL: names of tables (foreign ones too), views and materialized views of a schema.
    Relations(Option<Name>, RelationKinds),
    /// PostgreSQL: the number of a table; [`Reflection::NoTable`] where there is none.
    TableOid(TableName),
    /// PostgreSQL: whether there is a type of the name: its name, or no name. The schema `*` is all schemas.
    Type(TableName),
    /// Names of the connection's temporary tables.
    TemporaryTables,
    /// Names of the connection's temporary views.
    TemporaryViews,
    /// The query of a view; [`Reflection::NoTable`] where there is none.
    ViewDefinition(TableName),
    /// The default schema's name.
    DefaultSchema,
}

/// Which relations are asked for: `ObjectKind` and `ObjectScope` of SQLAlchemy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RelationKinds {
    /// Tables, foreign and partitioned ones among them.
    pub tables: bool,
    /// Views.
    pub views: bool,
    /// Materialized views.
    pub materialized_views: bool,
    /// What stays.
    pub lasting: bool,
    /// What the connection alone sees.
    pub temporary: bool,
}

impl RelationKinds {
    /// The tables that stay.
    pub const TABLES: Self =
        Self { tables: true, views: false, materialized_views: false, lasting: true, temporary: false };
}

/// The answer to a [`ReflectionRequest`].
#[derive(Clone, Debug, PartialEq)]
pub enum Reflection {
    /// Names.
    Names(Vec<String>),
    /// A table.
    Table(Box<ReflectedTable>),
    /// There is no such table.
    NoTable,
    /// Enums.
    Enums(Vec<ReflectedEnum>),
    /// Sequences.
    Sequences(Vec<ReflectedSequence>),
    /// Domains.
    Domains(Vec<ReflectedDomain>),
    /// The text of a view, as the server tells it.
    Text(String),
}

/// A table as the database has it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReflectedTable {
    /// Its name.
    pub name: TableName,
    /// Columns in order.
    pub columns: Vec<ReflectedColumn>,
    /// Primary key.
    pub primary_key: Option<ReflectedKey>,
    /// Foreign keys, ordered as SQLAlchemy's inspector orders them.
    pub foreign_keys: Vec<ReflectedForeignKey>,
    /// Unique constraints.
    pub unique_constraints: Vec<ReflectedKey>,
    /// Checks.
    pub checks: Vec<ReflectedCheck>,
    /// Indexes, those of constraints left out but for PostgreSQL's unique ones (marked).
    pub indexes: Vec<ReflectedIndex>,
    /// Comment.
    pub comment: Option<String>,
    /// SQLite: the statement that made it; triggers on the table.
    pub create_sql: Option<String>,
    /// SQLite: statements of the table's triggers.
    pub triggers: Vec<String>,
    /// Options of the table in their order, without the dialect's name (`engine`, `default charset`; on SQLite
    /// `with_rowid` and `strict`, as `True` and `False`).
    pub options: Vec<(String, String)>,
}

impl ReflectedTable {
    /// Leaves out the columns that are not named, and what is about them (`include_columns`).
    pub fn keep_columns(&mut self, names: &[String]) {
        let kept = |column: &String| names.contains(column);
        self.columns.retain(|column| kept(&column.column.name.text));
        if let Some(key) = &mut self.primary_key {
            key.columns.retain(kept);
        }
        self.foreign_keys.retain(|key| key.columns.iter().all(kept));
        self.unique_constraints.retain(|key| key.columns.iter().all(kept));
        self.indexes.retain(|index| index.columns.iter().flatten().all(kept));
    }
}

/// A column as the database has it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReflectedColumn {
    /// The column; its default is text as the server writes it.
    pub column: Column,
    /// The type as the server writes it.
    pub type_text: String,
}

/// A primary key or unique constraint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReflectedKey {
    /// Its name (`None` on SQLite where it has none).
    pub name: Option<String>,
    /// Its columns.
    pub columns: Vec<String>,
    /// Its comment.
    pub comment: Option<String>,
    /// PostgreSQL: `INCLUDE`
    pub include: Vec<String>,
    /// PostgreSQL: `NULLS NOT DISTINCT`
    pub nulls_not_distinct: bool,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReflectedForeignKey {
    /// Its name.
    pub name: Option<String>,
    /// Columns here.
    pub columns: Vec<String>,
    /// The table there; the schema only where it is not the default one.
    pub referred_table: TableName,
    /// Columns there.
    pub referred_columns: Vec<String>,
    /// `ON UPDATE`, unless NO ACTION.
    pub on_update: Option<String>,
    /// `ON DELETE`, unless NO ACTION.
    pub on_delete: Option<String>,
    /// `DEFERRABLE`
    pub deferrable: Option<bool>,
    /// `INITIALLY`
    pub initially: Option<String>,
    /// `MATCH`
    pub match_kind: Option<String>,
    /// Its comment.
    pub comment: Option<String>,
}

/// A check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReflectedCheck {
    /// Its name.
    pub name: Option<String>,
    /// The condition as the server writes it.
    pub condition: String,
    /// Its comment.
    pub comment: Option<String>,
    /// PostgreSQL: `NOT VALID`
    pub not_valid: bool,
    /// PostgreSQL: `NO INHERIT`
    pub no_inherit: bool,
}

/// An index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReflectedIndex {
    /// Its name.
    pub name: String,
    /// A column's name an element; `None` for an expression.
    pub columns: Vec<Option<String>>,
    /// The text of each element (expressions included).
    pub expressions: Vec<String>,
    /// UNIQUE
    pub unique: bool,
    /// PostgreSQL: the unique constraint that it belongs to.
    pub duplicates_constraint: Option<String>,
    /// Method (`btree`, `gin`…), PostgreSQL.
    pub method: Option<String>,
    /// Predicate.
    pub predicate: Option<String>,
    /// `INCLUDE`
    pub include: Vec<String>,
    /// The statement that makes it, as the server writes it.
    pub definition: Option<String>,
    /// PostgreSQL: order of each key element.
    pub orders: Vec<ElementOrder>,
    /// PostgreSQL: operator class of each key element where it is not the type's default.
    pub operator_classes: Vec<Option<String>>,
    /// PostgreSQL: storage parameters, as `fillfactor=70`.
    pub with: Vec<String>,
    /// PostgreSQL: `NULLS NOT DISTINCT`
    pub nulls_not_distinct: bool,
}

/// The order of an element of an index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ElementOrder {
    /// `DESC`
    pub descending: bool,
    /// Whether NULLs come first.
    pub nulls_first: bool,
}

/// A domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReflectedDomain {
    /// Name.
    pub name: String,
    /// Schema.
    pub schema: String,
    /// Whether it is on the search path.
    pub visible: bool,
    /// The type below, without what stands in brackets.
    pub type_text: String,
    /// Whether NULL is allowed.
    pub nullable: bool,
    /// Default.
    pub default: Option<String>,
    /// Names and conditions of its checks, by name.
    pub checks: Vec<(String, String)>,
    /// Collation.
    pub collation: Option<String>,
}

/// An enum type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReflectedEnum {
    /// Name.
    pub name: String,
    /// Schema.
    pub schema: String,
    /// Whether it is on the search path.
    pub visible: bool,
    /// Labels in order.
    pub labels: Vec<String>,
}

/// A sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReflectedSequence {
    /// Name.
    pub name: String,
    /// Schema.
    pub schema: Option<String>,
}
