//! Attributes.

use std::rc::Rc;

use super::Vm;
use crate::error::{Error, Result};
use crate::value::{Args, Class, Dict, Kind, NativeCall, Value};

impl Vm {
    /// An attribute of the type of a value, unbound.
    pub(crate) fn type_attr(&self, value: &Value, name: &str) -> Option<Value> {
        self.class_attr(&self.class_of(value), name)
    }

    /// An attribute of a class, of its ancestors or of `object`, unbound.
    pub(crate) fn class_attr(&self, class: &Class, name: &str) -> Option<Value> {
        class.lookup(name).or_else(|| self.types.object.attrs.borrow().get(name).cloned())
    }

    /// Binds an attribute found in a class. `class`: the access goes through the class itself.
    pub(crate) fn bind_attr(&mut self, attr: Value, receiver: &Value, class: Option<&Rc<Class>>) -> Result<Value> {
        match &attr {
            Value::Function(_) => Ok(if class.is_some() { attr } else { Vm::bound(receiver, attr) }),
            Value::Native(native) => match &native.call {
                NativeCall::Method(_) if class.is_none() => Ok(Vm::bound(receiver, attr)),
                NativeCall::Method(_) | NativeCall::Function(_) => Ok(attr),
            },
            Value::StaticMethod(inner) => Ok(inner.function.clone()),
            Value::ClassMethod(inner) => {
                let class = match class {
                    Some(class) => Rc::clone(class),
                    None => self.class_of(receiver),
                };
                match &inner.function {
                    Value::Property(property) => {
                        self.call_value(&property.get.clone(), Args::of([Value::Class(class)]))
                    }
                    function => Ok(Vm::bound(&Value::Class(class), function.clone())),
                }
            }
            Value::Property(property) => match class {
                Some(_) => Ok(attr),
                None => {
                    if property.get.is_none() {
                        return Err(Error::attribute_error(format!(
                            "property '{}' of '{}' object has no getter",
                            property.name.borrow().as_deref().unwrap_or("?"),
                            receiver.type_name()
                        )));
                    }
                    self.call_value(&property.get, Args::of([receiver.clone()]))
                }
            },
            Value::Instance(_) | Value::Object(_) => match self.type_attr(&attr, "__get__") {
                Some(get) => {
                    let (instance, owner) = match class {
                        Some(class) => (Value::None, Rc::clone(class)),
                        None => (receiver.clone(), self.class_of(receiver)),
                    };
                    let bound = self.bind_attr(get, &attr, None)?;
                    self.call_value(&bound, Args::of([instance, Value::Class(owner)]))
                }
                None => Ok(attr),
            },
            _ => Ok(attr),
        }
    }

    /// `object.name`
    pub fn get_attr(&mut self, object: &Value, name: &str) -> Result<Value> {
        match self.find_attr(object, name)? {
            Some(value) => Ok(value),
            None => Err(self.no_attribute(object, name)),
        }
    }

    /// `getattr(object, name, None)`, telling a missing attribute apart.
    pub fn try_attr(&mut self, object: &Value, name: &str) -> Result<Option<Value>> {
        match self.find_attr(object, name) {
            Err(error) if self.error_is(&error, "AttributeError") => Ok(None),
            other => other,
        }
    }

    /// `hasattr(object, name)`. Whether something unresolved has an attribute cannot be known.
    pub fn has_attr(&mut self, object: &Value, name: &str) -> Result<bool> {
        match self.try_attr(object, name)? {
            Some(Value::Unresolved(unresolved)) if !matches!(object, Value::Instance(_) | Value::Class(_)) => {
                Err(self.unresolved_error(&unresolved, "is asked for by hasattr()"))
            }
            other => Ok(other.is_some()),
        }
    }

    fn no_attribute(&self, object: &Value, name: &str) -> Error {
        Error::attribute_error(match object {
            Value::Module(module) => format!("module '{}' has no attribute '{name}'", module.name),
            Value::Class(class) => format!("type object '{}' has no attribute '{name}'", class.name),
            Value::Super(_) => format!("'super' object has no attribute '{name}'"),
            Value::Object(_) if &*object.type_name() == "object" => {
                format!("'{}' object has no attribute '{name}'", self.class_of(object).name)
            }
            _ => format!("'{}' object has no attribute '{name}'", object.type_name()),
        })
    }

