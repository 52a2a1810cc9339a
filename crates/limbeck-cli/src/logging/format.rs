//! `logging.Formatter`: the three styles of format strings, and the fields of a record.
//!
//! Fields that tell where in Alembic's sources a record was written (`pathname`, `lineno`, `funcName`) have no meaning
//! here, and are empty; a field that no record has is empty too.

use std::fmt::Write;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Local};
use limbeck::Level;

/// One record, with the moment in which it was written.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// The name of the logger.
    pub logger: &'a str,
    /// Its level.
    pub level: Level,
    /// The text.
    pub message: &'a str,
    /// When.
    pub time: SystemTime,
    /// Since the program began.
    pub since_start: Duration,
}

/// How `format` is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Percent,
    Brace,
    Dollar,
}

/// A formatter of the ini.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formatter {
    format: String,
    datefmt: Option<String>,
    style: Style,
}

impl Default for Formatter {
    fn default() -> Self {
        Formatter { format: "%(message)s".to_owned(), datefmt: None, style: Style::Percent }
    }
}

enum Field {
    Text(String),
    Whole(i64),
    Real(f64),
}

impl Formatter {
    /// `logging.Formatter(format, datefmt, style)`; `None` where Python has no such style.
    pub fn new(format: Option<&str>, datefmt: Option<&str>, style: Option<&str>) -> Option<Self> {
        let (style, default) = match style.unwrap_or("%") {
            "%" => (Style::Percent, "%(message)s"),
            "{" => (Style::Brace, "{message}"),
            "$" => (Style::Dollar, "${message}"),
            _ => return None,
        };
        let filled = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
        Some(Formatter {
            format: filled(format).unwrap_or_else(|| default.to_owned()),
            datefmt: filled(datefmt),
            style,
        })
    }

    /// The line, without its end.
    pub fn line(&self, record: &Record<'_>) -> String {
        match self.style {
            Style::Percent => self.percent(record),
            Style::Brace => self.brace(record),
            Style::Dollar => self.dollar(record),
        }
    }

    fn percent(&self, record: &Record<'_>) -> String {
        let mut out = String::new();
        let mut rest = self.format.as_str();
        while let Some(at) = rest.find('%') {
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix('%') {
                out.push('%');
                rest = after;
            } else if let Some((name, after)) = rest.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
                let end = after.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(after.len());
                let kind = after[end..].chars().next().unwrap_or('s');
                out.push_str(&conversion(&self.field(record, name), &after[..end], kind));
                rest = after.get(end + 1..).unwrap_or_default();
            } else {
                out.push('%');
            }
        }
        out + rest
    }

    fn brace(&self, record: &Record<'_>) -> String {
        let mut out = String::new();
        let mut rest = self.format.as_str();
        while let Some(at) = rest.find(['{', '}']) {
            out.push_str(&rest[..at]);
            let brace = &rest[at..at + 1];
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix(brace) {
                out.push_str(brace);
                rest = after;
            } else if let Some((field, after)) = rest.split_once('}').filter(|_| brace == "{") {
                let (name, spec) = field.split_once(':').unwrap_or((field, ""));
                let name = name.split('!').next().unwrap_or(name);
                out.push_str(&aligned(&self.field(record, name), spec));
                rest = after;
            } else {
                out.push_str(brace);
            }
        }
        out + rest
    }

    fn dollar(&self, record: &Record<'_>) -> String {
        let mut out = String::new();
        let mut rest = self.format.as_str();
        while let Some(at) = rest.find('$') {
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            if let Some(after) = rest.strip_prefix('$') {
                out.push('$');
                rest = after;
            } else if let Some((name, after)) = rest.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
                out.push_str(&plain(&self.field(record, name)));
                rest = after;
            } else if end > 0 {
                out.push_str(&plain(&self.field(record, &rest[..end])));
                rest = &rest[end..];
            } else {
                out.push('$');
            }
        }
        out + rest
    }

    fn field(&self, record: &Record<'_>, name: &str) -> Field {
        let since_epoch = record.time.duration_since(UNIX_EPOCH).unwrap_or_default();
        let module = record.logger.rsplit('.').next().unwrap_or_default();
        match name {
            "name" => Field::Text(record.logger.to_owned()),
            "levelname" => Field::Text(record.level.name().to_owned()),
            "levelno" => Field::Whole(super::number(record.level).into()),
            "message" | "msg" => Field::Text(record.message.to_owned()),
            "asctime" => Field::Text(self.asctime(record.time)),
            "created" => Field::Real(since_epoch.as_secs_f64()),
            "msecs" => Field::Real(f64::from(since_epoch.subsec_millis())),
            "relativeCreated" => Field::Real(record.since_start.as_secs_f64() * 1000.0),
            "module" => Field::Text(module.to_owned()),
            "filename" => Field::Text(format!("{module}.py")),
            "process" => Field::Whole(std::process::id().into()),
            "processName" => Field::Text("MainProcess".to_owned()),
            "thread" | "lineno" => Field::Whole(0),
            "threadName" => Field::Text("MainThread".to_owned()),
            _ => Field::Text(String::new()),
        }
    }

    fn asctime(&self, time: SystemTime) -> String {
        let local: DateTime<Local> = time.into();
        let mut out = String::new();
        let written = match &self.datefmt {
            Some(datefmt) => write!(out, "{}", local.format(datefmt)),
            None => write!(out, "{},{:03}", local.format("%Y-%m-%d %H:%M:%S"), local.timestamp_subsec_millis()),
        };
        // A directive that strftime does not know: C libraries leave it as it stands.
        if written.is_err() { self.datefmt.clone().unwrap_or_default() } else { out }
    }
}

