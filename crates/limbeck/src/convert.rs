//! Errors of every crate as [`Failure`]s.

use std::path::Path;

use limbeck_alembic::errors::host_error;
use limbeck_alembic::{ConfigError, ProjectError};
use limbeck_exec::lock::LockError;
use limbeck_graph::{GraphError, PlanError};
use limbeck_ops::{HostError, Origin, ServerError};
use limbeck_python::{Error, Vm};

use crate::failure::{Failure, FailureKind, Place};

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
    let mut failure = Failure::new(FailureKind::Script, format!("syntax error: {}", error.message));
    failure.places.push(Place {
        path: shown(&error.path),
        line: error.line,
        column: error.column,
        end_column: if error.end_line == error.line { error.end_column } else { error.column },
        source_line: error.source_line.clone(),
        function: "<module>".to_owned(),
    });
    failure.help = Some("correct the script; nothing was run".to_owned());
    failure
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
                _ => Failure::new(FailureKind::Script, error.to_string()),
            }
        }
        Error::Unsupported(_) => Failure::new(FailureKind::Script, error.to_string())
            .with_help("run this revision with Alembic, then `limbeck upgrade head`"),
        Error::Unresolved(unresolved) => Failure::new(FailureKind::Script, error.message()).with_help(format!(
            "limbeck evaluates the project's own modules, but not installed packages: write what `{}` stands for into the revision, or run it with Alembic",
            unresolved.name
        )),
        Error::Limit(_) => Failure::new(FailureKind::Script, error.to_string()),
        Error::Interrupted => Failure::new(FailureKind::Interrupted, "interrupted"),
    };
    failure.places = places_of_error(error, vm);
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
        HostError::Unsupported { .. } => Failure::new(FailureKind::Script, error.to_string())
            .with_help("run this revision with Alembic, then `limbeck upgrade head`"),
        HostError::Offline { .. } => Failure::new(FailureKind::Script, error.to_string())
            .with_help("a script that asks the database can't be rendered with --sql; run it online"),
        HostError::Connect { message, help } => {
            Failure::new(FailureKind::Database, message.clone()).with_help(help.clone())
        }
        HostError::Interrupted => Failure::new(FailureKind::Interrupted, "interrupted"),
    };
    if let Some(origin) = error.origin() {
        failure.places = places_of(origin);
    }
    failure
}

fn server_failure(error: &ServerError) -> Failure {
    let mut failure = Failure::new(FailureKind::Database, error.message.clone());
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
fn server_help(error: &ServerError) -> Option<String> {
    let help = match error.code.as_deref() {
        Some("42P07") | Some("42710") => {
            "it is there already: if the migration had been run before, record it with `limbeck stamp REVISION`"
        }
        Some("42501") => "the role lacks a right: connect as the owner of the schema, or let the owner grant it",
        Some("42P01") => {
            "the table is not there: see `limbeck current` and whether an earlier revision was stamped but never run"
        }
        Some("55P03") | Some("40P01") => "another session holds a lock on the table: try again when it is done",
        Some("23502") => "rows with NULL are there already: fill them first, or give a server_default",
        Some("23505") => "rows that repeat a value are there already: make them unique first",
        Some("23503") => "rows that point to nothing are there already: mend them first",
        _ if error.disconnected => "the connection was lost: see the server's log, then run the command again",
        _ if error.message.contains("already exists") => {
            "it is there already: if the migration had been run before, record it with `limbeck stamp REVISION`"
        }
        _ if error.message.contains("readonly database") => {
            "the file or its folder is read-only: change its permissions"
        }
        _ => return None,
    };
    Some(help.to_owned())
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        let help = match &error {
            ConfigError::NoFile { .. } => Some("name the file with `-c PATH`, or run limbeck in its folder".to_owned()),
            ConfigError::NoScriptLocation { looked_at, section, sections } => Some(no_script_location(looked_at, section, sections)),
            ConfigError::NoScriptFolder { .. } => {
                Some("`script_location` names the folder that has env.py; it is relative to the current folder unless it begins with %(here)s".to_owned())
            }
            ConfigError::Ini(_) => Some("a `%` in an ini value is written `%%`; every key stands in a [section]".to_owned()),
            ConfigError::Read { .. } | ConfigError::Toml { .. } | ConfigError::Value(_) => None,
        };
        let failure = Failure::new(FailureKind::Project, error.to_string());
        match help {
            Some(help) => failure.with_help(help),
            None => failure,
        }
    }
}

