//! Rows of the version table that don't fit a step.

use expect_test::expect;
use limbeck_graph::{Heads, HeadsError, VersionChange, downgrade_plan, stamp_plan, upgrade_plan};

use crate::graphs::{graph, ids};

#[test]
fn a_failed_step_leaves_the_rows_alone() {
    let graph = graph("a\nb < a");
    let plan = upgrade_plan(&graph, &ids(&["a"]), "b").expect("a plan");
    let mut heads = Heads::new(&graph, &ids(&["b", "a", "a"]));
    assert_eq!(heads.apply(&plan.steps[0]), Err(HeadsError::AlreadyRecorded { revision: "b".into() }));
    assert_eq!(heads.rows(), ids(&["b", "a"]));
}

#[test]
fn a_downgrade_needs_its_row() {
    let graph = graph("a\nb < a");
    let plan = downgrade_plan(&graph, &ids(&["b"]), "a").expect("a plan");
    let mut heads = Heads::new(&graph, &ids(&["a"]));
    assert_eq!(heads.apply(&plan.steps[0]), Err(HeadsError::NotRecorded { revision: "b".into() }));
}

#[test]
fn an_unknown_row_beside_the_step_is_refused_where_it_matters() {
    let graph = graph("a\nb < a");
    let plan = downgrade_plan(&graph, &ids(&["b"]), "a").expect("a plan");
    let mut heads = Heads::new(&graph, &ids(&["b", "gone"]));
    assert_eq!(heads.apply(&plan.steps[0]), Err(HeadsError::UnknownApplied { revision: "gone".into() }));
}

#[test]
fn a_branch_cannot_be_stamped_twice() {
    let graph = graph("a\nb");
    let plan = stamp_plan(&graph, &[], &["a", "a"]).expect("a plan");
    let mut heads = Heads::new(&graph, &[]);
    assert_eq!(heads.apply(&plan.steps[0]), Ok(vec![VersionChange::Insert("a".into())]));
    assert_eq!(heads.apply(&plan.steps[1]), Err(HeadsError::AlreadyRecorded { revision: "a".into() }));
}

#[test]
fn a_merge_deletes_rows_and_updates_the_last() {
    let graph = graph("a\nb < a\nc < a\nm < b c");
    let plan = upgrade_plan(&graph, &ids(&["c", "b"]), "m").expect("a plan");
    let mut heads = Heads::new(&graph, &ids(&["c", "b"]));
    assert_eq!(
        heads.apply(&plan.steps[0]),
        Ok(vec![VersionChange::Delete("b".into()), VersionChange::Update { from: "c".into(), to: "m".into() }])
    );
    assert_eq!(plan.steps[0].to_string(), "upgrade b, c -> m");
}

#[test]
fn a_statement_touches_one_row() {
    let update = VersionChange::Update { from: "a".into(), to: "b".into() };
    assert_eq!(update.check_rows("alembic_version", 1), Ok(()));
    let error = update.check_rows("alembic_version", 0).expect_err("a refusal");
    expect!["Online migration expected to match one row when updating 'a' to 'b' in 'alembic_version'; 0 found"]
        .assert_eq(&error.to_string());
    let error = VersionChange::Delete("a".into()).check_rows("v", 2).expect_err("a refusal");
    expect!["Online migration expected to match one row when deleting 'a' in 'v'; 2 found"]
        .assert_eq(&error.to_string());
    assert_eq!(VersionChange::Insert("a".into()).check_rows("v", 0), Ok(()));
}
