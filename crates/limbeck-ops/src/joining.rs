//! Joins that a SELECT asks for, and the conditions that follow from foreign keys.

use std::sync::Arc;

use crate::{BinaryOp, ColumnRef, Expr, From, JoinKind, ListOp, Name, Query, Select, TableName, Type, TypeKind};

/// `select(…).join(…)`: what it is made onto is found when the statement is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Joining {
    /// What it is made onto, where the script says so (`join_from`).
    pub left: Option<Arc<From>>,
    /// What is joined.
    pub right: Arc<From>,
    /// What is joined, as messages show it.
    pub shown: String,
    /// Kind.
    pub kind: JoinKind,
    /// `ON`; without it a foreign key is gone along.
    pub on: Option<Expr>,
    /// The foreign keys that are known of.
    pub keys: Vec<JoinKey>,
    /// What was selected then, where that has changed since.
    pub among: Option<Vec<Expr>>,
}

/// A foreign key that a join may go along.
#[derive(Clone, Debug, PartialEq)]
pub struct JoinKey {
    /// The table that has it.
    pub table: TableName,
    /// Its columns.
    pub columns: Vec<Name>,
    /// The table that it refers to.
    pub referred_table: TableName,
    /// The columns there.
    pub referred_columns: Vec<Name>,
}

/// Why no condition follows from foreign keys, in SQLAlchemy's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JoinFault {
    /// There is no key: `NoForeignKeysError`.
    None(String),
    /// There are several: `AmbiguousForeignKeysError`.
    Several(String),
}

/// A column that can be read, and the column of a table that it is.
struct Readable {
    table: TableName,
    name: Name,
    expr: Expr,
}

/// Whether two sides can be joined by a foreign key.
pub fn can_join(left: &Arc<From>, right: &Arc<From>, keys: &[JoinKey]) -> bool {
    !constraints(left, right, keys).is_empty()
}

/// The condition that follows from the foreign keys between two sides (`Join._join_condition`).
///
/// # Errors
/// When there is none, or more than one.
pub fn join_condition(left: &Arc<From>, right: &Arc<From>, keys: &[JoinKey]) -> Result<Expr, JoinFault> {
    let mut found = constraints(left, right, keys);
    found.dedup_by(|(_, later), (_, earlier)| later == earlier);
    if found.len() > 1 {
        return Err(JoinFault::Several(format!(
            "Can't determine join between '{}' and '{}'; tables have more than one foreign key constraint relationship between them. Please specify the 'onclause' of this join explicitly.",
            description(left),
            description(right)
        )));
    }
    let Some((_, mut pairs)) = found.pop() else {
        return Err(JoinFault::None(format!(
            "Can't find any foreign key relationships between '{}' and '{}'.",
            description(left),
            description(right)
        )));
    };
    Ok(if pairs.len() == 1 { pairs.swap_remove(0) } else { Expr::List { op: ListOp::And, items: pairs } })
}

/// The keys between two sides, by their places in the list, with what they say. What was joined last comes first.
fn constraints(left: &Arc<From>, right: &Arc<From>, keys: &[JoinKey]) -> Vec<(usize, Vec<Expr>)> {
    let theirs = readable(right);
    let last = match &**left {
        From::Join { right: last, .. } => Some(last),
        _ => None,
    };
    for candidate in last.into_iter().chain([left]) {
        let ours = readable(candidate);
        let mut found = Vec::new();
        along(&theirs, &ours, keys, &mut found);
        if candidate != right {
            along(&ours, &theirs, keys, &mut found);
        }
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Adds the keys of columns of `own` that refer to `other`.
fn along(own: &[Readable], other: &[Readable], keys: &[JoinKey], found: &mut Vec<(usize, Vec<Expr>)>) {
    for column in own {
        for (at, key) in keys.iter().enumerate().filter(|(_, key)| key.table == column.table) {
            let Some(place) = key.columns.iter().position(|name| name.text == column.name.text) else { continue };
            let Some(wanted) = key.referred_columns.get(place) else { continue };
            let referred =
                other.iter().find(|other| other.table == key.referred_table && other.name.text == wanted.text);
            let Some(referred) = referred else { continue };
            let pair = Expr::Binary {
                op: BinaryOp::Eq,
                left: Box::new(referred.expr.clone()),
                right: Box::new(column.expr.clone()),
                ty: Type::new(TypeKind::Boolean {
                    create_constraint: false,
                    name: crate::ConstraintName::Unnamed,
                    is_match: false,
                }),
            };
            match found.iter_mut().find(|(known, _)| *known == at) {
                Some((_, pairs)) => pairs.push(pair),
                None => found.push((at, vec![pair])),
            }
        }
    }
}

/// The columns that something to read from has of tables.
fn readable(from: &Arc<From>) -> Vec<Readable> {
    let column = |name: &Name, ty: &Type| {
        let (table, name, ty) = (Some(Arc::clone(from)), name.clone(), ty.clone());
        Expr::Column(ColumnRef { table, name, ty, is_literal: false })
    };
    match &**from {
        From::Table(table, columns) => columns
            .iter()
            .map(|own| Readable { table: table.clone(), name: own.name.clone(), expr: column(&own.name, &own.ty) })
            .collect(),
        From::Alias { from: inner, .. } => readable(inner)
            .into_iter()
            .filter_map(|known| match &known.expr {
                Expr::Column(own) => Some(Readable { expr: column(&own.name, &own.ty), ..known }),
                _ => None,
            })
            .collect(),
        From::Join { left, right, .. } => readable(left).into_iter().chain(readable(right)).collect(),
        From::Subquery { select, .. } => selected(select, column),
        From::Cte(cte) => match &cte.query {
            Query::Select(select) => selected(select, column),
            Query::Text(_)
            | Query::Driver(_)
            | Query::Insert(_)
            | Query::Update(_)
            | Query::Delete(_)
            | Query::Expr(_) => Vec::new(),
        },
        From::Function { .. } | From::Text(_) | From::Values { .. } | From::Sample { .. } => Vec::new(),
    }
}

/// The columns of tables that a SELECT gives.
fn selected(select: &Select, column: impl Fn(&Name, &Type) -> Expr) -> Vec<Readable> {
    let mut out = Vec::new();
    for expr in &select.columns {
        let (inner, label) = match expr {
            Expr::Label { expr, name } => (&**expr, Some(name)),
            expr => (expr, None),
        };
        let Expr::Column(own) = inner else { continue };
        let Some(table) = &own.table else { continue };
        let base = readable(table).into_iter().find(|known| match &known.expr {
            Expr::Column(known) => known.name == own.name,
            _ => false,
        });
        if let Some(base) = base {
            out.push(Readable { expr: column(label.unwrap_or(&own.name), &own.ty), ..base });
        }
    }
    out
}

/// How messages name something to read from.
pub fn description(from: &From) -> String {
    match from {
        From::Table(name, _) => name.name.text.clone(),
        From::Alias { name: Some(name), .. }
        | From::Subquery { name: Some(name), .. }
        | From::Function { name: Some(name), .. }
        | From::Values { name: Some(name), .. }
        | From::Sample { name: Some(name), .. } => name.text.clone(),
        From::Cte(cte) => cte.name.as_ref().map_or_else(|| "anon_1".to_owned(), |name| name.text.clone()),
        From::Join { left, right, .. } => format!("Join object on {} and {}", description(left), description(right)),
        From::Text(text) => text.text.clone(),
        From::Alias { .. }
        | From::Subquery { .. }
        | From::Function { .. }
        | From::Values { .. }
        | From::Sample { .. } => "anon_1".to_owned(),
    }
}
