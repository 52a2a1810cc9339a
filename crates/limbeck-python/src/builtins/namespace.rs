//! `globals()`: the names of the running module, as a dictionary that writes through.

use std::rc::Rc;

use crate::error::{Error, Result};
use crate::value::{Args, Class, ClassBuilder, Module, Object, Value};
use crate::vm::Vm;

/// The class of [`Namespace`], one for an evaluator.
struct NamespaceClass(Rc<Class>);

/// The names of a module.
#[derive(Debug)]
struct Namespace {
    module: Rc<Module>,
}

fn class(vm: &mut Vm) -> Rc<Class> {
    if let Some(known) = vm.state::<NamespaceClass>() {
        return Rc::clone(&known.0);
    }
    let built = ClassBuilder::new("dict")
        .method("get", |_vm, this, args| {
            let found = args.positional.first().and_then(|key| find(this, key));
            Ok(found.or_else(|| args.positional.get(1).cloned()).unwrap_or_default())
        })
        .method("keys", |vm, this, _args| view(vm, this, "keys"))
        .method("values", |vm, this, _args| view(vm, this, "values"))
        .method("items", |vm, this, _args| view(vm, this, "items"))
        .method("copy", |_vm, this, _args| Ok(snapshot(this)))
        .method("update", |vm, this, args| {
            let dict = vm.call(&Value::Class(vm.builtin_class(crate::value::Kind::Dict)), args)?;
            if let Some(dict) = dict.as_dict() {
                for (key, value) in dict.items() {
                    store(this, &key, value)?;
                }
            }
            Ok(Value::None)
        })
        .method("setdefault", |_vm, this, args| {
            let (key, default) = (args.positional.first(), args.positional.get(1).cloned().unwrap_or_default());
            let Some(key) = key else {
                return Err(Error::type_error("setdefault expected at least 1 argument, got 0"));
            };
            if let Some(found) = find(this, key) {
                return Ok(found);
            }
            store(this, key, default.clone())?;
            Ok(default)
        })
        .build();
    vm.insert_state(Rc::new(NamespaceClass(Rc::clone(&built))));
    built
}

fn find(this: &Value, key: &Value) -> Option<Value> {
    this.downcast_ref::<Namespace>()?.module.get(key.as_str()?)
}

fn store(this: &Value, key: &Value, value: Value) -> Result<()> {
    match (this.downcast_ref::<Namespace>(), key.as_str()) {
        (Some(namespace), Some(name)) => {
            namespace.module.set(name, value);
            Ok(())
        }
        _ => Err(Error::type_error("the names of a module are strings")),
    }
}

fn snapshot(this: &Value) -> Value {
    match this.downcast_ref::<Namespace>() {
        Some(namespace) => {
            let names = namespace.module.attrs.borrow();
            Value::dict(names.iter().map(|(name, value)| (Rc::clone(name), value.clone())))
        }
        None => Value::dict(Vec::<(String, Value)>::new()),
    }
}

fn view(vm: &mut Vm, this: &Value, method: &str) -> Result<Value> {
    let dict = snapshot(this);
    vm.call_method(&dict, method, Args::none())
}

impl Object for Namespace {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        match vm.state::<NamespaceClass>() {
            Some(known) => Rc::clone(&known.0),
            None => vm.builtin_class(crate::value::Kind::Object),
        }
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("dict")
    }

    fn get_item(&self, this: &Value, vm: &mut Vm, key: &Value) -> Result<Option<Value>> {
        match find(this, key) {
            Some(value) => Ok(Some(value)),
            None => {
                let class = vm.builtin_exception("KeyError");
                Err(vm.new_exception(&class, vec![key.clone()]))
            }
        }
    }

    fn set_item(&self, this: &Value, _: &mut Vm, key: &Value, value: Value) -> Result<bool> {
        store(this, key, value).map(|()| true)
    }

    fn contains(&self, this: &Value, _: &mut Vm, item: &Value) -> Result<Option<bool>> {
        Ok(Some(find(this, item).is_some()))
    }

    fn len(&self, _: &Value, _: &mut Vm) -> Result<Option<usize>> {
        Ok(Some(self.module.attrs.borrow().len()))
    }

    fn iter(&self, this: &Value, vm: &mut Vm) -> Result<Option<Value>> {
        view(vm, this, "keys").map(Some)
    }

    fn repr(&self, this: &Value, vm: &mut Vm) -> Result<Option<String>> {
        let dict = snapshot(this);
        vm.repr(&dict).map(|text| Some(text.to_string()))
    }
}

/// `globals()`
pub(super) fn globals(vm: &mut Vm, args: Args) -> Result<Value> {
    super::exactly::<0>("globals", args)?;
    let name = vm.current_module_name();
    match vm.modules.get(&name).cloned() {
        Some(Value::Module(module)) => {
            class(vm);
            Ok(Value::object(Namespace { module }))
        }
        _ => Err(Error::unsupported("`globals()` outside a module")),
    }
}
