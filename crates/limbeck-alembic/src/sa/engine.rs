//! Engines and connections: `create_engine`, `connection.execute(…)`, transactions.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use limbeck_ops::{Dialect, DialectName, InsertSource, Operation, Params, Query, SharedHost, Timing};
use limbeck_python::{Args, Class, ClassBuilder, Error, Object, Result, Signature, Span, Value, Vm};

use crate::errors::{self, IntoScript};
use crate::runtime::{current_context, environment, origin};
use crate::sa::classes::classes;
use crate::sa::events;
use crate::sa::execution_options;
use crate::sa::names::text_of;
use crate::sa::query::{QueryObject, to_query};
use crate::sa::result::result_value;
use crate::values::to_datum;

/// `create_engine(url)`.
#[derive(Debug)]
pub struct EngineObject {
    class: Rc<Class>,
    /// The URL, if it is known; `None` is unresolved.
    pub url: Option<String>,
    /// Why the URL is unresolved.
    pub unresolved: Option<Value>,
    /// Whether the URL is the one that the ini has.
    pub from_ini: bool,
    /// `isolation_level="AUTOCOMMIT"`
    autocommit: bool,
    /// `engine.pool`, which engines of other options share.
    pool: Value,
}

/// The pool of an engine: nothing but what listeners are told apart by.
#[derive(Debug)]
struct PoolObject;

impl Object for PoolObject {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        Rc::clone(&classes(vm).opaque)
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("Pool")
    }
}

impl EngineObject {
    /// The URL to connect to, the user's choice included.
    ///
    /// # Errors
    /// When there is none.
    fn url(&self, vm: &mut Vm) -> Result<String> {
        let environment = environment(vm)?;
        if let Some(url) = environment.runtime.choose_url(self.url.as_deref(), self.from_ini) {
            return Ok(url);
        }
        match &self.unresolved {
            Some(value) => Err(errors::needed(
                vm,
                value,
                "gives the database URL (`--url`, LIMBECK_URL or DATABASE_URL can say it instead)",
            )),
            None => Err(errors::command_error(
                vm,
                "there is no database URL: set `sqlalchemy.url`, or give `--url`, LIMBECK_URL or DATABASE_URL",
            )),
        }
    }

    /// A connection of its own. `this` is the engine as the script has it.
    ///
    /// # Errors
    /// When there is no URL, the database refuses, or what a listener of `connect` raises.
    pub fn connect(&self, this: &Value, vm: &mut Vm) -> Result<Value> {
        let mut url = self.url(vm)?;
        if let Some(other) = events::to_connect(vm, this, &url)? {
            url = other;
        }
        let runtime = Rc::clone(&environment(vm)?.runtime);
        let host = runtime.connect(&url).into_script(vm)?;
        host.borrow_mut().set_autocommit(self.autocommit);
        let connection = Value::object(ConnectionObject {
            class: Rc::clone(&classes(vm).connection),
            host: RefCell::new(Some(host)),
            url,
            engine: Some(this.clone()),
            autocommit: Cell::new(self.autocommit),
            own_begin: Cell::new(false),
        });
        events::connected(vm, this, &connection)?;
        Ok(connection)
    }
}

impl Object for EngineObject {
    fn class(&self, _vm: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("Engine")
    }

    fn repr(&self, _this: &Value, vm: &mut Vm) -> Result<Option<String>> {
        let url = self.url(vm)?;
        let url = crate::sa::url::url_value(vm, &url);
        Ok(Some(format!("Engine({})", vm.repr(&url)?)))
    }

    fn get_attr(&self, this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        Ok(match name {
            "sync_engine" | "engine" => Some(this.clone()),
            "url" => {
                let url = self.url(vm)?;
                Some(crate::sa::url::url_value(vm, &url))
            }
            "name" => {
                let url = self.url(vm)?;
                Some(Value::str(dialect_name(&url).unwrap_or(DialectName::Postgresql).as_str()))
            }
            "dialect" => {
                let url = self.url(vm)?;
                let dialect = of_url(vm, dialect_name(&url).unwrap_or(DialectName::Postgresql));
                Some(crate::sa::dialect::dialect_value(vm, dialect))
            }
            "driver" => {
                let dialect = vm.get_attr(this, "dialect")?;
                Some(vm.get_attr(&dialect, "driver")?)
            }
            "pool" => Some(self.pool.clone()),
            _ => None,
        })
    }
}

/// The dialect that a URL names.
pub fn dialect_name(url: &str) -> Option<DialectName> {
    let scheme = url.split([':', '+']).next().unwrap_or_default();
    match scheme {
        "postgresql" | "postgres" | "cockroachdb" => Some(DialectName::Postgresql),
        "sqlite" => Some(DialectName::Sqlite),
        "mysql" => Some(DialectName::Mysql),
        "mariadb" => Some(DialectName::Mariadb),
        _ => None,
    }
}

