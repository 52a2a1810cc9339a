//! Attributes of type objects: the arguments of their constructors, as SQLAlchemy keeps them.

use limbeck_ops::{ConstraintName, EnumType, IntervalFields, Name, NumberOptions, StringOptions, Type, TypeKind};
use limbeck_python::Value;

/// The attribute of a type, if its class has one of that name.
pub(super) fn attribute(ty: &Type, name: &str) -> Option<Value> {
    match name {
        "length" => length(&ty.kind),
        "collation" | "charset" | "ascii" | "unicode" | "binary" | "national" => text(&ty.kind, name),
        "precision" | "scale" | "asdecimal" | "unsigned" | "zerofill" | "display_width" => number(&ty.kind, name),
        "timezone" | "fsp" | "fields" => moment(&ty.kind, name),
        "as_uuid" | "native_uuid" | "none_as_null" | "dimensions" | "zero_indexes" | "native" | "values" => {
            special(&ty.kind, name)
        }
        "enums" | "native_enum" | "validate_strings" | "create_constraint" | "create_type" | "inherit_schema"
        | "name" | "schema" => named(&ty.kind, name),
        _ => None,
    }
}

fn whole(number: Option<impl Into<u64>>) -> Value {
    number.map_or(Value::None, |number| Value::int(i64::try_from(number.into()).unwrap_or(i64::MAX)))
}

fn word(text: Option<&str>) -> Value {
    text.map_or(Value::None, Value::str)
}

fn of_name(name: Option<&Name>) -> Value {
    word(name.map(|name| name.text.as_str()))
}

fn length(kind: &TypeKind) -> Option<Value> {
    Some(match kind {
        TypeKind::Enum(options) => match options.length {
            // What was given as None.
            Some(0) => Value::None,
            Some(length) => whole(Some(length)),
            None => whole(longest(&options.labels)),
        },
        TypeKind::Mysql { name, values, .. } if name == "SET" => whole(longest(values)),
        TypeKind::PgBit { length, varying } => whole(length.or((!varying).then_some(1))),
        TypeKind::Pickle | TypeKind::Uuid { .. } | TypeKind::UpperUuid { .. } => Value::None,
        TypeKind::PgSimple(name) if name == "BYTEA" => Value::None,
        kind => whole(string_options(kind)?.length),
    })
}

fn longest(labels: &[String]) -> Option<u64> {
    Some(labels.iter().map(|label| label.chars().count() as u64).max().unwrap_or_default())
}

fn text(kind: &TypeKind, name: &str) -> Option<Value> {
    let (options, is_mysql) = match kind {
        TypeKind::Enum(EnumType { text, mysql, .. }) => (text, *mysql),
        TypeKind::Uuid { .. } | TypeKind::UpperUuid { .. } if name == "collation" => return Some(Value::None),
        TypeKind::PgDomain { collation, .. } if name == "collation" => return Some(word(collation.as_deref())),
        TypeKind::Mysql { text, name: class, .. } if is_text(class) => (text, true),
        TypeKind::Mysql { .. }
        | TypeKind::LargeBinary(_)
        | TypeKind::Blob(_)
        | TypeKind::Binary(_)
        | TypeKind::Varbinary(_) => return None,
        kind => (string_options(kind)?, false),
    };
    match name {
        "collation" => Some(word(options.collation.as_deref())),
        "charset" => is_mysql.then(|| word(options.charset.as_deref())),
        flag => is_mysql.then(|| Value::Bool(options.modifiers.iter().any(|one| one.eq_ignore_ascii_case(flag)))),
    }
}

fn number(kind: &TypeKind, name: &str) -> Option<Value> {
    match (kind, name) {
        (TypeKind::PgInterval(fields), "precision") => return Some(whole(fields.precision)),
        (
            TypeKind::Time { precision, .. } | TypeKind::Timestamp { precision: precision @ Some(_), .. },
            "precision",
        ) => {
            return precision.map(|precision| whole(Some(precision)));
        }
        (TypeKind::Mysql { name: class, number, .. }, _) => {
            let (is_whole, is_decimal) = (is_whole(class), is_decimal(class));
            return match name {
                "display_width" => (is_whole || class == "YEAR").then(|| whole(number.display_width)),
                "unsigned" => (is_whole || is_decimal).then_some(Value::Bool(number.unsigned)),
                "zerofill" => (is_whole || is_decimal).then_some(Value::Bool(number.zerofill)),
                _ if !is_decimal => None,
                "asdecimal" => Some(Value::Bool(number.asdecimal.unwrap_or(class != "FLOAT"))),
                _ => size(number, name),
            };
        }
        _ => {}
    }
    let (options, as_decimal) = match kind {
        TypeKind::Numeric(options) | TypeKind::Decimal(options) => (options, true),
        TypeKind::Float(options)
        | TypeKind::UpperFloat(options)
        | TypeKind::Real(options)
        | TypeKind::Double(options)
        | TypeKind::UpperDouble(options)
        | TypeKind::DoublePrecision(options) => (options, false),
        _ => return None,
    };
    match name {
        "asdecimal" => Some(Value::Bool(options.asdecimal.unwrap_or(as_decimal))),
        _ => size(options, name),
    }
}

