//! Indexes as the database has them, for a table that is made anew: those of each dialect as SQLAlchemy reflects them.

use limbeck_ops::{
    ConstraintName, DialectName, ElementOrder, Expr, Index, IndexElement, Name, OptionValue, Options, ReflectedIndex,
    TableName, UnaryOp,
};

use super::reflected::text;

/// An index, unless it belongs to a constraint; `Err` has the statement that makes one on expressions on SQLite.
pub(super) fn existing(
    dialect: DialectName,
    table: &TableName,
    index: &ReflectedIndex,
) -> Option<Result<Index, (String, String)>> {
    if index.duplicates_constraint.is_some() {
        return None;
    }
    if dialect == DialectName::Sqlite && index.columns.iter().any(Option::is_none) {
        return index.definition.as_ref().map(|definition| Err((index.name.clone(), definition.clone())));
    }
    let elements = index.columns.iter().zip(&index.expressions).enumerate();
    let elements = elements.map(|(at, (column, written))| match column {
        Some(name) => sorted(name, index.orders.get(at).copied().unwrap_or_default()),
        None => IndexElement::Expr(text(written)),
    });
    Some(Ok(Index {
        name: ConstraintName::Final(Name::new(index.name.as_str())),
        table: table.clone(),
        elements: elements.collect(),
        unique: index.unique,
        options: match dialect {
            DialectName::Sqlite => of_sqlite(index),
            DialectName::Postgresql => of_postgres(index),
            DialectName::Mysql | DialectName::Mariadb => of_mysql(dialect, index),
        },
    }))
}

/// A column in its order; the nulls of a descending one come first by themselves.
fn sorted(name: &str, order: ElementOrder) -> IndexElement {
    let mut words = Vec::new();
    if order.descending {
        words.push(UnaryOp::Desc);
    }
    if order.nulls_first != order.descending {
        words.push(if order.nulls_first { UnaryOp::NullsFirst } else { UnaryOp::NullsLast });
    }
    if words.is_empty() {
        return IndexElement::Column(Name::new(name));
    }
    let column = Expr::Column(limbeck_ops::ColumnRef {
        table: None,
        name: Name::new(name),
        ty: limbeck_ops::Type::new(limbeck_ops::TypeKind::Null),
        is_literal: false,
    });
    IndexElement::Expr(words.into_iter().fold(column, |expr, op| Expr::Unary { op, expr: Box::new(expr) }))
}

fn of_sqlite(index: &ReflectedIndex) -> Options {
    let mut options = Options::none();
    if let Some(predicate) = &index.predicate {
        options.set("sqlite_where", OptionValue::Expr(Box::new(text(predicate))));
    }
    options
}

fn of_mysql(dialect: DialectName, index: &ReflectedIndex) -> Options {
    let mut options = Options::none();
    let flavour = index.definition.as_deref().and_then(|text| text.split_once(" KEY ")).map(|(flavour, _)| flavour);
    if let Some(flavour) = flavour.filter(|flavour| !index.unique && !flavour.is_empty() && !flavour.contains('`')) {
        options.set(&format!("{dialect}_prefix"), OptionValue::Str(flavour.to_owned()));
    }
    let parser = index.definition.as_deref().and_then(|text| text.rsplit_once("WITH PARSER `")?.1.split_once('`'));
    if let Some((parser, _)) = parser {
        options.set(&format!("{dialect}_with_parser"), OptionValue::Str(parser.to_owned()));
    }
    // `` `name`(10) ``
    let length = |written: &String| written.rsplit_once("`(")?.1.split_once(')')?.0.parse().ok();
    let lengths: Vec<(String, OptionValue)> = index
        .columns
        .iter()
        .zip(&index.expressions)
        .filter_map(|(column, written)| Some((column.clone()?, OptionValue::Int(length(written)?))))
        .collect();
    if !lengths.is_empty() {
        options.set(&format!("{dialect}_length"), OptionValue::Map(lengths));
    }
    options
}

fn of_postgres(index: &ReflectedIndex) -> Options {
    let mut options = Options::none();
    let string = |text: &String| OptionValue::Str(text.clone());
    if let Some(method) = index.method.as_ref().filter(|method| *method != "btree") {
        options.set("postgresql_using", string(method));
    }
    if let Some(predicate) = &index.predicate {
        options.set("postgresql_where", OptionValue::Expr(Box::new(text(predicate))));
    }
    if !index.include.is_empty() {
        options.set("postgresql_include", OptionValue::List(index.include.iter().map(string).collect()));
    }
    let classes: Vec<(String, OptionValue)> = index
        .columns
        .iter()
        .zip(&index.operator_classes)
        .filter_map(|(column, class)| Some((column.clone()?, string(class.as_ref()?))))
        .collect();
    if !classes.is_empty() {
        options.set("postgresql_ops", OptionValue::Map(classes));
    }
    if !index.with.is_empty() {
        let pairs = index.with.iter().filter_map(|option| option.split_once('='));
        let pairs = pairs.map(|(key, value)| (key.to_owned(), OptionValue::Str(value.to_owned())));
        options.set("postgresql_with", OptionValue::Map(pairs.collect()));
    }
    if index.nulls_not_distinct {
        options.set("postgresql_nulls_not_distinct", OptionValue::Bool(true));
    }
    options
}
