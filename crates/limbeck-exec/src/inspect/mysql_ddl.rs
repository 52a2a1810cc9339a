//! The text of `SHOW CREATE TABLE`, read as SQLAlchemy's `MySQLTableDefinitionParser` reads it.

use std::borrow::Cow;

use limbeck_ops::{
    Autoincrement, Column, Computed, EnumType, Expr, Name, NumberOptions, ReflectedCheck, ReflectedColumn,
    ReflectedForeignKey, ReflectedIndex, ReflectedKey, ReflectedTable, ServerDefault, StringOptions, TableName,
    TextClause, Type, TypeKind,
};

use super::mysql_options;

/// The text with its names in backticks: a server whose mode has ANSI_QUOTES writes them in double quotes.
pub(crate) fn in_backticks(sql: &str) -> Cow<'_, str> {
    if sql.find(['"', '`', '\'']).is_none_or(|at| !sql[at..].starts_with('"')) {
        return Cow::Borrowed(sql);
    }
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(at) = rest.find(['"', '\'']) {
        let (before, quoted) = rest.split_at(at);
        out.push_str(before);
        let is_name = quoted.starts_with('"');
        let (piece, after) = quoted.split_at(quoted_length(quoted, if is_name { '"' } else { '\'' }));
        match is_name {
            true => {
                let name = piece.get(1..piece.len().saturating_sub(1)).unwrap_or_default();
                out.push_str(&format!("`{}`", name.replace("\"\"", "\"").replace('`', "``")));
            }
            false => out.push_str(piece),
        }
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Reads the whole text.
pub(super) fn table(name: &TableName, sql: &str) -> ReflectedTable {
    let mut table = ReflectedTable {
        name: name.clone(),
        columns: Vec::new(),
        primary_key: None,
        foreign_keys: Vec::new(),
        unique_constraints: Vec::new(),
        checks: Vec::new(),
        indexes: Vec::new(),
        comment: None,
        create_sql: None,
        triggers: Vec::new(),
        options: Vec::new(),
    };
    for line in sql.lines() {
        let text = line.trim_start().trim_end_matches(',');
        if line.starts_with("  `") {
            table.columns.extend(column(text));
        } else if line.starts_with(')') {
            table.comment = option_text(line, "COMMENT=");
            table.options.extend(mysql_options::of_table(line));
        } else if line.contains("PARTITION") {
            mysql_options::add_partitions(&mut table.options, line);
        } else if text.starts_with("CONSTRAINT `") {
            constraint(&mut table, text, name.schema.as_ref());
        } else if text.contains("KEY ") {
            key(&mut table, text);
        }
    }
    if let Some(key) = &table.primary_key {
        for reflected in &mut table.columns {
            reflected.column.primary_key = key.columns.contains(&reflected.column.name.text);
        }
    }
    table.indexes.sort_by(|a, b| a.name.cmp(&b.name));
    table.unique_constraints.sort_by(|a, b| a.name.cmp(&b.name));
    table.checks.sort_by(|a, b| a.name.cmp(&b.name));
    table
}

/// An identifier in backticks at the beginning, and what follows it.
fn identifier(text: &str) -> Option<(String, &str)> {
    let rest = text.strip_prefix('`')?;
    let mut name = String::new();
    let mut at = 0;
    loop {
        let end = at + rest.get(at..)?.find('`')?;
        name.push_str(rest.get(at..end)?);
        let after = rest.get(end + 1..)?;
        if !after.starts_with('`') {
            return Some((name, after));
        }
        name.push('`');
        at = end + 2;
    }
}

/// Length of a piece in quotes at the beginning.
pub(super) fn quoted_length(text: &str, quote: char) -> usize {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && quote == '\'' {
            chars.next();
        } else if c == quote {
            match chars.peek() {
                Some((_, next)) if *next == quote => {
                    chars.next();
                }
                Some(_) | None => return at + c.len_utf8(),
            }
        }
    }
    text.len()
}

