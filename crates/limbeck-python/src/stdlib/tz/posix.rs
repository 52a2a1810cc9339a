//! `CET-1CEST,M3.5.0,M10.5.0/3`: the rules of a zone as POSIX spells them.

use std::rc::Rc;

use chrono::{Datelike, NaiveDate};

use super::Local;

/// When daylight saving time begins or ends, as the clock shows it.
#[derive(Debug, Clone, Copy)]
enum Day {
    /// Month, week (5 is the last), weekday (0 is Sunday).
    Weekday(u32, u32, u32),
    /// Day of the year from 1, the 29th of February never counted.
    Julian(i64),
    /// Day of the year from 0.
    Ordinal(i64),
}

#[derive(Debug, Clone)]
struct Saving {
    local: Local,
    start: (Day, i64),
    end: (Day, i64),
}

/// The rules of a zone.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    standard: Local,
    saving: Option<Saving>,
}

struct Text<'a>(&'a str);

impl<'a> Text<'a> {
    fn eat(&mut self, c: char) -> bool {
        match self.0.strip_prefix(c) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    fn name(&mut self) -> Option<Rc<str>> {
        if self.eat('<') {
            let (name, rest) = self.0.split_once('>')?;
            self.0 = rest;
            return Some(Rc::from(name));
        }
        let end = self.0.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(self.0.len());
        let (name, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
        (name.len() >= 3).then(|| Rc::from(name))
    }

    fn number(&mut self) -> Option<i64> {
        let end = self.0.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.0.len());
        let (digits, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
        if digits.len() > 5 { None } else { digits.parse().ok() }
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    fn clock(&mut self) -> Option<i64> {
        let negative = self.eat('-');
        if !negative {
            self.eat('+');
        }
        let mut seconds = self.number()? * 3600;
        if self.eat(':') {
            seconds += self.number()? * 60;
            if self.eat(':') {
                seconds += self.number()?;
            }
        }
        Some(if negative { -seconds } else { seconds })
    }

    fn day(&mut self) -> Option<(Day, i64)> {
        let day = if self.eat('M') {
            let month = self.number()?;
            self.eat('.').then_some(())?;
            let week = self.number()?;
            self.eat('.').then_some(())?;
            let weekday = self.number()?;
            if !(1..=12).contains(&month) || !(1..=5).contains(&week) || weekday > 6 {
                return None;
            }
            Day::Weekday(month as u32, week as u32, weekday as u32)
        } else if self.eat('J') {
            Day::Julian(self.number()?)
        } else {
            Day::Ordinal(self.number()?)
        };
        let at = if self.eat('/') { self.clock()? } else { 7200 };
        Some((day, at))
    }
}

impl Rules {
    /// Reads a `TZ` string.
    pub fn parse(text: &str) -> Option<Rules> {
        let mut text = Text(text);
        let name = text.name()?;
        let offset = -text.clock()?;
        let standard = Local { offset, dst: 0, name };
        if text.0.is_empty() {
            return Some(Rules { standard, saving: None });
        }
        let name = text.name()?;
        let shifted = if text.0.starts_with(',') || text.0.is_empty() { offset + 3600 } else { -text.clock()? };
        let local = Local { offset: shifted, dst: shifted - offset, name };
        let (start, end) = if text.0.is_empty() {
            ((Day::Weekday(3, 2, 0), 7200), (Day::Weekday(11, 1, 0), 7200))
        } else {
            text.eat(',').then_some(())?;
            let start = text.day()?;
            text.eat(',').then_some(())?;
            (start, text.day()?)
        };
        text.0.is_empty().then_some(Rules { standard, saving: Some(Saving { local, start, end }) })
    }

    pub fn standard(&self) -> Local {
        self.standard.clone()
    }

    pub fn at_utc(&self, seconds: i64) -> Local {
        let Some(saving) = &self.saving else { return self.standard() };
        let year = year_of(seconds + self.standard.offset);
        let start = moment(year, saving.start) - self.standard.offset;
        let end = moment(year, saving.end) - saving.local.offset;
        self.pick(saving, start, end, seconds)
    }

    pub fn at_wall(&self, seconds: i64) -> Local {
        let Some(saving) = &self.saving else { return self.standard() };
        let year = year_of(seconds);
        let shift = saving.local.offset - self.standard.offset;
        let (mut start, mut end) = (moment(year, saving.start), moment(year, saving.end));
        if shift >= 0 {
            start += shift;
        } else {
            end -= shift;
        }
        self.pick(saving, start, end, seconds)
    }

    fn pick(&self, saving: &Saving, start: i64, end: i64, seconds: i64) -> Local {
        let in_dst = if start < end { (start..end).contains(&seconds) } else { !(end..start).contains(&seconds) };
        if in_dst { saving.local.clone() } else { self.standard() }
    }
}

fn year_of(seconds: i64) -> i32 {
    chrono::DateTime::from_timestamp(seconds, 0).map_or(1970, |at| at.year())
}

/// Seconds since 1970 of a rule's day in a year, as the clock shows them.
fn moment(year: i32, (day, at): (Day, i64)) -> i64 {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    let date = match day {
        Day::Weekday(month, week, weekday) => {
            let start = NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default();
            let shift = (7 + weekday - start.weekday().num_days_from_sunday()) % 7 + (week - 1) * 7;
            let date = start + chrono::TimeDelta::days(i64::from(shift));
            if date.month() == month { date } else { date - chrono::TimeDelta::days(7) }
        }
        Day::Julian(number) => {
            let leap = first.leap_year() && number >= 60;
            first + chrono::TimeDelta::days(number - 1 + i64::from(leap))
        }
        Day::Ordinal(number) => first + chrono::TimeDelta::days(number),
    };
    date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp() + at
}
