//! A table of MariaDB that a batch block makes anew, killed at each of its statements and gone on with: all rows are there,
//! and the schema is that of a run that nobody disturbed.
//!
//! The process that is killed is this test program itself, started once more for [`migrate_in_a_process_of_its_own`].

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use limbeck::{ConfigOptions, Level, Message, Progress, Reporter, Settings, upgrade};

use crate::mariadb::{self, Database};
use crate::project::Project;

/// Tells the child where the project is, and at which statement it ends.
const INI: &str = "LIMBECK_TEST_BATCH_INI";
const KILLED_AT: &str = "LIMBECK_TEST_BATCH_KILLED_AT";

const REVISION: &str = r#""""made anew"""
import sqlalchemy as sa
from alembic import op

revision = "1a2b3c"
down_revision = None


def upgrade():
    op.execute("CREATE TABLE owner (id INTEGER PRIMARY KEY, name VARCHAR(20))")
    op.execute(
        "CREATE TABLE pet (id INTEGER PRIMARY KEY AUTO_INCREMENT, owner_id INTEGER, name VARCHAR(20) DEFAULT 'Rex',"
        " weight VARCHAR(9), KEY ix_name (name), CONSTRAINT ck_owner CHECK (owner_id > 0)) COMMENT='pets'"
    )
    op.execute("INSERT INTO owner VALUES (1, 'Ann'), (2, 'Bob')")
    op.execute("INSERT INTO pet VALUES (1, 1, 'Tom', '3'), (2, 2, 'Kit', '4'), (3, 2, NULL, NULL)")
    with op.batch_alter_table("pet", recreate="always") as batch:
        batch.alter_column("weight", existing_type=sa.String(9), type_=sa.Integer())
        batch.add_column(sa.Column("age", sa.Integer(), nullable=False, server_default="4"), insert_after="name")
        batch.create_index("ix_age", ["age"])
    with op.batch_alter_table("pet", recreate="always") as batch:
        batch.drop_column("weight")
        batch.add_column(sa.Column("nick", sa.String(9), server_default="x"))
    op.execute("UPDATE pet SET age = age + id")
"#;

/// Counts the statements, and ends the process at one of them: nothing is tidied up.
struct Killer {
    left: Cell<usize>,
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
#[ignore = "the other test starts it, with a project"]
fn migrate_in_a_process_of_its_own() {
    let ini = PathBuf::from(std::env::var(INI).expect("an ini file"));
    let left = std::env::var(KILLED_AT).expect("a number").parse().expect("a number");
    let work = move || {
        let settings = Settings {
            config: ConfigOptions { files: vec![ini], ..ConfigOptions::default() },
            url: None,
            // The lock of the process that was killed goes with its session.
            lock_wait: Duration::from_secs(10),
            interrupt: Arc::default(),
            no_env: false,
            language: limbeck::Language::English,
            resume: limbeck::Resume::Ask,
            reporter: Rc::new(Killer { left: Cell::new(left) }),
        };
        upgrade(&settings, "head", false, None).expect("the migration comes to its end");
    };
    let thread = std::thread::Builder::new().stack_size(limbeck::STACK_SIZE).spawn(work).expect("a thread");
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
}

/// Whether the command came to its end.
fn ran(project: &Project, statement: usize) -> bool {
    let done = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "batch_kills::migrate_in_a_process_of_its_own", "--ignored", "--nocapture"])
        .env(INI, project.path().join("alembic.ini"))
        .env(KILLED_AT, statement.to_string())
        .output()
        .expect("it starts");
    let told = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    // A refusal makes the test program exit with a code; killed, it has none.
    assert!(done.status.success() || done.status.code().is_none(), "killed at {statement}: {told}");
    assert!(!told.contains("running 0 tests"), "{told}");
    done.status.success()
}

/// The session that was left behind is at its end when it has let its locks go.
fn until_it_is_gone(database: &Database) {
    let sql = format!(
        "SELECT count(*) FROM information_schema.PROCESSLIST WHERE DB = '{}' AND ID <> CONNECTION_ID()",
        database.name
    );
    let since = Instant::now();
    while database.run(&sql) != "0" {
        assert!(since.elapsed() < Duration::from_secs(40), "the session stays");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn project(database: &Database) -> Project {
    let project = Project::new();
    std::fs::remove_file(project.path().join("migrations/versions/1a2b3c_pet.py")).expect("a file");
    std::fs::remove_file(project.path().join("migrations/versions/4d5e6f_owner.py")).expect("a file");
    let ini = std::fs::read_to_string(project.path().join("alembic.ini")).expect("a file");
    project.write("alembic.ini", &ini.replace("sqlite:///%(here)s/pets.db", &database.url()));
    project.write("migrations/versions/anew.py", REVISION);
    project
}

#[test]
fn a_table_made_anew_is_gone_on_with_wherever_it_was_killed() {
    let undisturbed = mariadb::fresh();
    assert!(ran(&project(&undisturbed), usize::MAX));
    let wanted = undisturbed.dump();
    assert!(wanted.contains("nick") && wanted.contains("ix_age") && !wanted.contains("_alembic_tmp"), "{wanted}");
    for is_noted in [true, false] {
        // What is before the blocks other tests kill.
        let mut statement = 6;
        loop {
            let database = mariadb::fresh();
            let project = project(&database);
            if ran(&project, statement) {
                assert!(statement > 15, "only {statement} statements");
                break;
            }
            until_it_is_gone(&database);
            let has_journal = "SELECT count(*) FROM information_schema.TABLES \
                               WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'limbeck_journal'";
            if !is_noted && database.run(has_journal) == "1" {
                // As if the process had ended between the statement and its note.
                let last = database
                    .run("SELECT MAX(ordinal) FROM limbeck_journal WHERE state = 'finished' AND statement LIKE '% %'");
                let plan = "IF(answer LIKE '%\"statements\"%', answer, NULL)";
                if last != "NULL" {
                    database.run(&format!(
                        "UPDATE limbeck_journal SET state = 'started', answer = {plan} WHERE ordinal = {last} \
                         AND NOT EXISTS (SELECT 1 FROM (SELECT ordinal FROM limbeck_journal) AS j WHERE ordinal > {last})"
                    ));
                }
            }
            assert!(ran(&project, usize::MAX));
            assert_eq!(database.dump(), wanted, "killed at statement {statement}, noted: {is_noted}");
            statement += 1;
        }
    }
}
