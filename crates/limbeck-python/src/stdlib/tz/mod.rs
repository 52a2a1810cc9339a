//! Time zones of the machine: the tz database's binary files (RFC 9636) and the rules of POSIX `TZ` strings.

mod posix;
mod tzif;

use std::path::{Path, PathBuf};
use std::rc::Rc;

pub(crate) use tzif::Zone;

/// Folders of the tz database.
const FOLDERS: [&str; 4] = ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"];

/// One state of a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Local {
    /// Seconds east of UTC.
    pub offset: i64,
    /// Seconds of daylight saving time in it.
    pub dst: i64,
    pub name: Rc<str>,
}

/// A zone of the tz database by its key. `None`: there is none of that name.
pub(crate) fn named(key: &str) -> Option<Zone> {
    let safe = !key.is_empty()
        && !key.starts_with('/')
        && key.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+'));
    if !safe {
        return None;
    }
    let file = FOLDERS.iter().map(|folder| Path::new(folder).join(key)).find(|path| path.is_file());
    match file {
        Some(file) => tzif::read(&file),
        None if matches!(key, "UTC" | "Etc/UTC" | "GMT" | "Etc/GMT") => {
            Some(Zone::fixed(0, if key.ends_with("UTC") { "UTC" } else { "GMT" }))
        }
        None => None,
    }
}

/// The keys of all zones of the machine (`zoneinfo.available_timezones`).
pub(crate) fn keys() -> Vec<String> {
    let mut found = Vec::new();
    for folder in FOLDERS {
        collect(Path::new(folder), "", &mut found);
    }
    found
}

fn collect(folder: &Path, prefix: &str, found: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let Ok(name) = entry.file_name().into_string() else { continue };
        // The same zones again, with and without leap seconds, and a file that is none of its own.
        if prefix.is_empty() && matches!(name.as_str(), "right" | "posix") || name == "posixrules" {
            continue;
        }
        let (key, path) = (format!("{prefix}{name}"), entry.path());
        if path.is_dir() {
            if key.matches('/').count() < 4 {
                collect(&path, &format!("{key}/"), found);
            }
        } else if std::fs::read(&path).is_ok_and(|bytes| bytes.starts_with(b"TZif")) {
            found.push(key);
        }
    }
}

/// The zone of the machine: `TZ`, `/etc/localtime`, or UTC.
fn machine() -> Zone {
    let utc = || Zone::fixed(0, "UTC");
    match std::env::var("TZ") {
        Ok(text) if text.is_empty() => utc(),
        Ok(text) => {
            let text = text.strip_prefix(':').unwrap_or(&text);
            let file = PathBuf::from(text);
            let zone = if file.is_absolute() { tzif::read(&file) } else { named(text) };
            zone.or_else(|| posix::Rules::parse(text).map(Zone::by_rules)).unwrap_or_else(utc)
        }
        Err(_) => tzif::read(Path::new("/etc/localtime")).unwrap_or_else(utc),
    }
}

/// Offset and name of the machine's zone at a time in seconds since 1970 in UTC.
pub(crate) fn local_at(seconds: i64) -> (i64, Rc<str>) {
    let local = machine().at_utc(seconds);
    (local.offset, local.name)
}

/// Offset of the machine's zone at a wall time, in seconds since 1970 as the clock shows them.
pub(crate) fn local_of_wall(seconds: i64) -> i64 {
    machine().at_wall(seconds).offset
}

/// Whether daylight saving time holds in the machine's zone at a time.
pub(crate) fn local_dst(seconds: i64) -> bool {
    machine().at_utc(seconds).dst != 0
}
