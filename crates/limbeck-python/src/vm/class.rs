//! Making classes and instances.

use std::rc::Rc;

use indexmap::IndexMap;

use super::Vm;
use crate::error::{Error, Result};
use crate::value::{Args, Attrs, Class, ClassBuilder, ClassMethod, Instance, Kind, StaticMethod, Unresolved, Value};

impl Vm {
    /// The `class` statement: runs the body, then makes the class.
    #[inline(never)]
    pub(super) fn make_class(&mut self, function: &Value, bases: Vec<Value>, keywords: &Value) -> Result<Value> {
        let Value::Function(function) = function else { return Err(Error::type_error("not a class body")) };
        let mut keywords: Vec<(Rc<str>, Value)> = match keywords {
            Value::Dict(dict) => {
                dict.items().into_iter().filter_map(|(key, value)| Some((key.as_rc_str()?, value))).collect()
            }
            _ => Vec::new(),
        };
        let namespace: Rc<Attrs> = Rc::default();
        namespace.borrow_mut().insert(Rc::from("__module__"), Value::Str(Rc::clone(&function.globals.name)));
        namespace.borrow_mut().insert(Rc::from("__qualname__"), Value::Str(Rc::clone(&function.code.qualname)));
        let frame = self.run_class_body(function, Rc::clone(&namespace))?;
        let class_cell = function
            .code
            .cells
            .iter()
            .position(|name| &**name == "__class__")
            .and_then(|at| frame.cells.get(at).cloned());
        let metaclass = keywords.iter().position(|(name, _)| &**name == "metaclass").map(|at| keywords.remove(at).1);
        let attrs = namespace.take();
        let class = self.build_class(&function.code.name, bases, attrs, metaclass, keywords)?;
        if let Some(cell) = class_cell {
            cell.replace(Some(class.clone()));
        }
        Ok(class)
    }

