//! SQL expressions as scripts build them: operators, methods, and what a plain value becomes beside them.

use std::rc::Rc;

use limbeck_ops::{
    BinaryOp, Bind, ColumnRef, Datum, Expr, FrameUnit, ListOp, Name, NumberOptions, OrderBy, StringOptions, TextClause,
    Type, TypeKind, UnaryOp, WindowSpec,
};
use limbeck_python::{Args, Class, ClassBuilder, CompareOp, Error, Object, Result, Signature, Value, Vm};

use crate::errors;
use crate::sa::classes::classes;
use crate::sa::column::ColumnObject;
use crate::sa::names::{required_name, text_of};
use crate::sa::operand_class;
use crate::sa::operators;
use crate::sa::rows;
use crate::sa::types::{coerce_type, type_value};
use crate::values::to_datum;

/// An SQL expression.
#[derive(Debug)]
pub struct ExprObject {
    class: Rc<Class>,
    /// The expression.
    pub expr: Expr,
}

impl ExprObject {
    /// An expression object of a class.
    pub fn new(class: &Rc<Class>, expr: Expr) -> Self {
        ExprObject { class: Rc::clone(class), expr }
    }
}

/// An expression as a script's value.
pub fn element(vm: &Vm, expr: Expr) -> Value {
    let classes = classes(vm);
    let class = match &expr {
        Expr::Text(_) => &classes.text_clause,
        Expr::Bind(_) => &classes.bind_parameter,
        Expr::Function(_) => &classes.function_element,
        Expr::Column(_) => &classes.column_clause,
        Expr::Label { .. } => &classes.label,
        _ => &classes.column_element,
    };
    Value::object(ExprObject::new(class, expr))
}

/// `text("…")` without binds.
pub fn text_expr(text: &str) -> Expr {
    Expr::Text(TextClause { text: text.to_owned(), binds: Vec::new(), columns: Vec::new() })
}

impl Object for ExprObject {
    fn class(&self, _vm: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }

    fn type_name(&self) -> Rc<str> {
        // The classes that SQLAlchemy has for what is one class here.
        match &self.expr {
            Expr::Over { .. } => Rc::from("Over"),
            Expr::Cast { tries, .. } => Rc::from(if *tries { "TryCast" } else { "Cast" }),
            Expr::Filter { .. } => Rc::from("FunctionFilter"),
            Expr::WithinGroup { .. } => Rc::from("WithinGroup"),
            Expr::Binary { .. } => Rc::from("BinaryExpression"),
            Expr::Unary { .. } => Rc::from("UnaryExpression"),
            _ => Rc::clone(&self.class.name),
        }
    }

    fn get_attr(&self, _this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        Ok(match (name, &self.expr) {
            ("type", expr) => Some(type_value(vm, &type_of(expr))),
            ("name" | "key", Expr::Column(column)) => Some(Value::str(&column.name.text)),
            ("name" | "key", Expr::Label { name, .. }) => Some(Value::str(&name.text)),
            ("name" | "key", Expr::Function(call)) => {
                Some(call.name.last().map_or(Value::None, |name| Value::str(&name.text)))
            }
            ("clauses", Expr::Function(call)) => {
                Some(Value::list(call.args.iter().map(|item| element(vm, item.clone())).collect()))
            }
            ("key", Expr::Bind(bind)) => Some(Value::str(&bind.name)),
            ("value", Expr::Bind(bind)) => {
                Some(crate::values::from_datum(vm, bind.value.clone().unwrap_or(Datum::Null))?)
            }
            ("text", Expr::Text(text)) => Some(Value::str(&text.text)),
            ("astext", expr) => Some(element(vm, json_text(expr))),
            ("element", Expr::Label { expr, .. }) => Some(element(vm, (**expr).clone())),
            ("table", Expr::Column(column)) => match &column.table {
                Some(from) => Some(crate::sa::table::from_value(vm, from)),
                None => Some(Value::None),
            },
            (_, Expr::Subquery(query)) => crate::sa::subquery::scalar_method(query, name),
            _ => None,
        })
    }

    fn unary(&self, this: &Value, vm: &mut Vm, op: limbeck_python::UnaryOp) -> Result<Option<Value>> {
        // `text()` has no operators but `&`.
        if matches!(self.expr, Expr::Text(_)) { Ok(None) } else { unary(vm, this, op) }
    }

    fn binary(
        &self,
        this: &Value,
        vm: &mut Vm,
        op: limbeck_python::BinaryOp,
        other: &Value,
        reflected: bool,
    ) -> Result<Option<Value>> {
        if matches!(self.expr, Expr::Text(_)) && op != limbeck_python::BinaryOp::And {
            return Ok(None);
        }
        binary(vm, this, op, other, reflected)
    }

    fn compare(&self, this: &Value, vm: &mut Vm, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        if matches!(self.expr, Expr::Text(_)) {
            return Ok(None);
        }
        compare(vm, this, op, other).map(Some)
    }

    fn get_item(&self, this: &Value, vm: &mut Vm, key: &Value) -> Result<Option<Value>> {
        item(vm, this, key).map(Some)
    }

    fn truth(&self, _this: &Value, vm: &mut Vm) -> Result<Option<bool>> {
        match &self.expr {
            Expr::True => Ok(Some(true)),
            Expr::False | Expr::Null => Ok(Some(false)),
            // `if col_a == col_b`, also from `in` over a list of columns: whether both are the same.
            Expr::Binary { op: BinaryOp::Eq, left, right, .. } => Ok(Some(left == right)),
            Expr::Binary { op: BinaryOp::Ne, left, right, .. } => Ok(Some(left != right)),
            _ => Err(vm_type_error(vm)),
        }
    }

    fn str(&self, _this: &Value, vm: &mut Vm) -> Result<Option<String>> {
        if let Expr::Text(text) = &self.expr {
            return Ok(Some(text.text.clone()));
        }
        let query = limbeck_ops::Query::Expr(Box::new(self.expr.clone()));
        crate::sa::engine::printed(vm, &query, false).map(Some)
    }

