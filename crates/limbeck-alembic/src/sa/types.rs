//! Column types: `sqlalchemy.types` and the types of the dialects, from one table of constructors.

use std::cell::RefCell;
use std::rc::Rc;

use limbeck_ops::{
    ConstraintName, Datum, DialectName, EnumMember, EnumType, IntervalFields, Name, NumberOptions, StringOptions, Type,
    TypeKind,
};
use limbeck_python::{Args, Bound, Class, ClassBuilder, Error, Module, Object, Result, Signature, Value, Vm};

use crate::sa::classes::classes;
use crate::sa::compiled;
use crate::sa::decorators;
use crate::sa::expr;
use crate::sa::names::{constraint_name, optional_name};

/// A type object of SQLAlchemy.
pub struct TypeObject {
    class: Rc<Class>,
    /// The type.
    pub ty: RefCell<Type>,
    /// `sa.Enum(PythonEnum)`: the class.
    pub enum_class: Option<Value>,
    /// `ARRAY`, `TypeDecorator`: the type inside, as the script sees it.
    pub inner: Option<Value>,
}

impl std::fmt::Debug for TypeObject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TypeObject({:?})", self.ty.borrow())
    }
}

impl TypeObject {
    /// An object of a class.
    pub fn new(class: &Rc<Class>, ty: Type) -> Self {
        TypeObject { class: Rc::clone(class), ty: RefCell::new(ty), enum_class: None, inner: None }
    }
}

impl Object for TypeObject {
    fn class(&self, _vm: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }

    fn type_name(&self) -> Rc<str> {
        Rc::clone(&self.class.name)
    }

    fn get_attr(&self, _this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        if name == "python_type" {
            let ty = self.ty.borrow().clone();
            return crate::sa::python_types::python_type(vm, &ty).map(Some);
        }
        Ok(match name {
            "enum_class" => Some(self.enum_class.clone().unwrap_or(Value::None)),
            "item_type" => match (&self.ty.borrow().kind, &self.inner) {
                // A class was made an object.
                (TypeKind::Array { .. }, Some(class @ Value::Class(_))) => Some(vm.call(class, Args::none())?),
                (TypeKind::Array { .. }, inner) => inner.clone(),
                _ => None,
            },
            "impl" | "pickler" => self.inner.clone(),
            "__visit_name__" => Some(Value::str(&self.class.name)),
            name => super::type_attributes::attribute(&self.ty.borrow(), name),
        })
    }

    fn set_attr(&self, _this: &Value, _vm: &mut Vm, name: &str, value: Value) -> Result<bool> {
        if name == "create_type"
            && let TypeKind::Enum(e) = &mut self.ty.borrow_mut().kind
        {
            e.create_type = value.as_bool().unwrap_or(true);
            return Ok(true);
        }
        Ok(false)
    }

    fn repr(&self, _this: &Value, vm: &mut Vm) -> Result<Option<String>> {
        let ty = self.ty.borrow().clone();
        // The element as it was given, rather than a class that stands for it.
        let inner = match (&ty.kind, &self.inner) {
            (TypeKind::Array { .. }, Some(class @ Value::Class(_))) => Some(vm.call(class, Args::none())?),
            (TypeKind::Array { .. }, inner) => inner.clone(),
            _ => None,
        };
        super::type_repr::type_repr(vm, &self.class.name, &ty, inner).map(Some)
    }

    fn str(&self, _this: &Value, vm: &mut Vm) -> Result<Option<String>> {
        Ok(plain_text(vm, &self.ty.borrow().kind))
    }
}

/// `str()` of a type, which SQLAlchemy writes as no dialect in particular: much as SQLite, but for what that does not have.
fn plain_text(vm: &Vm, kind: &TypeKind) -> Option<String> {
    let name = match kind {
        TypeKind::DateTime { .. } | TypeKind::UpperDateTime { .. } | TypeKind::Interval { .. } => "DATETIME",
        TypeKind::Timestamp { .. } => "TIMESTAMP",
        TypeKind::Time { .. } => "TIME",
        TypeKind::Uuid { .. } => "CHAR(32)",
        TypeKind::Array { .. } => "ARRAY",
        TypeKind::Null => "NULL",
        TypeKind::PgJsonb { .. } => "JSONB",
        TypeKind::PgBit { .. } => "BIT",
        TypeKind::PgInterval(_) => "INTERVAL",
        TypeKind::PgDomain { .. } => "DOMAIN",
        TypeKind::Citext(_) => "CITEXT",
        TypeKind::PgSimple(name) | TypeKind::Sqlite(name) | TypeKind::SqliteMoment { name, .. } => name,
        TypeKind::Enum(options) if options.mysql => "ENUM",
        _ => "",
    };
    if !name.is_empty() {
        return Some(name.to_owned());
    }
    let plain = match kind {
        TypeKind::Enum(options) => TypeKind::Enum(EnumType { native: false, postgresql: false, ..options.clone() }),
        other => other.clone(),
    };
    let dialect = limbeck_ops::Dialect::offline(DialectName::Sqlite);
    match (crate::sa::render::type_text(vm, &dialect, &Type::new(plain)), kind) {
        (None, TypeKind::Mysql { name, .. }) => Some(name.clone()),
        (text, _) => text,
    }
}

