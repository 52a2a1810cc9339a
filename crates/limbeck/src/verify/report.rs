//! What is told of a database: its tables with what differs in each, and what nobody expects.

use std::collections::BTreeSet;

use limbeck_graph::RevisionId;
use limbeck_messages::Message;
use limbeck_ops::catalog::{Catalog, Doubt, ObjectName, TableEntry};

use super::words_of::{Part, Told, told};
use super::{Compared, schemas};

/// What is told of a database.
pub(crate) struct Report {
    /// The URL, its password masked.
    pub url: String,
    /// The rows whose schema is expected.
    pub rows: Vec<RevisionId>,
    /// Whether they are those of `--at`, and not the database's own.
    pub are_asked_for: bool,
    /// Expected tables, and those of the database that `--table` names.
    pub tables: Vec<TableReport>,
    /// Expected views, enums, sequences and schemas that differ.
    pub others: Vec<Finding>,
    /// How many of them are as expected.
    pub others_right: usize,
    /// What the database has and no revision makes.
    pub extras: Vec<Finding>,
    /// Why anything at all may differ.
    pub doubts: Vec<Doubt>,
}

/// What is told of a table.
pub(crate) struct TableReport {
    /// Its name, with the schema where that is not the default one.
    pub name: String,
    /// How many columns, indexes and foreign keys are expected; `None` where the table is missing or unexpected.
    pub expected: Option<Counts>,
    /// What differs.
    pub findings: Vec<Finding>,
    /// Why it may differ.
    pub doubts: Vec<Doubt>,
}

/// How many there are of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub columns: usize,
    pub indexes: usize,
    pub foreign_keys: usize,
    pub constraints: usize,
}

/// A difference.
pub(crate) struct Finding {
    /// In words.
    pub message: Message,
    /// What it is about.
    pub part: Part,
    /// Its kind, for programs.
    pub kind: &'static str,
    /// Names, for programs: the object, and what is in it.
    pub object: String,
    /// The expected side, where it can be said in a word.
    pub expected: Option<String>,
    /// The database's side.
    pub actual: Option<String>,
    /// Whether the expected side is uncertain.
    pub is_uncertain: bool,
    /// Whether it is what the `downgrade()` of a revision above leaves behind.
    pub left_by_downgrade: bool,
}

/// How a table or a part of it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// As expected.
    Right,
    /// It differs for certain.
    Wrong,
    /// It differs, but what is expected is uncertain.
    Uncertain,
}

impl Verdict {
    /// The sign before a line.
    pub fn sign(self) -> &'static str {
        match self {
            Verdict::Right => "✅",
            Verdict::Wrong => "❌",
            Verdict::Uncertain => "❔",
        }
    }

    /// For programs.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Right => "right",
            Verdict::Wrong => "wrong",
            Verdict::Uncertain => "uncertain",
        }
    }

    /// The verdict on some findings.
    pub fn on<'f>(findings: impl Iterator<Item = &'f Finding>) -> Verdict {
        let mut verdict = Verdict::Right;
        for finding in findings.filter(|finding| !finding.left_by_downgrade) {
            match finding.is_uncertain {
                false => return Verdict::Wrong,
                true => verdict = Verdict::Uncertain,
            }
        }
        verdict
    }
}

impl TableReport {
    /// The verdict on the whole table.
    pub fn verdict(&self) -> Verdict {
        Verdict::on(self.findings.iter())
    }

    /// The verdict on a part of it.
    pub fn verdict_on(&self, part: Part) -> Verdict {
        Verdict::on(self.findings.iter().filter(|finding| finding.part == part))
    }

    /// Whether the user means this table by a name, which may leave the schema out.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.name.rsplit_once('.').is_some_and(|(_, bare)| bare == name)
    }
}

