//! `sa.Column` and what stands among its arguments: `ForeignKey`, `Computed`, `Identity`, `Sequence`, defaults.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use limbeck_ops::{
    Autoincrement, Column, ColumnRef, Computed, Constraint, Deferral, Expr, ForeignKey, From, Identity, Name, Sequence,
    ServerDefault, TableName,
};
use limbeck_python::{Args, Bound, Class, ClassBuilder, CompareOp, Error, Object, Result, Signature, Value, Vm};

use crate::errors;
use crate::sa::classes::classes;
use crate::sa::constraints::{ConstraintObject, deferral, string_option};
use crate::sa::dialect_arguments::dialect_options;
use crate::sa::expr::{self, ExprObject, to_expr};
use crate::sa::metadata::MetaDataObject;
use crate::sa::names::{constraint_name, optional_name, required_name, text_of};
use crate::sa::types::{TypeObject, coerce_type};

/// `sa.Column(…)`.
pub struct ColumnObject {
    class: Rc<Class>,
    /// The declaration.
    pub data: RefCell<Column>,
    /// `key`, by which `table.c` finds it.
    pub key: RefCell<String>,
    /// The type as the script gave it.
    pub type_value: RefCell<Value>,
    /// Explicit constraints among the arguments, by order of creation.
    pub constraints: Vec<Rc<ConstraintObject>>,
    /// Foreign keys among the arguments.
    pub foreign_keys: Vec<ForeignKey>,
    /// Foreign keys that the table's own constraints give it.
    pub table_keys: RefCell<Vec<ForeignKey>>,
    /// For each of the foreign keys its column, where that was given as an object.
    pub targets: Vec<Option<Rc<ColumnObject>>>,
    /// A Python function that gives the default of each row.
    pub default_callable: Option<Value>,
    /// `onupdate`: what an UPDATE sets it to that does not say.
    pub on_update: Option<Value>,
    /// The table that it belongs to.
    pub table: OnceCell<Arc<From>>,
    /// Whether a Python-side default was given at all.
    pub has_default: Cell<bool>,
    /// Whether it is a `column()` of a `table()`, which belongs to no schema.
    pub is_light: Cell<bool>,
    /// `insert_sentinel`: a table may have one.
    pub is_sentinel: bool,
}

impl std::fmt::Debug for ColumnObject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Column({})", self.data.borrow().name)
    }
}

impl ColumnObject {
    /// A column with this declaration, of no table.
    pub fn from_data(vm: &Vm, data: Column, type_value: Value) -> Self {
        ColumnObject {
            class: Rc::clone(&classes(vm).column),
            key: RefCell::new(data.name.text.clone()),
            data: RefCell::new(data),
            type_value: RefCell::new(type_value),
            constraints: Vec::new(),
            foreign_keys: Vec::new(),
            table_keys: RefCell::default(),
            targets: Vec::new(),
            default_callable: None,
            on_update: None,
            table: OnceCell::new(),
            has_default: Cell::new(false),
            is_light: Cell::new(false),
            is_sentinel: false,
        }
    }

    /// The column as an expression.
    pub fn to_expr(&self) -> Expr {
        let data = self.data.borrow();
        Expr::Column(ColumnRef {
            table: self.table.get().cloned(),
            name: data.name.clone(),
            ty: data.ty.clone(),
            is_literal: false,
        })
    }

    /// Refuses a column of a model whose type is unresolved.
    ///
    /// # Errors
    /// It names the type.
    pub fn check_type(&self, vm: &mut Vm) -> Result<()> {
        let ty = self.type_value.borrow().clone();
        if ty.is_unresolved() { Err(errors::needed(vm, &ty, "is used as a column type")) } else { Ok(()) }
    }

    /// A copy without a table, as `Column.copy()` and Alembic make one.
    pub fn detached(&self) -> ColumnObject {
        ColumnObject {
            class: Rc::clone(&self.class),
            data: RefCell::new(self.data.borrow().clone()),
            key: RefCell::new(self.key.borrow().clone()),
            type_value: RefCell::new(self.type_value.borrow().clone()),
            constraints: self.constraints.clone(),
            foreign_keys: self.foreign_keys.clone(),
            table_keys: RefCell::default(),
            targets: self.targets.clone(),
            default_callable: self.default_callable.clone(),
            on_update: self.on_update.clone(),
            table: OnceCell::new(),
            has_default: Cell::new(self.has_default.get()),
            is_light: Cell::new(false),
            is_sentinel: self.is_sentinel,
        }
    }
}

impl Object for ColumnObject {
    fn class(&self, _vm: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("Column")
    }

