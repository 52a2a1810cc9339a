//! The classes of the built-in types: constructors here, methods in the files beside.

use std::rc::Rc;

use indexmap::IndexMap;

use super::{between, exactly, no_keywords};
use crate::error::{Error, Result};
use crate::value::{
    Args, Class, ClassBuilder, ClassMethod, Dict, Instance, Kind, Property, Range, Set, Slice, StaticMethod, Value,
};
use crate::vm::Vm;

/// Makes all classes and names those that Python has as built-ins.
pub(super) fn install(vm: &mut Vm) {
    vm.types.object = object_class();
    let object = Rc::clone(&vm.types.object);
    vm.types.set(Kind::Object, Rc::clone(&object));
    let int =
        super::number::int_methods(ClassBuilder::new("int").kind(Kind::Int).value_constructor(super::number::make_int))
            .build();
    let boolean = ClassBuilder::new("bool")
        .base(&int)
        .kind(Kind::Bool)
        .value_constructor(|vm, _, args| {
            let args = between("bool", args, 0, 1)?;
            Ok(Value::Bool(match args.first() {
                Some(value) => vm.truth(value)?,
                None => false,
            }))
        })
        .build();
    let float = super::number::float_methods(
        ClassBuilder::new("float").kind(Kind::Float).value_constructor(super::number::make_float),
    )
    .build();
    let text =
        super::str::methods(ClassBuilder::new("str").kind(Kind::Str).value_constructor(super::str::make)).build();
    let bytes =
        super::bytes::methods(ClassBuilder::new("bytes").kind(Kind::Bytes).value_constructor(super::bytes::make))
            .build();
    let list = super::list::methods(ClassBuilder::new("list").kind(Kind::List).value_constructor(|vm, _, args| {
        let args = between("list", args, 0, 1)?;
        Ok(Value::list(match args.first() {
            Some(source) => vm.iterate(source)?,
            None => Vec::new(),
        }))
    }))
    .build();
    let tuple =
        super::list::tuple_methods(ClassBuilder::new("tuple").kind(Kind::Tuple).value_constructor(|vm, _, args| {
            let args = between("tuple", args, 0, 1)?;
            Ok(match args.first() {
                Some(tuple @ Value::Tuple(_)) => tuple.clone(),
                Some(source) => Value::tuple(vm.iterate(source)?),
                None => Value::tuple(Vec::new()),
            })
        }))
        .build();
    let dict = super::dict::methods(ClassBuilder::new("dict").kind(Kind::Dict).value_constructor(|vm, _, args| {
        let dict = Rc::new(Dict::new());
        super::dict::update(vm, &dict, "dict", args)?;
        Ok(Value::Dict(dict))
    }))
    .build();
    let set = super::set::methods(ClassBuilder::new("set").kind(Kind::Set).value_constructor(|vm, _, args| {
        let args = between("set", args, 0, 1)?;
        let items = match args.first() {
            Some(source) => vm.iterate(source)?,
            None => Vec::new(),
        };
        Ok(Value::Set(Rc::new(Set::from_items(vm, items)?)))
    }))
    .build();
    let frozenset = super::set::frozen_methods(ClassBuilder::new("frozenset").kind(Kind::FrozenSet).value_constructor(
        |vm, _, args| {
            let args = between("frozenset", args, 0, 1)?;
            let items = match args.first() {
                Some(frozen @ Value::FrozenSet(_)) => return Ok(frozen.clone()),
                Some(source) => vm.iterate(source)?,
                None => Vec::new(),
            };
            Ok(Value::FrozenSet(Rc::new(Set::from_items(vm, items)?)))
        },
    ))
    .build();
    let range =
        super::list::range_methods(ClassBuilder::new("range").kind(Kind::Range).value_constructor(make_range)).build();
    let slice = ClassBuilder::new("slice")
        .kind(Kind::Slice)
        .value_constructor(|_, _, args| {
            let args = between("slice", args, 1, 3)?;
            let part = |at: usize| args.get(at).cloned().unwrap_or_default();
            Ok(Value::Slice(Rc::new(if args.len() == 1 {
                Slice { start: Value::None, stop: part(0), step: Value::None }
            } else {
                Slice { start: part(0), stop: part(1), step: part(2) }
            })))
        })
        .method("indices", |vm, this, args| {
            let [len] = exactly::<1>("slice.indices", args)?;
            let Value::Slice(slice) = this else { return Ok(Value::None) };
            let len = vm.index(&len)?.unwrap_or(0).max(0) as usize;
            let (start, stop, step) = vm.slice_bounds(slice, len)?;
            Ok(Value::tuple(vec![Value::int(start), Value::int(stop), Value::int(step)]))
        })
        .build();
    let type_class = ClassBuilder::new("type")
        .kind(Kind::Type)
        .method("__call__", |vm, this, args| match this {
            Value::Class(class) => vm.instantiate_class(class, args),
            other => Err(Error::type_error(format!("'{}' object is not a class", other.type_name()))),
        })
        .value_constructor(make_type)
        .method("mro", |vm, this, _| {
            let order = vm.get_attr(this, "__mro__")?;
            Ok(Value::list(order.as_sequence().unwrap_or_default()))
        })
        .method("__subclasses__", |_, this, _| {
            let Value::Class(class) = this else { return Ok(Value::None) };
            let all = class.subclasses.borrow();
            Ok(Value::list(all.iter().filter_map(std::rc::Weak::upgrade).map(Value::Class).collect()))
        })
        .build();
    let property = property_class();
    let staticmethod = ClassBuilder::new("staticmethod")
        .kind(Kind::StaticMethod)
        .value_constructor(|_, _, args| {
            let [function] = exactly::<1>("staticmethod", args)?;
            Ok(Value::StaticMethod(Rc::new(StaticMethod { function })))
        })
        .build();
    let classmethod = ClassBuilder::new("classmethod")
        .kind(Kind::ClassMethod)
        .value_constructor(|_, _, args| {
            let [function] = exactly::<1>("classmethod", args)?;
            Ok(Value::ClassMethod(Rc::new(ClassMethod { function })))
        })
        .build();
    let named: [(Kind, Rc<Class>); 17] = [
        (Kind::Int, int),
        (Kind::Bool, boolean),
        (Kind::Float, float),
        (Kind::Str, text),
        (Kind::Bytes, bytes),
        (Kind::List, list),
        (Kind::Tuple, tuple),
        (Kind::Dict, dict),
        (Kind::Set, set),
        (Kind::FrozenSet, frozenset),
        (Kind::Range, range),
        (Kind::Slice, slice),
        (Kind::Type, type_class),
        (Kind::Property, property),
        (Kind::StaticMethod, staticmethod),
        (Kind::ClassMethod, classmethod),
        (Kind::Object, object),
    ];
    for (kind, class) in named {
        vm.builtins.set(&class.name.clone(), Value::Class(Rc::clone(&class)));
        vm.types.set(kind, class);
    }
    // Named, so that `isinstance` can ask for them; there are no values of these types.
    for name in ["bytearray", "complex", "memoryview"] {
        let class = ClassBuilder::new(name)
            .value_constructor(move |_, _, _| Err(Error::unsupported(format!("the built-in type `{name}`"))))
            .build();
        vm.builtins.set(name, Value::Class(class));
    }
    for (kind, name) in [
        (Kind::NoneType, "NoneType"),
        (Kind::Ellipsis, "ellipsis"),
        (Kind::NotImplemented, "NotImplementedType"),
        (Kind::Function, "function"),
        (Kind::Native, "builtin_function_or_method"),
        (Kind::Method, "method"),
        (Kind::Module, "module"),
        (Kind::Super, "super"),
        (Kind::Unresolved, "unresolved"),
    ] {
        vm.types.set(kind, ClassBuilder::new(name).kind(kind).build());
    }
    for (kind, name) in
        [(Kind::DictKeys, "dict_keys"), (Kind::DictValues, "dict_values"), (Kind::DictItems, "dict_items")]
    {
        vm.types.set(kind, super::dict::view_methods(ClassBuilder::new(name).kind(kind)).build());
    }
    vm.types.set(Kind::Iterator, super::generator::iterator_methods(ClassBuilder::new("iterator")).build());
    let generator = super::generator::methods(ClassBuilder::new("generator").kind(Kind::Generator)).build();
    vm.types.set(Kind::Generator, generator);
    vm.types.coroutine = super::generator::methods(ClassBuilder::new("coroutine").kind(Kind::Generator)).build();
    vm.types.async_generator =
        super::generator::methods(ClassBuilder::new("async_generator").kind(Kind::Generator)).build();
}

