//! A project on disk: its configuration, its script folder, and the graph of its revisions.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::thread::JoinHandle;

use limbeck_graph::{Graph, GraphError, Revision, RevisionId};
use limbeck_python::{Error, Header, HeaderValue, Value, read_header};
use thiserror::Error as ThisError;

use crate::config::{Config, ConfigError};
use crate::environment::evaluator_for_headers;
use crate::script::{Scripts, read_script};

/// The names of a revision's header.
const HEADER: &[&str] = &["revision", "down_revision", "branch_labels", "depends_on"];

/// Why a project can't be read.
#[derive(Debug, ThisError)]
pub enum ProjectError {
    /// Its configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A script that can't be read.
    #[error("can't read {path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A script that is not Python, or whose header can't be evaluated.
    #[error("{error}")]
    Script {
        /// The file.
        path: PathBuf,
        /// The evaluator's error.
        error: Box<Error>,
    },
    /// A script without the variables of a revision, in Alembic's words.
    #[error("{message}")]
    Header {
        /// The file.
        path: PathBuf,
        /// What is missing or wrong.
        message: String,
    },
    /// The revisions do not fit together.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Graph(Vec<GraphError>),
}

/// A project.
#[derive(Debug)]
pub struct Project {
    /// Its configuration.
    pub config: Rc<Config>,
    /// The script folder.
    pub script_location: PathBuf,
    /// The revisions.
    pub graph: Rc<Graph>,
    /// The scripts of the revisions.
    pub scripts: Rc<Scripts>,
    /// What Alembic would warn of: a file that is found twice.
    pub warnings: Vec<String>,
}

/// A project whose revisions are being read in the background.
#[derive(Debug)]
pub struct Opening {
    /// Its configuration.
    pub config: Rc<Config>,
    /// The script folder.
    pub script_location: PathBuf,
    reading: Background,
}

/// The scripts on their way.
#[derive(Debug)]
enum Background {
    Reading(JoinHandle<Result<Reading, ProjectFilesError>>),
    Read(Result<Reading, ProjectFilesError>),
}

/// What the background has read.
#[derive(Debug)]
struct Reading {
    paths: Vec<PathBuf>,
    headers: Vec<Option<Header>>,
    warnings: Vec<String>,
}

/// A folder that can't be listed.
#[derive(Debug)]
struct ProjectFilesError {
    folder: PathBuf,
    source: std::io::Error,
}

impl Opening {
    /// Begins to read the headers of every revision of a configured project.
    ///
    /// # Errors
    /// [`ProjectError::Config`].
    pub fn begin(config: Config) -> Result<Opening, ProjectError> {
        let script_location = config.script_location()?;
        let recursive = config.boolean_option("recursive_version_locations")?;
        let sourceless = config.boolean_option("sourceless")?;
        if sourceless {
            return Err(ConfigError::Value(
                "`sourceless` projects hold compiled Python, which limbeck can't read: it needs the .py files"
                    .to_owned(),
            )
            .into());
        }
        let mut folders = Vec::new();
        match config.version_locations()?.filter(|list| !list.is_empty()) {
            Some(list) => {
                for location in list {
                    folders.push(config.resource_path(&location)?);
                }
            }
            None => folders.push(script_location.join("versions")),
        }
        let folders = Arc::new(folders);
        let theirs = Arc::clone(&folders);
        let reading = match std::thread::Builder::new().spawn(move || read_folders(&theirs, recursive)) {
            Ok(thread) => Background::Reading(thread),
            // No thread is to be had: then it is done here.
            Err(_) => Background::Read(read_folders(&folders, recursive)),
        };
        Ok(Opening { config: Rc::new(config), script_location, reading })
    }

    /// Waits for the headers and makes the graph of them.
    ///
    /// # Errors
    /// [`ProjectError`], with the file.
    pub fn finish(self) -> Result<Project, ProjectError> {
        let reading = match self.reading {
            Background::Reading(thread) => thread.join(),
            Background::Read(read) => Ok(read),
        };
        let reading = match reading {
            Ok(reading) => reading.map_err(|error| ProjectError::Read { path: error.folder, source: error.source })?,
            Err(_) => {
                let source = std::io::Error::other("the thread that reads the scripts ended");
                return Err(ProjectError::Read { path: self.script_location, source });
            }
        };
        let mut revisions = Vec::new();
        let mut files = HashMap::new();
        for (path, header) in reading.paths.iter().zip(reading.headers) {
            let revision = match header {
                Some(header) => revision_of(path, header)?,
                None => read_revision(path, &self.config)?,
            };
            files.insert(revision.id.clone(), path.clone());
            revisions.push(revision);
        }
        let graph = Rc::new(Graph::new(revisions).map_err(ProjectError::Graph)?);
        Ok(Project {
            config: self.config,
            script_location: self.script_location,
            scripts: Rc::new(Scripts::new(files, Rc::clone(&graph))),
            graph,
            warnings: reading.warnings,
        })
    }

