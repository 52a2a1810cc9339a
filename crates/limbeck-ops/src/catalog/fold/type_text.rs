//! Types as scripts write them to types as PostgreSQL's `format_type` shows them.

use super::naming::quoted;
use super::tokens::{Cursor, Kind, Read, Trouble};

/// A type that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TypeText {
    /// As `format_type` shows it. Types that scripts made are written as [`user_type`] of the name given to `find`.
    pub(crate) text: String,
    /// Whether it is one of the `serial` types, which are not types but defaults.
    pub(crate) serial: bool,
}

/// How a type that is not PostgreSQL's own is shown.
pub(crate) fn user_type(schema: Option<&str>, name: &str) -> String {
    match schema {
        Some(schema) => format!("{}.{}", quoted(schema), quoted(name)),
        None => quoted(name),
    }
}

/// Reads a type. `find` says how the type of a name with its schema is shown, where a script made it.
pub(crate) fn read_type(cursor: &mut Cursor<'_>, find: &dyn Fn(&[String]) -> Option<String>) -> Read<TypeText> {
    cursor.eat("setof");
    let first = cursor.peek().ok_or(Trouble)?;
    let plain = matches!(first.kind, Kind::Word(_));
    let parts = cursor.qualified()?;
    let known = parts.len() == 1 && plain || parts.first().is_some_and(|schema| schema == "pg_catalog");
    let name = parts.last().ok_or(Trouble)?.as_str();
    let mut serial = false;
    // What a script made hides nothing of pg_catalog, since that is searched first.
    let mut text = match known.then(|| builtin(name, cursor)).transpose()?.flatten() {
        Some((text, is_serial)) => {
            serial = is_serial;
            text
        }
        None => {
            let modifiers = modifiers(cursor)?;
            let text = find(&parts).unwrap_or_else(|| match parts.as_slice() {
                [schema, name] if schema != "pg_catalog" => user_type(Some(schema), name),
                [..] => user_type(None, name),
            });
            if modifiers.is_empty() { text } else { format!("{text}({})", modifiers.join(",")) }
        }
    };
    let mut is_array = false;
    if cursor.eat("array") {
        is_array = true;
    }
    while cursor.eat_symbol("[") {
        cursor.until(|cursor| cursor.is_symbol("]"));
        cursor.expect_symbol("]")?;
        is_array = true;
    }
    if is_array {
        text.push_str("[]");
    }
    Ok(TypeText { text, serial })
}

/// `(10, 4)`
fn modifiers(cursor: &mut Cursor<'_>) -> Read<Vec<String>> {
    if !cursor.is_symbol("(") {
        return Ok(Vec::new());
    }
    let inner = cursor.parenthesized()?;
    Ok(inner.split().iter().map(|part| part.raw().trim().to_owned()).collect())
}

/// A name with modifiers and what follows it, as in `timestamp (3) with time zone`.
fn with_modifiers(name: &str, modifiers: &[String]) -> String {
    if modifiers.is_empty() { name.to_owned() } else { format!("{name}({})", modifiers.join(",")) }
}

fn builtin(name: &str, cursor: &mut Cursor<'_>) -> Read<Option<(String, bool)>> {
    let plain = |text: &str| Ok(Some((text.to_owned(), false)));
    let serial = |text: &str| Ok(Some((text.to_owned(), true)));
    match name {
        "int" | "integer" | "int4" => plain("integer"),
        "smallint" | "int2" => plain("smallint"),
        "bigint" | "int8" => plain("bigint"),
        "serial" | "serial4" => serial("integer"),
        "bigserial" | "serial8" => serial("bigint"),
        "smallserial" | "serial2" => serial("smallint"),
        "bool" | "boolean" => plain("boolean"),
        "real" | "float4" => plain("real"),
        "float8" => plain("double precision"),
        "double" => {
            cursor.expect("precision")?;
            plain("double precision")
        }
        "float" => {
            let short = match modifiers(cursor)?.first() {
                Some(bits) => bits.parse::<u32>().map_err(|_| Trouble)? <= 24,
                None => false,
            };
            plain(if short { "real" } else { "double precision" })
        }
        "numeric" | "decimal" | "dec" => {
            let mut modifiers = modifiers(cursor)?;
            if modifiers.len() == 1 {
                modifiers.push("0".to_owned());
            }
            let modifiers: Vec<String> = modifiers.iter().map(|one| one.replace(' ', "")).collect();
            Ok(Some((with_modifiers("numeric", &modifiers), false)))
        }
        "national" => {
            if !cursor.eat("character") {
                cursor.expect("char")?;
            }
            character(cursor)
        }
        "character" | "char" | "nchar" => character(cursor),
        "varchar" => {
            let modifiers = modifiers(cursor)?;
            Ok(Some((with_modifiers("character varying", &modifiers), false)))
        }
        "bpchar" => {
            let modifiers = modifiers(cursor)?;
            Ok(Some((with_modifiers(if modifiers.is_empty() { "bpchar" } else { "character" }, &modifiers), false)))
        }
        "bit" => {
            let varying = cursor.eat("varying");
            let mut modifiers = modifiers(cursor)?;
            if !varying && modifiers.is_empty() {
                modifiers.push("1".to_owned());
            }
            Ok(Some((with_modifiers(if varying { "bit varying" } else { "bit" }, &modifiers), false)))
        }
        "varbit" => {
            let modifiers = modifiers(cursor)?;
            Ok(Some((with_modifiers("bit varying", &modifiers), false)))
        }
        "time" | "timestamp" => {
            let modifiers = modifiers(cursor)?;
            let zone = if cursor.eat("with time zone") {
                "with"
            } else {
                cursor.eat("without time zone");
                "without"
            };
            Ok(Some((format!("{} {zone} time zone", with_modifiers(name, &modifiers)), false)))
        }
        "timetz" | "timestamptz" => {
            let modifiers = modifiers(cursor)?;
            let name = name.strip_suffix("tz").unwrap_or(name);
            Ok(Some((format!("{} with time zone", with_modifiers(name, &modifiers)), false)))
        }
        "interval" => interval(cursor).map(|text| Some((text, false))),
        "bytea" | "text" | "json" | "jsonb" | "jsonpath" | "uuid" | "xml" | "inet" | "cidr" | "macaddr"
        | "macaddr8" | "money" | "date" | "tsvector" | "tsquery" | "name" | "oid" | "regclass" | "regtype"
        | "regproc" | "regprocedure" | "regoper" | "regoperator" | "regconfig" | "regdictionary" | "regnamespace"
        | "regrole" | "point" | "line" | "lseg" | "box" | "path" | "polygon" | "circle" | "int4range" | "int8range"
        | "numrange" | "tsrange" | "tstzrange" | "daterange" | "int4multirange" | "int8multirange"
        | "nummultirange" | "tsmultirange" | "tstzmultirange" | "datemultirange" | "pg_lsn" | "txid_snapshot"
        | "pg_snapshot" | "xid" | "xid8" | "cid" | "tid" | "int2vector" | "oidvector" | "refcursor" | "record"
        | "void" | "trigger" => plain(name),
        _ => Ok(None),
    }
}

