//! Methods of generators and coroutines.

use super::{between, exactly};
use crate::error::Error;
use crate::value::{ClassBuilder, Kind, Value};

/// Methods of other iterators.
pub(super) fn iterator_methods(builder: ClassBuilder) -> ClassBuilder {
    builder
        .kind(Kind::Iterator)
        .method("__next__", |vm, this, args| {
            exactly::<0>("__next__", args)?;
            match vm.next(this)? {
                Some(item) => Ok(item),
                None => Err(vm.stop_iteration(Value::None)),
            }
        })
        .method("__iter__", |_, this, _| Ok(this.clone()))
}

/// Adds them.
pub(super) fn methods(builder: ClassBuilder) -> ClassBuilder {
    builder
        .method("send", |vm, this, args| {
            let [value] = exactly::<1>("generator.send", args)?;
            let Value::Generator(generator) = this else { return Ok(Value::None) };
            match vm.resume(generator, value, None)? {
                Ok(value) => Ok(value),
                Err(result) => Err(vm.stop_iteration(result)),
            }
        })
        .method("__next__", |vm, this, _| {
            let Value::Generator(generator) = this else { return Ok(Value::None) };
            match vm.resume(generator, Value::None, None)? {
                Ok(value) => Ok(value),
                Err(result) => Err(vm.stop_iteration(result)),
            }
        })
        .method("throw", |vm, this, args| {
            let args = between("throw", args, 1, 3)?;
            let Value::Generator(generator) = this else { return Ok(Value::None) };
            let exception = match (args.first(), args.get(1)) {
                (Some(_), Some(value)) if value.as_exception().is_some() => value.clone(),
                (Some(class @ Value::Class(_)), Some(value)) if !value.is_none() => {
                    vm.call_value(class, crate::value::Args::of([value.clone()]))?
                }
                (Some(value), _) => vm.as_raisable(value.clone())?,
                (None, _) => return Err(Error::type_error("throw expected at least 1 argument, got 0")),
            };
            let error = vm.raise_value(exception);
            match vm.resume(generator, Value::None, Some(error))? {
                Ok(value) => Ok(value),
                Err(result) => Err(vm.stop_iteration(result)),
            }
        })
        .method("close", |vm, this, args| {
            exactly::<0>("generator.close", args)?;
            if let Value::Generator(generator) = this {
                vm.close_generator(generator)?;
            }
            Ok(Value::None)
        })
        .method("__iter__", |_, this, _| Ok(this.clone()))
}
