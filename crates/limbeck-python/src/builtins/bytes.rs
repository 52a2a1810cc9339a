//! `bytes`.

use std::rc::Rc;

use crate::error::{Error, Result};
use crate::value::{Args, Class, ClassBuilder, Value};
use crate::vm::Vm;

/// `bytes(…)`
pub(super) fn make(vm: &mut Vm, _: &Rc<Class>, args: Args) -> Result<Value> {
    let args = super::between("bytes", args, 0, 3)?;
    let Some(value) = args.first() else { return Ok(Value::bytes([])) };
    if let Some(text) = value.as_str() {
        let Some(encoding) = args.get(1).and_then(Value::as_str) else {
            return Err(Error::type_error("string argument without an encoding"));
        };
        return encode(vm, text, encoding, "strict");
    }
    if let Some(bytes) = value.as_bytes() {
        return Ok(Value::bytes(bytes));
    }
    if let Some(count) = value.as_int() {
        if count < 0 {
            return Err(Error::value_error("negative count"));
        }
        vm.check_text(count as usize)?;
        return Ok(Value::bytes(vec![0; count as usize]));
    }
    let mut out = Vec::new();
    for item in vm.iterate(value)? {
        match item.as_int() {
            Some(byte) => match u8::try_from(byte) {
                Ok(byte) => out.push(byte),
                Err(_) => return Err(Error::value_error("bytes must be in range(0, 256)")),
            },
            None => {
                return Err(Error::type_error(format!(
                    "'{}' object cannot be interpreted as an integer",
                    item.type_name()
                )));
            }
        }
    }
    Ok(Value::bytes(out))
}

fn normal(encoding: &str) -> String {
    encoding.to_lowercase().replace('_', "-")
}

/// `str.encode`
pub(crate) fn encode(_: &mut Vm, text: &str, encoding: &str, errors: &str) -> Result<Value> {
    let limit = match normal(encoding).as_str() {
        "utf-8" | "utf8" | "u8" => return Ok(Value::bytes(text)),
        "utf-8-sig" => return Ok(Value::bytes([b"\xef\xbb\xbf", text.as_bytes()].concat())),
        "ascii" | "us-ascii" => 128,
        "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" => 256,
        _ => return Err(unknown_encoding(encoding)),
    };
    let mut out = Vec::new();
    for (at, c) in text.chars().enumerate() {
        match u8::try_from(c as u32) {
            Ok(byte) if u32::from(byte) < limit => out.push(byte),
            _ => match errors {
                "ignore" => {}
                "replace" => out.push(b'?'),
                "xmlcharrefreplace" => out.extend(format!("&#{};", c as u32).bytes()),
                "backslashreplace" => out.extend(c.escape_unicode().to_string().bytes()),
                _ => {
                    let name = if limit == 128 { "ascii" } else { "latin-1" };
                    let code = c as u32;
                    let shown = if code < 0x100 {
                        format!("\\x{code:02x}")
                    } else if code < 0x10000 {
                        format!("\\u{code:04x}")
                    } else {
                        format!("\\U{code:08x}")
                    };
                    return Err(Error::exception(
                        "UnicodeEncodeError",
                        format!(
                            "'{name}' codec can't encode character '{shown}' in position {at}: ordinal not in range({limit})"
                        ),
                    ));
                }
            },
        }
    }
    Ok(Value::bytes(out))
}

/// `bytes.decode`
pub(crate) fn decode(_: &mut Vm, bytes: &[u8], encoding: &str, errors: &str) -> Result<Value> {
    match normal(encoding).as_str() {
        "utf-8" | "utf8" | "u8" | "utf-8-sig" => {
            let bytes = if normal(encoding) == "utf-8-sig" {
                bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
            } else {
                bytes
            };
            match std::str::from_utf8(bytes) {
                Ok(text) => Ok(Value::str(text)),
                Err(error) => match errors {
                    "replace" => Ok(Value::str(String::from_utf8_lossy(bytes))),
                    "ignore" => Ok(Value::from(String::from_utf8_lossy(bytes).replace('\u{fffd}', ""))),
                    _ => {
                        let at = error.valid_up_to();
                        let byte = bytes.get(at).copied().unwrap_or(0);
                        let why = if error.error_len().is_none() {
                            "unexpected end of data"
                        } else if matches!(byte, 0xc2..=0xf4) {
                            "invalid continuation byte"
                        } else {
                            "invalid start byte"
                        };
                        Err(Error::exception(
                            "UnicodeDecodeError",
                            format!("'utf-8' codec can't decode byte 0x{byte:02x} in position {at}: {why}"),
                        ))
                    }
                },
            }
        }
        "ascii" | "us-ascii" => {
            let mut out = String::new();
            for (at, byte) in bytes.iter().enumerate() {
                match (byte.is_ascii(), errors) {
                    (true, _) => out.push(char::from(*byte)),
                    (false, "ignore") => {}
                    (false, "replace") => out.push('\u{fffd}'),
                    (false, _) => {
                        return Err(Error::exception(
                            "UnicodeDecodeError",
                            format!(
                                "'ascii' codec can't decode byte 0x{byte:02x} in position {at}: ordinal not in range(128)"
                            ),
                        ));
                    }
                }
            }
            Ok(Value::from(out))
        }
        "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" => {
            Ok(Value::from(bytes.iter().map(|byte| char::from(*byte)).collect::<String>()))
        }
        _ => Err(unknown_encoding(encoding)),
    }
}

fn unknown_encoding(encoding: &str) -> Error {
    Error::unsupported(format!("the encoding `{encoding}`"))
}

/// Methods of `bytes`.
pub(super) fn methods(builder: ClassBuilder) -> ClassBuilder {
    builder
}