impl Report {
    /// Every difference.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.tables.iter().flat_map(|table| &table.findings).chain(&self.others)
    }

    /// The differences that a `downgrade()` left behind.
    pub fn left_by_downgrade(&self) -> impl Iterator<Item = &Finding> {
        self.findings().filter(|finding| finding.left_by_downgrade)
    }

    /// The other differences.
    pub fn differences(&self) -> impl Iterator<Item = &Finding> {
        self.findings().filter(|finding| !finding.left_by_downgrade)
    }

    /// Whether nothing differs for certain, but for what a `downgrade()` left behind.
    pub fn is_right(&self) -> bool {
        self.differences().all(|finding| finding.is_uncertain)
    }

    /// Whether nothing differs at all, and nothing is there that nobody expects.
    pub fn is_exact(&self) -> bool {
        self.findings().next().is_none() && self.extras.is_empty()
    }
}

/// Compares, and tells only of some tables where any are named.
pub(super) fn report(compared: Compared, only: &[String]) -> Report {
    let Compared { url, rows, are_asked_for, expected, after_a_downgrade, mut actual, version_table } = compared;
    let mut known = schemas(&expected);
    known.extend(expected.schemas.iter().cloned());
    keep_schemas(&mut actual, &known);
    let shown = |name: &ObjectName| name.shown(&expected.default_schema);
    let mut tables: Vec<TableReport> = expected
        .tables
        .iter()
        .filter(|(name, _)| **name != version_table)
        .map(|(name, entry)| TableReport {
            name: shown(name),
            expected: Some(counts(entry)),
            findings: Vec::new(),
            doubts: entry.doubts.clone(),
        })
        .collect();
    let (mut others, mut extras) = (Vec::new(), Vec::new());
    let without_downgrade = after_a_downgrade.map(|catalog| told(&catalog, &actual));
    for Told { table, is_extra, mut finding } in told(&expected, &actual) {
        finding.left_by_downgrade = without_downgrade.as_ref().is_some_and(|told| {
            !told.iter().any(|one| one.finding.kind == finding.kind && one.finding.object == finding.object)
        });
        let name = table.as_ref().map(&shown);
        let named = |name: &str| {
            only.iter().any(|one| one == name || name.rsplit_once('.').is_some_and(|(_, bare)| bare == one))
        };
        match name {
            _ if is_extra => extras.push((name, finding)),
            Some(name) => match tables.iter_mut().find(|table| table.name == name) {
                Some(table) => table.findings.push(finding),
                None if only.is_empty() || named(&name) => {
                    tables.push(TableReport { name, expected: None, findings: vec![finding], doubts: Vec::new() })
                }
                None => {}
            },
            None => others.push(finding),
        }
    }
    let total = expected.views.len() + expected.enums.len() + expected.sequences.len();
    let wrong: BTreeSet<&str> = others.iter().map(|finding| finding.object.as_str()).collect();
    let others_right = total.saturating_sub(wrong.len());
    let mut report = Report {
        url: limbeck_exec::url::masked(&url),
        rows,
        are_asked_for,
        tables,
        others,
        others_right,
        extras: Vec::new(),
        doubts: expected.doubts.clone(),
    };
    if only.is_empty() {
        report.extras = extras.into_iter().map(|(_, finding)| finding).collect();
    } else {
        report.tables.retain(|table| only.iter().any(|name| table.is_called(name)));
        report.others.clear();
        report.others_right = 0;
        // A table that is asked for and that no revision makes is an answer, not an aside.
        for (name, finding) in extras {
            let Some(name) = name else { continue };
            let table = TableReport { name, expected: None, findings: vec![finding], doubts: Vec::new() };
            if only.iter().any(|name| table.is_called(name)) {
                report.tables.push(table);
            }
        }
    }
    report
}

fn counts(entry: &TableEntry) -> Counts {
    let keys = usize::from(entry.primary_key.is_some()) + entry.uniques.len();
    Counts {
        columns: entry.columns.len(),
        indexes: entry.indexes.len(),
        foreign_keys: entry.foreign_keys.len(),
        constraints: keys + entry.checks.len() + entry.excludes.len(),
    }
}

/// Schemas of which the revisions know nothing are none of their business.
fn keep_schemas(actual: &mut Catalog, known: &BTreeSet<String>) {
    actual.tables.retain(|name, _| known.contains(&name.schema));
    actual.views.retain(|name, _| known.contains(&name.schema));
    actual.enums.retain(|name, _| known.contains(&name.schema));
    actual.sequences.retain(|name, _| known.contains(&name.schema));
    actual.schemas.retain(|schema| known.contains(schema));
}
