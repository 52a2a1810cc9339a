//! The journal on the way through the steps of a run.

use limbeck_graph::{RevisionId, Step};
use limbeck_messages::{Message, journal as says, units};
use limbeck_ops::{DialectName, HostError, JournalState, SharedHost, StepJournal, TableName};
use limbeck_sql::journal::table_of;

use super::unfinished::{clear, drop_if_empty, drop_journal, forget, place};
use crate::apply::RunOptions;

/// A step of which a part is done and noted, so that the next run goes on behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfDone {
    /// The step.
    pub step: Step,
    /// How many of its statements are done.
    pub finished: usize,
}

/// A step as the journal names it: `upgrade 3f2a`.
pub fn name(step: &Step) -> String {
    let direction = if step.is_upgrade() { "upgrade" } else { "downgrade" };
    format!("{direction} {}", step.revision().map_or("", RevisionId::as_str))
}

/// What is known of the journal between the steps.
pub(crate) struct Track<'o> {
    options: &'o RunOptions,
    journal: TableName,
    is_there: bool,
    /// The step whose script ended last.
    state: JournalState,
    /// A step that is done but for the commit, of which a part is permanent.
    uncommitted: Option<HalfDone>,
    /// What people have to be told.
    pub warnings: Vec<Message>,
}

impl<'o> Track<'o> {
    pub fn new(options: &'o RunOptions) -> Track<'o> {
        Track {
            options,
            journal: options.earlier.journal.clone().unwrap_or_else(|| table_of(&options.version_table)),
            is_there: options.earlier.is_there,
            state: JournalState::default(),
            uncommitted: None,
            warnings: Vec::new(),
        }
    }

    /// Before the script of a step runs.
    pub fn begin(
        &mut self,
        host: &SharedHost,
        step: &Step,
        heads: &[RevisionId],
        script: String,
    ) -> Result<(), HostError> {
        self.state = JournalState::default();
        if matches!(step, Step::Stamp(_)) || host.borrow().is_offline() {
            return Ok(());
        }
        let step_name = name(step);
        let unfinished = self.options.earlier.unfinished.as_ref().filter(|unfinished| unfinished.step == step_name);
        if let Some(unfinished) = unfinished {
            self.warnings.push(says::going_on(&step_name, units::statements(unfinished.finished())));
        }
        let journal = StepJournal {
            table: self.journal.clone(),
            is_there: self.is_there,
            step: step_name,
            heads: place(heads),
            script,
            noted: unfinished.map(|unfinished| unfinished.noted.clone()).unwrap_or_default(),
            resume: self.options.earlier.resume,
        };
        host.borrow_mut().begin_journal(journal)
    }

    /// The script of a step went through.
    pub fn script_done(&mut self, host: &SharedHost) -> Result<(), HostError> {
        let state = host.borrow_mut().end_journal(true)?;
        self.take(state);
        Ok(())
    }

    fn take(&mut self, state: JournalState) {
        self.is_there |= state.is_there;
        self.warnings.extend(state.warnings.iter().cloned());
        self.state = state;
    }

    /// With the version row: what is noted of the step goes.
    pub fn clear(&mut self, host: &SharedHost, step: &Step) -> Result<(), HostError> {
        if host.borrow().is_offline() || !self.is_there || !(self.state.has_rows || matches!(step, Step::Stamp(_))) {
            return Ok(());
        }
        clear(host, &self.journal)?;
        // Elsewhere it is dropped in the transaction.
        self.is_there = self.is_mysql(host);
        Ok(())
    }

    fn is_mysql(&self, host: &SharedHost) -> bool {
        matches!(host.borrow().dialect().name, DialectName::Mysql | DialectName::Mariadb)
    }

    /// A step is done, and its transaction ended if it is its own.
    pub fn step_done(&mut self, host: &SharedHost, step: &Step) {
        if host.borrow().depth() == 0 {
            self.uncommitted = None;
        } else if self.state.finished > 0 {
            self.uncommitted = Some(HalfDone { step: step.clone(), finished: self.state.finished });
        }
    }

    /// All steps are done: the empty table goes, where that was not a part of the transaction.
    pub fn run_done(&self, host: &SharedHost) {
        if !(self.is_there && self.is_mysql(host)) {
            return;
        }
        if host.borrow().depth() > 0 {
            host.borrow_mut().spend_journal(self.journal.clone(), Vec::new());
        } else {
            // What is left the next run will drop.
            let _dropped = drop_if_empty(host, &self.journal);
        }
    }

    /// A step failed, and what could be rolled back is.
    pub fn step_failed(&mut self, host: &SharedHost) {
        if let Ok(state) = host.borrow_mut().end_journal(false)
            && state != JournalState::default()
        {
            self.take(state);
        }
        if host.borrow().is_offline() {
            return;
        }
        if host.borrow().depth() > 0 {
            if self.is_there {
                host.borrow_mut().spend_journal(self.journal.clone(), self.state.refused.clone());
            }
            return;
        }
        // What can't be tidied up, because the connection is gone, the next run finds out.
        if !self.state.refused.is_empty() {
            let _forgotten = forget(host, &self.journal, &self.state.refused);
        }
        let is_empty = self.state.finished == 0 && !self.state.is_unclear;
        if self.is_there && is_empty && self.options.earlier.unfinished.is_none() {
            let _dropped = match self.state.has_rows {
                true => drop_if_empty(host, &self.journal),
                false => drop_journal(host, &self.journal),
            };
        }
    }

    /// The step that is half done after a failure in `step`.
    pub fn half_done(&self, step: &Step) -> Option<HalfDone> {
        match self.state.finished {
            0 => self.uncommitted.clone(),
            finished => Some(HalfDone { step: step.clone(), finished }),
        }
    }

    /// Whether nobody knows if something of the step is done.
    pub fn is_unclear(&self) -> bool {
        self.state.is_unclear
    }

    /// A script made what came before it permanent.
    pub fn cut(&mut self) {
        self.uncommitted = None;
    }
}
