//! JSON schemas as far as those in `docs/` go: a checker, and what limbeck really prints.

use std::path::Path;

use serde_json::Value;

/// A schema of `docs/`, for a value to be held to.
pub struct Schema {
    root: Value,
}

impl Schema {
    /// Reads a file of `docs/`.
    pub fn read(name: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Schema { root: serde_json::from_str(&text).expect("JSON") }
    }

    /// Fails with the first complaint.
    #[track_caller]
    pub fn check(&self, value: &Value) {
        if let Err(complaint) = self.fits(&self.root, value, "$") {
            panic!("{complaint}\n{value:#}");
        }
    }

    fn fits(&self, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
        for (keyword, wanted) in schema.as_object().expect("a schema is an object") {
            match keyword.as_str() {
                "$schema" | "$id" | "$defs" | "title" | "description" | "required" | "additionalProperties" => {}
                "$ref" => {
                    let pointer = wanted.as_str().and_then(|text| text.strip_prefix('#')).expect("a local reference");
                    self.fits(self.root.pointer(pointer).expect("a definition"), value, at)?;
                }
                "const" if value != wanted => return Err(format!("{at} is not {wanted}")),
                "enum" if !wanted.as_array().expect("a list").contains(value) => {
                    return Err(format!("{at} is not one of {wanted}"));
                }
                "const" | "enum" => {}
                "type" => {
                    let types = wanted.as_array().cloned().unwrap_or_else(|| vec![wanted.clone()]);
                    if !types.iter().any(|name| is_of(value, name.as_str().expect("a name"))) {
                        return Err(format!("{at} is not of type {wanted}"));
                    }
                }
                "items" => {
                    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.fits(wanted, item, &format!("{at}[{number}]"))?;
                    }
                }
                "properties" => self.fits_properties(schema, value, at)?,
                "oneOf" | "anyOf" => {
                    let answers: Vec<_> =
                        wanted.as_array().expect("a list").iter().map(|each| self.fits(each, value, at)).collect();
                    let fitting = answers.iter().filter(|answer| answer.is_ok()).count();
                    if fitting == 0 || (keyword == "oneOf" && fitting > 1) {
                        let complaints: Vec<String> = answers.into_iter().filter_map(Result::err).collect();
                        return Err(format!("{at} fits {fitting} of {keyword}: {}", complaints.join("; ")));
                    }
                }
                other => panic!("the checker does not know `{other}`"),
            }
        }
        Ok(())
    }

    fn fits_properties(&self, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
        let Some(fields) = value.as_object() else { return Ok(()) };
        for name in schema["required"].as_array().into_iter().flatten() {
            if !fields.contains_key(name.as_str().expect("a name")) {
                return Err(format!("{at} lacks {name}"));
            }
        }
        for (name, field) in fields {
            match schema["properties"].get(name) {
                Some(inner) => self.fits(inner, field, &format!("{at}.{name}"))?,
                None if schema["additionalProperties"] == false => return Err(format!("{at} has {name}")),
                None => {}
            }
        }
        Ok(())
    }
}

fn is_of(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("there is no type `{other}`"),
    }
}
