//! Command lines, against what argparse of real Alembic makes of them (`recorded/record_arguments.py`).

use std::ffi::OsString;
use std::time::Duration;

use limbeck::Language;
use limbeck_cli::arguments::{Command, CommandLine, Move, UsageError, program_name};

fn read(line: &str) -> Result<CommandLine, UsageError> {
    CommandLine::read(std::iter::once("alembic").chain(line.split_whitespace()).map(OsString::from), Language::English)
}

fn list(items: &[String]) -> Option<String> {
    (!items.is_empty())
        .then(|| format!("[{}]", items.iter().map(|item| format!("{item:?}")).collect::<Vec<_>>().join(", ")))
}

fn flag(value: bool) -> Option<String> {
    value.then(|| "true".to_owned())
}

fn one(value: Option<&String>) -> Option<String> {
    value.map(|value| format!("{value:?}"))
}

/// In the words of the recorded answers.
fn told(line: &CommandLine) -> String {
    let files: Vec<String> = line.config.iter().map(|file| file.display().to_string()).collect();
    let mut given = vec![
        ("c", list(&files)),
        ("n", one(line.name.as_ref())),
        ("x", list(&line.x)),
        ("raiseerr", flag(line.raiseerr)),
        ("quiet", flag(line.quiet)),
    ];
    let name = match &line.command {
        None => return "answered".to_owned(),
        Some(Command::Upgrade(it) | Command::Downgrade(it)) => {
            let Move { revision, sql, tag, resume: _, late: _ } = it;
            given.extend([("revision", one(Some(revision))), ("sql", flag(*sql)), ("tag", one(tag.as_ref()))]);
            if matches!(line.command, Some(Command::Upgrade(_))) { "upgrade" } else { "downgrade" }
        }
        Some(Command::Current { check_heads, verbose, late: _ }) => {
            given.extend([("check_heads", flag(*check_heads)), ("verbose", flag(*verbose))]);
            "current"
        }
        Some(Command::History { rev_range, verbose, indicate_current, late: _ }) => {
            given.extend([
                ("rev_range", one(rev_range.as_ref())),
                ("verbose", flag(*verbose)),
                ("indicate_current", flag(*indicate_current)),
            ]);
            "history"
        }
        Some(Command::Heads { verbose, resolve_dependencies, late: _ }) => {
            given.extend([("verbose", flag(*verbose)), ("resolve_dependencies", flag(*resolve_dependencies))]);
            "heads"
        }
        Some(Command::Branches { verbose, late: _ }) => {
            given.push(("verbose", flag(*verbose)));
            "branches"
        }
        Some(Command::Show { revision, late: _ }) => {
            given.push(("rev", one(Some(revision))));
            "show"
        }
        Some(Command::Stamp { revisions, sql, tag, purge, late: _ }) => {
            given.extend([
                ("revisions", list(revisions)),
                ("sql", flag(*sql)),
                ("tag", one(tag.as_ref())),
                ("purge", flag(*purge)),
            ]);
            "stamp"
        }
        Some(Command::EnsureVersion { sql, late: _ }) => {
            given.push(("sql", flag(*sql)));
            "ensure_version"
        }
        Some(
            Command::Migrate { .. }
            | Command::Plan { .. }
            | Command::Inspect { .. }
            | Command::Compat { .. }
            | Command::Verify(_)
            | Command::Doctor { .. },
        ) => "limbeck's own",
        Some(Command::Unsupported(_)) => "unsupported",
    };
    given.sort();
    let given = given.into_iter().filter_map(|(name, value)| value.map(|value| format!(" {name}={value}")));
    std::iter::once(name.to_owned()).chain(given).collect()
}

/// Command lines that Alembic refuses and limbeck takes: options that have found their way behind the command.
const TAKEN_ALL_THE_SAME: [&str; 0] = [];

#[test]
fn the_command_line_means_what_it_means_to_alembic() {
    let recorded = include_str!("recorded/arguments.txt");
    let mut wrong = Vec::new();
    for each in recorded.lines() {
        let (line, wanted) = each.split_once('\t').expect("a line and an answer");
        let got = match read(line) {
            Ok(line) => told(&line),
            Err(_) => "refused".to_owned(),
        };
        if got != wanted && !TAKEN_ALL_THE_SAME.contains(&line) {
            wrong.push(format!("{line}\n  alembic: {wanted}\n  limbeck: {got}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check(line: &str, wanted: &str) {
    match read(line) {
        Ok(read) => assert_eq!(told(&read), wanted, "{line}"),
        Err(error) => panic!("{line}: {error:?}"),
    }
}

#[test]
fn options_may_follow_the_command() {
    check("upgrade head -x a=b", r#"upgrade revision="head" x=["a=b"]"#);
    check("-x first upgrade -x second head -x third", r#"upgrade revision="head" x=["first", "second", "third"]"#);
    check("history -q", "history quiet=true");
    let line = read("--url sqlite:// --lock-wait 1 upgrade head --url sqlite:///a.db --lock-wait 0.5").expect("a line");
    assert_eq!(line.url.as_deref(), Some("sqlite:///a.db"));
    assert_eq!(line.lock_wait, Some(Duration::from_millis(500)));
}

#[test]
fn a_range_may_begin_with_a_minus_after_a_space() {
    check("history -r -3:", r#"history rev_range="-3:""#);
}

#[test]
fn the_name_alembic_is_known_by_its_stem() {
    for (called, wanted) in [
        ("alembic", "alembic"),
        ("/usr/local/bin/alembic", "alembic"),
        ("Alembic.exe", "alembic"),
        ("limbeck", "limbeck"),
        ("alembic2", "limbeck"),
        ("", "limbeck"),
    ] {
        assert_eq!(program_name(Some(&OsString::from(called))), wanted, "{called}");
    }
    assert_eq!(program_name(None), "limbeck");
}

#[test]
fn a_version_for_people_and_for_those_who_parse_it() {
    let own = env!("CARGO_PKG_VERSION");
    assert_eq!(limbeck_cli::version("limbeck"), format!("limbeck {own}\n"));
    assert_eq!(limbeck_cli::version("alembic"), format!("alembic 1.20.1 (limbeck {own})\n"));
}
