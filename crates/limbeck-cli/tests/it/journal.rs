//! Steps that are not one transaction: left half done in every way there is, and gone on with.

use std::process::{Child, Output, Stdio};
use std::time::{Duration, Instant};

use crate::cluster::cluster;
use crate::mariadb::{self, Database};
use crate::project::{LIMBECK, Project};

/// Waits for a lock that a test may hold; a test that holds it stops the script here.
const GATE: &str = r#"

def gate(n):
    op.get_bind().execute(sa.text(f"SELECT GET_LOCK(CONCAT(DATABASE(), '_{n}'), 60), RELEASE_LOCK(CONCAT(DATABASE(), '_{n}'))"))
"#;
const HEAD: &str = r#""""many statements"""
import sqlalchemy as sa
from alembic import op

revision = "1a2b3c"
down_revision = None
"#;
/// Statements of every kind; each gate stands between two of them.
const MANY: &str = r#"

def upgrade():
    bind = op.get_bind()
    gate(0)
    op.create_table("owner", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20)))
    gate(1)
    op.execute("INSERT INTO owner VALUES (1, 'Ann'), (2, 'Bob')")
    gate(2)
    op.create_table("pet", sa.Column("id", sa.Integer, primary_key=True), sa.Column("owner_id", sa.Integer))
    gate(3)
    added = bind.execute(sa.text("INSERT INTO pet SELECT id * 10, id FROM owner"))
    if added.rowcount != 2:
        raise ValueError(f"{added.rowcount} rows")
    gate(4)
    op.add_column("pet", sa.Column("age", sa.Integer, server_default="3"))
    gate(5)
    for row in bind.execute(sa.text("SELECT id FROM pet ORDER BY id")):
        bind.execute(sa.text("UPDATE pet SET age = age + 1 WHERE id = :id"), {"id": row.id})
    gate(6)
    op.create_index("ix_pet", "pet", ["age"])
    gate(7)
    op.create_foreign_key("fk", "pet", "owner", ["owner_id"], ["id"])
    op.execute("CREATE TRIGGER tr BEFORE INSERT ON pet FOR EACH ROW BEGIN SET NEW.age = 1; SET NEW.owner_id = 1; END")
    gate(8)
    op.rename_table("owner", "person")
    op.execute("UPDATE person SET name = CONCAT(name, '!')")
    gate(9)


def downgrade():
    gate(0)
    op.rename_table("person", "owner")
    gate(1)
    op.execute("UPDATE owner SET name = 'gone' WHERE id = 1")
    op.drop_constraint("fk", "pet", type_="foreignkey")
    gate(2)
    op.drop_table("pet")
    gate(3)
"#;
const GATES: usize = 10;
const GATES_DOWN: usize = 4;

/// A project with one revision.
fn project(url: &str, body: &str) -> Project {
    let project = Project::new();
    std::fs::remove_file(project.path().join("migrations/versions/1a2b3c_pet.py")).expect("a file");
    std::fs::remove_file(project.path().join("migrations/versions/4d5e6f_owner.py")).expect("a file");
    let ini = std::fs::read_to_string(project.path().join("alembic.ini")).expect("a file");
    project.write("alembic.ini", &ini.replace("sqlite:///%(here)s/pets.db", url));
    project.write("migrations/versions/many.py", &format!("{HEAD}{body}"));
    project
}

fn failed(project: &Project, line: &str, code: i32) -> String {
    let output = project.run(line);
    let told = project.told(&output);
    assert_eq!(output.status.code(), Some(code), "{line}: {told}");
    told
}

#[track_caller]
fn has(text: &str, words: &str) {
    assert!(text.contains(words), "{words:?} is not in\n{text}");
}

/// Starts a command and leaves it alone.
fn start(project: &Project, line: &str) -> Child {
    project.command(LIMBECK, line).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("limbeck starts")
}

