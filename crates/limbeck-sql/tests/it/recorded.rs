//! The recorded files, and the one helper that compares with them.

use limbeck_ops::{Dialect, DialectName, Operation};
use limbeck_sql::{Mode, SqlError, TypeMemo, offline_text, operation_in_run};

const FILES: &[(&str, &str)] = &[
    ("types", include_str!("../recorded/types.txt")),
    ("tables", include_str!("../recorded/tables.txt")),
    ("defaults", include_str!("../recorded/defaults.txt")),
    ("alter", include_str!("../recorded/alter.txt")),
    ("indexes", include_str!("../recorded/indexes.txt")),
    ("constraints", include_str!("../recorded/constraints.txt")),
    ("rows", include_str!("../recorded/rows.txt")),
    ("literals", include_str!("../recorded/literals.txt")),
    ("execute", include_str!("../recorded/execute.txt")),
    ("selects", include_str!("../recorded/selects.txt")),
    ("quoting", include_str!("../recorded/quoting.txt")),
    ("percents", include_str!("../recorded/percents.txt")),
];

/// What Alembic wrote for a script on a dialect, the error that ended it included.
fn expected(source: &str, dialect: DialectName) -> (bool, String) {
    let first = format!(">>> {source}");
    for (name, text) in FILES {
        let mut lines = text.lines().skip_while(|line| *line != first).skip(1);
        let case: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with(">>> ")).collect();
        // MariaDB is recorded where it differs from MySQL.
        let heads = match dialect {
            DialectName::Mariadb => vec!["--- mariadb".to_owned(), "--- mysql".to_owned()],
            _ => vec![format!("--- {dialect}")],
        };
        let Some(at) = heads.iter().find_map(|head| case.iter().position(|line| line == head)) else { continue };
        let block: Vec<&str> = case.into_iter().skip(at + 1).take_while(|line| !line.starts_with("--- ")).collect();
        return (*name == "percents", block.join("\n").trim_end_matches('\n').to_owned());
    }
    panic!("no recorded case for {source}");
}

/// Renders operations as a script that runs offline, and compares with what Alembic wrote for `source`.
#[track_caller]
pub fn check(source: &str, operations: &[Operation]) {
    for name in [DialectName::Postgresql, DialectName::Sqlite, DialectName::Mysql, DialectName::Mariadb] {
        check_on(name, source, operations);
    }
}

/// As [`check`], on one dialect.
#[track_caller]
pub fn check_on(name: DialectName, source: &str, operations: &[Operation]) {
    let (pyformat, expected) = expected(source, name);
    let paramstyle = (!pyformat).then(|| "named".to_owned());
    let dialect = Dialect { paramstyle, ..Dialect::offline(name) };
    let mut memo = TypeMemo::new();
    let mut text = String::new();
    for one in operations {
        match operation_in_run(&dialect, one, Mode::Offline, &mut memo) {
            Ok(statements) => {
                for statement in statements {
                    text.push_str(&offline_text(&statement, &dialect));
                }
            }
            Err(SqlError::Compile { class, message }) => {
                // What Alembic wrote before the error is not kept: nothing of an operation that fails is run.
                let last = expected.lines().last().unwrap_or_default();
                assert_eq!(format!("!!! {class}: {message}"), last, "{name}");
                return;
            }
            Err(SqlError::Unsupported(what)) => panic!("{what} is not supported"),
        }
    }
    assert_eq!(text.trim_end_matches('\n'), expected, "{name}");
}
