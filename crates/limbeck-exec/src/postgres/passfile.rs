//! The password file: <https://www.postgresql.org/docs/current/libpq-pgpass.html>.

use std::path::Path;

/// The password of the first line that matches; none where the file is missing or others can read it.
pub(super) fn password(file: &Path, host: &str, port: u16, database: &str, user: &str) -> Option<String> {
    let meta = std::fs::metadata(file).ok().filter(std::fs::Metadata::is_file)?;
    if readable_by_others(&meta) {
        return None;
    }
    let text = std::fs::read_to_string(file).ok()?;
    find(&text, [host, &port.to_string(), database, user])
}

#[cfg(unix)]
fn readable_by_others(meta: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    meta.permissions().mode() & 0o077 != 0
}

#[cfg(not(unix))]
fn readable_by_others(_meta: &std::fs::Metadata) -> bool {
    false
}

fn find(text: &str, wanted: [&str; 4]) -> Option<String> {
    text.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let fields = fields(line);
        let [host, port, database, user, password] = fields.as_slice() else { return None };
        let found = [host, port, database, user].into_iter().zip(wanted);
        found.into_iter().all(|(pattern, value)| pattern == "*" || pattern == value).then(|| password.clone())
    })
}

/// Five fields, with colons and backslashes escaped by backslashes; the password runs to the end of the line.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        let last = fields.len() == 5;
        match (c, fields.last_mut()) {
            ('\\', Some(field)) => field.extend(chars.next()),
            (':', _) if !last => fields.push(String::new()),
            (c, Some(field)) => field.push(c),
            (_, None) => {}
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn the_first_line_that_matches_counts() {
        let file = "# comment\nh:1:db:u:one\nh:*:*:u:two\\:x:y\n*:*:*:a\\:b:three\nbroken\n";
        assert_eq!(find(file, ["h", "1", "db", "u"]).as_deref(), Some("one"));
        assert_eq!(find(file, ["h", "2", "db", "u"]).as_deref(), Some("two:x:y"));
        assert_eq!(find(file, ["z", "2", "db", "a:b"]).as_deref(), Some("three"));
        assert_eq!(find(file, ["z", "2", "db", "u"]), None);
    }
}
