//! `doctor`: each check provoked for real.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use expect_test::{Expect, expect};
use limbeck::{FailureKind, Language, doctor, stamp, upgrade};
use limbeck_exec::ConnectOptions;
use limbeck_exec::lock::{LockOptions, RunLock};
use limbeck_sql::version::VersionTable;
use serde_json::Value;

use crate::cluster::cluster;
use crate::collect::{TestProject, on_big_stack};
use crate::database::{begin, fresh_private_postgres, open, rollback, run};
use crate::schema;

const ENV: &str = r#"
from alembic import context
from sqlalchemy import create_engine

with create_engine(context.config.get_main_option("sqlalchemy.url", "")).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"#;

fn revision(id: &str, down: &str, body: &str) -> String {
    format!(
        "\"\"\"text of {id}\"\"\"\nimport sqlalchemy as sa\nfrom alembic import op\n\nrevision = \"{id}\"\n\
         down_revision = {down}\n\n\ndef upgrade():\n    {body}\n"
    )
}

/// Three revisions: a pet, an owner, and a column of the pet's.
fn project() -> TestProject {
    let project = TestProject::new(ENV);
    let id = "sa.Column(\"id\", sa.Integer, primary_key=True)";
    project.write("migrations/versions/a1.py", &revision("a1", "None", &format!("op.create_table(\"pet\", {id})")));
    project.write("migrations/versions/b2.py", &revision("b2", "\"a1\"", &format!("op.create_table(\"owner\", {id})")));
    let column = "op.add_column(\"pet\", sa.Column(\"name\", sa.String(50)))";
    project.write("migrations/versions/c3.py", &revision("c3", "\"b2\"", column));
    project
}

/// What the doctor says: the text, and each check's result and finding from the JSON.
struct Diagnosis {
    english: String,
    chinese: String,
    /// The findings by check, as `result: found -> next step`, of the first database too.
    findings: BTreeMap<String, String>,
    /// `applies` of each question.
    questions: BTreeMap<String, Option<bool>>,
    is_well: bool,
}

impl Diagnosis {
    #[track_caller]
    fn has(&self, check: &str, wanted: &str) {
        let found = self.findings.get(check).map_or("nothing", String::as_str);
        assert!(found.contains(wanted), "{check}: {found}\n{}", self.english);
    }

    #[track_caller]
    fn is(&self, result: &str, checks: &[&str]) {
        for check in checks {
            let found = self.findings.get(*check).map_or("nothing", String::as_str);
            assert!(found.starts_with(&format!("{result}: ")), "{check}: {found}\n{}", self.english);
        }
    }
}

const INSIDE: &[&str] = &[
    "server_version",
    "writable",
    "rights",
    "version_table",
    "revision_known",
    "up_to_date",
    "schema",
    "locks",
    "other_run",
];

/// Asks the doctor in both languages and both shapes; they have to agree.
#[track_caller]
fn diagnose(project: &TestProject, url: Option<&str>) -> Diagnosis {
    let path = project.path("alembic.ini");
    let told = |language, json| {
        let (mut settings, collected) = project.settings();
        settings.url = url.map(str::to_owned);
        settings.language = language;
        let result = doctor(&settings, json);
        if let Err(failure) = &result {
            assert_eq!(failure.kind, FailureKind::Answer, "{failure}");
        }
        let out = collected.out.borrow().clone();
        (out, result.is_ok())
    };
    let (english, is_well) = told(Language::English, false);
    let (chinese, is_well_in_chinese) = told(Language::Chinese, false);
    let (json, is_well_as_json) = told(Language::English, true);
    assert!(is_well == is_well_in_chinese && is_well == is_well_as_json, "{english}\n{chinese}\n{json}");
    schema::check(&json, "doctor.schema.json");
    schema::check(&told(Language::Chinese, true).0, "doctor.schema.json");
    let document: Value = serde_json::from_str(&json).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut findings = BTreeMap::new();
    let of_database = document["databases"].get(0).map(|database| &database["findings"]);
    for finding in [Some(&document["project"]), of_database].into_iter().flatten().flat_map(|it| it.as_array().unwrap())
    {
        let details: Vec<String> = finding["details"].as_array().unwrap().iter().map(text).collect();
        let shown = format!(
            "{}: {} [{}] -> {}",
            text(&finding["result"]),
            text(&finding["found"]),
            details.join(" | "),
            text(&finding["next_step"])
        );
        assert!(findings.insert(text(&finding["check"]), shown).is_none());
    }
    let signs = |sign: &str| english.lines().filter(|line| line.contains(sign)).count();
    assert_eq!(signs("❌"), usize::try_from(document["errors"].as_u64().unwrap()).unwrap(), "{english}");
    assert_eq!(is_well, signs("❌") == 0);
    // The same signs in the same order, whatever the language.
    let order = |text: &str| text.chars().filter(|c| "✅⚠❌➖".contains(*c)).collect::<String>();
    assert_eq!(order(&english), order(&chinese), "{english}\n{chinese}");
    assert!(path.exists());
    let questions = document["questions"].as_array().unwrap();
    let questions = questions.iter().map(|it| (text(&it["question"]), it["applies"].as_bool())).collect();
    Diagnosis { english, chinese, findings, questions, is_well }
}

