//! `limbeck verify`: how a database differs from what its revisions make.

use crate::{Message, messages};

messages! {
    /// What the database is compared with, where `--at` says.
    compared_with(url, place) { en: "{url}, compared with {place}", zh: "{url} 与 {place} 应有的结构比较" }
    /// The answer is no.
    differs() { en: "the database is not as its revisions make it", zh: "数据库结构与迁移脚本不一致" }
    /// Verify knows PostgreSQL and SQLite.
    /// env.py runs several databases.
    scratch_one_database() {
        en: "`--scratch` works for one database, and this env.py runs several",
        zh: "`--scratch` 只适用于单个数据库，而此 env.py 会迁移多个数据库",
    }
    /// No table of that name.
    no_such_table(name) {
        en: "no table `{name}`: neither do the revisions make one, nor has the database one",
        zh: "没有名为 `{name}` 的表：迁移脚本不会创建它，数据库中也不存在",
    }
    /// Where to look.
    see_inspect() { en: "`limbeck inspect` lists the tables", zh: "用 `limbeck inspect` 查看所有表" }
    /// The scratch database can't be made.
    scratch_help() {
        en: "the role may not create databases, perhaps: name an empty one with `--scratch URL`",
        zh: "该用户可能没有创建数据库的权限：可用 `--scratch URL` 指定一个空数据库",
    }
    /// The scratch database has tables.
    scratch_not_empty() { en: "the scratch database is not empty", zh: "用于重放的临时数据库不是空的" }
    /// What to do.
    scratch_not_empty_help() { en: "name an empty database, or leave the URL out", zh: "请指定一个空数据库，或者不写 URL" }
    /// env.py did not run migrations.
    nothing_configured() {
        en: "env.py did not call `context.run_migrations()`: nothing was done",
        zh: "env.py 没有调用 `context.run_migrations()`：未执行任何操作",
    }
    /// Nothing is expected.
    no_tables_expected() { en: "no tables are expected here", zh: "此处不应有任何表" }
    /// Views, enums and sequences.
    others(count) { en: "views, enums and sequences ({count} as expected)", zh: "视图、枚举类型和序列（{count} 个符合预期）" }
    /// The heading of the list.
    differences() { en: "Differences:", zh: "差异：" }
    /// The heading of what nobody expects.
    extras() { en: "There, but made by no revision:", zh: "数据库中存在、但并非由迁移脚本创建的：" }
    /// The heading of what a downgrade left.
    left_by_downgrade() {
        en: "Left behind by the downgrade() of a revision above (no failure):",
        zh: "由更高版本的 downgrade() 遗留（不算失败）：",
    }
    /// Columns of a table.
    columns(count) { en: "columns ({count})", zh: "列（{count}）" }
    /// Indexes of a table.
    indexes(count) { en: "indexes ({count})", zh: "索引（{count}）" }
    /// Foreign keys of a table.
    foreign_keys(count) { en: "foreign keys ({count})", zh: "外键（{count}）" }
    /// Keys and constraints of a table.
    constraints(count) { en: "keys and checks ({count})", zh: "主键、唯一约束和检查约束（{count}）" }
    /// The table itself.
    the_table() { en: "the table itself", zh: "表本身" }
    /// The table is not there.
    missing() { en: "missing", zh: "缺失" }
    /// Nothing differs.
    all_right() { en: "All as expected.", zh: "全部符合预期。" }
    /// Nothing differs, though some of it can't be known.
    all_right_with_doubts() {
        en: "All as expected, as far as it can be told without running the revisions; `limbeck verify --scratch` makes sure.",
        zh: "在不实际执行迁移脚本的前提下，全部符合预期；用 `limbeck verify --scratch` 可完全确认。",
    }
    /// The next step.
    what_to_do() {
        en: "What to do: where the database was changed by hand, undo the change, or write a revision that makes it;\nwhere a revision was stamped but never run, see `limbeck doctor`.",
        zh: "处理办法：如果有人手工改过数据库，请撤销改动，或编写迁移脚本来记录它；\n如果某个版本只做了标记（stamp）而从未执行，请运行 `limbeck doctor`。",
    }
    /// The next step for what is uncertain.
    what_to_do_uncertain() {
        en: "What is marked ❔ depends on data or on SQL that limbeck can't read; `limbeck verify --scratch` replays the revisions\nin an empty database and knows:",
        zh: "标有 ❔ 的内容取决于数据，或者取决于 limbeck 无法解析的 SQL；`limbeck verify --scratch` 会在空数据库中重放迁移脚本以作确认：",
    }
    /// A statement that can't be read.
    doubt_statement(place, sql) { en: "{place} executes: {sql}", zh: "{place} 执行了：{sql}" }
    /// A question about rows.
    doubt_data(place, sql) { en: "{place} asks the database: {sql}", zh: "{place} 查询了数据库：{sql}" }
    /// A script that failed without rows.
    doubt_script(place, message) { en: "{place} could not be rehearsed: {message}", zh: "{place} 无法预演：{message}" }

    /// A table is not there.
    table_missing(table) { en: "table {table} is missing", zh: "缺少表 {table}" }
    /// A table nobody expects.
    table_extra(table) { en: "table {table}", zh: "表 {table}" }
    /// A schema is not there.
    schema_missing(schema) { en: "schema {schema} is missing", zh: "缺少模式（schema）{schema}" }
    /// A column is not there.
    column_missing(table, column) { en: "column {table}.{column} is missing", zh: "缺少列 {table}.{column}" }
    /// A column nobody expects.
    column_extra(table, column, ty) { en: "column {table}.{column} ({ty}) is not expected", zh: "列 {table}.{column}（{ty}）不在预期之内" }
    /// A column has another name.
    column_renamed(table, expected, actual) {
        en: "column {table}.{actual} is there in place of {table}.{expected}: renamed",
        zh: "列 {table}.{expected} 被改名为 {table}.{actual}",
    }
    /// A property of a column.
    column_differs(table, column, actual, expected) {
        en: "column {table}.{column} is {actual}, expected {expected}",
        zh: "列 {table}.{column} 为 {actual}，应为 {expected}",
    }
    /// A default.
    column_default(table, column, actual, expected) {
        en: "column {table}.{column} has the default {actual}, expected {expected}",
        zh: "列 {table}.{column} 的默认值为 {actual}，应为 {expected}",
    }
    /// A comment.
    comment(object, actual, expected) {
        en: "{object} has the comment {actual}, expected {expected}",
        zh: "{object} 的注释为 {actual}，应为 {expected}",
    }
    /// An identity.
    identity(table, column, actual, expected) {
        en: "column {table}.{column} is {actual}, expected {expected}",
        zh: "列 {table}.{column} 为 {actual}，应为 {expected}",
    }
    /// Null.
    nullable() { en: "nullable", zh: "可为空" }
    /// Not null.
    not_null() { en: "NOT NULL", zh: "非空（NOT NULL）" }
    /// There is none.
    none() { en: "none", zh: "无" }
    /// A thing of a table is not there.
    part_missing(what, table) { en: "{what} of table {table} is missing", zh: "表 {table} 缺少{what}" }
    /// A thing of a table nobody expects.
    part_extra(what, table) { en: "{what} of table {table} is not expected", zh: "表 {table} 的{what}不在预期之内" }
    /// A thing of a table has another name.
    part_renamed(what, table, actual, expected) {
        en: "{what} of table {table} is called {actual}, expected {expected}",
        zh: "表 {table} 的{what}名为 {actual}，应为 {expected}",
    }
    /// A thing of a table differs.
    part_differs(what, table, aspect, actual, expected) {
        en: "{what} of table {table}: {aspect} {actual}, expected {expected}",
        zh: "表 {table} 的{what}：{aspect}为 {actual}，应为 {expected}",
    }
    /// A named index.
    index(name) { en: "index {name}", zh: "索引 {name}" }
    /// A primary key.
    primary_key(name) { en: "primary key {name}", zh: "主键 {name}" }
    /// A unique constraint.
    unique(name) { en: "unique constraint {name}", zh: "唯一约束 {name}" }
    /// A check.
    check(name) { en: "check {name}", zh: "检查约束 {name}" }
    /// An exclusion.
    exclude(name) { en: "exclude constraint {name}", zh: "排他约束 {name}" }
    /// A foreign key.
    foreign_key(name) { en: "foreign key {name}", zh: "外键 {name}" }
    /// Columns of a key, an index or a foreign key.
    aspect_columns() { en: "columns", zh: "列" }
    /// What an index or constraint has besides its columns.
    aspect_include() { en: "INCLUDE", zh: "包含列（INCLUDE）" }
    /// Whether NULLs are equal.
    aspect_nulls() { en: "NULLS NOT DISTINCT is", zh: "NULLS NOT DISTINCT " }
    /// A condition.
    aspect_condition() { en: "condition", zh: "条件" }
    /// Whether children have it.
    aspect_no_inherit() { en: "NO INHERIT is", zh: "NO INHERIT " }
    /// The table a foreign key leads to.
    aspect_referred_table() { en: "refers to", zh: "引用的表" }
    /// The columns a foreign key leads to.
    aspect_referred_columns() { en: "refers to the columns", zh: "引用的列" }
    /// `ON DELETE`
    aspect_on_delete() { en: "ON DELETE", zh: "删除规则（ON DELETE）" }
    /// `ON UPDATE`
    aspect_on_update() { en: "ON UPDATE", zh: "更新规则（ON UPDATE）" }
    /// `MATCH`
    aspect_match() { en: "MATCH", zh: "匹配方式（MATCH）" }
    /// `DEFERRABLE`
    aspect_deferrable() { en: "DEFERRABLE is", zh: "可延迟（DEFERRABLE）" }
    /// `INITIALLY DEFERRED`
    aspect_deferred() { en: "INITIALLY DEFERRED is", zh: "默认延迟（INITIALLY DEFERRED）" }
    /// `NOT VALID`
    aspect_validated() { en: "checked for old rows is", zh: "对已有数据的校验" }
    /// The method of an index.
    aspect_method() { en: "method", zh: "索引方法" }
    /// The elements of an index.
    aspect_elements() { en: "on", zh: "索引内容" }
    /// The predicate of an index.
    aspect_predicate() { en: "WHERE", zh: "WHERE 条件" }
    /// A comment.
    aspect_comment() { en: "comment", zh: "注释" }
    /// Whether an index is unique.
    aspect_unique() { en: "UNIQUE is", zh: "唯一性" }
    /// Storage parameters.
    aspect_with() { en: "WITH", zh: "存储参数（WITH）" }
    /// Whether an index can be used.
    aspect_valid() { en: "usable is", zh: "可用性" }
    /// Labels of an enum.
    aspect_labels() { en: "labels", zh: "取值" }
    /// The query of a view.
    aspect_query() { en: "query", zh: "查询语句" }
    /// Whether a view is materialized.
    aspect_materialized() { en: "materialized is", zh: "物化" }
    /// Options of a sequence.
    aspect_options() { en: "options", zh: "选项" }
    /// The partition key.
    aspect_partition_key() { en: "PARTITION BY", zh: "分区键" }
    /// The parent of a partition.
    aspect_parent() { en: "child of", zh: "所属父表" }
    /// Yes.
    yes() { en: "yes", zh: "是" }
    /// No.
    no() { en: "no", zh: "否" }
    /// A thing without a name.
    unnamed() { en: "(unnamed)", zh: "（未命名）" }
    /// A column, where something of it is told.
    column(table, column) { en: "column {table}.{column}", zh: "列 {table}.{column}" }
    /// A table, where something of it is told.
    table(table) { en: "table {table}", zh: "表 {table}" }
    /// A schema.
    schema(schema) { en: "schema {schema}", zh: "模式（schema）{schema}" }
    /// The expression of a computed column.
    column_computed(table, column, actual, expected) {
        en: "column {table}.{column} is computed as {actual}, expected {expected}",
        zh: "列 {table}.{column} 的生成表达式为 {actual}，应为 {expected}",
    }
    /// A collation.
    column_collation(table, column, actual, expected) {
        en: "column {table}.{column} has the collation {actual}, expected {expected}",
        zh: "列 {table}.{column} 的排序规则为 {actual}，应为 {expected}",
    }
    /// Not an identity.
    not_generated() { en: "no identity", zh: "非自增标识列" }
    /// A view, enum, or sequence that is not there.
    object_missing(what) { en: "{what} is missing", zh: "缺少{what}" }
    /// A view, enum or sequence that differs.
    object_differs(what, aspect, actual, expected) {
        en: "{what}: {aspect} {actual}, expected {expected}",
        zh: "{what}：{aspect}为 {actual}，应为 {expected}",
    }
    /// A view.
    view(name) { en: "view {name}", zh: "视图 {name}" }
    /// An enum.
    an_enum(name) { en: "enum {name}", zh: "枚举类型 {name}" }
    /// A sequence.
    sequence(name) { en: "sequence {name}", zh: "序列 {name}" }
}

/// What is quoted from a database, or the word for nothing.
pub fn or_none(text: Option<&str>) -> Message {
    text.map_or_else(none, Message::verbatim)
}
