//! `math`.

use std::rc::Rc;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Float, One, Signed, ToPrimitive, Zero};

use crate::builtins::{between, exactly};
use crate::error::{Error, Result};
use crate::value::{Args, BinaryOp, Int, Module, Value};
use crate::vm::Vm;

fn domain() -> Error {
    Error::value_error("math domain error")
}

fn range() -> Error {
    Error::exception("OverflowError", "math range error")
}

/// A real number.
pub(super) fn real(vm: &mut Vm, value: &Value) -> Result<f64> {
    if let Some(float) = value.as_float() {
        return Ok(float);
    }
    if let Some(int) = value.as_integer() {
        let float = int.to_f64();
        if float.is_infinite() {
            return Err(Error::exception("OverflowError", "int too large to convert to float"));
        }
        return Ok(float);
    }
    if let Some(method) = vm.type_attr(value, "__float__") {
        let bound = vm.bind_attr(method, value, None)?;
        if let Some(float) = vm.call(&bound, Args::none())?.as_float() {
            return Ok(float);
        }
    }
    if let Some(index) = vm.index(value)? {
        return Ok(index as f64);
    }
    Err(Error::type_error(format!("must be real number, not {}", value.type_name())))
}

fn integer(value: &Value) -> Result<BigInt> {
    value
        .as_integer()
        .map(|int| int.to_big())
        .ok_or_else(|| Error::type_error(format!("'{}' object cannot be interpreted as an integer", value.type_name())))
}

fn big(value: BigInt) -> Value {
    Value::Int(Int::from_big(value))
}

/// The result of a function of one number: no number from one is an error, infinity from a finite one too.
fn checked(input: f64, output: f64, overflow: bool) -> Result<Value> {
    if output.is_nan() && !input.is_nan() {
        return Err(domain());
    }
    if output.is_infinite() && input.is_finite() {
        return Err(if overflow { range() } else { domain() });
    }
    Ok(Value::Float(output))
}

fn whole(vm: &mut Vm, args: Args, name: &'static str, method: &str, round: fn(f64) -> f64) -> Result<Value> {
    let [value] = exactly::<1>(name, args)?;
    if let Some(int) = value.as_integer() {
        return Ok(Value::Int(int));
    }
    if value.as_float().is_none()
        && let Some(found) = vm.type_attr(&value, method)
    {
        let bound = vm.bind_attr(found, &value, None)?;
        return vm.call(&bound, Args::none());
    }
    let float = real(vm, &value)?;
    if float.is_nan() {
        return Err(Error::value_error("cannot convert float NaN to integer"));
    }
    match Int::from_f64(round(float)) {
        Some(int) => Ok(Value::Int(int)),
        None => Err(Error::exception("OverflowError", "cannot convert float infinity to integer")),
    }
}

/// Natural logarithm of a positive number, integers of any size included.
fn natural(vm: &mut Vm, value: &Value, log: fn(f64) -> f64) -> Result<f64> {
    if let Some(int) = value.as_integer() {
        let int = int.to_big();
        if !int.is_positive() {
            return Err(domain());
        }
        let bits = int.bits();
        if bits > 1000 {
            let shift = bits - 64;
            let top = (int >> shift).to_f64().unwrap_or(f64::INFINITY);
            return Ok(log(top) + shift as f64 * log(2.0));
        }
    }
    let float = real(vm, value)?;
    if float <= 0.0 {
        return Err(domain());
    }
    Ok(log(float))
}

/// Refuses integers above the limit.
fn bounded(vm: &Vm, value: &BigInt) -> Result<()> {
    if value.bits() > vm.options().int_bits {
        return Err(Error::limit(format!("an integer would have more than {} bits", vm.options().int_bits)));
    }
    Ok(())
}

fn factorial(vm: &mut Vm, value: &Value) -> Result<Value> {
    if value.as_float().is_some() {
        return Err(Error::type_error("'float' object cannot be interpreted as an integer"));
    }
    let number = integer(value)?;
    if number.is_negative() {
        return Err(Error::value_error("factorial() not defined for negative values"));
    }
    let number = number.to_u64().filter(|number| *number <= 100_000);
    let Some(number) = number else { return Err(Error::limit("factorial() of a number above 100000")) };
    let mut product = BigInt::one();
    for factor in 2..=number {
        vm.step()?;
        product *= factor;
    }
    Ok(big(product))
}

