//! Names that scripts give: plain strings, `quoted_name`, `op.f(…)`.

use std::rc::Rc;

use limbeck_ops::{ConstraintName, Name};
use limbeck_python::{Args, Class, ClassBuilder, Error, Object, Result, Signature, Value, Vm};

/// `quoted_name(text, quote)` and `op.f(text)`: strings with something more to them.
#[derive(Debug)]
pub struct NameObject {
    class: Rc<Class>,
    /// The text.
    pub text: Rc<str>,
    /// Quotes forced on or off.
    pub quote: Option<bool>,
    /// `op.f`: naming conventions leave it alone.
    pub is_final: bool,
}

impl NameObject {
    /// A name as a script would give it.
    pub fn of(vm: &Vm, name: &Name) -> Value {
        let class = Rc::clone(&crate::sa::classes::classes(vm).quoted_name);
        Value::object(NameObject { class, text: Rc::from(name.text.as_str()), quote: name.quote, is_final: false })
    }

    /// `op.f(text)`.
    pub fn conventional(vm: &Vm, text: Rc<str>) -> Value {
        let class = Rc::clone(&crate::sa::classes::classes(vm).quoted_name);
        Value::object(NameObject { class, text, quote: None, is_final: true })
    }
}

impl Object for NameObject {
    fn class(&self, _vm: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }

    fn get_attr(&self, _this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        if name == "quote" {
            return Ok(Some(self.quote.map_or(Value::None, Value::Bool)));
        }
        vm.get_attr(&Value::Str(Rc::clone(&self.text)), name).map(Some)
    }

    fn binary(
        &self,
        _this: &Value,
        vm: &mut Vm,
        op: limbeck_python::BinaryOp,
        other: &Value,
        reflected: bool,
    ) -> Result<Option<Value>> {
        let text = Value::Str(Rc::clone(&self.text));
        let other =
            other.downcast::<NameObject>().map_or_else(|| other.clone(), |name| Value::Str(Rc::clone(&name.text)));
        if reflected { vm.binary(op, &other, &text) } else { vm.binary(op, &text, &other) }.map(Some)
    }

    fn compare(
        &self,
        _this: &Value,
        vm: &mut Vm,
        op: limbeck_python::CompareOp,
        other: &Value,
    ) -> Result<Option<Value>> {
        let other =
            other.downcast::<NameObject>().map_or_else(|| other.clone(), |name| Value::Str(Rc::clone(&name.text)));
        vm.compare(op, &Value::Str(Rc::clone(&self.text)), &other).map(Some)
    }

    fn len(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<usize>> {
        Ok(Some(self.text.chars().count()))
    }

    fn str(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<String>> {
        Ok(Some(self.text.to_string()))
    }

    fn repr(&self, _this: &Value, vm: &mut Vm) -> Result<Option<String>> {
        vm.repr(&Value::Str(Rc::clone(&self.text))).map(|text| Some(text.to_string()))
    }

    fn hash(&self, _this: &Value, vm: &mut Vm) -> Result<Option<u64>> {
        vm.hash(&Value::Str(Rc::clone(&self.text))).map(Some)
    }

    fn truth(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<bool>> {
        Ok(Some(!self.text.is_empty()))
    }
}

/// The class `quoted_name`.
pub fn quoted_name_class() -> Rc<Class> {
    ClassBuilder::new("quoted_name")
        .module("sqlalchemy.sql.elements")
        .constructor(|_vm, class, args: Args| {
            let bound = Signature::parse("(value, quote=None)").bind("quoted_name", args)?;
            let text = text_of(&bound.value("value"))?;
            Ok(Rc::new(NameObject {
                class: Rc::clone(class),
                text: Rc::from(text.as_str()),
                quote: bound.value("quote").as_bool(),
                is_final: false,
            }))
        })
        .build()
}

/// The text of a string or a name object.
///
/// # Errors
/// When it is neither.
pub fn text_of(value: &Value) -> Result<String> {
    if let Some(name) = value.downcast_ref::<NameObject>() {
        return Ok(name.text.to_string());
    }
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
    let quote = value.downcast_ref::<NameObject>().and_then(|name| name.quote.or(text.contains('.').then_some(true)));
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
    let object = value.downcast_ref::<NameObject>();
    let is_final = object.is_some_and(|name| name.is_final);
    let quote = object.and_then(|name| name.quote);
    Ok(match optional_name(value)?.map(|name| Name { quote, ..name }) {
        None => ConstraintName::Unnamed,
        Some(name) if is_final => ConstraintName::Final(name),
        Some(name) => ConstraintName::Given(name),
    })
}
