//! Dialects as scripts see them: `connection.dialect`, `postgresql.dialect()`, `dialect.identifier_preparer`.

use std::rc::Rc;

use limbeck_ops::{Dialect, DialectName, Expr};
use limbeck_python::{Args, Class, ClassBuilder, Error, Object, Result, Signature, Value, Vm};

use crate::sa::classes::classes;
use crate::sa::inspect;
use crate::sa::names::{optional_name, required_name};

/// The classes of dialects, each below the one that `isinstance` is asked about.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct DialectClasses {
    pub default: Rc<Class>,
    pub postgresql: Rc<Class>,
    pub sqlite: Rc<Class>,
    pub mysql: Rc<Class>,
    postgresql_driver: Rc<Class>,
    sqlite_driver: Rc<Class>,
    mysql_driver: Rc<Class>,
    mariadb_driver: Rc<Class>,
}

impl DialectClasses {
    /// Builds every class.
    pub fn new() -> Self {
        let default = default_class();
        let postgresql = kind("PGDialect", "postgresql", &default, DialectName::Postgresql);
        let sqlite = kind("SQLiteDialect", "sqlite", &default, DialectName::Sqlite);
        let mysql = kind("MySQLDialect", "mysql", &default, DialectName::Mysql);
        DialectClasses {
            postgresql_driver: kind("PGDialect_psycopg2", "postgresql", &postgresql, DialectName::Postgresql),
            sqlite_driver: kind("SQLiteDialect_pysqlite", "sqlite", &sqlite, DialectName::Sqlite),
            mysql_driver: kind("MySQLDialect_pymysql", "mysql", &mysql, DialectName::Mysql),
            mariadb_driver: kind("MariaDBDialect_pymysql", "mariadb", &mysql, DialectName::Mariadb),
            default,
            postgresql,
            sqlite,
            mysql,
        }
    }

    /// The class of a dialect with its driver, `postgresql.dialect`.
    pub fn of(&self, dialect: DialectName) -> &Rc<Class> {
        match dialect {
            DialectName::Postgresql => &self.postgresql_driver,
            DialectName::Sqlite => &self.sqlite_driver,
            DialectName::Mysql => &self.mysql_driver,
            DialectName::Mariadb => &self.mariadb_driver,
        }
    }

    /// The class of a dialect whatever its driver, `PGDialect`.
    pub fn base_of(&self, dialect: DialectName) -> &Rc<Class> {
        match dialect {
            DialectName::Postgresql => &self.postgresql,
            DialectName::Sqlite => &self.sqlite,
            DialectName::Mysql | DialectName::Mariadb => &self.mysql,
        }
    }
}

fn kind(name: &str, module: &str, base: &Rc<Class>, dialect: DialectName) -> Rc<Class> {
    ClassBuilder::new(name)
        .module(&format!("sqlalchemy.dialects.{module}.base"))
        .base(base)
        .class_attr("name", Value::str(dialect.as_str()))
        // Applications teach these to reflect types of their own; here an unknown type stays as the server names it.
        .class_attr("ischema_names", Value::dict(Vec::<(String, Value)>::new()))
        .class_attr("colspecs", Value::dict(Vec::<(String, Value)>::new()))
        .constructor(move |_vm, _class, _args| Ok(Rc::new(DialectObject { dialect: Dialect::offline(dialect) })))
        .build()
}

/// The reflection that a dialect has too, with the connection as its first argument.
const REFLECTION: &[&str] = &[
    "has_index",
    "has_schema",
    "has_sequence",
    "get_view_definition",
    "get_columns",
    "get_pk_constraint",
    "get_foreign_keys",
    "get_indexes",
    "get_unique_constraints",
    "get_check_constraints",
    "get_table_names",
    "get_view_names",
    "get_schema_names",
    "get_sequence_names",
    "get_table_comment",
];

