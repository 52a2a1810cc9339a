//! Statements of data: text, rows, changes, selects.

use std::sync::Arc;

use limbeck_ops::op::BulkInsert;
use limbeck_ops::{
    BinaryOp, Bind, Cte, Datum, Delete, Dialect, DialectName, Expr, From, Insert, InsertSource, JoinKind, ListOp, Name,
    OnConflict, Operation, OrderBy, Params, Query, Select, SetOp, TableName, Type, TypeKind, UnaryOp, Update,
};
use limbeck_sql::{Mode, SqlError, query, render_query};

use crate::build::*;
use crate::recorded::check;

fn select(columns: Vec<Expr>) -> Select {
    Select { columns, ..Select::default() }
}

fn filtered(filters: Vec<Expr>) -> Select {
    Select { columns: vec![id()], filters, ..Select::default() }
}

fn unary(op: UnaryOp, expr: Expr) -> Expr {
    Expr::Unary { op, expr: Box::new(expr) }
}

fn labelled(expr: Expr, name: &str) -> Expr {
    Expr::Label { expr: Box::new(expr), name: Name::from(name) }
}

fn insert(source: InsertSource) -> Insert {
    Insert {
        table: TableName::new("pet"),
        columns: pet_columns(),
        source,
        on_conflict: None,
        returning: Vec::new(),
        prefixes: Vec::new(),
        ctes: Vec::new(),
    }
}

fn update(values: Vec<(Name, Expr)>, filters: Vec<Expr>) -> [Operation; 1] {
    execute(Query::Update(Box::new(Update {
        table: pet(),
        columns: pet_columns(),
        further_values: Vec::new(),
        on_update: Vec::new(),
        no_values: false,
        values,
        ordered: false,
        hints: Vec::new(),
        prefixes: Vec::new(),
        limit: None,
        filters,
        returning: Vec::new(),
        ctes: Vec::new(),
    })))
}

fn delete(filters: Vec<Expr>) -> [Operation; 1] {
    execute(Query::Delete(Box::new(Delete {
        table: pet(),
        hints: Vec::new(),
        prefixes: Vec::new(),
        limit: None,
        filters,
        returning: Vec::new(),
        ctes: Vec::new(),
    })))
}

fn owner_id() -> Expr {
    of(&owner(), "pet_id", integer())
}

#[test]
fn text_is_taken_as_it_is() {
    let run = |text: &str| execute(Query::Text(clause(text)));
    check("op.execute('SELECT 1;')", &run("SELECT 1;"));
    check("op.execute('\\n\\tSELECT\\t1\\n')", &run("\n\tSELECT\t1\n"));
    check("op.execute(\"SELECT a::int, b :: text\")", &run("SELECT a::int, b :: text"));
    check("op.execute(r\"SELECT '\\:x', '\\d+'\")", &run(r"SELECT '\:x', '\d+'"));
    check("op.execute(\"SELECT '12:30'::time\")", &run("SELECT '12:30'::time"));
}

#[test]
fn a_bind_without_a_value_is_refused_in_both_modes() {
    for mode in [Mode::Online, Mode::Offline] {
        let result =
            query(&Dialect::offline(DialectName::Postgresql), &Query::Text(clause("SELECT ':x'")), &Params::None, mode);
        let message = "A value is required for bind parameter 'x'".to_owned();
        assert_eq!(result, Err(SqlError::Compile { class: "StatementError", message }));
    }
}

#[test]
fn rows_are_inserted_one_by_one_offline() {
    let row = |cells: Vec<(&str, Expr)>| cells.into_iter().map(|(name, value)| (Name::from(name), value)).collect();
    let bulk = |rows| {
        [Operation::BulkInsert(BulkInsert {
            table: TableName::new("pet"),
            columns: pet_columns(),
            rows,
            multi_insert: true,
        })]
    };
    check(
        "op.bulk_insert(t, [{'id': 1, 'name': 'a'}, {'id': 2, 'name': None}])",
        &bulk(vec![
            row(vec![("id", value(1, integer())), ("name", value("a", string(20)))]),
            row(vec![("id", value(2, integer())), ("name", value(Datum::Null, string(20)))]),
        ]),
    );
    check("op.bulk_insert(t, [{'bogus': 1}])", &bulk(vec![row(vec![("bogus", value(1, integer()))])]));
}

