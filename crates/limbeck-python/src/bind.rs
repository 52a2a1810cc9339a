//! Binding the arguments of a call to the parameters of a native function, with CPython's messages.

use std::rc::Rc;

use crate::error::{Error, Result};
use crate::span::Span;
use crate::value::{Args, Value};

#[derive(Debug, Clone)]
struct Parameter {
    name: Rc<str>,
    default: Option<Value>,
    keyword_only: bool,
    positional_only: bool,
}

/// The parameters of a native function, parsed once from their Python spelling.
#[derive(Debug, Clone, Default)]
pub struct Signature {
    parameters: Vec<Parameter>,
    rest: Option<Rc<str>>,
    kwargs: Option<Rc<str>>,
}

impl Signature {
    /// Parses `"(table_name, *columns, if_not_exists=None, **kw)"`. Defaults are `None`, `True`, `False`, integers,
    /// floats, strings in single quotes, `()` or `...` (which [`Bound::given`] tells apart from a given value);
    /// anything else counts as `...`. `self` is not listed.
    pub fn parse(text: &str) -> Signature {
        let inner = text.trim().trim_start_matches('(').trim_end_matches(')');
        let inner = if text.trim().ends_with("())") { format!("{inner})") } else { inner.to_owned() };
        let mut signature = Signature::default();
        let mut keyword_only = false;
        for part in inner.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            if let Some(name) = part.strip_prefix("**") {
                signature.kwargs = Some(Rc::from(name.trim()));
            } else if part == "*" {
                keyword_only = true;
            } else if let Some(name) = part.strip_prefix('*') {
                signature.rest = Some(Rc::from(name.trim()));
                keyword_only = true;
            } else if part == "/" {
                for parameter in &mut signature.parameters {
                    parameter.positional_only = true;
                }
            } else {
                let (name, default) = match part.split_once('=') {
                    Some((name, default)) => (name.trim(), Some(literal(default.trim()))),
                    None => (part, None),
                };
                let name = name.split(':').next().unwrap_or(name).trim();
                signature.parameters.push(Parameter {
                    name: Rc::from(name),
                    default,
                    keyword_only,
                    positional_only: false,
                });
            }
        }
        signature
    }

    /// Adds a parameter.
    pub(crate) fn push(&mut self, name: &str, has_default: bool, keyword_only: bool) {
        self.parameters.push(Parameter {
            name: Rc::from(name),
            default: has_default.then_some(Value::Ellipsis),
            keyword_only,
            positional_only: false,
        });
    }

    /// Adds a required parameter before all others.
    pub(crate) fn insert_first(&mut self, name: &str) {
        let parameter = Parameter { name: Rc::from(name), default: None, keyword_only: false, positional_only: false };
        self.parameters.insert(0, parameter);
    }

    /// Binds a call. `function` is the name in messages.
    pub fn bind(&self, function: &str, args: Args) -> Result<Bound> {
        self.bind_counting(function, args, 0)
    }

    /// Binds a call of what is a method to Python, though its `self` is not among the arguments: messages count it.
    pub fn bind_method(&self, function: &str, args: Args) -> Result<Bound> {
        self.bind_counting(function, args, 1)
    }

    fn bind_counting(&self, function: &str, args: Args, unseen: usize) -> Result<Bound> {
        let Args { positional, keyword, span } = args;
        let mut values: Vec<Option<Value>> = vec![None; self.parameters.len()];
        let mut rest = Vec::new();
        let slots: Vec<usize> = (0..self.parameters.len()).filter(|at| !self.parameters[*at].keyword_only).collect();
        let given = positional.len();
        for (at, value) in positional.into_iter().enumerate() {
            match slots.get(at) {
                Some(slot) => values[*slot] = Some(value),
                None => rest.push(value),
            }
        }
        let mut kwargs = Vec::new();
        for (name, value) in keyword {
            match self.parameters.iter().position(|p| p.name == name && !p.positional_only) {
                Some(at) => match values.get_mut(at) {
                    Some(slot @ None) => *slot = Some(value),
                    _ => {
                        return Err(Error::type_error(format!(
                            "{function}() got multiple values for argument '{name}'"
                        )));
                    }
                },
                None if self.kwargs.is_some() => kwargs.push((name, value)),
                None => {
                    return Err(Error::type_error(format!("{function}() got an unexpected keyword argument '{name}'")));
                }
            }
        }
        if !rest.is_empty() && self.rest.is_none() {
            let defaults = slots.iter().filter(|at| self.parameters[**at].default.is_some()).count();
            let names: Vec<&str> = slots.iter().map(|at| &*self.parameters[*at].name).collect();
            let given_by_keyword = |(p, value): &(&Parameter, &Option<Value>)| p.keyword_only && value.is_some();
            let keyword_given = self.parameters.iter().zip(&values).filter(given_by_keyword).count();
            return Err(too_many(function, names.len() + unseen, defaults, given + unseen, keyword_given));
        }
        let missing = |keyword_only: bool| -> Vec<&str> {
            self.parameters
                .iter()
                .zip(&values)
                .filter(|(p, value)| p.keyword_only == keyword_only && value.is_none() && p.default.is_none())
                .map(|(p, _)| &*p.name)
                .collect()
        };
        for (keyword_only, what) in [(false, "positional"), (true, "keyword-only")] {
            let names = missing(keyword_only);
            if !names.is_empty() {
                return Err(missing_arguments(function, what, &names));
            }
        }
        let names = self.parameters.iter().map(|p| (Rc::clone(&p.name), p.default.clone())).collect();
        Ok(Bound { names, values, rest, kwargs, span })
    }
}

