//! The class `Decimal`.

use std::cmp::Ordering;
use std::rc::Rc;

use num_bigint::BigInt;
use num_traits::Zero;

use super::arithmetic::{self, compared, is_negative, negated};
use super::context::{Context, MAX_EXPONENT, error, rounding};
use super::number::{Number, Parsed, Rounding, of_float, parse};
use crate::error::{Error, Result};
use crate::stdlib::datetime::{COMPARISONS, operand};
use crate::value::{Class, ClassBuilder, CompareOp, Decimal, Int, Kind, Value};
use crate::vm::Vm;

pub(super) fn decimal_value(decimal: Decimal) -> Result<Value> {
    Ok(Value::Decimal(Rc::new(decimal)))
}

fn finite(number: &Number) -> Decimal {
    Decimal::Finite(number.to_decimal())
}

/// The number of `self`.
fn own(this: &Value) -> Result<Rc<Decimal>> {
    match this.payload() {
        Value::Decimal(decimal) => Ok(Rc::clone(decimal)),
        _ => Err(Error::type_error(format!("expected a Decimal, not '{}'", this.type_name()))),
    }
}

/// A `Decimal` or an `int`, as operators take them.
fn converted(value: &Value) -> Option<Decimal> {
    match value.payload() {
        Value::Decimal(decimal) => Some((**decimal).clone()),
        Value::Int(_) | Value::Bool(_) => value.as_integer().map(|int| finite(&Number::new(int.to_big(), 0))),
        _ => None,
    }
}

/// A `Decimal` or an `int`, as methods take them.
pub(super) fn expect(value: &Value) -> Result<Decimal> {
    converted(value)
        .ok_or_else(|| Error::type_error(format!("conversion from {} to Decimal is not supported", value.type_name())))
}

/// Refuses numbers whose digits could not be written out.
fn bounded(number: Number) -> Result<Decimal> {
    if number.exponent.abs() > 2 * MAX_EXPONENT || (!number.is_zero() && number.adjusted().abs() > MAX_EXPONENT) {
        return Err(Error::unsupported("a Decimal with so large an exponent"));
    }
    Ok(finite(&number))
}

/// `Decimal(value)`
pub(super) fn create(vm: &mut Vm, value: &Value) -> Result<Decimal> {
    match value.payload() {
        Value::Str(text) => match parse(text) {
            Some(Parsed::Number(number)) => bounded(number),
            Some(Parsed::Infinity(negative)) => Ok(Decimal::Infinity(negative)),
            Some(Parsed::NaN) => Ok(Decimal::NaN),
            Some(Parsed::Signaling) => Err(Error::unsupported("a signaling NaN")),
            None => {
                let context = Context::current(vm);
                context.raise(vm, "InvalidOperation", "ConversionSyntax", Decimal::NaN)
            }
        },
        Value::Float(float) if float.is_nan() => Ok(Decimal::NaN),
        Value::Float(float) if float.is_infinite() => Ok(Decimal::Infinity(*float < 0.0)),
        Value::Float(float) => Ok(finite(&of_float(*float))),
        Value::Tuple(_) | Value::List(_) => of_tuple(vm, value),
        Value::Unresolved(unresolved) => Err(vm.unresolved_error(unresolved, "is turned into a number")),
        _ => expect(value),
    }
}

fn of_tuple(vm: &mut Vm, value: &Value) -> Result<Decimal> {
    let parts = value.as_sequence().unwrap_or_default();
    let [sign, digits, exponent] = parts.as_slice() else {
        return Err(Error::value_error("argument must be a sequence of length 3"));
    };
    let negative = match sign.as_int() {
        Some(0) => false,
        Some(1) => true,
        _ => return Err(Error::value_error("sign must be an integer with the value 0 or 1")),
    };
    match exponent.as_str() {
        Some("F") => return Ok(Decimal::Infinity(negative)),
        Some("n") => return Ok(Decimal::NaN),
        Some(_) => {
            return Err(Error::value_error("string argument in the third position must be 'F', 'n' or 'N'"));
        }
        None => {}
    }
    let Some(exponent) = exponent.as_int() else {
        return Err(Error::value_error("exponent must be an integer"));
    };
    let mut text = String::from("0");
    for digit in vm.iterate(digits)? {
        match digit.as_int() {
            Some(digit @ 0..=9) => text.push_str(&digit.to_string()),
            _ => return Err(Error::value_error("coefficient must be a tuple of digits")),
        }
    }
    let coefficient: BigInt = text.parse().unwrap_or_default();
    bounded(Number::new(if negative { -coefficient } else { coefficient }, exponent))
}

