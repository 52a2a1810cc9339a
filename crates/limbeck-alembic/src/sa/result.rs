//! What `execute` gives back: results and rows.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use limbeck_ops::{Answer, DialectName, Expr, Query, Type, TypeKind};
use limbeck_python::{Args, Class, ClassBuilder, CompareOp, Error, Object, Result, Signature, Value, Vm};

use crate::errors;
use crate::sa::classes::classes;
use crate::sa::names::text_of;
use crate::values::from_datum;

/// How rows are handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Rows.
    Rows,
    /// The value of one column (`scalars()`).
    Scalars(usize),
    /// Dictionaries (`mappings()`).
    Mappings,
}

/// A result.
#[derive(Debug)]
pub struct ResultObject {
    class: Rc<Class>,
    keys: Rc<[Rc<str>]>,
    rows: Rc<RefCell<VecDeque<Rc<[Value]>>>>,
    row_count: i64,
    returns_rows: bool,
    is_insert: bool,
    inserted_primary_key: Vec<Value>,
    key_names: Rc<[Rc<str>]>,
    closed: Cell<bool>,
    last_row_id: Option<i64>,
    shape: Shape,
    unique: Cell<bool>,
}

/// The types of the columns of a statement, where it says.
fn column_types(query: &Query) -> Vec<Type> {
    let types = |list: &[Expr]| list.iter().map(crate::sa::expr::type_of).collect();
    match query {
        Query::Select(select) => match &select.compound {
            Some((_, parts)) => parts.first().map_or_else(Vec::new, |part| types(&part.columns)),
            None => types(&select.columns),
        },
        Query::Insert(insert) => types(&insert.returning),
        Query::Update(update) => types(&update.returning),
        Query::Delete(delete) => types(&delete.returning),
        Query::Expr(expr) => vec![crate::sa::expr::type_of(expr)],
        Query::Text(text) => text.columns.iter().map(|(_, ty)| ty.clone()).collect(),
        Query::Driver(_) => Vec::new(),
    }
}

/// The names of the key of the row that an INSERT wrote.
fn key_names(query: &Query) -> Vec<Rc<str>> {
    match query {
        Query::Insert(insert) => insert
            .columns
            .iter()
            .filter(|column| column.primary_key)
            .map(|column| Rc::from(column.name.text.as_str()))
            .collect(),
        Query::Select(_) | Query::Update(_) | Query::Delete(_) | Query::Expr(_) | Query::Text(_) | Query::Driver(_) => {
            Vec::new()
        }
    }
}

/// SQLAlchemy's result processors, where the driver's value is not yet what the type promises.
fn process(vm: &mut Vm, ty: &Type, dialect: DialectName, value: Value) -> Result<Value> {
    let value = process_plain(vm, ty, dialect, value)?;
    if ty.decorator.is_some() { crate::sa::decorators::result(vm, ty, value) } else { Ok(value) }
}

fn is_time(kind: &TypeKind) -> bool {
    match kind {
        TypeKind::Time { .. } => true,
        TypeKind::Mysql { name, .. } => name == "TIME",
        _ => false,
    }
}

