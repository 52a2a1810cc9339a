//! What scripts get from SQLAlchemy and the libraries beside it: snippets that assert, each the body of an `upgrade()`
//! on an empty SQLite database. `library/check.py` shows that every assertion holds under real Alembic.

use std::fmt::Write;

use limbeck::upgrade;

use crate::collect::{TestProject, on_big_stack};

const ENV_PY: &str = "\
from alembic import context
from sqlalchemy import create_engine
with create_engine('sqlite://').connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
";

const FILES: &[(&str, &str)] = &[
    ("dialects", include_str!("library/dialects.py")),
    ("schema", include_str!("library/schema.py")),
    ("packages", include_str!("library/packages.py")),
];

/// The snippets of a file, which begin at lines `#== name`.
fn snippets(text: &str) -> Vec<(&str, String)> {
    let mut all: Vec<(&str, String)> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("#== ") {
            all.push((name, String::new()));
        } else if let Some((_, text)) = all.last_mut() {
            let _ = writeln!(text, "    {line}");
        }
    }
    all
}

#[test]
fn what_holds_under_alembic_holds_here() {
    let failures = on_big_stack(|| {
        let mut failures = String::new();
        for (file, text) in FILES {
            for (name, body) in snippets(text) {
                let project = TestProject::new(ENV_PY);
                project.write(
                    "migrations/versions/r1.py",
                    &format!(
                        "revision = 'r1'\ndown_revision = None\nfrom alembic import op\nimport sqlalchemy as sa\n\ndef upgrade():\n{body}"
                    ),
                );
                let (settings, _) = project.settings();
                if let Err(failure) = upgrade(&settings, "head", false, None) {
                    let _ = writeln!(failures, "=== {file}: {name}\n{body}--- {failure:?}");
                }
            }
        }
        failures
    });
    assert!(failures.is_empty(), "{failures}");
}
