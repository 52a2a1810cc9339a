//! Revisions, identifiers, traversal and plans: which migrations there are, and which of them lead from one state of a
//! database to another.
//!
//! Re-implements Alembic's `RevisionMap`, the questions that `ScriptDirectory` puts to it, and the bookkeeping of
//! `RevisionStep`, `StampStep` and `HeadMaintainer`, with the same results, orders and messages. It works on plain data. It
//! must never know files, scripts, SQL or a connection.
//!
//! ```
//! use limbeck_graph::{Graph, Heads, Revision, VersionChange, upgrade_plan};
//!
//! let first = Revision::new("a1", "versions/a1.py");
//! let mut second = Revision::new("b2", "versions/b2.py");
//! second.down_revisions.push("a1".into());
//! second.docstring = "add pets".into();
//!
//! let graph = Graph::new(vec![first, second]).expect("a good graph");
//! let plan = upgrade_plan(&graph, &["a1".into()], "head").expect("a way up");
//! assert_eq!(plan.steps[0].to_string(), "upgrade a1 -> b2, add pets");
//!
//! let mut heads = Heads::new(&graph, &["a1".into()]);
//! let changes = heads.apply(&plan.steps[0]).expect("a change");
//! assert_eq!(changes, [VersionChange::Update { from: "a1".into(), to: "b2".into() }]);
//! ```

mod build;
mod collect;
mod cycle;
mod display;
mod graph;
mod graph_error;
mod heads;
mod history;
mod id;
mod identifiers;
mod labels;
mod member;
mod new_revision;
mod order;
mod plan;
mod plan_error;
mod python;
mod range;
mod refusal;
mod relative;
mod resolve;
mod revision;
mod set;
mod step;
mod target;
mod traverse;
mod walk;

pub use display::LineOptions;
pub use graph::Graph;
pub use graph_error::GraphError;
pub use heads::{Heads, HeadsError, RowCountError, VersionChange};
pub use history::{HistoryRange, Walk, history};
pub use id::RevisionId;
pub use member::Member;
pub use new_revision::{check_new_id, new_revision_dependencies, new_revision_parents};
pub use plan::{Plan, Warning, downgrade_plan, stamp_plan, upgrade_plan};
pub use plan_error::PlanError;
pub use range::{Range, StampRange, check_heads, check_up_to_date, offline_rows};
pub use revision::Revision;
pub use step::{RevisionStep, StampStep, Step};
