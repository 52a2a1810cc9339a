//! The command line, as Alembic's argparse takes it, and limbeck's own options beside it.
//!
//! It knows names, shapes and help texts of arguments, and must never know what a command does with them.

mod help;
mod language;
mod localize;
mod unsupported;
mod usage_error;

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use limbeck::{Language, Message, Resume};
use limbeck_messages::{options, usage};

pub use language::{asks_for_json, language, language_of_environment};
pub use unsupported::Unsupported;
pub use usage_error::UsageError;
use usage_error::Wanted;

/// How long a run waits for another one that holds the lock, unless `--lock-wait` says.
pub const DEFAULT_LOCK_WAIT: Duration = Duration::from_secs(60);

/// The whole command line.
#[derive(Parser, Clone, Debug, PartialEq)]
#[command(
    name = "limbeck",
    about = "Runs Alembic database migrations without Python",
    after_help = options::after_limbeck().to_string(),
    disable_version_flag = true,
    disable_help_subcommand = true,
    infer_long_args = true,
    args_override_self = true,
    subcommand_value_name = "COMMAND",
    subcommand_help_heading = "Commands"
)]
pub struct CommandLine {
    /// The project's ini file or pyproject.toml; twice to name both [default: $ALEMBIC_CONFIG or alembic.ini]
    #[arg(short, long, value_name = "FILE")]
    pub config: Vec<PathBuf>,
    /// The section of the ini file [default: alembic]
    #[arg(short, long, value_name = "SECTION")]
    pub name: Option<String>,
    /// An argument for env.py, as in `-x tenant=south`; may be repeated
    #[arg(id = "x_before", short = 'x', value_name = "KEY=VALUE")]
    pub x: Vec<String>,
    /// Show every frame of an error, and its whole SQL statement
    #[arg(long)]
    pub raiseerr: bool,
    /// Print no progress, and nothing on standard output but SQL
    #[arg(id = "quiet_before", short, long = "quiet")]
    pub quiet: bool,
    /// The database, in place of the one env.py names [default: $LIMBECK_URL, then $DATABASE_URL or .env]
    #[arg(id = "url_before", long = "url", value_name = "URL")]
    pub url: Option<String>,
    /// How long to wait for another run to end [default: 60]
    #[arg(id = "lock_wait_before", long = "lock-wait", value_name = "SECONDS", value_parser = seconds, allow_negative_numbers = true)]
    pub lock_wait: Option<Duration>,
    /// The language of messages: en or zh-CN [default: $LIMBECK_LANG, then the locale]
    #[arg(id = "lang_before", long = "lang", value_name = "LANGUAGE", value_parser = known_language)]
    pub lang: Option<Language>,
    /// Answer with a JSON document on standard output, and report progress as JSON lines on standard error
    #[arg(id = "json_before", long = "json")]
    pub json: bool,
    /// Leave env.py out: take the URL of the ini, and nothing else that it configures
    #[arg(id = "no_env_before", long = "no-env")]
    pub no_env: bool,
    /// Print the version
    #[arg(long)]
    pub version: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Options that stand before the command in Alembic, and here also after it.
#[derive(Args, Clone, Debug, Default, PartialEq)]
pub struct LateOptions {
    /// An argument for env.py, as in `-x tenant=south`; may be repeated
    #[arg(id = "x_after", short = 'x', value_name = "KEY=VALUE")]
    pub x: Vec<String>,
    /// Print no progress, and nothing on standard output but SQL
    #[arg(id = "quiet_after", short, long = "quiet")]
    pub quiet: bool,
    /// The database, in place of the one env.py names
    #[arg(id = "url_after", long = "url", value_name = "URL")]
    pub url: Option<String>,
    /// How long to wait for another run to end [default: 60]
    #[arg(id = "lock_wait_after", long = "lock-wait", value_name = "SECONDS", value_parser = seconds, allow_negative_numbers = true)]
    pub lock_wait: Option<Duration>,
    /// The language of messages: en or zh-CN [default: $LIMBECK_LANG, then the locale]
    #[arg(id = "lang_after", long = "lang", value_name = "LANGUAGE", value_parser = known_language)]
    pub lang: Option<Language>,
    /// Answer with a JSON document on standard output, and report progress as JSON lines on standard error
    #[arg(id = "json_after", long = "json")]
    pub json: bool,
    /// Leave env.py out: take the URL of the ini, and nothing else that it configures
    #[arg(id = "no_env_after", long = "no-env")]
    pub no_env: bool,
}

/// The commands.
#[derive(Subcommand, Clone, Debug, PartialEq)]
pub enum Command {
    /// Bring the database up to a revision
    #[command(after_help = options::after_upgrade().to_string())]
    Upgrade(Move),
    /// Take the database back to a revision
    #[command(after_help = options::after_downgrade().to_string())]
    Downgrade(Move),
    /// Show where the database stands
    #[command(after_help = options::after_current().to_string())]
    Current {
        /// Exit with 1 unless the database stands at all heads
        #[arg(short, long)]
        check_heads: bool,
        /// Show each revision in full, and the database
        #[arg(short, long)]
        verbose: bool,
        /// Options of every command.
        #[command(flatten)]
        late: LateOptions,
    },
    /// List the revisions, newest first
    #[command(after_help = options::after_history().to_string())]
    History {
        /// Only this range; either end may be left out, relative, or `current`
        #[arg(short, long, value_name = "[START]:[END]", allow_hyphen_values = true, value_parser = revision_range)]
        rev_range: Option<String>,
        /// Show each revision in full
        #[arg(short, long)]
        verbose: bool,
        /// Mark the revisions at which the database stands
        #[arg(short, long)]
        indicate_current: bool,
        /// Options of every command.
        #[command(flatten)]
        late: LateOptions,
    },
    /// List the newest revision of every branch
    Heads {
        /// Show each revision in full
        #[arg(short, long)]
        verbose: bool,
        /// Count what a revision depends on as its parent
        #[arg(long)]
        resolve_dependencies: bool,
        /// Options of every command.
        #[command(flatten)]
        late: LateOptions,
    },
    /// List the revisions where branches part
    Branches {
        /// Show each revision in full
        #[arg(short, long)]
        verbose: bool,
        /// Options of every command.
        #[command(flatten)]
        late: LateOptions,
    },
    /// Show one revision in full
    #[command(after_help = options::after_show().to_string())]
    Show {
        /// The revision: an id or its beginning, `head`, `heads`, `current`, LABEL@head
        #[arg(value_name = "REVISION", allow_negative_numbers = true)]
        revision: String,
        /// Options of every command.
        #[command(flatten)]
        late: LateOptions,
    },
    /// Write down that the database stands at a revision, without running anything
    #[command(after_help = options::after_stamp().to_string())]
    Stamp {
        /// The revisions, or `heads` for all heads, or `base`
        #[arg(value_name = "REVISION", required = true, num_args = 1.., allow_negative_numbers = true)]
        revisions: Vec<String>,
        /// Print the SQL instead of running it
        #[arg(long)]
        sql: bool,
        /// A text that env.py can ask for
        #[arg(long, value_name = "TEXT")]
        tag: Option<String>,
        /// Empty the version table first, whatever is in it
        #[arg(long)]
        purge: bool,
        /// Options of every command.
        #[command(flatten)]
        late: LateOptions,
    },
    /// Create the version table if it is not there
    #[command(name = "ensure_version")]
    EnsureVersion {
        /// Print the SQL instead of running it
        #[arg(long)]
        sql: bool,
        /// Options of every command.
        #[command(flatten)]
        late: LateOptions,
    },
    /// Upgrade step by step: show what would run, ask, run it, and verify the result
    #[command(after_help = options::after_migrate().to_string())]
    Migrate {
        /// The revision to go to [default: head]
        #[arg(
            value_name = "REVISION",
            default_value = "head",
            hide_default_value = true,
            allow_negative_numbers = true
        )]
        revision: String,
        /// Run without asking
        #[arg(short, long)]
        yes: bool,
        /// How to go on with a revision left half done: `skip`, `again` or `anew`
        #[arg(long, value_name = "HOW", value_parser = resume)]
        resume: Option<Resume>,
        /// Options of every command.
        #[command(flatten)]
        late: LateOptions,
    },
    /// Show what an upgrade or downgrade would do, without doing it
    #[command(after_help = options::after_plan().to_string())]
    Plan {
        /// The revision to go to, as in `upgrade` or `downgrade` [default: head]
        #[arg(
            value_name = "REVISION",
            default_value = "head",
            hide_default_value = true,
            allow_negative_numbers = true
        )]
        revision: String,
        /// Options of every command.
        #[command(flatten)]
        late: LateOptions,
    },
    /// Show the tables and foreign keys of the database, or all about one table
    #[command(after_help = options::after_inspect().to_string())]
    Inspect {
        /// The table, where need be with its schema: SCHEMA.TABLE
        #[arg(value_name = "TABLE")]
        table: Option<String>,
        /// Options of every command.
        #[command(flatten)]
        late: LateOptions,
    },
    /// Tell which revisions limbeck runs, without a database
    #[command(after_help = options::after_compat().to_string())]
    Compat {
        /// Options of every command.
        #[command(flatten)]
        late: LateOptions,
    },
    /// Compare the database's tables with what the revisions make
    #[command(after_help = options::after_verify().to_string())]
    Verify(Verify),
    /// Check all that a run needs, one by one, and say what to do
    #[command(after_help = options::after_doctor().to_string())]
    Doctor {
        /// Options of every command.
        #[command(flatten)]
        late: LateOptions,
    },
    /// The commands of Alembic that limbeck leaves to it.
    #[command(flatten)]
    Unsupported(Unsupported),
}

