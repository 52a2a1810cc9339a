//! `struct`: numbers as bytes.

use std::rc::Rc;

use num_traits::ToPrimitive;

use crate::error::{Error, Result};
use crate::value::{Args, Int, Module, Value};
use crate::vm::Vm;

/// One item of a format.
struct Item {
    code: char,
    count: usize,
    size: usize,
}

/// A format: whether the first byte is the lowest, and its items with padding made explicit (`x`).
fn parse(format: &str) -> Result<(bool, Vec<Item>)> {
    let wrong = |message: &str| Error::exception("ValueError", format!("struct.error: {message}"));
    let mut chars = format.chars().peekable();
    let (mut little, mut native) = (cfg!(target_endian = "little"), true);
    if let Some(first) = chars.peek().copied() {
        match first {
            '@' => {}
            '=' => native = false,
            '<' => (little, native) = (true, false),
            '>' | '!' => (little, native) = (false, false),
            _ => {}
        }
        if matches!(first, '@' | '=' | '<' | '>' | '!') {
            chars.next();
        }
    }
    let mut items = Vec::new();
    let mut at = 0usize;
    let mut count: Option<usize> = None;
    for code in chars {
        if let Some(digit) = code.to_digit(10) {
            let grown = count.unwrap_or(0).saturating_mul(10).saturating_add(digit as usize);
            if grown > 1 << 20 {
                return Err(wrong("total struct size too long"));
            }
            count = Some(grown);
            continue;
        }
        if code.is_whitespace() {
            continue;
        }
        let size = match code {
            'x' | 'c' | 'b' | 'B' | '?' | 's' | 'p' => 1,
            'h' | 'H' => 2,
            'i' | 'I' | 'f' => 4,
            'l' | 'L' => {
                if native {
                    8
                } else {
                    4
                }
            }
            'q' | 'Q' | 'd' => 8,
            'n' | 'N' if native => 8,
            _ => return Err(wrong("bad char in struct format")),
        };
        let number = count.take().unwrap_or(1);
        let pad = if native { (size - at % size) % size } else { 0 };
        if pad > 0 {
            items.push(Item { code: 'x', count: pad, size: 1 });
        }
        at += pad + size * number;
        items.push(Item { code, count: number, size });
    }
    Ok((little, items))
}

fn size_of(items: &[Item]) -> usize {
    items.iter().map(|item| item.count * item.size).sum()
}

fn text(value: Option<&Value>) -> Result<String> {
    match value {
        Some(value) => match (value.as_str(), value.as_bytes()) {
            (Some(text), _) => Ok(text.to_owned()),
            (None, Some(bytes)) => Ok(String::from_utf8_lossy(bytes).into_owned()),
            (None, None) => Err(Error::type_error("Struct() argument 1 must be a str or bytes object")),
        },
        None => Err(Error::type_error("missing the format")),
    }
}

fn pack(_: &mut Vm, args: Args) -> Result<Value> {
    let (little, items) = parse(&text(args.positional.first())?)?;
    let mut values = args.positional.iter().skip(1);
    let wrong = |message: String| Error::exception("ValueError", format!("struct.error: {message}"));
    let mut out = Vec::new();
    for item in &items {
        if item.code == 'x' {
            out.resize(out.len() + item.count, 0);
            continue;
        }
        let times = if item.code == 's' { 1 } else { item.count };
        for _ in 0..times {
            let Some(value) = values.next() else {
                return Err(wrong("pack expected more items for packing".to_owned()));
            };
            let mut bytes = match item.code {
                's' | 'c' => {
                    let Some(bytes) = value.as_bytes() else {
                        return Err(wrong("argument for 's' must be a bytes object".to_owned()));
                    };
                    let mut bytes = bytes.to_vec();
                    bytes.resize(if item.code == 's' { item.count } else { 1 }, 0);
                    out.extend(bytes);
                    continue;
                }
                '?' => vec![u8::from(value.as_bool().unwrap_or_else(|| value.as_int() != Some(0)))],
                'f' | 'd' => {
                    let number = value.as_float().or_else(|| value.as_int().map(|n| n as f64));
                    let Some(number) = number else {
                        return Err(wrong("required argument is not a float".to_owned()));
                    };
                    if item.code == 'f' {
                        (number as f32).to_le_bytes().to_vec()
                    } else {
                        number.to_le_bytes().to_vec()
                    }
                }
                code => {
                    let number = value.as_integer().and_then(|number| number.to_big().to_i128());
                    let Some(number) = number else {
                        return Err(wrong("required argument is not an integer".to_owned()));
                    };
                    let bits = 8 * item.size as u32;
                    let signed = code.is_lowercase();
                    let (low, high) = if signed {
                        (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1)
                    } else {
                        (0, (1i128 << bits) - 1)
                    };
                    if number < low || number > high {
                        return Err(wrong(format!("'{code}' format requires {low} <= number <= {high}")));
                    }
                    number.to_le_bytes().into_iter().take(item.size).collect()
                }
            };
            if !little {
                bytes.reverse();
            }
            out.extend(bytes);
        }
    }
    if values.next().is_some() {
        return Err(wrong("pack got more items for packing than the format has".to_owned()));
    }
    Ok(Value::bytes(out))
}

fn unpack(_: &mut Vm, args: Args) -> Result<Value> {
    let (little, items) = parse(&text(args.positional.first())?)?;
    let bytes = args.positional.get(1).and_then(Value::as_bytes).unwrap_or_default();
    let needed = size_of(&items);
    if bytes.len() != needed {
        let message = format!("struct.error: unpack requires a buffer of {needed} bytes");
        return Err(Error::exception("ValueError", message));
    }
    let mut rest = bytes;
    let mut out = Vec::new();
    for item in &items {
        if matches!(item.code, 's' | 'x') {
            let (part, after) = rest.split_at(item.count);
            rest = after;
            if item.code == 's' {
                out.push(Value::bytes(part));
            }
            continue;
        }
        for _ in 0..item.count {
            let (part, after) = rest.split_at(item.size);
            rest = after;
            let mut part = part.to_vec();
            if !little {
                part.reverse();
            }
            let unsigned = part.iter().rev().fold(0u64, |number, byte| number << 8 | u64::from(*byte));
            out.push(match item.code {
                'c' => Value::bytes(&part),
                '?' => Value::Bool(unsigned != 0),
                'f' => Value::Float(f64::from(f32::from_bits(unsigned as u32))),
                'd' => Value::Float(f64::from_bits(unsigned)),
                code if code.is_lowercase() => {
                    let shift = 64 - 8 * item.size as u32;
                    Value::int(((unsigned << shift) as i64) >> shift)
                }
                _ => match i64::try_from(unsigned) {
                    Ok(small) => Value::int(small),
                    Err(_) => Value::Int(Int::from_big(unsigned.into())),
                },
            });
        }
    }
    Ok(Value::tuple(out))
}

/// The module.
pub(super) fn module(vm: &mut Vm) -> Result<Rc<Module>> {
    let error = vm.builtin_exception("ValueError");
    Ok(Rc::new(
        Module::new("struct")
            .with("error", Value::Class(error))
            .function("pack", pack)
            .function("unpack", unpack)
            .function("calcsize", |_, args| {
                let (_, items) = parse(&text(args.positional.first())?)?;
                Ok(Value::int(i64::try_from(size_of(&items)).unwrap_or(i64::MAX)))
            }),
    ))
}
