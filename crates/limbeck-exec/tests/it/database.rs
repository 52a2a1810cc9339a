//! Databases of their own for tests, and short ways to talk to them.

use std::sync::atomic::{AtomicU32, Ordering};

use limbeck_exec::url::Url;
use limbeck_exec::{ConnectOptions, connect};
use limbeck_ops::op::Execute;
use limbeck_ops::{
    Answer, Datum, HostError, Operation, Options, Origin, Params, Query, ServerError, SharedHost, Timing,
};

use crate::cluster::cluster;

/// The URL of a fresh, empty PostgreSQL database: on the server that LIMBECK_TEST_PG names, else on the private one.
pub fn fresh_postgres() -> String {
    let server = std::env::var("LIMBECK_TEST_PG").unwrap_or_else(|_| cluster().url("postgres", "postgres"));
    fresh_on(&server)
}

/// The same on the private server whatever is set, for tests of its roles and its TLS.
pub fn fresh_private_postgres() -> String {
    fresh_on(&cluster().url("postgres", "postgres"))
}

fn fresh_on(server: &str) -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let name = format!("exec_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let host = connect(server, &ConnectOptions::default()).expect("the server");
    run(&host, &format!("CREATE DATABASE {name}")).expect("a database");
    let mut url = Url::parse(server).expect("a URL");
    url.database = Some(name);
    url.with_password()
}

pub fn open(url: &str) -> SharedHost {
    connect(url, &ConnectOptions::default()).expect("a connection")
}

pub fn driver(sql: &str) -> Query {
    Query::Driver(sql.to_owned())
}

pub fn ask(host: &SharedHost, sql: &str) -> Result<Answer, HostError> {
    host.borrow_mut().query(&driver(sql), &Params::None, &Origin::internal())
}

/// The first value.
pub fn value(host: &SharedHost, sql: &str) -> Datum {
    ask(host, sql).expect("an answer").rows.remove(0).remove(0)
}

pub fn run(host: &SharedHost, sql: &str) -> Result<(), HostError> {
    operate(host, sql, &Origin::internal(), Timing::Now)
}

pub fn operate(host: &SharedHost, sql: &str, origin: &Origin, timing: Timing) -> Result<(), HostError> {
    let execute = Execute { query: driver(sql), execution_options: Options::none() };
    host.borrow_mut().operate(&Operation::Execute(execute), origin, timing)
}

/// Defers a statement that comes from a line of a script.
pub fn defer(host: &SharedHost, line: u32, sql: &str) {
    operate(host, sql, &Origin::at("versions/a.py", line, 1), Timing::Deferred).expect("deferred");
}

#[track_caller]
pub fn server_error(result: Result<impl std::fmt::Debug, HostError>) -> ServerError {
    match result {
        Err(HostError::Server(error)) => *error,
        other => panic!("no server error: {other:?}"),
    }
}

pub fn begin(host: &SharedHost) {
    host.borrow_mut().begin(&Origin::internal()).expect("begin");
}

pub fn commit(host: &SharedHost) -> Result<(), HostError> {
    host.borrow_mut().commit(&Origin::internal())
}

pub fn rollback(host: &SharedHost) {
    host.borrow_mut().rollback(&Origin::internal()).expect("rollback");
}
