//! A PostgreSQL connection as a script sees it.

use limbeck_ops::op::Batch;
use limbeck_ops::{
    Answer, AnswerColumn, Datum, Dialect, DialectName, Host, HostError, JournalState, Operation, Origin, Params, Query,
    Reflection, ReflectionRequest, ServerErrorKind, StepJournal, TableName, Timing, Type,
};
use limbeck_sql::Mode;

use super::connect::Way;
use super::decode::{self, ExtensionTypes, FIRST_USER_OID};
use super::error::{driver_error, server_error};
use super::keywords;
use super::observe::{StatementReport, Status};
use super::session::{QueryFailure, QueryResult, Session, TextRow};
use crate::batch::{self, Plan};
use crate::check_first;
use crate::journal::{self, Before, Channel, Keeper, Spent, Ticket};
use crate::options::{ConnectOptions, Notice, NoticeHandler};
use crate::refusal::NotConnected;
use crate::sql::{hide_implicit_returning, host_error, inserted_key, merge};
use crate::url::Url;

/// More statements than this are not kept back.
const MAX_PENDING: usize = 64;
/// More text than this is not kept back.
const MAX_PENDING_BYTES: usize = 1 << 20;

/// A statement that has not been sent yet.
struct Pending {
    sql: String,
    origin: Origin,
}

enum Level {
    Transaction,
    Savepoint(String),
}

/// A connection to PostgreSQL.
///
/// Statements are only kept back while the server is in a transaction: there, one that fails stops those after it,
/// and the order of effects is the script's.
pub(crate) struct PostgresHost {
    session: Session,
    dialect: Dialect,
    options: ConnectOptions,
    notices: Option<NoticeHandler>,
    pending: Vec<Pending>,
    pending_bytes: usize,
    /// BEGIN is among the pending statements.
    begin_pending: bool,
    levels: Vec<Level>,
    savepoints: u64,
    extensions: Option<ExtensionTypes>,
    keeper: Option<Keeper>,
    /// A journal to tidy up at the end of the open transaction.
    spent: Option<Spent>,
    is_autocommit: bool,
}

impl PostgresHost {
    pub fn connect(url: &Url, options: &ConnectOptions) -> Result<PostgresHost, NotConnected> {
        let session = Session::connect(url, options)?;
        let version = session.server_version();
        let mut host = PostgresHost {
            session,
            dialect: Dialect {
                name: DialectName::Postgresql,
                version,
                mariadb: false,
                paramstyle: None,
                generic: false,
            },
            options: options.clone(),
            notices: options.notices.clone(),
            pending: Vec::new(),
            pending_bytes: 0,
            begin_pending: false,
            levels: Vec::new(),
            savepoints: 0,
            extensions: None,
            keeper: None,
            spent: None,
            is_autocommit: false,
        };
        host.pass_notices();
        Ok(host)
    }

    /// How the server is reached.
    pub fn way(&self) -> (String, Way) {
        self.session.way()
    }

    /// Whether the server will be in a transaction once the pending statements have run.
    fn expects_transaction(&self) -> bool {
        self.begin_pending || self.session.status() != Status::Idle
    }

    fn refuse_when_interrupted(&self) -> Result<(), HostError> {
        if self.options.interrupted() { Err(HostError::Interrupted) } else { Ok(()) }
    }

    fn pass_notices(&mut self) {
        while let Some(notice) = self.session.take_notice() {
            if let Some(handler) = &self.notices {
                handler(&notice);
            }
        }
    }

    fn push(&mut self, sql: String, origin: &Origin) {
        self.options.tell_statement(&sql, origin);
        self.pending_bytes += sql.len();
        self.pending.push(Pending { sql, origin: origin.clone() });
    }

