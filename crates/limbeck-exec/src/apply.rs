//! Applying steps: Alembic's `MigrationContext.run_migrations`.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use limbeck_graph::{Heads, HeadsError, RevisionId, RowCountError, Step, VersionChange};
use limbeck_messages::Message;
use limbeck_ops::{DialectName, HostError, Origin, SharedHost};
use limbeck_sql::version::VersionTable;

use crate::journal::{Earlier, HalfDone, Track};
use crate::options::Statistics;
use crate::transactions::Transactions;
use crate::version_table::{self, VersionError};

/// How steps are applied: what env.py gave `context.configure`.
#[derive(Clone, Debug)]
pub struct RunOptions {
    /// `version_table`, `version_table_schema`, `version_table_pk`.
    pub version_table: VersionTable,
    /// `transactional_ddl`
    pub transactional_ddl: bool,
    /// `transaction_per_migration`
    pub transaction_per_migration: bool,
    /// The counts of the host's connection, by which a run that fails tells what was kept.
    pub statistics: Option<Arc<Statistics>>,
    /// What earlier runs left half done.
    pub earlier: Earlier,
}

impl RunOptions {
    /// Alembic's defaults for a dialect.
    pub fn new(dialect: DialectName) -> RunOptions {
        RunOptions {
            version_table: VersionTable::default(),
            transactional_ddl: dialect.transactional_ddl(),
            transaction_per_migration: false,
            statistics: None,
            earlier: Earlier::default(),
        }
    }
}

/// What happens during a run, in order.
#[derive(Debug)]
pub enum Event<'s> {
    /// A step begins: the log line `Running …`.
    Running {
        /// The step.
        step: &'s Step,
    },
    /// The script ended the run's transaction: what ran so far is kept, whatever comes.
    Cut {
        /// The step whose script did it.
        step: &'s Step,
    },
    /// Something that people have to be told.
    Warning {
        /// What.
        message: Message,
    },
    /// A step is done, its version row written; permanent unless a transaction around the run is still open.
    Applied {
        /// The step.
        step: &'s Step,
        /// How long it took.
        elapsed: Duration,
    },
}

/// What the caller does for each step.
pub trait Runner {
    /// The error of a script.
    type Error;

    /// What has to be done in the transaction of a step before its script, and is no part of it.
    ///
    /// # Errors
    /// As [`Runner::run_script`].
    fn prepare(&mut self, _host: &SharedHost) -> Result<(), Self::Error> {
        Ok(())
    }

    /// Runs the script of a step.
    ///
    /// # Errors
    /// When the script fails; the step is rolled back.
    fn run_script(&mut self, step: &Step, host: &SharedHost) -> Result<(), Self::Error>;

    /// A digest of the step's script, by which a script that was changed since an earlier run is known.
    fn script_digest(&self, _step: &Step) -> String {
        String::new()
    }

    /// `on_version_apply`: called inside the step, after the version row is written, with the rows by then.
    ///
    /// # Errors
    /// As [`Runner::run_script`].
    fn version_applied(&mut self, step: &Step, heads: &[RevisionId]) -> Result<(), Self::Error>;

    /// Told what happens.
    fn event(&mut self, event: Event<'_>);
}

/// A run that went well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How many steps were applied.
    pub steps: usize,
    /// The rows of the version table.
    pub heads: Vec<RevisionId>,
    /// How long it took.
    pub elapsed: Duration,
}

/// Why a step failed.
#[derive(Debug)]
pub enum Cause<E> {
    /// The script failed, or the database refused one of its statements at once.
    Script(E),
    /// The database refused: a deferred statement, the version row, or the commit.
    Host(HostError),
    /// The version row was not there as it should be.
    Rows(RowCountError),
    /// The step does not fit the version table.
    Heads(HeadsError),
}

