//! Indexes.

use super::naming::{cut, free_name, joined};
use super::relations::{Relation, has_index_constraint};
use super::tokens::{Cursor, Kind, Read, Trouble};
use super::{Fold, Touched};
use crate::catalog::{IndexElementEntry, IndexEntry, ObjectName, Sql};

/// Operator classes that are the default of their types: the server does not show them.
const DEFAULT_CLASSES: &[&str] = &[
    "array_ops",
    "bit_ops",
    "bool_ops",
    "bpchar_ops",
    "bytea_ops",
    "char_ops",
    "cidr_ops",
    "date_ops",
    "enum_ops",
    "float4_ops",
    "float8_ops",
    "inet_ops",
    "int2_ops",
    "int4_ops",
    "int8_ops",
    "interval_ops",
    "jsonb_ops",
    "macaddr_ops",
    "money_ops",
    "name_ops",
    "numeric_ops",
    "oid_ops",
    "range_ops",
    "text_ops",
    "time_ops",
    "timestamp_ops",
    "timestamptz_ops",
    "timetz_ops",
    "tsvector_ops",
    "uuid_ops",
];

/// Reads an element of an index: a column or an expression with what may follow it.
pub(super) fn read_element(cursor: &mut Cursor<'_>) -> Read<IndexElementEntry> {
    let (expression, is_column) = if cursor.is_symbol("(") {
        let mut inner = cursor.parenthesized()?;
        // `(a)` is the column a.
        let column = inner.clone().name().ok().filter(|_| inner.tokens().len() == 1);
        let text = inner.raw().to_owned();
        inner.rest();
        match column {
            Some(column) => (column, true),
            None => (text, false),
        }
    } else {
        let start = cursor.clone();
        let parts = cursor.qualified()?;
        if cursor.is_symbol("(") {
            cursor.parenthesized()?;
            let call = taken(&start, cursor);
            (call, false)
        } else {
            match parts.as_slice() {
                [column] => (column.clone(), true),
                [..] => return Err(Trouble),
            }
        }
    };
    let mut element = IndexElementEntry {
        expression: Sql(expression),
        is_column,
        descending: false,
        nulls_first: false,
        operator_class: None,
        collation: None,
    };
    if cursor.eat("collate") {
        element.collation = cursor.qualified()?.pop();
    }
    let next = |cursor: &Cursor<'_>| ["asc", "desc", "nulls"].iter().any(|word| cursor.is_word(word));
    if !next(cursor) && cursor.peek().is_some_and(|token| token.name().is_some()) && !cursor.is_word("with") {
        let class = cursor.qualified()?.pop().ok_or(Trouble)?;
        let options = if cursor.is_symbol("(") { Some(cursor.parenthesized()?.raw().to_owned()) } else { None };
        if options.is_some() || !DEFAULT_CLASSES.contains(&class.as_str()) {
            element.operator_class = Some(class);
        }
    }
    if cursor.eat("desc") {
        element.descending = true;
        element.nulls_first = true;
    } else {
        cursor.eat("asc");
    }
    if cursor.eat("nulls first") {
        element.nulls_first = true;
    } else if cursor.eat("nulls last") {
        element.nulls_first = false;
    }
    Ok(element)
}

/// The text between two places of one cursor.
fn taken<'a>(start: &Cursor<'a>, end: &Cursor<'a>) -> String {
    let whole = start.raw();
    let left = end.raw();
    whole.strip_suffix(left).unwrap_or(whole).trim_end().to_owned()
}

/// `WITH (fillfactor = 70)`
pub(super) fn read_with(cursor: &mut Cursor<'_>) -> Read<Vec<String>> {
    cursor.expect("with")?;
    let mut with = Vec::new();
    for mut part in cursor.parenthesized()?.split() {
        let name = part.qualified()?.join(".");
        let value = if part.eat_symbol("=") {
            match part.peek().map(|token| &token.kind) {
                Some(Kind::Text(text)) => text.clone(),
                Some(Kind::Word(_) | Kind::Quoted(_) | Kind::Number(_) | Kind::Symbol(_)) => part.raw().to_owned(),
                None => return Err(Trouble),
            }
        } else {
            "true".to_owned()
        };
        with.push(format!("{name}={}", value.to_lowercase()));
    }
    with.sort();
    Ok(with)
}

