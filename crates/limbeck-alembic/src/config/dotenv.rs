//! `.env` files: `KEY=value` lines, as python-dotenv and docker compose read them.

/// The variables of a `.env` text, in order. Lines that are no assignment are passed over, as python-dotenv does.
pub fn parse(text: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let line = line.trim_start();
        let line = line.strip_prefix("export ").unwrap_or(line).trim_start();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Some((key, value)) = line.split_once('=') else { continue };
        let key = key.trim();
        if key.is_empty() || !key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.' || c == '-') {
            continue;
        }
        let value = value.trim_start();
        let value = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let mut body = value[1..].to_owned();
                // A quoted value may go over several lines.
                while find_quote(&body, quote).is_none() {
                    let Some(next) = lines.next() else { break };
                    body.push('\n');
                    body.push_str(next);
                }
                let end = find_quote(&body, quote).unwrap_or(body.len());
                unescape(&body[..end], quote)
            }
            _ => {
                let end = value.find(" #").unwrap_or(value.len());
                value[..end].trim_end().to_owned()
            }
        };
        let value = expand(&value, &out);
        out.push((key.to_owned(), value));
    }
    out
}

fn find_quote(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (index, c) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == quote {
            return Some(index);
        }
    }
    None
}

fn unescape(text: &str, quote: char) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') if quote == '"' => out.push('\n'),
            Some('t') if quote == '"' => out.push('\t'),
            Some('r') if quote == '"' => out.push('\r'),
            Some(c) if c == quote || c == '\\' => out.push(c),
            Some(c) => {
                out.push('\\');
                out.push(c);
            }
            None => out.push('\\'),
        }
    }
    out
}

/// Fills `${NAME}` and `${NAME:-default}` in from the lines above and the process's environment.
fn expand(value: &str, above: &[(String, String)]) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some(start) = rest.find("${") {
        let Some(end) = rest[start..].find('}') else { break };
        out.push_str(&rest[..start]);
        let inner = &rest[start + 2..start + end];
        let (name, default) = inner.split_once(":-").unwrap_or((inner, ""));
        let found = std::env::var(name)
            .ok()
            .or_else(|| above.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.clone()));
        out.push_str(&found.unwrap_or_else(|| default.to_owned()));
        rest = &rest[start + end + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn quotes_comments_and_references_are_read() {
        let got = parse(
            "# note\nexport A=1\nB = \"x # y\" # z\nC='a\\'b'\nD=v # note\nE=${A}-${NOPE_LIMBECK:-none}\n=bad\nF=\"one\ntwo\"\n",
        );
        let got: Vec<_> = got.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        assert_eq!(got, [("A", "1"), ("B", "x # y"), ("C", "a'b"), ("D", "v"), ("E", "1-none"), ("F", "one\ntwo")]);
    }
}
