//! Keys, checks, `EXCLUDE` and foreign keys.

use super::pairs::{Pairs, pairs};
use super::{Change, Constraint, ConstraintAspect, Sides};
use crate::catalog::{
    CheckEntry, ExcludeEntry, ForeignKeyEntry, KeyEntry, Sameness, Sql, TableEntry, same_expression_of,
};

type Types<'a> = &'a dyn Fn(&str) -> Option<String>;
type Aspects = Vec<(ConstraintAspect, Sameness)>;

pub(super) fn compare(expected: &TableEntry, actual: &TableEntry, changes: &mut Vec<(Change, Sameness)>) {
    let type_of =
        |name: &str| expected.columns.iter().find(|column| column.name == name).map(|column| column.type_text.clone());
    // The server chooses the names in a partition.
    let nameless = expected.parent.is_some() && actual.parent.is_some();
    match (&expected.primary_key, &actual.primary_key) {
        (None, None) => (),
        (Some(one), None) => {
            changes.push((Change::ConstraintMissing(Constraint::PrimaryKey(one.clone())), Sameness::Different));
        }
        (None, Some(two)) => {
            changes.push((Change::ConstraintExtra(Constraint::PrimaryKey(two.clone())), Sameness::Different));
        }
        (Some(one), Some(two)) => {
            let renamed = one.name.is_some() && two.name.is_some() && one.name != two.name && !nameless;
            let both =
                Sides { expected: Constraint::PrimaryKey(one.clone()), actual: Constraint::PrimaryKey(two.clone()) };
            if renamed {
                changes.push((Change::ConstraintRenamed(both.clone()), Sameness::Different));
            }
            changed(both, key_aspects(one, two), changes);
        }
    }
    let key_twin = |one: &KeyEntry, two: &KeyEntry| one.columns == two.columns && one.include == two.include;
    let uniques = pairs(&expected.uniques, &actual.uniques, |one| one.name.as_deref(), key_twin, |_, _| false);
    report(uniques, Constraint::Unique, key_aspects, nameless, changes);

    let check_aspects = |one: &CheckEntry, two: &CheckEntry| check_aspects(one, two, &type_of);
    let check_twin = |one: &CheckEntry, two: &CheckEntry| {
        same_expression_of(&one.condition.0, &two.condition.0, &type_of) == Sameness::Same
    };
    let checks = pairs(&expected.checks, &actual.checks, |one| one.name.as_deref(), check_twin, |_, _| false);
    report(checks, Constraint::Check, check_aspects, nameless, changes);

    let exclude_aspects = |one: &ExcludeEntry, two: &ExcludeEntry| exclude_aspects(one, two, &type_of);
    let exclude_twin = |one: &ExcludeEntry, two: &ExcludeEntry| exclude_aspects(one, two).is_empty();
    let excludes = pairs(&expected.excludes, &actual.excludes, |one| one.name.as_deref(), exclude_twin, |_, _| false);
    report(excludes, Constraint::Exclude, exclude_aspects, nameless, changes);

    let twin = |one: &ForeignKeyEntry, two: &ForeignKeyEntry| foreign_key_aspects(one, two).is_empty();
    let like = |one: &ForeignKeyEntry, two: &ForeignKeyEntry| {
        one.columns == two.columns || one.referred_table == two.referred_table && one.columns.len() == two.columns.len()
    };
    let keys = pairs(&expected.foreign_keys, &actual.foreign_keys, |one| one.name.as_deref(), twin, like);
    report(keys, Constraint::ForeignKey, foreign_key_aspects, nameless, changes);
}

fn report<T: Clone>(
    pairs: Pairs<'_, T>,
    constraint: impl Fn(T) -> Constraint,
    aspects: impl Fn(&T, &T) -> Aspects,
    nameless: bool,
    changes: &mut Vec<(Change, Sameness)>,
) {
    let sides = |one: &T, two: &T| Sides { expected: constraint(one.clone()), actual: constraint(two.clone()) };
    for (one, two) in pairs.same {
        changed(sides(one, two), aspects(one, two), changes);
    }
    for (one, two) in pairs.renamed {
        if !nameless {
            changes.push((Change::ConstraintRenamed(sides(one, two)), Sameness::Different));
        }
        changed(sides(one, two), aspects(one, two), changes);
    }
    for one in pairs.missing {
        changes.push((Change::ConstraintMissing(constraint(one.clone())), Sameness::Different));
    }
    for one in pairs.extra {
        changes.push((Change::ConstraintExtra(constraint(one.clone())), Sameness::Different));
    }
}

