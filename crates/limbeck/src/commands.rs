//! The commands, as Alembic's `command.py` has them.

use std::rc::Rc;

use limbeck_alembic::{Config, Opening, Project};
use limbeck_graph::{
    HistoryRange, LineOptions, Range, RevisionId, StampRange, check_heads, downgrade_plan, history as history_walk,
    stamp_plan, upgrade_plan,
};

use crate::failure::Failure;
use crate::report::Reporter;
use crate::run::{EnvArguments, Job, finish, run, run_while_opening};
use crate::settings::Settings;

/// Reads the project that the settings name.
pub(crate) fn open(settings: &Settings) -> Result<Rc<Project>, Failure> {
    finish(settings, begin(settings)?)
}

/// Begins to read it.
pub(crate) fn begin(settings: &Settings) -> Result<Opening, Failure> {
    Ok(Opening::begin(Config::load(&settings.config)?)?)
}

fn print_line(reporter: &Rc<dyn Reporter>, text: &str) {
    reporter.print(&format!("{text}\n"));
}

/// `history`: the revisions, newest first.
///
/// # Errors
/// When the project can't be read, the range makes no sense, or `current` is needed and the database is out of reach.
pub fn history(settings: &Settings, range: Option<&str>, verbose: bool, indicate_current: bool) -> Result<(), Failure> {
    let project = open(settings)?;
    let parsed = match range {
        Some(range) => HistoryRange::parse(range)?,
        None => HistoryRange::ALL,
    };
    if !parsed.needs_current() && !indicate_current {
        return print_history(&settings.reporter, &project, range, &[], verbose, false);
    }
    let range = range.map(str::to_owned);
    let reporter = Rc::clone(&settings.reporter);
    let job = Job::Read(Box::new(move |project, rows, _url| {
        print_history(&reporter, project, range.as_deref(), rows, verbose, indicate_current)
    }));
    run(settings, &project, EnvArguments::default(), job)
}

fn print_history(
    reporter: &Rc<dyn Reporter>,
    project: &Project,
    range: Option<&str>,
    rows: &[RevisionId],
    verbose: bool,
    indicate_current: bool,
) -> Result<(), Failure> {
    let range = match range {
        Some(range) => HistoryRange::parse(range)?,
        None => HistoryRange::ALL,
    };
    let walk = history_walk(&project.graph, range, rows)?;
    for warning in &walk.warnings {
        reporter.warn(&crate::refusals::warning(*warning), None);
    }
    let mut out = String::new();
    for member in walk.revisions {
        let is_current = indicate_current && rows.contains(&member.id);
        let text = if verbose {
            member.log_entry(is_current)
        } else {
            member.line(LineOptions { is_current, ..LineOptions::HISTORY })
        };
        out.push_str(&text);
        out.push('\n');
    }
    reporter.print(&out);
    Ok(())
}

/// `heads`: the revisions that no other follows.
///
/// # Errors
/// When the project can't be read.
pub fn heads(settings: &Settings, verbose: bool, resolve_dependencies: bool) -> Result<(), Failure> {
    let project = open(settings)?;
    let members = if resolve_dependencies { project.graph.effective_heads() } else { project.graph.heads() };
    for member in members {
        let text = if verbose { member.log_entry(false) } else { member.line(LineOptions::HEADS) };
        print_line(&settings.reporter, &text);
    }
    Ok(())
}

/// `branches`: the revisions that more than one follows.
///
/// # Errors
/// When the project can't be read.
pub fn branches(settings: &Settings, verbose: bool) -> Result<(), Failure> {
    let project = open(settings)?;
    for member in project.graph.walk() {
        if !member.is_branch_point() {
            continue;
        }
        let first = if verbose { member.log_entry(false) } else { member.line(LineOptions::BRANCHES) };
        let indent = " ".repeat(member.id.as_str().chars().count());
        let children: Vec<String> = member
            .children()
            .iter()
            .map(|child| {
                let line = child.line(LineOptions { doc: verbose, ..LineOptions::BRANCHES });
                format!("{indent} -> {line}")
            })
            .collect();
        print_line(&settings.reporter, &format!("{first}\n{}\n", children.join("\n")));
    }
    Ok(())
}

