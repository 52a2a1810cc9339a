//! Parts of sentences that the evaluator and the host modules put together in English: what a name was needed for, why
//! it is unresolved, what is not supported.
//!
//! They come as text, and are translated piece by piece where the catalog knows the piece. What it does not know stays
//! as it is.

use crate::{Message, messages};

messages! {
    /// Of a name.
    not_part() {
        en: "is neither part of the project nor a module limbeck implements",
        zh: "既不属于本项目，也不是 limbeck 实现的模块",
    }
    /// Of a name.
    not_evaluated() { en: "could not be evaluated", zh: "执行失败" }
    /// Of a name.
    imported_through() { en: "imported through", zh: "导入路径" }
    /// Of a name.
    member() { en: "chooses a member of an enumeration", zh: "用于选取枚举成员" }
    /// Of a name.
    decides() { en: "decides what happens next", zh: "决定后续的执行" }
    /// Of a name.
    gives_url() { en: "gives the database URL", zh: "给出数据库 URL" }
    /// Of a name.
    sql_text() { en: "is SQL text", zh: "是 SQL 文本" }
    /// Of a name.
    base_of_exception() { en: "is a base of a raised exception", zh: "是所抛出异常的基类" }
    /// Of a name.
    column_to_add() { en: "is a column to add", zh: "是要添加的列" }
    /// Of a name.
    column_name() { en: "is a column's name", zh: "是列名" }
    /// Of a name.
    list_of_columns() { en: "is a list of columns", zh: "是列的列表" }
    /// Of a name.
    naming_convention() { en: "is a naming convention", zh: "是命名约定" }
    /// Of a name.
    server_default() { en: "is a server default", zh: "是 server_default" }
    /// Of a name.
    statement() { en: "is a statement to execute", zh: "是要执行的语句" }
    /// Of a name.
    value() { en: "is a value for the database", zh: "是写入数据库的值" }
    /// Of a name.
    argument_of_column() { en: "is an argument of a column", zh: "是列的参数" }
    /// Of a name.
    hasattr() { en: "is asked for by hasattr()", zh: "被 hasattr() 查询" }
    /// Of a name.
    asked_type() { en: "is asked for its type", zh: "被查询类型" }
    /// Of a name.
    asked_callable() { en: "is asked whether it is callable", zh: "被查询是否可调用" }
    /// Of a name.
    effect() { en: "is called for its effect", zh: "调用它是为了产生效果" }
    /// Of a name.
    compared() { en: "is compared with an exception", zh: "与异常比较" }
    /// Of a name.
    entered() { en: "is entered by `with`", zh: "用于 `with`" }
    /// Of a name.
    hashed() { en: "is hashed", zh: "被求哈希值" }
    /// Of a name.
    star() { en: "is imported with `*`, which leaves its names unknown", zh: "以 `*` 导入，其中的名称无从得知" }
    /// Of a name.
    inspected() { en: "is inspected", zh: "被 inspect() 检查" }
    /// Of a name.
    iterated() { en: "is iterated over", zh: "被遍历" }
    /// Of a name.
    joined() { en: "is joined to a text", zh: "被拼接到文本" }
    /// Of a name.
    dir() { en: "is listed by dir()", zh: "被 dir() 列出" }
    /// Of a name.
    pattern() { en: "is matched against a pattern", zh: "被模式匹配" }
    /// Of a name.
    matched() { en: "is matched against a value", zh: "与值匹配" }
    /// Of a name.
    len() { en: "is measured by len()", zh: "被 len() 取长度" }
    /// Of a name.
    part_of_table() { en: "is part of a table", zh: "是表的一部分" }
    /// Of a name.
    part_of_expression() { en: "is part of an SQL expression", zh: "是 SQL 表达式的一部分" }
    /// Of a name.
    raised() { en: "is raised", zh: "被抛出" }
    /// Of a name.
    searched_for() { en: "is searched for", zh: "被查找" }
    /// Of a name.
    searched_with() { en: "is searched with `in`", zh: "被 `in` 查找" }
    /// Of a name.
    metadata() { en: "is the MetaData of a table", zh: "是表的 MetaData" }
    /// Of a name.
    connection_configured() { en: "is the connection that env.py configures", zh: "是 env.py 配置的连接" }
    /// Of a name.
    connection() { en: "is the connection of an operation", zh: "是操作所用的连接" }
    /// Of a name.
    default_left_out() {
        en: "is the default of a column that this INSERT leaves out",
        zh: "是本条 INSERT 省略的列的默认值",
    }
    /// Of a name.
    rows() { en: "is the rows of bulk_insert()", zh: "是 bulk_insert() 的行" }
    /// Of a name.
    table_of_rows() { en: "is the table of bulk_insert()", zh: "是 bulk_insert() 的表" }
    /// Of a name.
    table() { en: "is the table of a statement", zh: "是语句的表" }
    /// Of a name.
    foreign_key() { en: "is the target of a foreign key", zh: "是外键的目标" }
    /// Of a name.
    number() { en: "is turned into a number", zh: "被转成数字" }
    /// Of a name.
    text() { en: "is turned into text", zh: "被转成文本" }
    /// Of a name.
    unpacked() { en: "is unpacked", zh: "被解包" }
    /// Of a name.
    column_type() { en: "is used as a column type", zh: "用作列类型" }
    /// Of a name.
    index() { en: "is used as an index", zh: "用作下标" }
    /// Of a name.
    isinstance() { en: "is used by isinstance()", zh: "用于 isinstance()" }
    /// Of a name.
    issubclass() { en: "is used by issubclass()", zh: "用于 issubclass()" }
    /// Of a name.
    json() { en: "is written as JSON", zh: "被写成 JSON" }
    /// Not supported.
    outside() { en: ", which lies outside of the project,", zh: "（位于项目之外）" }
    /// Not supported.
    may_not() { en: ", which a migration may not do here,", zh: "（迁移中不允许）" }
    /// Not supported.
    expression() { en: "the regular expression `", zh: "正则表达式 `" }
    /// Not supported.
    dialect() { en: "the dialect `", zh: "方言 `" }
    /// Not supported.
    encoding() { en: "the encoding `", zh: "编码 `" }
    /// Not supported.
    hash() { en: "the hash `", zh: "哈希算法 `" }
    /// Not supported.
    parameter() { en: "the parameter `", zh: "参数 `" }
    /// Not supported.
    built_in_type() { en: "the built-in type `", zh: "内置类型 `" }
    /// Not supported.
    built_in_function() { en: "the built-in function `", zh: "内置函数 `" }
    /// A limit.
    steps() { en: "the script took more than", zh: "脚本执行的步数超过" }
    /// A limit.
    collection() { en: "a collection would have more than", zh: "集合的元素将超过" }
    /// A limit.
    string() { en: "a string would have more than", zh: "字符串的字节数将超过" }
    /// A limit.
    integer() { en: "an integer would have more than", zh: "整数的位数将超过" }
    /// A question to the database in `--sql`.
    inspecting() { en: "inspecting the database", zh: "检查数据库结构" }
}

/// A text with every piece translated that the catalog knows.
pub fn translated(text: &str) -> Message {
    let mut chinese = text.to_owned();
    // A longer piece may contain a shorter one.
    let mut pieces: Vec<_> = ENTRIES.iter().filter(|entry| text.contains(entry.english)).collect();
    pieces.sort_by_key(|entry| std::cmp::Reverse(entry.english.len()));
    for entry in pieces {
        chinese = chinese.replace(entry.english, entry.chinese);
    }
    Message::new(text, chinese)
}