    fn get_attr(&self, _this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        let data = self.data.borrow();
        Ok(Some(match name {
            "name" => Value::str(&data.name.text),
            "key" => Value::str(&*self.key.borrow()),
            "type" => self.type_value.borrow().clone(),
            "nullable" => Value::Bool(data.nullable),
            "primary_key" => Value::Bool(data.primary_key),
            "unique" => Value::Bool(data.unique),
            "index" => Value::Bool(data.index),
            "comment" => data.comment.as_deref().map_or(Value::None, Value::str),
            "autoincrement" => match data.autoincrement {
                Autoincrement::Auto => Value::str("auto"),
                Autoincrement::Yes => Value::Bool(true),
                Autoincrement::No => Value::Bool(false),
                Autoincrement::IgnoreForeignKey => Value::str("ignore_fk"),
            },
            "server_default" => match &data.server_default {
                None => match (&data.computed, &data.identity) {
                    (Some(computed), _) => Value::object(Generated::Computed(computed.clone())),
                    (None, Some(identity)) => Value::object(Generated::Identity(identity.clone())),
                    (None, None) => Value::None,
                },
                Some(ServerDefault::Str(text)) => default_clause(vm, Value::str(text)),
                Some(ServerDefault::Expr(expr)) => {
                    let expr = expr::element(vm, expr.clone());
                    default_clause(vm, expr)
                }
                Some(ServerDefault::Fetched) => Value::object(DefaultObject {
                    class: Rc::clone(&classes(vm).fetched_value),
                    arg: Value::None,
                    server: true,
                    for_update: false,
                }),
            },
            "default" => match (&self.default_callable, &data.default) {
                (Some(callable), _) => python_default(vm, callable.clone()),
                (None, Some(Expr::Bind(bind))) => {
                    let value = crate::values::from_datum(vm, bind.value.clone().unwrap_or(limbeck_ops::Datum::Null))?;
                    python_default(vm, value)
                }
                (None, Some(expr)) => {
                    let expr = expr::element(vm, expr.clone());
                    python_default(vm, expr)
                }
                (None, None) => Value::None,
            },
            "table" => match self.table.get() {
                Some(from) => crate::sa::table::from_value(vm, from),
                None => Value::None,
            },
            "foreign_keys" => super::table_sets::TableSet::of(
                None,
                self.foreign_keys
                    .iter()
                    .chain(self.table_keys.borrow().iter().filter(|key| {
                        // The table has the column's own keys among its constraints, too.
                        let is_own = |own: &ForeignKey| {
                            own.referred_table == key.referred_table && own.referred_columns == key.referred_columns
                        };
                        !self.foreign_keys.iter().any(is_own)
                    }))
                    .map(|key| {
                        Value::object(ForeignKeyObject { key: key.clone(), target: None, parent: None, table: None })
                    })
                    .collect(),
            ),
            "computed" => data.computed.clone().map_or(Value::None, |own| Value::object(Generated::Computed(own))),
            "identity" => data.identity.clone().map_or(Value::None, |own| Value::object(Generated::Identity(own))),
            "expression" => return Ok(Some(expr::element(vm, self.to_expr()))),
            _ => return Ok(None),
        }))
    }

