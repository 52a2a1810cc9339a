//! `datetime`.

use std::rc::Rc;

use chrono::{Datelike, NaiveDateTime, Timelike};

use super::{
    calendar_day, datetime_value, delta, from_ordinal_micros, integer, iso, operand, ordinal_micros, parse,
    time_of_day, time_value, zone,
};
use crate::bind::Signature;
use crate::error::{Error, Result};
use crate::stdlib::tz;
use crate::value::{Args, Class, ClassBuilder, CompareOp, DateTime, Kind, Value, hash};
use crate::vm::Vm;

/// Days from the year 1 to 1970.
const EPOCH_MICROS: i128 = 719_163 * 86_400_000_000;

fn own(this: &Value) -> Result<Rc<DateTime>> {
    match this.payload() {
        Value::DateTime(datetime) => Ok(Rc::clone(datetime)),
        _ => Err(Error::type_error("expected a datetime")),
    }
}

fn offset(vm: &mut Vm, this: &Value) -> Result<Option<i128>> {
    let datetime = own(this)?;
    zone::offset(vm, datetime.tz.as_ref(), this)
}

fn asked(vm: &mut Vm, this: &Value, method: &str) -> Result<Value> {
    let datetime = own(this)?;
    match zone::asked(vm, datetime.tz.as_ref(), this, method)? {
        Some(micros) => delta::timedelta(micros),
        None => Ok(Value::None),
    }
}

/// A wall time in UTC as a time zone's wall time.
fn in_zone(vm: &mut Vm, utc: NaiveDateTime, tz: &Value) -> Result<Value> {
    let at = datetime_value(utc, Some(tz.clone()));
    vm.call_method(tz, "fromutc", Args::of([at]))
}

/// The wall time of the machine's zone, with its offset in microseconds and its name.
fn local(utc: NaiveDateTime) -> Result<(NaiveDateTime, i128, Rc<str>)> {
    let seconds = ((ordinal_micros(&utc) - EPOCH_MICROS).div_euclid(1_000_000)) as i64;
    let (offset, name) = tz::local_at(seconds);
    let micros = i128::from(offset) * 1_000_000;
    Ok((from_ordinal_micros(ordinal_micros(&utc) + micros)?, micros, name))
}

/// A wall time of the machine's zone as one of UTC.
fn local_to_utc(naive: NaiveDateTime) -> Result<NaiveDateTime> {
    let wall = ((ordinal_micros(&naive) - EPOCH_MICROS).div_euclid(1_000_000)) as i64;
    let offset = tz::local_of_wall(wall);
    from_ordinal_micros(ordinal_micros(&naive) - i128::from(offset) * 1_000_000)
}

/// `datetime.now(tz)`
pub(super) fn now(vm: &mut Vm, tz: Option<Value>) -> Result<Value> {
    let utc = chrono::Utc::now().naive_utc();
    let utc = from_ordinal_micros(ordinal_micros(&utc))?;
    match tz {
        Some(tz) => in_zone(vm, utc, &tz),
        None => Ok(datetime_value(local(utc)?.0, None)),
    }
}

/// `datetime.fromtimestamp(stamp, tz)`
pub(super) fn from_timestamp(vm: &mut Vm, stamp: &Value, tz: Option<Value>, utc: bool) -> Result<Value> {
    let micros = match (stamp.as_integer(), stamp.as_float()) {
        (Some(int), _) => {
            i128::from(
                int.to_i64()
                    .ok_or_else(|| Error::exception("OverflowError", "timestamp out of range for platform time_t"))?,
            ) * 1_000_000
        }
        (None, Some(float)) => {
            if float.is_nan() {
                return Err(Error::value_error("Invalid value NaN (not a number)"));
            }
            if float.abs() > 1e15 {
                return Err(Error::value_error(format!(
                    "year {} is out of range",
                    (float / 31_556_952.0) as i64 + 1970
                )));
            }
            let whole = float.floor();
            let scaled = (float - whole) * 1e6;
            let rounded = scaled.round();
            let tie = (scaled - scaled.trunc()).abs() == 0.5 && rounded % 2.0 != 0.0;
            whole as i128 * 1_000_000 + (if tie { rounded - 1.0 } else { rounded }) as i128
        }
        (None, None) => {
            return Err(Error::type_error(format!(
                "'{}' object cannot be interpreted as an integer",
                stamp.type_name()
            )));
        }
    };
    let naive = from_ordinal_micros(EPOCH_MICROS + micros).map_err(|_| {
        let year = 1970 + micros.div_euclid(31_556_952_000_000);
        Error::value_error(format!("year {year} is out of range"))
    })?;
    match tz {
        Some(tz) => in_zone(vm, naive, &tz),
        None if utc => Ok(datetime_value(naive, None)),
        None => Ok(datetime_value(local(naive)?.0, None)),
    }
}

