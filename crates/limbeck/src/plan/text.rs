//! A plan for people.

use limbeck_messages::{Language, Message, plan as words};

use super::{PlanOfDatabase, place_of};
use crate::rehearsal::StepRecord;

pub(crate) fn place(rows: &[limbeck_graph::RevisionId]) -> Message {
    if rows.is_empty() {
        return words::at_base();
    }
    Message::verbatim(rows.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
}

/// The plans of every database that env.py runs.
pub(super) fn describe(plans: &[PlanOfDatabase], language: Language) -> String {
    plans.iter().map(|plan| one(plan, language)).collect::<Vec<_>>().join("\n")
}

fn one(plan: &PlanOfDatabase, language: Language) -> String {
    let mut out = summary(plan, language);
    for (number, step) in plan.steps.iter().enumerate() {
        out.push_str(&format!("\n{}. {}\n", number + 1, step.step));
        for line in remarks(step) {
            out.push_str(&format!("   {}\n", line.text(language)));
        }
        if step.statements.is_empty() {
            out.push_str(&format!("\n   {}\n", words::no_statements().text(language)));
        }
        for statement in &step.statements {
            let place = place_of(&statement.origin).unwrap_or_default();
            out.push_str(&format!("\n   -- {place}\n"));
            for line in statement.sql.trim().lines().filter(|line| !line.trim().is_empty()) {
                out.push_str(&format!("   {}\n", line.trim_end()));
            }
        }
    }
    out
}

/// Where the database is, and what would run there.
pub(crate) fn summary(plan: &PlanOfDatabase, language: Language) -> String {
    let at = words::database_at(&plan.url, place(&plan.rows));
    let what = match plan.steps.first() {
        None => words::nothing_to_do(&plan.target),
        Some(first) => words::would_run(first.step.is_upgrade(), &plan.target, plan.steps.len(), plan.statements()),
    };
    format!("{}\n{}\n", at.text(language), what.text(language))
}

/// What there is to know of a step besides its statements.
pub(crate) fn remarks(step: &StepRecord) -> Vec<Message> {
    let mut lines = Vec::new();
    lines.push(if step.tables.is_empty() { words::no_tables() } else { words::tables(step.tables.join(", ")) });
    if step.cuts.is_empty() {
        lines.push(words::one_transaction());
    } else {
        lines.push(words::not_one_transaction());
        lines.extend(step.cuts.iter().filter_map(place_of).map(words::leaves_transaction));
    }
    if step.is_certain() {
        lines.push(words::certain());
    }
    if !step.questions.is_empty() {
        lines.push(words::depends_on_data());
        for question in &step.questions {
            let place = place_of(&question.origin).unwrap_or_default();
            lines.push(words::asks(place, one_line(&question.sql, 100)));
        }
    }
    if let Some(failure) = &step.failure {
        lines.push(words::not_rehearsed(&failure.message));
        if let Some(place) = failure.place() {
            lines.push(words::not_rehearsed_at(format!("{}:{}", place.path, place.line)));
        }
    }
    lines
}

/// A statement on one line, cut behind so many characters.
pub(crate) fn one_line(sql: &str, length: usize) -> String {
    let text = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(length) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