/// Length of a piece in round brackets at the beginning.
fn bracket_length(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        match c {
            '\'' | '`' => {
                at += quoted_length(&text[at..], c);
                continue;
            }
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
        at += c.len_utf8();
    }
    text.len()
}

/// The pieces between blanks, quotes and brackets kept whole.
fn pieces(text: &str) -> Vec<&str> {
    let (mut out, mut start, mut at) = (Vec::new(), None, 0);
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let length = match c {
            '\'' | '`' => quoted_length(&text[at..], c),
            '(' => bracket_length(&text[at..]),
            c => c.len_utf8(),
        };
        if c == ' ' {
            if let Some(start) = start.take() {
                out.push(&text[start..at]);
            }
        } else {
            start.get_or_insert(at);
        }
        at += length;
    }
    if let Some(start) = start {
        out.push(&text[start..]);
    }
    out
}

/// The text of a literal.
pub(super) fn unquoted(text: &str) -> String {
    let inner = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')).unwrap_or(text);
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\'', Some('\'')) => {
                chars.next();
                out.push('\'');
            }
            ('\\', Some(_)) => out.push(match chars.next() {
                Some('n') => '\n',
                Some('r') => '\r',
                Some('0') => '\0',
                Some('t') => '\t',
                Some(other) => other,
                None => '\\',
            }),
            (c, _) => out.push(c),
        }
    }
    out
}

fn option_text(line: &str, option: &str) -> Option<String> {
    let rest = line.get(line.find(&format!(" {option}'"))? + option.len() + 1..)?;
    rest.get(..quoted_length(rest, '\'')).map(unquoted)
}

fn text_expr(text: &str) -> Expr {
    Expr::Text(TextClause { text: text.to_owned(), binds: Vec::new(), columns: Vec::new() })
}

/// The clauses of a column in the order of SQLAlchemy's pattern.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Clause {
    Unsigned,
    Zerofill,
    Charset,
    Collate,
    Nullable,
    Default,
    Computed,
    AutoIncrement,
    Comment,
}

/// The default that a piece is, as far as that pattern reads it: a literal, an expression in brackets, or words and calls
/// without arguments that are quoted.
fn default_value(piece: &str) -> Option<&str> {
    if piece.starts_with('\'') {
        return Some(piece);
    }
    if piece.starts_with('(') {
        let ends = piece.match_indices(')').map(|(at, _)| at + 1);
        let is_end = |end: &usize| piece.get(*end..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        return ends.into_iter().find(is_end).and_then(|end| piece.get(..end));
    }
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '(' | ')');
    (!piece.is_empty() && piece.chars().all(is_plain)).then_some(piece)
}

