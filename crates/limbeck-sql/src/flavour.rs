//! What sets one dialect apart: each folder implements [`Flavour`] once.

use limbeck_ops::op::{AlterColumn, DropConstraint, DropIndex, RenameTable, TableComment};
use limbeck_ops::{
    BinaryOp, CheckConstraint, Datum, Dialect, DialectName, ExcludeConstraint, Expr, ForeignKey, FunctionCall, Index,
    Insert, OnConflict, PrimaryKey, Sequence, Table, TableName, Type, TypeKind, UniqueConstraint,
};

use crate::compile::{Bound, Compiler, Scope};
use crate::ddl::{self, ColumnSite};
use crate::error::SqlError;
use crate::quoting::Style;

/// The dialect's part in SQL text: SQLAlchemy's and Alembic's subclasses for one dialect.
pub(crate) trait Flavour: Sync {
    /// Words that need quotes as identifiers.
    fn reserved_words(&self) -> &'static [&'static str];
    /// Longest identifier in characters.
    fn max_identifier_length(&self) -> usize;
    /// Longest name of a constraint or index; conventions' names are cut to it.
    fn max_constraint_name_length(&self) -> usize {
        self.max_identifier_length()
    }
    /// What stands around identifiers.
    fn quote_char(&self) -> char {
        '"'
    }
    /// SQLAlchemy's `paramstyle` unless told otherwise.
    fn default_paramstyle(&self) -> &'static str;
    /// Whether literals double backslashes while the server is unknown.
    fn escapes_backslashes_before_connecting(&self) -> bool;
    /// Whether literals double backslashes on a server that is known.
    fn escapes_backslashes_when_connected(&self) -> bool {
        false
    }
    /// Whether there is a boolean type, so that its values are conditions.
    fn native_boolean(&self) -> bool;
    /// Whether `true` and `false` exist.
    fn boolean_words(&self) -> bool {
        self.native_boolean()
    }
    /// Whether `/` between integers cuts.
    fn div_is_floordiv(&self) -> bool;
    /// Whether constraints can be altered: decides about `use_alter`.
    fn supports_alter(&self) -> bool;
    /// Whether `COMMENT ON` exists.
    fn supports_comments(&self) -> bool;
    /// A column in RETURNING; `table` is quoted already.
    fn returning_column(&self, table: &str, column: &str) -> String;
    /// Whether INSERT asks for generated keys with RETURNING of its own accord.
    fn returns_keys(&self) -> bool {
        true
    }
    /// Whether RETURNING names the table.
    fn returning_has_table(&self) -> bool;

    /// A type that the dialects render differently; `None` leaves it to the generic compiler.
    fn render_type(&self, style: &Style<'_>, kind: &TypeKind) -> Result<Option<String>, SqlError>;
    /// Refuses a type of which the dialect can't make its own, wherever it stands (`dialect_impl`).
    fn check_type(&self, _style: &Style<'_>, _ty: &Type) -> Result<(), SqlError> {
        Ok(())
    }
    /// The class that SQLAlchemy names when it can't render a piece of DDL.
    fn ddl_compiler(&self) -> &'static str;
    /// The class that SQLAlchemy names when it can't render an expression.
    fn statement_compiler(&self) -> &'static str;
    /// The class that SQLAlchemy names when a type cannot be rendered.
    fn type_compiler(&self) -> &'static str;
    /// Whether an enum is a type of the server.
    fn native_enum(&self) -> bool;
    /// Whether types are created by name.
    fn has_named_types(&self) -> bool {
        self.native_enum()
    }
    /// Whether a UUID is a type of the server.
    fn native_uuid(&self) -> bool;
    /// The literal of a value where the dialect has its own form; `None` leaves it to the generic processors.
    fn literal(&self, style: &Style<'_>, value: &Datum, kind: &TypeKind) -> Result<Option<String>, SqlError>;
    /// A value as the driver gets it online.
    fn bind(&self, style: &Style<'_>, value: &Datum, ty: &Type) -> Result<Bound, SqlError>;
    /// The cast that follows a bound value of some types.
    fn bind_cast(&self, style: &Style<'_>, ty: &Type) -> Result<Option<String>, SqlError>;
    /// Whether there are arrays.
    fn has_arrays(&self) -> bool;
    /// Whether an empty `IN ()` becomes `IN (NULL) AND (1 != 1)`.
    fn empty_list_is_null(&self) -> bool;
    /// Whether RETURNING is preferred where the driver could tell the last row's id.
    fn favors_returning(&self) -> bool;
    /// Whether many rows go into one INSERT.
    fn joins_rows(&self) -> bool {
        self.favors_returning()
    }
    /// Whether sequences exist.
    fn supports_sequences(&self) -> bool;
    /// Whether ON CONFLICT takes ON CONSTRAINT.
    fn conflict_constraint(&self) -> bool;

    /// `ON CONFLICT`, or what stands for it.
    fn on_conflict(
        &self,
        c: &mut Compiler<'_>,
        s: &Scope<'_>,
        insert: &Insert,
        conflict: &OnConflict,
    ) -> Result<String, SqlError> {
        c.on_conflict(s, insert, conflict)
    }
    /// What an INSERT of nothing but defaults has behind the table.
    fn default_values(&self) -> &'static str {
        " DEFAULT VALUES"
    }
    /// Whether the WITH clause of an INSERT stands before its SELECT.
    fn with_follows_insert(&self) -> bool {
        false
    }
    /// Whether UPDATE and DELETE list all tables at once.
    fn changes_list_tables(&self) -> bool {
        false
    }
    /// What a SELECT with conditions but without tables reads from.
    fn source_of_nothing(&self) -> &'static str {
        ""
    }
    /// The words of a plain join.
    fn inner_join(&self) -> &'static str {
        "JOIN"
    }
    /// A cast that has a form of its own.
    fn cast(
        &self,
        _c: &mut Compiler<'_>,
        _s: &Scope<'_>,
        _expr: &Expr,
        _ty: &Type,
    ) -> Result<Option<String>, SqlError> {
        Ok(None)
    }

    /// A function that has a form of its own.
    fn function(&self, c: &mut Compiler<'_>, s: &Scope<'_>, call: &FunctionCall) -> Result<Option<String>, SqlError>;
    /// An operator that has a form of its own.
    fn binary(
        &self,
        c: &mut Compiler<'_>,
        s: &Scope<'_>,
        op: &BinaryOp,
        left: &Expr,
        right: &Expr,
        ty: &Type,
    ) -> Result<Option<String>, SqlError>;
    /// `EXTRACT`
    fn extract(&self, c: &mut Compiler<'_>, s: &Scope<'_>, field: &str, expr: &Expr) -> Result<String, SqlError>;
    /// The next value of a sequence.
    fn next_value(&self, style: &Style<'_>, sequence: &Sequence) -> Result<String, SqlError>;
    /// The SELECT that stands for an empty list in `IN`.
    fn empty_set(&self, style: &Style<'_>, types: &[&Type]) -> Result<String, SqlError>;
    /// `LIMIT` and `OFFSET`.
    fn limit(
        &self,
        c: &mut Compiler<'_>,
        s: &Scope<'_>,
        limit: Option<&Expr>,
        offset: Option<&Expr>,
    ) -> Result<String, SqlError>;
    /// `DISTINCT ON`
    fn distinct_on(&self) -> bool;
    /// `FOR UPDATE`, with its options as the script gave them.
    fn for_update(&self, dialect: &Dialect, options: &str) -> String;

    /// Whether `FOR UPDATE` may name tables.
    fn locks_tables_by_name(&self, dialect: &Dialect) -> bool;
    /// The word before further tables of a DELETE.
    fn delete_using(&self) -> Option<&'static str>;
    /// Whether a tuple in `IN` needs `VALUES`.
    fn tuple_in_values(&self) -> bool;

    /// A column of CREATE TABLE or ADD COLUMN.
    fn column(&self, style: &Style<'_>, site: &ColumnSite<'_>) -> Result<String, SqlError>;
    /// PRIMARY KEY; `None` where it is written with its column. `table` is the table that is created.
    fn primary_key(
        &self,
        style: &Style<'_>,
        key: &PrimaryKey,
        table: Option<&Table>,
    ) -> Result<Option<String>, SqlError>;
    /// FOREIGN KEY; `None` where the dialect can't have it.
    fn foreign_key(&self, style: &Style<'_>, table: &TableName, key: &ForeignKey) -> Result<Option<String>, SqlError>;
    /// The words of MATCH, if there are such.
    fn match_kind<'k>(&self, kind: &'k str) -> Result<&'k str, SqlError> {
        ddl::keyword_phrase(kind)
    }
    /// The action of ON DELETE, if it is one.
    fn on_delete<'k>(&self, key: &'k ForeignKey) -> Result<Option<&'k str>, SqlError>;
    /// UNIQUE; `None` when it has no columns.
    fn unique(
        &self,
        style: &Style<'_>,
        key: &UniqueConstraint,
        table: Option<&Table>,
    ) -> Result<Option<String>, SqlError>;
    /// CHECK, written with a column or by itself.
    fn check(&self, style: &Style<'_>, check: &CheckConstraint, in_column: bool) -> Result<String, SqlError>;
    /// EXCLUDE.
    fn exclude(&self, style: &Style<'_>, exclude: &ExcludeConstraint) -> Result<String, SqlError>;
    /// The options of CREATE SEQUENCE in the dialect's words.
    fn sequence_words(&self, options: String) -> String {
        options
    }
    /// What follows the closing bracket of CREATE TABLE.
    fn after_create_table(&self, style: &Style<'_>, table: &Table) -> Result<String, SqlError>;
    /// CREATE INDEX.
    fn create_index(&self, style: &Style<'_>, index: &Index, if_not_exists: bool) -> Result<String, SqlError>;
    /// Whether DROP INDEX can be CONCURRENTLY.
    fn drops_concurrently(&self) -> bool;
    /// DROP INDEX.
    fn drop_index(&self, style: &Style<'_>, op: &DropIndex) -> Result<String, SqlError> {
        ddl::drop_index(style, op)
    }
    /// A constraint dropped.
    fn drop_constraint(&self, style: &Style<'_>, op: &DropConstraint) -> Result<String, SqlError> {
        ddl::constraint::drop_by_name(style, op)
    }
    /// Whether the check of a type is dropped with ALTER.
    fn drops_type_checks(&self) -> bool {
        self.supports_alter()
    }
    /// A table's comment, or none.
    fn table_comment(&self, style: &Style<'_>, op: &TableComment) -> String {
        ddl::table_comment(style, &op.table, op.comment.as_deref())
    }
    /// A table renamed.
    fn rename_table(&self, style: &Style<'_>, op: &RenameTable) -> String {
        format!("{} RENAME TO {}", ddl::alter_table(style, &op.table), style.quote(&op.new_name))
    }
    /// The statement that changes a column's default.
    fn alter_default(&self, style: &Style<'_>, op: &AlterColumn, head: &str) -> Result<Option<String>, SqlError>;
    /// The statements of `alter_column` itself, checks of types left aside.
    fn alter_column(&self, style: &Style<'_>, op: &AlterColumn) -> Result<Vec<String>, SqlError>;
}

/// The flavour of a dialect.
pub(crate) fn flavour(dialect: &Dialect) -> &'static dyn Flavour {
    if dialect.generic {
        return &crate::generic::Generic;
    }
    match dialect.name {
        DialectName::Postgresql => &crate::postgres::Postgres,
        DialectName::Sqlite => &crate::sqlite::Sqlite,
        DialectName::Mysql if !dialect.mariadb => &crate::mysql::Mysql { mariadb: false },
        DialectName::Mysql | DialectName::Mariadb => &crate::mysql::Mysql { mariadb: true },
    }
}
