//! Imports: native modules, modules of the project, and everything else unresolved.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::Vm;
use crate::compile;
use crate::error::{Error, Result};
use crate::value::{Module, Reason, Unresolved, Value};

/// Finds modules of the project.
pub trait Importer {
    /// The source of a module. `None`: the project has none of that name. `search_path` is what scripts have put into
    /// `sys.path`, to be searched first.
    fn find(&self, dotted: &str, search_path: &[String]) -> Option<ModuleSource>;
}

/// A module's source.
#[derive(Debug, Clone)]
pub struct ModuleSource {
    /// Its file; for a namespace package its folder.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// Whether it is a package (`__init__.py`).
    pub is_package: bool,
}

impl Vm {
    /// Evaluates a file as a module. The module stays known under its name.
    pub fn eval_module(&mut self, name: &str, path: &Path, text: &str) -> Result<Rc<Module>> {
        let is_package = compile::is_package_file(path);
        let module = Rc::new(Module::from_file(name, path.to_owned(), is_package));
        self.remember(name, &Value::Module(Rc::clone(&module)));
        match self.run_module(&module, path, text) {
            Ok(()) => Ok(module),
            Err(error) => {
                self.modules.shift_remove(name);
                Err(self.complete(error))
            }
        }
    }

    /// Evaluates a module of the standard library that is written in Python. Its code has no places: errors, calls and
    /// tracebacks point to the script that used it.
    pub(crate) fn eval_library(&mut self, name: &str, text: &str) -> Result<Rc<Module>> {
        let module = Rc::new(Module::new(name));
        let source = crate::span::SourceFile::new(PathBuf::from(name), Rc::from(text));
        let code = compile::compile_module(&source, 0)?;
        module.set("__name__", Value::str(name));
        module.set("__package__", Value::str(""));
        let strict = std::mem::take(&mut self.strict);
        let mut frame = super::frame::Frame::new(code, Rc::clone(&module), &[]);
        let result = self.run(&mut frame);
        self.strict = strict;
        result.map(|_| module)
    }

