//! `type_.python_type`: the class of the values that a type stands for.

use limbeck_ops::{NumberOptions, Type, TypeKind};
use limbeck_python::{Error, Result, Value, Vm};

/// The class.
///
/// # Errors
/// `NotImplementedError`, where SQLAlchemy has none.
pub fn python_type(vm: &mut Vm, ty: &Type) -> Result<Value> {
    let number = |options: &NumberOptions, otherwise: bool| {
        if options.asdecimal.unwrap_or(otherwise) { ("decimal", "Decimal") } else { ("builtins", "float") }
    };
    let (module, name) = match &ty.kind {
        kind if kind.is_integer() => ("builtins", "int"),
        TypeKind::Numeric(options) | TypeKind::Decimal(options) => number(options, true),
        TypeKind::Float(options)
        | TypeKind::UpperFloat(options)
        | TypeKind::Real(options)
        | TypeKind::Double(options)
        | TypeKind::UpperDouble(options)
        | TypeKind::DoublePrecision(options) => number(options, false),
        TypeKind::Boolean { .. } => ("builtins", "bool"),
        TypeKind::Date => ("datetime", "date"),
        TypeKind::DateTime { .. } | TypeKind::UpperDateTime { .. } | TypeKind::Timestamp { .. } => {
            ("datetime", "datetime")
        }
        TypeKind::Time { .. } => ("datetime", "time"),
        TypeKind::Interval(_) | TypeKind::PgInterval(_) => ("datetime", "timedelta"),
        TypeKind::String(_)
        | TypeKind::Unicode(_)
        | TypeKind::Text(_)
        | TypeKind::UnicodeText(_)
        | TypeKind::Varchar(_)
        | TypeKind::Char(_)
        | TypeKind::Nchar(_)
        | TypeKind::Nvarchar(_)
        | TypeKind::Clob(_)
        | TypeKind::Enum(_) => ("builtins", "str"),
        TypeKind::LargeBinary(_) | TypeKind::Blob(_) | TypeKind::Binary(_) | TypeKind::Varbinary(_) => {
            ("builtins", "bytes")
        }
        TypeKind::Json { .. } | TypeKind::PgJson { .. } | TypeKind::PgJsonb { .. } => ("builtins", "dict"),
        TypeKind::Uuid { as_uuid: true, .. } | TypeKind::UpperUuid { as_uuid: true } => ("uuid", "UUID"),
        TypeKind::Uuid { .. } | TypeKind::UpperUuid { .. } => ("builtins", "str"),
        TypeKind::Array { .. } => ("builtins", "list"),
        TypeKind::Citext(_) => ("builtins", "str"),
        TypeKind::PgSimple(name) if name == "BYTEA" => ("builtins", "bytes"),
        TypeKind::Mysql { name, .. } if name.ends_with("INT") || name == "INTEGER" => ("builtins", "int"),
        TypeKind::Mysql { name, .. } if name.ends_with("TEXT") || name.ends_with("CHAR") || name == "SET" => {
            ("builtins", "str")
        }
        TypeKind::Mysql { name, .. } if name.ends_with("BLOB") => ("builtins", "bytes"),
        TypeKind::Mysql { name, .. } if matches!(name.as_str(), "DOUBLE" | "REAL" | "DECIMAL" | "NUMERIC") => {
            ("decimal", "Decimal")
        }
        _ => return Err(Error::exception("NotImplementedError", "")),
    };
    let module = vm.import(module)?;
    vm.get_attr(&module, name)
}
