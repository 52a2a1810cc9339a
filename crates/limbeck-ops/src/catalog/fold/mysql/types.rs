//! Types as `SHOW CREATE TABLE` writes them, but for the display width of integers, which says nothing.

use super::facts::{MysqlFacts, charset_of, full_name};
use super::tokens::{Cursor, Kind, Read, Token, Unread};

/// A type with its collation, where it has one.
pub(super) struct ReadType {
    pub text: String,
    /// The collation, of types with characters.
    pub collation: Option<String>,
    /// `JSON` of MariaDB: a text that is checked.
    pub is_json: bool,
}

/// Which literals a type takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Integer,
    Decimal,
    Float,
    Moment,
    Other,
}

impl ReadType {
    pub fn family(&self) -> Family {
        let name = self.text.split(['(', ' ']).next().unwrap_or_default();
        match name {
            "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "year" => Family::Integer,
            "decimal" => Family::Decimal,
            "float" | "double" => Family::Float,
            "datetime" | "timestamp" => Family::Moment,
            _ => Family::Other,
        }
    }

    /// The second number in the brackets.
    pub fn scale(&self) -> usize {
        let inside = self.text.split_once(',').and_then(|(_, rest)| rest.split(')').next());
        inside.and_then(|digits| digits.trim().parse().ok()).unwrap_or(0)
    }

    /// The first number in the brackets.
    pub fn precision(&self) -> usize {
        let inside = self.text.split_once('(').and_then(|(_, rest)| rest.split([')', ',']).next());
        inside.and_then(|digits| digits.trim().parse().ok()).unwrap_or(0)
    }
}

/// Reads a type, and the collation behind it; `inherited` is the table's.
pub(super) fn read(cursor: &mut Cursor<'_>, facts: &MysqlFacts, inherited: &str) -> Read<ReadType> {
    let national = cursor.take("national");
    let first = cursor.name()?.to_lowercase();
    if matches!(first.as_str(), "double" | "char" | "character") {
        let _ = cursor.take("precision");
    }
    let varying = cursor.take("varying");
    let group = match cursor.peek() {
        Some(token) if token.is_sign('(') => Some(cursor.group()?),
        Some(_) | None => None,
    };
    let name = base_name(&first, varying);
    let arguments = group.map(arguments).unwrap_or_default();
    let (mut unsigned, mut zerofill, mut charset, mut collation, mut binary) = (false, false, None, None, false);
    loop {
        if cursor.take("unsigned") {
            unsigned = true;
        } else if cursor.take("zerofill") {
            (unsigned, zerofill) = (true, true);
        } else if cursor.take("signed") || cursor.take("compressed") {
        } else if cursor.take_any(&["character set", "charset", "char set"]) {
            charset = Some(word_or_text(cursor)?);
        } else if cursor.take("collate") {
            collation = Some(full_name(&word_or_text(cursor)?));
        } else if cursor.take("binary") {
            binary = true;
        } else if cursor.take("ascii") {
            charset = Some("latin1".to_owned());
        } else if cursor.take("unicode") {
            charset = Some("ucs2".to_owned());
        } else {
            break;
        }
    }
    if national || matches!(first.as_str(), "nchar" | "nvarchar") {
        charset.get_or_insert_with(|| "utf8mb3".to_owned());
    }
    let mut is_json = false;
    let mut name = name;
    if name == "json" && facts.is_mariadb {
        (name, is_json) = ("longtext", true);
        charset.get_or_insert_with(|| "utf8mb4".to_owned());
        binary = true;
    }
    let has_characters =
        matches!(name, "char" | "varchar" | "tinytext" | "text" | "mediumtext" | "longtext" | "enum" | "set");
    let effective = match (collation, &charset) {
        (Some(collation), _) => collation,
        (None, Some(charset)) => facts.of_charset(charset),
        (None, None) => inherited.to_owned(),
    };
    let effective = if binary { format!("{}_bin", charset_of(&effective)) } else { effective };
    // CHARACTER SET binary makes bytes of characters.
    if has_characters && charset.as_deref().is_some_and(|charset| charset.eq_ignore_ascii_case("binary")) {
        name = match name {
            "char" => "binary",
            "varchar" => "varbinary",
            "tinytext" => "tinyblob",
            "mediumtext" => "mediumblob",
            "longtext" => "longblob",
            "text" => "blob",
            other => other,
        };
    }
    let per_character = if charset_of(&effective) == "utf8mb4" {
        4
    } else if charset_of(&effective) == "utf8mb3" {
        3
    } else {
        1
    };
    let text = written(name, &arguments, per_character);
    let text = match (unsigned, zerofill) {
        (_, true) => format!("{text} unsigned zerofill"),
        (true, false) => format!("{text} unsigned"),
        (false, false) => text,
    };
    let collation = (has_characters && !text.contains("blob") && !text.contains("binary")).then_some(effective);
    Ok(ReadType { text, collation, is_json })
}