#[test]
fn literals_that_do_not_fit_are_refused() {
    for (source, given, ty) in [
        ("sa.literal('x', sa.Integer)", Datum::Str("x".to_owned()), integer()),
        (
            "sa.literal({'a': 1}, sa.JSON)",
            Datum::Map(vec![("a".to_owned(), Datum::Int(1))]),
            Type::new(TypeKind::Json { none_as_null: false }),
        ),
        ("sa.literal('t', sa.Boolean)", Datum::Str("t".to_owned()), boolean()),
        (
            "sa.literal(uuid.UUID(int=7), sa.Uuid)",
            Datum::Uuid("00000000-0000-0000-0000-000000000007".parse().unwrap()),
            Type::new(TypeKind::Uuid { as_uuid: true, native: true }),
        ),
        (
            "sa.literal(b'xyz', sa.LargeBinary)",
            Datum::Bytes(b"xyz".to_vec()),
            Type::new(TypeKind::LargeBinary(limbeck_ops::StringOptions::default())),
        ),
    ] {
        check(&format!("op.execute(select({source}))"), &selected(select(vec![value(given, ty)])));
    }
}

#[test]
fn updates() {
    let set = |name: &str, value: Expr| vec![(Name::from(name), value)];
    check("op.execute(t.update().values(name='x'))", &update(set("name", value("x", string(20))), vec![]));
    let more = binary(BinaryOp::Add, id(), value(1, integer()), integer());
    let values = vec![(Name::from("name"), value("b", string(20))), (Name::from("id"), more)];
    check(
        "op.execute(t.update().where(t.c.name == 'a').values(name='b', id=t.c.id + 1))",
        &update(values, vec![eq(name(), value("a", string(20)))]),
    );
    check(
        "op.execute(t.update().where(t.c.id == u.c.pet_id).values(name=u.c.name))",
        &update(set("name", of(&owner(), "name", any_string())), vec![eq(id(), owner_id())]),
    );
    let inner = Select { filters: vec![eq(owner_id(), id())], ..select(vec![of(&owner(), "name", any_string())]) };
    check(
        "op.execute(t.update().values(name=select(u.c.name).where(u.c.pet_id == t.c.id).scalar_subquery()))",
        &update(set("name", Expr::Subquery(Box::new(inner))), vec![]),
    );
    let flag = || of(&pet(), "flag", boolean());
    check(
        "op.execute(t.update().where(t.c.flag).values(flag=~t.c.flag))",
        &update(set("flag", unary(UnaryOp::Not, flag())), vec![flag()]),
    );
    check("op.execute(t.update().values(bogus=1))", &update(set("bogus", value(1, untyped())), vec![]));
}

#[test]
fn deletes() {
    check("op.execute(t.delete().where(t.c.id == u.c.pet_id))", &delete(vec![eq(id(), owner_id())]));
    let subquery = Expr::Subquery(Box::new(select(vec![owner_id()])));
    check(
        "op.execute(t.delete().where(t.c.id.in_(select(u.c.pet_id))))",
        &delete(vec![binary(BinaryOp::In, id(), subquery, boolean())]),
    );
}

