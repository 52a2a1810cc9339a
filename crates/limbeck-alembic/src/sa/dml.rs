//! INSERT, UPDATE and DELETE as scripts build them.

use std::rc::Rc;
use std::sync::Arc;

use limbeck_ops::{Delete, Expr, From, Insert, InsertSource, Name, OnConflict, Query, TableName, Update};
use limbeck_python::{Args, Class, ClassBuilder, Error, Result, Signature, Value, Vm};

use crate::errors;
use crate::sa::classes::classes;
use crate::sa::column::ColumnObject;
use crate::sa::constraints::{column_name, condition, filter_condition, unexpected};
use crate::sa::dialect_arguments::dialect_options;
use crate::sa::execution_options;
use crate::sa::expr::{self, ExprObject, to_expr};
use crate::sa::names::{required_name, text_of};
use crate::sa::query::{
    QueryObject, add_cte, as_select, compile, conditions, cte, filter_changed, hint_changed, no_keywords, query_value,
};
use crate::sa::table::{TableObject, as_from, from_columns};

/// The rows that a statement about a mapped class may change.
fn own_rows(vm: &mut Vm, this: &Value) -> Result<Vec<Expr>> {
    match crate::sa::orm::table_of(vm, this)? {
        Some(table) => Ok(crate::sa::orm::criterion_of(vm, this, &table)?.into_iter().collect()),
        None => Ok(Vec::new()),
    }
}

fn written_table(vm: &mut Vm, this: &Value) -> Result<(TableName, Vec<limbeck_ops::Column>, Arc<From>)> {
    let table = crate::sa::orm::table_of(vm, this)?;
    let value = table.as_ref().unwrap_or(this);
    if value.is_unresolved() {
        return Err(errors::needed(vm, value, "is the table of a statement"));
    }
    let Some(from) = as_from(value) else {
        let error = unexpected(vm, "subject table for an INSERT, UPDATE or DELETE", this);
        let is_text = matches!(expr::as_expr(vm, value), Ok(Some(Expr::Text(_))));
        return Err(if is_text {
            let what = "<class 'sqlalchemy.sql.elements.TextClause'>";
            let advice = format!(" To create a FROM clause from a {what} object, use the .subquery() method.");
            errors::argument_error(vm, &format!("{}{advice}", error.message()))
        } else {
            error
        });
    };
    // Python-side defaults are evaluated for every row that a statement writes.
    if let Some(table) = value.downcast::<TableObject>() {
        let columns = table.columns.borrow().iter().map(|column| column.data.borrow().clone()).collect();
        return Ok((table.name.clone(), columns, from));
    }
    match &*from {
        From::Table(name, columns) => Ok((name.clone(), columns.clone(), Arc::clone(&from))),
        From::Alias { from: inner, .. } => match &**inner {
            From::Table(name, columns) => Ok((name.clone(), columns.clone(), Arc::clone(&from))),
            _ => Err(Error::type_error("expected a table")),
        },
        // MySQL changes the rows of a join.
        From::Join { left, .. } => {
            let left = crate::sa::table::from_value(vm, left);
            let (name, columns, _) = written_table(vm, &left)?;
            Ok((name, columns, from))
        }
        _ => Err(Error::type_error("expected a table")),
    }
}

/// `sa.insert(table)`, `table.insert()`.
///
/// # Errors
/// When the values can't stand in SQL.
pub fn insert(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    insert_of(vm, this, args, None)
}

/// `postgresql.insert(table)` and its kin.
///
/// # Errors
/// When the values can't stand in SQL.
pub fn insert_of(vm: &mut Vm, this: &Value, args: Args, dialect: Option<limbeck_ops::DialectName>) -> Result<Value> {
    let (table, columns, _) = written_table(vm, this)?;
    let insert = Insert {
        table,
        columns,
        source: InsertSource::Parameters,
        on_conflict: None,
        returning: Vec::new(),
        prefixes: Vec::new(),
        ctes: Vec::new(),
    };
    let value = Value::object(QueryObject {
        class: Rc::clone(&classes(vm).insert),
        query: Query::Insert(Box::new(insert)),
        default_callables: default_callables(vm, this)?,
        entities: Vec::new(),
        joined: None,
        dialect,
    });
    // SQLAlchemy 1.x took the values here.
    if args.is_empty() { Ok(value) } else { insert_values(vm, &value, Args { keyword: Vec::new(), ..args }) }
}