    fn hash(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<u64>> {
        Ok(None)
    }
}

fn vm_type_error(_vm: &mut Vm) -> Error {
    Error::type_error("Boolean value of this clause is not defined")
}

/// The type of an expression.
pub fn type_of(expr: &Expr) -> Type {
    match expr {
        Expr::Bind(bind) => bind.ty.clone(),
        Expr::Literal { ty, .. }
        | Expr::Binary { ty, .. }
        | Expr::Cast { ty, .. }
        | Expr::TypeCoerce { ty, .. }
        | Expr::Case { ty, .. }
        | Expr::Array { ty, .. } => ty.clone(),
        Expr::Column(column) => column.ty.clone(),
        Expr::Function(call) => call.ty.clone(),
        Expr::Unary { op, expr } => match op {
            UnaryOp::Not | UnaryOp::IsTrue | UnaryOp::Exists | UnaryOp::Any | UnaryOp::All => boolean_type(),
            UnaryOp::Neg
            | UnaryOp::BitNot
            | UnaryOp::Desc
            | UnaryOp::Asc
            | UnaryOp::NullsFirst
            | UnaryOp::NullsLast
            | UnaryOp::Distinct => type_of(expr),
        },
        Expr::True | Expr::False | Expr::List { .. } | Expr::Between { .. } => boolean_type(),
        Expr::Grouping(expr) | Expr::Label { expr, .. } => type_of(expr),
        Expr::Over { function: expr, .. }
        | Expr::Filter { function: expr, .. }
        | Expr::WithinGroup { function: expr, .. }
        | Expr::AggregateOrderBy { expr, .. } => type_of(expr),
        Expr::Extract { .. } | Expr::NextValue { .. } => Type::new(TypeKind::Integer),
        Expr::Subquery(select) => select.columns.first().map_or_else(null_type, type_of),
        Expr::Tuple(items) => rows::row_type(items.iter().map(type_of).collect()),
        Expr::Text(_) | Expr::Star | Expr::Null | Expr::Identifier(_) | Expr::Foreign(_) => null_type(),
    }
}

/// `Boolean()`
pub fn boolean_type() -> Type {
    Type::new(TypeKind::Boolean {
        create_constraint: false,
        name: limbeck_ops::ConstraintName::Unnamed,
        is_match: false,
    })
}

/// `NullType()`
pub fn null_type() -> Type {
    Type::new(TypeKind::Null)
}

/// `String()`
pub fn string_type() -> Type {
    Type::new(TypeKind::String(StringOptions::default()))
}

/// The type that SQLAlchemy takes a plain Python value for.
pub fn literal_type(datum: &Datum) -> Type {
    Type::new(match datum {
        Datum::Bool(_) => return boolean_type(),
        Datum::Int(value) => {
            if i32::try_from(*value).is_ok() {
                TypeKind::Integer
            } else {
                TypeKind::BigInteger
            }
        }
        Datum::BigInt(_) => TypeKind::BigInteger,
        Datum::Float(_) => TypeKind::Float(limbeck_ops::NumberOptions::default()),
        Datum::Decimal(_) | Datum::DecimalNan | Datum::DecimalInfinity { .. } => {
            TypeKind::Numeric(limbeck_ops::NumberOptions::default())
        }
        Datum::Str(_) => return string_type(),
        Datum::Bytes(_) => TypeKind::LargeBinary(StringOptions::default()),
        Datum::Date(_) => TypeKind::Date,
        Datum::Time(..) => TypeKind::Time { timezone: false, precision: None },
        Datum::DateTime(..) => TypeKind::DateTime { timezone: false },
        Datum::Interval(_) => TypeKind::Interval(limbeck_ops::IntervalFields::default()),
        Datum::Uuid(_) => TypeKind::Uuid { as_uuid: true, native: true },
        Datum::Null | Datum::List(_) | Datum::Map(_) | Datum::Enum(_) | Datum::Server { .. } => TypeKind::Null,
    })
}

/// Kinds of type that are compared with one another without a change of type (`_type_affinity`).
pub fn affinity(kind: &TypeKind) -> u8 {
    match kind {
        TypeKind::Integer | TypeKind::SmallInteger | TypeKind::BigInteger => 1,
        TypeKind::Numeric(_)
        | TypeKind::Decimal(_)
        | TypeKind::Float(_)
        | TypeKind::UpperFloat(_)
        | TypeKind::Real(_)
        | TypeKind::Double(_)
        | TypeKind::UpperDouble(_)
        | TypeKind::DoublePrecision(_) => 2,
        TypeKind::String(_)
        | TypeKind::Unicode(_)
        | TypeKind::Text(_)
        | TypeKind::UnicodeText(_)
        | TypeKind::Varchar(_)
        | TypeKind::Char(_)
        | TypeKind::Nchar(_)
        | TypeKind::Nvarchar(_)
        | TypeKind::Clob(_)
        | TypeKind::Enum(_) => 3,
        TypeKind::Boolean { .. } => 4,
        TypeKind::Date => 5,
        TypeKind::DateTime { .. } | TypeKind::UpperDateTime { .. } | TypeKind::Timestamp { .. } => 6,
        TypeKind::Time { .. } => 7,
        TypeKind::Interval(_) | TypeKind::PgInterval(_) => 8,
        TypeKind::LargeBinary(_) | TypeKind::Blob(_) | TypeKind::Binary(_) | TypeKind::Varbinary(_) => 9,
        TypeKind::Uuid { .. } | TypeKind::UpperUuid { .. } => 10,
        TypeKind::Null => 0,
        TypeKind::Mysql { .. } if kind.is_integer() => 1,
        TypeKind::Mysql { name, .. } => match name.as_str() {
            "NUMERIC" | "DECIMAL" | "DOUBLE" | "FLOAT" | "REAL" => 2,
            "VARCHAR" | "CHAR" | "NVARCHAR" | "NCHAR" | "TEXT" | "TINYTEXT" | "MEDIUMTEXT" | "LONGTEXT" | "ENUM"
            | "SET" => 3,
            "DATETIME" | "TIMESTAMP" => 6,
            "TIME" => 7,
            "BLOB" | "TINYBLOB" | "MEDIUMBLOB" | "LONGBLOB" | "BINARY" | "VARBINARY" => 9,
            _ => 255,
        },
        TypeKind::Sqlite(name) | TypeKind::SqliteMoment { name, .. } => match name.trim_end_matches("_CHAR") {
            "DATE" => 5,
            "DATETIME" => 6,
            "TIME" => 7,
            _ => 255,
        },
        TypeKind::Citext(_) => 3,
        TypeKind::PgSimple(name) if name == "BYTEA" => 9,
        TypeKind::Pickle
        | TypeKind::Json { .. }
        | TypeKind::Array { .. }
        | TypeKind::PgJson { .. }
        | TypeKind::PgJsonb { .. }
        | TypeKind::PgBit { .. }
        | TypeKind::PgDomain { .. }
        | TypeKind::PgSimple(_)
        | TypeKind::Tuple { .. }
        | TypeKind::Raw { .. } => 255,
    }
}

/// Types of PostgreSQL that take whatever they are compared with for one of their own.
fn takes_anything(kind: &TypeKind) -> bool {
    match kind {
        TypeKind::Citext(_) => true,
        TypeKind::PgSimple(name) => matches!(name.as_str(), "INET" | "CIDR" | "MACADDR" | "MACADDR8"),
        _ => false,
    }
}

/// The type a bound value takes beside an operand of type `beside` (`coerce_compared_value`).
pub(super) fn compared_type(beside: &Type, datum: &Datum) -> Type {
    if let (TypeKind::Tuple { parts, .. }, Datum::List(row)) = (&beside.kind, datum) {
        return rows::row_type(parts.iter().zip(row).map(|(part, value)| compared_type(part, value)).collect());
    }
    let literal = literal_type(datum);
    let (there, here) = (affinity(&beside.kind), affinity(&literal.kind));
    match (there, here) {
        (0, _) => literal,
        // A generic interval is a point in time to what it is compared with.
        (8, 0) if matches!(beside.kind, TypeKind::Interval(_)) => Type::new(TypeKind::DateTime { timezone: false }),
        (8, 8) if matches!(&beside.kind, TypeKind::Interval(fields) if fields.emulated) => literal,
        (_, 0) => beside.clone(),
        _ if takes_anything(&beside.kind) => beside.clone(),
        // Types that decorate another one keep to themselves.
        (255, _) if beside.decorator.is_some() || matches!(beside.kind, TypeKind::Pickle | TypeKind::Raw { .. }) => {
            beside.clone()
        }
        (a, b) if a == b => beside.clone(),
        (9 | 10, 3) => beside.clone(),
        _ => literal,
    }
}

/// The type that values beside an operand are compared with: beside ANY and ALL that of what they look through.
fn type_beside(operand: &Expr) -> Type {
    match operand {
        Expr::Unary { op: UnaryOp::Any | UnaryOp::All, expr } => match type_of(expr) {
            Type { kind: TypeKind::Array { item, .. }, .. } => *item,
            ty => ty,
        },
        operand => type_of(operand),
    }
}

/// A bound value, named after the operand beside it.
pub fn bind_for(datum: Datum, beside: Option<&Expr>) -> Expr {
    let ty = match beside {
        Some(expr) => compared_type(&type_beside(expr), &datum),
        None => literal_type(&datum),
    };
    let name = match beside {
        Some(Expr::Column(column)) => column.name.text.clone(),
        Some(Expr::Function(call)) => call.name.last().map_or_else(|| "param".to_owned(), |name| name.text.clone()),
        _ => "param".to_owned(),
    };
    Expr::Bind(Bind { name, value: Some(datum), ty, unique: true, expanding: false })
}

/// The expression that a value of a script stands for; plain values become binds.
///
/// # Errors
/// When it can't stand in SQL.
pub fn to_expr(vm: &mut Vm, value: &Value) -> Result<Expr> {
    beside(vm, value, None)
}

/// [`to_expr`], for a value beside an operand whose type it takes over.
///
/// # Errors
/// When it can't stand in SQL.
pub fn beside(vm: &mut Vm, value: &Value, operand: Option<&Expr>) -> Result<Expr> {
    if let Some(expr) = as_expr(vm, value)? {
        return Ok(match (expr, operand.map(type_of)) {
            // A value without a type has that of what it stands beside.
            (Expr::Bind(bind), Some(mut ty)) if bind.ty.kind == TypeKind::Null => {
                rows::note_repr(vm, &mut ty)?;
                Expr::Bind(Bind { ty, ..bind })
            }
            (expr, _) => expr,
        });
    }
    if value.is_none() && operand.is_none() {
        return Ok(Expr::Null);
    }
    match operand {
        Some(Expr::Tuple(parts)) => return rows::beside_row(vm, value, parts),
        // Beside an array anything is what Python iterates of it.
        Some(Expr::Array { .. }) => {
            let mut items = Vec::new();
            for value in &vm.iterate(value)? {
                items.push(beside(vm, value, None)?);
            }
            return Ok(crate::sa::functions::array_over(items, None));
        }
        Some(operand) if matches!(type_beside(operand).kind, TypeKind::Tuple { .. }) => {
            return rows::beside_typed_row(vm, value, operand);
        }
        Some(_) | None => {}
    }
    let decorated = operand.map(type_beside).filter(|ty| ty.decorator.is_some());
    // An enumeration takes members and labels; anything else beside it has the type that it has anywhere.
    let of_enum = |ty: &Type| {
        !matches!(ty.kind, TypeKind::Enum(_))
            || value.as_str().is_some()
            || !matches!(to_datum(vm, value).map(|datum| affinity(&literal_type(&datum).kind)), Ok(kind) if kind != 0)
    };
    if let Some(ty) = decorated.filter(of_enum) {
        if let Some(made) = crate::sa::decorators::bind_expression(vm, &ty, value)? {
            return Ok(made);
        }
        let datum = crate::sa::decorators::bind(vm, &ty, value)?;
        let mut bind = bind_for(datum, operand);
        if let Expr::Bind(inner) = &mut bind {
            inner.ty = ty;
        }
        return Ok(bind);
    }
    let datum = to_datum(vm, value)?;
    let mut made = bind_for(datum, operand);
    if let (Expr::Bind(bind), true) = (&mut made, is_derived(value)) {
        bind.ty = operand.map_or_else(null_type, |operand| compared_type(&type_beside(operand), &Datum::Null));
    }
    Ok(made)
}

/// Whether a plain value is of a class derived from one of Python's own, such as `quoted_name`: SQLAlchemy knows no type for
/// it.
pub fn is_derived(value: &Value) -> bool {
    matches!(value, Value::Instance(_)) && !matches!(value.payload(), Value::Instance(_) | Value::Object(_))
}

/// The expression of an expression object, column, select or instrumented attribute; `None` for plain values.
///
/// # Errors
/// When a value is unresolved.
pub fn as_expr(vm: &mut Vm, value: &Value) -> Result<Option<Expr>> {
    if matches!(value, Value::Instance(_))
        && let Some(expr) = crate::sa::compiled::written(vm, value)?
    {
        return Ok(Some(expr));
    }
    if let Some(object) = value.downcast_ref::<ExprObject>() {
        return Ok(Some(object.expr.clone()));
    }
    if let Some(column) = value.downcast::<ColumnObject>() {
        column.check_type(vm)?;
        return Ok(Some(column.to_expr()));
    }
    if let Some(select) = crate::sa::query::as_select(value) {
        return Ok(Some(Expr::Subquery(Box::new(select))));
    }
    if value.is_unresolved() {
        return Err(errors::needed(vm, value, "is part of an SQL expression"));
    }
    if matches!(value, Value::Instance(_) | Value::Object(_))
        && vm.has_attr(value, "__clause_element__").unwrap_or(false)
    {
        let method = vm.get_attr(value, "__clause_element__")?;
        let inner = vm.call(&method, Args::none())?;
        return as_expr(vm, &inner);
    }
    Ok(None)
}

/// An operand of a comparison: `None`, `True` and `False` are constants there.
fn constant(value: &Value) -> Option<Expr> {
    match value {
        Value::None => Some(Expr::Null),
        Value::Bool(true) => Some(Expr::True),
        Value::Bool(false) => Some(Expr::False),
        _ => None,
    }
}

/// The same beside an operand: types that decorate another one bind booleans as they bind anything.
fn constant_beside(operand: &Expr, value: &Value) -> Option<Expr> {
    let ty = type_of(operand);
    let decorates = match ty.kind {
        TypeKind::Interval(_) | TypeKind::Pickle => true,
        TypeKind::Enum(_) => false,
        _ => ty.decorator.is_some(),
    };
    constant(value).filter(|constant| !decorates || *constant == Expr::Null)
}

/// A comparison of a value of SQL with anything.
///
/// # Errors
/// When the other side can't stand in SQL, or not beside this operator.
pub fn compare(vm: &mut Vm, this: &Value, op: CompareOp, other: &Value) -> Result<Value> {
    let left = to_expr(vm, this)?;
    let constant =
        constant_beside(&left, other).or_else(|| match other.downcast_ref::<ExprObject>().map(|object| &object.expr) {
            Some(expr @ (Expr::Null | Expr::True | Expr::False)) => Some(expr.clone()),
            _ => None,
        });
    let right = match (op, constant) {
        (CompareOp::Eq | CompareOp::Ne, Some(constant)) => constant,
        (_, Some(_)) => {
            return Err(no_constant(vm));
        }
        _ => beside(vm, other, Some(&left))?,
    };
    let asked_first = operand_class::of(other, &right).is_narrower_than(operand_class::of(this, &left));
    // `ANY` and `ALL` stand on the right, but of true and false.
    let gathered = matches!(left, Expr::Unary { op: UnaryOp::Any | UnaryOp::All, .. });
    if gathered && !matches!(right, Expr::True | Expr::False) || asked_first {
        let op = match op {
            CompareOp::Eq => BinaryOp::Eq,
            CompareOp::Ne => BinaryOp::Ne,
            CompareOp::Lt => BinaryOp::Gt,
            CompareOp::Le => BinaryOp::Ge,
            CompareOp::Gt => BinaryOp::Lt,
            CompareOp::Ge => BinaryOp::Le,
        };
        return Ok(element(vm, boolean_binary(op, right, left)));
    }
    let op = match (op, &right) {
        (CompareOp::Eq, Expr::Null) => BinaryOp::Is,
        (CompareOp::Ne, Expr::Null) => BinaryOp::IsNot,
        (CompareOp::Eq, _) => BinaryOp::Eq,
        (CompareOp::Ne, _) => BinaryOp::Ne,
        (CompareOp::Lt, _) => BinaryOp::Lt,
        (CompareOp::Le, _) => BinaryOp::Le,
        (CompareOp::Gt, _) => BinaryOp::Gt,
        (CompareOp::Ge, _) => BinaryOp::Ge,
    };
    Ok(element(vm, boolean_binary(op, left, right)))
}

/// The name of a label that is numbered where it is written: SQLAlchemy's own form, of a number that no other has and what
/// the name begins with.
/// `kind` is `s` where a script asked for it, and `o` where a query is read by another.
pub fn unnamed_label(base: &str, kind: char) -> Name {
    static LABELS: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(1);
    let number = LABELS.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let mut plain = String::with_capacity(base.len());
    for c in base.chars() {
        if !matches!(c, '%' | '(' | ')' | ' ' | '$') {
            plain.push(c);
        } else if !plain.ends_with('_') {
            plain.push('_');
        }
    }
    Name::new(format!("%({number} {plain}){kind}"))
}

/// What the name of an unnamed label begins with.
pub fn label_base(name: &str) -> Option<&str> {
    let inner = name.strip_prefix("%(")?;
    let (number, base) = inner.strip_suffix(")s").or_else(|| inner.strip_suffix(")o"))?.split_once(' ')?;
    number.bytes().all(|digit| digit.is_ascii_digit()).then_some(base)
}

/// What an unnamed label is called where it is the only one.
pub fn label_name(name: &Name) -> Name {
    label_base(&name.text).map_or_else(|| name.clone(), |base| Name::new(format!("{base}_1")))
}

/// Whether an expression yields a boolean.
pub fn is_boolean(expr: &Expr) -> bool {
    affinity(&type_of(expr).kind) == 4
}

/// A comparison.
pub fn boolean_binary(op: BinaryOp, left: Expr, right: Expr) -> Expr {
    Expr::Binary { op, left: Box::new(left), right: Box::new(right), ty: boolean_type() }
}

fn unary(vm: &mut Vm, this: &Value, op: limbeck_python::UnaryOp) -> Result<Option<Value>> {
    let expr = operand(vm, this)?;
    let expr = match op {
        limbeck_python::UnaryOp::Neg => Expr::Unary { op: UnaryOp::Neg, expr: Box::new(expr) },
        limbeck_python::UnaryOp::Invert => negate(expr),
        limbeck_python::UnaryOp::Pos => return Ok(None),
    };
    Ok(Some(element(vm, expr)))
}

/// What an operator other than a comparison is applied to, which ANY and ALL refuse.
///
/// # Errors
/// In SQLAlchemy's words.
pub fn operand(vm: &mut Vm, value: &Value) -> Result<Expr> {
    let expr = to_expr(vm, value)?;
    comparable(vm, expr)
}

fn comparable(vm: &mut Vm, expr: Expr) -> Result<Expr> {
    match expr {
        Expr::Unary { op: UnaryOp::Any | UnaryOp::All, .. } => {
            Err(errors::argument_error(vm, "Only comparison operators may be used with ANY/ALL"))
        }
        expr => Ok(expr),
    }
}

/// `~x`, `not_(x)`: the operator is negated where it has an opposite.
pub fn negate(expr: Expr) -> Expr {
    match expr {
        Expr::True => Expr::False,
        Expr::False => Expr::True,
        // A boolean value is a condition again; of anything else SQLAlchemy does not see that it was negated before.
        Expr::Unary { op: UnaryOp::Not, expr } => match as_condition((*expr).clone()) {
            condition @ Expr::Unary { op: UnaryOp::IsTrue, .. } => condition,
            _ if is_boolean_value(&expr) => Expr::Unary { op: UnaryOp::IsTrue, expr },
            _ => {
                let inner = Expr::Unary { op: UnaryOp::Not, expr };
                Expr::Unary { op: UnaryOp::Not, expr: Box::new(inner) }
            }
        },
        Expr::Label { expr, name } => Expr::Label { expr: Box::new(negate(*expr)), name },
        Expr::Unary { op: UnaryOp::IsTrue, expr } => negate(*expr),
        Expr::Between { expr, low, high, negated, symmetric } => {
            Expr::Between { expr, low, high, negated: !negated, symmetric }
        }
        // There is no opposite of a comparison with ANY or ALL.
        Expr::Binary { ref right, .. } if matches!(**right, Expr::Unary { op: UnaryOp::Any | UnaryOp::All, .. }) => {
            negated_in_brackets(expr)
        }
        Expr::Binary { op, left, right, ty } => {
            let opposite = match &op {
                BinaryOp::Eq => Some(BinaryOp::Ne),
                BinaryOp::Ne => Some(BinaryOp::Eq),
                BinaryOp::Lt => Some(BinaryOp::Ge),
                BinaryOp::Le => Some(BinaryOp::Gt),
                BinaryOp::Gt => Some(BinaryOp::Le),
                BinaryOp::Ge => Some(BinaryOp::Lt),
                BinaryOp::Is => Some(BinaryOp::IsNot),
                BinaryOp::IsNot => Some(BinaryOp::Is),
                BinaryOp::IsDistinctFrom => Some(BinaryOp::IsNotDistinctFrom),
                BinaryOp::IsNotDistinctFrom => Some(BinaryOp::IsDistinctFrom),
                BinaryOp::Like(escape) => Some(BinaryOp::NotLike(escape.clone())),
                BinaryOp::NotLike(escape) => Some(BinaryOp::Like(escape.clone())),
                BinaryOp::Ilike(escape) => Some(BinaryOp::NotIlike(escape.clone())),
                BinaryOp::NotIlike(escape) => Some(BinaryOp::Ilike(escape.clone())),
                BinaryOp::In => Some(BinaryOp::NotIn),
                BinaryOp::NotIn => Some(BinaryOp::In),
                BinaryOp::RegexpMatch(flags) => Some(BinaryOp::NotRegexpMatch(flags.clone())),
                BinaryOp::NotRegexpMatch(flags) => Some(BinaryOp::RegexpMatch(flags.clone())),
                BinaryOp::Match(config) => Some(BinaryOp::NotMatch(config.clone())),
                BinaryOp::NotMatch(config) => Some(BinaryOp::Match(config.clone())),
                BinaryOp::Add
                | BinaryOp::Sub
                | BinaryOp::Mul
                | BinaryOp::TrueDiv
                | BinaryOp::FloorDiv
                | BinaryOp::Mod
                | BinaryOp::Concat
                | BinaryOp::Collate
                | BinaryOp::BitXor
                | BinaryOp::Slice
                | BinaryOp::RegexpReplace(_)
                | BinaryOp::MysqlMatch { .. }
                | BinaryOp::JsonItem
                | BinaryOp::JsonItemText
                | BinaryOp::JsonPath
                | BinaryOp::JsonPathText
                | BinaryOp::ArrayItem
                | BinaryOp::Eager(..)
                | BinaryOp::Custom(..) => None,
            };
            match opposite {
                Some(op) => Expr::Binary { op, left, right, ty },
                None => negated_in_brackets(Expr::Binary { op, left, right, ty }),
            }
        }
        other => Expr::Unary { op: UnaryOp::Not, expr: Box::new(other) },
    }
}

/// NOT of an operator that has no opposite: where it yields a boolean, that is a value in brackets.
fn negated_in_brackets(expr: Expr) -> Expr {
    let expr = if affinity(&type_of(&expr).kind) == 4 { Expr::Grouping(Box::new(expr)) } else { expr };
    Expr::Unary { op: UnaryOp::Not, expr: Box::new(expr) }
}

/// Whether an expression is a boolean value of which SQLAlchemy knows that it was negated, though `and_()` takes it as it is.
fn is_boolean_value(expr: &Expr) -> bool {
    match expr {
        Expr::Grouping(_) | Expr::Subquery(_) | Expr::Filter { .. } => affinity(&type_of(expr).kind) == 4,
        _ => false,
    }
}

/// Operators between an expression and any value, shared with columns.
pub fn binary(
    vm: &mut Vm,
    this: &Value,
    op: limbeck_python::BinaryOp,
    other: &Value,
    reflected: bool,
) -> Result<Option<Value>> {
    use limbeck_python::BinaryOp as Py;
    let own = operand(vm, this)?;
    if matches!(op, Py::And | Py::Or) {
        // SQLAlchemy's have no method for the right side of a plain value.
        if reflected && as_expr(vm, other)?.is_none() {
            return Ok(None);
        }
        let other = where_operand(vm, other)?;
        let (left, right) = if reflected { (other, own) } else { (own, other) };
        let op = if op == Py::And { ListOp::And } else { ListOp::Or };
        return Ok(Some(element(vm, join(op, vec![left, right]))));
    }
    let other = beside(vm, other, Some(&own))?;
    let (left, right) = if reflected { (other, own) } else { (own, other) };
    let (left_type, right_type) = (type_of(&left), type_of(&right));
    let op = match op {
        Py::Add => BinaryOp::Add,
        Py::Sub => BinaryOp::Sub,
        Py::Mul => BinaryOp::Mul,
        Py::Div => BinaryOp::TrueDiv,
        Py::FloorDiv => BinaryOp::FloorDiv,
        Py::Mod => BinaryOp::Mod,
        Py::LShift | Py::RShift => {
            let name = if op == Py::LShift { "lshift" } else { "rshift" };
            return Err(Error::exception(
                "NotImplementedError",
                format!("Operator '{name}' is not supported on this expression"),
            ));
        }
        Py::And | Py::Or | Py::Pow | Py::MatMul | Py::Xor => return Ok(None),
    };
    let (op, ty) = adapted(op, left_type, right_type);
    Ok(Some(element(vm, Expr::Binary { op, left: Box::new(left), right: Box::new(right), ty })))
}

/// An operand of `&` and `|`.
fn where_operand(vm: &mut Vm, value: &Value) -> Result<Expr> {
    if let Some(constant) = constant(value) {
        return Ok(constant);
    }
    match as_expr(vm, value)? {
        Some(expr) => Ok(expr),
        None => {
            let shown = vm.repr(value)?;
            Err(errors::argument_error(vm, &format!("SQL expression for WHERE/HAVING role expected, got {shown}.")))
        }
    }
}

/// Types whose `+` is `||` (`Concatenable`).
fn is_concatenable(kind: &TypeKind) -> bool {
    match kind {
        TypeKind::Array { .. } | TypeKind::Json { .. } | TypeKind::PgJson { .. } | TypeKind::PgJsonb { .. } => true,
        TypeKind::PgSimple(name) => name == "HSTORE",
        kind => affinity(kind) == 3,
    }
}

/// What `||` makes of a type: labels joined to something are no labels any more.
fn joined_text(ty: Type) -> Type {
    let TypeKind::Enum(of) = &ty.kind else { return ty };
    let longest = of.labels.iter().map(|label| label.chars().count() as u64).max();
    let length = of.length.or(longest);
    Type::new(TypeKind::String(limbeck_ops::StringOptions { length, ..Default::default() }))
}

/// A number's type as its class makes it without arguments.
fn anew(ty: Type) -> Type {
    Type::new(match ty.kind {
        TypeKind::Decimal(_) => TypeKind::Decimal(NumberOptions::default()),
        TypeKind::Float(_) => TypeKind::Float(NumberOptions::default()),
        TypeKind::UpperFloat(_) => TypeKind::UpperFloat(NumberOptions::default()),
        TypeKind::Real(_) => TypeKind::Real(NumberOptions::default()),
        TypeKind::Double(_) => TypeKind::Double(NumberOptions::default()),
        TypeKind::UpperDouble(_) => TypeKind::UpperDouble(NumberOptions::default()),
        TypeKind::DoublePrecision(_) => TypeKind::DoublePrecision(NumberOptions::default()),
        TypeKind::Mysql { name, text, values, fsp, timezone, bitwise, .. } => {
            TypeKind::Mysql { name, number: NumberOptions::default(), text, values, fsp, timezone, bitwise }
        }
        other => other,
    })
}

/// The operator and the type of its result (`TypeEngine.Comparator._adapt_expression`).
fn adapted(op: BinaryOp, left: Type, right: Type) -> (BinaryOp, Type) {
    let (there, here) = (affinity(&left.kind), affinity(&right.kind));
    if there == 0 {
        // Without a type of its own, a commutative operator asks the other side.
        return match op {
            BinaryOp::Add | BinaryOp::Mul if here != 0 => adapted(op, right, left),
            op => (op, left),
        };
    }
    if op == BinaryOp::Add && is_concatenable(&left.kind) && (here == 0 || is_concatenable(&right.kind)) {
        return (BinaryOp::Concat, joined_text(left));
    }
    let plain = |kind: TypeKind| Type::new(kind);
    let ty = match (&op, there, here) {
        (BinaryOp::TrueDiv, 1, 1) => plain(TypeKind::Numeric(NumberOptions::default())),
        (BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::TrueDiv | BinaryOp::FloorDiv, 1, 2) => right,
        (BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::FloorDiv, 1, 1) => match left.kind {
            TypeKind::Integer => right,
            _ => anew(left),
        },
        (BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::TrueDiv, 2, 1 | 2) => match left.kind {
            TypeKind::Numeric(_) if here == 2 => right,
            TypeKind::Numeric(_) => left,
            _ => anew(left),
        },
        (BinaryOp::Mul, 1 | 2, 8) | (BinaryOp::Add, 1, 5) => right,
        (BinaryOp::Add, 5, 7 | 8) | (BinaryOp::Sub, 5, 8) | (BinaryOp::Add, 7, 5) => {
            plain(TypeKind::DateTime { timezone: false })
        }
        (BinaryOp::Sub, 5, 5) => plain(TypeKind::Integer),
        (BinaryOp::Sub, 5 | 6, 6) | (BinaryOp::Sub, 7, 7) => {
            plain(TypeKind::Interval(limbeck_ops::IntervalFields::default()))
        }
        (BinaryOp::Add, 8, 5) => plain(TypeKind::DateTime { timezone: false }),
        (BinaryOp::Add, 8, 6 | 7) => right,
        _ => left,
    };
    (op, ty)
}

/// `and_`, `or_`: nested lists of the same kind are one, and a list of one is its element as a condition.
pub fn join(op: ListOp, items: Vec<Expr>) -> Expr {
    let (neutral, decisive) = match op {
        ListOp::And => (Expr::True, Expr::False),
        ListOp::Or => (Expr::False, Expr::True),
    };
    if items.contains(&decisive) {
        return as_condition(decisive);
    }
    let mut kept: Vec<Expr> = items.into_iter().filter(|item| *item != neutral).collect();
    match kept.len() {
        0 => as_condition(neutral),
        1 => as_condition(kept.swap_remove(0)),
        _ => {
            let mut flat = Vec::with_capacity(kept.len());
            for item in kept {
                match item {
                    Expr::List { op: inner, items } if inner == op => flat.extend(items),
                    item => flat.push(item),
                }
            }
            Expr::List { op, items: flat }
        }
    }
}

/// Whether an expression is a value of a boolean type, not a comparison.
pub fn is_plain_boolean(expr: &Expr) -> bool {
    let is_value = matches!(
        expr,
        Expr::Bind(_)
            | Expr::Literal { .. }
            | Expr::Column(_)
            | Expr::Function(_)
            | Expr::Cast { .. }
            | Expr::TypeCoerce { .. }
            | Expr::Case { .. }
            | Expr::Over { .. }
            | Expr::WithinGroup { .. }
    );
    is_value && affinity(&type_of(expr).kind) == 4
}

/// What becomes of an expression that stands alone where a condition is wanted (`self_group(_asbool)`).
fn as_condition(expr: Expr) -> Expr {
    match expr {
        Expr::True | Expr::False => Expr::Unary { op: UnaryOp::IsTrue, expr: Box::new(expr) },
        _ if is_plain_boolean(&expr) => Expr::Unary { op: UnaryOp::IsTrue, expr: Box::new(expr) },
        // `contains()` and its kin have no precedence that SQLAlchemy knows.
        Expr::Binary {
            op: BinaryOp::Like(_) | BinaryOp::NotLike(_) | BinaryOp::Ilike(_) | BinaryOp::NotIlike(_),
            ref right,
            ..
        } if has_wildcard(right) => Expr::Grouping(Box::new(expr)),
        other => other,
    }
}

/// Whether a pattern is one that `contains()`, `startswith()` or `endswith()` put together.
fn has_wildcard(pattern: &Expr) -> bool {
    match pattern {
        Expr::Column(column) => column.is_literal && column.name.text == "'%'",
        Expr::Binary { op: BinaryOp::Concat, left, right, .. } => has_wildcard(left) || has_wildcard(right),
        _ => false,
    }
}

/// `x.self_group()`: operators get brackets, values stay as they are.
fn grouped(expr: Expr) -> Expr {
    match expr {
        Expr::Binary { .. } | Expr::Between { .. } | Expr::List { .. } | Expr::Filter { .. } => {
            Expr::Grouping(Box::new(expr))
        }
        Expr::Unary { op: UnaryOp::Desc | UnaryOp::Asc | UnaryOp::NullsFirst | UnaryOp::NullsLast, .. } => expr,
        Expr::Unary { op: UnaryOp::IsTrue, .. } => expr,
        Expr::Unary { op: UnaryOp::Not, expr: inner }
            if is_boolean_value(&inner) || as_condition((*inner).clone()) != *inner =>
        {
            Expr::Unary { op: UnaryOp::Not, expr: inner }
        }
        Expr::Unary { .. } => Expr::Grouping(Box::new(expr)),
        Expr::Label { expr, name } => Expr::Label { expr: Box::new(grouped(*expr)), name },
        other => other,
    }
}

/// `x[key].as_integer()` and its kin: an element of JSON as a value of another type.
fn as_type(vm: &mut Vm, this: &Value, kind: TypeKind) -> Result<Value> {
    match to_expr(vm, this)? {
        Expr::Binary { op: op @ (BinaryOp::JsonItem | BinaryOp::JsonPath), left, right, .. } => {
            Ok(element(vm, Expr::Binary { op, left, right, ty: Type::new(kind) }))
        }
        _ => {
            let name = match kind {
                TypeKind::Unicode(_) => "as_string",
                TypeKind::Integer => "as_integer",
                TypeKind::Float(_) => "as_float",
                TypeKind::Boolean { .. } => "as_boolean",
                TypeKind::Numeric(_) => "as_numeric",
                _ => "as_json",
            };
            Err(errors::invalid_request(
                vm,
                &format!(
                    "The JSON cast operator JSON.{name}() only works with a JSON index expression e.g. col['q'].{name}()"
                ),
            ))
        }
    }
}

fn json_text(expr: &Expr) -> Expr {
    match expr {
        Expr::Binary { op: BinaryOp::JsonItem, left, right, .. } => Expr::Binary {
            op: BinaryOp::JsonItemText,
            left: left.clone(),
            right: right.clone(),
            ty: Type::new(TypeKind::Text(StringOptions::default())),
        },
        Expr::Binary { op: BinaryOp::JsonPath, left, right, .. } => Expr::Binary {
            op: BinaryOp::JsonPathText,
            left: left.clone(),
            right: right.clone(),
            ty: Type::new(TypeKind::Text(StringOptions::default())),
        },
        other => other.clone(),
    }
}

/// `x[key]`, shared with columns.
///
/// # Errors
/// When the type can't be indexed.
pub fn item(vm: &mut Vm, this: &Value, key: &Value) -> Result<Value> {
    let left = operand(vm, this)?;
    let ty = type_of(&left);
    let mut expr = match &ty.kind {
        TypeKind::Array { item, dimensions, generic, zero_indexes } => {
            let (right, ty) = match operators::slice(vm, key, *zero_indexes)? {
                Some(slice) => (slice, ty.clone()),
                None => {
                    let key = match key.as_int() {
                        Some(index) if *zero_indexes => Value::int(index.saturating_add(1)),
                        _ => key.clone(),
                    };
                    let of = match dimensions {
                        Some(dimensions) if *dimensions > 1 => Type::new(TypeKind::Array {
                            item: item.clone(),
                            dimensions: Some(dimensions - 1),
                            generic: *generic,
                            zero_indexes: *zero_indexes,
                        }),
                        Some(_) | None => (**item).clone(),
                    };
                    (beside(vm, &key, None)?, of)
                }
            };
            Expr::Binary { op: BinaryOp::ArrayItem, left: Box::new(left), right: Box::new(right), ty }
        }
        kind if is_json(kind) => {
            let op = if key.as_sequence().is_some() { BinaryOp::JsonPath } else { BinaryOp::JsonItem };
            let right = match key.as_sequence() {
                Some(parts) => {
                    let mut path = Vec::new();
                    for part in parts {
                        path.push(to_datum(vm, &part)?);
                    }
                    bind_for(Datum::List(path), None)
                }
                None => {
                    let datum = to_datum(vm, key)?;
                    bind_for(datum, None)
                }
            };
            Expr::Binary { op, left: Box::new(left), right: Box::new(right), ty }
        }
        TypeKind::PgSimple(name) if name == "HSTORE" => {
            let right = beside(vm, key, None)?;
            let op = BinaryOp::Eager("->".to_owned(), 15, false);
            let ty = Type::new(TypeKind::Text(StringOptions::default()));
            Expr::Binary { op, left: Box::new(left), right: Box::new(right), ty }
        }
        _ => {
            return Err(Error::exception(
                "NotImplementedError",
                "Operator 'getitem' is not supported on this expression",
            ));
        }
    };
    // What is bound beside a column is called after it.
    if let Expr::Binary { left, right, .. } = &mut expr
        && let (Expr::Column(column), Expr::Bind(bind)) = (&**left, &mut **right)
        && bind.unique
    {
        bind.name = column.name.text.clone();
    }
    Ok(element(vm, expr))
}

fn is_json(kind: &TypeKind) -> bool {
    match kind {
        TypeKind::Json { .. } | TypeKind::PgJson { .. } | TypeKind::PgJsonb { .. } => true,
        // As a database's own columns have it.
        TypeKind::Sqlite(name) | TypeKind::Mysql { name, .. } => name == "JSON",
        _ => false,
    }
}

fn method(vm: &mut Vm, this: &Value, args: Args, op: BinaryOp) -> Result<Value> {
    let bound = Signature::parse("(other, **kw)").bind("operate", args)?;
    let left = to_expr(vm, this)?;
    let right = match constant_beside(&left, &bound.value("other")) {
        Some(constant) if matches!(op, BinaryOp::IsDistinctFrom | BinaryOp::IsNotDistinctFrom) => {
            return Ok(element(vm, boolean_binary(op, left, constant)));
        }
        Some(constant) if !matches!(op, BinaryOp::Concat) => constant,
        _ => beside(vm, &bound.value("other"), Some(&left))?,
    };
    let (left, right) = mirrored(left, right);
    Ok(element(vm, boolean_binary(op, left, right)))
}

/// The sides of a comparison: ANY and ALL stand on the right.
pub(super) fn mirrored(left: Expr, right: Expr) -> (Expr, Expr) {
    if matches!(left, Expr::Unary { op: UnaryOp::Any | UnaryOp::All, .. }) { (right, left) } else { (left, right) }
}

fn in_list(vm: &mut Vm, this: &Value, args: Args, op: BinaryOp) -> Result<Value> {
    let bound = Signature::parse("(other)").bind("in_", args)?;
    let left = to_expr(vm, this)?;
    let other = bound.value("other");
    let right = match as_expr(vm, &other)? {
        Some(Expr::Bind(bind)) => {
            let ty = if bind.ty.kind == TypeKind::Null { type_of(&left) } else { bind.ty.clone() };
            Expr::Bind(Bind { ty, expanding: true, ..bind })
        }
        Some(Expr::Unary { op: UnaryOp::Any | UnaryOp::All, .. }) => {
            let expected = "IN expression list, SELECT construct, or bound parameter object";
            return Err(crate::sa::constraints::unexpected(vm, expected, &other));
        }
        Some(expr) => expr,
        None => {
            let is_text = other.as_str().is_some() || matches!(other.payload(), Value::Bytes(_));
            let given = match vm.iterate(&other) {
                Ok(given) if !is_text => given,
                Err(error) if error.exception_class() != Some("TypeError") => return Err(error),
                Ok(_) | Err(_) => {
                    let expected = "IN expression list, SELECT construct, or bound parameter object";
                    return Err(crate::sa::constraints::unexpected(vm, expected, &other));
                }
            };
            let mut items = Vec::new();
            if given.iter().any(has_no_operators) {
                let expected = "IN expression list, SELECT construct, or bound parameter object";
                return Err(crate::sa::constraints::unexpected(vm, expected, &Value::list(given)));
            }
            if let Some(list) = rows::plain_rows(vm, &left, &given)? {
                return Ok(element(vm, boolean_binary(op, left, list)));
            }
            for item in given {
                items.push(beside(vm, &item, Some(&left))?);
            }
            match plain_list(&left, &items) {
                Some(bind) => bind,
                None => Expr::Tuple(items),
            }
        }
    };
    let (left, right) = mirrored(left, right);
    Ok(element(vm, boolean_binary(op, left, right)))
}

/// Whether a value is SQL that has no operators: `text()`, a statement, a table.
fn has_no_operators(value: &Value) -> bool {
    let is_text = matches!(value.downcast_ref::<ExprObject>().map(|object| &object.expr), Some(Expr::Text(_)));
    is_text || crate::sa::query::as_select(value).is_some() || crate::sa::table::as_from(value).is_some()
}

/// A list of plain values as the one bind that it is in SQLAlchemy, which knows how to be empty.
pub fn plain_list(left: &Expr, items: &[Expr]) -> Option<Expr> {
    let mut values = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Expr::Bind(bind) => values.push(bind.value.clone()?),
            Expr::Null => values.push(Datum::Null),
            _ => return None,
        }
    }
    // The first value decides about the type of all.
    let decorated = items.iter().find_map(|item| match item {
        // Of None the type is that of the column, and says nothing of the others.
        Expr::Bind(bind) if bind.ty.decorator.is_some() && bind.value != Some(Datum::Null) => Some(bind.ty.clone()),
        _ => None,
    });
    let ty = match (decorated, values.first()) {
        (Some(ty), _) => ty,
        (None, Some(first)) => compared_type(&type_beside(left), first),
        (None, None) => type_beside(left),
    };
    let name = match left {
        Expr::Column(column) => column.name.text.clone(),
        _ => "param".to_owned(),
    };
    Some(Expr::Bind(Bind { name, value: Some(Datum::List(values)), ty, unique: true, expanding: true }))
}

