use std::time::Duration;

use limbeck_exec::{ConnectOptions, connect};
use limbeck_ops::{Datum, DialectName, HostError};

use crate::cluster::cluster;
use crate::database::{open, value};

#[track_caller]
fn refused(url: &str) -> (String, String) {
    match connect(url, &ConnectOptions::default()).map(|_| ()) {
        Err(HostError::Connect { message, help }) => (message.to_string(), help.to_string()),
        other => panic!("{url}: {other:?}"),
    }
}

/// Each cause is told apart, in one sentence.
#[test]
fn every_cause_has_its_own_sentence() {
    let cluster = cluster();
    let place = format!("127.0.0.1:{}", cluster.port);
    let check = |url: &str, expected: &str| {
        let (message, help) = refused(url);
        assert_eq!(message, expected, "{url}");
        assert!(!help.is_empty() && !message.ends_with('.'), "{url}");
    };
    let (message, _) = refused("postgresql://u@no-such-host.invalid/db");
    assert!(
        message.starts_with("the host name \"no-such-host.invalid\" of the database can't be resolved ("),
        "{message}"
    );
    check("postgresql://u@127.0.0.1:1/db", "no PostgreSQL server listens at 127.0.0.1:1 (connection refused)");
    check(
        &cluster.url("postgres", "no_such_database"),
        &format!("the database \"no_such_database\" does not exist at {place}"),
    );
    check(&cluster.url("ghost", "postgres"), &format!("the role \"ghost\" does not exist at {place}"));
    check(&cluster.url("no_login", "postgres"), &format!("the role \"no_login\" may not log in at {place}"));
    check(
        &cluster.url("secret", "postgres"),
        &format!("the server at {place} asks for a password, and none was given"),
    );
    check(
        &cluster.url("secret:wrong", "postgres"),
        &format!("the password for user \"secret\" at {place} is wrong, or there is no such user"),
    );
    check(
        &cluster.url("poor", "closed"),
        &format!("the role \"poor\" may not connect to the database \"closed\" at {place}"),
    );
    check(
        &cluster.url("few", "postgres"),
        &format!("the server at {place} has no connection left (too many connections for role \"few\")"),
    );
    let (message, _) = refused(&cluster.url("unwanted", "postgres"));
    assert!(message.contains("does not let user \"unwanted\" into database \"postgres\" from here"), "{message}");
    let (message, _) = refused(&cluster.url("unlisted", "postgres"));
    assert!(message.contains("no pg_hba.conf entry"), "{message}");
    check("nonsense", "Could not parse SQLAlchemy URL from given URL string");
    check(
        "postgresql:///db?host=/no/such/folder",
        "no PostgreSQL server listens on the socket /no/such/folder/.s.PGSQL.5432",
    );
}

#[test]
fn a_silent_server_is_given_up() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (message, _) = refused(&format!("postgresql://u@127.0.0.1:{port}/db?connect_timeout=1"));
    assert_eq!(message, format!("no answer from 127.0.0.1:{port} in time"));
}

#[test]
fn a_server_of_another_kind_is_told() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for _ in 0..2 {
            drop(listener.accept());
        }
    });
    let (message, _) = refused(&format!("postgresql://u@127.0.0.1:{port}/db"));
    assert_eq!(message, format!("the server at 127.0.0.1:{port} closed the connection at once"));
}

#[test]
fn passwords_are_sent() {
    let cluster = cluster();
    for user in ["secret", "md5_secret"] {
        let host = open(&cluster.url(&format!("{user}:right"), "postgres"));
        assert_eq!(value(&host, "SELECT current_user"), Datum::Str(user.into()));
    }
    let host = open(&cluster.url("secret", "postgres?password=right"));
    assert_eq!(value(&host, "SELECT current_user"), Datum::Str("secret".into()));
}