fn process_plain(vm: &mut Vm, ty: &Type, dialect: DialectName, value: Value) -> Result<Value> {
    if value.is_none() {
        return Ok(value);
    }
    let is_sqlite = dialect == DialectName::Sqlite;
    let parse = |vm: &mut Vm, class: &str, value: &Value| -> Result<Value> {
        let module = vm.import("datetime")?;
        let class = vm.get_attr(&module, class)?;
        vm.call_method(&class, "fromisoformat", Args::of([value.clone()]))
    };
    let is_text = matches!(value, Value::Str(_));
    let is_mysql = dialect.is_mysql();
    match &ty.for_dialect(dialect).kind {
        TypeKind::Boolean { .. } => match value.as_int() {
            Some(number) => Ok(Value::Bool(number != 0)),
            None => Ok(value),
        },
        TypeKind::DateTime { .. } | TypeKind::UpperDateTime { .. } | TypeKind::Timestamp { .. }
            if is_sqlite && is_text =>
        {
            parse(vm, "datetime", &value)
        }
        TypeKind::Date if is_sqlite && is_text => parse(vm, "date", &value),
        // SQLite's own types, as its tables have them.
        TypeKind::Sqlite(name) if is_sqlite && is_text => match name.trim_end_matches("_CHAR") {
            "DATETIME" => parse(vm, "datetime", &value),
            "DATE" => parse(vm, "date", &value),
            "TIME" => parse(vm, "time", &value),
            "JSON" => {
                let module = vm.import("json")?;
                vm.call_method(&module, "loads", Args::of([value]))
            }
            _ => Ok(value),
        },
        TypeKind::Time { .. } if is_sqlite && is_text => parse(vm, "time", &value),
        // Where the server has no spans of time, they are moments after the epoch.
        TypeKind::Interval(fields)
            if is_sqlite && is_text || (is_mysql || fields.emulated) && matches!(value, Value::DateTime(_)) =>
        {
            let moment = if is_text { parse(vm, "datetime", &value)? } else { value };
            let epoch = parse(vm, "datetime", &Value::str("1970-01-01 00:00:00"))?;
            vm.binary(limbeck_python::BinaryOp::Sub, &moment, &epoch)
        }
        // A TIME comes as a span of time.
        kind if is_mysql && !is_text && is_time(kind) => {
            let module = vm.import("datetime")?;
            let class = vm.get_attr(&module, "datetime")?;
            let least = vm.get_attr(&class, "min")?;
            let moment = vm.binary(limbeck_python::BinaryOp::Add, &least, &value)?;
            vm.call_method(&moment, "time", Args::none())
        }
        TypeKind::Json { .. } | TypeKind::PgJson { .. } if is_mysql && is_text => {
            let module = vm.import("json")?;
            vm.call_method(&module, "loads", Args::of([value]))
        }
        TypeKind::Mysql { name, .. } if name == "JSON" && is_mysql && is_text => {
            let module = vm.import("json")?;
            vm.call_method(&module, "loads", Args::of([value]))
        }
        TypeKind::Json { .. } if is_sqlite && is_text => {
            let module = vm.import("json")?;
            vm.call_method(&module, "loads", Args::of([value]))
        }
        TypeKind::Uuid { as_uuid: true, .. } | TypeKind::UpperUuid { as_uuid: true } if is_text => {
            let module = vm.import("uuid")?;
            vm.call_method(&module, "UUID", Args::of([value]))
        }
        TypeKind::Uuid { as_uuid: false, .. } | TypeKind::UpperUuid { as_uuid: false } => {
            Ok(Value::from(vm.str(&value)?))
        }
        TypeKind::Numeric(options) | TypeKind::Decimal(options)
            if is_sqlite && options.asdecimal != Some(false) && matches!(value, Value::Float(_) | Value::Int(_)) =>
        {
            // SQLite has no decimals: SQLAlchemy formats the float with the scale of the type, 10 digits without one.
            let scale = options.scale.map_or(10, |scale| scale as usize);
            let number = value.as_float().or_else(|| value.as_int().map(|n| n as f64)).unwrap_or_default();
            let module = vm.import("decimal")?;
            vm.call_method(&module, "Decimal", Args::of([Value::from(format!("{number:.scale$}"))]))
        }
        TypeKind::Float(_) if matches!(value, Value::Decimal(_)) => {
            let text = vm.str(&value)?;
            Ok(text.parse::<f64>().map_or(value, Value::Float))
        }
        _ => Ok(value),
    }
}

