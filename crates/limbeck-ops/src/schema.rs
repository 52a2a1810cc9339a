use crate::{ConstraintName, Expr, Name, Options, TableName, Type};

/// `Column.autoincrement`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Autoincrement {
    /// `"auto"`: the sole integer primary key without foreign key or default.
    #[default]
    Auto,
    /// `True`.
    Yes,
    /// `False`.
    No,
    /// `"ignore_fk"`: as auto, foreign keys allowed.
    IgnoreForeignKey,
}

/// `server_default=…`
#[derive(Clone, Debug, PartialEq)]
pub enum ServerDefault {
    /// A Python string: rendered as a quoted literal.
    Str(String),
    /// `text(…)`, a function or any expression.
    Expr(Expr),
    /// `FetchedValue()`: the server sets a value, nothing is rendered.
    Fetched,
}

/// `GENERATED ALWAYS AS (…)`
#[derive(Clone, Debug, PartialEq)]
pub struct Computed {
    /// The expression.
    pub expr: Expr,
    /// `STORED` (true), `VIRTUAL` (false), or the server's default.
    pub persisted: Option<bool>,
}

/// Options of sequences and identity columns. `None` was not given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sequence {
    /// Name (empty for an identity).
    pub name: Option<Name>,
    /// Schema.
    pub schema: Option<Name>,
    /// `START WITH`
    pub start: Option<i64>,
    /// `INCREMENT BY`
    pub increment: Option<i64>,
    /// `MINVALUE`
    pub min_value: Option<i64>,
    /// `MAXVALUE`
    pub max_value: Option<i64>,
    /// `NO MINVALUE`
    pub no_min_value: Option<bool>,
    /// `NO MAXVALUE`
    pub no_max_value: Option<bool>,
    /// `CYCLE`
    pub cycle: Option<bool>,
    /// `CACHE`
    pub cache: Option<i64>,
    /// `ORDER` (not for the dialects here, but kept)
    pub order: Option<bool>,
    /// `AS type`
    pub data_type: Option<Box<Type>>,
    /// `OWNED BY` is not rendered by SQLAlchemy; `optional=True` leaves the sequence to SERIAL where there is one.
    pub optional: bool,
}

/// `GENERATED … AS IDENTITY`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Identity {
    /// `ALWAYS` rather than `BY DEFAULT`.
    pub always: bool,
    /// `ON NULL` (Oracle; kept to tell when it was given).
    pub on_null: Option<bool>,
    /// The sequence behind it.
    pub sequence: Sequence,
}

/// A column as a script declares it.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The name.
    pub name: Name,
    /// The type.
    pub ty: Type,
    /// Whether NULL is allowed: as given, else not for primary keys.
    pub nullable: bool,
    /// Whether `nullable` was given by the script.
    pub nullable_given: bool,
    /// `primary_key=True`
    pub primary_key: bool,
    /// `server_default`
    pub server_default: Option<ServerDefault>,
    /// A constant Python-side default, used by `bulk_insert` and `insert`.
    pub default: Option<Expr>,
    /// A sequence given as the column's default.
    pub sequence: Option<Sequence>,
    /// `autoincrement`
    pub autoincrement: Autoincrement,
    /// `unique=True`
    pub unique: bool,
    /// `index=True`
    pub index: bool,
    /// `comment`
    pub comment: Option<String>,
    /// `Computed(…)`
    pub computed: Option<Computed>,
    /// `Identity(…)`
    pub identity: Option<Identity>,
    /// Constraints given among the column's arguments: `ForeignKey`, `CheckConstraint`.
    pub constraints: Vec<Constraint>,
    /// Dialect options (`sqlite_on_conflict_not_null`, …).
    pub options: Options,
    /// `system=True`
    pub system: bool,
    /// Whether a Python function gives the default of each row (`default=uuid.uuid4`).
    pub python_default: bool,
}

impl Column {
    /// A nullable column with nothing else said of it.
    pub fn new(name: impl Into<Name>, ty: impl Into<Type>) -> Self {
        Column {
            name: name.into(),
            ty: ty.into(),
            nullable: true,
            nullable_given: false,
            primary_key: false,
            server_default: None,
            default: None,
            sequence: None,
            autoincrement: Autoincrement::Auto,
            unique: false,
            index: false,
            comment: None,
            computed: None,
            identity: None,
            constraints: Vec::new(),
            options: Options::none(),
            system: false,
            python_default: false,
        }
    }
}

/// `DEFERRABLE`, `INITIALLY`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deferral {
    /// `DEFERRABLE` or `NOT DEFERRABLE`.
    pub deferrable: Option<bool>,
    /// `DEFERRED` or `IMMEDIATE`.
    pub initially: Option<String>,
}

/// A primary key.
#[derive(Clone, Debug, PartialEq)]
pub struct PrimaryKey {
    /// Name.
    pub name: ConstraintName,
    /// Columns.
    pub columns: Vec<Name>,
    /// Deferral.
    pub deferral: Deferral,
    /// Dialect options.
    pub options: Options,
    /// Whether it is made of `primary_key=True` alone: it then begins with the column that the server numbers.
    pub implicit: bool,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq)]
