//! One connection as a synchronous thing: query messages go out together, answers come back in their order.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use limbeck_messages::{Message, connect as says};
use limbeck_ops::HostError;
use tokio::runtime::Runtime;
use tokio_postgres::error::DbError;
use tokio_postgres::{AsyncMessage, Client, SimpleQueryMessage};

use super::connect::{self, Peer, Way, WireConnection};
use super::observe::{QueryReport, SharedObserver, Status};
use super::settings::Settings;
use crate::options::{ConnectOptions, Notice, Statistics};
use crate::refusal::{NotConnected, Refusal, Stage};
use crate::url::Url;

/// How long the server may take to answer after it was told to give up.
const CANCEL_PATIENCE: Duration = Duration::from_secs(10);
/// How often Ctrl-C is looked for.
const INTERRUPT_INTERVAL: Duration = Duration::from_millis(50);

/// A row as text.
pub(crate) type TextRow = Vec<Option<String>>;

/// Why a query message failed.
#[derive(Debug)]
pub(crate) enum QueryFailure {
    /// The server refused.
    Server(Box<DbError>),
    /// The connection is gone.
    Lost(String),
}

/// What came back for one query message.
#[derive(Debug, Default)]
pub(crate) struct QueryResult {
    /// What the server told about each statement.
    pub report: QueryReport,
    /// The rows of each statement, parallel to the report's.
    pub rows: Vec<Vec<TextRow>>,
    /// The error, after which the rest of the message was not run.
    pub failure: Option<QueryFailure>,
}

/// A connection.
pub(crate) struct Session {
    /// Dropped first, which ends the connection.
    client: Option<Client>,
    connection: Pin<Box<WireConnection>>,
    runtime: Runtime,
    observer: SharedObserver,
    peer: Peer,
    way: Way,
    interrupt: Option<Arc<AtomicBool>>,
    statistics: Arc<Statistics>,
    notices: VecDeque<Notice>,
    lost: Option<String>,
    interrupted: bool,
    interruptible: bool,
    /// Whether what becomes permanent is counted.
    is_counting: bool,
    status: Status,
}

impl Session {
    /// Connects, and makes the session as psycopg2 leaves it.
    pub fn connect(url: &Url, options: &ConnectOptions) -> Result<Session, NotConnected> {
        let settings = Settings::new(url, options, &|name| std::env::var(name).ok())?;
        Session::open(&settings, options.interrupt.clone(), options.statistics.clone())
    }

