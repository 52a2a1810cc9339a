//! Contexts: precision, rounding, traps, and the exceptions of `decimal`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::number::{Number, Rounding};
use crate::error::{Error, Result};
use crate::value::{Class, ClassBuilder, Decimal, Kind, Object, Value};
use crate::vm::Vm;

/// Exponents of the default context; other bounds are not known here.
pub(super) const MAX_EXPONENT: i64 = 999_999;
const MAX_PRECISION: i64 = 100_000;

/// The exceptions by name, with their first base and their second.
const SIGNALS: [(&str, &str, &str); 14] = [
    ("DecimalException", "", "ArithmeticError"),
    ("Clamped", "DecimalException", ""),
    ("InvalidOperation", "DecimalException", ""),
    ("ConversionSyntax", "InvalidOperation", ""),
    ("DivisionByZero", "DecimalException", "ZeroDivisionError"),
    ("DivisionImpossible", "InvalidOperation", ""),
    ("DivisionUndefined", "InvalidOperation", "ZeroDivisionError"),
    ("InvalidContext", "InvalidOperation", ""),
    ("Inexact", "DecimalException", ""),
    ("Rounded", "DecimalException", ""),
    ("Subnormal", "DecimalException", ""),
    ("Overflow", "Inexact", ""),
    ("Underflow", "Inexact", ""),
    ("FloatOperation", "DecimalException", "TypeError"),
];

/// What the module keeps in the evaluator.
pub(super) struct State {
    pub current: RefCell<Rc<Context>>,
    signals: Vec<Rc<Class>>,
    pub context_class: Rc<Class>,
    pub manager_class: Rc<Class>,
}

/// Makes the exceptions and the first context.
pub(super) fn install(vm: &mut Vm) {
    let mut signals: Vec<Rc<Class>> = Vec::new();
    for (name, first, second) in SIGNALS {
        let mut builder = ClassBuilder::new(name).module("decimal");
        if let Some(base) = signals.iter().find(|known| &*known.name == first) {
            builder = builder.base(base);
        }
        if !second.is_empty() {
            builder = builder.base(&vm.builtin_exception(second));
        }
        signals.push(builder.build());
    }
    vm.insert_state(Rc::new(State {
        current: RefCell::new(Rc::new(Context::default())),
        signals,
        context_class: super::contexts::class(),
        manager_class: super::contexts::manager_class(),
    }));
}

impl State {
    pub fn signal(&self, name: &str) -> Option<Rc<Class>> {
        self.signals.iter().find(|known| &*known.name == name).cloned()
    }

    /// The exceptions that scripts can import.
    pub fn public_signals(&self) -> impl Iterator<Item = &Rc<Class>> {
        const HIDDEN: [&str; 4] = ["ConversionSyntax", "DivisionImpossible", "DivisionUndefined", "InvalidContext"];
        self.signals.iter().filter(|class| !HIDDEN.contains(&&*class.name))
    }
}

/// A context.
#[derive(Debug, Clone)]
pub(super) struct Context {
    pub precision: Cell<i64>,
    pub rounding: Cell<Rounding>,
    pub traps: RefCell<Vec<&'static str>>,
}

impl Default for Context {
    fn default() -> Context {
        Context {
            precision: Cell::new(28),
            rounding: Cell::new(Rounding::HalfEven),
            traps: RefCell::new(vec!["InvalidOperation", "DivisionByZero", "Overflow"]),
        }
    }
}

/// The name of an exception as a trap.
pub(super) fn trap_name(class: &Class) -> Option<&'static str> {
    SIGNALS.iter().map(|(name, _, _)| *name).find(|name| **name == *class.name)
}

impl Context {
    /// The evaluator's current one.
    pub fn current(vm: &Vm) -> Rc<Context> {
        vm.state::<State>().map(|state| Rc::clone(&state.current.borrow())).unwrap_or_default()
    }