impl Fold {
    pub(super) fn create_index(&mut self, cursor: &mut Cursor<'_>, unique: bool) -> Read<()> {
        cursor.eat("concurrently");
        let if_not_exists = cursor.eat("if not exists");
        let name = if cursor.is_word("on") { None } else { Some(cursor.name()?) };
        cursor.expect("on")?;
        cursor.eat("only");
        let parts = cursor.qualified()?;
        let method = if cursor.eat("using") { cursor.name()? } else { "btree".to_owned() };
        let mut elements = Vec::new();
        for mut part in cursor.parenthesized()?.split() {
            elements.push(read_element(&mut part)?);
            part.expect_end()?;
        }
        let include = if cursor.eat("include") { cursor.names()? } else { Vec::new() };
        let nulls_not_distinct = cursor.eat("nulls not distinct");
        cursor.eat("nulls distinct");
        let with = if cursor.is_word("with") { read_with(cursor)? } else { Vec::new() };
        if cursor.eat("tablespace") {
            cursor.name()?;
        }
        let predicate = if cursor.eat("where") { Some(Sql(cursor.rest().raw().to_owned())) } else { None };
        cursor.expect_end()?;
        let owner = match self.relation_named(&parts) {
            Some(Relation::Table(owner) | Relation::View(owner)) => owner,
            Some(Relation::Sequence(_) | Relation::Owned(_) | Relation::Index(..)) => return Err(Trouble),
            None => return self.unknown_table(&parts),
        };
        if let Some(name) = &name
            && self.is_relation(&owner.schema, name)
        {
            return if if_not_exists { Ok(()) } else { Err(Trouble) };
        }
        let index = IndexEntry {
            name: name.clone().unwrap_or_default(),
            elements,
            unique,
            method,
            predicate,
            include,
            nulls_not_distinct,
            with,
            valid: true,
        };
        let missing = index.elements.iter().filter(|element| element.is_column).map(|element| &element.expression.0);
        let missing = missing.chain(&index.include).any(|column| {
            self.catalog.tables.get(&owner).is_some_and(|entry| {
                entry.doubts.is_empty()
                    && !is_system_column(column)
                    && !entry.columns.iter().any(|one| one.name == *column)
            })
        });
        if missing {
            self.touched.insert(Touched::Table(owner.clone()));
        }
        self.add_index(&owner, index);
        Ok(())
    }

    /// Adds an index, with a name of the server's where it has none.
    pub(super) fn add_index(&mut self, owner: &ObjectName, mut index: IndexEntry) {
        if index.name.is_empty() {
            let addition = addition(&index.elements, &index.include);
            index.name = free_name(&owner.name, Some(&addition), "idx", |name| self.is_relation(&owner.schema, name));
        }
        if let Some(indexes) = self.indexes_mut(owner) {
            indexes.push(index);
        }
    }

    pub(super) fn alter_index(&mut self, cursor: &mut Cursor<'_>) -> Read<()> {
        if cursor.eat("all in tablespace") {
            return Ok(());
        }
        let if_exists = cursor.eat("if exists");
        let parts = cursor.qualified()?;
        let Some(found) = self.relation_named(&parts) else { return if if_exists { Ok(()) } else { Err(Trouble) } };
        let Relation::Index(owner, name) = found else {
            // `ALTER INDEX` renames tables and views too.
            cursor.expect("rename to")?;
            let new = cursor.name()?;
            return self.rename_relation(&found, new);
        };
        if cursor.eat("rename to") {
            let new = cursor.name()?;
            return self.rename_index(&owner, &name, new);
        }
        if cursor.is_word("set") || cursor.is_word("reset") {
            let reset = cursor.eat("reset");
            if !reset {
                cursor.next();
                if cursor.eat("tablespace") {
                    return Ok(());
                }
            }
            let mut options = Vec::new();
            for mut part in cursor.parenthesized()?.split() {
                let key = part.name()?;
                let value = if part.eat_symbol("=") { part.rest().raw().to_lowercase() } else { "true".to_owned() };
                options.push((key, value.trim_matches('\'').to_owned()));
            }
            let index = self.indexes_mut(&owner).and_then(|indexes| indexes.iter_mut().find(|one| one.name == name));
            if let Some(index) = index {
                for (key, value) in options {
                    index.with.retain(|one| !one.starts_with(&format!("{key}=")));
                    if !reset {
                        index.with.push(format!("{key}={value}"));
                    }
                }
                index.with.sort();
            }
            return Ok(());
        }
        if cursor.eat("attach partition") {
            let name = cursor.qualified()?;
            return if self.relation_named(&name).is_some() { Ok(()) } else { Err(Trouble) };
        }
        // `ALTER COLUMN 1 SET STATISTICS`, `DEPENDS ON EXTENSION`.
        if cursor.is_word("alter") || cursor.is_word("depends") || cursor.is_word("no") { Ok(()) } else { Err(Trouble) }
    }

