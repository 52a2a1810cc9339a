//! The four questions of the guide, answered for this project.

use limbeck_messages::{Message, doctor as says, units};

use super::Report;
use super::database::Examined;
use super::finding::{Check, Mark, mark_of};

/// A question and its answer.
pub(super) struct Answer {
    /// Its name in JSON.
    pub key: &'static str,
    /// The question.
    pub question: Message,
    /// What is so here.
    pub answer: Message,
    /// Its causes, and whether each is there; `None` where that is not known.
    pub causes: Vec<(&'static str, Message, Option<bool>)>,
    /// Whether people here would meet it; `None` where that is not known.
    pub applies: Option<bool>,
}

/// Answers all four.
pub(super) fn answers(report: &Report) -> Vec<Answer> {
    let no_causes = Vec::new;
    let (q2, q2_applies) = unlocated(report);
    let (q3, q3_applies) = behind(report);
    let causes = causes(report);
    let any = causes.iter().any(|(_, _, is_there)| *is_there == Some(true));
    let all_known = causes.iter().all(|(_, _, is_there)| is_there.is_some());
    vec![
        Answer {
            key: "Q1",
            question: says::q1(),
            answer: says::q1_answer(),
            causes: no_causes(),
            applies: Some(false),
        },
        Answer { key: "Q2", question: says::q2(), answer: q2, causes: no_causes(), applies: q2_applies },
        Answer { key: "Q3", question: says::q3(), answer: q3, causes: no_causes(), applies: q3_applies },
        Answer {
            key: "Q4",
            question: says::q4(),
            answer: Message::default(),
            causes,
            applies: if any { Some(true) } else { all_known.then_some(false) },
        },
    ]
}

fn unlocated(report: &Report) -> (Message, Option<bool>) {
    let known: Vec<&Examined> = report.databases.iter().filter(|it| it.recorded.rows.is_some()).collect();
    if known.is_empty() || known.iter().any(|it| mark_of(&it.findings, Check::RevisionKnown) == Mark::NotChecked) {
        return (says::not_known_yet(), None);
    }
    if let Some(unknown) = known.iter().find_map(|it| it.recorded.unknown.first()) {
        return (says::q2_unknown(unknown.as_str()), Some(true));
    }
    let is_empty = |it: &&&Examined| it.recorded.rows.as_ref().is_some_and(Vec::is_empty);
    match known.iter().find(is_empty) {
        None => (says::q2_fine(), Some(false)),
        Some(examined) => match (&examined.stamp, mark_of(&examined.findings, Check::Schema)) {
            (Some(command), _) => (says::q2_stamp(command), Some(true)),
            (None, Mark::Right) => (says::q2_upgrade(), Some(true)),
            (None, Mark::Warning | Mark::Wrong | Mark::NotChecked) => (says::not_known_yet(), None),
        },
    }
}

fn behind(report: &Report) -> (Message, Option<bool>) {
    let counted = report.databases.iter().filter_map(|it| Some((it, it.recorded.behind?)));
    match counted.max_by_key(|(_, count)| *count) {
        Some((_, 0)) => (says::q3_fine(), Some(false)),
        Some((examined, count)) => {
            let revisions = units::revisions(count);
            let answer = match &examined.stamp {
                Some(command) => says::q3_stamp(revisions, command),
                None => says::q3_behind(revisions),
            };
            (answer, Some(true))
        }
        None => (says::not_known_yet(), None),
    }
}

/// Why migrations fail most: whether one of the checks behind a cause says so, in any database.
fn causes(report: &Report) -> Vec<(&'static str, Message, Option<bool>)> {
    let is_there = |checks: &[Check]| {
        let marks: Vec<Mark> = report
            .databases
            .iter()
            .flat_map(|it| checks.iter().map(move |check| (it, *check)))
            .filter(|(it, check)| it.findings.iter().any(|finding| finding.check == *check))
            .map(|(it, check)| mark_of(&it.findings, check))
            .collect();
        if marks.contains(&Mark::Wrong) {
            return Some(true);
        }
        (!marks.is_empty() && !marks.contains(&Mark::NotChecked)).then_some(false)
    };
    const CONNECTION: &[Check] =
        &[Check::Url, Check::Host, Check::Port, Check::File, Check::Tls, Check::Login, Check::Database];
    // Where an attempt failed, what follows was not checked: the cause is known all the same.
    let connection = is_there(CONNECTION).or(report.databases.is_empty().then_some(true));
    vec![
        ("connection", says::q4_connection(), connection),
        ("exists", says::q4_exists(), is_there(&[Check::Schema])),
        ("rights", says::q4_rights(), is_there(&[Check::Writable, Check::Rights, Check::VersionTable])),
        ("busy", says::q4_busy(), is_there(&[Check::Locks, Check::OtherRun])),
    ]
}
