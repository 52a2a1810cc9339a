//! A SQLite connection as a script sees it.
//!
//! A transaction begins with its first statement that needs one, so that `PRAGMA foreign_keys` at the beginning of a
//! step still takes effect, and takes the writer's lock at once where that statement writes: a step never fails
//! halfway because another program wrote in between.

use limbeck_ops::op::Batch;
use limbeck_ops::{
    Answer, AnswerColumn, Datum, Dialect, DialectName, Host, HostError, JournalState, Operation, Origin, Params, Query,
    Reflection, ReflectionRequest, ServerErrorKind, StepJournal, Timing, Type,
};
use limbeck_sql::{Mode, Statement};
use rusqlite::Connection;

use super::anew::Precautions;
use super::error::{of, server_error};
use super::watch::Watch;
use super::{open, value};
use crate::batch::{self, Plan};
use crate::check_first;
use crate::journal::{Before, Channel, Keeper, TextRow};
use crate::options::{ConnectOptions, Notice};
use crate::postgres::keywords;
use crate::refusal::NotConnected;
use crate::sql::{hide_implicit_returning, host_error, inserted_key, merge};
use crate::url::Url;

enum Level {
    Transaction { begun: bool },
    Savepoint(String),
}

/// A connection to a SQLite file.
pub(crate) struct SqliteHost {
    watch: Option<Watch>,
    connection: Connection,
    dialect: Dialect,
    options: ConnectOptions,
    levels: Vec<Level>,
    savepoints: u64,
    keeper: Option<Keeper>,
    is_autocommit: bool,
}

impl SqliteHost {
    pub fn connect(url: &Url, options: &ConnectOptions) -> Result<SqliteHost, NotConnected> {
        let connection = open::open(url, options)?;
        options.statistics.add_connection();
        let number = rusqlite::version_number();
        let part = |number: i32| u32::try_from(number).unwrap_or(0);
        let version = (part(number / 1_000_000), part(number / 1000 % 1000), part(number % 1000));
        Ok(SqliteHost {
            watch: options.interrupt.clone().map(|flag| Watch::start(&connection, flag)),
            connection,
            dialect: Dialect {
                name: DialectName::Sqlite,
                version: Some(version),
                mariadb: false,
                paramstyle: None,
                generic: false,
            },
            options: options.clone(),
            levels: Vec::new(),
            savepoints: 0,
            keeper: None,
            is_autocommit: false,
        })
    }

    fn refuse_when_interrupted(&self) -> Result<(), HostError> {
        if self.options.interrupted() { Err(HostError::Interrupted) } else { Ok(()) }
    }

    /// Begins the transaction that a statement needs.
    fn begin_for(&mut self, first_word: &str, origin: &Origin) -> Result<(), HostError> {
        let Some(Level::Transaction { begun }) = self.levels.first_mut() else { return Ok(()) };
        if *begun {
            return Ok(());
        }
        let sql = match first_word {
            "PRAGMA" | "ATTACH" | "DETACH" | "VACUUM" => return Ok(()),
            // The script handles transactions itself from here on.
            "BEGIN" | "COMMIT" | "END" | "ROLLBACK" => {
                *begun = true;
                return Ok(());
            }
            "SELECT" | "VALUES" | "WITH" | "EXPLAIN" => "BEGIN",
            _ => "BEGIN IMMEDIATE",
        };
        *begun = true;
        let result = self.control(sql, origin);
        if result.is_err()
            && let Some(Level::Transaction { begun }) = self.levels.first_mut()
        {
            *begun = false;
        }
        result
    }

    fn control(&mut self, sql: &str, origin: &Origin) -> Result<(), HostError> {
        self.options.tell_statement(sql, origin);
        self.options.statistics.add_statements(1);
        self.connection.execute_batch(sql).map_err(|error| server_error(&error, sql, origin))
    }