    pub fn open(
        settings: &Settings,
        interrupt: Option<Arc<AtomicBool>>,
        statistics: Arc<Statistics>,
    ) -> Result<Session, NotConnected> {
        if tokio::runtime::Handle::try_current().is_ok() {
            return Err(refused(says::inside_a_task(), says::inside_a_task_help()));
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| refused(says::no_event_loop(error.to_string()), says::try_again()))?;
        let flag = interrupt.clone();
        let interrupted = move || flag.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed));
        let opened = runtime
            .block_on(connect::until_interrupted(connect::open(settings), &interrupted))
            .ok_or(HostError::Interrupted)?
            .map_err(|(failure, target)| failure.describe(&target, settings))?;
        statistics.add_connection();
        let iso_dates = opened.connection.parameter("DateStyle").is_none_or(|style| style.starts_with("ISO"));
        let postgres_intervals = opened.connection.parameter("IntervalStyle").is_none_or(|style| style == "postgres");
        let mut session = Session {
            client: Some(opened.client),
            connection: Box::pin(opened.connection),
            runtime,
            observer: opened.observer,
            peer: opened.peer,
            way: opened.way,
            interrupt,
            statistics,
            notices: VecDeque::new(),
            lost: None,
            interrupted: false,
            interruptible: true,
            is_counting: true,
            status: Status::Idle,
        };
        if !iso_dates {
            session.run(&["SET DATESTYLE TO 'ISO'"]);
        }
        if !postgres_intervals {
            session.run(&["SET INTERVALSTYLE TO 'postgres'"]);
        }
        Ok(session)
    }

    /// The server's version as SQLAlchemy reads it off `version()`: `(15, 4, 0)`.
    pub fn server_version(&self) -> Option<(u32, u32, u32)> {
        let text = self.connection.parameter("server_version")?;
        let mut numbers = text
            .split(|c: char| !c.is_ascii_digit() && c != '.')
            .next()?
            .split('.')
            .map_while(|number| number.parse::<u32>().ok());
        Some((numbers.next()?, numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)))
    }

    /// How the server is reached: the address, and whether TLS is between.
    pub fn way(&self) -> (String, Way) {
        (self.peer.to_string(), self.way)
    }

    /// The server's transaction as it was after the last answer.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Whether the connection is gone.
    pub fn is_lost(&self) -> bool {
        self.lost.is_some()
    }

    /// Whether Ctrl-C was seen during the last [`Session::run`].
    pub fn was_interrupted(&self) -> bool {
        self.interrupted
    }

    /// Whether Ctrl-C cancels what runs.
    pub fn set_interruptible(&mut self, interruptible: bool) {
        self.interruptible = interruptible;
    }

    /// Sends one query message of limbeck's own, which Ctrl-C does not cancel and nobody counts as permanent.
    pub fn run_own(&mut self, message: &str) -> QueryResult {
        let interruptible = std::mem::replace(&mut self.interruptible, false);
        self.is_counting = false;
        let result = self.run(&[message]).pop().unwrap_or_default();
        self.is_counting = true;
        self.interruptible = interruptible;
        result
    }

    /// The next notice that has come in.
    pub fn take_notice(&mut self) -> Option<Notice> {
        self.notices.pop_front()
    }

    /// Sends query messages together and waits for all answers. A failing one does not stop those after it, unless the
    /// server's transaction does.
    pub fn run(&mut self, messages: &[&str]) -> Vec<QueryResult> {
        self.interrupted = false;
        self.statistics.add_statements(u64::try_from(messages.len()).unwrap_or(u64::MAX));
        self.statistics.add_round_trip();
        let Session {
            client,
            connection,
            runtime,
            observer,
            peer,
            interrupt,
            notices,
            lost,
            interrupted,
            interruptible,
            ..
        } = self;
        let interrupt = interrupt.as_ref().filter(|_| *interruptible);
        let results = match client {
            Some(client) if lost.is_none() => {
                let waiting = Waiting { connection, notices, lost, peer, observer, interrupt, interrupted };
                runtime.block_on(waiting.wait_for(exchange(client, messages)))
            }
            Some(_) | None => Vec::new(),
        };
        let mut results: Vec<QueryResult> = results;
        for result in &mut results {
            match observer.take_report() {
                Some(report) => {
                    if self.is_counting {
                        count_kept(&self.statistics, self.status, &report);
                    }
                    self.status = report.status;
                    result.report = report;
                }
                None => {
                    let message = || "the connection to the server was lost".to_owned();
                    result.failure.get_or_insert_with(|| QueryFailure::Lost(message()));
                    lost.get_or_insert_with(message);
                }
            }
        }
        let gone = lost.clone().unwrap_or_else(|| "the connection is closed".to_owned());
        results.resize_with(messages.len(), || QueryResult {
            failure: Some(QueryFailure::Lost(gone.clone())),
            ..QueryResult::default()
        });
        results
    }
}

fn refused(message: Message, help: Message) -> NotConnected {
    Refusal::new(Stage::Port, message, help).into()
}

/// Counts what became permanent with a query message.
fn count_kept(statistics: &Statistics, before: Status, report: &QueryReport) {
    let tags = || report.statements.iter().filter_map(|statement| statement.tag.as_deref());
    let committed = tags().any(|tag| tag == "COMMIT" || tag == "PREPARE TRANSACTION");
    let autocommitted = before == Status::Idle
        && report.status == Status::Idle
        && tags().any(|tag| !super::keywords::leaves_nothing(tag));
    if committed || autocommitted {
        statistics.add_kept();
    }
}

/// Sends all, then reads all.
async fn exchange(client: &Client, messages: &[&str]) -> Vec<QueryResult> {
    let mut streams = Vec::with_capacity(messages.len());
    for message in messages {
        streams.push(client.simple_query_raw(message).await);
    }
    let mut results = Vec::with_capacity(messages.len());
    for stream in streams {
        let mut result = QueryResult::default();
        match stream {
            Ok(stream) => {
                let mut stream = std::pin::pin!(stream);
                let mut rows = Vec::new();
                while let Some(message) = stream.next().await {
                    match message {
                        Ok(SimpleQueryMessage::Row(row)) => {
                            rows.push((0..row.len()).map(|column| row.get(column).map(str::to_owned)).collect());
                        }
                        Ok(SimpleQueryMessage::CommandComplete(_)) => result.rows.push(std::mem::take(&mut rows)),
                        Ok(_) => {}
                        Err(error) => {
                            let failure = failure(error);
                            let over = matches!(failure, QueryFailure::Lost(_));
                            result.failure.get_or_insert(failure);
                            // After the server's own error, the end of the message is still to come.
                            if over {
                                break;
                            }
                        }
                    }
                }
            }
            Err(error) => result.failure = Some(failure(error)),
        }
        results.push(result);
    }
    results
}

