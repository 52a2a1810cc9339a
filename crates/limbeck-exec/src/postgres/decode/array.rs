//! The text form of arrays: <https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO>.

use limbeck_ops::Datum;

/// Deeper than any array that PostgreSQL makes (`MAXDIM` is 6).
const MAX_DEPTH: usize = 16;

pub(super) fn parse(text: &str, item: &dyn Fn(&str) -> Datum) -> Option<Datum> {
    // Bounds other than 1 stand before the value: `[2:3]={1,2}`. psycopg2 drops them.
    let text = match text.strip_prefix('[') {
        Some(_) => text.split_once('=')?.1,
        None => text,
    };
    let mut chars = text.chars().peekable();
    if chars.next() != Some('{') {
        return None;
    }
    let list = list(&mut chars, item, 0)?;
    chars.next().is_none().then_some(list)
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// What follows an opening brace, up to and with its closing one.
fn list(chars: &mut Chars<'_>, item: &dyn Fn(&str) -> Datum, depth: usize) -> Option<Datum> {
    let mut items = Vec::new();
    if depth > MAX_DEPTH {
        return None;
    }
    if chars.next_if_eq(&'}').is_some() {
        return Some(Datum::List(items));
    }
    loop {
        items.push(match chars.peek()? {
            '{' => {
                chars.next();
                list(chars, item, depth + 1)?
            }
            '"' => {
                chars.next();
                item(&quoted(chars)?)
            }
            _ => {
                let mut text = String::new();
                while let Some(c) = chars.next_if(|c| *c != ',' && *c != '}') {
                    match c {
                        '\\' => text.push(chars.next()?),
                        c => text.push(c),
                    }
                }
                if text.eq_ignore_ascii_case("null") { Datum::Null } else { item(&text) }
            }
        });
        match chars.next()? {
            ',' => {}
            '}' => return Some(Datum::List(items)),
            _ => return None,
        }
    }
}

fn quoted(chars: &mut Chars<'_>) -> Option<String> {
    let mut text = String::new();
    loop {
        match chars.next()? {
            '"' => return Some(text),
            '\\' => text.push(chars.next()?),
            c => text.push(c),
        }
    }
}
