//! Tables made anew on SQLite, compared with what Alembic made of the same ones (`tests/recorded/record_batch.py`).

use std::cell::RefCell;
use std::rc::Rc;

use limbeck_exec::{ConnectOptions, connect};
use limbeck_ops::op::{
    AddColumn, AddConstraint, AlterColumn, Batch, BatchOperation, Change, ConstraintKind, CreateIndex, DropColumn,
    DropConstraint, DropIndex, Recreate,
};
use limbeck_ops::{
    Column, Constraint, ConstraintName, Datum, Deferral, Expr, ForeignKey, FunctionCall, HostError, Index,
    IndexElement, Name, NamingConvention, Operation, Options, Origin, PrimaryKey, ServerDefault, SharedHost,
    StringOptions, TableName, Timing, Type, TypeKind,
};

use crate::database::{ask, begin, commit, open, rollback, run, server_error, value};

const RECORDED: &str = include_str!("../recorded/batch.txt");

/// The lines of a section of the recorded file.
fn section(name: &str) -> Vec<&'static str> {
    let head = format!("== {name}");
    let lines = RECORDED.lines().skip_while(|line| *line != head).skip(1);
    lines.take_while(|line| !line.starts_with("== ")).filter(|line| !line.is_empty()).collect()
}

fn set_up() -> SharedHost {
    let host = open("sqlite://");
    section("setup").into_iter().for_each(|sql| run(&host, sql).expect("setup"));
    host
}

fn block(operations: Vec<Operation>) -> Batch {
    let line = |operation| BatchOperation {
        operation,
        insert_before: None,
        insert_after: None,
        index_name: None,
        origin: Origin::at("a.py", 2, 5),
    };
    Batch {
        table: TableName::new("pet"),
        recreate: Recreate::Auto,
        copy_from: None,
        table_args: None,
        reflect_args: None,
        reflected: None,
        partial_reordering: Vec::new(),
        naming_convention: None,
        operations: operations.into_iter().map(line).collect(),
    }
}

fn give(host: &SharedHost, batch: Batch) -> Result<(), HostError> {
    host.borrow_mut().operate(&Operation::Batch(batch), &Origin::at("a.py", 1, 1), Timing::Now)
}

/// One line, the constraints of a table sorted, as `record_batch.py` writes it.
fn squeezed(sql: &str) -> String {
    let text = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((head, body)) =
        text.strip_suffix(')').filter(|_| text.starts_with("CREATE TABLE")).and_then(|text| text.split_once('('))
    else {
        return text;
    };
    let mut parts: Vec<String> = Vec::new();
    for piece in body.split(", ") {
        let begins =
            ["CONSTRAINT ", "UNIQUE ", "CHECK ", "FOREIGN ", "PRIMARY "].iter().any(|word| piece.starts_with(word));
        match parts.last_mut() {
            Some(last) if !begins => *last = format!("{last}, {piece}"),
            Some(_) | None => parts.push(piece.to_owned()),
        }
    }
    let mut parts: Vec<&str> = parts.iter().map(|part| part.trim()).collect();
    if let Some((_, constraints)) = parts.split_first_mut() {
        constraints.sort_unstable();
    }
    format!("{head}({})", parts.join(", "))
}

fn shown(value: &Datum) -> String {
    match value {
        Datum::Null => "None".to_owned(),
        Datum::Int(number) => number.to_string(),
        Datum::Str(text) if text.starts_with("20") && !text.starts_with("2020") => "now".to_owned(),
        Datum::Str(text) => format!("'{text}'"),
        other => format!("{other:?}"),
    }
}

/// The table's statements and rows.
fn state(host: &SharedHost) -> Vec<String> {
    let sql = "SELECT sql FROM sqlite_master WHERE tbl_name = 'pet' AND sql IS NOT NULL ORDER BY type, name";
    let mut lines: Vec<String> = Vec::new();
    for row in ask(host, sql).expect("schema").rows {
        match row.first() {
            Some(Datum::Str(text)) => lines.push(squeezed(text)),
            other => panic!("{other:?}"),
        }
    }
    let rows = ask(host, "SELECT * FROM pet ORDER BY 1").expect("rows").rows;
    lines.extend(rows.iter().map(|row| row.iter().map(shown).collect::<Vec<_>>().join("|")));
    lines
}