fn up(project: &TestProject, url: &str, target: &str) {
    let (mut settings, _) = project.settings();
    settings.url = Some(url.to_owned());
    upgrade(&settings, target, false, None).unwrap();
}

/// The URL of a database for another user.
fn as_user(url: &str, user: &str) -> String {
    url.replacen("postgresql://postgres@", &format!("postgresql://{user}@"), 1)
}

#[track_caller]
fn check_text(text: &str, project: &TestProject, url: &str, wanted: Expect) {
    let parsed = limbeck_exec::url::Url::parse(url).unwrap();
    let text = text
        .replace(&parsed.to_string(), "URL")
        .replace(&format!(":{}", cluster().port), ":PORT")
        .replace(&project.path("").display().to_string(), "FOLDER/")
        .replace(parsed.database.as_deref().unwrap(), "DATABASE");
    let versions = |line: &str| match line.split_once("PostgreSQL ") {
        Some((before, _)) => format!("{before}PostgreSQL N"),
        None => match line.split_once("TLSv") {
            Some((before, _)) => format!("{before}TLS…"),
            None => line.to_owned(),
        },
    };
    let text: String = text.lines().map(|line| versions(line) + "\n").collect();
    wanted.assert_eq(&text);
}

#[test]
fn all_is_well() {
    on_big_stack(|| {
        let (project, url) = (project(), fresh_private_postgres());
        up(&project, &url, "head");
        let diagnosis = diagnose(&project, Some(&url));
        assert!(diagnosis.is_well);
        check_text(
            &diagnosis.english,
            &project,
            &url,
            expect![[r#"
                Project
                  ✅ configuration: FOLDER/alembic.ini
                  ✅ scripts: 3 revisions in FOLDER/migrations
                  ✅ revision graph: whole: no parent is missing, no id comes twice, nothing goes in circles
                  ✅ heads: one: c3
                  ✅ language of the scripts: limbeck can read all scripts (3)
                  ✅ env.py: evaluated

                Database URL
                  ✅ database URL: URL
                     from --url
                  ✅ host name: resolves
                  ✅ server answers: at 127.0.0.1:PORT
                  ✅ TLS: used (TLS…
                  ✅ user and password: accepted for postgres
                  ✅ database: DATABASE is there
                  ✅ server version: PostgreSQL N
                  ✅ can be written: yes
                  ✅ rights: postgres may create tables in public
                  ✅ version table: alembic_version is there, with c3
                  ✅ recorded revision: c3: known
                  ✅ up to date: yes, nothing is pending
                  ✅ half-done step: there is none
                  ✅ tables of later revisions: nothing is pending
                  ✅ other sessions: nothing is pending
                  ✅ another run: none is in progress

                The questions of the guide
                  ✅ Q1 No module named 'alembic'
                     can't happen: limbeck needs no Python, no conda environment and no pip install
                  ✅ Q2 Can't locate revision identified by …
                     does not apply: the version table and the scripts fit together
                  ✅ Q3 Target database is not up to date
                     does not apply: the database is at its newest revision
                  ✅ Q4 A migration fails
                     no connection (.env, URL): no
                     a table exists already: no
                     a right is missing: no
                     another session or run is in the way: no

                All is well.
            "#]],
        );
        check_text(
            &diagnosis.chinese,
            &project,
            &url,
            expect![[r#"
                项目
                  ✅ 配置文件：已找到 FOLDER/alembic.ini
                  ✅ 迁移脚本：FOLDER/migrations 中有 3 个版本
                  ✅ 版本链：完整：没有缺失的父版本、重复的编号或循环
                  ✅ 最新版本（head）：只有一个：c3
                  ✅ 脚本语法：limbeck 可以读懂全部脚本（3）
                  ✅ 环境脚本 env.py：执行成功

                数据库 URL
                  ✅ 数据库 URL：URL
                     来自 --url
                  ✅ 主机名：可以解析
                  ✅ 服务应答：地址 127.0.0.1:PORT
                  ✅ TLS 加密：已启用（TLS…
                  ✅ 用户名和密码：用户 postgres 验证通过
                  ✅ 数据库：DATABASE 存在
                  ✅ 服务器版本：PostgreSQL N
                  ✅ 可写：是
                  ✅ 权限：postgres 可以在 public 中建表
                  ✅ 版本表：alembic_version 存在，记录了 c3
                  ✅ 记录的版本：c3，脚本存在
                  ✅ 是否最新：是，没有待执行的版本
                  ✅ 未完成的步骤：没有
                  ✅ 后续版本的表：没有待执行的版本
                  ✅ 其他会话：没有待执行的版本
                  ✅ 其他迁移进程：没有

                常见问题
                  ✅ Q1 提示“No module named 'alembic'”
                     不会出现：limbeck 不需要 Python，不需要 conda 环境，也不需要 pip install
                  ✅ Q2 提示“Can't locate revision identified by …”
                     不存在此问题：版本表与脚本一致
                  ✅ Q3 提示“Target database is not up to date”
                     不存在此问题：数据库已是最新版本
                  ✅ Q4 迁移执行失败
                     数据库连接失败（检查 .env、URL）：否
                     表已存在（可能已执行过迁移）：否
                     权限不足：否
                     被其他会话或迁移进程阻塞：否

                一切正常。
            "#]],
        );
        let url = format!("sqlite:///{}", project.path("a.db").display());
        up(&project, &url, "head");
        let before = std::fs::read(project.path("a.db")).unwrap();
        let diagnosis = diagnose(&project, Some(&url));
        assert!(diagnosis.is_well, "{}", diagnosis.english);
        diagnosis.is("ok", &["url", "file", "database"]);
        diagnosis.is("ok", INSIDE);
        assert_eq!(std::fs::read(project.path("a.db")).unwrap(), before);
    });
}

#[test]
fn behind_and_empty() {
    on_big_stack(|| {
        let (project, url) = (project(), fresh_private_postgres());
        let diagnosis = diagnose(&project, Some(&url));
        diagnosis.has("version_table", "warning: alembic_version is not there");
        diagnosis.has("up_to_date", "warning: behind by 3 revisions [next: upgrade  -> a1, text of a1]");
        diagnosis.is("ok", &["schema", "revision_known", "locks"]);
        assert!(diagnosis.is_well && diagnosis.english.contains("do not stamp"), "{}", diagnosis.english);
        assert_eq!(diagnosis.questions["Q2"], Some(true));
        // Nothing was made.
        assert_eq!(diagnose(&project, Some(&url)).english, diagnosis.english);
        up(&project, &url, "b2");
        let diagnosis = diagnose(&project, Some(&url));
        diagnosis.has("up_to_date", "behind by 1 revision ");
        assert_eq!((diagnosis.questions["Q2"], diagnosis.questions["Q3"]), (Some(false), Some(true)));
        assert_eq!(diagnosis.questions["Q4"], Some(false));
    });
}

#[test]
fn each_stage_of_connecting() {
    on_big_stack(|| {
        let (project, cluster) = (project(), cluster());
        for (url, check, found, unchecked) in [
            ("postgresql://u@127.0.0.1:1/d".to_owned(), "port", "no PostgreSQL server listens at 127.0.0.1:1", "login"),
            ("postgresql://u@no-such-host.invalid/d".to_owned(), "host", "can't be resolved", "port"),
            (cluster.url("no_tls", "postgres?sslmode=verify-full&sslrootcert=system"), "tls", "TLS", "login"),
            (cluster.url("secret:wrong", "postgres"), "login", "the password for user \"secret\"", "database"),
            (cluster.url("secret", "postgres"), "login", "asks for a password", "database"),
            (cluster.url("postgres", "no_such_database"), "database", "does not exist", "rights"),
            (cluster.url("poor", "closed"), "database", "may not connect", "rights"),
            ("driver://user:pass@localhost/dbname".to_owned(), "url", "\"driver\"", "host"),
            (format!("sqlite:///{}", project.path("no/a.db").display()), "file", "does not exist", "database"),
        ] {
            let diagnosis = diagnose(&project, Some(&url));
            assert!(!diagnosis.is_well);
            diagnosis.is("error", &[check]);
            diagnosis.has(check, found);
            diagnosis.is("not_checked", &[unchecked]);
            diagnosis.is("not_checked", INSIDE);
            diagnosis.is("ok", &["configuration", "scripts", "graph", "heads", "constructs", "env_py"]);
            assert_eq!(diagnosis.questions["Q4"], Some(true), "{}", diagnosis.english);
            assert!(!diagnosis.english.contains("secret:wrong") && !diagnosis.chinese.contains("secret:wrong"));
        }
        let missing = diagnose(&project, Some(&format!("sqlite:///{}", project.path("none.db").display())));
        missing.has("file", "warning: the SQLite file ");
        missing.is("not_checked", INSIDE);
        assert!(missing.is_well && !project.path("none.db").exists());
        let wrong = diagnose(&project, Some(&cluster.url("secret:wrong", "postgres")));
        assert!(wrong.chinese.contains("❌ 用户名和密码："), "{}", wrong.chinese);
        let none = diagnose(&project, None);
        none.is("error", &["url"]);
    });
}

#[test]
fn rights_that_are_missing() {
    on_big_stack(|| {
        let (project, url) = (project(), fresh_private_postgres());
        let host = open(&url);
        run(&host, "REVOKE CREATE ON SCHEMA public FROM PUBLIC").unwrap();
        let poor = as_user(&url, "poor");
        let diagnosis = diagnose(&project, Some(&poor));
        diagnosis.has("rights", "error: poor may not create tables in the schema public");
        diagnosis.has("rights", "GRANT USAGE, CREATE ON SCHEMA \"public\" TO \"poor\"");
        assert_eq!(diagnosis.questions["Q4"], Some(true));
        assert!(diagnosis.chinese.contains("权限不足：是"), "{}", diagnosis.chinese);
        run(&host, "GRANT CREATE ON SCHEMA public TO poor").unwrap();
        up(&project, &url, "b2");
        let diagnosis = diagnose(&project, Some(&poor));
        diagnosis
            .has("rights", "warning: 3 tables belong to other roles and can't be altered: alembic_version, owner, pet");
        diagnosis.has("version_table", "error: poor may not read alembic_version");
        diagnosis.is("not_checked", &["revision_known", "up_to_date", "schema", "locks"]);
        run(&host, "GRANT SELECT ON alembic_version TO poor").unwrap();
        diagnose(&project, Some(&poor)).has("version_table", "error: poor may not write alembic_version");
        let database = url.rsplit('/').next().unwrap().to_owned();
        run(&host, &format!("ALTER DATABASE {database} SET default_transaction_read_only = on")).unwrap();
        let diagnosis = diagnose(&project, Some(&url));
        diagnosis.has("writable", "error: no: default_transaction_read_only is on");
        diagnosis.has("writable", "RESET default_transaction_read_only");
    });
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "user.name=t", "-c", "user.email=t@example.com"]).args(arguments);
    let output = command.env("GIT_CONFIG_GLOBAL", "/dev/null").output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn revisions_that_no_file_has() {
    on_big_stack(|| {
        let (project, url) = (project(), fresh_private_postgres());
        up(&project, &url, "head");
        std::fs::remove_file(project.path("migrations/versions/c3.py")).unwrap();
        let diagnosis = diagnose(&project, Some(&url));
        diagnosis.has("revision_known", "error: no file of this project has the revision c3");
        diagnosis.has("revision_known", "no git repository");
        diagnosis.has("revision_known", "`limbeck stamp --purge REVISION`");
        // The revision below is the nearest that is known; the column of c3 is one difference.
        diagnosis.has("schema", "most like revision b2 (differences: 1)");
        diagnosis.has("schema", "limbeck stamp --purge b2");
        diagnosis.is("not_checked", &["up_to_date"]);
        assert_eq!(diagnosis.questions["Q2"], Some(true));

        git(&project.path(""), &["init", "-q"]);
        git(&project.path(""), &["add", "."]);
        git(&project.path(""), &["commit", "-qm", "begin"]);
        diagnose(&project, Some(&url)).has("revision_known", "[git: no commit of this repository has it]");
        let column = revision("c3", "\"b2\"", "pass");
        project.write("migrations/versions/c3.py", &column);
        git(&project.path(""), &["add", "."]);
        git(&project.path(""), &["commit", "-qm", "names for pets"]);
        git(&project.path(""), &["checkout", "-q", "-b", "other", "HEAD^"]);
        let diagnosis = diagnose(&project, Some(&url));
        diagnosis.has("revision_known", "git: migrations/versions/c3.py in commit ");
        diagnosis.has("revision_known", "“names for pets”");
        diagnosis.has("revision_known", "get the file back: git checkout ");
        git(&project.path(""), &["merge", "-q", "--ff-only", "@{-1}"]);
        git(&project.path(""), &["rm", "-q", "migrations/versions/c3.py"]);
        git(&project.path(""), &["commit", "-qm", "no names"]);
        let diagnosis = diagnose(&project, Some(&url));
        diagnosis.has("revision_known", "git: migrations/versions/c3.py was removed in commit ");
        diagnosis.has("revision_known", "^ -- :/migrations/versions/c3.py");
        assert!(diagnosis.chinese.contains("git 历史：migrations/versions/c3.py 在提交"), "{}", diagnosis.chinese);
    });
}

#[test]
fn tables_that_are_there_but_not_stamped() {
    on_big_stack(|| {
        let project = project();
        for url in [fresh_private_postgres(), format!("sqlite:///{}", project.path("a.db").display())] {
            up(&project, &url, "b2");
            let host = open(&url);
            run(&host, "DELETE FROM alembic_version").unwrap();
            let diagnosis = diagnose(&project, Some(&url));
            diagnosis.has("version_table", "warning: alembic_version is there and empty");
            diagnosis.has("schema", "error: there already, so that an upgrade would fail: pet, owner");
            diagnosis.has("schema", "exactly what revision b2 makes");
            diagnosis.has("schema", "`limbeck stamp b2`");
            assert_eq!((diagnosis.questions["Q2"], diagnosis.questions["Q4"]), (Some(true), Some(true)));
            assert!(
                diagnosis.english.contains("record what is there with `limbeck stamp b2`"),
                "{}",
                diagnosis.english
            );
            assert!(diagnosis.chinese.contains("先用 `limbeck stamp b2` 记录现状"), "{}", diagnosis.chinese);
            diagnosis.has("version_table", "do not upgrade yet: first record what is there with `limbeck stamp b2`");
            diagnosis.has("up_to_date", "do not upgrade yet");
            run(&host, "DROP TABLE alembic_version").unwrap();
            diagnose(&project, Some(&url)).has("schema", "`limbeck stamp b2`");
            // What it says is what helps.
            let (mut settings, _) = project.settings();
            settings.url = Some(url.clone());
            stamp(&settings, &["b2".to_owned()], false, None, false).unwrap();
            assert!(diagnose(&project, Some(&url)).is_well);
            run(&host, "ALTER TABLE pet ADD COLUMN name VARCHAR(50)").unwrap();
            diagnose(&project, Some(&url)).has("schema", "error: the database has exactly what revision c3 makes");
            run(&host, "UPDATE alembic_version SET version_num = 'c3'").unwrap();
            assert!(diagnose(&project, Some(&url)).is_well);
        }
        // A table of another program that has the same name.
        let url = fresh_private_postgres();
        run(&open(&url), "CREATE TABLE owner (something text)").unwrap();
        let diagnosis = diagnose(&project, Some(&url));
        diagnosis.has("schema", "error: there already, so that an upgrade would fail: owner");
        diagnosis.has("schema", "tables are of another program");
    });
}

#[test]
fn others_at_work() {
    on_big_stack(|| {
        let (project, url) = (project(), fresh_private_postgres());
        up(&project, &url, "b2");
        let host = open(&format!("{url}?application_name=shop"));
        begin(&host);
        run(&host, "INSERT INTO pet VALUES (1)").unwrap();
        let diagnosis = diagnose(&project, Some(&url));
        diagnosis.has("locks", "error: sessions that hold locks on tables of pending revisions: 1");
        diagnosis.has("locks", "(shop) of postgres");
        diagnosis.has("locks", "idle in transaction, RowExclusiveLock; tables: pet");
        diagnosis.has("locks", "INSERT INTO pet VALUES (1)");
        diagnosis.has("locks", "pg_terminate_backend(");
        assert!(diagnosis.chinese.contains("❌ 其他会话："), "{}", diagnosis.chinese);
        rollback(&host);
        assert!(diagnose(&project, Some(&url)).is_well);
        // The owner's table is none of the pending revision.
        begin(&host);
        run(&host, "INSERT INTO owner VALUES (1)").unwrap();
        diagnose(&project, Some(&url)).is("ok", &["locks"]);
        rollback(&host);

        let options = ConnectOptions { application_name: Some("limbeck".into()), ..ConnectOptions::default() };
        let table = VersionTable::default();
        let lock = RunLock::acquire(&url, &table, &options, &LockOptions::default()).unwrap();
        let diagnosis = diagnose(&project, Some(&url));
        diagnosis.has("other_run", "error: one is in progress: process ");
        assert!(diagnosis.chinese.contains("其他迁移进程：正在进行：进程 "), "{}", diagnosis.chinese);
        drop(lock);

        let url = format!("sqlite:///{}", project.path("a.db").display());
        up(&project, &url, "b2");
        let lock = RunLock::acquire(&url, &table, &options, &LockOptions::default()).unwrap();
        diagnose(&project, Some(&url)).has("other_run", "error: one is in progress: process ");
        drop(lock);
        let host = open(&url);
        begin(&host);
        run(&host, "INSERT INTO pet VALUES (1)").unwrap();
        diagnose(&project, Some(&url)).has("locks", "error: another program is writing to the file");
        rollback(&host);
    });
}

#[test]
fn files_that_are_wrong() {
    on_big_stack(|| {
        let url = fresh_private_postgres();
        let broken = project();
        broken.write("migrations/versions/c3.py", &revision("c3", "\"b2\"", "op.create_table(\n"));
        let diagnosis = diagnose(&broken, Some(&url));
        diagnosis.has("constructs", "error: scripts that limbeck can't read: 1");
        diagnosis.has("constructs", "c3.py:");
        diagnosis.is("ok", &["graph", "env_py", "database"]);
        let reads = revision("c3", "\"b2\"", "pass")
            .replace("import sqlalchemy", "text = open('/etc/hostname')\nimport sqlalchemy");
        broken.write("migrations/versions/c3.py", &reads);
        diagnose(&broken, Some(&url)).is("ok", &["constructs"]);
        broken.write("migrations/versions/c3.py", &revision("c3", "\"b2\"", "x = 1j"));
        diagnose(&broken, Some(&url)).has("constructs", "c3.py:10: a complex number");

        let broken = project();
        broken.write("migrations/versions/d4.py", &revision("d4", "\"nothing\"", "pass"));
        let diagnosis = diagnose(&broken, Some(&url));
        diagnosis.is("error", &["graph"]);
        diagnosis.is("not_checked", &["heads", "constructs", "env_py", "revision_known", "schema"]);
        // The database is looked at all the same.
        diagnosis.is("ok", &["configuration", "login", "database", "rights"]);
        diagnosis.is("warning", &["version_table"]);

        let broken = project();
        broken.write("migrations/versions/d4.py", &revision("d4", "\"b2\"", "pass"));
        let diagnosis = diagnose(&broken, Some(&url));
        diagnosis.has("heads", "warning: 2: c3, d4");

        let broken = project();
        broken.write("alembic.ini", "[alembic]\nscript_location = %(here)s/nowhere\n");
        let diagnosis = diagnose(&broken, Some(&url));
        diagnosis.is("error", &["configuration"]);
        diagnosis.is("not_checked", &["scripts", "graph", "heads", "constructs", "env_py"]);
        broken.write("alembic.ini", "script_location = x\n");
        diagnose(&broken, None).is("error", &["configuration"]);

        let broken = TestProject::new("from alembic import context\n");
        let diagnosis = diagnose(&broken, Some(&url));
        diagnosis.is("warning", &["scripts"]);
        diagnosis.has("env_py", "error: it did not connect to a database");
        let broken = project();
        broken.write("migrations/env.py", "raise RuntimeError('no')\n");
        let diagnosis = diagnose(&broken, Some(&url));
        diagnosis.has("env_py", "error: ");
        diagnosis.has("env_py", "RuntimeError: no");
        diagnosis.is("ok", &["database", "rights"]);
    });
}

#[test]
fn where_the_url_comes_from() {
    on_big_stack(|| {
        let (project, url) = (project(), fresh_private_postgres());
        diagnose(&project, Some(&url)).has("url", "[from --url]");
        project.write(
            "alembic.ini",
            &format!("[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\nsqlalchemy.url = {url}\n"),
        );
        diagnose(&project, None).has("url", "[from sqlalchemy.url]");
        project.write(
            "migrations/env.py",
            &ENV.replace(
                "context.config.get_main_option(\"sqlalchemy.url\", \"\")",
                &format!("'{url}?connect_timeout=9'"),
            ),
        );
        diagnose(&project, None).has("url", "[from env.py]");
        let other = self::project();
        other.write(".env", &format!("DATABASE_URL={url}\n"));
        let diagnosis = diagnose(&other, None);
        diagnosis.has("url", "[from DATABASE_URL in .env]");
        assert!(diagnosis.chinese.contains("来自 DATABASE_URL in .env"), "{}", diagnosis.chinese);
    });
}

#[test]
fn env_py_may_not_write_either() {
    on_big_stack(|| {
        let (project, url) = (project(), fresh_private_postgres());
        let with = |statement: &str| {
            let text = format!("    connection.exec_driver_sql(\"{statement}\")\n    context.configure");
            project.write("migrations/env.py", &ENV.replace("    context.configure", &text));
            let diagnosis = diagnose(&project, Some(&url));
            let host = open(&url);
            let found = crate::database::ask(&host, "SELECT 1 FROM pg_namespace WHERE nspname = 'tenant'").unwrap();
            assert!(found.rows.is_empty());
            diagnosis
        };
        let diagnosis = with("CREATE SCHEMA IF NOT EXISTS tenant");
        diagnosis.has("env_py", "ok: evaluated [left out, since it would write: CREATE SCHEMA IF NOT EXISTS tenant]");
        diagnosis.is("ok", &["schema", "locks"]);
        run(&open(&url), "CREATE SEQUENCE seq").unwrap();
        // What it can't tell for writing, the server refuses.
        let diagnosis = with("SELECT nextval('seq')");
        diagnosis.has("env_py", "warning: it changes the database before the migrations begin");
        diagnosis.is("warning", &["version_table", "up_to_date"]);
    });
}
