//! The steps of a command on one context, and what is told of them.

use std::rc::Rc;

use limbeck_alembic::{MigrationContext, Project, ScriptRunner, errors, version_apply_arguments};
use limbeck_exec::journal::{self, Earlier};
use limbeck_exec::version_table::Start;
use limbeck_exec::{ApplyError, Cause, Event, Runner, apply, version_table};
use limbeck_graph::{Heads, Plan, RevisionId, Step, offline_rows};
use limbeck_messages as messages;
use limbeck_ops::{HostError, SharedHost};
use limbeck_python::{Args, Error, Result, Vm};
use limbeck_sql::version::VersionTable;

use super::{LOGGER, Planner, Run, texts, version_table_of};
use crate::convert::{host_failure, script_failure};
use crate::failure::{Failure, FailureKind};
use crate::refusals;
use crate::report::{Direction, Level, Progress};
use crate::standing;

/// What is special about a command that runs steps.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    /// `stamp --purge`
    pub purge: bool,
    /// `stamp`
    pub is_stamp: bool,
}

impl Run {
    /// The steps of a command on one context.
    pub(super) fn steps(
        &self,
        project: &Project,
        vm: &mut Vm,
        context: &MigrationContext,
        plan: &Planner,
        kind: Kind,
        script: &mut ScriptRunner<'_>,
    ) -> Result<()> {
        let host = &context.host;
        let table = version_table_of(context);
        let purge = kind.purge;
        let start = match context.as_sql {
            true => None,
            false => Some(version_table::start(host, &table, purge).map_err(|error| self.fail(host_failure(&error)))?),
        };
        let rows = if let (Some(start), false) = (&start, purge) {
            start.heads.clone()
        } else {
            match offline_rows(&project.graph, context.starting_rev.as_deref().filter(|_| context.as_sql)) {
                Ok(rows) => rows,
                Err(error) => return Err(self.fail(error.into())),
            }
        };
        let plan = match plan(project, &rows) {
            Ok(plan) => plan,
            Err(error) => {
                let mut failure: Failure = error.into();
                if !context.as_sql {
                    failure.database = Some(standing::unchanged(&rows));
                }
                return Err(self.fail(failure));
            }
        };
        for warning in &plan.warnings {
            self.settings.reporter.warn(&refusals::warning(*warning), None);
        }
        let url = self.url_of(host).map(|url| limbeck_exec::url::masked(&url)).unwrap_or_default();
        self.settings.reporter.progress(&Progress::Planned { url, at: texts(&rows), steps: plan.steps.len() });
        let earlier = match &start {
            Some(start) => self.earlier(host, start, &plan, kind)?,
            None => Earlier::default(),
        };
        let (transactions, mut options) = {
            let open = self.open.borrow();
            match (&open.transactions, &open.options) {
                (Some(transactions), Some(options)) => (Rc::clone(transactions), options.clone()),
                _ => return Err(Error::runtime_error("no context is configured")),
            }
        };
        options.earlier = earlier;
        // As Alembic loads every script before it runs any: a script that can't be read must not stop a run half way.
        for revision in plan.steps.iter().filter_map(Step::revision) {
            if let Err(error) = project.scripts.module(vm, revision) {
                let mut failure = script_failure(&error, vm);
                if !context.as_sql {
                    failure.database = Some(standing::unchanged(&rows));
                }
                return Err(self.fail(failure));
            }
        }
        let must_ensure = !context.as_sql && (purge || rows.is_empty());
        let mut heads = Heads::new(&project.graph, &rows);
        if !context.as_sql {
            self.open.borrow_mut().uncommitted.get_or_insert_with(|| rows.clone());
        }
        let mut runner = StepRunner {
            run: self,
            vm,
            context,
            script,
            number: 0,
            steps: plan.steps.len(),
            rows: Vec::new(),
            ensure: must_ensure.then(|| (table.clone(), purge)),
        };
        if plan.steps.is_empty() && must_ensure {
            let ensured = version_table::ensure(host, &table, purge);
            if let Err(error) = ensured {
                return Err(self.fail(host_failure(&error)));
            }
        }
        let applied = apply(host, &transactions, &options, &mut heads, &plan.steps, &mut runner);
        match applied {
            Ok(report) => {
                self.steps_done.set(self.steps_done.get() + report.steps);
                if !context.as_sql && host.borrow().depth() == 0 {
                    self.open.borrow_mut().uncommitted = None;
                }
                Ok(())
            }
            Err(error) => Err(self.step_failed(vm, context, error)),
        }
    }

    /// What earlier runs left half done, as far as it is gone on with now.
    fn earlier(&self, host: &SharedHost, start: &Start, plan: &Plan, kind: Kind) -> Result<Earlier> {
        let resume = self.settings.resume;
        let refused = |error: HostError| self.fail(host_failure(&error));
        let is_given_up = kind.purge || (kind.is_stamp && plan.steps.is_empty());
        if is_given_up && start.has_journal {
            journal::drop_journal(host, &start.journal).map_err(refused)?;
            return Ok(Earlier::default());
        }
        let (earlier, warning) = journal::earlier(host, start, resume).map_err(refused)?;
        if let Some(warning) = warning {
            self.settings.reporter.warn(&warning, None);
        }
        // Stamping gives it up, with the version row.
        if let (Some(unfinished), Some(first), false) = (&earlier.unfinished, plan.steps.first(), kind.is_stamp) {
            let wanted = journal::name(first);
            if unfinished.step != wanted {
                let failure =
                    Failure::new(FailureKind::Partial, messages::journal::other_step(&unfinished.step, wanted));
                let database = standing::with_a_part(&start.heads, &unfinished.step);
                return Err(self.fail(Failure {
                    database: Some(database),
                    ..failure.with_help(messages::journal::other_step_help())
                }));
            }
        }
        Ok(earlier)
    }

