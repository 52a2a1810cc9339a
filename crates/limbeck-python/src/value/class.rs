//! Classes of scripts and of the host, and instances.

use std::any::Any;
use std::cell::{Cell, OnceCell, RefCell};
use std::fmt;
use std::rc::Rc;

use indexmap::IndexMap;

use super::containers::drop_flat;
use super::{Args, Attrs, NativeFn, Object, Unresolved, Value};
use crate::bind::{Bound, Signature};
use crate::error::{Error, Result};
use crate::vm::Vm;

/// The built-in types, as layouts: what an instance of a class is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Kind {
    Object,
    Type,
    NoneType,
    Bool,
    Int,
    Float,
    Str,
    Bytes,
    List,
    Tuple,
    Dict,
    Set,
    FrozenSet,
    Range,
    Slice,
    DictKeys,
    DictValues,
    DictItems,
    Ellipsis,
    NotImplemented,
    Decimal,
    Date,
    Time,
    DateTime,
    TimeDelta,
    Uuid,
    Function,
    Native,
    Method,
    Module,
    Iterator,
    Generator,
    Property,
    StaticMethod,
    ClassMethod,
    Super,
    Unresolved,
    /// `BaseException` and everything below it.
    Exception,
    /// A class of the host.
    Host,
}

type Constructor = Rc<dyn Fn(&mut Vm, &Rc<Class>, Args) -> Result<Value>>;
type ClassGetattr = Rc<dyn Fn(&mut Vm, &Rc<Class>, &str) -> Result<Option<Value>>>;
type OnSubclass = Rc<dyn Fn(&mut Vm, &Rc<Class>) -> Result<()>>;

/// A class.
pub struct Class {
    /// Its name.
    pub name: Rc<str>,
    pub(crate) qualname: Rc<str>,
    /// The module it belongs to.
    pub module: Rc<str>,
    /// The direct bases; empty stands for `object`.
    pub bases: Vec<Rc<Class>>,
    /// Method resolution order without the class itself and without `object`.
    pub(crate) ancestors: Vec<Rc<Class>>,
    /// Its own attributes.
    pub attrs: Attrs,
    pub(crate) kind: Kind,
    pub(crate) native: bool,
    pub(crate) constructor: Option<Constructor>,
    /// Whether the constructor belongs to `__new__` (immutable built-in values) rather than to `__init__`.
    pub(crate) constructs_in_new: bool,
    pub(crate) call_hook: Option<Constructor>,
    class_getattr: Option<ClassGetattr>,
    on_subclass: Option<OnSubclass>,
    payload: Option<Rc<dyn Any>>,
    pub(crate) unresolved: Option<Rc<Unresolved>>,
    pub(crate) metaclass: RefCell<Option<Rc<Class>>>,
    pub(crate) subclasses: RefCell<Vec<std::rc::Weak<Class>>>,
    pub(crate) abstract_methods: RefCell<Vec<Rc<str>>>,
    pub(crate) has_getattr: Cell<bool>,
}

impl Class {
    /// The method resolution order, this class first, without `object`.
    pub fn mro(self: &Rc<Class>) -> Vec<Rc<Class>> {
        std::iter::once(Rc::clone(self)).chain(self.ancestors.iter().cloned()).collect()
    }

    /// The method resolution order behind the class itself, without `object`.
    pub fn ancestors(&self) -> &[Rc<Class>] {
        &self.ancestors
    }

    /// An attribute of the class or of its ancestors, unbound.
    pub fn lookup(&self, name: &str) -> Option<Value> {
        if let Some(value) = self.attrs.borrow().get(name) {
            return Some(value.clone());
        }
        self.ancestors.iter().find_map(|class| class.attrs.borrow().get(name).cloned())
    }

    /// Whether it is `other` or inherits from it.
    pub fn is_subclass_of(&self, other: &Class) -> bool {
        std::ptr::eq(self, other) || self.ancestors.iter().any(|class| std::ptr::eq(&**class, other))
    }