/// Where the database stands after a run that failed, once the transactions that are open are rolled back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The rows of the version table.
    pub heads: Vec<RevisionId>,
    /// Whether that is where the run began, with nothing kept.
    pub unchanged: bool,
    /// How many steps are done and kept.
    pub steps_kept: usize,
    /// Whether a part of the step that failed is kept too.
    pub partly_applied: bool,
    /// Steps that had been done and are rolled back with the one that failed.
    pub steps_rolled_back: usize,
    /// The step of which a part is kept and noted in the journal, so that the next run goes on with it.
    pub half_done: Option<HalfDone>,
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let heads: Vec<&str> = self.heads.iter().map(RevisionId::as_str).collect();
        let place = if heads.is_empty() { "base".to_owned() } else { heads.join(", ") };
        if self.partly_applied {
            write!(f, "at {place}, with a part of the next revision applied")
        } else if self.unchanged && self.steps_rolled_back == 0 {
            write!(f, "unchanged, at {place}")
        } else if self.unchanged || self.steps_rolled_back > 0 {
            write!(f, "back at {place}")
        } else {
            write!(f, "at {place}")
        }
    }
}

/// A run that failed.
#[derive(Debug)]
pub struct ApplyError<E> {
    /// The step that failed.
    pub step: Step,
    /// Why.
    pub cause: Cause<E>,
    /// Where the database stands.
    pub standing: Standing,
}

impl<E: fmt::Display> fmt::Display for Cause<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cause::Script(error) => error.fmt(f),
            Cause::Host(error) => error.fmt(f),
            Cause::Rows(error) => error.fmt(f),
            Cause::Heads(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Display> fmt::Display for ApplyError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause.fmt(f)
    }
}

impl<E: Error> Error for ApplyError<E> {}

impl<E> From<VersionError> for Cause<E> {
    fn from(error: VersionError) -> Self {
        match error {
            VersionError::Host(error) => Cause::Host(error),
            VersionError::Rows(error) => Cause::Rows(error),
        }
    }
}

/// Applies steps in order: runs each script, writes its version row in the same transaction, and ends the transactions
/// that it began. A transaction around the run (`with context.begin_transaction():`) is left to whoever began it.
///
/// # Errors
/// At the first step that fails, with where the database stands.
pub fn apply<R: Runner>(
    host: &SharedHost,
    transactions: &Transactions,
    options: &RunOptions,
    heads: &mut Heads<'_>,
    steps: &[Step],
    runner: &mut R,
) -> Result<Report, Box<ApplyError<R::Error>>> {
    let started = Instant::now();
    let mut standing = Standing {
        heads: heads.rows().to_vec(),
        unchanged: true,
        steps_kept: 0,
        partly_applied: false,
        steps_rolled_back: 0,
        half_done: None,
    };
    let mut track = Track::new(options);
    for (done, step) in steps.iter().enumerate() {
        let before = heads.rows().to_vec();
        let cuts = transactions.cuts();
        let mut kept = Kept::since(options);
        let result = apply_one(host, transactions, options, heads, step, runner, &mut track, &mut kept);
        for message in track.warnings.drain(..) {
            runner.event(Event::Warning { message });
        }
        let cut = transactions.cuts() > cuts;
        if cut || (result.is_err() && kept.anything(options)) {
            // What came before this step is kept, its own version row is not yet.
            (standing.heads, standing.steps_kept, standing.unchanged) = (before, done, false);
            track.cut();
        }
        match result {
            Ok(()) if host.borrow().depth() == 0 => {
                track.step_done(host, step);
                (standing.heads, standing.steps_kept, standing.unchanged) = (heads.rows().to_vec(), done + 1, false);
            }
            Ok(()) => track.step_done(host, step),
            Err(cause) => {
                standing.half_done = track.half_done(step);
                standing.partly_applied =
                    cut || kept.anything(options) || standing.half_done.is_some() || track.is_unclear();
                standing.steps_rolled_back = done - standing.steps_kept;
                return Err(Box::new(ApplyError { step: step.clone(), cause, standing }));
            }
        }
    }
    track.run_done(host);
    Ok(Report { steps: steps.len(), heads: heads.rows().to_vec(), elapsed: started.elapsed() })
}

