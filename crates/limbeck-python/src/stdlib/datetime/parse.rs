//! `strptime`: the format becomes a regular expression, with CPython's directives and messages.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use chrono::{Datelike, NaiveDate};

use super::format::{DAYS, MONTHS};
use crate::error::{Error, Result};
use crate::value::Value;
use crate::vm::Vm;

/// What a text says.
#[derive(Debug, Clone)]
pub(crate) struct Parsed {
    pub year: i64,
    pub month: i64,
    pub day: i64,
    pub hour: i64,
    pub minute: i64,
    pub second: i64,
    pub micro: i64,
    /// Microseconds east of UTC.
    pub offset: Option<i128>,
    pub zone: Option<Rc<str>>,
}

#[derive(Default)]
struct Patterns(RefCell<HashMap<String, Rc<fancy_regex::Regex>>>);

fn pattern_of(directive: char) -> Option<String> {
    let names = |all: &[&str], short: bool| {
        let shown = |name: &&str| if short { name.get(..3).unwrap_or(name).to_owned() } else { (*name).to_owned() };
        let mut names: Vec<String> = all.iter().map(shown).collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        names.join("|")
    };
    Some(match directive {
        'd' => r"3[0-1]|[1-2][0-9]|0[1-9]|[1-9]| [1-9]".to_owned(),
        'f' => "[0-9]{1,6}".to_owned(),
        'H' => "2[0-3]|[0-1][0-9]|[0-9]".to_owned(),
        'I' => "1[0-2]|0[1-9]|[1-9]| [1-9]".to_owned(),
        'G' | 'Y' => "[0-9]{4}".to_owned(),
        'j' => "36[0-6]|3[0-5][0-9]|[1-2][0-9][0-9]|0[1-9][0-9]|00[1-9]|[1-9][0-9]|0[1-9]|[1-9]".to_owned(),
        'm' => "1[0-2]|0[1-9]|[1-9]".to_owned(),
        'M' => "[0-5][0-9]|[0-9]".to_owned(),
        'S' => "6[0-1]|[0-5][0-9]|[0-9]".to_owned(),
        'U' | 'W' => "5[0-3]|[0-4][0-9]|[0-9]".to_owned(),
        'V' => "5[0-3]|0[1-9]|[1-4][0-9]|[0-9]".to_owned(),
        'u' => "[1-7]".to_owned(),
        'w' => "[0-6]".to_owned(),
        'y' => "[0-9][0-9]".to_owned(),
        'z' => r"[+-][0-9][0-9]:?[0-5][0-9](?::?[0-5][0-9](?:\.[0-9]{1,6})?)?|Z".to_owned(),
        'A' => names(&DAYS, false),
        'a' => names(&DAYS, true),
        'B' => names(&MONTHS, false),
        'b' => names(&MONTHS, true),
        'p' => "am|pm".to_owned(),
        'Z' => "utc|gmt".to_owned(),
        _ => return None,
    })
}

fn pattern(vm: &mut Vm, format: &str) -> Result<String> {
    let mut out = String::new();
    let mut seen = Vec::new();
    let mut chars = format.chars().peekable();
    let mut blank = false;
    while let Some(c) = chars.next() {
        if c.is_whitespace() {
            if !blank {
                out.push_str(r"\s+");
            }
            blank = true;
            continue;
        }
        blank = false;
        if c != '%' {
            out.push_str(&fancy_regex::escape(c.encode_utf8(&mut [0; 4])));
            continue;
        }
        let shown = vm.repr(&Value::str(format))?;
        let Some(directive) = chars.next() else {
            return Err(Error::value_error(format!("stray % in format {shown}")));
        };
        let expanded = match directive {
            '%' => {
                out.push('%');
                continue;
            }
            'c' => "%a %b %d %H:%M:%S %Y",
            'x' => "%m/%d/%y",
            'X' => "%H:%M:%S",
            _ => "",
        };
        if !expanded.is_empty() {
            out.push_str(&pattern(vm, expanded)?);
            continue;
        }
        match pattern_of(directive) {
            Some(regex) if seen.contains(&directive) => {
                let _ = regex;
                return Err(Error::exception(
                    "ValueError",
                    format!("redefinition of group name '{directive}' in the format {shown}"),
                ));
            }
            Some(regex) => {
                seen.push(directive);
                out.push_str(&format!("(?P<{directive}>{regex})"));
            }
            None => {
                return Err(Error::value_error(format!("'{directive}' is a bad directive in format {shown}")));
            }
        }
    }
    Ok(out)
}

