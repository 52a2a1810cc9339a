//! Questions that change nothing.

use std::collections::BTreeSet;

use limbeck_exec::lock::{LockOptions, RunLock};
use limbeck_exec::probe::{is_locked_file, reach, rights, server, sessions, table_rights};
use limbeck_exec::{ConnectOptions, NotConnected, Refusal, Stage, Way};
use limbeck_messages::Language;
use limbeck_ops::catalog::ObjectName;
use limbeck_ops::{Datum, DialectName};
use limbeck_sql::version::VersionTable;

use crate::cluster::cluster;
use crate::database::{ask, begin, fresh_postgres, fresh_private_postgres, open, rollback, run, server_error, value};

#[track_caller]
fn refused(url: &str) -> Refusal {
    match reach(url, &ConnectOptions::default()).map(|_| ()) {
        Err(NotConnected::Refused(refusal)) => *refusal,
        other => panic!("{url}: {other:?}"),
    }
}

/// The URL of a database for another user.
fn as_user(url: &str, user: &str) -> String {
    url.replacen("postgresql://postgres@", &format!("postgresql://{user}@"), 1)
}

#[test]
fn how_far_an_attempt_comes() {
    let cluster = cluster();
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = silent.local_addr().unwrap().port();
    for (url, stage) in [
        ("nonsense".to_owned(), Stage::Url),
        ("oracle://h/d".to_owned(), Stage::Url),
        (cluster.url("postgres", "postgres?service=x"), Stage::Url),
        ("postgresql://u@no-such-host.invalid/d".to_owned(), Stage::Host),
        ("postgresql://u@127.0.0.1:1/d".to_owned(), Stage::Port),
        (format!("postgresql://u@127.0.0.1:{silent}/d?connect_timeout=1"), Stage::Port),
        (cluster.url("no_tls", "postgres?sslmode=verify-full&sslrootcert=system"), Stage::Tls),
        (cluster.url("secret", "postgres"), Stage::Login),
        (cluster.url("secret:wrong", "postgres"), Stage::Login),
        (cluster.url("ghost", "postgres"), Stage::Login),
        (cluster.url("unwanted", "postgres"), Stage::Login),
        (cluster.url("postgres", "no_such_database"), Stage::Database),
        (cluster.url("poor", "closed"), Stage::Database),
        (cluster.url("few", "postgres"), Stage::Database),
    ] {
        let refusal = refused(&url);
        assert_eq!(refusal.stage, stage, "{url}: {}", refusal.message);
        for text in [&refusal.message, &refusal.help] {
            assert!(text.text(Language::Chinese).chars().any(|c| c > '\u{4e00}'), "{text}");
        }
    }
}