/// `create_engine(url, …)`.
///
/// # Errors
/// When the URL is neither text nor a URL object.
pub fn create_engine(vm: &mut Vm, args: Args) -> Result<Value> {
    execution_options::refuse(&args)?;
    let bound = Signature::parse("(url, **kw)").bind("create_engine", args)?;
    let autocommits = |key: &str, value: &Value| key == "isolation_level" && value.as_str() == Some("AUTOCOMMIT");
    let autocommit = bound.kwargs().iter().any(|(key, value)| match (&**key, value.as_dict()) {
        ("execution_options", Some(options)) => {
            options.items().iter().any(|(key, value)| autocommits(key.as_str().unwrap_or_default(), value))
        }
        (key, _) => autocommits(key, value),
    });
    engine_value(vm, &bound.value("url"), autocommit)
}

/// Whether env.py has made an async engine.
#[derive(Debug)]
pub struct AsyncEngine;

/// `create_async_engine(url, …)`: a plain engine, of which `op.run_async` knows.
///
/// # Errors
/// As [`create_engine`].
pub fn create_async_engine(vm: &mut Vm, args: Args) -> Result<Value> {
    vm.insert_state(Rc::new(AsyncEngine));
    create_engine(vm, args)
}

/// `async_engine_from_config(configuration, prefix="sqlalchemy.")`.
///
/// # Errors
/// As [`engine_from_config`].
pub fn async_engine_from_config(vm: &mut Vm, args: Args) -> Result<Value> {
    vm.insert_state(Rc::new(AsyncEngine));
    engine_from_config(vm, args)
}

/// An engine for a URL value.
///
/// # Errors
/// When the URL is neither text nor a URL object.
pub fn engine_value(vm: &mut Vm, url: &Value, autocommit: bool) -> Result<Value> {
    let (text, unresolved) = if url.is_unresolved() {
        (None, Some(url.clone()))
    } else if url.is_none() {
        (None, None)
    } else {
        match crate::sa::url::url_text(url) {
            Some(text) => (Some(text), None),
            None => (Some(vm.str(url)?.to_string()), None),
        }
    };
    let config = Rc::clone(&environment(vm)?.config);
    let from_ini = match &text {
        Some(text) => config.main_option("sqlalchemy.url").ok().flatten().as_deref() == Some(text.as_str()),
        None => false,
    };
    let class = Rc::clone(&classes(vm).engine);
    let pool = Value::object(PoolObject);
    Ok(Value::object(EngineObject { class, url: text, unresolved, from_ini, autocommit, pool }))
}

/// `engine_from_config(configuration, prefix="sqlalchemy.")`.
///
/// # Errors
/// When the configuration is no dictionary.
pub fn engine_from_config(vm: &mut Vm, args: Args) -> Result<Value> {
    let bound = Signature::parse("(configuration, prefix='sqlalchemy.', **kw)").bind("engine_from_config", args)?;
    let configuration = bound.value("configuration");
    if configuration.is_unresolved() {
        return engine_value(vm, &configuration, false);
    }
    let Some(dict) = configuration.as_dict() else {
        return Err(Error::type_error("engine_from_config() takes a dictionary"));
    };
    let prefix = text_of(&bound.value("prefix"))?;
    let url = bound
        .kwargs()
        .iter()
        .find(|(key, _)| &**key == "url")
        .map(|(_, value)| value.clone())
        .or_else(|| dict.get_str(&format!("{prefix}url")))
        .unwrap_or(Value::None);
    engine_value(vm, &url, false)
}

/// The class `Engine`.
pub fn engine_class() -> Rc<Class> {
    fn engine(this: &Value) -> Result<Rc<EngineObject>> {
        this.downcast::<EngineObject>().ok_or_else(|| Error::type_error("expected an Engine"))
    }
    ClassBuilder::new("Engine")
        .module("sqlalchemy.engine.base")
        // `AsyncEngine(engine)`: asynchronous engines run as plain ones.
        .constructor(|_vm, _class, args| match args.positional.first().and_then(Value::downcast::<EngineObject>) {
            Some(engine) => Ok(engine),
            None => Err(Error::type_error("AsyncEngine() takes an engine")),
        })
        .method("connect", |vm, this, _args| engine(this)?.connect(this, vm))
        .method("begin", |vm, this, _args| {
            let connection = engine(this)?.connect(this, vm)?;
            if let Some(object) = connection.downcast::<ConnectionObject>() {
                object.own_begin.set(true);
            }
            Ok(connection)
        })
        .method("raw_connection", |_vm, _this, _args| Err(Error::unsupported("`engine.raw_connection()`")))
        .method("dispose", |_vm, _this, _args| Ok(Value::None))
        .method("execution_options", |_vm, this, args| {
            execution_options::refuse(&args)?;
            let Some((_, level)) = args.keyword.iter().find(|(key, _)| &**key == "isolation_level") else {
                return Ok(this.clone());
            };
            let of = engine(this)?;
            Ok(Value::object(EngineObject {
                class: Rc::clone(&of.class),
                url: of.url.clone(),
                unresolved: of.unresolved.clone(),
                from_ini: of.from_ini,
                autocommit: level.as_str() == Some("AUTOCOMMIT"),
                pool: of.pool.clone(),
            }))
        })
        .method("execute", |vm, this, args| {
            let connection = engine(this)?.connect(this, vm)?;
            let result = execute(vm, &connection, args)?;
            vm.call_method(&connection, "commit", Args::none())?;
            Ok(result)
        })
        .build()
}

