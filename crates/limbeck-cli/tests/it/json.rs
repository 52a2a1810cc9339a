//! `--json`: real output held to the schemas in `docs/`.

use serde_json::{Value, json};

use crate::cluster::cluster;
use crate::project::Project;
use crate::schema::Schema;

/// The document and the events of a command; each fits its schema.
struct Told {
    code: Option<i32>,
    document: Value,
    events: Vec<Value>,
}

impl Told {
    fn kinds(&self) -> Vec<&str> {
        self.events.iter().filter_map(|event| event["event"].as_str()).filter(|kind| *kind != "log").collect()
    }

    fn failure(&self) -> &Value {
        self.events.last().expect("a last event")
    }
}

fn run(project: &Project, line: &str, schema: &str) -> Told {
    let output = project.run(line);
    let stdout = String::from_utf8(output.stdout).expect("UTF-8");
    let stderr = String::from_utf8(output.stderr).expect("UTF-8");
    let document = match stdout.is_empty() {
        true => Value::Null,
        false => serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{line}: {error}\n{stdout}")),
    };
    let events: Vec<Value> = stderr
        .lines()
        .map(|event| serde_json::from_str(event).unwrap_or_else(|error| panic!("{line}: {error}\n{event}")))
        .collect();
    let of_events = Schema::read("events.schema.json");
    events.iter().for_each(|event| of_events.check(event));
    if !document.is_null() {
        Schema::read(schema).check(&document);
    }
    Told { code: output.status.code(), document, events }
}

fn answer(project: &Project, line: &str) -> Told {
    let told = run(project, line, "answers.schema.json");
    assert_eq!(told.code, Some(0), "{line}: {:?}", told.events);
    told
}

const RUN: [&str; 7] = ["started", "planned", "step", "step_done", "step", "step_done", "finished"];

#[test]
fn each_command_of_alembic_answers_with_a_document() {
    let project = Project::new();
    let up = answer(&project, "--json upgrade head");
    assert_eq!(up.kinds(), RUN);
    let database = &up.document["databases"][0];
    assert_eq!(database["from"], json!([]));
    assert_eq!(database["to"], json!(["4d5e6f"]));
    assert_eq!(database["steps"][1]["text"], "upgrade 1a2b3c -> 4d5e6f, create owner");
    assert!(database["steps"][1]["seconds"].is_number());
    let current = answer(&project, "current --json");
    assert_eq!(current.document["databases"][0]["revisions"][0]["revision"], "4d5e6f");
    assert_eq!(current.kinds(), ["started", "finished"]);
    let down = answer(&project, "--json downgrade -1");
    assert_eq!(down.document["databases"][0]["steps"][0]["direction"], "downgrade");
    assert_eq!(down.document["databases"][0]["to"], json!(["1a2b3c"]));
    let stamp = answer(&project, "--json stamp head");
    assert_eq!(stamp.document["databases"][0]["steps"][0]["revision"], Value::Null);
    assert_eq!(stamp.document["databases"][0]["to"], json!(["4d5e6f"]));
    answer(&project, "--json ensure_version");
    let nothing = answer(&project, "--json upgrade head");
    assert_eq!(nothing.document["databases"][0]["steps"], json!([]));
}

#[test]
fn revisions_are_told_in_the_order_of_the_text() {
    let project = Project::new();
    let history = answer(&project, "--json history");
    let ids: Vec<&Value> = history.document["revisions"].as_array().expect("a list").iter().collect();
    assert_eq!(ids.iter().map(|it| &it["revision"]).collect::<Vec<_>>(), ["4d5e6f", "1a2b3c"]);
    assert_eq!(ids[0]["message"], "create owner");
    assert_eq!(ids[0]["description"], "create owner\n\nWho feeds the pet.");
    assert_eq!((&ids[0]["is_head"], &ids[0]["is_current"]), (&json!(true), &Value::Null));
    project.stdout("upgrade 1a2b");
    let marked = answer(&project, "--json history -i");
    let marks: Vec<&Value> =
        marked.document["revisions"].as_array().expect("a list").iter().map(|it| &it["is_current"]).collect();
    assert_eq!(marks, [false, true]);
    assert_eq!(answer(&project, "--json heads").document["revisions"][0]["down_revisions"], json!(["1a2b3c"]));
    assert_eq!(answer(&project, "--json branches").document["revisions"], json!([]));
    assert_eq!(answer(&project, "--json show 1a2b").document["revisions"][0]["children"], json!(["4d5e6f"]));
    assert_eq!(answer(&project, "--json show current").document["revisions"][0]["is_current"], json!(true));
    project
        .write("migrations/versions/7a8b.py", "revision = '7a8b'\ndown_revision = '1a2b3c'\nbranch_labels = 'shop'\n");
    let branches = answer(&project, "--json branches").document;
    assert_eq!(branches["revisions"][0]["children"], json!(["4d5e6f", "7a8b"]));
}

