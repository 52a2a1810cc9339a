//! Tables, columns, types and defaults.

use limbeck_ops::op::{Change, DefaultChange, DropColumn, DropTable, RenameTable, TableComment};
use limbeck_ops::{
    Autoincrement, Column, Computed, Constraint, ConstraintName, Deferral, DialectName, EnumType, Expr, Identity,
    Index, IndexElement, Name, Operation, OptionValue, Options, Sequence, ServerDefault, TableName, Type, TypeKind,
};

use crate::build::*;
use crate::recorded::{check, check_on};

fn enumeration(labels: &[&str], name: &str) -> Type {
    Type::new(TypeKind::Enum(EnumType {
        labels: labels.iter().map(|label| (*label).to_owned()).collect(),
        name: Some(Name::from(name)),
        native: true,
        create_type: true,
        ..EnumType::default()
    }))
}

fn with_key(columns: Vec<Column>, of: &[&str]) -> Operation {
    create(table(TableName::new("x"), columns, vec![primary_key(of)]))
}

#[test]
fn the_sole_integer_key_is_numbered() {
    check(
        "op.create_table('x', sa.Column('id', sa.Integer, primary_key=True))",
        &[with_key(vec![key("id", integer())], &["id"])],
    );
    check(
        "op.create_table('x', sa.Column('id', sa.BigInteger, primary_key=True))",
        &[with_key(vec![key("id", Type::new(TypeKind::BigInteger))], &["id"])],
    );
    check(
        "op.create_table('x', sa.Column('a', sa.Integer, primary_key=True), sa.Column('b', sa.Integer, primary_key=True))",
        &[with_key(vec![key("a", integer()), key("b", integer())], &["a", "b"])],
    );
    check(
        "op.create_table('x', sa.Column('id', sa.Integer, primary_key=True, autoincrement=False))",
        &[with_key(vec![Column { autoincrement: Autoincrement::No, ..key("id", integer()) }], &["id"])],
    );
}

#[test]
fn a_numbered_column_comes_first_in_its_key() {
    let numbered = Column { autoincrement: Autoincrement::Yes, ..key("b", integer()) };
    check(
        "op.create_table('x', sa.Column('a', sa.Integer, primary_key=True), sa.Column('b', sa.Integer, primary_key=True, autoincrement=True))",
        &[with_key(vec![key("a", integer()), numbered], &["a", "b"])],
    );
}

#[test]
fn a_key_that_cannot_be_numbered_is_refused() {
    let column = Column { autoincrement: Autoincrement::Yes, ..key("id", string(3)) };
    check(
        "op.create_table('x', sa.Column('id', sa.String(3), primary_key=True, autoincrement=True))",
        &[with_key(vec![column], &["id"])],
    );
}

#[test]
fn identity_and_computed_columns() {
    let sequence = Sequence { start: Some(5), increment: Some(2), ..Sequence::default() };
    let identity = Identity { always: true, on_null: None, sequence };
    let column = Column { identity: Some(identity), ..key("id", integer()) };
    check(
        "op.create_table('x', sa.Column('id', sa.Integer, sa.Identity(always=True, start=5, increment=2), primary_key=True))",
        &[with_key(vec![column], &["id"])],
    );
    for (source, persisted) in [
        ("op.create_table('x', sa.Column('c', sa.Integer, sa.Computed('a + 1')))", None),
        ("op.create_table('x', sa.Column('c', sa.Integer, sa.Computed('a + 1', persisted=True)))", Some(true)),
        ("op.create_table('x', sa.Column('c', sa.Integer, sa.Computed('a + 1', persisted=False)))", Some(false)),
    ] {
        let computed = Some(Computed { expr: text("a + 1"), persisted });
        check(source, &[one_column(Column { computed, ..Column::new("c", integer()) })]);
    }
}

