//! `context.configure(…)`.

use std::rc::Rc;

use limbeck_ops::{Dialect, NamingConvention};
use limbeck_python::{Args, Bound, Result, Signature, Value, Vm};

use super::output::Output;
use crate::errors;
use crate::runtime::{MigrationContext, Runtime, environment};
use crate::sa::engine::{ConnectionObject, EngineObject, dialect_name};
use crate::sa::names::{optional_name, text_of};
use crate::sa::table::convention_of;
use crate::sa::url::url_text;

const SIGNATURE: &str = "(connection=None, url=None, dialect_name=None, dialect_opts=None, transactional_ddl=None, transaction_per_migration=False, output_buffer=None, starting_rev=None, tag=None, template_args=None, render_as_batch=False, target_metadata=None, include_name=None, include_object=None, include_schemas=False, process_revision_directives=None, compare_type=True, compare_server_default=False, render_item=None, literal_binds=False, upgrade_token='upgrades', downgrade_token='downgrades', alembic_module_prefix='op.', sqlalchemy_module_prefix='sa.', user_module_prefix=None, on_version_apply=None, autogenerate_plugins=None, **kw)";

/// `context.configure(…)`.
pub fn configure(vm: &mut Vm, args: Args) -> Result<Value> {
    let bound = Signature::parse(SIGNATURE).bind("configure", args)?;
    let context = made(vm, &bound)?;
    let environment = environment(vm)?;
    *environment.context.borrow_mut() = Some(Rc::clone(&context));
    environment.runtime.configured(&context);
    Ok(Value::None)
}

/// `MigrationContext.configure(connection, …, opts=…)`: a context beside the run's, to ask what the database is at.
pub fn beside(vm: &mut Vm, args: Args) -> Result<Value> {
    let own = "(connection=None, url=None, dialect_name=None, dialect=None, environment_context=None, dialect_opts=None, opts=None)";
    let bound = Signature::parse(own).bind("MigrationContext.configure", args)?;
    let mut keyword: Vec<(Rc<str>, Value)> = ["connection", "url", "dialect_name", "dialect_opts"]
        .into_iter()
        .filter_map(|name| Some((Rc::from(name), bound.some(name)?)))
        .collect();
    if let Some(opts) = bound.value("opts").as_dict() {
        for (key, value) in opts.items() {
            keyword.push((Rc::from(text_of(&key)?), value));
        }
    }
    let bound = Signature::parse(SIGNATURE).bind("configure", Args { keyword, ..Args::none() })?;
    let context = made(vm, &bound)?;
    Ok(super::context_value(vm, &context))
}

fn made(vm: &mut Vm, bound: &Bound) -> Result<Rc<MigrationContext>> {
    let environment = environment(vm)?;
    let runtime = Rc::clone(&environment.runtime);
    let keyword = |name: &str| bound.kwargs().iter().find(|(key, _)| &**key == name).map(|(_, value)| value.clone());
    let offline = match keyword("as_sql") {
        Some(value) => vm.truth(&value)?,
        None => runtime.is_offline(),
    };
    let connection = bound.value("connection");
    if connection.downcast_ref::<EngineObject>().is_some() {
        return Err(errors::command_error(
            vm,
            "'connection' argument to configure() is expected to be a sqlalchemy.engine.Connection instance, got Engine",
        ));
    }
    if connection.is_unresolved() {
        return Err(errors::needed(vm, &connection, "is the connection that env.py configures"));
    }
    let literal_binds = vm.truth(&bound.value("literal_binds"))?;
    if literal_binds && !offline {
        return Err(errors::command_error(vm, "Can't use literal_binds setting without as_sql mode"));
    }
    let paramstyle = bound
        .value("dialect_opts")
        .as_dict()
        .and_then(|dict| dict.get_str("paramstyle"))
        .and_then(|value| value.as_str().map(str::to_owned));
    let output = if offline { Output::of(vm, &bound.value("output_buffer"))?.map(Rc::new) } else { None };
    let (host, connection) = match connection.downcast::<ConnectionObject>() {
        Some(object) if !offline => (object.host(vm)?, connection.clone()),
        object => {
            let dialect = match object {
                Some(object) => object.host(vm)?.borrow().dialect(),
                None => offline_dialect(vm, &bound.value("url"), &bound.value("dialect_name"))?,
            };
            if !offline {
                return Err(errors::command_error(
                    vm,
                    "context.configure() got no connection, which is needed unless --sql is given",
                ));
            }
            let dialect = Dialect { paramstyle, version: None, ..dialect };
            let host = runtime.offline_host(dialect, literal_binds, output.as_ref().map(|output| output.waiting()));
            let value = ConnectionObject::over(vm, Rc::clone(&host), "");
            (host, value)
        }
    };
    let target_metadata = bound.value("target_metadata");
    let convention = match target_metadata.as_sequence() {
        Some(list) => convention_of(list.first()),
        None if target_metadata.is_unresolved() => NamingConvention::default(),
        None => convention_of(Some(&target_metadata)),
    };
    let dialect = host.borrow().dialect();
    let in_external_transaction = !offline && host.borrow().depth() > 0;
    let mut on_version_apply = Vec::new();
    match bound.value("on_version_apply") {
        Value::None => {}
        value => match value.as_sequence() {
            Some(list) => on_version_apply.extend(list),
            None => on_version_apply.push(value),
        },
    }
    let starting_rev = match bound.value("starting_rev") {
        Value::None => runtime.starting_revision(),
        value => Some(text_of(&value)?),
    };
    let transactional_ddl = match bound.value("transactional_ddl") {
        Value::None => None,
        value => Some(vm.truth(&value)?),
    };
    let version_table_schema =
        keyword("version_table_schema").map(|value| optional_name(&value)).transpose()?.flatten();
    let version_table = match keyword("version_table") {
        None | Some(Value::None) => "alembic_version".to_owned(),
        Some(value) => text_of(&value)?,
    };
    let version_table_pk = match keyword("version_table_pk") {
        None => true,
        Some(value) => vm.truth(&value)?,
    };
    let implementation =
        super::implementation::of(vm, &dialect, &version_table, version_table_schema.as_ref(), version_table_pk)?;
    let transactional_ddl =
        transactional_ddl.or_else(|| implementation.as_ref().map(|implementation| implementation.transactional_ddl));
    Ok(Rc::new(MigrationContext {
        host,
        connection,
        dialect,
        version_table,
        version_table_schema,
        version_table_pk,
        implementation,
        transactional_ddl,
        transaction_per_migration: vm.truth(&bound.value("transaction_per_migration"))?,
        in_external_transaction,
        as_sql: offline,
        starting_rev,
        on_version_apply,
        convention,
        target_metadata,
        created_types: Rc::default(),
        opts: opts(bound, offline, &*runtime),
        output,
    }))
}

