//! `time` of day.

use std::rc::Rc;

use chrono::{NaiveTime, Timelike};

use super::{format, integer, iso, operand, time_of_day, time_value, zone};
use crate::bind::Signature;
use crate::error::{Error, Result};
use crate::value::{Args, Class, ClassBuilder, CompareOp, Kind, Time, Value, hash};
use crate::vm::Vm;

fn own(this: &Value) -> Result<Rc<Time>> {
    match this.payload() {
        Value::Time(time) => Ok(Rc::clone(time)),
        _ => Err(Error::type_error("expected a time")),
    }
}

/// Microseconds since midnight.
pub(super) fn micros(time: &NaiveTime) -> i128 {
    i128::from(time.num_seconds_from_midnight()) * 1_000_000 + i128::from(time.nanosecond() / 1000)
}

/// Refuses the second reading of an ambiguous wall time.
pub(super) fn check_fold(value: Option<Value>) -> Result<()> {
    match value.map(|value| integer(&value)).transpose()? {
        None | Some(0) => Ok(()),
        Some(1) => Err(Error::unsupported("`fold=1` of a date and time")),
        Some(_) => Err(Error::value_error("fold must be either 0 or 1")),
    }
}

fn offset(vm: &mut Vm, time: &Time) -> Result<Option<i128>> {
    zone::offset(vm, time.tz.as_ref(), &Value::None)
}

fn offset_value(vm: &mut Vm, this: &Value, method: &str) -> Result<Value> {
    let time = own(this)?;
    match zone::asked(vm, time.tz.as_ref(), &Value::None, method)? {
        Some(micros) => super::delta::timedelta(micros),
        None => Ok(Value::None),
    }
}

fn compare(vm: &mut Vm, op: CompareOp, this: &Value, other: &Value) -> Result<Value> {
    let Value::Time(b) = other.payload() else { return Ok(Value::NotImplemented) };
    let (a, b) = (own(this)?, Rc::clone(b));
    let (x, y) = (offset(vm, &a)?, offset(vm, &b)?);
    if x.is_some() != y.is_some() {
        return match op {
            CompareOp::Eq => Ok(Value::Bool(false)),
            CompareOp::Ne => Ok(Value::Bool(true)),
            CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => {
                Err(Error::type_error("can't compare offset-naive and offset-aware times"))
            }
        };
    }
    let (x, y) = (micros(&a.time) - x.unwrap_or(0), micros(&b.time) - y.unwrap_or(0));
    Ok(super::ordered(op, x.cmp(&y)))
}

/// `isoformat` of a time with its offset.
fn text(vm: &mut Vm, this: &Value, timespec: &str) -> Result<String> {
    let time = own(this)?;
    let mut out = iso::time_text(&time.time, timespec)?;
    if let Some(offset) = offset(vm, &time)? {
        out.push_str(&zone::offset_text(offset, ":"));
    }
    Ok(out)
}