/// The number of ways to choose `k` of `n`, in order when `ordered`.
fn choose(vm: &mut Vm, n: &BigInt, k: &BigInt, ordered: bool) -> Result<Value> {
    for (name, value) in [("n", n), ("k", k)] {
        if value.is_negative() {
            return Err(Error::value_error(format!("{name} must be a non-negative integer")));
        }
    }
    if k > n {
        return Ok(Value::int(0));
    }
    let k = if ordered { k.clone() } else { k.min(&(n - k)).clone() };
    let Some(k) = k.to_u64().filter(|k| *k <= 100_000) else {
        return Err(Error::limit("combinations of more than 100000 items"));
    };
    let mut result = BigInt::one();
    for at in 0..k {
        vm.step()?;
        result *= n - at;
        if !ordered {
            result /= at + 1;
        }
        bounded(vm, &result)?;
    }
    Ok(big(result))
}

/// The exact sum, rounded once.
fn exact_sum(vm: &mut Vm, values: &[Value]) -> Result<f64> {
    let mut partials: Vec<f64> = Vec::new();
    let mut special = 0.0;
    let mut is_special = false;
    for value in values {
        let mut x = real(vm, value)?;
        if !x.is_finite() {
            if is_special && x.is_infinite() && special == -x {
                return Err(Error::value_error("-inf + inf in fsum"));
            }
            special += x;
            is_special = true;
            continue;
        }
        let mut kept = Vec::new();
        for mut y in partials {
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let high = x + y;
            let low = y - (high - x);
            if low != 0.0 {
                kept.push(low);
            }
            x = high;
        }
        kept.push(x);
        partials = kept;
    }
    if is_special {
        return Ok(special);
    }
    let mut high = 0.0;
    let mut low = 0.0;
    while let Some(x) = partials.pop() {
        let y = high;
        high = x + y;
        low = if x.abs() > y.abs() { y - (high - x) } else { x - (high - y) };
        if low != 0.0 {
            break;
        }
    }
    if let Some(next) = partials.last()
        && ((low < 0.0 && *next < 0.0) || (low > 0.0 && *next > 0.0))
    {
        let doubled = low * 2.0;
        let candidate = high + doubled;
        if doubled == candidate - high {
            high = candidate;
        }
    }
    Ok(high)
}

fn is_close(vm: &mut Vm, args: &crate::bind::Bound) -> Result<Value> {
    let mut part = |name: &str| real(vm, &args.value(name));
    let (a, b, relative, absolute) = (part("a")?, part("b")?, part("rel_tol")?, part("abs_tol")?);
    if relative < 0.0 || absolute < 0.0 {
        return Err(Error::value_error("tolerances must be non-negative"));
    }
    if a == b {
        return Ok(Value::Bool(true));
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(Value::Bool(false));
    }
    let difference = (b - a).abs();
    Ok(Value::Bool(difference <= (relative * b).abs() || difference <= (relative * a).abs() || difference <= absolute))
}

fn power(x: f64, y: f64) -> Result<Value> {
    let result = x.powf(y);
    if result.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain());
    }
    if result.is_infinite() && x.is_finite() && y.is_finite() {
        return Err(if x == 0.0 { domain() } else { range() });
    }
    Ok(Value::Float(result))
}

