//! Arguments that make no sense, in limbeck's words instead of clap's.

use std::fmt;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use limbeck::Message;
use limbeck_messages::usage as messages;

use super::help;

/// Why the command line can't be followed; or the help that it asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UsageError {
    /// `--help`: text for standard output, in the language that was asked for.
    Help(String),
    /// Something is wrong.
    Wrong {
        /// What: lower case, no final period.
        message: Message,
        /// What to do.
        help: Message,
    },
}

/// What a value should be, as clap passes it on.
#[derive(Clone, Debug)]
pub(super) struct Wanted(pub Message);

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Wanted {}

impl UsageError {
    pub(super) fn refused(message: Message, help: Message) -> Self {
        UsageError::Wrong { message, help }
    }

    /// `command` is the one that the arguments name, if they name one.
    pub(super) fn from_clap(program: &str, command: Option<&str>, error: &clap::Error) -> Self {
        if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand) {
            return UsageError::Help(error.render().to_string());
        }
        // The usage line is about the command in which the error stands, which need not be the one that is named.
        let usage = text(error, ContextKind::Usage);
        let command = match &usage {
            Some(usage) => usage
                .split_whitespace()
                .skip_while(|word| *word != program)
                .nth(1)
                .filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase())),
            None => command,
        };
        let help_call = match command {
            Some(command) => format!("{program} {command} --help"),
            None => format!("{program} --help"),
        };
        let argument = text(error, ContextKind::InvalidArg).unwrap_or_default();
        let value = text(error, ContextKind::InvalidValue).unwrap_or_default();
        let suggestion = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
            .into_iter()
            .find_map(|kind| text(error, kind));
        let says_more = messages::says_more(&help_call);
        let (message, mut help) = match error.kind() {
            ErrorKind::InvalidSubcommand => (
                messages::no_command(text(error, ContextKind::InvalidSubcommand).unwrap_or_default()),
                messages::lists_commands(&help_call),
            ),
            ErrorKind::UnknownArgument => unknown(program, command, &argument, &help_call),
            ErrorKind::MissingRequiredArgument => {
                let command = command.unwrap_or_default();
                let next = match help::example(command) {
                    Some(example) => messages::for_example(format!("{program} {example}")),
                    None => says_more,
                };
                (messages::needs(format!("{program} {command}"), messages::a(&missing(&argument))), next)
            }
            ErrorKind::InvalidValue if value.is_empty() => (messages::needs_a_value(option(&argument)), says_more),
            ErrorKind::ValueValidation => {
                let reason = std::error::Error::source(error).and_then(|source| source.downcast_ref::<Wanted>());
                (
                    messages::does_not_fit(value, option(&argument)),
                    reason.map_or(says_more, |Wanted(reason)| reason.clone()),
                )
            }
            ErrorKind::TooManyValues => (messages::takes_no_value(option(&argument), value), says_more),
            ErrorKind::ArgumentConflict => {
                let other = text(error, ContextKind::PriorArg).unwrap_or_default();
                (messages::not_together(option(&argument), option(&other)), says_more)
            }
            ErrorKind::InvalidUtf8 => (messages::not_utf8(), messages::not_utf8_help()),
            _ => {
                let rendered = error.render().to_string();
                let first = rendered.lines().next().unwrap_or_default();
                (first.trim_start_matches("error: ").into(), says_more)
            }
        };
        if let Some(suggestion) = suggestion {
            help = messages::did_you_mean(suggestion, help);
        }
        UsageError::Wrong { message, help }
    }
}

fn unknown(program: &str, command: Option<&str>, argument: &str, help_call: &str) -> (Message, Message) {
    let of = command.map(|command| format!("{program} {command}"));
    let before = |name: &str| messages::stands_before(format!("{program} {name} … {}", command.unwrap_or_default()));
    if !argument.starts_with('-') {
        let message = match of {
            Some(command) => messages::too_many_of(argument, command),
            None => messages::too_many(argument),
        };
        return (message, messages::says_more(help_call));
    }
    let help = match argument.split('=').next() {
        Some("-c" | "--config") => before("-c FILE"),
        Some("-n" | "--name") => before("-n SECTION"),
        Some("--raiseerr") => before("--raiseerr"),
        Some(_) | None => messages::lists_options(help_call),
    };
    let message = match of {
        Some(command) => messages::no_option_of(argument, command),
        None => messages::no_option(argument),
    };
    (message, help)
}

/// `<REVISION>` → `revision`
fn missing(argument: &str) -> String {
    let name: String = argument.chars().filter(|c| c.is_ascii_alphabetic() || *c == ' ').collect();
    if name.trim().is_empty() { "value".to_owned() } else { name.trim().to_lowercase() }
}

/// `--tag <TEXT>` → `--tag`
fn option(argument: &str) -> &str {
    argument.split([' ', '=']).next().unwrap_or(argument)
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        // Suggestions: the best comes last.
        ContextValue::Strings(texts) => texts.last().cloned(),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        ContextValue::StyledStrs(texts) => texts.first().map(ToString::to_string),
        _ => None,
    }
}
