//! What env.py and the scripts ask of the application around them.

use std::cell::RefCell;
use std::io::Write;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use limbeck_alembic::{MigrationContext, Runtime, ScriptRunner, Scripts};
use limbeck_exec::journal::Earlier;
use limbeck_exec::lock::{LockOptions, RunLock};
use limbeck_exec::rehearsal::StandIn;
use limbeck_exec::{OfflineHost, RunOptions, Transactions, connect, version_table};
use limbeck_graph::offline_rows;
use limbeck_messages as messages;
use limbeck_ops::{Dialect, DialectName, HostError, Origin, Query, SharedHost, Type};
use limbeck_python::{Result, Vm};

use super::steps::Kind;
use super::{Database, Job, LOGGER, Run, sql_error, version_table_of};
use crate::convert::{host_failure, places_of};
use crate::look::Look;
use crate::report::Level;
use crate::standing;

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

    fn offline_host(&self, dialect: Dialect, literal_binds: bool, buffer: Option<Rc<RefCell<String>>>) -> SharedHost {
        let reporter = Rc::clone(&self.settings.reporter);
        let sink: limbeck_exec::TextSink = match buffer {
            Some(buffer) => Rc::new(RefCell::new(move |text: &str| buffer.borrow_mut().push_str(text))),
            None => Rc::new(RefCell::new(move |text: &str| reporter.print(text))),
        };
        OfflineHost::shared(dialect, literal_binds, sink)
    }

    fn write_output(&self, path: &Path, text: &str, anew: bool) -> std::result::Result<(), String> {
        let told = |error: std::io::Error| format!("{}: {error}", path.display());
        let mut options = std::fs::OpenOptions::new();
        options.create(true).write(true).append(!anew).truncate(anew);
        let mut file = options.open(path).map_err(told)?;
        file.write_all(text.as_bytes()).map_err(told)
    }

    fn render_query(
        &self,
        dialect: &Dialect,
        query: &Query,
        literal_binds: bool,
    ) -> std::result::Result<String, HostError> {
        limbeck_sql::render_query(dialect, query, literal_binds).map_err(sql_error)
    }

    fn placeholders(&self, query: &Query) -> std::result::Result<Vec<(String, limbeck_ops::Datum)>, HostError> {
        limbeck_sql::placeholders(query).map_err(sql_error)
    }

    fn render_operation(
        &self,
        dialect: &Dialect,
        operation: &limbeck_ops::Operation,
    ) -> std::result::Result<String, HostError> {
        let statements = limbeck_sql::operation(dialect, operation, limbeck_sql::Mode::Offline).map_err(sql_error)?;
        let texts: Vec<_> = statements.into_iter().map(|statement| statement.sql).collect();
        Ok(texts.join("\n\n"))
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
            let own = context.implementation.as_ref().map(|implementation| implementation.name.as_str());
            self.log(&format!("Context impl {}.", own.unwrap_or(context.dialect.name.impl_name())));
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
            earlier: Earlier { resume: self.settings.resume, ..Earlier::default() },
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

    fn ensure_version_table(&self, context: &MigrationContext) -> std::result::Result<(), HostError> {
        match &self.job {
            Job::Steps { .. } | Job::EnsureVersion if !context.as_sql => {
                version_table::ensure(&context.host, &version_table_of(context), false)
            }
            // The others only read.
            Job::Steps { .. } | Job::EnsureVersion | Job::Examine(_) | Job::Read(_) | Job::Look(_) => Ok(()),
        }
    }

    fn run_migrations(&self, vm: &mut Vm, context: &MigrationContext, script: &mut ScriptRunner<'_>) -> Result<()> {
        self.ran.set(true);
        if let Err(failure) = self.wait_for_lock() {
            return Err(self.fail(failure));
        }
        let project = self.project().map_err(|failure| self.fail(failure))?;
        match &self.job {
            Job::Steps { plan, purge, is_stamp } => {
                let kind = Kind { purge: *purge, is_stamp: *is_stamp };
                self.steps(project, vm, context, plan, kind, script)
            }
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