fn default_class() -> Rc<Class> {
    let mut builder = ClassBuilder::new("DefaultDialect")
        .module("sqlalchemy.engine.default")
        .method("type_descriptor", |vm, this, args| {
            let dialect = crate::sa::engine::dialect_of(vm, this);
            let given = args.positional.first().cloned().unwrap_or(Value::None);
            crate::sa::types::described(vm, dialect.name, &given)
        })
        .method("has_table", |vm, _this, args| inspect::dialect_has_table(vm, args));
    for name in REFLECTION {
        builder = builder.method(name, move |vm, _this, args| {
            let mut args = args;
            let connection = match args.take_keyword("connection") {
                Some(connection) => connection,
                None if args.positional.is_empty() => {
                    return Err(Error::type_error(format!(
                        "{name}() missing 1 required positional argument: 'connection'"
                    )));
                }
                None => args.positional.remove(0),
            };
            let inspector = inspect::inspect(vm, Args::of([connection]))?;
            vm.call_method(&inspector, name, args)
        });
    }
    builder.build()
}

/// A dialect as scripts see it.
#[derive(Debug)]
pub struct DialectObject {
    /// The dialect.
    pub dialect: Dialect,
}

impl Object for DialectObject {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        Rc::clone(classes(vm).dialects.of(self.dialect.name))
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("Dialect")
    }

    fn set_attr(&self, _this: &Value, _vm: &mut Vm, name: &str, _value: Value) -> Result<bool> {
        // env.py tells SQLAlchemy so which schema `SET search_path` made the default; here the server knows.
        Ok(matches!(name, "default_schema_name" | "ischema_names"))
    }

    fn get_attr(&self, _this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        let numbers = self.dialect.version.unwrap_or((0, 0, 0));
        let driver = match self.dialect.name {
            DialectName::Postgresql => "psycopg2",
            DialectName::Sqlite => "pysqlite",
            DialectName::Mysql | DialectName::Mariadb => "pymysql",
        };
        let is_postgresql = self.dialect.name == DialectName::Postgresql;
        Ok(match name {
            "name" => Some(Value::str(self.dialect.name.as_str())),
            "driver" => Some(Value::str(driver)),
            "dialect_description" => Some(Value::from(format!("{}+{driver}", self.dialect.name.as_str()))),
            "paramstyle" => Some(Value::str(match self.dialect.name {
                DialectName::Postgresql | DialectName::Mysql | DialectName::Mariadb => "pyformat",
                DialectName::Sqlite => "qmark",
            })),
            "server_version_info" if self.dialect.version.is_none() => Some(Value::None),
            "server_version_info" => Some(if is_postgresql {
                Value::tuple(vec![Value::int(i64::from(numbers.0)), Value::int(i64::from(numbers.1))])
            } else {
                let (major, minor, patch) = numbers;
                Value::tuple([major, minor, patch].map(|number| Value::int(i64::from(number))).to_vec())
            }),
            // Only a dialect that a server was asked for knows of one.
            "default_schema_name" if self.dialect.version.is_none() => Some(Value::None),
            "default_schema_name" => Some(super::inspect::default_schema(vm, &Value::None)?),
            "max_identifier_length" => Some(Value::int(match self.dialect.name {
                DialectName::Postgresql => 63,
                DialectName::Sqlite => 9999,
                DialectName::Mysql | DialectName::Mariadb => 255,
            })),
            "supports_native_boolean" | "supports_native_uuid" | "supports_comments" if is_postgresql => {
                Some(Value::Bool(true))
            }
            "supports_native_boolean" | "supports_native_uuid" => Some(Value::Bool(false)),
            "supports_comments" | "supports_native_enum" => Some(Value::Bool(self.dialect.name != DialectName::Sqlite)),
            "supports_sequences" => Some(Value::Bool(is_postgresql || self.dialect.mariadb)),
            "supports_alter" => Some(Value::Bool(self.dialect.name != DialectName::Sqlite)),
            "is_mariadb" => Some(Value::Bool(self.dialect.mariadb)),
            "identifier_preparer" | "preparer" => Some(Value::object(Preparer { dialect: self.dialect.clone() })),
            _ => None,
        })
    }
}

