//! `DO` blocks: those that make a thing unless it is there, as many projects write them.
//!
//! A block is read where it holds statements, `IF` on what the server's own catalogs say, and handlers for what is there
//! already. Loops, variables and text that is put together are not followed: with them a block can't be read, unless it
//! holds no word that could change the catalog.

use super::tokens::{Cursor, Kind, Read, Token, Trouble, tokens};
use super::{Fold, functions::may_change};
use crate::catalog::Catalog;

/// How deep blocks may stand in each other.
const DEEPEST: usize = 20;

/// A statement of a block.
enum Item<'a> {
    /// A statement of SQL.
    Sql(Cursor<'a>),
    /// A query or an expression, which changes nothing unless it calls what does.
    Query(Cursor<'a>),
    /// `EXECUTE 'text'`
    Text(String),
    /// `IF`, its branches and `ELSE`.
    If(Vec<(Cursor<'a>, Vec<Item<'a>>)>, Vec<Item<'a>>),
    /// A block inside.
    Block(Block<'a>),
    /// `RETURN`
    Return,
}

/// `BEGIN … EXCEPTION WHEN … END`
struct Block<'a> {
    items: Vec<Item<'a>>,
    handlers: Vec<(Vec<String>, Vec<Item<'a>>)>,
}

/// Whether what follows is still executed.
#[derive(Clone, Copy, PartialEq)]
enum Flow {
    On,
    Returned,
    /// That can't be told.
    Maybe,
}

impl Fold {
    /// `DO $$ … $$`
    pub(super) fn do_block(&mut self, cursor: &mut Cursor<'_>) -> Read<()> {
        cursor.expect("do")?;
        let mut language = String::from("plpgsql");
        if cursor.eat("language") {
            language = cursor.name()?;
        }
        let body = cursor.text()?;
        if cursor.eat("language") {
            language = cursor.name()?;
        }
        cursor.expect_end()?;
        let outcome = if language == "plpgsql" { self.do_body(&body) } else { Err(Trouble) };
        if outcome.is_err() {
            self.touch_body(&body);
        }
        outcome
    }

    fn do_body(&mut self, body: &str) -> Read<()> {
        if !may_change(body) {
            return self.calls_in(body);
        }
        let tokens = tokens(body)?;
        let mut cursor = Cursor::new(body, &tokens);
        let block = read_block(&mut cursor, 0)?;
        cursor.eat_symbol(";");
        cursor.expect_end()?;
        self.run_block(&block).map(|_| ())
    }

    /// A block without a word that changes the catalog: what it calls may still do so.
    fn calls_in(&mut self, body: &str) -> Read<()> {
        let tokens = tokens(body)?;
        let dml = ["insert", "update", "delete", "into"];
        // Names before the columns of an INSERT look like calls.
        if tokens.iter().any(|token| dml.iter().any(|word| token.is_word(word))) {
            return Ok(());
        }
        self.calls(&Cursor::new(body, &tokens))
    }

    fn run_block(&mut self, block: &Block<'_>) -> Read<Flow> {
        if block.handlers.is_empty() {
            return self.run(&block.items);
        }
        let before = self.clone();
        for (at, item) in block.items.iter().enumerate() {
            if let Item::Sql(statement) = item
                && let Some(conflict) = self.conflict(statement)
            {
                // What the block did so far is undone.
                *self = before;
                let handler = block
                    .handlers
                    .iter()
                    .find(|(names, _)| names.iter().any(|name| name == "others" || name == conflict));
                let (_, items) = handler.ok_or(Trouble)?;
                return self.run(items);
            }
            match self.run(std::slice::from_ref(item))? {
                Flow::On => (),
                Flow::Returned => return Ok(Flow::Returned),
                Flow::Maybe => return self.run_maybe(block.items.get(at + 1..).unwrap_or_default()),
            }
        }
        Ok(Flow::On)
    }

    fn run(&mut self, items: &[Item<'_>]) -> Read<Flow> {
        for (at, item) in items.iter().enumerate() {
            let flow = match item {
                Item::Sql(statement) => {
                    self.read(&mut statement.clone())?;
                    Flow::On
                }
                Item::Query(query) => {
                    self.calls(query)?;
                    Flow::On
                }
                Item::Text(text) => {
                    let tokens = tokens(text)?;
                    for part in super::tokens::statements(&tokens) {
                        self.read(&mut Cursor::new(text, part))?;
                    }
                    Flow::On
                }
                Item::If(branches, otherwise) => self.run_if(branches, otherwise)?,
                Item::Block(block) => self.run_block(block)?,
                Item::Return => Flow::Returned,
            };
            match flow {
                Flow::On => (),
                Flow::Returned => return Ok(Flow::Returned),
                Flow::Maybe => return self.run_maybe(items.get(at + 1..).unwrap_or_default()),
            }
        }
        Ok(Flow::On)
    }

    fn run_if(&mut self, branches: &[(Cursor<'_>, Vec<Item<'_>>)], otherwise: &[Item<'_>]) -> Read<Flow> {
        let mut maybe = Vec::new();
        for (condition, items) in branches {
            match self.holds(condition) {
                Some(true) if maybe.is_empty() => return self.run(items),
                Some(false) => (),
                Some(true) | None => maybe.push(items.as_slice()),
            }
        }
        if maybe.is_empty() {
            return self.run(otherwise);
        }
        // One of them is executed: none may change anything.
        let mut flow = Flow::On;
        for items in maybe.into_iter().chain([otherwise]) {
            if self.run_maybe(items)? != Flow::On {
                flow = Flow::Maybe;
            }
        }
        Ok(flow)
    }

    /// Statements that may be executed or not: they may change nothing.
    fn run_maybe(&mut self, items: &[Item<'_>]) -> Read<Flow> {
        let before = self.clone();
        let flow = self.run(items);
        let same = self.catalog == before.catalog && self.search_path == before.search_path;
        let touched = std::mem::take(&mut self.touched);
        let harmless = same && touched == before.touched;
        *self = before;
        if harmless { flow.map(|flow| if flow == Flow::On { Flow::On } else { Flow::Maybe }) } else { Err(Trouble) }
    }

    /// The condition that the server raises where what a statement makes is there already, or what it drops is not.
    fn conflict(&self, statement: &Cursor<'_>) -> Option<&'static str> {
        let mut cursor = statement.clone();
        if cursor.eat("create type") || cursor.eat("create domain") {
            let parts = cursor.qualified().ok()?;
            let there = self.enum_named(&parts).is_some() || self.other_type_named(&parts).is_some();
            return there.then_some("duplicate_object");
        }
        if cursor.eat("create table") || cursor.eat("create unique index") || cursor.eat("create index") {
            if cursor.is_word("if") {
                return None;
            }
            let parts = cursor.qualified().ok()?;
            return self.relation_named(&parts).is_some().then_some("duplicate_table");
        }
        if cursor.eat("alter table") {
            let parts = cursor.qualified().ok()?;
            let table = self.catalog.tables.get(&self.table_named(&parts)?)?;
            if cursor.eat("add constraint") {
                let name = cursor.name().ok()?;
                let taken = super::relations::constraint_names(table).any(|one| one == name);
                return taken.then_some("duplicate_object");
            }
            if cursor.eat("add") {
                cursor.eat("column");
                if cursor.is_word("if") {
                    return None;
                }
                let name = cursor.name().ok()?;
                return table.columns.iter().any(|one| one.name == name).then_some("duplicate_column");
            }
        }
        None
    }

    /// Whether the condition of an `IF` holds; none where that can't be told from the catalog.
    fn holds(&self, condition: &Cursor<'_>) -> Option<bool> {
        let mut cursor = condition.clone();
        if cursor.is_symbol("(") && cursor.clone().parenthesized().ok()?.tokens().len() + 2 == cursor.tokens().len() {
            return self.holds(&cursor.parenthesized().ok()?);
        }
        if cursor.eat("not") {
            return self.holds(&cursor.rest()).map(|holds| !holds);
        }
        if !cursor.eat("exists") {
            return None;
        }
        let mut query = cursor.parenthesized().ok()?;
        cursor.expect_end().ok()?;
        query.expect("select").ok()?;
        query.until(|cursor| cursor.is_word("from"));
        query.expect("from").ok()?;
        let relation = query.qualified().ok()?.pop()?;
        query.until(|cursor| cursor.is_word("where"));
        query.expect("where").ok()?;
        let mut conditions = Vec::new();
        while !query.is_done() {
            let mut one = query.until(|cursor| cursor.is_word("and"));
            conditions.push(read_equality(&mut one, &self.catalog.default_schema)?);
            query.eat("and");
        }
        self.exists(&relation, &conditions)
    }

    /// Whether one of the server's catalogs has a row of these values.
    fn exists(&self, relation: &str, conditions: &[(String, String)]) -> Option<bool> {
        let Catalog { tables, views, schemas, default_schema, .. } = &self.catalog;
        let get = |keys: &[&str]| {
            conditions.iter().find(|(key, _)| keys.contains(&key.as_str())).map(|(_, value)| value.as_str())
        };
        let (name_keys, schema_keys, table_keys): (&[&str], &[&str], &[&str]) = match relation {
            "pg_type" => (&["typname"], &["nspname"], &[]),
            "pg_constraint" => (&["conname"], &["nspname"], &["conrelid"]),
            "table_constraints" => (&["constraint_name"], &["table_schema", "constraint_schema"], &["table_name"]),
            "pg_indexes" => (&["indexname"], &["schemaname"], &["tablename"]),
            "pg_class" => (&["relname"], &["nspname"], &[]),
            "columns" => (&["column_name"], &["table_schema"], &["table_name"]),
            "pg_attribute" => (&["attname"], &[], &["attrelid"]),
            "tables" => (&["table_name"], &["table_schema"], &[]),
            "pg_tables" => (&["tablename"], &["schemaname"], &[]),
            "pg_views" => (&["viewname"], &["schemaname"], &[]),
            "pg_matviews" => (&["matviewname"], &["schemaname"], &[]),
            "pg_namespace" => (&["nspname"], &[], &[]),
            "schemata" => (&["schema_name"], &[], &[]),
            _ => return None,
        };
        let told = ["typtype", "relkind", "contype", "constraint_type", "table_type", "table_catalog"];
        let known =
            |key: &String| [name_keys, schema_keys, table_keys, &told].iter().any(|keys| keys.contains(&key.as_str()));
        if !conditions.iter().all(|(key, _)| known(key)) {
            return None;
        }
        let name = get(name_keys)?;
        let schema = get(schema_keys);
        let table = get(table_keys).map(|table| table.rsplit('.').next().unwrap_or_default().trim_matches('"'));
        let in_schema = |one: &str| schema.is_none_or(|schema| schema == one);
        let mut of_table =
            tables.iter().filter(|(one, _)| in_schema(&one.schema) && table.is_none_or(|table| table == one.name));
        // What is in doubt itself decides nothing.
        if !self.catalog.doubts.is_empty()
            || table.is_some() && of_table.clone().any(|(_, entry)| !entry.doubts.is_empty())
        {
            return None;
        }
        Some(match relation {
            "pg_type" => {
                let mut types = self.catalog.enums.keys().chain(&self.other_types);
                types.any(|one| one.name == name && in_schema(&one.schema))
            }
            "pg_constraint" | "table_constraints" => {
                of_table.any(|(_, entry)| super::relations::constraint_names(entry).any(|one| one == name))
            }
            "pg_indexes" => of_table.any(|(_, entry)| {
                entry.indexes.iter().any(|index| index.name == name)
                    || super::relations::has_index_constraint(entry, name)
            }),
            "columns" | "pg_attribute" => {
                table?;
                of_table.any(|(_, entry)| entry.columns.iter().any(|column| column.name == name))
            }
            "pg_tables" => of_table.any(|(one, _)| one.name == name),
            "tables" => {
                of_table.any(|(one, _)| one.name == name)
                    || views.keys().any(|one| one.name == name && in_schema(&one.schema))
            }
            "pg_views" | "pg_matviews" => views.keys().any(|one| one.name == name && in_schema(&one.schema)),
            "pg_class" => self.is_relation(schema.unwrap_or(default_schema), name),
            _ => name == default_schema || schemas.contains(name),
        })
    }
}

/// `alias.column = 'value'`; `current_schema()` is the default schema.
fn read_equality(cursor: &mut Cursor<'_>, default_schema: &str) -> Option<(String, String)> {
    if cursor.is_symbol("(") {
        let mut inner = cursor.parenthesized().ok()?;
        cursor.expect_end().ok()?;
        return read_equality(&mut inner, default_schema);
    }
    let mut column = cursor.qualified().ok()?;
    cursor.expect_symbol("=").ok()?;
    let value = if cursor.eat("current_schema") {
        if cursor.is_symbol("(") {
            cursor.parenthesized().ok()?;
        }
        default_schema.to_owned()
    } else {
        cursor.text().ok()?
    };
    if cursor.eat_symbol("::") {
        cursor.qualified().ok()?;
    }
    cursor.expect_end().ok()?;
    Some((column.pop()?, value))
}

fn read_block<'a>(cursor: &mut Cursor<'a>, depth: usize) -> Read<Block<'a>> {
    if depth > DEEPEST {
        return Err(Trouble);
    }
    if cursor.eat("declare") {
        cursor.until(|cursor| cursor.is_word("begin"));
    }
    cursor.expect("begin")?;
    let items = read_items(cursor, depth)?;
    let mut handlers = Vec::new();
    if cursor.eat("exception") {
        while cursor.eat("when") {
            let mut names = vec![cursor.name()?];
            while cursor.eat("or") {
                names.push(cursor.name()?);
            }
            cursor.expect("then")?;
            handlers.push((names, read_items(cursor, depth)?));
        }
    }
    cursor.expect("end")?;
    Ok(Block { items, handlers })
}

/// The statements up to what ends them.
fn read_items<'a>(cursor: &mut Cursor<'a>, depth: usize) -> Read<Vec<Item<'a>>> {
    let mut items = Vec::new();
    let ends = ["end", "exception", "when", "elsif", "elseif", "else"];
    while !ends.iter().any(|word| cursor.is_word(word)) {
        if cursor.is_done() {
            return Err(Trouble);
        }
        if cursor.is_word("begin") || cursor.is_word("declare") {
            items.push(Item::Block(read_block(cursor, depth + 1)?));
            cursor.expect_symbol(";")?;
            continue;
        }
        if cursor.is_word("if") {
            items.push(read_if(cursor, depth + 1)?);
            continue;
        }
        let mut statement = cursor.until(|cursor| cursor.is_symbol(";"));
        cursor.expect_symbol(";")?;
        let first = statement.peek().map(|token| token.kind.clone());
        let Some(Kind::Word(first)) = first else { return Err(Trouble) };
        match first.as_str() {
            "null" | "raise" | "get" | "assert" => (),
            "return" => items.push(Item::Return),
            "for" | "foreach" | "while" | "loop" | "exit" | "continue" | "case" => return Err(Trouble),
            "perform" | "select" | "with" => items.push(Item::Query(statement)),
            "execute" => {
                statement.next();
                if is_harmless_format(&statement) {
                    continue;
                }
                items.push(Item::Text(statement.text()?));
                statement.expect_end()?;
            }
            _ if statement.tokens().iter().any(is_assignment) => items.push(Item::Query(statement)),
            _ => items.push(Item::Sql(statement)),
        }
    }
    Ok(items)
}

/// `format('GRANT … TO %I', …)`: whatever is put in, it makes and changes nothing that a catalog holds.
fn is_harmless_format(statement: &Cursor<'_>) -> bool {
    let mut cursor = statement.clone();
    if !cursor.eat("format") || !cursor.eat_symbol("(") {
        return false;
    }
    let Ok(text) = cursor.text() else { return false };
    let Ok(tokens) = tokens(&text) else { return false };
    let template = Cursor::new(&text, &tokens);
    let harmless = ["grant", "revoke", "alter default privileges", "alter role", "alter database"];
    harmless.iter().any(|words| template.is_at(words)) && !tokens.iter().any(|token| token.is_symbol(";"))
}

fn is_assignment(token: &Token) -> bool {
    token.is_symbol(":=")
}

fn read_if<'a>(cursor: &mut Cursor<'a>, depth: usize) -> Read<Item<'a>> {
    if depth > DEEPEST {
        return Err(Trouble);
    }
    let mut branches = Vec::new();
    let mut otherwise = Vec::new();
    cursor.expect("if")?;
    loop {
        let condition = cursor.until(|cursor| cursor.is_word("then"));
        cursor.expect("then")?;
        branches.push((condition, read_items(cursor, depth)?));
        if !(cursor.eat("elsif") || cursor.eat("elseif")) {
            break;
        }
    }
    if cursor.eat("else") {
        otherwise = read_items(cursor, depth)?;
    }
    cursor.expect("end if")?;
    cursor.expect_symbol(";")?;
    Ok(Item::If(branches, otherwise))
}
