//! PostgreSQL: SQLAlchemy's `dialects/postgresql` and Alembic's `ddl/postgresql`.

mod adapt;
mod ddl;
mod expr;
mod reserved;
mod types;

pub(crate) use self::types::{interval_literal, path_literal};

use limbeck_ops::op::AlterColumn;
use limbeck_ops::{
    BinaryOp, CheckConstraint, Datum, Dialect, ExcludeConstraint, Expr, ForeignKey, FunctionCall, Index, PrimaryKey,
    Sequence, Table, TableName, Type, TypeKind, UniqueConstraint,
};

use crate::compile::{Bound, Compiler, Scope, prepare};
use crate::ddl::{ColumnSite, constraint};
use crate::error::SqlError;
use crate::flavour::Flavour;
use crate::quoting::Style;

/// PostgreSQL through psycopg2.
pub(crate) struct Postgres;

impl Flavour for Postgres {
    fn reserved_words(&self) -> &'static [&'static str] {
        reserved::RESERVED_WORDS
    }

    fn max_identifier_length(&self) -> usize {
        63
    }

    fn default_paramstyle(&self) -> &'static str {
        "pyformat"
    }

    fn escapes_backslashes_before_connecting(&self) -> bool {
        true
    }

    fn native_boolean(&self) -> bool {
        true
    }

    fn div_is_floordiv(&self) -> bool {
        true
    }

    fn supports_alter(&self) -> bool {
        true
    }

    fn supports_comments(&self) -> bool {
        true
    }

    fn returning_column(&self, table: &str, column: &str) -> String {
        format!("{table}.{column}")
    }

    fn returning_has_table(&self) -> bool {
        true
    }

    fn render_type(&self, style: &Style<'_>, kind: &TypeKind) -> Result<Option<String>, SqlError> {
        types::render(style, kind)
    }

    fn ddl_compiler(&self) -> &'static str {
        "sqlalchemy.dialects.postgresql.base.PGDDLCompiler"
    }

    fn statement_compiler(&self) -> &'static str {
        "sqlalchemy.dialects.postgresql.base.PGCompiler"
    }

    fn type_compiler(&self) -> &'static str {
        "sqlalchemy.dialects.postgresql.base.PGTypeCompiler"
    }

    fn native_enum(&self) -> bool {
        true
    }

    fn native_uuid(&self) -> bool {
        true
    }

    fn literal(&self, _style: &Style<'_>, value: &Datum, kind: &TypeKind) -> Result<Option<String>, SqlError> {
        Ok(types::literal(value, kind))
    }

    fn bind(&self, style: &Style<'_>, value: &Datum, ty: &Type) -> Result<Bound, SqlError> {
        adapt::adapt(&prepare::prepare(style, value, ty)?).map(Bound::Text)
    }

    fn bind_cast(&self, style: &Style<'_>, ty: &Type) -> Result<Option<String>, SqlError> {
        types::bind_cast(style, ty)
    }

    fn has_arrays(&self) -> bool {
        true
    }

    fn empty_list_is_null(&self) -> bool {
        true
    }

    fn favors_returning(&self) -> bool {
        true
    }

    fn supports_sequences(&self) -> bool {
        true
    }

    fn conflict_constraint(&self) -> bool {
        true
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
        Ok(format!("EXTRACT({field} FROM {})", c.expr(s, expr)?))
    }

    fn next_value(&self, style: &Style<'_>, sequence: &Sequence) -> Result<String, SqlError> {
        let name = sequence.name.as_ref().map(|name| style.quote(name)).unwrap_or_default();
        let name = match &sequence.schema {
            Some(schema) => format!("{}.{name}", style.quote(schema)),
            None => name,
        };
        Ok(format!("nextval('{}')", name.replace('\'', "''")))
    }

    fn empty_set(&self, style: &Style<'_>, of: &[&Type]) -> Result<String, SqlError> {
        let mut parts = Vec::with_capacity(of.len());
        for ty in of {
            let ty = match &ty.kind {
                TypeKind::Null => "INTEGER".to_owned(),
                _ => crate::compile::types::render(style, ty)?,
            };
            parts.push(format!("CAST(NULL AS {ty})"));
        }
        Ok(format!("SELECT {} WHERE 1!=1", parts.join(", ")))
    }

    fn limit(
        &self,
        c: &mut Compiler<'_>,
        s: &Scope<'_>,
        limit: Option<&Expr>,
        offset: Option<&Expr>,
    ) -> Result<String, SqlError> {
        let mut text = match limit {
            Some(limit) => format!(" \n LIMIT {}", c.expr(s, limit)?),
            None => "\n LIMIT ALL".to_owned(),
        };
        if let Some(offset) = offset {
            text.push_str(&format!(" OFFSET {}", c.expr(s, offset)?));
        }
        Ok(text)
    }

    fn distinct_on(&self) -> bool {
        true
    }

    fn locks_tables_by_name(&self, _dialect: &Dialect) -> bool {
        true
    }

    fn for_update(&self, _dialect: &Dialect, options: &str) -> String {
        match options.trim() {
            "" => " FOR UPDATE".to_owned(),
            whole if whole.to_uppercase().starts_with("FOR ") => format!(" {whole}"),
            rest => format!(" FOR UPDATE {rest}"),
        }
    }

    fn delete_using(&self) -> Option<&'static str> {
        Some("USING")
    }

    fn tuple_in_values(&self) -> bool {
        false
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
        if key.columns.is_empty() {
            return Ok(None);
        }
        let text = constraint::primary_key(style, key, table)?;
        let include = ddl::include_existing(style, &key.options, &key.columns, table)?;
        Ok(Some(format!("{text}{include}{}", constraint::deferral(&key.deferral)?)))
    }

    fn foreign_key(&self, style: &Style<'_>, table: &TableName, key: &ForeignKey) -> Result<Option<String>, SqlError> {
        let text = constraint::foreign_key(style, table, key, &style.table(&key.referred_table))?;
        Ok(Some(format!("{text}{}", ddl::not_valid(&key.options))))
    }

    fn on_delete<'k>(&self, key: &'k ForeignKey) -> Result<Option<&'k str>, SqlError> {
        key.on_delete.as_deref().map(ddl::on_delete).transpose()
    }

    fn unique(
        &self,
        style: &Style<'_>,
        key: &UniqueConstraint,
        table: Option<&Table>,
    ) -> Result<Option<String>, SqlError> {
        if key.columns.is_empty() {
            return Ok(None);
        }
        let distinct = match ddl::nulls_distinct(&key.options) {
            "" => String::new(),
            words => format!("{words} "),
        };
        let text = constraint::unique(style, key, &distinct)?;
        let include = ddl::include_existing(style, &key.options, &key.columns, table)?;
        Ok(Some(format!("{text}{include}{}", constraint::deferral(&key.deferral)?)))
    }

    fn check(&self, style: &Style<'_>, check: &CheckConstraint, in_column: bool) -> Result<String, SqlError> {
        let not_valid = if in_column { "" } else { ddl::not_valid(&check.options) };
        Ok(format!("{}{not_valid}", constraint::check(style, check)?))
    }

    fn exclude(&self, style: &Style<'_>, exclude: &ExcludeConstraint) -> Result<String, SqlError> {
        constraint::exclude(style, exclude, ddl::method)
    }

    fn after_create_table(&self, style: &Style<'_>, table: &Table) -> Result<String, SqlError> {
        ddl::after_create_table(style, table)
    }

    fn create_index(&self, style: &Style<'_>, index: &Index, if_not_exists: bool) -> Result<String, SqlError> {
        ddl::create_index(style, index, if_not_exists)
    }

    fn drops_concurrently(&self) -> bool {
        true
    }

    fn alter_default(&self, style: &Style<'_>, op: &AlterColumn, head: &str) -> Result<Option<String>, SqlError> {
        ddl::alter_default(style, op, head)
    }

    fn alter_column(&self, style: &Style<'_>, op: &AlterColumn) -> Result<Vec<String>, SqlError> {
        ddl::alter_column(style, op)
    }
}