    fn step_failed(&self, vm: &mut Vm, context: &MigrationContext, error: Box<ApplyError<Error>>) -> Error {
        let error = *error;
        let (mut failure, raised) = match error.cause {
            Cause::Script(error) => (script_failure(&error, vm), error),
            Cause::Host(error) => (host_failure(&error), errors::raise_host_error(vm, error)),
            Cause::Rows(error) => {
                let failure = Failure::new(FailureKind::Database, refusals::rows_message(&error))
                    .with_help(messages::refusals::rows_changed_help());
                (failure, Error::runtime_error(error.to_string()))
            }
            Cause::Heads(error) => (
                Failure::new(FailureKind::Project, refusals::heads_message(&error)),
                Error::runtime_error(error.to_string()),
            ),
        };
        // How env.py came to run the migrations is not what the author of the revision looks for.
        let env_py = crate::convert::shown(&self.env_py);
        if let Some(first) = failure.places.iter().position(|place| place.path != env_py) {
            failure.places.drain(..first);
        }
        if !context.as_sql {
            failure.database = Some(standing::after(&error.standing, &error.step));
            if error.standing.partly_applied {
                let is_refused = failure.kind == FailureKind::Partial;
                if failure.kind != FailureKind::Interrupted {
                    failure.kind = FailureKind::Partial;
                }
                match &error.standing.half_done {
                    // Its help says how to go on.
                    _ if is_refused => {}
                    Some(half) => {
                        let revision = standing::revision(&half.step).unwrap_or_default();
                        let statements = messages::units::statements(half.finished);
                        failure.help = Some(messages::journal::go_on_help(revision, statements));
                    }
                    None if failure.kind == FailureKind::Interrupted => {}
                    None => {
                        let revision = standing::revision(&error.step).unwrap_or_default();
                        failure.help = Some(messages::scripts::partial_help(revision));
                    }
                }
            }
        }
        let revision = error.step.revision().map(ToString::to_string);
        if let Some(revision) = revision
            && failure.kind != FailureKind::Interrupted
            && !failure.message.to_string().contains(&revision)
        {
            failure.message = messages::scripts::in_revision(&failure.message, revision);
        }
        self.failure.borrow_mut().get_or_insert(failure);
        raised
    }
}

/// What [`apply`] asks for each step.
struct StepRunner<'a, 'b, 'c> {
    run: &'a Run,
    vm: &'a mut Vm,
    context: &'a MigrationContext,
    script: &'b mut ScriptRunner<'c>,
    number: usize,
    steps: usize,
    /// The rows that the last step has written.
    rows: Vec<String>,
    ensure: Option<(VersionTable, bool)>,
}

impl Runner for StepRunner<'_, '_, '_> {
    type Error = Error;

    fn prepare(&mut self, host: &SharedHost) -> Result<()> {
        // The version table is made inside the first step, so that a first step that fails leaves nothing behind.
        if let Some((table, purge)) = self.ensure.take() {
            version_table::ensure(host, &table, purge).map_err(|error| errors::raise_host_error(self.vm, error))?;
        }
        Ok(())
    }

    fn run_script(&mut self, step: &Step, _host: &SharedHost) -> Result<()> {
        (self.script)(self.vm, step)
    }

    fn script_digest(&self, step: &Step) -> String {
        let revision = step.revision().and_then(|revision| self.run.project.get()?.graph.revision(revision.as_str()));
        let text = revision.and_then(|revision| std::fs::read_to_string(&revision.path).ok());
        journal::digest(&text.unwrap_or_default())
    }

    fn version_applied(&mut self, step: &Step, heads: &[RevisionId]) -> Result<()> {
        self.rows = texts(heads);
        for callback in self.context.on_version_apply.clone() {
            let keywords = version_apply_arguments(self.vm, step, heads)?;
            self.vm.call(&callback, Args { keyword: keywords, ..Args::none() })?;
        }
        Ok(())
    }

    fn event(&mut self, event: Event<'_>) {
        let reporter = &self.run.settings.reporter;
        match event {
            Event::Running { step } => {
                self.number += 1;
                let text = step.to_string();
                reporter.progress(&Progress::Step {
                    number: self.number,
                    steps: self.steps,
                    direction: match step {
                        Step::Upgrade(_) => Direction::Upgrade,
                        Step::Downgrade(_) => Direction::Downgrade,
                        Step::Stamp(_) => Direction::Stamp,
                    },
                    revision: step.revision().map(ToString::to_string),
                    from: texts(step.from_ids()),
                    to: texts(step.to_ids()),
                    text: text.clone(),
                });
                self.run.log(&format!("Running {text}"));
            }
            Event::Cut { step } => {
                let name = step.revision().map(ToString::to_string).unwrap_or_default();
                self.run.settings.reporter.log(
                    LOGGER,
                    Level::Debug,
                    &format!("the run was cut in two in revision {name}: what ran before is committed"),
                );
            }
            Event::Warning { message } => reporter.warn(&message, None),
            Event::Applied { elapsed, .. } => {
                reporter.progress(&Progress::StepDone { number: self.number, elapsed, at: self.rows.clone() });
            }
        }
    }
}
