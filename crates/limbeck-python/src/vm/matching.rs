//! `match` patterns.

use std::rc::Rc;

use super::Vm;
use crate::error::{Error, Result};
use crate::value::{Dict, Kind, Value};

impl Vm {
    pub(super) fn match_sequence(&mut self, subject: &Value, least: usize, exact: bool) -> Result<bool> {
        let len = match subject.payload() {
            Value::List(list) => list.len(),
            Value::Tuple(items) => items.len(),
            Value::Range(range) => range.len(),
            Value::Unresolved(unresolved) => {
                return Err(self.unresolved_error(unresolved, "is matched against a pattern"));
            }
            _ => return Ok(false),
        };
        Ok(if exact { len == least } else { len >= least })
    }

    pub(super) fn match_mapping(&mut self, subject: &Value) -> Result<bool> {
        match subject.payload() {
            Value::Dict(_) => Ok(true),
            Value::Unresolved(unresolved) => Err(self.unresolved_error(unresolved, "is matched against a pattern")),
            _ => Ok(false),
        }
    }

    pub(super) fn match_keys(&mut self, subject: &Value, keys: &Value) -> Result<Value> {
        let Some(dict) = subject.as_dict().cloned() else { return Ok(Value::None) };
        let mut values = Vec::new();
        for key in keys.as_sequence().unwrap_or_default() {
            match dict.get(self, &key)? {
                Some(value) => values.push(value),
                None => return Ok(Value::None),
            }
        }
        Ok(Value::tuple(values))
    }

    pub(super) fn match_rest(&mut self, subject: &Value, keys: &Value) -> Result<Value> {
        let rest = subject.as_dict().map_or_else(Dict::new, |dict| dict.copy());
        for key in keys.as_sequence().unwrap_or_default() {
            rest.remove(self, &key)?;
        }
        Ok(Value::Dict(Rc::new(rest)))
    }

    pub(super) fn match_class(
        &mut self,
        subject: &Value,
        class: &Value,
        positional: usize,
        names: &Value,
    ) -> Result<Value> {
        let class_value = match class {
            Value::Class(class) => class,
            Value::Unresolved(unresolved) => {
                return Err(self.unresolved_error(unresolved, "is matched against a value"));
            }
            _ => return Err(Error::type_error("called match pattern must be a class")),
        };
        if !self.is_instance(subject, class)? {
            return Ok(Value::None);
        }
        let mut values = Vec::new();
        if positional > 0 {
            let itself = matches!(
                class_value.kind,
                Kind::Bool
                    | Kind::Bytes
                    | Kind::Dict
                    | Kind::Float
                    | Kind::FrozenSet
                    | Kind::Int
                    | Kind::List
                    | Kind::Set
                    | Kind::Str
                    | Kind::Tuple
            );
            match class_value.lookup("__match_args__") {
                Some(args) => {
                    let args = args.as_sequence().unwrap_or_default();
                    if positional > args.len() {
                        let plural = if args.len() == 1 { "" } else { "s" };
                        return Err(Error::type_error(format!(
                            "{}() accepts {} positional sub-pattern{plural} ({positional} given)",
                            class_value.name,
                            args.len()
                        )));
                    }
                    for name in args.iter().take(positional).filter_map(Value::as_str) {
                        match self.try_attr(subject, name)? {
                            Some(value) => values.push(value),
                            None => return Ok(Value::None),
                        }
                    }
                }
                None if itself && positional == 1 => values.push(subject.clone()),
                None => {
                    let most = if itself { 1 } else { 0 };
                    let plural = if most == 1 { "" } else { "s" };
                    return Err(Error::type_error(format!(
                        "{}() accepts {most} positional sub-pattern{plural} ({positional} given)",
                        class_value.name
                    )));
                }
            }
        }
        for name in names.as_sequence().unwrap_or_default() {
            let Some(name) = name.as_rc_str() else { continue };
            match self.try_attr(subject, &name)? {
                Some(value) => values.push(value),
                None => return Ok(Value::None),
            }
        }
        Ok(Value::tuple(values))
    }
}
