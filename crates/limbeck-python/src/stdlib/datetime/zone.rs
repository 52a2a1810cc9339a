//! `tzinfo` and `timezone`.

use std::rc::Rc;

use super::{datetime_value, delta, from_ordinal_micros, ordinal_micros};
use crate::bind::Signature;
use crate::error::{Error, Result};
use crate::value::{Args, Class, ClassBuilder, CompareOp, Instance, Object, Value, hash};
use crate::vm::Vm;

/// The classes of time zones, and UTC.
pub(crate) struct Zones {
    pub tzinfo: Rc<Class>,
    pub timezone: Rc<Class>,
    pub utc: Value,
}

/// A fixed offset from UTC.
#[derive(Debug)]
pub(crate) struct TimeZone {
    /// Microseconds east of UTC.
    pub offset: i128,
    pub name: Option<Rc<str>>,
}

const DAY: i128 = 86_400_000_000;

impl TimeZone {
    fn label(&self) -> String {
        match &self.name {
            Some(name) => name.to_string(),
            None if self.offset == 0 => "UTC".to_owned(),
            None => format!("UTC{}", offset_text(self.offset, ":")),
        }
    }
}

impl Object for TimeZone {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        vm.state::<Zones>().map_or_else(|| vm.builtin_class(crate::value::Kind::Object), |z| Rc::clone(&z.timezone))
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("datetime.timezone")
    }

    fn str(&self, _: &Value, _: &mut Vm) -> Result<Option<String>> {
        Ok(Some(self.label()))
    }

    fn repr(&self, this: &Value, vm: &mut Vm) -> Result<Option<String>> {
        if vm.state::<Zones>().is_some_and(|zones| zones.utc.is_same(this)) {
            return Ok(Some("datetime.timezone.utc".to_owned()));
        }
        let offset = delta::repr(self.offset);
        Ok(Some(match &self.name {
            Some(name) => format!("datetime.timezone({offset}, {})", vm.repr(&Value::str(name))?),
            None => format!("datetime.timezone({offset})"),
        }))
    }

    fn compare(&self, _: &Value, _: &mut Vm, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let Some(other) = other.downcast_ref::<TimeZone>() else { return Ok(None) };
        Ok(match op {
            CompareOp::Eq => Some(Value::Bool(self.offset == other.offset)),
            CompareOp::Ne => Some(Value::Bool(self.offset != other.offset)),
            CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => None,
        })
    }

    fn hash(&self, _: &Value, _: &mut Vm) -> Result<Option<u64>> {
        Ok(Some(hash::hash_any(&self.offset)))
    }
}

/// `+01:00`, with seconds and microseconds where there are any.
pub(super) fn offset_text(offset: i128, separator: &str) -> String {
    let sign = if offset < 0 { '-' } else { '+' };
    let micros = offset.abs();
    let seconds = micros / 1_000_000;
    let mut out = format!("{sign}{:02}{separator}{:02}", seconds / 3600, seconds / 60 % 60);
    if seconds % 60 != 0 || micros % 1_000_000 != 0 {
        out.push_str(&format!("{separator}{:02}", seconds % 60));
    }
    if micros % 1_000_000 != 0 {
        out.push_str(&format!(".{:06}", micros % 1_000_000));
    }
    out
}

/// A fixed zone; without a name and offset it is UTC itself.
pub(crate) fn fixed(vm: &Vm, offset: i128, name: Option<Rc<str>>) -> Value {
    match vm.state::<Zones>() {
        Some(zones) if offset == 0 && name.is_none() => zones.utc.clone(),
        _ => Value::object(TimeZone { offset, name }),
    }
}

/// Checks an argument `tzinfo`.
pub(super) fn check(vm: &mut Vm, value: Value) -> Result<Option<Value>> {
    if value.is_none() {
        return Ok(None);
    }
    let Some(zones) = vm.state::<Zones>() else { return Ok(None) };
    if vm.is_instance(&value, &Value::Class(Rc::clone(&zones.tzinfo)))? {
        return Ok(Some(value));
    }
    Err(Error::type_error(format!(
        "tzinfo argument must be None or of a tzinfo subclass, not type '{}'",
        value.type_name()
    )))
}

/// `utcoffset()` of a time zone in microseconds. `at`: the `datetime` asked about, or `None`.
pub(super) fn offset(vm: &mut Vm, tz: Option<&Value>, at: &Value) -> Result<Option<i128>> {
    asked(vm, tz, at, "utcoffset")
}

/// The answer of `utcoffset()` or `dst()` in microseconds.
pub(super) fn asked(vm: &mut Vm, tz: Option<&Value>, at: &Value, method: &str) -> Result<Option<i128>> {
    let Some(tz) = tz else { return Ok(None) };
    if method == "utcoffset"
        && let Value::Object(object) = tz
        && let Some(zone) = (**object).as_any().downcast_ref::<TimeZone>()
    {
        return Ok(Some(zone.offset));
    }
    let answer = vm.call_method(tz, method, Args::of([at.clone()]))?;
    match answer.payload() {
        Value::None => Ok(None),
        Value::TimeDelta(delta) => {
            let micros = delta::micros_of(delta);
            if micros.abs() >= DAY {
                return Err(Error::value_error(
                    "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).",
                ));
            }
            Ok(Some(micros))
        }
        other => Err(Error::type_error(format!(
            "tzinfo.{method}() must return None or a timedelta, not '{}'",
            other.type_name()
        ))),
    }
}

