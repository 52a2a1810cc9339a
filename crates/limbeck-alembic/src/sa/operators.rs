//! Methods of expressions beside Python's own operators: bits, regular expressions, text search, and what the types of
//! PostgreSQL bring.

use limbeck_ops::{BinaryOp, Bind, Datum, Expr, FunctionCall, Name, StringOptions, Type, TypeKind, UnaryOp};
use limbeck_python::{Args, ClassBuilder, Error, Result, Signature, Value, Vm};

use crate::errors;
use crate::sa::expr::{
    affix, as_expr, beside, boolean_binary, boolean_type, element, literal_type, mirrored, null_type, operand, to_expr,
    type_of,
};
use crate::sa::functions::array_of;
use crate::sa::names::text_of;
use crate::values::to_datum;

/// Which types have an operator.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    /// JSONB
    Jsonb,
    /// HSTORE
    Hstore,
    /// ARRAY
    Array,
    /// Ranges and multiranges.
    Range,
}

/// Method, operator, whether it asks for brackets, and the types that have it.
const OPERATORS: &[(&str, &str, bool, &[Of])] = &[
    ("has_key", "?", true, &[Of::Jsonb, Of::Hstore]),
    ("has_any", "?|", true, &[Of::Jsonb, Of::Hstore]),
    ("has_all", "?&", true, &[Of::Jsonb, Of::Hstore]),
    ("contained_by", "<@", true, &[Of::Jsonb, Of::Hstore, Of::Array, Of::Range]),
    ("path_exists", "@?", true, &[Of::Jsonb]),
    ("path_match", "@@", true, &[Of::Jsonb]),
    ("overlap", "&&", false, &[Of::Array]),
    ("overlaps", "&&", false, &[Of::Range]),
    ("strictly_left_of", "<<", false, &[Of::Range]),
    ("strictly_right_of", ">>", false, &[Of::Range]),
    ("not_extend_right_of", "&<", false, &[Of::Range]),
    ("not_extend_left_of", "&>", false, &[Of::Range]),
    ("adjacent_to", "-|-", false, &[Of::Range]),
];

/// Method of a column of HSTORE, and the function that it calls.
const HSTORE_FUNCTIONS: &[(&str, &str)] = &[
    ("keys", "akeys"),
    ("vals", "avals"),
    ("array", "hstore_to_array"),
    ("matrix", "hstore_to_matrix"),
    ("defined", "defined"),
    ("delete", "delete"),
    ("slice", "slice"),
];

fn kind_of(ty: &Type) -> Option<Of> {
    match &ty.kind {
        TypeKind::PgJsonb { .. } => Some(Of::Jsonb),
        TypeKind::Array { generic: false, .. } => Some(Of::Array),
        TypeKind::PgSimple(name) if name == "HSTORE" => Some(Of::Hstore),
        TypeKind::PgSimple(name) if name.ends_with("RANGE") => Some(Of::Range),
        _ => None,
    }
}

/// The refusal of a method that an element does not have.
pub fn missing(this: &Value, method: &str) -> Error {
    Error::attribute_error(format!(
        "Neither '{}' object nor 'Comparator' object has an attribute '{method}'",
        this.type_name()
    ))
}

fn operate(vm: &mut Vm, left: Expr, symbol: &str, eager: bool, other: &Value) -> Result<Value> {
    let right = beside(vm, other, Some(&left))?;
    let op =
        if eager { BinaryOp::Eager(symbol.to_owned(), 5, true) } else { BinaryOp::Custom(symbol.to_owned(), 5, true) };
    Ok(element(vm, boolean_binary(op, left, right)))
}

