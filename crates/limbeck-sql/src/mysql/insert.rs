//! `on_duplicate_key_update`: SQLAlchemy's `MySQLCompiler.visit_on_duplicate_key_update`.

use limbeck_ops::{Bind, DialectName, Expr, Insert, InsertSource, OnConflict, TypeKind};

use super::is_mysql_since;
use crate::compile::types::cannot_compile;
use crate::compile::{Compiler, Inserted, Op, Scope};
use crate::error::SqlError;
use crate::quoting::Style;

/// `ON DUPLICATE KEY UPDATE` of the table's columns; the other dialects' ON CONFLICT is refused.
pub(super) fn on_conflict(
    c: &mut Compiler<'_>,
    s: &Scope<'_>,
    insert: &Insert,
    conflict: &OnConflict,
) -> Result<String, SqlError> {
    if !conflict.duplicate_key {
        let class = if conflict.set.is_empty() { "OnConflictDoNothing" } else { "OnConflictDoUpdate" };
        let dialect = conflict.dialect.unwrap_or(DialectName::Postgresql).as_str();
        return Err(cannot_compile(&c.style, &format!("<class 'sqlalchemy.dialects.{dialect}.dml.{class}'>")));
    }
    let is_select = matches!(insert.source, InsertSource::Select(..));
    let alias = match insert.table.name.text.eq_ignore_ascii_case("new") {
        true => "new_1",
        false => "new",
    };
    let alias = (!is_select && wants_alias(&c.style)).then_some(alias);
    let s = &Scope { inserted: alias.map_or(Inserted::Values, Inserted::Alias), ..s.inner() };
    let mut set = Vec::with_capacity(conflict.set.len());
    for (name, value) in &conflict.set {
        let Some(column) = insert.columns.iter().find(|column| column.name.text == name.text) else { continue };
        let text = match value {
            Expr::Bind(bind) if bind.ty.kind == TypeKind::Null => {
                c.bind(s, &Bind { ty: column.ty.clone(), ..bind.clone() })?
            }
            value => c.operand(s, value, Op::None)?,
        };
        set.push(format!("{} = {text}", c.style.quote(&column.name)));
    }
    let alias = alias.map(|alias| format!("AS {alias} ")).unwrap_or_default();
    Ok(format!("{alias}ON DUPLICATE KEY UPDATE {}", set.join(", ")))
}

/// Whether the server is a MySQL that calls `VALUES()` deprecated.
fn wants_alias(style: &Style<'_>) -> bool {
    is_mysql_since(style.dialect, (8, 0, 20))
}
