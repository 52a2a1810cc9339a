//! What is said of arguments that make no sense.

use crate::{Message, messages};

messages! {
    /// An unknown command.
    no_command(name) { en: "there is no command `{name}`", zh: "没有 `{name}` 这个命令" }
    /// Where they are listed.
    lists_commands(call) { en: "`{call}` lists the commands", zh: "`{call}` 会列出所有命令" }
    /// An unknown option.
    no_option(name) { en: "there is no option `{name}`", zh: "没有 `{name}` 这个选项" }
    /// An unknown option of a command.
    no_option_of(name, command) {
        en: "there is no option `{name}` of `{command}`",
        zh: "`{command}` 没有 `{name}` 这个选项",
    }
    /// Where they are listed.
    lists_options(call) { en: "`{call}` lists the options", zh: "`{call}` 会列出所有选项" }
    /// An option of Alembic at the wrong place.
    stands_before(call) { en: "it stands before the command: `{call}`", zh: "它应写在命令之前：`{call}`" }
    /// An argument without a use.
    too_many(argument) { en: "`{argument}` is one argument too many", zh: "多余的参数 `{argument}`" }
    /// An argument without a use, of a command.
    too_many_of(argument, command) {
        en: "`{argument}` is one argument too many of `{command}`",
        zh: "`{command}` 有多余的参数 `{argument}`",
    }
    /// Where to read on.
    says_more(call) { en: "`{call}` says more", zh: "详见 `{call}`" }
    /// A call that works.
    for_example(call) { en: "for example `{call}`", zh: "例如 `{call}`" }
    /// Something is left out.
    needs(command, what) { en: "`{command}` needs {what}", zh: "`{command}` 需要{what}" }
    /// A noun that is left out.
    a_revision() { en: "a revision", zh: "一个版本" }
    /// Another noun that is left out.
    a_noun(article, noun) { en: "{article} {noun}", zh: "{article}参数 {noun}" }
    /// `a`
    article() { en: "a", zh: "一个" }
    /// `an`
    article_before_vowel() { en: "an", zh: "一个" }
    /// An option without its value.
    needs_a_value(option) { en: "`{option}` needs a value", zh: "`{option}` 缺少值" }
    /// A value of the wrong kind.
    does_not_fit(value, option) { en: "`{value}` does not fit `{option}`", zh: "`{value}` 不能作为 `{option}` 的值" }
    /// A value too many.
    takes_no_value(option, value) {
        en: "`{option}` takes no value, but `{value}` was given",
        zh: "`{option}` 不接受值，但给出了 `{value}`",
    }
    /// Two options that exclude each other.
    not_together(first, second) {
        en: "`{first}` and `{second}` can't be used together",
        zh: "`{first}` 和 `{second}` 不能同时使用",
    }
    /// What to use in place of both.
    json_and_sql_help() {
        en: "`plan --json` gives the statements with their places",
        zh: "`plan --json` 会给出语句及其在脚本中的位置",
    }
    /// Bytes that are no text.
    not_utf8() { en: "an argument is not UTF-8", zh: "有参数不是 UTF-8" }
    /// What to do about it.
    not_utf8_help() { en: "write names and revisions in UTF-8", zh: "名称和版本请使用 UTF-8" }
    /// The nearest name.
    did_you_mean(name, help) { en: "did you mean `{name}`? {help}", zh: "是否想输入 `{name}`？{help}" }
    /// What `--lock-wait` takes.
    seconds_wanted() { en: "a number of seconds is wanted, 0 or more", zh: "应为大于或等于 0 的秒数" }
    /// What `--rev-range` takes.
    range_wanted() { en: "a range is wanted, [start]:[end]", zh: "应为范围 [起]:[止]" }
    /// A value of `--resume`.
    resume_wanted() { en: "it is one of skip, again, anew", zh: "可用的值：skip、again、anew" }
    /// What `--lang` takes.
    language_wanted(languages) { en: "it is one of {languages}", zh: "可用的值：{languages}" }
    /// A command of Alembic alone.
    not_yet(name) { en: "limbeck does not have the command `{name}` yet", zh: "limbeck 尚不支持命令 `{name}`" }
    /// What to do about it.
    run_alembic(command, reason) {
        en: "run Alembic for it, `{command}`: {reason}",
        zh: "请用 Alembic 执行 `{command}`：{reason}",
    }
    /// Why `revision` and `merge` are no loss.
    writes_a_file() { en: "limbeck runs the file that it writes", zh: "它生成的文件 limbeck 可以执行" }
    /// Why `edit` is no loss.
    show_names_the_file() { en: "`show` names the file of a revision", zh: "`show` 会显示版本对应的文件" }
    /// Why `init` is no loss.
    writes_a_project() { en: "limbeck runs the project that it writes", zh: "它生成的项目 limbeck 可以执行" }
    /// Why `check` is not there.
    compares_models() { en: "it compares the models, which are Python", zh: "它比较的是用 Python 写的模型" }
    /// Why `list_templates` is not there.
    templates_of_alembic() { en: "the templates are part of Alembic", zh: "模板是 Alembic 的一部分" }
    /// No command at all, for programs.
    no_command_given() { en: "a command is missing", zh: "缺少命令" }
    /// No command at all.
    short(program) {
        en: "usage: {program} [-c FILE] [-n SECTION] [-x KEY=VALUE] [--url URL] COMMAND …\n\
             commands: upgrade, downgrade, current, history, heads, branches, show, stamp, ensure_version, migrate, plan, inspect, verify, doctor, compat\n\
             help: `{program} upgrade head` brings the database up to date; `{program} --help` says more\n",
        zh: "用法：{program} [-c FILE] [-n SECTION] [-x KEY=VALUE] [--url URL] COMMAND …\n\
             命令：upgrade、downgrade、current、history、heads、branches、show、stamp、ensure_version、migrate、plan、inspect、verify、doctor、compat\n\
             建议：`{program} upgrade head` 将数据库升级到最新版本；`{program} --help` 显示更多\n",
    }
}

/// What is left out, with its article.
pub fn a(noun: &str) -> Message {
    match noun {
        "revision" => a_revision(),
        _ if noun.starts_with(['a', 'e', 'i', 'o', 'u']) => a_noun(article_before_vowel(), noun),
        _ => a_noun(article(), noun),
    }
}
