//! `collections.abc`: what an object can do, asked by `isinstance`.

use std::rc::Rc;

use crate::error::{Error, Result};
use crate::value::{ClassBuilder, ClassMethod, Module, NativeFn, Value, ViewKind};
use crate::vm::{GeneratorKind, Vm};

/// Each class with the methods that make an object one of its instances.
const BY_METHODS: &[(&str, &[&str])] = &[
    ("Hashable", &["__hash__"]),
    ("Iterable", &["__iter__"]),
    ("Iterator", &["__iter__", "__next__"]),
    ("Reversible", &["__iter__", "__reversed__"]),
    ("Sized", &["__len__"]),
    ("Container", &["__contains__"]),
    ("Collection", &["__len__", "__iter__", "__contains__"]),
    ("Callable", &["__call__"]),
    ("Awaitable", &["__await__"]),
    ("AsyncIterable", &["__aiter__"]),
    ("AsyncIterator", &["__aiter__", "__anext__"]),
];

/// Those that only built-in types and subclasses belong to.
const BY_TYPE: &[&str] = &[
    "Generator",
    "Coroutine",
    "AsyncGenerator",
    "Sequence",
    "MutableSequence",
    "ByteString",
    "Mapping",
    "MutableMapping",
    "Set",
    "MutableSet",
    "MappingView",
    "KeysView",
    "ValuesView",
    "ItemsView",
    "Buffer",
];

fn builtin(name: &str, value: &Value) -> bool {
    let inner = value.payload();
    match name {
        "Hashable" => !matches!(inner, Value::List(_) | Value::Dict(_) | Value::Set(_) | Value::Slice(_)),
        "Iterable" => inner.builtin_iter().is_some(),
        "Iterator" => matches!(inner, Value::Iterator(_) | Value::Generator(_)),
        "Sized" | "Container" | "Collection" => matches!(
            inner,
            Value::Str(_)
                | Value::Bytes(_)
                | Value::List(_)
                | Value::Tuple(_)
                | Value::Dict(_)
                | Value::Set(_)
                | Value::FrozenSet(_)
                | Value::Range(_)
                | Value::DictView(_)
        ),
        "Reversible" => {
            matches!(inner, Value::List(_) | Value::Tuple(_) | Value::Dict(_) | Value::Range(_) | Value::Str(_))
        }
        "Callable" => {
            matches!(
                inner,
                Value::Function(_) | Value::Native(_) | Value::Method(_) | Value::Class(_) | Value::StaticMethod(_)
            ) || matches!(inner, Value::Object(object) if object.is_callable())
        }
        "Sequence" => {
            matches!(inner, Value::List(_) | Value::Tuple(_) | Value::Str(_) | Value::Bytes(_) | Value::Range(_))
        }
        "MutableSequence" => matches!(inner, Value::List(_)),
        "ByteString" | "Buffer" => matches!(inner, Value::Bytes(_)),
        "Mapping" | "MutableMapping" => matches!(inner, Value::Dict(_)),
        "Set" => {
            matches!(inner, Value::Set(_) | Value::FrozenSet(_))
                || matches!(inner, Value::DictView(view) if view.kind != ViewKind::Values)
        }
        "MutableSet" => matches!(inner, Value::Set(_)),
        "MappingView" => matches!(inner, Value::DictView(_)),
        "KeysView" => matches!(inner, Value::DictView(view) if view.kind == ViewKind::Keys),
        "ValuesView" => matches!(inner, Value::DictView(view) if view.kind == ViewKind::Values),
        "ItemsView" => matches!(inner, Value::DictView(view) if view.kind == ViewKind::Items),
        "Generator" => {
            matches!(inner, Value::Generator(generator) if generator.kind == GeneratorKind::Generator)
        }
        "Coroutine" | "Awaitable" => {
            matches!(inner, Value::Generator(generator) if generator.kind == GeneratorKind::Coroutine)
        }
        "AsyncGenerator" | "AsyncIterable" | "AsyncIterator" => {
            matches!(inner, Value::Generator(generator) if generator.kind == GeneratorKind::AsyncGenerator)
        }
        _ => false,
    }
}

/// All classes by name.
pub(super) fn classes() -> Vec<(&'static str, Value)> {
    let mut all = Vec::new();
    let by_type = BY_TYPE.iter().map(|name| (*name, &[] as &[&str]));
    for (name, methods) in BY_METHODS.iter().map(|(name, methods)| (*name, *methods)).chain(by_type) {
        let check = NativeFn::method("__instancecheck__", move |vm, _, args| {
            let value = args.positional.into_iter().next().unwrap_or_default();
            if builtin(name, &value) {
                return Ok(Value::Bool(true));
            }
            Ok(Value::Bool(match &value {
                Value::Instance(_) | Value::Object(_) if !methods.is_empty() => {
                    methods.iter().all(|method| vm.type_attr(&value, method).is_some_and(|found| !found.is_none()))
                }
                _ => false,
            }))
        });
        let class = ClassBuilder::new(name)
            .module("collections.abc")
            .class_attr("__generic__", Value::Bool(true))
            .class_method("register", |_, class, _| Err(Error::unsupported(format!("`{}.register()`", class.name))))
            .class_attr("__instancecheck__", Value::ClassMethod(Rc::new(ClassMethod { function: check.into() })))
            .build();
        all.push((name, Value::Class(class)));
    }
    all
}

/// The module.
pub(super) fn module(_: &mut Vm) -> Result<Rc<Module>> {
    let module = Module::new("collections.abc");
    for (name, class) in classes() {
        module.set(name, class);
    }
    Ok(Rc::new(module))
}
