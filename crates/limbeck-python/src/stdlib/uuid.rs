//! `uuid`.

use std::rc::Rc;

use num_bigint::BigInt;
use num_traits::ToPrimitive;
use uuid::Uuid;

use super::datetime::{COMPARISONS, operand};
use crate::bind::Signature;
use crate::error::{Error, Result};
use crate::value::{Args, Class, ClassBuilder, CompareOp, Int, Kind, Module, Value};
use crate::vm::Vm;

fn own(this: &Value) -> Result<Uuid> {
    match this.payload() {
        Value::Uuid(uuid) => Ok(*uuid),
        _ => Err(Error::type_error("expected a UUID")),
    }
}

fn big(value: u128) -> Value {
    Value::Int(Int::from_big(BigInt::from(value)))
}

/// Sets variant and version of a new UUID.
fn with_version(bits: u128, version: u8) -> u128 {
    let cleared = bits & !(0xc000_u128 << 48) & !(0xf000_u128 << 64);
    cleared | (0x8000_u128 << 48) | (u128::from(version) << 76)
}

fn from_fields(fields: &Value) -> Result<u128> {
    let items = fields.as_sequence().unwrap_or_default();
    if items.len() != 6 {
        return Err(Error::value_error("fields is not a 6-tuple"));
    }
    let widths = [32, 16, 16, 8, 8, 48];
    let mut bits: u128 = 0;
    for (at, (item, width)) in items.iter().zip(widths).enumerate() {
        let number = item.as_int().and_then(|number| u64::try_from(number).ok()).filter(|n| *n < 1 << width);
        let Some(number) = number else {
            return Err(Error::value_error(format!("field {} out of range (need a {width}-bit value)", at + 1)));
        };
        bits = bits << width | u128::from(number);
    }
    Ok(bits)
}

fn sixteen(value: &Value, name: &str) -> Result<[u8; 16]> {
    value
        .as_bytes()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| Error::value_error(format!("{name} is not a 16-char string")))
}

fn from_text(text: &str) -> Result<u128> {
    let bad = || Error::value_error("badly formed hexadecimal UUID string");
    let text = text.replace("urn:", "").replace("uuid:", "");
    let text = text.trim_matches(['{', '}']).replace('-', "");
    if text.len() != 32 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(bad());
    }
    u128::from_str_radix(&text, 16).map_err(|_| bad())
}

fn construct(_: &mut Vm, signature: &Signature, args: Args) -> Result<Value> {
    let bound = signature.bind("UUID.__init__", args)?;
    let given: Vec<&str> =
        ["hex", "bytes", "bytes_le", "fields", "int"].into_iter().filter(|name| bound.some(name).is_some()).collect();
    let [one] = given.as_slice() else {
        return Err(Error::type_error("one of the hex, bytes, bytes_le, fields, or int arguments must be given"));
    };
    let value = bound.value(one);
    let mut bits = match *one {
        "hex" => match value.as_str() {
            Some(text) => from_text(text)?,
            None => {
                return Err(Error::attribute_error(format!(
                    "'{}' object has no attribute 'replace'",
                    value.type_name()
                )));
            }
        },
        "bytes" => u128::from_be_bytes(sixteen(&value, "bytes")?),
        "bytes_le" => Uuid::from_bytes_le(sixteen(&value, "bytes_le")?).as_u128(),
        "fields" => from_fields(&value)?,
        _ => match value.as_integer() {
            Some(int) => int
                .to_big()
                .to_u128()
                .ok_or_else(|| Error::value_error("int is out of range (need a 128-bit value)"))?,
            None => {
                return Err(Error::type_error(format!(
                    "'<=' not supported between instances of 'int' and '{}'",
                    value.type_name()
                )));
            }
        },
    };
    if let Some(version) = bound.some("version") {
        match version.as_int() {
            Some(version @ 1..=5) => bits = with_version(bits, version as u8),
            _ => return Err(Error::value_error("illegal version number")),
        }
    }
    Ok(Value::Uuid(Uuid::from_u128(bits)))
}

