//! The rows of the version table while steps are applied: Alembic's `HeadMaintainer`.

use thiserror::Error;

use crate::set::RevisionSet;
use crate::traverse::{Edges, is_at_or_below, reach};
use crate::{Graph, RevisionId, RevisionStep, StampStep, Step};

/// One statement on the version table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionChange {
    /// A new row.
    Insert(RevisionId),
    /// A row goes.
    Delete(RevisionId),
    /// A row changes.
    Update {
        /// What the row says before.
        from: RevisionId,
        /// What it says afterwards.
        to: RevisionId,
    },
}

impl VersionChange {
    /// Compares the number of rows that a statement touched, in a connected run, with the one that it should.
    pub fn check_rows(&self, table: &str, found: u64) -> Result<(), RowCountError> {
        match self {
            Self::Insert(_) => Ok(()),
            Self::Delete(_) | Self::Update { .. } if found == 1 => Ok(()),
            Self::Delete(version) => {
                Err(RowCountError::Delete { version: version.clone(), table: table.to_owned(), found })
            }
            Self::Update { from, to } => {
                Err(RowCountError::Update { from: from.clone(), to: to.clone(), table: table.to_owned(), found })
            }
        }
    }
}

/// A statement on the version table did not touch one row: somebody else wrote to it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RowCountError {
    /// A row should go.
    #[error("Online migration expected to match one row when deleting '{version}' in '{table}'; {found} found")]
    Delete {
        /// What the row should say.
        version: RevisionId,
        /// The version table.
        table: String,
        /// How many rows there were.
        found: u64,
    },
    /// A row should change.
    #[error("Online migration expected to match one row when updating '{from}' to '{to}' in '{table}'; {found} found")]
    Update {
        /// What the row should say before.
        from: RevisionId,
        /// What it should say afterwards.
        to: RevisionId,
        /// The version table.
        table: String,
        /// How many rows there were.
        found: u64,
    },
}

/// Why a step does not fit the rows. Alembic has assertions and tracebacks here.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HeadsError {
    /// A row names no revision.
    #[error("Can't locate revision identified by '{revision}'")]
    UnknownApplied {
        /// The row.
        revision: RevisionId,
    },
    /// The step would write a row that is there.
    #[error("the version table already has '{revision}'")]
    AlreadyRecorded {
        /// The row.
        revision: RevisionId,
    },
    /// The step would change or delete a row that is not there.
    #[error("the version table has no '{revision}'")]
    NotRecorded {
        /// The row.
        revision: RevisionId,
    },
    /// A revision with several parents, of which not exactly one has a row.
    #[error("Can't do an UPDATE because downrevision is ambiguous")]
    Ambiguous {
        /// The revision.
        revision: RevisionId,
    },
    /// A stamp that does not say one row.
    #[error("a stamp of {} rows to {} can't be written", .from.len(), .to.len())]
    Shapeless {
        /// The rows before.
        from: Vec<RevisionId>,
        /// The rows afterwards.
        to: Vec<RevisionId>,
    },
}

/// The rows of the version table. Rows that the table has twice count once, as in Alembic.
#[derive(Debug, Clone)]
pub struct Heads<'g> {
    graph: &'g Graph,
    rows: Vec<RevisionId>,
    /// Revisions at or below some rows, kept since the rows beside a step often stay the same from step to step.
    covered: Option<(Vec<usize>, RevisionSet)>,
}

impl<'g> Heads<'g> {
    /// Begins with these rows.
    pub fn new(graph: &'g Graph, applied: &[RevisionId]) -> Self {
        let mut rows: Vec<RevisionId> = Vec::with_capacity(applied.len());
        for row in applied {
            if !rows.contains(row) {
                rows.push(row.clone());
            }
        }
        Self { graph, rows, covered: None }
    }

    /// The rows by now: old ones in their order, new ones at the end, changed ones in their old place.
    pub fn rows(&self) -> &[RevisionId] {
        &self.rows
    }

    /// Applies a step and gives the statements that record it, in order.
    ///
    /// Where several rows become one or the other way round, the last of the revision's parents has the UPDATE (in Alembic
    /// the order of a set decides). On an error the rows stay as they were.
    pub fn apply(&mut self, step: &Step) -> Result<Vec<VersionChange>, HeadsError> {
        let changes = match step {
            Step::Upgrade(step) => self.of_upgrade(step)?,
            Step::Downgrade(step) => self.of_downgrade(step)?,
            Step::Stamp(step) => self.of_stamp(step)?,
        };
        let mut rows = self.rows.clone();
        for change in &changes {
            perform(&mut rows, change)?;
        }
        self.rows = rows;
        Ok(changes)
    }

    fn has(&self, id: &RevisionId) -> bool {
        self.rows.contains(id)
    }

    fn of_upgrade(&mut self, step: &RevisionStep) -> Result<Vec<VersionChange>, HeadsError> {
        let parents = &step.normalized_parents;
        let recorded: Vec<&RevisionId> = parents.iter().filter(|id| self.has(id)).collect();
        let to = step.revision.clone();
        match recorded.as_slice() {
            [] => Ok(vec![VersionChange::Insert(to)]),
            [from] => Ok(vec![update((*from).clone(), to)]),
            several => {
                // Rows that another row stands for already should not be there; they are left alone.
                let recorded: Vec<RevisionId> = several.iter().map(|id| (*id).clone()).collect();
                let others = self.positions(self.rows.iter().filter(|row| !parents.contains(row)))?;
                let mut merged = self.not_covered(&recorded, others)?;
                let Some(from) = merged.pop() else {
                    return Err(HeadsError::Ambiguous { revision: to });
                };
                let deletes = merged.into_iter().map(VersionChange::Delete);
                Ok(deletes.chain([update(from, to)]).collect())
            }
        }
    }