pub(super) fn text(decimal: &Decimal, engineering: bool) -> String {
    match decimal {
        Decimal::Finite(number) => Number::of(number).text(engineering),
        Decimal::Infinity(false) => "Infinity".to_owned(),
        Decimal::Infinity(true) => "-Infinity".to_owned(),
        Decimal::NaN => "NaN".to_owned(),
    }
}

/// The integer part.
fn whole(decimal: &Decimal, rounding: Rounding) -> Result<Value> {
    match decimal {
        Decimal::Finite(number) => {
            let whole = Number::of(number).rescaled(0, rounding);
            Ok(Value::Int(Int::from_big(whole.coefficient)))
        }
        Decimal::Infinity(_) => Err(Error::exception("OverflowError", "cannot convert Infinity to integer")),
        Decimal::NaN => Err(Error::value_error("cannot convert NaN to integer")),
    }
}

type Operation = fn(&mut Vm, &Context, &Decimal, &Decimal) -> Result<Decimal>;

fn subtract(vm: &mut Vm, context: &Context, a: &Decimal, b: &Decimal) -> Result<Decimal> {
    arithmetic::add(vm, context, a, &negated(b))
}

const OPERATORS: [(&str, &str, Operation); 7] = [
    ("__add__", "__radd__", arithmetic::add),
    ("__sub__", "__rsub__", subtract),
    ("__mul__", "__rmul__", arithmetic::multiply),
    ("__truediv__", "__rtruediv__", arithmetic::divide),
    ("__floordiv__", "__rfloordiv__", arithmetic::divide_whole),
    ("__mod__", "__rmod__", arithmetic::remainder),
    ("__pow__", "__rpow__", arithmetic::power),
];

fn compare(vm: &mut Vm, op: CompareOp, this: &Value, other: &Value) -> Result<Value> {
    let other = match other.payload() {
        Value::Float(_) => create(vm, other)?,
        _ => match converted(other) {
            Some(other) => other,
            None => return Ok(Value::NotImplemented),
        },
    };
    match (compared(&*own(this)?, &other), op) {
        (Some(order), _) => Ok(crate::stdlib::datetime::ordered(op, order)),
        (None, CompareOp::Eq) => Ok(Value::Bool(false)),
        (None, CompareOp::Ne) => Ok(Value::Bool(true)),
        (None, CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge) => {
            let context = Context::current(vm);
            context.invalid(vm)?;
            Ok(Value::Bool(false))
        }
    }
}

/// The rounding and the context that a method was given.
fn how(vm: &Vm, args: &crate::bind::Bound) -> Result<(Rc<Context>, Rounding)> {
    let context = match args.some("context") {
        Some(given) => super::contexts::own(&given)?,
        None => Context::current(vm),
    };
    let mode = match args.some("rounding") {
        Some(given) => rounding(&given)?,
        None => context.rounding.get(),
    };
    Ok((context, mode))
}

fn integral(vm: &mut Vm, this: &Value, args: &crate::bind::Bound) -> Result<Value> {
    let (_, mode) = how(vm, args)?;
    let value = own(this)?;
    match &*value {
        Decimal::Finite(number) => {
            let number = Number::of(number);
            decimal_value(if number.exponent >= 0 { finite(&number) } else { finite(&number.rescaled(0, mode)) })
        }
        Decimal::Infinity(_) | Decimal::NaN => decimal_value((*value).clone()),
    }
}

fn as_tuple(vm: &mut Vm, this: &Value) -> Result<Value> {
    let value = own(this)?;
    let (digits, exponent) = match &*value {
        Decimal::Finite(number) => {
            let number = Number::of(number);
            let digits = number.digits().bytes().map(|b| Value::int(i64::from(b) - 48)).collect();
            (digits, Value::int(number.exponent))
        }
        Decimal::Infinity(_) => (vec![Value::int(0)], Value::str("F")),
        Decimal::NaN => (Vec::new(), Value::str("n")),
    };
    let fields = vec![Value::int(i64::from(is_negative(&value))), Value::tuple(digits), exponent];
    crate::stdlib::named::named_tuple(
        vm,
        "decimal",
        "DecimalTuple",
        &["sign", "digits", "exponent"],
        "DecimalTuple",
        fields,
    )
}

fn as_integer_ratio(this: &Value) -> Result<Value> {
    match &*own(this)? {
        Decimal::Finite(number) => {
            let (top, bottom) = Number::of(number).ratio();
            let int = |value: BigInt| Value::Int(Int::from_big(value));
            Ok(Value::tuple(vec![int(top), int(bottom)]))
        }
        Decimal::Infinity(_) => Err(Error::exception("OverflowError", "cannot convert Infinity to integer ratio")),
        Decimal::NaN => Err(Error::value_error("cannot convert NaN to integer ratio")),
    }
}

