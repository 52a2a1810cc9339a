//! Statements of the version table.

use expect_test::{Expect, expect};
use limbeck_ops::{Dialect, DialectName};
use limbeck_sql::version::{self, VersionTable};
use limbeck_sql::{Mode, offline_text};

#[track_caller]
fn check(name: DialectName, table: &VersionTable, expected: Expect) {
    let dialect = Dialect::offline(name);
    let statements = [
        version::create(&dialect, table, Mode::Offline),
        version::insert(&dialect, table, "a1", Mode::Offline),
        version::update(&dialect, table, "a1", "b2", Mode::Offline),
        version::delete(&dialect, table, "b2", Mode::Offline),
        version::select(&dialect, table, Mode::Offline),
    ];
    let text: String = statements.into_iter().map(|one| offline_text(&one.unwrap(), &dialect)).collect();
    expected.assert_eq(&text);
}

#[test]
fn statements_as_alembic_writes_them() {
    check(
        DialectName::Postgresql,
        &VersionTable::default(),
        expect![[r#"
            CREATE TABLE alembic_version (
                version_num VARCHAR(32) NOT NULL, 
                CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
            );

            INSERT INTO alembic_version (version_num) VALUES ('a1') RETURNING alembic_version.version_num;

            UPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'a1';

            DELETE FROM alembic_version WHERE alembic_version.version_num = 'b2';

            SELECT alembic_version.version_num 
            FROM alembic_version;

        "#]],
    );
}

#[test]
fn schema_and_no_key() {
    let table =
        VersionTable { name: "Versions".to_owned(), schema: Some("main".to_owned()), pk: false, version_type: None };
    check(
        DialectName::Sqlite,
        &table,
        expect![[r#"
            CREATE TABLE main."Versions" (
                version_num VARCHAR(32) NOT NULL
            );

            INSERT INTO main."Versions" (version_num) VALUES ('a1');

            UPDATE main."Versions" SET version_num='b2' WHERE main."Versions".version_num = 'a1';

            DELETE FROM main."Versions" WHERE main."Versions".version_num = 'b2';

            SELECT main."Versions".version_num 
            FROM main."Versions";

        "#]],
    );
}

#[test]
fn mysql_returns_nothing() {
    let table =
        VersionTable { name: "Versions".to_owned(), schema: Some("main".to_owned()), pk: true, version_type: None };
    check(
        DialectName::Mysql,
        &table,
        expect![[r#"
        CREATE TABLE main.`Versions` (
            version_num VARCHAR(32) NOT NULL, 
            CONSTRAINT `Versions_pkc` PRIMARY KEY (version_num)
        );

        INSERT INTO main.`Versions` (version_num) VALUES ('a1');

        UPDATE main.`Versions` SET version_num='b2' WHERE main.`Versions`.version_num = 'a1';

        DELETE FROM main.`Versions` WHERE main.`Versions`.version_num = 'b2';

        SELECT main.`Versions`.version_num 
        FROM main.`Versions`;

    "#]],
    );
}
