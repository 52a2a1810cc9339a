//! `Table(…, autoload_with=bind)`: a table as the database has it, in SQLAlchemy's `Inspector.reflect_table`.

use std::rc::Rc;
use std::sync::Arc;

use limbeck_ops::{
    Autoincrement, CheckConstraint, Constraint, ConstraintName, Deferral, DialectName, Expr, ForeignKey, From, Index,
    IndexElement, Name, NamingConvention, OptionValue, Options, PrimaryKey, ReflectedCheck, ReflectedIndex,
    ReflectedKey, ReflectedTable, TableName, TextClause, UnaryOp, UniqueConstraint,
};
use limbeck_python::{Result, Span, Value, Vm};

use super::{Told, dicts, table};
use crate::errors;
use crate::sa::classes::classes;
use crate::sa::column::ColumnObject;
use crate::sa::constraints::ConstraintObject;
use crate::sa::metadata::{MetaDataObject, register};
use crate::sa::table::build_table;
use crate::sa::types::reflected_type_value;

/// What of a table is read: keyword arguments of `Table` and `MetaData.reflect`.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// `include_columns`: these only.
    pub include: Option<Vec<String>>,
    /// Columns that the script gives itself.
    pub exclude: Vec<String>,
    /// `resolve_fks`: the tables that foreign keys refer to are read into the same MetaData.
    pub resolve_keys: bool,
}

impl Wanted {
    /// All of it.
    pub const ALL: Self = Self { include: None, exclude: Vec::new(), resolve_keys: true };

    fn includes(&self, column: &str) -> bool {
        self.include.as_ref().is_none_or(|names| names.iter().any(|name| name == column))
    }

    fn takes(&self, column: &str) -> bool {
        self.includes(column) && !self.exclude.iter().any(|name| name == column)
    }

    /// Leaves out the columns that are not wanted, and what is about them, as `Inspector.reflect_table` does.
    fn leave_out(&self, read: &mut ReflectedTable) {
        read.columns.retain(|one| self.takes(&one.column.name.text));
        if let Some(key) = &mut read.primary_key {
            key.columns.retain(|column| self.takes(column));
        }
        read.foreign_keys.retain(|key| key.columns.iter().all(|column| self.takes(column)));
        read.unique_constraints.retain(|key| key.columns.iter().all(|column| self.includes(column)));
        let is_plain = self.include.is_none();
        read.indexes.retain(|index| {
            is_plain || index.columns.iter().all(|column| column.as_ref().is_some_and(|name| self.includes(name)))
        });
    }
}

/// A `Table` object of a table as the database has it (`autoload_with`), registered in its MetaData; after it, the
/// tables that its foreign keys refer to.
///
/// # Errors
/// `NoSuchTableError`, or what the database raises: the table is not registered then.
pub fn reflect_table(
    vm: &mut Vm,
    bind: &Value,
    name: &TableName,
    metadata: &Value,
    wanted: &Wanted,
    span: Span,
) -> Result<Value> {
    let Some(mut reflected) = table(vm, bind, name, span)? else {
        return Err(errors::sqlalchemy_error(vm, "NoSuchTableError", &name.name.text));
    };
    wanted.leave_out(&mut reflected);
    let dialect = crate::sa::engine::dialect_of(vm, bind).name;
    let told = Told { table: reflected, dialect };
    let value = table_value(vm, &told, name, metadata)?;
    register(metadata, name, value.clone());
    let Some(metadata_object) = metadata.downcast::<MetaDataObject>().filter(|_| wanted.resolve_keys) else {
        return Ok(value);
    };
    for key in &told.table.foreign_keys {
        if metadata_object.table(&key.referred_table).is_none()
            && let Err(error) = reflect_table(vm, bind, &key.referred_table, metadata, &Wanted::ALL, span)
        {
            metadata_object.remove(name);
            return Err(error);
        }
    }
    Ok(value)
}

