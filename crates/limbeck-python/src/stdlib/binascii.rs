//! `base64` and `binascii`.

use std::rc::Rc;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::error::{Error, Result};
use crate::value::{Class, ClassBuilder, Module, Value};
use crate::vm::Vm;

struct BinasciiError(Rc<Class>);

fn error_class(vm: &mut Vm) -> Rc<Class> {
    if let Some(known) = vm.state::<BinasciiError>() {
        return Rc::clone(&known.0);
    }
    let base = vm.builtin_exception("ValueError");
    let class = ClassBuilder::new("Error").module("binascii").base(&base).build();
    vm.insert_state(Rc::new(BinasciiError(Rc::clone(&class))));
    class
}

fn failure(vm: &mut Vm, message: impl Into<String>) -> Error {
    let class = error_class(vm);
    vm.new_exception(&class, vec![Value::from(message.into())])
}

/// Bytes, or the bytes of an ASCII text where `text` allows it.
pub(super) fn bytes_of(value: &Value, text: bool) -> Result<Vec<u8>> {
    if let Some(bytes) = value.as_bytes() {
        return Ok(bytes.to_vec());
    }
    match value.as_str() {
        Some(string) if text => {
            if string.is_ascii() {
                Ok(string.as_bytes().to_vec())
            } else {
                Err(Error::value_error("string argument should contain only ASCII characters"))
            }
        }
        _ if text => Err(Error::type_error(format!(
            "argument should be a bytes-like object or ASCII string, not '{}'",
            value.type_name()
        ))),
        _ => Err(Error::type_error(format!("a bytes-like object is required, not '{}'", value.type_name()))),
    }
}

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);

fn encode64(bytes: &[u8], url: bool) -> String {
    let alphabet = if url { alphabet::URL_SAFE } else { alphabet::STANDARD };
    GeneralPurpose::new(&alphabet, GeneralPurposeConfig::new()).encode(bytes)
}

/// Decodes as CPython does: characters outside of the alphabet are skipped unless `strict`.
fn decode64(vm: &mut Vm, bytes: &[u8], strict: bool) -> Result<Value> {
    let in_alphabet = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let mut data = Vec::new();
    let mut pads = 0;
    for byte in bytes {
        if in_alphabet(byte) {
            if pads > 0 && (data.len() + pads).is_multiple_of(4) && !strict {
                break;
            }
            if pads > 0 && strict {
                return Err(failure(vm, "Only base64 data is allowed"));
            }
            pads = 0;
            data.push(*byte);
        } else if *byte == b'=' {
            pads += 1;
            if data.len() % 4 >= 2 && data.len() % 4 + pads >= 4 && !strict {
                break;
            }
        } else if strict {
            return Err(failure(vm, "Only base64 data is allowed"));
        }
    }
    match data.len() % 4 {
        1 => {
            let count = data.len();
            return Err(failure(
                vm,
                format!(
                    "Invalid base64-encoded string: number of data characters ({count}) cannot be 1 more than a multiple of 4"
                ),
            ));
        }
        rest @ (2 | 3) if rest + pads < 4 => return Err(failure(vm, "Incorrect padding")),
        _ => {}
    }
    match GeneralPurpose::new(&alphabet::STANDARD, LENIENT).decode(&data) {
        Ok(decoded) => Ok(Value::bytes(decoded)),
        Err(_) => Err(failure(vm, "Incorrect padding")),
    }
}

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

fn encode32(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(5) {
        let bits = (0..5).fold(0_u64, |bits, at| bits << 8 | u64::from(chunk.get(at).copied().unwrap_or(0)));
        let used = (chunk.len() * 8).div_ceil(5);
        for at in 0..8 {
            let index = (bits >> (35 - 5 * at) & 31) as usize;
            out.push(if at < used { BASE32.get(index).map_or('=', |byte| char::from(*byte)) } else { '=' });
        }
    }
    out
}

