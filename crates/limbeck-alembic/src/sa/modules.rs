//! The modules below `sqlalchemy`, by their dotted names.

use std::rc::Rc;

use limbeck_ops::{DialectName, SetOp};
use limbeck_python::{Args, ClassBuilder, Error, Module, Result, Value, Vm};

use crate::sa::classes::classes;
use crate::sa::{ddl, engine, functions, inspect, query, subquery, table, url};

/// Registers every module of `sqlalchemy`.
pub fn register(vm: &mut Vm) {
    crate::sa::orm::register(vm);
    for name in [
        "sqlalchemy",
        "sqlalchemy.sql",
        "sqlalchemy.sql.expression",
        "sqlalchemy.sql.elements",
        "sqlalchemy.sql.schema",
        "sqlalchemy.sql.selectable",
        "sqlalchemy.sql.functions",
        "sqlalchemy.sql.sqltypes",
        "sqlalchemy.sql.naming",
        "sqlalchemy.sql.type_api",
        "sqlalchemy.sql.compiler",
        "sqlalchemy.sql.base",
        "sqlalchemy.sql.dml",
        "sqlalchemy.sql.ddl",
        "sqlalchemy.testing",
        "sqlalchemy.testing.schema",
        "sqlalchemy.schema",
        "sqlalchemy.types",
        "sqlalchemy.engine",
        "sqlalchemy.engine.base",
        "sqlalchemy.engine.url",
        "sqlalchemy.engine.reflection",
        "sqlalchemy.engine.interfaces",
        "sqlalchemy.future",
        "sqlalchemy.future.engine",
        "sqlalchemy.ext.asyncio",
        "sqlalchemy.inspection",
        "sqlalchemy.engine.row",
        "sqlalchemy.engine.result",
        "sqlalchemy.engine.cursor",
        "sqlalchemy.engine.default",
    ] {
        register_alias(vm, name);
    }
    for name in
        ["sqlalchemy.exc", "sqlalchemy.pool", "sqlalchemy.engine.create", "sqlalchemy.util", "sqlalchemy.dialects"]
    {
        register_alias(vm, name);
    }
    for name in DIALECT_MODULES {
        register_alias(vm, name);
    }
}

const ASYNCIO: &str = "sqlalchemy.ext.asyncio";

/// Modules with the names of one dialect, sorted differently.
const DIALECT_MODULES: &[&str] = &[
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.postgresql.base",
    "sqlalchemy.dialects.postgresql.array",
    "sqlalchemy.dialects.postgresql.json",
    "sqlalchemy.dialects.postgresql.named_types",
    "sqlalchemy.dialects.postgresql.types",
    "sqlalchemy.dialects.postgresql.ranges",
    "sqlalchemy.dialects.postgresql.hstore",
    "sqlalchemy.dialects.postgresql.dml",
    "sqlalchemy.dialects.postgresql.ext",
    "sqlalchemy.dialects.postgresql.psycopg2",
    "sqlalchemy.dialects.mysql",
    "sqlalchemy.dialects.mysql.base",
    "sqlalchemy.dialects.mysql.types",
    "sqlalchemy.dialects.mysql.enumerated",
    "sqlalchemy.dialects.mysql.json",
    "sqlalchemy.dialects.mysql.dml",
    "sqlalchemy.dialects.mysql.pymysql",
    "sqlalchemy.dialects.sqlite",
    "sqlalchemy.dialects.sqlite.base",
    "sqlalchemy.dialects.sqlite.json",
    "sqlalchemy.dialects.sqlite.dml",
    "sqlalchemy.dialects.sqlite.pysqlite",
];

/// Builds a module by its name.
fn build(vm: &mut Vm, name: &str) -> Result<Rc<Module>> {
    match name {
        "sqlalchemy.exc" => {
            let module = Module::new(name);
            classes(vm).exceptions.fill(&module);
            Ok(Rc::new(module))
        }
        "sqlalchemy.pool" => {
            let module = Module::new(name);
            for pool in ["NullPool", "StaticPool", "QueuePool", "SingletonThreadPool", "AsyncAdaptedQueuePool", "Pool"]
            {
                module.set(pool, ClassBuilder::new(pool).module("sqlalchemy.pool").build());
            }
            Ok(Rc::new(module))
        }
        "sqlalchemy.util" => Ok(Rc::new(Module::new(name))),
        "sqlalchemy.dialects" => {
            let module = Module::new(name);
            for part in ["postgresql", "mysql", "sqlite"] {
                let built = build(vm, &format!("{name}.{part}"))?;
                module.set(part, Value::Module(built));
            }
            Ok(Rc::new(module))
        }
        _ => {
            match name.strip_prefix("sqlalchemy.dialects.").and_then(|rest| DialectName::parse(rest.split('.').next()?))
            {
                Some(dialect) => dialect_module(vm, name, dialect),
                None => common(vm, name),
            }
        }
    }
}

fn register_alias(vm: &mut Vm, name: &'static str) {
    vm.register_module(name, move |vm| build(vm, name));
}

