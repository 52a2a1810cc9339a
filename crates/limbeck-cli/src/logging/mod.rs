//! Python's `logging` as an ini configures it: which record goes to which stream, in which words.
//!
//! It decides and formats; it never writes. Facts: `logging.config.fileConfig` and `Logger.callHandlers` of CPython.

mod format;
mod ini;

use std::collections::{HashMap, HashSet};
use std::time::{Instant, SystemTime};

use limbeck::{Level, Message};
use limbeck_messages::display;

pub use format::{Formatter, Record};
use ini::Sections;

/// Loggers that Alembic's modules have made before any script runs: `fileConfig` disables them unless it names them or a
/// parent of theirs.
const EXISTING: [&str; 14] = [
    "alembic.autogenerate.api",
    "alembic.autogenerate.compare",
    "alembic.autogenerate.compare.comments",
    "alembic.autogenerate.compare.constraints",
    "alembic.autogenerate.compare.schema",
    "alembic.autogenerate.compare.server_defaults",
    "alembic.autogenerate.compare.tables",
    "alembic.autogenerate.compare.types",
    "alembic.config",
    "alembic.ddl.impl",
    "alembic.ddl.postgresql",
    "alembic.runtime.migration",
    "alembic.runtime.plugins",
    "alembic.util.messaging",
];
/// Handlers of the standard library that write elsewhere than to the standard streams.
const ELSEWHERE: [&str; 10] = [
    "FileHandler",
    "RotatingFileHandler",
    "TimedRotatingFileHandler",
    "WatchedFileHandler",
    "SocketHandler",
    "DatagramHandler",
    "SysLogHandler",
    "SMTPHandler",
    "HTTPHandler",
    "MemoryHandler",
];

/// Where a line goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

/// Python's number of a level.
pub fn number(level: Level) -> u32 {
    match level {
        Level::Debug => 10,
        Level::Info => 20,
        Level::Warning => 30,
        Level::Error => 40,
    }
}

#[derive(Clone, Debug)]
struct Handler {
    /// `None`: it takes the record and shows nothing.
    stream: Option<Stream>,
    level: u32,
    formatter: Formatter,
}

#[derive(Clone, Debug)]
struct Logger {
    level: u32,
    handlers: Vec<Handler>,
    propagate: bool,
    is_disabled: bool,
}

/// The state of Python's logging.
#[derive(Clone, Debug)]
pub struct Logging {
    root: Logger,
    loggers: HashMap<String, Logger>,
    /// Names under which something was logged.
    seen: HashSet<String>,
    start: Instant,
}

impl Default for Logging {
    fn default() -> Self {
        let quiet = Handler { stream: None, level: 0, formatter: Formatter::default() };
        let logger = |level, handlers| Logger { level, handlers, propagate: true, is_disabled: false };
        Logging {
            root: logger(30, Vec::new()),
            // Each does so when it is imported: `NullHandler` in Alembic, `setLevel(WARN)` in SQLAlchemy.
            loggers: [("alembic", logger(0, vec![quiet])), ("sqlalchemy", logger(30, Vec::new()))]
                .into_iter()
                .chain(EXISTING.map(|name| (name, Logger::unset())))
                .map(|(name, logger)| (name.to_owned(), logger))
                .collect(),
            seen: HashSet::new(),
            start: Instant::now(),
        }
    }
}

impl Logging {
    /// `fileConfig(ini)`: the text of the ini. What comes back are warnings about what is left out.
    ///
    /// # Errors
    /// What is missing in the ini, as a sentence; then nothing is changed.
    pub fn configure(&mut self, text: &str) -> Result<Vec<Message>, Message> {
        let ini = Sections::read(text);
        let mut warnings = Vec::new();
        let names = |section: &str| ini.names(section, "keys").ok_or_else(|| display::no_keys(section));
        let mut formatters = HashMap::new();
        for name in names("formatters")? {
            formatters.insert(name, read_formatter(&ini, name)?);
        }
        let mut handlers = HashMap::new();
        for name in names("handlers")? {
            handlers.insert(name, read_handler(&ini, name, &formatters, &mut warnings)?);
        }
        let logger_names = names("loggers")?;
        if !logger_names.contains(&"root") {
            return Err(display::no_root_logger());
        }
        let root = read_logger(&ini, "root", &handlers, self.root.level)?;
        let mut named = HashMap::new();
        for name in logger_names.into_iter().filter(|name| *name != "root") {
            let section = format!("logger_{name}");
            let qualname = ini.get(&section, "qualname").ok_or_else(|| display::no_key(&section, "qualname"))?;
            let level = self.loggers.get(qualname).map_or(0, |logger| logger.level);
            named.insert(qualname.to_owned(), read_logger(&ini, name, &handlers, level)?);
        }
        self.root = root;
        self.disable_others(&named);
        self.loggers.extend(named);
        Ok(warnings)
    }

