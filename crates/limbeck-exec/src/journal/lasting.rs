//! How long what a statement does lasts, read off its text.

use limbeck_ops::Dialect;
use limbeck_ops::DialectName;

use super::lexer::{Token, tokens};
use crate::postgres::keywords::first_word;

/// How long it lasts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Lasting {
    /// It leaves nothing behind, or nothing beyond the session: it has to be run whenever the script gives it.
    Nothing,
    /// It makes a temporary table of this name.
    Temporary(String),
    /// It handles transactions.
    Control(Control),
    /// As long as its transaction; without one it is its own.
    Transaction,
    /// It ends the open transaction before it begins and is permanent once it is done (MySQL's DDL).
    Permanent,
    /// It can't be in a transaction, or handles transactions inside, or nobody knows.
    Alone,
}

/// What a statement does about transactions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Control {
    /// Ends one with a commit, maybe to begin another.
    Commit,
    /// Ends one with a rollback.
    Rollback,
    /// `LOCK TABLES` of MySQL, after which only those tables can be reached.
    LockTables,
    /// `UNLOCK TABLES`
    UnlockTables,
    /// Any other.
    Other,
}

/// Reads it off the text.
pub(crate) fn lasting(sql: &str, dialect: &Dialect) -> Lasting {
    // Rows come by the megabyte; there is no need to read them all.
    if !sql.contains(';') && matches!(first_word(sql).as_str(), "INSERT" | "UPDATE" | "DELETE") {
        return Lasting::Transaction;
    }
    let tokens = tokens(sql, dialect.name);
    let statements = split(&tokens);
    let each: Vec<Lasting> = statements.iter().map(|one| of_one(one, dialect)).collect();
    match each.as_slice() {
        [] => Lasting::Nothing,
        [one] => one.clone(),
        several if several.iter().all(|one| *one == Lasting::Nothing) => Lasting::Nothing,
        several if several.iter().all(|one| matches!(one, Lasting::Nothing | Lasting::Transaction)) => {
            Lasting::Transaction
        }
        _ => Lasting::Alone,
    }
}

