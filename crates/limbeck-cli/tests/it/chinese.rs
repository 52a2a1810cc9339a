//! limbeck in Chinese: every kind of failure, and the help.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use expect_test::{Expect, expect};
use limbeck::Language;
use limbeck_cli::arguments::{CommandLine, language};

use crate::cluster::cluster;
use crate::project::{LIMBECK, Project};

/// Exit code, and what is said on standard error but for log lines.
fn check(project: &Project, line: &str, wanted: Expect) {
    let output = project.command(LIMBECK, line).env("LANG", "zh_CN.UTF-8").output().expect("limbeck runs");
    let stderr = project.told(&output);
    let stderr = stderr.split_once("--- stderr\n").map_or("", |(_, stderr)| stderr);
    let said: Vec<&str> = stderr.lines().filter(|line| !line.starts_with("INFO ")).collect();
    let said = said.join("\n").replace(&format!(":{}", cluster().port), ":PORT");
    wanted.assert_eq(&format!("{}\n{said}\n", output.status.code().unwrap_or(-1)));
}

fn write_revision(project: &Project, id: &str, parent: &str, imports: &str, upgrade: &str) {
    project.write(
        &format!("migrations/versions/{id}.py"),
        &format!(
            "from alembic import op\nimport sqlalchemy as sa\n{imports}\nrevision = {id:?}\ndown_revision = {parent:?}\n\n\ndef upgrade():\n    {upgrade}\n"
        ),
    );
}

