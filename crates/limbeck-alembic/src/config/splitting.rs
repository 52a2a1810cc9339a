//! How `version_locations` and `prepend_sys_path` are split into paths.

/// Splits a value by the configured separator, which comes with the name of its key; without one, by Alembic's legacy
/// rule: commas and spaces, and for `prepend_sys_path` colons too.
///
/// # Errors
/// Alembic's words for a separator that is not allowed.
pub fn split_paths(text: &str, separator: Option<(&str, &str)>, colon: bool) -> Result<Vec<String>, String> {
    let Some((separator, key)) = separator else {
        return Ok(split_legacy(text, colon));
    };
    let separator = match separator {
        "space" => ' ',
        "newline" => '\n',
        "os" => {
            if cfg!(windows) {
                ';'
            } else {
                ':'
            }
        }
        ":" => ':',
        ";" => ';',
        other => {
            return Err(format!(
                "'{other}' is not a valid value for {key}; expected 'space', 'newline', 'os', ':', ';'"
            ));
        }
    };
    Ok(text.split(separator).filter(|part| !part.is_empty()).map(|part| part.trim().to_owned()).collect())
}

/// `re.split(r", *|(?: +)|\:")`: on Windows a colon after a drive letter would be split too, and is kept here.
fn split_legacy(text: &str, colon: bool) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = text.chars().peekable();
    let push = |parts: &mut Vec<String>, c: Option<char>| match (c, parts.last_mut()) {
        (Some(c), Some(last)) => last.push(c),
        _ => parts.push(String::new()),
    };
    while let Some(c) = chars.next() {
        let drive = cfg!(windows) && parts.last().is_some_and(|part| part.len() == 1);
        match c {
            ',' | ' ' => {
                while chars.next_if_eq(&' ').is_some() {}
                push(&mut parts, None);
            }
            ':' if colon && !drive => push(&mut parts, None),
            c => push(&mut parts, Some(c)),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::split_paths;

    #[test]
    fn separators_are_those_of_alembic() {
        assert_eq!(split_paths("a, b c", None, false).unwrap(), ["a", "b", "c"]);
        assert_eq!(split_paths("a:b", None, true).unwrap(), ["a", "b"]);
        assert_eq!(split_paths("a:b", None, false).unwrap(), ["a:b"]);
        assert_eq!(split_paths("a\nb \n", Some(("newline", "path_separator")), false).unwrap(), ["a", "b"]);
        assert_eq!(
            split_paths("a", Some(("x", "path_separator")), false).unwrap_err(),
            "'x' is not a valid value for path_separator; expected 'space', 'newline', 'os', ':', ';'"
        );
    }
}
