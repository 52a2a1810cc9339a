use limbeck_exec::{
    ApplyError, Cause, ConnectOptions, Event, OfflineHost, Report, RunOptions, Runner, Transactions, apply, connect,
    version_table,
};
use limbeck_graph::{Graph, Heads, Revision, RevisionId, Step, downgrade_plan, upgrade_plan};
use limbeck_ops::{Datum, Dialect, DialectName, HostError, Origin, SharedHost, Timing};

use crate::database::{ask, driver, fresh_postgres, open, operate, run, value};

/// What a script of the tests does.
type Script = fn(&SharedHost, &Transactions) -> Result<(), HostError>;

/// A chain of revisions r1 → r2 → …
fn chain(length: usize) -> Graph {
    let revisions = (1..=length).map(|number| {
        let mut revision = Revision::new(format!("r{number}"), format!("versions/r{number}.py"));
        revision.docstring = format!("revision {number}");
        if number > 1 {
            revision.down_revisions.push(format!("r{}", number - 1).into());
        }
        revision
    });
    Graph::new(revisions.collect()).unwrap()
}

struct Scripts<'a> {
    scripts: &'a [Script],
    transactions: &'a Transactions,
    log: Vec<String>,
}

impl Runner for Scripts<'_> {
    type Error = HostError;

    fn run_script(&mut self, step: &Step, host: &SharedHost) -> Result<(), HostError> {
        let number: usize = step.revision().unwrap().as_str()[1..].parse().unwrap();
        (self.scripts[number - 1])(host, self.transactions)
    }

    fn version_applied(&mut self, _step: &Step, heads: &[RevisionId]) -> Result<(), HostError> {
        self.log.push(format!("heads {heads:?}"));
        Ok(())
    }

    fn event(&mut self, event: Event<'_>) {
        self.log.push(match event {
            Event::Running { step } => format!("Running {step}"),
            Event::Cut { step } => format!("cut in {}", step.revision().unwrap()),
            Event::Warning { message } => format!("warning: {message}"),
            Event::Applied { step, .. } => format!("applied {}", step.revision().unwrap()),
        });
    }
}

struct Outcome {
    result: Result<Report, Box<ApplyError<HostError>>>,
    log: Vec<String>,
}

/// What a command does: reads the rows, begins as env.py does, applies, ends.
fn upgrade(host: &SharedHost, options: &RunOptions, scripts: &[Script], target: &str) -> Outcome {
    let graph = chain(scripts.len());
    let origin = Origin::internal();
    let transactions = Transactions::new(host, options);
    let scope = transactions.begin(false, &origin).unwrap();
    let offline = host.borrow().is_offline();
    let applied = if offline { Vec::new() } else { version_table::heads(host, &options.version_table).unwrap() };
    if applied.is_empty() && !offline {
        version_table::ensure(host, &options.version_table, false).unwrap();
    }
    let plan = match target.strip_prefix("down:") {
        Some(target) => downgrade_plan(&graph, &applied, target).unwrap(),
        None => upgrade_plan(&graph, &applied, target).unwrap(),
    };
    let mut heads = Heads::new(&graph, &applied);
    let mut runner = Scripts { scripts, transactions: &transactions, log: Vec::new() };
    let result = apply(host, &transactions, options, &mut heads, &plan.steps, &mut runner);
    let log = std::mem::take(&mut runner.log);
    transactions.end(scope, result.is_ok(), &origin).unwrap();
    Outcome { result, log }
}

fn make_a(host: &SharedHost, _: &Transactions) -> Result<(), HostError> {
    operate(host, "CREATE TABLE a(x int)", &Origin::at("r1.py", 1, 1), Timing::Deferred)
}

fn make_b(host: &SharedHost, _: &Transactions) -> Result<(), HostError> {
    operate(host, "CREATE TABLE b(x int)", &Origin::at("r2.py", 1, 1), Timing::Deferred)
}

fn fail(host: &SharedHost, _: &Transactions) -> Result<(), HostError> {
    operate(host, "CREATE TABLE c(x int)", &Origin::at("r3.py", 1, 1), Timing::Deferred)?;
    operate(host, "CREATE TABLE a(x int)", &Origin::at("r3.py", 2, 1), Timing::Deferred)
}