#[track_caller]
fn check(name: &str, batch: Batch) {
    let host = set_up();
    begin(&host);
    give(&host, batch).expect("done");
    commit(&host).expect("commit");
    assert_eq!(state(&host), section(name));
}

fn drop_column(name: &str) -> Operation {
    Operation::DropColumn(DropColumn {
        table: TableName::new("pet"),
        column: name.into(),
        if_exists: false,
        options: Options::none(),
    })
}

fn alter(name: &str, change: impl FnOnce(&mut AlterColumn)) -> Operation {
    let mut op = AlterColumn {
        table: TableName::new("pet"),
        column: name.into(),
        nullable: None,
        server_default: Change::Keep,
        comment: Change::Keep,
        new_name: None,
        new_type: None,
        existing_type: None,
        existing_server_default: Change::Keep,
        existing_nullable: None,
        existing_comment: None,
        type_is_class: false,
        autoincrement: None,
        existing_autoincrement: None,
        type_checks: (Vec::new(), Vec::new()),
        options: Options::none(),
    };
    change(&mut op);
    Operation::AlterColumn(Box::new(op))
}

fn rename(name: &str, new: &str) -> Operation {
    alter(name, |op| op.new_name = Some(new.into()))
}

fn given(name: &str) -> ConstraintName {
    ConstraintName::Given(Name::from(name))
}

fn drop_constraint(name: &str, kind: ConstraintKind) -> Operation {
    Operation::DropConstraint(DropConstraint {
        table: TableName::new("pet"),
        name: given(name),
        kind: Some(kind),
        if_exists: false,
    })
}

fn add_constraint(constraint: Constraint) -> Operation {
    Operation::AddConstraint(AddConstraint { table: TableName::new("pet"), constraint })
}

#[test]
fn a_dropped_column_takes_its_constraints_along() {
    check("drop_column", block(vec![drop_column("born")]));
}

#[test]
fn values_are_cast_to_a_new_type() {
    check(
        "change_type",
        block(vec![alter("age", |op| {
            op.existing_type = Some(Type::new(TypeKind::Text(StringOptions::default())));
            op.new_type = Some(TypeKind::Integer.into());
            op.nullable = Some(true);
            op.server_default = Change::Drop;
        })]),
    );
}

#[test]
fn constraints_and_indexes_follow_a_renamed_column() {
    check("rename", block(vec![rename("nick", "alias"), rename("owner_id", "keeper_id")]));
}

#[test]
fn columns_constraints_and_indexes_are_added() {
    let mut seen = Column::new("seen", TypeKind::DateTime { timezone: false });
    let now = FunctionCall { name: vec!["now".into()], args: Vec::new(), ty: seen.ty.clone(), written: None };
    seen.server_default = Some(ServerDefault::Expr(Expr::Function(now)));
    let mut batch = block(vec![
        Operation::AddColumn(Box::new(AddColumn {
            table: TableName::new("pet"),
            column: seen,
            constraints: Vec::new(),
            indexes: Vec::new(),
            if_not_exists: false,
            inline_references: false,
            inline_primary_key: false,
        })),
        add_constraint(Constraint::ForeignKey(ForeignKey {
            name: given("fk_id"),
            columns: vec!["id".into()],
            referred_table: TableName::new("owner"),
            referred_columns: vec!["id".into()],
            on_update: None,
            on_delete: Some("CASCADE".to_owned()),
            match_kind: None,
            deferral: Deferral::default(),
            use_alter: false,
            lost: None,
            by_name: false,
            options: Options::none(),
        })),
        Operation::CreateIndex(CreateIndex {
            index: Index {
                name: given("ix_seen"),
                table: TableName::new("pet"),
                elements: vec![IndexElement::Column("seen".into()), IndexElement::Column("nick".into())],
                unique: false,
                options: Options::none(),
            },
            if_not_exists: false,
            check_first: false,
        }),
    ]);
    batch.recreate = Recreate::Always;
    batch.operations[0].insert_after = Some("id".into());
    check("add_and_constrain", batch);
}

#[test]
fn a_naming_convention_names_what_has_no_name() {
    let mut batch = block(vec![
        drop_constraint("uq_pet_born", ConstraintKind::Unique),
        drop_constraint("fk_pet_owner_id", ConstraintKind::ForeignKey),
    ]);
    let template = |kind: &str| (kind.to_owned(), format!("{kind}_%(table_name)s_%(column_0_name)s"));
    batch.naming_convention = Some(NamingConvention { templates: vec![template("uq"), template("fk")] });
    check("drop_named_by_convention", batch);
}

