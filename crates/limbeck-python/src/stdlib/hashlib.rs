//! `hashlib` and `hmac`.

use std::cell::RefCell;
use std::rc::Rc;

use blake2::digest::{Update, VariableOutput};
use hmac::{Mac, SimpleHmac};
use sha2::Digest;

use super::binascii::hex;
use crate::bind::Bound;
use crate::error::{Error, Result};
use crate::value::{Class, ClassBuilder, Int, Module, NativeFn, Object, Value};
use crate::vm::Vm;

/// The algorithms, with the sizes of digest and block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Algorithm {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Blake2b(usize),
    Blake2s(usize),
}

const ALL: [Algorithm; 8] = [
    Algorithm::Md5,
    Algorithm::Sha1,
    Algorithm::Sha224,
    Algorithm::Sha256,
    Algorithm::Sha384,
    Algorithm::Sha512,
    Algorithm::Blake2b(64),
    Algorithm::Blake2s(32),
];

impl Algorithm {
    fn name(self) -> &'static str {
        match self {
            Algorithm::Md5 => "md5",
            Algorithm::Sha1 => "sha1",
            Algorithm::Sha224 => "sha224",
            Algorithm::Sha256 => "sha256",
            Algorithm::Sha384 => "sha384",
            Algorithm::Sha512 => "sha512",
            Algorithm::Blake2b(_) => "blake2b",
            Algorithm::Blake2s(_) => "blake2s",
        }
    }

    fn block(self) -> i64 {
        match self {
            Algorithm::Md5 | Algorithm::Sha1 | Algorithm::Sha224 | Algorithm::Sha256 | Algorithm::Blake2s(_) => 64,
            Algorithm::Sha384 | Algorithm::Sha512 | Algorithm::Blake2b(_) => 128,
        }
    }

    fn size(self) -> usize {
        match self {
            Algorithm::Md5 => 16,
            Algorithm::Sha1 => 20,
            Algorithm::Sha224 => 28,
            Algorithm::Sha256 => 32,
            Algorithm::Sha384 => 48,
            Algorithm::Sha512 => 64,
            Algorithm::Blake2b(size) | Algorithm::Blake2s(size) => size,
        }
    }

    fn digest(self, data: &[u8]) -> Vec<u8> {
        match self {
            Algorithm::Md5 => md5::Md5::digest(data).to_vec(),
            Algorithm::Sha1 => sha1::Sha1::digest(data).to_vec(),
            Algorithm::Sha224 => sha2::Sha224::digest(data).to_vec(),
            Algorithm::Sha256 => sha2::Sha256::digest(data).to_vec(),
            Algorithm::Sha384 => sha2::Sha384::digest(data).to_vec(),
            Algorithm::Sha512 => sha2::Sha512::digest(data).to_vec(),
            Algorithm::Blake2b(size) => {
                let mut out = vec![0; size];
                if let Ok(mut hasher) = blake2::Blake2bVar::new(size) {
                    hasher.update(data);
                    let _ = hasher.finalize_variable(&mut out);
                }
                out
            }
            Algorithm::Blake2s(size) => {
                let mut out = vec![0; size];
                if let Ok(mut hasher) = blake2::Blake2sVar::new(size) {
                    hasher.update(data);
                    let _ = hasher.finalize_variable(&mut out);
                }
                out
            }
        }
    }

    fn hmac(self, key: &[u8], data: &[u8]) -> Result<Vec<u8>> {
        fn code<D: Digest + blake2::digest::core_api::BlockSizeUser + Clone>(key: &[u8], data: &[u8]) -> Vec<u8> {
            match <SimpleHmac<D> as Mac>::new_from_slice(key) {
                Ok(mut mac) => {
                    Mac::update(&mut mac, data);
                    mac.finalize().into_bytes().to_vec()
                }
                Err(_) => Vec::new(),
            }
        }
        Ok(match self {
            Algorithm::Md5 => code::<md5::Md5>(key, data),
            Algorithm::Sha1 => code::<sha1::Sha1>(key, data),
            Algorithm::Sha224 => code::<sha2::Sha224>(key, data),
            Algorithm::Sha256 => code::<sha2::Sha256>(key, data),
            Algorithm::Sha384 => code::<sha2::Sha384>(key, data),
            Algorithm::Sha512 => code::<sha2::Sha512>(key, data),
            Algorithm::Blake2b(64) => code::<blake2::Blake2b512>(key, data),
            Algorithm::Blake2s(32) => code::<blake2::Blake2s256>(key, data),
            Algorithm::Blake2b(_) | Algorithm::Blake2s(_) => {
                return Err(Error::unsupported("a keyed hash with a shortened digest"));
            }
        })
    }
}

