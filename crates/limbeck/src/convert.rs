//! Errors of every crate as [`Failure`]s.

use std::path::Path;

use limbeck_alembic::errors::{host_cause, host_error};
use limbeck_alembic::{ConfigError, IniError, ProjectError};
use limbeck_exec::lock::LockError;
use limbeck_messages::{Message, fragments, lock, project, refusals, scripts, server};
use limbeck_ops::{HostError, Origin, ServerError};
use limbeck_python::{Error, Vm};

use crate::failure::{Failure, FailureKind, Place};
use crate::inspect::distance;
use crate::refusals::graph_failure;

/// A path as people read it: relative where it lies below the current folder.
pub(crate) fn shown(path: &Path) -> String {
    let current = std::env::current_dir().unwrap_or_default();
    let relative = path.strip_prefix(&current).ok().filter(|rest| !rest.as_os_str().is_empty());
    relative.unwrap_or(path).to_string_lossy().into_owned()
}

fn source_line(path: &str, line: usize) -> String {
    std::fs::read_to_string(path)
        .ok()
        .and_then(|text| text.lines().nth(line.saturating_sub(1)).map(str::to_owned))
        .unwrap_or_default()
}

/// The places of an operation's origin.
pub(crate) fn places_of(origin: &Origin) -> Vec<Place> {
    origin
        .frames
        .iter()
        .map(|frame| {
            let (line, column) = (frame.line as usize, frame.column as usize);
            Place {
                path: shown(Path::new(&*frame.path)),
                line,
                column,
                end_column: column,
                source_line: source_line(&frame.path, line),
                function: frame.function.to_string(),
            }
        })
        .collect()
}

fn places_of_error(error: &Error, vm: &Vm) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for frame in error.traceback() {
        let Some(location) = vm.locate(frame.span) else { continue };
        places.push(Place {
            path: shown(&location.path),
            line: location.line,
            column: location.column,
            end_column: if location.end_line == location.line { location.end_column } else { location.column },
            source_line: location.source_line,
            function: frame.function.to_string(),
        });
    }
    if places.is_empty()
        && let Some(location) = vm.locate(error.span())
    {
        places.push(Place {
            path: shown(&location.path),
            line: location.line,
            column: location.column,
            end_column: if location.end_line == location.line { location.end_column } else { location.column },
            source_line: location.source_line,
            function: "<module>".to_owned(),
        });
    }
    places
}

fn syntax_failure(error: &limbeck_python::SyntaxError) -> Failure {
    let mut failure = Failure::new(FailureKind::Script, scripts::syntax(&error.message));
    failure.places.push(Place {
        path: shown(&error.path),
        line: error.line,
        column: error.column,
        end_column: if error.end_line == error.line { error.end_column } else { error.column },
        source_line: error.source_line.clone(),
        function: "<module>".to_owned(),
    });
    failure.help = Some(scripts::syntax_help());
    failure
}

/// What to say to a script that calls an operation that is none.
fn unknown_operation(message: &str) -> Option<Message> {
    let name = message.strip_prefix("module 'alembic.op' has no attribute '")?.strip_suffix('\'')?;
    let near = limbeck_alembic::operation_names().map(|known| (distance(known, name), known)).min()?;
    Some(match near {
        (far, known) if far <= (name.chars().count() / 3).max(1) => scripts::no_such_operation_help(known),
        _ => scripts::unknown_operation_help(),
    })
}

