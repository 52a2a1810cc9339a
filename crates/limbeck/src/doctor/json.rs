//! A report for programs: `docs/doctor.schema.json`.

use limbeck_messages::Language;
use serde_json::{Value, json};

use super::Report;
use super::finding::{Finding, Mark};
use super::questions::answers;

/// The document, with a line end.
pub(super) fn document(report: &Report, language: Language) -> String {
    let databases = report
        .databases
        .iter()
        .map(|database| json!({ "url": database.url, "findings": findings(&database.findings, language) }));
    let questions = answers(report).into_iter().map(|answer| {
        let causes = answer
            .causes
            .iter()
            .map(|(key, cause, is_there)| json!({ "cause": key, "text": cause.text(language), "is_there": is_there }));
        json!({
            "question": answer.key,
            "text": answer.question.text(language),
            "applies": answer.applies,
            "answer": answer.answer.text(language),
            "causes": causes.collect::<Vec<_>>(),
        })
    });
    let document = json!({
        "version": 1,
        "command": "doctor",
        "language": language.tag(),
        "errors": report.count(Mark::Wrong),
        "warnings": report.count(Mark::Warning),
        "project": findings(&report.project, language),
        "databases": databases.collect::<Vec<_>>(),
        "questions": questions.collect::<Vec<_>>(),
    });
    format!("{document:#}\n")
}

fn findings(findings: &[Finding], language: Language) -> Value {
    let finding = |finding: &Finding| {
        json!({
            "check": finding.check.key(),
            "result": finding.mark.key(),
            "title": finding.check.title().text(language),
            "found": finding.found.text(language),
            "details": finding.details.iter().map(|detail| detail.text(language)).collect::<Vec<_>>(),
            "next_step": finding.next.as_ref().map(|next| next.text(language)),
        })
    };
    findings.iter().map(finding).collect()
}
