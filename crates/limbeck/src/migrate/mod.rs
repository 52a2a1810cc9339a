//! `limbeck migrate`: the guided way. Where the database is, what would run, a question, the upgrade, and the check that
//! all is as it should be.

mod timings;

use std::cell::RefCell;
use std::rc::Rc;

use limbeck_messages::{Message, migrate as words, plan as plan_words, units};
use serde_json::{Value, json};

use crate::commands::{open, upgrade};
use crate::failure::{Failure, FailureKind};
use crate::look::Look;
use crate::plan::{PlanOfDatabase, rehearse, text};
use crate::run::{EnvArguments, Job, run};
use crate::settings::Settings;
use crate::verify::{self, VerifyOptions};

/// What the user said to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Go on.
    Yes,
    /// Leave it.
    No,
    /// There is no terminal.
    NobodyThere,
    /// Ctrl-C.
    Interrupted,
}

/// How `migrate` goes about it.
pub struct MigrateOptions<'a> {
    /// The revision to go to; `head` by default.
    pub target: &'a str,
    /// Whether to go on without a question.
    pub yes: bool,
    /// Whether standard output is one JSON document.
    pub json: bool,
    /// Asks the user.
    pub ask: &'a dyn Fn(&str) -> Answer,
}

/// `migrate`.
///
/// # Errors
/// As [`upgrade`]; [`FailureKind::Usage`] where there is nobody to ask; [`FailureKind::Answer`] where the schema does not
/// fit afterwards.
pub fn migrate(settings: &Settings, options: &MigrateOptions<'_>) -> Result<(), Failure> {
    let plans = plans(settings, options.target)?;
    let language = settings.language;
    let print = |text: &str| {
        if !options.json {
            settings.reporter.print(text);
        }
    };
    let steps: usize = plans.iter().map(|plan| plan.steps.len()).sum();
    for plan in &plans {
        print(&text::summary(plan, language));
        if !plan.steps.is_empty() {
            print(&format!("\n{}\n", words::steps_heading().text(language)));
        }
        for line in step_lines(plan) {
            print(&format!("{}\n", line.text(language)));
        }
        print("\n");
    }
    let places = Message::join(&plans.iter().map(|plan| text::place(&plan.rows)).collect::<Vec<_>>(), "; ");
    let (mut taken, mut total) = (Vec::new(), 0.0);
    if steps > 0 {
        let answer = if options.yes { Answer::Yes } else { (options.ask)(words::question().text(language)) };
        match answer {
            Answer::Yes => {}
            Answer::No => {
                print(&format!("{}\n", words::declined(&places).text(language)));
                if options.json {
                    settings.reporter.print(&document(&plans, false, &taken, None));
                }
                return Ok(());
            }
            Answer::NobodyThere => {
                return Err(with_place(
                    Failure::new(FailureKind::Usage, words::no_terminal()).with_help(words::no_terminal_help()),
                    &places,
                ));
            }
            Answer::Interrupted => {
                return Err(with_place(Failure::new(FailureKind::Interrupted, words::interrupted()), &places));
            }
        }
        let (timed, timings) = timings::timed(settings);
        upgrade(&timed, options.target, false, None)?;
        (taken, total) = (timings.take(), timings.total());
    }
    print(&format!("{}\n", words::verifying().text(language)));
    let verified = verify::reports(settings, &VerifyOptions::default())?;
    let is_right = verified.iter().all(verify::Report::is_right);
    for report in &verified {
        print(&verify::describe(report, language));
    }
    let place = Message::join(&verified.iter().map(|report| text::place(&report.rows)).collect::<Vec<_>>(), "; ");
    if steps == 0 {
        print(&format!("\n{}\n", words::nothing_to_do(&place).text(language)));
    } else {
        print("\n");
        for (text, seconds) in &taken {
            print(&format!("{}\n", words::step_took(text, format!("{seconds:.2}")).text(language)));
        }
        let done = words::done(units::revisions(taken.len()), &place, format!("{total:.2}"));
        print(&format!("{}\n", done.text(language)));
    }
    if options.json {
        settings.reporter.print(&document(&plans, true, &taken, Some(&verified)));
    }
    match is_right {
        true => Ok(()),
        false => Err(Failure::new(FailureKind::Answer, words::does_not_fit())),
    }
}

fn with_place(mut failure: Failure, place: &Message) -> Failure {
    failure.database = Some(words::unchanged(place));
    failure
}

fn plans(settings: &Settings, target: &str) -> Result<Vec<PlanOfDatabase>, Failure> {
    let project = open(settings)?;
    let plans: Rc<RefCell<Vec<PlanOfDatabase>>> = Rc::default();
    let (found, target) = (Rc::clone(&plans), target.to_owned());
    let looker = Box::new(move |look: &mut Look<'_, '_>| {
        let plan = rehearse(look, &target)?;
        found.borrow_mut().push(plan);
        Ok(())
    });
    run(settings, &project, EnvArguments::default(), Job::Look(looker))?;
    Ok(plans.take())
}

/// What would run, a line a step.
fn step_lines(plan: &PlanOfDatabase) -> Vec<Message> {
    let mut lines = Vec::new();
    for (number, step) in plan.steps.iter().enumerate() {
        let tables = match step.tables.as_slice() {
            [] => words::no_table(),
            some => Message::verbatim(some.join(", ")),
        };
        let text = step.step.to_string();
        lines.push(words::step(number + 1, text, units::statements(step.statements.len()), tables));
        let indent = Message::verbatim("   ");
        if !step.is_certain() {
            lines.push(indent.then("", &words::depends_on_data()));
        }
        if !step.cuts.is_empty() {
            lines.push(indent.then("", &plan_words::not_one_transaction()));
        }
    }
    lines
}

fn document(
    plans: &[PlanOfDatabase],
    ran: bool,
    taken: &[(String, f64)],
    verified: Option<&[verify::Report]>,
) -> String {
    let steps: Vec<Value> = taken.iter().map(|(text, seconds)| json!({ "text": text, "seconds": seconds })).collect();
    let document = json!({
        "version": 1,
        "command": "migrate",
        "plan": crate::plan::json::databases(plans),
        "ran": ran,
        "steps": steps,
        "verify": verified.map(verify::json),
    });
    format!("{document:#}\n")
}
