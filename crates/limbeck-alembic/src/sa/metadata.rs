//! `sa.MetaData`: tables by name, and the convention that names what belongs to them.

use std::cell::RefCell;
use std::rc::Rc;

use limbeck_ops::{Constraint, Lost, Name, NamingConvention, TableName};
use limbeck_python::{Args, Class, ClassBuilder, Error, Object, Result, Signature, Value, Vm};

use crate::errors;
use crate::sa::attaching::no_referenced_table;
use crate::sa::events;
use crate::sa::inspect;
use crate::sa::names::{optional_name, text_of};
use crate::sa::table::TableObject;

/// `sa.MetaData(…)`.
#[derive(Debug)]
pub struct MetaDataObject {
    class: Rc<Class>,
    /// `naming_convention`
    pub convention: RefCell<NamingConvention>,
    /// Tokens of the convention's own, and the functions that fill them in.
    pub tokens: RefCell<Vec<(String, Value)>>,
    /// `schema`
    pub schema: Option<Name>,
    /// Tables by full name, in order.
    pub tables: RefCell<Vec<(String, Value)>>,
    /// `bind`, where a script has set it.
    pub bind: RefCell<Option<Value>>,
}

impl Object for MetaDataObject {
    fn class(&self, _vm: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("MetaData")
    }

    fn get_attr(&self, _this: &Value, _vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        Ok(match name {
            "naming_convention" => Some(Value::dict(
                self.convention.borrow().templates.iter().map(|(key, text)| (key.clone(), Value::str(text))),
            )),
            "schema" => Some(self.schema.as_ref().map_or(Value::None, |schema| Value::str(&schema.text))),
            "tables" => Some(Value::dict(self.tables.borrow().iter().cloned())),
            "sorted_tables" => {
                let mut known = self.tables.borrow().clone();
                known.sort_by(|(left, _), (right, _)| left.cmp(right));
                let mut tables = known.into_iter().map(|(_, table)| table).collect::<Vec<_>>();
                sort_by_dependency(&mut tables);
                Some(Value::list(tables))
            }
            "bind" => self.bind.borrow().clone(),
            _ => None,
        })
    }

    /// `name in metadata`, `table in metadata`.
    fn contains(&self, _this: &Value, vm: &mut Vm, item: &Value) -> Result<Option<bool>> {
        let key = match item.as_str() {
            Some(key) => key.to_owned(),
            None => vm.get_attr(item, "key").ok().and_then(|key| key.as_str().map(str::to_owned)).unwrap_or_default(),
        };
        Ok(Some(self.tables.borrow().iter().any(|(known, _)| **known == *key)))
    }

    fn set_attr(&self, _this: &Value, vm: &mut Vm, name: &str, value: Value) -> Result<bool> {
        if name == "naming_convention" {
            *self.convention.borrow_mut() = naming_convention(vm, &value)?;
            return Ok(true);
        }
        // SQLAlchemy 1.4 knew it; in 2.0 it is like any other attribute that a script sets.
        if name == "bind" {
            *self.bind.borrow_mut() = Some(value);
            return Ok(true);
        }
        Ok(false)
    }
}

/// A naming convention from a dictionary. Keys may be the constraint classes; values that are functions are refused.
///
/// # Errors
/// When it is no such dictionary.
pub fn naming_convention(vm: &mut Vm, value: &Value) -> Result<NamingConvention> {
    let mut templates = Vec::new();
    if value.is_none() {
        return Ok(NamingConvention::default());
    }
    let Some(dict) = value.as_dict().cloned() else {
        if value.is_unresolved() {
            return Err(errors::needed(vm, value, "is a naming convention"));
        }
        return Err(Error::type_error("naming_convention must be a dictionary"));
    };
    for (key, template) in dict.items() {
        let key = match &key {
            Value::Class(class) => match &*class.name {
                "PrimaryKeyConstraint" => "pk".to_owned(),
                "ForeignKeyConstraint" => "fk".to_owned(),
                "UniqueConstraint" => "uq".to_owned(),
                "CheckConstraint" => "ck".to_owned(),
                "Index" => "ix".to_owned(),
                other => other.to_owned(),
            },
            key => text_of(key)?,
        };
        match template.as_str() {
            Some(text) => templates.push((key, text.to_owned())),
            // A token of the convention's own.
            None if is_token(&template) => {}
            // No convention for this kind.
            None if template.is_none() => {}
            None => return Err(Error::type_error(format!("naming convention for '{key}' must be a string"))),
        }
    }
    Ok(NamingConvention { templates })
}

fn is_token(value: &Value) -> bool {
    matches!(value, Value::Function(_) | Value::Native(_) | Value::Method(_) | Value::Class(_))
}

