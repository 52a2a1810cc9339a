//! Setting up an evaluator for a project: modules, imports, environment variables.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use limbeck_python::{Console, Error, Importer, Module, ModuleSource, Options, Result, Value, Vm};

use crate::config::Config;
use crate::runtime::{Environment, Runtime};
use crate::sa::classes;
use crate::script::{read_script, with_slashes};

/// Finds modules below `prepend_sys_path` and the project's folder.
#[derive(Debug)]
struct ProjectImporter {
    roots: Vec<PathBuf>,
    /// The folder below which scripts may read: what they put into `sys.path` counts only there.
    limit: PathBuf,
}

impl Importer for ProjectImporter {
    fn find(&self, dotted: &str, search_path: &[String]) -> Option<ModuleSource> {
        let inner: PathBuf = dotted.split('.').collect();
        let added: Vec<PathBuf> = search_path
            .iter()
            .filter_map(|entry| PathBuf::from(entry).canonicalize().ok())
            .filter(|folder| folder.starts_with(&self.limit))
            .collect();
        for root in added.iter().chain(&self.roots) {
            let base = root.join(&inner);
            for (path, is_package) in [(base.join("__init__.py"), true), (base.with_extension("py"), false)] {
                if path.is_file()
                    && let Ok(text) = read_script(&path)
                {
                    return Some(ModuleSource { path, text, is_package });
                }
            }
            if base.is_dir() && !inner.as_os_str().is_empty() {
                // A namespace package.
                return Some(ModuleSource { path: base, text: String::new(), is_package: true });
            }
        }
        None
    }
}

/// What an evaluator needs besides the project.
pub struct EvaluatorOptions {
    /// Where scripts print and log to.
    pub console: Rc<dyn Console>,
    /// Set by Ctrl-C.
    pub interrupt: Arc<AtomicBool>,
    /// The environment variables, those of `.env` files included.
    pub variables: HashMap<String, String>,
}

/// An evaluator that knows `alembic` and `sqlalchemy` and runs the scripts of a project.
pub fn evaluator(config: &Rc<Config>, runtime: Rc<dyn Runtime>, options: EvaluatorOptions) -> Vm {
    let (roots, limit) = roots(config);
    let mut vm = Vm::new(Options {
        root: Some(limit.clone()),
        env: Some(options.variables),
        console: Rc::clone(&options.console),
        interrupt: options.interrupt,
        ..Options::default()
    });
    register(&mut vm);
    vm.set_importer(Rc::new(ProjectImporter { roots, limit }));
    vm.insert_state(Rc::new(Environment {
        config: Rc::clone(config),
        runtime,
        context: RefCell::new(None),
        attributes: Value::dict(Vec::<(String, Value)>::new()),
        in_revision: Cell::new(false),
    }));
    crate::stubs::apply(&mut vm, &config.folder(), &*options.console);
    vm
}

/// Where modules of the project are looked for, and the folder below which scripts may read.
fn roots(config: &Config) -> (Vec<PathBuf>, PathBuf) {
    let folder = config.folder();
    let mut roots: Vec<PathBuf> = config
        .prepend_sys_path()
        .unwrap_or_default()
        .into_iter()
        .map(|path| std::path::absolute(&path).unwrap_or_else(|_| PathBuf::from(&path)))
        .collect();
    if !roots.contains(&folder) {
        roots.push(folder.clone());
    }
    let limit = sandbox_root(&folder, &roots);
    (roots, limit)
}

/// The folder below which scripts may read: the project's, widened to hold what `prepend_sys_path` names, so that a
/// project whose ini lies beside its package can still be read.
fn sandbox_root(folder: &Path, roots: &[PathBuf]) -> PathBuf {
    let canonical = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let start = canonical(folder);
    // The project is the whole repository, where the ini lies a few folders below its root.
    let mut root = start.ancestors().take(4).find(|above| above.join(".git").exists()).unwrap_or(&start).to_owned();
    for path in roots {
        let path = canonical(path);
        // At most two levels up: a stray `/` in prepend_sys_path must not open the machine.
        let mut widened = root.clone();
        for _ in 0..2 {
            if path.starts_with(&widened) {
                root = widened;
                break;
            }
            if !widened.pop() {
                break;
            }
        }
    }
    root
}

/// An evaluator for headers that are not literals: it knows the project's modules, and no database.
pub(crate) fn evaluator_for_headers(config: &Config) -> Vm {
    let (roots, limit) = roots(config);
    let mut vm = Vm::new(Options { root: Some(limit.clone()), ..Options::default() });
    register(&mut vm);
    vm.set_importer(Rc::new(ProjectImporter { roots, limit }));
    vm
}

fn register(vm: &mut Vm) {
    classes::install(vm);
    crate::sa::modules::register(vm);
    crate::shims::register(vm);
    vm.register_module("alembic.op", |_vm| Ok(Rc::new(crate::op::module())));
    vm.register_module("alembic.context", |vm| match vm.state::<Environment>() {
        Some(_) => crate::context::module(vm).map(Rc::new),
        None => Ok(Rc::new(Module::new("alembic.context"))),
    });
    vm.register_module("_limbeck_scripts", |_vm| Ok(Rc::new(crate::context::scripts::module())));
    vm.register_module("alembic", |vm| {
        let module = Module::new("alembic").with("__version__", Value::str("1.20.1"));
        module.set("op", Value::Module(Rc::new(crate::op::module())));
        if vm.state::<Environment>().is_some() {
            module.set("context", Value::Module(Rc::new(crate::context::module(vm)?)));
        }
        let exceptions = &classes::classes(vm).exceptions;
        let util = Module::new("alembic.util").with("CommandError", Rc::clone(&exceptions.command_error));
        module.set("util", Value::Module(Rc::new(util)));
        Ok(Rc::new(module))
    });
    for name in ["alembic.util", "alembic.util.exc"] {
        vm.register_module(name, move |vm| {
            let exceptions = &classes::classes(vm).exceptions;
            Ok(Rc::new(Module::new(name).with("CommandError", Rc::clone(&exceptions.command_error))))
        });
    }
    vm.register_module("alembic.operations", |vm| {
        let classes = classes::classes(vm);
        Ok(Rc::new(
            Module::new("alembic.operations")
                .with("BatchOperations", Rc::clone(&classes.batch))
                .with("Operations", Rc::clone(&classes.operations)),
        ))
    });
    for name in ["alembic.runtime.migration", "alembic.migration"] {
        vm.register_module(name, move |vm| {
            let classes = classes::classes(vm);
            Ok(Rc::new(Module::new(name).with("MigrationContext", Rc::clone(&classes.migration_context))))
        });
    }
}

/// Runs the project's env.py.
///
/// # Errors
/// What it raises.
pub fn run_env(vm: &mut Vm, path: &Path) -> Result<()> {
    let text = read_script(path)
        .map_err(|error| Error::exception("FileNotFoundError", format!("can't read {}: {error}", path.display())))?;
    vm.eval_module("env_py", &with_slashes(path), &text).map(|_| ())
}