fn rows(url: &str) -> Vec<String> {
    let heads = version_table::heads(&open(url), &RunOptions::new(DialectName::Postgresql).version_table).unwrap();
    heads.iter().map(ToString::to_string).collect()
}

fn postgres() -> (String, SharedHost, RunOptions) {
    let (url, connect_options) = (fresh_postgres(), ConnectOptions::default());
    let host = connect(&url, &connect_options).unwrap();
    let options =
        RunOptions { statistics: Some(connect_options.statistics), ..RunOptions::new(DialectName::Postgresql) };
    (url, host, options)
}

fn tables(url: &str) -> Datum {
    let names = "SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class \
                 WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'";
    value(&open(url), names)
}

fn text(text: &str) -> Datum {
    Datum::Str(text.into())
}

#[test]
fn a_run_is_one_transaction_where_ddl_is_transactional() {
    let (url, host, options) = postgres();
    let outcome = upgrade(&host, &options, &[make_a, make_b, fail], "head");
    let error = outcome.result.unwrap_err();
    assert_eq!(error.step.to_string(), "upgrade r2 -> r3, revision 3");
    match &error.cause {
        Cause::Host(HostError::Server(error)) => assert_eq!(error.origin.to_string(), "r3.py:2:1"),
        other => panic!("{other:?}"),
    }
    assert_eq!(error.standing.to_string(), "back at base");
    assert_eq!((error.standing.steps_kept, error.standing.steps_rolled_back), (0, 2));
    assert_eq!((rows(&url), tables(&url)), (vec![], Datum::Null));
    assert_eq!(upgrade(&host, &options, &[make_a, make_b], "head").result.unwrap().steps, 2);
    assert_eq!((rows(&url), tables(&url)), (vec!["r2".to_owned()], text("a,b")));
}

#[test]
fn a_transaction_per_migration_keeps_what_went_before() {
    let (url, host, mut options) = postgres();
    options.transaction_per_migration = true;
    let outcome = upgrade(&host, &options, &[make_a, make_b, fail], "head");
    assert_eq!(
        outcome.log,
        [
            "Running upgrade  -> r1, revision 1",
            "heads [\"r1\"]",
            "applied r1",
            "Running upgrade r1 -> r2, revision 2",
            "heads [\"r2\"]",
            "applied r2",
            "Running upgrade r2 -> r3, revision 3",
        ]
    );
    let standing = outcome.result.unwrap_err().standing;
    assert_eq!((standing.to_string().as_str(), standing.steps_kept), ("at r2", 2));
    assert_eq!((rows(&url), tables(&url)), (vec!["r2".to_owned()], text("a,b")));
}

#[test]
fn an_autocommit_block_keeps_what_came_before_it() {
    fn block(host: &SharedHost, transactions: &Transactions) -> Result<(), HostError> {
        let origin = Origin::internal();
        run(host, "CREATE TYPE mood AS ENUM ('ok')")?;
        let block = transactions.enter_autocommit(&origin)?;
        let result = run(host, "CREATE INDEX CONCURRENTLY i ON a(x)");
        transactions.leave_autocommit(block, &origin)?;
        result?;
        run(host, "CREATE TABLE late(x int)")
    }
    let (url, host, options) = postgres();
    let outcome = upgrade(&host, &options, &[make_a, block, fail], "head");
    assert!(outcome.log.contains(&"cut in r2".to_owned()));
    let standing = outcome.result.unwrap_err().standing;
    assert_eq!((standing.to_string().as_str(), standing.steps_rolled_back), ("back at r1", 1));
    assert_eq!((rows(&url), tables(&url)), (vec!["r1".to_owned()], text("a")));
}