#[test]
fn foreign_keys_of_columns() {
    let mut fk = foreign_key(given("fk_c"), &["c"], TableName::new("y"), &["id"]);
    fk.on_delete = Some("CASCADE".to_owned());
    fk.on_update = Some("SET NULL".to_owned());
    let columns = vec![Column::new("c", integer())];
    check(
        "op.create_table('x', sa.Column('c', sa.Integer, sa.ForeignKey('y.id', name='fk_c', ondelete='CASCADE', onupdate='SET NULL')))",
        &[create(table(TableName::new("x"), columns.clone(), vec![Constraint::ForeignKey(fk)]))],
    );
    let mut fk = foreign_key(ConstraintName::Unnamed, &["c"], in_schema("s", "y"), &["id"]);
    fk.deferral = Deferral { deferrable: Some(true), initially: Some("DEFERRED".to_owned()) };
    check(
        "op.create_table('x', sa.Column('c', sa.Integer, sa.ForeignKey('s.y.id', deferrable=True, initially='DEFERRED')))",
        &[create(table(TableName::new("x"), columns.clone(), vec![Constraint::ForeignKey(fk)]))],
    );
    let mut fk = foreign_key(ConstraintName::Unnamed, &["c"], TableName::new("y"), &["id"]);
    fk.on_delete = Some("SET NULL; DROP".to_owned());
    check(
        "op.create_table('x', sa.Column('c', sa.Integer, sa.ForeignKey('y.id', ondelete='SET NULL; DROP')))",
        &[create(table(TableName::new("x"), columns, vec![Constraint::ForeignKey(fk)]))],
    );
}

#[test]
fn comments_follow_the_table() {
    let mut one = table(
        in_schema("s", "x"),
        vec![Column { comment: Some("col".to_owned()), ..Column::new("c", integer()) }],
        Vec::new(),
    );
    one.comment = Some("tab".to_owned());
    check("op.create_table('x', sa.Column('c', sa.Integer, comment='col'), comment='tab', schema='s')", &[create(one)]);
    let comment = |comment: Option<&str>, table: TableName| {
        let dropped = comment.is_none();
        Operation::TableComment(TableComment { table, comment: comment.map(str::to_owned), dropped })
    };
    check("op.create_table_comment('x', \"it's\", schema='s')", &[comment(Some("it's"), in_schema("s", "x"))]);
    check("op.drop_table_comment('x', existing_comment='old')", &[comment(None, TableName::new("x"))]);
}

#[test]
fn options_of_tables() {
    let with = |name: &str, value: OptionValue| {
        let mut one = table(TableName::new("x"), vec![Column::new("c", integer())], Vec::new());
        one.options.set(name, value);
        [create(one)]
    };
    let text = |text: &str| OptionValue::Str(text.to_owned());
    check(
        "op.create_table('x', sa.Column('c', sa.Integer), postgresql_partition_by='RANGE (c)')",
        &with("postgresql_partition_by", text("RANGE (c)")),
    );
    check(
        "op.create_table('x', sa.Column('c', sa.Integer), postgresql_inherits='parent')",
        &with("postgresql_inherits", text("parent")),
    );
    let mut numbered = table(TableName::new("x"), vec![key("c", integer())], vec![primary_key(&["c"])]);
    numbered.options.set("sqlite_autoincrement", OptionValue::Bool(true));
    check(
        "op.create_table('x', sa.Column('c', sa.Integer, primary_key=True), sqlite_autoincrement=True)",
        &[create(numbered)],
    );
}

#[test]
fn an_enum_is_made_once_in_a_run() {
    let column = || Column::new("c", enumeration(&["a"], "e"));
    let second = create(table(TableName::new("y"), vec![column()], Vec::new()));
    check("e = sa.Enum('a', name='e')", &[one_column(column()), second]);
    let labels = ["it's", "x%y", "b\\s"];
    check(
        "op.create_table('x', sa.Column('c', sa.Enum(\"it's\", 'x%y', 'b\\\\s', name='e')))",
        &[one_column(Column::new("c", enumeration(&labels, "e")))],
    );
    check(
        "op.add_column('pet', sa.Column('c', sa.Enum('a', 'b', name='e')))",
        &[Operation::AddColumn(Box::new(add_column(Column::new("c", enumeration(&["a", "b"], "e")))))],
    );
}