    /// The typed data given by [`ClassBuilder::payload`], the nearest in the method resolution order.
    pub fn payload<T: 'static>(&self) -> Option<Rc<T>> {
        if let Some(found) = self.payload.as_ref().and_then(|data| Rc::clone(data).downcast::<T>().ok()) {
            return Some(found);
        }
        self.ancestors
            .iter()
            .find_map(|class| class.payload.as_ref().and_then(|data| Rc::clone(data).downcast::<T>().ok()))
    }

    /// Sets an attribute.
    pub fn set(&self, name: &str, value: impl Into<Value>) {
        self.attrs.borrow_mut().insert(Rc::from(name), value.into());
    }

    /// Whether a script defined it.
    pub fn is_from_script(&self) -> bool {
        !self.native
    }

    /// The unresolved base, if there is one in its ancestry.
    pub fn unresolved_base(&self) -> Option<&Rc<Unresolved>> {
        self.unresolved.as_ref().or_else(|| self.ancestors.iter().find_map(|class| class.unresolved.as_ref()))
    }

    pub(crate) fn metaclass(&self) -> Option<Rc<Class>> {
        let own = self.metaclass.borrow().clone();
        own.or_else(|| self.ancestors.iter().find_map(|class| class.metaclass.borrow().clone()))
    }

    pub(crate) fn find_class_getattr(&self) -> Option<ClassGetattr> {
        self.class_getattr.clone().or_else(|| self.ancestors.iter().find_map(|class| class.class_getattr.clone()))
    }

    pub(crate) fn find_on_subclass(&self) -> Vec<OnSubclass> {
        self.on_subclass.iter().cloned().chain(self.ancestors.iter().filter_map(|c| c.on_subclass.clone())).collect()
    }

    pub(crate) fn find_call_hook(&self) -> Option<Constructor> {
        self.call_hook.clone().or_else(|| self.ancestors.iter().find_map(|class| class.call_hook.clone()))
    }

    /// The nearest class with a native constructor.
    pub(crate) fn find_constructor(&self) -> Option<(Constructor, bool)> {
        match &self.constructor {
            Some(constructor) => Some((Rc::clone(constructor), self.constructs_in_new)),
            None => self.ancestors.iter().find_map(|class| {
                class.constructor.as_ref().map(|constructor| (Rc::clone(constructor), class.constructs_in_new))
            }),
        }
    }

    /// Name with its module, as in `<class 'app.User'>`.
    pub fn full_name(&self) -> String {
        if &*self.module == "builtins" {
            self.qualname.to_string()
        } else {
            format!("{}.{}", self.module, self.qualname)
        }
    }

    /// Linearises the bases (C3). `None`: there is no consistent order.
    pub(crate) fn linearise(bases: &[Rc<Class>]) -> Option<Vec<Rc<Class>>> {
        let mut lists: Vec<Vec<Rc<Class>>> = bases.iter().map(|base| base.mro()).collect();
        lists.push(bases.to_vec());
        let mut result = Vec::new();
        loop {
            lists.retain(|list| !list.is_empty());
            if lists.is_empty() {
                return Some(result);
            }
            let candidate = lists
                .iter()
                .filter_map(|list| list.first())
                .find(|head| !lists.iter().any(|list| list.iter().skip(1).any(|other| Rc::ptr_eq(other, head))));
            let candidate = Rc::clone(candidate?);
            for list in &mut lists {
                if list.first().is_some_and(|head| Rc::ptr_eq(head, &candidate)) {
                    list.remove(0);
                }
            }
            result.push(candidate);
        }
    }
}

impl fmt::Debug for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Class({})", self.full_name())
    }
}

/// Makes a native class.
#[must_use]
pub struct ClassBuilder {
    class: Class,
    constructor: Option<Constructor>,
}

impl ClassBuilder {
    /// A class of this name.
    pub fn new(name: &str) -> ClassBuilder {
        ClassBuilder {
            class: Class {
                name: Rc::from(name),
                qualname: Rc::from(name),
                module: Rc::from("builtins"),
                bases: Vec::new(),
                ancestors: Vec::new(),
                attrs: RefCell::new(IndexMap::new()),
                kind: Kind::Object,
                native: true,
                constructor: None,
                constructs_in_new: false,
                call_hook: None,
                class_getattr: None,
                on_subclass: None,
                payload: None,
                unresolved: None,
                metaclass: RefCell::new(None),
                subclasses: RefCell::new(Vec::new()),
                abstract_methods: RefCell::new(Vec::new()),
                has_getattr: Cell::new(false),
            },
            constructor: None,
        }
    }

    /// The module it belongs to.
    pub fn module(mut self, module: &str) -> Self {
        self.class.module = Rc::from(module);
        self
    }

    /// Adds a base. Bases that have no consistent order are kept in the order given.
    pub fn base(mut self, base: &Rc<Class>) -> Self {
        if base.kind != Kind::Object || !base.native || &*base.name != "object" {
            self.class.bases.push(Rc::clone(base));
        }
        self
    }

    pub(crate) fn kind(mut self, kind: Kind) -> Self {
        self.class.kind = kind;
        self
    }

    pub(crate) fn script(mut self, qualname: &Rc<str>) -> Self {
        self.class.native = false;
        self.class.qualname = Rc::clone(qualname);
        self
    }