/// A connection.
pub struct ConnectionObject {
    class: Rc<Class>,
    /// The host; `None` once closed.
    pub host: RefCell<Option<SharedHost>>,
    /// The URL.
    pub url: String,
    engine: Option<Value>,
    autocommit: Cell<bool>,
    /// From `engine.begin()`: entering it begins, leaving it commits.
    own_begin: Cell<bool>,
}

impl std::fmt::Debug for ConnectionObject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ConnectionObject")
    }
}

impl ConnectionObject {
    /// A connection over a host that is open already.
    pub fn over(vm: &Vm, host: SharedHost, url: &str) -> Value {
        Value::object(ConnectionObject {
            class: Rc::clone(&classes(vm).connection),
            host: RefCell::new(Some(host)),
            url: url.to_owned(),
            engine: None,
            autocommit: Cell::new(false),
            own_begin: Cell::new(false),
        })
    }

    /// The host.
    ///
    /// # Errors
    /// In SQLAlchemy's words, when the connection is closed.
    pub fn host(&self, vm: &mut Vm) -> Result<SharedHost> {
        let host = self.host.borrow().clone();
        host.ok_or_else(|| errors::sqlalchemy_error(vm, "ResourceClosedError", "This Connection is closed"))
    }

    /// Begins a transaction where SQLAlchemy would by itself.
    fn autobegin(&self, vm: &mut Vm, host: &SharedHost, span: Span) -> Result<()> {
        let open = host.borrow().depth() > 0 || host.borrow().is_offline();
        if open || self.autocommit.get() || in_autocommit_block(vm) {
            return Ok(());
        }
        let origin = origin(vm, span);
        let begun = host.borrow_mut().begin(&origin);
        begun.into_script(vm)
    }

    fn close(&self, vm: &mut Vm) -> Result<()> {
        let Some(host) = self.host.borrow_mut().take() else { return Ok(()) };
        let origin = limbeck_ops::Origin::internal();
        while host.borrow().depth() > 0 {
            let rolled_back = host.borrow_mut().rollback(&origin);
            rolled_back.into_script(vm)?;
        }
        let flushed = host.borrow_mut().flush();
        flushed.into_script(vm)
    }
}

/// Whether it is the connection that the migrations run over: another one's transactions are its own affair.
fn is_of_the_run(vm: &mut Vm, host: &SharedHost) -> bool {
    current_context(vm).is_ok_and(|context| Rc::ptr_eq(&context.host, host))
}

fn in_autocommit_block(vm: &Vm) -> bool {
    vm.state::<crate::context::AutocommitDepth>().is_some_and(|depth| depth.0.get() > 0)
}

impl Object for ConnectionObject {
    fn class(&self, _vm: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("Connection")
    }

    fn get_attr(&self, this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        Ok(match name {
            "dialect" => {
                let host = self.host(vm)?;
                let dialect = host.borrow().dialect();
                Some(crate::sa::dialect::dialect_value(vm, dialect))
            }
            "engine" if self.engine.is_some() => self.engine.clone(),
            "engine" if is_offline(vm, this) => Some(this.clone()),
            "engine" => {
                let class = Rc::clone(&classes(vm).engine);
                Some(Value::object(EngineObject {
                    class,
                    url: Some(self.url.clone()),
                    unresolved: None,
                    from_ini: false,
                    autocommit: false,
                    pool: Value::object(PoolObject),
                }))
            }
            "connection" | "sync_connection" | "bind" => Some(this.clone()),
            "closed" => Some(Value::Bool(self.host.borrow().is_none())),
            _ => None,
        })
    }

    fn enter(&self, this: &Value, vm: &mut Vm) -> Result<Option<Value>> {
        if self.own_begin.get() {
            let host = self.host(vm)?;
            let begun = host.borrow_mut().begin(&limbeck_ops::Origin::internal());
            begun.into_script(vm)?;
        }
        Ok(Some(this.clone()))
    }

    fn exit(&self, _this: &Value, vm: &mut Vm, exception: Option<&Value>) -> Result<Option<bool>> {
        if self.own_begin.get() && exception.is_none() {
            let host = self.host(vm)?;
            while host.borrow().depth() > 0 {
                let committed = host.borrow_mut().commit(&limbeck_ops::Origin::internal());
                committed.into_script(vm)?;
            }
        }
        match self.close(vm) {
            Err(_) if exception.is_some() => Ok(Some(false)),
            other => other.map(|()| Some(false)),
        }
    }
}

