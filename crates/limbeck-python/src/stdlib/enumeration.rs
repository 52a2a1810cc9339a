//! `enum`

use std::cell::RefCell;
use std::rc::Rc;

use crate::error::{Error, Result};
use crate::value::{Args, BinaryOp, Class, ClassBuilder, Dict, Instance, Kind, Module, NativeFn, Object, Value};
use crate::vm::Vm;

/// `auto()`
#[derive(Debug)]
struct Auto {
    class: Rc<Class>,
    value: RefCell<Value>,
}

impl Object for Auto {
    fn class(&self, _: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }
    fn type_name(&self) -> Rc<str> {
        Rc::from("auto")
    }
}

/// `nonmember(x)`
#[derive(Debug)]
struct NonMember {
    class: Rc<Class>,
    value: Value,
}

impl Object for NonMember {
    fn class(&self, _: &Vm) -> Rc<Class> {
        Rc::clone(&self.class)
    }
}

const MEMBERS: &str = "_member_map_";

/// The members of a class by name, aliases included.
fn members(class: &Class) -> Option<Rc<Dict>> {
    match class.attrs.borrow().get(MEMBERS) {
        Some(Value::Dict(dict)) => Some(Rc::clone(dict)),
        _ => None,
    }
}

/// The members without aliases.
fn distinct(class: &Class) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    if let Some(dict) = members(class) {
        for (name, member) in dict.items() {
            let own = matches!(&member, Value::Instance(instance)
                if instance.get("_name_").is_some_and(|known| known.as_str() == name.as_str()));
            if own {
                all.push(member);
            }
        }
    }
    all
}

fn attr(member: &Value, name: &str) -> Value {
    match member {
        Value::Instance(instance) => instance.get(name).unwrap_or_default(),
        _ => Value::None,
    }
}

fn is_flag(class: &Class) -> bool {
    class.lookup("__is_flag__").is_some()
}

fn is_member_name(name: &str) -> bool {
    let dunder = name.starts_with("__") && name.ends_with("__");
    let sunder = name.starts_with('_') && name.ends_with('_') && name.len() > 2;
    !dunder && !sunder
}

/// Turns the attributes of a new class into members.
fn make_members(vm: &mut Vm, class: &Rc<Class>) -> Result<()> {
    for base in &class.bases {
        if members(base).is_some_and(|dict| !dict.is_empty()) {
            return Err(Error::type_error(format!("<enum '{}'> cannot extend <enum '{}'>", class.name, base.name)));
        }
    }
    let private = format!("_{}__", class.name.trim_start_matches('_'));
    let own: Vec<(Rc<str>, Value)> =
        class.attrs.borrow().iter().map(|(name, value)| (Rc::clone(name), value.clone())).collect();
    let map = Rc::new(Dict::new());
    class.set(MEMBERS, Value::Dict(Rc::clone(&map)));
    let generate = class.lookup("_generate_next_value_");
    let mut last_values: Vec<Value> = Vec::new();
    for (name, value) in own {
        if !is_member_name(&name) || name.starts_with(&private) {
            continue;
        }
        if let Some(plain) = value.downcast_ref::<NonMember>() {
            class.set(&name, plain.value.clone());
            continue;
        }
        if matches!(
            value,
            Value::Function(_)
                | Value::Property(_)
                | Value::ClassMethod(_)
                | Value::StaticMethod(_)
                | Value::Class(_)
                | Value::Native(_)
        ) {
            continue;
        }
        if (matches!(value, Value::Instance(_)) || matches!(value, Value::Object(_)))
            && vm.type_attr(&value, "__get__").is_some()
        {
            continue;
        }
        let value = resolve_auto(vm, class, &name, value, &last_values, generate.as_ref())?;
        let member = make_member(vm, class, &name, value)?;
        last_values.push(attr(&member, "_value_"));
        map.insert_str(&name, member.clone());
        class.set(&name, member);
    }
    class.set("_member_names_", Value::list(distinct(class).iter().map(|member| attr(member, "_name_")).collect()));
    Ok(())
}