/// Arguments of `verify`.
#[derive(Args, Clone, Debug, PartialEq)]
pub struct Verify {
    /// Only these tables
    #[arg(long, value_name = "NAME", num_args = 1..)]
    pub table: Vec<String>,
    /// The revision whose tables are expected [default: the database's own]
    #[arg(long, value_name = "REVISION", allow_hyphen_values = true)]
    pub at: Option<String>,
    /// Count tables that no revision makes, and uncertain ones, as differences too
    #[arg(long)]
    pub strict: bool,
    /// Compare with a scratch database in which all revisions are run: the empty one of URL, or a temporary one
    #[arg(long, value_name = "URL", num_args = 0..=1, default_missing_value = "")]
    pub scratch: Option<String>,
    /// Options of every command.
    #[command(flatten)]
    pub late: LateOptions,
}

/// Arguments of `upgrade` and `downgrade`.
#[derive(Args, Clone, Debug, PartialEq)]
pub struct Move {
    /// The revision: an id or its beginning, `head`, `heads`, `base`, +1, -1, LABEL@head; with --sql also FROM:TO
    #[arg(value_name = "REVISION", allow_negative_numbers = true)]
    pub revision: String,
    /// Print the SQL instead of running it
    #[arg(long)]
    pub sql: bool,
    /// A text that env.py can ask for
    #[arg(long, value_name = "TEXT")]
    pub tag: Option<String>,
    /// How to go on with a revision left half done: `skip`, `again` or `anew`
    #[arg(long, value_name = "HOW", value_parser = resume)]
    pub resume: Option<Resume>,
    /// Options of every command.
    #[command(flatten)]
    pub late: LateOptions,
}

