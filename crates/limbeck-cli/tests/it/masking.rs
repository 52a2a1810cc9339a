//! Passwords in texts.

use limbeck_cli::mask::{mask, mask_source};

#[test]
fn passwords_of_urls_are_hidden() {
    for (text, wanted) in [
        ("postgresql://ann:secret@db/pets", "postgresql://ann:***@db/pets"),
        (
            "at postgresql+psycopg2://ann:s%40cret@db:5432/pets, it says",
            "at postgresql+psycopg2://ann:***@db:5432/pets, it says",
        ),
        // Not encoded, and taken by some drivers.
        ("postgresql://ann:p@ss:w/rd@db/pets", "postgresql://ann:***@db/pets"),
        ("'postgresql://ann:it's@db/pets'", "'postgresql://ann:***@db/pets'"),
        ("(`mysql://root:secret@db`)", "(`mysql://root:***@db`)"),
        ("a://u:p@h b://v:q@i", "a://u:***@h b://v:***@i"),
        ("a://u:p@h,b://v:q@i", "a://u:***@h,b://v:***@i"),
        ("postgresql://:secret@db", "postgresql://:***@db"),
        (
            "postgresql://db/pets?user=ann&password=secret&sslmode=require",
            "postgresql://db/pets?user=ann&password=***&sslmode=require",
        ),
        ("host=db user=ann password=secret dbname=pets", "host=db user=ann password=*** dbname=pets"),
        ("host=db password='a b' dbname=pets", "host=db password='***' dbname=pets"),
        ("PGPASSWORD=secret", "PGPASSWORD=secret"),
        ("?PassWord=secret", "?PassWord=***"),
        ("密码 postgresql://张:密码@db/库", "密码 postgresql://张:***@db/库"),
    ] {
        assert_eq!(mask(text), wanted);
    }
}

#[test]
fn other_texts_stay_as_they_are() {
    for text in [
        "",
        "://",
        "a://",
        "a://:@",
        "sqlite:////tmp/pets.db",
        "postgresql://ann@db:5432/pets",
        "postgresql://db:5432/pets",
        "see https://limbeck.dev:443/a?b or write to me@limbeck.dev",
        "UPDATE account SET password = NULL",
        "password=",
        "12:30:05 @noon",
    ] {
        assert_eq!(mask(text), text);
    }
}

#[test]
fn source_lines_keep_their_columns_and_their_code() {
    for (line, wanted) in [
        (
            r#"engine = create_engine("postgresql://ann:secret@db/pets")  # here"#,
            r#"engine = create_engine("postgresql://ann:******@db/pets")  # here"#,
        ),
        (r#"connect(host="db", password="secret")"#, r#"connect(host="db", password="******")"#),
        (r#"connect(password=os.environ["PW"])"#, r#"connect(password=os.environ["PW"])"#),
        (r#"connect("host=db password=secret")"#, r#"connect("host=db password=******")"#),
    ] {
        assert_eq!(mask_source(line), wanted);
    }
}
