//! Values on their way between scripts and the database: [`Value`] and [`Datum`].

use limbeck_ops::{Datum, EnumMember, Interval};
use limbeck_python::{Args, DateTime, Decimal, Error, Int, Result, Time, Value, Vm};
use num_traits::ToPrimitive;
use std::rc::Rc;

use crate::errors;

/// How deep a list or dictionary may be nested in a value for the database.
const MAX_DEPTH: usize = 200;

/// The server's types whose values are ranges to a script.
const RANGES: &[&str] = &["int4range", "int8range", "numrange", "daterange", "tsrange", "tstzrange"];

/// The datum that a script's value stands for.
///
/// # Errors
/// When the driver could not adapt such a value, in psycopg2's words, or when it is unresolved.
pub fn to_datum(vm: &mut Vm, value: &Value) -> Result<Datum> {
    nested(vm, value, 0)
}

fn nested(vm: &mut Vm, value: &Value, depth: usize) -> Result<Datum> {
    if depth > MAX_DEPTH {
        return Err(Error::exception("RecursionError", "maximum recursion depth exceeded"));
    }
    Ok(match value {
        Value::None => Datum::Null,
        Value::Bool(value) => Datum::Bool(*value),
        Value::Int(int) => int_datum(int),
        Value::Float(value) => Datum::Float(*value),
        Value::Str(text) => Datum::Str(text.to_string()),
        Value::Bytes(bytes) => Datum::Bytes(bytes.to_vec()),
        Value::Decimal(decimal) => match &**decimal {
            Decimal::Finite(number) => Datum::Decimal(number.clone()),
            Decimal::NaN => Datum::DecimalNan,
            Decimal::Infinity(negative) => Datum::DecimalInfinity { negative: *negative },
        },
        Value::Date(date) => Datum::Date(*date),
        Value::Time(time) => Datum::Time(time.time, offset_of(vm, value, time.tz.as_ref())?),
        Value::DateTime(datetime) => Datum::DateTime(datetime.naive, offset_of(vm, value, datetime.tz.as_ref())?),
        Value::TimeDelta(delta) => {
            let micros = delta.num_microseconds().unwrap_or(i64::MAX);
            let day = 86_400_000_000;
            Datum::Interval(Interval {
                months: 0,
                days: i32::try_from(micros.div_euclid(day)).unwrap_or(i32::MAX),
                micros: micros.rem_euclid(day),
            })
        }
        Value::Uuid(uuid) => Datum::Uuid(*uuid),
        Value::List(list) => list_datum(vm, list.to_vec(), depth)?,
        Value::Tuple(items) => list_datum(vm, items.to_vec(), depth)?,
        Value::Set(set) | Value::FrozenSet(set) => list_datum(vm, set.items(), depth)?,
        Value::Dict(dict) => {
            let mut items = Vec::new();
            for (key, value) in dict.items() {
                items.push((json_key(vm, &key)?, nested(vm, &value, depth + 1)?));
            }
            Datum::Map(items)
        }
        Value::Unresolved(_) => return Err(errors::needed(vm, value, "is a value for the database")),
        // A model whose base could not be imported.
        Value::Class(class) if class.unresolved_base().is_some() => {
            let base = class.unresolved_base().map_or(Value::None, |base| Value::Unresolved(Rc::clone(base)));
            return Err(errors::needed(vm, &base, &format!("is the base of `{}`", class.name)));
        }
        Value::Instance(_) if is_enum_member(vm, value) => {
            let name = vm.get_attr(value, "name")?;
            let inner = vm.get_attr(value, "value")?;
            Datum::Enum(EnumMember {
                name: name.as_str().unwrap_or_default().to_owned(),
                value: Box::new(nested(vm, &inner, depth + 1).unwrap_or(Datum::Null)),
                class: value.type_name().to_string(),
                is_value: !matches!(value.payload(), Value::Instance(_) | Value::Object(_)),
            })
        }
        // Offline it has no literal, as in SQLAlchemy.
        Value::Instance(instance)
            if instance.class().lookup("__limbeck_datum__").is_some()
                && !crate::runtime::current_context(vm).is_ok_and(|context| context.as_sql) =>
        {
            let inner = vm.call_method(value, "__limbeck_datum__", Args::none())?;
            return nested(vm, &inner, depth + 1);
        }
        Value::Instance(_) if !matches!(value.payload(), Value::Instance(_) | Value::Object(_)) => {
            let inner = value.payload().clone();
            return nested(vm, &inner, depth + 1);
        }
        Value::Object(_) if value.downcast_ref::<ServerValue>().is_some() => match value.downcast::<ServerValue>() {
            Some(server) => Datum::Server { type_name: server.type_name.clone(), text: server.text.clone() },
            None => Datum::Null,
        },
        other => {
            if crate::runtime::current_context(vm).is_ok_and(|context| context.as_sql) {
                let shown = vm.repr(value)?;
                let message =
                    format!("No literal value renderer is available for literal value \"{shown}\" with datatype NULL");
                return Err(errors::compile_error(vm, &message));
            }
            return Err(errors::programming_error(vm, &format!("can't adapt type '{}'", other.type_name())));
        }
    })
}

fn int_datum(int: &Int) -> Datum {
    match int.to_i64() {
        Some(small) => Datum::Int(small),
        None => int.to_string().parse::<bigdecimal::num_bigint::BigInt>().map_or(Datum::Null, Datum::BigInt),
    }
}

