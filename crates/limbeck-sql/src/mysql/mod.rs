//! MySQL and MariaDB: SQLAlchemy's `dialects/mysql` and Alembic's `ddl/mysql`.

mod adapt;
mod alter;
mod cast;
mod column;
mod expr;
mod index;
mod insert;
mod reserved;
mod table_options;
mod types;

use limbeck_ops::op::{AlterColumn, DropConstraint, DropIndex, RenameTable, TableComment};
use limbeck_ops::{
    BinaryOp, CheckConstraint, Datum, Dialect, ExcludeConstraint, Expr, ForeignKey, FunctionCall, Index, Insert,
    OnConflict, OptionValue, Options, PrimaryKey, Sequence, Table, TableName, Type, TypeKind, UniqueConstraint,
};

use crate::compile::{Bound, Compiler, Scope, literal, prepare};
use crate::ddl::{ColumnSite, alter_table, constraint, default_statement, keyword_phrase, option_text};
use crate::error::SqlError;
use crate::flavour::Flavour;
use crate::quoting::Style;

/// MySQL or MariaDB through mysqlclient or PyMySQL.
pub(crate) struct Mysql {
    /// Whether the server is MariaDB.
    pub mariadb: bool,
}

/// The option of the dialect by its own name (`mysql_engine`, `mariadb_engine`).
fn own_option<'o>(style: &Style<'_>, options: &'o Options, name: &str) -> Option<&'o OptionValue> {
    options.get(&format!("{}_{name}", style.dialect.name)).filter(|value| **value != OptionValue::None)
}

/// As [`own_option`]; MariaDB takes MySQL's where it has none.
fn shared_option<'o>(style: &Style<'_>, options: &'o Options, name: &str) -> Option<&'o OptionValue> {
    own_option(style, options, name)
        .or_else(|| options.get(&format!("mysql_{name}")).filter(|value| **value != OptionValue::None))
}

/// ` USING …`
fn using(style: &Style<'_>, options: &Options) -> Result<String, SqlError> {
    match shared_option(style, options, "using") {
        Some(value) => Ok(format!(" USING {}", style.quote_str(&option_text(style, value)?))),
        None => Ok(String::new()),
    }
}

/// Whether the server is known, and not older than this: of MySQL and of MariaDB.
fn is_at_least(style: &Style<'_>, mysql: (u32, u32, u32), mariadb: (u32, u32, u32)) -> bool {
    let wanted = if style.dialect.mariadb { mariadb } else { mysql };
    style.dialect.version.is_some_and(|version| version >= wanted)
}

/// Whether the server is known to be a MySQL that is not older than this.
fn is_mysql_since(dialect: &Dialect, version: (u32, u32, u32)) -> bool {
    !dialect.mariadb && dialect.version.is_some_and(|known| known >= version)
}