    /// Runs one statement and gives what pysqlite's cursor would tell, unless the journal has it as done.
    pub fn run(&mut self, statement: &Statement, origin: &Origin) -> Result<Answer, HostError> {
        self.refuse_when_interrupted()?;
        let Some(mut keeper) = self.keeper.take_if(|_| !origin.frames.is_empty()) else {
            return self.send(statement, origin);
        };
        let result = self.run_noted(&mut keeper, statement, origin);
        self.keeper = Some(keeper);
        result
    }

    fn run_noted(&mut self, keeper: &mut Keeper, given: &Statement, origin: &Origin) -> Result<Answer, HostError> {
        // The values are as much of the statement as its text.
        let text = match given.binds.as_slice() {
            [] => given.sql.clone(),
            binds => format!("{}\n-- {binds:?}", given.sql),
        };
        match keeper.before(self, &text, origin)? {
            Before::Done(answer) => Ok(answer),
            Before::Send(ticket) => {
                let outcome = self.send(given, origin);
                let noted = keeper.after(self, ticket, outcome.as_ref());
                outcome.and_then(|answer| noted.map(|()| answer))
            }
        }
    }

    /// Lets the journal do something with this connection.
    fn with_keeper(&mut self, work: impl FnOnce(&mut Keeper, &mut Self)) {
        if let Some(mut keeper) = self.keeper.take() {
            work(&mut keeper, self);
            self.keeper = Some(keeper);
        }
    }

    fn send(&mut self, statement: &Statement, origin: &Origin) -> Result<Answer, HostError> {
        let word = keywords::first_word(&statement.sql);
        self.begin_for(&word, origin)?;
        self.warn_of_pragma_without_effect(&word, &statement.sql);
        let autocommit = self.connection.is_autocommit();
        self.options.tell_statement(&statement.sql, origin);
        self.options.statistics.add_statements(1);
        self.options.statistics.add_round_trip();
        if let Some(watch) = &self.watch {
            watch.set_active(true);
        }
        let result = execute(&self.connection, statement, &word, origin);
        if let Some(watch) = &self.watch {
            watch.set_active(false);
        }
        let ended = !autocommit && self.connection.is_autocommit() && result.is_ok() && word != "ROLLBACK";
        let stands_alone = autocommit && self.connection.is_autocommit();
        if ended || (stands_alone && !keywords::leaves_nothing(&word) && !matches!(word.as_str(), "PRAGMA" | "WITH")) {
            self.options.statistics.add_kept();
        }
        result
    }

    fn warn_of_pragma_without_effect(&self, word: &str, sql: &str) {
        let foreign_keys = word == "PRAGMA" && sql.to_ascii_lowercase().contains("foreign_keys") && sql.contains('=');
        if foreign_keys
            && !self.connection.is_autocommit()
            && let Some(handler) = &self.options.notices
        {
            handler(&Notice {
                severity: "WARNING".to_owned(),
                message: "PRAGMA foreign_keys has no effect inside a transaction that has begun".to_owned(),
                detail: Some("SQLite ignores it after the first statement of a revision".to_owned()),
                hint: Some("put it first in upgrade() or downgrade(), or into an autocommit_block".to_owned()),
            });
        }
    }

    /// Makes the table of a block anew, wholly or not at all: a script may catch the error and go on.
    fn make_anew(&mut self, batch: &Batch, origin: &Origin) -> Result<(), HostError> {
        if self.levels.is_empty() {
            // In an autocommit_block too.
            self.refuse_when_interrupted()?;
            self.levels.push(Level::Transaction { begun: !self.connection.is_autocommit() });
        } else {
            self.begin(origin)?;
        }
        let done = self.note_table(batch, origin).and_then(|()| self.commit(origin));
        if done.is_err() {
            // The error that led here says more than one of the rollback.
            let _ = self.rollback(origin);
        }
        done
    }

    /// Replaces the table unless the journal has it as done: what it was made of is gone then.
    fn note_table(&mut self, batch: &Batch, origin: &Origin) -> Result<(), HostError> {
        let Some(mut keeper) = self.keeper.take_if(|_| !origin.frames.is_empty()) else {
            return self.replace_table(batch, origin);
        };
        let result = self.replace_noted(&mut keeper, batch, origin);
        self.keeper = Some(keeper);
        result
    }

