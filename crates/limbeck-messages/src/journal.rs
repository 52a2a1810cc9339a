//! The journal of steps that are not one transaction.

use crate::messages;

messages! {
    /// A step is gone on with.
    going_on(step, statements) {
        en: "{step} was left half done; done already: {statements}; going on from there",
        zh: "{step} 上次没有执行完：已完成 {statements}，从其后继续",
    }
    /// A journal that no longer fits the version table.
    stale(step) {
        en: "the journal of a half-done {step} is dropped: the version table has moved since",
        zh: "已丢弃 {step} 的执行日志：版本表之后已被改动",
    }
    /// A journal that the user gives up.
    dropped(step) {
        en: "the journal of a half-done {step} is dropped, as --resume anew asks",
        zh: "已按 --resume anew 的要求丢弃 {step} 的执行日志",
    }
    /// The role may not make the table.
    no_right(table) {
        en: "the journal {table} can't be created for want of a right: a step that fails half way can't be gone on with",
        zh: "没有权限创建执行日志表 {table}：迁移中途失败时将无法续行",
    }
    /// A statement that an index left by a crash stands in the way of.
    dropping_invalid(index) {
        en: "the index {index}, left invalid by the earlier run, is dropped and built again",
        zh: "索引 {index} 因上次运行中断而无效，将删除后重建",
    }
    /// The statement that was running when the earlier run ended.
    unclear(place, statement) {
        en: "the earlier run ended during the statement of {place}, and the database does not tell whether it was done: {statement}",
        zh: "上次运行在 {place} 的语句处中断，从数据库无法判断该语句是否已执行：{statement}",
    }
    /// What to do about it.
    unclear_help() {
        en: "look at the database; where it is done, run the command again with `--resume skip`, else with `--resume again`",
        zh: "请检查数据库：如果该语句已执行，请加 `--resume skip` 重新运行，否则加 `--resume again`",
    }
    /// The server is still at it.
    still_running(place, session) {
        en: "the statement of {place} from the earlier run is still running in session {session}",
        zh: "上次运行中 {place} 的语句仍在会话 {session} 中执行",
    }
    /// What to do about it.
    still_running_help() {
        en: "wait until it is done, or end that session, then run the command again",
        zh: "请等它执行完，或结束该会话，然后重新运行命令",
    }
    /// The script is not what it was.
    changed(noted, given) {
        en: "the statement of {noted} is noted as done, but now the script gives another at {given}",
        zh: "{noted} 的语句记录为已执行，但脚本现在在 {given} 给出了另一条语句",
    }
    /// The script ends earlier than it did.
    left_out(noted) {
        en: "the statement of {noted} is noted as done, but the script does not give it any more",
        zh: "{noted} 的语句记录为已执行，但脚本中已没有该语句",
    }
    /// What to do about it.
    changed_help() {
        en: "leave the statements that are done as they were; or run with `--resume skip` to take this one as done, `--resume again` to run it, `--resume anew` to run the whole revision from its beginning",
        zh: "请保留已执行的语句不变；也可以用 `--resume skip` 视该语句为已执行，用 `--resume again` 执行它，或用 `--resume anew` 从头执行整个版本",
    }
    /// A script reads rows that nobody has kept.
    no_rows(place) {
        en: "the statement of {place} is done, but the script reads rows that it gave back, and those are not kept",
        zh: "{place} 的语句已执行，但脚本要读取它返回的行，而这些行没有保存",
    }
    /// What to do about it.
    no_rows_help(command) {
        en: "complete the revision by hand and record it with `{command}`; or run with `--resume again` to run this statement once more",
        zh: "请手工完成该版本并用 `{command}` 记录；也可以用 `--resume again` 再次执行该语句",
    }
    /// Another step is asked for.
    other_step(unfinished, wanted) {
        en: "{unfinished} is half done and has to be finished before {wanted}",
        zh: "{unfinished} 只执行了一部分，须先完成它才能执行 {wanted}",
    }
    /// What to do about it.
    other_step_help() {
        en: "run that step to its end first; or, once you have seen to it by hand, give up its journal with `--resume anew` or `limbeck stamp`",
        zh: "请先把该步骤执行完；如果已手工处理好，可用 `--resume anew` 或 `limbeck stamp` 放弃它的执行日志",
    }
    /// A step that failed and can be gone on with.
    go_on_help(revision, statements) {
        en: "done and noted: {statements} of {revision}; mend what failed and run the command again, it goes on from there",
        zh: "{revision}已有 {statements}执行完毕并记录在案：请解决失败原因后重新运行命令，将从其后继续",
    }
    /// The check of doctor.
    unfinished() { en: "half-done step", zh: "未完成的步骤" }
    /// There is none.
    none_unfinished() { en: "there is none", zh: "没有" }
    /// There is one.
    is_unfinished(step, statements) {
        en: "{step} is half done; done so far: {statements}",
        zh: "{step} 只执行了一部分：已完成 {statements}",
    }
    /// The statement that was running.
    was_running(place, statement) {
        en: "the run ended during the statement of {place}: {statement}",
        zh: "运行在 {place} 的语句处中断：{statement}",
    }
    /// What to do about it.
    unfinished_help(command) {
        en: "run `{command}`: it goes on from there",
        zh: "请运行 `{command}`：将从已完成的语句之后继续",
    }
    /// A journal that no longer fits.
    is_stale(step) {
        en: "the journal of {step} is out of date: the version table has moved since; the next run drops it",
        zh: "{step} 的执行日志已过时：版本表之后已被改动；下次运行会丢弃它",
    }
    /// What to do about it.
    is_stale_help() {
        en: "check with `limbeck verify` that the schema fits the recorded revision",
        zh: "请用 `limbeck verify` 检查表结构是否与记录的版本相符",
    }
}
