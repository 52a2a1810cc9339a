//! A report for programs: `docs/verify.schema.json`.

use serde_json::{Value, json};

use limbeck_ops::catalog::Doubt;

use super::report::{Finding, Report, TableReport};
use crate::plan::json::place;

/// The reports of all databases.
pub(crate) fn reports(reports: &[Report]) -> Value {
    reports.iter().map(report).collect()
}

fn report(report: &Report) -> Value {
    json!({
        "url": report.url,
        "revisions": report.rows.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "as_expected": report.is_right(),
        "tables": report.tables.iter().map(table).collect::<Vec<_>>(),
        "others": report.others.iter().map(finding).collect::<Vec<_>>(),
        "extras": report.extras.iter().map(finding).collect::<Vec<_>>(),
        "doubts": report.doubts.iter().map(doubt).collect::<Vec<_>>(),
    })
}

fn table(table: &TableReport) -> Value {
    json!({
        "name": table.name,
        "verdict": table.verdict().name(),
        "differences": table.findings.iter().map(finding).collect::<Vec<_>>(),
        "doubts": table.doubts.iter().map(doubt).collect::<Vec<_>>(),
    })
}

fn finding(finding: &Finding) -> Value {
    json!({
        "kind": finding.kind,
        "object": finding.object,
        "expected": finding.expected,
        "actual": finding.actual,
        "uncertain": finding.is_uncertain,
        "left_by_downgrade": finding.left_by_downgrade,
        "text": finding.message.to_string(),
    })
}

fn doubt(doubt: &Doubt) -> Value {
    let (kind, about) = match doubt {
        Doubt::Statement { sql, .. } => ("statement", sql),
        Doubt::Data { sql, .. } => ("data", sql),
        Doubt::Script { message, .. } => ("script", message),
    };
    json!({ "kind": kind, "about": about, "at": place(doubt.origin()) })
}