fn default_callables(vm: &mut Vm, this: &Value) -> Result<Vec<Rc<ColumnObject>>> {
    let table = crate::sa::orm::table_of(vm, this)?;
    let value = table.as_ref().unwrap_or(this);
    let Some(table) = value.downcast::<TableObject>() else { return Ok(Vec::new()) };
    let columns = table.columns.borrow();
    Ok(columns.iter().filter(|column| column.default_callable.is_some()).cloned().collect())
}

/// One row of values: a dictionary with names or columns as keys, or a tuple in the order of the columns.
fn row(vm: &mut Vm, value: &Value, columns: &[limbeck_ops::Column]) -> Result<Vec<(Name, Expr)>> {
    let mut out = Vec::new();
    if let Some(dict) = value.as_dict().cloned() {
        for (key, item) in dict.items() {
            let name = assigned(vm, &key)?;
            out.push((name.clone(), row_value(vm, &item, &name, columns)?));
        }
        return Ok(out);
    }
    if let Some(collection) = value.downcast_ref::<crate::sa::table::ColumnCollection>() {
        for (key, item) in collection.items() {
            let name = Name::new(key);
            out.push((name.clone(), row_value(vm, item, &name, columns)?));
        }
        return Ok(out);
    }
    if let Some(items) = value.as_sequence() {
        for (item, column) in items.iter().zip(columns) {
            out.push((column.name.clone(), row_value(vm, item, &column.name, columns)?));
        }
        return Ok(out);
    }
    Err(Error::type_error("mapping or list expected for values"))
}

/// The name of the column that a key of `values()` sets.
fn assigned(vm: &mut Vm, key: &Value) -> Result<Name> {
    let is_column = key.as_str().is_some() || key.is_unresolved() || key.downcast_ref::<ColumnObject>().is_some();
    match expr::as_expr(vm, key)?.filter(|_| !is_column) {
        Some(Expr::Column(column)) => Ok(column.name),
        Some(Expr::Label { name, .. }) => Ok(name),
        Some(Expr::Text(_)) => Err(unexpected(vm, ASSIGNED, key)),
        Some(_) => Err(Error::unsupported("setting a part of a column with `values()`")),
        None if is_column => column_name(vm, key),
        None => Err(unexpected(vm, ASSIGNED, key)),
    }
}

const ASSIGNED: &str = "SET/VALUES column expression or string key";

/// A value for a column, with the column's type.
///
/// # Errors
/// When it can't stand in SQL.
pub fn row_value(vm: &mut Vm, value: &Value, name: &Name, columns: &[limbeck_ops::Column]) -> Result<Expr> {
    if let Some(expr) = expr::as_expr(vm, value)? {
        return Ok(typed_by(expr, name, columns));
    }
    let declared = columns.iter().find(|column| column.name.text == name.text).map(|column| column.ty.clone());
    if let Some(ty) = &declared
        && let Some(made) = crate::sa::decorators::bind_expression(vm, ty, value)?
    {
        return Ok(made);
    }
    let datum = match &declared {
        Some(ty) => crate::sa::decorators::bind(vm, ty, value)?,
        None => crate::values::to_datum(vm, value)?,
    };
    // A column without a type has no literals, so `--sql` refuses the value; a driver goes by the value itself.
    let offline = crate::runtime::current_context(vm).is_ok_and(|context| context.as_sql);
    let ty = declared
        .filter(|ty| offline || ty.kind != limbeck_ops::TypeKind::Null)
        .unwrap_or_else(|| expr::literal_type(&datum));
    Ok(Expr::Bind(limbeck_ops::Bind {
        name: name.text.clone(),
        value: Some(datum),
        ty,
        unique: false,
        expanding: false,
    }))
}

