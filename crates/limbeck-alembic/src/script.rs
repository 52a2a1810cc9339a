//! The scripts of revisions, evaluated when their turn comes.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use limbeck_graph::{Graph, RevisionId, Step};
use limbeck_python::{Args, Error, Module, Result, Value, Vm};

/// The files of a project's revisions.
#[derive(Debug)]
pub struct Scripts {
    files: HashMap<RevisionId, PathBuf>,
    heads: Vec<String>,
    graph: Rc<Graph>,
    modules: RefCell<HashMap<RevisionId, Rc<Module>>>,
}

impl Scripts {
    /// The scripts of these revisions; the heads are what `context.get_head_revisions()` gives.
    pub fn new(files: HashMap<RevisionId, PathBuf>, graph: Rc<Graph>) -> Self {
        let heads = graph.heads().iter().map(|head| head.id.to_string()).collect();
        Scripts { files, heads, graph, modules: RefCell::new(HashMap::new()) }
    }

    /// The graph of the revisions.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The heads of the project.
    pub fn heads(&self) -> &[String] {
        &self.heads
    }

    /// The file of a revision.
    pub fn path(&self, revision: &RevisionId) -> Option<&Path> {
        self.files.get(revision).map(PathBuf::as_path)
    }

    /// Calls `upgrade()` or `downgrade()` of a step's revision.
    ///
    /// # Errors
    /// What the script raises, or what limbeck does not support in it.
    pub fn run(&self, vm: &mut Vm, step: &Step, keywords: &[(Rc<str>, Value)]) -> Result<()> {
        let (revision, function) = match step {
            Step::Upgrade(step) => (&step.revision, "upgrade"),
            Step::Downgrade(step) => (&step.revision, "downgrade"),
            Step::Stamp(_) => return Ok(()),
        };
        let module = self.module(vm, revision)?;
        let callee = vm.get_attr(&Value::Module(module), function)?;
        let args = Args { keyword: keywords.to_vec(), ..Args::none() };
        vm.call_entry(&callee, args).map(|_| ())
    }

    /// The evaluated module of a revision.
    ///
    /// # Errors
    /// When the file can't be read or its module code fails.
    pub fn module(&self, vm: &mut Vm, revision: &RevisionId) -> Result<Rc<Module>> {
        if let Some(module) = self.modules.borrow().get(revision) {
            return Ok(Rc::clone(module));
        }
        let Some(path) = self.files.get(revision) else {
            return Err(Error::exception("FileNotFoundError", format!("no file for revision {revision}")));
        };
        let text = read_script(path)
            .map_err(|error| Error::exception("OSError", format!("can't read {}: {error}", path.display())))?;
        let stem = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let name = stem.replace('.', "_");
        let module = vm.eval_module(&name, &with_slashes(path), &text)?;
        self.modules.borrow_mut().insert(revision.clone(), Rc::clone(&module));
        Ok(module)
    }
}

/// The path as scripts see it in `__file__`: with slashes on Windows too, where the evaluator's `os.path` splits at
/// nothing else, and the system takes both.
pub(crate) fn with_slashes(path: &Path) -> PathBuf {
    if cfg!(windows) { PathBuf::from(path.to_string_lossy().replace('\\', "/")) } else { path.to_owned() }
}

/// Most scripts are smaller: asking how large a file is costs more than reading it.
const USUAL_SIZE: usize = 16 << 10;

/// The text of a script: UTF-8, or what its coding line says where that is Latin-1.
///
/// # Errors
/// When the file can't be read.
pub fn read_script(path: &Path) -> std::io::Result<String> {
    let mut bytes = vec![0; USUAL_SIZE];
    let mut file = std::fs::File::open(path)?;
    let mut length = 0;
    loop {
        match file.read(bytes.get_mut(length..).unwrap_or_default()) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        if length == bytes.len() {
            bytes.resize(2 * length, 0);
        }
    }
    bytes.truncate(length);
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let bytes = error.into_bytes();
            let head: String = bytes.iter().take(200).map(|byte| char::from(*byte)).collect();
            let latin = head.lines().take(2).any(|line| {
                let line = line.to_ascii_lowercase();
                line.starts_with('#') && (line.contains("latin-1") || line.contains("iso-8859-1"))
            });
            if latin {
                return Ok(bytes.iter().map(|byte| char::from(*byte)).collect());
            }
            Err(std::io::Error::new(std::io::ErrorKind::InvalidData, "the file is not valid UTF-8"))
        }
    }
}
