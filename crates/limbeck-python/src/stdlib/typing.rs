//! `typing`: annotations are evaluated, and otherwise mean nothing.

use std::rc::Rc;

use crate::error::{Error, Result};
use crate::value::{Args, Class, ClassBuilder, Kind, Module, NativeFn, Object, Value};
use crate::vm::Vm;

/// `Optional[int]`, `dict[str, int]`, `int | None`.
#[derive(Debug)]
pub(crate) struct Alias {
    origin: Value,
    name: Rc<str>,
    args: Vec<Value>,
    union: bool,
}

impl Object for Alias {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        alias_class(vm)
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from(if self.union { "types.UnionType" } else { "types.GenericAlias" })
    }

    fn get_attr(&self, _: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        match name {
            "__origin__" => Ok(Some(self.origin.clone())),
            "__args__" => Ok(Some(Value::tuple(self.args.clone()))),
            "__name__" | "_name" => Ok(Some(Value::Str(Rc::clone(&self.name)))),
            "__mro_entries__" => {
                let origin = self.origin.clone();
                Ok(Some(NativeFn::new(name, move |_, _| Ok(Value::tuple(vec![origin.clone()]))).into()))
            }
            _ if name.starts_with("__") || self.origin.is_none() => Ok(None),
            _ => vm.try_attr(&self.origin, name),
        }
    }

    fn get_item(&self, _: &Value, _: &mut Vm, key: &Value) -> Result<Option<Value>> {
        Ok(Some(Value::object(Alias {
            origin: self.origin.clone(),
            name: Rc::clone(&self.name),
            args: key_items(key),
            union: self.union,
        })))
    }

    fn is_callable(&self) -> bool {
        !self.origin.is_none()
    }

    fn call(&self, _: &Value, vm: &mut Vm, args: Args) -> Result<Value> {
        match &self.origin {
            Value::None => Err(Error::type_error(format!("Cannot instantiate typing.{}", self.name))),
            origin => vm.call(origin, args),
        }
    }

    fn binary(
        &self,
        this: &Value,
        vm: &mut Vm,
        op: crate::value::BinaryOp,
        other: &Value,
        reflected: bool,
    ) -> Result<Option<Value>> {
        if op != crate::value::BinaryOp::Or {
            return Ok(None);
        }
        let parts = if reflected { vec![other.clone(), this.clone()] } else { vec![this.clone(), other.clone()] };
        Ok(Some(union(vm, parts)))
    }

    fn compare(&self, _: &Value, vm: &mut Vm, op: crate::value::CompareOp, other: &Value) -> Result<Option<Value>> {
        use crate::value::CompareOp;
        let Some(other) = other.downcast_ref::<Alias>() else { return Ok(None) };
        let same = self.name == other.name && {
            let (a, b) = (Value::tuple(self.args.clone()), Value::tuple(other.args.clone()));
            vm.equal(&a, &b)?
        };
        match op {
            CompareOp::Eq => Ok(Some(Value::Bool(same))),
            CompareOp::Ne => Ok(Some(Value::Bool(!same))),
            CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => Ok(None),
        }
    }

    fn hash(&self, _: &Value, vm: &mut Vm) -> Result<Option<u64>> {
        let mut hash = crate::value::hash::hash_str(&self.name);
        for arg in &self.args {
            hash = hash.rotate_left(7) ^ vm.hash(arg)?;
        }
        Ok(Some(hash))
    }

    fn repr(&self, _: &Value, vm: &mut Vm) -> Result<Option<String>> {
        let mut parts = Vec::new();
        for arg in &self.args {
            parts.push(type_repr(vm, arg)?);
        }
        if self.union {
            return Ok(Some(parts.join(" | ")));
        }
        let name = match &self.origin {
            Value::Class(class) if class.kind != Kind::Object || *self.name == *class.name => class.full_name(),
            _ => format!("typing.{}", self.name),
        };
        let name = if matches!(&self.origin, Value::Class(class) if self.name != class.name) {
            format!("typing.{}", self.name)
        } else {
            name
        };
        if self.args.is_empty() { Ok(Some(name)) } else { Ok(Some(format!("{name}[{}]", parts.join(", ")))) }
    }
}

fn type_repr(vm: &mut Vm, value: &Value) -> Result<String> {
    Ok(match value {
        Value::Class(class) if class.kind == Kind::NoneType => "None".to_owned(),
        Value::Class(class) => class.full_name(),
        Value::Ellipsis => "...".to_owned(),
        Value::Unresolved(unresolved) => unresolved.name.to_string(),
        other => vm.repr(other)?.to_string(),
    })
}

fn alias_class(vm: &Vm) -> Rc<Class> {
    vm.state::<AliasClass>().map_or_else(|| vm.builtin_class(Kind::Object), |state| Rc::clone(&state.0))
}

struct AliasClass(Rc<Class>);

fn key_items(key: &Value) -> Vec<Value> {
    match key {
        Value::Tuple(items) => items.to_vec(),
        other => vec![other.clone()],
    }
}

/// `a | b`
pub(crate) fn union(_: &Vm, parts: Vec<Value>) -> Value {
    let mut args: Vec<Value> = Vec::new();
    for part in parts {
        let inner = match part.downcast_ref::<Alias>() {
            Some(alias) if alias.union => alias.args.clone(),
            _ => vec![part],
        };
        for one in inner {
            if !args.iter().any(|known| known.is_same(&one)) {
                args.push(one);
            }
        }
    }
    Value::object(Alias { origin: Value::None, name: Rc::from("Union"), args, union: true })
}

/// The members of a union, for `isinstance`.
pub(crate) fn alternatives(value: &Value) -> Option<Vec<Value>> {
    let alias = value.downcast_ref::<Alias>()?;
    match (&*alias.name, &alias.origin) {
        ("Union" | "Optional", _) => Some(alias.args.clone()),
        (_, origin @ Value::Class(_)) if alias.args.is_empty() => Some(vec![origin.clone()]),
        _ => None,
    }
}

/// `list[int]` and subscripts of classes that take them.
pub(crate) fn class_alias(_: &mut Vm, class: &Rc<Class>, key: &Value) -> Option<Value> {
    let generic =
        matches!(class.kind, Kind::List | Kind::Dict | Kind::Tuple | Kind::Set | Kind::FrozenSet | Kind::Type)
            || class.lookup("__generic__").is_some();
    generic.then(|| {
        Value::object(Alias {
            origin: Value::Class(Rc::clone(class)),
            name: Rc::clone(&class.name),
            args: key_items(key),
            union: false,
        })
    })
}

/// The module.
pub(crate) fn module(vm: &mut Vm) -> Result<Rc<Module>> {
    if vm.state::<AliasClass>().is_none() {
        let class = ClassBuilder::new("_GenericAlias").module("typing").build();
        vm.insert_state(Rc::new(AliasClass(class)));
    }
    let module = Module::new("typing");
    module.set("TYPE_CHECKING", Value::Bool(false));
    Ok(Rc::new(module))
}
