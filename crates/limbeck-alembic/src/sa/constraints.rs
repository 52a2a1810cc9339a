//! `PrimaryKeyConstraint`, `ForeignKeyConstraint`, `UniqueConstraint`, `CheckConstraint`, `ExcludeConstraint`, `Index`.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use limbeck_ops::{
    CheckConstraint, ColumnRef, Constraint, ConstraintName, Deferral, ExcludeConstraint, Expr, ForeignKey, From, Index,
    IndexElement, Name, OptionValue, PrimaryKey, TableName, UniqueConstraint,
};
use limbeck_python::{Args, Bound, Class, ClassBuilder, Error, Object, Result, Signature, Value, Vm};

use crate::errors;
use crate::sa::attached;
use crate::sa::column::{ColumnObject, referred};
use crate::sa::dialect_arguments::dialect_options;
use crate::sa::expr::{self, ExprObject, to_expr};
use crate::sa::known_tables::{attach_constraint, attach_index, from_behind};
use crate::sa::names::{constraint_name, required_name, text_of};
use crate::sa::table::ColumnCollection;
use crate::sa::types::{TypeObject, coerce_type};

/// Constraints are rendered in the order of their creation, so each takes a number.
static CREATED: AtomicU64 = AtomicU64::new(1);

/// The next number.
pub fn creation_order() -> u64 {
    CREATED.fetch_add(1, Ordering::Relaxed)
}

/// A constraint that a script made by itself.
#[derive(Debug)]
pub struct ConstraintObject {
    class: Rc<Class>,
    /// The constraint.
    pub constraint: RefCell<Constraint>,
    /// Its place among all that were created.
    pub order: u64,
    /// The table that it belongs to, once it does.
    pub table: RefCell<Option<TableName>>,
    /// The table of the columns that it was made over.
    pub made_over: Option<TableName>,
    /// Its comment.
    pub comment: Option<String>,
    /// The table that it was asked of, as an object.
    pub owner: Option<Value>,
    /// Columns of a class body, which get their names later, by their positions.
    late: Vec<(usize, Rc<ColumnObject>)>,
    /// The columns that an exclude constraint names by strings: its table has to have them.
    pub named_columns: Vec<Name>,
    /// The tables that a foreign key refers to: one, or it is refused when it comes to its table.
    pub referred_tables: Vec<TableName>,
}

/// The columns among values that have no name yet.
fn unnamed(values: &[Value]) -> Vec<(usize, Rc<ColumnObject>)> {
    let columns = values.iter().enumerate().filter_map(|(at, value)| Some((at, value.downcast::<ColumnObject>()?)));
    columns.filter(|(_, column)| column.data.borrow().name.text.is_empty()).collect()
}

impl ConstraintObject {
    /// A constraint, created now.
    pub fn new(class: &Rc<Class>, constraint: Constraint) -> Self {
        ConstraintObject {
            class: Rc::clone(class),
            constraint: RefCell::new(constraint),
            order: creation_order(),
            table: RefCell::default(),
            made_over: None,
            comment: None,
            owner: None,
            late: Vec::new(),
            named_columns: Vec::new(),
            referred_tables: Vec::new(),
        }
    }

    /// The constraint, with the names that its columns have by now.
    pub fn named(&self) -> Constraint {
        let mut constraint = self.constraint.borrow().clone();
        let columns = match &mut constraint {
            Constraint::PrimaryKey(key) => &mut key.columns,
            Constraint::Unique(key) => &mut key.columns,
            Constraint::ForeignKey(_) | Constraint::Check(_) | Constraint::Exclude(_) => return constraint,
        };
        for (at, column) in &self.late {
            if let Some(name) = columns.get_mut(*at) {
                *name = column.data.borrow().name.clone();
            }
        }
        constraint
    }

    /// The same as it is written for a table that is known by name alone.
    pub fn written(&self, table: &TableName) -> Constraint {
        let mut constraint = self.named();
        if let Constraint::Exclude(exclude) = &mut constraint {
            exclude.elements.iter_mut().for_each(|(element, _, _)| column_of_table(element, table, |_| ()));
        }
        constraint
    }

    /// The same, of a table.
    pub fn of_table(self, owner: Option<Value>) -> Self {
        ConstraintObject { owner, ..self }
    }
}

