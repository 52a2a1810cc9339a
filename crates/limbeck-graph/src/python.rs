//! The few rules of Python's text that identifiers and messages depend on.

/// A whole number in Python's decimal notation, of any size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PythonInt {
    pub negative: bool,
    /// The digits without sign and leading zeros; `"0"` for zero.
    pub digits: String,
}

impl PythonInt {
    /// What `int(text)` gives for ASCII digits: white space around, one sign, single underscores between digits.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim_matches(crate::revision::is_python_space);
        let (minus, body) = match text.strip_prefix('-') {
            Some(body) => (true, body),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let mut digits = String::new();
        for group in body.split('_') {
            if group.is_empty() || !group.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            digits.push_str(group);
        }
        let significant = digits.trim_start_matches('0');
        let digits = if significant.is_empty() { "0" } else { significant };
        Some(Self { negative: minus && digits != "0", digits: digits.to_owned() })
    }

    pub fn is_zero(&self) -> bool {
        self.digits == "0"
    }

    /// The number of steps; a number too big to count is as good as endless, since a graph ends before.
    pub fn magnitude(&self) -> usize {
        self.digits.parse().unwrap_or(usize::MAX)
    }

    /// What `str(number)` gives.
    pub fn text(&self) -> String {
        if self.negative { format!("-{}", self.digits) } else { self.digits.clone() }
    }
}

/// `repr` of a tuple of strings, which Alembic's messages contain where a range ends at `current`.
pub(crate) fn repr_of_tuple<T: AsRef<str>>(items: &[T]) -> String {
    let mut text = String::from("(");
    for (position, item) in items.iter().enumerate() {
        if position > 0 {
            text.push_str(", ");
        }
        repr(item.as_ref(), &mut text);
    }
    if items.len() == 1 {
        text.push(',');
    }
    text.push(')');
    text
}

fn repr(item: &str, text: &mut String) {
    let quote = if item.contains('\'') && !item.contains('"') { '"' } else { '\'' };
    text.push(quote);
    for letter in item.chars() {
        match letter {
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            letter if letter == quote => {
                text.push('\\');
                text.push(letter);
            }
            letter if (letter as u32) < 0x20 || letter as u32 == 0x7f => {
                text.push_str(&format!("\\x{:02x}", letter as u32));
            }
            letter => text.push(letter),
        }
    }
    text.push(quote);
}

/// What `str.splitlines()` gives.
pub(crate) fn split_lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some((start, letter)) = rest.char_indices().find(|(_, letter)| ends_a_line(*letter)) {
        lines.push(&rest[..start]);
        let after = &rest[start + letter.len_utf8()..];
        rest = match letter {
            '\r' => after.strip_prefix('\n').unwrap_or(after),
            _ => after,
        };
    }
    if !rest.is_empty() {
        lines.push(rest);
    }
    lines
}

fn ends_a_line(letter: char) -> bool {
    matches!(letter, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_in_python() {
        let text = |text| PythonInt::parse(text).map(|number| number.text());
        assert_eq!(text(" -007 ").as_deref(), Some("-7"));
        assert_eq!(text("-0").as_deref(), Some("0"));
        assert_eq!(text("1_000").as_deref(), Some("1000"));
        for wrong in ["", "-", "--1", "1__0", "_1", "1_", "a"] {
            assert_eq!(text(wrong), None, "{wrong}");
        }
        let huge = "9".repeat(60);
        assert_eq!(PythonInt::parse(&huge).map(|n| n.magnitude()), Some(usize::MAX));
    }

    #[test]
    fn tuples_read_as_in_python() {
        assert_eq!(repr_of_tuple(&["a"]), "('a',)");
        assert_eq!(repr_of_tuple(&["a'b", "c\n"]), "(\"a'b\", 'c\\n')");
    }

    #[test]
    fn lines_split_as_in_python() {
        assert_eq!(split_lines("a\r\nb\rc\n\nd\n"), ["a", "b", "c", "", "d"]);
        assert!(split_lines("").is_empty());
    }
}
