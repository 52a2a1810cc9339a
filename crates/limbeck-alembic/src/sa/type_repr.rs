//! `repr()` of types: SQLAlchemy's `generic_repr`, which shows the arguments of the constructor that are no defaults.

use limbeck_ops::{ConstraintName, EnumType, Name, NumberOptions, StringOptions, Type, TypeKind};
use limbeck_python::{Result, Value, Vm};

use super::types::type_value;

/// The arguments that are shown, joined by `, `.
#[derive(Default)]
struct Shown(Vec<String>);

impl Shown {
    fn number(&mut self, name: &str, value: Option<impl std::fmt::Display>) {
        self.0.extend(value.map(|value| format!("{name}={value}")));
    }

    fn text(&mut self, vm: &mut Vm, name: &str, value: Option<&str>) -> Result<()> {
        if let Some(value) = value {
            let shown = vm.repr(&Value::str(value))?;
            self.0.push(format!("{name}={shown}"));
        }
        Ok(())
    }

    /// A flag that differs from its default.
    fn flag(&mut self, name: &str, value: bool, default: bool) {
        if value != default {
            self.0.push(format!("{name}={}", if value { "True" } else { "False" }));
        }
    }

    fn values(&mut self, vm: &mut Vm, values: &[String]) -> Result<()> {
        for value in values {
            self.0.push(vm.repr(&Value::str(value))?.to_string());
        }
        Ok(())
    }
}

/// The type as `repr()` shows it, its class by this name, and the type inside of it as the script gave that.
pub(super) fn type_repr(vm: &mut Vm, class: &str, ty: &Type, inner: Option<Value>) -> Result<String> {
    let mut shown = Shown::default();
    match &ty.kind {
        TypeKind::String(options)
        | TypeKind::Unicode(options)
        | TypeKind::Text(options)
        | TypeKind::UnicodeText(options)
        | TypeKind::Varchar(options)
        | TypeKind::Char(options)
        | TypeKind::Nchar(options)
        | TypeKind::Nvarchar(options)
        | TypeKind::Clob(options)
        | TypeKind::Citext(options)
        | TypeKind::LargeBinary(options)
        | TypeKind::Blob(options)
        | TypeKind::Binary(options)
        | TypeKind::Varbinary(options) => {
            shown.number("length", options.length);
            shown.text(vm, "collation", options.collation.as_deref())?;
        }
        TypeKind::Numeric(options) | TypeKind::Decimal(options) => numeric(&mut shown, options, true),
        TypeKind::Float(options)
        | TypeKind::UpperFloat(options)
        | TypeKind::Real(options)
        | TypeKind::Double(options)
        | TypeKind::UpperDouble(options)
        | TypeKind::DoublePrecision(options) => numeric(&mut shown, options, false),
        TypeKind::Boolean { create_constraint, name, .. } => {
            shown.flag("create_constraint", *create_constraint, false);
            constraint_name(vm, &mut shown, name)?;
        }
        TypeKind::DateTime { timezone } | TypeKind::UpperDateTime { timezone } => {
            shown.flag("timezone", *timezone, false);
        }
        TypeKind::Timestamp { timezone, precision } | TypeKind::Time { timezone, precision } => {
            shown.flag("timezone", *timezone, false);
            shown.number("precision", *precision);
        }
        TypeKind::PgInterval(interval) => {
            shown.number("precision", interval.precision);
            shown.text(vm, "fields", interval.fields.as_deref())?;
        }
        TypeKind::PgBit { length, varying } => {
            shown.number("length", length.or((!varying).then_some(1)));
            shown.flag("varying", *varying, false);
        }
        TypeKind::Json { none_as_null } => shown.flag("none_as_null", *none_as_null, false),
        TypeKind::PgJson { none_as_null } | TypeKind::PgJsonb { none_as_null } => {
            shown.flag("none_as_null", *none_as_null, false);
            shown.0.push("astext_type=Text()".to_owned());
        }
        TypeKind::Uuid { as_uuid, native } => {
            shown.flag("as_uuid", *as_uuid, true);
            shown.flag("native_uuid", *native, true);
        }
        TypeKind::UpperUuid { as_uuid } => shown.flag("as_uuid", *as_uuid, true),
        TypeKind::Enum(options) => enumeration(vm, &mut shown, options)?,
        TypeKind::Array { item, dimensions, .. } => {
            let item = inner.unwrap_or_else(|| type_value(vm, item));
            shown.0.push(vm.repr(&item)?.to_string());
            shown.number("dimensions", *dimensions);
        }
        TypeKind::PgDomain { name, data_type, .. } => {
            shown.values(vm, std::slice::from_ref(&name.text))?;
            let inner = type_value(vm, data_type);
            shown.0.push(vm.repr(&inner)?.to_string());
        }
        TypeKind::Tuple { parts, .. } => {
            for part in parts {
                let class = type_value(vm, part).type_name();
                shown.0.push(type_repr(vm, generic_class(&class), part, None)?);
            }
        }
        TypeKind::PgSimple(name) if name == "HSTORE" => shown.0.push("text_type=Text()".to_owned()),
        TypeKind::Mysql { name, number, text, values, fsp, timezone, bitwise } => {
            shown.values(vm, values)?;
            mysql(vm, &mut shown, name, number, text)?;
            shown.flag("timezone", *timezone, false);
            shown.number("fsp", *fsp);
            shown.flag("retrieve_as_bitwise", *bitwise, false);
        }
        TypeKind::Null
        | TypeKind::Integer
        | TypeKind::SmallInteger
        | TypeKind::BigInteger
        | TypeKind::Date
        | TypeKind::Interval(_)
        | TypeKind::Pickle
        | TypeKind::PgSimple(_)
        | TypeKind::Sqlite(_)
        | TypeKind::SqliteMoment { .. }
        | TypeKind::Raw { .. } => {}
    }
    // The other name of a class.
    let class = if class == "INT" { "INTEGER" } else { class };
    Ok(format!("{class}({})", shown.0.join(", ")))
}