fn decode32(vm: &mut Vm, bytes: &[u8]) -> Result<Value> {
    if !bytes.len().is_multiple_of(8) {
        return Err(failure(vm, "Incorrect padding"));
    }
    let data: Vec<u8> = bytes.iter().copied().rev().skip_while(|byte| *byte == b'=').collect();
    let pads = bytes.len() - data.len();
    if !matches!(pads, 0 | 1 | 3 | 4 | 6) {
        return Err(failure(vm, "Incorrect padding"));
    }
    let (mut out, mut bits, mut width) = (Vec::new(), 0_u64, 0);
    for byte in data.iter().rev() {
        let Some(value) = BASE32.iter().position(|known| known == byte) else {
            return Err(failure(vm, "Non-base32 digit found"));
        };
        bits = bits << 5 | value as u64;
        width += 5;
        if width >= 8 {
            width -= 8;
            out.push((bits >> width & 0xff) as u8);
        }
    }
    Ok(Value::bytes(out))
}

/// Lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(vm: &mut Vm, value: &Value) -> Result<Value> {
    let bytes = bytes_of(value, true)?;
    if bytes.len() % 2 != 0 {
        return Err(failure(vm, "Odd-length string"));
    }
    let mut out = Vec::new();
    for pair in bytes.chunks(2) {
        let digits = std::str::from_utf8(pair).unwrap_or("");
        match u8::from_str_radix(digits, 16) {
            Ok(byte) if !digits.starts_with('+') => out.push(byte),
            _ => return Err(failure(vm, "Non-hexadecimal digit found")),
        }
    }
    Ok(Value::bytes(out))
}