/// The refusal of a constant beside another operator.
fn no_constant(vm: &mut Vm) -> Error {
    errors::argument_error(
        vm,
        "Only '=', '!=', 'is_()', 'is_not()', 'is_distinct_from()', 'is_not_distinct_from()' operators can be used with None/True/False",
    )
}

/// Whether a value is `None`, `True` or `False`, of Python's or of SQL.
pub(super) fn is_constant(value: &Value) -> bool {
    let expr = value.downcast_ref::<ExprObject>().map(|object| &object.expr);
    constant(value).is_some() || matches!(expr, Some(Expr::Null | Expr::True | Expr::False))
}

fn like(vm: &mut Vm, this: &Value, args: Args, make: fn(Option<String>) -> BinaryOp) -> Result<Value> {
    let bound = Signature::parse("(other, escape=None)").bind("like", args)?;
    let left = to_expr(vm, this)?;
    if is_constant(&bound.value("other")) {
        return Err(no_constant(vm));
    }
    let right = beside(vm, &bound.value("other"), Some(&left))?;
    let (left, right) = mirrored(left, right);
    let op = make(bound.value("escape").as_str().map(str::to_owned));
    Ok(element(vm, boolean_binary(op, left, right)))
}

/// Text with a mark before what LIKE takes for a wildcard.
pub(super) fn escaped(text: &str, mark: &str) -> String {
    text.replace(mark, &mark.repeat(2)).replace('%', &format!("{mark}%")).replace('_', &format!("{mark}_"))
}

