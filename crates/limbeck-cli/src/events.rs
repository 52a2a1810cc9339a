//! `--json`: what a run tells while it goes on, one JSON object a line on standard error (`docs/events.schema.json`).
//!
//! It gives shape to what the library reports. Every text passes the mask of passwords.

use std::time::Duration;

use limbeck::{Failure, FailureKind, Language, Level, Message, Place, Progress};
use limbeck_messages::server;
use serde_json::{Map, Value, json};

use crate::mask::{mask, mask_source};

/// The version of the shape; it grows when a field changes its meaning or goes.
pub const VERSION: u32 = 1;

/// A command begins.
pub fn started(command: &str) -> String {
    line("started", json!({ "command": command, "limbeck": env!("CARGO_PKG_VERSION") }))
}

/// A command has ended well.
pub fn finished(elapsed: Duration) -> String {
    line("finished", json!({ "exit_code": 0, "seconds": elapsed.as_secs_f64() }))
}

/// A log record.
pub fn log(logger: &str, level: Level, message: &str) -> String {
    line("log", json!({ "logger": logger, "level": level.name(), "message": message }))
}

/// A warning.
pub fn warning(message: &Message, place: Option<&str>, language: Language) -> String {
    line("warning", json!({ "message": message.text(language), "place": place }))
}

/// Ctrl-C, and what comes of it.
pub fn interrupting(message: &Message, language: Language) -> String {
    line("interrupting", json!({ "message": message.text(language) }))
}

/// What a script printed.
pub fn print(text: &str) -> String {
    line("print", json!({ "text": text }))
}

/// How far a run is; nothing where other events say it.
pub fn progress(progress: &Progress, language: Language) -> Option<String> {
    Some(match progress {
        Progress::Planned { url, at, steps } => line("planned", json!({ "url": url, "from": at, "steps": steps })),
        Progress::WaitingForLock { holder } => line("waiting_for_lock", json!({ "holder": holder.text(language) })),
        Progress::Step { number, steps, direction, revision, from, to, text } => line(
            "step",
            json!({
                "number": number,
                "steps": steps,
                "direction": direction.name(),
                "revision": revision,
                "from": from,
                "to": to,
                "text": text,
            }),
        ),
        Progress::StepDone { number, elapsed, at } => {
            line("step_done", json!({ "number": number, "seconds": elapsed.as_secs_f64(), "at": at }))
        }
        // One command may be several runs.
        Progress::Finished { .. } => return None,
    })
}

/// Why a command has ended.
pub fn failure(failure: &Failure, language: Language) -> String {
    let text = |message: &Message| message.text(language).to_owned();
    let notes: Map<String, Value> = failure
        .server_notes
        .iter()
        .map(|(name, note)| (name.to_lowercase(), json!(server::words(note).text(language))))
        .collect();
    line(
        "failure",
        json!({
            "kind": kind(failure.kind),
            "exit_code": failure.kind.exit_code(),
            "message": text(&failure.message),
            "places": failure.places.iter().map(place).collect::<Vec<_>>(),
            "statement": failure.statement.as_deref().map(|sql| sql.trim_matches('\n')),
            "server_notes": notes,
            "database": failure.database.as_ref().map(text),
            "help": failure.help.as_ref().map(text),
        }),
    )
}

/// The name of a kind for programs.
pub fn kind(kind: FailureKind) -> &'static str {
    match kind {
        FailureKind::Answer => "answer",
        FailureKind::Usage => "usage",
        FailureKind::Project => "project",
        FailureKind::Script => "script",
        FailureKind::Database => "database",
        FailureKind::Partial => "partial",
        FailureKind::Locked => "locked",
        FailureKind::Interrupted => "interrupted",
    }
}

fn place(place: &Place) -> Value {
    json!({
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_column": place.end_column,
        "function": place.function,
        "source_line": mask_source(&place.source_line),
    })
}

fn line(event: &str, fields: Value) -> String {
    let mut object = Map::new();
    object.insert("event".to_owned(), json!(event));
    object.insert("version".to_owned(), json!(VERSION));
    if let Value::Object(fields) = fields {
        object.extend(fields);
    }
    format!("{}\n", masked(Value::Object(object)))
}

fn masked(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(mask(&text).into_owned()),
        Value::Array(items) => items.into_iter().map(masked).collect(),
        Value::Object(fields) => Value::Object(fields.into_iter().map(|(name, value)| (name, masked(value))).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) => value,
    }
}
