//! What the command line shows around what others say: labels, the display of a run, Ctrl-C.

use std::time::Duration;

use crate::{Message, messages};

messages! {
    /// Before what went wrong.
    error() { en: "error", zh: "错误" }
    /// Before what may be wrong.
    warning() { en: "warning", zh: "警告" }
    /// Before the next step.
    help() { en: "help", zh: "建议" }
    /// Before the state of the database.
    database() { en: "database", zh: "数据库" }
    /// Before SQL.
    statement() { en: "statement", zh: "语句" }
    /// Before the calls that led to a place.
    called_from() { en: "called from", zh: "调用自" }
    /// The server's DETAIL.
    detail() { en: "detail", zh: "详情" }
    /// The server's HINT.
    hint() { en: "hint", zh: "服务器提示" }
    /// The server's CONTEXT.
    context() { en: "context", zh: "上下文" }
    /// Calls that are not shown.
    more_calls(count) { en: "… and {count} more, shown by --raiseerr", zh: "… 另有 {count} 层，可用 --raiseerr 显示" }
    /// The rest of a statement.
    more_characters(count) {
        en: "… and {count} more characters, shown by --raiseerr",
        zh: "… 另有 {count} 个字符，可用 --raiseerr 显示",
    }
    /// The database is where it should be.
    nothing_to_run() { en: "nothing to run", zh: "没有需要执行的迁移" }
    /// At the end.
    revisions_in(count, time) { en: "{count} revisions in {time}", zh: "{count} 个版本，用时 {time}" }
    /// Less than a second.
    milliseconds(count) { en: "{count} ms", zh: "{count} 毫秒" }
    /// Less than a minute.
    seconds(count) { en: "{count} s", zh: "{count} 秒" }
    /// More.
    minutes(minutes, seconds) { en: "{minutes} min {seconds} s", zh: "{minutes} 分 {seconds} 秒" }
    /// The first Ctrl-C.
    stopping() {
        en: "interrupted: stopping, and rolling back what is not committed",
        zh: "已中断：正在停止，并回滚尚未提交的内容",
    }
    /// The second Ctrl-C.
    still_waiting(what) {
        en: "still waiting for {what}; once more ends at once, and leaves the rolling back to the database",
        zh: "仍在等待：{what}；再按一次将立即结束，回滚由数据库完成",
    }
    /// What the second Ctrl-C waits for.
    the_answer() { en: "the database to answer", zh: "数据库响应" }
    /// A full disk.
    output_failed(reason) { en: "standard output can't be written: {reason}", zh: "无法写入标准输出：{reason}" }
    /// What to do about it.
    output_failed_help() {
        en: "the output is not complete: make room, or send it elsewhere",
        zh: "输出不完整：请腾出空间，或改写到别处",
    }
    /// No thread.
    no_stack(reason) {
        en: "there is no memory for the stack of scripts: {reason}",
        zh: "没有足够的内存作为脚本的栈：{reason}",
    }
    /// What to do about it.
    no_stack_help() { en: "raise the limit of memory of this process", zh: "请提高本进程的内存上限" }
    /// A defect of limbeck.
    panic(what, location, version, system, command) {
        en: "error: limbeck has come upon a defect of its own and stops here: sorry\n\
             what: {what}\n\
             where: {location}, in limbeck {version} for {system}\n\
             command: {command}\n\
             database: what was not committed is rolled back by the server; `limbeck current` says where it stands\n\
             help: please report the lines above, with the revision file if you may\n",
        zh: "错误：limbeck 遇到了自身的缺陷，只能在此停止，非常抱歉\n\
             现象：{what}\n\
             位置：{location}，limbeck {version}（{system}）\n\
             命令：{command}\n\
             数据库：尚未提交的内容由服务器回滚；`limbeck current` 可查看当前位置\n\
             建议：请报告以上内容，如果方便请附上迁移脚本\n",
    }

    /// An ini that Python's logging would refuse.
    logging_refused(reason) {
        en: "logging is not configured, Alembic would stop here: {reason}",
        zh: "日志没有配置成功，Alembic 会在此停止：{reason}",
    }
    /// A handler that writes to a file or socket.
    handler_left_out(name, class) {
        en: "the log handler `{name}` ({class}) is left out: limbeck logs to standard error and output",
        zh: "已忽略日志处理器 `{name}`（{class}）：limbeck 只向标准错误和标准输出写日志",
    }
    /// A list of names is missing.
    no_keys(section) { en: "it has no `keys` in a section [{section}]", zh: "[{section}] 中没有 `keys`" }
    /// There must be a root.
    no_root_logger() { en: "[loggers] does not name `root`", zh: "[loggers] 中没有 `root`" }
    /// A key is missing.
    no_key(section, key) { en: "[{section}] has no `{key}`", zh: "[{section}] 中没有 `{key}`" }
    /// A style that Python does not know.
    bad_style(section, style) {
        en: "[{section}] has the style `{style}`: it is one of %, {{ and $",
        zh: "[{section}] 的 style 是 `{style}`：只能是 %、{{ 或 $",
    }
    /// A formatter that is not there.
    no_formatter(section, name) {
        en: "[{section}] names the formatter `{name}`, which is not there",
        zh: "[{section}] 引用的格式器 `{name}` 不存在",
    }
    /// A handler that is not there.
    no_handler(section, name) {
        en: "[{section}] names the handler `{name}`, which is not there",
        zh: "[{section}] 引用的处理器 `{name}` 不存在",
    }
    /// A level that Python does not know.
    bad_level(section, level) {
        en: "[{section}] has the level `{level}`, which Python does not know",
        zh: "[{section}] 的级别 `{level}` 不是 Python 的日志级别",
    }
}

/// `12 ms`, `3.4 s`, `2 min 5 s`.
pub fn duration(elapsed: Duration) -> Message {
    match elapsed.as_secs() {
        0 => milliseconds(elapsed.as_millis().to_string()),
        1..=59 => seconds(format!("{:.1}", elapsed.as_secs_f64())),
        whole => minutes(whole / 60, whole % 60),
    }
}
