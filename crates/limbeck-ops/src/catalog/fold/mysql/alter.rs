//! `ALTER TABLE`.

use super::super::super::{ObjectName, Sql};
use super::super::{Fold, Touched};
use super::constraint::{self, Clause};
use super::create::options;
use super::facts::{MysqlFacts, full_name};
use super::table::{self, Definition};
use super::tokens::{Cursor, Read, Unread, parts, tokens};
use super::{column, types};

pub(super) fn table(fold: &mut Fold, cursor: &mut Cursor<'_>) -> Read<()> {
    let _ = cursor.take("if exists");
    let mut name = constraint::table_name(cursor, &fold.mysql.facts)?;
    if fold.mysql.temporary.contains(&name.name) {
        return Ok(());
    }
    let sql = cursor.sql;
    let mut clauses = Vec::new();
    for part in parts(sql, cursor.rest()) {
        let mut part = Cursor::new(sql, part);
        if part.take_any(&["rename to", "rename as"]) {
            let to = constraint::table_name(&mut part, &fold.mysql.facts)?;
            table::rename(fold, &name, &to)?;
            name = to;
        } else {
            action(fold, &name, &mut part, &mut clauses)?;
        }
    }
    Definition::of(fold, &name)?.add_all(clauses)
}

/// One action; what it adds beside columns is put into `clauses`.
fn action(fold: &mut Fold, name: &ObjectName, cursor: &mut Cursor<'_>, clauses: &mut Vec<(Clause, bool)>) -> Read<()> {
    let facts = fold.mysql.facts.clone();
    let mut table = Definition::of(fold, name)?;
    if cursor.take("add") {
        return add(&mut table, cursor, &facts, clauses);
    }
    if cursor.take("drop") {
        return drop_one(&mut table, cursor);
    }
    if cursor.take_any(&["modify column", "modify"]) {
        let _ = cursor.take("if exists");
        let column = cursor.name()?;
        return define(&mut table, &column, &column, cursor, &facts, clauses);
    }
    if cursor.take_any(&["change column", "change"]) {
        let _ = cursor.take("if exists");
        let (from, to) = (cursor.name()?, cursor.name()?);
        return define(&mut table, &from, &to, cursor, &facts, clauses);
    }
    if cursor.take("rename column") {
        let from = cursor.name()?;
        if !cursor.take("to") {
            return Err(Unread);
        }
        return table.rename_column(&from, &cursor.name()?);
    }
    if cursor.take_any(&["rename index", "rename key"]) {
        let from = cursor.name()?;
        if !cursor.take("to") {
            return Err(Unread);
        }
        return table.rename_index(&from, &cursor.name()?);
    }
    if cursor.take_any(&["alter column", "alter"]) {
        return set_default(&mut table, cursor, &facts);
    }
    if cursor.take_any(&["rename to", "rename as", "rename"]) {
        let to = constraint::table_name(cursor, &facts)?;
        return table::rename(fold, name, &to);
    }
    if cursor.take("convert to") {
        return convert(fold, name, cursor, &facts);
    }
    if cursor.take_any(&["order by", "enable keys", "disable keys", "force"]) {
        return Ok(());
    }
    let is_option = [
        "comment",
        "engine",
        "auto_increment",
        "default",
        "charset",
        "character",
        "collate",
        "row_format",
        "key_block_size",
        "algorithm",
        "lock",
        "stats_persistent",
        "max_rows",
        "min_rows",
        "pack_keys",
        "checksum",
        "avg_row_length",
    ]
    .iter()
    .any(|word| cursor.peek().is_some_and(|token| token.is(word)));
    if !is_option {
        return Err(Unread);
    }
    let options = options(cursor);
    if let Some(comment) = options.comment {
        table.entry().comment = Some(comment).filter(|text| !text.is_empty());
    }
    match (options.collation, options.charset) {
        (Some(collation), _) => table.set_collation(full_name(&collation)),
        (None, Some(charset)) => table.set_collation(facts.of_charset(&charset)),
        (None, None) => {}
    }
    Ok(())
}

fn add(
    table: &mut Definition<'_>,
    cursor: &mut Cursor<'_>,
    facts: &MysqlFacts,
    clauses: &mut Vec<(Clause, bool)>,
) -> Read<()> {
    if let Some(clause) = constraint::read(cursor, facts)? {
        clauses.push((clause, false));
        return Ok(());
    }
    let _ = cursor.take("column");
    let keeps = cursor.take("if not exists");
    let sql = cursor.sql;
    if cursor.peek().is_some_and(|token| token.is_sign('(')) {
        for part in parts(sql, cursor.group()?) {
            let mut part = Cursor::new(sql, part);
            add(table, &mut part, facts, clauses)?;
        }
        return Ok(());
    }
    let name = cursor.name()?;
    let there = table.entry().columns.iter().any(|column| column.name.to_lowercase() == name.to_lowercase());
    if there {
        return if keeps { Ok(()) } else { Err(Unread) };
    }
    let inherited = table.collation();
    let defined = column::read(&mut without_place(cursor), &name, facts, &inherited)?;
    table.entry().columns.push(defined.entry);
    clauses.extend(defined.clauses.into_iter().map(|clause| (clause, true)));
    Ok(())
}