fn connection(this: &Value) -> Result<Rc<ConnectionObject>> {
    this.downcast::<ConnectionObject>().ok_or_else(|| Error::type_error("expected a Connection"))
}

/// The class `Connection`.
pub fn connection_class() -> Rc<Class> {
    ClassBuilder::new("Connection")
        .module("sqlalchemy.engine.base")
        .method("execute", execute)
        .method("exec_driver_sql", |vm, this, args| {
            let span = args.span;
            let bound = Signature::parse("(statement, parameters=None, execution_options=None)")
                .bind("exec_driver_sql", args)?;
            let query = Query::Driver(text_of(&bound.value("statement"))?);
            let params = driver_params(vm, &bound.value("parameters"))?;
            run(vm, this, query, params, span)
        })
        .method("scalar", |vm, this, args| {
            let result = execute(vm, this, args)?;
            vm.call_method(&result, "scalar", Args::none())
        })
        .method("scalars", |vm, this, args| {
            let result = execute(vm, this, args)?;
            vm.call_method(&result, "scalars", Args::none())
        })
        .method("begin", |vm, this, args| {
            let object = connection(this)?;
            let host = object.host(vm)?;
            if host.borrow().depth() > 0 {
                return Err(errors::invalid_request(
                    vm,
                    "This connection has already initialized a SQLAlchemy Transaction() object via begin() or autobegin; can't call begin() here unless rollback() or commit() is called first.",
                ));
            }
            begin(vm, host, args.span)
        })
        .method("begin_nested", |vm, this, args| {
            let object = connection(this)?;
            let host = object.host(vm)?;
            object.autobegin(vm, &host, args.span)?;
            begin(vm, host, args.span)
        })
        .method("commit", |vm, this, args| {
            let object = connection(this)?;
            let host = object.host(vm)?;
            let origin = origin(vm, args.span);
            let mut open = host.borrow().depth();
            if open > 0 {
                while open > 0 {
                    let committed = host.borrow_mut().commit(&origin);
                    committed.into_script(vm)?;
                    open = host.borrow().depth();
                }
                if is_of_the_run(vm, &host) && environment(vm)?.in_revision.get() {
                    environment(vm)?.runtime.committed_by_script(&origin);
                }
            }
            Ok(Value::None)
        })
        .method("rollback", |vm, this, args| {
            let object = connection(this)?;
            let host = object.host(vm)?;
            let origin = origin(vm, args.span);
            while host.borrow().depth() > 0 {
                let done = host.borrow_mut().rollback(&origin);
                done.into_script(vm)?;
            }
            let own = is_of_the_run(vm, &host);
            let environment = environment(vm)?;
            if own && environment.in_revision.get() {
                environment.runtime.rolled_back_by_script(&origin).into_script(vm)?;
            }
            Ok(Value::None)
        })
        .method("in_transaction", |vm, this, _args| {
            let host = connection(this)?.host(vm)?;
            let depth = host.borrow().depth();
            Ok(Value::Bool(depth > 0))
        })
        .method("get_transaction", |vm, this, _args| {
            let host = connection(this)?.host(vm)?;
            let is_open = host.borrow().depth() > 0;
            Ok(if is_open { transaction(vm, host, 1) } else { Value::None })
        })
        .method("get_nested_transaction", |vm, this, _args| {
            let host = connection(this)?.host(vm)?;
            let depth = host.borrow().depth();
            Ok(if depth > 1 { transaction(vm, host, depth) } else { Value::None })
        })
        .method("in_nested_transaction", |vm, this, _args| {
            let host = connection(this)?.host(vm)?;
            let depth = host.borrow().depth();
            Ok(Value::Bool(depth > 1))
        })
        .method("close", |vm, this, _args| connection(this)?.close(vm).map(|()| Value::None))
        .method("connect", |_vm, this, _args| Ok(this.clone()))
        .method("get_isolation_level", |vm, this, _args| {
            let autocommit = connection(this)?.autocommit.get() || in_autocommit_block(vm);
            Ok(Value::str(if autocommit { "AUTOCOMMIT" } else { "READ COMMITTED" }))
        })
        .method("execution_options", |vm, this, args| {
            execution_options::refuse(&args)?;
            if let Some((_, level)) = args.keyword.iter().find(|(key, _)| &**key == "isolation_level") {
                let object = connection(this)?;
                let autocommit = level.as_str() == Some("AUTOCOMMIT");
                let host = object.host(vm)?;
                let open = host.borrow().depth() > 0;
                if autocommit != object.autocommit.get() && open {
                    return Err(errors::invalid_request(
                        vm,
                        "This connection has already initialized a SQLAlchemy Transaction() object via begin() or autobegin; isolation_level may not be altered unless rollback() or commit() is called first.",
                    ));
                }
                object.autocommit.set(autocommit);
                host.borrow_mut().set_autocommit(autocommit);
            }
            Ok(this.clone())
        })
        .method("run_sync", |vm, this, args| {
            // AsyncConnection.run_sync(fn, *args): the connection is the same one here.
            let mut positional = args.positional;
            if positional.is_empty() {
                return Err(Error::type_error("run_sync() missing 1 required positional argument: 'fn'"));
            }
            let function = positional.remove(0);
            positional.insert(0, this.clone());
            vm.call(&function, Args { positional, keyword: args.keyword, span: args.span })
        })
        .build()
}