/// The statements of a text. The body of a routine is one.
fn split<'t, 's>(tokens: &'t [Token<'s>]) -> Vec<&'t [Token<'s>]> {
    let is_routine = tokens.first().is_some_and(|first| first.is_any(&["CREATE", "ALTER"]))
        && tokens.iter().take(12).any(|token| token.is_any(&["PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "PACKAGE"]));
    let is_block = matches!(tokens, [first, second, ..] if first.is("BEGIN") && second.is("NOT"));
    if is_routine || is_block {
        return vec![tokens];
    }
    tokens.split(|token| *token == Token::Sign(';')).filter(|one| !one.is_empty()).collect()
}

fn of_one(tokens: &[Token<'_>], dialect: &Dialect) -> Lasting {
    let tokens: Vec<Token<'_>> = tokens.iter().skip_while(|token| **token == Token::Sign('(')).cloned().collect();
    let Some(Token::Word(first)) = tokens.first() else { return Lasting::Nothing };
    let first = first.to_ascii_uppercase();
    let second = tokens.get(1);
    let second_is = |words: &[&str]| second.is_some_and(|token| token.is_any(words));
    let has = |words: &[&str]| tokens.iter().any(|token| token.is_any(words));
    match first.as_str() {
        "WITH" if has(&["INSERT", "UPDATE", "DELETE", "MERGE"]) => return Lasting::Transaction,
        "SELECT" if dialect.name == DialectName::Postgresql && has(&["INTO"]) => return Lasting::Transaction,
        "SELECT" | "WITH" | "VALUES" | "TABLE" | "SHOW" | "EXPLAIN" | "DEALLOCATE" | "FETCH" | "DECLARE" | "CLOSE"
        | "USE" | "DESCRIBE" | "DESC" | "HELP" | "PRAGMA" | "ATTACH" | "DETACH" | "LISTEN" | "UNLISTEN" | "DISCARD"
        | "RESET" | "HANDLER" => return Lasting::Nothing,
        "PREPARE" => {
            return match second_is(&["TRANSACTION"]) {
                true => Lasting::Control(Control::Commit),
                false => Lasting::Nothing,
            };
        }
        "SET" if second_is(&["STATEMENT", "PASSWORD"]) => return Lasting::Alone,
        "SET" => return Lasting::Nothing,
        "COMMIT" if second_is(&["PREPARED"]) => return Lasting::Alone,
        "COMMIT" | "END" => return Lasting::Control(Control::Commit),
        "START" => return Lasting::Control(Control::Commit),
        "BEGIN" if second_is(&["NOT"]) => return Lasting::Alone,
        "BEGIN" => return Lasting::Control(Control::Commit),
        "ROLLBACK" | "ABORT" => {
            return Lasting::Control(if has(&["TO"]) { Control::Other } else { Control::Rollback });
        }
        "SAVEPOINT" | "RELEASE" => return Lasting::Control(Control::Other),
        "CREATE" => {
            if let Some(name) = temporary(&tokens) {
                return Lasting::Temporary(name);
            }
        }
        "DROP" if second_is(&["TEMPORARY"]) => return Lasting::Nothing,
        _ => {}
    }
    match dialect.name {
        DialectName::Mysql | DialectName::Mariadb => of_mysql(&first, second),
        DialectName::Postgresql => of_postgres(&first, &tokens, dialect),
        DialectName::Sqlite if first == "VACUUM" => Lasting::Nothing,
        DialectName::Sqlite => Lasting::Transaction,
    }
}

/// <https://mariadb.com/kb/en/sql-statements-that-cause-an-implicit-commit/>
fn of_mysql(first: &str, second: Option<&Token<'_>>) -> Lasting {
    match first {
        "INSERT" | "UPDATE" | "DELETE" | "REPLACE" | "LOAD" => Lasting::Transaction,
        "DO" => Lasting::Nothing,
        "LOCK" if second.is_some_and(|token| token.is_any(&["TABLES", "TABLE"])) => {
            Lasting::Control(Control::LockTables)
        }
        "UNLOCK" => Lasting::Control(Control::UnlockTables),
        "ALTER" | "ANALYZE" | "CACHE" | "CHECK" | "CREATE" | "DROP" | "FLUSH" | "GRANT" | "OPTIMIZE" | "RENAME"
        | "REPAIR" | "REVOKE" | "TRUNCATE" | "INSTALL" | "UNINSTALL" => Lasting::Permanent,
        _ => Lasting::Alone,
    }
}

/// The pages of the commands that "cannot be executed inside a transaction block".
fn of_postgres(first: &str, tokens: &[Token<'_>], dialect: &Dialect) -> Lasting {
    let has = |words: &[&str]| tokens.iter().any(|token| token.is_any(words));
    let second_is = |words: &[&str]| tokens.get(1).is_some_and(|token| token.is_any(words));
    let adds_value = first == "ALTER" && second_is(&["TYPE"]) && has(&["ADD"]) && has(&["VALUE"]);
    match first {
        "LOCK" | "NOTIFY" => Lasting::Nothing,
        "VACUUM" | "REINDEX" | "CLUSTER" | "CALL" | "DO" => Lasting::Alone,
        "CREATE" | "DROP" | "ALTER" if has(&["CONCURRENTLY"]) => Lasting::Alone,
        "CREATE" | "DROP" | "ALTER" if second_is(&["DATABASE", "TABLESPACE", "SYSTEM", "SUBSCRIPTION"]) => {
            Lasting::Alone
        }
        _ if adds_value && dialect.version.is_some_and(|version| version < (12, 0, 0)) => Lasting::Alone,
        _ => Lasting::Transaction,
    }
}

/// The name of a temporary table that is made.
fn temporary(tokens: &[Token<'_>]) -> Option<String> {
    let at = tokens.iter().take(6).position(|token| token.is_any(&["TABLE", "VIEW", "SEQUENCE"]))?;
    tokens.get(..at)?.iter().any(|token| token.is_any(&["TEMPORARY", "TEMP"])).then(|| {
        let name =
            tokens.get(at + 1..).unwrap_or_default().iter().find(|token| !token.is_any(&["IF", "NOT", "EXISTS"]));
        bare(name.and_then(Token::name).unwrap_or_default())
    })
}

/// A name as it is compared: without quotes and in small letters.
fn bare(name: &str) -> String {
    name.trim_matches(['"', '`']).to_lowercase()
}

/// Whether a statement changes one of these tables.
pub(crate) fn changes_one_of(sql: &str, dialect: DialectName, names: &[String]) -> bool {
    if names.is_empty() {
        return false;
    }
    let tokens = tokens(sql, dialect);
    let is_target =
        |token: &Token<'_>| token.is_any(&["INTO", "UPDATE", "TABLE", "ON", "TRUNCATE", "DELETE", "INSERT"]);
    let mut after_target = false;
    let mut is_delete = false;
    for token in tokens.iter().take(16) {
        match token.name() {
            Some(name) if after_target && names.contains(&bare(name)) => return true,
            _ if is_target(token) => {
                after_target = true;
                is_delete |= token.is("DELETE");
            }
            // `DELETE FROM t` changes it, `INSERT INTO x SELECT … FROM t` reads it.
            _ if token.is("FROM") => after_target = is_delete,
            _ if token.is_any(&["IF", "NOT", "EXISTS", "ONLY", "IGNORE"]) => {}
            _ => after_target = false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(dialect: DialectName, sql: &str, expected: Lasting) {
        let dialect = Dialect { version: Some((15, 0, 0)), ..Dialect::offline(dialect) };
        assert_eq!(lasting(sql, &dialect), expected, "{sql}");
    }

    #[test]
    fn mysql() {
        for sql in [
            "ALTER TABLE a ADD b INT",
            "/* x */ drop table a",
            "TRUNCATE a",
            "CREATE TRIGGER t BEFORE INSERT ON a \
             FOR EACH ROW BEGIN SET NEW.x = 1; SET NEW.y = 2; END",
            "GRANT ALL ON a TO b",
        ] {
            check(DialectName::Mysql, sql, Lasting::Permanent);
        }
        for sql in
            ["INSERT INTO a SELECT ';'", "WITH x AS (SELECT 1) DELETE FROM a", "REPLACE a VALUES (1); DELETE FROM b"]
        {
            check(DialectName::Mysql, sql, Lasting::Transaction);
        }
        for sql in [
            "",
            ";",
            "SET @x = 1",
            "PREPARE s FROM @x",
            "SELECT 'DROP TABLE a'",
            "(SELECT 1)",
            "DROP TEMPORARY TABLE a",
        ] {
            check(DialectName::Mysql, sql, Lasting::Nothing);
        }
        for sql in
            ["CALL p()", "EXECUTE s", "INSERT INTO a VALUES (1); DROP TABLE b", "BEGIN NOT ATOMIC DROP TABLE a; END"]
        {
            check(DialectName::Mysql, sql, Lasting::Alone);
        }
        check(DialectName::Mysql, "CREATE TEMPORARY TABLE IF NOT EXISTS `T` (x INT)", Lasting::Temporary("t".into()));
        check(DialectName::Mysql, "LOCK TABLES a WRITE", Lasting::Control(Control::LockTables));
        check(DialectName::Mysql, "rollback to savepoint X", Lasting::Control(Control::Other));
    }

    #[test]
    fn postgres() {
        for sql in [
            "CREATE INDEX CONCURRENTLY i ON a (x)",
            "VACUUM",
            "DO $$ begin commit; end $$",
            "CREATE DATABASE d",
            "ALTER TABLE a DETACH PARTITION b CONCURRENTLY",
            "BEGIN; DROP TABLE a; COMMIT",
        ] {
            check(DialectName::Postgresql, sql, Lasting::Alone);
        }
        for sql in [
            "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
            "ALTER TYPE t ADD VALUE 'x'",
            "SELECT 1 AS x INTO a",
            "CREATE INDEX i ON a (x)",
            "WITH x AS (DELETE FROM a RETURNING *) SELECT * FROM x",
        ] {
            check(DialectName::Postgresql, sql, Lasting::Transaction);
        }
        check(DialectName::Postgresql, "SELECT pg_sleep(0)", Lasting::Nothing);
        check(DialectName::Postgresql, "COMMIT", Lasting::Control(Control::Commit));
        check(DialectName::Postgresql, "create temp table \"T\" as select 1", Lasting::Temporary("t".into()));
    }

    #[test]
    fn what_is_put_into_a_temporary_table_lasts_no_longer_than_it() {
        let changes = |sql| changes_one_of(sql, DialectName::Mysql, &["t".to_owned()]);
        for sql in [
            "INSERT INTO t SELECT * FROM a",
            "UPDATE `t` SET x = 1",
            "DELETE FROM t",
            "ALTER TABLE t ADD x INT",
            "CREATE INDEX i ON t (x)",
            "TRUNCATE TABLE t",
        ] {
            assert!(changes(sql), "{sql}");
        }
        for sql in ["INSERT INTO a SELECT * FROM t", "UPDATE a SET x = (SELECT 1 FROM t)", "DROP TABLE a"] {
            assert!(!changes(sql), "{sql}");
        }
    }
}