impl Command {
    /// Its name on the command line.
    pub fn name(&self) -> &'static str {
        match self {
            Command::Upgrade(_) => "upgrade",
            Command::Downgrade(_) => "downgrade",
            Command::Current { .. } => "current",
            Command::History { .. } => "history",
            Command::Heads { .. } => "heads",
            Command::Branches { .. } => "branches",
            Command::Show { .. } => "show",
            Command::Stamp { .. } => "stamp",
            Command::EnsureVersion { .. } => "ensure_version",
            Command::Migrate { .. } => "migrate",
            Command::Plan { .. } => "plan",
            Command::Inspect { .. } => "inspect",
            Command::Compat { .. } => "compat",
            Command::Verify(_) => "verify",
            Command::Doctor { .. } => "doctor",
            Command::Unsupported(command) => command.name(),
        }
    }
}

impl CommandLine {
    /// Reads the command line; the first item is the name that the program was called by.
    ///
    /// # Errors
    /// [`UsageError`], which is also how `--help` ends.
    pub fn read(argv: impl IntoIterator<Item = OsString>, language: Language) -> Result<Self, UsageError> {
        let argv: Vec<OsString> = argv.into_iter().collect();
        let program = program_name(argv.first());
        let known = Self::command(program, language);
        let named = argv.iter().skip(1).filter_map(|argument| argument.to_str()).find_map(|argument| {
            known.get_subcommands().map(clap::Command::get_name).find(|name| *name == argument).map(str::to_owned)
        });
        let parsed = known
            .try_get_matches_from(argv)
            .and_then(|matches| <Self as clap::FromArgMatches>::from_arg_matches(&matches));
        match parsed {
            Ok(mut line) => {
                line.gather_late_options();
                Ok(line)
            }
            Err(error) => Err(localize::help_text(UsageError::from_clap(program, named.as_deref(), &error), language)),
        }
    }

