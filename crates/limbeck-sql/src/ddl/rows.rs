//! `bulk_insert`.

use limbeck_ops::op::BulkInsert;
use limbeck_ops::{Bind, Datum, Expr, Insert, InsertSource, Name, Params, Query};

use crate::compile::{self, literal};
use crate::error::SqlError;
use crate::quoting::Style;
use crate::statement::{Mode, Statement};

/// Offline a literal INSERT a row; online one executemany, or with `multiinsert=False` a statement a row.
pub(crate) fn bulk_insert(style: &Style<'_>, op: &BulkInsert, mode: Mode) -> Result<Vec<Statement>, SqlError> {
    if mode == Mode::Online && op.multi_insert {
        let rows = alike(op)?;
        if let Some(sets) = plain_values(&rows) {
            let query = Query::Insert(Box::new(insert(op, InsertSource::Parameters)));
            return compile::statements(*style, &query, &Params::Many(sets), mode);
        }
    }
    let mut statements = Vec::with_capacity(op.rows.len());
    for row in &op.rows {
        let mut row = row.clone();
        if mode == Mode::Offline {
            all_known(op, &row)?;
            shown_as_text(style, op, &mut row)?;
            values_only(style, op, &row)?;
        }
        let query = Query::Insert(Box::new(insert(op, InsertSource::Values(vec![row]))));
        // Many sets of one: asks for no keys back, as `inline()` does.
        statements.extend(compile::inline_insert(*style, &query, mode)?);
    }
    Ok(statements)
}

/// Offline Alembic looks the type of each value up, but those of `inline_literal()`.
fn all_known(op: &BulkInsert, row: &[(Name, Expr)]) -> Result<(), SqlError> {
    let known = |name: &Name| op.columns.iter().any(|column| column.name.text == name.text);
    match row.iter().find(|(name, value)| !known(name) && !matches!(value, Expr::Literal { .. })) {
        Some((name, _)) => Err(SqlError::of("KeyError", format!("'{name}'"))),
        None => Ok(()),
    }
}

/// A native UUID is written as whatever `str()` makes of the value, and that takes SQL expressions too.
fn shown_as_text(style: &Style<'_>, op: &BulkInsert, row: &mut [(Name, Expr)]) -> Result<(), SqlError> {
    for (name, value) in row {
        let Some(column) = op.columns.iter().find(|column| column.name.text == name.text) else { continue };
        let text = match value {
            _ if !literal::is_native_uuid(style, &column.ty) => continue,
            Expr::Text(clause) => clause.text.clone(),
            Expr::Function(_) | Expr::Column(_) | Expr::Null | Expr::True | Expr::False => {
                compile::printed(*style, &Query::Expr(Box::new(value.clone())), false)?
            }
            _ => continue,
        };
        *value = Expr::Literal { value: Datum::Str(text), ty: column.ty.clone() };
    }
    Ok(())
}

/// Offline Alembic makes a literal of every value but `inline_literal()`, and so refuses SQL expressions. The first value of
/// a row that can't be one is told, in the order of the table.
fn values_only(style: &Style<'_>, op: &BulkInsert, row: &[(Name, Expr)]) -> Result<(), SqlError> {
    if row.iter().all(|(_, value)| matches!(value, Expr::Bind(_) | Expr::Literal { .. })) {
        return Ok(());
    }
    for column in &op.columns {
        let Some((name, value)) = row.iter().find(|(name, _)| name.text == column.name.text) else { continue };
        let class = match value {
            Expr::Bind(Bind { value: Some(value), ty, .. }) => {
                literal::literal(style, value, ty)?;
                continue;
            }
            Expr::Literal { value, ty } => {
                literal::literal(style, value, ty)?;
                continue;
            }
            Expr::Bind(_) => continue,
            value => class_of(value),
        };
        if let Some(column) = op.columns.iter().find(|column| column.name.text == name.text) {
            let shown = match value {
                Expr::Function(call) => format!("<{class}; {}>", call.name.last().map_or("", |name| &name.text)),
                _ => format!("<{class} object>"),
            };
            return Err(literal::no_value(style, &shown, &column.ty));
        }
    }
    Ok(())
}

