//! A command that needs env.py: what env.py asks of the application, and the steps in between.

use std::cell::{Cell, OnceCell, RefCell};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use limbeck_alembic::{
    Config, EvaluatorOptions, MigrationContext, Opening, Project, Runtime, ScriptRunner, Scripts, errors, evaluator,
    run_default_env, run_env, version_apply_arguments,
};
use limbeck_exec::lock::{LockError, LockHolder, LockOptions, PendingLock, RunLock};
use limbeck_exec::rehearsal::StandIn;
use limbeck_exec::{
    ApplyError, AutocommitBlock, Cause, ConnectOptions, Event, OfflineHost, RunOptions, Runner, Scope, Statistics,
    Transactions, apply, connect, version_table,
};
use limbeck_graph::{Heads, Plan, PlanError, RevisionId, Step, offline_rows};
use limbeck_messages as messages;
use limbeck_ops::{Dialect, DialectName, HostError, Origin, Query, SharedHost, Type};
use limbeck_python::{Args, Error, Result, Vm};
use limbeck_sql::SqlError;
use limbeck_sql::version::VersionTable;

use crate::convert::{host_failure, places_of, script_failure};
use crate::examine::SharedExaminer;
use crate::failure::{Failure, FailureKind};
use crate::look::Look;
use crate::refusals;
use crate::rehearsal::Deeds;
use crate::report::{Direction, Level, Progress};
use crate::settings::{ReporterConsole, Settings, Surroundings};
use crate::standing;

/// The logger of Alembic's migration context.
const LOGGER: &str = "alembic.runtime.migration";

type Planner = dyn Fn(&Project, &[RevisionId]) -> std::result::Result<Plan, PlanError>;
type Reader = dyn Fn(&Project, &[RevisionId], &str) -> std::result::Result<(), Failure>;

type Looker = dyn Fn(&mut Look<'_, '_>) -> std::result::Result<(), Failure>;

/// What a command does once env.py calls `run_migrations()`.
pub(crate) enum Job {
    /// Upgrade, downgrade or stamp.
    Steps {
        /// Makes the plan for the rows that the version table has.
        plan: Box<Planner>,
        /// `stamp --purge`
        purge: bool,
    },
    /// `ensure_version`
    EnsureVersion,
    /// Only reads: the rows and the masked URL are given to a function.
    Read(Box<Reader>),
    /// Only looks: everything that env.py configured is given to a function.
    Look(Box<Looker>),
    /// Only looks, over connections that the examiner makes.
    Examine(SharedExaminer),
}

/// Arguments of a command that concern env.py.
#[derive(Default)]
pub(crate) struct EnvArguments {
    pub sql: bool,
    pub tag: Option<String>,
    pub starting_revision: Option<String>,
    pub destination_revision: Option<String>,
}

/// What is open for the context that env.py configured last.
#[derive(Default)]
struct Open {
    transactions: Option<Rc<Transactions>>,
    options: Option<RunOptions>,
    scopes: Vec<Scope>,
    autocommit: Vec<AutocommitBlock>,
    pending_lock: Option<PendingLock>,
    held_locks: Vec<RunLock>,
    locked: Vec<(String, VersionTable)>,
    urls: Vec<(SharedHost, String)>,
    /// The rows before steps ran that a transaction around them has yet to commit.
    uncommitted: Option<Vec<RevisionId>>,
}

pub(crate) struct Run {
    pub(crate) settings: Settings,
    config: Rc<Config>,
    env_py: PathBuf,
    project: OnceCell<Rc<Project>>,
    opening: RefCell<Option<Opening>>,
    surroundings: Surroundings,
    database: Database,
    /// Set while what scripts print is nobody's business.
    pub(crate) hushed: Rc<Cell<bool>>,
    arguments: EnvArguments,
    job: Job,
    statistics: Arc<Statistics>,
    open: RefCell<Open>,
    failure: RefCell<Option<Failure>>,
    started: Instant,
    steps_done: Cell<usize>,
    warned_of_url: Cell<bool>,
    /// Whether env.py has called `run_migrations()`.
    ran: Cell<bool>,
    /// What the step that is being rehearsed does, while one is.
    pub(crate) rehearsal: RefCell<Option<Rc<RefCell<Deeds>>>>,
    /// The stand-in for the database of a rehearsal.
    pub(crate) stand_in: RefCell<Option<SharedHost>>,
}