/// How the arguments of a type's constructor become a [`TypeKind`].
#[derive(Clone, Copy)]
enum Make {
    /// No arguments that matter.
    Plain(fn() -> TypeKind),
    /// `(length=None, collation=None)`
    Text(fn(StringOptions) -> TypeKind),
    /// `(precision=None, scale=None, …, asdecimal=…)`
    Number(fn(NumberOptions) -> TypeKind),
    /// `(precision=None, asdecimal=…)`
    Float(fn(NumberOptions) -> TypeKind),
    /// `(timezone=False)`
    Zone(fn(bool) -> TypeKind),
    /// `(timezone=False, precision=None)` of PostgreSQL
    ZonePrecision(fn(bool, Option<u32>) -> TypeKind),
    /// `(none_as_null=False)`
    Json(fn(bool) -> TypeKind),
    /// A PostgreSQL type by its name.
    Postgres(&'static str),
    /// A MySQL type by its name.
    Mysql(&'static str),
    /// A constructor of its own.
    Own(fn(&mut Vm, &Rc<Class>, Args) -> Result<TypeObject>),
}

use Make::{Float, Json, Mysql, Number, Own, Plain, Postgres, Text, Zone, ZonePrecision};

/// Name, base class, constructor: `sqlalchemy` itself, bases first.
const GENERIC: &[(&str, &str, Make)] = &[
    ("NullType", "TypeEngine", Plain(|| TypeKind::Null)),
    ("Integer", "TypeEngine", Plain(|| TypeKind::Integer)),
    ("SmallInteger", "Integer", Plain(|| TypeKind::SmallInteger)),
    ("BigInteger", "Integer", Plain(|| TypeKind::BigInteger)),
    ("Numeric", "TypeEngine", Number(TypeKind::Numeric)),
    ("Float", "Numeric", Float(TypeKind::Float)),
    ("Double", "Float", Float(TypeKind::Double)),
    ("Boolean", "TypeEngine", Own(boolean)),
    ("Date", "TypeEngine", Plain(|| TypeKind::Date)),
    ("DateTime", "TypeEngine", Zone(|timezone| TypeKind::DateTime { timezone })),
    ("Time", "TypeEngine", Zone(|timezone| TypeKind::Time { timezone, precision: None })),
    ("Interval", "TypeEngine", Own(interval)),
    ("String", "TypeEngine", Text(TypeKind::String)),
    ("Text", "String", Text(TypeKind::Text)),
    ("Unicode", "String", Text(TypeKind::Unicode)),
    ("UnicodeText", "Text", Text(TypeKind::UnicodeText)),
    ("LargeBinary", "TypeEngine", Text(TypeKind::LargeBinary)),
    ("PickleType", "TypeEngine", Own(pickle)),
    ("JSON", "TypeEngine", Json(|none_as_null| TypeKind::Json { none_as_null })),
    ("Enum", "String", Own(enumeration)),
    ("Uuid", "TypeEngine", Own(uuid)),
    ("ARRAY", "TypeEngine", Own(|vm, class, args| array(vm, class, args, true))),
    ("TupleType", "TypeEngine", Own(super::rows::tuple_type)),
    ("INTEGER", "Integer", Plain(|| TypeKind::Integer)),
    ("INT", "Integer", Plain(|| TypeKind::Integer)),
    ("SMALLINT", "SmallInteger", Plain(|| TypeKind::SmallInteger)),
    ("BIGINT", "BigInteger", Plain(|| TypeKind::BigInteger)),
    ("NUMERIC", "Numeric", Number(TypeKind::Numeric)),
    ("DECIMAL", "Numeric", Number(TypeKind::Decimal)),
    ("FLOAT", "Float", Float(TypeKind::UpperFloat)),
    ("REAL", "Float", Float(TypeKind::Real)),
    ("DOUBLE", "Double", Float(TypeKind::UpperDouble)),
    ("DOUBLE_PRECISION", "Double", Float(TypeKind::DoublePrecision)),
    ("BOOLEAN", "Boolean", Own(boolean)),
    ("MatchType", "Boolean", Own(match_type)),
    ("DATE", "Date", Plain(|| TypeKind::Date)),
    ("DATETIME", "DateTime", Zone(|timezone| TypeKind::UpperDateTime { timezone })),
    ("TIMESTAMP", "DateTime", Zone(|timezone| TypeKind::Timestamp { timezone, precision: None })),
    ("TIME", "Time", Zone(|timezone| TypeKind::Time { timezone, precision: None })),
    ("VARCHAR", "String", Text(TypeKind::Varchar)),
    ("CHAR", "String", Text(TypeKind::Char)),
    ("NCHAR", "Unicode", Text(TypeKind::Nchar)),
    ("NVARCHAR", "Unicode", Text(TypeKind::Nvarchar)),
    ("TEXT", "Text", Text(TypeKind::Text)),
    ("CLOB", "Text", Text(TypeKind::Clob)),
    ("BLOB", "LargeBinary", Text(TypeKind::Blob)),
    ("BINARY", "TypeEngine", Text(TypeKind::Binary)),
    ("VARBINARY", "TypeEngine", Text(TypeKind::Varbinary)),
    ("UUID", "Uuid", Own(upper_uuid)),
    ("TypeDecorator", "TypeEngine", Own(decorator)),
    ("UserDefinedType", "TypeEngine", Own(user_defined)),
    // Names of SQLAlchemy 1.x that scripts still use.
    ("Binary", "LargeBinary", Text(TypeKind::LargeBinary)),
];

/// `sqlalchemy.dialects.postgresql`, where it differs from the generic names.
const POSTGRESQL: &[(&str, &str, Make)] = &[
    ("JSON", "JSON", Json(|none_as_null| TypeKind::PgJson { none_as_null })),
    ("JSONB", "JSON", Json(|none_as_null| TypeKind::PgJsonb { none_as_null })),
    ("UUID", "UUID", Own(upper_uuid)),
    ("ARRAY", "ARRAY", Own(|vm, class, args| array(vm, class, args, false))),
    ("ENUM", "Enum", Own(postgresql_enum)),
    ("DOMAIN", "TypeEngine", Own(domain)),
    ("INTERVAL", "TypeEngine", Own(postgresql_interval)),
    ("BIT", "TypeEngine", Own(bit)),
    ("TIMESTAMP", "TIMESTAMP", ZonePrecision(|timezone, precision| TypeKind::Timestamp { timezone, precision })),
    ("TIME", "TIME", ZonePrecision(|timezone, precision| TypeKind::Time { timezone, precision })),
    ("BYTEA", "LargeBinary", Postgres("BYTEA")),
    ("CIDR", "TypeEngine", Postgres("CIDR")),
    ("CITEXT", "TEXT", Text(TypeKind::Citext)),
    ("HSTORE", "TypeEngine", Own(hstore)),
    ("INET", "TypeEngine", Postgres("INET")),
    ("JSONPATH", "TypeEngine", Postgres("JSONPATH")),
    ("MACADDR", "TypeEngine", Postgres("MACADDR")),
    ("MACADDR8", "TypeEngine", Postgres("MACADDR8")),
    ("MONEY", "TypeEngine", Postgres("MONEY")),
    ("OID", "TypeEngine", Postgres("OID")),
    ("REGCLASS", "TypeEngine", Postgres("REGCLASS")),
    ("REGCONFIG", "TypeEngine", Postgres("REGCONFIG")),
    ("TSQUERY", "TypeEngine", Postgres("TSQUERY")),
    ("TSVECTOR", "TypeEngine", Postgres("TSVECTOR")),
    ("INT4RANGE", "TypeEngine", Postgres("INT4RANGE")),
    ("INT8RANGE", "TypeEngine", Postgres("INT8RANGE")),
    ("NUMRANGE", "TypeEngine", Postgres("NUMRANGE")),
    ("DATERANGE", "TypeEngine", Postgres("DATERANGE")),
    ("TSRANGE", "TypeEngine", Postgres("TSRANGE")),
    ("TSTZRANGE", "TypeEngine", Postgres("TSTZRANGE")),
    ("INT4MULTIRANGE", "TypeEngine", Postgres("INT4MULTIRANGE")),
    ("INT8MULTIRANGE", "TypeEngine", Postgres("INT8MULTIRANGE")),
    ("NUMMULTIRANGE", "TypeEngine", Postgres("NUMMULTIRANGE")),
    ("DATEMULTIRANGE", "TypeEngine", Postgres("DATEMULTIRANGE")),
    ("TSMULTIRANGE", "TypeEngine", Postgres("TSMULTIRANGE")),
    ("TSTZMULTIRANGE", "TypeEngine", Postgres("TSTZMULTIRANGE")),
];

/// `sqlalchemy.dialects.mysql`, where it differs from the generic names.
const MYSQL: &[(&str, &str, Make)] = &[
    ("BIGINT", "BIGINT", Mysql("BIGINT")),
    ("INTEGER", "INTEGER", Mysql("INTEGER")),
    ("SMALLINT", "SMALLINT", Mysql("SMALLINT")),
    ("TINYINT", "Integer", Mysql("TINYINT")),
    ("MEDIUMINT", "Integer", Mysql("MEDIUMINT")),
    ("NUMERIC", "NUMERIC", Mysql("NUMERIC")),
    ("DECIMAL", "DECIMAL", Mysql("DECIMAL")),
    ("FLOAT", "FLOAT", Mysql("FLOAT")),
    ("DOUBLE", "DOUBLE", Mysql("DOUBLE")),
    ("REAL", "REAL", Mysql("REAL")),
    ("BIT", "TypeEngine", Mysql("BIT")),
    ("YEAR", "TypeEngine", Mysql("YEAR")),
    ("INET4", "TypeEngine", Mysql("INET4")),
    ("INET6", "TypeEngine", Mysql("INET6")),
    ("SET", "String", Mysql("SET")),
    ("ENUM", "Enum", Own(mysql_enum)),
    ("CHAR", "CHAR", Mysql("CHAR")),
    ("VARCHAR", "VARCHAR", Mysql("VARCHAR")),
    ("NCHAR", "NCHAR", Mysql("NCHAR")),
    ("NVARCHAR", "NVARCHAR", Mysql("NVARCHAR")),
    ("TEXT", "TEXT", Mysql("TEXT")),
    ("TINYTEXT", "String", Mysql("TINYTEXT")),
    ("MEDIUMTEXT", "String", Mysql("MEDIUMTEXT")),
    ("LONGTEXT", "String", Mysql("LONGTEXT")),
    ("TINYBLOB", "TypeEngine", Mysql("TINYBLOB")),
    ("MEDIUMBLOB", "TypeEngine", Mysql("MEDIUMBLOB")),
    ("LONGBLOB", "TypeEngine", Mysql("LONGBLOB")),
    ("DATETIME", "DATETIME", Mysql("DATETIME")),
    ("TIMESTAMP", "TIMESTAMP", Mysql("TIMESTAMP")),
    ("TIME", "TIME", Mysql("TIME")),
];

/// `sqlalchemy.dialects.sqlite`, where it differs from the generic names.
const SQLITE: &[(&str, &str, Make)] = &[
    ("DATETIME", "DateTime", Own(sqlite_moment)),
    ("DATE", "Date", Own(sqlite_moment)),
    ("TIME", "Time", Own(sqlite_moment)),
];

/// The class tree of types, by module and name.
#[derive(Debug)]
pub struct TypeClasses {
    /// `TypeEngine`, the root.
    pub engine: Rc<Class>,
    generic: Vec<(&'static str, Rc<Class>)>,
    postgresql: Vec<(&'static str, Rc<Class>)>,
    mysql: Vec<(&'static str, Rc<Class>)>,
    sqlite: Vec<(&'static str, Rc<Class>)>,
}

impl TypeClasses {
    /// Builds every class.
    pub fn new() -> Self {
        let engine = ClassBuilder::new("TypeEngine")
            .generic()
            .module("sqlalchemy.sql.sqltypes")
            .class_attr("__generic__", Value::Bool(true))
            .constructor(|_vm, class, _args| Ok(Rc::new(TypeObject::new(class, Type::new(TypeKind::Null)))))
            .method("with_variant", with_variant)
            .method("compile", compile_type)
            .method("create", |vm, this, args| named_type(vm, this, args, true))
            .method("drop", |vm, this, args| named_type(vm, this, args, false))
            .method("copy", |_vm, this, _args| Ok(this.clone()))
            .method("adapt", |_vm, this, _args| Ok(this.clone()))
            .method("load_dialect_impl", |_vm, this, _args| Ok(this.clone()))
            .method("dialect_impl", |_vm, this, _args| Ok(this.clone()))
            .method("bind_processor", |_vm, _this, _args| Ok(Value::None))
            .method("result_processor", |_vm, _this, _args| Ok(Value::None))
            // What types of the project derive their own operators from.
            .class_attr("Comparator", ClassBuilder::new("Comparator").module("sqlalchemy.types").build())
            .build();
        let mut this =
            TypeClasses { engine, generic: Vec::new(), postgresql: Vec::new(), mysql: Vec::new(), sqlite: Vec::new() };
        for row in GENERIC {
            let class = this.define("sqlalchemy.sql.sqltypes", row, &this.generic);
            this.generic.push((row.0, class));
        }
        for row in POSTGRESQL {
            let class = this.define("sqlalchemy.dialects.postgresql", row, &this.postgresql);
            this.postgresql.push((row.0, class));
        }
        for row in MYSQL {
            let class = this.define("sqlalchemy.dialects.mysql", row, &this.mysql);
            this.mysql.push((row.0, class));
        }
        for row in SQLITE {
            let class = this.define("sqlalchemy.dialects.sqlite", row, &this.sqlite);
            this.sqlite.push((row.0, class));
        }
        this
    }

    fn define(&self, module: &str, row: &(&'static str, &str, Make), _own: &[(&str, Rc<Class>)]) -> Rc<Class> {
        let (name, base, make) = *row;
        let base = self.generic(base).unwrap_or(&self.engine);
        let builder = ClassBuilder::new(name)
            .module(module)
            .base(base)
            .constructor(move |vm, class, args| Ok(Rc::new(construct(vm, class, make, args)?)));
        if name != "TypeDecorator" {
            return builder.build();
        }
        // On an object, `impl` is the type inside, where the class has the class of it.
        builder
            .method("__init__", |vm, this, args| {
                if let Value::Instance(instance) = this {
                    let made = decorator(vm, instance.class(), args)?;
                    let inner = made.inner.clone().unwrap_or(Value::None);
                    instance.set_payload(Value::object(made));
                    instance.set("impl", inner.clone());
                    instance.set("impl_instance", inner);
                }
                Ok(Value::None)
            })
            .method("load_dialect_impl", |vm, this, _args| vm.get_attr(this, "impl"))
            .build()
    }

    /// A class of `sqlalchemy` by name.
    pub fn generic(&self, name: &str) -> Option<&Rc<Class>> {
        find(&self.generic, name)
    }

    /// Sets the names of a module: `sqlalchemy`, or a dialect's, which also has the generic upper-case names.
    pub fn fill(&self, module: &Module, dialect: Option<DialectName>) {
        module.set("TypeEngine", Rc::clone(&self.engine));
        let own = match dialect {
            None => {
                for (name, class) in &self.generic {
                    module.set(name, Rc::clone(class));
                }
                return;
            }
            Some(DialectName::Postgresql) => &self.postgresql,
            Some(DialectName::Mysql | DialectName::Mariadb) => &self.mysql,
            Some(DialectName::Sqlite) => &self.sqlite,
        };
        for (name, class) in self.generic.iter().filter(|(name, _)| name.chars().all(|c| !c.is_lowercase())) {
            module.set(name, Rc::clone(class));
        }
        for (name, class) in own {
            module.set(name, Rc::clone(class));
        }
    }
}

fn find<'a>(list: &'a [(&'static str, Rc<Class>)], name: &str) -> Option<&'a Rc<Class>> {
    list.iter().find(|(known, _)| *known == name).map(|(_, class)| class)
}

fn construct(vm: &mut Vm, class: &Rc<Class>, make: Make, args: Args) -> Result<TypeObject> {
    let function = format!("{}.__init__", class.name);
    let mut args = args;
    if let Plain(_) | Number(_) | Float(_) = make {
        args.keyword.retain(|(name, _)| !is_foreign_option(name));
    }
    let kind = match make {
        Own(make) => return make(vm, class, args),
        Plain(make) => {
            no_arguments(class, &args)?;
            make()
        }
        Text(make) => {
            let bound = Signature::parse("(length=None, collation=None)").bind_method(&function, args)?;
            make(string_args(&bound)?)
        }
        Number(make) => {
            let bound = Signature::parse("(precision=None, scale=None, decimal_return_scale=None, asdecimal=None)")
                .bind_method(&function, args)?;
            make(number_args(&bound))
        }
        Float(make) => {
            let bound = Signature::parse("(precision=None, asdecimal=None, decimal_return_scale=None)")
                .bind_method(&function, args)?;
            make(number_args(&bound))
        }
        Zone(make) => {
            let bound = Signature::parse("(timezone=False)").bind_method(&function, args)?;
            make(vm.truth(&bound.value("timezone"))?)
        }
        ZonePrecision(make) => {
            let bound = Signature::parse("(timezone=False, precision=None)").bind_method(&function, args)?;
            let timezone = vm.truth(&bound.value("timezone"))?;
            make(timezone, bound.value("precision").as_int().and_then(|n| u32::try_from(n).ok()))
        }
        Json(make) => {
            let bound = Signature::parse("(none_as_null=False, astext_type=None)").bind_method(&function, args)?;
            make(vm.truth(&bound.value("none_as_null"))?)
        }
        Postgres(name) => {
            match name {
                "BYTEA" => drop(Signature::parse("(length=None)").bind_method(&function, args)?),
                _ => no_arguments(class, &args)?,
            }
            TypeKind::PgSimple(name.to_owned())
        }
        Mysql(name) => mysql(vm, &function, name, args)?,
    };
    Ok(TypeObject::new(class, Type::new(kind)))
}

/// Refuses arguments of a type that takes none.
fn no_arguments(class: &Class, args: &Args) -> Result<()> {
    match args.positional.is_empty() && args.keyword.is_empty() {
        true => Ok(()),
        false => Err(Error::type_error(format!("{}() takes no arguments", class.name))),
    }
}

/// A length or a precision: a number, which a string may be, too.
fn count(value: &Value) -> Option<u64> {
    match value.as_str() {
        Some(text) => text.parse().ok(),
        None => value.as_int().and_then(|number| u64::try_from(number).ok()),
    }
}

/// Options of other dialects' integer types that generic ones are given in error (`display_width` on INTEGER).
fn is_foreign_option(name: &str) -> bool {
    matches!(name, "display_width" | "unsigned" | "zerofill")
}

fn string_args(bound: &Bound) -> Result<StringOptions> {
    Ok(StringOptions {
        length: count(&bound.value("length")),
        collation: optional_name(&bound.value("collation"))?.map(|name| name.text.to_string()),
        charset: None,
        modifiers: Vec::new(),
    })
}

fn number_args(bound: &Bound) -> NumberOptions {
    let small = |name: &str| count(&bound.value(name)).and_then(|n| u32::try_from(n).ok());
    NumberOptions {
        precision: small("precision"),
        scale: small("scale"),
        asdecimal: bound.value("asdecimal").as_bool(),
        ..NumberOptions::default()
    }
}

/// SQLite's DATETIME, DATE and TIME. A `storage_format` of nothing but digits gives the column another name, so that it is
/// stored as text all the same.
fn sqlite_moment(vm: &mut Vm, class: &Rc<Class>, args: Args) -> Result<TypeObject> {
    let plain = args.positional.is_empty() && args.keyword.is_empty();
    let bound = Signature::parse("(storage_format=None, regexp=None, truncate_microseconds=False, timezone=False)")
        .bind(&class.name, args)?;
    let mut format = bound.value("storage_format").as_str().map(str::to_owned);
    if vm.truth(&bound.value("truncate_microseconds"))? {
        let clock = "%(hour)02d:%(minute)02d:%(second)02d";
        format = Some(match &*class.name {
            "TIME" => clock.to_owned(),
            _ => format!("%(year)04d-%(month)02d-%(day)02d {clock}"),
        });
    }
    let as_text = format.as_deref().is_some_and(|format| {
        let mut rest = format;
        let mut plain = String::new();
        while let Some((before, after)) = rest.split_once("%(") {
            plain.push_str(before);
            rest = after.split_once(['d', 's', 'i']).map_or("", |(_, after)| after);
        }
        plain.push_str(rest);
        plain.chars().all(|c| c.is_ascii_digit())
    });
    let name = class.name.to_string();
    let kind = match plain {
        true => TypeKind::Sqlite(name),
        false => {
            let timezone = vm.truth(&bound.value("timezone"))?;
            TypeKind::SqliteMoment { name, format, as_text, timezone }
        }
    };
    Ok(TypeObject::new(class, kind.into()))
}

fn mysql(vm: &mut Vm, function: &str, name: &str, args: Args) -> Result<TypeKind> {
    let mut number = NumberOptions::default();
    let mut text = StringOptions::default();
    let mut values = Vec::new();
    let mut fsp = None;
    let small = |value: &Value| value.as_int().and_then(|n| u32::try_from(n).ok());
    let signature = match name {
        "NUMERIC" | "DECIMAL" | "FLOAT" | "DOUBLE" | "REAL" => {
            "(precision=None, scale=None, asdecimal=None, unsigned=False, zerofill=False, decimal_return_scale=None)"
        }
        "BIGINT" | "INTEGER" | "SMALLINT" | "TINYINT" | "MEDIUMINT" | "YEAR" => {
            "(display_width=None, unsigned=False, zerofill=False)"
        }
        "DATETIME" | "TIMESTAMP" | "TIME" => "(timezone=False, fsp=None)",
        "SET" => {
            "(*values, charset=None, collation=None, collate=None, ascii=False, unicode=False, binary=False, national=False, retrieve_as_bitwise=False, quoting=None, length=None)"
        }
        _ => {
            "(length=None, charset=None, collation=None, collate=None, ascii=False, unicode=False, binary=False, national=False)"
        }
    };
    let bound = Signature::parse(signature).bind(function, args)?;
    number.precision = small(&bound.value("precision"));
    number.scale = small(&bound.value("scale"));
    number.display_width = small(&bound.value("display_width"));
    number.unsigned = bound.value("unsigned").as_bool().unwrap_or(false);
    number.zerofill = bound.value("zerofill").as_bool().unwrap_or(false);
    fsp = small(&bound.value("fsp")).or(fsp);
    text.length = bound.value("length").as_int().and_then(|n| u64::try_from(n).ok());
    text.charset = optional_name(&bound.value("charset"))?.map(|name| name.text.to_string());
    let collation = bound.some("collate").or(bound.some("collation")).unwrap_or(Value::None);
    text.collation = optional_name(&collation)?.map(|name| name.text.to_string());
    for modifier in ["ascii", "unicode", "binary", "national"] {
        if bound.value(modifier).as_bool() == Some(true) {
            text.modifiers.push(modifier.to_uppercase());
        }
    }
    values.extend(bound.rest().iter().filter_map(|value| value.as_str().map(str::to_owned)));
    if matches!(name, "DOUBLE" | "REAL") && number.precision.is_some() != number.scale.is_some() {
        return Err(crate::errors::argument_error(
            vm,
            "You must specify both precision and scale or omit both altogether.",
        ));
    }
    if name == "SET"
        && values.iter().any(String::is_empty)
        && bound.value("retrieve_as_bitwise").as_bool() != Some(true)
    {
        return Err(crate::errors::argument_error(
            vm,
            "Can't use the blank value '' in a SET without setting retrieve_as_bitwise=True",
        ));
    }
    let timezone = bound.value("timezone").as_bool().unwrap_or(false);
    let bitwise = name == "SET" && bound.value("retrieve_as_bitwise").as_bool() == Some(true);
    Ok(TypeKind::Mysql { name: name.to_owned(), number, text, values, fsp, timezone, bitwise })
}

fn boolean(vm: &mut Vm, class: &Rc<Class>, args: Args) -> Result<TypeObject> {
    let bound = Signature::parse("(create_constraint=False, name=None, _create_events=True, _adapted_from=None)")
        .bind_method("Boolean.__init__", args)?;
    let kind = TypeKind::Boolean {
        create_constraint: vm.truth(&bound.value("create_constraint"))?,
        name: constraint_name(&bound.value("name"))?,
        is_match: false,
    };
    Ok(TypeObject::new(class, Type::new(kind)))
}

/// `MatchType`, a Boolean to all but MySQL.
fn match_type(vm: &mut Vm, class: &Rc<Class>, args: Args) -> Result<TypeObject> {
    let made = boolean(vm, class, args)?;
    if let TypeKind::Boolean { is_match, .. } = &mut made.ty.borrow_mut().kind {
        *is_match = true;
    }
    Ok(made)
}

fn interval(vm: &mut Vm, class: &Rc<Class>, args: Args) -> Result<TypeObject> {
    let bound =
        Signature::parse("(native=True, second_precision=None, day_precision=None)").bind("Interval.__init__", args)?;
    let precision = bound.value("second_precision").as_int().and_then(|n| u32::try_from(n).ok());
    let emulated = !vm.truth(&bound.value("native"))?;
    Ok(TypeObject::new(class, Type::new(TypeKind::Interval(IntervalFields { fields: None, precision, emulated }))))
}

fn postgresql_interval(_vm: &mut Vm, class: &Rc<Class>, args: Args) -> Result<TypeObject> {
    let bound = Signature::parse("(precision=None, fields=None)").bind("INTERVAL.__init__", args)?;
    let fields = IntervalFields {
        fields: bound.value("fields").as_str().map(str::to_owned),
        precision: bound.value("precision").as_int().and_then(|n| u32::try_from(n).ok()),
        emulated: false,
    };
    Ok(TypeObject::new(class, Type::new(TypeKind::PgInterval(fields))))
}

fn bit(vm: &mut Vm, class: &Rc<Class>, args: Args) -> Result<TypeObject> {
    let bound = Signature::parse("(length=None, varying=False)").bind("BIT.__init__", args)?;
    let kind = TypeKind::PgBit {
        length: bound.value("length").as_int().and_then(|n| u32::try_from(n).ok()).filter(|length| *length > 0),
        varying: vm.truth(&bound.value("varying"))?,
    };
    Ok(TypeObject::new(class, Type::new(kind)))
}

fn hstore(_vm: &mut Vm, class: &Rc<Class>, args: Args) -> Result<TypeObject> {
    Signature::parse("(text_type=None)").bind("HSTORE.__init__", args)?;
    Ok(TypeObject::new(class, Type::new(TypeKind::PgSimple("HSTORE".to_owned()))))
}

fn uuid(vm: &mut Vm, class: &Rc<Class>, args: Args) -> Result<TypeObject> {
    let bound = Signature::parse("(as_uuid=True, native_uuid=True)").bind("Uuid.__init__", args)?;
    let as_uuid = vm.truth(&bound.value("as_uuid"))?;
    let native = vm.truth(&bound.value("native_uuid"))?;
    Ok(TypeObject::new(class, Type::new(TypeKind::Uuid { as_uuid, native })))
}

fn upper_uuid(vm: &mut Vm, class: &Rc<Class>, args: Args) -> Result<TypeObject> {
    let bound = Signature::parse("(as_uuid=True)").bind("UUID.__init__", args)?;
    let as_uuid = vm.truth(&bound.value("as_uuid"))?;
    Ok(TypeObject::new(class, Type::new(TypeKind::UpperUuid { as_uuid })))
}

fn array(vm: &mut Vm, class: &Rc<Class>, args: Args, generic: bool) -> Result<TypeObject> {
    let bound = Signature::parse("(item_type, as_tuple=False, dimensions=None, zero_indexes=False)")
        .bind("ARRAY.__init__", args)?;
    let item_value = bound.value("item_type");
    let item = coerce_type(vm, &item_value)?;
    // The one of PostgreSQL looks for its own kind alone.
    if let TypeKind::Array { generic: of_any, .. } = item.kind
        && (generic || !of_any)
    {
        return Err(Error::value_error(
            "Do not nest ARRAY types; ARRAY(basetype) handles multi-dimensional arrays of basetype",
        ));
    }
    let dimensions = bound.value("dimensions").as_int().and_then(|n| u32::try_from(n).ok());
    let zero_indexes = vm.truth(&bound.value("zero_indexes"))?;
    let kind = TypeKind::Array { item: Box::new(item), dimensions, generic, zero_indexes };
    let mut object = TypeObject::new(class, Type::new(kind));
    object.inner = Some(item_value);
    Ok(object)
}

fn domain(vm: &mut Vm, class: &Rc<Class>, args: Args) -> Result<TypeObject> {
    let bound = Signature::parse(
        "(name, data_type, *, collation=None, default=None, constraint_name=None, not_null=None, check=None, create_type=True, schema=None, metadata=None, inherit_schema=False, quote=None)",
    )
    .bind("DOMAIN.__init__", args)?;
    let expression = |vm: &mut Vm, value: Value| -> Result<Option<Box<limbeck_ops::Expr>>> {
        match value {
            Value::None => Ok(None),
            value if value.as_str().is_some() => {
                Ok(Some(Box::new(expr::text_expr(value.as_str().unwrap_or_default()))))
            }
            value => Ok(Some(Box::new(expr::to_expr(vm, &value)?))),
        }
    };
    let mut schema = optional_name(&bound.value("schema"))?;
    // A domain of a MetaData is created with that, never with a table.
    let metadata = bound.value("metadata");
    if let (None, Some(metadata)) = (&schema, metadata.downcast_ref::<crate::sa::metadata::MetaDataObject>()) {
        schema.clone_from(&metadata.schema);
    }
    let mut name = optional_name(&bound.value("name"))?.unwrap_or_else(|| Name::new(""));
    if let Some(quote) = bound.value("quote").as_bool() {
        name.quote = Some(quote);
    }
    let kind = TypeKind::PgDomain {
        name,
        schema,
        inherit_schema: vm.truth(&bound.value("inherit_schema"))?,
        data_type: Box::new(coerce_type(vm, &bound.value("data_type"))?),
        collation: optional_name(&bound.value("collation"))?.map(|name| name.text.to_string()),
        default: match bound.value("default") {
            // As a server default, a string is a value.
            value if value.as_str().is_some() => Some(Box::new(limbeck_ops::Expr::Literal {
                value: limbeck_ops::Datum::Str(value.as_str().unwrap_or_default().to_owned()),
                ty: expr::string_type(),
            })),
            value => expression(vm, value)?,
        },
        not_null: bound.value("not_null").as_bool(),
        check: expression(vm, bound.value("check"))?,
        constraint_name: constraint_name(&bound.value("constraint_name"))?,
        create_type: metadata.is_none() && vm.truth(&bound.value("create_type"))?,
    };
    Ok(TypeObject::new(class, Type::new(kind)))
}

fn enumeration(vm: &mut Vm, class: &Rc<Class>, args: Args) -> Result<TypeObject> {
    let object = make_enum(vm, class, args, false)?;
    // Only MySQL's own ENUM has a collation.
    if let TypeKind::Enum(options) = &mut object.ty.borrow_mut().kind {
        options.text = StringOptions::default();
    }
    Ok(object)
}

fn postgresql_enum(vm: &mut Vm, class: &Rc<Class>, args: Args) -> Result<TypeObject> {
    let object = make_enum(vm, class, args, true)?;
    if let TypeKind::Enum(options) = &mut object.ty.borrow_mut().kind {
        options.text = StringOptions::default();
    }
    Ok(object)
}

fn mysql_enum(vm: &mut Vm, class: &Rc<Class>, args: Args) -> Result<TypeObject> {
    let object = make_enum(vm, class, args, false)?;
    if let TypeKind::Enum(options) = &mut object.ty.borrow_mut().kind {
        options.mysql = true;
    }
    Ok(object)
}

fn make_enum(vm: &mut Vm, class: &Rc<Class>, args: Args, postgresql: bool) -> Result<TypeObject> {
    let bound = Signature::parse(
        "(*enums, name=..., schema=None, metadata=None, inherit_schema=False, native_enum=True, create_type=True, create_constraint=False, length=None, values_callable=None, validate_strings=False, sort_key_function=None, omit_aliases=True, quote=None, convert_unicode=None, charset=None, collation=None, ascii=False, unicode=False, binary=False, national=False, strict=False, _create_events=True, checkfirst=None, **kw)",
    )
    .bind("Enum.__init__", args)?;
    let mut out = EnumType {
        schema: optional_name(&bound.value("schema"))?,
        // The one of PostgreSQL is native whatever it is told.
        native: postgresql || vm.truth(&bound.value("native_enum"))?,
        create_type: vm.truth(&bound.value("create_type"))?,
        create_constraint: vm.truth(&bound.value("create_constraint"))?,
        validate_strings: vm.truth(&bound.value("validate_strings"))?,
        inherit_schema: vm.truth(&bound.value("inherit_schema"))?,
        length: bound.value("length").as_int().and_then(|n| u64::try_from(n).ok()),
        has_metadata: !bound.value("metadata").is_none(),
        postgresql,
        ..EnumType::default()
    };
    if let Some(metadata) = bound.value("metadata").downcast::<crate::sa::metadata::MetaDataObject>() {
        out.metadata_schema.clone_from(&metadata.schema);
    }
    out.text.charset = optional_name(&bound.value("charset"))?.map(|name| name.text.to_string());
    out.text.collation = optional_name(&bound.value("collation"))?.map(|name| name.text.to_string());
    for modifier in ["ascii", "unicode", "binary", "national"] {
        if bound.value(modifier).as_bool() == Some(true) {
            out.text.modifiers.push(modifier.to_uppercase());
        }
    }
    let given_name = bound.given("name");
    let mut enum_class = None;
    let mut items = bound.rest().to_vec();
    // `Enum(*[("a", "b")])` and `Enum(["a", "b"])` were taken by SQLAlchemy 1.x as their elements.
    if items.len() == 1
        && let Some(inner) = items.first().and_then(Value::as_sequence)
    {
        items = inner;
    }
    match items.as_slice() {
        [Value::Class(python)] => {
            let value = Value::Class(Rc::clone(python));
            let aliases = !vm.truth(&bound.value("omit_aliases"))?;
            let members = enum_members(vm, &value, &python.name, aliases)?;
            let callable = bound.value("values_callable");
            out.member_names = members.iter().map(|(name, _)| name.clone()).collect();
            out.labels = if callable.is_none() {
                out.member_names.clone()
            } else {
                let labels = vm.call(&callable, Args::of([value.clone()]))?;
                let mut texts = Vec::new();
                for label in vm.iterate(&labels)? {
                    match label.as_str() {
                        Some(text) => texts.push(text.to_owned()),
                        None => texts.push(vm.str(&label)?.to_string()),
                    }
                }
                texts
            };
            for (label, (_, member)) in out.labels.iter().zip(&members) {
                if let Ok(Datum::Enum(EnumMember { value, is_value: true, .. })) = crate::values::to_datum(vm, member) {
                    out.equal_values.push((*value, label.clone()));
                }
            }
            out.python_class = Some(python.name.to_string());
            // SQLAlchemy: the name defaults to the class's in lower case.
            out.name = match &given_name {
                Some(name) => optional_name(name)?,
                None => Some(Name::new(python.name.to_lowercase())),
            };
            enum_class = Some(value);
        }
        items => {
            for item in items {
                match item {
                    Value::Unresolved(_) => {
                        // Names the module it hangs on.
                        vm.truth(item)?;
                    }
                    item => match item.as_str() {
                        Some(text) => out.labels.push(text.to_owned()),
                        None => {
                            return Err(Error::type_error(format!(
                                "object of type '{}' has no len()",
                                item.type_name()
                            )));
                        }
                    },
                }
            }
            out.member_names = out.labels.clone();
            out.name = given_name.as_ref().map(optional_name).transpose()?.flatten();
        }
    }
    if let (Some(name), Some(quote)) = (&mut out.name, bound.value("quote").as_bool()) {
        name.quote = Some(quote);
    }
    let longest = out.labels.iter().map(|label| label.chars().count() as u64).max().unwrap_or_default();
    if let Some(length) = out.length.filter(|length| *length < longest) {
        return Err(Error::value_error(format!(
            "When provided, length must be larger or equal than the length of the longest enum value. {length} < {longest}"
        )));
    }
    if bound.given("length").is_some_and(|length| length.is_none()) {
        // A VARCHAR without a length.
        out.length = Some(0);
    }
    let mut object = TypeObject::new(class, Type::new(TypeKind::Enum(out)));
    object.enum_class = enum_class;
    Ok(object)
}

/// The members of a Python enum class: name and member, with its `aliases` or without (`omit_aliases`).
pub fn enum_members(vm: &mut Vm, class: &Value, name: &str, aliases: bool) -> Result<Vec<(String, Value)>> {
    let Ok(members) = vm.get_attr(class, "__members__") else {
        return Err(Error::type_error(format!("'{name}' is no enum class")));
    };
    let items = vm.get_attr(&members, "items")?;
    let items = vm.call(&items, Args::none())?;
    let mut out = Vec::new();
    for pair in vm.iterate(&items)? {
        if let Some([key, member]) = pair.as_sequence().as_deref() {
            let canonical = vm.get_attr(member, "name")?;
            if aliases || canonical.as_str() == key.as_str() {
                out.push((key.as_str().unwrap_or_default().to_owned(), member.clone()));
            }
        }
    }
    Ok(out)
}

/// `TypeDecorator`: its type is what its `impl` is, constructed with the decorator's own arguments.
fn decorator(vm: &mut Vm, class: &Rc<Class>, args: Args) -> Result<TypeObject> {
    let Some(implementation) = class.lookup("impl") else {
        return Err(Error::attribute_error(
            "TypeDecorator implementations require a class-level variable 'impl' which refers to the class of type being decorated",
        ));
    };
    let made = match &implementation {
        Value::Class(_) => vm.call(&implementation, args)?,
        other => other.clone(),
    };
    let ty = coerce_type(vm, &made)?;
    let mut object = TypeObject::new(class, ty);
    object.inner = Some(made);
    Ok(object)
}

/// `PickleType`, and what a project makes of it with an `impl` of its own.
fn pickle(vm: &mut Vm, class: &Rc<Class>, args: Args) -> Result<TypeObject> {
    let bound =
        Signature::parse("(protocol=5, pickler=None, comparator=None, impl=None)").bind("PickleType.__init__", args)?;
    let implementation = match bound.value("impl") {
        Value::None => class.lookup("impl"),
        given => Some(given),
    };
    let ty = match implementation {
        Some(implementation) => coerce_type(vm, &implementation)?,
        None => Type::new(TypeKind::Pickle),
    };
    let mut object = TypeObject::new(class, ty);
    object.inner = Some(bound.value("pickler"));
    Ok(object)
}

fn user_defined(_vm: &mut Vm, class: &Rc<Class>, _args: Args) -> Result<TypeObject> {
    Ok(TypeObject::new(class, Type::new(TypeKind::Null)))
}

fn with_variant(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let bound = Signature::parse("(type_, *dialect_names)").bind("TypeEngine.with_variant", args)?;
    // A dialect that limbeck does not speak can't change what it sends, and its types need not be known.
    let dialects: Vec<_> =
        bound.rest().iter().filter_map(|dialect| dialect.as_str().and_then(DialectName::parse)).collect();
    let variant = match dialects.as_slice() {
        [] => Type::new(TypeKind::Null),
        _ => coerce_type(vm, &bound.value("type_"))?,
    };
    let mut ty = coerce_type(vm, this)?;
    let mut named = Vec::new();
    for name in dialects {
        if named.contains(&name) || ty.variants.iter().any(|(known, _)| *known == name) {
            let shown = vm.repr(this)?;
            return Err(crate::errors::argument_error(
                vm,
                &format!("Dialect '{name}' is already present in the mapping for this {shown}"),
            ));
        }
        named.push(name);
    }
    for name in named {
        // SQLAlchemy tells the variant's events of a table once for each of the names.
        ty.variants.extend(bound.rest().iter().map(|_| (name, variant.clone())));
    }
    // Of a copy SQLAlchemy knows no more than it knows of any enum, and of MySQL's not even the name.
    if let TypeKind::Enum(options) = &mut ty.kind {
        options.text = StringOptions::default();
        if options.mysql {
            options.name = options.python_class.as_ref().map(|class| Name::new(class.to_lowercase()));
            options.schema = None;
        }
    }
    let object = this.downcast::<TypeObject>();
    let class = object.as_ref().map_or_else(|| Rc::clone(&classes(vm).types.engine), |object| Rc::clone(&object.class));
    let mut copy = TypeObject::new(&class, ty);
    copy.enum_class = object.as_ref().and_then(|object| object.enum_class.clone());
    copy.inner = object.and_then(|object| object.inner.clone());
    Ok(Value::object(copy))
}

fn compile_type(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let bound = Signature::parse("(dialect=None)").bind("TypeEngine.compile", args)?;
    let ty = coerce_type(vm, this)?;
    let dialect = crate::sa::engine::dialect_of(vm, &bound.value("dialect"));
    match crate::sa::render::type_text(vm, &dialect, &ty) {
        Some(text) => Ok(Value::from(text)),
        None => Err(crate::errors::compile_error(vm, "Can't render element of this type")),
    }
}

/// `enum.create(bind, checkfirst=True)`, `enum.drop(…)`.
fn named_type(vm: &mut Vm, this: &Value, args: Args, create: bool) -> Result<Value> {
    let span = args.span;
    let bound =
        Signature::parse("(bind=None, checkfirst=None, **kw)").bind(if create { "create" } else { "drop" }, args)?;
    let ty = coerce_type(vm, this)?;
    // SQLAlchemy 2: `Enum.create` checks by default, `postgresql.ENUM.create` too.
    let check_first = match bound.value("checkfirst") {
        Value::None => true,
        value => vm.truth(&value)?,
    };
    let operation = limbeck_ops::Operation::NamedType(limbeck_ops::op::NamedType { ty, create, check_first });
    crate::sa::engine::operate_on(vm, &bound.value("bind"), operation, span)?;
    Ok(Value::None)
}

/// The type that a value of a script stands for: a type object, a type class, an instance or subclass of a type that
/// the project wrote.
///
/// # Errors
/// When it is no type, or an unresolved name.
pub fn coerce_type(vm: &mut Vm, value: &Value) -> Result<Type> {
    let mut ty = coerce_plain(vm, value)?;
    compiled::variants(vm, value, &mut ty)?;
    Ok(ty)
}

fn coerce_plain(vm: &mut Vm, value: &Value) -> Result<Type> {
    match value {
        Value::None => Ok(Type::new(TypeKind::Null)),
        Value::Class(class) if class.is_subclass_of(&classes(vm).types.engine) => {
            let made = vm.call(value, Args::none())?;
            coerce_type(vm, &made)
        }
        Value::Instance(instance) => {
            let mut ty = match (project_type(vm, value)?, value.downcast::<TypeObject>()) {
                (Some(ty), _) => ty,
                (None, Some(object)) => object.ty.borrow().clone(),
                (None, None) => {
                    return Err(Error::type_error(format!("'{}' object is not a column type", instance.class().name)));
                }
            };
            if let Some(number) = decorators::number(vm, value) {
                ty.decorator = Some(number);
            }
            Ok(ty)
        }
        Value::Object(_) if value.downcast_ref::<TypeObject>().is_some_and(|object| object.enum_class.is_some()) => {
            let number = decorators::number(vm, value);
            let ty = value.downcast::<TypeObject>().map(|object| object.ty.borrow().clone());
            Ok(Type { decorator: number, ..ty.unwrap_or_else(|| Type::new(TypeKind::Null)) })
        }
        Value::Object(_) => match value.downcast::<TypeObject>() {
            Some(object) => Ok(object.ty.borrow().clone()),
            None => Err(Error::type_error(format!("'{}' object is not a column type", value.type_name()))),
        },
        Value::Unresolved(_) => Err(crate::errors::needed(vm, value, "is used as a column type")),
        // Whatever can be called makes the type, as a class does.
        Value::Function(_) | Value::Method(_) | Value::Native(_) => {
            let made = vm.call(value, Args::none())?;
            coerce_type(vm, &made)
        }
        other => Err(Error::type_error(format!("'{}' object is not a column type", other.type_name()))),
    }
}

/// Types written in the project: `UserDefinedType.get_col_spec`, `TypeDecorator.load_dialect_impl`.
fn project_type(vm: &mut Vm, value: &Value) -> Result<Option<Type>> {
    let Value::Instance(instance) = value else { return Ok(None) };
    let class = Rc::clone(instance.class());
    let from_script =
        |name: &str| class.mro().iter().any(|class| class.is_from_script() && class.attrs.borrow().contains_key(name));
    if from_script("get_col_spec") {
        let method = vm.get_attr(value, "get_col_spec")?;
        let text = vm.call(&method, Args::none())?;
        let text = text.as_str().unwrap_or_default().to_owned();
        return Ok(Some(Type::new(TypeKind::Raw { text, options: limbeck_ops::Options::none() })));
    }
    if from_script("load_dialect_impl") {
        let method = vm.get_attr(value, "load_dialect_impl")?;
        let dialect = crate::sa::engine::current_dialect_object(vm);
        let made = vm.call(&method, Args::of([dialect]))?;
        if !made.is_same(value) {
            let mut ty = coerce_type(vm, &made)?;
            // No table knows of it: nothing is made with one.
            brings_nothing(&mut ty.kind);
            return Ok(Some(ty));
        }
    }
    Ok(None)
}

/// Takes back what a type makes beside its column: the type itself, a CHECK.
fn brings_nothing(kind: &mut TypeKind) {
    kind.make_apart();
    if let TypeKind::Enum(EnumType { create_constraint, .. }) | TypeKind::Boolean { create_constraint, .. } = kind {
        *create_constraint = false;
    }
}

/// `dialect.type_descriptor(…)`: the type that the dialect has in place of a generic one (its `colspecs`).
pub fn described(vm: &mut Vm, dialect: DialectName, given: &Value) -> Result<Value> {
    let Ok(ty) = coerce_type(vm, given) else { return Ok(given.clone()) };
    let kind = match (dialect, ty.kind) {
        (DialectName::Postgresql, TypeKind::Decimal(options)) => TypeKind::Numeric(options),
        (
            DialectName::Postgresql,
            TypeKind::UpperFloat(options)
            | TypeKind::Real(options)
            | TypeKind::Double(options)
            | TypeKind::UpperDouble(options)
            | TypeKind::DoublePrecision(options),
        ) => TypeKind::Float(options),
        (DialectName::Postgresql, TypeKind::Mysql { name, number, .. }) if name == "DECIMAL" => {
            TypeKind::Numeric(number)
        }
        (DialectName::Postgresql, TypeKind::Mysql { name, number, .. })
            if matches!(name.as_str(), "FLOAT" | "DOUBLE" | "REAL") =>
        {
            TypeKind::Float(number)
        }
        (DialectName::Mysql | DialectName::Mariadb, TypeKind::Decimal(options)) => TypeKind::Numeric(options),
        (DialectName::Mysql | DialectName::Mariadb, TypeKind::Real(options)) => TypeKind::UpperFloat(options),
        (DialectName::Mysql | DialectName::Mariadb, TypeKind::DoublePrecision(options)) => {
            TypeKind::UpperDouble(options)
        }
        (DialectName::Sqlite, TypeKind::Timestamp { timezone, .. }) => TypeKind::DateTime { timezone },
        (DialectName::Sqlite, TypeKind::Mysql { name, timezone, .. }) if name == "TIMESTAMP" => {
            TypeKind::DateTime { timezone }
        }
        (
            DialectName::Mysql | DialectName::Mariadb | DialectName::Sqlite,
            TypeKind::PgJson { none_as_null } | TypeKind::PgJsonb { none_as_null },
        ) => TypeKind::Json { none_as_null },
        _ => return Ok(given.clone()),
    };
    Ok(type_value(vm, &Type::new(kind)))
}

/// A type object for a type, of the class nearest to it: what `column.type` gives.
pub fn type_value(vm: &Vm, ty: &Type) -> Value {
    let classes = classes(vm);
    let name = match &ty.kind {
        TypeKind::Null => "NullType",
        TypeKind::Integer => "INTEGER",
        TypeKind::SmallInteger => "SMALLINT",
        TypeKind::BigInteger => "BIGINT",
        TypeKind::Numeric(_) => "NUMERIC",
        TypeKind::Decimal(_) => "DECIMAL",
        TypeKind::Float(_) => "Float",
        TypeKind::UpperFloat(_) => "FLOAT",
        TypeKind::Real(_) => "REAL",
        TypeKind::Double(_) => "Double",
        TypeKind::UpperDouble(_) => "DOUBLE",
        TypeKind::DoublePrecision(_) => "DOUBLE_PRECISION",
        TypeKind::Boolean { .. } => "BOOLEAN",
        TypeKind::Date => "DATE",
        TypeKind::DateTime { .. } => "DateTime",
        TypeKind::UpperDateTime { .. } => "DATETIME",
        TypeKind::Timestamp { .. } => "TIMESTAMP",
        TypeKind::Time { .. } => "TIME",
        TypeKind::Interval(_) => "Interval",
        TypeKind::String(_) => "String",
        TypeKind::Unicode(_) => "Unicode",
        TypeKind::Text(_) => "TEXT",
        TypeKind::UnicodeText(_) => "UnicodeText",
        TypeKind::Varchar(_) => "VARCHAR",
        TypeKind::Char(_) => "CHAR",
        TypeKind::Nchar(_) => "NCHAR",
        TypeKind::Nvarchar(_) => "NVARCHAR",
        TypeKind::Clob(_) => "CLOB",
        TypeKind::LargeBinary(_) => "LargeBinary",
        TypeKind::Blob(_) => "BLOB",
        TypeKind::Binary(_) => "BINARY",
        TypeKind::Varbinary(_) => "VARBINARY",
        TypeKind::Pickle => "PickleType",
        TypeKind::Json { .. } => "JSON",
        TypeKind::Uuid { .. } => "Uuid",
        TypeKind::UpperUuid { .. } => "UUID",
        TypeKind::Enum(options) if options.postgresql => {
            let class = find(&classes.types.postgresql, "ENUM").unwrap_or(&classes.types.engine);
            return Value::object(TypeObject::new(class, ty.clone()));
        }
        TypeKind::Enum(_) => "Enum",
        TypeKind::Array { .. } => "ARRAY",
        TypeKind::PgJson { .. }
        | TypeKind::PgJsonb { .. }
        | TypeKind::PgInterval(_)
        | TypeKind::PgBit { .. }
        | TypeKind::PgDomain { .. }
        | TypeKind::Citext(_)
        | TypeKind::PgSimple(_) => {
            let name = match &ty.kind {
                TypeKind::PgJson { .. } => "JSON",
                TypeKind::PgJsonb { .. } => "JSONB",
                TypeKind::PgInterval(_) => "INTERVAL",
                TypeKind::PgBit { .. } => "BIT",
                TypeKind::PgDomain { .. } => "DOMAIN",
                TypeKind::Citext(_) => "CITEXT",
                TypeKind::PgSimple(name) => name.as_str(),
                _ => "TypeEngine",
            };
            let class = find(&classes.types.postgresql, name).unwrap_or(&classes.types.engine);
            return Value::object(TypeObject::new(class, ty.clone()));
        }
        TypeKind::Mysql { name, .. } => {
            let class = find(&classes.types.mysql, name).or_else(|| classes.types.generic(name));
            return Value::object(TypeObject::new(class.unwrap_or(&classes.types.engine), ty.clone()));
        }
        TypeKind::Sqlite(name) | TypeKind::SqliteMoment { name, .. } => {
            let class =
                find(&classes.types.sqlite, name.trim_end_matches("_CHAR")).or_else(|| classes.types.generic(name));
            return Value::object(TypeObject::new(class.unwrap_or(&classes.types.engine), ty.clone()));
        }
        TypeKind::Tuple { .. } => "TupleType",
        TypeKind::Raw { .. } => "NullType",
    };
    let class = classes.types.generic(name).unwrap_or(&classes.types.engine);
    Value::object(TypeObject::new(class, ty.clone()))
}

/// A type as a dialect's inspector gives it: an enum of MySQL is its `mysql.ENUM`.
pub fn reflected_type_value(vm: &Vm, ty: &Type, dialect: DialectName) -> Value {
    let classes = classes(vm);
    match (&ty.kind, find(&classes.types.mysql, "ENUM")) {
        (TypeKind::Enum(options), Some(class)) if dialect.is_mysql() => {
            let kind = TypeKind::Enum(EnumType { mysql: true, ..options.clone() });
            Value::object(TypeObject::new(class, Type { kind, ..ty.clone() }))
        }
        (_, _) => type_value(vm, ty),
    }
}

/// The name of the constraint of a type, if it has one of its own.
pub fn type_constraint_name(ty: &Type) -> ConstraintName {
    match &ty.kind {
        TypeKind::Boolean { name, .. } => name.clone(),
        TypeKind::Enum(e) => e
            .constraint_name
            .clone()
            .or_else(|| e.name.clone().map(ConstraintName::Given))
            .unwrap_or(ConstraintName::Unnamed),
        _ => ConstraintName::Unnamed,
    }
}