struct HashClasses {
    hash: Rc<Class>,
    hmac: Rc<Class>,
}

/// What has been fed in, and how it is digested.
#[derive(Debug)]
struct Hash {
    algorithm: Algorithm,
    key: Option<Vec<u8>>,
    data: RefCell<Vec<u8>>,
}

impl Hash {
    fn digest(&self) -> Result<Vec<u8>> {
        let data = self.data.borrow();
        match &self.key {
            Some(key) => self.algorithm.hmac(key, &data),
            None => Ok(self.algorithm.digest(&data)),
        }
    }
}

impl Object for Hash {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        match vm.state::<HashClasses>() {
            Some(classes) if self.key.is_some() => Rc::clone(&classes.hmac),
            Some(classes) => Rc::clone(&classes.hash),
            None => vm.builtin_class(crate::value::Kind::Object),
        }
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from(if self.key.is_some() { "HMAC" } else { "_hashlib.HASH" })
    }
}

fn data_of(value: &Value) -> Result<Vec<u8>> {
    match (value.as_bytes(), value.as_str()) {
        (Some(bytes), _) => Ok(bytes.to_vec()),
        (None, Some(_)) => Err(Error::type_error("Strings must be encoded before hashing")),
        (None, None) => Err(Error::type_error("object supporting the buffer API required")),
    }
}

fn own(this: &Value) -> Result<Rc<Hash>> {
    this.downcast::<Hash>().ok_or_else(|| Error::type_error("expected a hash"))
}

fn class(name: &str, module: &str) -> Rc<Class> {
    ClassBuilder::new(name)
        .module(module)
        .method("update", |vm, this, args| {
            let [data] = crate::builtins::exactly::<1>("update", args)?;
            let hash = own(this)?;
            let mut all = hash.data.borrow_mut();
            all.extend(data_of(&data)?);
            vm.check_text(all.len())?;
            Ok(Value::None)
        })
        .method("digest", |_, this, _| Ok(Value::bytes(own(this)?.digest()?)))
        .method("hexdigest", |_, this, _| Ok(Value::from(hex(&own(this)?.digest()?))))
        .method("copy", |_, this, _| {
            let hash = own(this)?;
            let data = hash.data.borrow().clone();
            Ok(Value::object(Hash { algorithm: hash.algorithm, key: hash.key.clone(), data: RefCell::new(data) }))
        })
        .property("name", |_, this| {
            let hash = own(this)?;
            let name = hash.algorithm.name();
            Ok(Value::from(if hash.key.is_some() { format!("hmac-{name}") } else { name.to_owned() }))
        })
        .property("digest_size", |_, this| Ok(Value::from(own(this)?.algorithm.size())))
        .property("block_size", |_, this| Ok(Value::int(own(this)?.algorithm.block())))
        .build()
}

fn install(vm: &mut Vm) {
    if vm.state::<HashClasses>().is_none() {
        vm.insert_state(Rc::new(HashClasses { hash: class("HASH", "_hashlib"), hmac: class("HMAC", "hmac") }));
    }
}

fn by_name(name: &str) -> Result<Algorithm> {
    let wanted = name.to_lowercase().replace('-', "");
    let known = ALL.into_iter().find(|algorithm| algorithm.name() == wanted);
    known.ok_or_else(|| match wanted.as_str() {
        "sha3224" | "sha3256" | "sha3384" | "sha3512" | "sha3_224" | "sha3_256" | "sha3_384" | "sha3_512"
        | "shake_128" | "shake_256" | "ripemd160" | "sm3" | "sha512_256" | "sha512_224" => {
            Error::unsupported(format!("the hash `{name}`"))
        }
        _ => Error::value_error(format!("unsupported hash type {name}")),
    })
}