    /// The commands, options and arguments, with their texts in a language.
    pub fn command(program: &'static str, language: Language) -> clap::Command {
        localize::command(<Self as clap::CommandFactory>::command().bin_name(program).name(program), language)
    }

    /// What stands after the command counts as if it stood before it.
    fn gather_late_options(&mut self) {
        let late = match &mut self.command {
            Some(Command::Upgrade(it) | Command::Downgrade(it)) => &mut it.late,
            Some(Command::Verify(it)) => &mut it.late,
            Some(
                Command::Current { late, .. }
                | Command::History { late, .. }
                | Command::Heads { late, .. }
                | Command::Branches { late, .. }
                | Command::Show { late, .. }
                | Command::Stamp { late, .. }
                | Command::EnsureVersion { late, .. }
                | Command::Migrate { late, .. }
                | Command::Plan { late, .. }
                | Command::Inspect { late, .. }
                | Command::Compat { late, .. }
                | Command::Doctor { late },
            ) => late,
            Some(Command::Unsupported(_)) | None => return,
        };
        let late = std::mem::take(late);
        self.x.extend(late.x);
        self.quiet |= late.quiet;
        self.url = late.url.or(self.url.take());
        self.lock_wait = late.lock_wait.or(self.lock_wait);
        self.lang = late.lang.or(self.lang);
        self.json |= late.json;
        self.no_env |= late.no_env;
    }

    /// What limbeck prints for no command at all.
    pub fn short_usage(program: &str) -> Message {
        usage::short(program)
    }
}

/// `alembic` when the program was called by that name (a link or a copy), `limbeck` otherwise.
pub fn program_name(called: Option<&OsString>) -> &'static str {
    let stem = called.and_then(|name| std::path::Path::new(name).file_stem()).and_then(|stem| stem.to_str());
    match stem {
        Some(stem) if stem.eq_ignore_ascii_case("alembic") => "alembic",
        Some(_) | None => "limbeck",
    }
}

fn seconds(text: &str) -> Result<Duration, Wanted> {
    text.parse::<f64>()
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| Wanted(usage::seconds_wanted()))
}

fn resume(text: &str) -> Result<Resume, Wanted> {
    match text {
        "skip" => Ok(Resume::Skip),
        "again" => Ok(Resume::Again),
        "anew" => Ok(Resume::Anew),
        _ => Err(Wanted(usage::resume_wanted())),
    }
}

fn known_language(text: &str) -> Result<Language, Wanted> {
    let tags: Vec<&str> = Language::ALL.into_iter().map(Language::tag).collect();
    text.parse().map_err(|()| Wanted(usage::language_wanted(tags.join(", "))))
}

/// An option in place of the range is a range forgotten.
fn revision_range(text: &str) -> Result<String, Wanted> {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some('-'), second) if !second.is_some_and(|second| second.is_ascii_digit()) => {
            Err(Wanted(usage::range_wanted()))
        }
        _ => Ok(text.to_owned()),
    }
}
