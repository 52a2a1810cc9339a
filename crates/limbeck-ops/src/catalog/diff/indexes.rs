//! Indexes.

use super::constraints::same_optional;
use super::pairs::pairs;
use super::{Change, IndexAspect, Sides};
use crate::catalog::{IndexElementEntry, IndexEntry, Sameness, TableEntry, same_expression_of};

type Types<'a> = &'a dyn Fn(&str) -> Option<String>;

pub(super) fn compare(expected: &TableEntry, actual: &TableEntry, changes: &mut Vec<(Change, Sameness)>) {
    let type_of =
        |name: &str| expected.columns.iter().find(|column| column.name == name).map(|column| column.type_text.clone());
    let nameless = expected.parent.is_some() && actual.parent.is_some();
    compare_lists(&expected.indexes, &actual.indexes, nameless, &type_of, changes);
}

/// Compares indexes; their names say nothing where `nameless`.
pub(super) fn compare_lists(
    expected: &[IndexEntry],
    actual: &[IndexEntry],
    nameless: bool,
    type_of: Types<'_>,
    changes: &mut Vec<(Change, Sameness)>,
) {
    let twin = |one: &IndexEntry, two: &IndexEntry| {
        let aspects = aspects(one, two, type_of);
        aspects.iter().all(|(aspect, _)| *aspect == IndexAspect::Invalid)
    };
    let found = pairs(expected, actual, |one| Some(one.name.as_str()), twin, |_, _| false);
    let sides = |one: &IndexEntry, two: &IndexEntry| Sides { expected: one.clone(), actual: two.clone() };
    for (one, two, renamed) in found
        .same
        .into_iter()
        .map(|(one, two)| (one, two, false))
        .chain(found.renamed.into_iter().map(|(one, two)| (one, two, true)))
    {
        if renamed && !nameless {
            changes.push((Change::IndexRenamed(sides(one, two)), Sameness::Different));
        }
        let aspects = aspects(one, two, type_of);
        if let Some(sameness) = aspects.iter().map(|(_, sameness)| *sameness).max() {
            let aspects = aspects.into_iter().map(|(aspect, _)| aspect).collect();
            changes.push((Change::IndexChanged(sides(one, two), aspects), sameness));
        }
    }
    for one in found.missing {
        changes.push((Change::IndexMissing(one.clone()), Sameness::Different));
    }
    for one in found.extra {
        changes.push((Change::IndexExtra(one.clone()), Sameness::Different));
    }
}

fn aspects(one: &IndexEntry, two: &IndexEntry, type_of: Types<'_>) -> Vec<(IndexAspect, Sameness)> {
    let mut elements = Sameness::of(one.elements.len() == two.elements.len());
    for (one, two) in one.elements.iter().zip(&two.elements) {
        elements = elements.and(same_element(one, two, type_of));
    }
    let sorted = |with: &[String]| {
        let mut with = with.to_vec();
        with.sort();
        with
    };
    let all = [
        (IndexAspect::Unique, Sameness::of(one.unique == two.unique)),
        (IndexAspect::Method, Sameness::of(one.method == two.method)),
        (IndexAspect::Elements, elements),
        (IndexAspect::Predicate, same_optional(one.predicate.as_ref(), two.predicate.as_ref(), type_of)),
        (IndexAspect::Include, Sameness::of(one.include == two.include)),
        (IndexAspect::NullsNotDistinct, Sameness::of(one.nulls_not_distinct == two.nulls_not_distinct)),
        (IndexAspect::With, Sameness::of(sorted(&one.with) == sorted(&two.with))),
        (IndexAspect::Invalid, Sameness::of(one.valid == two.valid)),
    ];
    all.into_iter().filter(|(_, sameness)| *sameness != Sameness::Same).collect()
}

fn same_element(one: &IndexElementEntry, two: &IndexElementEntry, type_of: Types<'_>) -> Sameness {
    let text = if one.is_column && two.is_column {
        Sameness::of(one.expression == two.expression)
    } else if one.is_column != two.is_column {
        // A column in parentheses, or with a cast that does nothing.
        same_expression_of(&as_text(one), &as_text(two), type_of)
    } else {
        same_expression_of(&one.expression.0, &two.expression.0, type_of)
    };
    let plain = |text: &Option<String>| {
        text.as_deref().map(|text| text.rsplit('.').next().unwrap_or_default().trim_matches('"').to_owned())
    };
    // Which methods know an order is theirs to say; those that know none say neither.
    text.and(Sameness::of(one.descending == two.descending && one.nulls_first == two.nulls_first))
        .and(Sameness::of(plain(&one.operator_class) == plain(&two.operator_class)))
        .and(Sameness::of(plain(&one.collation) == plain(&two.collation)))
}

/// A column's name in quotes, or the text of an expression.
fn as_text(element: &IndexElementEntry) -> String {
    if element.is_column {
        format!("\"{}\"", element.expression.0.replace('"', "\"\""))
    } else {
        element.expression.0.clone()
    }
}
