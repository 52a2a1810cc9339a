use std::collections::BTreeSet;

use limbeck_alembic::errors::{host_cause, host_error};
use limbeck_exec::rehearsal::Deed;
use limbeck_graph::Step;
use limbeck_ops::{HostError, Origin};
use limbeck_python::Error;

use super::tables::mentioned;
use crate::failure::Failure;

/// A statement with where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StatementRecord {
    pub sql: String,
    pub origin: Origin,
}

/// What a step did in a rehearsal.
#[derive(Clone, Debug)]
pub(crate) struct StepRecord {
    /// The step.
    pub step: Step,
    /// What it would send, questions included.
    pub statements: Vec<StatementRecord>,
    /// What it asked about rows: its statements may depend on them.
    pub questions: Vec<StatementRecord>,
    /// Where it ended its transaction, or ran outside of one.
    pub cuts: Vec<Origin>,
    /// The tables that its statements name.
    pub tables: Vec<String>,
    /// How the script failed without a database behind it.
    pub failure: Option<Failure>,
    /// Why it failed.
    pub trouble: Option<Trouble>,
}

/// Why a script failed in a rehearsal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Something depends on a name that limbeck does not know.
    Unresolved,
    /// It has, or asks for, what limbeck does not do.
    Unsupported,
    /// It raised an exception: an empty database may be the reason.
    Raised,
}

impl Trouble {
    /// Why a script ended with an error.
    pub fn of(error: &Error) -> Trouble {
        match error {
            Error::Unresolved(_) => Trouble::Unresolved,
            Error::Unsupported(_) | Error::Syntax(_) | Error::Limit(_) => Trouble::Unsupported,
            Error::Raised(_) | Error::Interrupted => match host_error(error).or_else(|| host_cause(error)) {
                Some(HostError::Unsupported { .. }) => Trouble::Unsupported,
                _ => Trouble::Raised,
            },
        }
    }
}

impl StepRecord {
    /// Whether another database would get the same statements.
    pub fn is_certain(&self) -> bool {
        self.questions.is_empty() && self.failure.is_none()
    }
}

/// What steps did in a rehearsal.
#[derive(Clone, Debug)]
pub(crate) struct Rehearsed {
    pub steps: Vec<StepRecord>,
}

/// What the step that is being rehearsed has done so far.
#[derive(Debug, Default)]
pub(crate) struct Deeds {
    statements: Vec<StatementRecord>,
    questions: Vec<StatementRecord>,
    cuts: Vec<Origin>,
}

impl Deeds {
    /// Notes a deed.
    pub fn tell(&mut self, deed: Deed) {
        match deed {
            Deed::Statement { sql, origin } => self.statements.push(StatementRecord { sql, origin }),
            Deed::Question { sql, origin } => self.questions.push(StatementRecord { sql, origin }),
        }
    }

    /// Notes that the script ended its transaction.
    pub fn cut(&mut self, origin: &Origin) {
        self.cuts.push(origin.clone());
    }

    pub(super) fn begin_step(&mut self) {
        *self = Deeds::default();
    }

    pub(super) fn end_step(
        &mut self,
        step: &Step,
        failed: Option<(Trouble, Failure)>,
        names: &BTreeSet<String>,
    ) -> StepRecord {
        let (trouble, failure) = failed.unzip();
        let deeds = std::mem::take(self);
        let sql = deeds.statements.iter().map(|statement| statement.sql.as_str());
        StepRecord {
            step: step.clone(),
            tables: mentioned(sql, names),
            statements: deeds.statements,
            questions: deeds.questions,
            cuts: deeds.cuts,
            failure,
            trouble,
        }
    }
}