/// A result as a script's value; `of` is the statement it answers.
///
/// # Errors
/// When a value can't be made.
pub fn result_value(vm: &mut Vm, answer: Answer, of: Option<(&Query, DialectName)>) -> Result<Value> {
    let types = of.map(|(query, _)| column_types(query)).unwrap_or_default();
    let dialect = of.map_or(DialectName::Postgresql, |(_, dialect)| dialect);
    let types = if types.len() == answer.columns.len() { types } else { Vec::new() };
    let mut rows = VecDeque::with_capacity(answer.rows.len());
    for row in answer.rows {
        let mut values = Vec::with_capacity(row.len());
        for (at, datum) in row.into_iter().enumerate() {
            let mut value = from_datum(vm, datum)?;
            if let Some(ty) = types.get(at) {
                value = process(vm, ty, dialect, value)?;
            }
            values.push(value);
        }
        rows.push_back(Rc::from(values));
    }
    let mut inserted_primary_key = Vec::new();
    for datum in answer.inserted_primary_key {
        inserted_primary_key.push(from_datum(vm, datum)?);
    }
    Ok(Value::object(ResultObject {
        class: Rc::clone(&classes(vm).result),
        keys: answer.columns.iter().map(|column| Rc::from(column.name.as_str())).collect(),
        rows: Rc::new(RefCell::new(rows)),
        row_count: answer.row_count,
        returns_rows: answer.returns_rows,
        is_insert: of.is_some_and(|(query, _)| matches!(query, Query::Insert(_))),
        inserted_primary_key,
        key_names: of.map(|(query, _)| key_names(query)).unwrap_or_default().into(),
        closed: Cell::new(false),
        last_row_id: answer.last_row_id,
        shape: Shape::Rows,
        unique: Cell::new(false),
    }))
}

/// A result over values that are made already.
pub fn result_of_values(vm: &Vm, keys: Vec<String>, rows: Vec<Vec<Value>>) -> Value {
    Value::object(ResultObject {
        class: Rc::clone(&classes(vm).result),
        keys: keys.iter().map(|key| Rc::from(key.as_str())).collect(),
        row_count: i64::try_from(rows.len()).unwrap_or(i64::MAX),
        rows: Rc::new(RefCell::new(rows.into_iter().map(Rc::from).collect())),
        returns_rows: true,
        is_insert: false,
        inserted_primary_key: Vec::new(),
        key_names: Rc::from([]),
        closed: Cell::new(false),
        last_row_id: None,
        shape: Shape::Rows,
        unique: Cell::new(false),
    })
}

impl ResultObject {
    fn shaped(&self, shape: Shape) -> Value {
        Value::object(ResultObject {
            class: Rc::clone(&self.class),
            keys: Rc::clone(&self.keys),
            rows: Rc::clone(&self.rows),
            row_count: self.row_count,
            returns_rows: self.returns_rows,
            is_insert: self.is_insert,
            inserted_primary_key: self.inserted_primary_key.clone(),
            key_names: Rc::clone(&self.key_names),
            closed: Cell::new(self.closed.get()),
            last_row_id: self.last_row_id,
            shape,
            unique: Cell::new(self.unique.get()),
        })
    }

    fn present(&self, vm: &mut Vm, row: Rc<[Value]>) -> Result<Value> {
        Ok(match self.shape {
            Shape::Rows => row_value(vm, &self.keys, row),
            Shape::Scalars(at) => row.get(at).cloned().unwrap_or(Value::None),
            Shape::Mappings => mapping_value(vm, &self.keys, &row)?,
        })
    }

    fn check(&self, vm: &mut Vm) -> Result<()> {
        if self.closed.get() {
            return Err(errors::sqlalchemy_error(vm, "ResourceClosedError", "This result object is closed."));
        }
        if self.returns_rows {
            return Ok(());
        }
        Err(errors::sqlalchemy_error(
            vm,
            "ResourceClosedError",
            "This result object does not return rows. It has been closed automatically.",
        ))
    }

    /// The place of a column by its number, its name, or itself.
    fn place(&self, vm: &mut Vm, wanted: &Value) -> Result<usize> {
        if let Some(at) = wanted.as_int().and_then(|n| usize::try_from(n).ok()) {
            return Ok(at);
        }
        let name = match wanted.as_str() {
            Some(name) => name.to_owned(),
            None => text_of(&vm.get_attr(wanted, "name")?)?,
        };
        match self.keys.iter().position(|key| **key == *name) {
            Some(at) => Ok(at),
            None => Err(errors::sqlalchemy_error(
                vm,
                "NoSuchColumnError",
                &format!("Could not locate column in row for column '{name}'"),
            )),
        }
    }

    fn next_row(&self, vm: &mut Vm) -> Result<Option<Value>> {
        self.check(vm)?;
        let row = self.rows.borrow_mut().pop_front();
        row.map(|row| self.present(vm, row)).transpose()
    }