    /// The project's env.py.
    pub fn env_py(&self) -> PathBuf {
        env_py(&self.script_location)
    }
}

fn env_py(script_location: &Path) -> PathBuf {
    let path = script_location.join("env.py");
    std::path::absolute(&path).unwrap_or(path)
}

/// Lists and reads the scripts of folders.
fn read_folders(folders: &[PathBuf], recursive: bool) -> Result<Reading, ProjectFilesError> {
    let mut warnings = Vec::new();
    let mut seen = HashSet::new();
    let mut paths = Vec::new();
    for folder in folders.iter().filter(|folder| folder.exists()) {
        // Paths are resolved folder by folder: asking the system for each file would cost more than reading it.
        let folder = without_verbatim(folder.canonicalize().unwrap_or_else(|_| folder.clone()));
        for real in list_scripts(&folder, recursive)? {
            if !seen.insert(real.clone()) {
                warnings.push(format!(
                    "File {} loaded twice! ignoring. Please ensure version_locations is unique.",
                    real.display()
                ));
                continue;
            }
            paths.push(real);
        }
    }
    let headers = read_headers(&paths);
    Ok(Reading { paths, headers, warnings })
}

impl Project {
    /// Reads the headers of every revision of a configured project.
    ///
    /// # Errors
    /// [`ProjectError`], with the file.
    pub fn open(config: Config) -> Result<Project, ProjectError> {
        Opening::begin(config)?.finish()
    }

    /// The project's env.py.
    pub fn env_py(&self) -> PathBuf {
        env_py(&self.script_location)
    }
}

