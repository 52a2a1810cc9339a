//! Arguments that make no sense, in limbeck's words instead of clap's.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::help;

/// Why the command line can't be followed; or the help that it asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UsageError {
    /// `--help`: text for standard output.
    Help(String),
    /// Something is wrong.
    Wrong {
        /// What: lower case, no final period.
        message: String,
        /// What to do.
        help: String,
    },
}

impl UsageError {
    pub(super) fn refused(message: String, help: String) -> Self {
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
        let (message, mut help) = match error.kind() {
            ErrorKind::InvalidSubcommand => (
                format!("there is no command `{}`", text(error, ContextKind::InvalidSubcommand).unwrap_or_default()),
                format!("`{help_call}` lists the commands"),
            ),
            ErrorKind::UnknownArgument => unknown(program, command, &argument, &help_call),
            ErrorKind::MissingRequiredArgument => {
                let command = command.unwrap_or_default();
                let next = match help::example(command) {
                    Some(example) => format!("for example `{program} {example}`"),
                    None => format!("`{help_call}` says more"),
                };
                (format!("`{program} {command}` needs {}", a(&missing(&argument))), next)
            }
            ErrorKind::InvalidValue if value.is_empty() => {
                (format!("`{}` needs a value", option(&argument)), format!("`{help_call}` says more"))
            }
            ErrorKind::ValueValidation => {
                let reason = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
                (format!("`{value}` does not fit `{}`", option(&argument)), reason)
            }
            ErrorKind::TooManyValues => (
                format!("`{}` takes no value, but `{value}` was given", option(&argument)),
                format!("`{help_call}` says more"),
            ),
            ErrorKind::InvalidUtf8 => {
                ("an argument is not UTF-8".to_owned(), "write names and revisions in UTF-8".to_owned())
            }
            _ => {
                let rendered = error.render().to_string();
                let first = rendered.lines().next().unwrap_or_default();
                (first.trim_start_matches("error: ").to_owned(), format!("`{help_call}` says more"))
            }
        };
        if let Some(suggestion) = suggestion {
            help = format!("did you mean `{suggestion}`? {help}");
        }
        UsageError::Wrong { message, help }
    }
}

fn unknown(program: &str, command: Option<&str>, argument: &str, help_call: &str) -> (String, String) {
    let of = command.map(|command| format!(" of `{program} {command}`")).unwrap_or_default();
    let before =
        |name: &str| format!("it stands before the command: `{program} {name} … {}`", command.unwrap_or_default());
    if !argument.starts_with('-') {
        return (format!("`{argument}` is one argument too many{of}"), format!("`{help_call}` says more"));
    }
    let help = match argument.split('=').next() {
        Some("-c" | "--config") => before("-c FILE"),
        Some("-n" | "--name") => before("-n SECTION"),
        Some("--raiseerr") => before("--raiseerr"),
        Some(_) | None => format!("`{help_call}` lists the options"),
    };
    (format!("there is no option `{argument}`{of}"), help)
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

fn a(noun: &str) -> String {
    format!("{} {noun}", if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" })
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
