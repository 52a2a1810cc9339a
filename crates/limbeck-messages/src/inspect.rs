//! `limbeck inspect`: what a database has.

use crate::messages;

messages! {
    /// The heading of the list of tables.
    tables() { en: "Tables", zh: "表" }
    /// No tables.
    no_tables() { en: "there are no tables", zh: "没有任何表" }
    /// The heading of the list of views.
    views() { en: "Views", zh: "视图" }
    /// The heading of the list of enums.
    enums() { en: "Enums", zh: "枚举类型" }
    /// The heading of the list of sequences.
    sequences() { en: "Sequences", zh: "序列" }
    /// The heading of foreign keys.
    foreign_keys() { en: "Foreign keys", zh: "外键" }
    /// The heading of one table.
    table(name) { en: "Table {name}", zh: "表 {name}" }
    /// The heading of one view.
    view(name) { en: "View {name}", zh: "视图 {name}" }
    /// The heading of one materialized view.
    materialized_view(name) { en: "Materialized view {name}", zh: "物化视图 {name}" }
    /// A table and its comment.
    with_comment(what, comment) { en: "{what}: {comment}", zh: "{what}，注释：{comment}" }
    /// A partitioned table.
    partitioned_by(key) { en: "Partitioned by {key}", zh: "分区方式：{key}" }
    /// A partition.
    partition_of(parent) { en: "Partition or child of {parent}", zh: "{parent} 的分区或子表" }
    /// Above a query.
    query() { en: "Query", zh: "查询语句" }
    /// Column of a grid.
    schema() { en: "Schema", zh: "模式" }
    /// Column of a grid.
    name() { en: "Name", zh: "名称" }
    /// Column of a grid.
    column_count() { en: "Columns", zh: "列数" }
    /// Column of a grid: the server's estimate.
    rows() { en: "Rows (about)", zh: "行数（估计）" }
    /// Column of a grid.
    comment() { en: "Comment", zh: "注释" }
    /// Column of a grid.
    column() { en: "Column", zh: "列" }
    /// Column of a grid.
    kind() { en: "Type", zh: "类型" }
    /// Column of a grid.
    null() { en: "Null", zh: "可空" }
    /// NULL is allowed.
    yes() { en: "yes", zh: "是" }
    /// NULL is not allowed.
    no() { en: "no", zh: "否" }
    /// Column of a grid.
    default() { en: "Default", zh: "默认值" }
    /// Column of a grid.
    labels() { en: "Labels", zh: "取值" }
    /// Column of a grid: the table of a foreign key.
    table_of_key() { en: "Table", zh: "表" }
    /// Column of a grid.
    referred_table() { en: "Foreign table", zh: "引用的表" }
    /// Column of a grid.
    referred_column() { en: "Foreign column", zh: "引用的列" }
    /// Heading of one table's part.
    primary_key() { en: "Primary key", zh: "主键" }
    /// Heading of one table's part.
    uniques() { en: "Unique constraints", zh: "唯一约束" }
    /// Heading of one table's part.
    checks() { en: "Checks", zh: "检查约束" }
    /// Heading of one table's part.
    excludes() { en: "Exclusion constraints", zh: "排他约束" }
    /// Heading of one table's part.
    indexes() { en: "Indexes", zh: "索引" }
    /// Heading of one table's part.
    referenced_by() { en: "Referenced by", zh: "被引用" }
    /// An index that can't be used.
    not_valid() { en: "NOT VALID", zh: "NOT VALID（无效索引，须重建）" }
    /// A name that nothing has.
    no_such_table(name) { en: "there is no table or view named {name:?}", zh: "没有名为 {name:?} 的表或视图" }
    /// A name that several schemas have.
    several_tables(name, names) { en: "{name:?} is the name of several: {names}", zh: "有多个对象名为 {name:?}：{names}" }
    /// Write it with its schema.
    several_tables_help() { en: "write the schema before the name", zh: "请在名称前写上模式名" }
    /// Near names.
    did_you_mean(names) { en: "did you mean {names}?", zh: "是否指 {names}？" }
    /// All names.
    see_the_list() { en: "`limbeck inspect` lists the tables", zh: "用 `limbeck inspect` 查看所有表" }
    /// env.py did not get that far.
    nothing_configured() {
        en: "env.py did not call context.run_migrations(), so that it is not known which database is meant",
        zh: "env.py 没有调用 context.run_migrations()，无法得知要查看哪个数据库",
    }
}