/// The class.
pub(super) fn classes(vm: &mut Vm) {
    let signature =
        Signature::parse("(hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None, *, is_safe=None)");
    let part = |shift: u32, width: u32| {
        move |_: &mut Vm, this: &Value| {
            let bits = own(this)?.as_u128() >> shift;
            Ok(big(bits & ((1_u128 << width) - 1)))
        }
    };
    let mut builder = ClassBuilder::new("UUID")
        .module("uuid")
        .kind(Kind::Uuid)
        .value_constructor(move |vm, _, args| construct(vm, &signature, args))
        .property("hex", |_, this| Ok(Value::from(own(this)?.simple().to_string())))
        .property("int", |_, this| Ok(big(own(this)?.as_u128())))
        .property("bytes", |_, this| Ok(Value::bytes(own(this)?.as_bytes())))
        .property("bytes_le", |_, this| Ok(Value::bytes(own(this)?.to_bytes_le())))
        .property("urn", |_, this| Ok(Value::from(format!("urn:uuid:{}", own(this)?))))
        .property("time_low", part(96, 32))
        .property("time_mid", part(80, 16))
        .property("time_hi_version", part(64, 16))
        .property("clock_seq_hi_variant", part(56, 8))
        .property("clock_seq_low", part(48, 8))
        .property("node", part(0, 48))
        .property("clock_seq", |_, this| {
            let bits = own(this)?.as_u128();
            Ok(big((bits >> 56 & 0x3f) << 8 | bits >> 48 & 0xff))
        })
        .property("time", |_, this| {
            let bits = own(this)?.as_u128();
            Ok(big((bits >> 64 & 0x0fff) << 48 | (bits >> 80 & 0xffff) << 32 | bits >> 96))
        })
        .property("fields", |_, this| {
            let bits = own(this)?.as_u128();
            let parts = [(96, 32), (80, 16), (64, 16), (56, 8), (48, 8), (0, 48)];
            Ok(Value::tuple(parts.iter().map(|(shift, width)| big(bits >> shift & ((1_u128 << width) - 1))).collect()))
        })
        .property("variant", |_, this| {
            let byte = own(this)?.as_u128() >> 56 & 0xff;
            Ok(Value::str(if byte & 0x80 == 0 {
                "reserved for NCS compatibility"
            } else if byte & 0x40 == 0 {
                "specified in RFC 4122"
            } else if byte & 0x20 == 0 {
                "reserved for Microsoft compatibility"
            } else {
                "reserved for future definition"
            }))
        })
        .property("version", |_, this| {
            let bits = own(this)?.as_u128();
            Ok(if bits >> 62 & 3 == 2 { big(bits >> 76 & 0xf) } else { Value::None })
        })
        .method("__str__", |_, this, _| Ok(Value::from(own(this)?.to_string())))
        .method("__repr__", |_, this, _| Ok(Value::from(format!("UUID('{}')", own(this)?))))
        .method("__int__", |_, this, _| Ok(big(own(this)?.as_u128())))
        .method("__hash__", |_, this, _| {
            Ok(Value::int(crate::value::hash::hash_any(&own(this)?.as_u128()) as i64 >> 2))
        });
    for (name, op) in COMPARISONS {
        builder = builder.method(name, move |_, this, args| {
            let Value::Uuid(other) = operand(&args).payload() else { return Ok(Value::NotImplemented) };
            let order = own(this)?.as_u128().cmp(&other.as_u128());
            Ok(Value::Bool(match op {
                CompareOp::Eq => order.is_eq(),
                CompareOp::Ne => order.is_ne(),
                CompareOp::Lt => order.is_lt(),
                CompareOp::Le => order.is_le(),
                CompareOp::Gt => order.is_gt(),
                CompareOp::Ge => order.is_ge(),
            }))
        });
    }
    let class: Rc<Class> = builder.build();
    vm.types.set(Kind::Uuid, class);
}

