//! `date`.

use std::rc::Rc;

use chrono::{Datelike, NaiveDate};

use super::{calendar_day, date_value, day_from_ordinal, delta, format, integer, iso, operand, out_of_range};
use crate::bind::Signature;
use crate::error::{Error, Result};
use crate::value::{Args, Class, ClassBuilder, CompareOp, Kind, Value, hash};
use crate::vm::Vm;

/// The day of a `date` or `datetime`.
pub(super) fn day_of(value: &Value) -> Option<NaiveDate> {
    match value.payload() {
        Value::Date(date) => Some(*date),
        Value::DateTime(datetime) => Some(datetime.naive.date()),
        _ => None,
    }
}

fn own(this: &Value) -> Result<NaiveDate> {
    day_of(this).ok_or_else(|| Error::type_error("expected a date"))
}

fn construct(_: &mut Vm, _: &Rc<Class>, args: Args) -> Result<Value> {
    let names = ["year", "month", "day"];
    let mut parts: [Option<Value>; 3] = [None, None, None];
    let given = args.positional.len() + args.keyword.len();
    if given > 3 {
        return Err(Error::type_error(format!("function takes at most 3 arguments ({given} given)")));
    }
    for (slot, value) in parts.iter_mut().zip(args.positional) {
        *slot = Some(value);
    }
    for (name, value) in args.keyword {
        match names.iter().position(|known| **known == *name).and_then(|at| parts.get_mut(at)) {
            Some(slot) => *slot = Some(value),
            None => {
                return Err(Error::type_error(format!("'{name}' is an invalid keyword argument for this function")));
            }
        }
    }
    for (at, (name, part)) in names.iter().zip(&parts).enumerate() {
        if part.is_none() {
            return Err(Error::type_error(format!("function missing required argument '{name}' (pos {})", at + 1)));
        }
    }
    let number = |part: &Option<Value>| integer(part.as_ref().unwrap_or(&Value::None));
    Ok(date_value(calendar_day(number(&parts[0])?, number(&parts[1])?, number(&parts[2])?)?))
}

/// Days of a `timedelta` as dates count them.
fn whole_days(delta: &chrono::TimeDelta) -> i128 {
    delta::micros_of(delta).div_euclid(86_400_000_000)
}

fn shifted(date: NaiveDate, days: i128) -> Result<Value> {
    let ordinal = i128::from(date.num_days_from_ce()) + days;
    let ordinal = i32::try_from(ordinal).map_err(|_| out_of_range())?;
    day_from_ordinal(ordinal).map(date_value).ok_or_else(out_of_range)
}

/// Midnight in the local time of a time stamp.
fn from_timestamp(vm: &mut Vm, args: Args) -> Result<Value> {
    let stamp = args.positional.first().cloned().unwrap_or_default();
    let local = super::moment::from_timestamp(vm, &stamp, None, false)?;
    Ok(day_of(&local).map_or(Value::None, date_value))
}

/// `calendar.isoweek`: the first day of an ISO week date.
pub(super) fn from_iso_week(year: i64, week: i64, day: i64) -> Result<NaiveDate> {
    if !(1..=9999).contains(&year) {
        return Err(Error::value_error(format!("Year is out of range: {year}")));
    }
    let weekday = match day {
        1 => chrono::Weekday::Mon,
        2 => chrono::Weekday::Tue,
        3 => chrono::Weekday::Wed,
        4 => chrono::Weekday::Thu,
        5 => chrono::Weekday::Fri,
        6 => chrono::Weekday::Sat,
        7 => chrono::Weekday::Sun,
        _ => return Err(Error::value_error(format!("Invalid weekday: {day} (range is [1, 7])"))),
    };
    u32::try_from(week)
        .ok()
        .and_then(|week| NaiveDate::from_isoywd_opt(year as i32, week, weekday))
        .filter(|date| (1..=9999).contains(&date.year()))
        .ok_or_else(|| Error::value_error(format!("Invalid week: {week}")))
}

/// Named results of `isocalendar()`.
fn iso_calendar(vm: &mut Vm, date: NaiveDate) -> Result<Value> {
    let week = date.iso_week();
    let values = [
        Value::int(i64::from(week.year())),
        Value::int(i64::from(week.week())),
        Value::int(i64::from(date.weekday().number_from_monday())),
    ];
    crate::stdlib::named::named_tuple(
        vm,
        "datetime",
        "IsoCalendarDate",
        &["year", "week", "weekday"],
        "datetime.IsoCalendarDate",
        values.to_vec(),
    )
}

pub(super) fn compare(op: CompareOp, this: &Value, other: &Value) -> Result<Value> {
    match (this.payload(), other.payload()) {
        (Value::Date(a), Value::Date(b)) => Ok(super::ordered(op, a.cmp(b))),
        (Value::Date(_), Value::DateTime(_)) => match op {
            CompareOp::Eq => Ok(Value::Bool(false)),
            CompareOp::Ne => Ok(Value::Bool(true)),
            CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => {
                Err(Error::type_error("can't compare datetime.datetime to datetime.date"))
            }
        },
        _ => Ok(Value::NotImplemented),
    }
}

