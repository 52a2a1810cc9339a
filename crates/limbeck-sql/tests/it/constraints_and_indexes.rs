//! Constraints and indexes.

use limbeck_ops::op::{AddConstraint, ConstraintKind, CreateIndex, DropConstraint, DropIndex};
use limbeck_ops::{
    BinaryOp, Constraint, ConstraintName, Deferral, ExcludeConstraint, Expr, Index, IndexElement, Name, Operation,
    OptionValue, Options, PrimaryKey, TableName,
};

use crate::build::*;
use crate::recorded::check;

fn add(table: TableName, constraint: Constraint) -> [Operation; 1] {
    [Operation::AddConstraint(AddConstraint { table, constraint })]
}

fn index(name: ConstraintName, elements: Vec<IndexElement>) -> Index {
    Index { name, table: TableName::new("pet"), elements, unique: false, options: Options::none() }
}

fn on_a() -> Index {
    index(given("ix"), vec![IndexElement::Column(Name::from("a"))])
}

fn created(index: Index) -> [Operation; 1] {
    [Operation::CreateIndex(CreateIndex { index, if_not_exists: false, check_first: false })]
}

#[test]
fn constraints_are_added_where_alter_can() {
    let key = PrimaryKey {
        name: given("pk"),
        columns: names(&["id", "B"]),
        deferral: Deferral::default(),
        options: Options::none(),
        implicit: false,
    };
    check(
        "op.create_primary_key('pk', 'pet', ['id', 'B'], schema='s')",
        &add(in_schema("s", "pet"), Constraint::PrimaryKey(key)),
    );
    let mut fk = foreign_key(given("fk"), &["owner_id"], TableName::new("owner"), &["id"]);
    fk.deferral = Deferral { deferrable: Some(true), initially: Some("DEFERRED".to_owned()) };
    fk.match_kind = Some("SIMPLE".to_owned());
    check(
        "op.create_foreign_key('fk', 'pet', 'owner', ['owner_id'], ['id'], deferrable=True, initially='DEFERRED', match='SIMPLE')",
        &add(TableName::new("pet"), Constraint::ForeignKey(fk)),
    );
    let mut fk = foreign_key(given("fk"), &["owner_id"], TableName::new("owner"), &["id"]);
    fk.options.set("postgresql_not_valid", OptionValue::Bool(true));
    check(
        "op.create_foreign_key('fk', 'pet', 'owner', ['owner_id'], ['id'], postgresql_not_valid=True)",
        &add(TableName::new("pet"), Constraint::ForeignKey(fk)),
    );
    let mut uq = unique(given("uq"), &["a"]);
    uq.options.set("postgresql_nulls_not_distinct", OptionValue::Bool(true));
    check(
        "op.create_unique_constraint('uq', 'pet', ['a'], postgresql_nulls_not_distinct=True)",
        &add(TableName::new("pet"), Constraint::Unique(uq)),
    );
    let condition = binary(BinaryOp::Gt, bare("a", untyped()), value(5, integer()), boolean());
    check(
        "op.create_check_constraint('ck', 'pet', sa.column('a') > 5)",
        &add(TableName::new("pet"), Constraint::Check(check_constraint(given("ck"), condition))),
    );
    let exclude = ExcludeConstraint {
        name: given("ex"),
        elements: vec![(bare("during", untyped()), "&&".to_owned(), None)],
        using: Some("gist".to_owned()),
        condition: None,
        deferral: Deferral::default(),
    };
    check(
        "op.create_exclude_constraint('ex', 'pet', ('during', '&&'), using='gist')",
        &add(TableName::new("pet"), Constraint::Exclude(exclude)),
    );
}

#[test]
fn long_names_are_refused_or_cut() {
    let long = "u".repeat(64);
    let constraint = |name| add(TableName::new("pet"), Constraint::Unique(unique(name, &["a"])));
    check("op.create_unique_constraint('u' * 64, 'pet', ['a'])", &constraint(given(&long)));
    check(
        "op.create_unique_constraint(op.f('u' * 64), 'pet', ['a'])",
        &constraint(ConstraintName::Final(Name::from(long.as_str()))),
    );
}