    fn all(&self, vm: &mut Vm) -> Result<Vec<Value>> {
        self.check(vm)?;
        let rows: Vec<_> = self.rows.borrow_mut().drain(..).collect();
        let mut out: Vec<Value> = Vec::with_capacity(rows.len());
        for row in rows {
            let value = self.present(vm, row)?;
            if self.unique.get() {
                let mut known = false;
                for other in &out {
                    if vm.equal(other, &value)? {
                        known = true;
                        break;
                    }
                }
                if known {
                    continue;
                }
            }
            out.push(value);
        }
        Ok(out)
    }

    fn one(&self, vm: &mut Vm, none_allowed: bool) -> Result<Value> {
        let mut rows = self.all(vm)?;
        match rows.len() {
            0 if none_allowed => Ok(Value::None),
            0 => Err(errors::sqlalchemy_error(vm, "NoResultFound", "No row was found when one was required")),
            1 => Ok(rows.swap_remove(0)),
            _ => {
                let what = if none_allowed { "one or none was required" } else { "exactly one was required" };
                Err(errors::sqlalchemy_error(
                    vm,
                    "MultipleResultsFound",
                    &format!("Multiple rows were found when {what}"),
                ))
            }
        }
    }
}

impl Object for ResultObject {
    fn class(&self, _vm: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("CursorResult")
    }

    fn get_attr(&self, _this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        Ok(match name {
            "rowcount" => Some(Value::int(self.row_count)),
            "returns_rows" => Some(Value::Bool(self.returns_rows)),
            "is_insert" => Some(Value::Bool(self.is_insert)),
            "lastrowid" => Some(self.last_row_id.map_or(Value::None, Value::int)),
            "inserted_primary_key" if !self.is_insert => {
                return Err(errors::invalid_request(vm, "Statement is not an insert() expression construct."));
            }
            "inserted_primary_key" if self.inserted_primary_key.is_empty() && !self.key_names.is_empty() => {
                return Err(errors::invalid_request(
                    vm,
                    "This statement was an executemany call; if primary key returning is supported, please use .inserted_primary_key_rows.",
                ));
            }
            "inserted_primary_key" if self.key_names.len() == self.inserted_primary_key.len() => {
                Some(row_value(vm, &self.key_names, self.inserted_primary_key.clone().into()))
            }
            "inserted_primary_key" => Some(Value::tuple(self.inserted_primary_key.clone())),
            "closed" => Some(Value::Bool(self.closed.get() || !self.returns_rows)),
            _ => None,
        })
    }