    /// `type(name, bases, namespace)` and the end of the `class` statement.
    pub(crate) fn build_class(
        &mut self,
        name: &Rc<str>,
        bases: Vec<Value>,
        mut attrs: IndexMap<Rc<str>, Value>,
        metaclass: Option<Value>,
        keywords: Vec<(Rc<str>, Value)>,
    ) -> Result<Value> {
        let mut parents: Vec<Rc<Class>> = Vec::new();
        let mut unresolved: Option<Rc<Unresolved>> = None;
        for base in bases {
            let base = match self.mro_entry(&base)? {
                Some(replacement) => replacement,
                None => base,
            };
            match &base {
                Value::Class(class) => {
                    if Rc::ptr_eq(class, &self.types.object) {
                        continue;
                    }
                    if parents.iter().any(|known| Rc::ptr_eq(known, class)) {
                        return Err(Error::type_error(format!("duplicate base class {}", class.name)));
                    }
                    if matches!(
                        class.kind,
                        Kind::Bool | Kind::NoneType | Kind::Range | Kind::Slice | Kind::Function | Kind::Native
                    ) {
                        return Err(Error::type_error(format!(
                            "type '{}' is not an acceptable base type",
                            class.full_name()
                        )));
                    }
                    parents.push(Rc::clone(class));
                }
                Value::Unresolved(base) => unresolved = unresolved.or(Some(Rc::clone(base))),
                Value::None => {}
                other => {
                    return Err(Error::unsupported(format!("a class that inherits from a `{}`", other.type_name())));
                }
            }
        }
        let layouts: Vec<Kind> = parents
            .iter()
            .map(|parent| parent.kind)
            .filter(|kind| !matches!(kind, Kind::Object | Kind::Host | Kind::Type))
            .collect();
        if layouts.windows(2).any(|pair| pair[0] != pair[1]) {
            return Err(Error::type_error("multiple bases have instance lay-out conflict"));
        }
        let order = Class::linearise(&parents).ok_or_else(|| {
            let names: Vec<&str> = parents.iter().map(|class| &*class.name).collect();
            Error::type_error(format!(
                "Cannot create a consistent method resolution\norder (MRO) for bases {}",
                names.join(", ")
            ))
        })?;
        drop(order);
        let metaclass = match metaclass {
            None => None,
            Some(Value::Class(meta)) if Rc::ptr_eq(&meta, &self.types.get(Kind::Type)) => None,
            Some(Value::Class(meta)) => {
                if meta.is_from_script() {
                    for method in ["__new__", "__prepare__"] {
                        if matches!(
                            meta.lookup(method),
                            Some(Value::Function(_) | Value::StaticMethod(_) | Value::ClassMethod(_))
                        ) {
                            return Err(Error::unsupported(format!("a metaclass with `{method}`")));
                        }
                    }
                }
                Some(meta)
            }
            Some(Value::Unresolved(meta)) => {
                unresolved = unresolved.or(Some(meta));
                None
            }
            Some(other) => {
                return Err(Error::unsupported(format!("a `{}` as metaclass", other.type_name())));
            }
        };
        for special in ["__init_subclass__", "__class_getitem__"] {
            if let Some(value @ Value::Function(_)) = attrs.get(special).cloned() {
                attrs.insert(Rc::from(special), Value::ClassMethod(Rc::new(ClassMethod { function: value })));
            }
        }
        if let Some(value @ Value::Function(_)) = attrs.get("__new__").cloned() {
            attrs.insert(Rc::from("__new__"), Value::StaticMethod(Rc::new(StaticMethod { function: value })));
        }
        if attrs.contains_key("__eq__") && !attrs.contains_key("__hash__") {
            attrs.insert(Rc::from("__hash__"), Value::None);
        }
        let qualname =
            attrs.shift_remove("__qualname__").and_then(|value| value.as_rc_str()).unwrap_or_else(|| Rc::clone(name));
        let module = attrs.get("__module__").and_then(Value::as_rc_str).unwrap_or_else(|| Rc::from("__main__"));
        if !attrs.contains_key("__doc__") {
            attrs.insert(Rc::from("__doc__"), Value::None);
        }
        let mut builder = ClassBuilder::new(name).module(&module).script(&qualname).attrs(attrs).unresolved(unresolved);
        for parent in &parents {
            builder = builder.base(parent);
        }
        let class = builder.build();
        *class.metaclass.borrow_mut() = metaclass;
        self.collect_abstract(&class);
        let value = Value::Class(Rc::clone(&class));
        // `__set_name__`, then `__init_subclass__`, as in CPython.
        let own: Vec<(Rc<str>, Value)> =
            class.attrs.borrow().iter().map(|(name, value)| (Rc::clone(name), value.clone())).collect();
        for (attr_name, attr) in own {
            match &attr {
                Value::Property(property) => *property.name.borrow_mut() = Some(attr_name),
                Value::Instance(_) | Value::Object(_) => {
                    if let Some(method) = self.type_attr(&attr, "__set_name__") {
                        let bound = self.bind_attr(method, &attr, None)?;
                        self.call_value(&bound, Args::of([value.clone(), Value::Str(attr_name)]))?;
                    }
                }
                _ => {}
            }
        }
        let inherited = class.ancestors.iter().find_map(|base| base.attrs.borrow().get("__init_subclass__").cloned());
        if let Some(hook) = inherited {
            let function = match hook {
                Value::ClassMethod(inner) => inner.function.clone(),
                other => other,
            };
            let args = Args { positional: vec![value.clone()], keyword: keywords, ..Args::default() };
            self.call_value(&function, args)?;
        } else if let Some((keyword, _)) = keywords.first()
            && class.find_on_subclass().is_empty()
            && class.unresolved_base().is_none()
        {
            let _ = keyword;
            return Err(Error::type_error(format!("{name}.__init_subclass__() takes no keyword arguments")));
        } else {
            for (keyword, argument) in keywords {
                class.set(&format!("__keyword_{keyword}__"), argument);
            }
        }
        for hook in class.find_on_subclass() {
            hook(self, &class)?;
        }
        let metaclass_init = class.metaclass().and_then(|meta| meta.lookup("__init__"));
        if let Some(init @ Value::Function(_)) = metaclass_init {
            let namespace = Value::dict(class.attrs.borrow().iter().map(|(key, value)| (key, value.clone())));
            let bases = Value::tuple(parents.iter().cloned().map(Value::Class).collect());
            let args = vec![value.clone(), Value::Str(Rc::clone(name)), bases, namespace];
            self.call_value(&init, Args::of(args))?;
        }
        Ok(value)
    }

