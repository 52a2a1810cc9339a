//! limbeck-sql's answers as a host gives them on.

use limbeck_ops::{Answer, Datum, Expr, HostError, Insert, InsertSource, Origin, Params, Query};
use limbeck_sql::SqlError;

/// An error of rendering, with the place that asked for it.
pub(crate) fn host_error(error: SqlError, origin: &Origin) -> HostError {
    match error {
        SqlError::Compile { class, message } => HostError::Compile { class, message, origin: origin.clone() },
        SqlError::Unsupported(what) => HostError::Unsupported { what, origin: origin.clone() },
    }
}

/// The answers of several statements as one: what SQLAlchemy's result of an `executemany` tells.
pub(crate) fn merge(answers: Vec<Answer>) -> Answer {
    let total = answers.iter().map(|answer| answer.row_count).filter(|count| *count >= 0).sum();
    let many = answers.len() > 1;
    let mut merged: Option<Answer> = None;
    for answer in answers {
        match &mut merged {
            Some(merged) if merged.returns_rows && answer.returns_rows => merged.rows.extend(answer.rows),
            _ => merged = Some(answer),
        }
    }
    let mut merged = merged.unwrap_or_default();
    if many && merged.row_count >= 0 {
        merged.row_count = total;
    }
    merged
}

/// SQLAlchemy asks for the primary key of one inserted row with a RETURNING of its own, which the script does not see
/// as rows.
pub(crate) fn hide_implicit_returning(query: &Query, mut answer: Answer) -> Answer {
    match query {
        Query::Insert(insert) if asks_for_nothing(insert) && answer.returns_rows => {
            answer.row_count = i64::try_from(answer.rows.len()).unwrap_or(i64::MAX);
            answer.inserted_primary_key = answer.rows.pop().unwrap_or_default();
            answer.rows.clear();
            answer.columns.clear();
            answer.returns_rows = false;
            answer
        }
        Query::Insert(_)
        | Query::Text(_)
        | Query::Driver(_)
        | Query::Select(_)
        | Query::Update(_)
        | Query::Delete(_)
        | Query::Expr(_) => answer,
    }
}

/// The primary key of one inserted row, where the server tells the number that it counted on to: SQLAlchemy's
/// `_inserted_primary_key_from_lastrowid_getter`.
///
/// Where it counts on by itself and tells nobody, `counted` is `None`: the script's own values are the key.
pub(crate) fn inserted_key(insert: &Insert, params: &Params, counted: Option<i64>) -> Vec<Datum> {
    let literal = |expr: &Expr| match expr {
        Expr::Bind(bind) => bind.value.clone(),
        Expr::Literal { value, .. } => Some(value.clone()),
        _ => None,
    };
    let given = |name: &str| match (&insert.source, params) {
        (InsertSource::Values(rows), _) => {
            rows.first()?.iter().find(|(column, _)| column.text == name).and_then(|(_, value)| literal(value))
        }
        (InsertSource::Parameters, Params::One(values)) => {
            values.iter().find(|(column, _)| column == name).map(|(_, value)| value.clone())
        }
        (InsertSource::Parameters, Params::None | Params::Positional(_) | Params::Many(_))
        | (InsertSource::Select(..), _) => None,
    };
    if matches!(params, Params::Many(_)) {
        return Vec::new();
    }
    let key = insert.columns.iter().filter(|column| column.primary_key);
    key.map(|column| match given(&column.name.text) {
        Some(value) if value != Datum::Null => value,
        Some(_) | None => match counted {
            Some(number) if column.ty.kind.is_integer() => Datum::Int(number),
            Some(_) | None => Datum::Null,
        },
    })
    .collect()
}

fn asks_for_nothing(insert: &Insert) -> bool {
    insert.returning.is_empty()
}