fn table_value(vm: &mut Vm, told: &Told, name: &TableName, metadata: &Value) -> Result<Value> {
    let dialect = told.dialect;
    let key_columns = told.table.primary_key.as_ref().map(|key| key.columns.clone()).unwrap_or_default();
    let mut items = Vec::new();
    for one in &told.table.columns {
        let mut column = one.column.clone();
        column.primary_key = key_columns.contains(&column.name.text);
        // The inspector of PostgreSQL says of every column whether it is numbered.
        if dialect == DialectName::Postgresql {
            let is_numbered = column.autoincrement == Autoincrement::Yes || column.identity.is_some();
            column.autoincrement = if is_numbered { Autoincrement::Yes } else { Autoincrement::No };
        }
        if dicts::is_untold_default(&column, dialect) {
            column.server_default = None;
        }
        let type_value = reflected_type_value(vm, &column.ty, dialect);
        items.push(Value::object(ColumnObject::from_data(vm, column, type_value)));
    }
    for constraint in constraints(told) {
        let class = Rc::clone(classes(vm).constraints.class_of(&constraint));
        items.push(Value::object(ConstraintObject::new(&class, constraint)));
    }
    let text = |value: Option<&String>| value.map_or(Value::None, Value::str);
    let mut keywords = vec![
        (Rc::from("schema"), text(name.schema.as_ref().map(|schema| &schema.text))),
        (Rc::from("comment"), text(told.table.comment.as_ref())),
    ];
    for (option, value) in &told.table.options {
        let value = match dialect {
            DialectName::Sqlite => Value::Bool(value == "True"),
            DialectName::Postgresql | DialectName::Mysql | DialectName::Mariadb => Value::str(value),
        };
        keywords.push((Rc::from(format!("{dialect}_{option}")), value));
    }
    let built =
        build_table(vm, name.name.clone(), &items, &keywords, Some(metadata.clone()), &NamingConvention::default())?;
    built.as_from_clause();
    for index in indexes(told, name) {
        built.indexes.borrow_mut().push(index);
    }
    Ok(Value::object(built))
}

fn names(list: &[String]) -> Vec<Name> {
    list.iter().map(|name| Name::new(name.as_str())).collect()
}

fn constraint_name(name: Option<&String>) -> ConstraintName {
    name.map_or(ConstraintName::Unnamed, |name| ConstraintName::Final(Name::new(name.as_str())))
}

fn text_expr(text: &str) -> Expr {
    Expr::Text(TextClause { text: text.to_owned(), binds: Vec::new(), columns: Vec::new() })
}

fn key_options(key: &ReflectedKey, dialect: DialectName, is_unique: bool) -> Options {
    let mut options = Options::none();
    if dialect == DialectName::Postgresql {
        options.set("postgresql_include", texts(&key.include));
        if is_unique {
            options.set("postgresql_nulls_not_distinct", OptionValue::Bool(key.nulls_not_distinct));
        }
    }
    options
}

fn texts(list: &[String]) -> OptionValue {
    OptionValue::List(list.iter().map(|text| OptionValue::Str(text.clone())).collect())
}

/// The keys and checks of a table. On MySQL a unique constraint is the index of its name.
fn constraints(told: &Told) -> Vec<Constraint> {
    let (read, dialect) = (&told.table, told.dialect);
    let mut found = Vec::new();
    if let Some(key) = &read.primary_key {
        found.push(Constraint::PrimaryKey(PrimaryKey {
            name: constraint_name(key.name.as_ref()),
            columns: names(&key.columns),
            deferral: Deferral::default(),
            options: key_options(key, dialect, false),
            implicit: true,
        }));
    }
    for key in &read.foreign_keys {
        found.push(Constraint::ForeignKey(ForeignKey {
            name: constraint_name(key.name.as_ref()),
            columns: names(&key.columns),
            referred_table: key.referred_table.clone(),
            referred_columns: names(&key.referred_columns),
            on_update: key.on_update.clone(),
            on_delete: key.on_delete.clone(),
            match_kind: key.match_kind.clone(),
            deferral: Deferral { deferrable: key.deferrable, initially: key.initially.clone() },
            use_alter: false,
            lost: None,
            by_name: false,
            options: Options::none(),
        }));
    }
    if !dialect.is_mysql() {
        found.extend(read.unique_constraints.iter().map(|key| {
            Constraint::Unique(UniqueConstraint {
                name: constraint_name(key.name.as_ref()),
                columns: names(&key.columns),
                deferral: Deferral::default(),
                options: key_options(key, dialect, true),
            })
        }));
    }
    found.extend(dicts::sorted_checks(told).into_iter().map(check));
    found
}

fn check(check: &ReflectedCheck) -> Constraint {
    let mut options = Options::none();
    if check.not_valid {
        options.set("postgresql_not_valid", OptionValue::Bool(true));
    }
    Constraint::Check(CheckConstraint {
        name: constraint_name(check.name.as_ref()),
        condition: text_expr(&check.condition),
        deferral: Deferral::default(),
        options,
        from_type: None,
    })
}

