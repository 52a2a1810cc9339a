//! `limbeck compat`, and `--no-env`.

use crate::messages;

messages! {
    /// env.py is left out.
    no_env() {
        en: "env.py is not run: its URL, version table, schemas, transaction mode, naming convention, SET statements and callbacks do not count",
        zh: "未执行 env.py：其中的 URL、版本表、模式（schema）、事务方式、命名约定、SET 语句和回调均不生效",
    }
    /// env.py is fine.
    env_runs() { en: "env.py can be evaluated", zh: "env.py 可以执行" }
    /// env.py can't be run.
    env_refused(message) { en: "env.py: {message}", zh: "env.py 无法执行：{message}" }
    /// What to do about it.
    env_help() {
        en: "the revisions are looked at as if there were no env.py; `--no-env` runs them so",
        zh: "以下按没有 env.py 的情况检查各版本；用 `--no-env` 可以这样执行",
    }
    /// The last line.
    total(runs, depends, refused) {
        en: "{runs} of the revisions run, {depends} depend on something unresolved, {refused} are refused",
        zh: "{runs} 个版本可以执行，{depends} 个取决于无法解析的导入，{refused} 个无法执行",
    }
    /// A revision that raised without rows.
    without_rows(message) { en: "raises on an empty database: {message}", zh: "在空数据库上报错：{message}" }
    /// All is well.
    all_run(count) { en: "limbeck runs all {count} of them.", zh: "limbeck 可以执行全部 {count} 个版本。" }
    /// Some can't be run.
    some_do_not() { en: "limbeck does not run every revision of this project", zh: "limbeck 无法执行该项目的全部版本" }
    /// The next step.
    some_do_not_help() {
        en: "run the revisions marked ❌ or ⚠ with Alembic, and go on with limbeck: both use the same version table; `limbeck.toml` can give unresolved names a value",
        zh: "标有 ❌ 或 ⚠ 的版本请用 Alembic 执行，其余继续用 limbeck：两者使用同一张版本表；也可以在 `limbeck.toml` 中为无法解析的名称指定值",
    }
}