fn word_or_text(cursor: &mut Cursor<'_>) -> Read<String> {
    cursor.next().and_then(text_or_name).ok_or(Unread)
}

fn text_or_name(token: &Token) -> Option<String> {
    match &token.kind {
        Kind::Text(text) | Kind::Word(text) | Kind::Name(text) => Some(text.clone()),
        Kind::Number(_) | Kind::Sign(_) => None,
    }
}

fn arguments(group: &[Token]) -> Vec<String> {
    group
        .iter()
        .filter_map(|token| match &token.kind {
            Kind::Text(text) => Some(format!("'{}'", text.replace('\'', "''"))),
            Kind::Number(text) | Kind::Word(text) | Kind::Name(text) => Some(text.clone()),
            Kind::Sign(_) => None,
        })
        .collect()
}

fn base_name(first: &str, varying: bool) -> &str {
    match first {
        "integer" | "int4" => "int",
        "int1" => "tinyint",
        "int2" => "smallint",
        "int3" | "middleint" => "mediumint",
        "int8" => "bigint",
        "bool" | "boolean" => "bool",
        "dec" | "fixed" | "numeric" => "decimal",
        "real" | "float8" => "double",
        "float4" => "float",
        "char" | "character" | "nchar" if varying => "varchar",
        "character" | "nchar" => "char",
        "nvarchar" | "varcharacter" => "varchar",
        "long" => "mediumtext",
        other => other,
    }
}

/// The type with its defaults written out.
fn written(name: &str, arguments: &[String], per_character: u64) -> String {
    let first = arguments.first().and_then(|text| text.parse::<u64>().ok());
    let with = |name: &str, arguments: &[String]| match arguments {
        [] => name.to_owned(),
        all => format!("{name}({})", all.join(",")),
    };
    match name {
        "bool" => "tinyint(1)".to_owned(),
        "tinyint" if first == Some(1) => "tinyint(1)".to_owned(),
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "year" | "json" => name.to_owned(),
        "decimal" => {
            let scale = arguments.get(1).cloned().unwrap_or_else(|| "0".to_owned());
            format!("decimal({},{scale})", first.unwrap_or(10))
        }
        "float" if arguments.len() == 1 => if first > Some(24) { "double" } else { "float" }.to_owned(),
        "bit" | "char" | "binary" => format!("{name}({})", first.unwrap_or(1)),
        "datetime" | "timestamp" | "time" => match first {
            None | Some(0) => name.to_owned(),
            Some(digits) => format!("{name}({digits})"),
        },
        "text" | "blob" => {
            let each = if name == "text" { per_character } else { 1 };
            let bytes = first.map(|length| length.saturating_mul(each));
            let size = match bytes {
                None => "",
                Some(..=255) => "tiny",
                Some(..=65_535) => "",
                Some(..=16_777_215) => "medium",
                Some(_) => "long",
            };
            format!("{size}{name}")
        }
        _ => with(name, arguments),
    }
}
