//! A MySQL or MariaDB connection as a script sees it.
//!
//! As with the drivers of Python, `autocommit` is off while a transaction is open: a statement on the schema ends it by
//! itself, and what follows is in the next one. What such a statement did stays, whatever comes.

use limbeck_ops::{
    Answer, Dialect, DialectName, Host, HostError, Operation, Origin, Params, Query, Reflection, ReflectionRequest,
    Timing, Type,
};
use limbeck_sql::Mode;

use super::session::Session;
use crate::batch::{self, Plan};
use crate::check_first;
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
}

impl MysqlHost {
    pub fn connect(url: &Url, name: DialectName, options: &ConnectOptions) -> Result<MysqlHost, NotConnected> {
        let session = Session::connect(url, options)?;
        let (version, is_mariadb) = session.server();
        Ok(MysqlHost {
            session,
            dialect: Dialect { name, version: Some(version), mariadb: is_mariadb, paramstyle: None },
            options: options.clone(),
            levels: Vec::new(),
            savepoints: 0,
        })
    }

    /// Where the server is, and whether TLS is used.
    pub fn way(&self) -> (String, bool) {
        (self.session.address().to_owned(), self.session.has_tls())
    }

    fn refuse_when_interrupted(&self) -> Result<(), HostError> {
        if self.options.interrupted() { Err(HostError::Interrupted) } else { Ok(()) }
    }

    /// Runs one statement.
    fn run(&mut self, sql: &str, origin: &Origin) -> Result<Answer, HostError> {
        self.refuse_when_interrupted()?;
        self.options.tell_statement(sql, origin);
        self.options.statistics.add_statements(1);
        self.options.statistics.add_round_trip();
        let result = self.session.run(sql, origin);
        let word = keywords::first_word(sql);
        let stays = if self.levels.is_empty() { !leaves_nothing(&word) } else { commits_by_itself(&word) };
        if stays && result.is_ok() {
            self.options.statistics.add_kept();
        }
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
                    let dialect = self.dialect.clone();
                    let ask = &mut |request: &ReflectionRequest| self.reflect(request, origin);
                    let recreation = batch::recreation(&dialect, batch, origin, ask)?;
                    if let Some(handler) = &self.options.notices {
                        for message in recreation.warnings {
                            handler(&Notice { severity: "WARNING".to_owned(), message, detail: None, hint: None });
                        }
                    }
                    recreation.statements.iter().try_for_each(|one| self.run(&one.sql, origin).map(|_| ()))
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
        if let (Query::Insert(insert), Some(id), false) = (query, answer.last_row_id, answer.returns_rows) {
            answer.inserted_primary_key = inserted_key(insert, params, id);
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
        crate::inspect::mysql::reflect(self, request, origin)
    }

    fn begin(&mut self, origin: &Origin) -> Result<(), HostError> {
        self.refuse_when_interrupted()?;
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
                self.control("COMMIT", origin)?;
                self.options.statistics.add_kept();
                self.control("SET autocommit = 1", origin)?;
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
                self.control("ROLLBACK", origin)?;
                self.control("SET autocommit = 1", origin)
            }
        }
    }

    fn depth(&self) -> usize {
        self.levels.len()
    }

    fn flush(&mut self) -> Result<(), HostError> {
        Ok(())
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