/// The indexes, but for those that a constraint stands for and those whose expressions SQLAlchemy does not read.
fn indexes(told: &Told, table: &TableName) -> Vec<Index> {
    let wanted = |index: &&ReflectedIndex| {
        index.duplicates_constraint.is_none()
            && (told.dialect == DialectName::Postgresql || index.columns.iter().all(Option::is_some))
    };
    told.table.indexes.iter().filter(wanted).map(|read| index(read, told, table)).collect()
}

fn index(read: &ReflectedIndex, told: &Told, table: &TableName) -> Index {
    let element = |(at, (column, text)): (usize, (&Option<String>, &String))| {
        let Some(column) = column else { return IndexElement::Expr(text_expr(text)) };
        let words = read.orders.get(at).map(|order| dicts::order_words(*order)).unwrap_or_default();
        let plain = told.table.columns.iter().find(|one| one.column.name.text == *column);
        let (Some(plain), false) = (plain, words.is_empty()) else {
            return IndexElement::Column(Name::new(column.as_str()));
        };
        let mut expr = Expr::Column(limbeck_ops::ColumnRef {
            table: Some(Arc::new(From::Table(table.clone(), Vec::new()))),
            name: plain.column.name.clone(),
            ty: plain.column.ty.clone(),
            is_literal: false,
        });
        for word in words {
            let op = match word {
                "desc" => UnaryOp::Desc,
                "nulls_first" => UnaryOp::NullsFirst,
                _ => UnaryOp::NullsLast,
            };
            expr = Expr::Unary { op, expr: Box::new(expr) };
        }
        IndexElement::Expr(expr)
    };
    Index {
        name: ConstraintName::Final(Name::new(read.name.as_str())),
        table: table.clone(),
        elements: read.columns.iter().zip(&read.expressions).enumerate().map(element).collect(),
        unique: read.unique,
        options: index_options(read, told.dialect),
    }
}

fn index_options(read: &ReflectedIndex, dialect: DialectName) -> Options {
    let mut options = Options::none();
    match dialect {
        DialectName::Postgresql => {
            let classes: Vec<(String, OptionValue)> = read
                .columns
                .iter()
                .zip(&read.operator_classes)
                .zip(&read.expressions)
                .filter_map(|((column, class), text)| {
                    let element = column.clone().unwrap_or_else(|| text.clone());
                    Some((element, OptionValue::Str(class.clone()?)))
                })
                .collect();
            if !classes.is_empty() {
                options.set("postgresql_ops", OptionValue::Map(classes));
            }
            if !read.with.is_empty() {
                let pairs = read.with.iter().filter_map(|option| option.split_once('='));
                let pairs = pairs.map(|(name, value)| (name.to_owned(), OptionValue::Str(value.to_owned())));
                options.set("postgresql_with", OptionValue::Map(pairs.collect()));
            }
            if let Some(method) = read.method.as_ref().filter(|method| *method != "btree") {
                options.set("postgresql_using", OptionValue::Str(method.clone()));
            }
            if let Some(predicate) = &read.predicate {
                options.set("postgresql_where", OptionValue::Str(predicate.clone()));
            }
            options.set("postgresql_include", texts(&read.include));
            if read.nulls_not_distinct {
                options.set("postgresql_nulls_not_distinct", OptionValue::Bool(true));
            }
        }
        DialectName::Sqlite => {
            if let Some(predicate) = &read.predicate {
                options.set("sqlite_where", OptionValue::Expr(Box::new(text_expr(predicate))));
            }
        }
        DialectName::Mysql | DialectName::Mariadb => {
            if let Some(flavour) = dicts::mysql_flavour(read).filter(|_| !read.unique) {
                options.set(&format!("{dialect}_prefix"), OptionValue::Str(flavour.to_owned()));
            }
            if let Some(parser) = dicts::mysql_parser(read) {
                options.set(&format!("{dialect}_with_parser"), OptionValue::Str(parser.to_owned()));
            }
            let lengths: Vec<(String, OptionValue)> =
                dicts::mysql_lengths(read).into_iter().map(|(name, length)| (name, OptionValue::Int(length))).collect();
            if !lengths.is_empty() {
                options.set(&format!("{dialect}_length"), OptionValue::Map(lengths));
            }
        }
    }
    options
}
