//! Columns as a statement defines them.

use super::super::super::{ColumnEntry, ComputedEntry, Sql};
use super::constraint::{Clause, foreign_key};
use super::expression::{expression, unwrapped};
use super::facts::MysqlFacts;
use super::tokens::{Cursor, Kind, Read, Token, Unread};
use super::types::{self, Family, ReadType};

/// A column with what its definition says of the table.
pub(super) struct Defined {
    pub entry: ColumnEntry,
    /// Keys and checks.
    pub clauses: Vec<Clause>,
}

/// Reads the definition behind the column's name; `inherited` is the table's collation.
pub(super) fn read(cursor: &mut Cursor<'_>, name: &str, facts: &MysqlFacts, inherited: &str) -> Read<Defined> {
    let ty = types::read(cursor, facts, inherited)?;
    let collation = ty.collation.clone().filter(|collation| *collation != facts.collation);
    let mut defined = Defined {
        entry: ColumnEntry {
            name: name.to_owned(),
            type_text: ty.text.clone(),
            ty: None,
            nullable: true,
            default: None,
            is_serial: false,
            comment: None,
            identity: None,
            computed: None,
            collation,
        },
        clauses: Vec::new(),
    };
    if ty.is_json {
        defined
            .clauses
            .push(Clause::check(None, format!("json_valid({})", super::expression::name_text(&name.to_lowercase()))));
    }
    let mut on_update = None;
    let mut constraint = None;
    while !cursor.is_at_end() {
        let entry = &mut defined.entry;
        if cursor.take("not null") {
            entry.nullable = false;
        } else if cursor.take("null") {
            entry.nullable = true;
        } else if cursor.take("default") {
            entry.default = default(value(cursor)?, &ty).map(Sql);
        } else if cursor.take("on update") {
            on_update = Some(moment(expression(unwrapped(value(cursor)?)), &ty));
        } else if cursor.take("auto_increment") {
            entry.is_serial = true;
            entry.nullable = false;
        } else if cursor.take("comment") {
            entry.comment = Some(cursor.text()?).filter(|text| !text.is_empty());
        } else if cursor.take_any(&["generated always as", "as"]) {
            let text = expression(unwrapped(cursor.group()?));
            let stored = cursor.take_any(&["stored", "persistent"]);
            let _ = !stored && cursor.take("virtual");
            entry.computed = Some(ComputedEntry { expression: Sql(text), stored });
        } else if cursor.take_any(&["unique key", "unique"]) {
            defined.clauses.push(Clause::unique(None, name));
        } else if cursor.take_any(&["primary key", "key"]) {
            defined.clauses.push(Clause::primary(name));
        } else if cursor.take("constraint") {
            constraint = Some(cursor.name()?);
        } else if cursor.take("check") {
            defined.clauses.push(Clause::check(constraint.take(), expression(unwrapped(cursor.group()?))));
        } else if cursor.take("references") {
            let key = foreign_key(cursor, facts, constraint.take(), vec![name.to_owned()])?;
            // MySQL reads such a clause and forgets it.
            if facts.is_mariadb {
                defined.clauses.push(Clause::ForeignKey(key));
            }
        } else if cursor.take("collate") {
            let collation = super::facts::full_name(&cursor.name()?);
            entry.collation = Some(collation).filter(|collation| *collation != facts.collation);
        } else if cursor.take_any(&["invisible", "visible", "enforced"]) {
        } else {
            return Err(Unread);
        }
    }
    let entry = &mut defined.entry;
    if entry.is_serial {
        entry.default = Some(Sql("auto_increment".to_owned()));
    }
    if let Some(moment) = on_update {
        let before = entry.default.take().map_or_else(|| "NULL".to_owned(), |default| default.0);
        entry.default = Some(Sql(format!("{before} ON UPDATE {moment}")));
    }
    Ok(defined)
}

