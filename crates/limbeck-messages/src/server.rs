//! What limbeck says in the place of a server that can't say it itself. Such a text travels as the server's own words do,
//! and is told from them by its wording.

use crate::{Message, messages};

messages! {
    /// The connection broke.
    lost() { en: "the connection to the server was lost", zh: "与服务器的连接已断开" }
    /// The connection broke before.
    closed() { en: "the connection is closed", zh: "连接已关闭" }
    /// A request to cancel came to nothing.
    no_answer() { en: "the server did not answer after it was told to stop", zh: "已要求服务器停止，但它没有响应" }
    /// The server hung up.
    closed_by_server() { en: "the server closed the connection", zh: "服务器关闭了连接" }
    /// COMMIT that was a ROLLBACK.
    rolled_back() {
        en: "the transaction was rolled back because a statement in it had failed",
        zh: "事务中有语句失败，事务已回滚",
    }
    /// SQLite ignores the pragma.
    pragma_without_effect() {
        en: "PRAGMA foreign_keys has no effect inside a transaction that has begun",
        zh: "PRAGMA foreign_keys 在已开始的事务中不起作用",
    }
    /// Why.
    pragma_detail() {
        en: "SQLite ignores it after the first statement of a revision",
        zh: "在一个版本的第一条语句之后，SQLite 会忽略它",
    }
    /// What to do about it.
    pragma_hint() {
        en: "put it first in upgrade() or downgrade(), or into an autocommit_block",
        zh: "请把它放在 upgrade() 或 downgrade() 的最前面，或放进 autocommit_block",
    }
    /// SQLite can't write.
    read_only() {
        en: "the file or its folder is read-only for this user, or was opened with mode=ro",
        zh: "当前用户对该文件或其文件夹只有读权限，或以 mode=ro 打开",
    }
    /// SQLite waits.
    busy() { en: "another program is writing: wait until it has finished", zh: "另一个程序正在写入：请等它结束" }
    /// SQLite makes a second file.
    journal() {
        en: "SQLite must be able to create its journal in the file's folder",
        zh: "SQLite 需要在该文件的文件夹中创建日志文件",
    }
    /// No room.
    full() { en: "the disk is full", zh: "磁盘已满" }
}

/// The words of a server, which are the same in every language, unless they are limbeck's own.
pub fn words(text: &str) -> Message {
    for entry in ENTRIES {
        match text.strip_prefix(entry.english) {
            Some("") => return Message::new(text, entry.chinese),
            Some(rest) if rest.starts_with(": ") => {
                return Message::new(text, format!("{}：{}", entry.chinese, &rest[2..]));
            }
            Some(_) | None => {}
        }
    }
    text.into()
}
