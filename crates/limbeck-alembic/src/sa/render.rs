//! SQL text of types, asked of the application.

use limbeck_ops::{Dialect, Type};
use limbeck_python::Vm;

use crate::runtime::environment;

/// The text of a type on a dialect; `None` where it has none.
pub fn type_text(vm: &Vm, dialect: &Dialect, ty: &Type) -> Option<String> {
    environment(vm).ok()?.runtime.render_type(dialect, ty).ok()
}
