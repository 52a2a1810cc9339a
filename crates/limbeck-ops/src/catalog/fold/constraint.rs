//! Constraints as statements write them.

use super::Fold;
use super::index::{read_element, read_with};
use super::tokens::{Cursor, Read, Trouble};
use crate::catalog::{IndexElementEntry, Sql};

/// A constraint that was read, not yet named by the server.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub(super) name: Option<String>,
    pub(super) body: Body,
    pub(super) deferrable: bool,
    pub(super) deferred: bool,
    pub(super) not_valid: bool,
    pub(super) no_inherit: bool,
}

/// What a constraint demands.
#[derive(Clone, Debug)]
pub(super) enum Body {
    Key {
        primary: bool,
        columns: Vec<String>,
        include: Vec<String>,
        nulls_not_distinct: bool,
    },
    /// `UNIQUE USING INDEX`
    KeyOfIndex {
        primary: bool,
        index: String,
    },
    Check(Sql),
    Exclude {
        method: String,
        elements: Vec<(IndexElementEntry, String)>,
        predicate: Option<Sql>,
    },
    ForeignKey {
        columns: Vec<String>,
        table: Vec<String>,
        referred: Vec<String>,
        on_update: Option<String>,
        on_delete: Option<String>,
        match_kind: Option<String>,
    },
}

impl Pending {
    pub(super) fn new(name: Option<String>, body: Body) -> Pending {
        Pending { name, body, deferrable: false, deferred: false, not_valid: false, no_inherit: false }
    }
}

/// Whether a constraint of a table comes next, rather than a column.
pub(super) fn is_constraint(cursor: &Cursor<'_>) -> bool {
    let next = |word: &str| cursor.peek_at(1).is_some_and(|token| token.is_word(word));
    let parenthesis = |at: usize| cursor.peek_at(at).is_some_and(|token| token.is_symbol("("));
    cursor.is_word("constraint")
        || cursor.is_word("primary") && next("key")
        || cursor.is_word("unique") && (parenthesis(1) || next("nulls") || next("using"))
        || cursor.is_word("check") && parenthesis(1)
        || cursor.is_word("foreign") && next("key")
        || cursor.is_word("exclude") && (parenthesis(1) || next("using"))
}

/// Reads a constraint of a table. Its columns, where `column` is given, are that one.
pub(super) fn read_constraint(cursor: &mut Cursor<'_>, name: Option<String>, column: Option<&str>) -> Read<Pending> {
    let body = if cursor.is_at("primary key") || cursor.is_word("unique") {
        let primary = cursor.is_word("primary");
        cursor.next();
        if primary {
            cursor.next();
        }
        read_key(cursor, primary, column)?
    } else if cursor.eat("check") {
        Body::Check(Sql(cursor.parenthesized()?.raw().to_owned()))
    } else if cursor.eat("foreign key") {
        let columns = cursor.names()?;
        read_references(cursor, columns)?
    } else if cursor.is_word("references") {
        read_references(cursor, vec![column.ok_or(Trouble)?.to_owned()])?
    } else if cursor.eat("exclude") {
        read_exclude(cursor)?
    } else {
        return Err(Trouble);
    };
    let mut pending = Pending::new(name, body);
    read_attributes(cursor, &mut pending);
    Ok(pending)
}

/// `DEFERRABLE INITIALLY DEFERRED NOT VALID NO INHERIT`; says whether there was any of it.
pub(super) fn read_attributes(cursor: &mut Cursor<'_>, pending: &mut Pending) -> bool {
    let mut any = false;
    loop {
        if cursor.eat("not deferrable") {
            pending.deferrable = false;
        } else if cursor.eat("deferrable") {
            pending.deferrable = true;
        } else if cursor.eat("initially deferred") {
            pending.deferrable = true;
            pending.deferred = true;
        } else if cursor.eat("initially immediate") {
            pending.deferred = false;
        } else if cursor.eat("not valid") {
            pending.not_valid = true;
        } else if cursor.eat("no inherit") {
            pending.no_inherit = true;
        } else if !cursor.eat("enforced") {
            return any;
        }
        any = true;
    }
}

