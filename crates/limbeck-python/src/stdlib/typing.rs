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

/// The name of a special form or alias (`ClassVar`, `Optional` …).
pub(crate) fn alias_name(value: &Value) -> Option<Rc<str>> {
    value.downcast_ref::<Alias>().map(|alias| Rc::clone(&alias.name))
}

/// `TypeVar("T")`, `ParamSpec("P")`
#[derive(Debug)]
struct Variable {
    class: Rc<Class>,
    name: Rc<str>,
}

impl Object for Variable {
    fn class(&self, _: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }
    fn get_attr(&self, _: &Value, _: &mut Vm, name: &str) -> Result<Option<Value>> {
        Ok((name == "__name__").then(|| Value::Str(Rc::clone(&self.name))))
    }
    fn repr(&self, _: &Value, _: &mut Vm) -> Result<Option<String>> {
        Ok(Some(format!("~{}", self.name)))
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
}

/// Names that only annotations use.
const FORMS: &[&str] = &[
    "Optional",
    "Union",
    "ClassVar",
    "Final",
    "Literal",
    "Annotated",
    "Concatenate",
    "TypeGuard",
    "TypeIs",
    "Unpack",
    "Required",
    "NotRequired",
    "ReadOnly",
    "Self",
    "Never",
    "NoReturn",
    "LiteralString",
    "TypeAlias",
    "Any",
];

/// Aliases of built-in classes.
const BUILTIN: &[(&str, &str)] = &[
    ("List", "list"),
    ("Dict", "dict"),
    ("Tuple", "tuple"),
    ("Set", "set"),
    ("FrozenSet", "frozenset"),
    ("Type", "type"),
];

/// Aliases of classes of `collections.abc`, where the names differ.
const ABSTRACT: &[(&str, &str)] = &[("AbstractSet", "Set")];

fn form(name: &str, origin: Value) -> Value {
    Value::object(Alias { origin, name: Rc::from(name), args: Vec::new(), union: false })
}

/// The module.
pub(crate) fn module(vm: &mut Vm) -> Result<Rc<Module>> {
    if vm.state::<AliasClass>().is_none() {
        let class = ClassBuilder::new("_GenericAlias").module("typing").build();
        vm.insert_state(Rc::new(AliasClass(class)));
    }
    let module = Module::new("typing");
    module.set("TYPE_CHECKING", Value::Bool(false));
    for name in FORMS {
        module.set(name, form(name, Value::None));
    }
    for (name, builtin) in BUILTIN {
        module.set(name, form(name, vm.builtins.get(builtin).unwrap_or_default()));
    }
    for (name, class) in super::collections_abc::classes() {
        if name != "Set" {
            module.set(name, form(name, class.clone()));
        }
        for (alias, _) in ABSTRACT.iter().filter(|(_, wanted)| *wanted == name) {
            module.set(alias, form(alias, class.clone()));
        }
    }
    for name in ["DefaultDict", "OrderedDict", "Counter", "ChainMap", "Deque", "Pattern", "Match", "Text", "AnyStr"] {
        module.set(name, form(name, Value::None));
    }
    module.set("Text", vm.builtins.get("str").unwrap_or_default());
    for name in ["IO", "TextIO", "BinaryIO", "ContextManager", "AsyncContextManager"] {
        module.set(name, form(name, Value::None));
    }
    for name in ["Generic", "Protocol"] {
        let class = ClassBuilder::new(name).module("typing").class_attr("__generic__", Value::Bool(true)).build();
        module.set(name, Value::Class(class));
    }
    for name in ["TypeVar", "ParamSpec", "TypeVarTuple"] {
        let class = ClassBuilder::new(name)
            .module("typing")
            .constructor(move |_, class, args| {
                let variable = args.positional.first().and_then(Value::as_rc_str);
                let Some(variable) = variable else {
                    return Err(Error::type_error(format!("{name}() missing 1 required argument: 'name' (pos 1)")));
                };
                Ok(Rc::new(Variable { class: Rc::clone(class), name: variable }) as Rc<dyn Object>)
            })
            .property("args", |_, this| Ok(this.clone()))
            .property("kwargs", |_, this| Ok(this.clone()))
            .build();
        module.set(name, Value::Class(class));
    }
    for name in ["overload", "final", "no_type_check", "runtime_checkable", "override", "type_check_only"] {
        module.set(name, NativeFn::new(name, |_, args| Ok(args.positional.into_iter().next().unwrap_or_default())));
    }
    module.set(
        "cast",
        NativeFn::new("cast", |_, args| {
            let [_, value] = crate::builtins::exactly::<2>("cast", args)?;
            Ok(value)
        }),
    );
    module.set(
        "NewType",
        NativeFn::new("NewType", |_, args| {
            let [name, _] = crate::builtins::exactly::<2>("NewType", args)?;
            let function = NativeFn::new(name.as_str().unwrap_or("NewType"), |_, args| {
                Ok(args.positional.into_iter().next().unwrap_or_default())
            });
            Ok(function.into())
        }),
    );
    module.set(
        "get_type_hints",
        NativeFn::new("get_type_hints", |vm, args| {
            let value = args.positional.first().cloned().unwrap_or_default();
            vm.get_attr(&value, "__annotations__")
        }),
    );
    for (name, attr) in [("get_origin", "__origin__"), ("get_args", "__args__")] {
        module.set(
            name,
            NativeFn::new(name, move |vm, args| {
                let value = args.positional.first().cloned().unwrap_or_default();
                let found = vm.try_attr(&value, attr)?;
                Ok(found.unwrap_or_else(|| if attr == "__args__" { Value::tuple(Vec::new()) } else { Value::None }))
            }),
        );
    }
    let named = vm.import("_namedtuple")?;
    module.set("NamedTuple", vm.get_attr(&named, "NamedTuple")?);
    module.set("TypedDict", Value::Class(typed_dict(vm)));
    Ok(Rc::new(module))
}

/// `TypedDict`: its classes make plain dictionaries.
fn typed_dict(vm: &Vm) -> Rc<Class> {
    let dict = vm.builtin_class(Kind::Dict);
    ClassBuilder::new("TypedDict")
        .module("typing")
        .base(&dict)
        .call_hook(|vm, class, args| {
            let dict = vm.builtin_class(Kind::Dict);
            // `TypedDict("Name", {"key": type})` makes a class, whose objects are plain dictionaries again.
            if &*class.name == "TypedDict" && args.positional.len() == 2 {
                return Ok(Value::Class(dict));
            }
            vm.instantiate(&dict, args)
        })
        .on_subclass(|_, _| Ok(()))
        .build()
}
