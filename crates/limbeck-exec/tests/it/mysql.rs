//! MySQL and MariaDB, on a private MariaDB.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use limbeck_exec::lock::{LockError, LockOptions, RunLock};
use limbeck_exec::snapshot::{self, Schemas};
use limbeck_exec::{ConnectOptions, connect, version_table};
use limbeck_graph::VersionChange;
use limbeck_ops::catalog::ObjectName;
use limbeck_ops::{
    Autoincrement, Column, Datum, DialectName, Expr, HostError, Insert, InsertSource, Interval, Origin, Params, Query,
    ReflectedTable, Reflection, ReflectionRequest, ServerDefault, ServerErrorKind, SharedHost, TableName, TextClause,
    TypeKind,
};
use limbeck_sql::version::VersionTable;

use crate::database::{ask, begin, commit, open, rollback, run, server_error, value};
use crate::mariadb::{LOGIN, server};

#[track_caller]
fn refused(url: &str) -> (String, String) {
    match connect(url, &ConnectOptions::default()).map(|_| ()) {
        Err(HostError::Connect { message, help }) => (message.to_string(), help.to_string()),
        other => panic!("{url}: {other:?}"),
    }
}

#[test]
fn every_cause_has_its_own_sentence() {
    let server = server();
    let place = format!("127.0.0.1:{}", server.port);
    let check = |url: &str, expected: &str| {
        let (message, help) = refused(url);
        assert_eq!(message, expected, "{url}");
        assert!(!help.is_empty() && !message.ends_with('.'), "{url}");
    };
    let (message, _) = refused("mysql://u@no-such-host.invalid/db");
    assert!(message.starts_with("the host name \"no-such-host.invalid\" of the database can't be"), "{message}");
    check("mysql://u@127.0.0.1:1/db", "no MySQL or MariaDB server listens at 127.0.0.1:1 (connection refused)");
    check(
        "mysql://u@/db?unix_socket=/no/such/socket",
        "no MySQL or MariaDB server listens on the socket /no/such/socket",
    );
    check(
        &server.url("tester:wrong", ""),
        &format!("the password for user \"tester\" at {place} is wrong, or there is no such user"),
    );
    check(&server.url("tester", ""), &format!("the server at {place} asks for a password, and none was given"));
    check(&server.url(LOGIN, "missing"), &format!("the database \"missing\" does not exist at {place}"));
    check(
        &server.url("poor:x", "closed"),
        &format!("the user \"poor\" may not use the database \"closed\" at {place}"),
    );
    check(
        &server.url(LOGIN, "closed?no_such_option=1"),
        "the database URL has an option that the drivers of MySQL do not know: \"no_such_option\"",
    );
    check(
        &server.url(LOGIN, "closed?sql_mode=NO_BACKSLASH_ESCAPES"),
        &format!("the server at {place} has NO_BACKSLASH_ESCAPES in its sql_mode, which limbeck does not support"),
    );
}

#[test]
fn tls_is_used_where_the_url_asks_for_it() {
    let server = server();
    let url = |rest: &str| format!("mysql://{LOGIN}@localhost:{}/closed{rest}", server.port);
    let place = format!("localhost:{}", server.port);
    let Some(certificate) = &server.certificate else {
        let expected = format!("the server at {place} does not speak TLS, but the database URL asks for it");
        assert_eq!(refused(&url("?ssl=true")).0, expected);
        return;
    };
    let cipher = |rest: &str| {
        let row = ask(&open(&url(rest)), "SHOW SESSION STATUS LIKE 'Ssl_cipher'").unwrap().rows.remove(0);
        row[1] != Datum::Str(String::new())
    };
    assert!(!cipher(""));
    assert!(cipher("?ssl=true"));
    assert!(cipher(&format!("?ssl_ca={certificate}")));
    let by_address = format!("mysql://{LOGIN}@127.0.0.1:{}/closed?ssl_ca={certificate}", server.port);
    let (message, _) = refused(&by_address);
    assert!(message.contains("certificate not valid for name \"127.0.0.1\""), "{message}");
    open(&format!("{by_address}&ssl_check_hostname=false"));
    let (message, help) = refused(&url("?ssl_mode=VERIFY_IDENTITY"));
    assert_eq!(message, format!("TLS with the server at {place} failed: invalid peer certificate: UnknownIssuer"));
    assert!(help.contains("ssl_ca"));
}