    fn replace_noted(&mut self, keeper: &mut Keeper, batch: &Batch, origin: &Origin) -> Result<(), HostError> {
        let operations: Vec<&Operation> = batch.operations.iter().map(|inner| &inner.operation).collect();
        // The journal keeps a digest of it. No table may be told apart by what the database has just now.
        let text = format!("ALTER TABLE {} -- made anew: {:?}", batch.table, operations);
        match keeper.before(self, &text, origin)? {
            Before::Done(_) => Ok(()),
            Before::Send(ticket) => {
                let outcome = self.replace_table(batch, origin).map(|()| Answer::default());
                let noted = keeper.after(self, ticket, outcome.as_ref());
                outcome.and(noted)
            }
        }
    }

    fn replace_table(&mut self, batch: &Batch, origin: &Origin) -> Result<(), HostError> {
        self.begin_for("ALTER", origin)?;
        let dialect = self.dialect.clone();
        let recreation = batch::recreation(&dialect, batch, origin, &mut |request| self.reflect(request, origin))?;
        if let Some(handler) = &self.options.notices {
            for message in recreation.warnings {
                handler(&Notice { severity: "WARNING".to_owned(), message, detail: None, hint: None });
            }
        }
        let precautions = Precautions::take(&self.connection, &batch.table, origin)?;
        let done = recreation.statements.iter().try_for_each(|statement| self.run(statement, origin).map(|_| ()));
        precautions.end(&self.connection, origin)?;
        done?;
        let naming = recreation.statements.iter().rfind(|one| one.sql.trim_start().starts_with("ALTER TABLE"));
        let last = naming.map_or("", |statement| statement.sql.as_str());
        precautions.check(&self.connection, &batch.table, last, origin)
    }

    /// The rows of a query of limbeck's own. It begins no transaction.
    pub fn select(&mut self, sql: &str, binds: &[&str], origin: &Origin) -> Result<Vec<Vec<Datum>>, HostError> {
        self.options.statistics.add_statements(1);
        let binds = binds.iter().map(|text| Datum::Str((*text).to_owned())).collect();
        Ok(execute(&self.connection, &Statement { sql: sql.to_owned(), binds }, "SELECT", origin)?.rows)
    }
}

impl Channel for SqliteHost {
    fn dialect(&self) -> Dialect {
        self.dialect.clone()
    }

    fn in_transaction(&self) -> bool {
        matches!(self.levels.first(), Some(Level::Transaction { begun: false })) || !self.connection.is_autocommit()
    }

    fn own(&mut self, sql: &str) -> Result<Vec<TextRow>, HostError> {
        let rows = self.select(sql, &[], &Origin::internal())?;
        let text = |datum: Datum| match datum {
            Datum::Str(text) => Some(text),
            Datum::Int(number) => Some(number.to_string()),
            // SQLite has no other types but these two.
            other => matches!(other, Datum::Float(_) | Datum::Bytes(_)).then(String::new),
        };
        Ok(rows.into_iter().map(|row| row.into_iter().map(text).collect()).collect())
    }

    fn own_elsewhere(&mut self, sql: &str) -> Result<(), HostError> {
        self.own(sql).map(|_| ())
    }

    fn count_kept(&mut self) {
        self.options.statistics.add_kept();
    }

    fn is_interrupted(&self) -> bool {
        self.options.interrupted()
    }
}

