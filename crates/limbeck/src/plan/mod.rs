//! `limbeck plan`: what an upgrade or downgrade would do, without doing it.

pub(crate) mod json;
pub(crate) mod text;

use std::rc::Rc;

use limbeck_exec::journal;
use limbeck_graph::{RevisionId, Step, downgrade_plan, upgrade_plan};
use limbeck_messages::{journal as messages, units};
use limbeck_ops::Origin;

use crate::commands::open;
use crate::convert::{host_failure, shown};
use crate::failure::Failure;
use crate::look::Look;
use crate::rehearsal::{StepRecord, way_to};
use crate::run::{EnvArguments, Job, run};
use crate::settings::Settings;

/// What would run on one database.
pub(crate) struct PlanOfDatabase {
    /// The URL, its password masked.
    pub url: String,
    /// The rows of the version table.
    pub rows: Vec<RevisionId>,
    /// The target as it was given.
    pub target: String,
    /// The steps, rehearsed.
    pub steps: Vec<StepRecord>,
}

impl PlanOfDatabase {
    /// How many statements would be sent.
    pub fn statements(&self) -> usize {
        self.steps.iter().map(|step| step.statements.len()).sum()
    }
}

/// Whether a target of `plan` leads down: a downgrade's are relative ones with a minus, `base`, and revisions below the
/// database's.
fn leads_down(look: &Look<'_, '_>, rows: &[RevisionId], target: &str) -> bool {
    if target == "base" || target.ends_with("@base") {
        return true;
    }
    let relative = target.rsplit_once(['+', '-']).is_some_and(|(_, count)| count.parse::<u32>().is_ok());
    if relative {
        return target.rfind('-') > target.rfind('+');
    }
    let graph = &look.project().graph;
    let Ok(found) = graph.resolve(target) else { return false };
    let Ok(way) = way_to(graph, rows) else { return false };
    let applied: Vec<&RevisionId> = way.iter().filter_map(Step::revision).collect();
    // At the revision itself an upgrade has nothing to do, which is the answer that helps.
    found.iter().all(|member| applied.contains(&&member.id) && !rows.contains(&member.id))
}

/// Rehearses what would lead from the database's rows to a target.
pub(crate) fn rehearse(look: &mut Look<'_, '_>, target: &str) -> Result<PlanOfDatabase, Failure> {
    let rows = look.rows()?;
    let plan = match leads_down(look, &rows, target) {
        true => downgrade_plan(&look.project().graph, &rows, target)?,
        false => upgrade_plan(&look.project().graph, &rows, target)?,
    };
    for warning in &plan.warnings {
        look.run.settings.reporter.warn(&crate::refusals::warning(*warning), None);
    }
    let unfinished = journal::read(look.host(), &look.version_table()).map_err(|error| host_failure(&error))?;
    if let Some(unfinished) = unfinished.filter(|unfinished| unfinished.is_at(&rows)) {
        let statements = units::statements(unfinished.finished());
        look.run.settings.reporter.warn(&messages::is_unfinished(&unfinished.step, statements), None);
    }
    let way = way_to(&look.project().graph, &rows)?;
    let mut rehearsal = look.stand_in()?;
    rehearsal.run(look, &way)?;
    let rehearsed = rehearsal.run(look, &plan.steps)?;
    let url = limbeck_exec::url::masked(&look.url());
    Ok(PlanOfDatabase { url, rows, target: target.to_owned(), steps: rehearsed.steps })
}

/// A place as people read it.
pub(crate) fn place_of(origin: &Origin) -> Option<String> {
    let frame = origin.place()?;
    Some(format!("{}:{}", shown(std::path::Path::new(&*frame.path)), frame.line))
}

/// `plan [TARGET]`: what an upgrade to the target, or a downgrade where the target lies below, would do.
///
/// # Errors
/// When the project can't be read, the database is out of reach, or the target makes no sense.
pub fn plan(settings: &Settings, target: &str, json: bool) -> Result<(), Failure> {
    let project = open(settings)?;
    let target = target.to_owned();
    let plans: Rc<std::cell::RefCell<Vec<PlanOfDatabase>>> = Rc::default();
    let found = Rc::clone(&plans);
    let looker = Box::new(move |look: &mut Look<'_, '_>| {
        let plan = rehearse(look, &target)?;
        found.borrow_mut().push(plan);
        Ok(())
    });
    let arguments = EnvArguments { destination_revision: None, ..EnvArguments::default() };
    run(settings, &project, arguments, Job::Look(looker))?;
    let plans = plans.borrow();
    let text = if json { json::document(&plans) } else { text::describe(&plans, settings.language) };
    settings.reporter.print(&text);
    Ok(())
}
