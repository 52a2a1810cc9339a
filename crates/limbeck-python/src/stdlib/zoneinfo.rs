//! `zoneinfo`, over the tz database of the machine.

use std::rc::Rc;

use super::datetime::{datetime_value, operand, timedelta, zone::Zones};
use super::tz::{self, Local, Zone};
use crate::bind::Signature;
use crate::error::{Error, Result};
use crate::value::{Class, ClassBuilder, Module, Object, Value};
use crate::vm::Vm;

#[derive(Debug)]
struct ZoneInfo {
    key: Rc<str>,
    zone: Zone,
}

struct Known {
    class: Rc<Class>,
    zones: std::cell::RefCell<Vec<(Rc<str>, Value)>>,
}

impl Object for ZoneInfo {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        vm.state::<Known>().map_or_else(|| vm.builtin_class(crate::value::Kind::Object), |k| Rc::clone(&k.class))
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("zoneinfo.ZoneInfo")
    }

    fn str(&self, _: &Value, _: &mut Vm) -> Result<Option<String>> {
        Ok(Some(self.key.to_string()))
    }

    fn repr(&self, _: &Value, vm: &mut Vm) -> Result<Option<String>> {
        Ok(Some(format!("zoneinfo.ZoneInfo(key={})", vm.repr(&Value::str(&self.key))?)))
    }
}

/// Seconds since 1970 of a wall time.
fn wall(value: &Value) -> Option<i64> {
    match value.payload() {
        Value::DateTime(datetime) => Some(datetime.naive.and_utc().timestamp()),
        _ => None,
    }
}

fn local(this: &Value, args: &crate::value::Args) -> Result<Option<Local>> {
    let zone = own(this)?;
    Ok(wall(operand(args)).map(|seconds| zone.zone.at_wall(seconds)))
}

fn own(this: &Value) -> Result<Rc<ZoneInfo>> {
    this.downcast::<ZoneInfo>().ok_or_else(|| Error::type_error("expected a ZoneInfo"))
}

fn seconds_delta(seconds: i64) -> Result<Value> {
    timedelta(i128::from(seconds) * 1_000_000)
}

fn find(vm: &mut Vm, not_found: &Rc<Class>, key: &Value) -> Result<Value> {
    let Some(key) = key.as_rc_str() else {
        return Err(Error::type_error(format!("expected str, bytes or os.PathLike object, not {}", key.type_name())));
    };
    let known = vm.state::<Known>();
    if let Some(zone) = known
        .as_ref()
        .and_then(|known| known.zones.borrow().iter().find(|(name, _)| *name == key).map(|(_, zone)| zone.clone()))
    {
        return Ok(zone);
    }
    if key.starts_with('/') {
        return Err(Error::value_error(format!("ZoneInfo keys may not be absolute paths, got: {key}")));
    }
    let Some(zone) = tz::named(&key) else {
        let message = Value::from(format!("'No time zone found with key {key}'"));
        let _ = message;
        return Err(vm.new_exception(not_found, vec![Value::from(format!("No time zone found with key {key}"))]));
    };
    let value = Value::object(ZoneInfo { key: Rc::clone(&key), zone });
    if let Some(known) = known {
        known.zones.borrow_mut().push((key, value.clone()));
    }
    Ok(value)
}

/// The module.
pub(super) fn module(vm: &mut Vm) -> Result<Rc<Module>> {
    let key_error = vm.builtin_exception("KeyError");
    let not_found = ClassBuilder::new("ZoneInfoNotFoundError").module("zoneinfo").base(&key_error).build();
    let Some(zones) = vm.state::<Zones>() else { return Ok(Rc::new(Module::new("zoneinfo"))) };
    let signature = Signature::parse("(key)");
    let raised = Rc::clone(&not_found);
    let class = ClassBuilder::new("ZoneInfo")
        .module("zoneinfo")
        .base(&zones.tzinfo)
        .value_constructor(move |vm, _, args| {
            let bound = signature.bind("ZoneInfo", args)?;
            find(vm, &raised, &bound.value("key"))
        })
        .property("key", |_, this| Ok(Value::str(&own(this)?.key)))
        .method("utcoffset", |_, this, args| match local(this, &args)? {
            Some(local) => seconds_delta(local.offset),
            None => Ok(Value::None),
        })
        .method("dst", |_, this, args| match local(this, &args)? {
            Some(local) => seconds_delta(local.dst),
            None => Ok(Value::None),
        })
        .method("tzname", |_, this, args| Ok(local(this, &args)?.map(|local| local.name).into()))
        .method("fromutc", |_, this, args| {
            let Value::DateTime(at) = operand(&args).payload() else {
                return Err(Error::type_error("fromutc() requires a datetime argument"));
            };
            let state = own(this)?.zone.at_utc(at.naive.and_utc().timestamp());
            let naive = at
                .naive
                .checked_add_signed(chrono::TimeDelta::seconds(state.offset))
                .ok_or_else(|| Error::exception("OverflowError", "date value out of range"))?;
            Ok(datetime_value(naive, Some(this.clone())))
        })
        .build();
    vm.insert_state(Rc::new(Known { class: Rc::clone(&class), zones: std::cell::RefCell::default() }));
    let module = Module::new("zoneinfo").with("ZoneInfo", class).with("ZoneInfoNotFoundError", not_found);
    Ok(Rc::new(module.function("available_timezones", |vm, _| {
        let keys = crate::stdlib::tz::keys().into_iter().map(Value::from).collect();
        let set = vm.builtins.get("set").unwrap_or_default();
        vm.call(&set, crate::Args::of([Value::list(keys)]))
    })))
}