    pub(crate) fn find_attr(&mut self, object: &Value, name: &str) -> Result<Option<Value>> {
        match object {
            Value::Instance(instance) => {
                let class = instance.class();
                let from_class = class.lookup(name);
                if let Some(attr) = &from_class
                    && self.is_data_descriptor(attr)
                {
                    return self.bind_or_getattr(attr.clone(), object, class, name).map(Some);
                }
                if let Some(value) = instance.get(name) {
                    return Ok(Some(value));
                }
                if let Some(attr) = from_class {
                    return self.bind_or_getattr(attr, object, class, name).map(Some);
                }
                if let Some(Value::Object(inner)) = instance.payload()
                    && let Some(value) = Rc::clone(inner).get_attr(object, self, name)?
                {
                    return Ok(Some(value));
                }
                if let Some(value) = self.special_attr(object, name)? {
                    return Ok(Some(value));
                }
                if class.has_getattr.get()
                    && let Some(method) = class.lookup("__getattr__")
                {
                    let bound = self.bind_attr(method, object, None)?;
                    return self.call_value(&bound, Args::of([Value::str(name)])).map(Some);
                }
                if let Some(unresolved) = class.unresolved_base()
                    && !(name.starts_with("__") && name.ends_with("__"))
                {
                    return Ok(Some(Value::Unresolved(unresolved.derive(&format!(".{name}")))));
                }
                Ok(None)
            }
            Value::Object(inner) => {
                if let Some(value) = Rc::clone(inner).get_attr(object, self, name)? {
                    return Ok(Some(value));
                }
                let class = inner.class(self);
                if let Some(attr) = class.lookup(name) {
                    return self.bind_attr(attr, object, None).map(Some);
                }
                self.special_attr(object, name)
            }
            Value::Class(class) => self.class_getattr(class, name),
            Value::Module(module) => {
                if let Some(value) = module.get(name) {
                    return Ok(Some(value));
                }
                match name {
                    "__name__" => return Ok(Some(Value::Str(Rc::clone(&module.name)))),
                    "__dict__" => {
                        let attrs = module.attrs.borrow();
                        return Ok(Some(Value::dict(attrs.iter().map(|(key, value)| (key, value.clone())))));
                    }
                    "__doc__" => return Ok(Some(Value::None)),
                    _ => {}
                }
                if let Some(getter) = module.get("__getattr__") {
                    return self.call_value(&getter, Args::of([Value::str(name)])).map(Some);
                }
                self.submodule(module, name)
            }
            Value::Super(inner) => self.super_attr(inner, name),
            Value::Unresolved(unresolved) => match name {
                _ if self.derived_stub(unresolved, &format!(".{name}")).is_some() => {
                    Ok(self.derived_stub(unresolved, &format!(".{name}")))
                }
                "__class__" => Ok(Some(Value::Unresolved(unresolved.derive(".__class__")))),
                _ => Ok(Some(Value::Unresolved(unresolved.derive(&format!(".{name}"))))),
            },
            Value::Function(function) => {
                if let Some(value) = function.attrs.borrow().get(name) {
                    return Ok(Some(value.clone()));
                }
                Ok(Some(match name {
                    "__name__" => Value::Str(function.name()),
                    "__qualname__" => Value::Str(function.qualname.borrow().clone()),
                    "__module__" => Value::Str(Rc::clone(&function.globals.name)),
                    "__doc__" => function.code.doc.clone().map_or(Value::None, Value::Str),
                    "__defaults__" => {
                        let defaults = function.defaults.borrow().clone();
                        if defaults.is_empty() { Value::None } else { Value::tuple(defaults) }
                    }
                    "__kwdefaults__" => {
                        if function.keyword_defaults.is_empty() {
                            Value::None
                        } else {
                            Value::dict(function.keyword_defaults.iter().cloned())
                        }
                    }
                    "__annotations__" => {
                        let mut slot = function.annotations.borrow_mut();
                        slot.get_or_insert_with(|| Value::Dict(Rc::new(Dict::new()))).clone()
                    }
                    "__dict__" => {
                        Value::dict(function.attrs.borrow().iter().map(|(key, value)| (key.to_string(), value.clone())))
                    }
                    _ => return self.plain_attr(object, name),
                }))
            }
            Value::Native(native) => {
                if let Some(value) = native.attrs.borrow().get(name) {
                    return Ok(Some(value.clone()));
                }
                Ok(Some(match name {
                    "__name__" | "__qualname__" => Value::Str(Rc::clone(&native.name)),
                    "__module__" => Value::Str(Rc::clone(&native.owner)),
                    "__doc__" => Value::None,
                    _ => return self.plain_attr(object, name),
                }))
            }
            Value::Method(method) => match name {
                "__self__" => Ok(Some(method.receiver.clone())),
                "__func__" => Ok(Some(method.function.clone())),
                _ => match self.find_attr(&method.function.clone(), name)? {
                    Some(value) => Ok(Some(value)),
                    None => self.plain_attr(object, name),
                },
            },
            Value::Property(property) => Ok(Some(match name {
                "fget" => property.get.clone(),
                "fset" => property.set.clone(),
                "fdel" => property.delete.clone(),
                "__doc__" => {
                    let getter = property.get.clone();
                    return self.find_attr(&getter, "__doc__");
                }
                _ => return self.plain_attr(object, name),
            })),
            Value::StaticMethod(inner) if name == "__func__" => Ok(Some(inner.function.clone())),
            Value::ClassMethod(inner) if name == "__func__" => Ok(Some(inner.function.clone())),
            Value::Range(range) => Ok(Some(match name {
                "start" => Value::int(range.start),
                "stop" => Value::int(range.stop),
                "step" => Value::int(range.step),
                _ => return self.plain_attr(object, name),
            })),
            Value::Slice(slice) => Ok(Some(match name {
                "start" => slice.start.clone(),
                "stop" => slice.stop.clone(),
                "step" => slice.step.clone(),
                _ => return self.plain_attr(object, name),
            })),
            Value::Int(_) | Value::Bool(_) if matches!(name, "real" | "numerator") => {
                Ok(object.as_integer().map(Value::Int))
            }
            Value::Int(_) | Value::Bool(_) if name == "imag" => Ok(Some(Value::int(0))),
            Value::Int(_) | Value::Bool(_) if name == "denominator" => Ok(Some(Value::int(1))),
            Value::Generator(generator) if matches!(name, "__name__" | "__qualname__") => {
                Ok(Some(Value::Str(Rc::clone(&generator.name))))
            }
            _ => self.plain_attr(object, name),
        }
    }