#[test]
fn a_silent_server_is_given_up() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let started = Instant::now();
    let (message, _) = refused(&format!("mysql://u@127.0.0.1:{port}/db?connect_timeout=1"));
    assert_eq!(message, format!("no answer from 127.0.0.1:{port} in time"));
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_session_tells_what_it_talks_to() {
    let server = server();
    let host = open(&server.fresh_url());
    let dialect = host.borrow().dialect();
    assert_eq!((dialect.name, dialect.mariadb), (DialectName::Mysql, true));
    assert!(dialect.version.is_some_and(|version| version >= (10, 0, 0)));
    let socket = open(&format!("mariadb://{LOGIN}@/closed?unix_socket={}&charset=utf8mb4", server.socket));
    assert_eq!(socket.borrow().dialect().name, DialectName::Mariadb);
    assert_eq!(value(&socket, "SELECT DATABASE()"), Datum::Str("closed".into()));
}

#[test]
fn values_go_there_and_back() {
    let host = open(&server().fresh_url());
    run(
        &host,
        "CREATE TABLE a (t TINYINT, u BIGINT UNSIGNED, f DOUBLE, n DECIMAL(8,2), s VARCHAR(50), b VARBINARY(9), \
         d DATE, at DATETIME(6), span TIME(3), y YEAR, bits BIT(3), e ENUM('x','y'), doc JSON)",
    )
    .unwrap();
    let day = chrono::NaiveDate::from_ymd_opt(2020, 1, 2).unwrap();
    let at = day.and_hms_micro_opt(3, 4, 5, 6).unwrap();
    let given = [
        ("t", Datum::Bool(true)),
        ("u", Datum::BigInt("18446744073709551615".parse().unwrap())),
        ("f", Datum::Float(1.5e300)),
        ("n", Datum::Decimal("-12.50".parse().unwrap())),
        ("s", Datum::Str("it's \\ \"100%\" \n 中文 \u{1F600} :x %(y)s ?".into())),
        ("b", Datum::Bytes(vec![0, 255, b'\'', b'\\'])),
        ("d", Datum::Date(day)),
        ("at", Datum::DateTime(at, None)),
        ("span", Datum::Interval(Interval { months: 0, days: 1, micros: 1_500_000 })),
        ("y", Datum::Int(2020)),
        ("e", Datum::Str("y".into())),
        ("doc", Datum::Str("{\"a\": 1}".into())),
    ];
    let columns: Vec<Column> = given.iter().map(|(name, _)| Column::new(*name, TypeKind::Null)).collect();
    let insert = Query::Insert(Box::new(Insert {
        table: TableName::new("a"),
        columns,
        source: InsertSource::Parameters,
        on_conflict: None,
        returning: Vec::new(),
        prefixes: Vec::new(),
        ctes: Vec::new(),
    }));
    let set: Vec<(String, Datum)> = given.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let answer = host.borrow_mut().query(&insert, &Params::Many(vec![set]), &Origin::internal()).unwrap();
    assert_eq!(answer.row_count, 1);
    let answer = ask(&host, "SELECT t, u, f, n, s, b, d, at, span, y, e, doc FROM a").unwrap();
    let mut expected: Vec<Datum> = given.into_iter().map(|(_, value)| value).collect();
    expected[0] = Datum::Int(1);
    expected[8] = Datum::Interval(Interval { months: 0, days: 0, micros: 86_401_500_000 });
    assert_eq!(answer.rows, [expected]);
    // A row that is found counts, changed or not.
    assert_eq!(ask(&host, "UPDATE a SET t = 1").unwrap().row_count, 1);
    assert_eq!(value(&host, "SELECT bits FROM a"), Datum::Null);
    assert_eq!(value(&host, "SELECT '50%%'"), Datum::Str("50%".into()));
}