    pub fn set_precision(&self, value: &Value) -> Result<()> {
        match value.as_int() {
            Some(precision @ 1..=MAX_PRECISION) => {
                self.precision.set(precision);
                Ok(())
            }
            Some(precision) if precision > MAX_PRECISION => {
                Err(Error::unsupported(format!("a decimal precision above {MAX_PRECISION}")))
            }
            Some(_) => Err(Error::value_error("valid range for prec is [1, MAX_PREC]")),
            None => {
                Err(Error::type_error(format!("'{}' object cannot be interpreted as an integer", value.type_name())))
            }
        }
    }

    pub fn set_rounding(&self, value: &Value) -> Result<()> {
        self.rounding.set(rounding(value)?);
        Ok(())
    }

    /// The smallest exponent of a coefficient.
    pub fn tiny(&self) -> i64 {
        -MAX_EXPONENT - self.precision.get() + 1
    }

    /// Rounds to the context's precision.
    pub fn finish(&self, vm: &mut Vm, number: Number) -> Result<Decimal> {
        let number = if number.is_zero() {
            let exponent = number.exponent.clamp(self.tiny(), MAX_EXPONENT);
            Number::new(0, exponent)
        } else if number.adjusted() < -MAX_EXPONENT {
            let exponent = number.exponent.max(self.tiny());
            number.rescaled(exponent, self.rounding.get())
        } else {
            number.rounded(self.precision.get(), self.rounding.get())
        };
        if !number.is_zero() && number.adjusted() > MAX_EXPONENT {
            return self.raise(vm, "Overflow", "Overflow", Decimal::Infinity(number.is_negative()));
        }
        Ok(Decimal::Finite(number.to_decimal()))
    }

    /// Raises a signal, or gives the result when it is not trapped. `shown`: the condition that the message names.
    pub fn raise(&self, vm: &mut Vm, signal: &str, shown: &str, result: Decimal) -> Result<Decimal> {
        if !self.traps.borrow().contains(&signal) {
            return Ok(result);
        }
        Err(error(vm, signal, shown))
    }

    /// `InvalidOperation`, or `NaN`.
    pub fn invalid(&self, vm: &mut Vm) -> Result<Decimal> {
        self.raise(vm, "InvalidOperation", "InvalidOperation", Decimal::NaN)
    }
}

/// The exception of a signal.
pub(super) fn error(vm: &mut Vm, signal: &str, shown: &str) -> Error {
    let state = vm.state::<State>();
    let class = |name: &str| state.as_ref().and_then(|state| state.signal(name));
    match (class(signal), class(shown)) {
        (Some(raised), Some(shown)) => vm.new_exception(&raised, vec![Value::list(vec![Value::Class(shown)])]),
        _ => Error::exception("ArithmeticError", shown.to_owned()),
    }
}

/// A rounding mode.
pub(super) fn rounding(value: &Value) -> Result<Rounding> {
    value.as_str().and_then(Rounding::named).ok_or_else(|| {
        Error::type_error(concat!(
            "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n",
            "   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]"
        ))
    })
}

impl Object for Context {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        vm.state::<State>().map_or_else(|| vm.builtin_class(Kind::Object), |state| Rc::clone(&state.context_class))
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("decimal.Context")
    }

    fn get_attr(&self, _: &Value, _: &mut Vm, name: &str) -> Result<Option<Value>> {
        Ok(match name {
            "prec" => Some(Value::int(self.precision.get())),
            "rounding" => Some(Value::str(self.rounding.get().name())),
            "Emax" => Some(Value::int(MAX_EXPONENT)),
            "Emin" => Some(Value::int(-MAX_EXPONENT)),
            "capitals" => Some(Value::int(1)),
            "clamp" => Some(Value::int(0)),
            "traps" | "flags" => return Err(Error::unsupported(format!("`decimal.Context.{name}`"))),
            _ => None,
        })
    }

    fn set_attr(&self, _: &Value, _: &mut Vm, name: &str, value: Value) -> Result<bool> {
        match name {
            "prec" => self.set_precision(&value)?,
            "rounding" => self.set_rounding(&value)?,
            _ => return Err(Error::unsupported(format!("setting `{name}` of a decimal context"))),
        }
        Ok(true)
    }
}
