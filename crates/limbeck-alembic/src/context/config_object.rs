//! `context.config`: the configuration as env.py reads and changes it.

use std::path::Path;
use std::rc::Rc;

use limbeck_python::{Args, Class, ClassBuilder, Error, Object, Result, Signature, Value, Vm};

use crate::errors;
use crate::runtime::{Environment, environment};
use crate::sa::classes::classes;
use crate::sa::names::text_of;

/// `context.config`, its `file_config`, and the parsed command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Config,
    FileConfig,
    CommandOptions,
}

#[derive(Debug)]
struct ConfigObject {
    role: Role,
    attributes: Value,
}

/// The configuration as a script's value.
pub fn config_value(_vm: &Vm, environment: &Rc<Environment>) -> Value {
    Value::object(ConfigObject { role: Role::Config, attributes: environment.attributes.clone() })
}

fn path_value(path: &Path) -> Value {
    if path.is_file() { Value::from(path.to_string_lossy().into_owned()) } else { Value::None }
}

impl Object for ConfigObject {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        Rc::clone(&classes(vm).config)
    }

    fn type_name(&self) -> Rc<str> {
        Rc::from("Config")
    }

    fn get_attr(&self, _this: &Value, vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        let config = Rc::clone(&environment(vm)?.config);
        if self.role == Role::CommandOptions {
            return Ok(match name {
                "x" => Some(if config.x_arguments.is_empty() {
                    Value::None
                } else {
                    Value::list(config.x_arguments.iter().map(Value::str).collect())
                }),
                "name" => Some(Value::str(&config.section)),
                "config" => Some(path_value(&config.ini_path)),
                "sql" => Some(Value::Bool(environment(vm)?.runtime.is_offline())),
                "tag" => Some(environment(vm)?.runtime.tag().map_or(Value::None, Value::from)),
                // Of the commands without a revision, the attribute is not there.
                "revision" => {
                    let runtime = Rc::clone(&environment(vm)?.runtime);
                    runtime.destination_revision().map(|to| match runtime.starting_revision() {
                        Some(from) => Value::from(format!("{from}:{to}")),
                        None => Value::from(to),
                    })
                }
                "autogenerate" | "quiet" | "raiseerr" => Some(Value::Bool(false)),
                _ => None,
            });
        }
        let sub = |role: Role| Value::object(ConfigObject { role, attributes: self.attributes.clone() });
        Ok(match name {
            "config_file_name" => Some(path_value(&config.ini_path)),
            "toml_file_name" => Some(path_value(&config.toml_path)),
            "config_ini_section" => Some(Value::str(&config.section)),
            "attributes" => Some(self.attributes.clone()),
            "file_config" => Some(sub(Role::FileConfig)),
            "cmd_opts" => Some(sub(Role::CommandOptions)),
            _ => None,
        })
    }

    fn set_attr(&self, _this: &Value, _vm: &mut Vm, name: &str, _value: Value) -> Result<bool> {
        // What the application hangs onto the configuration (`config.cmd_opts = …`) has no effect on a run.
        Ok(matches!(name, "attributes" | "config_file_name" | "cmd_opts"))
    }

    fn get_item(&self, _this: &Value, vm: &mut Vm, key: &Value) -> Result<Option<Value>> {
        if self.role != Role::FileConfig {
            return Ok(None);
        }
        let section = text_of(key)?;
        section_value(vm, &section)?.map(Some).ok_or_else(|| Error::exception("KeyError", section))
    }

    fn contains(&self, _this: &Value, vm: &mut Vm, item: &Value) -> Result<Option<bool>> {
        if self.role != Role::FileConfig {
            return Ok(None);
        }
        let section = text_of(item)?;
        Ok(Some(environment(vm)?.config.ini().borrow().has_section(&section)))
    }
}

fn ini_error(vm: &mut Vm, error: &crate::config::IniError) -> Error {
    errors::command_error(vm, &error.to_string())
}

fn section_value(vm: &mut Vm, section: &str) -> Result<Option<Value>> {
    let config = Rc::clone(&environment(vm)?.config);
    if !config.ini().borrow().has_section(section) {
        return Ok(None);
    }
    let items = config.ini().borrow().items(section);
    match items {
        Ok(items) => Ok(Some(Value::dict(items.into_iter().map(|(key, value)| (key, Value::from(value)))))),
        Err(error) => Err(ini_error(vm, &error)),
    }
}

fn option(vm: &mut Vm, section: &str, name: &str) -> Result<Option<Value>> {
    let config = Rc::clone(&environment(vm)?.config);
    let found = config.ini().borrow().get(section, name);
    match found {
        Ok(value) => Ok(value.map(Value::from)),
        Err(error) => Err(ini_error(vm, &error)),
    }
}

fn section_option(vm: &mut Vm, section: &str, name: &str, default: Value) -> Result<Value> {
    let config = Rc::clone(&environment(vm)?.config);
    if !config.ini().borrow().has_section(section) {
        let file = config.ini_path.display().to_string();
        return Err(errors::command_error(
            vm,
            &format!("No config file '{file}' found, or file has no '[{section}]' section"),
        ));
    }
    Ok(option(vm, section, name)?.unwrap_or(default))
}

