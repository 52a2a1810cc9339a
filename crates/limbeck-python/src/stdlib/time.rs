//! `time`.

use std::rc::Rc;
use std::sync::OnceLock;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant, SystemTime};

use chrono::{Datelike, NaiveDateTime, Timelike};

use super::datetime::{self, strptime};
use super::{named, tz};
use crate::error::{Error, Result};
use crate::value::{Module, Value};
use crate::vm::Vm;

const FIELDS: [&str; 9] =
    ["tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst"];

/// `time.struct_time` of a wall time.
pub(super) fn struct_time_of(vm: &mut Vm, naive: NaiveDateTime, dst: i64) -> Result<Value> {
    let (date, time) = (naive.date(), naive.time());
    let values = [
        i64::from(date.year()),
        i64::from(date.month()),
        i64::from(date.day()),
        i64::from(time.hour()),
        i64::from(time.minute()),
        i64::from(time.second()),
        i64::from(date.weekday().num_days_from_monday()),
        i64::from(date.ordinal()),
        dst,
    ];
    named::named_tuple(
        vm,
        "time",
        "struct_time",
        &FIELDS,
        "time.struct_time",
        values.into_iter().map(Value::int).collect(),
    )
}

fn now() -> Duration {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}

fn since_start() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

/// Waits, and stops at once when the evaluation is interrupted.
fn sleep(vm: &mut Vm, seconds: &Value) -> Result<Value> {
    let length = match (seconds.as_integer(), seconds.as_float()) {
        (Some(int), _) => int.to_f64(),
        (None, Some(float)) => float,
        (None, None) => {
            return Err(Error::type_error(format!(
                "'{}' object cannot be interpreted as an integer",
                seconds.type_name()
            )));
        }
    };
    if length.is_nan() {
        return Err(Error::value_error("Invalid value NaN (not a number)"));
    }
    if length < 0.0 {
        return Err(Error::value_error("sleep length must be non-negative"));
    }
    let end = Instant::now()
        .checked_add(Duration::try_from_secs_f64(length).unwrap_or(Duration::MAX))
        .ok_or_else(|| Error::exception("OverflowError", "timestamp too large to convert to C PyTime_t"))?;
    loop {
        if vm.options().interrupt.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(Value::None);
        }
        std::thread::sleep(left.min(Duration::from_millis(20)));
    }
}

/// The seconds of an optional argument, now without one.
fn moment(value: Option<Value>) -> Result<i64> {
    match value {
        None => Ok(now().as_secs() as i64),
        Some(value) => match (value.as_int(), value.as_float()) {
            (Some(int), _) if int.unsigned_abs() < 1 << 46 => Ok(int),
            (Some(_), _) => Err(Error::exception("OverflowError", "timestamp out of range for platform time_t")),
            (None, Some(float)) if float.abs() < 1e14 => Ok(float.floor() as i64),
            (None, Some(_)) => Err(Error::exception("OverflowError", "timestamp out of range for platform time_t")),
            (None, None) => {
                Err(Error::type_error(format!("'{}' object cannot be interpreted as an integer", value.type_name())))
            }
        },
    }
}

fn naive_of(seconds: i64) -> Result<NaiveDateTime> {
    chrono::DateTime::from_timestamp(seconds, 0)
        .map(|at| at.naive_utc())
        .ok_or_else(|| Error::exception("OverflowError", "timestamp out of range for platform time_t"))
}

/// The wall time of a `struct_time` or tuple.
fn from_tuple(value: &Value) -> Result<NaiveDateTime> {
    let items = value.as_sequence().filter(|items| items.len() == 9);
    let Some(items) = items else { return Err(Error::type_error("Tuple or struct_time argument required")) };
    let part = |at: usize| items.get(at).and_then(Value::as_int).unwrap_or(0);
    let day = chrono::NaiveDate::from_ymd_opt(part(0) as i32, part(1).max(1) as u32, part(2).max(1) as u32);
    let out = || Error::value_error("month out of range");
    let day = day.ok_or_else(out)?;
    let (Ok(hour), Ok(minute), Ok(second)) = (u32::try_from(part(3)), u32::try_from(part(4)), u32::try_from(part(5)))
    else {
        return Err(Error::value_error("hour out of range"));
    };
    day.and_hms_opt(hour, minute, second.min(59)).ok_or_else(|| Error::value_error("hour out of range"))
}