/// Writes the version row, and takes what is noted of the step out of the journal: both or neither, even where every
/// other statement is permanent by itself.
fn record<E>(
    host: &SharedHost,
    options: &RunOptions,
    changes: &[VersionChange],
    step: &Step,
    track: &mut Track<'_>,
) -> Result<(), Cause<E>> {
    let mut write = || {
        version_table::record(host, &options.version_table, changes)?;
        track.clear(host, step).map_err(Cause::Host)?;
        host.borrow_mut().flush().map_err(Cause::Host)
    };
    let is_autocommit = host.borrow().is_autocommit();
    if !is_autocommit {
        return write();
    }
    let origin = Origin::internal();
    host.borrow_mut().set_autocommit(false);
    let begun = host.borrow_mut().begin(&origin).map_err(Cause::Host);
    let written = begun.and_then(|()| write());
    let ended = match &written {
        Ok(()) => host.borrow_mut().commit(&origin),
        Err(_) => host.borrow_mut().rollback(&origin),
    };
    host.borrow_mut().set_autocommit(true);
    written.and(ended.map_err(Cause::Host))
}

/// Tells whether anything of a step has become permanent.
struct Kept {
    before: u64,
    anything: Option<bool>,
}

impl Kept {
    /// Since now.
    fn since(options: &RunOptions) -> Kept {
        Kept { before: options.statistics.as_ref().map_or(0, |statistics| statistics.kept()), anything: None }
    }

    /// Until now: what follows is not the script's.
    fn end(&mut self, options: &RunOptions) {
        self.anything = Some(self.anything(options));
    }

    fn anything(&self, options: &RunOptions) -> bool {
        let counted = || options.statistics.as_ref().is_some_and(|statistics| statistics.kept() > self.before);
        self.anything.unwrap_or_else(counted)
    }
}

/// One step in the transaction that it needs.
#[expect(clippy::too_many_arguments, reason = "what a run is made of")]
fn apply_one<R: Runner>(
    host: &SharedHost,
    transactions: &Transactions,
    options: &RunOptions,
    heads: &mut Heads<'_>,
    step: &Step,
    runner: &mut R,
    track: &mut Track<'_>,
    kept: &mut Kept,
) -> Result<(), Cause<R::Error>> {
    let started = Instant::now();
    let origin = Origin::internal();
    let scope = transactions.begin(true, &origin).map_err(Cause::Host)?;
    match inside(host, transactions, options, heads, step, runner, track, kept) {
        Ok(()) => {
            if let Err(error) = transactions.end(scope, true, &origin) {
                kept.end(options);
                track.step_failed(host);
                return Err(Cause::Host(error));
            }
        }
        Err(cause) => {
            // The cause is the error to tell.
            let _rolled_back = transactions.end(scope, false, &origin);
            kept.end(options);
            track.step_failed(host);
            return Err(cause);
        }
    }
    runner.event(Event::Applied { step, elapsed: started.elapsed() });
    Ok(())
}

#[expect(clippy::too_many_arguments, reason = "what a run is made of")]
fn inside<R: Runner>(
    host: &SharedHost,
    transactions: &Transactions,
    options: &RunOptions,
    heads: &mut Heads<'_>,
    step: &Step,
    runner: &mut R,
    track: &mut Track<'_>,
    kept: &mut Kept,
) -> Result<(), Cause<R::Error>> {
    let offline = host.borrow().is_offline();
    if offline && heads.rows().is_empty() {
        version_table::create(host, &options.version_table).map_err(Cause::Host)?;
    }
    runner.event(Event::Running { step });
    if offline {
        host.borrow_mut().emit(&format!("-- Running {}", step.short_log()));
    }
    let cuts = transactions.cuts();
    track.begin(host, step, heads.rows(), runner.script_digest(step)).map_err(Cause::Host)?;
    for message in track.warnings.drain(..) {
        runner.event(Event::Warning { message });
    }
    runner.prepare(host).map_err(Cause::Script)?;
    *kept = Kept::since(options);
    if let Err(error) = runner.run_script(step, host) {
        // A statement that was kept back may have failed before the script did: then that is what Alembic would tell.
        return Err(match host.borrow_mut().flush() {
            Err(earlier @ HostError::Server(_)) => Cause::Host(earlier),
            Err(_) | Ok(()) => Cause::Script(error),
        });
    }
    transactions.mend(&Origin::internal()).map_err(Cause::Host)?;
    if transactions.cuts() > cuts {
        runner.event(Event::Cut { step });
    }
    track.script_done(host).map_err(Cause::Host)?;
    let changes = heads.apply(step).map_err(Cause::Heads)?;
    record(host, options, &changes, step, track)?;
    runner.version_applied(step, heads.rows()).map_err(Cause::Script)?;
    host.borrow_mut().flush().map_err(Cause::Host)
}
