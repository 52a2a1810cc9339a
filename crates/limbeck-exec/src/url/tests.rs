use limbeck_ops::DialectName;

use super::{Url, UrlError, masked};

/// Masked text, text with password, and the parts, as SQLAlchemy 2.0.58 gives them.
fn check(text: &str, masked: &str, plain: &str, database: Option<&str>) {
    let url = Url::parse(text).unwrap();
    assert_eq!(url.to_string(), masked, "masked {text}");
    assert_eq!(url.with_password(), plain, "plain {text}");
    assert_eq!(url.database.as_deref(), database, "database of {text}");
}

#[test]
fn urls_are_read_as_sqlalchemy_reads_them() {
    check(
        "postgresql://u:p%40w@h:5432/db?sslmode=require",
        "postgresql://u:***@h:5432/db?sslmode=require",
        "postgresql://u:p%40w@h:5432/db?sslmode=require",
        Some("db"),
    );
    check("postgresql://h", "postgresql://h", "postgresql://h", None);
    check(
        "postgresql+psycopg2://u:p@/db?host=/var/run",
        "postgresql+psycopg2://u:***@/db?host=%2Fvar%2Frun",
        "postgresql+psycopg2://u:p@/db?host=%2Fvar%2Frun",
        Some("db"),
    );
    check("postgresql://[::1]:99/x", "postgresql://[::1]:99/x", "postgresql://[::1]:99/x", Some("x"));
    check("sqlite://", "sqlite://", "sqlite://", None);
    check("sqlite:////abs/a.db", "sqlite:////abs/a.db", "sqlite:////abs/a.db", Some("/abs/a.db"));
    check("postgresql://u:p@w@h/db", "postgresql://u:***@w@h/db", "postgresql://u:p@w@h/db", Some("db"));
    check("postgresql://u:@h/", "postgresql://u:***@h/", "postgresql://u:@h/", Some(""));
    check("postgresql://u:a/b@h/db", "postgresql://u:***@h/db", "postgresql://u:a%2Fb@h/db", Some("db"));
    check("postgresql://h/db?a=1&a=2&b=&c", "postgresql://h/db?a=1&a=2", "postgresql://h/db?a=1&a=2", Some("db"));
    check("postgresql://user@:5433/db", "postgresql://user@:5433/db", "postgresql://user@:5433/db", Some("db"));
    check("postgresql://a:b:c@d/e", "postgresql://a:***@d/e", "postgresql://a:b%3Ac@d/e", Some("e"));
    check(
        "postgresql://u%20x:+p+@h/d%20b?x=a+b%20c",
        "postgresql://u x:***@h/d%20b?x=a+b+c",
        "postgresql://u x:+p+@h/d%20b?x=a+b+c",
        Some("d%20b"),
    );
    check("postgresql://h1,h2:5/x", "postgresql://h1,h2:5/x", "postgresql://h1,h2:5/x", Some("x"));
}

#[test]
fn what_is_no_url_is_refused() {
    for text in ["foo", "postgresql:/x", "post-gres://x", "", " postgresql://h/d"] {
        assert_eq!(Url::parse(text), Err(UrlError::Form), "{text:?}");
    }
    assert_eq!(Url::parse("postgresql://u@h:/db"), Err(UrlError::Port(String::new())));
    assert_eq!(Url::parse("postgresql://h:port/db"), Err(UrlError::Port("port".into())));
}

#[test]
fn passwords_among_the_options_are_masked() {
    let url = Url::parse("postgresql://h/db?user=u&password=secret").unwrap();
    assert_eq!(url.to_string(), "postgresql://h/db?password=***&user=u");
    assert_eq!(masked("postgresql//u:secret@h"), "…");
    assert_eq!(masked("postgresql://u:secret@h:x/"), "postgresql://…");
}

#[test]
fn dialects_are_named() {
    assert_eq!(Url::parse("mysql+pymysql://h/db").unwrap().dialect(), Ok(DialectName::Mysql));
    assert_eq!(Url::parse("mariadb://h/db").unwrap().dialect(), Ok(DialectName::Mariadb));
    let error = Url::parse("oracle://h/db").unwrap().dialect().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the database URL names the dialect \"oracle\"; limbeck knows postgresql, mysql, mariadb and sqlite"
    );
}
