//! `COMMENT ON`.

use super::relations::Relation;
use super::tokens::{Cursor, Read, Trouble};
use super::{Fold, Kind};

impl Fold {
    pub(super) fn comment(&mut self, cursor: &mut Cursor<'_>) -> Read<()> {
        cursor.expect("comment on")?;
        if cursor.eat("table") {
            let parts = cursor.qualified()?;
            let comment = read_comment(cursor)?;
            let Some(table) = self.table_named(&parts) else { return self.unknown_table(&parts) };
            self.table_mut(&table)?.comment = comment;
            return Ok(());
        }
        if cursor.eat("column") {
            let mut parts = cursor.qualified()?;
            let comment = read_comment(cursor)?;
            let column = parts.pop().ok_or(Trouble)?;
            return match self.relation_named(&parts) {
                Some(Relation::Table(table)) => {
                    let entry = self.table_mut(&table)?;
                    entry.columns.iter_mut().find(|one| one.name == column).ok_or(Trouble)?.comment = comment;
                    Ok(())
                }
                // Comments of a view's columns are not held.
                Some(Relation::View(_)) => Ok(()),
                Some(Relation::Sequence(_) | Relation::Owned(_) | Relation::Index(..)) => Err(Trouble),
                None if parts.is_empty() => Err(Trouble),
                None => self.unknown_table(&parts),
            };
        }
        if cursor.eat("materialized view") || cursor.eat("view") {
            let parts = cursor.qualified()?;
            let comment = read_comment(cursor)?;
            let view = self.view_named(&parts).ok_or(Trouble)?;
            self.catalog.views.get_mut(&view).ok_or(Trouble)?.comment = comment;
            return Ok(());
        }
        if cursor.eat("constraint") {
            let name = cursor.name()?;
            cursor.expect("on")?;
            if cursor.eat("domain") {
                return Ok(());
            }
            let parts = cursor.qualified()?;
            let comment = read_comment(cursor)?;
            let Some(table) = self.table_named(&parts) else { return self.unknown_table(&parts) };
            let entry = self.table_mut(&table)?;
            let mut keys = entry.primary_key.iter_mut().chain(&mut entry.uniques);
            if let Some(key) = keys.find(|key| key.name.as_deref() == Some(name.as_str())) {
                key.comment = comment;
                return Ok(());
            }
            // Comments of other constraints are not held.
            let known = super::relations::constraint_names(entry).any(|one| one == name);
            return if known { Ok(()) } else { Err(Trouble) };
        }
        Ok(())
    }
}

/// `IS 'text'` or `IS NULL`; an empty comment is none.
fn read_comment(cursor: &mut Cursor<'_>) -> Read<Option<String>> {
    cursor.expect("is")?;
    if cursor.eat("null") {
        cursor.expect_end()?;
        return Ok(None);
    }
    let mut text = cursor.text()?;
    // Strings next to each other are one.
    while let Some(Kind::Text(more)) = cursor.peek().map(|token| &token.kind) {
        text.push_str(more);
        cursor.next();
    }
    cursor.expect_end()?;
    Ok(Some(text).filter(|text| !text.is_empty()))
}