    pub(crate) fn unresolved(mut self, base: Option<Rc<Unresolved>>) -> Self {
        self.class.unresolved = base;
        self
    }

    pub(crate) fn attrs(mut self, attrs: IndexMap<Rc<str>, Value>) -> Self {
        self.class.attrs = RefCell::new(attrs);
        self
    }

    /// How objects are made: called with the class that is instantiated (a script's subclass, maybe) and the
    /// arguments.
    pub fn constructor(mut self, make: impl Fn(&mut Vm, &Rc<Class>, Args) -> Result<Rc<dyn Object>> + 'static) -> Self {
        self.constructor = Some(Rc::new(move |vm, class, args| make(vm, class, args).map(Value::Object)));
        self
    }

    /// [`ClassBuilder::constructor`] with a signature, without `self`.
    pub fn constructor_with(
        self,
        signature: &'static str,
        make: impl Fn(&mut Vm, &Rc<Class>, Bound) -> Result<Rc<dyn Object>> + 'static,
    ) -> Self {
        let signature = Signature::parse(signature);
        self.constructor(move |vm, class, args| {
            let bound = signature.bind(&format!("{}.__init__", class.name), args)?;
            make(vm, class, bound)
        })
    }

    /// How values are made, for classes whose objects are built-in values.
    pub fn value_constructor(mut self, make: impl Fn(&mut Vm, &Rc<Class>, Args) -> Result<Value> + 'static) -> Self {
        self.constructor = Some(Rc::new(make));
        self.class.constructs_in_new = true;
        self
    }

    /// Called instead of instantiation, also for subclasses (a metaclass's `__call__`).
    pub fn call_hook(mut self, call: impl Fn(&mut Vm, &Rc<Class>, Args) -> Result<Value> + 'static) -> Self {
        self.class.call_hook = Some(Rc::new(call));
        self
    }

    /// A method; its first argument is the object.
    pub fn method(self, name: &'static str, call: impl Fn(&mut Vm, &Value, Args) -> Result<Value> + 'static) -> Self {
        let function = NativeFn::method(name, call).in_module(&self.class.name);
        self.class_attr(name, function)
    }

    /// A method with a signature, without `self`: `"(name, *, schema=None)"`.
    pub fn method_with(
        self,
        name: &'static str,
        signature: &'static str,
        call: impl Fn(&mut Vm, &Value, Bound) -> Result<Value> + 'static,
    ) -> Self {
        let signature = Signature::parse(signature);
        let full = format!("{}.{name}", self.class.name);
        self.method(name, move |vm, this, args| {
            let bound = signature.bind(&full, args)?;
            call(vm, this, bound)
        })
    }

    /// A read-only property.
    pub fn property(self, name: &'static str, get: impl Fn(&mut Vm, &Value) -> Result<Value> + 'static) -> Self {
        let getter = NativeFn::method(name, move |vm, this, _| get(vm, this));
        self.class_attr(name, Value::Property(Rc::new(Property::read_only(getter.into()))))
    }

    /// A class method: called with the class.
    pub fn class_method(
        self,
        name: &'static str,
        call: impl Fn(&mut Vm, &Rc<Class>, Args) -> Result<Value> + 'static,
    ) -> Self {
        let function = NativeFn::method(name, move |vm, class, args| match class {
            Value::Class(class) => call(vm, class, args),
            other => Err(Error::type_error(format!("expected a class, not '{}'", other.type_name()))),
        });
        self.class_attr(name, Value::ClassMethod(Rc::new(ClassMethod { function: function.into() })))
    }

    /// A generic class: `Name[…]` stands for the class itself.
    pub fn generic(self) -> Self {
        self.class_method("__class_getitem__", |_vm, class, _args| Ok(Value::Class(Rc::clone(class))))
    }

    /// A static method.
    pub fn static_method(self, name: &'static str, call: impl Fn(&mut Vm, Args) -> Result<Value> + 'static) -> Self {
        let function = NativeFn::new(name, call);
        self.class_attr(name, Value::StaticMethod(Rc::new(StaticMethod { function: function.into() })))
    }

    /// An attribute of the class.
    pub fn class_attr(self, name: &str, value: impl Into<Value>) -> Self {
        self.class.attrs.borrow_mut().insert(Rc::from(name), value.into());
        self
    }

    /// Asked for attributes that the class (or a subclass, as a class) does not have.
    pub fn class_getattr(mut self, get: impl Fn(&mut Vm, &Rc<Class>, &str) -> Result<Option<Value>> + 'static) -> Self {
        self.class.class_getattr = Some(Rc::new(get));
        self
    }