fn text(vm: &mut Vm, this: &Value, separator: &str, timespec: &str) -> Result<String> {
    let datetime = own(this)?;
    let day = iso::day_text(datetime.naive.date());
    let mut out = format!("{day}{separator}{}", iso::time_text(&datetime.naive.time(), timespec)?);
    if let Some(offset) = offset(vm, this)? {
        out.push_str(&zone::offset_text(offset, ":"));
    }
    Ok(out)
}

fn compare(vm: &mut Vm, op: CompareOp, this: &Value, other: &Value) -> Result<Value> {
    let mixed = |message: &str| match op {
        CompareOp::Eq => Ok(Value::Bool(false)),
        CompareOp::Ne => Ok(Value::Bool(true)),
        CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => Err(Error::type_error(message)),
    };
    let b = match other.payload() {
        Value::DateTime(b) => Rc::clone(b),
        Value::Date(_) => return mixed("can't compare datetime.datetime to datetime.date"),
        _ => return Ok(Value::NotImplemented),
    };
    let a = own(this)?;
    let (mut x, mut y) = (ordinal_micros(&a.naive), ordinal_micros(&b.naive));
    let same = match (&a.tz, &b.tz) {
        (None, None) => true,
        (Some(a), Some(b)) => a.is_same(b),
        _ => false,
    };
    if !same {
        match (offset(vm, this)?, offset(vm, other)?) {
            (Some(a), Some(b)) => {
                x -= a;
                y -= b;
            }
            (None, None) => {}
            _ => return mixed("can't compare offset-naive and offset-aware datetimes"),
        }
    }
    Ok(super::ordered(op, x.cmp(&y)))
}

fn shifted(this: &Value, micros: i128) -> Result<Value> {
    let datetime = own(this)?;
    Ok(datetime_value(from_ordinal_micros(ordinal_micros(&datetime.naive) + micros)?, datetime.tz.clone()))
}

fn add(_: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    match operand(&args).payload() {
        Value::TimeDelta(delta) => shifted(this, delta::micros_of(delta)),
        _ => Ok(Value::NotImplemented),
    }
}

fn subtract(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let other = operand(&args);
    match other.payload() {
        Value::TimeDelta(delta) => shifted(this, -delta::micros_of(delta)),
        Value::DateTime(b) => {
            let (a, b) = (own(this)?, Rc::clone(b));
            let between = ordinal_micros(&a.naive) - ordinal_micros(&b.naive);
            let same = match (&a.tz, &b.tz) {
                (None, None) => true,
                (Some(a), Some(b)) => a.is_same(b),
                _ => false,
            };
            if same {
                return delta::timedelta(between);
            }
            match (offset(vm, this)?, offset(vm, other)?) {
                (Some(x), Some(y)) => delta::timedelta(between - x + y),
                (None, None) => delta::timedelta(between),
                _ => Err(Error::type_error("can't subtract offset-naive and offset-aware datetimes")),
            }
        }
        _ => Ok(Value::NotImplemented),
    }
}

