//! env.py evaluated for its URL, over connections that can change nothing.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use limbeck_alembic::{Config, Project};
use limbeck_exec::probe::reach;
use limbeck_exec::{ConnectOptions, NotConnected};
use limbeck_messages::{Message, doctor as says};
use limbeck_ops::{HostError, SharedHost};
use limbeck_sql::version::VersionTable;

use super::connection::Attempt;
use super::database::{Examined, Place, examine};
use super::finding::{Check, Finding};
use super::project::finding_of;
use super::text::on_one_line;
use crate::convert::host_failure;
use crate::examine::Examiner;
use crate::failure::{Failure, FailureKind};
use crate::look::Look;
use crate::report::{Level, Progress, Reporter};
use crate::run::{EnvArguments, Job, run};
use crate::settings::{Settings, Surroundings};

/// PostgreSQL's and SQLite's refusals to write in a read-only session.
const READ_ONLY: [&str; 2] = ["cannot execute", "readonly database"];

/// What env.py and the scripts print and log is not what a doctor says.
pub(super) struct Quiet(pub Rc<dyn Reporter>);

impl Reporter for Quiet {
    fn print(&self, _text: &str) {}

    fn log(&self, _logger: &str, _level: Level, _message: &str) {}

    fn configure_logging(&self, _file: &Path) {}

    fn warn(&self, message: &Message, place: Option<&str>) {
        self.0.warn(message, place);
    }

    fn progress(&self, progress: &Progress) {
        self.0.progress(progress);
    }
}

/// Settings of a run that says nothing.
pub(super) fn quiet(settings: &Settings) -> Settings {
    Settings { reporter: Rc::new(Quiet(Rc::clone(&settings.reporter))), ..settings.clone() }
}

/// What env.py led to.
pub(super) struct Visited {
    pub env_py: Finding,
    pub databases: Vec<Examined>,
}

#[derive(Default)]
struct Visit {
    attempts: RefCell<Vec<Attempt>>,
    examined: RefCell<Vec<Examined>>,
}

/// An attempt to reach a database.
fn attempt(url: &str, options: &ConnectOptions) -> Result<(Attempt, Option<SharedHost>), HostError> {
    let outcome = match reach(url, options) {
        Ok(reached) => Ok(reached),
        Err(NotConnected::Refused(refusal)) => Err(*refusal),
        Err(NotConnected::Host(error)) => return Err(error),
    };
    let attempt = Attempt::new(url, outcome)?;
    let host = attempt.outcome.as_ref().ok().map(|session| Rc::clone(&session.host));
    Ok((attempt, host))
}

impl Examiner for Visit {
    fn connect(&self, url: &str, options: &ConnectOptions) -> Result<SharedHost, HostError> {
        let (attempt, host) = attempt(url, options)?;
        let refusal = attempt.outcome.as_ref().err().cloned();
        let mut attempts = self.attempts.borrow_mut();
        if !attempts.iter().any(|known| known.url == url) {
            attempts.push(attempt);
        }
        match (host, refusal) {
            (Some(host), _) => Ok(host),
            (None, Some(refusal)) => Err(refusal.into()),
            (None, None) => Err(HostError::Interrupted),
        }
    }

    fn examine(&self, look: &mut Look<'_, '_>) -> Result<(), Failure> {
        let url = look.url();
        let table = look.version_table();
        let attempts = self.attempts.borrow();
        let Some(attempt) = attempts.iter().find(|attempt| attempt.url == url) else { return Ok(()) };
        let Ok(session) = &attempt.outcome else { return Ok(()) };
        let project = look.project;
        let place = Place { attempt, session, table: &table, project: Some(project) };
        let examined = examine(&place, Some(look))?;
        self.examined.borrow_mut().push(examined);
        Ok(())
    }
}