fn execute(connection: &Connection, given: &Statement, word: &str, origin: &Origin) -> Result<Answer, HostError> {
    let failed = |error: &rusqlite::Error| server_error(error, &given.sql, origin);
    match limbeck_sql::split_statements(&given.sql, &Dialect::offline(DialectName::Sqlite)).len() {
        0 => return Ok(Answer { row_count: -1, ..Answer::default() }),
        1 => {}
        _ => {
            let message = "You can only execute one statement at a time.";
            return Err(of(ServerErrorKind::Programming, message, &given.sql, origin));
        }
    }
    let mut statement = connection.prepare(&given.sql).map_err(|error| failed(&error))?;
    let expected = statement.parameter_count();
    if expected != given.binds.len() {
        let message = format!(
            "Incorrect number of bindings supplied. The current statement uses {expected}, and there are {} supplied.",
            given.binds.len()
        );
        return Err(of(ServerErrorKind::Programming, message, &given.sql, origin));
    }
    for (position, datum) in given.binds.iter().enumerate() {
        let Some(bound) = value::bind(datum) else {
            let message = format!("Error binding parameter {position} - probably unsupported type.");
            return Err(of(ServerErrorKind::Interface, message, &given.sql, origin));
        };
        statement.raw_bind_parameter(position + 1, bound).map_err(|error| failed(&error))?;
    }
    let columns: Vec<AnswerColumn> =
        statement.column_names().into_iter().map(|name| AnswerColumn { name: name.to_owned() }).collect();
    let width = columns.len();
    let before = connection.total_changes();
    let mut rows = Vec::new();
    let mut cursor = statement.raw_query();
    while let Some(row) = cursor.next().map_err(|error| failed(&error))? {
        let mut values = Vec::with_capacity(width);
        for column in 0..width {
            let Some(datum) = row.get_ref(column).ok().and_then(value::datum) else {
                let message = "Could not decode to UTF-8 column";
                return Err(of(ServerErrorKind::Operational, message, &given.sql, origin));
            };
            values.push(datum);
        }
        rows.push(values);
    }
    drop(cursor);
    let writes = matches!(word, "INSERT" | "UPDATE" | "DELETE" | "REPLACE");
    // changes() keeps the count of an earlier statement where this one changed nothing.
    let changed = if connection.total_changes() == before { 0 } else { connection.changes() };
    Ok(Answer {
        returns_rows: width > 0,
        columns,
        rows,
        row_count: if writes { i64::try_from(changed).unwrap_or(i64::MAX) } else { -1 },
        inserted_primary_key: Vec::new(),
        last_row_id: matches!(word, "INSERT" | "REPLACE").then(|| connection.last_insert_rowid()),
    })
}

impl Host for SqliteHost {
    fn dialect(&self) -> Dialect {
        self.dialect.clone()
    }

    fn is_offline(&self) -> bool {
        false
    }

    fn operate(&mut self, operation: &Operation, origin: &Origin, _timing: Timing) -> Result<(), HostError> {
        if let Operation::Batch(batch) = operation {
            return match batch::plan(batch, self.dialect.name) {
                Plan::Each(inner) => inner.into_iter().try_for_each(|(one, at)| self.operate(one, at, Timing::Now)),
                Plan::Anew(first) => {
                    first.into_iter().try_for_each(|(one, at)| self.operate(one, at, Timing::Now))?;
                    self.make_anew(batch, origin)
                }
            };
        }
        let mut ask = |request: &ReflectionRequest| self.reflect(request, origin);
        if check_first::is_done(operation, &mut ask)? {
            return Ok(());
        }
        let statements = limbeck_sql::operation(&self.dialect, operation, Mode::Online);
        for statement in statements.map_err(|error| host_error(error, origin))? {
            self.run(&statement, origin)?;
        }
        Ok(())
    }

    fn query(&mut self, query: &Query, params: &Params, origin: &Origin) -> Result<Answer, HostError> {
        let statements = limbeck_sql::query(&self.dialect, query, params, Mode::Online);
        let mut answers = Vec::new();
        for statement in statements.map_err(|error| host_error(error, origin))? {
            answers.push(self.run(&statement, origin)?);
        }
        let mut answer = hide_implicit_returning(query, merge(answers));
        if let (Query::Insert(insert), true) = (query, answer.inserted_primary_key.is_empty() && !answer.returns_rows) {
            answer.inserted_primary_key = inserted_key(insert, params, answer.last_row_id);
        }
        Ok(answer)
    }

