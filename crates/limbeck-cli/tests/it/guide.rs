//! Every command of the guides, run in order against a PostgreSQL server: exit codes, and what the guides show as output.
//!
//! A fenced block `powershell` holds commands; a block `text` right behind it what the last of them prints, standard
//! output first, without log lines. There `…` stands for anything, on a line of its own for any lines. A comment
//! `<!-- test: sql … -->` or `<!-- test: run … -->` brings about what the guide speaks of, `<!-- test: exit N -->` is the exit code of the next
//! block. `UPDATE_EXPECT=1` writes blocks anew that do not fit.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::cluster::{Cluster, cluster};
use crate::project::{LIMBECK, copy};

/// A guide's project on a database of its own.
struct Reader<'a> {
    cluster: &'a Cluster,
    folder: tempfile::TempDir,
    /// Where the reader is, below the folder.
    at: PathBuf,
    database: String,
    language: &'static str,
}

impl Reader<'_> {
    fn new(language: &'static str, role: &str) -> Self {
        let cluster = cluster();
        let database = format!("{role}_value");
        cluster.run(&format!("CREATE ROLE {role} LOGIN PASSWORD 'geheim'"));
        cluster.run(&format!("CREATE DATABASE {database} OWNER {role}"));
        let folder = tempfile::tempdir().expect("a folder");
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/hospital_value"), folder.path());
        let url = format!("postgresql://{role}:geheim@localhost:{}/{database}", cluster.port);
        std::fs::write(folder.path().join(".env"), format!("DATABASE_URL={url}\n")).expect("a file");
        Reader { cluster, at: folder.path().to_owned(), folder, database, language }
    }

    /// Exit code and output of a line of the guide.
    fn follow(&mut self, line: &str) -> (i32, String) {
        if let Some(folder) = line.strip_prefix("cd ") {
            self.at = self.at.join(folder).canonicalize().unwrap_or_else(|error| panic!("{line}: {error}"));
            return (0, String::new());
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut command = match words.as_slice() {
            // What asks is given a terminal.
            ["limbeck", "migrate"] => {
                let mut command = Command::new("script");
                command.args(["-qec", &format!("{LIMBECK} migrate"), "/dev/null"]);
                command
            }
            ["limbeck", arguments @ ..] => {
                let mut command = Command::new(LIMBECK);
                command.args(arguments);
                command
            }
            [r".\scripts\db-migrate.ps1", arguments @ ..] => {
                let mut command = Command::new("scripts/db-migrate.sh");
                command.args(arguments);
                command
            }
            _ => panic!("the test does not know how to follow `{line}`"),
        };
        let bin = Path::new(LIMBECK).parent().expect("a folder");
        let path = std::env::var("PATH").unwrap_or_default();
        command.env_clear().env("PATH", format!("{}:{path}", bin.display())).env("LANG", self.language);
        command.env("TERM", "dumb").current_dir(&self.at);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{line}: {error}"));
        child.stdin.take().expect("a pipe").write_all(b"y\n").unwrap_or_default();
        let output = child.wait_with_output().expect("an end");
        let (mut shown, is_typed) = (self.shown(&output.stdout), words == ["limbeck", "migrate"]);
        if is_typed {
            // The terminal shows what is typed as soon as it is, which is before the question.
            let answered = shown.strip_prefix("y\n").map(|rest| rest.replacen("[y/N] ", "[y/N] y\n", 1));
            shown = answered.unwrap_or(shown);
        }
        (output.status.code().unwrap_or(-1), shown + &self.shown(&output.stderr))
    }

    /// As the guide shows it: as if the server listened at the usual port, without log lines.
    fn shown(&self, bytes: &[u8]) -> String {
        let text = String::from_utf8_lossy(bytes).replace('\r', "");
        let text = text
            .replace(&format!("localhost:{}/{}", self.cluster.port, self.database), "localhost:5432/hospital_value");
        let text = text.replace(self.database.trim_end_matches("_value"), "hospital");
        let text = text.replace(&self.folder.path().canonicalize().unwrap_or_default().display().to_string(), "…");
        let mut shown = String::new();
        for line in text.lines() {
            // A log line may follow a question on its line.
            match line.split_once("INFO  [") {
                None => shown.push_str(&format!("{}\n", line.trim_end())),
                Some((before, _)) => shown.push_str(before),
            }
        }
        shown
    }

    fn sql(&self, sql: &str) {
        self.cluster.run_in(&self.database, sql);
    }
}

/// Numbers before a unit of time, which differ from run to run, as `N`.
fn timeless(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let end = rest[start..].find(|c: char| !c.is_ascii_digit() && c != '.').map_or(rest.len(), |at| start + at);
        let unit = rest[end..].trim_start();
        let is_time = ["秒", "毫秒", "s;", "s\n", "ms"].iter().any(|it| unit.starts_with(it)) || unit == "s";
        out.push_str(&rest[..start]);
        out.push_str(if is_time { "N" } else { &rest[start..end] });
        rest = &rest[end..];
    }
    out + rest
}