/// Runs env.py with a job.
pub(crate) fn run(
    settings: &Settings,
    project: &Rc<Project>,
    arguments: EnvArguments,
    job: Job,
) -> std::result::Result<(), Failure> {
    let (config, env_py) = (Rc::clone(&project.config), project.env_py());
    start(settings, config, env_py, OnceCell::from(Rc::clone(project)), None, Database::Real, arguments, job)
}

/// Runs env.py with a job that looks at the project alone: every connection is a stand-in.
pub(crate) fn run_without_database(
    settings: &Settings,
    project: &Rc<Project>,
    job: Job,
) -> std::result::Result<(), Failure> {
    let (config, env_py, arguments) = (Rc::clone(&project.config), project.env_py(), EnvArguments::default());
    start(settings, config, env_py, OnceCell::from(Rc::clone(project)), None, Database::StandIn, arguments, job)
}

/// What connections lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Database {
    /// The database that the URL names.
    Real,
    /// Nothing: a stand-in of the URL's dialect.
    StandIn,
}

/// Runs env.py with a job that only reads, while the revisions are still being read.
pub(crate) fn run_while_opening(settings: &Settings, opening: Opening, job: Job) -> std::result::Result<(), Failure> {
    let (config, env_py) = (Rc::clone(&opening.config), opening.env_py());
    start(settings, config, env_py, OnceCell::new(), Some(opening), Database::Real, EnvArguments::default(), job)
}

#[expect(clippy::too_many_arguments, reason = "what is different from command to command")]
fn start(
    settings: &Settings,
    config: Rc<Config>,
    env_py: PathBuf,
    project: OnceCell<Rc<Project>>,
    opening: Option<Opening>,
    database: Database,
    arguments: EnvArguments,
    job: Job,
) -> std::result::Result<(), Failure> {
    let surroundings = Surroundings::read(settings, &config);
    let variables = surroundings.variables.clone();
    let hushed = Rc::new(Cell::new(false));
    let run = Rc::new(Run {
        settings: settings.clone(),
        config,
        env_py,
        project,
        opening: RefCell::new(opening),
        surroundings,
        database,
        hushed: Rc::clone(&hushed),
        arguments,
        job,
        statistics: Arc::default(),
        open: RefCell::default(),
        failure: RefCell::new(None),
        started: Instant::now(),
        steps_done: Cell::new(0),
        warned_of_url: Cell::new(false),
        ran: Cell::new(false),
        rehearsal: RefCell::default(),
        stand_in: RefCell::default(),
    });
    let options = EvaluatorOptions {
        console: Rc::new(ReporterConsole { reporter: Rc::clone(&settings.reporter), hushed }),
        interrupt: Arc::clone(&settings.interrupt),
        variables,
    };
    let mut vm = evaluator(&run.config, Rc::clone(&run) as Rc<dyn Runtime>, options);
    let result = if settings.no_env {
        settings.reporter.warn(&messages::compat::no_env(), None);
        run_default_env(&mut vm)
    } else {
        run_env(&mut vm, &run.env_py)
    };
    // Revisions that do not fit together are refused whatever the command and the database.
    run.project()?;
    let kept = run.failure.borrow_mut().take();
    match (result, kept) {
        (_, Some(failure)) => Err(failure),
        (Ok(()), None) => {
            if !run.ran.get() {
                settings.reporter.warn(&messages::verify::nothing_configured(), None);
            }
            let steps = run.steps_done.get();
            settings.reporter.progress(&Progress::Finished { steps, elapsed: run.started.elapsed() });
            Ok(())
        }
        (Err(error), None) => {
            let mut failure = script_failure(&error, &vm);
            let open = run.open.borrow();
            if let Some(rows) = &open.uncommitted {
                failure.database = Some(standing::back_at(rows));
            }
            Err(failure)
        }
    }
}

/// Waits for the revisions of a project, and tells its warnings.
pub(crate) fn finish(settings: &Settings, opening: Opening) -> std::result::Result<Rc<Project>, Failure> {
    let project = opening.finish()?;
    for warning in &project.warnings {
        settings.reporter.warn(&messages::project::loaded_twice(warning), None);
    }
    Ok(Rc::new(project))
}

