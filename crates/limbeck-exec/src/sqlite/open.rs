//! Opening SQLite files as SQLAlchemy's pysqlite dialect does.

use std::path::{Path, PathBuf};
use std::time::Duration;

use limbeck_messages::connect as says;
use rusqlite::{Connection, OpenFlags};

use crate::ConnectOptions;
use crate::refusal::{Refusal, Stage};
use crate::url::Url;

/// What a URL says of a SQLite database.
enum Place {
    Memory,
    File {
        path: PathBuf,
        read_only: bool,
    },
    /// A `file:` URI for SQLite itself.
    Uri(String),
}

/// pysqlite's own options, which are no part of a `file:` URI.
const DRIVER_OPTIONS: &[&str] =
    &["uri", "timeout", "isolation_level", "detect_types", "check_same_thread", "cached_statements"];

fn is_true(text: &str) -> bool {
    matches!(text.to_ascii_lowercase().as_str(), "true" | "yes" | "on" | "y" | "t" | "1")
}

fn place(url: &Url, options: &ConnectOptions) -> Place {
    let database = url.database.as_deref().unwrap_or_default();
    if url.option("uri").is_some_and(is_true) {
        let mut rest: Vec<(&str, &str)> = url
            .query
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .filter(|(key, _)| !DRIVER_OPTIONS.contains(key))
            .collect();
        rest.sort_unstable();
        let query: Vec<String> = rest.iter().map(|(key, value)| format!("{key}={value}")).collect();
        return Place::Uri(if query.is_empty() {
            database.to_owned()
        } else {
            format!("{database}?{}", query.join("&"))
        });
    }
    if database.is_empty() || database == ":memory:" {
        return Place::Memory;
    }
    let path = match &options.base_dir {
        Some(folder) => folder.join(database),
        None => PathBuf::from(database),
    };
    Place::File { path, read_only: url.option("mode") == Some("ro") }
}

/// The file behind a URL; none where the database is in memory.
pub(crate) fn file_path(url: &Url, options: &ConnectOptions) -> Option<PathBuf> {
    match place(url, options) {
        Place::Memory => None,
        Place::File { path, .. } => Some(path),
        Place::Uri(uri) => {
            let path = uri.strip_prefix("file:").unwrap_or(&uri);
            let (path, query) = path.split_once('?').unwrap_or((path, ""));
            let in_memory = path.is_empty() || path == ":memory:" || query.split('&').any(|pair| pair == "mode=memory");
            let path = path.strip_prefix("//localhost").or(path.strip_prefix("//")).unwrap_or(path);
            let decoded = percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned();
            (!in_memory)
                .then(|| options.base_dir.as_ref().map_or_else(|| PathBuf::from(&decoded), |dir| dir.join(&decoded)))
        }
    }
}

pub(super) fn open(url: &Url, options: &ConnectOptions) -> Result<Connection, Refusal> {
    if url.username.is_some() || url.password.is_some() || url.host.is_some() || url.port.is_some() {
        return Err(Refusal::new(Stage::Url, says::sqlite_url(url.to_string()), says::sqlite_url_help()));
    }
    let connection = match place(url, options) {
        Place::Memory => Connection::open_in_memory().map_err(|error| failed(&error, Path::new(":memory:")))?,
        Place::File { path, read_only } => {
            refuse_impossible(&path)?;
            let mode = match read_only {
                true => OpenFlags::SQLITE_OPEN_READ_ONLY,
                false => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
            };
            // A relative name that begins with `file:` is a name all the same.
            let name = std::path::absolute(&path).unwrap_or_else(|_| path.clone());
            Connection::open_with_flags(name, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)
                .map_err(|error| failed(&error, &path))?
        }
        Place::Uri(uri) => {
            if let Some(path) = file_path(url, options) {
                refuse_impossible(&path)?;
            }
            let mode = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_URI;
            Connection::open_with_flags(&uri, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)
                .map_err(|error| failed(&error, Path::new(&uri)))?
        }
    };
    let path = file_path(url, options).unwrap_or_else(|| PathBuf::from(":memory:"));
    let seconds = url.option("timeout").and_then(|text| text.parse().ok()).filter(|seconds: &f64| *seconds >= 0.0);
    let timeout = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    connection.busy_timeout(timeout.unwrap_or(Duration::from_secs(5))).map_err(|error| failed(&error, &path))?;
    // The bundled library switches foreign keys on; Python's leaves them off.
    connection.execute_batch("PRAGMA foreign_keys = OFF").map_err(|error| failed(&error, &path))?;
    super::functions::set(&connection).map_err(|error| failed(&error, &path))?;
    // The file is only read with the first statement: one that is no database should be told now.
    connection
        .query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))
        .map_err(|error| failed(&error, &path))?;
    Ok(connection)
}

fn refuse_impossible(path: &Path) -> Result<(), Refusal> {
    let shown = path.display().to_string();
    if path.is_dir() {
        return Err(Refusal::new(Stage::Port, says::sqlite_folder(shown), says::sqlite_folder_help()));
    }
    match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) if !folder.exists() => Err(Refusal::new(
            Stage::Port,
            says::sqlite_no_folder(shown),
            says::sqlite_no_folder_help(folder.display().to_string()),
        )),
        Some(_) | None => Ok(()),
    }
}

fn failed(error: &rusqlite::Error, path: &Path) -> Refusal {
    let path = path.display().to_string();
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => {
            Refusal::new(Stage::Database, says::sqlite_no_database(path), says::sqlite_no_database_help())
        }
        Some(rusqlite::ErrorCode::CannotOpen) => {
            Refusal::new(Stage::Login, says::sqlite_not_opened(path), says::sqlite_not_opened_help())
        }
        Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
            Refusal::new(Stage::Database, says::sqlite_locked(path), says::sqlite_locked_help())
        }
        Some(_) | None => {
            Refusal::new(Stage::Database, says::sqlite_failed(path, error.to_string()), says::sqlite_failed_help())
        }
    }
}