/// An error of a script.
pub(crate) fn script_failure(error: &Error, vm: &Vm) -> Failure {
    if let Some(host) = host_error(error) {
        let mut failure = host_failure(&host);
        let places = places_of_error(error, vm);
        // The traceback knows the end of the expression, the origin does not.
        if !places.is_empty() {
            failure.places = places;
        }
        return failure;
    }
    let mut failure = match error {
        Error::Syntax(syntax) => return syntax_failure(syntax),
        Error::Raised(_) => {
            let class = error.exception_class().unwrap_or_default();
            match class {
                "CommandError" => Failure::new(FailureKind::Script, error.message()),
                "AttributeError" => {
                    let failure = Failure::new(FailureKind::Script, error.to_string());
                    match unknown_operation(&error.message()) {
                        Some(help) => failure.with_help(help),
                        None => failure,
                    }
                }
                _ => Failure::new(FailureKind::Script, error.to_string()),
            }
        }
        Error::Unsupported(unsupported) => {
            Failure::new(FailureKind::Script, scripts::unsupported(fragments::translated(&unsupported.what)))
                .with_help(scripts::unsupported_help())
        }
        Error::Unresolved(unresolved) => Failure::new(
            FailureKind::Script,
            scripts::unresolved(
                &unresolved.name,
                fragments::translated(&unresolved.needed),
                fragments::translated(&unresolved.reason),
            ),
        )
        .with_help(scripts::unresolved_help(&unresolved.name)),
        Error::Limit(limit) => Failure::new(FailureKind::Script, scripts::limit(fragments::translated(&limit.what))),
        Error::Interrupted => Failure::new(FailureKind::Interrupted, scripts::interrupted()),
    };
    failure.places = places_of_error(error, vm);
    if let Some(cause) = host_cause(error) {
        let cause = host_failure(&cause);
        failure.statement = cause.statement;
        failure.server_notes = cause.server_notes;
    }
    failure
}

/// An error of a host.
pub(crate) fn host_failure(error: &HostError) -> Failure {
    let mut failure = match error {
        HostError::Server(server) => server_failure(server),
        HostError::Compile { class, message, .. } => {
            let shown = if *class == "CommandError" { message.clone() } else { format!("{class}: {message}") };
            Failure::new(FailureKind::Script, shown)
        }
        HostError::Unsupported { what, .. } => {
            Failure::new(FailureKind::Script, scripts::unsupported(fragments::translated(what)))
                .with_help(scripts::unsupported_help())
        }
        HostError::Offline { what, .. } => {
            Failure::new(FailureKind::Script, scripts::offline(fragments::translated(what)))
                .with_help(scripts::offline_help())
        }
        HostError::Connect { message, help } => {
            Failure::new(FailureKind::Database, message.clone()).with_help(help.clone())
        }
        HostError::Journal { message, help, .. } => {
            Failure::new(FailureKind::Partial, message.clone()).with_help(help.clone())
        }
        HostError::Interrupted => Failure::new(FailureKind::Interrupted, scripts::interrupted()),
    };
    if let Some(origin) = error.origin() {
        failure.places = places_of(origin);
    }
    failure
}

fn server_failure(error: &ServerError) -> Failure {
    let mut failure = Failure::new(FailureKind::Database, server::words(&error.message));
    failure.statement = Some(error.statement.clone()).filter(|text| !text.is_empty());
    for (label, note) in
        [("DETAIL", &error.detail), ("HINT", &error.hint), ("CONTEXT", &error.context), ("SQLSTATE", &error.code)]
    {
        // SQLite has result codes, which tell people nothing.
        if let Some(note) = note.as_ref().filter(|note| label != "SQLSTATE" || note.len() == 5) {
            failure.server_notes.push((label.to_owned(), note.to_owned()));
        }
    }
    failure.help = server_help(error);
    failure
}

