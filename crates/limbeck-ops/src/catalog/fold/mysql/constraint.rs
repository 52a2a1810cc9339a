//! Keys, checks and foreign keys as a statement defines them.

use super::super::super::{CheckEntry, ForeignKeyEntry, IndexElementEntry, ObjectName, Sql};
use super::expression::{expression, unwrapped};
use super::facts::MysqlFacts;
use super::tokens::{Cursor, Kind, Read, Token, Unread, parts};

/// What a table gets beside columns.
#[derive(Clone, Debug)]
pub(super) enum Clause {
    Primary(Vec<String>),
    /// An index; `method` is `fulltext`, `spatial` or empty.
    Index {
        name: Option<String>,
        unique: bool,
        method: &'static str,
        elements: Vec<IndexElementEntry>,
    },
    Check(CheckEntry),
    ForeignKey(ForeignKeyEntry),
}

impl Clause {
    pub fn check(name: Option<String>, condition: String) -> Clause {
        Clause::Check(CheckEntry { name, condition: Sql(condition), validated: true, no_inherit: false })
    }

    pub fn unique(name: Option<String>, column: &str) -> Clause {
        Clause::Index { name, unique: true, method: "", elements: vec![element(column.to_owned(), true, false)] }
    }

    pub fn primary(column: &str) -> Clause {
        Clause::Primary(vec![column.to_owned()])
    }
}

fn element(text: String, is_column: bool, descending: bool) -> IndexElementEntry {
    IndexElementEntry {
        expression: Sql(text),
        is_column,
        descending,
        nulls_first: descending,
        operator_class: None,
        collation: None,
    }
}

/// Reads one, if that is what comes next.
pub(super) fn read(cursor: &mut Cursor<'_>, facts: &MysqlFacts) -> Read<Option<Clause>> {
    let mut ahead = cursor.clone();
    let mut name = None;
    if ahead.take("constraint") {
        let is_named = !["primary", "unique", "foreign", "check"]
            .iter()
            .any(|word| ahead.peek().is_some_and(|token| token.is(word)));
        if is_named {
            name = Some(ahead.name()?);
        }
    }
    let clause = if ahead.take("primary key") {
        using(&mut ahead)?;
        let columns = elements(&mut ahead)?.into_iter().map(|one| column_of(&one)).collect();
        Some(Clause::Primary(columns))
    } else if ahead.take("foreign key") {
        let _ = ahead.take("if not exists");
        if !ahead.peek().is_some_and(|token| token.is_sign('(')) {
            let given = ahead.name()?;
            name.get_or_insert(given);
        }
        let columns = names(&mut ahead)?;
        if !ahead.take("references") {
            return Err(Unread);
        }
        Some(Clause::ForeignKey(foreign_key(&mut ahead, facts, name, columns)?))
    } else if ahead.take("check") {
        let condition = expression(unwrapped(ahead.group()?));
        Some(Clause::check(name, condition))
    } else {
        let (unique, method, is_one) = kind(&mut ahead);
        if is_one { Some(index(&mut ahead, name, unique, method)?) } else { None }
    };
    if clause.is_some() {
        *cursor = ahead;
    }
    Ok(clause)
}

/// `UNIQUE KEY`, `FULLTEXT INDEX`, `KEY`: whether one of them comes next.
fn kind(cursor: &mut Cursor<'_>) -> (bool, &'static str, bool) {
    for (words, unique, method) in
        [("unique", true, ""), ("fulltext", false, "fulltext"), ("spatial", false, "spatial")]
    {
        if cursor.take(words) {
            let _ = cursor.take_any(&["key", "index"]);
            return (unique, method, true);
        }
    }
    (false, "", cursor.take_any(&["key", "index"]))
}

fn using(cursor: &mut Cursor<'_>) -> Read<()> {
    if cursor.take_any(&["using", "type"]) {
        cursor.name()?;
    }
    Ok(())
}

