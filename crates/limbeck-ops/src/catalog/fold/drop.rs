//! `DROP`.

use super::alter_table::is_cascade;
use super::expression_text::names;
use super::relations::Relation;
use super::tokens::{Cursor, Read, Trouble};
use super::{Fold, Touched};
use crate::catalog::{ObjectName, TableEntry};

impl Fold {
    pub(super) fn drop_statement(&mut self, cursor: &mut Cursor<'_>) -> Read<()> {
        cursor.expect("drop")?;
        let kind = if cursor.eat("materialized view") || cursor.eat("view") {
            "view"
        } else {
            let kinds = ["table", "index", "sequence", "type", "domain", "schema", "function", "procedure", "routine"];
            match kinds.into_iter().find(|word| cursor.is_word(word)) {
                Some(kind) => {
                    cursor.next();
                    kind
                }
                None => return self.drop_other(cursor),
            }
        };
        if kind == "index" {
            cursor.eat("concurrently");
        }
        let if_exists = cursor.eat("if exists");
        if ["function", "procedure", "routine"].contains(&kind) {
            return self.drop_function(cursor);
        }
        let mut all = Vec::new();
        loop {
            all.push(cursor.qualified()?);
            if !cursor.eat_symbol(",") {
                break;
            }
        }
        let cascade = is_cascade(cursor);
        cursor.expect_end()?;
        if kind == "table" {
            return self.drop_tables(&all, if_exists, cascade);
        }
        let mut outcome = Ok(());
        for parts in all {
            let one = match kind {
                "view" => self.drop_view(&parts, if_exists, cascade),
                "index" => self.drop_index(&parts, if_exists),
                "sequence" => self.drop_sequence(&parts, if_exists, cascade),
                "schema" => self.drop_schema(parts.last().map_or("", String::as_str), if_exists, cascade),
                _ => self.drop_type(&parts, if_exists, cascade),
            };
            if one.is_err() {
                outcome = Err(Trouble);
            }
        }
        outcome
    }

    fn drop_other(&mut self, cursor: &mut Cursor<'_>) -> Read<()> {
        let cascade = cursor.tokens().last().is_some_and(|token| token.is_word("cascade"));
        if cursor.is_word("extension") && cascade {
            // What leaned on its types and functions went with it.
            self.touched.insert(Touched::Everything);
            return Err(Trouble);
        }
        if cursor.is_at("owned by") || cursor.is_at("foreign table") {
            return Err(Trouble);
        }
        let harmless = [
            "extension",
            "trigger",
            "policy",
            "role",
            "user",
            "group",
            "database",
            "aggregate",
            "operator",
            "cast",
            "collation",
            "conversion",
            "language",
            "procedural",
            "publication",
            "subscription",
            "server",
            "foreign",
            "statistics",
            "tablespace",
            "text",
            "transform",
            "event",
            "rule",
            "access",
        ];
        if harmless.iter().any(|word| cursor.is_word(word)) { Ok(()) } else { Err(Trouble) }
    }

    fn drop_tables(&mut self, all: &[Vec<String>], if_exists: bool, cascade: bool) -> Read<()> {
        let mut outcome = Ok(());
        let mut tables = Vec::new();
        for parts in all {
            match self.relation_named(parts) {
                Some(Relation::Table(table)) => tables.push(table),
                Some(Relation::View(_) | Relation::Sequence(_) | Relation::Owned(_) | Relation::Index(..)) => {
                    outcome = Err(Trouble);
                }
                None if if_exists => (),
                None => outcome = Err(Trouble),
            }
        }
        let mut dropped: Vec<ObjectName> = Vec::new();
        for table in &tables {
            let partitions = self.catalog.tables.get(table).is_some_and(|entry| entry.partition_key.is_some());
            let family = if partitions || cascade { self.family(table) } else { vec![table.clone()] };
            dropped.extend(family);
        }
        if !cascade {
            let leans = |entry: &TableEntry| {
                entry.foreign_keys.iter().any(|key| dropped.contains(&key.referred_table))
                    || entry.parent.as_ref().is_some_and(|parent| dropped.contains(parent))
            };
            let leaning: Vec<ObjectName> = self
                .catalog
                .tables
                .iter()
                .filter(|(name, entry)| !dropped.contains(name) && leans(entry))
                .map(|(name, _)| name.clone())
                .collect();
            if !leaning.is_empty() {
                self.touched.extend(leaning.into_iter().map(Touched::Table));
                outcome = Err(Trouble);
            }
        }
        for table in dropped {
            if cascade {
                self.remove_views_naming(&table.name);
            } else {
                self.touch_views_naming(&table.name);
            }
            self.remove_table(&table);
        }
        outcome
    }

    /// Takes a table out, and the foreign keys that led to it.
    pub(super) fn remove_table(&mut self, table: &ObjectName) {
        self.catalog.tables.remove(table);
        for entry in self.catalog.tables.values_mut() {
            entry.foreign_keys.retain(|key| key.referred_table != *table);
        }
        let sequences: Vec<ObjectName> =
            self.owned.iter().filter(|(_, owned)| owned.table == *table).map(|(name, _)| name.clone()).collect();
        for sequence in sequences {
            // Other columns may take their default from it.
            let default = self.next_value(&sequence);
            for column in self.catalog.tables.values_mut().flat_map(|entry| &mut entry.columns) {
                if column.default.as_ref() == Some(&default) {
                    column.default = None;
                }
            }
        }
        self.drop_owned(table, None);
    }

    /// Takes out the views whose queries name something, and those above them.
    pub(super) fn remove_views_naming(&mut self, name: &str) {
        let views: Vec<ObjectName> = self
            .catalog
            .views
            .iter()
            .filter(|(_, view)| names(&view.query.0, name))
            .map(|(view, _)| view.clone())
            .collect();
        for view in views {
            self.remove_view(&view);
        }
    }

    /// Takes out a view and those above it.
    pub(super) fn remove_view(&mut self, view: &ObjectName) {
        if self.catalog.views.remove(view).is_some() {
            self.remove_views_naming(&view.name);
        }
    }
}
