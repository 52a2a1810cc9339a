//! SQLite: SQLAlchemy's `dialects/sqlite` and Alembic's `ddl/sqlite`.

mod ddl;
mod expr;
mod reserved;
mod values;

pub(crate) use values::literal;

use limbeck_ops::op::AlterColumn;
use limbeck_ops::{
    BinaryOp, CheckConstraint, Datum, Dialect, ExcludeConstraint, Expr, ForeignKey, FunctionCall, Index, PrimaryKey,
    Sequence, Table, TableName, Type, TypeKind, UniqueConstraint,
};

use crate::compile::{Bound, Compiler, Scope};
use crate::ddl::{ColumnSite, default_statement, generic_alter_column};
use crate::error::SqlError;
use crate::flavour::Flavour;
use crate::quoting::Style;

/// SQLite through pysqlite.
pub(crate) struct Sqlite;

impl Flavour for Sqlite {
    fn reserved_words(&self) -> &'static [&'static str] {
        reserved::RESERVED_WORDS
    }

    fn max_identifier_length(&self) -> usize {
        9999
    }

    fn default_paramstyle(&self) -> &'static str {
        "qmark"
    }

    fn escapes_backslashes_before_connecting(&self) -> bool {
        false
    }

    fn native_boolean(&self) -> bool {
        false
    }

    fn div_is_floordiv(&self) -> bool {
        true
    }

    fn supports_alter(&self) -> bool {
        false
    }

    fn supports_comments(&self) -> bool {
        false
    }

    fn returning_column(&self, _table: &str, column: &str) -> String {
        column.to_owned()
    }

    fn returning_has_table(&self) -> bool {
        false
    }

    fn render_type(&self, _style: &Style<'_>, _kind: &TypeKind) -> Result<Option<String>, SqlError> {
        Ok(None)
    }

    fn ddl_compiler(&self) -> &'static str {
        "sqlalchemy.dialects.sqlite.base.SQLiteDDLCompiler"
    }

    fn statement_compiler(&self) -> &'static str {
        "sqlalchemy.dialects.sqlite.base.SQLiteCompiler"
    }

    fn type_compiler(&self) -> &'static str {
        "sqlalchemy.dialects.sqlite.base.SQLiteTypeCompiler"
    }

    fn native_enum(&self) -> bool {
        false
    }

    fn native_uuid(&self) -> bool {
        false
    }

    fn literal(&self, style: &Style<'_>, value: &Datum, kind: &TypeKind) -> Result<Option<String>, SqlError> {
        Ok(values::literal(style, value, kind))
    }

    fn bind(&self, style: &Style<'_>, value: &Datum, ty: &Type) -> Result<Bound, SqlError> {
        values::bind(style, value, ty).map(Bound::Value)
    }

    fn bind_cast(&self, _style: &Style<'_>, _ty: &Type) -> Result<Option<String>, SqlError> {
        Ok(None)
    }

    fn has_arrays(&self) -> bool {
        false
    }

    fn empty_list_is_null(&self) -> bool {
        false
    }

    fn favors_returning(&self) -> bool {
        false
    }

    fn supports_sequences(&self) -> bool {
        false
    }

    fn conflict_constraint(&self) -> bool {
        false
    }

    fn function(&self, c: &mut Compiler<'_>, s: &Scope<'_>, call: &FunctionCall) -> Result<Option<String>, SqlError> {
        expr::function(c, s, call)
    }

    fn binary(
        &self,
        c: &mut Compiler<'_>,
        s: &Scope<'_>,
        op: &BinaryOp,
        left: &Expr,
        right: &Expr,
        ty: &Type,
    ) -> Result<Option<String>, SqlError> {
        expr::binary(c, s, op, left, right, ty)
    }

    fn extract(&self, c: &mut Compiler<'_>, s: &Scope<'_>, field: &str, expr: &Expr) -> Result<String, SqlError> {
        expr::extract(c, s, field, expr)
    }

    fn next_value(&self, _style: &Style<'_>, _sequence: &Sequence) -> Result<String, SqlError> {
        Err(SqlError::of("NotImplementedError", "Dialect 'sqlite' does not support sequence increments."))
    }

    fn empty_set(&self, _style: &Style<'_>, of: &[&Type]) -> Result<String, SqlError> {
        let ones = vec!["1"; of.len().max(1)].join(", ");
        Ok(format!("SELECT {ones} FROM (SELECT {ones}) WHERE 1!=1"))
    }

    fn limit(
        &self,
        c: &mut Compiler<'_>,
        s: &Scope<'_>,
        limit: Option<&Expr>,
        offset: Option<&Expr>,
    ) -> Result<String, SqlError> {
        let limit = match limit {
            Some(limit) => c.expr(s, limit)?,
            None => c.number(s, -1)?,
        };
        let offset = match offset {
            Some(offset) => c.expr(s, offset)?,
            None => c.number(s, 0)?,
        };
        Ok(format!("\n LIMIT {limit} OFFSET {offset}"))
    }

    fn distinct_on(&self) -> bool {
        false
    }

    fn locks_tables_by_name(&self, _dialect: &Dialect) -> bool {
        false
    }

    fn for_update(&self, _dialect: &Dialect, _options: &str) -> String {
        String::new()
    }

    fn delete_using(&self) -> Option<&'static str> {
        None
    }

    fn tuple_in_values(&self) -> bool {
        true
    }

    fn column(&self, style: &Style<'_>, site: &ColumnSite<'_>) -> Result<String, SqlError> {
        ddl::column(style, site)
    }

    fn primary_key(
        &self,
        style: &Style<'_>,
        key: &PrimaryKey,
        table: Option<&Table>,
    ) -> Result<Option<String>, SqlError> {
        ddl::primary_key(style, key, table)
    }

    fn foreign_key(&self, style: &Style<'_>, table: &TableName, key: &ForeignKey) -> Result<Option<String>, SqlError> {
        ddl::foreign_key(style, table, key)
    }

    fn on_delete<'k>(&self, key: &'k ForeignKey) -> Result<Option<&'k str>, SqlError> {
        ddl::on_delete(key)
    }

    fn unique(
        &self,
        style: &Style<'_>,
        key: &UniqueConstraint,
        table: Option<&Table>,
    ) -> Result<Option<String>, SqlError> {
        ddl::unique(style, key, table)
    }

    fn check(&self, style: &Style<'_>, check: &CheckConstraint, in_column: bool) -> Result<String, SqlError> {
        ddl::check(style, check, in_column)
    }

    fn exclude(&self, _style: &Style<'_>, _exclude: &ExcludeConstraint) -> Result<String, SqlError> {
        Err(SqlError::of(
            "UnsupportedCompilationError",
            format!(
                "Compiler <{} object> can't render element of type <class 'sqlalchemy.dialects.postgresql.ext.ExcludeConstraint'>",
                self.ddl_compiler()
            ),
        ))
    }

    fn after_create_table(&self, _style: &Style<'_>, table: &Table) -> Result<String, SqlError> {
        Ok(ddl::after_create_table(table))
    }

    fn create_index(&self, style: &Style<'_>, index: &Index, if_not_exists: bool) -> Result<String, SqlError> {
        ddl::create_index(style, index, if_not_exists)
    }

    fn drops_concurrently(&self) -> bool {
        false
    }

    fn alter_default(&self, style: &Style<'_>, op: &AlterColumn, head: &str) -> Result<Option<String>, SqlError> {
        default_statement(style, op, head)
    }

    fn alter_column(&self, style: &Style<'_>, op: &AlterColumn) -> Result<Vec<String>, SqlError> {
        generic_alter_column(style, op, true, "RENAME COLUMN")
    }
}
