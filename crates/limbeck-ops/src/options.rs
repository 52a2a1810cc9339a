use crate::{Expr, Type};

/// The value of a dialect option such as `postgresql_where=…`.
#[derive(Clone, Debug, PartialEq)]
pub enum OptionValue {
    /// `None`.
    None,
    /// A boolean.
    Bool(bool),
    /// A number.
    Int(i64),
    /// A string.
    Str(String),
    /// An SQL expression or `text()`.
    Expr(Box<Expr>),
    /// A type.
    Type(Box<Type>),
    /// A list or tuple.
    List(Vec<OptionValue>),
    /// A dictionary.
    Map(Vec<(String, OptionValue)>),
}

/// Keyword options of a construct, `dialect_name=value`, in the order given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// Name with the dialect's prefix, and value.
    pub items: Vec<(String, OptionValue)>,
}

impl Options {
    /// No options.
    pub fn none() -> Self {
        Options::default()
    }

    /// The value of an option by its full name (`postgresql_using`).
    pub fn get(&self, name: &str) -> Option<&OptionValue> {
        self.items.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Sets an option, replacing an earlier value.
    pub fn set(&mut self, name: &str, value: OptionValue) {
        match self.items.iter_mut().find(|(key, _)| key == name) {
            Some(item) => item.1 = value,
            None => self.items.push((name.to_owned(), value)),
        }
    }

    /// Whether an option is there and is true in Python's sense of truth.
    pub fn is_true(&self, name: &str) -> bool {
        match self.get(name) {
            None | Some(OptionValue::None) => false,
            Some(OptionValue::Bool(value)) => *value,
            Some(OptionValue::Int(value)) => *value != 0,
            Some(OptionValue::Str(value)) => !value.is_empty(),
            Some(OptionValue::List(items)) => !items.is_empty(),
            Some(OptionValue::Map(items)) => !items.is_empty(),
            Some(OptionValue::Expr(_) | OptionValue::Type(_)) => true,
        }
    }
}
