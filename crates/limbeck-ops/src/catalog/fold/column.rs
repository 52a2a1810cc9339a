//! Columns as `CREATE TABLE` and `ADD COLUMN` write them.

use super::Fold;
use super::constraint::{Body, Pending, read_attributes, read_constraint};
use super::sequence::sequence_options;
use super::tokens::{Cursor, Read, Trouble};
use super::type_text::read_type;
use crate::catalog::{ColumnEntry, ComputedEntry, IdentityEntry, ObjectName, SequenceEntry, Sql};

/// A column that was read, with its constraints.
#[derive(Clone, Debug)]
pub(super) struct NewColumn {
    pub(super) entry: ColumnEntry,
    pub(super) is_serial: bool,
    pub(super) constraints: Vec<Pending>,
}

/// A column of a name and a type, and nothing else.
pub(super) fn plain_column(name: String, type_text: String) -> ColumnEntry {
    ColumnEntry {
        name,
        type_text,
        ty: None,
        nullable: true,
        default: None,
        is_serial: false,
        comment: None,
        identity: None,
        computed: None,
        collation: None,
    }
}

/// Reads the expression of a `DEFAULT`, up to the next constraint of the column. None of `NULL`, which is no default.
pub(super) fn read_default(cursor: &mut Cursor<'_>) -> Read<Option<Sql>> {
    let first = cursor.peek().map(|token| token.start);
    let part = cursor.until(|cursor| {
        if cursor.peek().map(|token| token.start) == first {
            return false;
        }
        let words = [
            "constraint",
            "not",
            "null",
            "check",
            "unique",
            "primary",
            "references",
            "generated",
            "default",
            "deferrable",
            "initially",
            "collate",
        ];
        cursor.is_symbol(",") || words.iter().any(|word| cursor.is_word(word))
    });
    let text = part.raw();
    if text.is_empty() {
        return Err(Trouble);
    }
    Ok(if text.eq_ignore_ascii_case("null") { None } else { Some(Sql(text.to_owned())) })
}

/// `GENERATED … AS IDENTITY (…)`, after `GENERATED`, or `GENERATED ALWAYS AS (…) STORED`.
pub(super) fn read_generated(cursor: &mut Cursor<'_>, entry: &mut ColumnEntry) -> Read<()> {
    let always = cursor.eat("always");
    if !always {
        cursor.expect("by default")?;
    }
    cursor.expect("as")?;
    if cursor.eat("identity") {
        let mut sequence = SequenceEntry::default();
        if cursor.is_symbol("(") {
            let mut options = cursor.parenthesized()?;
            sequence_options(&mut options, &mut sequence)?;
            options.expect_end()?;
        }
        entry.identity = Some(IdentityEntry { always, sequence });
        entry.nullable = false;
        return Ok(());
    }
    let expression = Sql(cursor.parenthesized()?.raw().to_owned());
    let stored = cursor.eat("stored");
    if !stored {
        cursor.eat("virtual");
    }
    entry.computed = Some(ComputedEntry { expression, stored });
    Ok(())
}

impl Fold {
    /// Reads `name type …`.
    pub(super) fn read_column(&self, cursor: &mut Cursor<'_>) -> Read<NewColumn> {
        let name = cursor.name()?;
        let ty = read_type(cursor, &|parts| self.find_type(parts))?;
        let mut column =
            NewColumn { entry: plain_column(name, ty.text), is_serial: ty.serial, constraints: Vec::new() };
        if column.is_serial {
            column.entry.nullable = false;
        }
        self.read_column_constraints(cursor, &mut column)?;
        Ok(column)
    }

    /// Reads what may follow the type of a column.
    pub(super) fn read_column_constraints(&self, cursor: &mut Cursor<'_>, column: &mut NewColumn) -> Read<()> {
        loop {
            let name = if cursor.eat("constraint") { Some(cursor.name()?) } else { None };
            if cursor.eat("not null") {
                column.entry.nullable = false;
                if !cursor.eat("no inherit") {
                    cursor.eat("not valid");
                }
            } else if cursor.eat("null") {
                if column.is_serial {
                    return Err(Trouble);
                }
            } else if cursor.eat("default") {
                column.entry.default = read_default(cursor)?;
            } else if cursor.eat("collate") {
                column.entry.collation = cursor.qualified()?.pop();
            } else if cursor.eat("storage") || cursor.eat("compression") {
                cursor.name()?;
            } else if cursor.eat("generated") {
                read_generated(cursor, &mut column.entry)?;
            } else if cursor.is_word("deferrable") || cursor.is_word("initially") || cursor.is_at("not deferrable") {
                if !read_attributes(cursor, column.constraints.last_mut().ok_or(Trouble)?) {
                    return Err(Trouble);
                }
            } else if cursor.is_done() && name.is_none() {
                return Ok(());
            } else {
                let pending = read_constraint(cursor, name, Some(&column.entry.name))?;
                if let Body::Key { primary: true, .. } = pending.body {
                    column.entry.nullable = false;
                }
                column.constraints.push(pending);
            }
        }
    }

    /// Makes the sequence of a serial or identity column, and a serial column's default.
    pub(super) fn settle_column(&mut self, table: &ObjectName, column: &mut NewColumn) {
        if column.is_serial {
            let sequence = SequenceEntry { type_text: column.entry.type_text.clone(), ..SequenceEntry::default() };
            let sequence = self.make_owned(table, &column.entry.name, false, sequence);
            column.entry.default = Some(self.next_value(&sequence));
            column.entry.is_serial = true;
        }
        if let Some(identity) = &column.entry.identity {
            let sequence = identity.sequence.clone();
            self.make_owned(table, &column.entry.name, true, sequence);
        }
    }
}