/// The class `MetaData`.
pub fn metadata_class() -> Rc<Class> {
    let all = |create: bool| {
        move |vm: &mut Vm, this: &Value, args: Args| {
            let span = args.span;
            let bound = Signature::parse("(bind=None, tables=None, checkfirst=True)").bind("create_all", args)?;
            let check_first = vm.truth(&bound.value("checkfirst"))?;
            let bind = bound.value("bind");
            let Some(metadata) = this.downcast::<MetaDataObject>() else { return Ok(Value::None) };
            let mut tables: Vec<Value> = match bound.value("tables") {
                Value::None => metadata.tables.borrow().iter().map(|(_, table)| table.clone()).collect(),
                given => vm.iterate(&given)?,
            };
            for table in &tables {
                if let Some(object) = table.downcast::<TableObject>() {
                    knows_referred(vm, &object)?;
                }
            }
            sort_by_dependency(&mut tables);
            if !create {
                tables.reverse();
            }
            let all = tables.clone();
            events::around_ddl(vm, create, this, &bind, Some(&all), |vm| {
                for table in &tables {
                    events::table_ddl(vm, create, table, &bind, check_first, span)?;
                }
                Ok(())
            })?;
            Ok(Value::None)
        }
    };
    ClassBuilder::new("MetaData")
        .module("sqlalchemy.sql.schema")
        .constructor(|vm, class, args| {
            let bound = Signature::parse("(schema=None, quote_schema=None, naming_convention=None, info=None, bind=None)")
                .bind("MetaData.__init__", args)?;
            let convention = match bound.value("naming_convention") {
                Value::Unresolved(_) => NamingConvention::default(),
                value => naming_convention(vm, &value)?,
            };
            let tokens = bound.value("naming_convention");
            let tokens = tokens.as_dict().map(|dict| dict.items()).unwrap_or_default();
            let tokens = tokens.into_iter().filter(|(_, value)| is_token(value));
            let tokens = tokens.filter_map(|(key, value)| Some((key.as_str()?.to_owned(), value))).collect();
            // SQLAlchemy 1.x took the bind first.
            let schema = match bound.value("schema") {
                value if value.as_str().is_some() => optional_name(&value)?,
                value @ (Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::List(_) | Value::Dict(_)) => {
                    let class = Value::Class(vm.class_of(&value));
                    let message = format!("expected schema argument to be a string, got {}.", vm.repr(&class)?);
                    return Err(errors::argument_error(vm, &message));
                }
                _ => None,
            };
            Ok(Rc::new(MetaDataObject {
                class: Rc::clone(class),
                convention: RefCell::new(convention),
                tokens: RefCell::new(tokens),
                schema,
                tables: RefCell::new(Vec::new()),
                bind: RefCell::new(None),
            }))
        })
        .method("create_all", all(true))
        .method("drop_all", all(false))
        .method("reflect", |vm, this, args| {
            let span = args.span;
            let bound = Signature::parse(
                "(bind=None, schema=None, views=False, only=None, extend_existing=False, autoload_replace=True, resolve_fks=True, **kw)",
            )
            .bind("reflect", args)?;
            inspect::reflect_metadata(vm, this, &bound, span)?;
            Ok(Value::None)
        })
        .method("clear", |_vm, this, _args| {
            if let Some(metadata) = this.downcast::<MetaDataObject>() {
                metadata.tables.borrow_mut().clear();
            }
            Ok(Value::None)
        })
        .build()
}

/// Refuses to put tables in order of which one refers to a table that nobody knows.
fn knows_referred(vm: &mut Vm, object: &TableObject) -> Result<()> {
    let mut table = object.to_table(vm, &NamingConvention::default())?;
    object.lose_unknown(&mut table);
    for constraint in &table.constraints {
        if let Constraint::ForeignKey(key) = constraint
            && key.lost == Some(Lost::Table)
            && !key.use_alter
            && let (Some(own), Some(there)) = (key.columns.first(), key.referred_columns.first())
        {
            let there = if there.text.is_empty() { "None" } else { &there.text };
            return Err(no_referenced_table(vm, &table.name, own, &key.referred_table, there));
        }
    }
    Ok(())
}

fn sort_by_dependency(tables: &mut Vec<Value>) {
    let mut sorted: Vec<Value> = Vec::new();
    let mut placed: Vec<TableName> = Vec::new();
    let mut rest = std::mem::take(tables);
    while !rest.is_empty() {
        let names: Vec<TableName> =
            rest.iter().filter_map(|table| table.downcast::<TableObject>()).map(|table| table.name.clone()).collect();
        let ready = rest.iter().position(|table| {
            let Some(object) = table.downcast::<TableObject>() else { return true };
            object.constraints.borrow().iter().all(|(_, constraint)| match constraint {
                Constraint::ForeignKey(key) => {
                    key.referred_table == object.name
                        || placed.contains(&key.referred_table)
                        || !names.contains(&key.referred_table)
                }
                _ => true,
            })
        });
        let next = rest.remove(ready.unwrap_or(0));
        if let Some(object) = next.downcast::<TableObject>() {
            placed.push(object.name.clone());
        }
        sorted.push(next);
    }
    *tables = sorted;
}

impl MetaDataObject {
    /// The table of that full name.
    #[must_use]
    pub fn table(&self, name: &TableName) -> Option<Value> {
        let key = name.to_string();
        self.tables.borrow().iter().find(|(known, _)| *known == key).map(|(_, table)| table.clone())
    }

    /// Forgets a table.
    pub fn remove(&self, name: &TableName) {
        let key = name.to_string();
        self.tables.borrow_mut().retain(|(known, _)| *known != key);
    }
}

/// Puts a table into a MetaData, in the place of one of the same name.
pub fn register(metadata: &Value, name: &TableName, table: Value) {
    if let Some(metadata) = metadata.downcast::<MetaDataObject>() {
        let key = name.to_string();
        let mut tables = metadata.tables.borrow_mut();
        match tables.iter_mut().find(|(known, _)| *known == key) {
            Some(entry) => entry.1 = table,
            None => tables.push((key, table)),
        }
    }
}