/// Replaces `auto()`, also inside a tuple, by the next value.
fn resolve_auto(
    vm: &mut Vm,
    class: &Rc<Class>,
    name: &str,
    value: Value,
    last: &[Value],
    generate: Option<&Value>,
) -> Result<Value> {
    if let Value::Tuple(items) = &value
        && items.iter().any(|item| item.downcast_ref::<Auto>().is_some())
    {
        let mut all = Vec::new();
        for item in items.iter() {
            all.push(resolve_auto(vm, class, name, item.clone(), last, generate)?);
        }
        return Ok(Value::tuple(all));
    }
    let Some(auto) = value.downcast::<Auto>() else { return Ok(value) };
    if !auto.value.borrow().is_none() {
        return Ok(auto.value.borrow().clone());
    }
    let next = match generate {
        Some(function) => {
            let function = match function {
                Value::StaticMethod(inner) => inner.function.clone(),
                other => other.clone(),
            };
            let args = [Value::str(name), Value::int(1), Value::from(last.len()), Value::list(last.to_vec())];
            vm.call_value(&function, Args::of(args))?
        }
        None if class.lookup("__is_str_enum__").is_some() => Value::from(name.to_lowercase()),
        None if is_flag(class) => {
            let highest = last.iter().filter_map(Value::as_int).max().unwrap_or(0);
            Value::int(if highest <= 0 { 1 } else { 1i64 << (64 - highest.leading_zeros()).min(62) })
        }
        None => {
            let mut highest: Option<Value> = None;
            for value in last.iter().filter(|value| value.as_integer().is_some()) {
                highest = match highest {
                    Some(old) if !vm.less(&old, value)? => Some(old),
                    _ => Some(value.payload().clone()),
                };
            }
            match highest {
                Some(highest) => vm.binary(BinaryOp::Add, &highest, &Value::int(1))?,
                None => Value::int(1),
            }
        }
    };
    *auto.value.borrow_mut() = next.clone();
    Ok(next)
}

/// A member, or the existing one with the same value.
fn make_member(vm: &mut Vm, class: &Rc<Class>, name: &str, value: Value) -> Result<Value> {
    let args = match &value {
        Value::Tuple(items) if class.kind != Kind::Tuple => items.to_vec(),
        _ => vec![value.clone()],
    };
    let new = class.lookup("__new__");
    let member = match &new {
        Some(Value::StaticMethod(new)) => {
            let mut all = vec![Value::Class(Rc::clone(class))];
            all.extend(args.clone());
            vm.call_value(&new.function, Args::of(all))?
        }
        _ => {
            let instance = Instance::new(Rc::clone(class));
            if let Some((constructor, true)) = class.find_constructor()
                && class.kind != Kind::Object
            {
                let native = class.ancestors.iter().find(|base| base.native && base.constructor.is_some());
                let native = native.map_or_else(|| Rc::clone(class), Rc::clone);
                if class.lookup("__is_str_enum__").is_some()
                    && let Some(first) = args.first()
                    && first.as_str().is_none()
                {
                    return Err(Error::type_error(format!("{} is not a string", vm.repr(first)?)));
                }
                let payload = constructor(vm, &native, Args::of(args.clone()))?;
                instance.set_payload(payload);
            }
            Value::Instance(Rc::new(instance))
        }
    };
    let Value::Instance(instance) = &member else { return Ok(member) };
    if instance.get("_value_").is_none() {
        let own = match (new.is_some(), instance.payload()) {
            (false, Some(payload)) => payload.clone(),
            _ => value.clone(),
        };
        instance.set("_value_", own);
    }
    let value = attr(&member, "_value_");
    for known in distinct(class) {
        let other = attr(&known, "_value_");
        if vm.equal(&other, &value)? {
            return Ok(known);
        }
    }
    instance.set("_name_", Value::str(name));
    instance.set("__objclass__", Value::Class(Rc::clone(class)));
    if let Some(init @ Value::Function(_)) = class.lookup("__init__") {
        let mut all = vec![member.clone()];
        all.extend(args);
        vm.call_value(&init, Args::of(all))?;
    }
    Ok(member)
}