    fn of_downgrade(&mut self, step: &RevisionStep) -> Result<Vec<VersionChange>, HeadsError> {
        let parents = &step.normalized_parents;
        let from = step.revision.clone();
        if !self.has(&from) {
            return Err(HeadsError::NotRecorded { revision: from });
        }
        let mut remaining = self.remaining_parents(step)?;
        match (remaining.pop(), parents.len()) {
            (None, _) => Ok(vec![VersionChange::Delete(from)]),
            (Some(to), 0 | 1) => Ok(vec![update(from, to)]),
            (Some(to), _) => {
                let inserts = remaining.into_iter().map(VersionChange::Insert);
                Ok(inserts.chain([update(from, to)]).collect())
            }
        }
    }

    /// Parents that need a row once the revision is gone: those that no other row, and no other parent, stands for.
    fn remaining_parents(&mut self, step: &RevisionStep) -> Result<Vec<RevisionId>, HeadsError> {
        let parents = &step.normalized_parents;
        if parents.is_empty() {
            return Ok(Vec::new());
        }
        let others = self.positions(self.rows.iter().filter(|row| **row != step.revision))?;
        if !others.is_empty() {
            return self.not_covered(parents, others);
        }
        let mut remaining = Vec::new();
        for id in parents {
            let rest = self.positions(parents.iter().filter(|other| *other != id))?;
            if rest.is_empty() || !is_at_or_below(self.graph, self.position(id)?, &rest) {
                remaining.push(id.clone());
            }
        }
        Ok(remaining)
    }

    /// Those of the revisions that are neither among the others nor below one.
    fn not_covered(&mut self, ids: &[RevisionId], others: Vec<usize>) -> Result<Vec<RevisionId>, HeadsError> {
        let covered = match self.covered.take() {
            Some((tips, covered)) if tips == others => covered,
            Some(_) | None => reach(self.graph, &others, Edges::NormalizedParents),
        };
        let mut free = Vec::new();
        for id in ids {
            if !covered.contains(self.position(id)?) {
                free.push(id.clone());
            }
        }
        self.covered = Some((others, covered));
        Ok(free)
    }

    fn of_stamp(&self, step: &StampStep) -> Result<Vec<VersionChange>, HeadsError> {
        let shapeless = || HeadsError::Shapeless { from: step.from.clone(), to: step.to.clone() };
        if !step.is_upgrade && step.is_branch_move {
            let [from] = step.from.as_slice() else {
                return Err(shapeless());
            };
            return Ok(vec![VersionChange::Delete(from.clone())]);
        }
        let appears = step.is_branch_move || step.from.iter().any(|id| !self.has(id));
        if step.is_upgrade && appears && step.to.iter().any(|id| !self.has(id)) {
            let [to] = step.to.as_slice() else {
                return Err(shapeless());
            };
            return Ok(vec![VersionChange::Insert(to.clone())]);
        }
        match (step.from.as_slice(), step.to.as_slice()) {
            ([deleted @ .., from], [to]) => {
                let deletes = deleted.iter().cloned().map(VersionChange::Delete);
                Ok(deletes.chain([update(from.clone(), to.clone())]).collect())
            }
            ([from], [inserted @ .., to]) => {
                let inserts = inserted.iter().cloned().map(VersionChange::Insert);
                Ok(inserts.chain([update(from.clone(), to.clone())]).collect())
            }
            ([], [to]) => Err(HeadsError::AlreadyRecorded { revision: to.clone() }),
            (_, _) => Err(shapeless()),
        }
    }

    fn position(&self, id: &RevisionId) -> Result<usize, HeadsError> {
        self.graph.located(id.as_str(), None).map_err(|_| HeadsError::UnknownApplied { revision: id.clone() })
    }

    fn positions<'a>(&self, ids: impl Iterator<Item = &'a RevisionId>) -> Result<Vec<usize>, HeadsError> {
        ids.map(|id| self.position(id)).collect()
    }
}

fn update(from: RevisionId, to: RevisionId) -> VersionChange {
    VersionChange::Update { from, to }
}

fn perform(rows: &mut Vec<RevisionId>, change: &VersionChange) -> Result<(), HeadsError> {
    let place = |rows: &[RevisionId], id: &RevisionId| rows.iter().position(|row| row == id);
    let absent = |id: &RevisionId| HeadsError::NotRecorded { revision: id.clone() };
    let present = |id: &RevisionId| HeadsError::AlreadyRecorded { revision: id.clone() };
    match change {
        VersionChange::Insert(id) => {
            if rows.contains(id) {
                return Err(present(id));
            }
            rows.push(id.clone());
        }
        VersionChange::Delete(id) => {
            let at = place(rows, id).ok_or_else(|| absent(id))?;
            rows.remove(at);
        }
        VersionChange::Update { from, to } => {
            if rows.contains(to) {
                return Err(present(to));
            }
            let at = place(rows, from).ok_or_else(|| absent(from))?;
            rows[at] = to.clone();
        }
    }
    Ok(())
}
