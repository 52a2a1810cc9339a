//! `limbeck plan` and `limbeck migrate`: what would run.

use crate::{Message, messages, units};

messages! {
    /// Where the database is.
    database_at(url, place) { en: "{url} is at {place}", zh: "{url} 当前位于 {place}" }
    /// No revision is applied.
    at_base() { en: "base (nothing applied)", zh: "base（尚未执行任何迁移）" }
    /// Nothing would run.
    nothing_to_do(target) { en: "nothing to do: the database is at {target} already", zh: "无需操作：数据库已在 {target}" }
    /// What an upgrade would run.
    would_upgrade(target, revisions, statements) {
        en: "upgrade to {target}: {revisions}, {statements}",
        zh: "升级到 {target}：{revisions}，{statements}",
    }
    /// What a downgrade would run.
    would_downgrade(target, revisions, statements) {
        en: "downgrade to {target}: {revisions}, {statements}",
        zh: "回滚到 {target}：{revisions}，{statements}",
    }
    /// The tables of a step.
    tables(names) { en: "tables: {names}", zh: "涉及的表：{names}" }
    /// A step without a statement on a table.
    no_tables() { en: "tables: none", zh: "涉及的表：无" }
    /// A step that is one transaction.
    one_transaction() { en: "in one transaction: all of it or nothing", zh: "在一个事务中执行：要么全部成功，要么全部撤销" }
    /// A step that can't be one transaction.
    not_one_transaction() { en: "not in one transaction: if it fails half way, a part of it stays", zh: "无法在一个事务中执行：中途失败时，已执行的部分会保留" }
    /// Where a step leaves its transaction.
    leaves_transaction(place) { en: "leaves the transaction at {place}", zh: "在 {place} 处脱离事务" }
    /// A step whose statements do not depend on rows.
    certain() { en: "certain: these statements and no others", zh: "确定：只会执行这些语句" }
    /// A step that asks about rows.
    depends_on_data() { en: "depends on data: the script asks the database, and what follows may differ", zh: "取决于数据：脚本会查询数据库，之后的语句可能不同" }
    /// Where a step asks.
    asks(place, sql) { en: "asks at {place}: {sql}", zh: "在 {place} 处查询：{sql}" }
    /// A script that can't be rehearsed.
    not_rehearsed(message) { en: "could not be rehearsed to its end without the real rows: {message}", zh: "没有真实数据，无法预演到底：{message}" }
    /// Where a step's rehearsal ended.
    not_rehearsed_at(place) { en: "at {place}", zh: "位于 {place}" }
    /// A step without statements.
    no_statements() { en: "no statements", zh: "没有语句" }
}

/// The line that says what would run.
pub fn would_run(is_upgrade: bool, target: &str, revisions: usize, statements: usize) -> Message {
    let (revisions, statements) = (units::revisions(revisions), units::statements(statements));
    match is_upgrade {
        true => would_upgrade(target, revisions, statements),
        false => would_downgrade(target, revisions, statements),
    }
}