    /// An attribute through the type alone.
    fn plain_attr(&mut self, object: &Value, name: &str) -> Result<Option<Value>> {
        let class = self.class_of(object);
        if let Some(attr) = class.lookup(name) {
            return self.bind_attr(attr, object, None).map(Some);
        }
        self.special_attr(object, name)
    }

    /// A property whose getter raises `AttributeError` falls back to `__getattr__`.
    fn bind_or_getattr(&mut self, attr: Value, object: &Value, class: &Rc<Class>, name: &str) -> Result<Value> {
        match self.bind_attr(attr, object, None) {
            Err(error) if class.has_getattr.get() && self.error_is(&error, "AttributeError") => {
                match class.lookup("__getattr__") {
                    Some(method) => {
                        let bound = self.bind_attr(method, object, None)?;
                        self.call_value(&bound, Args::of([Value::str(name)]))
                    }
                    None => Err(error),
                }
            }
            other => other,
        }
    }

    fn is_data_descriptor(&self, attr: &Value) -> bool {
        match attr {
            Value::Property(_) => true,
            Value::Instance(_) | Value::Object(_) => self.type_attr(attr, "__set__").is_some(),
            _ => false,
        }
    }

    /// What every object has.
    fn special_attr(&mut self, object: &Value, name: &str) -> Result<Option<Value>> {
        match name {
            "__class__" => Ok(Some(Value::Class(self.class_of(object)))),
            "__dict__" => match object {
                Value::Instance(instance) => {
                    let attrs = instance.attrs.borrow();
                    let hidden = object.as_exception().is_some();
                    let items = attrs
                        .iter()
                        .filter(|(key, _)| !(hidden && (&***key == "args" || key.starts_with("__"))))
                        .map(|(key, value)| (key, value.clone()));
                    let dict = Value::dict(items);
                    if let (Some(dict), false) = (dict.as_dict(), hidden) {
                        dict.belong_to(instance);
                    }
                    Ok(Some(dict))
                }
                _ => Ok(None),
            },
            "__doc__" => Ok(Some(self.class_of(object).lookup("__doc__").unwrap_or_default())),
            "__module__" => Ok(Some(Value::Str(Rc::clone(&self.class_of(object).module)))),
            "__cause__" | "__context__" | "__traceback__" if object.as_exception().is_some() => Ok(Some(Value::None)),
            "__suppress_context__" if object.as_exception().is_some() => Ok(Some(Value::Bool(false))),
            _ => {
                if let Some(method) = self.operator_method(self.class_of(object).kind, name) {
                    return Ok(Some(Vm::bound(object, method)));
                }
                let attr = self.types.object.attrs.borrow().get(name).cloned();
                Ok(attr.map(|attr| Vm::bound(object, attr)))
            }
        }
    }

