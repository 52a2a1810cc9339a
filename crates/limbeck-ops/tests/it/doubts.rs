//! What can't be read, and what contradicts what is known, is in doubt: no more than that, and nothing panics.

use limbeck_ops::catalog::{Catalog, Change, Doubt, Fold, Object, ObjectName, diff};
use limbeck_ops::{DialectName, Origin};

use crate::catalogs::cases;

const BEFORE: &str = "CREATE TABLE a (id serial PRIMARY KEY, n int, k text); CREATE TABLE b (id int REFERENCES a);
    CREATE VIEW v AS SELECT id, n FROM a; CREATE TYPE mood AS ENUM ('x', 'y'); CREATE SEQUENCE s;
    CREATE TABLE m (mood mood CHECK (mood <> 'x'))";

fn after(statements: &[&str]) -> Catalog {
    let mut fold = Fold::new(DialectName::Postgresql, "public");
    fold.statement(BEFORE, &Origin::internal());
    for (at, statement) in statements.iter().enumerate() {
        fold.statement(statement, &Origin::at("x.py", at as u32 + 1, 1));
    }
    fold.into_catalog()
}

/// The names of what is in doubt; `*` is everything.
fn doubtful(catalog: &Catalog) -> String {
    let mut names = Vec::new();
    names.extend((!catalog.doubts.is_empty()).then(|| "*".to_owned()));
    let tables = catalog.tables.iter().filter(|(_, one)| !one.doubts.is_empty()).map(|(name, _)| name);
    let views = catalog.views.iter().filter(|(_, one)| !one.doubts.is_empty()).map(|(name, _)| name);
    let enums = catalog.enums.iter().filter(|(_, one)| !one.doubts.is_empty()).map(|(name, _)| name);
    let sequences = catalog.sequences.iter().filter(|(_, one)| !one.doubts.is_empty()).map(|(name, _)| name);
    names.extend(tables.chain(views).chain(enums).chain(sequences).map(|name| name.shown("public")));
    names.join(" ")
}

#[test]
fn a_statement_that_cant_be_read_is_a_doubt_of_what_it_names() {
    for (statement, names) in [
        ("DO $$ BEGIN EXECUTE 'ALTER TABLE ' || 'a' || ' ADD x int'; END $$", "* a"),
        ("DO $$ BEGIN FOR i IN 1..3 LOOP ALTER TABLE a ADD COLUMN x int; END LOOP; END $$", "a"),
        ("DO $$ BEGIN IF random() > 1 THEN DROP TABLE b; END IF; END $$", "b"),
        ("DO $$ BEGIN EXECUTE some_text; END $$", "*"),
        ("SELECT my_function('b')", "b"),
        ("SELECT my_function()", "*"),
        ("CALL rebuild()", "*"),
        ("SELECT count(*) FROM a", ""),
        ("SELECT setval('s', 5), now(), coalesce(n, 0) FROM a", ""),
        ("ALTER TABLE a FROBNICATE", "a"),
        ("ALTER TABLE a ADD COLUMN x int, FROBNICATE, ADD COLUMN y int", "a"),
        ("ALTER TABLE nothing ADD COLUMN x int", "nothing"),
        ("CREATE INDEX i ON nothing (x)", "nothing"),
        ("COMMENT ON TABLE nothing IS 'x'", "nothing"),
        ("CREATE INDEX i ON a (nothing)", "a"),
        ("DROP TABLE nothing", "*"),
        ("DROP TABLE a", "b v"),
        ("CREATE TABLE a (id int)", "a"),
        ("ALTER TABLE a DROP COLUMN nothing", "a"),
        ("ALTER TABLE a ADD COLUMN n int", "a"),
        ("ALTER TABLE a DROP CONSTRAINT nothing", "a"),
        ("ALTER TABLE a DROP CONSTRAINT a_pkey", "a b"),
        ("ALTER TABLE a RENAME TO b", "a b"),
        ("ALTER TYPE mood ADD VALUE 'x'", "mood"),
        ("ALTER TYPE mood RENAME VALUE 'x' TO 'z'", "m"),
        ("DROP TYPE mood", "mood"),
        ("ALTER TABLE a RENAME COLUMN n TO z", "v"),
        ("ALTER TABLE a RENAME TO z", "v"),
        ("CREATE TABLE c AS SELECT * FROM a", "c"),
        ("SELECT id INTO c FROM a", "c"),
        ("CREATE TABLE c (x int, y FROBNICATE IT)", "c"),
        ("CREATE FOREIGN TABLE f (x int) SERVER s1", "*"),
        ("EXPLAIN ANALYZE DELETE FROM a", "a"),
        ("ROLLBACK", "*"),
        ("this is no SQL about a", "a"),
        ("'", "*"),
        ("UPDATE a SET n = 'unterminated", "a"),
        ("", ""),
        (";;", ""),
    ] {
        let found = doubtful(&after(&[statement]));
        let mut found: Vec<&str> = found.split(' ').collect();
        let mut names: Vec<&str> = names.split(' ').collect();
        found.sort_unstable();
        names.sort_unstable();
        assert_eq!(found, names, "{statement}");
    }
}

