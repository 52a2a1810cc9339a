//! `limbeck migrate` in a real pseudo-terminal.

use rexpect::session::{PtySession, spawn_command};

use crate::cluster::cluster;
use crate::project::{LIMBECK, Project};

/// A revision whose statement takes half a minute.
const SLOW: &str = r#""""wait for something"""
from alembic import op

revision = "7a7a7a"
down_revision = "4d5e6f"


def upgrade():
    op.execute("CREATE TABLE half (id integer)")
    op.execute("SELECT pg_sleep(30)")


def downgrade():
    op.execute("DROP TABLE half")
"#;

fn migrate(project: &Project, line: &str) -> PtySession {
    let mut command = project.command(LIMBECK, &format!("migrate {line}"));
    command.env("TERM", "xterm");
    // `Project::command` takes the input away; here it is the terminal.
    let mut fresh = std::process::Command::new(command.get_program());
    fresh.args(command.get_args()).current_dir(project.path());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => fresh.env(name, value),
            None => fresh.env_remove(name),
        };
    }
    spawn_command(fresh, Some(20_000)).expect("a terminal")
}

/// The one value that a query gives.
fn query(url: &str, sql: &str) -> String {
    let told = std::process::Command::new("psql").args([url, "-qAtc", sql]).output().expect("psql runs");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    String::from_utf8_lossy(&told.stdout).trim().to_owned()
}

/// rexpect takes each byte for a character.
fn as_bytes(text: &str) -> String {
    text.bytes().map(char::from).collect()
}

fn from_bytes(text: &str) -> String {
    let bytes: Vec<u8> = text.chars().filter_map(|c| u8::try_from(u32::from(c)).ok()).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What is left on the terminal, and the exit code.
fn end(mut session: PtySession) -> (String, i32) {
    let text = from_bytes(&session.exp_eof().expect("the end"));
    // `Exited(pid, code)`; the type is not in rexpect's interface.
    let status = format!("{:?}", session.process().wait().expect("its status"));
    let code = status.strip_prefix("Exited(").and_then(|rest| rest.strip_suffix(')')?.split(", ").nth(1)?.parse().ok());
    (text.clone(), code.unwrap_or_else(|| panic!("{status}: {text}")))
}

#[test]
fn yes_runs_it_and_verifies_the_result() {
    let project = Project::new();
    let mut session = migrate(&project, "");
    session.exp_string("create owner").expect("the list of steps");
    session.exp_string("[y/N]").expect("the question");
    session.send_line("y").expect("an answer");
    let (text, code) = end(session);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("✅ owner") && text.contains("All as expected."), "{text}");
    assert!(text.contains("Done: 2 revisions") && text.contains("the database is at 4d5e6f"), "{text}");
    assert_eq!(project.stdout("current").trim(), "4d5e6f (head)");
}

#[test]
fn anything_but_yes_runs_nothing() {
    for answer in ["n", "", "perhaps"] {
        let project = Project::new();
        let mut session = migrate(&project, "");
        session.exp_string("[y/N]").expect("the question");
        session.send_line(answer).expect("an answer");
        let (text, code) = end(session);
        assert_eq!(code, 0, "{text}");
        assert!(text.contains("nothing was run"), "{text}");
        assert_eq!(project.stdout("current"), "");
    }
}

#[test]
fn the_question_is_asked_in_chinese() {
    let project = Project::new();
    let mut session = migrate(&project, "--lang zh-CN");
    session.exp_string(&as_bytes("是否执行？")).expect("the question");
    session.send_line("是").expect("an answer");
    let (text, code) = end(session);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("全部符合预期") && text.contains("完成：2 个版本"), "{text}");
}

#[test]
fn ctrl_c_at_the_question_runs_nothing() {
    let project = Project::new();
    let mut session = migrate(&project, "");
    session.exp_string("[y/N]").expect("the question");
    session.send_control('c').expect("a signal");
    let (text, code) = end(session);
    assert_eq!(code, 130, "{text}");
    assert!(text.contains("interrupted before anything was run"), "{text}");
    assert_eq!(project.stdout("current"), "");
}

/// The statement is cancelled on the server, and the database is at a revision, which is named.
#[test]
fn ctrl_c_in_a_long_statement_leaves_the_database_at_a_revision() {
    let project = Project::new();
    let url = cluster().fresh();
    project.write("migrations/versions/7a7a7a_slow.py", SLOW);
    let up = project.run(&format!("upgrade 1a2b3c --url {url}"));
    assert!(up.status.success(), "{}", project.told(&up));
    let mut session = migrate(&project, &format!("--url {url}"));
    session.exp_string("[y/N]").expect("the question");
    session.send_line("y").expect("an answer");
    let busy = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(30)%' AND state = 'active' \
                AND pid <> pg_backend_pid()";
    let started = std::time::Instant::now();
    while query(&url, busy) != "1" {
        assert!(started.elapsed().as_secs() < 20, "the statement does not run");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    session.send_control('c').expect("a signal");
    let (text, code) = end(session);
    assert_eq!(code, 130, "{text}");
    assert!(started.elapsed().as_secs() < 25, "the statement ran to its end");
    assert!(text.contains("interrupted") && text.contains("back at 1a2b3c"), "{text}");
    assert_eq!(query(&url, busy), "0");
    assert_eq!(query(&url, "SELECT version_num FROM alembic_version"), "1a2b3c");
    assert_eq!(query(&url, "SELECT coalesce(to_regclass('half')::text, 'none')"), "none");
}

#[test]
fn without_a_terminal_it_takes_a_yes() {
    let project = Project::new();
    let refused = project.run("migrate");
    assert_eq!(refused.status.code(), Some(2), "{}", project.told(&refused));
    assert!(project.told(&refused).contains("give `--yes`"), "{}", project.told(&refused));
    assert!(project.stdout("migrate --yes").contains("All as expected."));
    assert!(project.stdout("migrate --yes").contains("Nothing to run: the database is at 4d5e6f"));
}
