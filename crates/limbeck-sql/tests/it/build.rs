//! Short ways to write operations.

use std::sync::Arc;

use limbeck_ops::op::{AddColumn, AlterColumn, Change, CreateTable, Execute};
use limbeck_ops::{
    BinaryOp, Bind, CheckConstraint, Column, ColumnRef, Constraint, ConstraintName, Datum, Deferral, Expr, ForeignKey,
    From, FunctionCall, Name, NumberOptions, Operation, Options, PrimaryKey, Query, Select, StringOptions, Table,
    TableName, TextClause, Type, TypeKind, UniqueConstraint,
};

pub fn integer() -> Type {
    Type::new(TypeKind::Integer)
}

pub fn boolean() -> Type {
    Type::new(TypeKind::Boolean { create_constraint: false, name: ConstraintName::Unnamed, is_match: false })
}

pub fn string(length: u64) -> Type {
    Type::new(TypeKind::String(StringOptions { length: Some(length), ..StringOptions::default() }))
}

pub fn any_string() -> Type {
    Type::new(TypeKind::String(StringOptions::default()))
}

pub fn numeric() -> Type {
    let options = NumberOptions { precision: Some(10), scale: Some(2), ..NumberOptions::default() };
    Type::new(TypeKind::Numeric(options))
}

pub fn untyped() -> Type {
    Type::new(TypeKind::Null)
}

pub fn names(list: &[&str]) -> Vec<Name> {
    list.iter().map(|name| Name::from(*name)).collect()
}

pub fn given(name: &str) -> ConstraintName {
    ConstraintName::Given(Name::from(name))
}

pub fn in_schema(schema: &str, name: &str) -> TableName {
    TableName::with_schema(Some(Name::from(schema)), name)
}

/// A primary key column: not null, flagged.
pub fn key(name: &str, ty: Type) -> Column {
    Column { primary_key: true, nullable: false, ..Column::new(name, ty) }
}

pub fn primary_key(columns: &[&str]) -> Constraint {
    Constraint::PrimaryKey(PrimaryKey {
        name: ConstraintName::Unnamed,
        columns: names(columns),
        deferral: Deferral::default(),
        options: Options::none(),
        implicit: true,
    })
}

pub fn foreign_key(name: ConstraintName, columns: &[&str], table: TableName, referred: &[&str]) -> ForeignKey {
    ForeignKey {
        name,
        columns: names(columns),
        referred_table: table,
        referred_columns: names(referred),
        on_update: None,
        on_delete: None,
        match_kind: None,
        deferral: Deferral::default(),
        use_alter: false,
        lost: None,
        by_name: false,
        options: Options::none(),
    }
}

pub fn unique(name: ConstraintName, columns: &[&str]) -> UniqueConstraint {
    UniqueConstraint { name, columns: names(columns), deferral: Deferral::default(), options: Options::none() }
}

pub fn check_constraint(name: ConstraintName, condition: Expr) -> CheckConstraint {
    CheckConstraint { name, condition, deferral: Deferral::default(), options: Options::none(), from_type: None }
}

pub fn table(name: TableName, columns: Vec<Column>, constraints: Vec<Constraint>) -> Table {
    Table {
        name,
        columns,
        constraints,
        indexes: Vec::new(),
        comment: None,
        prefixes: Vec::new(),
        options: Options::none(),
    }
}

pub fn create(table: Table) -> Operation {
    Operation::CreateTable(Box::new(CreateTable { table, if_not_exists: false, check_first: false }))
}

/// `op.create_table('x', Column('c', …))`
pub fn one_column(column: Column) -> Operation {
    create(table(TableName::new("x"), vec![column], Vec::new()))
}

pub fn add_column(column: Column) -> AddColumn {
    AddColumn {
        table: TableName::new("pet"),
        column,
        constraints: Vec::new(),
        indexes: Vec::new(),
        if_not_exists: false,
        inline_references: false,
        inline_primary_key: false,
    }
}

