//! Arguments, lookups and what they refuse.

use expect_test::expect;
use limbeck_graph::{
    HistoryRange, LineOptions, PlanError, Range, StampRange, check_heads, check_new_id, check_up_to_date,
    downgrade_plan, history, new_revision_dependencies, offline_rows, upgrade_plan,
};

use crate::graphs::{graph, ids};

const BRANCHES: &str = "base1\nleft1 < base1 # left\nleft2 < left1\nright1 < base1 # right\nright2 < right1 | left1";

#[test]
fn upgrade_ranges_need_sql() {
    assert_eq!(Range::of_upgrade("a", false), Ok(Range { start: None, destination: "a" }));
    assert_eq!(Range::of_upgrade("a:b", true), Ok(Range { start: Some("a"), destination: "b" }));
    assert_eq!(Range::of_upgrade("a:b", false), Err(PlanError::RangeNotAllowed));
    assert_eq!(Range::of_upgrade("a:b:c", true), Err(PlanError::TooManyColons { range: "a:b:c".into() }));
}

#[test]
fn offline_downgrades_need_a_range() {
    assert_eq!(Range::of_downgrade("a:base", true), Ok(Range { start: Some("a"), destination: "base" }));
    let error = Range::of_downgrade("base", true).expect_err("a refusal");
    expect!["downgrade with --sql requires <fromrev>:<torev>"].assert_eq(&error.to_string());
    assert_eq!(Range::of_downgrade("a:b", false), Err(PlanError::RangeNotAllowed));
}

