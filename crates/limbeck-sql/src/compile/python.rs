//! Values as Python prints them: `str()`, `repr()`, `json.dumps()`, `isoformat()`.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use limbeck_ops::{Datum, Interval};

/// `repr(value)`, for messages.
pub(crate) fn repr(value: &Datum) -> String {
    match value {
        Datum::Null => "None".to_owned(),
        Datum::Bool(value) => if *value { "True" } else { "False" }.to_owned(),
        Datum::Int(value) => value.to_string(),
        Datum::BigInt(value) => value.to_string(),
        Datum::Float(value) => float(*value),
        Datum::Decimal(value) => format!("Decimal('{}')", decimal(value)),
        Datum::DecimalNan => "Decimal('NaN')".to_owned(),
        Datum::DecimalInfinity { .. } => format!("Decimal('{}')", text(value)),
        Datum::Str(text) => quoted(text),
        Datum::Bytes(bytes) => {
            let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
            let body: String = bytes
                .iter()
                .map(|byte| match byte {
                    b'\\' => "\\\\".to_owned(),
                    b'\'' if quote == '\'' => "\\'".to_owned(),
                    b'\n' => "\\n".to_owned(),
                    b'\r' => "\\r".to_owned(),
                    b'\t' => "\\t".to_owned(),
                    0x20..=0x7e => char::from(*byte).to_string(),
                    other => format!("\\x{other:02x}"),
                })
                .collect();
            format!("b{quote}{body}{quote}")
        }
        Datum::Date(date) => format!("datetime.date({}, {}, {})", date.year(), date.month(), date.day()),
        Datum::Interval(value) => {
            let (days, seconds) = (days(value), value.micros.rem_euclid(86_400_000_000));
            let parts = [("days", days), ("seconds", seconds / 1_000_000), ("microseconds", seconds % 1_000_000)];
            let parts: Vec<_> =
                parts.iter().filter(|(_, value)| *value != 0).map(|(name, value)| format!("{name}={value}")).collect();
            format!("datetime.timedelta({})", if parts.is_empty() { "0".to_owned() } else { parts.join(", ") })
        }
        Datum::Uuid(value) => format!("UUID('{value}')"),
        Datum::Time(time, offset) => format!("datetime.time({})", clock(*time, *offset)),
        Datum::DateTime(value, offset) => {
            let date = value.date();
            let clock = clock(value.time(), *offset);
            format!("datetime.datetime({}, {}, {}, {clock})", date.year(), date.month(), date.day())
        }
        Datum::List(items) => format!("[{}]", items.iter().map(repr).collect::<Vec<_>>().join(", ")),
        Datum::Map(items) => {
            let items: Vec<_> = items.iter().map(|(key, value)| format!("{}: {}", quoted(key), repr(value))).collect();
            format!("{{{}}}", items.join(", "))
        }
        Datum::Enum(member) => format!("<{}.{}: {}>", member.class, member.name, repr(&member.value)),
        Datum::Server { type_name, .. } if value.is_json_null() => type_name.clone(),
        Datum::Server { text, .. } => quoted(text),
    }
}

/// The arguments of `time()` in its `repr()`.
fn clock(time: NaiveTime, offset: Option<i32>) -> String {
    let micros = (time.nanosecond() / 1000) % 1_000_000;
    let mut out = format!("{}, {}", time.hour(), time.minute());
    if time.second() != 0 || micros != 0 {
        out.push_str(&format!(", {}", time.second()));
    }
    if micros != 0 {
        out.push_str(&format!(", {micros}"));
    }
    match offset {
        None => {}
        Some(0) => out.push_str(", tzinfo=datetime.timezone.utc"),
        Some(offset) => {
            let delta = repr(&Datum::Interval(Interval { months: 0, days: 0, micros: i64::from(offset) * 1_000_000 }));
            out.push_str(&format!(", tzinfo=datetime.timezone({delta})"));
        }
    }
    out
}

