use std::time::{Duration, Instant};

use limbeck_exec::ConnectOptions;
use limbeck_exec::lock::{LockError, LockOptions, RunLock};
use limbeck_sql::version::VersionTable;

use crate::database::{fresh_postgres, open, run};

fn options() -> ConnectOptions {
    ConnectOptions { application_name: Some("first run".into()), ..ConnectOptions::default() }
}

fn take(url: &str, wait: u64) -> Result<RunLock, LockError> {
    let wait = LockOptions { wait: Duration::from_millis(wait), ..LockOptions::default() };
    RunLock::acquire(url, &VersionTable::default(), &options(), &wait)
}

#[track_caller]
fn held(result: Result<RunLock, LockError>) -> String {
    match result.map(|_| ()) {
        Err(error @ LockError::Held { .. }) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_run_at_a_time_on_postgresql() {
    let url = fresh_postgres();
    let mut first = take(&url, 0).unwrap();
    assert!(first.is_held());
    let message = held(take(&url, 0));
    assert!(message.starts_with("another run holds the lock on this database: process "), "{message}");
    assert!(
        message.contains("(first run) of postgres at 127.0.0.1 since 2") || std::env::var("LIMBECK_TEST_PG").is_ok()
    );
    // Another version table is another project.
    let other = VersionTable { name: "other".into(), ..VersionTable::default() };
    RunLock::acquire(&url, &other, &options(), &LockOptions::default()).unwrap();
    let started = Instant::now();
    held(take(&url, 300));
    assert!(started.elapsed() >= Duration::from_millis(300));
    drop(first);
    take(&url, 5000).unwrap();
}

#[test]
fn a_waiting_run_goes_on() {
    let url = fresh_postgres();
    let first = take(&url, 0).unwrap();
    let wait = LockOptions { wait: Duration::from_secs(10), ..LockOptions::default() };
    let second = RunLock::begin(&url, &VersionTable::default(), &options(), wait);
    std::thread::sleep(Duration::from_millis(200));
    drop(first);
    second.wait(|_| {}).unwrap();
}

#[test]
fn the_lock_is_no_obstacle_to_concurrent_indexes() {
    let url = fresh_postgres();
    let _lock = take(&url, 0).unwrap();
    let host = open(&url);
    run(&host, "CREATE TABLE a(x int)").unwrap();
    run(&host, "CREATE INDEX CONCURRENTLY i ON a(x)").unwrap();
}

#[test]
fn one_run_at_a_time_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:///{}/a.db", folder.path().display());
    let first = take(&url, 0).unwrap();
    let message = held(take(&url, 200));
    let pid = std::process::id();
    assert!(
        message.starts_with(&format!("another run holds the lock on this database: process {pid} since ")),
        "{message}"
    );
    drop(first);
    drop(take(&url, 0).unwrap());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left behind");
    // A file that a crash left behind locks nobody out.
    std::fs::write(folder.path().join("a.db-limbeck-lock"), "1\nlong ago\n").unwrap();
    take(&url, 0).unwrap();
    take("sqlite://", 0).unwrap();
}