#[track_caller]
fn until(what: &str, is_so: impl Fn() -> bool) {
    let since = Instant::now();
    while !is_so() {
        assert!(since.elapsed() < Duration::from_secs(40), "in vain: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn is_waiting(database: &Database, statement: &str) -> bool {
    let like = statement.replace('\'', "''");
    let sql = format!(
        "SELECT count(*) FROM information_schema.PROCESSLIST WHERE DB = '{}' AND INFO LIKE '{like}%' \
         AND STATE <> '' AND ID <> CONNECTION_ID()",
        database.name
    );
    database.run(&sql) == "1"
}

/// Ends the process at once: nothing is tidied up.
fn kill(mut child: Child) {
    child.kill().expect("it runs");
    child.wait().expect("it ends");
}

/// Runs a command, and kills it where it waits at a gate.
fn kill_at_gate(project: &Project, database: &Database, line: &str, gate: usize) {
    let mut client = database.client();
    assert_eq!(client.ask(&format!("SELECT GET_LOCK('{}_{gate}', 0)", database.name)), "1");
    let running = start(project, line);
    until("the gate is reached", || is_waiting(database, "SELECT GET_LOCK"));
    kill(running);
    // The session that was left behind is at its end when it has let its locks go.
    drop(client);
    until("its session ends", || {
        database.run(&format!(
            "SELECT count(*) FROM information_schema.PROCESSLIST WHERE DB = '{}' AND ID <> CONNECTION_ID()",
            database.name
        )) == "0"
    });
}

#[test]
fn killed_between_any_two_statements_a_step_is_gone_on_with() {
    let body = format!("{GATE}{MANY}");
    let (undisturbed, disturbed) = (mariadb::fresh(), mariadb::fresh());
    let first = project(&undisturbed.url(), &body);
    first.stdout("upgrade head");
    let up = undisturbed.dump();
    assert!(up.contains("ix_pet") && up.contains("NEW.owner_id") && up.contains("Bob!"), "{up}");
    assert!(!up.contains("limbeck_journal"), "{up}");
    first.stdout("downgrade base");
    let down = undisturbed.dump();
    let second = project(&disturbed.url(), &body);
    for gate in 0..GATES {
        kill_at_gate(&second, &disturbed, "upgrade head", gate);
        second.stdout("upgrade head");
        assert_eq!(disturbed.dump(), up, "killed at gate {gate}");
        let gate = gate % GATES_DOWN;
        kill_at_gate(&second, &disturbed, "downgrade base", gate);
        second.stdout("downgrade base");
        assert_eq!(disturbed.dump(), down, "killed at gate {gate} on the way down");
        disturbed.run("DROP TABLE owner");
    }
}

#[test]
fn killed_at_gate_after_gate_a_step_still_comes_to_its_end() {
    let body = format!("{GATE}{MANY}");
    let (undisturbed, disturbed) = (mariadb::fresh(), mariadb::fresh());
    project(&undisturbed.url(), &body).stdout("upgrade head");
    let project = project(&disturbed.url(), &body);
    for gate in 0..GATES {
        kill_at_gate(&project, &disturbed, "upgrade head", gate);
    }
    project.stdout("upgrade head");
    assert_eq!(disturbed.dump(), undisturbed.dump());
}

#[test]
fn killed_during_a_statement_the_catalog_tells_whether_it_was_done() {
    let body = format!("{GATE}{MANY}");
    let (undisturbed, database) = (mariadb::fresh(), mariadb::fresh());
    project(&undisturbed.url(), &body).stdout("upgrade head");
    let project = project(&database.url(), &body);
    kill_at_gate(&project, &database, "upgrade head", 4);
    // A transaction that has read a table keeps others from changing it.
    let mut reader = database.client();
    assert_eq!(reader.ask("BEGIN; SELECT count(*) FROM pet"), "0");
    let running = start(&project, "upgrade head");
    until("ALTER TABLE waits", || is_waiting(&database, "ALTER TABLE pet ADD COLUMN age"));
    kill(running);
    // The server may see the statement through once the table is free, or find that nobody is there any more.
    let going_on = start(&project, "upgrade head");
    std::thread::sleep(Duration::from_millis(500));
    drop(reader);
    let output = going_on.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{}", project.told(&output));
    assert_eq!(database.dump(), undisturbed.dump());
}

#[test]
fn killed_before_a_statement_could_be_noted_as_done_it_is_not_run_twice() {
    let body = format!("{GATE}{MANY}");
    let undisturbed = mariadb::fresh();
    project(&undisturbed.url(), &body).stdout("upgrade head");
    for gate in [1, 3, 5, 7, 8, 9] {
        let database = mariadb::fresh();
        let project = project(&database.url(), &body);
        kill_at_gate(&project, &database, "upgrade head", gate);
        // As if the process had ended between the statement and its note.
        let last = "SELECT MAX(ordinal) FROM limbeck_journal";
        let last = database.run(last);
        database.run(&format!("UPDATE limbeck_journal SET state = 'started', answer = NULL WHERE ordinal = {last}"));
        project.stdout("upgrade head");
        assert_eq!(database.dump(), undisturbed.dump(), "gate {gate}");
    }
}

/// A unique constraint that rows stand in the way of.
const FAILING: &str = r#"

def upgrade():
    op.create_table("pet", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20)))
    op.execute("INSERT INTO pet VALUES (1, 'Rex'), (2, 'Rex')")
    op.create_index("ix", "pet", ["name"])
    op.create_unique_constraint("uq", "pet", ["name"])
    op.execute("INSERT INTO pet VALUES (3, 'Tom')")