/// The definition without `FIRST` or `AFTER …`.
fn without_place<'t>(cursor: &mut Cursor<'t>) -> Cursor<'t> {
    let sql = cursor.sql;
    let rest = cursor.rest();
    let end = match rest {
        [before @ .., last] if last.is("first") => before.len(),
        [before @ .., after, _] if after.is("after") => before.len(),
        all => all.len(),
    };
    Cursor::new(sql, rest.get(..end).unwrap_or(rest))
}

/// `MODIFY` and `CHANGE`: the column is as it is defined here, and keeps its keys.
fn define(
    table: &mut Definition<'_>,
    from: &str,
    to: &str,
    cursor: &mut Cursor<'_>,
    facts: &MysqlFacts,
    clauses: &mut Vec<(Clause, bool)>,
) -> Read<()> {
    let inherited = table.collation();
    let mut defined = column::read(&mut without_place(cursor), to, facts, &inherited)?;
    table.drop_nameless_checks(from);
    if from != to {
        table.rename_column(from, to)?;
    }
    let entry = table.entry();
    let in_key = entry.primary_key.as_ref().is_some_and(|key| key.columns.iter().any(|column| column == to));
    defined.entry.nullable &= !in_key;
    let Some(column) = entry.columns.iter_mut().find(|column| column.name.to_lowercase() == to.to_lowercase()) else {
        return Err(Unread);
    };
    // The name stays as it was first written, unless it is changed.
    defined.entry.name.clone_from(&column.name);
    *column = defined.entry;
    clauses.extend(defined.clauses.into_iter().map(|clause| (clause, true)));
    Ok(())
}

fn drop_one(table: &mut Definition<'_>, cursor: &mut Cursor<'_>) -> Read<()> {
    if cursor.take("primary key") {
        return table.entry().primary_key.take().map(|_| ()).ok_or(Unread);
    }
    if cursor.take_any(&["foreign key", "constraint", "check"]) {
        let forgives = cursor.take("if exists");
        let name = cursor.name()?;
        return table.drop_constraint(&name).or(if forgives { Ok(()) } else { Err(Unread) });
    }
    if cursor.take_any(&["index", "key"]) {
        let forgives = cursor.take("if exists");
        let name = cursor.name()?;
        return table.drop_index(&name).or(if forgives { Ok(()) } else { Err(Unread) });
    }
    let _ = cursor.take("column");
    let forgives = cursor.take("if exists");
    let name = cursor.name()?;
    table.drop_column(&name).or(if forgives { Ok(()) } else { Err(Unread) })
}

fn set_default(table: &mut Definition<'_>, cursor: &mut Cursor<'_>, facts: &MysqlFacts) -> Read<()> {
    let name = cursor.name()?;
    let entry = table.entry();
    let Some(column) = entry.columns.iter_mut().find(|column| column.name.to_lowercase() == name.to_lowercase()) else {
        return Err(Unread);
    };
    let on_update = column
        .default
        .as_ref()
        .and_then(|default| default.0.split_once(" ON UPDATE "))
        .map(|(_, moment)| moment.to_owned());
    let default = if cursor.take("drop default") {
        None
    } else if cursor.take("set default") {
        let words = tokens(&column.type_text);
        let ty = types::read(&mut Cursor::new(&column.type_text, &words), facts, &facts.collation)?;
        column::default(column::value(cursor)?, &ty)
    } else {
        return Err(Unread);
    };
    column.default = match (default, on_update) {
        (default, None) => default.map(Sql),
        (default, Some(moment)) => Some(Sql(format!("{} ON UPDATE {moment}", default.as_deref().unwrap_or("NULL")))),
    };
    Ok(())
}

/// `CONVERT TO CHARACTER SET`: every column with characters gets the collation; texts may grow besides.
fn convert(fold: &mut Fold, name: &ObjectName, cursor: &mut Cursor<'_>, facts: &MysqlFacts) -> Read<()> {
    let options = options(cursor);
    let collation = match (options.collation, options.charset) {
        (Some(collation), _) => full_name(&collation),
        (None, Some(charset)) => facts.of_charset(&charset),
        (None, None) => return Err(Unread),
    };
    let mut table = Definition::of(fold, name)?;
    let kept = Some(collation.clone()).filter(|collation| *collation != facts.collation);
    let mut may_grow = false;
    for column in &mut table.entry().columns {
        let words = tokens(&column.type_text);
        let ty = types::read(&mut Cursor::new(&column.type_text, &words), facts, &facts.collation)?;
        if ty.collation.is_some() {
            may_grow |= column.type_text.ends_with("text");
            column.collation.clone_from(&kept);
        }
    }
    table.set_collation(collation);
    if may_grow {
        fold.touched.insert(Touched::Table(name.clone()));
    }
    Ok(())
}
