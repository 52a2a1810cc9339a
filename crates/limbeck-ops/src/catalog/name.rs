use std::fmt;

/// A name with its schema, both as the server stores them (no quotes).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectName {
    /// The schema; the default one is named too.
    pub schema: String,
    /// The object.
    pub name: String,
}

impl ObjectName {
    /// A name in a schema.
    pub fn new(schema: impl Into<String>, name: impl Into<String>) -> ObjectName {
        ObjectName { schema: schema.into(), name: name.into() }
    }

    /// The name as people read it: the schema only where it is not the default one.
    pub fn shown(&self, default_schema: &str) -> String {
        if self.schema == default_schema { self.name.clone() } else { self.to_string() }
    }
}

impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.schema.is_empty() {
            write!(f, "{}.", self.schema)?;
        }
        f.write_str(&self.name)
    }
}