/// `contains` of a type for which it is `@>`; `None` where it is LIKE.
///
/// # Errors
/// When the operand can't stand in SQL.
pub fn contains(vm: &mut Vm, this: &Value, args: &Args) -> Result<Option<Value>> {
    let left = to_expr(vm, this)?;
    let ty = type_of(&left);
    if matches!(ty.kind, TypeKind::Array { generic: true, .. }) {
        return Err(Error::exception(
            "NotImplementedError",
            "ARRAY.contains() not implemented for the base ARRAY type; please use the dialect-specific ARRAY type",
        ));
    }
    let Some(of) = kind_of(&ty) else { return Ok(None) };
    let bound = Signature::parse("(other, **kw)").bind("contains", args.clone())?;
    let mut other = bound.value("other");
    let option = |wanted: &str| bound.kwargs().iter().find(|(key, _)| &**key == wanted).map(|(_, value)| value.clone());
    if let (Some(text), Some(autoescape)) = (other.as_str().map(str::to_owned), option("autoescape"))
        && vm.truth(&autoescape)?
    {
        let mark = option("escape").and_then(|mark| mark.as_str().map(str::to_owned)).unwrap_or_else(|| "/".to_owned());
        other = Value::from(crate::sa::expr::escaped(&text, &mark));
    }
    let eager = matches!(of, Of::Jsonb | Of::Hstore | Of::Array | Of::Range);
    operate(vm, left, "@>", eager, &other).map(Some)
}

/// `from:to` as the index of an array; `None` for a plain index.
///
/// # Errors
/// When a bound can't stand in SQL.
pub fn slice(vm: &mut Vm, key: &Value, zero_indexes: bool) -> Result<Option<Expr>> {
    let Value::Slice(slice) = key else { return Ok(None) };
    let moved = |value: &Value| match value.as_int() {
        Some(index) if zero_indexes => Value::int(index.saturating_add(1)),
        _ => value.clone(),
    };
    let (from, to) = (moved(&slice.start), moved(&slice.stop));
    let bound = |vm: &mut Vm, value: &Value| -> Result<Expr> {
        match as_expr(vm, value)? {
            Some(expr) => Ok(expr),
            None => Ok(Expr::Bind(Bind {
                name: "param".to_owned(),
                value: Some(to_datum(vm, value)?),
                ty: Type::new(TypeKind::Integer),
                unique: true,
                expanding: false,
            })),
        }
    };
    let (left, right) = (bound(vm, &from)?, bound(vm, &to)?);
    Ok(Some(Expr::Binary { op: BinaryOp::Slice, left: Box::new(left), right: Box::new(right), ty: null_type() }))
}

fn bitwise(vm: &mut Vm, this: &Value, args: Args, op: BinaryOp) -> Result<Value> {
    let bound = Signature::parse("(other)").bind("bitwise", args)?;
    let left = operand(vm, this)?;
    let right = beside(vm, &bound.value("other"), Some(&left))?;
    let ty = type_of(&left);
    Ok(element(vm, Expr::Binary { op, left: Box::new(left), right: Box::new(right), ty }))
}

fn flags(bound: &limbeck_python::Bound) -> Result<Option<String>> {
    match bound.value("flags") {
        Value::None => Ok(None),
        value => text_of(&value).map(Some),
    }
}

/// A JSON path's text, an operand of `@?` and `@@`.
fn json_path_operand(vm: &mut Vm, left: &Expr, other: &Value) -> Result<Expr> {
    match as_expr(vm, other)? {
        Some(expr) => Ok(expr),
        None => {
            let datum = to_datum(vm, other)?;
            let ty = match &datum {
                Datum::Str(_) => Type::new(TypeKind::Text(StringOptions::default())),
                _ => type_of(left),
            };
            let name = match left {
                Expr::Column(column) => column.name.text.clone(),
                _ => "param".to_owned(),
            };
            Ok(Expr::Bind(Bind { name, value: Some(datum), ty, unique: true, expanding: false }))
        }
    }
}

