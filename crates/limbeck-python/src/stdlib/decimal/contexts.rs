//! What scripts do with contexts: `Context(…)`, its methods, and `localcontext()`.

use std::cell::RefCell;
use std::rc::Rc;

use super::class::{create, decimal_value, expect};
use super::context::{Context, State, trap_name};
use crate::error::{Error, Result};
use crate::value::{Class, ClassBuilder, Kind, Object, Value};
use crate::vm::Vm;

/// The context that an object is.
pub(super) fn own(this: &Value) -> Result<Rc<Context>> {
    this.downcast::<Context>()
        .ok_or_else(|| Error::type_error(format!("optional argument must be a context, not {}", this.type_name())))
}

/// The class `Context`.
pub(super) fn class() -> Rc<Class> {
    ClassBuilder::new("Context")
        .module("decimal")
        .constructor_with(
            "(prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)",
            |vm, _, args| {
                let context = Context::default();
                for name in ["Emin", "Emax", "capitals", "clamp"] {
                    if args.some(name).is_some() {
                        return Err(Error::unsupported(format!("`{name}` of a decimal context")));
                    }
                }
                if let Some(precision) = args.some("prec") {
                    context.set_precision(&precision)?;
                }
                if let Some(rounding) = args.some("rounding") {
                    context.set_rounding(&rounding)?;
                }
                if let Some(traps) = args.some("traps") {
                    let mut names = Vec::new();
                    for trap in vm.iterate(&traps)? {
                        names.extend(trap.as_class().and_then(|class| trap_name(class)));
                    }
                    context.traps.replace(names);
                }
                Ok(Rc::new(context) as Rc<dyn Object>)
            },
        )
        .method("copy", |_, this, _| Ok(Value::object((*own(this)?).clone())))
        .method("__copy__", |_, this, _| Ok(Value::object((*own(this)?).clone())))
        .method("clear_flags", |_, _, _| Ok(Value::None))
        .method_with("create_decimal", "(num='0', /)", |vm, this, args| {
            let context = own(this)?;
            let made = create(vm, &args.value("num"))?;
            decimal_value(super::arithmetic::plus(vm, &context, &made)?)
        })
        .method_with("quantize", "(a, b, /)", |vm, this, args| {
            let context = own(this)?;
            let (a, b) = (expect(&args.value("a"))?, expect(&args.value("b"))?);
            decimal_value(super::arithmetic::quantize(vm, &context, &a, &b, context.rounding.get())?)
        })
        .method_with("divide", "(a, b, /)", |vm, this, args| {
            let context = own(this)?;
            let (a, b) = (expect(&args.value("a"))?, expect(&args.value("b"))?);
            decimal_value(super::arithmetic::divide(vm, &context, &a, &b)?)
        })
        .method_with("multiply", "(a, b, /)", |vm, this, args| {
            let context = own(this)?;
            let (a, b) = (expect(&args.value("a"))?, expect(&args.value("b"))?);
            decimal_value(super::arithmetic::multiply(vm, &context, &a, &b)?)
        })
        .method_with("add", "(a, b, /)", |vm, this, args| {
            let context = own(this)?;
            let (a, b) = (expect(&args.value("a"))?, expect(&args.value("b"))?);
            decimal_value(super::arithmetic::add(vm, &context, &a, &b)?)
        })
        .method_with("subtract", "(a, b, /)", |vm, this, args| {
            let context = own(this)?;
            let (a, b) = (expect(&args.value("a"))?, expect(&args.value("b"))?);
            decimal_value(super::arithmetic::add(vm, &context, &a, &super::arithmetic::negated(&b))?)
        })
        .method_with("sqrt", "(a, /)", |vm, this, args| {
            let context = own(this)?;
            decimal_value(super::arithmetic::square_root(vm, &context, &expect(&args.value("a"))?)?)
        })
        .build()
}

/// `localcontext()`: a copy of a context for a `with` block.
#[derive(Debug)]
struct Manager {
    context: Rc<Context>,
    before: RefCell<Vec<Rc<Context>>>,
}

impl Object for Manager {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        vm.state::<State>().map_or_else(|| vm.builtin_class(Kind::Object), |state| Rc::clone(&state.manager_class))
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("decimal.ContextManager")
    }

    fn enter(&self, _: &Value, vm: &mut Vm) -> Result<Option<Value>> {
        if let Some(state) = vm.state::<State>() {
            self.before.borrow_mut().push(state.current.replace(Rc::clone(&self.context)));
        }
        Ok(Some(Value::Object(Rc::clone(&self.context) as Rc<dyn Object>)))
    }

    fn exit(&self, _: &Value, vm: &mut Vm, _: Option<&Value>) -> Result<Option<bool>> {
        if let (Some(state), Some(before)) = (vm.state::<State>(), self.before.borrow_mut().pop()) {
            state.current.replace(before);
        }
        Ok(Some(false))
    }
}

/// The class of what `localcontext()` gives.
pub(super) fn manager_class() -> Rc<Class> {
    ClassBuilder::new("ContextManager").module("decimal").build()
}

/// `localcontext(ctx=None, **kwargs)`
pub(super) fn local(vm: &mut Vm, args: &crate::bind::Bound) -> Result<Value> {
    let context = match args.some("ctx") {
        Some(given) => (*own(&given)?).clone(),
        None => (*Context::current(vm)).clone(),
    };
    if let Some(precision) = args.some("prec") {
        context.set_precision(&precision)?;
    }
    if let Some(rounding) = args.some("rounding") {
        context.set_rounding(&rounding)?;
    }
    Ok(Value::object(Manager { context: Rc::new(context), before: RefCell::default() }))
}
