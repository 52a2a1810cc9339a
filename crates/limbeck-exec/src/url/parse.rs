//! The regular expression of `sqlalchemy.engine.url._parse_url`, by hand.

use percent_encoding::percent_decode_str;

use super::{Url, UrlError};

pub(super) fn parse(text: &str) -> Result<Url, UrlError> {
    let (driver_name, rest) = text.split_once("://").ok_or(UrlError::Form)?;
    if driver_name.is_empty() || !driver_name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '+') {
        return Err(UrlError::Form);
    }
    let (username, password, rest) = user_info(rest);
    let (host, rest) = host(rest);
    let (port, rest) = match rest.strip_prefix(':') {
        Some(rest) => {
            let (port, rest) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
            (Some(port.trim().parse().map_err(|_| UrlError::Port(port.to_owned()))?), rest)
        }
        None => (None, rest),
    };
    let (database, rest) = match rest.strip_prefix('/') {
        Some(rest) => {
            let (database, rest) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
            (Some(database.to_owned()), rest)
        }
        None => (None, rest),
    };
    let query = rest.strip_prefix('?').map(pairs).unwrap_or_default();
    Ok(Url { driver_name: driver_name.to_owned(), username, password, host, port, database, query })
}

/// `(?:(?P<username>[^:/]*)(?::(?P<password>[^@]*))?@)?`: the password may contain slashes, the user may contain `@`.
fn user_info(rest: &str) -> (Option<String>, Option<String>, &str) {
    let end = rest.find([':', '/']).unwrap_or(rest.len());
    let (user, after) = rest.split_at(end);
    if let Some((password, host)) = after.strip_prefix(':').and_then(|after| after.split_once('@')) {
        return (Some(unquote(user)), Some(unquote(password)), host);
    }
    match user.rfind('@') {
        Some(at) => (Some(unquote(&user[..at])), None, &rest[at + 1..]),
        None => (None, None, rest),
    }
}

/// `(?:\[(?P<ipv6host>[^/\?]+)\]|(?P<ipv4host>[^/:\?]+))?`
fn host(rest: &str) -> (Option<String>, &str) {
    if let Some(inner) = rest.strip_prefix('[') {
        let end = inner.find(['/', '?']).unwrap_or(inner.len());
        if let Some(close) = inner[..end].rfind(']').filter(|close| *close > 0) {
            return (Some(inner[..close].to_owned()), &inner[close + 1..]);
        }
    }
    let end = rest.find(['/', ':', '?']).unwrap_or(rest.len());
    let (host, rest) = rest.split_at(end);
    (Some(host.to_owned()).filter(|host| !host.is_empty()), rest)
}

/// `urllib.parse.parse_qsl`: entries without a value are left out.
fn pairs(query: &str) -> Vec<(String, String)> {
    let query = query.split('\n').next().unwrap_or_default();
    let decode = |text: &str| unquote(&text.replace('+', " "));
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| (decode(key), decode(value)))
        .collect()
}

fn unquote(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