#[test]
fn types_by_name() {
    let simple = |name: &str| TypeKind::PgSimple(name.to_owned());
    for (source, kind) in [
        ("sa.DateTime(timezone=True)", TypeKind::DateTime { timezone: true }),
        ("sa.Uuid()", TypeKind::Uuid { as_uuid: true, native: true }),
        ("sa.JSON()", TypeKind::Json { none_as_null: false }),
        ("postgresql.JSONB()", TypeKind::PgJsonb { none_as_null: false }),
        ("postgresql.INET()", simple("INET")),
        ("postgresql.BIT()", TypeKind::PgBit { length: Some(1), varying: false }),
        ("sa.types.NullType()", TypeKind::Null),
        (
            "sa.ARRAY(sa.String(5), dimensions=2)",
            TypeKind::Array { item: Box::new(string(5)), dimensions: Some(2), generic: true, zero_indexes: false },
        ),
        ("sa.Interval()", TypeKind::Interval(limbeck_ops::IntervalFields::default())),
        ("sa.LargeBinary()", TypeKind::LargeBinary(limbeck_ops::StringOptions::default())),
    ] {
        check(&format!("op.create_table('x', sa.Column('c', {source}))"), &[one_column(Column::new("c", kind))]);
    }
    let variant = Type {
        kind: TypeKind::Json { none_as_null: false },
        variants: vec![(DialectName::Postgresql, Type::new(TypeKind::PgJsonb { none_as_null: false }))],
        decorator: None,
    };
    check(
        "op.create_table('x', sa.Column('c', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')))",
        &[one_column(Column::new("c", variant))],
    );
}

#[test]
fn server_defaults() {
    let date_time = || Type::new(TypeKind::DateTime { timezone: false });
    for (source, ty, default) in [
        ("sa.Integer, server_default='0'", integer(), ServerDefault::Str("0".to_owned())),
        ("sa.Integer, server_default=sa.text('1 + 1')", integer(), ServerDefault::Expr(text("1 + 1"))),
        ("sa.String(5), server_default=\"it's\"", string(5), ServerDefault::Str("it's".to_owned())),
        ("sa.String(5), server_default='back\\\\slash'", string(5), ServerDefault::Str("back\\slash".to_owned())),
        ("sa.Boolean, server_default=sa.false()", boolean(), ServerDefault::Expr(Expr::False)),
        (
            "sa.DateTime, server_default=sa.func.now()",
            date_time(),
            ServerDefault::Expr(call("now", vec![], date_time())),
        ),
        ("sa.DateTime, server_default=sa.text('now()')", date_time(), ServerDefault::Expr(text("now()"))),
        ("sa.Integer, server_default=sa.FetchedValue()", integer(), ServerDefault::Fetched),
    ] {
        let column = Column { server_default: Some(default), ..Column::new("c", ty) };
        check(&format!("op.create_table('x', sa.Column('c', {source}))"), &[one_column(column)]);
    }
}

#[test]
fn tables_are_dropped_and_renamed() {
    let drop = |table: TableName, if_exists: bool| {
        [Operation::DropTable(DropTable { table, if_exists, check_first: false, types: Vec::new() })]
    };
    check("op.drop_table('x', schema='s')", &drop(in_schema("s", "x"), false));
    check("op.drop_table('x', if_exists=True)", &drop(TableName::new("x"), true));
    let rename = RenameTable { table: in_schema("my.schema", "a"), new_name: Name::from("Order") };
    check("op.rename_table('a', 'Order', schema='my.schema')", &[Operation::RenameTable(rename)]);
}

#[test]
fn columns_are_added_with_what_they_bring() {
    let column = || Column::new("c", integer());
    let mut op = add_column(column());
    let mut fk = foreign_key(given("fk"), &["c"], TableName::new("owner"), &["id"]);
    fk.on_delete = Some("CASCADE".to_owned());
    op.constraints.push(Constraint::ForeignKey(fk));
    check(
        "op.add_column('pet', sa.Column('c', sa.Integer, sa.ForeignKey('owner.id', name='fk', ondelete='CASCADE')))",
        &[Operation::AddColumn(Box::new(op))],
    );
    let mut op = add_column(column());
    op.indexes.push(Index {
        name: ConstraintName::Final(Name::from("ix_pet_c")),
        table: TableName::new("pet"),
        elements: vec![IndexElement::Column(Name::from("c"))],
        unique: true,
        options: Options::none(),
    });
    check(
        "op.add_column('pet', sa.Column('c', sa.Integer, index=True, unique=True))",
        &[Operation::AddColumn(Box::new(op))],
    );
    let mut op = add_column(Column { comment: Some("hello".to_owned()), ..column() });
    op.table = in_schema("s", "pet");
    check(
        "op.add_column('pet', sa.Column('c', sa.Integer, comment='hello'), schema='s')",
        &[Operation::AddColumn(Box::new(op))],
    );
    let mut op = add_column(key("c", integer()));
    op.inline_primary_key = true;
    check(
        "op.add_column('pet', sa.Column('c', sa.Integer, primary_key=True), inline_primary_key=True)",
        &[Operation::AddColumn(Box::new(op))],
    );
    let mut op = add_column(column());
    op.column.constraints.push(Constraint::Check(check_constraint(given("ck"), text("c > 0"))));
    check(
        "op.add_column('pet', sa.Column('c', sa.Integer, sa.CheckConstraint('c > 0', name='ck')))",
        &[Operation::AddColumn(Box::new(op))],
    );
}

