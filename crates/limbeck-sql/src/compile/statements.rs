//! Queries as a whole.

use limbeck_ops::{Bind, Datum, Expr, Insert, InsertSource, Name, Params, Query, Select};

use super::select::Place;
use super::{Compiler, Values};
use crate::error::SqlError;
use crate::quoting::Style;
use crate::statement::{Mode, Statement};

/// Rows of one multi-row INSERT: SQLAlchemy's `insertmanyvalues_page_size`.
const ROWS_A_STATEMENT: usize = 1000;

/// The statements of a query.
pub(crate) fn statements(
    style: Style<'_>,
    query: &Query,
    params: &Params,
    mode: Mode,
) -> Result<Vec<Statement>, SqlError> {
    let values = match mode {
        Mode::Online => Values::Driver,
        Mode::Offline => Values::RequiredLiteral,
    };
    match params {
        Params::None => Ok(vec![one(style, query, &[], params, values, mode)?]),
        Params::One(set) => Ok(vec![one(style, query, set, params, values, mode)?]),
        Params::Positional(_) => match query {
            Query::Driver(_) => Ok(vec![one(style, query, &[], params, values, mode)?]),
            _ => Err(SqlError::Unsupported("positional parameters outside exec_driver_sql".to_owned())),
        },
        Params::Many(sets) => match query {
            Query::Insert(insert)
                if mode == Mode::Online
                    && style.flavour.joins_rows()
                    && insert.on_conflict.is_none()
                    && !matches!(insert.source, InsertSource::Select(..)) =>
            {
                many_rows(style, insert, sets)
            }
            Query::Driver(_) => {
                sets.iter().map(|set| one(style, query, &[], &Params::One(set.clone()), values, mode)).collect()
            }
            _ => sets.iter().map(|set| one(style, query, set, params, values, mode)).collect(),
        },
    }
}

/// What SQLAlchemy prints for a query.
pub(crate) fn printed(style: Style<'_>, query: &Query, literal_binds: bool) -> Result<String, SqlError> {
    let values = if literal_binds { Values::Literal } else { Values::Named };
    Ok(one(style, query, &[], &Params::None, values, Mode::Offline)?.sql)
}

fn one(
    style: Style<'_>,
    query: &Query,
    set: &[(String, Datum)],
    params: &Params,
    values: Values,
    mode: Mode,
) -> Result<Statement, SqlError> {
    let mut compiler = Compiler::new(style, values, set);
    let text = write(&mut compiler, query, params, mode)?;
    Ok(compiler.finish(text))
}

/// The placeholders of a statement that is printed, by name, with the values that they have.
pub(crate) fn placeholders(style: Style<'_>, query: &Query) -> Result<Vec<(String, Datum)>, SqlError> {
    let mut compiler = Compiler::new(style, Values::Named, &[]);
    write(&mut compiler, query, &Params::None, Mode::Offline)?;
    Ok(compiler.named)
}

fn write(compiler: &mut Compiler<'_>, query: &Query, params: &Params, mode: Mode) -> Result<String, SqlError> {
    let top = compiler.top();
    Ok(match query {
        Query::Text(clause) => compiler.text(&top, clause)?,
        Query::Driver(sql) if mode == Mode::Online => compiler.driver_text(sql, params)?,
        Query::Driver(sql) => sql.clone(),
        Query::Select(select) => compiler.select(&top, select, Place::Top)?,
        Query::Insert(insert) => compiler.insert(&top, insert, params)?,
        Query::Update(update) => compiler.update(&top, update)?,
        Query::Delete(delete) => compiler.delete(&top, delete)?,
        Query::Expr(expr) if mode == Mode::Online => {
            let select = Select { columns: vec![(**expr).clone()], ..Select::default() };
            compiler.select(&top, &select, Place::Top)?
        }
        Query::Expr(expr) => compiler.expr(&top, expr)?,
    })
}

/// An INSERT that asks for no generated keys back.
pub(crate) fn inline_insert(style: Style<'_>, query: &Query, mode: Mode) -> Result<Vec<Statement>, SqlError> {
    let values = match mode {
        Mode::Online => Values::Driver,
        Mode::Offline => Values::RequiredLiteral,
    };
    Ok(vec![one(style, query, &[], &Params::Many(Vec::new()), values, mode)?])
}

/// One INSERT for many rows; every row has the columns of the first.
pub(crate) fn many_rows(
    style: Style<'_>,
    insert: &Insert,
    sets: &[Vec<(String, Datum)>],
) -> Result<Vec<Statement>, SqlError> {
    let fixed = match &insert.source {
        InsertSource::Values(rows) => rows.first().cloned().unwrap_or_default(),
        InsertSource::Parameters | InsertSource::Select(..) => Vec::new(),
    };
    let Some(keys) = sets.first() else { return Ok(Vec::new()) };
    let keys: Vec<&str> = keys.iter().map(|(key, _)| key.as_str()).collect();
    let mut rows = Vec::with_capacity(sets.len());
    for (group, set) in sets.iter().enumerate() {
        let mut row: Vec<(Name, Expr)> = Vec::with_capacity(keys.len() + fixed.len());
        for column in &insert.columns {
            let key = column.name.text.as_str();
            if !keys.contains(&key) {
                continue;
            }
            let Some((_, value)) = set.iter().find(|(name, _)| name == key) else {
                return Err(SqlError::of(
                    "StatementError",
                    format!("A value is required for bind parameter '{key}', in parameter group {group}"),
                ));
            };
            let bind = Bind {
                name: key.to_owned(),
                value: Some(value.clone()),
                ty: column.ty.clone(),
                unique: true,
                expanding: false,
            };
            row.push((column.name.clone(), Expr::Bind(bind)));
        }
        for (name, value) in &fixed {
            if !keys.contains(&name.text.as_str()) {
                row.push((name.clone(), value.clone()));
            }
        }
        rows.push(row);
    }
    rows.chunks(ROWS_A_STATEMENT)
        .map(|chunk| {
            let mut compiler = Compiler::new(style, Values::Driver, &[]);
            let top = compiler.top();
            for cte in &insert.ctes {
                compiler.cte(&top, cte)?;
            }
            let text = compiler.insert_rows(&top, insert, chunk, true, false)?;
            Ok(compiler.finish(text))
        })
        .collect()
}