def downgrade():
    op.drop_table("pet")
"#;

#[test]
fn a_statement_that_the_server_refuses_is_run_again_once_the_cause_is_mended() {
    let database = mariadb::fresh();
    let project = project(&database.url(), FAILING);
    let told = failed(&project, "upgrade head", 6);
    has(&told, "error: Duplicate entry 'Rex' for key 'uq' (in revision 1a2b3c)");
    has(&told, "database: at base, with a part of revision 1a2b3c applied");
    has(
        &told,
        "help: done and noted: 3 statements of revision 1a2b3c; mend what failed and run the command again, it goes on from there",
    );
    let told = failed(&project, "upgrade head --lang zh-CN", 6);
    has(&told, "警告：upgrade 1a2b3c 上次没有执行完：已完成 3 条语句，从其后继续");
    has(&told, "版本 1a2b3c 已有 3 条语句执行完毕并记录在案：请解决失败原因后重新运行命令，将从其后继续");
    let told = failed(&project, "doctor", 1);
    has(&told, "❌ half-done step: upgrade 1a2b3c is half done; done so far: 3 statements");
    has(&told, "→ run `limbeck upgrade 1a2b3c`: it goes on from there");
    assert!(!project.stdout("inspect").contains("limbeck_journal"));
    let told = failed(&project, "downgrade base", 0);
    assert!(!told.contains("error"), "there is nothing to go down from: {told}");
    database.run("UPDATE pet SET name = 'Max' WHERE id = 2");
    let output = project.run("upgrade head");
    has(&project.told(&output), "exit code 0");
    has(&project.told(&output), "upgrade 1a2b3c was left half done; done already: 3 statements; going on from there");
    assert_eq!(database.run("SELECT GROUP_CONCAT(name ORDER BY id) FROM pet"), "Rex,Max,Tom");
    assert_eq!(database.run("SHOW TABLES"), "alembic_version\npet");
    has(&project.stdout("doctor"), "✅ half-done step: there is none");
}

#[test]
fn a_script_is_mended_where_it_failed_but_not_before() {
    let database = mariadb::fresh();
    let project = project(&database.url(), FAILING);
    failed(&project, "upgrade head", 6);
    let name = "migrations/versions/many.py";
    let earlier = FAILING.replace("(2, 'Rex')", "(2, 'Max')");
    project.write(name, &format!("{HEAD}{earlier}"));
    let told = failed(&project, "upgrade head", 6);
    has(
        &told,
        "error: the statement of versions/many.py:11 is noted as done, but now the script gives another at versions/many.py:11",
    );
    has(&told, "`--resume skip`");
    has(&told, "--> migrations/versions/many.py:11:5");
    has(&failed(&project, "upgrade head --lang zh-CN", 6), "versions/many.py:11 的语句记录为已执行");
    let without = FAILING.replace("    op.create_index(\"ix\", \"pet\", [\"name\"])\n", "");
    project.write(name, &format!("{HEAD}{without}"));
    has(&failed(&project, "upgrade head", 6), "is noted as done, but now the script gives another");
    let (shorter, _) = FAILING.split_once("    op.create_index").expect("an index");
    project.write(name, &format!("{HEAD}{shorter}"));
    has(&failed(&project, "upgrade head", 6), "many.py:12 is noted as done, but the script does not give it any more");
    assert_eq!(database.run("SELECT count(*) FROM alembic_version"), "0");
    let later = FAILING.replace(
        "    op.create_unique",
        "    # Two of them had one name.\n    op.execute(\"UPDATE pet SET name = 'Max' WHERE id = 2\")\n    op.create_unique",
    );
    project.write(name, &format!("{HEAD}{later}"));
    project.stdout("upgrade head");
    assert_eq!(database.run("SELECT GROUP_CONCAT(name ORDER BY id) FROM pet"), "Rex,Max,Tom");
}

#[test]
fn the_user_decides_about_a_statement_that_the_script_gives_no_more() {
    for (how, expected) in [("skip", "Rex,Max,Tom"), ("anew", "Rex,Max,Tom")] {
        let database = mariadb::fresh();
        let project = project(&database.url(), FAILING);
        failed(&project, "upgrade head", 6);
        database.run("UPDATE pet SET name = 'Max' WHERE id = 2");
        let earlier = FAILING.replace("(2, 'Rex')", "(2, 'Max')");
        project.write("migrations/versions/many.py", &format!("{HEAD}{earlier}"));
        if how == "anew" {
            database.run("DROP TABLE pet");
        }
        let output = project.run(&format!("upgrade head --resume {how}"));
        has(&project.told(&output), "exit code 0");
        assert_eq!(database.run("SELECT GROUP_CONCAT(name ORDER BY id) FROM pet"), expected, "{how}");
        assert_eq!(database.run("SHOW TABLES"), "alembic_version\npet", "{how}");
    }
    let told = Project::new().run("upgrade head --resume no");
    assert_eq!(told.status.code(), Some(2));
    has(&String::from_utf8_lossy(&told.stderr), "it is one of skip, again, anew");
}