fn stamp_of_parsed(vm: &mut Vm, text: &str, format: &str) -> Result<Value> {
    let parsed = strptime(vm, text, format)?;
    let day =
        chrono::NaiveDate::from_ymd_opt(parsed.year as i32, parsed.month as u32, parsed.day as u32).unwrap_or_default();
    let naive =
        day.and_hms_opt(parsed.hour as u32, parsed.minute as u32, parsed.second.min(59) as u32).unwrap_or_default();
    struct_time_of(vm, naive, -1)
}

/// The module.
pub(super) fn module(vm: &mut Vm) -> Result<Rc<Module>> {
    since_start();
    let seconds = |duration: Duration| Ok(Value::Float(duration.as_secs_f64()));
    let nanos = |duration: Duration| Ok(Value::int(i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX)));
    let current = now().as_secs() as i64;
    let (offset, _) = tz::local_at(current);
    let standard = if tz::local_dst(current) { offset - 3600 } else { offset };
    let struct_time = named::class(vm, "time", "struct_time", &FIELDS, "time.struct_time");
    let module = Module::new("time")
        .function("time", move |_, _| seconds(now()))
        .function("time_ns", move |_, _| nanos(now()))
        .function("perf_counter", move |_, _| seconds(since_start()))
        .function("perf_counter_ns", move |_, _| nanos(since_start()))
        .function("monotonic", move |_, _| seconds(since_start()))
        .function("monotonic_ns", move |_, _| nanos(since_start()))
        .function("process_time", move |_, _| seconds(since_start()))
        .function("process_time_ns", move |_, _| nanos(since_start()))
        .function("sleep", |vm, args| {
            let [seconds] = crate::builtins::exactly::<1>("time.sleep", args)?;
            sleep(vm, &seconds)
        })
        .function_with("gmtime", "(seconds=None)", |vm, args| {
            let naive = naive_of(moment(args.some("seconds"))?)?;
            struct_time_of(vm, naive, 0)
        })
        .function_with("localtime", "(seconds=None)", |vm, args| {
            let at = moment(args.some("seconds"))?;
            let naive = naive_of(at + tz::local_at(at).0)?;
            struct_time_of(vm, naive, i64::from(tz::local_dst(at)))
        })
        .function_with("mktime", "(t, /)", |_, args| {
            let wall = from_tuple(&args.value("t"))?.and_utc().timestamp();
            Ok(Value::Float((wall - tz::local_of_wall(wall)) as f64))
        })
        .function_with("strftime", "(format, t=None, /)", |_, args| {
            let format = args.value("format");
            let Some(format) = format.as_str() else {
                return Err(Error::type_error(format!(
                    "strftime() argument 1 must be str, not {}",
                    format.type_name()
                )));
            };
            let at = now().as_secs() as i64;
            let naive = match args.some("t") {
                Some(tuple) => from_tuple(&tuple)?,
                None => naive_of(at + tz::local_at(at).0)?,
            };
            let wall = naive.and_utc().timestamp();
            let (offset, name) = tz::local_at(wall - tz::local_of_wall(wall));
            Ok(Value::from(datetime::format::format_naive(&naive, i128::from(offset) * 1_000_000, &name, format)))
        })
        .function_with("strptime", "(string, format='%a %b %d %H:%M:%S %Y', /)", |vm, args| {
            let (text, format) = (args.value("string"), args.value("format"));
            match (text.as_str(), format.as_str()) {
                (Some(text), Some(format)) => stamp_of_parsed(vm, text, format),
                _ => Err(Error::type_error(format!("strptime() argument 0 must be str, not {}", text.type_name()))),
            }
        })
        .function_with("ctime", "(seconds=None)", |_, args| {
            let at = moment(args.some("seconds"))?;
            let naive = naive_of(at + tz::local_at(at).0)?;
            Ok(Value::from(datetime::format::format_naive(&naive, 0, &Rc::from(""), "%a %b %e %H:%M:%S %Y")))
        })
        .function_with("asctime", "(t=None)", |_, args| {
            let at = now().as_secs() as i64;
            let naive = match args.some("t") {
                Some(tuple) => from_tuple(&tuple)?,
                None => naive_of(at + tz::local_at(at).0)?,
            };
            Ok(Value::from(datetime::format::format_naive(&naive, 0, &Rc::from(""), "%a %b %e %H:%M:%S %Y")))
        })
        .with("struct_time", struct_time)
        .with("timezone", Value::int(-standard))
        .with("daylight", Value::int(i64::from(tz::local_dst(current))));
    Ok(Rc::new(module))
}