/// The functions that SQLAlchemy has classes for, by whose names their objects are shown.
const FUNCTIONS: &[&str] = &[
    "array_agg",
    "char_length",
    "coalesce",
    "concat",
    "count",
    "current_date",
    "current_time",
    "current_timestamp",
    "current_user",
    "localtime",
    "localtimestamp",
    "max",
    "min",
    "now",
    "random",
    "session_user",
    "sum",
    "sysdate",
    "user",
];

/// The class that an expression has in SQLAlchemy.
fn class_of(value: &Expr) -> String {
    let class = match value {
        Expr::Function(call) => {
            let own = call.name.last().filter(|name| call.name.len() == 1 && FUNCTIONS.contains(&name.text.as_str()));
            return format!("sqlalchemy.sql.functions.{}", own.map_or("Function", |name| &name.text));
        }
        Expr::NextValue { .. } => return "sqlalchemy.sql.functions.next_value".to_owned(),
        Expr::Array { .. } => return "sqlalchemy.dialects.postgresql.array.array".to_owned(),
        Expr::AggregateOrderBy { .. } => return "sqlalchemy.dialects.postgresql.ext.aggregate_order_by".to_owned(),
        Expr::Subquery(_) => return "sqlalchemy.sql.selectable.ScalarSelect".to_owned(),
        Expr::Text(_) => "TextClause",
        Expr::Column(_) => "ColumnClause",
        Expr::Null => "Null",
        Expr::True => "True_",
        Expr::False => "False_",
        Expr::Unary { .. } => "UnaryExpression",
        Expr::Binary { .. } | Expr::Between { .. } => "BinaryExpression",
        Expr::List { .. } => "BooleanClauseList",
        Expr::Cast { tries, .. } => {
            if *tries {
                "TryCast"
            } else {
                "Cast"
            }
        }
        Expr::TypeCoerce { .. } => "TypeCoerce",
        Expr::Case { .. } => "Case",
        Expr::Tuple(_) => "Tuple",
        Expr::Grouping(_) => "Grouping",
        Expr::Label { .. } => "Label",
        Expr::Extract { .. } => "Extract",
        Expr::Over { .. } => "Over",
        Expr::Filter { .. } => "FunctionFilter",
        Expr::WithinGroup { .. } => "WithinGroup",
        Expr::Bind(_) | Expr::Literal { .. } => "BindParameter",
        Expr::Star | Expr::Identifier(_) | Expr::Foreign(_) => "ColumnElement",
    };
    format!("sqlalchemy.sql.elements.{class}")
}

fn insert(op: &BulkInsert, source: InsertSource) -> Insert {
    Insert {
        table: op.table.clone(),
        columns: op.columns.clone(),
        source,
        on_conflict: None,
        returning: Vec::new(),
        prefixes: Vec::new(),
        ctes: Vec::new(),
    }
}

/// The rows of one `executemany`: the first decides the columns, and the others have to have them.
fn alike(op: &BulkInsert) -> Result<Vec<Vec<(Name, Expr)>>, SqlError> {
    let Some(first) = op.rows.first() else { return Ok(Vec::new()) };
    let mut wanted: Vec<&Name> = first.iter().map(|(name, _)| name).collect();
    // In the order of the table, in which SQLAlchemy looks for them.
    wanted.sort_by_key(|name| op.columns.iter().position(|column| column.name.text == name.text));
    let mut rows = Vec::with_capacity(op.rows.len());
    for (group, row) in op.rows.iter().enumerate() {
        let value = |name: &Name| row.iter().find(|(known, _)| known.text == name.text).map(|(_, value)| value);
        if let Some(missing) = wanted.iter().find(|name| value(name).is_none()) {
            return Err(SqlError::of(
                "StatementError",
                format!(
                    "(sqlalchemy.exc.InvalidRequestError) A value is required for bind parameter '{missing}', in parameter group {group}"
                ),
            ));
        }
        rows.push(first.iter().filter_map(|(name, _)| Some((name.clone(), value(name)?.clone()))).collect());
    }
    Ok(rows)
}

/// The rows as parameter sets, if they are values and nothing else.
fn plain_values(rows: &[Vec<(Name, Expr)>]) -> Option<Vec<Vec<(String, Datum)>>> {
    rows.iter()
        .map(|row| {
            row.iter()
                .map(|(name, value)| match value {
                    Expr::Bind(Bind { value: Some(value), .. }) => Some((name.text.clone(), value.clone())),
                    Expr::Null => Some((name.text.clone(), Datum::Null)),
                    _ => None,
                })
                .collect()
        })
        .collect()
}
