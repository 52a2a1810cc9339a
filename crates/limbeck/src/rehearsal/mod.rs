//! Rehearsals: the scripts of revisions run on a stand-in for the database, so that it is known what they would do.
//!
//! env.py has run for real and its connection is open, but nothing of a rehearsal reaches it.

mod doubts;
mod record;
mod tables;

use std::cell::RefCell;
use std::rc::Rc;

use limbeck_alembic::on_host;
use limbeck_exec::rehearsal::StandIn;
use limbeck_graph::{Graph, Heads, RevisionId, Step, upgrade_plan};
use limbeck_ops::catalog::Doubt;
use limbeck_ops::{HostError, Origin};

pub(crate) use record::{Deeds, Rehearsed, StatementRecord, StepRecord, Trouble};

use crate::convert::{host_failure, script_failure};
use crate::failure::Failure;
use crate::look::Look;

/// The revisions that lead from an empty database to these rows.
///
/// # Errors
/// When a row is no revision of the project.
pub(crate) fn way_to(graph: &Graph, rows: &[RevisionId]) -> Result<Vec<Step>, Failure> {
    let mut heads = Heads::new(graph, &[]);
    let mut way = Vec::new();
    // A row that no file has is refused in the words of every other command.
    graph.resolve_applied(rows)?;
    for row in rows {
        let plan = upgrade_plan(graph, heads.rows(), row.as_str())?;
        for step in plan.steps {
            // Rows that another row stands for already lead nowhere new.
            if heads.apply(&step).is_ok() {
                way.push(step);
            }
        }
    }
    Ok(way)
}

impl Look<'_, '_> {
    /// A stand-in for the database that env.py connected to, empty yet.
    ///
    /// # Errors
    /// When the database can't tell its default schema.
    pub fn stand_in(&mut self) -> Result<Rehearsal, Failure> {
        let deeds = Rc::new(RefCell::new(Deeds::default()));
        let told = Rc::clone(&deeds);
        let handler: limbeck_exec::rehearsal::DeedHandler = Rc::new(move |deed| told.borrow_mut().tell(deed));
        let stand_in = StandIn::of(self.host(), handler).map_err(|error| host_failure(&error))?;
        Ok(Rehearsal { stand_in, deeds, scripts: doubts::Scripts::default() })
    }
}

/// A stand-in and what happens on it.
pub(crate) struct Rehearsal {
    stand_in: StandIn,
    deeds: Rc<RefCell<Deeds>>,
    scripts: doubts::Scripts,
}

impl Rehearsal {
    /// The stand-in.
    pub fn stand_in(&self) -> &StandIn {
        &self.stand_in
    }

    /// Rehearses steps one after the other.
    ///
    /// A script that fails leaves a doubt on all that follows; its step's record has the failure.
    ///
    /// # Errors
    /// When interrupted, or env.py's context is gone.
    pub fn run(&mut self, look: &mut Look<'_, '_>, steps: &[Step]) -> Result<Rehearsed, Failure> {
        let host = Rc::clone(self.stand_in.host());
        let url = look.url();
        *look.run.rehearsal.borrow_mut() = Some(Rc::clone(&self.deeds));
        *look.run.stand_in.borrow_mut() = Some(Rc::clone(&host));
        let hushed = look.run.hushed.replace(true);
        let mut records = Vec::new();
        let mut interrupted = None;
        let (vm, script) = (&mut *look.vm, &mut *look.script);
        let done = on_host(vm, &host, &url, |vm, _context| {
            for step in steps {
                self.deeds.borrow_mut().begin_step();
                let before = tables::names(&self.stand_in);
                let begun = host.borrow_mut().begin(&Origin::internal());
                let result = match begun {
                    Ok(()) => script(vm, step).map_err(|error| (Trouble::of(&error), script_failure(&error, vm))),
                    Err(error) => Err((Trouble::Raised, host_failure(&error))),
                };
                let ended = end(&host, result.is_ok());
                let failure = result.err().or(ended.err().map(|error| (Trouble::Raised, host_failure(&error))));
                let (trouble, failure) = failure.unzip();
                if let Some(failure) = &failure {
                    if failure.kind == crate::failure::FailureKind::Interrupted {
                        interrupted = Some(failure.clone());
                        return;
                    }
                    self.stand_in.doubt_everything(Doubt::Script {
                        message: failure.message.to_string(),
                        origin: failure.place().map_or_else(Origin::internal, |place| {
                            Origin::at(&place.path, place.line as u32, place.column as u32)
                        }),
                    });
                }
                let mut names = before;
                names.extend(tables::names(&self.stand_in));
                let mut record = self.deeds.borrow_mut().end_step(step, trouble.zip(failure), &names);
                if host.borrow().dialect().name.is_mysql() && record.statements.len() > 1 {
                    record.cuts.extend(first_on_the_schema(&record.statements));
                }
                self.scripts.doubt(&self.stand_in, &record);
                records.push(record);
            }
        });
        *look.run.rehearsal.borrow_mut() = None;
        *look.run.stand_in.borrow_mut() = None;
        look.run.hushed.set(hushed);
        done.map_err(|error| script_failure(&error, look.vm))?;
        match interrupted {
            Some(failure) => Err(failure),
            None => Ok(Rehearsed { steps: records }),
        }
    }
}

/// Where MySQL ends the transaction by itself: at the first statement on the schema.
fn first_on_the_schema(statements: &[StatementRecord]) -> Option<Origin> {
    const WORDS: &[&str] = &["ALTER", "CREATE", "DROP", "RENAME", "TRUNCATE"];
    let is_one = |statement: &&StatementRecord| {
        let first = statement.sql.split_whitespace().next().unwrap_or_default();
        WORDS.iter().any(|word| first.eq_ignore_ascii_case(word))
    };
    statements.iter().find(is_one).map(|statement| statement.origin.clone())
}

/// Ends every transaction that the step left open.
fn end(host: &limbeck_ops::SharedHost, success: bool) -> Result<(), HostError> {
    let origin = Origin::internal();
    while host.borrow().depth() > 0 {
        let ended = match success {
            true => host.borrow_mut().commit(&origin),
            false => host.borrow_mut().rollback(&origin),
        };
        ended?;
    }
    Ok(())
}
