//! Expressions as they were written against what PostgreSQL writes back.

use limbeck_ops::catalog::{Sameness, same_expression, same_expression_of, same_query};

const RECORDED: &str = include_str!("../recorded/expressions.txt");

/// The types of the table that the recording was made with.
fn type_of(column: &str) -> Option<String> {
    let types = [
        ("id", "integer"),
        ("big", "bigint"),
        ("weight", "numeric(10,4)"),
        ("ratio", "double precision"),
        ("name", "character varying(20)"),
        ("label", "text"),
        ("mood", "mood"),
        ("at", "timestamp without time zone"),
    ];
    types.iter().find(|(name, _)| *name == column).map(|(_, ty)| (*ty).to_owned())
}

/// Pairs of what was written and what was shown; none where the server keeps no default at all.
fn recorded() -> Vec<(&'static str, Option<String>)> {
    let mut pairs = Vec::new();
    for block in RECORDED.split("\n>>> ").skip(1) {
        let mut lines = block.lines().skip(1);
        let written = lines.next().unwrap_or_default();
        let shown = (lines.next() == Some("--- shown")).then(|| lines.next().unwrap_or_default().replace("\\n", "\n"));
        pairs.push((written, shown));
    }
    pairs
}

/// What is said to be unsure is listed here, and nothing is said to differ.
#[test]
fn what_the_server_writes_back_is_the_same() {
    let pairs = recorded();
    assert!(pairs.len() >= 150, "{}", pairs.len());
    let mut wrong = String::new();
    for (written, shown) in pairs {
        let sameness = match &shown {
            Some(shown) => same_expression_of(written, shown, &type_of),
            None => same_expression("NULL", written),
        };
        if sameness != Sameness::Same {
            wrong.push_str(&format!("{sameness:?}\n  {written}\n  {}\n", shown.unwrap_or_default()));
        }
    }
    expect_test::expect![[r#"
        Unsure
          address << inet '10.0.0.0/8'
          (address << '10.0.0.0/8'::inet)
        Unsure
          address << inet '10.0.0.0/8'
          address << '10.0.0.0/8'::inet
        Unsure
          to_tsvector('english', label) @@ 'x'
          (to_tsvector('english'::regconfig, label) @@ '''x'''::tsquery)
        Unsure
          to_tsvector('english', label) @@ 'x'
          to_tsvector('english'::regconfig, label) @@ '''x'''::tsquery
    "#]]
    .assert_eq(&wrong);
}

#[test]
fn what_another_expression_gives_is_not_the_same() {
    let shown: Vec<String> = recorded().into_iter().filter_map(|(_, shown)| shown).collect();
    for one in &shown {
        // Each literal and operator in turn is another.
        for (from, to) in
            [("'a'", "'z'"), ("(0)", "(7)"), (" > ", " >= "), (" AND ", " OR "), ("(id ", "(other "), ("100", "101")]
        {
            if one.contains(from) {
                let changed = one.replacen(from, to, 1);
                assert_ne!(same_expression(one, &changed), Sameness::Same, "{one} / {changed}");
            }
        }
    }
}

#[test]
fn changed_conditions_differ() {
    for (expected, actual) in [
        ("weight > 0", "(weight > (1)::numeric)"),
        ("weight > 0", "(weight >= (0)::numeric)"),
        ("weight > 0", "(height > (0)::numeric)"),
        (
            "name IN ('a', 'b')",
            "((name)::text = ANY (ARRAY[('a'::character varying)::text, ('c'::character varying)::text]))",
        ),
        ("name IN ('a', 'b')", "((name)::text = ANY (ARRAY[('a'::character varying)::text]))"),
        (
            "name IN ('a', 'b')",
            "((name)::text <> ALL (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))",
        ),
        ("a AND b", "(a OR b)"),
        ("a AND b", "(a AND b AND c)"),
        ("'draft'", "'final'::character varying"),
        ("'draft'", "'final'::status"),
        ("0", "1"),
        ("true", "false"),
        ("'t'", "false"),
        ("'{}'", "'{\"a\": 1}'::jsonb"),
        ("now()", "clock_timestamp()"),
        ("'2020-01-01'", "'2020-01-02'::date"),
        ("now() + interval '1 hour'", "(now() + '02:00:00'::interval)"),
        ("id > 0", "((id)::smallint > 0)"),
        ("length(name) > 3", "(length((label)::text) > 3)"),
        ("nextval('a_seq')", "nextval('b_seq'::regclass)"),
        ("name COLLATE \"C\" > 'a'", "(((name)::text COLLATE \"POSIX\") > 'a'::text)"),
        ("name COLLATE \"C\" > 'a'", "((name)::text > 'a'::text)"),
        ("extract(year from born) > 2000", "date_part('month'::text, born) > 2000"),
    ] {
        assert_eq!(same_expression(expected, actual), Sameness::Different, "{expected} / {actual}");
    }
}

#[test]
fn what_cant_be_read_is_unsure() {
    for (expected, actual) in [("a >", "(a > 0)"), ("a > 0", ""), ("$1", "a"), (&"(".repeat(500), "a")] {
        assert_eq!(same_expression(expected, actual), Sameness::Unsure, "{expected} / {actual}");
    }
    let long = format!("a{}", " OR a".repeat(3000));
    assert_eq!(same_expression(&long, "a"), Sameness::Unsure);
    let deep = format!("a{}", " + 1".repeat(1500));
    assert_ne!(same_expression(&deep, "a"), Sameness::Same);
}

const VIEWS: &str = include_str!("../recorded/views.txt");

/// What can't be told is listed here, and no view is said to differ.
#[test]
fn queries_of_views_that_the_server_writes_back_are_the_same() {
    let mut unsure = String::new();
    for block in VIEWS.split("\n>>> ").skip(1) {
        let (written, shown) = block.split_once('\n').expect("a query");
        let sameness = same_query(written, shown);
        assert_ne!(sameness, Sameness::Different, "{written} / {shown}");
        if sameness == Sameness::Unsure {
            unsure.push_str(&format!("{written}\n"));
        }
        // A string that is another is told.
        if written.contains("'a'") {
            assert_eq!(same_query(written, &shown.replace("'a'", "'z'")), Sameness::Different, "{written}");
        }
    }
    expect_test::expect![[r#"
        SELECT * FROM sample
        SELECT s.* FROM other s
        SELECT name, sum(weight) total FROM sample GROUP BY 1 ORDER BY 2 DESC NULLS LAST LIMIT 10
        SELECT id FROM sample UNION ALL SELECT sample_id FROM other
        SELECT id FROM sample UNION SELECT sample_id FROM other WHERE label = 'x'
        SELECT id, now() - at AS age FROM sample WHERE at > now() - interval '7 days'
        SELECT id, weight BETWEEN 1 AND 5 AS fits FROM sample
    "#]]
    .assert_eq(&unsure);
}

#[test]
fn other_queries_are_not_the_same() {
    for (expected, actual) in [
        ("SELECT a FROM t WHERE NOT b", "SELECT a FROM t WHERE b"),
        ("SELECT a FROM t UNION ALL SELECT a FROM s", "SELECT a FROM t UNION SELECT a FROM s"),
        ("SELECT a FROM t WHERE (a OR b) AND c", "SELECT a FROM t WHERE a OR b AND c"),
        ("SELECT (a + b) * c AS n FROM t", "SELECT a + b * c AS n FROM t"),
        ("SELECT a FROM t", "SELECT b FROM t"),
        ("SELECT a FROM t", "SELECT a AS b FROM t"),
        ("SELECT a FROM t WHERE b > 5", "SELECT a FROM t WHERE b > 6"),
        ("SELECT a FROM t WHERE b IN (1, 2)", "SELECT a FROM t WHERE b <> ALL (ARRAY[1, 2])"),
        ("SELECT DISTINCT a FROM t", "SELECT a FROM t"),
        ("SELECT a FROM t LEFT JOIN s ON s.b = t.b", "SELECT a FROM t JOIN s ON s.b = t.b"),
    ] {
        assert_ne!(same_query(expected, actual), Sameness::Same, "{expected} / {actual}");
    }
}