/// The names of all modules below `sqlalchemy` that only sort the same names differently.
fn common(vm: &mut Vm, name: &str) -> Result<Rc<Module>> {
    let classes = classes(vm);
    let mut module = Module::new(name)
        .with("__version__", Value::str("2.0.58"))
        .with("Column", Rc::clone(&classes.column))
        .function("insert_sentinel", super::column::insert_sentinel)
        .with("Table", Rc::clone(&classes.table))
        .with("TableClause", Rc::clone(&classes.table))
        .with("MetaData", Rc::clone(&classes.metadata))
        .with("ForeignKey", Rc::clone(&classes.foreign_key))
        .with("Constraint", Rc::clone(&classes.constraints.constraint))
        .with("PrimaryKeyConstraint", Rc::clone(&classes.constraints.primary_key))
        .with("ForeignKeyConstraint", Rc::clone(&classes.constraints.foreign_key))
        .with("UniqueConstraint", Rc::clone(&classes.constraints.unique))
        .with("CheckConstraint", Rc::clone(&classes.constraints.check))
        .with("Index", Rc::clone(&classes.constraints.index))
        .with("Computed", Rc::clone(&classes.computed))
        .with("Identity", Rc::clone(&classes.identity))
        .with("Sequence", Rc::clone(&classes.sequence))
        .with("DefaultClause", Rc::clone(&classes.default_clause))
        .with("ColumnDefault", Rc::clone(&classes.column_default))
        .with("FetchedValue", Rc::clone(&classes.fetched_value))
        .with("quoted_name", Rc::clone(&classes.quoted_name))
        .with("conv", Rc::clone(&classes.conv))
        .with("Engine", Rc::clone(&classes.engine))
        .with("AsyncEngine", Rc::clone(&classes.engine))
        .with("Connection", Rc::clone(&classes.connection))
        .with("AsyncConnection", Rc::clone(&classes.connection))
        .with("Row", Rc::clone(&classes.row))
        .with("Result", Rc::clone(&classes.result))
        .with("CursorResult", Rc::clone(&classes.result))
        .with("Inspector", Rc::clone(&classes.inspector))
        .with("ObjectKind", Rc::clone(&classes.object_kind))
        .with("ObjectScope", Rc::clone(&classes.object_scope))
        .with("URL", Rc::clone(&classes.url))
        .with("Dialect", Rc::clone(&classes.dialects.default))
        .with("DefaultDialect", Rc::clone(&classes.dialects.default))
        .with("IdentifierPreparer", Rc::clone(&classes.preparer))
        .with("TextClause", Rc::clone(&classes.text_clause))
        .with("ColumnElement", Rc::clone(&classes.column_element))
        .with("ColumnClause", Rc::clone(&classes.column_clause))
        .with("ClauseElement", Rc::clone(&classes.opaque))
        .with("Executable", Rc::clone(&classes.executable))
        .with("DDLElement", Rc::clone(&classes.ddl_element))
        .with("ExecutableDDLElement", Rc::clone(&classes.ddl_element))
        .with("UpdateBase", Rc::clone(&classes.opaque))
        .with("FunctionElement", Rc::clone(&classes.function_element))
        .with("GenericFunction", Rc::clone(&classes.generic_function))
        .with("ReturnTypeFromArgs", Rc::clone(&classes.generic_function))
        .with("BindParameter", Rc::clone(&classes.bind_parameter))
        .with("FromClause", Rc::clone(&classes.from_clause))
        .with("Select", Rc::clone(&classes.select))
        .with("Insert", Rc::clone(&classes.insert))
        .with("Update", Rc::clone(&classes.update))
        .with("Delete", Rc::clone(&classes.delete))
        .function("table", table::light_table)
        .function("select", query::select)
        .function("insert", |vm, args| on_table(vm, args, crate::sa::dml::insert))
        .function("update", |vm, args| on_table(vm, args, crate::sa::dml::update))
        .function("delete", |vm, args| on_table(vm, args, crate::sa::dml::delete))
        .function("exists", subquery::exists)
        .function("join", |vm, args| on_table(vm, args, |vm, left, args| joined(vm, left, args, "join")))
        .function("outerjoin", |vm, args| on_table(vm, args, |vm, left, args| joined(vm, left, args, "outerjoin")))
        .function("lateral", |vm, args| on_table(vm, args, |vm, select, args| vm.call_method(select, "lateral", args)))
        .function("union", query::set_operation(SetOp::Union))
        .function("union_all", query::set_operation(SetOp::UnionAll))
        .function("except_", query::set_operation(SetOp::Except))
        .function("except_all", query::set_operation(SetOp::ExceptAll))
        .function("intersect", query::set_operation(SetOp::Intersect))
        .function("intersect_all", query::set_operation(SetOp::IntersectAll))
        .function("create_engine", engine::create_engine)
        .function("create_async_engine", engine::create_async_engine)
        .function("engine_from_config", engine::engine_from_config)
        .function("async_engine_from_config", engine::async_engine_from_config)
        .function("inspect", inspect::inspect)
        .function("make_url", url::make_url);
    for (name, _) in query::LABEL_STYLES {
        module = module.with(name, Value::str(name));
    }
    module = functions::fill(vm, module);
    module = ddl::fill(module);
    classes.types.fill(&module, None);
    // JSON's own null, where None is that of SQL.
    if let Some(Value::Class(json)) = module.get("JSON")
        && !json.attrs.borrow().contains_key("NULL")
    {
        let null = crate::values::from_datum(vm, limbeck_ops::Datum::json_null())?;
        json.attrs.borrow_mut().insert(Rc::from("NULL"), null);
    }
    // `sa.sql.func`, `sa.exc.…`: built here rather than imported, since importing them would need this module first.
    let inner: &[&str] = match name {
        "sqlalchemy" => &["dialects", "exc", "pool", "sql", "schema", "types", "engine"],
        "sqlalchemy.sql" => &["expression", "sqltypes"],
        "sqlalchemy.engine" => &["url", "reflection"],
        _ => &[],
    };
    if name == "sqlalchemy.sql.functions" {
        functions::fill_classes(&module);
    }
    for part in inner {
        let built = build(vm, &format!("{name}.{part}"))?;
        module.set(part, Value::Module(built));
    }
    if name == ASYNCIO {
        // An env.py takes only the engine from here.
        let names = &["AsyncSession", "AsyncAttrs", "async_sessionmaker", "async_scoped_session"];
        made_when_asked(&module, name, "_limbeck_session", names);
    }
    Ok(Rc::new(module))
}