/// `show`: all that is known of a revision.
///
/// # Errors
/// When there is no such revision.
pub fn show(settings: &Settings, revision: &str) -> Result<(), Failure> {
    let project = open(settings)?;
    if revision == "current" {
        let reporter = Rc::clone(&settings.reporter);
        let job = Job::Read(Box::new(move |project, rows, _url| {
            for member in project.graph.resolve_applied(rows)? {
                print_line(&reporter, &member.log_entry(false));
            }
            Ok(())
        }));
        return run(settings, &project, EnvArguments::default(), job);
    }
    for member in project.graph.resolve(revision)? {
        print_line(&settings.reporter, &member.log_entry(false));
    }
    Ok(())
}

/// `current`: where the database is.
///
/// # Errors
/// When the database is out of reach or recorded at a revision that no file has; with `check` when it is not at the
/// heads.
pub fn current(settings: &Settings, verbose: bool, check: bool) -> Result<(), Failure> {
    let opening = begin(settings)?;
    let reporter = Rc::clone(&settings.reporter);
    let job = Job::Read(Box::new(move |project, rows, url| {
        if verbose {
            print_line(&reporter, &format!("Current revision(s) for {url}:"));
        }
        if check {
            check_heads(&project.graph, rows)?;
        }
        for member in project.graph.all_current(rows)? {
            let text = if verbose { member.log_entry(false) } else { member.line(LineOptions::CURRENT) };
            print_line(&reporter, &text);
        }
        Ok(())
    }));
    run_while_opening(settings, opening, job)
}

/// `upgrade`: runs `upgrade()` of the revisions up to the target; with `sql` prints what it would send.
///
/// # Errors
/// When the target makes no sense, a script fails, or the database refuses.
pub fn upgrade(settings: &Settings, target: &str, sql: bool, tag: Option<&str>) -> Result<(), Failure> {
    let project = open(settings)?;
    let range = Range::of_upgrade(target, sql)?;
    let destination = range.destination.to_owned();
    let arguments = EnvArguments {
        sql,
        tag: tag.map(str::to_owned),
        starting_revision: range.start.map(str::to_owned),
        destination_revision: Some(destination.clone()),
    };
    let plan = Box::new(move |project: &Project, rows: &[RevisionId]| upgrade_plan(&project.graph, rows, &destination));
    run(settings, &project, arguments, Job::Steps { plan, purge: false, is_stamp: false })
}

/// `downgrade`: runs `downgrade()` of the revisions above the target; with `sql` prints what it would send.
///
/// # Errors
/// As [`upgrade`].
pub fn downgrade(settings: &Settings, target: &str, sql: bool, tag: Option<&str>) -> Result<(), Failure> {
    let project = open(settings)?;
    let range = Range::of_downgrade(target, sql)?;
    let destination = range.destination.to_owned();
    let arguments = EnvArguments {
        sql,
        tag: tag.map(str::to_owned),
        starting_revision: range.start.map(str::to_owned),
        destination_revision: Some(destination.clone()),
    };
    let plan =
        Box::new(move |project: &Project, rows: &[RevisionId]| downgrade_plan(&project.graph, rows, &destination));
    run(settings, &project, arguments, Job::Steps { plan, purge: false, is_stamp: false })
}

/// `stamp`: records revisions without running anything.
///
/// # Errors
/// As [`upgrade`].
pub fn stamp(
    settings: &Settings,
    targets: &[String],
    sql: bool,
    tag: Option<&str>,
    purge: bool,
) -> Result<(), Failure> {
    let project = open(settings)?;
    let given: Vec<&str> = targets.iter().map(String::as_str).collect();
    let range = StampRange::of_stamp(&given, sql, purge)?;
    let destinations: Vec<String> = range.destinations.iter().map(|target| (*target).to_owned()).collect();
    let arguments = EnvArguments {
        sql,
        tag: tag.map(str::to_owned),
        starting_revision: range.start.map(str::to_owned),
        destination_revision: destinations.first().cloned(),
    };
    let plan = Box::new(move |project: &Project, rows: &[RevisionId]| {
        let targets: Vec<&str> = destinations.iter().map(String::as_str).collect();
        stamp_plan(&project.graph, rows, &targets)
    });
    run(settings, &project, arguments, Job::Steps { plan, purge, is_stamp: true })
}

/// `ensure_version`: makes the version table where it is not there.
///
/// # Errors
/// When the database refuses.
pub fn ensure_version(settings: &Settings, sql: bool) -> Result<(), Failure> {
    let project = open(settings)?;
    run(settings, &project, EnvArguments { sql, ..EnvArguments::default() }, Job::EnsureVersion)
}
