//! The arguments of commands that take `a:b`.

use crate::identifiers::Identifiers;
use crate::refusal::Context;
use crate::{Graph, PlanError, RevisionId};

/// The target of an upgrade or a downgrade, and where an offline run begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range<'a> {
    /// What stands before the colon.
    pub start: Option<&'a str>,
    /// What stands behind it, or the whole argument.
    pub destination: &'a str,
}

impl<'a> Range<'a> {
    /// The argument of `upgrade`. A range needs `--sql`.
    pub fn of_upgrade(argument: &'a str, sql: bool) -> Result<Self, PlanError> {
        let range = Self::split(argument)?;
        if range.start.is_some() && !sql {
            return Err(PlanError::RangeNotAllowed);
        }
        Ok(range)
    }

    /// The argument of `downgrade`. A range needs `--sql`, and `--sql` needs a range.
    pub fn of_downgrade(argument: &'a str, sql: bool) -> Result<Self, PlanError> {
        let range = Self::of_upgrade(argument, sql)?;
        if range.start.is_none() && sql {
            return Err(PlanError::DowngradeNeedsRange);
        }
        Ok(range)
    }

    fn split(argument: &'a str) -> Result<Self, PlanError> {
        match argument.split_once(':') {
            None => Ok(Self { start: None, destination: argument }),
            Some((_, end)) if end.contains(':') => Err(PlanError::TooManyColons { range: argument.to_owned() }),
            Some((start, end)) => Ok(Self { start: Some(start), destination: end }),
        }
    }
}

/// The targets of `stamp`, and where an offline run begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StampRange<'a> {
    /// What stands before the colon in the arguments that have one.
    pub start: Option<&'a str>,
    /// The targets.
    pub destinations: Vec<&'a str>,
}

impl<'a> StampRange<'a> {
    /// The arguments of `stamp`. Ranges are read with `--sql` only; without, a colon is part of an identifier that will not
    /// be found.
    pub fn of_stamp(arguments: &[&'a str], sql: bool, purge: bool) -> Result<Self, PlanError> {
        if !sql {
            return Ok(Self { start: None, destinations: arguments.to_vec() });
        }
        let mut start = None;
        let mut destinations = Vec::with_capacity(arguments.len());
        for argument in arguments {
            let range = Range::split(argument)?;
            match (start, range.start) {
                (_, None) => {}
                (None, found) => start = found,
                (Some(known), Some(found)) if known == found => {}
                (Some(_), Some(_)) => return Err(PlanError::SeveralStarts),
            }
            destinations.push(range.destination);
        }
        if purge {
            return Err(PlanError::PurgeWithSql);
        }
        Ok(Self { start, destinations })
    }
}

/// The rows that an offline run takes for recorded: none from the beginning, else the revision that it starts at.
pub fn offline_rows(graph: &Graph, start: Option<&str>) -> Result<Vec<RevisionId>, PlanError> {
    let Some(start) = start.filter(|start| *start != "base") else {
        return Ok(Vec::new());
    };
    match graph.resolve_one(start)? {
        Some(member) => Ok(vec![member.id.clone()]),
        None => Err(PlanError::NotARevision { target: start.to_owned() }),
    }
}

/// `current --check-heads`: whether the rows are exactly the heads of the files.
pub fn check_heads(graph: &Graph, applied: &[RevisionId]) -> Result<(), PlanError> {
    let is_head = |row: &RevisionId| graph.heads.iter().any(|head| graph.id(*head) == row);
    let is_applied = |head: &usize| applied.contains(graph.id(*head));
    if applied.iter().all(is_head) && graph.heads.iter().all(is_applied) {
        Ok(())
    } else {
        Err(PlanError::NotOnAllHeads)
    }
}

/// Whether the database is at what the files mean by `heads`: what comparing models with the database presupposes.
pub fn check_up_to_date(graph: &Graph, applied: &[RevisionId]) -> Result<(), PlanError> {
    let explain = |refusal| Context::Lookup.explain(refusal, applied);
    let mut current = Vec::new();
    for point in graph.points(Identifiers::Rows(applied)).map_err(explain)? {
        current.extend(point.revision());
    }
    let current = graph.set(current);
    if current == graph.set(graph.effective_heads.iter().copied()) { Ok(()) } else { Err(PlanError::NotUpToDate) }
}