/// `startswith`, `endswith`, `contains`: LIKE with the wildcard joined by `||`.
pub(super) fn affix(
    vm: &mut Vm,
    this: &Value,
    args: Args,
    (before, after): (bool, bool),
    make: fn(Option<String>) -> BinaryOp,
) -> Result<Value> {
    let bound = Signature::parse("(other, autoescape=False, escape=None)").bind("startswith", args)?;
    let left = to_expr(vm, this)?;
    let mut escape = bound.value("escape").as_str().map(str::to_owned);
    let mut other = bound.value("other");
    if vm.truth(&bound.value("autoescape"))? {
        let mark = escape.get_or_insert_with(|| "/".to_owned()).clone();
        let text = text_of(&other)?;
        other = Value::from(escaped(&text, &mark));
    }
    if !before && !after {
        return Err(Error::type_error("nothing to match"));
    }
    if is_constant(&other) {
        return Err(no_constant(vm));
    }
    let right = beside(vm, &other, Some(&left))?;
    let (left, right) = mirrored(left, right);
    let middle = match right {
        gathered @ Expr::Unary { op: UnaryOp::Any | UnaryOp::All, .. } => Expr::Grouping(Box::new(gathered)),
        operator @ (Expr::Binary { .. } | Expr::List { .. } | Expr::Between { .. })
            if !matches!(operator, Expr::Binary { op: BinaryOp::Concat, .. }) =>
        {
            Expr::Grouping(Box::new(operator))
        }
        value => value,
    };
    let percent = bare_column(Name::new("'%'"), string_type(), true);
    let concat = |left: Expr, right: Expr| Expr::Binary {
        op: BinaryOp::Concat,
        left: Box::new(left),
        right: Box::new(right),
        ty: string_type(),
    };
    let mut right = middle;
    if before {
        right = concat(percent.clone(), right);
    }
    if after {
        right = concat(right, percent);
    }
    Ok(element(vm, boolean_binary(make(escape), left, right)))
}

