//! The parser and the compiler recurse with the nesting of the text, so it is bounded before they see it.

use super::unit::Failure;

/// CPython's bound of nested brackets.
const MAX_BRACKETS: usize = 200;
/// CPython's bound of nested blocks.
const MAX_INDENTS: usize = 100;
/// Operators, calls and attributes in one expression.
const MAX_CHAIN: usize = 1500;

/// Refuses text that nests too deeply.
pub(crate) fn check(text: &str) -> Result<(), Failure> {
    if u32::try_from(text.len()).is_err() {
        return Err(Failure::new("the file is larger than 4 GB", 0, 0));
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    // Operators since the last comma or statement, for each open bracket.
    let mut chain: Vec<usize> = vec![0];
    let mut total = 0usize;
    let mut indents: Vec<usize> = vec![0];
    let mut line_start = true;
    while let Some(&byte) = bytes.get(at) {
        if line_start && chain.len() == 1 {
            line_start = false;
            let mut width = 0;
            while let Some(blank @ (b' ' | b'\t')) = bytes.get(at) {
                width += if *blank == b'\t' { 8 - width % 8 } else { 1 };
                at += 1;
            }
            if !matches!(bytes.get(at), None | Some(b'\n' | b'\r' | b'#')) {
                while indents.last().is_some_and(|last| *last > width) {
                    indents.pop();
                }
                if indents.last().is_some_and(|last| *last < width) {
                    indents.push(width);
                }
                if indents.len() > MAX_INDENTS {
                    return Err(Failure::new("too many levels of indentation", at, at));
                }
            }
            continue;
        }
        let step = match byte {
            b'#' => {
                while !matches!(bytes.get(at), None | Some(b'\n')) {
                    at += 1;
                }
                continue;
            }
            b'\\' => {
                at += 2;
                continue;
            }
            b'\n' => {
                line_start = true;
                at += 1;
                if chain.len() == 1 {
                    total = 0;
                    chain[0] = 0;
                }
                continue;
            }
            b'"' | b'\'' => {
                at = skip_string(bytes, at);
                continue;
            }
            b'(' | b'[' | b'{' => {
                if chain.len() > MAX_BRACKETS {
                    return Err(Failure::new("too many nested parentheses", at, at + 1));
                }
                chain.push(0);
                total += 1;
                if let Some(last) = chain.last_mut() {
                    *last += 1;
                }
                at += 1;
                continue;
            }
            b')' | b']' | b'}' => {
                if chain.len() > 1 {
                    total -= chain.pop().unwrap_or(0);
                }
                1
            }
            b',' | b';' => {
                if let Some(last) = chain.last_mut() {
                    total -= *last;
                    *last = 0;
                }
                0
            }
            b'+' | b'-' | b'*' | b'/' | b'%' | b'@' | b'&' | b'|' | b'^' | b'~' | b'<' | b'>' | b'.' | b':' | b'='
            | b'!' => 1,
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'0'..=b'9' | 0x80.. => {
                let start = at;
                while matches!(bytes.get(at), Some(b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'0'..=b'9' | 0x80..)) {
                    at += 1;
                }
                if matches!(
                    bytes.get(start..at),
                    Some(b"not" | b"and" | b"or" | b"if" | b"else" | b"in" | b"is" | b"lambda" | b"await" | b"for")
                ) {
                    at -= 1;
                    1
                } else {
                    continue;
                }
            }
            _ => 0,
        };
        total += step;
        if let Some(last) = chain.last_mut() {
            *last += step;
        }
        if total > MAX_CHAIN {
            return Err(Failure::new("the expression is too long: more than 1500 operators", at, at + 1));
        }
        at += 1;
    }
    Ok(())
}

/// Position after a string literal. Inside f-strings brackets can nest too, but only as far as the quotes allow; a
/// bound on the braces of one literal covers it.
fn skip_string(bytes: &[u8], start: usize) -> usize {
    let quote = bytes[start];
    let triple = bytes.get(start + 1) == Some(&quote) && bytes.get(start + 2) == Some(&quote);
    let raw = start > 0 && matches!(bytes[start - 1], b'r' | b'R')
        || start > 1 && matches!(bytes[start - 2], b'r' | b'R') && bytes[start - 1].is_ascii_alphabetic();
    let _ = raw;
    let mut at = start + if triple { 3 } else { 1 };
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\n' if !triple => return at,
            _ if byte == quote => {
                if !triple {
                    return at + 1;
                }
                if bytes.get(at + 1) == Some(&quote) && bytes.get(at + 2) == Some(&quote) {
                    return at + 3;
                }
                at += 1;
            }
            _ => at += 1,
        }
    }
    at
}
