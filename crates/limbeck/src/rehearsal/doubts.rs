//! What of a rehearsed step may differ on a database that has rows.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use limbeck_exec::rehearsal::StandIn;
use limbeck_graph::Step;
use limbeck_ops::Origin;
use limbeck_ops::catalog::Doubt;
use limbeck_python::{DependentPart, dependent_parts};

use super::record::{StatementRecord, StepRecord};

/// The methods that give rows.
const ASKS: &[&str] = &[
    "execute",
    "exec_driver_sql",
    "scalar",
    "scalars",
    "scalar_one",
    "scalar_one_or_none",
    "fetchone",
    "fetchall",
    "fetchmany",
    "first",
    "one",
    "one_or_none",
    "all",
    "mappings",
    "query",
];

/// The calls that change the schema.
const CHANGES: &[&str] = &[
    "create_table",
    "drop_table",
    "rename_table",
    "add_column",
    "drop_column",
    "alter_column",
    "create_index",
    "drop_index",
    "create_foreign_key",
    "create_unique_constraint",
    "create_check_constraint",
    "create_primary_key",
    "create_exclude_constraint",
    "drop_constraint",
    "batch_alter_table",
    "create_table_comment",
    "drop_table_comment",
    "create",
    "drop",
    "create_all",
    "drop_all",
];

/// The dependent parts of scripts, read once each.
#[derive(Default)]
pub(super) struct Scripts {
    parts: HashMap<PathBuf, Vec<DependentPart>>,
}

impl Scripts {
    fn parts(&mut self, path: &Path) -> &[DependentPart] {
        self.parts.entry(path.to_owned()).or_insert_with(|| {
            let text = std::fs::read_to_string(path).unwrap_or_default();
            dependent_parts(&text, ASKS).unwrap_or_default()
        })
    }

    /// Puts doubts on what a step might have done otherwise, had its questions had other answers.
    pub fn doubt(&mut self, stand_in: &StandIn, record: &StepRecord) {
        let (Some(question), Some(path)) = (record.questions.first(), path_of(&record.step)) else { return };
        let doubt = Doubt::Data { sql: question.sql.clone(), origin: question.origin.clone() };
        let parts = self.parts(path);
        for part in parts.iter().filter(|part| changes_schema(part)) {
            // Where the rows themselves name what is changed, it can be anything.
            if !stand_in.doubt(&part.texts.join(" "), doubt.clone()) && changes_what_it_read(part) {
                stand_in.doubt_everything(doubt.clone());
            }
        }
        let dependent = |statement: &&StatementRecord| {
            lines(&statement.origin, path).any(|line| parts.iter().any(|part| part.has_line(line)))
        };
        for statement in record.statements.iter().filter(dependent).filter(|statement| is_ddl(&statement.sql)) {
            stand_in.doubt(&statement.sql, doubt.clone());
        }
    }
}

fn path_of(step: &Step) -> Option<&Path> {
    match step {
        Step::Upgrade(step) | Step::Downgrade(step) => Some(&step.path),
        Step::Stamp(_) => None,
    }
}

/// The lines of an origin's calls that stand in a file.
fn lines<'o>(origin: &'o Origin, path: &Path) -> impl Iterator<Item = u32> + 'o {
    // Scripts see their path with slashes on Windows too.
    let path = path.to_string_lossy().replace('\\', "/");
    origin.frames.iter().filter(move |frame| *frame.path == *path).map(|frame| frame.line)
}

fn is_ddl(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
    matches!(word.as_str(), "CREATE" | "ALTER" | "DROP" | "COMMENT" | "DO")
}

fn changes_schema(part: &DependentPart) -> bool {
    part.calls.iter().any(|call| CHANGES.contains(&call.as_str())) || part.texts.iter().any(|text| is_ddl(text))
}

/// Whether a change of the schema is given what was read.
fn changes_what_it_read(part: &DependentPart) -> bool {
    let is_open = |names: &[&str]| part.open_calls.iter().any(|call| names.contains(&call.as_str()));
    is_open(CHANGES) || (is_open(ASKS) && part.texts.iter().any(|text| is_ddl(text)))
}
