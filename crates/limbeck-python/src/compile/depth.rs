//! The parser and the compiler recurse with the nesting of the text, so it is bounded before they see it: a scan that
//! knows strings, comments, brackets and the fields of f-strings, and nothing else of Python.

use super::unit::Failure;

/// CPython's bound of nested brackets.
const MAX_BRACKETS: usize = 200;
/// CPython's bound of nested blocks.
const MAX_INDENTS: usize = 100;
/// Operators, calls and attributes in one expression.
const MAX_CHAIN: usize = 1500;

/// What the scan is inside of.
enum Inside {
    /// A bracket, with the operators since the last comma.
    Bracket(usize),
    /// The literal part of an f-string.
    Literal { quote: u8, triple: bool, raw: bool },
    /// A field `{…}` of an f-string, with its operators.
    Field(usize),
    /// The part after the colon of a field.
    Spec,
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    inside: Vec<Inside>,
    /// Operators in this statement outside of all brackets, since the last comma.
    statement: usize,
    /// All operators that are open.
    total: usize,
    indents: Vec<usize>,
}

/// Refuses text that nests too deeply.
pub(crate) fn check(text: &str) -> Result<(), Failure> {
    if u32::try_from(text.len()).is_err() {
        return Err(Failure::new("the file is larger than 4 GB", 0, 0));
    }
    let mut scan = Scan { bytes: text.as_bytes(), at: 0, inside: Vec::new(), statement: 0, total: 0, indents: vec![0] };
    scan.indentation()?;
    while scan.at < scan.bytes.len() {
        match scan.inside.last() {
            Some(Inside::Literal { quote, triple, raw }) => {
                let (quote, triple, raw) = (*quote, *triple, *raw);
                scan.literal(quote, triple, raw)?;
            }
            Some(Inside::Spec) => scan.spec()?,
            Some(Inside::Bracket(_) | Inside::Field(_)) | None => scan.code()?,
        }
    }
    Ok(())
}

