//! The vocabulary of limbeck: what a migration script asks for, as plain data.
//!
//! Scripts are turned into these values by `limbeck-alembic`, into SQL text by `limbeck-sql`, and carried out by
//! `limbeck-exec`. This crate knows neither Python nor connections: no type here does I/O, and none renders itself. The
//! one trait, [`Host`], is the knot where a running script asks the database something. [`catalog`] is what operations
//! add up to.

pub mod catalog;
mod dialect;
mod expr;
mod expr_columns;
mod host;
mod joining;
mod journal;
mod name;
mod naming;
pub mod op;
mod options;
mod origin;
mod query;
mod reflect;
mod schema;
mod types;
mod value;

pub use dialect::{Dialect, DialectName};
pub use expr::{
    BinaryOp, Bind, ColumnRef, Expr, FrameBound, FrameUnit, FunctionCall, ListOp, TextClause, UnaryOp, WindowFrame,
    WindowSpec,
};
pub use expr_columns::{all_columns_in, columns_in, first_column, names_column};
pub use host::{Answer, AnswerColumn, Connector, Host, HostError, ServerError, ServerErrorKind, SharedHost, Timing};
pub use joining::{JoinFault, JoinKey, Joining, can_join, description, join_condition};
pub use journal::{JournalState, NotedStatement, Resume, StepJournal};
pub use name::{ConstraintName, Name, TableName};
pub use naming::{NamedColumn, NamingConvention, NamingError};
pub use op::Operation;
pub use options::{OptionValue, Options};
pub use origin::{Frame, Origin};
pub use query::{
    Cte, Delete, Fetch, From, FunctionShape, Hint, Insert, InsertSource, JoinKind, LabelStyle, OnConflict, OrderBy,
    Params, Query, Select, SetOp, Update,
};
pub use reflect::{
    ElementOrder, ReflectedCheck, ReflectedColumn, ReflectedDomain, ReflectedEnum, ReflectedForeignKey, ReflectedIndex,
    ReflectedKey, ReflectedSequence, ReflectedTable, Reflection, ReflectionRequest, RelationKinds,
};
pub use schema::{
    Autoincrement, CheckConstraint, Column, Computed, Constraint, Deferral, ExcludeConstraint, ForeignKey, Identity,
    Index, IndexElement, Lost, PrimaryKey, Sequence, ServerDefault, Table, TypeCheck, UniqueConstraint,
};
pub use types::{EnumType, IntervalFields, NumberOptions, StringOptions, Type, TypeKind};
pub use value::{Datum, EnumMember, Interval};
