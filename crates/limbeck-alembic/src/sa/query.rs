//! `select`, and what all statements that scripts build step by step have in common.

use std::rc::Rc;
use std::sync::Arc;

use limbeck_ops::{Cte, Expr, From, LabelStyle, Name, Query, Select, SetOp, TableName, Type};
use limbeck_python::{Args, Class, ClassBuilder, Error, Object, Result, Signature, Value, Vm};

use crate::errors;
use crate::sa::classes::classes;
use crate::sa::column::ColumnObject;
use crate::sa::constraints::{filter_condition, unexpected};
use crate::sa::dml::prefixes;
use crate::sa::entities::{criteria, filtered};
use crate::sa::execution_options;
use crate::sa::expr::{self, ExprObject, element, order_by, to_expr};
use crate::sa::joins::select_join;
use crate::sa::names::{optional_name, required_name, text_of};
use crate::sa::outputs::{named, outputs};
use crate::sa::subquery;
use crate::sa::table::{FromObject, as_from, base_of, from_columns};

/// A statement.
#[derive(Debug)]
pub struct QueryObject {
    pub(super) class: Rc<Class>,
    /// The statement.
    pub query: Query,
    /// INSERT: columns whose default a Python function gives, asked for each row.
    pub default_callables: Vec<Rc<ColumnObject>>,
    /// SELECT: what was selected, each with the number of its columns.
    pub entities: Vec<(Value, usize)>,
    /// SELECT: what `join()` joined last.
    pub joined: Option<Value>,
    /// INSERT: the dialect whose `insert()` it began with.
    pub dialect: Option<limbeck_ops::DialectName>,
}

impl QueryObject {
    pub(super) fn select(&self) -> Option<&Select> {
        match &self.query {
            Query::Select(select) => Some(select),
            _ => None,
        }
    }
}

/// A statement as a script's value.
pub fn query_value(vm: &Vm, query: Query) -> Value {
    let classes = classes(vm);
    let class = match &query {
        Query::Select(_) => &classes.select,
        Query::Insert(_) => &classes.insert,
        Query::Update(_) => &classes.update,
        Query::Delete(_) => &classes.delete,
        Query::Text(_) | Query::Driver(_) | Query::Expr(_) => &classes.opaque,
    };
    Value::object(QueryObject {
        class: Rc::clone(class),
        query,
        default_callables: Vec::new(),
        entities: Vec::new(),
        joined: None,
        dialect: None,
    })
}

/// A select that remembers what was selected.
fn select_value(vm: &Vm, query: Select, entities: Vec<(Value, usize)>) -> Value {
    let class = Rc::clone(&classes(vm).select);
    let query = Query::Select(Box::new(query));
    Value::object(QueryObject { class, query, default_callables: Vec::new(), entities, joined: None, dialect: None })
}

/// The select that a value is.
pub fn as_select(value: &Value) -> Option<Select> {
    value.downcast_ref::<QueryObject>().and_then(QueryObject::select).cloned()
}

impl Object for QueryObject {
    fn class(&self, _vm: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }

    fn type_name(&self) -> Rc<str> {
        Rc::clone(&self.class.name)
    }

    fn get_attr(&self, _this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        Ok(match (name, &self.query) {
            ("c" | "columns" | "selected_columns" | "exported_columns", Query::Select(select)) => {
                let columns = select
                    .columns
                    .iter()
                    .enumerate()
                    .map(|(at, expr)| (output_name(expr, at).0.text, element(vm, expr.clone())))
                    .collect();
                Some(Value::object(crate::sa::table::ColumnCollection::new(columns)))
            }
            ("excluded", Query::Insert(insert)) => {
                let from = Arc::new(From::Table(TableName::new("excluded"), insert.columns.clone()));
                let value = crate::sa::table::from_value(vm, &from);
                Some(vm.get_attr(&value, "c")?)
            }
            ("inserted", Query::Insert(insert)) => {
                let from = Arc::new(From::Table(TableName::new("inserted"), insert.columns.clone()));
                let value = crate::sa::table::from_value(vm, &from);
                Some(vm.get_attr(&value, "c")?)
            }
            ("table", Query::Insert(insert)) => {
                let from = Arc::new(From::Table(insert.table.clone(), insert.columns.clone()));
                Some(crate::sa::table::from_value(vm, &from))
            }
            _ => None,
        })
    }

    fn str(&self, _this: &Value, vm: &mut Vm) -> Result<Option<String>> {
        crate::sa::engine::printed(vm, &self.query, false).map(Some)
    }