/// Functions of one number that may overflow (`true`) or be undefined only.
type Simple = (&'static str, fn(f64) -> f64, bool);

const SIMPLE: [Simple; 21] = [
    ("exp", f64::exp, true),
    ("exp2", f64::exp2, true),
    ("expm1", f64::exp_m1, true),
    ("sqrt", f64::sqrt, false),
    ("cbrt", f64::cbrt, false),
    ("log1p", f64::ln_1p, false),
    ("sin", f64::sin, false),
    ("cos", f64::cos, false),
    ("tan", f64::tan, false),
    ("asin", f64::asin, false),
    ("acos", f64::acos, false),
    ("atan", f64::atan, false),
    ("sinh", f64::sinh, true),
    ("cosh", f64::cosh, true),
    ("tanh", f64::tanh, false),
    ("asinh", f64::asinh, false),
    ("acosh", f64::acosh, false),
    ("atanh", f64::atanh, false),
    ("fabs", f64::abs, false),
    ("degrees", degrees, true),
    ("radians", radians, false),
];

fn degrees(x: f64) -> f64 {
    x * (180.0 / std::f64::consts::PI)
}

fn radians(x: f64) -> f64 {
    x * (std::f64::consts::PI / 180.0)
}

/// The module.
pub(super) fn module(_: &mut Vm) -> Result<Rc<Module>> {
    let mut module = Module::new("math")
        .with("pi", std::f64::consts::PI)
        .with("e", std::f64::consts::E)
        .with("tau", std::f64::consts::TAU)
        .with("inf", f64::INFINITY)
        .with("nan", f64::NAN);
    for (name, apply, overflow) in &SIMPLE {
        let (name, apply, overflow) = (*name, *apply, *overflow);
        module = module.function(name, move |vm, args| {
            let [x] = exactly::<1>(&format!("math.{name}"), args)?;
            let x = real(vm, &x)?;
            checked(x, apply(x), overflow)
        });
    }
    for (name, test) in
        [("isnan", f64::is_nan as fn(f64) -> bool), ("isinf", f64::is_infinite), ("isfinite", f64::is_finite)]
    {
        module = module.function(name, move |vm, args| {
            let [x] = exactly::<1>(&format!("math.{name}"), args)?;
            Ok(Value::Bool(test(real(vm, &x)?)))
        });
    }
    let module = integers(module)
        .function("ceil", |vm, args| whole(vm, args, "math.ceil", "__ceil__", f64::ceil))
        .function("floor", |vm, args| whole(vm, args, "math.floor", "__floor__", f64::floor))
        .function("trunc", |vm, args| whole(vm, args, "math.trunc", "__trunc__", f64::trunc))
        .function("log", |vm, args| {
            let args = between("log", args, 1, 2)?;
            let x = natural(vm, args.first().unwrap_or(&Value::None), f64::ln)?;
            match args.get(1) {
                None => Ok(Value::Float(x)),
                Some(base) => {
                    let base = natural(vm, base, f64::ln)?;
                    if base == 0.0 {
                        return Err(Error::exception("ZeroDivisionError", "float division by zero"));
                    }
                    Ok(Value::Float(x / base))
                }
            }
        })
        .function("log2", |vm, args| {
            let [x] = exactly::<1>("math.log2", args)?;
            natural(vm, &x, f64::log2).map(Value::Float)
        })
        .function("log10", |vm, args| {
            let [x] = exactly::<1>("math.log10", args)?;
            natural(vm, &x, f64::log10).map(Value::Float)
        })
        .function("pow", |vm, args| {
            let [x, y] = exactly::<2>("pow", args)?;
            power(real(vm, &x)?, real(vm, &y)?)
        })
        .function("atan2", |vm, args| {
            let [y, x] = exactly::<2>("atan2", args)?;
            Ok(Value::Float(real(vm, &y)?.atan2(real(vm, &x)?)))
        })
        .function("copysign", |vm, args| {
            let [x, y] = exactly::<2>("copysign", args)?;
            Ok(Value::Float(real(vm, &x)?.copysign(real(vm, &y)?)))
        })
        .function("fmod", |vm, args| {
            let [x, y] = exactly::<2>("fmod", args)?;
            let (x, y) = (real(vm, &x)?, real(vm, &y)?);
            let result = x % y;
            if result.is_nan() && !x.is_nan() && !y.is_nan() { Err(domain()) } else { Ok(Value::Float(result)) }
        })
        .function("modf", |vm, args| {
            let [x] = exactly::<1>("math.modf", args)?;
            let x = real(vm, &x)?;
            let fraction = if x.is_infinite() { 0.0_f64.copysign(x) } else { x.fract().copysign(x) };
            Ok(Value::tuple(vec![Value::Float(fraction), Value::Float(x.trunc())]))
        })
        .function("frexp", |vm, args| {
            let [x] = exactly::<1>("math.frexp", args)?;
            let x = real(vm, &x)?;
            if x == 0.0 || !x.is_finite() {
                return Ok(Value::tuple(vec![Value::Float(x), Value::int(0)]));
            }
            let (mantissa, exponent, sign) = Float::integer_decode(x);
            let width = 64 - i64::from(mantissa.leading_zeros());
            let fraction = mantissa as f64 / 2f64.powi(width as i32) * f64::from(sign);
            Ok(Value::tuple(vec![Value::Float(fraction), Value::int(i64::from(exponent) + width)]))
        })
        .function("ldexp", |vm, args| {
            let [x, exponent] = exactly::<2>("ldexp", args)?;
            let x = real(vm, &x)?;
            let exponent = integer(&exponent)?.to_i64().unwrap_or(i64::MAX).clamp(-5000, 5000) as i32;
            let half = exponent / 2;
            let result = x * 2f64.powi(half) * 2f64.powi(exponent - half);
            if result.is_infinite() && x.is_finite() { Err(range()) } else { Ok(Value::Float(result)) }
        })
        .function("hypot", |vm, args| {
            let mut sum: f64 = 0.0;
            for (at, value) in args.positional.iter().enumerate() {
                let x = real(vm, value)?;
                sum = if at == 0 { x.abs() } else { sum.hypot(x) };
            }
            Ok(Value::Float(sum))
        })
        .function("dist", |vm, args| {
            let [p, q] = exactly::<2>("dist", args)?;
            let (p, q) = (vm.iterate(&p)?, vm.iterate(&q)?);
            if p.len() != q.len() {
                return Err(Error::value_error("both points must have the same number of dimensions"));
            }
            let mut sum: f64 = 0.0;
            for (x, y) in p.iter().zip(&q) {
                sum = sum.hypot(real(vm, x)? - real(vm, y)?);
            }
            Ok(Value::Float(sum))
        })
        .function("fsum", |vm, args| {
            let [values] = exactly::<1>("math.fsum", args)?;
            let values = vm.iterate(&values)?;
            exact_sum(vm, &values).map(Value::Float)
        })
        .function_with("prod", "(iterable, /, *, start=1)", |vm, args| {
            let mut product = args.value("start");
            for value in vm.iterate(&args.value("iterable"))? {
                product = vm.binary(BinaryOp::Mul, &product, &value)?;
            }
            Ok(product)
        })
        .function_with("isclose", "(a, b, *, rel_tol=0.000000001, abs_tol=0.0)", |vm, args| is_close(vm, &args));
    Ok(Rc::new(module))
}

fn integers(module: Module) -> Module {
    module
        .function("gcd", |_, args| {
            let mut result = BigInt::zero();
            for value in &args.positional {
                result = result.gcd(&integer(value)?);
            }
            Ok(big(result))
        })
        .function("lcm", |vm, args| {
            let mut result = BigInt::one();
            for value in &args.positional {
                result = result.lcm(&integer(value)?);
                bounded(vm, &result)?;
            }
            Ok(big(result))
        })
        .function("isqrt", |_, args| {
            let [n] = exactly::<1>("math.isqrt", args)?;
            let n = integer(&n)?;
            if n.is_negative() {
                return Err(Error::value_error("isqrt() argument must be nonnegative"));
            }
            Ok(big(n.sqrt()))
        })
        .function("factorial", |vm, args| {
            let [n] = exactly::<1>("math.factorial", args)?;
            factorial(vm, &n)
        })
        .function("comb", |vm, args| {
            let [n, k] = exactly::<2>("comb", args)?;
            choose(vm, &integer(&n)?, &integer(&k)?, false)
        })
        .function("perm", |vm, args| {
            let args = between("perm", args, 1, 2)?;
            let n = integer(args.first().unwrap_or(&Value::None))?;
            match args.get(1) {
                Some(k) if !k.is_none() => choose(vm, &n, &integer(k)?, true),
                _ => factorial(vm, &big(n)),
            }
        })
}
