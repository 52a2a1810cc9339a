//! What depends on the version of a MySQL or MariaDB, as SQLAlchemy decides it when it has seen the server. The answers are
//! its own, with the version given to its dialect by hand.

use std::sync::Arc;

use limbeck_ops::op::{ConstraintKind, DropConstraint};
use limbeck_ops::{
    Column, ColumnRef, Dialect, DialectName, Expr, From, Insert, InsertSource, Name, NumberOptions, OnConflict,
    Operation, Params, Query, Select, Sequence, ServerDefault, TableName, TextClause, Type, TypeKind,
};
use limbeck_sql::{Mode, operation, query};

use crate::build::*;

fn column(table: &str) -> Expr {
    let from = Arc::new(From::Table(TableName::new(table), vec![Column::new("a", integer())]));
    Expr::Column(ColumnRef { table: Some(from), name: Name::from("a"), ty: integer(), is_literal: false })
}

fn select(expr: Expr) -> Select {
    let from = Arc::new(From::Table(TableName::new("t"), vec![Column::new("a", integer())]));
    Select { columns: vec![expr], from: vec![from], ..Select::default() }
}

fn text(text: &str) -> ServerDefault {
    ServerDefault::Expr(Expr::Text(TextClause { text: text.to_owned(), binds: Vec::new(), columns: Vec::new() }))
}

fn sent(dialect: &Dialect, one: &Query) -> String {
    let statements = query(dialect, one, &Params::None, Mode::Online).unwrap();
    statements[0].sql.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn done(dialect: &Dialect, one: &Operation) -> String {
    let statements = operation(dialect, one, Mode::Online).unwrap();
    statements[0].sql.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One letter for each of the newer ways: `s` FOR SHARE, `o` FOR UPDATE OF, `n` AS new, `f` CAST to FLOAT, `d` brackets around a
/// default, `q` a sequence in place of AUTO_INCREMENT, `c` DROP CONSTRAINT.
fn ways(dialect: &Dialect) -> String {
    let mut ways = String::new();
    let mut note = |text: &str, newer: &str, older: &str, letter: char| {
        assert!(text.contains(newer) || text.contains(older), "{text}");
        if text.contains(newer) {
            ways.push(letter);
        }
    };
    let share = Select { for_update: Some("FOR SHARE".to_owned()), ..select(column("t")) };
    note(&sent(dialect, &Query::Select(Box::new(share))), " FOR SHARE", " LOCK IN SHARE MODE", 's');
    let of = Select {
        for_update: Some("FOR UPDATE NOWAIT".to_owned()),
        for_update_of: names(&["t"]),
        ..select(column("t"))
    };
    note(&sent(dialect, &Query::Select(Box::new(of))), " FOR UPDATE OF t NOWAIT", " FOR UPDATE NOWAIT", 'o');
    let insert = Insert {
        table: TableName::new("t"),
        columns: vec![Column::new("a", integer())],
        source: InsertSource::Values(vec![vec![(Name::from("a"), Expr::Null)]]),
        on_conflict: Some(OnConflict {
            set: vec![(Name::from("a"), column("inserted"))],
            duplicate_key: true,
            ..OnConflict::default()
        }),
        returning: Vec::new(),
        prefixes: Vec::new(),
        ctes: Vec::new(),
    };
    let (newer, older) = (" AS new ON DUPLICATE KEY UPDATE a = new.a", ") ON DUPLICATE KEY UPDATE a = VALUES(a)");
    note(&sent(dialect, &Query::Insert(Box::new(insert.clone()))), newer, older, 'n');
    let own = Insert { table: TableName::new("New"), ..insert };
    let own = sent(dialect, &Query::Insert(Box::new(own)));
    assert_eq!(own.contains(" AS new_1 ON DUPLICATE KEY UPDATE a = new_1.a"), own.contains(" AS "), "{own}");
    let float = Type::new(TypeKind::Float(NumberOptions::default()));
    let cast = Expr::Cast { expr: Box::new(column("t")), ty: float, tries: false };
    note(&sent(dialect, &Query::Select(Box::new(select(cast)))), "CAST(t.a AS FLOAT)", "SELECT t.a", 'f');
    let default = Column { server_default: Some(text("uuid()")), ..Column::new("b", string(36)) };
    note(&done(dialect, &one_column(default)), "DEFAULT (uuid())", "DEFAULT uuid()", 'd');
    let precise = Column { server_default: Some(text("now(6)")), ..Column::new("b", string(36)) };
    assert!(done(dialect, &one_column(precise)).contains("DEFAULT now(6)"));
    let sequence = Sequence { name: Some(Name::from("s")), ..Sequence::default() };
    let numbered = Column { sequence: Some(sequence), ..key("a", integer()) };
    let numbered = create(table(TableName::new("x"), vec![numbered], vec![primary_key(&["a"])]));
    note(&done(dialect, &numbered), "a INTEGER NOT NULL,", "a INTEGER NOT NULL AUTO_INCREMENT", 'q');
    let drop = Operation::DropConstraint(DropConstraint {
        name: given("ck"),
        table: TableName::new("t"),
        kind: Some(ConstraintKind::Check),
        if_exists: false,
    });
    note(&done(dialect, &drop), "DROP CONSTRAINT ck", "DROP CHECK ck", 'c');
    ways
}

#[test]
fn each_server_gets_what_sqlalchemy_would_send_to_it() {
    for (version, mariadb, expected) in [
        (None, false, ""),
        (None, true, "c"),
        (Some((5, 7, 44)), false, ""),
        (Some((8, 0, 0)), false, "o"),
        (Some((8, 0, 1)), false, "so"),
        (Some((8, 0, 12)), false, "so"),
        (Some((8, 0, 13)), false, "sod"),
        (Some((8, 0, 17)), false, "sofd"),
        (Some((8, 0, 19)), false, "sofd"),
        (Some((8, 0, 20)), false, "sonfd"),
        (Some((8, 4, 3)), false, "sonfd"),
        (Some((9, 1, 0)), false, "sonfd"),
        (Some((10, 1, 48)), true, "c"),
        (Some((10, 2, 0)), true, "c"),
        (Some((10, 2, 1)), true, "dc"),
        (Some((10, 3, 0)), true, "dqc"),
        (Some((10, 4, 4)), true, "dqc"),
        (Some((10, 4, 5)), true, "fdqc"),
        (Some((10, 11, 6)), true, "fdqc"),
        (Some((11, 4, 2)), true, "fdqc"),
    ] {
        for name in [DialectName::Mysql, DialectName::Mariadb] {
            if name == DialectName::Mariadb && !mariadb {
                continue;
            }
            let dialect = Dialect { version, mariadb, ..Dialect::offline(name) };
            assert_eq!(ways(&dialect), expected, "{name} {version:?} {mariadb}");
        }
    }
}