fn as_zone(vm: &mut Vm, this: &Value, tz: Option<Value>) -> Result<Value> {
    let datetime = own(this)?;
    if let (Some(tz), Some(current)) = (&tz, &datetime.tz)
        && tz.is_same(current)
    {
        return Ok(this.clone());
    }
    let utc = match offset(vm, this)? {
        Some(offset) => from_ordinal_micros(ordinal_micros(&datetime.naive) - offset)?,
        None => local_to_utc(datetime.naive)?,
    };
    match tz {
        Some(tz) => in_zone(vm, utc, &tz),
        None => {
            let (naive, offset, name) = local(utc)?;
            let tz = Value::object(zone::TimeZone { offset, name: Some(name) });
            Ok(datetime_value(naive, Some(tz)))
        }
    }
}

fn timestamp(vm: &mut Vm, this: &Value) -> Result<Value> {
    let datetime = own(this)?;
    let utc = match offset(vm, this)? {
        Some(offset) => ordinal_micros(&datetime.naive) - offset,
        None => ordinal_micros(&local_to_utc(datetime.naive)?),
    };
    Ok(Value::Float((utc - EPOCH_MICROS) as f64 / 1e6))
}

const PARTS: &str = "(year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0)";

fn construct(vm: &mut Vm, signature: &Signature, args: Args) -> Result<Value> {
    let given = args.positional.len();
    for (at, name) in ["year", "month", "day"].into_iter().enumerate() {
        if at >= given && !args.keyword.iter().any(|(known, _)| &**known == name) {
            return Err(Error::type_error(format!("function missing required argument '{name}' (pos {})", at + 1)));
        }
    }
    if let Some((name, _)) = args.keyword.iter().find(|(name, _)| {
        !["year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo", "fold"].contains(&&**name)
    }) {
        return Err(Error::type_error(format!("'{name}' is an invalid keyword argument for this function")));
    }
    if given > 8 {
        return Err(Error::type_error(format!("function takes at most 8 positional arguments ({given} given)")));
    }
    let bound = signature.bind("datetime", args)?;
    let part = |name: &str| integer(&bound.value(name));
    let date = calendar_day(part("year")?, part("month")?, part("day")?)?;
    let time = time_of_day(part("hour")?, part("minute")?, part("second")?, part("microsecond")?)?;
    super::time::check_fold(bound.given("fold"))?;
    let tz = zone::check(vm, bound.value("tzinfo"))?;
    Ok(datetime_value(date.and_time(time), tz))
}

fn from_format(vm: &mut Vm, args: Args) -> Result<Value> {
    let [text, format] = crate::builtins::exactly::<2>("strptime", args)?;
    for (at, value) in [(1, &text), (2, &format)] {
        if value.as_str().is_none() {
            return Err(Error::type_error(format!("strptime() argument {at} must be str, not {}", value.type_name())));
        }
    }
    let parsed = parse::strptime(vm, text.as_str().unwrap_or(""), format.as_str().unwrap_or(""))?;
    let date = calendar_day(parsed.year, parsed.month, parsed.day)?;
    let time = time_of_day(parsed.hour, parsed.minute, parsed.second, parsed.micro)?;
    let tz = parsed.offset.map(|offset| match &parsed.zone {
        Some(name) => Value::object(zone::TimeZone { offset, name: Some(Rc::clone(name)) }),
        None => zone::fixed(vm, offset, None),
    });
    Ok(datetime_value(date.and_time(time), tz))
}

fn repr(vm: &mut Vm, this: &Value) -> Result<Value> {
    let datetime = own(this)?;
    let (date, time) = (datetime.naive.date(), datetime.naive.time());
    let mut parts: Vec<String> =
        [date.year() as u32, date.month(), date.day(), time.hour(), time.minute()].iter().map(u32::to_string).collect();
    let micro = time.nanosecond() / 1000;
    if time.second() != 0 || micro != 0 {
        parts.push(time.second().to_string());
    }
    if micro != 0 {
        parts.push(micro.to_string());
    }
    if let Some(tz) = &datetime.tz {
        parts.push(format!("tzinfo={}", vm.repr(tz)?));
    }
    Ok(Value::from(format!("datetime.datetime({})", parts.join(", "))))
}