#[test]
fn what_alembic_or_stamp_did_since_makes_the_journal_void() {
    let database = mariadb::fresh();
    let project = project(&database.url(), FAILING);
    failed(&project, "upgrade head", 6);
    database.run("INSERT INTO alembic_version VALUES ('1a2b3c')");
    let told = failed(&project, "doctor", 0);
    has(&told, "⚠️ half-done step: the journal of upgrade 1a2b3c is out of date");
    let output = project.run("downgrade base");
    has(
        &project.told(&output),
        "the journal of a half-done upgrade 1a2b3c is dropped: the version table has moved since",
    );
    assert_eq!(database.run("SHOW TABLES"), "alembic_version");
    failed(&project, "upgrade head", 6);
    project.stdout("stamp head");
    assert_eq!(database.run("SHOW TABLES"), "alembic_version\npet");
    project.stdout("stamp base");
    database.run("DROP TABLE pet");
    failed(&project, "upgrade head", 6);
    project.stdout("stamp base");
    assert_eq!(database.run("SHOW TABLES"), "alembic_version\npet", "though stamping changes no version row");
}

#[test]
fn another_step_has_to_wait_until_the_half_done_one_is_done() {
    let database = mariadb::fresh();
    let project = project(&database.url(), FAILING);
    failed(&project, "upgrade head", 6);
    let other = HEAD.replace("1a2b3c", "9f9f9f");
    project.write("migrations/versions/other.py", &format!("{other}\n\ndef upgrade():\n    pass\n"));
    let told = failed(&project, "upgrade 9f9f9f", 6);
    has(&told, "error: upgrade 1a2b3c is half done and has to be finished before upgrade 9f9f9f");
    has(&told, "database: at base, with a part of revision 1a2b3c applied");
    project.stdout("upgrade 9f9f9f --resume anew");
    assert_eq!(database.run("SHOW TABLES"), "alembic_version\npet");
}

#[test]
fn a_first_statement_that_fails_leaves_nothing() {
    let database = mariadb::fresh();
    let body =
        "\n\ndef upgrade():\n    op.execute(\"INSERT INTO a VALUES (2)\")\n    op.execute(\"DROP TABLE missing\")\n";
    let project = project(&database.url(), body);
    database.run("CREATE TABLE a (x INT)");
    let told = failed(&project, "upgrade head", 6);
    has(&told, "Unknown table");
    assert_eq!(database.run("SHOW TABLES"), "a\nalembic_version\nlimbeck_journal", "DROP TABLE has committed the row");
    database.run("CREATE TABLE missing (x INT)");
    project.stdout("upgrade head");
    assert_eq!(database.run("SELECT count(*) FROM a"), "1");
    let database = mariadb::fresh();
    let project = self::project(&database.url(), "\n\ndef upgrade():\n    op.execute(\"DROP TABLE missing\")\n");
    let told = failed(&project, "upgrade head", 5);
    has(&told, "database: unchanged, at base");
    assert_eq!(database.run("SHOW TABLES"), "alembic_version");
}

#[test]
fn the_journal_goes_with_the_transaction_around_the_run_where_there_is_one() {
    let database = mariadb::fresh();
    let project = project(&database.url(), FAILING);
    let env = std::fs::read_to_string(project.path().join("migrations/env.py")).expect("a file");
    let env =
        env.replace("configure(connection=connection)", "configure(connection=connection, transactional_ddl=True)");
    assert!(env.contains("transactional_ddl"), "{env}");
    project.write("migrations/env.py", &env);
    has(&failed(&project, "upgrade head", 6), "done and noted: 3 statements of revision 1a2b3c");
    database.run("UPDATE pet SET name = 'Max' WHERE id = 2");
    project.stdout("upgrade head");
    assert_eq!(database.run("SELECT GROUP_CONCAT(name ORDER BY id) FROM pet"), "Rex,Max,Tom");
    assert_eq!(database.run("SHOW TABLES"), "alembic_version\npet");
    project
        .write("migrations/versions/many.py", &format!("{HEAD}\n\ndef downgrade():\n    op.drop_table(\"missing\")\n"));
    failed(&project, "downgrade base", 5);
    assert_eq!(database.run("SHOW TABLES; SELECT * FROM alembic_version"), "alembic_version\npet\n1a2b3c");
}

