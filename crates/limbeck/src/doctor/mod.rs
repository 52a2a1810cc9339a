//! `limbeck doctor`: every condition of a good run, checked one by one, with cause and next step. It changes nothing.

mod connection;
mod database;
mod finding;
mod git;
mod half_done;
mod json;
mod pending;
mod project;
mod questions;
mod server;
mod text;
mod versions;
mod visit;

use limbeck_messages::doctor as says;

use crate::failure::{Failure, FailureKind};
use crate::settings::Settings;
use database::Examined;
use finding::{Check, Finding, Mark};

/// All findings.
struct Report {
    /// Of the project's files.
    project: Vec<Finding>,
    /// Of each database.
    databases: Vec<Examined>,
}

impl Report {
    fn count(&self, mark: Mark) -> usize {
        let databases = self.databases.iter().flat_map(|database| &database.findings);
        self.project.iter().chain(databases).filter(|finding| finding.mark == mark).count()
    }
}

/// `doctor`: checks the project, the way to its database, and the database, and prints what it found.
///
/// With `json`, a document as `docs/doctor.schema.json` has it.
///
/// # Errors
/// [`FailureKind::Answer`] where a check failed; [`FailureKind::Interrupted`]; [`FailureKind::Database`] where the
/// connection was lost on the way.
pub fn doctor(settings: &Settings, json: bool) -> Result<(), Failure> {
    let report = report(&visit::quiet(settings))?;
    let text = match json {
        true => json::document(&report, settings.language),
        false => text::describe(&report, settings.language),
    };
    settings.reporter.print(&text);
    match report.count(Mark::Wrong) {
        0 => Ok(()),
        count => Err(Failure::new(FailureKind::Answer, says::failed(count)).with_help(says::failed_help())),
    }
}

fn report(settings: &Settings) -> Result<Report, Failure> {
    let mut files = project::check(settings);
    let mut databases = Vec::new();
    match (&files.project, &files.config) {
        (Some(project), _) => {
            let visited = visit::visit(settings, project)?;
            files.findings.push(visited.env_py);
            databases = visited.databases;
        }
        (None, config) => {
            files.findings.push(Finding::not_checked(Check::EnvPy));
            if let Some(config) = config
                && let Some(attempt) = visit::chosen(settings, config)?
            {
                let mut examined = visit::without_env_py(&attempt, None)?;
                visit::tell_source(settings, config, Some(&attempt), &mut examined);
                databases.push(examined);
            }
        }
    }
    let mut project = files.findings;
    if databases.is_empty() && files.config.is_some() {
        project.push(Finding::wrong(Check::Url, says::no_url(), says::no_url_help()));
    }
    Ok(Report { project, databases })
}
