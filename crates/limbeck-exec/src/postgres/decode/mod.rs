//! Text that PostgreSQL sends, to values, by the type's OID: what psycopg2 makes of it as SQLAlchemy sets it up.
//!
//! Types that psycopg2 does not know come as text, and so they do here. What Python's `datetime` can't hold (years
//! BC, years over 9999) psycopg2 refuses; here it is a [`Datum::Server`].

mod array;
mod composite;
mod json;
mod time;

use std::str::FromStr;

use bigdecimal::BigDecimal;
use limbeck_ops::Datum;
use tokio_postgres::types::Oid;

/// OIDs of types that extensions bring, which psycopg2 asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ExtensionTypes {
    pub hstore: Option<Oid>,
    pub hstore_array: Option<Oid>,
}

/// OIDs below this are PostgreSQL's own (`FirstNormalObjectId`).
pub(crate) const FIRST_USER_OID: Oid = 16384;

/// The value of a text of a type.
pub(crate) fn decode(oid: Oid, text: &str, extensions: &ExtensionTypes) -> Datum {
    match kind(oid, extensions) {
        Kind::Array(element, name) => {
            let item = |text: &str| scalar(element, element_name(name), text);
            array::parse(text, &item).unwrap_or_else(|| server(name, text))
        }
        Kind::Scalar(scalar_kind, name) => scalar(scalar_kind, name, text),
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Scalar(Scalar, &'static str),
    Array(Scalar, &'static str),
}

#[derive(Clone, Copy)]
enum Scalar {
    Bool,
    Int,
    Float,
    Numeric,
    Text,
    Bytes,
    Date,
    Time,
    TimeTz,
    Timestamp,
    TimestampTz,
    Interval,
    Uuid,
    Json,
    Server,
    Hstore,
}

fn kind(oid: Oid, extensions: &ExtensionTypes) -> Kind {
    use Kind::{Array, Scalar as One};
    match oid {
        16 => One(Scalar::Bool, "bool"),
        17 => One(Scalar::Bytes, "bytea"),
        20 | 21 | 23 | 26 => One(Scalar::Int, "int8"),
        114 => One(Scalar::Json, "json"),
        700 | 701 => One(Scalar::Float, "float8"),
        1082 => One(Scalar::Date, "date"),
        1083 => One(Scalar::Time, "time"),
        1114 => One(Scalar::Timestamp, "timestamp"),
        1184 => One(Scalar::TimestampTz, "timestamptz"),
        1186 => One(Scalar::Interval, "interval"),
        1266 => One(Scalar::TimeTz, "timetz"),
        1700 => One(Scalar::Numeric, "numeric"),
        2950 => One(Scalar::Uuid, "uuid"),
        3802 => One(Scalar::Json, "jsonb"),
        3904 => One(Scalar::Server, "int4range"),
        3906 => One(Scalar::Server, "numrange"),
        3908 => One(Scalar::Server, "tsrange"),
        3910 => One(Scalar::Server, "tstzrange"),
        3912 => One(Scalar::Server, "daterange"),
        3926 => One(Scalar::Server, "int8range"),
        199 => Array(Scalar::Json, "json[]"),
        651 | 1040 | 1041 => Array(Scalar::Text, "text[]"),
        1000 => Array(Scalar::Bool, "bool[]"),
        1001 => Array(Scalar::Bytes, "bytea[]"),
        1002 | 1003 | 1009 | 1014 | 1015 => Array(Scalar::Text, "text[]"),
        1005 | 1006 | 1007 | 1016 | 1028 => Array(Scalar::Int, "int8[]"),
        1021 | 1022 => Array(Scalar::Float, "float8[]"),
        1115 => Array(Scalar::Timestamp, "timestamp[]"),
        1182 => Array(Scalar::Date, "date[]"),
        1183 => Array(Scalar::Time, "time[]"),
        1185 => Array(Scalar::TimestampTz, "timestamptz[]"),
        1187 => Array(Scalar::Interval, "interval[]"),
        1231 => Array(Scalar::Numeric, "numeric[]"),
        1270 => Array(Scalar::TimeTz, "timetz[]"),
        2951 => Array(Scalar::Uuid, "uuid[]"),
        3807 => Array(Scalar::Json, "jsonb[]"),
        3905 => Array(Scalar::Server, "int4range[]"),
        3907 => Array(Scalar::Server, "numrange[]"),
        3909 => Array(Scalar::Server, "tsrange[]"),
        3911 => Array(Scalar::Server, "tstzrange[]"),
        3913 => Array(Scalar::Server, "daterange[]"),
        3927 => Array(Scalar::Server, "int8range[]"),
        oid if extensions.hstore == Some(oid) => One(Scalar::Hstore, "hstore"),
        oid if extensions.hstore_array == Some(oid) => Array(Scalar::Hstore, "hstore[]"),
        _ => One(Scalar::Text, "text"),
    }
}

fn element_name(array: &'static str) -> &'static str {
    array.strip_suffix("[]").unwrap_or(array)
}

fn server(type_name: &str, text: &str) -> Datum {
    Datum::Server { type_name: type_name.to_owned(), text: text.to_owned() }
}

fn scalar(kind: Scalar, name: &str, text: &str) -> Datum {
    let value = match kind {
        Scalar::Bool => Some(Datum::Bool(text == "t")),
        Scalar::Int => text.parse().ok().map(Datum::Int),
        Scalar::Float => float(text),
        Scalar::Numeric => numeric(text),
        Scalar::Text => Some(Datum::Str(text.to_owned())),
        Scalar::Bytes => bytes(text).map(Datum::Bytes),
        Scalar::Date => time::date(text),
        Scalar::Time => time::time(text),
        Scalar::TimeTz => time::time_tz(text),
        Scalar::Timestamp => time::timestamp(text),
        Scalar::TimestampTz => time::timestamp_tz(text),
        Scalar::Interval => time::interval(text),
        Scalar::Uuid => uuid::Uuid::parse_str(text).ok().map(Datum::Uuid),
        Scalar::Json => json::parse(text),
        Scalar::Server => None,
        Scalar::Hstore => composite::hstore(text),
    };
    value.unwrap_or_else(|| server(name, text))
}

fn float(text: &str) -> Option<Datum> {
    match text {
        "Infinity" => Some(Datum::Float(f64::INFINITY)),
        "-Infinity" => Some(Datum::Float(f64::NEG_INFINITY)),
        "NaN" => Some(Datum::Float(f64::NAN)),
        text => text.parse().ok().map(Datum::Float),
    }
}

fn numeric(text: &str) -> Option<Datum> {
    match text {
        "NaN" => Some(Datum::DecimalNan),
        "Infinity" | "-Infinity" => None,
        text => BigDecimal::from_str(text).ok().map(Datum::Decimal),
    }
}

/// Both forms of `bytea_output`.
fn bytes(text: &str) -> Option<Vec<u8>> {
    if let Some(hex) = text.strip_prefix("\\x") {
        let digits = hex.as_bytes();
        if digits.len() % 2 != 0 {
            return None;
        }
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        return digits.chunks(2).map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?)).collect();
    }
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        match (first, after) {
            (b'\\', [b'\\', after @ ..]) => {
                bytes.push(b'\\');
                rest = after;
            }
            (b'\\', [a, b, c, after @ ..]) => {
                let octal = std::str::from_utf8(&[*a, *b, *c]).ok().and_then(|text| u8::from_str_radix(text, 8).ok());
                bytes.push(octal?);
                rest = after;
            }
            (byte, after) => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_bytea() {
        assert_eq!(bytes("\\xdead"), Some(vec![0xde, 0xad]));
        assert_eq!(bytes("a\\\\b\\001"), Some(vec![b'a', b'\\', b'b', 1]));
        assert_eq!(bytes("\\xa"), None);
    }

    #[test]
    fn what_is_not_in_the_form_of_its_type_stays_the_servers_text() {
        let none = ExtensionTypes::default();
        assert_eq!(decode(23, "x", &none), server("int8", "x"));
        assert_eq!(decode(1114, "0044-01-01 00:00:00 BC", &none), server("timestamp", "0044-01-01 00:00:00 BC"));
        assert_eq!(decode(1007, "{1", &none), server("int8[]", "{1"));
    }
}
