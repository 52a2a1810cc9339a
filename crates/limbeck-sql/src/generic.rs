//! SQL of no database in particular: SQLAlchemy's `StrCompileDialect`, in which a statement is printed.

use limbeck_ops::op::AlterColumn;
use limbeck_ops::{
    BinaryOp, CheckConstraint, Datum, Dialect, ExcludeConstraint, Expr, ForeignKey, FunctionCall, Index, PrimaryKey,
    Sequence, Table, TableName, Type, TypeKind, UniqueConstraint,
};

use crate::compile::{Bound, Compiler, Op, Scope, literal, types};
use crate::ddl::{ColumnSite, computed, constraint, default_statement, default_text, generic_alter_column, identity};
use crate::error::SqlError;
use crate::flavour::Flavour;
use crate::quoting::Style;
use crate::sqlite::Sqlite;

/// The words that SQLAlchemy quotes for databases that it knows nothing about.
const RESERVED_WORDS: &[&str] = &[
    "all",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "asymmetric",
    "authorization",
    "between",
    "binary",
    "both",
    "case",
    "cast",
    "check",
    "collate",
    "column",
    "constraint",
    "create",
    "cross",
    "current_date",
    "current_role",
    "current_time",
    "current_timestamp",
    "current_user",
    "default",
    "deferrable",
    "desc",
    "distinct",
    "do",
    "else",
    "end",
    "except",
    "false",
    "for",
    "foreign",
    "freeze",
    "from",
    "full",
    "grant",
    "group",
    "having",
    "ilike",
    "in",
    "initially",
    "inner",
    "intersect",
    "into",
    "is",
    "isnull",
    "join",
    "leading",
    "left",
    "like",
    "limit",
    "localtime",
    "localtimestamp",
    "natural",
    "new",
    "not",
    "notnull",
    "null",
    "off",
    "offset",
    "old",
    "on",
    "only",
    "or",
    "order",
    "outer",
    "overlaps",
    "placing",
    "primary",
    "references",
    "right",
    "select",
    "session_user",
    "set",
    "similar",
    "some",
    "symmetric",
    "table",
    "then",
    "to",
    "trailing",
    "true",
    "union",
    "unique",
    "user",
    "using",
    "verbose",
    "when",
    "where",
];

/// No database in particular.
pub(crate) struct Generic;