/// The tokens of a default: a literal, a call, or something in brackets.
pub(super) fn value<'t>(cursor: &mut Cursor<'t>) -> Read<&'t [Token]> {
    if cursor.peek().is_some_and(|token| token.is_sign('(')) {
        return cursor.group();
    }
    let mut ahead = cursor.clone();
    let start = ahead.clone();
    let first = ahead.next().ok_or(Unread)?;
    let mut count = 1;
    match &first.kind {
        Kind::Sign('-' | '+') => {
            ahead.next().ok_or(Unread)?;
            count += 1;
        }
        Kind::Word(word) => {
            let is_prefix = word.len() == 1 || word.starts_with('_');
            if is_prefix && matches!(ahead.peek().map(|token| &token.kind), Some(Kind::Text(_))) {
                count += 1;
            } else if ahead.peek().is_some_and(|token| token.is_sign('(')) {
                count += ahead.group()?.len() + 2;
            }
        }
        Kind::Name(_) | Kind::Text(_) | Kind::Number(_) | Kind::Sign(_) => {}
    }
    for _ in 0..count {
        cursor.next();
    }
    let all = start.clone().rest();
    all.get(..count).ok_or(Unread)
}

/// The default as both sides of a comparison have it; none is NULL.
pub(super) fn default(tokens: &[Token], ty: &ReadType) -> Option<String> {
    let tokens = unwrapped(tokens);
    let text = match tokens {
        [only] => match &only.kind {
            Kind::Text(text) | Kind::Number(text) => {
                return Some(literal(text, ty, matches!(only.kind, Kind::Text(_))));
            }
            Kind::Word(_) | Kind::Name(_) | Kind::Sign(_) => expression(tokens),
        },
        [sign, number] if sign.is_sign('-') => match &number.kind {
            Kind::Number(text) | Kind::Text(text) => return Some(literal(&format!("-{text}"), ty, false)),
            Kind::Word(_) | Kind::Name(_) | Kind::Sign(_) => expression(tokens),
        },
        _ => expression(tokens),
    };
    Some(moment(text, ty)).filter(|text| text != "null")
}

/// `now()` with the digits that the server gives it in a `datetime` or `timestamp`: those of the column where none are
/// asked for, and no more than those.
fn moment(text: String, ty: &ReadType) -> String {
    let digits = match text.strip_prefix("now(").and_then(|rest| rest.strip_suffix(')')) {
        Some("") => 0,
        Some(digits) => match digits.parse() {
            Ok(digits) => digits,
            Err(_) => return text,
        },
        None => return text,
    };
    if !["datetime", "timestamp"].iter().any(|name| ty.text.starts_with(name)) {
        return text;
    }
    match ty.precision() {
        0 => "now()".to_owned(),
        wanted if digits == 0 || digits > wanted => format!("now({wanted})"),
        _ => text,
    }
}

fn literal(text: &str, ty: &ReadType, is_text: bool) -> String {
    let trimmed = text.trim();
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let number = trimmed.parse::<f64>().ok().filter(|number| number.is_finite());
    match (ty.family(), number) {
        (Family::Integer, Some(number)) => match trimmed.parse::<i128>() {
            Ok(whole) => whole.to_string(),
            Err(_) => format!("{:.0}", number.round()),
        },
        (Family::Decimal, Some(number)) => {
            let whole = trimmed.parse::<i128>();
            match (whole, ty.scale()) {
                (Ok(whole), 0) => whole.to_string(),
                (Ok(whole), scale) => format!("{whole}.{}", "0".repeat(scale)),
                (Err(_), scale) => {
                    let scale_by = 10_f64.powi(i32::try_from(scale).unwrap_or(0));
                    format!("{:.scale$}", (number * scale_by).round() / scale_by)
                }
            }
        }
        (Family::Float, Some(number)) => number.to_string(),
        (Family::Moment, _) if is_text => {
            let day = if trimmed.len() == 10 { format!("{trimmed} 00:00:00") } else { trimmed.to_owned() };
            match ty.precision() {
                0 => quoted(&day),
                digits if day.len() == 19 => quoted(&format!("{day}.{}", "0".repeat(digits))),
                _ => quoted(&day),
            }
        }
        (Family::Integer | Family::Decimal | Family::Float | Family::Moment | Family::Other, _) => {
            if is_text || !text.starts_with("0x") { quoted(text) } else { text.to_lowercase() }
        }
    }
}
