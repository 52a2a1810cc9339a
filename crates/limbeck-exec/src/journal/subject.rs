//! What a statement changes, read off its text: what the catalog is asked about when nobody knows whether it was done.

use limbeck_ops::{Dialect, DialectName};

use super::lexer::{Token, tokens};

/// What a statement changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// Whatever it is, running the statement once more does no harm.
    Repeatable,
    /// Objects whose definitions tell whether it was done.
    Objects(Vec<Object>),
    /// An index that PostgreSQL builds or drops beside other work.
    Index {
        /// Its name, with a schema where it is given, as the statement writes it.
        name: String,
        /// Its table; `None` where it is dropped.
        table: Option<String>,
    },
    /// Nobody knows.
    Unknown,
}

/// An object of MySQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Object {
    /// What `SHOW CREATE` calls it.
    pub kind: &'static str,
    /// Its name as the statement writes it.
    pub name: String,
}

/// Reads it off the text.
pub(super) fn subject(sql: &str, dialect: &Dialect) -> Subject {
    let tokens = tokens(sql, dialect.name);
    match dialect.name {
        DialectName::Mysql | DialectName::Mariadb => of_mysql(&tokens),
        DialectName::Postgresql => of_postgres(&tokens),
        DialectName::Sqlite => Subject::Unknown,
    }
}

/// Reads pieces from left to right.
struct Reader<'t, 's> {
    tokens: &'t [Token<'s>],
    at: usize,
}

impl<'t, 's> Reader<'t, 's> {
    fn peek(&self) -> Option<&'t Token<'s>> {
        self.tokens.get(self.at)
    }

    /// Steps over a word that may be there.
    fn take(&mut self, word: &str) -> bool {
        let found = self.peek().is_some_and(|token| token.is(word));
        self.at += usize::from(found);
        found
    }

    /// Steps over `IF [NOT] EXISTS`; whether it was there.
    fn take_if(&mut self) -> bool {
        let found = self.take("IF");
        if found {
            self.take("NOT");
            self.take("EXISTS");
        }
        found
    }

    /// Steps to a word and over it; stays where there is none.
    fn seek(&mut self, words: &[&str]) -> Option<&'t Token<'s>> {
        let rest = self.tokens.get(self.at..)?;
        let found = rest.iter().position(|token| token.is_any(words))?;
        self.at += found + 1;
        rest.get(found)
    }

    /// `name` or `schema.name`.
    fn name(&mut self) -> Option<String> {
        let mut name = self.peek()?.name()?.to_owned();
        self.at += 1;
        while self.peek() == Some(&Token::Sign('.')) {
            self.at += 1;
            name.push('.');
            name.push_str(self.peek()?.name()?);
            self.at += 1;
        }
        Some(name)
    }
}

/// What has a definition that `SHOW CREATE` shows.
const KINDS: [&str; 7] = ["TABLE", "VIEW", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "DATABASE"];