/// `tzname()` of a time zone.
pub(super) fn name(vm: &mut Vm, tz: Option<&Value>, at: &Value) -> Result<Option<Rc<str>>> {
    let Some(tz) = tz else { return Ok(None) };
    let answer = vm.call_method(tz, "tzname", Args::of([at.clone()]))?;
    match (answer.as_rc_str(), answer.is_none()) {
        (Some(text), _) => Ok(Some(text)),
        (None, true) => Ok(None),
        (None, false) => Err(Error::type_error(format!(
            "tzinfo.tzname() must return None or a string, not '{}'",
            answer.type_name()
        ))),
    }
}

fn own(this: &Value) -> Result<Rc<TimeZone>> {
    this.downcast::<TimeZone>().ok_or_else(|| Error::type_error("expected a timezone"))
}

fn abstract_method(name: &'static str) -> impl Fn(&mut Vm, &Value, Args) -> Result<Value> {
    move |_, _, _| Err(Error::exception("NotImplementedError", format!("a tzinfo subclass must implement {name}()")))
}

/// `tzinfo.fromutc`: for zones written in scripts.
fn from_utc(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let Some(at) = args.positional.first() else {
        return Err(Error::type_error("fromutc: argument must be a datetime"));
    };
    let Value::DateTime(datetime) = at.payload() else {
        return Err(Error::type_error("fromutc: argument must be a datetime"));
    };
    let datetime = Rc::clone(datetime);
    if !datetime.tz.as_ref().is_some_and(|tz| tz.is_same(this)) {
        return Err(Error::value_error("fromutc: dt.tzinfo is not self"));
    }
    let Some(shift) = asked(vm, Some(this), at, "utcoffset")? else {
        return Err(Error::value_error("fromutc: non-None utcoffset() result required"));
    };
    let Some(dst) = asked(vm, Some(this), at, "dst")? else {
        return Err(Error::value_error("fromutc: non-None dst() result required"));
    };
    let standard = from_ordinal_micros(ordinal_micros(&datetime.naive) + shift - dst)?;
    let moved = datetime_value(standard, Some(this.clone()));
    let Some(dst) = asked(vm, Some(this), &moved, "dst")? else {
        return Err(Error::value_error("fromutc: tz.dst() gave inconsistent results; cannot convert"));
    };
    Ok(datetime_value(from_ordinal_micros(ordinal_micros(&standard) + dst)?, Some(this.clone())))
}

/// Makes the classes.
pub(super) fn install(vm: &mut Vm) {
    let tzinfo = ClassBuilder::new("tzinfo")
        .module("datetime")
        .value_constructor(|vm, class, _| {
            let class =
                if class.is_from_script() { vm.builtin_class(crate::value::Kind::Object) } else { Rc::clone(class) };
            Ok(Value::Instance(Rc::new(Instance::new(class))))
        })
        .method("utcoffset", abstract_method("utcoffset"))
        .method("tzname", abstract_method("tzname"))
        .method("dst", abstract_method("dst"))
        .method("fromutc", from_utc)
        .build();
    let signature = Signature::parse("(offset, name=...)");
    let day = chrono::TimeDelta::days(1) - chrono::TimeDelta::minutes(1);
    let utc = Value::object(TimeZone { offset: 0, name: None });
    let timezone = ClassBuilder::new("timezone")
        .module("datetime")
        .base(&tzinfo)
        .value_constructor(move |vm, _, args| {
            if args.is_empty() {
                return Err(Error::type_error("timezone() missing required argument 'offset' (pos 1)"));
            }
            let bound = signature.bind("timezone", args)?;
            let Value::TimeDelta(offset) = bound.value("offset").payload().clone() else {
                return Err(Error::type_error(format!(
                    "timezone() argument 1 must be datetime.timedelta, not {}",
                    bound.value("offset").type_name()
                )));
            };
            let offset = delta::micros_of(&offset);
            if offset.abs() >= DAY {
                return Err(Error::value_error(format!(
                    "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {}.",
                    delta::repr(offset)
                )));
            }
            let name = match bound.given("name") {
                None => None,
                Some(name) => Some(name.as_rc_str().ok_or_else(|| {
                    Error::type_error(format!("timezone() argument 2 must be str, not {}", name.type_name()))
                })?),
            };
            Ok(fixed(vm, offset, name))
        })
        .method("utcoffset", |_, this, _| delta::timedelta(own(this)?.offset))
        .method("tzname", |_, this, _| Ok(Value::from(own(this)?.label())))
        .method("dst", |_, _, _| Ok(Value::None))
        .method("fromutc", |_, this, args| {
            let zone = own(this)?;
            let Some(Value::DateTime(at)) = args.positional.first().map(Value::payload) else {
                return Err(Error::type_error("fromutc() argument must be a datetime instance or None"));
            };
            let naive = from_ordinal_micros(ordinal_micros(&at.naive) + zone.offset)?;
            Ok(datetime_value(naive, Some(this.clone())))
        })
        .class_attr("utc", utc.clone())
        .class_attr("max", Value::object(TimeZone { offset: delta::micros_of(&day), name: None }))
        .class_attr("min", Value::object(TimeZone { offset: -delta::micros_of(&day), name: None }))
        .build();
    vm.insert_state(Rc::new(Zones { tzinfo, timezone, utc }));
}
