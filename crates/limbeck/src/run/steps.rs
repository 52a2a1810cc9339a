//! The steps of a command on one context, and what is told of them.

use std::rc::Rc;

use limbeck_alembic::{MigrationContext, Project, ScriptRunner, errors, version_apply_arguments};
use limbeck_exec::{ApplyError, Cause, Event, Runner, apply, version_table};
use limbeck_graph::{Heads, RevisionId, Step, offline_rows};
use limbeck_messages as messages;
use limbeck_ops::SharedHost;
use limbeck_python::{Args, Error, Result, Vm};
use limbeck_sql::version::VersionTable;

use super::{LOGGER, Planner, Run, texts, version_table_of};
use crate::convert::{host_failure, script_failure};
use crate::failure::{Failure, FailureKind};
use crate::refusals;
use crate::report::{Direction, Level, Progress};
use crate::standing;

impl Run {
    /// The steps of a command on one context.
    pub(super) fn steps(
        &self,
        project: &Project,
        vm: &mut Vm,
        context: &MigrationContext,
        plan: &Planner,
        purge: bool,
        script: &mut ScriptRunner<'_>,
    ) -> Result<()> {
        let host = &context.host;
        let table = version_table_of(context);
        let rows = if purge || context.as_sql {
            match offline_rows(&project.graph, context.starting_rev.as_deref().filter(|_| context.as_sql)) {
                Ok(rows) => rows,
                Err(error) => return Err(self.fail(error.into())),
            }
        } else {
            match version_table::heads(host, &table) {
                Ok(rows) => rows,
                Err(error) => return Err(self.fail(host_failure(&error))),
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
        let (transactions, options) = {
            let open = self.open.borrow();
            match (&open.transactions, &open.options) {
                (Some(transactions), Some(options)) => (Rc::clone(transactions), options.clone()),
                _ => return Err(Error::runtime_error("no context is configured")),
            }
        };
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
            if error.standing.partly_applied && failure.kind != FailureKind::Interrupted {
                failure.kind = FailureKind::Partial;
                failure.help =
                    Some(messages::scripts::partial_help(standing::revision(&error.step).unwrap_or_default()));
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

    fn run_script(&mut self, step: &Step, host: &SharedHost) -> Result<()> {
        // The version table is made inside the first step, so that a first step that fails leaves nothing behind.
        if let Some((table, purge)) = self.ensure.take() {
            version_table::ensure(host, &table, purge).map_err(|error| errors::raise_host_error(self.vm, error))?;
        }
        (self.script)(self.vm, step)
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
            Event::Applied { elapsed, .. } => {
                reporter.progress(&Progress::StepDone { number: self.number, elapsed, at: self.rows.clone() });
            }
        }
    }
}
