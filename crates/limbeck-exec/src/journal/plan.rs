//! The statements that make a table of MySQL anew, written down with the first of them.
//!
//! They are made of what the database has, and that is another thing once the old table is gone: a run that goes on takes
//! them from the journal.

use limbeck_ops::op::Batch;
use limbeck_ops::{NotedStatement, Operation};
use serde_json::Value;

use super::digest::digest;
use super::keeper::Keeper;

/// A longer list is not kept: the column takes 65,535 bytes.
const MAX_LENGTH: usize = 60_000;

/// The statements of a block, and what tells it from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    block: String,
    statements: Vec<String>,
}

impl Plan {
    /// Adds it to what is kept of an answer.
    pub fn beside(&self, answer: &str) -> String {
        let mut whole: Value = serde_json::from_str(answer).unwrap_or_default();
        if !whole.is_object() {
            whole = Value::Object(serde_json::Map::new());
        }
        whole["block"] = Value::from(self.block.as_str());
        whole["statements"] = Value::from(self.statements.clone());
        whole.to_string()
    }

    /// Reads it from what is kept of an answer.
    pub fn of(noted: &NotedStatement) -> Option<Plan> {
        let whole: Value = serde_json::from_str(noted.answer.as_deref()?).ok()?;
        let statements = whole.get("statements")?.as_array()?;
        Some(Plan {
            block: whole.get("block")?.as_str()?.to_owned(),
            statements: statements.iter().map(|one| one.as_str().map(str::to_owned)).collect::<Option<_>>()?,
        })
    }
}

/// What tells one block of a script from another: nothing that the database has just now.
fn block(batch: &Batch) -> String {
    let operations: Vec<&Operation> = batch.operations.iter().map(|inner| &inner.operation).collect();
    digest(&format!("{} {operations:?}", batch.table))
}

impl Keeper {
    /// The statements that an earlier run wrote down for this block.
    pub fn recalled(&mut self, batch: &Batch) -> Option<Vec<String>> {
        let rest = self.journal.noted.get(self.next..).filter(|rest| !rest.is_empty())?;
        let block = block(batch);
        let plan = rest.iter().filter_map(Plan::of).find(|plan| plan.block == block)?;
        // Its row may have to be written once more.
        self.plan = Some(plan.clone());
        Some(plan.statements)
    }

    /// Has the statements written down with the first of them.
    pub fn remember(&mut self, batch: &Batch, statements: &[String]) {
        let plan = Plan { block: block(batch), statements: statements.to_vec() };
        self.plan = Some(plan).filter(|plan| plan.beside("{}").len() <= MAX_LENGTH);
    }

    /// The block is at its end.
    pub fn end_plan(&mut self) {
        self.plan = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_stands_beside_an_answer() {
        let plan = Plan { block: "b".into(), statements: vec!["CREATE TABLE `a` (x TEXT DEFAULT '\"')".into()] };
        let answer = r#"{"count":-1,"id":null,"returns":false}"#;
        let noted = |answer: &str| NotedStatement { answer: Some(answer.to_owned()), ..NotedStatement::default() };
        let whole = plan.beside(answer);
        assert_eq!(Plan::of(&noted(&whole)), Some(plan.clone()));
        assert!(super::super::answer::read(&whole).is_some());
        assert_eq!(Plan::of(&noted(&plan.beside("nonsense"))), Some(plan));
        assert_eq!(Plan::of(&noted(answer)), None);
        assert_eq!(Plan::of(&NotedStatement::default()), None);
    }
}
