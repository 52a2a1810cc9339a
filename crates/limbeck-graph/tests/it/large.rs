//! Long histories: no recursion over their length, and no time that grows with its square.

use std::fmt::Write;
use std::time::{Duration, Instant};

use limbeck_graph::{Graph, Heads, HistoryRange, Plan, RevisionId, downgrade_plan, history, stamp_plan, upgrade_plan};

use crate::graphs::{graph, ids};

fn linear(length: usize) -> Graph {
    let mut text = String::from("r0 # main\n");
    for number in 1..length {
        writeln!(text, "r{number} < r{}", number - 1).expect("text");
    }
    graph(&text)
}

fn within(limit: Duration, what: &str, work: impl FnOnce()) {
    let start = Instant::now();
    work();
    let taken = start.elapsed();
    println!("{what}: {taken:?}");
    assert!(taken < limit, "{what} took {taken:?}");
}

fn run(graph: &Graph, rows: &[RevisionId], plan: &Plan) {
    let mut heads = Heads::new(graph, rows);
    for step in &plan.steps {
        heads.apply(step).expect("a change");
    }
}

/// Generous limits: the build has no optimization, and the machine may be busy. A square would take minutes.
#[test]
fn a_line_of_fifty_thousand_takes_no_time() {
    let limit = Duration::from_secs(5);
    let length = 50_000;
    let head = format!("r{}", length - 1);
    let mut built = None;
    within(limit, "build", || built = Some(linear(length)));
    let graph = built.expect("a graph");
    let top = ids(&[&head]);
    for target in ["head", "main@head", "+49999", "main@+49999", "main@+50000"] {
        within(limit, target, || {
            let rows = if target == "+49999" || target == "main@+49999" { ids(&["r0"]) } else { vec![] };
            let plan = upgrade_plan(&graph, &rows, target).expect("a plan");
            assert_eq!(plan.steps.len(), length - rows.len());
            run(&graph, &rows, &plan);
        });
    }
    for target in ["base", "-49999", "main@base", "r0"] {
        within(limit, target, || {
            let plan = downgrade_plan(&graph, &top, target).expect("a plan");
            assert!(plan.steps.len() >= length - 1);
            run(&graph, &top, &plan);
        });
    }
    within(limit, "history", || {
        let walk = history(&graph, HistoryRange::ALL, &[]).expect("a walk");
        assert_eq!(walk.revisions.len(), length);
    });
    within(limit, "stamp", || assert_eq!(stamp_plan(&graph, &top, &["base"]).expect("a plan").steps.len(), 1));
    within(limit, "current", || assert_eq!(graph.all_current(&top).expect("revisions").len(), 1));
}

#[test]
fn a_ladder_of_merges_takes_little_time() {
    let limit = Duration::from_secs(5);
    let mut text = String::from("m0\n");
    for rung in 1..1_000 {
        let below = rung - 1;
        writeln!(text, "a{rung} < m{below}\nb{rung} < m{below}\nm{rung} < a{rung} b{rung}").expect("text");
    }
    let graph = graph(&text);
    within(limit, "up", || {
        let plan = upgrade_plan(&graph, &[], "head").expect("a plan");
        assert_eq!(plan.steps.len(), graph.len());
        run(&graph, &[], &plan);
    });
    within(limit, "down", || {
        let top = ids(&["m999"]);
        let plan = downgrade_plan(&graph, &top, "base").expect("a plan");
        assert_eq!(plan.steps.len(), graph.len());
        run(&graph, &top, &plan);
    });
}

#[test]
fn two_long_branches_take_little_time() {
    let limit = Duration::from_secs(5);
    let mut text = String::from("a0\nb0\n");
    for number in 1..2_000 {
        writeln!(text, "a{number} < a{}\nb{number} < b{}", number - 1, number - 1).expect("text");
    }
    let graph = graph(&text);
    within(limit, "up and down", || {
        let plan = upgrade_plan(&graph, &[], "heads").expect("a plan");
        run(&graph, &[], &plan);
        let tops = ids(&["a1999", "b1999"]);
        let plan = downgrade_plan(&graph, &tops, "base").expect("a plan");
        assert_eq!(plan.steps.len(), 4_000);
        run(&graph, &tops, &plan);
    });
}