    pub(crate) fn run_module(&mut self, module: &Rc<Module>, path: &Path, text: &str) -> Result<()> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let file = self.add_file(path, text);
        let code = match self.file(file) {
            Some(source) => compile::compile_module(source, file)?,
            None => return Err(Error::limit("too many files")),
        };
        let package = if module.is_package {
            Rc::clone(&module.name)
        } else {
            Rc::from(module.name.rsplit_once('.').map_or("", |(package, _)| package))
        };
        module.set("__name__", Value::Str(Rc::clone(&module.name)));
        module.set("__file__", Value::str(path.to_string_lossy()));
        module.set("__package__", Value::Str(package));
        module.set("__doc__", Value::None);
        if module.is_package {
            let folder = path.parent().unwrap_or(path).to_string_lossy().into_owned();
            module.set("__path__", Value::list(vec![Value::from(folder)]));
        }
        module.set("__builtins__", Value::Module(Rc::clone(&self.builtins)));
        // What stands at module level is harmless there, also when a function imports it.
        let strict = std::mem::take(&mut self.strict);
        let mut frame = super::frame::Frame::new(code, Rc::clone(module), &[]);
        let result = self.run(&mut frame);
        self.strict = strict;
        module.evaluated.set(true);
        result.map(|_| ())
    }

    /// `import dotted`: the module, or what stands in for it.
    pub fn import(&mut self, dotted: &str) -> Result<Value> {
        if let Some(stub) = self.stubs.get(dotted) {
            return Ok(stub.clone());
        }
        if let Some(module) = self.modules.get(dotted) {
            return Ok(module.clone());
        }
        if let Some((parent, _)) = dotted.rsplit_once('.') {
            let parent_module = self.import(parent)?;
            if let Some(module) = self.modules.get(dotted) {
                return Ok(module.clone());
            }
            if let Value::Unresolved(unresolved) = &parent_module
                && !self.native.contains_key(dotted)
            {
                let name = dotted.rsplit('.').next().unwrap_or(dotted);
                return Ok(Value::Unresolved(unresolved.derive(&format!(".{name}"))));
            }
        }
        let value = self.load_module(dotted)?;
        if let Some((parent, name)) = dotted.rsplit_once('.')
            && let Some(Value::Module(parent)) = self.modules.get(parent)
            // A native module may have another thing of that name, as the original has, whose own names come later.
            && (!parent.partial || parent.get(name).is_none_or(|known| matches!(known, Value::Module(_))))
        {
            parent.set(name, value.clone());
        }
        Ok(value)
    }

    /// Keeps a module under its name, also in `sys.modules`.
    fn remember(&mut self, name: &str, value: &Value) {
        self.modules.insert(Rc::from(name), value.clone());
        if !value.is_unresolved()
            && let Some(Value::Module(sys)) = self.modules.get("sys")
            && let Some(modules) = sys.get("modules")
            && let Some(modules) = modules.as_dict()
        {
            modules.insert_str(name, value.clone());
        }
    }

    /// Whether a stub gives a value to something inside a package.
    pub fn has_stub_below(&self, package: &str) -> bool {
        self.stubs.keys().any(|name| name.strip_prefix(package).is_some_and(|rest| rest.starts_with('.')))
    }

    /// What scripts have put into `sys.path`.
    fn search_path(&self) -> Vec<String> {
        let Some(Value::Module(sys)) = self.modules.get("sys") else { return Vec::new() };
        let entries = sys.get("path").and_then(|path| path.as_sequence()).unwrap_or_default();
        entries.iter().filter_map(|entry| entry.as_str().map(str::to_owned)).collect()
    }

    fn load_module(&mut self, dotted: &str) -> Result<Value> {
        if let Some(build) = self.native.get(dotted).cloned() {
            let module = build(self)?;
            let value = Value::Module(module);
            self.remember(dotted, &value);
            return Ok(value);
        }
        // A package that exists only through its registered submodules.
        let prefix = format!("{dotted}.");
        if self.native.keys().any(|name| name.starts_with(&prefix)) {
            let value = Value::Module(Rc::new(Module::new(dotted)));
            self.remember(dotted, &value);
            return Ok(value);
        }
        let importer = self.importer.clone();
        let search_path = self.search_path();
        let Some(source) = importer.and_then(|importer| importer.find(dotted, &search_path)) else {
            let value = self.unresolved(
                dotted,
                format!("`{dotted}` is neither part of the project nor a module limbeck implements"),
            );
            self.remember(dotted, &value);
            return Ok(value);
        };
        let module = Rc::new(Module::from_file(dotted, source.path.clone(), source.is_package));
        let value = Value::Module(Rc::clone(&module));
        self.remember(dotted, &value);
        self.importing.push(dotted.to_owned());
        let span = self.current_span();
        let result = self.run_module(&module, &source.path, &source.text);
        let chain = std::mem::take(&mut self.importing);
        self.importing = chain.clone();
        self.importing.pop();
        match result {
            Ok(()) => Ok(self.modules.get(dotted).cloned().unwrap_or(value)),
            Err(error @ (Error::Limit(_) | Error::Interrupted)) => {
                self.modules.shift_remove(dotted);
                Err(error)
            }
            Err(error) => {
                let error = self.complete(error);
                let place = match self.locate(error.span()) {
                    Some(location) => format!(" at {}:{}", location.path.display(), location.line),
                    None => String::new(),
                };
                let message = format!("`{dotted}` could not be evaluated{place}: {error}");
                // What was evaluated before stays usable, and so do the modules inside a package.
                *module.failure.borrow_mut() = Some(Rc::new(Reason { message, chain, span }));
                Ok(value)
            }
        }
    }

    /// The `import` part of an import statement.
    #[inline(never)]
    pub(super) fn import_name(&mut self, globals: &Rc<Module>, name: &str, level: u16, top: bool) -> Result<Value> {
        let dotted = if level == 0 { name.to_owned() } else { self.absolute_name(globals, name, level)? };
        let value = self.import(&dotted)?;
        if top && let Some((first, _)) = dotted.split_once('.') {
            return self.import(first);
        }
        Ok(value)
    }

    fn absolute_name(&mut self, globals: &Rc<Module>, name: &str, level: u16) -> Result<String> {
        let package = globals.get("__package__").and_then(|value| value.as_rc_str()).unwrap_or_else(|| Rc::from(""));
        let import_error = |message: &str| Error::exception("ImportError", message);
        if package.is_empty() {
            return Err(import_error("attempted relative import with no known parent package"));
        }
        let mut base: &str = &package;
        for _ in 1..level {
            base = base
                .rsplit_once('.')
                .map(|(parent, _)| parent)
                .ok_or_else(|| import_error("attempted relative import beyond top-level package"))?;
        }
        Ok(if name.is_empty() { base.to_owned() } else { format!("{base}.{name}") })
    }

    /// `from module import name`
    #[inline(never)]
    pub(super) fn import_from(&mut self, module: &Value, name: &str) -> Result<Value> {
        match module {
            Value::Module(inner) => {
                let dotted = format!("{}.{name}", inner.name);
                if let Some(stub) = self.stubs.get(&dotted) {
                    return Ok(stub.clone());
                }
                if let Some(value) = inner.get(name) {
                    return Ok(value);
                }
                if inner.get("__getattr__").is_some() && self.find_submodule(&dotted).is_none() {
                    return self.get_attr(module, name);
                }
                match self.submodule(inner, name)? {
                    Some(value) => Ok(value),
                    None if inner.failure.borrow().is_some() => Ok(lacking(inner, name)),
                    None => {
                        let place = match &inner.path {
                            Some(path) => format!(" ({})", path.display()),
                            None => " (unknown location)".to_owned(),
                        };
                        let what = if inner.evaluated.get() {
                            format!("cannot import name '{name}' from '{}'{place}", inner.name)
                        } else {
                            format!(
                                "cannot import name '{name}' from partially initialized module '{}' (most likely due to a circular import){place}",
                                inner.name
                            )
                        };
                        Err(Error::exception("ImportError", what))
                    }
                }
            }
            Value::Unresolved(unresolved) => {
                let dotted = format!("{}.{name}", unresolved.name);
                match self.stubs.get(&dotted) {
                    Some(stub) => Ok(stub.clone()),
                    None => Ok(Value::Unresolved(unresolved.derive(&format!(".{name}")))),
                }
            }
            other => self.get_attr(other, name),
        }
    }

    /// Whether a module of that name is part of the project or implemented here.
    pub(crate) fn is_importable(&self, dotted: &str) -> bool {
        self.find_submodule(dotted).is_some()
    }

    fn find_submodule(&self, dotted: &str) -> Option<()> {
        let prefix = format!("{dotted}.");
        if self.native.contains_key(dotted)
            || self.modules.contains_key(dotted)
            || self.native.keys().any(|name| name.starts_with(&prefix))
        {
            return Some(());
        }
        self.importer.as_ref()?.find(dotted, &self.search_path()).map(|_| ())
    }

    /// A name a module does not have itself: a submodule, or unresolved for native modules.
    pub(super) fn submodule(&mut self, module: &Rc<Module>, name: &str) -> Result<Option<Value>> {
        let dotted = format!("{}.{name}", module.name);
        if let Some(stub) = self.stubs.get(&dotted) {
            return Ok(Some(stub.clone()));
        }
        if name.starts_with("__") && name.ends_with("__") {
            return Ok(None);
        }
        if (module.partial || module.is_package) && self.find_submodule(&dotted).is_some() {
            return self.import(&dotted).map(Some);
        }
        if module.partial {
            return Ok(Some(self.unresolved(&dotted, format!("`{dotted}` is not implemented"))));
        }
        if module.failure.borrow().is_some() {
            return Ok(Some(lacking(module, name)));
        }
        Ok(None)
    }

    /// `from module import *`
    #[inline(never)]
    pub(super) fn import_star(&mut self, module: &Value, globals: &Rc<Module>) -> Result<()> {
        match module {
            Value::Module(inner) => {
                let failure = inner.failure.borrow().clone();
                if let Some(reason) = failure {
                    let name = Rc::clone(&inner.name);
                    *globals.wild.borrow_mut() = Some(Rc::new(Unresolved { name, reason }));
                }
                if let Some(all) = inner.get("__all__") {
                    for name in self.iterate(&all)? {
                        if let Some(name) = name.as_str() {
                            let value = self.import_from(module, name)?;
                            globals.set(name, value);
                        }
                    }
                    return Ok(());
                }
                let names: Vec<(Rc<str>, Value)> = inner
                    .attrs
                    .borrow()
                    .iter()
                    .filter(|(name, _)| !name.starts_with('_'))
                    .map(|(name, value)| (Rc::clone(name), value.clone()))
                    .collect();
                for (name, value) in names {
                    globals.attrs.borrow_mut().insert(name, value);
                }
                Ok(())
            }
            Value::Unresolved(unresolved) => {
                *globals.wild.borrow_mut() = Some(Rc::clone(unresolved));
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// A name that a module would have had, had its evaluation not stopped before.
fn lacking(module: &Module, name: &str) -> Value {
    match &*module.failure.borrow() {
        Some(reason) => {
            let name = Rc::from(format!("{}.{name}", module.name));
            Value::Unresolved(Rc::new(Unresolved { name, reason: Rc::clone(reason) }))
        }
        None => Value::None,
    }
}
