//! SQL functions that the bundled library lacks: `regexp` and `floor`, which SQLAlchemy gives every connection, and the
//! functions of <https://www.sqlite.org/lang_mathfunc.html>, which the library of most systems is built with.

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Error, Result};

type OfOne = (&'static str, fn(f64) -> f64);
type OfTwo = (&'static str, fn(f64, f64) -> f64);

const ONE: &[OfOne] = &[
    ("exp", f64::exp),
    ("ln", f64::ln),
    ("log", f64::log10),
    ("log10", f64::log10),
    ("log2", f64::log2),
    ("sqrt", f64::sqrt),
    ("radians", f64::to_radians),
    ("degrees", f64::to_degrees),
    ("sin", f64::sin),
    ("cos", f64::cos),
    ("tan", f64::tan),
    ("asin", f64::asin),
    ("acos", f64::acos),
    ("atan", f64::atan),
    ("sinh", f64::sinh),
    ("cosh", f64::cosh),
    ("tanh", f64::tanh),
];

const TWO: &[OfTwo] = &[
    ("pow", f64::powf),
    ("power", f64::powf),
    ("atan2", f64::atan2),
    ("mod", |dividend, divisor| dividend % divisor),
    ("log", |base, number| number.ln() / base.ln()),
];

/// Rounding that leaves integers alone.
const ROUND: &[OfOne] = &[("ceil", f64::ceil), ("ceiling", f64::ceil), ("trunc", f64::trunc)];

/// Sets the functions of a connection.
///
/// # Errors
/// What the library says.
pub(super) fn set(connection: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("regexp", 2, flags, regexp)?;
    connection.create_scalar_function("floor", 1, flags, floor)?;
    connection.create_scalar_function("pi", 0, flags, |_| Ok(std::f64::consts::PI))?;
    for (name, function) in ONE {
        connection.create_scalar_function(*name, 1, flags, move |context| {
            // The logarithm of nothing is NULL, too.
            Ok(number(context, 0).map(function).filter(|value| *value > f64::NEG_INFINITY))
        })?;
    }
    for (name, function) in TWO {
        connection.create_scalar_function(*name, 2, flags, move |context| {
            let both = number(context, 0).zip(number(context, 1));
            Ok(both.map(|(a, b)| function(a, b)).filter(|value| !value.is_nan()))
        })?;
    }
    for (name, function) in ROUND {
        connection.create_scalar_function(*name, 1, flags, move |context| {
            Ok(match context.get_raw(0) {
                ValueRef::Integer(value) => Value::Integer(value),
                _ => number(context, 0).map_or(Value::Null, |value| Value::Real(function(value))),
            })
        })?;
    }
    Ok(())
}

/// An argument as a number, as SQLite converts it; None of what is none.
fn number(context: &Context<'_>, at: usize) -> Option<f64> {
    match context.get_raw(at) {
        ValueRef::Integer(value) => Some(value as f64),
        ValueRef::Real(value) => Some(value),
        ValueRef::Text(text) => std::str::from_utf8(text).ok()?.trim().parse().ok(),
        ValueRef::Null | ValueRef::Blob(_) => None,
    }
}

fn refused() -> Error {
    // In the words of Python's driver.
    Error::UserFunctionError("user-defined function raised exception".into())
}

/// Python's `math.floor`: an integer, and an exception for what is no number.
fn floor(context: &Context<'_>) -> Result<i64> {
    match context.get_raw(0) {
        ValueRef::Integer(value) => Ok(value),
        ValueRef::Real(value) if value.is_finite() => Ok(value.floor() as i64),
        ValueRef::Real(_) | ValueRef::Null | ValueRef::Text(_) | ValueRef::Blob(_) => Err(refused()),
    }
}

/// `text REGEXP pattern`: Python's `re.search`.
fn regexp(context: &Context<'_>) -> Result<Option<bool>> {
    let text = match context.get_raw(1) {
        ValueRef::Null => return Ok(None),
        ValueRef::Text(text) => std::str::from_utf8(text).map_err(|_| refused())?,
        ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_) => return Err(refused()),
    };
    let pattern = context.get_or_create_aux(0, |value| {
        value.as_str().map_err(|_| "user-defined function raised exception".to_owned()).and_then(|text| {
            fancy_regex::Regex::new(text).map_err(|_| "user-defined function raised exception".to_owned())
        })
    })?;
    pattern.is_match(text).map(Some).map_err(|_| refused())
}
