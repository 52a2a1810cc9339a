//! Every statement that limbeck-sql is recorded to send is understood.

use std::collections::BTreeSet;

use limbeck_ops::catalog::Fold;
use limbeck_ops::{DialectName, Origin};

const FILES: &[&str] = &[
    include_str!("../../../limbeck-sql/tests/recorded/alter.txt"),
    include_str!("../../../limbeck-sql/tests/recorded/batch.txt"),
    include_str!("../../../limbeck-sql/tests/recorded/binds.txt"),
    include_str!("../../../limbeck-sql/tests/recorded/constraints.txt"),
    include_str!("../../../limbeck-sql/tests/recorded/defaults.txt"),
    include_str!("../../../limbeck-sql/tests/recorded/execute.txt"),
    include_str!("../../../limbeck-sql/tests/recorded/indexes.txt"),
    include_str!("../../../limbeck-sql/tests/recorded/literals.txt"),
    include_str!("../../../limbeck-sql/tests/recorded/naming.txt"),
    include_str!("../../../limbeck-sql/tests/recorded/percents.txt"),
    include_str!("../../../limbeck-sql/tests/recorded/quoting.txt"),
    include_str!("../../../limbeck-sql/tests/recorded/rows.txt"),
    include_str!("../../../limbeck-sql/tests/recorded/selects.txt"),
    include_str!("../../../limbeck-sql/tests/recorded/tables.txt"),
    include_str!("../../../limbeck-sql/tests/recorded/types.txt"),
];

/// What was recorded for PostgreSQL.
fn blocks() -> BTreeSet<String> {
    let mut blocks = BTreeSet::new();
    for file in FILES {
        for block in file.split("\n>>> ").skip(1) {
            let Some((_, rest)) = block.split_once("--- postgresql\n") else { continue };
            let text: Vec<&str> = rest.lines().take_while(|line| !line.starts_with("--- ")).collect();
            if !text.iter().any(|line| line.starts_with("!!!")) {
                blocks.insert(text.join("\n").trim().to_owned());
            }
        }
    }
    blocks
}

/// The words of a statement that may be names, in quotes.
fn names(sql: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, part) in sql.split('"').enumerate() {
        if at % 2 == 1 {
            names.insert(part.to_owned());
        } else {
            let words = part.split(|one: char| !one.is_alphanumeric() && one != '_' && one != '$');
            names.extend(words.filter(|word| !word.is_empty()).map(str::to_lowercase));
        }
    }
    names
}

/// The name, as it was written, after one of these words.
fn target(sql: &str) -> Option<&str> {
    let words = ["COMMENT ON TABLE ", "COMMENT ON COLUMN "];
    let words = words.into_iter().find(|word| sql.starts_with(word)).map(|word| vec![word]);
    let words = words.unwrap_or_else(|| vec!["ALTER TABLE IF EXISTS ", "ALTER TABLE ", " ON "]);
    let at = words.iter().filter_map(|word| sql.find(word).map(|at| at + word.len())).min()?;
    let rest = sql.get(at..)?;
    let mut quoted = false;
    let end = rest.find(|one: char| {
        quoted ^= one == '"';
        !quoted && (one.is_whitespace() || one == '(' || one == ';')
    });
    rest.get(..end.unwrap_or(rest.len()))
}

/// Databases that some statements need.
const BEFORES: &[&str] = &[
    "",
    "CREATE TABLE y (id int); CREATE TABLE s.y (id int); CREATE TABLE owner (id int); CREATE TABLE pet (id int)",
    "CREATE TABLE parent (p int); CREATE TABLE \"Parent\" (p int); CREATE TABLE other (q int)",
    "CREATE TABLE pet (nick int GENERATED ALWAYS AS IDENTITY)",
    r#"CREATE TABLE t (a int); CREATE INDEX "Ix" ON t (a); CREATE TABLE "a.b".t (a int)"#,
    r#"CREATE TABLE "a""b".t ("a""b" int)"#,
];

