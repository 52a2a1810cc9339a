//! `limbeck migrate`: the guided way.

use crate::messages;

messages! {
    /// The heading of what would run.
    steps_heading() { en: "Would run:", zh: "将要执行：" }
    /// A step of the list.
    step(number, text, statements, tables) {
        en: "{number}. {text} ({statements}; tables: {tables})",
        zh: "{number}. {text}（{statements}；涉及的表：{tables}）",
    }
    /// A step that touches no table.
    no_table() { en: "none", zh: "无" }
    /// A step whose statements depend on rows.
    depends_on_data() { en: "depends on data: what it does is decided while it runs", zh: "取决于数据：具体操作在执行时才能确定" }
    /// A step that can't be one transaction.
    not_one_transaction() { en: "not in one transaction: if it fails half way, a part of it stays", zh: "无法在一个事务中执行：中途失败时，已执行的部分会保留" }
    /// The question.
    question() { en: "Run it? [y/N] ", zh: "是否执行？[y/N] " }
    /// The answer was no.
    declined(place) { en: "nothing was run; the database is at {place}", zh: "未执行任何操作；数据库位于 {place}" }
    /// There is nobody to ask.
    no_terminal() { en: "there is no terminal to ask on", zh: "没有可供确认的终端" }
    /// What to do where there is nobody to ask.
    no_terminal_help() { en: "give `--yes` to run without a question", zh: "加上 `--yes` 可跳过确认直接执行" }
    /// The database is as it was.
    unchanged(place) { en: "unchanged, at {place}", zh: "未改动，位于 {place}" }
    /// Ctrl-C at the question.
    interrupted() { en: "interrupted before anything was run", zh: "已中断，未执行任何操作" }
    /// The heading of the verification.
    verifying() { en: "Verifying:", zh: "正在验证：" }
    /// All done.
    done(revisions, place, seconds) {
        en: "Done: {revisions} in {seconds} s; the database is at {place}.",
        zh: "完成：{revisions}，用时 {seconds} 秒；数据库位于 {place}。",
    }
    /// How long a step took.
    step_took(text, seconds) { en: "{text}: {seconds} s", zh: "{text}：{seconds} 秒" }
    /// The database was at the target already.
    nothing_to_do(place) { en: "Nothing to run: the database is at {place}.", zh: "无需执行：数据库已位于 {place}。" }
    /// It does not fit after the upgrade.
    does_not_fit() { en: "the schema is not as the revisions make it", zh: "数据库结构与迁移脚本不一致" }
}