#[test]
fn columns_are_dropped() {
    let drop = |table: &str, column: &str, if_exists: bool| {
        [Operation::DropColumn(DropColumn {
            table: TableName::new(table),
            column: Name::from(column),
            if_exists,
            options: Options::none(),
        })]
    };
    check("op.drop_column('pet', 'c', if_exists=True)", &drop("pet", "c", true));
    check("op.drop_column('Pet', 'Order')", &drop("Pet", "Order", false));
}

#[test]
fn columns_are_altered_in_the_dialects_order() {
    let mut op = alter();
    op.nullable = Some(false);
    op.server_default = Change::Set(DefaultChange::Default(ServerDefault::Str("0".to_owned())));
    op.new_type = Some(integer());
    op.comment = Change::Set("c".to_owned());
    op.new_name = Some(Name::from("alias"));
    check(
        "op.alter_column('pet', 'nick', nullable=False, server_default='0', type_=sa.Integer, comment='c', new_column_name='alias')",
        &altered(op),
    );
    let mut op = alter();
    op.new_type = Some(integer());
    op.options.set("postgresql_using", OptionValue::Str("nick::integer".to_owned()));
    check("op.alter_column('pet', 'nick', type_=sa.Integer(), postgresql_using='nick::integer')", &altered(op));
    let mut op = alter();
    op.options.set("postgresql_using", OptionValue::Str("x".to_owned()));
    check("op.alter_column('pet', 'nick', postgresql_using='x')", &altered(op));
    let mut op = alter();
    op.server_default = Change::Drop;
    check("op.alter_column('pet', 'nick', server_default=None)", &altered(op));
    let mut op = alter();
    op.comment = Change::Drop;
    check("op.alter_column('pet', 'nick', comment=None)", &altered(op));
}

#[test]
fn identity_can_be_altered_on_postgresql_only() {
    let identity = |always: bool, sequence: Sequence| {
        Change::Set(DefaultChange::Identity(Identity { always, on_null: None, sequence }))
    };
    let mut op = alter();
    op.server_default = identity(true, Sequence { start: Some(3), cycle: Some(true), ..Sequence::default() });
    op.existing_server_default = identity(false, Sequence::default());
    check(
        "op.alter_column('pet', 'nick', server_default=sa.Identity(always=True, start=3, cycle=True), existing_server_default=sa.Identity())",
        &altered(op),
    );
    let mut op = alter();
    op.server_default = identity(true, Sequence { start: Some(3), ..Sequence::default() });
    check("op.alter_column('pet', 'nick', server_default=sa.Identity(always=True, start=3))", &altered(op));
    let mut op = alter();
    op.server_default = Change::Drop;
    op.existing_server_default = identity(false, Sequence::default());
    check("op.alter_column('pet', 'nick', server_default=None, existing_server_default=sa.Identity())", &altered(op));
}

#[test]
fn identifiers_are_quoted_where_they_have_to_be() {
    for name in
        ["simple", "Mixed", "with space", "select", "user", "1st", "$x", "a-b", "a\"b", "a%b", "é", "index", "offset"]
    {
        let quoted = if name == "a\"b" { "'a\"b'".to_owned() } else { format!("'{name}'") };
        let op = create(table(TableName::new(name), vec![key(name, integer())], vec![primary_key(&[name])]));
        check(&format!("op.create_table({quoted}, sa.Column({quoted}, sa.Integer, primary_key=True))"), &[op]);
    }
}

#[test]
fn percents_are_doubled_for_drivers_that_want_it() {
    let mut one = table(
        TableName::new("x"),
        vec![Column { comment: Some("50%".to_owned()), ..Column::new("c", any_string()) }],
        Vec::new(),
    );
    one.comment = Some("100%".to_owned());
    check_on(
        DialectName::Postgresql,
        "op.create_table('x', sa.Column('c', sa.String, comment='50%'), comment='100%')",
        &[create(one)],
    );
    check("op.execute(\"SELECT '100%'\")", &execute(limbeck_ops::Query::Text(clause("SELECT '100%'"))));
}
