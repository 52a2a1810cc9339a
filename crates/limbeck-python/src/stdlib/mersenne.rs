//! `_random`: the Mersenne Twister MT19937, seeded and drawn from as CPython does.

use std::cell::RefCell;
use std::rc::Rc;

use num_bigint::BigInt;
use num_traits::Signed;
use sha2::Digest;

use crate::error::{Error, Result};
use crate::value::{Class, ClassBuilder, Int, Module, Object, Value};
use crate::vm::Vm;

const SIZE: usize = 624;
const SHIFT: usize = 397;

#[derive(Clone)]
struct Twister {
    state: Vec<u32>,
    at: usize,
}

impl Twister {
    fn from_number(seed: u32) -> Twister {
        let mut state = vec![seed; SIZE];
        let mut previous = seed;
        for (at, word) in state.iter_mut().enumerate().skip(1) {
            previous = 1_812_433_253_u32.wrapping_mul(previous ^ previous >> 30).wrapping_add(at as u32);
            *word = previous;
        }
        Twister { state, at: SIZE }
    }

    /// Seeds with a key of any length.
    fn from_key(key: &[u32]) -> Twister {
        let mut twister = Twister::from_number(19_650_218);
        let state = &mut twister.state;
        let word = |state: &[u32], at: usize| state.get(at).copied().unwrap_or(0);
        let (mut i, mut j) = (1, 0);
        for _ in 0..SIZE.max(key.len()) {
            let previous = word(state, i - 1);
            let mixed = (word(state, i) ^ (previous ^ previous >> 30).wrapping_mul(1_664_525))
                .wrapping_add(key.get(j).copied().unwrap_or(0))
                .wrapping_add(j as u32);
            if let Some(slot) = state.get_mut(i) {
                *slot = mixed;
            }
            i += 1;
            j += 1;
            if i >= SIZE {
                let last = word(state, SIZE - 1);
                if let Some(slot) = state.first_mut() {
                    *slot = last;
                }
                i = 1;
            }
            if j >= key.len() {
                j = 0;
            }
        }
        for _ in 0..SIZE - 1 {
            let previous = word(state, i - 1);
            let mixed =
                (word(state, i) ^ (previous ^ previous >> 30).wrapping_mul(1_566_083_941)).wrapping_sub(i as u32);
            if let Some(slot) = state.get_mut(i) {
                *slot = mixed;
            }
            i += 1;
            if i >= SIZE {
                let last = word(state, SIZE - 1);
                if let Some(slot) = state.first_mut() {
                    *slot = last;
                }
                i = 1;
            }
        }
        if let Some(slot) = state.first_mut() {
            *slot = 0x8000_0000;
        }
        twister
    }

    fn refill(&mut self) {
        let word = |state: &[u32], at: usize| state.get(at % SIZE).copied().unwrap_or(0);
        for at in 0..SIZE {
            let y = word(&self.state, at) & 0x8000_0000 | word(&self.state, at + 1) & 0x7fff_ffff;
            let twist = if y & 1 == 1 { 0x9908_b0df } else { 0 };
            let next = word(&self.state, at + SHIFT) ^ y >> 1 ^ twist;
            if let Some(slot) = self.state.get_mut(at) {
                *slot = next;
            }
        }
        self.at = 0;
    }

    fn word(&mut self) -> u32 {
        if self.at >= SIZE {
            self.refill();
        }
        let mut y = self.state.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        y ^= y >> 11;
        y ^= y << 7 & 0x9d2c_5680;
        y ^= y << 15 & 0xefc6_0000;
        y ^ y >> 18
    }

    /// A float in [0, 1) with 53 bits.
    fn float(&mut self) -> f64 {
        let (a, b) = (f64::from(self.word() >> 5), f64::from(self.word() >> 6));
        (a * 67_108_864.0 + b) / 9_007_199_254_740_992.0
    }

    fn bits(&mut self, mut count: usize) -> BigInt {
        let mut words = Vec::new();
        while count > 0 {
            let mut word = self.word();
            if count < 32 {
                word >>= 32 - count;
            }
            words.push(word);
            count = count.saturating_sub(32);
        }
        BigInt::new(num_bigint::Sign::Plus, words)
    }
}

struct CoreClass(Rc<Class>);

struct Core(RefCell<Twister>);

impl std::fmt::Debug for Core {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Core")
    }
}

impl Object for Core {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        vm.state::<CoreClass>()
            .map_or_else(|| vm.builtin_class(crate::value::Kind::Object), |class| Rc::clone(&class.0))
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("_random.Random")
    }
}

