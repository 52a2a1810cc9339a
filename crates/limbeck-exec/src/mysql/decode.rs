//! Values of the text protocol, as PyMySQL reads them.

use bigdecimal::BigDecimal;
use bigdecimal::num_bigint::BigInt;
use chrono::{NaiveDate, NaiveDateTime};
use limbeck_ops::{Datum, Interval};
use mysql::consts::ColumnType;
use mysql::{Column, Value};

/// The character set of bytes.
const BINARY: u16 = 63;

/// A value by the type of its column.
pub(super) fn datum(column: &Column, value: Value) -> Datum {
    let bytes = match value {
        Value::NULL => return Datum::Null,
        Value::Bytes(bytes) => bytes,
        Value::Int(number) => return Datum::Int(number),
        Value::UInt(number) => {
            return i64::try_from(number).map_or_else(|_| Datum::BigInt(BigInt::from(number)), Datum::Int);
        }
        Value::Float(number) => return Datum::Float(f64::from(number)),
        Value::Double(number) => return Datum::Float(number),
        Value::Date(..) | Value::Time(..) => return Datum::Str(value.as_sql(true).trim_matches('\'').to_owned()),
    };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Datum::Bytes(error.into_bytes()),
    };
    by_type(column, text)
}

fn by_type(column: &Column, text: String) -> Datum {
    match column.column_type() {
        ColumnType::MYSQL_TYPE_TINY
        | ColumnType::MYSQL_TYPE_SHORT
        | ColumnType::MYSQL_TYPE_LONG
        | ColumnType::MYSQL_TYPE_LONGLONG
        | ColumnType::MYSQL_TYPE_INT24
        | ColumnType::MYSQL_TYPE_YEAR => match text.parse() {
            Ok(number) => Datum::Int(number),
            Err(_) => text.parse().map_or_else(|_| Datum::Str(text), Datum::BigInt),
        },
        ColumnType::MYSQL_TYPE_FLOAT | ColumnType::MYSQL_TYPE_DOUBLE => {
            text.parse().map_or_else(|_| Datum::Str(text), Datum::Float)
        }
        ColumnType::MYSQL_TYPE_DECIMAL | ColumnType::MYSQL_TYPE_NEWDECIMAL => {
            text.parse::<BigDecimal>().map_or_else(|_| Datum::Str(text), Datum::Decimal)
        }
        ColumnType::MYSQL_TYPE_DATE | ColumnType::MYSQL_TYPE_NEWDATE => {
            // `0000-00-00` is no date, and stays text.
            NaiveDate::parse_from_str(&text, "%Y-%m-%d").map_or_else(|_| Datum::Str(text), Datum::Date)
        }
        ColumnType::MYSQL_TYPE_DATETIME
        | ColumnType::MYSQL_TYPE_DATETIME2
        | ColumnType::MYSQL_TYPE_TIMESTAMP
        | ColumnType::MYSQL_TYPE_TIMESTAMP2 => NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S%.f")
            .map_or_else(|_| Datum::Str(text), |value| Datum::DateTime(value, None)),
        ColumnType::MYSQL_TYPE_TIME | ColumnType::MYSQL_TYPE_TIME2 => {
            span(&text).map_or_else(|| Datum::Str(text), Datum::Interval)
        }
        ColumnType::MYSQL_TYPE_BIT | ColumnType::MYSQL_TYPE_GEOMETRY => Datum::Bytes(text.into_bytes()),
        ColumnType::MYSQL_TYPE_JSON => Datum::Str(text),
        _ if column.character_set() == BINARY => Datum::Bytes(text.into_bytes()),
        _ => Datum::Str(text),
    }
}

/// `-838:59:59.000000`
fn span(text: &str) -> Option<Interval> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let mut parts = rest.split(':');
    let hours: i64 = parts.next()?.parse().ok()?;
    let minutes: i64 = parts.next()?.parse().ok()?;
    let (seconds, fraction) = parts.next()?.split_once('.').unwrap_or((rest.rsplit(':').next()?, ""));
    let seconds: i64 = seconds.parse().ok()?;
    let fraction: i64 = format!("{fraction:0<6}").get(..6)?.parse().ok()?;
    let micros = sign * (((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + fraction);
    Some(Interval { months: 0, days: 0, micros })
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn spans_of_time_are_read() {
        for (text, micros) in
            [("00:00:01", 1_000_000), ("-00:00:01.5", -1_500_000), ("838:59:59.000001", 3_020_399_000_001)]
        {
            assert_eq!(span(text).unwrap().micros, micros, "{text}");
        }
        assert_eq!(span("x"), None);
        assert_eq!(span("1:2"), None);
    }
}