/// A bound value without a type of its own takes that of the column that it is for.
fn typed_by(expr: Expr, name: &Name, columns: &[limbeck_ops::Column]) -> Expr {
    let Some(column) = columns.iter().find(|column| column.name.text == name.text) else { return expr };
    match expr {
        Expr::Literal { value, ty } if ty.kind == limbeck_ops::TypeKind::Null => {
            Expr::Literal { value, ty: column.ty.clone() }
        }
        Expr::Bind(bind) if bind.ty.kind == limbeck_ops::TypeKind::Null => {
            Expr::Bind(limbeck_ops::Bind { ty: column.ty.clone(), ..bind })
        }
        other => other,
    }
}

fn edit_insert(vm: &mut Vm, this: &Value, edit: impl FnOnce(&mut Vm, &mut Insert) -> Result<()>) -> Result<Value> {
    let Some(object) = this.downcast::<QueryObject>() else { return Err(Error::type_error("expected an insert()")) };
    let Query::Insert(insert) = &object.query else { return Err(Error::type_error("expected an insert()")) };
    let mut insert = insert.clone();
    edit(vm, &mut insert)?;
    Ok(Value::object(QueryObject {
        class: Rc::clone(&object.class),
        query: Query::Insert(insert),
        default_callables: object.default_callables.clone(),
        entities: Vec::new(),
        joined: None,
        dialect: object.dialect,
    }))
}

/// Refuses values that are given in both ways.
fn not_both(vm: &mut Vm, args: &Args) -> Result<()> {
    if args.positional.is_empty() || args.keyword.is_empty() {
        return Ok(());
    }
    Err(errors::argument_error(vm, "Can't pass positional and kwargs to values() simultaneously"))
}

fn insert_values(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    edit_insert(vm, this, |vm, insert| {
        let columns = insert.columns.clone();
        let mut rows = Vec::new();
        not_both(vm, &args)?;
        match args.positional.as_slice() {
            [] => {}
            [only] => match only.as_sequence() {
                Some(items) if items.iter().all(|item| item.as_dict().is_some() || item.as_sequence().is_some()) => {
                    for item in items {
                        rows.push(row(vm, &item, &columns)?);
                    }
                }
                _ => rows.push(row(vm, only, &columns)?),
            },
            _ => {
                return Err(errors::argument_error(
                    vm,
                    "Only a single dictionary/tuple or list of dictionaries/tuples is accepted positionally.",
                ));
            }
        }
        if !args.keyword.is_empty() {
            let mut one = Vec::new();
            for (key, value) in &args.keyword {
                let name = Name::new(&**key);
                one.push((name.clone(), row_value(vm, value, &name, &columns)?));
            }
            match rows.first_mut() {
                Some(first) => first.extend(one),
                None => rows.push(one),
            }
        }
        if let (InsertSource::Values(known), [one]) = (&mut insert.source, rows.as_slice())
            && let [first] = known.as_mut_slice()
        {
            first.extend(one.iter().cloned());
            return Ok(());
        }
        insert.source = InsertSource::Values(rows);
        Ok(())
    })
}

fn returning(vm: &mut Vm, args: &Args) -> Result<Vec<Expr>> {
    let mut out = Vec::new();
    for value in &args.positional {
        let columns = from_columns(value);
        if columns.is_empty() {
            out.push(match value.as_str() {
                Some(text) => expr::text_expr(text),
                None => to_expr(vm, value)?,
            });
        }
        out.extend(columns.into_iter().map(|(_, expr)| expr));
    }
    Ok(out)
}

