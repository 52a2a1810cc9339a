//! Batch migrations on SQLite that are killed at each of their statements, and run again: all rows are there, and the schema
//! is that of a run that nobody disturbed.
//!
//! The process that is killed is this test program itself, started once more for [`migrate_in_a_process_of_its_own`].

use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;

use limbeck::{Level, Message, Progress, Reporter, upgrade};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::collect::{TestProject, on_big_stack, settings_of};

/// Tells the child where the project is, and at which statement it ends.
const PROJECT: &str = "LIMBECK_TEST_BATCH_PROJECT";
const KILLED_AT: &str = "LIMBECK_TEST_BATCH_KILLED_AT";

const ENV_PY: &str = r#"
from alembic import context
from sqlalchemy import create_engine

with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:
    connection.exec_driver_sql("PRAGMA foreign_keys=ON")
    connection.commit()
    context.configure(connection=connection, transaction_per_migration=PER_MIGRATION)
    with context.begin_transaction():
        context.run_migrations()
"#;

const HEAD: &str = "import sqlalchemy as sa\nfrom alembic import op\n";

/// Tables that refer to each other and to themselves, with rows, indexes of every kind, triggers and views.
const TABLES: &str = r#"
revision = "r1"
down_revision = None


def upgrade():
    for sql in (
        "CREATE TABLE owner (id INTEGER NOT NULL PRIMARY KEY, name TEXT, born TEXT DEFAULT 'unknown')",
        "CREATE TABLE pet (id INTEGER NOT NULL PRIMARY KEY, owner_id INTEGER, mother_id INTEGER, name TEXT, weight TEXT,"
        " CONSTRAINT fk_owner FOREIGN KEY (owner_id) REFERENCES owner (id) ON DELETE CASCADE,"
        " CONSTRAINT fk_mother FOREIGN KEY (mother_id) REFERENCES pet (id) ON DELETE SET NULL,"
        " CONSTRAINT ck_name CHECK (name <> ''))",
        "CREATE TABLE visit (id INTEGER NOT NULL PRIMARY KEY, pet_id INTEGER NOT NULL, cost NUMERIC,"
        " CONSTRAINT fk_pet FOREIGN KEY (pet_id) REFERENCES pet (id) ON DELETE CASCADE)",
        "CREATE TABLE deed (what TEXT, of INTEGER)",
        "CREATE INDEX ix_pet_name ON pet (name)",
        "CREATE UNIQUE INDEX ix_pet_heavy ON pet (owner_id, name) WHERE weight > '3'",
        "CREATE INDEX ix_pet_lower ON pet (lower(name), weight DESC)",
        "CREATE TRIGGER pet_gone AFTER DELETE ON pet BEGIN INSERT INTO deed VALUES ('gone', OLD.id); END",
        "CREATE TRIGGER owner_came AFTER INSERT ON owner BEGIN INSERT INTO deed VALUES ('came', NEW.id); END",
        "CREATE TRIGGER visit_made AFTER INSERT ON visit BEGIN"
        " INSERT INTO deed SELECT 'visit of ' || name, NEW.id FROM pet WHERE id = NEW.pet_id; END",
        "CREATE VIEW pets_of AS SELECT owner.name AS owner, pet.name AS pet FROM owner JOIN pet ON pet.owner_id = owner.id",
    ):
        op.execute(sql)
    numbers = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 20) "
    op.execute(numbers + "INSERT INTO owner (id, name) SELECT n, 'Owner ' || n FROM numbers")
    op.execute(numbers + "INSERT INTO pet SELECT n, n, nullif(n - 1, 0), 'Pet ' || n, n FROM numbers")
    op.execute(numbers + "INSERT INTO visit SELECT n, n, n + 0.5 FROM numbers")
"#;

/// What the blocks do. `{autocommit}` opens a block or does not.
const BLOCKS: &str = r#"
revision = "r2"
down_revision = "r1"


def upgrade():
    op.execute("UPDATE owner SET name = name || '!'")
    CONTEXT
        with op.batch_alter_table("owner") as batch:
            batch.alter_column("name", existing_type=sa.Text(), nullable=False)
            batch.add_column(sa.Column("phone", sa.String(20), server_default=sa.text("('0' || '1')")))
            batch.drop_column("born")
        op.execute("UPDATE owner SET phone = '7' WHERE id = 3")
        with op.batch_alter_table("pet") as batch:
            batch.alter_column("weight", existing_type=sa.Text(), type_=sa.Integer())
            batch.create_unique_constraint("uq_mother", ["mother_id", "name"])
            batch.create_index("ix_pet_weight", ["weight"])
            batch.drop_index("ix_pet_name")
    with op.batch_alter_table("pet", recreate="always") as batch:
        batch.add_column(sa.Column("age", sa.Integer(), nullable=False, server_default="4"), insert_after="name")
    op.execute("INSERT INTO visit (id, pet_id, cost) VALUES (100, 5, 7)")
"#;

const LAST: &str = r#"
revision = "r3"
down_revision = "r2"


def upgrade():
    with op.batch_alter_table("visit") as batch:
        batch.alter_column("cost", new_column_name="price", existing_type=sa.Numeric())
        batch.create_check_constraint("ck_price", "price > 0")
    op.execute("UPDATE visit SET price = price + 1")