/// A column: `` `name` type(…) … ``.
pub(crate) fn column(text: &str) -> Option<ReflectedColumn> {
    let (name, rest) = identifier(text)?;
    let parts = pieces(rest);
    let (type_name, arguments) = match parts.first()?.split_once('(') {
        Some((name, arguments)) => (name, arguments.strip_suffix(')').unwrap_or(arguments)),
        None => (*parts.first()?, ""),
    };
    let mut number = NumberOptions::default();
    let mut string = StringOptions::default();
    let mut type_text = (*parts.first()?).to_owned();
    let (mut nullable, mut autoincrement, mut default, mut comment, mut computed) = (true, false, None, None, None);
    let mut at = 1;
    let part = |at: usize| parts.get(at).copied().unwrap_or_default();
    // SQLAlchemy's pattern knows one order, and reads nothing behind what it does not know there.
    let mut last = Clause::Unsigned;
    while at < parts.len() {
        let upper = part(at).to_ascii_uppercase();
        let clause = match upper.as_str() {
            "UNSIGNED" => Clause::Unsigned,
            "ZEROFILL" => Clause::Zerofill,
            "CHARACTER" => Clause::Charset,
            "COLLATE" => Clause::Collate,
            "NULL" => Clause::Nullable,
            "NOT" if part(at + 1).eq_ignore_ascii_case("null") => Clause::Nullable,
            "DEFAULT" => Clause::Default,
            "GENERATED" | "AS" => Clause::Computed,
            "AUTO_INCREMENT" => Clause::AutoIncrement,
            "COMMENT" => Clause::Comment,
            _ => break,
        };
        if clause < last {
            break;
        }
        last = clause;
        match clause {
            Clause::Unsigned => number.unsigned = true,
            Clause::Zerofill => number.zerofill = true,
            Clause::Charset => {
                string.charset = Some(part(at + 2).to_owned());
                at += 2;
            }
            Clause::Collate => {
                string.collation = Some(part(at + 1).to_owned());
                at += 1;
            }
            Clause::Nullable => {
                nullable = upper == "NULL";
                at += usize::from(!nullable);
            }
            Clause::Default => {
                let Some(mut value) = default_value(part(at + 1)).map(str::to_owned) else { break };
                at += 1;
                let is_word = !value.starts_with(['\'', '(']) && value != "NULL";
                if is_word && part(at + 1).eq_ignore_ascii_case("on") && part(at + 2).eq_ignore_ascii_case("update") {
                    value.push_str(&format!(" ON UPDATE {}", part(at + 3)));
                    at += 3;
                }
                default = Some(value).filter(|value| value != "NULL");
            }
            Clause::Computed => {
                at += if upper == "AS" { 0 } else { 2 };
                let expr = text_expr(part(at + 1));
                at += 1;
                let persisted = match part(at + 1).to_ascii_uppercase().as_str() {
                    "STORED" => Some(true),
                    "VIRTUAL" => Some(false),
                    _ => None,
                };
                at += usize::from(persisted.is_some());
                if part(at + 1).eq_ignore_ascii_case("not") && part(at + 2).eq_ignore_ascii_case("null") {
                    nullable = false;
                    at += 2;
                } else if part(at + 1).eq_ignore_ascii_case("null") {
                    at += 1;
                }
                computed = Some(Computed { expr, persisted });
            }
            Clause::AutoIncrement => autoincrement = true,
            Clause::Comment => {
                comment = Some(unquoted(part(at + 1)));
                at += 1;
            }
        }
        at += 1;
    }
    for (given, word) in [(number.unsigned, "unsigned"), (number.zerofill, "zerofill")] {
        if given {
            type_text.push_str(&format!(" {word}"));
        }
    }
    let ty = Type::new(kind(type_name, arguments, number, string));
    let is_integer = ty.kind.is_integer();
    let mut column = Column::new(Name::new(name), ty);
    column.nullable = nullable;
    column.nullable_given = true;
    column.autoincrement = match (autoincrement, is_integer) {
        (true, _) => Autoincrement::Yes,
        (false, true) => Autoincrement::No,
        (false, false) => Autoincrement::Auto,
    };
    column.server_default = default.map(|text| ServerDefault::Expr(text_expr(&text)));
    column.comment = comment;
    column.computed = computed;
    Some(ReflectedColumn { column, type_text })
}