fn begin(vm: &mut Vm, host: SharedHost, span: Span) -> Result<Value> {
    let origin = origin(vm, span);
    let begun = host.borrow_mut().begin(&origin);
    begun.into_script(vm)?;
    let depth = host.borrow().depth();
    Ok(transaction(vm, host, depth))
}

fn transaction(vm: &Vm, host: SharedHost, depth: usize) -> Value {
    Value::object(TransactionObject { class: Rc::clone(&classes(vm).transaction), host, depth, done: Cell::new(false) })
}

/// `connection.begin()`, `begin_nested()`.
struct TransactionObject {
    class: Rc<Class>,
    host: SharedHost,
    depth: usize,
    done: Cell<bool>,
}

impl std::fmt::Debug for TransactionObject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TransactionObject({})", self.depth)
    }
}

impl TransactionObject {
    fn end(&self, vm: &mut Vm, commit: bool) -> Result<()> {
        if self.done.replace(true) {
            return Ok(());
        }
        let origin = origin(vm, Span::NONE);
        // Offline nothing is ever open.
        while self.host.borrow().depth() >= self.depth.max(1) {
            let ended =
                if commit { self.host.borrow_mut().commit(&origin) } else { self.host.borrow_mut().rollback(&origin) };
            ended.into_script(vm)?;
        }
        Ok(())
    }
}

impl Object for TransactionObject {
    fn class(&self, _vm: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }

    fn get_attr(&self, _this: &Value, _vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        Ok((name == "is_active").then(|| Value::Bool(!self.done.get())))
    }

    fn enter(&self, this: &Value, _vm: &mut Vm) -> Result<Option<Value>> {
        Ok(Some(this.clone()))
    }

    fn exit(&self, _this: &Value, vm: &mut Vm, exception: Option<&Value>) -> Result<Option<bool>> {
        match self.end(vm, exception.is_none()) {
            Err(_) if exception.is_some() => Ok(Some(false)),
            other => other.map(|()| Some(false)),
        }
    }
}

/// The class of transactions.
pub fn transaction_class() -> Rc<Class> {
    let end = |commit: bool| {
        move |vm: &mut Vm, this: &Value, _args: Args| {
            if let Some(object) = this.downcast::<TransactionObject>() {
                object.end(vm, commit)?;
            }
            Ok(Value::None)
        }
    };
    ClassBuilder::new("Transaction")
        .module("sqlalchemy.engine.base")
        .method("commit", end(true))
        .method("rollback", end(false))
        .method("close", end(false))
        .build()
}

/// `connection.execute(statement, parameters)`; keyword parameters and several dictionaries as SQLAlchemy 1.4 took
/// them.
///
/// # Errors
/// What the database raises.
pub fn execute(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let result = execute_on(vm, this, args)?;
    // Nobody answers in `--sql`.
    Ok(if is_offline(vm, this) { Value::None } else { result })
}

/// Whether it is the connection of `--sql`, which only writes.
fn is_offline(vm: &mut Vm, connection: &Value) -> bool {
    current_context(vm).is_ok_and(|context| context.as_sql && context.connection.is_same(connection))
}

fn execute_on(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    execution_options::refuse(&args)?;
    let span = args.span;
    let mut positional = args.positional;
    if positional.is_empty() {
        return Err(Error::type_error("Connection.execute() missing 1 required positional argument: 'statement'"));
    }
    let statement = positional.remove(0);
    if let Some(operation) = crate::sa::ddl::operation_of(vm, &statement) {
        operate_on(vm, this, operation, span)?;
        return result_value(vm, limbeck_ops::Answer::default(), None);
    }
    let columns = written_columns(&statement);
    // A plain string goes to the driver as it is, with its own marks for parameters, as SQLAlchemy 1.4 did it.
    if let Some(text) = statement.as_str()
        && args.keyword.is_empty()
        && let Some(values) = driver_values(&positional)
    {
        let text = text.to_owned();
        let params = driver_params(vm, &values)?;
        return run(vm, this, Query::Driver(text), params, span);
    }
    let mut params = match positional.as_slice() {
        [] => Params::None,
        [one] => typed_params(vm, one, &columns)?,
        many => typed_params(vm, &Value::list(many.to_vec()), &columns)?,
    };
    let named: Vec<_> = args
        .keyword
        .iter()
        .filter(|(key, _)| &**key != "execution_options" && &**key != "parameters")
        .cloned()
        .collect();
    if let Some((_, value)) = args.keyword.iter().find(|(key, _)| &**key == "parameters") {
        params = typed_params(vm, value, &columns)?;
    }
    if !named.is_empty() {
        let mut one = Vec::new();
        for (key, value) in named {
            one.push((key.to_string(), to_datum(vm, &value)?));
        }
        params = Params::One(one);
    }
    let query = to_query(vm, &statement)?;
    let (query, params) = fill_defaults(vm, &statement, query, params)?;
    run(vm, this, query, params, span)
}