#[test]
fn a_server_that_is_down() {
    check(
        &Project::new(),
        "--url postgresql://ann:secret@127.0.0.1:1/pets current",
        expect![[r#"
            5
            错误：127.0.0.1:1 上没有 PostgreSQL 服务（连接被拒绝）
              --> migrations/env.py:15:10
               |
            15 |     with create_engine(config.get_main_option("sqlalchemy.url")).connect() as connection:
               |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            建议：请启动数据库服务，或改正数据库 URL 中的主机和端口
        "#]],
    );
}

#[test]
fn a_wrong_password() {
    check(
        &Project::new(),
        &format!("--url {} current", cluster().url("wrong", "postgres")),
        expect![[r#"
        5
        错误：127.0.0.1:PORT 上用户 "postgres" 的密码错误，或该用户不存在
          --> migrations/env.py:15:10
           |
        15 |     with create_engine(config.get_main_option("sqlalchemy.url")).connect() as connection:
           |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        建议：请改正数据库 URL（或 .env）中的用户名和密码
    "#]],
    );
}

#[test]
fn a_database_that_is_not_there() {
    check(
        &Project::new(),
        &format!("--url {} current", cluster().url("right", "nowhere")),
        expect![[r#"
        5
        错误：127.0.0.1:PORT 上不存在数据库 "nowhere"
          --> migrations/env.py:15:10
           |
        15 |     with create_engine(config.get_main_option("sqlalchemy.url")).connect() as connection:
           |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        建议：请创建它（createdb nowhere），或改正数据库 URL 中的库名
    "#]],
    );
}

#[test]
fn an_unknown_revision() {
    check(
        &Project::new(),
        "upgrade nowhere",
        expect![[r#"
        2
        错误：找不到标识为“nowhere”的版本（Can't locate revision identified by 'nowhere'）
        数据库：未改动，位于 base
        建议：`limbeck history` 会列出所有版本（No such revision or branch 'nowhere'）
    "#]],
    );
}

#[test]
fn a_recorded_revision_that_no_file_has() {
    let project = Project::new();
    write_revision(&project, "7a8b", "4d5e6f", "", "pass");
    project.stdout("stamp head");
    std::fs::remove_file(project.path().join("migrations/versions/7a8b.py")).expect("removed");
    check(
        &project,
        "upgrade head",
        expect![[r#"
        3
        错误：找不到标识为“7a8b”的版本（Can't locate revision identified by '7a8b'）
        数据库：未改动，位于 7a8b
        建议：数据库记录的版本是 `7a8b`，但本项目没有这个版本的文件：请找回缺少的文件（是否在仓库的另一个分支上？）；如果确认表结构相符，可执行 `limbeck stamp --purge REVISION`
    "#]],
    );
}

#[test]
fn a_syntax_error() {
    let project = Project::new();
    project.write("migrations/versions/7a8b_broken.py", "revision = '7a8b'\ndown_revision = '4d5e6f'\ndef upgrade(:\n");
    check(
        &project,
        "upgrade head",
        expect![[r#"
        4
        错误：语法错误：Expected a parameter or the end of the parameter list
         --> migrations/versions/7a8b_broken.py:3:13
          |
        3 | def upgrade(:
          |             ^
        数据库：未改动，位于 base
        建议：请改正脚本；尚未执行任何操作
    "#]],
    );
}

#[test]
fn two_heads() {
    let project = Project::new();
    write_revision(&project, "7a8b", "1a2b3c", "", "pass");
    check(
        &project,
        "upgrade head",
        expect![[r#"
        2
        错误：“head”对应多个最新版本（head）：请指明目标版本，用 '<分支名>@head' 限定到一个 head，或用 'heads' 表示全部（Multiple head revisions are present for given argument 'head'; please specify a specific target revision, '<branchname>@head' to narrow to a specific head, or 'heads' for all heads）
        数据库：未改动，位于 base
        建议：现有的 head 是：4d5e6f, 7a8b
    "#]],
    );
}

#[test]
fn a_parent_that_is_not_there() {
    let project = Project::new();
    write_revision(&project, "7a8b", "0000", "", "pass");
    check(
        &project,
        "history",
        expect![[r#"
        3
        错误：版本 7a8b 的上一版本 0000 不存在：FOLDER/migrations/versions/7a8b.py
        建议：版本文件不完整或互相矛盾时不会执行任何迁移：请修正以上文件
    "#]],
    );
}

#[test]
fn an_import_that_stays_unresolved() {
    let project = Project::new();
    write_revision(&project, "7a8b", "4d5e6f", "import requests", "requests.get('http://rates')");
    check(
        &project,
        "upgrade head",
        expect![[r#"
            4
            错误：此处需要 `requests.get(…)`，但 limbeck 无法解析它（调用它是为了产生效果；`requests` 既不属于本项目，也不是 limbeck 实现的模块）（位于版本 7a8b）
             --> migrations/versions/7a8b.py:9:5
              |
            9 |     requests.get('http://rates')
              |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            数据库：位于 4d5e6f（已执行并保留 2 个版本）
            建议：limbeck 会执行项目自己的模块，但不会执行已安装的第三方包：请把 `requests.get(…)` 代表的内容直接写进迁移脚本，或用 Alembic 执行这个版本
        "#]],
    );
}

#[test]
fn a_construct_that_is_not_supported() {
    let project = Project::new();
    write_revision(&project, "7a8b", "4d5e6f", "", "eval('1')");
    check(
        &project,
        "upgrade head",
        expect![[r#"
            4
            错误：limbeck 不支持：内置函数 `eval()`（位于版本 7a8b）
             --> migrations/versions/7a8b.py:9:5
              |
            9 |     eval('1')
              |     ^^^^^^^^^
            数据库：位于 4d5e6f（已执行并保留 2 个版本）
            建议：请用 Alembic 执行这个版本，然后再运行 `limbeck upgrade head`
        "#]],
    );
}

#[test]
fn a_table_that_exists() {
    let project = Project::new();
    project.stdout("upgrade head");
    project.stdout("stamp 1a2b");
    check(
        &project,
        "upgrade head",
        expect![[r#"
        5
        错误：table owner already exists（位于版本 4d5e6f）
          --> migrations/versions/4d5e6f_owner.py:13:5
           |
        13 |     op.create_table(name, sa.Column("id", sa.Integer, primary_key=True))
           |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        调用自：
          File "migrations/versions/4d5e6f_owner.py", line 17, in upgrade
            create("owner")
        语句：
          CREATE TABLE owner (
          	id INTEGER NOT NULL, 
          	PRIMARY KEY (id)
          )
        数据库：未改动，位于 1a2b3c
        建议：该对象已经存在：如果这次迁移以前执行过，请用 `limbeck stamp REVISION` 补记版本
    "#]],
    );
}

#[test]
fn a_lock_that_is_held() {
    let project = Project::new();
    let url = cluster().fresh();
    write_revision(&project, "7a8b", "4d5e6f", "import time", "print('asleep', flush=True); time.sleep(60)");
    let mut first = project
        .command(LIMBECK, &format!("--url {url} upgrade head"))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("limbeck runs");
    let mut log = BufReader::new(first.stderr.take().expect("a pipe")).lines();
    assert!(log.any(|line| line.expect("UTF-8").contains("-> 7a8b")), "it comes to the revision that sleeps");
    let output = project
        .command(LIMBECK, &format!("--url {url} upgrade head --lock-wait 0.2"))
        .env("LANG", "zh_CN.UTF-8")
        .output()
        .expect("limbeck runs");
    first.kill().expect("it is still asleep");
    first.wait().expect("an end");
    assert_eq!(output.status.code(), Some(7));
    let told = project.told(&output);
    assert!(told.contains("正在等待另一个迁移结束：进程 "), "{told}");
    assert!(told.contains("错误：另一个迁移正在运行，持有该数据库的锁：进程 "), "{told}");
    assert!(told.contains("（程序 limbeck），用户 postgres，来自 127.0.0.1，自 2"), "{told}");
    assert!(told.contains("建议：请等它结束，或用 `--lock-wait SECONDS` 让本次运行等待\n"), "{told}");
}

#[test]
fn a_project_that_is_not_there() {
    let project = Project::new();
    check(
        &project,
        "-c none.ini current",
        expect![[r#"
        3
        错误：配置文件 none.ini 不存在
        建议：请用 `-c PATH` 指定该文件，或在它所在的文件夹中运行 limbeck
    "#]],
    );
    check(
        &project,
        "-n nothing current",
        expect![[r#"
        3
        错误：配置中没有 'script_location'（No 'script_location' key found in configuration.）
        建议：alembic.ini 中没有 [nothing] 一节；现有：[alembic], [loggers], [handlers], [formatters], [logger_root], [logger_sqlalchemy], [logger_alembic], [handler_console], [formatter_generic]。请用 `-n NAME` 选择
    "#]],
    );
    std::fs::remove_file(project.path().join("alembic.ini")).expect("removed");
    check(
        &project,
        "current",
        expect![[r#"
        3
        错误：配置中没有 'script_location'（No 'script_location' key found in configuration.）
        建议：此处没有 alembic.ini 或 pyproject.toml：请在 alembic.ini 所在的文件夹中运行 limbeck，或用 `-c PATH` 指定该文件
    "#]],
    );
}

#[test]
fn arguments_that_make_no_sense() {
    let project = Project::new();
    check(
        &project,
        "upgrad head",
        expect![[r#"
        2
        错误：没有 `upgrad` 这个命令
        建议：是否想输入 `upgrade`？`limbeck --help` 会列出所有命令
    "#]],
    );
    check(
        &project,
        "upgrade",
        expect![[r#"
        2
        错误：`limbeck upgrade` 需要一个版本
        建议：例如 `limbeck upgrade head`
    "#]],
    );
    check(
        &project,
        "upgrade head --slq",
        expect![[r#"
        2
        错误：`limbeck upgrade` 没有 `--slq` 这个选项
        建议：`limbeck upgrade --help` 会列出所有选项
    "#]],
    );
    check(
        &project,
        "upgrade a b",
        expect![[r#"
        2
        错误：`limbeck upgrade` 有多余的参数 `b`
        建议：详见 `limbeck upgrade --help`
    "#]],
    );
    check(
        &project,
        "upgrade head --tag",
        expect![[r#"
        2
        错误：`--tag` 缺少值
        建议：详见 `limbeck upgrade --help`
    "#]],
    );
    check(
        &project,
        "--lock-wait soon current",
        expect![[r#"
        2
        错误：`soon` 不能作为 `--lock-wait` 的值
        建议：应为大于或等于 0 的秒数
    "#]],
    );
    check(
        &project,
        "--lang de current",
        expect![[r#"
        2
        错误：`de` 不能作为 `--lang` 的值
        建议：可用的值：en, zh-CN
    "#]],
    );
    check(
        &project,
        "revision -m x",
        expect![[r#"
        2
        错误：limbeck 尚不支持命令 `revision`
        建议：请用 Alembic 执行 `python -m alembic revision -m x`：它生成的文件 limbeck 可以执行
    "#]],
    );
    check(
        &project,
        "upgrade head --sql --json",
        expect![[r#"
        2
        {"event":"failure","version":1,"kind":"usage","exit_code":2,"message":"`--sql` 和 `--json` 不能同时使用","places":[],"statement":null,"server_notes":{},"database":null,"help":"`plan --json` 会给出语句及其在脚本中的位置"}
    "#]],
    );
}

#[test]
fn the_language_is_chosen_by_the_option_then_by_the_environment() {
    let chosen = |line: &str, variables: &[(&str, &str)]| {
        let argv: Vec<_> = line.split_whitespace().map(Into::into).collect();
        language(&argv, |name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
    };
    for (line, variables, wanted) in [
        ("limbeck", &[][..], Language::English),
        ("limbeck", &[("LANG", "zh_CN.UTF-8")], Language::Chinese),
        ("alembic", &[("LANG", "zh_CN.UTF-8")], Language::Chinese),
        ("limbeck", &[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C")], Language::English),
        ("limbeck", &[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "")], Language::Chinese),
        ("limbeck", &[("LANG", "en_US.UTF-8"), ("LC_MESSAGES", "zh_CN")], Language::Chinese),
        ("limbeck", &[("LANG", "de_DE.UTF-8")], Language::English),
        ("limbeck", &[("LANG", "zh_CN.UTF-8"), ("LIMBECK_LANG", "en")], Language::English),
        ("limbeck --lang zh-CN current", &[("LANG", "C")], Language::Chinese),
        ("limbeck current --lang=en", &[("LANG", "zh_CN.UTF-8")], Language::English),
        ("limbeck --lang en current --lang zh", &[], Language::Chinese),
        ("limbeck current -- --lang zh", &[], Language::English),
    ] {
        assert_eq!(chosen(line, variables), wanted, "{line} {variables:?}");
    }
}

#[test]
fn what_alembic_says_is_the_same_in_every_language() {
    let told = |language: &str| {
        let project = Project::new();
        let lines = [
            "history",
            "heads -v",
            "branches",
            "show head",
            "upgrade head --sql",
            "upgrade head",
            "current -v",
            "downgrade -1",
            "history -i",
            "stamp head",
            "ensure_version",
        ];
        lines.map(|line| {
            let output = project.command(LIMBECK, line).env("LANG", language).output().expect("limbeck runs");
            project.told(&output)
        })
    };
    assert_eq!(told("zh_CN.UTF-8"), told("C"));
}

#[cfg(unix)]
#[test]
fn the_name_alembic_speaks_chinese_too() {
    let project = Project::new();
    let alembic = project.path().join("alembic");
    std::os::unix::fs::symlink(LIMBECK, &alembic).expect("a link");
    let output = project.command(&alembic, "upgrade").env("LANG", "zh_CN.UTF-8").output().expect("it runs");
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "错误：`alembic upgrade` 需要一个版本\n建议：例如 `alembic upgrade head`\n"
    );
}

/// Words of code, options and products that stay as they are, in the texts of the help.
fn is_code(word: &str) -> bool {
    const PRODUCTS: [&str; 14] = [
        "en", "alembic", "Alembic", "Python", "JSON", "SQL", "URL", "ini", "UTF", "limbeck", "head", "base", "env",
        "py",
    ];
    PRODUCTS.contains(&word)
        || word.chars().any(|c| c.is_ascii_digit())
        || word.chars().all(|c| c.is_ascii_uppercase() || !c.is_ascii_alphabetic())
        || word.contains(['.', '-', '_', '@', '=', '$', '/', ':', '+', '`', '<', '['])
}

#[test]
fn no_english_is_left_in_the_help() {
    let project = Project::new();
    let commands: Vec<String> = CommandLine::command("limbeck", Language::English)
        .get_subcommands()
        .filter(|command| !command.is_hide_set())
        .map(|command| format!("{} --help", command.get_name()))
        .chain(["--help".to_owned()])
        .collect();
    let names: Vec<String> = CommandLine::command("limbeck", Language::English)
        .get_subcommands()
        .map(|it| it.get_name().to_owned())
        .collect();
    for line in commands {
        let output = project.command(LIMBECK, &line).env("LANG", "zh_CN.UTF-8").output().expect("limbeck runs");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        for each in text.lines() {
            // Examples begin with a call, whose description follows after two blanks.
            let described = match each.trim_start().strip_prefix("limbeck ") {
                Some(example) => example.split_once("  ").map_or("", |(_, description)| description),
                None => each,
            };
            // Code stands in backticks, every second piece is one.
            let prose: String = described.split('`').step_by(2).collect::<Vec<_>>().join(" ");
            let words = prose.split(|c: char| !c.is_ascii() || c.is_whitespace() || "()[],;".contains(c));
            let english: Vec<&str> = words
                .filter(|word| word.chars().any(|c| c.is_ascii_alphabetic()))
                .filter(|word| !is_code(word) && !names.contains(&(*word).to_owned()))
                .collect();
            assert!(english.is_empty(), "{line}: {english:?} in {each:?}");
        }
        assert!(text.contains("用法：limbeck"), "{line}: {text}");
    }
}