#[test]
fn a_script_that_commits_cuts_the_run_in_two() {
    fn commits(host: &SharedHost, transactions: &Transactions) -> Result<(), HostError> {
        run(host, "CREATE TABLE b(x int)")?;
        transactions.script_commit(&Origin::internal())?;
        run(host, "CREATE TABLE c(x int)")
    }
    fn commits_and_fails(host: &SharedHost, transactions: &Transactions) -> Result<(), HostError> {
        commits(host, transactions)?;
        run(host, "nonsense")
    }
    fn commits_by_text(host: &SharedHost, _: &Transactions) -> Result<(), HostError> {
        run(host, "COMMIT")?;
        run(host, "CREATE TABLE b(x int)")?;
        run(host, "nonsense")
    }
    let (url, host, options) = postgres();
    assert!(upgrade(&host, &options, &[make_a, commits], "head").result.is_ok());
    assert_eq!((rows(&url), tables(&url)), (vec!["r2".to_owned()], text("a,b,c")));
    for script in [commits_and_fails as Script, commits_by_text] {
        let (url, host, options) = postgres();
        let standing = upgrade(&host, &options, &[make_a, script], "head").result.unwrap_err().standing;
        assert_eq!(standing.to_string(), "at r1, with a part of the next revision applied");
        assert_eq!((rows(&url), tables(&url)), (vec!["r1".to_owned()], text("a,b")));
    }
}

#[test]
fn a_version_row_that_is_not_there_is_told_in_alembics_words() {
    fn deletes_the_row(host: &SharedHost, _: &Transactions) -> Result<(), HostError> {
        run(host, "DELETE FROM alembic_version")
    }
    let (url, host, options) = postgres();
    assert!(upgrade(&host, &options, &[make_a, deletes_the_row], "r1").result.is_ok());
    let error = upgrade(&host, &options, &[make_a, deletes_the_row], "head").result.unwrap_err();
    let message = "Online migration expected to match one row when updating 'r1' to 'r2' in 'alembic_version'; 0 found";
    assert_eq!(error.to_string(), message);
    assert_eq!(error.standing.to_string(), "unchanged, at r1");
    assert_eq!(rows(&url), ["r1"]);
}

#[test]
fn a_connection_that_is_killed_leaves_schema_and_version_row_in_step() {
    fn dies(host: &SharedHost, _: &Transactions) -> Result<(), HostError> {
        run(host, "CREATE TABLE b(x int)")?;
        ask(host, "SELECT pg_terminate_backend(pg_backend_pid())").map(|_| ())
    }
    let (url, host, options) = postgres();
    let graph = chain(2);
    assert!(upgrade(&host, &options, &[make_a, dies], "r1").result.is_ok());
    let transactions = Transactions::new(&host, &options);
    let plan = upgrade_plan(&graph, &["r1".into()], "head").unwrap();
    let mut heads = Heads::new(&graph, &["r1".into()]);
    let mut runner = Scripts { scripts: &[make_a, dies], transactions: &transactions, log: Vec::new() };
    let scope = transactions.begin(false, &Origin::internal()).unwrap();
    let error = apply(&host, &transactions, &options, &mut heads, &plan.steps, &mut runner).unwrap_err();
    assert!(matches!(&error.cause, Cause::Script(HostError::Server(error)) if error.disconnected), "{error:?}");
    let _gone = transactions.end(scope, false, &Origin::internal());
    assert_eq!((rows(&url), tables(&url)), (vec!["r1".to_owned()], text("a")));
}

#[test]
fn down_again_leaves_no_row() {
    let (url, host, options) = postgres();
    fn nothing(_: &SharedHost, _: &Transactions) -> Result<(), HostError> {
        Ok(())
    }
    assert!(upgrade(&host, &options, &[nothing, nothing, nothing], "head").result.is_ok());
    assert!(upgrade(&host, &options, &[nothing, nothing, nothing], "down:-1").result.is_ok());
    assert_eq!(rows(&url), ["r2"]);
    assert!(upgrade(&host, &options, &[nothing, nothing, nothing], "down:base").result.is_ok());
    assert!(rows(&url).is_empty());
}

