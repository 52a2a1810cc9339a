use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use limbeck_exec::{ConnectOptions, connect};
use limbeck_ops::{Datum, HostError, ServerErrorKind};

use crate::database::{ask, begin, commit, open, rollback, run, server_error, value};

#[test]
fn transactions_cover_the_schema() {
    let host = open("sqlite://");
    begin(&host);
    run(&host, "CREATE TABLE a(x)").unwrap();
    rollback(&host);
    begin(&host);
    run(&host, "CREATE TABLE b(x)").unwrap();
    begin(&host);
    run(&host, "CREATE TABLE c(x)").unwrap();
    rollback(&host);
    commit(&host).unwrap();
    assert_eq!(value(&host, "SELECT group_concat(name) FROM sqlite_master"), Datum::Str("b".into()));
}

#[test]
fn values_and_counts_are_those_of_pysqlite() {
    let host = open("sqlite://");
    let count = |sql: &str| ask(&host, sql).unwrap().row_count;
    assert_eq!(count("CREATE TABLE t(a)"), -1);
    assert_eq!(count("INSERT INTO t VALUES (1), (2.5), ('é'), (x'00ff'), (NULL)"), 5);
    assert_eq!(count("UPDATE t SET a = a WHERE 0"), 0);
    assert_eq!(count("SELECT * FROM t"), -1);
    let rows = ask(&host, "SELECT a FROM t").unwrap().rows.concat();
    let text = Datum::Str("é".into());
    assert_eq!(rows, [Datum::Int(1), Datum::Float(2.5), text, Datum::Bytes(vec![0, 255]), Datum::Null]);
    assert_eq!(value(&host, "PRAGMA foreign_keys"), Datum::Int(0));
    assert_eq!(ask(&host, "INSERT INTO t VALUES (9)").unwrap().last_row_id, Some(6));
}

#[test]
fn errors_have_their_kinds() {
    let host = open("sqlite://");
    run(&host, "CREATE TABLE t(a PRIMARY KEY)").unwrap();
    run(&host, "INSERT INTO t VALUES (1)").unwrap();
    let error = server_error(run(&host, "INSERT INTO t VALUES (1)"));
    assert_eq!((error.kind, error.message.as_str()), (ServerErrorKind::Integrity, "UNIQUE constraint failed: t.a"));
    let error = server_error(run(&host, "SELECT * FROM nowhere"));
    assert_eq!((error.kind, error.message.as_str()), (ServerErrorKind::Operational, "no such table: nowhere"));
    let error = server_error(run(&host, "SELECT 1; SELECT 2"));
    assert_eq!(error.message, "You can only execute one statement at a time.");
    assert_eq!(error.kind, ServerErrorKind::Programming);
    run(&host, "-- nothing").unwrap();
}

#[test]
fn foreign_keys_can_be_switched_at_the_beginning_of_a_step() {
    let seen = Rc::new(RefCell::new(0));
    let sink = seen.clone();
    let options =
        ConnectOptions { notices: Some(Rc::new(move |_| *sink.borrow_mut() += 1)), ..ConnectOptions::default() };
    let host = connect("sqlite://", &options).unwrap();
    begin(&host);
    run(&host, "PRAGMA foreign_keys = ON").unwrap();
    assert_eq!(value(&host, "PRAGMA foreign_keys"), Datum::Int(1));
    run(&host, "CREATE TABLE a(x)").unwrap();
    assert_eq!(*seen.borrow(), 0);
    run(&host, "PRAGMA foreign_keys = OFF").unwrap();
    assert_eq!(*seen.borrow(), 1);
    assert_eq!(value(&host, "PRAGMA foreign_keys"), Datum::Int(1));
    commit(&host).unwrap();
}