#[test]
fn inserts() {
    let row =
        |cells: Vec<(&str, Expr)>| cells.into_iter().map(|(name, value)| (Name::from(name), value)).collect::<Vec<_>>();
    let run = |insert: Insert| execute(Query::Insert(Box::new(insert)));
    let both = || row(vec![("name", value("x", string(20))), ("id", value(1, integer()))]);
    check("op.execute(t.insert().values(name='x', id=1))", &run(insert(InsertSource::Values(vec![both()]))));
    check("op.execute(t.insert().values({}))", &run(insert(InsertSource::Values(vec![]))));
    let one = || insert(InsertSource::Values(vec![both()]));
    check(
        "op.execute(postgresql.insert(t).values(id=1, name='x').on_conflict_do_nothing())",
        &run(Insert { on_conflict: Some(OnConflict::default()), ..one() }),
    );
    let conflict = OnConflict {
        elements: vec![id()],
        set: vec![(Name::from("name"), value("y", string(20)))],
        ..OnConflict::default()
    };
    check(
        "op.execute(postgresql.insert(t).values(id=1, name='x').on_conflict_do_update(index_elements=[t.c.id], set_={'name': 'y'}))",
        &run(Insert { on_conflict: Some(conflict), ..one() }),
    );
    let from = select(vec![of(&owner(), "id", integer()), value("x", any_string())]);
    check(
        "op.execute(t.insert().from_select(['id', 'name'], select(u.c.id, sa.literal('x'))))",
        &run(insert(InsertSource::Select(names(&["id", "name"]), Box::new(from)))),
    );
}

#[test]
fn conditions_get_the_brackets_they_need() {
    let is = |number: i64| eq(id(), value(number, integer()));
    let or = |items| Expr::List { op: ListOp::Or, items };
    let and = |items| Expr::List { op: ListOp::And, items };
    check(
        "op.execute(select(t.c.id).where(sa.or_(t.c.id == 1, t.c.id == 2), t.c.name == 'x'))",
        &selected(filtered(vec![or(vec![is(1), is(2)]), eq(name(), value("x", string(20)))])),
    );
    check(
        "op.execute(select(t.c.id).where(sa.not_(sa.and_(t.c.id == 1, t.c.id == 2))))",
        &selected(filtered(vec![unary(UnaryOp::Not, and(vec![is(1), is(2)]))])),
    );
    check(
        "op.execute(select(t.c.id).where(sa.and_(t.c.id == 1, sa.or_(t.c.id == 2, sa.and_(t.c.id == 3, t.c.id == 4)))))",
        &selected(filtered(vec![and(vec![is(1), or(vec![is(2), and(vec![is(3), is(4)])])])])),
    );
    check("op.execute(select(t.c.id).where(sa.false(), t.c.id == 1))", &selected(filtered(vec![Expr::False, is(1)])));
    let flag = of(&pet(), "flag", boolean());
    check("op.execute(select(t.c.id).where(~t.c.flag))", &selected(filtered(vec![unary(UnaryOp::Not, flag)])));
}

#[test]
fn lists_even_empty_ones() {
    let numbers = |items: Vec<i64>| values(items.into_iter().map(Datum::Int).collect(), integer());
    let is_in = |op, items| selected(filtered(vec![binary(op, id(), numbers(items), boolean())]));
    check("op.execute(select(t.c.id).where(t.c.id.in_([1, 2, 3])))", &is_in(BinaryOp::In, vec![1, 2, 3]));
    check("op.execute(select(t.c.id).where(t.c.id.in_([])))", &is_in(BinaryOp::In, vec![]));
    check("op.execute(select(t.c.id).where(t.c.id.not_in([])))", &is_in(BinaryOp::NotIn, vec![]));
}

#[test]
fn arithmetic() {
    let n = || of(&pet(), "n", numeric());
    let two = || value(2, integer());
    let floored = |left: Expr| binary(BinaryOp::FloorDiv, left, two(), numeric());
    check(
        "op.execute(select(t.c.id / 2, t.c.id // 2, t.c.n / 2, t.c.n // 2, t.c.id % 2))",
        &selected(select(vec![
            binary(BinaryOp::TrueDiv, id(), two(), numeric()),
            floored(id()),
            binary(BinaryOp::TrueDiv, n(), two(), numeric()),
            binary(BinaryOp::FloorDiv, n(), two(), numeric()),
            binary(BinaryOp::Mod, id(), two(), integer()),
        ])),
    );
}