fn crc32(bytes: &[u8], start: u32) -> u32 {
    let mut crc = !start;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

/// `base64`
pub(super) fn base64(vm: &mut Vm) -> Result<Rc<Module>> {
    error_class(vm);
    let url = |bytes: Vec<u8>| -> Vec<u8> {
        bytes
            .into_iter()
            .map(|byte| match byte {
                b'-' => b'+',
                b'_' => b'/',
                other => other,
            })
            .collect()
    };
    Ok(Rc::new(
        Module::new("base64")
            .function_with("b64encode", "(s, altchars=None)", |_, args| {
                let text = encode64(&bytes_of(&args.value("s"), false)?, false);
                match args.value("altchars").as_bytes() {
                    Some([plus, slash]) => {
                        let swap = |byte: u8| match byte {
                            b'+' => *plus,
                            b'/' => *slash,
                            other => other,
                        };
                        Ok(Value::bytes(text.bytes().map(swap).collect::<Vec<u8>>()))
                    }
                    _ => Ok(Value::bytes(text)),
                }
            })
            .function_with("b64decode", "(s, altchars=None, validate=False)", |vm, args| {
                let mut bytes = bytes_of(&args.value("s"), true)?;
                if let Some(alternative) = args.some("altchars")
                    && let [plus, slash] = bytes_of(&alternative, true)?.as_slice()
                {
                    for byte in &mut bytes {
                        *byte = if *byte == *plus {
                            b'+'
                        } else if *byte == *slash {
                            b'/'
                        } else {
                            *byte
                        };
                    }
                }
                let strict = vm.truth(&args.value("validate"))?;
                decode64(vm, &bytes, strict)
            })
            .function_with("standard_b64encode", "(s)", |_, args| {
                Ok(Value::bytes(encode64(&bytes_of(&args.value("s"), false)?, false)))
            })
            .function_with("standard_b64decode", "(s)", |vm, args| {
                let bytes = bytes_of(&args.value("s"), true)?;
                decode64(vm, &bytes, false)
            })
            .function_with("urlsafe_b64encode", "(s)", |_, args| {
                Ok(Value::bytes(encode64(&bytes_of(&args.value("s"), false)?, true)))
            })
            .function_with("urlsafe_b64decode", "(s)", move |vm, args| {
                let bytes = url(bytes_of(&args.value("s"), true)?);
                decode64(vm, &bytes, false)
            })
            .function_with("encodebytes", "(s)", |_, args| {
                let mut out = String::new();
                for chunk in bytes_of(&args.value("s"), false)?.chunks(57) {
                    out.push_str(&encode64(chunk, false));
                    out.push('\n');
                }
                Ok(Value::bytes(out))
            })
            .function_with("decodebytes", "(s)", |vm, args| {
                let bytes = bytes_of(&args.value("s"), false)?;
                decode64(vm, &bytes, false)
            })
            .function_with("b32encode", "(s)", |_, args| {
                Ok(Value::bytes(encode32(&bytes_of(&args.value("s"), false)?)))
            })
            .function_with("b32decode", "(s, casefold=False)", |vm, args| {
                let mut bytes = bytes_of(&args.value("s"), true)?;
                if vm.truth(&args.value("casefold"))? {
                    bytes.make_ascii_uppercase();
                }
                decode32(vm, &bytes)
            })
            .function_with("b16encode", "(s)", |_, args| {
                Ok(Value::bytes(hex(&bytes_of(&args.value("s"), false)?).to_uppercase()))
            })
            .function_with("b16decode", "(s, casefold=False)", |vm, args| {
                let mut bytes = bytes_of(&args.value("s"), true)?;
                if vm.truth(&args.value("casefold"))? {
                    bytes.make_ascii_uppercase();
                }
                if bytes.iter().any(|byte| !matches!(byte, b'0'..=b'9' | b'A'..=b'F')) {
                    return Err(failure(vm, "Non-base16 digit found"));
                }
                unhex(vm, &Value::bytes(bytes))
            }),
    ))
}

/// `binascii`
pub(super) fn binascii(vm: &mut Vm) -> Result<Rc<Module>> {
    let error = error_class(vm);
    let as_hex = |_: &mut Vm, args: crate::bind::Bound| {
        if args.some("sep").is_some() {
            return Err(Error::unsupported("the parameter `sep` of binascii.hexlify"));
        }
        Ok(Value::bytes(hex(&bytes_of(&args.value("data"), false)?)))
    };
    Ok(Rc::new(
        Module::new("binascii")
            .with("Error", error)
            .function_with("hexlify", "(data, sep=None)", as_hex)
            .function_with("b2a_hex", "(data, sep=None)", as_hex)
            .function_with("unhexlify", "(hexstr)", |vm, args| unhex(vm, &args.value("hexstr")))
            .function_with("a2b_hex", "(hexstr)", |vm, args| unhex(vm, &args.value("hexstr")))
            .function_with("b2a_base64", "(data, /, *, newline=True)", |vm, args| {
                let mut text = encode64(&bytes_of(&args.value("data"), false)?, false);
                if vm.truth(&args.value("newline"))? {
                    text.push('\n');
                }
                Ok(Value::bytes(text))
            })
            .function_with("a2b_base64", "(data, /)", |vm, args| {
                let bytes = bytes_of(&args.value("data"), true)?;
                decode64(vm, &bytes, false)
            })
            .function_with("crc32", "(data, crc=0, /)", |_, args| {
                let start = args.value("crc").as_int().unwrap_or(0) as u32;
                Ok(Value::from(crc32(&bytes_of(&args.value("data"), false)?, start)))
            }),
    ))
}

/// `zlib`, its checksums.
pub(super) fn zlib(_: &mut Vm) -> Result<Rc<Module>> {
    Ok(Rc::new(
        Module::new("zlib")
            .function_with("crc32", "(data, value=0, /)", |_, args| {
                let start = args.value("value").as_int().unwrap_or(0) as u32;
                Ok(Value::from(crc32(&bytes_of(&args.value("data"), false)?, start)))
            })
            .function_with("adler32", "(data, value=1, /)", |_, args| {
                let start = args.value("value").as_int().unwrap_or(1) as u32;
                let (mut a, mut b) = (start & 0xffff, start >> 16);
                for byte in bytes_of(&args.value("data"), false)? {
                    a = (a + u32::from(byte)) % 65521;
                    b = (b + a) % 65521;
                }
                Ok(Value::from(b << 16 | a))
            }),
    ))
}