/// Asks the Python functions that give columns their defaults, once for each row.
fn fill_defaults(vm: &mut Vm, statement: &Value, query: Query, params: Params) -> Result<(Query, Params)> {
    let Some(object) = statement.downcast::<QueryObject>() else { return Ok((query, params)) };
    let (Query::Insert(mut insert), false) = (query, object.default_callables.is_empty()) else {
        return Ok((object.query.clone(), params));
    };
    let call = |vm: &mut Vm, column: &crate::sa::column::ColumnObject| -> Result<limbeck_ops::Datum> {
        let callable = column.default_callable.clone().unwrap_or(Value::None);
        if callable.is_unresolved() {
            return Err(errors::needed(vm, &callable, "is the default of a column that this INSERT leaves out"));
        }
        // SQLAlchemy passes the execution context to functions that take an argument.
        let takes_context = matches!(&callable, Value::Function(function) if function.parameters().len() == 1);
        let args = if takes_context { Args::of([Value::None]) } else { Args::none() };
        let value = vm.call(&callable, args)?;
        let ty = column.data.borrow().ty.clone();
        crate::sa::decorators::bind(vm, &ty, &value)
    };
    let mut params = params;
    match &mut insert.source {
        InsertSource::Values(rows) => {
            for row in rows {
                for column in &object.default_callables {
                    let (name, ty) = (column.data.borrow().name.clone(), column.data.borrow().ty.clone());
                    if row.iter().all(|(known, _)| known.text != name.text) {
                        let value = Some(call(vm, column)?);
                        let bind =
                            limbeck_ops::Bind { name: name.text.clone(), value, ty, unique: false, expanding: false };
                        row.push((name, limbeck_ops::Expr::Bind(bind)));
                    }
                }
            }
        }
        InsertSource::Parameters => {
            let fill = |vm: &mut Vm, row: &mut Vec<(String, limbeck_ops::Datum)>| -> Result<()> {
                for column in &object.default_callables {
                    let name = column.data.borrow().name.text.clone();
                    if row.iter().all(|(known, _)| *known != name) {
                        row.push((name, call(vm, column)?));
                    }
                }
                Ok(())
            };
            match &mut params {
                Params::One(row) => fill(vm, row)?,
                Params::Many(rows) => {
                    for row in rows {
                        fill(vm, row)?;
                    }
                }
                Params::None => {
                    let mut row = Vec::new();
                    fill(vm, &mut row)?;
                    params = Params::One(row);
                }
                Params::Positional(_) => {}
            }
        }
        InsertSource::Select(..) => {}
    }
    Ok((Query::Insert(insert), params))
}

fn run(vm: &mut Vm, this: &Value, query: Query, params: Params, span: Span) -> Result<Value> {
    let object = connection(this)?;
    let host = object.host(vm)?;
    object.autobegin(vm, &host, span)?;
    let origin = origin(vm, span);
    let answer = host.borrow_mut().query(&query, &params, &origin);
    let dialect = host.borrow().dialect().name;
    let answer = match answer.into_script(vm) {
        Ok(answer) => answer,
        Err(error) if matches!(query, Query::Text(_)) => return Err(with_params(vm, error, params, dialect)),
        Err(error) => return Err(error),
    };
    result_value(vm, answer, Some((&query, dialect)))
}

/// The error of a `text()`, which tells its parameters (`error.params`): by name, or on SQLite in order.
fn with_params(vm: &mut Vm, error: Error, params: Params, dialect: DialectName) -> Error {
    let Some(Value::Instance(raised)) = error.exception_value() else { return error };
    let one = match params {
        Params::None => Vec::new(),
        Params::One(one) => one,
        // Which of the rows or positions it was, nobody says.
        Params::Many(_) | Params::Positional(_) => return error,
    };
    let mut items = Vec::with_capacity(one.len());
    for (name, datum) in one {
        match crate::values::from_datum(vm, datum) {
            Ok(value) => items.push((name, value)),
            Err(_) => return error,
        }
    }
    let shown = match dialect {
        DialectName::Sqlite => Value::tuple(items.into_iter().map(|(_, value)| value).collect()),
        _ => Value::dict(items),
    };
    raised.set("params", shown);
    error
}

