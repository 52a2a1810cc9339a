//! Intervals, which the server writes in its own units.

/// Months, days and microseconds of an interval as `1 year 2 mons 3 days 04:05:06` or `1 week`; none where it is
/// written in another way.
pub(super) fn interval(text: &str) -> Option<(i64, i64, i64)> {
    let (mut months, mut days, mut micros) = (0f64, 0f64, 0f64);
    let lower = text.to_lowercase();
    let mut words = lower.split_whitespace().flat_map(apart).collect::<Vec<String>>().into_iter().peekable();
    let mut sign = 1f64;
    while let Some(word) = words.next() {
        if word == "ago" {
            sign = -1f64;
            continue;
        }
        if word.contains(':') {
            micros += clock(&word)?;
            continue;
        }
        let number: f64 = word.parse().ok()?;
        let unit = words.next()?;
        let unit = unit.trim_end_matches(',');
        let second = 1_000_000f64;
        match unit.strip_suffix('s').filter(|one| one.len() > 1).unwrap_or(unit) {
            "year" | "yr" | "y" => months += number * 12f64,
            "mon" | "month" => months += number,
            "week" | "w" => days += number * 7f64,
            "day" | "d" => days += number,
            "hour" | "hr" | "h" => micros += number * 3600f64 * second,
            "minute" | "min" | "m" => micros += number * 60f64 * second,
            "second" | "sec" | "s" => micros += number * second,
            "millisecond" | "m\u{0}" | "msec" => micros += number * 1000f64,
            _ => return None,
        }
    }
    let whole = |value: f64| ((value * sign).abs() < 9e15 && value.fract() == 0f64).then_some((value * sign) as i64);
    Some((whole(months)?, whole(days)?, whole(micros)?))
}

/// `1h` as `1 h`.
fn apart(word: &str) -> Vec<String> {
    let split = word.find(|one: char| one.is_ascii_alphabetic()).unwrap_or(0);
    match (word.get(..split), word.get(split..)) {
        (Some(number), Some(unit)) if split > 0 && !word.contains(':') => vec![number.to_owned(), unit.to_owned()],
        _ => vec![word.to_owned()],
    }
}

/// Microseconds of `-04:05:06.7`.
fn clock(text: &str) -> Option<f64> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1f64, rest),
        None => (1f64, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut parts = text.split(':');
    let hours: f64 = parts.next()?.parse().ok()?;
    let minutes: f64 = parts.next()?.parse().ok()?;
    let seconds: f64 = parts.next().unwrap_or("0").parse().ok()?;
    Some(sign * (hours * 3600f64 + minutes * 60f64 + seconds) * 1_000_000f64)
}
