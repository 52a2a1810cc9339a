//! `CREATE TYPE`, `ALTER TYPE`, `DROP TYPE`.

use super::expression_text::{has_text, rename_text};
use super::tokens::{Cursor, Read, Trouble};
use super::type_text::base_of;
use super::{Fold, Touched};
use crate::catalog::{EnumEntry, ObjectName};

impl Fold {
    pub(super) fn create_type(&mut self, cursor: &mut Cursor<'_>) -> Read<()> {
        let parts = cursor.qualified()?;
        let name = self.new_name(&parts)?;
        if self.catalog.enums.contains_key(&name) || self.other_types.contains(&name) {
            return Err(Trouble);
        }
        if !cursor.eat("as enum") {
            self.other_types.insert(name);
            return Ok(());
        }
        let mut labels = Vec::new();
        for mut part in cursor.parenthesized()?.split() {
            labels.push(part.text()?);
            part.expect_end()?;
        }
        cursor.expect_end()?;
        self.catalog.enums.insert(name, EnumEntry { labels, doubts: Vec::new() });
        Ok(())
    }

    pub(super) fn alter_type(&mut self, cursor: &mut Cursor<'_>) -> Read<()> {
        let parts = cursor.qualified()?;
        let Some(name) = self.enum_named(&parts) else { return self.alter_other_type(cursor, &parts) };
        if cursor.eat("rename to") {
            let new = cursor.name()?;
            cursor.expect_end()?;
            return self.move_type(&name, ObjectName::new(name.schema.clone(), new));
        }
        if cursor.eat("set schema") {
            let schema = cursor.name()?;
            let new = self.new_name(&[schema, name.name.clone()])?;
            return self.move_type(&name, new);
        }
        if cursor.eat("owner to") {
            return Ok(());
        }
        if cursor.eat("rename value") {
            let from = cursor.text()?;
            cursor.expect("to")?;
            let to = cursor.text()?;
            cursor.expect_end()?;
            return self.rename_label(&name, &from, to);
        }
        cursor.expect("add value")?;
        let if_not_exists = cursor.eat("if not exists");
        let label = cursor.text()?;
        let before = cursor.eat("before");
        let neighbour = if before || cursor.eat("after") { Some(cursor.text()?) } else { None };
        cursor.expect_end()?;
        let labels = &mut self.catalog.enums.get_mut(&name).ok_or(Trouble)?.labels;
        if labels.contains(&label) {
            return if if_not_exists { Ok(()) } else { Err(Trouble) };
        }
        let at = match neighbour {
            Some(neighbour) => {
                let at = labels.iter().position(|one| *one == neighbour).ok_or(Trouble)?;
                if before { at } else { at + 1 }
            }
            None => labels.len(),
        };
        labels.insert(at, label);
        Ok(())
    }

    fn alter_other_type(&mut self, cursor: &mut Cursor<'_>, parts: &[String]) -> Read<()> {
        let name = self.other_type_named(parts).ok_or(Trouble)?;
        if cursor.eat("rename to") {
            let new = cursor.name()?;
            return self.move_type(&name, ObjectName::new(name.schema.clone(), new));
        }
        if cursor.eat("set schema") {
            let schema = cursor.name()?;
            let new = self.new_name(&[schema, name.name.clone()])?;
            return self.move_type(&name, new);
        }
        // Attributes of a composite type are its own.
        Ok(())
    }

    fn rename_label(&mut self, name: &ObjectName, from: &str, to: String) -> Read<()> {
        let labels = &mut self.catalog.enums.get_mut(name).ok_or(Trouble)?.labels;
        if labels.contains(&to) {
            return Err(Trouble);
        }
        *labels.iter_mut().find(|one| *one == from).ok_or(Trouble)? = to.clone();
        let shown = self.shown_type(name);
        let mut touched = Vec::new();
        for (table, entry) in &mut self.catalog.tables {
            let mut has_it = false;
            for column in entry.columns.iter_mut().filter(|column| base_of(&column.type_text) == shown) {
                has_it = true;
                if let Some(default) = &mut column.default {
                    default.0 = match array_after(&default.0, from, &to) {
                        Some(renamed) => renamed,
                        None => rename_text(&default.0, from, &to),
                    };
                }
            }
            // Whether the string in an expression is this label or another's can't be told.
            if has_it && super::alter_table::expressions_mut(entry).any(|text| has_text(&text.0, from)) {
                touched.push(Touched::Table(table.clone()));
            }
        }
        let views = self.catalog.views.iter().filter(|(_, view)| has_text(&view.query.0, from));
        touched.extend(views.map(|(view, _)| Touched::View(view.clone())));
        self.touched.extend(touched);
        Ok(())
    }

    pub(super) fn drop_type(&mut self, parts: &[String], if_exists: bool, cascade: bool) -> Read<()> {
        let Some(name) = self.enum_named(parts).or_else(|| self.other_type_named(parts)) else {
            return if if_exists { Ok(()) } else { Err(Trouble) };
        };
        if cascade {
            self.remove_type(&name);
            return Ok(());
        }
        if self.is_type_used(&name) {
            return Err(Trouble);
        }
        self.remove_type(&name);
        Ok(())
    }
}

/// The literal of an array after a label was renamed: `'{a,b}'`; none of other expressions.
fn array_after(default: &str, from: &str, to: &str) -> Option<String> {
    let inner = default.strip_prefix("'{")?;
    let (inner, rest) = inner.split_once("}'")?;
    let labels = inner.split(',').map(|label| {
        let plain = label.trim().trim_matches('"');
        if plain == from { format!("\"{}\"", to.replace('\'', "''")) } else { label.to_owned() }
    });
    Some(format!("'{{{}}}'{rest}", labels.collect::<Vec<_>>().join(",")))
}