fn on_conflict(vm: &mut Vm, this: &Value, args: Args, update: bool) -> Result<Value> {
    let signature = if update {
        "(constraint=None, index_elements=None, index_where=None, set_=None, where=None)"
    } else {
        "(constraint=None, index_elements=None, index_where=None)"
    };
    let bound = Signature::parse(signature).bind("on_conflict", args)?;
    let dialect = this.downcast::<QueryObject>().and_then(|object| object.dialect);
    edit_insert(vm, this, |vm, insert| {
        let mut out = OnConflict { dialect, ..OnConflict::default() };
        if let Some(elements) = bound.some("index_elements") {
            for value in vm.iterate(&elements)? {
                out.elements.push(match value.as_str() {
                    Some(name) => Expr::Identifier(Name::new(name)),
                    None => to_expr(vm, &value)?,
                });
            }
        }
        if let Some(constraint) = bound.some("constraint") {
            let name = match constraint.as_str() {
                Some(_) => constraint.clone(),
                None => vm.get_attr(&constraint, "name")?,
            };
            out.constraint = Some(required_name(&name)?);
        }
        if let Some(where_) = bound.some("index_where") {
            out.index_where = Some(condition(vm, &where_)?);
        }
        if update {
            if let Some(set) = bound.some("set_") {
                out.set = row(vm, &set, &insert.columns)?;
            }
            if let Some(where_) = bound.some("where") {
                out.update_where = Some(condition(vm, &where_)?);
            }
        }
        insert.on_conflict = Some(out);
        Ok(())
    })
}

/// MySQL's `on_duplicate_key_update`: keywords, a dictionary, or a list of pairs.
fn on_duplicate_key_update(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    if args.positional.len() > 1 || (args.positional.is_empty() == args.keyword.is_empty()) {
        let message = match args.positional.len() {
            0 => "update values must not be empty",
            1 => "Can't pass kwargs and positional arguments simultaneously",
            _ => "Only a single dictionary or list of tuples is accepted positionally.",
        };
        return Err(Error::value_error(message));
    }
    edit_insert(vm, this, |vm, insert| {
        let mut out = OnConflict { duplicate_key: true, ..OnConflict::default() };
        let pairs = args.positional.first().and_then(Value::as_sequence);
        let in_order = pairs.is_some();
        match (args.positional.first(), pairs) {
            (_, Some(pairs)) => {
                for pair in pairs {
                    let Some([name, value]) = pair.as_sequence().and_then(|pair| <[Value; 2]>::try_from(pair).ok())
                    else {
                        return Err(Error::value_error("on_duplicate_key_update() takes a list of pairs"));
                    };
                    let name = column_name(vm, &name)?;
                    let value = row_value(vm, &value, &name, &insert.columns)?;
                    out.set.push((name, value));
                }
            }
            (Some(given), None) => out.set = row(vm, given, &insert.columns)?,
            (None, None) => {
                for (key, value) in &args.keyword {
                    let name = Name::new(&**key);
                    let value = row_value(vm, value, &name, &insert.columns)?;
                    out.set.push((name, value));
                }
            }
        }
        // Only a list keeps its order.
        if !in_order {
            let place = |name: &Name| insert.columns.iter().position(|column| column.name.text == name.text);
            out.set.sort_by_key(|(name, _)| place(name));
        }
        insert.on_conflict = Some(out);
        Ok(())
    })
}

/// The class `Insert`, with PostgreSQL's and SQLite's `on_conflict_…` and MySQL's `on_duplicate_key_update`.
pub fn insert_class() -> Rc<Class> {
    ClassBuilder::new("Insert")
        .generic()
        .module("sqlalchemy.sql.dml")
        .method("values", insert_values)
        .method("from_select", |vm, this, args| {
            let bound = Signature::parse("(names, select, include_defaults=True)").bind("from_select", args)?;
            edit_insert(vm, this, |vm, insert| {
                let mut names = Vec::new();
                for value in vm.iterate(&bound.value("names"))? {
                    names.push(column_name(vm, &value)?);
                }
                let Some(select) = as_select(&bound.value("select")) else {
                    let shown = vm.repr(&bound.value("select"))?;
                    let message = format!("SELECT statement or equivalent textual object expected, got {shown}.");
                    return Err(errors::argument_error(vm, &message));
                };
                insert.source = InsertSource::Select(names, Box::new(select));
                Ok(())
            })
        })
        .method("returning", |vm, this, args| {
            edit_insert(vm, this, |vm, insert| {
                insert.returning.extend(returning(vm, &args)?);
                Ok(())
            })
        })
        .method("prefix_with", |vm, this, args| {
            edit_insert(vm, this, |vm, insert| {
                insert.prefixes.extend(prefixes(vm, &args)?);
                Ok(())
            })
        })
        .method("on_conflict_do_nothing", |vm, this, args| on_conflict(vm, this, args, false))
        .method("on_conflict_do_update", |vm, this, args| on_conflict(vm, this, args, true))
        .method("on_duplicate_key_update", on_duplicate_key_update)
        .method("add_cte", add_cte)
        .method("inline", |_vm, this, _args| Ok(this.clone()))
        .method("execution_options", execution_options::of_statement)
        .method("cte", cte)
        .method("compile", compile)
        .build()
}