    fn class_getattr(&mut self, class: &Rc<Class>, name: &str) -> Result<Option<Value>> {
        match name {
            "__name__" => return Ok(Some(Value::Str(Rc::clone(&class.name)))),
            "__qualname__" => return Ok(Some(Value::Str(Rc::clone(&class.qualname)))),
            "__module__" => return Ok(Some(Value::Str(Rc::clone(&class.module)))),
            "__bases__" => {
                let bases: Vec<Value> = if class.bases.is_empty() && !Rc::ptr_eq(class, &self.types.object) {
                    vec![Value::Class(Rc::clone(&self.types.object))]
                } else {
                    class.bases.iter().cloned().map(Value::Class).collect()
                };
                return Ok(Some(Value::tuple(bases)));
            }
            "__base__" => {
                let base = class.bases.first().cloned().unwrap_or_else(|| Rc::clone(&self.types.object));
                return Ok(Some(Value::Class(base)));
            }
            "__mro__" => {
                let mut order: Vec<Value> = class.mro().into_iter().map(Value::Class).collect();
                if !Rc::ptr_eq(class, &self.types.object) {
                    order.push(Value::Class(Rc::clone(&self.types.object)));
                }
                return Ok(Some(Value::tuple(order)));
            }
            "__dict__" => {
                let attrs = class.attrs.borrow();
                return Ok(Some(Value::dict(attrs.iter().map(|(key, value)| (key, value.clone())))));
            }
            "__class__" => return Ok(Some(Value::Class(self.class_of(&Value::Class(Rc::clone(class)))))),
            "__annotations__" => {
                let own = class.attrs.borrow().get(name).cloned();
                return Ok(Some(own.unwrap_or_else(|| Value::Dict(Rc::new(Dict::new())))));
            }
            _ => {}
        }
        if let Some(attr) = class.lookup(name) {
            let receiver = Value::Class(Rc::clone(class));
            return self.bind_attr(attr, &receiver, Some(class)).map(Some);
        }
        if let Some(meta) = class.metaclass()
            && let Some(attr) = meta.lookup(name)
        {
            return self.bind_attr(attr, &Value::Class(Rc::clone(class)), None).map(Some);
        }
        if let Some(getter) = class.find_class_getattr()
            && let Some(value) = getter(self, class, name)?
        {
            return Ok(Some(value));
        }
        if let Some(attr) = self.types.get(Kind::Type).lookup(name) {
            return self.bind_attr(attr, &Value::Class(Rc::clone(class)), None).map(Some);
        }
        if name == "__doc__" {
            return Ok(Some(Value::None));
        }
        if let Some(method) = self.operator_method(class.kind, name) {
            return Ok(Some(method));
        }
        if let Some(attr) = self.types.object.attrs.borrow().get(name).cloned() {
            return Ok(Some(attr));
        }
        if let Some(unresolved) = class.unresolved_base()
            && !(name.starts_with("__") && name.ends_with("__"))
        {
            return Ok(Some(Value::Unresolved(unresolved.derive(&format!(".{name}")))));
        }
        Ok(None)
    }