fn format(vm: &mut Vm, this: &Value, spec: &str) -> Result<Value> {
    let Some(parsed) = super::format::Spec::parse(spec) else {
        return Err(Error::value_error("invalid format string"));
    };
    let text = match &*own(this)? {
        Decimal::Finite(number) => parsed.number(&Number::of(number), Context::current(vm).rounding.get()),
        Decimal::Infinity(negative) => parsed.special(*negative, "Infinity"),
        Decimal::NaN => parsed.special(false, "NaN"),
    };
    vm.check_text(text.len())?;
    Ok(Value::from(text))
}

/// `a.max(b)` and `a.min(b)`: what is no number gives way.
fn extreme(vm: &mut Vm, this: &Value, other: &Value, largest: bool) -> Result<Value> {
    let (a, b) = ((*own(this)?).clone(), expect(other)?);
    let context = Context::current(vm);
    // Of equal numbers the one with the smaller exponent counts as smaller, or as larger below zero.
    let ties = |order: Ordering| match (&a, &b) {
        (Decimal::Finite(x), Decimal::Finite(y)) if order.is_eq() => {
            let exponents = Number::of(x).exponent.cmp(&Number::of(y).exponent);
            if is_negative(&a) { exponents.reverse() } else { exponents }
        }
        (Decimal::Finite(_) | Decimal::Infinity(_) | Decimal::NaN, _) => order,
    };
    let chosen = match compared(&a, &b).map(ties) {
        Some(order) if order.is_lt() == largest => b,
        Some(_) => a,
        None if matches!(a, Decimal::NaN) => b,
        None => a,
    };
    decimal_value(arithmetic::plus(vm, &context, &chosen)?)
}

fn rounded(vm: &mut Vm, this: &Value, digits: Option<&Value>) -> Result<Value> {
    let value = own(this)?;
    let Some(digits) = digits.filter(|digits| !digits.is_none()) else {
        return whole(&value, Rounding::HalfEven);
    };
    let Some(digits) = digits.as_int() else {
        return Err(Error::type_error("optional arg must be an integer"));
    };
    let context = Context::current(vm);
    let exponent = digits.saturating_neg();
    if exponent.abs() > MAX_EXPONENT {
        return decimal_value(context.invalid(vm)?);
    }
    let pattern = finite(&Number::new(1, exponent));
    decimal_value(arithmetic::quantize(vm, &context, &value, &pattern, context.rounding.get())?)
}

/// Methods of the original that are not here.
const MISSING: [&str; 22] = [
    "exp",
    "ln",
    "log10",
    "logb",
    "fma",
    "rotate",
    "shift",
    "logical_and",
    "logical_or",
    "logical_xor",
    "logical_invert",
    "next_minus",
    "next_plus",
    "next_toward",
    "compare_signal",
    "compare_total",
    "compare_total_mag",
    "max_mag",
    "min_mag",
    "number_class",
    "remainder_near",
    "__complex__",
];

fn with_operators(mut builder: ClassBuilder) -> ClassBuilder {
    for (name, reflected, operation) in OPERATORS {
        builder = builder
            .method(name, move |vm, this, args| match converted(operand(&args)) {
                Some(other) => {
                    let context = Context::current(vm);
                    decimal_value(operation(vm, &context, &*own(this)?, &other)?)
                }
                None => Ok(Value::NotImplemented),
            })
            .method(reflected, move |vm, this, args| match converted(operand(&args)) {
                Some(other) => {
                    let context = Context::current(vm);
                    decimal_value(operation(vm, &context, &other, &*own(this)?)?)
                }
                None => Ok(Value::NotImplemented),
            });
    }
    for (name, op) in COMPARISONS {
        builder = builder.method(name, move |vm, this, args| compare(vm, op, this, operand(&args)));
    }
    for name in MISSING {
        builder = builder.method(name, move |_, _, _| Err(Error::unsupported(format!("`decimal.Decimal.{name}()`"))));
    }
    builder
        .method("__neg__", |vm, this, _| {
            let context = Context::current(vm);
            decimal_value(arithmetic::plus(vm, &context, &negated(&*own(this)?))?)
        })
        .method("__pos__", |vm, this, _| {
            let context = Context::current(vm);
            decimal_value(arithmetic::plus(vm, &context, &*own(this)?)?)
        })
        .method("__abs__", |vm, this, _| {
            let (context, value) = (Context::current(vm), own(this)?);
            let value = if is_negative(&value) { negated(&value) } else { (*value).clone() };
            decimal_value(arithmetic::plus(vm, &context, &value)?)
        })
        .method("__divmod__", |vm, this, args| match converted(operand(&args)) {
            Some(other) => {
                let (context, value) = (Context::current(vm), own(this)?);
                let quotient = arithmetic::divide_whole(vm, &context, &value, &other)?;
                let rest = arithmetic::remainder(vm, &context, &value, &other)?;
                Ok(Value::tuple(vec![decimal_value(quotient)?, decimal_value(rest)?]))
            }
            None => Ok(Value::NotImplemented),
        })
}

