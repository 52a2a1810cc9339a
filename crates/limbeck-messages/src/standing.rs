//! The state of the database after a failure, and what a run tells on its way.

use crate::messages;

messages! {
    /// Nothing was done.
    unchanged(place) { en: "unchanged, at {place}", zh: "未改动，位于 {place}" }
    /// What was done is rolled back.
    back_at(place) { en: "back at {place}", zh: "已回滚到 {place}" }
    /// What was done is kept.
    at(place) { en: "at {place}", zh: "位于 {place}" }
    /// A step is there in part.
    at_with_a_part(place, revision) {
        en: "at {place}, with a part of {revision} applied",
        zh: "位于 {place}，{revision}只执行了一部分",
    }
    /// A step whose revision has no name.
    next_revision() { en: "the next revision", zh: "下一个版本" }
    /// Revisions that are kept.
    kept(state, revisions) { en: "{state} ({revisions} applied and kept)", zh: "{state}（已执行并保留 {revisions}）" }
    /// Which setting chose the database in place of env.py.
    url_chosen(source, url, other) {
        en: "{source} chooses the database: {url} (the ini says {other})",
        zh: "数据库由 {source} 指定：{url}（ini 中是 {other}）",
    }
    /// A script committed.
    committed() {
        en: "the script committed: what ran before is kept, whatever follows",
        zh: "脚本提交了事务：之前执行的内容将保留，不受后续影响",
    }
    /// A script committed, and where.
    committed_at(place) {
        en: "the script committed at {place}: what ran before is kept, whatever follows",
        zh: "脚本在 {place} 提交了事务：之前执行的内容将保留，不受后续影响",
    }
}