/// A statement of the driver's connection (`cursor.execute(…)` in a listener of `connect`): sent at once, outside of
/// transactions.
///
/// # Errors
/// What the database raises.
pub fn driver_statement(vm: &mut Vm, this: &Value, statement: &str, parameters: &Value, span: Span) -> Result<Value> {
    let object = connection(this)?;
    let host = object.host(vm)?;
    let (before, of_host) = (object.autocommit.replace(true), host.borrow().is_autocommit());
    host.borrow_mut().set_autocommit(true);
    let ran = driver_params(vm, parameters).and_then(|params| {
        let result = run(vm, this, Query::Driver(statement.to_owned()), params, span)?;
        let flushed = host.borrow_mut().flush();
        flushed.into_script(vm)?;
        Ok(result)
    });
    host.borrow_mut().set_autocommit(of_host);
    object.autocommit.set(before);
    ran
}

/// The columns that an INSERT or UPDATE writes, where their types change values.
fn written_columns(statement: &Value) -> Vec<limbeck_ops::Column> {
    let columns = match statement.downcast_ref::<QueryObject>().map(|object| &object.query) {
        Some(Query::Insert(insert)) => &insert.columns,
        Some(Query::Update(update)) => &update.columns,
        _ => return Vec::new(),
    };
    columns.iter().filter(|column| column.ty.decorator.is_some()).cloned().collect()
}

fn named_row(
    vm: &mut Vm,
    value: &Value,
    columns: &[limbeck_ops::Column],
) -> Result<Option<Vec<(String, limbeck_ops::Datum)>>> {
    let Some(dict) = value.as_dict().cloned() else { return Ok(None) };
    let mut row = Vec::new();
    for (key, item) in dict.items() {
        let key = match key.downcast::<crate::sa::column::ColumnObject>() {
            Some(column) => column.key.borrow().clone(),
            None => text_of(&key)?,
        };
        let datum = match columns.iter().find(|column| column.name.text == key) {
            Some(column) => crate::sa::decorators::bind(vm, &column.ty, &item)?,
            None => to_datum(vm, &item)?,
        };
        row.push((key, datum));
    }
    Ok(Some(row))
}

/// Parameters as a dictionary or a list of dictionaries.
///
/// # Errors
/// In SQLAlchemy's words for anything else.
pub fn statement_params(vm: &mut Vm, value: &Value) -> Result<Params> {
    typed_params(vm, value, &[])
}

/// [`statement_params`], where some columns have types that change values.
fn typed_params(vm: &mut Vm, value: &Value, columns: &[limbeck_ops::Column]) -> Result<Params> {
    if value.is_none() {
        return Ok(Params::None);
    }
    if let Some(row) = named_row(vm, value, columns)? {
        return Ok(Params::One(row));
    }
    let mut rows = Vec::new();
    if let Some(items) = value.as_sequence() {
        for item in items {
            match named_row(vm, &item, columns)? {
                Some(row) => rows.push(row),
                None => {
                    return Err(errors::argument_error(vm, "List argument must consist only of dictionaries"));
                }
            }
        }
        return Ok(if rows.is_empty() { Params::None } else { Params::Many(rows) });
    }
    if let Ok(dict) = vm.call_method(value, "_asdict", Args::none()) {
        return typed_params(vm, &dict, columns);
    }
    Err(errors::argument_error(vm, "mapping or list expected for parameters"))
}

/// The parameters of a plain string, where they are values in order: `execute(text, 1, 2)`, `execute(text, (1, 2))`.
fn driver_values(positional: &[Value]) -> Option<Value> {
    let is_row = |value: &Value| value.as_dict().is_some() || value.as_sequence().is_some();
    match positional {
        [] => None,
        [one] if one.as_dict().is_some() => None,
        [one] => match one.as_sequence() {
            Some(items) => (!items.iter().any(is_row)).then(|| one.clone()),
            None => Some(Value::list(vec![one.clone()])),
        },
        many => (!many.iter().any(is_row)).then(|| Value::list(many.to_vec())),
    }
}

fn driver_params(vm: &mut Vm, value: &Value) -> Result<Params> {
    if let Some(items) = value.as_sequence().filter(|items| items.iter().all(|item| item.as_dict().is_none())) {
        let mut out = Vec::new();
        for item in items {
            out.push(to_datum(vm, &item)?);
        }
        return Ok(Params::Positional(out));
    }
    statement_params(vm, value)
}

/// The host that a `bind` means: a connection, an engine (never a second connection inside a revision), or the current
/// one.
fn bound_host(vm: &mut Vm, bind: &Value) -> Result<SharedHost> {
    if let Some(connection) = bind.downcast::<ConnectionObject>() {
        return connection.host(vm);
    }
    if bind.is_unresolved() {
        return Err(errors::needed(vm, bind, "is the connection of an operation"));
    }
    Ok(Rc::clone(&current_context(vm)?.host))
}

