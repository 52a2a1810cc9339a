//! `decimal`. The value is a kind of [`Value`]; its class, made when the evaluator is, carries methods and operators.
//! There is no negative zero and no signaling NaN, and exponents are those of the default context.

mod arithmetic;
mod class;
mod context;
mod contexts;
mod format;
mod number;

use std::rc::Rc;

use crate::error::Result;
use crate::value::{Kind, Module, Object, Value};
use crate::vm::Vm;

/// Makes the class of the kind, the exceptions and the first context.
pub(super) fn classes(vm: &mut Vm) {
    vm.types.set(Kind::Decimal, class::class());
    context::install(vm);
}

fn object(context: &Rc<context::Context>) -> Value {
    Value::Object(Rc::clone(context) as Rc<dyn Object>)
}

/// The module.
pub(super) fn module(vm: &mut Vm) -> Result<Rc<Module>> {
    let module = Module::new("decimal")
        .with("Decimal", vm.builtin_class(Kind::Decimal))
        .with("HAVE_THREADS", Value::Bool(true))
        .with("HAVE_CONTEXTVAR", Value::Bool(true))
        .with("DefaultContext", Value::object(context::Context::default()))
        .function_with("getcontext", "()", |vm, _| Ok(object(&context::Context::current(vm))))
        .function_with("setcontext", "(context, /)", |vm, args| {
            let context = contexts::own(&args.value("context"))?;
            if let Some(state) = vm.state::<context::State>() {
                state.current.replace(context);
            }
            Ok(Value::None)
        })
        .function_with("localcontext", "(ctx=None, *, prec=None, rounding=None)", |vm, args| {
            contexts::local(vm, &args)
        });
    for rounding in number::Rounding::ALL {
        module.set(rounding.name(), Value::str(rounding.name()));
    }
    if let Some(state) = vm.state::<context::State>() {
        module.set("Context", Rc::clone(&state.context_class));
        for signal in state.public_signals() {
            module.set(&signal.name, Rc::clone(signal));
        }
    }
    Ok(Rc::new(module))
}