    fn super_attr(&mut self, inner: &Rc<crate::value::Super>, name: &str) -> Result<Option<Value>> {
        let (class, through_class) = match &inner.receiver {
            Value::Class(class) if class.is_subclass_of(&inner.class) => (Rc::clone(class), true),
            other => (self.class_of(other), false),
        };
        let after: Vec<Rc<Class>> =
            class.mro().into_iter().skip_while(|ancestor| !Rc::ptr_eq(ancestor, &inner.class)).skip(1).collect();
        for ancestor in &after {
            let attr = ancestor.attrs.borrow().get(name).cloned();
            if let Some(attr) = attr {
                let bound_class = if through_class { Some(&class) } else { None };
                return self.bind_attr(attr, &inner.receiver, bound_class).map(Some);
            }
        }
        if let Value::Instance(instance) = &inner.receiver
            && let Some(Value::Object(payload)) = instance.payload()
            && let Some(value) = Rc::clone(payload).get_attr(&inner.receiver, self, name)?
        {
            return Ok(Some(value));
        }
        if let Some(unresolved) = class.unresolved_base()
            && name != "__init__"
            && name != "__new__"
            && name != "__init_subclass__"
        {
            return Ok(Some(Value::Unresolved(unresolved.derive(&format!(".{name}")))));
        }
        if let Some(method) = self.operator_method(class.kind, name) {
            return Ok(Some(if through_class { method } else { Vm::bound(&inner.receiver, method) }));
        }
        match self.types.object.attrs.borrow().get(name).cloned() {
            Some(attr @ Value::StaticMethod(_)) => {
                let Value::StaticMethod(inner) = &attr else { return Ok(None) };
                Ok(Some(inner.function.clone()))
            }
            Some(attr) => Ok(Some(Vm::bound(&inner.receiver, attr))),
            None => Ok(None),
        }
    }

    /// `object.name = value`
    pub fn set_attr(&mut self, object: &Value, name: &str, value: Value) -> Result<()> {
        match object {
            Value::Instance(instance) => {
                let class = instance.class();
                if let Some(attr) = class.lookup(name) {
                    match &attr {
                        Value::Property(property) => {
                            if property.set.is_none() {
                                return Err(Error::attribute_error(format!(
                                    "property '{name}' of '{}' object has no setter",
                                    class.name
                                )));
                            }
                            self.call_value(&property.set, Args::of([object.clone(), value]))?;
                            return Ok(());
                        }
                        Value::Instance(_) | Value::Object(_) => {
                            if let Some(set) = self.type_attr(&attr, "__set__") {
                                let bound = self.bind_attr(set, &attr, None)?;
                                self.call_value(&bound, Args::of([object.clone(), value]))?;
                                return Ok(());
                            }
                        }
                        _ => {}
                    }
                }
                if let Some(setter) = class.lookup("__setattr__") {
                    let bound = self.bind_attr(setter, object, None)?;
                    self.call_value(&bound, Args::of([Value::str(name), value]))?;
                    return Ok(());
                }
                self.set_plain(object, name, value)
            }
            Value::Object(inner) => {
                if Rc::clone(inner).set_attr(object, self, name, value.clone())? {
                    return Ok(());
                }
                let class = inner.class(self);
                if let Some(Value::Property(property)) = class.lookup(name)
                    && !property.set.is_none()
                {
                    self.call_value(&property.set, Args::of([object.clone(), value]))?;
                    return Ok(());
                }
                Err(match self.find_attr(object, name)? {
                    Some(_) => Error::attribute_error(format!(
                        "'{}' object attribute '{name}' is read-only",
                        object.type_name()
                    )),
                    None => self.no_attribute(object, name),
                })
            }
            Value::Class(class) => {
                if class.native {
                    return Err(Error::type_error(format!(
                        "cannot set '{name}' attribute of immutable type '{}'",
                        class.full_name()
                    )));
                }
                let old = class.attrs.borrow_mut().insert(Rc::from(name), value);
                drop(old);
                if name == "__getattr__" {
                    class.has_getattr.set(true);
                }
                Ok(())
            }
            Value::Module(module) => {
                module.set(name, value);
                Ok(())
            }
            Value::Function(function) => {
                match (name, value.as_rc_str()) {
                    ("__name__", Some(text)) => *function.name.borrow_mut() = text,
                    ("__qualname__", Some(text)) => *function.qualname.borrow_mut() = text,
                    ("__annotations__", _) => *function.annotations.borrow_mut() = Some(value),
                    ("__defaults__", _) => {
                        *function.defaults.borrow_mut() = value.as_sequence().unwrap_or_default();
                    }
                    _ => {
                        function.attrs.borrow_mut().insert(Rc::from(name), value);
                    }
                }
                Ok(())
            }
            Value::Unresolved(_) => Ok(()),
            Value::Method(_) => Err(Error::attribute_error(format!("'method' object has no attribute '{name}'"))),
            _ => Err(self.no_attribute(object, name)),
        }
    }

