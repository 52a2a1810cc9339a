//! Replays what Alembic did, as `tests/record.py` recorded it.

use std::fmt::Display;

use limbeck_graph::{
    Graph, Heads, HistoryRange, LineOptions, Member, Plan, PlanError, Revision, RevisionId, Step, VersionChange,
    downgrade_plan, history, new_revision_parents, stamp_plan, upgrade_plan,
};
use serde_json::{Map, Value};

const RECORD: &str = include_str!("recorded.json");

/// What is written for an answer that Alembic has no words for.
const TRACEBACK: &str = "!!";

#[test]
fn answers_are_those_of_alembic() {
    let record: Map<String, Value> = serde_json::from_str(RECORD).expect("a record");
    let mut check = Check::default();
    for (name, expected) in &record {
        let graph = Graph::new(revisions(&expected["revisions"])).expect("a good graph");
        check.graph = name.clone();
        check_graph(&mut check, &graph, expected);
        check_plans(&mut check, &graph, expected);
        check_histories(&mut check, &graph, expected);
    }
    assert!(check.count > 1_000, "only {} cases", check.count);
    let (shown, all) = (&check.wrong[..check.wrong.len().min(25)], check.wrong.len());
    assert!(all == 0, "{all} of {} answers differ:\n{}", check.count, shown.join("\n"));
}

#[derive(Default)]
struct Check {
    graph: String,
    count: usize,
    wrong: Vec<String>,
}

impl Check {
    /// Compares an answer with the recorded one, or with one of several.
    fn equal(&mut self, question: &str, expected: &Value, answer: &str) {
        self.count += 1;
        // One merge ends in a traceback in Alembic, since a parent of it has no row of its own. It is written all the same.
        let written = expected.as_str().and_then(|text| text.strip_suffix("mm[!]"));
        if let Some(before) = written.filter(|_| self.graph == "merge with an implied parent") {
            assert_eq!(answer, format!("{before}mm[-h2,i1>mm]"));
            return;
        }
        let right = match expected {
            Value::Array(answers) => answers.iter().any(|one| one == answer),
            one if is_traceback(one) => refuses(one.as_str().unwrap_or_default(), answer),
            one => one == answer,
        };
        if !right {
            self.wrong.push(format!("{}: {question}\n  alembic: {expected}\n  limbeck: {answer}", self.graph));
        }
    }

    /// Asks about each key of a table.
    fn each(&mut self, expected: &Value, part: &str, answer: impl Fn(&str) -> String) {
        for (key, expected) in table(&expected[part]) {
            self.equal(&format!("{part} {key:?}"), expected, &answer(key));
        }
    }
}

fn is_traceback(answer: &Value) -> bool {
    answer.as_str().is_some_and(|text| text == TRACEBACK || text.ends_with("[!]"))
}

/// Where Alembic ends in a traceback, limbeck has to refuse at the same place, in whatever words.
fn refuses(traceback: &str, answer: &str) -> bool {
    match traceback.strip_suffix("[!]") {
        Some(before) => answer.strip_suffix("[!]") == Some(before),
        None => answer.starts_with("! "),
    }
}

fn table(value: &Value) -> &Map<String, Value> {
    value.as_object().expect("a table")
}

fn strings(value: &Value) -> Vec<String> {
    let items = value.as_array().expect("a list").iter();
    items.map(|item| item.as_str().expect("a string").to_owned()).collect()
}

fn revisions(value: &Value) -> Vec<Revision> {
    let one = |value: &Value| {
        let id = value["id"].as_str().expect("an identifier");
        let mut revision = Revision::new(id, format!("versions/{id}.py"));
        revision.down_revisions = strings(&value["down"]).into_iter().map(RevisionId::from).collect();
        revision.depends_on = strings(&value["deps"]);
        revision.branch_labels = strings(&value["labels"]);
        revision.docstring = value["doc"].as_str().expect("a docstring").to_owned();
        revision
    };
    value.as_array().expect("revisions").iter().map(one).collect()
}

fn names<'g>(members: impl IntoIterator<Item = Member<'g>>) -> String {
    members.into_iter().map(|member| member.id.to_string()).collect::<Vec<_>>().join(" ")
}

fn said<E: Display>(answer: Result<String, E>) -> String {
    answer.unwrap_or_else(|error| format!("! {error}"))
}

fn state(key: &str) -> Vec<RevisionId> {
    key.split(',').filter(|row| !row.is_empty()).map(RevisionId::from).collect()
}