"#;

fn project(context: &str, per_migration: bool) -> TestProject {
    let env = ENV_PY.replace("PER_MIGRATION", if per_migration { "True" } else { "False" });
    let project = TestProject::new(&env);
    project.write(
        "alembic.ini",
        "[alembic]\nscript_location = %(here)s/migrations\nsqlalchemy.url = sqlite:///%(here)s/pets.db\npath_separator = os\n",
    );
    let blocks = BLOCKS.replace("CONTEXT", context);
    for (name, text) in [("r1", TABLES), ("r2", &blocks), ("r3", LAST)] {
        project.write(&format!("migrations/versions/{name}.py"), &format!("{HEAD}{text}"));
    }
    project
}

/// Counts the statements, and ends the process at one of them: nothing is tidied up.
struct Killer {
    left: std::cell::Cell<usize>,
}

impl Reporter for Killer {
    fn print(&self, _text: &str) {}

    fn log(&self, _logger: &str, _level: Level, _message: &str) {}

    fn configure_logging(&self, _file: &Path) {}

    fn warn(&self, message: &Message, _place: Option<&str>) {
        eprintln!("warning: {message}");
    }

    fn statement(&self, _sql: &str) {
        match self.left.get() {
            0 => std::process::abort(),
            left => self.left.set(left - 1),
        }
    }

    fn progress(&self, _progress: &Progress) {}
}

#[test]
#[ignore = "the other tests start it, with a project"]
fn migrate_in_a_process_of_its_own() {
    let ini = PathBuf::from(std::env::var(PROJECT).expect("a project")).join("alembic.ini");
    let left = std::env::var(KILLED_AT).expect("a number").parse().expect("a number");
    on_big_stack(move || {
        let (mut settings, _) = settings_of(&ini, None);
        settings.reporter = Rc::new(Killer { left: std::cell::Cell::new(left) });
        upgrade(&settings, "head", false, None).expect("the migration comes to its end");
    });
}

/// Whether the command came to its end.
fn killed_at(project: &TestProject, statement: usize) -> bool {
    let done = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "batch_kills::migrate_in_a_process_of_its_own", "--ignored", "--nocapture"])
        .env(PROJECT, project.path(""))
        .env(KILLED_AT, statement.to_string())
        .output()
        .expect("it starts");
    let told = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    // A refusal makes the test program exit with a code; killed, it has none.
    assert!(done.status.success() || done.status.code().is_none(), "killed at {statement}: {told}");
    assert!(!told.contains("running 0 tests"), "{told}");
    done.status.success()
}

/// The schema and all rows.
fn contents(project: &TestProject) -> String {
    let database = Connection::open(project.path("pets.db")).expect("a database");
    let list = |sql: &str| -> Vec<String> {
        let mut statement = database.prepare(sql).expect(sql);
        let width = statement.column_count();
        let mut rows = statement.query([]).expect(sql);
        let mut lines = Vec::new();
        while let Some(row) = rows.next().expect(sql) {
            let value = |at| match row.get_ref(at).expect("a value") {
                ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                other => format!("{other:?}"),
            };
            lines.push((0..width).map(value).collect::<Vec<_>>().join(" "));
        }
        lines
    };
    let mut all = list("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2");
    for table in ["owner", "pet", "visit", "deed", "pets_of", "alembic_version"] {
        all.push(format!("-- {table}"));
        let mut rows = list(&format!("SELECT * FROM {table}"));
        rows.sort_unstable();
        all.extend(rows);
    }
    assert!(list("PRAGMA foreign_key_check").is_empty());
    assert_eq!(list("PRAGMA integrity_check"), ["ok"]);
    all.join("\n")
}

fn killed_everywhere(context: &str, per_migration: bool) {
    let undisturbed = project(context, per_migration);
    assert!(killed_at(&undisturbed, usize::MAX));
    let wanted = contents(&undisturbed);
    for (table, count) in [("owner", 20), ("pet", 20), ("visit", 21), ("deed", 41), ("pets_of", 20)] {
        let database = Connection::open(undisturbed.path("pets.db")).expect("a database");
        let sql = format!("SELECT count(*) FROM {table}");
        let found: i64 = database.query_row(&sql, [], |row| row.get(0)).expect("a count");
        assert_eq!(found, count, "{table}");
    }
    let disturbed = project(context, per_migration);
    let database = disturbed.path("pets.db");
    let mut statement = 0;
    // Once the tables are there, a run begins from them; what makes them has been killed everywhere by then.
    while !killed_at(&disturbed, statement) {
        assert!(killed_at(&disturbed, usize::MAX));
        assert_eq!(contents(&disturbed), wanted, "killed at statement {statement}");
        std::fs::remove_file(&database).expect("the database");
        statement += 1;
    }
    assert!(statement > 40, "only {statement} statements");
    assert_eq!(contents(&disturbed), wanted);
}

#[test]
fn killed_at_any_statement_a_batch_migration_can_be_run_again() {
    killed_everywhere("if True:", false);
}

#[test]
fn killed_at_any_statement_with_a_transaction_for_each_migration() {
    killed_everywhere("if True:", true);
}

#[test]
fn killed_at_any_statement_in_an_autocommit_block_too() {
    killed_everywhere("with op.get_context().autocommit_block():", true);
}