fn set_option(vm: &mut Vm, section: &str, name: &Value, value: &Value) -> Result<Value> {
    let config = Rc::clone(&environment(vm)?.config);
    let name = text_of(name)?;
    if value.is_unresolved() {
        // An unresolved value is as if it were not there: whoever needs it says so.
        config.ini().borrow_mut().remove(section, &name);
        return Ok(Value::None);
    }
    let Some(text) = value.as_str() else { return Err(Error::type_error("option values must be strings")) };
    config.ini().borrow_mut().set(section, &name, text);
    Ok(Value::None)
}

/// The class `Config`.
pub fn config_class() -> Rc<Class> {
    ClassBuilder::new("Config")
        .module("alembic.config")
        .method("get_main_option", |vm, _this, args| {
            let bound = Signature::parse("(name, default=None)").bind("get_main_option", args)?;
            let section = environment(vm)?.config.section.clone();
            section_option(vm, &section, &text_of(&bound.value("name"))?, bound.value("default"))
        })
        .method("get_alembic_option", |vm, _this, args| {
            let bound = Signature::parse("(name, default=None)").bind("get_alembic_option", args)?;
            let config = Rc::clone(&environment(vm)?.config);
            match config.alembic_option(&text_of(&bound.value("name"))?) {
                Ok(Some(value)) => Ok(Value::from(value)),
                Ok(None) => Ok(bound.value("default")),
                Err(error) => Err(errors::command_error(vm, &error.to_string())),
            }
        })
        .method("get_section_option", |vm, _this, args| {
            let bound = Signature::parse("(section, name, default=None)").bind("get_section_option", args)?;
            let section = text_of(&bound.value("section"))?;
            section_option(vm, &section, &text_of(&bound.value("name"))?, bound.value("default"))
        })
        .method("get_section", |vm, _this, args| {
            let bound = Signature::parse("(name, default=None)").bind("get_section", args)?;
            let section = text_of(&bound.value("name"))?;
            Ok(section_value(vm, &section)?.unwrap_or_else(|| bound.value("default")))
        })
        .method("set_main_option", |vm, _this, args| {
            let bound = Signature::parse("(name, value)").bind("set_main_option", args)?;
            let section = environment(vm)?.config.section.clone();
            set_option(vm, &section, &bound.value("name"), &bound.value("value"))
        })
        .method("set_section_option", |vm, _this, args| {
            let bound = Signature::parse("(section, name, value)").bind("set_section_option", args)?;
            let section = text_of(&bound.value("section"))?;
            set_option(vm, &section, &bound.value("name"), &bound.value("value"))
        })
        .method("remove_main_option", |vm, _this, args| {
            let bound = Signature::parse("(name)").bind("remove_main_option", args)?;
            let config = Rc::clone(&environment(vm)?.config);
            config.ini().borrow_mut().remove(&config.section, &text_of(&bound.value("name"))?);
            Ok(Value::None)
        })
        .method("print_stdout", |vm, _this, args| {
            let mut positional = args.positional;
            if positional.is_empty() {
                return Ok(Value::None);
            }
            let first = positional.remove(0);
            let mut text = vm.str(&first)?;
            if !positional.is_empty() {
                let formatted =
                    vm.binary(limbeck_python::BinaryOp::Mod, &Value::str(&text), &Value::tuple(positional))?;
                text = vm.str(&formatted)?;
            }
            vm.options().console.print(&format!("{text}\n"));
            Ok(Value::None)
        })
        // ConfigParser, for `config.file_config`.
        .method("get", |vm, _this, args: Args| {
            let bound = Signature::parse("(section, option, raw=False, vars=None, fallback=...)").bind("get", args)?;
            let section = text_of(&bound.value("section"))?;
            let name = text_of(&bound.value("option"))?;
            match (option(vm, &section, &name)?, bound.given("fallback")) {
                (Some(value), _) | (None, Some(value)) => Ok(value),
                (None, None) => {
                    Err(Error::exception("KeyError", format!("No option '{name}' in section: '{section}'")))
                }
            }
        })
        .method("set", |vm, _this, args| {
            let bound = Signature::parse("(section, option, value=None)").bind("set", args)?;
            let section = text_of(&bound.value("section"))?;
            set_option(vm, &section, &bound.value("option"), &bound.value("value"))
        })
        .method("has_section", |vm, _this, args| {
            let bound = Signature::parse("(section)").bind("has_section", args)?;
            let section = text_of(&bound.value("section"))?;
            Ok(Value::Bool(environment(vm)?.config.ini().borrow().has_section(&section)))
        })
        .method("has_option", |vm, _this, args| {
            let bound = Signature::parse("(section, option)").bind("has_option", args)?;
            let section = text_of(&bound.value("section"))?;
            let name = text_of(&bound.value("option"))?;
            Ok(Value::Bool(environment(vm)?.config.ini().borrow().has_option(&section, &name)))
        })
        .method("sections", |vm, _this, _args| {
            let config = Rc::clone(&environment(vm)?.config);
            let names = config.ini().borrow().sections().map(Value::str).collect();
            Ok(Value::list(names))
        })
        .method("items", |vm, _this, args| {
            let bound = Signature::parse("(section)").bind("items", args)?;
            let section = text_of(&bound.value("section"))?;
            match section_value(vm, &section)? {
                Some(dict) => vm.call_method(&dict, "items", Args::none()),
                None => Err(Error::exception("KeyError", format!("No section: '{section}'"))),
            }
        })
        .build()
}