fn check_graph(check: &mut Check, graph: &Graph, expected: &Value) {
    check.equal("heads", &strings(&expected["heads"]).join(" ").into(), &names(graph.heads()));
    let effective = strings(&expected["effective heads"]).join(" ");
    check.equal("effective heads", &effective.into(), &names(graph.effective_heads()));
    check.equal("bases", &strings(&expected["bases"]).join(" ").into(), &names(graph.bases()));
    check.equal("walk", &expected["walk"], &names(graph.walk()));
    let head = graph.current_head().map(names);
    check.equal("current head", &expected["current head"], &said(head));

    let member = |id: &str| graph.revision(id).expect("a revision");
    let sorted = |member: Member<'_>| {
        let mut labels = member.labels().to_vec();
        labels.sort();
        labels
    };
    check.each(expected, "labels", |id| sorted(member(id)).join(" "));
    check.each(expected, "resolve", |target| said(graph.resolve(target).map(names)));
    check.each(expected, "resolve one", |target| said(graph.resolve_one(target).map(names)));
    check.each(expected, "new revision", |target| said(new_revision_parents(graph, &[target], false).map(names)));
    check.each(expected, "new spliced revision", |targets| {
        let targets: Vec<&str> = targets.split('|').filter(|target| !target.is_empty()).collect();
        said(new_revision_parents(graph, &targets, true).map(names))
    });
    check.each(expected, "current", |rows| {
        let current = graph.all_current(&state(rows));
        said(current.map(|members| {
            let mut ids: Vec<String> = members.iter().map(|member| member.id.to_string()).collect();
            ids.sort();
            ids.join(" ")
        }))
    });
    // The recorder puts labels and children in order, which Alembic leaves to chance.
    let shown = |member: Member<'_>, text: String| {
        let children: Vec<String> = member.children().iter().map(|child| child.id.to_string()).collect();
        let mut in_order = children.clone();
        in_order.sort();
        text.replace(&format!("({})", member.labels().join(", ")), &format!("({})", sorted(member).join(", ")))
            .replace(
                &format!("Branch names: {}\n", member.labels().join(", ")),
                &format!("Branch names: {}\n", sorted(member).join(", ")),
            )
            .replace(
                &format!("Branches into: {}\n", children.join(", ")),
                &format!("Branches into: {}\n", in_order.join(", ")),
            )
    };
    check.each(expected, "history lines", |id| shown(member(id), member(id).line(LineOptions::HISTORY)));
    check.each(expected, "head lines", |id| shown(member(id), member(id).line(LineOptions::HEADS)));
    check.each(expected, "blocks", |id| shown(member(id), member(id).log_entry(false)));
}

type Planner<'a> = dyn Fn(&[RevisionId], &str) -> Result<Plan, PlanError> + 'a;

fn check_plans(check: &mut Check, graph: &Graph, expected: &Value) {
    let log = |plan: Result<Plan, PlanError>, id: &str| {
        let plan = plan.expect("a plan");
        let step = plan.steps.iter().find(|step| step.revision().is_some_and(|revision| *revision == id));
        step.expect("a step").to_string()
    };
    check.each(expected, "upgrade log", |id| log(upgrade_plan(graph, &[], id), id));
    let all: Vec<RevisionId> = graph.effective_heads().iter().map(|head| head.id.clone()).collect();
    check.each(expected, "downgrade log", |id| log(downgrade_plan(graph, &all, "base"), id));

    let mut each = |command: &str, plan: &Planner<'_>| {
        for (rows, targets) in table(&expected[command]) {
            let rows = state(rows);
            for (target, expected) in table(targets) {
                let answer = said(plan(&rows, target).map(|plan| run(graph, &rows, &plan)));
                check.equal(&format!("{command} {target:?} from {rows:?}"), expected, &answer);
            }
        }
    };
    each("upgrade", &|rows, target| upgrade_plan(graph, rows, target));
    each("downgrade", &|rows, target| downgrade_plan(graph, rows, target));
    each("stamp", &|rows, targets| {
        // The empty key is the empty list of targets; a single empty target can't be told from it.
        let targets: Vec<&str> = targets.split('|').filter(|_| !targets.is_empty()).collect();
        stamp_plan(graph, rows, &targets)
    });
}

/// A plan with what it writes to the version table.
fn run(graph: &Graph, rows: &[RevisionId], plan: &Plan) -> String {
    let mut heads = Heads::new(graph, rows);
    let mut parts = Vec::new();
    for step in &plan.steps {
        let name = match step {
            Step::Upgrade(step) | Step::Downgrade(step) => step.revision.to_string(),
            Step::Stamp(step) => format!("{}>{}", joined(&step.from), joined(&step.to)),
        };
        match heads.apply(step) {
            Ok(changes) => {
                let changes: Vec<String> = changes.iter().map(change).collect();
                parts.push(format!("{name}[{}]", changes.join(",")));
            }
            Err(_) => {
                parts.push(format!("{name}[!]"));
                break;
            }
        }
    }
    let warnings: String = plan.warnings.iter().map(|warning| format!("~ {warning} ~ ")).collect();
    warnings + &parts.join(" ")
}

fn joined(ids: &[RevisionId]) -> String {
    ids.iter().map(RevisionId::as_str).collect::<Vec<_>>().join(",")
}

fn change(change: &VersionChange) -> String {
    match change {
        VersionChange::Insert(id) => format!("+{id}"),
        VersionChange::Delete(id) => format!("-{id}"),
        VersionChange::Update { from, to } => format!("{from}>{to}"),
    }
}

fn check_histories(check: &mut Check, graph: &Graph, expected: &Value) {
    let walked = |range: HistoryRange<'_>, rows: &[RevisionId]| {
        said(history(graph, range, rows).map(|walk| {
            let warnings: String = walk.warnings.iter().map(|warning| format!("~ {warning} ~ ")).collect();
            warnings + &names(walk.revisions)
        }))
    };
    check.each(expected, "history", |range| walked(HistoryRange::parse(range).expect("a range"), &[]));
    for (rows, ends) in table(&expected["history to current"]) {
        for (start, expected) in table(ends) {
            let answer = walked(HistoryRange { start, end: "current" }, &state(rows));
            check.equal(&format!("history {start}:current at {rows:?}"), expected, &answer);
        }
    }
    for (rows, ends) in table(&expected["history from current"]) {
        for (end, expected) in table(ends) {
            let answer = walked(HistoryRange { start: "current", end }, &state(rows));
            check.equal(&format!("history current:{end} at {rows:?}"), expected, &answer);
        }
    }
}