fn kind(name: &str, arguments: &str, mut number: NumberOptions, mut string: StringOptions) -> TypeKind {
    let numbers: Vec<u32> = arguments.split(',').filter_map(|one| one.trim().parse().ok()).collect();
    let first = numbers.first().copied();
    let name = match name.to_ascii_uppercase().as_str() {
        "INT" => "INTEGER".to_owned(),
        "FIXED" => "DECIMAL".to_owned(),
        other => other.to_owned(),
    };
    let values = || -> Vec<String> { split_commas(arguments).into_iter().map(unquoted).collect() };
    let mut fsp = None;
    match name.as_str() {
        "INTEGER" | "BIGINT" | "SMALLINT" | "TINYINT" | "MEDIUMINT" | "YEAR" => number.display_width = first,
        "DECIMAL" | "NUMERIC" | "DOUBLE" | "FLOAT" | "REAL" => {
            (number.precision, number.scale) = (first, numbers.get(1).copied());
        }
        "DATETIME" | "TIMESTAMP" | "TIME" => fsp = first,
        "BIT" | "CHAR" | "VARCHAR" | "NCHAR" | "NVARCHAR" | "TEXT" => string.length = first.map(u64::from),
        "TINYTEXT" | "MEDIUMTEXT" | "LONGTEXT" | "TINYBLOB" | "MEDIUMBLOB" | "LONGBLOB" | "JSON" => {}
        "DATE" => return TypeKind::Date,
        "UUID" => return TypeKind::UpperUuid { as_uuid: true },
        "BLOB" | "BINARY" | "VARBINARY" => {
            let options = StringOptions { length: first.map(u64::from), ..StringOptions::default() };
            return match name.as_str() {
                "BLOB" => TypeKind::Blob(options),
                "BINARY" => TypeKind::Binary(options),
                _ => TypeKind::Varbinary(options),
            };
        }
        "ENUM" => {
            let labels = values();
            return TypeKind::Enum(EnumType { labels, native: true, text: string, ..EnumType::default() });
        }
        "SET" => {
            return TypeKind::Mysql {
                name,
                number,
                text: string,
                values: values(),
                fsp,
                timezone: false,
                bitwise: false,
            };
        }
        _ => return TypeKind::Null,
    }
    TypeKind::Mysql { name, number, text: string, values: Vec::new(), fsp, timezone: false, bitwise: false }
}

/// The pieces between commas, quotes and brackets kept whole.
fn split_commas(text: &str) -> Vec<&str> {
    let (mut out, mut start, mut at) = (Vec::new(), 0, 0);
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        at += match c {
            '\'' | '`' => quoted_length(&text[at..], c),
            '(' => bracket_length(&text[at..]),
            ',' => {
                out.push(text[start..at].trim());
                start = at + 1;
                1
            }
            c => c.len_utf8(),
        };
    }
    if start < text.len() {
        out.push(text[start..].trim());
    }
    out
}

/// The names in `` (`a`,`b`) `` at the beginning, and what follows.
fn names(text: &str) -> Option<(Vec<String>, &str)> {
    let text = text.trim_start();
    let length = bracket_length(text);
    let inside = text.get(1..length.checked_sub(1)?)?;
    let names = split_commas(inside).into_iter().filter_map(|one| identifier(one).map(|(name, _)| name)).collect();
    Some((names, text.get(length..)?))
}

fn constraint(table: &mut ReflectedTable, text: &str, schema: Option<&Name>) -> Option<()> {
    let (name, rest) = identifier(text.strip_prefix("CONSTRAINT ")?)?;
    let rest = rest.trim_start();
    if let Some(condition) = rest.strip_prefix("CHECK ") {
        let inside = condition.get(1..bracket_length(condition).checked_sub(1)?)?;
        table.checks.push(ReflectedCheck {
            name: Some(name),
            condition: inside.to_owned(),
            ..ReflectedCheck::default()
        });
        return Some(());
    }
    let (columns, rest) = names(rest.strip_prefix("FOREIGN KEY ")?)?;
    let (first, mut rest) = identifier(rest.trim_start().strip_prefix("REFERENCES ")?)?;
    let mut referred = TableName { schema: schema.cloned(), name: Name::new(first) };
    if let Some((second, after)) = rest.strip_prefix('.').and_then(identifier) {
        referred = TableName { schema: Some(referred.name), name: Name::new(second) };
        rest = after;
    }
    let (referred_columns, rest) = names(rest)?;
    let action = |word: &str| {
        let after = rest.get(rest.find(word)? + word.len()..)?;
        let known = ["RESTRICT", "CASCADE", "SET NULL", "SET DEFAULT"];
        known.into_iter().find(|action| after.starts_with(action)).map(str::to_owned)
    };
    table.foreign_keys.push(ReflectedForeignKey {
        name: Some(name),
        columns,
        referred_table: referred,
        referred_columns,
        on_update: action("ON UPDATE "),
        on_delete: action("ON DELETE "),
        deferrable: None,
        initially: None,
        match_kind: None,
        comment: None,
    });
    Some(())
}