/// `sa.update(table)`, `table.update()`.
///
/// # Errors
/// When the table is none.
pub fn update(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let (_, columns, table) = written_table(vm, this)?;
    let bound = Signature::parse("(whereclause=None, values=None, **kw)").bind("update", args)?;
    let mut update = Update {
        table,
        columns,
        values: Vec::new(),
        further_values: Vec::new(),
        on_update: on_update(vm, this)?,
        no_values: false,
        ordered: false,
        hints: Vec::new(),
        prefixes: Vec::new(),
        limit: None,
        filters: own_rows(vm, this)?,
        returning: Vec::new(),
        ctes: Vec::new(),
    };
    if let Some(where_) = bound.some("whereclause") {
        update.filters.push(filter_condition(vm, &where_)?);
    }
    if let Some(values) = bound.some("values") {
        update.values = row(vm, &values, &update.columns)?;
    }
    Ok(query_value(vm, Query::Update(Box::new(update))))
}

/// What the columns of a table are set to when an UPDATE does not say.
fn on_update(vm: &mut Vm, this: &Value) -> Result<Vec<(Name, Expr)>> {
    let table = crate::sa::orm::table_of(vm, this)?;
    let Some(table) = table.as_ref().unwrap_or(this).downcast::<TableObject>() else { return Ok(Vec::new()) };
    let columns = table.columns.borrow().clone();
    let offline = crate::runtime::current_context(vm).is_ok_and(|context| context.as_sql);
    let mut out = Vec::new();
    for column in columns {
        let Some(given) = column.on_update.clone() else { continue };
        let (name, ty) = (column.data.borrow().name.clone(), column.data.borrow().ty.clone());
        if !given.is_unresolved()
            && let Some(expr) = expr::as_expr(vm, &given)?
        {
            out.push((name, expr));
            continue;
        }
        // Python's values are asked for when the statement runs: its text alone has none.
        let value = if offline {
            None
        } else {
            let value = match &given {
                Value::Unresolved(_) => {
                    return Err(errors::needed(vm, &given, "is what an UPDATE sets a column to that it leaves out"));
                }
                Value::Function(function) => {
                    let takes_context = function.parameters().len() == 1;
                    vm.call(&given, if takes_context { Args::of([Value::None]) } else { Args::none() })?
                }
                Value::Native(_) | Value::Method(_) | Value::Class(_) => vm.call(&given, Args::none())?,
                _ => given.clone(),
            };
            Some(crate::sa::decorators::bind(vm, &ty, &value)?)
        };
        let bind = limbeck_ops::Bind { name: name.text.clone(), value, ty, unique: false, expanding: false };
        out.push((name, Expr::Bind(bind)));
    }
    Ok(out)
}

fn edit_update(vm: &mut Vm, this: &Value, edit: impl FnOnce(&mut Vm, &mut Update) -> Result<()>) -> Result<Value> {
    let Some(object) = this.downcast::<QueryObject>() else { return Err(Error::type_error("expected an update()")) };
    let Query::Update(update) = &object.query else { return Err(Error::type_error("expected an update()")) };
    let mut update = update.clone();
    edit(vm, &mut update)?;
    Ok(query_value(vm, Query::Update(update)))
}