fn combine(vm: &mut Vm, args: Args) -> Result<Value> {
    let bound = Signature::parse("(date, time, tzinfo=...)").bind("combine", args)?;
    let (date, time) = (bound.value("date"), bound.value("time"));
    let Some(day) = super::date::day_of(&date) else {
        return Err(Error::type_error(format!("combine() argument 1 must be datetime.date, not {}", date.type_name())));
    };
    let Value::Time(time) = time.payload() else {
        return Err(Error::type_error(format!("combine() argument 2 must be datetime.time, not {}", time.type_name())));
    };
    let tz = match bound.given("tzinfo") {
        Some(tz) => zone::check(vm, tz)?,
        None => time.tz.clone(),
    };
    Ok(datetime_value(day.and_time(time.time), tz))
}

fn replace(vm: &mut Vm, signature: &Signature, this: &Value, args: Args) -> Result<Value> {
    let bound = signature.bind("replace", args)?;
    let old = own(this)?;
    let (date, time) = (old.naive.date(), old.naive.time());
    let part = |name: &str, old: i64| bound.given(name).map_or(Ok(old), |value| integer(&value));
    let date = calendar_day(
        part("year", i64::from(date.year()))?,
        part("month", i64::from(date.month()))?,
        part("day", i64::from(date.day()))?,
    )?;
    let time = time_of_day(
        part("hour", i64::from(time.hour()))?,
        part("minute", i64::from(time.minute()))?,
        part("second", i64::from(time.second()))?,
        part("microsecond", i64::from(time.nanosecond() / 1000))?,
    )?;
    super::time::check_fold(bound.given("fold"))?;
    let tz = match bound.given("tzinfo") {
        Some(tz) => zone::check(vm, tz)?,
        None => old.tz.clone(),
    };
    Ok(datetime_value(date.and_time(time), tz))
}