#[test]
fn a_script_that_looks_before_it_creates_goes_on_as_well() {
    let body = r#"

def upgrade():
    op.execute("CREATE TEMPORARY TABLE t (x INT)")
    op.execute("INSERT INTO t VALUES (1), (2)")
    inspector = sa.inspect(op.get_bind())
    for name in ["a", "b", "c"]:
        if name not in inspector.get_table_names():
            op.create_table(name, sa.Column("x", sa.Integer))
    if "limbeck_journal" in inspector.get_table_names():
        raise ValueError(inspector.get_table_names())
    op.execute("INSERT INTO a SELECT x FROM t")
    op.create_index("i", "a", ["x"])
    op.execute("DROP TABLE first")
    op.execute("INSERT INTO b SELECT x FROM t")
"#;
    let database = mariadb::fresh();
    let project = project(&database.url(), body);
    has(&failed(&project, "upgrade head", 6), "Unknown table");
    database.run("CREATE TABLE first (x INT)");
    project.stdout("upgrade head");
    assert_eq!(database.run("SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM b)"), "2\t2");
}

#[test]
fn ctrl_c_during_a_statement_leaves_a_step_that_can_be_gone_on_with() {
    let body = format!("{GATE}{MANY}");
    let (undisturbed, database) = (mariadb::fresh(), mariadb::fresh());
    project(&undisturbed.url(), &body).stdout("upgrade head");
    let project = project(&database.url(), &body);
    kill_at_gate(&project, &database, "upgrade head", 4);
    let mut reader = database.client();
    assert_eq!(reader.ask("BEGIN; SELECT count(*) FROM pet"), "0");
    let running = start(&project, "upgrade head");
    until("ALTER TABLE waits", || is_waiting(&database, "ALTER TABLE pet ADD COLUMN age"));
    let pid = running.id().to_string();
    std::process::Command::new("kill").args(["-INT", &pid]).status().expect("kill");
    let output: Output = running.wait_with_output().expect("it ends");
    let told = project.told(&output);
    assert_eq!(output.status.code(), Some(130), "{told}");
    has(&told, "statements of revision 1a2b3c; mend");
    drop(reader);
    project.stdout("upgrade head");
    assert_eq!(database.dump(), undisturbed.dump());
}

#[test]
fn without_the_right_to_make_the_journal_a_run_goes_on_and_says_so() {
    let database = mariadb::fresh();
    database.run("CREATE TABLE pet (x INT); CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)");
    let body = "\n\ndef upgrade():\n    op.add_column(\"pet\", sa.Column(\"y\", sa.Integer))\n";
    let project = project(&database.url_of("narrow"), body);
    let output = project.run("upgrade head");
    has(&project.told(&output), "the journal limbeck_journal can't be created for want of a right");
    has(&project.told(&output), "exit code 0");
    assert_eq!(database.run("SELECT version_num FROM alembic_version"), "1a2b3c");

    let database = Postgres::fresh();
    database.run(
        "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY); \
         DO $$ BEGIN CREATE ROLE narrow LOGIN PASSWORD 'right'; EXCEPTION WHEN duplicate_object THEN NULL; END $$; \
         ALTER TYPE mood OWNER TO narrow; ALTER TABLE alembic_version OWNER TO narrow; CREATE TABLE pet (x int); \
         GRANT ALL ON pet TO narrow",
    );
    let body = r#"

def upgrade():
    op.execute("INSERT INTO pet VALUES (1)")
    with op.get_context().autocommit_block():
        op.execute("ALTER TYPE mood ADD VALUE 'merry'")
    op.execute("INSERT INTO pet VALUES (2)")
"#;
    let project = self::project(&database.url.replace("postgres:right", "narrow:right"), body);
    let output = project.run("upgrade head");
    has(&project.told(&output), "the journal limbeck_journal can't be created for want of a right");
    has(&project.told(&output), "exit code 0");
    assert_eq!(database.run("SELECT count(*), enum_range(NULL::mood) FROM pet"), "2|{sad,merry}");
}

/// Leaves its transaction to build indexes beside other work.
const CONCURRENT: &str = r#"

def upgrade():
    op.create_table("pet", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text))
    op.execute("INSERT INTO pet SELECT n, 'x' || n FROM generate_series(1, 100) n")
    with op.get_context().autocommit_block():
        op.create_index("ix_id", "pet", ["id"], postgresql_concurrently=True)
        op.execute("UPDATE pet SET name = name || '!' WHERE id = 1")
        op.execute("SELECT pg_advisory_lock(7), pg_advisory_unlock(7)")
        op.create_index("ix_name", "pet", ["name"], unique=True, postgresql_concurrently=True)
    op.add_column("pet", sa.Column("age", sa.Integer))
    op.execute("UPDATE pet SET name = name || '?' WHERE id = 2")