/// Random bytes of the operating system.
pub(super) fn random_bytes(count: usize) -> Result<Vec<u8>> {
    let mut bytes = vec![0; count];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::exception("OSError", format!("no random bytes from the system: {error}")))?;
    Ok(bytes)
}

fn by_name(args: &crate::bind::Bound, sha: bool) -> Result<Value> {
    let namespace = match args.value("namespace").payload() {
        Value::Uuid(uuid) => *uuid,
        other => {
            return Err(Error::attribute_error(format!("'{}' object has no attribute 'bytes'", other.type_name())));
        }
    };
    let name = args.value("name");
    let bytes = match (name.as_str(), name.as_bytes()) {
        (Some(text), _) => text.as_bytes(),
        (None, Some(bytes)) => bytes,
        (None, None) => return Err(Error::type_error("encoding without a string argument")),
    };
    Ok(Value::Uuid(if sha { Uuid::new_v5(&namespace, bytes) } else { Uuid::new_v3(&namespace, bytes) }))
}

/// A UUID of version 1 from the clock.
fn by_time(args: &crate::bind::Bound) -> Result<Value> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let ticks = now.as_nanos() / 100 + 0x01b2_1dd2_1381_4000;
    let random = random_bytes(8)?;
    let byte = |at: usize| u128::from(random.get(at).copied().unwrap_or(0));
    let sequence = match args.some("clock_seq").and_then(|value| value.as_int()) {
        Some(given) => u128::from(given as u64 & 0x3fff),
        None => (byte(0) << 8 | byte(1)) & 0x3fff,
    };
    let node = match args.some("node").and_then(|value| value.as_int()) {
        Some(given) => u128::from(given as u64 & 0xffff_ffff_ffff),
        None => (2..8).fold(0, |node, at| node << 8 | byte(at)) | 0x0100_0000_0000,
    };
    let bits = (ticks & 0xffff_ffff) << 96 | (ticks >> 32 & 0xffff) << 80 | (ticks >> 48 & 0x0fff) << 64;
    Ok(Value::Uuid(Uuid::from_u128(with_version(bits | sequence << 48 | node, 1))))
}

/// The module.
pub(super) fn module(vm: &mut Vm) -> Result<Rc<Module>> {
    Ok(Rc::new(
        Module::new("uuid")
            .with("UUID", vm.builtin_class(Kind::Uuid))
            // The machine is nobody's business here: a random node, as CPython takes where it finds no address.
            .function("getnode", |_, _| {
                let node = random_bytes(6)?.iter().fold(0_i64, |node, byte| node << 8 | i64::from(*byte));
                Ok(Value::int(node | 0x0100_0000_0000))
            })
            .function_with("uuid1", "(node=None, clock_seq=None)", |_, args| by_time(&args))
            .function_with("uuid3", "(namespace, name)", |_, args| by_name(&args, false))
            .function_with("uuid4", "()", |_, _| {
                let bytes: [u8; 16] = random_bytes(16)?.try_into().unwrap_or_default();
                Ok(Value::Uuid(Uuid::from_u128(with_version(u128::from_be_bytes(bytes), 4))))
            })
            .function_with("uuid5", "(namespace, name)", |_, args| by_name(&args, true))
            .with("NAMESPACE_DNS", Value::Uuid(Uuid::NAMESPACE_DNS))
            .with("NAMESPACE_URL", Value::Uuid(Uuid::NAMESPACE_URL))
            .with("NAMESPACE_OID", Value::Uuid(Uuid::NAMESPACE_OID))
            .with("NAMESPACE_X500", Value::Uuid(Uuid::NAMESPACE_X500))
            .with("RESERVED_NCS", Value::str("reserved for NCS compatibility"))
            .with("RFC_4122", Value::str("specified in RFC 4122"))
            .with("RESERVED_MICROSOFT", Value::str("reserved for Microsoft compatibility"))
            .with("RESERVED_FUTURE", Value::str("reserved for future definition")),
    ))
}