#[test]
fn a_primary_key_takes_the_place_of_the_old_one() {
    check(
        "drop_check_and_key",
        block(vec![
            drop_constraint("ck_flag", ConstraintKind::Check),
            add_constraint(Constraint::PrimaryKey(PrimaryKey {
                name: given("pk_pet"),
                columns: vec!["id".into(), "age".into()],
                deferral: Deferral::default(),
                options: Options::none(),
                implicit: false,
            })),
            Operation::DropIndex(DropIndex {
                name: given("ix_pet_age"),
                table: Some("pet".into()),
                schema: None,
                if_exists: false,
                options: Options::none(),
            }),
        ]),
    );
}

#[test]
fn what_fails_leaves_the_table_as_it_was() {
    let host = set_up();
    let before = state(&host);
    begin(&host);
    // The column has a NULL in it.
    let error = server_error(give(&host, block(vec![alter("born", |op| op.nullable = Some(false))])));
    assert_eq!(error.message, "NOT NULL constraint failed: _alembic_tmp_pet.born");
    assert_eq!(
        value(&host, "SELECT count(*) FROM sqlite_master WHERE name LIKE '~_alembic%' ESCAPE '~'"),
        Datum::Int(0)
    );
    // The transaction goes on.
    run(&host, "UPDATE owner SET name = 'bea'").unwrap();
    commit(&host).unwrap();
    assert_eq!(state(&host), before);
    assert_eq!(value(&host, "SELECT name FROM owner"), Datum::Str("bea".into()));
    // Nor is anything left behind where no transaction is open.
    server_error(give(&host, block(vec![alter("born", |op| op.nullable = Some(false))])));
    assert_eq!(host.borrow().depth(), 0);
    assert_eq!(state(&host), before);
}

#[test]
fn it_is_part_of_the_transaction() {
    let host = set_up();
    let before = state(&host);
    begin(&host);
    give(&host, block(vec![drop_column("born")])).unwrap();
    rollback(&host);
    assert_eq!(state(&host), before);
}