#[test]
fn columns_are_labelled_apart() {
    let other = of(&owner(), "id", integer());
    check("op.execute(select(t.c.id, t.c.id, u.c.id))", &selected(select(vec![id(), id(), other])));
    check(
        "op.execute(select(t.c.id.label('x'), t.c.name.label('Select')))",
        &selected(select(vec![labelled(id(), "x"), labelled(name(), "Select")])),
    );
}

#[test]
fn joins_subqueries_and_correlation() {
    let join =
        Arc::new(From::Join { left: pet(), right: owner(), kind: JoinKind::Left, on: Box::new(eq(id(), owner_id())) });
    let outer = Select { from: vec![join], ..select(vec![id(), of(&owner(), "name", any_string())]) };
    check("op.execute(select(t.c.id, u.c.name).select_from(t.outerjoin(u, t.c.id == u.c.pet_id)))", &selected(outer));
    let nameless = Arc::new(From::Subquery { select: Arc::new(select(vec![id()])), name: None, lateral: false });
    check(
        "op.execute(select(select(t.c.id).subquery().c.id))",
        &selected(select(vec![of(&nameless, "id", integer())])),
    );
    let exists = Select { columns: vec![Expr::Star], filters: vec![eq(owner_id(), id())], ..Select::default() };
    let exists = unary(UnaryOp::Exists, Expr::Subquery(Box::new(exists)));
    check(
        "op.execute(select(t.c.id).where(sa.exists().where(u.c.pet_id == t.c.id)))",
        &selected(filtered(vec![exists])),
    );
    let alias = Arc::new(From::Alias { from: pet(), name: None });
    check("op.execute(select(t.alias().c.id))", &selected(select(vec![of(&alias, "id", integer())])));
}

#[test]
fn combinations_and_ctes() {
    let union = Select {
        compound: Some((SetOp::UnionAll, vec![select(vec![id()]), select(vec![of(&owner(), "id", integer())])])),
        order_by: vec![OrderBy { expr: bare("id", untyped()) }],
        limit: Some(value(3, integer())),
        ..Select::default()
    };
    check("op.execute(sa.union_all(select(t.c.id), select(u.c.id)).order_by('id').limit(3))", &selected(union));
    let inner = Query::Select(Box::new(filtered(vec![eq(id(), value(3, integer()))])));
    let cte = Arc::new(From::Cte(Arc::new(Cte {
        name: Some(Name::from("c")),
        query: inner,
        recursive: false,
        nesting: false,
        prefixes: Vec::new(),
        suffixes: Vec::new(),
    })));
    check(
        "op.execute((lambda c: select(c.c.id))(select(t.c.id).where(t.c.id == 3).cte('c')))",
        &selected(select(vec![of(&cte, "id", integer())])),
    );
}

#[test]
fn printed_queries_have_names_for_their_binds() {
    let named = Bind { name: "nm".to_owned(), value: None, ty: string(20), unique: false, expanding: false };
    let filters = vec![eq(id(), value(1, integer())), eq(name(), Expr::Bind(named))];
    let one = Query::Select(Box::new(filtered(filters)));
    let pg = Dialect::offline(DialectName::Postgresql);
    assert_eq!(
        render_query(&pg, &one, false).unwrap(),
        "SELECT pet.id \nFROM pet \nWHERE pet.id = %(param_1)s AND pet.name = %(nm)s"
    );
    assert_eq!(
        render_query(&Dialect::offline(DialectName::Sqlite), &one, true).unwrap(),
        "SELECT pet.id \nFROM pet \nWHERE pet.id = 1 AND pet.name = NULL"
    );
}

#[test]
fn deep_nesting_is_refused_not_a_crash() {
    let mut expr = id();
    for _ in 0..2000 {
        expr = binary(BinaryOp::Sub, expr, value(1, integer()), integer());
    }
    let one = Query::Select(Box::new(filtered(vec![eq(expr, value(0, integer()))])));
    let result = render_query(&Dialect::offline(DialectName::Sqlite), &one, true);
    assert!(matches!(result, Err(SqlError::Compile { class: "RecursionError", .. })));
}
