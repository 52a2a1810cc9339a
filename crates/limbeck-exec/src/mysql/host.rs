//! A MySQL or MariaDB connection as a script sees it.
//!
//! As with the drivers of Python, `autocommit` is off while a transaction is open: a statement on the schema ends it by
//! itself, and what follows is in the next one. What such a statement did stays, whatever comes.

use limbeck_ops::op::Batch;
use limbeck_ops::{
    Answer, Dialect, DialectName, Host, HostError, JournalState, Operation, Origin, Params, Query, Reflection,
    ReflectionRequest, StepJournal, TableName, Timing, Type,
};
use limbeck_sql::Mode;

use super::session::Session;
use crate::batch::{self, Plan};
use crate::check_first;
use crate::journal::{Before, Channel, Keeper, Spent, TextRow};
use crate::options::{ConnectOptions, Notice};
use crate::postgres::keywords;
use crate::refusal::NotConnected;
use crate::sql::{host_error, inserted_key, merge};
use crate::url::Url;

enum Level {
    Transaction,
    Savepoint(String),
}

/// A connection to MySQL or MariaDB.
pub(crate) struct MysqlHost {
    session: Session,
    dialect: Dialect,
    options: ConnectOptions,
    levels: Vec<Level>,
    savepoints: u64,
    url: Url,
    /// The script has begun a transaction by a statement of its own.
    has_begun: bool,
    keeper: Option<Keeper>,
    /// A journal that goes with the end of the open transaction.
    spent: Option<Spent>,
    is_autocommit: bool,
}

impl MysqlHost {
    pub fn connect(url: &Url, name: DialectName, options: &ConnectOptions) -> Result<MysqlHost, NotConnected> {
        let session = Session::connect(url, options)?;
        let (version, is_mariadb) = session.server();
        Ok(MysqlHost {
            session,
            dialect: Dialect { name, version: Some(version), mariadb: is_mariadb, paramstyle: None, generic: false },
            options: options.clone(),
            levels: Vec::new(),
            savepoints: 0,
            url: url.clone(),
            has_begun: false,
            keeper: None,
            spent: None,
            is_autocommit: false,
        })
    }

    /// Where the server is, and whether TLS is used.
    pub fn way(&self) -> (String, bool) {
        (self.session.address().to_owned(), self.session.has_tls())
    }

    fn refuse_when_interrupted(&self) -> Result<(), HostError> {
        if self.options.interrupted() { Err(HostError::Interrupted) } else { Ok(()) }
    }

    /// Runs one statement, unless the journal has it as done.
    fn run(&mut self, sql: &str, origin: &Origin) -> Result<Answer, HostError> {
        self.refuse_when_interrupted()?;
        let of_script = |_: &mut Keeper| !origin.frames.is_empty();
        let Some(mut keeper) = self.keeper.take_if(of_script) else { return self.send(sql, origin) };
        let result = self.run_noted(&mut keeper, sql, origin);
        self.keeper = Some(keeper);
        result
    }

    fn run_noted(&mut self, keeper: &mut Keeper, sql: &str, origin: &Origin) -> Result<Answer, HostError> {
        match keeper.before(self, sql, origin)? {
            Before::Done(answer) => Ok(answer),
            Before::Send(ticket) => {
                let outcome = self.send(sql, origin);
                let noted = keeper.after(self, ticket, outcome.as_ref());
                outcome.and_then(|answer| noted.map(|()| answer))
            }
        }
    }

    /// Makes a table anew. What has to be done is written down before: when the old table is gone, or the new one has its
    /// name, nobody could find it out again.
    fn make_anew(&mut self, batch: &Batch, origin: &Origin) -> Result<(), HostError> {
        let Some(mut keeper) = self.keeper.take_if(|_| !origin.frames.is_empty()) else {
            let statements = self.recreation(batch, origin)?;
            return statements.iter().try_for_each(|sql| self.run(sql, origin).map(|_| ()));
        };
        let statements = match keeper.recalled(batch) {
            Some(statements) => Ok(statements),
            None => self.recreation(batch, origin).inspect(|statements| keeper.remember(batch, statements)),
        };
        self.keeper = Some(keeper);
        let done = statements?.iter().try_for_each(|sql| self.run(sql, origin).map(|_| ()));
        if let Some(keeper) = &mut self.keeper {
            keeper.end_plan();
        }
        done
    }

    /// The statements that make a table anew as it is now.
    fn recreation(&mut self, batch: &Batch, origin: &Origin) -> Result<Vec<String>, HostError> {
        let dialect = self.dialect.clone();
        let ask = &mut |request: &ReflectionRequest| self.reflect(request, origin);
        let recreation = batch::recreation(&dialect, batch, origin, ask)?;
        if let Some(handler) = &self.options.notices {
            for message in recreation.warnings {
                handler(&Notice { severity: "WARNING".to_owned(), message, detail: None, hint: None });
            }
        }
        Ok(recreation.statements.into_iter().map(|one| one.sql).collect())
    }

    /// Sends one statement.
    fn send(&mut self, sql: &str, origin: &Origin) -> Result<Answer, HostError> {
        self.options.tell_statement(sql, origin);
        self.options.statistics.add_statements(1);
        self.options.statistics.add_round_trip();
        let result = self.session.run(sql, origin);
        let word = keywords::first_word(sql);
        let stays = if self.levels.is_empty() { !leaves_nothing(&word) } else { commits_by_itself(&word) };
        if stays && result.is_ok() {
            self.options.statistics.add_kept();
        }
        match word.as_str() {
            "BEGIN" | "START" => self.has_begun = true,
            "COMMIT" | "ROLLBACK" => self.has_begun = false,
            word if commits_by_itself(word) => self.has_begun = false,
            _ => {}
        }
        result
    }

