//! hstore: <https://www.postgresql.org/docs/current/hstore.html>.

use limbeck_ops::Datum;

pub(super) fn hstore(text: &str) -> Option<Datum> {
    let mut pairs = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (key, after) = quoted(rest)?;
        let after = after.strip_prefix("=>")?;
        let (value, after) = match after.strip_prefix("NULL") {
            Some(after) => (Datum::Null, after),
            None => {
                let (value, after) = quoted(after)?;
                (Datum::Str(value), after)
            }
        };
        pairs.push((key, value));
        rest = match after.strip_prefix(", ") {
            Some(after) => after,
            None if after.is_empty() => after,
            None => return None,
        };
    }
    Some(Datum::Map(pairs))
}

fn quoted(text: &str) -> Option<(String, &str)> {
    let mut chars = text.strip_prefix('"')?.char_indices();
    let mut value = String::new();
    loop {
        match chars.next()? {
            (at, '"') => return Some((value, &text[at + 2..])),
            (_, '\\') => value.push(chars.next()?.1),
            (_, c) => value.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_and_nulls() {
        let expected = vec![("a\"b".to_owned(), Datum::Str("1".into())), ("c".to_owned(), Datum::Null)];
        assert_eq!(hstore(r#""a\"b"=>"1", "c"=>NULL"#), Some(Datum::Map(expected)));
        assert_eq!(hstore(""), Some(Datum::Map(vec![])));
        assert_eq!(hstore("x"), None);
    }
}
