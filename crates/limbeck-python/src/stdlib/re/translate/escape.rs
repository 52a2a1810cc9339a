//! Escapes and classes of characters.

use super::{Failure, Outcome, Translator, literal, syntax};

impl Translator<'_> {
    /// What `\d` and its like stand for, without brackets.
    fn shorthand(&self, c: char) -> Option<&'static str> {
        Some(match (c.to_ascii_lowercase(), self.is_ascii_only()) {
            ('d', true) => "0-9",
            ('d', false) => "\\d",
            ('w', true) => "a-zA-Z0-9_",
            ('w', false) => "\\p{L}\\p{N}_",
            ('s', true) => "\\x20\\t\\n\\r\\x0B\\x0C",
            ('s', false) => "\\s\\x1C-\\x1F",
            _ => return None,
        })
    }

    pub(super) fn escape(&mut self, start: usize) -> Outcome<String> {
        let Some(c) = self.next() else { return syntax("bad escape (end of pattern)", start) };
        match c {
            'A' => return Ok("\\A".to_owned()),
            'Z' => return Ok("\\z".to_owned()),
            'b' | 'B' => {
                return Ok(if self.is_ascii_only() { format!("(?-u:\\{c})") } else { format!("\\{c}") });
            }
            'd' | 'w' | 's' | 'D' | 'W' | 'S' => {
                let set = self.shorthand(c).unwrap_or("");
                return Ok(if c.is_ascii_lowercase() { format!("[{set}]") } else { format!("[^{set}]") });
            }
            '0' => {
                let mut value = 0;
                for _ in 0..2 {
                    match self.peek().and_then(|c| c.to_digit(8)) {
                        Some(digit) => {
                            value = value * 8 + digit;
                            self.at += 1;
                        }
                        None => break,
                    }
                }
                return Ok(self.cased(char::from_u32(value).unwrap_or('\0')));
            }
            '1'..='9' => {
                let mut digits = c.to_string();
                if let Some(second) = self.peek().filter(char::is_ascii_digit) {
                    let third = self.chars.get(self.at + 1).copied();
                    let octal = |c: char| c.is_digit(8);
                    if octal(c) && octal(second) && third.is_some_and(octal) {
                        let text: String = [c, second, third.unwrap_or('0')].iter().collect();
                        self.at += 2;
                        let value = u32::from_str_radix(&text, 8).unwrap_or(0);
                        if value > 0o377 {
                            return syntax(format!("octal escape value \\{text} outside of range 0-0o377"), start);
                        }
                        return Ok(self.cased(char::from_u32(value).unwrap_or('\0')));
                    }
                    digits.push(second);
                    self.at += 1;
                }
                return self.back_reference(digits.parse().unwrap_or(usize::MAX), start + 1);
            }
            _ => {}
        }
        let c = self.character_escape(c, start)?;
        Ok(self.cased(c))
    }

    /// An escape that stands for one character, inside and outside of classes.
    fn character_escape(&mut self, c: char, start: usize) -> Outcome<char> {
        let hex = |this: &mut Self, count: usize| -> Outcome<char> {
            let mut digits = String::new();
            while digits.len() < count {
                match this.peek().filter(char::is_ascii_hexdigit) {
                    Some(digit) => {
                        digits.push(digit);
                        this.at += 1;
                    }
                    None => break,
                }
            }
            if digits.len() != count {
                return syntax(format!("incomplete escape \\{c}{digits}"), start);
            }
            let value = u32::from_str_radix(&digits, 16).unwrap_or(u32::MAX);
            match char::from_u32(value) {
                Some(c) => Ok(c),
                None => syntax(format!("bad escape \\{c}{digits}"), start),
            }
        };
        Ok(match c {
            'a' => '\u{7}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            'x' => hex(self, 2)?,
            'u' if !self.bytes => hex(self, 4)?,
            'U' if !self.bytes => hex(self, 8)?,
            'N' if !self.bytes => {
                return Err(Failure::Unsupported("`\\N{…}` in a regular expression".to_owned()));
            }
            _ if c.is_ascii_alphabetic() => return syntax(format!("bad escape \\{c}"), start),
            other => other,
        })
    }

    /// `[…]`
    pub(super) fn class(&mut self, start: usize) -> Outcome<String> {
        let negated = self.eat('^');
        let mut out = String::new();
        let mut first = true;
        loop {
            let Some(c) = self.next() else { return syntax("unterminated character set", start) };
            if c == ']' && !first {
                break;
            }
            first = false;
            let at = self.at - 1;
            let low = self.class_item(c, at, start)?;
            let is_range = self.peek() == Some('-') && self.chars.get(self.at + 1).is_some_and(|c| *c != ']');
            if self.peek() == Some('-') && self.chars.get(self.at + 1).is_none() {
                return syntax("unterminated character set", start);
            }
            if !is_range {
                match low {
                    Ok(c) => literal(c, &mut out),
                    Err(set) => out.push_str(&set),
                }
                continue;
            }
            self.at += 1;
            let next_at = self.at;
            let Some(c) = self.next() else { return syntax("unterminated character set", start) };
            let high = self.class_item(c, next_at, start)?;
            let shown: String = self.chars.get(at..self.at).unwrap_or(&[]).iter().collect();
            let (Ok(low), Ok(high)) = (low, high) else {
                return syntax(format!("bad character range {shown}"), at);
            };
            if low > high {
                return syntax(format!("bad character range {shown}"), at);
            }
            literal(low, &mut out);
            out.push('-');
            literal(high, &mut out);
        }
        let text = if negated { format!("[^{out}]") } else { format!("[{out}]") };
        Ok(self.fold(text))
    }

    /// A character of a class, or a set of them.
    fn class_item(&mut self, c: char, at: usize, start: usize) -> Outcome<Result<char, String>> {
        if c != '\\' {
            return Ok(Ok(c));
        }
        let Some(escaped) = self.next() else { return syntax("unterminated character set", start) };
        Ok(match escaped {
            'd' | 'w' | 's' => Err(self.shorthand(escaped).unwrap_or("").to_owned()),
            'D' | 'W' | 'S' => Err(format!("[^{}]", self.shorthand(escaped).unwrap_or(""))),
            'b' => Ok('\u{8}'),
            '0'..='7' => {
                let mut value = escaped.to_digit(8).unwrap_or(0);
                for _ in 0..2 {
                    match self.peek().and_then(|c| c.to_digit(8)) {
                        Some(digit) => {
                            value = value * 8 + digit;
                            self.at += 1;
                        }
                        None => break,
                    }
                }
                Ok(char::from_u32(value).unwrap_or('\0'))
            }
            '8' | '9' => return syntax(format!("bad escape \\{escaped}"), at),
            other => Ok(self.character_escape(other, at)?),
        })
    }
}
