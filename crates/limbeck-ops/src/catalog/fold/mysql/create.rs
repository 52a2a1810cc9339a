//! `CREATE TABLE` and `CREATE INDEX`.

use super::super::super::{ObjectName, Sql, TableEntry};
use super::super::{Fold, Touched};
use super::constraint::{self, Clause};
use super::expression::expression;
use super::facts::full_name;
use super::table::Definition;
use super::tokens::{Cursor, Kind, Read, Unread, parts};
use super::{Hidden, column};

/// What stands behind the brackets of a table.
#[derive(Default)]
pub(super) struct TableOptions {
    pub collation: Option<String>,
    pub charset: Option<String>,
    pub comment: Option<String>,
    partition: Option<Sql>,
    /// Whether rows of a query, and so perhaps columns, come with it.
    has_query: bool,
}

pub(super) fn table(fold: &mut Fold, cursor: &mut Cursor<'_>, temporary: bool, replaces: bool) -> Read<()> {
    let keeps = cursor.take("if not exists");
    let name = constraint::table_name(cursor, &fold.mysql.facts)?;
    if temporary {
        fold.mysql.temporary.insert(name.name);
        return Ok(());
    }
    if fold.catalog.tables.contains_key(&name) {
        if keeps {
            return Ok(());
        }
        if !replaces {
            return Err(Unread);
        }
    }
    if cursor.take("like") {
        return like(fold, cursor, name);
    }
    if !cursor.peek().is_some_and(|token| token.is_sign('(')) {
        return unknown(fold, name);
    }
    let sql = cursor.sql;
    let group = cursor.group()?;
    if group.first().is_some_and(|token| token.is("like")) {
        return like(fold, &mut Cursor::new(sql, group.get(1..).unwrap_or_default()), name);
    }
    let options = options(cursor);
    if options.has_query {
        return unknown(fold, name);
    }
    let facts = fold.mysql.facts.clone();
    let collation = match (&options.collation, &options.charset) {
        (Some(collation), _) => full_name(collation),
        (None, Some(charset)) => facts.of_charset(charset),
        (None, None) => facts.collation.clone(),
    };
    let mut entry = TableEntry {
        comment: options.comment.filter(|text| !text.is_empty()),
        partition_key: options.partition,
        ..TableEntry::default()
    };
    let mut clauses = Vec::new();
    for part in parts(sql, group) {
        let mut part = Cursor::new(sql, part);
        if let Some(clause) = constraint::read(&mut part, &facts)? {
            clauses.push((clause, false));
        } else if !part.take_any(&["period", "like"]) {
            let name = part.name()?;
            let defined = column::read(&mut part, &name, &facts, &collation)?;
            entry.columns.push(defined.entry);
            clauses.extend(defined.clauses.into_iter().map(|clause| (clause, true)));
        }
    }
    fold.catalog.tables.insert(name.clone(), entry);
    fold.mysql.hidden.insert(name.clone(), Hidden { collation, ..Hidden::default() });
    Definition::of(fold, &name)?.add_all(clauses)
}

fn like(fold: &mut Fold, cursor: &mut Cursor<'_>, name: ObjectName) -> Read<()> {
    let model = constraint::table_name(cursor, &fold.mysql.facts)?;
    let mut entry = fold.catalog.tables.get(&model).cloned().ok_or(Unread)?;
    entry.foreign_keys.clear();
    let hidden = fold.mysql.hidden.get(&model).cloned().unwrap_or_default();
    fold.catalog.tables.insert(name.clone(), entry);
    fold.mysql.hidden.insert(name, hidden);
    Ok(())
}

/// A table of which only the name is known.
fn unknown(fold: &mut Fold, name: ObjectName) -> Read<()> {
    fold.catalog.tables.insert(name.clone(), TableEntry::default());
    fold.touched.insert(Touched::Table(name));
    Ok(())
}

/// The options of a table, in any order, with or without `=`.
pub(super) fn options(cursor: &mut Cursor<'_>) -> TableOptions {
    let mut found = TableOptions::default();
    let value = |cursor: &mut Cursor<'_>| {
        let _ = cursor.take_sign('=');
        match cursor.next().map(|token| &token.kind) {
            Some(Kind::Word(text) | Kind::Name(text) | Kind::Text(text)) => Some(text.clone()),
            Some(Kind::Number(_) | Kind::Sign(_)) | None => None,
        }
    };
    while let Some(token) = cursor.peek() {
        if cursor.take("partition by") {
            let start = cursor.rest();
            let end = start.iter().position(|token| token.is("partitions")).unwrap_or(start.len());
            let definitions = start.iter().enumerate().position(|(at, token)| {
                token.is_sign('(') && start.get(at + 1).is_some_and(|token| token.is("partition"))
            });
            let end = definitions.map_or(end, |at| at.min(end));
            found.partition = start.get(..end).map(|tokens| Sql(expression(tokens)));
        } else if cursor.take_any(&["character set", "charset"]) {
            found.charset = value(cursor);
        } else if cursor.take("collate") {
            found.collation = value(cursor);
        } else if cursor.take("comment") {
            found.comment = value(cursor);
        } else {
            found.has_query |= ["as", "select", "with", "values"].iter().any(|word| token.is(word));
            cursor.next();
        }
    }
    found
}

pub(super) fn index(fold: &mut Fold, cursor: &mut Cursor<'_>) -> Read<()> {
    let _ = cursor.take_any(&["online", "offline"]);
    let unique = cursor.take("unique");
    let method = if cursor.take("fulltext") {
        "fulltext"
    } else if cursor.take("spatial") {
        "spatial"
    } else {
        ""
    };
    if !cursor.take("index") {
        return Err(Unread);
    }
    let keeps = cursor.take("if not exists");
    let name = cursor.name()?;
    if cursor.take_any(&["using", "type"]) {
        cursor.name()?;
    }
    if !cursor.take("on") {
        return Err(Unread);
    }
    let table = constraint::table_name(cursor, &fold.mysql.facts)?;
    let elements = constraint::elements(cursor)?;
    if fold.mysql.temporary.contains(&table.name) {
        return Ok(());
    }
    let mut definition = Definition::of(fold, &table)?;
    if keeps && definition.has_index(&name) {
        return Ok(());
    }
    definition.add_all(vec![(Clause::Index { name: Some(name), unique, method, elements }, false)])
}
