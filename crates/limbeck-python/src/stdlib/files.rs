//! `_files`: what scripts may know of the file system, for `os`, `pathlib` and `open()`.
//!
//! Files below the project are read; everything else is refused with its name, whatever path leads there.

use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use crate::error::{Error, Result};
use crate::value::{Args, Module, Value};
use crate::vm::Vm;

/// The most that is read of one file.
const LARGEST: u64 = 1 << 30;

fn path_of(value: &Value) -> Result<PathBuf> {
    match (value.as_str(), value.as_bytes()) {
        (Some(text), _) if text.contains('\0') => Err(Error::value_error("embedded null byte")),
        (Some(text), _) => Ok(PathBuf::from(text)),
        _ => Err(Error::type_error(format!("expected str, bytes or os.PathLike object, not {}", value.type_name()))),
    }
}

/// Absolute, without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let absolute = match std::env::current_dir() {
        Ok(current) => current.join(path),
        Err(_) => path.to_owned(),
    };
    let mut out = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => out.push(part),
        }
    }
    out
}

/// The real place of a path, also of one that does not exist.
fn real(path: &Path) -> PathBuf {
    let path = match std::env::current_dir() {
        Ok(current) => current.join(path),
        Err(_) => path.to_owned(),
    };
    let mut rest = Vec::new();
    let mut known = path.as_path();
    loop {
        if let Ok(mut found) = known.canonicalize() {
            for part in rest.iter().rev() {
                found.push(part);
            }
            return normal(&found);
        }
        match (known.parent(), known.file_name()) {
            (Some(parent), Some(name)) => {
                rest.push(name.to_owned());
                known = parent;
            }
            _ => return normal(&path),
        }
    }
}

/// The path, if it lies below the project.
fn allowed(vm: &Vm, value: &Value, what: &str) -> Result<PathBuf> {
    let path = path_of(value)?;
    let inside = vm.options().root.as_ref().is_some_and(|root| real(&path).starts_with(real(root)));
    if inside {
        Ok(path)
    } else {
        Err(Error::unsupported(format!("{what} `{}`, which lies outside of the project,", path.display())))
    }
}

/// The exception of a failed access.
fn failure(vm: &mut Vm, error: &std::io::Error, path: &Value) -> Error {
    use std::io::ErrorKind;
    let (class, number, text) = match error.kind() {
        ErrorKind::NotFound => ("FileNotFoundError", 2, "No such file or directory"),
        ErrorKind::PermissionDenied => ("PermissionError", 13, "Permission denied"),
        ErrorKind::IsADirectory => ("IsADirectoryError", 21, "Is a directory"),
        ErrorKind::NotADirectory => ("NotADirectoryError", 20, "Not a directory"),
        _ => {
            let message = error.to_string();
            let class = vm.builtin_exception("OSError");
            let number = i64::from(error.raw_os_error().unwrap_or(5));
            return vm.new_exception(&class, vec![Value::int(number), Value::from(message), path.clone()]);
        }
    };
    let class = vm.builtin_exception(class);
    vm.new_exception(&class, vec![Value::int(number), Value::str(text), path.clone()])
}

fn read(vm: &mut Vm, path: &Value) -> Result<Value> {
    let place = allowed(vm, path, "reading")?;
    let result = std::fs::metadata(&place).and_then(|meta| {
        if meta.is_dir() {
            return Err(std::io::ErrorKind::IsADirectory.into());
        }
        if !meta.is_file() || meta.len() > LARGEST {
            return Err(std::io::Error::other("not a file that can be read whole"));
        }
        std::fs::read(&place)
    });
    match result {
        Ok(bytes) => {
            vm.check_text(bytes.len())?;
            Ok(Value::bytes(bytes))
        }
        Err(error) => Err(failure(vm, &error, path)),
    }
}

/// Evaluates the file of a module that is not below `sys.path`, in that module.
pub(super) fn run(vm: &mut Vm, module: &Rc<Module>) -> Result<Value> {
    let path = module.path.clone().unwrap_or_default();
    let bytes = read(vm, &Value::str(path.to_string_lossy()))?;
    let text = String::from_utf8_lossy(bytes.as_bytes().unwrap_or_default()).into_owned();
    vm.run_module(module, &path, &text)?;
    Ok(Value::None)
}