#[test]
fn errors_have_the_classes_of_the_drivers() {
    let host = open(&server().fresh_url());
    run(&host, "CREATE TABLE a (id INT PRIMARY KEY, n INT NOT NULL)").unwrap();
    run(&host, "INSERT INTO a VALUES (1, 1)").unwrap();
    let error = server_error(run(&host, "INSERT INTO a VALUES (1, 1)"));
    assert_eq!((error.kind, error.code.as_deref()), (ServerErrorKind::Integrity, Some("1062")));
    assert_eq!(error.constraint.as_deref(), Some("PRIMARY"));
    assert_eq!(error.message, "Duplicate entry '1' for key 'PRIMARY'");
    let error = server_error(run(&host, "SELEC 1"));
    assert_eq!((error.kind, error.code.as_deref()), (ServerErrorKind::Programming, Some("1064")));
    let error = server_error(run(&host, "SELECT * FROM missing"));
    assert_eq!((error.kind, error.disconnected), (ServerErrorKind::Programming, false));
    // The second of two statements fails, and the session goes on.
    server_error(run(&host, "SELECT 1; SELECT * FROM missing"));
    assert_eq!(value(&host, "SELECT 5"), Datum::Int(5));
    let connection = value(&host, "SELECT CONNECTION_ID()");
    let Datum::Int(id) = connection else { panic!("{connection:?}") };
    run(&open(&server().fresh_url()), &format!("KILL {id}")).unwrap();
    assert!(server_error(run(&host, "SELECT 1")).disconnected);
}

fn count(host: &SharedHost) -> Datum {
    value(host, "SELECT count(*) FROM a")
}

#[test]
fn transactions_and_savepoints() {
    let url = server().fresh_url();
    let (host, other) = (open(&url), open(&url));
    run(&host, "CREATE TABLE a (id INT)").unwrap();
    begin(&host);
    run(&host, "INSERT INTO a VALUES (1)").unwrap();
    assert_eq!((count(&host), count(&other)), (Datum::Int(1), Datum::Int(0)));
    begin(&host);
    run(&host, "INSERT INTO a VALUES (2)").unwrap();
    rollback(&host);
    commit(&host).unwrap();
    assert_eq!(count(&other), Datum::Int(1));
    // A statement on the schema ends the transaction; what follows is in the next one.
    begin(&host);
    run(&host, "INSERT INTO a VALUES (3)").unwrap();
    run(&host, "CREATE TABLE b (id INT)").unwrap();
    run(&host, "INSERT INTO a VALUES (4)").unwrap();
    rollback(&host);
    assert_eq!(count(&other), Datum::Int(2));
    run(&host, "INSERT INTO a VALUES (5)").unwrap();
    assert_eq!(count(&other), Datum::Int(3), "outside a transaction every statement is kept");
}

#[test]
fn what_is_kept_is_counted() {
    let options = ConnectOptions::default();
    let host = connect(&server().fresh_url(), &options).unwrap();
    let kept = || options.statistics.kept();
    begin(&host);
    ask(&host, "SELECT 1").unwrap();
    let before = kept();
    run(&host, "CREATE TABLE a (id INT)").unwrap();
    assert_eq!(kept(), before + 1, "nothing takes it back");
    run(&host, "INSERT INTO a VALUES (1)").unwrap();
    assert_eq!(kept(), before + 1);
    rollback(&host);
}

#[test]
fn ctrl_c_ends_a_long_statement() {
    let flag = Arc::new(AtomicBool::new(false));
    let options = ConnectOptions { interrupt: Some(flag.clone()), ..ConnectOptions::default() };
    let host = connect(&server().fresh_url(), &options).unwrap();
    begin(&host);
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        flag.store(true, Ordering::Relaxed);
    });
    let started = Instant::now();
    let result = ask(&host, "SELECT SLEEP(30), (SELECT 1 UNION SELECT 2)");
    assert!(matches!(result, Err(HostError::Interrupted)), "{result:?}");
    assert!(started.elapsed() < Duration::from_secs(15));
    rollback(&host);
}

