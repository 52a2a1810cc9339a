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
        "unicode-escape" | "unicode_escape" | "unicodeescape" => unescape(bytes).map(Value::from),
        _ => Err(unknown_encoding(encoding)),
    }
}

/// The codec `unicode_escape`: Latin-1 with the escapes of string literals.
fn unescape(bytes: &[u8]) -> Result<String> {
    let mut out = String::new();
    let mut rest = bytes.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            out.push(char::from(byte));
            continue;
        }
        let Some(kind) = rest.next() else {
            return Err(Error::exception(
                "UnicodeDecodeError",
                "'unicodeescape' codec can't decode: \\ at end of string",
            ));
        };
        let digits = match kind {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            b'0'..=b'7' => {
                let mut number = u32::from(kind - b'0');
                for _ in 0..2 {
                    match rest.peek() {
                        Some(digit @ b'0'..=b'7') => {
                            number = number * 8 + u32::from(digit - b'0');
                            rest.next();
                        }
                        _ => break,
                    }
                }
                out.extend(char::from_u32(number));
                continue;
            }
            b'\n' => continue,
            simple => {
                match simple {
                    b'n' => out.push('\n'),
                    b't' => out.push('\t'),
                    b'r' => out.push('\r'),
                    b'a' => out.push('\u{7}'),
                    b'b' => out.push('\u{8}'),
                    b'f' => out.push('\u{c}'),
                    b'v' => out.push('\u{b}'),
                    b'\\' | b'\'' | b'"' => out.push(char::from(simple)),
                    other => {
                        out.push('\\');
                        out.push(char::from(other));
                    }
                }
                continue;
            }
        };
        let text: String = rest.by_ref().take(digits).map(char::from).collect();
        match u32::from_str_radix(&text, 16).ok().filter(|_| text.len() == digits).and_then(char::from_u32) {
            Some(character) => out.push(character),
            None => {
                return Err(Error::exception(
                    "UnicodeDecodeError",
                    format!("'unicodeescape' codec can't decode: truncated \\{} escape", char::from(kind)),
                ));
            }
        }
    }
    Ok(out)
}

fn unknown_encoding(encoding: &str) -> Error {
    Error::unsupported(format!("the encoding `{encoding}`"))
}