fn list_datum(vm: &mut Vm, items: Vec<Value>, depth: usize) -> Result<Datum> {
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        out.push(nested(vm, &item, depth + 1)?);
    }
    Ok(Datum::List(out))
}

/// Keys of JSON objects, as `json.dumps` turns them to text.
fn json_key(vm: &mut Vm, key: &Value) -> Result<String> {
    Ok(match key {
        Value::None => "null".to_owned(),
        Value::Bool(true) => "true".to_owned(),
        Value::Bool(false) => "false".to_owned(),
        key => match key.as_str() {
            Some(text) => text.to_owned(),
            None => vm.str(key)?.to_string(),
        },
    })
}

fn is_enum_member(vm: &mut Vm, value: &Value) -> bool {
    let Value::Instance(instance) = value else { return false };
    let class = Value::Class(Rc::clone(instance.class()));
    vm.has_attr(&class, "__members__").unwrap_or(false)
}

/// The offset from UTC in seconds of a value with a zone.
fn offset_of(vm: &mut Vm, value: &Value, tz: Option<&Value>) -> Result<Option<i32>> {
    if tz.is_none() {
        return Ok(None);
    }
    let method = vm.get_attr(value, "utcoffset")?;
    Ok(match vm.call(&method, Args::none())? {
        Value::TimeDelta(delta) => i32::try_from(delta.num_seconds()).ok(),
        _ => None,
    })
}

/// A value of a server type without a Python counterpart; prints as the server writes it.
#[derive(Debug)]
pub struct ServerValue {
    /// The server's type.
    pub type_name: String,
    /// The text.
    pub text: String,
}

impl ServerValue {
    /// Whether it is `sa.JSON.NULL`.
    fn is_symbol(&self) -> bool {
        Datum::Server { type_name: self.type_name.clone(), text: self.text.clone() }.is_json_null()
    }
}

impl limbeck_python::Object for ServerValue {
    fn class(&self, vm: &Vm) -> Rc<limbeck_python::Class> {
        let classes = crate::sa::classes::classes(vm);
        Rc::clone(if self.is_symbol() { &classes.symbol } else { &classes.server_value })
    }

    fn str(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<String>> {
        Ok(Some(self.text.clone()))
    }

    fn repr(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<String>> {
        Ok(Some(if self.is_symbol() { self.type_name.clone() } else { format!("{:?}", self.text) }))
    }
}

/// The value that a script sees for a datum.
///
/// # Errors
/// When a time zone can't be made.
pub fn from_datum(vm: &mut Vm, datum: Datum) -> Result<Value> {
    Ok(match datum {
        Datum::Null => Value::None,
        Datum::Bool(value) => Value::Bool(value),
        Datum::Int(value) => Value::int(value),
        Datum::BigInt(value) => match value.to_i64() {
            Some(small) => Value::int(small),
            None => Value::Int(Int::from_big(value)),
        },
        Datum::Float(value) => Value::Float(value),
        Datum::Decimal(value) => Value::Decimal(Rc::new(Decimal::Finite(value))),
        Datum::DecimalNan => Value::Decimal(Rc::new(Decimal::NaN)),
        Datum::DecimalInfinity { negative } => Value::Decimal(Rc::new(Decimal::Infinity(negative))),
        Datum::Str(text) => Value::from(text),
        Datum::Bytes(bytes) => Value::bytes(bytes),
        Datum::Date(date) => Value::Date(date),
        Datum::Time(time, offset) => {
            let tz = offset.map(|offset| timezone(vm, offset)).transpose()?;
            Value::Time(Rc::new(Time { time, tz }))
        }
        Datum::DateTime(naive, offset) => {
            let tz = offset.map(|offset| timezone(vm, offset)).transpose()?;
            Value::DateTime(Rc::new(DateTime { naive, tz }))
        }
        Datum::Interval(interval) => {
            // psycopg2 counts a month as 30 days and a year as 365.
            let days =
                i64::from(interval.months / 12) * 365 + i64::from(interval.months % 12) * 30 + i64::from(interval.days);
            Value::TimeDelta(
                chrono::TimeDelta::try_days(days).unwrap_or_default()
                    + chrono::TimeDelta::microseconds(interval.micros),
            )
        }
        Datum::Uuid(uuid) => Value::Uuid(uuid),
        Datum::List(items) => {
            let mut out = Vec::with_capacity(items.len());
            for item in items {
                out.push(from_datum(vm, item)?);
            }
            Value::list(out)
        }
        Datum::Map(items) => {
            let mut out = Vec::with_capacity(items.len());
            for (key, item) in items {
                out.push((key, from_datum(vm, item)?));
            }
            Value::dict(out)
        }
        Datum::Enum(member) => Value::from(member.name),
        Datum::Server { type_name, text } if RANGES.contains(&&*type_name) && !text.contains("infinity") => {
            let ranges = vm.import("_limbeck_ranges")?;
            vm.call_method(&ranges, "parse", Args::of([Value::from(type_name), Value::from(text)]))?
        }
        Datum::Server { type_name, text } => Value::object(ServerValue { type_name, text }),
    })
}

/// `datetime.timezone(timedelta(seconds=offset))`.
fn timezone(vm: &mut Vm, offset: i32) -> Result<Value> {
    let module = vm.import("datetime")?;
    let class = vm.get_attr(&module, "timezone")?;
    if offset == 0 {
        return vm.get_attr(&class, "utc");
    }
    vm.call(&class, Args::of([Value::TimeDelta(chrono::TimeDelta::seconds(i64::from(offset)))]))
}