impl Object for ConstraintObject {
    fn class(&self, _vm: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }

    fn get_attr(&self, _this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        if self.owner.is_some()
            && let Some(value) = attached::constraint_attr(vm, self, name)
        {
            return Ok(Some(value));
        }
        let of_key = |text: &Option<String>| text.as_deref().map_or(Value::None, Value::str);
        if let Constraint::ForeignKey(key) = &*self.constraint.borrow() {
            match name {
                "referred_table" => return Ok(Some(super::table::named_table(vm, &key.referred_table))),
                "referred_columns" => {
                    return Ok(Some(Value::list(
                        key.referred_columns.iter().map(|name| Value::str(&name.text)).collect(),
                    )));
                }
                "ondelete" => return Ok(Some(of_key(&key.on_delete))),
                "onupdate" => return Ok(Some(of_key(&key.on_update))),
                "match" => return Ok(Some(of_key(&key.match_kind))),
                "use_alter" => return Ok(Some(Value::Bool(key.use_alter))),
                _ => {}
            }
        }
        Ok(match name {
            "table" => match &*self.table.borrow() {
                Some(table) => Some(super::table::named_table(vm, table)),
                None => {
                    return Err(errors::invalid_request(
                        vm,
                        "This constraint is not bound to a table.  Did you mean to call table.append_constraint(constraint) ?",
                    ));
                }
            },
            "sqltext" => match &*self.constraint.borrow() {
                Constraint::Check(check) => Some(expr::element(vm, check.condition.clone())),
                Constraint::PrimaryKey(_)
                | Constraint::ForeignKey(_)
                | Constraint::Unique(_)
                | Constraint::Exclude(_) => None,
            },
            "name" => Some(self.constraint.borrow().name().name().map_or(Value::None, |name| Value::str(&name.text))),
            "columns" | "column_keys" => {
                let names = match &*self.constraint.borrow() {
                    Constraint::PrimaryKey(key) => key.columns.clone(),
                    Constraint::ForeignKey(key) => key.columns.clone(),
                    Constraint::Unique(key) => key.columns.clone(),
                    Constraint::Check(_) | Constraint::Exclude(_) => Vec::new(),
                };
                Some(Value::list(names.iter().map(|name| Value::str(&name.text)).collect()))
            }
            "comment" => Some(self.comment.as_deref().map_or(Value::None, Value::str)),
            name => attached::told(vm, &self.constraint.borrow(), name)?,
        })
    }

