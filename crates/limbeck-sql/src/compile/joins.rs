//! What `select(…).join(…)` is made onto: SQLAlchemy's `SelectState._setup_joins`.

use std::borrow::Cow;
use std::sync::Arc;

use limbeck_ops::{Expr, From, JoinFault, Joining, Query, Select, can_join, columns_in, join_condition};

use super::froms::{self, is_same};
use crate::error::SqlError;

/// A SELECT with its joins among what it reads from.
pub(crate) fn joined(select: &Select) -> Result<Cow<'_, Select>, SqlError> {
    if select.joins.is_empty() {
        return Ok(Cow::Borrowed(select));
    }
    let mut clauses = select.from.clone();
    for join in &select.joins {
        let columns = join.among.as_ref().unwrap_or(&select.columns);
        let (left, place) = match &join.left {
            Some(left) => (Arc::clone(left), place_of(select, &clauses, left)?),
            None => left_side(select, columns, &clauses, join)?,
        };
        let left = place.map_or(left, |place| Arc::clone(&clauses[place]));
        let on = match &join.on {
            Some(on) => on.clone(),
            None => join_condition(&left, &join.right, &join.keys).map_err(|fault| match fault {
                JoinFault::None(message) => SqlError::of("NoForeignKeysError", message),
                JoinFault::Several(message) => SqlError::of("AmbiguousForeignKeysError", message),
            })?,
        };
        let made = From::Join { left, right: Arc::clone(&join.right), kind: join.kind, on: Box::new(on) };
        match place {
            Some(place) => clauses[place] = Arc::new(made),
            None => clauses.push(Arc::new(made)),
        }
    }
    Ok(Cow::Owned(Select { from: clauses, joins: Vec::new(), ..select.clone() }))
}

/// What a SELECT reads from by its columns and conditions.
fn of_criteria(columns: &[Expr], select: &Select) -> Vec<Arc<From>> {
    let mut out = Vec::new();
    columns.iter().chain(&select.filters).for_each(|expr| froms::of_expr(expr, &mut out));
    out
}

/// The left side that a script did not name, and its place among what is named already
/// (`_join_determine_implicit_left_side`).
fn left_side(
    select: &Select,
    columns: &[Expr],
    clauses: &[Arc<From>],
    join: &Joining,
) -> Result<(Arc<From>, Option<usize>), SqlError> {
    let potential = of_criteria(columns, select);
    let candidates = if clauses.is_empty() { &potential } else { clauses };
    let advice = "Please use the .select_from() method to establish an explicit left side, as well as providing an explicit ON clause if not present already to help resolve the ambiguity.";
    match candidates_for(candidates, join).as_slice() {
        [] => Err(invalid_request(format!("Don't know how to join to {}. {advice}", join.shown))),
        [only] => Ok((Arc::clone(&candidates[*only]), (!clauses.is_empty()).then_some(*only))),
        _ => Err(invalid_request(format!(
            "Can't determine which FROM clause to join from, there are multiple FROMS which can join to this entity. {advice}"
        ))),
    }
}

/// The places of what a join can be made onto (`find_left_clause_to_join_from`).
fn candidates_for(clauses: &[Arc<From>], join: &Joining) -> Vec<usize> {
    let mut rights = Vec::new();
    froms::flatten(&join.right, &mut rights);
    // One clause alone takes any condition; of several, those whose columns it names.
    let named = match &join.on {
        Some(on) if clauses.len() > 1 => Some(columns_in(on)),
        Some(_) | None => None,
    };
    let fits = |clause: &Arc<From>| {
        rights.iter().filter(|right| !is_same(right, clause)).any(|right| match (&named, &join.on) {
            (Some(named), _) => named
                .iter()
                .all(|column| column.table.as_ref().is_some_and(|table| reads(clause, table) || reads(right, table))),
            (None, Some(_)) => true,
            (None, None) => can_join(clause, right, &join.keys),
        })
    };
    let mut found: Vec<usize> = (0..clauses.len()).filter(|place| fits(&clauses[*place])).collect();
    if found.len() > 1 {
        let shown = froms::without_joined(clauses.to_vec());
        found.retain(|place| froms::contains(&shown, &clauses[*place]));
    }
    if found.is_empty() && join.on.is_some() { (0..clauses.len()).collect() } else { found }
}

/// Whether the columns of `table` are among those of `from`.
fn reads(from: &Arc<From>, table: &Arc<From>) -> bool {
    match &**from {
        From::Join { left, right, .. } => reads(left, table) || reads(right, table),
        From::Table(..)
        | From::Alias { .. }
        | From::Subquery { .. }
        | From::Cte(_)
        | From::Function { .. }
        | From::Text(_)
        | From::Values { .. }
        | From::Sample { .. } => is_same(from, table),
    }
}

/// The place of the left side that a script named, if it is there already (`_join_place_explicit_left_side`).
fn place_of(select: &Select, clauses: &[Arc<From>], left: &Arc<From>) -> Result<Option<usize>, SqlError> {
    if select.from.is_empty() && of_criteria(&select.columns, select).is_empty() {
        return Ok(None);
    }
    let mut wanted = Vec::new();
    froms::flatten(left, &mut wanted);
    let derived = |clause: &Arc<From>| wanted.iter().any(|wanted| is_derived(clause, wanted));
    let mut found: Vec<usize> = (0..clauses.len()).filter(|place| derived(&clauses[*place])).collect();
    if found.len() > 1 {
        let surface = |clause: &Arc<From>| {
            let mut parts = Vec::new();
            froms::flatten(clause, &mut parts);
            parts
        };
        let exact: Vec<usize> = found
            .iter()
            .copied()
            .filter(|place| surface(&clauses[*place]).iter().any(|part| froms::contains(&wanted, part)))
            .collect();
        if !exact.is_empty() {
            found = exact;
        }
    }
    match found.as_slice() {
        [] => Ok(None),
        [only] => Ok(Some(*only)),
        _ => Err(invalid_request(
            "Can't identify which entity in which to assign the left side of this join.   Please use a more specific ON clause."
                .to_owned(),
        )),
    }
}

/// Whether `from` is made of `base` (`is_derived_from`).
fn is_derived(from: &Arc<From>, base: &Arc<From>) -> bool {
    if is_same(from, base) {
        return true;
    }
    let of_select = |select: &Select| {
        let read = select.from.iter().chain(&of_criteria(&select.columns, select)).cloned().collect::<Vec<_>>();
        read.iter().any(|from| is_derived(from, base))
    };
    match &**from {
        From::Join { left, right, .. } => is_derived(left, base) || is_derived(right, base),
        From::Alias { from, .. } | From::Sample { from, .. } => is_derived(from, base),
        From::Subquery { select, .. } => of_select(select),
        From::Cte(cte) => match &cte.query {
            Query::Select(select) => of_select(select),
            Query::Text(_)
            | Query::Driver(_)
            | Query::Insert(_)
            | Query::Update(_)
            | Query::Delete(_)
            | Query::Expr(_) => false,
        },
        From::Table(..) | From::Function { .. } | From::Text(_) | From::Values { .. } => false,
    }
}

fn invalid_request(message: String) -> SqlError {
    SqlError::of("InvalidRequestError", message)
}
