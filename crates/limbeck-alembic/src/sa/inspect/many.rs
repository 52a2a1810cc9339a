//! `get_multi_…`: what is told of all tables of a schema, or of those named.

use std::rc::Rc;

use limbeck_ops::{DialectName, Name, Reflection, ReflectionRequest, RelationKinds, TableName};
use limbeck_python::{Args, Dict, Result, Signature, Span, Value, Vm};

use super::flags::{FlagObject, Flags};
use super::{Part, UNREFLECTABLE, ask, bind_of, dialect_name, names_in, needed_table, part};
use crate::sa::names::{optional_name, text_of};

/// `get_multi_…(schema=None, filter_names=None, kind=ObjectKind.TABLE, scope=ObjectScope.DEFAULT)`.
pub(super) fn told(vm: &mut Vm, this: &Value, args: Args, function: &'static str, how: Part) -> Result<Value> {
    let span = args.span;
    let signature = Signature::parse("(schema=None, filter_names=None, kind=None, scope=None, **kw)");
    let bound = signature.bind(&function.replacen("get_", "get_multi_", 1), args)?;
    let kinds = kinds(&bound.value("kind"), &bound.value("scope"))?;
    let schema = optional_name(&bound.value("schema"))?;
    let wanted = bound.value("filter_names");
    let wanted = match wanted.is_none() {
        true => Vec::new(),
        false => vm.iterate(&wanted)?.iter().map(text_of).collect::<Result<Vec<String>>>()?,
    };
    let found = names(vm, this, schema.as_ref(), kinds, &wanted, function, span)?;
    let dialect = dialect_name(vm, this);
    let dict = Dict::new();
    for name in found {
        let full = TableName { schema: schema.clone(), name: Name::new(name) };
        let told = match dialect {
            // It asks for all tables at once, and remembers nothing of it.
            DialectName::Postgresql => needed_table(vm, this, &full, function, span).and_then(|told| how(vm, &told)),
            DialectName::Sqlite | DialectName::Mysql | DialectName::Mariadb => {
                part(vm, this, function, &full, how, span)
            }
        };
        let told = match told {
            Err(error) if matches!(error.exception_class(), Some("NoSuchTableError" | UNREFLECTABLE)) => continue,
            told => told?,
        };
        let schema = schema.as_ref().map_or(Value::None, |schema| Value::str(&schema.text));
        dict.insert(vm, Value::tuple(vec![schema, Value::str(&full.name.text)]), told)?;
    }
    Ok(Value::Dict(Rc::new(dict)))
}

/// `ObjectKind` and `ObjectScope`, where they are given.
fn kinds(kind: &Value, scope: &Value) -> Result<RelationKinds> {
    let mut kinds = RelationKinds::TABLES;
    if !kind.is_none() {
        let bits = FlagObject::bits(kind, Flags::Kind)?;
        (kinds.tables, kinds.views, kinds.materialized_views) = (bits & 1 != 0, bits & 2 != 0, bits & 4 != 0);
    }
    if !scope.is_none() {
        let bits = FlagObject::bits(scope, Flags::Scope)?;
        (kinds.lasting, kinds.temporary) = (bits & 1 != 0, bits & 2 != 0);
    }
    Ok(kinds)
}

/// The tables and views that a `get_multi_…` tells of, in its order.
///
/// # Errors
/// What the database raises.
pub(super) fn names(
    vm: &mut Vm,
    this: &Value,
    schema: Option<&Name>,
    kinds: RelationKinds,
    wanted: &[String],
    function: &str,
    span: Span,
) -> Result<Vec<String>> {
    let mut found = match (dialect_name(vm, this), function) {
        // It has no method of its own for these.
        (DialectName::Postgresql, "get_table_options")
        | (DialectName::Sqlite | DialectName::Mysql | DialectName::Mariadb, _) => {
            let is_any = kinds.tables && kinds.views && kinds.materialized_views && kinds.lasting && kinds.temporary;
            if is_any && !wanted.is_empty() {
                return Ok(wanted.to_vec());
            }
            one_kind_after_another(vm, this, schema, kinds, span)?
        }
        (DialectName::Postgresql, _) => {
            let request = ReflectionRequest::Relations(schema.cloned(), kinds);
            match ask(vm, &bind_of(this), &request, span)? {
                Reflection::Names(names) => names,
                _ => Vec::new(),
            }
        }
    };
    if !wanted.is_empty() {
        found.retain(|name| wanted.contains(name));
    }
    let is_ordered = matches!(function, "get_columns" | "get_foreign_keys" | "get_check_constraints");
    if dialect_name(vm, this) == DialectName::Postgresql && is_ordered {
        found.sort();
    }
    Ok(found)
}

/// As the dialects without a method for many tables go about it: names by the inspector's other methods.
fn one_kind_after_another(
    vm: &mut Vm,
    this: &Value,
    schema: Option<&Name>,
    kinds: RelationKinds,
    span: Span,
) -> Result<Vec<String>> {
    type Make = fn(Option<Name>) -> ReflectionRequest;
    let dialect = dialect_name(vm, this);
    let (is_postgresql, has_temporary) = (dialect == DialectName::Postgresql, !dialect.is_mysql());
    let asked: [(bool, &'static str, Make); 5] = [
        (kinds.lasting && kinds.tables, "get_table_names", ReflectionRequest::Tables),
        (kinds.lasting && kinds.views, "get_view_names", ReflectionRequest::Views),
        (
            kinds.lasting && kinds.materialized_views && is_postgresql,
            "get_materialized_view_names",
            ReflectionRequest::MaterializedViews,
        ),
        (kinds.temporary && kinds.tables && has_temporary, "get_temp_table_names", |_| {
            ReflectionRequest::TemporaryTables
        }),
        // PostgreSQL looks for them in the schema, and theirs has another name.
        (
            kinds.temporary && kinds.views && has_temporary && !(is_postgresql && schema.is_some()),
            "get_temp_view_names",
            |_| ReflectionRequest::TemporaryViews,
        ),
    ];
    let schema = schema.map_or(Value::None, |schema| Value::str(&schema.text));
    let mut found = Vec::new();
    for (is_asked, function, make) in asked {
        if is_asked {
            let names = names_in(vm, this, function, &schema, make, span)?;
            for name in vm.iterate(&names)? {
                found.push(text_of(&name)?);
            }
        }
    }
    Ok(found)
}