fn texts(ids: &[RevisionId]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

fn sql_error(error: SqlError) -> HostError {
    match error {
        SqlError::Compile { class, message } => HostError::Compile { class, message, origin: Origin::internal() },
        SqlError::Unsupported(what) => HostError::Unsupported { what, origin: Origin::internal() },
    }
}

pub(crate) fn version_table_of(context: &MigrationContext) -> VersionTable {
    VersionTable {
        name: context.version_table.clone(),
        schema: context.version_table_schema.as_ref().map(|name| name.text.clone()),
        pk: context.version_table_pk,
    }
}

impl Run {
    /// The project; waits for its revisions where they are still being read.
    pub(crate) fn project(&self) -> std::result::Result<&Rc<Project>, Failure> {
        if let Some(opening) = self.opening.borrow_mut().take() {
            let project = finish(&self.settings, opening).inspect_err(|failure| {
                self.failure.borrow_mut().get_or_insert(failure.clone());
            })?;
            return Ok(self.project.get_or_init(|| project));
        }
        match (self.project.get(), &*self.failure.borrow()) {
            (Some(project), _) => Ok(project),
            (None, Some(failure)) => Err(failure.clone()),
            (None, None) => Err(Failure::new(FailureKind::Project, messages::project::not_read())),
        }
    }

    fn log(&self, message: &str) {
        self.settings.reporter.log(LOGGER, Level::Info, message);
    }

    fn connect_options(&self) -> ConnectOptions {
        let reporter = Rc::clone(&self.settings.reporter);
        ConnectOptions {
            application_name: Some("limbeck".to_owned()),
            interrupt: Some(Arc::clone(&self.settings.interrupt)),
            notices: Some(Rc::new(move |notice| {
                // As psycopg2, which keeps notices to itself: only warnings are shown.
                if notice.severity == "WARNING" {
                    reporter.warn(&notice.message.as_str().into(), None);
                }
            })),
            statistics: Arc::clone(&self.statistics),
            ..ConnectOptions::default()
        }
    }

    /// Keeps the failure that ends the command; what is raised in env.py only unwinds it.
    fn fail(&self, failure: Failure) -> Error {
        self.failure.borrow_mut().get_or_insert(failure);
        Error::exception("SystemExit", "1")
    }

    /// Notes that a rehearsed script ended its transaction; false where none is rehearsed.
    fn rehearsed_cut(&self, origin: &Origin) -> bool {
        let rehearsal = self.rehearsal.borrow();
        if let Some(deeds) = &*rehearsal {
            deeds.borrow_mut().cut(origin);
        }
        rehearsal.is_some()
    }

    fn writes(&self) -> bool {
        match self.job {
            Job::Steps { .. } | Job::EnsureVersion => !self.arguments.sql,
            Job::Read(_) | Job::Look(_) | Job::Examine(_) => false,
        }
    }

    pub(crate) fn url_of(&self, host: &SharedHost) -> Option<String> {
        let open = self.open.borrow();
        open.urls.iter().find(|(known, _)| Rc::ptr_eq(known, host)).map(|(_, url)| url.clone())
    }

    /// Waits for the lock that [`Runtime::configured`] began to take.
    fn wait_for_lock(&self) -> std::result::Result<(), Failure> {
        let pending = self.open.borrow_mut().pending_lock.take();
        let Some(pending) = pending else { return Ok(()) };
        let tell = |holder: &LockHolder| {
            self.settings.reporter.progress(&Progress::WaitingForLock { holder: holder.message() });
        };
        match pending.wait(tell) {
            Ok(lock) => {
                self.open.borrow_mut().held_locks.push(lock);
                Ok(())
            }
            Err(LockError::Host(HostError::Interrupted)) => {
                Err(Failure::new(FailureKind::Interrupted, messages::scripts::interrupted()))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The steps of a command on one context.
    fn steps(
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

impl Runtime for Run {
    fn scripts(&self) -> Result<Rc<Scripts>> {
        let project = self.project().map_err(|failure| self.fail(failure))?;
        Ok(Rc::clone(&project.scripts))
    }

    fn connect(&self, url: &str) -> std::result::Result<SharedHost, HostError> {
        if let Some(stand_in) = &*self.stand_in.borrow() {
            return Ok(Rc::clone(stand_in));
        }
        if self.database == Database::StandIn {
            let name = limbeck_exec::url::Url::parse(url).ok().and_then(|url| url.dialect().ok());
            let dialect = Dialect::offline(name.unwrap_or(DialectName::Postgresql));
            let stand_in = StandIn::without_database(dialect, "public", Rc::new(|_deed| {}))?;
            return Ok(Rc::clone(stand_in.host()));
        }
        let host = match &self.job {
            Job::Examine(examiner) => examiner.connect(url, &self.connect_options())?,
            Job::Steps { .. } | Job::EnsureVersion | Job::Read(_) | Job::Look(_) => {
                connect(url, &self.connect_options())?
            }
        };
        self.open.borrow_mut().urls.push((Rc::clone(&host), url.to_owned()));
        Ok(host)
    }

    fn offline_host(&self, dialect: Dialect, literal_binds: bool) -> SharedHost {
        let reporter = Rc::clone(&self.settings.reporter);
        let sink: limbeck_exec::TextSink = Rc::new(RefCell::new(move |text: &str| reporter.print(text)));
        OfflineHost::shared(dialect, literal_binds, sink)
    }

    fn render_query(
        &self,
        dialect: &Dialect,
        query: &Query,
        literal_binds: bool,
    ) -> std::result::Result<String, HostError> {
        limbeck_sql::render_query(dialect, query, literal_binds).map_err(sql_error)
    }

    fn render_type(&self, dialect: &Dialect, ty: &Type) -> std::result::Result<String, HostError> {
        limbeck_sql::render_type(dialect, ty).map_err(sql_error)
    }

    fn is_offline(&self) -> bool {
        self.arguments.sql
    }

    fn starting_revision(&self) -> Option<String> {
        self.arguments.starting_revision.clone()
    }

    fn destination_revision(&self) -> Option<String> {
        self.arguments.destination_revision.clone()
    }

    fn tag(&self) -> Option<String> {
        self.arguments.tag.clone()
    }

    fn choose_url(&self, from_env_py: Option<&str>, is_from_ini: bool) -> Option<String> {
        let chosen = self.surroundings.choose(from_env_py, is_from_ini);
        if self.database == Database::StandIn {
            let nowhere = || "postgresql://".to_owned();
            return Some(chosen.map_or_else(nowhere, |(url, _)| url).replace("driver://", "postgresql://"));
        }
        let (url, source) = chosen?;
        // Whoever set DATABASE_URL for something else has to see that it decides here.
        if let (Some(source @ crate::settings::UrlSource::DatabaseUrl), Some(other)) = (source, from_env_py)
            && other != url
            && !self.warned_of_url.replace(true)
        {
            self.settings.reporter.warn(
                &messages::standing::url_chosen(
                    source.name(),
                    limbeck_exec::url::masked(&url),
                    limbeck_exec::url::masked(other),
                ),
                None,
            );
        }
        Some(url)
    }

    fn configured(&self, context: &MigrationContext) {
        let transactional = context.transactional_ddl.unwrap_or(context.dialect.name.transactional_ddl());
        // The commands that Alembic does not have say what they have to say on standard output.
        if !matches!(self.job, Job::Look(_) | Job::Examine(_)) {
            self.log(&format!("Context impl {}.", context.dialect.name.impl_name()));
            if context.as_sql {
                self.log("Generating static SQL");
            }
            let kind = if transactional { "transactional" } else { "non-transactional" };
            self.log(&format!("Will assume {kind} DDL."));
        }
        let options = RunOptions {
            version_table: version_table_of(context),
            transactional_ddl: transactional,
            transaction_per_migration: context.transaction_per_migration,
            statistics: Some(Arc::clone(&self.statistics)),
        };
        let url = self.url_of(&context.host);
        let mut open = self.open.borrow_mut();
        open.transactions = Some(Transactions::new(&context.host, &options));
        if let Some(url) = url
            && self.writes()
        {
            let key = (url.clone(), options.version_table.clone());
            if !open.locked.contains(&key) {
                let lock = LockOptions { wait: self.settings.lock_wait, ..LockOptions::default() };
                open.pending_lock = Some(RunLock::begin(&url, &options.version_table, &self.connect_options(), lock));
                open.locked.push(key);
            }
        }
        open.options = Some(options);
    }

    fn begin_transaction(&self, _context: &MigrationContext) -> std::result::Result<bool, HostError> {
        if self.rehearsal.borrow().is_some() {
            return Ok(false);
        }
        let transactions = self.open.borrow().transactions.clone();
        let Some(transactions) = transactions else { return Ok(false) };
        let scope = transactions.begin(false, &Origin::internal())?;
        self.open.borrow_mut().scopes.push(scope);
        Ok(true)
    }

    fn end_transaction(&self, context: &MigrationContext, commit: bool) -> std::result::Result<(), HostError> {
        let (transactions, scope) = {
            let mut open = self.open.borrow_mut();
            (open.transactions.clone(), open.scopes.pop())
        };
        let (Some(transactions), Some(scope)) = (transactions, scope) else { return Ok(()) };
        let ended = transactions.end(scope, commit, &Origin::internal());
        match &ended {
            Ok(()) if commit && (context.as_sql || context.host.borrow().depth() == 0) => {
                self.open.borrow_mut().uncommitted = None;
            }
            Ok(()) => {}
            Err(error) => {
                let mut failure = host_failure(error);
                if let Some(rows) = &self.open.borrow().uncommitted {
                    failure.database = Some(standing::back_at(rows));
                }
                self.failure.borrow_mut().get_or_insert(failure);
            }
        }
        ended
    }

    fn begin_autocommit(&self, _context: &MigrationContext) -> std::result::Result<(), HostError> {
        if self.rehearsed_cut(&Origin::internal()) {
            return Ok(());
        }
        let transactions = self.open.borrow().transactions.clone();
        let Some(transactions) = transactions else { return Ok(()) };
        let block = transactions.enter_autocommit(&Origin::internal())?;
        self.open.borrow_mut().autocommit.push(block);
        Ok(())
    }

    fn end_autocommit(&self, _context: &MigrationContext) -> std::result::Result<(), HostError> {
        if self.rehearsal.borrow().is_some() {
            return Ok(());
        }
        let (transactions, block) = {
            let mut open = self.open.borrow_mut();
            (open.transactions.clone(), open.autocommit.pop())
        };
        match (transactions, block) {
            (Some(transactions), Some(block)) => transactions.leave_autocommit(block, &Origin::internal()),
            _ => Ok(()),
        }
    }

    fn current_heads(&self, context: &MigrationContext) -> std::result::Result<Vec<String>, HostError> {
        if context.as_sql {
            let Ok(project) = self.project() else { return Ok(Vec::new()) };
            let rows = offline_rows(&project.graph, context.starting_rev.as_deref()).unwrap_or_default();
            return Ok(rows.iter().map(ToString::to_string).collect());
        }
        let rows = version_table::heads(&context.host, &version_table_of(context))?;
        Ok(rows.iter().map(ToString::to_string).collect())
    }

    fn run_migrations(&self, vm: &mut Vm, context: &MigrationContext, script: &mut ScriptRunner<'_>) -> Result<()> {
        self.ran.set(true);
        if let Err(failure) = self.wait_for_lock() {
            return Err(self.fail(failure));
        }
        let project = self.project().map_err(|failure| self.fail(failure))?;
        match &self.job {
            Job::Steps { plan, purge } => self.steps(project, vm, context, plan, *purge, script),
            Job::EnsureVersion => {
                let table = version_table_of(context);
                let done = if context.as_sql {
                    version_table::create(&context.host, &table)
                } else {
                    version_table::ensure(&context.host, &table, false)
                };
                done.map_err(|error| self.fail(host_failure(&error)))
            }
            Job::Read(reader) => {
                let rows = version_table::heads(&context.host, &version_table_of(context))
                    .map_err(|error| self.fail(host_failure(&error)))?;
                let url = self.url_of(&context.host).map(|url| limbeck_exec::url::masked(&url)).unwrap_or_default();
                reader(project, &rows, &url).map_err(|failure| self.fail(failure))
            }
            Job::Look(looker) => {
                looker(&mut Look { run: self, project, vm, context, script }).map_err(|failure| self.fail(failure))
            }
            Job::Examine(examiner) => {
                let mut look = Look { run: self, project, vm, context, script };
                examiner.examine(&mut look).map_err(|failure| self.fail(failure))
            }
        }
    }

    fn rolled_back_by_script(&self, origin: &Origin) -> std::result::Result<(), HostError> {
        if self.rehearsed_cut(origin) {
            return Ok(());
        }
        let transactions = self.open.borrow().transactions.clone();
        match transactions {
            Some(transactions) => transactions.script_rollback(origin),
            None => Ok(()),
        }
    }

    fn committed_by_script(&self, origin: &Origin) {
        if self.rehearsed_cut(origin) {
            return;
        }
        let transactions = self.open.borrow().transactions.clone();
        if let Some(transactions) = transactions {
            // The commit itself has happened; this opens the run's transaction again and counts the cut.
            let _begun = transactions.script_commit(origin);
        }
        let place = places_of(origin).last().map(|place| format!("{}:{}", place.path, place.line));
        self.settings.reporter.log(
            LOGGER,
            Level::Info,
            place
                .map_or_else(messages::standing::committed, messages::standing::committed_at)
                .text(self.settings.language),
        );
    }
}