fn list(vm: &mut Vm, path: &Value) -> Result<Value> {
    let place = allowed(vm, path, "listing")?;
    let names: std::io::Result<Vec<String>> = std::fs::read_dir(&place).and_then(|entries| {
        entries.map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned())).collect()
    });
    match names {
        Ok(mut names) => {
            vm.check_size(names.len())?;
            names.sort();
            Ok(Value::list(names.into_iter().map(Value::from).collect()))
        }
        Err(error) => Err(failure(vm, &error, path)),
    }
}

/// `"file"`, `"dir"`, `"other"` or `None`.
fn kind(vm: &mut Vm, path: &Value) -> Result<Value> {
    let place = match allowed(vm, path, "asking for") {
        Ok(place) => place,
        // To an application that is imported, there is nothing outside of the project.
        Err(Error::Unsupported(_)) if !vm.in_entry() => return Ok(Value::None),
        Err(error) => return Err(error),
    };
    Ok(match std::fs::metadata(place) {
        Ok(meta) if meta.is_file() => Value::str("file"),
        Ok(meta) if meta.is_dir() => Value::str("dir"),
        Ok(_) => Value::str("other"),
        Err(_) => Value::None,
    })
}

/// Size, time of the last change, and whether it is a folder.
fn stat(vm: &mut Vm, path: &Value) -> Result<Value> {
    let place = allowed(vm, path, "asking for")?;
    match std::fs::metadata(place) {
        Ok(meta) => {
            let changed = meta
                .modified()
                .ok()
                .and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok())
                .map_or(0.0, |since| since.as_secs_f64());
            let size = i64::try_from(meta.len()).unwrap_or(i64::MAX);
            Ok(Value::tuple(vec![Value::int(size), Value::Float(changed), Value::Bool(meta.is_dir())]))
        }
        Err(error) => Err(failure(vm, &error, path)),
    }
}

fn argument(args: &Args) -> Value {
    args.positional.first().cloned().unwrap_or_default()
}

/// The module.
pub(super) fn module(_: &mut Vm) -> Result<Rc<Module>> {
    Ok(Rc::new(
        Module::new("_files")
            .function("read", |vm, args| read(vm, &argument(&args)))
            .function("list", |vm, args| list(vm, &argument(&args)))
            .function("kind", |vm, args| kind(vm, &argument(&args)))
            .function("stat", |vm, args| stat(vm, &argument(&args)))
            .function("real", |_, args| Ok(Value::str(real(&path_of(&argument(&args))?).to_string_lossy())))
            .function("is_link", |vm, args| {
                let place = allowed(vm, &argument(&args), "asking for")?;
                Ok(Value::Bool(place.symlink_metadata().is_ok_and(|meta| meta.file_type().is_symlink())))
            })
            .function("current", |vm, _| match std::env::current_dir() {
                Ok(current) => Ok(Value::str(current.to_string_lossy())),
                Err(error) => Err(failure(vm, &error, &Value::str("."))),
            })
            .function("environment", |vm, _| {
                let mut all: Vec<(String, String)> = match &vm.options().env {
                    Some(given) => given.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
                    None => std::env::vars_os()
                        .map(|(name, value)| {
                            (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned())
                        })
                        .collect(),
                };
                all.sort();
                Ok(Value::dict(all.into_iter().map(|(name, value)| (name, Value::from(value)))))
            })
            .function("refuse", |_, args| {
                let what = argument(&args);
                Err(Error::unsupported(format!("{}, which a migration may not do here,", what.as_str().unwrap_or("?"))))
            })
            .function("refuse_in_revision", |vm, args| {
                // Folders and copies that an application makes when it is imported are none of a migration's business.
                if !vm.in_entry() {
                    return Ok(Value::None);
                }
                let what = argument(&args);
                Err(Error::unsupported(format!("{}, which a migration may not do here,", what.as_str().unwrap_or("?"))))
            })
            .function("unresolved", |vm, args| {
                let what = argument(&args);
                let name = what.as_str().unwrap_or("?").to_owned();
                Ok(vm.unresolved(&name, format!("`{name}` reaches out of what a migration may do here")))
            })
            .function("process", |_, _| Ok(Value::from(std::process::id())))
            .function("processors", |_, _| {
                Ok(std::thread::available_parallelism().map_or(Value::None, |count| Value::from(count.get())))
            }),
    ))
}