def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index("ix_name", postgresql_concurrently=True)
    op.drop_table("pet")
"#;

/// What a PostgreSQL database is asked through its own client.
struct Postgres {
    url: String,
}

impl Postgres {
    fn fresh() -> Postgres {
        Postgres { url: cluster().fresh() }
    }

    fn run(&self, sql: &str) -> String {
        let output = std::process::Command::new("psql").args([&self.url, "-qAtc", sql]).output().expect("psql");
        assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8").trim_end().to_owned()
    }

    /// Everything that the step makes.
    fn state(&self) -> String {
        self.run(
            "SELECT string_agg(id || name, ',' ORDER BY id) FROM pet WHERE id < 5; \
             SELECT c.relname, i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
             WHERE i.indrelid = 'pet'::regclass ORDER BY 1; \
             SELECT attname FROM pg_attribute WHERE attrelid = 'pet'::regclass AND attnum > 0 ORDER BY attnum; \
             SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1; \
             SELECT * FROM alembic_version",
        )
    }
}

#[test]
fn an_index_left_invalid_by_a_crash_is_built_again() {
    let undisturbed = Postgres::fresh();
    let first = project(&undisturbed.url, CONCURRENT);
    first.stdout("upgrade head");
    let expected = undisturbed.state();
    assert!(!expected.contains("limbeck_journal") && expected.contains("ix_name|t"), "{expected}");

    let database = Postgres::fresh();
    let project = project(&database.url, CONCURRENT);
    // A row that is there twice makes the unique index fail, and stay behind.
    let body = CONCURRENT.replace("'x' || n", "'x' || (n % 98)");
    project.write("migrations/versions/many.py", &format!("{HEAD}{body}"));
    let told = failed(&project, "upgrade head", 6);
    has(&told, "could not create unique index \"ix_name\"");
    has(&told, "help: done and noted: 4 statements of revision 1a2b3c; mend");
    has(&failed(&project, "doctor", 1), "❌ half-done step: upgrade 1a2b3c is half done; done so far: 4 statements");
    has(&failed(&project, "plan", 0), "warning: upgrade 1a2b3c is half done; done so far: 4 statements");
    assert!(!project.stdout("inspect").contains("limbeck_journal"));
    database.run("UPDATE pet SET name = 'x' || id || CASE id WHEN 1 THEN '!' ELSE '' END");
    let output = project.run("upgrade head");
    has(&project.told(&output), "the index ix_name, left invalid by the earlier run, is dropped and built again");
    assert_eq!(database.state(), expected);
}

#[test]
fn killed_while_an_index_is_built_a_step_is_gone_on_with() {
    let undisturbed = Postgres::fresh();
    project(&undisturbed.url, CONCURRENT).stdout("upgrade head");
    for is_terminated in [true, false] {
        let database = Postgres::fresh();
        let project = project(&database.url, CONCURRENT);
        // Whoever writes to a table holds up the index that is built on it.
        let name = database.url.rsplit('/').next().expect("a name").to_owned();
        let waits = |query: &str| {
            let sql = format!(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}' AND wait_event_type = 'Lock' \
                 AND query LIKE '{query}%'"
            );
            database.run(&sql) == "1"
        };
        let mut writer = Writer::new(&database);
        writer.run("SELECT pg_advisory_lock(7);");
        let held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 7 AND granted";
        until("the lock is held", || database.run(held) == "1");
        let running = start(&project, "upgrade head");
        until("the script waits", || waits("SELECT pg_advisory_lock"));
        writer.run("BEGIN; INSERT INTO pet VALUES (1000, 'w'); SELECT pg_advisory_unlock(7);");
        until("the index waits", || waits("CREATE UNIQUE INDEX CONCURRENTLY ix_name"));
        kill(running);
        if is_terminated {
            database.run(&format!(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' \
                 AND query LIKE 'CREATE%INDEX%' AND pid <> pg_backend_pid()"
            ));
        }
        let going_on = start(&project, "upgrade head");
        std::thread::sleep(Duration::from_millis(300));
        writer.run("ROLLBACK;");
        drop(writer);
        let output = going_on.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{}", project.told(&output));
        assert_eq!(database.state(), undisturbed.state(), "terminated: {is_terminated}");
        if is_terminated {
            has(&project.told(&output), "left invalid by the earlier run, is dropped and built again");
        }
        project.stdout("downgrade base");
    }
}

/// A session that stays.
struct Writer {
    process: Child,
}

