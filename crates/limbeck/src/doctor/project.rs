//! The files of the project: configuration, scripts, graph, heads, and whether the scripts can be read as programs.

use std::cell::Cell;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use limbeck_alembic::{Config, Project, ProjectError, read_script};
use limbeck_messages::{Message, doctor as says, units};
use limbeck_python::{Error, Options, Vm};

use super::finding::{Check, Finding, fill};
use crate::convert::shown;
use crate::failure::Failure;
use crate::settings::{ReporterConsole, Settings};

/// At most so many scripts are named.
const SHOWN: usize = 20;

/// What the files of a project are like.
pub(super) struct Files {
    pub findings: Vec<Finding>,
    /// The project, where it can be read.
    pub project: Option<Rc<Project>>,
    /// The configuration, where it can be read.
    pub config: Option<Rc<Config>>,
}

/// A failure as a finding, its place with it.
pub(super) fn finding_of(check: Check, failure: &Failure) -> Finding {
    let message = match failure.place() {
        Some(place) => says::script_bad(format!("{}:{}", place.path, place.line), &failure.message),
        None => failure.message.clone(),
    };
    match &failure.help {
        Some(help) => Finding::wrong(check, message, help.clone()),
        None => Finding::wrong(check, message, says::constructs_help()),
    }
}

/// Checks the files.
pub(super) fn check(settings: &Settings) -> Files {
    let mut files = Files { findings: Vec::new(), project: None, config: None };
    look(settings, &mut files);
    // env.py is looked at elsewhere.
    let checks: Vec<Check> = Check::PROJECT.into_iter().filter(|check| *check != Check::EnvPy).collect();
    fill(&mut files.findings, &checks);
    files
}

fn look(settings: &Settings, files: &mut Files) {
    let config = match Config::load(&settings.config) {
        Ok(config) => config,
        Err(error) => return files.findings.push(finding_of(Check::Configuration, &error.into())),
    };
    let folder = config.folder();
    // It is loaded a second time for the project, which takes it.
    files.config = Config::load(&settings.config).ok().map(Rc::new);
    let project = match Project::open(config) {
        Ok(project) => project,
        Err(error) => {
            let check = match &error {
                ProjectError::Config(_) => Check::Configuration,
                ProjectError::Read { .. } | ProjectError::Script { .. } | ProjectError::Header { .. } => Check::Scripts,
                ProjectError::Graph(_) => Check::Graph,
            };
            if check != Check::Configuration {
                files.findings.push(configuration(settings, &folder));
            }
            if check == Check::Graph {
                files.findings.push(Finding::right(Check::Scripts, says::graph_scripts_read()));
            }
            return files.findings.push(finding_of(check, &error.into()));
        }
    };
    files.findings.push(configuration(settings, &folder));
    let location = shown(&project.script_location);
    let count = project.graph.len();
    if count == 0 {
        files.findings.push(Finding::warning(Check::Scripts, says::no_revisions(&location), says::no_revisions_help()));
    } else {
        let found = says::scripts_found(units::revisions(count), &location);
        files.findings.push(Finding::right(Check::Scripts, found));
        files.findings.push(Finding::right(Check::Graph, says::graph_whole()));
        files.findings.push(heads(&project));
        files.findings.push(constructs(settings, &project));
    }
    files.project = Some(Rc::new(project));
}

fn configuration(settings: &Settings, folder: &Path) -> Finding {
    let named: Vec<String> = settings.config.files.iter().map(|path| shown(path)).collect();
    let files = match named.is_empty() {
        false => named,
        true => ["alembic.ini", "pyproject.toml"]
            .iter()
            .map(|name| folder.join(name))
            .filter(|path| path.is_file())
            .map(|path| shown(&path))
            .collect(),
    };
    Finding::right(Check::Configuration, says::configuration_found(files.join(", ")))
}

fn heads(project: &Project) -> Finding {
    let heads: Vec<String> = project.graph.heads().iter().map(|head| head.id.to_string()).collect();
    match heads.as_slice() {
        [one] => Finding::right(Check::Heads, says::one_head(one)),
        several => Finding::warning(
            Check::Heads,
            says::several_heads(several.len(), several.join(", ")),
            says::several_heads_help(),
        ),
    }
}

/// Whether limbeck can read every script as a program. What needs the application's names, or a database, is not told
/// here: only the language.
fn constructs(settings: &Settings, project: &Project) -> Finding {
    let options = Options {
        console: Rc::new(ReporterConsole { reporter: Rc::clone(&settings.reporter), hushed: Rc::new(Cell::new(true)) }),
        interrupt: Arc::clone(&settings.interrupt),
        env: Some(Default::default()),
        ..Options::default()
    };
    let mut vm = Vm::new(options);
    let mut bad: Vec<Message> = Vec::new();
    let mut count = 0;
    for member in project.graph.revisions() {
        count += 1;
        let path = &member.path;
        let reason = match read_script(path) {
            Ok(text) => match vm.eval_module("revision", path, &text) {
                Err(Error::Syntax(error)) => Some((Some(error.line), error.message.clone())),
                // What fails before anything is called is the language itself; the rest needs the project around it.
                Err(Error::Unsupported(error)) if error.traceback.is_empty() => {
                    Some((vm.locate(error.span).map(|place| place.line), Error::Unsupported(error).to_string()))
                }
                Err(
                    Error::Raised(_)
                    | Error::Unsupported(_)
                    | Error::Unresolved(_)
                    | Error::Limit(_)
                    | Error::Interrupted,
                )
                | Ok(_) => None,
            },
            Err(error) => Some((None, error.to_string())),
        };
        if let Some((line, reason)) = reason {
            let place = line.map_or_else(|| shown(path), |line| format!("{}:{line}", shown(path)));
            bad.push(says::script_bad(place, reason));
        }
    }
    if bad.is_empty() {
        return Finding::right(Check::Constructs, says::constructs_fine(count.to_string()));
    }
    let found = says::constructs_bad(bad.len());
    Finding::wrong(Check::Constructs, found, says::constructs_help()).with_details(bad.into_iter().take(SHOWN))
}
