//! Names that scripts give: plain strings, `quoted_name`, `op.f(…)`.

use std::rc::Rc;

use limbeck_ops::{ConstraintName, Name};
use limbeck_python::{Args, Class, ClassBuilder, Error, Instance, Kind, Result, Signature, Value, Vm};

/// Marks `quoted_name` and its subclasses. Their objects are strings, with an attribute `quote`.
struct NameClass {
    /// `op.f`, `conv`: naming conventions leave it alone.
    is_final: bool,
}

/// A name as a script would give it.
pub fn name_object(vm: &Vm, name: &Name) -> Value {
    object(&crate::sa::classes::classes(vm).quoted_name, &name.text, name.quote)
}

/// `op.f(text)`.
///
/// # Errors
/// When the argument is no string.
pub fn conventional(vm: &mut Vm, value: &Value) -> Result<Value> {
    let class = Rc::clone(&crate::sa::classes::classes(vm).conv);
    make(vm, &class, value, None)
}

/// Whether it is a `quoted_name`, or the outcome of `op.f()`.
pub fn is_name_object(value: &Value) -> bool {
    marked(value).is_some()
}

fn object(class: &Rc<Class>, text: &str, quote: Option<bool>) -> Value {
    let instance = Instance::new(Rc::clone(class));
    instance.set_payload(Value::str(text));
    instance.set("quote", quote.map_or(Value::None, Value::Bool));
    Value::Instance(Rc::new(instance))
}

fn marked(value: &Value) -> Option<Rc<NameClass>> {
    match value {
        Value::Instance(instance) => instance.class().payload::<NameClass>(),
        _ => None,
    }
}

/// Quotes forced on or off.
fn quote_of(value: &Value) -> Option<bool> {
    match value {
        Value::Instance(instance) => match instance.get("quote") {
            Some(quote) => quote.as_bool(),
            None => instance.payload().and_then(quote_of),
        },
        _ => None,
    }
}

fn make(vm: &mut Vm, class: &Rc<Class>, value: &Value, quote: Option<bool>) -> Result<Value> {
    if value.is_none() {
        let message = "use quoted_name.construct() for None passthrough";
        return Err(Error::exception("AssertionError", message));
    }
    let given = marked(value).and(quote_of(value));
    let is_final = class.payload::<NameClass>().is_some_and(|class| class.is_final);
    // One of the same kind stays itself, unless it is to be quoted otherwise.
    let same = marked(value).is_some_and(|known| known.is_final || !is_final);
    if same && (quote.is_none() || given == quote) {
        return Ok(value.clone());
    }
    let quote = if is_final { given.or(quote) } else { quote };
    let text = if value.is_unresolved() { Rc::from(text_of(value)?) } else { vm.str(value)? };
    Ok(object(class, &text, quote))
}

/// `upper()` and `lower()`: what is quoted stays as it is.
fn fold(vm: &mut Vm, this: &Value, fold: fn(&str) -> String) -> Result<Value> {
    if quote_of(this) == Some(true) {
        return Ok(this.clone());
    }
    Ok(Value::from(fold(&vm.str(this)?)))
}

/// The class `quoted_name`.
pub fn quoted_name_class(vm: &Vm) -> Rc<Class> {
    ClassBuilder::new("quoted_name")
        .module("sqlalchemy.sql.elements")
        .base(&vm.builtin_class(Kind::Str))
        .value_constructor(|vm, class, args: Args| {
            let bound = Signature::parse("(value, quote)").bind("quoted_name.__new__", args)?;
            make(vm, class, &bound.value("value"), bound.value("quote").as_bool())
        })
        .class_method("construct", |vm, class, args| {
            let bound = Signature::parse("(value, quote)").bind("quoted_name.construct", args)?;
            let value = bound.value("value");
            if value.is_none() { Ok(value) } else { make(vm, class, &value, bound.value("quote").as_bool()) }
        })
        .method("upper", |vm, this, _| fold(vm, this, str::to_uppercase))
        .method("lower", |vm, this, _| fold(vm, this, str::to_lowercase))
        .payload(Rc::new(NameClass { is_final: false }))
        .build()
}

/// The class `conv`, of the names that `op.f()` makes.
pub fn conv_class(quoted_name: &Rc<Class>) -> Rc<Class> {
    ClassBuilder::new("conv")
        .module("sqlalchemy.sql.elements")
        .base(quoted_name)
        .value_constructor(|vm, class, args: Args| {
            let bound = Signature::parse("(value, quote=None)").bind("_truncated_label.__new__", args)?;
            make(vm, class, &bound.value("value"), bound.value("quote").as_bool())
        })
        .payload(Rc::new(NameClass { is_final: true }))
        .build()
}

/// The text of a string.
///
/// # Errors
/// When it is neither.
pub fn text_of(value: &Value) -> Result<String> {
    match value {
        Value::Unresolved(unresolved) => Err(Error::unsupported(format!(
            "a name that comes from `{}`, which is unresolved ({}),",
            unresolved.name,
            unresolved.reason.describe()
        ))),
        value => value
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| Error::type_error(format!("expected a string, got '{}'", value.type_name()))),
    }
}

/// A name, or `None`.
///
/// # Errors
/// When it is neither a string nor `None`.
pub fn optional_name(value: &Value) -> Result<Option<Name>> {
    if value.is_none() {
        return Ok(None);
    }
    let text = text_of(value)?;
    // A plain string with points is quoted part by part where it is a schema, a name object as a whole.
    let quote = if is_name_object(value) { quote_of(value).or(text.contains('.').then_some(true)) } else { None };
    Ok(Some(Name { text, quote }))
}

/// A name that must be there.
///
/// # Errors
/// When it is no string.
pub fn required_name(value: &Value) -> Result<Name> {
    optional_name(value)?.ok_or_else(|| Error::type_error("expected a name, got None"))
}

/// The name of a constraint or index.
///
/// # Errors
/// When it is neither a string nor `None`.
pub fn constraint_name(value: &Value) -> Result<ConstraintName> {
    let object = marked(value);
    let is_final = object.as_ref().is_some_and(|name| name.is_final);
    let quote = object.and(quote_of(value));
    Ok(match optional_name(value)?.map(|name| Name { quote, ..name }) {
        None => ConstraintName::Unnamed,
        Some(name) if is_final => ConstraintName::Final(name),
        Some(name) => ConstraintName::Given(name),
    })
}