fn object_class() -> Rc<Class> {
    ClassBuilder::new("object")
        .method("__init__", |vm, this, args| {
            // Extra arguments are an error only where nothing else takes them.
            if !args.is_empty() {
                let class = vm.class_of(this);
                let takes = class.kind != Kind::Object
                    || class.lookup("__new__").is_some()
                    || class.unresolved_base().is_some();
                if !takes {
                    return Err(Error::type_error(
                        "object.__init__() takes exactly one argument (the instance to initialize)",
                    ));
                }
            }
            Ok(Value::None)
        })
        .class_attr(
            "__new__",
            Value::StaticMethod(Rc::new(StaticMethod {
                function: crate::value::NativeFn::new("__new__", |vm, mut args| {
                    if args.positional.is_empty() {
                        return Err(Error::type_error("object.__new__(): not enough arguments"));
                    }
                    match args.positional.remove(0) {
                        Value::Class(class) => vm.allocate(&class, &args),
                        other => Err(Error::type_error(format!(
                            "object.__new__(X): X is not a type object ({})",
                            other.type_name()
                        ))),
                    }
                })
                .into(),
            })),
        )
        .method("__setattr__", |vm, this, args| {
            let [name, value] = exactly::<2>("__setattr__", args)?;
            vm.set_plain(this, name.as_str().unwrap_or_default(), value)?;
            Ok(Value::None)
        })
        .method("__delattr__", |_, this, args| {
            let [name] = exactly::<1>("__delattr__", args)?;
            let name = name.as_str().unwrap_or_default();
            match this {
                Value::Instance(instance) if instance.attrs.borrow_mut().shift_remove(name).is_some() => {
                    Ok(Value::None)
                }
                _ => Err(Error::attribute_error(format!("'{}' object has no attribute '{name}'", this.type_name()))),
            }
        })
        .method("__getattribute__", |vm, this, args| {
            let [name] = exactly::<1>("__getattribute__", args)?;
            vm.get_attr(this, name.as_str().unwrap_or_default())
        })
        .method("__repr__", |vm, this, _| Ok(Value::Str(vm.plain_repr(this))))
        .method("__str__", |vm, this, _| Ok(Value::Str(vm.repr(this)?)))
        .method("__format__", |vm, this, args| {
            let [spec] = exactly::<1>("__format__", args)?;
            let inner = this.payload().clone();
            Ok(Value::Str(vm.format(&inner, spec.as_str().unwrap_or_default())?))
        })
        .method("__eq__", |_, this, args| {
            let [other] = exactly::<1>("__eq__", args)?;
            Ok(if this.is_same(&other) { Value::Bool(true) } else { Value::NotImplemented })
        })
        .method("__ne__", |_, this, args| {
            let [other] = exactly::<1>("__ne__", args)?;
            Ok(if this.is_same(&other) { Value::Bool(false) } else { Value::NotImplemented })
        })
        .method("__hash__", |_, this, _| Ok(Value::from(this.identity() >> 4)))
        .method("__init_subclass__", |_, _, _| Ok(Value::None))
        .value_constructor(|_, class, args| {
            if args.is_empty() {
                Ok(Value::Instance(Rc::new(Instance::new(Rc::clone(class)))))
            } else {
                Err(Error::type_error("object() takes no arguments"))
            }
        })
        .build()
}

