//! `dotenv`: limbeck reads the project's `.env` by itself; a file that a script names is read into `os.environ`.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use limbeck_python::{Args, Module, Result, Signature, Value, Vm};

use crate::config::parse_dotenv;
use crate::runtime::environment;

const SIGNATURE: &str =
    "(dotenv_path=None, stream=None, verbose=False, override=False, interpolate=True, encoding='utf-8')";

/// The file that a call means: the one it names, or the nearest `.env` at or above the project's folder.
fn file(vm: &mut Vm, path: &Value) -> Result<Option<PathBuf>> {
    if !path.is_none() {
        let text = vm.str(path)?;
        let path = PathBuf::from(&*text);
        let inside = match &vm.options().root {
            Some(root) => path.canonicalize().is_ok_and(|path| path.starts_with(root)),
            None => false,
        };
        return Ok((inside && path.is_file()).then_some(path));
    }
    let folder = environment(vm)?.config.folder();
    Ok(folder.ancestors().take(4).map(|folder| folder.join(".env")).find(|path| path.is_file()))
}

fn read(path: &Path) -> Vec<(String, String)> {
    std::fs::read_to_string(path).map(|text| parse_dotenv(&text)).unwrap_or_default()
}

fn load(vm: &mut Vm, args: Args) -> Result<Value> {
    let bound = Signature::parse(SIGNATURE).bind("load_dotenv", args)?;
    let Some(path) = file(vm, &bound.value("dotenv_path"))? else { return Ok(Value::Bool(false)) };
    let replace = vm.truth(&bound.value("override"))?;
    let os = vm.import("os")?;
    let environ = vm.get_attr(&os, "environ")?;
    for (key, value) in read(&path) {
        let key = Value::from(key);
        if replace || !vm.contains(&environ, &key)? {
            vm.set_item(&environ, &key, Value::from(value))?;
        }
    }
    Ok(Value::Bool(true))
}

/// Registers the module.
pub fn register(vm: &mut Vm) {
    for name in ["dotenv", "dotenv.main"] {
        vm.register_module(name, move |_vm| {
            let module = Module::new(name)
                .function("load_dotenv", load)
                .function("find_dotenv", |vm, _args| {
                    let found = file(vm, &Value::None)?;
                    Ok(found.map_or_else(|| Value::str(""), |path| Value::from(path.to_string_lossy().into_owned())))
                })
                .function("dotenv_values", |vm, args| {
                    let bound = Signature::parse(SIGNATURE).bind("dotenv_values", args)?;
                    let pairs = file(vm, &bound.value("dotenv_path"))?.map(|path| read(&path)).unwrap_or_default();
                    Ok(Value::dict(pairs.into_iter().map(|(key, value)| (key, Value::from(value)))))
                });
            Ok(Rc::new(module))
        });
    }
}