#[test]
fn a_probe_changes_nothing() {
    let url = fresh_postgres();
    run(&open(&url), "CREATE SEQUENCE seq").unwrap();
    let reached = reach(&url, &ConnectOptions::default()).unwrap();
    let tables = "SELECT count(*) FROM pg_class WHERE relname = 'a'";
    for statement in ["CREATE TABLE a (x int)", "/* a */ create table a ()"] {
        run(&reached.host, statement).unwrap();
        ask(&reached.host, statement).unwrap();
    }
    assert_eq!(reached.left_out.borrow().len(), 4);
    assert_eq!(value(&reached.host, tables), Datum::Int(0));
    // What looks as if it read is refused by the server.
    for statement in ["SELECT set_config('a.b', '', false); CREATE TABLE a ()", "SELECT nextval('seq')"] {
        let refused = server_error(ask(&reached.host, statement));
        assert_eq!(refused.code.as_deref(), Some("25006"), "{statement}");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let url = format!("sqlite:///{}", path.display());
    assert_eq!(refused(&url).stage, Stage::Port);
    assert!(!path.exists());
    run(&open(&url), "CREATE TABLE a (x int)").unwrap();
    let before = std::fs::read(&path).unwrap();
    let reached = reach(&url, &ConnectOptions::default()).unwrap();
    assert_eq!((reached.way, reached.address), (None, path.display().to_string()));
    run(&reached.host, "CREATE TABLE b (x int)").unwrap();
    assert!(ask(&reached.host, "WITH a(x) AS (SELECT 1) INSERT INTO a SELECT x FROM a").is_err());
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(refused(&format!("sqlite:///{}/no/a.db", folder.path().display())).stage, Stage::Port);
    std::fs::write(&path, "no database at all, but long enough to be taken for one").unwrap();
    assert_eq!(refused(&url).stage, Stage::Database);
}

#[test]
fn servers_tell_what_they_are() {
    let cluster = cluster();
    let ask = |url: &str| {
        let reached = reach(url, &ConnectOptions::default()).unwrap();
        (server(&reached.host).unwrap(), reached.way, reached.address)
    };
    let (plain, way, address) = ask(&cluster.url("postgres", "postgres?sslmode=disable"));
    assert_eq!((way, address), (Some(Way::NotAsked), format!("127.0.0.1:{}", cluster.port)));
    assert_eq!((plain.user.as_str(), plain.database.as_str()), ("postgres", "postgres"));
    assert!(!plain.is_standby && !plain.is_read_only && plain.tls.is_none());
    assert!(plain.is_supported(DialectName::Postgresql) && plain.version.starts_with(char::is_numeric));
    let socket = format!("postgresql://postgres@/postgres?host={}&port={}", cluster.socket.display(), cluster.port);
    assert_eq!(ask(&socket).1, Some(Way::Local));
    let (secure, way, _) = ask(&cluster.url("postgres", "postgres"));
    match cluster.tls {
        true => assert!(way == Some(Way::Tls) && secure.tls.is_some_and(|tls| tls.starts_with("TLS"))),
        false => assert_eq!(way, Some(Way::NotOffered)),
    }
    let url = fresh_postgres();
    let database = url.rsplit('/').next().unwrap();
    run(&open(&url), &format!("ALTER DATABASE {database} SET default_transaction_read_only = on")).unwrap();
    assert!(ask(&url).0.is_read_only);
    let old = limbeck_exec::probe::Server { number: Some((12, 22, 0)), ..plain };
    assert!(!old.is_supported(DialectName::Postgresql));
    let (sqlite, ..) = ask("sqlite://");
    assert!(sqlite.is_supported(DialectName::Sqlite));
}

#[test]
fn what_a_role_may_do() {
    let url = fresh_private_postgres();
    let host = open(&url);
    for statement in [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "CREATE SCHEMA hidden",
        "CREATE TABLE alembic_version (version_num varchar(32))",
        "CREATE TABLE pet (id int)",
        "GRANT SELECT ON alembic_version TO poor",
    ] {
        run(&host, statement).unwrap();
    }
    let asked = BTreeSet::from(["hidden".to_owned(), "nowhere".to_owned()]);
    let own = rights(&host, &asked).unwrap().unwrap();
    assert!(own.create_schemas && own.tables_of_others.is_empty());
    assert!(own.schemas.iter().all(|schema| schema.usage && schema.create));
    let version = VersionTable::default();
    assert!(table_rights(&host, &version).unwrap().is_some_and(|rights| rights.read && rights.write));
    let poor = open(&as_user(&url, "poor"));
    let found = rights(&poor, &asked).unwrap().unwrap();
    assert_eq!(
        (found.user.as_str(), found.default_schema.as_deref(), found.create_schemas),
        ("poor", Some("public"), false)
    );
    let schemas: Vec<_> = found.schemas.iter().map(|s| (s.name.as_str(), s.usage, s.create)).collect();
    assert_eq!(schemas, [("public", true, false), ("hidden", false, false)]);
    let names: Vec<String> = found.tables_of_others.iter().map(|(name, owner)| format!("{name} {owner}")).collect();
    assert_eq!(names, ["public.alembic_version postgres", "public.pet postgres"]);
    assert!(table_rights(&poor, &version).unwrap().is_some_and(|rights| rights.read && !rights.write));
    let other = VersionTable { name: "other".into(), ..VersionTable::default() };
    assert_eq!(table_rights(&poor, &other).unwrap(), None);
    assert_eq!(rights(&open("sqlite://"), &asked).unwrap(), None);
}

#[test]
fn who_is_at_work() {
    let url = fresh_postgres();
    let (host, other) = (open(&format!("{url}?application_name=shop")), open(&url));
    run(&host, "CREATE TABLE pet (id int)").unwrap();
    let pet = [ObjectName::new("public", "pet"), ObjectName::new("public", "nothing")];
    assert_eq!(sessions(&other, &pet).unwrap(), []);
    begin(&host);
    run(&host, "INSERT INTO pet VALUES (1)").unwrap();
    let found = sessions(&other, &pet).unwrap();
    let [session] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((session.user.as_deref(), session.application.as_deref()), (Some("postgres"), Some("shop")));
    assert_eq!((session.state.as_deref(), session.tables.as_slice()), (Some("idle in transaction"), &pet[..1]));
    assert!(session.pid.is_some() && session.since.is_some() && session.query.is_some());
    assert_eq!(session.modes, ["RowExclusiveLock"]);
    rollback(&host);
    assert_eq!(sessions(&other, &pet).unwrap(), []);
    assert_eq!(sessions(&host, &[]).unwrap(), []);

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let host = open(&format!("sqlite:///{}", path.display()));
    run(&host, "CREATE TABLE a (x int)").unwrap();
    assert!(!is_locked_file(&path));
    begin(&host);
    run(&host, "INSERT INTO a VALUES (1)").unwrap();
    assert!(is_locked_file(&path));
    rollback(&host);
    assert!(!is_locked_file(&path) && !is_locked_file(&folder.path().join("b.db")));
}

#[test]
fn who_runs_migrations() {
    let folder = tempfile::tempdir().unwrap();
    let options = ConnectOptions { application_name: Some("the other run".into()), ..ConnectOptions::default() };
    let table = VersionTable::default();
    for url in [fresh_postgres(), format!("sqlite:///{}/a.db", folder.path().display())] {
        let host = open(&url);
        let holder = || RunLock::holder(&host, &url, &table, &options).unwrap();
        assert_eq!(holder(), None);
        let lock = RunLock::acquire(&url, &table, &options, &LockOptions::default()).unwrap();
        let found = holder().unwrap();
        assert!(found.pid.is_some() && found.since.is_some(), "{found:?}");
        drop(lock);
        let ended = (0..50).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(20));
            holder().is_none()
        });
        assert!(ended);
    }
}