#[test]
fn the_version_table() {
    let host = open(&server().fresh_url());
    let table = VersionTable::default();
    assert!(!version_table::exists(&host, &table).unwrap());
    version_table::ensure(&host, &table, false).unwrap();
    version_table::record(&host, &table, &[VersionChange::Insert("a1".into())]).unwrap();
    let change = VersionChange::Update { from: "a1".into(), to: "b2".into() };
    version_table::record(&host, &table, std::slice::from_ref(&change)).unwrap();
    assert_eq!(version_table::heads(&host, &table).unwrap(), ["b2"]);
    assert!(version_table::record(&host, &table, &[change]).is_err(), "the row is gone");
}

#[test]
fn one_run_at_a_time() {
    let url = server().fresh_url();
    let take = |url: &str, wait| {
        let wait = LockOptions { wait: Duration::from_millis(wait), ..LockOptions::default() };
        RunLock::acquire(url, &VersionTable::default(), &ConnectOptions::default(), &wait)
    };
    let mut first = take(&url, 0).unwrap();
    assert!(first.is_held());
    let Err(LockError::Held { holder, .. }) = take(&url, 200).map(|_| ()) else { panic!("not held") };
    assert_eq!(holder.user.as_deref(), Some("tester"));
    let told = RunLock::holder(&open(&url), &url, &VersionTable::default(), &ConnectOptions::default()).unwrap();
    assert_eq!(told.map(|told| told.pid), Some(holder.pid));
    // Another database is another project.
    take(&server().fresh_url(), 0).unwrap();
    drop(first);
    take(&url, 5000).unwrap();
}

fn reflect(host: &SharedHost, request: ReflectionRequest) -> Reflection {
    host.borrow_mut().reflect(&request, &Origin::internal()).unwrap()
}

fn table(host: &SharedHost, name: &str) -> ReflectedTable {
    match reflect(host, ReflectionRequest::Table(TableName::new(name))) {
        Reflection::Table(table) => *table,
        other => panic!("{other:?}"),
    }
}

const SCHEMA: &str = "CREATE TABLE owner (id INT PRIMARY KEY AUTO_INCREMENT) COMMENT='it''s theirs';
    CREATE TABLE pet (
        id BIGINT(20) UNSIGNED AUTO_INCREMENT, name VARCHAR(20) COLLATE utf8mb4_bin NOT NULL DEFAULT 'it''s' COMMENT 'a, (b)',
        price DECIMAL(10,2) DEFAULT 1.50, kind ENUM('a','b,''c'), tags SET('x','y'), doc JSON, raw BLOB,
        at DATETIME(3) NULL DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3), flag TINYINT(1),
        twice INT AS (flag * 2) STORED, half INT AS (flag DIV 2) VIRTUAL, owner_id INT, `od``d` TEXT,
        PRIMARY KEY (id), UNIQUE KEY uq (name, price), KEY ix (`od``d`(10), flag), FULLTEXT KEY ft (`od``d`),
        CONSTRAINT fk FOREIGN KEY (owner_id) REFERENCES owner (id) ON DELETE CASCADE ON UPDATE SET NULL,
        CONSTRAINT ck CHECK (price > 0 AND name <> ')'));
    CREATE VIEW v AS SELECT id, name FROM pet; CREATE SEQUENCE sq";