impl Flavour for Generic {
    fn reserved_words(&self) -> &'static [&'static str] {
        RESERVED_WORDS
    }

    fn max_identifier_length(&self) -> usize {
        9999
    }

    fn default_paramstyle(&self) -> &'static str {
        "named"
    }

    fn escapes_backslashes_before_connecting(&self) -> bool {
        false
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
        false
    }

    fn returning_column(&self, table: &str, column: &str) -> String {
        format!("{table}.{column}")
    }

    fn returns_keys(&self) -> bool {
        false
    }

    fn returning_has_table(&self) -> bool {
        true
    }

    fn render_type(&self, style: &Style<'_>, kind: &TypeKind) -> Result<Option<String>, SqlError> {
        Ok(match kind {
            TypeKind::PgJson { .. }
            | TypeKind::PgJsonb { .. }
            | TypeKind::PgSimple(_)
            | TypeKind::Citext(_)
            | TypeKind::PgBit { .. }
            | TypeKind::PgInterval(_)
            | TypeKind::PgDomain { .. }
            | TypeKind::Array { .. } => Some(literal::type_name(style, &Type::new(kind.clone()))),
            // Types of MySQL's that the compiler knows nothing of go by the names of their classes.
            TypeKind::Mysql { name, .. }
                if !matches!(
                    name.as_str(),
                    "NUMERIC" | "DECIMAL" | "VARCHAR" | "CHAR" | "NCHAR" | "NVARCHAR" | "TEXT" | "BINARY" | "VARBINARY"
                ) =>
            {
                Some(name.clone())
            }
            _ => None,
        })
    }

    fn ddl_compiler(&self) -> &'static str {
        "sqlalchemy.sql.compiler.DDLCompiler"
    }

    fn statement_compiler(&self) -> &'static str {
        "sqlalchemy.sql.compiler.StrSQLCompiler"
    }

    fn type_compiler(&self) -> &'static str {
        "sqlalchemy.sql.compiler.StrSQLTypeCompiler"
    }

    fn native_enum(&self) -> bool {
        false
    }

    fn native_uuid(&self) -> bool {
        false
    }

    fn literal(&self, _style: &Style<'_>, _value: &Datum, _kind: &TypeKind) -> Result<Option<String>, SqlError> {
        Ok(None)
    }

    fn bind(&self, style: &Style<'_>, value: &Datum, ty: &Type) -> Result<Bound, SqlError> {
        Sqlite.bind(style, value, ty)
    }

    fn bind_cast(&self, _style: &Style<'_>, _ty: &Type) -> Result<Option<String>, SqlError> {
        Ok(None)
    }

    fn has_arrays(&self) -> bool {
        true
    }

    fn empty_list_is_null(&self) -> bool {
        true
    }

    fn favors_returning(&self) -> bool {
        false
    }

    fn supports_sequences(&self) -> bool {
        true
    }

    fn conflict_constraint(&self) -> bool {
        true
    }

    fn function(
        &self,
        _c: &mut Compiler<'_>,
        _s: &Scope<'_>,
        _call: &FunctionCall,
    ) -> Result<Option<String>, SqlError> {
        Ok(None)
    }

    fn binary(
        &self,
        c: &mut Compiler<'_>,
        s: &Scope<'_>,
        op: &BinaryOp,
        left: &Expr,
        right: &Expr,
        _ty: &Type,
    ) -> Result<Option<String>, SqlError> {
        let words = match op {
            BinaryOp::RegexpMatch(_) => " <regexp> ",
            BinaryOp::NotRegexpMatch(_) => " <not regexp> ",
            BinaryOp::JsonItem | BinaryOp::JsonPath | BinaryOp::ArrayItem => {
                let left = c.operand(&s.inner(), left, Op::Binary(op))?;
                return Ok(Some(format!("{left}[{}]", c.operand(&s.inner(), right, Op::Binary(op))?)));
            }
            _ => return Ok(None),
        };
        c.generic_binary(s, op, left, right, words).map(Some)
    }

    fn extract(&self, c: &mut Compiler<'_>, s: &Scope<'_>, field: &str, expr: &Expr) -> Result<String, SqlError> {
        Ok(format!("EXTRACT({field} FROM {})", c.expr(s, expr)?))
    }

    fn next_value(&self, style: &Style<'_>, sequence: &Sequence) -> Result<String, SqlError> {
        let name = sequence.name.as_ref().map(|name| style.quote(name)).unwrap_or_default();
        let schema = sequence.schema.as_ref().map(|schema| format!("{}.", style.quote(schema))).unwrap_or_default();
        Ok(format!("<next sequence value: {schema}{name}>"))
    }

    fn empty_set(&self, _style: &Style<'_>, _types: &[&Type]) -> Result<String, SqlError> {
        Ok("SELECT 1 WHERE 1!=1".to_owned())
    }

    fn limit(
        &self,
        c: &mut Compiler<'_>,
        s: &Scope<'_>,
        limit: Option<&Expr>,
        offset: Option<&Expr>,
    ) -> Result<String, SqlError> {
        let mut text = match limit {
            Some(limit) => format!("\n LIMIT {}", c.expr(s, limit)?),
            None => "\n LIMIT -1".to_owned(),
        };
        if let Some(offset) = offset {
            text.push_str(&format!(" OFFSET {}", c.expr(s, offset)?));
        }
        Ok(text)
    }

    fn distinct_on(&self) -> bool {
        false
    }

    fn for_update(&self, _dialect: &Dialect, _options: &str) -> String {
        " FOR UPDATE".to_owned()
    }

    fn locks_tables_by_name(&self, _dialect: &Dialect) -> bool {
        false
    }

    fn delete_using(&self) -> Option<&'static str> {
        Some(",")
    }

    fn tuple_in_values(&self) -> bool {
        false
    }

    fn column(&self, style: &Style<'_>, site: &ColumnSite<'_>) -> Result<String, SqlError> {
        let column = site.column;
        let mut text = format!("{} {}", style.quote(&column.name), types::render(style, &column.ty)?);
        if let Some(default) = &column.server_default
            && let Some(default) = default_text(style, default)?
        {
            text.push_str(&format!(" DEFAULT {default}"));
        }
        if let Some(one) = &column.computed {
            text.push_str(&format!(" {}", computed(style, one)?));
        }
        if let Some(one) = &column.identity {
            text.push_str(&format!(" {}", identity(one)));
        }
        if !column.nullable {
            text.push_str(" NOT NULL");
        }
        Ok(text)
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
        Ok(Some(format!("{text}{}", constraint::deferral(&key.deferral)?)))
    }

    fn foreign_key(&self, style: &Style<'_>, table: &TableName, key: &ForeignKey) -> Result<Option<String>, SqlError> {
        constraint::foreign_key(style, table, key, &style.table(&key.referred_table)).map(Some)
    }

    fn on_delete<'k>(&self, key: &'k ForeignKey) -> Result<Option<&'k str>, SqlError> {
        Sqlite.on_delete(key)
    }

    fn unique(
        &self,
        style: &Style<'_>,
        key: &UniqueConstraint,
        _table: Option<&Table>,
    ) -> Result<Option<String>, SqlError> {
        if key.columns.is_empty() {
            return Ok(None);
        }
        let text = constraint::unique(style, key, "")?;
        Ok(Some(format!("{text}{}", constraint::deferral(&key.deferral)?)))
    }

    fn check(&self, style: &Style<'_>, check: &CheckConstraint, _in_column: bool) -> Result<String, SqlError> {
        constraint::check(style, check)
    }

    fn exclude(&self, style: &Style<'_>, exclude: &ExcludeConstraint) -> Result<String, SqlError> {
        Sqlite.exclude(style, exclude)
    }

    fn after_create_table(&self, _style: &Style<'_>, _table: &Table) -> Result<String, SqlError> {
        Ok(String::new())
    }

    fn create_index(&self, style: &Style<'_>, index: &Index, if_not_exists: bool) -> Result<String, SqlError> {
        Sqlite.create_index(style, index, if_not_exists)
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