    /// Lets the journal do something with this connection.
    fn with_keeper<T: Default>(&mut self, work: impl FnOnce(&mut Keeper, &mut Self) -> T) -> T {
        let Some(mut keeper) = self.keeper.take() else { return T::default() };
        let result = work(&mut keeper, self);
        self.keeper = Some(keeper);
        result
    }

    fn control(&mut self, sql: &str, origin: &Origin) -> Result<(), HostError> {
        self.options.tell_statement(sql, origin);
        self.options.statistics.add_statements(1);
        self.session.run_to_the_end(sql, origin)
    }

    /// Rows of a query of limbeck's own, as text.
    pub fn select(&mut self, sql: &str, origin: &Origin) -> Result<Vec<Vec<Option<String>>>, HostError> {
        self.options.statistics.add_statements(1);
        self.options.statistics.add_round_trip();
        self.session.rows(sql, origin)
    }
}

impl Channel for MysqlHost {
    fn dialect(&self) -> Dialect {
        self.dialect.clone()
    }

    fn in_transaction(&self) -> bool {
        self.has_begun || !self.levels.is_empty()
    }

    fn own(&mut self, sql: &str) -> Result<Vec<TextRow>, HostError> {
        self.options.statistics.add_statements(1);
        self.options.statistics.add_round_trip();
        self.session.rows_to_the_end(sql)
    }

    fn own_elsewhere(&mut self, sql: &str) -> Result<(), HostError> {
        let options = ConnectOptions { interrupt: None, ..self.options.clone() };
        let mut session = Session::connect(&self.url, &options)?;
        session.rows_to_the_end(sql).map(|_| ())
    }

    fn count_kept(&mut self) {
        self.options.statistics.add_kept();
    }

    fn is_interrupted(&self) -> bool {
        self.options.interrupted()
    }
}

/// Words of statements that end the transaction before and after themselves:
/// <https://mariadb.com/kb/en/sql-statements-that-cause-an-implicit-commit/>.
fn commits_by_itself(word: &str) -> bool {
    matches!(
        word,
        "ALTER"
            | "ANALYZE"
            | "BEGIN"
            | "CACHE"
            | "CHECK"
            | "COMMIT"
            | "CREATE"
            | "DROP"
            | "FLUSH"
            | "GRANT"
            | "LOAD"
            | "LOCK"
            | "OPTIMIZE"
            | "RENAME"
            | "REPAIR"
            | "REVOKE"
            | "START"
            | "TRUNCATE"
            | "UNLOCK"
    )
}

fn leaves_nothing(word: &str) -> bool {
    keywords::leaves_nothing(word) || matches!(word, "USE" | "DESCRIBE" | "DESC" | "WITH" | "SAVEPOINT" | "RELEASE")
}

impl Host for MysqlHost {
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
            self.run(&statement.sql, origin)?;
        }
        Ok(())
    }

    fn query(&mut self, query: &Query, params: &Params, origin: &Origin) -> Result<Answer, HostError> {
        let statements = limbeck_sql::query(&self.dialect, query, params, Mode::Online);
        let mut answers = Vec::new();
        for statement in statements.map_err(|error| host_error(error, origin))? {
            answers.push(self.run(&statement.sql, origin)?);
        }
        let mut answer = merge(answers);
        if let (Query::Insert(insert), false) = (query, answer.returns_rows) {
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
        let mut reflection = crate::inspect::mysql::reflect(self, request, origin)?;
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
            self.control("SET autocommit = 0", origin)?;
            self.levels.push(Level::Transaction);
            return Ok(());
        }
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
                forgiving(self.control(&release, origin))?;
            }
            Some(Level::Transaction) => {
                let mut written = Ok(());
                self.with_keeper(|keeper, host| written = keeper.before_commit(host));
                written?;
                self.control("COMMIT", origin)?;
                self.with_keeper(|keeper, _| keeper.committed());
                self.options.statistics.add_kept();
                self.control("SET autocommit = 1", origin)?;
                if let Some(spent) = self.spent.take() {
                    spent.tidy_up(self);
                }
            }
        }
        self.levels.pop();
        Ok(())
    }

    fn rollback(&mut self, origin: &Origin) -> Result<(), HostError> {
        match self.levels.pop() {
            None => Ok(()),
            Some(Level::Savepoint(name)) => forgiving(self.control(&format!("ROLLBACK TO SAVEPOINT {name}"), origin)),
            Some(Level::Transaction) => {
                self.with_keeper(|keeper, _| keeper.rolled_back());
                self.control("ROLLBACK", origin)?;
                self.control("SET autocommit = 1", origin)?;
                if let Some(spent) = self.spent.take() {
                    spent.tidy_up(self);
                }
                Ok(())
            }
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

    fn spend_journal(&mut self, table: TableName, refused: Vec<i64>) {
        self.spent = Some(Spent { table, refused });
    }

    fn emit(&mut self, _text: &str) {}
}

/// A savepoint is gone once a statement on the schema has ended the transaction: that is no error of the script.
fn forgiving(result: Result<(), HostError>) -> Result<(), HostError> {
    match result {
        Err(HostError::Server(error)) if error.code.as_deref() == Some("1305") => Ok(()),
        other => other,
    }
}
