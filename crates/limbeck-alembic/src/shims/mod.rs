//! Stand-ins for the packages that env.py, models and revisions import most, one file a package; most are written in the
//! language of scripts.

mod bcrypt;
mod dotenv;

use std::rc::Rc;

use limbeck_python::{Error, Module, Value, Vm};

/// Modules by their names.
const LIBRARIES: &[(&str, &str)] = &[
    ("_limbeck_naming", include_str!("python/naming.py")),
    ("_limbeck_operations", include_str!("python/operations.py")),
    ("_limbeck_impl", include_str!("python/alembic_impl.py")),
    ("alembic.operations.ops", include_str!("python/alembic_ops.py")),
    ("alembic.ddl.impl", include_str!("python/alembic_ddl_impl.py")),
    ("alembic.operations.toimpl", include_str!("python/alembic_toimpl.py")),
    ("alembic.config", include_str!("python/alembic_config.py")),
    ("alembic.script", include_str!("python/alembic_script.py")),
    ("alembic_utils.replaceable_entity", include_str!("python/alembic_utils.py")),
    ("alembic_postgresql_enum", include_str!("python/alembic_postgresql_enum.py")),
    ("sqlalchemy_utils", include_str!("python/sqlalchemy_utils.py")),
    ("sqlmodel", include_str!("python/sqlmodel.py")),
    ("fastapi_users_db_sqlalchemy", include_str!("python/fastapi_users.py")),
    ("pgvector.sqlalchemy", include_str!("python/pgvector.py")),
    ("geoalchemy2", include_str!("python/geoalchemy2.py")),
    ("geoalchemy2.alembic_helpers", include_str!("python/geoalchemy2_helpers.py")),
    ("sqlalchemy_utc", include_str!("python/sqlalchemy_utc.py")),
    ("citext", include_str!("python/citext.py")),
    ("advanced_alchemy.types", include_str!("python/advanced_alchemy.py")),
    ("pydantic", concat!(include_str!("python/pydantic.py"), include_str!("python/pydantic_settings.py"))),
    ("flask_migrate", include_str!("python/flask_migrate.py")),
    ("flask", include_str!("python/flask.py")),
    ("flask_sqlalchemy", include_str!("python/flask_sqlalchemy.py")),
    ("_limbeck_flask_likes", include_str!("python/flask_likes.py")),
    ("oslo_config.cfg", include_str!("python/oslo_config.py")),
    ("oslo_config.types", include_str!("python/oslo_types.py")),
    ("oslo_db.sqlalchemy.types", include_str!("python/oslo_db.py")),
    ("oslo_db.sqlalchemy.models", include_str!("python/oslo_db_models.py")),
    ("oslo_db.sqlalchemy.enginefacade", include_str!("python/oslo_enginefacade.py")),
    ("oslo_db.sqlalchemy.utils", include_str!("python/oslo_db_utils.py")),
    ("oslo_db.exception", include_str!("python/oslo_db_exception.py")),
    ("_limbeck_oslo", include_str!("python/oslo_utils.py")),
    ("_limbeck_neutron", include_str!("python/neutron_lib.py")),
    ("_limbeck_psycopg2_errors", include_str!("python/psycopg2_errors.py")),
    ("psycopg2", include_str!("python/psycopg2.py")),
    ("sqlite3", include_str!("python/sqlite3.py")),
    ("pytz", include_str!("python/pytz.py")),
    ("packaging.utils", include_str!("python/packaging_utils.py")),
    ("_limbeck_settings", include_str!("python/settings_readers.py")),
    ("_limbeck_loggers", include_str!("python/simple_loggers.py")),
    ("_limbeck_passlib", include_str!("python/passlib.py")),
    ("werkzeug.security", include_str!("python/werkzeug_security.py")),
    ("six", include_str!("python/six.py")),
    ("_limbeck_redis", include_str!("python/redis.py")),
    ("orjson", include_str!("python/orjson.py")),
    ("oslo_db.options", include_str!("python/oslo_db_options.py")),
    ("wrapt", include_str!("python/wrapt.py")),
    ("click", include_str!("python/click.py")),
    ("tqdm", include_str!("python/tqdm.py")),
    ("iso8601", include_str!("python/iso8601.py")),
    ("_limbeck_dateutil", include_str!("python/dateutil.py")),
];

