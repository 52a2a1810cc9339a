//! Dates and times in the ISO style, intervals in the `postgres` style, as psycopg2 reads them.

use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};
use limbeck_ops::{Datum, Interval};

/// psycopg2 gives `date.max` and `date.min` for the infinities.
fn last_day() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(9999, 12, 31)
}

fn first_day() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(1, 1, 1)
}

pub(super) fn date(text: &str) -> Option<Datum> {
    match text {
        "infinity" => last_day(),
        "-infinity" => first_day(),
        text => ymd(text),
    }
    .map(Datum::Date)
}

fn ymd(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() > 4 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok().filter(|year| *year > 0)?, month.parse().ok()?, day.parse().ok()?)
}

/// Hours, minutes, seconds and microseconds; PostgreSQL's `24:00:00` is Python's midnight.
fn hms(text: &str) -> Option<NaiveTime> {
    let mut parts = text.split(':');
    let hour: u32 = parts.next()?.parse().ok()?;
    let minute = parts.next()?.parse().ok()?;
    let (second, micros) = match parts.next() {
        Some(seconds) => seconds_and_micros(seconds)?,
        None => (0, 0),
    };
    let hour = if hour == 24 { 0 } else { hour };
    NaiveTime::from_hms_micro_opt(hour, minute, second, micros).filter(|_| parts.next().is_none())
}

fn seconds_and_micros(text: &str) -> Option<(u32, u32)> {
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction: u32 = format!("{fraction:0<6}").get(..6)?.parse().ok()?;
    Some((seconds.parse().ok()?, fraction))
}

pub(super) fn time(text: &str) -> Option<Datum> {
    hms(text).map(|time| Datum::Time(time, None))
}

pub(super) fn time_tz(text: &str) -> Option<Datum> {
    let (time, offset) = split_offset(text)?;
    Some(Datum::Time(hms(time)?, Some(offset)))
}

/// The offset behind a time: `+05`, `-03:30`, `+00:53:28`.
fn split_offset(text: &str) -> Option<(&str, i32)> {
    let at = text.rfind(['+', '-'])?;
    let (time, zone) = (text.get(..at)?, text.get(at + 1..)?);
    let mut seconds = 0;
    let mut unit = 3600;
    for part in zone.split(':') {
        seconds += part.parse::<i32>().ok()?.checked_mul(unit)?;
        unit /= 60;
    }
    Some((time, if text.get(at..=at) == Some("-") { -seconds } else { seconds }))
}

fn naive(text: &str) -> Option<NaiveDateTime> {
    let (day, time) = text.split_once(' ')?;
    let time_of_day = hms(time)?;
    let mut moment = ymd(day)?.and_time(time_of_day);
    if time.starts_with("24:") {
        moment = moment.checked_add_signed(Duration::days(1))?;
    }
    Some(moment)
}

fn infinite(text: &str) -> Option<NaiveDateTime> {
    match text {
        "infinity" => last_day()?.and_hms_micro_opt(23, 59, 59, 999_999),
        "-infinity" => first_day()?.and_hms_opt(0, 0, 0),
        _ => None,
    }
}

pub(super) fn timestamp(text: &str) -> Option<Datum> {
    infinite(text).or_else(|| naive(text)).map(|moment| Datum::DateTime(moment, None))
}

pub(super) fn timestamp_tz(text: &str) -> Option<Datum> {
    if let Some(moment) = infinite(text) {
        return Some(Datum::DateTime(moment, Some(0)));
    }
    let (moment, offset) = split_offset(text)?;
    Some(Datum::DateTime(naive(moment)?, Some(offset)))
}

/// `1 year 2 mons -3 days +04:05:06.789`.
pub(super) fn interval(text: &str) -> Option<Datum> {
    let mut interval = Interval::default();
    let mut words = text.split(' ');
    while let Some(word) = words.next() {
        if word.contains(':') {
            let (negative, clock) = match word.as_bytes().first()? {
                b'-' => (true, word.get(1..)?),
                b'+' => (false, word.get(1..)?),
                _ => (false, word),
            };
            let mut parts = clock.split(':');
            let hours: i64 = parts.next()?.parse().ok()?;
            let minutes: i64 = parts.next()?.parse().ok()?;
            let (seconds, micros) = seconds_and_micros(parts.next().unwrap_or("0"))?;
            let seconds = hours.checked_mul(3600)?.checked_add(minutes * 60)?.checked_add(i64::from(seconds))?;
            let micros = seconds.checked_mul(1_000_000)?.checked_add(i64::from(micros))?;
            interval.micros = if negative { -micros } else { micros };
            continue;
        }
        let count: i32 = word.parse().ok()?;
        match words.next()? {
            "year" | "years" => interval.months = interval.months.checked_add(count.checked_mul(12)?)?,
            "mon" | "mons" => interval.months = interval.months.checked_add(count)?,
            "day" | "days" => interval.days = count,
            _ => return None,
        }
    }
    Some(Datum::Interval(interval))
}