/// Names that another module makes, evaluated when one of them is asked for.
pub(crate) fn made_when_asked(module: &Module, name: &str, of: &'static str, names: &'static [&'static str]) {
    let own = name.to_owned();
    let getattr = limbeck_python::NativeFn::new("__getattr__", move |vm, args| {
        let attr = args.positional.first().and_then(Value::as_rc_str).unwrap_or_else(|| "".into());
        if names.contains(&&*attr) {
            let made = vm.import(of)?;
            return vm.get_attr(&made, &attr);
        }
        if attr.starts_with("__") {
            return Err(Error::attribute_error(format!("module '{own}' has no attribute '{attr}'")));
        }
        Ok(vm.unresolved(&format!("{own}.{attr}"), format!("`{own}.{attr}` is not implemented")))
    });
    module.set("__getattr__", getattr);
}

/// `sa.join(left, right)` of tables or of mapped classes, which stand for theirs.
fn joined(vm: &mut Vm, left: &Value, args: Args, method: &str) -> Result<Value> {
    let mut args = args;
    let left = crate::sa::orm::table_of(vm, left)?.unwrap_or_else(|| left.clone());
    if let Some(right) = args.positional.first_mut()
        && let Some(table) = crate::sa::orm::table_of(vm, right)?
    {
        *right = table;
    }
    vm.call_method(&left, method, args)
}

fn on_table(vm: &mut Vm, args: Args, make: impl FnOnce(&mut Vm, &Value, Args) -> Result<Value>) -> Result<Value> {
    let mut args = args;
    if args.positional.is_empty() {
        return match args.take_keyword("table") {
            Some(table) => make(vm, &table, args),
            None => Err(Error::type_error("missing 1 required positional argument: 'table'")),
        };
    }
    let table = args.positional.remove(0);
    make(vm, &table, args)
}

fn dialect_module(vm: &mut Vm, name: &str, dialect: DialectName) -> Result<Rc<Module>> {
    let classes = classes(vm);
    let module = Module::new(name)
        .with("ExcludeConstraint", Rc::clone(&classes.constraints.exclude))
        .with("Insert", Rc::clone(&classes.insert))
        .function("insert", move |vm, args| {
            on_table(vm, args, |vm, table, args| crate::sa::dml::insert_of(vm, table, args, Some(dialect)))
        })
        .function("array", functions::array)
        .function("aggregate_order_by", functions::aggregate_order_by)
        .with("dialect", Rc::clone(classes.dialects.of(dialect)));
    let driver = classes.dialects.of(dialect);
    module.set(&driver.name, Rc::clone(driver));
    let base = classes.dialects.base_of(dialect);
    module.set(&base.name, Rc::clone(base));
    let module = match dialect {
        DialectName::Postgresql => ddl::fill_postgresql(module).with("PGInspector", Rc::clone(&classes.pg_inspector)),
        DialectName::Mysql => module.function("match", crate::sa::operators::mysql_match),
        DialectName::Sqlite | DialectName::Mariadb => module,
    };
    classes.types.fill(&module, Some(dialect));
    if matches!(name, "sqlalchemy.dialects.postgresql" | "sqlalchemy.dialects.postgresql.ranges") {
        made_when_asked(&module, name, "_limbeck_ranges", &["Range", "MultiRange"]);
    }
    if name == "sqlalchemy.dialects.postgresql.psycopg2" {
        for (own, general) in [("_PGJSON", "JSON"), ("_PGJSONB", "JSONB")] {
            if let Some(class) = module.get(general) {
                module.set(own, class);
            }
        }
    }
    Ok(Rc::new(module))
}