fn with_questions(builder: ClassBuilder) -> ClassBuilder {
    builder
        .method("is_nan", |_, this, _| Ok(Value::Bool(matches!(&*own(this)?, Decimal::NaN))))
        .method("is_qnan", |_, this, _| Ok(Value::Bool(matches!(&*own(this)?, Decimal::NaN))))
        .method("is_snan", |_, _, _| Ok(Value::Bool(false)))
        .method("is_canonical", |_, _, _| Ok(Value::Bool(true)))
        .method("is_infinite", |_, this, _| Ok(Value::Bool(matches!(&*own(this)?, Decimal::Infinity(_)))))
        .method("is_finite", |_, this, _| Ok(Value::Bool(matches!(&*own(this)?, Decimal::Finite(_)))))
        .method("is_signed", |_, this, _| Ok(Value::Bool(is_negative(&*own(this)?))))
        .method("is_zero", |_, this, _| {
            Ok(Value::Bool(matches!(&*own(this)?, Decimal::Finite(number) if number.is_zero())))
        })
        .method("is_normal", |_, this, _| {
            Ok(Value::Bool(matches!(&*own(this)?, Decimal::Finite(number)
                if !number.is_zero() && Number::of(number).adjusted() >= -MAX_EXPONENT)))
        })
        .method("is_subnormal", |_, this, _| {
            Ok(Value::Bool(matches!(&*own(this)?, Decimal::Finite(number)
                if !number.is_zero() && Number::of(number).adjusted() < -MAX_EXPONENT)))
        })
        .method("adjusted", |_, this, _| {
            Ok(Value::int(match &*own(this)? {
                Decimal::Finite(number) => Number::of(number).adjusted(),
                Decimal::Infinity(_) | Decimal::NaN => 0,
            }))
        })
        .method("as_tuple", |vm, this, _| as_tuple(vm, this))
        .method("as_integer_ratio", |_, this, _| as_integer_ratio(this))
        .method_with("same_quantum", "(other, context=None)", |_, this, args| {
            let (a, b) = (own(this)?, expect(&args.value("other"))?);
            Ok(Value::Bool(match (&*a, &b) {
                (Decimal::Finite(a), Decimal::Finite(b)) => Number::of(a).exponent == Number::of(b).exponent,
                (Decimal::Infinity(_), Decimal::Infinity(_)) | (Decimal::NaN, Decimal::NaN) => true,
                (Decimal::Finite(_) | Decimal::Infinity(_) | Decimal::NaN, _) => false,
            }))
        })
        .method_with("compare", "(other, context=None)", |_, this, args| {
            let order = compared(&*own(this)?, &expect(&args.value("other"))?);
            decimal_value(match order {
                Some(order) => finite(&Number::new(order as i64, 0)),
                None => Decimal::NaN,
            })
        })
        .property("real", |_, this| Ok(this.clone()))
        .property("imag", |_, _| decimal_value(finite(&Number::new(0, 0))))
}

fn with_texts(builder: ClassBuilder) -> ClassBuilder {
    builder
        .method("__str__", |_, this, _| Ok(Value::from(text(&*own(this)?, false))))
        .method("__repr__", |_, this, _| Ok(Value::from(format!("Decimal('{}')", text(&*own(this)?, false)))))
        .method("__format__", |vm, this, args| {
            let spec = operand(&args).as_rc_str().unwrap_or_else(|| Rc::from(""));
            format(vm, this, &spec)
        })
        .method_with("to_eng_string", "(context=None)", |_, this, _| Ok(Value::from(text(&*own(this)?, true))))
        .method("__hash__", |vm, this, _| {
            let hash = vm.hash(&Value::Decimal(own(this)?))?;
            Ok(Value::int(hash as i64))
        })
        .method("__bool__", |vm, this, _| {
            let truth = vm.truth(&Value::Decimal(own(this)?))?;
            Ok(Value::Bool(truth))
        })
        .method("__int__", |_, this, _| whole(&*own(this)?, Rounding::Down))
        .method("__trunc__", |_, this, _| whole(&*own(this)?, Rounding::Down))
        .method("__floor__", |_, this, _| whole(&*own(this)?, Rounding::Floor))
        .method("__ceil__", |_, this, _| whole(&*own(this)?, Rounding::Ceiling))
        .method("__round__", |vm, this, args| rounded(vm, this, args.positional.first()))
        .method("__float__", |_, this, _| {
            let text = text(&*own(this)?, false);
            Ok(Value::Float(text.parse::<f64>().unwrap_or(f64::NAN)))
        })
        .method("__copy__", |_, this, _| Ok(this.clone()))
        .method("__deepcopy__", |_, this, _| Ok(this.clone()))
        .method("conjugate", |_, this, _| Ok(this.clone()))
        .method("canonical", |_, this, _| Ok(this.clone()))
        .method("radix", |_, _, _| decimal_value(finite(&Number::new(10, 0))))
}

