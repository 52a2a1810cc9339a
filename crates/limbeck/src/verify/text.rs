//! A report for people.

use limbeck_messages::{Language, Message, plan as plan_words, verify as words};
use limbeck_ops::catalog::Doubt;

use super::report::{Report, TableReport, Verdict};
use super::words_of::Part;
use crate::plan::place_of;
use crate::plan::text::{one_line, place};

/// The tree of a database's tables, what differs, and what to do.
pub(crate) fn describe(report: &Report, language: Language) -> String {
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    let heading = match report.are_asked_for {
        true => words::compared_with(&report.url, place(&report.rows)),
        false => plan_words::database_at(&report.url, place(&report.rows)),
    };
    line(heading.text(language));
    line("");
    for table in &report.tables {
        line(&format!("{} {}", table.verdict().sign(), table.name));
        let parts = parts(table);
        for (position, (verdict, what)) in parts.iter().enumerate() {
            let branch = if position + 1 == parts.len() { "└──" } else { "├──" };
            line(&format!("   {branch} {} {}", verdict.sign(), what.text(language)));
        }
    }
    if report.tables.is_empty() {
        line(words::no_tables_expected().text(language));
    }
    if report.others_right > 0 || !report.others.is_empty() {
        let verdict = Verdict::on(report.others.iter());
        line(&format!("{} {}", verdict.sign(), words::others(report.others_right).text(language)));
    }
    let findings: Vec<_> = report.differences().collect();
    if !findings.is_empty() {
        line("");
        line(words::differences().text(language));
        for finding in &findings {
            let sign = if finding.is_uncertain { Verdict::Uncertain } else { Verdict::Wrong };
            line(&format!("  {} {}", sign.sign(), finding.message.text(language)));
        }
    }
    if report.left_by_downgrade().next().is_some() {
        line("");
        line(words::left_by_downgrade().text(language));
        for finding in report.left_by_downgrade() {
            line(&format!("  {}", finding.message.text(language)));
        }
    }
    if !report.extras.is_empty() {
        line("");
        line(words::extras().text(language));
        for extra in &report.extras {
            line(&format!("  {}", extra.message.text(language)));
        }
    }
    let advice = advice(report);
    if !advice.is_empty() {
        line("");
        for one in advice {
            line(one.text(language));
        }
    }
    out
}

/// The lines below a table.
fn parts(table: &TableReport) -> Vec<(Verdict, Message)> {
    let Some(counts) = table.expected else {
        return table.findings.iter().map(|finding| (Verdict::Wrong, finding.message.clone())).collect();
    };
    if table.findings.iter().any(|finding| finding.part == Part::Table && finding.kind == "table_missing") {
        return vec![(table.verdict(), words::missing())];
    }
    let mut parts = vec![(table.verdict_on(Part::Columns), words::columns(counts.columns))];
    let more = [
        (Part::Indexes, counts.indexes, words::indexes(counts.indexes)),
        (Part::ForeignKeys, counts.foreign_keys, words::foreign_keys(counts.foreign_keys)),
        (Part::Constraints, counts.constraints, words::constraints(counts.constraints)),
    ];
    for (part, count, message) in more {
        let verdict = table.verdict_on(part);
        if count > 0 || verdict != Verdict::Right {
            parts.push((verdict, message));
        }
    }
    let verdict = table.verdict_on(Part::Table);
    if verdict != Verdict::Right {
        parts.push((verdict, words::the_table()));
    }
    parts
}

/// What to do next.
fn advice(report: &Report) -> Vec<Message> {
    if report.differences().next().is_none() {
        let doubts = report.doubts.is_empty() && report.tables.iter().all(|table| table.doubts.is_empty());
        return vec![if doubts { words::all_right() } else { words::all_right_with_doubts() }];
    }
    let mut lines = Vec::new();
    if !report.is_right() {
        lines.push(words::what_to_do());
    }
    if report.differences().any(|finding| finding.is_uncertain) {
        lines.push(words::what_to_do_uncertain());
        let doubts = report.doubts.iter().chain(
            report.tables.iter().filter(|table| table.verdict() != Verdict::Right).flat_map(|table| &table.doubts),
        );
        let mut told: Vec<Message> = Vec::new();
        for message in doubts.map(doubt) {
            if !told.contains(&message) {
                told.push(message);
            }
        }
        lines.extend(told.into_iter().take(5).map(|message| Message::verbatim("  ").then("", &message)));
    }
    lines
}

/// Why something is uncertain, in words.
pub(super) fn doubt(doubt: &Doubt) -> Message {
    let at = place_of(doubt.origin()).unwrap_or_default();
    match doubt {
        Doubt::Statement { sql, .. } => words::doubt_statement(at, one_line(sql, 80)),
        Doubt::Data { sql, .. } => words::doubt_data(at, one_line(sql, 80)),
        Doubt::Script { message, .. } => words::doubt_script(at, message),
    }
}
