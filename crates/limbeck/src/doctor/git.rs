//! The project's git history, searched for a file that had a revision which no file has now.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long git may search.
const PATIENCE: Duration = Duration::from_secs(10);
/// Between the fields of a commit: the control character for it.
const SEPARATOR: char = '\u{1f}';

/// A commit that had the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sighting {
    /// The commit, shortened.
    pub commit: String,
    /// Its day.
    pub date: String,
    /// The first line of its message.
    pub subject: String,
    /// The file, from the top of the repository.
    pub file: String,
    /// Whether the commit took the file away.
    pub is_removal: bool,
}

/// What the history knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum History {
    /// There is no repository, no git, or it took too long.
    None,
    /// No commit had it.
    Unknown,
    /// The newest commit that did.
    Seen(Sighting),
}

/// Searches every branch for a file below the folder that assigns the revision. Nothing of the repository is run: no
/// hooks, filters, pagers or signature programs.
pub(super) fn search(folder: &Path, revision: &str) -> History {
    // `$` and letters apart, everything that means something to a pattern is taken for itself.
    let escaped: String = revision
        .chars()
        .flat_map(|c| if c.is_alphanumeric() || c == '_' { vec![c] } else { vec!['[', c, ']'] })
        .collect();
    // A caret in brackets would turn their meaning round, and no revision has one of these.
    if revision.is_empty() || revision.contains(['^', '\\', '[', ']', '\n', '\0']) {
        return History::None;
    }
    let pattern = format!("^revision(: *str)? *= *['\"]{escaped}['\"]");
    let mut command = Command::new("git");
    command
        .args(["--no-pager", "--no-optional-locks", "-c", "log.showSignature=false", "-C"])
        .arg(folder)
        .args([
            "log",
            "--all",
            "--topo-order",
            "--no-textconv",
            "--no-ext-diff",
            "--no-renames",
            "--date=short",
            "--name-status",
        ])
        .arg(format!("--format={SEPARATOR}%h{SEPARATOR}%ad{SEPARATOR}%s"))
        .args(["--extended-regexp", "-G"])
        .arg(pattern)
        .args(["--", "*.py"])
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    match output(command) {
        Some(text) => newest(&text).map_or(History::Unknown, History::Seen),
        None => History::None,
    }
}

/// The output of a command that ends well and in time.
fn output(mut command: Command) -> Option<String> {
    let mut child = command.spawn().ok()?;
    let mut pipe = child.stdout.take()?;
    let reader = std::thread::spawn(move || {
        let mut text = Vec::new();
        pipe.read_to_end(&mut text).map(|_| String::from_utf8_lossy(&text).into_owned())
    });
    let since = Instant::now();
    let status = loop {
        match child.try_wait().ok()? {
            Some(status) => break status,
            None if since.elapsed() > PATIENCE => {
                let _ended = child.kill().and_then(|()| child.wait());
                return None;
            }
            None => std::thread::sleep(Duration::from_millis(10)),
        }
    };
    let text = reader.join().ok()?.ok()?;
    status.success().then_some(text)
}

/// The newest commit with a file of the search.
fn newest(text: &str) -> Option<Sighting> {
    let mut commit: Option<(String, String, String)> = None;
    for line in text.lines() {
        if let Some(fields) = line.strip_prefix(SEPARATOR) {
            let mut fields = fields.splitn(3, SEPARATOR).map(str::to_owned);
            commit = Some((fields.next()?, fields.next()?, fields.next()?));
        } else if let (Some((commit, date, subject)), Some((status, file))) = (&commit, line.split_once('\t')) {
            return Some(Sighting {
                commit: commit.clone(),
                date: date.clone(),
                subject: subject.clone(),
                file: file.to_owned(),
                is_removal: status.starts_with('D'),
            });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_commit_counts() {
        let text = "\u{1f}ab12\u{1f}2026-01-02\u{1f}drop it\n\nD\tversions/a.py\n\u{1f}cd34\u{1f}2026-01-01\u{1f}add it\n\nA\tversions/a.py\n";
        let found = newest(text).unwrap();
        assert_eq!((found.commit.as_str(), found.file.as_str(), found.is_removal), ("ab12", "versions/a.py", true));
        assert_eq!(newest(""), None);
        assert_eq!(search(Path::new("/nonexistent"), "a1"), History::None);
        assert_eq!(search(Path::new("."), "a^"), History::None);
    }
}