    /// `object.__setattr__`: into the instance itself.
    pub(crate) fn set_plain(&mut self, object: &Value, name: &str, value: Value) -> Result<()> {
        let Value::Instance(instance) = object else {
            return Err(self.no_attribute(object, name));
        };
        if name != "__class__"
            && let Some(Value::Object(payload)) = instance.payload()
            && Rc::clone(payload).set_attr(object, self, name, value.clone())?
        {
            return Ok(());
        }
        if Rc::ptr_eq(instance.class(), &self.types.object) {
            return Err(self.no_attribute(object, name));
        }
        if let Some(slots) = self.slots(instance.class())
            && !slots.iter().any(|slot| slot == name)
        {
            return Err(self.no_attribute(object, name));
        }
        instance.set(name, value);
        Ok(())
    }

    /// The `__slots__` of a class all of whose ancestors have slots.
    fn slots(&mut self, class: &Rc<Class>) -> Option<Vec<String>> {
        let mut all = Vec::new();
        for class in class.mro() {
            let slots = class.attrs.borrow().get("__slots__").cloned()?;
            match slots.as_str() {
                Some(one) => all.push(one.to_owned()),
                None => all.extend(slots.as_sequence()?.iter().filter_map(|slot| slot.as_str().map(str::to_owned))),
            }
        }
        Some(all)
    }

    /// `del object.name`
    pub fn del_attr(&mut self, object: &Value, name: &str) -> Result<()> {
        let removed = match object {
            Value::Instance(instance) => {
                let attr = instance.class().lookup(name);
                if let Some(Value::Property(property)) = &attr {
                    if property.delete.is_none() {
                        return Err(Error::attribute_error(format!(
                            "property '{name}' of '{}' object has no deleter",
                            instance.class().name
                        )));
                    }
                    self.call_value(&property.delete, Args::of([object.clone()]))?;
                    return Ok(());
                }
                if let Some(deleter) = instance.class().lookup("__delattr__") {
                    let bound = self.bind_attr(deleter, object, None)?;
                    self.call_value(&bound, Args::of([Value::str(name)]))?;
                    return Ok(());
                }
                let old = instance.attrs.borrow_mut().shift_remove(name);
                match (old, instance.payload()) {
                    (Some(_), _) => true,
                    (None, Some(Value::Object(payload))) => Rc::clone(payload).del_attr(object, self, name)?,
                    (None, _) => false,
                }
            }
            Value::Object(inner) => Rc::clone(inner).del_attr(object, self, name)?,
            Value::Class(class) if !class.native => class.attrs.borrow_mut().shift_remove(name).is_some(),
            Value::Module(module) => module.attrs.borrow_mut().shift_remove(name).is_some(),
            Value::Function(function) => function.attrs.borrow_mut().shift_remove(name).is_some(),
            Value::Unresolved(_) => true,
            _ => false,
        };
        if removed { Ok(()) } else { Err(self.no_attribute(object, name)) }
    }
}
