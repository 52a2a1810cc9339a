use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use limbeck_messages::lock as messages;
use limbeck_ops::HostError;

use super::{LockError, LockHolder, LockOptions};
use crate::options::ConnectOptions;

/// A locked file beside the database.
pub(super) struct SqliteLock {
    path: PathBuf,
    file: File,
}

impl SqliteLock {
    pub fn acquire(
        database: &Path,
        connect: &ConnectOptions,
        options: &LockOptions,
        tell: &mut dyn FnMut(LockHolder),
    ) -> Result<SqliteLock, LockError> {
        let path = lock_path(database);
        let since = Instant::now();
        let mut has_told = false;
        loop {
            let mut file = open(&path)?;
            match file.try_lock() {
                Ok(()) if is_the_file_at(&file, &path) => {
                    write_owner(&mut file);
                    return Ok(SqliteLock { path, file });
                }
                // Another run removed the file between our opening and locking it: that lock would keep nobody out.
                Ok(()) => continue,
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(failed(&path, &error).into()),
            }
            if since.elapsed() >= options.wait {
                let holder = Box::new(owner(&mut file));
                return Err(LockError::Held { holder, waited: since.elapsed() });
            }
            if !has_told {
                has_told = true;
                tell(owner(&mut file));
            }
            if connect.interrupted() {
                return Err(LockError::Host(HostError::Interrupted));
            }
            std::thread::sleep(options.interval.min(options.wait.saturating_sub(since.elapsed())));
        }
    }
}

fn lock_path(database: &Path) -> PathBuf {
    let mut name = std::path::absolute(database).unwrap_or_else(|_| database.to_owned()).into_os_string();
    name.push("-limbeck-lock");
    PathBuf::from(name)
}

/// Who holds the lock. The file is not made where it is not there; to ask, a shared lock is held for a moment.
pub(super) fn holder(database: &Path) -> Option<LockHolder> {
    let mut file = File::open(lock_path(database)).ok()?;
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Some(owner(&mut file)),
        Ok(()) | Err(TryLockError::Error(_)) => None,
    }
}

fn open(path: &Path) -> Result<File, HostError> {
    let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
    opened.map_err(|error| failed(path, &error))
}

fn failed(path: &Path, error: &std::io::Error) -> HostError {
    HostError::Connect {
        message: match error.kind() {
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                messages::folder_read_only(path.display(), error)
            }
            _ => messages::file_failed(path.display(), error),
        },
        help: messages::folder_help(),
    }
}

#[cfg(unix)]
fn is_the_file_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(ours), Ok(there)) => (ours.dev(), ours.ino()) == (there.dev(), there.ino()),
        (_, _) => false,
    }
}

/// Elsewhere a file that is open can't be removed.
#[cfg(not(unix))]
fn is_the_file_at(_file: &File, path: &Path) -> bool {
    path.exists()
}

/// For the message of those who wait; the lock does not depend on it.
fn write_owner(file: &mut File) {
    let since = chrono::Local::now().format("%Y-%m-%d %H:%M:%S");
    let text = format!("{}\n{since}\n", std::process::id());
    let _written = file.set_len(0).and_then(|()| file.write_all(text.as_bytes()));
}

fn owner(file: &mut File) -> LockHolder {
    let mut text = String::new();
    let _read = file.seek(SeekFrom::Start(0)).and_then(|_| file.take(200).read_to_string(&mut text));
    let mut lines = text.lines();
    LockHolder {
        pid: lines.next().and_then(|line| line.parse().ok()),
        since: lines.next().map(str::to_owned),
        ..LockHolder::default()
    }
}

impl Drop for SqliteLock {
    fn drop(&mut self) {
        // Removed while it is locked, so that whoever gets it next can tell.
        let _removed = std::fs::remove_file(&self.path);
        let _unlocked = self.file.unlock();
    }
}
