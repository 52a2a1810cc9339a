//! The lock that keeps two runs apart.

use crate::{Message, messages};

messages! {
    /// Another run holds the lock; Alembic has none.
    held(holder) {
        en: "another run holds the lock on this database: {holder}",
        zh: "另一个迁移正在运行，持有该数据库的锁：{holder}",
    }
    /// What to do about it.
    held_help() {
        en: "wait until it is done, or let this run wait with `--lock-wait SECONDS`",
        zh: "请等它结束，或用 `--lock-wait SECONDS` 让本次运行等待",
    }
    /// While waiting.
    waiting(holder) { en: "waiting for another run to end: {holder}", zh: "正在等待另一个迁移结束：{holder}" }
    /// The holder's process.
    process(pid) { en: "process {pid}", zh: "进程 {pid}" }
    /// A holder without a name.
    another_process() { en: "another process", zh: "另一个进程" }
    /// The name of its session.
    application(holder, name) { en: "{holder} ({name})", zh: "{holder}（程序 {name}）" }
    /// Its role.
    of_user(holder, user) { en: "{holder} of {user}", zh: "{holder}，用户 {user}" }
    /// Where it comes from.
    at_client(holder, client) { en: "{holder} at {client}", zh: "{holder}，来自 {client}" }
    /// Since when it is there.
    since(holder, time) { en: "{holder} since {time}", zh: "{holder}，自 {time} 起" }
    /// The lock file of SQLite, in a folder that can't be written.
    folder_read_only(path, reason) {
        en: "the database can't be written: its folder is read-only (no lock file {path}: {reason})",
        zh: "无法写入数据库：所在文件夹是只读的（无法创建锁文件 {path}：{reason}）",
    }
    /// The lock file of SQLite, for another reason.
    file_failed(path, reason) {
        en: "the lock file {path} can't be used: {reason}",
        zh: "无法使用锁文件 {path}：{reason}",
    }
    /// What to do about either.
    folder_help() {
        en: "the folder of a SQLite file must be writable for a run that writes",
        zh: "要写入 SQLite 数据库，其所在文件夹必须可写",
    }
    /// The thread that takes it is gone.
    thread_ended() {
        en: "the lock could not be taken: its thread ended",
        zh: "无法取得锁：相应的线程已结束",
    }
}

/// Who holds the lock, as far as it is known.
pub fn holder(
    pid: Option<i64>,
    application_name: Option<&str>,
    user: Option<&str>,
    client: Option<&str>,
    time: Option<&str>,
) -> Message {
    let mut text = pid.map_or_else(another_process, process);
    if let Some(name) = application_name.filter(|name| !name.is_empty()) {
        text = application(text, name);
    }
    if let Some(user) = user {
        text = of_user(text, user);
    }
    if let Some(client) = client {
        text = at_client(text, client);
    }
    time.map_or(text.clone(), |time| since(text, time))
}