/// `MigrationContext.opts`: what env.py configured, and Alembic's defaults.
fn opts(bound: &Bound, offline: bool, runtime: &dyn Runtime) -> Value {
    let always = [
        "transaction_per_migration",
        "target_metadata",
        "include_name",
        "include_object",
        "include_schemas",
        "render_as_batch",
        "upgrade_token",
        "downgrade_token",
        "sqlalchemy_module_prefix",
        "alembic_module_prefix",
        "user_module_prefix",
        "literal_binds",
        "process_revision_directives",
        "compare_type",
        "compare_server_default",
        "render_item",
    ];
    let given = ["transactional_ddl", "starting_rev", "tag", "template_args", "on_version_apply"];
    let named = always.into_iter().map(|name| (name, bound.value(name)));
    let named = named.chain(given.into_iter().filter_map(|name| Some((name, bound.some(name)?))));
    let mut all: Vec<(Rc<str>, Value)> = vec![(Rc::from("as_sql"), Value::Bool(offline))];
    let of_command = [
        ("starting_rev", runtime.starting_revision()),
        ("destination_rev", runtime.destination_revision()),
        ("tag", runtime.tag()),
    ];
    all.extend(of_command.map(|(name, value)| (Rc::from(name), value.map_or(Value::None, Value::from))));
    all.extend(named.map(|(name, value)| (Rc::from(name), value)));
    all.extend(bound.kwargs().iter().cloned());
    Value::dict(all.iter().map(|(name, value)| (name.to_string(), value.clone())))
}

/// The dialect of `--sql`, from the URL or the dialect's name.
fn offline_dialect(vm: &mut Vm, url: &Value, name: &Value) -> Result<Dialect> {
    let environment = environment(vm)?;
    let text = if url.is_unresolved() { None } else { url_text(url) };
    let from_ini = match &text {
        Some(text) => environment.config.main_option("sqlalchemy.url").ok().flatten().as_deref() == Some(text.as_str()),
        None => false,
    };
    if text.is_none() && !name.is_none() {
        let name = text_of(name)?;
        return dialect_name(&name).map(Dialect::offline).ok_or_else(|| no_dialect(vm, &name));
    }
    let text = text.filter(|text| !text.is_empty());
    match environment.runtime.choose_url(text.as_deref(), from_ini) {
        Some(url) => dialect_name(&url).map(Dialect::offline).ok_or_else(|| {
            let scheme = url.split("://").next().unwrap_or_default().to_owned();
            no_dialect(vm, &scheme)
        }),
        None if url.is_unresolved() => Err(errors::needed(vm, url, "gives the database URL")),
        None => Err(limbeck_python::Error::exception("Exception", "Connection, url, or dialect_name is required.")),
    }
}

/// A dialect that SQLAlchemy has, and limbeck not, is named; of any other SQLAlchemy says that there is no plugin.
fn no_dialect(vm: &mut Vm, scheme: &str) -> limbeck_python::Error {
    let name = scheme.split('+').next().unwrap_or_default();
    if matches!(name, "mssql" | "oracle") {
        return limbeck_python::Error::unsupported(format!("the dialect `{scheme}`"));
    }
    let plugin = scheme.replace('+', ".");
    errors::sqlalchemy_error(vm, "NoSuchModuleError", &format!("Can't load plugin: sqlalchemy.dialects:{plugin}"))
}