    /// Sends all that is pending, waits, and gives the result of the last.
    fn send_pending(&mut self) -> Result<Option<QueryResult>, HostError> {
        if self.pending.is_empty() {
            return Ok(None);
        }
        let pending = std::mem::take(&mut self.pending);
        self.pending_bytes = 0;
        self.begin_pending = false;
        let messages: Vec<&str> = pending.iter().map(|pending| pending.sql.as_str()).collect();
        let mut results = self.session.run(&messages);
        self.pass_notices();
        let lost = self.session.is_lost();
        for (statement, result) in pending.iter().zip(&results) {
            let Some(failure) = &result.failure else {
                if result.report.statements.last().is_some_and(|report| report.tag.as_deref() == Some("")) {
                    let message = "can't execute an empty query";
                    let kind = ServerErrorKind::Programming;
                    return Err(driver_error(kind, message, &statement.sql, &statement.origin, false));
                }
                continue;
            };
            if self.session.was_interrupted() {
                return Err(HostError::Interrupted);
            }
            return Err(match failure {
                QueryFailure::Server(error) => server_error(error, &statement.sql, &statement.origin, lost),
                QueryFailure::Lost(message) => {
                    driver_error(ServerErrorKind::Operational, message, &statement.sql, &statement.origin, true)
                }
            });
        }
        Ok(results.pop())
    }

    /// Queues a statement, or runs it at once where it may not wait, unless the journal has it as done.
    fn give(&mut self, sql: String, origin: &Origin, timing: Timing) -> Result<(), HostError> {
        self.refuse_when_interrupted()?;
        let Some(mut keeper) = self.keeper.take_if(|_| !origin.frames.is_empty()) else {
            return self.send_or_queue(sql, origin, timing);
        };
        let result = self.give_noted(&mut keeper, sql, origin, timing);
        self.keeper = Some(keeper);
        result
    }

    fn give_noted(
        &mut self,
        keeper: &mut Keeper,
        sql: String,
        origin: &Origin,
        timing: Timing,
    ) -> Result<(), HostError> {
        let ticket = match keeper.before(self, &sql, origin)? {
            Before::Done(_) => return Ok(()),
            Before::Send(ticket) => ticket,
        };
        let timing = match ticket {
            Ticket::Unnoted | Ticket::Noted(_) => timing,
            Ticket::Control(_) | Ticket::Wrapped(_) | Ticket::Started { .. } => Timing::Now,
        };
        let outcome = self.send_or_queue(sql, origin, timing).map(|()| Answer { row_count: -1, ..Answer::default() });
        let noted = keeper.after(self, ticket, outcome.as_ref());
        outcome.and(noted)
    }

    fn send_or_queue(&mut self, sql: String, origin: &Origin, timing: Timing) -> Result<(), HostError> {
        refuse_copy(&sql, origin)?;
        let alone = !self.expects_transaction() || keywords::may_control_transactions(&sql);
        if alone {
            self.send_pending()?;
        }
        self.push(sql, origin);
        let full = self.pending.len() >= MAX_PENDING || self.pending_bytes >= MAX_PENDING_BYTES;
        if alone || full || timing == Timing::Now {
            self.send_pending()?;
        }
        Ok(())
    }

    /// Runs a statement, together with what is pending, and gives its result.
    fn ask(&mut self, sql: &str, origin: &Origin) -> Result<QueryResult, HostError> {
        self.refuse_when_interrupted()?;
        refuse_copy(sql, origin)?;
        if !self.expects_transaction() || keywords::may_control_transactions(sql) {
            self.send_pending()?;
        }
        self.push(sql.to_owned(), origin);
        Ok(self.send_pending()?.unwrap_or_default())
    }

    /// Runs a statement and gives its answer, unless the journal has it as done.
    fn ask_or_skip(&mut self, sql: &str, origin: &Origin) -> Result<Answer, HostError> {
        let Some(mut keeper) = self.keeper.take_if(|_| !origin.frames.is_empty()) else {
            let result = self.ask(sql, origin)?;
            return self.answer(result);
        };
        let result = self.ask_noted(&mut keeper, sql, origin);
        self.keeper = Some(keeper);
        result
    }