fn plain(field: &Field) -> String {
    match field {
        Field::Text(text) => text.clone(),
        Field::Whole(number) => number.to_string(),
        Field::Real(number) => format!("{number:?}"),
    }
}

/// `%-5.5s`: flags, width and precision as in C.
fn conversion(field: &Field, modifiers: &str, kind: char) -> String {
    let digits = modifiers.trim_start_matches(['-', '+', ' ', '#', '0']);
    let flags = &modifiers[..modifiers.len() - digits.len()];
    let (width, precision) = digits.split_once('.').map_or((digits, None), |(width, rest)| (width, Some(rest)));
    let width: usize = width.parse().unwrap_or(0);
    let precision = precision.map(|text| text.parse::<usize>().unwrap_or(0));
    let text = match (kind, field) {
        ('f' | 'F', Field::Real(number)) => format!("{number:.*}", precision.unwrap_or(6)),
        ('d' | 'i' | 'u', Field::Real(number)) => format!("{}", number.trunc()),
        (_, other) => {
            let text = plain(other);
            match (precision, other) {
                (Some(precision), Field::Text(_)) => text.chars().take(precision).collect(),
                (_, _) => text,
            }
        }
    };
    let is_number = !matches!(field, Field::Text(_));
    padded(
        &text,
        width,
        if flags.contains('-') { '<' } else { '>' },
        if flags.contains('0') && is_number { '0' } else { ' ' },
    )
}

/// `{:*<8.8}`: fill, alignment, width and precision of Python's format specifications.
fn aligned(field: &Field, spec: &str) -> String {
    let mut characters = spec.chars();
    let (first, second) = (characters.next(), characters.next());
    let is_alignment = |c: Option<char>| c.filter(|c| "<>^=".contains(*c));
    let (fill, alignment, rest) = match (is_alignment(second), is_alignment(first)) {
        (Some(alignment), _) => (first.unwrap_or(' '), alignment, spec.chars().skip(2).collect::<String>()),
        (None, Some(alignment)) => (' ', alignment, spec.chars().skip(1).collect()),
        (None, None) => (' ', if matches!(field, Field::Text(_)) { '<' } else { '>' }, spec.to_owned()),
    };
    let zero = rest.starts_with('0');
    let rest = rest.trim_start_matches(['+', '-', ' ', '#', '0']);
    let kind = rest.chars().last().filter(char::is_ascii_alphabetic);
    let digits = rest.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let (width, precision) = digits.split_once('.').map_or((digits, None), |(width, rest)| (width, rest.parse().ok()));
    let text = match (field, precision, kind) {
        (Field::Text(text), Some(precision), _) => text.chars().take(precision).collect(),
        (Field::Real(number), precision, Some('f')) => format!("{number:.*}", precision.unwrap_or(6)),
        (other, _, _) => plain(other),
    };
    padded(&text, width.parse().unwrap_or(0), alignment, if zero { '0' } else { fill })
}

fn padded(text: &str, width: usize, alignment: char, fill: char) -> String {
    // A width of an ini is no reason to fill the memory.
    let missing = width.min(10_000).saturating_sub(text.chars().count());
    let left = match alignment {
        '<' => 0,
        '^' => missing / 2,
        _ => missing,
    };
    let fill = |count: usize| std::iter::repeat_n(fill, count).collect::<String>();
    format!("{}{text}{}", fill(left), fill(missing - left))
}