pub struct ForeignKey {
    /// Name.
    pub name: ConstraintName,
    /// Columns here.
    pub columns: Vec<Name>,
    /// The table there.
    pub referred_table: TableName,
    /// Columns there.
    pub referred_columns: Vec<Name>,
    /// `ON UPDATE`
    pub on_update: Option<String>,
    /// `ON DELETE`
    pub on_delete: Option<String>,
    /// `MATCH`
    pub match_kind: Option<String>,
    /// Deferral.
    pub deferral: Deferral,
    /// `use_alter`: added by ALTER after the tables.
    pub use_alter: bool,
    /// What SQLAlchemy would not find of it: refused once the key is written.
    pub lost: Option<Lost>,
    /// Whether the table was given as text, and has to be found.
    pub by_name: bool,
    /// Dialect options.
    pub options: Options,
}

/// What is missing of what a foreign key refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// The table.
    Table,
    /// A column of it.
    Column(Name),
}

/// A unique constraint.
#[derive(Clone, Debug, PartialEq)]
pub struct UniqueConstraint {
    /// Name.
    pub name: ConstraintName,
    /// Columns.
    pub columns: Vec<Name>,
    /// Deferral.
    pub deferral: Deferral,
    /// Dialect options.
    pub options: Options,
}

/// A check.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckConstraint {
    /// Name.
    pub name: ConstraintName,
    /// The condition.
    pub condition: Expr,
    /// Deferral.
    pub deferral: Deferral,
    /// Dialect options.
    pub options: Options,
    /// The type that brought it (`create_constraint=True`): such a check exists only on dialects without the
    /// native type.
    pub from_type: Option<TypeCheck>,
}

/// Which type a check stands in for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeCheck {
    /// `Boolean`.
    Boolean,
    /// `Enum`, and whether it would be native where the server has enums (`native_enum`).
    Enum {
        /// `native_enum`
        native: bool,
    },
    /// One over an array of enums without a type of their own, which PostgreSQL can't say.
    OfArray,
    /// The type that a column has on another database: the check counts in a batch block, and is never written.
    Elsewhere,
}

/// `EXCLUDE USING …` of PostgreSQL.
#[derive(Clone, Debug, PartialEq)]
pub struct ExcludeConstraint {
    /// Name.
    pub name: ConstraintName,
    /// Expression, operator, operator class.
    pub elements: Vec<(Expr, String, Option<String>)>,
    /// Index method; default gist.
    pub using: Option<String>,
    /// Predicate.
    pub condition: Option<Expr>,
    /// Deferral.
    pub deferral: Deferral,
}

/// A constraint of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Constraint {
    /// PRIMARY KEY
    PrimaryKey(PrimaryKey),
    /// FOREIGN KEY
    ForeignKey(ForeignKey),
    /// UNIQUE
    Unique(UniqueConstraint),
    /// CHECK
    Check(CheckConstraint),
    /// EXCLUDE
    Exclude(ExcludeConstraint),
}

impl Constraint {
    /// The constraint's name.
    pub fn name(&self) -> &ConstraintName {
        match self {
            Constraint::PrimaryKey(c) => &c.name,
            Constraint::ForeignKey(c) => &c.name,
            Constraint::Unique(c) => &c.name,
            Constraint::Check(c) => &c.name,
            Constraint::Exclude(c) => &c.name,
        }
    }

    /// The constraint's name, to change.
    pub fn name_mut(&mut self) -> &mut ConstraintName {
        match self {
            Constraint::PrimaryKey(c) => &mut c.name,
            Constraint::ForeignKey(c) => &mut c.name,
            Constraint::Unique(c) => &mut c.name,
            Constraint::Check(c) => &mut c.name,
            Constraint::Exclude(c) => &mut c.name,
        }
    }
}

/// An element of an index.
#[derive(Clone, Debug, PartialEq)]
pub enum IndexElement {
    /// A column by name.
    Column(Name),
    /// An expression, `DESC` and the like included.
    Expr(Expr),
}

/// An index.
#[derive(Clone, Debug, PartialEq)]
pub struct Index {
    /// Name.
    pub name: ConstraintName,
    /// The table.
    pub table: TableName,
    /// Columns and expressions.
    pub elements: Vec<IndexElement>,
    /// UNIQUE
    pub unique: bool,
    /// Dialect options.
    pub options: Options,
}

/// A table as a script declares it, conventions already applied.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The name.
    pub name: TableName,
    /// Columns.
    pub columns: Vec<Column>,
    /// All constraints in SQLAlchemy's order: the primary key, if any, first; foreign keys of columns included.
    pub constraints: Vec<Constraint>,
    /// Indexes (from `index=True` and `Index(…)`).
    pub indexes: Vec<Index>,
    /// Comment.
    pub comment: Option<String>,
    /// `prefixes=["TEMPORARY"]`
    pub prefixes: Vec<String>,
    /// Dialect options.
    pub options: Options,
}

impl Table {
    /// The columns of the primary key.
    pub fn primary_key(&self) -> Option<&PrimaryKey> {
        self.constraints.iter().find_map(|constraint| match constraint {
            Constraint::PrimaryKey(key) => Some(key),
            Constraint::ForeignKey(_) | Constraint::Unique(_) | Constraint::Check(_) | Constraint::Exclude(_) => None,
        })
    }
}