/// The class.
pub(super) fn class() -> Rc<Class> {
    let arguments = Signature::parse("(hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0)");
    let replace = arguments.clone();
    let timespec = Signature::parse("(timespec='auto')");
    let limit = |time: Option<NaiveTime>| time.map_or(Value::None, |time| time_value(time, None));
    let number = |get: fn(&NaiveTime) -> u32| {
        move |_: &mut Vm, this: &Value| own(this).map(|time| Value::int(i64::from(get(&time.time))))
    };
    let mut builder = ClassBuilder::new("time")
        .module("datetime")
        .kind(Kind::Time)
        .value_constructor(move |vm, _, args| {
            let bound = arguments.bind("time", args)?;
            let part = |name: &str| integer(&bound.value(name));
            let time = time_of_day(part("hour")?, part("minute")?, part("second")?, part("microsecond")?)?;
            check_fold(bound.given("fold"))?;
            Ok(time_value(time, zone::check(vm, bound.value("tzinfo"))?))
        })
        .class_attr("min", limit(NaiveTime::from_hms_opt(0, 0, 0)))
        .class_attr("max", limit(NaiveTime::from_hms_micro_opt(23, 59, 59, 999_999)))
        .class_attr("resolution", Value::TimeDelta(chrono::TimeDelta::microseconds(1)))
        .property("hour", number(NaiveTime::hour))
        .property("minute", number(NaiveTime::minute))
        .property("second", number(NaiveTime::second))
        .property("microsecond", number(|time| time.nanosecond() / 1000))
        .property("tzinfo", |_, this| Ok(own(this)?.tz.clone().unwrap_or_default()))
        .property("fold", |_, _| Ok(Value::int(0)))
        .class_method("fromisoformat", |vm, _, args| {
            let text =
                operand(&args).as_rc_str().ok_or_else(|| Error::type_error("fromisoformat: argument must be str"))?;
            match iso::time(&text).transpose()? {
                Some((time, offset)) => Ok(time_value(time, offset.map(|offset| zone::fixed(vm, offset, None)))),
                None => {
                    let shown = vm.repr(&Value::Str(text))?;
                    Err(Error::value_error(format!("Invalid isoformat string: {shown}")))
                }
            }
        })
        .method("isoformat", move |vm, this, args| {
            let bound = timespec.bind("isoformat", args)?;
            let spec = bound.value("timespec");
            text(vm, this, spec.as_str().unwrap_or("auto")).map(Value::from)
        })
        .method("__str__", |vm, this, _| text(vm, this, "auto").map(Value::from))
        .method("__repr__", |vm, this, _| {
            let time = own(this)?;
            let mut out = format!("datetime.time({}, {}", time.time.hour(), time.time.minute());
            let micro = time.time.nanosecond() / 1000;
            if micro != 0 {
                out.push_str(&format!(", {}, {micro}", time.time.second()));
            } else if time.time.second() != 0 {
                out.push_str(&format!(", {}", time.time.second()));
            }
            if let Some(tz) = &time.tz {
                out.push_str(&format!(", tzinfo={}", vm.repr(tz)?));
            }
            out.push(')');
            Ok(Value::from(out))
        })
        .method("strftime", |vm, this, args| {
            let spec = operand(&args);
            let Some(spec) = spec.as_rc_str() else {
                return Err(Error::type_error(format!("strftime() argument 1 must be str, not {}", spec.type_name())));
            };
            format::strftime(vm, this, &spec).map(Value::from)
        })
        .method("__format__", |vm, this, args| {
            let spec = operand(&args).as_rc_str().unwrap_or_else(|| Rc::from(""));
            if spec.is_empty() {
                return vm.str(this).map(Value::Str);
            }
            format::strftime(vm, this, &spec).map(Value::from)
        })
        .method("utcoffset", |vm, this, _| offset_value(vm, this, "utcoffset"))
        .method("dst", |vm, this, _| offset_value(vm, this, "dst"))
        .method("tzname", |vm, this, _| {
            let time = own(this)?;
            Ok(zone::name(vm, time.tz.as_ref(), &Value::None)?.into())
        })
        .method("replace", move |vm, this, args| {
            let bound = replace.bind("replace", args)?;
            let old = own(this)?;
            let part = |name: &str, old: u32| bound.given(name).map_or(Ok(i64::from(old)), |value| integer(&value));
            let time = time_of_day(
                part("hour", old.time.hour())?,
                part("minute", old.time.minute())?,
                part("second", old.time.second())?,
                part("microsecond", old.time.nanosecond() / 1000)?,
            )?;
            check_fold(bound.given("fold"))?;
            let tz = match bound.given("tzinfo") {
                Some(tz) => zone::check(vm, tz)?,
                None => old.tz.clone(),
            };
            Ok(time_value(time, tz))
        })
        .method("__hash__", |vm, this, _| {
            let time = own(this)?;
            let at = micros(&time.time) - offset(vm, &time)?.unwrap_or(0);
            Ok(Value::int(hash::hash_any(&at) as i64 >> 2))
        });
    for (name, op) in super::COMPARISONS {
        builder = builder.method(name, move |vm, this, args: Args| compare(vm, op, this, operand(&args)));
    }
    builder.build()
}