/// The class.
pub(super) fn class() -> Rc<Class> {
    let builder = ClassBuilder::new("Decimal").module("decimal").kind(Kind::Decimal);
    let signature = crate::bind::Signature::parse("(value='0', context=None)");
    let builder = builder.value_constructor(move |vm, _, args| {
        let bound = signature.bind("Decimal", args)?;
        decimal_value(create(vm, &bound.value("value"))?)
    });
    with_texts(with_questions(with_operators(builder)))
        .class_method("from_float", |vm, _, args| match operand(&args).payload() {
            Value::Float(_) | Value::Int(_) | Value::Bool(_) => decimal_value(create(vm, operand(&args))?),
            _ => Err(Error::type_error("argument must be int or float")),
        })
        .method_with("quantize", "(exp, rounding=None, context=None)", |vm, this, args| {
            let (context, mode) = how(vm, &args)?;
            let pattern = expect(&args.value("exp"))?;
            decimal_value(arithmetic::quantize(vm, &context, &*own(this)?, &pattern, mode)?)
        })
        .method_with("to_integral_value", "(rounding=None, context=None)", |vm, this, args| integral(vm, this, &args))
        .method_with("to_integral_exact", "(rounding=None, context=None)", |vm, this, args| integral(vm, this, &args))
        .method_with("to_integral", "(rounding=None, context=None)", |vm, this, args| integral(vm, this, &args))
        .method_with("normalize", "(context=None)", |vm, this, args| {
            let (context, _) = how(vm, &args)?;
            let rounded = arithmetic::plus(vm, &context, &*own(this)?)?;
            decimal_value(match &rounded {
                Decimal::Finite(number) => finite(&Number::of(number).stripped()),
                Decimal::Infinity(_) | Decimal::NaN => rounded,
            })
        })
        .method_with("sqrt", "(context=None)", |vm, this, args| {
            let (context, _) = how(vm, &args)?;
            decimal_value(arithmetic::square_root(vm, &context, &*own(this)?)?)
        })
        .method_with("max", "(other, context=None)", |vm, this, args| extreme(vm, this, &args.value("other"), true))
        .method_with("min", "(other, context=None)", |vm, this, args| extreme(vm, this, &args.value("other"), false))
        .method("copy_abs", |_, this, _| {
            let value = own(this)?;
            decimal_value(if is_negative(&value) { negated(&value) } else { (*value).clone() })
        })
        .method("copy_negate", |_, this, _| decimal_value(negated(&*own(this)?)))
        .method_with("copy_sign", "(other, context=None)", |_, this, args| {
            let (value, other) = (own(this)?, expect(&args.value("other"))?);
            let same = is_negative(&value) == is_negative(&other);
            decimal_value(if same { (*value).clone() } else { negated(&value) })
        })
        .method_with("scaleb", "(other, context=None)", |vm, this, args| {
            let (context, _) = how(vm, &args)?;
            let value = own(this)?;
            let Decimal::Finite(number) = &*value else { return decimal_value((*value).clone()) };
            let by = match expect(&args.value("other"))? {
                Decimal::Finite(by) => Number::of(&by).rescaled(0, Rounding::Down).coefficient,
                Decimal::Infinity(_) | Decimal::NaN => BigInt::from(i64::MAX),
            };
            let Some(by) = Int::from_big(by).to_i64().filter(|by| by.abs() <= 2 * (MAX_EXPONENT + 28)) else {
                return Err(error(vm, "InvalidOperation", "InvalidOperation"));
            };
            let mut number = Number::of(number);
            number.exponent += by;
            decimal_value(context.finish(vm, number)?)
        })
        .build()
}