/// Modules that have the names of another one.
const ALIASES: &[(&str, &str)] = &[
    ("alembic.script.base", "alembic.script"),
    ("alembic.ddl.postgresql", "alembic.ddl.impl"),
    ("alembic.ddl.sqlite", "alembic.ddl.impl"),
    ("alembic.ddl.mysql", "alembic.ddl.impl"),
    ("alembic_utils.pg_function", "alembic_utils.replaceable_entity"),
    ("alembic_utils.pg_trigger", "alembic_utils.replaceable_entity"),
    ("alembic_utils.pg_view", "alembic_utils.replaceable_entity"),
    ("alembic_utils.pg_materialized_view", "alembic_utils.replaceable_entity"),
    ("alembic_utils.pg_extension", "alembic_utils.replaceable_entity"),
    ("alembic_utils.pg_policy", "alembic_utils.replaceable_entity"),
    ("alembic_utils.pg_grant_table", "alembic_utils.replaceable_entity"),
    ("alembic_utils.reversible_op", "alembic_utils.replaceable_entity"),
    ("alembic_utils.statement", "alembic_utils.replaceable_entity"),
    ("alembic_utils.exceptions", "alembic_utils.replaceable_entity"),
    ("alembic_postgresql_enum.get_enum_data", "alembic_postgresql_enum"),
    ("alembic_postgresql_enum.sql_commands.indexes", "alembic_postgresql_enum"),
    ("alembic_postgresql_enum.get_enum_data.types", "alembic_postgresql_enum"),
    ("sqlalchemy_utils.types", "sqlalchemy_utils"),
    ("sqlalchemy_utils.types.uuid", "sqlalchemy_utils"),
    ("sqlalchemy_utils.types.choice", "sqlalchemy_utils"),
    ("sqlalchemy_utils.types.email", "sqlalchemy_utils"),
    ("sqlalchemy_utils.types.url", "sqlalchemy_utils"),
    ("sqlalchemy_utils.types.json", "sqlalchemy_utils"),
    ("sqlalchemy_utils.types.locale", "sqlalchemy_utils"),
    ("sqlalchemy_utils.types.timezone", "sqlalchemy_utils"),
    ("sqlalchemy_utils.types.ip_address", "sqlalchemy_utils"),
    ("sqlalchemy_utils.types.password", "sqlalchemy_utils"),
    ("sqlalchemy_utils.types.encrypted", "sqlalchemy_utils"),
    ("sqlalchemy_utils.types.encrypted.encrypted_type", "sqlalchemy_utils"),
    ("sqlalchemy_utils.types.arrow", "sqlalchemy_utils"),
    ("sqlalchemy_utils.types.ts_vector", "sqlalchemy_utils"),
    ("sqlalchemy_utils.types.ltree", "sqlalchemy_utils"),
    ("sqlalchemy_utils.types.currency", "sqlalchemy_utils"),
    ("sqlalchemy_utils.types.country", "sqlalchemy_utils"),
    ("sqlalchemy_utils.types.phone_number", "sqlalchemy_utils"),
    ("sqlalchemy_utils.types.color", "sqlalchemy_utils"),
    ("sqlalchemy_utils.types.scalar_list", "sqlalchemy_utils"),
    ("sqlalchemy_utils.types.range", "sqlalchemy_utils"),
    ("sqlalchemy_utils.types.enriched_datetime", "sqlalchemy_utils"),
    ("sqlalchemy_utils.functions", "sqlalchemy_utils"),
    ("sqlalchemy_utils.models", "sqlalchemy_utils"),
    ("sqlalchemy_utils.primitives", "sqlalchemy_utils"),
    ("sqlalchemy_utils.view", "sqlalchemy_utils"),
    ("sqlmodel.sql", "sqlmodel"),
    ("sqlmodel.sql.sqltypes", "sqlmodel"),
    ("sqlmodel.main", "sqlmodel"),
    ("fastapi_users_db_sqlalchemy.generics", "fastapi_users_db_sqlalchemy"),
    ("fastapi_users_db_sqlalchemy.guid", "fastapi_users_db_sqlalchemy"),
    ("fastapi_users_db_sqlalchemy.access_token", "fastapi_users_db_sqlalchemy"),
    ("pgvector.sqlalchemy.vector", "pgvector.sqlalchemy"),
    ("geoalchemy2.types", "geoalchemy2"),
    ("geoalchemy2.exc", "geoalchemy2"),
    ("sqlalchemy_citext", "citext"),
    ("sqlalchemy_utc.sqltypes", "sqlalchemy_utc"),
    ("sqlalchemy_utc.now", "sqlalchemy_utc"),
    ("sqlalchemy_utc.timezone", "sqlalchemy_utc"),
    ("advanced_alchemy.types.guid", "advanced_alchemy.types"),
    ("advanced_alchemy.types.datetime", "advanced_alchemy.types"),
    ("advanced_alchemy.types.json", "advanced_alchemy.types"),
    ("advanced_alchemy.types.identity", "advanced_alchemy.types"),
    ("advanced_alchemy.types.encrypted_string", "advanced_alchemy.types"),
    ("pydantic.fields", "pydantic"),
    ("pydantic.types", "pydantic"),
    ("pydantic.networks", "pydantic"),
    ("pydantic.main", "pydantic"),
    ("pydantic.v1", "pydantic"),
    ("pydantic.functional_validators", "pydantic"),
    ("pydantic.class_validators", "pydantic"),
    ("pydantic.error_wrappers", "pydantic"),
    ("pydantic.errors", "pydantic"),
    ("pydantic.dataclasses", "pydantic"),
    ("pydantic.config", "pydantic"),
    ("pydantic.alias_generators", "pydantic"),
    ("pydantic.json_schema", "pydantic"),
    ("pydantic_settings", "pydantic"),
    ("pydantic_settings.main", "pydantic"),
    ("pydantic_settings.sources", "pydantic"),
    ("pydantic.env_settings", "pydantic"),
    ("oslo_utils.uuidutils", "_limbeck_oslo"),
    ("oslo_utils.timeutils", "_limbeck_oslo"),
    ("oslo_utils.strutils", "_limbeck_oslo"),
    ("oslo_utils.encodeutils", "_limbeck_oslo"),
    ("oslo_utils.importutils", "_limbeck_oslo"),
    ("oslo_serialization.jsonutils", "_limbeck_oslo"),
    ("oslo_log.log", "_limbeck_oslo"),
    ("oslo_i18n", "_limbeck_oslo"),
    ("neutron_lib.constants", "_limbeck_neutron"),
    ("neutron_lib.db.constants", "_limbeck_neutron"),
    ("neutron_lib.exceptions", "_limbeck_neutron"),
    ("psycopg2.errors", "_limbeck_psycopg2_errors"),
    ("psycopg2.errorcodes", "_limbeck_psycopg2_errors"),
    ("psycopg2.extras", "psycopg2"),
    ("pgvector.psycopg2", "psycopg2"),
    ("pgvector.psycopg", "psycopg2"),
    ("pgvector.asyncpg", "psycopg2"),
    ("psycopg2.extensions", "psycopg2"),
    ("psycopg.errors", "_limbeck_psycopg2_errors"),
    ("asyncpg.exceptions", "_limbeck_psycopg2_errors"),
    ("sqlite3.dbapi2", "sqlite3"),
    ("pytz.exceptions", "pytz"),
    ("redis.asyncio", "redis"),
    ("redis.asyncio.client", "redis"),
    ("redis.asyncio.lock", "redis"),
    ("redis.backoff", "redis"),
    ("redis.client", "redis"),
    ("redis.connection", "redis"),
    ("redis.exceptions", "redis"),
    ("redis.lock", "redis"),
    ("redis.retry", "redis"),
    ("redis.sentinel", "redis"),
    ("lazy_object_proxy", "wrapt"),
    ("simplejson", "json"),
    ("ujson", "json"),
    ("passlib.context", "_limbeck_passlib"),
    ("passlib.hash", "_limbeck_passlib"),
    ("passlib.apps", "_limbeck_passlib"),
    ("decouple", "_limbeck_settings"),
    ("environs", "_limbeck_settings"),
    ("starlette.config", "_limbeck_settings"),
    ("starlette.datastructures", "_limbeck_settings"),
    ("structlog", "_limbeck_loggers"),
    ("structlog.stdlib", "_limbeck_loggers"),
    ("loguru", "_limbeck_loggers"),
    ("tqdm.auto", "tqdm"),
    ("tqdm.std", "tqdm"),
    ("iso8601.iso8601", "iso8601"),
    ("dateutil.parser", "_limbeck_dateutil"),
    ("dateutil.relativedelta", "_limbeck_dateutil"),
    ("dateutil.tz", "_limbeck_dateutil"),
    ("flask.helpers", "flask"),
    ("flask.globals", "flask"),
    ("apiflask", "_limbeck_flask_likes"),
    ("quart", "_limbeck_flask_likes"),
    ("flask_openapi3", "_limbeck_flask_likes"),
    ("flask.config", "flask"),
    ("flask.ctx", "flask"),
    ("flask_sqlalchemy.model", "flask_sqlalchemy"),
    ("flask_sqlalchemy.query", "flask_sqlalchemy"),
    ("flask_sqlalchemy.extension", "flask_sqlalchemy"),
];

