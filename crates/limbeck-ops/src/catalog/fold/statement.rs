//! Which statement is read by whom.

use super::tokens::{Cursor, Read, Trouble};
use super::{Fold, TEMPORARY};

impl Fold {
    /// Reads one statement and does what it would do.
    pub(super) fn read(&mut self, cursor: &mut Cursor<'_>) -> Read<()> {
        let Some(first) = cursor.peek() else { return Ok(()) };
        if first.is_symbol("(") {
            return self.query(cursor);
        }
        let super::Kind::Word(word) = &first.kind else { return Err(Trouble) };
        match word.as_str() {
            "create" => self.create(cursor),
            "alter" => self.alter(cursor),
            "drop" => self.drop_statement(cursor),
            "comment" => self.comment(cursor),
            "select" | "with" | "values" | "table" => self.query(cursor),
            "explain" if cursor.tokens().iter().any(|token| token.is_word("analyze")) => Err(Trouble),
            "do" => self.do_block(cursor),
            "set" => self.set(cursor),
            "reset" => {
                if cursor.eat("reset search_path") || cursor.eat("reset all") {
                    self.search_path = vec![self.catalog.default_schema.clone()];
                }
                Ok(())
            }
            "discard" => {
                self.search_path = vec![self.catalog.default_schema.clone()];
                self.catalog.tables.retain(|name, _| name.schema != TEMPORARY);
                Ok(())
            }
            "savepoint" => {
                cursor.next();
                let name = cursor.name()?;
                self.savepoint(&name);
                Ok(())
            }
            "release" => {
                cursor.next();
                cursor.eat("savepoint");
                let name = cursor.name()?;
                if self.release(&name) { Ok(()) } else { Err(Trouble) }
            }
            "rollback" | "abort" => {
                cursor.next();
                if !cursor.eat("work") {
                    cursor.eat("transaction");
                }
                cursor.expect("to")?;
                cursor.eat("savepoint");
                let name = cursor.name()?;
                if self.rollback_to(&name) { Ok(()) } else { Err(Trouble) }
            }
            "insert" | "update" | "delete" | "merge" | "truncate" | "copy" | "explain" | "grant" | "revoke"
            | "vacuum" | "analyze" | "analyse" | "cluster" | "reindex" | "refresh" | "lock" | "notify" | "listen"
            | "unlisten" | "begin" | "start" | "commit" | "end" | "checkpoint" | "show" | "declare" | "fetch"
            | "move" | "close" | "prepare" | "deallocate" | "security" | "reassign" | "load" => Ok(()),
            _ => Err(Trouble),
        }
    }

    fn create(&mut self, cursor: &mut Cursor<'_>) -> Read<()> {
        cursor.expect("create")?;
        let replace = cursor.eat("or replace");
        let mut temporary = false;
        loop {
            if cursor.eat("temporary") || cursor.eat("temp") {
                temporary = true;
            } else if !(cursor.eat("global") || cursor.eat("local") || cursor.eat("unlogged")) {
                break;
            }
        }
        let recursive = cursor.eat("recursive");
        if cursor.eat("table") {
            return self.create_table(cursor, temporary);
        }
        if cursor.eat("view") {
            return self.create_view(cursor, temporary, false, recursive, replace);
        }
        if cursor.eat("materialized view") {
            return self.create_view(cursor, false, true, false, false);
        }
        if cursor.eat("unique index") {
            return self.create_index(cursor, true);
        }
        if cursor.eat("index") {
            return self.create_index(cursor, false);
        }
        if cursor.eat("sequence") {
            return self.create_sequence(cursor, temporary);
        }
        if cursor.eat("type") {
            return self.create_type(cursor);
        }
        if cursor.eat("domain") {
            let parts = cursor.qualified()?;
            let name = self.new_name(&parts)?;
            self.other_types.insert(name);
            return Ok(());
        }
        if cursor.eat("schema") {
            return self.create_schema(cursor);
        }
        if cursor.eat("function") || cursor.eat("procedure") {
            return self.create_function(cursor);
        }
        if cursor.is_word("foreign") && cursor.peek_at(1).is_some_and(|token| token.is_word("table")) {
            return Err(Trouble);
        }
        // None of them makes what a catalog holds, or changes it before rows come. A rule may, but only of its own table.
        let harmless = [
            "extension",
            "trigger",
            "constraint",
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
            "trusted",
            "procedural",
            "publication",
            "subscription",
            "server",
            "foreign",
            "statistics",
            "tablespace",
            "text",
            "transform",
            "access",
            "rule",
        ];
        if harmless.iter().any(|word| cursor.is_word(word)) { Ok(()) } else { Err(Trouble) }
    }

    fn alter(&mut self, cursor: &mut Cursor<'_>) -> Read<()> {
        cursor.expect("alter")?;
        if cursor.eat("table") {
            return self.alter_table(cursor);
        }
        if cursor.eat("index") {
            return self.alter_index(cursor);
        }
        if cursor.eat("materialized view") || cursor.eat("view") {
            return self.alter_view(cursor);
        }
        if cursor.eat("sequence") {
            return self.alter_sequence(cursor);
        }
        if cursor.eat("type") {
            return self.alter_type(cursor);
        }
        if cursor.eat("domain") {
            return self.alter_domain(cursor);
        }
        if cursor.eat("schema") {
            return self.alter_schema(cursor);
        }
        if cursor.is_at("foreign table") {
            return Err(Trouble);
        }
        if cursor.eat("function") || cursor.eat("procedure") || cursor.eat("routine") {
            return self.alter_function(cursor);
        }
        if cursor.is_word("extension") && cursor.tokens().iter().any(|token| token.is_word("schema")) {
            // Types of the extension are shown differently from now on.
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
            "system",
            "default",
            "large",
            "event",
            "rule",
        ];
        if harmless.iter().any(|word| cursor.is_word(word)) { Ok(()) } else { Err(Trouble) }
    }

    fn set(&mut self, cursor: &mut Cursor<'_>) -> Read<()> {
        cursor.expect("set")?;
        let local = cursor.eat("local");
        if !local {
            cursor.eat("session");
        }
        if cursor.eat("schema") {
            self.search_path = vec![cursor.text()?];
            return Ok(());
        }
        if !cursor.eat("search_path") {
            return Ok(());
        }
        if !cursor.eat("to") {
            cursor.expect_symbol("=")?;
        }
        if cursor.eat("default") {
            self.search_path = vec![self.catalog.default_schema.clone()];
            return Ok(());
        }
        let mut path = Vec::new();
        for mut part in cursor.rest().split() {
            match part.name() {
                Ok(name) => path.push(name),
                Err(Trouble) => path.push(part.text()?),
            }
        }
        if local {
            self.remember_path();
        }
        self.set_search_path(path);
        Ok(())
    }

    /// Keeps the path for the end of the transaction, where there is one.
    pub(super) fn remember_path(&mut self) {
        if !self.saves.is_empty() && self.path_after.is_none() {
            self.path_after = Some(self.search_path.clone());
        }
    }

    /// `SET search_path`, as `set_config` does it too.
    pub(super) fn set_search_path(&mut self, mut path: Vec<String>) {
        // `"$user"` is a schema that hardly anyone has; and who has none of them is left with pg_catalog alone.
        path.retain(|schema| schema != "$user" && schema != "pg_catalog" && !schema.is_empty());
        self.search_path = path;
    }
}
