//! `datetime`. The values are kinds of [`Value`]; their classes, made when the evaluator is, carry methods and
//! operators.

mod date;
mod delta;
pub(crate) mod format;
mod iso;
mod moment;
mod parse;
mod time;
pub(crate) mod zone;

use std::rc::Rc;

use crate::error::{Error, Result};
use crate::value::{CompareOp, DateTime, Kind, Module, Time, Value};
use crate::vm::Vm;

pub(crate) use delta::timedelta;
pub(crate) use parse::strptime;

/// Makes the classes of the four kinds and of time zones.
pub(super) fn classes(vm: &mut Vm) {
    let delta = delta::class();
    vm.types.set(Kind::TimeDelta, delta);
    zone::install(vm);
    let date = date::class();
    vm.types.set(Kind::Date, Rc::clone(&date));
    vm.types.set(Kind::Time, time::class());
    vm.types.set(Kind::DateTime, moment::class(&date));
}

/// The module.
pub(super) fn module(vm: &mut Vm) -> Result<Rc<Module>> {
    let module = Module::new("datetime")
        .with("date", vm.builtin_class(Kind::Date))
        .with("time", vm.builtin_class(Kind::Time))
        .with("datetime", vm.builtin_class(Kind::DateTime))
        .with("timedelta", vm.builtin_class(Kind::TimeDelta))
        .with("MINYEAR", Value::int(1))
        .with("MAXYEAR", Value::int(9999));
    if let Some(zones) = vm.state::<zone::Zones>() {
        module.set("tzinfo", Rc::clone(&zones.tzinfo));
        module.set("timezone", Rc::clone(&zones.timezone));
        module.set("UTC", zones.utc.clone());
    }
    Ok(Rc::new(module))
}

/// An integer argument.
pub(super) fn integer(value: &Value) -> Result<i64> {
    match value.as_integer() {
        Some(number) => number.to_i64().ok_or_else(too_large),
        None => Err(Error::type_error(format!("'{}' object cannot be interpreted as an integer", value.type_name()))),
    }
}

fn too_large() -> Error {
    Error::exception("OverflowError", "Python int too large to convert to C int")
}

/// A component of a date or time within its bounds.
pub(super) fn component(value: i64, low: i64, high: i64, name: &str) -> Result<u32> {
    if value < low || value > high {
        return Err(Error::value_error(format!("{name} must be in {low}..{high}")));
    }
    Ok(value as u32)
}

/// A calendar day, with CPython's messages.
pub(super) fn calendar_day(year: i64, month: i64, day: i64) -> Result<chrono::NaiveDate> {
    if !(1..=9999).contains(&year) {
        return Err(Error::value_error(format!("year {year} is out of range")));
    }
    if !(1..=12).contains(&month) {
        return Err(Error::value_error("month must be in 1..12"));
    }
    u32::try_from(day)
        .ok()
        .and_then(|day| chrono::NaiveDate::from_ymd_opt(year as i32, month as u32, day))
        .ok_or_else(|| Error::value_error("day is out of range for month"))
}

/// A time of day, with CPython's messages.
pub(super) fn time_of_day(hour: i64, minute: i64, second: i64, micro: i64) -> Result<chrono::NaiveTime> {
    let hour = component(hour, 0, 23, "hour")?;
    let minute = component(minute, 0, 59, "minute")?;
    let second = component(second, 0, 59, "second")?;
    let micro = component(micro, 0, 999_999, "microsecond")?;
    chrono::NaiveTime::from_hms_micro_opt(hour, minute, second, micro)
        .ok_or_else(|| Error::value_error("time is out of range"))
}

pub(super) fn date_value(date: chrono::NaiveDate) -> Value {
    Value::Date(date)
}

pub(super) fn time_value(time: chrono::NaiveTime, tz: Option<Value>) -> Value {
    Value::Time(Rc::new(Time { time, tz }))
}

pub(crate) fn datetime_value(naive: chrono::NaiveDateTime, tz: Option<Value>) -> Value {
    Value::DateTime(Rc::new(DateTime { naive, tz }))
}

/// `date value out of range`
pub(super) fn out_of_range() -> Error {
    Error::exception("OverflowError", "date value out of range")
}

/// Microseconds since the first of January of the year 1.
pub(super) fn ordinal_micros(naive: &chrono::NaiveDateTime) -> i128 {
    use chrono::{Datelike, Timelike};
    let days = i128::from(naive.date().num_days_from_ce());
    let seconds = i128::from(naive.time().num_seconds_from_midnight());
    (days * 86_400 + seconds) * 1_000_000 + i128::from(naive.time().nanosecond() / 1000)
}

/// The inverse of [`ordinal_micros`].
pub(super) fn from_ordinal_micros(micros: i128) -> Result<chrono::NaiveDateTime> {
    let days = i32::try_from(micros.div_euclid(86_400_000_000)).map_err(|_| out_of_range())?;
    let rest = micros.rem_euclid(86_400_000_000);
    let date = day_from_ordinal(days).ok_or_else(out_of_range)?;
    let time = chrono::NaiveTime::from_num_seconds_from_midnight_opt(
        (rest / 1_000_000) as u32,
        (rest % 1_000_000 * 1000) as u32,
    )
    .ok_or_else(out_of_range)?;
    Ok(date.and_time(time))
}

/// A day by its number, 1 being the first of January of the year 1; `None` outside of the years 1 to 9999.
pub(super) fn day_from_ordinal(days: i32) -> Option<chrono::NaiveDate> {
    use chrono::Datelike;
    chrono::NaiveDate::from_num_days_from_ce_opt(days).filter(|date| (1..=9999).contains(&date.year()))
}

/// The answer of a comparison whose order is known.
pub(super) fn ordered(op: CompareOp, order: std::cmp::Ordering) -> Value {
    Value::Bool(match op {
        CompareOp::Eq => order.is_eq(),
        CompareOp::Ne => order.is_ne(),
        CompareOp::Lt => order.is_lt(),
        CompareOp::Le => order.is_le(),
        CompareOp::Gt => order.is_gt(),
        CompareOp::Ge => order.is_ge(),
    })
}

/// The six comparisons with the names of their methods.
pub(crate) const COMPARISONS: [(&str, CompareOp); 6] = [
    ("__eq__", CompareOp::Eq),
    ("__ne__", CompareOp::Ne),
    ("__lt__", CompareOp::Lt),
    ("__le__", CompareOp::Le),
    ("__gt__", CompareOp::Gt),
    ("__ge__", CompareOp::Ge),
];

/// The first argument of an operator's method.
pub(crate) fn operand(args: &crate::value::Args) -> &Value {
    const NOTHING: &Value = &Value::None;
    args.positional.first().unwrap_or(NOTHING)
}
