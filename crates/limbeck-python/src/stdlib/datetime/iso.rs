//! ISO 8601: writing, and reading as `fromisoformat` of Python 3.11 and later does.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use crate::error::{Error, Result};

/// `2024-01-31`
pub(super) fn day_text(date: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// `12:30:00.000001`, as exact as `timespec` says.
pub(super) fn time_text(time: &NaiveTime, timespec: &str) -> Result<String> {
    let (h, m, s, us) = (time.hour(), time.minute(), time.second(), time.nanosecond() / 1000);
    Ok(match timespec {
        "auto" if us == 0 => format!("{h:02}:{m:02}:{s:02}"),
        "auto" | "microseconds" => format!("{h:02}:{m:02}:{s:02}.{us:06}"),
        "hours" => format!("{h:02}"),
        "minutes" => format!("{h:02}:{m:02}"),
        "seconds" => format!("{h:02}:{m:02}:{s:02}"),
        "milliseconds" => format!("{h:02}:{m:02}:{s:02}.{:03}", us / 1000),
        _ => return Err(Error::value_error("Unknown timespec value")),
    })
}

/// Exactly `count` digits at the start.
fn digits(text: &str, count: usize) -> Option<(i64, &str)> {
    let part = text.get(..count)?;
    if !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some((part.parse().ok()?, text.get(count..)?))
}

/// Year, month and day at the start of a text, and what is left.
fn leading_date(text: &str) -> Option<([i64; 3], &str)> {
    let (year, rest) = digits(text, 4)?;
    let dashed = rest.starts_with('-');
    let rest = rest.strip_prefix('-').unwrap_or(rest);
    if let Some(rest) = rest.strip_prefix('W') {
        let (week, rest) = digits(rest, 2)?;
        let (day, rest) = match rest.strip_prefix('-') {
            Some(after) if dashed => digits(after, 1)?,
            Some(_) => (1, rest),
            None if dashed => (1, rest),
            None => digits(rest, 1).unwrap_or((1, rest)),
        };
        let date = super::date::from_iso_week(year, week, day).ok()?;
        return Some(([i64::from(date.year()), i64::from(date.month()), i64::from(date.day())], rest));
    }
    let (month, rest) = digits(rest, 2)?;
    let rest = if dashed { rest.strip_prefix('-')? } else { rest };
    let (day, rest) = digits(rest, 2)?;
    Some(([year, month, day], rest))
}

fn built_date([year, month, day]: [i64; 3]) -> Result<NaiveDate> {
    super::calendar_day(year, month, day)
}

fn built_time([hour, minute, second, micro]: [i64; 4]) -> Result<NaiveTime> {
    super::time_of_day(hour, minute, second, micro)
}

/// A whole text that is a date. `None`: it is not written like one.
pub(super) fn date(text: &str) -> Option<Result<NaiveDate>> {
    match leading_date(text) {
        Some((parts, "")) => Some(built_date(parts)),
        _ => None,
    }
}

/// Hours to fractions, without an offset: hour, minute, second, microsecond.
fn clock(text: &str) -> Option<[i64; 4]> {
    let mut parts = [0i64; 4];
    let (hour, mut rest) = digits(text, 2)?;
    parts[0] = hour;
    let colons = rest.starts_with(':');
    for at in 1..3 {
        if rest.is_empty() || rest.starts_with(['.', ',']) {
            break;
        }
        if colons {
            rest = rest.strip_prefix(':')?;
        }
        let (value, after) = digits(rest, 2)?;
        *parts.get_mut(at)? = value;
        rest = after;
        if at == 2 {
            break;
        }
    }
    if let Some(fraction) = rest.strip_prefix(['.', ',']) {
        if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let kept: String = fraction.chars().chain("000000".chars()).take(6).collect();
        parts[3] = kept.parse().ok()?;
        rest = "";
    }
    rest.is_empty().then_some(parts)
}

/// The parts of a whole text that is a time, and its offset in microseconds.
fn time_parts(text: &str) -> Option<([i64; 4], Option<i128>)> {
    let text = text.strip_prefix('T').unwrap_or(text);
    let Some(at) = text.find(['+', '-', 'Z']) else { return Some((clock(text)?, None)) };
    let (body, tail) = text.split_at_checked(at)?;
    let offset = if tail == "Z" {
        0
    } else {
        let sign = if tail.starts_with('-') { -1 } else { 1 };
        let [h, m, s, us] = clock(tail.get(1..)?)?;
        if h > 23 || m > 59 || s > 59 {
            return None;
        }
        i128::from(sign * (((h * 60 + m) * 60 + s) * 1_000_000 + us))
    };
    Some((clock(body)?, Some(offset)))
}

/// A whole text that is a time: the time and its offset in microseconds.
pub(super) fn time(text: &str) -> Option<Result<(NaiveTime, Option<i128>)>> {
    let (parts, offset) = time_parts(text)?;
    Some(built_time(parts).map(|time| (time, offset)))
}

/// A whole text that is a date, or a date, any one character, and a time.
pub(super) fn datetime(text: &str) -> Option<Result<(NaiveDateTime, Option<i128>)>> {
    let (day, rest) = leading_date(text)?;
    let mut chars = rest.chars();
    if chars.next().is_none() {
        return Some(built_date(day).map(|date| (date.and_time(NaiveTime::MIN), None)));
    }
    let after = chars.as_str();
    if after.starts_with('T') {
        return None;
    }
    let (time, offset) = time_parts(after)?;
    Some(built_date(day).and_then(|date| Ok((date.and_time(built_time(time)?), offset))))
}
