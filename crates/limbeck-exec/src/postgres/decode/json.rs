//! JSON to the values that Python's `json.loads` makes of it: integers without bound, objects in order, where a key
//! that comes twice has the last value.

use std::str::FromStr;

use bigdecimal::num_bigint::BigInt;
use limbeck_ops::Datum;

/// As deep as PostgreSQL's own parser goes with its default stack, roughly; Python's stops at 1,000.
const MAX_DEPTH: usize = 900;

pub(super) fn parse(text: &str) -> Option<Datum> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    reader.spaces();
    (reader.at == text.len()).then_some(value)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn takes(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn value(&mut self, depth: usize) -> Option<Datum> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.spaces();
        match self.rest().chars().next()? {
            '{' => self.object(depth),
            '[' => self.array(depth),
            '"' => self.string().map(Datum::Str),
            't' => self.takes("true").then_some(Datum::Bool(true)),
            'f' => self.takes("false").then_some(Datum::Bool(false)),
            'n' => self.takes("null").then_some(Datum::Null),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Datum> {
        self.at += 1;
        let mut entries: Vec<(String, Datum)> = Vec::new();
        let mut positions = std::collections::HashMap::new();
        self.spaces();
        if self.takes("}") {
            return Some(Datum::Map(entries));
        }
        loop {
            self.spaces();
            let key = self.string()?;
            self.spaces();
            if !self.takes(":") {
                return None;
            }
            let value = self.value(depth + 1)?;
            match positions.get(&key).and_then(|position: &usize| entries.get_mut(*position)) {
                Some(entry) => entry.1 = value,
                None => {
                    positions.insert(key.clone(), entries.len());
                    entries.push((key, value));
                }
            }
            self.spaces();
            if self.takes("}") {
                return Some(Datum::Map(entries));
            }
            if !self.takes(",") {
                return None;
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<Datum> {
        self.at += 1;
        let mut items = Vec::new();
        self.spaces();
        if self.takes("]") {
            return Some(Datum::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.spaces();
            if self.takes("]") {
                return Some(Datum::List(items));
            }
            if !self.takes(",") {
                return None;
            }
        }
    }

    /// A string with its quotes; serde_json knows escapes and surrogates.
    fn string(&mut self) -> Option<String> {
        let rest = self.rest();
        let mut bytes = rest.bytes().enumerate().skip(1);
        if !rest.starts_with('"') {
            return None;
        }
        let end = loop {
            match bytes.next()? {
                (at, b'"') => break at + 1,
                (_, b'\\') => {
                    bytes.next()?;
                }
                _ => {}
            }
        };
        self.at += end;
        serde_json::from_str(rest.get(..end)?).ok()
    }

    fn number(&mut self) -> Option<Datum> {
        let rest = self.rest();
        let end = rest.find(|c: char| !(c.is_ascii_digit() || "+-.eE".contains(c))).unwrap_or(rest.len());
        let token = rest.get(..end)?;
        self.at += end;
        if token.contains(['.', 'e', 'E']) {
            return token.parse().ok().map(Datum::Float);
        }
        match token.parse() {
            Ok(value) => Some(Datum::Int(value)),
            Err(_) => BigInt::from_str(token).ok().map(Datum::BigInt),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_those_of_json_loads() {
        let big = BigInt::from_str("12345678901234567890123").unwrap();
        let expected = Datum::Map(vec![
            ("a".into(), Datum::List(vec![Datum::Int(1), Datum::Float(2.5), Datum::Null, Datum::BigInt(big)])),
            ("é\n".into(), Datum::Bool(true)),
        ]);
        let text = r#" {"a": 0, "\u00e9\n": true, "a": [1, 2.5, null, 12345678901234567890123]} "#;
        assert_eq!(parse(text), Some(expected));
        for wrong in ["", "{", "[1", "{\"a\"}", "tru", "1 2", "\"a", "[1,]"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
        assert_eq!(parse(&"[".repeat(100_000)), None);
    }
}