/// `Color(1)`, and `Enum("Color", "RED GREEN")`.
fn call(vm: &mut Vm, class: &Rc<Class>, args: Args) -> Result<Value> {
    let has_members = members(class).is_some_and(|dict| !dict.is_empty());
    if !has_members {
        return functional(vm, class, args);
    }
    let values = args.positional;
    let value = match values.len() {
        0 => {
            return Err(Error::type_error(format!(
                "{}.__call__() missing 1 required positional argument: 'value'",
                "EnumType"
            )));
        }
        1 => values.into_iter().next().unwrap_or_default(),
        _ => Value::tuple(values),
    };
    if let Value::Instance(instance) = &value
        && Rc::ptr_eq(instance.class(), class)
    {
        return Ok(value);
    }
    if let Value::Unresolved(unresolved) = &value {
        return Err(vm.unresolved_error(unresolved, "chooses a member of an enumeration"));
    }
    for member in distinct(class) {
        let own = attr(&member, "_value_");
        if vm.equal(&own, &value)? {
            return Ok(member);
        }
    }
    if let Some(missing) = class.lookup("_missing_") {
        let bound = vm.bind_attr(missing, &Value::Class(Rc::clone(class)), Some(class))?;
        let found = vm.call_value(&bound, Args::of([value.clone()]))?;
        if !found.is_none() {
            return Ok(found);
        }
    }
    if is_flag(class)
        && let Some(bits) = value.as_int()
    {
        return flag_member(vm, class, bits);
    }
    let class_name = Rc::clone(&class.qualname);
    Err(Error::value_error(format!("{} is not a valid {class_name}", vm.repr(&value)?)))
}

fn functional(vm: &mut Vm, class: &Rc<Class>, mut args: Args) -> Result<Value> {
    let start = args.take_keyword("start");
    args.take_keyword("module");
    args.take_keyword("qualname");
    let kind = args.take_keyword("type");
    let names = args.take_keyword("names").or_else(|| args.positional.get(1).cloned());
    let (Some(name), Some(names)) = (args.positional.first().and_then(Value::as_rc_str), names) else {
        return Err(Error::type_error(format!("<enum '{}'> has no members", class.name)));
    };
    let mut attrs = indexmap::IndexMap::new();
    let start = start.and_then(|start| start.as_int()).unwrap_or(1);
    let items = match (names.as_str(), vm.mapping_items(&names)) {
        (Some(text), _) => text.replace(',', " ").split_whitespace().map(Value::str).collect(),
        (None, Ok(Some(items))) => items.into_iter().map(|(key, value)| Value::tuple(vec![key, value])).collect(),
        (None, _) => vm.iterate(&names)?,
    };
    for (at, item) in items.into_iter().enumerate() {
        let (key, value) = match item.as_str() {
            Some(key) => {
                let number = start + at as i64;
                let value = if class.lookup("__is_str_enum__").is_some() {
                    Value::from(key.to_lowercase())
                } else if is_flag(class) {
                    Value::int(1 << at.min(62))
                } else {
                    Value::int(number)
                };
                (Rc::from(key), value)
            }
            None => {
                let pair = item.as_sequence().unwrap_or_default();
                let (Some(key), Some(value)) = (pair.first().and_then(Value::as_rc_str), pair.get(1)) else {
                    return Err(Error::type_error("an enumeration's names must be strings or pairs"));
                };
                (key, value.clone())
            }
        };
        attrs.insert(key, value);
    }
    let module = vm.current_module_name();
    attrs.insert(Rc::from("__module__"), Value::Str(module));
    let mut bases = Vec::new();
    bases.extend(kind);
    bases.push(Value::Class(Rc::clone(class)));
    vm.build_class(&name, bases, attrs, None, Vec::new())
}

