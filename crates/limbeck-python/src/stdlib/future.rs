//! `__future__`

use std::rc::Rc;

use crate::error::Result;
use crate::value::{Module, Value};
use crate::vm::Vm;

/// The module. What the names switch on, the compiler sees by itself.
pub(super) fn module(_: &mut Vm) -> Result<Rc<Module>> {
    let module = Module::new("__future__");
    for name in [
        "annotations",
        "division",
        "absolute_import",
        "print_function",
        "unicode_literals",
        "generator_stop",
        "with_statement",
        "nested_scopes",
        "generators",
    ] {
        module.set(name, Value::Bool(true));
    }
    Ok(Rc::new(module))
}