fn size(options: &NumberOptions, name: &str) -> Option<Value> {
    match name {
        "precision" => Some(whole(options.precision)),
        "scale" => Some(whole(options.scale)),
        _ => None,
    }
}

fn moment(kind: &TypeKind, name: &str) -> Option<Value> {
    match (kind, name) {
        (
            TypeKind::DateTime { timezone }
            | TypeKind::UpperDateTime { timezone }
            | TypeKind::Timestamp { timezone, .. }
            | TypeKind::Time { timezone, .. },
            "timezone",
        ) => Some(Value::Bool(*timezone)),
        (TypeKind::Mysql { name: class, timezone, fsp, .. }, _) if is_moment(class) => match name {
            "timezone" => Some(Value::Bool(*timezone)),
            "fsp" => Some(whole(*fsp)),
            _ => None,
        },
        (TypeKind::SqliteMoment { name: class, timezone, .. }, "timezone") if class != "DATE" => {
            Some(Value::Bool(*timezone))
        }
        (TypeKind::Sqlite(class), "timezone") if is_moment(class.trim_end_matches("_CHAR")) => Some(Value::Bool(false)),
        (TypeKind::PgInterval(IntervalFields { fields, .. }), "fields") => Some(word(fields.as_deref())),
        _ => None,
    }
}

fn special(kind: &TypeKind, name: &str) -> Option<Value> {
    match (kind, name) {
        (TypeKind::Uuid { as_uuid, .. } | TypeKind::UpperUuid { as_uuid }, "as_uuid") => Some(Value::Bool(*as_uuid)),
        (TypeKind::Uuid { native, .. }, "native_uuid" | "native") => Some(Value::Bool(*native)),
        (TypeKind::UpperUuid { .. }, "native_uuid" | "native") => Some(Value::Bool(true)),
        (
            TypeKind::Json { none_as_null } | TypeKind::PgJson { none_as_null } | TypeKind::PgJsonb { none_as_null },
            "none_as_null",
        ) => Some(Value::Bool(*none_as_null)),
        (TypeKind::Sqlite(class), "none_as_null") if class == "JSON" => Some(Value::Bool(false)),
        (TypeKind::Array { dimensions, .. }, "dimensions") => Some(whole(*dimensions)),
        (TypeKind::Array { zero_indexes, .. }, "zero_indexes") => Some(Value::Bool(*zero_indexes)),
        (TypeKind::Interval(fields), "native") => Some(Value::Bool(!fields.emulated)),
        (TypeKind::Boolean { .. } | TypeKind::Enum(_) | TypeKind::PgInterval(_), "native") => Some(Value::Bool(true)),
        (TypeKind::Mysql { name: class, values, .. }, "values") if class == "SET" => {
            Some(Value::tuple(values.iter().map(Value::str).collect()))
        }
        _ => None,
    }
}

fn named(kind: &TypeKind, name: &str) -> Option<Value> {
    match kind {
        TypeKind::Enum(options) => Some(match name {
            "enums" => Value::list(options.labels.iter().map(Value::str).collect()),
            "native_enum" => Value::Bool(options.native),
            "validate_strings" => Value::Bool(options.validate_strings),
            "create_constraint" => Value::Bool(options.create_constraint),
            "create_type" if !options.postgresql => return None,
            "create_type" => Value::Bool(options.create_type),
            "inherit_schema" => Value::Bool(options.inherit_schema),
            "name" => of_name(options.name.as_ref()),
            _ => of_name(options.schema.as_ref()),
        }),
        TypeKind::PgDomain { name: own, schema, create_type, .. } => match name {
            "name" => Some(of_name(Some(own))),
            "schema" => Some(of_name(schema.as_ref())),
            "create_type" => Some(Value::Bool(*create_type)),
            _ => None,
        },
        TypeKind::Boolean { create_constraint, name: own, .. } => match (name, own) {
            ("create_constraint", _) => Some(Value::Bool(*create_constraint)),
            ("name", ConstraintName::Given(own) | ConstraintName::Final(own)) => Some(of_name(Some(own))),
            ("name", _) => Some(Value::None),
            _ => None,
        },
        _ => None,
    }
}

fn is_whole(class: &str) -> bool {
    matches!(class, "INTEGER" | "BIGINT" | "SMALLINT" | "TINYINT" | "MEDIUMINT")
}

fn is_decimal(class: &str) -> bool {
    matches!(class, "NUMERIC" | "DECIMAL" | "FLOAT" | "DOUBLE" | "REAL")
}

fn is_moment(class: &str) -> bool {
    matches!(class, "DATETIME" | "TIMESTAMP" | "TIME")
}

fn is_text(class: &str) -> bool {
    matches!(class, "CHAR" | "VARCHAR" | "NCHAR" | "NVARCHAR" | "TEXT" | "TINYTEXT" | "MEDIUMTEXT" | "LONGTEXT" | "SET")
}

fn string_options(kind: &TypeKind) -> Option<&StringOptions> {
    match kind {
        TypeKind::Mysql { name, text, .. } => {
            (is_text(name) || name.contains("BLOB") || name.contains("BINARY") || name == "BIT").then_some(text)
        }
        kind => kind.string_options(),
    }
}