fn wrap(vm: &mut Vm, this: &Value, op: UnaryOp) -> Result<Value> {
    let expr = operand(vm, this)?;
    Ok(element(vm, Expr::Unary { op, expr: Box::new(expr) }))
}

/// Entries of ORDER BY from the arguments of a call; strings are labels or columns by name.
///
/// # Errors
/// When an entry can't stand in SQL.
pub fn order_by(vm: &mut Vm, values: &[Value]) -> Result<Vec<OrderBy>> {
    ordered_by(vm, values, "ORDER BY expression")
}

/// What SQLAlchemy expects where it divides or locks by something.
pub const BY: &str = "GROUP BY / OF / etc. expression";

/// As [`order_by`]; a refusal says that `expected` was.
///
/// # Errors
/// When an entry can't stand in SQL.
pub fn ordered_by(vm: &mut Vm, values: &[Value], expected: &str) -> Result<Vec<OrderBy>> {
    let mut out = Vec::new();
    for value in values {
        let is_name = value.as_str().is_some();
        let is_plain = !is_name && !matches!(value, Value::None | Value::Bool(_)) && !value.is_unresolved();
        if is_plain && as_expr(vm, value)?.is_none() {
            return Err(crate::sa::constraints::unexpected(vm, expected, value));
        }
        let expr = if is_name { Expr::Identifier(required_name(value)?) } else { to_expr(vm, value)? };
        out.push(OrderBy { expr });
    }
    Ok(out)
}