fn own(this: &Value) -> Result<Rc<Core>> {
    this.downcast::<Core>().ok_or_else(|| Error::type_error("expected a generator of random numbers"))
}

fn by_integer(value: &BigInt) -> Twister {
    let mut key = value.abs().to_u32_digits().1;
    if key.is_empty() {
        key.push(0);
    }
    Twister::from_key(&key)
}

/// The generator of a seed: `None` takes the system's, numbers count as they are, texts with their SHA-512.
fn seeded(vm: &mut Vm, seed: &Value) -> Result<Twister> {
    if seed.is_none() {
        let bytes = super::uuid::random_bytes(SIZE * 4)?;
        let key: Vec<u32> =
            bytes.chunks(4).map(|chunk| chunk.iter().fold(0, |word, byte| word << 8 | u32::from(*byte))).collect();
        return Ok(Twister::from_key(&key));
    }
    if let Some(int) = seed.as_integer() {
        return Ok(by_integer(&int.to_big()));
    }
    let bytes = match (seed.as_str(), seed.as_bytes()) {
        (Some(text), _) => text.as_bytes().to_vec(),
        (None, Some(bytes)) => bytes.to_vec(),
        (None, None) if seed.as_float().is_some() => {
            return Ok(by_integer(&float_hash(seed.as_float().unwrap_or(0.0))));
        }
        (None, None) => {
            let _ = vm;
            return Err(Error::type_error(
                "The only supported seed types are: None,\nint, float, str, bytes, and bytearray.",
            ));
        }
    };
    let digest = sha2::Sha512::digest(&bytes);
    Ok(by_integer(&BigInt::from_bytes_be(num_bigint::Sign::Plus, &[&bytes[..], &digest[..]].concat())))
}

/// CPython's hash of a float: its value modulo 2^61 - 1.
fn float_hash(value: f64) -> BigInt {
    if value.is_infinite() {
        return BigInt::from(314_159);
    }
    if value.is_nan() || value == 0.0 {
        return BigInt::from(0);
    }
    let modulus = BigInt::from((1_u64 << 61) - 1);
    let (mantissa, exponent, _) = num_traits::Float::integer_decode(value);
    let two = BigInt::from(2);
    let power = i64::from(exponent).rem_euclid(61) as u32;
    (BigInt::from(mantissa) * two.pow(power)) % modulus
}

/// The module.
pub(super) fn module(vm: &mut Vm) -> Result<Rc<Module>> {
    let class = ClassBuilder::new("Random")
        .module("_random")
        .constructor(|vm, _, args| {
            let seed = args.positional.first().cloned().unwrap_or_default();
            Ok(Rc::new(Core(RefCell::new(seeded(vm, &seed)?))))
        })
        .method("seed", |vm, this, args| {
            let seed = args.positional.first().cloned().unwrap_or_default();
            let twister = seeded(vm, &seed)?;
            *own(this)?.0.borrow_mut() = twister;
            Ok(Value::None)
        })
        .method("random", |_, this, _| Ok(Value::Float(own(this)?.0.borrow_mut().float())))
        .method("getrandbits", |_, this, args| {
            let [count] = crate::builtins::exactly::<1>("getrandbits", args)?;
            let Some(count) = count.as_int() else {
                return Err(Error::type_error(format!(
                    "'{}' object cannot be interpreted as an integer",
                    count.type_name()
                )));
            };
            if count < 0 {
                return Err(Error::value_error("number of bits must be non-negative"));
            }
            if count > 1 << 24 {
                return Err(Error::limit("more than 16777216 random bits at once"));
            }
            Ok(Value::Int(Int::from_big(own(this)?.0.borrow_mut().bits(count as usize))))
        })
        .method("getstate", |_, this, _| {
            let core = own(this)?;
            let twister = core.0.borrow();
            let words = twister.state.iter().map(|word| Value::from(*word)).chain([Value::from(twister.at)]);
            Ok(Value::tuple(words.collect()))
        })
        .method("setstate", |_, this, args| {
            let words = args.positional.first().and_then(Value::as_sequence).unwrap_or_default();
            let numbers: Vec<u32> =
                words.iter().filter_map(|word| word.as_int().and_then(|word| u32::try_from(word).ok())).collect();
            let Some((at, state)) = numbers.split_last().filter(|(_, state)| state.len() == SIZE) else {
                return Err(Error::value_error("state vector is the wrong size"));
            };
            *own(this)?.0.borrow_mut() = Twister { state: state.to_vec(), at: (*at as usize).min(SIZE) };
            Ok(Value::None)
        })
        .build();
    vm.insert_state(Rc::new(CoreClass(Rc::clone(&class))));
    Ok(Rc::new(Module::new("_random").with("Random", class)))
}