    /// `_handle_existing_loggers`: children of named loggers begin anew, all others are disabled.
    fn disable_others(&mut self, named: &HashMap<String, Logger>) {
        let is_child = |name: &str| parents(name).any(|parent| named.contains_key(parent));
        for name in &self.seen {
            self.loggers.entry(name.clone()).or_insert_with(Logger::unset);
        }
        for (name, logger) in &mut self.loggers {
            if is_child(name) {
                *logger = Logger::unset();
            } else {
                logger.is_disabled = true;
            }
        }
    }

    /// The lines of a record, each with its stream and without its end.
    pub fn lines(&mut self, name: &str, level: Level, message: &str) -> Vec<(Stream, String)> {
        if !self.seen.contains(name) {
            self.seen.insert(name.to_owned());
        }
        let chain: Vec<&Logger> =
            std::iter::once(name).chain(parents(name)).filter_map(|each| self.loggers.get(each)).collect();
        let effective = chain.iter().map(|logger| logger.level).find(|level| *level > 0).unwrap_or(self.root.level);
        let is_disabled = self.loggers.get(name).is_some_and(|logger| logger.is_disabled);
        if is_disabled || number(level) < effective {
            return Vec::new();
        }
        let record =
            Record { logger: name, level, message, time: SystemTime::now(), since_start: self.start.elapsed() };
        let mut lines = Vec::new();
        let mut found = false;
        for logger in chain.into_iter().chain([&self.root]) {
            for handler in &logger.handlers {
                found = true;
                if let Some(stream) = handler.stream.filter(|_| number(level) >= handler.level) {
                    lines.push((stream, handler.formatter.line(&record)));
                }
            }
            if !logger.propagate {
                break;
            }
        }
        // `logging.lastResort`
        if !found && level >= Level::Warning {
            lines.push((Stream::Err, message.to_owned()));
        }
        lines
    }
}

impl Logger {
    fn unset() -> Self {
        Logger { level: 0, handlers: Vec::new(), propagate: true, is_disabled: false }
    }
}

/// `a.b.c` → `a.b`, `a`
fn parents(name: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(name.rsplit_once('.'), |(parent, _)| parent.rsplit_once('.')).map(|(parent, _)| parent)
}

fn read_formatter(ini: &Sections, name: &str) -> Result<Formatter, Message> {
    let section = format!("formatter_{name}");
    let style = ini.get(&section, "style");
    Formatter::new(ini.get(&section, "format"), ini.get(&section, "datefmt"), style)
        .ok_or_else(|| display::bad_style(&section, style.unwrap_or_default()))
}

fn read_handler(
    ini: &Sections,
    name: &str,
    formatters: &HashMap<&str, Formatter>,
    warnings: &mut Vec<Message>,
) -> Result<Handler, Message> {
    let section = format!("handler_{name}");
    let class = ini.get(&section, "class").ok_or_else(|| display::no_key(&section, "class"))?;
    let short = class.rsplit('.').next().unwrap_or(class);
    let arguments =
        [ini.get(&section, "args"), ini.get(&section, "kwargs")].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let stream = if short == "NullHandler" {
        None
    } else if ELSEWHERE.contains(&short) {
        warnings.push(display::handler_left_out(name, short));
        None
    } else if arguments.contains("stdout") {
        Some(Stream::Out)
    } else {
        Some(Stream::Err)
    };
    let formatter = match ini.get(&section, "formatter").filter(|formatter| !formatter.is_empty()) {
        None => Formatter::default(),
        Some(wanted) => formatters.get(wanted).cloned().ok_or_else(|| display::no_formatter(&section, wanted))?,
    };
    Ok(Handler { stream, level: read_level(ini, &section, 0)?, formatter })
}

fn read_logger(ini: &Sections, name: &str, handlers: &HashMap<&str, Handler>, level: u32) -> Result<Logger, Message> {
    let section = format!("logger_{name}");
    let names = ini.names(&section, "handlers").ok_or_else(|| display::no_key(&section, "handlers"))?;
    let mut own = Vec::new();
    for wanted in names {
        own.push(handlers.get(wanted).cloned().ok_or_else(|| display::no_handler(&section, wanted))?);
    }
    let propagate = ini.get(&section, "propagate").is_none_or(|text| text.trim().parse::<i64>() != Ok(0));
    Ok(Logger { level: read_level(ini, &section, level)?, handlers: own, propagate, is_disabled: false })
}

fn read_level(ini: &Sections, section: &str, default: u32) -> Result<u32, Message> {
    match ini.get(section, "level") {
        None => Ok(default),
        Some("NOTSET") => Ok(0),
        Some("DEBUG") => Ok(10),
        Some("INFO") => Ok(20),
        Some("WARNING" | "WARN") => Ok(30),
        Some("ERROR") => Ok(40),
        Some("CRITICAL" | "FATAL") => Ok(50),
        Some(other) => Err(display::bad_level(section, other)),
    }
}