    /// `__mro_entries__`: what stands for an object among the bases (`Generic[T]`, say).
    fn mro_entry(&mut self, base: &Value) -> Result<Option<Value>> {
        match base {
            Value::Object(_) | Value::Native(_) => {
                let method = match base {
                    Value::Native(native) => native.attrs.borrow().get("__mro_entries__").cloned(),
                    _ => self.try_attr(base, "__mro_entries__")?,
                };
                match method {
                    Some(method) => {
                        let entries = self.call_value(&method, Args::of([Value::tuple(Vec::new())]))?;
                        Ok(Some(entries.as_sequence().unwrap_or_default().into_iter().next().unwrap_or_default()))
                    }
                    None => Ok(None),
                }
            }
            _ => Ok(None),
        }
    }

    /// Notes the abstract methods nobody has implemented.
    fn collect_abstract(&mut self, class: &Rc<Class>) {
        let mut names: Vec<Rc<str>> = Vec::new();
        for ancestor in class.ancestors.iter() {
            for name in ancestor.abstract_methods.borrow().iter() {
                let abstract_still = class.lookup(name).is_some_and(|value| is_abstract(&value));
                if abstract_still && !names.contains(name) {
                    names.push(Rc::clone(name));
                }
            }
        }
        for (name, value) in class.attrs.borrow().iter() {
            if is_abstract(value) && !names.contains(name) {
                names.push(Rc::clone(name));
            }
        }
        names.sort();
        *class.abstract_methods.borrow_mut() = names;
    }

    /// Calls a class.
    pub(crate) fn instantiate(&mut self, class: &Rc<Class>, args: Args) -> Result<Value> {
        if class.is_from_script()
            && let Some(meta) = class.metaclass()
            && let Some(Value::Function(call)) = meta.lookup("__call__")
        {
            let mut args = args;
            args.positional.insert(0, Value::Class(Rc::clone(class)));
            return self.call_value(&Value::Function(call), args);
        }
        self.instantiate_class(class, args)
    }

    /// Calls a class, as `type.__call__` does.
    pub(crate) fn instantiate_class(&mut self, class: &Rc<Class>, args: Args) -> Result<Value> {
        if let Some(hook) = class.find_call_hook() {
            return hook(self, class, args);
        }
        self.instantiate_plain(class, args)
    }

    /// Calls a class, hooks aside.
    pub(crate) fn instantiate_plain(&mut self, class: &Rc<Class>, args: Args) -> Result<Value> {
        self.step()?;
        if class.native && class.kind != Kind::Exception {
            return match class.find_constructor() {
                Some((constructor, _)) => constructor(self, class, args),
                None if Rc::ptr_eq(class, &self.types.object) => {
                    if args.is_empty() {
                        Ok(Value::Instance(Rc::new(Instance::new(Rc::clone(class)))))
                    } else {
                        Err(Error::type_error("object() takes no arguments"))
                    }
                }
                None => Err(Error::type_error(format!("cannot create '{}' instances", class.full_name()))),
            };
        }
        if class.is_from_script() && !class.abstract_methods.borrow().is_empty() && class.has_abc_meta() {
            let names = class.abstract_methods.borrow();
            let plural = if names.len() == 1 { "" } else { "s" };
            return Err(Error::type_error(format!(
                "Can't instantiate abstract class {} with abstract method{plural} {}",
                class.name,
                names.join(", ")
            )));
        }
        let value = match class.lookup("__new__") {
            Some(Value::StaticMethod(new)) => {
                let mut new_args = args.clone();
                new_args.positional.insert(0, Value::Class(Rc::clone(class)));
                let value = self.call_value(&new.function, new_args)?;
                if !self.class_of(&value).is_subclass_of(class) {
                    return Ok(value);
                }
                value
            }
            _ => self.allocate(class, &args)?,
        };
        let init = class.lookup("__init__");
        match init {
            Some(init) => {
                let span = args.span;
                let result = match &init {
                    Value::Function(function) => {
                        let mut args = args;
                        args.positional.insert(0, value.clone());
                        self.call_function(function, args)?
                    }
                    _ => {
                        let bound = self.bind_attr(init.clone(), &value, None)?;
                        self.call_value(&bound, args)?
                    }
                };
                if !result.is_none() && !result.is_unresolved() {
                    return Err(Error::type_error(format!(
                        "__init__() should return None, not '{}'",
                        result.type_name()
                    )));
                }
                // The script's `__init__` did not call the native one.
                if let Value::Instance(instance) = &value
                    && instance.payload().is_none()
                    && let Some((constructor, false)) = class.find_constructor()
                    && let Ok(payload) = constructor(self, class, Args { span, ..Args::default() })
                {
                    instance.set_payload(payload);
                }
            }
            None => {
                let takes_any = class.kind == Kind::Exception
                    || class.find_constructor().is_some()
                    || class.lookup("__new__").is_some()
                    || class.unresolved_base().is_some();
                if !args.is_empty() && !takes_any {
                    return Err(Error::type_error(format!("{}() takes no arguments", class.name)));
                }
            }
        }
        Ok(value)
    }

