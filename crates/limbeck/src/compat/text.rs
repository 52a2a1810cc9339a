//! A report for people.

use limbeck_messages::{Language, Message, compat as words};

use super::{Report, Revision, Verdict};
use crate::rehearsal::Trouble;

/// A line a revision, with what stands in the way below it, and a total.
pub(super) fn describe(report: &Report, language: Language) -> String {
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    match &report.env_py {
        None => line(&format!("✅ {}", words::env_runs().text(language))),
        Some(failure) => {
            line(&format!("❌ {}", words::env_refused(&failure.message).text(language)));
            if let Some(place) = failure.place() {
                line(&format!("     {}:{}:{}", place.path, place.line, place.column));
            }
            line(&format!("     {}", words::env_help().text(language)));
        }
    }
    for revision in &report.revisions {
        line(&format!("{} {}  {}", revision.verdict().sign(), revision.id, revision.path));
        for (message, place) in problems(revision) {
            line(&format!("     {}", message.text(language)));
            if let Some(place) = place {
                line(&format!("       {place}"));
            }
        }
    }
    line("");
    let (runs, depends) = (report.count(Verdict::Runs), report.count(Verdict::Depends));
    if runs == report.revisions.len() {
        line(words::all_run(runs).text(language));
    } else {
        line(words::total(runs, depends, report.count(Verdict::Refused)).text(language));
    }
    out
}

fn problems(revision: &Revision) -> Vec<(Message, Option<String>)> {
    let mut told: Vec<(Message, Option<String>)> = Vec::new();
    for problem in &revision.problems {
        let message = match problem.trouble {
            Trouble::Raised => words::without_rows(&problem.message),
            Trouble::Unresolved | Trouble::Unsupported => problem.message.clone(),
        };
        let place = problem
            .place
            .as_ref()
            .map(|place| format!("{}:{}:{}: {}", place.path, place.line, place.column, place.source_line.trim()));
        if !told.contains(&(message.clone(), place.clone())) {
            told.push((message, place));
        }
    }
    told
}