/// The class that types are of where nobody asked for that of the database's own name.
fn generic_class(class: &str) -> &str {
    match class {
        "INTEGER" => "Integer",
        "SMALLINT" => "SmallInteger",
        "BIGINT" => "BigInteger",
        "NUMERIC" => "Numeric",
        "BOOLEAN" => "Boolean",
        "DATE" => "Date",
        "TIME" => "Time",
        "TEXT" => "Text",
        other => other,
    }
}

fn numeric(shown: &mut Shown, options: &NumberOptions, as_decimal: bool) {
    shown.number("precision", options.precision);
    shown.number("scale", options.scale);
    shown.flag("asdecimal", options.asdecimal.unwrap_or(as_decimal), as_decimal);
}

fn constraint_name(vm: &mut Vm, shown: &mut Shown, name: &ConstraintName) -> Result<()> {
    let name = name.name().map(|name| name.text.clone());
    shown.text(vm, "name", name.as_deref())
}

fn enumeration(vm: &mut Vm, shown: &mut Shown, options: &EnumType) -> Result<()> {
    shown.values(vm, &options.labels)?;
    shown.text(vm, "charset", options.text.charset.as_deref())?;
    shown.text(vm, "collation", options.text.collation.as_deref())?;
    if options.mysql {
        return Ok(());
    }
    let text = |name: &Option<Name>| name.as_ref().map(|name| name.text.clone());
    shown.text(vm, "name", text(&options.name).as_deref())?;
    shown.text(vm, "schema", text(&options.schema).as_deref())?;
    shown.flag("inherit_schema", options.inherit_schema, false);
    shown.flag("native_enum", options.native, true);
    shown.flag("create_constraint", options.create_constraint, false);
    let longest = options.labels.iter().map(|label| label.chars().count() as u64).max().unwrap_or_default();
    match options.length {
        Some(0) if longest > 0 => shown.0.push("length=None".to_owned()),
        length => shown.number("length", length.filter(|length| *length != longest)),
    }
    Ok(())
}

/// The numbers of a type are shown after what is MySQL's own, but for the width of integers.
fn mysql(vm: &mut Vm, shown: &mut Shown, name: &str, number: &NumberOptions, text: &StringOptions) -> Result<()> {
    shown.number("display_width", number.display_width);
    let is_float = matches!(name, "DOUBLE" | "REAL" | "FLOAT");
    let size = |shown: &mut Shown| {
        shown.number("precision", number.precision);
        shown.number("scale", number.scale);
        if is_float {
            shown.flag("asdecimal", number.asdecimal.unwrap_or(name != "FLOAT"), false);
        } else {
            shown.flag("asdecimal", number.asdecimal.unwrap_or(true), true);
        }
    };
    if is_float {
        size(shown);
    }
    shown.flag("unsigned", number.unsigned, false);
    shown.flag("zerofill", number.zerofill, false);
    if !is_float {
        size(shown);
    }
    shown.text(vm, "charset", text.charset.as_deref())?;
    shown.text(vm, "collation", text.collation.as_deref())?;
    let has = |word: &str| text.modifiers.iter().any(|modifier| modifier.eq_ignore_ascii_case(word));
    for (argument, word) in [("ascii", "ASCII"), ("binary", "BINARY"), ("unicode", "UNICODE")] {
        shown.flag(argument, has(word), false);
    }
    shown.flag("national", has("NATIONAL") || matches!(name, "NCHAR" | "NVARCHAR"), false);
    shown.number("length", text.length);
    Ok(())
}