impl Scan<'_> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn fail(&self, message: &str) -> Failure {
        Failure::new(message, self.at, self.at + 1)
    }

    fn push(&mut self, inside: Inside) -> Result<(), Failure> {
        if self.inside.len() > MAX_BRACKETS {
            return Err(self.fail("too many nested parentheses"));
        }
        self.inside.push(inside);
        Ok(())
    }

    /// Counts one more level of the expression tree.
    fn count(&mut self) -> Result<(), Failure> {
        match self.inside.last_mut() {
            Some(Inside::Bracket(chain) | Inside::Field(chain)) => *chain += 1,
            Some(Inside::Literal { .. } | Inside::Spec) => {}
            None => self.statement += 1,
        }
        self.total += 1;
        if self.total > MAX_CHAIN {
            return Err(self.fail("the expression is too long: more than 1500 operators"));
        }
        Ok(())
    }

    /// A comma: what comes next is no deeper than what came before.
    fn separate(&mut self) {
        let chain = match self.inside.last_mut() {
            Some(Inside::Bracket(chain) | Inside::Field(chain)) => std::mem::take(chain),
            Some(Inside::Literal { .. } | Inside::Spec) => 0,
            None => std::mem::take(&mut self.statement),
        };
        self.total -= chain.min(self.total);
    }

    fn close(&mut self) {
        if let Some(Inside::Bracket(chain) | Inside::Field(chain)) = self.inside.pop() {
            self.total -= chain.min(self.total);
        }
    }

    /// The blanks at the start of a line.
    fn indentation(&mut self) -> Result<(), Failure> {
        let mut width = 0;
        while let Some(blank @ (b' ' | b'\t')) = self.peek(0) {
            width += if blank == b'\t' { 8 - width % 8 } else { 1 };
            self.at += 1;
        }
        if matches!(self.peek(0), None | Some(b'\n' | b'\r' | b'#')) {
            return Ok(());
        }
        while self.indents.last().is_some_and(|last| *last > width) {
            self.indents.pop();
        }
        if self.indents.last().is_some_and(|last| *last < width) {
            self.indents.push(width);
        }
        if self.indents.len() > MAX_INDENTS {
            return Err(self.fail("too many levels of indentation"));
        }
        Ok(())
    }

    fn code(&mut self) -> Result<(), Failure> {
        let Some(byte) = self.peek(0) else { return Ok(()) };
        let in_field = matches!(self.inside.last(), Some(Inside::Field(_)));
        match byte {
            b'#' => {
                while !matches!(self.peek(0), None | Some(b'\n')) {
                    self.at += 1;
                }
                return Ok(());
            }
            b'\\' => self.at += 1,
            b'\n' if self.inside.is_empty() => {
                self.at += 1;
                self.statement = 0;
                self.total = 0;
                return self.indentation();
            }
            b'"' | b'\'' => return self.string(b""),
            b'(' | b'[' | b'{' => {
                self.count()?;
                self.push(Inside::Bracket(0))?;
            }
            b'}' if in_field => self.close(),
            b')' | b']' | b'}' if !in_field => self.close(),
            b':' if in_field => {
                self.close();
                self.push(Inside::Spec)?;
            }
            b',' | b';' => self.separate(),
            b'+' | b'-' | b'*' | b'/' | b'%' | b'@' | b'&' | b'|' | b'^' | b'~' | b'<' | b'>' | b'.' | b':' | b'='
            | b'!' => self.count()?,
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'0'..=b'9' | 0x80.. => return self.word(),
            _ => {}
        }
        self.at += 1;
        Ok(())
    }

    fn word(&mut self) -> Result<(), Failure> {
        let start = self.at;
        while matches!(self.peek(0), Some(b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'0'..=b'9' | 0x80..)) {
            self.at += 1;
        }
        let word = self.bytes.get(start..self.at).unwrap_or(&[]);
        if matches!(self.peek(0), Some(b'"' | b'\''))
            && word.len() <= 2
            && word.iter().all(|b| matches!(b.to_ascii_lowercase(), b'r' | b'b' | b'u' | b'f' | b't'))
        {
            return self.string(word);
        }
        match word {
            b"not" | b"and" | b"or" | b"if" | b"else" | b"in" | b"is" | b"lambda" | b"await" | b"for" => self.count(),
            _ => Ok(()),
        }
    }

    /// A string literal; of an f-string only its beginning.
    fn string(&mut self, prefix: &[u8]) -> Result<(), Failure> {
        let Some(quote) = self.peek(0) else { return Ok(()) };
        let triple = self.peek(1) == Some(quote) && self.peek(2) == Some(quote);
        self.at += if triple { 3 } else { 1 };
        let has = |wanted: u8| prefix.iter().any(|b| b.to_ascii_lowercase() == wanted);
        if has(b'f') || has(b't') {
            return self.push(Inside::Literal { quote, triple, raw: has(b'r') });
        }
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\\' => self.at += 2,
                b'\n' if !triple => return Ok(()),
                _ if byte == quote && !triple => {
                    self.at += 1;
                    return Ok(());
                }
                _ if byte == quote && self.peek(1) == Some(quote) && self.peek(2) == Some(quote) => {
                    self.at += 3;
                    return Ok(());
                }
                _ => self.at += 1,
            }
        }
        Ok(())
    }

    /// One step in the literal part of an f-string.
    fn literal(&mut self, quote: u8, triple: bool, raw: bool) -> Result<(), Failure> {
        let Some(byte) = self.peek(0) else { return Ok(()) };
        match byte {
            b'\\' if raw && self.peek(1) != Some(quote) => self.at += 1,
            b'\\' => self.at += 2,
            b'{' if self.peek(1) == Some(b'{') => self.at += 2,
            b'{' => {
                self.at += 1;
                self.count_field()?;
                self.push(Inside::Field(0))?;
            }
            b'\n' if !triple => {
                // Not closed: the parser will say so.
                self.inside.pop();
            }
            _ if byte == quote && !triple => {
                self.at += 1;
                self.inside.pop();
            }
            _ if byte == quote && self.peek(1) == Some(quote) && self.peek(2) == Some(quote) => {
                self.at += 3;
                self.inside.pop();
            }
            _ => self.at += 1,
        }
        Ok(())
    }

    fn count_field(&mut self) -> Result<(), Failure> {
        // The depth of the brackets bounds the nesting of fields; siblings do not add up.
        if self.inside.len() > MAX_BRACKETS {
            return Err(self.fail("f-string: expressions nested too deeply"));
        }
        Ok(())
    }

    /// One step in a format specification.
    fn spec(&mut self) -> Result<(), Failure> {
        match self.peek(0) {
            Some(b'{') => {
                self.at += 1;
                self.push(Inside::Field(0))?;
            }
            Some(b'}') => {
                self.at += 1;
                self.inside.pop();
            }
            // A specification does not go on past its line: an unclosed field, which the parser will refuse.
            Some(b'\n') => {
                self.at += 1;
                self.inside.pop();
            }
            _ => self.at += 1,
        }
        Ok(())
    }
}
