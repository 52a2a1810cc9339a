//! Revision files that don't make a graph are refused, and the refusal names the files.

use expect_test::{Expect, expect};
use limbeck_graph::GraphError;

use crate::graphs::{defects, graph, revisions};

fn check(text: &str, expected: Expect) {
    let messages: Vec<String> = defects(text).iter().map(GraphError::to_string).collect();
    expected.assert_eq(&messages.join("\n"));
}

#[test]
fn missing_parents_are_all_named() {
    check(
        "a < z\nb < a y",
        expect![[r#"
            Revision z referenced from a is not present: versions/a.py
            Revision y referenced from b is not present: versions/b.py"#]],
    );
}

#[test]
fn a_label_is_no_parent() {
    check("a # shop\nb < shop", expect!["Revision shop referenced from b is not present: versions/b.py"]);
}

#[test]
fn missing_dependencies_are_named() {
    check(
        "abcdef\nb | abcd nowhere",
        expect![[r#"
            Revision abcd that b depends on is not present: versions/b.py
            Revision nowhere that b depends on is not present: versions/b.py"#]],
    );
}

#[test]
fn duplicate_ids_name_all_files() {
    let mut duplicates = revisions("a\na\nb\na");
    duplicates[1].path = "versions/copy_of_a.py".into();
    duplicates[3].path = "more/a.py".into();
    let errors = limbeck_graph::Graph::new(duplicates).expect_err("a bad graph");
    assert_eq!(errors.len(), 1);
    expect!["Revision a is present more than once: versions/a.py, versions/copy_of_a.py, more/a.py"]
        .assert_eq(&errors[0].to_string());
    assert_eq!(errors[0].paths().len(), 3);
}

#[test]
fn a_cycle_names_its_revisions_only() {
    check(
        "root\na < root d\nb < a\nc < b\nd < c\ntop < d",
        expect![
            "Cycle is detected in revisions (a, d, c, b): versions/a.py, versions/d.py, versions/c.py, versions/b.py"
        ],
    );
}

#[test]
fn a_cycle_without_base_and_head_is_found() {
    check("a < b\nb < a", expect!["Cycle is detected in revisions (a, b): versions/a.py, versions/b.py"]);
}

#[test]
fn a_cycle_over_dependencies_is_told_apart() {
    check(
        "a | y\nb < a\nx\ny < x | shop\nz < b # shop",
        expect![
            "Dependency cycle is detected in revisions (a, y, z, b): versions/a.py, versions/y.py, versions/z.py, versions/b.py"
        ],
    );
}

#[test]
fn a_dependency_on_the_own_label_is_a_cycle() {
    check("a | shop # shop", expect!["Dependency cycle is detected in revisions (a): versions/a.py"]);
}

#[test]
fn self_loops_are_told_apart() {
    check(
        "a < a\nb | b",
        expect![[r#"
            Self-loop is detected in revisions (a): versions/a.py
            Dependency self-loop is detected in revisions (b): versions/b.py"#]],
    );
}

#[test]
fn labels_are_unique_and_no_identifiers() {
    check(
        "a # shop\nb < a # shop\nc # a\nd # twice twice",
        expect![[r#"
            Branch name 'shop' in revision b already used by revision a: versions/a.py, versions/b.py
            Branch name 'a' in revision c already used by revision a: versions/a.py, versions/c.py
            Branch name 'twice' in revision d already used by revision d: versions/d.py"#]],
    );
}

#[test]
fn identifiers_leave_the_notation_alone() {
    check("a-b@c", expect!["Character(s) '-, @' not allowed in revision identifier 'a-b@c': versions/a-b@c.py"]);
    check("< ", expect!["the revision identifier is empty: versions/.py"]);
}

#[test]
fn a_graph_without_revisions_is_a_graph() {
    let empty = graph("");
    assert!(empty.is_empty() && empty.heads().is_empty() && empty.walk().is_empty());
    assert_eq!(empty.current_head(), Ok(None));
}
