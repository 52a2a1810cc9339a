//! `ObjectKind` and `ObjectScope`: which relations an inspector's `get_multi_…` tells of.

use std::rc::Rc;

use limbeck_python::{BinaryOp, Class, ClassBuilder, CompareOp, Error, Object, Result, UnaryOp, Value, Vm};

use crate::sa::classes::classes;

/// One of the two enumerations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flags {
    /// `ObjectKind`
    Kind,
    /// `ObjectScope`
    Scope,
}

/// Names and bits of members; those of more than one bit stand after those that they are made of.
type Members = &'static [(&'static str, u8)];

impl Flags {
    fn name(self) -> &'static str {
        match self {
            Flags::Kind => "ObjectKind",
            Flags::Scope => "ObjectScope",
        }
    }

    fn members(self) -> Members {
        match self {
            Flags::Kind => &[("TABLE", 1), ("VIEW", 2), ("MATERIALIZED_VIEW", 4), ("ANY_VIEW", 6), ("ANY", 7)],
            Flags::Scope => &[("DEFAULT", 1), ("TEMPORARY", 2), ("ANY", 3)],
        }
    }

    fn all(self) -> u8 {
        match self {
            Flags::Kind => 7,
            Flags::Scope => 3,
        }
    }

    /// The names that tell the bits: a member's own, or those of its parts.
    fn named(self, bits: u8) -> Option<String> {
        if let Some((name, _)) = self.members().iter().find(|(_, own)| *own == bits) {
            return Some((*name).to_owned());
        }
        let single = self.members().iter().filter(|(_, own)| own.count_ones() == 1 && own & bits != 0);
        let names: Vec<&str> = single.map(|(name, _)| *name).collect();
        (!names.is_empty()).then(|| names.join("|"))
    }

    fn class(self, vm: &Vm) -> Rc<Class> {
        match self {
            Flags::Kind => Rc::clone(&classes(vm).object_kind),
            Flags::Scope => Rc::clone(&classes(vm).object_scope),
        }
    }

    /// The class, its members in it.
    pub fn make_class(self) -> Rc<Class> {
        let mut builder = ClassBuilder::new(self.name()).module("sqlalchemy.engine.reflection");
        for (name, bits) in self.members() {
            builder = builder.class_attr(name, Value::object(FlagObject { flags: self, bits: *bits }));
        }
        builder
            .value_constructor(move |vm, class, args| {
                let bound = limbeck_python::Signature::parse("(value)").bind(self.name(), args)?;
                let value = bound.value("value");
                match (value.downcast::<FlagObject>(), value.as_int().and_then(|bits| u8::try_from(bits).ok())) {
                    (Some(own), _) if own.flags == self => Ok(value),
                    (_, Some(bits)) if bits & !self.all() == 0 => Ok(member(class, self, bits)),
                    (_, _) => {
                        let shown = vm.repr(&value)?;
                        Err(Error::value_error(format!("{shown} is not a valid {}", self.name())))
                    }
                }
            })
            .build()
    }
}

/// The member of the bits: one object for each that has a name.
fn member(class: &Rc<Class>, flags: Flags, bits: u8) -> Value {
    let named = flags.members().iter().find(|(_, own)| *own == bits).and_then(|(name, _)| class.lookup(name));
    named.unwrap_or_else(|| Value::object(FlagObject { flags, bits }))
}

/// A member, or several together.
#[derive(Debug)]
pub struct FlagObject {
    flags: Flags,
    bits: u8,
}

impl FlagObject {
    /// The bits of a value of `flags`.
    ///
    /// # Errors
    /// When it is something else.
    pub fn bits(value: &Value, flags: Flags) -> Result<u8> {
        match value.downcast::<FlagObject>().filter(|own| own.flags == flags) {
            Some(own) => Ok(own.bits),
            None => Err(Error::type_error(format!("a member of {} is needed", flags.name()))),
        }
    }
}

impl Object for FlagObject {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        self.flags.class(vm)
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from(self.flags.name())
    }

    fn get_attr(&self, _this: &Value, _vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        Ok(match name {
            "value" | "_value_" => Some(Value::int(i64::from(self.bits))),
            "name" | "_name_" => Some(self.flags.named(self.bits).map_or(Value::None, Value::from)),
            _ => None,
        })
    }

    fn unary(&self, _this: &Value, vm: &mut Vm, op: UnaryOp) -> Result<Option<Value>> {
        Ok(match op {
            UnaryOp::Invert => Some(member(&self.flags.class(vm), self.flags, self.flags.all() & !self.bits)),
            UnaryOp::Neg | UnaryOp::Pos => None,
        })
    }

    fn binary(&self, _this: &Value, vm: &mut Vm, op: BinaryOp, other: &Value, _: bool) -> Result<Option<Value>> {
        let Some(other) = other.downcast::<FlagObject>().filter(|other| other.flags == self.flags) else {
            return Ok(None);
        };
        let bits = match op {
            BinaryOp::And => self.bits & other.bits,
            BinaryOp::Or => self.bits | other.bits,
            BinaryOp::Xor => self.bits ^ other.bits,
            BinaryOp::Add
            | BinaryOp::Sub
            | BinaryOp::Mul
            | BinaryOp::Div
            | BinaryOp::FloorDiv
            | BinaryOp::Mod
            | BinaryOp::Pow
            | BinaryOp::MatMul
            | BinaryOp::LShift
            | BinaryOp::RShift => return Ok(None),
        };
        Ok(Some(member(&self.flags.class(vm), self.flags, bits)))
    }

    fn compare(&self, _this: &Value, _vm: &mut Vm, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let same =
            other.downcast::<FlagObject>().is_some_and(|other| other.flags == self.flags && other.bits == self.bits);
        Ok(match op {
            CompareOp::Eq => Some(Value::Bool(same)),
            CompareOp::Ne => Some(Value::Bool(!same)),
            CompareOp::Lt | CompareOp::Le | CompareOp::Gt | CompareOp::Ge => None,
        })
    }

    fn contains(&self, _this: &Value, _vm: &mut Vm, item: &Value) -> Result<Option<bool>> {
        FlagObject::bits(item, self.flags).map(|bits| Some(self.bits & bits == bits))
    }

    fn truth(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<bool>> {
        Ok(Some(self.bits != 0))
    }

    fn str(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<String>> {
        let name = self.flags.named(self.bits);
        Ok(Some(match name {
            Some(name) => format!("{}.{name}", self.flags.name()),
            None => format!("{}(0)", self.flags.name()),
        }))
    }

    fn repr(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<String>> {
        let name = self.flags.named(self.bits);
        Ok(Some(match name {
            Some(name) => format!("<{}.{name}: {}>", self.flags.name(), self.bits),
            None => format!("<{}: 0>", self.flags.name()),
        }))
    }

    fn hash(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<u64>> {
        Ok(Some(u64::from(self.bits)))
    }
}
