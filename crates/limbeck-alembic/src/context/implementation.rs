//! Implementations of dialects that a project has changed (`alembic.ddl.impl`): what the version table is made of.

use limbeck_ops::{Dialect, Name};
use limbeck_python::{Args, Error, Result, Value, Vm};

use crate::errors::IntoScript;
use crate::runtime::environment;

/// Whether a project has asked for `alembic.ddl.impl`.
#[derive(Debug)]
struct Asked;

/// `own_implementations()`: the implementations of the dialects can have been changed.
pub(crate) fn asked(vm: &mut Vm) {
    vm.insert_state(std::rc::Rc::new(Asked));
}

/// What a project has changed of a dialect's implementation.
#[derive(Clone, Debug)]
pub struct Implementation {
    /// The name of its class.
    pub name: String,
    /// Whether its DDL is transactional unless env.py says otherwise.
    pub transactional_ddl: bool,
    /// The SQL type of `version_num`, where it is the project's own.
    pub version_type: Option<String>,
}

/// The implementation of a dialect, where a project can have changed it.
///
/// # Errors
/// What the project's `version_table_impl` raises, and when its table has more than another type.
pub(super) fn of(
    vm: &mut Vm,
    dialect: &Dialect,
    table: &str,
    schema: Option<&Name>,
    pk: bool,
) -> Result<Option<Implementation>> {
    if vm.state::<Asked>().is_none() {
        return Ok(None);
    }
    let module = vm.import("alembic.ddl.impl")?;
    let schema = schema.map_or(Value::None, |name| Value::str(&name.text));
    let arguments = [Value::str(dialect.name.as_str()), Value::str(table), schema, Value::Bool(pk)];
    let told = vm.call_method(&module, "limbeck_implementation", Args::of(arguments))?;
    let [name, transactional_ddl, ty] = <[Value; 3]>::try_from(vm.iterate(&told)?)
        .map_err(|_| Error::type_error("an implementation has a name, a flag and a type"))?;
    let version_type = match ty {
        Value::None => None,
        value => {
            let ty = crate::sa::types::coerce_type(vm, &value)?;
            let runtime = std::rc::Rc::clone(&environment(vm)?.runtime);
            Some(runtime.render_type(dialect, &ty).into_script(vm)?)
        }
    };
    let name = vm.str(&name)?.to_string();
    Ok(Some(Implementation { name, transactional_ddl: vm.truth(&transactional_ddl)?, version_type }))
}