/// The (combined) member of a flag for some bits.
fn flag_member(vm: &mut Vm, class: &Rc<Class>, bits: i64) -> Result<Value> {
    let all: i64 = distinct(class).iter().filter_map(|member| attr(member, "_value_").as_int()).fold(0, |a, b| a | b);
    let bits = if bits < 0 { bits & all } else { bits };
    for member in distinct(class) {
        if attr(&member, "_value_").as_int() == Some(bits) {
            return Ok(member);
        }
    }
    let is_int = class.kind == Kind::Int;
    if bits & !all != 0 && !is_int {
        return Err(Error::value_error(format!(
            "<flag '{0}'> invalid value {bits}\n    given 0b{1} {bits:0>w$b}\n  allowed 0b{1} {all:0>w$b}",
            class.name,
            0,
            w = 64 - bits.max(all).leading_zeros() as usize
        )));
    }
    let names: Vec<String> = distinct(class)
        .iter()
        .filter(|member| {
            let value = attr(member, "_value_").as_int().unwrap_or(0);
            value.count_ones() == 1 && bits & value != 0
        })
        .filter_map(|member| attr(member, "_name_").as_str().map(str::to_owned))
        .collect();
    let instance = Instance::new(Rc::clone(class));
    if is_int {
        instance.set_payload(Value::int(bits));
    }
    instance.set("_value_", Value::int(bits));
    instance.set("_name_", if names.is_empty() { Value::None } else { Value::from(names.join("|")) });
    let _ = vm;
    Ok(Value::Instance(Rc::new(instance)))
}

/// `|`, `&`, `^` of flags.
fn flag_operator(vm: &mut Vm, this: &Value, args: Args, op: fn(i64, i64) -> i64) -> Result<Value> {
    let other = args.positional.into_iter().next().unwrap_or_default();
    let Value::Instance(instance) = this else { return Ok(Value::NotImplemented) };
    let class = Rc::clone(instance.class());
    let right = match &other {
        Value::Instance(other) if Rc::ptr_eq(other.class(), &class) => other.get("_value_").and_then(|v| v.as_int()),
        Value::Int(_) if class.kind == Kind::Int => other.as_int(),
        _ => None,
    };
    match (attr(this, "_value_").as_int(), right) {
        (Some(a), Some(b)) => flag_member(vm, &class, op(a, b)),
        _ => Ok(Value::NotImplemented),
    }
}

fn meta_class(vm: &Vm) -> Rc<Class> {
    let class_of = |this: &Value| match this {
        Value::Class(class) => Ok(Rc::clone(class)),
        other => Err(Error::type_error(format!("'{}' is no enumeration", other.type_name()))),
    };
    ClassBuilder::new("EnumType")
        .module("enum")
        .base(&vm.builtin_class(Kind::Type))
        .class_attr("__is_metaclass__", Value::Bool(true))
        .method("__iter__", move |vm, this, _| {
            let members = Value::list(distinct(&*class_of(this)?));
            vm.iter(&members)
        })
        .method("__reversed__", move |vm, this, _| {
            let mut all = distinct(&*class_of(this)?);
            all.reverse();
            vm.iter(&Value::list(all))
        })
        .method("__len__", move |_, this, _| Ok(Value::from(distinct(&*class_of(this)?).len())))
        .method("__bool__", |_, _, _| Ok(Value::Bool(true)))
        .method("__contains__", move |vm, this, args| {
            let [value] = crate::builtins::exactly::<1>("__contains__", args)?;
            let class = class_of(this)?;
            if let Value::Instance(instance) = &value
                && instance.class().is_subclass_of(&class)
            {
                return Ok(Value::Bool(true));
            }
            for member in distinct(&class) {
                let own = attr(&member, "_value_");
                if vm.equal(&own, &value)? {
                    return Ok(Value::Bool(true));
                }
            }
            Ok(Value::Bool(false))
        })
        .method("__getitem__", move |vm, this, args| {
            let [name] = crate::builtins::exactly::<1>("__getitem__", args)?;
            let class = class_of(this)?;
            match name.as_str().and_then(|name| members(&class)?.get_str(name)) {
                Some(member) => Ok(member),
                None => Err(vm.key_error(&name)),
            }
        })
        .property("__members__", move |_, this| Ok(members(&*class_of(this)?).map_or(Value::None, Value::Dict)))
        .method("__repr__", move |_, this, _| {
            let class = class_of(this)?;
            let what = if is_flag(&class) { "flag" } else { "enum" };
            Ok(Value::from(format!("<{what} '{}'>", class.name)))
        })
        .build()
}