/// Registers every stand-in.
pub fn register(vm: &mut Vm) {
    bcrypt::register(vm);
    dotenv::register(vm);
    for (name, text) in LIBRARIES {
        vm.register_library(name, text);
    }
    // Where `[stubs]` says what a Redis server answers, the package stays unresolved, so that the stubs are found.
    vm.register_module("redis", |vm| {
        let module = Module::new("redis");
        if !vm.has_stub_below("redis")
            && let Value::Module(stand_in) = vm.import("_limbeck_redis")?
        {
            module
                .attrs
                .borrow_mut()
                .extend(stand_in.attrs.borrow().iter().map(|(key, value)| (Rc::clone(key), value.clone())));
        }
        Ok(Rc::new(module))
    });
    for (name, of) in ALIASES {
        vm.register_module(name, move |vm| match vm.import(of)? {
            Value::Module(original) => {
                let module = Module::new(name);
                for (key, value) in original.attrs.borrow().iter() {
                    module.set(key, value.clone());
                }
                Ok(Rc::new(module))
            }
            other => Err(Error::type_error(format!("'{}' object is not a module", other.type_name()))),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{ALIASES, LIBRARIES};

    #[test]
    fn the_documentation_names_every_package() {
        let page = include_str!("../../../../docs/scripts.md");
        let names = LIBRARIES.iter().map(|(name, _)| name).chain(ALIASES.iter().map(|(name, _)| name));
        let packages = names.filter_map(|name| name.split('.').next()).filter(|name| !name.starts_with('_'));
        let missing: Vec<&str> = packages.filter(|name| !page.contains(&format!("`{name}"))).collect();
        assert!(missing.is_empty(), "docs/scripts.md does not name {missing:?}");
    }
}
