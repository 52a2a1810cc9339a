//! Why a target, a plan or the revisions themselves are refused. Where Alembic has words of its own, they are the English.

use crate::messages;

messages! {
    /// No revision answers to an identifier.
    not_located(identifier) {
        en: "Can't locate revision identified by '{identifier}'",
        zh: "找不到标识为“{identifier}”的版本",
    }
    /// What to do about it; the reason is Alembic's.
    not_located_help(reason) {
        en: "{reason}; `limbeck history` lists the revisions",
        zh: "`limbeck history` 会列出所有版本（{reason}）",
    }
    /// What to do where the database is at a revision that no file has.
    unknown_applied_help(revision) {
        en: "the database is recorded at `{revision}`, which no file of this project has: get the missing file (another branch of the repository?), or, where the schema is known to fit, `limbeck stamp --purge REVISION`",
        zh: "数据库记录的版本是 `{revision}`，但本项目没有这个版本的文件：请找回缺少的文件（是否在仓库的另一个分支上？）；如果确认表结构相符，可执行 `limbeck stamp --purge REVISION`",
    }
    /// `head` of several.
    multiple_heads(argument) {
        en: "Multiple head revisions are present for given argument '{argument}'; please specify a specific target revision, '<branchname>@{argument}' to narrow to a specific head, or 'heads' for all heads",
        zh: "“{argument}”对应多个最新版本（head）：请指明目标版本，用 '<分支名>@{argument}' 限定到一个 head，或用 'heads' 表示全部",
    }
    /// Which they are.
    heads_are(heads) { en: "the heads are {heads}", zh: "现有的 head 是：{heads}" }
    /// `stamp head` of several.
    multiple_heads_to_stamp() {
        en: "Multiple heads are present; please specify a single target revision",
        zh: "存在多个 head：请指明一个目标版本",
    }
    /// A new revision on one of several.
    multiple_heads_to_extend() {
        en: "Multiple heads are present; please specify the head revision on which the new revision should be based, or perform a merge.",
        zh: "存在多个 head：请指明新版本基于哪一个，或先合并分支",
    }
    /// One head is asked for.
    multiple_current_heads() {
        en: "The script directory has multiple heads (due to branching).Please use get_heads(), or merge the branches using alembic merge.",
        zh: "脚本目录中有多个 head（存在分支）：请使用 get_heads()，或用 alembic merge 合并分支",
    }
    /// The target of an upgrade is not above.
    not_an_upgrade_target(destination) {
        en: "Destination {destination} is not a valid upgrade target from current head(s)",
        zh: "不能从当前版本升级到 {destination}",
    }
    /// The target of a downgrade is not below.
    not_a_downgrade_target(destination) {
        en: "Destination {destination} is not a valid downgrade target from current head(s)",
        zh: "不能从当前版本回滚到 {destination}",
    }
    /// The branch has nothing to take back.
    no_branch_to_downgrade() {
        en: "Not a valid downgrade target from current heads",
        zh: "该分支上没有可以回滚的版本",
    }
    /// The ends of a range are not on one line.
    range_not_ancestor(start, end) {
        en: "Requested range {start}:{end} does not refer to ancestor/descendant revisions along the same branch",
        zh: "范围 {start}:{end} 的两端不在同一条分支的前后位置上",
    }
    /// A starting point lies below another.
    overlap(revision, others) {
        en: "Requested revision {revision} overlaps with other requested revisions {others}",
        zh: "指定的版本 {revision} 与其他指定的版本 {others} 重叠",
    }
    /// A fork on the way.
    ambiguous_walk() { en: "Ambiguous walk", zh: "相对目标遇到分叉，无法确定走哪一支" }
    /// Past the end.
    walked_too_far() { en: "Walked too far", zh: "相对目标超出了版本历史的尽头" }
    /// `+N` from several.
    ambiguous_upgrade() {
        en: "Ambiguous upgrade from multiple current revisions",
        zh: "数据库同时处于多个版本，无法确定相对升级的起点",
    }
    /// Past the end, or the wrong way.
    relative_too_far(relative, count) {
        en: "Relative revision {relative} didn't produce {count} migrations",
        zh: "相对版本 {relative} 不足 {count} 步迁移",
    }
    /// `a:b` without `--sql`.
    range_not_allowed() { en: "Range revision not allowed", zh: "此处不能使用版本范围（只有配合 --sql 才可以）" }
    /// `downgrade --sql` without a range.
    downgrade_needs_range() {
        en: "downgrade with --sql requires <fromrev>:<torev>",
        zh: "downgrade 使用 --sql 时需要写成 <起始版本>:<目标版本>",
    }
    /// `history -r` without a colon.
    history_needs_range() {
        en: "History range requires [start]:[end], [start]:, or :[end]",
        zh: "历史范围应写成 [起]:[止]、[起]: 或 :[止]",
    }
    /// `stamp --sql a:b c:d`.
    several_starts() {
        en: "Stamp operation with --sql only supports a single starting revision at a time",
        zh: "stamp 使用 --sql 时只能有一个起始版本",
    }
    /// `stamp --purge --sql`.
    purge_with_sql() { en: "Can't use --purge with --sql mode", zh: "--purge 不能与 --sql 同时使用" }
    /// `current --check-heads`.
    not_on_all_heads() { en: "Database is not on all head revisions", zh: "数据库不在全部最新版本（head）上" }
    /// Something newer is to be run first.
    not_up_to_date() { en: "Target database is not up to date.", zh: "目标数据库不是最新版本" }
    /// Others follow it already.
    not_a_head(revision) {
        en: "Revision {revision} is not a head revision; please specify --splice to create a new branch from this revision",
        zh: "版本 {revision} 不是 head；要从它创建新分支，请指定 --splice",
    }
    /// The same revision twice.
    duplicate_heads() { en: "Duplicate head revisions specified", zh: "重复指定了同一个 head" }
    /// What targets need for themselves.
    illegal_characters(characters, revision) {
        en: "Character(s) '{characters}' not allowed in revision identifier '{revision}'",
        zh: "版本标识“{revision}”中不允许出现字符“{characters}”",
    }
    /// More than one colon.
    too_many_colons(range) { en: "more than one ':' in the range '{range}'", zh: "范围“{range}”中有多个冒号" }
    /// Nothing where an identifier is wanted.
    empty_identifier(target) {
        en: "the revision identifier in '{target}' is empty",
        zh: "“{target}”中的版本标识为空",
    }
    /// It means nothing where a revision is needed.
    not_a_revision(target) {
        en: "'{target}' does not lead to a revision",
        zh: "“{target}”不对应任何版本",
    }
    /// `label@-N` where not one revision is applied.
    ambiguous_downgrade(target, branch, applied) {
        en: "'{target}' needs exactly one applied revision on branch '{branch}', found {applied}",
        zh: "“{target}”要求分支“{branch}”上恰好有一个已执行的版本，实际为：{applied}",
    }
    /// None of them.
    none() { en: "none", zh: "无" }
    /// `REV@…` of a revision without one label.
    not_a_branch(revision, labels) {
        en: "revision {revision} can't stand for a branch: it has {labels} branch labels",
        zh: "版本 {revision} 不能代表分支：它有 {labels} 个分支标签",
    }
    /// A stamp with applied revisions on both sides.
    stamp_in_the_middle(destination) {
        en: "can't stamp {destination}: applied revisions lie both above and below it",
        zh: "不能标记为 {destination}：它的前后都有已执行的版本",
    }
    /// `downgrade -1` of several.
    downgrade_is_ambiguous() {
        en: "downgrade -1 from multiple heads is ambiguous; this usage will be disallowed in a future release.",
        zh: "数据库同时处于多个版本时，downgrade -1 含义不明；以后的版本将不再允许",
    }

    /// A step that would write a row that is there.
    already_recorded(revision) {
        en: "the version table already has '{revision}'",
        zh: "版本表中已有“{revision}”",
    }
    /// A step that would change a row that is not there.
    not_recorded(revision) { en: "the version table has no '{revision}'", zh: "版本表中没有“{revision}”" }
    /// Not one of several parents has a row.
    ambiguous_row() {
        en: "Can't do an UPDATE because downrevision is ambiguous",
        zh: "上一版本不唯一，无法更新版本表",
    }
    /// A stamp of several rows to several.
    shapeless_stamp(from, to) {
        en: "a stamp of {from} rows to {to} can't be written",
        zh: "无法把版本表的 {from} 行标记为 {to} 行",
    }
    /// Another program deleted a row.
    row_to_delete_missing(version, table, found) {
        en: "Online migration expected to match one row when deleting '{version}' in '{table}'; {found} found",
        zh: "从版本表“{table}”删除“{version}”时应恰好匹配一行，实际为 {found} 行",
    }
    /// Another program changed a row.
    row_to_update_missing(from, to, table, found) {
        en: "Online migration expected to match one row when updating '{from}' to '{to}' in '{table}'; {found} found",
        zh: "在版本表“{table}”中把“{from}”改为“{to}”时应恰好匹配一行，实际为 {found} 行",
    }
    /// What to do about either.
    rows_changed_help() {
        en: "another program changed the version table meanwhile: see `limbeck current`",
        zh: "另一个程序同时修改了版本表：请用 `limbeck current` 查看",
    }

    /// A file without an identifier.
    empty_id(path) { en: "the revision identifier is empty: {path}", zh: "版本标识为空：{path}" }
    /// An identifier with a character that targets need.
    illegal_id(characters, revision, path) {
        en: "Character(s) '{characters}' not allowed in revision identifier '{revision}': {path}",
        zh: "版本标识“{revision}”中不允许出现字符“{characters}”：{path}",
    }
    /// Two files of one revision.
    duplicate_id(revision, paths) {
        en: "Revision {revision} is present more than once: {paths}",
        zh: "版本 {revision} 出现了不止一次：{paths}",
    }
    /// A label that is taken.
    duplicate_label(label, revision, used_by, paths) {
        en: "Branch name '{label}' in revision {revision} already used by revision {used_by}: {paths}",
        zh: "版本 {revision} 的分支名“{label}”已被版本 {used_by} 使用：{paths}",
    }
    /// A parent without a file.
    missing_parent(parent, revision, path) {
        en: "Revision {parent} referenced from {revision} is not present: {path}",
        zh: "版本 {revision} 的上一版本 {parent} 不存在：{path}",
    }
    /// A dependency without a file.
    missing_dependency(dependency, revision, path) {
        en: "Revision {dependency} that {revision} depends on is not present: {path}",
        zh: "版本 {revision} 所依赖的 {dependency} 不存在：{path}",
    }
    /// It follows itself.
    self_loop(revision, path) {
        en: "Self-loop is detected in revisions ({revision}): {path}",
        zh: "版本 {revision} 以自己为上一版本：{path}",
    }
    /// It depends on itself.
    dependency_self_loop(revision, path) {
        en: "Dependency self-loop is detected in revisions ({revision}): {path}",
        zh: "版本 {revision} 依赖自己：{path}",
    }
    /// They follow each other.
    cycle(revisions, paths) {
        en: "Cycle is detected in revisions ({revisions}): {paths}",
        zh: "版本之间形成循环（{revisions}）：{paths}",
    }
    /// They depend on each other.
    dependency_cycle(revisions, paths) {
        en: "Dependency cycle is detected in revisions ({revisions}): {paths}",
        zh: "版本之间的依赖形成循环（{revisions}）：{paths}",
    }
    /// What to do about a broken graph.
    graph_help() {
        en: "nothing is run while the revisions do not fit together: mend the files named",
        zh: "版本文件不完整或互相矛盾时不会执行任何迁移：请修正以上文件",
    }
    /// One defect after another.
    and_also(defects, defect) { en: "{defects}\nand: {defect}", zh: "{defects}\n以及：{defect}" }
}