/// `f() missing 2 required positional arguments: 'a' and 'b'`
pub(crate) fn missing_arguments(function: &str, what: &str, names: &[&str]) -> Error {
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    let list = match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [first @ .., last] => format!("{}, and {last}", first.join(", ")),
    };
    let plural = if names.len() == 1 { "" } else { "s" };
    Error::type_error(format!("{function}() missing {} required {what} argument{plural}: {list}", names.len()))
}

/// `f() takes 1 positional argument but 2 were given`
pub(crate) fn too_many(function: &str, takes: usize, defaults: usize, given: usize, keyword_given: usize) -> Error {
    let count = if defaults > 0 { format!("from {} to {takes}", takes - defaults) } else { takes.to_string() };
    let plural = if takes == 1 && defaults == 0 { "" } else { "s" };
    let were = if keyword_given > 0 {
        format!(
            "{given} positional argument{} (and {keyword_given} keyword-only argument{}) were",
            if given == 1 { "" } else { "s" },
            if keyword_given == 1 { "" } else { "s" }
        )
    } else if given == 1 {
        format!("{given} was")
    } else {
        format!("{given} were")
    };
    Error::type_error(format!("{function}() takes {count} positional argument{plural} but {were} given"))
}

fn literal(text: &str) -> Value {
    match text {
        "None" => Value::None,
        "True" => Value::Bool(true),
        "False" => Value::Bool(false),
        "()" => Value::tuple(Vec::new()),
        _ => {
            if let Some(inner) = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
                Value::str(inner)
            } else if let Ok(number) = text.parse::<i64>() {
                Value::int(number)
            } else if let Ok(number) = text.parse::<f64>() {
                Value::Float(number)
            } else {
                Value::Ellipsis
            }
        }
    }
}

/// The arguments of one call, by parameter.
#[derive(Debug, Clone)]
pub struct Bound {
    names: Vec<(Rc<str>, Option<Value>)>,
    values: Vec<Option<Value>>,
    rest: Vec<Value>,
    kwargs: Vec<(Rc<str>, Value)>,
    /// The call expression in the script.
    pub span: Span,
}

impl Bound {
    fn position(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|(known, _)| &**known == name)
    }

    /// The value of a parameter, its default when not given. `None` for a name that is no parameter.
    pub fn value(&self, name: &str) -> Value {
        let Some(at) = self.position(name) else { return Value::None };
        match self.values.get(at) {
            Some(Some(value)) => value.clone(),
            _ => self.names.get(at).and_then(|(_, default)| default.clone()).unwrap_or_default(),
        }
    }

    /// The value of a parameter if the call gave it.
    pub fn given(&self, name: &str) -> Option<Value> {
        self.position(name).and_then(|at| self.values.get(at).cloned().flatten())
    }

    /// The value of a parameter unless it is missing or `None`.
    pub fn some(&self, name: &str) -> Option<Value> {
        Some(self.value(name)).filter(|value| !value.is_none())
    }

    /// All arguments that were given, by name.
    pub(crate) fn all_given(self) -> Vec<(Rc<str>, Value)> {
        self.names.into_iter().zip(self.values).filter_map(|((name, _), value)| Some((name, value?))).collect()
    }

    /// The remaining positional arguments (`*args`).
    pub fn rest(&self) -> &[Value] {
        &self.rest
    }

    /// The remaining keyword arguments (`**kwargs`).
    pub fn kwargs(&self) -> &[(Rc<str>, Value)] {
        &self.kwargs
    }
}
