//! `op.get_context().impl`: the dialect's implementation of the operations, as far as scripts reach for it.

use std::rc::Rc;

use limbeck_ops::DialectName;
use limbeck_python::{Class, ClassBuilder, Object, Result, Value, Vm};

use crate::runtime::MigrationContext;

/// What `shims/python/alembic_impl.py` has.
const FUNCTIONS: &[&str] = &[
    "create_table",
    "drop_table",
    "add_column",
    "drop_column",
    "alter_column",
    "rename_table",
    "add_constraint",
    "drop_constraint",
    "create_index",
    "drop_index",
    "create_table_comment",
    "drop_table_comment",
    "create_column_comment",
    "bulk_insert",
];

/// An implementation.
#[derive(Debug)]
struct ImplObject {
    context: Rc<MigrationContext>,
    class: Rc<Class>,
}

/// The implementation of a context as a script's value.
pub(super) fn value(context: &Rc<MigrationContext>) -> Value {
    let (name, module) = match context.dialect.name {
        DialectName::Postgresql => ("PostgresqlImpl", "alembic.ddl.postgresql"),
        DialectName::Sqlite => ("SQLiteImpl", "alembic.ddl.sqlite"),
        DialectName::Mysql => ("MySQLImpl", "alembic.ddl.mysql"),
        DialectName::Mariadb => ("MariaDBImpl", "alembic.ddl.mysql"),
    };
    let class = ClassBuilder::new(name)
        .module(module)
        .method("execute", |vm, _this, args| super::execute(vm, args))
        .method("_exec", |vm, _this, args| super::execute(vm, args))
        .method("static_output", |vm, _this, args| super::static_output(vm, args))
        .build();
    Value::object(ImplObject { context: Rc::clone(context), class })
}

impl Object for ImplObject {
    fn class(&self, _vm: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }

    fn get_attr(&self, _this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        let context = &self.context;
        if FUNCTIONS.contains(&name) {
            let module = vm.import("_limbeck_impl")?;
            return vm.get_attr(&module, name).map(Some);
        }
        Ok(match name {
            "dialect" => Some(crate::sa::dialect::dialect_value(vm, context.dialect.clone())),
            "bind" | "connection" => Some(if context.as_sql { Value::None } else { context.connection.clone() }),
            "as_sql" => Some(Value::Bool(context.as_sql)),
            "transactional_ddl" => {
                Some(Value::Bool(context.transactional_ddl.unwrap_or(context.dialect.name.transactional_ddl())))
            }
            "context_opts" => Some(context.opts.clone()),
            "command_terminator" => Some(Value::str(";")),
            _ => None,
        })
    }
}
