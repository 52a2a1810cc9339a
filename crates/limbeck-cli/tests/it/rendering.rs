//! Failures and warnings as they are shown.

use expect_test::{Expect, expect};
use limbeck::{Failure, FailureKind, Place};
use limbeck_cli::panic::apology;
use limbeck_cli::render::{self, Look};

fn place(path: &str, line: usize, columns: (usize, usize), function: &str, source: &str) -> Place {
    Place {
        path: path.to_owned(),
        line,
        column: columns.0,
        end_column: columns.1,
        source_line: source.to_owned(),
        function: function.to_owned(),
    }
}

fn check(failure: &Failure, wanted: Expect) {
    wanted.assert_eq(&render::failure(failure, Look::default()));
}

fn refused_statement() -> Failure {
    Failure {
        places: vec![
            place("versions/3f2a_pets.py", 30, (5, 25), "upgrade", "    create_table(\"pet\")"),
            place(
                "versions/3f2a_pets.py",
                18,
                (5, 20),
                "create_table",
                "    op.create_table(name, sa.Column(\"id\", sa.Integer))",
            ),
        ],
        statement: Some("CREATE TABLE pet (\n\tid INTEGER\n)".to_owned()),
        server_notes: vec![
            ("DETAIL".to_owned(), "it was made by ann".to_owned()),
            ("SQLSTATE".to_owned(), "42P07".to_owned()),
        ],
        database: Some("unchanged, at 91bc".into()),
        ..Failure::new(FailureKind::Database, "relation \"pet\" already exists")
    }
    .with_help("if the tables are there already, `limbeck stamp 3f2a` records it")
}

