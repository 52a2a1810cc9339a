//! Identifiers: SQLAlchemy's `IdentifierPreparer`.

use limbeck_ops::{ConstraintName, Dialect, Name, TableName};

use crate::error::SqlError;
use crate::flavour::{Flavour, flavour};
use crate::statement::Mode;

/// How text is written: the dialect, and what the driver's parameter style asks of it.
#[derive(Clone, Copy)]
pub(crate) struct Style<'a> {
    /// The dialect.
    pub dialect: &'a Dialect,
    /// What sets it apart.
    pub flavour: &'static dyn Flavour,
    /// `%` is written `%%`: the text is meant for a driver with `%(name)s` parameters.
    pub double_percents: bool,
    /// Backslashes in literals are doubled: SQLAlchemy does so on PostgreSQL until it has seen the server.
    pub backslash_escapes: bool,
}

impl<'a> Style<'a> {
    /// The style for a mode.
    pub fn new(dialect: &'a Dialect, mode: Mode) -> Result<Self, SqlError> {
        let mut style = Style::compiled(dialect)?;
        if mode == Mode::Online {
            // The driver halves doubled percents before it sends the text.
            style.double_percents = false;
            style.backslash_escapes = style.flavour.escapes_backslashes_when_connected();
        }
        Ok(style)
    }

    /// The style of `str(statement.compile(dialect))`.
    pub fn compiled(dialect: &'a Dialect) -> Result<Self, SqlError> {
        let flavour = flavour(dialect);
        let pyformat = match dialect.paramstyle.as_deref() {
            Some(style) => matches!(style, "pyformat" | "format"),
            None => matches!(flavour.default_paramstyle(), "pyformat" | "format"),
        };
        let backslash_escapes = match dialect.version {
            None => flavour.escapes_backslashes_before_connecting(),
            Some(_) => flavour.escapes_backslashes_when_connected(),
        };
        Ok(Style { dialect, flavour, double_percents: pyformat, backslash_escapes })
    }

    /// Doubles percents where the driver wants it.
    pub fn percents(&self, text: &str) -> String {
        if self.double_percents { text.replace('%', "%%") } else { text.to_owned() }
    }

    /// An identifier, quoted if it has to be.
    pub fn quote(&self, name: &Name) -> String {
        let needed = name.quote.unwrap_or_else(|| requires_quotes(self.flavour, &name.text));
        if needed { self.quote_always(&name.text) } else { name.text.clone() }
    }

    /// A bare string as an identifier.
    pub fn quote_str(&self, name: &str) -> String {
        if requires_quotes(self.flavour, name) { self.quote_always(name) } else { name.to_owned() }
    }

    /// An identifier in quotes.
    pub fn quote_always(&self, text: &str) -> String {
        self.percents(&quoted(self.flavour, text))
    }

    /// A table with its schema (`format_table`).
    pub fn table(&self, table: &TableName) -> String {
        match &table.schema {
            Some(schema) if !schema.text.is_empty() => format!("{}.{}", self.quote(schema), self.quote(&table.name)),
            Some(_) | None => self.quote(&table.name),
        }
    }

    /// A table as Alembic's own constructs write it: the parts of a dotted schema are quoted one by one.
    pub fn dotted_table(&self, table: &TableName) -> String {
        match &table.schema {
            Some(schema) if !schema.text.is_empty() => {
                let schema = match schema.quote {
                    Some(_) => self.quote(schema),
                    None => schema.text.split('.').map(|part| self.quote_str(part)).collect::<Vec<_>>().join("."),
                };
                format!("{schema}.{}", self.quote(&table.name))
            }
            Some(_) | None => self.quote(&table.name),
        }
    }