/// The class.
pub(super) fn class() -> Rc<Class> {
    let replace = Signature::parse("(year=None, month=None, day=None)");
    let iso_week = Signature::parse("(year, week, day)");
    let limit = |date: Option<NaiveDate>| date.map_or(Value::None, date_value);
    let number =
        |get: fn(&NaiveDate) -> i64| move |_: &mut Vm, this: &Value| own(this).map(|date| Value::int(get(&date)));
    let mut builder = ClassBuilder::new("date")
        .module("datetime")
        .kind(Kind::Date)
        .value_constructor(construct)
        .class_attr("min", limit(NaiveDate::from_ymd_opt(1, 1, 1)))
        .class_attr("max", limit(NaiveDate::from_ymd_opt(9999, 12, 31)))
        .class_attr("resolution", Value::TimeDelta(chrono::TimeDelta::days(1)))
        .property("year", number(|date| i64::from(date.year())))
        .property("month", number(|date| i64::from(date.month())))
        .property("day", number(|date| i64::from(date.day())))
        .class_method("today", |vm, class, args| {
            if class.kind == Kind::DateTime {
                return super::moment::now(vm, None);
            }
            let _ = args;
            let now = super::moment::now(vm, None)?;
            Ok(day_of(&now).map_or(Value::None, date_value))
        })
        .class_method("fromtimestamp", |vm, _, args| from_timestamp(vm, args))
        .class_method("fromordinal", |_, class, args| {
            let ordinal = integer(operand(&args))?;
            if ordinal < 1 {
                return Err(Error::value_error("ordinal must be >= 1"));
            }
            let day = i32::try_from(ordinal).ok().and_then(day_from_ordinal).ok_or_else(|| {
                let year = i128::from(ordinal) * 400 / 146_097 + 1;
                Error::value_error(format!("year {year} is out of range"))
            })?;
            Ok(of_class(class, day))
        })
        .class_method("fromisocalendar", move |_, class, args| {
            let bound = iso_week.bind("fromisocalendar", args)?;
            let part = |name: &str| integer(&bound.value(name));
            Ok(of_class(class, from_iso_week(part("year")?, part("week")?, part("day")?)?))
        })
        .class_method("fromisoformat", |vm, _, args| {
            let text =
                operand(&args).as_rc_str().ok_or_else(|| Error::type_error("fromisoformat: argument must be str"))?;
            match iso::date(&text) {
                Some(date) => Ok(date_value(date?)),
                None => {
                    let shown = vm.repr(&Value::Str(text))?;
                    Err(Error::value_error(format!("Invalid isoformat string: {shown}")))
                }
            }
        })
        .method("weekday", |_, this, _| Ok(Value::int(i64::from(own(this)?.weekday().num_days_from_monday()))))
        .method("isoweekday", |_, this, _| Ok(Value::int(i64::from(own(this)?.weekday().number_from_monday()))))
        .method("isocalendar", |vm, this, _| iso_calendar(vm, own(this)?))
        .method("toordinal", |_, this, _| Ok(Value::int(i64::from(own(this)?.num_days_from_ce()))))
        .method("isoformat", |_, this, _| Ok(Value::from(iso::day_text(own(this)?))))
        .method("__str__", |_, this, _| Ok(Value::from(iso::day_text(own(this)?))))
        .method("__repr__", |_, this, _| {
            let date = own(this)?;
            Ok(Value::from(format!("datetime.date({}, {}, {})", date.year(), date.month(), date.day())))
        })
        .method("ctime", |vm, this, _| {
            let text = format::strftime(vm, this, "%a %b %e %H:%M:%S ")?;
            Ok(Value::from(format!("{text}{:04}", own(this)?.year())))
        })
        .method("timetuple", |vm, this, _| {
            let date = own(this)?;
            crate::stdlib::time::struct_time_of(vm, date.and_time(chrono::NaiveTime::MIN), -1)
        })
        .method("strftime", |vm, this, args| {
            let Some(spec) = args.keyword.first().map(|(_, value)| value).or(args.positional.first()) else {
                return Err(Error::type_error("strftime() missing required argument 'format' (pos 1)"));
            };
            let Some(spec) = spec.as_str() else {
                return Err(Error::type_error(format!("strftime() argument 1 must be str, not {}", spec.type_name())));
            };
            format::strftime(vm, this, spec).map(Value::from)
        })
        .method("__format__", |vm, this, args| {
            let Some(spec) = operand(&args).as_rc_str() else {
                return Err(Error::type_error("__format__() argument 1 must be str"));
            };
            if spec.is_empty() {
                return vm.str(this).map(Value::Str);
            }
            format::strftime(vm, this, &spec).map(Value::from)
        })
        .method("replace", move |_, this, args| {
            let bound = replace.bind("replace", args)?;
            let date = own(this)?;
            let part = |name: &str, old: i64| bound.given(name).map_or(Ok(old), |value| integer(&value));
            Ok(date_value(calendar_day(
                part("year", i64::from(date.year()))?,
                part("month", i64::from(date.month()))?,
                part("day", i64::from(date.day()))?,
            )?))
        })
        .method("__hash__", |_, this, _| Ok(Value::int(hash::hash_any(&own(this)?) as i64 >> 2)))
        .method("__add__", add)
        .method("__radd__", add)
        .method("__sub__", |_, this, args| match operand(&args).payload() {
            Value::TimeDelta(delta) => {
                let date = own(this)?;
                shifted(date, -whole_days(delta))
            }
            Value::Date(other) => {
                let days = own(this)?.num_days_from_ce() - other.num_days_from_ce();
                delta::timedelta(i128::from(days) * 86_400_000_000)
            }
            _ => Ok(Value::NotImplemented),
        });
    for (name, op) in super::COMPARISONS {
        builder = builder.method(name, move |_, this, args| compare(op, this, operand(&args)));
    }
    builder.build()
}

fn of_class(class: &Rc<Class>, day: NaiveDate) -> Value {
    if class.kind == Kind::DateTime {
        super::datetime_value(day.and_time(chrono::NaiveTime::MIN), None)
    } else {
        date_value(day)
    }
}

fn add(_: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    match operand(&args).payload() {
        Value::TimeDelta(delta) => shifted(own(this)?, whole_days(delta)),
        _ => Ok(Value::NotImplemented),
    }
}