impl Writer {
    fn new(database: &Postgres) -> Writer {
        let mut command = std::process::Command::new("psql");
        command.args([&database.url, "-qAt"]).stdin(Stdio::piped()).stdout(Stdio::null());
        Writer { process: command.spawn().expect("psql") }
    }

    fn run(&mut self, sql: &str) {
        use std::io::Write;
        writeln!(self.process.stdin.as_mut().expect("its input"), "{sql}").expect("a line");
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.process.stdin = None;
        let _ended = self.process.wait();
    }
}

#[test]
fn where_every_statement_is_permanent_by_itself_each_is_noted() {
    let body = r#"

def upgrade():
    op.create_table("pet", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text))
    pet = sa.table("pet", sa.column("id", sa.Integer), sa.column("name", sa.Text))
    bind = op.get_bind()
    given = bind.execute(sa.insert(pet).values(name="Rex").returning(pet.c.id)).scalar()
    if given != 1:
        raise ValueError(given)
    op.create_index("ix", "pet", ["name"], postgresql_concurrently=True)
    op.execute("INSERT INTO pet (name) SELECT name FROM more")
"#;
    let database = Postgres::fresh();
    let project = project(&database.url, body);
    let env = std::fs::read_to_string(project.path().join("migrations/env.py")).expect("a file");
    let autocommit =
        "create_engine(config.get_main_option(\"sqlalchemy.url\"), isolation_level=\"AUTOCOMMIT\").connect()";
    let env = env.replace("create_engine(config.get_main_option(\"sqlalchemy.url\")).connect()", autocommit);
    assert!(env.contains("AUTOCOMMIT"), "{env}");
    project.write("migrations/env.py", &env);
    let told = failed(&project, "upgrade head", 6);
    has(&told, "relation \"more\" does not exist");
    has(&told, "done and noted: 3 statements of revision 1a2b3c");
    database.run("CREATE TABLE more AS SELECT 'Tom' AS name");
    project.stdout("upgrade head");
    assert_eq!(database.run("SELECT string_agg(id || name, ',' ORDER BY id) FROM pet"), "1Rex,2Tom");
    assert_eq!(database.run("SELECT version_num, to_regclass('limbeck_journal') FROM alembic_version"), "1a2b3c|");
}

#[test]
fn a_script_that_changes_the_schema_it_works_in_leaves_the_journal_where_it_is() {
    let body = r#"

def upgrade():
    op.execute("SET search_path TO other")
    op.execute("CREATE TABLE pet (x int)")
    op.get_bind().commit()
    op.execute("INSERT INTO pet SELECT x FROM missing")
    op.execute("SET search_path TO public")
"#;
    let database = Postgres::fresh();
    database.run("CREATE SCHEMA other");
    let project = project(&database.url, body);
    failed(&project, "upgrade head", 6);
    assert_eq!(database.run("SELECT to_regclass('public.limbeck_journal')"), "limbeck_journal");
    database.run("CREATE TABLE other.missing AS SELECT 1 AS x");
    project.stdout("upgrade head");
    assert_eq!(database.run("SELECT count(*), to_regclass('public.limbeck_journal') FROM other.pet"), "1|");
}

#[test]
fn a_revision_that_failed_later_sends_the_run_back_into_the_half_done_one() {
    let database = Postgres::fresh();
    let project = project(&database.url, &CONCURRENT.replace("SELECT pg_advisory_lock(7), pg_advisory_unlock(7)", ""));
    let body = CONCURRENT.replace("        op.execute(\"SELECT pg_advisory_lock(7), pg_advisory_unlock(7)\")\n", "");
    project.write("migrations/versions/many.py", &format!("{HEAD}{body}"));
    let next = HEAD.replace("1a2b3c", "4d5e6f").replace("None", "\"1a2b3c\"");
    project.write("migrations/versions/next.py", &format!("{next}\n\ndef upgrade():\n    op.drop_table(\"toy\")\n"));
    let told = failed(&project, "upgrade head", 6);
    has(&told, "table \"toy\" does not exist (in revision 4d5e6f)");
    has(&told, "database: at base, with a part of revision 1a2b3c applied");
    has(&told, "done and noted: 5 statements of revision 1a2b3c");
    database.run("CREATE TABLE toy (x int)");
    project.stdout("upgrade head");
    assert_eq!(
        database.run("SELECT version_num, to_regclass('limbeck_journal'), to_regclass('toy') FROM alembic_version"),
        "4d5e6f||"
    );
    assert_eq!(database.run("SELECT string_agg(name, ',' ORDER BY id) FROM pet WHERE id < 3"), "x1!,x2?");
}