fn failure(error: tokio_postgres::Error) -> QueryFailure {
    match error.as_db_error() {
        Some(db) => QueryFailure::Server(Box::new(db.clone())),
        None => QueryFailure::Lost(match std::error::Error::source(&error) {
            Some(source) => format!("the connection to the server was lost: {source}"),
            None => "the connection to the server was lost".to_owned(),
        }),
    }
}

/// What is looked after while the server works.
struct Waiting<'s> {
    connection: &'s mut Pin<Box<WireConnection>>,
    notices: &'s mut VecDeque<Notice>,
    lost: &'s mut Option<String>,
    peer: &'s Peer,
    observer: &'s SharedObserver,
    interrupt: Option<&'s Arc<AtomicBool>>,
    interrupted: &'s mut bool,
}

impl Waiting<'_> {
    async fn wait_for(mut self, work: impl Future<Output = Vec<QueryResult>>) -> Vec<QueryResult> {
        let mut work = std::pin::pin!(work);
        let Some(flag) = self.interrupt.cloned() else { return self.drive(work).await.unwrap_or_default() };
        let mut cancelled: Option<Instant> = None;
        loop {
            tokio::select! {
                biased;
                results = self.drive(work.as_mut()) => return results.unwrap_or_default(),
                () = tokio::time::sleep(INTERRUPT_INTERVAL) => {}
            }
            match cancelled {
                None if flag.load(Ordering::Relaxed) => {
                    cancelled = Some(Instant::now());
                    *self.interrupted = true;
                    if let Some(key) = self.observer.key() {
                        let peer = self.peer.clone();
                        // The thread sends sixteen bytes and ends; should it fail, patience runs out below.
                        std::thread::spawn(move || connect::cancel(&peer, key));
                    }
                }
                Some(since) if since.elapsed() > CANCEL_PATIENCE => {
                    *self.lost = Some("the server did not answer after it was told to stop".to_owned());
                    return Vec::new();
                }
                None | Some(_) => {}
            }
        }
    }

    /// Lets the connection read and write until the work is done; none when it is lost before.
    async fn drive<F: Future>(&mut self, mut work: Pin<&mut F>) -> Option<F::Output> {
        std::future::poll_fn(|cx| {
            loop {
                if let Poll::Ready(results) = work.as_mut().poll(cx) {
                    return Poll::Ready(Some(results));
                }
                if self.lost.is_some() {
                    return Poll::Ready(None);
                }
                match self.connection.poll_message(cx) {
                    Poll::Ready(Some(Ok(message))) => {
                        if let AsyncMessage::Notice(notice) = message {
                            self.notices.push_back(Notice {
                                severity: notice.severity().to_owned(),
                                message: notice.message().to_owned(),
                                detail: notice.detail().map(str::to_owned),
                                hint: notice.hint().map(str::to_owned),
                            });
                        }
                    }
                    Poll::Ready(Some(Err(error))) => {
                        *self.lost = Some(match failure(error) {
                            QueryFailure::Server(error) => error.message().to_owned(),
                            QueryFailure::Lost(message) => message,
                        });
                    }
                    Poll::Ready(None) => *self.lost = Some("the server closed the connection".to_owned()),
                    Poll::Pending => return Poll::Pending,
                }
            }
        })
        .await
    }
}

/// Says good-bye, so that the server's log stays clean.
impl Drop for Session {
    fn drop(&mut self) {
        self.client = None;
        if self.lost.is_some() || tokio::runtime::Handle::try_current().is_ok() {
            return;
        }
        let connection = &mut self.connection;
        let farewell =
            async { while let Some(Ok(_)) = std::future::poll_fn(|cx| connection.poll_message(cx)).await {} };
        let limited = async { tokio::time::timeout(Duration::from_millis(500), farewell).await };
        // Nothing is lost with a good-bye that does not get through.
        let _ended = self.runtime.block_on(limited);
    }
}
