//! `_html`: the named character references of HTML.

use std::rc::Rc;

use crate::error::Result;
use crate::value::{Module, Value};
use crate::vm::Vm;

/// The table of the HTML standard (section "Named character references"), sorted: a name, maybe with its semicolon,
/// and the code points in hexadecimal.
const NAMES: &str = include_str!("html_entities.txt");

fn named(name: &str) -> Option<String> {
    let rest = NAMES.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
    Some(rest.split(' ').filter_map(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?)).collect())
}

/// The module.
pub(super) fn module(_: &mut Vm) -> Result<Rc<Module>> {
    Ok(Rc::new(Module::new("_html").function_with("named", "(name)", |_, args| {
        Ok(args.value("name").as_str().and_then(named).map_or(Value::None, Value::from))
    })))
}