fn kind_of(token: &Token<'_>) -> Option<&'static str> {
    let token_is = |kind: &&&'static str| token.is(kind);
    match token {
        _ if token.is("SCHEMA") => Some("DATABASE"),
        // A sequence of MariaDB is a table to `SHOW CREATE TABLE`.
        _ if token.is("SEQUENCE") || token.is("TABLES") => Some("TABLE"),
        _ => KINDS.iter().find(token_is).copied(),
    }
}

fn of_mysql(tokens: &[Token<'_>]) -> Subject {
    let Some(first) = tokens.first() else { return Subject::Unknown };
    // A body in which other statements stand says nothing about the first one's subject.
    let is_one = tokens.iter().filter(|token| **token == Token::Sign(';')).count() <= 1;
    let is_replacing = matches!(tokens, [_, or, replace, ..] if or.is("OR") && replace.is("REPLACE"));
    let mut reader = Reader { tokens, at: 1 };
    let objects = |kind, names: Vec<String>| match names.is_empty() {
        true => Subject::Unknown,
        false => Subject::Objects(names.into_iter().map(|name| Object { kind, name }).collect()),
    };
    match first {
        _ if first.is_any(&["TRUNCATE", "ANALYZE", "OPTIMIZE", "CHECK", "REPAIR", "FLUSH", "CACHE"]) => {
            return if is_one { Subject::Repeatable } else { Subject::Unknown };
        }
        _ if first.is("RENAME") && reader.take("TABLE") => {
            let mut names = Vec::new();
            while reader.at < tokens.len() {
                names.extend(reader.name());
                if !reader.take("TO") {
                    reader.at += 1;
                }
            }
            return objects("TABLE", names);
        }
        _ if !first.is_any(&["CREATE", "ALTER", "DROP"]) => return Subject::Unknown,
        _ if is_replacing => return Subject::Repeatable,
        _ => {}
    }
    let words = [&KINDS[..], &["SCHEMA", "SEQUENCE", "TABLES", "INDEX"]].concat();
    let Some(what) = reader.seek(&words) else { return Subject::Unknown };
    if what.is("INDEX") {
        return match reader.seek(&["ON"]) {
            Some(_) => objects("TABLE", reader.name().into_iter().collect()),
            None => Subject::Unknown,
        };
    }
    let Some(kind) = kind_of(what) else { return Subject::Unknown };
    let is_optional = reader.take_if();
    if is_optional && first.is("DROP") {
        return Subject::Repeatable;
    }
    let mut names: Vec<String> = reader.name().into_iter().collect();
    if first.is("DROP") {
        while reader.peek() == Some(&Token::Sign(',')) {
            reader.at += 1;
            names.extend(reader.name());
        }
    }
    if first.is("ALTER") && kind == "TABLE" {
        // `RENAME [TO | AS] b`, but not `RENAME COLUMN`.
        while reader.seek(&["RENAME"]).is_some() {
            let is_inner = ["COLUMN", "INDEX", "KEY", "CONSTRAINT"].iter().any(|word| reader.take(word));
            if !is_inner {
                let _ = reader.take("TO") || reader.take("AS");
                names.extend(reader.name());
            }
        }
    }
    objects(kind, names)
}

fn of_postgres(tokens: &[Token<'_>]) -> Subject {
    let Some(first) = tokens.first() else { return Subject::Unknown };
    if first.is_any(&["VACUUM", "REINDEX", "CLUSTER", "ANALYZE"]) {
        return Subject::Repeatable;
    }
    let mut reader = Reader { tokens, at: 1 };
    let is_create = first.is("CREATE");
    if !(is_create || first.is("DROP")) {
        return Subject::Unknown;
    }
    reader.take("UNIQUE");
    if !(reader.take("INDEX") && reader.take("CONCURRENTLY")) {
        return Subject::Unknown;
    }
    reader.take_if();
    if is_create && reader.peek().is_some_and(|token| token.is("ON")) {
        return Subject::Unknown;
    }
    let Some(name) = reader.name() else { return Subject::Unknown };
    if !is_create {
        return match reader.peek() {
            Some(Token::Sign(',')) => Subject::Unknown,
            _ => Subject::Index { name, table: None },
        };
    }
    if !reader.take("ON") {
        return Subject::Unknown;
    }
    reader.take("ONLY");
    match reader.name() {
        Some(table) => Subject::Index { name, table: Some(table) },
        None => Subject::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn tables(sql: &str, names: &[&str]) {
        let expected = names.iter().map(|name| Object { kind: "TABLE", name: (*name).to_owned() }).collect();
        assert_eq!(subject(sql, &Dialect::offline(DialectName::Mysql)), Subject::Objects(expected), "{sql}");
    }

    #[test]
    fn mysql() {
        tables("ALTER TABLE `a b`.c ADD COLUMN x INT DEFAULT 'RENAME TO z'", &["`a b`.c"]);
        tables("ALTER TABLE a RENAME COLUMN x TO y, RENAME TO b", &["a", "b"]);
        tables("CREATE UNIQUE INDEX `on` ON t (x)", &["t"]);
        tables("DROP INDEX i ON s . t", &["s.t"]);
        tables("CREATE TABLE IF NOT EXISTS t (x INT)", &["t"]);
        tables("DROP TABLE a, b", &["a", "b"]);
        tables("RENAME TABLE a TO b, c TO d", &["a", "b", "c", "d"]);
        let mysql = |sql| subject(sql, &Dialect::offline(DialectName::Mysql));
        for sql in ["TRUNCATE a", "DROP TABLE IF EXISTS a", "CREATE OR REPLACE VIEW v AS SELECT 1", "OPTIMIZE TABLE a"]
        {
            assert_eq!(mysql(sql), Subject::Repeatable, "{sql}");
        }
        for sql in ["GRANT ALL ON a.* TO b", "CALL p()", "", "CREATE USER a", "DROP INDEX i", "ALTER TABLE"] {
            assert_eq!(mysql(sql), Subject::Unknown, "{sql}");
        }
        let trigger = mysql("CREATE DEFINER=`a`@`b` TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.x = 1");
        assert_eq!(trigger, Subject::Objects(vec![Object { kind: "TRIGGER", name: "tr".to_owned() }]));
    }

    #[test]
    fn postgres() {
        let postgres = |sql| subject(sql, &Dialect::offline(DialectName::Postgresql));
        assert_eq!(
            postgres("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"I\" ON ONLY s.\"T\" USING gin (x)"),
            Subject::Index { name: "\"I\"".into(), table: Some("s.\"T\"".into()) }
        );
        let dropped = Subject::Index { name: "s.i".into(), table: None };
        assert_eq!(postgres("DROP INDEX CONCURRENTLY s.i"), dropped);
        for sql in
            ["CREATE INDEX CONCURRENTLY ON t (x)", "DO $$ $$", "CREATE DATABASE a", "DROP INDEX CONCURRENTLY a, b"]
        {
            assert_eq!(postgres(sql), Subject::Unknown, "{sql}");
        }
        assert_eq!(postgres("VACUUM a"), Subject::Repeatable);
    }
}