/// Databases in which a statement may make sense: nothing is there, or a table of its name with what it names.
fn befores(sql: &str) -> Vec<String> {
    let mut befores: Vec<String> = BEFORES.iter().map(|one| (*one).to_owned()).collect();
    let drop = ["TABLE", "INDEX", "TYPE", "SCHEMA"].into_iter().find_map(|kind| {
        let name = sql.strip_prefix(&format!("DROP {kind} "))?.trim_start_matches("CONCURRENTLY ");
        let name = name.split([';', ' ']).next().filter(|name| !name.starts_with('"')).unwrap_or(r#""Mixed Case""#);
        Some(match kind {
            "TABLE" => format!("CREATE TABLE {name} (a int)"),
            "INDEX" => match name.split_once('.') {
                Some((schema, index)) => {
                    format!("CREATE TABLE {schema}.t (a int); CREATE INDEX {index} ON {schema}.t (a)")
                }
                None => format!("CREATE TABLE t (a int); CREATE INDEX {name} ON t (a)"),
            },
            "TYPE" => format!("CREATE TYPE {name} AS ENUM ()"),
            _ => format!("CREATE SCHEMA {name}"),
        })
    });
    befores.extend(drop);
    let Some(target) = target(sql) else { return befores };
    let names = names(sql);
    let quoted = |name: &String| format!("\"{}\"", name.replace('"', "\"\""));
    let without_column = target.rsplit_once('.').map(|(table, _)| table);
    for full in [Some(target), without_column].into_iter().flatten() {
        let columns = |skip: Option<&String>| {
            let columns = names.iter().filter(|name| Some(*name) != skip);
            columns.map(|name| format!("{} integer NOT NULL", quoted(name))).collect::<Vec<_>>().join(", ")
        };
        befores.push(format!("CREATE TABLE {full} ({});", columns(None)));
        for name in &names {
            befores.push(format!("CREATE TABLE {full} ({});", columns(Some(name))));
            let check = format!("CONSTRAINT {} CHECK (true)", quoted(name));
            befores.push(format!("CREATE TABLE {full} ({}, {check});", columns(None)));
            befores.push(format!("CREATE TABLE {full} (a int); CREATE INDEX {} ON {full} (a);", quoted(name)));
        }
    }
    befores
}

/// What is listed is refused by the server, calls what nobody knows, or has several parents.
#[test]
fn what_is_sent_is_understood() {
    let mut unread = String::new();
    for sql in blocks() {
        let understood = |before: &String| {
            let mut fold = Fold::new(DialectName::Postgresql, "public");
            fold.statement(before, &Origin::internal());
            // What leads to other tables leads to ones that are there.
            fold.statement(&sql, &Origin::internal());
            let catalog = fold.catalog();
            catalog.doubts.is_empty()
                && catalog
                    .tables
                    .values()
                    .all(|entry| entry.doubts.is_empty() || sql.contains("REFERENCES") && entry.columns.len() > 1)
        };
        if !befores(&sql).iter().any(understood) {
            unread.push_str(&format!("{sql}\n\n"));
        }
    }
    expect_test::expect![[r#"
        CREATE INDEX "1st" ON "1st" ("1st");

        CREATE INDEX "Mixed" ON "Mixed" ("Mixed");

        CREATE INDEX "UPPER" ON "UPPER" ("UPPER");

        CREATE INDEX "order" ON "order" ("order");

        CREATE INDEX "select" ON "select" ("select");

        CREATE INDEX "user" ON "user" ("user");

        CREATE INDEX "with space" ON "with space" ("with space");

        CREATE INDEX ix ON pet (a %% 2) WHERE b LIKE '%%';

        CREATE INDEX simple ON simple (simple);

        CREATE TABLE x (
            c DOUBLE
        );

        CREATE TABLE x (
            c INTEGER
        )
         INHERITS ( "Parent", other );

        CREATE TABLE x (
            c TEXT(100)
        );

        SELECT "Odd Name"(1) AS "Odd_Name_1", pg_catalog.version() AS version_1, SUBSTRING(pet.name FROM 1 FOR 2) AS substring_1 
        FROM pet;

        now();

        setval('sq', 5);

    "#]].assert_eq(&unread);
}