/// Adds a change of these aspects; it is sure if any of them is.
fn changed(sides: Sides<Constraint>, aspects: Aspects, changes: &mut Vec<(Change, Sameness)>) {
    if let Some(sameness) = aspects.iter().map(|(_, sameness)| *sameness).max() {
        let aspects = aspects.into_iter().map(|(aspect, _)| aspect).collect();
        changes.push((Change::ConstraintChanged(sides, aspects), sameness));
    }
}

fn kept<const N: usize>(all: [(ConstraintAspect, Sameness); N]) -> Aspects {
    all.into_iter().filter(|(_, sameness)| *sameness != Sameness::Same).collect()
}

fn key_aspects(one: &KeyEntry, two: &KeyEntry) -> Aspects {
    use ConstraintAspect as Aspect;
    kept([
        (Aspect::Columns, Sameness::of(one.columns == two.columns)),
        (Aspect::Include, Sameness::of(one.include == two.include)),
        (Aspect::NullsNotDistinct, Sameness::of(one.nulls_not_distinct == two.nulls_not_distinct)),
        (Aspect::Deferrable, Sameness::of(one.deferrable == two.deferrable)),
        (Aspect::Deferred, Sameness::of(one.deferred == two.deferred)),
        (Aspect::Comment, Sameness::of(one.comment == two.comment)),
    ])
}

fn check_aspects(one: &CheckEntry, two: &CheckEntry, type_of: Types<'_>) -> Aspects {
    use ConstraintAspect as Aspect;
    kept([
        (Aspect::Condition, same_expression_of(&one.condition.0, &two.condition.0, type_of)),
        (Aspect::Validated, Sameness::of(one.validated == two.validated)),
        (Aspect::NoInherit, Sameness::of(one.no_inherit == two.no_inherit)),
    ])
}

fn exclude_aspects(one: &ExcludeEntry, two: &ExcludeEntry, type_of: Types<'_>) -> Aspects {
    use ConstraintAspect as Aspect;
    let mut elements = Sameness::of(one.elements.len() == two.elements.len());
    for ((one, with), (two, operator)) in one.elements.iter().zip(&two.elements) {
        elements = elements.and(same_expression_of(&one.0, &two.0, type_of)).and(Sameness::of(with == operator));
    }
    kept([
        (Aspect::Method, Sameness::of(one.method == two.method)),
        (Aspect::Elements, elements),
        (Aspect::Predicate, same_optional(one.predicate.as_ref(), two.predicate.as_ref(), type_of)),
        (Aspect::Deferrable, Sameness::of(one.deferrable == two.deferrable)),
        (Aspect::Deferred, Sameness::of(one.deferred == two.deferred)),
    ])
}

fn foreign_key_aspects(one: &ForeignKeyEntry, two: &ForeignKeyEntry) -> Aspects {
    use ConstraintAspect as Aspect;
    kept([
        (Aspect::Columns, Sameness::of(one.columns == two.columns)),
        (Aspect::ReferredTable, Sameness::of(one.referred_table == two.referred_table)),
        (Aspect::ReferredColumns, Sameness::of(one.referred_columns == two.referred_columns)),
        (Aspect::OnDelete, Sameness::of(action(&one.on_delete) == action(&two.on_delete))),
        (Aspect::OnUpdate, Sameness::of(action(&one.on_update) == action(&two.on_update))),
        (Aspect::Match, Sameness::of(one.match_kind == two.match_kind)),
        (Aspect::Deferrable, Sameness::of(one.deferrable == two.deferrable)),
        (Aspect::Deferred, Sameness::of(one.deferred == two.deferred)),
        (Aspect::Validated, Sameness::of(one.validated == two.validated)),
    ])
}

fn action(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| *text != "NO ACTION")
}

/// Two conditions that may be left out.
pub(super) fn same_optional(one: Option<&Sql>, two: Option<&Sql>, type_of: Types<'_>) -> Sameness {
    match (one, two) {
        (None, None) => Sameness::Same,
        (Some(one), Some(two)) => same_expression_of(&one.0, &two.0, type_of),
        (Some(_), None) | (None, Some(_)) => Sameness::Different,
    }
}
