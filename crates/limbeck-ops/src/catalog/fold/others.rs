//! Schemas, domains and the tables that nobody made.

use super::relations::Relation;
use super::tokens::{Cursor, Read, Trouble};
use super::type_text::{base_of, read_type};
use super::{Fold, Touched};
use crate::catalog::{ObjectName, TableEntry};

impl Fold {
    /// A statement is about a table that no statement made: it is there, but all else of it is unknown.
    pub(super) fn unknown_table(&mut self, parts: &[String]) -> Read<()> {
        let name = self.new_name(parts)?;
        if self.relation(&name).is_none() {
            self.catalog.tables.insert(name.clone(), TableEntry::default());
            self.touched.insert(Touched::Table(name));
        }
        Err(Trouble)
    }

    pub(super) fn create_schema(&mut self, cursor: &mut Cursor<'_>) -> Read<()> {
        cursor.eat("if not exists");
        let name = if cursor.eat("authorization") {
            cursor.name()?
        } else {
            let name = cursor.name()?;
            if cursor.eat("authorization") {
                cursor.name()?;
            }
            name
        };
        if name != self.catalog.default_schema {
            self.catalog.schemas.insert(name.clone());
        }
        // `CREATE SCHEMA s CREATE TABLE …` makes things inside of it.
        cursor.expect_end()
    }

    pub(super) fn alter_schema(&mut self, cursor: &mut Cursor<'_>) -> Read<()> {
        let name = cursor.name()?;
        if cursor.eat("owner to") {
            return Ok(());
        }
        cursor.expect("rename to")?;
        let new = cursor.name()?;
        if !self.catalog.schemas.remove(&name) || name == self.catalog.default_schema {
            return Err(Trouble);
        }
        self.catalog.schemas.insert(new.clone());
        let of = |one: &ObjectName| one.schema == name;
        let relations: Vec<ObjectName> = self.catalog.tables.keys().filter(|one| of(one)).cloned().collect();
        for one in relations {
            self.move_table(&one, ObjectName::new(new.clone(), one.name.clone()));
        }
        let enums: Vec<ObjectName> = self.catalog.enums.keys().filter(|one| of(one)).cloned().collect();
        for one in enums {
            self.move_type(&one, ObjectName::new(new.clone(), one.name.clone()))?;
        }
        let types: Vec<ObjectName> = self.other_types.iter().filter(|one| of(one)).cloned().collect();
        for one in types {
            self.move_type(&one, ObjectName::new(new.clone(), one.name.clone()))?;
        }
        let views: Vec<ObjectName> = self.catalog.views.keys().filter(|one| of(one)).cloned().collect();
        for one in views {
            self.rename_relation_to(&Relation::View(one.clone()), ObjectName::new(new.clone(), one.name))?;
        }
        let sequences: Vec<ObjectName> = self.catalog.sequences.keys().filter(|one| of(one)).cloned().collect();
        for one in sequences {
            self.rename_relation_to(&Relation::Sequence(one.clone()), ObjectName::new(new.clone(), one.name))?;
        }
        // The path still says the old name, which nothing has any more.
        self.search_path.retain(|schema| *schema != name);
        Ok(())
    }

    pub(super) fn drop_schema(&mut self, name: &str, if_exists: bool, cascade: bool) -> Read<()> {
        let of = |one: &ObjectName| one.schema == name;
        let tables: Vec<ObjectName> = self.catalog.tables.keys().filter(|one| of(one)).cloned().collect();
        let views: Vec<ObjectName> = self.catalog.views.keys().filter(|one| of(one)).cloned().collect();
        let empty = tables.is_empty() && views.is_empty() && !self.catalog.enums.keys().any(of);
        if !cascade && !empty {
            return Err(Trouble);
        }
        let known = self.catalog.schemas.remove(name) || name == self.catalog.default_schema;
        for view in views {
            self.remove_view(&view);
        }
        for table in tables {
            self.remove_table(&table);
        }
        let enums: Vec<ObjectName> = self.catalog.enums.keys().filter(|one| of(one)).cloned().collect();
        for one in enums {
            self.remove_type(&one);
        }
        self.catalog.sequences.retain(|one, _| !of(one));
        self.other_types.retain(|one| !of(one));
        if known || if_exists { Ok(()) } else { Err(Trouble) }
    }

    pub(super) fn alter_domain(&mut self, cursor: &mut Cursor<'_>) -> Read<()> {
        let parts = cursor.qualified()?;
        if cursor.eat("rename to") {
            let new = cursor.name()?;
            let name = self.other_type_named(&parts).ok_or(Trouble)?;
            return self.move_type(&name, ObjectName::new(name.schema.clone(), new));
        }
        if cursor.eat("set schema") {
            let schema = cursor.name()?;
            let name = self.other_type_named(&parts).ok_or(Trouble)?;
            let new = self.new_name(&[schema, name.name.clone()])?;
            return self.move_type(&name, new);
        }
        // Its default and checks are its own.
        Ok(())
    }

    /// A type has another name: columns of it follow.
    pub(super) fn move_type(&mut self, name: &ObjectName, new: ObjectName) -> Read<()> {
        if self.catalog.enums.contains_key(&new) || self.other_types.contains(&new) {
            return Err(Trouble);
        }
        let (before, after) = (self.shown_type(name), self.shown_type(&new));
        if let Some(entry) = self.catalog.enums.remove(name) {
            self.catalog.enums.insert(new, entry);
        } else if self.other_types.remove(name) {
            self.other_types.insert(new);
        }
        for column in self.catalog.tables.values_mut().flat_map(|entry| &mut entry.columns) {
            if base_of(&column.type_text) == before {
                let rest = column.type_text.get(before.len()..).unwrap_or_default().to_owned();
                column.type_text = format!("{after}{rest}");
            }
        }
        Ok(())
    }

    /// Drops a type and, as `CASCADE` does, the columns of it; says whether there were any.
    pub(super) fn remove_type(&mut self, name: &ObjectName) -> bool {
        let shown = self.shown_type(name);
        self.catalog.enums.remove(name);
        self.other_types.remove(name);
        let columns: Vec<(ObjectName, String)> = self
            .catalog
            .tables
            .iter()
            .flat_map(|(table, entry)| entry.columns.iter().map(move |column| (table, column)))
            .filter(|(_, column)| base_of(&column.type_text) == shown)
            .map(|(table, column)| (table.clone(), column.name.clone()))
            .collect();
        for (table, column) in &columns {
            self.remove_column(table, column);
        }
        !columns.is_empty()
    }

    /// Whether a column has a type.
    pub(super) fn is_type_used(&self, name: &ObjectName) -> bool {
        let shown = self.shown_type(name);
        self.catalog.tables.values().flat_map(|entry| &entry.columns).any(|one| base_of(&one.type_text) == shown)
    }

    /// The text of a type that comes next.
    pub(super) fn read_type_text(&self, cursor: &mut Cursor<'_>) -> Read<String> {
        Ok(read_type(cursor, &|parts| self.find_type(parts))?.text)
    }
}