/// Refuses a method of functions on anything else.
fn of_function(vm: &mut Vm, this: &Value, method: &str) -> Result<()> {
    let has_it = match to_expr(vm, this)? {
        Expr::Function(_) | Expr::Filter { .. } | Expr::NextValue { .. } => true,
        Expr::WithinGroup { .. } => method != "within_group",
        _ => false,
    };
    if has_it { Ok(()) } else { Err(crate::sa::operators::missing(this, method)) }
}

/// `FILTER (WHERE …)` behind a function.
///
/// # Errors
/// When a condition can't stand in SQL.
pub fn filter(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let function = Box::new(to_expr(vm, this)?);
    let mut conditions = Vec::new();
    for value in &args.positional {
        conditions.push(to_expr(vm, value)?);
    }
    let condition = if conditions.len() == 1 { conditions.swap_remove(0) } else { join(ListOp::And, conditions) };
    Ok(element(vm, Expr::Filter { function, condition: Box::new(condition) }))
}

/// `WITHIN GROUP (ORDER BY …)` behind a function.
///
/// # Errors
/// When an element can't stand in SQL.
pub fn within_group(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let function = Box::new(to_expr(vm, this)?);
    let order_by = order_by(vm, &args.positional)?;
    Ok(element(vm, Expr::WithinGroup { function, order_by }))
}

