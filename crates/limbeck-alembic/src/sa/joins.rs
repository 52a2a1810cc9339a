//! `select(…).join(…)` and its kin.

use limbeck_ops::{JoinKind, Joining};
use limbeck_python::{Args, Result, Signature, Value, Vm};

use crate::sa::constraints::{no_plain_text, unexpected};
use crate::sa::expr;
use crate::sa::query::{change, selected_entities, with_joined};
use crate::sa::table::{as_from, join_keys};

/// A join, onto `left` or what the statement reads from when it is written.
///
/// # Errors
/// When it is none of tables.
pub fn select_join(vm: &mut Vm, this: &Value, mut args: Args, left: Option<Value>, outer: bool) -> Result<Value> {
    let signature = "(target, onclause=None, isouter=False, full=False)";
    let bound = Signature::parse(signature).bind("join", std::mem::take(&mut args))?;
    let target = bound.value("target");
    let steps = crate::sa::orm::join_steps(vm, &target, &bound.value("onclause"))?;
    let kind = if vm.truth(&bound.value("full"))? {
        JoinKind::Full
    } else if outer || vm.truth(&bound.value("isouter"))? {
        JoinKind::Left
    } else {
        JoinKind::Inner
    };
    let mut criterion = None;
    let mut onto = match left {
        Some(left) => match crate::sa::orm::table_of(vm, &left)? {
            Some(table) => {
                criterion = crate::sa::orm::criterion_of(vm, &left, &table)?;
                Some(table)
            }
            None => Some(left),
        },
        None => None,
    };
    let made = change(vm, this, |vm, query| {
        query.filters.extend(criterion);
        for (target, on) in &steps {
            let Some(right) = as_from(target) else {
                let expected = "Join target, typically a FROM expression, or ORM relationship attribute";
                return Err(unexpected(vm, expected, target));
            };
            let left = match &onto {
                Some(left) => match as_from(left) {
                    Some(left) => Some(left),
                    None if left.as_str().is_some() => {
                        return Err(no_plain_text(vm, left.as_str().unwrap_or_default()));
                    }
                    None => return Err(unexpected(vm, "FROM expression, such as a Table or alias() object", left)),
                },
                None => None,
            };
            let (on, keys) = if on.is_none() {
                let mut tables = vec![target.clone()];
                tables.extend(onto.clone());
                tables.extend(selected_entities(this).into_iter().map(|(entity, _)| entity));
                (None, join_keys(&tables))
            } else {
                if expr::as_expr(vm, on)?.is_none() {
                    let expected = "ON clause, typically a SQL expression or ORM relationship attribute";
                    return Err(unexpected(vm, expected, on));
                }
                (Some(expr::to_expr(vm, on)?), Vec::new())
            };
            let shown = vm.repr(target)?.to_string();
            query.joins.push(Joining { left, right, shown, kind, on, keys, among: None });
            // What follows on the way of a relationship goes on from there.
            onto = None;
        }
        Ok(())
    })?;
    Ok(with_joined(made, as_from(&target).is_some().then_some(target)))
}