/// The next step for the refusals that people meet most.
fn server_help(error: &ServerError) -> Option<Message> {
    let help = match error.code.as_deref() {
        Some("42P07" | "42710") => scripts::already_there_help(),
        Some("42501") => scripts::right_help(),
        Some("42P01") => scripts::table_missing_help(),
        Some("55P03" | "40P01") => scripts::locked_help(),
        Some("23502") => scripts::nulls_help(),
        Some("23505") => scripts::duplicates_help(),
        Some("23503") => scripts::orphans_help(),
        _ if error.disconnected => scripts::disconnected_help(),
        _ if error.message.contains("already exists") => scripts::already_there_help(),
        _ if error.message.contains("readonly database") => scripts::read_only_help(),
        _ => return None,
    };
    Some(help)
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        let original = error.to_string();
        let (message, help) = match &error {
            ConfigError::NoFile { path } => (project::no_file(path.display()), Some(project::no_file_help())),
            ConfigError::NoScriptLocation { looked_at, section, sections } => (
                project::no_script_location().quoting(&original),
                Some(no_script_location(looked_at, section, sections)),
            ),
            ConfigError::NoScriptFolder { path } => {
                (project::no_script_folder(path.display()).quoting(&original), Some(project::no_script_folder_help()))
            }
            ConfigError::Ini(error) => (ini_message(error), Some(project::ini_help())),
            ConfigError::Read { path, source } => (project::unreadable(path.display(), source), None),
            ConfigError::Toml { path, message } => (project::not_toml(path.display(), message), None),
            ConfigError::Value(reason) => (project::bad_value(reason), None),
        };
        Failure { help, ..Failure::new(FailureKind::Project, message) }
    }
}

fn ini_message(error: &IniError) -> Message {
    match error {
        IniError::NoSection { path, line, text } => project::ini_no_section(line, path, text),
        IniError::NotAKey { path, line, text } => project::ini_not_a_key(line, path, text),
        IniError::DuplicateSection { path, line, section } => project::ini_duplicate_section(section, path, line),
        IniError::DuplicateKey { path, line, section, key } => project::ini_duplicate_key(key, section, path, line),
        IniError::Percent { section, key, found } => project::ini_percent(found, key, section),
        IniError::MissingReference { section, key, name } => project::ini_missing_reference(name, key, section),
        IniError::Recursion { section, key } => project::ini_recursion(key, section),
    }
}

fn no_script_location(looked_at: &[(std::path::PathBuf, bool)], section: &str, sections: &[String]) -> Message {
    if let Some((path, _)) =
        looked_at.iter().find(|(path, there)| *there && path.extension().is_some_and(|e| e != "toml"))
    {
        let others: Vec<_> = sections.iter().filter(|name| *name != section).map(|name| format!("[{name}]")).collect();
        if !sections.iter().any(|name| name == section) {
            let others = if others.is_empty() { refusals::none() } else { others.join(", ").into() };
            return project::no_section(shown(path), section, others);
        }
        return project::add_script_location(section, shown(path));
    }
    let mut names: Option<Message> = None;
    for (path, _) in looked_at {
        let name: Message = shown(path).into();
        names = Some(names.map_or(name.clone(), |names| project::or(names, name)));
    }
    project::no_configuration(names.unwrap_or_default())
}

impl From<ProjectError> for Failure {
    fn from(error: ProjectError) -> Self {
        match error {
            ProjectError::Config(error) => error.into(),
            ProjectError::Script { path, error } => match &*error {
                Error::Syntax(syntax) => syntax_failure(syntax),
                other => {
                    let mut failure = Failure::new(FailureKind::Project, project::bad_header(other.to_string()));
                    failure.places.push(whole_file(&path));
                    failure.help = Some(project::header_help());
                    failure
                }
            },
            ProjectError::Read { path, source } => {
                Failure::new(FailureKind::Project, project::unreadable(path.display(), &source))
            }
            ProjectError::Header { path, message } => {
                let mut failure = Failure::new(FailureKind::Project, project::bad_header(message));
                failure.places.push(whole_file(&path));
                failure
            }
            ProjectError::Graph(errors) => graph_failure(&errors),
        }
    }
}

fn whole_file(path: &Path) -> Place {
    Place {
        path: shown(path),
        line: 1,
        column: 1,
        end_column: 1,
        source_line: source_line(&path.to_string_lossy(), 1),
        function: "<module>".to_owned(),
    }
}

impl From<LockError> for Failure {
    fn from(error: LockError) -> Self {
        match error {
            LockError::Held { holder, .. } => {
                Failure::new(FailureKind::Locked, lock::held(holder.message())).with_help(lock::held_help())
            }
            LockError::Host(error) => host_failure(&error),
        }
    }
}
