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
    ("sessions", include_str!("library/sessions.py")),
    ("listeners", include_str!("library/listeners.py")),
    ("rows", include_str!("library/rows.py")),
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

/// env.py of an older asynchronous template, of one that locks the version table, and of one that looks at the database
/// before it configures anything.
const OLD_ASYNC: &str = "\
import asyncio, os
from alembic import context
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

url = 'sqlite:///' + os.path.join(os.path.dirname(__file__), '..', 'pets.db')

def migrate(connection):
    context.configure(connection=connection)
    with context.begin_transaction():
        context.get_context()._ensure_version_table()
        assert inspect(connection).has_table('alembic_version')
        context.run_migrations()

async def online():
    engine = create_engine(url)
    assert not inspect(engine).has_table('alembic_version')
    async with AsyncEngine(engine).connect() as connection:
        await connection.run_sync(migrate)

asyncio.run(online())
";

#[test]
fn env_py_of_an_older_asynchronous_template_runs() {
    on_big_stack(|| {
        let project = TestProject::new(OLD_ASYNC);
        project.write("migrations/versions/r1.py", "revision = 'r1'\ndown_revision = None\ndef upgrade():\n    pass\n");
        let (settings, _) = project.settings();
        upgrade(&settings, "head", false, None).expect("it runs");
    });
}

/// A second connection, of an application's own engine, that is rolled back in the middle of a revision.
#[test]
fn the_transaction_of_another_connection_is_its_own_affair() {
    on_big_stack(|| {
        let project = TestProject::new(ENV_PY);
        project.write(
            "migrations/versions/r1.py",
            "revision = 'r1'\ndown_revision = None\nfrom alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy.orm import Session\n\n\
             def upgrade():\n    op.create_table('pet', sa.Column('id', sa.Integer))\n\
             \x20   with Session(sa.create_engine('sqlite://')) as session:\n        try:\n            session.execute(sa.text('SELECT * FROM other'))\n\
             \x20       except sa.exc.OperationalError:\n            session.rollback()\n\
             \x20   op.execute('INSERT INTO pet VALUES (1)')\n",
        );
        let (settings, _) = project.settings();
        upgrade(&settings, "head", false, None).expect("the table is still there");
    });
}

/// Headers are read before there is a run, and may need modules that look at Alembic's own.
#[test]
fn headers_may_need_modules_that_import_alembic() {
    on_big_stack(|| {
        let project = TestProject::new(ENV_PY);
        project.write(
            "branches.py",
            "from alembic import command, config, environment, migration, script, util\nfrom alembic.script import ScriptDirectory\nCONTRACT = 'contract'\n",
        );
        project.write(
            "migrations/versions/r1.py",
            "import branches\nrevision = 'r1'\ndown_revision = None\nbranch_labels = (branches.CONTRACT,)\n\ndef upgrade():\n    pass\n",
        );
        let (settings, _) = project.settings();
        upgrade(&settings, "contract@head", false, None).map(|_| ()).expect("the label is known");
    });
}