/// On Windows, `canonicalize` gives `\\?\C:\…`, which no one wants to read.
fn without_verbatim(path: PathBuf) -> PathBuf {
    match path.to_str().and_then(|text| text.strip_prefix(r"\\?\")) {
        Some(rest) if !rest.starts_with("UNC") => PathBuf::from(rest),
        _ => path,
    }
}

/// The scripts in a folder in Alembic's order: files by name, then folders by name where it goes deeper.
fn list_scripts(folder: &Path, recursive: bool) -> Result<Vec<PathBuf>, ProjectFilesError> {
    let error = |source| ProjectFilesError { folder: folder.to_owned(), source };
    let mut files = Vec::new();
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(error)? {
        let entry = entry.map_err(error)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        let kind = entry.file_type().map_err(error)?;
        // A link is shown by what it points to, as Python's `resolve()` has it.
        let path = if kind.is_symlink() { without_verbatim(path.canonicalize().unwrap_or(path)) } else { path };
        if kind.is_dir() || kind.is_symlink() && path.is_dir() {
            if !name.ends_with("__pycache__") {
                folders.push((name, path));
            }
        } else if name.ends_with(".py") && !name.starts_with(".#") && !name.starts_with("__init__") {
            files.push((name, path));
        }
    }
    files.sort();
    folders.sort();
    let mut out: Vec<PathBuf> = files.into_iter().map(|(_, path)| path).collect();
    if recursive {
        for (_, path) in folders {
            out.extend(list_scripts(&path, true)?);
        }
    }
    Ok(out)
}

/// Projects with fewer files are read faster by one thread.
const FILES_FOR_THREADS: usize = 64;

/// The headers of files, read side by side; `None` where one takes more than reading literals, or is wrong.
fn read_headers(paths: &[PathBuf]) -> Vec<Option<Header>> {
    let read = |path: &PathBuf| {
        let text = read_script(path).ok()?;
        let header = read_header(&text, HEADER).ok()?;
        let computed = HEADER.iter().any(|name| matches!(header.get(name), Some(HeaderValue::Computed)));
        (!computed).then_some(header)
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    if paths.len() < FILES_FOR_THREADS || threads == 1 {
        return paths.iter().map(read).collect();
    }
    let share = paths.len().div_ceil(threads);
    std::thread::scope(|scope| {
        let read_part = |part: &[PathBuf]| part.iter().map(read).collect::<Vec<_>>();
        let spawn = |part| std::thread::Builder::new().spawn_scoped(scope, move || read_part(part));
        let parts: Vec<_> = paths.chunks(share).map(|part| (part, spawn(part))).collect();
        let headers = parts.into_iter().flat_map(|(part, thread)| match thread {
            // Where a thread fails, its files are read again one by one, with the error that they have.
            Ok(thread) => thread.join().unwrap_or_else(|_| vec![None; part.len()]),
            Err(_) => read_part(part),
        });
        headers.collect()
    })
}

fn read_revision(path: &Path, config: &Config) -> Result<Revision, ProjectError> {
    let text = read_script(path).map_err(|source| ProjectError::Read { path: path.to_owned(), source })?;
    let failed = |error: Error| ProjectError::Script { path: path.to_owned(), error: Box::new(with_path(error, path)) };
    let header = read_header(&text, HEADER).map_err(failed)?;
    let computed = HEADER.iter().any(|name| matches!(header.get(name), Some(HeaderValue::Computed)));
    let header = if computed { evaluate_header(path, &text, header, config)? } else { header };
    revision_of(path, header)
}

fn revision_of(path: &Path, header: Header) -> Result<Revision, ProjectError> {
    let bad = |message: String| ProjectError::Header { path: path.to_owned(), message };
    let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let id = match header.get("revision") {
        Some(HeaderValue::Str(id)) => id.clone(),
        Some(_) => return Err(bad(format!("`revision` in {file_name} is not a string"))),
        None => legacy_id(&file_name).ok_or_else(|| {
            bad(format!(
                "Could not determine revision id from filename {file_name}. Be sure the 'revision' variable is declared inside the script (please see 'Upgrading from Alembic 0.1 to 0.2' in the documentation)."
            ))
        })?,
    };
    let list = |name: &str| -> Result<Vec<String>, ProjectError> {
        match header.get(name) {
            None | Some(HeaderValue::None) => Ok(Vec::new()),
            Some(HeaderValue::Str(one)) => Ok(vec![one.clone()]),
            Some(HeaderValue::Sequence(items)) => items
                .iter()
                .filter(|item| **item != HeaderValue::None)
                .map(|item| match item {
                    HeaderValue::Str(text) => Ok(text.clone()),
                    _ => Err(bad(format!("`{name}` in {file_name} holds something that is not a string"))),
                })
                .collect(),
            Some(_) => Err(bad(format!("`{name}` in {file_name} is neither a string, a list of strings nor None"))),
        }
    };
    if header.get("down_revision").is_none() {
        return Err(bad(format!("{file_name} has no 'down_revision' variable")));
    }
    let mut revision = Revision::new(id.as_str(), path);
    revision.down_revisions = list("down_revision")?.iter().map(|id| RevisionId::from(id.as_str())).collect();
    revision.branch_labels = list("branch_labels")?;
    revision.depends_on = list("depends_on")?;
    revision.docstring = header.doc.unwrap_or_default();
    Ok(revision)
}

/// Syntax errors of a header are found without a path.
fn with_path(error: Error, path: &Path) -> Error {
    match error {
        Error::Syntax(mut syntax) => {
            syntax.path = path.to_owned();
            Error::Syntax(syntax)
        }
        other => other,
    }
}

/// Alembic's oldest files are named by their id alone.
fn legacy_id(file_name: &str) -> Option<String> {
    let stem = file_name.strip_suffix(".py")?;
    (!stem.is_empty() && stem.chars().all(|c| matches!(c, 'a'..='f' | '0'..='9'))).then(|| stem.to_owned())
}

/// Evaluates a script whose header is not written as literals.
fn evaluate_header(path: &Path, text: &str, header: Header, config: &Config) -> Result<Header, ProjectError> {
    let failed = |error: Error| ProjectError::Script { path: path.to_owned(), error: Box::new(error) };
    let mut vm = evaluator_for_headers(config);
    let module = vm.eval_module("revision_header", path, text).map_err(failed)?;
    let mut values = Vec::new();
    for name in HEADER {
        if let Some(value) = module.get(name) {
            values.push(((*name).to_owned(), header_value(&value)));
        }
    }
    Ok(Header { doc: header.doc, values })
}

fn header_value(value: &Value) -> HeaderValue {
    match value {
        Value::None => HeaderValue::None,
        Value::Bool(flag) => HeaderValue::Bool(*flag),
        value => match (value.as_str(), value) {
            (Some(text), _) => HeaderValue::Str(text.to_owned()),
            (None, Value::Set(set) | Value::FrozenSet(set)) => {
                HeaderValue::Sequence(set.items().iter().map(header_value).collect())
            }
            (None, value) => match value.as_sequence() {
                Some(items) => HeaderValue::Sequence(items.iter().map(header_value).collect()),
                None => HeaderValue::Computed,
            },
        },
    }
}
