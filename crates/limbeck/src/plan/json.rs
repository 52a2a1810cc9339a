//! A plan for programs: `docs/plan.schema.json`.

use serde_json::{Value, json};

use limbeck_ops::Origin;

use super::PlanOfDatabase;
use crate::convert::shown;
use crate::rehearsal::{StatementRecord, StepRecord};

/// The document, with a line end.
pub(super) fn document(plans: &[PlanOfDatabase]) -> String {
    format!("{:#}\n", json!({ "version": 1, "command": "plan", "databases": databases(plans) }))
}

/// The plans of all databases.
pub(crate) fn databases(plans: &[PlanOfDatabase]) -> Value {
    plans.iter().map(database).collect()
}

fn database(plan: &PlanOfDatabase) -> Value {
    json!({
        "url": plan.url,
        "revisions": plan.rows.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "target": plan.target,
        "steps": plan.steps.iter().map(step).collect::<Vec<_>>(),
    })
}

fn step(record: &StepRecord) -> Value {
    let ids = |ids: &[limbeck_graph::RevisionId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    json!({
        "direction": if record.step.is_upgrade() { "upgrade" } else { "downgrade" },
        "revision": record.step.revision().map(ToString::to_string),
        "from": ids(record.step.from_ids()),
        "to": ids(record.step.to_ids()),
        "text": record.step.to_string(),
        "tables": record.tables,
        "in_one_transaction": record.cuts.is_empty(),
        "leaves_transaction_at": record.cuts.iter().map(place).collect::<Vec<_>>(),
        "certain": record.is_certain(),
        "questions": record.questions.iter().map(statement).collect::<Vec<_>>(),
        "statements": record.statements.iter().map(statement).collect::<Vec<_>>(),
        "not_rehearsed": record.failure.as_ref().map(|failure| failure.message.to_string()),
    })
}

fn statement(record: &StatementRecord) -> Value {
    json!({ "sql": record.sql.trim(), "at": place(&record.origin) })
}

/// A place in a script; null where there is none.
pub(crate) fn place(origin: &Origin) -> Value {
    match origin.place() {
        Some(frame) => json!({
            "path": shown(std::path::Path::new(&*frame.path)),
            "line": frame.line,
            "column": frame.column,
        }),
        None => Value::Null,
    }
}
