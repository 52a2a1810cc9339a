//! `limbeck doctor`: what each check looks at, what it found, and the next step.

use crate::messages;

messages! {
    /// Heading of the checks of files.
    project() { en: "Project", zh: "项目" }
    /// Heading of the checks of a database.
    database(url) { en: "Database {url}", zh: "数据库 {url}" }
    /// Heading of the guide's questions.
    questions() { en: "The questions of the guide", zh: "常见问题" }
    /// A check that an earlier one makes impossible.
    not_checked() { en: "not checked", zh: "未检查" }
    /// A check that was not made, and why.
    not_checked_because(reason) { en: "not checked: {reason}", zh: "未检查：{reason}" }
    /// The end, where all is well.
    well() { en: "All is well.", zh: "一切正常。" }
    /// The end, where there are only warnings.
    warnings(count) { en: "Nothing is wrong; warnings: {count}.", zh: "没有错误；警告 {count} 项。" }
    /// The end, where something is wrong.
    wrong(errors, warnings) { en: "Wrong: {errors}; warnings: {warnings}.", zh: "错误 {errors} 项；警告 {warnings} 项。" }
    /// The answer is no.
    failed(count) { en: "checks that failed: {count}", zh: "未通过的检查：{count} 项" }
    /// Where to read on.
    failed_help() { en: "each ❌ above names its next step", zh: "上面每个 ❌ 都写明了下一步" }

    /// Title of a check.
    configuration() { en: "configuration", zh: "配置文件" }
    /// Title of a check.
    scripts() { en: "scripts", zh: "迁移脚本" }
    /// Title of a check.
    graph() { en: "revision graph", zh: "版本链" }
    /// Title of a check.
    heads() { en: "heads", zh: "最新版本（head）" }
    /// Title of a check.
    constructs() { en: "language of the scripts", zh: "脚本语法" }
    /// Title of a check.
    env_py() { en: "env.py", zh: "环境脚本 env.py" }
    /// Title of a check.
    url() { en: "database URL", zh: "数据库 URL" }
    /// Title of a check.
    host() { en: "host name", zh: "主机名" }
    /// Title of a check.
    port() { en: "server answers", zh: "服务应答" }
    /// Title of a check.
    file() { en: "file", zh: "数据库文件" }
    /// Title of a check.
    tls() { en: "TLS", zh: "TLS 加密" }
    /// Title of a check.
    login() { en: "user and password", zh: "用户名和密码" }
    /// Title of a check.
    database_there() { en: "database", zh: "数据库" }
    /// Title of a check.
    server_version() { en: "server version", zh: "服务器版本" }
    /// Title of a check.
    writable() { en: "can be written", zh: "可写" }
    /// Title of a check.
    rights() { en: "rights", zh: "权限" }
    /// Title of a check.
    version_table() { en: "version table", zh: "版本表" }
    /// Title of a check.
    revision_known() { en: "recorded revision", zh: "记录的版本" }
    /// Title of a check.
    up_to_date() { en: "up to date", zh: "是否最新" }
    /// Title of a check.
    schema() { en: "tables of later revisions", zh: "后续版本的表" }
    /// Title of a check.
    locks() { en: "other sessions", zh: "其他会话" }
    /// Title of a check.
    other_run() { en: "another run", zh: "其他迁移进程" }

    /// The files of the configuration.
    configuration_found(files) { en: "{files}", zh: "已找到 {files}" }
    /// The scripts that were read.
    scripts_found(revisions, folder) { en: "{revisions} in {folder}", zh: "{folder} 中有 {revisions}" }
    /// A project without revisions.
    no_revisions(folder) { en: "there are no revisions in {folder}", zh: "{folder} 中没有任何版本" }
    /// What to do about it.
    no_revisions_help() {
        en: "check version_locations, or write the first revision with Alembic",
        zh: "请检查 version_locations，或用 Alembic 编写第一个版本",
    }
    /// The scripts were read, but do not fit together.
    graph_scripts_read() { en: "read", zh: "已读取" }
    /// The graph hangs together.
    graph_whole() { en: "whole: no parent is missing, no id comes twice, nothing goes in circles", zh: "完整：没有缺失的父版本、重复的编号或循环" }
    /// The only head.
    one_head(head) { en: "one: {head}", zh: "只有一个：{head}" }
    /// Several heads.
    several_heads(count, heads) { en: "{count}: {heads}", zh: "有 {count} 个：{heads}" }
    /// What to do about them.
    several_heads_help() {
        en: "`limbeck upgrade heads` runs every branch; to join them, `alembic merge heads`",
        zh: "`limbeck upgrade heads` 会执行所有分支；如需合并分支，用 `alembic merge heads`",
    }
    /// Every script can be read as a program.
    constructs_fine(scripts) { en: "limbeck can read all scripts ({scripts})", zh: "limbeck 可以读懂全部脚本（{scripts}）" }
    /// Some can't.
    constructs_bad(count) { en: "scripts that limbeck can't read: {count}", zh: "limbeck 无法读懂的脚本：{count} 个" }
    /// A script and what is wrong with it.
    script_bad(place, reason) { en: "{place}: {reason}", zh: "{place} 处：{reason}" }
    /// What to do about them.
    constructs_help() {
        en: "correct the scripts (`limbeck compat` tells more); what limbeck does not support, run with Alembic",
        zh: "请改正脚本（`limbeck compat` 有更多说明）；limbeck 不支持的写法请用 Alembic 执行",
    }
    /// env.py ran.
    env_py_fine() { en: "evaluated", zh: "执行成功" }
    /// env.py asked for a connection and then failed.
    env_py_writes(reason) {
        en: "it changes the database before the migrations begin, which doctor does not let it do ({reason}); the checks below take the default version table",
        zh: "它在迁移开始前就修改数据库，doctor 不允许这样做（{reason}）；以下检查按默认的版本表进行",
    }
    /// env.py is not at fault.
    env_py_writes_help() {
        en: "nothing to do: the other commands let env.py do it",
        zh: "无需处理：其他命令会允许 env.py 这样做",
    }
    /// What env.py would have written, and doctor did not let it.
    env_py_left_out(statement) { en: "left out, since it would write: {statement}", zh: "会写入数据库，已跳过：{statement}" }
    /// env.py connected to nothing.
    env_py_idle() { en: "it did not connect to a database", zh: "它没有连接任何数据库" }
    /// What to do about it.
    env_py_idle_help() {
        en: "env.py has to call context.configure(connection=…) and context.run_migrations()",
        zh: "env.py 需要调用 context.configure(connection=…) 和 context.run_migrations()",
    }
    /// Where the URL came from.
    url_from(source) { en: "from {source}", zh: "来自 {source}" }
    /// No URL was found.
    no_url() { en: "there is none", zh: "没有找到" }
    /// Where one is put.
    no_url_help() {
        en: "put DATABASE_URL into .env or the environment, set sqlalchemy.url in the ini, or give `--url URL`",
        zh: "请在 .env 或环境变量中设置 DATABASE_URL，或在 ini 中设置 sqlalchemy.url，或使用 `--url URL`",
    }
    /// The host name resolves.
    host_fine() { en: "resolves", zh: "可以解析" }
    /// There is no host name.
    host_none() { en: "none is needed", zh: "不需要" }
    /// The server answers.
    port_fine(address) { en: "at {address}", zh: "地址 {address}" }
    /// TLS is used.
    tls_used(version) { en: "used ({version})", zh: "已启用（{version}）" }
    /// TLS is used, and no more is known.
    tls_used_plain() { en: "used", zh: "已启用" }
    /// A Unix socket.
    tls_local() { en: "not needed: a socket on this machine", zh: "不需要：本机套接字" }
    /// The server is on this machine.
    tls_loopback(reason) { en: "not used, and not needed on this machine ({reason})", zh: "未启用，连接本机时不需要（{reason}）" }
    /// TLS is not used.
    tls_unused(reason) { en: "not used: password and data go over the network as they are ({reason})", zh: "未启用：密码和数据以明文经过网络（{reason}）" }
    /// Why.
    tls_not_asked() { en: "sslmode does not ask for it", zh: "sslmode 没有要求" }
    /// Why.
    tls_not_offered() { en: "the server does not offer it", zh: "服务端没有提供" }
    /// What to do about it.
    tls_help() {
        en: "switch TLS on at the server, and add ?sslmode=verify-full to the URL",
        zh: "请在服务端启用 TLS，并在 URL 后加上 ?sslmode=verify-full",
    }
    /// User and password are right.
    login_fine(user) { en: "accepted for {user}", zh: "用户 {user} 验证通过" }
    /// The database is there.
    database_fine(name) { en: "{name} is there", zh: "{name} 存在" }
    /// The server is too old.
    version_old(version, least) { en: "{version}; limbeck needs {least} or later", zh: "{version}；limbeck 需要 {least} 或更高版本" }
    /// What to do about it.
    version_old_help() { en: "update the server", zh: "请升级数据库服务器" }
    /// The session may write.
    writable_fine() { en: "yes", zh: "是" }
    /// A standby.
    standby() { en: "no: the server is a standby", zh: "否：该服务器是只读备库" }
    /// What to do about it.
    standby_help() { en: "connect to the primary server", zh: "请连接主库" }
    /// Sessions begin read-only.
    read_only() {
        en: "no: default_transaction_read_only is on for this role, database or server",
        zh: "否：该角色、数据库或服务器设置了 default_transaction_read_only = on",
    }
    /// What to do about it.
    read_only_help(database) {
        en: "let its owner run: ALTER DATABASE \"{database}\" RESET default_transaction_read_only (or ALTER ROLE, ALTER SYSTEM)",
        zh: "请库的所有者执行：ALTER DATABASE \"{database}\" RESET default_transaction_read_only（或 ALTER ROLE、ALTER SYSTEM）",
    }
    /// A SQLite file that can't be written.
    file_read_only(path) { en: "no: this user may not write {path}", zh: "否：当前用户无权写入 {path}" }
    /// A folder that can't be written.
    folder_read_only(path) {
        en: "the folder {path} is read-only, and SQLite writes its journal there",
        zh: "文件夹 {path} 是只读的，而 SQLite 需要在其中写日志文件",
    }
    /// What to do about either.
    file_read_only_help() { en: "change the permissions of the file and its folder", zh: "请修改该文件及其文件夹的权限" }
    /// The rights suffice.
    rights_fine(user, schemas) { en: "{user} may create tables in {schemas}", zh: "{user} 可以在 {schemas} 中建表" }
    /// A file has no rights.
    rights_none() { en: "those of the file", zh: "由文件权限决定" }
    /// MySQL decides about each statement by itself.
    rights_of_statements() { en: "not looked at: the server decides about each statement", zh: "未检查：由服务端逐条语句判断" }
    /// No schema of the search path is there.
    rights_no_schema() { en: "the search_path finds no schema to create tables in", zh: "search_path 中没有可以建表的模式" }
    /// What to do about it.
    rights_no_schema_help() { en: "let the owner of the database run: CREATE SCHEMA public", zh: "请库的所有者执行：CREATE SCHEMA public" }
    /// No right to create.
    rights_no_create(user, schema, owner) {
        en: "{user} may not create tables in the schema {schema} of {owner}",
        zh: "{user} 无权在模式 {schema}（所有者 {owner}）中建表",
    }
    /// No right even to look.
    rights_no_usage(user, schema, owner) {
        en: "{user} may not use the schema {schema} of {owner}",
        zh: "{user} 无权使用模式 {schema}（所有者 {owner}）",
    }
    /// What to do about either.
    rights_schema_help(schema, user) {
        en: "let its owner run: GRANT USAGE, CREATE ON SCHEMA \"{schema}\" TO \"{user}\"",
        zh: "请其所有者执行：GRANT USAGE, CREATE ON SCHEMA \"{schema}\" TO \"{user}\"",
    }
    /// A schema that has to be made first.
    rights_schema_missing(schema) { en: "the schema {schema} is not there, and the role may not create it", zh: "模式 {schema} 不存在，且该角色无权创建" }
    /// What to do about it.
    rights_schema_missing_help(schema, user) {
        en: "let the owner of the database run: CREATE SCHEMA \"{schema}\" AUTHORIZATION \"{user}\"",
        zh: "请库的所有者执行：CREATE SCHEMA \"{schema}\" AUTHORIZATION \"{user}\"",
    }
    /// Tables that belong to others.
    tables_of_others(count, names) {
        en: "{count} tables belong to other roles and can't be altered: {names}",
        zh: "{count} 张表属于其他角色，无法修改：{names}",
    }
    /// What to do about them.
    tables_of_others_help(user, owner) {
        en: "connect as {owner}, or let {owner} run: GRANT \"{owner}\" TO \"{user}\"",
        zh: "请用 {owner} 连接，或请 {owner} 执行：GRANT \"{owner}\" TO \"{user}\"",
    }
    /// The version table can be read.
    version_table_fine(name, rows) { en: "{name} is there, with {rows}", zh: "{name} 存在，记录了 {rows}" }
    /// There is none.
    version_table_missing(name) { en: "{name} is not there", zh: "{name} 不存在" }
    /// It is empty.
    version_table_empty(name) { en: "{name} is there and empty", zh: "{name} 存在，但为空" }
    /// That is how it begins.
    version_table_missing_help() {
        en: "the first `limbeck upgrade head` makes it",
        zh: "第一次执行 `limbeck upgrade head` 时会自动创建",
    }
    /// The role may not read it.
    version_table_unreadable(name, user) { en: "{user} may not read {name}", zh: "{user} 无权读取 {name}" }
    /// The role may not write it.
    version_table_unwritable(name, user) { en: "{user} may not write {name}", zh: "{user} 无权写入 {name}" }
    /// What to do about either.
    version_table_rights_help(name, user) {
        en: "let its owner run: GRANT SELECT, INSERT, UPDATE, DELETE ON {name} TO \"{user}\"",
        zh: "请其所有者执行：GRANT SELECT, INSERT, UPDATE, DELETE ON {name} TO \"{user}\"",
    }
    /// The table is there and has another shape.
    version_table_odd(name, reason) { en: "{name} can't be read: {reason}", zh: "无法读取 {name}：{reason}" }
    /// What to do about it.
    version_table_odd_help() {
        en: "see whether another program made a table of that name; env.py may choose another with version_table",
        zh: "请确认是否其他程序创建了同名的表；可在 env.py 中用 version_table 指定别的名称",
    }
    /// Every row is a revision of the project.
    revision_fine(revisions) { en: "{revisions}: known", zh: "{revisions}，脚本存在" }
    /// Nothing is recorded.
    revision_none() { en: "none", zh: "无" }
    /// A row that no file has.
    revision_unknown(revision) { en: "no file of this project has the revision {revision}", zh: "本项目中没有版本 {revision} 的脚本" }
    /// The git history had it.
    revision_in_git(file, commit, date, subject) {
        en: "git: {file} in commit {commit} of {date}, “{subject}”",
        zh: "git 历史：{file}，提交 {commit}（{date}，“{subject}”）",
    }
    /// The git history had it, and took it away.
    revision_removed_in_git(file, commit, date, subject) {
        en: "git: {file} was removed in commit {commit} of {date}, “{subject}”",
        zh: "git 历史：{file} 在提交 {commit} 中被删除（{date}，“{subject}”）",
    }
    /// The git history knows nothing.
    revision_not_in_git() { en: "git: no commit of this repository has it", zh: "git 历史：本仓库没有任何提交包含它" }
    /// There is no git history.
    no_git() { en: "the project is in no git repository that could be searched", zh: "项目不在可供搜索的 git 仓库中" }
    /// What to do where a commit has the file.
    revision_in_git_help(commit, file) {
        en: "get the file back: git checkout {commit} -- {file}",
        zh: "请取回该文件：git checkout {commit} -- {file}",
    }
    /// What to do where nobody has it.
    revision_unknown_help() {
        en: "get the file from whoever upgraded this database; where the schema is known to fit a revision, `limbeck stamp --purge REVISION`",
        zh: "请向升级过此数据库的人索取该脚本；如果确知表结构符合某个版本，用 `limbeck stamp --purge 版本号`",
    }
    /// At the newest revision.
    at_head() { en: "yes, nothing is pending", zh: "是，没有待执行的版本" }
    /// Behind.
    behind(revisions) { en: "behind by {revisions}", zh: "落后 {revisions}" }
    /// The first that is pending.
    next_is(step) { en: "next: {step}", zh: "下一步：{step}" }
    /// What to do about it.
    behind_help() { en: "`limbeck plan` shows what would run, `limbeck upgrade head` runs it", zh: "用 `limbeck plan` 查看将要执行的内容，用 `limbeck upgrade head` 执行" }
    /// With several heads.
    behind_heads_help() { en: "`limbeck plan heads` shows what would run, `limbeck upgrade heads` runs it", zh: "用 `limbeck plan heads` 查看将要执行的内容，用 `limbeck upgrade heads` 执行" }
    /// Tables of later revisions are not there.
    schema_fine() { en: "none is there before its time", zh: "没有提前存在的表" }
    /// Tables that an upgrade would make are there.
    schema_there(tables) { en: "there already, so that an upgrade would fail: {tables}", zh: "已经存在，升级会失败：{tables}" }
    /// The schema is that of a later revision.
    schema_is(revision) { en: "the database has exactly what revision {revision} makes, but it is not recorded", zh: "数据库结构与版本 {revision} 完全一致，但没有记录" }
    /// The schema is most like that of a revision.
    schema_is_like(revision, count) { en: "the database is most like revision {revision} (differences: {count})", zh: "数据库结构最接近版本 {revision}（差异 {count} 处）" }
    /// What to do where it fits.
    schema_help(command) { en: "record it, without running anything: `{command}`", zh: "只记录版本、不执行脚本：`{command}`" }
    /// What to do before an upgrade.
    stamp_first(command) {
        en: "do not upgrade yet: first record what is there with `{command}` (see “tables of later revisions”)",
        zh: "先不要升级：请先用 `{command}` 记录现状（见“后续版本的表”）",
    }
    /// What to do before an upgrade, where nothing fits.
    mend_first() {
        en: "do not upgrade yet: first see “tables of later revisions”",
        zh: "先不要升级：请先处理“后续版本的表”中的问题",
    }
    /// What to do where it almost fits.
    schema_like_help(command, revision) {
        en: "see the differences with `limbeck verify --at {revision}`, mend them, then record it: `{command}`",
        zh: "先用 `limbeck verify --at {revision}` 查看差异并处理，然后记录版本：`{command}`",
    }
    /// What to do where nothing fits.
    schema_odd_help() {
        en: "see whether the tables are of another program; if so, give this project a schema of its own, else drop or rename them",
        zh: "请确认这些表是否属于其他程序；如果是，请为本项目使用单独的模式，否则删除或重命名它们",
    }
    /// Nobody is in the way.
    locks_fine() { en: "none holds a lock on a table that pending revisions touch", zh: "没有会话锁住待执行版本涉及的表" }
    /// Nothing is pending.
    nothing_pending() { en: "nothing is pending", zh: "没有待执行的版本" }
    /// Sessions in the way.
    locks_held(count) { en: "sessions that hold locks on tables of pending revisions: {count}", zh: "锁住待执行版本所涉及的表的会话：{count} 个" }
    /// One of them.
    session(holder, state, tables) { en: "{holder}; {state}; tables: {tables}", zh: "{holder}；状态 {state}；表：{tables}" }
    /// One of them, and its last statement.
    session_query(session, time, query) {
        en: "{session}; last statement, of {time}: {query}",
        zh: "{session}；最近的语句（{time}）：{query}",
    }
    /// Since when it is in its transaction.
    session_since(session, time) { en: "{session}; in a transaction since {time}", zh: "{session}；事务开始于 {time}" }
    /// A prepared transaction.
    prepared_transaction() { en: "a prepared transaction (see pg_prepared_xacts)", zh: "一个预备事务（见 pg_prepared_xacts）" }
    /// What to do about them.
    locks_help(pid) {
        en: "an upgrade would wait for them: let them end, or end one with SELECT pg_terminate_backend({pid})",
        zh: "升级会一直等待它们：请让它们结束，或用 SELECT pg_terminate_backend({pid}) 终止",
    }
    /// What to do about a prepared transaction.
    locks_prepared_help() {
        en: "an upgrade would wait for it: COMMIT PREPARED or ROLLBACK PREPARED ends it",
        zh: "升级会一直等待它：请用 COMMIT PREPARED 或 ROLLBACK PREPARED 结束",
    }
    /// Another program writes to the SQLite file.
    file_locked() { en: "another program is writing to the file", zh: "有其他程序正在写入该文件" }
    /// What to do about it.
    file_locked_help() { en: "an upgrade would wait for it: close that program", zh: "升级会等待它：请关闭那个程序" }
    /// Nobody writes to the file.
    file_not_locked() { en: "no other program is writing to the file", zh: "没有其他程序在写入该文件" }
    /// No other run.
    other_run_none() { en: "none is in progress", zh: "没有" }
    /// Another run.
    other_run_held(holder) { en: "one is in progress: {holder}", zh: "正在进行：{holder}" }
    /// What to do about it.
    other_run_help() { en: "wait until it is done", zh: "请等它结束" }

    /// Question 1 of the guide.
    q1() { en: "Q1 No module named 'alembic'", zh: "Q1 提示“No module named 'alembic'”" }
    /// Its answer.
    q1_answer() {
        en: "can't happen: limbeck needs no Python, no conda environment and no pip install",
        zh: "不会出现：limbeck 不需要 Python，不需要 conda 环境，也不需要 pip install",
    }
    /// Question 2 of the guide.
    q2() { en: "Q2 Can't locate revision identified by …", zh: "Q2 提示“Can't locate revision identified by …”" }
    /// Nothing is wrong.
    q2_fine() {
        en: "does not apply: the version table and the scripts fit together",
        zh: "不存在此问题：版本表与脚本一致",
    }
    /// Nothing is recorded, and nothing is there.
    q2_upgrade() {
        en: "nothing is recorded and no table of the project is there: run `limbeck upgrade head`; do not stamp, or the tables will never be made",
        zh: "版本表不存在或为空，且项目的表都不存在：请执行 `limbeck upgrade head`；不要 stamp，否则这些表永远不会创建",
    }
    /// Nothing is recorded, but tables are there.
    q2_stamp(command) {
        en: "nothing is recorded, but tables are there: do not upgrade; record what is there with `{command}`",
        zh: "版本表不存在或为空，但表已存在：不要直接升级，先用 `{command}` 记录现状",
    }
    /// A recorded revision is unknown.
    q2_unknown(revision) {
        en: "applies: {revision} is recorded, and no file has it (see “recorded revision” above)",
        zh: "存在此问题：版本表中是 {revision}，但没有对应的脚本（见上面“记录的版本”）",
    }
    /// Question 3 of the guide.
    q3() { en: "Q3 Target database is not up to date", zh: "Q3 提示“Target database is not up to date”" }
    /// The database is at its head.
    q3_fine() { en: "does not apply: the database is at its newest revision", zh: "不存在此问题：数据库已是最新版本" }
    /// It is behind.
    q3_behind(revisions) {
        en: "applies: the database is behind by {revisions}; run `limbeck upgrade head` first",
        zh: "存在此问题：数据库落后 {revisions}；请先执行 `limbeck upgrade head`",
    }
    /// It is behind, and what is there is not recorded.
    q3_stamp(revisions, command) {
        en: "applies: {revisions} are not recorded, but tables are there: first `{command}`, then `limbeck upgrade head`",
        zh: "存在此问题：有 {revisions}未记录，但表已存在：请先执行 `{command}`，再执行 `limbeck upgrade head`",
    }
    /// Question 4 of the guide.
    q4() { en: "Q4 A migration fails", zh: "Q4 迁移执行失败" }
    /// First cause.
    q4_connection() { en: "no connection (.env, URL)", zh: "数据库连接失败（检查 .env、URL）" }
    /// Second cause.
    q4_exists() { en: "a table exists already", zh: "表已存在（可能已执行过迁移）" }
    /// Third cause.
    q4_rights() { en: "a right is missing", zh: "权限不足" }
    /// Fourth cause.
    q4_busy() { en: "another session or run is in the way", zh: "被其他会话或迁移进程阻塞" }
    /// The cause is there.
    q4_yes() { en: "yes, see above", zh: "是，见上面" }
    /// The cause is not there.
    q4_no() { en: "no", zh: "否" }
    /// It can't be told.
    q4_unknown() { en: "not checked", zh: "未检查" }
    /// It can't be told before something else is mended.
    not_known_yet() { en: "can't be told before what is wrong above is mended", zh: "请先解决上面的问题，之后才能判断" }
}