#[test]
fn functions_of_the_chain_are_known() {
    let harmless = "CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql AS 'SELECT x + 1'";
    assert_eq!(doubtful(&after(&[harmless, "SELECT f(n) FROM a"])), "");
    let harmful = "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ALTER TABLE a ADD x int; END $$";
    assert_eq!(doubtful(&after(&[harmful])), "");
    assert_eq!(doubtful(&after(&[harmful, "SELECT f()"])), "a");
    let dynamic = "CREATE FUNCTION f(x text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE x; END $$";
    assert_eq!(doubtful(&after(&[dynamic, "SELECT f('ALTER TABLE a ADD x int')"])), "* a");
}

#[test]
fn a_doubt_says_where_it_came_from() {
    let catalog = after(&["ALTER TABLE a FROBNICATE"]);
    let table = &catalog.tables[&ObjectName::new("public", "a")];
    let [Doubt::Statement { sql, origin }] = table.doubts.as_slice() else { panic!("{:?}", table.doubts) };
    assert_eq!((sql.as_str(), origin.to_string().as_str()), ("ALTER TABLE a FROBNICATE", "x.py:1:1"));
}

#[test]
fn what_is_rolled_back_is_as_it_was() {
    let mut fold = Fold::new(DialectName::Postgresql, "public");
    fold.statement(BEFORE, &Origin::internal());
    let before = fold.catalog().clone();
    fold.savepoint("x");
    fold.statement("SAVEPOINT inner; DROP TABLE b; ROLLBACK TO inner; RELEASE inner", &Origin::internal());
    assert_eq!(*fold.catalog(), before);
    fold.statement("DROP TABLE b; ALTER TABLE a FROBNICATE", &Origin::internal());
    assert_ne!(*fold.catalog(), before);
    assert!(fold.rollback_to("x") && fold.release("x") && !fold.rollback_to("x"));
    assert_eq!(*fold.catalog(), before);
}

#[test]
fn a_path_that_is_set_locally_ends_with_the_transaction() {
    let mut fold = Fold::new(DialectName::Postgresql, "public");
    fold.savepoint("transaction");
    fold.statement("CREATE SCHEMA s; SET LOCAL search_path TO s; CREATE TABLE a (x int)", &Origin::internal());
    fold.savepoint("inner");
    fold.release("inner");
    fold.statement("CREATE TABLE b (x int)", &Origin::internal());
    fold.release("transaction");
    fold.statement("CREATE TABLE c (x int)", &Origin::internal());
    let names: Vec<String> = fold.catalog().tables.keys().map(|name| name.shown("public")).collect();
    assert_eq!(names, ["c", "s.a", "s.b"]);
}

/// Recorded statements without one of their words, and cut off behind it.
#[test]
fn broken_statements_do_not_panic() {
    for case in cases() {
        let mut fold = Fold::new(DialectName::Postgresql, "public");
        for statement in &case.statements {
            let words: Vec<&str> = statement.split_inclusive([' ', '(', ')', ',', '\'', '"']).collect();
            for at in 0..words.len() {
                let without: String = words[..at].iter().chain(&words[at + 1..]).copied().collect();
                for broken in [words[..at].concat(), without] {
                    let mut copy = fold.clone();
                    copy.statement(&broken, &Origin::internal());
                }
            }
            fold.statement(statement, &Origin::internal());
        }
    }
}

#[test]
fn a_difference_of_what_is_in_doubt_is_uncertain() {
    let expected = after(&["ALTER TABLE a FROBNICATE"]);
    let mut actual = after(&[]);
    actual.tables.remove(&ObjectName::new("public", "b"));
    actual.tables.get_mut(&ObjectName::new("public", "a")).unwrap().columns[1].type_text = "bigint".to_owned();
    let differences = diff(&expected, &actual);
    let [column, missing] = differences.as_slice() else { panic!("{differences:?}") };
    assert!(!column.is_certain() && matches!(&column.change, Change::Column(name, _) if name == "n"));
    assert!(missing.is_certain() && missing.change == Change::Missing);
    assert_eq!(missing.object, Object::Table(ObjectName::new("public", "b")));
}