#[test]
fn options_of_the_url_reach_the_server() {
    let cluster = cluster();
    let host = open(&cluster.url("postgres", "postgres?application_name=tests&options=-csearch_path%3Dpg_catalog"));
    assert_eq!(value(&host, "SHOW application_name"), Datum::Str("tests".into()));
    assert_eq!(value(&host, "SHOW search_path"), Datum::Str("pg_catalog".into()));
    let dialect = host.borrow().dialect();
    assert_eq!(dialect.name, DialectName::Postgresql);
    assert!(dialect.version.is_some_and(|(major, _, _)| major >= 13));
    let options = ConnectOptions { application_name: Some("limbeck".into()), ..ConnectOptions::default() };
    let host = connect(&cluster.url("postgres", "postgres"), &options).unwrap();
    assert_eq!(value(&host, "SHOW application_name"), Datum::Str("limbeck".into()));
}

#[test]
fn unix_sockets_and_several_hosts() {
    let cluster = cluster();
    let socket = cluster.socket.display();
    let port = cluster.port;
    let host = open(&format!("postgresql+psycopg2://postgres@/postgres?host={socket}&port={port}"));
    assert_eq!(value(&host, "SELECT 1"), Datum::Int(1));
    let host = open(&format!("postgresql://postgres@/postgres?host=127.0.0.1:1&host=127.0.0.1:{port}"));
    assert_eq!(value(&host, "SELECT 1"), Datum::Int(1));
}

#[test]
fn tls_means_what_libpq_means() {
    let cluster = cluster();
    let ssl = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    let by_name = |user: &str, rest: &str| {
        format!("postgresql://{user}@localhost:{}/postgres?hostaddr=127.0.0.1&{rest}", cluster.port)
    };
    if !cluster.tls {
        let (message, _) = refused(&cluster.url("postgres", "postgres?sslmode=require"));
        assert!(message.contains("does not speak TLS"), "{message}");
        return;
    }
    for (mode, expected) in [("disable", false), ("allow", false), ("prefer", true), ("require", true)] {
        let host = open(&cluster.url("postgres", &format!("postgres?sslmode={mode}")));
        assert_eq!(value(&host, ssl), Datum::Bool(expected), "{mode}");
    }
    // Whichever the server wants, "allow" and "prefer" find it.
    for (user, mode) in [("tls_only", "allow"), ("tls_only", "prefer"), ("no_tls", "allow"), ("no_tls", "prefer")] {
        open(&cluster.url(user, &format!("postgres?sslmode={mode}")));
    }
    assert!(refused(&cluster.url("tls_only", "postgres?sslmode=disable")).0.contains("no pg_hba.conf entry"));
    assert!(refused(&cluster.url("no_tls", "postgres?sslmode=require")).0.contains("no pg_hba.conf entry"));
    open(&cluster.url("secret:right", "postgres?sslmode=require"));

    let root = cluster.socket.join("server.crt");
    let root = root.display();
    for mode in ["verify-ca", "verify-full"] {
        let host = open(&by_name("postgres", &format!("sslmode={mode}&sslrootcert={root}")));
        assert_eq!(value(&host, ssl), Datum::Bool(true));
    }
    open(&cluster.url("postgres", &format!("postgres?sslmode=verify-ca&sslrootcert={root}")));
    let (message, _) = refused(&cluster.url("postgres", &format!("postgres?sslmode=verify-full&sslrootcert={root}")));
    assert!(message.ends_with("the server's certificate is for another host name"), "{message}");
    let (message, _) = refused(&by_name("postgres", "sslmode=verify-full&sslrootcert=/no/such/file"));
    assert!(message.contains("/no/such/file can't be read"), "{message}");
    let (message, _) = refused(&by_name("postgres", "sslmode=verify-ca"));
    assert!(message.contains("needs a root certificate"), "{message}");
}

#[test]
fn connecting_is_cheap() {
    let url = cluster().url("postgres", "postgres");
    drop(open(&url));
    let started = std::time::Instant::now();
    for _ in 0..10 {
        drop(open(&url));
    }
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
}