fn enum_class(meta: &Rc<Class>) -> Rc<Class> {
    let class = ClassBuilder::new("Enum")
        .module("enum")
        .call_hook(call)
        .on_subclass(make_members)
        .property("name", |_, this| Ok(attr(this, "_name_")))
        .property("value", |_, this| Ok(attr(this, "_value_")))
        .method("__repr__", |vm, this, _| {
            let class = vm.class_of(this);
            let (name, value) = (attr(this, "_name_"), attr(this, "_value_"));
            let value = vm.repr(&value)?;
            Ok(Value::from(match name.as_str() {
                Some(name) => format!("<{}.{name}: {value}>", class.name),
                None => format!("<{}: {value}>", class.name),
            }))
        })
        .method("__str__", |vm, this, _| {
            let class = vm.class_of(this);
            let name = attr(this, "_name_");
            Ok(Value::from(match name.as_str() {
                Some(name) => format!("{}.{name}", class.name),
                None => format!("{}({})", class.name, vm.repr(&attr(this, "_value_"))?),
            }))
        })
        .method("__format__", |vm, this, args| {
            let spec = args.positional.first().and_then(Value::as_rc_str).unwrap_or_else(|| Rc::from(""));
            let text = vm.str(this)?;
            Ok(Value::Str(vm.format(&Value::Str(text), &spec)?))
        })
        .method("__hash__", |vm, this, _| {
            let value = match this.payload() {
                Value::Instance(_) => attr(this, "_name_"),
                payload => payload.clone(),
            };
            Ok(Value::int(vm.hash(&value)? as i64))
        })
        .method("__init_subclass__", |_, _, _| Ok(Value::None))
        .build();
    *class.metaclass.borrow_mut() = Some(Rc::clone(meta));
    class
}

/// `str()` and `format()` of the value instead of the name.
fn plain_text(builder: ClassBuilder) -> ClassBuilder {
    builder
        .method("__str__", |vm, this, _| {
            let payload = this.payload().clone();
            Ok(Value::Str(vm.str(&payload)?))
        })
        .method("__format__", |vm, this, args| {
            let spec = args.positional.first().and_then(Value::as_rc_str).unwrap_or_else(|| Rc::from(""));
            let payload = this.payload().clone();
            Ok(Value::Str(vm.format(&payload, &spec)?))
        })
}