fn new_hash(algorithm: Algorithm, data: Option<Value>) -> Result<Value> {
    let data = match data {
        Some(data) => data_of(&data)?,
        None => Vec::new(),
    };
    Ok(Value::object(Hash { algorithm, key: None, data: RefCell::new(data) }))
}

fn first(args: &Bound) -> Option<Value> {
    args.given("data").or_else(|| args.given("string"))
}

/// Key derivation with HMAC (RFC 8018).
fn pbkdf2(vm: &mut Vm, args: &Bound) -> Result<Value> {
    let name = args.value("hash_name");
    let algorithm = by_name(name.as_str().unwrap_or(""))?;
    let (password, salt) = (data_of(&args.value("password"))?, data_of(&args.value("salt"))?);
    let rounds = args.value("iterations").as_int().unwrap_or(0);
    if rounds < 1 {
        return Err(Error::value_error("iteration value must be greater than 0."));
    }
    let length = match args.some("dklen") {
        Some(value) => value
            .as_int()
            .filter(|length| *length > 0)
            .ok_or_else(|| Error::value_error("key length must be greater than 0."))? as usize,
        None => algorithm.size(),
    };
    vm.check_text(length)?;
    let mut out = Vec::new();
    let mut block: u32 = 1;
    while out.len() < length {
        let mut part = algorithm.hmac(&password, &[&salt[..], &block.to_be_bytes()].concat())?;
        let mut sum = part.clone();
        for _ in 1..rounds {
            vm.step()?;
            part = algorithm.hmac(&password, &part)?;
            for (a, b) in sum.iter_mut().zip(&part) {
                *a ^= b;
            }
        }
        out.extend(sum);
        block += 1;
    }
    out.truncate(length);
    Ok(Value::bytes(out))
}

/// `hashlib`
pub(super) fn hashlib(vm: &mut Vm) -> Result<Rc<Module>> {
    install(vm);
    let mut module = Module::new("hashlib");
    for algorithm in ALL {
        let name = algorithm.name();
        module = match algorithm {
            Algorithm::Blake2b(most) | Algorithm::Blake2s(most) => {
                let parameters =
                    "(data=..., /, *, digest_size=None, key=..., salt=..., person=..., usedforsecurity=True)";
                module.function_with(name, parameters, move |_, args| {
                    for unsupported in ["key", "salt", "person"] {
                        if args.given(unsupported).is_some() {
                            return Err(Error::unsupported(format!("the parameter `{unsupported}` of hashlib.{name}")));
                        }
                    }
                    let size = match args.some("digest_size") {
                        Some(size) => size
                            .as_int()
                            .and_then(|size| usize::try_from(size).ok())
                            .filter(|size| (1..=most).contains(size))
                            .ok_or_else(|| {
                                Error::value_error(format!("digest_size must be between 1 and {most} bytes"))
                            })?,
                        None => most,
                    };
                    let algorithm = match algorithm {
                        Algorithm::Blake2b(_) => Algorithm::Blake2b(size),
                        _ => Algorithm::Blake2s(size),
                    };
                    new_hash(algorithm, args.given("data"))
                })
            }
            _ => module.function_with(name, "(string=..., *, usedforsecurity=True)", move |_, args| {
                new_hash(algorithm, first(&args))
            }),
        };
    }
    let names = || {
        let names = ALL.into_iter().map(|algorithm| Value::str(algorithm.name())).collect::<Vec<_>>();
        Value::list(names)
    };
    let set = vm.builtin_class(crate::value::Kind::Set);
    let available = vm.call(&Value::Class(Rc::clone(&set)), crate::value::Args::of([names()]))?;
    Ok(Rc::new(
        module
            .function_with("new", "(name, data=..., *, usedforsecurity=True)", |_, args| {
                let name = args.value("name");
                new_hash(by_name(name.as_str().unwrap_or(""))?, args.given("data"))
            })
            .function_with("pbkdf2_hmac", "(hash_name, password, salt, iterations, dklen=None)", |vm, args| {
                pbkdf2(vm, &args)
            })
            .with("algorithms_guaranteed", available.clone())
            .with("algorithms_available", available),
    ))
}