/// `OVER (…)` behind a function.
///
/// # Errors
/// When its parts can't stand in SQL.
pub fn over(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let bound = Signature::parse("(partition_by=None, order_by=None, rows=None, range_=None, groups=None)")
        .bind("over", args)?;
    let mut by = |name: &str| match bound.value(name) {
        Value::None => Ok(Vec::new()),
        value => ordered_by(vm, &value.as_sequence().unwrap_or_else(|| vec![value]), BY),
    };
    let partition_by = by("partition_by")?.into_iter().map(|by| by.expr).collect();
    let order = by("order_by")?;
    let frames = [("rows", FrameUnit::Rows), ("range_", FrameUnit::Range), ("groups", FrameUnit::Groups)];
    let mut given = frames.iter().filter_map(|(name, unit)| Some((bound.some(name)?, *unit)));
    let frame = match (given.next(), given.next()) {
        (Some((value, unit)), None) => Some(frame(&value, unit)?),
        (None, _) => None,
        (Some(_), Some(_)) => {
            return Err(errors::argument_error(vm, "only one of 'rows', 'range_', or 'groups' may be provided"));
        }
    };
    let function = Box::new(to_expr(vm, this)?);
    Ok(element(vm, Expr::Over { function, window: WindowSpec { partition_by, order_by: order, frame } }))
}

/// `array.any(value)`: `value = ANY (array)`.
fn array_quantifier(vm: &mut Vm, this: &Value, args: Args, op: UnaryOp) -> Result<Value> {
    let bound = Signature::parse("(other, operator=None)").bind("any", args)?;
    let array = to_expr(vm, this)?;
    let item = match type_of(&array).kind {
        TypeKind::Array { item, .. } => *item,
        _ => null_type(),
    };
    let value = match as_expr(vm, &bound.value("other"))? {
        Some(expr) => expr,
        None => {
            let datum = to_datum(vm, &bound.value("other"))?;
            let ty = compared_type(&item, &datum);
            Expr::Bind(Bind { name: "param".to_owned(), value: Some(datum), ty, unique: true, expanding: false })
        }
    };
    let array = Expr::Unary { op, expr: Box::new(array) };
    if let Some(operator) = bound.some("operator") {
        let (value, array) = (element(vm, value), element(vm, array));
        return vm.call(&operator, Args::of([value, array]));
    }
    Ok(element(vm, boolean_binary(BinaryOp::Eq, value, array)))
}

/// `func.x(…).table_valued("a", "b")`: the function as something to read from.
fn table_valued(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let call = Box::new(to_expr(vm, this)?);
    let mut names = Vec::new();
    for value in &args.positional {
        names.push(match as_expr(vm, value)? {
            Some(Expr::Column(column)) => (column.name, column.ty),
            _ => (required_name(value)?, null_type()),
        });
    }
    let keyword = |wanted: &str| args.keyword.iter().find(|(key, _)| &**key == wanted).map(|(_, value)| value.clone());
    let name = keyword("name").map(|value| required_name(&value)).transpose()?;
    let mut shape = limbeck_ops::FunctionShape::default();
    if let Some(ordinality) = keyword("with_ordinality").filter(|value| !value.is_none()) {
        shape.ordinality = true;
        names.push((required_name(&ordinality)?, limbeck_ops::Type::new(limbeck_ops::TypeKind::Integer)));
    }
    shape.columns.clone_from(&names);
    let from = limbeck_ops::From::Function { call, name, columns: Vec::new(), shape };
    Ok(crate::sa::table::FromObject::over(vm, from, names))
}

/// `func.x(…).column_valued("name")`: the function as a column of the same name as its alias.
fn column_valued(vm: &mut Vm, this: &Value, args: Args) -> Result<Value> {
    let bound = Signature::parse("(name=None, joins_implicitly=False)").bind("column_valued", args)?;
    let call = to_expr(vm, this)?;
    let ty = type_of(&call);
    let name = match bound.value("name") {
        Value::None => Name::new("anon_1"),
        value => required_name(&value)?,
    };
    let shape = limbeck_ops::FunctionShape::default();
    let from =
        limbeck_ops::From::Function { call: Box::new(call), name: Some(name.clone()), columns: Vec::new(), shape };
    let column = ColumnRef { table: Some(std::sync::Arc::new(from)), name, ty, is_literal: true };
    Ok(element(vm, Expr::Column(column)))
}

fn frame(value: &Value, unit: FrameUnit) -> Result<limbeck_ops::WindowFrame> {
    let Some([start, end]) = value.as_sequence().as_deref().and_then(|items| items.first_chunk::<2>().cloned()) else {
        return Err(Error::exception("ValueError", "2-tuple expected for range/rows"));
    };
    let bound =
        |value: &Value| value.as_int().map_or(limbeck_ops::FrameBound::Unbounded, limbeck_ops::FrameBound::Offset);
    Ok(limbeck_ops::WindowFrame { unit, start: bound(&start), end: bound(&end) })
}

/// A function that, called, applies an operator: what `x.op('…')` gives.
#[derive(Debug)]
struct OpCaller {
    left: Expr,
    op: BinaryOp,
    boolean: bool,
    returned: Option<Type>,
}

impl Object for OpCaller {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        Rc::clone(&classes(vm).opaque)
    }

    fn is_callable(&self) -> bool {
        true
    }

    fn call(&self, _this: &Value, vm: &mut Vm, args: Args) -> Result<Value> {
        let bound = Signature::parse("(other)").bind("op", args)?;
        let left = if self.boolean { self.left.clone() } else { comparable(vm, self.left.clone())? };
        let right = beside(vm, &bound.value("other"), Some(&left))?;
        let ty = match &self.returned {
            Some(ty) => ty.clone(),
            None if self.boolean => boolean_type(),
            None => type_of(&left),
        };
        let (left, right) = mirrored(left, right);
        let expr = Expr::Binary { op: self.op.clone(), left: Box::new(left), right: Box::new(right), ty };
        Ok(element(vm, expr))
    }
}

fn op_caller(vm: &mut Vm, this: &Value, args: Args, boolean: bool) -> Result<Value> {
    let bound = Signature::parse("(opstring, precedence=0, is_comparison=False, return_type=None, python_impl=None)")
        .bind("op", args)?;
    let symbol = text_of(&bound.value("opstring"))?;
    let precedence = bound.value("precedence").as_int().and_then(|n| i32::try_from(n).ok()).unwrap_or(0);
    let boolean = boolean || vm.truth(&bound.value("is_comparison"))?;
    let left = to_expr(vm, this)?;
    let returned = match bound.some("return_type") {
        Some(ty) => Some(crate::sa::types::coerce_type(vm, &ty)?),
        None => None,
    };
    Ok(Value::object(OpCaller { left, op: BinaryOp::Custom(symbol, precedence, boolean), boolean, returned }))
}

