//! `bcrypt`, and `flask_bcrypt` over it: the password hash of Provos and Mazières, «A Future-Adaptable Password Scheme»
//! (1999). The tables of Blowfish are the fraction of π, and are worked out when they are first needed.

use std::rc::Rc;

use limbeck_python::{Args, Error, Module, Result, Value, Vm};
use num_bigint::BigUint;

use crate::sa::names::text_of;

const ALPHABET: &[u8; 64] = b"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const WORDS: usize = 18 + 4 * 256;

/// The state of Blowfish: the subkeys, then the four boxes.
#[derive(Clone)]
struct State {
    words: Vec<u32>,
}

/// The first words of the fraction of π, by Machin's formula.
fn fraction_of_pi() -> Vec<u32> {
    let guard = 64;
    let bits = WORDS * 32 + guard;
    let one = BigUint::from(1u8) << bits;
    let arctan = |inverse: u32| {
        let square = inverse * inverse;
        let mut power = &one / inverse;
        let (mut plus, mut minus) = (power.clone(), BigUint::default());
        let mut n = 1u32;
        loop {
            power /= square;
            if power == BigUint::default() {
                return plus - minus;
            }
            n += 2;
            if (n / 2) % 2 == 1 {
                minus += &power / n;
            } else {
                plus += &power / n;
            }
        }
    };
    let pi = arctan(5) * 16u8 - arctan(239) * 4u8;
    let fraction = (pi - (BigUint::from(3u8) << bits)) >> guard;
    let mut words = fraction.to_u32_digits();
    words.resize(WORDS, 0);
    words.reverse();
    words
}

impl State {
    fn encrypt(&self, left: u32, right: u32) -> (u32, u32) {
        let word = |at: usize| self.words.get(at).copied().unwrap_or(0);
        let mix = |x: u32| {
            let [a, b, c, d] = x.to_be_bytes().map(usize::from);
            (word(18 + a).wrapping_add(word(274 + b)) ^ word(530 + c)).wrapping_add(word(786 + d))
        };
        let (mut left, mut right) = (left, right);
        for round in (0..16).step_by(2) {
            left ^= word(round);
            right ^= mix(left);
            right ^= word(round + 1);
            left ^= mix(right);
        }
        (right ^ word(17), left ^ word(16))
    }

    fn expand(&mut self, salt: &[u32; 4], key: &[u8]) {
        let mut bytes = key.iter().cycle();
        for word in self.words.iter_mut().take(18) {
            let mut part = 0u32;
            for _ in 0..4 {
                part = part << 8 | u32::from(bytes.next().copied().unwrap_or(0));
            }
            *word ^= part;
        }
        let (mut left, mut right) = (0, 0);
        let mut salt = salt.iter().cycle();
        for at in (0..WORDS).step_by(2) {
            left ^= salt.next().copied().unwrap_or(0);
            right ^= salt.next().copied().unwrap_or(0);
            (left, right) = self.encrypt(left, right);
            if let Some([first, second]) = self.words.get_mut(at..at + 2) {
                (*first, *second) = (left, right);
            }
        }
    }
}

fn hash(password: &[u8], salt: &[u8; 16], cost: u32) -> Vec<u8> {
    let mut key = password.to_vec();
    key.push(0);
    key.truncate(72);
    let mut state = State { words: fraction_of_pi() };
    let mut words = [0u32; 4];
    for (word, part) in words.iter_mut().zip(salt.chunks_exact(4)) {
        *word = part.iter().fold(0, |word, byte| word << 8 | u32::from(*byte));
    }
    state.expand(&words, &key);
    for _ in 0..1u64 << cost {
        state.expand(&[0; 4], &key);
        state.expand(&[0; 4], salt);
    }
    let mut out = Vec::new();
    for block in b"OrpheanBeholderScryDoubt".chunks_exact(8) {
        let word = |part: &[u8]| part.iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte));
        let (mut left, mut right) = (word(&block[..4]), word(&block[4..]));
        for _ in 0..64 {
            (left, right) = state.encrypt(left, right);
        }
        out.extend(left.to_be_bytes());
        out.extend(right.to_be_bytes());
    }
    out.truncate(23);
    out
}

fn encode(bytes: &[u8]) -> String {
    let mut out = String::new();
    for part in bytes.chunks(3) {
        let number = part.iter().fold(0u32, |number, byte| number << 8 | u32::from(*byte)) << (8 * (3 - part.len()));
        for at in 0..=part.len() {
            let digit = (number >> (18 - 6 * at)) & 63;
            out.push(ALPHABET.get(digit as usize).copied().map_or('.', char::from));
        }
    }
    out
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let digits: Option<Vec<u32>> = text
        .bytes()
        .map(|byte| ALPHABET.iter().position(|known| *known == byte).and_then(|at| u32::try_from(at).ok()))
        .collect();
    for part in digits?.chunks(4) {
        let number = part.iter().fold(0u32, |number, digit| number << 6 | digit) << (6 * (4 - part.len()));
        out.extend(number.to_be_bytes().into_iter().skip(1).take(part.len() - 1));
    }
    Some(out)
}

/// The hash of a password with the salt (or the hash) that `text` is.
fn hash_text(password: &[u8], text: &str) -> Option<String> {
    let mut parts = text.split('$').skip(1);
    let (version, cost, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let salt = <[u8; 16]>::try_from(decode(rest.get(..22)?)?.get(..16)?).ok()?;
    let number: u32 = cost.parse().ok().filter(|cost| (4..=16).contains(cost))?;
    let hashed = hash(password, &salt, number);
    Some(format!("${version}${cost}${}{}", encode(&salt), encode(&hashed)))
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
    Ok(format!("$2b${rounds:02}${}", encode(random.as_bytes().unwrap_or_default())))
}

fn hashpw(vm: &mut Vm, password: &Value, salt: &Value) -> Result<Value> {
    let _ = vm;
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
                .function_with("hashpw", "(password, salt)", |vm, bound| {
                    hashpw(vm, &bound.value("password"), &bound.value("salt"))
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
                    hashpw(vm, &bound.value("password"), &Value::from(salt))
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
        assert_eq!(fraction_of_pi().first(), Some(&0x243f_6a88));
        let known = "$2b$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW";
        assert_eq!(hash_text(b"secret", known).as_deref(), Some(known));
    }
}