#[test]
fn offline_stamps_have_one_start() {
    let read = |arguments: &[&'static str], purge| StampRange::of_stamp(arguments, true, purge);
    let both = StampRange { start: Some("a"), destinations: vec!["b", "c", "d"] };
    assert_eq!(read(&["a:b", "c", "a:d"], false), Ok(both));
    assert_eq!(read(&["a:b", "c:d"], false), Err(PlanError::SeveralStarts));
    assert_eq!(read(&["b"], true), Err(PlanError::PurgeWithSql));
    let online = StampRange::of_stamp(&["a:b"], false, true).expect("targets");
    assert_eq!(online.destinations, ["a:b"]);
}

#[test]
fn offline_runs_begin_at_a_revision() {
    let graph = graph(BRANCHES);
    assert_eq!(offline_rows(&graph, None), Ok(vec![]));
    assert_eq!(offline_rows(&graph, Some("base")), Ok(vec![]));
    assert_eq!(offline_rows(&graph, Some("righ")), Err(not_located("righ", &graph)));
    assert_eq!(offline_rows(&graph, Some("right@head")), Ok(ids(&["right2"])));
    assert!(matches!(offline_rows(&graph, Some("head")), Err(PlanError::MultipleHeads { .. })));
    assert!(matches!(offline_rows(&graph, Some("")), Err(PlanError::EmptyIdentifier { .. })));
    assert!(matches!(offline_rows(&graph, Some("left@base")), Err(PlanError::NotARevision { .. })));
}

/// Compares the identifier only: the reason is for people.
fn not_located(identifier: &str, graph: &limbeck_graph::Graph) -> PlanError {
    let error = graph.resolve(identifier).expect_err("a refusal");
    assert_eq!(error.to_string(), format!("Can't locate revision identified by '{identifier}'"));
    error
}

#[test]
fn a_refused_identifier_keeps_its_reason() {
    let graph = graph(BRANCHES);
    let reason = |target: &str| match graph.resolve(target) {
        Err(PlanError::NotLocated { reason, .. }) => reason,
        other => format!("{other:?}"),
    };
    expect!["Multiple revisions start with 'righ': 'right1', 'right2', 'right'..."].assert_eq(&reason("righ"));
    expect!["No such revision or branch 'zz'; please ensure at least four characters are present for partial revision identifier matches"]
        .assert_eq(&reason("zz"));
    expect!["Revision left2 is not a member of branch 'right'"].assert_eq(&reason("right@left2"));
    expect!["No such branch: 'up'"].assert_eq(&reason("up@left2"));
}

#[test]
fn an_unknown_row_is_told_from_a_wrong_target() {
    let graph = graph(BRANCHES);
    let unknown = PlanError::UnknownApplied { revision: "gone".into() };
    assert_eq!(upgrade_plan(&graph, &ids(&["gone"]), "heads"), Err(unknown.clone()));
    assert_eq!(downgrade_plan(&graph, &ids(&["gone"]), "-1"), Err(unknown.clone()));
    assert_eq!(graph.resolve_applied(&ids(&["left1", "gone"])), Err(unknown.clone()));
    assert_eq!(graph.all_current(&ids(&["gone"])), Err(unknown));
    assert!(matches!(upgrade_plan(&graph, &ids(&["left1"]), "gone"), Err(PlanError::NotLocated { .. })));
}

#[test]
fn heads_and_database_are_compared() {
    let graph = graph(BRANCHES);
    assert_eq!(check_heads(&graph, &ids(&["right2", "left2"])), Ok(()));
    assert_eq!(check_heads(&graph, &ids(&["left2"])), Err(PlanError::NotOnAllHeads));
    assert_eq!(check_heads(&graph, &ids(&["left2", "right2", "base1"])), Err(PlanError::NotOnAllHeads));
    assert_eq!(check_up_to_date(&graph, &ids(&["left2", "right2"])), Ok(()));
    assert_eq!(check_up_to_date(&graph, &[]), Err(PlanError::NotUpToDate));
}

#[test]
fn one_head_is_asked_for_and_there_are_two() {
    let error = graph(BRANCHES).current_head().map(|_| ()).expect_err("a refusal");
    expect!["The script directory has multiple heads (due to branching).Please use get_heads(), or merge the branches using alembic merge."]
        .assert_eq(&error.to_string());
}

#[test]
fn symbols_have_numbers() {
    let graph = graph(BRANCHES);
    let numbers = |symbol| graph.revision_numbers(symbol).expect("numbers").join(" ");
    assert_eq!(numbers("heads"), "left2 right2");
    assert_eq!(numbers("left@head"), "left2");
    assert_eq!(numbers("base"), "");
    assert_eq!(numbers("righ"), "righ", "nothing is looked up");
}

#[test]
fn new_revisions_have_good_identifiers_and_dependencies() {
    let graph = graph(BRANCHES);
    assert_eq!(check_new_id("abc"), Ok(()));
    let error = check_new_id("a:b-c").expect_err("a refusal");
    expect!["Character(s) '-, :' not allowed in revision identifier 'a:b-c'"].assert_eq(&error.to_string());
    let resolved = new_revision_dependencies(&graph, &["left", "left2", "base"]);
    assert_eq!(resolved, Err(PlanError::NotARevision { target: "base".into() }));
    assert_eq!(
        new_revision_dependencies(&graph, &["left", "left1", "right@head"]),
        Ok(vec!["left".to_owned(), "left1".to_owned(), "right2".to_owned()])
    );
}

#[test]
fn history_ranges_are_read() {
    assert_eq!(HistoryRange::parse(" a:b "), Ok(HistoryRange { start: "a", end: "b" }));
    assert_eq!(HistoryRange::parse(":"), Ok(HistoryRange::ALL));
    assert!(HistoryRange::parse("current:").is_ok_and(HistoryRange::needs_current));
    let error = HistoryRange::parse("a").expect_err("a refusal");
    expect!["History range requires [start]:[end], [start]:, or :[end]"].assert_eq(&error.to_string());
    assert!(matches!(HistoryRange::parse("a:b:c"), Err(PlanError::TooManyColons { .. })));
}

#[test]
fn a_history_range_names_its_ends_as_python_would() {
    let graph = graph(BRANCHES);
    let range = HistoryRange { start: "current", end: "left2" };
    let error = history(&graph, range, &ids(&["right2"])).expect_err("a refusal");
    expect!["Requested range ('right2',):left2 does not refer to ancestor/descendant revisions along the same branch"]
        .assert_eq(&error.to_string());
}

#[test]
fn lines_mark_heads_that_others_depend_on() {
    let graph = graph("a1\na2 < a1\nb1 | a2");
    let lines: Vec<String> = graph.walk().iter().map(|member| member.line(LineOptions::HISTORY)).collect();
    expect![[r#"
        <base> (a2) -> b1 (head), 
        a1 -> a2 (effective head), 
        <base> -> a1, "#]]
    .assert_eq(&lines.join("\n"));
    let current = LineOptions { is_current: true, ..LineOptions::CURRENT };
    assert_eq!(graph.walk()[0].line(current), "b1 (head) (current)");
}
