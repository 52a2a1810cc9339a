use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use limbeck_exec::{ConnectOptions, connect};
use limbeck_ops::{Datum, HostError, Origin, ServerErrorKind, Timing};

use crate::database::{ask, begin, commit, defer, fresh_postgres, open, operate, rollback, run, server_error, value};

fn tables(host: &limbeck_ops::SharedHost) -> Datum {
    value(host, "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
}

#[test]
fn the_error_of_a_deferred_statement_has_its_own_origin() {
    let host = open(&fresh_postgres());
    begin(&host);
    for (line, sql) in [(1, "CREATE TABLE a(x int)"), (2, "CREATE TABLE a(y int)"), (3, "CREATE TABLE b(x int)")] {
        defer(&host, line, sql);
    }
    defer(&host, 4, "CREATE TABLE c(x int)");
    defer(&host, 5, "CREATE TABLE d(x int)");
    let error = server_error(host.borrow_mut().flush());
    assert_eq!(error.origin.to_string(), "versions/a.py:2:1");
    assert_eq!(error.statement, "CREATE TABLE a(y int)");
    assert_eq!(error.message, "relation \"a\" already exists");
    assert_eq!((error.kind, error.code.as_deref()), (ServerErrorKind::Programming, Some("42P07")));
    rollback(&host);
    assert_eq!(tables(&host), Datum::Int(0));
    assert_eq!(host.borrow().depth(), 0);
}

#[test]
fn a_step_takes_two_round_trips() {
    let options = ConnectOptions::default();
    let host = connect(&fresh_postgres(), &options).unwrap();
    let before = options.statistics.round_trips();
    begin(&host);
    for line in 0..20 {
        defer(&host, line, &format!("CREATE TABLE t{line}(x int)"));
    }
    assert_eq!(options.statistics.round_trips(), before);
    assert_eq!(ask(&host, "UPDATE t1 SET x = 1").unwrap().row_count, 0);
    assert_eq!(options.statistics.round_trips(), before + 1);
    commit(&host).unwrap();
    assert_eq!(options.statistics.round_trips(), before + 2);
    assert_eq!(tables(&host), Datum::Int(20));
}

#[test]
fn outside_a_transaction_nothing_is_kept_back() {
    let host = open(&fresh_postgres());
    defer(&host, 1, "CREATE TABLE a(x int)");
    let error = server_error(operate(&host, "CREATE TABLE a(x int)", &Origin::at("b.py", 7, 2), Timing::Deferred));
    assert_eq!(error.origin.to_string(), "b.py:7:2");
}

#[test]
fn a_commit_by_text_is_seen() {
    let options = ConnectOptions::default();
    let url = fresh_postgres();
    let host = connect(&url, &options).unwrap();
    begin(&host);
    defer(&host, 1, "CREATE TYPE mood AS ENUM ('ok')");
    assert_eq!(options.statistics.kept(), 0);
    run(&host, "COMMIT").unwrap();
    assert_eq!(options.statistics.kept(), 1);
    // As after psycopg2: every statement stands alone now, and one that fails stops those after it.
    run(&host, "ALTER TYPE mood ADD VALUE 'fine'").unwrap();
    assert_eq!(options.statistics.kept(), 2);
    assert_eq!(value(&host, "SELECT 'fine'::mood"), Datum::Str("fine".into()));
    commit(&host).unwrap();
    assert_eq!(host.borrow().depth(), 0);
    assert_eq!(value(&open(&url), "SELECT 'fine'::mood"), Datum::Str("fine".into()));
}

#[test]
fn a_caught_error_cannot_lose_the_rest_in_silence() {
    let host = open(&fresh_postgres());
    begin(&host);
    run(&host, "CREATE TABLE a(x int)").unwrap();
    assert!(run(&host, "nonsense").is_err());
    let error = server_error(commit(&host));
    assert_eq!(error.message, "the transaction was rolled back because a statement in it had failed");
    rollback(&host);
    assert_eq!(tables(&host), Datum::Int(0));
}

#[test]
fn savepoints_nest() {
    let host = open(&fresh_postgres());
    begin(&host);
    defer(&host, 1, "CREATE TABLE a(x int)");
    begin(&host);
    defer(&host, 2, "CREATE TABLE b(x int)");
    begin(&host);
    assert_eq!(host.borrow().depth(), 3);
    assert!(run(&host, "CREATE TABLE a(x int)").is_err());
    rollback(&host);
    commit(&host).unwrap();
    begin(&host);
    defer(&host, 3, "CREATE TABLE c(x int)");
    rollback(&host);
    commit(&host).unwrap();
    assert_eq!(tables(&host), Datum::Int(2));
}

#[test]
fn an_error_before_a_savepoint_is_not_lost_with_it() {
    let host = open(&fresh_postgres());
    begin(&host);
    defer(&host, 1, "nonsense");
    begin(&host);
    let error = server_error(host.borrow_mut().rollback(&Origin::internal()));
    assert_eq!(error.origin.to_string(), "versions/a.py:1:1");
    rollback(&host);
    assert_eq!(value(&host, "SELECT 1"), Datum::Int(1));
}

#[test]
fn a_deferred_constraint_fails_the_commit() {
    let host = open(&fresh_postgres());
    run(&host, "CREATE TABLE a(x int PRIMARY KEY, y int REFERENCES a DEFERRABLE INITIALLY DEFERRED)").unwrap();
    begin(&host);
    defer(&host, 1, "INSERT INTO a VALUES (1, 2)");
    let error = server_error(commit(&host));
    assert_eq!((error.kind, error.constraint.as_deref()), (ServerErrorKind::Integrity, Some("a_y_fkey")));
    rollback(&host);
    assert_eq!(host.borrow().depth(), 0);
    assert_eq!(value(&host, "SELECT count(*) FROM a"), Datum::Int(0));
}

#[test]
fn errors_tell_all_that_the_server_told() {
    let host = open(&fresh_postgres());
    let error = server_error(run(&host, "SELECT 1 FROM nowhere"));
    assert_eq!((error.position, error.code.as_deref()), (Some(15), Some("42P01")));
    let error = server_error(run(&host, "DO $$ BEGIN RAISE EXCEPTION 'no' USING HINT = 'h', DETAIL = 'd'; END $$"));
    assert_eq!((error.hint.as_deref(), error.detail.as_deref()), (Some("h"), Some("d")));
    assert!(error.context.is_some_and(|context| context.starts_with("PL/pgSQL function")));
    let error = server_error(run(&host, "-- nothing"));
    assert_eq!(error.message, "can't execute an empty query");
    let error = server_error(run(&host, "COPY pg_class FROM STDIN"));
    assert_eq!(error.message, "can't execute COPY FROM: use the copy_from() method instead");
    assert_eq!(value(&host, "SELECT 1"), Datum::Int(1));
}

#[test]
fn row_counts_are_those_of_psycopg2() {
    let host = open(&fresh_postgres());
    let count = |sql: &str| ask(&host, sql).unwrap().row_count;
    assert_eq!(count("CREATE TABLE t(a int)"), -1);
    assert_eq!(count("INSERT INTO t VALUES (1), (2)"), 2);
    assert_eq!(count("UPDATE t SET a = a WHERE false"), 0);
    assert_eq!(count("SELECT * FROM t"), 2);
    assert_eq!(count("CREATE TABLE u AS SELECT * FROM t"), 2);
    assert_eq!(count("DO $$ BEGIN END $$"), -1);
    assert_eq!(count("SHOW timezone"), 1);
    assert_eq!(count("WITH x AS (SELECT 1) INSERT INTO t SELECT 1"), 1);
    assert_eq!(count("SET timezone TO 'UTC'"), -1);
    let answer = ask(&host, "SELECT 1; SELECT 2 AS x, 3").unwrap();
    assert_eq!((answer.columns[0].name.as_str(), &answer.rows), ("x", &vec![vec![Datum::Int(2), Datum::Int(3)]]));
}

#[test]
fn notices_are_passed_on() {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let sink = seen.clone();
    let options = ConnectOptions {
        notices: Some(Rc::new(move |notice| {
            sink.borrow_mut().push(format!("{}: {}", notice.severity, notice.message))
        })),
        ..ConnectOptions::default()
    };
    let host = connect(&fresh_postgres(), &options).unwrap();
    run(&host, "DROP TABLE IF EXISTS nothing").unwrap();
    run(&host, "DO $$ BEGIN RAISE WARNING 'careful'; END $$").unwrap();
    assert_eq!(*seen.borrow(), ["NOTICE: table \"nothing\" does not exist, skipping", "WARNING: careful"]);
}

#[test]
fn statements_are_told_in_their_order() {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let sink = seen.clone();
    let options = ConnectOptions {
        statements: Some(Rc::new(move |sql, origin| sink.borrow_mut().push(format!("{origin}: {sql}")))),
        ..ConnectOptions::default()
    };
    let host = connect(&fresh_postgres(), &options).unwrap();
    begin(&host);
    defer(&host, 3, "CREATE TABLE a(x int)");
    commit(&host).unwrap();
    assert_eq!(*seen.borrow(), ["limbeck: BEGIN", "versions/a.py:3:1: CREATE TABLE a(x int)", "limbeck: COMMIT"]);
}

#[test]
fn ctrl_c_cancels_what_runs() {
    let flag = Arc::new(AtomicBool::new(false));
    let options = ConnectOptions { interrupt: Some(flag.clone()), ..ConnectOptions::default() };
    let host = connect(&fresh_postgres(), &options).unwrap();
    begin(&host);
    run(&host, "CREATE TABLE a(x int)").unwrap();
    let pressed = flag.clone();
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(200));
        pressed.store(true, Ordering::Relaxed);
    });
    let started = Instant::now();
    assert_eq!(run(&host, "SELECT pg_sleep(30)"), Err(HostError::Interrupted));
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    assert_eq!(run(&host, "SELECT 1"), Err(HostError::Interrupted));
    rollback(&host);
    flag.store(false, Ordering::Relaxed);
    assert_eq!(tables(&host), Datum::Int(0));
}

#[test]
fn a_lost_connection_is_told() {
    let url = fresh_postgres();
    let host = open(&url);
    let pid = match value(&host, "SELECT pg_backend_pid()") {
        Datum::Int(pid) => pid,
        other => panic!("{other:?}"),
    };
    begin(&host);
    run(&host, "CREATE TABLE a(x int)").unwrap();
    let other = open(&url);
    assert_eq!(value(&other, &format!("SELECT pg_terminate_backend({pid})")), Datum::Bool(true));
    std::thread::sleep(Duration::from_millis(100));
    let error = server_error(run(&host, "SELECT 1"));
    assert!(error.disconnected, "{error:?}");
    assert_eq!(error.kind, ServerErrorKind::Operational);
    assert_eq!(tables(&other), Datum::Int(0));
}