    /// Called with every class a script derives from it, when its body has been evaluated.
    pub fn on_subclass(mut self, hook: impl Fn(&mut Vm, &Rc<Class>) -> Result<()> + 'static) -> Self {
        self.class.on_subclass = Some(Rc::new(hook));
        self
    }

    /// Typed data, read with [`Class::payload`], also on subclasses.
    pub fn payload(mut self, payload: Rc<dyn Any>) -> Self {
        self.class.payload = Some(payload);
        self
    }

    /// The class.
    pub fn build(self) -> Rc<Class> {
        let ClassBuilder { mut class, constructor } = self;
        class.ancestors = Class::linearise(&class.bases).unwrap_or_else(|| {
            let mut order: Vec<Rc<Class>> = Vec::new();
            for ancestor in class.bases.iter().flat_map(|base| base.mro()) {
                if !order.iter().any(|known| Rc::ptr_eq(known, &ancestor)) {
                    order.push(ancestor);
                }
            }
            order
        });
        if class.kind == Kind::Object {
            class.kind = class
                .bases
                .iter()
                .map(|base| base.kind)
                .find(|kind| *kind != Kind::Object)
                .unwrap_or(if constructor.is_some() { Kind::Host } else { Kind::Object });
        }
        let getattr = class.attrs.borrow().contains_key("__getattr__");
        class.has_getattr.set(getattr || class.ancestors.iter().any(|ancestor| ancestor.has_getattr.get()));
        if let Some(constructor) = &constructor
            && !class.constructs_in_new
            && !class.attrs.borrow().contains_key("__init__")
        {
            let make = Rc::clone(constructor);
            let init = NativeFn::method("__init__", move |vm, this, args| {
                if let Value::Instance(instance) = this {
                    let made = make(vm, instance.class(), args)?;
                    instance.set_payload(made);
                }
                Ok(Value::None)
            });
            class.attrs.borrow_mut().insert(Rc::from("__init__"), init.into());
        }
        class.constructor = constructor;
        let class = Rc::new(class);
        for base in &class.bases {
            base.subclasses.borrow_mut().push(Rc::downgrade(&class));
        }
        class
    }
}

/// An object of a class that a script defined (or an exception).
pub struct Instance {
    class: RefCell<Rc<Class>>,
    class_ref: OnceCell<Rc<Class>>,
    /// Its attributes.
    pub attrs: Attrs,
    payload: OnceCell<Value>,
}

impl Instance {
    /// A bare instance; no constructor runs.
    pub fn new(class: Rc<Class>) -> Instance {
        let class_ref = OnceCell::new();
        let _ = class_ref.set(Rc::clone(&class));
        Instance {
            class: RefCell::new(class),
            class_ref,
            attrs: RefCell::new(IndexMap::new()),
            payload: OnceCell::new(),
        }
    }

    /// Its class.
    pub fn class(&self) -> &Rc<Class> {
        self.class_ref.get_or_init(|| Rc::clone(&self.class.borrow()))
    }

    /// The built-in value or native object inside, when the class inherits from a built-in or native one.
    pub fn payload(&self) -> Option<&Value> {
        self.payload.get()
    }

    /// Sets the payload; only the first one counts.
    pub fn set_payload(&self, payload: Value) {
        let _ = self.payload.set(payload);
    }

    /// An own attribute.
    pub fn get(&self, name: &str) -> Option<Value> {
        self.attrs.borrow().get(name).cloned()
    }

    /// Sets an own attribute.
    pub fn set(&self, name: &str, value: impl Into<Value>) {
        let old = self.attrs.borrow_mut().insert(Rc::from(name), value.into());
        drop(old);
    }
}

impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Instance({})", self.class().name)
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        let attrs = std::mem::take(self.attrs.get_mut());
        drop_flat(attrs.into_values().collect());
    }
}

/// `property`
#[derive(Debug, Clone)]
pub struct Property {
    /// Getter
    pub get: Value,
    /// Setter or `None`
    pub set: Value,
    /// Deleter or `None`
    pub delete: Value,
    /// Name, for messages
    pub(crate) name: RefCell<Option<Rc<str>>>,
}

impl Property {
    /// A property with a getter only.
    pub fn read_only(get: Value) -> Property {
        Property { get, set: Value::None, delete: Value::None, name: RefCell::new(None) }
    }
}

/// `staticmethod`
#[derive(Debug)]
pub struct StaticMethod {
    /// The function
    pub function: Value,
}

/// `classmethod`
#[derive(Debug)]
pub struct ClassMethod {
    /// The function
    pub function: Value,
}

/// `super()`
#[derive(Debug)]
pub struct Super {
    /// The class whose ancestors are searched from.
    pub class: Rc<Class>,
    /// The object or class.
    pub receiver: Value,
}
