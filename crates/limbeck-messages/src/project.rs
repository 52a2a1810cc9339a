//! Why a project can't be read.

use crate::messages;

messages! {
    /// A file that is not readable.
    unreadable(path, reason) { en: "can't read {path}: {reason}", zh: "无法读取 {path}：{reason}" }
    /// A file that was named.
    no_file(path) { en: "there is no configuration file {path}", zh: "配置文件 {path} 不存在" }
    /// What to do about it.
    no_file_help() {
        en: "name the file with `-c PATH`, or run limbeck in its folder",
        zh: "请用 `-c PATH` 指定该文件，或在它所在的文件夹中运行 limbeck",
    }
    /// pyproject.toml.
    not_toml(path, reason) { en: "{path} is not valid TOML: {reason}", zh: "{path} 不是有效的 TOML：{reason}" }
    /// A value that is not allowed.
    bad_value(reason) { en: "{reason}", zh: "配置的值有误：{reason}" }
    /// Alembic's words.
    no_script_location() {
        en: "No 'script_location' key found in configuration.",
        zh: "配置中没有 'script_location'",
    }
    /// The ini lacks the section.
    no_section(path, section, others) {
        en: "{path} has no section [{section}]; it has {others}: choose one with `-n NAME`",
        zh: "{path} 中没有 [{section}] 一节；现有：{others}。请用 `-n NAME` 选择",
    }
    /// The section lacks the key.
    add_script_location(section, path) {
        en: "add `script_location = …` to [{section}] of {path}",
        zh: "请在 {path} 的 [{section}] 中加入 `script_location = …`",
    }
    /// There is no ini at all.
    no_configuration(names) {
        en: "there is no {names} here: run limbeck in the folder of alembic.ini, or name the file with `-c PATH`",
        zh: "此处没有 {names}：请在 alembic.ini 所在的文件夹中运行 limbeck，或用 `-c PATH` 指定该文件",
    }
    /// Between the names of files.
    or(first, second) { en: "{first} or {second}", zh: "{first} 或 {second}" }
    /// Alembic's words.
    no_script_folder(path) {
        en: "Path doesn't exist: {path}.  Please use the 'init' command to create a new scripts folder.",
        zh: "脚本文件夹 {path} 不存在",
    }
    /// What to do about it.
    no_script_folder_help() {
        en: "`script_location` names the folder that has env.py; it is relative to the current folder unless it begins with %(here)s",
        zh: "`script_location` 应指向 env.py 所在的文件夹；除非以 %(here)s 开头，否则相对于当前文件夹",
    }
    /// A line of the ini before any section.
    ini_no_section(line, path, text) {
        en: "line {line} of {path} stands before any [section]: {text:?}",
        zh: "{path} 第 {line} 行不在任何 [节] 中：{text:?}",
    }
    /// A line of the ini that is nothing.
    ini_not_a_key(line, path, text) {
        en: "line {line} of {path} has no `key = value`: {text:?}",
        zh: "{path} 第 {line} 行不是 `key = value`：{text:?}",
    }
    /// A section of the ini again.
    ini_duplicate_section(section, path, line) {
        en: "section [{section}] stands twice in {path}, again at line {line}",
        zh: "{path} 中 [{section}] 出现了两次，第二次在第 {line} 行",
    }
    /// A key of the ini again.
    ini_duplicate_key(key, section, path, line) {
        en: "key `{key}` stands twice in section [{section}] of {path}, again at line {line}",
        zh: "{path} 的 [{section}] 中 `{key}` 出现了两次，第二次在第 {line} 行",
    }
    /// A percent sign; configparser's words.
    ini_percent(found, key, section) {
        en: "'%' must be followed by '%' or '(', found: {found:?} (key `{key}` in section [{section}])",
        zh: "'%' 后面必须是 '%' 或 '('，实际是 {found:?}（[{section}] 的 `{key}`）",
    }
    /// A reference to nothing.
    ini_missing_reference(name, key, section) {
        en: "`%({name})s` in key `{key}` of section [{section}] names no key",
        zh: "[{section}] 的 `{key}` 引用了 `%({name})s`，但没有这个键",
    }
    /// A reference to itself.
    ini_recursion(key, section) {
        en: "value of `{key}` in section [{section}] refers to itself",
        zh: "[{section}] 的 `{key}` 引用了自己",
    }
    /// What to do about an ini.
    ini_help() {
        en: "a `%` in an ini value is written `%%`; every key stands in a [section]",
        zh: "ini 的值中 `%` 要写成 `%%`；每个键都必须位于某个 [节] 中",
    }
    /// The header of a revision.
    bad_header(reason) { en: "{reason}", zh: "迁移脚本的版本信息有误：{reason}" }
    /// The header of a revision that is more than plain values.
    header_help() {
        en: "write the revision's header as plain strings",
        zh: "请把版本信息（revision、down_revision 等）写成普通字符串",
    }
    /// A file that is found in two folders; Alembic's words.
    loaded_twice(warning) { en: "{warning}", zh: "同一文件被加载了两次，已忽略（{warning}）" }
    /// Revisions that are asked for before they are there.
    not_read() { en: "the project's revisions were not read", zh: "没有读到项目的版本" }
}
