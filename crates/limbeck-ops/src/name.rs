use std::fmt;

/// An identifier as the script wrote it, before any quoting.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    /// The bare text.
    pub text: String,
    /// `quoted_name(…, quote=…)`: force quotes on or off; `None` lets the dialect decide.
    pub quote: Option<bool>,
}

impl Name {
    /// An identifier whose quoting the dialect decides.
    pub fn new(text: impl Into<String>) -> Self {
        Name { text: text.into(), quote: None }
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Name::new(text)
    }
}

impl From<String> for Name {
    fn from(text: String) -> Self {
        Name::new(text)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A table's name with its schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TableName {
    /// The schema, if one was named.
    pub schema: Option<Name>,
    /// The table.
    pub name: Name,
}

impl TableName {
    /// A table in the default schema.
    pub fn new(name: impl Into<Name>) -> Self {
        TableName { schema: None, name: name.into() }
    }

    /// A table in a schema.
    pub fn with_schema(schema: Option<Name>, name: impl Into<Name>) -> Self {
        TableName { schema, name: name.into() }
    }
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(schema) = &self.schema {
            write!(f, "{schema}.")?;
        }
        write!(f, "{}", self.name)
    }
}

/// The name of a constraint or index, and where it came from: naming conventions treat the three differently.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ConstraintName {
    /// No name was given: a convention may give one, else the server does.
    Unnamed,
    /// None was given, and a convention builds upon it: refused where the constraint is written.
    Awaited,
    /// A name from the script, to which a convention with `%(constraint_name)s` still applies.
    Given(Name),
    /// A final name: from `op.f()`, or already produced by a convention.
    Final(Name),
}

impl ConstraintName {
    /// The name, if there is one.
    pub fn name(&self) -> Option<&Name> {
        match self {
            ConstraintName::Unnamed | ConstraintName::Awaited => None,
            ConstraintName::Given(name) | ConstraintName::Final(name) => Some(name),
        }
    }
}