/// Whether a line is as it is shown; `…` stands for anything.
fn line_fits(shown: &str, line: &str) -> bool {
    let (shown, line) = (timeless(shown), timeless(line));
    let mut pieces = shown.split('…');
    let Some(mut rest) = line.strip_prefix(pieces.next().unwrap_or_default()) else { return false };
    let pieces: Vec<&str> = pieces.collect();
    for (number, piece) in pieces.iter().enumerate() {
        let is_last = number + 1 == pieces.len();
        match if is_last {
            rest.strip_suffix(piece).map(|_| rest.len())
        } else {
            rest.find(piece).map(|at| at + piece.len())
        } {
            Some(end) => rest = &rest[end..],
            None => return false,
        }
    }
    rest.is_empty()
}

fn fits(shown: &[&str], lines: &[&str]) -> bool {
    match (shown.split_first(), lines.split_first()) {
        (None, None) => true,
        (Some((&"…", shown)), _) => (0..=lines.len()).any(|skipped| fits(shown, &lines[skipped..])),
        (Some((first, shown)), Some((line, lines))) => line_fits(first, line) && fits(shown, lines),
        (None, Some(_)) | (Some(_), None) => false,
    }
}

/// Follows a guide; gives it back as it should be.
fn follow(name: &str, reader: &mut Reader<'_>) -> (String, String, Vec<String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
    let guide = std::fs::read_to_string(&path).expect("the guide");
    let (mut mended, mut wrong) = (String::new(), Vec::new());
    let (mut wanted_code, mut last) = (0, None);
    let mut lines = guide.lines().peekable();
    while let Some(line) = lines.next() {
        mended.push_str(line);
        mended.push('\n');
        if let Some(test) = line.strip_prefix("<!-- test: ").and_then(|rest| rest.strip_suffix(" -->")) {
            match test.split_once(' ') {
                Some(("sql", sql)) => reader.sql(sql),
                Some(("run", command)) => {
                    let (code, output) = reader.follow(command);
                    assert_eq!(code, 0, "{name}: `{command}`: {output}");
                }
                Some(("exit", code)) => wanted_code = code.parse().expect("a number"),
                _ => panic!("{name}: the test does not know `{test}`"),
            }
            continue;
        }
        let Some(kind) = line.strip_prefix("```").filter(|kind| *kind == "powershell" || *kind == "text") else {
            if !line.is_empty() {
                last = None;
            }
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if kind == "text" {
            let (command, output): (String, String) = last.take().expect("output follows a command");
            let actual: Vec<&str> = output.lines().collect();
            if fits(&block, &actual) {
                block.iter().for_each(|line| mended.push_str(&format!("{line}\n")));
            } else {
                wrong.push(format!("{name}: `{command}` prints\n{output}"));
                mended.push_str(&output);
            }
        } else {
            let commands: Vec<&str> =
                block.iter().copied().filter(|it| !it.is_empty() && !it.starts_with('#')).collect();
            for (number, command) in commands.iter().enumerate() {
                let (code, output) = reader.follow(command);
                let wanted = if number + 1 == commands.len() { std::mem::take(&mut wanted_code) } else { 0 };
                if code != wanted {
                    wrong.push(format!("{name}: `{command}` ends with {code}, not {wanted}:\n{output}"));
                }
                last = Some(((*command).to_owned(), output));
            }
            block.iter().for_each(|line| mended.push_str(&format!("{line}\n")));
        }
        mended.push_str("```\n");
    }
    (guide, mended, wrong)
}

fn check(name: &str, language: &'static str, role: &str) {
    let mut reader = Reader::new(language, role);
    let (guide, mended, wrong) = follow(name, &mut reader);
    if std::env::var_os("UPDATE_EXPECT").is_some() && guide != mended {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
        std::fs::write(path, mended).expect("the guide");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_command_of_the_chinese_guide_does_what_the_guide_says() {
    check("guide.zh-CN.md", "zh_CN.UTF-8", "yiyuan");
}

#[test]
fn every_command_of_the_english_guide_does_what_the_guide_says() {
    check("guide.md", "en_US.UTF-8", "clinic");
}

#[test]
fn both_guides_have_the_same_commands() {
    let commands = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
        let guide = std::fs::read_to_string(path).expect("the guide");
        let commands: Vec<String> = guide
            .split("```powershell\n")
            .skip(1)
            .flat_map(|rest| {
                rest.split("```").next().unwrap_or_default().lines().map(str::to_owned).collect::<Vec<_>>()
            })
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(|line| line.replace("密码", "password"))
            .collect();
        commands
    };
    assert_eq!(commands("guide.zh-CN.md"), commands("guide.md"));
}

#[test]
fn both_scripts_do_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/hospital_value/scripts");
    for (name, call) in [
        ("db-migrate.ps1", "limbeck -c $ini migrate @args"),
        ("db-migrate.sh", "exec limbeck -c \"$ini\" migrate \"$@\""),
    ] {
        let script = std::fs::read_to_string(folder.join(name)).expect("a script");
        assert_eq!(script.lines().count(), 3, "{name}");
        assert!(script.lines().any(|line| line == call) && script.is_ascii(), "{name}");
    }
}