/// `op.alter_column('pet', 'nick')`
pub fn alter() -> AlterColumn {
    AlterColumn {
        table: TableName::new("pet"),
        column: Name::from("nick"),
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
    }
}

pub fn altered(op: AlterColumn) -> [Operation; 1] {
    [Operation::AlterColumn(Box::new(op))]
}

pub fn clause(text: &str) -> TextClause {
    TextClause { text: text.to_owned(), binds: Vec::new(), columns: Vec::new() }
}

pub fn text(text: &str) -> Expr {
    Expr::Text(clause(text))
}

pub fn execute(query: Query) -> [Operation; 1] {
    [Operation::Execute(Execute { query, execution_options: Options::none() })]
}

/// A made-up bind.
pub fn value(value: impl Into<Value>, ty: Type) -> Expr {
    Expr::Bind(Bind { name: "param_1".to_owned(), value: Some(value.into().0), ty, unique: true, expanding: false })
}

/// The list behind `IN`.
pub fn values(items: Vec<Datum>, ty: Type) -> Expr {
    Expr::Bind(Bind { name: "id_1".to_owned(), value: Some(Datum::List(items)), ty, unique: true, expanding: true })
}

/// What [`value`] takes.
pub struct Value(pub Datum);

impl std::convert::From<i64> for Value {
    fn from(value: i64) -> Self {
        Value(Datum::Int(value))
    }
}

impl std::convert::From<&str> for Value {
    fn from(value: &str) -> Self {
        Value(Datum::Str(value.to_owned()))
    }
}

impl std::convert::From<Datum> for Value {
    fn from(value: Datum) -> Self {
        Value(value)
    }
}

/// `sa.table('pet', …)` of the recorded scripts.
pub fn pet() -> Arc<From> {
    Arc::new(From::Table(TableName::new("pet"), pet_columns()))
}

pub fn pet_columns() -> Vec<Column> {
    vec![
        Column::new("id", integer()),
        Column::new("name", string(20)),
        Column::new("flag", boolean()),
        Column::new("n", numeric()),
        Column::new("born", TypeKind::Date),
        Column::new("at", TypeKind::DateTime { timezone: false }),
        Column::new(
            "tags",
            TypeKind::Array { item: Box::new(any_string()), dimensions: None, generic: false, zero_indexes: false },
        ),
        Column::new("doc", TypeKind::PgJsonb { none_as_null: false }),
        Column::new("raw", untyped()),
    ]
}

/// `sa.table('owner', …)` of the recorded scripts.
pub fn owner() -> Arc<From> {
    Arc::new(From::Table(TableName::new("owner"), Vec::new()))
}

/// A column of a table.
pub fn of(table: &Arc<From>, name: &str, ty: Type) -> Expr {
    Expr::Column(ColumnRef { table: Some(table.clone()), name: Name::from(name), ty, is_literal: false })
}

/// A column by itself.
pub fn bare(name: &str, ty: Type) -> Expr {
    Expr::Column(ColumnRef { table: None, name: Name::from(name), ty, is_literal: false })
}

pub fn id() -> Expr {
    of(&pet(), "id", integer())
}

pub fn name() -> Expr {
    of(&pet(), "name", string(20))
}

pub fn binary(op: BinaryOp, left: Expr, right: Expr, ty: Type) -> Expr {
    Expr::Binary { op, left: Box::new(left), right: Box::new(right), ty }
}

/// `left == right`
pub fn eq(left: Expr, right: Expr) -> Expr {
    binary(BinaryOp::Eq, left, right, boolean())
}

pub fn call(name: &str, args: Vec<Expr>, ty: Type) -> Expr {
    Expr::Function(FunctionCall { name: vec![Name::from(name)], args, ty, written: None })
}

/// `op.execute(select(…))`
pub fn selected(select: Select) -> [Operation; 1] {
    execute(Query::Select(Box::new(select)))
}