/// The class.
pub(super) fn class(date: &Rc<Class>) -> Rc<Class> {
    let signature = Signature::parse(PARTS);
    let replacing =
        Signature::parse("(year=0, month=0, day=0, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0)");
    let format = Signature::parse("(sep='T', timespec='auto')");
    let tz_argument = Signature::parse("(tz=None)");
    let astimezone_argument = tz_argument.clone();
    let stamp_arguments = Signature::parse("(timestamp, tz=None)");
    let limit = |year: i32, month: u32, day: u32, last: bool| {
        let time = if last { chrono::NaiveTime::from_hms_micro_opt(23, 59, 59, 999_999) } else { None };
        chrono::NaiveDate::from_ymd_opt(year, month, day)
            .map_or(Value::None, |date| datetime_value(date.and_time(time.unwrap_or_default()), None))
    };
    let number = |get: fn(&NaiveDateTime) -> u32| {
        move |_: &mut Vm, this: &Value| own(this).map(|datetime| Value::int(i64::from(get(&datetime.naive))))
    };
    let mut builder = ClassBuilder::new("datetime")
        .module("datetime")
        .base(date)
        .kind(Kind::DateTime)
        .value_constructor(move |vm, _, args| construct(vm, &signature, args))
        .class_attr("min", limit(1, 1, 1, false))
        .class_attr("max", limit(9999, 12, 31, true))
        .class_attr("resolution", Value::TimeDelta(chrono::TimeDelta::microseconds(1)))
        .property("hour", number(Timelike::hour))
        .property("minute", number(Timelike::minute))
        .property("second", number(Timelike::second))
        .property("microsecond", number(|naive| naive.nanosecond() / 1000))
        .property("tzinfo", |_, this| Ok(own(this)?.tz.clone().unwrap_or_default()))
        .property("fold", |_, _| Ok(Value::int(0)))
        .class_method("now", move |vm, _, args| {
            let bound = tz_argument.bind("now", args)?;
            let tz = zone::check(vm, bound.value("tz"))?;
            now(vm, tz)
        })
        .class_method("utcnow", |_, _, _| {
            let utc = chrono::Utc::now().naive_utc();
            Ok(datetime_value(from_ordinal_micros(ordinal_micros(&utc))?, None))
        })
        .class_method("fromtimestamp", move |vm, _, args| {
            let bound = stamp_arguments.bind("fromtimestamp", args)?;
            let tz = zone::check(vm, bound.value("tz"))?;
            from_timestamp(vm, &bound.value("timestamp"), tz, false)
        })
        .class_method("utcfromtimestamp", |vm, _, args| from_timestamp(vm, operand(&args), None, true))
        .class_method("strptime", |vm, _, args| from_format(vm, args))
        .class_method("combine", |vm, _, args| combine(vm, args))
        .class_method("fromisoformat", |vm, _, args| {
            let text =
                operand(&args).as_rc_str().ok_or_else(|| Error::type_error("fromisoformat: argument must be str"))?;
            match iso::datetime(&text).transpose()? {
                Some((naive, offset)) => Ok(datetime_value(naive, offset.map(|offset| zone::fixed(vm, offset, None)))),
                None => {
                    let shown = vm.repr(&Value::Str(text))?;
                    Err(Error::value_error(format!("Invalid isoformat string: {shown}")))
                }
            }
        })
        .method("date", |_, this, _| Ok(Value::Date(own(this)?.naive.date())))
        .method("time", |_, this, _| Ok(time_value(own(this)?.naive.time(), None)))
        .method("timetz", |_, this, _| {
            let datetime = own(this)?;
            Ok(time_value(datetime.naive.time(), datetime.tz.clone()))
        })
        .method("isoformat", move |vm, this, args| {
            let bound = format.bind("isoformat", args)?;
            let (separator, timespec) = (bound.value("sep"), bound.value("timespec"));
            let Some(separator) = separator.as_str().filter(|text| text.chars().count() == 1) else {
                return Err(Error::type_error(match separator.as_str() {
                    Some(_) => "isoformat() argument 1 must be a unicode character, not str".to_owned(),
                    None => {
                        format!("isoformat() argument 1 must be a unicode character, not {}", separator.type_name())
                    }
                }));
            };
            text(vm, this, separator, timespec.as_str().unwrap_or("auto")).map(Value::from)
        })
        .method("__str__", |vm, this, _| text(vm, this, " ", "auto").map(Value::from))
        .method("__repr__", |vm, this, _| repr(vm, this))
        .method("ctime", |vm, this, _| {
            let text = super::format::strftime(vm, this, "%a %b %e %H:%M:%S ")?;
            Ok(Value::from(format!("{text}{:04}", own(this)?.naive.year())))
        })
        .method("utcoffset", |vm, this, _| asked(vm, this, "utcoffset"))
        .method("dst", |vm, this, _| asked(vm, this, "dst"))
        .method("tzname", |vm, this, _| {
            let datetime = own(this)?;
            Ok(zone::name(vm, datetime.tz.as_ref(), this)?.into())
        })
        .method("astimezone", move |vm, this, args| {
            let bound = astimezone_argument.bind("astimezone", args)?;
            let tz = zone::check(vm, bound.value("tz"))?;
            as_zone(vm, this, tz)
        })
        .method("timestamp", |vm, this, _| timestamp(vm, this))
        .method("timetuple", |vm, this, _| {
            let dst = match asked(vm, this, "dst")? {
                Value::TimeDelta(delta) => i64::from(!delta.is_zero()),
                _ => -1,
            };
            crate::stdlib::time::struct_time_of(vm, own(this)?.naive, dst)
        })
        .method("utctimetuple", |vm, this, _| {
            let shift = offset(vm, this)?.unwrap_or(0);
            let utc = from_ordinal_micros(ordinal_micros(&own(this)?.naive) - shift)?;
            crate::stdlib::time::struct_time_of(vm, utc, 0)
        })
        .method("replace", move |vm, this, args| replace(vm, &replacing, this, args))
        .method("__hash__", |vm, this, _| {
            let shift = offset(vm, this)?.unwrap_or(0);
            Ok(Value::int(hash::hash_any(&(ordinal_micros(&own(this)?.naive) - shift)) as i64 >> 2))
        })
        .method("__add__", add)
        .method("__radd__", add)
        .method("__sub__", subtract);
    for (name, op) in super::COMPARISONS {
        builder = builder.method(name, move |vm, this, args: Args| compare(vm, op, this, operand(&args)));
    }
    builder.build()
}
