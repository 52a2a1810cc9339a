//! What is said of arguments that make no sense.

use std::ffi::OsString;

use expect_test::{Expect, expect};
use limbeck::Language;
use limbeck_cli::arguments::{Command, CommandLine, UsageError};
use limbeck_cli::render::{self, Look};

fn check(line: &[&str], wanted: Expect) {
    let argv = std::iter::once("limbeck").chain(line.iter().copied()).map(OsString::from);
    let error = match CommandLine::read(argv, Language::English) {
        Ok(CommandLine { command: Some(Command::Unsupported(command)), .. }) => command.refusal(),
        Ok(other) => panic!("taken: {other:?}"),
        Err(error) => error,
    };
    match error {
        UsageError::Wrong { message, help } => wanted.assert_eq(&render::usage(&message, &help, Look::default())),
        UsageError::Help(text) => panic!("help: {text}"),
    }
}

#[test]
fn unknown_commands_and_options_suggest_the_nearest() {
    check(
        &["upgrad", "head"],
        expect![[r#"
            error: there is no command `upgrad`
            help: did you mean `upgrade`? `limbeck --help` lists the commands
        "#]],
    );
    check(
        &["zzz"],
        expect![[r#"
        error: there is no command `zzz`
        help: `limbeck --help` lists the commands
    "#]],
    );
    check(
        &["upgrade", "head", "--slq"],
        expect![[r#"
        error: there is no option `--slq` of `limbeck upgrade`
        help: `limbeck upgrade --help` lists the options
    "#]],
    );
    check(
        &["--confg", "a", "current"],
        expect![[r#"
            error: there is no option `--confg`
            help: did you mean `--config`? `limbeck --help` lists the options
        "#]],
    );
}

#[test]
fn what_is_missing_is_named() {
    check(
        &["upgrade"],
        expect![[r#"
        error: `limbeck upgrade` needs a revision
        help: for example `limbeck upgrade head`
    "#]],
    );
    check(
        &["downgrade"],
        expect![[r#"
        error: `limbeck downgrade` needs a revision
        help: for example `limbeck downgrade -1`
    "#]],
    );
    check(
        &["stamp"],
        expect![[r#"
        error: `limbeck stamp` needs a revision
        help: for example `limbeck stamp head`
    "#]],
    );
    check(
        &["history", "-r"],
        expect![[r#"
            error: `--rev-range` needs a value
            help: `limbeck history --help` says more
        "#]],
    );
    check(
        &["upgrade", "head", "--tag"],
        expect![[r#"
            error: `--tag` needs a value
            help: `limbeck upgrade --help` says more
        "#]],
    );
}

#[test]
fn what_is_too_much_is_named() {
    check(
        &["upgrade", "a", "b"],
        expect![[r#"
        error: `b` is one argument too many of `limbeck upgrade`
        help: `limbeck upgrade --help` says more
    "#]],
    );
    check(
        &["upgrade", "head", "--sql=yes"],
        expect![[r#"
        error: `--sql` takes no value, but `yes` was given
        help: `limbeck upgrade --help` says more
    "#]],
    );
    check(
        &["upgrade", "head", "-c", "other.ini"],
        expect![[r#"
        error: there is no option `-c` of `limbeck upgrade`
        help: it stands before the command: `limbeck -c FILE … upgrade`
    "#]],
    );
}

#[test]
fn values_have_to_fit() {
    check(
        &["--lock-wait", "soon", "current"],
        expect![[r#"
        error: `soon` does not fit `--lock-wait`
        help: a number of seconds is wanted, 0 or more
    "#]],
    );
    check(
        &["--lock-wait", "-1", "current"],
        expect![[r#"
        error: `-1` does not fit `--lock-wait`
        help: a number of seconds is wanted, 0 or more
    "#]],
    );
    check(
        &["history", "-r", "-v"],
        expect![[r#"
        error: `-v` does not fit `--rev-range`
        help: a range is wanted, [start]:[end]
    "#]],
    );
}

#[test]
fn commands_of_alembic_are_left_to_it_by_name() {
    check(
        &["revision", "--autogenerate", "-m", "add pets"],
        expect![[r#"
        error: limbeck does not have the command `revision` yet
        help: run Alembic for it, `python -m alembic revision --autogenerate -m 'add pets'`: limbeck runs the file that it writes
    "#]],
    );
    check(
        &["-c", "a.ini", "merge", "heads", "-m", "it's"],
        expect![[r#"
        error: limbeck does not have the command `merge` yet
        help: run Alembic for it, `python -m alembic merge heads -m 'it'\''s'`: limbeck runs the file that it writes
    "#]],
    );
    check(
        &["edit", "head"],
        expect![[r#"
        error: limbeck does not have the command `edit` yet
        help: run Alembic for it, `python -m alembic edit head`: `show` names the file of a revision
    "#]],
    );
    check(
        &["init", "-t", "async", "migrations"],
        expect![[r#"
        error: limbeck does not have the command `init` yet
        help: run Alembic for it, `python -m alembic init -t async migrations`: limbeck runs the project that it writes
    "#]],
    );
    check(
        &["check"],
        expect![[r#"
        error: limbeck does not have the command `check` yet
        help: run Alembic for it, `python -m alembic check`: it compares the models, which are Python
    "#]],
    );
    check(
        &["list_templates", "--help"],
        expect![[r#"
        error: limbeck does not have the command `list_templates` yet
        help: run Alembic for it, `python -m alembic list_templates --help`: the templates are part of Alembic
    "#]],
    );
}

#[test]
fn no_command_at_all_prints_a_short_usage() {
    expect![[r#"
        usage: limbeck [-c FILE] [-n SECTION] [-x KEY=VALUE] [--url URL] COMMAND …
        commands: upgrade, downgrade, current, history, heads, branches, show, stamp, ensure_version, migrate, plan, inspect, verify, doctor, compat
        help: `limbeck upgrade head` brings the database up to date; `limbeck --help` says more
    "#]]
    .assert_eq(CommandLine::short_usage("limbeck").text(Language::English));
}