impl Flavour for Mysql {
    fn reserved_words(&self) -> &'static [&'static str] {
        if self.mariadb { reserved::MARIADB } else { reserved::MYSQL }
    }

    fn max_identifier_length(&self) -> usize {
        255
    }

    fn max_constraint_name_length(&self) -> usize {
        64
    }

    fn quote_char(&self) -> char {
        '`'
    }

    fn default_paramstyle(&self) -> &'static str {
        "format"
    }

    fn escapes_backslashes_before_connecting(&self) -> bool {
        true
    }

    fn escapes_backslashes_when_connected(&self) -> bool {
        true
    }

    fn native_boolean(&self) -> bool {
        false
    }

    fn boolean_words(&self) -> bool {
        true
    }

    fn div_is_floordiv(&self) -> bool {
        false
    }

    fn supports_alter(&self) -> bool {
        true
    }

    // Comments are written with their column and table.
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
        types::render(style, kind)
    }

    fn check_type(&self, style: &Style<'_>, ty: &Type) -> Result<(), SqlError> {
        column::check_double(ty.for_dialect(style.dialect.name))
    }

    fn ddl_compiler(&self) -> &'static str {
        "sqlalchemy.dialects.mysql.base.MySQLDDLCompiler"
    }

    fn statement_compiler(&self) -> &'static str {
        "sqlalchemy.dialects.mysql.mysqldb.MySQLCompiler_mysqldb"
    }

    fn type_compiler(&self) -> &'static str {
        if self.mariadb {
            "sqlalchemy.dialects.mysql.mariadb.MariaDBTypeCompiler"
        } else {
            "sqlalchemy.dialects.mysql.base.MySQLTypeCompiler"
        }
    }

    fn native_enum(&self) -> bool {
        true
    }

    fn has_named_types(&self) -> bool {
        false
    }

    fn native_uuid(&self) -> bool {
        false
    }

    fn literal(&self, style: &Style<'_>, value: &Datum, kind: &TypeKind) -> Result<Option<String>, SqlError> {
        // What `match()` yields is a number.
        Ok(match kind {
            TypeKind::Boolean { is_match: true, .. } => {
                literal::literal(style, value, &Type::new(TypeKind::Float(limbeck_ops::NumberOptions::default()))).ok()
            }
            _ => None,
        })
    }

    fn bind(&self, style: &Style<'_>, value: &Datum, ty: &Type) -> Result<Bound, SqlError> {
        adapt::adapt(style, &prepare::prepare(style, value, ty)?, ty).map(Bound::Text)
    }

    fn bind_cast(&self, _style: &Style<'_>, _ty: &Type) -> Result<Option<String>, SqlError> {
        Ok(None)
    }

    fn has_arrays(&self) -> bool {
        false
    }

    fn empty_list_is_null(&self) -> bool {
        true
    }

    fn favors_returning(&self) -> bool {
        false
    }

    fn joins_rows(&self) -> bool {
        true
    }

    fn supports_sequences(&self) -> bool {
        false
    }

    fn conflict_constraint(&self) -> bool {
        false
    }

    fn on_conflict(
        &self,
        c: &mut Compiler<'_>,
        s: &Scope<'_>,
        insert: &Insert,
        conflict: &OnConflict,
    ) -> Result<String, SqlError> {
        insert::on_conflict(c, s, insert, conflict)
    }

    fn default_values(&self) -> &'static str {
        " () VALUES ()"
    }

    fn with_follows_insert(&self) -> bool {
        true
    }

    fn changes_list_tables(&self) -> bool {
        true
    }

    fn source_of_nothing(&self) -> &'static str {
        " FROM DUAL"
    }

    fn inner_join(&self) -> &'static str {
        "INNER JOIN"
    }

    fn cast(&self, c: &mut Compiler<'_>, s: &Scope<'_>, expr: &Expr, ty: &Type) -> Result<Option<String>, SqlError> {
        cast::cast(c, s, expr, ty).map(Some)
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
        let field = if field == "milliseconds" { "millisecond" } else { field };
        Ok(format!("EXTRACT({field} FROM {})", c.expr(s, expr)?))
    }

    fn next_value(&self, style: &Style<'_>, sequence: &Sequence) -> Result<String, SqlError> {
        let name = sequence.name.as_ref().map(|name| style.quote(name)).unwrap_or_default();
        Ok(match &sequence.schema {
            Some(schema) => format!("nextval({}.{name})", style.quote(schema)),
            None => format!("nextval({name})"),
        })
    }

    fn empty_set(&self, _style: &Style<'_>, of: &[&Type]) -> Result<String, SqlError> {
        let names: Vec<_> = (0..of.len()).map(|number| format!("_in_{number}")).collect();
        let ones: Vec<_> = names.iter().map(|name| format!("1 AS {name}")).collect();
        Ok(format!("SELECT {} FROM (SELECT {}) as _empty_set WHERE 1!=1", names.join(", "), ones.join(", ")))
    }

    fn limit(
        &self,
        c: &mut Compiler<'_>,
        s: &Scope<'_>,
        limit: Option<&Expr>,
        offset: Option<&Expr>,
    ) -> Result<String, SqlError> {
        Ok(match (limit, offset) {
            (None, None) => String::new(),
            (Some(limit), None) => format!(" \n LIMIT {}", c.expr(s, limit)?),
            (None, Some(offset)) => format!(" \n LIMIT {}, 18446744073709551615", c.expr(s, offset)?),
            (Some(limit), Some(offset)) => {
                let offset = c.expr(s, offset)?;
                format!(" \n LIMIT {offset}, {}", c.expr(s, limit)?)
            }
        })
    }

    fn distinct_on(&self) -> bool {
        false
    }

    fn locks_tables_by_name(&self, dialect: &Dialect) -> bool {
        is_mysql_since(dialect, (8, 0, 0))
    }

    fn for_update(&self, dialect: &Dialect, options: &str) -> String {
        let options = options.trim().to_uppercase();
        let shared = options.starts_with("FOR SHARE") || options.starts_with("FOR KEY SHARE");
        // MySQL knows no key locks.
        let mut text = match (shared, is_mysql_since(dialect, (8, 0, 1))) {
            (true, true) => " FOR SHARE",
            (true, false) => " LOCK IN SHARE MODE",
            (false, _) => " FOR UPDATE",
        }
        .to_owned();
        if options.ends_with("NOWAIT") {
            text.push_str(" NOWAIT");
        }
        if options.ends_with("SKIP LOCKED") {
            text.push_str(" SKIP LOCKED");
        }
        text
    }

    fn delete_using(&self) -> Option<&'static str> {
        Some("USING")
    }

    fn tuple_in_values(&self) -> bool {
        false
    }

    fn column(&self, style: &Style<'_>, site: &ColumnSite<'_>) -> Result<String, SqlError> {
        column::column(style, site)
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
        let deferral = constraint::deferral(&key.deferral)?;
        Ok(Some(format!("{text}{deferral}{}", using(style, &key.options)?)))
    }

    fn foreign_key(&self, style: &Style<'_>, table: &TableName, key: &ForeignKey) -> Result<Option<String>, SqlError> {
        constraint::foreign_key(style, table, key, &style.table(&key.referred_table)).map(Some)
    }

    fn match_kind<'k>(&self, _kind: &'k str) -> Result<&'k str, SqlError> {
        Err(SqlError::compile(
            "MySQL ignores the 'MATCH' keyword while at the same time causes ON UPDATE/ON DELETE clauses to be ignored.",
        ))
    }

    fn on_delete<'k>(&self, key: &'k ForeignKey) -> Result<Option<&'k str>, SqlError> {
        key.on_delete.as_deref().map(keyword_phrase).transpose()
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

    fn exclude(&self, _style: &Style<'_>, _exclude: &ExcludeConstraint) -> Result<String, SqlError> {
        Err(SqlError::of(
            "UnsupportedCompilationError",
            format!(
                "Compiler <{} object> can't render element of type <class 'sqlalchemy.dialects.postgresql.ext.ExcludeConstraint'>",
                self.ddl_compiler()
            ),
        ))
    }

    fn sequence_words(&self, options: String) -> String {
        options.replace("NO CYCLE", "NOCYCLE")
    }

    fn after_create_table(&self, style: &Style<'_>, table: &Table) -> Result<String, SqlError> {
        table_options::after_create_table(style, table)
    }

    fn create_index(&self, style: &Style<'_>, index: &Index, if_not_exists: bool) -> Result<String, SqlError> {
        index::create(style, index, if_not_exists)
    }

    fn drops_concurrently(&self) -> bool {
        false
    }

    fn drop_index(&self, style: &Style<'_>, op: &DropIndex) -> Result<String, SqlError> {
        index::drop(style, op)
    }

    fn drop_constraint(&self, style: &Style<'_>, op: &DropConstraint) -> Result<String, SqlError> {
        alter::drop_constraint(style, op)
    }

    fn drops_type_checks(&self) -> bool {
        false
    }

    fn table_comment(&self, style: &Style<'_>, op: &TableComment) -> String {
        let comment = match &op.comment {
            None if !op.dropped => "NULL".to_owned(),
            comment => literal::string(style, comment.as_deref().unwrap_or_default()),
        };
        format!("ALTER TABLE {} COMMENT {comment}", style.table(&op.table))
    }

    fn rename_table(&self, style: &Style<'_>, op: &RenameTable) -> String {
        let renamed = TableName { schema: op.table.schema.clone(), name: op.new_name.clone() };
        format!("{} RENAME TO {}", alter_table(style, &op.table), style.dotted_table(&renamed))
    }

    fn alter_default(&self, style: &Style<'_>, op: &AlterColumn, head: &str) -> Result<Option<String>, SqlError> {
        default_statement(style, op, head)
    }

    fn alter_column(&self, style: &Style<'_>, op: &AlterColumn) -> Result<Vec<String>, SqlError> {
        alter::alter_column(style, op)
    }
}
