//! Log lines, against those of Python's `logging` (`recorded/record_logging.py`).

use std::time::{Duration, SystemTime};

use limbeck::Level;
use limbeck_cli::logging::{Formatter, Logging, Record, Stream};

/// As in `recorded/record_logging.py`.
const RECORDS: [(&str, Level, &str); 11] = [
    ("alembic.runtime.migration", Level::Info, "Context impl SQLiteImpl."),
    ("alembic.runtime.migration", Level::Debug, "new branch insert 1a2b"),
    ("alembic.runtime.migration", Level::Info, "Running upgrade  -> 1a2b, create pet"),
    ("alembic.util.messaging", Level::Error, "Can't locate revision identified by 'x%s'"),
    ("sqlalchemy.engine.Engine", Level::Info, "BEGIN (implicit)"),
    ("sqlalchemy.pool", Level::Warning, "of the pool"),
    ("pets.models", Level::Info, "a model"),
    ("pets.models", Level::Warning, "two\nlines"),
    ("alembic", Level::Warning, "of alembic"),
    ("root", Level::Warning, "of root"),
    ("pets", Level::Error, ""),
];

fn written(mut logging: Logging) -> String {
    let (mut out, mut err) = (String::new(), String::new());
    for (name, level, message) in RECORDS {
        for (stream, line) in logging.lines(name, level, message) {
            let text = match stream {
                Stream::Out => &mut out,
                Stream::Err => &mut err,
            };
            text.push_str(&line);
            text.push('\n');
        }
    }
    format!("{out}=== stderr\n{err}")
}

fn check(ini: &str, wanted: &str) {
    let mut logging = Logging::default();
    assert_eq!(logging.configure(ini), Ok(Vec::new()));
    assert_eq!(written(logging), wanted);
}

#[test]
fn without_configuration_only_warnings_show() {
    assert_eq!(written(Logging::default()), include_str!("recorded/logging/unconfigured.txt"));
}

#[test]
fn the_template_of_alembic_shows_its_lines() {
    check(include_str!("recorded/logging/template.ini"), include_str!("recorded/logging/template.txt"));
}

#[test]
fn loggers_that_the_ini_does_not_name_fall_silent() {
    check(include_str!("recorded/logging/root_only.ini"), include_str!("recorded/logging/root_only.txt"));
}

#[test]
fn without_handlers_the_last_resort_speaks() {
    check(include_str!("recorded/logging/no_handlers.ini"), include_str!("recorded/logging/no_handlers.txt"));
}

#[test]
fn handlers_have_streams_levels_and_styles() {
    check(include_str!("recorded/logging/two_streams.ini"), include_str!("recorded/logging/two_streams.txt"));
}

#[test]
fn formats_know_the_fields_of_a_record() {
    check(include_str!("recorded/logging/fields.ini"), include_str!("recorded/logging/fields.txt"));
}

#[test]
fn a_second_configuration_takes_the_place_of_the_first() {
    let mut logging = Logging::default();
    logging.configure(include_str!("recorded/logging/two_streams.ini")).expect("an ini");
    logging.configure(include_str!("recorded/logging/template.ini")).expect("an ini");
    assert_eq!(logging.lines("alembic.x", Level::Info, "m"), [(Stream::Err, "INFO  [alembic.x] m".to_owned())]);
}

#[test]
fn files_and_sockets_are_left_out_with_a_warning() {
    let ini = "[loggers]\nkeys=root\n[handlers]\nkeys=file\n[formatters]\nkeys=\n[logger_root]\nhandlers=file\n\
               [handler_file]\nclass=handlers.RotatingFileHandler\nargs=('a.log',)\n";
    let mut logging = Logging::default();
    let warnings = logging.configure(ini).expect("an ini");
    assert_eq!(
        warnings.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["the log handler `file` (RotatingFileHandler) is left out: limbeck logs to standard error and output"]
    );
    assert_eq!(logging.lines("a", Level::Error, "m"), []);
}

#[test]
fn an_ini_without_logging_changes_nothing_and_says_what_is_missing() {
    let bare = "[loggers]\nkeys=root\n[handlers]\nkeys=\n[formatters]\nkeys=";
    for (ini, wanted) in [
        (String::new(), "it has no `keys` in a section [formatters]"),
        ("[alembic]\na = b\n".to_owned(), "it has no `keys` in a section [formatters]"),
        (bare.replace("root", "a"), "[loggers] does not name `root`"),
        (bare.to_owned(), "[logger_root] has no `handlers`"),
        (format!("{bare}\n[logger_root]\nhandlers=a\n"), "[logger_root] names the handler `a`, which is not there"),
        (
            format!("{bare}\n[logger_root]\nhandlers=\nlevel=LOUD\n"),
            "[logger_root] has the level `LOUD`, which Python does not know",
        ),
        (format!("{bare}f\n[formatter_f]\nstyle=?\n"), "[formatter_f] has the style `?`: it is one of %, { and $"),
    ] {
        let mut logging = Logging::default();
        assert_eq!(logging.configure(&ini).map_err(|error| error.to_string()), Err(wanted.to_owned()), "{ini}");
        assert_eq!(logging.lines("a", Level::Warning, "m"), [(Stream::Err, "m".to_owned())]);
    }
}

#[test]
fn odd_formats_do_no_harm() {
    let record = Record {
        logger: "a.b",
        level: Level::Info,
        message: "m",
        time: SystemTime::UNIX_EPOCH + Duration::from_millis(1_234),
        since_start: Duration::from_millis(5),
    };
    for (format, style, wanted) in [
        ("%", "%", "%"),
        ("%(", "%", "%("),
        ("%(message", "%", "%(message"),
        ("%(message)", "%", "m"),
        ("%(nothing)s%(message)s", "%", "m"),
        ("%(message)99999999999999999999s", "%", "m"),
        ("%(created).3f %(msecs)d %(msecs)03d %(relativeCreated)d", "%", "1.234 234 234 5"),
        ("{", "{", "{"),
        ("}", "{", "}"),
        ("{message", "{", "{message"),
        ("{message!r:>3}{msecs:.0f}", "{", "  m234"),
        ("$", "$", "$"),
        ("${message", "$", "${message"),
        ("$message$", "$", "m$"),
    ] {
        let formatter = Formatter::new(Some(format), None, Some(style)).expect("a style");
        assert_eq!(formatter.line(&record), wanted, "{format}");
    }
}

#[test]
fn times_are_as_python_writes_them() {
    let record = Record {
        logger: "a",
        level: Level::Info,
        message: "m",
        time: SystemTime::UNIX_EPOCH + Duration::from_millis(1_700_000_000_042),
        since_start: Duration::ZERO,
    };
    let at = |datefmt| Formatter::new(Some("%(asctime)s"), datefmt, None).expect("a style").line(&record);
    // The hour is the zone's.
    assert_eq!(at(None).len(), "2023-11-14 22:13:20,042".len());
    assert!(at(None).starts_with("2023-11-1") && at(None).ends_with(":20,042"), "{}", at(None));
    assert!(at(Some("%Y-%S")).starts_with("2023-20"));
    assert_eq!(at(Some("%")), "%");
}