#[test]
fn tables_are_those_of_the_inspector() {
    let host = open(&server().fresh_url());
    for statement in SCHEMA.split(";\n").flat_map(|text| text.split("; CREATE SEQUENCE")) {
        let statement = if statement.trim() == "sq" { "CREATE SEQUENCE sq" } else { statement };
        run(&host, statement).unwrap();
    }
    let names = |request| match reflect(&host, request) {
        Reflection::Names(names) => names,
        other => panic!("{other:?}"),
    };
    assert_eq!(names(ReflectionRequest::Tables(None)), ["owner", "pet"]);
    assert_eq!(names(ReflectionRequest::Views(None)), ["v"]);
    assert_eq!(reflect(&host, ReflectionRequest::Table(TableName::new("missing"))), Reflection::NoTable);
    assert_eq!(
        reflect(&host, ReflectionRequest::Table(TableName::with_schema(Some("none".into()), "x"))),
        Reflection::NoTable
    );
    assert_eq!(table(&host, "owner").comment.as_deref(), Some("it's theirs"));
    let pet = table(&host, "pet");
    let of = |name: &str| pet.columns.iter().find(|one| one.column.name.text == name).expect("a column");
    assert_eq!(of("id").column.autoincrement, Autoincrement::Yes);
    assert_eq!(of("id").type_text, "bigint(20) unsigned");
    let name = &of("name").column;
    assert!(!name.nullable);
    assert_eq!(name.comment.as_deref(), Some("a, (b)"));
    let text = |text: &str| {
        Some(ServerDefault::Expr(Expr::Text(TextClause { text: text.into(), binds: Vec::new(), columns: Vec::new() })))
    };
    assert_eq!(name.server_default, text("'it''s'"));
    assert_eq!(of("at").column.server_default, text("current_timestamp(3) ON UPDATE current_timestamp(3)"));
    assert_eq!(of("twice").column.computed.as_ref().and_then(|one| one.persisted), Some(true));
    assert_eq!(of("half").column.computed.as_ref().and_then(|one| one.persisted), Some(false));
    let TypeKind::Enum(kind) = &of("kind").column.ty.kind else { panic!("no enum") };
    assert_eq!(kind.labels, ["a", "b,'c"]);
    assert_eq!(pet.primary_key.as_ref().unwrap().columns, ["id"]);
    let unique = &pet.unique_constraints[0];
    assert_eq!((unique.name.as_deref(), unique.columns.len()), (Some("uq"), 2));
    let indexes: Vec<&str> = pet.indexes.iter().map(|index| index.name.as_str()).collect();
    assert_eq!(indexes, ["fk", "ft", "ix", "uq"]);
    let key = &pet.foreign_keys[0];
    assert_eq!(
        (key.on_delete.as_deref(), key.on_update.as_deref(), key.referred_table.name.text.as_str()),
        (Some("CASCADE"), Some("SET NULL"), "owner")
    );
    assert_eq!(pet.checks[0].condition, "`price` > 0 and `name` <> ')'");
    assert_eq!(table(&host, "v").columns.len(), 2);

    let catalog = snapshot::read(&host, &Schemas::All).unwrap();
    let entry = &catalog.tables[&ObjectName::new("", "pet")];
    assert_eq!(entry.columns.len(), pet.columns.len());
    let methods: Vec<&str> = entry.indexes.iter().map(|index| index.method.as_str()).collect();
    assert_eq!((methods.len(), methods.iter().filter(|method| **method == "fulltext").count()), (3, 1));
    assert!(catalog.views[&ObjectName::new("", "v")].query.0.starts_with("select pet.id"));
    assert_eq!(catalog.sequences.len(), 1);
}

#[test]
fn a_server_that_writes_names_in_double_quotes_is_read_as_well() {
    let url = server().fresh_url();
    let plain = open(&url);
    let separator = if url.contains('?') { '&' } else { '?' };
    let ansi = open(&format!("{url}{separator}sql_mode=ANSI_QUOTES"));
    run(
        &plain,
        "CREATE TABLE pet (id INTEGER PRIMARY KEY, `odd \"name` VARCHAR(9) DEFAULT 'a \"b\"', KEY ix (`odd \"name`)) COMMENT='\"'",
    )
    .unwrap();
    let shown = value(&ansi, "SELECT @@sql_mode");
    assert!(matches!(&shown, Datum::Str(mode) if mode.contains("ANSI_QUOTES")), "{shown:?}");
    let read = |host: &SharedHost| {
        let request = ReflectionRequest::Table(TableName::new("pet"));
        host.borrow_mut().reflect(&request, &Origin::internal()).unwrap()
    };
    let found = read(&ansi);
    assert!(matches!(&found, Reflection::Table(table) if table.columns.len() == 2 && table.indexes.len() == 1));
    assert_eq!(found, read(&plain));
    let catalog = |host: &SharedHost| snapshot::read(host, &Schemas::All).unwrap();
    assert_eq!(catalog(&ansi), catalog(&plain));
}