fn flag_methods(builder: ClassBuilder) -> ClassBuilder {
    builder
        .class_attr("__is_flag__", Value::Bool(true))
        .method("__or__", |vm, this, args| flag_operator(vm, this, args, |a, b| a | b))
        .method("__and__", |vm, this, args| flag_operator(vm, this, args, |a, b| a & b))
        .method("__xor__", |vm, this, args| flag_operator(vm, this, args, |a, b| a ^ b))
        .method("__ror__", |vm, this, args| flag_operator(vm, this, args, |a, b| a | b))
        .method("__rand__", |vm, this, args| flag_operator(vm, this, args, |a, b| a & b))
        .method("__invert__", |vm, this, _| {
            let bits = attr(this, "_value_").as_int().unwrap_or(0);
            let class = vm.class_of(this);
            flag_member(vm, &class, !bits)
        })
        .method("__bool__", |_, this, _| Ok(Value::Bool(attr(this, "_value_").as_int() != Some(0))))
        .method("__contains__", |_, this, args| {
            let [other] = crate::builtins::exactly::<1>("__contains__", args)?;
            let (own, other) = (attr(this, "_value_").as_int(), attr(&other, "_value_").as_int());
            Ok(Value::Bool(matches!((own, other), (Some(a), Some(b)) if a & b == b)))
        })
        .method("__iter__", |vm, this, _| {
            let bits = attr(this, "_value_").as_int().unwrap_or(0);
            let class = vm.class_of(this);
            let parts = distinct(&class)
                .into_iter()
                .filter(|member| {
                    let value = attr(member, "_value_").as_int().unwrap_or(0);
                    value.count_ones() == 1 && bits & value == value
                })
                .collect();
            vm.iter(&Value::list(parts))
        })
        .method("__len__", |_, this, _| Ok(Value::from(attr(this, "_value_").as_int().unwrap_or(0).count_ones())))
}

/// The module.
pub(super) fn module(vm: &mut Vm) -> Result<Rc<Module>> {
    let meta = meta_class(vm);
    let base = enum_class(&meta);
    let int = vm.builtin_class(Kind::Int);
    let text = vm.builtin_class(Kind::Str);
    let repr_enum = plain_text(ClassBuilder::new("ReprEnum").module("enum").base(&base)).build();
    let int_enum = plain_text(ClassBuilder::new("IntEnum").module("enum").base(&int).base(&repr_enum)).build();
    let str_enum = plain_text(ClassBuilder::new("StrEnum").module("enum").base(&text).base(&repr_enum))
        .class_attr("__is_str_enum__", Value::Bool(true))
        .build();
    let flag = flag_methods(ClassBuilder::new("Flag").module("enum").base(&base)).build();
    let int_flag = flag_methods(plain_text(ClassBuilder::new("IntFlag").module("enum").base(&int).base(&flag))).build();
    let auto = ClassBuilder::new("auto")
        .module("enum")
        .constructor(|_, class, _| {
            Ok(Rc::new(Auto { class: Rc::clone(class), value: RefCell::new(Value::None) }) as Rc<dyn Object>)
        })
        .build();
    let nonmember = ClassBuilder::new("nonmember")
        .module("enum")
        .constructor(|_, class, args| {
            let [value] = crate::builtins::exactly::<1>("nonmember", args)?;
            Ok(Rc::new(NonMember { class: Rc::clone(class), value }) as Rc<dyn Object>)
        })
        .build();
    let module = Module::new("enum");
    for class in [&meta, &base, &repr_enum, &int_enum, &str_enum, &flag, &int_flag, &auto, &nonmember] {
        module.set(&class.name.clone(), Value::Class(Rc::clone(class)));
    }
    module.set("EnumMeta", Value::Class(meta));
    module.set("unique", NativeFn::new("unique", unique));
    module.set("property", vm.builtins.get("property").unwrap_or_default());
    module.set("member", NativeFn::new("member", |_, args| Ok(args.positional.into_iter().next().unwrap_or_default())));
    Ok(Rc::new(module))
}

/// `@unique`
fn unique(_: &mut Vm, args: Args) -> Result<Value> {
    let [class] = crate::builtins::exactly::<1>("unique", args)?;
    let Value::Class(inner) = &class else { return Ok(class) };
    let mut aliases = Vec::new();
    if let Some(dict) = members(inner) {
        for (name, member) in dict.items() {
            let own = attr(&member, "_name_");
            if own.as_str() != name.as_str() {
                aliases.push(format!("{} -> {}", name.as_str().unwrap_or_default(), own.as_str().unwrap_or_default()));
            }
        }
    }
    if aliases.is_empty() {
        Ok(class.clone())
    } else {
        Err(Error::value_error(format!("duplicate values found in <enum '{}'>: {}", inner.name, aliases.join(", "))))
    }
}