fn character(cursor: &mut Cursor<'_>) -> Read<Option<(String, bool)>> {
    let varying = cursor.eat("varying");
    let mut modifiers = modifiers(cursor)?;
    if !varying && modifiers.is_empty() {
        modifiers.push("1".to_owned());
    }
    Ok(Some((with_modifiers(if varying { "character varying" } else { "character" }, &modifiers), false)))
}

fn interval(cursor: &mut Cursor<'_>) -> Read<String> {
    let mut text = "interval".to_owned();
    let mut fields: Vec<String> = Vec::new();
    if cursor.is_symbol("(") {
        return Ok(with_modifiers(&text, &modifiers(cursor)?));
    }
    let field = |cursor: &Cursor<'_>| {
        ["year", "month", "day", "hour", "minute", "second"].into_iter().find(|one| cursor.is_word(one))
    };
    if let Some(first) = field(cursor) {
        cursor.next();
        fields.push(first.to_owned());
        if cursor.eat("to") {
            let last = field(cursor).ok_or(Trouble)?;
            cursor.next();
            fields.push("to".to_owned());
            fields.push(last.to_owned());
        }
    }
    if !fields.is_empty() {
        text = format!("{text} {}", fields.join(" "));
    }
    let precision = modifiers(cursor)?;
    Ok(with_modifiers(&text, &precision))
}

/// The type that an array's elements have, without modifiers: what a rename of a type looks for.
pub(crate) fn base_of(text: &str) -> &str {
    let text = text.strip_suffix("[]").unwrap_or(text);
    match text.find('(') {
        Some(at) if !text.starts_with('"') => text.get(..at).unwrap_or(text),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::*;

    fn check(written: &str, shown: &str) {
        let tokens = tokens(written).unwrap();
        let mut cursor = Cursor::new(written, &tokens);
        let found = read_type(&mut cursor, &|_| None).unwrap();
        assert_eq!(found.text, shown, "{written}");
        assert!(cursor.is_done(), "{written}");
    }

    /// Pairs of what `pg_typeof` and `format_type` of PostgreSQL 15 say.
    #[test]
    fn types_are_written_as_the_server_shows_them() {
        for (written, shown) in [
            ("INTEGER", "integer"),
            ("int2", "smallint"),
            ("BIGSERIAL", "bigint"),
            ("NUMERIC", "numeric"),
            ("NUMERIC(10)", "numeric(10,0)"),
            ("DECIMAL(10, 4)", "numeric(10,4)"),
            ("FLOAT", "double precision"),
            ("FLOAT(24)", "real"),
            ("FLOAT(53)", "double precision"),
            ("DOUBLE PRECISION", "double precision"),
            ("VARCHAR", "character varying"),
            ("VARCHAR(50)", "character varying(50)"),
            ("CHARACTER VARYING(50)", "character varying(50)"),
            ("national character varying(5)", "character varying(5)"),
            ("CHAR", "character(1)"),
            ("CHAR(3)", "character(3)"),
            ("\"char\"", "\"char\""),
            ("bpchar", "bpchar"),
            ("BIT(8)", "bit(8)"),
            ("BIT VARYING", "bit varying"),
            ("TIMESTAMP WITHOUT TIME ZONE", "timestamp without time zone"),
            ("TIMESTAMP(3) WITH TIME ZONE", "timestamp(3) with time zone"),
            ("timestamptz(3)", "timestamp(3) with time zone"),
            ("TIME", "time without time zone"),
            ("INTERVAL", "interval"),
            ("INTERVAL(6)", "interval(6)"),
            ("INTERVAL DAY TO SECOND(3)", "interval day to second(3)"),
            ("INTERVAL YEAR TO MONTH", "interval year to month"),
            ("INTEGER[]", "integer[]"),
            ("VARCHAR(5)[][]", "character varying(5)[]"),
            ("int[3]", "integer[]"),
            ("int ARRAY[4]", "integer[]"),
            ("mood", "mood"),
            ("\"Mood\"", "\"Mood\""),
            ("sales.\"order\"", "sales.\"order\""),
            ("vector(3)", "vector(3)"),
            ("geometry(Point, 4326)[]", "geometry(Point,4326)[]"),
            ("pg_catalog.int4", "integer"),
        ] {
            check(written, shown);
        }
    }
}
