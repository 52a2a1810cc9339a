//! What a command needs to know besides its own arguments.

use std::cell::Cell;
use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use limbeck_alembic::{Config, ConfigOptions};
use limbeck_messages::{Language, Message};
use limbeck_ops::Resume;

use crate::report::{Level, Reporter};

/// Settings of a run.
#[derive(Clone)]
pub struct Settings {
    /// `-c`, `-n`, `-x`.
    pub config: ConfigOptions,
    /// `--url`
    pub url: Option<String>,
    /// How long to wait for another run to end.
    pub lock_wait: Duration,
    /// Set by Ctrl-C.
    pub interrupt: Arc<AtomicBool>,
    /// Receives what the run prints, logs and reports.
    pub reporter: Rc<dyn Reporter>,
    /// Whether env.py is left out: the URL of the ini, and nothing configured.
    pub no_env: bool,
    /// The language of what limbeck itself says.
    pub language: Language,
    /// How a step is gone on with that an earlier run left half done.
    pub resume: Resume,
}

/// Which setting chose the database in place of env.py.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UrlSource {
    Option,
    LimbeckUrl,
    DatabaseUrl,
    DotEnv,
}

impl UrlSource {
    pub(crate) fn name(self) -> &'static str {
        match self {
            UrlSource::Option => "--url",
            UrlSource::LimbeckUrl => "LIMBECK_URL",
            UrlSource::DatabaseUrl => "DATABASE_URL",
            UrlSource::DotEnv => "DATABASE_URL in .env",
        }
    }
}

/// The environment variables as scripts see them, and the database that the user chose.
pub(crate) struct Surroundings {
    pub variables: HashMap<String, String>,
    url: Option<(String, UrlSource)>,
}

impl Surroundings {
    /// Reads the process's environment and the project's `.env`.
    pub(crate) fn read(settings: &Settings, config: &Config) -> Self {
        let mut variables: HashMap<String, String> = std::env::vars_os()
            .filter_map(|(key, value)| Some((key.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let mut from_file: HashMap<String, String> = HashMap::new();
        for (key, value) in config.dotenv() {
            if !variables.contains_key(&key) {
                from_file.insert(key, value);
            }
        }
        let filled = |map: &HashMap<String, String>, key: &str| map.get(key).filter(|text| !text.is_empty()).cloned();
        let url = settings
            .url
            .clone()
            .map(|url| (url, UrlSource::Option))
            .or_else(|| filled(&variables, "LIMBECK_URL").map(|url| (url, UrlSource::LimbeckUrl)))
            .or_else(|| filled(&from_file, "LIMBECK_URL").map(|url| (url, UrlSource::LimbeckUrl)))
            .or_else(|| filled(&variables, "DATABASE_URL").map(|url| (url, UrlSource::DatabaseUrl)))
            .or_else(|| filled(&from_file, "DATABASE_URL").map(|url| (url, UrlSource::DotEnv)));
        variables.extend(from_file);
        Surroundings { variables, url }
    }

    /// The URL to connect to: `--url` and LIMBECK_URL always; DATABASE_URL where env.py takes the ini's, or has none;
    /// the one in `.env` only where env.py has none of its own.
    pub(crate) fn choose(&self, from_env_py: Option<&str>, is_from_ini: bool) -> Option<(String, Option<UrlSource>)> {
        let placeholder = from_env_py.is_none_or(|url| url.is_empty() || url.starts_with("driver://"));
        match &self.url {
            Some((url, source)) => {
                let takes = match source {
                    UrlSource::Option | UrlSource::LimbeckUrl => true,
                    UrlSource::DatabaseUrl => is_from_ini || placeholder,
                    UrlSource::DotEnv => placeholder,
                };
                if takes {
                    return Some((url.clone(), Some(*source)));
                }
                from_env_py.map(|url| (url.to_owned(), None))
            }
            None => from_env_py.map(|url| (url.to_owned(), None)),
        }
    }
}

/// The reporter as the evaluator's console.
pub(crate) struct ReporterConsole {
    pub reporter: Rc<dyn Reporter>,
    /// Whether scripts are rehearsed: what they print then is nobody's business.
    pub hushed: Rc<Cell<bool>>,
}

impl ReporterConsole {
    fn reporter(&self) -> Option<&Rc<dyn Reporter>> {
        (!self.hushed.get()).then_some(&self.reporter)
    }
}

impl limbeck_python::Console for ReporterConsole {
    fn print(&self, text: &str) {
        if let Some(reporter) = self.reporter() {
            reporter.print_of_script(text);
        }
    }

    fn log(&self, logger: &str, level: i32, _level_name: &str, message: &str) {
        let level = match level {
            ..20 => Level::Debug,
            20..30 => Level::Info,
            30..40 => Level::Warning,
            40.. => Level::Error,
        };
        if let Some(reporter) = self.reporter() {
            reporter.log(logger, level, message);
        }
    }

    fn configure_logging(&self, file: &Path) {
        if let Some(reporter) = self.reporter() {
            reporter.configure_logging(file);
        }
    }

    fn warn(&self, category: &str, message: &str, _span: limbeck_python::Span) {
        if let Some(reporter) = self.reporter() {
            reporter.warn(&Message::verbatim(format!("{category}: {message}")), None);
        }
    }
}
