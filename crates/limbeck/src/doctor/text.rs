//! A report for people.

use limbeck_messages::{Language, Message, doctor as says};

use super::Report;
use super::finding::{Finding, Mark};

pub(super) use crate::inspect::grid::on_one_line;

/// The whole report.
pub(super) fn describe(report: &Report, language: Language) -> String {
    let mut out = part(&says::project(), &report.project, language);
    for database in &report.databases {
        out.push_str(&format!("\n{}", part(&says::database(&database.url), &database.findings, language)));
    }
    out.push_str(&format!("\n{}\n", says::questions().text(language)));
    for answer in super::questions::answers(report) {
        let sign = match answer.applies {
            Some(false) => Mark::Right,
            Some(true) => Mark::Warning,
            None => Mark::NotChecked,
        };
        out.push_str(&format!("  {} {}\n", sign.sign(), answer.question.text(language)));
        if !answer.answer.is_empty() {
            out.push_str(&format!("     {}\n", answer.answer.text(language)));
        }
        for (_, cause, is_there) in &answer.causes {
            let is_there = match is_there {
                Some(true) => says::q4_yes(),
                Some(false) => says::q4_no(),
                None => says::q4_unknown(),
            };
            out.push_str(&format!("     {}{}{}\n", cause.text(language), colon(language), is_there.text(language)));
        }
    }
    let (errors, warnings) = (report.count(Mark::Wrong), report.count(Mark::Warning));
    let end = match (errors, warnings) {
        (0, 0) => says::well(),
        (0, warnings) => says::warnings(warnings),
        (errors, warnings) => says::wrong(errors, warnings),
    };
    out.push_str(&format!("\n{}\n", end.text(language)));
    out
}

fn colon(language: Language) -> &'static str {
    match language {
        Language::English => ": ",
        Language::Chinese => "：",
    }
}

fn part(heading: &Message, findings: &[Finding], language: Language) -> String {
    let mut out = format!("{}\n", heading.text(language));
    for finding in findings {
        let (title, found) = (finding.check.title(), on_one_line(finding.found.text(language)));
        out.push_str(&format!("  {} {}{}{found}\n", finding.mark.sign(), title.text(language), colon(language)));
        for detail in &finding.details {
            out.push_str(&format!("     {}\n", on_one_line(detail.text(language))));
        }
        if let Some(next) = &finding.next {
            out.push_str(&format!("     → {}\n", on_one_line(next.text(language))));
        }
    }
    out
}