#[test]
fn on_sqlite_each_revision_is_a_transaction_with_its_row() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:///{}/a.db", folder.path().display());
    let connect_options = ConnectOptions::default();
    let host = connect(&url, &connect_options).unwrap();
    let options = RunOptions { statistics: Some(connect_options.statistics), ..RunOptions::new(DialectName::Sqlite) };
    let standing = upgrade(&host, &options, &[make_a, make_b, fail], "head").result.unwrap_err().standing;
    assert_eq!(standing.to_string(), "at r2");
    assert_eq!(rows(&url), ["r2"]);
    let names = "SELECT group_concat(name) FROM (SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name)";
    assert_eq!(value(&open(&url), names), text("a,alembic_version,b"));
}

fn offline(dialect: DialectName, change: impl FnOnce(&mut RunOptions)) -> String {
    let output = std::rc::Rc::new(std::cell::RefCell::new(String::new()));
    let sink = output.clone();
    let sink = std::rc::Rc::new(std::cell::RefCell::new(move |text: &str| sink.borrow_mut().push_str(text)));
    let host = OfflineHost::shared(Dialect::offline(dialect), false, sink);
    let mut options = RunOptions::new(dialect);
    change(&mut options);
    fn block(host: &SharedHost, transactions: &Transactions) -> Result<(), HostError> {
        let block = transactions.enter_autocommit(&Origin::internal())?;
        host.borrow_mut().query(&driver("VACUUM"), &limbeck_ops::Params::None, &Origin::internal())?;
        transactions.leave_autocommit(block, &Origin::internal())
    }
    upgrade(&host, &options, &[make_a, block], "head").result.unwrap();
    output.take()
}

#[test]
fn offline_text_is_alembics() {
    let create = "CREATE TABLE alembic_version (\n    version_num VARCHAR(32) NOT NULL, \n    \
                  CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n);\n\n";
    let first = "-- Running upgrade  -> r1\n\nCREATE TABLE a(x int);\n\n\
                 INSERT INTO alembic_version (version_num) VALUES ('r1') RETURNING alembic_version.version_num;\n\n";
    let second = "-- Running upgrade r1 -> r2\n\n";
    let update = "UPDATE alembic_version SET version_num='r2' WHERE alembic_version.version_num = 'r1';\n\n";
    assert_eq!(
        offline(DialectName::Postgresql, |_| {}),
        format!("BEGIN;\n\n{create}{first}{second}COMMIT;\n\nVACUUM;\n\nBEGIN;\n\n{update}COMMIT;\n\n")
    );
    assert_eq!(
        offline(DialectName::Postgresql, |options| options.transaction_per_migration = true),
        format!(
            "BEGIN;\n\n{create}{first}COMMIT;\n\nBEGIN;\n\n{second}COMMIT;\n\nVACUUM;\n\nBEGIN;\n\n{update}COMMIT;\n\n"
        )
    );
    let first = first.replace("RETURNING alembic_version.version_num", "RETURNING version_num");
    assert_eq!(offline(DialectName::Sqlite, |_| {}), format!("{create}{first}{second}VACUUM;\n\n{update}"));
}

#[test]
fn a_step_that_is_one_transaction_pays_nothing_for_the_journal() {
    fn three(host: &SharedHost, _: &Transactions) -> Result<(), HostError> {
        for (line, sql) in [(1, "CREATE TABLE a(x int)"), (2, "INSERT INTO a VALUES (1)"), (3, "CREATE TABLE b(x int)")]
        {
            operate(host, sql, &Origin::at("versions/r1.py", line, 1), Timing::Deferred)?;
        }
        Ok(())
    }
    let connect_options = ConnectOptions::default();
    let host = connect(&fresh_postgres(), &connect_options).unwrap();
    let options = RunOptions::new(DialectName::Postgresql);
    let statistics = &connect_options.statistics;
    version_table::ensure(&host, &options.version_table, false).unwrap();
    let before = (statistics.statements(), statistics.round_trips());
    upgrade(&host, &options, &[three], "head").result.unwrap();
    let after = (statistics.statements(), statistics.round_trips());
    // BEGIN, whether the version table is there (twice, since it is empty), its rows, the three, its row, COMMIT.
    assert_eq!((after.0 - before.0, after.1 - before.1), (9, 5));
    assert_eq!(value(&host, "SELECT to_regclass('limbeck_journal')"), Datum::Null);
}