/// `ColumnElement` with all its methods.
pub fn column_element_class() -> Rc<Class> {
    operators::methods(ClassBuilder::new("ColumnElement"))
        .module("sqlalchemy.sql.elements")
        .generic()
        .constructor(|vm, class, _args| crate::sa::constructs::bare(vm, class))
        .method("in_", |vm, this, args| in_list(vm, this, args, BinaryOp::In))
        .method("not_in", |vm, this, args| in_list(vm, this, args, BinaryOp::NotIn))
        .method("notin_", |vm, this, args| in_list(vm, this, args, BinaryOp::NotIn))
        .method("like", |vm, this, args| like(vm, this, args, BinaryOp::Like))
        .method("not_like", |vm, this, args| like(vm, this, args, BinaryOp::NotLike))
        .method("notlike", |vm, this, args| like(vm, this, args, BinaryOp::NotLike))
        .method("ilike", |vm, this, args| like(vm, this, args, BinaryOp::Ilike))
        .method("not_ilike", |vm, this, args| like(vm, this, args, BinaryOp::NotIlike))
        .method("notilike", |vm, this, args| like(vm, this, args, BinaryOp::NotIlike))
        .method("startswith", |vm, this, args| affix(vm, this, args, (false, true), BinaryOp::Like))
        .method("endswith", |vm, this, args| affix(vm, this, args, (true, false), BinaryOp::Like))
        .method("contains", |vm, this, args| match operators::contains(vm, this, &args)? {
            Some(found) => Ok(found),
            None => affix(vm, this, args, (true, true), BinaryOp::Like),
        })
        .method("is_", |vm, this, args| method(vm, this, args, BinaryOp::Is))
        .method("is_not", |vm, this, args| method(vm, this, args, BinaryOp::IsNot))
        .method("isnot", |vm, this, args| method(vm, this, args, BinaryOp::IsNot))
        .method("is_distinct_from", |vm, this, args| method(vm, this, args, BinaryOp::IsDistinctFrom))
        .method("isnot_distinct_from", |vm, this, args| method(vm, this, args, BinaryOp::IsNotDistinctFrom))
        .method("is_not_distinct_from", |vm, this, args| method(vm, this, args, BinaryOp::IsNotDistinctFrom))
        .method("concat", |vm, this, args| {
            let bound = Signature::parse("(other)").bind("concat", args)?;
            let left = operand(vm, this)?;
            let right = beside(vm, &bound.value("other"), Some(&left))?;
            let ty = type_of(&left);
            let expr = Expr::Binary { op: BinaryOp::Concat, left: Box::new(left), right: Box::new(right), ty };
            Ok(element(vm, expr))
        })
        .method("between", |vm, this, args| {
            let bound = Signature::parse("(cleft, cright, symmetric=False)").bind("between", args)?;
            let expr = to_expr(vm, this)?;
            let low = beside(vm, &bound.value("cleft"), Some(&expr))?;
            let high = beside(vm, &bound.value("cright"), Some(&expr))?;
            let symmetric = vm.truth(&bound.value("symmetric"))?;
            let (low, high) = (Box::new(low), Box::new(high));
            let expr = Expr::Between { expr: Box::new(expr), low, high, negated: false, symmetric };
            Ok(element(vm, expr))
        })
        .method("desc", |vm, this, _| wrap(vm, this, UnaryOp::Desc))
        .method("asc", |vm, this, _| wrap(vm, this, UnaryOp::Asc))
        .method("nulls_first", |vm, this, _| wrap(vm, this, UnaryOp::NullsFirst))
        .method("nullsfirst", |vm, this, _| wrap(vm, this, UnaryOp::NullsFirst))
        .method("nulls_last", |vm, this, _| wrap(vm, this, UnaryOp::NullsLast))
        .method("nullslast", |vm, this, _| wrap(vm, this, UnaryOp::NullsLast))
        .method("distinct", |vm, this, _| wrap(vm, this, UnaryOp::Distinct))
        .method("any_", |vm, this, _| wrap(vm, this, UnaryOp::Any))
        .method("all_", |vm, this, _| wrap(vm, this, UnaryOp::All))
        .method("self_group", |vm, this, _| {
            let expr = to_expr(vm, this)?;
            Ok(element(vm, grouped(expr)))
        })
        .method("label", |vm, this, args| {
            let bound = Signature::parse("(name)").bind("label", args)?;
            let expr = to_expr(vm, this)?;
            let name = match bound.value("name") {
                Value::None => {
                    let base = match &expr {
                        Expr::Column(column) => column.name.text.as_str(),
                        Expr::Label { name, .. } => name.text.as_str(),
                        Expr::Function(call) => call.name.last().map_or("anon", |name| &name.text),
                        _ => "anon",
                    };
                    unnamed_label(base, 's')
                }
                name => required_name(&name)?,
            };
            Ok(element(vm, Expr::Label { expr: Box::new(expr), name }))
        })
        .method("cast", |vm, this, args| {
            let bound = Signature::parse("(type_)").bind("cast", args)?;
            let expr = to_expr(vm, this)?;
            let ty = coerce_type(vm, &bound.value("type_"))?;
            Ok(element(vm, Expr::Cast { expr: Box::new(expr), ty, tries: false }))
        })
        .method("collate", |vm, this, args| {
            let bound = Signature::parse("(collation)").bind("collate", args)?;
            let left = operand(vm, this)?;
            let ty = type_of(&left);
            let right = Expr::Identifier(required_name(&bound.value("collation"))?);
            let expr = Expr::Binary { op: BinaryOp::Collate, left: Box::new(left), right: Box::new(right), ty };
            Ok(element(vm, expr))
        })
        .method("op", |vm, this, args| op_caller(vm, this, args, false))
        .method("operate", |vm, this, args| {
            let mut args = args;
            if args.positional.is_empty() {
                return Err(Error::type_error("operate() missing 1 required positional argument: 'op'"));
            }
            let operator = std::mem::replace(&mut args.positional[0], this.clone());
            vm.call(&operator, args)
        })
        .method("bool_op", |vm, this, args| op_caller(vm, this, args, true))
        .method("any", |vm, this, args| array_quantifier(vm, this, args, UnaryOp::Any))
        .method("all", |vm, this, args| array_quantifier(vm, this, args, UnaryOp::All))
        .method("table_valued", table_valued)
        .method("scalar_table_valued", |vm, this, args| {
            let bound = Signature::parse("(name, type_=None)").bind("scalar_table_valued", args)?;
            let call = Box::new(to_expr(vm, this)?);
            let ty = match bound.value("type_") {
                Value::None => null_type(),
                ty => coerce_type(vm, &ty)?,
            };
            let shape = limbeck_ops::FunctionShape { scalar: true, ..Default::default() };
            let from = limbeck_ops::From::Function { call, name: None, columns: Vec::new(), shape };
            let table = Some(std::sync::Arc::new(from));
            let name = required_name(&bound.value("name"))?;
            Ok(element(vm, Expr::Column(ColumnRef { table, name, ty, is_literal: false })))
        })
        .method("column_valued", column_valued)
        .method("alias", |vm, this, args| {
            let bound = Signature::parse("(name=None, joins_implicitly=False)").bind("alias", args)?;
            let call = to_expr(vm, this)?;
            if !matches!(call, Expr::Function(_)) {
                return Err(Error::attribute_error(
                    "Neither 'ColumnElement' object nor 'Comparator' object has an attribute 'alias'",
                ));
            }
            let name = match bound.value("name") {
                Value::None => None,
                value => Some(required_name(&value)?),
            };
            let shape = limbeck_ops::FunctionShape::default();
            let from = limbeck_ops::From::Function { call: Box::new(call), name, columns: Vec::new(), shape };
            Ok(crate::sa::table::FromObject::over(vm, from, Vec::<(Name, Type)>::new()))
        })
        .method("over", |vm, this, args| {
            of_function(vm, this, "over")?;
            over(vm, this, args)
        })
        .method("filter", |vm, this, args| {
            of_function(vm, this, "filter")?;
            filter(vm, this, args)
        })
        .method("within_group", |vm, this, args| {
            of_function(vm, this, "within_group")?;
            within_group(vm, this, args)
        })
        .method("as_string", |vm, this, _| as_type(vm, this, TypeKind::Unicode(StringOptions::default())))
        .method("as_integer", |vm, this, _| as_type(vm, this, TypeKind::Integer))
        .method("as_float", |vm, this, _| as_type(vm, this, TypeKind::Float(NumberOptions::default())))
        .method("as_boolean", |vm, this, _| {
            let name = limbeck_ops::ConstraintName::Unnamed;
            as_type(vm, this, TypeKind::Boolean { create_constraint: false, name, is_match: false })
        })
        .method("as_numeric", |vm, this, args| {
            let bound = Signature::parse("(precision, scale, asdecimal=True)").bind("as_numeric", args)?;
            let small = |name: &str| bound.value(name).as_int().and_then(|n| u32::try_from(n).ok());
            let options = NumberOptions { precision: small("precision"), scale: small("scale"), ..Default::default() };
            as_type(vm, this, TypeKind::Numeric(options))
        })
        .method("as_json", |_vm, this, _| Ok(this.clone()))
        .method("compile", |vm, this, args| {
            let expr = to_expr(vm, this)?;
            let query = match expr {
                Expr::Text(text) => limbeck_ops::Query::Text(text),
                expr => limbeck_ops::Query::Expr(Box::new(expr)),
            };
            crate::sa::engine::compiled(vm, query, args)
        })
        .build()
}

/// A column by name, without a table.
pub fn bare_column(name: Name, ty: Type, is_literal: bool) -> Expr {
    Expr::Column(ColumnRef { table: None, name, ty, is_literal })
}