/// `type(x)` and `type(name, bases, namespace)`
fn make_type(vm: &mut Vm, _: &Rc<Class>, args: Args) -> Result<Value> {
    match args.positional.as_slice() {
        [Value::Unresolved(unresolved)] => Ok(Value::Unresolved(unresolved.derive(".__class__"))),
        [value] => Ok(Value::Class(vm.class_of(value))),
        [name, bases, namespace] => {
            let Some(name) = name.as_rc_str() else {
                return Err(Error::type_error(format!(
                    "type.__new__() argument 1 must be str, not {}",
                    name.type_name()
                )));
            };
            let mut attrs = IndexMap::new();
            if let Some(dict) = namespace.as_dict() {
                for (key, value) in dict.items() {
                    if let Some(key) = key.as_rc_str() {
                        attrs.insert(key, value);
                    }
                }
            }
            vm.build_class(&name, bases.as_sequence().unwrap_or_default(), attrs, None, args.keyword)
        }
        _ => Err(Error::type_error("type() takes 1 or 3 arguments")),
    }
}

fn make_range(vm: &mut Vm, _: &Rc<Class>, args: Args) -> Result<Value> {
    no_keywords("range", &args)?;
    let args = between("range", args, 1, 3)?;
    let mut numbers = Vec::new();
    for value in &args {
        match vm.index(value)? {
            Some(number) => numbers.push(number),
            None => {
                return Err(Error::type_error(format!(
                    "'{}' object cannot be interpreted as an integer",
                    value.type_name()
                )));
            }
        }
    }
    let (start, stop, step) = match numbers.as_slice() {
        [stop] => (0, *stop, 1),
        [start, stop] => (*start, *stop, 1),
        [start, stop, step] => (*start, *stop, *step),
        _ => (0, 0, 1),
    };
    if step == 0 {
        return Err(Error::value_error("range() arg 3 must not be zero"));
    }
    Ok(Value::Range(Rc::new(Range { start, stop, step })))
}

fn property_class() -> Rc<Class> {
    ClassBuilder::new("property")
        .kind(Kind::Property)
        .value_constructor(|_, _, mut args| {
            let named = [args.take_keyword("fget"), args.take_keyword("fset"), args.take_keyword("fdel")];
            args.take_keyword("doc");
            let positional = between("property", args, 0, 4)?;
            let mut parts = named
                .into_iter()
                .enumerate()
                .map(|(at, named)| named.or_else(|| positional.get(at).cloned()).unwrap_or_default());
            let mut part = || parts.next().unwrap_or_default();
            Ok(Value::Property(Rc::new(Property {
                get: part(),
                set: part(),
                delete: part(),
                name: Default::default(),
            })))
        })
        .method("getter", |_, this, args| with_part(this, args, |property, value| property.get = value))
        .method("setter", |_, this, args| with_part(this, args, |property, value| property.set = value))
        .method("deleter", |_, this, args| with_part(this, args, |property, value| property.delete = value))
        .build()
}

fn with_part(this: &Value, args: Args, set: fn(&mut Property, Value)) -> Result<Value> {
    let [function] = exactly::<1>("property", args)?;
    let Value::Property(property) = this else { return Ok(Value::None) };
    let mut property = (**property).clone();
    set(&mut property, function);
    Ok(Value::Property(Rc::new(property)))
}
