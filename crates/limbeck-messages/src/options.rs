//! `--help`: commands, options and arguments.

use crate::messages;

messages! {
    /// limbeck itself.
    limbeck() { en: "Runs Alembic database migrations without Python", zh: "不依赖 Python 执行 Alembic 数据库迁移" }
    /// Above the commands.
    commands() { en: "Commands", zh: "命令" }
    /// Above the options.
    options() { en: "Options", zh: "选项" }
    /// Above the arguments.
    arguments() { en: "Arguments", zh: "参数" }
    /// Before the usage.
    usage() { en: "Usage", zh: "用法" }
    /// `--help`
    help() { en: "Print help", zh: "显示帮助" }
    /// `--config`
    config() {
        en: "The project's ini file or pyproject.toml; twice to name both [default: $ALEMBIC_CONFIG or alembic.ini]",
        zh: "项目的 ini 文件或 pyproject.toml；两者都要指定时写两次 [默认：$ALEMBIC_CONFIG 或 alembic.ini]",
    }
    /// `--name`
    name() { en: "The section of the ini file [default: alembic]", zh: "ini 文件中的节 [默认：alembic]" }
    /// `-x`
    x() { en: "An argument for env.py, as in `-x tenant=south`; may be repeated", zh: "传给 env.py 的参数，如 `-x tenant=south`；可多次使用" }
    /// `--raiseerr`
    raiseerr() { en: "Show every frame of an error, and its whole SQL statement", zh: "出错时显示完整的调用栈和 SQL 语句" }
    /// `--quiet`
    quiet() { en: "Print no progress, and nothing on standard output but SQL", zh: "不显示进度，标准输出只有 SQL" }
    /// `--url`
    url() {
        en: "The database, in place of the one env.py names [default: $LIMBECK_URL, then $DATABASE_URL or .env]",
        zh: "数据库 URL，代替 env.py 指定的 [默认：$LIMBECK_URL，其次 $DATABASE_URL 或 .env]",
    }
    /// `--url` behind a command
    url_short() { en: "The database, in place of the one env.py names", zh: "数据库 URL，代替 env.py 指定的" }
    /// `--lock-wait`
    lock_wait() { en: "How long to wait for another run to end [default: 60]", zh: "另一个迁移正在运行时最多等待的秒数 [默认：60]" }
    /// `--lang`
    lang() {
        en: "The language of messages: en or zh-CN [default: $LIMBECK_LANG, then the locale]",
        zh: "信息的语言：en 或 zh-CN [默认：$LIMBECK_LANG，其次系统语言]",
    }
    /// `--json`
    json() {
        en: "Answer with a JSON document on standard output, and report progress as JSON lines on standard error",
        zh: "在标准输出给出 JSON 结果，在标准错误逐行报告 JSON 进度",
    }
    /// `--version`
    version() { en: "Print the version", zh: "显示版本号" }
    /// `--resume`
    resume() {
        en: "How to go on with a revision left half done: `skip`, `again` or `anew`",
        zh: "如何继续只执行了一部分的版本：`skip`、`again` 或 `anew`",
    }
    /// The command `upgrade`.
    upgrade() { en: "Bring the database up to a revision", zh: "将数据库升级到指定版本" }
    /// The command `downgrade`.
    downgrade() { en: "Take the database back to a revision", zh: "将数据库回滚到指定版本" }
    /// The command `current`.
    current() { en: "Show where the database stands", zh: "显示数据库当前所在的版本" }
    /// The command `history`.
    history() { en: "List the revisions, newest first", zh: "列出所有版本，最新的在前" }
    /// The command `heads`.
    heads() { en: "List the newest revision of every branch", zh: "列出每个分支的最新版本" }
    /// The command `branches`.
    branches() { en: "List the revisions where branches part", zh: "列出产生分支的版本" }
    /// The command `show`.
    show() { en: "Show one revision in full", zh: "显示一个版本的详细信息" }
    /// The command `stamp`.
    stamp() {
        en: "Write down that the database stands at a revision, without running anything",
        zh: "只记录数据库所在的版本，不执行任何迁移",
    }
    /// The command `ensure_version`.
    ensure_version() { en: "Create the version table if it is not there", zh: "版本表不存在时创建它" }
    /// The command `migrate`.
    migrate() {
        en: "Upgrade step by step: show what would run, ask, run it, and verify the result",
        zh: "引导式升级：显示将要执行的内容，确认后执行，并验证结果",
    }
    /// The command `plan`.
    plan() {
        en: "Show what an upgrade or downgrade would do, without doing it",
        zh: "显示升级或回滚将要做什么，但不执行",
    }
    /// The command `verify`.
    verify() {
        en: "Compare the database's tables with what the revisions make",
        zh: "将数据库中的表与迁移脚本应有的结果进行比较",
    }
    /// The command `doctor`.
    doctor() {
        en: "Check all that a run needs, one by one, and say what to do",
        zh: "逐项检查迁移所需的条件，并给出处理办法",
    }
    /// The command `inspect`.
    inspect() {
        en: "Show the tables and foreign keys of the database, or all about one table",
        zh: "显示数据库的表和外键，或某个表的全部信息",
    }
    /// The argument of `inspect`.
    table_to_inspect() {
        en: "The table, where need be with its schema: SCHEMA.TABLE",
        zh: "表名，必要时带模式：SCHEMA.TABLE",
    }
    /// The argument of `migrate`.
    target_of_migrate() { en: "The revision to go to [default: head]", zh: "目标版本 [默认：head]" }
    /// The argument of `plan`.
    target_of_plan() {
        en: "The revision to go to, as in `upgrade` or `downgrade` [default: head]",
        zh: "目标版本，写法同 `upgrade` 或 `downgrade` [默认：head]",
    }
    /// `migrate --yes`
    yes() { en: "Run without asking", zh: "不询问，直接执行" }
    /// `verify --table`
    table() { en: "Only these tables", zh: "只验证这些表" }
    /// `verify --at`
    at() {
        en: "The revision whose tables are expected [default: the database's own]",
        zh: "以哪个版本的表结构为准 [默认：数据库当前的版本]",
    }
    /// `verify --strict`
    strict() {
        en: "Count tables that no revision makes, and uncertain ones, as differences too",
        zh: "多余的表和无法确定的表也算作差异",
    }
    /// `verify --scratch`
    scratch() {
        en: "Compare with a scratch database in which all revisions are run: the empty one of URL, or a temporary one",
        zh: "与执行了全部迁移的草稿库比较：URL 指定的空库，或临时创建的库",
    }
    /// `current --check-heads`
    check_heads() { en: "Exit with 1 unless the database stands at all heads", zh: "数据库不在全部最新版本（head）时以 1 退出" }
    /// `current --verbose`
    verbose_current() { en: "Show each revision in full, and the database", zh: "显示版本的详细信息和数据库" }
    /// `--verbose`
    verbose() { en: "Show each revision in full", zh: "显示版本的详细信息" }
    /// `history --rev-range`
    rev_range() {
        en: "Only this range; either end may be left out, relative, or `current`",
        zh: "只列出此范围；两端均可省略，也可用相对版本或 `current`",
    }
    /// `history --indicate-current`
    indicate_current() { en: "Mark the revisions at which the database stands", zh: "标出数据库所在的版本" }
    /// `heads --resolve-dependencies`
    resolve_dependencies() { en: "Count what a revision depends on as its parent", zh: "将依赖的版本视为上一版本" }
    /// The argument of `show`.
    revision_to_show() {
        en: "The revision: an id or its beginning, `head`, `heads`, `current`, LABEL@head",
        zh: "版本：版本号或其开头、`head`、`heads`、`current`、LABEL@head",
    }
    /// The arguments of `stamp`.
    revisions_to_stamp() {
        en: "The revisions, or `heads` for all heads, or `base`",
        zh: "版本；`heads` 表示全部最新版本，`base` 表示尚未迁移",
    }
    /// The argument of `upgrade` and `downgrade`.
    target() {
        en: "The revision: an id or its beginning, `head`, `heads`, `base`, +1, -1, LABEL@head; with --sql also FROM:TO",
        zh: "版本：版本号或其开头、`head`、`heads`、`base`、+1、-1、LABEL@head；配合 --sql 也可写 FROM:TO",
    }
    /// `--sql`
    sql() { en: "Print the SQL instead of running it", zh: "只输出 SQL，不执行" }
    /// `--tag`
    tag() { en: "A text that env.py can ask for", zh: "供 env.py 读取的文本" }
    /// `stamp --purge`
    purge() { en: "Empty the version table first, whatever is in it", zh: "先清空版本表，无论其中有什么" }

    /// Below the help of limbeck.
    after_limbeck() {
        en: "Examples:
  limbeck migrate                      the guided way: what would run, a question, the upgrade, a check
  limbeck upgrade head                 bring the database up to date
  limbeck current                      where the database stands
  limbeck verify                       whether its tables are as the revisions make them
  limbeck downgrade -1                 take back the last revision
  limbeck upgrade head --sql           print the SQL instead of running it
  limbeck --url sqlite:///pet.db history -i

The commands revision, merge, edit, init, check and list_templates are Alembic's; both can take turns on one database.

Exit codes:
  0  done                                       4  a script can't be evaluated
  1  the answer is no (verify, --check-heads)   5  the database refused, or can't be reached
  2  the arguments make no sense                6  partly applied
  3  the project can't be read                  7  another run holds the lock",
        zh: "示例：
  limbeck migrate                      引导式升级：先看计划，确认后执行并验证
  limbeck upgrade head                 升级到最新版本
  limbeck current                      查看数据库当前所在的版本
  limbeck verify                       验证表结构与迁移脚本是否一致
  limbeck downgrade -1                 回滚最近一个版本
  limbeck upgrade head --sql           只输出 SQL，不执行
  limbeck --url sqlite:///pet.db history -i

命令 revision、merge、edit、init、check 和 list_templates 仍由 Alembic 提供；两者可以轮流用于同一个数据库。

退出码：
  0  完成                                       4  脚本无法执行
  1  结果为否（verify、--check-heads）          5  数据库拒绝，或无法连接
  2  参数有误                                   6  只执行了一部分
  3  无法读取项目                               7  另一个迁移持有锁",
    }
    /// Below the help of `upgrade`.
    after_upgrade() {
        en: "Examples:
  limbeck upgrade head          to the newest revision
  limbeck upgrade heads         to the newest revision of every branch
  limbeck upgrade +2            two revisions up from here
  limbeck upgrade ae10          to the revision whose id begins with ae10
  limbeck upgrade shop@head     to the newest revision of the branch `shop`
  limbeck upgrade ae10:head --sql > up.sql",
        zh: "示例：
  limbeck upgrade head          升级到最新版本
  limbeck upgrade heads         升级到每个分支的最新版本
  limbeck upgrade +2            从当前版本向上两个版本
  limbeck upgrade ae10          升级到版本号以 ae10 开头的版本
  limbeck upgrade shop@head     升级到分支 `shop` 的最新版本
  limbeck upgrade ae10:head --sql > up.sql",
    }
    /// Below the help of `downgrade`.
    after_downgrade() {
        en: "Examples:
  limbeck downgrade -1          one revision back
  limbeck downgrade ae10        back to this revision, which stays
  limbeck downgrade base        back to the empty database
  limbeck downgrade shop@-1     one revision back on the branch `shop`
  limbeck downgrade head:ae10 --sql > down.sql",
        zh: "示例：
  limbeck downgrade -1          回滚一个版本
  limbeck downgrade ae10        回滚到此版本（该版本保留）
  limbeck downgrade base        回滚到空数据库
  limbeck downgrade shop@-1     在分支 `shop` 上回滚一个版本
  limbeck downgrade head:ae10 --sql > down.sql",
    }
    /// Below the help of `current`.
    after_current() {
        en: "Examples:
  limbeck current
  limbeck current --check-heads || limbeck upgrade heads",
        zh: "示例：
  limbeck current
  limbeck current --check-heads || limbeck upgrade heads",
    }
    /// Below the help of `history`.
    after_history() {
        en: "Examples:
  limbeck history
  limbeck history -i            with a mark where the database stands
  limbeck history -r ae10:head
  limbeck history -r-3:         the last three
  limbeck history -r current:   what is still to be run",
        zh: "示例：
  limbeck history
  limbeck history -i            标出数据库所在的版本
  limbeck history -r ae10:head
  limbeck history -r-3:         最近三个版本
  limbeck history -r current:   尚待执行的版本",
    }
    /// Below the help of `show`.
    after_show() {
        en: "Examples:
  limbeck show head
  limbeck show ae10",
        zh: "示例：
  limbeck show head
  limbeck show ae10",
    }
    /// Below the help of `stamp`.
    after_stamp() {
        en: "Examples:
  limbeck stamp head            the tables are there already: only write it down
  limbeck stamp base            as if nothing had been run
  limbeck stamp --purge ae10    when the version table names revisions that no file has",
        zh: "示例：
  limbeck stamp head            表已经存在：只记录版本
  limbeck stamp base            视为尚未执行任何迁移
  limbeck stamp --purge ae10    版本表中的版本没有对应文件时使用",
    }
    /// Below the help of `migrate`.
    after_migrate() {
        en: "Examples:
  limbeck migrate               asks before it runs anything
  limbeck migrate --yes         in a script, where nobody can be asked",
        zh: "示例：
  limbeck migrate               执行前先确认
  limbeck migrate --yes         用于无人值守的脚本",
    }
    /// Below the help of `plan`.
    after_plan() {
        en: "Examples:
  limbeck plan                  what `upgrade head` would do
  limbeck plan -1               what `downgrade -1` would do
  limbeck plan ae10",
        zh: "示例：
  limbeck plan                  `upgrade head` 将要做什么
  limbeck plan -1               `downgrade -1` 将要做什么
  limbeck plan ae10",
    }
    /// Below the help of `verify`.
    after_verify() {
        en: "Examples:
  limbeck verify
  limbeck verify --table pet owner
  limbeck verify --at head      before an upgrade: what it would change
  limbeck verify --scratch      replay all revisions in a temporary database",
        zh: "示例：
  limbeck verify
  limbeck verify --table pet owner
  limbeck verify --at head      升级之前：查看与最新版本的差异
  limbeck verify --scratch      在临时数据库中重新执行全部迁移后比较",
    }
    /// The command `compat`.
    compat() { en: "Tell which revisions limbeck runs, without a database", zh: "不连接数据库，检查 limbeck 能执行哪些版本" }
    /// Examples of `compat`.
    after_compat() {
        en: "Examples:\n  limbeck compat                whether limbeck suits this project\n  limbeck --json compat         the same for programs",
        zh: "示例：\n  limbeck compat                检查 limbeck 是否适用于该项目\n  limbeck --json compat         供程序读取",
    }
    /// `--no-env`
    no_env() {
        en: "Leave env.py out: take the URL of the ini, and nothing else that it configures",
        zh: "不执行 env.py：只使用 ini 中的 URL",
    }
    /// Below the help of `doctor`.
    after_doctor() {
        en: "Examples:
  limbeck doctor                changes nothing; exit code 1 if something is wrong
  limbeck doctor --json",
        zh: "示例：
  limbeck doctor                不改动任何内容；发现错误时退出码为 1
  limbeck doctor --json",
    }
    /// Below the help of `inspect`.
    after_inspect() {
        en: "Examples:
  limbeck inspect               the tables, and what their foreign keys lead to
  limbeck inspect pet           columns, indexes, constraints and references of a table",
        zh: "示例：
  limbeck inspect               所有的表及其外键
  limbeck inspect pet           一个表的列、索引、约束和引用关系",
    }
}
