//! `strftime`, with the directives and flags of the C library.

use std::rc::Rc;

use chrono::{Datelike, NaiveDateTime, NaiveTime, Timelike};

use super::zone;
use crate::error::{Error, Result};
use crate::value::Value;
use crate::vm::Vm;

pub(super) const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// What is formatted: the wall time, and the time zone's object with what it is asked about.
struct Subject {
    naive: NaiveDateTime,
    tz: Option<Value>,
    about: Value,
}

fn subject(value: &Value) -> Result<Subject> {
    match value.payload() {
        Value::Date(date) => Ok(Subject { naive: date.and_time(NaiveTime::MIN), tz: None, about: Value::None }),
        Value::DateTime(datetime) => {
            Ok(Subject { naive: datetime.naive, tz: datetime.tz.clone(), about: value.clone() })
        }
        Value::Time(time) => {
            let day = chrono::NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or_default();
            Ok(Subject { naive: day.and_time(time.time), tz: time.tz.clone(), about: Value::None })
        }
        other => Err(Error::type_error(format!("a date or time is required, not {}", other.type_name()))),
    }
}

/// `strftime` of a date, time or datetime.
pub(crate) fn strftime(vm: &mut Vm, value: &Value, spec: &str) -> Result<String> {
    let subject = subject(value)?;
    let mut out = String::new();
    let mut chars = spec.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let start = chars.clone();
        let mut flags = Vec::new();
        while let Some(flag) = chars.next_if(|c| matches!(c, '-' | '_' | '0' | '^' | '#' | ':')) {
            flags.push(flag);
        }
        let mut width = String::new();
        while let Some(digit) = chars.next_if(char::is_ascii_digit) {
            width.push(digit);
        }
        let Some(directive) = chars.next() else {
            out.push('%');
            out.extend(start);
            break;
        };
        let colon = flags.contains(&':');
        match directive {
            'f' if flags.is_empty() => out.push_str(&format!("{:06}", subject.naive.nanosecond() / 1000)),
            'z' => {
                if let Some(offset) = zone::offset(vm, subject.tz.as_ref(), &subject.about)? {
                    out.push_str(&zone::offset_text(offset, if colon { ":" } else { "" }));
                }
            }
            'Z' => {
                if let Some(name) = zone::name(vm, subject.tz.as_ref(), &subject.about)? {
                    out.push_str(&name);
                }
            }
            's' => {
                let stamp = vm.call_method(value, "timestamp", crate::value::Args::none())?;
                out.push_str(&format!("{}", stamp.as_float().unwrap_or(0.0).floor() as i64));
            }
            _ => match plain(directive, &subject.naive) {
                Some(field) => out.push_str(&field.padded(&flags, &width)),
                None => {
                    out.push('%');
                    out.extend(flags);
                    out.push_str(&width);
                    out.push(directive);
                }
            },
        }
        vm.check_text(out.len())?;
    }
    Ok(out)
}

/// Formats a wall time without a zone, for `time.strftime`.
pub(crate) fn format_naive(naive: &NaiveDateTime, offset: i128, name: &Rc<str>, spec: &str) -> String {
    let mut out = String::new();
    let mut chars = spec.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let mut flags = Vec::new();
        while let Some(flag) = chars.next_if(|c| matches!(c, '-' | '_' | '0' | '^' | '#')) {
            flags.push(flag);
        }
        match chars.next() {
            Some('z') => out.push_str(&zone::offset_text(offset, "")),
            Some('Z') => out.push_str(name),
            Some(directive) => match plain(directive, naive) {
                Some(field) => out.push_str(&field.padded(&flags, "")),
                None => out.extend(['%', directive]),
            },
            None => out.push('%'),
        }
    }
    out
}

enum Field {
    Number { value: i64, width: usize, blank: bool },
    Text(String),
}

impl Field {
    fn padded(&self, flags: &[char], width: &str) -> String {
        let upper = flags.contains(&'^');
        let wanted: Option<usize> = width.parse().ok().filter(|width| *width <= 1000);
        match self {
            Field::Text(text) => {
                let text = if upper { text.to_uppercase() } else { text.clone() };
                format!("{text:>width$}", width = wanted.unwrap_or(0))
            }
            Field::Number { value, width, blank } => {
                let pad = flags.iter().rev().find(|flag| matches!(flag, '-' | '_' | '0'));
                let width = wanted.unwrap_or(*width);
                match pad {
                    Some('-') => value.to_string(),
                    Some('_') => format!("{value:>width$}"),
                    Some('0') => format!("{value:0>width$}"),
                    _ if *blank => format!("{value:>width$}"),
                    _ => format!("{value:0>width$}"),
                }
            }
        }
    }
}

fn plain(directive: char, naive: &NaiveDateTime) -> Option<Field> {
    let number = |value: i64, width: usize| Some(Field::Number { value, width, blank: false });
    let blank = |value: i64, width: usize| Some(Field::Number { value, width, blank: true });
    let text = |text: &str| Some(Field::Text(text.to_owned()));
    let (date, time) = (naive.date(), naive.time());
    let day = DAYS.get(date.weekday().num_days_from_monday() as usize).copied().unwrap_or("");
    let month = MONTHS.get(date.month0() as usize).copied().unwrap_or("");
    let twelve = i64::from((time.hour() + 11) % 12 + 1);
    let year = i64::from(date.year());
    let several = |parts: &str| {
        let name: Rc<str> = Rc::from("");
        Some(Field::Text(format_naive(naive, 0, &name, parts)))
    };
    let yday = i64::from(date.ordinal0());
    let sunday = i64::from(date.weekday().num_days_from_sunday());
    let monday = i64::from(date.weekday().num_days_from_monday());
    match directive {
        'a' => text(day.get(..3).unwrap_or("")),
        'A' => text(day),
        'b' | 'h' => text(month.get(..3).unwrap_or("")),
        'B' => text(month),
        'c' => several("%a %b %e %H:%M:%S %Y"),
        'C' => number(year / 100, 2),
        'd' => number(i64::from(date.day()), 2),
        'D' | 'x' => several("%m/%d/%y"),
        'e' => blank(i64::from(date.day()), 2),
        'F' => several("%Y-%m-%d"),
        'g' => number(i64::from(date.iso_week().year()).rem_euclid(100), 2),
        'G' => number(i64::from(date.iso_week().year()), 0),
        'H' => number(i64::from(time.hour()), 2),
        'I' => number(twelve, 2),
        'j' => number(i64::from(date.ordinal()), 3),
        'k' => blank(i64::from(time.hour()), 2),
        'l' => blank(twelve, 2),
        'm' => number(i64::from(date.month()), 2),
        'M' => number(i64::from(time.minute()), 2),
        'n' => text("\n"),
        'p' => text(if time.hour() < 12 { "AM" } else { "PM" }),
        'P' => text(if time.hour() < 12 { "am" } else { "pm" }),
        'r' => several("%I:%M:%S %p"),
        'R' => several("%H:%M"),
        'S' => number(i64::from(time.second()), 2),
        't' => text("\t"),
        'T' | 'X' => several("%H:%M:%S"),
        'u' => number(i64::from(date.weekday().number_from_monday()), 1),
        'U' => number((yday + 7 - sunday) / 7, 2),
        'V' => number(i64::from(date.iso_week().week()), 2),
        'w' => number(sunday, 1),
        'W' => number((yday + 7 - monday) / 7, 2),
        'y' => number(year.rem_euclid(100), 2),
        'Y' => number(year, 0),
        '%' => text("%"),
        _ => None,
    }
}