/// Evaluates env.py and examines what it connects to.
///
/// # Errors
/// When interrupted, or a connection is lost.
pub(super) fn visit(settings: &Settings, project: &Rc<Project>) -> Result<Visited, Failure> {
    let visit = Rc::new(Visit::default());
    let job = Job::Examine(Rc::clone(&visit) as Rc<dyn Examiner>);
    let outcome = run(settings, project, EnvArguments::default(), job);
    let attempts = visit.attempts.take();
    let mut databases = visit.examined.take();
    let refused = attempts.iter().any(|attempt| attempt.outcome.is_err());
    let env_py = match outcome {
        Err(failure) if failure.kind == FailureKind::Interrupted => return Err(failure),
        // What was refused is told with the database, and env.py is not at fault.
        Err(_) if refused => Finding::right(Check::EnvPy, says::env_py_fine()),
        Err(failure) if !attempts.is_empty() && is_read_only(&failure) => {
            Finding::warning(Check::EnvPy, says::env_py_writes(&failure.message), says::env_py_writes_help())
        }
        Err(failure) => finding_of(Check::EnvPy, &failure),
        Ok(()) if attempts.is_empty() || databases.is_empty() => {
            Finding::wrong(Check::EnvPy, says::env_py_idle(), says::env_py_idle_help())
        }
        Ok(()) => {
            let left_out = attempts.iter().flat_map(|attempt| attempt.left_out.borrow().clone());
            let left_out: Vec<Message> = left_out.map(|sql| says::env_py_left_out(on_one_line(&sql))).collect();
            Finding::right(Check::EnvPy, says::env_py_fine()).with_details(left_out)
        }
    };
    let config = &project.config;
    for examined in &mut databases {
        let attempt = attempts.iter().find(|attempt| limbeck_exec::url::masked(&attempt.url) == examined.url);
        tell_source(settings, config, attempt, examined);
    }
    for attempt in &attempts {
        let url = limbeck_exec::url::masked(&attempt.url);
        if !databases.iter().any(|examined| examined.url == url) {
            let mut examined = without_env_py(attempt, Some(project))?;
            tell_source(settings, config, Some(attempt), &mut examined);
            databases.push(examined);
        }
    }
    if databases.is_empty()
        && let Some(attempt) = chosen(settings, &project.config)?
    {
        let mut examined = without_env_py(&attempt, Some(project))?;
        tell_source(settings, config, Some(&attempt), &mut examined);
        databases.push(examined);
    }
    Ok(Visited { env_py, databases })
}

/// Adds to the finding on the URL where it came from.
pub(super) fn tell_source(settings: &Settings, config: &Config, attempt: Option<&Attempt>, examined: &mut Examined) {
    let from_ini = config.main_option("sqlalchemy.url").ok().flatten();
    let chosen = Surroundings::read(settings, config).choose(from_ini.as_deref(), true);
    let source = match (chosen, attempt) {
        (Some((url, source)), Some(attempt)) if url == attempt.url => match source {
            Some(source) => Message::verbatim(source.name()),
            None => Message::verbatim("sqlalchemy.url"),
        },
        (_, _) => Message::verbatim("env.py"),
    };
    if let Some(finding) = examined.findings.iter_mut().find(|finding| finding.check == Check::Url) {
        finding.details.push(says::url_from(source));
    }
}

fn is_read_only(failure: &Failure) -> bool {
    let message = failure.message.to_string();
    READ_ONLY.iter().any(|words| message.contains(words))
}

/// An attempt to reach the database that the settings or the ini name, for want of env.py.
pub(super) fn chosen(settings: &Settings, config: &Config) -> Result<Option<Attempt>, Failure> {
    let from_ini = config.main_option("sqlalchemy.url").ok().flatten();
    let Some((url, _)) = Surroundings::read(settings, config).choose(from_ini.as_deref(), true) else {
        return Ok(None);
    };
    let options = ConnectOptions {
        application_name: Some("limbeck".to_owned()),
        interrupt: Some(std::sync::Arc::clone(&settings.interrupt)),
        ..ConnectOptions::default()
    };
    let (attempt, _) = attempt(&url, &options).map_err(|error| host_failure(&error))?;
    Ok(Some(attempt))
}

/// Examines a database as far as that goes without env.py's context: with the default version table.
pub(super) fn without_env_py(attempt: &Attempt, project: Option<&Project>) -> Result<Examined, Failure> {
    match &attempt.outcome {
        Ok(session) => {
            let table = VersionTable::default();
            examine(&Place { attempt, session, table: &table, project }, None)
        }
        Err(_) => Ok(Examined::unreached(attempt)),
    }
}
