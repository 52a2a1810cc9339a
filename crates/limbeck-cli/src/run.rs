//! From the process's arguments to its exit code.

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::time::Instant;

use limbeck::{Answer, ConfigOptions, Failure, Language, MigrateOptions, Scratch, Settings, VerifyOptions, answers};
use limbeck_messages::{display, usage};

use crate::arguments::{
    Command, CommandLine, DEFAULT_LOCK_WAIT, Move, UsageError, Verify, asks_for_json, language, program_name,
};
use crate::console::{Console, Manner};
use crate::events;
use crate::interrupt::Interrupt;
use crate::panic;
use crate::progress::{Display, Surroundings};
use crate::question;
use crate::render::{self, Look};

/// The exit code of arguments that make no sense.
const USAGE: u8 = 2;
/// Beyond the evaluator's own: for the frames around it.
const MORE_STACK: usize = 8 << 20;
/// What Alembic's own `--version` says, for tools that ask before they go on.
const ALEMBIC_VERSION: &str = "1.20.1";

/// Runs the command line of this process; the exit code.
pub fn run(argv: Vec<OsString>) -> u8 {
    let language = language(&argv, environment);
    panic::install(argv.iter().map(|argument| argument.to_string_lossy().into_owned()).collect(), language);
    let program = program_name(argv.first());
    let look = look(language);
    let is_json = asks_for_json(&argv);
    let line = match CommandLine::read(argv, language) {
        Ok(line) => line,
        Err(error) => return refuse(&error, look, is_json),
    };
    if line.version {
        return answer(&version(program));
    }
    let look = Look { everything: line.raiseerr, ..look };
    match line.command.clone() {
        None if is_json => {
            let (message, help) = (usage::no_command_given(), usage::lists_commands(format!("{program} --help")));
            refuse(&UsageError::Wrong { message, help }, look, true)
        }
        None => {
            let _ = std::io::stderr().write_all(CommandLine::short_usage(program).text(language).as_bytes());
            USAGE
        }
        Some(Command::Unsupported(command)) => refuse(&command.refusal(), look, is_json),
        Some(command) => on_a_big_stack(look, || execute(line, command, look)),
    }
}

/// `alembic 1.20.1 (limbeck 0.1.0)` under Alembic's name: its version comes second for those who parse it.
pub fn version(program: &str) -> String {
    let own = env!("CARGO_PKG_VERSION");
    match program {
        "alembic" => format!("alembic {ALEMBIC_VERSION} (limbeck {own})\n"),
        _ => format!("limbeck {own}\n"),
    }
}

fn answer(text: &str) -> u8 {
    // A closed pipe is nothing to tell anybody.
    let _ = std::io::stdout().write_all(text.as_bytes());
    0
}

fn refuse(error: &UsageError, look: Look, is_json: bool) -> u8 {
    match error {
        UsageError::Help(text) => answer(&format!("{}\n", text.trim_end())),
        UsageError::Wrong { message, help } => {
            let text = if is_json {
                let failure = Failure::new(limbeck::FailureKind::Usage, message.clone()).with_help(help.clone());
                events::failure(&failure, look.language)
            } else {
                render::usage(message, help, look)
            };
            let _ = std::io::stderr().write_all(text.as_bytes());
            USAGE
        }
    }
}

fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// What standard error can show.
fn with_surroundings<T>(ask: impl FnOnce(Surroundings<'_>) -> T) -> T {
    let (term, ci, no_color) = (environment("TERM"), environment("CI"), environment("NO_COLOR"));
    // Windows' consoles have no TERM.
    let term = term.or_else(|| cfg!(windows).then(|| "windows".to_owned()));
    ask(Surroundings {
        is_terminal: std::io::stderr().is_terminal(),
        term: term.as_deref(),
        ci: ci.as_deref(),
        no_color: no_color.as_deref(),
    })
}

fn look(language: Language) -> Look {
    Look { color: with_surroundings(|surroundings| surroundings.take_colors()), language, ..Look::default() }
}

/// Scripts are evaluated recursively. The memory is the system's to give when it is touched. It is this thread that goes
/// on there: glibc hands the memory of other threads out page by page.
fn on_a_big_stack(look: Look, command: impl FnOnce() -> u8) -> u8 {
    let size = limbeck::STACK_SIZE + MORE_STACK;
    // `stacker` panics where there is no memory: asked before, it can be said.
    if let Err(error) = Vec::<u8>::new().try_reserve_exact(size) {
        let (message, help) = (display::no_stack(error.to_string()), display::no_stack_help());
        return refuse(&UsageError::Wrong { message, help }, look, false);
    }
    let command = AssertUnwindSafe(command);
    // The panic hook has said all.
    stacker::grow(size, || catch_unwind(command)).unwrap_or(panic::EXIT_CODE)
}

fn execute(line: CommandLine, command: Command, look: Look) -> u8 {
    let is_sql = match &command {
        Command::Upgrade(Move { sql, .. })
        | Command::Downgrade(Move { sql, .. })
        | Command::Stamp { sql, .. }
        | Command::EnsureVersion { sql, .. } => *sql,
        Command::Current { .. }
        | Command::History { .. }
        | Command::Heads { .. }
        | Command::Branches { .. }
        | Command::Show { .. }
        | Command::Migrate { .. }
        | Command::Plan { .. }
        | Command::Inspect { .. }
        | Command::Compat { .. }
        | Command::Verify(_)
        | Command::Doctor { .. }
        | Command::Unsupported(_) => false,
    };
    let prints_answers = matches!(
        command,
        Command::Current { .. }
            | Command::History { .. }
            | Command::Heads { .. }
            | Command::Branches { .. }
            | Command::Show { .. }
            | Command::Migrate { .. }
            | Command::Plan { .. }
            | Command::Inspect { .. }
            | Command::Compat { .. }
            | Command::Verify(_)
            | Command::Doctor { .. }
    );
    if is_sql && line.json {
        let message = usage::not_together("--sql", "--json");
        return refuse(&UsageError::Wrong { message, help: usage::json_and_sql_help() }, look, true);
    }
    let is_json = line.json;
    let display = with_surroundings(|surroundings| surroundings.take_a_display() && !line.quiet && !is_sql && !is_json)
        .then(|| Display::new(look.color, look.language));
    let interrupt = Interrupt::default();
    interrupt.listen(display.clone(), look.language, is_json);
    let flag = std::sync::Arc::clone(&interrupt.flag);
    let console =
        Rc::new(Console::new(Manner { display, look, is_json, is_quiet: line.quiet, prints_answers, interrupt }));
    let resume = match &command {
        Command::Upgrade(Move { resume, .. }) | Command::Downgrade(Move { resume, .. }) => *resume,
        Command::Migrate { resume, .. } => *resume,
        Command::Stamp { .. }
        | Command::EnsureVersion { .. }
        | Command::Current { .. }
        | Command::History { .. }
        | Command::Heads { .. }
        | Command::Branches { .. }
        | Command::Show { .. }
        | Command::Plan { .. }
        | Command::Inspect { .. }
        | Command::Compat { .. }
        | Command::Verify(_)
        | Command::Doctor { .. }
        | Command::Unsupported(_) => None,
    };
    let settings = Settings {
        config: ConfigOptions {
            files: line.config,
            section: line.name,
            x_arguments: line.x,
            alembic_config: environment("ALEMBIC_CONFIG"),
        },
        url: line.url,
        lock_wait: line.lock_wait.unwrap_or(DEFAULT_LOCK_WAIT),
        interrupt: flag,
        no_env: line.no_env,
        language: look.language,
        resume: resume.unwrap_or_default(),
        reporter: Rc::<Console>::clone(&console),
    };
    console.start(command.name());
    let started = Instant::now();
    let answered = if is_json { answer_json(&settings, command) } else { dispatch(&settings, command, false) };
    let done = answered.and_then(|()| console.finish());
    match done {
        Ok(()) => {
            console.end(started.elapsed());
            0
        }
        Err(failure) => {
            console.fail(&failure);
            failure.kind.exit_code()
        }
    }
}

/// The commands of Alembic, which answer in text unless `--json` is given; the others know the flag themselves.
fn answer_json(settings: &Settings, command: Command) -> Result<(), Failure> {
    match command {
        Command::Upgrade(Move { revision, sql: _, tag, resume: _, late: _ }) => {
            answers::upgrade(settings, &revision, tag.as_deref())
        }
        Command::Downgrade(Move { revision, sql: _, tag, resume: _, late: _ }) => {
            answers::downgrade(settings, &revision, tag.as_deref())
        }
        Command::Current { check_heads, verbose: _, late: _ } => answers::current(settings, check_heads),
        Command::History { rev_range, verbose: _, indicate_current, late: _ } => {
            answers::history(settings, rev_range.as_deref(), indicate_current)
        }
        Command::Heads { verbose: _, resolve_dependencies, late: _ } => answers::heads(settings, resolve_dependencies),
        Command::Branches { verbose: _, late: _ } => answers::branches(settings),
        Command::Show { revision, late: _ } => answers::show(settings, &revision),
        Command::Stamp { revisions, sql: _, tag, purge, late: _ } => {
            answers::stamp(settings, &revisions, tag.as_deref(), purge)
        }
        Command::EnsureVersion { sql: _, late: _ } => answers::ensure_version(settings),
        Command::Migrate { .. }
        | Command::Plan { .. }
        | Command::Inspect { .. }
        | Command::Compat { .. }
        | Command::Verify(_)
        | Command::Doctor { .. }
        | Command::Unsupported(_) => dispatch(settings, command, true),
    }
}

fn dispatch(settings: &Settings, command: Command, json: bool) -> Result<(), Failure> {
    match command {
        Command::Upgrade(Move { revision, sql, tag, resume: _, late: _ }) => {
            limbeck::upgrade(settings, &revision, sql, tag.as_deref())
        }
        Command::Downgrade(Move { revision, sql, tag, resume: _, late: _ }) => {
            limbeck::downgrade(settings, &revision, sql, tag.as_deref())
        }
        Command::Current { check_heads, verbose, late: _ } => limbeck::current(settings, verbose, check_heads),
        Command::History { rev_range, verbose, indicate_current, late: _ } => {
            limbeck::history(settings, rev_range.as_deref(), verbose, indicate_current)
        }
        Command::Heads { verbose, resolve_dependencies, late: _ } => {
            limbeck::heads(settings, verbose, resolve_dependencies)
        }
        Command::Branches { verbose, late: _ } => limbeck::branches(settings, verbose),
        Command::Show { revision, late: _ } => limbeck::show(settings, &revision),
        Command::Stamp { revisions, sql, tag, purge, late: _ } => {
            limbeck::stamp(settings, &revisions, sql, tag.as_deref(), purge)
        }
        Command::EnsureVersion { sql, late: _ } => limbeck::ensure_version(settings, sql),
        Command::Migrate { revision, yes, resume: _, late: _ } => {
            // A program reads what would be the question.
            let ask = |question: &str| match json {
                true => Answer::NobodyThere,
                false => question::ask(question, &settings.interrupt),
            };
            limbeck::migrate(settings, &MigrateOptions { target: &revision, yes, json, ask: &ask })
        }
        Command::Plan { revision, late: _ } => limbeck::plan(settings, &revision, json),
        Command::Compat { late: _ } => limbeck::compat(settings, json),
        Command::Inspect { table, late: _ } => limbeck::inspect(settings, table.as_deref(), json),
        Command::Verify(Verify { table, at, strict, scratch, late: _ }) => {
            let scratch = scratch.map(|url| if url.is_empty() { Scratch::Temporary } else { Scratch::Url(url) });
            limbeck::verify(settings, &VerifyOptions { tables: table, at, strict, json, scratch })
        }
        Command::Doctor { late: _ } => limbeck::doctor(settings, json),
        Command::Unsupported(command) => Err(match command.refusal() {
            UsageError::Wrong { message, help } => Failure::new(limbeck::FailureKind::Usage, message).with_help(help),
            UsageError::Help(text) => Failure::new(limbeck::FailureKind::Usage, text),
        }),
    }
}
