//! `bcrypt`, and `flask_bcrypt` over it, by the crate of that name.

use std::rc::Rc;

use base64::Engine;
use base64::alphabet::BCRYPT;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};
use limbeck_python::{Args, Error, Module, Result, Value, Vm};

use crate::sa::names::text_of;

/// The base64 of bcrypt, whose last digit of a salt may have bits to spare.
const DIGITS: GeneralPurpose = GeneralPurpose::new(&BCRYPT, NO_PAD.with_decode_allow_trailing_bits(true));

/// The hash of a password with the salt (or the hash) that `text` is.
fn hash_text(password: &[u8], text: &str) -> Option<String> {
    let mut parts = text.split('$').skip(1);
    let (version, cost, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let salt = <[u8; 16]>::try_from(DIGITS.decode(rest.get(..22)?).ok()?).ok()?;
    let number: u32 = cost.parse().ok().filter(|cost| (4..=16).contains(cost))?;
    let mut password = password.to_vec();
    password.push(0);
    password.truncate(72);
    let hashed = bcrypt::bcrypt(number, salt, &password);
    Some(format!("${version}${cost}${}{}", DIGITS.encode(salt), DIGITS.encode(hashed.get(..23)?)))
}

fn bytes_of(value: &Value) -> Result<Vec<u8>> {
    match value.as_bytes() {
        Some(bytes) => Ok(bytes.to_vec()),
        None => Ok(text_of(value)?.into_bytes()),
    }
}

fn salt(vm: &mut Vm, rounds: i64) -> Result<String> {
    if !(4..=16).contains(&rounds) {
        return Err(Error::value_error("Invalid rounds"));
    }
    let os = vm.import("os")?;
    let random = vm.call_method(&os, "urandom", Args::of([Value::int(16)]))?;
    Ok(format!("$2b${rounds:02}${}", DIGITS.encode(random.as_bytes().unwrap_or_default())))
}

fn hashpw(password: &Value, salt: &Value) -> Result<Value> {
    let salt = String::from_utf8_lossy(&bytes_of(salt)?).into_owned();
    match hash_text(&bytes_of(password)?, &salt) {
        Some(text) => Ok(Value::bytes(text)),
        None => Err(Error::value_error("Invalid salt")),
    }
}

fn check(password: &Value, hashed: &Value) -> Result<Value> {
    let hashed = String::from_utf8_lossy(&bytes_of(hashed)?).into_owned();
    Ok(Value::Bool(hash_text(&bytes_of(password)?, &hashed).is_some_and(|text| text == hashed)))
}

/// Registers the modules.
pub fn register(vm: &mut Vm) {
    vm.register_module("bcrypt", |_vm| {
        Ok(Rc::new(
            Module::new("bcrypt")
                .function_with("gensalt", "(rounds=12, prefix='2b')", |vm, bound| {
                    Ok(Value::bytes(salt(vm, bound.value("rounds").as_int().unwrap_or(12))?))
                })
                .function_with("hashpw", "(password, salt)", |_vm, bound| {
                    hashpw(&bound.value("password"), &bound.value("salt"))
                })
                .function_with("checkpw", "(password, hashed_password)", |_vm, bound| {
                    check(&bound.value("password"), &bound.value("hashed_password"))
                }),
        ))
    });
    vm.register_module("flask_bcrypt", |_vm| {
        Ok(Rc::new(
            Module::new("flask_bcrypt")
                .function_with("generate_password_hash", "(password, rounds=None)", |vm, bound| {
                    let salt = salt(vm, bound.value("rounds").as_int().unwrap_or(12))?;
                    hashpw(&bound.value("password"), &Value::from(salt))
                })
                .function_with("check_password_hash", "(pw_hash, password)", |_vm, bound| {
                    check(&bound.value("password"), &bound.value("pw_hash"))
                }),
        ))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_bcrypt() {
        let known = "$2b$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW";
        assert_eq!(hash_text(b"secret", known).as_deref(), Some(known));
    }
}
