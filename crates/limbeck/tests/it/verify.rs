//! `limbeck verify`: what it finds, and that it finds nothing where there is nothing.

use limbeck::{FailureKind, Scratch, VerifyOptions, upgrade, verify};
use limbeck_ops::Datum;

use crate::changes::{Changes, Shape};
use crate::collect::{example, on_big_stack, settings_of};
use crate::database::{ask, open, run};

/// The URL of an empty database. Hundreds of connections are made here: without TLS.
fn fresh_postgres() -> String {
    format!("{}?sslmode=disable", crate::database::fresh_postgres())
}

/// What verify prints, and whether all is as expected.
fn verified(ini: &std::path::Path, url: &str, options: &VerifyOptions) -> (bool, String) {
    let (settings, collected) = settings_of(ini, Some(url));
    let result = verify(&settings, options);
    let text = collected.out.take();
    match result {
        Ok(()) => (true, text),
        Err(failure) if failure.kind == FailureKind::Answer => (false, text),
        Err(failure) => panic!("verify failed: {failure:?}\n{text}"),
    }
}

fn up(ini: &std::path::Path, url: &str, target: &str) {
    let (settings, _) = settings_of(ini, Some(url));
    upgrade(&settings, target, false, None).expect("an upgrade");
}

/// Empties a database and brings the example's revisions to their head again: much faster than a copy.
fn anew(url: &str) {
    let host = open(url);
    run(&host, "DROP SCHEMA public CASCADE").expect("dropped");
    run(&host, "CREATE SCHEMA public").expect("made");
    drop(host);
    up(&example(), url, "head");
}

/// Each change of the schema by hand is told in its words, and nothing else is.
#[test]
fn changes_by_hand_are_told_one_by_one() {
    on_big_stack(|| {
        let url = fresh_postgres();
        up(&example(), &url, "head");
        let (right, text) = verified(&example(), &url, &VerifyOptions::default());
        assert!(right, "{text}");
        assert!(text.contains("✅ model_nodes") && text.contains("✅ model_versions"), "{text}");
        for (sql, told) in [
            ("DROP INDEX ix_model_nodes_parent_id", "index ix_model_nodes_parent_id of table model_nodes is missing"),
            (
                "ALTER TABLE model_nodes ALTER weight TYPE numeric(8,2)",
                "column model_nodes.weight is numeric(8,2), expected numeric(10,4)",
            ),
            (
                "ALTER TABLE model_nodes DROP CONSTRAINT model_nodes_version_id_fkey",
                "foreign key model_nodes_version_id_fkey of table model_nodes is missing",
            ),
            (
                "ALTER TABLE model_nodes DROP CONSTRAINT model_nodes_parent_id_fkey, ADD CONSTRAINT \
                 model_nodes_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES model_nodes (id) ON DELETE SET NULL",
                "foreign key model_nodes_parent_id_fkey of table model_nodes: ON DELETE SET NULL, expected CASCADE",
            ),
            ("ALTER TABLE model_nodes ADD extra text", "column model_nodes.extra (text) is not expected"),
            (
                "ALTER TABLE model_nodes RENAME business_guide TO guide",
                "column model_nodes.guide is there in place of model_nodes.business_guide: renamed",
            ),
            (
                "ALTER TABLE model_nodes ALTER code DROP NOT NULL",
                "column model_nodes.code is nullable, expected NOT NULL",
            ),
            ("DROP TABLE dimension_item_mappings", "table dimension_item_mappings is missing"),
        ] {
            run(&open(&url), sql).expect(sql);
            let (right, text) = verified(&example(), &url, &VerifyOptions::default());
            assert!(!right, "{sql} was missed\n{text}");
            let differences: Vec<&str> = text
                .lines()
                .skip_while(|line| *line != "Differences:")
                .skip(1)
                .take_while(|line| !line.is_empty())
                .collect();
            assert_eq!(differences, [format!("  ❌ {told}")], "{sql}\n{text}");
            anew(&url);
        }
    });
}

/// 200 random changes, none missed.
#[test]
fn no_random_change_is_missed() {
    on_big_stack(|| {
        let url = fresh_postgres();
        up(&example(), &url, "head");
        let shape = Shape::read(&open(&url));
        let mut changes = Changes::new(20_251_022);
        let strict = VerifyOptions { strict: true, ..VerifyOptions::default() };
        for _ in 0..200 {
            let sql = changes.next(&shape);
            if let Err(error) = run(&open(&url), &sql) {
                panic!("{sql}: {error}");
            }
            let (right, text) = verified(&example(), &url, &strict);
            assert!(!right, "missed: {sql}\n{text}");
            anew(&url);
        }
        let (right, text) = verified(&example(), &url, &strict);
        assert!(right, "false alarm\n{text}");
    });
}

#[test]
fn a_scratch_database_is_dropped_again() {
    on_big_stack(|| {
        let url = fresh_postgres();
        up(&example(), &url, "head");
        let scratch = Some(Scratch::Temporary);
        let (right, text) =
            verified(&example(), &url, &VerifyOptions { scratch: scratch.clone(), ..VerifyOptions::default() });
        assert!(right, "{text}");
        run(&open(&url), "ALTER TABLE model_nodes DROP COLUMN script").expect("dropped");
        let (right, text) = verified(&example(), &url, &VerifyOptions { scratch, ..VerifyOptions::default() });
        assert!(!right && text.contains("column model_nodes.script is missing"), "{text}");
        let left =
            ask(&open(&url), "SELECT count(*) FROM pg_database WHERE datname LIKE 'limbeck_scratch_%'").expect("rows");
        assert_eq!(left.rows, [[Datum::Int(0)]]);
    });
}
