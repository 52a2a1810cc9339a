//! A command that needs env.py: what env.py asks of the application, and the steps in between.

mod runtime;
mod steps;

use std::cell::{Cell, OnceCell, RefCell};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use limbeck_alembic::{
    Config, EvaluatorOptions, MigrationContext, Opening, Project, Runtime, evaluator, run_default_env, run_env,
};
use limbeck_exec::lock::{LockError, LockHolder, PendingLock, RunLock};
use limbeck_exec::{AutocommitBlock, ConnectOptions, RunOptions, Scope, Statistics, Transactions};
use limbeck_graph::{Plan, PlanError, RevisionId};
use limbeck_messages as messages;
use limbeck_ops::{HostError, Origin, SharedHost};
use limbeck_python::Error;
use limbeck_sql::SqlError;
use limbeck_sql::version::VersionTable;

use crate::convert::script_failure;
use crate::examine::SharedExaminer;
use crate::failure::{Failure, FailureKind};
use crate::look::Look;
use crate::rehearsal::Deeds;
use crate::report::{Level, Progress};
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
        /// `stamp`, which gives up what an earlier run left half done.
        is_stamp: bool,
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
        version_type: context.implementation.as_ref().and_then(|own| own.version_type.clone()),
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
        let logging = Rc::clone(&self.settings.reporter);
        let observing = Rc::clone(&self.settings.reporter);
        ConnectOptions {
            application_name: Some("limbeck".to_owned()),
            interrupt: Some(Arc::clone(&self.settings.interrupt)),
            notices: Some(Rc::new(move |notice| {
                // As psycopg2, which keeps notices to itself: only warnings are shown.
                if notice.severity == "WARNING" {
                    reporter.warn(&notice.message.as_str().into(), None);
                }
            })),
            statements: Some(Rc::new(move |sql, _| observing.statement(sql))),
            log: Some(Rc::new(move |logger, line| logging.log(logger, Level::Info, line))),
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
}