/// Carries an operation out on a `bind`.
///
/// # Errors
/// What the database raises.
pub fn operate_on(vm: &mut Vm, bind: &Value, operation: Operation, span: Span) -> Result<()> {
    let host = bound_host(vm, bind)?;
    if let Some(object) = bind.downcast::<ConnectionObject>() {
        object.autobegin(vm, &host, span)?;
    }
    let timing = if vm.exception_may_be_caught() { Timing::Now } else { Timing::Deferred };
    let origin = origin(vm, span);
    let done = host.borrow_mut().operate(&operation, &origin, timing);
    done.into_script(vm)
}

/// The SQL text of a statement, on the dialect of `dialect`, of the current context, or else PostgreSQL's.
///
/// # Errors
/// When it can't be put into SQL.
pub fn render_query(vm: &mut Vm, query: &Query, dialect: &Value, literal_binds: bool) -> Result<String> {
    let dialect = dialect_of(vm, dialect);
    let runtime = Rc::clone(&environment(vm)?.runtime);
    runtime.render_query(&dialect, query, literal_binds).into_script(vm)
}

/// What `str(statement)` gives: SQL of no database in particular, or of the one that alone has such a statement.
///
/// # Errors
/// When it can't be put into SQL.
pub fn printed(vm: &mut Vm, query: &Query, literal_binds: bool) -> Result<String> {
    let conflict = match query {
        Query::Insert(insert) => insert.on_conflict.as_ref(),
        Query::Select(_) | Query::Update(_) | Query::Delete(_) | Query::Text(_) | Query::Driver(_) | Query::Expr(_) => {
            None
        }
    };
    let dialect = match conflict.map(|conflict| conflict.dialect) {
        Some(Some(name)) => Dialect::offline(name),
        Some(None) => return render_query(vm, query, &Value::None, literal_binds),
        None => Dialect::generic(),
    };
    let runtime = Rc::clone(&environment(vm)?.runtime);
    runtime.render_query(&dialect, query, literal_binds).into_script(vm)
}

/// `statement.compile(…)`: what it gives prints as the SQL text.
///
/// # Errors
/// When it can't be put into SQL.
pub fn compiled(vm: &mut Vm, query: Query, args: Args) -> Result<Value> {
    let bound = Signature::parse("(bind=None, dialect=None, compile_kwargs=None, **kw)").bind("compile", args)?;
    let literal = bound
        .value("compile_kwargs")
        .as_dict()
        .and_then(|dict| dict.get_str("literal_binds"))
        .and_then(|value| value.as_bool())
        .unwrap_or(false);
    let dialect = match bound.value("dialect") {
        Value::None => bound.value("bind"),
        dialect => dialect,
    };
    let text = match dialect {
        Value::None => printed(vm, &query, literal)?,
        dialect => render_query(vm, &query, &dialect, literal)?,
    };
    Ok(Value::object(Compiled { text, query: Some(query) }))
}

/// A text as what `compile()` gives.
pub fn compiled_text(text: String) -> Value {
    Value::object(Compiled { text, query: None })
}

/// A compiled statement.
#[derive(Debug)]
struct Compiled {
    text: String,
    query: Option<Query>,
}

impl Object for Compiled {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        Rc::clone(&classes(vm).opaque)
    }

    fn get_attr(&self, _this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        match (name, &self.query) {
            ("string", _) => Ok(Some(Value::str(&self.text))),
            ("params", Some(query)) => {
                let runtime = Rc::clone(&environment(vm)?.runtime);
                let mut params = Vec::new();
                for (name, value) in runtime.placeholders(query).into_script(vm)? {
                    params.push((name, crate::values::from_datum(vm, value)?));
                }
                Ok(Some(Value::dict(params)))
            }
            _ => Ok(None),
        }
    }

    fn str(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<String>> {
        Ok(Some(self.text.clone()))
    }
}

/// The dialect that a value means: a dialect, a connection or engine, else the current context's.
pub fn dialect_of(vm: &mut Vm, value: &Value) -> Dialect {
    if let Some(object) = value.downcast_ref::<crate::sa::dialect::DialectObject>() {
        return object.dialect.clone();
    }
    if let Some(connection) = value.downcast::<ConnectionObject>()
        && let Some(host) = &*connection.host.borrow()
    {
        return host.borrow().dialect();
    }
    if let Some(engine) = value.downcast::<EngineObject>()
        && let Some(name) = engine.url.as_deref().and_then(dialect_name)
    {
        return of_url(vm, name);
    }
    match current_context(vm) {
        Ok(context) => context.dialect.clone(),
        Err(_) => Dialect::offline(DialectName::Postgresql),
    }
}

/// The dialect that an engine's URL names. What is known of the server comes with the connection that a context has.
fn of_url(vm: &Vm, name: DialectName) -> Dialect {
    match current_context(vm) {
        Ok(context) if context.dialect.name == name => context.dialect.clone(),
        Ok(_) | Err(_) => Dialect::offline(name),
    }
}

/// The current context's dialect as a script's value.
pub fn current_dialect_object(vm: &mut Vm) -> Value {
    let dialect = dialect_of(vm, &Value::None);
    crate::sa::dialect::dialect_value(vm, dialect)
}
