//! Why a script can't be evaluated, or the database refused what it did.

use crate::messages;

messages! {
    /// The text is not Python.
    syntax(reason) { en: "syntax error: {reason}", zh: "语法错误：{reason}" }
    /// What to do about it.
    syntax_help() { en: "correct the script; nothing was run", zh: "请改正脚本；尚未执行任何操作" }
    /// A construct that limbeck lacks.
    unsupported(what) { en: "{what} is not supported", zh: "limbeck 不支持：{what}" }
    /// What to do about it.
    unsupported_help() {
        en: "run this revision with Alembic, then `limbeck upgrade head`",
        zh: "请用 Alembic 执行这个版本，然后再运行 `limbeck upgrade head`",
    }
    /// `op.name`, which is no operation; `near` is one of almost this name, or empty.
    no_such_operation_help(near) {
        en: "did you mean `op.{near}`?",
        zh: "是否指 `op.{near}`？",
    }
    /// `op.name`, which is like no operation.
    unknown_operation_help() {
        en: "operations of a library are there once env.py or the script imports it, and limbeck knows it; run this revision with Alembic otherwise",
        zh: "库提供的操作需要由 env.py 或脚本导入，而且 limbeck 认识该库；否则请用 Alembic 执行这个版本",
    }
    /// A name that could not be imported, and is needed.
    unresolved(name, needed, reason) {
        en: "`{name}` {needed}, but it is unresolved: {reason}",
        zh: "此处需要 `{name}`，但 limbeck 无法解析它（{needed}；{reason}）",
    }
    /// What to do about it.
    unresolved_help(name) {
        en: "limbeck evaluates the project's own modules, but not installed packages: write what `{name}` stands for into the revision, or run it with Alembic",
        zh: "limbeck 会执行项目自己的模块，但不会执行已安装的第三方包：请把 `{name}` 代表的内容直接写进迁移脚本，或用 Alembic 执行这个版本",
    }
    /// A bound of the sandbox.
    limit(what) { en: "{what}", zh: "脚本超出了限制：{what}" }
    /// A question to the database in `--sql`.
    offline(what) {
        en: "{what} needs a database, but this is offline mode (--sql)",
        zh: "离线模式（--sql）没有数据库可用：{what}",
    }
    /// What to do about it.
    offline_help() {
        en: "a script that asks the database can't be rendered with --sql; run it online",
        zh: "会查询数据库的脚本不能用 --sql 输出；请在线执行",
    }
    /// Ctrl-C.
    interrupted() { en: "interrupted", zh: "已中断" }
    /// The revision in which something failed.
    in_revision(message, revision) {
        en: "{message} (in revision {revision})",
        zh: "{message}（位于版本 {revision}）",
    }

    /// The object is there already.
    already_there_help() {
        en: "it is there already: if the migration had been run before, record it with `limbeck stamp REVISION`",
        zh: "该对象已经存在：如果这次迁移以前执行过，请用 `limbeck stamp REVISION` 补记版本",
    }
    /// A right is missing.
    right_help() {
        en: "the role lacks a right: connect as the owner of the schema, or let the owner grant it",
        zh: "当前角色权限不足：请以模式（schema）所有者的身份连接，或请所有者授权",
    }
    /// The table is not there.
    table_missing_help() {
        en: "the table is not there: see `limbeck current` and whether an earlier revision was stamped but never run",
        zh: "表不存在：请查看 `limbeck current`，确认是否有更早的版本只做了标记而没有真正执行",
    }
    /// The table is locked.
    locked_help() {
        en: "another session holds a lock on the table: try again when it is done",
        zh: "另一个会话锁住了该表：请等它结束后重试",
    }
    /// NULLs in the way of NOT NULL.
    nulls_help() {
        en: "rows with NULL are there already: fill them first, or give a server_default",
        zh: "表中已有值为 NULL 的行：请先填值，或指定 server_default",
    }
    /// Duplicates in the way of UNIQUE.
    duplicates_help() {
        en: "rows that repeat a value are there already: make them unique first",
        zh: "表中已有重复的值：请先去重",
    }
    /// Orphans in the way of a foreign key.
    orphans_help() {
        en: "rows that point to nothing are there already: mend them first",
        zh: "表中已有指向不存在记录的行：请先修正",
    }
    /// The server is gone.
    disconnected_help() {
        en: "the connection was lost: see the server's log, then run the command again",
        zh: "连接已断开：请查看服务器日志，然后重新执行命令",
    }
    /// A file without write permission.
    read_only_help() {
        en: "the file or its folder is read-only: change its permissions",
        zh: "文件或其文件夹是只读的：请修改权限",
    }
    /// A step that is there in part.
    partial_help(revision) {
        en: "see what of {revision} is there, complete it by hand or undo it, then `limbeck stamp` the revision that the schema has",
        zh: "请检查{revision}已执行了哪些部分，手工补完或撤销，然后用 `limbeck stamp` 标记表结构实际所在的版本",
    }
    /// A revision by its name.
    revision(name) { en: "revision {name}", zh: "版本 {name} " }
}