#[test]
fn constraints_are_dropped() {
    let drop = |name: &str, kind, if_exists| {
        [Operation::DropConstraint(DropConstraint {
            table: TableName::new("pet"),
            name: given(name),
            kind: Some(kind),
            if_exists,
        })]
    };
    check("op.drop_constraint('ck', 'pet', type_='check')", &drop("ck", ConstraintKind::Check, false));
    check("op.drop_constraint('pk', 'pet', type_='primary')", &drop("pk", ConstraintKind::Primary, false));
    check("op.drop_constraint('uq', 'pet', type_='unique', if_exists=True)", &drop("uq", ConstraintKind::Unique, true));
}

#[test]
fn indexes_over_columns_and_expressions() {
    check("op.create_index('ix', 'pet', ['a'])", &created(on_a()));
    let mut one = on_a();
    one.table = in_schema("s", "pet");
    check("op.create_index('ix', 'pet', ['a'], schema='s')", &created(one));
    let expression = |expr| created(index(given("ix"), vec![IndexElement::Expr(expr)]));
    check("op.create_index('ix', 'pet', [text('lower(a)')])", &expression(text("lower(a)")));
    let sum = binary(BinaryOp::Add, bare("a", untyped()), value(1, integer()), integer());
    check("op.create_index('ix', 'pet', [sa.column('a') + 1])", &expression(sum));
    let lower = call("lower", vec![bare("a", untyped())], untyped());
    check("op.create_index('ix', 'pet', [func.lower(sa.column('a'))])", &expression(lower));
    // Whoever builds the operation names it.
    let named = ConstraintName::Final(Name::from("ix_pet_a"));
    check("op.create_index(None, 'pet', ['a'])", &created(index(named, vec![IndexElement::Column(Name::from("a"))])));
}

#[test]
fn options_of_indexes() {
    let with = |options: &[(&str, OptionValue)]| {
        let mut one = on_a();
        for (name, value) in options {
            one.options.set(name, value.clone());
        }
        created(one)
    };
    let text_option = |text: &str| OptionValue::Str(text.to_owned());
    check(
        "op.create_index('ix', 'pet', ['a'], postgresql_using='GIST')",
        &with(&[("postgresql_using", text_option("GIST"))]),
    );
    check(
        "op.create_index('ix', 'pet', ['a'], postgresql_using='bad method')",
        &with(&[("postgresql_using", text_option("bad method"))]),
    );
    check(
        "op.create_index('ix', 'pet', ['a'], postgresql_concurrently=True)",
        &with(&[("postgresql_concurrently", OptionValue::Bool(true))]),
    );
    let fill = OptionValue::Map(vec![("fillfactor".to_owned(), OptionValue::Int(50))]);
    check(
        "op.create_index('ix', 'pet', ['a'], postgresql_with={'fillfactor': 50})",
        &with(&[("postgresql_with", fill)]),
    );
    let include = OptionValue::List(vec![text_option("b"), text_option("C")]);
    check(
        "op.create_index('ix', 'pet', ['a'], postgresql_include=['b', 'C'])",
        &with(&[("postgresql_include", include)]),
    );
    let predicate = |text: &str| OptionValue::Expr(Box::new(Expr::Text(clause(text))));
    check(
        "op.create_index('ix', 'pet', ['a'], sqlite_where=text('a > 5'), postgresql_where=text('a > 6'))",
        &with(&[("sqlite_where", predicate("a > 5")), ("postgresql_where", predicate("a > 6"))]),
    );
    let flag = OptionValue::Expr(Box::new(bare("flag", boolean())));
    check(
        "op.create_index('ix', 'pet', ['a'], postgresql_where=sa.column('flag', sa.Boolean))",
        &with(&[("postgresql_where", flag)]),
    );
}

#[test]
fn indexes_are_dropped() {
    let drop = |table: Option<&str>, schema: Option<&str>, if_exists, concurrently| {
        let mut options = Options::none();
        if concurrently {
            options.set("postgresql_concurrently", OptionValue::Bool(true));
        }
        [Operation::DropIndex(DropIndex {
            name: given("ix"),
            table: table.map(Name::from),
            schema: schema.map(Name::from),
            if_exists,
            options,
        })]
    };
    check("op.drop_index('ix', table_name='pet', schema='s')", &drop(Some("pet"), Some("s"), false, false));
    check("op.drop_index('ix', postgresql_concurrently=True, if_exists=True)", &drop(None, None, true, true));
}