    /// The name of a constraint or index: names from conventions and `op.f` are cut, others refused when too long.
    pub fn constraint_name(&self, name: &ConstraintName) -> Result<Option<String>, SqlError> {
        let max = self.flavour.max_constraint_name_length();
        match name {
            ConstraintName::Unnamed => Ok(None),
            ConstraintName::Awaited => {
                Err(SqlError::of("InvalidRequestError", limbeck_ops::NamingError::NeedsName.to_string()))
            }
            ConstraintName::Given(name) => {
                let length = name.text.chars().count();
                let max = self.flavour.max_identifier_length();
                if length > max {
                    return Err(too_long(&name.text, max));
                }
                Ok(Some(self.quote(name)))
            }
            ConstraintName::Final(name) => {
                if name.text.chars().count() <= max {
                    return Ok(Some(self.quote(name)));
                }
                let digest = crate::quoting::md5_hex(name.text.as_bytes());
                let head: String = name.text.chars().take(max - 8).collect();
                let tail = digest.get(digest.len() - 4..).unwrap_or_default();
                Ok(Some(self.quote(&Name { text: format!("{head}_{tail}"), quote: name.quote })))
            }
        }
    }
}

/// An identifier in quotes.
pub(crate) fn quoted(flavour: &dyn Flavour, text: &str) -> String {
    let quote = flavour.quote_char();
    format!("{quote}{}{quote}", text.replace(quote, &format!("{quote}{quote}")))
}

/// SQLAlchemy's `IdentifierError`.
pub(crate) fn too_long(name: &str, max: usize) -> SqlError {
    SqlError::of("IdentifierError", format!("Identifier '{name}' exceeds maximum length of {max} characters"))
}

/// Whether an identifier is reserved, has characters other than `[a-z0-9_$]`, or begins with a digit or `$`.
pub(crate) fn requires_quotes(flavour: &dyn Flavour, text: &str) -> bool {
    let lower = text.to_lowercase();
    flavour.reserved_words().contains(&lower.as_str())
        || text.starts_with(|c: char| c.is_ascii_digit() || c == '$')
        || has_illegal_characters(text)
        || lower != text
}

/// Whether an identifier has characters other than letters, digits, `_` and `$`.
pub(crate) fn has_illegal_characters(text: &str) -> bool {
    text.is_empty() || !text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$')
}

/// The MD5 of some bytes in hexadecimal (RFC 1321); it shortens names, nothing is secured by it.
pub(crate) fn md5_hex(data: &[u8]) -> String {
    const SHIFTS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
    let mut message = data.to_vec();
    message.push(0x80);
    while message.len() % 64 != 56 {
        message.push(0);
    }
    message.extend_from_slice(&(data.len() as u64).wrapping_mul(8).to_le_bytes());
    let mut state: [u32; 4] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in message.chunks_exact(64) {
        let mut words = [0u32; 16];
        for (word, bytes) in words.iter_mut().zip(block.chunks_exact(4)) {
            *word = bytes.iter().rev().fold(0, |value, byte| (value << 8) | u32::from(*byte));
        }
        let [mut a, mut b, mut c, mut d] = state;
        for i in 0..64usize {
            let (mix, index) = match i / 16 {
                0 => ((b & c) | (!b & d), i),
                1 => ((d & b) | (!d & c), (5 * i + 1) % 16),
                2 => (b ^ c ^ d, (3 * i + 5) % 16),
                _ => (c ^ (b | !d), (7 * i) % 16),
            };
            let constant = (((i + 1) as f64).sin().abs() * 4_294_967_296.0) as u32;
            let sum = a.wrapping_add(mix).wrapping_add(constant).wrapping_add(words[index]);
            a = d;
            d = c;
            c = b;
            b = b.wrapping_add(sum.rotate_left(SHIFTS[i / 16][i % 4]));
        }
        for (word, add) in state.iter_mut().zip([a, b, c, d]) {
            *word = word.wrapping_add(add);
        }
    }
    state.iter().flat_map(|word| word.to_le_bytes()).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::md5_hex;

    #[test]
    fn md5_is_the_one_of_the_rfc() {
        assert_eq!(md5_hex(b""), "d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!(md5_hex(b"abc"), "900150983cd24fb0d6963f7d28e17f72");
        assert_eq!(md5_hex(&[b'1'; 80]), md5_hex("1".repeat(80).as_bytes()));
        assert_eq!(
            md5_hex(b"12345678901234567890123456789012345678901234567890123456789012345678901234567890"),
            "57edf4a22be3c955ac49da2e2107b67a"
        );
    }
}