    fn truth(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<bool>> {
        Err(Error::type_error("Boolean value of this clause is not defined"))
    }

    fn compare(
        &self,
        this: &Value,
        vm: &mut Vm,
        op: limbeck_python::CompareOp,
        other: &Value,
    ) -> Result<Option<Value>> {
        let own = to_expr(vm, this)?;
        let own = element(vm, own);
        match own.downcast::<ExprObject>() {
            Some(object) => object.compare(&own, vm, op, other),
            None => Ok(None),
        }
    }
}

/// The name and type that a selected expression has outside the query.
fn output_name(expr: &Expr, at: usize) -> (Name, Type) {
    let name = match expr {
        Expr::Column(column) => column.name.clone(),
        Expr::Label { name, .. } => expr::label_name(name),
        Expr::Cast { expr, .. } | Expr::TypeCoerce { expr, .. } => output_name(expr, at).0,
        Expr::Function(call) => Name::new(format!("{}_1", call.name.last().map_or("anon", |name| &name.text))),
        _ => Name::new(format!("anon_{}", at + 1)),
    };
    (name, expr::type_of(expr))
}

/// `sa.select(…)`, the list form of SQLAlchemy 1.4 included.
///
/// # Errors
/// When an entity can't be selected.
pub fn select(vm: &mut Vm, args: Args) -> Result<Value> {
    let mut entities = args.positional.clone();
    let mut query = Select::default();
    if let Some(list) = entities.first().and_then(Value::as_sequence) {
        if let Some(where_) = entities.get(1) {
            query.filters.push(filter_condition(vm, where_)?);
        }
        entities = list;
    }
    for (key, value) in &args.keyword {
        match &**key {
            "whereclause" => query.filters.push(filter_condition(vm, value)?),
            "from_obj" => {
                for from in value.as_sequence().unwrap_or_else(|| vec![value.clone()]) {
                    query.from.extend(as_from(&from));
                }
            }
            "limit" => query.limit = Some(to_expr(vm, value)?),
            "order_by" => query.order_by = order_by(vm, &value.as_sequence().unwrap_or_else(|| vec![value.clone()]))?,
            "distinct" => query.distinct = vm.truth(value)?,
            other => {
                return Err(Error::type_error(format!("select() got an unexpected keyword argument '{other}'")));
            }
        }
    }
    let mut selected = Vec::new();
    select_entities(vm, &mut query, &entities, &mut selected)?;
    Ok(select_value(vm, query, selected))
}

/// Adds entities and notes each with the number of its columns.
fn select_entities(
    vm: &mut Vm,
    query: &mut Select,
    entities: &[Value],
    selected: &mut Vec<(Value, usize)>,
) -> Result<()> {
    for entity in entities {
        let before = query.columns.len();
        add_entities(vm, query, std::slice::from_ref(entity))?;
        selected.push((entity.clone(), query.columns.len() - before));
    }
    Ok(())
}

pub(crate) fn add_entities(vm: &mut Vm, query: &mut Select, entities: &[Value]) -> Result<()> {
    for entity in entities {
        if let Some(collection) = entity.downcast_ref::<crate::sa::table::ColumnCollection>() {
            let columns: Vec<Value> = collection.items().iter().map(|(_, column)| column.clone()).collect();
            add_entities(vm, query, &columns)?;
        } else if let Some(from) = as_from(entity) {
            let columns = from_columns(entity);
            crate::sa::table::check_columns(vm, entity)?;
            // What has columns follows from them, after what `select_from` names.
            if columns.is_empty() || matches!(&*from, From::Join { .. }) {
                query.from.push(from);
            }
            if columns.is_empty() {
                query.columns.push(Expr::Star);
            }
            query.columns.extend(columns.into_iter().map(|(_, expr)| expr));
        } else if let Some(table) = crate::sa::orm::table_of(vm, entity)? {
            query.filters.extend(crate::sa::orm::criterion_of(vm, entity, &table)?);
            add_entities(vm, query, &[table])?;
        } else if entity.as_str() == Some("*") {
            query.columns.push(expr::bare_column(Name::new("*"), expr::null_type(), true));
        } else if let Some(text) = entity.as_str() {
            return Err(no_plain_column(vm, text));
        } else {
            let expr = match entity {
                // A bare number is SQL text, not a bind.
                Value::Int(number) => expr::bare_column(Name::new(number.to_string()), expr::null_type(), true),
                Value::Bool(true) => Expr::True,
                Value::Bool(false) => Expr::False,
                number @ (Value::Float(_) | Value::Decimal(_)) => {
                    let text = vm.str(number)?;
                    expr::bare_column(Name::new(&*text), expr::null_type(), true)
                }
                _ => to_expr(vm, entity)?,
            };
            // What a project's own element is written as has a label, unlike `text()`.
            let expr = match expr {
                Expr::Text(_) if matches!(entity, Value::Instance(_)) => {
                    Expr::TypeCoerce { expr: Box::new(expr), ty: expr::null_type() }
                }
                expr => expr,
            };
            query.columns.push(expr);
        }
    }
    Ok(())
}

/// `table.select()`, with the condition that SQLAlchemy 1.4 took.
///
/// # Errors
/// When the condition can't stand in SQL.
pub fn select_from(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let bound = Signature::parse("(whereclause=None)").bind("select", args)?;
    let mut query = Select::default();
    add_entities(vm, &mut query, std::slice::from_ref(this))?;
    if query.from.is_empty() {
        query.from.extend(as_from(this));
    }
    if let Some(where_) = bound.some("whereclause") {
        query.filters.push(filter_condition(vm, &where_)?);
    }
    Ok(query_value(vm, Query::Select(Box::new(query))))
}

pub(crate) fn change(
    vm: &mut Vm,
    this: &Value,
    edit: impl FnOnce(&mut Vm, &mut Select) -> Result<()>,
) -> Result<Value> {
    let Some(mut query) = as_select(this) else { return Err(Error::type_error("expected a select()")) };
    edit(vm, &mut query)?;
    let made = select_value(vm, query, selected_entities(this));
    Ok(with_joined(made, last_joined(this)))
}

/// What a select joined last.
fn last_joined(select: &Value) -> Option<Value> {
    select.downcast_ref::<QueryObject>().and_then(|object| object.joined.clone())
}

/// The same select, with what was joined last.
pub(super) fn with_joined(select: Value, joined: Option<Value>) -> Value {
    match (select.downcast_ref::<QueryObject>(), joined) {
        (Some(object), joined @ Some(_)) => Value::object(QueryObject {
            class: Rc::clone(&object.class),
            query: object.query.clone(),
            default_callables: Vec::new(),
            entities: object.entities.clone(),
            joined,
            dialect: None,
        }),
        (_, _) => select,
    }
}

/// An UPDATE or DELETE of the rows that a select reads.
///
/// # Errors
/// When the select has more to it than conditions.
pub fn restricted(vm: &mut Vm, statement: &Value, select: &Value) -> Result<Value> {
    let (Some(object), Some(select)) = (statement.downcast::<QueryObject>(), as_select(select)) else {
        return Err(Error::type_error("expected a statement and a select()"));
    };
    if select.limit.is_some() || select.offset.is_some() {
        return Err(errors::invalid_request(
            vm,
            "Can't call Query.update() or Query.delete() when limit() has been called",
        ));
    }
    let joined = select.from.iter().any(|from| matches!(**from, From::Join { .. }));
    if joined || !select.joins.is_empty() || select.compound.is_some() || !select.group_by.is_empty() {
        return Err(errors::invalid_request(
            vm,
            "Can't call Query.update() or Query.delete() when join(), outerjoin(), select_from(), or from_self() has been called",
        ));
    }
    let mut query = object.query.clone();
    match &mut query {
        Query::Update(update) => update.filters.extend(select.filters),
        Query::Delete(delete) => delete.filters.extend(select.filters),
        Query::Select(_) | Query::Insert(_) | Query::Text(_) | Query::Driver(_) | Query::Expr(_) => {}
    }
    Ok(query_value(vm, query))
}

/// What a select was made of, each with the number of its columns.
pub fn selected_entities(this: &Value) -> Vec<(Value, usize)> {
    this.downcast_ref::<QueryObject>().map(|object| object.entities.clone()).unwrap_or_default()
}

pub(crate) fn conditions(vm: &mut Vm, values: &[Value]) -> Result<Vec<Expr>> {
    values.iter().map(|value| filter_condition(vm, value)).collect()
}

/// Refuses keywords of a method that takes none.
pub(super) fn no_keywords(args: &Args, method: &str) -> Result<()> {
    match args.keyword.first() {
        None => Ok(()),
        Some((name, _)) => Err(Error::type_error(format!("{method} got an unexpected keyword argument '{name}'"))),
    }
}

fn select_where(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    no_keywords(&args, "Select.where()")?;
    change(vm, this, |vm, query| {
        query.filters.extend(conditions(vm, &args.positional)?);
        Ok(())
    })
}

/// SQLAlchemy's refusal of a string among columns, of which it shows the beginning.
fn no_plain_column(vm: &mut Vm, text: &str) -> Error {
    let shown = match vm.repr(&Value::str(crate::sa::constraints::shortened(text))) {
        Ok(shown) => shown,
        Err(error) => return error,
    };
    let straight = text.starts_with(|c: char| c.is_alphanumeric() || c == '_') && !text.contains(char::is_whitespace);
    let construct = if straight { "column" } else { "literal_column" };
    let message = format!(
        "Textual column expression {shown} should be explicitly declared with text({shown}), or use {construct}({shown}) for more specificity"
    );
    errors::argument_error(vm, &message)
}

/// The name of a table, or of a column's, that `with_for_update(of=…)` locks.
fn locked_table(vm: &mut Vm, value: &Value) -> Result<Name> {
    if let Some(text) = value.as_str() {
        return Err(no_plain_column(vm, text));
    }
    let table = crate::sa::orm::table_of(vm, value)?;
    let from = match as_from(table.as_ref().unwrap_or(value)) {
        Some(from) => Some(from),
        None => match to_expr(vm, value)? {
            Expr::Column(column) => column.table,
            _ => None,
        },
    };
    match from.as_deref() {
        Some(From::Table(name, _)) => Ok(name.name.clone()),
        Some(From::Alias { name: Some(name), .. }) => Ok(name.clone()),
        _ => Err(Error::unsupported("`of` of `with_for_update()` with what is no table or column of one")),
    }
}

fn limit(vm: &mut Vm, this: &Value, args: Args, offset: bool) -> Result<Value> {
    let bound = Signature::parse("(limit)").bind("limit", args)?;
    change(vm, this, |vm, query| {
        let value = bound.value("limit");
        let expr = if value.is_none() { None } else { Some(to_expr(vm, &value)?) };
        if offset {
            query.offset = expr;
        } else {
            query.limit = expr;
            query.fetch = None;
        }
        Ok(())
    })
}

fn compound(vm: &mut Vm, parts: &[Value], op: SetOp) -> Result<Value> {
    let mut selects = Vec::new();
    for part in parts {
        match as_select(part) {
            Some(select) => selects.push(select),
            None => return Err(Error::type_error("expected a select()")),
        }
    }
    let query = Select { compound: Some((op, selects)), ..Select::default() };
    Ok(query_value(vm, Query::Select(Box::new(query))))
}

/// `sa.union(…)` and its kin.
pub fn set_operation(op: SetOp) -> impl Fn(&mut Vm, Args) -> Result<Value> {
    move |vm, args| {
        let parts = match args.positional.as_slice() {
            [only] => only.as_sequence().unwrap_or_else(|| vec![only.clone()]),
            parts => parts.to_vec(),
        };
        compound(vm, &parts, op)
    }
}

fn subquery(vm: &mut Vm, this: &Value, args: Args, lateral: bool) -> Result<Value> {
    let bound = Signature::parse("(name=None)").bind("subquery", args)?;
    let Some(mut select) = as_select(this) else { return Err(Error::type_error("expected a select()")) };
    let names = outputs(&mut select);
    let name = optional_name(&bound.value("name"))?;
    let base = selected_entities(this).iter().find_map(|(entity, _)| base_of(entity));
    Ok(FromObject::over_table(vm, From::Subquery { select: Arc::new(select), name, lateral }, names, base))
}

pub(super) fn cte(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let bound = Signature::parse("(name=None, recursive=False, nesting=False)").bind("cte", args)?;
    let Some(object) = this.downcast::<QueryObject>() else { return Err(Error::type_error("expected a statement")) };
    let mut query = object.query.clone();
    let names = match &mut query {
        Query::Select(select) => outputs(select),
        Query::Insert(insert) => named(&mut insert.returning, LabelStyle::Disambiguate),
        Query::Update(update) => named(&mut update.returning, LabelStyle::Disambiguate),
        Query::Delete(delete) => named(&mut delete.returning, LabelStyle::Disambiguate),
        Query::Text(_) | Query::Driver(_) | Query::Expr(_) => Vec::new(),
    };
    let cte = Cte {
        name: optional_name(&bound.value("name"))?,
        query,
        recursive: vm.truth(&bound.value("recursive"))?,
        nesting: vm.truth(&bound.value("nesting"))?,
        prefixes: Vec::new(),
        suffixes: Vec::new(),
    };
    let base = selected_entities(this).iter().find_map(|(entity, _)| base_of(entity));
    Ok(FromObject::over_table(vm, From::Cte(Arc::new(cte)), names, base))
}

/// `cte.prefix_with(…)` and `cte.suffix_with(…)`: what stands before and behind its bracket.
///
/// # Errors
/// When it is no CTE.
pub fn cte_with(vm: &mut Vm, this: &Value, args: Args, before: bool) -> Result<Value> {
    let from = this.downcast_ref::<FromObject>().map(|object| (Arc::clone(&object.from), object.columns.clone()));
    let Some((from, columns)) = from else { return Err(Error::type_error("expected a CTE")) };
    let From::Cte(cte) = &*from else {
        let method = if before { "prefix_with" } else { "suffix_with" };
        return Err(Error::attribute_error(format!("'{}' object has no attribute '{method}'", this.type_name())));
    };
    let mut cte = Cte::clone(cte);
    let texts = prefixes(vm, &args)?;
    if before { &mut cte.prefixes } else { &mut cte.suffixes }.extend(texts);
    let names = columns.into_iter().filter_map(|(_, expr)| match expr {
        Expr::Column(column) => Some((column.name, column.ty)),
        _ => None,
    });
    Ok(FromObject::over(vm, From::Cte(Arc::new(cte)), names.collect::<Vec<_>>()))
}

/// `values(…).cte(name)`.
///
/// # Errors
/// When the name is no string.
pub fn values_cte(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let bound = Signature::parse("(name=None, recursive=False, nesting=False)").bind("cte", args)?;
    let Some(from) = as_from(this) else { return Err(Error::type_error("expected values()")) };
    let From::Values { name: own, .. } = &*from else {
        return Err(Error::attribute_error(format!("'{}' object has no attribute 'cte'", this.type_name())));
    };
    // Without a name it is numbered after its own.
    let name = match optional_name(&bound.value("name"))? {
        Some(name) => Some(name),
        None => own.as_ref().map(|own| Name::new(format!("{}_1", own.text))),
    };
    let names = from_columns(this).into_iter().filter_map(|(_, expr)| match expr {
        Expr::Column(column) => Some((column.name, column.ty)),
        _ => None,
    });
    let names: Vec<(Name, Type)> = names.collect();
    let cte = Cte {
        name,
        query: Query::Select(Box::new(Select { from: vec![from], ..Select::default() })),
        recursive: vm.truth(&bound.value("recursive"))?,
        nesting: vm.truth(&bound.value("nesting"))?,
        prefixes: Vec::new(),
        suffixes: Vec::new(),
    };
    Ok(FromObject::over(vm, From::Cte(Arc::new(cte)), names))
}

/// `values(…).scalar_values()`: the rows as a value.
///
/// # Errors
/// When it is no `values()`.
pub fn scalar_values(vm: &mut Vm, this: &Value, _args: Args) -> Result<Value> {
    match as_from(this) {
        Some(from) if matches!(*from, From::Values { .. }) => {
            let select = Select { from: vec![from], ..Select::default() };
            Ok(element(vm, Expr::Subquery(Box::new(select))))
        }
        Some(_) | None => {
            Err(Error::attribute_error(format!("'{}' object has no attribute 'scalar_values'", this.type_name())))
        }
    }
}

/// `add_cte(…)`: CTEs that stand with the statement though nothing reads from them.
pub(super) fn add_cte(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let mut added = Vec::new();
    for value in &args.positional {
        match as_from(value).as_deref() {
            Some(From::Cte(cte)) => added.push(Arc::clone(cte)),
            Some(_) | None => {
                let shown = vm.repr(value)?;
                return Err(errors::argument_error(vm, &format!("expected a CTE, got {shown}")));
            }
        }
    }
    let Some(object) = this.downcast::<QueryObject>() else { return Err(Error::type_error("expected a statement")) };
    let mut query = object.query.clone();
    match &mut query {
        Query::Select(select) => select.ctes.extend(added),
        Query::Insert(insert) => insert.ctes.extend(added),
        Query::Update(update) => update.ctes.extend(added),
        Query::Delete(delete) => delete.ctes.extend(added),
        Query::Text(_) | Query::Driver(_) | Query::Expr(_) => {}
    }
    Ok(Value::object(QueryObject {
        class: Rc::clone(&object.class),
        query,
        default_callables: object.default_callables.clone(),
        entities: object.entities.clone(),
        joined: object.joined.clone(),
        dialect: object.dialect,
    }))
}

/// `set_label_style(…)`
fn set_label_style(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let bound = Signature::parse("(style)").bind("set_label_style", args)?;
    let wanted = bound.value("style");
    let style = match LABEL_STYLES.iter().find(|(name, _)| wanted.as_str() == Some(name)) {
        Some((_, style)) => *style,
        None => return Err(Error::type_error("set_label_style() takes one of the LABEL_STYLE constants")),
    };
    change(vm, this, |_, query| {
        query.label_style = style;
        Ok(())
    })
}

/// The styles by the names of their constants.
pub const LABEL_STYLES: &[(&str, LabelStyle)] = &[
    ("LABEL_STYLE_DISAMBIGUATE_ONLY", LabelStyle::Disambiguate),
    ("LABEL_STYLE_DEFAULT", LabelStyle::Disambiguate),
    ("LABEL_STYLE_TABLENAME_PLUS_COL", LabelStyle::TableAndColumn),
    ("LABEL_STYLE_NONE", LabelStyle::None),
];

/// `cte.union_all(…)`: the CTE again, with more rows, which may read from itself.
///
/// # Errors
/// When it is no CTE of a SELECT with a name.
pub fn restated(vm: &mut Vm, this: &Value, args: Args, op: SetOp) -> Result<Value> {
    let from = this.downcast_ref::<FromObject>().map(|object| Arc::clone(&object.from));
    let Some(From::Cte(cte)) = from.as_deref() else {
        let what = if op == SetOp::UnionAll { "union_all" } else { "union" };
        return Err(Error::attribute_error(format!("'{}' object has no attribute '{what}'", this.type_name())));
    };
    let Query::Select(select) = &cte.query else {
        return Err(Error::unsupported("a union of a CTE that is no SELECT"));
    };
    if cte.name.is_none() {
        return Err(Error::unsupported("a union of a CTE without a name"));
    }
    let mut parts = vec![query_value(vm, Query::Select(select.clone()))];
    parts.extend(args.positional);
    let united = compound(vm, &parts, op)?;
    let Some(mut select) = as_select(&united) else { return Err(Error::type_error("expected a select()")) };
    let names = outputs(&mut select);
    let cte = Cte { query: Query::Select(Box::new(select)), ..Cte::clone(cte) };
    Ok(FromObject::over(vm, From::Cte(Arc::new(cte)), names))
}

/// `select(…).options(…)`: of the loader options, `load_only` and `defer` change what is read.
fn options(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let mut made = this.clone();
    for option in &args.positional {
        let Some(wanted) = vm.try_attr(option, "__limbeck_columns__")? else { continue };
        let Some([only, names]) = wanted.as_sequence().and_then(|parts| <[Value; 2]>::try_from(parts).ok()) else {
            continue;
        };
        let only = vm.truth(&only)?;
        let mut columns = Vec::new();
        for column in vm.iterate(&names)? {
            if let Expr::Column(column) = to_expr(vm, &column)? {
                columns.push(column);
            }
        }
        made = restrict_columns(vm, &made, only, &columns)?;
    }
    Ok(made)
}

fn restrict_columns(vm: &mut Vm, this: &Value, only: bool, named: &[limbeck_ops::ColumnRef]) -> Result<Value> {
    let Some(mut query) = as_select(this) else { return Err(Error::type_error("expected a select()")) };
    let mut rest = std::mem::take(&mut query.columns).into_iter();
    let mut entities = Vec::new();
    for (entity, width) in selected_entities(this) {
        let columns: Vec<Expr> = rest.by_ref().take(width).collect();
        let table = crate::sa::orm::table_of(vm, &entity)?;
        let concerned = table.is_some()
            && columns.iter().any(|own| match own {
                Expr::Column(own) => named.iter().any(|column| column.table == own.table),
                _ => false,
            });
        let (Some(table), true) = (table, concerned) else {
            entities.push((entity, columns.len()));
            query.columns.extend(columns);
            continue;
        };
        let key = vm.get_attr(&table, "primary_key")?;
        let mut keys = Vec::new();
        for column in vm.iterate(&key)? {
            if let Expr::Column(column) = to_expr(vm, &column)? {
                keys.push(column.name);
            }
        }
        let kept: Vec<Expr> = columns
            .into_iter()
            .filter(|own| match own {
                Expr::Column(own) => {
                    keys.contains(&own.name) || named.iter().any(|column| column.name == own.name) == only
                }
                _ => true,
            })
            .collect();
        let names = kept
            .iter()
            .map(|own| match own {
                Expr::Column(own) => Value::str(&own.name.text),
                _ => Value::None,
            })
            .collect();
        entities.push((Value::tuple(vec![entity, Value::list(names)]), kept.len()));
        query.columns.extend(kept);
    }
    Ok(select_value(vm, query, entities))
}

/// The class `Select`.
pub fn select_class() -> Rc<Class> {
    let set = |op: SetOp| {
        move |vm: &mut Vm, this: &Value, args: Args| {
            let mut parts = vec![this.clone()];
            parts.extend(args.positional);
            compound(vm, &parts, op)
        }
    };
    ClassBuilder::new("Select")
        .generic()
        .module("sqlalchemy.sql.selectable")
        .method("where", select_where)
        .method("filter", select_where)
        .method("join", |vm, this, args| select_join(vm, this, args, None, false))
        .method("outerjoin", |vm, this, args| select_join(vm, this, args, None, true))
        .method("select_from", |vm, this, args| {
            change(vm, this, |vm, query| {
                for value in &args.positional {
                    let table = crate::sa::orm::table_of(vm, value)?;
                    if let Some(table) = &table {
                        query.filters.extend(crate::sa::orm::criterion_of(vm, value, table)?);
                    }
                    // A statement is made a subquery of.
                    let value = &match value.downcast_ref::<QueryObject>() {
                        Some(QueryObject { query: Query::Select(_), .. }) => {
                            subquery(vm, value, Args::default(), false)?
                        }
                        Some(_) | None => value.clone(),
                    };
                    let from = as_from(table.as_ref().unwrap_or(value));
                    if let Some(text) = value.as_str() {
                        return Err(crate::sa::constraints::no_plain_text(vm, text));
                    }
                    if from.is_none() && !value.is_unresolved() && expr::as_expr(vm, value)?.is_none() {
                        return Err(unexpected(vm, "FROM expression, such as a Table or alias() object", value));
                    }
                    match from {
                        Some(from) => query.from.push(from),
                        None => match to_expr(vm, value)? {
                            Expr::Text(text) => query.from.push(Arc::new(From::Text(text))),
                            call @ (Expr::Function(_) | Expr::NextValue { .. }) => {
                                query.from.push(Arc::new(From::Function {
                                    call: Box::new(call),
                                    name: None,
                                    columns: Vec::new(),
                                    shape: limbeck_ops::FunctionShape { bare: true, ..Default::default() },
                                }));
                            }
                            _ => {
                                return Err(unexpected(
                                    vm,
                                    "FROM expression, such as a Table or alias() object",
                                    value,
                                ));
                            }
                        },
                    }
                }
                Ok(())
            })
        })
        .method("order_by", |vm, this, args| {
            change(vm, this, |vm, query| {
                if matches!(args.positional.as_slice(), [Value::None]) {
                    query.order_by.clear();
                    return Ok(());
                }
                query.order_by.extend(order_by(vm, &args.positional)?);
                Ok(())
            })
        })
        .method("group_by", |vm, this, args| {
            change(vm, this, |vm, query| {
                if matches!(args.positional.as_slice(), [Value::None]) {
                    query.group_by.clear();
                    return Ok(());
                }
                let by = expr::ordered_by(vm, &args.positional, "GROUP BY expression")?;
                query.group_by.extend(by.into_iter().map(|by| by.expr));
                Ok(())
            })
        })
        .method("having", |vm, this, args| {
            change(vm, this, |vm, query| {
                query.having.extend(conditions(vm, &args.positional)?);
                Ok(())
            })
        })
        .method("limit", |vm, this, args| limit(vm, this, args, false))
        .method("offset", |vm, this, args| limit(vm, this, args, true))
        .method("distinct", |vm, this, args| {
            change(vm, this, |vm, query| {
                query.distinct = true;
                let by = expr::ordered_by(vm, &args.positional, expr::BY)?;
                query.distinct_on.extend(by.into_iter().map(|by| by.expr));
                Ok(())
            })
        })
        .method("with_for_update", |vm, this, args| {
            let bound = Signature::parse("(nowait=False, read=False, of=None, skip_locked=False, key_share=False)")
                .bind("with_for_update", args)?;
            change(vm, this, |vm, query| {
                let read = vm.truth(&bound.value("read"))?;
                let mut text = match (read, vm.truth(&bound.value("key_share"))?) {
                    (true, true) => "FOR KEY SHARE",
                    (true, false) => "FOR SHARE",
                    (false, true) => "FOR NO KEY UPDATE",
                    (false, false) => "FOR UPDATE",
                }
                .to_owned();
                if vm.truth(&bound.value("nowait"))? {
                    text.push_str(" NOWAIT");
                }
                if vm.truth(&bound.value("skip_locked"))? {
                    text.push_str(" SKIP LOCKED");
                }
                query.for_update = Some(text);
                let of = bound.value("of");
                let of = of.as_sequence().unwrap_or_else(|| if of.is_none() { Vec::new() } else { vec![of] });
                for value in of {
                    let name = locked_table(vm, &value)?;
                    if !query.for_update_of.contains(&name) {
                        query.for_update_of.push(name);
                    }
                }
                Ok(())
            })
        })
        .method("fetch", |vm, this, args| {
            let bound =
                Signature::parse("(count, with_ties=False, percent=False, **dialect_kw)").bind("fetch", args)?;
            change(vm, this, |vm, query| {
                query.limit = None;
                query.fetch = match bound.value("count") {
                    Value::None => None,
                    count => Some(limbeck_ops::Fetch {
                        count: to_expr(vm, &count)?,
                        percent: vm.truth(&bound.value("percent"))?,
                        with_ties: vm.truth(&bound.value("with_ties"))?,
                    }),
                };
                Ok(())
            })
        })
        .method("with_only_columns", |vm, this, args| {
            let Some(mut query) = as_select(this) else { return Err(Error::type_error("expected a select()")) };
            let before = std::mem::take(&mut query.columns);
            query.joins.iter_mut().for_each(|join| {
                join.among.get_or_insert_with(|| before.clone());
            });
            let values = match args.positional.as_slice() {
                [only] => only.as_sequence().unwrap_or_else(|| vec![only.clone()]),
                values => values.to_vec(),
            };
            let mut selected = Vec::new();
            select_entities(vm, &mut query, &values, &mut selected)?;
            Ok(with_joined(select_value(vm, query, selected), last_joined(this)))
        })
        .method("add_columns", |vm, this, args| {
            let Some(mut query) = as_select(this) else { return Err(Error::type_error("expected a select()")) };
            let mut selected = selected_entities(this);
            select_entities(vm, &mut query, &args.positional, &mut selected)?;
            Ok(with_joined(select_value(vm, query, selected), last_joined(this)))
        })
        .method("filter_by", |vm, this, args| {
            let entity = selected_entities(this).into_iter().map(|(entity, _)| entity).next();
            let Some(entity) = entity else { return Err(Error::type_error("filter_by() needs an entity")) };
            let (holder, shown) = filtered(vm, this, entity)?;
            let criteria = criteria(vm, &holder, &shown, &args)?;
            select_where(vm, this, Args::of(criteria))
        })
        .method("with_hint", |vm, this, args| {
            let bound = Signature::parse("(selectable, text, dialect_name='*')").bind("with_hint", args)?;
            let from = as_from(&bound.value("selectable"));
            let hint = hint(from, &bound)?;
            change(vm, this, |_, query| {
                note_hint(&mut query.hints, hint);
                Ok(())
            })
        })
        .method("with_statement_hint", |vm, this, args| {
            let bound = Signature::parse("(text, dialect_name='*')").bind("with_statement_hint", args)?;
            let hint = hint(None, &bound)?;
            change(vm, this, |_, query| {
                note_hint(&mut query.hints, hint);
                Ok(())
            })
        })
        .method("options", options)
        .method("join_from", |vm, this, args| {
            let mut args = args;
            if args.positional.is_empty() {
                return Err(Error::type_error("join_from() missing 1 required positional argument: 'from_'"));
            }
            let left = args.positional.remove(0);
            select_join(vm, this, args, Some(left), false)
        })
        .method("outerjoin_from", |vm, this, args| {
            let mut args = args;
            args.keyword.push((Rc::from("isouter"), Value::Bool(true)));
            vm.call_method(this, "join_from", args)
        })
        .method("slice", |vm, this, args| {
            let bound = Signature::parse("(start, stop)").bind("slice", args)?;
            let start = bound.value("start").as_int().unwrap_or(0);
            let mut made = this.clone();
            if start > 0 {
                made = limit(vm, &made, Args::of([Value::int(start)]), true)?;
            }
            match bound.value("stop").as_int() {
                Some(stop) => limit(vm, &made, Args::of([Value::int(stop - start)]), false),
                None => Ok(made),
            }
        })
        .method("correlate", |vm, this, args| subquery::correlate(vm, this, &args, false))
        .method("correlate_except", |vm, this, args| subquery::correlate(vm, this, &args, true))
        .method("add_cte", add_cte)
        .method("set_label_style", set_label_style)
        .method("execution_options", execution_options::of_statement)
        .method("subquery", |vm, this, args| subquery(vm, this, args, false))
        .method("alias", |vm, this, args| subquery(vm, this, args, false))
        .method("lateral", |vm, this, args| subquery(vm, this, args, true))
        .method("cte", cte)
        .method("scalar_subquery", |vm, this, _args| {
            let expr = to_expr(vm, this)?;
            Ok(element(vm, expr))
        })
        .method("as_scalar", |vm, this, _args| {
            let expr = to_expr(vm, this)?;
            Ok(element(vm, expr))
        })
        .method("label", |vm, this, args| {
            let bound = Signature::parse("(name)").bind("label", args)?;
            let expr = Box::new(to_expr(vm, this)?);
            Ok(element(vm, Expr::Label { expr, name: required_name(&bound.value("name"))? }))
        })
        .method("exists", |vm, this, _args| {
            let query = as_select(this).unwrap_or_default();
            Ok(subquery::exists_value(vm, query))
        })
        .method("prefix_with", |vm, this, args| {
            change(vm, this, |vm, query| {
                query.prefixes.extend(prefixes(vm, &args)?);
                Ok(())
            })
        })
        .method("suffix_with", |vm, this, args| {
            change(vm, this, |vm, query| {
                query.suffixes.extend(prefixes(vm, &args)?);
                // What is for another dialect leaves its space.
                if query.suffixes.is_empty() {
                    query.suffixes.push(String::new());
                }
                Ok(())
            })
        })
        .method("except_all", set(SetOp::ExceptAll))
        .method("intersect_all", set(SetOp::IntersectAll))
        .method("union", set(SetOp::Union))
        .method("union_all", set(SetOp::UnionAll))
        .method("except_", set(SetOp::Except))
        .method("intersect", set(SetOp::Intersect))
        .method("compile", compile)
        .build()
}

pub(super) fn compile(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    match this.downcast::<QueryObject>() {
        Some(object) => crate::sa::engine::compiled(vm, object.query.clone(), args),
        None => Ok(Value::None),
    }
}

fn hint(from: Option<Arc<From>>, bound: &limbeck_python::Bound) -> Result<limbeck_ops::Hint> {
    let (text, dialect) = (text_of(&bound.value("text"))?, text_of(&bound.value("dialect_name"))?);
    Ok(limbeck_ops::Hint { from, text, dialect })
}

/// Adds a hint, in the place of one about the same thing for the same database.
fn note_hint(hints: &mut Vec<limbeck_ops::Hint>, hint: limbeck_ops::Hint) {
    let same = |known: &&mut limbeck_ops::Hint| {
        hint.from.is_some() && known.from == hint.from && known.dialect == hint.dialect
    };
    match hints.iter_mut().find(same) {
        Some(known) => known.text = hint.text,
        None => hints.push(hint),
    }
}

/// `with_hint` of UPDATE and DELETE: of the table that they change.
pub(super) fn hint_changed(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let bound = Signature::parse("(text, selectable=None, dialect_name='*')").bind("with_hint", args)?;
    let selectable = as_from(&bound.value("selectable"));
    let Some(object) = this.downcast_ref::<QueryObject>() else {
        return Err(Error::type_error("expected an update() or delete()"));
    };
    let mut query = object.query.clone();
    let mut hint = hint(selectable, &bound)?;
    let (hints, table) = match &mut query {
        Query::Update(update) => (&mut update.hints, &update.table),
        Query::Delete(delete) => (&mut delete.hints, &delete.table),
        Query::Select(_) | Query::Insert(_) | Query::Text(_) | Query::Driver(_) | Query::Expr(_) => {
            return Err(Error::type_error("expected an update() or delete()"));
        }
    };
    hint.from.get_or_insert_with(|| Arc::clone(table));
    note_hint(hints, hint);
    Ok(query_value(vm, query))
}

/// `filter_by` of UPDATE and DELETE: of the table that they change.
pub(super) fn filter_changed(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let table = match this.downcast_ref::<QueryObject>().map(|object| &object.query) {
        Some(Query::Update(update)) => Arc::clone(&update.table),
        Some(Query::Delete(delete)) => Arc::clone(&delete.table),
        _ => return Err(Error::type_error("expected an update() or delete()")),
    };
    let holder = crate::sa::table::from_value(vm, &table);
    let criteria = criteria(vm, &holder, &holder, &args)?;
    vm.call_method(this, "where", Args::of(criteria))
}

/// Columns that a statement gives back, read as their types want it (`column_expression`).
fn read_columns(vm: &mut Vm, columns: &mut [Expr]) -> Result<()> {
    for expr in columns {
        let (column, label) = match &*expr {
            Expr::Column(column) => (expr.clone(), column.name.clone()),
            Expr::Label { expr, name } => ((**expr).clone(), name.clone()),
            _ => continue,
        };
        if let Some(made) = crate::sa::decorators::column_expression(vm, &expr::type_of(&column), &column)? {
            *expr = Expr::Label { expr: Box::new(made), name: label };
        }
    }
    Ok(())
}

/// The statement that `execute` got: a statement object, an expression, or text.
///
/// # Errors
/// When it can't be executed, in SQLAlchemy's words.
pub fn to_query(vm: &mut Vm, value: &Value) -> Result<Query> {
    if let Some(object) = value.downcast_ref::<QueryObject>() {
        let mut query = object.query.clone();
        match &mut query {
            Query::Select(select) => read_columns(vm, &mut select.columns)?,
            Query::Insert(insert) => read_columns(vm, &mut insert.returning)?,
            Query::Update(update) => read_columns(vm, &mut update.returning)?,
            Query::Delete(delete) => read_columns(vm, &mut delete.returning)?,
            Query::Text(_) | Query::Driver(_) | Query::Expr(_) => {}
        }
        return Ok(query);
    }
    if value.is_unresolved() {
        return Err(errors::needed(vm, value, "is a statement to execute"));
    }
    if let Some(text) = value.as_str() {
        return Ok(Query::Text(limbeck_ops::TextClause {
            text: text.to_owned(),
            binds: Vec::new(),
            columns: Vec::new(),
        }));
    }
    // A statement that a function of the project writes stays as it is.
    if value.downcast_ref::<expr::ExprObject>().is_none()
        && let Some(text) = crate::sa::compiled::text_of(vm, value)?
    {
        return Ok(Query::Driver(text));
    }
    match expr::as_expr(vm, value)? {
        Some(Expr::Text(text)) => Ok(Query::Text(text)),
        Some(expr) => Ok(Query::Expr(Box::new(expr))),
        None => {
            let shown = vm.repr(value)?;
            Err(errors::sqlalchemy_error(vm, "ObjectNotExecutableError", &format!("Not an executable object: {shown}")))
        }
    }
}