/// A dialect as a script's value.
pub fn dialect_value(_vm: &Vm, dialect: Dialect) -> Value {
    Value::object(DialectObject { dialect })
}

/// `dialect.identifier_preparer`: how a dialect quotes.
#[derive(Debug)]
pub struct Preparer {
    dialect: Dialect,
}

impl Object for Preparer {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        Rc::clone(&classes(vm).preparer)
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("IdentifierPreparer")
    }

    fn get_attr(&self, _this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        Ok(match name {
            "initial_quote" | "final_quote" | "escape_quote" => Some(Value::str(match self.dialect.name {
                DialectName::Postgresql | DialectName::Sqlite => "\"",
                DialectName::Mysql | DialectName::Mariadb => "`",
            })),
            "dialect" => Some(dialect_value(vm, self.dialect.clone())),
            _ => None,
        })
    }
}

fn quoted(vm: &mut Vm, this: &Value, name: &Value, force: bool) -> Result<String> {
    let Some(preparer) = this.downcast::<Preparer>() else {
        return Err(Error::type_error("expected an IdentifierPreparer"));
    };
    let mut name = required_name(name)?;
    if force {
        name.quote = Some(true);
    }
    let query = limbeck_ops::Query::Expr(Box::new(Expr::Identifier(name)));
    let dialect = dialect_value(vm, preparer.dialect.clone());
    crate::sa::engine::render_query(vm, &query, &dialect, true)
}

/// The class of what quotes names.
pub fn preparer_class() -> Rc<Class> {
    let plain = |vm: &mut Vm, this: &Value, args: Args| {
        let bound = Signature::parse("(ident, force=None)").bind("quote", args)?;
        quoted(vm, this, &bound.value("ident"), false).map(Value::from)
    };
    // Of an element the name; of a column of a table the name alone unless the table is asked for.
    let element = |vm: &mut Vm, this: &Value, args: Args| {
        let bound = Signature::parse("(element, use_schema=True, name=None, **kw)").bind("format_table", args)?;
        let element = bound.value("element");
        let name = match bound.value("name") {
            Value::None => vm.get_attr(&element, "name")?,
            name => name,
        };
        quoted(vm, this, &name, false).map(Value::from)
    };
    ClassBuilder::new("IdentifierPreparer")
        .module("sqlalchemy.sql.compiler")
        .constructor(|vm, _class, args| {
            let bound = Signature::parse("(dialect, **kw)").bind("IdentifierPreparer", args)?;
            let dialect = crate::sa::engine::dialect_of(vm, &bound.value("dialect"));
            Ok(Rc::new(Preparer { dialect }))
        })
        .method("quote", plain)
        .method("quote_schema", plain)
        .method("quote_identifier", |vm, this, args| {
            let bound = Signature::parse("(value)").bind("quote_identifier", args)?;
            quoted(vm, this, &bound.value("value"), true).map(Value::from)
        })
        .method("format_column", element)
        .method("format_index", element)
        .method("format_constraint", element)
        .method("format_sequence", element)
        .method("format_schema", plain)
        .method("format_table", move |vm, this, args| {
            let table = args.positional.first().cloned().unwrap_or(Value::None);
            let use_schema =
                args.keyword.iter().find(|(key, _)| &**key == "use_schema").map(|(_, value)| value.clone());
            let with_schema = match use_schema {
                Some(value) => vm.truth(&value)?,
                None => true,
            };
            let name = element(vm, this, args)?;
            let schema = vm.get_attr(&table, "schema")?;
            if !with_schema || optional_name(&schema)?.is_none() {
                return Ok(name);
            }
            let schema = quoted(vm, this, &schema, false)?;
            Ok(Value::from(format!("{schema}.{}", vm.str(&name)?)))
        })
        .build()
}