#[test]
fn refusals_point_at_the_operation() {
    let host = set_up();
    let refused = |operation| match give(&host, block(vec![operation])) {
        Err(HostError::Compile { class, message, origin }) => {
            assert_eq!(origin, Origin::at("a.py", 2, 5));
            format!("{class}: {message}")
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(drop_column("nope")), "KeyError: 'nope'");
    assert_eq!(refused(drop_constraint("nope", ConstraintKind::Unique)), "ValueError: No such constraint: 'nope'");
    let mut nowhere = block(vec![drop_column("id")]);
    nowhere.table = TableName::new("nowhere");
    let error = give(&host, nowhere).unwrap_err();
    assert!(matches!(&error, HostError::Compile { class: "NoSuchTableError", message, .. } if message == "nowhere"));
}

#[test]
fn triggers_and_indexes_on_expressions_stay() {
    let seen: Rc<RefCell<Vec<String>>> = Rc::default();
    let sink = Rc::clone(&seen);
    let options = ConnectOptions {
        notices: Some(Rc::new(move |notice| sink.borrow_mut().push(notice.message.clone()))),
        ..ConnectOptions::default()
    };
    let host = connect("sqlite://", &options).unwrap();
    for sql in [
        "CREATE TABLE log (what TEXT)",
        "CREATE TABLE pet (id INTEGER PRIMARY KEY, nick TEXT, age INT, at TEXT DEFAULT 'a :b', v INT AS (id + 1), CHECK (age > 0))",
        "CREATE INDEX ix_lower ON pet (lower(nick))",
        "CREATE INDEX ix_older ON pet (age + 1)",
        "CREATE TRIGGER named AFTER UPDATE ON pet BEGIN INSERT INTO log VALUES (new.nick); END",
        "CREATE TRIGGER aged AFTER UPDATE ON pet BEGIN INSERT INTO log VALUES (new.age); END",
        "INSERT INTO pet (id, nick, age) VALUES (1, 'rex', 5)",
    ] {
        run(&host, sql).unwrap();
    }
    give(&host, block(vec![drop_column("age")])).unwrap();
    let names = "SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_master WHERE type <> 'table' ORDER BY 1)";
    assert_eq!(value(&host, names), Datum::Str("ix_lower named".into()));
    run(&host, "UPDATE pet SET nick = 'tom'").unwrap();
    assert_eq!(value(&host, "SELECT what FROM log"), Datum::Str("tom".into()));
    assert_eq!(value(&host, "SELECT v FROM pet"), Datum::Int(2));
    run(&host, "INSERT INTO pet (id) VALUES (2)").unwrap();
    assert_eq!(value(&host, "SELECT at FROM pet WHERE id = 2"), Datum::Str("a :b".into()));
    let seen = seen.borrow();
    assert_eq!(seen.len(), 3, "{seen:?}");
    assert!(seen[0].starts_with("Unnamed CHECK constraint on reflected table 'pet' is being omitted"));
    assert!(seen[1].starts_with("index 'ix_older' on the table 'pet' is not made again"));
    assert!(seen[2].contains("CREATE TRIGGER aged"));
}

/// Two tables with a row each, a view, and foreign keys enforced.
fn enforced() -> SharedHost {
    let host = open("sqlite://");
    for sql in [
        "PRAGMA foreign_keys = ON",
        "CREATE TABLE pet (id INTEGER PRIMARY KEY, born TEXT, nick TEXT UNIQUE)",
        "CREATE TABLE visit (of INTEGER REFERENCES pet (id) ON DELETE CASCADE, by TEXT REFERENCES pet (nick) ON DELETE SET NULL)",
        "CREATE TRIGGER visited AFTER INSERT ON visit BEGIN UPDATE pet SET born = 'long ago' WHERE id = new.of; END",
        "CREATE VIEW pets AS SELECT id, born FROM pet",
        "INSERT INTO pet VALUES (1, 'today', 'rex'), (2, 'today', '007')",
        "INSERT INTO visit VALUES (1, 'rex'), (2, '007')",
    ] {
        run(&host, sql).unwrap();
    }
    host
}

#[test]
fn rows_that_refer_to_the_table_stay() {
    let host = enforced();
    give(&host, block(vec![alter("born", |op| op.nullable = Some(false))])).unwrap();
    assert_eq!(value(&host, "SELECT group_concat(by) FROM visit"), Datum::Str("rex,007".into()));
    assert_eq!(value(&host, "SELECT count(*) FROM pets"), Datum::Int(2));
    run(&host, "INSERT INTO visit VALUES (2, NULL)").unwrap();
    assert_eq!(value(&host, "SELECT born FROM pet WHERE id = 2"), Datum::Str("long ago".into()));
    // The database enforces foreign keys as before, and renames what names a table as before.
    let error = server_error(run(&host, "INSERT INTO visit VALUES (7, NULL)"));
    assert_eq!(error.message, "FOREIGN KEY constraint failed");
    assert_eq!(value(&host, "PRAGMA legacy_alter_table"), Datum::Int(0));
}

#[test]
fn what_leaves_a_row_without_what_it_refers_to_is_refused() {
    let host = enforced();
    // '007' becomes 7.
    let whole = |op: &mut AlterColumn| {
        op.existing_type = Some(Type::new(TypeKind::Text(StringOptions::default())));
        op.new_type = Some(Type::new(TypeKind::Integer));
    };
    let error = server_error(give(&host, block(vec![alter("nick", whole)])));
    assert_eq!(error.message, "FOREIGN KEY constraint failed");
    assert_eq!(value(&host, "SELECT group_concat(nick) FROM pet"), Datum::Str("007,rex".into()));
    assert_eq!(value(&host, "PRAGMA foreign_keys"), Datum::Int(1));
}

#[test]
fn what_breaks_a_view_or_a_trigger_is_refused() {
    let host = enforced();
    let error = server_error(give(&host, block(vec![drop_column("born")])));
    assert_eq!(error.message, "error in triggers of visit: no such column: born");
    run(&host, "DROP TRIGGER visited").unwrap();
    let error = server_error(give(&host, block(vec![drop_column("born")])));
    assert_eq!(error.message, "error in view pets: no such column: born");
    assert!(error.statement.contains("RENAME TO pet"), "{}", error.statement);
    run(&host, "DROP VIEW pets").unwrap();
    give(&host, block(vec![drop_column("born")])).unwrap();
    assert_eq!(value(&host, "SELECT count(*) FROM visit"), Datum::Int(2));
}