#[test]
fn a_script_that_commits_is_gone_on_with_behind_its_last_commit() {
    let body = r#"

def upgrade():
    bind = op.get_bind()
    op.execute("CREATE TABLE pet (id INTEGER PRIMARY KEY, name TEXT)")
    bind.execute(sa.text("INSERT INTO pet VALUES (1, 'Rex')"))
    bind.commit()
    bind.execute(sa.text("INSERT INTO pet VALUES (2, 'Tom')"))
    with bind.begin_nested() as inner:
        bind.execute(sa.text("INSERT INTO pet VALUES (3, 'gone')"))
        inner.rollback()
    bind.execute(sa.text("INSERT INTO pet VALUES (:id, :name)"), {"id": 3, "name": "Tim"})
    bind.commit()
    with op.get_context().autocommit_block():
        op.execute("UPDATE pet SET name = name || '!'")
    op.execute("INSERT INTO pet SELECT 4, name FROM more")
"#;
    let check = |project: &Project, run: &dyn Fn(&str) -> String| {
        let told = failed(project, "upgrade head", 6);
        has(&told, "done and noted: 6 statements of revision 1a2b3c");
        run("CREATE TABLE more AS SELECT 'Max' AS name");
        project.stdout("upgrade head");
        assert_eq!(run("SELECT count(*) FROM pet WHERE name LIKE '%!'"), "3");
        assert_eq!(run("SELECT count(*) FROM pet WHERE name LIKE '%!!'"), "0");
        assert_eq!(run("SELECT count(*) FROM pet"), "4");
        assert!(!project.stdout("inspect").contains("limbeck_journal"));
    };
    let database = Postgres::fresh();
    check(&project(&database.url, body), &|sql| database.run(sql));
    let sqlite = project("sqlite:///pets.db", body);
    let file = sqlite.path().join("pets.db");
    check(&sqlite, &|sql| {
        // limbeck itself is the client: there is no other.
        let output = std::process::Command::new("python3")
            .args(["-c", "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\nr = c.execute(sys.argv[2]).fetchone()\nc.commit()\nprint(*(r or []))"])
            .arg(&file)
            .arg(sql)
            .output()
            .expect("python3");
        String::from_utf8(output.stdout).expect("UTF-8").trim_end().to_owned()
    });
}

/// A procedure and a lock on tables, of which nobody can tell from outside how far they came.
const UNCLEAR: &str = r#"

def upgrade():
    op.execute("CREATE TABLE a (x INT)")
    op.execute("CREATE PROCEDURE fill() BEGIN INSERT INTO a VALUES (1); COMMIT; "
               "SELECT GET_LOCK(CONCAT(DATABASE(), '_0'), 60), RELEASE_LOCK(CONCAT(DATABASE(), '_0')); INSERT INTO a VALUES (2); END")
    op.execute("CALL fill()")
    op.execute("LOCK TABLES a WRITE")
    op.execute("INSERT INTO a VALUES (3)")
    op.execute("UNLOCK TABLES")
    op.execute("INSERT INTO a SELECT 4 FROM missing")
"#;

#[test]
fn where_nobody_can_tell_the_user_says_how_to_go_on() {
    let prepared = || {
        let database = mariadb::fresh();
        let project = project(&database.url(), UNCLEAR);
        kill_at_gate(&project, &database, "upgrade head", 0);
        (database, project)
    };
    let (database, project) = prepared();
    assert_eq!(database.run("SELECT GROUP_CONCAT(x ORDER BY x) FROM a"), "1");
    let told = failed(&project, "upgrade head", 6);
    has(
        &told,
        "error: the earlier run ended during the statement of versions/many.py:13, and the database does not tell whether it was done: CALL fill() (in revision 1a2b3c)",
    );
    has(&told, "database: at base, with a part of revision 1a2b3c applied");
    has(&told, "where it is done, run the command again with `--resume skip`, else with `--resume again`");
    has(&failed(&project, "upgrade head --lang zh-CN", 6), "请检查数据库：如果该语句已执行");
    has(&failed(&project, "doctor", 1), "the run ended during the statement of versions/many.py:13: CALL fill()");
    has(&failed(&project, "upgrade head --resume skip", 6), "missing' doesn't exist");
    assert_eq!(database.run("SELECT GROUP_CONCAT(x ORDER BY x) FROM a"), "1,3");
    database.run("CREATE TABLE missing AS SELECT 1");
    project.stdout("upgrade head");
    assert_eq!(
        database.run("SELECT GROUP_CONCAT(x ORDER BY x) FROM a"),
        "1,3,4",
        "what was done under the lock is done"
    );
    let (database, project) = prepared();
    database.run("DELETE FROM a; CREATE TABLE missing AS SELECT 1");
    project.stdout("upgrade head --resume again");
    assert_eq!(database.run("SELECT GROUP_CONCAT(x ORDER BY x) FROM a"), "1,2,3,4");
}
