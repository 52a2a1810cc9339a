//! `limbeck compat` and `--no-env`.

use expect_test::expect;

use crate::project::Project;

const UNRESOLVED: &str = r#""""load rates"""
import requests
from alembic import op

revision = "7a7a7a"
down_revision = "4d5e6f"


def upgrade():
    op.execute("UPDATE pet SET id = " + requests.get("rates").text)


def downgrade():
    pass
"#;
const UNSUPPORTED: &str = r#""""count"""
from alembic import op

revision = "8b8b8b"
down_revision = "7a7a7a"


def upgrade():
    eval("1")


def downgrade():
    pass
"#;

#[test]
fn each_revision_is_told_with_what_stands_in_the_way() {
    let project = Project::new();
    project.write("migrations/versions/7a7a7a_rates.py", UNRESOLVED);
    project.write("migrations/versions/8b8b8b_count.py", UNSUPPORTED);
    project.check("compat", expect![[r#"
        exit code 1
        --- stdout
        ✅ env.py can be evaluated
        ✅ 1a2b3c  migrations/versions/1a2b3c_pet.py
        ✅ 4d5e6f  migrations/versions/4d5e6f_owner.py
        ⚠ 7a7a7a  migrations/versions/7a7a7a_rates.py
             `requests.get(…).text + …` is a statement to execute, but it is unresolved: `requests` is neither part of the project nor a module limbeck implements
               migrations/versions/7a7a7a_rates.py:10:5: op.execute("UPDATE pet SET id = " + requests.get("rates").text)
        ❌ 8b8b8b  migrations/versions/8b8b8b_count.py
             the built-in function `eval()` is not supported
               migrations/versions/8b8b8b_count.py:9:5: eval("1")

        2 of the revisions run, 1 depend on something unresolved, 1 are refused
        --- stderr
        error: limbeck does not run every revision of this project
        help: run the revisions marked ❌ or ⚠ with Alembic, and go on with limbeck: both use the same version table; `limbeck.toml` can give unresolved names a value
    "#]]);
    // No database was touched.
    assert!(!project.path().join("pets.db").exists());
}

#[test]
fn an_env_py_that_limbeck_does_not_run_can_be_left_out() {
    let project = Project::new();
    project.write("migrations/env.py", "import vault\n\nvault.open().unlock()\n");
    project.check("compat", expect![[r#"
        exit code 1
        --- stdout
        ❌ env.py: env.py did not call `context.run_migrations()`: nothing was done
             the revisions are looked at as if there were no env.py; `--no-env` runs them so
        ✅ 1a2b3c  migrations/versions/1a2b3c_pet.py
        ✅ 4d5e6f  migrations/versions/4d5e6f_owner.py

        limbeck runs all 2 of them.
        --- stderr
        warning: env.py did not call `context.run_migrations()`: nothing was done
        warning: env.py is not run: its URL, version table, schemas, transaction mode, naming convention, SET statements and callbacks do not count
        error: limbeck does not run every revision of this project
        help: run the revisions marked ❌ or ⚠ with Alembic, and go on with limbeck: both use the same version table; `limbeck.toml` can give unresolved names a value
    "#]]);
    project.check("--no-env upgrade head", expect![[r#"
        exit code 0
        --- stdout
        --- stderr
        warning: env.py is not run: its URL, version table, schemas, transaction mode, naming convention, SET statements and callbacks do not count
    "#]]);
    project.check("current --no-env", expect![[r#"
        exit code 0
        --- stdout
        4d5e6f (head)
        --- stderr
        warning: env.py is not run: its URL, version table, schemas, transaction mode, naming convention, SET statements and callbacks do not count
    "#]]);
}
