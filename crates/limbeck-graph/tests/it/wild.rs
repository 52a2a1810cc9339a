//! Whatever is typed or found in a database, the answer is an answer.

use limbeck_graph::{
    Graph, Heads, HistoryRange, Plan, Range, Revision, RevisionId, StampRange, check_new_id, check_up_to_date,
    downgrade_plan, history, new_revision_dependencies, new_revision_parents, offline_rows, stamp_plan, upgrade_plan,
};
use proptest::prelude::*;

use crate::graphs::graph;

const TANGLE: &str = "
    base1 # left
    a111 < base1 # alpha
    a222 < a111 | c111
    b111 < base1 # beta
    b222 < b111
    c111 # gamma
    c222 < c111 | b111
    m111 < a222 b222
    größe < c222
";

/// Pieces of targets, so that many of the targets mean something.
fn target() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("@".to_owned()),
        Just(":".to_owned()),
        Just("+1".to_owned()),
        Just("-1".to_owned()),
        Just("-99999999999999999999999999".to_owned()),
        Just("head".to_owned()),
        Just("heads".to_owned()),
        Just("base".to_owned()),
        Just("current".to_owned()),
        Just("a222".to_owned()),
        Just("m111".to_owned()),
        Just("c11".to_owned()),
        Just("alpha".to_owned()),
        Just("gamma".to_owned()),
        Just("größe".to_owned()),
        "[+-]?[0-9]{0,40}",
        "\\PC{0,4}",
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

fn rows() -> impl Strategy<Value = Vec<RevisionId>> {
    let row = prop_oneof![
        4 => prop::sample::select(vec!["a111", "a222", "b111", "b222", "c111", "c222", "m111", "größe", "base1"])
            .prop_map(RevisionId::from),
        1 => target().prop_map(RevisionId::from),
    ];
    prop::collection::vec(row, 0..4)
}

fn run(graph: &Graph, rows: &[RevisionId], plan: &Plan) {
    let mut heads = Heads::new(graph, rows);
    for step in &plan.steps {
        let _ = step.to_string();
        if heads.apply(step).is_err() {
            break;
        }
    }
}

proptest! {
    #[test]
    fn no_target_panics(rows in rows(), one in target(), other in target()) {
        let graph = graph(TANGLE);
        let plans = [
            upgrade_plan(&graph, &rows, &one),
            downgrade_plan(&graph, &rows, &one),
            stamp_plan(&graph, &rows, &[&one]),
            stamp_plan(&graph, &rows, &[&one, &other]),
        ];
        for plan in plans {
            match plan {
                Ok(plan) => run(&graph, &rows, &plan),
                Err(error) => prop_assert!(!error.to_string().is_empty()),
            }
        }
        let _ = graph.resolve(&one);
        let _ = graph.resolve_one(&one);
        let _ = graph.revision_numbers(&one);
        let _ = graph.resolve_applied(&rows);
        let _ = graph.all_current(&rows);
        let _ = check_up_to_date(&graph, &rows);
        let _ = history(&graph, HistoryRange { start: &one, end: &other }, &rows);
        let _ = HistoryRange::parse(&one).map(|range| history(&graph, range, &rows));
        let _ = Range::of_upgrade(&one, true).map(|range| offline_rows(&graph, range.start));
        let _ = Range::of_downgrade(&one, true);
        let _ = StampRange::of_stamp(&[&one, &other], true, false);
        let _ = check_new_id(&one);
        let _ = new_revision_parents(&graph, &[&one, &other], true);
        let _ = new_revision_dependencies(&graph, &[&one]);
    }

    /// Every graph is either good, and can then be walked up and down as a whole, or refused with files named.
    #[test]
    fn no_graph_panics(links in prop::collection::vec((0_usize..9, 0_usize..9, 0_usize..14, 0_usize..12), 0..9)) {
        let name = |number: usize| format!("rev{number}");
        let revisions: Vec<Revision> = links.iter().enumerate().map(|(number, (first, second, dependency, label))| {
            let mut revision = Revision::new(name(number), format!("{number}.py"));
            for parent in [first, second] {
                // Mostly downwards, so that many of the graphs are good.
                if *parent < number || *parent == 8 {
                    revision.down_revisions.push(name(*parent).into());
                }
            }
            if *dependency < number || *dependency == 13 {
                revision.depends_on.push(name(*dependency % 10));
            }
            if *label < 4 {
                revision.branch_labels.push(format!("label{label}"));
            }
            revision
        }).collect();
        match Graph::new(revisions) {
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                for error in errors {
                    prop_assert!(!error.paths().is_empty());
                    prop_assert!(error.to_string().contains(".py"));
                }
            }
            Ok(graph) => {
                prop_assert_eq!(graph.walk().len(), graph.len());
                let plan = upgrade_plan(&graph, &[], "heads").expect("a plan");
                prop_assert_eq!(plan.steps.len(), graph.len());
                let mut heads = Heads::new(&graph, &[]);
                for step in &plan.steps {
                    heads.apply(step).expect("a change");
                }
                let mut expected: Vec<RevisionId> =
                    graph.effective_heads().iter().map(|head| head.id.clone()).collect();
                let mut rows = heads.rows().to_vec();
                expected.sort();
                rows.sort();
                prop_assert_eq!(&rows, &expected);
                let plan = downgrade_plan(&graph, &rows, "base").expect("a plan");
                prop_assert_eq!(plan.steps.len(), graph.len());
                for step in &plan.steps {
                    heads.apply(step).expect("a change");
                }
                prop_assert!(heads.rows().is_empty());
            }
        }
    }
}