/// Adds the methods to the class of expressions.
pub fn methods(builder: ClassBuilder) -> ClassBuilder {
    let mut builder = builder;
    for (name, symbol, eager, of) in OPERATORS {
        builder = builder.method(name, move |vm, this, args| {
            let left = to_expr(vm, this)?;
            if !kind_of(&type_of(&left)).is_some_and(|kind| of.contains(&kind)) {
                return Err(missing(this, name));
            }
            let bound = Signature::parse("(other, **kw)").bind(name, args)?;
            if matches!(*symbol, "@?" | "@@") {
                let right = json_path_operand(vm, &left, &bound.value("other"))?;
                let op = BinaryOp::Eager((*symbol).to_owned(), 5, true);
                return Ok(element(vm, boolean_binary(op, left, right)));
            }
            operate(vm, left, symbol, *eager, &bound.value("other"))
        });
    }
    for (name, function) in HSTORE_FUNCTIONS {
        builder = builder.method(name, move |vm, this, args| {
            let left = to_expr(vm, this)?;
            if kind_of(&type_of(&left)) != Some(Of::Hstore) {
                return Err(missing(this, name));
            }
            let mut arguments = vec![left];
            for value in &args.positional {
                arguments.push(to_expr(vm, value)?);
            }
            let ty = match *name {
                "delete" | "slice" => Type::new(TypeKind::PgSimple("HSTORE".to_owned())),
                "defined" => boolean_type(),
                _ => {
                    let item = Box::new(Type::new(TypeKind::Text(StringOptions::default())));
                    Type::new(array_of(*item))
                }
            };
            let call = FunctionCall { name: vec![Name::new(*function)], args: arguments, ty, written: None };
            Ok(element(vm, Expr::Function(call)))
        });
    }
    for (name, symbol) in
        [("bitwise_and", "&"), ("bitwise_or", "|"), ("bitwise_lshift", "<<"), ("bitwise_rshift", ">>")]
    {
        builder = builder
            .method(name, move |vm, this, args| bitwise(vm, this, args, BinaryOp::Custom(symbol.to_owned(), 7, false)));
    }
    for (name, op) in [("union", BinaryOp::Add), ("difference", BinaryOp::Sub), ("intersection", BinaryOp::Mul)] {
        builder = builder.method(name, move |vm, this, args| {
            let left = to_expr(vm, this)?;
            if kind_of(&type_of(&left)) != Some(Of::Range) {
                return Err(missing(this, name));
            }
            bitwise(vm, this, args, op.clone())
        });
    }
    builder
        .method("bitwise_xor", |vm, this, args| bitwise(vm, this, args, BinaryOp::BitXor))
        .method("bitwise_not", |vm, this, _args| {
            let expr = operand(vm, this)?;
            Ok(element(vm, Expr::Unary { op: UnaryOp::BitNot, expr: Box::new(expr) }))
        })
        .method("delete_path", |vm, this, args| {
            let left = to_expr(vm, this)?;
            if kind_of(&type_of(&left)) != Some(Of::Jsonb) {
                return Err(missing(this, "delete_path"));
            }
            let bound = Signature::parse("(array)").bind("delete_path", args)?;
            let array = match as_expr(vm, &bound.value("array"))? {
                Some(expr) => expr,
                None => {
                    let inner = Args { positional: vec![bound.value("array")], ..Args::none() };
                    let made = crate::sa::functions::array(vm, inner)?;
                    to_expr(vm, &made)?
                }
            };
            let item = Box::new(Type::new(TypeKind::Text(StringOptions::default())));
            let ty = Type::new(array_of(*item));
            let right = Expr::Cast { expr: Box::new(array), ty, tries: false };
            let ty = type_of(&left);
            let op = BinaryOp::Eager("#-".to_owned(), 15, false);
            Ok(element(vm, Expr::Binary { op, left: Box::new(left), right: Box::new(right), ty }))
        })
        .method("in_boolean_mode", |vm, this, _args| {
            with_mode(vm, this, "in_boolean_mode", |boolean, _, _| *boolean = true)
        })
        .method("in_natural_language_mode", |vm, this, _args| {
            with_mode(vm, this, "in_natural_language_mode", |_, natural, _| *natural = true)
        })
        .method("with_query_expansion", |vm, this, _args| {
            with_mode(vm, this, "with_query_expansion", |_, _, expansion| *expansion = true)
        })
        .method("icontains", |vm, this, args| affix(vm, this, args, (true, true), BinaryOp::Ilike))
        .method("istartswith", |vm, this, args| affix(vm, this, args, (false, true), BinaryOp::Ilike))
        .method("iendswith", |vm, this, args| affix(vm, this, args, (true, false), BinaryOp::Ilike))
        .method("regexp_match", |vm, this, args| {
            let bound = Signature::parse("(pattern, flags=None)").bind("regexp_match", args)?;
            let left = to_expr(vm, this)?;
            let right = beside(vm, &bound.value("pattern"), Some(&left))?;
            Ok(element(vm, boolean_binary(BinaryOp::RegexpMatch(flags(&bound)?), left, right)))
        })
        .method("regexp_replace", |vm, this, args| {
            let bound = Signature::parse("(pattern, replacement, flags=None)").bind("regexp_replace", args)?;
            let left = operand(vm, this)?;
            let pattern = beside(vm, &bound.value("pattern"), Some(&left))?;
            let replacement = beside(vm, &bound.value("replacement"), Some(&left))?;
            let ty = type_of(&left);
            let right = Box::new(Expr::Tuple(vec![pattern, replacement]));
            let op = BinaryOp::RegexpReplace(flags(&bound)?);
            Ok(element(vm, Expr::Binary { op, left: Box::new(left), right, ty }))
        })
        .method("match", |vm, this, args| {
            let bound = Signature::parse("(other, **kw)").bind("match", args)?;
            let left = to_expr(vm, this)?;
            let right = beside(vm, &bound.value("other"), Some(&left))?;
            let config = bound.kwargs().iter().find(|(key, _)| &**key == "postgresql_regconfig");
            let config = config.map(|(_, value)| text_of(value)).transpose()?;
            let (left, right) = mirrored(left, right);
            Ok(element(vm, boolean_binary(BinaryOp::Match(config), left, right)))
        })
}