fn compiled(vm: &mut Vm, format: &str) -> Result<Rc<fancy_regex::Regex>> {
    if vm.state::<Patterns>().is_none() {
        vm.insert_state(Rc::new(Patterns::default()));
    }
    let known = vm.state::<Patterns>();
    if let Some(regex) = known.as_ref().and_then(|known| known.0.borrow().get(format).cloned()) {
        return Ok(regex);
    }
    let text = format!("^(?i){}", pattern(vm, format)?);
    let regex = fancy_regex::Regex::new(&text)
        .map_err(|error| Error::unsupported(format!("the format '{format}' of strptime ({error})")))?;
    let regex = Rc::new(regex);
    if let Some(known) = known {
        known.0.borrow_mut().insert(format.to_owned(), Rc::clone(&regex));
    }
    Ok(regex)
}

/// Index of a name, full or short.
fn named(all: &[&str], text: &str, short: bool) -> Option<i64> {
    let text = text.to_lowercase();
    all.iter()
        .position(|name| {
            let name = name.to_lowercase();
            if short { name.get(..3) == Some(&*text) } else { name == text }
        })
        .map(|at| at as i64)
}

fn offset_of(text: &str) -> Result<i128> {
    if text.eq_ignore_ascii_case("z") {
        return Ok(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let body = text.get(1..).unwrap_or("");
    let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
    let colons = whole.matches(':').count();
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    if (digits.len() == 6 && colons == 1) || (digits.len() == 4 && colons > 1) {
        return Err(Error::value_error(format!("Inconsistent use of : in {text}")));
    }
    let part = |at: usize| digits.get(at..at + 2).and_then(|part| part.parse::<i128>().ok()).unwrap_or(0);
    let micros: i128 = format!("{fraction:0<6}").parse().unwrap_or(0);
    Ok(sign * (((part(0) * 60 + part(2)) * 60 + part(4)) * 1_000_000 + micros))
}

/// Reads a text by a format.
pub(crate) fn strptime(vm: &mut Vm, text: &str, format: &str) -> Result<Parsed> {
    let regex = compiled(vm, format)?;
    let found = regex.captures(text).map_err(|error| Error::limit(format!("matching a date: {error}")))?;
    let Some(found) = found else {
        let (text, format) = (vm.repr(&Value::str(text))?, vm.repr(&Value::str(format))?);
        return Err(Error::value_error(format!("time data {text} does not match format {format}")));
    };
    let end = found.get(0).map_or(0, |all| all.end());
    if end != text.len() {
        return Err(Error::value_error(format!("unconverted data remains: {}", text.get(end..).unwrap_or(""))));
    }
    let get = |name: &str| found.name(name).map(|part| part.as_str());
    let number = |name: &str| get(name).and_then(|part| part.trim().parse::<i64>().ok());
    let mut year = number("Y");
    if let Some(short) = number("y") {
        year = Some(if short <= 68 { 2000 + short } else { 1900 + short });
    }
    let month = match (number("m"), get("B"), get("b")) {
        (Some(month), _, _) => Some(month),
        (None, Some(name), _) => named(&MONTHS, name, false).map(|at| at + 1),
        (None, None, Some(name)) => named(&MONTHS, name, true).map(|at| at + 1),
        (None, None, None) => None,
    };
    let weekday = match (get("A"), get("a"), number("w"), number("u")) {
        (Some(name), _, _, _) => named(&DAYS, name, false),
        (None, Some(name), _, _) => named(&DAYS, name, true),
        (None, None, Some(day), _) => Some((day + 6) % 7),
        (None, None, None, Some(day)) => Some(day - 1),
        (None, None, None, None) => None,
    };
    let mut hour = number("H").unwrap_or(0);
    if let Some(twelve) = number("I") {
        let afternoon = get("p").is_some_and(|half| half.eq_ignore_ascii_case("pm"));
        hour = twelve % 12 + if afternoon { 12 } else { 0 };
    }
    let micro = get("f").map_or(0, |digits| format!("{digits:0<6}").parse().unwrap_or(0));
    let iso_year = number("G");
    let iso_week = number("V");
    check_iso(format, iso_year, iso_week, weekday, number("j"), year)?;
    let mut day = number("d");
    let mut month = month;
    if let (Some(iso_year), Some(week), Some(weekday)) = (iso_year, iso_week, weekday) {
        let date = super::date::from_iso_week(iso_year, week, weekday + 1)?;
        (year, month, day) = (Some(i64::from(date.year())), Some(i64::from(date.month())), Some(i64::from(date.day())));
    }
    let mut ordinal = number("j");
    let week = number("U").map(|week| (week, true)).or(number("W").map(|week| (week, false)));
    if let (None, Some((week, sunday)), Some(weekday), Some(year)) = (ordinal, week, weekday, year) {
        ordinal = Some(ordinal_of_week(year, week, weekday, sunday));
    }
    // A leap day without a year.
    let assumed = match year {
        Some(year) => year,
        None if month == Some(2) && day == Some(29) => 1904,
        None => 1900,
    };
    if let (Some(ordinal), None, None) = (ordinal, month, day) {
        let first = super::calendar_day(assumed, 1, 1)?;
        let date: NaiveDate = first
            .checked_add_signed(chrono::TimeDelta::days(ordinal - 1))
            .filter(|date| (1..=9999).contains(&date.year()))
            .ok_or_else(super::out_of_range)?;
        (year, month, day) = (Some(i64::from(date.year())), Some(i64::from(date.month())), Some(i64::from(date.day())));
    }
    let (month, day) = (month.unwrap_or(1), day.unwrap_or(1));
    let checked = year.unwrap_or(assumed);
    super::calendar_day(checked, month, day)?;
    Ok(Parsed {
        year: year.unwrap_or(1900),
        month,
        day,
        hour,
        minute: number("M").unwrap_or(0),
        second: number("S").unwrap_or(0),
        micro,
        offset: get("z").map(offset_of).transpose()?,
        zone: get("Z").map(|name| Rc::from(name.to_uppercase())),
    })
}

fn check_iso(
    _: &str,
    iso_year: Option<i64>,
    iso_week: Option<i64>,
    weekday: Option<i64>,
    ordinal: Option<i64>,
    year: Option<i64>,
) -> Result<()> {
    if iso_year.is_some() {
        if ordinal.is_some() {
            return Err(Error::value_error(
                "Day of the year directive '%j' is not compatible with ISO year directive '%G'. Use '%Y' instead.",
            ));
        }
        if iso_week.is_none() || weekday.is_none() {
            return Err(Error::value_error(
                "ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday directive ('%A', '%a', '%w', or '%u').",
            ));
        }
    } else if iso_week.is_some() {
        if year.is_none() || weekday.is_none() {
            return Err(Error::value_error(
                "ISO week directive '%V' must be used with the ISO year directive '%G' and a weekday directive ('%A', '%a', '%w', or '%u').",
            ));
        }
        return Err(Error::value_error(
            "ISO week directive '%V' is incompatible with the year directive '%Y'. Use the ISO year '%G' instead.",
        ));
    }
    Ok(())
}

/// The day of the year of a weekday (Monday is 0) in a week counted from the first Sunday or Monday.
fn ordinal_of_week(year: i64, week: i64, weekday: i64, sunday: bool) -> i64 {
    let first = super::calendar_day(year, 1, 1).map_or(0, |date| i64::from(date.weekday().num_days_from_monday()));
    let (first, weekday) = if sunday { ((first + 1) % 7, (weekday + 1) % 7) } else { (first, weekday) };
    let week_zero = (7 - first) % 7;
    if week == 0 { 1 + weekday - first } else { 1 + week_zero + 7 * (week - 1) + weekday }
}
