//! Views.

use super::alter_table::is_cascade;
use super::relations::Relation;
use super::tokens::{Cursor, Read, Trouble};
use super::{Fold, TEMPORARY, Touched};
use crate::catalog::{ObjectName, Sql, ViewEntry};

impl Fold {
    pub(super) fn create_view(
        &mut self,
        cursor: &mut Cursor<'_>,
        temporary: bool,
        materialized: bool,
        recursive: bool,
        replace: bool,
    ) -> Read<()> {
        let if_not_exists = cursor.eat("if not exists");
        let parts = cursor.qualified()?;
        let mut name = self.new_name(&parts)?;
        if temporary {
            name.schema = TEMPORARY.to_owned();
        }
        let columns = if cursor.is_symbol("(") { cursor.names()? } else { Vec::new() };
        let _options = cursor.until(|cursor| cursor.is_word("as"));
        cursor.expect("as")?;
        let mut query = cursor.rest();
        let text = without_check_option(&mut query);
        let before = match self.relation(&name) {
            Some(Relation::View(_)) if replace => self.catalog.views.remove(&name),
            Some(_) if if_not_exists => return Ok(()),
            Some(_) => return Err(Trouble),
            None => None,
        };
        if recursive {
            self.touched.insert(Touched::View(name.clone()));
        }
        let (comment, doubts) = match before {
            // Replacing a view leaves its comment, and makes its query certain.
            Some(before) => (before.comment, Vec::new()),
            None => (None, Vec::new()),
        };
        let view = ViewEntry { query: Sql(text), columns, materialized, indexes: Vec::new(), comment, doubts };
        self.catalog.views.insert(name, view);
        Ok(())
    }

    pub(super) fn alter_view(&mut self, cursor: &mut Cursor<'_>) -> Read<()> {
        let if_exists = cursor.eat("if exists");
        let parts = cursor.qualified()?;
        let Some(view) = self.view_named(&parts) else { return if if_exists { Ok(()) } else { Err(Trouble) } };
        if cursor.eat("rename to") {
            let new = ObjectName::new(view.schema.clone(), cursor.name()?);
            return self.rename_relation_to(&Relation::View(view), new);
        }
        if cursor.eat("set schema") {
            let schema = cursor.name()?;
            let new = self.new_name(&[schema, view.name.clone()])?;
            return self.rename_relation_to(&Relation::View(view), new);
        }
        if cursor.is_word("rename") {
            return Err(Trouble);
        }
        // Owner, options, defaults of columns: none of them is the query's.
        let harmless = ["owner", "set", "reset", "alter", "cluster", "depends", "no"];
        if harmless.iter().any(|word| cursor.is_word(word)) { Ok(()) } else { Err(Trouble) }
    }

    pub(super) fn drop_view(&mut self, parts: &[String], if_exists: bool, cascade: bool) -> Read<()> {
        let Some(view) = self.view_named(parts) else {
            let other = self.relation_named(parts).is_some();
            return if if_exists && !other { Ok(()) } else { Err(Trouble) };
        };
        self.catalog.views.remove(&view);
        if cascade {
            self.remove_views_naming(&view.name);
        } else {
            self.touch_views_naming(&view.name);
        }
        Ok(())
    }

    /// `SELECT … INTO table`, or a query, which changes nothing unless it calls what does.
    pub(super) fn query(&mut self, cursor: &mut Cursor<'_>) -> Read<()> {
        let tokens = cursor.tokens();
        let is_dml = |word: &str| cursor.is_word("with") && tokens.iter().any(|token| token.is_word(word));
        let writes = ["insert", "update", "delete", "merge"].into_iter().any(is_dml);
        if writes {
            return Ok(());
        }
        if let Some(at) = tokens.iter().position(|token| token.is_word("into")) {
            let mut into = cursor.clone();
            for _ in 0..=at {
                into.next();
            }
            let temporary = into.eat("temporary") || into.eat("temp");
            into.eat("unlogged");
            into.eat("table");
            let parts = into.qualified()?;
            let mut name: ObjectName = self.new_name(&parts)?;
            if temporary {
                name.schema = TEMPORARY.to_owned();
            }
            if self.relation(&name).is_none() {
                self.catalog.tables.insert(name.clone(), crate::catalog::TableEntry::default());
                self.touched.insert(Touched::Table(name));
                return Ok(());
            }
            return Err(Trouble);
        }
        self.calls(cursor)
    }
}

/// The query of a view without `WITH CHECK OPTION` and `WITH DATA`.
fn without_check_option(query: &mut Cursor<'_>) -> String {
    let endings =
        ["with check option", "with cascaded check option", "with local check option", "with data", "with no data"];
    let body = query.until(|cursor| endings.iter().any(|ending| cursor.is_at(ending)));
    let _ = is_cascade(query);
    body.raw().to_owned()
}