#[test]
fn a_failure_is_an_event_with_all_its_parts() {
    let project = Project::new();
    project.stdout("upgrade head");
    assert_eq!(run(&project, "--json doctor", "doctor.schema.json").code, Some(0));
    project.stdout("stamp 1a2b");
    let wrong = run(&project, "--json --lang zh-CN doctor", "doctor.schema.json");
    assert_eq!((wrong.code, &wrong.failure()["kind"]), (Some(1), &json!("answer")));
    let told = run(&project, "--json upgrade head", "answers.schema.json");
    assert_eq!((told.code, &told.document), (Some(5), &Value::Null));
    let failure = told.failure();
    assert_eq!((&failure["kind"], &failure["exit_code"]), (&json!("database"), &json!(5)));
    assert_eq!(failure["message"], "table owner already exists (in revision 4d5e6f)");
    assert_eq!(failure["places"][1]["line"], 13);
    assert_eq!(failure["places"][0]["function"], "upgrade");
    assert!(failure["statement"].as_str().is_some_and(|sql| sql.starts_with("CREATE TABLE owner")));
    assert_eq!(failure["database"], "unchanged, at 1a2b3c");
    assert!(failure["help"].as_str().is_some_and(|help| help.contains("limbeck stamp")));
    let chinese = run(&project, "--json --lang zh-CN upgrade nowhere", "answers.schema.json");
    assert_eq!(chinese.failure()["database"], "未改动，位于 1a2b3c");
    for (line, kind) in [
        ("--json upgrade", "usage"),
        ("--json nonsense", "usage"),
        ("--json", "usage"),
        ("--json migrate", "usage"),
        ("--json -c none.ini heads", "project"),
    ] {
        assert_eq!(run(&project, line, "answers.schema.json").failure()["kind"], kind, "{line}");
    }
    let server = run(&project, &format!("--json current --url {}", cluster().url("wrong", "x")), "answers.schema.json");
    assert!(!format!("{:?}", server.events).contains("wrong@"), "{:?}", server.events);
}

#[test]
fn what_a_script_prints_is_an_event() {
    let project = Project::new();
    project.write(
        "migrations/versions/7a8b.py",
        "revision = '7a8b'\ndown_revision = '4d5e6f'\n\n\ndef upgrade():\n    print('hello')\n    import warnings\n    \
         warnings.warn('careful')\n",
    );
    let told = answer(&project, "--json upgrade head");
    let of = |kind: &str| told.events.iter().find(|event| event["event"] == kind).cloned().unwrap_or_default();
    assert_eq!(of("print")["text"], "hello\n");
    assert_eq!(of("warning")["message"], "UserWarning: careful");
    let quiet = answer(&project, "--json -q stamp base");
    assert!(quiet.events.is_empty() && !quiet.document.is_null());
}

#[test]
fn the_other_commands_answer_with_documents_of_their_own() {
    let project = Project::new();
    let plan = run(&project, "--json plan", "plan.schema.json");
    assert_eq!((plan.code, plan.kinds()), (Some(0), vec!["started", "finished"]));
    let migrate = run(&project, "--json migrate --yes", "migrate.schema.json");
    assert_eq!((migrate.code, migrate.kinds()), (Some(0), RUN.to_vec()));
    for line in ["--json inspect", "--json inspect owner"] {
        assert_eq!(run(&project, line, "inspect.schema.json").code, Some(0), "{line}");
    }
    assert_eq!(run(&project, "--json compat", "compat.schema.json").code, Some(0));
    let verify = run(&project, "--json verify", "verify.schema.json");
    assert_eq!(verify.code, Some(0));
    project.stdout("stamp 1a2b");
    let differs = run(&project, "--json verify --strict", "verify.schema.json");
    assert_eq!((differs.code, &differs.failure()["kind"]), (Some(1), &json!("answer")));
    assert!(!differs.document.is_null());
}

#[cfg(unix)]
#[test]
fn ctrl_c_is_an_event() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    let project = Project::new();
    project.write(
        "migrations/versions/7a8b.py",
        "revision = '7a8b'\ndown_revision = '4d5e6f'\n\n\ndef upgrade():\n    print('begun')\n    while True:\n        pass\n",
    );
    let mut child = project
        .command(crate::project::LIMBECK, "--json upgrade head")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("limbeck runs");
    let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines().map(|line| line.expect("UTF-8"));
    assert!(lines.any(|line| line.contains("begun")));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs").success());
    let rest: Vec<Value> = lines.map(|line| serde_json::from_str(&line).expect("JSON")).collect();
    rest.iter().for_each(|event| Schema::read("events.schema.json").check(event));
    assert_eq!(rest.iter().map(|event| event["event"].clone()).collect::<Vec<_>>(), ["interrupting", "failure"]);
    assert_eq!(child.wait().expect("an end").code(), Some(130));
}

#[test]
fn each_database_of_env_py_has_its_entry() {
    let project = Project::new();
    project.write(
        "migrations/env.py",
        r#"
from alembic import context
from sqlalchemy import create_engine

for name in ("north", "south"):
    with create_engine(f"sqlite:///{name}.db").connect() as connection:
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
"#,
    );
    let up = answer(&project, "--json upgrade 1a2b");
    let urls = |told: &Told| -> Vec<String> {
        let databases = told.document["databases"].as_array().expect("a list");
        databases.iter().map(|database| database["url"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(urls(&up), ["sqlite:///north.db", "sqlite:///south.db"]);
    assert_eq!(up.kinds().iter().filter(|kind| **kind == "planned").count(), 2);
    let current = answer(&project, "--json current");
    assert_eq!(urls(&current), urls(&up));
    assert_eq!(current.document["databases"][1]["revisions"][0]["revision"], "1a2b3c");
}