#[test]
fn a_refused_statement_shows_its_place_and_what_to_do() {
    check(
        &refused_statement(),
        expect![[r#"
        error: relation "pet" already exists
          --> versions/3f2a_pets.py:18:5
           |
        18 |     op.create_table(name, sa.Column("id", sa.Integer))
           |     ^^^^^^^^^^^^^^^
        called from:
          File "versions/3f2a_pets.py", line 30, in upgrade
            create_table("pet")
        statement:
          CREATE TABLE pet (
          	id INTEGER
          )
        detail: it was made by ann
        sqlstate: 42P07
        database: unchanged, at 91bc
        help: if the tables are there already, `limbeck stamp 3f2a` records it
    "#]],
    );
}

#[test]
fn raiseerr_shows_a_traceback() {
    expect![[r#"
        Traceback (most recent call last):
          File "versions/3f2a_pets.py", line 30, in upgrade
            create_table("pet")
          File "versions/3f2a_pets.py", line 18, in create_table
            op.create_table(name, sa.Column("id", sa.Integer))
        error: relation "pet" already exists
          --> versions/3f2a_pets.py:18:5
           |
        18 |     op.create_table(name, sa.Column("id", sa.Integer))
           |     ^^^^^^^^^^^^^^^
        statement:
          CREATE TABLE pet (
          	id INTEGER
          )
        detail: it was made by ann
        sqlstate: 42P07
        database: unchanged, at 91bc
        help: if the tables are there already, `limbeck stamp 3f2a` records it
    "#]]
    .assert_eq(&render::failure(&refused_statement(), Look { everything: true, ..Look::default() }));
}

#[test]
fn colors_are_for_terminals() {
    let colored = render::failure(&refused_statement(), Look { color: true, ..Look::default() });
    assert!(colored.contains("\x1b["));
    assert!(!render::failure(&refused_statement(), Look::default()).contains('\x1b'));
}

#[test]
fn a_failure_may_have_no_place() {
    check(
        &Failure::new(FailureKind::Project, "no 'script_location' key found in configuration"),
        expect![[r#"
        error: no 'script_location' key found in configuration
    "#]],
    );
}

#[test]
fn a_place_may_have_no_source() {
    let failure = Failure {
        places: vec![place("alembic.ini", 3, (1, 1), "", "")],
        ..Failure::new(FailureKind::Project, "there is no section [alembic]")
    };
    check(
        &failure,
        expect![[r#"
            error: there is no section [alembic]
              --> alembic.ini:3:1
        "#]],
    );
}

#[test]
fn places_that_do_not_fit_the_line_do_no_harm() {
    for (column, end_column) in [(0, 0), (1, 0), (7, 3), (400, 500), (usize::MAX, usize::MAX), (3, usize::MAX)] {
        let failure = Failure {
            places: vec![place("a.py", usize::MAX, (column, end_column), "f", "x = 表 + 1")],
            ..Failure::new(FailureKind::Script, "boom")
        };
        let text = render::failure(&failure, Look::default());
        assert!(text.starts_with("error: boom\n"), "{text}");
    }
}

#[test]
fn wide_characters_and_tabs_keep_the_caret_in_place() {
    let failure = Failure {
        places: vec![place("versions/a.py", 7, (18, 22), "upgrade", "\top.execute(\"表\", boom)")],
        ..Failure::new(FailureKind::Script, "name 'boom' is not defined")
    };
    check(
        &failure,
        expect![[r#"
        error: name 'boom' is not defined
         --> versions/a.py:7:18
          |
        7 |     op.execute("表", boom)
          |                      ^^^^
    "#]],
    );
}

#[test]
fn a_call_over_several_lines_is_underlined_by_its_name() {
    let failure = Failure {
        places: vec![place("versions/a.py", 7, (5, 5), "upgrade", "    op.create_table(")],
        ..Failure::new(FailureKind::Script, "boom")
    };
    check(
        &failure,
        expect![[r#"
        error: boom
         --> versions/a.py:7:5
          |
        7 |     op.create_table(
          |     ^^^^^^^^^^^^^^^
    "#]],
    );
}

#[test]
fn messages_of_several_lines_stay_together() {
    let failure = Failure {
        places: vec![place("versions/a.py", 7, (5, 15), "upgrade", "    op.execute(1)")],
        ..Failure::new(FailureKind::Script, "first\nsecond\n\nfourth")
    };
    check(
        &failure,
        expect![[r#"
        error: first
          second

          fourth
         --> versions/a.py:7:5
          |
        7 |     op.execute(1)
          |     ^^^^^^^^^^
    "#]],
    );
}

#[test]
fn long_statements_and_deep_calls_are_shortened() {
    let failure = Failure {
        places: (1..=8).map(|line| place("a.py", line, (1, 4), "f", "f()")).collect(),
        statement: Some("SELECT 1,\n".repeat(20)),
        ..Failure::new(FailureKind::Database, "no")
    };
    check(
        &failure,
        expect![[r#"
        error: no
         --> a.py:8:1
          |
        8 | f()
          | ^^^
        called from:
          File "a.py", line 7, in f
            f()
          File "a.py", line 6, in f
            f()
          File "a.py", line 5, in f
            f()
          File "a.py", line 4, in f
            f()
          … and 3 more, shown by --raiseerr
        statement:
          SELECT 1,
          SELECT 1,
          SELECT 1,
          SELECT 1,
          SELECT 1,
          SELECT 1,
          SELECT 1,
          SELECT 1,
          SELECT 1,
          SELECT 1,
          SELECT 1,
          SELECT 1,
          … and 80 more characters, shown by --raiseerr
    "#]],
    );
    let long = Failure { statement: Some("x".repeat(5_000)), ..Failure::new(FailureKind::Database, "no") };
    assert!(render::failure(&long, Look::default()).len() < 1_200);
    assert!(render::failure(&long, Look { everything: true, ..Look::default() }).len() > 5_000);
}

#[test]
fn no_part_of_a_failure_shows_a_password() {
    let url = "postgresql://ann:secret@db/pets";
    let failure = Failure {
        kind: FailureKind::Database,
        message: format!("can't reach {url}").into(),
        places: vec![
            place("env.py", 3, (1, 2), "<module>", &format!("run({url:?})")),
            place("env.py", 4, (1, 2), "run", &format!("connect({url:?})")),
        ],
        statement: Some(format!("CREATE SUBSCRIPTION s CONNECTION '{url}'")),
        server_notes: vec![("HINT".to_owned(), url.to_owned())],
        database: Some(format!("unknown, at {url}").into()),
        help: Some(format!("try {url}").into()),
    };
    for look in [Look::default(), Look { everything: true, color: true, width: 80, ..Look::default() }] {
        let text = render::failure(&failure, look);
        assert!(!text.contains("secret"), "{text}");
    }
    assert!(!render::warning(&url.into(), None, Look::default()).contains("secret"));
    assert!(!apology(url, "a.rs:1", &["--url".to_owned(), url.to_owned()]).to_string().contains("secret"));
}

#[test]
fn warnings_have_their_place() {
    expect![[r#"
        warning: downgrade -1 from multiple heads is ambiguous
          --> versions/a.py:3
    "#]]
    .assert_eq(&render::warning(
        &"downgrade -1 from multiple heads is ambiguous".into(),
        Some("versions/a.py:3"),
        Look::default(),
    ));
}

#[test]
fn a_panic_is_an_apology_with_what_a_report_needs() {
    let text = apology(
        "index out of bounds",
        "src/a.rs:1:2",
        &["limbeck".to_owned(), "upgrade".to_owned(), "head".to_owned()],
    )
    .to_string();
    assert!(text.starts_with("error: limbeck has come upon a defect of its own"), "{text}");
    for part in
        ["index out of bounds", "src/a.rs:1:2", env!("CARGO_PKG_VERSION"), "limbeck upgrade head", "please report"]
    {
        assert!(text.contains(part), "{part} in {text}");
    }
}