fn no_script_location(looked_at: &[(std::path::PathBuf, bool)], section: &str, sections: &[String]) -> String {
    if let Some((path, _)) =
        looked_at.iter().find(|(path, there)| *there && path.extension().is_some_and(|e| e != "toml"))
    {
        let others: Vec<_> = sections.iter().filter(|name| *name != section).map(|name| format!("[{name}]")).collect();
        if !sections.iter().any(|name| name == section) {
            return format!(
                "{} has no section [{section}]; it has {}: choose one with `-n NAME`",
                shown(path),
                if others.is_empty() { "none".to_owned() } else { others.join(", ") }
            );
        }
        return format!("add `script_location = …` to [{section}] of {}", shown(path));
    }
    let names: Vec<String> = looked_at.iter().map(|(path, _)| shown(path)).collect();
    format!(
        "there is no {} here: run limbeck in the folder of alembic.ini, or name the file with `-c PATH`",
        names.join(" or ")
    )
}

impl From<ProjectError> for Failure {
    fn from(error: ProjectError) -> Self {
        match error {
            ProjectError::Config(error) => error.into(),
            ProjectError::Script { path, error } => match &*error {
                Error::Syntax(syntax) => syntax_failure(syntax),
                other => {
                    let mut failure = Failure::new(FailureKind::Project, other.to_string());
                    failure.places.push(whole_file(&path));
                    failure.help = Some("write the revision's header as plain strings".to_owned());
                    failure
                }
            },
            ProjectError::Read { .. } => Failure::new(FailureKind::Project, error.to_string()),
            ProjectError::Header { path, message } => {
                let mut failure = Failure::new(FailureKind::Project, message);
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

fn graph_failure(errors: &[GraphError]) -> Failure {
    let mut message = String::new();
    for error in errors {
        if !message.is_empty() {
            message.push_str("\nand: ");
        }
        message.push_str(&error.to_string());
        let paths: Vec<String> = error.paths().iter().map(|path| shown(path)).collect();
        let missing: Vec<String> = paths.into_iter().filter(|path| !message.contains(path.as_str())).collect();
        if !missing.is_empty() {
            message.push_str(&format!(" ({})", missing.join(", ")));
        }
    }
    Failure::new(FailureKind::Project, message)
        .with_help("nothing is run while the revisions do not fit together: mend the files named")
}

impl From<PlanError> for Failure {
    fn from(error: PlanError) -> Self {
        let message = error.to_string();
        match error {
            PlanError::UnknownApplied { revision } => Failure::new(FailureKind::Project, message).with_help(format!(
                "the database is recorded at `{revision}`, which no file of this project has: get the missing file (another branch of the repository?), or, where the schema is known to fit, `limbeck stamp --purge REVISION`"
            )),
            PlanError::NotLocated { reason, .. } => Failure::new(FailureKind::Usage, message)
                .with_help(format!("{reason}; `limbeck history` lists the revisions")),
            PlanError::NotOnAllHeads => Failure::new(FailureKind::Answer, message),
            PlanError::MultipleHeads { ref heads, .. } => {
                let names: Vec<String> = heads.iter().map(ToString::to_string).collect();
                Failure::new(FailureKind::Usage, message).with_help(format!("the heads are {}", names.join(", ")))
            }
            _ => Failure::new(FailureKind::Usage, message),
        }
    }
}

impl From<LockError> for Failure {
    fn from(error: LockError) -> Self {
        match error {
            LockError::Held { .. } => Failure::new(FailureKind::Locked, error.to_string())
                .with_help("wait until it is done, or let this run wait with `--lock-wait SECONDS`"),
            LockError::Host(error) => host_failure(&error),
        }
    }
}
