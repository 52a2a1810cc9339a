//! Literals, which the server writes the way their type's output function does.

use std::str::FromStr;

use bigdecimal::BigDecimal;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::Sameness;
use super::interval::interval;
use super::normal::Node;

/// Compares two literals of the type that the server says the value has; the type is empty where it says none.
pub(super) fn compare_literals(expected: &Node, actual: &Node, ty: &str) -> Sameness {
    match (expected, actual) {
        (Node::Null, Node::Null) => Sameness::Same,
        (Node::Bool(one), Node::Bool(two)) => Sameness::of(one == two),
        (Node::Number(one), Node::Number(two)) => numbers(one, two),
        (Node::Number(one), Node::Text(two)) | (Node::Text(one), Node::Number(two)) => numbers(one, two),
        (Node::Bool(value), Node::Text(text) | Node::Number(text))
        | (Node::Text(text) | Node::Number(text), Node::Bool(value)) => Sameness::of(boolean(text) == Some(*value)),
        (Node::Text(one), Node::Text(two)) => texts(one, two, ty),
        (_, _) => Sameness::Different,
    }
}

fn numbers(one: &str, two: &str) -> Sameness {
    match (BigDecimal::from_str(one.trim()), BigDecimal::from_str(two.trim())) {
        (Ok(one), Ok(two)) => Sameness::of(one == two),
        (Ok(_) | Err(_), Ok(_) | Err(_)) => Sameness::Different,
    }
}

/// What PostgreSQL takes for a boolean: `t`, `yes`, `on`, `1`, and their beginnings.
fn boolean(text: &str) -> Option<bool> {
    let text = text.trim().to_lowercase();
    let begins = |word: &str, least: usize| text.len() >= least && word.starts_with(&text);
    if begins("true", 1) || begins("yes", 1) || begins("on", 2) || text == "1" {
        Some(true)
    } else if begins("false", 1) || begins("no", 1) || begins("off", 2) || text == "0" {
        Some(false)
    } else {
        None
    }
}

fn texts(one: &str, two: &str, ty: &str) -> Sameness {
    if one == two {
        return Sameness::Same;
    }
    let equal = |pair: (Option<String>, Option<String>)| match pair {
        (Some(one), Some(two)) => Sameness::of(one == two),
        (Some(_) | None, Some(_) | None) => Sameness::Unsure,
    };
    match ty {
        "" | "text" | "character varying" | "name" | "json" | "xml" => Sameness::Different,
        "character" => Sameness::of(one.trim_end_matches(' ') == two.trim_end_matches(' ')),
        "smallint" | "integer" | "bigint" | "numeric" | "real" | "double precision" => numbers(one, two),
        "boolean" => Sameness::of(boolean(one).is_some() && boolean(one) == boolean(two)),
        "jsonb" => {
            let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
            match (read(one), read(two)) {
                (Some(one), Some(two)) => Sameness::of(one == two),
                (Some(_) | None, Some(_) | None) => Sameness::Unsure,
            }
        }
        "uuid" => {
            let read = |text: &str| text.parse::<uuid::Uuid>().ok().map(|uuid| uuid.to_string());
            equal((read(one), read(two)))
        }
        "date" => {
            let read = |text: &str| {
                let date = text.parse::<NaiveDate>().or_else(|_| NaiveDate::parse_from_str(text, "%Y%m%d"));
                date.ok().map(|date| date.to_string())
            };
            equal((read(one), read(two)))
        }
        "timestamp without time zone" => equal((moment(one), moment(two))),
        "time without time zone" => {
            let read = |text: &str| {
                let time = NaiveTime::parse_from_str(text, "%H:%M:%S%.f");
                time.or_else(|_| NaiveTime::parse_from_str(text, "%H:%M")).ok().map(|time| time.to_string())
            };
            equal((read(one), read(two)))
        }
        "interval" => match (interval(one), interval(two)) {
            (Some(one), Some(two)) => Sameness::of(one == two),
            (Some(_) | None, Some(_) | None) => Sameness::Unsure,
        },
        "regclass" => {
            let last = |text: &str| text.rsplit('.').next().unwrap_or_default().trim_matches('"').to_owned();
            Sameness::of(last(one) == last(two))
        }
        // The time zone of the session that made the value decides how it is written.
        "timestamp with time zone"
        | "time with time zone"
        | "bytea"
        | "inet"
        | "cidr"
        | "macaddr"
        | "macaddr8"
        | "tsvector"
        | "tsquery"
        | "money"
        | "hstore"
        | "citext"
        | "jsonpath"
        | "bit"
        | "bit varying"
        | "point"
        | "line"
        | "lseg"
        | "box"
        | "path"
        | "polygon"
        | "circle"
        | "ltree"
        | "geometry"
        | "geography" => Sameness::Unsure,
        other if other.ends_with("[]") => {
            // `{a, "b"}` is written `{a,b}`.
            let plain = |text: &str| text.chars().filter(|one| !one.is_whitespace() && *one != '"').collect::<String>();
            Sameness::of(plain(one) == plain(two))
        }
        other if other.ends_with("range") => Sameness::Unsure,
        // An enum's label, or a type of somebody's own.
        _ => Sameness::Different,
    }
}

/// `2020-01-01`, `2020-01-01 10:20` and `2020-01-01T10:20:30` in one form.
fn moment(text: &str) -> Option<String> {
    let text = text.trim().replace('T', " ");
    let time = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M"];
    let found = time.iter().find_map(|format| NaiveDateTime::parse_from_str(&text, format).ok());
    let found = found.or_else(|| text.parse::<NaiveDate>().ok().and_then(|date| date.and_hms_opt(0, 0, 0)));
    found.map(|moment| moment.to_string())
}
