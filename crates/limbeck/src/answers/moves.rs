//! What `upgrade`, `downgrade` and `stamp` did, a database each.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use limbeck_messages::Message;
use serde_json::{Value, json};

use crate::commands;
use crate::failure::Failure;
use crate::report::{Level, Progress, Reporter};
use crate::settings::Settings;

/// Passes everything on, and keeps what was done.
struct Recorder {
    inner: Rc<dyn Reporter>,
    databases: RefCell<Vec<Moved>>,
}

/// What was done to a database.
struct Moved {
    url: String,
    from: Vec<String>,
    to: Vec<String>,
    steps: Vec<Value>,
}

impl Reporter for Recorder {
    fn print(&self, text: &str) {
        self.inner.print(text);
    }

    fn print_of_script(&self, text: &str) {
        self.inner.print_of_script(text);
    }

    fn log(&self, logger: &str, level: Level, message: &str) {
        self.inner.log(logger, level, message);
    }

    fn configure_logging(&self, file: &Path) {
        self.inner.configure_logging(file);
    }

    fn warn(&self, message: &Message, place: Option<&str>) {
        self.inner.warn(message, place);
    }

    fn progress(&self, progress: &Progress) {
        let mut databases = self.databases.borrow_mut();
        match (progress, databases.last_mut()) {
            (Progress::Planned { url, at, .. }, _) => {
                databases.push(Moved { url: url.clone(), from: at.clone(), to: at.clone(), steps: Vec::new() });
            }
            (Progress::Step { direction, revision, from, to, text, .. }, Some(moved)) => moved.steps.push(json!({
                "direction": direction.name(),
                "revision": revision,
                "from": from,
                "to": to,
                "text": text,
                "seconds": null,
            })),
            (Progress::StepDone { elapsed, at, .. }, Some(moved)) => {
                moved.to.clone_from(at);
                if let Some(Value::Object(step)) = moved.steps.last_mut() {
                    step.insert("seconds".to_owned(), json!(elapsed.as_secs_f64()));
                }
            }
            (
                Progress::Step { .. }
                | Progress::StepDone { .. }
                | Progress::WaitingForLock { .. }
                | Progress::Finished { .. },
                _,
            ) => {}
        }
        drop(databases);
        self.inner.progress(progress);
    }
}

fn recorded(
    settings: &Settings,
    command: &str,
    run: impl FnOnce(&Settings) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let recorder = Rc::new(Recorder { inner: Rc::clone(&settings.reporter), databases: RefCell::default() });
    run(&Settings { reporter: Rc::clone(&recorder) as Rc<dyn Reporter>, ..settings.clone() })?;
    let databases: Vec<Value> = recorder
        .databases
        .take()
        .into_iter()
        .map(|moved| json!({ "url": moved.url, "from": moved.from, "to": moved.to, "steps": moved.steps }))
        .collect();
    super::print(settings, &json!({ "version": 1, "command": command, "databases": databases }));
    Ok(())
}

/// `upgrade --json`.
///
/// # Errors
/// As [`crate::upgrade`].
pub fn upgrade(settings: &Settings, target: &str, tag: Option<&str>) -> Result<(), Failure> {
    recorded(settings, "upgrade", |settings| commands::upgrade(settings, target, false, tag))
}

/// `downgrade --json`.
///
/// # Errors
/// As [`crate::downgrade`].
pub fn downgrade(settings: &Settings, target: &str, tag: Option<&str>) -> Result<(), Failure> {
    recorded(settings, "downgrade", |settings| commands::downgrade(settings, target, false, tag))
}

/// `stamp --json`.
///
/// # Errors
/// As [`crate::stamp`].
pub fn stamp(settings: &Settings, targets: &[String], tag: Option<&str>, purge: bool) -> Result<(), Failure> {
    recorded(settings, "stamp", |settings| commands::stamp(settings, targets, false, tag, purge))
}

/// `ensure_version --json`.
///
/// # Errors
/// As [`crate::ensure_version`].
pub fn ensure_version(settings: &Settings) -> Result<(), Failure> {
    commands::ensure_version(settings, false)?;
    super::print(settings, &json!({ "version": 1, "command": "ensure_version" }));
    Ok(())
}
