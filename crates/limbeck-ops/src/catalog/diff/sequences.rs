//! Sequences.

use super::SequenceAspect;
use crate::catalog::SequenceEntry;

/// What a sequence does, with the defaults of its type and direction filled in.
#[derive(PartialEq)]
struct Effective {
    ty: String,
    start: i64,
    increment: i64,
    min: i64,
    max: i64,
    cache: i64,
    cycle: bool,
}

fn effective(entry: &SequenceEntry, default_type: &str) -> Effective {
    let ty = if entry.type_text.is_empty() { default_type } else { &entry.type_text };
    let (least, most) = match ty {
        "smallint" => (i64::from(i16::MIN), i64::from(i16::MAX)),
        "integer" => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    };
    let increment = entry.increment.unwrap_or(1);
    let min = entry.min_value.unwrap_or(if increment > 0 { 1 } else { least });
    let max = entry.max_value.unwrap_or(if increment > 0 { most } else { -1 });
    let start = entry.start.unwrap_or(if increment > 0 { min } else { max });
    Effective { ty: ty.to_owned(), start, increment, min, max, cache: entry.cache.unwrap_or(1), cycle: entry.cycle }
}

/// What differs of two sequences, of this type where they name none.
pub(super) fn aspects(expected: &SequenceEntry, actual: &SequenceEntry, default_type: &str) -> Vec<SequenceAspect> {
    let (one, two) = (effective(expected, default_type), effective(actual, default_type));
    let all = [
        (SequenceAspect::Type, one.ty != two.ty),
        (SequenceAspect::Start, one.start != two.start),
        (SequenceAspect::Increment, one.increment != two.increment),
        (SequenceAspect::MinValue, one.min != two.min),
        (SequenceAspect::MaxValue, one.max != two.max),
        (SequenceAspect::Cache, one.cache != two.cache),
        (SequenceAspect::Cycle, one.cycle != two.cycle),
    ];
    all.into_iter().filter(|(_, differs)| *differs).map(|(aspect, _)| aspect).collect()
}