/// `` `name`(10) DESC ``
fn is_key_column(element: &str) -> bool {
    let Some((_, rest)) = identifier(element) else { return false };
    let rest = match rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((length, rest)) if length.chars().all(|c| c.is_ascii_digit()) => rest,
        Some(_) | None => rest,
    };
    matches!(rest.trim_start().to_ascii_uppercase().as_str(), "" | "ASC" | "DESC")
}

/// Whether SQLAlchemy knows all that stands behind the columns of a key.
fn ends_key(rest: &str) -> bool {
    let parts = pieces(rest);
    let mut at = 0;
    let is = |at: usize, word: &str| parts.get(at).is_some_and(|part| part.eq_ignore_ascii_case(word));
    if is(at, "USING") {
        at += 2;
    }
    if parts.get(at).is_some_and(|part| part.to_ascii_uppercase().starts_with("KEY_BLOCK_SIZE")) {
        at += 1;
    }
    if is(at, "WITH") && is(at + 1, "PARSER") {
        at += 3;
    }
    if is(at, "COMMENT") {
        at += 2;
    }
    parts.len() <= at || parts.get(at).is_some_and(|part| part.starts_with("/*"))
}

fn key(table: &mut ReflectedTable, text: &str) -> Option<()> {
    let (kind, rest) = text.split_once("KEY ")?;
    let kind = kind.trim();
    if kind == "PRIMARY" {
        let (columns, _) = names(rest)?;
        table.primary_key = Some(ReflectedKey { columns, ..ReflectedKey::default() });
        return Some(());
    }
    let (name, rest) = identifier(rest)?;
    let rest = rest.trim_start();
    let inside = rest.get(1..bracket_length(rest).checked_sub(1)?)?;
    if !ends_key(rest.get(inside.len() + 2..)?) {
        return None;
    }
    // What is no column, with its length and order, SQLAlchemy leaves out.
    let elements: Vec<&str> = split_commas(inside).into_iter().filter(|element| is_key_column(element)).collect();
    let columns: Vec<Option<String>> =
        elements.iter().map(|element| identifier(element).map(|(name, _)| name)).collect();
    if kind == "UNIQUE" {
        let columns = columns.iter().flatten().cloned().collect();
        table.unique_constraints.push(ReflectedKey { name: Some(name.clone()), columns, ..ReflectedKey::default() });
    }
    table.indexes.push(ReflectedIndex {
        name,
        columns,
        expressions: elements.into_iter().map(str::to_owned).collect(),
        unique: kind == "UNIQUE",
        definition: Some(text.to_owned()),
        ..ReflectedIndex::default()
    });
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_read_with_all_that_they_have() {
        let one = column("`a``b` int(10) unsigned NOT NULL DEFAULT '5' COMMENT 'it''s, (x)'").unwrap();
        assert_eq!(one.column.name.text, "a`b");
        assert!(!one.column.nullable);
        assert_eq!(one.column.comment.as_deref(), Some("it's, (x)"));
        assert_eq!(one.column.server_default, Some(ServerDefault::Expr(text_expr("'5'"))));
        let two = column("`at` datetime(3) NULL DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3)").unwrap();
        let both = "current_timestamp(3) ON UPDATE current_timestamp(3)";
        assert_eq!(two.column.server_default, Some(ServerDefault::Expr(text_expr(both))));
        let three = column("`t` int(11) GENERATED ALWAYS AS (`a` * 2) STORED").unwrap();
        assert_eq!(three.column.computed.unwrap().persisted, Some(true));
        let four = column("`k` enum('a','b,''c') CHARACTER SET latin1 COLLATE latin1_bin DEFAULT NULL").unwrap();
        let TypeKind::Enum(labels) = four.column.ty.kind else { panic!("no enum") };
        assert_eq!(labels.labels, ["a", "b,'c"]);
        assert_eq!(four.column.server_default, None);
    }

    #[test]
    fn what_the_pattern_does_not_know_ends_it() {
        let default = |text: &str| match column(text).unwrap().column.server_default {
            Some(ServerDefault::Expr(Expr::Text(clause))) => Some(clause.text),
            _ => None,
        };
        for (text, expected) in [
            ("`a` varchar(9) DEFAULT concat('a','b')", None),
            ("`a` int(11) INVISIBLE DEFAULT 4", None),
            ("`a` datetime DEFAULT NULL ON UPDATE current_timestamp()", None),
            ("`a` datetime DEFAULT '2020-01-01' ON UPDATE current_timestamp()", Some("'2020-01-01'")),
            ("`a` int(11) DEFAULT (1 + 2) CHECK (`a` > 0)", Some("(1 + 2)")),
            ("`a` int(11) DEFAULT ((1) + 2)", Some("((1)")),
            ("`a` varchar(36) DEFAULT uuid() COMMENT 'x'", Some("uuid()")),
            ("`a` int(11) NOT NULL DEFAULT -1", Some("-1")),
        ] {
            assert_eq!(default(text).as_deref(), expected, "{text}");
        }
        assert!(column("`a` int(11) INVISIBLE COMMENT 'x'").unwrap().column.comment.is_none());
        assert!(!column("`a` int(11) GENERATED ALWAYS AS (1) VIRTUAL NOT NULL").unwrap().column.nullable);
    }

    #[test]
    fn keys_are_those_that_the_pattern_knows() {
        let sql = "CREATE TABLE `t` (\n  KEY `plain` (`a`,`b`(10) DESC) USING BTREE COMMENT 'x (y)',\n  \
                   KEY `ignored` (`a`) IGNORED,\n  UNIQUE KEY `u` (`a`,`p` WITHOUT OVERLAPS),\n  \
                   KEY `hidden` (`a`) /*!80000 INVISIBLE */,\n  KEY `of` ((lower(`a`)))\n) ENGINE=InnoDB PAGE_CHECKSUM=1";
        let read = table(&TableName::new("t"), sql);
        let keys: Vec<(&str, usize)> = read.indexes.iter().map(|one| (one.name.as_str(), one.columns.len())).collect();
        assert_eq!(keys, [("hidden", 1), ("of", 0), ("plain", 2), ("u", 1)]);
        assert_eq!(read.options[1], ("checksum".to_owned(), "1".to_owned()));
    }

    #[test]
    fn names_in_double_quotes_are_names() {
        let sql = "CREATE TABLE \"a\" (\n  \"b\"\"c`d\" varchar(9) DEFAULT 'it''s \"x\"',\n  PRIMARY KEY (\"b\"\"c`d\")\n) COMMENT='\"'";
        let expected = "CREATE TABLE `a` (\n  `b\"c``d` varchar(9) DEFAULT 'it''s \"x\"',\n  PRIMARY KEY (`b\"c``d`)\n) COMMENT='\"'";
        assert_eq!(in_backticks(sql), expected);
        assert_eq!(in_backticks(expected), expected);
        for broken in ["", "\"", "CREATE \"é", "'", "\"a\"'"] {
            let _ = in_backticks(broken);
        }
    }

    #[test]
    fn broken_text_is_no_panic() {
        for text in
            ["`", "`a", "`a`", "`a` ", "`a` x(", "`a` enum('", "`a` int DEFAULT", "CONSTRAINT `x` CHECK (", "KEY `"]
        {
            let _ = column(text);
            let mut read = table(&TableName::new("t"), &format!("CREATE TABLE `t` (\n  {text},\n) COMMENT='"));
            let _ = constraint(&mut read, text, None);
            let _ = key(&mut read, text);
        }
    }
}