fn read_key(cursor: &mut Cursor<'_>, primary: bool, column: Option<&str>) -> Read<Body> {
    let mut nulls_not_distinct = false;
    if cursor.eat("nulls not distinct") {
        nulls_not_distinct = true;
    } else {
        cursor.eat("nulls distinct");
    }
    if cursor.eat("using index") && !cursor.is_word("tablespace") {
        return Ok(Body::KeyOfIndex { primary, index: cursor.name()? });
    }
    let columns = match column {
        Some(column) => vec![column.to_owned()],
        None => cursor.names()?,
    };
    let include = if cursor.eat("include") { cursor.names()? } else { Vec::new() };
    storage(cursor)?;
    Ok(Body::Key { primary, columns, include, nulls_not_distinct })
}

/// `WITH (…) USING INDEX TABLESPACE x`
fn storage(cursor: &mut Cursor<'_>) -> Read<()> {
    if cursor.is_word("with") {
        read_with(cursor)?;
    }
    if cursor.eat("using index tablespace") {
        cursor.name()?;
    }
    Ok(())
}

fn read_references(cursor: &mut Cursor<'_>, columns: Vec<String>) -> Read<Body> {
    cursor.expect("references")?;
    let table = cursor.qualified()?;
    let referred = if cursor.is_symbol("(") { cursor.names()? } else { Vec::new() };
    let (mut on_update, mut on_delete, mut match_kind) = (None, None, None);
    loop {
        if cursor.eat("match full") {
            match_kind = Some("FULL".to_owned());
        } else if cursor.eat("match simple") {
            match_kind = None;
        } else if cursor.eat("match partial") {
            return Err(Trouble);
        } else if cursor.eat("on delete") {
            on_delete = read_action(cursor)?;
        } else if cursor.eat("on update") {
            on_update = read_action(cursor)?;
        } else {
            return Ok(Body::ForeignKey { columns, table, referred, on_update, on_delete, match_kind });
        }
    }
}

fn read_action(cursor: &mut Cursor<'_>) -> Read<Option<String>> {
    for action in ["cascade", "restrict", "set null", "set default"] {
        if cursor.eat(action) {
            let mut text = action.to_uppercase();
            if action.starts_with("set") && cursor.is_symbol("(") {
                text = format!("{text} ({})", cursor.names()?.join(", "));
            }
            return Ok(Some(text));
        }
    }
    cursor.expect("no action")?;
    Ok(None)
}

fn read_exclude(cursor: &mut Cursor<'_>) -> Read<Body> {
    let method = if cursor.eat("using") { cursor.name()? } else { "btree".to_owned() };
    let mut elements = Vec::new();
    for mut part in cursor.parenthesized()?.split() {
        let mut element = part.until(|cursor| cursor.is_word("with"));
        let entry = read_element(&mut element)?;
        element.expect_end()?;
        part.expect("with")?;
        let operator =
            if part.eat("operator") { part.parenthesized()?.raw().to_owned() } else { part.rest().raw().to_owned() };
        elements.push((entry, operator));
    }
    if cursor.eat("include") {
        cursor.names()?;
    }
    storage(cursor)?;
    let predicate = if cursor.eat("where") { Some(Sql(cursor.parenthesized()?.raw().to_owned())) } else { None };
    Ok(Body::Exclude { method, elements, predicate })
}

impl Fold {
    /// `[CONSTRAINT name] …` of a table.
    pub(super) fn read_table_constraint(&self, cursor: &mut Cursor<'_>) -> Read<Pending> {
        let name = if cursor.eat("constraint") { Some(cursor.name()?) } else { None };
        read_constraint(cursor, name, None)
    }
}