#[test]
fn a_file_that_cannot_be_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().display().to_string();
    let refused = |url: String| match connect(&url, &ConnectOptions::default()).map(|_| ()) {
        Err(HostError::Connect { message, .. }) => message.to_string(),
        other => panic!("{url}: {other:?}"),
    };
    assert_eq!(
        refused(format!("sqlite:///{path}/no/a.db")),
        format!("the folder of the SQLite file {path}/no/a.db does not exist")
    );
    assert_eq!(refused(format!("sqlite:///{path}")), format!("{path} is a folder, not a SQLite file"));
    std::fs::write(folder.path().join("text.db"), "this is no database, but long enough to be read as one".repeat(20))
        .unwrap();
    assert_eq!(refused(format!("sqlite:///{path}/text.db")), format!("{path}/text.db is not a SQLite database"));
    assert_eq!(
        refused(format!("sqlite:///{path}/none.db?mode=ro")),
        format!("the SQLite file {path}/none.db can't be opened")
    );
    assert!(refused("sqlite://user@host/a.db".into()).starts_with("invalid SQLite URL"));
}

#[test]
fn a_read_only_file_is_told_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    run(&open(&format!("sqlite:///{}", path.display())), "CREATE TABLE t(a)").unwrap();
    for url in
        [format!("sqlite:///{}?mode=ro", path.display()), format!("sqlite:///file:{}?mode=ro&uri=true", path.display())]
    {
        let host = open(&url);
        begin(&host);
        assert_eq!(value(&host, "SELECT count(*) FROM t"), Datum::Int(0));
        let error = server_error(run(&host, "CREATE TABLE u(a)"));
        assert_eq!(error.message, "attempt to write a readonly database");
        assert!(error.hint.is_some());
        rollback(&host);
    }
}

#[test]
fn relative_paths_start_from_the_base_folder() {
    let folder = tempfile::tempdir().unwrap();
    let options = ConnectOptions { base_dir: Some(folder.path().into()), ..ConnectOptions::default() };
    let host = connect("sqlite:///a.db", &options).unwrap();
    run(&host, "CREATE TABLE t(a)").unwrap();
    assert!(folder.path().join("a.db").exists());
}

#[test]
fn ctrl_c_stops_a_long_statement() {
    let flag = Arc::new(AtomicBool::new(false));
    let options = ConnectOptions { interrupt: Some(flag.clone()), ..ConnectOptions::default() };
    let host = connect("sqlite://", &options).unwrap();
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(100));
        flag.store(true, Ordering::Relaxed);
    });
    let started = Instant::now();
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    assert_eq!(ask(&host, endless).unwrap_err(), HostError::Interrupted);
    assert!(started.elapsed() < Duration::from_secs(3));
}

#[test]
fn another_writer_is_waited_for_and_then_told() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:///{}/a.db?timeout=0.2", folder.path().display());
    let first = open(&url);
    run(&first, "CREATE TABLE t(a)").unwrap();
    begin(&first);
    run(&first, "INSERT INTO t VALUES (1)").unwrap();
    let second = open(&url);
    begin(&second);
    let error = server_error(run(&second, "INSERT INTO t VALUES (2)"));
    assert_eq!(error.message, "database is locked");
    rollback(&second);
    commit(&first).unwrap();
    run(&second, "INSERT INTO t VALUES (2)").unwrap();
}

#[test]
fn a_batch_that_only_adds_needs_no_new_table() {
    use limbeck_ops::op::{AddColumn, Batch, BatchOperation, Recreate};
    use limbeck_ops::{Column, Operation, Origin, TableName, Timing, TypeKind};
    let host = open("sqlite://");
    run(&host, "CREATE TABLE pet (id INTEGER)").unwrap();
    let batch = |operation| {
        let inner = BatchOperation {
            operation,
            insert_before: None,
            insert_after: None,
            index_name: None,
            origin: Origin::at("a.py", 2, 5),
        };
        Operation::Batch(Batch {
            table: TableName::new("pet"),
            recreate: Recreate::Auto,
            copy_from: None,
            table_args: None,
            reflect_args: None,
            reflected: None,
            partial_reordering: Vec::new(),
            naming_convention: None,
            operations: vec![inner],
        })
    };
    let add = batch(Operation::AddColumn(Box::new(AddColumn {
        table: TableName::new("pet"),
        column: Column::new("name", TypeKind::Integer),
        constraints: Vec::new(),
        indexes: Vec::new(),
        if_not_exists: false,
        inline_references: false,
        inline_primary_key: false,
    })));
    host.borrow_mut().operate(&add, &Origin::internal(), Timing::Now).unwrap();
    assert_eq!(value(&host, "SELECT count(*) FROM pragma_table_info('pet')"), Datum::Int(2));
}