    fn render(&self, query: &Query, literal_binds: bool) -> Result<String, HostError> {
        limbeck_sql::render_query(&self.dialect, query, literal_binds)
            .map_err(|error| host_error(error, &Origin::internal()))
    }

    fn render_type(&self, ty: &Type) -> Result<String, HostError> {
        limbeck_sql::render_type(&self.dialect, ty).map_err(|error| host_error(error, &Origin::internal()))
    }

    fn reflect(&mut self, request: &ReflectionRequest, origin: &Origin) -> Result<Reflection, HostError> {
        let mut reflection = crate::inspect::sqlite::reflect(self, request, origin)?;
        if let Some(keeper) = &self.keeper {
            keeper.hide(request, &mut reflection);
        }
        Ok(reflection)
    }

    fn begin(&mut self, origin: &Origin) -> Result<(), HostError> {
        self.refuse_when_interrupted()?;
        if self.is_autocommit && self.levels.is_empty() {
            return Ok(());
        }
        if self.levels.is_empty() {
            // A transaction that the script began by a statement of its own is taken over.
            let begun = !self.connection.is_autocommit();
            self.levels.push(Level::Transaction { begun });
            return Ok(());
        }
        self.begin_for("SAVEPOINT", origin)?;
        self.savepoints += 1;
        let name = format!("sa_savepoint_{}", self.savepoints);
        self.control(&format!("SAVEPOINT {name}"), origin)?;
        self.levels.push(Level::Savepoint(name));
        Ok(())
    }

    /// A failed commit leaves the level open, to be rolled back.
    fn commit(&mut self, origin: &Origin) -> Result<(), HostError> {
        self.refuse_when_interrupted()?;
        match self.levels.last() {
            None => return Ok(()),
            Some(Level::Savepoint(name)) => {
                let release = format!("RELEASE SAVEPOINT {name}");
                self.control(&release, origin)?;
            }
            Some(Level::Transaction { .. }) => {
                if !self.connection.is_autocommit() {
                    let mut written = Ok(());
                    self.with_keeper(|keeper, host| written = keeper.before_commit(host));
                    written?;
                    self.control("COMMIT", origin)?;
                    self.options.statistics.add_kept();
                }
            }
        }
        if matches!(self.levels.pop(), Some(Level::Transaction { .. })) {
            self.with_keeper(|keeper, _| keeper.committed());
        }
        Ok(())
    }

    fn rollback(&mut self, origin: &Origin) -> Result<(), HostError> {
        let level = self.levels.pop();
        if matches!(level, Some(Level::Transaction { .. })) {
            self.with_keeper(|keeper, _| keeper.rolled_back());
        }
        match level {
            None => Ok(()),
            // Some errors make SQLite roll the whole transaction back by itself.
            Some(_) if self.connection.is_autocommit() => Ok(()),
            Some(Level::Savepoint(name)) => {
                self.control(&format!("ROLLBACK TO SAVEPOINT {name}"), origin)?;
                self.control(&format!("RELEASE SAVEPOINT {name}"), origin)
            }
            Some(Level::Transaction { .. }) => self.control("ROLLBACK", origin),
        }
    }

    fn depth(&self) -> usize {
        self.levels.len()
    }

    fn flush(&mut self) -> Result<(), HostError> {
        Ok(())
    }

    fn set_autocommit(&mut self, is_autocommit: bool) {
        self.is_autocommit = is_autocommit;
    }

    fn is_autocommit(&self) -> bool {
        self.is_autocommit
    }

    fn begin_journal(&mut self, journal: StepJournal) -> Result<(), HostError> {
        self.keeper = Some(Keeper::new(journal));
        Ok(())
    }

    fn end_journal(&mut self, succeeded: bool) -> Result<JournalState, HostError> {
        let Some(mut keeper) = self.keeper.take() else { return Ok(JournalState::default()) };
        let state = keeper.end(self, succeeded);
        // After a refusal it will be asked once more, when the transaction is rolled back.
        self.keeper = state.is_err().then_some(keeper);
        state
    }

    fn emit(&mut self, _text: &str) {}
}
