//! The binary as a whole, on a small project of its own and on SQLite.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use expect_test::expect;

use crate::project::{LIMBECK, Project, copy};

#[test]
fn the_commands_of_an_ordinary_day() {
    let project = Project::new();
    project.check(
        "current",
        expect![[r#"
        exit code 0
        --- stdout
        --- stderr
        INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
        INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
    "#]],
    );
    project.check(
        "history",
        expect![[r#"
        exit code 0
        --- stdout
        1a2b3c -> 4d5e6f (head), create owner
        <base> -> 1a2b3c, create pet
        --- stderr
    "#]],
    );
    project.check(
        "upgrade head",
        expect![[r#"
        exit code 0
        --- stdout
        --- stderr
        INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
        INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
        INFO  [alembic.runtime.migration] Running upgrade  -> 1a2b3c, create pet
        INFO  [alembic.runtime.migration] Running upgrade 1a2b3c -> 4d5e6f, create owner
    "#]],
    );
    project.check(
        "current",
        expect![[r#"
        exit code 0
        --- stdout
        4d5e6f (head)
        --- stderr
        INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
        INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
    "#]],
    );
    project.check(
        "downgrade -1",
        expect![[r#"
        exit code 0
        --- stdout
        --- stderr
        INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
        INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
        INFO  [alembic.runtime.migration] Running downgrade 4d5e6f -> 1a2b3c, create owner
    "#]],
    );
    project.check(
        "history -i",
        expect![[r#"
        exit code 0
        --- stdout
        1a2b3c -> 4d5e6f (head), create owner
        <base> -> 1a2b3c (current), create pet
        --- stderr
        INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
        INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
    "#]],
    );
    project.check(
        "stamp head",
        expect![[r#"
        exit code 0
        --- stdout
        --- stderr
        INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
        INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
        INFO  [alembic.runtime.migration] Running stamp_revision 1a2b3c -> 4d5e6f
    "#]],
    );
    project.check(
        "current -c",
        expect![[r#"
        exit code 0
        --- stdout
        4d5e6f (head)
        --- stderr
        INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
        INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
    "#]],
    );
    project.check(
        "downgrade base",
        expect![[r#"
            exit code 5
            --- stdout
            --- stderr
            INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
            INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
            INFO  [alembic.runtime.migration] Running downgrade 4d5e6f -> 1a2b3c, create owner
            error: no such table: owner (in revision 4d5e6f)
              --> migrations/versions/4d5e6f_owner.py:21:5
               |
            21 |     op.drop_table("owner")
               |     ^^^^^^^^^^^^^^^^^^^^^^
            statement:
              DROP TABLE owner
            database: unchanged, at 4d5e6f
        "#]],
    );
    project.check(
        "current --check-heads",
        expect![[r#"
        exit code 0
        --- stdout
        4d5e6f (head)
        --- stderr
        INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
        INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
    "#]],
    );
}

#[test]
fn sql_goes_to_standard_output_and_nowhere_else() {
    let project = Project::new();
    project.check(
        "upgrade head --sql",
        expect![[r#"
        exit code 0
        --- stdout
        CREATE TABLE alembic_version (
            version_num VARCHAR(32) NOT NULL, 
            CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
        );

        -- Running upgrade  -> 1a2b3c

        CREATE TABLE pet (
            id INTEGER NOT NULL, 
            PRIMARY KEY (id)
        );

        INSERT INTO alembic_version (version_num) VALUES ('1a2b3c') RETURNING version_num;

        -- Running upgrade 1a2b3c -> 4d5e6f

        CREATE TABLE owner (
            id INTEGER NOT NULL, 
            PRIMARY KEY (id)
        );

        UPDATE alembic_version SET version_num='4d5e6f' WHERE alembic_version.version_num = '1a2b3c';

        --- stderr
        INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
        INFO  [alembic.runtime.migration] Generating static SQL
        INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
        INFO  [alembic.runtime.migration] Running upgrade  -> 1a2b3c, create pet
        INFO  [alembic.runtime.migration] Running upgrade 1a2b3c -> 4d5e6f, create owner
    "#]],
    );
    assert!(!project.path().join("pets.db").exists());
}

#[test]
fn quiet_drops_answers_and_keeps_sql() {
    let project = Project::new();
    assert_eq!(project.stdout("-q history"), "");
    assert_eq!(project.stdout("heads -q"), "");
    assert_eq!(project.stdout("-q upgrade head --sql"), project.stdout("upgrade head --sql"));
}

#[test]
fn sql_goes_into_the_file_that_env_py_opens_for_it() {
    let project = Project::new();
    let whole = project.stdout("upgrade head --sql");
    let env = |opened: &str| {
        format!(
            r#"from alembic import context

with {opened} as buffer:
    context.configure(url="sqlite://", literal_binds=True, output_buffer=buffer)
    with context.begin_transaction():
        context.run_migrations()
"#
        )
    };
    project.write("migrations/env.py", &env(r#"open("engine1.sql", "w")"#));
    let file = project.path().join("engine1.sql");
    for _ in 0..2 {
        assert_eq!(project.stdout("upgrade head --sql"), "");
        assert_eq!(std::fs::read_to_string(&file).expect("written"), whole);
    }
    project.write("migrations/env.py", &env(r#"open("engine1.sql", "a")"#));
    project.stdout("upgrade head --sql");
    assert_eq!(std::fs::read_to_string(&file).expect("written"), whole.repeat(2));

    let elsewhere = tempfile::tempdir().expect("a folder");
    let outside = elsewhere.path().join("out.sql");
    project.write("migrations/env.py", &env(&format!("open({:?}, \"w\")", outside.display().to_string())));
    let output = project.command(LIMBECK, "upgrade head --sql").output().expect("runs");
    assert!(String::from_utf8_lossy(&output.stderr).contains("lies outside of the project"));
    assert!(!outside.exists());
}

#[test]
fn the_url_may_be_given() {
    let project = Project::new();
    project.stdout("--url sqlite:///other.db upgrade head");
    assert_eq!(project.stdout("current"), "");
    assert_eq!(project.stdout("current --url sqlite:///other.db"), "4d5e6f (head)\n");
    let output = project.command(LIMBECK, "current").env("LIMBECK_URL", "sqlite:///other.db").output().expect("runs");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "4d5e6f (head)\n");
}

#[test]
fn a_refused_statement_is_shown_with_its_place() {
    let project = Project::new();
    project.stdout("upgrade 1a2b");
    project.stdout("upgrade head");
    project.stdout("stamp 1a2b");
    project.check(
        "upgrade head",
        expect![[r#"
            exit code 5
            --- stdout
            --- stderr
            INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
            INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
            INFO  [alembic.runtime.migration] Running upgrade 1a2b3c -> 4d5e6f, create owner
            error: table owner already exists (in revision 4d5e6f)
              --> migrations/versions/4d5e6f_owner.py:13:5
               |
            13 |     op.create_table(name, sa.Column("id", sa.Integer, primary_key=True))
               |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            called from:
              File "migrations/versions/4d5e6f_owner.py", line 17, in upgrade
                create("owner")
            statement:
              CREATE TABLE owner (
              	id INTEGER NOT NULL, 
              	PRIMARY KEY (id)
              )
            database: unchanged, at 1a2b3c
            help: it is there already: if the migration had been run before, record it with `limbeck stamp REVISION`
        "#]],
    );
    assert_eq!(project.stdout("current"), "1a2b3c\n");
}

#[test]
fn bad_input_has_its_exit_code() {
    let project = Project::new();
    project.check(
        "upgrade nowhere",
        expect![[r#"
        exit code 2
        --- stdout
        --- stderr
        INFO  [alembic.runtime.migration] Context impl SQLiteImpl.
        INFO  [alembic.runtime.migration] Will assume non-transactional DDL.
        error: Can't locate revision identified by 'nowhere'
        database: unchanged, at base
        help: No such revision or branch 'nowhere'; `limbeck history` lists the revisions
    "#]],
    );
    project.check(
        "-c none.ini upgrade head",
        expect![[r#"
        exit code 3
        --- stdout
        --- stderr
        error: there is no configuration file none.ini
        help: name the file with `-c PATH`, or run limbeck in its folder
    "#]],
    );
    project.check("-n nothing upgrade head", expect![[r#"
        exit code 3
        --- stdout
        --- stderr
        error: No 'script_location' key found in configuration.
        help: alembic.ini has no section [nothing]; it has [alembic], [loggers], [handlers], [formatters], [logger_root], [logger_sqlalchemy], [logger_alembic], [handler_console], [formatter_generic]: choose one with `-n NAME`
    "#]]);
    project.check(
        "downgrade base --sql",
        expect![[r#"
        exit code 2
        --- stdout
        --- stderr
        error: downgrade with --sql requires <fromrev>:<torev>
    "#]],
    );
    project.check(
        "history -r a",
        expect![[r#"
        exit code 2
        --- stdout
        --- stderr
        error: History range requires [start]:[end], [start]:, or :[end]
    "#]],
    );
}

#[test]
fn a_syntax_error_is_shown_with_its_place() {
    let project = Project::new();
    project.write("migrations/versions/7a8b_broken.py", "revision = '7a8b'\ndown_revision = '4d5e6f'\ndef upgrade(:\n");
    let output = project.run("upgrade head");
    let told = project.told(&output);
    assert_eq!(output.status.code(), Some(4), "{told}");
    assert!(told.contains("--> migrations/versions/7a8b_broken.py:3:13\n"), "{told}");
}

#[test]
fn an_unreachable_server_is_said_without_the_password() {
    let project = Project::new();
    let output = project.run("--url postgresql://ann:secret@127.0.0.1:1/pets current");
    assert_eq!(output.status.code(), Some(5));
    let told = project.told(&output);
    assert!(told.contains("127.0.0.1:1") && !told.contains("secret"), "{told}");
}

#[test]
fn nothing_and_nonsense_are_usage_errors() {
    let project = Project::new();
    for line in ["", "nonsense", "upgrade", "revision -m x", "upgrade head --nonsense"] {
        let output = project.run(line);
        assert_eq!(output.status.code(), Some(2), "{line}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{line}");
    }
    for line in ["--help", "upgrade --help", "--version"] {
        let output = project.run(line);
        assert_eq!(output.status.code(), Some(0), "{line}");
        assert!(!output.stdout.is_empty() && output.stderr.is_empty(), "{line}");
    }
}

#[cfg(unix)]
fn link(project: &Project) -> PathBuf {
    let path = project.path().join("alembic");
    std::os::unix::fs::symlink(LIMBECK, &path).expect("a link");
    path
}

#[cfg(unix)]
#[test]
fn a_link_named_alembic_does_the_same() {
    let project = Project::new();
    let alembic = link(&project);
    let output = project.command(&alembic, "upgrade head").output().expect("runs");
    assert!(output.status.success(), "{}", project.told(&output));
    assert_eq!(project.stdout("current"), "4d5e6f (head)\n");
    let output = project.command(&alembic, "--version").output().expect("runs");
    assert!(output.stdout.starts_with(b"alembic 1.20.1 (limbeck "));
    let output = project.command(&alembic, "upgrade").output().expect("runs");
    assert!(String::from_utf8_lossy(&output.stderr).contains("`alembic upgrade head`"));
}

#[test]
fn a_reader_that_leaves_ends_the_output_quietly() {
    let project = Project::new();
    // More than a pipe holds.
    let mut parent = "4d5e6f".to_owned();
    for number in 0..1_500 {
        let id = format!("c{number:05}");
        let text = format!("\"\"\"{}\"\"\"\nrevision = {id:?}\ndown_revision = {parent:?}\n", "long ".repeat(20));
        project.write(&format!("migrations/versions/{id}.py"), &text);
        parent = id;
    }
    let mut child = project
        .command(LIMBECK, "history")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("limbeck runs");
    let mut line = String::new();
    let mut stdout = BufReader::with_capacity(16, child.stdout.take().expect("a pipe"));
    stdout.read_line(&mut line).expect("a line");
    assert!(line.starts_with("c01498 -> c01499 (head)"), "{line}");
    drop(stdout);
    let mut stderr = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut stderr).expect("UTF-8");
    assert_eq!(stderr, "");
    assert!(child.wait().expect("an end").success());
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let project = Project::new();
    let full = std::fs::File::options().write(true).open("/dev/full").expect("a device that is always full");
    let output = project.command(LIMBECK, "upgrade head --sql").stdout(full).output().expect("runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("standard output can't be written"));
}

#[cfg(unix)]
#[test]
fn ctrl_c_rolls_back_and_says_where_the_database_is() {
    let project = Project::new();
    project.write(
        "migrations/versions/7a8b_long.py",
        "\"\"\"long\"\"\"\nfrom alembic import op\nrevision = '7a8b'\ndown_revision = '4d5e6f'\n\n\ndef upgrade():\n    \
         op.execute('CREATE TABLE toy (id INTEGER)')\n    print('begun')\n    n = 0\n    while True:\n        n += 1\n",
    );
    project.stdout("upgrade 4d5e");
    let mut child = project
        .command(LIMBECK, "upgrade head")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("limbeck runs");
    let mut stderr = BufReader::new(child.stderr.take().expect("a pipe"));
    let mut told = String::new();
    while !told.contains("Running upgrade") {
        assert!(stderr.read_line(&mut told).expect("UTF-8") > 0, "{told}");
    }
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(killed.success());
    stderr.read_to_string(&mut told).expect("UTF-8");
    assert_eq!(child.wait().expect("an end").code(), Some(130), "{told}");
    assert!(told.contains("interrupted: stopping") && told.contains("database:") && told.contains("4d5e6f"), "{told}");
    assert_eq!(project.stdout("current"), "4d5e6f\n");
}

#[test]
fn the_example_runs_from_the_root_of_the_repository() {
    let project = Project::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/hospital_value");
    copy(&root, &project.path().join("examples/hospital_value"));
    let ini = "-c examples/hospital_value/backend/alembic.ini";
    project.stdout(&format!("{ini} upgrade head"));
    assert!(project.path().join("examples/hospital_value/hospital_value.db").exists());
    for (line, wanted) in [
        ("current", "g1h2i3j4k5l6 (head)\n"),
        ("downgrade -1", ""),
        ("current", "f0384ea4c792\n"),
        ("downgrade base", ""),
        ("current", ""),
        ("stamp head", ""),
        ("current", "g1h2i3j4k5l6 (head)\n"),
    ] {
        assert_eq!(project.stdout(&format!("{ini} {line}")), wanted, "{line}");
    }
}
