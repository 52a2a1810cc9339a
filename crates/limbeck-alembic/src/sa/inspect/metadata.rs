//! `MetaData.reflect(…)`.

use limbeck_ops::TableName;
use limbeck_python::{Args, Bound, Result, Span, Value, Vm};

use super::Wanted;
use crate::errors;
use crate::sa::metadata::MetaDataObject;
use crate::sa::names::{optional_name, text_of};

/// `metadata.reflect(bind, …)`: the tables of a schema, or those of `only`, that it does not have yet.
///
/// # Errors
/// When a table of `only` does not exist, or what the database raises.
pub fn reflect_metadata(vm: &mut Vm, this: &Value, bound: &Bound, span: Span) -> Result<()> {
    let Some(metadata) = this.downcast::<MetaDataObject>() else { return Ok(()) };
    let bind = bound.value("bind");
    let flag = |vm: &mut Vm, name: &str| vm.truth(&bound.value(name));
    let schema = optional_name(&bound.value("schema"))?.or_else(|| metadata.schema.clone());
    let mut available = super::table_names(vm, &bind, schema.clone(), span)?;
    if flag(vm, "views")? {
        available.extend(super::view_names(vm, &bind, schema.as_ref(), span)?);
    }
    let extend = flag(vm, "extend_existing")?;
    let named = |name: &str| TableName::with_schema(schema.clone(), name);
    let is_new = |name: &str| extend || metadata.table(&named(name)).is_none();
    let only = bound.value("only");
    let mut load = Vec::new();
    if only.is_none() || is_function(&only) {
        for name in available.into_iter().filter(|name| is_new(name)) {
            if only.is_none() || {
                let answer = vm.call(&only, Args::of(vec![Value::str(&name), this.clone()]))?;
                vm.truth(&answer)?
            } {
                load.push(name);
            }
        }
    } else {
        let mut missing = Vec::new();
        for value in vm.iterate(&only)? {
            let name = text_of(&value)?;
            if !available.contains(&name) {
                missing.push(name);
            } else if is_new(&name) {
                load.push(name);
            }
        }
        if !missing.is_empty() {
            let engine = vm.get_attr(&bind, "engine")?;
            let engine = vm.repr(&engine)?;
            let place = schema.as_ref().map(|schema| format!(" schema '{}'", schema.text)).unwrap_or_default();
            let missing = missing.join(", ");
            let message =
                format!("Could not reflect: requested table(s) not available in {engine}{place}: ({missing})");
            return Err(errors::invalid_request(vm, &message));
        }
    }
    let wanted = Wanted { resolve_keys: flag(vm, "resolve_fks")?, ..Wanted::ALL };
    for name in load {
        let name = named(&name);
        // A table that another one refers to is there already.
        if extend || metadata.table(&name).is_none() {
            match super::reflect_table(vm, &bind, &name, this, &wanted, span) {
                // It is left out, with a warning of Python's.
                Err(error) if error.exception_class() == Some(super::UNREFLECTABLE) => {}
                reflected => {
                    reflected?;
                }
            }
        }
    }
    Ok(())
}

fn is_function(value: &Value) -> bool {
    matches!(value, Value::Function(_) | Value::Native(_) | Value::Method(_))
}
