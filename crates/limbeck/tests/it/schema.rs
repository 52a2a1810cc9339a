//! JSON schemas of `docs/`, as far as they use them: what a document breaks is told with its path.

use serde_json::Value;

/// Fails unless the document fits the schema in a file of `docs/`.
#[track_caller]
pub fn check(document: &str, file: &str) {
    let path = format!("{}/../../docs/{file}", env!("CARGO_MANIFEST_DIR"));
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("the schema")).expect("JSON");
    let document: Value = serde_json::from_str(document).expect("a JSON document");
    let mut complaints = Vec::new();
    complain(&document, &schema, &schema, "$", &mut complaints);
    assert!(complaints.is_empty(), "{}\n{document:#}", complaints.join("\n"));
}

fn is_of(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("the schema has an unknown type {other}"),
    }
}

fn complain(value: &Value, schema: &Value, root: &Value, path: &str, complaints: &mut Vec<String>) {
    for (keyword, wanted) in schema.as_object().expect("a schema is an object") {
        match keyword.as_str() {
            "$schema" | "$id" | "$defs" | "title" | "description" => {}
            "$ref" => {
                let pointer = wanted.as_str().expect("a reference").trim_start_matches('#');
                let target = root.pointer(pointer).expect("what is referred to");
                complain(value, target, root, path, complaints);
            }
            "type" => {
                let kinds: Vec<&str> = match wanted {
                    Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
                    one => one.as_str().into_iter().collect(),
                };
                if !kinds.iter().any(|kind| is_of(value, kind)) {
                    complaints.push(format!("{path}: {value} is no {}", kinds.join(" or ")));
                }
            }
            "const" if value != wanted => complaints.push(format!("{path}: {value} is not {wanted}")),
            "enum" if !wanted.as_array().expect("a list").contains(value) => {
                complaints.push(format!("{path}: {value} is none of {wanted}"));
            }
            "const" | "enum" => {}
            "anyOf" => {
                let fits = |one: &Value| {
                    let mut own = Vec::new();
                    complain(value, one, root, path, &mut own);
                    own.is_empty()
                };
                if !wanted.as_array().expect("a list").iter().any(fits) {
                    complaints.push(format!("{path}: {value} fits none of the alternatives"));
                }
            }
            "required" => {
                for key in wanted.as_array().expect("a list").iter().filter_map(Value::as_str) {
                    if value.as_object().is_some_and(|object| !object.contains_key(key)) {
                        complaints.push(format!("{path}: there is no {key}"));
                    }
                }
            }
            "properties" => {
                for (key, inner) in value.as_object().into_iter().flatten() {
                    match wanted.get(key) {
                        Some(schema) => complain(inner, schema, root, &format!("{path}.{key}"), complaints),
                        None if schema.get("additionalProperties") == Some(&Value::Bool(false)) => {
                            complaints.push(format!("{path}: nobody knows {key}"));
                        }
                        None => {}
                    }
                }
            }
            "additionalProperties" => {}
            "items" => {
                for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                    complain(item, wanted, root, &format!("{path}[{number}]"), complaints);
                }
            }
            other => panic!("the schema uses {other}, which these tests don't know"),
        }
    }
}