    fn iter(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<Value>> {
        Ok(None)
    }

    fn next(&self, _this: &Value, vm: &mut Vm) -> Result<Option<Option<Value>>> {
        self.next_row(vm).map(Some)
    }

    fn enter(&self, this: &Value, _vm: &mut Vm) -> Result<Option<Value>> {
        Ok(Some(this.clone()))
    }

    fn exit(&self, _this: &Value, _vm: &mut Vm, _exception: Option<&Value>) -> Result<Option<bool>> {
        Ok(Some(false))
    }

    fn truth(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<bool>> {
        Ok(Some(true))
    }
}

/// The class of results.
pub fn result_class() -> Rc<Class> {
    fn result(this: &Value) -> Result<Rc<ResultObject>> {
        this.downcast::<ResultObject>().ok_or_else(|| Error::type_error("expected a Result"))
    }
    fn first(vm: &mut Vm, this: &Value) -> Result<Value> {
        let object = result(this)?;
        let row = object.next_row(vm)?;
        object.rows.borrow_mut().clear();
        Ok(row.unwrap_or(Value::None))
    }
    fn scalar_of(vm: &mut Vm, row: Value) -> Result<Value> {
        if row.is_none() {
            return Ok(row);
        }
        vm.get_item(&row, &Value::int(0))
    }
    fn many(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
        let object = result(this)?;
        let count = args.positional.first().and_then(Value::as_int).and_then(|n| usize::try_from(n).ok()).unwrap_or(1);
        let mut out = Vec::new();
        while out.len() < count {
            match object.next_row(vm)? {
                Some(row) => out.push(row),
                None => break,
            }
        }
        Ok(Value::list(out))
    }
    ClassBuilder::new("CursorResult")
        .generic()
        .module("sqlalchemy.engine.cursor")
        .method("__iter__", |_vm, this, _args| Ok(this.clone()))
        .method("fetchone", |vm, this, _args| Ok(result(this)?.next_row(vm)?.unwrap_or(Value::None)))
        .method("fetchall", |vm, this, _args| Ok(Value::list(result(this)?.all(vm)?)))
        .method("all", |vm, this, _args| Ok(Value::list(result(this)?.all(vm)?)))
        .method("fetchmany", many)
        .method("partitions", |vm, this, args| {
            let size = args.positional.first().and_then(Value::as_int).and_then(|n| usize::try_from(n).ok());
            let rows = result(this)?.all(vm)?;
            let size = size.unwrap_or(rows.len()).max(1);
            Ok(Value::list(rows.chunks(size).map(|part| Value::list(part.to_vec())).collect()))
        })
        // Rows are there already; how many were to be fetched at once makes no difference.
        .method("yield_per", |_vm, this, _args| Ok(this.clone()))
        .method("first", |vm, this, _args| first(vm, this))
        .method("one", |vm, this, _args| result(this)?.one(vm, false))
        .method("one_or_none", |vm, this, _args| result(this)?.one(vm, true))
        .method("scalar", |vm, this, _args| {
            let row = first(vm, this)?;
            scalar_of(vm, row)
        })
        .method("scalar_one", |vm, this, _args| {
            let row = result(this)?.one(vm, false)?;
            scalar_of(vm, row)
        })
        .method("scalar_one_or_none", |vm, this, _args| {
            let row = result(this)?.one(vm, true)?;
            scalar_of(vm, row)
        })
        .method("scalars", |vm, this, args| {
            let bound = Signature::parse("(index=0)").bind("scalars", args)?;
            let object = result(this)?;
            let at = object.place(vm, &bound.value("index"))?;
            Ok(object.shaped(Shape::Scalars(at)))
        })
        .method("mappings", |_vm, this, _args| Ok(result(this)?.shaped(Shape::Mappings)))
        .method("tuples", |_vm, this, _args| Ok(this.clone()))
        .method("unique", |_vm, this, _args| {
            result(this)?.unique.set(true);
            Ok(this.clone())
        })
        .method("keys", |_vm, this, _args| {
            Ok(Value::list(result(this)?.keys.iter().map(|key| Value::Str(Rc::clone(key))).collect()))
        })
        .method("columns", |vm, this, args| {
            let object = result(this)?;
            let mut places = Vec::new();
            for wanted in &args.positional {
                places.push(object.place(vm, wanted)?);
            }
            let keys: Vec<Rc<str>> = places.iter().filter_map(|at| object.keys.get(*at).cloned()).collect();
            let rows = object.rows.borrow_mut().drain(..).collect::<Vec<_>>();
            let part = |row: Rc<[Value]>| places.iter().filter_map(|at| row.get(*at).cloned()).collect();
            let rows = rows.into_iter().map(part).collect();
            Ok(Value::object(ResultObject {
                keys: keys.into(),
                rows: Rc::new(RefCell::new(rows)),
                inserted_primary_key: Vec::new(),
                key_names: Rc::from([]),
                closed: Cell::new(object.closed.get()),
                unique: Cell::new(object.unique.get()),
                class: Rc::clone(&object.class),
                ..*object
            }))
        })
        .method("close", |_vm, this, _args| {
            let object = result(this)?;
            object.rows.borrow_mut().clear();
            object.closed.set(true);
            Ok(Value::None)
        })
        .build()
}

/// A row: a tuple whose fields have names.
#[derive(Debug)]
pub struct RowObject {
    class: Rc<Class>,
    keys: Rc<[Rc<str>]>,
    values: Rc<[Value]>,
}

fn row_value(vm: &Vm, keys: &Rc<[Rc<str>]>, values: Rc<[Value]>) -> Value {
    Value::object(RowObject { class: Rc::clone(&classes(vm).row), keys: Rc::clone(keys), values })
}

/// A row by its names: a dictionary that columns find their values in, too.
fn mapping_value(vm: &mut Vm, keys: &Rc<[Rc<str>]>, values: &[Value]) -> Result<Value> {
    let dict = Value::dict(keys.iter().map(|key| key.to_string()).zip(values.iter().cloned()));
    let module = vm.import("_limbeck_rows")?;
    let class = vm.get_attr(&module, "RowMapping")?;
    vm.call(&class, Args::of([dict]))
}

impl RowObject {
    fn tuple(&self) -> Value {
        Value::tuple(self.values.to_vec())
    }

    fn mapping(&self, vm: &mut Vm) -> Result<Value> {
        mapping_value(vm, &self.keys, &self.values)
    }

    fn find(&self, name: &str) -> Option<Value> {
        self.keys.iter().position(|key| **key == *name).and_then(|at| self.values.get(at)).cloned()
    }
}

impl Object for RowObject {
    fn class(&self, _vm: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("Row")
    }

    fn get_attr(&self, _this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        if let Some(value) = self.find(name) {
            return Ok(Some(value));
        }
        Ok(match name {
            "_mapping" => Some(self.mapping(vm)?),
            "_fields" => Some(Value::tuple(self.keys.iter().map(|key| Value::Str(Rc::clone(key))).collect())),
            "_asdict" => {
                let mapping = self.mapping(vm)?;
                Some(limbeck_python::NativeFn::new("_asdict", move |_vm, _args| Ok(mapping.clone())).into())
            }
            "_tuple" | "tuple" => {
                let tuple = self.tuple();
                Some(limbeck_python::NativeFn::new("_tuple", move |_vm, _args| Ok(tuple.clone())).into())
            }
            "keys" => {
                let keys = Value::list(self.keys.iter().map(|key| Value::Str(Rc::clone(key))).collect());
                Some(limbeck_python::NativeFn::new("keys", move |_vm, _args| Ok(keys.clone())).into())
            }
            "items" | "values" | "get" => {
                let mapping = self.mapping(vm)?;
                Some(vm.get_attr(&mapping, name)?)
            }
            "count" | "index" => {
                let tuple = self.tuple();
                Some(vm.get_attr(&tuple, name)?)
            }
            _ if name.starts_with("__") => None,
            _ => {
                return Err(Error::attribute_error(format!("Could not locate column in row for column '{name}'")));
            }
        })
    }

    fn get_item(&self, _this: &Value, vm: &mut Vm, key: &Value) -> Result<Option<Value>> {
        if let Some(name) = key.as_str() {
            return match self.find(name) {
                Some(value) => Ok(Some(value)),
                None => Err(errors::sqlalchemy_error(
                    vm,
                    "NoSuchColumnError",
                    &format!("Could not locate column in row for column '{name}'"),
                )),
            };
        }
        if let Some(column) = key.downcast::<crate::sa::column::ColumnObject>() {
            return Ok(self.find(&column.data.borrow().name.text));
        }
        let tuple = self.tuple();
        vm.get_item(&tuple, key).map(Some)
    }

    fn compare(&self, _this: &Value, vm: &mut Vm, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let other = match other.downcast_ref::<RowObject>() {
            Some(row) => row.tuple(),
            None => other.clone(),
        };
        let tuple = self.tuple();
        vm.compare(op, &tuple, &other).map(Some)
    }

    fn contains(&self, _this: &Value, vm: &mut Vm, item: &Value) -> Result<Option<bool>> {
        for value in self.values.iter() {
            if vm.equal(value, item)? {
                return Ok(Some(true));
            }
        }
        Ok(Some(false))
    }

    fn len(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<usize>> {
        Ok(Some(self.values.len()))
    }

    fn iter(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<Value>> {
        Ok(Some(self.tuple()))
    }

    fn repr(&self, _this: &Value, vm: &mut Vm) -> Result<Option<String>> {
        let tuple = self.tuple();
        vm.repr(&tuple).map(|text| Some(text.to_string()))
    }

    fn hash(&self, _this: &Value, vm: &mut Vm) -> Result<Option<u64>> {
        let tuple = self.tuple();
        vm.hash(&tuple).map(Some)
    }
}

/// The class of rows.
pub fn row_class() -> Rc<Class> {
    ClassBuilder::new("Row").generic().module("sqlalchemy.engine.row").build()
}