    fn ask_noted(&mut self, keeper: &mut Keeper, sql: &str, origin: &Origin) -> Result<Answer, HostError> {
        match keeper.before(self, sql, origin)? {
            Before::Done(answer) => Ok(answer),
            Before::Send(ticket) => {
                let outcome = self.ask(sql, origin).and_then(|result| self.answer(result));
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

    /// The rows of a query of limbeck's own, as text.
    pub fn select(&mut self, sql: &str, origin: &Origin) -> Result<Vec<TextRow>, HostError> {
        Ok(self.ask(sql, origin)?.rows.pop().unwrap_or_default())
    }

    fn answer(&mut self, mut result: QueryResult) -> Result<Answer, HostError> {
        let Some(report) = result.report.statements.pop() else {
            return Ok(Answer { row_count: -1, ..Answer::default() });
        };
        let rows = result.rows.pop().unwrap_or_default();
        let row_count = row_count(&report, rows.len());
        let Some(columns) = report.columns else {
            return Ok(Answer { row_count, ..Answer::default() });
        };
        let extensions = match columns.iter().any(|(_, oid)| *oid >= FIRST_USER_OID) {
            true => self.extension_types()?,
            false => ExtensionTypes::default(),
        };
        let value = |text: Option<String>, oid| match text {
            Some(text) => decode::decode(oid, &text, &extensions),
            None => Datum::Null,
        };
        let decode_row =
            |row: TextRow| row.into_iter().zip(&columns).map(|(text, (_, oid))| value(text, *oid)).collect();
        let rows = rows.into_iter().map(decode_row).collect();
        Ok(Answer {
            columns: columns.iter().map(|(name, _)| AnswerColumn { name: name.clone() }).collect(),
            returns_rows: true,
            rows,
            row_count,
            inserted_primary_key: Vec::new(),
            last_row_id: None,
        })
    }

    /// Asks for hstore's OIDs once, and only when a column has a type that is not PostgreSQL's own.
    fn extension_types(&mut self) -> Result<ExtensionTypes, HostError> {
        if let Some(known) = self.extensions {
            return Ok(known);
        }
        let sql = "SELECT t.oid, t.typarray FROM pg_catalog.pg_type t WHERE t.typname = 'hstore'";
        let rows = self.select(sql, &Origin::internal())?;
        let number = |row: &TextRow, column: usize| row.get(column)?.as_ref()?.parse().ok();
        let found = rows.first().map_or_else(ExtensionTypes::default, |row| ExtensionTypes {
            hstore: number(row, 0),
            hstore_array: number(row, 1).filter(|oid| *oid != 0),
        });
        self.extensions = Some(found);
        Ok(found)
    }
}

impl Channel for PostgresHost {
    fn dialect(&self) -> Dialect {
        self.dialect.clone()
    }

    fn in_transaction(&self) -> bool {
        self.expects_transaction()
    }

    fn own(&mut self, sql: &str) -> Result<Vec<journal::TextRow>, HostError> {
        self.send_pending()?;
        let mut result = self.session.run_own(sql);
        self.pass_notices();
        let origin = Origin::internal();
        match &result.failure {
            None => Ok(result.rows.pop().unwrap_or_default()),
            Some(QueryFailure::Server(error)) => Err(server_error(error, sql, &origin, self.session.is_lost())),
            Some(QueryFailure::Lost(message)) => {
                Err(driver_error(ServerErrorKind::Operational, message, sql, &origin, true))
            }
        }
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

fn refuse_copy(sql: &str, origin: &Origin) -> Result<(), HostError> {
    match keywords::copies_through_the_client(sql) {
        Some(message) => Err(driver_error(ServerErrorKind::Programming, message, sql, origin, false)),
        None => Ok(()),
    }
}

/// psycopg2's `cursor.rowcount`.
fn row_count(report: &StatementReport, rows: usize) -> i64 {
    if report.columns.is_some() {
        return i64::try_from(rows).unwrap_or(i64::MAX);
    }
    let tag = report.tag.as_deref().unwrap_or_default();
    tag.rsplit_once(' ').and_then(|(_, count)| count.parse().ok()).unwrap_or(-1)
}

impl Host for PostgresHost {
    fn dialect(&self) -> Dialect {
        self.dialect.clone()
    }

    fn is_offline(&self) -> bool {
        false
    }

    fn operate(&mut self, operation: &Operation, origin: &Origin, timing: Timing) -> Result<(), HostError> {
        if let Operation::Batch(batch) = operation {
            match batch::plan(batch, self.dialect.name) {
                Plan::Each(inner) => return inner.into_iter().try_for_each(|(one, at)| self.operate(one, at, timing)),
                Plan::Anew(first) => {
                    first.into_iter().try_for_each(|(one, at)| self.operate(one, at, timing))?;
                    return self.make_anew(batch, origin, timing);
                }
            }
        }
        let mut ask = |request: &ReflectionRequest| self.reflect(request, origin);
        if check_first::is_done(operation, &mut ask)? {
            return Ok(());
        }
        let statements = limbeck_sql::operation(&self.dialect, operation, Mode::Online);
        for statement in statements.map_err(|error| host_error(error, origin))? {
            if check_first::checks_types(operation) && self.type_is_done(&statement.sql, origin)? {
                continue;
            }
            self.give(statement.sql, origin, timing)?;
        }
        Ok(())
    }

    fn query(&mut self, query: &Query, params: &Params, origin: &Origin) -> Result<Answer, HostError> {
        let statements = limbeck_sql::query(&self.dialect, query, params, Mode::Online);
        let mut answers = Vec::new();
        for statement in statements.map_err(|error| host_error(error, origin))? {
            answers.push(self.ask_or_skip(&statement.sql, origin)?);
        }
        let mut answer = hide_implicit_returning(query, merge(answers));
        if let (Query::Insert(insert), true) = (query, answer.inserted_primary_key.is_empty() && !answer.returns_rows) {
            answer.inserted_primary_key = inserted_key(insert, params, None);
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
        let mut reflection = crate::inspect::postgres::reflect(self, request, origin)?;
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
            self.send_pending()?;
            if self.session.status() == Status::Idle {
                self.push("BEGIN".to_owned(), origin);
                self.begin_pending = true;
            }
            self.levels.push(Level::Transaction);
            return Ok(());
        }
        self.savepoints += 1;
        let name = format!("sa_savepoint_{}", self.savepoints);
        self.send_or_queue(format!("SAVEPOINT {name}"), origin, Timing::Deferred)?;
        self.levels.push(Level::Savepoint(name));
        Ok(())
    }

    /// A failed commit leaves the level open, to be rolled back.
    fn commit(&mut self, origin: &Origin) -> Result<(), HostError> {
        self.refuse_when_interrupted()?;
        if matches!(self.levels.last(), Some(Level::Transaction)) && self.expects_transaction() {
            let mut written = Ok(());
            self.with_keeper(|keeper, host| written = keeper.before_commit(host));
            written?;
        }
        match self.levels.last() {
            None => return self.flush(),
            Some(Level::Savepoint(name)) => {
                let release = format!("RELEASE SAVEPOINT {name}");
                self.send_or_queue(release, origin, Timing::Now)?;
            }
            Some(Level::Transaction) if self.begin_pending && self.pending.len() == 1 => {
                self.pending.clear();
                self.begin_pending = false;
            }
            Some(Level::Transaction) if self.expects_transaction() => {
                self.push("COMMIT".to_owned(), origin);
                let result = self.send_pending()?.unwrap_or_default();
                // The server answers ROLLBACK to the COMMIT of a transaction that has failed: a script caught the error
                // and went on, and nothing of it would be kept.
                if result.report.statements.iter().any(|report| report.tag.as_deref() == Some("ROLLBACK")) {
                    let message = "the transaction was rolled back because a statement in it had failed";
                    return Err(driver_error(ServerErrorKind::Internal, message, "COMMIT", origin, false));
                }
            }
            // The script ended the transaction by a statement of its own.
            Some(Level::Transaction) => self.flush()?,
        }
        if matches!(self.levels.pop(), Some(Level::Transaction)) {
            self.with_keeper(|keeper, _| keeper.committed());
        }
        Ok(())
    }

    fn rollback(&mut self, origin: &Origin) -> Result<(), HostError> {
        // Ctrl-C must not get in the way of tidying up.
        self.session.set_interruptible(false);
        let result = match self.levels.pop() {
            None => Ok(()),
            Some(Level::Savepoint(name)) => self.rollback_to(&name, origin),
            Some(Level::Transaction) => {
                self.with_keeper(|keeper, _| keeper.rolled_back());
                self.pending.clear();
                self.pending_bytes = 0;
                self.begin_pending = false;
                match self.session.status() {
                    Status::Idle => Ok(()),
                    Status::Transaction | Status::Failed => {
                        self.push("ROLLBACK".to_owned(), origin);
                        self.send_pending().map(|_| ())
                    }
                }
            }
        };
        self.session.set_interruptible(true);
        if self.levels.is_empty()
            && let Some(spent) = self.spent.take()
        {
            spent.tidy_up(self);
        }
        result
    }

    fn depth(&self) -> usize {
        self.levels.len()
    }

    fn flush(&mut self) -> Result<(), HostError> {
        self.send_pending().map(|_| ())
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

impl PostgresHost {
    /// Makes the table of a block anew.
    fn make_anew(&mut self, batch: &Batch, origin: &Origin, timing: Timing) -> Result<(), HostError> {
        let dialect = self.dialect.clone();
        let owned = if batch.copy_from.is_some() { Vec::new() } else { self.owned_sequences(batch, origin)? };
        let mut ask = |request: &ReflectionRequest| {
            let mut reflection = self.reflect(request, origin)?;
            if let Reflection::Table(table) = &mut reflection {
                let lines = batch::forget_serial_defaults(table, &owned);
                if let Some(log) = &self.options.log {
                    lines.iter().for_each(|line| log("alembic.ddl.postgresql", line));
                }
            }
            Ok(reflection)
        };
        let recreation = batch::recreation(&dialect, batch, origin, &mut ask)?;
        if let Some(handler) = &self.options.notices {
            for message in recreation.warnings {
                handler(&Notice { severity: "WARNING".to_owned(), message, detail: None, hint: None });
            }
        }
        recreation.statements.into_iter().try_for_each(|statement| self.give(statement.sql, origin, timing))
    }

    /// Columns of the block's table that own a sequence, with it: Alembic makes SERIAL of them again.
    fn owned_sequences(&mut self, batch: &Batch, origin: &Origin) -> Result<Vec<(String, String)>, HostError> {
        let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
        let schema = batch.table.schema.as_ref().map(|schema| format!("{}.", quoted(&schema.text)));
        let table = format!("{}{}", schema.unwrap_or_default(), quoted(&batch.table.name.text)).replace('\'', "''");
        let rows = self.select(
            &format!(
                "SELECT a.attname::text, s.relname::text FROM pg_catalog.pg_class s JOIN pg_catalog.pg_depend d ON d.objid = s.oid AND \
                 d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass AND \
                 d.deptype = 'a' JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid \
                 WHERE s.relkind = 'S' AND d.refobjid = pg_catalog.to_regclass('{table}')"
            ),
            origin,
        )?;
        let pair = |row: Vec<Option<String>>| match <[Option<String>; 2]>::try_from(row) {
            Ok([Some(column), Some(sequence)]) => Some((column, sequence)),
            Ok(_) | Err(_) => None,
        };
        Ok(rows.into_iter().filter_map(pair).collect())
    }

    /// Whether a `CREATE TYPE` or `DROP TYPE` (or DOMAIN) finds its work done.
    fn type_is_done(&mut self, sql: &str, origin: &Origin) -> Result<bool, HostError> {
        let text = sql.trim();
        let after = |words: [&str; 2]| words.iter().find_map(|words| text.strip_prefix(words));
        let (name, create) = match (after(["CREATE TYPE ", "CREATE DOMAIN "]), after(["DROP TYPE ", "DROP DOMAIN "])) {
            (Some(rest), _) => (rest.split(" AS ").next().unwrap_or(rest), true),
            (None, Some(rest)) => (rest, false),
            (None, None) => return Ok(false),
        };
        let ask = format!("SELECT pg_catalog.to_regtype('{}')", name.replace('\'', "''"));
        let rows = self.select(&ask, origin)?;
        let there = rows.into_iter().next().is_some_and(|row| row.into_iter().next().flatten().is_some());
        Ok(there == create)
    }

    /// What is pending goes out first: a part of it may be older than the savepoint.
    fn rollback_to(&mut self, name: &str, origin: &Origin) -> Result<(), HostError> {
        let earlier = self.send_pending();
        self.push(format!("ROLLBACK TO SAVEPOINT {name}"), origin);
        match (self.send_pending(), earlier) {
            (Ok(_), _) => Ok(()),
            // The savepoint itself was never reached.
            (Err(_), Err(first)) => Err(first),
            (Err(error), Ok(_)) => Err(error),
        }
    }
}