fn index(cursor: &mut Cursor<'_>, name: Option<String>, unique: bool, method: &'static str) -> Read<Clause> {
    let mut name = name;
    let _ = cursor.take("if not exists");
    let opens = cursor.peek().is_some_and(|token| token.is_sign('('));
    if !opens && !cursor.peek().is_some_and(|token| token.is("using")) {
        name = Some(cursor.name()?);
    }
    using(cursor)?;
    Ok(Clause::Index { name, unique, method, elements: elements(cursor)? })
}

/// The elements of an index in brackets.
pub(super) fn elements(cursor: &mut Cursor<'_>) -> Read<Vec<IndexElementEntry>> {
    let sql = cursor.sql;
    let group = cursor.group()?;
    parts(sql, group).into_iter().map(|part| one_element(sql, part)).collect()
}

fn one_element(sql: &str, part: &[Token]) -> Read<IndexElementEntry> {
    let mut cursor = Cursor::new(sql, part);
    if cursor.peek().is_some_and(|token| token.is_sign('(')) {
        let text = expression(unwrapped(cursor.group()?));
        return Ok(element(text, false, cursor.take("desc")));
    }
    let name = cursor.name()?;
    let length = match cursor.peek() {
        Some(token) if token.is_sign('(') => match cursor.group()? {
            [Token { kind: Kind::Number(number), .. }] => Some(number.clone()),
            _ => return Err(Unread),
        },
        Some(_) | None => None,
    };
    let _ = cursor.take("asc");
    let descending = cursor.take("desc");
    if !cursor.is_at_end() {
        return Err(Unread);
    }
    Ok(match length {
        Some(length) => element(format!("{name}({length})"), false, descending),
        None => element(name, true, descending),
    })
}

/// The column of an element, a prefix of it too.
pub(super) fn column_of(element: &IndexElementEntry) -> String {
    let text = &element.expression.0;
    let prefix =
        text.rsplit_once('(').filter(|(_, rest)| rest.trim_end_matches(')').chars().all(|c| c.is_ascii_digit()));
    match prefix {
        Some((name, _)) if !element.is_column => name.to_owned(),
        Some(_) | None => text.clone(),
    }
}

/// Names in brackets.
pub(super) fn names(cursor: &mut Cursor<'_>) -> Read<Vec<String>> {
    let group = cursor.group()?;
    Ok(group.iter().filter_map(Token::name).map(str::to_owned).collect())
}

/// A table's name, the database's own left out.
pub(super) fn table_name(cursor: &mut Cursor<'_>, facts: &MysqlFacts) -> Read<ObjectName> {
    let first = cursor.name()?;
    if cursor.take_sign('.') {
        let second = cursor.name()?;
        let schema = if first == facts.database { String::new() } else { first };
        return Ok(ObjectName::new(schema, second));
    }
    Ok(ObjectName::new(facts.schema.as_str(), first))
}

/// What follows `REFERENCES`.
pub(super) fn foreign_key(
    cursor: &mut Cursor<'_>,
    facts: &MysqlFacts,
    name: Option<String>,
    columns: Vec<String>,
) -> Read<ForeignKeyEntry> {
    let referred_table = table_name(cursor, facts)?;
    let referred_columns = names(cursor)?;
    let mut key = ForeignKeyEntry {
        name,
        columns,
        referred_table,
        referred_columns,
        on_update: None,
        on_delete: None,
        match_kind: None,
        deferrable: false,
        deferred: false,
        validated: true,
    };
    loop {
        if cursor.take("match") {
            cursor.name()?;
        } else if cursor.take("on delete") {
            key.on_delete = action(cursor)?;
        } else if cursor.take("on update") {
            key.on_update = action(cursor)?;
        } else {
            return Ok(key);
        }
    }
}

/// `RESTRICT` and `NO ACTION` are one: nothing is written back of either.
fn action(cursor: &mut Cursor<'_>) -> Read<Option<String>> {
    for (words, action) in [
        ("cascade", Some("CASCADE")),
        ("set null", Some("SET NULL")),
        ("set default", Some("SET DEFAULT")),
        ("restrict", None),
        ("no action", None),
    ] {
        if cursor.take(words) {
            return Ok(action.map(str::to_owned));
        }
    }
    Err(Unread)
}