/// The algorithm of `digestmod`: a name, a constructor of `hashlib`, or `hashlib` itself.
fn digest_mod(value: &Value) -> Result<Algorithm> {
    match value {
        Value::Native(native) => by_name(&native.name),
        _ => match value.as_str() {
            Some(name) => by_name(name),
            None => Err(Error::type_error("Missing required argument 'digestmod'.")),
        },
    }
}

fn new_hmac(args: &Bound) -> Result<Hash> {
    let key = args.value("key");
    let Some(key) = key.as_bytes() else {
        return Err(Error::type_error(format!("key: expected bytes or bytearray, but got '{}'", key.type_name())));
    };
    let data = match args.some("msg") {
        Some(data) => data_of(&data)?,
        None => Vec::new(),
    };
    let algorithm = digest_mod(&args.value("digestmod"))?;
    Ok(Hash { algorithm, key: Some(key.to_vec()), data: RefCell::new(data) })
}

/// Compares in a time that does not tell where the difference lies.
fn same(args: &Bound) -> Result<Value> {
    let (a, b) = (args.value("a"), args.value("b"));
    let bytes =
        |value: &Value| value.as_bytes().map(<[u8]>::to_vec).or(value.as_str().map(|text| text.as_bytes().to_vec()));
    match (bytes(&a), bytes(&b)) {
        (Some(x), Some(y)) if a.as_str().is_some() == b.as_str().is_some() => {
            let different = x.iter().zip(&y).fold(0, |all, (a, b)| all | (a ^ b));
            Ok(Value::Bool(x.len() == y.len() && different == 0))
        }
        _ => Err(Error::type_error(format!(
            "unsupported operand types(s) or combination of types: '{}' and '{}'",
            a.type_name(),
            b.type_name()
        ))),
    }
}

/// `hmac.compare_digest`, for `secrets` too.
pub(super) fn compare_digest() -> Value {
    NativeFn::with_signature("compare_digest", "(a, b, /)", |_, args| same(&args)).into()
}

/// `hmac`
pub(super) fn hmac(vm: &mut Vm) -> Result<Rc<Module>> {
    install(vm);
    Ok(Rc::new(
        Module::new("hmac")
            .function_with("new", "(key, msg=None, digestmod='')", |_, args| new_hmac(&args).map(Value::object))
            .function_with("digest", "(key, msg, digest)", |_, args| {
                let key = data_of(&args.value("key"))?;
                let algorithm = digest_mod(&args.value("digest"))?;
                Ok(Value::bytes(algorithm.hmac(&key, &data_of(&args.value("msg"))?)?))
            })
            .with("compare_digest", compare_digest()),
    ))
}

/// Random integers and bytes of the operating system, for `secrets` and `random`.
pub(super) fn system_random(vm: &mut Vm) -> Result<Rc<Module>> {
    let _ = vm;
    Ok(Rc::new(
        Module::new("_system_random")
            .function_with("bytes", "(count)", |vm, args| {
                let count = args.value("count").as_int().unwrap_or(0);
                if count < 0 {
                    return Err(Error::value_error("negative argument not allowed"));
                }
                vm.check_text(count as usize)?;
                Ok(Value::bytes(super::uuid::random_bytes(count as usize)?))
            })
            .function_with("bits", "(count)", |_, args| {
                let count = args.value("count").as_int().unwrap_or(0).clamp(0, 1 << 16) as usize;
                let bytes = super::uuid::random_bytes(count.div_ceil(8))?;
                let value = num_bigint::BigInt::from_bytes_be(num_bigint::Sign::Plus, &bytes);
                Ok(Value::Int(Int::from_big(value >> (bytes.len() * 8 - count))))
            })
            .with("compare_digest", compare_digest()),
    ))
}