/// The texts of `prefix_with` and `suffix_with`, unless they are for another dialect.
pub(super) fn prefixes(vm: &mut Vm, args: &Args) -> Result<Vec<String>> {
    let wanted = args.keyword.iter().find(|(key, _)| &**key == "dialect").map(|(_, value)| value);
    let here = crate::sa::engine::dialect_of(vm, &Value::None).name.as_str();
    if wanted.and_then(Value::as_str).is_some_and(|wanted| wanted != "*" && wanted != here) {
        return Ok(Vec::new());
    }
    args.positional
        .iter()
        .map(|value| match value.downcast_ref::<ExprObject>().map(|object| &object.expr) {
            Some(Expr::Text(text)) => Ok(text.text.clone()),
            _ => text_of(value),
        })
        .collect()
}

/// `with_dialect_options(mysql_limit=…)` of `Update` and `Delete`.
fn mysql_limit(vm: &mut Vm, construct: &str, args: &Args) -> Result<Option<i64>> {
    dialect_options(vm, construct, &args.keyword)?;
    let own = format!("{}_limit", crate::sa::engine::dialect_of(vm, &Value::None).name.as_str());
    let Some((_, value)) = args.keyword.iter().find(|(key, _)| **key == *own) else { return Ok(None) };
    match value.as_int() {
        None if !value.is_none() => Err(Error::type_error("int() argument must be a number")),
        limit => Ok(limit),
    }
}

/// Takes values for columns of other tables than the one that is changed; gives the rest.
fn further_values(vm: &mut Vm, given: &Value, update: &mut Update) -> Result<Vec<(Name, Expr)>> {
    let columns = update.columns.clone();
    let Some(dict) = given.as_dict().cloned() else { return row(vm, given, &columns) };
    let mut own = Vec::new();
    for (key, value) in dict.items() {
        let table = match expr::as_expr(vm, &key)? {
            Some(Expr::Column(column)) => column.table.map(|table| (table, column.name)),
            _ => None,
        };
        match table.filter(|(table, _)| !crate::sa::table::reads(&update.table, table)) {
            Some((table, name)) => {
                let columns = match &*table {
                    From::Table(_, columns) => columns.clone(),
                    _ => Vec::new(),
                };
                let value = row_value(vm, &value, &name, &columns)?;
                update.further_values.push((table, name, value));
            }
            None => {
                let name = assigned(vm, &key)?;
                own.push((name.clone(), row_value(vm, &value, &name, &columns)?));
            }
        }
    }
    Ok(own)
}

/// The class `Update`.
pub fn update_class() -> Rc<Class> {
    let filter = |vm: &mut Vm, this: &Value, args: Args| {
        edit_update(vm, this, |vm, update| {
            no_keywords(&args, "DMLWhereBase.where()")?;
            update.filters.extend(conditions(vm, &args.positional)?);
            Ok(())
        })
    };
    ClassBuilder::new("Update")
        .generic()
        .module("sqlalchemy.sql.dml")
        .method("where", filter)
        .method("filter", filter)
        .method("filter_by", filter_changed)
        .method("with_hint", hint_changed)
        .method("values", |vm, this, args| {
            edit_update(vm, this, |vm, update| {
                let columns = update.columns.clone();
                let mut values = Vec::new();
                not_both(vm, &args)?;
                if let Some(items) = args.positional.first().and_then(Value::as_sequence)
                    && items.iter().any(|item| item.as_dict().is_some())
                {
                    return Err(errors::invalid_request(
                        vm,
                        "UPDATE construct does not support multiple parameter sets.",
                    ));
                }
                if let Some(value) = args.positional.first() {
                    values.extend(further_values(vm, value, update)?);
                }
                for (key, value) in &args.keyword {
                    let name = Name::new(&**key);
                    values.push((name.clone(), row_value(vm, value, &name, &columns)?));
                }
                update.no_values = values.is_empty() && update.values.is_empty();
                // SQLAlchemy sets columns in the order of the table.
                let place =
                    |name: &Name| columns.iter().position(|column| column.name.text == name.text).unwrap_or(usize::MAX);
                for (name, value) in values {
                    match update.values.iter_mut().find(|(known, _)| known.text == name.text) {
                        Some(entry) => entry.1 = value,
                        None => update.values.push((name, value)),
                    }
                }
                update.values.sort_by_key(|(name, _)| place(name));
                Ok(())
            })
        })
        .method("ordered_values", |vm, this, args| {
            edit_update(vm, this, |vm, update| {
                let columns = update.columns.clone();
                for pair in &args.positional {
                    let Some([name, value]) =
                        pair.as_sequence().as_deref().and_then(|pair| pair.first_chunk::<2>().cloned())
                    else {
                        return Err(errors::argument_error(vm, "ordered_values() takes (column, value) pairs"));
                    };
                    let name = assigned(vm, &name)?;
                    update.values.push((name.clone(), row_value(vm, &value, &name, &columns)?));
                }
                update.ordered = true;
                Ok(())
            })
        })
        .method("prefix_with", |vm, this, args| {
            edit_update(vm, this, |vm, update| {
                update.prefixes.extend(prefixes(vm, &args)?);
                Ok(())
            })
        })
        .method("with_dialect_options", |vm, this, args| {
            edit_update(vm, this, |vm, update| {
                update.limit = mysql_limit(vm, "Update", &args)?;
                Ok(())
            })
        })
        .method("add_cte", add_cte)
        .method("returning", |vm, this, args| {
            edit_update(vm, this, |vm, update| {
                update.returning.extend(returning(vm, &args)?);
                Ok(())
            })
        })
        .method("execution_options", execution_options::of_statement)
        .method("cte", cte)
        .method("compile", compile)
        .build()
}

