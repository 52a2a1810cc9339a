//! A table that statements change.

use super::super::super::{
    CheckEntry, ForeignKeyEntry, IndexElementEntry, IndexEntry, KeyEntry, ObjectName, TableEntry,
};
use super::super::Fold;
use super::constraint::{Clause, column_of};
use super::tokens::{Kind, Read, Unread, tokens};
use super::{Hidden, expression};

/// A table of the fold.
pub(super) struct Definition<'f> {
    fold: &'f mut Fold,
    pub name: ObjectName,
}

fn is_same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

impl<'f> Definition<'f> {
    pub fn of(fold: &'f mut Fold, name: &ObjectName) -> Read<Definition<'f>> {
        if !fold.catalog.tables.contains_key(name) {
            return Err(Unread);
        }
        Ok(Definition { fold, name: name.clone() })
    }

    pub fn entry(&mut self) -> &mut TableEntry {
        self.fold.catalog.tables.entry(self.name.clone()).or_default()
    }

    pub fn hidden(&mut self) -> &mut Hidden {
        self.fold.mysql.hidden.entry(self.name.clone()).or_default()
    }

    pub fn collation(&mut self) -> String {
        self.hidden().collation.clone()
    }

    pub fn set_collation(&mut self, collation: String) {
        self.hidden().collation = collation;
    }

    fn is_mariadb(&self) -> bool {
        self.fold.mysql.facts.is_mariadb
    }

    /// Whether there is an index or unique constraint of a name.
    pub fn has_index(&mut self, name: &str) -> bool {
        let entry = self.entry();
        entry.indexes.iter().any(|index| is_same(&index.name, name))
            || entry.uniques.iter().any(|key| key.name.as_deref().is_some_and(|other| is_same(other, name)))
    }

    /// Adds clauses, those of foreign keys last: they look at the indexes. With each whether a column has it.
    pub fn add_all(&mut self, clauses: Vec<(Clause, bool)>) -> Read<()> {
        let is_key = |clause: &Clause| matches!(clause, Clause::ForeignKey(_));
        let (keys, others): (Vec<_>, Vec<_>) = clauses.into_iter().partition(|(clause, _)| is_key(clause));
        for (clause, of_column) in others.into_iter().chain(keys) {
            self.add(clause, of_column)?;
        }
        Ok(())
    }

    fn add(&mut self, clause: Clause, of_column: bool) -> Read<()> {
        match clause {
            Clause::Primary(columns) => {
                for column in &mut self.entry().columns {
                    column.nullable &= !columns.iter().any(|name| is_same(name, &column.name));
                }
                self.entry().primary_key = Some(KeyEntry { columns, ..KeyEntry::default() });
                Ok(())
            }
            Clause::Index { name, unique, method, elements } => self.add_index(name, unique, method, elements),
            Clause::Check(check) => {
                self.add_check(check, of_column);
                Ok(())
            }
            Clause::ForeignKey(key) => self.add_foreign_key(key),
        }
    }

    fn free_name(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut count = 2;
        while self.has_index(&name) {
            name = format!("{wanted}_{count}");
            count += 1;
        }
        name
    }

    fn add_index(
        &mut self,
        name: Option<String>,
        unique: bool,
        method: &'static str,
        elements: Vec<IndexElementEntry>,
    ) -> Read<()> {
        let columns: Vec<String> = elements.iter().map(column_of).collect();
        if method.is_empty() {
            self.drop_implied(&columns);
        }
        let name = match name {
            Some(name) if self.has_index(&name) => return Err(Unread),
            Some(name) => name,
            None => {
                let first = columns.first().cloned().unwrap_or_default();
                self.free_name(&first)
            }
        };
        let is_plain = elements.iter().all(|element| element.is_column && !element.descending);
        let entry = self.entry();
        if unique && is_plain {
            entry.uniques.push(KeyEntry { name: Some(name), columns, ..KeyEntry::default() });
        } else {
            entry.indexes.push(IndexEntry {
                name,
                elements,
                unique,
                method: method.to_owned(),
                predicate: None,
                include: Vec::new(),
                nulls_not_distinct: false,
                with: Vec::new(),
                valid: true,
            });
        }
        Ok(())
    }

    /// An index that a foreign key brought goes when another one begins with its columns.
    fn drop_implied(&mut self, columns: &[String]) {
        let implied = self.hidden().implied.clone();
        let gone: Vec<String> = self
            .entry()
            .indexes
            .iter()
            .filter(|index| implied.contains(&index.name))
            .filter(|index| begins_with(columns, &index.elements.iter().map(column_of).collect::<Vec<_>>()))
            .map(|index| index.name.clone())
            .collect();
        self.entry().indexes.retain(|index| !gone.contains(&index.name));
        self.hidden().implied.retain(|name| !gone.contains(name));
    }

    fn add_check(&mut self, mut check: CheckEntry, of_column: bool) {
        let stays_nameless = of_column && self.is_mariadb();
        if check.name.is_none() && !stays_nameless {
            let start = if self.is_mariadb() { "CONSTRAINT_".to_owned() } else { format!("{}_chk_", self.name.name) };
            let taken =
                |entry: &TableEntry, name: &str| entry.checks.iter().any(|one| one.name.as_deref() == Some(name));
            let mut count = 1;
            while taken(self.entry(), &format!("{start}{count}")) {
                count += 1;
            }
            check.name = Some(format!("{start}{count}"));
        }
        self.entry().checks.push(check);
    }

    fn add_foreign_key(&mut self, mut key: ForeignKeyEntry) -> Read<()> {
        let given = key.name.clone();
        let start = format!("{}_ibfk_", self.name.name);
        let implied = self.hidden().implied.clone();
        let entry = self.entry();
        if let Some(name) = &given
            && entry.foreign_keys.iter().any(|one| one.name.as_deref().is_some_and(|other| is_same(other, name)))
        {
            return Err(Unread);
        }
        if key.name.is_none() {
            let numbers =
                entry.foreign_keys.iter().filter_map(|one| one.name.as_ref()?.strip_prefix(&start)?.parse().ok());
            let highest: u32 = numbers.max().unwrap_or(0);
            key.name = Some(format!("{start}{}", highest + 1));
        }
        let served = entry.primary_key.iter().chain(&entry.uniques).any(|one| begins_with(&one.columns, &key.columns))
            || entry.indexes.iter().any(|index| {
                let whole: Vec<String> = index
                    .elements
                    .iter()
                    .take_while(|element| element.is_column)
                    .map(|element| element.expression.0.clone())
                    .collect();
                // An index that another key brought, no longer than this one's, makes way for it.
                let makes_way = implied.contains(&index.name) && whole.len() <= key.columns.len();
                index.method.is_empty() && begins_with(&whole, &key.columns) && !makes_way
            });
        if !served {
            self.drop_implied(&key.columns);
            let wanted = given.unwrap_or_else(|| key.columns.first().cloned().unwrap_or_default());
            let name = self.free_name(&wanted);
            let elements = key.columns.iter().map(|column| IndexElementEntry {
                expression: super::super::super::Sql(column.clone()),
                is_column: true,
                descending: false,
                nulls_first: false,
                operator_class: None,
                collation: None,
            });
            self.add_index(Some(name.clone()), false, "", elements.collect())?;
            self.hidden().implied.insert(name);
        }
        self.entry().foreign_keys.push(key);
        Ok(())
    }

    pub fn drop_index(&mut self, name: &str) -> Read<()> {
        if is_same(name, "PRIMARY") {
            return self.entry().primary_key.take().map(|_| ()).ok_or(Unread);
        }
        if !self.has_index(name) {
            return Err(Unread);
        }
        let entry = self.entry();
        entry.indexes.retain(|index| !is_same(&index.name, name));
        entry.uniques.retain(|key| !key.name.as_deref().is_some_and(|other| is_same(other, name)));
        self.hidden().implied.retain(|other| !is_same(other, name));
        Ok(())
    }

    /// `DROP CONSTRAINT`: whatever bears the name.
    pub fn drop_constraint(&mut self, name: &str) -> Read<()> {
        let entry = self.entry();
        let is_it = |other: &Option<String>| other.as_deref().is_some_and(|other| is_same(other, name));
        let before = (entry.checks.len(), entry.foreign_keys.len());
        entry.checks.retain(|check| !is_it(&check.name));
        entry.foreign_keys.retain(|key| !is_it(&key.name));
        if before != (entry.checks.len(), entry.foreign_keys.len()) {
            return Ok(());
        }
        self.drop_index(name)
    }

    pub fn drop_column(&mut self, name: &str) -> Read<()> {
        self.drop_nameless_checks(name);
        let entry = self.entry();
        let before = entry.columns.len();
        entry.columns.retain(|column| !is_same(&column.name, name));
        if entry.columns.len() == before {
            return Err(Unread);
        }
        for key in entry.primary_key.iter_mut().chain(&mut entry.uniques) {
            key.columns.retain(|column| !is_same(column, name));
        }
        entry.primary_key = entry.primary_key.take().filter(|key| !key.columns.is_empty());
        entry.uniques.retain(|key| !key.columns.is_empty());
        for index in &mut entry.indexes {
            index.elements.retain(|element| !is_same(&column_of(element), name));
        }
        entry.indexes.retain(|index| !index.elements.is_empty());
        Ok(())
    }

    /// Checks without a name belong to their column, and go with its definition.
    pub fn drop_nameless_checks(&mut self, column: &str) {
        let mentions = |text: &str| {
            tokens(text).iter().any(|token| match &token.kind {
                Kind::Word(word) | Kind::Name(word) | Kind::Text(word) => is_same(word, column),
                Kind::Number(_) | Kind::Sign(_) => false,
            })
        };
        self.entry().checks.retain(|check| check.name.is_some() || !mentions(&check.condition.0));
    }

    pub fn rename_index(&mut self, from: &str, to: &str) -> Read<()> {
        if !self.has_index(from) {
            return Err(Unread);
        }
        let entry = self.entry();
        for index in entry.indexes.iter_mut().filter(|index| is_same(&index.name, from)) {
            to.clone_into(&mut index.name);
        }
        for key in &mut entry.uniques {
            if key.name.as_deref().is_some_and(|name| is_same(name, from)) {
                key.name = Some(to.to_owned());
            }
        }
        Ok(())
    }

    /// Gives a column another name, everywhere it stands.
    pub fn rename_column(&mut self, from: &str, to: &str) -> Read<()> {
        let table = self.name.clone();
        let entry = self.entry();
        let Some(column) = entry.columns.iter_mut().find(|column| is_same(&column.name, from)) else {
            return Err(Unread);
        };
        to.clone_into(&mut column.name);
        let renamed = |name: &mut String| {
            if is_same(name, from) {
                to.clone_into(name);
            }
        };
        entry.primary_key.iter_mut().chain(&mut entry.uniques).for_each(|key| key.columns.iter_mut().for_each(renamed));
        for index in &mut entry.indexes {
            for element in &mut index.elements {
                if is_same(&column_of(element), from) {
                    let rest = element.expression.0.get(from.len()..).unwrap_or_default().to_owned();
                    element.expression.0 = format!("{to}{rest}");
                }
            }
        }
        entry.foreign_keys.iter_mut().for_each(|key| key.columns.iter_mut().for_each(renamed));
        for check in &mut entry.checks {
            check.condition.0 = in_text(&check.condition.0, from, to);
        }
        for column in &mut entry.columns {
            if let Some(computed) = &mut column.computed {
                computed.expression.0 = in_text(&computed.expression.0, from, to);
            }
        }
        for other in self.fold.catalog.tables.values_mut() {
            for key in other.foreign_keys.iter_mut().filter(|key| key.referred_table == table) {
                key.referred_columns.iter_mut().for_each(renamed);
            }
        }
        Ok(())
    }
}

/// The text of an expression with a column by another name.
fn in_text(text: &str, from: &str, to: &str) -> String {
    let mut out = String::new();
    let mut done = 0;
    for token in tokens(text) {
        // Names that need quotes stand in double ones here.
        let is_quoted = text.get(token.start..).is_some_and(|rest| rest.starts_with('"'));
        let found = match &token.kind {
            Kind::Word(word) => is_same(word, from),
            Kind::Text(word) => is_quoted && is_same(word, from),
            Kind::Name(_) | Kind::Number(_) | Kind::Sign(_) => false,
        };
        if found {
            out.push_str(text.get(done..token.start).unwrap_or_default());
            out.push_str(&expression::name_text(&to.to_lowercase()));
            done = token.end;
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// Whether a list of columns begins with these.
fn begins_with(columns: &[String], start: &[String]) -> bool {
    columns.len() >= start.len() && columns.iter().zip(start).all(|(one, other)| is_same(one, other))
}

/// Gives a table another name. Foreign keys that were named after it are named after it again.
pub(super) fn rename(fold: &mut Fold, from: &ObjectName, to: &ObjectName) -> Read<()> {
    if fold.mysql.temporary.remove(&from.name) {
        fold.mysql.temporary.insert(to.name.clone());
        return Ok(());
    }
    if let Some(view) = fold.catalog.views.remove(from) {
        fold.catalog.views.insert(to.clone(), view);
        return Ok(());
    }
    let mut entry = fold.catalog.tables.remove(from).ok_or(Unread)?;
    let start = format!("{}_ibfk_", from.name);
    for key in &mut entry.foreign_keys {
        if let Some(number) = key.name.as_deref().and_then(|name| name.strip_prefix(&start)) {
            key.name = Some(format!("{}_ibfk_{number}", to.name));
        }
    }
    fold.catalog.tables.insert(to.clone(), entry);
    for other in fold.catalog.tables.values_mut() {
        for key in other.foreign_keys.iter_mut().filter(|key| key.referred_table == *from) {
            key.referred_table = to.clone();
        }
    }
    if let Some(hidden) = fold.mysql.hidden.remove(from) {
        fold.mysql.hidden.insert(to.clone(), hidden);
    }
    Ok(())
}