    /// Renames an index, or the constraint that it holds.
    pub(super) fn rename_index(&mut self, owner: &ObjectName, name: &str, new: String) -> Read<()> {
        if self.is_relation(&owner.schema, &new) {
            return Err(Trouble);
        }
        if let Some(entry) = self.catalog.tables.get_mut(owner) {
            let keys = entry.primary_key.iter_mut().chain(&mut entry.uniques).map(|key| &mut key.name);
            let excludes = entry.excludes.iter_mut().map(|exclude| &mut exclude.name);
            if let Some(found) = keys.chain(excludes).find(|one| one.as_deref() == Some(name)) {
                *found = Some(new);
                return Ok(());
            }
        }
        let index = self.indexes_mut(owner).and_then(|indexes| indexes.iter_mut().find(|one| one.name == name));
        index.ok_or(Trouble)?.name = new;
        Ok(())
    }

    pub(super) fn drop_index(&mut self, parts: &[String], if_exists: bool) -> Read<()> {
        match self.relation_named(parts) {
            Some(Relation::Index(owner, name)) => {
                if self.catalog.tables.get(&owner).is_some_and(|entry| has_index_constraint(entry, &name)) {
                    return Err(Trouble);
                }
                if let Some(indexes) = self.indexes_mut(&owner) {
                    indexes.retain(|one| one.name != name);
                }
                Ok(())
            }
            Some(Relation::Table(_) | Relation::View(_) | Relation::Sequence(_) | Relation::Owned(_)) => Err(Trouble),
            None if if_exists => Ok(()),
            None => Err(Trouble),
        }
    }
}

/// Columns that each table has and nobody made.
pub(super) fn is_system_column(name: &str) -> bool {
    ["ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"].contains(&name)
}

/// The part of an index's name that its elements give.
pub(super) fn addition(elements: &[IndexElementEntry], include: &[String]) -> String {
    let mut names: Vec<String> = Vec::new();
    let written = elements
        .iter()
        .map(|element| if element.is_column { element.expression.0.clone() } else { label_of(&element.expression.0) });
    for name in written.chain(include.iter().cloned()) {
        let mut one = name.clone();
        let mut pass = 0;
        while names.contains(&one) {
            pass += 1;
            let number = pass.to_string();
            one = format!("{}{number}", cut(&name, 63 - number.len()));
        }
        names.push(one);
    }
    joined(names.iter().map(String::as_str))
}

/// What PostgreSQL calls a column of an expression (`FigureColname` of its sources); `expr` where it has no idea.
fn label_of(expression: &str) -> String {
    let Ok(tokens) = super::tokens::tokens(expression) else { return "expr".to_owned() };
    let mut cursor = Cursor::new(expression, &tokens);
    if cursor.is_symbol("(")
        && let Ok(mut inner) = cursor.clone().parenthesized()
        && inner.tokens().len() + 2 == tokens.len()
    {
        return label_of(inner.rest().raw());
    }
    let known = match cursor.qualified() {
        Ok(parts) if cursor.is_symbol("(") => {
            let name = parts.last().cloned();
            let argument = cursor.parenthesized().map(|inner| inner.raw().to_owned()).unwrap_or_default();
            match name.as_deref() {
                Some("cast") => {
                    let mut inner = argument;
                    if let Some(at) = inner.to_lowercase().rfind(" as ") {
                        inner.truncate(at);
                    }
                    Some(label_of(&inner))
                }
                Some("trim") => Some("btrim".to_owned()),
                Some(_) | None => name,
            }
        }
        Ok(parts) if parts.first().is_some_and(|first| first == "case") => Some("case".to_owned()),
        Ok(parts) => parts.last().cloned(),
        Err(_) => None,
    };
    let mut only_casts = true;
    while cursor.eat_symbol("::") {
        only_casts &= super::type_text::read_type(&mut cursor, &|_| None).is_ok();
    }
    match known {
        Some(name) if name == "case" || cursor.is_done() && only_casts => name,
        Some(_) | None => "expr".to_owned(),
    }
}
