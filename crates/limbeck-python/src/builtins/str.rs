//! `str`.

use std::rc::Rc;

use super::between;
use crate::error::{Error, Result};
use crate::value::{Args, Class, ClassBuilder, Value};
use crate::vm::Vm;

/// `str(…)`
pub(super) fn make(vm: &mut Vm, _: &Rc<Class>, mut args: Args) -> Result<Value> {
    let named = args.take_keyword("object");
    let encoding = args.take_keyword("encoding");
    let errors = args.take_keyword("errors");
    let args = between("str", args, 0, 3)?;
    let Some(value) = named.or_else(|| args.first().cloned()) else { return Ok(Value::str("")) };
    let encoding = encoding.or_else(|| args.get(1).cloned());
    if encoding.is_some() || errors.is_some() {
        let Some(bytes) = value.as_bytes() else {
            return Err(Error::type_error(format!(
                "decoding to str: need a bytes-like object, {} found",
                value.type_name()
            )));
        };
        let encoding = encoding.as_ref().and_then(Value::as_str).unwrap_or("utf-8");
        let errors = errors.as_ref().or(args.get(2)).and_then(Value::as_str).unwrap_or("strict");
        return super::bytes::decode(vm, bytes, encoding, errors);
    }
    Ok(Value::Str(vm.str(&value)?))
}

/// Methods of `str`.
pub(super) fn methods(builder: ClassBuilder) -> ClassBuilder {
    builder
}