    fn set_attr(&self, _this: &Value, vm: &mut Vm, name: &str, value: Value) -> Result<bool> {
        match name {
            "name" => self.data.borrow_mut().name = required_name(&value)?,
            "nullable" => self.data.borrow_mut().nullable = vm.truth(&value)?,
            "type" => {
                let ty = coerce_type(vm, &value)?;
                self.data.borrow_mut().ty = ty;
                *self.type_value.borrow_mut() = value;
            }
            "comment" => self.data.borrow_mut().comment = string_option(&value)?,
            // Mixins of models say with it where a column comes among the others.
            "_creation_order" => {}
            "primary_key" => self.data.borrow_mut().primary_key = vm.truth(&value)?,
            "unique" => self.data.borrow_mut().unique = vm.truth(&value)?,
            "index" => self.data.borrow_mut().index = vm.truth(&value)?,
            "server_default" => {
                let default = server_default(vm, &value)?;
                self.data.borrow_mut().server_default = default;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn unary(&self, _this: &Value, vm: &mut Vm, op: limbeck_python::UnaryOp) -> Result<Option<Value>> {
        let own = expr::element(vm, self.to_expr());
        match own.downcast::<ExprObject>() {
            Some(object) => object.unary(&own, vm, op),
            None => Ok(None),
        }
    }

    fn binary(
        &self,
        this: &Value,
        vm: &mut Vm,
        op: limbeck_python::BinaryOp,
        other: &Value,
        reflected: bool,
    ) -> Result<Option<Value>> {
        expr::binary(vm, this, op, other, reflected)
    }

    fn compare(&self, this: &Value, vm: &mut Vm, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        expr::compare(vm, this, op, other).map(Some)
    }

    fn get_item(&self, this: &Value, vm: &mut Vm, key: &Value) -> Result<Option<Value>> {
        expr::item(vm, this, key).map(Some)
    }

    fn truth(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<bool>> {
        Err(Error::type_error("Boolean value of this clause is not defined"))
    }

    fn str(&self, _this: &Value, vm: &mut Vm) -> Result<Option<String>> {
        if self.is_light.get() {
            let query = limbeck_ops::Query::Expr(Box::new(self.to_expr()));
            return crate::sa::engine::printed(vm, &query, false).map(Some);
        }
        let name = &self.data.borrow().name;
        Ok(Some(match self.table.get().map(|from| &**from) {
            Some(From::Table(table, _)) => format!("{}.{name}", table.name),
            _ => name.text.clone(),
        }))
    }

    fn repr(&self, this: &Value, vm: &mut Vm) -> Result<Option<String>> {
        let data = self.data.borrow();
        let name = &data.name.text;
        if self.is_light.get() {
            let address = this.identity();
            return Ok(Some(format!("<sqlalchemy.sql.elements.ColumnClause at 0x{address:x}; {name}>")));
        }
        let ty = self.type_value.borrow().clone();
        let table = match self.table.get().map(|table| &**table) {
            Some(From::Table(table, _)) => format!("<{}>", table.name.text),
            _ => "None".to_owned(),
        };
        let mut text = format!("Column({}, {}, table={table}", vm.repr(&Value::str(name))?, vm.repr(&ty)?);
        let key = self.key.borrow().clone();
        if key != *name {
            text.push_str(&format!(", key={}", vm.repr(&Value::str(key))?));
        }
        if data.primary_key {
            text.push_str(", primary_key=True");
        }
        if !data.nullable {
            text.push_str(", nullable=False");
        }
        if let Some(comment) = &data.comment {
            text.push_str(&format!(", comment={}", vm.repr(&Value::str(comment))?));
        }
        Ok(Some(format!("{text})")))
    }

    fn hash(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<u64>> {
        Ok(None)
    }
}

fn default_clause(vm: &Vm, arg: Value) -> Value {
    let class = Rc::clone(&classes(vm).default_clause);
    Value::object(DefaultObject { class, arg, server: false, for_update: false })
}

fn python_default(vm: &Vm, arg: Value) -> Value {
    let class = Rc::clone(&classes(vm).column_default);
    Value::object(DefaultObject { class, arg, server: false, for_update: false })
}

/// `DefaultClause`, `ColumnDefault`, `FetchedValue`.
#[derive(Debug)]
pub struct DefaultObject {
    class: Rc<Class>,
    /// What it wraps; `None` for `FetchedValue()`.
    pub arg: Value,
    /// `FetchedValue`: the server fills it, nothing is rendered.
    pub server: bool,
    /// `for_update`: what it says is about changes of rows.
    pub for_update: bool,
}

impl DefaultObject {
    /// Whether Python fills the column: `ColumnDefault`.
    fn is_of_python(&self) -> bool {
        &*self.class.name == "ColumnDefault"
    }
}

impl Object for DefaultObject {
    fn class(&self, _vm: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }

    fn get_attr(&self, _this: &Value, _vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        Ok((name == "arg").then(|| self.arg.clone()))
    }
}

/// `DefaultClause(arg)`.
pub fn default_class(name: &str, server: bool) -> Rc<Class> {
    ClassBuilder::new(name)
        .module("sqlalchemy.sql.schema")
        .constructor(move |vm, class, args| {
            let bound =
                Signature::parse("(arg=None, for_update=False, _reflected=False)").bind("DefaultClause", args)?;
            let arg = bound.value("arg");
            match class.name.as_ref() {
                "DefaultClause" if bound.given("arg").is_some() => {
                    default_argument(vm, &arg)?;
                }
                "ColumnDefault" => plain_default(vm, &arg)?,
                _ => {}
            }
            let for_update = vm.truth(&bound.value("for_update"))?;
            Ok(Rc::new(DefaultObject { class: Rc::clone(class), arg: bound.value("arg"), server, for_update }))
        })
        .build()
}

/// `ForeignKey(…)` among the arguments of a column.
#[derive(Debug)]
pub struct ForeignKeyObject {
    /// Without the column here.
    pub key: ForeignKey,
    /// The column there, where the script gave an object, or where its table is known.
    pub target: Option<Value>,
    /// The column here, of a key that was asked of a table.
    pub parent: Option<Value>,
    /// That table.
    pub table: Option<Value>,
}

impl Object for ForeignKeyObject {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        Rc::clone(&classes(vm).foreign_key)
    }

    fn get_attr(&self, _this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        Ok(match name {
            "name" => Some(self.key.name.name().map_or(Value::None, |name| Value::str(&name.text))),
            "parent" => Some(self.parent.clone().unwrap_or(Value::None)),
            "constraint" => Some(crate::sa::attached::constraint_of(vm, &self.key, self.table.as_ref())),
            "target_fullname" | "_colspec" => {
                let column = self.key.referred_columns.first().map_or("", |name| name.text.as_str());
                Some(Value::from(format!("{}.{column}", self.key.referred_table)))
            }
            "ondelete" => Some(self.key.on_delete.as_deref().map_or(Value::None, Value::str)),
            "onupdate" => Some(self.key.on_update.as_deref().map_or(Value::None, Value::str)),
            "column" => self.target.clone(),
            "match" => Some(self.key.match_kind.as_deref().map_or(Value::None, Value::str)),
            "use_alter" => Some(Value::Bool(self.key.use_alter)),
            "deferrable" => Some(self.key.deferral.deferrable.map_or(Value::None, Value::Bool)),
            "initially" => Some(self.key.deferral.initially.as_deref().map_or(Value::None, Value::str)),
            _ => None,
        })
    }
}

/// `table.column` or `schema.table.column`, or a column object; of a bare `table` the column's name is empty.
///
/// # Errors
/// When it is neither.
pub fn referred(vm: &mut Vm, value: &Value) -> Result<(TableName, Name)> {
    if let Some(column) = value.downcast::<ColumnObject>() {
        let name = column.data.borrow().name.clone();
        return match column.table.get().map(|from| &**from) {
            Some(From::Table(table, _)) => Ok((table.clone(), name)),
            _ => Err(errors::invalid_request(
                vm,
                &format!("this ForeignKey's column {name} is not yet associated with a Table"),
            )),
        };
    }
    if let Some(Expr::Column(column)) = value.downcast_ref::<ExprObject>().map(|object| &object.expr)
        && let Some(From::Table(table, _)) = column.table.as_deref()
    {
        return Ok((table.clone(), column.name.clone()));
    }
    if value.is_unresolved() {
        return Err(errors::needed(vm, value, "is the target of a foreign key"));
    }
    if value.as_str().is_none() {
        let expected = "String column name or Column object for DDL foreign key constraint";
        return Err(super::constraints::unexpected(vm, expected, value));
    }
    let text = text_of(value)?;
    let parts: Vec<&str> = text.split('.').collect();
    match parts.as_slice() {
        // The column there is called as the one here.
        [table] => Ok((TableName::new(*table), Name::new(""))),
        [table, column] => Ok((TableName::new(*table), Name::new(*column))),
        [schema @ .., table, column] if !schema.is_empty() => {
            Ok((TableName::with_schema(Some(Name::new(schema.join("."))), *table), Name::new(*column)))
        }
        _ => Err(errors::argument_error(vm, &format!("Invalid foreign key column specification: {text}"))),
    }
}

/// The class `ForeignKey`.
pub fn foreign_key_class() -> Rc<Class> {
    ClassBuilder::new("ForeignKey")
        .module("sqlalchemy.sql.schema")
        .constructor(|vm, _class, args| {
            let bound = Signature::parse(
                "(column, _constraint=None, use_alter=False, name=None, onupdate=None, ondelete=None, deferrable=None, initially=None, link_to_name=False, match=None, info=None, comment=None, _unresolvable=False, **kw)",
            )
            .bind("ForeignKey.__init__", args)?;
            let column = bound.value("column");
            let (referred_table, referred_column) = match column.downcast::<ColumnObject>() {
                // Of a class body: the column belongs to the table that is being made.
                Some(own) if own.table.get().is_none() => (TableName::new(""), own.data.borrow().name.clone()),
                _ => referred(vm, &column)?,
            };
            let key = ForeignKey {
                name: constraint_name(&bound.value("name"))?,
                columns: Vec::new(),
                referred_table,
                referred_columns: vec![referred_column],
                on_update: string_option(&bound.value("onupdate"))?,
                on_delete: string_option(&bound.value("ondelete"))?,
                match_kind: string_option(&bound.value("match"))?,
                deferral: deferral(&bound)?,
                use_alter: vm.truth(&bound.value("use_alter"))?,
                lost: None,
                by_name: column.downcast::<ColumnObject>().is_none(),
                options: dialect_options(vm, "ForeignKeyConstraint", bound.kwargs())?,
            };
            let target = column.downcast::<ColumnObject>().is_some().then_some(column);
            Ok(Rc::new(ForeignKeyObject { key, target, parent: None, table: None }))
        })
        .build()
}

/// `Computed(…)`, `Identity(…)`, `Sequence(…)` as the script holds them.
#[derive(Debug)]
pub enum Generated {
    /// `Computed`
    Computed(Computed),
    /// `Identity`
    Identity(Identity),
    /// `Sequence`
    Sequence(Sequence),
}

impl Object for Generated {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        let classes = classes(vm);
        Rc::clone(match self {
            Generated::Computed(_) => &classes.computed,
            Generated::Identity(_) => &classes.identity,
            Generated::Sequence(_) => &classes.sequence,
        })
    }

    fn get_attr(&self, _this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        Ok(match (self, name) {
            (Generated::Computed(computed), "sqltext") => Some(expr::element(vm, computed.expr.clone())),
            (Generated::Computed(computed), "persisted") => Some(computed.persisted.map_or(Value::None, Value::Bool)),
            (Generated::Identity(identity), "always") => Some(Value::Bool(identity.always)),
            (Generated::Identity(identity), "on_null") => Some(identity.on_null.map_or(Value::None, Value::Bool)),
            (Generated::Identity(identity), name) => numbering(&identity.sequence, name),
            (Generated::Sequence(sequence), name) => named_sequence(vm, sequence, name),
            (Generated::Computed(_), _) => None,
        })
    }
}

/// What an identity and a sequence say of their numbers.
fn numbering(sequence: &Sequence, name: &str) -> Option<Value> {
    let number = |number: Option<i64>| Some(number.map_or(Value::None, Value::int));
    let flag = |flag: Option<bool>| Some(flag.map_or(Value::None, Value::Bool));
    match name {
        "start" => number(sequence.start),
        "increment" => number(sequence.increment),
        "minvalue" => number(sequence.min_value),
        "maxvalue" => number(sequence.max_value),
        "nominvalue" => flag(sequence.no_min_value),
        "nomaxvalue" => flag(sequence.no_max_value),
        "cycle" => flag(sequence.cycle),
        "cache" => number(sequence.cache),
        "order" => flag(sequence.order),
        _ => None,
    }
}

fn named_sequence(vm: &Vm, sequence: &Sequence, name: &str) -> Option<Value> {
    let text = |name: &Option<Name>| Some(name.as_ref().map_or(Value::None, |name| Value::str(&name.text)));
    match name {
        "name" => text(&sequence.name),
        "schema" => text(&sequence.schema),
        "optional" => Some(Value::Bool(sequence.optional)),
        "data_type" => Some(sequence.data_type.as_ref().map_or(Value::None, |ty| crate::sa::types::type_value(vm, ty))),
        name => numbering(sequence, name),
    }
}

const SEQUENCE: &str = "(name, start=None, increment=None, minvalue=None, maxvalue=None, nominvalue=None, nomaxvalue=None, cycle=None, schema=None, cache=None, order=None, data_type=None, optional=False, quote=None, metadata=None, quote_schema=None, for_update=False)";
const IDENTITY: &str = "(always=False, on_null=None, start=None, increment=None, minvalue=None, maxvalue=None, nominvalue=None, nomaxvalue=None, cycle=None, cache=None, order=None)";

fn sequence_options(vm: &mut Vm, bound: &Bound) -> Result<Sequence> {
    let number = |name: &str| bound.value(name).as_int();
    let flag = |name: &str| bound.value(name).as_bool();
    let data_type = match bound.value("data_type") {
        Value::None => None,
        value => Some(Box::new(coerce_type(vm, &value)?)),
    };
    let mut name = optional_name(&bound.value("name"))?;
    if let (Some(name), Some(quote)) = (&mut name, flag("quote")) {
        name.quote = Some(quote);
    }
    let mut schema = optional_name(&bound.value("schema"))?;
    if let (None, Some(metadata)) = (&schema, bound.value("metadata").downcast_ref::<MetaDataObject>()) {
        schema.clone_from(&metadata.schema);
    }
    Ok(Sequence {
        name,
        schema,
        start: number("start"),
        increment: number("increment"),
        min_value: number("minvalue"),
        max_value: number("maxvalue"),
        no_min_value: flag("nominvalue"),
        no_max_value: flag("nomaxvalue"),
        cycle: flag("cycle"),
        cache: number("cache"),
        order: flag("order"),
        data_type,
        optional: flag("optional").unwrap_or(false),
    })
}

/// The class `Sequence`.
pub fn sequence_class() -> Rc<Class> {
    let ddl = |create: bool| {
        move |vm: &mut Vm, this: &Value, args: Args| {
            let span = args.span;
            let bound = Signature::parse("(bind=None, checkfirst=True)").bind("create", args)?;
            let context = crate::runtime::current_context(vm)?;
            // Offline nothing is asked first; and where there are no sequences, there is nothing to do.
            let check_first = vm.truth(&bound.value("checkfirst"))? && !context.as_sql;
            if context.as_sql && context.dialect.name != limbeck_ops::DialectName::Postgresql {
                return Ok(Value::None);
            }
            if let Some(Generated::Sequence(sequence)) = this.downcast_ref::<Generated>() {
                let operation = limbeck_ops::Operation::SequenceDdl(limbeck_ops::op::SequenceDdl {
                    sequence: sequence.clone(),
                    create,
                    check_first,
                });
                crate::sa::engine::operate_on(vm, &bound.value("bind"), operation, span)?;
            }
            Ok(Value::None)
        }
    };
    ClassBuilder::new("Sequence")
        .generic()
        .module("sqlalchemy.sql.schema")
        .constructor(|vm, _class, args| {
            let bound = Signature::parse(SEQUENCE).bind("Sequence.__init__", args)?;
            Ok(Rc::new(Generated::Sequence(sequence_options(vm, &bound)?)))
        })
        .method("next_value", |vm, this, _args| match this.downcast_ref::<Generated>() {
            Some(Generated::Sequence(sequence)) => {
                let expr = Expr::NextValue {
                    sequence: sequence.name.clone().unwrap_or_else(|| Name::new("")),
                    schema: sequence.schema.clone(),
                };
                Ok(expr::element(vm, expr))
            }
            _ => Ok(Value::None),
        })
        .method("create", ddl(true))
        .method("drop", ddl(false))
        .build()
}

/// Refuses what is no default of a column (`ColumnDefault`).
fn plain_default(vm: &mut Vm, value: &Value) -> Result<()> {
    let by_server = match value.downcast_ref::<Generated>() {
        Some(Generated::Computed(_) | Generated::Identity(_)) => true,
        Some(Generated::Sequence(_)) => false,
        None => value.downcast_ref::<DefaultObject>().is_some_and(|default| !default.is_of_python()),
    };
    if by_server {
        return Err(errors::argument_error(vm, "ColumnDefault may not be a server-side default type."));
    }
    match value {
        Value::Function(function) if function.required() > 1 => {
            Err(errors::argument_error(vm, "ColumnDefault Python function takes zero or one positional arguments"))
        }
        _ => Ok(()),
    }
}

/// The class `Identity`.
pub fn identity_class() -> Rc<Class> {
    ClassBuilder::new("Identity")
        .module("sqlalchemy.sql.schema")
        .constructor(|vm, _class, args| {
            let bound = Signature::parse(IDENTITY).bind("Identity.__init__", args)?;
            let sequence = sequence_options(vm, &bound)?;
            Ok(Rc::new(Generated::Identity(Identity {
                always: bound.value("always").as_bool().unwrap_or(false),
                on_null: bound.value("on_null").as_bool(),
                sequence,
            })))
        })
        .build()
}

/// The class `Computed`.
pub fn computed_class() -> Rc<Class> {
    ClassBuilder::new("Computed")
        .module("sqlalchemy.sql.schema")
        .constructor(|vm, _class, args| {
            let bound = Signature::parse("(sqltext, persisted=None)").bind("Computed.__init__", args)?;
            let text = bound.value("sqltext");
            let expr = match text.as_str() {
                Some(text) => expr::text_expr(text),
                None => to_expr(vm, &text)?,
            };
            Ok(Rc::new(Generated::Computed(Computed { expr, persisted: bound.value("persisted").as_bool() })))
        })
        .build()
}

/// What `server_default=…` says.
///
/// # Errors
/// In SQLAlchemy's words, when it is neither a string nor an expression.
pub fn server_default(vm: &mut Vm, value: &Value) -> Result<Option<ServerDefault>> {
    match value.downcast::<DefaultObject>() {
        _ if value.is_none() => Ok(None),
        Some(default) if default.server => Ok(Some(ServerDefault::Fetched)),
        Some(default) if !default.is_of_python() => default_argument(vm, &default.arg.clone()),
        Some(_) | None => default_argument(vm, value),
    }
}

/// What `DefaultClause(…)` takes.
fn default_argument(vm: &mut Vm, value: &Value) -> Result<Option<ServerDefault>> {
    if value.is_unresolved() {
        return Err(errors::needed(vm, value, "is a server default"));
    }
    match value.payload() {
        limbeck_python::Value::Str(text) => Ok(Some(ServerDefault::Str(text.to_string()))),
        Value::Object(_) | Value::Instance(_)
            if value.downcast_ref::<Generated>().is_none()
                && let Some(expr) = expr::as_expr(vm, value)? =>
        {
            Ok(Some(ServerDefault::Expr(expr)))
        }
        _ => {
            let message = no_default(vm, value)?;
            Err(errors::argument_error(vm, &message))
        }
    }
}

fn no_default(vm: &mut Vm, value: &Value) -> Result<String> {
    let shown = match value.downcast_ref::<DefaultObject>().filter(|default| default.is_of_python()) {
        Some(default) => {
            // SQLAlchemy has a class for each kind of them.
            let kind = match &default.arg {
                Value::Function(_) | Value::Native(_) | Value::Method(_) | Value::Class(_) => "Callable",
                arg if expr::as_expr(vm, arg)?.is_some() => "ColumnElement",
                _ => "ScalarElement",
            };
            format!("<class 'sqlalchemy.sql.schema.{kind}ColumnDefault'>")
        }
        None => {
            let class = Value::Class(vm.class_of(value));
            vm.repr(&class)?.to_string()
        }
    };
    Ok(format!(
        "Argument 'arg' is expected to be one of type '<class 'str'>' or '<class 'sqlalchemy.sql.elements.ClauseElement'>' or '<class 'sqlalchemy.sql.elements.TextClause'>', got '{shown}'"
    ))
}

/// Why a value can be no server default, if it can't.
///
/// # Errors
/// What telling its class raises.
pub fn unfit_default(vm: &mut Vm, value: &Value) -> Result<Option<String>> {
    let by_server = value.downcast_ref::<DefaultObject>().is_some_and(|default| !default.is_of_python());
    if by_server || is_generated(value) { Ok(None) } else { unfit_argument(vm, value) }
}

/// As [`unfit_default`], of what is put into a `DefaultClause` whatever it is.
///
/// # Errors
/// As [`unfit_default`].
pub fn unfit_argument(vm: &mut Vm, value: &Value) -> Result<Option<String>> {
    let is_named = value.is_none() || value.is_unresolved();
    let fits = match value.payload() {
        _ if value.downcast_ref::<Generated>().is_some() => false,
        Value::Str(_) => true,
        Value::Object(_) | Value::Instance(_) => expr::as_expr(vm, value)?.is_some(),
        _ => false,
    };
    if is_named || fits { Ok(None) } else { no_default(vm, value).map(Some) }
}

const COLUMN: &str = "(*args, name=None, type_=None, autoincrement='auto', default=None, insert_default=..., insert_sentinel=False, doc=None, key=None, index=None, unique=None, info=None, nullable=..., onupdate=None, primary_key=False, server_default=None, server_onupdate=None, quote=None, system=False, comment=None, sort_order=None, _proxies=None, _omit_from_statements=False, **kw)";

/// What fills a column on the server.
#[derive(Clone, Copy, PartialEq)]
enum Filling {
    Plain,
    Computed,
    Identity,
}

/// `server_default` and `server_onupdate` while a column is made.
struct Filled {
    default: Option<Filling>,
    on_update: Option<Filling>,
}

impl Filled {
    fn of(bound: &Bound) -> Filled {
        let filling = |name: &str| match bound.value(name) {
            Value::None => None,
            value => Some(match value.downcast_ref::<Generated>() {
                Some(Generated::Computed(_)) => Filling::Computed,
                Some(Generated::Identity(_)) => Filling::Identity,
                Some(Generated::Sequence(_)) | None => Filling::Plain,
            }),
        };
        Filled { default: filling("server_default"), on_update: filling("server_onupdate") }
    }

    /// `Computed._set_parent`, `Identity._set_parent`.
    fn check(&mut self, vm: &mut Vm, generated: &Generated, autoincrement: Autoincrement) -> Result<()> {
        match generated {
            Generated::Computed(_) => {
                let fits = |filling: Option<Filling>| matches!(filling, None | Some(Filling::Computed));
                if !fits(self.default) || !fits(self.on_update) {
                    return Err(errors::argument_error(
                        vm,
                        "A generated column cannot specify a server_default or a server_onupdate argument",
                    ));
                }
                self.default = Some(Filling::Computed);
                self.on_update = Some(Filling::Computed);
            }
            Generated::Identity(_) => {
                if !matches!(self.default, None | Some(Filling::Identity)) || self.on_update.is_some() {
                    return Err(errors::argument_error(
                        vm,
                        "A column with an Identity object cannot specify a server_default or a server_onupdate argument",
                    ));
                }
                if autoincrement == Autoincrement::No {
                    return Err(errors::argument_error(
                        vm,
                        "A column with an Identity object cannot specify autoincrement=False",
                    ));
                }
                self.default = Some(Filling::Identity);
            }
            Generated::Sequence(_) => {}
        }
        Ok(())
    }
}

/// Whether the server makes the values of a column by an expression or by counting.
fn is_generated(value: &Value) -> bool {
    matches!(value.downcast_ref(), Some(Generated::Computed(_) | Generated::Identity(_)))
}

/// `Column.__init__`.
///
/// # Errors
/// In SQLAlchemy's words.
pub fn make_column(vm: &mut Vm, class: &Rc<Class>, args: Args) -> Result<ColumnObject> {
    let bound = Signature::parse(COLUMN).bind("Column.__init__", args)?;
    let mut rest = bound.rest().to_vec();
    let mut name = optional_name(&bound.value("name"))?;
    let mut type_value = bound.value("type_");
    let is_name = |value: &Value| value.as_str().is_some();
    if rest.first().is_some_and(|first| is_name(first) || first.is_none()) {
        let first = rest.remove(0);
        if name.is_some() && !first.is_none() {
            return Err(errors::argument_error(vm, "May not pass name positionally and as a keyword."));
        }
        name = optional_name(&first)?.or(name);
    }
    if let Some(first) = rest.first() {
        let is_type = match first {
            Value::Class(class) => class.is_subclass_of(&classes(vm).types.engine),
            Value::Unresolved(_) => true,
            Value::Instance(_) | Value::Object(_) => {
                first.downcast_ref::<TypeObject>().is_some()
                    || vm.is_instance(first, &Value::Class(Rc::clone(&classes(vm).types.engine)))?
            }
            _ => false,
        };
        if is_type {
            if !type_value.is_none() {
                return Err(errors::argument_error(vm, "May not pass type_ positionally and as a keyword."));
            }
            type_value = rest.remove(0);
        }
    }
    let quote = bound.value("quote").as_bool();
    if quote.is_some() && name.is_none() {
        return Err(errors::argument_error(vm, "Explicit 'name' is required when sending 'quote' argument"));
    }
    let mut name = name.unwrap_or_else(|| Name::new(""));
    if quote.is_some() {
        name.quote = quote;
    }
    // A column of the application's models may be of any type, as long as no script makes use of it.
    let ty = match &type_value {
        Value::Unresolved(_) if !vm.in_entry() => limbeck_ops::Type::new(limbeck_ops::TypeKind::Null),
        value => coerce_type(vm, value)?,
    };
    if let Value::Class(_) = type_value {
        type_value = vm.call(&type_value, Args::none())?;
    }
    let mut data = Column::new(name, ty);
    data.primary_key = vm.truth(&bound.value("primary_key"))?;
    data.nullable_given = bound.given("nullable").is_some();
    data.nullable = match bound.given("nullable") {
        None => !data.primary_key,
        Some(value) => vm.truth(&value)?,
    };
    data.autoincrement = match bound.value("autoincrement") {
        Value::Bool(true) => Autoincrement::Yes,
        Value::Bool(false) => Autoincrement::No,
        value => match value.as_str() {
            Some("ignore_fk") => Autoincrement::IgnoreForeignKey,
            Some("auto") | None => Autoincrement::Auto,
            Some(_) => Autoincrement::No,
        },
    };
    if bound.value("index").as_str().is_some() {
        return Err(errors::argument_error(
            vm,
            "The 'index' keyword argument on Column is boolean only. To create indexes with a specific name, create an explicit Index object external to the Table.",
        ));
    }
    if bound.value("unique").as_str().is_some() {
        return Err(errors::argument_error(
            vm,
            "The 'unique' keyword argument on Column is boolean only. To create unique constraints or indexes with a specific name, append an explicit UniqueConstraint to the Table's list of elements, or create an explicit Index object external to the Table.",
        ));
    }
    data.unique = vm.truth(&bound.value("unique"))?;
    data.index = vm.truth(&bound.value("index"))?;
    data.comment = string_option(&bound.value("comment"))?;
    data.system = vm.truth(&bound.value("system"))?;
    let mut default_callable = None;
    let mut has_default = false;
    let mut default = match bound.given("insert_default") {
        Some(value) => value,
        None => bound.value("default"),
    };
    // A keyword comes after the arguments, and a column has one default.
    let replaces_sequence = !default.is_none() && default.downcast_ref::<Generated>().is_none();
    plain_default(vm, &default)?;
    plain_default(vm, &bound.value("onupdate"))?;
    if default.is_none() {
        let of_python = |item: &&Value| {
            item.downcast_ref::<DefaultObject>().is_some_and(|item| item.is_of_python() && !item.for_update)
        };
        default = rest.iter().rfind(of_python).cloned().unwrap_or(Value::None);
    }
    if let Some(object) = default.downcast::<DefaultObject>() {
        default = object.arg.clone();
    }
    match &default {
        Value::None => {}
        Value::Object(_) if default.downcast_ref::<Generated>().is_some() => rest.push(default.clone()),
        Value::Function(_) | Value::Native(_) | Value::Method(_) | Value::Class(_) => {
            default_callable = Some(default.clone());
            data.python_default = true;
            has_default = true;
        }
        Value::Unresolved(_) => {
            // A default of the application matters only to rows that a script writes: kept until then.
            default_callable = Some(default.clone());
            data.python_default = true;
            has_default = true;
        }
        value if data.ty.decorator.is_some() && expr::as_expr(vm, value)?.is_none() => {
            // Passes through the type's functions, for each row.
            let value = value.clone();
            default_callable = Some(limbeck_python::NativeFn::new("default", move |_, _| Ok(value.clone())).into());
            data.python_default = true;
            has_default = true;
        }
        value => {
            has_default = true;
            let column_type = data.ty.clone();
            let expr = match expr::as_expr(vm, value)? {
                Some(expr) => expr,
                None => {
                    let datum = crate::values::to_datum(vm, value)?;
                    Expr::Bind(limbeck_ops::Bind {
                        name: data.name.text.clone(),
                        value: Some(datum),
                        ty: column_type,
                        unique: true,
                        expanding: false,
                    })
                }
            };
            data.default = Some(expr);
        }
    }
    // It comes after the arguments: of several defaults the last one counts.
    let mut last_default = None;
    match bound.value("server_default") {
        value if is_generated(&value) => rest.push(value),
        value => last_default = server_default(vm, &value)?,
    }
    let on_update = bound.value("server_onupdate");
    if !is_generated(&on_update) {
        server_default(vm, &on_update)?;
    }
    let mut constraints = Vec::new();
    let mut foreign_keys = Vec::new();
    let mut filled = Filled::of(&bound);
    let mut targets = Vec::new();
    for item in rest {
        if let Some(key) = item.downcast::<ForeignKeyObject>() {
            targets.push(key.target.as_ref().and_then(Value::downcast::<ColumnObject>));
            foreign_keys.push(key.key.clone());
        } else if let Some(constraint) = item.downcast::<ConstraintObject>() {
            constraints.push(constraint);
        } else if let Some(generated) = item.downcast::<Generated>() {
            filled.check(vm, &generated, data.autoincrement)?;
            match &*generated {
                Generated::Computed(computed) => data.computed = Some(computed.clone()),
                Generated::Identity(identity) => {
                    data.identity = Some(identity.clone());
                    if !data.nullable_given {
                        data.nullable = false;
                    }
                }
                Generated::Sequence(sequence) => data.sequence = Some(sequence.clone()),
            }
        } else if item.downcast_ref::<DefaultObject>().is_some_and(|one| one.for_update || one.is_of_python()) {
            // What happens when a row changes is not written with the column, nor what Python fills in.
        } else if let Some(default) = item.downcast::<DefaultObject>() {
            filled.default = Some(Filling::Plain);
            data.server_default =
                if default.server { Some(ServerDefault::Fetched) } else { server_default(vm, &default.arg.clone())? };
        } else if item.is_unresolved() {
            return Err(errors::needed(vm, &item, "is an argument of a column"));
        } else if item.is_none() {
            continue;
        } else {
            let shown = vm.repr(&item)?;
            return Err(errors::argument_error(
                vm,
                &format!("'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got {shown}"),
            ));
        }
    }
    if last_default.is_some() {
        data.server_default = last_default;
    }
    if replaces_sequence {
        data.sequence = None;
    }
    data.options = dialect_options(vm, "Column", bound.kwargs())?;
    let key = match bound.value("key") {
        Value::None => data.name.text.clone(),
        value => text_of(&value)?,
    };
    Ok(ColumnObject {
        class: Rc::clone(class),
        key: RefCell::new(key),
        data: RefCell::new(data),
        type_value: RefCell::new(type_value),
        constraints,
        foreign_keys,
        table_keys: RefCell::default(),
        targets,
        default_callable,
        on_update: bound.some("onupdate").map(|value| match value.downcast::<DefaultObject>() {
            Some(object) => object.arg.clone(),
            None => value,
        }),
        table: OnceCell::new(),
        has_default: Cell::new(has_default),
        is_light: Cell::new(false),
        is_sentinel: vm.truth(&bound.value("insert_sentinel"))?,
    })
}

/// `sa.insert_sentinel(…)`: a column that SQLAlchemy itself fills.
///
/// # Errors
/// In SQLAlchemy's words.
pub fn insert_sentinel(vm: &mut Vm, args: Args) -> Result<Value> {
    let bound = Signature::parse("(name=None, type_=None, *, default=None, omit_from_statements=True)")
        .bind("insert_sentinel", args)?;
    let class = Rc::clone(&classes(vm).column);
    let ty = match bound.value("type_") {
        Value::None => {
            let ty = limbeck_ops::Type::new(limbeck_ops::TypeKind::Integer);
            crate::sa::types::type_value(vm, &ty)
        }
        given => given,
    };
    let keyword = [("name", bound.value("name")), ("type_", ty), ("insert_sentinel", Value::Bool(true))];
    let keyword = keyword.into_iter().map(|(name, value)| (Rc::from(name), value));
    let default = bound.some("default").map(|value| (Rc::from("default"), value));
    let args = Args { keyword: keyword.chain(default).collect(), ..Args::none() };
    let mut column = make_column(vm, &class, args)?;
    let data = column.data.get_mut();
    data.python_default = true;
    column.has_default.set(true);
    Ok(Value::object(column))
}

/// The class `Column`.
pub fn column_class(element: &Rc<Class>) -> Rc<Class> {
    let copy = |_vm: &mut Vm, this: &Value, _args: Args| match this.downcast::<ColumnObject>() {
        Some(column) => Ok(Value::object(column.detached())),
        None => Ok(this.clone()),
    };
    ClassBuilder::new("Column")
        .module("sqlalchemy.sql.schema")
        .base(element)
        .constructor(|vm, class, args| Ok(Rc::new(make_column(vm, class, args)?)))
        .method("copy", copy)
        .method("_copy", copy)
        .method("references", |vm, this, args| {
            let bound = Signature::parse("(column)").bind("references", args)?;
            let limbeck_ops::Expr::Column(column) = expr::to_expr(vm, &bound.value("column"))? else {
                return Ok(Value::Bool(false));
            };
            let Some(limbeck_ops::From::Table(table, _)) = column.table.as_deref() else {
                return Ok(Value::Bool(false));
            };
            let wanted = format!("{table}.{}", column.name.text);
            let keys = vm.get_attr(this, "foreign_keys")?;
            for key in vm.iterate(&keys)? {
                if vm.get_attr(&key, "target_fullname")?.as_str() == Some(&wanted) {
                    return Ok(Value::Bool(true));
                }
            }
            Ok(Value::Bool(false))
        })
        .build()
}

/// The constraints that a column brings to its table when it is attached, in SQLAlchemy's order: the unique
/// constraint, the check of its type, then foreign keys; checks among its arguments come with their own order.
pub fn column_constraints(vm: &Vm, column: &ColumnObject, table: &TableName) -> Vec<Constraint> {
    let data = column.data.borrow();
    let mut out = Vec::new();
    if data.unique && !data.index {
        out.push(Constraint::Unique(limbeck_ops::UniqueConstraint {
            name: limbeck_ops::ConstraintName::Unnamed,
            columns: vec![data.name.clone()],
            deferral: Deferral::default(),
            options: limbeck_ops::Options::none(),
        }));
    }
    out.extend(crate::sa::naming::type_checks(vm, &data.name, &data.ty));
    for (at, key) in column.foreign_keys.iter().enumerate() {
        let mut key = key.clone();
        key.columns = vec![data.name.clone()];
        if let Some(Some(target)) = column.targets.get(at) {
            key.by_name = false;
            key.referred_columns = vec![target.data.borrow().name.clone()];
            key.referred_table = match target.table.get().map(|from| &**from) {
                Some(From::Table(name, _)) => name.clone(),
                _ => table.clone(),
            };
        }
        out.push(Constraint::ForeignKey(key));
    }
    out
}