/// `repr()` of a string.
pub(crate) fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push_str(&format!("\\x{:02x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}

/// `str(value)`
pub(crate) fn text(value: &Datum) -> String {
    match value {
        Datum::Str(text) | Datum::Server { text, .. } => text.clone(),
        Datum::Decimal(value) => decimal(value),
        Datum::DecimalNan => "NaN".to_owned(),
        Datum::DecimalInfinity { negative } => if *negative { "-Infinity" } else { "Infinity" }.to_owned(),
        Datum::Date(date) => iso_date(*date),
        Datum::Time(time, offset) => iso_time(*time, *offset),
        Datum::DateTime(value, offset) => iso_datetime(*value, *offset, ' '),
        Datum::Uuid(value) => value.to_string(),
        Datum::Interval(value) => format!("{} days {} seconds", value.days, seconds(value)),
        Datum::Null
        | Datum::Bool(_)
        | Datum::Int(_)
        | Datum::BigInt(_)
        | Datum::Float(_)
        | Datum::Bytes(_)
        | Datum::List(_)
        | Datum::Map(_)
        | Datum::Enum(_) => repr(value),
    }
}

/// The float that an infinite Decimal is.
pub(crate) fn infinity(negative: bool) -> f64 {
    if negative { f64::NEG_INFINITY } else { f64::INFINITY }
}

/// `repr()` of a float: shortest digits, exponents as Python writes them.
pub(crate) fn float(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    if value == 0.0 {
        return if value.is_sign_negative() { "-0.0" } else { "0.0" }.to_owned();
    }
    let exponent_form = format!("{value:e}");
    let Some((mantissa, exponent)) = exponent_form.split_once('e') else { return exponent_form };
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if (-4..16).contains(&exponent) {
        let plain = format!("{value}");
        return if plain.contains('.') { plain } else { format!("{plain}.0") };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

/// `str()` of a Decimal: plain digits while the exponent is small, scientific otherwise (`decimal.__str__`).
pub(crate) fn decimal(value: &bigdecimal::BigDecimal) -> String {
    let (digits, scale) = value.as_bigint_and_exponent();
    let negative = digits.sign() == bigdecimal::num_bigint::Sign::Minus;
    let digits = digits.magnitude().to_string();
    let exponent = -scale;
    let left = exponent.saturating_add(digits.len() as i64);
    let body = if exponent <= 0 && left > -6 {
        if exponent == 0 {
            digits
        } else if left > 0 {
            let (whole, fraction) = digits.split_at(usize::try_from(left).unwrap_or_default().min(digits.len()));
            format!("{whole}.{fraction}")
        } else {
            format!("0.{}{digits}", "0".repeat(usize::try_from(-left).unwrap_or_default()))
        }
    } else {
        let (first, rest) = digits.split_at(1.min(digits.len()));
        let point = if rest.is_empty() { "" } else { "." };
        let adjusted = left.saturating_sub(1);
        let sign = if adjusted < 0 { "" } else { "+" };
        format!("{first}{point}{rest}E{sign}{adjusted}")
    };
    if negative { format!("-{body}") } else { body }
}

/// `date.isoformat()`
pub(crate) fn iso_date(date: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// `time.isoformat()`
pub(crate) fn iso_time(time: NaiveTime, offset: Option<i32>) -> String {
    let mut out = format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second());
    let micros = (time.nanosecond() / 1000) % 1_000_000;
    if micros != 0 {
        out.push_str(&format!(".{micros:06}"));
    }
    if let Some(offset) = offset {
        out.push_str(&utc_offset(offset));
    }
    out
}

/// `datetime.isoformat(separator)`
pub(crate) fn iso_datetime(value: NaiveDateTime, offset: Option<i32>, separator: char) -> String {
    format!("{}{separator}{}", iso_date(value.date()), iso_time(value.time(), offset))
}

fn utc_offset(offset: i32) -> String {
    let sign = if offset < 0 { '-' } else { '+' };
    let offset = offset.unsigned_abs();
    let mut out = format!("{sign}{:02}:{:02}", offset / 3600, offset / 60 % 60);
    if !offset.is_multiple_of(60) {
        out.push_str(&format!(":{:02}", offset % 60));
    }
    out
}

/// The seconds of a `timedelta`, beside its days.
pub(crate) fn seconds(value: &Interval) -> String {
    let day = 86_400_000_000;
    let micros = value.micros.rem_euclid(day);
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

/// The days of a `timedelta`: whole days in the microseconds count too.
pub(crate) fn days(value: &Interval) -> i64 {
    i64::from(value.days) + value.micros.div_euclid(86_400_000_000)
}

/// `timedelta.total_seconds()`; a month counts as 30 days, as psycopg2 reads it.
pub(crate) fn total_seconds(value: &Interval) -> f64 {
    let days = i64::from(value.days) + 30 * i64::from(value.months);
    days as f64 * 86_400.0 + value.micros as f64 / 1e6
}

/// `json.dumps(value)`
pub(crate) fn json(value: &Datum) -> Result<String, String> {
    Ok(match value {
        Datum::Null => "null".to_owned(),
        Datum::Server { text, .. } if value.is_json_null() => text.clone(),
        Datum::Bool(value) => value.to_string(),
        Datum::Int(value) => value.to_string(),
        Datum::BigInt(value) => value.to_string(),
        Datum::Float(value) => match float(*value).as_str() {
            "nan" => "NaN".to_owned(),
            "inf" => "Infinity".to_owned(),
            "-inf" => "-Infinity".to_owned(),
            other => other.to_owned(),
        },
        Datum::Str(text) => json_string(text),
        Datum::List(items) => {
            format!("[{}]", items.iter().map(json).collect::<Result<Vec<_>, _>>()?.join(", "))
        }
        Datum::Map(items) => {
            let items: Result<Vec<_>, String> =
                items.iter().map(|(key, value)| Ok(format!("{}: {}", json_string(key), json(value)?))).collect();
            format!("{{{}}}", items?.join(", "))
        }
        Datum::Decimal(_) | Datum::DecimalNan | Datum::DecimalInfinity { .. } => {
            return Err(not_serializable("Decimal"));
        }
        Datum::Bytes(_) => return Err(not_serializable("bytes")),
        Datum::Date(_) => return Err(not_serializable("date")),
        Datum::Time(..) => return Err(not_serializable("time")),
        Datum::DateTime(..) => return Err(not_serializable("datetime")),
        Datum::Interval(_) => return Err(not_serializable("timedelta")),
        Datum::Uuid(_) => return Err(not_serializable("UUID")),
        Datum::Enum(member) if member.is_value => json(&member.value)?,
        Datum::Enum(member) => return Err(not_serializable(&member.class)),
        Datum::Server { type_name, .. } => return Err(not_serializable(type_name)),
    })
}

fn not_serializable(class: &str) -> String {
    format!("Object of type {class} is not JSON serializable")
}

fn json_string(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            ' '..='~' => out.push(c),
            c => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::{decimal, float, json, quoted};
    use limbeck_ops::Datum;

    #[test]
    fn floats_print_as_in_python() {
        for (value, text) in [
            (1.0, "1.0"),
            (0.1, "0.1"),
            (1e16, "1e+16"),
            (123456789012345680.0, "1.2345678901234568e+17"),
            (1e15, "1000000000000000.0"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (-2.5, "-2.5"),
            (1.5e300, "1.5e+300"),
        ] {
            assert_eq!(float(value), text);
        }
    }

    #[test]
    fn decimals_print_as_in_python() {
        for text in ["1.10", "-0.001", "0.0000001", "1E+3", "123", "0.00", "-12.5"] {
            let expected = if text == "0.0000001" { "1E-7" } else { text };
            assert_eq!(decimal(&text.parse().unwrap()), expected);
        }
    }

    #[test]
    fn strings_are_quoted_as_in_python() {
        assert_eq!(quoted("it's"), "\"it's\"");
        assert_eq!(quoted("a\"'\n"), "'a\"\\'\\n'");
        assert_eq!(json(&Datum::Str("é\u{1F600}\n".into())).unwrap(), "\"\\u00e9\\ud83d\\ude00\\n\"");
    }
}
