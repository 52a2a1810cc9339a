//! `[stubs]` of limbeck.toml: values for names that limbeck can't import.
//!
//! ```toml
//! [stubs]
//! "app.settings.SCHEMA" = "billing"
//! "app.features.FLAGS" = { value = { beta = true } }
//! "app.clock.local" = { expr = "__import__('zoneinfo').ZoneInfo('Europe/Paris')" }
//! "redis.Redis().keys()" = []
//! ```

use std::path::{Path, PathBuf};

use limbeck_python::{Args, Console, Dict, Span, Value, Vm};

/// The file at the project's folder or one of the three above it.
fn find(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().take(4).map(|folder| folder.join("limbeck.toml")).find(|path| path.is_file())
}

/// Gives the names that limbeck.toml lists their values.
pub fn apply(vm: &mut Vm, folder: &Path, console: &dyn Console) {
    let Some(path) = find(folder) else { return };
    let table = match std::fs::read_to_string(&path).map(|text| text.parse::<toml::Table>()) {
        Ok(Ok(table)) => table,
        Ok(Err(error)) => return console.warn("limbeck.toml", &error.to_string(), Span::NONE),
        Err(error) => return console.warn("limbeck.toml", &error.to_string(), Span::NONE),
    };
    match table.get("stubs") {
        None => {}
        Some(toml::Value::Table(stubs)) => {
            for (name, value) in stubs {
                set(vm, name, value);
            }
        }
        Some(_) => console.warn("limbeck.toml", "`stubs` must be a table", Span::NONE),
    }
}

fn set(vm: &mut Vm, name: &str, value: &toml::Value) {
    if let toml::Value::Table(table) = value {
        let mut keys = table.iter();
        match (keys.next(), keys.next()) {
            (Some((key, inner)), None) if key == "value" => {
                let made = plain(vm, inner);
                return vm.set_stub(name, made);
            }
            (Some((key, toml::Value::String(text))), None) if key == "expr" => {
                let made = match vm.eval_expression(text, &Dict::new()) {
                    Ok(made) => made,
                    Err(error) => vm.unresolved(name, format!("its expression in limbeck.toml fails: {error}")),
                };
                return vm.set_stub(name, made);
            }
            _ => {
                // Dotted keys without quotes are tables in tables.
                for (key, inner) in table {
                    set(vm, &format!("{name}.{key}"), inner);
                }
                return;
            }
        }
    }
    let made = plain(vm, value);
    vm.set_stub(name, made);
}

fn plain(vm: &mut Vm, value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::str(text),
        toml::Value::Integer(number) => Value::int(*number),
        toml::Value::Float(number) => Value::Float(*number),
        toml::Value::Boolean(flag) => Value::Bool(*flag),
        toml::Value::Array(items) => Value::list(items.iter().map(|item| plain(vm, item)).collect()),
        toml::Value::Table(table) => {
            let items: Vec<(String, Value)> = table.iter().map(|(key, item)| (key.clone(), plain(vm, item))).collect();
            Value::dict(items)
        }
        toml::Value::Datetime(moment) => moment_value(vm, &moment.to_string()),
    }
}

fn moment_value(vm: &mut Vm, text: &str) -> Value {
    let class = if text.len() <= 10 { "date" } else { "datetime" };
    let made = vm
        .import("datetime")
        .and_then(|module| vm.get_attr(&module, class))
        .and_then(|class| vm.call_method(&class, "fromisoformat", Args::of([Value::str(text)])));
    made.unwrap_or_else(|_| Value::str(text))
}