fn own(this: &Value) -> Result<&[u8]> {
    this.as_bytes()
        .ok_or_else(|| Error::type_error(format!("a bytes-like object is required, not '{}'", this.type_name())))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    if wanted.is_empty() {
        return Some(0);
    }
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn split(bytes: &[u8], separator: &[u8]) -> Vec<Vec<u8>> {
    let mut parts = Vec::new();
    let mut rest = bytes;
    while let Some(at) = find(rest, separator) {
        parts.push(rest.get(..at).unwrap_or(&[]).to_vec());
        rest = rest.get(at + separator.len()..).unwrap_or(&[]);
    }
    parts.push(rest.to_vec());
    parts
}

/// Bytes as a text that the methods of `str` treat as they should: what is not ASCII is no letter.
fn as_text(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(
            |byte| {
                if byte.is_ascii() {
                    char::from(*byte)
                } else {
                    char::from_u32(0xE000 + u32::from(*byte)).unwrap_or('?')
                }
            },
        )
        .collect()
}

fn from_text(value: &Value) -> Value {
    match value {
        Value::Str(text) => {
            let bytes: Vec<u8> = text
                .chars()
                .map(|c| {
                    u8::try_from((c as u32).saturating_sub(0xE000)).ok().filter(|_| !c.is_ascii()).unwrap_or(c as u8)
                })
                .collect();
            Value::bytes(bytes)
        }
        Value::List(list) => Value::list(list.to_vec().iter().map(from_text).collect()),
        Value::Tuple(items) => Value::tuple(items.iter().map(from_text).collect()),
        other => other.clone(),
    }
}

/// Methods that `bytes` shares with `str`.
const SHARED: &[&str] = &[
    "capitalize",
    "center",
    "expandtabs",
    "index",
    "isalnum",
    "isalpha",
    "isdigit",
    "islower",
    "isspace",
    "istitle",
    "isupper",
    "isascii",
    "ljust",
    "partition",
    "removeprefix",
    "removesuffix",
    "rfind",
    "rindex",
    "rjust",
    "rpartition",
    "rsplit",
    "splitlines",
    "swapcase",
    "title",
    "zfill",
];

fn shared(vm: &mut Vm, this: &Value, name: &str, args: Args) -> Result<Value> {
    let mut text_args = Args { span: args.span, ..Args::default() };
    for value in args.positional {
        text_args.positional.push(match value.as_bytes() {
            Some(bytes) => Value::from(as_text(bytes)),
            None if value.as_str().is_some() => {
                return Err(Error::type_error(if matches!(name, "index" | "rfind" | "rindex") {
                    "argument should be integer or bytes-like object, not 'str'"
                } else {
                    "a bytes-like object is required, not 'str'"
                }));
            }
            None => value,
        });
    }
    text_args.keyword = args.keyword;
    let text = Value::from(as_text(own(this)?));
    Ok(from_text(&vm.call_method(&text, name, text_args)?))
}

/// Methods of `bytes`.
pub(super) fn methods(builder: ClassBuilder) -> ClassBuilder {
    let mut builder = builder;
    for name in SHARED {
        builder = builder.method(name, move |vm, this, args| shared(vm, this, name, args));
    }
    builder
        .method_with("decode", "(encoding='utf-8', errors='strict')", |vm, this, args| {
            let (encoding, errors) = (args.value("encoding"), args.value("errors"));
            decode(vm, own(this)?, encoding.as_str().unwrap_or("utf-8"), errors.as_str().unwrap_or("strict"))
        })
        .method("hex", |_, this, args| {
            let args = super::between("hex", args, 0, 2)?;
            let separator = args.first().and_then(Value::as_str).unwrap_or("");
            let parts: Vec<String> = own(this)?.iter().map(|byte| format!("{byte:02x}")).collect();
            Ok(Value::from(parts.join(separator)))
        })
        .class_method("fromhex", |_, _, args| {
            let [text] = super::exactly::<1>("fromhex", args)?;
            let text = text.as_str().ok_or_else(|| {
                Error::type_error(format!("fromhex() argument must be str, not {}", text.type_name()))
            })?;
            let digits: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
            let mut out = Vec::new();
            for (at, pair) in digits.chunks(2).enumerate() {
                match pair {
                    [a, b] => match (a.to_digit(16), b.to_digit(16)) {
                        (Some(a), Some(b)) => out.push((a * 16 + b) as u8),
                        _ => {
                            return Err(Error::value_error(format!(
                                "non-hexadecimal number found in fromhex() arg at position {}",
                                at * 2
                            )));
                        }
                    },
                    _ => {
                        return Err(Error::value_error(format!(
                            "non-hexadecimal number found in fromhex() arg at position {}",
                            text.len()
                        )));
                    }
                }
            }
            Ok(Value::bytes(out))
        })
        .method("join", |vm, this, args| {
            let [source] = super::exactly::<1>("bytes.join", args)?;
            let mut out = Vec::new();
            for (at, item) in vm.iterate(&source)?.iter().enumerate() {
                if at > 0 {
                    out.extend_from_slice(own(this)?);
                }
                match item.as_bytes() {
                    Some(bytes) => out.extend_from_slice(bytes),
                    None => {
                        return Err(Error::type_error(format!(
                            "sequence item {at}: expected a bytes-like object, {} found",
                            item.type_name()
                        )));
                    }
                }
                vm.check_text(out.len())?;
            }
            Ok(Value::bytes(out))
        })
        .method("split", |_, this, args| {
            let args = super::between("split", args, 0, 1)?;
            let parts = match args.first() {
                Some(separator) => split(own(this)?, own(separator)?),
                None => own(this)?
                    .split(u8::is_ascii_whitespace)
                    .filter(|part| !part.is_empty())
                    .map(<[u8]>::to_vec)
                    .collect(),
            };
            Ok(Value::list(parts.into_iter().map(Value::bytes).collect()))
        })
        .method("replace", |vm, this, args| {
            let [from, to] = super::exactly::<2>("bytes.replace", args)?;
            if own(&from)?.is_empty() {
                return Err(Error::unsupported("`bytes.replace()` of nothing"));
            }
            let parts = split(own(this)?, own(&from)?);
            vm.check_text(own(this)?.len() + parts.len().saturating_mul(own(&to)?.len()))?;
            Ok(Value::bytes(parts.join(own(&to)?)))
        })
        .method("startswith", |_, this, args| {
            let [prefix] = super::exactly::<1>("bytes.startswith", args)?;
            Ok(Value::Bool(own(this)?.starts_with(own(&prefix)?)))
        })
        .method("endswith", |_, this, args| {
            let [suffix] = super::exactly::<1>("bytes.endswith", args)?;
            Ok(Value::Bool(own(this)?.ends_with(own(&suffix)?)))
        })
        .method("find", |_, this, args| {
            let [wanted] = super::exactly::<1>("bytes.find", args)?;
            Ok(find(own(this)?, own(&wanted)?).map_or(Value::int(-1), Value::from))
        })
        .method("count", |_, this, args| {
            let [wanted] = super::exactly::<1>("bytes.count", args)?;
            let wanted = own(&wanted)?;
            let bytes = own(this)?;
            Ok(Value::from(if wanted.is_empty() { bytes.len() + 1 } else { split(bytes, wanted).len() - 1 }))
        })
        .method("strip", |_, this, args| {
            super::exactly::<0>("bytes.strip", args)?;
            Ok(Value::bytes(own(this)?.trim_ascii()))
        })
        .method("rstrip", |_, this, args| {
            super::exactly::<0>("bytes.rstrip", args)?;
            Ok(Value::bytes(own(this)?.trim_ascii_end()))
        })
        .method("lstrip", |_, this, args| {
            super::exactly::<0>("bytes.lstrip", args)?;
            Ok(Value::bytes(own(this)?.trim_ascii_start()))
        })
        .method("upper", |_, this, _| Ok(Value::bytes(own(this)?.to_ascii_uppercase())))
        .method("lower", |_, this, _| Ok(Value::bytes(own(this)?.to_ascii_lowercase())))
        .method("__len__", super::list::length)
        .method("__getitem__", super::list::getitem)
        .method("__iter__", super::list::iter)
        .method("__contains__", super::list::contains)
}