/// `sa.delete(table)`, `table.delete()`.
///
/// # Errors
/// When the table is none.
pub fn delete(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let (_, _, table) = written_table(vm, this)?;
    let bound = Signature::parse("(whereclause=None)").bind("delete", args)?;
    let mut filters = own_rows(vm, this)?;
    if let Some(where_) = bound.some("whereclause") {
        filters.push(filter_condition(vm, &where_)?);
    }
    let delete = Delete {
        table,
        prefixes: Vec::new(),
        hints: Vec::new(),
        limit: None,
        filters,
        returning: Vec::new(),
        ctes: Vec::new(),
    };
    Ok(query_value(vm, Query::Delete(Box::new(delete))))
}

/// The class `Delete`.
pub fn delete_class() -> Rc<Class> {
    let edit = |vm: &mut Vm, this: &Value, change: &dyn Fn(&mut Vm, &mut Delete) -> Result<()>| {
        let Some(object) = this.downcast::<QueryObject>() else { return Ok(Value::None) };
        let Query::Delete(delete) = &object.query else { return Ok(Value::None) };
        let mut delete = delete.clone();
        change(vm, &mut delete)?;
        Ok(query_value(vm, Query::Delete(delete)))
    };
    let filter = move |vm: &mut Vm, this: &Value, args: Args| {
        edit(vm, this, &|vm, delete| {
            no_keywords(&args, "DMLWhereBase.where()")?;
            delete.filters.extend(conditions(vm, &args.positional)?);
            Ok(())
        })
    };
    ClassBuilder::new("Delete")
        .generic()
        .module("sqlalchemy.sql.dml")
        .method("where", filter)
        .method("filter", filter)
        .method("filter_by", filter_changed)
        .method("with_hint", hint_changed)
        .method("prefix_with", move |vm, this, args| {
            edit(vm, this, &|vm, delete| {
                delete.prefixes.extend(prefixes(vm, &args)?);
                Ok(())
            })
        })
        .method("with_dialect_options", move |vm, this, args| {
            edit(vm, this, &|vm, delete| {
                delete.limit = mysql_limit(vm, "Delete", &args)?;
                Ok(())
            })
        })
        .method("add_cte", add_cte)
        .method("returning", move |vm, this, args| {
            edit(vm, this, &|vm, delete| {
                delete.returning.extend(returning(vm, &args)?);
                Ok(())
            })
        })
        .method("execution_options", execution_options::of_statement)
        .method("cte", cte)
        .method("compile", compile)
        .build()
}