/// A `mysql.match(…)` with one mode more.
fn with_mode(
    vm: &mut Vm,
    this: &Value,
    name: &str,
    set: impl FnOnce(&mut bool, &mut bool, &mut bool),
) -> Result<Value> {
    let mut expr = to_expr(vm, this)?;
    match &mut expr {
        Expr::Binary { op: BinaryOp::MysqlMatch { boolean, natural, expansion }, .. } => {
            set(boolean, natural, expansion);
        }
        _ => return Err(missing(this, name)),
    }
    Ok(element(vm, expr))
}

/// `mysql.match(*columns, against=…)`.
///
/// # Errors
/// In SQLAlchemy's words.
pub fn mysql_match(vm: &mut Vm, args: Args) -> Result<Value> {
    let bound = Signature::parse(
        "(*cols, against=None, in_boolean_mode=False, in_natural_language_mode=False, with_query_expansion=False)",
    )
    .bind("match", args)?;
    if bound.rest().is_empty() {
        return Err(errors::argument_error(vm, "columns are required"));
    }
    if bound.given("against").is_none_or(|value| value.is_none()) {
        return Err(errors::argument_error(vm, "against is required"));
    }
    let mut columns = Vec::new();
    for value in bound.rest() {
        columns.push(to_expr(vm, value)?);
    }
    let against = match as_expr(vm, &bound.value("against"))? {
        Some(expr) => expr,
        None => {
            let datum = to_datum(vm, &bound.value("against"))?;
            let ty = literal_type(&datum);
            Expr::Bind(Bind { name: "param".to_owned(), value: Some(datum), ty, unique: true, expanding: false })
        }
    };
    let op = BinaryOp::MysqlMatch {
        boolean: vm.truth(&bound.value("in_boolean_mode"))?,
        natural: vm.truth(&bound.value("in_natural_language_mode"))?,
        expansion: vm.truth(&bound.value("with_query_expansion"))?,
    };
    let left = Box::new(Expr::Tuple(columns));
    let expr = Expr::Binary { op, left, right: Box::new(against), ty: null_type() };
    Ok(element(vm, expr))
}