    /// `OSError(2, …)` is a `FileNotFoundError`.
    fn os_error_class(&self, class: &Rc<Class>, args: &Args) -> Rc<Class> {
        if args.positional.len() < 2 {
            return Rc::clone(class);
        }
        let name = match args.positional.first().and_then(Value::as_int) {
            Some(1 | 13) => "PermissionError",
            Some(2) => "FileNotFoundError",
            Some(17) => "FileExistsError",
            Some(20) => "NotADirectoryError",
            Some(21) => "IsADirectoryError",
            Some(32) => "BrokenPipeError",
            Some(104) => "ConnectionResetError",
            Some(110) => "TimeoutError",
            Some(111) => "ConnectionRefusedError",
            _ => return Rc::clone(class),
        };
        self.types.exception(name)
    }

    /// `object.__new__(class, …)`: the bare instance, with its built-in value inside where there is one.
    pub(crate) fn allocate(&mut self, class: &Rc<Class>, args: &Args) -> Result<Value> {
        if class.kind == Kind::Exception {
            let class = match &*class.name {
                "OSError" if class.native => self.os_error_class(class, args),
                _ => Rc::clone(class),
            };
            return Ok(Value::new_exception(&class, args.positional.clone()));
        }
        let instance = Instance::new(Rc::clone(class));
        if let Some((constructor, true)) = class.find_constructor() {
            let mutable = matches!(class.kind, Kind::List | Kind::Dict | Kind::Set);
            let own_init = matches!(class.lookup("__init__"), Some(Value::Function(_)));
            let own_new = class.lookup("__new__").is_some();
            let given = if mutable || (own_init && !own_new && class.kind == Kind::Object) {
                Args::none()
            } else {
                args.clone()
            };
            let native = class
                .ancestors
                .iter()
                .find(|ancestor| ancestor.native && ancestor.constructor.is_some())
                .map_or_else(|| Rc::clone(class), Rc::clone);
            let payload = constructor(self, &native, given)?;
            instance.set_payload(payload);
        }
        Ok(Value::Instance(Rc::new(instance)))
    }
}

impl Class {
    /// Whether `abc.ABC` or `metaclass=ABCMeta` is in its ancestry.
    fn has_abc_meta(&self) -> bool {
        self.metaclass().is_some_and(|meta| &*meta.name == "ABCMeta" || meta.lookup("__abc__").is_some())
            || self.ancestors.iter().any(|class| &*class.name == "ABC" && class.native)
    }
}

fn is_abstract(value: &Value) -> bool {
    match value {
        Value::Function(function) => function.attrs.borrow().contains_key("__isabstractmethod__"),
        Value::Property(property) => is_abstract(&property.get),
        Value::ClassMethod(inner) => is_abstract(&inner.function),
        Value::StaticMethod(inner) => is_abstract(&inner.function),
        _ => false,
    }
}