    fn iter(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<Value>> {
        let columns = attached::constraint_columns(self);
        Ok(columns.map(|columns| Value::list(columns.into_iter().map(|(_, column)| column).collect())))
    }

    fn len(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<usize>> {
        Ok(Some(attached::column_names(&self.constraint.borrow()).len()))
    }

    fn truth(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<bool>> {
        Ok(Some(true))
    }

    fn contains(&self, _this: &Value, _vm: &mut Vm, item: &Value) -> Result<Option<bool>> {
        let Some(columns) = attached::constraint_columns(self) else { return Ok(None) };
        Ok(Some(columns.iter().any(|(key, column)| column.is_same(item) || item.as_str() == Some(key))))
    }

    fn set_attr(&self, _this: &Value, _vm: &mut Vm, name: &str, value: Value) -> Result<bool> {
        if name == "name" {
            *self.constraint.borrow_mut().name_mut() = constraint_name(&value)?;
            return Ok(true);
        }
        Ok(false)
    }
}

/// `Index(…)`.
#[derive(Debug)]
pub struct IndexObject {
    class: Rc<Class>,
    /// The index; its table is empty until it is attached.
    pub index: RefCell<Index>,
    /// Its place among all that were created.
    pub order: u64,
    /// The table that it was asked of.
    pub owner: Option<Value>,
    /// Columns of a class body, which get their names later, by their positions.
    late: Vec<(usize, Rc<ColumnObject>)>,
}

impl IndexObject {
    /// The index, with the names that its columns have by now.
    pub fn named(&self) -> Index {
        let mut index = self.index.borrow().clone();
        for (at, column) in &self.late {
            if let Some(element) = index.elements.get_mut(*at) {
                *element = IndexElement::Column(column.data.borrow().name.clone());
            }
        }
        index
    }

    /// An index that is known already.
    pub fn new(vm: &Vm, index: Index) -> Self {
        let class = Rc::clone(&super::classes::classes(vm).constraints.index);
        IndexObject { class, index: RefCell::new(index), order: creation_order(), owner: None, late: Vec::new() }
    }

    /// The same, of a table.
    pub fn of_table(self, owner: Value) -> Self {
        IndexObject { owner: Some(owner), ..self }
    }
}

impl Object for IndexObject {
    fn class(&self, _vm: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }

    fn get_attr(&self, _this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        let index = self.index.borrow();
        let element = |vm: &Vm, element: &IndexElement| match element {
            IndexElement::Column(name) => expr::element(vm, expr::bare_column(name.clone(), expr::null_type(), false)),
            IndexElement::Expr(expr) => expr::element(vm, expr.clone()),
        };
        Ok(match name {
            "columns" if self.owner.is_some() => {
                Some(Value::object(ColumnCollection::new(attached::index_parts(vm, self).0)))
            }
            "expressions" if self.owner.is_some() => Some(Value::list(attached::index_parts(vm, self).1)),
            "table" if self.owner.is_some() => self.owner.clone(),
            "table" => Some(match index.table.name.text.is_empty() {
                true => Value::None,
                false => super::table::named_table(vm, &index.table),
            }),
            "expressions" => Some(Value::list(index.elements.iter().map(|one| element(vm, one)).collect())),
            "columns" => Some(Value::list(
                index
                    .elements
                    .iter()
                    .filter(|one| matches!(one, IndexElement::Column(_)))
                    .map(|one| element(vm, one))
                    .collect(),
            )),
            "kwargs" | "dialect_kwargs" => Some(super::dialect_arguments::options_value(vm, &index.options)?),
            "name" => Some(index.name.name().map_or(Value::None, |name| Value::str(&name.text))),
            "unique" => Some(Value::Bool(index.unique)),
            _ => None,
        })
    }
}

/// A string, or `None`.
///
/// # Errors
/// When it is neither.
pub fn string_option(value: &Value) -> Result<Option<String>> {
    if value.is_none() { Ok(None) } else { text_of(value).map(Some) }
}

/// `deferrable`, `initially`.
///
/// # Errors
/// When `initially` is no string.
pub fn deferral(bound: &Bound) -> Result<Deferral> {
    Ok(Deferral {
        deferrable: bound.value("deferrable").as_bool(),
        initially: string_option(&bound.value("initially"))?,
    })
}

/// The value of a dialect option.
///
/// # Errors
/// When it can't be one.
pub fn option_value(vm: &mut Vm, value: &Value) -> Result<OptionValue> {
    Ok(match value {
        Value::None => OptionValue::None,
        Value::Bool(flag) => OptionValue::Bool(*flag),
        Value::Int(_) => match value.as_int() {
            Some(number) => OptionValue::Int(number),
            None => return Err(Error::value_error("number out of range")),
        },
        Value::Float(number) => OptionValue::Str(number.to_string()),
        Value::Dict(dict) => {
            let mut items = Vec::new();
            for (key, value) in dict.items() {
                let key = match key.downcast::<ColumnObject>() {
                    Some(column) => column.data.borrow().name.text.clone(),
                    None => text_of(&key)?,
                };
                items.push((key, option_value(vm, &value)?));
            }
            OptionValue::Map(items)
        }
        value if value.as_sequence().is_some() => {
            let mut items = Vec::new();
            for item in value.as_sequence().unwrap_or_default() {
                items.push(option_value(vm, &item)?);
            }
            OptionValue::List(items)
        }
        value if value.as_str().is_some() => OptionValue::Str(text_of(value)?),
        value if value.downcast_ref::<TypeObject>().is_some() => OptionValue::Type(Box::new(coerce_type(vm, value)?)),
        value => OptionValue::Expr(Box::new(to_expr(vm, value)?)),
    })
}

/// The name of a column given as a string or as a column.
///
/// # Errors
/// When it is neither.
pub fn column_name(vm: &mut Vm, value: &Value) -> Result<Name> {
    if let Some(column) = value.downcast::<ColumnObject>() {
        return Ok(column.data.borrow().name.clone());
    }
    if let Some(Expr::Column(column)) = value.downcast_ref::<ExprObject>().map(|object| &object.expr) {
        return Ok(column.name.clone());
    }
    if value.is_unresolved() {
        return Err(errors::needed(vm, value, "is a column's name"));
    }
    if !is_text(value) {
        return Err(unexpected(vm, "String column name or column expression for DDL constraint", value));
    }
    required_name(value)
}

fn is_text(value: &Value) -> bool {
    value.as_str().is_some()
}

/// SQLAlchemy's refusal of a value in a place where it expects something else.
pub fn unexpected(vm: &mut Vm, expected: &str, value: &Value) -> Error {
    match vm.repr(value) {
        Ok(shown) => errors::argument_error(vm, &format!("{expected} expected, got {shown}.")),
        Err(error) => error,
    }
}

/// Names of columns.
///
/// # Errors
/// When one is no column.
pub fn column_names(vm: &mut Vm, values: &[Value]) -> Result<Vec<Name>> {
    values.iter().map(|value| column_name(vm, value)).collect()
}

/// The condition of a constraint or an index: a string is SQL text.
///
/// # Errors
/// When it can't stand in SQL.
pub fn condition(vm: &mut Vm, value: &Value) -> Result<Expr> {
    match value.as_str() {
        Some(text) => Ok(expr::text_expr(text)),
        None => checked(vm, value, "SQL expression element for DDL constraint"),
    }
}

/// A condition of WHERE or HAVING, which is no string.
///
/// # Errors
/// In SQLAlchemy's words.
pub fn filter_condition(vm: &mut Vm, value: &Value) -> Result<Expr> {
    match value.as_str() {
        Some(text) => Err(no_plain_text(vm, text)),
        None => match value {
            Value::Bool(true) => Ok(Expr::True),
            Value::Bool(false) => Ok(Expr::False),
            value => checked(vm, value, "SQL expression for WHERE/HAVING role"),
        },
    }
}

/// SQLAlchemy's refusal of a string where SQL is wanted, of which it shows the beginning.
pub fn no_plain_text(vm: &mut Vm, text: &str) -> Error {
    match vm.repr(&Value::str(shortened(text))) {
        Ok(shown) => errors::argument_error(
            vm,
            &format!("Textual SQL expression {shown} should be explicitly declared as text({shown})"),
        ),
        Err(error) => error,
    }
}

/// The beginning of a text, as messages show it.
pub fn shortened(text: &str) -> String {
    match text.char_indices().nth(25) {
        Some((at, _)) => format!("{}...", &text[..at]),
        None => text.to_owned(),
    }
}

/// An expression, or a constant that SQL has too.
fn checked(vm: &mut Vm, value: &Value, expected: &str) -> Result<Expr> {
    if !matches!(value, Value::None | Value::Bool(_)) && expr::as_expr(vm, value)?.is_none() {
        return Err(unexpected(vm, expected, value));
    }
    to_expr(vm, value)
}

/// The elements of an index: strings are columns.
///
/// # Errors
/// When one can't stand in SQL.
pub fn index_elements(vm: &mut Vm, values: &[Value]) -> Result<Vec<IndexElement>> {
    let mut out = Vec::new();
    for value in values {
        let is_name = value.as_str().is_some() || value.downcast_ref::<ColumnObject>().is_some();
        out.push(if is_name {
            IndexElement::Column(column_name(vm, value)?)
        } else if expr::as_expr(vm, value)?.is_none() {
            return Err(unexpected(vm, "String column name or column expression for DDL constraint", value));
        } else {
            match to_expr(vm, value)? {
                Expr::Column(column) if !column.is_literal => IndexElement::Column(column.name),
                expr => IndexElement::Expr(expr),
            }
        });
    }
    Ok(out)
}

/// The tables of all columns that a foreign key refers to.
fn all_referred(vm: &mut Vm, args: &Args) -> Result<Vec<TableName>> {
    let keyword = args.keyword.iter().find(|(key, _)| &**key == "refcolumns").map(|(_, value)| value);
    let Some(columns) = args.positional.get(1).or(keyword) else { return Ok(Vec::new()) };
    let mut tables = Vec::new();
    for column in columns.as_sequence().unwrap_or_default() {
        tables.push(referred(vm, &column)?.0);
    }
    Ok(tables)
}

/// Refuses a foreign key that refers to several tables.
///
/// # Errors
/// In SQLAlchemy's words.
pub fn one_table(vm: &mut Vm, table: &TableName, columns: &[Name], referred: &[TableName]) -> Result<()> {
    let mut keys: Vec<String> = referred.iter().map(ToString::to_string).collect();
    keys.sort();
    keys.dedup();
    let [first, second, ..] = keys.as_slice() else { return Ok(()) };
    let columns: Vec<&str> = columns.iter().map(|name| name.text.as_str()).collect();
    let message = format!(
        "ForeignKeyConstraint on {table}({}) refers to multiple remote tables: {first} and {second}",
        columns.join(", ")
    );
    Err(errors::argument_error(vm, &message))
}

fn constraint_class(
    name: &'static str,
    base: &Rc<Class>,
    make: impl Fn(&mut Vm, Args) -> Result<Constraint> + 'static,
) -> Rc<Class> {
    ClassBuilder::new(name)
        .module("sqlalchemy.sql.schema")
        .base(base)
        .constructor(move |vm, class, args| {
            let late = unnamed(&args.positional);
            let mut named_columns = Vec::new();
            if name == "ExcludeConstraint" {
                for element in args.positional.iter().filter_map(Value::as_sequence) {
                    named_columns.extend(element.first().filter(|what| is_name(what)).map(required_name).transpose()?);
                }
            }
            let mut referred_tables = Vec::new();
            if name == "ForeignKeyConstraint" {
                referred_tables = all_referred(vm, &args)?;
            }
            let made_over = args.positional.first().and_then(table_behind);
            let comment = args.keyword.iter().find(|(key, _)| &**key == "comment");
            let comment = comment.and_then(|(_, value)| value.as_str()).map(str::to_owned);
            let over = args.positional.clone();
            let made = ConstraintObject::new(class, make(vm, args)?);
            let made = ConstraintObject { late, named_columns, referred_tables, made_over, comment, ..made };
            match name {
                "UniqueConstraint" | "PrimaryKeyConstraint" => attach_constraint(vm, &made, &over),
                // What they are over comes first.
                "CheckConstraint" | "ForeignKeyConstraint" => {
                    attach_constraint(vm, &made, over.get(..1).unwrap_or_default());
                }
                _ => {}
            }
            Ok(Rc::new(made))
        })
        .build()
}

/// The table whose columns a value is, lists or makes a condition of.
fn table_behind(value: &Value) -> Option<TableName> {
    match from_behind(value).as_deref() {
        Some(limbeck_ops::From::Table(table, _)) => Some(table.clone()),
        _ => None,
    }
}

/// The classes of constraints.
#[derive(Debug)]
pub struct ConstraintClasses {
    /// `Constraint`
    pub constraint: Rc<Class>,
    /// `PrimaryKeyConstraint`
    pub primary_key: Rc<Class>,
    /// `ForeignKeyConstraint`
    pub foreign_key: Rc<Class>,
    /// `UniqueConstraint`
    pub unique: Rc<Class>,
    /// `CheckConstraint`
    pub check: Rc<Class>,
    /// `postgresql.ExcludeConstraint`
    pub exclude: Rc<Class>,
    /// `Index`
    pub index: Rc<Class>,
}

impl ConstraintClasses {
    /// Builds the classes.
    pub fn new() -> Self {
        let constraint = ClassBuilder::new("Constraint")
            .module("sqlalchemy.sql.schema")
            .method("contains_column", |_vm, this, args| {
                let column = args.positional.first().cloned().unwrap_or(Value::None);
                let columns =
                    this.downcast::<ConstraintObject>().and_then(|object| attached::constraint_columns(&object));
                Ok(Value::Bool(columns.is_some_and(|columns| columns.iter().any(|(_, own)| own.is_same(&column)))))
            })
            .build();
        ConstraintClasses {
            primary_key: constraint_class("PrimaryKeyConstraint", &constraint, primary_key),
            foreign_key: constraint_class("ForeignKeyConstraint", &constraint, foreign_key),
            unique: constraint_class("UniqueConstraint", &constraint, unique),
            check: constraint_class("CheckConstraint", &constraint, check),
            exclude: constraint_class("ExcludeConstraint", &constraint, exclude),
            index: index_class(),
            constraint,
        }
    }

    /// The class of a constraint.
    pub fn class_of(&self, constraint: &Constraint) -> &Rc<Class> {
        match constraint {
            Constraint::PrimaryKey(_) => &self.primary_key,
            Constraint::ForeignKey(_) => &self.foreign_key,
            Constraint::Unique(_) => &self.unique,
            Constraint::Check(_) => &self.check,
            Constraint::Exclude(_) => &self.exclude,
        }
    }
}

fn primary_key(vm: &mut Vm, args: Args) -> Result<Constraint> {
    let bound = Signature::parse(
        "(*columns, name=None, deferrable=None, initially=None, info=None, comment=None, _implicit_generated=False, **kw)",
    )
    .bind("PrimaryKeyConstraint.__init__", args)?;
    Ok(Constraint::PrimaryKey(PrimaryKey {
        name: constraint_name(&bound.value("name"))?,
        columns: column_names(vm, bound.rest())?,
        deferral: deferral(&bound)?,
        options: dialect_options(vm, "PrimaryKeyConstraint", bound.kwargs())?,
        implicit: false,
    }))
}

fn unique(vm: &mut Vm, args: Args) -> Result<Constraint> {
    let bound = Signature::parse(
        "(*columns, name=None, deferrable=None, initially=None, info=None, comment=None, _column_flag=False, **kw)",
    )
    .bind("UniqueConstraint.__init__", args)?;
    Ok(Constraint::Unique(UniqueConstraint {
        name: constraint_name(&bound.value("name"))?,
        columns: column_names(vm, bound.rest())?,
        deferral: deferral(&bound)?,
        options: dialect_options(vm, "UniqueConstraint", bound.kwargs())?,
    }))
}

fn foreign_key(vm: &mut Vm, args: Args) -> Result<Constraint> {
    let bound = Signature::parse(
        "(columns, refcolumns, name=None, onupdate=None, ondelete=None, deferrable=None, initially=None, use_alter=False, link_to_name=False, match=None, table=None, info=None, comment=None, **kw)",
    )
    .bind("ForeignKeyConstraint.__init__", args)?;
    let own = vm.iterate(&bound.value("columns"))?;
    let there = vm.iterate(&bound.value("refcolumns"))?;
    let own_names = column_names(vm, &own)?;
    paired(vm, &own_names, there.len())?;
    let mut table = None;
    let mut referred_columns = Vec::new();
    for value in &there {
        let (name, column) = referred(vm, value)?;
        table.get_or_insert(name);
        referred_columns.push(column);
    }
    Ok(Constraint::ForeignKey(ForeignKey {
        name: constraint_name(&bound.value("name"))?,
        columns: own_names,
        referred_table: table.unwrap_or_else(|| TableName::new("")),
        referred_columns,
        on_update: string_option(&bound.value("onupdate"))?,
        on_delete: string_option(&bound.value("ondelete"))?,
        match_kind: string_option(&bound.value("match"))?,
        deferral: deferral(&bound)?,
        use_alter: vm.truth(&bound.value("use_alter"))?,
        lost: None,
        by_name: there.iter().any(is_text),
        options: dialect_options(vm, "ForeignKeyConstraint", bound.kwargs())?,
    }))
}

/// Refuses a foreign key whose columns don't pair with those that it refers to.
///
/// # Errors
/// In SQLAlchemy's words.
pub fn paired(vm: &mut Vm, own: &[Name], referred: usize) -> Result<()> {
    let mut distinct: Vec<&str> = own.iter().map(|name| name.text.as_str()).collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() == referred {
        return Ok(());
    }
    let message = if distinct.len() == own.len() {
        "ForeignKeyConstraint number of constrained columns must match the number of referenced columns."
    } else {
        "ForeignKeyConstraint with duplicate source column references are not supported."
    };
    Err(errors::argument_error(vm, message))
}

fn check(vm: &mut Vm, args: Args) -> Result<Constraint> {
    let bound = Signature::parse(
        "(sqltext, name=None, deferrable=None, initially=None, table=None, info=None, comment=None, _create_rule=None, _autoattach=True, _type_bound=False, **kw)",
    )
    .bind("CheckConstraint.__init__", args)?;
    Ok(Constraint::Check(CheckConstraint {
        name: constraint_name(&bound.value("name"))?,
        condition: condition(vm, &bound.value("sqltext"))?,
        deferral: deferral(&bound)?,
        options: dialect_options(vm, "CheckConstraint", bound.kwargs())?,
        from_type: None,
    }))
}

/// Whether a value names a column.
fn is_name(value: &Value) -> bool {
    value.as_str().is_some()
}

fn exclude(vm: &mut Vm, args: Args) -> Result<Constraint> {
    let bound = Signature::parse(
        "(*elements, name=None, deferrable=None, initially=None, using='gist', where=None, ops=None, **kw)",
    )
    .bind("ExcludeConstraint.__init__", args)?;
    let ops = bound.value("ops").as_dict().cloned();
    if bound.rest().is_empty() {
        return Err(Error::value_error("not enough values to unpack (expected 2, got 0)"));
    }
    let mut elements = Vec::new();
    for element in bound.rest() {
        let pair = element.as_sequence().unwrap_or_default();
        let [what, operator] = pair.as_slice() else {
            return Err(errors::argument_error(vm, "elements of an exclude constraint are (column, operator) pairs"));
        };
        let expr = if is_name(what) {
            Expr::Identifier(required_name(what)?)
        } else if crate::sa::query::as_select(what).is_some()
            || !what.is_unresolved() && expr::as_expr(vm, what)?.is_none()
        {
            return Err(unexpected(vm, "String column name or column expression for DDL constraint", what));
        } else {
            to_expr(vm, what)?
        };
        let class = match &expr {
            Expr::Column(limbeck_ops::ColumnRef { name, .. }) | Expr::Label { name, .. } | Expr::Identifier(name) => {
                ops.as_ref().and_then(|ops| ops.get_str(&name.text))
            }
            _ => None,
        };
        let class = class.and_then(|class| class.as_str().map(str::to_owned));
        elements.push((expr, text_of(operator)?, class));
    }
    let where_ = bound.value("where");
    Ok(Constraint::Exclude(ExcludeConstraint {
        name: constraint_name(&bound.value("name"))?,
        elements,
        using: string_option(&bound.value("using"))?,
        condition: match where_.as_str() {
            _ if where_.is_none() => None,
            Some(text) => Some(expr::text_expr(text)),
            None => Some(checked(vm, &where_, "statement sub-expression element")?),
        },
        deferral: deferral(&bound)?,
    }))
}

/// An element of an exclude constraint that is told by its name is a column of the table; one that is an expression
/// is written as it is.
pub fn column_of_table(element: &mut Expr, table: &TableName, resolve: impl FnOnce(&mut Name)) {
    if let Expr::Identifier(name) = element {
        resolve(name);
        let table = Some(Arc::new(From::Table(table.clone(), Vec::new())));
        *element = Expr::Column(ColumnRef { table, name: name.clone(), ty: expr::null_type(), is_literal: false });
    }
}

fn index_class() -> Rc<Class> {
    let ddl = |create: bool| {
        move |vm: &mut Vm, this: &Value, args: Args| {
            let span = args.span;
            let bound = Signature::parse("(bind=None, checkfirst=False)").bind("create", args)?;
            let check_first = vm.truth(&bound.value("checkfirst"))?;
            let Some(object) = this.downcast::<IndexObject>() else { return Ok(Value::None) };
            let index = object.index.borrow().clone();
            let operation = if create {
                limbeck_ops::Operation::CreateIndex(limbeck_ops::op::CreateIndex {
                    index,
                    if_not_exists: false,
                    check_first,
                })
            } else {
                limbeck_ops::Operation::DropIndex(limbeck_ops::op::DropIndex {
                    name: index.name,
                    schema: index.table.schema.clone(),
                    table: Some(index.table.name),
                    if_exists: check_first,
                    options: index.options,
                })
            };
            crate::sa::engine::operate_on(vm, &bound.value("bind"), operation, span)?;
            Ok(this.clone())
        }
    };
    ClassBuilder::new("Index")
        .module("sqlalchemy.sql.schema")
        .constructor(|vm, class, args| {
            let bound = Signature::parse(
                "(name, *expressions, unique=False, quote=None, info=None, _table=None, _column_flag=False, **kw)",
            )
            .bind("Index.__init__", args)?;
            // An index over columns of a table belongs to that table at once.
            let mut table = TableName::new("");
            for value in bound.rest() {
                if value.downcast_ref::<ColumnObject>().is_some_and(|column| column.is_light.get()) {
                    continue;
                }
                let expr = expr::as_expr(vm, value)?;
                if let Some(from) = expr.as_ref().and_then(table_of)
                    && let limbeck_ops::From::Table(name, _) = &*from
                {
                    if let (false, Some(Expr::Column(column))) = (table.name.text.is_empty() || table == *name, &expr) {
                        return Err(errors::argument_error(
                            vm,
                            &format!("Column(s) '{name}.{}' are not part of table '{}'.", column.name, table.name),
                        ));
                    }
                    table = name.clone();
                }
            }
            let mut elements = index_elements(vm, bound.rest())?;
            loosen(&mut elements, bound.rest());
            let mut options = dialect_options(vm, "Index", bound.kwargs())?;
            // A text has no name here; `op.create_index()` gives it one.
            if let Some(OptionValue::Map(mut classes)) = options.get("postgresql_ops").cloned() {
                let is_text = |key: &str| {
                    elements.iter().any(|one| matches!(one, IndexElement::Expr(Expr::Text(text)) if text.text == key))
                };
                classes.retain(|(key, _)| !is_text(key));
                options.set("postgresql_ops", OptionValue::Map(classes));
            }
            let index = Index {
                name: quoted(constraint_name(&bound.value("name"))?, &bound.value("quote")),
                table,
                elements,
                unique: vm.truth(&bound.value("unique"))?,
                options,
            };
            let late = unnamed(bound.rest());
            let (class, index, order) = (Rc::clone(class), RefCell::new(index), creation_order());
            let made = IndexObject { class, index, order, owner: None, late };
            attach_index(vm, &made, bound.rest());
            Ok(Rc::new(made))
        })
        .method("create", ddl(true))
        .method("drop", ddl(false))
        .build()
}

/// Elements that were given as `column()`, or as that of a `table()`, as expressions: the index's table need not have them, and
/// names that are made up for the index do not begin with it.
pub fn loosen(elements: &mut [IndexElement], given: &[Value]) {
    for (element, value) in elements.iter_mut().zip(given) {
        if let Some(column) = value.downcast_ref::<ColumnObject>().filter(|column| column.is_light.get()) {
            let data = column.data.borrow();
            *element = IndexElement::Expr(Expr::Column(ColumnRef {
                table: column.table.get().cloned(),
                name: data.name.clone(),
                ty: data.ty.clone(),
                is_literal: false,
            }));
        } else if let Some(expr @ Expr::Column(_)) = value.downcast_ref::<ExprObject>().map(|object| &object.expr) {
            *element = IndexElement::Expr(expr.clone());
        }
    }
}

/// A name with the `quote` that an index takes beside it.
pub fn quoted(name: ConstraintName, quote: &Value) -> ConstraintName {
    // Such a name is one of the script's own, whatever it was.
    match (name, quote.as_bool()) {
        (ConstraintName::Given(name) | ConstraintName::Final(name), Some(quote)) => {
            ConstraintName::Given(Name { quote: Some(quote), ..name })
        }
        (name, _) => name,
    }
}

/// The table of the first column in an expression.
pub fn table_of(expr: &Expr) -> Option<std::sync::Arc<limbeck_ops::From>> {
    match expr {
        Expr::Column(column) => column.table.clone(),
        Expr::Unary { expr, .. }
        | Expr::Cast { expr, .. }
        | Expr::TypeCoerce { expr, .. }
        | Expr::Grouping(expr)
        | Expr::Label { expr, .. } => table_of(expr),
        Expr::Binary { left, right, .. } => table_of(left).or_else(|| table_of(right)),
        Expr::Function(call) => call.args.iter().find_map(table_of),
        Expr::List { items, .. } => items.iter().find_map(table_of),
        _ => None,
    }
}
